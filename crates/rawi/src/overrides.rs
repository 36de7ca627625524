//! A user's additions to what the model knows: reporting verbs, titles, outlets, names and their other names.

/// Additions that take effect without retraining.
#[derive(Debug, Clone, Default)]
pub struct Overrides {}

/// A line of an overrides file that cannot be understood.
#[derive(Debug)]
pub struct OverrideError(String);

impl std::fmt::Display for OverrideError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
impl std::error::Error for OverrideError {}

impl Overrides {
    /// Parses the text of an overrides file; `name` is what errors call it.
    ///
    /// # Errors
    /// The first line that cannot be understood, with its number, what was found and what was expected.
    pub fn parse(name: &str, text: &str) -> Result<Self, OverrideError> {
        let _ = (name, text);
        Ok(Self::default())
    }
}
