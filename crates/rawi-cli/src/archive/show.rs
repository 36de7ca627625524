//! `rawi show`: articles of an archive, each as `rawi read` would show it.

use std::process::ExitCode;

use rawi::record::{FORMAT, Record, Speaker, Statement};
use rawi_archive::{Entry, Party};

use crate::args::Show;
use crate::finding::Finding;
use crate::report::{self, Stop};
use crate::sink::Sink;

/// Runs the command.
pub fn run(args: &Show) -> Result<ExitCode, Stop> {
    let archive = super::open(&args.place)?;
    let mut sink = Sink::new(&args.to, false)?;
    let (mut shown, mut missing) = (0, 0);
    for id in &args.ids {
        match archive.show(id) {
            Ok((entry, statement)) => {
                shown += 1;
                let finding = Finding { record: record(&only(entry, statement)), explanations: None, number: shown.to_string() };
                sink.document(&sink.renderer.document(&finding))?;
            }
            Err(error) => {
                missing += 1;
                report::line(&error.to_string());
            }
        }
    }
    if shown > 0 {
        sink.close()?;
    }
    Ok(ExitCode::from(u8::from(missing > 0)))
}

/// The entry with the one statement that was asked for, or with all.
fn only(mut entry: Entry, statement: Option<String>) -> Entry {
    if let Some(id) = statement {
        entry.statements.retain(|s| s.id == id);
    }
    entry
}

/// The record of an entry: what `rawi read` gave, with sources named as the archive knows them.
pub fn record(entry: &Entry) -> Record {
    let article = &entry.article;
    let mut speakers: Vec<Speaker> = Vec::new();
    let mut statements = Vec::new();
    for s in &entry.statements {
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
            parent: s.parent.as_ref().and_then(|p| entry.statements.iter().position(|o| o.id == *p)).map(|i| i + 1),
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
