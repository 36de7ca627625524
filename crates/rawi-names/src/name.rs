//! What the words of a source's name are: titles and office, and the name itself. Also what an office, a body or a state is
//! called when every way of writing it is put aside. Two names are not compared here.

use crate::data::{body, body_within, class, country, detach, is_nationality, known, term, unify_phrases, without_article};
use crate::spelling::Word;
use rawi::record::Kind;
use rawi_text::{Text, fold};
use std::ops::Range;

/// A source's name, cut into what is a name and what is an office or title.
///
/// ```
/// use rawi_names::Name;
/// let name = Name::new("الرئيس الروسي فلاديمير بوتين");
/// assert_eq!(name.name(), "فلاديمير بوتين");
/// assert_eq!(name.role(), Some("الرئيس الروسي"));
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Name {
    written: String,
    name: Range<usize>,
    role: Range<usize>,
    pub(crate) words: Vec<Word>,
    /// Where each of the words stands in `written`.
    places: Vec<Range<usize>>,
    pub(crate) content: Vec<String>,
    pub(crate) stems: Vec<String>,
    governed: bool,
}

/// A word of a name as it stands there.
struct Token {
    bytes: Range<usize>,
    folded: String,
    /// Whether the word has the article; the stem is what follows.
    article: bool,
    classes: u32,
}

impl Token {
    fn new(bytes: Range<usize>, folded: String) -> Self {
        let (stem, article) = without_article(&folded);
        // what only says how a word is taken inside an office is nothing here: ابن
        let inside = class::GENERATION | class::PAST | class::DROP | class::OMITTED | class::BANK | class::ADJECTIVE;
        let classes = term(stem).map_or(0, |t| t.classes) & !inside;
        Self { bytes, article, classes, folded }
    }

    fn stem(&self) -> &str {
        &self.folded[if self.article { "ال".len() } else { 0 }..]
    }
}

fn tokens(written: &str) -> Vec<Token> {
    let text = Text::new(written);
    let mut out: Vec<Token> = Vec::new();
    for t in text.tokens() {
        let surface = text.surface(t);
        if t.is_word() {
            let folded = fold(surface);
            if !folded.is_empty() {
                out.push(Token::new(t.bytes.clone(), folded));
            }
        } else if !out.is_empty() && matches!(surface.chars().next(), Some('(' | '[' | '،' | ',' | '؛' | ':')) {
            // what follows explains the name
            break;
        }
    }
    out
}

impl Name {
    /// Reads the name of a person, with or without titles. Takes any text and fails on none.
    pub fn new(written: &str) -> Self {
        let tokens = tokens(written);
        let (name, tail) = if heads_body(&tokens) { (0..0, 0..tokens.len()) } else { split(&tokens) };
        let role = if name.start > 0 { 0..name.start } else { tail };
        let named = &tokens[name.clone()];
        let (words, places) = words(named);
        Self {
            content: said(&tokens[role.clone()]),
            words,
            places,
            stems: Vec::new(),
            name: bytes(named),
            role: trimmed(&tokens[role]),
            governed: name.start > 0 && governs(&tokens[name.start - 1]),
            written: written.to_owned(),
        }
    }

    /// Reads the name of a body, a state, a group or a text: all its words are the name.
    pub fn of_body(written: &str) -> Self {
        let tokens = tokens(written);
        let folded: Vec<&str> = tokens.iter().map(|t| t.folded.as_str()).collect();
        let words = folded.iter().map(|w| Word::new(w)).collect();
        let places = tokens.iter().map(|t| t.bytes.clone()).collect();
        let stems = folded.iter().map(|w| detach(w).0.to_owned()).collect();
        let (content, name) = (content(&folded), bytes(&tokens));
        Self { content, words, places, stems, name, role: 0..0, governed: false, written: written.to_owned() }
    }

    /// Reads any name: a person's, or where the words leave none, that of a body.
    pub fn read(written: &str) -> Self {
        let name = Self::new(written);
        if name.words.is_empty() { Self::of_body(written) } else { name }
    }

    /// The name as written, without titles; empty when the words only describe an office.
    pub fn name(&self) -> &str {
        &self.written[self.name.clone()]
    }

    /// The titles and the office that stand with the name, as written; without forms of address alone (السيد، الدكتور).
    pub fn role(&self) -> Option<&str> {
        (!self.role.is_empty()).then(|| &self.written[self.role.clone()])
    }

    /// Whether the office before the name goes on into it, so that it may be a body's: المتحدث باسم شركة نوردال.
    pub(crate) fn is_governed(&self) -> bool {
        self.governed
    }

    /// The words of the name, compounds joined, without articles and بن.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// A word as written; empty when there are not so many.
    pub(crate) fn word(&self, at: usize) -> &str {
        self.places.get(at).map_or("", |p| &self.written[p.clone()])
    }

    /// The words without articles in brackets after the name.
    pub(crate) fn gloss(&self) -> Vec<String> {
        let inside = self.written.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
        inside.map_or(Vec::new(), |(gloss, _)| tokens(gloss).iter().map(|t| t.stem().to_owned()).collect())
    }

    /// Whether it is a full name: given name and surname.
    pub fn is_full(&self) -> bool {
        self.words.len() > 1
    }
}

fn bytes(tokens: &[Token]) -> Range<usize> {
    match tokens {
        [] => 0..0,
        [first, .., last] => first.bytes.start..last.bytes.end,
        [one] => one.bytes.clone(),
    }
}

/// Whether a word of an office asks for one that says of what: رئيس، شركة، باسم; not الرئيس، الشيخ، دكتور.
fn governs(token: &Token) -> bool {
    use class::*;
    let is = |classes: u32| token.classes & classes != 0;
    let heads = is(OFFICE | FIELD) && !is(TITLE | HONORIFIC | CALLING) && !adjective(token.stem());
    !token.article && (heads || is(ORGANIZATION | OUTLET | PARTICLE))
}

/// Whether the words are the name of a body and not of a person: نادي الفتح.
fn heads_body(tokens: &[Token]) -> bool {
    use class::*;
    let classes = tokens.first().map_or(0, |t| t.classes);
    let named = tokens.first().is_some_and(|t| known(t.stem()).is_some());
    classes & (ORGANIZATION | OUTLET) != 0 && classes & (OFFICE | TITLE | CALLING | HONORIFIC) == 0 && !named
}

/// The tokens of a role without forms of address at its ends.
fn trimmed(tokens: &[Token]) -> Range<usize> {
    let says = |t: &Token| t.classes & !class::HONORIFIC != 0 || t.classes == 0;
    let first = tokens.iter().position(says);
    let last = tokens.iter().rposition(says);
    match (first, last) {
        (Some(a), Some(b)) => bytes(&tokens[a..=b]),
        _ => 0..0,
    }
}

/// Which tokens are the name, and which come after it and tell the office.
fn split(tokens: &[Token]) -> (Range<usize>, Range<usize>) {
    use class::*;
    let n = tokens.len();
    let detached: Vec<(&str, bool)> = tokens.iter().map(|t| detach(&t.folded)).collect();
    let stems: Vec<&str> = detached.iter().map(|d| d.0).collect();
    let is_country = |i: usize| country(&stems[i..]).map(|(_, k)| k);
    // Words that are names and titles both (أمير، سلطان) are titles before what titles stand before.
    let named = |i: usize| {
        let t = &tokens[i];
        !t.article
            && (known(t.stem()).is_some_and(|k| k.given) || begins_compound(&t.folded))
            && (t.classes == 0 || i + 1 == n || {
                let next = &tokens[i + 1];
                next.classes == 0
                    && is_country(i + 1).is_none()
                    && !detached[i + 1].1
                    && (!next.article || known(next.stem()).is_some() || next.stem().ends_with('ي'))
            })
    };
    let (mut i, mut governs, mut only_honorific) = (0, false, true);
    while i < n {
        let t = &tokens[i];
        let (stem, attached) = detached[i];
        let classes = if attached { term(stem).map_or(0, |t| t.classes) } else { t.classes };
        // الأمين العام لحلف شمال الأطلسي
        if let Some((_, k)) = body_within(&stems[i..]).filter(|&(_, k)| i > 0 && k > 1) {
            (governs, only_honorific) = (false, false);
            i += k;
            continue;
        }
        if governs && (i + 1 < n || classes != 0 || t.article || only_honorific) {
            governs = !t.article && !attached && classes & (OFFICE | FIELD | ORGANIZATION | OUTLET | PARTICLE) != 0;
            i += 1;
            continue;
        }
        if named(i) || (only_honorific && i > 0 && i + 1 == n && classes & (TITLE | OFFICE | HONORIFIC) == 0) {
            break;
        }
        if classes != 0 {
            only_honorific &= classes & HONORIFIC != 0;
            let rank = classes & (TITLE | HONORIFIC | CALLING) != 0 && classes & (OFFICE | ORGANIZATION | FIELD) == 0;
            governs = !t.article && !rank && !adjective(stem) || classes & PARTICLE != 0;
            // رئيس الشركة, but الرئيس بوتين and اللواء فلان
            let next = tokens.get(i + 1).filter(|x| x.article && x.classes == 0 && n > i + 2);
            governs |= !t.article && classes & TITLE != 0 && next.is_some();
            // رجل الأعمال فلان, but not the surname that الشهراني is
            let common = |x: &Token| known(x.stem()).is_none() && !x.folded.ends_with('ي');
            governs |= !t.article && classes & (CALLING | HONORIFIC) != 0 && next.is_some_and(common);
            i += 1;
        } else if let Some(k) = is_country(i).filter(|_| i > 0 || t.article && n > 1 && tokens[1].classes == 0) {
            only_honorific = false;
            i += k;
        } else if i > 0 && i + 1 < n && !only_honorific && t.article && stem.ends_with("يه") && known(stem).is_none() {
            // وزير الموارد المائية
            i += 1;
        } else if attached && i > 0 {
            governs = !t.folded.starts_with("لل") && !t.folded.contains("ال");
            i += 1;
        } else {
            break;
        }
    }
    let from = i;
    // After the name an office may follow: فلان ولي العهد، فلان لاعب الفريق
    let mut to = n;
    for j in (from + 1)..n {
        let t = &tokens[j];
        let classes = t.classes;
        let family = t.article && (known(t.stem()).is_some() || j + 1 == n) || !t.article && known(t.stem()).is_some_and(|k| k.given);
        if classes & !HONORIFIC != 0 && !family && !is_nasab(&tokens[j - 1].folded) && tokens[j - 1].folded != "عبد"
            || t.folded == "الذي"
            || t.folded == "التي"
        {
            to = j;
            break;
        }
    }
    (from..to, to..n)
}

/// Whether the word is an adjective and so governs nothing: عام، تنفيذي، رسمية.
fn adjective(stem: &str) -> bool {
    stem.ends_with('ي') || stem.ends_with("يه") || term(stem).is_some_and(|t| t.classes & class::ADJECTIVE != 0)
}

fn begins_compound(folded: &str) -> bool {
    matches!(folded, "عبد" | "ابو" | "ابي" | "ابا" | "ام" | "بن" | "ابن" | "بنت" | "ال" | "ذو")
        || folded.starts_with("عبدال")
        || folded.starts_with("ابوال")
}

fn is_nasab(folded: &str) -> bool {
    matches!(folded, "بن" | "ابن" | "بنت" | "ولد" | "بو")
}

/// The words of a personal name and where they stand: عبد الله, أبو بكر and صلاح الدين joined, بن and آل taken into what follows.
fn words(tokens: &[Token]) -> (Vec<Word>, Vec<Range<usize>>) {
    let (mut out, mut places): (Vec<Word>, Vec<Range<usize>>) = (Vec::new(), Vec::new());
    let (mut before, mut begin, mut nasab, mut house) = (String::new(), None, false, false);
    for (k, t) in tokens.iter().enumerate() {
        let (word, last) = (t.folded.as_str(), k + 1 == tokens.len());
        let start = begin.unwrap_or(t.bytes.start);
        match word {
            "ابو" | "ابي" | "ابا" if !last && before.is_empty() => before.push_str("ابو"),
            "عبيد" if !last && before.is_empty() && tokens[k + 1].folded == "الله" => before.push_str(word),
            "عبد" | "ام" | "ذو" | "جاد" | "جار" if !last && before.is_empty() => before.push_str(word),
            "العبد" if !last && before.is_empty() && tokens[k + 1].folded.starts_with("ال") => before.push_str(word),
            "ال" if !last => house = true,
            _ if is_nasab(word) && !last => {
                nasab = true;
                continue;
            }
            "الدين" | "الله" if before.is_empty() && !nasab && !out.is_empty() => {
                if let (Some(old), Some(place)) = (out.pop(), places.last_mut()) {
                    let mut w = Word::new(&format!("{}{word}", old.letters));
                    (w.nasab, w.arabic) = (old.nasab, true);
                    out.push(w);
                    place.end = t.bytes.end;
                }
            }
            _ => {
                before.push_str(word);
                let split = before.strip_prefix("بن").filter(|r| !out.is_empty() && known(r).is_some() && known(&before).is_none());
                nasab |= split.is_some();
                let mut w = Word::new(split.unwrap_or(&before));
                w.arabic |= split.is_some() || before.len() > word.len();
                w.nasab = std::mem::take(&mut nasab);
                w.house = std::mem::take(&mut house);
                w.article |= w.house;
                w.arabic |= w.article;
                out.push(w);
                places.push(start..t.bytes.end);
                before.clear();
            }
        }
        begin = (house || !before.is_empty()).then_some(start);
    }
    (out, places)
}

/// What words of an office or a body's name say, in order: without articles, attached letters and words that mean nothing
/// there, synonyms and states as one.
pub(crate) fn content(folded: &[&str]) -> Vec<String> {
    let stems: Vec<&str> = folded.iter().map(|w| detach(w).0).collect();
    let mut out: Vec<String> = Vec::with_capacity(stems.len());
    let mut i = 0;
    while i < stems.len() {
        if let Some((c, n)) = country(&stems[i..]) {
            if out.last().is_none_or(|l| l != c) {
                out.push(c.to_owned());
            }
            i += n;
            continue;
        }
        // لغوغل: the name of a body shows the preposition
        let rest = stems[i].strip_prefix(['ل', 'ب', 'و']).filter(|_| i > 0 && term(stems[i]).is_none());
        let joined = || rest.and_then(|r| body_within(&[&[r], &stems[i + 1..]].concat()));
        if let Some((b, n)) = body_within(&stems[i..]).or_else(joined) {
            out.push(b.to_owned());
            i += n;
            continue;
        }
        match term(stems[i]) {
            Some(t) if t.classes & class::DROP != 0 => {}
            Some(t) => out.push(t.canonical.clone()),
            None => out.push(stems[i].to_owned()),
        }
        i += 1;
    }
    unify_phrases(&mut out);
    out
}

/// What an office says; see [`content`].
pub(crate) fn office(role: &str) -> Vec<String> {
    said(&tokens(role))
}

/// What the words of an office say without forms of address.
fn said(tokens: &[Token]) -> Vec<String> {
    let polite = |k: usize| {
        let classes = tokens[k].classes;
        classes & class::HONORIFIC != 0 && (classes & !class::HONORIFIC == 0 || addresses(&tokens[k..]))
    };
    content(&(0..tokens.len()).filter(|&k| !polite(k)).map(|k| tokens[k].folded.as_str()).collect::<Vec<_>>())
}

/// Whether the first word is a form of address before a title: دولة الرئيس.
fn addresses(tokens: &[Token]) -> bool {
    !tokens[0].article && tokens.get(1).is_some_and(|t| t.article && t.classes & (class::TITLE | class::OFFICE) != 0)
}

/// Whether words of [`content`] are headed by an office that few hold at a time.
pub(crate) fn is_office(content: &[String]) -> bool {
    content.first().and_then(|w| term(w)).is_some_and(|t| t.classes & (class::OFFICE | class::TITLE) != 0)
}

/// Whether an office is written of a woman: وزيرة, رئيسة.
pub(crate) fn feminine(role: &str) -> bool {
    let tokens = tokens(role);
    let head = tokens.iter().find(|t| t.classes & (class::OFFICE | class::TITLE | class::CALLING) != 0);
    head.is_some_and(|t| t.stem().ends_with('ه') && term(t.stem()).is_some_and(|x| x.canonical != t.stem()))
}

/// Whether a word of [`content`] tells one office or body from another of its sort: a state, a proper name.
pub(crate) fn tells(content: &str) -> bool {
    content.starts_with('@') || term(content).is_none_or(|t| t.classes & class::PROPER != 0)
}

/// A source as far as a bare phrase shows it; what [`read_phrase`] gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The name, or all of the phrase where it only describes.
    pub name: String,
    /// Office or title.
    pub role: Option<String>,
    /// What it seems to be.
    pub kind: Kind,
}

/// Reads a span that names an addressee or a relay (`للرئيس الروسي فلاديمير بوتين`، `وكالة رويترز`) and is no source of
/// its document: takes off an attached preposition, and guesses from the words alone what it is.
///
/// A preposition comes off where what is left is known as a title, a body, a state or an Arabic name, has the article, or is divided
/// from it by a tatweel or quotation mark: `لافروف` keeps its first letter, and so does `لبوتين`.
///
/// ```
/// let phrase = rawi_names::read_phrase("للرئيس الروسي فلاديمير بوتين");
/// assert_eq!((phrase.name.as_str(), phrase.role.as_deref()), ("فلاديمير بوتين", Some("الرئيس الروسي")));
/// assert_eq!(rawi_names::read_phrase("وكالة رويترز").kind, rawi::record::Kind::Organization);
/// ```
pub fn read_phrase(phrase: &str) -> Phrase {
    let phrase = without_preposition(&rawi_text::visible(phrase));
    let tokens = tokens(&phrase);
    let kind = kind(&tokens);
    let all = phrase[bytes(&tokens)].to_owned();
    if kind != Kind::Person {
        return Phrase { name: all, role: None, kind };
    }
    let name = Name::new(&phrase);
    if name.name().is_empty() {
        return Phrase { name: all, role: None, kind };
    }
    Phrase { role: name.role().map(str::to_owned), name: name.name().to_owned(), kind }
}

/// The phrase without a preposition before it or attached to its first word.
fn without_preposition(phrase: &str) -> String {
    let found = tokens(phrase);
    let Some(first) = found.first() else { return phrase.trim().to_owned() };
    let (start, rest) = (&phrase[first.bytes.clone()], &phrase[first.bytes.end..]);
    if found.len() > 1 && matches!(first.folded.as_str(), "عن" | "الي" | "من" | "لدي" | "ل" | "ب") {
        return phrase[found[1].bytes.start..].to_owned();
    }
    let bare = rawi_text::bare(start);
    let divided = start.starts_with("لـ") || start.starts_with("بـ");
    let (stem, article) = without_article(&first.folded);
    if !article && term(stem).is_none() && known(stem).is_none() || divided {
        if let Some(r) = bare.strip_prefix("لل").filter(|r| r.chars().nth(1).is_some()) {
            return format!("ال{r}{rest}");
        }
        if let Some(r) = bare.strip_prefix(['ل', 'ب']).filter(|r| !r.is_empty()) {
            let folded = fold(r);
            let stem = without_article(&folded);
            let surely = divided
                || stem.1
                || term(stem.0).is_some()
                || known(stem.0).is_some()
                || country(&[stem.0]).is_some()
                || begins_compound(&folded);
            if surely {
                return format!("{r}{rest}");
            }
        }
    }
    phrase[first.bytes.start..].to_owned()
}

/// What a phrase seems to name, by its head.
fn kind(tokens: &[Token]) -> Kind {
    use class::*;
    let Some(first) = tokens.first() else { return Kind::Person };
    let stems: Vec<&str> = tokens.iter().map(Token::stem).collect();
    let named = !first.article && known(first.stem()).is_some() && tokens.len() > 1 && tokens[1].classes == 0;
    let classes = if named { 0 } else { first.classes };
    let all = country(&stems).is_some_and(|(_, n)| n == stems.len());
    match classes {
        _ if body(&stems).is_some() => Kind::Organization,
        _ if all
            && !named
            && !(stems.len() == 1 && first.article && is_nationality(stems[0]))
            && (known(stems[0]).is_none() || first.article) =>
        {
            Kind::Government
        }
        c if c & UNNAMED != 0 => Kind::Unnamed,
        // مؤسسة is a foundation more often than a founder
        c if c & ORGANIZATION != 0 && c & OFFICE != 0 => Kind::Organization,
        c if c & (HONORIFIC | TITLE | OFFICE | CALLING) != 0 => Kind::Person,
        c if c & (OUTLET | ORGANIZATION) != 0 => Kind::Organization,
        c if c & GOVERNMENT != 0 => Kind::Government,
        c if c & GROUP != 0 => Kind::Group,
        c if c & DOCUMENT != 0 => Kind::Document,
        _ => Kind::Person,
    }
}
