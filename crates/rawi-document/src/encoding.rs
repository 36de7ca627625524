//! From bytes to text: which encoding it is, and where the bytes that mean nothing in it stand.
//! It does not look for structure; what a page declares about itself is handed in.

use encoding_rs::{DecoderResult, Encoding, ISO_8859_6, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256};

/// Text, and how it came to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// Without its byte order mark; what could not be decoded is U+FFFD.
    pub text: String,
    /// As <https://encoding.spec.whatwg.org> names it.
    pub encoding: &'static str,
    /// The first byte that means nothing, counted from 0 in the input, and how many such places there are.
    pub bad: Option<(u64, u64)>,
}

/// Bytes that are not text: where that shows, and what they seem to be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotText {
    pub byte: u64,
    pub found: String,
}

/// Decodes bytes of unknown encoding. `declared` is what the document says about itself; it is believed where nothing
/// speaks against it.
pub(crate) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<Decoded, NotText> {
    if let Some(found) = signature(bytes) {
        return Err(NotText { byte: 0, found: found.to_owned() });
    }
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some(known) => known,
        None => match utf_16(bytes) {
            Some(encoding) => (encoding, 0),
            None => {
                if let Some(byte) = bytes.iter().position(|&byte| byte == 0) {
                    return Err(NotText { byte: byte as u64, found: "a NUL byte".to_owned() });
                }
                (guess(bytes, declared), 0)
            }
        },
    };
    if encoding == UTF_8 || encoding.is_single_byte() {
        no_controls(bytes)?;
    }
    let decoded = decode_as(encoding, bytes, mark);
    if decoded.text.contains('\0') {
        let found = format!("NUL characters in {}", decoded.encoding);
        return Err(NotText { byte: 0, found });
    }
    Ok(decoded)
}

/// The first letters of an input, for looking at its beginning only.
pub(crate) fn glance(start: &[u8]) -> String {
    let start = &start[..start.len().min(4096)];
    let encoding = match Encoding::for_bom(start) {
        Some((encoding, _)) => encoding,
        None => utf_16(start).unwrap_or(UTF_8),
    };
    encoding.decode_with_bom_removal(start).0.into_owned()
}

/// What a file that is not text begins with.
pub(crate) fn signature(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 15] = [
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"GIF87a", "a GIF picture"),
        (b"GIF89a", "a GIF picture"),
        (b"%PDF-", "a PDF document"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
        (b"{\\rtf", "an RTF document"),
        (b"\x1f\x8b", "gzip data"),
        (b"BZh", "bzip2 data"),
        (b"\xfd7zXZ\0", "xz data"),
        (b"\x28\xb5\x2f\xfd", "zstd data"),
        (b"\x7fELF", "a program"),
        (b"SQLite format 3\0", "a database"),
        (b"\xff\xfe\0\0", "UTF-32"),
    ];
    SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)).map(|&(_, found)| found)
}

/// Text has hardly any control characters, and bytes at random have one in ten.
fn no_controls(bytes: &[u8]) -> Result<(), NotText> {
    let is_control = |byte: &&u8| {
        // Tab, line feed, vertical tab, form feed, carriage return, escape, and the end-of-file mark of DOS.
        matches!(**byte, 0x00..=0x08 | 0x0e..=0x19 | 0x1c..=0x1f | 0x7f)
    };
    let count = bytes.iter().filter(is_control).count();
    if count <= 2 + bytes.len() / 50 {
        return Ok(());
    }
    let byte = bytes.iter().position(|byte| is_control(&byte)).unwrap_or(0);
    Err(NotText { byte: byte as u64, found: format!("control byte 0x{:02X} and {} more like it", bytes[byte], count - 1) })
}

/// UTF-16 without a byte order mark, told by its high bytes. This goes before UTF-8: the Arabic letters of UTF-16 are
/// two bytes below 0x80 each, so that it is valid UTF-8 too.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let (mut units, mut little, mut big) = (0usize, Tally::default(), Tally::default());
    for unit in bytes[..bytes.len().min(4096)].chunks_exact(2) {
        units += 1;
        big.add(unit[0], unit[1]);
        little.add(unit[1], unit[0]);
    }
    let fits = |tally: &Tally| units >= 2 && tally.plausible * 20 >= units * 19 && tally.telling * 2 >= units;
    match (fits(&little), fits(&big)) {
        (true, true) if big.plausible > little.plausible => Some(UTF_16BE),
        (true, _) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        (false, false) => None,
    }
}

#[derive(Default)]
struct Tally {
    /// Units that are ASCII, Arabic, or general punctuation.
    plausible: usize,
    /// Those whose high byte no other text has: NUL and ACK.
    telling: usize,
}

impl Tally {
    fn add(&mut self, high: u8, low: u8) {
        let telling = match high {
            0x00 => matches!(low, b'\t' | b'\n' | b'\r' | 0x20..=0x7e | 0xa0..=0xff),
            0x06 => true,
            _ => false,
        };
        self.telling += usize::from(telling);
        let other = (high == 0x20 && matches!(low, 0x0b..=0x3a)) || matches!(high, 0xfb..=0xfe);
        self.plausible += usize::from(telling || other);
    }
}

/// The encoding of bytes that have no byte order mark and are not UTF-16.
fn guess(bytes: &[u8], declared: Option<&'static Encoding>) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() {
        // Pages saved by a browser keep the old declaration and become UTF-8.
        let ascii_only_means_something = declared.filter(|e| !e.is_ascii_compatible());
        return ascii_only_means_something.unwrap_or(UTF_8);
    }
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if bad * 4 <= good {
        return UTF_8;
    }
    let detected = arabic(bytes);
    let Some(declared) = declared.filter(|&encoding| encoding != UTF_8) else {
        return detected.unwrap_or(WINDOWS_1252);
    };
    // Old Arabic pages declare a Latin encoding, or the other Arabic one, and the letters tell otherwise.
    let confused =
        [WINDOWS_1252, WINDOWS_1256, ISO_8859_6].contains(&declared) && bytes.iter().filter(|byte| !byte.is_ascii()).take(64).count() == 64;
    match detected {
        Some(detected) if confused || declared.decode_without_bom_handling(bytes).1 => detected,
        _ => declared,
    }
}

/// Which of the two Arabic encodings of one byte a letter the bytes are in, if in any.
///
/// Read in the wrong one, words of two or three letters already hold what Arabic words never do. A general detector
/// (chardetng) knows both, but wants more than a headline to tell them from each other and from Chinese.
fn arabic(bytes: &[u8]) -> Option<&'static Encoding> {
    const ENOUGH: usize = 64 << 10;
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0).saturating_sub(64);
    let sample = &bytes[first..bytes.len().min(first + ENOUGH)];
    let read = |encoding: &'static Encoding| {
        let signs = Signs::of(&encoding.decode_without_bom_handling(sample).0);
        (signs.joined > 0 && 2 * signs.joined >= signs.letters).then_some((signs, encoding))
    };
    let (windows, iso) = (read(WINDOWS_1256), read(ISO_8859_6));
    let best = match (windows, iso) {
        (Some(windows), Some(iso)) => {
            let key = |signs: &Signs| (signs.impossible, usize::MAX - signs.articles);
            if key(&iso.0) < key(&windows.0) { Some(iso) } else { Some(windows) }
        }
        (windows, iso) => windows.or(iso),
    };
    best.map(|(_, encoding)| encoding)
}

/// What tells Arabic text from text read in the wrong encoding.
#[derive(Default)]
struct Signs {
    /// Arabic letters.
    letters: usize,
    /// Those that follow another one.
    joined: usize,
    /// Words that begin with the article.
    articles: usize,
    /// Unassigned bytes; foreign letters and symbols inside words; letters and marks after those that end a word.
    impossible: usize,
}

impl Signs {
    fn of(text: &str) -> Self {
        let mut signs = Self::default();
        let (mut before, mut last) = (' ', ' ');
        for c in text.chars() {
            let (letter, after_letter) = (is_letter(c), is_letter(last));
            let foreign = |c| matches!(c, '\u{a2}'..='\u{aa}' | '\u{ac}'..='\u{ba}' | '\u{bc}'..='\u{ff}' | '\u{152}' | '\u{153}');
            signs.letters += usize::from(letter);
            signs.joined += usize::from(letter && after_letter);
            signs.articles += usize::from(c == 'ل' && last == 'ا' && !is_letter(before));
            signs.impossible += usize::from(
                matches!(c, '\u{fffd}' | '\u{80}'..='\u{9f}')
                    || (letter && (foreign(last) || matches!(last, 'ة' | 'ى')))
                    || (after_letter && foreign(c))
                    || (letter && matches!(last, 'ً' | 'ٌ' | 'ٍ') && !matches!(c, 'ا' | 'ى')),
            );
            (before, last) = (last, c);
        }
        signs
    }
}

fn is_letter(c: char) -> bool {
    matches!(c, 'ء'..='غ' | 'ف'..='ي' | 'پ' | 'چ' | 'ژ' | 'ڤ' | 'گ' | 'ک' | 'ی')
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], mark: usize) -> Decoded {
    if let (true, Ok(text)) = (encoding == UTF_8, std::str::from_utf8(&bytes[mark..])) {
        return Decoded { text: text.to_owned(), encoding: UTF_8.name(), bad: None };
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::new();
    let (mut read, mut bad) = (mark, None::<(u64, u64)>);
    loop {
        let rest = &bytes[read..];
        text.reserve(decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(0));
        let (result, used) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        read += used;
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, after) => {
                text.push('\u{fffd}');
                let at = read.saturating_sub(usize::from(length) + usize::from(after)) as u64;
                bad = Some(bad.map_or((at, 1), |(first, count)| (first, count + 1)));
            }
        }
    }
    text.shrink_to_fit();
    Decoded { text, encoding: encoding.name(), bad }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NEWS: &str = "أكد وزير الري أن منسوب السد لم يبلغ حد الخطر، وقال إن فرق الصيانة تعمل على مدار الساعة";

    fn bytes_in(name: &str, text: &str) -> Vec<u8> {
        match name {
            "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "UTF-16BE" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            name => {
                let (bytes, _, lossy) = Encoding::for_label(name.as_bytes()).unwrap().encode(text);
                assert!(!lossy, "{text:?} in {name}");
                bytes.into_owned()
            }
        }
    }

    #[test]
    fn news_comes_back_from_every_encoding() {
        for name in ["UTF-8", "UTF-16LE", "UTF-16BE", "windows-1256", "ISO-8859-6"] {
            let decoded = decode(&bytes_in(name, NEWS), None).unwrap();
            assert_eq!((decoded.encoding, decoded.text.as_str(), decoded.bad), (name, NEWS, None));
            if name.starts_with("UTF") {
                let marked = bytes_in(name, &format!("\u{feff}{NEWS}"));
                let decoded = decode(&marked, None).unwrap();
                assert_eq!((decoded.encoding, decoded.text.as_str()), (name, NEWS));
            }
        }
    }

    #[test]
    fn two_words_are_enough_to_tell_windows_from_iso() {
        let words: Vec<&str> = NEWS.split(' ').collect();
        for name in ["windows-1256", "ISO-8859-6"] {
            for window in words.windows(2) {
                let text = window.join(" ");
                let decoded = decode(&bytes_in(name, &text), None).unwrap();
                assert_eq!((decoded.encoding, decoded.text.as_str()), (name, text.as_str()));
            }
        }
    }

    #[test]
    fn european_text_is_not_made_arabic() {
        for text in ["Präsident Müller fährt übermorgen nach Köln", "El señor Núñez llegó ayer"] {
            let decoded = decode(&bytes_in("windows-1252", text), None).unwrap();
            assert_eq!((decoded.encoding, decoded.text.as_str()), ("windows-1252", text));
        }
    }

    #[test]
    fn declarations_are_weighed() {
        // What the bytes are, what the page says they are, what it is read as.
        for (real, declared, expected) in [
            ("windows-1256", "windows-1256", "windows-1256"),
            ("windows-1256", "utf-8", "windows-1256"),
            ("windows-1256", "iso-8859-1", "windows-1256"),
            ("windows-1256", "iso-8859-6", "windows-1256"),
            ("iso-8859-6", "windows-1256", "ISO-8859-6"),
            ("iso-8859-6", "iso-8859-6", "ISO-8859-6"),
            ("utf-8", "windows-1256", "UTF-8"),
        ] {
            let declared = Encoding::for_label(declared.as_bytes());
            let decoded = decode(&bytes_in(real, NEWS), declared).unwrap();
            assert_eq!((decoded.encoding, decoded.text.as_str()), (expected, NEWS), "{real} declared {declared:?}");
        }
    }

    #[test]
    fn broken_utf_8_stays_utf_8() {
        let mut bytes = NEWS.as_bytes().to_vec();
        bytes[3] = 0xff;
        let decoded = decode(&bytes, None).unwrap();
        assert_eq!((decoded.encoding, decoded.bad), ("UTF-8", Some((2, 2))));
        assert!(decoded.text.ends_with("مدار الساعة"), "{}", decoded.text);

        let cut = &NEWS.as_bytes()[..NEWS.len() - 1];
        let decoded = decode(cut, None).unwrap();
        assert_eq!((decoded.encoding, decoded.bad), ("UTF-8", Some((cut.len() as u64 - 1, 1))));

        let marked = [b"\xef\xbb\xbf".as_slice(), &bytes].concat();
        assert_eq!(decode(&marked, None).unwrap().bad, Some((5, 2)));
    }

    #[test]
    fn what_is_not_text_is_named() {
        let controls: Vec<u8> = b"abc".iter().copied().chain(1..=8).collect();
        for (bytes, expected) in [
            (b"\x89PNG\r\n\x1a\n\0\0".as_slice(), (0, "a PNG picture")),
            (b"\x1f\x8b\x08", (0, "gzip data")),
            (b"%PDF-1.7", (0, "a PDF document")),
            (b"some text\0more text", (9, "a NUL byte")),
            (&controls, (3, "control byte 0x01 and 7 more like it")),
        ] {
            let error = decode(bytes, None).unwrap_err();
            assert_eq!((error.byte, error.found.as_str()), expected);
        }
    }

    #[test]
    fn empty_is_utf_8() {
        let decoded = decode(b"", None).unwrap();
        assert_eq!((decoded.encoding, decoded.text.as_str(), decoded.bad), ("UTF-8", "", None));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let bad = decode(&bytes, None).ok().and_then(|decoded| decoded.bad);
            if let Some((first, count)) = bad {
                prop_assert!(first < bytes.len() as u64 && count > 0);
            }
        }

        #[test]
        fn utf_8_comes_back(text in "[ء-ي a-z،.\n]{1,80}") {
            let decoded = decode(text.as_bytes(), None).unwrap();
            prop_assert_eq!(decoded.text, text);
        }
    }
}
