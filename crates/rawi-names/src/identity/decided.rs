//! What people decided: it comes before all evidence.

use super::Decision;
use super::work::Work;

impl Work<'_> {
    /// Takes the decisions from the last to the first, leaving out what later ones contradict; gives the places of those.
    pub(super) fn decide(&mut self, decisions: &[Decision]) -> Vec<usize> {
        let mut place = vec![0u32; self.forms.len()];
        self.order.iter().enumerate().for_each(|(at, &f)| place[f] = at as u32);
        let mut overruled = Vec::new();
        for (k, decision) in decisions.iter().enumerate().rev() {
            let (Decision::Merge(a, b) | Decision::Split(a, b)) = *decision;
            let (Some(&x), Some(&y)) = (place.get(a), place.get(b)) else {
                overruled.push(k);
                continue;
            };
            match decision {
                Decision::Merge(..) if self.union.apart(x, y) => overruled.push(k),
                Decision::Split(..) if self.union.find(x) == self.union.find(y) => overruled.push(k),
                Decision::Merge(..) => {
                    self.union.decide(x, y);
                    (self.decided[x as usize], self.decided[y as usize]) = (true, true);
                }
                Decision::Split(..) => {
                    self.union.keep_apart(x, y);
                    self.detached[x as usize] = true;
                }
            }
        }
        overruled.sort_unstable();
        overruled
    }
}
