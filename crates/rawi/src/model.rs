//! The model: everything learned, as one file that is checked before anything is decoded. Loaded once, shared by readers.
//! Not how it is trained, and not how it is used.

use crate::parts;
use crate::pipeline::Tasks;
use crate::record::{Act, Kind, Type};
use crate::task::Task;
use rawi_learn::{FileError, Unpacker, checked};
#[cfg(feature = "train")]
use rawi_learn::{Packer, sealed};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::OnceLock;

/// The first line of a model file. Its number is the version of the format, apart from that of the crate.
const STAMP: &str = "rawi model 1";

/// Everything learned, loaded once and shared.
pub struct Model {
    pub(crate) tasks: Tasks,
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

/// The tasks in the order of the file, each with its name there and the number of its labels.
fn layout() -> [(&'static str, usize); 11] {
    [
        ("cue", 3),
        ("parts", parts::LABELS),
        ("keep", 2),
        ("mention", 3),
        ("kind", Kind::ALL.len()),
        ("name", 3),
        ("join", 1),
        ("implicit", 1),
        ("sort", Type::ALL.len()),
        ("act", Act::ALL.len()),
        ("trust", 2),
    ]
}

impl Tasks {
    #[cfg(feature = "train")]
    fn list(&self) -> [&Task; 11] {
        [
            &self.cue,
            &self.parts,
            &self.keep,
            &self.mention,
            &self.kind,
            &self.name,
            &self.join,
            &self.implicit,
            &self.sort,
            &self.act,
            &self.trust,
        ]
    }
}

/// The bytes of a model file, from trained tasks the model's name (such as `rawi-ar 0.1`) and the licence of its weights (SPDX).
#[cfg(feature = "train")]
pub(crate) fn pack(tasks: &Tasks, name: &str, license: &str) -> Vec<u8> {
    let mut out = Packer::default();
    out.text(name);
    out.text(license);
    out.vectors(&tasks.vectors);
    for ((part, _), task) in layout().iter().zip(tasks.list()) {
        out.text(part);
        task.pack(&mut out);
    }
    sealed(STAMP, &out.bytes)
}

/// How many bytes each part of a model file takes, for deciding what to keep.
#[cfg(feature = "train")]
pub(crate) fn sizes(tasks: &Tasks) -> Vec<(&'static str, usize)> {
    let mut out = Packer::default();
    out.vectors(&tasks.vectors);
    let mut sizes = vec![("vectors", out.bytes.len())];
    for ((part, _), task) in layout().iter().zip(tasks.list()) {
        let before = out.bytes.len();
        task.pack(&mut out);
        sizes.push((part, out.bytes.len() - before));
    }
    sizes
}

/// Weights of a trained model stay far below this; larger ones could add up to infinity.
const LARGEST: f32 = 1e6;

/// Whether `task` can score without surprises: right labels, right vectors, finite weights, only legal label sequences.
fn fits(part: &'static str, task: &Task, labels: usize, dim: usize) -> Result<(), ModelError> {
    let misfit = |what: String| Err(ModelError(Problem::Misfit { part, what }));
    let n = &task.network;
    if n.labels != labels {
        return misfit(format!("{} labels, expected {labels}", n.labels));
    }
    if !n.offsets.is_empty() && n.dim != dim {
        return misfit(format!("word vectors of {} components, expected {dim}", n.dim));
    }
    if n.offsets.len() * n.dim * n.hidden != n.project.len() {
        return misfit("a projection of another size".into());
    }
    let blocks = n.blocks.iter().flat_map(|b| b.weight.iter().chain(&b.bias));
    let others = [&n.project, &n.bias, &n.out, &n.out_bias].into_iter().flatten().chain(blocks).copied();
    if let Some(x) = others.chain([n.rows.largest()]).find(|x| x.is_nan() || x.abs() > LARGEST) {
        return misfit(format!("the weight {x}"));
    }
    let chain = &n.chain;
    let steps = chain.step.iter().chain(&chain.first).chain(&chain.last);
    if let Some(x) = steps.copied().find(|x| x.is_nan() || x.abs() > LARGEST && *x != f32::NEG_INFINITY) {
        return misfit(format!("the transition weight {x}"));
    }
    if part == "parts" {
        // begin and inside are followed by inside or end of the same role
        let open = |y: usize| y > 0 && matches!((y - 1) % 4, 0 | 1);
        if (0..labels).any(|x| open(x) && chain.step[x * labels] != f32::NEG_INFINITY) {
            return misfit("a stretch of words may stay open".into());
        }
    }
    Ok(())
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
        let mut tasks = Tasks { vectors: from.vectors()?, ..Tasks::default() };
        let dim = tasks.vectors.dim;
        for (part, labels) in layout() {
            let found = from.text()?;
            if found != part {
                return Err(ModelError(Problem::Misfit { part, what: format!("“{found}” stands in its place") }));
            }
            let task = Task::unpack(&mut from)?;
            fits(part, &task, labels, dim)?;
            *match part {
                "cue" => &mut tasks.cue,
                "parts" => &mut tasks.parts,
                "keep" => &mut tasks.keep,
                "mention" => &mut tasks.mention,
                "kind" => &mut tasks.kind,
                "name" => &mut tasks.name,
                "join" => &mut tasks.join,
                "implicit" => &mut tasks.implicit,
                "sort" => &mut tasks.sort,
                "act" => &mut tasks.act,
                _ => &mut tasks.trust,
            } = task;
        }
        if !from.is_done() {
            return Err(ModelError(Problem::Misfit { part: "end", what: "more bytes follow".into() }));
        }
        let hash = Sha256::digest(bytes);
        let mut id = name;
        id.push(' ');
        hash.iter().take(6).for_each(|b| _ = write!(id, "{b:02x}"));
        Ok(Model { tasks, id, license })
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
