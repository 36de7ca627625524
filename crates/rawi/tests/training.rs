//! Training on a handful of articles written for it: the same bytes every time and on any number of threads, a model that
//! loads and has learned, and errors that name what is wrong. How good a model is, is not asked here.
#![cfg(feature = "train")]

use rawi::record::{Act, Kind, Record, Span, Speaker, Statement, Type};
use rawi::score::Input;
use rawi::train::{self, Article, Event, Options, Raw, TrainError, Trained};
use rawi::{Model, Reader};
use std::sync::Mutex;

/// An article in pieces, so that its spans need no counting. A digit begins a statement: it is the number of its source, and the
/// words after it are the cue. `!speaker`, `=content`, `@addressee`, `<via` and `+setting` belong to the statement begun last, or
/// to the first one if none is begun. All else is text.
fn article(id: &str, sources: &[(&str, Kind)], pieces: &[&str]) -> (String, Record) {
    let mut text = String::new();
    let mut record = Record { id: id.into(), ..Record::default() };
    for (n, (name, kind)) in sources.iter().enumerate() {
        let (id, name) = (format!("S{}", n + 1), (*name).to_owned());
        record.speakers.push(Speaker { id, mentions: vec![name.clone()], name, kind: *kind, role: None });
    }
    let mut waiting: Vec<(char, Span)> = Vec::new();
    for piece in pieces {
        let sign = piece.chars().next().filter(|c| "!=@<+123456789".contains(*c));
        let words = sign.map_or(*piece, |c| &piece[c.len_utf8()..]);
        if !text.is_empty() && !text.ends_with('\n') && !words.starts_with(['.', '،', '»', '\n']) {
            text.push(' ');
        }
        let start = text.chars().count();
        text.push_str(words);
        let span = [start, text.chars().count()];
        match sign {
            None => {}
            Some(c) if c.is_ascii_digit() => {
                let mut statement = Statement {
                    cue: Some(span),
                    who: Some(format!("S{c}")),
                    kind: Type::Indirect,
                    act: Act::State,
                    ..Statement::default()
                };
                waiting.drain(..).for_each(|(sign, span)| place(&mut statement, sign, span));
                record.statements.push(statement);
            }
            Some(sign) => match record.statements.last_mut() {
                Some(statement) => place(statement, sign, span),
                None => waiting.push((sign, span)),
            },
        }
    }
    (text, record)
}

fn place(statement: &mut Statement, sign: char, span: Span) {
    match sign {
        '!' => statement.speaker = Some(span),
        '=' => statement.content.push(span),
        '@' => statement.addressee = Some(span),
        '<' => statement.via.push(span),
        _ => statement.setting.push(span),
    }
}

/// Eight articles of the kind the library reads, about nobody and nothing.
fn written() -> Vec<(String, Record)> {
    let person = Kind::Person;
    vec![
        article(
            "bridge",
            &[("سلمى الحداد", person)],
            &["الجسر الجديد يفتح أبوابه\n", "1قالت", "!سلمى الحداد", "=إن الجسر يفتح غداً", ".", "1وأضافت", "=أن السير عليه مجاني", "."],
        ),
        article(
            "school",
            &[("مدير المدرسة", person), ("وزارة التعليم", Kind::Organization)],
            &[
                "عودة الطلاب إلى الصفوف\n",
                "1أكد",
                "!مدير المدرسة",
                "=أن الصفوف جاهزة",
                "، بينما",
                "2أعلنت",
                "!وزارة التعليم",
                "=أن الدوام يبدأ الأحد",
                ".",
            ],
        ),
        article(
            "river",
            &[("ماجد الخطيب", person)],
            &["ارتفاع منسوب النهر\n", "1حذر", "!ماجد الخطيب", "=من فيضان النهر", "، و", "1قال", "+أمس", "=إن السدود قديمة", "."],
        ),
        article(
            "market",
            &[("رئيس البلدية", person)],
            &[
                "السوق القديم بعد الترميم\n",
                "1قال",
                "!رئيس البلدية",
                "@للصحافيين",
                "=إن السوق يستقبل الزوار",
                ".",
                "1وأوضح",
                "=أن المواقف واسعة",
                ".",
            ],
        ),
        article(
            "team",
            &[("المدرب", person), ("اللاعب", person)],
            &[
                "الفريق يستعد للمباراة\n",
                "1قال",
                "!المدرب",
                "=إن الفريق جاهز",
                ".",
                "2وقال",
                "!اللاعب",
                "=إن الجمهور سيحضر",
                ".",
                "1وأكد",
                "!المدرب",
                "=أن المباراة صعبة",
                ".",
            ],
        ),
        article(
            "clinic",
            &[("مصدر طبي", Kind::Unnamed)],
            &["المستشفى يستقبل المرضى\n", "نقلت", "<وكالة الأنباء", "عن", "!مصدر طبي", "1قوله", "=إن الأسرة تكفي الجميع", "."],
        ),
        article(
            "port",
            &[("مدير الميناء", person)],
            &[
                "سفينة جديدة في الميناء\n",
                "1أعلن",
                "!مدير الميناء",
                "=أن السفينة وصلت صباحاً",
                ".",
                "1وأضاف",
                "=أن البضائع سليمة",
                "، مشيراً إلى الطقس",
                ".",
            ],
        ),
        article(
            "library",
            &[("أمينة المكتبة", person)],
            &["كتب جديدة للأطفال\n", "1قالت", "!أمينة المكتبة", "=إن الكتب مجانية", ".", "1وأكدت", "=أن المكتبة مفتوحة مساء", "."],
        ),
    ]
}

fn articles() -> Vec<Article> {
    written().into_iter().map(|(text, gold)| Article::new("written", text, gold).unwrap()).collect()
}

fn raw() -> Raw {
    let mut raw = Raw::new();
    written().iter().for_each(|(text, _)| raw.add(text));
    assert_eq!(raw.texts(), 8);
    // A copy changes nothing.
    written().iter().for_each(|(text, _)| raw.add(text));
    assert_eq!(raw.texts(), 8);
    raw
}

fn options(threads: usize) -> Options {
    let mut options = Options::default();
    (options.name, options.license) = ("tiny".into(), "CC0-1.0".into());
    (options.folds, options.quick, options.threads) = (2, true, threads);
    options
}

fn trained(threads: usize) -> Trained {
    train::train(&articles(), raw(), &options(threads), &|_| ()).unwrap()
}

#[test]
fn the_same_data_gives_the_same_bytes_on_any_number_of_threads() {
    let one = trained(1);
    assert_eq!(one.model, trained(1).model, "twice");
    let two = trained(2);
    assert_eq!(one.model, two.model, "two threads");
    assert_eq!(one.cross_fitted, two.cross_fitted, "two threads");
    assert_eq!(one.report, two.report, "two threads");

    let mut other = options(1);
    other.seed = 2;
    assert_ne!(one.model, train::train(&articles(), raw(), &other, &|_| ()).unwrap().model, "another seed");
}

#[test]
fn the_model_has_learned() {
    let passes = Mutex::new(Vec::new());
    let trained = train::train(&articles(), raw(), &options(2), &|event| {
        if let Event::Pass { task, pass, passes: all, .. } = event
            && pass == all
        {
            passes.lock().unwrap().push(task.to_owned());
        }
    })
    .unwrap();
    // each fold left out once, and none, in any order; then what is learned from what they find
    let mut passes = passes.lock().unwrap();
    passes[..3].sort();
    assert_eq!(*passes, ["whole", "without part 1", "without part 2", "which to keep", "how far to trust"]);

    let report = &trained.report;
    assert_eq!((report.articles, report.statements, report.copies, report.raw_texts), (8, 16, 0, 8));
    assert_eq!(report.folds, [4, 4]);
    assert!(report.words > 0);
    let ids: Vec<&str> = trained.cross_fitted.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ids, ["bridge", "school", "river", "market", "team", "clinic", "port", "library"]);

    let model = Model::from_bytes(&trained.model).unwrap();
    assert!(model.id().starts_with("tiny "), "{}", model.id());
    assert_eq!(model.license(), "CC0-1.0");
    let mut reader = Reader::new(&model);
    let (mut found, mut all) = (0, 0);
    for (text, gold) in written() {
        let record = reader.read(&text).record(&gold.id);
        all += gold.statements.len();
        found += gold.statements.iter().filter(|g| record.statements.iter().any(|s| s.cue == g.cue)).count();
    }
    assert!(found * 3 >= all * 2, "{found} of {all} cues of its own articles");
}

#[test]
fn gold_that_does_not_fit_is_named() {
    let (text, gold) = written().remove(0);
    let with = |change: &dyn Fn(&mut Record)| {
        let mut gold = gold.clone();
        change(&mut gold);
        Article::new("gold.json", text.clone(), gold).unwrap_err()
    };
    for (error, expected) in [
        (with(&|g| g.statements[1].cue = Some([900, 903])), "gold.json: 'bridge': statement 2 cue is no span of the text: [900, 903]"),
        (with(&|g| g.statements[0].who = Some("S9".into())), "gold.json: 'bridge': statement 1: who 'S9' is not a listed speaker"),
        (
            with(&|g| g.statements[0].parent = Some(7)),
            "gold.json: 'bridge': statement 1: parent 7 is not the number of a statement (they count from 1)",
        ),
    ] {
        assert_eq!(error.to_string(), expected);
        assert_eq!(error.id(), Some("bridge"));
    }

    let read = |texts: &str, gold: &str| -> Result<Vec<Article>, TrainError> {
        train::articles(Input { name: "t.jsonl", contents: texts }, Input { name: "g.json", contents: gold })
    };
    let line = serde_json::json!({"id": "bridge", "text": text}).to_string();
    let records = serde_json::to_string(&[&gold]).unwrap();
    assert_eq!(read(&line, &records).unwrap()[0].text(), text);
    for (texts, gold, expected) in [
        ("", &*records, "g.json: 'bridge': t.jsonl has no text for it"),
        (&*line, "[{\"id\": 3}]", "g.json: an id is no string: 3"),
        (&*line, "[{\"id\": \"bridge\", \"statements\": 3}]", "g.json: 'bridge': not a record: "),
    ] {
        let said = read(texts, gold).unwrap_err().to_string();
        assert!(said.starts_with(expected), "{said}");
    }
}

#[test]
fn what_cannot_be_trained_on_is_refused() {
    let run = |articles: &[Article], folds: usize| {
        let mut options = options(1);
        options.folds = folds;
        train::train(articles, Raw::new(), &options, &|_| ()).unwrap_err().to_string()
    };
    let mut silent = written().remove(0);
    silent.1.statements.clear();
    let silent = Article::new("written", silent.0, silent.1).unwrap();
    let twice = [articles(), articles()].concat();
    let mut copied = written().remove(0);
    copied.1.id = "copy".into();
    let copies = [articles().remove(0), Article::new("written", copied.0, copied.1).unwrap()];
    for (said, expected) in [
        (run(&[], 2), "found no statement with a cue in the articles; there is nothing to learn"),
        (run(&[silent], 2), "found no statement with a cue in the articles; there is nothing to learn"),
        (run(&twice, 2), "'bridge': two articles have this id"),
        (run(&copies, 2), "2 folds of 1 articles that are no copies of one another; expected at least 2 folds and as many articles"),
        (run(&articles(), 1), "1 folds of 8 articles that are no copies of one another; expected at least 2 folds and as many articles"),
    ] {
        assert_eq!(said, expected);
    }
}
