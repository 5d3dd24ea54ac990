//! The form that corrects (更正) or adjusts (动态调整) the text of an item, a heading, a box or a plan.

use std::collections::BTreeSet;

use ratatui::layout::{Rect, Size};

use super::form::{Choice, Form, FormField};
use super::form_pop_up::{Fault, FormPopUp, Own, Saving};
use super::{centred, resume};
use crate::action::Action;
use crate::desk::{Cause, Command, FormOf, TextEdit, Writing};
use crate::plan::overlay::{self, Grounds};
use crate::plan::record::Owner;
use crate::plan::{Dossier, Edition, Nature, Plan, Subject, TextField};
use crate::text::Label;
use crate::tui::state::data::plan_label;
use crate::tui::state::{State, Tone, overlaid};
use crate::tui::update::Effect;
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
}

/// Opens the form for a subject.
pub fn open(state: &mut State, subject: Subject, kind: Kind) -> Vec<Effect> {
    let Some(mut form) = EditForm::new(state, subject, kind) else {
        state.tell(Tone::Note, state.say(Word::NothingMarked));
        return Vec::new();
    };
    if let Some(of) = form.writing() {
        form.form.resume(resume::take(state, &of));
    }
    state.open(form)
}

/// Opens the form that adjusts a subject, with a value in one of its fields and the keyboard in that for the reason.
pub fn adjust(state: &mut State, subject: Subject, field: TextField, value: &str) -> Vec<Effect> {
    let effects = open(state, subject, Kind::Adjustment);
    if let Some(EditForm { fields, form, .. }) = state.top_mut::<EditForm>()
        && let Some(place) = fields.iter().position(|other| *other == field)
    {
        form.set(place, value);
        form.go_to(fields.len());
    }
    effects
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
        Some(EditForm { subject, kind, fields, form, as_printed: BTreeSet::new() })
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

impl FormPopUp for EditForm {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn writing(&self) -> Option<Writing> {
        let subject = self.subject.clone();
        Some(match self.kind {
            Kind::Correction => FormOf::Correction(subject).into(),
            Kind::Adjustment => FormOf::Adjustment(subject).into(),
        })
    }

    fn title(&self, state: &State) -> String {
        let kind = state.say(self.kind.word());
        format!("{kind} {} {}", state.signs().dot, self.about(state))
    }

    fn about(&self, state: &State) -> String {
        state.subject_title(&self.subject)
    }

    fn place(&self, screen: Size) -> Rect {
        centred(screen, 84, self.form.height())
    }

    fn now(&self, state: &State) -> Option<Vec<String>> {
        let dossier = state.data.snapshot.dossier(self.subject.plan())?;
        Some(self.fields.iter().map(|field| shown(state, &dossier.plan, &self.subject, *field)).collect())
    }

    fn save(&mut self, state: &mut State) -> Result<Saving, Fault> {
        let fields = self.edits();
        if fields.is_empty() {
            state.tell(Tone::Note, state.say(Word::NothingChanged));
            return Ok(Saving::Done(Vec::new()));
        }
        let cause = self.cause(&fields).ok_or_else(|| Fault::new(self.fields.len(), state.say(Word::NoReason)))?;
        Ok(Saving::Command(Command::Edit { subjects: vec![self.subject.clone()], fields, cause }))
    }

    fn own(&mut self, state: &mut State, action: Action) -> Own {
        if action != Action::AsPrinted {
            return Own::Not;
        }
        self.drop_overlay(state);
        Own::Done
    }

    fn edited(&mut self) {
        self.as_printed.remove(&self.form.at());
    }
}
