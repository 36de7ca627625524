//! Days since 1970-01-01 and the dates they stand for (proleptic Gregorian calendar, as RFC 3339 writes it).
//! Reading the spellings of dates is `rawi-document`'s.

use jiff::civil::Date;

const EPOCH: Date = Date::constant(1970, 1, 1);

/// The day of an RFC 3339 date or date and time: the one that is written, whatever its offset. None where it is not a date.
pub fn from_date(date: &str) -> Option<i64> {
    let (date, time) = date.split_at_checked(10)?;
    if !time.is_empty() && !time.starts_with(['T', 't', ' ']) {
        return None;
    }
    let date: Date = date.parse().ok()?;
    Some(i64::from((date - EPOCH).get_days()))
}

/// The first and the last day that a date may mean: of a year or a month alone (`2015`, `2015-07`) its own. None where it is no date.
pub fn period(date: &str) -> Option<(i64, i64)> {
    if let Some(day) = from_date(date) {
        return Some((day, day));
    }
    let (year, month) = match date.split_once('-') {
        None => (date, None),
        Some((year, month)) => (year, Some(month)),
    };
    let figures = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    if !figures(year, 4) || !month.is_none_or(|month| figures(month, 2)) {
        return None;
    }
    let first = Date::new(year.parse().ok()?, month.map_or(Some(1), |month| month.parse().ok())?, 1).ok()?;
    let last = if month.is_some() { first.last_of_month() } else { first.last_of_year() };
    let day = |date: Date| i64::from((date - EPOCH).get_days());
    Some((day(first), day(last)))
}

/// The date of a day, `2015-07-21`; empty beyond the years that dates have.
pub fn to_date(day: i64) -> String {
    let days = i32::try_from(day).ok().and_then(|d| jiff::Span::new().try_days(d).ok());
    days.and_then(|days| EPOCH.checked_add(days).ok()).map_or_else(String::new, |date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates() {
        for (date, day) in [
            ("1970-01-01", Some(0)),
            ("1969-12-31", Some(-1)),
            ("2015-07-21", Some(16637)),
            ("2015-07-21T23:59:59+03:00", Some(16637)),
            ("2024-02-29", Some(19782)),
            ("2023-02-29", None),
            ("2015-7-21", None),
            ("", None),
            ("أمس", None),
        ] {
            assert_eq!(from_date(date), day, "{date}");
            if let Some(day) = day {
                assert_eq!(to_date(day), date[..10]);
            }
        }
        assert_eq!(to_date(i64::MAX), "");
    }

    #[test]
    fn a_year_or_a_month_is_all_of_its_days() {
        for (date, first, last) in [
            ("2015-07-21", "2015-07-21", "2015-07-21"),
            ("2015-07-21T23:59:59+03:00", "2015-07-21", "2015-07-21"),
            ("2015", "2015-01-01", "2015-12-31"),
            ("2015-07", "2015-07-01", "2015-07-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("1969-12", "1969-12-01", "1969-12-31"),
        ] {
            assert_eq!(period(date).map(|(first, last)| (to_date(first), to_date(last))), Some((first.into(), last.into())), "{date}");
        }
        for date in ["", "15", "2015-13", "2015-7", "2015-", "-2015", "2015-07-21-1", "2015-07-32", "أمس"] {
            assert_eq!(period(date), None, "{date}");
        }
    }
}
