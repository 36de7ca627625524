//! Every page of the server, tried with an ordinary article and with one that means harm, in both languages.

use expect_test::expect_file;
use rawi::record::{Act, Kind};
use rawi_archive::{Article, Copy, Count, Decided, Entry, Facet, Hit, Name, Note, Page, Part, Party, Results, Snippet, Speaker, Statement};
use serde_json::json;

use crate::finding::words;
use crate::tags::{nests, tags};
use crate::{
    ArticlePage, Asked, DifferencesPage, Finding, Lang, MergePage, OutletColumn, OutletsPage, QueryMistake, ReadPage, Revision, SearchPage,
    Site, SpeakerPage, SpeakersPage, Version, fixture,
};

/// What would run, style, fetch or turn round, wherever it is put.
const HARM: &str = "</title></textarea><script>alert(1)</script>\"'><img src=x onerror=alert(1) style=x>&lt;\u{202e}\0javascript:alert(1)";

/// The entry of an article that was read.
fn entry(finding: &Finding, id: &str) -> Entry {
    let record = &finding.record;
    let name = |n: usize| format!("{id}-{n}");
    let party = |who: &str| {
        let at = record.speakers.iter().position(|s| s.id == who).unwrap();
        let s = &record.speakers[at];
        Party { identity: Some(at as u64 + 1), name: s.name.clone(), written: s.name.clone(), role: s.role.clone(), kind: s.kind }
    };
    let statement = |s: &rawi::record::Statement| Statement {
        id: name(s.cue.unwrap_or_default()[0]),
        cue: s.cue,
        speaker: s.speaker,
        content: s.content.clone(),
        addressee: s.addressee,
        via: s.via.clone(),
        setting: s.setting.clone(),
        kind: s.kind,
        act: s.act,
        parent: s.parent.map(|p| name(record.statements[p - 1].cue.unwrap_or_default()[0])),
        confidence: s.confidence,
        words: words(record, s),
        who: s.who.as_deref().map(party),
        ..Statement::default()
    };
    let article = Article {
        id: id.into(),
        given: record.id.clone(),
        revision: 1,
        url: record.url.clone(),
        outlet: record.outlet.clone(),
        title: record.title.clone(),
        date: record.date.clone(),
        text: record.text.clone().unwrap_or_default(),
        model: record.model.clone(),
        ..Article::default()
    };
    Entry { article, statements: record.statements.iter().map(statement).collect() }
}

/// The article of the harbour, with a copy that has one of its statements too.
fn harbour() -> Entry {
    let mut entry = entry(&fixture::harbour(), "3f2a9c1b04de5a77");
    let copy = Copy { id: "00c1b04de5a773f2".into(), outlet: Some("صحيفة الميناء".into()), ..Copy::default() };
    entry.statements[1].copies = vec![format!("{}-12", copy.id)];
    entry.article.copies = vec![copy];
    entry
}

/// The same with harm in everything that an article brings.
fn hostile() -> Entry {
    let mut entry = harbour();
    let article = &mut entry.article;
    article.text = format!("{HARM}\n{HARM} قال {HARM} إن {HARM}");
    for field in [&mut article.url, &mut article.outlet, &mut article.title, &mut article.author, &mut article.date] {
        *field = Some(HARM.into());
    }
    article.url = Some("javascript:alert(1)".into());
    article.given = HARM.into();
    article.model = HARM.into();
    article.copies[0].outlet = Some(HARM.into());
    article.copies[0].title = Some(HARM.into());
    article.copies[0].date = Some(HARM.into());
    for statement in &mut entry.statements {
        let words = &mut statement.words;
        words.content = vec![HARM.into()];
        words.addressee = Some(HARM.into());
        words.via = vec![HARM.into()];
        words.setting = vec![HARM.into()];
        if let Some(who) = &mut statement.who {
            (who.name, who.written, who.role) = (HARM.into(), HARM.into(), Some(HARM.into()));
        }
        statement.to = statement.who.clone();
        statement.through = statement.who.clone().into_iter().collect();
    }
    entry
}

fn hit(entry: &Entry, statement: Option<usize>) -> Hit {
    let statements: Vec<Statement> = statement.iter().map(|&i| entry.statements[i].clone()).collect();
    let text = statements.first().map_or(&entry.article.text, |s| &s.words.content[0]).clone();
    let snippet = Snippet { text, marks: vec![[3, 9]], cut: (false, true) };
    Hit { entry: Entry { statements, ..entry.clone() }, score: 1.0, copies: 2, snippet }
}

fn speaker(entry: &Entry) -> Page {
    let who = entry.statements[1].who.as_ref().unwrap();
    let name = |form, reason: Option<&str>| Name {
        form,
        name: who.name.clone(),
        role: who.role.clone(),
        statements: 4,
        first: Some("2031-02-01".into()),
        last: Some("2031-04-02".into()),
        reason: reason.map(Into::into),
    };
    let list = vec![(who.name.clone(), 1204), (entry.article.outlet.clone().unwrap(), 3)];
    Page {
        speaker: Speaker {
            identity: 1,
            name: who.name.clone(),
            role: who.role.clone(),
            kind: Kind::Person,
            statements: 1207,
            articles: 3,
            outlets: 2,
            first: Some("2031-02-01".into()),
            last: Some("2031-04-02".into()),
        },
        names: vec![name(1, None), name(7, Some("surname fits → سلمى"))],
        months: vec![("2031-02".into(), 3), ("2031-04".into(), 1204)],
        subjects: vec![who.name.clone()],
        addressees: list.clone(),
        relays: list.clone(),
        outlets: list.clone(),
        acts: vec![("state".into(), 1200), ("deny".into(), 7)],
    }
}

/// Every page, by its name, of this article; what people type is `typed`.
fn pages(entry: &Entry, typed: &str, lang: Lang) -> Vec<(&'static str, String)> {
    let site = Site { lang, base: "/rawi".into(), here: "/rawi/search?q=%22".into(), archive: true, writable: true };
    let site = &site;
    let name = &entry.statements[1].who.as_ref().unwrap().name;
    let asked = Asked { query: typed.into(), page: 2, from: Some(typed.into()), ..Asked::default() };
    let count = |value: &str, hits| Count { value: value.into(), identity: None, hits };
    let found = Results {
        total: 1204,
        hits: vec![hit(entry, Some(1)), hit(entry, None)],
        facets: vec![
            (Facet::Speaker, vec![count(name, 9), count("رامي القاضي", 3)]),
            (Facet::Act, vec![count("deny", 7), count("state", 2)]),
            (Facet::Month, vec![count("2031-04", 2)]),
        ],
        notes: vec![
            Note::Unknown(Part::Via, typed.into()),
            Note::Spellings("ستانكوفتش".into(), vec!["ستانكوفيتش".into()]),
            Note::Relaxed(2),
        ],
        behind: 3,
    };
    let nearest = [name.clone()];
    let timeline = [("2031-02".to_owned(), 3), ("2031-04".to_owned(), 9)];
    let search = SearchPage { site, asked: &asked, found: Some(&found), size: 20, timeline: &timeline, error: None, nearest: &nearest };
    let mistake = QueryMistake { place: Some((3, 1)), expected: typed };
    let broken = SearchPage { found: None, error: Some(mistake), ..search.clone() };
    let start = Asked::default();
    let start = SearchPage { asked: &start, found: None, timeline: &[], nearest: &[], ..search.clone() };
    let revisions = [1, 2].map(|number| Revision { number, added: "2031-04-02T10:00:00Z".into() });
    let why = fixture::explained(Finding { record: entry.record(), ..Finding::default() }).explanations.unwrap();
    let article = ArticlePage { site, entry, statement: Some(&entry.statements[1].id), why: &why, revisions: &revisions };
    let page = speaker(entry);
    let decided = |id, kind: &str| Decided { id, kind: kind.into(), a: name.clone(), b: name.clone(), made: "2031-05-01T10:00:00Z".into() };
    let decisions = [decided(1, "merge"), decided(2, "split")];
    let list = [page.speaker.clone()];
    let column = |outlet: &str, n| OutletColumn {
        name: outlet.into(),
        statements: n,
        articles: 2,
        acts: vec![("deny".into(), n / 2)],
        sources: vec![(name.clone(), n)],
        only: Vec::new(),
    };
    let outlet = entry.article.outlet.clone().unwrap();
    let columns = [column(&outlet, 8), column("صحيفة الميناء", 0)];
    let all = [(outlet, 8), ("صحيفة الميناء".to_owned(), 0)];
    let finding = Finding { record: entry.record(), explanations: None, number: "1".into() };
    let api = json!({
        "info": {"title": typed, "description": typed},
        "components": {"parameters": {"Q": {"name": "q", "in": "query", "required": true, "description": typed, "schema": {"type": "string"}}}},
        "paths": {"/api/v1/statements": {
            "parameters": [{"$ref": "#/components/parameters/Q"}],
            "get": {"summary": typed, "description": typed, "responses": {"200": {"description": typed, "content": {"application/json": {}}}}},
        }},
    });
    let before = Version { article: &entry.article.id, name: typed, when: Some(typed), text: &entry.article.text };
    let after = Version { text: typed, ..before };
    vec![
        ("search", crate::search(&search)),
        ("broken", crate::search(&broken)),
        ("start", crate::search(&start)),
        ("article", crate::article(&article)),
        ("speakers", crate::speakers(&SpeakersPage { site, typed, kind: Some(Kind::Person), list: &list, nearest: &[] })),
        ("nobody", crate::speakers(&SpeakersPage { site, typed, kind: None, list: &[], nearest: &nearest })),
        ("speaker", crate::speaker(&SpeakerPage { site, page: &page, latest: &found.hits, decisions: &decisions })),
        ("merge", crate::merge(&MergePage { site, a: &page, b: &page })),
        ("outlets", crate::outlets(&OutletsPage { site, query: typed, speaker: typed, columns: &columns, all: &all })),
        ("read", crate::read(&ReadPage { site, text: typed, finding: Some(&finding), note: Some(typed) })),
        ("differences", crate::differences(&DifferencesPage { site, title: typed, before, after })),
        ("message", crate::message(site, 404, typed, typed)),
        ("api", crate::api_page(site, &api)),
    ]
}

#[test]
fn pages_look_as_expected() {
    for (name, page) in pages(&harbour(), "الرصيف act:deny", Lang::Ar) {
        // Whatever the style of the day.
        let page = page.replace(&crate::style_name(), "style.css").replace(&crate::script_name(), "script.js");
        expect_file![format!("{}/tests/expected/{name}.html", env!("CARGO_MANIFEST_DIR"))].assert_eq(&page);
    }
}

#[test]
fn tags_nest_and_every_link_inside_a_page_leads_somewhere() {
    for entry in [harbour(), hostile()] {
        for (name, page) in Lang::ALL.into_iter().flat_map(|lang| pages(&entry, HARM, lang)) {
            nests(&page);
            for link in page.split(" href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert_eq!(page.matches(&format!(" id=\"{link}\"")).count(), 1, "{name}: {link}");
            }
        }
    }
}

/// Elements and attributes that pages are made of: nothing in them runs, styles or fetches but the two files of the server.
#[test]
fn no_byte_of_an_article_runs_or_styles_anything() {
    const ATTRIBUTES: &str = "accept action aria-activedescendant aria-controls aria-current aria-hidden aria-label aria-live autocomplete charset \
        checked class colspan content data-base data-choose data-drop data-gone data-kinds data-n data-read data-reading data-s data-suggest data-when \
        datetime defer dir enctype for height href hreflang id inputmode lang method name placeholder preserveAspectRatio rel required role \
        rows scope selected spellcheck src start tabindex title type value viewBox width x y";
    let attributes: Vec<&str> = ATTRIBUTES.split_whitespace().collect();
    for (name, page) in Lang::ALL.into_iter().flat_map(|lang| pages(&hostile(), HARM, lang)) {
        for (element, given) in tags(&page) {
            let allowed = !["img", "iframe", "object", "embed", "style", "base"].contains(&element);
            assert!(allowed, "{name}: <{element}>");
            for (attribute, value) in given {
                assert!(attributes.contains(&attribute), "{name}: {attribute}={value:?} on <{element}>");
                if ["href", "src", "action"].contains(&attribute) {
                    assert!(value.starts_with("/rawi") || value.starts_with(['#', '?']), "{name}: {attribute}={value:?}");
                }
                assert!(element != "meta" || ["charset", "name", "content"].contains(&attribute), "{name}: <meta {attribute}>");
            }
        }
        assert_eq!(page.matches("<script").count(), 1, "{name}");
        let title = page.split("<title>").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
        assert!(!title.contains('\u{202e}'), "{name}: {title}");
        assert!(!page.contains('\0'), "{name}");
    }
}

#[test]
fn what_may_not_be_changed_has_no_button() {
    let entry = harbour();
    let page = speaker(&entry);
    let site = Site { archive: true, ..Site::default() };
    let site = &site;
    let finding = Finding { record: entry.record(), explanations: None, number: "1".into() };
    let read = crate::read(&ReadPage { site, text: "", finding: Some(&finding), note: None });
    assert!(!read.contains("name=\"keep\""));
    let decisions = [Decided { id: 1, kind: "merge".into(), a: String::new(), b: String::new(), made: String::new() }];
    for page in [
        crate::speaker(&SpeakerPage { site, page: &page, latest: &[], decisions: &decisions }),
        crate::merge(&MergePage { site, a: &page, b: &page }),
    ] {
        assert!(!page.contains("method=\"post\""));
    }
}

#[test]
fn without_an_archive_there_is_the_reading_box_alone() {
    let page = crate::read(&ReadPage { site: &Site::default(), text: "", finding: None, note: None });
    let nav = page.split("<nav").nth(1).and_then(|rest| rest.split("</nav>").next()).unwrap();
    assert!(nav.contains("\"/read\"") && !nav.contains("\"/search\"") && !nav.contains("\"/speakers\""));
}

#[test]
fn a_feed_holds_what_xml_holds() {
    let site = Site::default();
    for entry in [harbour(), hostile()] {
        let hits = [hit(&entry, Some(1)), hit(&entry, None)];
        let feed =
            crate::atom(&site, &Asked { query: HARM.into(), ..Asked::default() }, &hits, "https://news.example", "2031-04-02T10:00:00Z");
        nests(&feed);
        assert!(!feed.contains('\0') && !feed.contains("<script"));
    }
}

/// 60 KB a page, with style and script, without what comes from articles.
#[test]
fn pages_are_small() {
    for (name, page) in pages(&harbour(), "الرصيف", Lang::Ar) {
        let all = page.len() + crate::STYLE.len() + crate::SCRIPT.len();
        assert!(all < 60_000, "{name}: {all}");
    }
}

#[test]
fn acts_have_words() {
    for lang in Lang::ALL {
        let words: std::collections::HashSet<_> = Act::ALL.iter().map(|act| crate::labels::act(*act, lang)).collect();
        assert_eq!(words.len(), Act::ALL.len());
    }
}
