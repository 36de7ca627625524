//! Forms that are joined to sources, one join after another. Every join is checked against all names of both sides and against what
//! people decided. Which joins to try is not decided here.

use crate::compare::Reason;

/// One join: the two forms, why, how sure.
pub(crate) struct Edge {
    pub from: u32,
    pub to: u32,
    pub reason: Reason,
    pub strength: f32,
}

/// What is known of the sources so far.
#[derive(Default)]
struct Source {
    /// Numbers of the different names in it.
    names: Vec<u32>,
    /// Forms that people keep apart from it.
    apart: Vec<u32>,
    /// Whether people joined forms in it: its names may be any.
    by_hand: bool,
}

pub(crate) struct Union {
    parent: Vec<u32>,
    sources: Vec<Source>,
    pub edges: Vec<Edge>,
}

/// Names of two sources that are compared one by one; sources with more are not joined by themselves.
const MOST: usize = 4000;

impl Union {
    pub fn new(forms: usize) -> Self {
        Self { parent: (0..forms as u32).collect(), sources: (0..forms).map(|_| Source::default()).collect(), edges: Vec::new() }
    }

    /// Says which name a form has, before it is joined by evidence.
    pub fn describe(&mut self, form: u32, name: u32) {
        let root = self.find(form);
        let source = &mut self.sources[root as usize];
        if !source.names.contains(&name) {
            source.names.push(name);
        }
    }

    pub fn find(&mut self, form: u32) -> u32 {
        let mut root = form;
        while self.parent[root as usize] != root {
            root = self.parent[root as usize];
        }
        let mut at = form;
        while self.parent[at as usize] != root {
            at = std::mem::replace(&mut self.parent[at as usize], root);
        }
        root
    }

    pub fn keep_apart(&mut self, a: u32, b: u32) {
        let (x, y) = (self.find(a), self.find(b));
        self.sources[x as usize].apart.push(b);
        self.sources[y as usize].apart.push(a);
    }

    /// Whether people keep the two sources apart.
    pub fn apart(&mut self, a: u32, b: u32) -> bool {
        let (x, y) = (self.find(a), self.find(b));
        let (few, other) = if self.sources[x as usize].apart.len() <= self.sources[y as usize].apart.len() { (x, y) } else { (y, x) };
        (0..self.sources[few as usize].apart.len()).any(|i| {
            let form = self.sources[few as usize].apart[i];
            self.find(form) == other
        })
    }

    /// Joins by decision of a person.
    pub fn decide(&mut self, a: u32, b: u32) {
        if let Some(root) = self.link(a, b, Reason::Decided, 1.0) {
            self.sources[root as usize].by_hand = true;
        }
    }

    /// Joins two forms' sources unless people or names forbid it. `fits` says of two names whether one person can bear both.
    pub fn join(&mut self, a: u32, b: u32, reason: Reason, strength: f32, fits: impl Fn(u32, u32) -> bool) -> bool {
        let (x, y) = (self.find(a), self.find(b));
        if x == y {
            return true;
        }
        if self.apart(a, b) || !self.names_fit(x, y, fits) {
            return false;
        }
        self.link(a, b, reason, strength).is_some()
    }

    fn names_fit(&self, x: u32, y: u32, fits: impl Fn(u32, u32) -> bool) -> bool {
        let (s, t) = (&self.sources[x as usize], &self.sources[y as usize]);
        if s.names.len() * t.names.len() > MOST {
            return false;
        }
        if s.by_hand || t.by_hand {
            // of names that people put together, one that fits is enough
            let some = |p: &Source, q: &Source| q.names.is_empty() || p.names.iter().all(|&n| q.names.iter().any(|&m| fits(n, m)));
            return if s.by_hand { some(t, s) } else { some(s, t) };
        }
        s.names.iter().all(|&n| t.names.iter().all(|&m| fits(n, m)))
    }

    fn link(&mut self, a: u32, b: u32, reason: Reason, strength: f32) -> Option<u32> {
        let (x, y) = (self.find(a), self.find(b));
        if x == y {
            return Some(x);
        }
        let size = |s: &Source| s.names.len() + s.apart.len();
        let (root, child) = if size(&self.sources[x as usize]) >= size(&self.sources[y as usize]) { (x, y) } else { (y, x) };
        let gone = std::mem::take(&mut self.sources[child as usize]);
        self.parent[child as usize] = root;
        let kept = &mut self.sources[root as usize];
        for name in gone.names {
            if !kept.names.contains(&name) {
                kept.names.push(name);
            }
        }
        kept.apart.extend(gone.apart);
        kept.by_hand |= gone.by_hand;
        self.edges.push(Edge { from: a, to: b, reason, strength });
        Some(root)
    }
}
