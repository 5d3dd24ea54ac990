//! The effects of a session: what an update asks for, and only the session does.

use std::io::{self, Write};
use std::sync::Arc;

use termina::escape::osc::{Osc, Selection};

use super::files::write;
use super::{Flow, Session, importer};
use crate::desk::{Act, SavedView, ViewsError};
use crate::import::spreadsheet::Filled;
use crate::plan::{Change, Period, PlanId};
use crate::search::Results;
use crate::tui::state::Tone;
use crate::tui::state::import::Previewed;
use crate::tui::update::{Effect, Given, Input, query};
use crate::tui::words::Word;

/// The bytes from which on a text is too long to be copied: xterm and others take 100,000 characters of base64.
const MOST_COPIED: usize = 74_994;

impl<W: Write> Session<W> {
    /// Runs what an update asks for.
    pub(super) fn run_effect(&mut self, effect: Effect) {
        match effect {
            Effect::Execute(command, seen) => {
                let seen = seen.with_own(&self.own);
                let outcome = self.desk.execute_seen(&self.actor, (*command).clone(), &seen);
                // What one did oneself is no news.
                if let Some(seq) = outcome.as_ref().ok().and_then(|receipt| receipt.seq) {
                    self.mailbox.drop_own(seq);
                    self.own.push(seq);
                }
                self.renew();
                self.input(Input::Executed(Box::new(Given { command: *command, seen }), outcome));
            }
            Effect::Search(text) => self.search(&text),
            Effect::ReadViews => self.input(Input::Views(self.desk.views())),
            Effect::SaveView { name, query } => {
                let views = self.desk.save_view(&self.actor, &name, &query);
                self.show_views(views, Word::ViewSaved, &name);
            }
            Effect::DropView(name) => {
                let views = self.desk.drop_view(&self.actor, &name);
                self.show_views(views, Word::ViewDropped, &name);
            }
            Effect::AskUndo => {
                let entry = self.desk.next_undone(&self.actor);
                let sealed = entry.ok().and_then(|entry| entry.changes.into_iter().find_map(seal_of));
                self.input(Input::Undoes(sealed));
            }
            Effect::ReadHistory => {
                let since = self.desk.history_since(self.state.lists.history.newest());
                self.input(Input::History(since));
            }
            Effect::ReadHistoryOf(subject) => {
                let history = self.desk.history();
                self.input(Input::HistoryOf(subject, history));
            }
            Effect::ListBackups => {
                let permitted = self.desk.permit(&self.actor, Act::BackUp);
                let backups = permitted.and_then(|()| Ok(self.desk.own_backups()?));
                self.input(Input::Backups(backups));
            }
            Effect::Check => match self.checker.ask(&self.state.data, self.state.language) {
                Ok(Some(findings)) => self.input(Input::Checked(findings)),
                Ok(None) => {}
                Err(error) => self.state.tell(Tone::Refusal, error.to_string()),
            },
            Effect::LookIn => self.look_in(),
            Effect::ListFolder { within, typed } => {
                if let Some(files) = &self.files {
                    let listed = importer::list(&**files, within.as_deref(), &typed);
                    self.input(Input::Listed(listed));
                }
            }
            Effect::Read(request) => {
                let (files, language, period) = (self.files.clone(), self.state.language, self.state.data.period);
                let at_desk = (Arc::clone(&self.desk), self.actor.clone());
                let begun = self.importer.read(request, period, files, at_desk, language);
                self.await_importer(begun);
            }
            Effect::StopReading => self.importer.stop(),
            Effect::Import(batch, consent) => {
                let begun = self.importer.take_in(batch, consent, Arc::clone(&self.desk), self.actor.clone());
                self.await_importer(begun);
            }
            Effect::PreviewLists(lists, both) => {
                let taken = self.desk.preview_take_back(&lists, both);
                self.input(Input::Read(Ok(Previewed::Lists(lists, both, taken))));
            }
            Effect::MatchLists(lists, both) => {
                let named = lists.iter().map(|list| self.desk.named_by_text(list.clone()));
                let lists: Arc<Vec<Filled>> = Arc::new(named.collect());
                let taken = self.desk.preview_take_back(&lists, both);
                self.input(Input::Read(Ok(Previewed::Lists(lists, both, taken))));
            }
            Effect::TakeBack(lists, both) => {
                let outcome = self.desk.take_back(&self.actor, &lists, both);
                self.renew();
                self.input(Input::TakenBack(outcome));
            }
            Effect::Export(request) => {
                let outcome = match &self.files {
                    Some(files) => write(&**files, (&self.desk, &self.actor), &self.state.data.snapshot, &request),
                    // Whoever has no files is shown a command line instead.
                    None => return,
                };
                self.input(Input::Exported(request, outcome));
            }
            Effect::Copy(text) => self.copy(&text),
            Effect::KeepSettings => {
                if let Err(why) = self.desk.keep_screen_settings(&self.actor, &self.state.settings) {
                    self.state.tell(Tone::Refusal, why.text(self.state.language));
                }
            }
            Effect::Redraw => self.reset(self.screen.size()),
            Effect::Suspend => self.flow = Flow::Suspend,
            Effect::Quit => self.flow = Flow::End,
        }
    }

    /// Puts a text on the terminal's clipboard (OSC 52). A terminal does not tell whether it allows that, so the first
    /// time the person is told what to look at.
    fn copy(&mut self, text: &str) {
        let (tone, word) = match text.len() {
            _ if !self.asks => (Tone::Refusal, Word::NoClipboard),
            MOST_COPIED.. => (Tone::Refusal, Word::TooLongToCopy),
            _ => {
                self.screen.control(Osc::SetSelection(Selection::CLIPBOARD, text).to_string().as_bytes());
                let first = !std::mem::replace(&mut self.has_copied, true);
                (Tone::Success, if first { Word::CopiedFirst } else { Word::Copied })
            }
        };
        let start: String = text.lines().next().unwrap_or_default().chars().take(40).collect();
        let told = if tone == Tone::Success {
            format!("{}: {start}", self.state.say(word))
        } else {
            self.state.say(word).into()
        };
        self.state.tell(tone, told);
    }

    /// Takes what the importer has done at once; the rest comes later.
    fn await_importer(&mut self, begun: io::Result<()>) {
        match begun {
            Ok(()) => {
                let outcome = self.importer.wait();
                self.take_imported(outcome);
            }
            Err(_) => self.input(Input::BrokenOff),
        }
    }

    pub(super) fn take_imported(&mut self, outcome: Option<Input>) {
        let Some(outcome) = outcome else { return };
        if let Input::Imported(Ok(intake)) = &outcome
            && let Some(seq) = intake.seq
        {
            self.mailbox.drop_own(seq);
            self.own.push(seq);
        }
        self.renew();
        self.input(outcome);
    }

    /// Makes searches look where the person looks: in the archived plans, or in the others.
    pub(super) fn look_in(&mut self) {
        let archived = self.state.data.archived;
        self.finder.look_in(archived.then(|| Arc::new(self.desk.index_of_archived())));
    }

    fn search(&mut self, text: &str) {
        match query(&self.state, text) {
            Ok(query) if query.is_empty() => {
                self.finder.forget();
                self.input(Input::Found(Arc::new(Results { total: Some(0), ..Results::default() })));
            }
            Ok(query) => {
                let asked = self.finder.ask(query);
                self.input(Input::Indexing(self.finder.progress()));
                self.tell_failure(asked);
            }
            // An answer to what was typed before would wipe the reason away.
            Err(why) => {
                self.finder.forget();
                self.input(Input::NotSearched(why));
            }
        }
    }

    fn show_views(&mut self, views: Result<Vec<SavedView>, ViewsError>, done: Word, name: &str) {
        if views.is_ok() {
            let done = format!("{}: {name}", self.state.say(done));
            self.state.tell(Tone::Success, done);
        }
        self.input(Input::Views(views));
    }
}

/// Returns the plan and the period that a change seals.
fn seal_of(change: Change) -> Option<(PlanId, Period)> {
    match change {
        Change::Seal { plan, period, edit } if edit.after.is_some() => Some((plan, period)),
        _ => None,
    }
}
