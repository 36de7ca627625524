//! What comes out: the form that leads each source, and the way from every form to it.

use super::work::Work;
use super::{Identities, Join};
use crate::forms::Sort;
use std::cmp::Reverse;
use std::collections::HashMap;

impl Work<'_> {
    /// Chooses the leads and tells the way from every form to its lead.
    pub(super) fn finish(mut self, overruled: Vec<usize>) -> Identities {
        let n = self.forms.len();
        let mut out = Identities { lead: vec![None; n], joins: vec![None; n], overruled };
        let mut members: Vec<(u32, u32)> = (0..n as u32).map(|at| (self.union.find(at), at)).collect();
        members.sort_unstable();
        let mut neighbours: Vec<(u32, u32)> = Vec::with_capacity(2 * self.union.edges.len());
        for (k, e) in self.union.edges.iter().enumerate() {
            neighbours.extend([(e.from, k as u32), (e.to, k as u32)]);
        }
        neighbours.sort_unstable();
        let mut seen = vec![false; n];
        let mut queue: Vec<u32> = Vec::new();
        for source in members.chunk_by(|a, b| a.0 == b.0) {
            let one = |at: u32| self.parsed[at as usize].sort == Sort::Nobody && !self.decided[at as usize];
            if let [(_, at)] = *source
                && one(at)
            {
                continue;
            }
            let lead = self.lead(source);
            seen[lead as usize] = true;
            queue.clear();
            queue.push(lead);
            let mut next = 0;
            while let Some(&at) = queue.get(next) {
                next += 1;
                out.lead[self.order[at as usize]] = Some(self.order[lead as usize]);
                let begin = neighbours.partition_point(|x| x.0 < at);
                for &(_, k) in neighbours[begin..].iter().take_while(|x| x.0 == at) {
                    let e = &self.union.edges[k as usize];
                    let other = if e.from == at { e.to } else { e.from };
                    if !std::mem::replace(&mut seen[other as usize], true) {
                        out.joins[self.order[other as usize]] =
                            Some(Join { to: self.order[at as usize], reason: e.reason.clone(), strength: e.strength });
                        queue.push(other);
                    }
                }
            }
        }
        out
    }

    /// The commonest full name of a source, and of its forms the one in most documents.
    fn lead(&self, source: &[(u32, u32)]) -> u32 {
        let mut documents: HashMap<(Sort, u32), u64> = HashMap::new();
        for &(_, at) in source {
            let p = self.parsed[at as usize];
            *documents.entry((p.sort, p.name)).or_default() += u64::from(self.form(at).documents);
        }
        let rank = |at: u32| {
            let p = self.parsed[at as usize];
            let full = !matches!(p.sort, Sort::OneWord | Sort::Office | Sort::Nobody);
            (
                full,
                p.sort != Sort::Office,
                documents.get(&(p.sort, p.name)).copied(),
                self.form(at).documents,
                self.form(at).role.is_some(),
                Reverse(at),
            )
        };
        source.iter().map(|x| x.1).max_by_key(|&at| rank(at)).unwrap_or_default()
    }
}
