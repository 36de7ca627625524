//! One story in several outlets: kept and counted once, shown with all who carried it, whatever is taken away from it.

use rawi_archive::{Entry, Options, Query, Rows, Totals};

use crate::support::*;

fn total(archive: &rawi_archive::Archive, rows: Rows, copies: bool) -> usize {
    archive.search(&Query::All, rows, &Options { copies, ..Options::default() }, 100).unwrap().total
}

fn sahel(text: &str) -> Article {
    Article::at("https://sahel.example/1").outlet("صوت الساحل").date("2024-03-01").text(text).says(&MARKET)
}

fn wadi(text: &str) -> Article {
    Article::at("https://wadi.example/1").outlet("الوادي").date("2024-03-02").text(text).says(&MARKET)
}

fn find<'e>(entries: &'e [Entry], outlet: &str) -> &'e Entry {
    entries.iter().find(|e| e.article.outlet.as_deref() == Some(outlet)).unwrap()
}

#[test]
fn a_text_in_two_outlets_is_kept_once_and_a_near_copy_counted_once() {
    for (title, texts) in [("", 1), ("البلدية: السوق القديم يستقبل زواره من جديد\n", 2)] {
        let place = Place::with(&[sahel(""), wadi(title), Article::at("https://sahel.example/2").outlet("صوت الساحل").says(&SCHOOLS)]);
        let archive = place.archive();
        assert_sound(&archive);
        let Totals { articles, texts: kept, copied, .. } = archive.totals().unwrap();
        assert_eq!((articles, kept, copied), (3, texts + 1, texts - 1));
        assert_eq!(total(&archive, Rows::Statements, true), 9);
        assert_eq!(total(&archive, Rows::Statements, false), 6);
        assert_eq!(total(&archive, Rows::Articles, false), 2);
        let entries = entries(&archive);
        let (one, other) = (
            find(&entries, "الوادي"),
            entries.iter().find(|e| !e.article.copies.is_empty() && e.article.id != find(&entries, "الوادي").article.id).unwrap(),
        );
        for (a, b) in [(one, other), (other, one)] {
            assert_eq!(
                a.article.copies.iter().map(|c| (&c.id, &c.url, &c.outlet)).collect::<Vec<_>>(),
                [(&b.article.id, &b.article.url, &b.article.outlet)]
            );
            for (s, t) in a.statements.iter().zip(&b.statements) {
                assert_eq!(s.copies, std::slice::from_ref(&t.id));
            }
        }
        let speakers = archive.speakers(None, None, 10).unwrap();
        let samar = speakers.iter().find(|s| s.name == "سمر الحلو").unwrap();
        assert_eq!((samar.statements, samar.articles, samar.outlets), (1, 2, 2));
        assert_eq!((samar.first.as_deref(), samar.last.as_deref()), (Some("2024-03-01"), Some("2024-03-02")));
        // Carried on two days of a month it is one statement of that month.
        assert_eq!(archive.speaker(samar.identity).unwrap().months, [("2024-03".to_owned(), 1)]);
    }
}

#[test]
fn the_rest_of_a_story_stays_right_when_the_first_is_removed_and_comes_back() {
    let third = Article::at("https://jabal.example/1").outlet("الجبل").date("2024-03-03").text("الميناء لا يتغير\n").says(&MARKET);
    let articles = [sahel(""), wadi("السوق يعود\n"), third];
    let place = Place::with(&articles);
    let mut writer = place.writer();
    for gone in &articles {
        writer.remove(&gone.incoming.given).unwrap();
        writer.settle().unwrap();
        assert_sound(&writer);
        assert_eq!((total(&writer, Rows::Statements, true), total(&writer, Rows::Statements, false)), (6, 3));
        assert_eq!(writer.totals().unwrap().copied, 1);
        add(&mut writer, std::slice::from_ref(gone));
        assert_sound(&writer);
        assert_eq!((total(&writer, Rows::Statements, true), total(&writer, Rows::Statements, false)), (9, 3));
    }
    writer.remove(&articles[0].incoming.given).unwrap();
    writer.remove(&articles[1].incoming.given).unwrap();
    writer.settle().unwrap();
    assert_sound(&writer);
    assert_eq!(writer.totals().unwrap().copied, 0);
}

#[test]
fn a_copy_that_is_read_again_alone_still_counts_once() {
    let articles = [sahel(""), wadi("السوق يعود\n")];
    for first in 0..2 {
        let place = Place::with(&articles);
        let mut writer = place.writer();
        let texts = writer.unread("reader 2").unwrap();
        for text in [texts[first], texts[1 - first]] {
            let text = writer.text(text).unwrap();
            let article = articles.iter().find(|a| a.incoming.text == text.text).unwrap();
            writer.replace(&text, &article.clone().read_by("reader 2").record).unwrap();
            writer.settle().unwrap();
            assert_sound(&writer);
            assert_eq!(total(&writer, Rows::Statements, false), 3);
        }
        assert_eq!(writer.unread("reader 2").unwrap(), [0; 0]);
        assert_eq!(entries(&writer)[0].article.model, "reader 2");
    }
}

#[test]
fn a_revision_is_no_copy_of_the_article_itself() {
    let place = Place::with(&[sahel(""), sahel("تحديث\n"), wadi("السوق يعود\n")]);
    let archive = place.archive();
    assert_sound(&archive);
    assert_eq!((archive.totals().unwrap().articles, archive.totals().unwrap().revisions), (2, 3));
    assert_eq!((total(&archive, Rows::Statements, true), total(&archive, Rows::Statements, false)), (6, 3));
    let page = archive.speaker(archive.speakers(None, None, 1).unwrap()[0].identity).unwrap();
    assert_eq!((page.speaker.statements, page.names.iter().map(|n| n.statements).sum::<u64>()), (1, 1));
}
