//! The server, asked over loopback by real clients.

mod api;
mod change;
mod running;
mod trust;
