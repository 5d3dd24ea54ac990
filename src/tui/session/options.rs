//! The beginning of a session: what its host decides of it, and the first state.

use std::sync::Arc;

use ratatui::layout::Size;

use crate::desk::{Actor, Desk};
use crate::keymap::Keymap;
use crate::office::client::Files;
use crate::office::period::of_most;
use crate::plan::{Departments, Period, PlanId, Year};
use crate::text::Language;
use crate::text::width::AmbiguousWidth;
use crate::tui::state::bookmark::Bookmark;
use crate::tui::state::{State, Tone};
use crate::tui::theme::Looks;
use crate::tui::words::Word;

/// The looks of a session, and where it begins.
#[derive(Clone)]
pub struct Options {
    /// The language of the words.
    pub language: Language,
    /// The width of ambiguous characters on the terminal.
    pub ambiguous: AmbiguousWidth,
    /// The looks of meanings.
    pub looks: Looks,
    /// True if the screen is to be told in lines, for screen readers.
    pub linear: bool,
    /// True if the terminal understands questions and has a clipboard: it is no dumb one.
    pub asks: bool,
    /// The period to begin with; else the one that the year suggests.
    pub period: Option<Period>,
    /// The year of the calendar; else the clock's.
    pub year: Option<Year>,
    /// The plan to begin with; else all.
    pub plan: Option<PlanId>,
    /// The person's files; without them, as in every session served from afar, none can be read or written.
    pub files: Option<Arc<dyn Files>>,
    /// The beginning of a command line for this desk on the person's own machine, where that is another one: `ssh -p
    /// 2222 desk.example`.
    pub remote: Option<String>,
    /// Notes for the person before anything else: repairs of the store, faults of the keymap file.
    pub notes: Vec<String>,
    /// True if a person who finds nothing but the samples is offered to begin with something else.
    pub welcomes: bool,
    /// The place to go on from, of another session of this person.
    pub bookmark: Option<Bookmark>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            language: Language::Zh,
            ambiguous: AmbiguousWidth::Narrow,
            looks: Looks::default(),
            linear: false,
            asks: false,
            period: None,
            year: None,
            plan: None,
            files: None,
            remote: None,
            notes: Vec::new(),
            welcomes: false,
            bookmark: None,
        }
    }
}

/// Returns the state that a session begins with: at the person's period and plan, with the settings that the desk keeps.
/// Settings that can't be read are told in the notes.
pub(super) fn first_state(desk: &Desk, actor: &Actor, keymap: Arc<Keymap>, options: &mut Options, size: Size) -> State {
    let snapshot = desk.snapshot();
    let year = options.year.unwrap_or_else(|| Year::of(jiff::Zoned::now().date()));
    let period = options.period.unwrap_or_else(|| of_most(&snapshot));
    let name = signature(actor, snapshot.departments());
    let mut state = State::new(snapshot, keymap, &name, (year, period), size);
    state.language = options.language;
    state.ambiguous = options.ambiguous;
    state.opens_files = options.files.is_some();
    state.remote = options.remote.take();
    state.data.plan = options.plan.take().filter(|plan| state.data.place(plan).is_some());
    if state.data.plan.is_some() {
        state.refresh();
    }
    match desk.screen_settings(actor) {
        Ok(settings) => state.settings = settings,
        Err(why) => options.notes.push(why.text(options.language)),
    }
    state.linear = options.linear || state.settings.linear;
    if state.linear {
        state.tell(Tone::Note, state.say(Word::LinearOn));
    }
    state
}

/// Returns a person with the department: 王芳@民政局.
fn signature(actor: &Actor, departments: &Departments) -> String {
    match &actor.department {
        Some(name) => {
            let short = departments.find(name).map_or(name.as_str(), |department| department.short_name());
            format!("{}@{short}", actor.name)
        }
        None => actor.name.clone(),
    }
}
