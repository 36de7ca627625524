//! `rawi speakers`: who speaks, one speaker's page, and decisions about who is who.
//! Who is who is decided in `rawi-archive`.

use std::io::IsTerminal;
use std::process::ExitCode;

use rawi::record::Kind;
use rawi_archive::{Archive, Page, Speaker, Who};
use rawi_export::answer;
use rawi_page::{Lang, labels, thousands};
use rawi_table::{Cell, Csv, Table};

use crate::args::{self, Format, Speakers};
use crate::layout::{self, Run, Style};
use crate::output::{self, Output};
use crate::report::{self, Stop};

/// Keeps the digits after it as they are written.
const LEFT_TO_RIGHT: char = '\u{200e}';
/// Widest bar of a month, in columns.
const BAR: u64 = 30;
/// Those who are shown where a name means several.
const SEVERAL: usize = 50;

/// Runs the command.
pub fn run(args: &Speakers) -> Result<ExitCode, Stop> {
    if let Some(change) = &args.change {
        return decide(change);
    }
    let path = args.to.output.as_deref();
    let format = output::format(args.to.format, path);
    if format == Format::Xlsx {
        output::not_to_terminal("a workbook", path)?;
    }
    let on_terminal = path.is_none() && std::io::stdout().is_terminal();
    let csv = output::csv(args.to.tables, format == Format::Csv)?;
    let to = Shape { format, csv, page: output::page(&args.to.look, on_terminal) };
    let mut out = Output::new(path);
    let archive = super::open(&args.place)?;
    let kind = match args.kind.as_deref() {
        Some(kind) => Some(kind.parse::<Kind>().map_err(|e| Stop::Usage(format!("--kind: {e}")))?),
        None => None,
    };
    let typed = args.name.join(" ");
    if let [verb @ ("merge" | "split" | "decisions" | "undo"), ..] = args.name.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        return Err(Stop::Usage(format!("flags go behind `{verb}`: rawi speakers {verb} --archive DIR …")));
    }
    let list = if typed.is_empty() {
        archive.speakers(kind, None, args.limit)?
    } else {
        match archive.who(&typed)? {
            Who::Nobody => {
                let near = super::nearest(&archive, &typed)?;
                let early = undecided(&archive)?;
                return Err(Stop::Nothing(format!("{}: nobody is called {typed:?}{near}{early}", archive.folder().display())));
            }
            Who::One(identity) => {
                one(&archive.speaker(identity)?, &to, &mut out)?;
                return Ok(ExitCode::SUCCESS);
            }
            Who::Several(found) => {
                let found = &found[..found.len().min(SEVERAL)];
                archive.speakers(kind, Some(found), args.limit)?
            }
        }
    };
    several(&list, &to, &mut out)?;
    if list.is_empty() {
        report::line(&format!("{}: nobody speaks here{}", archive.folder().display(), undecided(&archive)?));
    }
    Ok(ExitCode::from(u8::from(list.is_empty())))
}

/// What a message that there is nobody goes on with where it was not decided yet who is who.
fn undecided(archive: &Archive) -> Result<&'static str, Stop> {
    Ok(if archive.is_decided()? { "" } else { "; who is who is decided when a run of `rawi add` ends" })
}

fn decide(change: &args::Who) -> Result<ExitCode, Stop> {
    match change {
        args::Who::Merge { speakers, to } => {
            let mut writer = super::write(to)?;
            let found: Vec<u64> = speakers.iter().map(|typed| only(&writer, typed)).collect::<Result<_, _>>()?;
            for other in &found[1..] {
                writer.merge(found[0], *other)?;
            }
            writer.settle()?;
            let list = writer.speakers(None, Some(&[only(&writer, &found[0].to_string())?]), 1)?;
            report::out(&list.iter().map(|s| format!("{}\t{}\n", s.identity, s.name)).collect::<String>())?;
        }
        args::Who::Split { names, to } => {
            let mut writer = super::write(to)?;
            for name in names {
                let form = name
                    .parse()
                    .map_err(|_| Stop::Usage(format!("found {name:?}, expected the number of a name, as `rawi speakers NAME` shows it")))?;
                writer.split(form)?;
            }
            writer.settle()?;
        }
        args::Who::Decisions { place } => {
            let decisions = super::open(place)?.decisions()?;
            if decisions.is_empty() {
                return Ok(ExitCode::from(1));
            }
            let lines = decisions.iter().map(|d| format!("{}\t{}\t{}\t{}\t{}\n", d.id, d.kind, d.a, d.b, d.made));
            report::out(&lines.collect::<String>())?;
        }
        args::Who::Undo { decisions, to } => {
            let mut writer = super::write(to)?;
            for decision in decisions {
                writer.undo(*decision)?;
            }
            writer.settle()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The one speaker that is meant.
fn only(archive: &Archive, typed: &str) -> Result<u64, Stop> {
    match archive.who(typed)? {
        Who::One(identity) => Ok(identity),
        Who::Nobody => Err(Stop::Usage(format!("nobody is called {typed:?}{}", super::nearest(archive, typed)?))),
        Who::Several(found) => {
            let list = archive.speakers(None, Some(&found[..found.len().min(SEVERAL)]), SEVERAL)?;
            let list: Vec<String> = list.iter().map(|s| format!("{} {}", s.identity, s.name)).collect();
            Err(Stop::Usage(format!("{typed:?} means several; give one of these numbers: {}", list.join("، "))))
        }
    }
}

const HEADER: [&str; 9] = ["identity", "name", "role", "kind", "statements", "articles", "outlets", "first", "last"];

/// The row of a speaker in a table.
fn cells(s: &Speaker) -> Vec<Cell<'_>> {
    fn cell<'a>(words: &'a Option<String>, cell: impl FnOnce(&'a str) -> Cell<'a>) -> Cell<'a> {
        words.as_deref().map_or(Cell::Empty, cell)
    }
    let number = |n: u64| Cell::Number(n as f64);
    vec![
        number(s.identity),
        Cell::text(&s.name),
        cell(&s.role, Cell::text),
        Cell::text(s.kind.as_str()),
        number(s.statements),
        number(s.articles),
        number(s.outlets),
        cell(&s.first, |day| Cell::Date(day.into())),
        cell(&s.last, |day| Cell::Date(day.into())),
    ]
}

/// How a list or page is to be written.
struct Shape {
    format: Format,
    csv: Csv,
    page: layout::Page,
}

fn several(list: &[Speaker], to: &Shape, out: &mut Output) -> Result<(), Stop> {
    let text = match to.format {
        Format::Jsonl => list.iter().map(|s| report::json(&answer::Speaker::from(s)) + "\n").collect(),
        Format::Json => report::pretty(&list.iter().map(answer::Speaker::from).collect::<Vec<_>>()),
        Format::Csv => String::from_utf8([to.csv.opening(&HEADER), to.csv.rows(list.iter().map(cells))].concat()).expect("cells are text"),
        Format::Xlsx => {
            let name = out.name();
            let mut table = Table::new(&HEADER, out).map_err(|e| Stop::table(&name, &e))?;
            list.iter().try_for_each(|s| table.row(&cells(s))).map_err(|e| Stop::table(&name, &e))?;
            report::cut(&name, table.cut());
            return table.finish().map_err(|e| Stop::table(&name, &e))?.flush();
        }
        Format::View => {
            let mut text = String::new();
            list.iter().for_each(|s| view_line(&mut text, s, &to.page));
            text
        }
        Format::Html => return Err(no_page()),
    };
    out.write(&text)?;
    out.flush()
}

fn no_page() -> Stop {
    Stop::Usage("--format: found html, expected view, json, jsonl, csv or xlsx".into())
}

fn run_of(text: impl Into<String>, style: Style) -> Run {
    (text.into(), style)
}

fn view_line(out: &mut String, s: &Speaker, page: &layout::Page) {
    let mut head = vec![run_of(&s.name, Style { color: Some(36), ..Style::BOLD })];
    head.extend(s.role.as_deref().filter(|role| *role != s.name).map(|role| run_of(format!("، {role}"), Style::PLAIN)));
    page.paragraph(out, 0, 4, &head);
    page.paragraph(out, 4, 4, &[run_of(counts(s), Style::DIM)]);
}

fn counts(s: &Speaker) -> String {
    let mut facts = vec![
        labels::kind(s.kind, Lang::Ar).to_owned(),
        format!("الأقوال: {LEFT_TO_RIGHT}{}", thousands(s.statements)),
        format!("المقالات: {LEFT_TO_RIGHT}{}", thousands(s.articles)),
        format!("الوسائل: {LEFT_TO_RIGHT}{}", thousands(s.outlets)),
    ];
    facts.extend(period(&s.first, &s.last));
    facts.push(format!("الرقم {LEFT_TO_RIGHT}{}", s.identity));
    facts.join(" · ")
}

fn period(first: &Option<String>, last: &Option<String>) -> Option<String> {
    match (first, last) {
        (Some(first), Some(last)) if first == last => Some(format!("{LEFT_TO_RIGHT}{first}")),
        (Some(first), Some(last)) => Some(format!("من {LEFT_TO_RIGHT}{first} إلى {LEFT_TO_RIGHT}{last}")),
        _ => None,
    }
}

fn one(found: &Page, to: &Shape, out: &mut Output) -> Result<(), Stop> {
    let text = match to.format {
        Format::Json => report::pretty(&answer::SpeakerPage::from(found)),
        Format::Jsonl => report::json(&answer::SpeakerPage::from(found)) + "\n",
        Format::Csv | Format::Xlsx => return several(std::slice::from_ref(&found.speaker), to, out),
        Format::Html => return Err(no_page()),
        Format::View => view_page(found, &to.page),
    };
    out.write(&text)?;
    out.flush()
}

fn view_page(found: &Page, page: &layout::Page) -> String {
    let mut out = String::new();
    view_line(&mut out, &found.speaker, page);
    let mut section = |label: &str, lines: Vec<Vec<Run>>| {
        if lines.is_empty() {
            return;
        }
        out.push('\n');
        page.paragraph(&mut out, 0, 0, &[run_of(label, Style::BOLD)]);
        for line in lines {
            page.paragraph(&mut out, 2, 6, &line);
        }
    };
    let names = found.names.iter().map(|n| {
        let mut line = vec![run_of(format!("{LEFT_TO_RIGHT}{}", n.form), Style::DIM), run_of(format!(" {}", n.name), Style::PLAIN)];
        line.extend(n.role.as_deref().filter(|r| *r != n.name).map(|role| run_of(format!("، {role}"), Style::PLAIN)));
        let mut facts = vec![format!(" {LEFT_TO_RIGHT}{}", thousands(n.statements))];
        facts.extend(period(&n.first, &n.last));
        facts.extend(n.reason.as_deref().map(|reason| labels::reason(reason, Lang::Ar)));
        line.push(run_of(facts.join(" · "), Style::DIM));
        line
    });
    section("الأسماء والصفات", names.collect());
    let most = found.months.iter().map(|m| m.1).max().unwrap_or(1).max(1);
    let months = found.months.iter().map(|(month, n)| {
        let bar = "▇".repeat((n * BAR).div_ceil(most) as usize);
        vec![run_of(format!("{LEFT_TO_RIGHT}{month} {bar} "), Style::DIM), run_of(thousands(*n), Style::PLAIN)]
    });
    section("الأقوال بالأشهر", months.collect());
    let list = |values: &[(String, u64)], label: &dyn Fn(&str) -> String| -> Vec<Vec<Run>> {
        let items: Vec<String> = values.iter().map(|(v, n)| format!("{} ({})", label(v), thousands(*n))).collect();
        if items.is_empty() { Vec::new() } else { vec![vec![run_of(items.join("، "), Style::PLAIN)]] }
    };
    let plain = |v: &str| v.to_owned();
    if !found.subjects.is_empty() {
        section("المواضيع", vec![vec![run_of(found.subjects.join("، "), Style::PLAIN)]]);
    }
    section("الأفعال", list(&found.acts, &|v| v.parse().map_or_else(|_| v.to_owned(), |act| labels::act(act, Lang::Ar).to_owned())));
    section("يخاطب", list(&found.addressees, &plain));
    section("ينقل عنه", list(&found.relays, &plain));
    section("الوسائل", list(&found.outlets, &plain));
    out
}
