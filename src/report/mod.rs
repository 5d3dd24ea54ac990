//! Evaluation reports (评估报告), the plan check ([`check`]), and comparisons of plans ([`compare`]). A report is a draft
//! that an office completes.
//!
//! ```text
//! dossier ──▶ basis ──▶ draft ──▶ Report ──▶ markdown, html, docx
//! ```
//! A [`Report`] is a small document: numbered sections, paragraphs, tables, charts. Each sentence with a value records
//! the rows of the appended tables from which it was computed, and prints them on request. The phrases come from files
//! that an office may change ([`wording`]).

mod basis;
pub mod check;
pub mod compare;
mod conclusions;
mod docx;
mod draft;
pub mod format;
mod html;
mod markdown;
pub mod model;
pub mod notice;
mod outlook;
pub mod succession;
mod verdict;
pub mod wording;

pub use conclusions::{Conclusion, conclusions};
pub use draft::{Form, Request, draft};
pub use format::{Format, ReportError};
pub use model::{Marks, Report};
pub use outlook::{Miss, will_miss};
pub use wording::Wording;
