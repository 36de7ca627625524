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
        (
            &["export", "--speaker", "نوال الدرعاوي"],
            format!(
                "rawi: nobody in the archive is called \"نوال الدرعاوي\" (speaker); the nearest names: نوال الدرعي\n\
                 rawi: {archive}: nothing to export\n"
            ),
        ),
        (&["export", "لا-كلمة-كهذه"], format!("rawi: {archive}: nothing to export\n")),
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
    // a row an article
    for format in ["csv", "jsonl"] {
        let output = run(&["search", "--articles", "--copies", "--format", format, "--archive", &archive, "\"الأسواق مفتوحة\""]);
        assert_eq!(stdout(&output).lines().count(), if format == "csv" { 3 } else { 2 }, "{}", stdout(&output));
    }
    // exact stays exact
    assert_eq!(code(&run(&["search", "--articles", "--archive", &archive, "=الكبير"])), 1);
}

/// An archive of one case.
fn archive_of(case: &str) -> String {
    let archive = folder(case).join("a").to_str().unwrap().to_owned();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(case);
    let added = run(&["add", "--quiet", "--archive", &archive, path.to_str().unwrap()]);
    assert_eq!((code(&added), stderr(&added)), (0, ""), "{case}");
    archive
}

fn json(args: &[&str]) -> Value {
    let output = run(args);
    assert!(code(&output) <= 1, "{args:?}: {}", stderr(&output));
    serde_json::from_str(stdout(&output)).unwrap()
}

/// Words as people type them, and the articles of the case that have them.
#[test]
fn words_are_found_in_their_forms_and_nothing_else_is() {
    let cases: &[(&str, &[(&str, &[&str])])] = &[
        (
            "59-search-prefixes.jsonl",
            &[
                ("الصبر", &["a"]),
                ("صبر", &["a"]),
                ("دمج", &["b"]),
                ("مجاورة", &["c"]),
                ("مجاور", &["c"]),
                ("معلم", &["d"]),
                ("المعلمين", &["d"]),
                ("كالصبر", &["a"]),
            ],
        ),
        ("60-search-al-in-the-word.jsonl", &[("ألبانيا", &["a", "b"]), ("البانيا", &["a", "b"]), ("ألمانيا", &["d"])]),
        (
            "61-search-cut-too-far.jsonl",
            &[("جنة", &["a"]), ("لجنة", &["b"]), ("وعد", &["c"]), ("فهم", &["e"]), ("فقر", &["g"]), ("وفد", &[])],
        ),
        (
            "63-search-phrase.jsonl",
            &[
                ("\"أزرق اللون\"", &["a"]),
                ("«أزرق اللون»", &["a"]),
                ("“أزرق اللون”", &["a"]),
                ("\"ثوبا أزرق\"", &["a"]),
                ("\"اللون أزرق\"", &["b"]),
                ("أزرق؟", &["a", "b"]),
            ],
        ),
        (
            "64-search-digits.jsonl",
            &[
                ("2031", &["a", "b"]),
                ("٢٠٣١", &["a", "b"]),
                ("1250", &["a", "c"]),
                ("1,250", &["a", "c"]),
                ("١٬٢٥٠", &["a", "c"]),
                ("4.5", &["b", "c"]),
                ("٤٫٥", &["b", "c"]),
            ],
        ),
        (
            "18-tatweel.txt",
            &[("القطار", &["18-tatweel.txt"]), ("\"القطار سيعمل\"", &["18-tatweel.txt"]), ("speaker:\"ماجد الخوري\"", &["18-tatweel.txt"])],
        ),
        ("19-presentation-forms.txt", &[("الرحلة", &["19-presentation-forms.txt"]), ("speaker:الخوري", &["19-presentation-forms.txt"])]),
    ];
    for (case, queries) in cases {
        let archive = archive_of(case);
        for (query, articles) in *queries {
            let found = json(&["search", "--articles", "--copies", "--format", "json", "-n", "20", "--archive", &archive, query]);
            let given = |hit: &Value| hit["article"]["given"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
            let mut found: Vec<String> = found["hits"].as_array().unwrap().iter().map(given).collect();
            found.sort_unstable();
            assert_eq!(found, *articles, "{case}: {query}");
        }
    }
}

#[test]
fn case_62_marks_are_whole_words() {
    let archive = archive_of("62-search-highlight.jsonl");
    let found = json(&["search", "--format", "json", "--archive", &archive, "نبات"]);
    let snippet = &found["hits"][0]["snippet"];
    let text: Vec<char> = snippet["text"].as_str().unwrap().chars().collect();
    let mark = |mark: &Value| text[mark[0].as_u64().unwrap() as usize..mark[1].as_u64().unwrap() as usize].iter().collect::<String>();
    let marks: Vec<String> = snippet["marks"].as_array().unwrap().iter().map(mark).collect();
    assert_eq!(marks, ["ونَباتٌ", "النَّبَاتَاتِ"]);
}

#[test]
fn case_65_totals_hits_and_facets_agree() {
    let archive = archive_of("65-search-count-and-list.jsonl");
    for more in [&[][..], &["--copies"], &["--articles"]] {
        let ask = |number: &str| {
            let args = ["search", "--format", "json", "--facets", "outlet,month", "-n", number, "--archive", &archive, "مزارع"];
            json(&args.iter().chain(more).copied().collect::<Vec<_>>())
        };
        let found = ask("100");
        let total = found["total"].as_u64().unwrap();
        assert!(total > 10, "{more:?}: {total}");
        assert_eq!(found["hits"].as_array().unwrap().len() as u64, total, "{more:?}");
        for facet in ["outlet", "month"] {
            let counts = found["facets"][facet].as_array().unwrap().iter().map(|value| value["count"].as_u64().unwrap());
            assert_eq!(counts.sum::<u64>(), total, "{more:?}: {facet}");
        }
        assert_eq!(ask("0")["total"].as_u64(), Some(total), "{more:?}");
    }
}

#[test]
fn case_56_a_text_with_nul_comes_out_as_it_went_in() {
    let archive = archive_of("56-jsonl-nul.jsonl");
    let exported = json(&["export", "--format", "jsonl", "--archive", &archive]);
    let text = exported["text"].as_str().unwrap();
    assert!(text.contains("خبر\0 عاجل") && text.ends_with("غداً.\0 وأضاف أن الموقف مجاني."), "{text:?}");
    assert_eq!(json(&["show", "--format", "json", "--archive", &archive, "1"])["text"].as_str(), Some(text));
    let checked = run(&["check", "--archive", &archive]);
    assert!(code(&checked) == 0 && format!("{}{}", stdout(&checked), stderr(&checked)).contains("sound"), "{}", stderr(&checked));
}
