//! (being built)

pub mod annotation;
pub mod deadline;
