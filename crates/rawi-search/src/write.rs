//! Rows in. One writer at a time; what is committed is seen by readers that reload.

use crate::day::Day;
use crate::error::{Error, Kind};
use crate::folder;
use crate::schema::{ARTICLE, DAY_ZERO, Fields, STATEMENT, payload, register, schema, sequence, word_lines};
use rawi::record;
use std::path::{Path, PathBuf};
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, NoMergePolicy};
use tantivy::{TantivyDocument, Term};

/// An article, as it is searched.
#[derive(Debug, Clone, Copy, Default)]
pub struct ArticleRow<'a> {
    /// The key of the article in the store.
    pub article: u64,
    /// The key of the story that it is a copy of: of articles with one key only one is shown. Its own when there is none.
    pub group: u64,
    /// Day of publication; the first day of the month or year where no more is known.
    pub day: Option<Day>,
    /// The last day of that month or year; None where the day is known.
    pub until: Option<Day>,
    /// Outlet that published it.
    pub outlet: Option<&'a str>,
    /// Headline.
    pub title: &'a str,
    /// Text.
    pub text: &'a str,
}

/// A statement, as it is searched. Parties are given by the numbers of the names they bear, which do not change when it is
/// decided anew who bears them.
#[derive(Debug, Clone, Copy, Default)]
pub struct StatementRow<'a> {
    /// The key of its article in the store.
    pub article: u64,
    /// Its own key in the store.
    pub statement: u64,
    /// What all copies of one statement share: of statements with one key only one is shown. Its own when there is none.
    pub group: u64,
    /// Day of publication of the article, as in [`ArticleRow::day`].
    pub day: Option<Day>,
    /// As in [`ArticleRow::until`].
    pub until: Option<Day>,
    /// Outlet of the article.
    pub outlet: Option<&'a str>,
    /// How the words are given.
    pub form: record::Type,
    /// What the speaker does.
    pub act: record::Act,
    /// What the speaker is; None when nobody knows who spoke.
    pub kind: Option<record::Kind>,
    /// The probability that it is right, 0 to 1.
    pub confidence: Option<f64>,
    /// Names of the speaker, by number.
    pub speakers: &'a [u64],
    /// Names of the addressee, by number.
    pub addressees: &'a [u64],
    /// Names of the relays, by number.
    pub via: &'a [u64],
    /// Names of speaker, addressee and relays as written, for searching without a filter.
    pub names: &'a [&'a str],
    /// Role of the speaker.
    pub role: Option<&'a str>,
    /// What was said, piece by piece.
    pub content: &'a [&'a str],
}

/// Writes an index.
pub struct Writer {
    folder: PathBuf,
    fields: Fields,
    writer: tantivy::IndexWriter,
    sequence: u64,
}

impl Writer {
    /// What a writer keeps in memory when nothing else is asked for, in bytes.
    pub const MEMORY: usize = 64 << 20;

    /// Opens the index in `folder` for writing, or makes a new one in a folder without. `memory` bounds what is gathered before it is
    /// written to disk, in bytes; it is at least 15 MB.
    ///
    /// Fails when another writer has it open, when it is of another version or damaged, and when the disk does.
    pub fn open(folder: &Path, memory: usize) -> Result<Self, Error> {
        let fail = |e: tantivy::TantivyError| Error::from_tantivy(folder, e);
        std::fs::create_dir_all(folder).map_err(|e| Error::new(Kind::Io, folder, e.to_string()))?;
        let new = !folder.join("meta.json").exists();
        let (schema, fields) = schema();
        let index = if new { tantivy::Index::create_in_dir(folder, schema) } else { tantivy::Index::open_in_dir(folder) }.map_err(fail)?;
        register(&index);
        let options =
            IndexWriterOptions::builder().num_worker_threads(1).num_merge_threads(1).memory_budget_per_thread(memory.max(16 << 20)).build();
        let sequence = if new {
            0
        } else {
            sequence(index.load_metas().map_err(fail)?.payload.as_deref()).map_err(|found| Error::new(Kind::Version, folder, found))?
        };
        let writer = index.writer_with_options(options).map_err(fail)?;
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(0.3);
        writer.set_merge_policy(Box::new(policy));
        let mut writer = Self { folder: folder.to_owned(), fields, writer, sequence };
        if new {
            writer.commit(0)?;
        }
        Ok(writer)
    }

    /// The number that the last commit was given; 0 in a new index.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Adds an article. Its key must not be in the index: remove it first.
    pub fn add_article(&mut self, row: &ArticleRow) -> Result<(), Error> {
        let f = self.fields;
        let mut doc = TantivyDocument::new();
        doc.add_u64(f.row, ARTICLE);
        self.common(&mut doc, row.article, row.group, (row.day, row.until), row.outlet);
        let (title, text) = (word_lines(row.title), word_lines(row.text));
        doc.add_text(f.title, &title);
        for field in [f.text, f.text_forms] {
            doc.add_text(field, &title);
            doc.add_text(field, &text);
        }
        self.add(doc)
    }

    /// Adds a statement.
    pub fn add_statement(&mut self, row: &StatementRow) -> Result<(), Error> {
        fn place<T: PartialEq>(all: &[T], value: T) -> u64 {
            all.iter().position(|v| *v == value).map_or(0, |i| i as u64 + 1)
        }
        let f = self.fields;
        let mut doc = TantivyDocument::new();
        doc.add_u64(f.row, STATEMENT);
        self.common(&mut doc, row.article, row.group, (row.day, row.until), row.outlet);
        doc.add_u64(f.statement, row.statement);
        doc.add_u64(f.form, place(record::Type::ALL, row.form));
        doc.add_u64(f.act, place(record::Act::ALL, row.act));
        if let Some(kind) = row.kind {
            doc.add_u64(f.kind, place(record::Kind::ALL, kind));
        }
        if let Some(confidence) = row.confidence {
            doc.add_u64(f.confidence, thousandths(confidence));
        }
        for (field, numbers) in [(f.speaker, row.speakers), (f.addressee, row.addressees), (f.via, row.via)] {
            numbers.iter().for_each(|n| doc.add_u64(field, *n));
        }
        row.names.iter().for_each(|name| doc.add_text(f.names, word_lines(name)));
        row.role.iter().for_each(|role| doc.add_text(f.role, word_lines(role)));
        for piece in row.content {
            let words = word_lines(piece);
            doc.add_text(f.said, &words);
            doc.add_text(f.said_forms, &words);
        }
        self.add(doc)
    }

    fn common(&self, doc: &mut TantivyDocument, article: u64, group: u64, (day, until): (Option<Day>, Option<Day>), outlet: Option<&str>) {
        let f = self.fields;
        doc.add_u64(f.article, article);
        doc.add_u64(f.group, group);
        if let Some(day) = day {
            doc.add_u64(f.day, day_value(day));
            doc.add_u64(f.until, day_value(until.unwrap_or(day)));
        }
        if let Some(outlet) = outlet {
            doc.add_text(f.outlet, outlet);
        }
    }

    fn add(&mut self, doc: TantivyDocument) -> Result<(), Error> {
        self.writer.add_document(doc).map(drop).map_err(|e| Error::from_tantivy(&self.folder, e))
    }

    /// Removes an article and its statements; those added after this call stay.
    pub fn remove_article(&mut self, article: u64) {
        self.writer.delete_term(Term::from_field_u64(self.fields.article, article));
    }

    /// Removes everything.
    pub fn clear(&mut self) -> Result<(), Error> {
        self.writer.delete_all_documents().map(drop).map_err(|e| Error::from_tantivy(&self.folder, e))
    }

    /// Makes all rows since the last commit last, and visible to readers. After a crash the index is as the last commit left it, and
    /// `sequence` tells the store from where on rows are missing.
    pub fn commit(&mut self, sequence: u64) -> Result<(), Error> {
        let fail = |e| Error::from_tantivy(&self.folder, e);
        let mut commit = self.writer.prepare_commit().map_err(fail)?;
        commit.set_payload(&payload(sequence));
        commit.commit().map_err(fail)?;
        self.sequence = sequence;
        folder::share(&self.folder);
        Ok(())
    }

    /// Waits for the merging that goes on in the background, and closes. What was not committed is lost.
    pub fn close(self) -> Result<(), Error> {
        let Self { folder, writer, .. } = self;
        writer.wait_merging_threads().map_err(|e| Error::from_tantivy(&folder, e))?;
        folder::share(&folder);
        Ok(())
    }

    /// Closes, and merges everything that is committed into one piece: the smallest and fastest index, worth its time after many rows.
    pub fn compact(self) -> Result<(), Error> {
        let folder = self.folder.clone();
        self.close()?;
        let fail = |e| Error::from_tantivy(&folder, e);
        let mut writer = Self::open(&folder, Self::MEMORY)?.writer;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let segments = writer.index().searchable_segment_ids().map_err(fail)?;
        if segments.len() > 1 {
            writer.merge(&segments).wait().map_err(fail)?;
        }
        writer.garbage_collect_files().wait().map_err(fail)?;
        writer.wait_merging_threads().map_err(fail)?;
        folder::share(&folder);
        Ok(())
    }
}

pub(crate) fn day_value(day: Day) -> u64 {
    (i64::from(day) + DAY_ZERO).max(1) as u64
}

pub(crate) fn thousandths(confidence: f64) -> u64 {
    (confidence.clamp(0.0, 1.0) * 1000.0).round() as u64
}
