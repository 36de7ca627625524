//! `--format html`: one self-contained right-to-left page, each article with its statements marked and listed beside it.
//! The looks are in `page.css`, the little that moves in `page.js`; the page works without the latter.

use std::fmt::Write;

use rawi::record::Span;

use super::marks::{Mark, Step, nest};
use super::{Rendered, Renderer, labels};
use crate::finding::{Finding, words};

/// Colours of speakers in `page.css`: `k1` to `k7`, then the same again with another line (`m1`, …). `k0` is for nobody known.
const COLORS: usize = 7;
/// Kinds of line in `page.css`: `m0` to `m3`.
const LINES: usize = 4;
/// Deeper nesting is not moved in any further.
const DEEPEST: usize = 4;

/// `--format html`.
pub struct Web;

impl Renderer for Web {
    fn opening(&self, heading: &str) -> String {
        let title = match heading {
            "" => "راوٍ".to_owned(),
            heading => format!("{} — راوٍ", escape(heading)),
        };
        format!(
            "<!doctype html>\n<html lang=\"ar\" dir=\"rtl\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"generator\" content=\"rawi {}\">\n<title>{title}</title>\n<style>\n{}</style>\n</head>\n<body>\n",
            env!("CARGO_PKG_VERSION"),
            include_str!("page.css"),
        )
    }

    fn closing(&self) -> &str {
        concat!("<script>\n", include_str!("page.js"), "</script>\n</body>\n</html>\n")
    }

    fn document(&self, finding: &Finding) -> Rendered {
        let record = &finding.record;
        let n = &finding.number;
        let mut out = String::new();
        // Text of another language is laid out in its own direction.
        let arabic = |t: &str| t.chars().any(|c| matches!(c, '\u{0600}'..='\u{06ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'));
        let foreign = record.text.as_deref().is_some_and(|t| !arabic(t));
        let direction = if foreign { " dir=\"auto\" lang=\"und\"" } else { "" };
        let _ = write!(out, "<article id=\"d{n}\">\n<div class=\"story\"{direction}>\n");
        let titled = match (finding.first_line(), finding.title()) {
            (Some(line), title) => title.is_none_or(|title| title == line),
            (None, _) => false,
        };
        if !titled && (finding.title().is_some() || record.text.is_none()) {
            let _ = writeln!(out, "<h1>{}</h1>", escape(&finding.heading()));
        }
        origin(&mut out, finding);
        if let Some(text) = &record.text {
            out.push_str("<div class=\"text\">");
            article(&mut out, finding, text, titled);
            out.push_str("</div>\n");
        }
        out.push_str("</div>\n<aside>\n");
        sources(&mut out, finding);
        statements(&mut out, finding);
        out.push_str("</aside>\n</article>\n");
        Rendered { body: out, heading: finding.heading().into_owned(), ..Rendered::default() }
    }
}

fn origin(out: &mut String, finding: &Finding) {
    let record = &finding.record;
    let mut parts = Vec::new();
    parts.extend(record.outlet.as_deref().map(|o| format!("<span>{}</span>", escape(o))));
    if let Some(date) = record.date.as_deref() {
        let date = escape(date);
        parts.push(format!("<time datetime=\"{date}\" dir=\"ltr\">{date}</time>"));
    }
    let address = record.url.as_deref().unwrap_or(&record.id);
    // Only what a browser fetches is made a link: an address may come from anywhere.
    if ["http://", "https://"].iter().any(|scheme| address.starts_with(scheme)) {
        let address = escape(address);
        parts.push(format!("<a href=\"{address}\" dir=\"ltr\" rel=\"noreferrer\">{address}</a>"));
    } else {
        parts.push(format!("<bdi>{}</bdi>", escape(address)));
    }
    let _ = writeln!(out, "<p class=\"origin\">{}</p>", parts.join(" · "));
}

/// What a mark in the article is, the outermost first where several have the same range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Content,
    Setting,
    Via,
    Addressee,
    Speaker,
    Cue,
}

/// Part, depth and index of the statement: of two equal ranges the enclosing statement's is outside.
type Key = (Part, usize, usize);

fn article(out: &mut String, finding: &Finding, text: &str, titled: bool) {
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let marks = all_marks(finding);
    // A statement is begun once, however many pieces and paragraphs it has: its first piece carries the id.
    let mut begun = vec![false; finding.record.statements.len()];
    let mut numbered = begun.clone();
    let mut start = 0;
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        let len = line.chars().count();
        let tag = match (i, titled) {
            _ if line.trim().is_empty() => "",
            (0, true) => "h1",
            _ => "p",
        };
        if !tag.is_empty() {
            let _ = write!(out, "<{tag}>");
        }
        let here: Vec<Mark<Key>> = marks
            .iter()
            .filter(|m| m.start < start + len && m.end > start)
            .map(|m| Mark { start: m.start.saturating_sub(start), end: m.end - start, key: m.key })
            .collect();
        let mut open: Vec<&str> = Vec::new();
        for step in nest(len, &here) {
            match step {
                Step::Text(s, e) => {
                    out.push_str(&escape(&text[bytes[start + s]..bytes[start + e]]));
                }
                Step::Close => {
                    let _ = write!(out, "</{}>", open.pop().unwrap_or("span"));
                }
                Step::Open { key: (part, _, s), .. } => {
                    let id = begins(finding, s) == part && !begun[s];
                    begun[s] |= id;
                    // A link cannot stand in a link.
                    let link = part == Part::Cue && !open.contains(&"a");
                    let number = link && !numbered[s];
                    numbered[s] |= number;
                    open.push(if link { "a" } else { "span" });
                    opening_tag(out, finding, part, s, id, link, number);
                }
            }
        }
        if !tag.is_empty() {
            let _ = write!(out, "</{tag}>");
        }
        start += len + 1;
    }
}

/// The part of a statement that links lead to.
fn begins(finding: &Finding, index: usize) -> Part {
    if finding.record.statements[index].content.is_empty() { Part::Cue } else { Part::Content }
}

fn opening_tag(out: &mut String, finding: &Finding, part: Part, index: usize, id: bool, link: bool, number: bool) {
    let (doc, n) = (&finding.number, index + 1);
    let class = match part {
        Part::Content => "c",
        Part::Setting => "t",
        Part::Via => "v",
        Part::Addressee => "a",
        Part::Speaker => "w",
        Part::Cue => "q",
    };
    out.push_str(if link { "<a" } else { "<span" });
    let _ = write!(out, " class=\"{class} {}\" data-s=\"{n}\"", color(finding, index));
    if id {
        let _ = write!(out, " id=\"d{doc}-s{n}\"");
    }
    if link {
        let _ = write!(out, " href=\"#d{doc}-l{n}\"");
    }
    if number {
        let _ = write!(out, " data-n=\"{n}\"");
    }
    out.push('>');
}

/// Every part of every statement, as marks over the text.
fn all_marks(finding: &Finding) -> Vec<Mark<Key>> {
    let mut marks = Vec::new();
    for (i, depth) in finding.outline() {
        let s = &finding.record.statements[i];
        let mut add = |part: Part, spans: &[Span]| {
            marks.extend(spans.iter().map(|&[start, end]| Mark { start, end, key: (part, depth, i) }));
        };
        add(Part::Content, &s.content);
        add(Part::Setting, &s.setting);
        add(Part::Via, &s.via);
        add(Part::Addressee, s.addressee.as_slice());
        add(Part::Speaker, s.speaker.as_slice());
        add(Part::Cue, s.cue.as_slice());
    }
    marks
}

/// The classes that give a statement the look of its speaker.
fn color(finding: &Finding, index: usize) -> String {
    look(finding.speaker(&finding.record.statements[index]).map(|(n, _)| n))
}

fn look(speaker: Option<usize>) -> String {
    match speaker {
        Some(n) => format!("k{} m{}", n % COLORS + 1, n / COLORS % LINES),
        None => "k0 m0".into(),
    }
}

fn sources(out: &mut String, finding: &Finding) {
    let record = &finding.record;
    let count = |id: Option<&str>| record.statements.iter().filter(|s| s.who.as_deref() == id).count();
    if record.statements.is_empty() {
        return;
    }
    out.push_str("<h2>المصادر</h2>\n<ul class=\"sources\">\n");
    for (n, speaker) in record.speakers.iter().enumerate() {
        let mut about: Vec<String> = Vec::new();
        about.extend(speaker.role.as_deref().filter(|r| *r != speaker.name).map(escape));
        about.push(labels::kind(speaker.kind).to_owned());
        let _ = writeln!(
            out,
            "<li class=\"{}\"><span class=\"source\"><b>{}</b> <small>{}</small></span> <span class=\"count\">{}</span></li>",
            look(Some(n)),
            escape(&speaker.name),
            about.join(" · "),
            count(Some(&speaker.id)),
        );
    }
    let unknown = count(None);
    if unknown > 0 {
        let _ = writeln!(
            out,
            "<li class=\"{}\"><span class=\"source\"><b>{}</b></span> <span class=\"count\">{unknown}</span></li>",
            look(None),
            labels::UNKNOWN
        );
    }
    out.push_str("</ul>\n");
}

fn statements(out: &mut String, finding: &Finding) {
    let record = &finding.record;
    if record.statements.is_empty() {
        out.push_str("<p class=\"note\">لا أقوال منسوبة في هذا النص.</p>\n");
        return;
    }
    out.push_str("<h2>الأقوال</h2>\n<ol class=\"said\">\n");
    for (i, depth) in finding.outline() {
        let (doc, n) = (&finding.number, i + 1);
        let statement = &record.statements[i];
        let parts = words(record, statement);
        let _ = write!(
            out,
            "<li id=\"d{doc}-l{n}\" class=\"{} in{}\" data-s=\"{n}\">\n<a class=\"n\" href=\"#d{doc}-{}{n}\" aria-label=\"القول {n} في النص\">{n}</a>\n<div>\n",
            color(finding, i),
            depth.min(DEEPEST),
            // Without the article there is nothing to go to but the item itself.
            if record.text.is_some() { "s" } else { "l" },
        );
        let name = finding.speaker(statement).map_or(labels::UNKNOWN, |(_, s)| &s.name);
        let mut facts = vec![format!("{} {}", labels::act(statement.act), labels::kind_of_words(statement.kind))];
        facts.extend(
            statement.confidence.map(|c| format!("<span dir=\"ltr\" title=\"احتمال صحة القائل ومقوله\">{}</span>", labels::percent(c))),
        );
        let _ = writeln!(out, "<p class=\"by\"><b>{}</b> <span class=\"facts\">{}</span></p>", escape(name), facts.join(" · "));
        let content = escape(&labels::quoted(statement.kind, &parts.content));
        let _ = writeln!(out, "<p class=\"words\">{content}</p>");
        let mut more = Vec::new();
        let mut add = |label: &str, what: String| {
            more.push(format!("<p class=\"more\"><span>{label}:</span> {what}</p>\n"));
        };
        let all = |parts: &[String]| parts.iter().map(|p| escape(p)).collect::<Vec<_>>();
        if let Some(addressee) = &parts.addressee {
            add("المخاطَب", escape(addressee));
        }
        if !parts.via.is_empty() {
            add("الناقل", all(&parts.via).join("، عن "));
        }
        if !parts.setting.is_empty() {
            add("السياق", all(&parts.setting).join(" · "));
        }
        out.push_str(&more.concat());
        explanation(out, finding, i);
        out.push_str("</div>\n</li>\n");
    }
    out.push_str("</ol>\n");
    let _ = writeln!(
        out,
        "<p class=\"note\">استُخرجت آلياً بالنموذج <bdi>{}</bdi> وقد تخطئ؛ النسبة هي احتمال صحة القائل ومقوله.</p>",
        escape(&record.model)
    );
}

fn explanation(out: &mut String, finding: &Finding, index: usize) {
    let Some(why) = finding.explanation(index) else {
        return;
    };
    out.push_str("<details><summary>لماذا؟</summary>\n");
    for (label, evidence) in [("هذا الفعل", &why.cue), ("هذه الحدود", &why.bounds), ("هذا المصدر", &why.speaker)]
    {
        if evidence.is_empty() {
            continue;
        }
        let _ = write!(out, "<p class=\"more\"><span>{label}:</span></p>\n<ul>\n");
        for piece in evidence {
            let _ = writeln!(out, "<li><bdi class=\"score\">{:+.2}</bdi> <bdi>{}</bdi></li>", piece.score, escape(&piece.what));
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</details>\n");
}

/// `text` for element content and quoted attributes. The one character that no page can hold, U+0000, becomes U+FFFD.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // As itself it would be read back as a line end.
            '\r' => out.push_str("&#13;"),
            '\0' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture;
    use expect_test::expect_file;

    /// Checks that tags nest, and gives the text of the first element of class `text`.
    fn text_of(page: &str) -> Option<String> {
        let mut open: Vec<String> = Vec::new();
        let mut inside = None;
        let mut out = String::new();
        let mut rest = page;
        while let Some((text, after)) = rest.split_once('<') {
            if inside.is_some() {
                out.push_str(text);
            }
            let (tag, after) = after.split_once('>').expect("a tag ends");
            rest = after;
            let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
            if tag.starts_with('/') {
                assert_eq!(open.pop().as_deref(), Some(&*name), "at …{text}<{tag}>");
                if inside == Some(open.len()) {
                    break;
                }
            } else {
                assert!(name != "a" || !open.contains(&name), "a link in a link");
                if inside.is_none() && tag.contains("class=\"text\"") {
                    inside = Some(open.len());
                }
                open.push(name);
            }
        }
        let unescaped = out
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&#13;", "\r")
            .replace("&amp;", "&");
        inside.map(|_| unescaped)
    }

    fn nests(page: &str) {
        let mut rest = page;
        while let Some(at) = rest.find("class=\"text\"") {
            text_of(rest.split_at(rest[..at].rfind("<div").unwrap()).1);
            rest = &rest[at + 1..];
        }
        let mut page = page.to_owned();
        // The elements that have no end.
        for void in ["<meta", "<!doctype"] {
            while let Some(at) = page.find(void) {
                let end = at + page[at..].find('>').unwrap();
                page.replace_range(at..=end, "");
            }
        }
        let scripts = page.find("<script>").unwrap();
        text_of(&page[..scripts].replace("<body>", "").replace("<html lang=\"ar\" dir=\"rtl\">", ""));
    }

    #[test]
    fn the_article_is_whole_and_tags_nest() {
        for finding in [fixture::harbour(), fixture::odd(), fixture::empty()] {
            let body = Web.document(&finding).body;
            let text = finding.record.text.clone().unwrap();
            assert_eq!(text_of(&body), Some(text.replace('\0', "\u{fffd}")));
            nests(&(Web.opening(&finding.record.id) + &body + Web.closing()));
        }
    }

    #[test]
    fn every_link_has_one_place_to_go_to() {
        for finding in [fixture::harbour(), fixture::odd(), fixture::empty()] {
            let mut bare = finding.clone();
            bare.record.text = None;
            for body in [Web.document(&finding).body, Web.document(&bare).body] {
                for link in body.split("href=\"#").skip(1) {
                    let to = link.split('"').next().unwrap();
                    assert_eq!(body.matches(&format!("id=\"{to}\"")).count(), 1, "{to}");
                }
            }
        }
    }

    #[test]
    fn a_title_stands_once() {
        let title = |title: Option<&str>, text: Option<&str>| {
            let mut finding = fixture::empty();
            finding.record.title = title.map(Into::into);
            finding.record.text = text.map(Into::into);
            let body = Web.document(&finding).body;
            let headings: Vec<_> = body.split("<h1>").skip(1).map(|r| r.split('<').next().unwrap().to_owned()).collect();
            headings.join("|")
        };
        let paragraph = "كلمة ".repeat(100);
        assert_eq!(title(Some("خبر"), Some("خبر\nمتن")), "خبر");
        assert_eq!(title(Some("خبر"), Some("متن")), "خبر");
        assert_eq!(title(None, Some("خبر\nمتن")), "خبر");
        assert_eq!(title(None, Some(&paragraph)), "");
        assert_eq!(title(Some("خبر"), Some(&paragraph)), "خبر");
        assert_eq!(title(Some("خبر"), None), "خبر");
        assert_eq!(title(None, None), "empty.txt");
    }

    #[test]
    fn an_address_is_a_link_only_when_a_browser_may_fetch_it() {
        let mut finding = fixture::empty();
        finding.record.url = Some("javascript:alert(1)".into());
        assert!(!Web.document(&finding).body.contains("href=\"javascript"));
    }

    #[test]
    fn nothing_is_fetched() {
        let page = Web.opening("") + Web.closing();
        for word in ["http:", "https:", "url(", "@import", "src="] {
            assert!(!page.contains(word), "{word}");
        }
    }

    #[test]
    fn harbour() {
        let finding = fixture::explained(fixture::harbour());
        expect_file!["../../tests/expected/harbour.html.part"].assert_eq(&Web.document(&finding).body);
    }

    #[test]
    fn odd() {
        expect_file!["../../tests/expected/odd.html.part"].assert_eq(&Web.document(&fixture::odd()).body);
    }
}
