//! Made-up articles with everything that a format has to cope with. Not real news: every sentence was written for this file.

use rawi::record::{Act, Kind, Span, Type, Words};
use rawi_archive::{Article, Copy, Entry, Party, Statement};
use sha2::{Digest, Sha256};

/// Sorted by the identifier of the article.
pub fn entries() -> Vec<Entry> {
    vec![harbour(), silent(), odd(), nested(), relayed()]
}

/// An article with all metadata, two statements of one source, one of them in two pieces.
fn harbour() -> Entry {
    let mut entry = article(
        "0a11c0de00000001",
        "مدير المرفأ: الأرصفة جاهزة\nأعلن مدير المرفأ سليم الراوي للصحافيين أمس أن الأرصفة الجديدة جاهزة. «سنستقبل أول سفينة»، \
         أضاف الراوي، «قبل نهاية الشهر» من دون تفاصيل.",
    );
    entry.article.url = Some("https://example.org/أخبار/1?lang=ar".into());
    entry.article.outlet = Some("صحيفة الشاطئ".into());
    entry.article.title = Some("مدير المرفأ: الأرصفة جاهزة".into());
    entry.article.author = Some("هدى المنصور".into());
    entry.article.date = Some("2024-05-03T00:20:00+03:00".into());
    entry.article.copies = vec![Copy {
        id: "0a11c0de00000099".into(),
        url: Some("https://example.net/2".into()),
        outlet: Some("إذاعة الجبل".into()),
        title: Some("أرصفة المرفأ جاهزة".into()),
        date: Some("2024-05-03".into()),
    }];
    let director = party(Some(7), "سليم الراوي", "سليم الراوي", Some("مدير المرفأ"), Kind::Person);
    let mut first = said(&entry, "أعلن", &["أن الأرصفة الجديدة جاهزة"], Some(director.clone()));
    first.speaker = span(&entry, "مدير المرفأ سليم الراوي");
    first.addressee = span(&entry, "للصحافيين");
    first.setting = span(&entry, "أمس").into_iter().collect();
    first.to = Some(party(None, "الصحافيون", "الصحافيين", None, Kind::Group));
    first.act = Act::Announce;
    first.copies = vec!["0a11c0de00000099-12".into(), "0a11c0de00000098-3".into()];
    let mut second = said(&entry, "أضاف", &["سنستقبل أول سفينة", "قبل نهاية الشهر"], Some(director));
    second.speaker = Some(last(&entry, "الراوي"));
    second.kind = Type::Direct;
    second.act = Act::Promise;
    with(entry, [first, second])
}

/// Nobody says anything, and there is no text.
fn silent() -> Entry {
    article("0a11c0de00000002", "")
}

/// No address, title or speaker; Latin letters, emoji, marks, quotation marks and line ends in metadata.
fn odd() -> Entry {
    let mut entry = article("0a11c0de00000003", "وقِيلَ إنَّ منصة WaveNet 🙂 ستعود 🇱🇧 \"قريباً\", وقيل إن منصة WaveNet 🙂 لن تعود");
    entry.article.url = Some("أخبار بلا عنوان".into());
    entry.article.title = Some("عنوان فيه \"اقتباس\"، وفاصلة, و|خط\nوسطر ثانٍ".into());
    entry.article.date = Some("أمس".into());
    entry.article.revision = 3;
    let first = said(&entry, "وقِيلَ", &["إنَّ منصة WaveNet 🙂 ستعود 🇱🇧 \"قريباً\""], None);
    let mut second = said(&entry, "وقيل", &["إن منصة WaveNet 🙂 لن تعود"], None);
    second.confidence = None;
    // Nothing but a cue: what nobody should write, and somebody may.
    let mut third = said(&entry, "وقيل", &[], None);
    third.id += "b";
    third.cue = None;
    third.words.cue = None;
    with(entry, [first, second, third])
}

/// A statement inside another; a text as a source; a state as a source; a date without a zone.
fn nested() -> Entry {
    let mut entry = article(
        "0a11c0de00000004",
        "وجاء في تقرير لجنة المياه أن الحكومة وعدت بإصلاح السد قبل الشتاء. ورحبت الحكومة بالتقرير. 'السد' لم يصلح.",
    );
    entry.article.url = Some("https://example.org/sadd".into());
    entry.article.date = Some("2023-12-31T23:59:00".into());
    let report = party(Some(40), "تقرير لجنة المياه", "تقرير لجنة المياه", None, Kind::Document);
    let state = |role| party(Some(41), "حكومة الوادي", "الحكومة", role, Kind::Government);
    let outer = said(&entry, "وجاء في", &["أن الحكومة وعدت بإصلاح السد قبل الشتاء"], Some(report));
    let mut inner = said(&entry, "وعدت", &["بإصلاح السد قبل الشتاء"], Some(state(None)));
    inner.parent = Some(outer.id.clone());
    inner.kind = Type::Reported;
    inner.act = Act::Promise;
    let mut welcome = said(&entry, "ورحبت", &["بالتقرير"], Some(state(Some("الحكومة المؤقتة"))));
    welcome.act = Act::Praise;
    // As a filter leaves it: the statement around it was not asked for.
    welcome.parent = Some("0a11c0de00000004-9999".into());
    with(entry, [outer, inner, welcome])
}

/// A chain of relays, one of them a text, one of them nobody in particular.
fn relayed() -> Entry {
    let mut entry =
        article("0a11c0de00000005", "ونقلت إذاعة الجبل عن مصدر مطلع عن بيان للنقابة عن الوزيرة ليلى حداد قولها إن الرواتب | ستدفع.");
    entry.article.outlet = Some("موقع \"الشاطئ\"".into());
    entry.article.date = Some("2024-02-29".into());
    let mut statement =
        said(&entry, "قولها", &["إن الرواتب | ستدفع"], Some(party(Some(2), "ليلى الحداد", "ليلى حداد", Some("الوزيرة"), Kind::Person)));
    statement.via = ["إذاعة الجبل", "مصدر مطلع", "بيان للنقابة"].iter().filter_map(|w| span(&entry, w)).collect();
    statement.through = vec![
        party(Some(11), "إذاعة الجبل", "إذاعة الجبل", Some("إذاعة محلية"), Kind::Organization),
        party(None, "مصدر مطلع", "مصدر مطلع", None, Kind::Unnamed),
        party(None, "بيان للنقابة", "بيان للنقابة", None, Kind::Document),
    ];
    with(entry, [statement])
}

pub fn article(id: &str, text: &str) -> Entry {
    let article = Article {
        id: id.into(),
        given: format!("sample/{id}"),
        revision: 1,
        added: "2024-06-01T08:00:00Z".into(),
        origin: format!("sample.zip/a.jsonl, line {}", &id[15..]),
        text_sha256: sha256(text),
        model: "sample 0123456789abcdef".into(),
        text: text.into(),
        ..Article::default()
    };
    Entry { article, statements: vec![] }
}

pub fn party(identity: Option<u64>, name: &str, written: &str, role: Option<&str>, kind: Kind) -> Party {
    Party { identity, name: name.into(), written: written.into(), role: role.map(Into::into), kind }
}

pub fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

fn said(entry: &Entry, cue: &str, content: &[&str], who: Option<Party>) -> Statement {
    let cue = span(entry, cue);
    Statement {
        id: format!("{}-{}", entry.article.id, cue.map_or(0, |c| c[0])),
        cue,
        content: content.iter().filter_map(|c| span(entry, c)).collect(),
        confidence: Some(0.875),
        who,
        ..Statement::default()
    }
}

/// The statements, with their words.
fn with<const N: usize>(mut entry: Entry, statements: [Statement; N]) -> Entry {
    entry.statements = statements.into_iter().map(|s| Statement { words: words(&entry.article.text, &s), ..s }).collect();
    entry
}

/// The parts of a statement as strings.
pub fn words(text: &str, statement: &Statement) -> Words {
    let cut = |&[start, end]: &Span| -> String { text.chars().skip(start).take(end - start).collect() };
    let all = |spans: &[Span]| spans.iter().map(cut).collect();
    Words {
        cue: statement.cue.as_ref().map(cut),
        speaker: statement.speaker.as_ref().map(cut),
        content: all(&statement.content),
        addressee: statement.addressee.as_ref().map(cut),
        via: all(&statement.via),
        setting: all(&statement.setting),
    }
}

/// Where words first stand.
fn span(entry: &Entry, words: &str) -> Option<Span> {
    entry.article.text.find(words).map(|at| at_byte(entry, at, words))
}

fn last(entry: &Entry, words: &str) -> Span {
    at_byte(entry, entry.article.text.rfind(words).unwrap(), words)
}

fn at_byte(entry: &Entry, at: usize, words: &str) -> Span {
    let start = entry.article.text[..at].chars().count();
    [start, start + words.chars().count()]
}
