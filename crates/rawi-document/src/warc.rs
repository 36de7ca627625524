//! The pages and texts in Arabic in a web archive (WARC, ISO 28500): good answers of servers, saved pages (`resource`) and texts that
//! were taken out of pages (`conversion`, as in WET files).
//! The crate `warc` would read a record of any length into memory and stops at the first that is not in order, so records
//! are read here.

use std::io::{self, BufRead, Read};

use brotli_decompressor::Decompressor;
use encoding_rs::Encoding;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::{
    Document, DocumentError, Warning, encoding,
    error::{Kind, Passed, PassedOver, Place},
    html, text, unpack,
};

/// What the headers of a record, or of the answer in it, may take; those of real ones stay below a tenth of it.
const MAX_HEADERS: usize = 64 << 10;

/// The pages of a web archive.
pub(crate) struct Pages<R> {
    input: R,
    /// The bytes read so far, unpacked.
    at: u64,
    limit: usize,
    /// Where a record begins whose first line was read, and what stood before it had to be told first.
    pending: Option<u64>,
    is_over: bool,
}

/// Name in lower case and value.
type Headers = Vec<(String, String)>;

impl<R: BufRead> Pages<R> {
    /// `limit` is the largest page in bytes.
    pub(crate) fn new(input: R, limit: usize) -> Self {
        Self { input, at: 0, limit, pending: None, is_over: false }
    }

    pub(crate) fn next(&mut self, name: &str, warnings: &mut Vec<Warning>, passed: &mut Passed) -> Option<Result<Document, DocumentError>> {
        while !self.is_over || self.pending.is_some() {
            let start = match self.next_record() {
                Ok(Some(start)) => start,
                Ok(None) => break,
                Err((at, kind)) => return Some(Err(DocumentError::new(name, Some(Place::Byte(at)), kind))),
            };
            match self.page(name, start, warnings, passed) {
                Ok(None) => warnings.clear(),
                Ok(Some(document)) => return Some(Ok(document)),
                Err(kind) => {
                    self.is_over |= matches!(kind, Kind::Io(_));
                    return Some(Err(DocumentError::new(name, Some(Place::Byte(start)), kind)));
                }
            }
        }
        None
    }

    /// Reads the first line of the next record; where it began. Anything but blank lines before it is an error.
    fn next_record(&mut self) -> Result<Option<u64>, (u64, Kind)> {
        if let Some(at) = self.pending.take() {
            return Ok(Some(at));
        }
        let mut other = None;
        loop {
            let at = self.at;
            let mut line = Vec::new();
            if let Err(error) = self.read_line(&mut line, MAX_HEADERS as u64) {
                self.is_over = true;
                return Err((at, error.into()));
            }
            let is_record = line.starts_with(b"WARC/");
            self.is_over |= line.is_empty();
            if !is_record && !line.is_empty() {
                if !line.trim_ascii().is_empty() && other.is_none() {
                    let shown: String = String::from_utf8_lossy(&line).trim().chars().take(40).collect();
                    other = Some((at, Kind::Warc { found: format!("{shown:?}"), expected: "a WARC record" }));
                }
                continue;
            }
            self.pending = is_record.then_some(at);
            return match other {
                Some(other) => Err(other),
                None => Ok(self.pending.take()),
            };
        }
    }

    /// The page in the record that begins here, if it is one.
    fn page(&mut self, name: &str, start: u64, warnings: &mut Vec<Warning>, passed: &mut Passed) -> Result<Option<Document>, Kind> {
        let mut head = Vec::new();
        self.read_headers(&mut head, u64::MAX)?;
        let headers = headers(&head);
        let Some(length) = header(&headers, "content-length").and_then(|length| length.parse::<u64>().ok()) else {
            return Err(Kind::Warc { found: "a record without its length".to_owned(), expected: "a number as Content-Length" });
        };
        let address = header(&headers, "warc-target-uri").map(|address| address.trim_matches(['<', '>']).to_owned());
        let kind = header(&headers, "warc-type").unwrap_or_default().to_ascii_lowercase();
        if !matches!(&*kind, "response" | "resource" | "conversion" | "revisit") {
            // What crawlers say of themselves and of their questions.
            self.pass(length)?;
            return Ok(None);
        }
        // Crawlers note whom they asked for an address, and their own doings, beside what they found.
        let address = address.filter(|address| !address.is_empty()).unwrap_or_else(|| Place::Byte(start).within(name));
        if ["dns:", "metadata:"].iter().any(|scheme| address.starts_with(scheme)) {
            self.pass(length)?;
            return Ok(None);
        }
        let end = self.at.saturating_add(length);
        let kept = if kind == "response" {
            let mut head = Vec::new();
            self.read_headers(&mut head, length)?;
            Kept::answer(&head)
        } else {
            // A revisit says that the page was as before.
            Kept::plain(&headers).filter(|_| kind != "revisit")
        };
        let left = end - self.at;
        let Some(kept) = kept else {
            self.pass(left)?;
            passed.add(PassedOver::Record, address);
            return Ok(None);
        };
        if left > self.limit as u64 {
            self.pass(left)?;
            return Err(Kind::LongInput { limit: self.limit });
        }
        let mut body = Vec::new();
        (&mut self.input).take(left).read_to_end(&mut body)?;
        self.at += body.len() as u64;
        if (body.len() as u64) < left {
            return Err(cut_short());
        }
        let is_short = kept.compression.is_empty() && kept.length.is_some_and(|length| (body.len() as u64) < length);
        let Some((page, is_cut)) = kept.unpack(body, self.limit)? else {
            passed.add(PassedOver::Compression, address);
            return Ok(None);
        };
        if is_cut || is_short || header(&headers, "warc-truncated").is_some() {
            warnings.push(Warning::Cut);
        }
        let declared = kept.encoding.or_else(|| if kept.is_text { None } else { html::declared_encoding(&page) });
        let Ok(decoded) = encoding::decode(&page, declared) else {
            passed.add(PassedOver::Language, address);
            return Ok(None);
        };
        drop(page);
        if let Some((first, count)) = decoded.bad {
            warnings.push(Warning::BadBytes { first, count, encoding: decoded.encoding });
        }
        let document = if kept.is_text { text::document(name, decoded.text) } else { html::document(name, &decoded.text, warnings)? };
        if !is_arabic(&document.text) {
            passed.add(PassedOver::Language, address);
            return Ok(None);
        }
        let origin = Place::Byte(start).within(name);
        let is_of_the_web = |address: &String| {
            let scheme = address.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
            scheme.is_some_and(|scheme| scheme == "http" || scheme == "https")
        };
        Ok(Some(Document { id: address.clone(), url: Some(address).filter(is_of_the_web), origin, ..document }))
    }

    /// Reads lines up to a blank one, and not more than `room` bytes of them.
    fn read_headers(&mut self, into: &mut Vec<u8>, room: u64) -> Result<(), Kind> {
        let mut room = room.min(MAX_HEADERS as u64);
        loop {
            let before = into.len();
            room -= self.read_line(into, room)?;
            if into[before..].trim_ascii().is_empty() {
                return Ok(());
            }
        }
    }

    /// Reads a line with its end, or as much of it as there is room for; how much that was.
    fn read_line(&mut self, into: &mut Vec<u8>, room: u64) -> io::Result<u64> {
        let read = (&mut self.input).take(room).read_until(b'\n', into)? as u64;
        self.at += read;
        Ok(read)
    }

    fn pass(&mut self, length: u64) -> Result<(), Kind> {
        let passed = io::copy(&mut (&mut self.input).take(length), &mut io::sink())?;
        self.at += passed;
        if passed < length { Err(cut_short()) } else { Ok(()) }
    }
}

fn cut_short() -> Kind {
    Kind::Io(io::Error::new(io::ErrorKind::UnexpectedEof, "the file ends inside the record"))
}

fn headers(head: &[u8]) -> Headers {
    let mut headers = Headers::new();
    for line in String::from_utf8_lossy(head).lines() {
        match (line.split_once(':'), headers.last_mut()) {
            // A long value goes on in the next line.
            (_, Some((_, value))) if line.starts_with([' ', '\t']) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (Some((name, value)), _) => headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned())),
            _ => {}
        }
    }
    headers
}

fn header<'h>(headers: &'h Headers, name: &str) -> Option<&'h str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// What is said about the page or text that a record keeps.
struct Kept {
    is_text: bool,
    encoding: Option<&'static Encoding>,
    is_chunked: bool,
    /// Of the body as it was sent.
    length: Option<u64>,
    /// In lower case.
    compression: String,
}

impl Kept {
    /// Of an HTTP answer, by its head. None: it is not good, or no page.
    fn answer(head: &[u8]) -> Option<Self> {
        let (status, head) = head.split_at(head.iter().position(|&byte| byte == b'\n')? + 1);
        let mut status = status.split(|byte| byte.is_ascii_whitespace());
        if !status.next()?.starts_with(b"HTTP/") || status.next() != Some(b"200") {
            return None;
        }
        let headers = headers(head);
        let lower = |name: &str| header(&headers, name).unwrap_or_default().to_ascii_lowercase();
        let kept = Self {
            is_chunked: lower("transfer-encoding").contains("chunked"),
            length: lower("content-length").parse().ok().filter(|_| !lower("transfer-encoding").contains("chunked")),
            compression: lower("content-encoding"),
            ..Self::plain(&headers)?
        };
        Some(kept).filter(|kept| !kept.is_text)
    }

    /// Of what is kept as it is, by the headers before it. None: neither page nor text.
    fn plain(headers: &Headers) -> Option<Self> {
        let kind = header(headers, "content-type")?.to_ascii_lowercase();
        let is_text = match kind.split(';').next()?.trim() {
            "text/html" | "application/xhtml+xml" => false,
            "text/plain" => true,
            _ => return None,
        };
        let charset = kind.split_once("charset=").map(|(_, charset)| charset.trim_matches(|c: char| !c.is_alphanumeric()));
        let encoding = charset.and_then(|charset| Encoding::for_label(charset.split([';', ' ', '"']).next()?.as_bytes()));
        let encoding = encoding.filter(|encoding| encoding.is_ascii_compatible());
        Some(Self { is_text, encoding, is_chunked: false, length: None, compression: String::new() })
    }

    /// The body as it was before it was sent, and whether its end is missing. Crawlers that unpack it often keep the headers that say it
    /// is packed, with the length that it had then. None: it cannot be unpacked.
    fn unpack(&self, body: Vec<u8>, limit: usize) -> Result<Option<(Vec<u8>, bool)>, Kind> {
        let mut is_cut = false;
        let body = match joined_chunks(&body).filter(|_| self.is_chunked) {
            Some((joined, is_whole)) => {
                is_cut = !is_whole;
                joined
            }
            None => body,
        };
        let mut unpacked = |unpacker: &mut dyn Read| {
            let mut page = Vec::new();
            // The beginning of a page that was cut is still a page.
            is_cut |= unpacker.take(limit as u64 + 1).read_to_end(&mut page).is_err();
            if page.len() > limit { Err(Kind::LongInput { limit }) } else { Ok(page) }
        };
        let page = match self.compression.as_str() {
            "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => unpacked(&mut MultiGzDecoder::new(&*body))?,
            "deflate" if !body.trim_ascii_start().starts_with(b"<") => {
                let page = unpacked(&mut ZlibDecoder::new(&*body))?;
                if page.is_empty() { unpacked(&mut DeflateDecoder::new(&*body))? } else { page }
            }
            "br" if !body.trim_ascii_start().starts_with(b"<") => unpacked(&mut Decompressor::new(&*body, unpack::BUFFER))?,
            "zstd" if unpack::is_zstd(&body) => unpacked(&mut unpack::zstd(&*body))?,
            "" | "identity" | "gzip" | "x-gzip" | "deflate" | "br" | "zstd" => return Ok(Some((body, is_cut))),
            _ if body.trim_ascii_start().starts_with(b"<") => return Ok(Some((body, is_cut))),
            _ => return Ok(None),
        };
        Ok(Some((page, is_cut)).filter(|(page, _)| !page.is_empty() || body.is_empty()))
    }
}

/// A body that was sent in chunks, each after a line with its length in hexadecimal, and whether it is whole: the last chunk is empty. None
/// where it is not.
fn joined_chunks(body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = rest.iter().position(|&byte| byte == b'\n')?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let length = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if length == 0 {
            return Some((joined, true));
        }
        let Some((chunk, after)) = rest.split_at_checked(length) else {
            // Cut within this chunk.
            joined.extend_from_slice(rest);
            return Some((joined, false));
        };
        joined.extend_from_slice(chunk);
        rest = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")).unwrap_or(after);
        if rest.is_empty() {
            return Some((joined, false));
        }
    }
}

/// Whether most letters are Arabic's, and hardly any those that only Persian, Urdu and their relatives have.
fn is_arabic(text: &str) -> bool {
    let (mut letters, mut arabic, mut relatives) = (0u64, 0u64, 0u64);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        match c {
            'ء'..='غ' | 'ف'..='ي' => arabic += 1,
            '\u{672}'..='\u{6d3}' => relatives += 1,
            _ => {}
        }
    }
    arabic > 0 && 2 * arabic >= letters && 20 * relatives <= arabic
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_and_its_relatives() {
        for (text, expected) in [
            ("أعلن الوزير استقالته أمس", true),
            ("أعلن مدير شركة Example في دبي عن هاتف Phone جديد", true),
            ("وزیر خارجه ایران گفت که مذاکرات ادامه دارد", false),
            ("وزیراعظم نے کہا کہ مذاکرات جاری رہیں گے", false),
            ("The minister resigned (استقال)", false),
            ("2015", false),
            ("", false),
        ] {
            assert_eq!(is_arabic(text), expected, "{text}");
        }
    }

    #[test]
    fn chunks() {
        for (body, expected) in [
            ("4\r\nabcd\r\n3;x=y\r\nefg\r\n0\r\n\r\n", Some(("abcdefg", true))),
            ("4\r\nabcd\r\nA\r\nef", Some(("abcdef", false))),
            ("4\r\nabcd\r\n", Some(("abcd", false))),
            ("4\nabcd\n0\n", Some(("abcd", true))),
            ("<html>\n</html>", None),
            ("ffffffffffffffffff\r\nabc", None),
            ("", None),
        ] {
            let expected = expected.map(|(joined, is_whole)| (joined.as_bytes().to_vec(), is_whole));
            assert_eq!(joined_chunks(body.as_bytes()), expected, "{body:?}");
        }
    }
}
