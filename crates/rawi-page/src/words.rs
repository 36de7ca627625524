//! Every string of the interface, in both languages, in one table: a row for each, its name, Arabic, English.
//! The labels of records are in `labels`. Counts follow a colon, so that no word has to agree with a number.

use crate::lang::Lang;

macro_rules! table {
    ($($name:ident: $arabic:literal, $english:literal;)*) => {
        /// The strings of the interface in one language.
        #[derive(Debug)]
        pub struct Words {
            $(#[doc = concat!("“", $english, "”")] pub $name: &'static str,)*
        }
        static ARABIC: Words = Words { $($name: $arabic,)* };
        static ENGLISH: Words = Words { $($name: $english,)* };
        /// Name, Arabic, English of every string.
        #[cfg(test)]
        pub const ALL: &[(&str, &str, &str)] = &[$((stringify!($name), $arabic, $english),)*];
    };
}

impl Words {
    /// Those of a language.
    pub fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Ar => &ARABIC,
            Lang::En => &ENGLISH,
        }
    }
}

table! {
    rawi: "راوٍ", "Rawi";
    tagline: "من قال ماذا، وعن طريق مَن", "Who said what, and through whom";
    to_content: "إلى المحتوى", "Skip to the content";
    pages: "الصفحات", "Pages";

    // places
    search: "بحث", "Search";
    speakers: "المتحدثون", "Speakers";
    outlets: "الوسائل", "Outlets";
    read: "قراءة نصّ", "Read a text";
    api: "واجهة البرمجة", "API";

    // an article and its statements
    sources: "المصادر", "Sources";
    statements: "الأقوال", "Statements";
    articles: "المقالات", "Articles";
    no_statements: "لا أقوال منسوبة في هذا النص.", "No attributed statements in this text.";
    in_text: "القول في النص:", "Statement in the text:";
    sure: "احتمال صحة القائل ومقوله", "How likely source and words are right";
    addressee: "المخاطَب", "Addressee";
    relay: "الناقل", "Relay";
    relay_of: "، عن ", ", citing ";
    setting: "السياق", "Setting";
    why: "لماذا؟", "Why?";
    why_act: "هذا الفعل", "This act";
    why_bounds: "هذه الحدود", "These bounds";
    why_speaker: "هذا المصدر", "This source";
    model_before: "استُخرجت آلياً بالنموذج", "Found automatically by the model";
    model_after: "وقد تخطئ؛ النسبة هي احتمال صحة القائل ومقوله.", "and may be wrong; the percentage is how likely source and words are right.";
    this_statement: "رابط القول", "Link to this statement";
    elsewhere: "ما قاله في غيره", "Elsewhere by this source";
    its_page: "صفحته", "Page";
    also_in: "نُشر أيضاً في", "Also carried by";
    also: "نُشر أيضاً", "Also carried";
    times: "مرات", "times";
    revisions: "النسخ المعدّلة", "Revisions";
    revision: "النسخة", "Revision";
    added: "أُضيفت", "added";
    differences: "الفروق", "Differences";
    differences_hint: "ما في أحد النصّين دون الآخر معلَّم.", "What one text has and the other has not is marked.";
    no_difference: "النصّان متطابقان.", "The two texts are the same.";
    author: "الكاتب", "Author";
    original: "الأصل", "Original";
    identifier: "المعرّف", "Identifier";
    about_article: "عن المقال", "About the article";
    explain: "علامَ بُني ذلك؟", "What was it decided by?";

    // search
    query: "كلمات، أو متحدث:اسم", "Words, or speaker:name";
    find: "ابحث", "Search";
    look_for: "في", "In";
    sort: "الترتيب", "Order";
    by_relevance: "الأقرب أولاً", "Best match first";
    by_newest: "الأحدث أولاً", "Newest first";
    by_oldest: "الأقدم أولاً", "Oldest first";
    each_copy: "كل نسخة على حدة", "Each copy by itself";
    from: "من", "From";
    to: "إلى", "To";
    between: "إلى", "to";
    day: "سنة أو شهر أو يوم، مثل 2031 و2031-05 و2031-05-17", "A year, month or day, like 2031, 2031-05 or 2031-05-17";
    most: "الأعلى", "Most";
    results: "النتائج", "Results";
    out_of: "من", "of";
    nothing: "لا نتائج", "Nothing found";
    nothing_hint: "جرّب كلمات أقل، أو احذف مرشّحاً، أو وسّع المدة. الكلمة تجد صيغها الأخرى، والاسم تهجئاته.",
        "Try fewer words, remove a filter, or widen the dates. A word finds its other forms, and a name its spellings.";
    nearest: "أقرب الأسماء:", "The nearest names:";
    broken: "لم يُفهم الاستعلام", "The query was not understood";
    broken_at: "عند الحرف", "At character";
    broken_expected: "المتوقع هنا:", "Expected here:";
    note_speaker: "لا متحدث بهذا الاسم:", "No speaker is called:";
    note_addressee: "لا مخاطَب بهذا الاسم:", "No addressee is called:";
    note_via: "لا ناقل بهذا الاسم:", "No relay is called:";
    note_outlet: "لا وسيلة بهذا الاسم:", "No outlet is called:";
    note_spellings: "بُحث أيضاً عن تهجئات", "Other spellings were searched too, of";
    note_relaxed: "لا شيء فيه كل هذه الكلمات؛ المعروض فيه منها على الأقل:", "Nothing has all these words; shown is what has at least:";
    note_behind: "الفهرس لم يلحق بعدُ بآخر التغييرات:", "The index has not followed the latest changes yet:";
    narrow: "تضييق البحث", "Narrow the search";
    chosen: "المختار", "Chosen";
    remove: "أزل", "Remove";
    timeline: "النتائج عبر الزمن", "Results over time";
    numbers: "بالأرقام", "As numbers";
    period: "المدة", "Period";
    drag_hint: "اسحب على الرسم لاختيار مدة.", "Drag across the chart to choose a period.";
    previous: "السابق", "Previous";
    next: "التالي", "Next";
    page: "صفحة", "Page";
    take_along: "صدّر أقوال هذا البحث بكل نسخها", "Export the statements of this search, every copy";
    feed: "تابعه", "Follow it";
    to_the: "إلى", "to";
    through: "عن طريق", "through";
    comma: "، ", ", ";
    more: "المزيد", "More";
    act: "الفعل", "Act";
    way: "النقل", "Quoted";
    outlet: "الوسيلة", "Outlet";
    empty_search: "اسأل الأرشيف", "Ask the archive";
    empty_search_hint: "اكتب كلمة أو اسماً. أمثلة:", "Type a word or a name. Examples:";
    suggestions: "اقتراحات", "Suggestions";
    keys: "اختصارات: / للبحث، j وk بين النتائج", "Keys: / to search, j and k through the results";

    // speakers
    who: "اسم متحدث", "Name of a speaker";
    any_kind: "كل الأنواع", "Every kind";
    kind: "النوع", "Kind";
    name: "الاسم", "Name";
    role: "الصفة", "Role";
    nobody: "لا أحد بهذا الاسم في الأرشيف.", "Nobody in the archive is called so.";
    number: "الرقم", "Number";
    names: "الأسماء والصفات", "Names and roles";
    reason: "سبب الضمّ", "Why joined";
    more_names: "أسماء أخرى", "More names";
    lead: "الاسم الذي يُعرف به", "The name it goes by";
    over_time: "الأقوال عبر الزمن", "Statements over time";
    subjects: "المواضيع", "Subjects";
    acts: "الأفعال", "Acts";
    addresses: "يخاطب", "Addresses";
    relayed_by: "ينقل عنه", "Relayed by";
    latest: "أحدث الأقوال", "Latest statements";
    all_statements: "كل أقواله", "All statements";
    compare: "قارن بين الوسائل", "Compare outlets";
    decisions: "قرارات من يدير الأرشيف", "Decisions made by hand";
    merged: "ضُمّ", "Merged";
    merged_with: "إلى", "with";
    split_off: "فُصل", "Split";
    split_from: "عن", "from";
    merge: "ضمّ متحدث آخر", "Merge with another speaker";
    merge_hint: "إن كان اسمان لمتحدث واحد ولم يُضمّا. يُعرض الاثنان جنباً إلى جنب قبل الضمّ.",
        "Where two names are one speaker and were not joined. Both are shown side by side first.";
    merge_with: "اسمه أو رقمه", "Its name or number";
    show_both: "اعرضهما", "Show both";
    split: "افصل", "Split";
    undo: "تراجع", "Undo";
    merge_title: "أهما متحدث واحد؟", "Are these one speaker?";
    merge_now: "نعم، ضمّهما", "Yes, merge them";
    merge_not: "لا، عُد", "No, go back";
    merge_effect: "تُعدّ أقوالهما معاً من الآن، ويمكن التراجع عن ذلك.", "From now on their statements count together; it can be undone.";

    // outlets
    outlets_hint: "اختر وسيلتين أو أكثر، ثم موضوعاً أو متحدثاً إن شئت.", "Choose two outlets or more, and a subject or a speaker if you like.";
    subject: "الموضوع", "Subject";
    speaker: "المتحدث", "Speaker";
    show: "اعرض", "Show";
    side_by_side: "جنباً إلى جنب", "Side by side";
    quoted: "المصادر المنقول عنها", "Sources quoted";
    only_here: "مصادر لا تنقل عنها غيرها", "Sources that no other of them quotes";
    none: "لا شيء", "None";

    // read
    read_hint: "ألصق مقالاً أو اختر ملفاً، فتظهر الأقوال المنسوبة فيه ومن قالها. لا يُحفظ شيء.",
        "Paste an article or choose a file, and see its attributed statements and who made them. Nothing is kept.";
    text: "النص", "Text";
    file: "أو ملف (نص، صفحة محفوظة)", "Or a file (text, a saved page)";
    read_now: "اقرأ", "Read";
    keep: "احفظه في الأرشيف", "Keep it in the archive";
    drop_here: "أفلت الملف هنا", "Drop the file here";
    reading: "يُقرأ…", "Reading…";

    // messages
    what_next: "ما العمل؟", "What to do";
    to_start: "إلى البداية", "To the start";
    gone: "الخادم لا يجيب. تحقق من أنه يعمل ثم أعد المحاولة.", "The server does not answer. See that it runs, then try again.";

    // the API
    api_hint: "يُسأل الأرشيف بالأسئلة نفسها عبر HTTP. وصفها الكامل للآلات:", "The same questions can be asked over HTTP. Described for machines:";
    parameters: "المُدخلات", "Parameters";
    required: "لازم", "required";
    body: "المتن", "Body";
    answers: "الأجوبة", "Answers";
    operation: "العملية", "Operation";
    description: "الوصف", "Description";
    where_given: "الموضع", "In";
    value: "القيمة", "Value";

    first_of_several: "قُرئت الأولى من وثائق الملف", "The first document is read, of those in the file";

    // the token
    enter: "الدخول", "Enter";
    enter_hint: "اكتب رمز هذا الخادم؛ يعرفه من شغّله.", "Type the token of this server; whoever started it knows it.";
    token: "الرمز", "Token";
    enter_wrong: "ليس هذا هو الرمز.", "This is not the token.";

    // what goes wrong, and what to do then
    not_understood: "لم يُفهم ما طُلب", "What was asked could not be understood";
    ask_otherwise: "صحّح العنوان أو الاستعلام، أو ابدأ من صفحة البحث.", "Correct the address or the query, or begin at the search.";
    not_allowed: "هذا غير مسموح", "This is not allowed";
    with_token: "يُغيَّر الأرشيف بعد الدخول بالرمز، على خادم لا يمنع التغيير.", "The archive is changed after entering with the token, on a server that lets it be changed.";
    not_there: "لا شيء تحت هذا العنوان", "There is nothing under this address";
    look_for_it: "لعلّه أُزيل أو في عنوانه خطأ؛ ابحث عنه.", "It may have been removed, or its address has a mistake; search for it.";
    too_long: "ما أُرسل أطول مما يُقبل", "What was sent is longer than what is taken";
    send_less: "أرسل نصاً أقصر، أو اقرأه بالأمر rawi read.", "Send a shorter text, or read it with the command rawi read.";
    not_readable: "تعذّرت قراءة ما أُرسل", "What was sent could not be read";
    send_otherwise: "أرسل نصاً أو صفحة محفوظة أو أسطر JSON.", "Send a text, a saved page or lines of JSON.";
    not_now: "لا يمكن ذلك الآن", "Not at this moment";
    try_again: "حاول بعد قليل؛ وإن لم يكن هناك أرشيف بعد فأضف إليه المقالات بالأمر rawi add.", "Try again in a moment; where there is no archive yet, add articles with the command rawi add.";
    broke: "تعطّل الخادم عند هذا الطلب", "The server broke on this request";
    see_log: "في سجلّ الخادم ما حدث.", "The log of the server says what happened.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::is_arabic;

    #[test]
    fn both_languages_have_every_string() {
        for (name, arabic, english) in ALL {
            assert!(is_arabic(arabic), "{name}: {arabic}");
            assert!(!english.is_empty() && !is_arabic(english), "{name}: {english}");
        }
    }

    #[test]
    fn every_string_is_used() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/");
        let mut all = String::new();
        for folder in ["templates", "src"] {
            for entry in std::fs::read_dir(format!("{root}{folder}")).unwrap() {
                let path = entry.unwrap().path();
                if path.file_name() != Some("words.rs".as_ref()) && path.is_file() {
                    all.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        for (name, ..) in ALL {
            let used = all
                .match_indices(&format!("w.{name}"))
                .any(|(at, used)| !all[at + used.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'));
            assert!(used, "{name}");
        }
    }
}
