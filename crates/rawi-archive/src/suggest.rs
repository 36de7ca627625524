//! What somebody who types may mean: speakers, outlets and roles with words that begin so.

use rusqlite::Connection;

use crate::archive::Archive;
use crate::error::{ArchiveError, ErrorKind};
use crate::sequence;
use crate::suggestion::{Meant, Suggestible, Suggestion};

impl Archive {
    /// Speakers, outlets and roles that have a word which begins as the last word of `typed`, after the words before it; the most used
    /// first, at most `limit`. Nothing for nothing typed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn suggest(&self, typed: &str, limit: usize) -> Result<Vec<Suggestion>, ArchiveError> {
        let folded = rawi_text::fold(typed);
        let typed: Vec<&str> = folded.split_whitespace().collect();
        if typed.is_empty() {
            return Ok(Vec::new());
        }
        let asked = format!(" {}", typed.join(" "));
        // While articles are added it is made anew when who is who is settled, not with every batch.
        let known = self.run(|db| self.suggestions.at((sequence::settled(db)?, 0), || Ok(load(db)?.into())))?;
        Ok(known.iter().filter(|(words, _)| words.contains(&asked)).take(limit).map(|(_, suggestion)| suggestion.clone()).collect())
    }
}

fn load(db: &Connection) -> Result<Vec<Suggestible>, ErrorKind> {
    const SAID: &str = "FROM statements s JOIN sources o ON o.id = s.who JOIN forms f ON f.id = o.form";
    let all = [
        (
            Meant::Speaker,
            format!(
                "SELECT l.name, f.identity, count(*) {SAID} JOIN forms l ON l.id = f.identity WHERE s.same IS NULL GROUP BY f.identity"
            ),
        ),
        (Meant::Role, format!("SELECT f.role, NULL, count(*) {SAID} WHERE s.same IS NULL AND f.role <> '' GROUP BY f.role")),
        (
            Meant::Outlet,
            "SELECT p.name, NULL, count(s.id) FROM outlets p JOIN revisions r ON r.outlet = p.id
                JOIN documents d ON d.id = r.document AND d.revision = r.number LEFT JOIN statements s ON s.text = r.text GROUP BY p.id"
                .to_owned(),
        ),
    ];
    let mut known: Vec<Suggestible> = Vec::new();
    for (meant, sql) in all {
        let mut rows = db.prepare(&sql)?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let value: String = row.get(0)?;
            let folded = rawi_text::fold(&value);
            let words = folded.split_whitespace().fold(String::new(), |words, word| words + " " + word);
            known.push((words, Suggestion { meant, value, identity: row.get(1)?, statements: row.get(2)? }));
        }
    }
    known.sort_by(|a, b| b.1.statements.cmp(&a.1.statements).then_with(|| (a.1.meant, &a.1.value).cmp(&(b.1.meant, &b.1.value))));
    Ok(known)
}
