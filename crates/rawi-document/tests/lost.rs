//! Texts that are easily lost without a word: each input, and the lines of its text that are right (white space at their ends aside).

use rawi_document::{Map, documents};

const FIRST: &str = "قال رئيس النقابة وليد الراعي إن الإضراب مستمر حتى تلبية المطالب كلها.";
const SECOND: &str = "وأضاف أن الحوار مع الوزارة لم يتوقف يوماً.";
const THIRD: &str = "ونفت الوزارة أن تكون المطالب قد وصلتها مكتوبة.";

fn shell(script: &str) -> String {
    format!(
        "<html><head><title>النقابة: الإضراب مستمر</title>{script}</head><body><div id=root></div><noscript>فعّل جافاسكربت.</noscript></body></html>"
    )
}

fn linked(json: &str) -> String {
    shell(&format!("<script type='application/ld+json'>{json}</script>"))
}

#[test]
fn texts_that_no_page_shows() {
    let quoted = FIRST.replace("الإضراب", "\"الإضراب\"");
    for (name, page, expected) in [
        ("a list", linked(&format!(r#"{{"@type":"NewsArticle","articleBody":["{FIRST}","{SECOND}"]}}"#)), vec![FIRST, SECOND]),
        (
            "raw line ends, commas before brackets, a comment",
            linked(&format!("{{\"@type\":[\"Report\",],/* النص */\"articleBody\":\"{FIRST}\n\n\t{SECOND}\",\n}}")),
            vec![FIRST, SECOND],
        ),
        (
            "quotation marks that were not escaped",
            linked(&format!("{{\"@type\":\"NewsArticle\",\"articleBody\":\"{quoted}\n{SECOND}\",\"author\":{{\"name\":\"سناء\"}}}}")),
            vec![&quoted, SECOND],
        ),
        (
            "escaped as a page's text is",
            linked(&format!("{{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;articleBody&quot;:&quot;{FIRST}\\n{SECOND}&quot;}}")),
            vec![FIRST, SECOND],
        ),
        (
            "markup, escaped twice",
            linked(&format!(r#"{{"@type":"NewsArticle","articleBody":"&lt;p&gt;{FIRST}&lt;\/p&gt;&lt;p&gt;{SECOND}&lt;\/p&gt;"}}"#)),
            vec![FIRST, SECOND],
        ),
        (
            "a live report",
            linked(&format!(
                r#"{{"@type":"LiveBlogPosting","liveBlogUpdate":[{{"@type":"BlogPosting","articleBody":"{THIRD}"}},{{"articleBody":"{FIRST}"}}]}}"#
            )),
            vec![THIRD, FIRST],
        ),
        (
            "line ends escaped twice",
            linked(&format!(r#"{{"@type":"NewsArticle","articleBody":"{FIRST}\\n\\n{SECOND}\\r\\n{THIRD}"}}"#)),
            vec![FIRST, SECOND, THIRD],
        ),
        (
            "the data of a program, paragraph by paragraph",
            shell(&format!(
                r#"<script id=__NEXT_DATA__ type='application/json'>{{"props":{{"menu":[{{"title":"أخبار"}}],"post":{{"blocks":[
                {{"type":"p","data":{{"text":"{FIRST}"}}}},{{"type":"img","data":{{"url":"x"}}}},{{"type":"p","data":{{"text":"{SECOND}"}}}},
                {{"type":"p","data":{{"text":"{THIRD}"}}}}]}}}}}}</script>"#
            )),
            vec![FIRST, SECOND, THIRD],
        ),
        (
            "the data of a program, in one piece of markup",
            shell(&format!(
                "<script>window.__STATE__ = {{\"a\":{{\"id\":1,\"html\":\"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>\"}}}};</script>"
            )),
            vec![FIRST, SECOND, THIRD],
        ),
        (
            "a page that shows the beginning and sells the rest",
            format!(
                "<html><head><title>النقابة: الإضراب مستمر</title><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{FIRST}\\n{SECOND}\\n{THIRD}\"}}</script></head>\
                <body><article><p>{FIRST}</p></article><div class=offer><p>لقراءة المقال كاملاً اشترك في الصحيفة بسعر رمزي.</p></div></body></html>"
            ),
            vec![FIRST, SECOND, THIRD],
        ),
    ] {
        let mut documents = documents("page.html", page.as_bytes(), None);
        let document = documents.next().unwrap().unwrap();
        assert_eq!(documents.warnings(), [], "{name}");
        assert_eq!(document.text.lines().collect::<Vec<_>>(), [vec!["النقابة: الإضراب مستمر"], expected].concat(), "{name}");
    }
}

#[test]
fn a_page_that_has_none_says_so() {
    for script in [
        "",
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":</script>",
        "<script>window.__X__ = {}</script>",
    ] {
        let page = shell(script).replace("<noscript>فعّل جافاسكربت.</noscript>", "");
        let mut documents = documents("page.html", page.as_bytes(), None);
        assert_eq!(documents.next().unwrap().unwrap().text, "النقابة: الإضراب مستمر");
        assert_eq!(documents.warnings()[0].to_string(), "no text but the headline", "{script}");
    }
}

#[test]
fn line_ends_that_are_two_characters() {
    let feed = format!(
        "<rss version='2.0'><channel><item><title>خبر</title><description>{FIRST}\\n\\n{SECOND}</description></item></channel></rss>"
    );
    for (name, input, map, expected) in [
        ("a.txt", format!("خبر\\n{FIRST}\\r\\n{SECOND}"), None, vec!["خبر", FIRST, SECOND]),
        ("a.txt", format!("خبر\n{FIRST}\\\\n{SECOND}\n"), None, vec!["خبر", FIRST, SECOND]),
        ("a.jsonl", format!(r#"{{"id":"1","text":"{FIRST}\\r\\n\\t{SECOND}"}}"#), None, vec![FIRST, SECOND]),
        (
            "a.jsonl",
            format!(r#"{{"head":"خبر","body":"{FIRST}\\n{SECOND}"}}"#),
            Some("title = head, text = body"),
            vec!["خبر", FIRST, SECOND],
        ),
        ("a.xml", feed, None, vec!["خبر", FIRST, SECOND]),
        ("a.html", format!("<h1>خبر</h1><p>{FIRST}\\n{SECOND}</p>"), None, vec!["خبر", FIRST, SECOND]),
    ] {
        let mut found = documents(name, input.as_bytes(), None);
        if let Some(map) = map {
            found = found.with_map(Map::parse("--map", map).unwrap());
        }
        let text = found.next().unwrap().unwrap().text;
        assert_eq!(text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>(), expected, "{input}");
    }
}
