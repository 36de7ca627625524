//! What do predictions get wrong? Counts of every kind of miss and false alarm, then examples with their sentences.
//! It explains the figures of `rawi::score` and uses its pairing; it neither reads texts for statements nor judges why.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rawi::record::{Record, Span, Statement};
use rawi::score::{self, Field, Input, Pair, ScoreError, Spans, TextWords, Verdict};

/// Every kind, what it counts, and what it is counted over.
const KINDS: &[(&str, &str, &str)] = &[
    ("cue-missed", "a gold statement without a partner", "gold statements"),
    ("cue-false", "a predicted statement without a partner", "predicted statements"),
    ("content-start", "only the first word of the content differs", "pairs"),
    ("content-end", "only the last word of the content differs", "pairs"),
    ("content-both", "the first and the last word of the content differ", "pairs"),
    ("content-pieces", "the pieces of the content differ in number or between its ends", "pairs"),
    ("speaker-missed", "a speaker span in the gold only", "pairs"),
    ("speaker-false", "a speaker span in the prediction only", "pairs"),
    ("speaker-wrong", "speaker spans of different words", "pairs"),
    ("who-explicit", "the wrong source, where the gold has a speaker span", "pairs with a speaker span"),
    ("who-implicit", "the wrong source, where the gold has none", "pairs without a speaker span"),
    ("source-missed", "a gold source without a partner", "gold sources"),
    ("source-false", "a predicted source without a partner", "predicted sources"),
    ("type", "the wrong type", "pairs"),
    ("act", "the wrong act", "pairs"),
    ("kind", "the wrong kind of source", "pairs of sources"),
    ("role", "the wrong role of a source", "pairs of sources"),
    ("addressee-missed", "an addressee in the gold only", "gold addressees of pairs"),
    ("addressee-false", "an addressee in the prediction only", "predicted addressees of pairs"),
    ("via-missed", "a relay in the gold only", "gold relays of pairs"),
    ("via-false", "a relay in the prediction only", "predicted relays of pairs"),
    ("setting-missed", "a setting in the gold only", "gold settings of pairs"),
    ("setting-false", "a setting in the prediction only", "predicted settings of pairs"),
    ("nesting", "a different enclosing statement", "pairs where either is enclosed"),
];

/// Words shown on each side of what is marked.
const AROUND: usize = 12;
/// A stretch of more words than this is shortened in its middle.
const LONG: usize = 36;

/// Whether `wanted` names a kind, or the beginning of several: `content` means every kind of content.
pub fn is_kind(wanted: &str) -> bool {
    wanted.is_empty() || KINDS.iter().any(|(kind, ..)| matches(kind, wanted))
}

/// The names of all kinds.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(kind, ..)| *kind)
}

fn matches(kind: &str, wanted: &str) -> bool {
    kind.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

// ---------------------------------------------------------------------------------------------------------------------
// Cases

/// One error of one document.
struct Case<'a> {
    doc: &'a Doc<'a>,
    gold: Option<usize>,
    pred: Option<usize>,
    /// Where to look when no statement shows it.
    place: Option<Span>,
    note: String,
}

struct Doc<'a> {
    text: &'a str,
    gold: &'a Record,
    pred: &'a Record,
}

#[derive(Default)]
struct Cases<'a> {
    cases: BTreeMap<&'static str, Vec<Case<'a>>>,
    over: BTreeMap<&'static str, usize>,
    /// Gold statements that are not who-said-what, by what went wrong first: unpaired, source, content, both.
    lost: [usize; 4],
}

impl<'a> Cases<'a> {
    fn add(&mut self, kind: &'static str, case: Case<'a>) {
        self.cases.entry(kind).or_default().push(case);
    }
    fn count(&mut self, over: &'static str, n: usize) {
        *self.over.entry(over).or_default() += n;
    }

    fn collect(&mut self, doc: &'a Doc<'a>) {
        let pairs = score::pairs(doc.text, doc.gold, doc.pred);
        let words = TextWords::new(doc.text);
        self.count("gold statements", doc.gold.statements.len());
        self.count("predicted statements", doc.pred.statements.len());
        self.count("gold sources", doc.gold.speakers.len());
        self.count("predicted sources", doc.pred.speakers.len());
        self.count("pairs", pairs.statements.len());
        self.count("pairs of sources", pairs.sources.len());
        for &n in &pairs.missed {
            self.lost[0] += 1;
            self.add("cue-missed", Case { doc, gold: Some(n), pred: None, place: None, note: labels(&doc.gold.statements[n]) });
        }
        for &n in &pairs.false_alarms {
            self.add("cue-false", Case { doc, gold: None, pred: Some(n), place: None, note: labels(&doc.pred.statements[n]) });
        }
        // Which gold source each predicted source was taken for.
        let partner: BTreeMap<&str, usize> =
            pairs.sources.iter().map(|pair| (doc.pred.speakers[pair.pred].id.as_str(), pair.gold)).collect();
        for pair in &pairs.statements {
            self.statement(doc, &words, pair, &partner);
        }
        for (kind, missing, record) in
            [("source-missed", &pairs.missed_sources, doc.gold), ("source-false", &pairs.false_sources, doc.pred)]
        {
            for &n in missing {
                let source = &record.speakers[n];
                let said = record.statements.iter().position(|s| s.who.as_deref() == Some(&source.id));
                let times = record.statements.iter().filter(|s| s.who.as_deref() == Some(&source.id)).count();
                let note = format!("{}, statements: {times}, mentions: {}", named(record, Some(&source.id)), source.mentions.join(" | "));
                let place = match said {
                    Some(_) => None,
                    None => source.mentions.iter().chain([&source.name]).find_map(|name| find(doc.text, name)),
                };
                let (gold, pred) = if kind == "source-missed" { (said, None) } else { (None, said) };
                self.add(kind, Case { doc, gold, pred, place, note });
            }
        }
        for pair in &pairs.sources {
            let (gold, pred) = (&doc.gold.speakers[pair.gold], &doc.pred.speakers[pair.pred]);
            let place = gold.mentions.iter().chain([&gold.name]).find_map(|name| find(doc.text, name));
            let case = |note| Case { doc, gold: None, pred: None, place, note };
            if !pair.kind_right {
                self.add("kind", case(format!("{}: gold {}, predicted {}", gold.name, gold.kind, pred.kind)));
            }
            if !pair.role_right {
                let role = |role: &Option<String>| role.clone().unwrap_or_else(|| "none".into());
                self.add("role", case(format!("{}: gold {}, predicted {}", gold.name, role(&gold.role), role(&pred.role))));
            }
        }
    }

    fn statement(&mut self, doc: &'a Doc<'a>, words: &TextWords, pair: &Pair, partner: &BTreeMap<&str, usize>) {
        let (gold, pred) = (&doc.gold.statements[pair.gold], &doc.pred.statements[pair.pred]);
        let case = |note: String| Case { doc, gold: Some(pair.gold), pred: Some(pair.pred), place: None, note };
        match (pair.who_right, pair.right) {
            (true, true) => {}
            (true, false) => self.lost[2] += 1,
            (false, _) if pair.content_dice >= 0.8 => self.lost[1] += 1,
            (false, _) => self.lost[3] += 1,
        }
        if !pair.content_exact {
            let (said, heard) = (words.of(&gold.content), words.of(&pred.content));
            let kind = match (gold.content.len() == pred.content.len(), said.first() == heard.first(), said.last() == heard.last()) {
                (false, ..) | (true, true, true) => "content-pieces",
                (true, false, true) => "content-start",
                (true, true, false) => "content-end",
                (true, false, false) => "content-both",
            };
            self.add(kind, case(format!("overlap {:.2}", pair.content_dice)));
        }
        match pair.speaker {
            Verdict::Missed => self.add("speaker-missed", case(String::new())),
            Verdict::False => self.add("speaker-false", case(String::new())),
            Verdict::Wrong => self.add("speaker-wrong", case(String::new())),
            Verdict::Absent | Verdict::Right => {}
        }
        let (kind, over) = match gold.speaker {
            Some(_) => ("who-explicit", "pairs with a speaker span"),
            None => ("who-implicit", "pairs without a speaker span"),
        };
        self.count(over, 1);
        if !pair.who_right {
            let mut note = format!("gold {}; predicted {}", named(doc.gold, gold.who.as_deref()), named(doc.pred, pred.who.as_deref()));
            if let Some(who) = &pred.who {
                match partner.get(who.as_str()).and_then(|&n| doc.gold.speakers.get(n)) {
                    Some(other) => _ = write!(note, ", which stands for gold {}", named(doc.gold, Some(&other.id))),
                    None => note.push_str(", which stands for no gold source"),
                }
            }
            self.add(kind, case(note));
        }
        if !pair.type_right {
            self.add("type", case(format!("gold {}, predicted {}", gold.kind, pred.kind)));
        }
        if !pair.act_right {
            self.add("act", case(format!("gold {}, predicted {}", gold.act, pred.act)));
        }
        self.part(
            ["addressee-missed", "addressee-false"],
            ["gold addressees of pairs", "predicted addressees of pairs"],
            &pair.addressee,
            [gold.addressee.as_slice(), pred.addressee.as_slice()],
            case,
        );
        self.part(
            ["via-missed", "via-false"],
            ["gold relays of pairs", "predicted relays of pairs"],
            &pair.via,
            [&gold.via, &pred.via],
            case,
        );
        self.part(
            ["setting-missed", "setting-false"],
            ["gold settings of pairs", "predicted settings of pairs"],
            &pair.setting,
            [&gold.setting, &pred.setting],
            case,
        );
        if pair.parent != Verdict::Absent {
            self.count("pairs where either is enclosed", 1);
        }
        if !matches!(pair.parent, Verdict::Absent | Verdict::Right) {
            let parent = |record: &Record, n: Option<usize>| match n.and_then(|n| record.statements.get(n.checked_sub(1)?)) {
                Some(above) => line(cut(doc.text, above.cue.or(above.content.first().copied()).unwrap_or([0, 0]))),
                None => "none".into(),
            };
            let (above, over) = (parent(doc.gold, gold.parent), parent(doc.pred, pred.parent));
            self.add("nesting", case(format!("enclosed by: gold {above}, predicted {over}")));
        }
    }

    /// `over` are what the misses and the false alarms are counted over.
    fn part(
        &mut self,
        kinds: [&'static str; 2],
        over: [&'static str; 2],
        spans: &Spans,
        of: [&[Span]; 2],
        case: impl Fn(String) -> Case<'a>,
    ) {
        for (side, (verdict, wrong)) in [("missed", &spans.missed), ("false", &spans.false_alarms)].into_iter().enumerate() {
            self.count(over[side], of[side].len());
            for &n in wrong {
                let mut case = case(String::new());
                case.note = format!("{verdict}: {}", line(cut(case.doc.text, of[side][n])));
                self.add(kinds[side], case);
            }
        }
    }
}

fn labels(statement: &Statement) -> String {
    format!("{}, {}", statement.kind, statement.act)
}

fn named(record: &Record, who: Option<&str>) -> String {
    let source = who.and_then(|who| record.speakers.iter().rev().find(|s| s.id == who));
    source.map_or_else(|| "nobody".into(), |s| format!("{} «{}» ({})", s.id, s.name, s.kind))
}

// ---------------------------------------------------------------------------------------------------------------------
// Text with marks

fn cut(text: &str, span: Span) -> &str {
    let byte = |n| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    &text[byte(span[0])..byte(span[1])]
}

fn line(text: &str) -> String {
    text.replace('\n', " ¶ ")
}

fn find(text: &str, name: &str) -> Option<Span> {
    let at = text.find(name).filter(|_| !name.is_empty())?;
    let start = text[..at].chars().count();
    Some([start, start + name.chars().count()])
}

/// A label and the span that it marks.
type Mark = (&'static str, Span);

fn marks(statement: &Statement) -> Vec<Mark> {
    let parts: [(&'static str, &[Span]); 6] = [
        ("cue", statement.cue.as_slice()),
        ("speaker", statement.speaker.as_slice()),
        ("addressee", statement.addressee.as_slice()),
        ("via", &statement.via),
        ("setting", &statement.setting),
        ("content", &statement.content),
    ];
    parts.into_iter().flat_map(|(label, spans)| spans.iter().map(move |&span| (label, span))).collect()
}

/// The text within `window` with `shown` marked in brackets; no edge in `edges` falls into what is shortened.
fn marked(text: &str, window: Span, shown: &[Mark], edges: &[usize]) -> String {
    let mut cuts: Vec<usize> = edges.iter().copied().filter(|&at| window[0] < at && at < window[1]).chain(window).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut out = String::new();
    for (k, &at) in cuts.iter().enumerate() {
        shown.iter().filter(|(_, span)| span[1] == at).for_each(|_| out.push(']'));
        let mut opened: Vec<&Mark> = shown.iter().filter(|(_, span)| span[0] == at).collect();
        opened.sort_by_key(|(_, span)| std::cmp::Reverse(span[1]));
        opened.iter().for_each(|(label, _)| _ = write!(out, "[{label}: "));
        if let Some(&next) = cuts.get(k + 1) {
            out.push_str(&shortened(&line(cut(text, [at, next]))));
        }
    }
    out
}

fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    match words.len() {
        n if n > LONG => format!("{} … {}", words[..AROUND].join(" "), words[n - AROUND..].join(" ")),
        _ => text.to_owned(),
    }
}

/// From some words before the first of `spans` to some words after the last.
fn around(words: &TextWords, spans: &[Span]) -> Span {
    let covered = words.of(spans);
    let (first, last) = match (covered.first(), covered.last()) {
        (Some(&first), Some(&last)) => (first.saturating_sub(AROUND), last + AROUND),
        _ => (0, 2 * AROUND),
    };
    let all = words.spans();
    let start = if first == 0 { 0 } else { all[first][0] };
    let end = if last + 1 >= all.len() { words.chars() } else { all[last][1] };
    let inside = |pick: fn(usize, usize) -> usize, from: usize, edge: usize| spans.iter().fold(from, |at, span| pick(at, span[edge]));
    [inside(usize::min, start, 0), inside(usize::max, end, 1)]
}

impl Case<'_> {
    fn show(&self, out: &mut String) {
        let side = |record: &Record, n: Option<usize>| n.map(|n| marks(&record.statements[n]));
        let place = self.place.map(|span| vec![("here", span)]);
        let sides = [("gold", side(self.doc.gold, self.gold)), ("pred", side(self.doc.pred, self.pred)), ("text", place)];
        let spans: Vec<Span> = sides.iter().flat_map(|(_, marks)| marks.iter().flatten().map(|(_, span)| *span)).collect();
        let edges: Vec<usize> = spans.iter().copied().flatten().collect();
        let window = around(&TextWords::new(self.doc.text), &spans);
        _ = writeln!(out, "{}", format!("  {}  {}", self.doc.gold.id, line(&self.note)).trim_end());
        for (name, marks) in sides {
            if let Some(marks) = marks {
                _ = writeln!(out, "    {name}: {}", marked(self.doc.text, window, &marks, &edges));
            }
        }
        out.push('\n');
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Report

/// The counts of the errors of the wanted kind, all for an empty one, and up to `most` examples of each.
pub fn report(texts: Input<'_>, gold: Input<'_>, predictions: Input<'_>, wanted: &str, most: usize) -> Result<String, ScoreError> {
    let figures = score::score_files(texts, gold, predictions)?;
    let texts = score::load_texts(texts)?;
    let gold = score::load(gold)?;
    let pred = score::load(predictions)?;

    let nothing = Record::default();
    let by_id: BTreeMap<&str, &Record> = pred.iter().map(|record| (record.id.as_str(), record)).collect();
    let docs = gold.iter().filter_map(|gold| {
        let pred = by_id.get(gold.id.as_str()).copied().unwrap_or(&nothing);
        Some(Doc { text: texts.get(&gold.id)?, gold, pred })
    });
    let docs: Vec<Doc<'_>> = docs.collect();
    let mut cases = Cases::default();
    docs.iter().for_each(|doc| cases.collect(doc));

    let mut out = String::new();
    let wanted = |kind: &str| wanted.is_empty() || matches(kind, wanted);
    let right = figures.field(Field::WhoSaidWhat);
    let [unpaired, who, content, both] = cases.lost;
    _ = writeln!(
        out,
        "who-said-what F1 {:.3}: of {} gold statements {} right, {unpaired} unpaired, {who} with the wrong source, {content} with the wrong content, {both} with both wrong\n",
        right.f1(),
        right.g,
        right.tp,
    );
    for (kind, what, over) in KINDS.iter().filter(|(kind, ..)| wanted(kind)) {
        let count = cases.cases.get(kind).map_or(0, Vec::len);
        let of = cases.over.get(over).copied().unwrap_or(0);
        _ = writeln!(out, "{kind:17}{count:6} of {of:6} {over:31}{what}");
    }
    for (kind, what, _) in KINDS.iter().filter(|(kind, ..)| wanted(kind)) {
        let Some(found) = cases.cases.get(kind) else { continue };
        let shown = most.min(found.len());
        if shown == 0 {
            continue;
        }
        _ = writeln!(out, "\n== {kind}: {what} ({shown} of {})\n", found.len());
        // Spread over the documents rather than all from the first ones.
        for k in 0..shown {
            found[k * found.len() / shown].show(&mut out);
        }
    }
    Ok(out)
}
