//! Plan documents that are taken in: read, looked at, and kept once a person agrees.
//!
//! Files are read into a [`Batch`], which may take long and can be watched and stopped. A batch is previewed or taken in
//! as a whole; either way the [`Intake`] says what was found in each document and what became, or would become, of each
//! plan. [`words`] puts it into words, the same on a screen and on the command line.

pub mod words;

use std::sync::Arc;

use crate::desk::{self, Actor, Consent, Desk, DeskError, ImportReceipt, Outcome, OverlayNews, Refusal};
use crate::import::edition::Loss;
use crate::import::{Document, Given, Unlike, UnreadTable};
use crate::plan::{Departments, Notice, Paragraph, Plan, PlanId};
use crate::text::Language;

use super::source::{self, Source, Unread};

/// Documents that were read, with the files that could not be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Batch {
    documents: Vec<(String, Document)>,
    /// The files that are not taken in.
    pub rejected: Vec<Rejected>,
}

/// A file that is not taken in.
#[derive(Debug, Clone, PartialEq)]
pub struct Rejected {
    /// Its name for the person who gave it.
    pub file: String,
    /// Why.
    pub why: Unread,
}

impl Rejected {
    /// Returns the file with the reason, for a person.
    pub fn text(&self, language: Language) -> String {
        format!("{}: {}", self.file, self.why.text(language))
    }
}

impl Batch {
    /// Reads documents by what a person has given with them. `told` is called with the number of those begun before
    /// each. Ends early, and returns `None`, when `is_wanted` says no more.
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

    /// Rejects the documents that do not read like a plan.
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

    /// Returns true if columns that were given have made a table of one of its documents readable.
    pub fn has_named_columns(&self) -> bool {
        self.documents.iter().any(|(_, document)| !document.named.is_empty())
    }

    /// Returns true if there is no document in it.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// Returns what taking it in would do.
    pub fn preview(self, desk: &Desk) -> Intake {
        self.kept_by(|documents| Ok(desk.preview_import(documents))).unwrap_or_else(|never: Never| match never {})
    }

    /// Returns what taking it in would do at a store that is not there yet, and so has only the bundled plans.
    ///
    /// # Errors
    /// When the bundled plans can't be read.
    pub fn preview_into_new(self) -> Result<Intake, DeskError> {
        self.kept_by(|documents| desk::preview_import_into_new(Departments::bundled(), documents))
    }

    /// Takes it in: all of it in one entry of the history, or nothing.
    ///
    /// # Errors
    /// As [`Desk::import`].
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

/// The error of what can't fail.
type Never = std::convert::Infallible;

/// The result of an import, or of its preview.
#[derive(Debug, Clone, PartialEq)]
pub struct Intake {
    /// The documents, in the order in which they were given.
    pub documents: Vec<Found>,
    /// The files that are not taken in.
    pub rejected: Vec<Rejected>,
    /// The corrections and adjustments that the new texts give reason to look at.
    pub overlaid: Vec<OverlayNews>,
    /// The archived plans that a new edition brings back.
    pub brought_back: Vec<PlanId>,
    /// The entry of the history, or `None` when nothing changed or nothing was to be changed.
    pub seq: Option<u64>,
}

/// A document, with what was found in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The file's name without folders.
    pub file: String,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// The encoding of a plain text, or the format.
    pub encoding: &'static str,
    /// The notice in front of the plans.
    pub notice: Option<Notice>,
    /// Words that were taken out: page numbers, headers, a table of contents.
    pub leftovers: Vec<Paragraph>,
    /// Its kind when it does not read like a plan.
    pub unlike: Option<Unlike>,
    /// Its tables that could not be read.
    pub unread: Vec<UnreadTable>,
    /// The title of a plan for whose term nothing in it speaks.
    pub without_term: Option<String>,
    /// Its plans as they are kept, with what became of each.
    pub plans: Vec<(Arc<Plan>, Outcome)>,
}

/// A question to a person before an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asks {
    /// Is a text to be kept as a plan although it does not read like one?
    Unlike {
        /// The file.
        file: String,
        /// The kind of the text.
        unlike: Unlike,
    },
    /// May a new edition drop so much?
    Loss {
        /// The plan's title.
        plan: String,
        /// The items that it drops.
        loss: Loss,
    },
}

impl Asks {
    /// Returns the consent given so far with this one.
    #[must_use]
    pub fn agreed(&self, given: Consent) -> Consent {
        match self {
            Asks::Unlike { .. } => Consent { unlike: true, ..given },
            Asks::Loss { .. } => Consent { loss: true, ..given },
        }
    }

    /// Returns the refusal that the import meets without it.
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
    /// Returns every plan with the document that it was found in.
    pub fn plans(&self) -> impl Iterator<Item = (&Found, &Arc<Plan>, &Outcome)> {
        self.documents.iter().flat_map(|found| found.plans.iter().map(move |(plan, outcome)| (found, plan, outcome)))
    }

    /// Returns what a person has to agree to before it is taken in, the first of all that was not agreed to.
    pub fn asks_for(&self, given: &Consent) -> Option<Asks> {
        let unlike = self.documents.iter().filter(|_| !given.unlike);
        let unlike = unlike.filter_map(|found| Some(Asks::Unlike { file: found.file.clone(), unlike: found.unlike? }));
        let loss = self.plans().filter(|_| !given.loss);
        let loss =
            loss.filter_map(|(_, plan, outcome)| Some(Asks::Loss { plan: plan.title.clone(), loss: outcome.loss()? }));
        unlike.chain(loss).next()
    }
}
