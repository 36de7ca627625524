//! The model: everything learned, as one file that is checked before anything is decoded. Loaded once, shared by readers.
//! Not how it is trained, and not how it is used.

use crate::encoder::Encoder;
use crate::explain::Backwards;
use crate::head::Head;
use crate::pipeline::Heads;
use crate::record::{Act, Kind, Type};
use crate::{features, label, mention, parts, source};
use rawi_learn::chain::Chain;
use rawi_learn::{FileError, Linear, Unpacker, checked};
#[cfg(feature = "train")]
use rawi_learn::{Packer, sealed};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::OnceLock;

/// The first line of a model file. Its number is the version of the format, apart from that of the crate.
const STAMP: &str = "rawi model 2";

/// Everything learned, loaded once and shared.
pub struct Model {
    pub(crate) heads: Heads,
    backwards: OnceLock<Backwards>,
    id: String,
    license: String,
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Bytes that are no model of this version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelError(Problem);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Problem {
    /// The stamp, the checksum or the shape of a table is wrong.
    File(FileError),
    /// The tables are well-formed and do not fit this version of the library.
    Misfit { part: &'static str, what: String },
}

impl std::fmt::Display for ModelError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.0 {
            Problem::File(e) => write!(f, "no model of this version: {e}"),
            Problem::Misfit { part, what } => write!(f, "no model of this version: the part “{part}”: {what}"),
        }
    }
}

impl std::error::Error for ModelError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0 {
            Problem::File(e) => Some(e),
            Problem::Misfit { .. } => None,
        }
    }
}

impl From<FileError> for ModelError {
    fn from(e: FileError) -> Self {
        Self(Problem::File(e))
    }
}

/// What a head of the file must look like to answer what it is asked.
struct Layout {
    part: &'static str,
    slots: usize,
    rows: usize,
    labels: usize,
    /// Whether its labels form a path.
    path: bool,
}

/// The heads in the order of the file.
fn layout() -> [Layout; 11] {
    let head = |part, slots, rows, labels, path| Layout { part, slots, rows, labels, path };
    [
        head("cue", 1, 1, 3, true),
        head("mention", 1, 1, 3, true),
        head("parts", parts::SLOTS, parts::Pair::ROWS, parts::LABELS, true),
        head("kind", mention::KIND_SLOTS, mention::Whole::ROWS, Kind::ALL.len(), false),
        head("name", mention::NAME_SLOTS, mention::Inside::ROWS, 3, true),
        head("sort", label::TYPE_SLOTS, label::Manner::ROWS, Type::ALL.len(), false),
        head("act", label::ACT_SLOTS, label::Deed::ROWS, Act::ALL.len(), false),
        head("join", source::JOIN_SLOTS, source::Join::ROWS, 1, false),
        head("implicit", source::IMPLICIT_SLOTS, source::Implicit::ROWS, 1, false),
        head("keep", 0, label::Trust::ROWS, 2, false),
        head("trust", 0, label::Trust::ROWS, 2, false),
    ]
}

impl Heads {
    #[cfg(feature = "train")]
    fn list(&self) -> [&Head; 11] {
        [
            &self.cue,
            &self.mention,
            &self.parts,
            &self.kind,
            &self.name,
            &self.sort,
            &self.act,
            &self.join,
            &self.implicit,
            &self.keep,
            &self.trust,
        ]
    }
}

#[cfg(feature = "train")]
fn pack_encoder(out: &mut Packer, e: &Encoder) {
    out.number(e.width as u64);
    out.number(e.first.outputs() as u64);
    out.dictionary(&e.dictionary);
    out.packed(&e.rows);
    out.vectors(&e.vectors);
    out.linear(&e.project);
    out.rows(&e.places, e.width);
    out.linear(&e.first);
    out.number(e.layers.len() as u64);
    e.layers.iter().for_each(|l| out.recurrent(l));
}

#[cfg(feature = "train")]
fn pack_head(out: &mut Packer, h: &Head) {
    out.number(h.hidden as u64);
    h.slots.iter().for_each(|s| out.linear(s));
    out.rows(&h.rows, h.hidden);
    out.floats(&h.bias);
    out.number(h.blocks.len() as u64);
    h.blocks.iter().for_each(|b| out.linear(b));
    out.linear(&h.out);
    out.floats(&h.chain.step);
    out.floats(&h.chain.first);
    out.floats(&h.chain.last);
}

/// The bytes of a model file, from what was learned, the model's name (such as `rawi-ar 0.1`) and the licence of its weights (SPDX).
#[cfg(feature = "train")]
pub(crate) fn pack(heads: &Heads, name: &str, license: &str) -> Vec<u8> {
    let mut out = Packer::default();
    out.text(name);
    out.text(license);
    pack_encoder(&mut out, &heads.encoder);
    for (layout, head) in layout().iter().zip(heads.list()) {
        out.text(layout.part);
        pack_head(&mut out, head);
    }
    sealed(STAMP, &out.bytes)
}

/// How many bytes each part of a model file takes, for deciding what to keep.
#[cfg(feature = "train")]
pub(crate) fn sizes(heads: &Heads) -> Vec<(&'static str, usize)> {
    let mut out = Packer::default();
    out.vectors(&heads.encoder.vectors);
    let vectors = out.bytes.len();
    let mut sizes = vec![("vectors", vectors)];
    out.bytes.clear();
    pack_encoder(&mut out, &heads.encoder);
    sizes.push(("encoder", out.bytes.len() - vectors));
    for (layout, head) in layout().iter().zip(heads.list()) {
        out.bytes.clear();
        pack_head(&mut out, head);
        sizes.push((layout.part, out.bytes.len()));
    }
    sizes
}

/// Weights of a trained model stay far below this; larger ones could add up to infinity.
const LARGEST: f32 = 1e6;
/// No model is wider.
const WIDEST: u64 = 1024;

fn misfit<T>(part: &'static str, what: String) -> Result<T, ModelError> {
    Err(ModelError(Problem::Misfit { part, what }))
}

fn width(from: &mut Unpacker<'_>, part: &'static str, what: &str) -> Result<usize, ModelError> {
    match from.number()? {
        n @ 1..=WIDEST => Ok(n as usize),
        n => misfit(part, format!("{n} {what}")),
    }
}

fn check(part: &'static str, weights: impl Iterator<Item = f32>) -> Result<(), ModelError> {
    match weights.into_iter().find(|x| x.is_nan() || x.abs() > LARGEST) {
        Some(x) => misfit(part, format!("the weight {x}")),
        None => Ok(()),
    }
}

fn unpack_encoder(from: &mut Unpacker<'_>) -> Result<Encoder, ModelError> {
    const PART: &str = "encoder";
    let e = width(from, PART, "components")?;
    let d = width(from, PART, "states")?;
    if d % 2 == 1 {
        return misfit(PART, format!("{d} states for two directions"));
    }
    let dictionary = from.dictionary()?;
    let rows = from.packed(dictionary.len(), e)?;
    let vectors = from.vectors()?;
    let project = from.linear(vectors.dim, e)?;
    let places = from.rows()?;
    if places.len() != features::Place::ROWS * e {
        return misfit(PART, format!("{} cells for places, expected {}", places.len(), features::Place::ROWS * e));
    }
    let first = from.linear(3 * e, d)?;
    let mut layers = Vec::new();
    for _ in 0..from.number()?.min(WIDEST) {
        layers.push(from.recurrent(d / 2)?);
    }
    let wide = [rows.largest(), project.largest(), first.largest()];
    check(PART, wide.into_iter().chain(places.iter().copied()).chain(layers.iter().map(rawi_learn::Recurrent::largest)))?;
    Ok(Encoder { width: e, dictionary, rows, vectors, project, places, first, layers })
}

fn unpack_head(from: &mut Unpacker<'_>, l: &Layout, states: usize) -> Result<Head, ModelError> {
    let part = l.part;
    let hidden = width(from, part, "hidden units")?;
    let slots = (0..l.slots).map(|_| from.linear(states, hidden)).collect::<Result<Vec<Linear>, _>>()?;
    let rows = from.rows()?;
    if rows.len() != l.rows * hidden {
        return misfit(part, format!("{} cells in its table, expected {}", rows.len(), l.rows * hidden));
    }
    let bias = from.floats()?;
    if bias.len() != hidden {
        return misfit(part, format!("{} biases for {hidden} units", bias.len()));
    }
    let mut blocks = Vec::new();
    for _ in 0..from.number()?.min(WIDEST) {
        blocks.push(from.linear(3 * hidden, hidden)?);
    }
    let out = from.linear(hidden, l.labels)?;
    let (step, first, last) = (from.floats()?, from.floats()?, from.floats()?);
    let wide = slots.iter().chain(&blocks).chain([&out]).map(Linear::largest);
    check(part, wide.chain(rows.iter().chain(&bias).copied()))?;
    check(part, step.iter().chain(&first).chain(&last).copied().filter(|x| *x != f32::NEG_INFINITY))?;
    let n = if l.path { l.labels } else { 0 };
    if (step.len(), first.len(), last.len()) != (n * n, n, n) {
        return misfit(part, format!("{} transitions between {n} labels", step.len()));
    }
    if part == "parts" {
        // begin and inside are followed by inside or end of the same role
        let open = |y: usize| y > 0 && matches!((y - 1) % 4, 0 | 1);
        if (0..n).any(|x| open(x) && step[x * n] != f32::NEG_INFINITY) {
            return misfit(part, "a stretch of words may stay open".into());
        }
    }
    Ok(Head { hidden, labels: l.labels, slots, rows, bias, blocks, out, chain: Chain::new(step, first, last) })
}

impl Model {
    /// The model inside the library, decoded once on first use.
    ///
    /// # Panics
    /// Never in a released library: a test reads the embedded bytes.
    pub fn embedded() -> &'static Model {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| Model::from_bytes(include_bytes!("../model/default.rawi")).expect("the embedded model is whole"))
    }

    /// Decodes a model file. A model that is accepted reads any text without failing.
    ///
    /// # Errors
    /// When the stamp or the checksum is not right, or the parts are not those that this version of the library uses.
    pub fn from_bytes(bytes: &[u8]) -> Result<Model, ModelError> {
        let mut from = Unpacker::new(checked(STAMP, bytes)?);
        let name = from.text()?.to_string();
        let license = from.text()?.to_string();
        let mut heads = Heads { encoder: unpack_encoder(&mut from)?, ..Heads::default() };
        let states = heads.encoder.first.outputs();
        for l in layout() {
            let found = from.text()?;
            if found != l.part {
                return misfit(l.part, format!("“{found}” stands in its place"));
            }
            let head = unpack_head(&mut from, &l, states)?;
            *match l.part {
                "cue" => &mut heads.cue,
                "mention" => &mut heads.mention,
                "parts" => &mut heads.parts,
                "kind" => &mut heads.kind,
                "name" => &mut heads.name,
                "sort" => &mut heads.sort,
                "act" => &mut heads.act,
                "join" => &mut heads.join,
                "implicit" => &mut heads.implicit,
                "keep" => &mut heads.keep,
                _ => &mut heads.trust,
            } = head;
        }
        if !from.is_done() {
            return misfit("end", "more bytes follow".into());
        }
        let hash = Sha256::digest(bytes);
        let mut id = name;
        id.push(' ');
        hash.iter().take(6).for_each(|b| _ = write!(id, "{b:02x}"));
        Ok(Model { heads, backwards: OnceLock::new(), id, license })
    }

    /// What explaining needs of the weights, made on first use.
    pub(crate) fn backwards(&self) -> &Backwards {
        self.backwards.get_or_init(|| Backwards::new(&self.heads.encoder, &self.heads.cue))
    }

    /// Name and hash, as records carry it: `rawi-ar 0.1 5f0c3a9e77b2`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The licence of the weights (SPDX identifier).
    pub fn license(&self) -> &str {
        &self.license
    }
}
