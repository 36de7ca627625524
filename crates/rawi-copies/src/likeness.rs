//! How much two texts have in common, word for word, and whether that makes them copies of one story.
//!
//! Runs of equal words are laid side by side (as in greedy string tiling: Wise, String similarity via greedy string tiling and
//! running Karp-Rabin matching, 1993); runs that go on in both texts after a few other words are one passage. What stands in
//! between has been reworded, or tells that a form was filled in with other facts.

use crate::word::{Word, Words, mix};

/// Words of the shortest run.
const RUN: usize = 3;
/// How many places of the same words are tried, so that a text of one word over and over takes no longer than another.
const PLACES: usize = 16;
/// Words between two runs of one passage, at most, in either text.
const GAP: usize = 8;
/// Words beyond the ends of a passage in which facts are still compared.
const EDGE: usize = 3;
/// Words in common of the shortest passage. Titles and full names make shorter ones between any two texts.
const PASSAGE: usize = 8;

/// So much of the shorter text is a copy ...
const WHOLE: f64 = 0.65;
/// ... or so much, where a passage of so many words is in it: both were cut, or cut and joined with another text.
const PART: f64 = 0.4;
const LONG: usize = 50;
/// A reworded passage keeps so much of its words.
const ALIKE: f64 = 0.6;
/// Other facts are a misprint or a correction where twice as many are the same, and one in so many words.
const WORDS_A_CONFLICT: usize = 100;

/// What two texts have in common.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Likeness {
    /// Words of the shorter text that stand in passages which both have.
    pub words: usize,
    /// Words in common of the longest passage.
    pub longest: usize,
    /// Part of the shorter text's words that stand in these passages, from 0 to 1.
    pub of_shorter: f64,
    /// Part of the longer text's words, from 0 to 1.
    pub of_longer: f64,
    /// Part of the passages that is the same in both, word for word, from 0 to 1.
    pub alike: f64,
    /// Facts (numbers, days) in these passages that both have.
    pub facts: usize,
    /// Facts in whose place the other text has another one.
    pub conflicts: usize,
}

impl Likeness {
    /// The part of both texts together that they have in common, from 0 to 1: of several copies the one with the most is the
    /// closest. A text that joins two stories belongs to the group of the closer one, and does not make one group of them.
    pub fn closeness(&self) -> f64 {
        self.of_shorter.min(self.of_longer)
    }

    /// Whether the texts are copies of one story: most of the shorter one is in the other, hardly reworded, with the same facts.
    /// Forms filled in with other facts (prices, weather, receptions) have more conflicts, or only short passages in common.
    pub fn is_copy(&self) -> bool {
        let enough = self.of_shorter >= WHOLE || (self.of_shorter >= PART && self.longest >= LONG);
        let same_facts = self.conflicts <= self.facts / 2 + self.words / WORDS_A_CONFLICT;
        enough && self.alike >= ALIKE && same_facts
    }
}

/// What two texts have in common; the order of the two does not matter.
pub fn compare(a: &Words, b: &Words) -> Likeness {
    let (a, b) = (&a.words[..], &b.words[..]);
    let (a, b) = if (a.len(), a) <= (b.len(), b) { (a, b) } else { (b, a) };
    let runs = runs(a, b);
    let (mut in_a, mut in_b) = (vec![false; a.len()], vec![false; b.len()]);
    let mut likeness = Likeness::default();
    let (mut span, mut same) = (0, 0);
    for passage in runs.chunk_by(follows) {
        let (first, last) = (passage[0], passage[passage.len() - 1]);
        let mut found = Gap::default();
        for pair in passage.windows(2) {
            found.add(&a[pair[0].a + pair[0].len..pair[1].a], &b[pair[0].b + pair[0].len..pair[1].b]);
        }
        let words = passage.iter().map(|r| r.len).sum::<usize>() + found.same;
        if words < PASSAGE.min(a.len()) {
            continue;
        }
        let (end_a, end_b) = (last.a + last.len, last.b + last.len);
        let mut edges = Gap::default();
        edges.add(&a[first.a.saturating_sub(EDGE)..first.a], &b[first.b.saturating_sub(EDGE)..first.b]);
        edges.add(&a[end_a..a.len().min(end_a + EDGE)], &b[end_b..b.len().min(end_b + EDGE)]);
        likeness.conflicts += found.conflicts + edges.conflicts;
        likeness.facts += found.facts + passage.iter().flat_map(|r| &a[r.a..r.a + r.len]).filter(|w| w.fact).count();
        in_a[first.a..end_a].fill(true);
        in_b[first.b..end_b].fill(true);
        likeness.longest = likeness.longest.max(words);
        span += (end_a - first.a).max(end_b - first.b);
        same += words;
    }
    let count = |marks: &[bool]| marks.iter().filter(|m| **m).count();
    let part = |n: usize, of: usize| if of == 0 { 0.0 } else { n as f64 / of as f64 };
    likeness.words = count(&in_a);
    likeness.of_shorter = part(likeness.words, a.len());
    likeness.of_longer = part(count(&in_b), b.len());
    likeness.alike = part(same, span);
    likeness
}

/// Equal words in both texts.
#[derive(Debug, Clone, Copy)]
struct Run {
    a: usize,
    b: usize,
    len: usize,
}

fn follows(x: &Run, y: &Run) -> bool {
    (x.a + x.len..=x.a + x.len + GAP).contains(&y.a) && y.b <= x.b + x.len + GAP
}

/// The runs in the order of `b`, in which they do not overlap: at each place the longest there is; of equally long ones the
/// one that goes on where the last one ended.
fn runs(a: &[Word], b: &[Word]) -> Vec<Run> {
    let key = |w: &[Word]| w.iter().fold(0, |h, w| mix(h, u64::from(w.hash)));
    let least = RUN.min(a.len()).max(1);
    let mut places: Vec<(u64, usize)> = a.windows(least).map(key).zip(0..).collect();
    places.sort_unstable();
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    while let Some(shingle) = b.get(at..at + least) {
        let shingle = key(shingle);
        let here = &places[places.partition_point(|p| p.0 < shingle)..];
        let next = runs.last().map_or(0, |r| r.a + r.len);
        let found = here.iter().take_while(|p| p.0 == shingle).take(PLACES).map(|p| {
            let len = a[p.1..].iter().zip(&b[at..]).take_while(|(x, y)| x == y).count();
            Run { a: p.1, b: at, len }
        });
        match found.max_by_key(|r| (r.len, std::cmp::Reverse((r.a < next, r.a.abs_diff(next))))) {
            Some(run) if run.len >= least => {
                at += run.len;
                runs.push(run);
            }
            _ => at += 1,
        }
    }
    runs
}

/// What stands between two runs.
#[derive(Default)]
struct Gap {
    /// Words on both sides.
    same: usize,
    /// Facts among them.
    facts: usize,
    conflicts: usize,
}

impl Gap {
    fn add(&mut self, a: &[Word], b: &[Word]) {
        let mut other = b.to_vec();
        let mut only_a = 0;
        for word in a {
            if let Some(i) = other.iter().position(|w| w == word) {
                other.swap_remove(i);
                self.same += 1;
                self.facts += usize::from(word.fact);
            } else {
                only_a += usize::from(word.fact);
            }
        }
        self.conflicts += only_a.min(other.iter().filter(|w| w.fact).count());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MARKET: &str = "أعلنت البلدية أن السوق الكبير سيفتح أبوابه غداً أمام الزوار بعد أعمال ترميم دامت سنتين كاملتين. وقال رئيس \
        البلدية إن الكلفة بلغت 40 مليون دينار، وإن نصف المحال عادت إلى أصحابها القدامى بالإيجار نفسه";
    const TEAM: &str = "وصل المنتخب إلى المطار مساء أمس بعد رحلة طويلة، واستقبله المئات من مشجعيه بالأعلام والأغاني. وسيخوض \
        مباراته الأولى يوم الجمعة على ملعب المدينة الرياضية أمام فريق لم يخسر هذا الموسم";

    #[test]
    fn copies() {
        let joined = format!("{TEAM}\n{MARKET}");
        let titled = format!("ترميم ينتهي ومحال تعود\n{MARKET}");
        let reworded = MARKET.replace("أعلنت", "ذكرت").replace("سيفتح أبوابه", "يفتح ابوابه").replace("إلى أصحابها", "لأصحابها");
        let half = MARKET.split_once(". ").unwrap().1;
        let corrected = MARKET.replace("40", "45");
        for (copy, a, b) in [
            (true, MARKET, MARKET),
            (true, MARKET, &joined),
            (true, TEAM, &joined),
            (true, MARKET, &titled),
            (true, MARKET, &reworded),
            (true, MARKET, half),
            (true, half, &joined),
            (false, MARKET, TEAM),
            (false, MARKET, &corrected),
            (false, MARKET, ""),
            (false, "", ""),
        ] {
            let (a, b) = (Words::new(a), Words::new(b));
            assert_eq!(compare(&a, &b).is_copy(), copy, "{:?}", compare(&a, &b));
        }
    }

    #[test]
    fn one_form_with_other_facts() {
        for (a, b) in [
            (
                "تتوقع الأرصاد اليوم الأحد طقساً حاراً على الساحل، وتبلغ الحرارة العظمى 38 درجة والصغرى 27 درجة، والرياح شمالية",
                "تتوقع الأرصاد اليوم الاثنين طقساً حاراً على الساحل، وتبلغ الحرارة العظمى 36 درجة والصغرى 25 درجة، والرياح شمالية",
            ),
            (
                "أغلق مؤشر السوق تعاملات الأحد مرتفعاً عند مستوى 9120 نقطة بتداولات بلغت 4 مليارات ريال",
                "أغلق مؤشر السوق تعاملات الثلاثاء مرتفعاً عند مستوى 9240 نقطة بتداولات بلغت 5 مليارات ريال",
            ),
        ] {
            let (a, b) = (Words::new(a), Words::new(b));
            assert!(!compare(&a, &b).is_copy(), "{:?}", compare(&a, &b));
        }
    }

    proptest! {
        #[test]
        fn either_order_is_the_same(a in "([ا-ح] ?){0,40}", b in "([ا-ح] ?){0,40}") {
            let (a, b) = (Words::new(&a), Words::new(&b));
            let likeness = compare(&a, &b);
            prop_assert_eq!(likeness, compare(&b, &a));
            for part in [likeness.of_shorter, likeness.of_longer, likeness.alike] {
                prop_assert!((0.0..=1.0).contains(&part), "{:?}", likeness);
            }
            prop_assert!(a.is_empty() || compare(&a, &a).of_shorter == 1.0);
        }
    }
}
