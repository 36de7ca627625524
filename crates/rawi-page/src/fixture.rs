//! Articles written for the tests, with their statements placed by hand.
//! Spans are found by searching the text, so that nobody counts letters.

use rawi::record::{Act, FORMAT, Kind, Record, Span, Speaker, Statement, Type, Words};
use rawi::{Evidence, Explanation};

use crate::finding::Finding;

const HARBOUR: &str = "\
متحدثة باسم هيئة الموانئ: الرصيف الجديد يُفتتح قبل نهاية العام
قالت المتحدثة باسم هيئة الموانئ سلمى الدروبي، في مؤتمر صحافي أمس، إن الرصيف الجديد «سيستقبل أول سفينة قبل نهاية العام»، مؤكدة أن الأعمال تسير وفق الجدول.وأضافت: «لن نطلب تمويلاً إضافياً».

ونقلت وكالة الساحل للأنباء عن وزير النقل رامي القاضي قوله للصحافيين إن رئيس الحكومة أبلغه أن «المرفأ أولوية»، ودعا الوزير شركات الشحن إلى التريث.
وبحسب مصدر ملاحي، فإن سفينتين غيّرتا مسارهما.
";

/// The place of `part` in `text`; with `@` in front of a word, the place of the word after it is meant: `before@part`.
fn at(text: &str, part: &str) -> Span {
    let (before, part) = part.split_once('@').unwrap_or(("", part));
    let from = text.find(before).unwrap_or_else(|| panic!("{before}")) + before.len();
    let byte = from + text[from..].find(part).unwrap_or_else(|| panic!("{part}"));
    let start = text[..byte].chars().count();
    [start, start + part.chars().count()]
}

struct Given {
    cue: &'static str,
    who: Option<&'static str>,
    speaker: Option<&'static str>,
    content: &'static [&'static str],
    addressee: Option<&'static str>,
    via: &'static [&'static str],
    setting: &'static [&'static str],
    kind: Type,
    act: Act,
    parent: Option<usize>,
    confidence: f64,
}

const GIVEN: Given = Given {
    cue: "",
    who: None,
    speaker: None,
    content: &[],
    addressee: None,
    via: &[],
    setting: &[],
    kind: Type::Indirect,
    act: Act::State,
    parent: None,
    confidence: 0.9,
};

fn statement(text: &str, given: &Given) -> Statement {
    let cut = |s: Span| text.chars().skip(s[0]).take(s[1] - s[0]).collect::<String>();
    let all = |parts: &[&str]| parts.iter().map(|p| at(text, p)).collect::<Vec<_>>();
    let mut statement = Statement {
        cue: (!given.cue.is_empty()).then(|| at(text, given.cue)),
        who: given.who.map(Into::into),
        speaker: given.speaker.map(|p| at(text, p)),
        content: all(given.content),
        addressee: given.addressee.map(|p| at(text, p)),
        via: all(given.via),
        setting: all(given.setting),
        kind: given.kind,
        act: given.act,
        parent: given.parent,
        confidence: Some(given.confidence),
        ..Statement::default()
    };
    statement.words = Some(Words {
        cue: statement.cue.map(cut),
        speaker: statement.speaker.map(cut),
        content: statement.content.iter().copied().map(cut).collect(),
        addressee: statement.addressee.map(cut),
        via: statement.via.iter().copied().map(cut).collect(),
        setting: statement.setting.iter().copied().map(cut).collect(),
    });
    statement
}

fn speaker(id: &str, name: &str, kind: Kind, role: Option<&str>, mentions: &[&str]) -> Speaker {
    Speaker { id: id.into(), name: name.into(), kind, role: role.map(Into::into), mentions: mentions.iter().map(|&m| m.into()).collect() }
}

fn record(id: &str, text: &str, speakers: Vec<Speaker>, given: &[Given]) -> Record {
    Record {
        format: FORMAT.into(),
        model: "test-model".into(),
        id: id.into(),
        title: text.lines().next().map(Into::into),
        text: Some(text.into()),
        speakers,
        statements: given.iter().map(|g| statement(text, g)).collect(),
        ..Record::default()
    }
}

/// A wire story with a headline statement, implicit speakers, a relay, a nested statement and an unnamed source.
pub fn harbour() -> Finding {
    let mut record = record(
        "harbour.txt",
        HARBOUR,
        vec![
            speaker(
                "S1",
                "سلمى الدروبي",
                Kind::Person,
                Some("المتحدثة باسم هيئة الموانئ"),
                &["متحدثة باسم هيئة الموانئ", "المتحدثة باسم هيئة الموانئ سلمى الدروبي"],
            ),
            speaker("S2", "رامي القاضي", Kind::Person, Some("وزير النقل"), &["وزير النقل رامي القاضي", "الوزير"]),
            speaker("S3", "رئيس الحكومة", Kind::Person, None, &["رئيس الحكومة"]),
            speaker("S4", "مصدر ملاحي", Kind::Unnamed, None, &["مصدر ملاحي"]),
        ],
        &[
            Given {
                cue: ":",
                who: Some("S1"),
                speaker: Some("متحدثة باسم هيئة الموانئ"),
                content: &["الرصيف الجديد يُفتتح قبل نهاية العام"],
                act: Act::Announce,
                confidence: 0.81,
                ..GIVEN
            },
            Given {
                cue: "قالت",
                who: Some("S1"),
                speaker: Some("المتحدثة باسم هيئة الموانئ سلمى الدروبي"),
                content: &["إن الرصيف الجديد «سيستقبل أول سفينة قبل نهاية العام"],
                setting: &["في مؤتمر صحافي", "أمس"],
                kind: Type::Mixed,
                confidence: 0.97,
                ..GIVEN
            },
            Given {
                cue: "مؤكدة", who: Some("S1"), content: &["أن الأعمال تسير وفق الجدول"], act: Act::Affirm, ..GIVEN
            },
            Given {
                cue: "وأضافت", who: Some("S1"), content: &["لن نطلب تمويلاً إضافياً"], kind: Type::Direct, ..GIVEN
            },
            Given {
                cue: "قوله",
                who: Some("S2"),
                speaker: Some("وزير النقل رامي القاضي"),
                content: &["إن رئيس الحكومة أبلغه أن «المرفأ أولوية"],
                addressee: Some("للصحافيين"),
                via: &["وكالة الساحل للأنباء"],
                kind: Type::Mixed,
                confidence: 0.74,
                ..GIVEN
            },
            Given {
                cue: "أبلغه",
                who: Some("S3"),
                speaker: Some("رئيس الحكومة"),
                content: &["أن «المرفأ أولوية"],
                kind: Type::Mixed,
                act: Act::Announce,
                parent: Some(5),
                confidence: 0.62,
                ..GIVEN
            },
            Given {
                cue: "ودعا",
                who: Some("S2"),
                speaker: Some("ودعا@الوزير"),
                content: &["التريث"],
                addressee: Some("شركات الشحن"),
                kind: Type::Reported,
                act: Act::Demand,
                confidence: 0.88,
                ..GIVEN
            },
            Given {
                cue: "وبحسب",
                who: Some("S4"),
                speaker: Some("مصدر ملاحي"),
                content: &["فإن سفينتين غيّرتا مسارهما"],
                confidence: 0.41,
                ..GIVEN
            },
        ],
    );
    record.outlet = Some("وكالة الساحل للأنباء".into());
    record.date = Some("2031-04-02".into());
    record.url = Some("https://example.org/news?id=7&lang=ar".into());
    Finding { record, explanations: None, number: "1".into() }
}

/// What a page and a terminal must survive: markup and controls in the text, a relay of two, content in two pieces with
/// the cue between them, an unknown source, a statement across a line end, spans that cross.
pub fn odd() -> Finding {
    let text = "خبر <b>عاجل</b> & \"غريب\"\r\n\
«سنعود»، قال ناطق باسم ABC & Sons، «غداً».\n\
نقلت صحيفة الفجر عن إذاعة الجبل عن أحدهم قوله إن\nالجسر مغلق\u{202e} أمام الجميع.\u{0}";
    let record = record(
        "odd <1>",
        text,
        vec![speaker("S1", "ناطق باسم ABC & Sons", Kind::Person, None, &[])],
        &[
            Given {
                cue: "قال",
                who: Some("S1"),
                speaker: Some("ناطق باسم ABC & Sons"),
                content: &["سنعود", "غداً"],
                kind: Type::Direct,
                ..GIVEN
            },
            Given {
                cue: "قوله", content: &["إن\nالجسر مغلق\u{202e} أمام"], via: &["صحيفة الفجر", "إذاعة الجبل"], act: Act::Warn, ..GIVEN
            },
            Given { who: Some("S1"), content: &["مغلق\u{202e} أمام الجميع"], ..GIVEN },
        ],
    );
    Finding { record, explanations: None, number: "2".into() }
}

/// A document without statements.
pub fn empty() -> Finding {
    Finding {
        record: record("empty.txt", "طقس معتدل\nالسماء صافية.", Vec::new(), &[]), explanations: None, number: "3".into()
    }
}

/// `finding` with an explanation at each statement.
pub fn explained(mut finding: Finding) -> Finding {
    let evidence = |what: &str, score| Evidence { what: what.into(), score };
    let each = Explanation {
        cue: vec![evidence("الفعل «قال»", 2.5), evidence("بعده «إن»", 1.25)],
        bounds: vec![evidence("نهاية عند علامة التنصيص", 3.0)],
        speaker: vec![evidence("أقرب فاعل قبل الفعل", -0.5)],
    };
    finding.explanations = Some(vec![each; finding.record.statements.len()]);
    finding
}
