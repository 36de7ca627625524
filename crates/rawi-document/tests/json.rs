//! JSON records, good and bad, one a line or not: no bad one loses the next.

use std::io::{self, BufRead, BufReader, Read};

use rawi_document::{Document, DocumentError, InputKind, Map, documents};

fn shown(item: Result<Document, DocumentError>) -> String {
    match item {
        Ok(document) => {
            let fields = [document.title, document.url, document.outlet, document.date];
            let fields: Vec<String> = fields.into_iter().map(|field| field.unwrap_or("-".to_owned())).collect();
            format!("{} {} {:?}", document.id, fields.join(" "), document.text)
        }
        Err(error) => error.to_string(),
    }
}

fn mapped(map: &str, input: &str) -> Vec<String> {
    let map = Map::parse("m", map).unwrap();
    documents("n.json", input.as_bytes(), None).with_map(map).map(shown).collect()
}

fn check(input: impl AsRef<[u8]>, expected: &[&str]) {
    let input = input.as_ref();
    let items: Vec<String> = documents("n.jsonl", input, None).map(shown).collect();
    assert_eq!(items, expected, "{}", String::from_utf8_lossy(input));
}

#[test]
fn lines() {
    check("", &[]);
    check("\n \n\r\n", &[]);
    check("{\"id\":\"1\",\"text\":\"قال\"}", &["1 - - - - \"قال\""]);
    check(
        "\u{feff}{\"id\":\"1\",\"text\":\"قال\\r\\nنعم\\n\"}\r\n\r\n{\"text\":\"\",\"id\":\"2\"}\n",
        &["1 - - - - \"قال\\r\\nنعم\\n\"", "2 - - - - \"\""],
    );
    check(
        r#"{"id":"1","title":"ع","url":"u","outlet":"o","date":"2024-05-03","text":"ن","other":[{"id":3}]}"#,
        &["1 ع u o 2024-05-03 \"ن\""],
    );
    check(r#"{"id":"1","title":null,"text":"\u0642\u0627\u0644 \ud83d\ude00"}"#, &["1 - - - - \"قال 😀\""]);
}

#[test]
fn bad_lines() {
    for (line, expected) in [
        ("{\"text\":\"x\"}", "found nothing as \"id\"; expected a string that is not empty, or a whole number"),
        ("{\"id\":\"\",\"text\":\"x\"}", "found an empty string as \"id\"; expected a string that is not empty, or a whole number"),
        ("{\"id\":7.5,\"text\":\"x\"}", "found the number 7.5 as \"id\"; expected a string that is not empty, or a whole number"),
        ("{\"id\":\"a\"}", "found nothing as \"text\"; expected a string"),
        ("{\"id\":\"a\",\"text\":null}", "found null as \"text\"; expected a string"),
        ("{\"id\":\"a\",\"text\":[\"x\"]}", "found a list as \"text\"; expected a string"),
        ("{\"id\":\"a\",\"text\":\"x\",\"url\":{}}", "found an object as \"url\"; expected a string or null"),
        ("{\"id\":\"a\",\"text\":\"x\",\"title\":true}", "found true as \"title\"; expected a string or null"),
        (
            "{\"id\":\"a\",\"id\":\"b\",\"text\":\"x\"}",
            "found broken JSON (\"id\" given twice, byte 18 of the line); expected a JSON object with the strings \"id\" and \"text\"",
        ),
        (
            "{\"id\":\"a\",\"text\":\"x",
            "found broken JSON (EOF while parsing a string, byte 19 of the line); expected a JSON object with the strings \"id\" and \"text\"",
        ),
        (
            "{\"id\":\"a\" \"text\":\"x\"}",
            "found broken JSON (expected `,` or `}`, byte 11 of the line); expected a JSON object with the strings \"id\" and \"text\"",
        ),
        (
            "{\"id\":\"a\",\"text\":\"\\ud83d\"}",
            "found broken JSON (unexpected end of hex escape, byte 25 of the line); expected a JSON object with the strings \"id\" and \"text\"",
        ),
        ("[\"a\",\"x\"]", "found a list; expected a JSON object with the strings \"id\" and \"text\""),
        ("\"قال\"", "found a string; expected a JSON object with the strings \"id\" and \"text\""),
        ("12", "found the number 12; expected a JSON object with the strings \"id\" and \"text\""),
        ("null", "found null; expected a JSON object with the strings \"id\" and \"text\""),
    ] {
        // The bad line between two good ones, with a blank one before it.
        let good = "{\"id\":\"1\",\"text\":\"x\"}";
        let message = format!("n.jsonl, line 3: {expected}");
        check(format!("{good}\n\n{line}\n{good}"), &["1 - - - - \"x\"", &message, "1 - - - - \"x\""]);
    }
}

#[test]
fn bad_first_line_loses_nothing() {
    check(
        "{\"id\":\"1\",\"te\n{\"id\":\"2\",\"text\":\"x\"}",
        &[
            "n.jsonl, line 1: found broken JSON (EOF while parsing a string, byte 13 of the line); expected a JSON object with the strings \"id\" and \"text\"",
            "2 - - - - \"x\"",
        ],
    );
}

#[test]
fn not_utf_8() {
    let mut input = b"{\"id\":\"1\",\"text\":\"\xc7\xe1\"}\n".to_vec();
    input.extend_from_slice(b"{\"id\":\"2\",\"text\":\"x\"}");
    check(&input, &["n.jsonl, line 1: found byte 0xC7 at byte 18 of the line; expected UTF-8", "2 - - - - \"x\""]);
    let utf_16: Vec<u8> = "\u{feff}{\"id\":\"1\"}\n{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(&utf_16, &["n.jsonl, line 1: found a UTF-16 byte order mark; expected JSON in UTF-8"]);
    check(b"\x1f\x8b\x08\0\n\n\n", &["n.jsonl: could not be read: the gzip data end too early, after 0 bytes unpacked"]);
}

#[test]
fn long_lines() {
    let text = "قال ".repeat(1 << 20);
    let line = format!("{{\"id\":\"1\",\"text\":\"{text}\"}}\n");
    let found: Vec<_> = documents("n.jsonl", line.as_bytes(), None).map(|item| item.unwrap().text.len()).collect();
    assert_eq!(found, [text.len()]);

    let input = format!("{}\n{{\"id\":\"2\",\"text\":\"x\"}}\n{}", "x".repeat(300), "y".repeat(101));
    let items: Vec<String> = documents("n.jsonl", input.as_bytes(), None).with_limit(100).map(shown).collect();
    let message = |line| format!("n.jsonl, line {line}: found a line longer than 100 bytes; expected at most that");
    assert_eq!(items, [message(1), "2 - - - - \"x\"".to_owned(), message(3)]);
}

#[test]
fn json_that_is_not_cut_into_lines() {
    for (input, expected) in [
        ("{\n \"id\": \"1\",\n \"text\": \"x\"\n}\n{\"id\":\"2\",\"text\":\"y\"}", &["1 - - - - \"x\"", "2 - - - - \"y\""][..]),
        ("[{\"id\":\"1\",\"text\":\"x\"},\n{\"id\":\"2\",\"text\":\"y\"}]\n", &["1 - - - - \"x\"", "2 - - - - \"y\""]),
        (
            "[{\"id\":\"1\",\"text\":\"x\"}, 5, {\"id\":\"2\"}, {\"id\":\"3\",\"text\":\"z\"} {]",
            &[
                "1 - - - - \"x\"",
                "n.json, value 2: found the number 5; expected a JSON object with the strings \"id\" and \"text\"",
                "n.json, value 3: found nothing as \"text\"; expected a string",
                "3 - - - - \"z\"",
                "n.json, value 5: found broken JSON (expected `,` or `]`, line 1, byte 62); expected a list of JSON objects",
            ],
        ),
        ("{\"id\":\"1\",\n\"text\":\"x\"}", &["1 - - - - \"x\""]),
        ("[]", &[]),
    ] {
        let items: Vec<String> = documents("n.json", input.as_bytes(), None).map(shown).collect();
        assert_eq!(items, expected, "{input}");
    }
}

#[test]
fn a_broken_value_in_an_array_loses_only_itself() {
    let json = "[{\"id\":\"1\",\"text\":\"x\"},\n {\"id\":\"2\",\n \"text\":\"\\q\"},\n{\"id\":\"3\",\"text\":\"]}\\\"[{\"}]";
    let items: Vec<String> = documents("n.json", json.as_bytes(), None).map(shown).collect();
    let message =
        "n.json, value 2: found broken JSON (invalid escape, line 3, byte 11); expected a JSON object with the strings \"id\" and \"text\"";
    assert_eq!(items, ["1 - - - - \"x\"", message, "3 - - - - \"]}\\\"[{\""]);
}

#[test]
fn arrays_are_read_by_the_value_whatever_their_length() {
    let value = |number: usize| format!("{{\"id\":\"{number}\",\"text\":\"{}\"}}", "قال ".repeat(100));
    let values: Vec<String> = (0..2000).map(value).collect();
    let long = format!("{{\"id\":\"l\",\"text\":\"{}\"}}", "x".repeat(5000));
    let json = format!("[{},{long},{}]", values.join(",\n"), values.join(","));
    // Far more than the limit all together.
    let items: Vec<String> = documents("n.json", json.as_bytes(), None).with_limit(2000).map(shown).collect();
    assert_eq!(items.len(), 4001);
    assert_eq!(items[2000], "n.json, value 2001: found a value longer than 2000 bytes; expected at most that");
    assert_eq!(items.iter().filter(|item| item.contains("قال")).count(), 4000);
    // And an array that is cut.
    let items: Vec<String> = documents("n.json", &json.as_bytes()[..json.len() - 10], None).map(shown).collect();
    assert_eq!(items.len(), 4001);
    assert!(
        items[4000].starts_with("n.json, value 4001: found broken JSON (EOF while parsing a string, line 2000, byte "),
        "{}",
        items[4000]
    );
}

#[test]
fn maps() {
    let record = r#"{"source":{"name":"المرفأ"},"url":"https://a.example/1","at":"2015-07-21 02:51:32","title":"الكرملين: لا لقاء","content":"نفى الكرملين"}"#;
    for (map, expected) in [
        (
            "text=content,outlet=source.name,date=at",
            "https://a.example/1 الكرملين: لا لقاء https://a.example/1 المرفأ 2015-07-21 \"الكرملين: لا لقاء\\nنفى الكرملين\"",
        ),
        ("text=content,title=,url=,id=at", "2015-07-21 02:51:32 - - - - \"نفى الكرملين\""),
        ("text=content,title=content,url=", "n.json#1 نفى الكرملين - - - \"نفى الكرملين\""),
        ("text=body", "n.json, line 1: found nothing as \"body\", the text; expected a string"),
        ("text=content,outlet=source", "n.json, line 1: found an object as \"source\", the outlet; expected a string or null"),
        (
            "text=content,outlet=url.name,date=at.day",
            "https://a.example/1 الكرملين: لا لقاء https://a.example/1 - - \"الكرملين: لا لقاء\\nنفى الكرملين\"",
        ),
    ] {
        assert_eq!(mapped(map, record), [expected], "{map}");
    }
    // A text that has its title already, one that only begins with the same letters, and one that is empty.
    for (text, expected) in
        [("الوزير\\nقال", "الوزير\\nقال"), ("الوزيرة قالت", "الوزير\\nالوزيرة قالت"), ("الوزير: قال", "الوزير: قال"), ("", "الوزير")]
    {
        let record = format!("[{{\"title\":\"الوزير\",\"body\":\"{text}\"}}]");
        assert_eq!(mapped("text=body", &record), [format!("n.json#1 الوزير - - - \"{expected}\"")]);
    }
    let message = "n.json, line 1: found a string; expected a JSON object with the string \"body\"";
    assert_eq!(mapped("text=body", "\"x\""), [message]);
}

#[test]
fn numbers_are_identifiers_and_authors_are_names() {
    check("{\"id\":7,\"text\":\"x\"}", &["7 - - - - \"x\""]);
    for (author, expected) in [
        ("\" سلمى  نور \"", Some("سلمى نور")),
        ("[\"سلمى نور\", {\"name\": \"عادل بدر\", \"age\": 3}, 5]", Some("سلمى نور، عادل بدر")),
        ("{\"name\": \"سلمى نور\"}", Some("سلمى نور")),
        ("5", None),
        ("null", None),
    ] {
        let line = format!("{{\"id\":\"1\",\"text\":\"x\",\"author\":{author}}}");
        let document = documents("n.jsonl", line.as_bytes(), None).next().unwrap().unwrap();
        assert_eq!((document.author.as_deref(), document.origin.as_str()), (expected, "n.jsonl, line 1"));
    }
}

#[test]
fn dates() {
    for (date, expected, warning) in [
        ("2024-05-03T14:20:00+03:00", Some("2024-05-03T14:20:00+03:00"), ""),
        ("2024-05-03 14:20:00", Some("2024-05-03"), ""),
        ("", None, ""),
        (
            "أمس",
            None,
            "found the date \"أمس\", expected one such as 2024-05-03T14:20:00Z, 2024-05-03, 3 مايو 2024, 2024-05 or 2024; left out",
        ),
        ("2024", Some("2024"), ""),
        ("٢٠٢٤-٠٥", Some("2024-05"), ""),
    ] {
        let line = format!("{{\"id\":\"1\",\"text\":\"x\",\"date\":\"{date}\"}}");
        let mut documents = documents("n.jsonl", line.as_bytes(), None);
        let document = documents.next().unwrap().unwrap();
        let warnings: Vec<String> = documents.warnings().iter().map(ToString::to_string).collect();
        assert_eq!((document.date.as_deref(), warnings.join("; ").as_str()), (expected, warning));
        assert!(documents.next().is_none() && documents.warnings().is_empty());
    }
}

/// Gives one line at a time, and fails where it is asked for more than it has.
struct Pipe(Vec<&'static str>);

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let line = self.0.pop().ok_or_else(|| io::Error::other("asked for too much"))?;
        buffer[..line.len()].copy_from_slice(line.as_bytes());
        Ok(line.len())
    }
}

#[test]
fn a_pipe_streams() {
    let line = "{\"id\":\"1\",\"text\":\"قال الوزير إن الاتفاق بات قريباً\"}\n";
    for (name, kind) in [("-", None), ("-", Some(InputKind::Jsonl)), ("n.jsonl", None)] {
        let mut documents = documents(name, BufReader::new(Pipe(vec![line, line])), kind);
        assert!(documents.next().unwrap().is_ok());
        assert!(documents.next().unwrap().is_ok());
        let error = documents.next().unwrap().unwrap_err();
        assert!(error.is_io());
        assert_eq!(error.to_string(), format!("{name}, line 3: could not be read: asked for too much"));
        assert!(documents.next().is_none());
    }
}

#[test]
fn interruptions_are_retried() {
    struct Interrupted<R>(R, bool);
    impl<R: Read> Read for Interrupted<R> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 { Err(io::ErrorKind::Interrupted.into()) } else { self.0.read(buffer) }
        }
    }
    let input = "{\"id\":\"1\",\"text\":\"x\"}\n".repeat(3);
    let input = BufReader::with_capacity(7, Interrupted(input.as_bytes(), false));
    assert_eq!(input.capacity(), 7);
    assert_eq!(documents("-", input, None).filter(Result::is_ok).count(), 3);
}

#[test]
fn memory_does_not_grow_with_the_lines() {
    // A reader without end is read as far as asked.
    struct Endless;
    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let line = b"{\"id\":\"1\",\"text\":\"x\"}\n";
            buffer[..line.len()].copy_from_slice(line);
            Ok(line.len())
        }
    }
    let input: Box<dyn BufRead> = Box::new(BufReader::new(Endless));
    assert_eq!(documents("-", input, None).take(10_000).filter(Result::is_ok).count(), 10_000);
}

/// pandas and others keep whole numbers in columns of fractions.
#[test]
fn whole_numbers_written_as_fractions() {
    const ID: &str = "n.jsonl, line 1: found the number {} as \"id\"; expected a string that is not empty, or a whole number";
    for (written, expected) in [
        ("1202.0", Ok("1202")),
        ("1202", Ok("1202")),
        ("1.202e3", Ok("1202")),
        ("0.0", Ok("0")),
        ("-0.0", Ok("0")),
        ("-7.0", Ok("-7")),
        ("9007199254740992.0", Ok("9007199254740992")),
        ("18446744073709551615", Ok("18446744073709551615")),
        ("\"1202.0\"", Ok("1202.0")),
        ("1202.5", Err("1202.5")),
        // So large that the fraction no longer says which whole number it was.
        ("1e17", Err("100000000000000000")),
    ] {
        let items: Vec<_> = documents("n.jsonl", format!("{{\"id\":{written},\"text\":\"x\"}}").as_bytes(), None).collect();
        let [found] = &items[..] else { panic!("{items:?}") };
        match (found, expected) {
            (Ok(document), Ok(id)) => assert_eq!(document.id, id, "{written}"),
            (Err(error), Err(number)) => assert_eq!(error.to_string(), ID.replace("{}", number), "{written}"),
            other => panic!("{written}: {other:?}"),
        }
    }
}

/// A date that a tool made a number of loses no document.
#[test]
fn numbers_are_dates_where_their_figures_are() {
    for (written, expected) in [
        ("2022", Some("2022")),
        ("2022.0", Some("2022")),
        ("20220503", Some("2022-05-03")),
        ("20220503.0", Some("2022-05-03")),
        ("1651536000", None),
        ("1651536000000", None),
        ("0", None),
        ("-1", None),
    ] {
        let line = format!("{{\"id\":1,\"text\":\"x\",\"date\":{written}}}");
        let mut items = documents("n.jsonl", line.as_bytes(), None);
        let document = items.next().unwrap().unwrap();
        assert_eq!((document.date.as_deref(), items.warnings().len()), (expected, usize::from(expected.is_none())), "{written}");
    }
}
