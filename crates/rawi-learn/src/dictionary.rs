//! From features to rows. A feature is a 64-bit hash of what was seen; the dictionary keeps those that training kept.
//! It never sees strings, so looking one up allocates nothing.

/// Mixes `value` into `seed`; the order of mixing matters.
#[inline]
pub fn mix(seed: u64, value: u64) -> u64 {
    let x = (seed ^ value.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    x ^ (x >> 32)
}

/// Hash of a string of bytes (FNV-1a, then mixed).
#[inline]
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    for &b in bytes {
        h = (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01B3);
    }
    mix(h, bytes.len() as u64)
}

/// An immutable set of features, each with the number of its row.
///
/// Keys are kept as 32 bits of the hash: an unknown feature is taken for a known one with probability
/// (number of rows) / 2³².
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    /// In ascending order, with [`REACH`] more at the end that mean nothing.
    keys: Vec<u32>,
    len: usize,
    /// `starts[b]..starts[b + 1]`: the keys whose highest bits are `b`, one or two as a rule.
    starts: Vec<u32>,
    shift: u32,
}

/// How many keys are compared at once; few buckets hold more.
const REACH: usize = 4;

fn key(feature: u64) -> u32 {
    (feature >> 32) as u32
}

impl Dictionary {
    /// A dictionary of the given keys; the row of a key is its place in the sorted order.
    pub(crate) fn from_keys(mut keys: Vec<u32>) -> Self {
        if !keys.is_sorted() {
            keys.sort_unstable();
        }
        keys.dedup();
        let buckets = keys.len().max(1).next_power_of_two();
        let shift = 32 - buckets.trailing_zeros().min(32);
        let mut starts = Vec::with_capacity(buckets + 1);
        let mut row = 0;
        for bucket in 0..buckets as u64 {
            starts.push(row as u32);
            while keys.get(row).is_some_and(|&k| u64::from(k) >> shift == bucket) {
                row += 1;
            }
        }
        let len = keys.len();
        starts.push(len as u32);
        keys.extend([0; REACH]);
        Self { keys, len, starts, shift }
    }

    /// A dictionary of features.
    pub fn new(features: impl IntoIterator<Item = u64>) -> Self {
        Self::from_keys(features.into_iter().map(key).collect())
    }

    /// The row of a feature.
    #[inline]
    pub fn row(&self, feature: u64) -> Option<u32> {
        let mut rows = [0];
        (self.rows(&[feature], &mut rows) == 1).then_some(rows[0])
    }

    /// Writes the rows of those `features` that are known to the front of `rows`, in order, and gives their number.
    ///
    /// # Panics
    /// When `rows` is shorter than `features`.
    #[inline]
    pub fn rows(&self, features: &[u64], rows: &mut [u32]) -> usize {
        let mut n = 0;
        let (keys, starts) = (self.keys.as_slice(), self.starts.as_slice());
        let rows = &mut rows[..features.len()];
        if starts.is_empty() {
            return 0;
        }
        for &f in features {
            let k = key(f);
            let bucket = (u64::from(k) >> self.shift) as usize;
            let (start, end) = (starts[bucket] as usize, starts[bucket + 1] as usize);
            // Whether a feature is known cannot be foreseen, so nothing branches on it; keys are padded, and a key of
            // another bucket equals none of this one.
            let some: &[u32; REACH] = keys[start..start + REACH].try_into().expect("as many");
            let mut at = 0;
            let mut hit = false;
            for (j, &x) in some.iter().enumerate() {
                at |= if x == k { j } else { 0 };
                hit |= x == k;
            }
            hit &= start + at < self.len;
            if end - start > REACH {
                let place = keys[start..end].iter().position(|&x| x == k);
                (hit, at) = (place.is_some(), place.unwrap_or(0));
            }
            rows[n] = (start + at) as u32;
            n += usize::from(hit);
        }
        n
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) fn keys(&self) -> &[u32] {
        &self.keys[..self.len]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_it_holds_and_nothing_else() {
        let features: Vec<u64> = (0..5000u64).map(|i| hash_bytes(&i.to_le_bytes())).collect();
        let d = Dictionary::new(features.iter().copied());
        let rows: std::collections::BTreeSet<u32> = features.iter().map(|&f| d.row(f).unwrap()).collect();
        assert_eq!(rows.len(), d.len());
        let strangers = (5000..50_000u64).filter(|i| d.row(hash_bytes(&i.to_le_bytes())).is_some()).count();
        assert!(strangers < 5, "{strangers}");
        assert_eq!(Dictionary::default().row(7), None);
    }
}
