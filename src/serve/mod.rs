//! Many people at one desk.

pub mod caller;
pub mod local;
pub mod person;
pub mod program;
