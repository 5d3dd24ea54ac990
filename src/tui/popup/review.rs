//! The form for a task's period: status, per cent and words, beside what was said last time and what the text asks for.

use ratatui::layout::{Rect, Size};

use super::confirm::Then;
use super::form::{Choice, Form, FormField};
use super::form_pop_up::{Fault, FormPopUp, Own, Saving};
use super::{centred, resume};
use crate::action::{Action, Scope};
use crate::desk::{Command, Draft, Field as Set, Receipt, ReviewEdit, Seen, Writing};
use crate::plan::{FieldValue, ItemId, Period, Progress, RecordField, Review, Status};
use crate::text::Label;
use crate::text::fold::to_half_width;
use crate::text::width::wrap;
use crate::tui::state::{State, Tone};
use crate::tui::theme::Meaning;
use crate::tui::update::{Effect, about, tasks};
use crate::tui::view::canvas::Canvas;
use crate::tui::words::Word;

/// The fields in the order of the form.
const FIELDS: [RecordField; 6] = [
    RecordField::Status,
    RecordField::Progress,
    RecordField::Done,
    RecordField::Problem,
    RecordField::Next,
    RecordField::Evidence,
];

/// The names of the fields.
const NAMES: [Word; 6] = [Word::Status, Word::Progress, Word::Done, Word::Problem, Word::Next, Word::Evidence];

/// The place of the first field of words. The form begins there: words are what it is mostly opened for.
const WORDS: usize = 2;

/// From this width on, what was said last time stands beside the form, and below it on narrower screens.
const BESIDE: u16 = 70;

/// Returns the place of a field among those of words, if it is one of them.
pub fn place(field: RecordField) -> Option<usize> {
    FIELDS.iter().skip(WORDS).position(|words| *words == field)
}

/// The form.
#[derive(Debug, Clone)]
pub struct ReviewForm {
    /// The tasks that it is for.
    items: Vec<ItemId>,
    period: Period,
    /// The tasks in words.
    about: String,
    form: Form,
    /// Status and progress as recorded when the form was opened.
    began: (Option<Status>, Option<Progress>),
    /// The words as recorded when they were begun.
    before: [String; 4],
    /// True if the form for the next row follows once it is saved.
    goes_on: bool,
}

/// Opens the form. For several tasks it begins empty, and only fields that are filled in are set.
pub fn open(state: &mut State, items: Vec<ItemId>, period: Period) -> Vec<Effect> {
    let recorded = match &items[..] {
        [one] => recorded(state, one, period),
        _ => Review::default(),
    };
    let draft = resume::take(state, &Writing::review(&items, period));
    let form = ReviewForm::new(state, items, period, &recorded, draft);
    state.open(form)
}

/// Opens the form with the keyboard in a field of words.
pub fn open_at(state: &mut State, items: Vec<ItemId>, period: Period, words: usize) -> Vec<Effect> {
    let effects = open(state, items, period);
    if let Some(form) = state.top_mut::<ReviewForm>() {
        form.go_to_words(words);
    }
    effects
}

fn recorded(state: &State, item: &ItemId, period: Period) -> Review {
    let review = state.data.snapshot.task(item).and_then(|(dossier, _)| dossier.review(item, period));
    review.cloned().unwrap_or_default()
}

/// Returns a review's words in the order of the form.
fn texts_of(review: &Review) -> [String; 4] {
    [&review.done, &review.problem, &review.next, &review.evidence].map(|text| text.clone().unwrap_or_default())
}

/// Returns the statuses with the digits that stand for them.
pub fn statuses(state: &State) -> Vec<Choice> {
    let choice = |(status, digit): (Status, u32)| Choice {
        value: status.name().to_string(),
        label: format!("{digit} {}", status.label(state.language)),
    };
    Status::ALL.into_iter().zip(1..).map(choice).collect()
}

/// Returns a status as the form shows it.
fn label(state: &State, status: Status) -> String {
    let choice = statuses(state).into_iter().find(|choice| choice.value == status.name());
    choice.map(|choice| choice.label).unwrap_or_default()
}

impl ReviewForm {
    /// Makes a form of what is recorded, overlaid by a draft.
    fn new(state: &State, items: Vec<ItemId>, period: Period, recorded: &Review, draft: Option<Draft>) -> Self {
        let (texts, began) = draft.map(|draft| (draft.texts, draft.before)).unwrap_or_default();
        // Should somebody have changed a field since its draft was begun, saving it finds that out.
        let resumed = |n: usize, now: String| match (texts.get(n), began.get(n)) {
            (Some(text), Some(began)) if text != began && *text != now => (began.clone(), text.clone()),
            _ => (now.clone(), now),
        };
        let status = resumed(4, recorded.status.map_or("", Status::name).to_string());
        let progress = resumed(5, recorded.progress.map(|progress| progress.to_string()).unwrap_or_default());
        let mut fields = vec![
            FormField::choosing(state.say(NAMES[0]), &status.0, statuses(state)),
            FormField::short(state.say(NAMES[1]), &progress.0),
        ];
        fields[0].set_value(&status.1);
        fields[1].set(&progress.1);
        let mut before = texts_of(recorded);
        for (n, name) in NAMES.iter().skip(WORDS).enumerate() {
            let (began, typed) = resumed(n, std::mem::take(&mut before[n]));
            let mut field = FormField::lines(state.say(*name), &began);
            if typed != began {
                field.set(&typed);
            }
            fields.push(field);
            before[n] = began;
        }
        let about = about(state, &items);
        let began = (status.0.parse().ok(), progress.0.parse().ok());
        ReviewForm { items, period, about, form: Form::new(fields, WORDS), began, before, goes_on: false }
    }

    /// Gives the keyboard to a field of words.
    pub fn go_to_words(&mut self, at: usize) {
        self.form.go_to(WORDS + at);
    }

    fn is_changed(&self, field: usize) -> bool {
        self.form.fields().get(field).is_some_and(FormField::is_changed)
    }

    fn has_words(&self) -> bool {
        (WORDS..FIELDS.len()).any(|n| self.is_changed(n))
    }

    /// Returns the words typed so far, in the order that drafts have.
    pub fn words(&self) -> Draft {
        let mut texts: Vec<String> = (0..4).map(|n| self.form.text(WORDS + n).to_string()).collect();
        texts.extend([0, 1].map(|n| self.form.value(n).to_string()));
        let mut before = self.before.to_vec();
        before.push(self.began.0.map_or("", Status::name).to_string());
        before.push(self.began.1.map(|progress| progress.to_string()).unwrap_or_default());
        Draft { of: Writing::review(&self.items, self.period), texts, before }
    }

    /// Returns a field as it was when it was begun.
    fn began(&self, field: usize) -> Option<FieldValue> {
        match field {
            0 => self.began.0.map(FieldValue::Status),
            1 => self.began.1.map(FieldValue::Percent),
            _ => self.before.get(field - WORDS).filter(|words| !words.is_empty()).cloned().map(FieldValue::Words),
        }
    }

    /// Returns the latest earlier review of the task.
    fn last<'a>(&self, state: &'a State) -> Option<(Period, &'a Review)> {
        let [item] = &self.items[..] else { return None };
        state.data.snapshot.dossier(&item.plan)?.last_review(item, self.period)
    }

    fn set_status(&mut self, state: &State, status: Option<Status>) {
        self.form.set(0, &status.map(|status| label(state, status)).unwrap_or_default());
    }

    /// Fills the field with the keyboard with what was said of it last time.
    fn take_over(&mut self, state: &mut State) {
        let at = self.form.at();
        let last = self.last(state).map(|(_, review)| review.clone()).unwrap_or_default();
        match at {
            0 => self.set_status(state, last.status.or(self.began.0)),
            1 => self.form.set(1, &last.progress.map(|progress| progress.to_string()).unwrap_or_default()),
            _ => match texts_of(&last).get(at - WORDS).filter(|words| !words.is_empty()) {
                Some(words) => self.form.insert(words),
                None => state.tell(Tone::Note, state.say(Word::NothingLastTime)),
            },
        }
    }

    /// Returns what was said last time and what the text asks for, for a width.
    fn reference(&self, state: &State, width: u16) -> Vec<(String, Meaning)> {
        let [item] = &self.items[..] else { return Vec::new() };
        let Some((_, task)) = state.data.snapshot.task(item) else { return Vec::new() };
        let wrapped = |text: &str, meaning| {
            wrap(text, usize::from(width).max(2), state.ambiguous).into_iter().map(move |line| (line, meaning))
        };
        let mut lines = Vec::new();
        if let Some((period, review)) = self.last(state) {
            let status = review.status.map_or("", |status| status.label(state.language));
            let progress = review.effective_progress().map(|progress| format!("{progress}%")).unwrap_or_default();
            let head = format!("{} {status} {progress}", period.name(state.language));
            lines.push((head.trim_end().to_string(), Meaning::Title));
            for (name, text) in NAMES.iter().skip(WORDS).zip(texts_of(review)).filter(|(_, text)| !text.is_empty()) {
                lines.extend(wrapped(&format!("{} {text}", state.say(*name)), Meaning::Plain));
            }
        }
        lines.push((state.say(Word::Source).to_string(), Meaning::Title));
        lines.extend(wrapped(&task.text.replace('\n', " "), Meaning::Muted));
        lines
    }

    /// Returns the edit that the form holds.
    ///
    /// # Errors
    /// The place of a field that can't be taken, with the word that says why.
    fn edit_of(&self) -> Result<ReviewEdit, (usize, Word)> {
        let words = |n: usize| {
            if self.is_changed(WORDS + n) { Set::Set(self.form.text(WORDS + n).to_string()) } else { Set::Keep }
        };
        let typed = |n: usize| self.is_changed(n).then(|| to_half_width(self.form.value(n)));
        let status = match typed(0).as_deref() {
            None => Set::Keep,
            Some("") => Set::Clear,
            Some(name) => Set::Set(name.parse().map_err(|_| (0, Word::NotAStatus))?),
        };
        let progress = match typed(1).as_deref().map(|text| text.trim_end_matches('%').trim()) {
            None => Set::Keep,
            Some("") => Set::Clear,
            Some(percent) => Set::Set(percent.parse::<Progress>().map_err(|_| (1, Word::NotAPercentage))?),
        };
        Ok(ReviewEdit {
            status,
            progress,
            done: words(0),
            problem: words(1),
            next: words(2),
            evidence: words(3),
            amend: None,
        })
    }

    /// Goes on with the form for the next row, if that was asked for.
    fn go_on(&self, state: &mut State) -> Vec<Effect> {
        if self.goes_on { tasks::review_next(state, &self.items) } else { Vec::new() }
    }

    /// Takes note of what somebody else has made of a field, and rewrites what was typed: `write` gets both versions,
    /// mine first.
    pub fn settle_with(
        &mut self,
        state: &State,
        field: RecordField,
        theirs: Option<&FieldValue>,
        write: impl Fn(&str, &str) -> String,
    ) {
        let Some(n) = FIELDS.iter().position(|own| *own == field) else { return };
        let words = match theirs {
            Some(FieldValue::Words(words)) => words.clone(),
            Some(FieldValue::Percent(percent)) => percent.to_string(),
            Some(FieldValue::Status(status)) => label(state, *status),
            _ => String::new(),
        };
        match (n, theirs) {
            (0, Some(FieldValue::Status(status))) => self.began.0 = Some(*status),
            (0, _) => self.began.0 = None,
            (1, Some(FieldValue::Percent(percent))) => self.began.1 = Some(*percent),
            (1, _) => self.began.1 = None,
            _ => self.before[n - WORDS].clone_from(&words),
        }
        let text = write(self.form.text(n), &words);
        self.form.begin_anew(n, &words, &text);
    }
}

impl FormPopUp for ReviewForm {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn writing(&self) -> Option<Writing> {
        Some(Writing::review(&self.items, self.period))
    }

    fn draft(&self) -> Option<Draft> {
        Some(self.words())
    }

    fn title(&self, state: &State) -> String {
        format!("{} {} {}", state.say(Word::WriteReview), state.signs().dot, self.period.name(state.language))
    }

    fn about(&self, _: &State) -> String {
        self.about.clone()
    }

    fn place(&self, screen: Size) -> Rect {
        centred(screen, 110, screen.height.saturating_sub(2).min(28))
    }

    fn keys(&self) -> Scope {
        if self.form.at() < WORDS { Scope::Review } else { Scope::ReviewWords }
    }

    /// Returns its fields as they were when they were begun, which may be long ago: in its draft.
    fn seen(&self, state: &State, command: &Command) -> Seen {
        let [item] = &self.items[..] else { return state.seen(command) };
        let mut seen = Seen::default();
        for (n, field) in FIELDS.into_iter().enumerate().filter(|(n, _)| self.is_changed(*n)) {
            seen.note(item, field, self.began(n));
        }
        seen
    }

    fn save(&mut self, state: &mut State) -> Result<Saving, Fault> {
        let edit = self.edit_of().map_err(|(field, word)| Fault::new(field, state.say(word)))?;
        if !self.form.is_changed() {
            state.tell(Tone::Note, state.say(Word::NothingChanged));
            return Ok(Saving::Done(self.go_on(state)));
        }
        Ok(Saving::Command(Command::Review { items: self.items.clone(), period: self.period, edit }))
    }

    fn saved(&mut self, state: &mut State, _: &Receipt) {
        self.go_on(state);
    }

    /// Words that are left come back with the form.
    fn leaving(&self) -> Option<(Word, Then)> {
        self.has_words().then_some((Word::DropText, Then::LeaveForm))
    }

    fn own(&mut self, state: &mut State, action: Action) -> Own {
        match (action, action.status()) {
            (Action::SaveText | Action::SaveNext, _) => {
                self.goes_on = action == Action::SaveNext;
                return Own::Save;
            }
            (Action::TakeOver, _) => self.take_over(state),
            (Action::ClearStatus, _) => self.set_status(state, None),
            (_, Some(status)) => self.set_status(state, Some(status)),
            _ => return Own::Not,
        }
        Own::Done
    }

    /// Draws the form with what it is written after.
    fn paint_inside(&self, canvas: &mut Canvas<'_>, state: &State, inner: Rect) {
        if inner.height < 6 {
            return;
        }
        canvas.put(inner.x, inner.y, inner.width, &self.about, Meaning::Title);
        let body = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
        let (form, beside) = if body.width >= BESIDE {
            let width = body.width * 3 / 5;
            let beside = Rect { x: body.x + width + 2, width: body.width - width - 2, ..body };
            for y in body.top()..body.bottom() {
                canvas.put(body.x + width, y, 1, canvas.signs.vertical, Meaning::Muted);
            }
            (Rect { width: width - 1, ..body }, beside)
        } else {
            let height = (body.height / 3).min(5);
            let below = Rect { y: body.bottom() - height, height, ..body };
            (Rect { height: body.height - height, ..body }, below)
        };
        self.form.draw(canvas, form);
        let lines = self.reference(state, beside.width);
        for (y, (text, meaning)) in (beside.top()..beside.bottom()).zip(&lines) {
            canvas.put(beside.x, y, beside.width, text, *meaning);
        }
    }
}
