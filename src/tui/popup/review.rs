//! The form for a review's words: what was done, what is stuck, what comes next, what proves it.

use ratatui::layout::{Rect, Size};

use super::confirm::{self, Then};
use super::form::lines;
use super::{PopUp, centred};
use crate::action::{Action, Scope};
use crate::desk::{Command, Draft, Field as Set, ReviewEdit, Seen};
use crate::keymap::Key;
use crate::plan::{FieldValue, ItemId, Period, RecordField, Review};
use crate::tui::state::field::Field;
use crate::tui::state::{State, Tone};
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, about, execute};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// The fields in the order of the form.
const FIELDS: [RecordField; 4] = [RecordField::Done, RecordField::Problem, RecordField::Next, RecordField::Evidence];

/// The names of the fields.
const NAMES: [Word; 4] = [Word::Done, Word::Problem, Word::Next, Word::Evidence];

/// Returns the place of a field in the form, if it is one of words.
pub fn place(field: RecordField) -> Option<usize> {
    FIELDS.iter().position(|words| *words == field)
}

/// The form.
#[derive(Debug, Clone)]
pub struct ReviewForm {
    /// The tasks that the words are for.
    items: Vec<ItemId>,
    period: Period,
    /// The tasks in words.
    about: String,
    fields: [Field; 4],
    /// The field with the keyboard.
    pub at: usize,
    /// The fields as recorded when their words were begun.
    before: [String; 4],
}

/// Opens the form. For several tasks it begins empty, and only fields that are filled in are set.
pub fn open(state: &mut State, items: Vec<ItemId>, period: Period) -> Vec<Effect> {
    let before = match &items[..] {
        [one] => texts(state.data.snapshot.task(one).and_then(|(dossier, _)| dossier.review(one, period))),
        _ => texts(None),
    };
    let at = state.drafts.iter().position(|draft| draft.is_of(&items, period));
    let draft = at.map(|at| state.drafts.remove(at));
    if draft.is_some() {
        state.tell(Tone::Note, state.say(Word::DraftBack));
    }
    let about = about(state, &items);
    state.open(ReviewForm::new(items, period, about, before, draft))
}

/// Returns a review's words in the order of the form.
fn texts(review: Option<&Review>) -> [String; 4] {
    let review = review.cloned().unwrap_or_default();
    [review.done, review.problem, review.next, review.evidence].map(Option::unwrap_or_default)
}

impl ReviewForm {
    /// Makes a form of what is recorded, overlaid by a draft.
    fn new(items: Vec<ItemId>, period: Period, about: String, mut before: [String; 4], draft: Option<Draft>) -> Self {
        let mut texts = before.clone();
        if let Some(draft) = draft {
            for (n, (typed, began)) in draft.texts.into_iter().zip(draft.before).enumerate() {
                if typed != began && typed != before[n] {
                    // Should somebody have changed it since, saving it finds that out.
                    texts[n] = typed;
                    before[n] = began;
                }
            }
        }
        let fields = texts.map(|text| Field::lines(&text));
        ReviewForm { items, period, about, fields, at: 0, before }
    }

    fn is_changed(&self, field: usize) -> bool {
        self.fields[field].text() != self.before[field]
    }

    fn is_any_changed(&self) -> bool {
        (0..4).any(|n| self.is_changed(n))
    }

    /// Returns a field as it was recorded when its words were begun.
    fn before(&self, field: usize) -> Option<FieldValue> {
        let words = &self.before[field];
        (!words.is_empty()).then(|| FieldValue::Words(words.clone()))
    }

    /// Returns the words typed so far.
    pub fn draft(&self) -> Draft {
        let texts = [0, 1, 2, 3].map(|n| self.fields[n].text().to_string());
        Draft { items: self.items.clone(), period: self.period, texts, before: self.before.clone() }
    }

    fn save(&self, state: &mut State) -> Vec<Effect> {
        let words = |n: usize| {
            if self.is_changed(n) { Set::Set(self.fields[n].text().to_string()) } else { Set::Keep }
        };
        let edit = ReviewEdit {
            done: words(0),
            problem: words(1),
            next: words(2),
            evidence: words(3),
            ..ReviewEdit::default()
        };
        if !self.is_any_changed() {
            state.tell(Tone::Note, state.say(Word::NothingChanged));
            return Vec::new();
        }
        // Until it is known to be saved, it is a draft: a refusal must not cost the words.
        state.drafts.push(self.draft());
        let command = Command::Review { items: self.items.clone(), period: self.period, edit };
        let [item] = &self.items[..] else { return execute(state, self.items.len(), command) };
        let mut seen = Seen::default();
        for (n, field) in FIELDS.into_iter().enumerate().filter(|(n, _)| self.is_changed(*n)) {
            seen.note(item, field, self.before(n));
        }
        vec![Effect::Execute(Box::new(command), seen)]
    }
}

impl PopUp for ReviewForm {
    fn scope(&self) -> Scope {
        Scope::Multiline
    }

    fn area(&self, screen: Size) -> Rect {
        centred(screen, 90, screen.height.saturating_sub(4).min(26))
    }

    fn paste(mut self: Box<Self>, state: &mut State, text: &str) -> Vec<Effect> {
        let at = self.at;
        self.fields[at].insert(text);
        state.keep(self)
    }

    fn edit(mut self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        let at = self.at;
        self.fields[at].edit(key);
        state.keep(self)
    }

    fn act(mut self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        match action {
            Action::SaveText => return self.save(state),
            Action::Back if self.is_any_changed() => {
                let about = vec![self.about.clone()];
                state.keep(self);
                return confirm::ask(state, Word::DropText, about, Then::LeaveForm);
            }
            Action::Back => return Vec::new(),
            Action::NextField => self.at = (self.at + 1) % 4,
            Action::PreviousField => self.at = (self.at + 3) % 4,
            Action::NewLine => {
                let at = self.at;
                self.fields[at].insert("\n");
            }
            _ => {}
        }
        state.keep(self)
    }

    /// Draws the form. The field with the keyboard gets the rows that the others leave.
    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let period = self.period.name(state.language);
        let title = format!("{} {} {period}", state.say(Word::WriteReview), state.signs().dot);
        let inner = canvas.frame(area, &title);
        if inner.height < 6 {
            return;
        }
        canvas.put(inner.x, inner.y, inner.width, &self.about, Meaning::Title);
        // Each field has a line for its name.
        let room = inner.height - 1 - 4;
        let small = if room >= 8 { 2 } else { 1 };
        let large = room.saturating_sub(3 * small).max(1);
        let mut y = inner.y + 1;
        for (n, word) in NAMES.into_iter().enumerate() {
            let here = self.at == n;
            let height = if here { large } else { small };
            let sign = if here { canvas.signs.cursor } else { " " };
            let changed = if self.is_changed(n) { "*" } else { "" };
            let name = [
                (sign, Meaning::Key),
                (" ", Meaning::Plain),
                (state.say(word), Meaning::Title),
                (changed, Meaning::Notice),
            ];
            canvas.put_pieces(inner.x, y, inner.width, &name);
            let height = height.min(inner.bottom().saturating_sub(y + 1));
            let field = Rect { x: inner.x + 2, y: y + 1, width: inner.width.saturating_sub(2), height };
            lines(canvas, field, &self.fields[n], here);
            y += 1 + height;
        }
    }

    fn unsaved(&self) -> Option<Draft> {
        self.is_any_changed().then(|| self.draft())
    }
}
