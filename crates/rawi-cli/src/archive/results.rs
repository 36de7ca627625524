//! The results of a search as text: for a terminal, for programs, as a page.
//! No input or output here.

use rawi_archive::{Article, Hit, Query, Results, Snippet, Statement};
use rawi_export::{Exporter, Options, answer};
use rawi_table::Csv;

use crate::layout::{Page, Run, Style};
use crate::output::Output;
use crate::progress::thousands;
use crate::render::{escape, labels};
use crate::report::{self, Stop};

/// What is shown.
pub struct Shown<'a> {
    /// The query as it was understood.
    pub query: &'a Query,
    /// What was found.
    pub found: &'a Results,
    /// Results before the first one.
    pub offset: usize,
}

/// Keeps the digits after it as they are written.
const LEFT_TO_RIGHT: char = '\u{200e}';
/// Widest bar of a facet, in columns.
const BAR: usize = 24;

fn run(text: impl Into<String>, style: Style) -> Run {
    (text.into(), style)
}

/// For a terminal.
pub fn view(shown: &Shown, page: &Page) -> String {
    let mut out = String::new();
    let found = shown.found;
    for (i, hit) in found.hits.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        view_hit(&mut out, page, hit, shown.offset + i + 1);
    }
    for (facet, counts) in &found.facets {
        out.push('\n');
        page.paragraph(&mut out, 0, 0, &[run(facet_label(*facet), Style::BOLD)]);
        let most = counts.first().map_or(1, |c| c.hits).max(1);
        for count in
            counts.iter().take(if matches!(facet, rawi_archive::Facet::Month | rawi_archive::Facet::Day) { usize::MAX } else { 12 })
        {
            let bar = "▇".repeat((count.hits * BAR).div_ceil(most));
            let runs = [
                run(format!("{LEFT_TO_RIGHT}{} ", thousands(count.hits as u64)), Style::PLAIN),
                run(value_label(*facet, &count.value), Style::PLAIN),
                run(format!(" {bar}"), Style::DIM),
            ];
            page.paragraph(&mut out, 2, 6, &runs);
        }
    }
    out.push('\n');
    page.paragraph(&mut out, 0, 0, &[run(summary(shown), Style::DIM)]);
    out
}

/// `النتائج: 1 إلى 10 من 1,204`.
fn summary(shown: &Shown) -> String {
    let total = thousands(shown.found.total as u64);
    if shown.found.total == 0 {
        return "لا نتائج".to_owned();
    }
    if shown.found.hits.is_empty() {
        return format!("النتائج: {total}");
    }
    let (first, last) = (shown.offset + 1, shown.offset + shown.found.hits.len());
    format!("النتائج: {LEFT_TO_RIGHT}{first}–{last} من {LEFT_TO_RIGHT}{total}")
}

fn view_hit(out: &mut String, page: &Page, hit: &Hit, number: usize) {
    let article = &hit.entry.article;
    let inner = number.to_string().len() + 2;
    let mut head = vec![run(format!("{number}. "), Style::DIM)];
    match hit.entry.statements.first() {
        Some(statement) => {
            match &statement.who {
                Some(who) => {
                    head.push(run(&who.name, Style { color: Some(36), ..Style::BOLD }));
                    head.extend(who.role.as_deref().filter(|role| *role != who.name).map(|role| run(format!("، {role}"), Style::PLAIN)));
                }
                None => head.push(run(labels::UNKNOWN, Style::BOLD)),
            }
            page.paragraph(out, 0, inner, &head);
            page.paragraph(out, inner, inner, &[run(facts(statement), Style::DIM)]);
        }
        None => {
            head.push(match &article.title {
                Some(title) => run(title, Style::BOLD),
                None => run(&article.given, Style::BOLD.apart()),
            });
            page.paragraph(out, 0, inner, &head);
        }
    }
    page.paragraph(out, inner, inner, &marked(&hit.snippet));
    if !hit.entry.statements.is_empty()
        && let Some(title) = &article.title
    {
        page.paragraph(out, inner, inner, &[run(title, Style::DIM)]);
    }
    page.paragraph(out, inner, inner, &origin(article));
    let id = hit.entry.statements.first().map_or(&article.id, |s| &s.id);
    let mut last = vec![format!("{LEFT_TO_RIGHT}{id}")];
    last.extend(carried(hit));
    page.paragraph(out, inner, inner, &[run(last.join(" · "), Style::DIM)]);
}

/// Who else carried the statement, or else the article.
fn carried(hit: &Hit) -> Option<String> {
    let carries = |copy: &&rawi_archive::Copy| match hit.entry.statements.first() {
        Some(statement) => statement.copies.iter().any(|id| id.starts_with(&copy.id)),
        None => true,
    };
    let copies: Vec<_> = hit.entry.article.copies.iter().filter(carries).collect();
    let mut outlets: Vec<&str> = copies.iter().filter_map(|c| c.outlet.as_deref()).collect();
    outlets.sort_unstable();
    outlets.dedup();
    match outlets[..] {
        _ if copies.is_empty() => None,
        [] => Some(format!("نُشر أيضاً {} مرات", copies.len())),
        _ => Some(format!("نُشر أيضاً في {}", outlets.join("، "))),
    }
}

fn facts(statement: &Statement) -> String {
    let mut facts = vec![format!("{} {}", labels::act(statement.act), labels::kind_of_words(statement.kind))];
    facts.extend(statement.to.as_ref().map(|to| format!("إلى {}", to.name)));
    facts.extend(statement.through.first().map(|via| format!("عن طريق {}", via.name)));
    facts.extend(statement.confidence.map(|c| format!("{LEFT_TO_RIGHT}{}", labels::percent(c))));
    facts.join(" · ")
}

fn origin(article: &Article) -> Vec<Run> {
    let mut parts: Vec<Run> = article.outlet.iter().map(|outlet| run(format!("{outlet} · "), Style::DIM)).collect();
    parts.extend(article.date.as_deref().map(|d| run(format!("{LEFT_TO_RIGHT}{} · ", d.get(..10).unwrap_or(d)), Style::DIM)));
    parts.push(run(article.url.as_ref().unwrap_or(&article.given), Style::DIM.apart()));
    parts
}

/// A snippet as runs, its matches heavier.
fn marked(snippet: &Snippet) -> Vec<Run> {
    let mut runs = Vec::new();
    if snippet.cut.0 {
        runs.push(run("… ", Style::DIM));
    }
    pieces(snippet, |text, mark| runs.push(run(text, if mark { Style { color: Some(33), ..Style::BOLD } } else { Style::PLAIN })));
    if snippet.cut.1 {
        runs.push(run(" …", Style::DIM));
    }
    runs
}

/// The stretches of a snippet, and whether each is a match.
fn pieces(snippet: &Snippet, mut each: impl FnMut(&str, bool)) {
    let bytes: Vec<usize> = snippet.text.char_indices().map(|(byte, _)| byte).chain([snippet.text.len()]).collect();
    let mut at = 0;
    for &[start, end] in &snippet.marks {
        each(&snippet.text[at..bytes[start]], false);
        each(&snippet.text[bytes[start]..bytes[end]], true);
        at = bytes[end];
    }
    each(&snippet.text[at..], false);
}

fn facet_label(facet: rawi_archive::Facet) -> &'static str {
    use rawi_archive::Facet;
    match facet {
        Facet::Speaker => "المتحدثون",
        Facet::Addressee => "المخاطَبون",
        Facet::Via => "الناقلون",
        Facet::Kind => "أنواع المصادر",
        Facet::Act => "الأفعال",
        Facet::Type => "أنواع النقل",
        Facet::Outlet => "الوسائل",
        Facet::Role => "الصفات",
        Facet::Month => "الأشهر",
        Facet::Day => "الأيام",
    }
}

fn value_label(facet: rawi_archive::Facet, value: &str) -> String {
    use rawi_archive::Facet;
    match facet {
        Facet::Act => value.parse().map_or(value.into(), |act| labels::act(act).into()),
        Facet::Type => value.parse().map_or(value.into(), |kind| labels::kind_of_words(kind).into()),
        Facet::Kind => value.parse().map_or(value.into(), |kind| labels::kind(kind).into()),
        Facet::Month | Facet::Day => format!("{LEFT_TO_RIGHT}{value}"),
        _ => value.to_owned(),
    }
}

/// One hit a line.
pub fn jsonl(shown: &Shown) -> String {
    let hits = shown.found.hits.iter().zip(shown.offset + 1..);
    hits.map(|(hit, rank)| report::json(&answer::Hit::new(hit, rank)) + "\n").collect()
}

/// Everything as one object.
pub fn json(shown: &Shown) -> String {
    report::pretty(&answer::Found::new(shown.query, shown.found, shown.offset))
}

/// One row a hit, as an export has it.
pub fn table(shown: &Shown, format: rawi_export::Format, csv: Csv, out: &mut Output) -> Result<(), Stop> {
    let name = out.name();
    let stop = |error| Stop::export(&name, &error);
    let mut exporter = Exporter::new(format, Options { csv, ..Options::default() }, out).map_err(stop)?;
    for hit in &shown.found.hits {
        exporter.write(&hit.entry).map_err(stop)?;
    }
    report::cut(&name, exporter.cut());
    exporter.finish().map_err(stop)?;
    Ok(())
}

/// One self-contained page.
pub fn html(shown: &Shown) -> String {
    let query = escape(&shown.query.to_string());
    let mut out = format!(
        "<!doctype html>\n<html lang=\"ar\" dir=\"rtl\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, \
         initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>{query} — راوٍ</title>\n<style>\n{}</style>\n</head>\n<body>\n\
         <header><h1>{query}</h1><p>{}</p></header>\n<main>\n<ol start=\"{}\">\n",
        include_str!("results.css"),
        escape(&summary(shown)),
        shown.offset + 1,
    );
    for hit in &shown.found.hits {
        html_hit(&mut out, hit);
    }
    out.push_str("</ol>\n</main>\n");
    if !shown.found.facets.is_empty() {
        out.push_str("<aside>\n");
        for (facet, counts) in &shown.found.facets {
            out.push_str(&format!("<section><h2>{}</h2>\n<table>\n", facet_label(*facet)));
            for count in counts {
                out.push_str(&format!("<tr><td>{}</td><td>{}</td></tr>\n", escape(&value_label(*facet, &count.value)), count.hits));
            }
            out.push_str("</table></section>\n");
        }
        out.push_str("</aside>\n");
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn html_hit(out: &mut String, hit: &Hit) {
    let article = &hit.entry.article;
    out.push_str("<li>\n");
    if let Some(statement) = hit.entry.statements.first() {
        let (name, role) = match &statement.who {
            Some(who) => (who.name.as_str(), who.role.as_deref().filter(|role| *role != who.name)),
            None => (labels::UNKNOWN, None),
        };
        out.push_str(&format!("<p class=\"who\"><b>{}</b>", escape(name)));
        out.push_str(&role.map_or(String::new(), |role| format!("، {}", escape(role))));
        out.push_str(&format!(" <span>{}</span></p>\n", escape(&facts(statement))));
    }
    let mut said = String::new();
    pieces(&hit.snippet, |text, mark| {
        let text = escape(text);
        said.push_str(&if mark { format!("<mark>{text}</mark>") } else { text });
    });
    let (before, after) = (if hit.snippet.cut.0 { "… " } else { "" }, if hit.snippet.cut.1 { " …" } else { "" });
    out.push_str(&format!("<blockquote>{before}{said}{after}</blockquote>\n"));
    let title = escape(article.title.as_deref().unwrap_or(&article.given));
    let address = article.url.as_deref().filter(|url| url.starts_with("http://") || url.starts_with("https://"));
    // Only what a browser fetches is made a link: an address may come from anywhere.
    let title = address.map_or_else(|| title.clone(), |url| format!("<a href=\"{}\" rel=\"noreferrer\">{title}</a>", escape(url)));
    let mut from: Vec<String> = article.outlet.iter().map(|o| escape(o)).collect();
    from.extend(article.date.as_deref().map(|d| format!("<time dir=\"ltr\">{}</time>", escape(d.get(..10).unwrap_or(d)))));
    from.extend(carried(hit).map(|copies| escape(&copies)));
    out.push_str(&format!("<p class=\"from\">{title} · {}</p>\n</li>\n", from.join(" · ")));
}
