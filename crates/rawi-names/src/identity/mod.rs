//! Which forms of names in an archive mean one source. Evidence is weighed from the strongest down: what people decided, full names, their
//! spellings, shorter forms, surnames, offices; each has a file. How names compare by themselves is in `compare`.

mod bodies;
mod choice;
mod decided;
mod full_names;
mod leads;
mod office_holders;
mod shorter_names;
mod single_words;
mod spellings;
mod work;

use crate::compare::Reason;
use crate::forms::Form;
use work::Work;

/// What a person decided about two forms, given by their places in the list of forms. Of decisions that contradict each other the
/// later one holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// They are one source.
    Merge(usize, usize),
    /// The first is not the source that the second is, and joins nothing any more but by hand.
    Split(usize, usize),
}

/// Why a form belongs to its identity.
#[derive(Debug, Clone, PartialEq)]
pub struct Join {
    /// The form that it was joined to; from there it goes on to the lead form.
    pub to: usize,
    /// The evidence.
    pub reason: Reason,
    /// How strong it is, 0 to 1.
    pub strength: f32,
}

/// Who the forms are.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Identities {
    /// For every form the form that leads its identity: the commonest full name of it. None for sources that nobody names and words
    /// that mean another source in every document (مصدر أمني، الوزير، الشركة).
    pub lead: Vec<Option<usize>>,
    /// For every form but the leads, how it came there.
    pub joins: Vec<Option<Join>>,
    /// Places of decisions that a later decision contradicts.
    pub overruled: Vec<usize>,
}

/// Finds out which forms mean one source. The result depends on the forms and decisions and not on their order.
///
/// ```
/// use rawi_names::{Form, identify};
/// let form = |name: &str, role: Option<&str>| Form { name: name.into(), role: role.map(Into::into), documents: 1, ..Form::default() };
/// let forms = [
///     form("ديمتري بيسكوف", Some("المتحدث باسم الكرملين")),
///     form("دميتري بسكوف", None),
///     form("بيسكوف", None),
///     form("الناطق باسم الكرملين", None),
///     form("سيرغي لافروف", Some("وزير الخارجية الروسي")),
/// ];
/// let found = identify(&forms, &[]);
/// assert_eq!(found.lead, [Some(0), Some(0), Some(0), Some(0), Some(4)]);
/// assert_eq!(found.joins[2].as_ref().unwrap().reason.to_string(), "surname fits: بيسكوف");
/// ```
pub fn identify(forms: &[Form], decisions: &[Decision]) -> Identities {
    let mut work = Work::new(forms);
    let overruled = work.decide(decisions);
    work.full_names();
    work.spellings();
    work.shorter_names();
    work.single_words();
    work.offices();
    work.bodies();
    work.finish(overruled)
}
