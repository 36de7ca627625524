//! What the pairing of a document says: which statements and sources are pairs, and how every part of them compares.
//! How the pairs are found is `pairing`'s.

/// How a part that a statement has at most once compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Neither has it.
    Absent,
    /// Both have it, the same.
    Right,
    /// Only the gold statement has it.
    Missed,
    /// Only the predicted statement has it.
    False,
    /// Both have it, not the same.
    Wrong,
}

impl Verdict {
    pub(super) fn of(gold: bool, pred: bool, same: bool) -> Self {
        match (gold, pred) {
            (false, false) => Verdict::Absent,
            (true, false) => Verdict::Missed,
            (false, true) => Verdict::False,
            (true, true) if same => Verdict::Right,
            (true, true) => Verdict::Wrong,
        }
    }
}

/// How the spans of a part that may stand several times compare: positions in the lists of the two statements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spans {
    /// Gold and predicted spans that overlap by half, one to one.
    pub hits: Vec<(usize, usize)>,
    /// Gold spans without a partner.
    pub missed: Vec<usize>,
    /// Predicted spans without a partner.
    pub false_alarms: Vec<usize>,
}

/// A gold statement and the predicted one that was paired with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Position in the gold statements, from 0.
    pub gold: usize,
    /// Position in the predicted statements, from 0.
    pub pred: usize,
    /// The cues share a word.
    pub cue_shared: bool,
    /// Overlap of the contents, 0 to 1.
    pub content_dice: f64,
    /// The contents have the same words.
    pub content_exact: bool,
    /// The speaker spans ([`Verdict::Right`]: the same words).
    pub speaker: Verdict,
    /// The source ([`Verdict::Right`]: the predicted source is paired with the gold one).
    pub who: Verdict,
    /// *who* as the figures count it: [`Verdict::Right`], or [`Verdict::Absent`] in both.
    pub who_right: bool,
    /// The headline figure: [`Pair::who_right`], and contents that overlap by 0.8.
    pub right: bool,
    /// The types are equal.
    pub type_right: bool,
    /// The acts are equal.
    pub act_right: bool,
    /// The addressee, as a list of at most one.
    pub addressee: Spans,
    /// The relays.
    pub via: Spans,
    /// The settings.
    pub setting: Spans,
    /// The enclosing statement ([`Verdict::Right`]: the two enclosing statements are paired).
    pub parent: Verdict,
}

/// A gold source and the predicted one that was paired with it.
#[derive(Debug, Clone, PartialEq)]
pub struct SourcePair {
    /// Position in the gold speakers, from 0.
    pub gold: usize,
    /// Position in the predicted speakers, from 0.
    pub pred: usize,
    /// The kinds are equal.
    pub kind_right: bool,
    /// The roles are equal or overlap by half.
    pub role_right: bool,
    /// Folded mentions they share.
    pub mentions: usize,
}

/// The pairing of one document and every verdict that follows from it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pairs {
    /// Paired statements, in the order of the gold.
    pub statements: Vec<Pair>,
    /// Gold statements without a partner.
    pub missed: Vec<usize>,
    /// Predicted statements without a partner.
    pub false_alarms: Vec<usize>,
    /// Paired sources, in the order of the gold.
    pub sources: Vec<SourcePair>,
    /// Gold sources without a partner.
    pub missed_sources: Vec<usize>,
    /// Predicted sources without a partner.
    pub false_sources: Vec<usize>,
}
