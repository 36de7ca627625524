//! An entry as the record that `rawi read` gave, with sources named as the archive knows them.

use rawi::record::{FORMAT, Record, Speaker, Statement};

use crate::entry::{Entry, Party};

impl Entry {
    /// Its record. The sources are those of its statements, numbered in their order.
    pub fn record(&self) -> Record {
        let article = &self.article;
        let mut speakers: Vec<Speaker> = Vec::new();
        let mut statements = Vec::new();
        for s in &self.statements {
            statements.push(Statement {
                cue: s.cue,
                who: s.who.as_ref().map(|party| source(&mut speakers, party, s.words.speaker.as_deref())),
                speaker: s.speaker,
                content: s.content.clone(),
                addressee: s.addressee,
                via: s.via.clone(),
                setting: s.setting.clone(),
                kind: s.kind,
                act: s.act,
                parent: s.parent.as_ref().and_then(|p| self.statements.iter().position(|o| o.id == *p)).map(|i| i + 1),
                confidence: s.confidence,
                words: Some(s.words.clone()),
                ..Statement::default()
            });
        }
        Record {
            format: FORMAT.into(),
            model: article.model.clone(),
            id: article.given.clone(),
            title: article.title.clone(),
            url: article.url.clone(),
            outlet: article.outlet.clone(),
            date: article.date.clone(),
            text_sha256: article.text_sha256.clone(),
            text: Some(article.text.clone()),
            speakers,
            statements,
        }
    }
}

/// The identifier of the source that `party` is in this record.
fn source(speakers: &mut Vec<Speaker>, party: &Party, mention: Option<&str>) -> String {
    let known = |s: &Speaker| s.name == party.written && s.role == party.role && s.kind == party.kind;
    let i = speakers.iter().position(known).unwrap_or_else(|| {
        let id = format!("S{}", speakers.len() + 1);
        speakers.push(Speaker { id, name: party.written.clone(), kind: party.kind, role: party.role.clone(), mentions: Vec::new() });
        speakers.len() - 1
    });
    let mentions = &mut speakers[i].mentions;
    if let Some(mention) = mention.filter(|m| !mentions.iter().any(|known| known == m)) {
        mentions.push(mention.to_owned());
    }
    speakers[i].id.clone()
}
