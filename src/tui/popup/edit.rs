//! The form that corrects (更正) or adjusts (动态调整) the text of an item, a heading, a box or a plan.

use std::collections::BTreeSet;

use ratatui::layout::{Rect, Size};

use super::form::{Choice, Form, FormField, leave};
use super::{Answered, PopUp, centred, resume};
use crate::action::{Action, Scope};
use crate::desk::{Cause, Command, Draft, FormOf, Seen, TextEdit, Writing};
use crate::keymap::Key;
use crate::plan::overlay::{self, Grounds};
use crate::plan::record::Owner;
use crate::plan::{Dossier, Edition, Nature, Plan, Subject, TextField};
use crate::text::Label;
use crate::tui::state::data::plan_label;
use crate::tui::state::{State, Tone, overlaid};
use crate::tui::theme::Meaning;
use crate::tui::update::Effect;
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// Why a text is edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It was read or printed wrongly.
    Correction,
    /// The plan was changed in mid-course.
    Adjustment,
}

impl Kind {
    fn word(self) -> Word {
        match self {
            Kind::Correction => Word::Correction,
            Kind::Adjustment => Word::Adjustment,
        }
    }

    /// Returns the names of the fields for the reason, which stand below those of the text.
    fn grounds(self) -> &'static [Word] {
        match self {
            Kind::Correction => &[Word::Reason],
            Kind::Adjustment => &[Word::Reason, Word::DocumentNumber, Word::Authority, Word::Effective],
        }
    }
}

/// The form.
#[derive(Debug, Clone)]
pub struct EditForm {
    subject: Subject,
    kind: Kind,
    /// The fields of the text, in the order of the form.
    fields: Vec<TextField>,
    form: Form,
    /// The fields from which everything laid over them is to be dropped.
    as_printed: BTreeSet<usize>,
    fault: Option<Word>,
}

/// Opens the form for a subject.
pub fn open(state: &mut State, subject: Subject, kind: Kind) -> Vec<Effect> {
    let Some(mut form) = EditForm::new(state, subject, kind) else {
        state.tell(Tone::Note, state.say(Word::NothingMarked));
        return Vec::new();
    };
    form.form.resume(resume::take(state, &form.of()));
    state.open(form)
}

impl EditForm {
    fn new(state: &State, subject: Subject, kind: Kind) -> Option<Self> {
        let dossier = state.data.snapshot.dossier(subject.plan())?;
        let fields = overlay::fillable(&dossier.plan, &subject);
        if fields.is_empty() {
            return None;
        }
        let rows = fields.iter().map(|field| row(state, dossier, &subject, *field));
        let grounds = kind.grounds().iter().map(|word| FormField::line(state.say(*word), ""));
        let at = first(state, &dossier.plan, &fields, kind);
        let form = Form::new(rows.chain(grounds).collect(), at);
        Some(EditForm { subject, kind, fields, form, as_printed: BTreeSet::new(), fault: None })
    }

    fn of(&self) -> Writing {
        let subject = self.subject.clone();
        match self.kind {
            Kind::Correction => FormOf::Correction(subject).into(),
            Kind::Adjustment => FormOf::Adjustment(subject).into(),
        }
    }

    /// Puts the printed text back into the field with the keyboard.
    fn drop_overlay(&mut self, state: &State) {
        let Some(dossier) = state.data.snapshot.dossier(self.subject.plan()) else { return };
        let Some((at, row)) = self.form.current() else { return };
        let Some(field) = self.fields.get(at) else { return };
        if overlaid::of_field(dossier, &self.subject, *field).is_some() {
            row.set(&shown(state, &dossier.printed, &self.subject, *field));
            self.as_printed.insert(at);
        }
    }

    fn edits(&self) -> Vec<(TextField, TextEdit)> {
        let rows = self.fields.iter().zip(self.form.fields()).enumerate();
        rows.filter_map(|(n, (field, row))| {
            let edit = match row.is_changed() {
                _ if self.as_printed.contains(&n) => TextEdit::AsPrinted,
                true => TextEdit::Set(row.value().to_string()),
                false => return None,
            };
            Some((*field, edit))
        })
        .collect()
    }

    /// Returns the reason of the edits; `None` where an adjustment has none.
    fn cause(&self, edits: &[(TextField, TextEdit)]) -> Option<Cause> {
        let first = self.fields.len();
        let given = |n: usize| Some(self.form.value(first + n).to_string()).filter(|text| !text.is_empty());
        // To drop what was laid over a text takes no reason: the text as printed is a reason of its own.
        let only_drops = edits.iter().all(|(_, edit)| *edit == TextEdit::AsPrinted);
        if self.kind == Kind::Correction || only_drops {
            return Some(Cause::Wrong { reason: given(0) });
        }
        let grounds = Grounds { reason: given(0)?, document: given(1), authority: given(2), effective: given(3) };
        Some(Cause::Adjusted(grounds))
    }

    /// Looks for fields to be edited that somebody else has changed since the form was opened, and says below each what
    /// it says now. Returns true if there are any.
    fn was_overtaken(&mut self, state: &State) -> bool {
        let Some(dossier) = state.data.snapshot.dossier(self.subject.plan()) else { return false };
        let now = self.fields.iter().map(|field| shown(state, &dossier.plan, &self.subject, *field));
        self.form.is_overtaken(now, state.say(Word::NowSays))
    }

    fn save(mut self: Box<Self>, state: &mut State) -> Vec<Effect> {
        self.form.settle();
        let edits = self.edits();
        if edits.is_empty() {
            state.tell(Tone::Note, state.say(Word::NothingChanged));
            return Vec::new();
        }
        if self.was_overtaken(state) {
            self.fault = Some(Word::SomebodyChangedIt);
            return state.keep(self);
        }
        let Some(cause) = self.cause(&edits) else {
            self.fault = Some(Word::NoReason);
            self.form.go_to(self.fields.len());
            return state.keep(self);
        };
        let command = Command::Edit { subjects: vec![self.subject.clone()], fields: edits, cause };
        // What the form compared itself with is what the person has seen.
        let seen = Seen::of(&state.data.snapshot, &command);
        state.keep(self);
        vec![Effect::Execute(Box::new(command), seen)]
    }
}

/// Returns the place of the field that the form begins with: for an adjustment of an indicator the target that the
/// period works towards, else the first one.
fn first(state: &State, plan: &Plan, fields: &[TextField], kind: Kind) -> usize {
    let year = state.data.year(plan);
    let due = |field: &TextField| matches!(field, TextField::Target(of) if *of >= year && plan.term.last == *of);
    if kind == Kind::Adjustment { fields.iter().position(due).unwrap_or(0) } else { 0 }
}

/// Returns the row of a field, with what was printed where that is not in force.
fn row(state: &State, dossier: &Dossier, subject: &Subject, field: TextField) -> FormField {
    let plan = &dossier.plan;
    let name = field.label(state.language);
    let now = overlay::read(plan, subject, field).unwrap_or_default();
    let row = match choices(state, plan, field) {
        Some(choices) => FormField::choosing(name, &now, choices),
        None if field == TextField::Text => FormField::lines(name, &now),
        None if field == TextField::Title => FormField::line(name, &now),
        None => FormField::short(name, &now),
    };
    let notes = overlaid::of_field(dossier, subject, field);
    row.noted(notes.map(|overlaid| overlaid::notes(state, dossier, &overlaid)).unwrap_or_default())
}

/// Returns what a row of the form shows of a text.
fn shown(state: &State, plan: &Plan, subject: &Subject, field: TextField) -> String {
    let value = overlay::read(plan, subject, field).unwrap_or_default();
    let choices = choices(state, plan, field).unwrap_or_default();
    choices.into_iter().find(|choice| choice.value == value).map_or(value, |choice| choice.label)
}

/// Returns the values of a field that can only be one of some.
pub fn choices(state: &State, plan: &Plan, field: TextField) -> Option<Vec<Choice>> {
    let named = |value: &str, label: &str| Choice { value: value.to_string(), label: label.to_string() };
    match field {
        TextField::Nature => {
            let all = [Nature::Binding, Nature::Expected];
            Some(all.iter().map(|nature| named(nature.name(), nature.label(state.language))).collect())
        }
        TextField::Edition => {
            let all = [Edition::Condensed, Edition::ConsultationDraft, Edition::Issued, Edition::Adjusted];
            Some(all.iter().map(|edition| named(edition.name(), edition.label(state.language))).collect())
        }
        TextField::Chapter => Some(headings(plan)),
        TextField::Box => Some(boxes(plan)),
        TextField::Parent => {
            let others = state.data.dossiers.iter().filter(|other| other.plan.id != plan.id);
            Some(others.map(|other| named(other.plan.id.as_str(), &plan_label(&other.plan))).collect())
        }
        _ => None,
    }
}

/// Returns the headings of a plan as the places that items can stand in, by their ids and with their paths.
pub fn headings(plan: &Plan) -> Vec<Choice> {
    let path = |node| plan.path(node).join(overlay::BETWEEN_HEADINGS);
    (0..plan.outline.len()).map(|node| Choice { value: format!("h{}", node + 1), label: path(node) }).collect()
}

/// Returns the boxes of a plan as the places that projects can stand in, by their ids and with their names.
pub fn boxes(plan: &Plan) -> Vec<Choice> {
    let name = |index| overlay::box_name(plan, index).unwrap_or_default();
    (0..plan.boxes.len()).map(|index| Choice { value: format!("b{}", index + 1), label: name(index) }).collect()
}

impl PopUp for EditForm {
    fn scope(&self) -> Scope {
        self.form.scope()
    }

    fn area(&self, screen: Size) -> Rect {
        centred(screen, 84, self.form.height().min(screen.height.saturating_sub(2)))
    }

    fn paste(mut self: Box<Self>, state: &mut State, text: &str) -> Vec<Effect> {
        self.form.insert(text);
        state.keep(self)
    }

    fn edit(mut self: Box<Self>, state: &mut State, key: Key) -> Vec<Effect> {
        self.fault = None;
        self.form.edit(key);
        if let Some((at, _)) = self.form.current() {
            self.as_printed.remove(&at);
        }
        state.keep(self)
    }

    fn act(mut self: Box<Self>, state: &mut State, action: Action) -> Vec<Effect> {
        match action {
            Action::SaveText => return self.save(state),
            Action::AsPrinted => self.drop_overlay(state),
            Action::Back => {
                let about = state.subject_title(&self.subject);
                return leave(self, state, about);
            }
            action => self.form.act(action),
        }
        state.keep(self)
    }

    /// Closes the form once the edits are saved.
    fn answered(&mut self, _: &mut State, answered: Answered<'_>) -> bool {
        let is_mine = |subjects: &[Subject]| *subjects == [self.subject.clone()];
        !matches!(answered, Answered { command: Command::Edit { subjects, .. }, receipt: Some(_) } if is_mine(subjects))
    }

    fn written(&self) -> Option<Draft> {
        Some(self.form.draft(self.of()))
    }

    fn field_at(&self) -> usize {
        self.form.at()
    }

    fn go_to_field(&mut self, field: usize) {
        self.form.go_to(field);
    }

    fn draw(&self, canvas: &mut Canvas<'_>, state: &State, area: Rect) {
        let kind = state.say(self.kind.word());
        let title = format!("{kind} {} {}", state.signs().dot, state.subject_title(&self.subject));
        let inner = canvas.frame(area, &title);
        let fault = u16::from(self.fault.is_some()).min(inner.height);
        self.form.draw(canvas, Rect { height: inner.height - fault, ..inner });
        if let Some(fault) = self.fault {
            let y = inner.bottom().saturating_sub(1);
            canvas.put(inner.x, y, inner.width, &format!("! {}", state.say(fault)), Meaning::Bad);
        }
    }
}
