//! Characters, not bytes and not columns: everything that measures, cuts, folds or cleans text.
//!
//! No other folder may do these things by itself.

pub mod clean;
pub mod figure;
pub mod fit;
pub mod fold;
pub mod formula;
pub mod language;
pub mod lines;
pub mod markup;
pub mod near;
pub mod numeral;
pub mod pinyin;
pub mod settings_file;
pub mod simplified;
pub mod time;
pub mod width;

pub use language::{Label, Language};
