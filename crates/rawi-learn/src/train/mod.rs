//! Learning weights: a tape that computes gradients, an optimiser that follows them, and word vectors from raw text. One seed, the
//! same bytes every time.

pub mod optimiser;
pub mod tape;
pub mod vectors;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What `work` makes of each of `0..items`, in order, on at most `threads` threads.
pub fn side_by_side<T: Send + Sync>(items: usize, threads: usize, work: &(dyn Fn(usize) -> T + Sync)) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let results: Vec<OnceLock<T>> = (0..items).map(|_| OnceLock::new()).collect();
    let worker = || {
        loop {
            let k = next.fetch_add(1, Ordering::Relaxed);
            let Some(result) = results.get(k) else { break };
            let _ = result.set(work(k));
        }
    };
    std::thread::scope(|s| {
        for _ in 1..threads.min(items) {
            s.spawn(worker);
        }
        worker();
    });
    results.into_iter().map(|r| r.into_inner().expect("every item was worked on")).collect()
}

/// A small generator of random numbers (SplitMix64).
#[derive(Debug, Clone)]
pub struct Random(pub u64);

impl Random {
    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number in `0.0..1.0`.
    pub fn unit(&mut self) -> f32 {
        (self.bits() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// Puts `items` in random order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, (self.bits() % (i as u64 + 1)) as usize);
        }
    }

    /// `n` numbers around zero, nearly normal, with deviation `scale`.
    pub fn normal(&mut self, n: usize, scale: f32) -> Vec<f32> {
        (0..n).map(|_| (self.unit() + self.unit() + self.unit() - 1.5) * 2.0 * scale).collect()
    }
}
