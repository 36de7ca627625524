//! Who speaks in an archive: the list of sources, and what is known of one of them.
//! Who is who is decided in `identity`.

use std::collections::HashMap;

use rawi::record::Kind;
use rawi_names::Rank;
use rusqlite::{Connection, Row, ToSql, params_from_iter};

use crate::archive::Archive;
use crate::error::{ArchiveError, ErrorKind};
use crate::{called, day, load, sequence};

/// A source, with what it said in the whole archive. Copies of a statement count once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Speaker {
    /// Its number.
    pub identity: u64,
    /// Its commonest full name.
    pub name: String,
    /// Its commonest role.
    pub role: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// Statements.
    pub statements: u64,
    /// Articles with these statements.
    pub articles: u64,
    /// Outlets with these articles.
    pub outlets: u64,
    /// The first day of publication, RFC 3339.
    pub first: Option<String>,
    /// The last one.
    pub last: Option<String>,
}

/// What is known of one source.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// The source.
    pub speaker: Speaker,
    /// Its names and roles, the most used first.
    pub names: Vec<Name>,
    /// Statements in each month that has some, `2015-07`.
    pub months: Vec<(String, u64)>,
    /// Words that it uses more than others do, the most telling first.
    pub subjects: Vec<String>,
    /// Whom it addresses, with the number of statements.
    pub addressees: Vec<(String, u64)>,
    /// Who relays it.
    pub relays: Vec<(String, u64)>,
    /// Outlets that carry it.
    pub outlets: Vec<(String, u64)>,
    /// What it does by speaking.
    pub acts: Vec<(String, u64)>,
}

/// A name that is joined to a source.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Name {
    /// The number of the name, for [`crate::Writer::split`].
    pub form: u64,
    /// The name.
    pub name: String,
    /// The role that stands beside it.
    pub role: Option<String>,
    /// Statements under this name.
    pub statements: u64,
    /// The first day that it was used, RFC 3339.
    pub first: Option<String>,
    /// The last one.
    pub last: Option<String>,
    /// Why it was joined to the source; None for the name that the source goes by.
    pub reason: Option<String>,
}

/// A name typed by a user: the number of a source, or a name in any spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// One source.
    One(u64),
    /// Several, the likeliest first.
    Several(Vec<u64>),
    /// Nobody.
    Nobody,
}

/// Statements with the latest revisions that they stand in.
const SAID: &str = "statements s JOIN sources o ON o.id = s.who JOIN forms f ON f.id = o.form JOIN revisions r ON r.text = s.text
    JOIN documents d ON d.id = r.document AND d.revision = r.number";
/// Copies once.
const ONCE: &str = "count(DISTINCT coalesce(s.same, s.id))";

/// One in so many articles must give a role to a source for it to be the source's.
const RARE: u64 = 10;
/// Statements that subjects are taken from, and others that they are set against.
const SAMPLE: usize = 400;
/// Subjects that are named.
const SUBJECTS: usize = 12;
/// Values of each list on a page.
const LISTED: usize = 10;

impl Archive {
    /// Those who speak most, all of them or of one kind; or those among `only`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn speakers(&self, kind: Option<Kind>, only: Option<&[u64]>, limit: usize) -> Result<Vec<Speaker>, ArchiveError> {
        self.run(|db| speakers(db, kind, only, limit))
    }

    /// Whether it was decided who is who since the last change.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_decided(&self) -> Result<bool, ArchiveError> {
        self.run(|db| Ok(sequence::settled(db)? == sequence::last(db)?))
    }

    /// Whom a number (as [`Speaker::identity`]) or a name means.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn who(&self, typed: &str) -> Result<Who, ArchiveError> {
        self.run(|db| who(db, typed))
    }

    /// The page of a source.
    ///
    /// # Errors
    /// When the store cannot be read, or there is no such source.
    pub fn speaker(&self, identity: u64) -> Result<Page, ArchiveError> {
        self.run(|db| {
            if load::identity_of(db, identity as i64)? != Some(identity) {
                return Err(ErrorKind::Decision(format!("{identity}: no speaker has this number")));
            }
            let speaker = speakers(db, None, Some(&[identity]), 1)?.pop().unwrap_or_default();
            let list = |what: &str, from: &str, order: &str| -> Result<Vec<(String, u64)>, ErrorKind> {
                let sql = format!(
                    "SELECT {what}, {ONCE} FROM {SAID} {from} WHERE f.identity = ?1 AND {what} IS NOT NULL GROUP BY 1 ORDER BY {order} LIMIT ?2"
                );
                let limit = if order == "1" { i64::MAX } else { LISTED as i64 };
                let mut rows = db.prepare_cached(&sql)?;
                Ok(rows.query_map((identity, limit), |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
            };
            let most = "2 DESC, 1";
            Ok(Page {
                names: names(db, identity)?,
                months: list("strftime('%Y-%m', r.day * 86400, 'unixepoch')", "", "1")?,
                subjects: subjects(db, identity)?,
                addressees: list(
                    "coalesce(l.name, a.name)",
                    "JOIN forms a ON a.id = s.addressee LEFT JOIN forms l ON l.id = a.identity",
                    most,
                )?,
                relays: list(
                    "coalesce(l.name, a.name)",
                    "JOIN relays v ON v.statement = s.id JOIN forms a ON a.id = v.form LEFT JOIN forms l ON l.id = a.identity",
                    most,
                )?,
                outlets: list("p.name", "JOIN outlets p ON p.id = r.outlet", most)?,
                acts: list("s.act", "", most)?,
                speaker,
            })
        })
    }
}

fn speakers(db: &Connection, kind: Option<Kind>, only: Option<&[u64]>, limit: usize) -> Result<Vec<Speaker>, ErrorKind> {
    let mut wanted = String::from("f.identity IS NOT NULL");
    let mut values: Vec<Box<dyn ToSql>> = Vec::new();
    if let Some(kind) = kind {
        wanted.push_str(" AND f.identity IN (SELECT id FROM forms WHERE kind = ?)");
        values.push(Box::new(kind.as_str()));
    }
    if let Some(only) = only {
        let marks = vec!["?"; only.len()].join(", ");
        wanted.push_str(&format!(" AND f.identity IN ({marks})"));
        values.extend(only.iter().map(|&id| Box::new(id) as Box<dyn ToSql>));
    }
    values.push(Box::new(limit.min(i64::MAX as usize)));
    let sql = format!(
        "SELECT f.identity, {ONCE}, count(DISTINCT r.document), count(DISTINCT r.outlet), min(r.day), max(r.day) FROM {SAID}
            WHERE {wanted} GROUP BY f.identity ORDER BY 2 DESC, 1 LIMIT ?"
    );
    let mut rows = db.prepare_cached(&sql)?;
    let read = |row: &Row| {
        Ok(Speaker {
            identity: row.get(0)?,
            statements: row.get(1)?,
            articles: row.get(2)?,
            outlets: row.get(3)?,
            first: row.get::<_, Option<i64>>(4)?.map(day::to_date),
            last: row.get::<_, Option<i64>>(5)?.map(day::to_date),
            ..Speaker::default()
        })
    };
    let mut found: Vec<Speaker> = rows.query_map(params_from_iter(values), read)?.collect::<Result<_, _>>()?;
    // Those who are only spoken to or relay have a page too.
    for &id in only.unwrap_or_default() {
        if !found.iter().any(|s| s.identity == id) {
            found.push(Speaker { identity: id, ..Speaker::default() });
        }
    }
    let mut role = db.prepare_cached(
        "SELECT role FROM forms JOIN sources ON form = forms.id WHERE identity = ?1 AND role <> '' GROUP BY role
            HAVING count(*) * ?2 >= (SELECT count(*) FROM forms JOIN sources ON form = forms.id WHERE identity = ?1)
            ORDER BY count(*) DESC, role LIMIT 1",
    )?;
    for speaker in &mut found {
        let party = load::party(db, speaker.identity as i64)?;
        speaker.name = party.name;
        speaker.kind = party.kind;
        speaker.role = role.query_map((speaker.identity, RARE), |row| row.get(0))?.next().transpose()?;
    }
    Ok(found)
}

fn who(db: &Connection, typed: &str) -> Result<Who, ErrorKind> {
    if let Some(identity) = called::numbered(db, typed)? {
        return Ok(Who::One(identity));
    }
    let mut found: Vec<(Rank, u64)> = Vec::new();
    for (rank, form) in called::find(db, typed)? {
        if let Some(identity) = load::identity_of(db, form)?
            && !found.iter().any(|f| f.1 == identity)
        {
            found.push((rank, identity));
        }
    }
    Ok(match found[..] {
        [] => Who::Nobody,
        [(_, one)] => Who::One(one),
        // Who types a whole name means whoever bears just that.
        [(Rank::Whole, one), (next, _), ..] if next < Rank::Whole => Who::One(one),
        _ => Who::Several(found.into_iter().map(|f| f.1).collect()),
    })
}

fn names(db: &Connection, identity: u64) -> Result<Vec<Name>, ErrorKind> {
    let mut rows = db.prepare(&format!(
        "SELECT n.id, n.name, nullif(n.role, ''), n.reason || CASE WHEN n.joined = n.identity THEN '' ELSE ' → ' || j.name END,
            (SELECT {ONCE} FROM {SAID} WHERE f.id = n.id),
            (SELECT min(r.day) FROM sources o JOIN revisions r ON r.text = o.text WHERE o.form = n.id),
            (SELECT max(r.day) FROM sources o JOIN revisions r ON r.text = o.text WHERE o.form = n.id)
            FROM forms n LEFT JOIN forms j ON j.id = n.joined WHERE n.identity = ? ORDER BY 5 DESC, n.id",
    ))?;
    let read = |row: &Row| {
        Ok(Name {
            form: row.get(0)?,
            name: row.get(1)?,
            role: row.get(2)?,
            reason: row.get(3)?,
            statements: row.get(4)?,
            first: row.get::<_, Option<i64>>(5)?.map(day::to_date),
            last: row.get::<_, Option<i64>>(6)?.map(day::to_date),
        })
    };
    Ok(rows.query_map([identity], read)?.collect::<Result<_, _>>()?)
}

/// Words that a source uses more than the archive does, by the log-likelihood ratio (Dunning, Accurate methods for the
/// statistics of surprise and coincidence, 1993) of their numbers of statements.
fn subjects(db: &Connection, identity: u64) -> Result<Vec<String>, ErrorKind> {
    let ids = |sql: &str, value: u64| -> Result<Vec<(i64, i64)>, ErrorKind> {
        Ok(db.prepare(sql)?.query_map((value, SAMPLE), |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
    };
    let own = ids(
        "SELECT s.id, s.text FROM statements s JOIN sources o ON o.id = s.who JOIN forms f ON f.id = o.form
            WHERE f.identity = ?1 AND s.same IS NULL ORDER BY s.id DESC LIMIT ?2",
        identity,
    )?;
    let last: i64 = db.query_row("SELECT coalesce(max(id), 0) FROM statements", [], |row| row.get(0))?;
    let step = (last as u64 / SAMPLE as u64).max(1);
    let others = ids("SELECT id, text FROM statements WHERE id % ?1 = 0 ORDER BY id LIMIT ?2", step)?;
    let (own_counts, own_total) = words(db, &own)?;
    let (other_counts, other_total) = words(db, &others)?;
    let mut scored: Vec<(f64, String)> = own_counts
        .into_iter()
        .filter(|(_, (n, _))| *n >= 2 || own_total < 10)
        .filter_map(|(stem, (n, forms))| {
            let others = other_counts.get(&stem).map_or(0, |c| c.0);
            let more = n as f64 * other_total as f64 > others as f64 * own_total as f64;
            let form = forms.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)))?.0;
            more.then(|| (likelihood(n as f64, own_total as f64, others as f64, other_total as f64), form))
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    Ok(scored.into_iter().take(SUBJECTS).map(|(_, form)| form).collect())
}

type Counts = HashMap<String, (u64, HashMap<String, u64>)>;

/// In how many of these statements each stem is, with the forms that it has there; and how many statements there are.
fn words(db: &Connection, statements: &[(i64, i64)]) -> Result<(Counts, u64), ErrorKind> {
    let mut counts = Counts::new();
    let mut content = db.prepare_cached("SELECT content FROM statements WHERE id = ?")?;
    for &(id, text) in statements {
        let body = load::text(db, text)?;
        let spans = load::spans(content.query_row([id], |row| row.get(0))?)?;
        let said = load::Cut::new(&body).join(&spans);
        let mut stems = rawi_search::content_words(&said);
        stems.sort_unstable();
        stems.dedup_by(|a, b| a.0 == b.0);
        for (stem, form) in stems {
            let count = counts.entry(stem).or_default();
            count.0 += 1;
            *count.1.entry(form).or_default() += 1;
        }
    }
    Ok((counts, statements.len() as u64))
}

/// How surprising it is that `a` of `n` and `b` of `m` come from one source.
fn likelihood(a: f64, n: f64, b: f64, m: f64) -> f64 {
    let part = |x: f64, of: f64| if x > 0.0 { x * (x / of).ln() } else { 0.0 };
    let (ea, eb) = (n * (a + b) / (n + m), m * (a + b) / (n + m));
    2.0 * (part(a, ea) + part(b, eb) + part(n - a, n - ea) + part(m - b, m - eb))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surprise() {
        assert!(likelihood(10.0, 100.0, 10.0, 100.0).abs() < 1e-9);
        assert!(likelihood(20.0, 100.0, 10.0, 100.0) < likelihood(40.0, 100.0, 10.0, 100.0));
        // Dunning's table: 110 of 2552 against 111 of 31777 would be far beyond chance.
        assert!(likelihood(110.0, 2552.0, 111.0, 31777.0) > 200.0);
        assert!(likelihood(5.0, 5.0, 0.0, 400.0).is_finite());
    }
}
