//! One record from what several models found in the same text: statement by statement, and part by part, as most of them have it.
//! Models that begin from different seeds err in different places, so what most of them say is better than what any of them says
//! (bagging; Breiman 1996).

use crate::parts;
use crate::record::{Record, Span, Speaker, Statement};
use std::collections::BTreeMap;
use std::ops::Range;

/// A statement as the readings have it: its place among the statements of each.
type Group = Vec<Option<usize>>;

/// What most of `readings` say of one text. A statement that half of them have is in; the first reading wins where votes are equal.
pub(crate) fn vote(readings: &[Record]) -> Record {
    let groups = groups(readings);
    let sources = Sources::new(readings, &groups);
    let mut whos = Vec::new();
    let mut statements: Vec<Statement> = Vec::new();
    for group in &groups {
        let own = || members(readings, group).map(|(_, s)| s);
        let who = most(members(readings, group).map(|(r, s)| s.who.as_deref().and_then(|id| sources.of(r, id)))).flatten();
        let parent = most(members(readings, group).map(|(r, s)| s.parent.and_then(|p| holding(&groups, r, p - 1)))).flatten();
        whos.push(who);
        statements.push(Statement {
            cue: most(own().map(|s| s.cue)).flatten(),
            content: middle(own().map(|s| s.content.as_slice())),
            speaker: most(own().map(|s| s.speaker)).flatten(),
            addressee: most(own().map(|s| s.addressee)).flatten(),
            via: most(own().map(|s| s.via.clone())).unwrap_or_default(),
            setting: most(own().map(|s| s.setting.clone())).unwrap_or_default(),
            kind: most(own().map(|s| s.kind)).unwrap_or_default(),
            act: most(own().map(|s| s.act)).unwrap_or_default(),
            parent: parent.map(|g| g + 1),
            ..Statement::default()
        });
    }
    let mut speakers: Vec<Speaker> = Vec::new();
    let mut ids: BTreeMap<usize, String> = BTreeMap::new();
    for (statement, who) in statements.iter_mut().zip(whos) {
        statement.who = who.map(|cluster| {
            let id = ids.entry(cluster).or_insert_with(|| {
                let id = format!("S{}", speakers.len() + 1);
                speakers.push(Speaker { id: id.clone(), ..sources.speaker(cluster) });
                id
            });
            id.clone()
        });
    }
    Record { id: readings.first().map(|r| r.id.clone()).unwrap_or_default(), speakers, statements, ..Record::default() }
}

/// The statements of a group, with the number of their reading.
fn members<'a>(readings: &'a [Record], group: &'a [Option<usize>]) -> impl Iterator<Item = (usize, &'a Statement)> {
    group.iter().enumerate().filter_map(|(r, n)| n.map(|n| (r, &readings[r].statements[n])))
}

/// Statements of different readings whose cues meet are one; those that half of the readings have, in the order of their cues.
fn groups(readings: &[Record]) -> Vec<Group> {
    let meet = |a: &Statement, b: &Statement| a.cue.zip(b.cue).is_some_and(|(a, b)| a[0] < b[1] && b[0] < a[1]);
    let mut groups: Vec<Group> = Vec::new();
    for (r, reading) in readings.iter().enumerate() {
        for (n, statement) in reading.statements.iter().enumerate() {
            let home = groups.iter().position(|g| g[r].is_none() && members(readings, g).any(|(_, s)| meet(s, statement)));
            let home = home.unwrap_or_else(|| {
                groups.push(vec![None; readings.len()]);
                groups.len() - 1
            });
            groups[home][r] = Some(n);
        }
    }
    groups.retain(|g| 2 * g.iter().flatten().count() >= readings.len());
    groups.sort_by_key(|g| members(readings, g).next().and_then(|(_, s)| s.cue));
    groups
}

/// The group that statement `n` of reading `r` is in.
fn holding(groups: &[Group], r: usize, n: usize) -> Option<usize> {
    groups.iter().position(|g| g[r] == Some(n))
}

/// The sources of all readings, those that are one taken together: each joins the most similar source of the reading that agrees most
/// with the others, else one of the same name, else it stands for itself.
struct Sources<'a> {
    clusters: Vec<Vec<&'a Speaker>>,
    /// The cluster of each source of each reading.
    of: Vec<Vec<(&'a str, usize)>>,
}

impl<'a> Sources<'a> {
    fn new(readings: &'a [Record], groups: &[Group]) -> Self {
        let Some(first) = central(readings, groups) else { return Self { clusters: Vec::new(), of: vec![Vec::new(); readings.len()] } };
        let mut clusters: Vec<Vec<&Speaker>> = readings[first].speakers.iter().map(|s| vec![s]).collect();
        let of = readings.iter().enumerate().map(|(r, reading)| {
            let cluster = |(k, s): (usize, &'a Speaker)| {
                if r == first {
                    return (s.id.as_str(), k);
                }
                let known = likest(s, &readings[first].speakers).or_else(|| clusters.iter().position(|c| c[0].name == s.name));
                let at = known.unwrap_or(clusters.len());
                clusters.resize_with(clusters.len().max(at + 1), Vec::new);
                clusters[at].push(s);
                (s.id.as_str(), at)
            };
            reading.speakers.iter().enumerate().map(cluster).collect()
        });
        let of = of.collect();
        Self { clusters, of }
    }

    fn of(&self, reading: usize, id: &str) -> Option<usize> {
        self.of[reading].iter().find(|(own, _)| *own == id).map(|(_, cluster)| *cluster)
    }

    /// The source that a cluster is, as most have it; a mention counts when half of them have it.
    fn speaker(&self, cluster: usize) -> Speaker {
        let own = &self.clusters[cluster];
        let mentions = tally(own.iter().flat_map(|s| &s.mentions));
        Speaker {
            id: String::new(),
            name: most(own.iter().map(|s| s.name.clone())).unwrap_or_default(),
            kind: most(own.iter().map(|s| s.kind)).unwrap_or_default(),
            role: most(own.iter().map(|s| s.role.clone())).flatten(),
            mentions: mentions.into_iter().filter(|(_, n)| 2 * n >= own.len()).map(|(m, _)| m.clone()).collect(),
        }
    }
}

/// The reading whose sources of statements are most often those of the others.
fn central(readings: &[Record], groups: &[Group]) -> Option<usize> {
    let agreed = |a: usize| {
        let meant =
            |r: usize, n: usize| readings[r].statements[n].who.as_deref().and_then(|id| readings[r].speakers.iter().find(|s| s.id == id));
        let others = (0..readings.len()).filter(|&b| b != a);
        let same = |b: usize, g: &Group| {
            let (Some(x), Some(y)) = (g[a], g[b]) else { return false };
            match (meant(a, x), meant(b, y)) {
                (Some(x), Some(y)) => likest(y, &readings[a].speakers).is_some_and(|k| readings[a].speakers[k].id == x.id),
                (x, y) => x.is_none() && y.is_none(),
            }
        };
        others.map(|b| groups.iter().filter(|g| same(b, g)).count()).sum::<usize>()
    };
    (0..readings.len()).max_by_key(|&r| (agreed(r), std::cmp::Reverse(r)))
}

/// The place of the source among `others` that shares the largest part of its names with `source`, if any shares one.
fn likest(source: &Speaker, others: &[Speaker]) -> Option<usize> {
    fn names(s: &Speaker) -> impl Iterator<Item = &String> {
        s.mentions.iter().chain(std::iter::once(&s.name).filter(|name| !s.mentions.contains(name)))
    }
    let like = |other: &Speaker| {
        let shared = names(source).filter(|n| names(other).any(|m| m == *n)).count();
        let all = names(source).count() + names(other).count() - shared;
        shared as f64 / all as f64 + f64::from(u8::from(source.name == other.name))
    };
    let best = others.iter().map(like).enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    best.filter(|(_, like)| *like > 0.0).map(|(k, _)| k)
}

/// How often each value comes, in the order of first coming.
fn tally<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut counts: Vec<(T, usize)> = Vec::new();
    for value in values {
        match counts.iter_mut().find(|(v, _)| *v == value) {
            Some((_, n)) => *n += 1,
            None => counts.push((value, 1)),
        }
    }
    counts
}

/// The most frequent value, the first of those that are equally frequent.
fn most<T: PartialEq>(values: impl Iterator<Item = T>) -> Option<T> {
    let counts = tally(values);
    let best = counts.iter().map(|(_, n)| *n).max()?;
    counts.into_iter().find(|(_, n)| *n == best).map(|(v, _)| v)
}

/// The content that has most in common with all.
fn middle<'a>(contents: impl Iterator<Item = &'a [Span]>) -> Vec<Span> {
    let contents: Vec<&[Span]> = contents.collect();
    let ranges: Vec<Vec<Range<usize>>> = contents.iter().map(|c| c.iter().map(|s| s[0]..s[1]).collect()).collect();
    let agreed = ranges.iter().map(|a| ranges.iter().map(|b| parts::shared(a, b)).sum::<f64>());
    let best = agreed.enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    best.map(|(k, _)| contents[k].to_vec()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Act, Kind};

    /// A statement by source `who` with its cue at `cue`, of one word, and the content up to `end`.
    fn statement(cue: usize, who: &str, end: usize) -> Statement {
        Statement { cue: Some([cue, cue + 3]), who: Some(who.into()), content: vec![[cue + 4, end]], ..Statement::default() }
    }

    fn source(id: &str, name: &str, mentions: &[&str]) -> Speaker {
        let mentions = mentions.iter().map(|&m| m.to_owned()).collect();
        Speaker { id: id.into(), name: name.into(), kind: Kind::Person, role: None, mentions }
    }

    fn reading(speakers: &[Speaker], statements: &[Statement]) -> Record {
        Record { id: "a".into(), speakers: speakers.to_vec(), statements: statements.to_vec(), ..Record::default() }
    }

    #[test]
    fn most_win_part_by_part() {
        let salma = source("S1", "سلمى", &["سلمى", "المديرة"]);
        let other = source("S9", "سلمى مراد", &["سلمى", "سلمى مراد"]);
        let readings = [
            reading(std::slice::from_ref(&salma), &[statement(0, "S1", 20), statement(30, "S1", 50)]),
            reading(
                &[source("S1", "عمر", &["عمر"]), other],
                &[statement(1, "S9", 18), Statement { act: Act::Ask, ..statement(30, "S9", 50) }],
            ),
            reading(&[salma], &[statement(0, "S1", 20), Statement { act: Act::Ask, ..statement(30, "S1", 60) }, statement(70, "S1", 80)]),
        ];
        let agreed = vote(&readings);
        // the third statement stands in one of three; عمر says nothing
        assert_eq!(agreed.statements, [statement(0, "S1", 20), Statement { act: Act::Ask, ..statement(30, "S1", 50) }]);
        assert_eq!(agreed.speakers, [source("S1", "سلمى", &["سلمى", "المديرة"])]);
        assert_eq!(agreed.id, "a");
    }

    #[test]
    fn parents_are_numbered_anew() {
        let salma = [source("S1", "سلمى", &["سلمى"])];
        let inner = |parent| Statement { parent: Some(parent), ..statement(30, "S1", 50) };
        let one = reading(&salma, &[statement(0, "S1", 9), statement(20, "S1", 60), inner(2)]);
        let two = reading(&salma, &[statement(20, "S1", 60), inner(1)]);
        let agreed = vote(&[two.clone(), one, two]);
        assert_eq!(agreed.statements, [statement(20, "S1", 60), inner(1)]);
    }

    #[test]
    fn nobody_and_nothing() {
        assert_eq!(vote(&[]), Record::default());
        assert_eq!(vote(&[reading(&[], &[])]).statements, []);
        let nobody = Statement { who: None, ..statement(0, "", 20) };
        let agreed = vote(&[reading(&[], std::slice::from_ref(&nobody)), reading(&[source("S1", "سلمى", &[])], &[statement(0, "S1", 20)])]);
        assert_eq!((agreed.statements, agreed.speakers), (vec![nobody], vec![]));
    }
}
