//! Web archives: pages in Arabic out of records of all sorts, packed and sent in all ways.

use std::io::Write;

use flate2::{
    Compression,
    write::{GzEncoder, ZlibEncoder},
};
use rawi_document::{Documents, InputKind, documents};

fn record(kind: &str, address: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2020-01-01T00:00:00Z\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 {status}\r\n{headers}\r\n").as_bytes(), body].concat()
}

fn page(address: &str, text: &str) -> Vec<u8> {
    let page = format!("<html><body><p>{text}</p></body></html>");
    record("response", address, &answer("200 OK", "Content-Type: text/html; charset=utf-8\r\n", page.as_bytes()))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// The page of `answers_sent_in_all_ways`, as `brotli` packs it.
const BROTLI: &[u8] = b"\x1b\x43\x00\xe0\x2d\x0e\xec\x58\x0b\x20\x15\x15\x73\xc4\x7d\xd4\xd8\xd9\x20\x3c\x61\x22\x27\x86\xb5\x5b\xef\x40\x41\x44\x45\xf5\x02\x17\x3e\xe0\x90\x03\xf6\xef\x89\x45\x14\x88\x06\x1b\x70\x14\x69\xfc\xd3\xf9\x9e\xe9\xaf\x72\x98\xf2\x56\xf7\x37\xd0\x5f\x0b\xe4\x52\xcd\x7b\x0a";

fn shown(mut documents: Documents) -> Vec<String> {
    let mut items = Vec::new();
    for item in documents.by_ref() {
        items.push(match item {
            Ok(document) => {
                assert_eq!(Some(&document.id), document.url.as_ref());
                format!("{}: {} {} {}", document.origin, document.id, document.date.as_deref().unwrap_or("-"), document.text)
            }
            Err(error) => error.to_string(),
        });
    }
    items.extend(documents.warnings().iter().map(ToString::to_string));
    items
}

fn check(archive: &[u8], expected: &[&str]) {
    assert_eq!(shown(documents("a.warc", archive, None)), expected);
    assert_eq!(shown(documents("a.warc", gzip(archive).as_slice(), Some(InputKind::Warc))), expected);
}

#[test]
fn pages_in_arabic_and_nothing_else() {
    let html = "Content-Type: text/html\r\n";
    let arabic = "<p>قال الوزير إن الاتفاق قريب</p>".as_bytes();
    let archive = [
        record("warcinfo", "", b"software: x\r\n"),
        record("request", "https://a.example/1", b"GET /1 HTTP/1.1\r\n\r\n"),
        page("https://a.example/1", "قال الوزير إن الاتفاق قريب"),
        page("https://a.example/2", "The minister said that a deal was close"),
        page("https://a.example/3", "وزیر خارجه ایران گفت که مذاکرات ادامه دارد"),
        record("response", "https://a.example/4", &answer("404 Not Found", html, arabic)),
        record("response", "https://a.example/5", &answer("200 OK", "Content-Type: image/jpeg\r\n", b"\xff\xd8\xff")),
        record("response", "dns:a.example", b"20200101 a.example 1.2.3.4"),
        record("resource", "https://a.example/6", arabic),
        record(
            "response",
            "<https://a.example/7>",
            &answer("200", html, "<meta name=date content=2024-05-03><p>نفى المتحدث الخبر".as_bytes()),
        ),
    ]
    .concat();
    let at = |address: &str| {
        let address = archive.windows(address.len()).position(|window| window == address.as_bytes()).unwrap();
        archive[..address].windows(5).rposition(|window| window == b"WARC/").unwrap()
    };
    let first = archive.windows(5).enumerate().filter(|(_, window)| *window == b"WARC/").nth(2).unwrap().0;
    check(
        &archive,
        &[
            &format!("a.warc, byte {first}: https://a.example/1 - قال الوزير إن الاتفاق قريب"),
            &format!("a.warc, byte {}: https://a.example/7 2024-05-03 نفى المتحدث الخبر", at("<https://a.example/7>")),
            "passed over 2 pages that are not in Arabic, the first https://a.example/2",
            "passed over 3 records without a page or text, the first https://a.example/4",
        ],
    );
}

#[test]
fn a_gzip_member_a_record() {
    let packed = [gzip(&page("https://a.example/1", "قال الوزير")), gzip(&page("https://a.example/2", "نفى المتحدث"))].concat();
    let items = shown(documents("a.warc.gz", packed.as_slice(), None));
    assert_eq!(items.len(), 2);
    assert!(items[1].ends_with("https://a.example/2 - نفى المتحدث"), "{items:?}");
    // What was read stays when the second member is cut.
    let items = shown(documents("a.warc.gz", &packed[..packed.len() - 20], None));
    assert!(items.len() == 2 && items[0].contains("قال الوزير"), "{items:?}");
    assert!(items[1].contains("could not be read: the gzip data end too early, after "), "{items:?}");
}

#[test]
fn answers_sent_in_all_ways() {
    let page = "<html><p>قال الوزير إن الاتفاق قريب</p></html>".as_bytes();
    let chunked = |body: &[u8]| {
        let chunks = body.chunks(7).map(|chunk| [format!("{:X}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat());
        [chunks.collect::<Vec<_>>().concat(), b"0\r\n\r\n".to_vec()].concat()
    };
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(page).unwrap();
    let windows = encoding_rs::WINDOWS_1256.encode("<html><p>قال الوزير إن الاتفاق قريب</p></html>").0;
    for (headers, body) in [
        ("Content-Type: text/html", page.to_vec()),
        ("content-type: TEXT/HTML;charset=\"windows-1256\"", windows.to_vec()),
        ("Content-Type: application/xhtml+xml", page.to_vec()),
        ("Content-Type: text/html\r\nTransfer-Encoding: chunked", chunked(page)),
        ("Content-Type: text/html\r\nContent-Encoding: gzip", gzip(page)),
        ("Content-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked", chunked(&gzip(page))),
        ("Content-Type: text/html\r\nContent-Encoding: deflate", zlib.finish().unwrap()),
        ("Content-Type: text/html\r\nContent-Encoding: br", BROTLI.to_vec()),
        ("Content-Type: text/html\r\nContent-Encoding: br\r\nTransfer-Encoding: chunked", chunked(BROTLI)),
        ("Content-Type: text/html\r\nContent-Encoding: zstd", zstd(page)),
        // The crawler unpacked it and kept the headers.
        ("Content-Type: text/html\r\nContent-Encoding: br\r\nTransfer-Encoding: chunked", page.to_vec()),
    ] {
        let archive = record("response", "https://a.example/1", &answer("200 OK", &format!("{headers}\r\n"), &body));
        check(&archive, &["a.warc, byte 0: https://a.example/1 - قال الوزير إن الاتفاق قريب"]);
    }
    for (compression, body) in [("br", &BROTLI[20..]), ("zstd", &zstd(page)[..9]), ("gzip", b"\x1f\x8b\x08"), ("x-own", b"\x01\x02")] {
        let sent = answer("200 OK", &format!("Content-Type: text/html\r\nContent-Encoding: {compression}\r\n"), body);
        let archive = record("response", "https://a.example/1", &sent);
        check(&archive, &["passed over one part in an unknown or broken compression: https://a.example/1"]);
    }
}

#[test]
fn saved_pages_and_extracted_texts() {
    let of = |kind: &str, media: &str, body: &str| {
        let record = String::from_utf8(record(kind, "https://a.example/1", body.as_bytes())).unwrap();
        record.replace("WARC/1.0", "WARC/1.1").replace("application/http", media).into_bytes()
    };
    let page = "<html><body><p>قال الوزير إن الاتفاق قريب</p></body></html>";
    let text = "الاتفاق قريب\r\nقال الوزير إن الاتفاق قريب";
    for (record, expected) in [
        (of("resource", "text/html", page), "a.warc, byte 0: https://a.example/1 - قال الوزير إن الاتفاق قريب"),
        (of("resource", "text/plain; charset=utf-8", text), "a.warc, byte 0: https://a.example/1 - الاتفاق قريب\nقال الوزير إن الاتفاق قريب"),
        (of("conversion", "text/plain", text), "a.warc, byte 0: https://a.example/1 - الاتفاق قريب\nقال الوزير إن الاتفاق قريب"),
        (of("conversion", "text/plain", "The minister said"), "passed over one page that is not in Arabic: https://a.example/1"),
        (of("conversion", "application/json", "{}"), "passed over one record without a page or text: https://a.example/1"),
        (of("revisit", "application/http", page), "passed over one record without a page or text: https://a.example/1"),
    ] {
        check(&record, &[expected]);
    }
    let wet = of("conversion", "text/plain", text);
    let document = documents("CC-MAIN.warc.wet", wet.as_slice(), None).next().unwrap().unwrap();
    assert_eq!(document.title.as_deref(), Some("الاتفاق قريب"));
}

#[test]
fn whole_archives_in_zstd() {
    let archive = page("https://a.example/1", "قال الوزير إن الاتفاق قريب");
    let skipped = [b"\x5a\x2a\x4d\x18\x03\0\0\0abc".as_slice(), &zstd(&archive), &zstd(&archive)].concat();
    let items = shown(documents("a.warc.zst", skipped.as_slice(), None));
    assert_eq!(items.len(), 2, "{items:?}");
    assert!(items.iter().all(|item| item.ends_with("https://a.example/1 - قال الوزير إن الاتفاق قريب")), "{items:?}");
    let cut = &skipped[..skipped.len() - 5];
    let items = shown(documents("a.warc.zst", cut, None));
    assert!(items.len() == 2 && items[1].contains("could not be read: the zstd data end too early, after "), "{items:?}");
    let items = shown(documents("a.warc.zst", b"\x50\x2a\x4d\x18\xff\xff\0\0abc".as_slice(), None));
    assert_eq!(items, ["a.warc.zst: could not be read: the zstd data end too early, after 0 bytes unpacked"]);

    // Made by `zstd` with a dictionary that lies in the first frame.
    let archive = include_bytes!("fixtures/dictionary.warc.zst");
    let items = shown(documents("a.warc.zst", archive.as_slice(), None));
    assert_eq!(items.len(), 2, "{items:?}");
    assert!(items[1].ends_with("https://a.example/2 - نفى المتحدث الخبر"), "{items:?}");
}

#[test]
fn a_bad_record_loses_only_itself() {
    let good = page("https://a.example/1", "قال الوزير");
    let no_length = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/2\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx\r\n\r\n";
    let archive = [good.as_slice(), no_length.as_bytes(), &good].concat();
    let (second, third) = (good.len(), good.len() + no_length.len());
    let at = second + no_length.find("HTTP").unwrap();
    check(
        &archive,
        &[
            "a.warc, byte 0: https://a.example/1 - قال الوزير",
            &format!("a.warc, byte {second}: found a record without its length; expected a number as Content-Length"),
            &format!("a.warc, byte {at}: found \"HTTP/1.1 200 OK\"; expected a WARC record"),
            &format!("a.warc, byte {third}: https://a.example/1 - قال الوزير"),
        ],
    );
    let cut = &archive[..archive.len() - 30];
    let items = shown(documents("a.warc", cut, None));
    assert_eq!(items[3], format!("a.warc, byte {third}: could not be read: the file ends inside the record"));
    let long = [page("https://a.example/2", &"قال الوزير ".repeat(1000)), good].concat();
    let items = shown(documents("a.warc", long.as_slice(), None).with_limit(10_000));
    assert!(items[0].starts_with("a.warc, byte 0: found more than 10000 bytes"), "{items:?}");
    assert!(items[1].ends_with("https://a.example/1 - قال الوزير"), "{items:?}");
}

/// Whatever an address begins with, what stands there is read; it is an address of the web or none.
#[test]
fn pages_from_elsewhere() {
    let text = "قال المدير إن الفرع مفتوح.";
    for (address, id, url) in [
        ("https://a.example/1", "https://a.example/1", Some("https://a.example/1")),
        ("HTTPS://a.example/1", "HTTPS://a.example/1", Some("HTTPS://a.example/1")),
        ("file:///home/x/a.html", "file:///home/x/a.html", None),
        ("urn:x:1", "urn:x:1", None),
        ("", "a.warc, byte 0", None),
    ] {
        let archive = page(address, text);
        let found: Vec<_> = documents("a.warc", &*archive, None).map(Result::unwrap).collect();
        assert_eq!(found.len(), 1, "{address}");
        assert_eq!((found[0].id.as_str(), found[0].url.as_deref(), found[0].text.as_str()), (id, url, text), "{address}");
    }
    // What crawlers note of their own doings.
    for address in ["dns:a.example", "metadata://gnu.org/software/wget/warc/wget.log"] {
        check(&record("resource", address, text.as_bytes()), &[]);
    }
}

#[test]
fn a_page_without_its_end_is_told_of() {
    let text = "قال المدير إن الفرع مفتوح.";
    let html = format!("<html><body><p>{text}</p><p>{}</p></body></html>", "وأضاف أن العمل مستمر في المبنى الجديد. ".repeat(40));
    let of = |headers: &str, body: &[u8]| {
        let headers = format!("Content-Type: text/html; charset=utf-8\r\n{headers}");
        record("response", "https://a.example/1", &answer("200 OK", &headers, body))
    };
    let packed = gzip(html.as_bytes());
    let chunk = |body: &str, end: &str| format!("{:x}\r\n{body}\r\n{end}", body.len()).into_bytes();
    let length = |bytes: usize| format!("Content-Length: {bytes}\r\n");
    for (what, archive, is_cut) in [
        ("plain", of(&length(html.len()), html.as_bytes()), false),
        ("plain, cut", of(&length(html.len()), &html.as_bytes()[..html.len() / 2]), true),
        ("gzip", of("Content-Encoding: gzip\r\n", &packed), false),
        ("gzip, cut", of("Content-Encoding: gzip\r\n", &packed[..packed.len() - 20]), true),
        // The crawler unpacked it, and kept what the headers said.
        ("gzip, unpacked", of(&format!("Content-Encoding: gzip\r\n{}", length(9_999)), html.as_bytes()), false),
        ("chunks", of("Transfer-Encoding: chunked\r\n", &chunk(&html, "0\r\n\r\n")), false),
        ("chunks, cut", of("Transfer-Encoding: chunked\r\n", &chunk(&html, "")), true),
    ] {
        let mut found = documents("a.warc", &*archive, None);
        let document = found.next().unwrap().unwrap();
        assert!(document.text.starts_with(text), "{what}: {}", document.text);
        let told = found.warnings().iter().any(|warning| matches!(warning, rawi_document::Warning::Cut));
        assert_eq!(told, is_cut, "{what}");
    }
}
