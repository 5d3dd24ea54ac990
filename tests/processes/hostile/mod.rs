//! Hostile content: whatever comes in, by whichever way, goes out as harmless text.
//!
//! Each file puts the same payloads in at some ways in and looks at some ways out, byte by byte. What counts as
//! harmful is listed here once more, so that a gap in the program's own list shows.

mod commands;
mod documents;
mod files;
mod formulas;
mod markup;
mod names;
mod payloads;
mod places;
mod screens;
