//! Reports: evaluation reports (评估报告), what is wrong or odd in the plans themselves ([`check`]), and plans side by
//! side ([`compare`]). The draft of an evaluation report is what an office starts from.
//!
//! ```text
//! dossier ──▶ basis ──▶ draft ──▶ Report ──▶ markdown, html, docx
//! ```
//! A [`Report`] is a small document: numbered sections, paragraphs, tables. Every sentence with a figure names the rows
//! of the appended tables that the figure was counted from, and every row names its item.

mod basis;
pub mod check;
pub mod compare;
mod docx;
mod draft;
pub mod format;
mod html;
mod markdown;
pub mod model;
pub mod notice;
mod outlook;
mod verdict;

pub use draft::draft;
pub use format::{Format, ReportError};
pub use model::Report;
pub use outlook::{Miss, will_miss};
