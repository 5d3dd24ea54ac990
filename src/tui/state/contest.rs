//! Two versions of one field: what somebody else has made of it meanwhile, and what one wanted oneself.

use ratatui::layout::Rect;

use crate::desk::{Command, Contested, Seen};
use crate::plan::{FieldValue, RecordField};
use crate::text::width::wrap;

use super::list::{List, Moves};
use super::{Layer, State, layout};

/// What can be done about a field that somebody else has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Mine takes the place of theirs.
    Mine,
    /// Theirs stays.
    Theirs,
    /// Both go into the form, to be made one.
    Edit,
    /// Mine, for all that are left.
    AllMine,
    /// Theirs, for all that are left.
    AllTheirs,
}

impl Answer {
    /// The letter that picks it at once.
    pub fn letter(self) -> char {
        match self {
            Answer::Mine => 'm',
            Answer::Theirs => 't',
            Answer::Edit => 'e',
            Answer::AllMine => 'M',
            Answer::AllTheirs => 'T',
        }
    }
}

/// The pop-up: one field after the other.
#[derive(Debug, Clone)]
pub struct Contest {
    /// The command that waits.
    pub command: Command,
    /// What its giver has seen by now.
    pub seen: Seen,
    /// The fields that somebody else has changed.
    pub fields: Vec<Contested>,
    /// Which of them is shown.
    pub at: usize,
    /// What can be done about it.
    pub answers: List<Answer>,
    /// The first line shown of the versions.
    pub top: usize,
}

impl Contest {
    /// The pop-up for a command that was not carried out.
    pub fn new(command: Command, seen: Seen, fields: Vec<Contested>) -> Self {
        let mut contest = Contest { command, seen, fields, at: 0, answers: List::default(), top: 0 };
        contest.offer();
        contest
    }

    /// The field that is shown.
    pub fn field(&self) -> Option<&Contested> {
        self.fields.get(self.at)
    }

    /// Goes to the next field. Says whether there is one.
    pub fn next(&mut self) -> bool {
        self.at += 1;
        self.top = 0;
        self.offer();
        self.at < self.fields.len()
    }

    fn offer(&mut self) {
        let words = self.field().is_some_and(|field| place(field.field).is_some());
        let one = matches!(&self.command, Command::Review { items, .. } if items.len() == 1);
        let mut answers = vec![Answer::Mine, Answer::Theirs];
        if words && one {
            answers.push(Answer::Edit);
        }
        if self.at + 1 < self.fields.len() {
            answers.extend([Answer::AllMine, Answer::AllTheirs]);
        }
        self.answers.replace(answers, |_| false);
    }
}

/// Both versions of a field as lines of some columns: mine, then theirs.
pub fn versions(state: &State, field: &Contested, columns: usize) -> [Vec<String>; 2] {
    [&field.mine, &field.theirs].map(|value| {
        let text = value.as_ref().map_or_else(|| state.signs().none.to_string(), |value| value.text(state.language));
        wrap(&text, columns, state.ambiguous)
    })
}

/// Brings the answers to the room that there is, and keeps the first line shown within the longer version.
pub fn settle(state: &mut State) {
    let Some(Layer::Contest(contest)) = state.layers.last() else { return };
    let parts = Parts::of(layout::layer_area(state, state.layers.len() - 1), contest);
    let Some(field) = contest.field() else { return };
    let longest = versions(state, field, parts.mine.width.into()).map(|lines| lines.len()).into_iter().max();
    let last = longest.unwrap_or_default().saturating_sub(parts.mine.height.into());
    if let Some(Layer::Contest(contest)) = state.layers.last_mut() {
        contest.top = contest.top.min(last);
        contest.answers.set_height(parts.answers.height.into());
    }
}

/// Where things stand in the pop-up.
#[derive(Debug, Clone, Copy)]
pub struct Parts {
    /// What it is about: two lines.
    pub heading: Rect,
    /// Whose versions they are: one line, above both.
    pub names: u16,
    /// My version.
    pub mine: Rect,
    /// Their version.
    pub theirs: Rect,
    /// The answers.
    pub answers: Rect,
}

impl Parts {
    /// The parts of a pop-up that takes up this area, frame included.
    pub fn of(area: Rect, contest: &Contest) -> Self {
        let inner = Rect {
            x: area.x + 2,
            y: area.y + 1,
            width: area.width.saturating_sub(4),
            height: area.height.saturating_sub(2),
        };
        let rows = u16::try_from(contest.answers.rows().len()).unwrap_or(u16::MAX);
        let answers = rows.min(inner.height.saturating_sub(5));
        // A bar between the two, and a line below them.
        let half = inner.width.saturating_sub(3) / 2;
        let mine = Rect { y: inner.y + 3, width: half, height: inner.height.saturating_sub(4 + answers), ..inner };
        Parts {
            heading: Rect { height: 2, ..inner },
            names: inner.y + 2,
            mine,
            theirs: Rect { x: mine.x + half + 3, ..mine },
            answers: Rect { y: inner.bottom().saturating_sub(answers), height: answers, ..inner },
        }
    }
}

/// The place of a field in the form for a review's words.
pub fn place(field: RecordField) -> Option<usize> {
    super::review::FIELDS.iter().position(|words| *words == field)
}

/// A version's words; none for a field with nothing in it.
pub fn words(value: &Option<FieldValue>) -> String {
    match value {
        Some(FieldValue::Words(words)) => words.clone(),
        _ => String::new(),
    }
}
