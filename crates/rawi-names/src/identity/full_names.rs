//! The same full name: one person, or several of one name.

use super::work::{BEARERS, MANY, Work, YEARS, gap, span};
use crate::compare::Reason;
use crate::forms::Sort;
use crate::office::{NONE, Relation};
use std::cmp::Reverse;

impl Work<'_> {
    /// The same full name: one person, unless many bear it and the offices do not go together.
    pub(super) fn full_names(&mut self) {
        for (name, forms) in self.by_name(&[Sort::Full]) {
            let groups = if self.is_rare(name) { self.far_apart(forms) } else { self.by_office(name, forms) };
            self.add_bundles(name, groups, Reason::FullName, 1.0);
        }
    }

    /// A rare name: two people only where offices of two states, years and outlets say so together.
    fn far_apart(&self, forms: Vec<u32>) -> Vec<Vec<u32>> {
        self.grouped(forms, |work, group, at| {
            let (form, held) = (work.form(at), work.parsed[at as usize].office);
            let group = &group[..group.len().min(MANY)];
            let offices = group.iter().map(|&g| work.parsed[g as usize].office).filter(|&o| o != NONE);
            let days = group.iter().fold(None, |d, &g| span(d, work.form(g).days));
            let outlet = group.iter().any(|&g| work.form(g).outlets.iter().any(|o| form.outlets.contains(o)));
            work.offices.best(held, offices) > Relation::Conflict || outlet || gap(days, form.days) < YEARS
        })
    }

    /// A name that many bear: one person where the offices go together. An office that tells (`مدير جوازات الطائف`) joins all that it
    /// fits; one that does not (`المدير`) or none goes to the only one, or to the one that nearly all mean.
    fn by_office(&self, name: u32, forms: Vec<u32>) -> Vec<Vec<u32>> {
        let nasab = self.name(name).iter().any(|w| w.nasab);
        let held = |at: u32| self.parsed[at as usize].office;
        let fits = |group: &[u32], at: u32, least: Relation| {
            let relation = self.offices.best(held(at), group.iter().map(|&g| held(g)));
            let kindred = || group.iter().take(MANY).any(|&g| self.offices.kindred(held(at), held(g)));
            relation >= least || relation == Relation::Other && (nasab || kindred())
        };
        let (telling, others): (Vec<u32>, Vec<u32>) = forms.into_iter().partition(|&at| self.offices.tells(held(at)));
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for at in telling {
            if groups.len() > BEARERS {
                groups.push(vec![at]);
                continue;
            }
            let (of_it, rest): (Vec<Vec<u32>>, Vec<Vec<u32>>) = groups.into_iter().partition(|g| fits(g, at, Relation::Fits));
            groups = rest;
            groups.push(of_it.into_iter().flatten().chain([at]).collect());
        }
        let (some, none): (Vec<u32>, Vec<u32>) = others.into_iter().partition(|&at| held(at) != NONE);
        for at in some {
            let of_it: Vec<usize> = (0..groups.len().min(BEARERS)).filter(|&k| fits(&groups[k], at, Relation::Unknown)).collect();
            match self.foremost_group(of_it.iter().map(|&k| groups[k].as_slice())) {
                Some(k) => groups[of_it[k]].push(at),
                None => groups.push(vec![at]),
            }
        }
        self.give_to_foremost(&mut groups, none);
        for group in &mut groups {
            group.sort_by_key(|&at| (Reverse(self.form(at).documents), at));
        }
        groups.sort_by_key(|g| (Reverse(self.form(g[0]).documents), g[0]));
        groups
    }
}
