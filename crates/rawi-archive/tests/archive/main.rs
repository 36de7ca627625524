//! The archive as a library: what goes in, what comes out, and that nothing is counted twice or lost on the way.
//! The commands are tested in `rawi-cli`; here no model reads, the records are written by hand.

mod called;
mod copies;
mod damage;
mod find;
mod identifiers;
mod identities;
mod sequences;
mod speakers;
mod store;
mod support;
mod version;
mod writer;
