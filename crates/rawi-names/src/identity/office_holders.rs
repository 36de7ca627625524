//! Offices without a name: who held them at the time.

use super::work::{Work, foremost, gap, span};
use crate::compare::Reason;
use crate::forms::Sort;
use crate::name::feminine;
use crate::office::NONE;
use std::collections::{BTreeMap, HashMap};

/// Days around the time for which an office is shown that its holder may have held it besides.
const MONTHS: i32 = 120;

impl Work<'_> {
    /// Offices without a name: whoever is shown to have held them at the time, if it is one.
    pub(super) fn offices(&mut self) {
        let mut holders: HashMap<u32, Vec<u32>> = HashMap::new();
        for at in 0..self.parsed.len() as u32 {
            let p = self.parsed[at as usize];
            if matches!(p.sort, Sort::Full | Sort::OneWord) && p.office != NONE && !self.detached[at as usize] {
                holders.entry(p.office).or_default().push(at);
            }
        }
        let mut alone: Vec<(u32, i32, u32)> = Vec::new();
        for at in 0..self.parsed.len() as u32 {
            let p = self.parsed[at as usize];
            if p.sort != Sort::Office || self.detached[at as usize] {
                continue;
            }
            let (days, woman) = (self.form(at).days, feminine(&self.form(at).name));
            let mut sources: Vec<(u32, f64, u32)> = Vec::new();
            for &h in holders.get(&p.office).into_iter().flatten() {
                let form = self.form(h);
                if gap(days, form.days) > MONTHS || woman != form.role.as_deref().is_some_and(feminine) {
                    continue;
                }
                let (root, documents) = (self.union.find(h), f64::from(form.documents.max(1)));
                match sources.iter_mut().find(|s| s.0 == root) {
                    Some(s) => {
                        s.1 += documents;
                        if form.documents > self.form(s.2).documents {
                            s.2 = h;
                        }
                    }
                    None => sources.push((root, documents, h)),
                }
            }
            let weights: Vec<f64> = sources.iter().map(|s| s.1).collect();
            let written = self.form(at).role.as_deref().unwrap_or(&self.form(at).name).to_owned();
            let joined = foremost(&weights).is_some_and(|k| self.join(at, sources[k].2, Reason::Office(written), 0.6));
            if !joined {
                alone.push((p.office, days.map_or(i32::MIN, |d| d.0), at));
            }
        }
        alone.sort_unstable();
        self.ministers(&alone);
        for same in alone.chunk_by(|a, b| a.0 == b.0) {
            let mut first = same[0].2;
            for &(_, _, at) in &same[1..] {
                let (a, b) = (self.form(first).days, self.form(at).days);
                // the same office in the same months is one person; later on it may be another
                if span(a, b).is_none_or(|(from, to)| i64::from(to) - i64::from(from) <= 3 * i64::from(MONTHS)) {
                    let written = self.form(at).name.clone();
                    self.join(at, first, Reason::Office(written), 0.5);
                } else {
                    first = at;
                }
            }
        }
    }

    /// Ministers of one state whose ministry is named shorter and longer, where only one is longer: وزير الري of وزير الموارد المائية والري.
    fn ministers(&mut self, alone: &[(u32, i32, u32)]) {
        let mut of_state: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
        for same in alone.chunk_by(|a, b| a.0 == b.0) {
            let (office, _, at) = same[0];
            if let Some(state) = self.offices.ministry(office) {
                of_state.entry(state).or_default().push((office, at));
            }
        }
        for held in of_state.values() {
            let only = |office: u32| {
                let mut near = held.iter().filter(|o| o.0 != office && self.offices.within(o.0, office));
                near.next().filter(|_| near.next().is_none()).copied()
            };
            let pairs: Vec<(u32, u32)> = held
                .iter()
                .filter_map(|&(office, at)| only(office).filter(|o| at < o.1 && only(o.0) == Some((office, at))).map(|o| (at, o.1)))
                .collect();
            for (a, b) in pairs {
                if gap(self.form(a).days, self.form(b).days) <= MONTHS {
                    let written = self.form(b).name.clone();
                    self.join(b, a, Reason::Office(written), 0.4);
                }
            }
        }
    }
}
