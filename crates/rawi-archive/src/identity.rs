//! Who is who across documents: forms of names joined to identities.
//! What makes two names one is `rawi-names`'; this keeps what was decided, and by whom.

use rawi_text::Text;

/// The words of a name by their sound.
pub(crate) fn sounds(name: &str) -> Vec<String> {
    let text = Text::new(name);
    let words = text.tokens().iter().filter(|t| t.is_word());
    let mut sounds: Vec<String> = words.map(|t| rawi_names::skeleton(text.surface(t))).filter(|s| !s.is_empty()).collect();
    sounds.sort_unstable();
    sounds.dedup();
    sounds
}

pub(crate) struct Phrase { pub name: String, pub role: Option<String>, pub kind: rawi::record::Kind }
pub(crate) fn phrase(words: &str) -> Option<Phrase> { Some(Phrase { name: words.into(), role: None, kind: rawi::record::Kind::Person }) }
