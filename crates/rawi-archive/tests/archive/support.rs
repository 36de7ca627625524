//! Made-up articles with their records, archives of them, and what an archive holds counted the slow way.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use rawi::record::{Act, Kind, Record, Span, Speaker, Statement};
use rawi_archive::{Archive, ArchiveError, Entry, Facet, Incoming, Options, Prepared, Query, Rows, Writer};
use tempfile::TempDir;

/// A sentence with a statement: `{verb} {role} {name} مخاطباً {to} إن {content}، بحسب {via}.`
#[derive(Debug, Clone, Copy, Default)]
pub struct Said {
    pub verb: &'static str,
    pub role: &'static str,
    pub name: &'static str,
    pub to: &'static str,
    pub via: &'static str,
    pub content: &'static str,
    pub act: Act,
}

/// The usual sentence.
pub fn said(role: &'static str, name: &'static str, content: &'static str) -> Said {
    Said { verb: "قال", role, name, content, ..Said::default() }
}

/// A document and what a reader found in it.
#[derive(Debug, Clone, Default)]
pub struct Article {
    pub incoming: Incoming,
    pub record: Record,
    length: usize,
}

impl Article {
    pub fn at(url: &str) -> Self {
        let incoming = Incoming {
            given: url.into(),
            url: Some(url.into()),
            input: "news.jsonl".into(),
            origin: "news.jsonl, line 1".into(),
            ..Incoming::default()
        };
        Self { incoming, record: Record { model: "reader 1".into(), ..Record::default() }, length: 0 }
    }

    /// Without an address: known by the file and its name in it.
    pub fn given(given: &str) -> Self {
        let mut article = Self::at(given);
        article.incoming.url = None;
        article
    }

    pub fn input(mut self, input: &str) -> Self {
        self.incoming.input = input.into();
        self
    }

    /// The item of a feed.
    pub fn item(mut self, guid: &str) -> Self {
        self.incoming.guid = Some(guid.into());
        self
    }

    pub fn outlet(mut self, outlet: &str) -> Self {
        self.incoming.outlet = Some(outlet.into());
        self
    }

    pub fn date(mut self, date: &str) -> Self {
        self.incoming.date = Some(date.into());
        self
    }

    pub fn text(mut self, words: &str) -> Self {
        self.push(words);
        self
    }

    pub fn says(mut self, sentences: &[Said]) -> Self {
        sentences.iter().for_each(|said| self.sentence(said));
        self
    }

    /// The last statement stands inside the content of the one before.
    pub fn inside(mut self) -> Self {
        let last = self.record.statements.len();
        self.record.statements[last - 1].parent = Some(last - 1);
        self
    }

    pub fn read_by(mut self, model: &str) -> Self {
        self.record.model = model.into();
        self
    }

    pub fn ready(&self) -> Prepared {
        Prepared::read(self.incoming.clone(), self.record.clone())
    }

    fn push(&mut self, words: &str) -> Span {
        let start = self.length;
        self.incoming.text.push_str(words);
        self.length += words.chars().count();
        [start, self.length]
    }

    fn sentence(&mut self, said: &Said) {
        let mut statement = Statement { cue: Some(self.push(said.verb)), act: said.act, confidence: Some(0.9), ..Statement::default() };
        self.push(" ");
        let start = self.length;
        self.push([said.role, said.name].map(str::trim).join(" ").trim());
        statement.speaker = Some([start, self.length]);
        if !said.to.is_empty() {
            self.push(" مخاطباً ");
            statement.addressee = Some(self.push(said.to));
        }
        self.push(" إن ");
        statement.content.push(self.push(said.content));
        if !said.via.is_empty() {
            self.push("، بحسب ");
            statement.via.push(self.push(said.via));
        }
        self.push(". ");
        statement.who = Some(self.speaker(said));
        self.record.statements.push(statement);
    }

    fn speaker(&mut self, said: &Said) -> String {
        let name = if said.name.is_empty() { said.role } else { said.name };
        let role = (!said.name.is_empty() && !said.role.is_empty()).then(|| said.role.to_owned());
        if let Some(known) = self.record.speakers.iter().find(|s| s.name == name && s.role == role) {
            return known.id.clone();
        }
        let id = format!("S{}", self.record.speakers.len() + 1);
        let mentions = vec![name.to_owned()];
        self.record.speakers.push(Speaker { id: id.clone(), name: name.into(), kind: Kind::Person, role, mentions });
        id
    }
}

pub const MARKET: [Said; 3] = [
    Said {
        verb: "أعلنت",
        role: "المتحدثة باسم البلدية",
        name: "سمر الحلو",
        to: "الصيادين",
        via: "إذاعة المرفأ",
        content: "السوق القديم سيفتح أبوابه أمام الزوار مطلع الربيع بعد أعمال ترميم طويلة في القبة والمداخل",
        act: Act::Announce,
    },
    Said {
        verb: "أكد",
        role: "مدير الميناء",
        name: "ناصر القاضي",
        to: "",
        via: "",
        content: "القوارب الصغيرة ستبقى في حوضها الشرقي وأن أحداً لن ينقلها إلى مكان بعيد عن البيوت",
        act: Act::Affirm,
    },
    Said {
        verb: "نفت",
        role: "رئيسة اتحاد الصيادين",
        name: "هدى المرزوقي",
        to: "سمر الحلو",
        via: "",
        content: "الاتحاد وافق على رسوم جديدة يدفعها أصحاب المراكب عند كل دخول إلى الحوض المذكور",
        act: Act::Deny,
    },
];

pub const SCHOOLS: [Said; 3] = [
    Said {
        verb: "قال",
        role: "وزير التربية",
        name: "وليد الشامي",
        to: "الأهالي",
        via: "",
        content: "المدارس الريفية ستعود إلى الدوام الكامل حين ينتهي العمال من إصلاح الأسقف والنوافذ والتدفئة",
        act: Act::State,
    },
    Said {
        verb: "طالبت",
        role: "نقيبة المعلمين",
        name: "رنا الخطيب",
        to: "وليد الشامي",
        via: "صحيفة الوادي",
        content: "الوزارة مدينة للمعلمين برواتب الصيف كاملة وعليها أن تدفعها قبل أن يقرع الجرس الأول",
        act: Act::Demand,
    },
    Said {
        verb: "وعد",
        role: "وزير التربية",
        name: "وليد الشامي",
        to: "",
        via: "",
        content: "الحافلات الجديدة ستصل إلى القرى الجبلية وستنقل التلاميذ مجاناً طوال الفصل الدراسي المقبل",
        act: Act::Promise,
    },
];

pub const WHEAT: [Said; 2] = [
    Said {
        verb: "حذر",
        role: "الأمين العام للأمم المتحدة",
        name: "أنطونيو غوتيريش",
        to: "",
        via: "",
        content: "توقف السفن المحملة بالقمح سيدفع أسعار الخبز إلى مستويات لا تحتملها العائلات الفقيرة في القارة",
        act: Act::Warn,
    },
    Said {
        verb: "أوضح",
        role: "المتحدث باسم الكرملين",
        name: "ديمتري بيسكوف",
        to: "أنطونيو جوتيريس",
        via: "وكالة الأنباء",
        content: "المحادثات بشأن الممر البحري مستمرة وأن بلاده تنتظر رداً مكتوباً من جميع الأطراف المعنية",
        act: Act::State,
    },
];

/// An archive in a folder of its own.
pub struct Place {
    pub dir: TempDir,
}

impl Place {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// With these articles in it, settled.
    pub fn with(articles: &[Article]) -> Self {
        let place = Self::new();
        add(&mut place.writer(), articles);
        place
    }

    pub fn folder(&self) -> std::path::PathBuf {
        self.dir.path().join("archive")
    }

    pub fn writer(&self) -> Writer {
        Writer::open_or_create(&self.folder(), Duration::ZERO).unwrap()
    }

    pub fn archive(&self) -> Archive {
        Archive::open(&self.folder()).unwrap()
    }
}

pub fn add(writer: &mut Writer, articles: &[Article]) {
    for article in articles {
        writer.add(article.ready()).unwrap();
    }
    writer.settle().unwrap();
}

pub fn entries(archive: &Archive) -> Vec<Entry> {
    let mut all = Vec::new();
    archive
        .entries(&Query::All, |entry| {
            all.push(entry);
            Ok::<bool, ArchiveError>(true)
        })
        .unwrap();
    all
}

/// What `check` finds.
pub fn faults(archive: &Archive) -> Vec<String> {
    let mut faults = Vec::new();
    archive.check(|fault| faults.push(fault), |_| true).unwrap();
    faults
}

pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        let to = to.join(file.file_name());
        if file.file_type().unwrap().is_dir() {
            copy_folder(&file.path(), &to);
        } else {
            std::fs::copy(file.path(), to).unwrap();
        }
    }
}

/// Statements, or articles, that are copies of each other: by the identifiers that each lists.
pub fn groups<'a>(listed: impl Iterator<Item = (&'a str, Vec<&'a str>)>) -> BTreeSet<BTreeSet<&'a str>> {
    listed.map(|(id, copies)| copies.into_iter().chain([id]).collect()).collect()
}

pub fn statement_groups(entries: &[Entry]) -> BTreeSet<BTreeSet<&str>> {
    let statements = entries.iter().flat_map(|e| &e.statements);
    groups(statements.map(|s| (s.id.as_str(), s.copies.iter().map(String::as_str).collect())))
}

pub fn article_groups(entries: &[Entry]) -> BTreeSet<BTreeSet<&str>> {
    groups(entries.iter().map(|e| (e.article.id.as_str(), e.article.copies.iter().map(|c| c.id.as_str()).collect())))
}

/// Everything that searches give, in a form that does not depend on how the index came to be.
pub fn searches(archive: &Archive) -> BTreeMap<String, String> {
    let all = Options { limit: usize::MAX, copies: true, ..Options::default() };
    let facets = vec![Facet::Speaker, Facet::Addressee, Facet::Via, Facet::Kind, Facet::Act, Facet::Type, Facet::Outlet, Facet::Month];
    let once = Options { limit: usize::MAX, facets, ..Options::default() };
    let mut found = BTreeMap::new();
    for query in [
        "",
        "السوق",
        "الوزارة",
        "القمح",
        "سمر الحلو",
        "speaker:غوتيرس",
        "addressee:\"سمر الحلو\"",
        "via:الوادي",
        "act:warn",
        "outlet:الساحل",
    ] {
        for rows in [Rows::Statements, Rows::Articles] {
            let query = Query::parse(query).unwrap();
            let each = archive.search(&query, rows, &all, 200).unwrap();
            let collapsed = archive.search(&query, rows, &once, 200).unwrap();
            assert_eq!((each.total, each.behind, collapsed.total), (each.hits.len(), 0, collapsed.hits.len()));
            let ids: BTreeSet<String> =
                each.hits.iter().map(|h| h.entry.statements.first().map_or_else(|| h.entry.article.id.clone(), |s| s.id.clone())).collect();
            let mut copies: Vec<usize> = collapsed.hits.iter().map(|h| h.copies).collect();
            copies.sort_unstable();
            found.insert(format!("{query} {rows:?}"), format!("{ids:?} {copies:?} {:?}", collapsed.facets));
        }
    }
    found
}

/// Checks an archive against itself: `check` finds nothing, and searches find what the entries say.
pub fn assert_sound(archive: &Archive) {
    assert_eq!(faults(archive), [""; 0]);
    let entries = entries(archive);
    let statements: usize = entries.iter().map(|e| e.statements.len()).sum();
    let total = |rows, copies| {
        let options = Options { copies, ..Options::default() };
        archive.search(&Query::All, rows, &options, 100).unwrap().total
    };
    assert_eq!(total(Rows::Statements, true), statements);
    assert_eq!(total(Rows::Articles, true), entries.len());
    assert_eq!(total(Rows::Articles, false), article_groups(&entries).len());
    // Statements of one article that say the same list no copies of each other: what they list tells that they are one.
    assert_eq!(total(Rows::Statements, false), statement_groups(&entries).len());
    for entry in &entries {
        assert_spans(entry);
    }
}

/// Every span cuts the words that are given for it out of the text.
pub fn assert_spans(entry: &Entry) {
    let text: Vec<char> = entry.article.text.chars().collect();
    let cut = |&[start, end]: &Span| text[start..end].iter().collect::<String>();
    let one = |span: Option<Span>| span.as_ref().map(cut);
    let list = |spans: &[Span]| spans.iter().map(cut).collect::<Vec<_>>();
    for s in &entry.statements {
        assert_eq!(s.words.cue, one(s.cue));
        assert_eq!(s.words.speaker, one(s.speaker));
        assert_eq!(s.words.addressee, one(s.addressee));
        assert_eq!(s.words.content, list(&s.content));
        assert_eq!(s.words.via, list(&s.via));
        assert_eq!(s.words.setting, list(&s.setting));
    }
}
