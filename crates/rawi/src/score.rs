//! How good are predicted statements? The project's figures: statements and sources paired with gold ones, and
//! precision, recall and F1 of every part. The same pairing, folding and rounding as the reference scorer beside the
//! annotations, figure for figure; not a measure of confidence, and no reader of files: it takes text that was read.
//!
//! 1. Spans are compared as sets of words, so marks and spaces at their edges cost nothing.
//! 2. Statements are paired one to one, greedily by content overlap (Dice) plus 0.5 when the cues share a word; a pair
//!    needs shared cue words or an overlap of 0.5.
//! 3. Sources are paired one to one, greedily by the paired statements they share, then by an equal name, then in order;
//!    they must have an equal name or mention, or names or speaker spans that overlap by half.
//!
//! [`score`] gives the figures of records, [`score_files`] those of files' contents, [`pairs`] the verdicts behind them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;

use serde_json::Value;
use unicode_normalization::{UnicodeNormalization, char as unicode};

use crate::record::{Record, Span};

/// An overlap from which two spans, or two names, count as the same.
const SAME: f64 = 0.5;
/// The overlap of contents that *who-said-what* asks for.
const SAID: f64 = 0.8;

// ---------------------------------------------------------------------------------------------------------------------
// Errors

/// Input that cannot be scored: which file, which document, which statement, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreError {
    file: String,
    id: Option<String>,
    statement: Option<usize>,
    message: String,
}

impl ScoreError {
    fn new(file: &str, id: Option<&str>, statement: Option<usize>, message: impl Into<String>) -> Self {
        Self { file: file.into(), id: id.map(Into::into), statement, message: message.into() }
    }
    /// The name that the input was given with.
    pub fn file(&self) -> &str {
        &self.file
    }
    /// The document, where one is to blame.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
    /// The number of the statement, from 1, where one is to blame.
    pub fn statement(&self) -> Option<usize> {
        self.statement
    }
}

impl fmt::Display for ScoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        if let Some(id) = &self.id {
            write!(f, "'{id}': ")?;
        }
        match self.statement {
            // `statement 3 cue is no span …`, but `statement 3: who 'S9' …`
            Some(n) if self.message.starts_with("who") || self.message.starts_with("parent") => {
                write!(f, "statement {n}: {}", self.message)
            }
            Some(n) => write!(f, "statement {n} {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for ScoreError {}

// ---------------------------------------------------------------------------------------------------------------------
// Words and names

/// A set of word numbers of one text, ascending and distinct.
pub type WordSet = Vec<usize>;

/// The words of a text as the scorer counts them: runs of letters, digits and Arabic marks that begin with a letter or
/// digit. Everything else is between words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextWords {
    at: Vec<Span>,
    chars: usize,
}

impl TextWords {
    /// Cuts `text`.
    pub fn new(text: &str) -> Self {
        let mut at: Vec<Span> = Vec::new();
        let mut open = false;
        let mut chars = 0;
        for (i, c) in text.chars().enumerate() {
            chars = i + 1;
            let letter = is_word_char(c);
            match (open, letter || is_mark(c)) {
                (true, true) => {
                    if let Some(word) = at.last_mut() {
                        word[1] = i + 1;
                    }
                }
                (false, _) if letter => {
                    at.push([i, i + 1]);
                    open = true;
                }
                _ => open = false,
            }
        }
        Self { at, chars }
    }
    /// Where each word stands, in scalar values.
    pub fn spans(&self) -> &[Span] {
        &self.at
    }
    /// The number of scalar values of the text.
    pub fn chars(&self) -> usize {
        self.chars
    }
    /// The words that `spans` touch, even in part.
    pub fn of<'a>(&self, spans: impl IntoIterator<Item = &'a Span>) -> WordSet {
        let mut set = WordSet::new();
        for &[start, end] in spans {
            let first = self.at.partition_point(|word| word[1] <= start);
            let after = self.at.partition_point(|word| word[0] < end);
            set.extend(first..after);
        }
        set.sort_unstable();
        set.dedup();
        set
    }
}

/// A letter or a digit in any script: general category L or N. Rust's own test also takes vowel marks and circled letters.
fn is_word_char(c: char) -> bool {
    c.is_alphanumeric()
        && !unicode::is_combining_mark(c)
        && !matches!(c, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f149}' | '\u{1f150}'..='\u{1f169}' | '\u{1f170}'..='\u{1f189}')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}')
}

fn common<T: Ord>(a: &[T], b: &[T]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                n += 1;
                i += 1;
                j += 1;
            }
        }
    }
    n
}

/// Dice's coefficient of two ascending sets; 0 when both are empty.
pub fn dice<T: Ord>(a: &[T], b: &[T]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 0.0;
    }
    (2 * common(a, b)) as f64 / (a.len() + b.len()) as f64
}

/// A name as the scorer compares names: compatibility forms, marks and letter variants folded, everything but words
/// dropped, and an attached و ف ب ل before the article taken from the first word.
pub fn fold(name: &str) -> String {
    let folded: String = name
        .chars()
        .filter(|&c| c != '\u{640}')
        .nfkc()
        .filter(|&c| unicode::canonical_combining_class(c) == 0 && c != '\u{640}')
        .map(|c| match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' => 'ي',
            'ة' => 'ه',
            'ؤ' => 'و',
            'ئ' => 'ي',
            c => c,
        })
        .collect();
    let mut words = folded.split(|c| !is_word_char(c)).filter(|word| !word.is_empty());
    let Some(first) = words.next() else {
        return String::new();
    };
    words.fold(without_clitic(first), |mut name, word| {
        name.push(' ');
        name.push_str(word);
        name
    })
}

/// للمنظمة، والمتهمون، بالوزير: the attached letter is not the name's.
fn without_clitic(word: &str) -> String {
    let bare = word.strip_prefix(['و', 'ف']).unwrap_or(word);
    if let Some(rest) = bare.strip_prefix("لل")
        && rest.chars().count() >= 2
    {
        return format!("ال{rest}");
    }
    // Names that only look like a clitic and an article.
    if ["والد", "والي", "فالح"].iter().any(|name| word.starts_with(name)) {
        return word.into();
    }
    let noun = match word.strip_prefix(['و', 'ف']) {
        Some(rest) => rest.strip_prefix(['ب', 'ل']).unwrap_or(rest),
        None => word.strip_prefix(['ب', 'ل']).unwrap_or(word),
    };
    match noun.strip_prefix("ال") {
        Some(stem) if stem.chars().count() >= 3 => noun.into(),
        _ => word.into(),
    }
}

fn name_words(folded: &str) -> Vec<&str> {
    let mut words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.dedup();
    words
}

// ---------------------------------------------------------------------------------------------------------------------
// Documents as the scorer sees them: borrowed from records or from JSON, where labels may be absent or unknown words

#[derive(Default)]
struct Doc<'a> {
    id: &'a str,
    sources: Vec<Source<'a>>,
    statements: Vec<Said<'a>>,
}

#[derive(Default)]
struct Source<'a> {
    id: &'a str,
    name: &'a str,
    kind: Option<&'a str>,
    role: &'a str,
    mentions: Vec<&'a str>,
}

#[derive(Default)]
struct Said<'a> {
    cue: Option<Span>,
    who: Option<&'a str>,
    who_also: Vec<&'a str>,
    speaker: Option<Span>,
    content: Vec<Span>,
    addressee: Option<Span>,
    via: Vec<Span>,
    setting: Vec<Span>,
    kind: Option<&'a str>,
    act: Option<&'a str>,
    parent: Option<usize>,
}

impl<'a> From<&'a Record> for Doc<'a> {
    fn from(record: &'a Record) -> Self {
        let sources = record.speakers.iter().map(|s| Source {
            id: &s.id,
            name: &s.name,
            kind: Some(s.kind.as_str()),
            role: s.role.as_deref().unwrap_or_default(),
            mentions: s.mentions.iter().map(String::as_str).collect(),
        });
        let statements = record.statements.iter().map(|s| Said {
            cue: s.cue,
            who: s.who.as_deref(),
            who_also: s.who_also.iter().map(String::as_str).collect(),
            speaker: s.speaker,
            content: s.content.clone(),
            addressee: s.addressee,
            via: s.via.clone(),
            setting: s.setting.clone(),
            kind: Some(s.kind.as_str()),
            act: Some(s.act.as_str()),
            parent: s.parent,
        });
        Doc { id: &record.id, sources: sources.collect(), statements: statements.collect() }
    }
}

/// Where something stands, for errors.
#[derive(Clone, Copy)]
struct Place<'a> {
    file: &'a str,
    id: &'a str,
    statement: Option<usize>,
}

impl Place<'_> {
    fn error(self, message: impl Into<String>) -> ScoreError {
        ScoreError::new(self.file, Some(self.id), self.statement, message)
    }
    fn no_span(self, what: &str, found: impl fmt::Display) -> ScoreError {
        self.error(format!("{what} is no span of the text: {found}"))
    }
}

/// A field that may be absent or null.
fn given<'a>(value: &'a Value, field: &str) -> Option<&'a Value> {
    value.get(field).filter(|v| !v.is_null())
}

fn text_of<'a>(value: &'a Value, field: &str, place: Place<'_>) -> Result<Option<&'a str>, ScoreError> {
    given(value, field).map(|v| v.as_str().ok_or_else(|| place.error(format!("{field} is no string: {v}")))).transpose()
}

fn list_of<'a>(value: &'a Value, field: &str, place: Place<'_>) -> Result<&'a [Value], ScoreError> {
    match given(value, field) {
        None => Ok(&[]),
        Some(Value::Array(items)) => Ok(items),
        Some(other) => Err(place.error(format!("{field} is no list: {other}"))),
    }
}

fn to_span(value: &Value, what: &str, place: Place<'_>) -> Result<Span, ScoreError> {
    let span = value.as_array().and_then(|v| match v.as_slice() {
        [start, end] => Some([usize::try_from(start.as_u64()?).ok()?, usize::try_from(end.as_u64()?).ok()?]),
        _ => None,
    });
    span.ok_or_else(|| place.no_span(what, value.to_string().replace(',', ", ")))
}

fn span_of(value: &Value, field: &str, place: Place<'_>) -> Result<Option<Span>, ScoreError> {
    given(value, field).map(|v| to_span(v, field, place)).transpose()
}

fn spans_of(value: &Value, field: &str, place: Place<'_>) -> Result<Vec<Span>, ScoreError> {
    list_of(value, field, place)?.iter().map(|v| to_span(v, field, place)).collect()
}

impl<'a> Doc<'a> {
    fn from_json(file: &str, id: &'a str, value: &'a Value) -> Result<Self, ScoreError> {
        let place = Place { file, id, statement: None };
        let mut doc = Doc { id, ..Doc::default() };
        for s in list_of(value, "speakers", place)? {
            doc.sources.push(Source {
                id: text_of(s, "id", place)?.ok_or_else(|| place.error("a speaker without an id"))?,
                name: text_of(s, "name", place)?.unwrap_or_default(),
                kind: text_of(s, "kind", place)?,
                role: text_of(s, "role", place)?.unwrap_or_default(),
                mentions: list_of(s, "mentions", place)?.iter().filter_map(Value::as_str).collect(),
            });
        }
        let statements = list_of(value, "statements", place)?;
        for (n, s) in statements.iter().enumerate() {
            let place = Place { statement: Some(n + 1), ..place };
            let parent = given(s, "parent").map(|v| {
                let number = v.as_u64().and_then(|n| usize::try_from(n).ok());
                number.ok_or_else(|| place.error(no_parent(v)))
            });
            doc.statements.push(Said {
                cue: span_of(s, "cue", place)?,
                content: spans_of(s, "content", place)?,
                speaker: span_of(s, "speaker", place)?,
                addressee: span_of(s, "addressee", place)?,
                via: spans_of(s, "via", place)?,
                setting: spans_of(s, "setting", place)?,
                parent: parent.transpose()?,
                who: text_of(s, "who", place)?,
                who_also: list_of(s, "who_also", place)?.iter().filter_map(Value::as_str).collect(),
                kind: text_of(s, "type", place)?,
                act: text_of(s, "act", place)?,
            });
        }
        Ok(doc)
    }

    /// Whether every span lies in a text of `chars` scalar values, every parent is a statement and every source is listed.
    fn check(&self, file: &str, chars: usize) -> Result<(), ScoreError> {
        let ids: HashSet<&str> = self.sources.iter().map(|s| s.id).collect();
        for (n, s) in self.statements.iter().enumerate() {
            let place = Place { file, id: self.id, statement: Some(n + 1) };
            let parts = [
                ("cue", s.cue.as_slice()),
                ("content", s.content.as_slice()),
                ("speaker", s.speaker.as_slice()),
                ("addressee", s.addressee.as_slice()),
                ("via", s.via.as_slice()),
                ("setting", s.setting.as_slice()),
            ];
            for (what, spans) in parts {
                if let Some(span) = spans.iter().find(|span| span[0] >= span[1] || span[1] > chars) {
                    return Err(place.no_span(what, format_args!("{span:?}")));
                }
            }
            if let Some(parent) = s.parent.filter(|&p| p < 1 || p > self.statements.len()) {
                return Err(place.error(no_parent(parent)));
            }
            if let Some(who) = s.who.iter().chain(&s.who_also).find(|&&who| !ids.contains(who)) {
                return Err(place.error(format!("who '{who}' is not a listed speaker")));
            }
        }
        Ok(())
    }
}

fn no_parent(found: impl fmt::Display) -> String {
    format!("parent {found} is not the number of a statement (they count from 1)")
}

// ---------------------------------------------------------------------------------------------------------------------
// Pairing

/// How a part that a statement has at most once compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Neither has it.
    Absent,
    /// Both have it, the same.
    Right,
    /// Only the gold statement has it.
    Missed,
    /// Only the predicted statement has it.
    False,
    /// Both have it, not the same.
    Wrong,
}

impl Verdict {
    fn of(gold: bool, pred: bool, same: bool) -> Self {
        match (gold, pred) {
            (false, false) => Verdict::Absent,
            (true, false) => Verdict::Missed,
            (false, true) => Verdict::False,
            (true, true) if same => Verdict::Right,
            (true, true) => Verdict::Wrong,
        }
    }
}

/// How the spans of a part that may stand several times compare: positions in the lists of the two statements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spans {
    /// Gold and predicted spans that overlap by half, one to one.
    pub hits: Vec<(usize, usize)>,
    /// Gold spans without a partner.
    pub missed: Vec<usize>,
    /// Predicted spans without a partner.
    pub false_alarms: Vec<usize>,
}

/// A gold statement and the predicted one that was paired with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Position in the gold statements, from 0.
    pub gold: usize,
    /// Position in the predicted statements, from 0.
    pub pred: usize,
    /// The cues share a word.
    pub cue_shared: bool,
    /// Overlap of the contents, 0 to 1.
    pub content_dice: f64,
    /// The contents have the same words.
    pub content_exact: bool,
    /// The speaker spans ([`Verdict::Right`]: the same words).
    pub speaker: Verdict,
    /// The source ([`Verdict::Right`]: the predicted source is paired with the gold one).
    pub who: Verdict,
    /// *who* as the figures count it: [`Verdict::Right`], or [`Verdict::Absent`] in both.
    pub who_right: bool,
    /// The headline figure: [`Pair::who_right`], and contents that overlap by 0.8.
    pub right: bool,
    /// The types are equal.
    pub type_right: bool,
    /// The acts are equal.
    pub act_right: bool,
    /// The addressee, as a list of at most one.
    pub addressee: Spans,
    /// The relays.
    pub via: Spans,
    /// The settings.
    pub setting: Spans,
    /// The enclosing statement ([`Verdict::Right`]: the two enclosing statements are paired).
    pub parent: Verdict,
}

/// A gold source and the predicted one that was paired with it.
#[derive(Debug, Clone, PartialEq)]
pub struct SourcePair {
    /// Position in the gold speakers, from 0.
    pub gold: usize,
    /// Position in the predicted speakers, from 0.
    pub pred: usize,
    /// The kinds are equal.
    pub kind_right: bool,
    /// The roles are equal or overlap by half.
    pub role_right: bool,
    /// Folded mentions they share.
    pub mentions: usize,
}

/// The pairing of one document and every verdict that follows from it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pairs {
    /// Paired statements, in the order of the gold.
    pub statements: Vec<Pair>,
    /// Gold statements without a partner.
    pub missed: Vec<usize>,
    /// Predicted statements without a partner.
    pub false_alarms: Vec<usize>,
    /// Paired sources, in the order of the gold.
    pub sources: Vec<SourcePair>,
    /// Gold sources without a partner.
    pub missed_sources: Vec<usize>,
    /// Predicted sources without a partner.
    pub false_sources: Vec<usize>,
}

/// Pairs the statements and sources of one document. Never fails: what points nowhere pairs with nothing
/// ([`check`] tells).
pub fn pairs(text: &str, gold: &Record, pred: &Record) -> Pairs {
    pair_doc(&TextWords::new(text), &Doc::from(gold), &Doc::from(pred)).0
}

/// Pairs in descending order of what `candidates` are sorted by, each side used once; the result ascends by the first.
fn greedy<K>(mut candidates: Vec<(K, usize, usize)>, by: impl Fn(&K, &K) -> std::cmp::Ordering) -> Vec<(usize, usize)> {
    candidates.sort_by(|x, y| by(&x.0, &y.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let mut paired: Vec<(usize, usize)> = Vec::new();
    for (_, a, b) in candidates {
        if paired.iter().all(|&(x, y)| x != a && y != b) {
            paired.push((a, b));
        }
    }
    paired.sort_unstable();
    paired
}

/// The words of every part of the statements of one side.
struct Cut {
    cue: Vec<WordSet>,
    content: Vec<WordSet>,
    speaker: Vec<WordSet>,
}

impl Cut {
    fn new(words: &TextWords, statements: &[Said<'_>]) -> Self {
        Self {
            cue: statements.iter().map(|s| words.of(&s.cue)).collect(),
            content: statements.iter().map(|s| words.of(&s.content)).collect(),
            speaker: statements.iter().map(|s| words.of(&s.speaker)).collect(),
        }
    }
}

fn pair_statements(gold: &Cut, pred: &Cut) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for i in 0..gold.content.len() {
        for j in 0..pred.content.len() {
            let overlap = dice(&gold.content[i], &pred.content[j]);
            let shared = common(&gold.cue[i], &pred.cue[j]) > 0;
            if shared || overlap >= SAME {
                candidates.push((overlap + if shared { 0.5 } else { 0.0 }, i, j));
            }
        }
    }
    greedy(candidates, |x, y| y.total_cmp(x))
}

/// The sources of one side: folded names, and the position that an id stands for (the last, should it stand twice).
struct Sources<'a> {
    names: Vec<BTreeSet<String>>,
    by_id: BTreeMap<&'a str, usize>,
}

impl<'a> Sources<'a> {
    fn new(sources: &[Source<'a>]) -> Self {
        let names = |s: &Source<'_>| {
            let all = std::iter::once(s.name).chain(s.mentions.iter().copied());
            all.map(fold).filter(|name| !name.is_empty()).collect()
        };
        Self { names: sources.iter().map(names).collect(), by_id: sources.iter().enumerate().map(|(k, s)| (s.id, k)).collect() }
    }
    fn mentions(&self) -> usize {
        self.by_id.values().map(|&k| self.names[k].len()).sum()
    }
}

/// Every source that a gold statement allows: `who`, then the further readings of a speaker that the text leaves open.
fn readings<'a>(statement: &Said<'a>) -> impl Iterator<Item = &'a str> {
    statement.who.into_iter().chain(statement.who_also.clone())
}

/// What [`pair_doc`] counts beside the verdicts.
struct Sums {
    content: Tally,
    speaker: (usize, usize),
    sources: (usize, usize),
    mentions: (usize, usize),
}

fn pair_doc(words: &TextWords, gold: &Doc<'_>, pred: &Doc<'_>) -> (Pairs, Sums) {
    let (gold_cut, pred_cut) = (Cut::new(words, &gold.statements), Cut::new(words, &pred.statements));
    let paired = pair_statements(&gold_cut, &pred_cut);
    let (gold_names, pred_names) = (Sources::new(&gold.sources), Sources::new(&pred.sources));

    let mut shared: HashMap<(usize, usize), usize> = HashMap::new();
    let mut same_span: HashSet<(usize, usize)> = HashSet::new();
    for &(i, j) in &paired {
        let Some(&b) = pred.statements[j].who.and_then(|who| pred_names.by_id.get(who)) else {
            continue;
        };
        for &a in readings(&gold.statements[i]).filter_map(|who| gold_names.by_id.get(who)) {
            *shared.entry((a, b)).or_default() += 1;
            if dice(&gold_cut.speaker[i], &pred_cut.speaker[j]) >= SAME {
                same_span.insert((a, b));
            }
        }
    }
    let mut candidates = Vec::new();
    for (a, gold_set) in gold_names.names.iter().enumerate() {
        for (b, pred_set) in pred_names.names.iter().enumerate() {
            let equal = !gold_set.is_disjoint(pred_set);
            let near = || {
                let overlap = |x: &String, y: &String| dice(&name_words(x), &name_words(y)) >= SAME;
                gold_set.iter().any(|x| pred_set.iter().any(|y| overlap(x, y)))
            };
            if equal || same_span.contains(&(a, b)) || near() {
                let count = shared.get(&(a, b)).copied().unwrap_or(0);
                candidates.push(((std::cmp::Reverse(count), !equal), a, b));
            }
        }
    }
    // An id that stands twice has one partner, and is its last entry.
    let source_pairs: BTreeMap<&str, &str> =
        greedy(candidates, Ord::cmp).into_iter().map(|(a, b)| (gold.sources[a].id, pred.sources[b].id)).collect();

    let partner: HashMap<usize, usize> = paired.iter().copied().collect();
    let statements = paired.iter().map(|&(i, j)| {
        let (g, p) = (&gold.statements[i], &pred.statements[j]);
        let (said, heard) = (&gold_cut.content[i], &pred_cut.content[j]);
        let (named, found) = (&gold_cut.speaker[i], &pred_cut.speaker[j]);
        let same_who = p.who.is_some_and(|who| readings(g).any(|x| source_pairs.get(x) == Some(&who)));
        let who = Verdict::of(g.who.is_some(), p.who.is_some(), same_who);
        let who_right = matches!(who, Verdict::Right | Verdict::Absent);
        let content_dice = dice(said, heard);
        let same_parent = match (g.parent, p.parent) {
            (Some(above), Some(over)) => above.checked_sub(1).and_then(|k| partner.get(&k)).copied() == over.checked_sub(1),
            _ => false,
        };
        Pair {
            gold: i,
            pred: j,
            cue_shared: common(&gold_cut.cue[i], &pred_cut.cue[j]) > 0,
            content_dice,
            content_exact: said == heard,
            speaker: Verdict::of(!named.is_empty(), !found.is_empty(), named == found),
            who,
            who_right,
            right: who_right && content_dice >= SAID,
            type_right: g.kind == p.kind,
            act_right: g.act == p.act,
            addressee: match_spans(words, g.addressee.as_slice(), p.addressee.as_slice()),
            via: match_spans(words, &g.via, &p.via),
            setting: match_spans(words, &g.setting, &p.setting),
            parent: Verdict::of(g.parent.is_some(), p.parent.is_some(), same_parent),
        }
    });
    let statements: Vec<Pair> = statements.collect();

    let sources = source_pairs.iter().map(|(gold_id, pred_id)| {
        let (a, b) = (gold_names.by_id[gold_id], pred_names.by_id[pred_id]);
        let (g, p) = (&gold.sources[a], &pred.sources[b]);
        let (role, found) = (fold(g.role), fold(p.role));
        SourcePair {
            gold: a,
            pred: b,
            kind_right: g.kind == p.kind,
            role_right: role == found || dice(&name_words(&role), &name_words(&found)) >= SAME,
            mentions: gold_names.names[a].intersection(&pred_names.names[b]).count(),
        }
    });
    let mut sources: Vec<SourcePair> = sources.collect();
    sources.sort_by_key(|pair| pair.gold);

    let left = |n: usize, taken: Vec<usize>| (0..n).filter(|k| !taken.contains(k)).collect::<Vec<_>>();
    let pairs = Pairs {
        missed: left(gold.statements.len(), statements.iter().map(|p| p.gold).collect()),
        false_alarms: left(pred.statements.len(), statements.iter().map(|p| p.pred).collect()),
        missed_sources: left(gold.sources.len(), sources.iter().map(|p| p.gold).collect()),
        false_sources: left(pred.sources.len(), sources.iter().map(|p| p.pred).collect()),
        statements,
        sources,
    };
    let size = |sets: &[WordSet]| sets.iter().map(Vec::len).sum();
    let some = |sets: &[WordSet]| sets.iter().filter(|set| !set.is_empty()).count();
    let sums = Sums {
        content: Tally {
            tp: paired.iter().map(|&(i, j)| common(&gold_cut.content[i], &pred_cut.content[j])).sum(),
            p: size(&pred_cut.content),
            g: size(&gold_cut.content),
        },
        speaker: (some(&pred_cut.speaker), some(&gold_cut.speaker)),
        sources: (pred_names.by_id.len(), gold_names.by_id.len()),
        mentions: (pred_names.mentions(), gold_names.mentions()),
    };
    (pairs, sums)
}

/// Each gold span takes the first predicted span left that overlaps it by half.
fn match_spans(words: &TextWords, gold: &[Span], pred: &[Span]) -> Spans {
    let mut left: Vec<(usize, WordSet)> = pred.iter().map(|span| words.of([span])).enumerate().collect();
    let mut spans = Spans::default();
    for (k, span) in gold.iter().enumerate() {
        let wanted = words.of([span]);
        match left.iter().position(|(_, found)| dice(&wanted, found) >= SAME) {
            Some(at) => spans.hits.push((k, left.remove(at).0)),
            None => spans.missed.push(k),
        }
    }
    spans.false_alarms = left.into_iter().map(|(k, _)| k).collect();
    spans
}

// ---------------------------------------------------------------------------------------------------------------------
// Figures

/// A part of the statements that precision, recall and F1 are counted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Paired statements.
    Statement,
    /// Words of content, over all statements; a word of an unpaired statement is an error.
    ContentToken,
    /// The same words of content.
    ContentExact,
    /// The same words of the speaker span, implicit speakers aside.
    SpeakerExact,
    /// The paired statement's source is the paired source, or null in both.
    Who,
    /// The headline figure: the right source, and contents that overlap by 0.8.
    WhoSaidWhat,
    /// Addressees that overlap by half.
    Addressee,
    /// Relays that overlap by half.
    Via,
    /// Settings that overlap by half.
    Setting,
    /// The same enclosing statement.
    Nesting,
    /// Paired sources.
    Source,
    /// Distinct folded mentions of paired sources.
    Mention,
}

impl Field {
    /// Every field, in the order of the output.
    pub const ALL: [Field; 12] = [
        Field::Statement,
        Field::ContentToken,
        Field::ContentExact,
        Field::SpeakerExact,
        Field::Who,
        Field::WhoSaidWhat,
        Field::Addressee,
        Field::Via,
        Field::Setting,
        Field::Nesting,
        Field::Source,
        Field::Mention,
    ];
    /// Its name in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Statement => "statement",
            Field::ContentToken => "content-token",
            Field::ContentExact => "content-exact",
            Field::SpeakerExact => "speaker-exact",
            Field::Who => "who",
            Field::WhoSaidWhat => "who-said-what",
            Field::Addressee => "addressee",
            Field::Via => "via",
            Field::Setting => "setting",
            Field::Nesting => "nesting",
            Field::Source => "source",
            Field::Mention => "mention",
        }
    }
}

/// A label whose accuracy over pairs is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Label {
    /// Type of paired statements.
    Type,
    /// Act of paired statements.
    Act,
    /// Kind of paired sources.
    Kind,
    /// Role of paired sources.
    Role,
}

impl Label {
    /// Every label, in the order of the output.
    pub const ALL: [Label; 4] = [Label::Type, Label::Act, Label::Kind, Label::Role];
    /// Its name in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Label::Type => "type",
            Label::Act => "act",
            Label::Kind => "kind",
            Label::Role => "role",
        }
    }
}

/// Counts of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Predicted and right.
    pub tp: usize,
    /// Predicted.
    pub p: usize,
    /// In the gold.
    pub g: usize,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.tp += other.tp;
        self.p += other.p;
        self.g += other.g;
    }
    /// The share of the predicted that is right; 0 of none.
    pub fn precision(self) -> f64 {
        ratio(self.tp, self.p)
    }
    /// The share of the gold that was found; 0 of none.
    pub fn recall(self) -> f64 {
        ratio(self.tp, self.g)
    }
    /// The harmonic mean of both; 0 when both are.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }
}

/// Pairs whose label is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Accuracy {
    /// Pairs with the right label.
    pub right: usize,
    /// Pairs.
    pub pairs: usize,
}

impl Accuracy {
    /// The share that is right; 0 of none.
    pub fn share(self) -> f64 {
        ratio(self.right, self.pairs)
    }
}

fn ratio(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}

/// The counts of one document, or of all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    fields: [Tally; Field::ALL.len()],
    labels: [Accuracy; Label::ALL.len()],
}

impl Counts {
    /// The counts of a field.
    pub fn field(&self, field: Field) -> Tally {
        self.fields[field as usize]
    }
    /// The accuracy of a label.
    pub fn label(&self, label: Label) -> Accuracy {
        self.labels[label as usize]
    }

    fn of(words: &TextWords, gold: &Doc<'_>, pred: &Doc<'_>) -> Self {
        let (pairs, sums) = pair_doc(words, gold, pred);
        let mut counts = Counts::default();
        let (p, g) = (pred.statements.len(), gold.statements.len());
        let that = |test: fn(&Pair) -> bool| pairs.statements.iter().filter(|pair| test(pair)).count();
        let sum = |part: fn(&Pair) -> usize| pairs.statements.iter().map(part).sum::<usize>();
        let count = |doc: &Doc<'_>, part: fn(&Said<'_>) -> usize| doc.statements.iter().map(part).sum::<usize>();
        let parts = |tp: usize, part: fn(&Said<'_>) -> usize| (tp, count(pred, part), count(gold, part));
        for field in Field::ALL {
            let (tp, p, g) = match field {
                Field::Statement => (pairs.statements.len(), p, g),
                Field::ContentToken => (sums.content.tp, sums.content.p, sums.content.g),
                Field::ContentExact => (that(|pair| pair.content_exact), p, g),
                Field::SpeakerExact => (that(|pair| pair.speaker == Verdict::Right), sums.speaker.0, sums.speaker.1),
                Field::Who => (that(|pair| pair.who_right), p, g),
                Field::WhoSaidWhat => (that(|pair| pair.right), p, g),
                Field::Addressee => parts(sum(|pair| pair.addressee.hits.len()), |s| s.addressee.iter().count()),
                Field::Via => parts(sum(|pair| pair.via.hits.len()), |s| s.via.len()),
                Field::Setting => parts(sum(|pair| pair.setting.hits.len()), |s| s.setting.len()),
                Field::Nesting => parts(that(|pair| pair.parent == Verdict::Right), |s| s.parent.iter().count()),
                Field::Source => (pairs.sources.len(), sums.sources.0, sums.sources.1),
                Field::Mention => {
                    let shared = pairs.sources.iter().map(|pair| pair.mentions).sum();
                    (shared, sums.mentions.0, sums.mentions.1)
                }
            };
            counts.fields[field as usize] = Tally { tp, p, g };
        }
        for label in Label::ALL {
            let (right, pairs) = match label {
                Label::Type => (that(|pair| pair.type_right), pairs.statements.len()),
                Label::Act => (that(|pair| pair.act_right), pairs.statements.len()),
                Label::Kind => (pairs.sources.iter().filter(|pair| pair.kind_right).count(), pairs.sources.len()),
                Label::Role => (pairs.sources.iter().filter(|pair| pair.role_right).count(), pairs.sources.len()),
            };
            counts.labels[label as usize] = Accuracy { right, pairs };
        }
        counts
    }

    fn add(&mut self, other: &Counts) {
        for (sum, more) in self.fields.iter_mut().zip(other.fields) {
            sum.add(more);
        }
        for (sum, more) in self.labels.iter_mut().zip(other.labels) {
            sum.right += more.right;
            sum.pairs += more.pairs;
        }
    }
}

/// The figures of a set of documents. Displayed, they are the lines of the reference scorer's output.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    /// All documents together.
    pub total: Counts,
    /// Each document, in the order of the gold.
    pub by_doc: Vec<(String, Counts)>,
    /// Gold documents without a prediction; they count as predicted without statements.
    pub missing: usize,
    /// Predicted documents that the gold does not have; they are left out.
    pub extra: usize,
}

impl Figures {
    /// The counts of a field over all documents.
    pub fn field(&self, field: Field) -> Tally {
        self.total.field(field)
    }
    /// The accuracy of a label over all documents.
    pub fn label(&self, label: Label) -> Accuracy {
        self.total.label(label)
    }
    /// The headline figure: F1 of who-said-what.
    pub fn headline(&self) -> f64 {
        self.field(Field::WhoSaidWhat).f1()
    }
    /// One line a document: id, F1 of who-said-what, gold and predicted statements, between tabs.
    pub fn by_doc_lines(&self) -> impl Iterator<Item = String> {
        self.by_doc.iter().map(|(id, counts)| {
            let Tally { p, g, .. } = counts.field(Field::Statement);
            format!("{id}\t{:.3}\t{g} gold\t{p} predicted", counts.field(Field::WhoSaidWhat).f1())
        })
    }
    /// The unrounded figures as one line of JSON: `{"statement": {"p": …, "r": …, "f": …}, …, "type": …, …}`.
    pub fn to_json(&self) -> String {
        let fields = Field::ALL.map(|field| {
            let tally = self.field(field);
            let (p, r, f) = (tally.precision(), tally.recall(), tally.f1());
            format!(r#""{}": {{"p": {p:?}, "r": {r:?}, "f": {f:?}}}"#, field.as_str())
        });
        let labels = Label::ALL.map(|label| {
            let accuracy = self.label(label);
            match accuracy.pairs {
                0 => format!(r#""{}": 0"#, label.as_str()),
                _ => format!(r#""{}": {:?}"#, label.as_str(), accuracy.share()),
            }
        });
        format!("{{{}, {}}}", fields.join(", "), labels.join(", "))
    }
    /// What a reader of the figures should know: documents without a prediction, and predictions left out.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.missing > 0 {
            notes.push(format!("{} of {} documents have no prediction", self.missing, self.by_doc.len()));
        }
        if self.extra > 0 {
            notes.push(format!("{} predicted documents are not in the gold and are left out", self.extra));
        }
        notes
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { p, g, .. } = self.field(Field::Statement);
        writeln!(f, "{} documents, {g} gold statements, {p} predicted", self.by_doc.len())?;
        for field in Field::ALL {
            let tally = self.field(field);
            let (p, r, x) = (tally.precision(), tally.recall(), tally.f1());
            let Tally { tp, p: predicted, g } = tally;
            writeln!(f, "{:14} P {p:.3}  R {r:.3}  F1 {x:.3}  ({tp}/{predicted}/{g})", field.as_str())?;
        }
        for label in Label::ALL {
            let accuracy = self.label(label);
            writeln!(f, "{:14} accuracy {:.3} of {} pairs", label.as_str(), accuracy.share(), accuracy.pairs)?;
        }
        Ok(())
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Scoring

/// What errors call the two sides of [`score`].
const GOLD: &str = "gold";
const PRED: &str = "predictions";

/// Scores predicted records against gold ones; `texts` gives the text of each gold id.
///
/// # Errors
/// When an id stands twice, a gold document has no text, or a gold document or its prediction does not fit the text
/// (see [`check`]).
pub fn score(texts: &BTreeMap<String, String>, gold: &[Record], pred: &[Record]) -> Result<Figures, ScoreError> {
    let docs = |records: &[Record], file| {
        let ids = records.iter().map(|record| record.id.as_str());
        no_id_twice(file, ids)
    };
    docs(gold, GOLD)?;
    docs(pred, PRED)?;
    let by_id: HashMap<&str, &Record> = pred.iter().map(|record| (record.id.as_str(), record)).collect();
    let gold = gold.iter().map(|record| Ok((GOLD, Doc::from(record))));
    figures(
        |id| texts.get(id).map(String::as_str),
        gold,
        |id| by_id.get(id).map(|record| Ok((PRED, Doc::from(*record)))).transpose(),
        pred.len(),
    )
}

/// Whether a record fits its text: spans within it and not empty, parents that are statements, sources that are listed.
///
/// # Errors
/// The first thing that does not fit; `file` is what the error calls the record's origin.
pub fn check(file: &str, text: &str, record: &Record) -> Result<(), ScoreError> {
    Doc::from(record).check(file, text.chars().count())
}

/// The contents of a file and the name that errors call it by.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// Its name, as a path or otherwise.
    pub name: &'a str,
    /// What it holds: a JSON array of objects, one object, or one object a line; a byte order mark is dropped.
    pub contents: &'a str,
}

/// Scores the contents of files: texts as `{"id", "text"}`, gold and predictions as records.
///
/// Unlike [`score`], it tells a label that is absent or unknown from a right one, and takes null for an empty list.
///
/// # Errors
/// What is no JSON, has no id, has an id twice, or does not fit its text (see [`check`]).
pub fn score_files(texts: Input<'_>, gold: Input<'_>, pred: Input<'_>) -> Result<Figures, ScoreError> {
    let text_rows = entries(texts)?;
    let (gold_rows, pred_rows) = (entries(gold)?, entries(pred)?);
    let mut by_id: HashMap<&str, &str> = HashMap::new();
    for (id, row) in &text_rows {
        let text = row.get("text").and_then(Value::as_str);
        let text = text.ok_or_else(|| ScoreError::new(texts.name, Some(id), None, "no text"))?;
        by_id.insert(id, text);
    }
    let predicted: HashMap<&str, &Value> = pred_rows.iter().map(|(id, row)| (id.as_str(), row)).collect();
    figures(
        |id| by_id.get(id).copied(),
        gold_rows.iter().map(|(id, row)| {
            let doc = Doc::from_json(gold.name, id, row)?;
            match doc.statements.iter().position(|s| s.kind.is_none() || s.act.is_none()) {
                Some(n) => {
                    let place = Place { file: gold.name, id, statement: Some(n + 1) };
                    Err(place.error("has no type or no act"))
                }
                None => Ok((gold.name, doc)),
            }
        }),
        |id| predicted.get_key_value(id).map(|(id, row)| Ok((pred.name, Doc::from_json(pred.name, id, row)?))).transpose(),
        pred_rows.len(),
    )
}

/// Reads records out of the contents of a file.
///
/// # Errors
/// What is no JSON, has no id, has an id twice, or is no record. A label that is absent reads as the first of its kind.
pub fn load(input: Input<'_>) -> Result<Vec<Record>, ScoreError> {
    let records = entries(input)?.into_iter().map(|(id, row)| {
        serde_json::from_value(row).map_err(|e| ScoreError::new(input.name, Some(&id), None, format!("not a record: {e}")))
    });
    records.collect()
}

/// Reads texts, `{"id", "text"}` an entry, out of the contents of a file.
///
/// # Errors
/// What is no JSON, has no id or no text, or has an id twice.
pub fn load_texts(input: Input<'_>) -> Result<BTreeMap<String, String>, ScoreError> {
    let texts = entries(input)?.into_iter().map(|(id, mut row)| match row.get_mut("text").map(Value::take) {
        Some(Value::String(text)) => Ok((id, text)),
        _ => Err(ScoreError::new(input.name, Some(&id), None, "no text")),
    });
    texts.collect()
}

/// The entries of an array, one object, or one object a line, with their ids.
fn entries(input: Input<'_>) -> Result<Vec<(String, Value)>, ScoreError> {
    let whole = |message: String| ScoreError::new(input.name, None, None, message);
    let contents = input.contents.trim_start_matches('\u{feff}').trim();
    let rows: Vec<Value> = match serde_json::from_str(contents) {
        _ if contents.is_empty() => Vec::new(),
        Ok(Value::Array(rows)) => rows,
        Ok(row) => vec![row],
        Err(_) => {
            let lines = input.contents.trim_start_matches('\u{feff}').lines().enumerate();
            let lines = lines.filter(|(_, line)| !line.trim().is_empty());
            let rows =
                lines.map(|(n, line)| serde_json::from_str(line.trim()).map_err(|e| whole(format!("not JSON: line {}: {e}", n + 1))));
            rows.collect::<Result<_, _>>()?
        }
    };
    let with_id = rows.into_iter().map(|row| match row.get("id") {
        Some(Value::String(id)) => Ok((id.clone(), row)),
        Some(other) => Err(whole(format!("an id is no string: {other}"))),
        None => Err(whole("an entry without an id".into())),
    });
    let rows: Vec<(String, Value)> = with_id.collect::<Result<_, _>>()?;
    no_id_twice(input.name, rows.iter().map(|(id, _)| id.as_str()))?;
    Ok(rows)
}

fn no_id_twice<'a>(file: &str, ids: impl Iterator<Item = &'a str>) -> Result<(), ScoreError> {
    let mut seen = HashSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(ScoreError::new(file, None, None, format!("the id '{id}' stands twice")));
        }
    }
    Ok(())
}

/// A document and the name of the file it came from.
type Named<'a> = (&'a str, Doc<'a>);

fn figures<'a, 't>(
    text_of: impl Fn(&str) -> Option<&'t str>,
    gold: impl Iterator<Item = Result<Named<'a>, ScoreError>>,
    pred_of: impl Fn(&str) -> Result<Option<Named<'a>>, ScoreError>,
    predicted: usize,
) -> Result<Figures, ScoreError> {
    let mut figures = Figures { extra: predicted, ..Figures::default() };
    for named in gold {
        let (file, doc) = named?;
        let no_text = || ScoreError::new(file, Some(doc.id), None, "no text for the gold document");
        let words = TextWords::new(text_of(doc.id).ok_or_else(no_text)?);
        doc.check(file, words.chars())?;
        let pred = match pred_of(doc.id)? {
            Some((file, pred)) => {
                pred.check(file, words.chars())?;
                figures.extra -= 1;
                pred
            }
            None => {
                figures.missing += 1;
                Doc::default()
            }
        };
        let counts = Counts::of(&words, &doc, &pred);
        figures.total.add(&counts);
        figures.by_doc.push((doc.id.to_owned(), counts));
    }
    Ok(figures)
}
