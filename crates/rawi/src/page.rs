//! A text prepared for the learned stages: its words, what is seen at each, and the buffers that are reused for the next text.

use crate::features::{self, Outlook};
use crate::lexis::{Aliases, Lexis, class};
use crate::task::Table;
use rawi_learn::Vectors;
use rawi_text::Text;

#[derive(Debug, Default)]
pub(crate) struct Page {
    pub lexis: Lexis,
    pub outlook: Outlook,
    pub table: Table,
    pub vectors: Vec<Option<u32>>,
}

impl Page {
    pub fn fill(&mut self, text: &Text<'_>, vectors: &Vectors, aliases: &Aliases) {
        self.lexis.fill(text, vectors, aliases);
        self.outlook.fill(&self.lexis, class("that"));
        self.table.clear();
        for t in 0..self.lexis.len() {
            features::at(&self.lexis, &self.outlook, t, &mut self.table);
            self.table.close();
        }
        self.vectors.clear();
        self.vectors.extend(self.lexis.words.iter().map(|w| w.vector));
    }
}
