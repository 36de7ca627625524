//! Dates as the archive keeps them (RFC 3339: a date, or a date and time), as days and instants.
//! What cannot be read is None; the string as it was given travels beside it.

use jiff::Timestamp;
use jiff::fmt::temporal::Pieces;
use rawi_table::day;

/// The instant; None when the time or its distance from UTC is not given.
pub fn instant(written: &str) -> Option<Timestamp> {
    day(written)?;
    written.parse().ok()
}

/// ISO 8601 as schema.org and XML Schema want it: with the time and its distance from UTC, or else the day alone.
pub fn iso(written: &str) -> Option<String> {
    let offset = Pieces::parse(written).ok().and_then(|p| p.to_numeric_offset());
    match (instant(written), offset) {
        (Some(instant), Some(offset)) => Some(instant.display_with_offset(offset).to_string()),
        _ => day(written).map(|d| d.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_from_a_date() {
        let cases = [
            ("2024-05-03", "2024-05-03", "", "2024-05-03"),
            ("2024-05-03T14:20:00+03:00", "2024-05-03", "2024-05-03T11:20:00Z", "2024-05-03T14:20:00+03:00"),
            ("2024-05-03T00:10:00+03:00", "2024-05-03", "2024-05-02T21:10:00Z", "2024-05-03T00:10:00+03:00"),
            ("2024-05-03t14:20:00z", "2024-05-03", "2024-05-03T14:20:00Z", "2024-05-03T14:20:00+00:00"),
            ("2024-05-03 14:20:00.5Z", "2024-05-03", "2024-05-03T14:20:00.5Z", "2024-05-03T14:20:00.5+00:00"),
            ("2024-05-03T14:20:00", "2024-05-03", "", "2024-05-03"),
            ("2024-02-30", "", "", ""),
            ("20240503", "", "", ""),
            ("-002024-05-03", "", "", ""),
            ("أمس الأول", "", "", ""),
            ("", "", "", ""),
        ];
        for (written, d, i, s) in cases {
            let text = |t: Option<String>| t.unwrap_or_default();
            assert_eq!(text(day(written).map(|d| d.to_string())), d, "{written}");
            assert_eq!(text(instant(written).map(|i| i.to_string())), i, "{written}");
            assert_eq!(text(iso(written)), s, "{written}");
        }
    }
}
