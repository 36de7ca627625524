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
    keys: Vec<u32>,
    slots: Vec<u32>,
    mask: usize,
}

const EMPTY: u32 = u32::MAX;

fn key(feature: u64) -> u32 {
    (feature >> 32) as u32
}

impl Dictionary {
    /// A dictionary of the given keys; the row of a key is its place in the sorted order.
    pub(crate) fn from_keys(mut keys: Vec<u32>) -> Self {
        keys.sort_unstable();
        keys.dedup();
        let size = (keys.len() * 2 + 2).next_power_of_two();
        let mask = size - 1;
        let mut slots = vec![EMPTY; size];
        for (row, &k) in keys.iter().enumerate() {
            let mut at = k as usize & mask;
            while slots[at] != EMPTY {
                at = (at + 1) & mask;
            }
            slots[at] = row as u32;
        }
        Self { keys, slots, mask }
    }

    /// A dictionary of features.
    pub fn new(features: impl IntoIterator<Item = u64>) -> Self {
        Self::from_keys(features.into_iter().map(key).collect())
    }

    /// The row of a feature.
    #[inline]
    pub fn row(&self, feature: u64) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let k = key(feature);
        let mut at = k as usize & self.mask;
        loop {
            match self.slots[at] {
                EMPTY => return None,
                row if self.keys[row as usize] == k => return Some(row),
                _ => at = (at + 1) & self.mask,
            }
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    pub(crate) fn keys(&self) -> &[u32] {
        &self.keys
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
