//! One row a statement, with the types of Arrow. The columns are those of CSV.
//! A row group is written out when it is large enough, so that memory does not grow with the archive.

use std::io::Write;
use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, Date32Array, DictionaryArray, Float64Array, Int64Array, ListArray, RecordBatch, StringArray, StructArray,
    TimestampMicrosecondArray,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{Field, Schema};
use jiff::civil::{Date, date};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use rawi::record::Span;
use rawi_archive::{Article, Entry, Statement};
use rawi_text::visible;

use crate::ExportError;
use crate::columns::{COLUMNS, Row, Value};

/// The value of `format` in the metadata of the file.
const FORMAT: &str = "rawi.statements.parquet/1";

/// Rows of a row group at most; most end at [`GROUP_BYTES`].
const GROUP_ROWS: usize = 128 * 1024;
/// Encoded bytes of a row group, which wait in memory.
const GROUP_BYTES: usize = 16 << 20;
/// Bytes of a page and of a dictionary. Each of the columns holds one of both in memory.
const PAGE_BYTES: usize = 128 << 10;

/// Rows made into arrays at a time. An array holds 2 GiB of strings at most, and what an article says of itself is in every row.
const BATCH_ROWS: usize = 16;

/// A Parquet file that is being written.
pub struct Table<W: Write + Send> {
    writer: ArrowWriter<W>,
}

impl<W: Write + Send> Table<W> {
    pub fn new(out: W) -> Result<Self, ExportError> {
        let metadata = [("format", FORMAT), ("rawi", env!("CARGO_PKG_VERSION"))];
        let properties = WriterProperties::builder()
            .set_created_by(concat!("rawi ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_key_value_metadata(Some(metadata.map(|(k, v)| KeyValue::new(k.to_owned(), v.to_owned())).to_vec()))
            .set_compression(Compression::LZ4_RAW)
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            .set_max_row_group_bytes(Some(GROUP_BYTES))
            .set_data_page_size_limit(PAGE_BYTES)
            .set_dictionary_page_size_limit(PAGE_BYTES)
            .build();
        // A batch without rows has the types of every other.
        let schema = batch(&Article::default(), &[])?.schema();
        Ok(Self { writer: ArrowWriter::try_new(out, schema, Some(properties))? })
    }

    pub fn write(&mut self, entry: &Entry) -> Result<(), ExportError> {
        for statements in entry.statements.chunks(BATCH_ROWS) {
            self.writer.write(&batch(&entry.article, statements)?)?;
        }
        Ok(())
    }

    pub fn finish(self) -> Result<W, ExportError> {
        Ok(self.writer.into_inner()?)
    }
}

fn batch(article: &Article, statements: &[Statement]) -> Result<RecordBatch, ParquetError> {
    let rows: Vec<Row> = statements.iter().map(|statement| Row { article, statement }).collect();
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = COLUMNS
        .iter()
        .map(|(name, value)| {
            let array = array(value, &rows);
            (Field::new(*name, array.data_type().clone(), true), array)
        })
        .unzip();
    Ok(RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)?)
}

fn array(value: &Value, rows: &[Row]) -> ArrayRef {
    let rows = rows.iter().copied();
    match value {
        Value::Text(of) => Arc::new(rows.map(|r| of(r).map(visible)).collect::<StringArray>()),
        Value::Key(of) | Value::Address(of) => Arc::new(rows.map(of).collect::<StringArray>()),
        Value::Label(of) => Arc::new(rows.map(of).collect::<DictionaryArray<Int32Type>>()),
        Value::Number(of) => Arc::new(rows.map(of).collect::<Int64Array>()),
        Value::Real(of) => Arc::new(rows.map(of).collect::<Float64Array>()),
        Value::Day(of) => Arc::new(rows.map(|r| of(r).map(days)).collect::<Date32Array>()),
        Value::Instant(of) => {
            let instants: TimestampMicrosecondArray = rows.map(|r| of(r).map(|i| i.as_microsecond())).collect();
            Arc::new(instants.with_timezone("UTC"))
        }
        Value::Span(of) => Arc::new(spans(rows.map(of))),
        Value::Spans(of) => list(rows.map(|r| of(r).to_vec()), |all| Arc::new(spans(all.into_iter().map(Some)))),
        Value::Texts(of) => {
            list(rows.map(|r| of(r).into_iter().map(visible).collect()), |all| Arc::new(StringArray::from_iter_values(all)))
        }
        Value::Numbers(of) => list(rows.map(of), |all| Arc::new(Int64Array::from(all))),
    }
}

/// Since the first of January 1970.
fn days(day: Date) -> i32 {
    (day - date(1970, 1, 1)).get_days()
}

/// `{start, end}`.
fn spans(spans: impl Iterator<Item = Option<Span>>) -> StructArray {
    let spans: Vec<Option<Span>> = spans.collect();
    let end = |i: usize| -> ArrayRef { Arc::new(spans.iter().map(|s| s.map(|s| s[i] as i64)).collect::<Int64Array>()) };
    let (starts, ends) = (end(0), end(1));
    let fields = ["start", "end"].map(|name| Field::new(name, starts.data_type().clone(), true));
    let known = NullBuffer::from_iter(spans.iter().map(Option::is_some));
    StructArray::new(fields.to_vec().into(), vec![starts, ends], Some(known))
}

/// A list a row, made from the elements of all rows together.
fn list<T>(rows: impl Iterator<Item = Vec<T>>, elements: impl FnOnce(Vec<T>) -> ArrayRef) -> ArrayRef {
    let mut lengths = Vec::new();
    let all = rows.inspect(|row| lengths.push(row.len())).flatten().collect();
    let elements = elements(all);
    let field = Field::new("element", elements.data_type().clone(), true);
    Arc::new(ListArray::new(Arc::new(field), OffsetBuffer::from_lengths(lengths), elements, None))
}

#[cfg(test)]
mod tests {
    use rawi::record::Words;
    use rawi_archive::Party;

    use super::*;

    /// Strings of which no two are alike, so that neither dictionaries nor compression make them small.
    struct Noise(u64);

    impl Noise {
        fn string(&mut self, length: usize) -> String {
            let mut digit = || {
                self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                char::from(b'!' + (self.0 >> 33) as u8 % 90)
            };
            (0..length).map(|_| digit()).collect()
        }

        fn party(&mut self) -> Party {
            Party { identity: Some(self.0), name: self.string(30), written: self.string(30), ..Party::default() }
        }

        fn entry(&mut self) -> Entry {
            let statement = Statement {
                id: self.string(20),
                content: vec![[self.0 as usize, self.0 as usize + 1]],
                words: Words {
                    cue: Some(self.string(20)),
                    content: vec![self.string(600)],
                    via: vec![self.string(60)],
                    ..Words::default()
                },
                who: Some(self.party()),
                to: Some(self.party()),
                through: vec![self.party()],
                copies: vec![self.string(20)],
                ..Statement::default()
            };
            let article = Article {
                id: self.string(16),
                given: self.string(80),
                title: Some(self.string(200)),
                url: Some(self.string(100)),
                origin: self.string(100),
                text_sha256: self.string(64),
                ..Article::default()
            };
            Entry { article, statements: vec![statement] }
        }
    }

    #[test]
    fn memory_does_not_grow_with_the_archive() {
        let mut noise = Noise(1);
        let mut table = Table::new(Vec::new()).unwrap();
        let mut most = 0;
        for _ in 0..40_000 {
            table.write(&noise.entry()).unwrap();
            most = most.max(table.writer.memory_size());
        }
        assert!(table.writer.flushed_row_groups().len() > 2, "{}", table.writer.flushed_row_groups().len());
        assert!(most < 48 << 20, "{most} bytes");
    }
}
