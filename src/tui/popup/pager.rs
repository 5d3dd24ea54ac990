//! A text to read, and to save where it is meant to be: a source, reminders, what a list that came back would change.

use std::sync::Arc;

use ratatui::layout::{Rect, Size};

use super::prompt::line;
use super::{Hint, PopUp, centred};
use crate::action::{Action, Scope};
use crate::desk::BothChanged;
use crate::import::spreadsheet::Filled;
use crate::keymap::{Key, KeyCode};
use crate::text::width::wrap;
use crate::tui::state::State;
use crate::tui::state::field::Field;
use crate::tui::state::prompt::{ExportRequest, Exported};
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, returned};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// The lines that a page key moves the text by.
const PAGE: isize = 10;

/// The page.
#[derive(Debug, Clone)]
pub struct Pager {
    title: String,
    text: String,
    /// The first line shown.
    top: usize,
    /// The name of the file that the text can be saved to.
    file: Option<Field>,
    /// The content that is saved to it, unless it is the text.
    content: Option<Exported>,
    /// The list that came back whose changes are shown.
    returned: Option<Returned>,
    /// The columns that the text is wrapped for, and its lines.
    lines: (usize, Vec<String>),
}

/// A list that came back, to be taken or not.
#[derive(Debug, Clone)]
pub struct Returned {
    /// The lists.
    pub lists: Arc<Vec<Filled>>,
    /// The version that holds where both the list and the store changed something.
    pub both: BothChanged,
    /// True if the list changes nothing.
    pub is_empty: bool,
}

impl Returned {
    /// Returns true if rows have lost the ids that tell which items they are about.
    fn lacks_ids(&self) -> bool {
        self.lists.iter().any(|list| !list.nameless.is_empty())
    }
}

impl Pager {
    /// Makes a page that begins at the beginning. With a `file` name it can be saved.
    pub fn new(title: String, text: String, file: Option<Field>) -> Self {
        Pager { title, text, top: 0, file, content: None, returned: None, lines: (0, Vec::new()) }
    }

    /// Makes a page about something else that can be saved to a file.
    pub fn to_write(title: String, text: String, file: Field, content: Exported) -> Self {
        Pager { content: Some(content), ..Pager::new(title, text, Some(file)) }
    }

    /// Makes a page of what a list that came back would change.
    pub fn of_returned(title: String, text: String, returned: Returned) -> Self {
        Pager { returned: Some(returned), ..Pager::new(title, text, None) }
    }

    /// Moves the text, up when negative.
    fn move_by(&mut self, lines: isize) {
        self.top = self.top.saturating_add_signed(lines);
    }

    /// Moves the text by a key. Returns false if the key moves nothing.
    fn move_with(&mut self, code: KeyCode) -> bool {
        match code {
            KeyCode::Down => self.move_by(1),
            KeyCode::Up => self.move_by(-1),
            KeyCode::PageDown => self.move_by(PAGE),
            KeyCode::PageUp => self.move_by(-PAGE),
            _ => return false,
        }
        true
    }

    fn save(self, state: &State) -> Vec<Effect> {
        let Some(file) = &self.file else { return Vec::new() };
        let file = file.text().trim().to_string();
        let content = self.content.unwrap_or(Exported::Text(self.text));
        let (period, language) = (state.data.period, state.language);
        vec![Effect::Export(ExportRequest { file, content, period, language, overwrite: false })]
    }
}

impl PopUp for Pager {
    fn scope(&self) -> Scope {
        match (&self.file, &self.returned) {
            (Some(_), _) => Scope::Text,
            (None, Some(_)) => Scope::Preview,
            (None, None) => Scope::Picker,
        }
    }

    fn area(&self, screen: Size) -> Rect {
        centred(screen, 90, screen.height.saturating_sub(4))
    }

    /// Wraps the text for the area, and keeps the first line shown within it.
    fn settle(&mut self, area: Rect, state: &State) {
        let columns = usize::from(area.width.saturating_sub(4)).max(2);
        if self.lines.0 != columns {
            self.lines = (columns, wrap(&self.text, columns, state.ambiguous));
        }
        let around = if self.file.is_some() { 4 } else { 2 };
        let room = usize::from(area.height.saturating_sub(around));
        self.top = self.top.min(self.lines.1.len().saturating_sub(room));
    }

    fn paste(mut self: Box<Self>, state: &mut State, text: &str) -> Vec<Effect> {
        if let Some(file) = &mut self.file {
            file.insert(text);
        }
        state.keep(self)
    }

    fn edit(mut self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        if !self.move_with(key.code)
            && let Some(file) = &mut self.file
        {
            file.edit(key);
        }
        state.keep(self)
    }

    fn act(mut self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        match (action, self.returned.take()) {
            (Action::Back, _) => return Vec::new(),
            (Action::Open, Some(returned)) => return returned::apply(state, returned),
            (Action::Mark, Some(returned)) => return returned::other_way(returned),
            (Action::MatchByText, Some(returned)) => return returned::match_by_text(returned),
            (_, returned) => self.returned = returned,
        }
        match action {
            Action::Open if self.file.is_none() => return Vec::new(),
            Action::CopyText => {
                let text = self.text.clone();
                state.keep(self);
                return vec![Effect::Copy(text)];
            }
            Action::SaveText => return (*self).save(state),
            Action::Down => self.move_by(1),
            Action::Up => self.move_by(-1),
            Action::PageDown => self.move_by(PAGE),
            Action::PageUp => self.move_by(-PAGE),
            Action::Top => self.top = 0,
            Action::Bottom => self.top = usize::MAX,
            _ => {}
        }
        state.keep(self)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let inner = canvas.frame(area, &self.title);
        let mut text = inner;
        if let Some(file) = &self.file {
            text.height = inner.height.saturating_sub(2);
            let y = inner.bottom().saturating_sub(1);
            let name = format!("{}: ", state.say(Word::SaveTo));
            let taken = canvas.put(inner.x, y, inner.width, &name, Meaning::Title);
            let room = Rect { x: inner.x + taken, y, width: inner.width.saturating_sub(taken), height: 1 };
            line(canvas, room, file, true);
        }
        let lines = &self.lines.1;
        for (y, line) in (text.top()..text.bottom()).zip(lines.iter().skip(self.top)) {
            canvas.put(text.x, y, text.width, line, Meaning::Plain);
        }
        let shown = (self.top + usize::from(text.height)).min(lines.len());
        let place = format!(" {shown}/{} ", lines.len());
        canvas.put_right(area.x, area.y, area.width.saturating_sub(2), &place, Meaning::Muted);
    }

    fn hint(&self, action: Action) -> Hint {
        match action {
            Action::Open if self.returned.is_some() => Hint::Word(Word::TakeAll),
            Action::Mark if self.returned.is_some() => Hint::Word(Word::TheirsOrOurs),
            Action::MatchByText if self.returned.as_ref().is_some_and(Returned::lacks_ids) => Hint::Usual,
            Action::Open | Action::Mark | Action::MarkAll | Action::MatchByText | Action::NextField => Hint::None,
            _ => Hint::Usual,
        }
    }
}
