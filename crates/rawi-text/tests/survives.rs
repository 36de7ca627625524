//! The text that Arabic news is: typing mistakes, marks of every style, partial diacritics. Each row is a text and what it is cut into.
//! Tokens are shown between spaces, sentences between bars, quotations as `open[inside]close`.

use rawi_text::{Shape, Text, bare, fold};

fn tokens(source: &str) -> String {
    let text = Text::new(source);
    text.tokens().iter().map(|t| text.surface(t)).collect::<Vec<_>>().join(" ")
}

fn shapes(source: &str) -> String {
    let letter = |s: Shape| match s {
        Shape::Arabic => 'A',
        Shape::Foreign => 'F',
        Shape::Number => 'N',
        Shape::Quote => 'Q',
        Shape::Mark => 'M',
    };
    Text::new(source).tokens().iter().map(|t| letter(t.shape)).collect()
}

fn sentences(source: &str) -> String {
    let text = Text::new(source);
    let cut = |r: &std::ops::Range<usize>| &source[text.tokens()[r.start].bytes.start..text.tokens()[r.end - 1].bytes.end];
    text.sentences().iter().map(cut).collect::<Vec<_>>().join(" | ")
}

fn quotations(source: &str) -> String {
    let text = Text::new(source);
    let show = |q: &rawi_text::Quotation| {
        let inside = text.tokens()[q.inside.clone()].iter().map(|t| text.surface(t)).collect::<Vec<_>>().join(" ");
        let mark = |i: usize| text.surface(&text.tokens()[i]);
        format!("{}[{inside}]{}", mark(q.open), q.close.map_or("?", mark))
    };
    text.quotations().iter().map(show).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn table(cut: fn(&str) -> String, rows: &[(&str, &str)]) {
    let wrong: Vec<String> =
        rows.iter().filter(|(s, e)| cut(s) != *e).map(|(s, e)| format!("{s:?}\n  expected {e:?}\n  found    {:?}", cut(s))).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn words_and_marks() {
    table(
        tokens,
        &[
            // no space after or before a mark
            ("وصل إلى أوكرانيا.ونقل عنه", "وصل إلى أوكرانيا . ونقل عنه"),
            ("أمس،وأكد:نعم؛ثم", "أمس ، وأكد : نعم ؛ ثم"),
            ("القاهرة -رويترز-قال", "القاهرة - رويترز - قال"),
            ("(الميناء)فقال", "( الميناء ) فقال"),
            // marks that stay one token
            ("لا نعلم... ثم", "لا نعلم ... ثم"),
            ("لا نعلم… ثم", "لا نعلم … ثم"),
            ("قال ''لا'' و\"\"نعم\"\" و((ربما)) و<<كلا>>", "قال '' لا '' و \"\" نعم \"\" و (( ربما )) و << كلا >>"),
            ("ماذا؟! كلا!!", "ماذا ؟ ! كلا ! !"),
            // marks, tatweel and controls belong to their word
            ("وَقالَ إنّ الأمرَ", "وَقالَ إنّ الأمرَ"),
            ("قــــال ـ محمد", "قــــال محمد"),
            ("\u{200f}قال\u{200f} الـ\u{200c}وزير", "\u{200f}قال\u{200f} الـ\u{200c}وزير"),
            ("\u{feff}قال", "\u{feff}قال"),
            // a control inside a word is damage and cuts nothing, at its end it is between words; white space is no such control
            ("قا\0ل الوز\u{1f}ير", "قا\0ل الوز\u{1f}ير"),
            ("قال\0 \u{7f}الوزير\u{1}.", "قال الوزير ."),
            ("قا\u{1}\u{2}ل\u{b}الوزير\u{c}أمس", "قا\u{1}\u{2}ل الوزير أمس"),
            ("قال \0 الوزير\0", "قال الوزير"),
            ("20\u{1}15", "20\u{1}15"),
            ("قال\u{a0}الوزير\u{2003}أمس\tهنا", "قال الوزير أمس هنا"),
            // numbers with their separators, in both kinds of digits
            ("بنسبة 3.5% و٤٥٫٧ و1,200,000 و٣٬٥٠٠", "بنسبة 3.5 % و٤٥٫٧ و1,200,000 و٣٬٥٠٠"),
            ("عام 2024.وقال", "عام 2024 . وقال"),
            ("في 12/3/2024، 15:30", "في 12 / 3 / 2024 ، 15 : 30"),
            ("1.5.", "1.5 ."),
            // other scripts
            ("شركة Boeing و«Google»", "شركة Boeing و « Google »"),
            ("حساب @wazir_1 #بغداد", "حساب @ wazir _ 1 # بغداد"),
            ("", ""),
            (" \n\u{640}\u{200f} ", ""),
        ],
    );
    table(shapes, &[("قال Boeing 35 ٣٥ « , 5مليون F16 ﷲ ﻻ", "AFNNQMAFAA"), ("قال\u{200f}", "A"), ("'' ((", "QQ"), ("( ' \"", "MQQ")]);
}

#[test]
fn sentence_ends() {
    table(
        sentences,
        &[
            ("زار أوكرانيا.ونقل عنه ذلك.", "زار أوكرانيا. | ونقل عنه ذلك."),
            ("قال د. سامي المر إنه باق. وغادر", "قال د. سامي المر إنه باق. | وغادر"),
            ("قال أ.د. سامي وم. هدى ذلك.وغادرا", "قال أ.د. سامي وم. هدى ذلك. | وغادرا"),
            ("بلغت 3.5 في المئة. وزادت", "بلغت 3.5 في المئة. | وزادت"),
            ("لا نعلم... ربما غداً", "لا نعلم... | ربما غداً"),
            ("لا نعلم… ربما", "لا نعلم… | ربما"),
            ("هل من خطر؟! كلا! انتهى", "هل من خطر؟! | كلا! | انتهى"),
            ("قال: «سنعود.» ثم غادر", "قال: «سنعود.» | ثم غادر"),
            ("قال: «سنعود». ثم غادر", "قال: «سنعود». | ثم غادر"),
            ("قال: \"سنعود.\" (انتهى.) ثم", "قال: \"سنعود.\" | (انتهى.) | ثم"),
            ("عنوان بلا نقطة\nقال شيئاً", "عنوان بلا نقطة | قال شيئاً"),
            ("عنوان\r\n\r\nقال\u{2029}ثم", "عنوان | قال | ثم"),
            ("موقع example.com أعلن. نعم", "موقع example.com أعلن. | نعم"),
            ("قال J. Smith ذلك.", "قال J. Smith ذلك."),
            ("... ! ؟ قال", "... ! ؟ قال"),
            ("", ""),
        ],
    );
}

#[test]
fn quotation_marks_of_every_style() {
    table(
        quotations,
        &[
            ("قال: «سنعود»", "«[سنعود]»"),
            ("قال: \"سنعود\"", "\"[سنعود]\""),
            ("قال: “سنعود”", "“[سنعود]”"),
            ("قال: ''سنعود''", "''[سنعود]''"),
            ("قال: 'سنعود'", "'[سنعود]'"),
            ("قال: ‘سنعود’", "‘[سنعود]’"),
            ("قال: ((سنعود))", "(([سنعود]))"),
            ("قال: <<سنعود>>", "<<[سنعود]>>"),
            ("قال: ‹سنعود›", "‹[سنعود]›"),
            ("قال: „سنعود“", "„[سنعود]“"),
            // nested
            ("قال: «قرأت \"الميناء\" أمس»", "«[قرأت \" الميناء \" أمس]» \"[الميناء]\""),
            ("«نعم» و«لا»", "«[نعم]» «[لا]»"),
            // with spaces on the wrong side, or none
            ("قال : \" سنعود \" ثم", "\"[سنعود]\""),
            ("حديثه لـ\"الميناء\"أمس", "\"[الميناء]\""),
            ("قال:\"سنعود\".وغادر", "\"[سنعود]\""),
            // reversed
            ("قال: »سنعود« ثم", "»[سنعود]«"),
            ("قال: ”سنعود“ ثم", "”[سنعود]“"),
            // unbalanced: up to the end of the paragraph, or the next of its style
            ("قال: «سنعود غداً\nثم غادر", "«[سنعود غداً]?"),
            ("قال: «سنعود. وقال: «لن نعود»", "«[سنعود . وقال :]? «[لن نعود]»"),
            ("سنعود» قالها", ""),
            ("سنعود\" قالها", ""),
            // one that never closes ends with the one around it
            ("قال: «قرأت \"الميناء» وغادر", "«[قرأت \" الميناء]» \"[الميناء]?"),
            // mixed styles
            ("قال: «سنعود\" ثم غادر", "«[سنعود \" ثم غادر]?"),
            // apostrophes, parentheses and signs of comparison are none
            ("شركة McDonald's و(الميناء) و3 < 5", ""),
            // directional controls beside the mark
            ("قال \u{200f}\"سنعود\"\u{200f} ثم \u{200f}\"نبقى\"\u{200f}.", "\"[سنعود]\" \"[نبقى]\""),
        ],
    );
}

#[test]
fn folded_forms() {
    table(
        fold,
        &[
            ("إنّ", "ان"),
            ("أنَّهُ", "انه"),
            ("الى", "الي"),
            ("إلى", "الي"),
            ("مسؤول", "مسوول"),
            ("مسئول", "مسيول"),
            ("هيئة", "هييه"),
            ("وزيرة", "وزيره"),
            ("قــــال", "قال"),
            ("مؤكداً", "موكدا"),
            ("مؤكدًا", "موكدا"),
            ("الرحمٰن", "الرحمن"),
            ("ٱلله", "الله"),
            ("\u{200f}قال\u{200f}", "قال"),
            ("ﻗﺎﻝ", "قال"),
            ("ﻻ", "لا"),
            ("ﷲ", "الله"),
            ("كيفی", "كيفي"),
            ("کتاب", "كتاب"),
            ("خانۀ", "خانه"),
            // letters whose carrier and hamza are two characters in one form and one in another fold alike
            ("\u{fbb0}", "\u{6d2}"),
            ("\u{6d3}", "\u{6d2}"),
            ("\u{6c2}", "ه"),
            ("٣٫٥", "3٫5"),
            ("۳۵", "35"),
            ("BBC", "bbc"),
            ("Évian", "evian"),
            ("ÇA", "ca"),
            ("\u{202b}\u{202c}", ""),
            ("ا\u{654}ن", "ان"),
            ("قا\0ل", "قال"),
        ],
    );
    table(bare, &[("إنّ", "إن"), ("مؤكداً", "مؤكدا"), ("قــــال", "قال"), ("ﻗﺎﻝ", "قال"), ("هيئة", "هيئة"), ("BBC", "BBC")]);
    // a letter and its mark apart are the letter
    table(
        bare,
        &[
            ("ا\u{654}سواق", "أسواق"),
            ("ا\u{655}ن", "إن"),
            ("ا\u{653}خر", "آخر"),
            ("هيي\u{654}ه", "هيئه"),
            ("مسو\u{64f}\u{654}ول", "مسؤول"),
            ("قا\u{1f}ل", "قال"),
        ],
    );
}

#[test]
fn clitics() {
    let show = |s: &str| {
        let folded = fold(s);
        let a = rawi_text::affixes(&folded);
        let sign = |c: Option<char>| c.map(|c| format!("{c}+")).unwrap_or_default();
        let article = if a.article { "ال+" } else { "" };
        let pronoun = if a.pronoun.is_empty() { String::new() } else { format!("+{}", a.pronoun) };
        format!("{}{}{article}{}{pronoun}", sign(a.conjunction), sign(a.preposition), a.stem)
    };
    for (word, expected) in [
        ("وقال", "و+قال"),
        ("فأضاف", "ف+اضاف"),
        ("والوزير", "و+ال+وزير"),
        ("بالقرار", "ب+ال+قرار"),
        ("للمنظمة", "ل+ال+منظمه"),
        ("وللوزير", "و+ل+ال+وزير"),
        ("كالعادة", "ك+ال+عاده"),
        ("قوله", "قول+ه"),
        ("تصريحاتهم", "تصريحات+هم"),
        ("وبحسبهما", "و+ب+حسب+هما"),
        ("قال", "قال"),
        ("في", "في"),
        ("و", "و"),
        ("", ""),
    ] {
        assert_eq!(show(word), expected, "{word}");
    }
}
