//! Reports: evaluation reports (评估报告), what is wrong or odd in the plans themselves ([`check`]), and plans side by
//! side ([`compare`]), and what becomes of a plan in those that succeed it ([`succession`]). The draft of an evaluation report is what an office starts from.
//!
//! ```text
//! dossier ──▶ basis ──▶ draft ──▶ Report ──▶ markdown, html, docx
//! ```
//! A [`Report`] is a small document: numbered sections, paragraphs, tables, charts. Every sentence with a figure knows
//! the rows of the appended tables that the figure was counted from; on request they are printed. Its words come from
//! files that an office may change ([`wording`]).

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
pub mod succession;
mod verdict;
pub mod wording;

pub use draft::{Form, Request, draft};
pub use format::{Format, ReportError};
pub use model::{Marks, Report};
pub use outlook::{Miss, will_miss};
pub use wording::Wording;
