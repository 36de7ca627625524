//! Counts of what is right, and the shares that they give.

/// Counts of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Predicted and right.
    pub tp: usize,
    /// Predicted.
    pub p: usize,
    /// In the gold.
    pub g: usize,
}

impl Tally {
    pub(super) fn add(&mut self, other: Tally) {
        self.tp += other.tp;
        self.p += other.p;
        self.g += other.g;
    }
    /// The share of the predicted that is right; 0 of none.
    pub fn precision(self) -> f64 {
        ratio(self.tp, self.p)
    }
    /// The share of the gold that was found; 0 of none.
    pub fn recall(self) -> f64 {
        ratio(self.tp, self.g)
    }
    /// The harmonic mean of both; 0 when both are.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }
}

/// Pairs whose label is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Accuracy {
    /// Pairs with the right label.
    pub right: usize,
    /// Pairs.
    pub pairs: usize,
}

impl Accuracy {
    /// The share that is right; 0 of none.
    pub fn share(self) -> f64 {
        ratio(self.right, self.pairs)
    }
}

fn ratio(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}
