//! What all handlers share.

use std::ops::Deref;
use std::sync::Arc;

use axum::http::StatusCode;
use serde_json::Value;

use crate::crowd::Crowd;
use crate::metrics::Metrics;
use crate::problem::Problem;
use crate::readers::Readers;
use crate::settings::{Log, Settings};
use crate::shelf::{Shelf, Turns};
use crate::token::session;

/// Exports at a time.
const EXPORTS: usize = 4;

/// What all handlers share; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// See [`App`].
pub struct Shared {
    /// The archive.
    pub shelf: Option<Arc<Shelf>>,
    /// What reads articles.
    pub readers: Arc<Readers>,
    /// Turns for work that keeps a thread busy.
    pub turns: Turns,
    /// Turns for exports, which last as long as their clients take to receive them.
    pub exports: Turns,
    /// See [`Settings::read_only`].
    pub read_only: bool,
    /// See [`Settings::token`].
    pub token: Option<String>,
    /// What the cookie of a person holds who gave the token.
    pub session: String,
    /// See [`Settings::private`].
    pub private: bool,
    /// See [`Settings::base`].
    pub base: String,
    /// See [`Settings::hosts`].
    pub hosts: Vec<String>,
    /// See [`Settings::log`].
    pub log: Log,
    /// Requests under way by address.
    pub crowd: Crowd,
    /// What is counted.
    pub metrics: Metrics,
    /// The OpenAPI document.
    pub description: Value,
}

impl App {
    /// What handlers of a server with these settings share; `description` is the OpenAPI document.
    pub fn new(settings: Settings, description: Value) -> Self {
        let turns = Turns::of_this_machine();
        let metrics = Metrics::default();
        let Settings { archive, model, overrides, model_id, read_only, token, private, base, hosts, log } = settings;
        Self(Arc::new(Shared {
            shelf: archive.map(|folder| Arc::new(Shelf::new(folder, turns.clone()))),
            readers: Arc::new(Readers::new(model, overrides, model_id)),
            turns,
            exports: Turns::new(EXPORTS),
            read_only,
            session: token.as_deref().map(session).unwrap_or_default(),
            token,
            private,
            base,
            hosts,
            log,
            crowd: Crowd::new(metrics.under_way.clone()),
            metrics,
            description,
        }))
    }

    /// The archive.
    ///
    /// # Errors
    /// Where the server has none.
    pub fn shelf(&self) -> Result<&Arc<Shelf>, Problem> {
        self.shelf.as_ref().ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "the server was started without an archive"))
    }
}

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
