//! Days of the Gregorian calendar as numbers, for filters and counts. No times, no zones.

/// A day, as the number of days since 1 January 1970.
pub type Day = i32;

/// The day number of a date. After Howard Hinnant, "chrono-compatible low-level date algorithms".
pub fn day(year: i32, month: u32, day: u32) -> Day {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month as i32 + 9) % 12) + 2) / 5 + day as i32 - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of the month.
pub fn date(day: Day) -> (i32, u32, u32) {
    let z = i64::from(day) + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let m = (5 * of_year + 2) / 153;
    let (month, of_month) = (if m < 10 { m + 3 } else { m - 9 }, of_year - (153 * m + 2) / 5 + 1);
    ((year + era * 400 + i64::from(month <= 2)) as i32, month as u32, of_month as u32)
}

/// First and last day that `text` stands for: `2015-07-01`, `2015-07` or `2015`, in any digits; years 1 to 9999.
pub(crate) fn parse(text: &str) -> Option<(Day, Day)> {
    let folded = rawi_text::fold(text);
    let parts: Vec<&str> = folded.split(['-', '/']).collect();
    let number = |s: &str, most: u32| {
        let digits = s.len() <= 4 && !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if digits { s.parse().ok().filter(|n| (1..=most).contains(n)) } else { None }
    };
    let year = number(parts.first().filter(|y| y.len() == 4)?, 9999)? as i32;
    let (from, to) = match parts[1..] {
        [] => (day(year, 1, 1), day(year + 1, 1, 1) - 1),
        [month] => {
            let month = number(month, 12)?;
            let next = if month == 12 { day(year + 1, 1, 1) } else { day(year, month + 1, 1) };
            (day(year, month, 1), next - 1)
        }
        [month, of_month] => {
            let d = day(year, number(month, 12)?, number(of_month, 31)?);
            // 31 February is the second of March
            (date(d).1 == number(month, 12)?).then_some((d, d))?
        }
        _ => return None,
    };
    Some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_numbers_agree() {
        for (text, from, to) in [
            ("1970-01-01", 0, 0),
            ("2015-07-21", 16_637, 16_637),
            ("2015-02", 16_467, 16_494),
            ("٢٠١٦", 16_801, 17_166),
            ("0001-01-01", -719_162, -719_162),
        ] {
            assert_eq!(parse(text), Some((from, to)), "{text}");
        }
        for text in ["", "2015-13", "2015-02-30", "15-07-21", "2015-07-21-1", "yesterday", "+2015"] {
            assert_eq!(parse(text), None, "{text}");
        }
        for d in (-719_162..2_932_896).step_by(97) {
            let (y, m, dd) = date(d);
            assert_eq!(day(y, m, dd), d);
        }
    }
}
