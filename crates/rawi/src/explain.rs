//! Why a statement reads as it does: what each decision saw, and the share of it in the decision. It asks the same networks once
//! more and decides nothing. How shares are told is in `shares`, how they are put in words in `words`.

mod shares;
mod words;

use crate::cue::{self, Cue};
use crate::features::Place;
use crate::finding::{Finding, Found};
use crate::head::{Asked, Head, Scratch};
use crate::page::Page;
use crate::parts::{self, Pair, Parts, Role};
use crate::pipeline::{Heads, LEAST_CUE};
use crate::source::{self, Implicit, Join, Said, Source};
use rawi_learn::chain::{Chain, Lattice};
use rawi_text::Text;
pub(crate) use shares::Backwards;
use shares::{Lean, Lens, Seen, Usual, Wanted};
use std::ops::Range;

/// Why one statement reads as it does.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Explanation {
    /// Evidence for the cue: the word as a whole, then what was seen of it and around it, strongest first.
    pub cue: Vec<Evidence>,
    /// Evidence for the bounds of the content and of the speaker: each bound with its log-odds, then what spoke most for or against it.
    pub bounds: Vec<Evidence>,
    /// The sources considered, likeliest first, then what spoke most for the one chosen and against the next, or the other way round.
    pub speaker: Vec<Evidence>,
}

/// One piece of evidence and its weight in the decision.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Evidence {
    /// What was seen, readable.
    pub what: String,
    /// Log-odds: of a bound or a source, how likely it is; of something seen, its share, to first order, in how far the
    /// decision is ahead of the others, or a source of the next likely one (negative: it spoke against the decision).
    pub score: f32,
}

/// How much evidence is shown for a cue or a source, and for each bound.
const STRONGEST: usize = 5;
const STRONGEST_OF_BOUND: usize = 2;
/// Statements whose bounds are looked at together.
const AT_ONCE: usize = 16;
/// Sources less likely than this are not shown.
const LEAST_SHOWN: f32 = 0.01;
/// Sources mentioned last that are considered anew, as many as a mention is compared with.
const SOURCES: usize = 80;

/// The explanations of all findings.
pub(crate) fn explain(heads: &Heads, backwards: &Backwards, page: &Page, text: &Text<'_>, found: &Found) -> Vec<Explanation> {
    if found.findings.is_empty() {
        return Vec::new();
    }
    let all = cue::ask(page.lexis.len(), text.paragraphs());
    let mut scratch = Scratch::default();
    heads.cue.score(&page.states, &all, &mut scratch);
    let cues = cue::read(&heads.cue.chain, &scratch.scores, text.paragraphs(), LEAST_CUE);
    let said = found.said();
    let who: Vec<Option<usize>> = found.findings.iter().map(|f| f.who).collect();
    let lens = Lens::new(&heads.encoder, backwards, page);
    let usual = Usual::new(&heads.cue, &page.states, 0..page.lexis.len(), &all, 0..0, |_| "");
    let wanted = beginnings(&heads.cue.chain, &scratch.scores, page, text.paragraphs(), &found.findings);
    let leans = Lean::all(&heads.cue, &page.states, &all, &wanted);
    let again = Again { heads, page, text };
    let mut bounds = found.findings.chunks(AT_ONCE).flat_map(|some| again.bounds(&cues, some));
    let one = |(k, f): (usize, &Finding)| Explanation {
        cue: again.cue(&lens, &usual, &leans[k], f.cue.tokens.start),
        bounds: bounds.next().unwrap_or_default(),
        speaker: match f.mention {
            Some(m) => again.join(found, m),
            None => again.implicit(found, &said, &who, k),
        },
    };
    found.findings.iter().enumerate().map(one).collect()
}

/// For every finding, that a cue begins where its cue does.
fn beginnings(chain: &Chain, scores: &[f32], page: &Page, paragraphs: &[Range<usize>], findings: &[Finding]) -> Vec<Wanted> {
    let (mut lattice, mut read) = (Lattice::default(), usize::MAX);
    let one = |f: &Finding| {
        let t = f.cue.tokens.start;
        let paragraph = page.lexis.paragraph[t] as usize;
        let p = &paragraphs[paragraph];
        if paragraph != read {
            chain.marginals(&scores[p.start * 3..p.end * 3], &mut lattice);
            read = paragraph;
        }
        (t, margin(&lattice.node[(t - p.start) * 3..(t - p.start + 1) * 3], cue::BEGIN.into()))
    };
    findings.iter().map(one).collect()
}

/// The logarithm of the odds of a probability, kept within bounds that can be written.
fn log_odds(p: f32) -> f32 {
    let p = p.clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
}

/// How the log-odds of a label among all labels of its place grow with the score of each.
fn margin(p: &[f32], label: usize) -> Vec<(usize, f32)> {
    let others: f32 = (0..p.len()).filter(|&y| y != label).map(|y| p[y]).sum();
    let of = |y: usize| if y == label { 1.0 } else { -p[y] / others.max(1e-30) };
    (0..p.len()).map(|y| (y, of(y))).filter(|(_, times)| times.abs() > 1e-3).collect()
}

/// The strongest pieces of evidence, in words; what is the same is one piece.
fn strongest<T: PartialEq>(pieces: impl IntoIterator<Item = (T, f32)>, most: usize, say: impl Fn(T) -> String) -> Vec<Evidence> {
    let mut out: Vec<(T, f32)> = Vec::new();
    for (what, score) in pieces.into_iter().filter(|(_, score)| score.is_finite()) {
        match out.iter_mut().find(|(same, _)| *same == what) {
            Some((_, sum)) => *sum += score,
            None => out.push((what, score)),
        }
    }
    out.retain(|(_, score)| *score != 0.0);
    out.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    out.truncate(most);
    out.into_iter().map(|(what, score)| Evidence { what: say(what), score }).collect()
}

/// What is asked again.
struct Again<'a> {
    heads: &'a Heads,
    page: &'a Page,
    text: &'a Text<'a>,
}

impl Again<'_> {
    fn words(&self, r: &Range<usize>) -> String {
        let tokens = self.text.tokens();
        format!("«{}»", &self.text.source()[tokens[r.start].bytes.start..tokens[r.end - 1].bytes.end])
    }

    fn surface(&self, t: usize) -> String {
        self.words(&(t..t + 1))
    }

    fn state(&self, t: usize) -> String {
        format!("the word {} in its context", self.surface(t))
    }

    /// What was seen of the token `t`, readable.
    fn describe(&self, t: usize, seen: Seen) -> String {
        let away = |n: usize| if n == 1 { "right".to_owned() } else { format!("{n} words") };
        let surface = self.surface(t);
        match seen {
            Seen::Token(u) if u > t => format!("{} {} after it", self.surface(u), away(u - t)),
            Seen::Token(u) => format!("{} {} before it", self.surface(u), away(t - u)),
            Seen::Feature(name) => format!("{surface}: {name}"),
            Seen::Vector => format!("{surface}: words that stand where it does"),
            Seen::Place(row) => format!("{surface}: {}", words::of_place(Place::of(row))),
        }
    }

    fn cue(&self, lens: &Lens<'_>, usual: &Usual, lean: &Lean<'_>, t: usize) -> Vec<Evidence> {
        let mut out = strongest([((), usual.state(lean))], 1, |()| self.state(t));
        let seen = lens.seen(t, lean).into_iter().map(|(seen, share)| match seen {
            Seen::Feature(name) => (Seen::Feature(words::of_word(name)), share),
            other => (other, share),
        });
        out.extend(strongest(seen, STRONGEST, |seen| self.describe(t, seen)));
        out
    }

    /// The bounds of some findings, one list a finding.
    fn bounds(&self, cues: &[Cue], findings: &[Finding]) -> Vec<Vec<Evidence>> {
        let (head, states) = (&self.heads.parts, &self.page.states);
        let mut asked = Asked::new(parts::SLOTS);
        let mut windows = Vec::new();
        for f in findings {
            let number = cues.partition_point(|c| c.tokens.start < f.cue.tokens.start);
            let window = parts::window(self.page, self.text.paragraphs(), &f.cue.tokens);
            parts::ask(self.page, cues, number, &window, &mut asked);
            windows.push(window);
        }
        let mut scratch = Scratch::default();
        head.score(states, &asked, &mut scratch);
        let l = parts::LABELS;
        let mut lattice = Lattice::default();
        let (mut bounds, mut wanted): (Vec<(usize, Evidence)>, Vec<Wanted>) = Default::default();
        for (k, (f, segment)) in findings.iter().zip(&asked.segments).enumerate() {
            head.chain.marginals(&scratch.scores[segment.start * l..segment.end * l], &mut lattice);
            for (t, what, label) in self.ends(&f.parts) {
                let Some(at) = t.checked_sub(windows[k].start).filter(|&at| at < segment.len()) else { continue };
                let node = &lattice.node[at * l..(at + 1) * l];
                wanted.push((segment.start + at, margin(node, label)));
                bounds.push((k, Evidence { what, score: log_odds(node[label]) }));
            }
        }
        let usual = |(window, segment): (&Range<usize>, &Range<usize>)| {
            Usual::new(head, states, window.clone(), &asked, segment.clone(), |row| Pair::of(row).0)
        };
        let usual: Vec<Usual> = windows.iter().zip(&asked.segments).map(usual).collect();
        let mut out = vec![Vec::new(); findings.len()];
        for ((k, bound), lean) in bounds.into_iter().zip(Lean::all(head, states, &asked, &wanted)) {
            // the cue is the same for every word of the window, and does not tell one from another
            let rows = lean.rows().iter().map(|&row| (Some(row), usual[k].row(&lean, row)));
            let state = || lean.token(0).map_or_else(String::new, |t| self.state(t));
            let say = |row: Option<u16>| row.map_or_else(state, |row| words::of_pair(Pair::of(row)));
            let pieces = rows.chain([(None, usual[k].state(&lean))]);
            let seen = strongest(pieces, STRONGEST_OF_BOUND, |row| format!("{}: {}", bound.what, say(row)));
            out[k].push(bound);
            out[k].extend(seen);
        }
        out
    }

    /// Where content and speaker begin and end, in words, and with the label that says so.
    fn ends(&self, found: &Parts) -> Vec<(usize, String, usize)> {
        let mut out = Vec::new();
        let contents = found.content.iter().map(|r| (Role::Content, "content", r));
        for (role, name, r) in contents.chain(found.speaker.iter().map(|r| (Role::Speaker, "speaker", r))) {
            let mut put = |t: usize, verb: &str, place: usize| {
                out.push((t, format!("{name} {verb} {}", self.surface(t)), usize::from(parts::label(role, place))));
            };
            if r.len() == 1 {
                put(r.start, "is", 3);
            } else {
                put(r.start, "begins with", 0);
                put(r.end - 1, "ends with", 2);
            }
        }
        out
    }

    /// A source by the words of its longest mention.
    fn source(&self, found: &Found, s: &Source) -> String {
        let longest = s.mentions.iter().map(|&m| &found.mentions[m].tokens).max_by_key(|r| r.len());
        longest.map_or_else(String::new, |r| self.words(r))
    }

    /// The candidates with their probabilities, and what spoke for the one chosen and against the next: the states of tokens as `slots`
    /// names them for a candidate, and the rows as `kind` and `say` do. `short` names a candidate where it is set against another.
    fn choice(
        &self,
        head: &Head,
        asked: &Asked,
        names: &[String],
        short: &[String],
        chosen: Option<usize>,
        slots: impl Fn(usize, &Lean<'_>) -> Vec<(String, f32)>,
        kind: impl Fn(u16) -> &'static str,
        say: impl Fn(usize, u16) -> String,
    ) -> Vec<Evidence> {
        /// What may speak for a candidate.
        #[derive(PartialEq)]
        enum Piece {
            State(String),
            Rows(Option<u16>, Option<u16>),
        }
        let (best, p) = source::choose(head, &self.page.states, asked, &mut Scratch::default());
        let chosen = chosen.unwrap_or(best);
        let mut order: Vec<usize> = (0..p.len()).filter(|&k| k == chosen || p[k] >= LEAST_SHOWN).collect();
        order.sort_by(|&a, &b| p[b].total_cmp(&p[a]));
        order.truncate(STRONGEST);
        let mut out: Vec<Evidence> = order.iter().map(|&k| Evidence { what: names[k].clone(), score: log_odds(p[k]) }).collect();
        let Some(other) = (0..p.len()).filter(|&k| k != chosen).reduce(|a, b| if p[b] > p[a] { b } else { a }) else { return out };
        let wanted = [(chosen, vec![(0, 1.0)]), (other, vec![(0, -1.0)])];
        let [own, theirs] = &Lean::all(head, &self.page.states, asked, &wanted)[..] else { return out };
        let states = slots(chosen, own).into_iter().chain(slots(other, theirs)).map(|(what, share)| (Piece::State(what), share));
        // what is seen of both is one piece of evidence
        let same = |lean: &Lean<'_>, row: u16| lean.rows().iter().copied().find(|&r| kind(r) == kind(row));
        let share = |lean: &Lean<'_>, row: Option<u16>| row.map_or(0.0, |row| lean.row(row));
        let ours = own.rows().iter().map(|&row| (Some(row), same(theirs, row)));
        let alone = theirs.rows().iter().filter(|&&row| same(own, row).is_none()).map(|&row| (None, Some(row)));
        let rows = ours.chain(alone).map(|(a, b)| (Piece::Rows(a, b), share(own, a) + share(theirs, b)));
        out.extend(strongest(states.chain(rows), STRONGEST, |piece| match piece {
            Piece::State(what) => what,
            Piece::Rows(Some(a), None) => format!("{}: {}", short[chosen], say(chosen, a)),
            Piece::Rows(None, Some(b)) => format!("against {}: {}", short[other], say(other, b)),
            Piece::Rows(Some(a), Some(b)) => {
                let (ours, theirs) = (say(chosen, a), say(other, b));
                if ours == theirs {
                    format!("both: {ours}")
                } else {
                    format!("{}: {ours}; against {}: {theirs}", short[chosen], short[other])
                }
            }
            Piece::Rows(None, None) => String::new(),
        }));
        out
    }

    /// Why the words that name the speaker mean the source they mean.
    fn join(&self, found: &Found, m: usize) -> Vec<Evidence> {
        // the sources as they were when the mention came
        let home = found.sources.iter().position(|s| s.mentions.contains(&m));
        let before = |s: &Source| s.mentions.partition_point(|&k| k < m);
        let mut considered: Vec<usize> = (0..found.sources.len()).filter(|&s| before(&found.sources[s]) > 0).collect();
        if considered.len() > SOURCES {
            let last = |s: usize| found.sources[s].mentions[before(&found.sources[s]) - 1];
            considered.sort_by_key(|&s| (Some(s) != home, std::cmp::Reverse(last(s))));
            considered.truncate(SOURCES);
            considered.sort_unstable();
        }
        let earlier: Vec<Source> =
            considered.iter().map(|&s| &found.sources[s]).map(|s| Source { mentions: s.mentions[..before(s)].to_vec() }).collect();
        let mut asked = Asked::new(source::JOIN_SLOTS);
        earlier.iter().for_each(|x| source::ask_join(self.page, &found.mentions, m, x, &mut asked));
        source::ask_new(self.page, &found.mentions, m, &earlier, &mut asked);
        let words = self.words(&found.mentions[m].tokens);
        let mut short: Vec<String> = earlier.iter().map(|x| self.source(found, x)).collect();
        let mut names: Vec<String> = short.iter().map(|x| format!("{words} is {x}")).collect();
        names.push(format!("{words} is named here first"));
        short.push("a new source".into());
        let chosen = considered.iter().position(|&s| Some(s) == home).unwrap_or(earlier.len());
        let slots = |k: usize, lean: &Lean<'_>| {
            let mut out = vec![(format!("the words {words} in their context"), lean.slot(0) + lean.slot(1))];
            if let Some(last) = earlier.get(k).and_then(|s| s.mentions.last()) {
                let last = self.words(&found.mentions[*last].tokens);
                out.push((format!("{}: the words {last} in their context", short[k]), lean.slot(2) + lean.slot(3)));
            }
            out
        };
        let say =
            |k: usize, row: u16| words::of_join(Join::of(row), &earlier.get(k).map_or_else(String::new, |s| self.common(found, m, s)));
        self.choice(&self.heads.join, &asked, &names, &short, Some(chosen), slots, |row| Join::of(row).0, say)
    }

    /// The words of a mention that stand in the mentions of a source too.
    fn common(&self, found: &Found, m: usize, source: &Source) -> String {
        let x = &found.mentions[m];
        let shared = |word: &u64| source.mentions.iter().any(|&k| found.mentions[k].words.contains(word));
        let words = x.tokens.clone().filter(|&t| self.page.lexis.shape[t] < 3);
        let common: Vec<String> = words.zip(&x.words).filter(|(_, word)| shared(word)).map(|(t, _)| self.surface(t)).collect();
        common.join(" ")
    }

    /// Why a statement that names nobody is the statement of its source.
    fn implicit(&self, found: &Found, said: &[Said], who: &[Option<usize>], k: usize) -> Vec<Evidence> {
        let mut of = vec![0; found.mentions.len()];
        found.sources.iter().enumerate().for_each(|(s, x)| x.mentions.iter().for_each(|&m| of[m] = s));
        let candidates = source::around(&found.mentions, &of, found.sources.len(), &said[k].cue);
        let mut asked = Asked::new(source::IMPLICIT_SLOTS);
        for &s in &candidates {
            source::ask_implicit(self.page, &found.mentions, &found.sources, s, said, k, &who[..k], &mut asked);
        }
        source::ask_nobody(self.page, &found.mentions, said, k, &mut asked);
        let mut names: Vec<String> = candidates.iter().map(|&s| self.source(found, &found.sources[s])).collect();
        names.push("nobody in the text".into());
        let chosen = match who[k] {
            Some(s) => candidates.iter().position(|&c| c == s),
            None => Some(candidates.len()),
        };
        let slots = |k: usize, lean: &Lean<'_>| {
            let mut out = Vec::new();
            let mut put = |what: String, share: f32| out.push((what, share));
            if let Some(cue) = lean.token(0) {
                put(format!("the cue {} in its context", self.surface(cue)), lean.slot(0));
            }
            if let (Some(a), Some(b)) = (lean.token(1), lean.token(2)) {
                put(format!("{}: the words {} in their context", names[k], self.words(&(a..b + 1))), lean.slot(1) + lean.slot(2));
            }
            if let Some(last) = lean.token(3) {
                put(format!("{}: its last statement, at {}", names[k], self.surface(last)), lean.slot(3));
            }
            out
        };
        let say = |_: usize, row: u16| words::of_implicit(Implicit::of(row));
        self.choice(&self.heads.implicit, &asked, &names, &names, chosen, slots, |row| Implicit::of(row).0, say)
    }
}
