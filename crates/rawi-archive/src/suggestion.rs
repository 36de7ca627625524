//! What can be suggested to somebody who types. Plain data; how it is found is `suggest`'s.

/// What a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meant {
    /// A speaker.
    Speaker,
    /// An outlet.
    Outlet,
    /// A role of speakers.
    Role,
}

/// Something that begins as was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is.
    pub meant: Meant,
    /// As people read it.
    pub value: String,
    /// The number of the speaker.
    pub identity: Option<u64>,
    /// Statements by it, in it, or by speakers of the role.
    pub statements: u64,
}

/// A suggestion, and its words with a blank before each, folded.
pub(crate) type Suggestible = (String, Suggestion);
