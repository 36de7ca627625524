//! Days since 1970-01-01 and the dates they stand for (proleptic Gregorian calendar, as RFC 3339 writes it).
//! Reading the spellings of dates is `rawi-document`'s.

use jiff::civil::Date;

const EPOCH: Date = Date::constant(1970, 1, 1);

/// The day of an RFC 3339 date or date and time: the one that is written, whatever its offset. None where it is not a date.
pub fn from_date(date: &str) -> Option<i64> {
    let date: Date = date.get(..10)?.parse().ok()?;
    Some(i64::from((date - EPOCH).get_days()))
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
}
