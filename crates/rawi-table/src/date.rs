//! The day of a date as it is kept (RFC 3339: a date, or a date and time).

use jiff::civil::Date;

/// The day, as the calendar of the place said it; None where the words begin with none.
pub fn day(written: &str) -> Option<Date> {
    let day = written.get(..10)?;
    let shaped = day.bytes().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    shaped.then(|| day.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_a_date() {
        for (written, expected) in [
            ("2024-05-03", Some("2024-05-03")),
            ("2024-05-03T00:10:00+03:00", Some("2024-05-03")),
            ("2024-02-30", None),
            ("2024-05", None),
            ("-002024-05-03", None),
            ("أمس الأول", None),
            ("", None),
        ] {
            assert_eq!(day(written).map(|d| d.to_string()).as_deref(), expected, "{written}");
        }
    }
}
