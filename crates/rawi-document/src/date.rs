//! Dates as news pages write them, made RFC 3339.
//! What is not certain is left out: a time without its offset keeps only its day.

use jiff::fmt::{rfc2822, temporal::Pieces};

/// The date or date-time in RFC 3339, as written there: its offset is kept. None where it cannot be read, is ambiguous
/// (`03/05/2024`), or lies before newspapers (the year 1 of content systems that have no date).
pub(crate) fn rfc3339(written: &str) -> Option<String> {
    let ascii: String = written.trim().chars().map(ascii_digit).collect();
    let ascii = ascii.as_str();
    if ascii.len() > 64 {
        return None;
    }
    let found = iso(ascii).or_else(|| {
        let moment = rfc2822::parse(ascii).ok()?;
        let offset = moment.offset();
        Some((moment.date(), format!("{}{}", moment.datetime(), written_offset(offset.seconds()))))
    });
    let (date, text) = found?;
    (1700..=2200).contains(&date.year()).then_some(text)
}

fn iso(written: &str) -> Option<(jiff::civil::Date, String)> {
    let slashed;
    let written = match written.as_bytes() {
        [_, _, _, _, b'/', _, _, b'/', ..] => {
            slashed = written.replacen('/', "-", 2);
            &slashed
        }
        _ => written,
    };
    // Pages put a space before the offset, and "UTC" or "GMT" for it.
    let written = ["UTC", "GMT", "utc", "gmt"]
        .iter()
        .find_map(|zone| written.strip_suffix(zone))
        .map(|rest| format!("{}Z", rest.trim_end()))
        .unwrap_or_else(|| written.replace(" +", "+").replace(" -", "-"));
    let pieces = Pieces::parse(&written).ok()?;
    let date = pieces.date();
    let (Some(time), Some(offset)) = (pieces.time(), pieces.offset()) else {
        return Some((date, date.to_string()));
    };
    let offset = match offset {
        jiff::fmt::temporal::PiecesOffset::Zulu => "Z".to_owned(),
        offset => written_offset(offset.to_numeric_offset().seconds()),
    };
    Some((date, format!("{date}T{time}{offset}")))
}

/// RFC 3339 has no seconds in offsets; those of before standard time are rounded towards zero.
fn written_offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

fn ascii_digit(c: char) -> char {
    let zero = match c {
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        _ => return c,
    };
    char::from(b'0' + (u32::from(c) - u32::from(zero)) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table() {
        for (written, expected) in [
            ("2024-05-03", "2024-05-03"),
            (" 2024-05-03 ", "2024-05-03"),
            ("2024-05-03T14:20:00Z", "2024-05-03T14:20:00Z"),
            ("2024-05-03t14:20:00z", "2024-05-03T14:20:00Z"),
            ("2024-05-03T14:20:00+03:00", "2024-05-03T14:20:00+03:00"),
            ("2024-05-03T14:20:00+0300", "2024-05-03T14:20:00+03:00"),
            ("2024-05-03T14:20:00.250-03", "2024-05-03T14:20:00.25-03:00"),
            ("2024-05-03 14:20 +03:00", "2024-05-03T14:20:00+03:00"),
            ("2024-05-03 14:20:00 UTC", "2024-05-03T14:20:00Z"),
            ("2024/05/03 14:20", "2024-05-03"),
            ("2024-05-03T14:20:00", "2024-05-03"),
            ("20240503", "2024-05-03"),
            ("Fri, 03 May 2024 14:20:00 GMT", "2024-05-03T14:20:00+00:00"),
            ("Fri, 3 May 2024 14:20:00 +0300", "2024-05-03T14:20:00+03:00"),
            ("٢٠٢٤-٠٥-٠٣", "2024-05-03"),
            ("03/05/2024", "-"),
            ("0001-01-01T00:00:00Z", "-"),
            ("2024-13-01", "-"),
            ("الجمعة", "-"),
            ("", "-"),
        ] {
            assert_eq!(rfc3339(written).as_deref().unwrap_or("-"), expected, "{written:?}");
        }
    }
}
