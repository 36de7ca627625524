//! Who is who across documents: forms of names joined to identities.
//! What makes two names one is `rawi-names`'; this keeps what was decided, and by whom.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use rawi_names::{Decision, Form, Rank, identify};
use rawi_text::Text;
use rusqlite::{Connection, Row, ToSql, params_from_iter};

use crate::archive::Archive;
use crate::error::{ArchiveError, ErrorKind};
use crate::load::identity_of;
use crate::writer::{Writer, next};

/// The words of a name by their sound.
pub(crate) fn sounds(name: &str) -> Vec<String> {
    let text = Text::new(name);
    let words = text.tokens().iter().filter(|t| t.is_word());
    let mut sounds: Vec<String> = words.map(|t| rawi_names::skeleton(text.surface(t))).filter(|s| !s.is_empty()).collect();
    sounds.sort_unstable();
    sounds.dedup();
    sounds
}

/// Takes down anew how each name sounds, and asks for who is who to be decided anew: both may be other than an earlier version made them.
pub(crate) fn resound(db: &Connection) -> Result<(), ErrorKind> {
    db.execute("UPDATE counters SET value = -1 WHERE name = 'settled'", [])?;
    db.execute("DELETE FROM sounds", [])?;
    let mut forms = db.prepare("SELECT id, name FROM forms")?;
    let mut forms = forms.query([])?;
    let mut insert = db.prepare_cached("INSERT INTO sounds (sound, form) VALUES (?, ?)")?;
    while let Some(row) = forms.next()? {
        let (id, name): (i64, String) = (row.get(0)?, row.get(1)?);
        for sound in sounds(&name) {
            insert.execute((sound, id))?;
        }
    }
    Ok(())
}

/// The forms that a name typed by a user finds, with how well it does, the best first.
pub(crate) fn find(db: &Connection, typed: &str) -> Result<Vec<(Rank, i64)>, ErrorKind> {
    let sounds = sounds(typed);
    if sounds.is_empty() {
        return Ok(Vec::new());
    }
    let marks = vec!["?"; sounds.len()].join(", ");
    let sql = format!(
        "SELECT id, name FROM forms JOIN (SELECT form FROM sounds WHERE sound IN ({marks}) GROUP BY form HAVING count(*) = ?) ON form = id ORDER BY id"
    );
    let wanted = sounds.len() as i64;
    let values = sounds.iter().map(|s| s as &dyn ToSql).chain(std::iter::once(&wanted as &dyn ToSql));
    let mut rows = db.prepare_cached(&sql)?;
    let mut rows = rows.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get(1)?;
        // A party that is no name (الصحافيون) is found by its words.
        let rank = rawi_names::matches(typed, &name).or_else(|| rawi_search::has_words(&name, typed).then_some(Rank::Part));
        if let Some(rank) = rank {
            found.push((rank, row.get(0)?));
        }
    }
    found.sort_by_key(|&(rank, _)| Reverse(rank));
    Ok(found)
}

/// Every form of everybody whom a name may mean.
pub(crate) fn forms_called(db: &Connection, typed: &str) -> Result<Vec<u64>, ErrorKind> {
    let mut forms = Vec::new();
    let mut others = db.prepare_cached("SELECT o.id FROM forms f JOIN forms o ON o.id = f.id OR o.identity = f.identity WHERE f.id = ?")?;
    for (_, form) in find(db, typed)? {
        let mut rows = others.query([form])?;
        while let Some(row) = rows.next()? {
            forms.push(row.get(0)?);
        }
    }
    forms.sort_unstable();
    forms.dedup();
    Ok(forms)
}

/// For every form that is joined to another identity's lead, that lead.
pub(crate) fn leads(db: &Connection) -> Result<HashMap<u64, u64>, ErrorKind> {
    let mut rows = db.prepare_cached("SELECT id, identity FROM forms WHERE identity IS NOT NULL AND identity <> id")?;
    Ok(rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// A form in the store, with what is known of its use.
struct Kept {
    id: i64,
    identity: Option<i64>,
    joined: Option<i64>,
    reason: Option<String>,
    used: Form,
}

/// Decides who is who, with everything that the archive holds, unless nothing has changed since it was last decided. Forms that nothing
/// uses any more go.
pub(crate) fn resolve(db: &Connection) -> Result<(), ErrorKind> {
    let pending = "SELECT (SELECT value FROM counters WHERE name = 'sequence') <> (SELECT value FROM counters WHERE name = 'settled')";
    if !db.query_row(pending, [], |row| row.get::<_, bool>(0))? {
        return Ok(());
    }
    let (mut kept, unused) = forms(db)?;
    let of_id: HashMap<i64, usize> = kept.iter().enumerate().map(|(i, k)| (k.id, i)).collect();
    let decisions = decisions(db, &of_id)?;
    let used: Vec<Form> = kept.iter_mut().map(|k| std::mem::take(&mut k.used)).collect();
    let found = identify(&used, &decisions);
    let mut update = db.prepare("UPDATE forms SET identity = ?2, joined = ?3, reason = ?4, strength = ?5 WHERE id = ?1")?;
    for (i, form) in kept.iter().enumerate() {
        let identity = found.lead[i].map(|lead| kept[lead].id);
        let join = found.joins[i].as_ref();
        let joined = join.map(|join| kept[join.to].id);
        let reason = join.map(|join| join.reason.to_string());
        if (identity, joined, &reason) != (form.identity, form.joined, &form.reason) {
            update.execute((form.id, identity, joined, reason, join.map(|join| join.strength)))?;
        }
    }
    for form in unused {
        db.prepare_cached("DELETE FROM sounds WHERE form = ?")?.execute([form])?;
        db.prepare_cached("DELETE FROM forms WHERE id = ?")?.execute([form])?;
    }
    db.execute("UPDATE counters SET value = (SELECT value FROM counters WHERE name = 'sequence') WHERE name = 'settled'", [])?;
    Ok(())
}

/// The forms in order, and those that neither a text nor a decision uses.
fn forms(db: &Connection) -> Result<(Vec<Kept>, Vec<i64>), ErrorKind> {
    let mut rows = db.prepare("SELECT id, name, role, kind, identity, joined, reason FROM forms ORDER BY id")?;
    let mut rows = rows.query([])?;
    let mut kept = Vec::new();
    while let Some(row) = rows.next()? {
        let role: String = row.get(2)?;
        let used =
            Form { name: row.get(1)?, role: (!role.is_empty()).then_some(role), kind: crate::load::label(row, 3)?, ..Form::default() };
        kept.push(Kept { id: row.get(0)?, identity: row.get(4)?, joined: row.get(5)?, reason: row.get(6)?, used });
    }
    let mut uses = db.prepare(
        "SELECT form, document, day, outlet FROM (SELECT form, text FROM sources UNION SELECT addressee, text FROM statements WHERE addressee IS NOT NULL
            UNION SELECT form, text FROM relays JOIN statements ON statements.id = statement) u
            JOIN revisions ON revisions.text = u.text ORDER BY form",
    )?;
    let mut uses = uses.query([])?;
    let mut at = 0;
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    let mut row = uses.next()?;
    while let Some(found) = row {
        let form: i64 = found.get(0)?;
        while at < kept.len() && kept[at].id < form {
            keep_outlets(&mut kept[at].used, &mut counts);
            at += 1;
        }
        let used = kept.get_mut(at).filter(|k| k.id == form).map(|k| &mut k.used).ok_or_else(|| lost(form))?;
        used.documents += 1;
        if let Some(day) = found.get::<_, Option<i32>>(2)? {
            let (first, last) = used.days.unwrap_or((day, day));
            used.days = Some((first.min(day), last.max(day)));
        }
        if let Some(outlet) = found.get::<_, Option<u32>>(3)? {
            *counts.entry(outlet).or_default() += 1;
        }
        row = uses.next()?;
    }
    if let Some(last) = kept.get_mut(at) {
        keep_outlets(&mut last.used, &mut counts);
    }
    let mut decided = db.prepare("SELECT 1 FROM decisions WHERE a = ?1 OR b = ?1")?;
    let mut unused = Vec::new();
    for form in kept.iter().filter(|k| k.used.documents == 0) {
        if !decided.exists([form.id])? {
            unused.push(form.id);
        }
    }
    kept.retain(|k| unused.binary_search(&k.id).is_err());
    Ok((kept, unused))
}

fn lost(form: i64) -> ErrorKind {
    ErrorKind::Damaged(format!("form {form} is used and missing"))
}

/// Outlets of a form that are looked at.
const OUTLETS: usize = 4;

fn keep_outlets(form: &mut Form, counts: &mut BTreeMap<u32, u32>) {
    let mut outlets: Vec<(u32, u32)> = std::mem::take(counts).into_iter().collect();
    outlets.sort_by_key(|&(outlet, n)| (Reverse(n), outlet));
    form.outlets = outlets.into_iter().take(OUTLETS).map(|(outlet, _)| outlet).collect();
}

fn decisions(db: &Connection, of_id: &HashMap<i64, usize>) -> Result<Vec<Decision>, ErrorKind> {
    let mut rows = db.prepare("SELECT kind = 'merge', a, b FROM decisions ORDER BY id")?;
    let mut rows = rows.query([])?;
    let mut decisions = Vec::new();
    while let Some(row) = rows.next()? {
        let form = |at: usize| row.get(at).map_err(ErrorKind::from).and_then(|id| of_id.get(&id).copied().ok_or_else(|| lost(id)));
        let (a, b) = (form(1)?, form(2)?);
        decisions.push(if row.get(0)? { Decision::Merge(a, b) } else { Decision::Split(a, b) });
    }
    Ok(decisions)
}

/// A decision about who is who that a person made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Its number.
    pub id: u64,
    /// `merge` or `split`.
    pub kind: String,
    /// The name that was merged, or taken out.
    pub a: String,
    /// The name that it was merged with, or taken out of.
    pub b: String,
    /// When, RFC 3339 in UTC.
    pub made: String,
}

impl Archive {
    /// The decisions that people made, in their order.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn decisions(&self) -> Result<Vec<Decided>, ArchiveError> {
        self.run(|db| {
            let mut rows = db.prepare(
                "SELECT decisions.id, decisions.kind, x.name, y.name, made FROM decisions JOIN forms x ON x.id = a JOIN forms y ON y.id = b
                    ORDER BY decisions.id",
            )?;
            let read = |row: &Row| Ok(Decided { id: row.get(0)?, kind: row.get(1)?, a: row.get(2)?, b: row.get(3)?, made: row.get(4)? });
            Ok(rows.query_map([], read)?.collect::<Result<_, _>>()?)
        })
    }
}

impl Writer {
    /// Makes two sources one from the next [`Writer::settle`] on.
    ///
    /// # Errors
    /// When they are one already or there is no such source, or the store cannot be written.
    pub fn merge(&mut self, a: u64, b: u64) -> Result<(), ArchiveError> {
        self.change(|db| {
            if a == b {
                return Err(ErrorKind::Decision(format!("{a}: is one speaker already")));
            }
            for id in [a, b] {
                if identity_of(db, id as i64)? != Some(id) {
                    return Err(ErrorKind::Decision(format!("{id}: no speaker has this number")));
                }
            }
            decide(db, "merge", a, b)
        })
    }

    /// Takes a name out of the source that it was joined to, from the next [`Writer::settle`] on.
    ///
    /// # Errors
    /// When no name has this number, the source goes by it, or the store cannot be written.
    pub fn split(&mut self, form: u64) -> Result<(), ArchiveError> {
        self.change(|db| match identity_of(db, form as i64)? {
            None => Err(ErrorKind::Decision(format!("{form}: no name of a speaker has this number"))),
            Some(lead) if lead == form => {
                Err(ErrorKind::Decision(format!("{form}: is the name that the speaker goes by; split the others from it")))
            }
            Some(lead) => decide(db, "split", form, lead),
        })
    }

    /// Takes a decision back, from the next [`Writer::settle`] on.
    ///
    /// # Errors
    /// When no decision has this number, or the store cannot be written.
    pub fn undo(&mut self, decision: u64) -> Result<(), ArchiveError> {
        self.change(|db| {
            if db.execute("DELETE FROM decisions WHERE id = ?", [decision])? == 0 {
                return Err(ErrorKind::Decision(format!("{decision}: no decision has this number")));
            }
            next(db).map(drop)
        })
    }
}

fn decide(db: &Connection, kind: &str, a: u64, b: u64) -> Result<(), ErrorKind> {
    let made = format!("{:.0}", jiff::Timestamp::now());
    db.execute("INSERT INTO decisions (kind, a, b, made) VALUES (?, ?, ?, ?)", (kind, a, b, made))?;
    next(db).map(drop)
}
