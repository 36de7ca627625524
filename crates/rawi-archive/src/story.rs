//! Copies: which story a text belongs to, and which statements of a story are the same one.
//! What makes two texts copies is `rawi-copies`'.

use rawi_copies::{CARRIERS, Words, candidates, compare, same_statement};
use rusqlite::Connection;

use crate::error::ErrorKind;
use crate::load;
use crate::sequence::next;

/// Copies of a story in which a statement is looked for. A story that has more is found whole in these.
const COPIES: usize = 8;
/// How close a text must be to a copy to be of its story whatever the first text of the story says.
const NEAR: f64 = 0.8;

/// The story that a new text with these words belongs to; None when it begins one.
pub(crate) fn of(db: &Connection, words: &Words, prints: &[u32]) -> Result<Option<i64>, ErrorKind> {
    let mut carriers = db.prepare_cached("SELECT text FROM prints WHERE print = ? ORDER BY text LIMIT ?")?;
    let mut lists: Vec<Vec<i64>> = Vec::with_capacity(prints.len());
    for print in prints {
        lists.push(carriers.query_map((print, CARRIERS), |row| row.get(0))?.collect::<Result<_, _>>()?);
    }
    let mut best: Option<(f64, i64)> = None;
    for text in candidates(lists) {
        let likeness = compare(words, &Words::new(&load::text(db, text)?));
        if likeness.is_copy() && best.is_none_or(|(closeness, _)| likeness.closeness() > closeness) {
            best = Some((likeness.closeness(), text));
        }
    }
    let Some((closeness, closest)) = best else { return Ok(None) };
    let story = story(db, closest)?;
    // A story is what its first text tells: from copy to copy of a part it would drift to something else.
    let first = db.prepare_cached("SELECT min(id) FROM texts WHERE story = ?")?.query_row([story], |row| row.get(0))?;
    let holds = closeness >= NEAR || first == closest || compare(words, &Words::new(&load::text(db, first)?)).is_copy();
    Ok(holds.then_some(story))
}

fn story(db: &Connection, text: i64) -> Result<i64, ErrorKind> {
    Ok(db.prepare_cached("SELECT story FROM texts WHERE id = ?")?.query_row([text], |row| row.get(0))?)
}

/// Joins the statements of a text to the same statements in other texts of its story.
pub(crate) fn join_statements(db: &Connection, text: i64, body: &str) -> Result<(), ErrorKind> {
    let story = story(db, text)?;
    let mut others = db.prepare_cached("SELECT id FROM texts WHERE story = ? AND id <> ? ORDER BY id LIMIT ?")?;
    let others: Vec<i64> = others.query_map((story, text, COPIES), |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut open = contents(db, text, body)?;
    for other in others {
        if open.is_empty() {
            break;
        }
        let theirs = contents(db, other, &load::text(db, other)?)?;
        let mut set = db.prepare_cached("UPDATE statements SET same = ? WHERE id = ?")?;
        let mut left = Vec::new();
        for statement in open {
            match theirs.iter().find(|t| same_statement(&t.content, &statement.content)) {
                Some(same) => drop(set.execute((same.first, statement.first))?),
                None => left.push(statement),
            }
        }
        open = left;
    }
    Ok(())
}

/// A statement by what it says; `first` is the one that all copies of it point to.
struct Content {
    first: i64,
    content: String,
}

fn contents(db: &Connection, text: i64, body: &str) -> Result<Vec<Content>, ErrorKind> {
    let cut = load::Cut::new(body);
    let mut rows = db.prepare_cached("SELECT coalesce(same, id), content FROM statements WHERE text = ? ORDER BY number")?;
    let mut rows = rows.query([text])?;
    let mut contents = Vec::new();
    while let Some(row) = rows.next()? {
        let spans = load::spans(row.get(1)?)?;
        contents.push(Content { first: row.get(0)?, content: cut.join(&spans) });
    }
    Ok(contents)
}

/// Lets the statements that are copies of one of this text's find another one to point to.
pub(crate) fn release_statements(db: &Connection, text: i64) -> Result<(), ErrorKind> {
    let mut firsts = db.prepare_cached(
        "SELECT same, min(id) FROM statements WHERE same IN (SELECT id FROM statements WHERE text = ?1) AND text <> ?1 GROUP BY same",
    )?;
    let firsts: Vec<(i64, i64)> = firsts.query_map([text], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    for (old, new) in firsts {
        db.prepare_cached("UPDATE statements SET same = nullif(?2, id) WHERE same = ?1 AND text <> ?3")?.execute((old, new, text))?;
        // The index knows copies by the one that they point to.
        db.prepare_cached(
            "UPDATE documents SET changed = ?2 WHERE id IN
                (SELECT document FROM statements s JOIN revisions r ON r.text = s.text WHERE s.id = ?1 OR s.same = ?1)",
        )?
        .execute((new, next(db)?))?;
    }
    Ok(())
}
