//! What a written word is searched as: its form (letters as written) and its stems (clitics and endings cut off).
//! Letters and small lists decide, no model and no context. Light stemming after Larkey, Ballesteros and Connell, "Light
//! stemming for Arabic information retrieval" (2007), but with words at which cutting stops and, where letters leave it
//! open whether the first one is a clitic, with both readings.

use rawi_names::skeleton;
use rawi_text::{Text, Token, bare, fold};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Words by their forms: where cutting stops, and as what the word is searched.
static LEXICON: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut lexicon = HashMap::new();
    for (_, words) in rows(include_str!("../data/stems.tsv")) {
        lexicon.extend(words.map(|w| (fold(w), fold(w))));
    }
    for (word, forms) in rows(include_str!("../data/plurals.tsv")) {
        let stem = fold(word);
        lexicon.extend(forms.chain([word]).map(|w| (fold(w), stem.clone())));
    }
    lexicon
});

/// Names among the words at which cutting stops.
static NAMES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let rows = rows(include_str!("../data/stems.tsv")).filter(|(letters, _)| *letters == "name");
    rows.flat_map(|(_, words)| words.map(fold)).collect()
});

static FUNCTION_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| rows(include_str!("../data/function-words.tsv")).flat_map(|(_, words)| words.map(fold)).collect());

/// Every word of the lists, in their order.
pub(crate) fn listed_words() -> impl Iterator<Item = &'static str> {
    let tables = [
        include_str!("../data/stems.tsv"),
        include_str!("../data/plurals.tsv"),
        include_str!("../data/compounds.tsv"),
        include_str!("../data/function-words.tsv"),
    ];
    tables.into_iter().flat_map(|table| rows(table).flat_map(|(first, words)| words.chain([first])))
}

/// First column, and the words of the second.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, std::str::SplitWhitespace<'static>)> {
    table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t')).map(|(a, b)| (a, b.split_whitespace()))
}

/// The words and numbers of a text in order, each with its form.
pub(crate) fn words<'t>(text: &'t Text<'_>) -> impl Iterator<Item = (&'t Token, String)> {
    text.tokens().iter().filter(|t| t.is_word()).map(|t| (t, form(text.surface(t)))).filter(|(_, form)| !form.is_empty())
}

/// The forms of the words of a text.
pub(crate) fn forms(text: &str) -> Vec<String> {
    words(&Text::new(text)).map(|(_, form)| form).collect()
}

/// The words that a form is: two for names that are written as one or as two.
pub(crate) fn parts(form: &str) -> Vec<String> {
    static COMPOUNDS: LazyLock<Vec<(bool, String)>> = LazyLock::new(|| {
        rows(include_str!("../data/compounds.tsv")).flat_map(|(place, words)| words.map(move |w| (place == "first", fold(w)))).collect()
    });
    let folded = fold(form);
    let long = |s: &str| s.chars().count() >= 3;
    let split = |word: &str| {
        COMPOUNDS.iter().find_map(|(first, part)| {
            let at = if *first { part.strip_suffix("ال").unwrap_or(part).len() } else { word.len().checked_sub(part.len())? };
            let fits = if *first { word.starts_with(part.as_str()) } else { word.ends_with(part.as_str()) };
            (fits && long(word.get(..at)?) && long(word.get(at..)?)).then(|| vec![word[..at].to_owned(), word[at..].to_owned()])
        })
    };
    let beginnings = beginnings(form, &folded);
    if beginnings.iter().any(|b| lexicon_stem(b.rest).is_some()) {
        return vec![form.to_owned()];
    }
    beginnings.iter().find_map(|b| split(b.rest)).unwrap_or_else(|| vec![form.to_owned()])
}

/// The words of a text that say something by themselves, each by its likeliest stem and in its form: no numbers and no function words.
pub fn content_words(text: &str) -> Vec<(String, String)> {
    let says = |form: &String| !is_function_word(form) && form.chars().any(char::is_alphabetic);
    let words = forms(text).into_iter().filter(says);
    words.filter_map(|form| Some((stems(&form).into_iter().next().filter(|stem| stem.chars().count() > 2)?, form))).collect()
}

/// Whether `text` has every word of `asked` in some form; function words do not count. For descriptions of parties that are no
/// names (للصحفيين، مصدر أمني).
pub fn has_words(text: &str, asked: &str) -> bool {
    let substance = |s: &str| forms(s).into_iter().filter(|f| !is_function_word(f)).flat_map(|f| parts(&f)).collect::<Vec<_>>();
    let asked = substance(asked);
    let there: HashSet<String> = substance(text).iter().flat_map(|f| stems(f)).collect();
    !asked.is_empty() && asked.iter().all(|f| stems(f).iter().any(|s| there.contains(s)))
}

/// The form of a word: its letters as written, without marks, tatweel and controls. It is one word again when it is read as a text,
/// also where one character stands for a whole phrase (ﷺ); and empty for a few that stand for none.
pub(crate) fn form(surface: &str) -> String {
    let form = bare(surface);
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '٫' | '٬');
    if form.chars().all(inside) && form.ends_with(char::is_alphanumeric) {
        return form;
    }
    let text = Text::new(&form);
    text.tokens().iter().filter(|t| t.is_word()).map(|t| text.surface(t)).collect()
}

/// Whether the word says nothing by itself (في، وقد).
pub(crate) fn is_function_word(form: &str) -> bool {
    let folded = fold(form);
    let known = |w: &str| FUNCTION_WORDS.contains(w);
    known(&folded) || folded.strip_prefix(['و', 'ف']).is_some_and(known)
}

/// The stems of a form, the likeliest first. One, unless letters leave it open: whether the first is a clitic (the reading that
/// keeps it stands before the other), whether نا is a pronoun.
pub(crate) fn stems(form: &str) -> Vec<String> {
    let letters = restore_hamza(form);
    let folded = fold(&letters);
    if let Some(number) = number(&folded) {
        return vec![number];
    }
    if !folded.chars().any(|c| ('\u{0621}'..='\u{064A}').contains(&c)) {
        return vec![folded];
    }
    let beginnings = beginnings(&letters, &folded);
    // the reading that leaves most of the word: وزير and not و + زير
    if let Some((stem, _)) = beginnings.iter().filter_map(|b| lexicon_stem(b.rest)).max_by_key(|(_, length)| *length) {
        return vec![stem.to_owned()];
    }
    let article = beginnings.iter().any(|b| b.article);
    let mut stems: Vec<String> = Vec::new();
    for b in beginnings.iter().filter(|b| b.article == article) {
        // تضامنا is the accusative of تضامن, and شعبنا our شعب
        let accusative = b.rest.strip_suffix('ا').filter(|left| left.ends_with('ن'));
        for word in [b.rest].into_iter().chain(accusative) {
            let stem = endings(word).last().unwrap_or(word);
            if !stems.iter().any(|s| s == stem) {
                stems.push(stem.to_owned());
            }
        }
    }
    stems
}

/// لقائه is لقاء with a pronoun: the seat of the hamza tells only what follows. And مسئول is مسؤول.
fn restore_hamza(form: &str) -> String {
    const TAILS: [&str; 14] = ["ه", "ها", "هم", "هن", "هما", "نا", "كم", "ي", "ية", "يا", "ات", "ين", "ون", "ان"];
    for seat in ["ائ", "اؤ"] {
        if let Some((head, tail)) = form.rsplit_once(seat)
            && TAILS.contains(&tail)
            && !head.is_empty()
        {
            return format!("{head}اء{tail}");
        }
    }
    if form.ends_with("ئون") || form.ends_with("ئوا") { form.to_owned() } else { form.replace("ئو", "ؤو") }
}

/// The number in a token, whatever its digits, separators and clitics: ٢٠١٥ and 2015, 1,000 and 1000, و3٫5 and 3.5.
fn number(folded: &str) -> Option<String> {
    let digits = folded.trim_start_matches(['و', 'ف', 'ب', 'ل', 'ك', 'ا']);
    if !digits.starts_with(|c: char| c.is_ascii_digit())
        || !digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '٫' | '٬'))
    {
        return None;
    }
    let grouped = |s: &str| s.split([',', '٬']).skip(1).all(|g| g.len() == 3);
    let whole = digits.split(['.', '٫']).next().unwrap_or_default();
    let dotless = if grouped(whole) { digits.replace([',', '٬'], "") } else { digits.replace([',', '٬'], ".") };
    Some(dotless.replace('٫', "."))
}

struct Beginning<'w> {
    rest: &'w str,
    article: bool,
}

/// Every way to cut conjunction, preposition and article off, the least first.
fn beginnings<'w>(letters: &str, folded: &'w str) -> Vec<Beginning<'w>> {
    let n = folded.chars().count();
    let mut out = Vec::with_capacity(6);
    for conjunction in [0, 1] {
        let Some(rest) = (if conjunction == 0 { Some(folded) } else { folded.strip_prefix(['و', 'ف']) }) else { continue };
        let left = n - conjunction;
        if conjunction == 1 && left < 3 {
            continue;
        }
        out.push(Beginning { rest, article: false });
        for (with, length) in [("ال", 2), ("لل", 2), ("بال", 3), ("كال", 3), ("لال", 3)] {
            // أل and إل are letters of the word: ألمانيا، إلغاء
            let plain = || letters.chars().nth(conjunction + length - 2) == Some('ا') || with == "لل" || letters.chars().count() != n;
            if let Some(stem) = rest.strip_prefix(with)
                && left >= length + 2
                && plain()
            {
                out.push(Beginning { rest: stem, article: true });
            }
        }
        if let Some(stem) = rest.strip_prefix(['ب', 'ل', 'ك'])
            && left >= 4
        {
            // ل before the article drops its alef, before ل of the word it does not: للبنان is ل + لبنان
            out.push(Beginning { rest: stem, article: rest.starts_with("لل") });
        }
    }
    out
}

/// The word of the lexicon that `word` is, with how many letters of it are left: the one that leaves most of it.
fn lexicon_stem(word: &str) -> Option<(&'static str, usize)> {
    let found = |w: &str| LEXICON.get(w).map(|stem| stem.as_str());
    if let Some(stem) = found(word) {
        return Some((stem, word.chars().count()));
    }
    let cut = |left: &str| {
        // of جامعات and جامعته the feminine ending is part of the word
        let feminine = matches!(&word[left.len()..], "ات" | "ت").then(|| found(&format!("{left}ه"))).flatten();
        feminine.map(|stem| (stem, left.chars().count() + 1)).or_else(|| lexicon_stem(left))
    };
    cuts(word).filter_map(cut).max_by_key(|(_, length)| *length)
}

/// What is left of a word without an ending, for each that it may have, the longest ending first.
fn cuts(word: &str) -> impl Iterator<Item = &str> {
    /// Pronouns, number, gender, case, nisba; and how many letters must be left.
    const ENDINGS: [(&str, usize); 16] = [
        ("هما", 3),
        ("ها", 3),
        ("هم", 3),
        ("هن", 3),
        ("نا", 3),
        ("كم", 3),
        ("ات", 2),
        ("ون", 3),
        ("ين", 3),
        ("ان", 4),
        ("وا", 3),
        ("ا", 3),
        ("ت", 3),
        ("ه", 2),
        ("ي", 3),
        ("ء", 3),
    ];
    ENDINGS.iter().filter_map(|(ending, least)| word.strip_suffix(ending).filter(|left| left.chars().count() >= *least))
}

/// What is left of a word as its endings are cut off one after the other.
fn endings(word: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(word), |word| cuts(word).next()).skip(1)
}

/// Whether a form begins with `prefix` (folded), after its clitics or before.
pub(crate) fn begins_with(form: &str, prefix: &str) -> bool {
    let folded = fold(form);
    folded.starts_with(prefix) || beginnings(form, &folded).iter().any(|b| b.rest.starts_with(prefix))
}

/// A regular expression for the forms that [`begins_with`] may accept.
pub(crate) fn prefix_pattern(prefix: &str) -> String {
    let mut out = String::from("[وف]?(ال|أل|لل|بال|كال|لال|ب|ل|ك)?");
    for c in prefix.chars() {
        match c {
            'ا' => out.push_str("[اأإآٱ]"),
            'ي' => out.push_str("[يىئیې]"),
            'و' => out.push_str("[وؤ]"),
            'ه' => out.push_str("[هةەہۀۂ]"),
            'ك' => out.push_str("[كکڪ]"),
            'ے' => out.push_str("[ےۓ]"),
            '0'..='9' => {
                let d = c as u32 - '0' as u32;
                out.extend(['[', c]);
                out.extend(['٠', '۰'].map(|zero| char::from_u32(zero as u32 + d).expect("ten digits follow each zero")));
                out.push(']');
            }
            c if c.is_alphanumeric() => {
                let upper = c.to_uppercase().next().unwrap_or(c);
                out.extend(['[', c, upper, ']']);
            }
            c if c.is_ascii() => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out + ".*"
}

/// What of a form may be a name, to be looked for in other spellings: the word itself and, because an unknown spelling is cut so in
/// the index, what is left without its endings. Nothing for words of the lexicon that are no names.
pub(crate) fn name_stems(form: &str) -> Vec<String> {
    let folded = fold(form);
    let beginnings = beginnings(form, &folded);
    let known = beginnings.iter().filter_map(|b| lexicon_stem(b.rest)).max_by_key(|(_, length)| *length);
    if known.is_some_and(|(stem, _)| !NAMES.contains(stem)) {
        return Vec::new();
    }
    let whole = beginnings.iter().find(|b| b.article).map_or(folded.as_str(), |b| b.rest);
    [whole].into_iter().chain(endings(whole)).filter(|w| w.chars().count() >= 4).map(str::to_owned).collect()
}

/// The term that a stem is indexed under. Its phonetic skeleton comes first, so that in the sorted dictionary the spellings of
/// a name stand side by side.
pub(crate) fn term(stem: &str) -> String {
    let mut out = skeleton(stem);
    out.push(SEPARATOR);
    out.push_str(stem);
    out
}

/// Stands between skeleton and stem; no letter is smaller.
pub(crate) const SEPARATOR: char = '\u{1}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_meet() {
        for row in [
            "التعاون بالتعاون وتعاونٍ تعاونا تعاونهم وبالتعاون للتعاون لتعاونهما التّعـاون",
            "وزير الوزير ووزير للوزير وزيرة وزراء الوزراء لوزراء وبوزيرها وزيران",
            "حكومة الحكومة حكومته وحكومات لحكومتها حكوماتهم",
            "لقاء لقائه لقاءات لقاؤهم ولقائها",
            "سياسي سياسية السياسيين سياسيون سياسيا",
            "لبنان لبناني للبنان اللبنانيين ولبنان بلبنان",
            "جامعة جامعات جامعته الجامعات بجامعة",
            "مسؤول المسؤولين مسئول مسؤولون لمسؤول",
            "أعلن أعلنت أعلنوا وأعلن",
            "إلغاء وإلغاء بإلغاء لإلغاء",
            "٢٠١٥ 2015 ۲۰۱۵ و2015",
            "1,000 1000 ١٬٠٠٠ ال1000",
            "3.5 3٫5 ٣٫٥ 3,5",
            "NATO nato Nato",
        ] {
            let all: Vec<_> = row.split(' ').map(|w| stems(&form(w))).collect();
            for (w, s) in row.split(' ').zip(&all) {
                assert!(s.iter().any(|s| all[0].contains(s)), "{w} in {row}: {all:?}");
            }
        }
    }

    #[test]
    fn compound_names_are_two_words() {
        for (form, expected) in [
            ("عبدالله", "عبد الله"),
            ("لعبدالرحمن", "عبد الرحمن"),
            ("أبوظبي", "ابو ظبي"),
            ("ابوالغيط", "ابو الغيط"),
            ("نورالدين", "نور الدين"),
            ("أبواب", "أبواب"),
            ("والدين", "والدين"),
            ("الوالدين", "الوالدين"),
            ("خالدين", "خالدين"),
            ("والله", "والله"),
            ("الله", "الله"),
            ("أبو", "أبو"),
        ] {
            assert_eq!(parts(form).join(" "), expected, "{form}");
        }
    }

    #[test]
    fn other_words_do_not() {
        for row in [
            "وزير زير",
            "لبنان لبن",
            "الرقة ورقة",
            "جامعة جامع",
            "وحدة حدة",
            "طالبان طالب",
            "سوري سور",
            "ألمانيا ماني",
            "بيروت بيرو",
            "فريق ريق",
            "كتاب تاب",
            "علي عل",
        ] {
            let (a, b) = row.split_once(' ').unwrap();
            let (a, b) = (stems(a), stems(b));
            assert!(a.iter().all(|s| !b.contains(s)), "{row}: {a:?} {b:?}");
        }
    }

    #[test]
    fn a_prefix_is_seen_behind_clitics_and_folded() {
        for (form, prefix, expected) in [
            ("أوكرانيا", "اوكر", true),
            ("والأوكراني", "اوكر", true),
            ("بأوكرانيا", "اوكر", true),
            ("كرواتيا", "اوكر", false),
            ("NATO", "na", true),
        ] {
            assert_eq!(begins_with(form, prefix), expected, "{form} {prefix}");
        }
    }
}
