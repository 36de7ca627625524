//! Whether two contents, from copies of one story, are the same statement. Not meant for contents from just anywhere.

use crate::word::{Word, Words};

/// Part of the heavy words of the shorter one that the longer one must have.
const SHARED: f64 = 0.7;
/// So many heavy words of a short one may be part of a longer one; fewer must be most of it.
const PART: usize = 3;

/// Whether two contents of statements, taken from copies of one story, say the same thing: one may be cut or lightly reworded.
/// A number, day or negation that only one of them has makes them two statements, unless that one goes on where the other is cut.
pub fn same_statement(a: &str, b: &str) -> bool {
    let (a, b) = (Words::new(a).words, Words::new(b).words);
    if a == b {
        return true;
    }
    let heavy = |words: Vec<Word>| words.into_iter().filter(|w| w.heavy).collect::<Vec<_>>();
    let (a, b) = (heavy(a), heavy(b));
    let (short, mut long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let length = long.len();
    let mut shared = 0;
    for word in &short {
        match long.iter().position(|w| w == word) {
            Some(i) => {
                long.swap_remove(i);
                shared += 1;
            }
            None if word.fact => return false,
            None => {}
        }
    }
    let whole = short.len() as f64 >= SHARED * length as f64;
    if whole && long.iter().any(|w| w.fact) {
        return false;
    }
    shared as f64 >= SHARED * short.len() as f64 && shared > 0 && (whole || shared >= PART)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements() {
        const FULL: &str = "إن الحكومة ستبدأ صرف التعويضات للمتضررين مطلع الشهر المقبل، ولن تستثني أحداً من سكان القرى الثلاث";
        for (same, a, b) in [
            (true, "", ""),
            (true, "سنعود", "سَنعود"),
            (false, "سنعود", "سنبقى"),
            (false, "سنعود", ""),
            (true, FULL, "«إنّ الحكومة ستبدأ صرف التعويضات للمتضررين مطلع الشهر المقبل»"),
            (true, FULL, "الحكومة ستشرع في صرف التعويضات للمتضررين مطلع الشهر المقبل ولن تستثني أحدا من سكان القرى الثلاث"),
            (false, FULL, "الحكومة لن تبدأ صرف التعويضات للمتضررين مطلع العام"),
            (false, "سجلت الوزارة خمس إصابات جديدة بالفيروس", "سجلت الوزارة تسع إصابات جديدة بالفيروس"),
            (true, "سجلت الوزارة خمس إصابات جديدة بالفيروس", "سجلت الوزارة 5 إصابات جديدة بالفيروس"),
            (false, "ستقبل الحكومة بالاتفاق", "لن ستقبل الحكومة بالاتفاق"),
            (false, "الحكومة", FULL),
        ] {
            assert_eq!(same_statement(a, b), same, "{a} / {b}");
            assert_eq!(same_statement(b, a), same, "{b} / {a}");
        }
    }
}
