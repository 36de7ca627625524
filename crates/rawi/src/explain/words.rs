//! What the rows of the tables say, in words: each kind of thing seen is a few small numbers packed into one, and each of these has
//! its wording. A kind that is not known here is called by its name alone.

use crate::features::{ACTS, BUCKETS, CLASSES, CLITICS, FORMS, HEADS, MARKS, SHAPES};
use crate::lexicon::head_name;
use crate::lexis::class_name;
use crate::record::{Act, Kind};

/// One of the small numbers that a value is packed from, the one that varies fastest first.
#[derive(Debug, Clone, Copy)]
enum Part {
    /// Before, in or after the cue.
    Side,
    /// How many words away, up to so many values.
    Away(usize),
    /// The distances of `parts`: each to 12, then in steps.
    Distance,
    /// How many sentences away from the cue.
    Sentence,
    /// Said when it holds, and when it does not.
    Is(&'static str, &'static str),
    /// How many, up to so many values: of one, of several.
    Count(usize, &'static str, &'static str),
    /// The same in the steps of `features::bucket`.
    Steps(&'static str, &'static str),
    /// Whether there is a cue, and where.
    Cue(usize, &'static str),
    /// Where a word is as to quotations.
    Quotation,
    /// What sort of function word, source noun or mark; of which word.
    Class(&'static str),
    Head(usize, &'static str),
    Mark(&'static str),
    Shape,
    Clitics(usize, &'static str),
    /// The form and the act of a verb of saying; of which word.
    Form(&'static str),
    Act,
    Conjunction,
    /// What kind of source; of which mention.
    Kind(usize, &'static str),
    /// Which of the words of two mentions are the same.
    Match(usize),
    Agreement(&'static str),
    /// What a verb shows of the gender and number of its speaker, and what several do.
    Verb(&'static str),
    Verbs(&'static str),
    /// Shares of words.
    Fifths,
    Eighths(usize),
    /// How many statements ago a source spoke.
    Ago(usize),
    /// Which of two contents enclose what.
    Nested,
    /// How likely a mention is, in quarters.
    Quarters,
    /// What stands in the title.
    Title,
    /// Where the words before and after are as to quotations.
    Around,
    /// A place near the ends of a quotation.
    Ends,
}

use Part::*;

const STEPS: [&str; BUCKETS] = ["no", "1", "2", "3", "4", "5 or 6", "7 to 9", "10 to 14", "15 to 24", "25 to 49", "50 or more"];
const THAT: Part = Is("«أن» or the like between", "");
const COLON: Part = Is("a colon between", "");
const OF_CUE: Part = Form("the cue");
const OF_WORD: Part = Form("it");

fn steps(v: usize, one: &str, many: &str) -> String {
    format!("{} {}", STEPS.get(v).unwrap_or(&STEPS[BUCKETS - 1]), if v == 1 { one } else { many })
}

fn count(v: usize, size: usize, one: &str, many: &str) -> String {
    match v {
        0 => format!("no {one}"),
        1 if size > 2 => format!("1 {one}"),
        _ if v + 1 == size => format!("{v} or more {many}"),
        _ => format!("{v} {many}"),
    }
}

fn named(of: &str, v: usize, name: &str) -> String {
    if v == 0 { format!("{of}: none") } else { format!("{of}: {name}") }
}

impl Part {
    fn size(self) -> usize {
        match self {
            Side | Conjunction => 3,
            Distance => 19,
            Sentence => 7,
            Is(..) => 2,
            Away(n) | Count(n, ..) | Cue(n, _) | Kind(n, _) | Match(n) | Eighths(n) | Ago(n) | Head(n, _) | Clitics(n, _) => n,
            Steps(..) => BUCKETS,
            Quotation | Quarters => 5,
            Class(_) => CLASSES,
            Mark(_) => MARKS,
            Shape => SHAPES,
            Form(_) => FORMS,
            Act => ACTS,
            Agreement(_) | Verb(_) | Title => 4,
            Fifths => 6,
            Verbs(_) => 8,
            Nested => 16,
            Around => 27,
            Ends => 18,
        }
    }

    /// What the value says; empty where it says nothing. `common` are the words that two mentions have in common.
    fn say(self, v: usize, common: &str) -> String {
        let one_of = |names: &[&str]| names.get(v).copied().unwrap_or("").to_owned();
        match self {
            Side => one_of(&["before the cue", "in the cue", "after the cue"]),
            Away(_) | Distance if v == 0 => String::new(),
            Away(_) | Distance if v == 1 => "next to it".into(),
            Away(n) if v + 1 == n => format!("{v} or more words away"),
            Distance if v > 12 => format!("{} words away", ["13", "13", "13 or 14", "15 to 24", "25 to 49", "50 or more"][v.min(18) - 13]),
            Away(_) | Distance => format!("{v} words away"),
            Sentence => one_of(&[
                "3 or more sentences earlier",
                "2 sentences earlier",
                "a sentence earlier",
                "in the sentence of the cue",
                "a sentence later",
                "2 sentences later",
                "3 or more sentences later",
            ]),
            Is(yes, no) => (if v == 1 { yes } else { no }).into(),
            Count(size, one, many) => count(v, size, one, many),
            Steps(one, many) => steps(v, one, many),
            Cue(_, place) => {
                let what = ["no cue", "perhaps a cue", "another cue", "the cue", "the beginning of the text"];
                format!("{} {place}", what[v.min(4)])
            }
            Quotation => one_of(&[
                "outside quotation marks",
                "in the quotation that the cue is in",
                "in the first quotation after the cue",
                "in a later quotation",
                "in a quotation before the cue",
            ]),
            Class(of) => named(of, v, class_name(v)),
            Head(_, of) => named(of, v % HEADS, head_name(v % HEADS)),
            Mark(of) => {
                let names = [
                    "none",
                    "another",
                    "full stop",
                    "comma",
                    "colon",
                    "semicolon",
                    "question mark",
                    "exclamation mark",
                    "opening bracket",
                    "closing bracket",
                    "opening quotation mark",
                    "closing quotation mark",
                    "quotation mark",
                    "dash",
                ];
                format!("{of}: {}", names[v.min(MARKS - 1)])
            }
            Shape => one_of(&["an Arabic word", "a foreign word", "a number", "a quotation mark", "a mark"]),
            Clitics(_, of) => {
                let parts =
                    [["", "«و»", "«ف»"][v % 3], ["", "«ب»", "«ل»", "«ك»"][v / 3 % 4], ["", "the article", "a pronoun"][(v / 12).min(2)]];
                let there: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
                format!("attached to {of}: {}", if there.is_empty() { "nothing".into() } else { there.join(" and ") })
            }
            Form(of) => {
                let names = [
                    "no verb of saying",
                    "a past verb of saying",
                    "a present verb of saying",
                    "a participle of saying",
                    "a noun of saying",
                ];
                format!("{of} is {}", names[v.min(FORMS - 1)])
            }
            Act => v.checked_sub(1).and_then(|k| Act::ALL.get(k)).map_or_else(String::new, |a| format!("the act is “{}”", a.as_str())),
            Conjunction => one_of(&["", "with «و»", "with «ف»"]),
            Kind(_, of) => Kind::ALL.get(v).map_or_else(String::new, |k| format!("{of}: {}", k.as_str())),
            Match(_) => {
                let what = if v & 1 != 0 {
                    "the same words"
                } else if v & 2 != 0 {
                    "all its words are in the other"
                } else if v & 4 != 0 {
                    "all words of the other are in it"
                } else if v & 8 != 0 {
                    "the same last word"
                } else if v & 16 != 0 {
                    "the same first word"
                } else if common.is_empty() {
                    "no word in common"
                } else {
                    "words in common"
                };
                if common.is_empty() { what.into() } else { format!("{what} ({common})") }
            }
            Agreement(of) => {
                format!("{of} is {}", ["not marked for gender and number", "feminine", "plural", "in the first person"][v.min(3)])
            }
            Verb(of) => format!("{of} is {}", ["not marked for gender and number", "masculine", "feminine", "plural"][v.min(3)]),
            Verbs(of) => {
                let all = ["masculine", "feminine", "plural"];
                let there: Vec<&str> = all.iter().enumerate().filter(|(k, _)| v >> k & 1 == 1).map(|(_, s)| *s).collect();
                format!("verbs of {of}: {}", if there.is_empty() { "none".into() } else { there.join(" and ") })
            }
            Fifths => format!("{} % or more of the words in common", 20 * v.min(5)),
            Eighths(_) if v == 0 => "nothing said to compare".into(),
            Eighths(_) if v == 1 => "less than 1/8 of what is said in common".into(),
            Eighths(_) if v > 8 => "all of what is said in common".into(),
            Eighths(_) => format!("{} or more of what is said in common", ["1/8", "1/4", "3/8", "1/2", "5/8", "3/4", "7/8"][v - 2]),
            Ago(_) if v == 0 => "it made the statement before".into(),
            Ago(n) if v + 1 == n => format!("it has not spoken for {v} statements or at all"),
            Ago(n) => format!("{} since it spoke", count(v, n, "statement", "statements")),
            Nested => {
                let all = [
                    "the cue is inside a statement",
                    "and that is its own",
                    "it is mentioned in the same statement",
                    "it is mentioned inside a statement",
                ];
                let there: Vec<&str> = all.iter().enumerate().filter(|(k, _)| v >> k & 1 == 1).map(|(_, s)| *s).collect();
                if there.is_empty() { "not inside a statement".into() } else { there.join(", ") }
            }
            Quarters => format!("its last mention is {} % sure or more", 25 * v.min(4)),
            Title => one_of(&["not in the title", "it is named in the title", "the cue is in the title", "both are in the title"]),
            Around => {
                let there = |v: usize| ["outside", "inside", "no word"][v % 3];
                format!("quotation marks: word before {}, itself {}, word after {}", there(v), there(v / 3), there(v / 9))
            }
            Ends => {
                let end = |v: usize| ["right at", "near", "far from"][v % 3];
                let close = if v >= 9 { "never closed" } else { "closed" };
                format!("in a quotation that is {close}, {} its beginning, {} its end", end(v), end(v / 3))
            }
        }
    }
}

/// What a kind is packed from.
fn pair(name: &str) -> &'static [Part] {
    match name {
        "distance" => &[Side, Distance],
        "sentences between" => &[Sentence, Is("in another paragraph", "")],
        "sentences and quotation marks between" => &[Sentence, Side, Count(6, "quotation mark between", "quotation marks between")],
        "commas between" => &[Side, Count(6, "comma between", "commas between")],
        "quotation marks between" => &[Side, Count(7, "quotation mark between", "quotation marks between")],
        "cues between" => &[Side, Count(4, "cue between", "cues between")],
        "complementizers between" => &[Side, THAT, COLON, Count(4, "«أن» or the like between", "«أن» or the like between")],
        "first function word between" => &[Side, Class("first function word between")],
        "last function word between" => &[Side, Class("last function word between")],
        "words between" => &[Side, Steps("word between", "words between")],
        "a cue here" => &[Cue(4, "here")],
        "a cue before" => &[Cue(5, "right before")],
        "a cue after" => &[Cue(5, "right after")],
        "a cue two words after" => &[Cue(5, "two words after")],
        "place in quotation" => &[Quotation, Side, THAT, COLON],
        "quotation and colon" => {
            &[Quotation, Count(3, "colon between", "colons between"), Count(4, "quotation mark between", "quotation marks between")]
        }
        "link of verb" => &[Side, LINK, LINKS, Is("", "the cue is no verb of saying")],
        "link and distance" => &[Side, LINK, LINKS, Away(8)],
        "link, act and form of cue" => &[Side, LINK, LINKS, OF_CUE, Act],
        "link before" => &[Side, Is("after what the verb takes", "not after what the verb takes")],
        "function word" => &[Side, THAT, COLON, Class("function word")],
        "distance and function word" => &[Side, Away(7), Class("function word")],
        "distance and clitics" => &[Side, Away(7), Clitics(CLITICS, "it")],
        "distance and shape" => &[Side, Away(7), Shape],
        "distance and source noun" => &[Side, Away(7), Head(HEADS, "source noun")],
        "form of cue and distance" => &[OF_CUE, Side, Away(7)],
        "form of cue and function word" => &[OF_CUE, Side, THAT, COLON, Class("function word")],
        "act of cue and source noun" => &[OF_CUE, Act, Side, Head(HEADS, "source noun")],
        "article after article" => &[
            Side,
            Is("article on the word before", ""),
            Is("source noun before", ""),
            Is("article on it", "no article on it"),
            Is("it is a source noun", ""),
        ],
        "source nouns between" => &[Side, Count(4, "source noun between", "source nouns between"), Head(HEADS, "source noun")],
        "source noun after" => &[Side, Head(HEADS, "source noun right after")],
        "verb after" => &[Side, THAT, COLON, Is("quotation mark between", ""), Form("the word after"), Conjunction, Is("with tanwin", "")],
        "verb" => &[Side, THAT, COLON, OF_WORD, Conjunction, Is("with tanwin", "")],
        "mark" => &[Side, THAT, COLON, Mark("mark")],
        "mark after" => &[Side, THAT, COLON, Mark("mark right after")],
        _ => &[],
    }
}

const LINK: Part = Is("it is what the verb takes", "it is not what the verb takes");
const LINKS: Part = Count(3, "such word between", "such words between");

fn join(name: &str) -> &'static [Part] {
    const CLASH: Part = Is("another name", "");
    const SHARED: Part = Count(4, "name in common", "names in common");
    const DEFINITE: Part = Is("a single word with the article", "");
    const X: Part = Kind(6, "it");
    const Y: Part = Kind(6, "the other");
    const TITLE: Part = Is("the other is from the title", "");
    const KNOWN: Part = Is("these very words came before", "these very words are new");
    const PART: Part = Is("all of its words came before", "");
    match name {
        "words in common" => &[Match(32)],
        "words in common, and shape" => {
            &[Match(32), DEFINITE, Is("no name in it", "a name in it"), Is("a name in the other", ""), Count(5, "word", "words")]
        }
        "words in common, and kinds" => &[Match(32), X, Y],
        "share of words" => &[Fifths],
        "names in common" => &[SHARED, CLASH],
        "names in common, of how many" => {
            &[SHARED, Count(5, "name in it", "names in it"), Is("a name in the other", "no name in the other")]
        }
        "kinds" => &[X, Y, CLASH],
        "mentions between" => &[Steps("mention between", "mentions between"), DEFINITE],
        "sentences between" => &[Steps("sentence between", "sentences between"), Match(4)],
        "who speaks" => &[Is("the other speaks", "the other does not speak"), Is("it speaks", "it does not speak")],
        "title in role" => &[Is("it is a word of the other's role", "it is no word of the other's role"), DEFINITE],
        "gender and number" => &[Agreement("it"), Agreement("the other")],
        "mentions, and longest" => &[Count(5, "mention", "mentions"), Count(7, "word in the longest", "words in the longest")],
        "other spelling" => &[Count(3, "name spelt in another way", "names spelt in another way"), Match(32), Is("a single word", "")],
        "last word is name" => &[Match(32), Is("its last word is a name", ""), Is("the other's last word is a name", "")],
        "says the same" => &[Eighths(10), TITLE],
        "says the same, and kinds" => &[Eighths(6), X, Y, TITLE],
        "says the same, and words in common" => &[Eighths(6), Match(32), CLASH],
        "first speaker after title" => &[
            TITLE,
            Is("the other speaks", "the other does not speak"),
            Count(4, "speaker before it", "speakers before it"),
            X,
            Y,
            Is("a name in the other", ""),
        ],
        "source nouns" => &[Head(HEADS, "source noun of it"), Head(HEADS, "of the other")],
        "from the title" => &[TITLE, Match(32)],
        "roles in common" => {
            &[Count(4, "word of its role in common", "words of its role in common"), Count(4, "to be shared", "to be shared")]
        }
        "gender and number of verbs" => &[Verbs("the other"), Verb("its verb")],
        "a new source" => &[KNOWN, PART],
        "share of words known" => &[Fifths],
        "new, of kind" => &[X, KNOWN, PART],
        "new, words" => &[Count(7, "word", "words"), KNOWN, PART],
        "new, names" => &[Count(4, "name in it", "names in it"), KNOWN, PART],
        "new, article alone" => &[Is("a single word with the article", "not a single word with the article"), KNOWN, PART],
        "sources so far" => &[Count(7, "source so far", "sources so far")],
        "new, speaks" => &[Is("it speaks", "it does not speak")],
        "new, source noun" => &[Head(HEADS, "source noun"), KNOWN, PART],
        "new, clitics" => &[Clitics(CLITICS, "it")],
        "new, after a title that speaks" => {
            &[Is("the title speaks", "the title does not speak"), Count(4, "speaker before it", "speakers before it")]
        }
        _ => &[],
    }
}

fn implicit(name: &str) -> &'static [Part] {
    const TANWIN: Part = Is("the cue has tanwin", "");
    const SENTENCES: Part = Steps("sentence since it was named", "sentences since it was named");
    const SPEAKS: Part = Is("speaking there", "not speaking there");
    const MENTIONS: Part = Steps("mention since", "mentions since");
    const HERE: Part = Is("named in the same sentence", "");
    const VERB: Part = Agreement("the cue");
    const NAME: Part = Agreement("its last mention");
    match name {
        "statements ago" => &[Ago(7)],
        "statements ago and form" => &[Ago(5), TANWIN, Conjunction],
        "statements ago, same sentence" => {
            &[Ago(5), Is("in the same sentence as the statement before", ""), TANWIN, Conjunction, Is("the cue before has tanwin", "")]
        }
        "statements so far" => &[Count(5, "statement of it so far", "statements of it so far"), Is("it made the statement before", "")],
        "sentences ago, and speaks" => &[SENTENCES, SPEAKS, TANWIN, Conjunction],
        "sentences and statements ago" => &[SENTENCES, SPEAKS, Ago(4)],
        "mentions between" => &[MENTIONS, TANWIN, Conjunction],
        "mentions between, statements ago" => &[MENTIONS, Ago(4)],
        "words between" => &[Steps("word between", "words between"), HERE],
        "times it speaks, and mentions" => {
            &[Count(5, "time named as speaking", "times named as speaking"), Count(7, "mention", "mentions")]
        }
        "speaks elsewhere, statements ago" => {
            &[Is("named as speaking", "never named as speaking"), Count(4, "mention", "mentions"), Ago(3)]
        }
        "act and form, statements ago" => &[OF_CUE, Act, Ago(4)],
        "form and sentences ago" => &[OF_CUE, SENTENCES, SPEAKS, Conjunction],
        "kind and agreement of verb" => &[Kind(7, "it"), VERB, OF_CUE],
        "gender and number" => &[VERB, NAME, OF_CUE],
        "gender, number and kind" => &[VERB, NAME, Kind(7, "it")],
        "gender and number of its other verbs" => &[Verbs("its other statements"), VERB, OF_CUE],
        "gender and number of its names" => &[Is("named in the feminine", ""), Is("named in the plural", ""), VERB, OF_CUE],
        "nested" => &[Nested, Ago(4)],
        "nested, and sentences ago" => &[Nested, SENTENCES, SPEAKS],
        "probability of mention" => &[Quarters, Is("it made the statement before", "")],
        "in the title" => &[Title],
        "mentioned before" => &[Is("it is named before", "it is not named before")],
        "begins its sentence" => &[Is("it began its sentence", "it did not begin its sentence"), SENTENCES],
        "function word before it" => &[Class("function word before it"), HERE],
        "its clitics" => &[Clitics(CLITICS, "it"), HERE],
        "paragraphs between" => &[Count(4, "paragraph between", "paragraphs between"), Ago(4)],
        "last to be named as speaking" => {
            &[Is("it was the last to be named as speaking", "it was not the last to be named as speaking"), Ago(4)]
        }
        "named speakers since" => {
            &[Count(4, "speaker named since", "speakers named since"), Count(4, "paragraph between", "paragraphs between")]
        }
        "named after in the sentence" => &[Is("named after the cue in the sentence", "not named after the cue in the sentence")],
        "nobody is meant" => &[Is("someone is named before", "no one is named before"), Is("and speaks", "and no one speaks")],
        "nobody is meant, in the title" => &[Is("the cue is in the title", "the cue is not in the title")],
        "nobody is meant, form" => &[OF_CUE],
        "nobody is meant, nested" => &[Is("the cue is inside a statement", "the cue is not inside a statement")],
        _ => &[],
    }
}

fn place(name: &str) -> &'static [Part] {
    match name {
        "place in sentence" => &[Steps("word before it in the sentence", "words before it in the sentence")],
        "place before sentence end" => &[Steps("word after it in the sentence", "words after it in the sentence")],
        "first in sentence" => &[Conjunction, Is("first in its sentence", "not first in its sentence")],
        "paragraph" => &[Steps("paragraph before", "paragraphs before")],
        "place in paragraph" => &[Count(3, "word before it in the paragraph", "words before it in the paragraph"), Is("in the title", "")],
        "quoted around" => &[Around],
        "space before" => &[Is("space before it", "no space before it"), Is("space after it", "no space after it")],
        "next mark" => &[Mark("next mark in the paragraph")],
        "last mark" => &[Mark("last mark in the paragraph")],
        "link next to verb" => &[Is("what the verb takes is next to it", "what the verb takes is not next to it"), OF_WORD],
        "place in quotation" => &[Ends],
        _ => &[],
    }
}

/// The wording of a value of a kind, from what it is packed from.
fn say(name: &str, parts: &[Part], mut value: usize, common: &str) -> String {
    let mut out = String::new();
    for part in parts {
        let said = part.say(value % part.size(), common);
        value /= part.size();
        if !said.is_empty() {
            out.push_str(if out.is_empty() { "" } else { ", " });
            out.push_str(&said);
        }
    }
    if out.is_empty() { name.to_owned() } else { out }
}

/// What is seen of a word in relation to a cue.
pub(super) fn of_pair((name, value): (&str, usize)) -> String {
    say(name, pair(name), value, "")
}

/// What is seen of a mention joining a source; `common` are the words that both have.
pub(super) fn of_join((name, value): (&str, usize), common: &str) -> String {
    say(name, join(name), value, common)
}

/// What is seen of a source as the speaker of a statement that names nobody.
pub(super) fn of_implicit((name, value): (&str, usize)) -> String {
    say(name, implicit(name), value, "")
}

/// What is seen of the place of a word.
pub(super) fn of_place((name, value): (&str, usize)) -> String {
    let away = |v: usize| match v {
        0 | 10 => "not near".to_owned(),
        1 => "1 word away".to_owned(),
        v => format!("{} words away", STEPS[v.min(9)]),
    };
    match name {
        "next that" | "next quotation mark" | "next colon" | "next comma" => format!("{name} = {}", away(value)),
        // beyond six places it is not told apart from there being none
        "link of verb" if value % 8 > 6 => "what the verb takes is not near".into(),
        "link of verb" => format!("what the verb takes is {}", away(value % 8)),
        "verb and next that" if value % 6 > 4 => "verb of saying, and no «أن» or the like near".into(),
        "verb and next that" => format!("verb of saying, and the next «أن» or the like {}", away(value % 6)),
        "title and mark" => "in the title".into(),
        _ => say(name, place(name), value, ""),
    }
}

/// What a feature of a word says of it, by the names of `features::word`.
pub(super) fn of_word(name: &'static str) -> &'static str {
    match name {
        "word" | "stem" | "core" | "form" | "root" => "the word itself",
        "beginning" => "how it begins",
        "ending" => "how it ends",
        "clitics" | "clitics and ending" => "what is attached to it",
        "class" => "which function word it is",
        "length" => "its length",
        "head" | "head and clitics" => "which source noun it is",
        "links" => "which verbs take it",
        "mark" => "which mark it is",
        "verb" => "which verb of saying it is",
        "act and form of verb" => "act and form of the verb",
        "verb, form and clitics" | "form and clitics" => "form of the verb, and what is attached",
        "links of verb" => "what the verb takes",
        "rare" => "it is a rare word",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::Place;
    use crate::parts::Pair;
    use crate::source::{Implicit, Join};
    use std::collections::BTreeMap;

    fn check(
        rows: usize,
        of: impl Fn(u16) -> (&'static str, usize),
        parts: impl Fn(&str) -> &'static [Part],
        say: impl Fn((&str, usize)) -> String,
    ) {
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        for row in 0..rows as u16 {
            let (name, value) = of(row);
            sizes.insert(name, value + 1);
            assert!(!say((name, value)).is_empty(), "{name} {value}");
        }
        for (name, size) in sizes {
            if !parts(name).is_empty() {
                assert_eq!(parts(name).iter().map(|p| p.size()).product::<usize>(), size, "{name}");
            }
        }
    }

    #[test]
    fn values_are_unpacked_as_they_were_packed() {
        check(Pair::ROWS, Pair::of, pair, of_pair);
        check(Join::ROWS, Join::of, join, |x| of_join(x, "«العطار»"));
        check(Implicit::ROWS, Implicit::of, implicit, of_implicit);
        check(Place::ROWS, Place::of, place, of_place);
    }
}
