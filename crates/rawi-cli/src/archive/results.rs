//! The results of a search as text: for a terminal, for programs, as a page.
//! No input or output here.

use rawi_archive::{Article, Facet, Hit, Query, Results, Snippet, Statement};
use rawi_export::{Exporter, Options, answer};
use rawi_page::{Lang, labels, percent, thousands};
use rawi_table::{Cell, Csv, Table};

use crate::layout::{Page, Run, Style};
use crate::output::Output;
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

/// A value of a facet; months keep their order of digits.
fn label(facet: Facet, value: &str) -> String {
    let mark = if facet == Facet::Month { "\u{200e}" } else { "" };
    format!("{mark}{}", labels::value(facet, value, Lang::Ar))
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
        page.paragraph(&mut out, 0, 0, &[run(labels::facet(*facet, Lang::Ar), Style::BOLD)]);
        let most = counts.first().map_or(1, |c| c.hits).max(1);
        for count in counts.iter().take(if matches!(facet, Facet::Month | Facet::Day) { usize::MAX } else { 12 }) {
            let bar = "▇".repeat((count.hits * BAR).div_ceil(most));
            let runs = [
                run(format!("{LEFT_TO_RIGHT}{} ", thousands(count.hits as u64)), Style::PLAIN),
                run(label(*facet, &count.value), Style::PLAIN),
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
                None => head.push(run(labels::unknown(Lang::Ar), Style::BOLD)),
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

/// Who else carried what was found.
fn carried(hit: &Hit) -> Option<String> {
    let carried = rawi_page::carried(hit);
    match carried.outlets[..] {
        _ if carried.copies == 0 => None,
        [] => Some(format!("نُشر أيضاً {} مرات", carried.copies)),
        _ => Some(format!("نُشر أيضاً في {}", carried.outlets.join("، "))),
    }
}

fn facts(statement: &Statement) -> String {
    let mut facts = vec![format!("{} {}", labels::act(statement.act, Lang::Ar), labels::kind_of_words(statement.kind, Lang::Ar))];
    facts.extend(statement.to.as_ref().map(|to| format!("إلى {}", to.name)));
    facts.extend(statement.through.first().map(|via| format!("عن طريق {}", via.name)));
    facts.extend(statement.confidence.map(|c| format!("{LEFT_TO_RIGHT}{}", percent(c))));
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
    let style = |mark| if mark { Style { color: Some(33), ..Style::BOLD } } else { Style::PLAIN };
    runs.extend(rawi_page::pieces(snippet).into_iter().map(|(text, mark)| run(text, style(mark))));
    if snippet.cut.1 {
        runs.push(run(" …", Style::DIM));
    }
    runs
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
    if shown.found.hits.iter().any(|hit| hit.entry.statements.is_empty()) {
        return articles(shown, format, csv, out);
    }
    let stop = |error| Stop::export(&name, &error);
    let mut exporter = Exporter::new(format, Options { csv, ..Options::default() }, out).map_err(stop)?;
    for hit in &shown.found.hits {
        exporter.write(&hit.entry).map_err(stop)?;
    }
    report::cut(&name, exporter.cut());
    exporter.finish().map_err(stop)?;
    Ok(())
}

/// One row an article, with those columns of an export that are about articles.
fn articles(shown: &Shown, format: rawi_export::Format, csv: Csv, out: &mut Output) -> Result<(), Stop> {
    const HEADER: [&str; 10] =
        ["id", "title", "url", "outlet", "author", "date", "article_id", "revision", "article_copies", "text_sha256"];
    fn cells(article: &Article) -> Vec<Cell<'_>> {
        let words = |words: &'_ Option<String>| words.clone().map_or(Cell::Empty, |words| Cell::text(&words).into_owned());
        let copies: Vec<&str> = article.copies.iter().map(|copy| copy.id.as_str()).collect();
        vec![
            Cell::Text((&*article.given).into()),
            words(&article.title),
            article.url.as_deref().map_or(Cell::Empty, Cell::link),
            words(&article.outlet),
            words(&article.author),
            article.date.as_deref().map_or(Cell::Empty, |date| Cell::Date(date.into())),
            Cell::Text((&*article.id).into()),
            Cell::Number(article.revision.into()),
            Cell::texts(&copies),
            Cell::Text((&*article.text_sha256).into()),
        ]
    }
    let rows = shown.found.hits.iter().map(|hit| cells(&hit.entry.article));
    if format != rawi_export::Format::Xlsx {
        let text = [csv.opening(&HEADER), csv.rows(rows)].concat();
        return out.write(std::str::from_utf8(&text).expect("cells are text"));
    }
    let name = out.name();
    let stop = |error| Stop::table(&name, &error);
    let mut table = Table::new(&HEADER, out).map_err(stop)?;
    for row in rows {
        table.row(&row).map_err(stop)?;
    }
    report::cut(&name, table.cut());
    table.finish().map_err(stop)?;
    Ok(())
}

/// One self-contained page.
pub fn html(shown: &Shown) -> String {
    rawi_page::results(shown.query, shown.found, shown.offset)
}
