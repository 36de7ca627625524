//! How well are copies found? Copies are made from real articles by cutting, re-titling, rewording and joining, put among
//! all the others, and looked for the way an archive looks. The judge of what real articles are copies of one another shares no
//! code with what is measured: it aligns whole texts, word by word.

use rawi_copies::{CARRIERS, Likeness, Words, candidates, compare};
use rawi_document::{Document, Map};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;
use std::io::{Read, Seek};
use std::time::{Duration, Instant};

/// One article as it is in the news.
pub struct Article {
    /// Where it stands: name of the archive and number.
    pub id: String,
    /// Outlet and day.
    pub issue: (String, String),
    /// Its title.
    pub title: String,
    /// Title, line end, content, where the content does not begin with the title.
    pub text: String,
}

/// The articles of an archive of raw news.
pub fn articles(name: &str, file: impl Read + Seek) -> Vec<Article> {
    let map = Map::parse("news", "text = content, outlet = source, date =").expect("a map of fields");
    let documents = rawi_document::documents_in(name, file, None).with_map(map);
    let article = |(n, document): (usize, Document)| Article {
        id: format!("{name}/{n}"),
        issue: (document.outlet.unwrap_or_default(), name.to_owned()),
        title: document.title.unwrap_or_default(),
        text: document.text,
    };
    documents.filter_map(Result::ok).enumerate().map(article).collect()
}

/// How a copy was made.
pub const KINDS: [&str; 9] =
    ["cut", "re-titled", "reworded", "joined", "cut, re-titled", "cut, reworded", "re-titled, reworded", "cut, joined", "all of them"];

/// What was found.
#[derive(Default)]
pub struct Figures {
    /// For each of [`KINDS`]: copies found, copies made.
    pub found: [(usize, usize); KINDS.len()],
    /// Pairs that are no copies, by where they come from: taken for copies, all.
    pub wrong: BTreeMap<&'static str, (usize, usize)>,
    /// Of those, pairs left out because the articles do share sentences.
    pub left_out: usize,
    /// Real articles found for a made copy: neither made from them nor sharing a sentence with what it was made from, all.
    pub others: (usize, usize),
    /// Pairs of real articles that share prints, by what the judge says: taken for copies, all.
    pub real: BTreeMap<Verdict, (usize, usize)>,
    /// Pairs of these on which method and judge differ.
    pub disputed: Vec<(String, String, Verdict)>,
    /// Groups of real articles.
    pub groups: Vec<Vec<String>>,
    texts: usize,
    bytes: usize,
    prints: usize,
    asked: usize,
    compared: usize,
    preparing: Duration,
    printing: Duration,
    comparing: Duration,
}

impl Figures {
    /// Part of the copies made that were found.
    pub fn recall(&self) -> f64 {
        let (found, made) = self.found.iter().fold((0, 0), |s, f| (s.0 + f.0, s.1 + f.1));
        found as f64 / made as f64
    }

    /// Part of the pairs taken for copies that are copies.
    pub fn precision(&self) -> f64 {
        let found: usize = self.found.iter().map(|f| f.0).sum();
        let wrong: usize = self.wrong.values().map(|w| w.0).sum::<usize>() + self.others.0;
        found as f64 / (found + wrong) as f64
    }

    /// How many prints a text has.
    pub fn prints_a_text(&self) -> f64 {
        self.prints as f64 / self.texts as f64
    }

    /// All of it, for people.
    pub fn report(&self) -> String {
        let mut out = String::new();
        let micros = |d: Duration, n: usize| d.as_secs_f64() * 1e6 / n as f64;
        let _ = writeln!(out, "precision {:.4}, recall {:.4}\n\nmade by\tfound\tof\trecall", self.precision(), self.recall());
        for (kind, (found, made)) in KINDS.iter().zip(self.found) {
            let _ = writeln!(out, "{kind}\t{found}\t{made}\t{:.3}", found as f64 / made as f64);
        }
        let _ = writeln!(out, "\nno copies\twrongly\tof");
        for (kind, (wrong, all)) in &self.wrong {
            let _ = writeln!(out, "{kind}\t{wrong}\t{all}");
        }
        let _ = writeln!(
            out,
            "found for a made copy\t{}\t{}\nleft out, as they share sentences: {}",
            self.others.0, self.others.1, self.left_out
        );
        let _ = writeln!(out, "\nreal articles sharing prints\ttaken for copies\tof");
        for (verdict, (copies, all)) in &self.real {
            let _ = writeln!(out, "{verdict:?}\t{copies}\t{all}");
        }
        let copies: usize = self.groups.iter().map(Vec::len).sum();
        let largest = self.groups.iter().map(Vec::len).max().unwrap_or(0);
        let _ = writeln!(out, "\n{} texts; {} of them in {} groups, {largest} in the largest", self.texts, copies, self.groups.len());
        let _ = writeln!(out, "{:.0} bytes a text, {:.1} prints", self.bytes as f64 / self.texts as f64, self.prints_a_text());
        let _ = writeln!(out, "{:.1} compared for each text", self.compared as f64 / self.asked as f64);
        let times = [(self.preparing, self.texts), (self.printing, self.texts), (self.comparing, self.compared)].map(|(d, n)| micros(d, n));
        let _ = writeln!(out, "microseconds: words of a text {:.1}, prints {:.1}, comparing two {:.1}", times[0], times[1], times[2]);
        out
    }
}

/// Numbers that look random and are the same every time (splitmix64, Steele, Lea & Flood 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }

    fn percent(&mut self, from: usize, to: usize) -> f64 {
        (from + self.below(to - from + 1)) as f64 / 100.0
    }
}

/// Puts made copies among the articles, looks for all of them, and counts. `of_each` copies are made of each kind.
pub fn measure(articles: &[Article], of_each: usize) -> Figures {
    let mut figures = Figures::default();
    let mut store = Store::default();
    let mut dice = Dice(2015);
    let judge = Judge::new(articles);
    for (n, article) in articles.iter().enumerate() {
        let (words, like) = store.look(&article.text, &mut figures);
        let copies = like.iter().filter(|l| l.1.is_copy());
        let best = copies.max_by(|a, b| a.1.closeness().total_cmp(&b.1.closeness())).map(|l| l.0);
        for (other, likeness) in like {
            let copy = likeness.is_copy();
            let verdict = judge.says(n, other);
            let count = figures.real.entry(verdict).or_default();
            count.0 += usize::from(copy);
            count.1 += 1;
            if copy != (verdict == Verdict::Copies) {
                figures.disputed.push((article.id.clone(), articles[other].id.clone(), verdict));
            }
        }
        store.add(words, &mut figures, article.text.len());
        store.group.push(best.map_or(n, |b| store.group[b]));
    }
    figures.groups = store.groups().into_iter().map(|g| g.into_iter().map(|n| articles[n].id.clone()).collect()).collect();
    for (kind, apart) in [("same paper, same day", true), ("any two", false)] {
        for _ in 0..of_each {
            let a = dice.below(articles.len());
            let b = if apart { (a + 1 + dice.below(20)) % articles.len() } else { dice.below(articles.len()) };
            if a != b && (!apart || articles[a].issue == articles[b].issue) {
                count_pair(kind, a, b, &store, &judge, &mut figures);
            }
        }
    }
    for _ in 0..of_each {
        let a = dice.below(articles.len());
        if let Some(b) = judge.nearest(a) {
            count_pair("most words in common that day", a, b, &store, &judge, &mut figures);
        }
    }
    let long_enough: Vec<usize> = (0..articles.len()).filter(|&n| store.words[n].len() >= 25).collect();
    for kind in 0..KINDS.len() {
        for _ in 0..of_each {
            let source = long_enough[dice.below(long_enough.len())];
            let other = long_enough[dice.below(long_enough.len())];
            let copy = make(kind, &articles[source], &articles[other], &articles[dice.below(articles.len())].title, &mut dice);
            let (_, like) = store.look(&copy, &mut figures);
            let like: Vec<usize> = like.into_iter().filter(|l| l.1.is_copy()).map(|l| l.0).collect();
            figures.found[kind].1 += 1;
            figures.found[kind].0 += usize::from(like.contains(&source));
            for found in like {
                if found != source && found != other {
                    let verdicts = [judge.says(source, found), judge.says(other, found)];
                    figures.others.0 += usize::from(verdicts == [Verdict::Apart; 2]);
                    figures.others.1 += 1;
                }
            }
        }
    }
    figures
}

fn count_pair(kind: &'static str, a: usize, b: usize, store: &Store, judge: &Judge, figures: &mut Figures) {
    if judge.says(a, b) != Verdict::Apart {
        figures.left_out += 1;
        return;
    }
    let count = figures.wrong.entry(kind).or_default();
    count.0 += usize::from(compare(&store.words[a], &store.words[b]).is_copy());
    count.1 += 1;
}

/// What an archive does: a table from prints to texts.
#[derive(Default)]
struct Store {
    table: HashMap<u32, Vec<usize>>,
    words: Vec<Words>,
    group: Vec<usize>,
}

impl Store {
    /// The candidates for a text, and what each has in common with it.
    fn look(&self, text: &str, figures: &mut Figures) -> (Words, Vec<(usize, Likeness)>) {
        let start = Instant::now();
        let words = Words::new(text);
        let made = Instant::now();
        let prints = words.prints();
        let printed = Instant::now();
        let carriers = prints.iter().filter_map(|p| self.table.get(p)).map(|t| t.iter().copied().take(CARRIERS).collect());
        let candidates = candidates(carriers);
        let looked = Instant::now();
        let like: Vec<(usize, Likeness)> = candidates.into_iter().map(|c| (c, compare(&words, &self.words[c]))).collect();
        figures.comparing += looked.elapsed();
        figures.asked += 1;
        figures.compared += like.len();
        if figures.texts == self.words.len() {
            figures.preparing += made - start;
            figures.printing += printed - made;
        }
        (words, like)
    }

    fn add(&mut self, words: Words, figures: &mut Figures, bytes: usize) {
        let number = self.words.len();
        let prints = words.prints();
        figures.texts += 1;
        figures.bytes += bytes;
        figures.prints += prints.len();
        prints.into_iter().for_each(|p| self.table.entry(p).or_default().push(number));
        self.words.push(words);
    }

    fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        (0..self.group.len()).for_each(|n| groups.entry(self.group[n]).or_default().push(n));
        groups.into_values().filter(|g| g.len() > 1).collect()
    }
}

/// A copy of `source`, of the kind [`KINDS`] says.
fn make(kind: usize, source: &Article, other: &Article, title: &str, dice: &mut Dice) -> String {
    let kind = KINDS[kind];
    let all = kind == "all of them";
    let joined = all || kind.contains("joined");
    let (mut own_title, mut text) = source.text.split_once('\n').map_or(("", &source.text[..]), |(t, c)| (t, c));
    if all || kind.contains("re-titled") {
        own_title = title;
    }
    let cut;
    if all || kind.contains("cut") {
        cut = cut_out(text, dice.percent(if joined { 50 } else { 30 }, 80), dice);
        text = &cut;
    }
    let mut made = format!("{own_title}\n{text}");
    if all || kind.contains("reworded") {
        made = reword(&made, &other.text, dice);
    }
    match (joined, dice.below(2)) {
        (false, _) => made,
        (true, 0) => format!("{made}\n{}", other.text),
        (true, _) => format!("{}\n{made}", other.text),
    }
}

/// A part of the words in a row: the first, the last, or some between.
fn cut_out(text: &str, part: f64, dice: &mut Dice) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let keep = ((words.len() as f64 * part) as usize).max(1).min(words.len());
    let room = words.len() - keep;
    let start = [0, room, dice.below(room + 1)][dice.below(3)];
    words[start..start + keep].join(" ")
}

/// Words that editors put for one another.
const SYNONYMS: [(&str, &str); 14] = [
    ("في", "ب"),
    ("قال", "ذكر"),
    ("وقال", "وأضاف"),
    ("أن", "بأن"),
    ("إلى", "نحو"),
    ("على", "فوق"),
    ("خلال", "أثناء"),
    ("بعد", "عقب"),
    ("الذي", "والذي"),
    ("كما", "وكذلك"),
    ("حيث", "إذ"),
    ("أكد", "أوضح"),
    ("وأكد", "وأوضح"),
    ("لكن", "غير أن"),
];

/// Changes 5 to 15 words in a hundred: out, another word, changed places, a synonym; and how letters and digits are written.
fn reword(text: &str, other: &str, dice: &mut Dice) -> String {
    let part = dice.percent(5, 15);
    let foreign: Vec<&str> = other.split_whitespace().collect();
    let mut words: Vec<String> = text.split_inclusive('\n').flat_map(|l| l.split(' ')).map(str::to_owned).collect();
    for at in 0..words.len() {
        if dice.percent(0, 9999) >= part * 100.0 {
            continue;
        }
        let synonym = SYNONYMS.iter().find(|s| s.0 == words[at]);
        match dice.below(3) {
            _ if synonym.is_some() => words[at] = synonym.expect("just seen").1.to_owned(),
            0 => words[at].clear(),
            1 => words[at] = foreign[dice.below(foreign.len())].to_owned(),
            _ if at + 1 < words.len() => words.swap(at, at + 1),
            _ => {}
        }
    }
    let digits = dice.below(2) == 0;
    let mut respell = |c: char| match c {
        'أ' | 'إ' | 'آ' if dice.below(4) == 0 => 'ا',
        'ى' if dice.below(4) == 0 => 'ي',
        'ة' if dice.below(8) == 0 => 'ه',
        '0'..='9' if digits => char::from_u32('٠' as u32 + c as u32 - '0' as u32).expect("a digit"),
        _ => c,
    };
    words.join(" ").chars().map(&mut respell).collect()
}

/// What the judge says of two articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Copies of one story.
    Copies,
    /// They share sentences, or have too few numbers to tell whether they differ: neither a copy to be found nor an error to be counted.
    Partly,
    /// Different stories, or one form filled in with other numbers.
    Apart,
}

/// Says which real articles are copies of one another: most of the shorter one's words are in the other in the same order, or a
/// third of it is there in one piece, or two fifths of its runs of five words; and half of the numbers are the same. Exact, slow, and apart from the method under test.
struct Judge<'a> {
    articles: &'a [Article],
    words: Vec<Vec<u32>>,
    numbers: Vec<HashSet<String>>,
    /// Articles of a day that have a word.
    index: HashMap<(&'a str, u32), Vec<usize>>,
}

impl<'a> Judge<'a> {
    fn new(articles: &'a [Article]) -> Self {
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut judge = Self { articles, words: Vec::new(), numbers: Vec::new(), index: HashMap::new() };
        for (n, article) in articles.iter().enumerate() {
            let folded = rawi_text::fold(&article.text);
            let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
            let (mut numbers, mut list) = (HashSet::new(), Vec::new());
            for word in words {
                if word.starts_with(|c: char| c.is_numeric()) {
                    numbers.insert(word.to_owned());
                }
                let next = known.len() as u32;
                list.push(*known.entry(word.to_owned()).or_insert(next));
            }
            let distinct: HashSet<u32> = list.iter().copied().collect();
            distinct.into_iter().for_each(|w| judge.index.entry((&article.issue.1, w)).or_default().push(n));
            judge.words.push(list);
            judge.numbers.push(numbers);
        }
        judge
    }

    fn says(&self, a: usize, b: usize) -> Verdict {
        let (a, b) = if self.words[a].len() <= self.words[b].len() { (a, b) } else { (b, a) };
        let (sequence, run) = common(&self.words[a], &self.words[b]);
        let shorter = self.words[a].len();
        let fives = |n: usize| self.words[n].windows(5).collect::<HashSet<_>>();
        let (own, other) = (fives(a), fives(b));
        let shared = own.intersection(&other).count();
        let (x, y) = (&self.numbers[a], &self.numbers[b]);
        let numbers = x.intersection(y).count() * 2 >= x.len().min(y.len());
        let much = shorter > 0 && (sequence * 10 >= shorter * 6 || run * 3 >= shorter || shared * 5 >= own.len() * 2);
        match (much, numbers) {
            (true, true) => Verdict::Copies,
            (true, false) if x.len().min(y.len()) >= 3 => Verdict::Apart,
            (true, false) => Verdict::Partly,
            (false, _) if run >= 20 || shared * 20 >= own.len() * 3 => Verdict::Partly,
            (false, _) => Verdict::Apart,
        }
    }

    /// The article of the same day with the most distinct words in common, for its length, that is no copy.
    fn nearest(&self, a: usize) -> Option<usize> {
        let own: HashSet<u32> = self.words[a].iter().copied().collect();
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for word in own {
            for &other in &self.index[&(&self.articles[a].issue.1[..], word)] {
                *shared.entry(other).or_default() += 1;
            }
        }
        shared.remove(&a);
        let mut best: Vec<(usize, f64)> = shared.into_iter().map(|(n, s)| (n, s as f64 / (self.words[n].len() as f64).sqrt())).collect();
        best.sort_by(|x, y| y.1.total_cmp(&x.1));
        best.into_iter().map(|b| b.0).take(50).find(|&b| self.says(a, b) == Verdict::Apart)
    }
}

/// The longest common subsequence and the longest common run of two lists.
fn common(a: &[u32], b: &[u32]) -> (usize, usize) {
    let (mut sequence, mut run) = (vec![0; b.len() + 1], vec![0; b.len() + 1]);
    let mut longest = 0;
    for x in a {
        let (mut diagonal, mut before) = (0, 0);
        for (j, y) in b.iter().enumerate() {
            let (up, above) = (sequence[j + 1], run[j + 1]);
            sequence[j + 1] = if x == y { diagonal + 1 } else { up.max(sequence[j]) };
            run[j + 1] = if x == y { before + 1 } else { 0 };
            longest = longest.max(run[j + 1]);
            (diagonal, before) = (up, above);
        }
    }
    (sequence[b.len()], longest)
}
