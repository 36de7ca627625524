//! Saved feeds: RSS, Atom and JSON Feed, with full text or summaries, in the encodings they come in.

use rawi_document::{Document, DocumentError, InputKind, documents};

fn shown(item: Result<Document, DocumentError>) -> String {
    match item {
        Ok(document) => {
            let fields = [document.outlet, document.author, document.date, document.url];
            let fields: Vec<String> = fields.into_iter().map(|field| field.unwrap_or("-".to_owned())).collect();
            format!("{}: {} {} {:?}", document.origin, document.id, fields.join(" "), document.text)
        }
        Err(error) => error.to_string(),
    }
}

fn check(name: &str, feed: impl AsRef<[u8]>, expected: &[&str]) {
    let items: Vec<String> = documents(name, feed.as_ref(), None).map(shown).collect();
    assert_eq!(items, expected);
}

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>المرفأ</title><link>https://almarfa.example/</link>
<item><title>الوزير: لا زيادة في الأسعار</title><link>https://almarfa.example/1</link><guid isPermaLink="false">m-1</guid>
<pubDate>Wed, 15 Jul 2015 01:30:00 +0300</pubDate><dc:creator>سلمى نور</dc:creator>
<description>ملخص قصير</description>
<content:encoded><![CDATA[<p>قال الوزير: &laquo;لا زيادة&raquo;.</p><p>وأضاف أن <a href="x">القرار</a> نهائي.</p><p><a href="y">اقرأ المزيد</a></p>]]></content:encoded></item>
<item><title>النقابة تنفي &amp; ترد</title><guid>https://almarfa.example/2</guid><pubDate>الأربعاء 15 تموز 2015</pubDate>
<description>&lt;p&gt;نفت النقابة الخبر.&lt;/p&gt;</description></item>
<item><description>خبر بلا عنوان ولا رابط</description><pubDate>أمس</pubDate></item>
</channel></rss>"#;

const RSS_ITEMS: [&str; 3] = [
    "f.xml, item 1: https://almarfa.example/1 المرفأ سلمى نور 2015-07-15T01:30:00+03:00 https://almarfa.example/1 \"الوزير: لا زيادة في الأسعار\\nقال الوزير: «لا زيادة».\\nوأضاف أن القرار نهائي.\"",
    "f.xml, item 2: https://almarfa.example/2 المرفأ - 2015-07-15 https://almarfa.example/2 \"النقابة تنفي & ترد\\nنفت النقابة الخبر.\"",
    "f.xml, item 3: f.xml#3 المرفأ - - - \"خبر بلا عنوان ولا رابط\"",
];

#[test]
fn rss() {
    check("f.xml", RSS, &RSS_ITEMS);
}

#[test]
fn rss_in_windows_1256() {
    let (bytes, _, lossy) = encoding_rs::WINDOWS_1256.encode(RSS);
    assert!(!lossy);
    check("f.xml", bytes, &RSS_ITEMS);
    let declared = RSS.replace("UTF-8", "windows-1256");
    check("f.xml", encoding_rs::WINDOWS_1256.encode(&declared).0, &RSS_ITEMS);
    // Saved anew in UTF-8, with the old declaration.
    check("f.xml", declared, &RSS_ITEMS);
}

#[test]
fn atom() {
    check(
        "f",
        r#"<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>وكالة الضفة</title>
<entry><id>urn:1</id><title type="html">الخارجية: &lt;b&gt;لا وساطة&lt;/b&gt;</title>
<link rel="enclosure" href="https://d.example/a.mp3"/><link rel="alternate" href="https://d.example/1"/>
<published>2024-05-07T12:00:00+03:00</published><updated>2024-05-08T12:00:00Z</updated>
<author><name>ليلى حداد</name></author><author><name>عادل بدر</name></author>
<content type="html">&lt;div&gt;نفت الوزارة الخبر.&lt;br&gt;وقالت إنه لا أساس له.&lt;/div&gt;</content></entry>
<entry><id>urn:2</id><title>عنوان</title><updated>2024-05-08T12:00:00Z</updated><summary>ملخص</summary></entry></feed>"#,
        &[
            "f, item 1: https://d.example/1 وكالة الضفة ليلى حداد، عادل بدر 2024-05-07T12:00:00+03:00 https://d.example/1 \"الخارجية: لا وساطة\\nنفت الوزارة الخبر.\\nوقالت إنه لا أساس له.\"",
            "f, item 2: urn:2 وكالة الضفة - 2024-05-08T12:00:00Z - \"عنوان\\nملخص\"",
        ],
    );
}

#[test]
fn json_feed() {
    check(
        "f.json",
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "صدى المدن", "items": [
{"id": "9", "url": "https://s.example/9", "title": "الإضراب", "date_published": "2024-06-01T09:00:00+02:00",
 "authors": [{"name": "سلمى نور"}], "content_html": "<p>أعلنت النقابة الإضراب.</p>", "summary": "ملخص"},
{"id": "10", "content_text": "قال الوزير\nوأضاف"}]}"#,
        &[
            "f.json, item 1: https://s.example/9 صدى المدن سلمى نور 2024-06-01T09:00:00+02:00 https://s.example/9 \"الإضراب\\nأعلنت النقابة الإضراب.\"",
            "f.json, item 2: 10 صدى المدن - - - \"قال الوزير\\nوأضاف\"",
        ],
    );
}

#[test]
fn feeds_that_are_not_as_they_should_be() {
    check("f.xml", "", &[]);
    check("f.xml", "<rss version='2.0'><channel></channel></rss>", &[]);
    check(
        "f.xml",
        "<sitemap><url/></sitemap>",
        &["f.xml: found unable to parse feed: no root element; expected an RSS, Atom or JSON feed"],
    );
    check("page.xml", "<html><p>قال", &["page.xml: page.xml - - - - \"قال\""]);
    check(
        "f.json",
        "{\"version\":\"https://jsonfeed.org/version/1\",",
        &["f.json: found unable to parse JSON: EOF while parsing a value at line 1 column 44; expected an RSS, Atom or JSON feed"],
    );
}

#[test]
fn an_unreadable_date_is_told() {
    let mut items = documents("f.xml", RSS.as_bytes(), Some(InputKind::Feed));
    items.nth(2).unwrap().unwrap();
    assert_eq!(
        items.warnings()[0].to_string(),
        "found the date \"أمس\", expected one such as 2024-05-03T14:20:00Z, 2024-05-03, 3 مايو 2024, 2024-05 or 2024; left out"
    );
}

#[test]
fn a_feed_that_is_cut_keeps_its_whole_items() {
    for (cut, place) in
        [("وأضاف أن", ", item 1, line 4"), ("<item><title>النقابة", ""), ("نفت النقابة", ", item 2, line 8"), ("</channel>", "")]
    {
        let cut = &RSS[..RSS.find(cut).unwrap()];
        let items: Vec<String> = documents("f.xml", cut.as_bytes(), None).map(shown).collect();
        let (error, whole) = items.split_last().unwrap();
        assert_eq!(whole, &RSS_ITEMS[..whole.len()]);
        assert_eq!(whole.len(), cut.matches("</item>").count(), "{error}");
        assert!(error.starts_with(&format!("f.xml{place}: found unable to parse XML: ")), "{error}");
    }
}

#[test]
fn an_item_that_is_broken_loses_only_itself() {
    for (right, wrong) in
        [("النقابة تنفي &amp; ترد", "النقابة تنفي </b> وترد"), ("<guid>https://almarfa.example/2", "<guid><b>https://almarfa.example/2")]
    {
        let broken = RSS.replace(right, wrong);
        let items: Vec<String> = documents("f.xml", broken.as_bytes(), None).map(shown).collect();
        let [first, error, third] = items.as_slice() else { panic!("{items:?}") };
        assert_eq!([first, third], [RSS_ITEMS[0], RSS_ITEMS[2]]);
        let line = 1 + RSS[..RSS.find("<item><title>النقابة").unwrap()].matches('\n').count();
        assert!(error.starts_with(&format!("f.xml, item 2, line {line}: found unable to parse XML: ")), "{error}");
    }
}

#[test]
fn mistakes_that_readers_of_feeds_put_right() {
    let loose = RSS
        .replace("تنفي &amp; ترد", "تنفي & ترد")
        .replace(" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"", "")
        .replace(" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"", "");
    assert!(loose.len() < RSS.len() - 80, "prefixes and an entity are gone");
    check("f.xml", loose, &RSS_ITEMS);
    let feed = |title: &str| {
        format!("<rss version='2.0'><channel><item><title>{title}</title><link>https://a.example/?a=1&b=2</link></item></channel></rss>")
    };
    for (title, expected) in [
        ("نور&nbsp;وأبناؤها", "نور وأبناؤها"),
        ("نور &أبناؤها; &", "نور &أبناؤها; &"),
        ("نور &#38; &#x26; &amp;amp; &lt;", "نور & & & <"),
        ("<![CDATA[نور & أبناؤها &laquo;س&raquo;]]>", "نور & أبناؤها «س»"),
        ("<!-- & -->نور &", "نور &"),
        ("<?xml version='1.0' encoding='windows-1256'?>نور", "نور"),
        ("<![CDATA[نور <?xml encoding='utf-16'?>]]>", "نور <?xml encoding='utf-16'?>"),
    ] {
        let items: Vec<_> = documents("f.xml", feed(title).as_bytes(), None).map(Result::unwrap).collect();
        assert_eq!(items[0].title.as_deref(), Some(expected));
        assert_eq!(items[0].url.as_deref(), Some("https://a.example/?a=1&b=2"));
    }
}

/// What an item is known by has to be its own, and the same when the feed is read again with other items around it.
#[test]
fn items_with_one_address_or_identifier() {
    let item = |title: &str, link: &str, guid: &str, date: &str| {
        let (title, date) = (format!("<title>{title}</title>"), format!("<pubDate>{date}</pubDate>"));
        format!("<item>{title}<link>{link}</link><guid isPermaLink='false'>{guid}</guid>{date}<description>خبر</description></item>")
    };
    let ids = |items: &[String]| -> Vec<(String, bool)> {
        let feed = format!("<rss version='2.0'><channel>{}</channel></rss>", items.concat());
        documents("f.xml", feed.as_bytes(), None).map(Result::unwrap).map(|item| (item.id, item.url.is_some())).collect()
    };
    let front = "https://mina.example/";
    let (a, b, c) = (
        item("أول", front, "", "Fri, 02 May 2031 14:20:00 GMT"),
        item("ثانٍ", front, "", "Fri, 02 May 2031 14:20:00 GMT"),
        item("أول", front, "", "Sat, 03 May 2031 14:20:00 GMT"),
    );
    let all = ids(&[a.clone(), b.clone(), c]);
    assert!(all.iter().all(|(id, has_url)| id.starts_with("https://mina.example/#") && !has_url), "{all:?}");
    assert!(all[0] != all[1] && all[0] != all[2] && all[1] != all[2], "{all:?}");
    assert_eq!(ids(&[b, a]), [all[1].clone(), all[0].clone()]);
    let with_guids = [item("أول", front, "g-1", ""), item("ثانٍ", front, "g-2", "")];
    assert_eq!(ids(&with_guids), [("g-1".to_owned(), false), ("g-2".to_owned(), false)]);
    let one_guid = [item("أول", "https://mina.example/1", "0", ""), item("ثانٍ", "https://mina.example/2", "0", "")];
    assert_eq!(ids(&one_guid), [("https://mina.example/1".to_owned(), true), ("https://mina.example/2".to_owned(), true)]);
}

/// A section that is left open, in an element whose like in the next item is closed, would take that item in without a word.
#[test]
fn an_open_section_loses_its_own_item_and_not_the_next() {
    let feed = "<rss version=\"2.0\"><channel><title>ص</title>\n\
        <item><title>أولى</title><link>https://n.example/1</link><description><![CDATA[قال المدير إن الفرع مفتوح.]]></description></item>\n\
        <item><title>ثانية</title><link>https://n.example/2</link><description><![CDATA[قال المدير إن المعرض مؤجل.</description></item>\n\
        <item><title>ثالثة</title><link>https://n.example/3</link><description><![CDATA[قال المدير إن العمل مستمر.]]></description></item>\n\
        </channel></rss>";
    let found: Vec<_> = rawi_document::documents("f.xml", feed.as_bytes(), None).collect();
    let ids: Vec<String> =
        found.iter().map(|item| item.as_ref().map_or_else(ToString::to_string, |document| document.id.clone())).collect();
    assert_eq!((ids.len(), ids[0].as_str(), ids[2].as_str()), (3, "https://n.example/1", "https://n.example/3"), "{ids:?}");
    assert!(ids[1].starts_with("f.xml, item 2") && ids[1].contains("line 3"), "{}", ids[1]);
}

#[test]
fn a_broken_item_of_a_json_feed_loses_itself() {
    let feed = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"ص\", \"items\": [\n\
        {\"id\": \"a\", \"content_text\": \"قال المدير إن الفرع مفتوح.\"},\n\"bad\",\n{\"id\": 7, \"content_text\": \"قال المدير إن العمل مستمر.\"}]}";
    let found: Vec<_> = rawi_document::documents("f.json", feed.as_bytes(), Some(rawi_document::InputKind::Feed)).collect();
    let ids: Vec<String> =
        found.iter().map(|item| item.as_ref().map_or_else(ToString::to_string, |document| document.id.clone())).collect();
    assert_eq!((ids.len(), ids[0].as_str(), ids[2].as_str()), (3, "a", "7"), "{ids:?}");
    assert!(ids[1].starts_with("f.json, item 2") && ids[1].contains("line 3"), "{}", ids[1]);
}
