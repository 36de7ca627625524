//! The languages of the interface, and which of them a piece of text is in. Their words are in `words`.

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Arabic, from right to left.
    #[default]
    Ar,
    /// English, from left to right.
    En,
}

impl Lang {
    /// Both, each as often as it is met.
    pub const ALL: [Lang; 2] = [Lang::Ar, Lang::En];

    /// The value of `lang`.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Ar => "ar",
            Lang::En => "en",
        }
    }

    /// The value of `dir`.
    pub fn dir(self) -> &'static str {
        match self {
            Lang::Ar => "rtl",
            Lang::En => "ltr",
        }
    }

    /// The value of `dir` of a field for queries and names: on Arabic pages what is typed runs as the page does, however it begins.
    pub fn typed(self) -> &'static str {
        match self {
            Lang::Ar => "rtl",
            Lang::En => "auto",
        }
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Lang::Ar => Lang::En,
            Lang::En => Lang::Ar,
        }
    }

    /// What it is called in itself.
    pub fn name(self) -> &'static str {
        match self {
            Lang::Ar => "العربية",
            Lang::En => "English",
        }
    }

    /// Whether a page in this language has to say that `text` is Arabic.
    pub fn foreign(self, text: &str) -> bool {
        self == Lang::En && is_arabic(text)
    }
}

/// Whether there is an Arabic letter in `text`.
pub fn is_arabic(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{0600}'..='\u{06ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'))
}

impl std::str::FromStr for Lang {
    type Err = ();

    /// `ar` or `en`, also with a region behind it.
    fn from_str(code: &str) -> Result<Self, ()> {
        let primary = code.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.code())).ok_or(())
    }
}
