//! The Arabic words for the labels of a record, as the view and the page show them.
//! Nouns throughout: they need no agreement with the speaker.

use rawi::record::{Act, Kind, Type};

/// What the speaker does.
pub fn act(act: Act) -> &'static str {
    match act {
        Act::State => "قول",
        Act::Announce => "إعلان",
        Act::Affirm => "تأكيد",
        Act::Deny => "نفي",
        Act::Blame => "انتقاد",
        Act::Praise => "إشادة",
        Act::Demand => "مطالبة",
        Act::Warn => "تحذير",
        Act::Promise => "تعهّد",
        Act::Opine => "رأي",
        Act::Ask => "سؤال",
    }
}

/// How the words are given.
pub fn kind_of_words(kind: Type) -> &'static str {
    match kind {
        Type::Direct => "بالنصّ",
        Type::Mixed => "بعضه بالنصّ",
        Type::Indirect => "بالمعنى",
        Type::Reported => "بإيجاز",
    }
}

/// What a source is.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "شخص",
        Kind::Organization => "جهة",
        Kind::Government => "حكومة",
        Kind::Group => "جماعة",
        Kind::Unnamed => "مصدر غير مسمّى",
        Kind::Document => "وثيقة",
    }
}

/// Why a name was joined to a source, as `rawi-names` says it.
pub fn reason(reason: &str) -> String {
    const REASONS: [(&str, &str); 9] = [
        ("same full name", "الاسم الكامل نفسه"),
        ("spelling variant", "تهجئة أخرى"),
        ("surname fits", "اسم العائلة يوافقه"),
        ("given name fits", "الاسم الأول يوافقه"),
        ("same name of one word", "الاسم نفسه"),
        ("shorter form of the name", "صيغة أقصر من الاسم"),
        ("held this office at the time", "كان يشغل المنصب حينها"),
        ("same name of a body", "اسم الجهة نفسه"),
        ("decided by hand", "قرار يدوي"),
    ];
    let known = REASONS.iter().find_map(|(english, arabic)| reason.strip_prefix(english).map(|rest| format!("{arabic}{rest}")));
    known.unwrap_or_else(|| reason.to_owned())
}

/// For a statement whose source cannot be known.
pub const UNKNOWN: &str = "مصدر غير معروف";

/// `0.934` as `93%`.
pub fn percent(confidence: f64) -> String {
    format!("{:.0}%", confidence.clamp(0.0, 1.0) * 100.0)
}

/// The content as it is shown: its pieces in a row, direct speech in quotation marks, and the mark that a span cuts off
/// at its edge put back.
pub fn quoted(kind: Type, pieces: &[String]) -> String {
    let mut content = pieces.join(" … ");
    if kind == Type::Direct {
        return format!("«{content}»");
    }
    for (open, close) in [('«', '»'), ('“', '”')] {
        if content.rfind(open) > content.rfind(close) {
            content.push(close);
        }
        if content.find(close) < content.find(open).or(Some(usize::MAX)) && content.contains(close) {
            content.insert(0, open);
        }
    }
    content
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_come_in_pairs() {
        for (content, expected) in [
            ("أن العمل مستمر", "أن العمل مستمر"),
            ("إنه «سيعود غداً", "إنه «سيعود غداً»"),
            ("سيعود» غداً", "«سيعود» غداً"),
            ("إنه «سيعود» غداً", "إنه «سيعود» غداً"),
            ("سيعود» ثم «يرحل", "«سيعود» ثم «يرحل»"),
            ("", ""),
        ] {
            assert_eq!(quoted(Type::Mixed, &[content.to_owned()]), expected);
        }
        assert_eq!(quoted(Type::Direct, &["نعم".into(), "غداً".into()]), "«نعم … غداً»");
    }
}
