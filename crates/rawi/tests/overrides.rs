//! A user's additions take effect, and only theirs. The words are invented, so that no model knows them.

use rawi::record::{Act, Kind, Record};
use rawi::{Model, Overrides, Reader};

fn read(overrides: &str, text: &str) -> Record {
    let overrides = Overrides::parse("list", overrides).expect("overrides");
    Reader::with_overrides(Model::embedded(), &overrides).read(text).record("a")
}

fn cues(record: &Record) -> Vec<(&str, Act)> {
    record.statements.iter().map(|s| (s.words.as_ref().and_then(|w| w.cue.as_deref()).expect("a cue"), s.act)).collect()
}

#[test]
fn a_verb_is_read_like_a_known_one() {
    let text =
        "السدود آمنة\nوقرطم مدير الرصد سامي المر أن الأمطار لن تتجاوز المعدل هذا العام. وقرطمت الوزيرة هالة العطار أن السدود آمنة تماماً.";
    assert_eq!(cues(&read("verb\tقرطم\taffirm", text)), [("وقرطم", Act::Affirm), ("وقرطمت", Act::Affirm)]);
    assert!(!cues(&read("", text)).iter().any(|c| c.1 == Act::Affirm), "{:?}", cues(&read("", text)));
}

#[test]
fn a_participle_is_read_like_a_known_one() {
    let text = "السدود آمنة\nوأكد مدير الرصد سامي المر أن الأمطار لن تتجاوز المعدل، مقرطماً أن اللجنة ستجتمع غداً.";
    assert_eq!(cues(&read("participle\tمقرطماً\twarn", text)), [("وأكد", Act::Affirm), ("مقرطماً", Act::Warn)]);
    assert!(!cues(&read("", text)).iter().any(|c| c.0 == "مقرطماً"));
}

#[test]
fn names_are_joined_and_the_first_is_the_name() {
    let text = "السدود آمنة\nقالت هالة العطار إن السدود آمنة تماماً. من جهتها أكدت أم فارس أن الأمطار لن تتجاوز المعدل هذا العام.";
    let joined = read("name\tهالة العطار\tأم فارس", text);
    let names: Vec<&str> = joined.speakers.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["هالة العطار"]);
    assert_eq!(joined.statements.iter().map(|s| s.who.as_deref()).collect::<Vec<_>>(), [Some("S1"), Some("S1")]);
    assert_eq!(read("", text).speakers.len(), 2);
}

#[test]
fn an_outlet_is_an_organization() {
    let text = "السدود آمنة\nوقالت صوت النهر إن السدود آمنة تماماً، وأكدت أن الأمطار لن تتجاوز المعدل.";
    let record = read("outlet\tصوت النهر", text);
    let speaker = record.speakers.iter().find(|s| s.mentions.iter().any(|m| m.contains("صوت النهر"))).expect("the outlet speaks");
    assert_eq!(speaker.kind, Kind::Organization);
}

#[test]
fn without_a_line_nothing_changes() {
    let text = "السدود آمنة\nقالت وزيرة المياه هالة العطار إن السدود آمنة تماماً، داعية السكان إلى الهدوء. وأضافت أن اللجنة ستجتمع.";
    assert_eq!(read("# nothing\n", text), Reader::new(Model::embedded()).read(text).record("a"));
}
