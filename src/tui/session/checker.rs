//! Checking the plans for a session: in the background, and again only when a plan's text has changed.

use std::io;
use std::sync::Arc;

use crate::plan::{Dossier, Plan};
use crate::report::check::{Choice, Finding, check};
use crate::search::Worker;
use crate::text::Language;
use crate::tui::state::data::Data;

/// The plans to be checked, and the language of the findings.
#[derive(Clone)]
struct Request {
    dossiers: Vec<Arc<Dossier>>,
    choice: Choice,
    language: Language,
}

impl Request {
    fn of(data: &Data, language: Language) -> Request {
        // A rule that the settings name and that does not exist can't be switched off; the others are.
        let off = data.snapshot.settings().checks_off.iter();
        let choice = off.fold(Choice::default(), |choice, name| choice.clone().without([name]).unwrap_or(choice));
        Request { dossiers: data.dossiers.clone(), choice, language }
    }

    /// Returns true if the findings cannot differ: the check reads the plans, not what was entered about them.
    fn is_as(&self, other: &Request) -> bool {
        let plans =
            |request: &Request| request.dossiers.iter().map(|d| Arc::as_ptr(&d.plan)).collect::<Vec<*const Plan>>();
        (self.language, &self.choice) == (other.language, &other.choice) && plans(self) == plans(other)
    }
}

type Findings = Arc<Vec<Finding>>;

/// Checks in the background.
pub struct Checker {
    /// There is no worker before the first check is asked for.
    worker: Option<Worker<Request, Findings>>,
    wake: Option<Box<dyn Fn() + Send>>,
    /// The latest request, and its number.
    asked: Option<(Request, u64)>,
    found: Option<Findings>,
}

impl Checker {
    /// Creates a checker that calls `wake` when there is news to [`Checker::collect`].
    pub fn new(wake: impl Fn() + Send + 'static) -> Self {
        Checker { worker: None, wake: Some(Box::new(wake)), asked: None, found: None }
    }

    /// Asks for the findings in the plans looked at; those that are known already are returned at once.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn ask(&mut self, data: &Data, language: Language) -> io::Result<Option<Findings>> {
        let request = Request::of(data, language);
        if self.asked.as_ref().is_some_and(|(asked, _)| asked.is_as(&request)) {
            return Ok(self.found.clone());
        }
        if let Some(wake) = self.wake.take() {
            let run = |r: Request| Arc::new(check(&r.dossiers, &r.choice, r.language));
            self.worker = Some(Worker::spawn(run, wake)?);
        }
        self.found = None;
        self.asked = self.worker.as_ref().map(|worker| (request.clone(), worker.submit(request)));
        Ok(None)
    }

    /// Returns the findings that were asked for last, once.
    pub fn collect(&mut self) -> Option<Findings> {
        let (_, number) = self.asked.as_ref().filter(|_| self.found.is_none())?;
        let answer = self.worker.as_ref()?.latest().filter(|answer| answer.generation == *number)?;
        self.found = answer.outcome;
        self.found.clone()
    }
}
