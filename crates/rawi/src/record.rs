//! `rawi.statements/1`: the one shape in which statements travel, in gold data and in output alike.
//! Not the reading itself: see [`crate::Reading`], which these records are made from.

use serde::{Deserialize, Serialize};

/// The value of [`Record::format`].
pub const FORMAT: &str = "rawi.statements/1";

/// A half-open range `[start, end)` of Unicode scalar values into the text of the record.
pub type Span = [usize; 2];

/// One document with its sources and statements.
///
/// Gold files leave out everything but `id`, `speakers` and `statements`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Record {
    /// `rawi.statements/1`.
    #[serde(default)]
    pub format: String,
    /// Name and hash of the model that found the statements.
    #[serde(default)]
    pub model: String,
    /// The identifier given with the document, else its address, else its path.
    pub id: String,
    /// The title, when the input names one.
    #[serde(default)]
    pub title: Option<String>,
    /// The address of the document.
    #[serde(default)]
    pub url: Option<String>,
    /// The outlet that published it.
    #[serde(default)]
    pub outlet: Option<String>,
    /// The date of publication, RFC 3339 (a date, or a date and time) where it could be read.
    #[serde(default)]
    pub date: Option<String>,
    /// SHA-256 of the text in UTF-8, lower-case hexadecimal.
    #[serde(default)]
    pub text_sha256: String,
    /// The text that every span points into; left out by `--no-text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Every source of a statement, once.
    #[serde(default)]
    pub speakers: Vec<Speaker>,
    /// The statements, in the order of their cues.
    #[serde(default)]
    pub statements: Vec<Statement>,
}

/// A source of the document.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Speaker {
    /// `S1`, `S2`, … unique in the document.
    pub id: String,
    /// The fullest proper name, or else the fullest description.
    pub name: String,
    /// What it is.
    #[serde(default)]
    pub kind: Kind,
    /// Office or title as the article gives it.
    #[serde(default)]
    pub role: Option<String>,
    /// Every distinct string by which the article refers to the source (no pronouns).
    #[serde(default)]
    pub mentions: Vec<String>,
}

/// One attributed statement.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Statement {
    /// The words that mark the saying.
    pub cue: Option<Span>,
    /// The `id` of the source; null when it cannot be known.
    pub who: Option<String>,
    /// Further sources a reader may understand where the text leaves the speaker open; only gold data has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub who_also: Vec<String>,
    /// Where this statement names its source; null when the speaker is only in the verb.
    pub speaker: Option<Span>,
    /// What was said, in one or more pieces in order.
    #[serde(default)]
    pub content: Vec<Span>,
    /// Who was spoken to.
    #[serde(default)]
    pub addressee: Option<Span>,
    /// Who relayed it, nearest to the article first.
    #[serde(default)]
    pub via: Vec<Span>,
    /// Venue, occasion, date of the act of saying.
    #[serde(default)]
    pub setting: Vec<Span>,
    /// How the words are given.
    #[serde(default, rename = "type")]
    pub kind: Type,
    /// What the speaker does by saying it.
    #[serde(default)]
    pub act: Act,
    /// The number (from 1) of the statement inside whose content this one stands.
    #[serde(default)]
    pub parent: Option<usize>,
    /// The probability, 0 to 1, that source and content are right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// The same parts as strings, cut from the text by the spans.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
}

/// The parts of a statement as strings.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Words {
    /// See [`Statement::cue`].
    pub cue: Option<String>,
    /// See [`Statement::speaker`].
    pub speaker: Option<String>,
    /// See [`Statement::content`].
    pub content: Vec<String>,
    /// See [`Statement::addressee`].
    pub addressee: Option<String>,
    /// See [`Statement::via`].
    pub via: Vec<String>,
    /// See [`Statement::setting`].
    pub setting: Vec<String>,
}

macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),+ }
        impl $name {
            /// Every value, in the order of the guidelines.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The word that stands for it in records.
            pub fn as_str(self) -> &'static str { match self { $($name::$variant => $text),+ } }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(self.as_str()) }
        }
        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(s: &str) -> Result<Self, String> {
                match s { $($text => Ok($name::$variant),)+ _ => Err(format!("{s:?} is not one of {}", [$($text),+].join(", "))) }
            }
        }
    };
}

labels! {
    /// How the words of a statement are given.
    Type {
        /// A clause without quotation marks that quote speech.
        #[default] Indirect = "indirect",
        /// All of the content is in quotation marks.
        Direct = "direct",
        /// A paraphrase with some quoted words.
        Mixed = "mixed",
        /// The content is a noun phrase or prepositional phrase.
        Reported = "reported",
    }
}

labels! {
    /// What the speaker does.
    Act {
        /// Says, adds, explains.
        #[default] State = "state",
        /// Announces, reveals, informs.
        Announce = "announce",
        /// Affirms, stresses, renews.
        Affirm = "affirm",
        /// Denies, refuses, rules out.
        Deny = "deny",
        /// Accuses, criticises, condemns.
        Blame = "blame",
        /// Welcomes, thanks, congratulates.
        Praise = "praise",
        /// Calls for, demands, urges.
        Demand = "demand",
        /// Warns, threatens.
        Warn = "warn",
        /// Promises, pledges.
        Promise = "promise",
        /// Considers, expects, hopes, describes.
        Opine = "opine",
        /// Asks.
        Ask = "ask",
    }
}

labels! {
    /// What a source is.
    Kind {
        /// A named or described individual.
        #[default] Person = "person",
        /// A company, ministry, agency, party, body or news outlet.
        Organization = "organization",
        /// A state, a capital standing for it, a presidency.
        Government = "government",
        /// Several people, states or outlets together.
        Group = "group",
        /// A source the article does not name.
        Unnamed = "unnamed",
        /// A text: communiqué, report, study, letter, agreement.
        Document = "document",
    }
}
