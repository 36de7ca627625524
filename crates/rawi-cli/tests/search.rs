//! Searching an archive as people type: names with titles, names that nobody bears, words in texts that write them oddly.
//! What queries mean is tested in `rawi-search`, whom names mean in `rawi-archive`.

mod support;

use std::path::Path;

use serde_json::Value;
use support::{code, file, folder, run, stderr, stdout};

const NEWS: &str = "قال ولي العهد السعودي الأمير محمد بن سلمان إن الميناء سيفتح أبوابه في الخريف. وأكد الأمين العام لجامعة الدول العربية أحمد أبو الغيط \
                    أن القمة ستبحث ملف المياه. وأعلن الرئيس الإيراني حسن روحاني أن المفاوضات لم تبدأ بعد. وقالت وزيرة الطاقة نوال الدرعي إن الكهرباء لن \
                    تنقطع في الصيف.";

/// An archive of these texts.
fn archive(test: &str, texts: &[(&str, &str)]) -> String {
    let dir = folder(test);
    let archive = dir.join("a").to_str().unwrap().to_owned();
    for (name, text) in texts {
        let added = run(&["add", "--archive", &archive, &file(&dir, name, text)]);
        assert_eq!(code(&added), 0, "{}", stderr(&added));
    }
    archive
}

/// The contents of the statements that are found.
fn contents(args: &[&str]) -> Vec<String> {
    let output = run(args);
    assert_eq!(code(&output), 0, "{args:?}: {}", stderr(&output));
    let hits = stdout(&output).lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut all: Vec<String> = hits.map(|hit| hit["statement"]["words"]["content"][0].as_str().unwrap().to_owned()).collect();
    all.sort_unstable();
    all
}

#[test]
fn a_title_in_a_filter_is_no_part_of_the_name() {
    let archive = archive("titles", &[("news.txt", NEWS)]);
    let speaker = |name: &str| contents(&["search", "--archive", &archive, "--speaker", name]);
    for (bare, titled) in [
        ("محمد بن سلمان", &["الأمير محمد بن سلمان", "ولي العهد الأمير محمد بن سلمان"][..]),
        ("أحمد أبو الغيط", &["الدكتور أحمد أبو الغيط", "د. أحمد أبو الغيط", "السيد أحمد أبو الغيط"]),
        ("حسن روحاني", &["الشيخ حسن روحاني", "الرئيس حسن روحاني", "فخامة الرئيس حسن روحاني"]),
        ("نوال الدرعي", &["معالي وزيرة الطاقة نوال الدرعي", "الوزيرة نوال الدرعي", "السيدة نوال الدرعي"]),
    ] {
        let expected = speaker(bare);
        assert_eq!(expected.len(), 1, "{bare}");
        for name in titled {
            assert_eq!(speaker(name), expected, "{name}");
            assert_eq!(contents(&["search", "--archive", &archive, &format!("speaker:\"{name}\"")]), expected, "{name}");
        }
    }
}

#[test]
fn nobody_is_called_so_and_the_nearest_names_are_offered() {
    let archive = archive("nearest", &[("news.txt", NEWS)]);
    for (args, said) in [
        (
            &["search", "--speaker", "الدكتور أحمد أبو الغيض"][..],
            "rawi: nobody in the archive is called \"الدكتور أحمد أبو الغيض\" (speaker); the nearest names: أحمد أبو الغيط\n".to_owned(),
        ),
        (&["search", "--addressee", "خليل الصفدي"], "rawi: nobody in the archive is called \"خليل الصفدي\" (addressee)\n".to_owned()),
        (&["speakers", "نوال الدرعاوي"], format!("rawi: {archive}: nobody is called \"نوال الدرعاوي\"; the nearest names: نوال الدرعي\n")),
    ] {
        let mut all = args.to_vec();
        all.extend(["--archive", &archive]);
        let output = run(&all);
        assert_eq!((code(&output), stderr(&output)), (1, said.as_str()), "{args:?}");
    }
}

#[test]
fn odd_texts_are_found_as_plain_ones_are() {
    let case = |name: &str| std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name)).unwrap();
    let nfd = case("25-decomposed-hamza.txt");
    assert!(nfd.contains("الا\u{654}سواق"), "the case is in NFD");
    let torn = r#"{"id": "torn", "text": "السوق يعود\nقال رئيس البلدية فؤاد الزين إن السو\u0000ق القدي\u001fم يفتح غداً."}"#;
    let archive = archive(
        "odd",
        &[
            ("nfd.txt", &nfd),
            ("nfc.txt", &case("25-decomposed-hamza.nfc.txt")),
            ("persian.jsonl", &case("20-persian-letters.jsonl")),
            ("marks.txt", &case("21-bidi-marks.txt")),
            ("vocalised.jsonl", &case("24-vocalised.jsonl")),
            ("torn.jsonl", torn),
        ],
    );
    for (query, articles) in [
        ("\"الأسواق مفتوحة\"", &["nfc.txt", "nfd.txt"][..]),
        ("=الأسواق", &["nfc.txt", "nfd.txt", "p"]),
        ("=المئات", &["nfc.txt", "nfd.txt"]),
        ("=مفتوحة", &["nfc.txt", "nfd.txt"]),
        ("\"متوفر حالياً\"", &["p", "v"]),
        ("\"متوفر حاليًا\"", &["p", "v"]),
        ("\"اللقاح متوفر\"", &["marks.txt"]),
        ("الكبير", &["fa"]),
        ("\"السوق القديم\"", &["torn"]),
        ("=القديم", &["torn"]),
    ] {
        let output = run(&["search", "--articles", "--copies", "-n", "20", "--archive", &archive, query]);
        assert_eq!(code(&output), 0, "{query}: {}", stderr(&output));
        let mut found: Vec<String> = Vec::new();
        for line in stdout(&output).lines() {
            let hit: Value = serde_json::from_str(line).unwrap();
            let given = hit["article"]["given"].as_str().unwrap();
            found.push(given.rsplit('/').next().unwrap().to_owned());
            // what is marked is cut out of the text as it stands there
            let text: Vec<char> = hit["snippet"]["text"].as_str().unwrap().chars().collect();
            for mark in hit["snippet"]["marks"].as_array().unwrap() {
                let [from, to] = [0, 1].map(|k| mark[k].as_u64().unwrap() as usize);
                let inside = |at: usize| text.get(at).is_some_and(|c| c.is_alphanumeric());
                assert!(inside(from) && !inside(to), "{query}: {:?}", text[from..to].iter().collect::<String>());
            }
        }
        found.sort_unstable();
        assert_eq!(found, articles, "{query}");
    }
    // exact stays exact
    assert_eq!(code(&run(&["search", "--articles", "--archive", &archive, "=الكبير"])), 1);
}
