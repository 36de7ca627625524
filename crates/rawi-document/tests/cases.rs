//! Small inputs after public reports of what broke other readers (`cases/`), and the documents that are right for each.

use rawi_document::{Document, documents};
use std::path::Path;

/// The documents of a case, none of which may be an error.
fn read(case: &str) -> Vec<Document> {
    let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(case)).unwrap();
    documents(case, bytes.as_slice(), None).map(|item| item.unwrap_or_else(|error| panic!("{error}"))).collect()
}

/// Each document as its address and the lines of its text.
fn check(case: &str, expected: &[(&str, &str)]) {
    let found: Vec<(String, String)> = read(case).into_iter().map(|d| (d.url.unwrap_or_default(), d.text)).collect();
    let found: Vec<(&str, &str)> = found.iter().map(|(url, text)| (url.as_str(), text.as_str())).collect();
    assert_eq!(found, expected, "{case}");
}

const MARKET: &str = "السوق يفتح غداً\nقال رئيس البلدية فؤاد الزين إن السوق الجديد يفتح أبوابه غداً.";
const POWER: &str = "عودة الكهرباء\nأكدت شركة الكهرباء أن الأعطال أُصلحت في المدينة.";

#[test]
fn feed_in_windows_1256() {
    let document = &read("39-feed-windows-1256.xml")[0];
    assert_eq!((document.title.as_deref(), document.outlet.as_deref()), (Some("السوق يفتح غداً"), Some("صحيفة الميناء")));
    assert!(document.text.contains("فؤاد الزين"));
}

#[test]
fn feed_with_a_raw_ampersand() {
    let body = MARKET.split_once('\n').unwrap().1;
    let first = format!("شركة نور & أبناؤها تفتتح فرعاً\n{body}");
    check("40-feed-raw-ampersand.xml", &[("https://mina.example/?a=1&b=2", &first), ("https://mina.example/2", POWER)]);
}

#[test]
fn feed_with_a_control_character() {
    let items = read("41-feed-control-character.xml");
    assert_eq!(items.len(), 2);
    assert!(items[0].text.contains("فؤاد الزين") && items[1].text.contains("شركة الكهرباء"), "{items:?}");
}

#[test]
fn feed_escaped_twice() {
    let items = read("42-feed-escaped-twice.xml");
    let titles: Vec<&str> = items.iter().filter_map(|item| item.title.as_deref()).collect();
    assert_eq!(titles, ["وزير النقل: \"القطار جاهز\"", "وزيرة الصحة: «اللقاح متوفر»"]);
    assert!(items.iter().all(|item| !item.text.contains('&')), "{items:?}");
}

#[test]
fn feed_with_one_guid() {
    check("43-feed-same-guid.xml", &[("https://mina.example/1", MARKET), ("https://mina.example/2", POWER)]);
}

#[test]
fn feed_with_one_link() {
    check("44-feed-empty-guid.xml", &[("", MARKET), ("", POWER)]);
    let (items, again) = (read("44-feed-empty-guid.xml"), read("44-feed-empty-guid.xml"));
    assert!(items[0].id != items[1].id && items.iter().all(|item| !item.id.is_empty()));
    assert_eq!(items, again);
}

#[test]
fn feed_with_full_texts_under_an_undeclared_prefix() {
    let items = read("45-feed-content-without-xmlns.xml");
    assert_eq!(items.len(), 1);
    assert_eq!(items[0].text.matches("فؤاد الزين").count() + items[0].text.matches("وأضاف").count(), 2, "{}", items[0].text);
}

#[test]
fn texts_taken_out_of_pages() {
    let text = "السوق الجديد يفتح غداً\nقال رئيس البلدية فؤاد الزين إن السوق الجديد يفتح أبوابه غداً.\nوأضاف أن الموقف مجاني في الأسبوع الأول.";
    let items = read("53-warc-wet.warc.wet");
    assert_eq!(items[0].text.trim_end(), text);
    assert_eq!((items.len(), items[0].url.as_deref()), (1, Some("https://mina.example/1")));
}

#[test]
fn feed_with_dates_as_newspapers_write_them() {
    let dates: Vec<Option<String>> = read("46-feed-local-dates.xml").into_iter().map(|item| item.date).collect();
    let expected = ["2031-05-02T14:20:00+03:00", "2031-05-03T11:32:06Z", "2031-05-04T08:00:00+00:00"];
    assert_eq!(dates, expected.map(|date| Some(date.to_owned())));
}

/// The lines of a case that is one page, and its headline.
fn page(case: &str, title: &str, lines: &[&str]) -> Document {
    let mut documents = read(case);
    assert_eq!(documents.len(), 1, "{case}");
    let document = documents.remove(0);
    assert_eq!(document.title.as_deref(), Some(title), "{case}");
    assert_eq!(document.text.split('\n').collect::<Vec<_>>(), [&[title], lines].concat(), "{case}");
    document
}

const OPENS: &str = "السوق الجديد يفتح غداً";
const OPENS_LINES: [&str; 4] = [
    "قال رئيس البلدية فؤاد الزين إن السوق الجديد يفتح أبوابه غداً أمام المتسوقين.",
    "ويمتد السوق على مساحة واسعة في وسط المدينة، وفيه نحو ستين متجراً ومقهى وموقف للسيارات.",
    "وأضاف أن الموقف مجاني في الأسبوع الأول.",
    "وكانت الأعمال بدأت قبل عامين وتوقفت في الشتاء بسبب الأمطار، ثم استؤنفت مطلع العام.",
];
const ENERGY: &str = "وزيرة الطاقة: لا قطع للكهرباء هذا الصيف";
const ENERGY_LINES: [&str; 2] =
    ["عقدت الوزارة اجتماعاً في مقرها صباح اليوم بحضور مديري المحطات والفنيين، واستمر ثلاث ساعات.", OPENS_LINES[3]];

#[test]
fn line_ends_that_are_two_characters() {
    let document = &read("22-literal-backslash-n.jsonl")[0];
    let lines = ["أخبار المدينة", "قال المحافظ عدنان بكري إن الطريق آمن.", "وأضاف أن الجسر سيفتح غداً.", "وغادر الوفد مساءً."];
    assert_eq!(document.text.lines().map(str::trim_end).collect::<Vec<_>>(), lines);
    // Places in the text are places in the field.
    assert_eq!(document.text.chars().count(), lines.join(r"\n").chars().count());
    for line in lines {
        assert_eq!(document.text.find(line), lines.join(r"\n").find(line));
    }
}

#[test]
fn pages_whose_encoding_is_declared_wrong_or_not_at_all() {
    page("27-charset-declared-wrong.html", OPENS, &OPENS_LINES);
    page("28-charset-not-declared.html", OPENS, &OPENS_LINES);
}

#[test]
fn links_to_related_articles() {
    page("29-related-links.html", OPENS, &OPENS_LINES);
}

#[test]
fn paragraphs_told_by_line_breaks() {
    let lines = [
        "قال رئيس البلدية فؤاد الزين إن السوق الجديد يفتح أبوابه غداً أمام المتسوقين",
        "ويمتد السوق على مساحة واسعة في وسط المدينة وفيه نحو ستين متجراً ومقهى",
        "وأضاف أن الموقف مجاني في الأسبوع الأول",
        "وكانت الأعمال بدأت قبل عامين وتوقفت في الشتاء بسبب الأمطار ثم استؤنفت مطلع العام",
    ];
    page("30-br-paragraphs.html", OPENS, &lines);
}

#[test]
fn comments_of_readers() {
    page("31-reader-comments.html", OPENS, &OPENS_LINES);
}

#[test]
fn headline_of_a_page_without_title() {
    let document = page("32-no-title-tag.html", "رئيس البلدية: السوق يفتح غداً", &OPENS_LINES);
    assert_eq!(document.outlet.as_deref(), Some("صحيفة الميناء"));
}

#[test]
fn headline_with_the_name_of_the_site() {
    page("33-title-with-site-name.html", ENERGY, &ENERGY_LINES);
}

#[test]
fn headline_again_in_the_body() {
    page("34-title-again-in-body.html", ENERGY, &ENERGY_LINES);
}

#[test]
fn text_in_json_ld_alone() {
    let lines = [OPENS_LINES[0], "ويمتد السوق على مساحة واسعة في وسط المدينة.", OPENS_LINES[2]];
    let document = page("35-json-ld-only.html", OPENS, &lines);
    let Document { date, outlet, author, .. } = document;
    let found = [date, outlet, author].map(Option::unwrap_or_default);
    assert_eq!(found, ["2031-05-02T09:00:00+03:00", "صحيفة الميناء", "هدى المنصور"]);
}

#[test]
fn captions_and_share_lines() {
    page("38-captions.html", OPENS, &OPENS_LINES);
}

#[test]
fn dates_with_marks() {
    let dates: Vec<_> = read("47-dates-with-marks.jsonl").into_iter().map(|d| d.date.unwrap_or_default()).collect();
    assert_eq!(dates, ["2031-09-04", "2031-10-02", "2031-01-12", "2031-05-04", "2031-05-05", "2031-05-05", "2031-09-04"]);
}
