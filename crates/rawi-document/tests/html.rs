//! Web pages: each file in `fixtures` against the document beside it (`RAWI_UPDATE=1` writes it anew), and pages that are
//! not as they should be.

use std::{fmt::Write as _, fs, path::Path};

use rawi_document::{Document, InputKind, documents};

fn read(bytes: &[u8]) -> (Document, String) {
    let mut documents = documents("page.html", bytes, Some(InputKind::Html));
    let document = documents.next().unwrap().unwrap();
    let warnings: Vec<String> = documents.warnings().iter().map(ToString::to_string).collect();
    assert!(documents.next().is_none());
    (document, warnings.join("; "))
}

fn shown(document: &Document, warnings: &str) -> String {
    let Document { id, title, url, guid: _, outlet, author, date, text, origin: _ } = document;
    let mut out = String::new();
    let fields = [("title", title), ("url", url), ("outlet", outlet), ("author", author), ("date", date)];
    writeln!(out, "id: {id}").unwrap();
    for (name, value) in fields {
        writeln!(out, "{name}: {}", value.as_deref().unwrap_or("-")).unwrap();
    }
    writeln!(out, "warnings: {warnings}\n\n{text}").unwrap();
    out
}

fn check(fixture: &str, encode: impl FnOnce(&str) -> Vec<u8>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(fixture);
    let page = fs::read_to_string(&path).unwrap();
    let (document, warnings) = read(&encode(&page));
    let shown = shown(&document, &warnings);
    let expected = path.with_extension("expected");
    if std::env::var_os("RAWI_UPDATE").is_some() {
        fs::write(&expected, &shown).unwrap();
    }
    assert_eq!(shown, fs::read_to_string(&expected).unwrap(), "{fixture}");
}

fn utf_8(page: &str) -> Vec<u8> {
    page.as_bytes().to_vec()
}

#[test]
fn article() {
    check("article.html", utf_8);
}

#[test]
fn agency_report_of_two_sentences() {
    check("wire.html", utf_8);
}

#[test]
fn old_portal_of_tables_in_windows_1256() {
    check("old-portal.html", |page| encoding_rs::WINDOWS_1256.encode(page).0.into_owned());
}

#[test]
fn paragraphs_told_by_line_breaks_amid_comments_and_related_articles() {
    check("breaks.html", utf_8);
}

#[test]
fn short_paragraphs_under_a_heading_that_is_the_newspapers_name() {
    check("short-paragraphs.html", utf_8);
}

#[test]
fn page_filled_in_by_scripts() {
    check("script-page.html", utf_8);
}

#[test]
fn page_without_article() {
    check("front-page.html", utf_8);
}

#[test]
fn pages_that_are_not_as_they_should_be() {
    for (page, expected) in [
        ("", ""),
        ("<html></html>", ""),
        ("<html><head><title>عنوان الخبر هنا</title></head><body></body></html>", "عنوان الخبر هنا"),
        ("<p>قال الوزير إن <b>الاتفاق <i>قريب</b></i>.</div></p><p>ونفى", "قال الوزير إن الاتفاق قريب.\nونفى"),
        ("<p>قبل<script>var a = '<p>قال</p>'</script> بعد<style>p{}</style></p>", "قبل بعد"),
        ("<p>قبل<script>var a = 'قال", "قبل"),
        ("<p>قبل<!-- قال الوزير", "قبل"),
        ("قال الوزير بلا وسوم", "قال الوزير بلا وسوم"),
        ("<div>سطر<br>ثان<br><br>ثالث&nbsp;&nbsp;هنا</div>", "سطر\nثان\nثالث هنا"),
        ("<table><tr><td>العام<td>العدد<tr><td>2023<td>12</table>", "العام\nالعدد\n2023\n12"),
        ("<p>قال &laquo;نعم&raquo; &amp; مضى &#1602;", "قال «نعم» & مضى ق"),
        ("<p hidden>مخفي</p><p>ظاهر</p>", "ظاهر"),
    ] {
        assert_eq!(read(page.as_bytes()).0.text, expected, "{page}");
    }
}

#[test]
fn titles() {
    for (head, expected) in [
        ("<title>الكرملين: لا لقاء قريباً</title>", "الكرملين: لا لقاء قريباً"),
        ("<title>الوزير يعلن الاستقالة غداً | الأخبار | المرفأ</title>", "الوزير يعلن الاستقالة غداً"),
        ("<title>المرفأ - الوزير يستقيل</title><meta property=og:site_name content=المرفأ>", "الوزير يستقيل"),
        ("<title>الوزير يستقيل - المرفأ</title><meta property=og:site_name content=المرفأ>", "الوزير يستقيل"),
        ("<title>لقاء بكين - طوكيو يتأجل</title>", "لقاء بكين - طوكيو يتأجل"),
        ("<title>المرفأ</title><meta property=og:title content='قال &amp;quot;لا&amp;quot; ومضى'>", "قال \"لا\" ومضى"),
        ("<title>\n عنوان\n على سطرين </title>", "عنوان على سطرين"),
    ] {
        let page = format!("<html><head>{head}</head><body><p>متن</p></body></html>");
        assert_eq!(read(page.as_bytes()).0.title.as_deref(), Some(expected), "{head}");
    }
}

#[test]
fn dates_and_addresses() {
    for (head, date, url) in [
        ("", "-", "-"),
        ("<meta name=date content='2024/05/03'>", "2024-05-03", "-"),
        ("<meta property=article:published_time content=أمس><meta name=pubdate content=2024-05-03>", "2024-05-03", "-"),
        ("<time datetime='2024-05-03T10:00Z'>", "2024-05-03T10:00:00Z", "-"),
        ("<time datetime=2020-01-01></time><article><time datetime=2024-05-03></article>", "2024-05-03", "-"),
        ("<span itemprop=datePublished content=2024-05-03>", "2024-05-03", "-"),
        ("<meta name=date content='3 أيار 2024'>", "2024-05-03", "-"),
        ("<meta name=date content='24 شوال 1445هـ'>", "2024-05-03", "-"),
        // What the reader sees, where the page says nothing to machines.
        ("<h1>عنوان</h1><div class=post-date>الجمعة ٣ أيار/مايو ٢٠٢٤ - 10:30 م</div>", "2024-05-03", "-"),
        ("<h1>عنوان</h1><div id=publishDate>نشر في: 3 مايو 2024</div>", "2024-05-03", "-"),
        ("<article><time>3 مايو 2024</time></article>", "2024-05-03", "-"),
        ("<h1>عنوان</h1><p class=candidate>في 3 مايو 2024</p>", "-", "-"),
        ("<h1>عنوان</h1><p>في 3 مايو 2024</p>", "-", "-"),
        ("<h1>عنوان</h1><div class=last-update>4 مايو 2024</div><div class=date>3 مايو 2024</div>", "2024-05-03", "-"),
        ("<div class=date>اليوم 9 مايو 2025</div><h1>عنوان</h1><div class=date>3 مايو 2024</div>", "2024-05-03", "-"),
        ("<div class=date>اليوم 9 مايو 2025</div>", "-", "-"),
        ("<link rel=canonical href=https://a.example/><meta property=og:url content=https://a.example/1>", "-", "https://a.example/1"),
        ("<link rel=canonical href=/1>", "-", "-"),
        ("<link rel=canonical href=//a.example/1>", "-", "https://a.example/1"),
        ("<!-- saved from url=(0021)https://a.example/1 -->", "-", "https://a.example/1"),
    ] {
        let document = read(format!("{head}<p>متن</p>").as_bytes()).0;
        let found = (document.date.as_deref().unwrap_or("-"), document.url.as_deref().unwrap_or("-"));
        assert_eq!(found, (date, url), "{head}");
        assert_eq!(document.id, if url == "-" { "page.html" } else { url });
    }
}

#[test]
fn authors() {
    for (head, expected) in [
        ("<meta name=author content=' سلمى  نور '>", "سلمى نور"),
        ("<meta property=article:author content='https://facebook.com/almarfa'><meta name=author content='سلمى نور'>", "سلمى نور"),
        ("<meta property=article:author content='https://a.example/salma'>", "-"),
        ("<meta name=author content=المرفأ><meta property=og:site_name content=المرفأ>", "-"),
        (r#"<script type=application/ld+json>{"@type":"NewsArticle","author":{"name":"سلمى نور"}}</script>"#, "سلمى نور"),
        (
            r#"<script type=application/ld+json>{"@type":"NewsArticle","author":[{"name":"سلمى نور"},"عادل بدر",{"name":"سلمى نور"}]}</script>"#,
            "سلمى نور، عادل بدر",
        ),
        (
            r#"<script type=application/ld+json>[{"@type":"NewsArticle","author":{"@id":"a"}},{"@id":"a","name":"سلمى نور"}]</script>"#,
            "سلمى نور",
        ),
        ("", "-"),
    ] {
        let document = read(format!("{head}<p>متن</p>").as_bytes()).0;
        assert_eq!(document.author.as_deref().unwrap_or("-"), expected, "{head}");
    }
}

#[test]
fn deep_nesting_is_an_error_and_not_a_crash() {
    for opening in ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<x-y>", "<svg><g>", "<b><div></b>"] {
        let page = format!("<table>{}", opening.repeat(100_000));
        let result = documents("page.html", page.as_bytes(), Some(InputKind::Html)).next().unwrap();
        let message = result.map_or_else(|error| error.to_string(), |document| document.text);
        assert!(message.starts_with("page.html: found HTML elements nested "), "{opening}: {message}");
    }
}

#[test]
fn unclosed_formatting_does_not_multiply() {
    let formatting: String = (0..600).map(|number| format!("<b id={number}>")).collect();
    let page = format!("<p>{formatting}</p>{}", "<p>قال</p>".repeat(20_000));
    let result = documents("page.html", page.as_bytes(), Some(InputKind::Html)).next().unwrap();
    let message = result.map(|document| document.text.len()).unwrap_err().to_string();
    assert!(message.contains("unclosed formatting"), "{message}");
}

#[test]
fn deeper_than_browsers_show_is_read_without_an_article() {
    let page = format!("{}<p>قال الوزير</p>", "<div>".repeat(1000));
    let (document, warnings) = read(page.as_bytes());
    assert_eq!(document.text, "قال الوزير");
    assert_eq!(warnings, "no article found on the page; took all readable text");
}

#[test]
fn many_elements_that_lie_deep_are_read_in_time() {
    // Looking for the article among them takes three quarters of a minute.
    let page = format!("{}{}", "<div>".repeat(500), "<p>قال".repeat(300_000));
    let (document, warnings) = read(page.as_bytes());
    assert_eq!(document.text.lines().count(), 300_000);
    assert_eq!(warnings, "no article found on the page; took all readable text");
}

#[test]
fn what_looks_like_parts_without_end_is_read_in_time() {
    // Each of these took the square of its length in some reader.
    for page in [
        format!("<h1>عنوان</h1><p>متن</p>{}", "<p>التعليقات</p>".repeat(60_000)),
        format!("<h1>عنوان</h1><p>متن</p>{}", "<h4>مواضيع متعلقة</h4><a href=x>خبر</a><i></i>".repeat(60_000)),
        format!("{}<p>متن</p>{}", "<div class=title>".repeat(400), "<p>كلمات كثيرة هنا</p>".repeat(60_000)),
        format!("<script type=application/ld+json>{{\"a\":\"{}\"}}</script><p>متن</p>", "\"/*".repeat(500_000)),
        format!("<title>{}</title><p>متن</p>", "كلمة من ثلاث - ".repeat(60_000)),
        format!("<script type=application/json>{}1{}</script><p>متن</p>", "[".repeat(100_000), "]".repeat(100_000)),
        format!("<p>متن</p>{}", "<article><h1>عنوان</h1><p>متن</p></article>".repeat(30_000)),
        format!("<p>متن {}</p>", "\\n".repeat(500_000)),
    ] {
        let document = read(page.as_bytes()).0;
        assert!(document.text.contains("متن"), "{}", page.chars().take(60).collect::<String>());
    }
}

#[test]
fn lines_that_are_not_the_articles() {
    let before = "<p>قال الوزير إن العمل مستمر في المشروع، وأضاف أن الموعد لم يتغير، مؤكداً أن الميزانية كافية.</p>";
    let after = "<p>وختم بأن الوزارة ستعلن النتائج خلال أسبوع، وستنشر التقرير كاملاً على موقعها.</p>";
    for (line, stays) in [
        ("<p>اقرأ أيضًا: <a href=x>الوزير يزور الجنوب</a></p>", false),
        ("<p><a href=x>الوزير يزور الجنوب</a></p>", false),
        ("<p>إقرأ المزيد</p>", false),
        ("<p><time datetime=2024-05-03>3 مايو</time></p>", false),
        ("<p>وقال: <a href=x>لن نتراجع عن هذا القرار</a></p>", true),
        ("<p><a href=x>«لن نتراجع عن هذا القرار».</a></p>", true),
        ("<p>للمزيد من التوضيح، قال الوزير إن <a href=x>القانون</a> يمنع ذلك.</p>", true),
        ("<p>مشاركة الوزير في القمة مؤكدة، بحسب مكتبه.</p>", true),
        ("<p>نعم</p>", true),
        ("<p>شارك على فيسبوك تويتر واتساب</p>", false),
        ("<p>Facebook Twitter WhatsApp</p>", false),
        ("<p>شارك الوزير في القمة</p>", true),
        ("<p>عبر تويتر قال</p>", true),
        ("<p>المصدر: وكالات</p>", false),
        ("<p>المصدر، وهو ضابط رفيع، قال إن التحقيق بدأ</p>", true),
    ] {
        let text = read(format!("<article>{before}{line}{after}</article>").as_bytes()).0.text;
        assert_eq!(text.lines().count(), if stays { 3 } else { 2 }, "{line}: {text}");
    }
}

#[test]
fn huge_page() {
    let page = format!("<article>{}</article>", "<p>قال الوزير إن العمل مستمر، وأضاف أن الموعد لم يتغير.</p>".repeat(20_000));
    let (document, warnings) = read(page.as_bytes());
    assert_eq!((document.text.lines().count(), warnings.as_str()), (20_000, ""));
}
