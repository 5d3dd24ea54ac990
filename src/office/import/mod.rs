//! Importing plan documents: they are read, previewed, and imported once a person agrees.
//!
//! Files are read into a [`Batch`], which can take long, reports progress and can be cancelled. A batch is previewed or
//! imported as a whole; the resulting [`Intake`] says what was found in each document and what happened, or would
//! happen, to each plan. [`words`] words it for the screen and the command line.

pub mod words;

use std::sync::Arc;

use crate::desk::{self, Actor, Consent, Desk, DeskError, ImportReceipt, Outcome, OverlayNews, Refusal};
use crate::import::edition::Loss;
use crate::import::{Document, Given, Unlike, UnreadTable};
use crate::plan::{Departments, Notice, Paragraph, Plan, PlanId};
use crate::text::Language;

use super::source::{self, Source, Unread};

/// Documents that were read, and the files that could not be read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Batch {
    documents: Vec<(String, Document)>,
    /// The files that are not imported.
    pub rejected: Vec<Rejected>,
}

/// A file that is not imported.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejected {
    /// Its name as the person gave it.
    pub file: String,
    /// The reason.
    pub why: Unread,
}

impl Rejected {
    /// Returns the name and the reason for a person.
    pub fn text(&self, language: Language) -> String {
        format!("{}: {}", self.file, self.why.text(language))
    }
}

impl Batch {
    /// Reads documents with the options that a person gave for them. `told` is called before each with the number of
    /// documents begun. Returns `None` early if `is_wanted` returns false.
    pub fn read(
        sources: &[Source],
        given: &Given,
        told: impl Fn(usize) + Sync,
        is_wanted: impl Fn() -> bool + Sync,
    ) -> Option<Batch> {
        let read = source::documents(sources, given, told, is_wanted)?;
        let mut batch = Batch::default();
        for (source, read) in sources.iter().zip(read) {
            let file = source.shown.clone();
            match read {
                Ok(document) => batch.documents.push((file, document)),
                Err(why) => batch.rejected.push(Rejected { file, why }),
            }
        }
        Some(batch)
    }

    /// Rejects the documents that do not look like a plan.
    #[must_use]
    pub fn without_unlike(mut self) -> Batch {
        for (file, document) in std::mem::take(&mut self.documents) {
            match document.unlike {
                Some(unlike) => self.rejected.push(Rejected { file, why: unlike.into() }),
                None => self.documents.push((file, document)),
            }
        }
        self
    }

    /// Returns true if columns named by the person made a table readable.
    pub fn has_named_columns(&self) -> bool {
        self.documents.iter().any(|(_, document)| !document.named.is_empty())
    }

    /// Returns true if there are no documents.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// Returns the result of importing it, without importing.
    pub fn preview(self, desk: &Desk) -> Intake {
        self.kept_by(|documents| Ok(desk.preview_import(documents))).unwrap_or_else(|never: Never| match never {})
    }

    /// Returns the result of importing it into a new store, which has only the bundled plans.
    ///
    /// # Errors
    /// Fails if the bundled plans can't be read.
    pub fn preview_into_new(self) -> Result<Intake, DeskError> {
        self.kept_by(|documents| desk::preview_import_into_new(Departments::bundled(), documents))
    }

    /// Imports it: all of it in one entry of the history, or nothing.
    ///
    /// # Errors
    /// Those of [`Desk::import`].
    pub fn take_in(self, desk: &Desk, actor: &Actor, consent: Consent) -> Result<Intake, DeskError> {
        self.kept_by(|documents| desk.import(actor, documents, consent))
    }

    fn kept_by<E>(self, keep: impl FnOnce(Vec<Document>) -> Result<ImportReceipt, E>) -> Result<Intake, E> {
        let Batch { documents, rejected } = self;
        let (found, documents): (Vec<(Found, usize)>, Vec<Document>) =
            documents.into_iter().map(|(_, document)| ((Found::of(&document), document.plans.len()), document)).unzip();
        let ImportReceipt { seq, plans, overlaid, brought_back } = keep(documents)?;
        let mut plans = plans.into_iter();
        let with_plans = |(found, count)| Found { plans: plans.by_ref().take(count).collect(), ..found };
        let documents = found.into_iter().map(with_plans).collect();
        Ok(Intake { documents, rejected, overlaid, brought_back, seq })
    }
}

/// The error type of an operation that can't fail.
type Never = std::convert::Infallible;

/// The result of an import or of its preview.
#[derive(Debug, Clone, PartialEq)]
pub struct Intake {
    /// The documents, in the order in which they were given.
    pub documents: Vec<Found>,
    /// The files that are not imported.
    pub rejected: Vec<Rejected>,
    /// The corrections and adjustments to check against the new text.
    pub overlaid: Vec<OverlayNews>,
    /// The archived plans that are back in use because of a new edition.
    pub brought_back: Vec<PlanId>,
    /// The number of the entry in the history; `None` for a preview, or if nothing changed.
    pub seq: Option<u64>,
}

/// A document and what was found in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The name of the file without its folders.
    pub file: String,
    /// The SHA-256 of its bytes in lower-case hexadecimal.
    pub sha256: String,
    /// The encoding of a plain text, or otherwise the file format.
    pub encoding: &'static str,
    /// The notice in front of the plans.
    pub notice: Option<Notice>,
    /// Text that was left out: page numbers, page headers, a table of contents.
    pub leftovers: Vec<Paragraph>,
    /// The kind of text that it seems to be, if it does not look like a plan.
    pub unlike: Option<Unlike>,
    /// Its tables that could not be read.
    pub unread: Vec<UnreadTable>,
    /// The title of a plan whose term could not be found.
    pub without_term: Option<String>,
    /// Its plans as stored, each with the outcome.
    pub plans: Vec<(Arc<Plan>, Outcome)>,
}

/// A question that a person must answer before an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asks {
    /// Should a text be imported although it does not look like a plan?
    Unlike {
        /// The file.
        file: String,
        /// The kind of text that it seems to be.
        unlike: Unlike,
    },
    /// May a new edition remove so many items?
    Loss {
        /// The plan's title.
        plan: String,
        /// The items that it removes.
        loss: Loss,
    },
}

impl Asks {
    /// Returns the given consent extended by the one asked for here.
    #[must_use]
    pub fn agreed(&self, given: Consent) -> Consent {
        match self {
            Asks::Unlike { .. } => Consent { unlike: true, ..given },
            Asks::Loss { .. } => Consent { loss: true, ..given },
        }
    }

    /// Returns the refusal for an import without this consent.
    pub fn refusal(self) -> Refusal {
        match self {
            Asks::Unlike { file, unlike } => Refusal::Unlike { file, unlike },
            Asks::Loss { plan, loss } => Refusal::WouldDrop { plan, loss },
        }
    }

    /// Returns the question in words.
    pub fn question(&self, language: Language) -> String {
        match (self, language) {
            (Asks::Unlike { file, unlike }, Language::Zh) => {
                format!("{file} 读来不像规划（{}）。仍作为规划导入吗？", unlike.name(language))
            }
            (Asks::Unlike { file, unlike }, Language::En) => {
                format!(
                    "{file} does not read like a plan ({}). Import it as a plan all the same?",
                    unlike.name(language)
                )
            }
            (Asks::Loss { plan, loss: Loss { items, of, all_indicators } }, Language::Zh) => {
                let indicators = if *all_indicators { "（指标全部删去）" } else { "" };
                format!("《{plan}》的新版本将删去原有 {of} 项中的 {items} 项{indicators}。仍要导入吗？")
            }
            (Asks::Loss { plan, loss: Loss { items, of, all_indicators } }, Language::En) => {
                let indicators = if *all_indicators { ", all indicators among them" } else { "" };
                format!("The new edition of “{plan}” drops {items} of {of} items{indicators}. Import it all the same?")
            }
        }
    }
}

impl Found {
    fn of(document: &Document) -> Found {
        Found {
            file: document.file.clone(),
            sha256: document.sha256.clone(),
            encoding: document.encoding,
            notice: document.notice.clone(),
            leftovers: document.leftovers.clone(),
            unlike: document.unlike,
            unread: document.unread.clone(),
            without_term: document.without_term().map(|plan| plan.title.clone()),
            plans: Vec::new(),
        }
    }
}

impl Intake {
    /// Returns every plan with its document and outcome.
    pub fn plans(&self) -> impl Iterator<Item = (&Found, &Arc<Plan>, &Outcome)> {
        self.documents.iter().flat_map(|found| found.plans.iter().map(move |(plan, outcome)| (found, plan, outcome)))
    }

    /// Returns the first question whose consent is missing.
    pub fn asks_for(&self, given: &Consent) -> Option<Asks> {
        let unlike = self.documents.iter().filter(|_| !given.unlike);
        let unlike = unlike.filter_map(|found| Some(Asks::Unlike { file: found.file.clone(), unlike: found.unlike? }));
        let loss = self.plans().filter(|_| !given.loss);
        let loss =
            loss.filter_map(|(_, plan, outcome)| Some(Asks::Loss { plan: plan.title.clone(), loss: outcome.loss()? }));
        unlike.chain(loss).next()
    }
}
