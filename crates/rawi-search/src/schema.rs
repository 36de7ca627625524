//! How an index looks on the disk: its fields, how texts become terms, and its version.
//! Nothing is stored but terms and columns; texts stay in the archive.

use crate::word::{form, is_function_word, listed_words, parts, stems, term};
use rawi_text::Text;
use std::collections::HashMap;
use std::sync::LazyLock;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

/// The version of the fields; it goes up with every change of them.
const VERSION: u32 = 2;

/// What marks an index of this version: that of the fields, and a print of the terms that words are indexed under, which changes
/// with the lists, the stemming and the phonetic skeletons.
static STAMP: LazyLock<String> = LazyLock::new(|| format!("rawi-search {VERSION} {:08x} ", words_print()));

/// What a commit carries: the version and the sequence number of the store.
pub(crate) fn payload(sequence: u64) -> String {
    format!("{}{sequence}", *STAMP)
}

/// The sequence number in a payload of this version; what was found otherwise.
pub(crate) fn sequence(payload: Option<&str>) -> Result<u64, String> {
    let payload = payload.unwrap_or_default();
    let number = payload.strip_prefix(STAMP.as_str()).and_then(|s| s.parse().ok());
    number.ok_or_else(|| format!("found {payload:?}, expected {:?} and a number", *STAMP))
}

/// Words as odd texts write them: letters and their marks apart, controls inside. What they are indexed under is part of the print.
const ODD: &str = "لأ\u{64e}خ ا\u{654}سواق و\u{655}\u{64e}مي\u{654}ه سو\u{0}ق\u{7f}ه قا\u{ad}ل ﻗﺎﻝ ک\u{200c}ی";

/// FNV-1a over the terms of all words in the lists, and over the forms of odd ones.
fn words_print() -> u32 {
    let odd = word_lines(ODD);
    let terms = listed_words().flat_map(stem_terms).chain(odd.lines().map(form));
    terms.flat_map(String::into_bytes).fold(0x811C_9DC5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// The fields of the index.
#[derive(Clone, Copy)]
pub(crate) struct Fields {
    /// 1 for articles, 2 for statements.
    pub row: Field,
    pub article: Field,
    pub statement: Field,
    pub group: Field,
    /// Days since 1970 plus [`DAY_ZERO`].
    pub day: Field,
    /// The last day that it may be; another than `day` where only a month or year is known.
    pub until: Field,
    pub outlet: Field,
    /// Places in the lists of labels, from 1.
    pub kind: Field,
    pub act: Field,
    pub form: Field,
    /// In thousandths.
    pub confidence: Field,
    pub speaker: Field,
    pub addressee: Field,
    pub via: Field,
    /// Stems of names of the parties.
    pub names: Field,
    /// Stems of the role of the speaker.
    pub role: Field,
    /// Stems and forms of what was said.
    pub said: Field,
    pub said_forms: Field,
    /// Stems and forms of articles.
    pub title: Field,
    pub text: Field,
    pub text_forms: Field,
}

pub(crate) const ARTICLE: u64 = 1;
pub(crate) const STATEMENT: u64 = 2;

/// Keeps days before 1970 above zero, which stands for none.
pub(crate) const DAY_ZERO: i64 = 1 << 22;

pub(crate) fn schema() -> (Schema, Fields) {
    let text = |tokenizer: &str, record, norms| {
        let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record).set_fieldnorms(norms);
        TextOptions::default().set_indexing_options(indexing)
    };
    // where a word stands is asked of forms only, how often and in how long a text of stems only
    let stems = || text("stems", IndexRecordOption::WithFreqs, true);
    let forms = || text("forms", IndexRecordOption::WithFreqsAndPositions, false);
    let names = || text("stems", IndexRecordOption::Basic, false);
    let mut b = Schema::builder();
    let fields = Fields {
        row: b.add_u64_field("row", FAST),
        article: b.add_u64_field("article", FAST | INDEXED),
        statement: b.add_u64_field("statement", FAST),
        group: b.add_u64_field("group", FAST),
        day: b.add_u64_field("day", FAST),
        until: b.add_u64_field("until", FAST),
        outlet: b.add_text_field("outlet", STRING | FAST),
        kind: b.add_u64_field("kind", FAST | INDEXED),
        act: b.add_u64_field("act", FAST | INDEXED),
        form: b.add_u64_field("form", FAST | INDEXED),
        confidence: b.add_u64_field("confidence", FAST),
        speaker: b.add_u64_field("speaker", FAST | INDEXED),
        addressee: b.add_u64_field("addressee", FAST | INDEXED),
        via: b.add_u64_field("via", FAST | INDEXED),
        names: b.add_text_field("names", names()),
        role: b.add_text_field("role", names()),
        said: b.add_text_field("said", stems()),
        said_forms: b.add_text_field("said_forms", forms()),
        title: b.add_text_field("title", stems()),
        text: b.add_text_field("text", stems()),
        text_forms: b.add_text_field("text_forms", forms()),
    };
    (b.build(), fields)
}

/// Tells `index` how to cut texts.
pub(crate) fn register(index: &tantivy::Index) {
    index.tokenizers().register("stems", TextAnalyzer::from(Terms::new(stem_terms)));
    index.tokenizers().register("forms", TextAnalyzer::from(Terms::new(form_terms)));
}

fn form_terms(form: &str) -> Vec<String> {
    vec![form.to_owned()]
}

fn stem_terms(form: &str) -> Vec<String> {
    if is_function_word(form) { Vec::new() } else { parts(form).iter().flat_map(|p| stems(p)).map(|s| term(&s)).collect() }
}

/// The words of a text, a line each: what the fields for texts are fed, so that a text is cut into words once and not in each of them.
pub(crate) fn word_lines(text: &str) -> String {
    let text = Text::new(text);
    let mut out = String::with_capacity(text.source().len());
    for token in text.tokens().iter().filter(|t| t.is_word()) {
        out.push_str(text.surface(token));
        out.push('\n');
    }
    out
}

/// Cuts words into terms at one position, those of [`word_lines`].
#[derive(Clone)]
struct Terms {
    cut: fn(&str) -> Vec<String>,
    /// Words seen before, as they stand in texts, with the place of their terms: most words of a text are among a few thousand.
    seen: HashMap<String, usize>,
    terms: Vec<Vec<String>>,
    /// The words of this text: position and terms.
    words: Vec<(usize, usize)>,
    token: Token,
}

impl Terms {
    fn new(cut: fn(&str) -> Vec<String>) -> Self {
        Self { cut, seen: HashMap::new(), terms: Vec::new(), words: Vec::new(), token: Token::default() }
    }
}

/// How many words are kept with their terms.
const SEEN: usize = 1 << 16;

impl Tokenizer for Terms {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        if self.seen.len() > SEEN {
            self.seen.clear();
            self.terms.clear();
        }
        self.words.clear();
        for (position, surface) in text.lines().enumerate() {
            let place = match self.seen.get(surface) {
                Some(place) => *place,
                None => {
                    let form = form(surface);
                    self.terms.push(if form.is_empty() { Vec::new() } else { (self.cut)(&form) });
                    self.seen.insert(surface.to_owned(), self.terms.len() - 1);
                    self.terms.len() - 1
                }
            };
            self.words.push((position, place));
        }
        Stream { words: &self.words, terms: &self.terms, token: &mut self.token, word: 0, term: 0 }
    }
}

/// The terms of a text. Their places in it are not kept by an index, and not told.
struct Stream<'a> {
    words: &'a [(usize, usize)],
    terms: &'a [Vec<String>],
    token: &'a mut Token,
    word: usize,
    term: usize,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        while let Some((position, place)) = self.words.get(self.word) {
            if let Some(term) = self.terms[*place].get(self.term) {
                self.token.text.clear();
                self.token.text.push_str(term);
                self.token.position = *position;
                self.term += 1;
                return true;
            }
            (self.word, self.term) = (self.word + 1, 0);
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
