//! No input makes a reader panic, and no reader goes on for ever: random bytes, spliced pages, records, feeds and dates, and
//! archives that are cut or changed.

use std::io::{Cursor, Write};

use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;
use rawi_document::{InputKind, Map, documents, documents_in};
use zip::{ZipWriter, write::SimpleFileOptions};

const TAGS: [&str; 44] = [
    "<html>",
    "<head>",
    "<body>",
    "<title>",
    "</title>",
    "<p>",
    "</p>",
    "<div>",
    "<div class=content>",
    "</div>",
    "<a href=x>",
    "</a>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<b>",
    "</b>",
    "<script>",
    "</script>",
    "<script type=application/ld+json>",
    "{\"@type\":\"NewsArticle\",",
    "\"headline\":\"x\"}",
    "<!--",
    "-->",
    "<img src=x>",
    "<noscript>",
    "</noscript>",
    "<br>",
    "<br><br>",
    "<svg>",
    "</svg>",
    "<template>",
    "</template>",
    "<select>",
    "<frameset>",
    "<time datetime=2024-01-01>",
    "<h1>",
    "<article>",
    "<meta property=og:title content=x>",
    "&amp;",
    "<plaintext>",
    "<ul><li>",
    "<form>",
];

const JSON: [&str; 16] =
    ["{", "}", "[", "]", "\"id\"", "\"text\"", "\"date\"", ":", ",", "\"قال\"", "7", "null", "\n", "\r\n", "\\", "\u{feff}"];

const FEED: [&str; 28] = [
    "<?xml version='1.0'?>",
    "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:media='http://search.yahoo.com/mrss/'>",
    "<channel>",
    "</channel>",
    "<feed xmlns='http://www.w3.org/2005/Atom'>",
    "</feed>",
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>",
    "</rdf:RDF>",
    "<item>",
    "</item>",
    "<entry>",
    "</entry>",
    "<title>",
    "</title>",
    "<description>",
    "</description>",
    "<content:encoded>",
    "</content:encoded>",
    "<media:group>",
    "<media:content url='x'/>",
    "<content type='xhtml'>",
    "</content>",
    "<![CDATA[<p>",
    "]]>",
    "<pubDate>15 يوليو 2015</pubDate>",
    "<link href='https://a.example/1'/>",
    "&lt;",
    "</rss>",
];

const WARC: [&str; 16] = [
    "WARC/1.0\r\n",
    "WARC-Type: response\r\n",
    "WARC-Type: request\r\n",
    "WARC-Target-URI: https://a.example/1\r\n",
    "Content-Length: 5\r\n",
    "Content-Length: 90\r\n",
    "Content-Length: 18446744073709551615\r\n",
    "\r\n",
    "HTTP/1.1 200 OK\r\n",
    "Content-Type: text/html; charset=x\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Content-Encoding: gzip\r\n",
    "5\r\n",
    "0\r\n\r\n",
    "<html><p>",
    " x\r\n",
];

const DATE: [&str; 18] =
    ["15", "7", "2015", "1436", "/", "-", " ", " ", "يوليو", "تموز", "رمضان", "ربيع الأول", "هـ", "من", "الساعة", "July", ",", "T10:30Z"];

fn read_all(bytes: &[u8]) {
    for kind in InputKind::ALL.into_iter().map(Some).chain([None]) {
        let mut read = documents("x", bytes, kind);
        let items = read.by_ref().take(bytes.len() + 2).count();
        assert!(items <= bytes.len() + 1);
        assert!(read.next().is_none());
        let map = Map::parse("m", "text=text.text,id=").unwrap();
        let from_file = documents_in("x.json", Cursor::new(bytes), kind).with_map(map).with_limit(1 << 20);
        assert!(from_file.take(bytes.len() + 2).count() <= bytes.len() + 1);
    }
}

/// JSON lines and a page as gzip and zstd data, the same in a zip archive, and the page in a packed web archive.
fn archives() -> Vec<(&'static str, Vec<u8>)> {
    let page = include_bytes!("fixtures/article.html");
    let lines: String = (0..40).map(|n| format!("{{\"id\":\"{n}\",\"text\":\"قال الوزير {}\"}}\n", n * n * 7919)).collect();
    let gzip = |bytes: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [("a.html", &page[..]), ("b.jsonl.gz", &gzip(lines.as_bytes())), ("c.jsonl", lines.as_bytes())] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let answer = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", &page[..]].concat();
    let head =
        format!("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nContent-Length: {}\r\n\r\n", answer.len());
    let record = [head.as_bytes(), &answer, b"\r\n\r\n"].concat();
    vec![
        ("a.jsonl.gz", gzip(lines.as_bytes())),
        ("a.zip", zip.finish().unwrap().into_inner()),
        ("a.warc", [record.as_slice(), &record].concat()),
        ("a.warc.gz", [gzip(&record), gzip(&record)].concat()),
        ("a.jsonl.zst", ruzstd::encoding::compress_to_vec(lines.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)),
        ("a.warc.zst", include_bytes!("fixtures/dictionary.warc.zst").to_vec()),
    ]
}

/// Every document of an archive, and whether there was an error.
fn read_archive(name: &str, bytes: &[u8]) -> (Vec<String>, bool) {
    let (mut texts, mut failed) = (Vec::new(), false);
    for item in documents_in(name, Cursor::new(bytes), None).take(1000) {
        match item {
            Ok(document) => texts.push(document.text),
            Err(_) => failed = true,
        }
    }
    (texts, failed)
}

fn spliced(parts: &'static [&'static str]) -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => proptest::sample::select(parts).prop_map(str::to_owned),
        1 => Just("قال الوزير إن الاتفاق بات قريباً، وأضاف أن الموعد لم يحدد.".to_owned()),
        1 => "\\PC{0,6}",
    ];
    proptest::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
}

fn cases(default: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig { cases: cases.unwrap_or(default), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn random_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_all(&bytes);
    }

    #[test]
    fn spliced_pages(page in spliced(&TAGS)) {
        read_all(page.as_bytes());
    }

    #[test]
    fn spliced_lines(lines in spliced(&JSON)) {
        read_all(lines.as_bytes());
    }

    #[test]
    fn spliced_feeds(feed in spliced(&FEED)) {
        read_all(feed.as_bytes());
        read_all(format!("{}{feed}", FEED[1..3].concat()).as_bytes());
    }

    #[test]
    fn spliced_web_archives(archive in spliced(&WARC)) {
        read_all(archive.as_bytes());
    }

    #[test]
    fn spliced_dates(date in spliced(&DATE)) {
        let line = format!("{{\"id\":1,\"text\":\"\",\"date\":{}}}", serde_json::to_string(&date).unwrap());
        let document = documents("x.jsonl", line.as_bytes(), None).next().unwrap().unwrap();
        if let Some(date) = document.date {
            // A day, with or without its time, or a month or a year alone.
            prop_assert!((date.len() >= 10 || [4, 7].contains(&date.len())) && matches!(date[..4].parse(), Ok(1900..=2100)), "{}", date);
        }
    }

    #[test]
    fn cut_archives(part in 0.0..1.0f64) {
        for (name, bytes) in archives() {
            let whole = read_archive(name, &bytes).0;
            let at = (bytes.len() as f64 * part) as usize;
            let (read, failed) = read_archive(name, &bytes[..at]);
            // A web archive may be cut between two records, in the blank lines there, and nothing tells.
            let is_between = name.starts_with("a.warc") && (at.abs_diff(bytes.len() / 2) <= 4 || bytes[at..].starts_with(b"\x28\xb5\x2f\xfd"));
            prop_assert!(failed || read == whole || at < 4 || is_between, "{name} cut at {at}");
            prop_assert!(whole.starts_with(&read) || at < 4, "{name} cut at {at}");
        }
    }

    #[test]
    fn changed_archives(part in 0.0..1.0f64, byte in any::<u8>()) {
        for (name, mut bytes) in archives() {
            let at = (bytes.len() as f64 * part) as usize;
            bytes[at] = byte;
            read_archive(name, &bytes);
        }
    }

    #[test]
    fn cut_pages(at in 0usize..4000) {
        let page = include_bytes!("fixtures/article.html");
        read_all(&page[..at.min(page.len())]);
        read_all(&page[at.min(page.len())..]);
    }
}
