//! Numbers as drawings: bars over time, and a bar beside a number. Drawn as SVG without text, so that they stretch; every chart stands
//! beside its table.

use askama::Template;

use crate::lang::Lang;
use crate::number::thousands;
use crate::words::Words;

/// More days than these are drawn as months.
const DAYS: usize = 62;
/// More months than these are drawn as years.
const MONTHS: usize = 72;
/// Height of the highest bar; each has room of ten.
const HEIGHT: u64 = 96;

/// Counts over time.
#[derive(Template)]
#[template(path = "timeline.html")]
pub struct Timeline {
    w: &'static Words,
    title: &'static str,
    /// What is counted.
    unit: &'static str,
    bars: Vec<Bar>,
    /// Under the drawing, from the first to the last.
    axis: Vec<String>,
    most: String,
    /// Of a bar, of the ten that it has room in.
    width: usize,
    /// Whether a span of it can be chosen.
    choose: bool,
}

/// The bar of a day, month or year.
struct Bar {
    x: usize,
    height: u64,
    when: String,
    count: u64,
    /// The search for just this time.
    href: String,
}

impl Timeline {
    /// Days (`2031-05-17`) or months (`2031-05`) with their counts, in order; those between them have none. `href` gives the address
    /// of what is counted in one of them. None where there are fewer than two.
    pub fn new(
        title: &'static str,
        unit: &'static str,
        counts: &[(String, u64)],
        lang: Lang,
        choose: bool,
        href: impl Fn(&str) -> String,
    ) -> Option<Self> {
        let counts = filled(counts);
        if counts.len() < 2 {
            return None;
        }
        let most = counts.iter().map(|c| c.1).max().unwrap_or_default();
        let last = counts.len() - 1;
        let bars = counts.iter().enumerate().map(|(i, (when, count))| Bar {
            x: 10 * if lang == Lang::Ar { last - i } else { i },
            // What is there is seen, however little it is.
            height: if *count == 0 { 0 } else { (count * HEIGHT / most.max(1)).max(2) },
            when: when.clone(),
            count: *count,
            href: href(when),
        });
        let mut places = vec![0, last / 2, last];
        places.dedup();
        Some(Self {
            w: Words::of(lang),
            title,
            unit,
            bars: bars.collect(),
            axis: places.into_iter().map(|i| counts[i].0.clone()).collect(),
            most: thousands(most),
            // A few bars are not to fill the page.
            width: (counts.len() / 3).clamp(2, 8),
            choose,
        })
    }
}

/// Without gaps, and in larger units where there are too many.
fn filled(counts: &[(String, u64)]) -> Vec<(String, u64)> {
    let all = gaps(counts);
    let (most, digits) = match all.first() {
        Some((day, _)) if day.len() == 10 => (DAYS, 7),
        Some((month, _)) if month.len() == 7 => (MONTHS, 4),
        _ => return all,
    };
    if all.len() <= most {
        return all;
    }
    let mut larger: Vec<(String, u64)> = Vec::new();
    for (when, count) in all {
        let when = &when[..digits];
        match larger.last_mut() {
            Some((last, sum)) if last == when => *sum += count,
            _ => larger.push((when.to_owned(), count)),
        }
    }
    filled(&larger)
}

/// More of them than these are no timeline but a mistake in a date.
const FURTHEST: usize = 4000;

fn gaps(counts: &[(String, u64)]) -> Vec<(String, u64)> {
    let mut out: Vec<(String, u64)> = Vec::new();
    for (when, count) in counts {
        let from = out.len();
        while let Some(next) = out.last().and_then(|(last, _)| after(last)) {
            if next >= *when || out.len() - from > FURTHEST {
                break;
            }
            out.push((next, 0));
        }
        out.push((when.clone(), *count));
    }
    out
}

/// The day, month or year after this one.
fn after(when: &str) -> Option<String> {
    let mut parts = when.split('-').map(|part| part.parse::<u32>().ok());
    let year = parts.next()??;
    match (parts.next(), parts.next()) {
        (None, _) => Some(format!("{:04}", year + 1)),
        (Some(month), None) => Some(if month? < 12 { format!("{year:04}-{:02}", month? + 1) } else { format!("{:04}-01", year + 1) }),
        (Some(month), Some(day)) => {
            let month = month?;
            let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
            let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
            if day? < *lengths.get(month.checked_sub(1)? as usize)? {
                return Some(format!("{year:04}-{month:02}-{:02}", day? + 1));
            }
            after(&format!("{year:04}-{month:02}")).map(|month| format!("{month}-01"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(counts: &[(&str, u64)], expected: &str) {
        let counts: Vec<(String, u64)> = counts.iter().map(|&(when, n)| (when.into(), n)).collect();
        let found: Vec<String> = filled(&counts).into_iter().map(|(when, n)| format!("{when}:{n}")).collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn gaps_are_filled() {
        check(&[], "");
        check(&[("2030-11", 2), ("2031-02", 1)], "2030-11:2 2030-12:0 2031-01:0 2031-02:1");
        check(&[("2032-02-28", 2), ("2032-03-01", 1)], "2032-02-28:2 2032-02-29:0 2032-03-01:1");
        check(&[("2029", 1), ("2031", 1)], "2029:1 2030:0 2031:1");
        check(&[("??", 1), ("2031", 1)], "??:1 2031:1");
    }

    #[test]
    fn what_is_too_long_is_told_in_larger_units() {
        check(&[("2031-01-30", 2), ("2031-02-01", 1), ("2031-05-01", 3)], "2031-01:2 2031-02:1 2031-03:0 2031-04:0 2031-05:3");
        check(&[("2001-12", 1), ("2002-01", 2), ("2008-06", 4)], "2001:1 2002:2 2003:0 2004:0 2005:0 2006:0 2007:0 2008:4");
    }

    #[test]
    fn time_runs_as_the_page_is_read() {
        let counts = [("2031-01".to_owned(), 1), ("2031-03".to_owned(), 200)];
        let drawn = |lang| {
            let timeline = Timeline::new("", "", &counts, lang, false, |_| String::new()).unwrap();
            timeline.bars.iter().map(|b| (b.x, b.height)).collect::<Vec<_>>()
        };
        assert_eq!(drawn(Lang::Ar), [(20, 2), (10, 0), (0, 96)]);
        assert_eq!(drawn(Lang::En), [(0, 2), (10, 0), (20, 96)]);
        assert!(Timeline::new("", "", &counts[..1], Lang::Ar, false, |_| String::new()).is_none());
    }
}
