//! Values with their counts, as lists on pages show them: what to call each, how long its bar is, where it leads.

use crate::number::thousands;

/// A value and its count.
pub struct Counted {
    pub name: String,
    pub count: String,
    /// Of the most frequent, in hundredths.
    pub width: u64,
    pub href: Option<String>,
    /// Whether only what has it is shown.
    pub chosen: bool,
}

impl Counted {
    /// A value that leads nowhere; the most frequent beside it is counted `most` times.
    pub fn new(name: &str, count: u64, most: u64) -> Self {
        Self { name: name.to_owned(), count: thousands(count), width: (count * 100).div_ceil(most.max(1)), href: None, chosen: false }
    }

    /// The values of `list`; `show` gives what to call one, and where it leads.
    pub fn all(list: &[(String, u64)], show: impl Fn(&str) -> (String, Option<String>)) -> Vec<Self> {
        let most = list.iter().map(|value| value.1).max().unwrap_or_default();
        let counted = list.iter().map(|(value, count)| {
            let (name, href) = show(value);
            Self { href, ..Self::new(&name, *count, most) }
        });
        counted.collect()
    }
}
