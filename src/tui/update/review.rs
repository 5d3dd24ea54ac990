//! Actions of the form for a review's words.

use crate::action::Action;
use crate::desk::{Command, Field as Set, ReviewEdit, Seen};
use crate::keymap::Key;
use crate::plan::{ItemId, Period};

use super::receipt::about;
use super::{Effect, tasks};
use crate::tui::state::confirm::{Confirm, Then};
use crate::tui::state::review::{FIELDS, Form, texts};
use crate::tui::state::{Layer, State, Tone};
use crate::tui::words::Word;

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
    let form = Form::new(items, period, about, before, draft);
    state.layers.push(Layer::Review(Box::new(form)));
    Vec::new()
}

/// Takes pasted or composed text.
pub fn type_text(state: &mut State, mut form: Box<Form>, text: &str) -> Vec<Effect> {
    let at = form.at;
    form.fields[at].insert(text);
    state.layers.push(Layer::Review(form));
    Vec::new()
}

/// Takes an editing key.
pub fn edit(state: &mut State, mut form: Box<Form>, key: Key) -> Vec<Effect> {
    let at = form.at;
    form.fields[at].edit(key);
    state.layers.push(Layer::Review(form));
    Vec::new()
}

/// Does an action of the form.
pub fn act(state: &mut State, mut form: Box<Form>, action: Action) -> Vec<Effect> {
    match action {
        Action::SaveText => return save(state, &form),
        Action::Back if form.is_any_changed() => {
            let question = state.say(Word::DropText).to_string();
            let about = vec![form.about.clone()];
            state.layers.push(Layer::Review(form));
            state.layers.push(Layer::Confirm(Box::new(Confirm { question, about, then: Then::LeaveForm })));
            return Vec::new();
        }
        Action::Back => return Vec::new(),
        Action::NextField => form.at = (form.at + 1) % 4,
        Action::PreviousField => form.at = (form.at + 3) % 4,
        Action::NewLine => {
            let at = form.at;
            form.fields[at].insert("\n");
        }
        _ => {}
    }
    state.layers.push(Layer::Review(form));
    Vec::new()
}

fn save(state: &mut State, form: &Form) -> Vec<Effect> {
    let words = |n: usize| {
        if form.is_changed(n) { Set::Set(form.fields[n].text().to_string()) } else { Set::Keep }
    };
    let edit =
        ReviewEdit { done: words(0), problem: words(1), next: words(2), evidence: words(3), ..ReviewEdit::default() };
    if !form.is_any_changed() {
        state.tell(Tone::Note, state.say(Word::NothingChanged));
        return Vec::new();
    }
    // Until it is known to be saved, it is a draft: a refusal must not cost the words.
    state.drafts.push(form.draft());
    let command = Command::Review { items: form.items.clone(), period: form.period, edit };
    let [item] = &form.items[..] else { return tasks::execute(state, form.items.len(), command) };
    let mut seen = Seen::default();
    for (n, field) in FIELDS.into_iter().enumerate().filter(|(n, _)| form.is_changed(*n)) {
        seen.note(item, field, form.before(n));
    }
    vec![Effect::Execute(Box::new(command), seen)]
}
