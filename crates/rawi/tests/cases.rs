//! Small texts after public reports of what broke other readers (`cases/`), and the statements that are right in each.
//! Not a measure of the model: every case is one thing that readers of quotations get wrong, and must hold.

use rawi::record::{Act, Kind, Record, Speaker, Statement, Type, Words};
use rawi::{Model, Reader};
use std::collections::{HashMap, HashSet};
use std::path::Path;

#[test]
fn aside_after_name() {
    check(
        "01-aside-after-name.txt",
        "هيثم الصباغ | قال | يحتاج المرضى إلى علاج عاجل | direct | person
         هيثم الصباغ | وأضاف | إن لم يصلهم الدواء هذا الأسبوع فستسوء حالهم | direct
         منى عبود | وقالت | إن الشحنة الأخيرة وصلت ناقصة | indirect",
    );
}

/// One statement in pieces or several, so it is what they hold together that is compared.
#[test]
fn multi_paragraph_quote() {
    let (_, record) = &read("02-multi-paragraph-quote.txt")[0];
    let mut pieces: Vec<_> = record.statements.iter().flat_map(|s| s.content.iter().zip(&words_of(s).content)).collect();
    pieces.sort();
    let whole: Vec<&str> = pieces.iter().flat_map(|(_, piece)| words(piece)).collect();
    let right = "وصلت السفن الثلاث في موعدها. غير أن التفريغ تأخر يوماً بسبب الرياح. وسنعوّض التأخير خلال أسبوع";
    let names: Vec<&str> = record.speakers.iter().map(|x| x.name.as_str()).collect();
    let all_hers = record.statements.iter().all(|s| s.who.is_some());
    assert!(
        names == ["ليلى القاسم"] && all_hers && whole == words(right),
        "expected, in one statement or several:\nليلى القاسم | * | {right}\nfound:\n{}",
        lines_of(record)
    );
}

#[test]
fn unclosed_quote() {
    check(
        "03-unclosed-quote.txt",
        "سامر الحلو | * | لعبنا للفوز ولا شيء غيره
         نبيل عساف | * | إن الجماهير كانت رائعة | top",
    );
}

#[test]
fn nickname_in_quotes() {
    check("04-nickname-in-quotes.txt", "* | وقال | إن السوق خلت من الزبائن منذ الصباح | indirect | speaker بائع (معروف بلقب «أبو الورد»)");
}

#[test]
fn colon_without_verb() {
    check("05-colon-without-verb.txt", "هالة المنصوري | * | لن نغلق مدرسة واحدة هذا الشتاء | direct | role وزيرة التربية");
}

#[test]
fn cue_in_the_middle() {
    check("06-cue-in-the-middle.txt", "رائد شلهوب | قال | (المشروع) سيكتمل قبل نهاية الربيع");
}

#[test]
fn titles_and_scare_quotes() {
    check("07-titles-and-scare-quotes.txt", "");
}

#[test]
fn nested_quotes() {
    check(
        "09-nested-quotes.txt",
        "رنا الأسمر | * | قال لي جدي: \"ازرع ولو شجرة واحدة\"، فزرعت بستاناً كاملاً | direct | exact
         جدي | * | ازرع ولو شجرة واحدة | exact | parent 1",
    );
}

#[test]
fn quote_mark_kinds() {
    check(
        "10-quote-mark-kinds.txt",
        "ماجد الخوري | * | لن نرفع الأسعار هذا العام | direct | exact
         سلمى فرح | * | الموازنة لا تكفي | direct | exact
         عادل نمر | * | سنفتح الفرع الجديد قريباً | direct | exact
         ريم حاتم | * | اللقاح متوفر في كل المراكز | direct | exact",
    );
}

#[test]
fn three_speakers_one_sentence() {
    check(
        "12-three-speakers-one-sentence.txt",
        "هدى سليم | * | إن الباب مفتوح للجميع | top
         كريم جابر | * | أن الحوار تأخر | opine | top
         لجنة الأهالي | * | أن الحل ممكن | opine | top",
    );
}

#[test]
fn interview_labels() {
    not_yet(
        "14-interview-labels.txt",
        "? الميناء | * | (متى يفتتح السوق الجديد) | ask
         حازم العلي | * | سنفتتحه في مطلع الشهر المقبل بعد انتهاء التمديدات
         ? الميناء | * | (وهل ترتفع الإيجارات) | ask
         حازم العلي | * | تبقى الإيجارات على حالها سنتين",
    );
}

#[test]
fn quote_first_headline() {
    check("15-quote-first-headline.txt", "سامر الحلو | * | سنعود أقوى");
}

#[test]
fn comma_is_no_end() {
    check("16-comma-is-no-end.txt", "غسان درويش | * | أن الأعمال ستشمل الشارع الرئيسي، والساحة القديمة، وسوق الخضار، وستنتهي قبل الشتاء");
}

#[test]
fn abbreviations() {
    check(
        "17-abbreviations.txt",
        "مروان الحسن | * | إن نسبة الشفاء بلغت 4.5% في عيّنة من 1.250 مريضاً
         نجلاء عيد | * | أن م. سعيد فرحات من شركة أ.ب.ت. أشرف على الأجهزة حتى الساعة 08.45 مساءً",
    );
}

#[test]
fn no_space_after_stop() {
    check(
        "23-no-space-after-stop.txt",
        "عدنان بكري | * | إن الطريق آمن
         عدنان بكري | وأضاف | أن الجسر سيفتح غداً
         سناء فهد | * | الفحص انتهى | direct",
    );
}

#[test]
fn datelines() {
    check(
        "26-datelines.txt",
        "نبيل صعب | * | إن الطريق الساحلي سيفتح الأحد | speaker (وزير الأشغال نبيل صعب)
         شركة الكهرباء | * | أن الأعطال أُصلحت | speaker (شركة الكهرباء)
         عصام بدر | * | عودة الضخ | announce | speaker (المدير العام للمياه عصام بدر)
         زياد حسان | * | تأخر السفن | deny | speaker (المتحدث باسم الموانئ زياد حسان)",
    );
}

/// What nobody in the text has said may be a statement of nobody, or none.
#[test]
fn adverb_as_speaker() {
    check(
        "74-adverb-as-speaker.jsonl",
        "[a d]
         طارق النمر | * | *
         طارق النمر | * | *
         طارق النمر | * | *
         [b]
         طارق النمر | * | *
         طارق النمر | * | *
         [c]
         ? - | * | *
         ? - | * | *",
    );
}

#[test]
fn label_before_colon() {
    check(
        "75-label-before-colon.jsonl",
        "[n1 n2 n3 n4 n5 n6 n7 n8 n9 n10 n11 n12 n13 n14]
         [y1]
         وزير الطاقة | * | *
         [y2]
         دراسة | * | *
         [y3]
         سامر الحلو | * | *",
    );
}

#[test]
fn object_as_speaker() {
    check(
        "76-object-as-speaker.jsonl",
        "[a]
         سليم حداد | * | الوباء | warn
         سليم حداد | * | غسل اليدين | demand | to المواطنين
         [b]
         عمر الحاج | * | * | state
         عمر الحاج | * | بزيادة الأجور | demand | to الحكومة
         [c]
         النقابة | * | *
         النقابة | * | *
         [d]
         الأرصاد | * | *
         الأرصاد | * | *
         [e]
         المنظمة | * | * | blame
         المنظمة | * | * | demand
         المنظمة | * | * | demand",
    );
}

#[test]
fn two_names_side_by_side() {
    not_yet(
        "77-two-names-side-by-side.txt",
        "سلوى مراد | * | إن الحديقة ستفتح في نيسان | role رئيسة الجمعية
         سلوى مراد | * | أن الأشجار وصلت | role رئيسة الجمعية
         فؤاد الزين | * | أن الميزانية أُقرت | role رئيس البلدية",
    );
}

#[test]
fn said_and_colon() {
    check(
        "78-said-and-colon.jsonl",
        "[a]
         * | قال | *
         * | وأضاف | *
         [b c]
         * | * | *",
    );
}

#[test]
fn lead_then_said() {
    not_yet(
        "80-lead-then-said.jsonl",
        "[line1 same1]
         ماجد الخوري | * | *
         [line2 same2]
         فؤاد الزين | * | *
         [line3 same3]
         سلمى الحداد | * | *
         [line4 same4]
         عدنان بكري | * | *
         [line5 same5]
         نبيل صعب | * | *
         [line6 same6]
         زياد حسان | * | *
         [line7 same7]
         مروان الحسن | * | *
         [line8 same8]
         سامر الحلو | * | *
         [line9 same9]
         ريم حاتم | * | *
         [line10 same10]
         وائل سائد | * | *
         [line11 same11]
         نبيل عساف | * | *
         [line12 same12]
         سليم الهواري | * | *",
    );
}

/// What is found in each document of a case, by its identifier: one document without one in a `.txt`.
fn read(case: &str) -> Vec<(String, Record)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(case);
    let contents = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut reader = Reader::new(Model::embedded());
    let mut record = |id: &str, text: &str| (id.to_owned(), reader.read(text).record(id));
    if case.ends_with(".txt") {
        return vec![record("", &contents)];
    }
    let documents = contents.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect(case));
    documents.map(|d| record(d["id"].as_str().expect("id"), d["text"].as_str().expect("text"))).collect()
}

/// Every document of the case holds the statements expected and no others; what fails is told of all documents at once.
///
/// One statement a line, in the order of the cues: `who | cue | content | more | …`. `*` is anything, `-` nobody, `?` before a line a
/// statement that may be missing; words in parentheses may be missing, too. More is a type, act or kind by its word, `role X`, `to X`
/// (the addressee), `speaker X` (the words of the span), `parent N` (the line), `top` (no parent), or `exact`: no marks at the ends of
/// the content, which else do not count. In files of several documents `[id …]` opens the lines of each.
#[track_caller]
fn check(case: &str, expected: &str) {
    let report = report(case, expected);
    assert!(report.is_empty(), "{case}{report}");
}

/// A case that the model does not get right: as soon as it does, this fails, and the case becomes a [`check`].
#[track_caller]
fn not_yet(case: &str, expected: &str) {
    let report = report(case, expected);
    assert!(!report.is_empty(), "{case} is right now: check it");
    println!("not right yet: {case}{report}");
}

/// What is wrong in the documents of a case, see [`check`].
fn report(case: &str, expected: &str) -> String {
    let mut by_document: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut current = vec![""];
    for line in expected.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(ids) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            current = ids.split(' ').collect();
            by_document.extend(current.iter().map(|&id| (id, Vec::new())));
        } else {
            current.iter().for_each(|&id| by_document.entry(id).or_default().push(line));
        }
    }
    if case.ends_with(".txt") {
        by_document.entry("").or_default();
    }
    let documents = read(case);
    let ids: HashSet<&str> = documents.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, by_document.keys().copied().collect(), "{case}: the documents of the file, and those that something is expected of");

    let mut report = String::new();
    for (id, record) in &documents {
        let lines = &by_document[id.as_str()];
        let faults = compare(record, lines);
        if !faults.is_empty() {
            let faults = faults.join("\n  ");
            report += &format!("\n{id} expected:\n{}\n{id} found:\n{}\n{id} wrong:\n  {faults}\n", lines.join("\n"), lines_of(record));
        }
    }
    report
}

/// What is wrong with the record: statements missing, too many, or other than expected, and sources told apart or listed wrongly.
fn compare(record: &Record, expected: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    // `parent` counts the statements of the record, lines the expected ones; they differ where a line may be missing.
    let mut numbers = Vec::new();
    let mut ids: HashMap<&str, &str> = HashMap::new();
    let mut found = record.statements.iter().enumerate().peekable();
    for (i, line) in expected.iter().enumerate() {
        let (optional, line) = line.strip_prefix("? ").map_or((false, *line), |rest| (true, rest));
        let Some(&(number, statement)) = found.peek() else {
            numbers.push(None);
            if !optional {
                faults.push(format!("line {}: missing", i + 1));
            }
            continue;
        };
        let differences = differences(record, statement, line, &numbers);
        if optional && !differences.is_empty() {
            numbers.push(None);
            continue;
        }
        found.next();
        numbers.push(Some(number + 1));
        faults.extend(differences.iter().map(|d| format!("line {}: {d}", i + 1)));
        // Under "*" nobody in particular is expected, and a wrong name is told of above.
        let Some(source) = source_of(record, statement).filter(|x| x.name == name_in(line)) else { continue };
        let first = *ids.entry(&source.name).or_insert(&source.id);
        if first != source.id {
            faults.push(format!("line {}: {} is {first} and {}", i + 1, source.name, source.id));
        }
    }
    faults.extend(found.map(|(number, _)| format!("statement {} found: not expected", number + 1)));
    let named: Vec<&str> = expected.iter().map(|line| name_in(line)).collect();
    let others = record.speakers.iter().filter(|x| !named.contains(&"*") && !named.contains(&x.name.as_str()));
    faults.extend(others.map(|x| format!("{} ({}) is no speaker", x.name, x.id)));
    faults
}

fn name_in(line: &str) -> &str {
    let line = line.strip_prefix("? ").unwrap_or(line);
    line.split_once('|').map_or(line, |(name, _)| name.trim())
}

/// The fields of the line that the statement does not agree with.
fn differences(record: &Record, statement: &Statement, line: &str, numbers: &[Option<usize>]) -> Vec<String> {
    let fields: Vec<&str> = line.split('|').map(str::trim).collect();
    let [who, cue, content, more @ ..] = fields.as_slice() else { panic!("{line:?} is not who | cue | content") };
    let (source, said) = (source_of(record, statement), words_of(statement));
    let pieces = said.content.join(" ");
    let exact = more.contains(&"exact");

    let mut wrong = Vec::new();
    let mut test = |right: bool, field: &str| wrong.extend((!right).then(|| field.to_owned()));
    test(*who == "*" || *who == source.map_or("-", |x| x.name.as_str()), "who");
    test(*cue == "*" || agree(cue, said.cue.as_deref()), "cue");
    test(*content == "*" || if exact { pieces == *content } else { agree(content, Some(&pieces)) }, "content");
    for &field in more {
        let right = match field.split_once(' ') {
            None if field == "exact" => true,
            None if field == "top" => statement.parent.is_none(),
            Some(("parent", n)) => {
                let line: usize = n.parse().expect(field);
                statement.parent.is_some() && statement.parent == numbers.get(line - 1).copied().flatten()
            }
            Some(("role", role)) => agree(role, source.and_then(|x| x.role.as_deref())),
            Some(("to", addressee)) => agree(addressee, said.addressee.as_deref()),
            Some(("speaker", speaker)) => agree(speaker, said.speaker.as_deref()),
            _ => match (field.parse::<Type>(), field.parse::<Act>(), field.parse::<Kind>()) {
                (Ok(kind), ..) => statement.kind == kind,
                (_, Ok(act), _) => statement.act == act,
                (.., Ok(kind)) => source.is_some_and(|x| x.kind == kind),
                _ => panic!("{line:?}: {field:?} is no field"),
            },
        };
        test(right, field);
    }
    wrong
}

/// Equal words in equal order, whatever marks stand around them; words in parentheses may be missing.
fn agree(expected: &str, found: Option<&str>) -> bool {
    let mut found = words(found.unwrap_or_default()).into_iter().peekable();
    let required = expected.split('(').flat_map(|part| match part.split_once(')') {
        Some((optional, rest)) => [(false, optional), (true, rest)],
        None => [(true, part), (true, "")],
    });
    for (required, part) in required {
        for word in words(part) {
            if found.next_if_eq(&word).is_none() && required {
                return false;
            }
        }
    }
    found.next().is_none()
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

fn source_of<'a>(record: &'a Record, statement: &Statement) -> Option<&'a Speaker> {
    let who = statement.who.as_ref()?;
    Some(record.speakers.iter().find(|x| x.id == *who).unwrap_or_else(|| panic!("{who} is not among the speakers")))
}

fn words_of(statement: &Statement) -> &Words {
    statement.words.as_ref().expect("words")
}

/// The statements found, as the lines in which they are expected, with all that a line may ask for.
fn lines_of(record: &Record) -> String {
    let lines = record.statements.iter().map(|s| {
        let (source, said) = (source_of(record, s), words_of(s));
        let mut line = vec![
            source.map_or("-", |x| x.name.as_str()).to_owned(),
            said.cue.as_deref().unwrap_or("-").to_owned(),
            said.content.join(" … "),
            s.kind.to_string(),
            s.act.to_string(),
        ];
        if let Some(source) = source {
            line.extend([format!("{} {}", source.kind, source.id)]);
            line.extend(source.role.iter().map(|role| format!("role {role}")));
        }
        line.extend(said.addressee.iter().map(|to| format!("to {to}")));
        line.extend(said.speaker.iter().map(|speaker| format!("speaker {speaker}")));
        line.push(s.parent.map_or("top".to_owned(), |parent| format!("parent {parent}")));
        line.join(" | ")
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() { "no statement".to_owned() } else { lines.join("\n") }
}
