//! Whom a name typed by a user means, and which names come near to one that nobody bears.
//! Names are kept under their sounds, so that any spelling finds them; who is who is decided in `identity`.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use rawi_names::{Name, Rank, nearness};
use rawi_text::Text;
use rusqlite::{Connection, ToSql, params_from_iter};

use crate::archive::Archive;
use crate::error::{ArchiveError, ErrorKind};
use crate::load;

/// How near a name must come to be offered, 0 to 1: as near as a surname without the given name.
const NEAR: f32 = 0.6;

impl Archive {
    /// The names that come nearest to one that nobody bears, the nearest first, of those that come as near the most used first; at
    /// most `limit`, each that of a source, and none when nothing is near.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn nearest(&self, typed: &str, limit: usize) -> Result<Vec<String>, ArchiveError> {
        self.run(|db| nearest(db, typed, limit))
    }
}

/// Characters of a name that is offered; what is longer is no name.
const LONGEST: usize = 80;

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

/// The forms that a name typed by a user finds, with how well it does, the best first, and first those that it finds as it was typed.
pub(crate) fn find(db: &Connection, typed: &str) -> Result<Vec<(Rank, i64)>, ErrorKind> {
    let (mut found, mut seen): (Vec<(Rank, i64)>, HashSet<i64>) = (Vec::new(), HashSet::new());
    for reading in rawi_names::readings(typed).into_iter().flat_map(rawi_names::in_words) {
        found.extend(find_as(db, &reading)?.into_iter().filter(|&(_, form)| seen.insert(form)));
    }
    found.sort_by_key(|&(rank, _)| Reverse(rank));
    Ok(found)
}

/// The forms that have all words of a name, in whatever spelling, in the order of their numbers.
fn find_as(db: &Connection, name: &str) -> Result<Vec<(Rank, i64)>, ErrorKind> {
    let sounds = sounds(name);
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
        let form: String = row.get(1)?;
        // A party that is no name (الصحافيون) is found by its words.
        let rank = rawi_names::matches(name, &form).or_else(|| rawi_search::has_words(&form, name).then_some(Rank::Part));
        if let Some(rank) = rank {
            found.push((rank, row.get(0)?));
        }
    }
    Ok(found)
}

/// Every form of everybody whom a name may mean.
pub(crate) fn forms_called(db: &Connection, typed: &str) -> Result<Vec<u64>, ErrorKind> {
    if let Some(identity) = numbered(db, typed)? {
        let mut rows = db.prepare_cached("SELECT id FROM forms WHERE identity = ?")?;
        return Ok(rows.query_map([identity], |row| row.get(0))?.collect::<Result<_, _>>()?);
    }
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

/// The source whose number was typed instead of a name.
pub(crate) fn numbered(db: &Connection, typed: &str) -> Result<Option<u64>, ErrorKind> {
    match rawi_text::fold(typed.trim()).parse::<i64>() {
        Ok(number) => load::identity_of(db, number),
        Err(_) => Ok(None),
    }
}

fn nearest(db: &Connection, typed: &str, limit: usize) -> Result<Vec<String>, ErrorKind> {
    let asked = Name::read(typed);
    let mut forms = db.prepare("SELECT name, identity FROM forms WHERE identity IS NOT NULL")?;
    let mut forms = forms.query([])?;
    let mut near: HashMap<i64, f32> = HashMap::new();
    while let Some(row) = forms.next()? {
        let name: String = row.get(0)?;
        if name.chars().count() > LONGEST {
            continue;
        }
        let nearness = nearness(&asked, &Name::read(&name));
        if nearness >= NEAR {
            let known = near.entry(row.get(1)?).or_default();
            *known = known.max(nearness);
        }
    }
    let mut used = db.prepare(
        "SELECT name, (SELECT count(*) FROM forms f JOIN sources ON form = f.id WHERE f.identity = ?1) FROM forms WHERE id = ?1",
    )?;
    let mut named: Vec<(f32, i64, String)> = Vec::new();
    for (identity, nearness) in near {
        let (name, uses) = used.query_row([identity], |row| Ok((row.get(0)?, row.get(1)?)))?;
        named.push((nearness, uses, name));
    }
    named.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| b.1.cmp(&a.1)).then_with(|| a.2.cmp(&b.2)));
    let mut names: Vec<String> = Vec::new();
    for (_, _, name) in named {
        if names.len() < limit && !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}
