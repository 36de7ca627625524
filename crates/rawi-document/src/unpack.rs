//! The bytes inside gzip and zstd data and inside the entries of zip archives, read as they are asked for.
//! What the bytes are is not asked here.

use std::{
    cell::RefCell,
    error::Error,
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom},
    rc::Rc,
};

use flate2::{
    Crc,
    bufread::{DeflateDecoder, MultiGzDecoder},
};
use ruzstd::decoding::{
    BlockDecodingStrategy, Dictionary, FrameDecoder,
    errors::{FrameDecoderError, ReadFrameHeaderError},
};
use zip::{CompressionMethod, ZipArchive};

use crate::encoding;

/// How much is read from a file at once.
pub(crate) const BUFFER: usize = 64 << 10;

/// A file: what can be read from any place.
pub(crate) trait ReadSeek: Read + Seek {}

impl<R: Read + Seek> ReadSeek for R {}

/// What is inside gzip data, of one member or several.
pub(crate) fn gzip<'a>(packed: impl BufRead + 'a) -> Box<dyn BufRead + 'a> {
    Box::new(BufReader::with_capacity(BUFFER, Told { unpacked: MultiGzDecoder::new(packed), read: 0, what: "gzip data" }))
}

/// Whether data begin like a frame of zstd, or like one that has to be skipped (RFC 8878, 3.1).
pub(crate) fn is_zstd(start: &[u8]) -> bool {
    start.starts_with(b"\x28\xb5\x2f\xfd") || matches!(start, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// What is inside zstd data, of one frame or several. A web archive may keep a dictionary for its frames in a first frame that others
/// skip (IIPC, "Use of Zstandard for WARC").
pub(crate) fn zstd<'a>(packed: impl BufRead + 'a) -> Box<dyn BufRead + 'a> {
    let mut decoder = FrameDecoder::new();
    decoder.set_max_window_size(MAX_WINDOW);
    let frames = Frames { source: packed, decoder, is_inside: false, is_first: true };
    Box::new(BufReader::with_capacity(BUFFER, Told { unpacked: frames, read: 0, what: "zstd data" }))
}

/// The largest window of a zstd frame, which has to be kept in memory; what `zstd --ultra -22` needs. And the largest dictionary.
const MAX_WINDOW: u64 = 128 << 20;
const MAX_DICTIONARY: u32 = 16 << 20;

/// The mark of a frame that keeps a dictionary.
const DICTIONARY: u32 = 0x184D_2A5D;

struct Frames<R> {
    source: R,
    decoder: FrameDecoder,
    is_inside: bool,
    is_first: bool,
}

impl<R: BufRead> Frames<R> {
    /// Begins the next frame; whether there is one.
    fn begin(&mut self) -> io::Result<bool> {
        loop {
            if self.source.fill_buf()?.is_empty() {
                return Ok(false);
            }
            let is_first = std::mem::replace(&mut self.is_first, false);
            match self.decoder.reset(&mut self.source) {
                Ok(()) => {
                    self.is_inside = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { magic_number, length })) => {
                    let mut skipped = (&mut self.source).take(length.into());
                    if magic_number == DICTIONARY && is_first && length <= MAX_DICTIONARY {
                        let mut dictionary = Vec::new();
                        skipped.read_to_end(&mut dictionary)?;
                        if is_zstd(&dictionary) {
                            let mut unpacked = Vec::new();
                            zstd(&*dictionary).take(MAX_DICTIONARY.into()).read_to_end(&mut unpacked)?;
                            dictionary = unpacked;
                        }
                        let dictionary = Dictionary::decode_dict(&dictionary).map_err(broken)?;
                        self.decoder.add_dict(dictionary).map_err(broken)?;
                    } else if io::copy(&mut skipped, &mut io::sink())? < length.into() {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(broken(error)),
            }
        }
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while !into.is_empty() && (self.is_inside || self.begin()?) {
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder.decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1)).map_err(broken)?;
            }
            let read = self.decoder.read(into)?;
            if read > 0 {
                return Ok(read);
            }
            self.is_inside = false;
            let (kept, own) = (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum());
            if kept.is_some() && kept != own {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "their checksum is another"));
            }
        }
        Ok(0)
    }
}

/// What is wrong with zstd data: their end, where the reader met it, or themselves.
fn broken(error: impl Error + Send + Sync + 'static) -> io::Error {
    let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
    while let Some(one) = cause {
        if let Some(met) = one.downcast_ref::<io::Error>() {
            return io::Error::new(met.kind(), met.to_string());
        }
        cause = one.source();
    }
    io::Error::new(io::ErrorKind::InvalidData, error)
}

/// Says with an error how far the data could be unpacked.
struct Told<R> {
    unpacked: R,
    read: u64,
    what: &'static str,
}

impl<R: Read> Read for Told<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.unpacked.read(into) {
            Ok(read) => {
                self.read += read as u64;
                Ok(read)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let what = match error.kind() {
                    io::ErrorKind::UnexpectedEof => "end too early".to_owned(),
                    io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => format!("are broken, {error}"),
                    _ => return Err(error),
                };
                Err(io::Error::new(error.kind(), format!("the {} {what}, after {} bytes unpacked", self.what, self.read)))
            }
        }
    }
}

/// The entries of a zip archive, in its order.
pub(crate) struct Zip<'a> {
    file: Shared<'a>,
    archive: ZipArchive<Shared<'a>>,
    next: usize,
}

/// An entry of a zip archive that is not a folder.
pub(crate) struct Entry<'a> {
    /// Its path inside the archive, for people.
    pub(crate) name: String,
    pub(crate) content: Content<'a>,
}

pub(crate) enum Content<'a> {
    Bytes(Box<dyn BufRead + 'a>),
    Encrypted,
    /// By a method that is hardly ever met.
    Packed,
    /// To a file, which may lie anywhere.
    Link,
    Broken(String),
}

impl<'a> Zip<'a> {
    /// Reads the archive's directory, which is at its end.
    pub(crate) fn open(file: Shared<'a>) -> Result<Self, String> {
        let archive = ZipArchive::new(file.clone()).map_err(|error| error.to_string())?;
        Ok(Self { file, archive, next: 0 })
    }

    /// What kind of document keeps its parts in this archive, if one does.
    pub(crate) fn office(&self) -> Option<&'static str> {
        let first = self.archive.by_index_data(0).ok()?;
        match first.name_raw() {
            b"[Content_Types].xml" => Some("an office document"),
            b"mimetype" => Some("an office document or electronic book"),
            _ => None,
        }
    }

    pub(crate) fn next(&mut self) -> Option<Entry<'a>> {
        while self.next < self.archive.len() {
            self.next += 1;
            if let Some(entry) = self.entry(self.next - 1) {
                return Some(entry);
            }
        }
        None
    }

    fn entry(&mut self, number: usize) -> Option<Entry<'a>> {
        let entry = match self.archive.by_index_data(number) {
            Ok(entry) => entry,
            Err(error) => return Some(Entry { name: format!("entry {}", number + 1), content: Content::Broken(error.to_string()) }),
        };
        if entry.is_dir() || entry.name_raw().ends_with(b"\\") {
            return None;
        }
        let name = name(entry.name_raw());
        if entry.is_symlink() {
            return Some(Entry { name, content: Content::Link });
        }
        let (method, encrypted, packed, crc) = (entry.compression(), entry.encrypted(), entry.compressed_size(), entry.crc32());
        if encrypted {
            return Some(Entry { name, content: Content::Encrypted });
        }
        if !matches!(method, CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Some(Entry { name, content: Content::Packed });
        }
        // The directory tells where an entry's own header is, and only that where its data are.
        let start = self.archive.by_index_raw(number).map(|entry| entry.data_start());
        let content = match start {
            Ok(Some(start)) => {
                let data = Shared { at: start, ..self.file.clone() }.take(packed);
                let data = BufReader::with_capacity(BUFFER, data);
                let unpacked: Box<dyn Read> = match method {
                    CompressionMethod::Stored => Box::new(data),
                    _ => Box::new(DeflateDecoder::new(data)),
                };
                let checked = Checked { unpacked, crc: Crc::new(), expected: crc };
                Content::Bytes(Box::new(BufReader::with_capacity(BUFFER, Told { unpacked: checked, read: 0, what: "zip data" })))
            }
            Ok(None) => Content::Broken("no data".to_owned()),
            Err(error) => Content::Broken(error.to_string()),
        };
        Some(Entry { name, content })
    }
}

/// A place in a file that is read from several.
#[derive(Clone)]
pub(crate) struct Shared<'a> {
    file: Rc<RefCell<dyn ReadSeek + 'a>>,
    at: u64,
}

impl<'a> Shared<'a> {
    /// The beginning of a file.
    pub(crate) fn new(file: impl ReadSeek + 'a) -> Self {
        Self { file: Rc::new(RefCell::new(file)), at: 0 }
    }
}

impl Read for Shared<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut file = self.file.borrow_mut();
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(into)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Shared<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let mut file = self.file.borrow_mut();
        // What is relative is relative to this reader's place.
        file.seek(SeekFrom::Start(self.at))?;
        self.at = file.seek(to)?;
        Ok(self.at)
    }
}

/// Compares what was read with the checksum that the archive keeps.
struct Checked<R> {
    unpacked: R,
    crc: Crc,
    expected: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.unpacked.read(into)?;
        self.crc.update(&into[..read]);
        if read == 0 && !into.is_empty() && self.crc.sum() != self.expected {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "their checksum is another"));
        }
        Ok(read)
    }
}

/// The name of an entry as text: UTF-8, or the Arabic code page of the Windows that packed it. It is shown and never opened.
fn name(raw: &[u8]) -> String {
    let text = match encoding::decode(raw, None) {
        Ok(decoded) => decoded.text,
        Err(_) => String::from_utf8_lossy(raw).into_owned(),
    };
    text.replace(|c: char| c.is_control(), "\u{fffd}")
}
