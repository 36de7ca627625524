//! Whether two texts are copies of one story, also when cut, joined, re-titled or lightly reworded.
//! It keeps nothing and looks nothing up: whoever stores texts keeps their [prints](Words::prints), and asks here which of
//! the texts with prints in common are worth [comparing](compare), and what the comparison says.
//!
//! ```
//! use rawi_copies::{Words, candidates, compare};
//!
//! let first = Words::new("أعلنت البلدية أن السوق الكبير سيفتح أبوابه غداً أمام الزوار بعد أعمال ترميم دامت سنتين كاملتين");
//! let again = Words::new("السوق يعود\nاعلنت البلدية ان السوق الكبير سيفتح ابوابه غدا أمام الزوار بعد أعمال ترميم دامت عامين");
//! let carriers: Vec<Vec<u32>> = again.prints().iter().map(|p| if first.prints().contains(p) { vec![1] } else { vec![] }).collect();
//! assert_eq!(candidates(carriers), [1]);
//! assert!(compare(&first, &again).is_copy());
//! ```

mod candidate;
mod likeness;
mod statement;
mod word;

pub use candidate::{CARRIERS, MOST, candidates};
pub use likeness::{Likeness, compare};
pub use statement::same_statement;
pub use word::{PRINTS, Words};
