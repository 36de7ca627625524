//! How one name is spelt in several ways: the skeleton that all its spellings share, and how far apart two spellings are.
//! Words only; what a whole name means is in `name` and `compare`.

use crate::data::{LETTERS, known, shortened, term, without_article};
use rawi_text::fold_into;

/// The phonetic skeleton of one word of a name: the same for every way in which Arabic is likely to spell it.
///
/// Foreign names keep a Latin letter for each class of consonants; vowels and ه inside, doubled letters, the article and the
/// differences of غ/ج/ك/ق, ت/ط/ث, د/ض/ذ/ظ, س/ص/ز/ش/تش and ب/پ are gone. A word that is known as an Arabic name
/// keeps its letters, folded and without article, because there the vowels tell people apart. Skeletons find candidates: names that share one may
/// still be different, names that share none are hardly ever the same.
///
/// ```
/// use rawi_names::skeleton;
/// for spelling in ["غوتيريش", "غوتيريس", "جوتيريش", "غوتيرس"] {
///     assert_eq!(skeleton(spelling), "KTRS");
/// }
/// assert_ne!(skeleton("سالم"), skeleton("سليم"));
/// assert_eq!(skeleton("العتيبي"), "عتيبي");
/// ```
pub fn skeleton(word: &str) -> String {
    let mut out = String::new();
    skeleton_into(word, &mut out);
    out
}

/// Appends the [`skeleton`] of `word` to `out`: nothing when the word has no letter.
pub fn skeleton_into(word: &str, out: &mut String) {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded_skeleton_into(&folded, out);
}

/// The same for a word that is folded already.
pub(crate) fn folded_skeleton_into(folded: &str, out: &mut String) {
    let (stem, _) = without_article(folded);
    if let Some(name) = known(stem) {
        out.push_str(&name.canonical);
        return;
    }
    sounds_into(stem, out);
}

/// Appends the classes of sounds of folded letters, known as an Arabic name or not.
pub(crate) fn sounds_into(letters: &str, out: &mut String) {
    let begin = out.len();
    let mut letters = letters.chars().filter(|&c| matches!(c, 'ء'..='ي') || c.is_alphanumeric()).peekable();
    let mut before = None;
    while let Some(c) = letters.next() {
        let next = letters.peek().copied();
        let doubled = before.replace(c) == Some(c);
        let first = out.len() == begin;
        match c {
            _ if doubled && !c.is_ascii() => {}
            'ت' if next == Some('ش') => {}
            'ن' if matches!(next, Some('ب' | 'پ')) => out.push('M'),
            // French does not say it: هولاند and أولاند
            'ا' | 'ء' | 'ه' if first => out.push('A'),
            // German says v: والتر and فالتر
            'و' if first => out.push('F'),
            // before a consonant it is a vowel: يلتسين، يفغيني
            'ي' if first => out.push(if matches!(next, Some('ا' | 'و')) { 'Y' } else { 'A' }),
            'ا' | 'ء' | 'و' | 'ي' | 'ه' => {}
            _ => out.push(LETTERS.classes.get(&c).copied().unwrap_or(c)),
        }
    }
}

/// Letters that only Arabic names have: no foreign sound is written with them.
fn arabic_only(c: char) -> bool {
    matches!(c, 'ع' | 'ح' | 'ض' | 'ظ')
}

/// Whether a word is two, written together: أبوطالب, عبدالله.
fn is_compound(stem: &str) -> bool {
    let rest = stem.strip_prefix("ابو").or_else(|| stem.strip_prefix("عبدال"));
    rest.is_some_and(|r| r.chars().count() > 2)
}

/// One word of a name, ready for comparing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Word {
    /// Folded, without article, compounds joined (`عبدالله`).
    pub(crate) letters: String,
    /// What all spellings share; see [`skeleton`].
    pub(crate) skeleton: String,
    /// Whether it had the article, or آل before it.
    pub(crate) article: bool,
    /// Whether بن or بنت stood before it.
    pub(crate) nasab: bool,
    /// Whether آل stood before it.
    pub(crate) house: bool,
    /// Whether it is known, or shows by its letters, to be an Arabic name or word, whose vowels count.
    pub(crate) arabic: bool,
    /// Whether the list of Arabic names has it, as a given name, as a family name.
    given: bool,
    family: bool,
    /// How many classes of sounds it has, and which, one bit each.
    sounds: u32,
    consonants: u32,
}

impl Word {
    /// From a folded word.
    pub(crate) fn new(folded: &str) -> Self {
        let (stem, article) = without_article(folded);
        let mut skeleton = String::new();
        folded_skeleton_into(folded, &mut skeleton);
        let name = known(stem);
        let arabic = article || name.is_some() || term(stem).is_some() || stem.chars().any(arabic_only) || is_compound(stem);
        let (given, family) = name.map_or((false, false), |k| (k.given, k.family));
        let mut sounds = String::new();
        sounds_into(stem, &mut sounds);
        let consonants = sounds.chars().fold(0, |set, c| set | 1 << (c as u32 % 32));
        let sounds = sounds.chars().count() as u32;
        Self { letters: stem.to_owned(), skeleton, article, nasab: false, house: false, arabic, given, family, sounds, consonants }
    }

    /// The folded letters, without article.
    pub fn letters(&self) -> &str {
        &self.letters
    }

    /// The skeleton; see [`skeleton`].
    pub fn skeleton(&self) -> &str {
        &self.skeleton
    }

    /// Whether the list of Arabic given names has it.
    pub(crate) fn is_given(&self) -> bool {
        self.given
    }

    /// Whether many are called by this word alone.
    pub(crate) fn is_common_alone(&self) -> bool {
        self.family || self.given && !self.article
    }

    /// Whether the words share so many sounds that they may be one; what does not is not worth the distance.
    pub(crate) fn sounds_like(&self, other: &Word) -> bool {
        let few = self.sounds.max(other.sounds) < 4;
        self.sounds.abs_diff(other.sounds) <= 2 && (self.consonants ^ other.consonants).count_ones() <= if few { 3 } else { 4 }
    }

    /// How many classes of sounds it has, and which of them.
    pub(crate) fn sounds(&self) -> (u32, u32) {
        (self.sounds, self.consonants)
    }

    fn has_arabic_letter(&self) -> bool {
        self.letters.chars().any(arabic_only)
    }

    /// Whether many bear it, as a given or as a family name.
    pub(crate) fn is_common(&self) -> bool {
        self.given || self.family
    }
}

/// How much two spellings of a word may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leeway {
    /// Nothing but the names says that they are one.
    Alone,
    /// The office is the same.
    Office,
    /// The office is the same, and so are other words of the name.
    Besides,
}

/// How far apart the spellings of two words are, when they can be one name: 0 for the same letters, up to about 1.5.
pub(crate) fn same_spelling(a: &Word, b: &Word, leeway: Leeway) -> Option<f32> {
    // what is known of a name is its canonical spelling
    if a.is_common() && b.is_common() && a.skeleton != b.skeleton {
        return None;
    }
    // السالم and سالم are a family and a given name
    let article = if a.article == b.article || a.nasab || b.nasab { 0.0 } else { 0.1 };
    if article > 0.0 && a.given && !a.family {
        return None;
    }
    if a.letters == b.letters {
        return Some(article);
    }
    if a.is_common() && b.is_common() {
        return Some(article + 0.05);
    }
    if leeway != Leeway::Alone && shortened(&a.letters, &b.letters) {
        return Some(0.5);
    }
    // بن of a foreign name is a part of the word: بن سودا and بنسودا
    if leeway != Leeway::Alone && a.nasab != b.nasab {
        let (son, other) = if a.nasab { (a, b) } else { (b, a) };
        if other.letters.starts_with('ب') && !other.is_common() {
            let joined = format!("بن{}", son.letters);
            let cost = distance(&joined, &other.letters, false);
            if cost <= 0.12 * joined.chars().count() as f32 {
                return Some(cost + 0.1);
            }
        }
    }
    if !a.sounds_like(b) {
        return None;
    }
    let n = a.letters.chars().count().max(b.letters.chars().count()) as f32;
    let known = a.is_common() || b.is_common();
    let written = a.article || b.article || a.arabic && b.arabic;
    let arabic = leeway == Leeway::Alone && (known || written);
    // of Arabic words, only what sounds the same
    if arabic && (known || a.skeleton == b.skeleton) {
        let cost = distance(&a.letters, &b.letters, true);
        if cost <= 0.35 {
            return Some(cost + article);
        }
    }
    let most = match leeway {
        // دانيال is Arabic and is not
        Leeway::Alone if known && !written && !a.has_arabic_letter() && !b.has_arabic_letter() => 0.09 * n,
        Leeway::Alone if arabic => return None,
        Leeway::Alone => (0.12 * n).min(1.1),
        // هود and هيد
        Leeway::Office | Leeway::Besides if n < 4.0 => 0.15 * n,
        // a whole consonant more is another short name: كيري and كيربي
        Leeway::Office | Leeway::Besides if n < 6.0 => (0.2 * n).min(0.9),
        Leeway::Besides if !(a.arabic && b.arabic) => (0.32 * n).min(2.0),
        Leeway::Office | Leeway::Besides => (0.2 * n).min(1.6),
    };
    let cost = distance(&a.letters, &b.letters, false);
    (cost <= most).then_some(cost + article)
}

/// Weighted edit distance over letters. What an inserted, left out or replaced letter costs depends on what it stands for in
/// foreign names, or is nearly one sound each in Arabic names (`arabic`). Neighbours may change places, and in foreign names two letters
/// may stand for one.
pub(crate) fn distance(a: &str, b: &str, arabic: bool) -> f32 {
    let (mut first, mut second) = (['\0'; LONGEST], ['\0'; LONGEST]);
    let (a, b) = (letters(a, &mut first), letters(b, &mut second));
    let lone = |word: &[char], i: usize| if arabic { lone_arabic(word, i) } else { lone_foreign(word, i) };
    let mut lone_b = [0.0f32; LONGEST];
    (0..b.len()).for_each(|j| lone_b[j] = lone(b, j));
    // only the last two rows are looked back to
    let mut rows = [[0.0f32; LONGEST + 1]; 3];
    for i in 0..=a.len() {
        let lone_a = if i > 0 { lone(a, i - 1) } else { 0.0 };
        for j in 0..=b.len() {
            if i == 0 && j == 0 {
                continue;
            }
            let before = |n: usize, m: usize| rows[(i - n) % 3][j - m];
            let mut best = f32::INFINITY;
            if i > 0 {
                best = best.min(before(1, 0) + lone_a);
            }
            if j > 0 {
                best = best.min(before(0, 1) + lone_b[j - 1]);
            }
            if i > 0 && j > 0 {
                let last = i == a.len() || j == b.len();
                best = best.min(before(1, 1) + replaced(a[i - 1], b[j - 1], last, arabic));
            }
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && a[i - 1] != b[j - 1] {
                best = best.min(before(2, 2) + if arabic { 1.0 } else { 0.5 });
            }
            if !arabic {
                for (n, m, group) in LETTERS.groups(&a[..i], &b[..j]) {
                    best = best.min(before(n, m) + group);
                }
            }
            rows[i % 3][j] = best;
        }
    }
    rows[a.len() % 3][b.len()]
}

/// The letters of a word, as many as there is room for.
fn letters<'r>(word: &str, room: &'r mut [char; LONGEST]) -> &'r [char] {
    let mut n = 0;
    for (place, c) in room.iter_mut().zip(word.chars()) {
        *place = c;
        n += 1;
    }
    &room[..n]
}

/// What it costs that one letter stands for another.
fn replaced(x: char, y: char, last: bool, arabic: bool) -> f32 {
    if x == y {
        return 0.0;
    }
    let cost = LETTERS.replaced(x, y);
    match (is_vowel(x), is_vowel(y)) {
        // a last vowel is heard: ماري and مارو
        (true, true) if last => 0.9,
        // a last ه is a vowel, or a letter of the Latin spelling: ميته and ميتي; ديمة and ديما
        _ if last && !arabic && (x == 'ه' && is_vowel(y) || y == 'ه' && is_vowel(x)) => 0.3,
        _ if last && matches!((x, y), ('ا', 'ه') | ('ه', 'ا')) => 0.1,
        // قاسم and جاسم are two Arabic names, and one foreign sound
        (false, false) if arabic && cost <= 0.2 && !(velar(x) && velar(y)) => cost,
        _ if arabic => 1.0,
        // a vowel is not a consonant
        (p, q) if p != q && cost == 1.0 => 1.5,
        _ => cost,
    }
}

fn velar(c: char) -> bool {
    matches!(c, 'ج' | 'غ' | 'ق' | 'ك')
}

/// What a letter costs that the other spelling of an Arabic name leaves out.
fn lone_arabic(word: &[char], i: usize) -> f32 {
    match word[i] {
        c if i > 0 && word[i - 1] == c && !is_vowel(c) => 0.2,
        'ء' => 0.1,
        'ا' | 'و' | 'ي' => 0.9,
        _ => 1.0,
    }
}

/// What a letter costs that the other spelling of a foreign name leaves out.
fn lone_foreign(word: &[char], i: usize) -> f32 {
    let (before, next) = (i.checked_sub(1).map(|k| word[k]), word.get(i + 1).copied());
    match word[i] {
        c if before == Some(c) => 0.2,
        'ء' => 0.1,
        // Arabic begins no word with two consonants: مبابي and إمبابي
        'ا' if i == 0 && next.is_some_and(|c| !is_vowel(c)) => 0.5,
        'ا' | 'و' | 'ي' if i == 0 => 0.9,
        // one more is another name: ماري and ماريا, ماكاروف and ماكاروفا
        'ا' | 'و' | 'ي' if next.is_none() => 1.3,
        'ا' | 'و' | 'ي' => match (before, next) {
            // a diphthong: ديلي and دايلي
            (_, Some('ي' | 'و')) if word[i] == 'ا' => 0.3,
            // a glide: غيبريسوس and غيبريسيوس
            (_, Some(c)) if is_vowel(c) => 0.35,
            // a syllable more: ماتيس and ماتيوس
            (Some('ي'), _) if word[i] == 'و' => 0.75,
            (Some('ي' | 'و'), _) if word[i] == 'ا' => 0.45,
            _ => 0.25,
        },
        // French does not say it: برنار and برنارد, شارل and شارلز
        'د' | 'ت' | 'س' | 'ز' if next.is_none() && before.is_some_and(|b| matches!(b, 'ر' | 'ل' | 'ن')) => 0.8,
        'ه' if i == 0 => 0.8,
        'ه' if next.is_none() => 0.3,
        'ه' => 0.45,
        _ => 1.3,
    }
}

/// No name has a longer word; of anything longer only the beginning is compared.
const LONGEST: usize = 40;

fn is_vowel(c: char) -> bool {
    matches!(c, 'ا' | 'و' | 'ي')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_share_a_skeleton() {
        for row in [
            "غوتيريش غوتيريس جوتيريش غوتيرس جوتيريس غوتيرّيش",
            "بوتين پوتين بوتن",
            "نتنياهو نتانياهو نتيناهو",
            "زيلينسكي زيلنسكي زلينسكي",
            "ترامب ترمب",
            "كلينتون كلنتون",
            "ميركل مركل ميركيل",
            "هولاند هولند هولاندا",
            "غورباتشوف جورباتشوف غورباتشيف",
            "بيسكوف بسكوف",
            "أوباما اوباما اُوباما",
            "ويليام وليام وليم",
            "ألكسندر الكسندر اليكسندر ألكساندر أليكساندر",
            "هيلاري هيلارى هيللاري",
            "تشافيز شافيز تشافيس",
            "ماتيو ماثيو ماتيوه",
            "لوكسمبورغ لوكسمبورج لوكسنبورغ",
            "عبدالرحمن عبدالرحمان",
            "العتيبي عتيبي العُتيبي",
            "داود داوود داؤود",
            "مصطفى مصطفي",
        ] {
            let all: Vec<String> = row.split(' ').map(skeleton).collect();
            assert!(all.iter().all(|s| *s == all[0] && !s.is_empty()), "{row}: {all:?}");
        }
    }

    #[test]
    fn names_that_vowels_tell_apart_have_skeletons_of_their_own() {
        for row in [
            "علي علاء عالي",
            "سعد سعيد سعود أسعد مسعد",
            "حسن حسين حسان محسن إحسان",
            "محمد محمود أحمد حمد حامد حميد",
            "سالم سليم سلمان سلام سلامة سليمان",
            "خالد خلود خليل خلف",
            "ماجد مجيد مجد مجدي",
            "ناصر نصر نصير نصار منصور",
            "راشد رشيد رشاد",
            "جابر جبير جبر جبار",
            "العبادي العبيدي الجبوري الجابري",
            "بوتين أوباما كيري لافروف",
        ] {
            let mut all: Vec<String> = row.split(' ').map(skeleton).collect();
            let n = all.len();
            all.sort();
            all.dedup();
            assert_eq!(all.len(), n, "{row}: {all:?}");
        }
    }

    #[test]
    fn a_word_without_letters_has_none() {
        for w in ["", "،", "«»", "ـ", "\u{64B}"] {
            assert_eq!(skeleton(w), "", "{w}");
        }
        assert_eq!(skeleton("Reuters"), "reuters");
        assert_eq!(skeleton("٢٠١٥"), "2015");
    }
}
