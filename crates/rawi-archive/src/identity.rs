//! Who is who across documents: forms of names joined to identities.
//! What makes two names one is `rawi-names`'; what people decide about it is put down in `decisions`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use rawi_names::{Decision, Form, identify};
use rusqlite::Connection;

use crate::error::ErrorKind;
use crate::load;
use crate::names::Names;

/// What the names that there are count as.
pub(crate) fn names(db: &Connection) -> Result<Names, ErrorKind> {
    let pairs = |sql: &str| -> Result<HashMap<u64, u64>, ErrorKind> {
        let mut rows = db.prepare_cached(sql)?;
        Ok(rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
    };
    Ok(Names {
        leads: pairs("SELECT id, identity FROM forms WHERE identity IS NOT NULL AND identity <> id")?,
        roles: pairs("SELECT id, first_value(id) OVER (PARTITION BY role ORDER BY id) FROM forms WHERE role <> ''")?,
    })
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
        let used = Form { name: row.get(1)?, role: (!role.is_empty()).then_some(role), kind: load::label(row, 3)?, ..Form::default() };
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
