//! A text prepared for the decisions: its words with their places, the states of its tokens, and the buffers that are reused for the next text.

use crate::encoder::{Encoder, Memory};
use crate::features::Outlook;
use crate::head::States;
use crate::lexis::{Aliases, Cache, Lexis, class};
use rawi_text::Text;

#[derive(Debug, Default)]
pub(crate) struct Page {
    pub lexis: Lexis,
    pub outlook: Outlook,
    pub states: States,
    cache: Cache,
    memory: Memory,
}

impl Page {
    /// Looks every word of a text up.
    pub fn look(&mut self, text: &Text<'_>, vectors: &rawi_learn::Vectors, aliases: &Aliases) {
        if self.cache.shrink() {
            self.memory.forget();
        }
        self.lexis.fill(text, vectors, aliases, &mut self.cache);
        self.outlook.fill(&self.lexis, class("that"));
    }

    /// What the encoder sees of the word at token `t` by itself.
    pub fn word(&self, t: usize, encoder: &Encoder) -> &[f32] {
        self.memory.word(self.lexis.known[t], encoder.width)
    }

    /// Reads a text whole.
    pub fn fill(&mut self, text: &Text<'_>, encoder: &Encoder, aliases: &Aliases) {
        self.look(text, &encoder.vectors, aliases);
        encoder.encode(&self.lexis, &self.outlook, &mut self.memory, &mut self.states);
    }
}
