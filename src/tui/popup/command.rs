//! A command line for the person's own machine, shown without a frame: what is selected on the terminal is the command
//! and nothing else.

use ratatui::layout::{Rect, Size};

use super::{Hint, PopUp};
use crate::action::{Action, Scope};
use crate::keymap::Key;
use crate::text::width::{AmbiguousWidth, width, wrap};
use crate::tui::state::State;
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, say_unbound};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// The sign by which a shell takes the next line for more of this one.
const GOES_ON: &str = " \\";

/// The pop-up.
#[derive(Debug, Clone)]
pub struct CommandLine {
    line: String,
    note: Option<Word>,
}

impl CommandLine {
    /// Returns the pop-up of a command line, with a note of what it does not do.
    pub fn new(line: String, note: Option<Word>) -> Self {
        CommandLine { line, note }
    }
}

/// Returns a command line as lines of at most so many columns, parted at blanks so that a shell reads them as one.
fn parted(line: &str, columns: usize, ambiguous: AmbiguousWidth) -> Vec<String> {
    let room = columns.saturating_sub(GOES_ON.len());
    let mut lines: Vec<String> = Vec::new();
    for word in line.split(' ') {
        match lines.last_mut() {
            Some(last) if width(last, ambiguous) + 1 + width(word, ambiguous) <= room => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    let last = lines.len().saturating_sub(1);
    lines.iter_mut().take(last).for_each(|line| line.push_str(GOES_ON));
    lines
}

impl PopUp for CommandLine {
    fn scope(&self) -> Scope {
        Scope::Confirm
    }

    fn area(&self, screen: Size) -> Rect {
        Rect::new(0, 1, screen.width, screen.height.saturating_sub(2))
    }

    fn paste(self: Box<Self>, state: &mut State, _: &str) -> Vec<Effect> {
        state.keep(self)
    }

    fn edit(self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        state.keep(self);
        say_unbound(state, key)
    }

    fn act(self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        match action {
            Action::Yes => {
                let line = self.line.clone();
                state.keep(self);
                vec![Effect::Copy(line)]
            }
            Action::No | Action::Back => Vec::new(),
            _ => state.keep(self),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        canvas.clear(area);
        canvas.rule(area.x, area.y, area.width, state.say(Word::FromYourMachine));
        let columns = usize::from(area.width).max(2);
        let told = |word: Word| wrap(state.say(word), columns, state.ambiguous);
        let plain = |line| (line, Meaning::Plain);
        let mut lines: Vec<(String, Meaning)> = told(Word::WrittenThere).into_iter().map(plain).collect();
        lines.push(plain(String::new()));
        lines.extend(parted(&self.line, columns, state.ambiguous).into_iter().map(|line| (line, Meaning::Key)));
        lines.push(plain(String::new()));
        lines.extend(self.note.into_iter().flat_map(told).map(|line| (line, Meaning::Notice)));
        for (y, (line, meaning)) in (area.y + 1..area.bottom()).zip(&lines) {
            canvas.put(area.x, y, area.width, line, *meaning);
        }
    }

    fn hint(&self, action: Action) -> Hint {
        match action {
            Action::Yes => Hint::Word(Word::CopyLine),
            Action::No => Hint::Word(Word::Back),
            _ => Hint::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_command_is_parted_as_a_shell_reads_it() {
        let line = "ssh desk export tasks --to 任务.xlsx > 任务.xlsx";
        for columns in [16, 20, 40, 100] {
            let lines = parted(line, columns, AmbiguousWidth::Narrow);
            assert!(lines.iter().all(|line| width(line, AmbiguousWidth::Narrow) <= columns), "{lines:?}");
            let read = lines.join("\n").replace(" \\\n", " ");
            assert_eq!(read, line, "{columns}");
        }
    }
}
