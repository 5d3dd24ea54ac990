//! Forms for items by hand: adding, splitting, merging and ending them, and beginning a plan.

use ratatui::layout::{Rect, Size};

use super::edit::choices;
use super::form::{Form, FormField};
use super::form_pop_up::{Fault, FormPopUp, Saving};
use super::{centred, resume, typed_outline};
use crate::desk::{Command, FormOf, PlanDraft, Receipt, Split, Writing};
use crate::plan::overlay::{self, Ended};
use crate::plan::{Change, Edition, ItemId, ItemKind, Plan, PlanId, Subject, TextField};
use crate::text::fold::to_half_width;
use crate::tui::state::State;
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, about, select};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// The purpose of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Purpose {
    /// To add something of a kind to a plan, with these fields.
    Add(PlanId, ItemKind, Vec<TextField>),
    /// To split a task.
    Split(ItemId),
    /// To end items.
    End(Vec<ItemId>),
    /// To merge items into another.
    Merge(Vec<ItemId>, ItemId),
    /// To begin a plan.
    Begin,
}

/// The form.
#[derive(Debug, Clone)]
pub struct ItemForm {
    purpose: Purpose,
    title: Word,
    /// Its purpose, in words.
    about: String,
    form: Form,
}

impl Purpose {
    fn of(&self) -> Writing {
        let form = match self {
            Purpose::Add(plan, kind, _) => FormOf::Add(plan.clone(), *kind),
            Purpose::Split(item) => FormOf::Split(item.clone()),
            Purpose::End(items) => FormOf::End(items.clone()),
            Purpose::Merge(items, into) => FormOf::Merge(items.clone(), into.clone()),
            Purpose::Begin => FormOf::Begin,
        };
        form.into()
    }
}

/// Opens a form, with the draft that there is of it.
fn open(state: &mut State, mut form: ItemForm) -> Vec<Effect> {
    form.form.resume(resume::take(state, &form.purpose.of()));
    state.open(form)
}

impl ItemForm {
    fn new(purpose: Purpose, title: Word, about: String, form: Form) -> Self {
        ItemForm { purpose, title, about, form }
    }
}

/// Opens the form that adds something of a kind to a plan, by default where the cursor is.
pub fn add(state: &mut State, plan: &PlanId, kind: ItemKind) -> Vec<Effect> {
    let Some(dossier) = state.data.snapshot.dossier(plan) else { return Vec::new() };
    let place = Place::of(&dossier.plan, state.subject().as_ref());
    let fields = fields(&dossier.plan, kind);
    let rows = fields.iter().map(|field| {
        let name = match (kind, field) {
            (ItemKind::Heading, TextField::Chapter) => state.say(Word::HeadingAbove).to_string(),
            _ => field.label(state.language),
        };
        match (field, choices(state, &dossier.plan, *field)) {
            (TextField::Chapter, Some(choices)) => FormField::choosing(name, &place.chapter(kind), choices),
            (TextField::Box, Some(choices)) => FormField::choosing(name, &place.special_box(), choices),
            (_, Some(choices)) => FormField::choosing(name, "", choices),
            (TextField::Text, None) => FormField::lines(name, ""),
            _ => FormField::line(name, ""),
        }
    });
    let form = Form::new(rows.collect(), 0);
    let title = match kind {
        ItemKind::Task => Word::AddTask,
        ItemKind::Project => Word::AddProject,
        ItemKind::Indicator => Word::AddIndicator,
        ItemKind::Heading => Word::AddHeading,
        ItemKind::Box => Word::AddBox,
    };
    let about = dossier.plan.title.clone();
    open(state, ItemForm::new(Purpose::Add(plan.clone(), kind, fields), title, about, form))
}

/// Returns what is asked of something new.
fn fields(plan: &Plan, kind: ItemKind) -> Vec<TextField> {
    use TextField as F;
    match kind {
        ItemKind::Task => vec![F::Title, F::Text, F::Number, F::Chapter],
        ItemKind::Project => vec![F::Title, F::Text, F::Number, F::Box, F::Group],
        ItemKind::Heading | ItemKind::Box => vec![F::Title, F::Number, F::Chapter],
        ItemKind::Indicator => {
            let mut fields = vec![F::Title, F::Category, F::Unit, F::Nature, F::Baseline(plan.term.first - 1)];
            fields.extend(plan.term.years().map(F::Target));
            fields
        }
    }
}

/// The heading and the box that the cursor is in.
struct Place {
    heading: Option<usize>,
    /// The heading above that.
    above: Option<usize>,
    special_box: Option<usize>,
}

impl Place {
    fn of(plan: &Plan, subject: Option<&Subject>) -> Self {
        let item = match subject {
            Some(Subject::Item(item)) if item.plan == plan.id => Some(item),
            _ => None,
        };
        let place = |item: &ItemId| usize::try_from(item.number).ok().and_then(|number| number.checked_sub(1));
        let (heading, special_box) = match item.map(|item| (item, item.kind)) {
            Some((item, ItemKind::Task | ItemKind::Project)) => {
                plan.task(item).map_or((None, None), |task| (Some(task.node), task.special_box))
            }
            Some((item, ItemKind::Heading)) => (place(item), None),
            Some((item, ItemKind::Box)) => {
                let index = place(item);
                (index.and_then(|index| plan.boxes.get(index)).map(|special_box| special_box.node), index)
            }
            _ => (None, None),
        };
        let heading = heading.filter(|heading| *heading < plan.outline.len());
        let above = heading.and_then(|heading| plan.outline[heading].parent);
        Place { heading, above, special_box: special_box.or((!plan.boxes.is_empty()).then_some(0)) }
    }

    /// Returns the id of the heading for something of a kind: a new heading stands beside that under the cursor.
    fn chapter(&self, kind: ItemKind) -> String {
        let heading = if kind == ItemKind::Heading { self.above } else { self.heading.or(Some(0)) };
        heading.map(|heading| format!("h{}", heading + 1)).unwrap_or_default()
    }

    fn special_box(&self) -> String {
        self.special_box.map(|index| format!("b{}", index + 1)).unwrap_or_default()
    }
}

/// Opens the form that splits a task: the part that keeps the reviews, and the part that begins.
pub fn split(state: &mut State, item: ItemId) -> Vec<Effect> {
    let title = state.title(&item);
    let rows = vec![
        FormField::line(state.say(Word::KeepsReviews), &title),
        FormField::line(state.say(Word::BeginsAnew), ""),
        FormField::lines(TextField::Text.label(state.language), ""),
    ];
    open(state, ItemForm::new(Purpose::Split(item), Word::SplitTask, title, Form::new(rows, 1)))
}

/// Opens the form that ends items.
pub fn end(state: &mut State, items: Vec<ItemId>) -> Vec<Effect> {
    let form = Form::new(grounds(state), 0);
    let about = about(state, &items);
    open(state, ItemForm::new(Purpose::End(items), Word::EndItems, about, form))
}

/// Opens the form that merges items into another.
pub fn merge(state: &mut State, items: Vec<ItemId>, into: ItemId) -> Vec<Effect> {
    let form = Form::new(grounds(state), 0);
    let about = format!("{} {} {}", about(state, &items), state.signs().arrow, state.title(&into));
    open(state, ItemForm::new(Purpose::Merge(items, into), Word::MergeItems, about, form))
}

fn grounds(state: &State) -> Vec<FormField> {
    [Word::Reason, Word::DocumentNumber].map(|word| FormField::line(state.say(word), "")).to_vec()
}

/// Opens the form that begins a plan.
pub fn begin(state: &mut State) -> Vec<Effect> {
    let fields = [TextField::Title, TextField::Region, TextField::Sector, TextField::Term];
    let rows = fields.map(|field| FormField::line(field.label(state.language), "")).to_vec();
    let about = state.say(Word::TermLike).to_string();
    open(state, ItemForm::new(Purpose::Begin, Word::BeginPlan, about, Form::new(rows, 0)))
}

impl ItemForm {
    fn typed(&self, n: usize) -> Option<String> {
        Some(self.form.value(n).to_string()).filter(|text| !text.is_empty())
    }

    /// Returns the command that the form makes.
    ///
    /// # Errors
    /// The place of a field that lacks its value, with the word that says so.
    fn command(&self) -> Result<Command, (usize, Word)> {
        let needed = |n: usize, word: Word| self.typed(n).ok_or((n, word));
        Ok(match &self.purpose {
            Purpose::Add(plan, kind, fields) => {
                needed(0, Word::NoTitle)?;
                let rows = fields.iter().enumerate();
                let fields = rows.filter_map(|(n, field)| Some((*field, self.typed(n)?))).collect();
                Command::Add { plan: plan.clone(), kind: *kind, fields, from: None }
            }
            Purpose::Split(item) => {
                let title = (TextField::Title, needed(1, Word::NoTitle)?);
                let text = self.typed(2).map(|text| (TextField::Text, text));
                let keeps = self.form.fields()[0].is_changed().then(|| self.typed(0)).flatten();
                let from = Some(Split { task: item.clone(), keeps });
                let fields = [title].into_iter().chain(text).collect();
                Command::Add { plan: item.plan.clone(), kind: item.kind, fields, from }
            }
            Purpose::End(items) => Command::End { items: items.clone(), ended: Some(self.ended(None)?) },
            Purpose::Merge(items, into) => {
                Command::End { items: items.clone(), ended: Some(self.ended(Some(into.clone()))?) }
            }
            Purpose::Begin => {
                let [title, region, sector] = [0, 1, 2].map(|n| needed(n, Word::NoTitle));
                let term = overlay::term(&to_half_width(self.form.value(3))).map_err(|_| (3, Word::NotATerm))?;
                // Any document of the plan takes its place.
                let edition = Edition::Condensed;
                Command::Begin(PlanDraft {
                    title: title?,
                    region: region?.into(),
                    sector: sector?,
                    term,
                    edition,
                    outline: None,
                })
            }
        })
    }

    fn ended(&self, into: Option<ItemId>) -> Result<Ended, (usize, Word)> {
        let reason = self.typed(0).ok_or((0, Word::NoReason))?;
        Ok(Ended { reason, into, document: self.typed(1) })
    }
}

impl FormPopUp for ItemForm {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn writing(&self) -> Option<Writing> {
        Some(self.purpose.of())
    }

    fn title(&self, state: &State) -> String {
        state.say(self.title).to_string()
    }

    fn about(&self, _: &State) -> String {
        self.about.clone()
    }

    fn place(&self, screen: Size) -> Rect {
        // With the line that says what it is about.
        centred(screen, 76, self.form.height() + 1)
    }

    fn save(&mut self, state: &mut State) -> Result<Saving, Fault> {
        let command = self.command().map_err(|(field, word)| Fault::new(field, state.say(word)))?;
        Ok(Saving::Command(command))
    }

    /// Goes to what the form has made.
    fn saved(&mut self, state: &mut State, receipt: &Receipt) {
        match (&self.purpose, receipt.changes.first()) {
            (Purpose::Begin, Some(Change::Plan { plan, .. })) => {
                let plan = plan.clone();
                state.data.plan = Some(plan.clone());
                select::show(state, &Subject::Plan(plan.clone()));
                // What the plan says comes next.
                typed_outline::open(state, plan);
            }
            (Purpose::Add(..) | Purpose::Split(_), Some(change)) => {
                if let Some(item) = change.item() {
                    select::show(state, &Subject::Item(item.clone()));
                }
            }
            _ => {}
        }
    }

    fn paint_inside(&self, canvas: &mut Canvas<'_>, _: &State, inner: Rect) {
        canvas.put(inner.x, inner.y, inner.width, &self.about, Meaning::Muted);
        self.form.draw(canvas, Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner });
    }
}
