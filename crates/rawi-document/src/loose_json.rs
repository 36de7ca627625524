//! JSON as it stands in pages: wrapped in comments, and made by templates that escape nothing.
//! What is in order is read as it is. What is not is put right first, where it is plain what was meant; the rest is no JSON.

use serde_json::Value;

use crate::tree::unescape;

/// The value that a script of a page holds.
pub(crate) fn read(script: &str) -> Option<Value> {
    let json = unwrapped(script)?;
    let as_written = || serde_json::from_str(json).ok();
    let mended = || serde_json::from_str(&mended(json)).ok();
    // Escaped as if it stood in the page's text.
    let unescaped = || serde_json::from_str(&self::mended(&unescape(json))).ok().filter(|_| json.contains("&quot;") || json.contains("&#"));
    as_written().or_else(mended).or_else(unescaped)
}

/// From the first bracket to the last, without the marks of comments and CDATA around.
fn unwrapped(script: &str) -> Option<&str> {
    let start = script.find(['{', '['])?;
    // A CDATA mark has a bracket before the JSON's own.
    let start = match script[start..].find("CDATA[") {
        Some(mark) if mark < 8 => {
            let after = start + mark + "CDATA[".len();
            after + script[after..].find(['{', '['])?
        }
        _ => start,
    };
    let opening = script.as_bytes()[start];
    let end = script.rfind(if opening == b'{' { '}' } else { ']' })?;
    script.get(start..=end)
}

/// Raw control characters in strings escaped, and quotation marks that cannot be a string's end, because what may follow one there
/// does not; escapes that there are not made what they stand for; comments and commas before a closing bracket left out.
fn mended(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 64);
    // The brackets that are open, and whether the name of a field comes next.
    let (mut open, mut at_name) = (Vec::new(), false);
    let mut in_string = false;
    let mut rest = json;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = after;
        if in_string {
            match c {
                '"' if ends_string(after, open.last() == Some(&'{'), at_name) => {
                    in_string = false;
                    out.push('"');
                }
                '"' => out.push_str("\\\""),
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                '\\' => {
                    let escaped = after.chars().next();
                    if let Some(escaped @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) = escaped {
                        out.extend(['\\', escaped]);
                        rest = &after[1..];
                    }
                }
                c if c.is_control() => {}
                c => out.push(c),
            }
            continue;
        }
        match c {
            '/' if after.starts_with('*') => rest = after.split_once("*/").map_or("", |(_, rest)| rest),
            '/' if after.starts_with('/') => rest = after.find('\n').map_or("", |end| &after[end..]),
            ',' if significant(after).starts_with(['}', ']']) => {}
            c => {
                match c {
                    '"' => in_string = true,
                    '{' | '[' => open.push(c),
                    '}' | ']' => drop(open.pop()),
                    _ => {}
                }
                match c {
                    '{' | ',' => at_name = open.last() == Some(&'{'),
                    ':' => at_name = false,
                    _ => {}
                }
                out.push(if c.is_control() { ' ' } else { c });
            }
        }
    }
    out
}

/// Whether a string that ends here is followed by what may follow one: a name by its colon, a value by the rest of the brackets,
/// or by a comma and the next name or value.
fn ends_string(after: &str, in_object: bool, is_name: bool) -> bool {
    let after = significant(after);
    match after.chars().next() {
        None => true,
        Some(':') => in_object && is_name,
        Some('}') => in_object && !is_name,
        Some(']') => !in_object,
        Some(',') if in_object => !is_name && (significant(&after[1..]).starts_with('}') || is_name_next(&after[1..])),
        Some(',') => {
            significant(&after[1..]).starts_with(['"', '{', '[', ']', '-', 't', 'f', 'n', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
        }
        _ => false,
    }
}

fn is_name_next(rest: &str) -> bool {
    let name = significant(rest).strip_prefix('"').and_then(|rest| rest.split_once('"'));
    name.is_some_and(|(_, rest)| significant(rest).starts_with(':'))
}

/// What follows white space and comments, which are not longer than a screen.
fn significant(mut rest: &str) -> &str {
    const LONGEST: usize = 4096;
    loop {
        rest = rest.trim_start();
        let end = match rest.as_bytes() {
            [b'/', b'*', ..] => "*/",
            [b'/', b'/', ..] => "\n",
            _ => return rest,
        };
        let near = &rest.as_bytes()[..rest.len().min(LONGEST)];
        let Some(at) = near.windows(end.len()).position(|window| window == end.as_bytes()) else { return rest };
        rest = &rest[at + end.len()..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table() {
        for (script, expected) in [
            (r#"{"a":"b"}"#, r#"{"a":"b"}"#),
            ("<!-- {\"a\":\"b\"} -->", r#"{"a":"b"}"#),
            ("//<![CDATA[\n[{\"a\":1}]\n//]]>", r#"[{"a":1}]"#),
            ("{\"a\":\"سطر\nثان\tهنا\"}", r#"{"a":"سطر\nثان\tهنا"}"#),
            ("{\"a\":[1,2,],\"b\":\"c\",}", r#"{"a":[1,2],"b":"c"}"#),
            ("{/* نوع */\"a\":\"b\" // حقل\n}", r#"{"a":"b"}"#),
            (r#"{"a":"قال "نعم" ومضى","b":"c"}"#, r#"{"a":"قال \"نعم\" ومضى","b":"c"}"#),
            (r#"{"a":"قال: "نعم", ثم "لا"","b":"c"}"#, r#"{"a":"قال: \"نعم\", ثم \"لا\"","b":"c"}"#),
            (r#"{"a":"بين "نعم", "لا" وبين","b":["c "د"","e"]}"#, r#"{"a":"بين \"نعم\", \"لا\" وبين","b":["c \"د\"","e"]}"#),
            (r#"{"a":"ما قاله "الوزير"}"#, r#"{"a":"ما قاله \"الوزير"}"#),
            (r#"{"a":"ليس \'هنا\' \حقاً","b":"http:\/\/x.example"}"#, r#"{"a":"ليس 'هنا' حقاً","b":"http://x.example"}"#),
            ("{&quot;a&quot;:&quot;b &amp; c&quot;}", r#"{"a":"b & c"}"#),
            ("{\"a\":\"http://x.example/*\",\"b\":\"// ليس تعليقاً\"}", r#"{"a":"http://x.example/*","b":"// ليس تعليقاً"}"#),
            ("{\"a\":}", "-"),
            ("var a = 1;", "-"),
            ("{\"a\":\"b\"", "-"),
            ("", "-"),
        ] {
            let found = read(script).map_or("-".to_owned(), |value| value.to_string());
            assert_eq!(found, expected, "{script}");
        }
    }
}
