//! What is found in plain sentences, as text: source, act, content; and relays and addressees where there are any.
//! Only what every trained model must find: how good a model is on real articles is measured elsewhere.

use rawi::{Model, Reader};

/// One line a statement: `source | act | content`, the source by its longest mention, the pieces of content joined by an ellipsis.
fn found(text: &str) -> String {
    let record = Reader::new(Model::embedded()).read(text).record("a");
    let lines = record.statements.iter().map(|s| {
        let speaker = s.who.as_ref().and_then(|who| record.speakers.iter().find(|x| x.id == *who));
        let longest = speaker.and_then(|x| x.mentions.iter().max_by_key(|m| m.chars().count()));
        let words = s.words.as_ref().expect("words");
        let via: String = words.via.iter().map(|v| format!(" | via {v}")).collect();
        format!("{} | {} | {}{via}", longest.map_or("?", String::as_str), s.act.as_str(), words.content.join(" … "))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(found(text), expected.join("\n"), "\n{text}");
}

#[test]
fn a_verb_and_a_complementizer() {
    check("المياه تعود\nقالت وزيرة المياه هالة العطار إن السدود آمنة تماماً.", &["وزيرة المياه هالة العطار | state | إن السدود آمنة تماماً"]);
    check(
        "الأمطار تتراجع\nوأكد مدير الرصد سامي المر أن الأمطار لن تتجاوز المعدل هذا العام.",
        &["مدير الرصد سامي المر | affirm | أن الأمطار لن تتجاوز المعدل هذا العام"],
    );
}

#[test]
fn a_verb_without_a_subject_belongs_to_who_spoke_before() {
    check(
        "المياه تعود\nقالت وزيرة المياه هالة العطار إن السدود آمنة تماماً. وأضافت أن منسوبها ارتفع هذا العام.",
        &["وزيرة المياه هالة العطار | state | إن السدود آمنة تماماً", "وزيرة المياه هالة العطار | state | أن منسوبها ارتفع هذا العام"],
    );
}

#[test]
fn a_participle_opens_a_statement_of_its_own() {
    check(
        "الأمطار تتراجع\nوأكد مدير الرصد سامي المر أن الأمطار لن تتجاوز المعدل، مشيراً إلى أن اللجنة ستجتمع غداً.",
        &["مدير الرصد سامي المر | affirm | أن الأمطار لن تتجاوز المعدل", "مدير الرصد سامي المر | state | أن اللجنة ستجتمع غداً"],
    );
}

#[test]
fn a_quotation_runs_over_sentences() {
    check(
        "الجسر باق\nوقال رئيس البلدية كريم الحلو: «لن نغلق الجسر. سيبقى مفتوحاً أمام الجميع. هذا قرار نهائي».",
        &["رئيس البلدية كريم الحلو | state | لن نغلق الجسر. سيبقى مفتوحاً أمام الجميع. هذا قرار نهائي"],
    );
}

#[test]
fn a_full_stop_needs_no_space() {
    check(
        "السدود آمنة\nقالت وزيرة المياه هالة العطار إن السدود آمنة.وأكد مدير الرصد سامي المر أن الأمطار لن تتجاوز المعدل.",
        &["وزيرة المياه هالة العطار | state | إن السدود آمنة", "مدير الرصد سامي المر | affirm | أن الأمطار لن تتجاوز المعدل"],
    );
}

#[test]
fn a_relay_is_not_the_source() {
    check(
        "السفينة تغادر\nونقلت صحيفة الميناء عن المتحدث باسم المرفأ كريم الحلو قوله إن السفينة غادرت أمس.",
        &["المتحدث باسم المرفأ كريم الحلو | state | إن السفينة غادرت أمس | via صحيفة الميناء"],
    );
}

#[test]
fn a_headline_names_who_speaks_before_a_colon() {
    let text = "رئيس البلدية: لن نغلق الجسر\nأكد رئيس البلدية كريم الحلو أن الجسر سيبقى مفتوحاً أمام الجميع.";
    check(
        text,
        &["رئيس البلدية كريم الحلو | state | لن نغلق الجسر", "رئيس البلدية كريم الحلو | affirm | أن الجسر سيبقى مفتوحاً أمام الجميع"],
    );
}

#[test]
fn a_text_without_a_saying_has_no_statement() {
    check("افتتاح الجسر\nافتتح رئيس البلدية الجسر الجديد أمس وسط حضور كبير.", &[]);
    check("", &[]);
    check("قال", &[]);
}

#[test]
fn arabic_is_told_from_other_languages() {
    let arabic = |text: &str| Reader::new(Model::embedded()).read(text).is_arabic();
    assert!(arabic("قالت الوزيرة إن Boeing وAirbus ستشاركان"));
    assert!(arabic("كلمة"));
    assert!(!arabic("The minister told Al Jazeera (الجزيرة) that nothing had changed since then."));
    assert!(!arabic("השר אמר אתמול"));
    assert!(!arabic("12/3/2024 ..."));
    assert!(!arabic(""));
}
