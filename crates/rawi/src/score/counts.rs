//! What is counted, and the counts of a document.

use super::document::{Doc, Said};
use super::pairing::pair_doc;
use super::tally::{Accuracy, Tally};
use super::verdict::{Pair, Verdict};
use super::words::TextWords;

/// A part of the statements that precision, recall and F1 are counted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Paired statements.
    Statement,
    /// Words of content, over all statements; a word of an unpaired statement is an error.
    ContentToken,
    /// The same words of content.
    ContentExact,
    /// The same words of the speaker span, implicit speakers aside.
    SpeakerExact,
    /// The paired statement's source is the paired source, or null in both.
    Who,
    /// The headline figure: the right source, and contents that overlap by 0.8.
    WhoSaidWhat,
    /// Addressees that overlap by half.
    Addressee,
    /// Relays that overlap by half.
    Via,
    /// Settings that overlap by half.
    Setting,
    /// The same enclosing statement.
    Nesting,
    /// Paired sources.
    Source,
    /// Distinct folded mentions of paired sources.
    Mention,
}

impl Field {
    /// Every field, in the order of the output.
    pub const ALL: [Field; 12] = [
        Field::Statement,
        Field::ContentToken,
        Field::ContentExact,
        Field::SpeakerExact,
        Field::Who,
        Field::WhoSaidWhat,
        Field::Addressee,
        Field::Via,
        Field::Setting,
        Field::Nesting,
        Field::Source,
        Field::Mention,
    ];
    /// Its name in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Statement => "statement",
            Field::ContentToken => "content-token",
            Field::ContentExact => "content-exact",
            Field::SpeakerExact => "speaker-exact",
            Field::Who => "who",
            Field::WhoSaidWhat => "who-said-what",
            Field::Addressee => "addressee",
            Field::Via => "via",
            Field::Setting => "setting",
            Field::Nesting => "nesting",
            Field::Source => "source",
            Field::Mention => "mention",
        }
    }
}

/// A label whose accuracy over pairs is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Label {
    /// Type of paired statements.
    Type,
    /// Act of paired statements.
    Act,
    /// Kind of paired sources.
    Kind,
    /// Role of paired sources.
    Role,
}

impl Label {
    /// Every label, in the order of the output.
    pub const ALL: [Label; 4] = [Label::Type, Label::Act, Label::Kind, Label::Role];
    /// Its name in the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Label::Type => "type",
            Label::Act => "act",
            Label::Kind => "kind",
            Label::Role => "role",
        }
    }
}

/// The counts of one document, or of all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    fields: [Tally; Field::ALL.len()],
    labels: [Accuracy; Label::ALL.len()],
}

impl Counts {
    /// The counts of a field.
    pub fn field(&self, field: Field) -> Tally {
        self.fields[field as usize]
    }
    /// The accuracy of a label.
    pub fn label(&self, label: Label) -> Accuracy {
        self.labels[label as usize]
    }

    /// The counts of one document.
    pub(super) fn of(words: &TextWords, gold: &Doc<'_>, pred: &Doc<'_>) -> Self {
        let (pairs, sums) = pair_doc(words, gold, pred);
        let mut counts = Counts::default();
        let (p, g) = (pred.statements.len(), gold.statements.len());
        let that = |test: fn(&Pair) -> bool| pairs.statements.iter().filter(|pair| test(pair)).count();
        let sum = |part: fn(&Pair) -> usize| pairs.statements.iter().map(part).sum::<usize>();
        let count = |doc: &Doc<'_>, part: fn(&Said<'_>) -> usize| doc.statements.iter().map(part).sum::<usize>();
        let parts = |tp: usize, part: fn(&Said<'_>) -> usize| (tp, count(pred, part), count(gold, part));
        for field in Field::ALL {
            let (tp, p, g) = match field {
                Field::Statement => (pairs.statements.len(), p, g),
                Field::ContentToken => (sums.content.tp, sums.content.p, sums.content.g),
                Field::ContentExact => (that(|pair| pair.content_exact), p, g),
                Field::SpeakerExact => (that(|pair| pair.speaker == Verdict::Right), sums.speaker.0, sums.speaker.1),
                Field::Who => (that(|pair| pair.who_right), p, g),
                Field::WhoSaidWhat => (that(|pair| pair.right), p, g),
                Field::Addressee => parts(sum(|pair| pair.addressee.hits.len()), |s| s.addressee.iter().count()),
                Field::Via => parts(sum(|pair| pair.via.hits.len()), |s| s.via.len()),
                Field::Setting => parts(sum(|pair| pair.setting.hits.len()), |s| s.setting.len()),
                Field::Nesting => parts(that(|pair| pair.parent == Verdict::Right), |s| s.parent.iter().count()),
                Field::Source => (pairs.sources.len(), sums.sources.0, sums.sources.1),
                Field::Mention => {
                    let shared = pairs.sources.iter().map(|pair| pair.mentions).sum();
                    (shared, sums.mentions.0, sums.mentions.1)
                }
            };
            counts.fields[field as usize] = Tally { tp, p, g };
        }
        for label in Label::ALL {
            let (right, pairs) = match label {
                Label::Type => (that(|pair| pair.type_right), pairs.statements.len()),
                Label::Act => (that(|pair| pair.act_right), pairs.statements.len()),
                Label::Kind => (pairs.sources.iter().filter(|pair| pair.kind_right).count(), pairs.sources.len()),
                Label::Role => (pairs.sources.iter().filter(|pair| pair.role_right).count(), pairs.sources.len()),
            };
            counts.labels[label as usize] = Accuracy { right, pairs };
        }
        counts
    }

    pub(super) fn add(&mut self, other: &Counts) {
        for (sum, more) in self.fields.iter_mut().zip(other.fields) {
            sum.add(more);
        }
        for (sum, more) in self.labels.iter_mut().zip(other.labels) {
            sum.right += more.right;
            sum.pairs += more.pairs;
        }
    }
}
