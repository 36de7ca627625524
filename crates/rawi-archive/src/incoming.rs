//! What goes into an archive: a document with what is known of it, made ready by any thread, stored by the one writer.
//! How it came out of its file is `rawi-document`'s, what its statements are is `rawi`'s.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use rawi::record::Record;
use rawi_copies::Words;
use sha2::{Digest, Sha256};

/// A document that may go into the archive.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Incoming {
    /// The identifier given with it, else its address, else its path.
    pub given: String,
    /// Its address.
    pub url: Option<String>,
    /// What a feed calls the item that it came from.
    pub guid: Option<String>,
    /// The name of the newspaper, agency or site.
    pub outlet: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published, RFC 3339: a date, or a date and time.
    pub date: Option<String>,
    /// The name of the input that it came in.
    pub input: String,
    /// The input and its place there, where there may be several (`news.zip/a.jsonl, line 7`).
    pub origin: String,
    /// The text.
    pub text: String,
}

impl Incoming {
    /// What makes two documents the same one: the address, or else the input and the identifier in it. Of items of feeds `identity` knows more.
    pub(crate) fn key(&self) -> String {
        match self.address() {
            Some(url) => key_of(url),
            None => format!("input {}\n{}", self.input, self.given),
        }
    }

    /// What makes it the same one as an item of its feed, where another item has the address.
    pub(crate) fn item_key(&self, guid: &str) -> String {
        format!("item {}\n{guid}", self.outlet.as_deref().unwrap_or_default())
    }

    /// The address without the part that only points into the page.
    pub(crate) fn address(&self) -> Option<&str> {
        self.url.as_deref().map(page).filter(|url| !url.is_empty())
    }

    pub(crate) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.text.as_bytes()).into()
    }
}

/// The key of the document at an address.
pub(crate) fn key_of(address: &str) -> String {
    format!("address {}", page(address))
}

/// An address without what only points into the page.
fn page(address: &str) -> &str {
    let address = address.trim();
    address.split_once('#').map_or(address, |(page, _)| page)
}

/// The public identifier of the document with this key, positive so that SQLite keeps it as it is.
pub(crate) fn handle(key: &str) -> i64 {
    let digest = Sha256::digest(key.as_bytes());
    i64::from_be_bytes(digest[..8].try_into().expect("a digest has 32 bytes")) & i64::MAX
}

/// A document that only has to be stored: its text is hashed, deflated and fingerprinted.
#[derive(Debug, Clone)]
pub struct Prepared {
    pub(crate) incoming: Incoming,
    pub(crate) hash: [u8; 32],
    pub(crate) reading: Option<Box<Parsed>>,
}

/// What a text that is new to the archive brings.
#[derive(Debug, Clone)]
pub(crate) struct Parsed {
    pub record: Record,
    pub body: Vec<u8>,
    pub words: Words,
}

impl Prepared {
    /// A document whose text is new, with the record that was read from it. The dear part of adding: for any thread.
    pub fn read(incoming: Incoming, record: Record) -> Self {
        let parsed = Parsed { record, body: deflate(&incoming.text), words: Words::new(&incoming.text) };
        Self { hash: incoming.hash(), incoming, reading: Some(Box::new(parsed)) }
    }

    /// A document whose text the archive holds already ([`crate::Known::Text`]).
    pub fn carrying(incoming: Incoming) -> Self {
        Self { hash: incoming.hash(), incoming, reading: None }
    }
}

/// The text as it is kept.
pub(crate) fn deflate(text: &str) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(text.len() / 2), Compression::default());
    encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish()).expect("writing into memory does not fail")
}

/// The text that was kept; None when the bytes are not what [`deflate`] made of a text of this length.
pub(crate) fn inflate(body: &[u8], bytes: usize) -> Option<String> {
    let mut text = String::with_capacity(bytes.min(body.len().saturating_mul(1032)));
    DeflateDecoder::new(body).take((bytes as u64).saturating_add(1)).read_to_string(&mut text).ok()?;
    (text.len() == bytes).then_some(text)
}
