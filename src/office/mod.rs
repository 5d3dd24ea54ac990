//! The work of an office with several commands of the desk: exporting lists, writing notices and reports, importing
//! documents, taking lists back, sealing a period.
//!
//! Each of these is done once here. The screen and the command line ask for it and show what came of it. Files are
//! read and written through the person's [`client::Files`], so that the same work is done for somebody at this terminal,
//! at the other end of a socket, or over SSH.

pub mod backup;
pub mod client;
pub mod departments;
pub mod export;
pub mod handover;
pub mod import;
pub mod local;
pub mod notice;
pub mod own;
pub mod pack;
pub mod period;
pub mod person;
pub mod report;
pub mod roll_up;
pub mod seal;
pub mod source;
pub mod written;
