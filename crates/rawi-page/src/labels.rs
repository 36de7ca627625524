//! The words for the labels of a record, in both languages, as views and pages show them.
//! Nouns throughout: they need no agreement with the speaker. All other words of pages are in `words`.

use rawi::record::{Act, Kind, Type};

use crate::lang::Lang;

/// The one of two words that belongs to a language.
fn of(lang: Lang, arabic: &'static str, english: &'static str) -> &'static str {
    match lang {
        Lang::Ar => arabic,
        Lang::En => english,
    }
}

/// What the speaker does.
pub fn act(act: Act, lang: Lang) -> &'static str {
    match act {
        Act::State => of(lang, "قول", "statement"),
        Act::Announce => of(lang, "إعلان", "announcement"),
        Act::Affirm => of(lang, "تأكيد", "affirmation"),
        Act::Deny => of(lang, "نفي", "denial"),
        Act::Blame => of(lang, "انتقاد", "criticism"),
        Act::Praise => of(lang, "إشادة", "praise"),
        Act::Demand => of(lang, "مطالبة", "demand"),
        Act::Warn => of(lang, "تحذير", "warning"),
        Act::Promise => of(lang, "تعهّد", "promise"),
        Act::Opine => of(lang, "رأي", "opinion"),
        Act::Ask => of(lang, "سؤال", "question"),
    }
}

/// How the words are given.
pub fn kind_of_words(kind: Type, lang: Lang) -> &'static str {
    match kind {
        Type::Direct => of(lang, "بالنصّ", "verbatim"),
        Type::Mixed => of(lang, "بعضه بالنصّ", "partly verbatim"),
        Type::Indirect => of(lang, "بالمعنى", "paraphrased"),
        Type::Reported => of(lang, "بإيجاز", "in brief"),
    }
}

/// What a source is.
pub fn kind(kind: Kind, lang: Lang) -> &'static str {
    match kind {
        Kind::Person => of(lang, "شخص", "person"),
        Kind::Organization => of(lang, "جهة", "organization"),
        Kind::Government => of(lang, "حكومة", "government"),
        Kind::Group => of(lang, "جماعة", "group"),
        Kind::Unnamed => of(lang, "مصدر غير مسمّى", "unnamed source"),
        Kind::Document => of(lang, "وثيقة", "document"),
    }
}

/// What is counted over everything found.
#[cfg(feature = "archive")]
pub fn facet(facet: rawi_archive::Facet, lang: Lang) -> &'static str {
    use rawi_archive::Facet;
    match facet {
        Facet::Speaker => of(lang, "المتحدثون", "Speakers"),
        Facet::Addressee => of(lang, "المخاطَبون", "Addressees"),
        Facet::Via => of(lang, "الناقلون", "Relays"),
        Facet::Kind => of(lang, "أنواع المصادر", "Kinds of source"),
        Facet::Act => of(lang, "الأفعال", "Acts"),
        Facet::Type => of(lang, "أنواع النقل", "Ways of quoting"),
        Facet::Outlet => of(lang, "الوسائل", "Outlets"),
        Facet::Role => of(lang, "الصفات", "Roles"),
        Facet::Month => of(lang, "الأشهر", "Months"),
        Facet::Day => of(lang, "الأيام", "Days"),
    }
}

/// A value of it: names, outlets and months are what they are.
#[cfg(feature = "archive")]
pub fn value(facet: rawi_archive::Facet, value: &str, lang: Lang) -> &str {
    use rawi_archive::Facet;
    let known = match facet {
        Facet::Act => value.parse().ok().map(|known| act(known, lang)),
        Facet::Type => value.parse().ok().map(|known| kind_of_words(known, lang)),
        Facet::Kind => value.parse().ok().map(|known| kind(known, lang)),
        _ => None,
    };
    known.unwrap_or(value)
}

/// Why a name was joined to a source, as `rawi-names` says it in English.
pub fn reason(reason: &str, lang: Lang) -> String {
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
    translated(reason, &REASONS, lang)
}

/// What a query should have at a place, as `rawi-search` says it in English.
#[cfg(feature = "archive")]
pub fn expected(expected: &str, lang: Lang) -> String {
    const EXPECTED: [(&str, &str); 11] = [
        ("a word, a phrase or a filter on both sides of OR", "كلمة أو عبارة أو مرشّح على جانبي OR"),
        ("a word, a phrase or a filter after NOT", "كلمة أو عبارة أو مرشّح بعد NOT"),
        ("a word, a phrase or a filter inside the parentheses", "كلمة أو عبارة أو مرشّح بين القوسين"),
        ("a word between the quotation marks", "كلمة بين علامتي التنصيص"),
        ("one word after =", "كلمة واحدة بعد ="),
        ("at least two letters before *", "حرفان على الأقل قبل *"),
        ("a day, month or year:", "يوم أو شهر أو سنة:"),
        ("a number from 0 to 1", "عدد من 0 إلى 1"),
        ("a value for ", "قيمة للمرشّح "),
        ("one value for ", "قيمة واحدة للمرشّح "),
        ("one of ", "واحد من: "),
    ];
    translated(expected, &EXPECTED, lang)
}

/// Text whose beginning is known in English, in the language of the page where it is known at all.
fn translated(text: &str, known: &[(&str, &str)], lang: Lang) -> String {
    let arabic = || known.iter().find_map(|(english, arabic)| text.strip_prefix(english).map(|rest| format!("{arabic}{rest}")));
    (lang == Lang::Ar).then(arabic).flatten().unwrap_or_else(|| text.to_owned())
}

/// For a statement whose source cannot be known.
pub fn unknown(lang: Lang) -> &'static str {
    of(lang, "مصدر غير معروف", "unknown source")
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
