//! The rows of an index that match, of one sort, with what they are counted and put in order by.
//! Counting and order are `search`'s.

use crate::day::Day;
use crate::query::Rows;
use crate::schema::{ARTICLE, DAY_ZERO, STATEMENT};
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, ColumnValues};
use tantivy::{DocId, Score, SegmentReader};

/// A row that matches.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub segment: u32,
    pub doc: DocId,
    pub score: f32,
    /// As in the column: 0 for none.
    pub day: u32,
    /// The last day that it may be, in the same way.
    pub until: u32,
    pub group: u64,
    pub key: u64,
}

impl Row {
    /// The day of publication, as [`Day`] counts.
    pub fn day(&self) -> Option<Day> {
        (self.day > 0).then(|| (i64::from(self.day) - DAY_ZERO) as Day)
    }
}

/// Gathers all rows of one sort that match.
pub(crate) struct Gather {
    pub rows: Rows,
    pub scored: bool,
}

/// What was gathered.
pub(crate) struct Hits(pub Vec<Row>);

pub(crate) struct GatherSegment {
    segment: u32,
    wanted: u64,
    row: Arc<dyn ColumnValues<u64>>,
    group: Arc<dyn ColumnValues<u64>>,
    day: Arc<dyn ColumnValues<u64>>,
    until: Arc<dyn ColumnValues<u64>>,
    key: Arc<dyn ColumnValues<u64>>,
    hits: Vec<Row>,
}

impl Collector for Gather {
    type Fruit = Hits;
    type Child = GatherSegment;

    fn for_segment(&self, segment: u32, reader: &SegmentReader) -> tantivy::Result<GatherSegment> {
        let column = |name| -> tantivy::Result<Arc<dyn ColumnValues<u64>>> {
            let column = reader.fast_fields().column_opt::<u64>(name)?.unwrap_or_else(|| Column::build_empty_column(reader.max_doc()));
            Ok(column.first_or_default_col(0))
        };
        let (wanted, key) = match self.rows {
            Rows::Statements => (STATEMENT, "statement"),
            Rows::Articles => (ARTICLE, "article"),
        };
        Ok(GatherSegment {
            segment,
            wanted,
            row: column("row")?,
            group: column("group")?,
            day: column("day")?,
            until: column("until")?,
            key: column(key)?,
            hits: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.scored
    }

    fn merge_fruits(&self, fruits: Vec<Hits>) -> tantivy::Result<Hits> {
        Ok(Hits(fruits.into_iter().flat_map(|h| h.0).collect()))
    }
}

impl SegmentCollector for GatherSegment {
    type Fruit = Hits;

    fn collect(&mut self, doc: DocId, score: Score) {
        if self.row.get_val(doc) == self.wanted {
            self.hits.push(Row {
                segment: self.segment,
                doc,
                score,
                day: self.day.get_val(doc) as u32,
                until: self.until.get_val(doc) as u32,
                group: self.group.get_val(doc),
                key: self.key.get_val(doc),
            });
        }
    }

    fn harvest(self) -> Hits {
        Hits(self.hits)
    }
}
