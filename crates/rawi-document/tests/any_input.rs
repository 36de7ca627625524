//! No input makes a reader panic, and no reader goes on for ever: random bytes, and spliced pages and lines.

use proptest::prelude::*;
use rawi_document::{InputKind, documents};

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

fn read_all(bytes: &[u8]) {
    for kind in InputKind::ALL.into_iter().map(Some).chain([None]) {
        let items = documents("x", bytes, kind).take(bytes.len() + 2).count();
        assert!(items <= bytes.len() + 1);
    }
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
    fn cut_pages(at in 0usize..4000) {
        let page = include_bytes!("fixtures/article.html");
        read_all(&page[..at.min(page.len())]);
        read_all(&page[at.min(page.len())..]);
    }
}
