//! What finds the statements: a model, and the overrides of whoever runs the command.

use std::path::Path;

use rawi::{Model, Overrides, Reader};
use sha2::{Digest, Sha256};

use crate::args;
use crate::report::Stop;

/// A model with its overrides, shared by all threads.
#[derive(Clone)]
pub struct By {
    model: &'static Model,
    overrides: Option<Overrides>,
    /// Set apart from the model alone by the overrides.
    id: String,
}

impl By {
    /// Loads what the arguments name.
    pub fn load(args: &args::By) -> Result<Self, Stop> {
        let model: &'static Model = match &args.model {
            // Loaded once and used until the end, by every thread.
            Some(path) => Box::leak(Box::new(load_model(path)?)),
            None => Model::embedded(),
        };
        let mut id = model.id().to_string();
        let mut overrides = None;
        if let Some(path) = &args.overrides {
            let name = path.display().to_string();
            let text = std::fs::read_to_string(path).map_err(|e| Stop::Usage(format!("{name}: {e}")))?;
            overrides = Some(Overrides::parse(&name, &text).map_err(|e| Stop::Usage(e.to_string()))?);
            let hash = Sha256::digest(text.as_bytes());
            id.push_str(&format!(" with overrides {:02x}{:02x}{:02x}{:02x}", hash[0], hash[1], hash[2], hash[3]));
        }
        Ok(Self { model, overrides, id })
    }

    /// What records are said to be read by.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The model.
    pub fn model(&self) -> &'static Model {
        self.model
    }

    /// The overrides; none where there are none.
    pub fn overrides(&self) -> Overrides {
        self.overrides.clone().unwrap_or_default()
    }

    /// A reader for one thread.
    pub fn reader(&self) -> Reader<'static> {
        match &self.overrides {
            Some(overrides) => Reader::with_overrides(self.model, overrides),
            None => Reader::new(self.model),
        }
    }
}

fn load_model(path: &Path) -> Result<Model, Stop> {
    let name = path.display();
    let bytes = std::fs::read(path).map_err(|e| Stop::Usage(format!("{name}: {e}")))?;
    Model::from_bytes(&bytes).map_err(|e| Stop::Usage(format!("{name}: {e}")))
}
