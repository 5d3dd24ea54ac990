//! The screen: a session of one person at the desk.
//!
//! ```text
//! bytes ─▶ session ─▶ keymap ─▶ update(&mut State, Input) ─▶ effects ─▶ session runs them
//!                                      │
//!                                      ▼
//!                       view(&State, Theme, frame) ─▶ changed cells ─▶ bytes
//! ```
//! [`state`], [`update`] and [`view`] have the same files: whoever knows where something is kept knows where it
//! changes and where it is drawn.
//!
//! # Invariants
//! * Update does no I/O and asks no clock. View changes nothing.
//! * Rows and marks are held by the ids of their items, never by their place in a list or a plan.
//! * Text reaches a frame through [`view::canvas`] alone.
//! * Pasted text is never a command.

mod columns;
mod hints;
mod linear;
mod looks;
mod popup;
mod session;
mod signs;
mod state;
mod theme;
mod update;
mod view;
mod views;
mod words;

pub use looks::looks;
pub use session::decoder::{Decoder, Typed};
pub use session::local::{TuiError, message, run_local};
pub use session::terminal;
pub use session::{ENTER, Event, Flow, LEAVE, Options, Session};
pub use state::bookmark::Bookmark;
pub use theme::{Looks, Theme};
