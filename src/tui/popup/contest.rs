//! Two versions of one field: what somebody else has made of it meanwhile, and what one wanted oneself.

use ratatui::layout::{Rect, Size};

use super::review::{ReviewForm, place};
use super::{Hint, PopUp, centred};
use crate::action::{Action, Scope};
use crate::desk::{Command, Contested, Seen};
use crate::keymap::{Key, normalise};
use crate::text::width::wrap;
use crate::tui::state::State;
use crate::tui::state::list::{List, Moves};
use crate::tui::theme::Meaning;
use crate::tui::update::Effect;
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// The lines of a long text that a page key turns.
const STEP: usize = 5;

/// An answer to a field that somebody else has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// Mine takes the place of theirs.
    Mine,
    /// Theirs stays.
    Theirs,
    /// Both versions go into the form, to be merged by hand.
    Edit,
    /// Mine, for all that are left.
    AllMine,
    /// Theirs, for all that are left.
    AllTheirs,
}

impl Answer {
    /// Returns the letter that picks it at once.
    fn letter(self) -> char {
        match self {
            Answer::Mine => 'm',
            Answer::Theirs => 't',
            Answer::Edit => 'e',
            Answer::AllMine => 'M',
            Answer::AllTheirs => 'T',
        }
    }

    fn word(self) -> Word {
        match self {
            Answer::Mine => Word::KeepMine,
            Answer::Theirs => Word::TakeTheirs,
            Answer::Edit => Word::EditBoth,
            Answer::AllMine => Word::KeepAllMine,
            Answer::AllTheirs => Word::TakeAllTheirs,
        }
    }
}

/// The pop-up: one field after the other.
#[derive(Debug, Clone)]
pub struct Contest {
    /// The command that waits.
    command: Command,
    /// The values that its giver has seen by now.
    seen: Seen,
    /// The fields that somebody else has changed.
    fields: Vec<Contested>,
    /// The place of the field shown.
    at: usize,
    /// The answers to it.
    answers: List<Answer>,
    /// The first line shown of the versions.
    top: usize,
}

impl Contest {
    /// Returns the pop-up for a command that was not carried out.
    pub fn new(command: Command, seen: Seen, fields: Vec<Contested>) -> Self {
        let mut contest = Contest { command, seen, fields, at: 0, answers: List::default(), top: 0 };
        contest.offer();
        contest
    }

    /// Returns the field that is shown.
    fn field(&self) -> Option<&Contested> {
        self.fields.get(self.at)
    }

    /// Goes to the next field. Returns true if there is one.
    fn next(&mut self) -> bool {
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

impl PopUp for Contest {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn area(&self, screen: Size) -> Rect {
        centred(screen, 90, screen.height.saturating_sub(2).min(20))
    }

    /// Keeps the first line shown within the longer version.
    fn settle(&mut self, area: Rect, state: &State) {
        let parts = Parts::of(area, self);
        let Some(field) = self.field() else { return };
        let longest = versions(state, field, parts.mine.width.into()).map(|lines| lines.len()).into_iter().max();
        let last = longest.unwrap_or_default().saturating_sub(parts.mine.height.into());
        self.top = self.top.min(last);
        self.answers.set_height(parts.answers.height.into());
    }

    /// Ignores it.
    fn paste(self: Box<Self>, state: &mut State, _: &str) -> Vec<Effect> {
        state.keep(self)
    }

    /// Takes a key that picks an answer at once.
    fn edit(self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        let typed = normalise(key).text();
        let answer = self.answers.rows().iter().copied().find(|answer| Some(answer.letter()) == typed);
        match answer {
            Some(answer) => take(state, self, answer),
            None => state.keep(self),
        }
    }

    fn act(mut self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        match action {
            // Nothing is changed, and the form that gave the command is still open.
            Action::Back => return Vec::new(),
            Action::Open => {
                if let Some(answer) = self.answers.current().copied() {
                    return take(state, self, answer);
                }
            }
            Action::Down => self.answers.move_by(1),
            Action::Up => self.answers.move_by(-1),
            Action::PageDown => self.top += STEP,
            Action::PageUp => self.top = self.top.saturating_sub(STEP),
            _ => {}
        }
        state.keep(self)
    }

    /// Draws what it is about, both versions and the answers.
    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let inner = canvas.frame(area, state.say(Word::SomebodyChangedIt));
        let Some(field) = self.field().filter(|_| inner.height >= 6) else { return };
        let parts = Parts::of(area, self);
        heading(canvas, state, self, field, parts.heading);
        let theirs = format!("{} {}", field.who, moment(&field.at));
        canvas.put(parts.mine.x, parts.names, parts.mine.width, state.say(Word::Mine), Meaning::Title);
        canvas.put(parts.theirs.x, parts.names, parts.theirs.width, &theirs, Meaning::Title);
        for y in parts.names..parts.mine.bottom() {
            canvas.put(parts.mine.right() + 1, y, 1, canvas.signs.vertical, Meaning::Muted);
        }
        let [mine, theirs] = versions(state, field, parts.mine.width.into());
        version(canvas, self.top, &mine, parts.mine);
        version(canvas, self.top, &theirs, parts.theirs);
        for (y, (answer, here)) in (parts.answers.top()..parts.answers.bottom()).zip(self.answers.window()) {
            let sign = if here { canvas.signs.cursor } else { " " };
            let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
            let letter = answer.letter().to_string();
            let pieces = [
                (sign, Meaning::Key),
                (" ", Meaning::Plain),
                (letter.as_str(), Meaning::Key),
                (" ", Meaning::Plain),
                (state.say(answer.word()), meaning),
            ];
            canvas.put_pieces(inner.x, y, inner.width, &pieces);
        }
    }

    fn hint(&self, action: Action) -> Hint {
        match action {
            Action::Open => Hint::Word(Word::Take),
            Action::Mark => Hint::None,
            _ => Hint::Usual,
        }
    }
}

fn take(state: &mut State, mut contest: Box<Contest>, answer: Answer) -> Vec<Effect> {
    let Some(field) = contest.field().cloned() else { return Vec::new() };
    let rest = contest.fields[contest.at..].to_vec();
    match answer {
        Answer::Mine => settle(state, &mut contest, &field, false),
        Answer::Theirs => settle(state, &mut contest, &field, true),
        Answer::AllMine => rest.iter().for_each(|field| settle(state, &mut contest, field, false)),
        Answer::AllTheirs => rest.iter().for_each(|field| settle(state, &mut contest, field, true)),
        Answer::Edit => return join(state, &rest),
    }
    let all = matches!(answer, Answer::AllMine | Answer::AllTheirs);
    if !all && contest.next() {
        return state.keep(contest);
    }
    vec![Effect::Execute(Box::new(contest.command), contest.seen)]
}

/// Settles one field, also in the form that gave the command, should it be refused after all.
fn settle(state: &mut State, contest: &mut Contest, field: &Contested, theirs: bool) {
    contest.seen.note(&field.item, field.field, field.theirs.clone());
    if theirs {
        contest.seen.leave(&field.item, field.field);
    }
    in_form(state, field, |mine, words| if theirs { words.to_string() } else { mine.to_string() });
}

/// Goes back to the form with both versions of the fields that are left, theirs first.
fn join(state: &mut State, fields: &[Contested]) -> Vec<Effect> {
    for field in fields {
        in_form(state, field, |mine, words| match (words, mine) {
            ("", _) => mine.to_string(),
            (_, "") => words.to_string(),
            _ => format!("{words}\n{mine}"),
        });
    }
    if let Some(words) = fields.first().and_then(|field| place(field.field))
        && let Some(form) = state.top_mut::<ReviewForm>()
    {
        form.go_to_words(words);
    }
    Vec::new()
}

/// Rewrites a field of the form that gave the command, over what is recorded now.
fn in_form(state: &mut State, field: &Contested, write: impl Fn(&str, &str) -> String) {
    if let Some(mut form) = state.take_top::<ReviewForm>() {
        form.settle_with(state, field.field, field.theirs.as_ref(), write);
        state.keep(form);
    }
}

fn heading(canvas: &mut Canvas<'_>, state: &State, contest: &Contest, field: &Contested, area: Rect) {
    canvas.put(area.x, area.y, area.width, &state.title(&field.item), Meaning::Title);
    let period = field.period.map(|period| period.name(state.language)).unwrap_or_default();
    let place = match contest.fields.len() {
        1 => String::new(),
        count => format!("  {}/{count}", contest.at + 1),
    };
    let about = format!("{period} {}{place}", field.field.label(state.language));
    canvas.put(area.x, area.y + 1, area.width, about.trim_start(), Meaning::Muted);
}

/// Draws one version. A mark says that there is more below.
fn version(canvas: &mut Canvas<'_>, top: usize, lines: &[String], area: Rect) {
    let height = usize::from(area.height);
    for (y, line) in (area.top()..area.bottom()).zip(lines.iter().skip(top)) {
        canvas.put(area.x, y, area.width, line, Meaning::Plain);
    }
    if top + height < lines.len() {
        let more = canvas.signs.more;
        canvas.put_right(area.x, area.bottom(), area.width, more, Meaning::Notice);
    }
}

/// Month, day and minute of a time as the history has it.
fn moment(at: &str) -> String {
    at.get(5..16).unwrap_or_default().replace('T', " ")
}

/// Returns both versions of a field as lines of some columns: mine, then theirs.
fn versions(state: &State, field: &Contested, columns: usize) -> [Vec<String>; 2] {
    [&field.mine, &field.theirs].map(|value| {
        let text = value.as_ref().map_or_else(|| state.signs().none.to_string(), |value| value.text(state.language));
        wrap(&text, columns, state.ambiguous)
    })
}

/// The parts of the pop-up.
#[derive(Debug, Clone, Copy)]
struct Parts {
    /// The item and the field: two lines.
    heading: Rect,
    /// The line with the names of both persons, above their versions.
    names: u16,
    /// My version.
    mine: Rect,
    /// Their version.
    theirs: Rect,
    /// The answers.
    answers: Rect,
}

impl Parts {
    /// Returns the parts of a pop-up that takes up this area, frame included.
    fn of(area: Rect, contest: &Contest) -> Self {
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
