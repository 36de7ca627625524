//! The full-text index behind the store: it follows the sequence of changes, and is made anew when it cannot.
//! How words are looked up is `rawi-search`'s.

use std::path::Path;

use rawi::record::{Act, Kind, Type};
use rawi_search::{ArticleRow, StatementRow};
use rusqlite::{Connection, Row};

use crate::archive::INDEX;
use crate::day;
use crate::error::ErrorKind;
use crate::load::{self, Cut};
use crate::sequence;

impl From<rawi_search::Error> for ErrorKind {
    fn from(error: rawi_search::Error) -> Self {
        match error.kind() {
            rawi_search::ErrorKind::Missing => Self::Unindexed,
            _ => Self::Index(error.to_string()),
        }
    }
}

/// Takes the index away where it knows of changes that the store does not: the store was put back from a copy, or lost its last
/// commits with the power. This comes before the next change, whose number the index would take for one that it has followed.
pub(crate) fn forget_newer(db: &Connection, folder: &Path) -> Result<(), ErrorKind> {
    let folder = folder.join(INDEX);
    let stands = rawi_search::Index::open(&folder).and_then(|index| index.sequence());
    // One that cannot be read is made anew when it is next written.
    if stands.is_ok_and(|stands| sequence::last(db).is_ok_and(|now| stands > now)) {
        std::fs::remove_dir_all(&folder)?;
    }
    Ok(())
}

/// Articles between two calls of `go_on`.
const BEAT: usize = 64;

/// Brings an index up to the last change, and gives the number of articles that it was told of.
pub(crate) fn follow(db: &Connection, index: &mut rawi_search::Writer, go_on: &mut dyn FnMut(usize) -> bool) -> Result<usize, ErrorKind> {
    let now = sequence::last(db)?;
    if index.sequence() < sequence::forgotten(db)? {
        // An old copy, which lacks removals that nobody remembers.
        index.clear()?;
        index.commit(0)?;
    }
    let from = index.sequence();
    if from == now {
        return Ok(0);
    }
    let list = |sql: &str| -> Result<Vec<(u64, u64)>, ErrorKind> {
        Ok(db.prepare(sql)?.query_map([from], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
    };
    for (document, _) in list("SELECT document, changed FROM removed WHERE changed > ?")? {
        index.remove_article(document);
    }
    let changed = list("SELECT id, changed FROM documents WHERE changed > ? ORDER BY changed")?;
    let articles = changed.len();
    let mut done = from;
    for (n, (document, changed)) in changed.into_iter().enumerate() {
        // Articles of one change are followed together: the index knows only by the change how far it has come.
        if n % BEAT == 0 && changed != done && !go_on(n) {
            index.commit(done)?;
            return Ok(n);
        }
        index.remove_article(document);
        add(db, index, document)?;
        done = changed;
    }
    index.commit(now)?;
    Ok(articles)
}

/// An article as the index takes it.
struct Article {
    document: u64,
    text: i64,
    body: String,
    title: Option<String>,
    outlet: Option<String>,
    /// The first and the last day on which it may have come out.
    days: Option<(i32, i32)>,
    story: u64,
}

fn add(db: &Connection, index: &mut rawi_search::Writer, document: u64) -> Result<(), ErrorKind> {
    let read = |row: &Row| {
        Ok(Article {
            document,
            text: row.get(0)?,
            title: row.get(1)?,
            outlet: row.get(2)?,
            days: row.get::<_, Option<String>>(3)?.and_then(|date| {
                let (first, last) = day::period(&date)?;
                Some((first.try_into().ok()?, last.try_into().ok()?))
            }),
            story: row.get(4)?,
            body: String::new(),
        })
    };
    let mut article = db
        .prepare_cached(
            "SELECT text, title, outlets.name, date, story FROM documents JOIN revisions ON document = documents.id AND number = revision
                JOIN texts ON texts.id = text LEFT JOIN outlets ON outlets.id = outlet WHERE documents.id = ?",
        )?
        .query_row([document], read)?;
    article.body = load::text(db, article.text)?;
    let title = article.title.as_deref().unwrap_or("").trim();
    index.add_article(&ArticleRow {
        article: document,
        group: article.story,
        day: article.days.map(|days| days.0),
        until: article.days.map(|days| days.1),
        outlet: article.outlet.as_deref(),
        title,
        // A text mostly begins with its title, which is there already.
        text: article.body.trim_start().strip_prefix(title).unwrap_or(&article.body),
    })?;
    add_statements(db, index, &article)
}

fn add_statements(db: &Connection, index: &mut rawi_search::Writer, article: &Article) -> Result<(), ErrorKind> {
    let cut = Cut::new(&article.body);
    let mut rows = db.prepare_cached(
        "SELECT s.id, coalesce(s.same, s.id), s.type, s.act, s.confidence, s.content, who.id, who.name, who.role, who.kind, whom.id, whom.name,
            s.via IS NOT NULL FROM statements s LEFT JOIN sources ON sources.id = s.who LEFT JOIN forms who ON who.id = sources.form
            LEFT JOIN forms whom ON whom.id = s.addressee WHERE s.text = ? ORDER BY s.number",
    )?;
    let mut relays =
        db.prepare_cached("SELECT forms.id, name FROM relays JOIN forms ON forms.id = form WHERE statement = ? ORDER BY number")?;
    let mut rows = rows.query([article.text])?;
    while let Some(row) = rows.next()? {
        let statement: u64 = row.get(0)?;
        let via: Vec<(u64, String)> = if row.get(12)? {
            relays.query_map([statement], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?
        } else {
            Vec::new()
        };
        let spans = load::spans(row.get(5)?)?;
        let content: Vec<&str> = spans.iter().map(|&s| cut.words(s)).collect();
        let speaker: Option<(u64, String)> = row.get::<_, Option<u64>>(6)?.zip(row.get(7)?);
        let addressee: Option<(u64, String)> = row.get::<_, Option<u64>>(10)?.zip(row.get(11)?);
        let role: Option<String> = row.get(8)?;
        let names: Vec<&str> = speaker.iter().chain(&addressee).chain(&via).map(|(_, name)| name.as_str()).collect();
        let number = |party: &Option<(u64, String)>| party.iter().map(|p| p.0).collect::<Vec<_>>();
        index.add_statement(&StatementRow {
            article: article.document,
            statement,
            group: row.get(1)?,
            day: article.days.map(|days| days.0),
            until: article.days.map(|days| days.1),
            outlet: article.outlet.as_deref(),
            form: load::label::<Type>(row, 2)?,
            act: load::label::<Act>(row, 3)?,
            kind: row.get::<_, Option<String>>(9)?.map(|_| load::label::<Kind>(row, 9)).transpose()?,
            confidence: row.get(4)?,
            speakers: &number(&speaker),
            addressees: &number(&addressee),
            via: &via.iter().map(|v| v.0).collect::<Vec<_>>(),
            names: &names,
            role: role.as_deref().filter(|r| !r.is_empty()),
            content: &content,
        })?;
    }
    Ok(())
}
