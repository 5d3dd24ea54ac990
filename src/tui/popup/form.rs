//! Named fields below each other, one of which has the keyboard: the body of every form.

use std::borrow::Cow;

use ratatui::layout::{Position, Rect};

use super::prompt::line;
use crate::action::{Action, Scope};
use crate::desk::{Command, Draft, Field as Set, Writing};
use crate::keymap::{Key, KeyCode};
use crate::text::fold::to_half_width;
use crate::text::width::{AmbiguousWidth, width, wrap};
use crate::tui::state::field::Field;
use crate::tui::state::tasks::fits;
use crate::tui::theme::Meaning;
use crate::tui::view::canvas::{Canvas, columns};
use crate::tui::words::capitalised;

/// The most choices listed below a field.
const LISTED: usize = 5;

/// The rows of a field of many lines with the keyboard, at least and where there is room, and of one without it.
const ROWS: [usize; 2] = [6, 2];

/// A value that a field can take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The value, as a command holds it.
    pub value: String,
    /// Its name on the screen.
    pub label: String,
}

/// A field with its name.
#[derive(Debug, Clone)]
pub struct FormField {
    name: String,
    text: Field,
    /// The text when the form was opened.
    before: String,
    /// The line below it.
    notes: Vec<(String, Meaning)>,
    /// The values that it can take; none where words are typed.
    choices: Vec<Choice>,
    /// The choice under the cursor, among those that fit what is typed.
    picked: usize,
    /// True if typing replaces the text as long as no other key was pressed in the field.
    is_short: bool,
    many_lines: bool,
}

impl FormField {
    /// Makes a field of one line.
    pub fn line(name: impl Into<Cow<'static, str>>, text: &str) -> Self {
        FormField {
            name: capitalised(name.into()).into_owned(),
            text: Field::line(text),
            before: text.to_string(),
            notes: Vec::new(),
            choices: Vec::new(),
            picked: 0,
            is_short: false,
            many_lines: false,
        }
    }

    /// Makes a field of many lines.
    pub fn lines(name: impl Into<Cow<'static, str>>, text: &str) -> Self {
        FormField { text: Field::lines(text), many_lines: true, ..FormField::line(name, text) }
    }

    /// Makes a field for a figure or a few characters: typing replaces what was there.
    pub fn short(name: impl Into<Cow<'static, str>>, text: &str) -> Self {
        FormField { is_short: true, ..FormField::line(name, text) }
    }

    /// Makes a field for one of some values, which are listed while it is typed into. `now` is one of the values, or
    /// what is shown in the place of one.
    pub fn choosing(name: impl Into<Cow<'static, str>>, now: &str, choices: Vec<Choice>) -> Self {
        let shown = choices.iter().find(|choice| choice.value == now).map_or(now, |choice| &choice.label).to_string();
        FormField { choices, ..FormField::short(name, &shown) }
    }

    /// Adds what is said below the field.
    pub fn noted(self, notes: Vec<(String, Meaning)>) -> Self {
        FormField { notes, ..self }
    }

    /// Returns true if the text is another than when the form was opened.
    pub fn is_changed(&self) -> bool {
        self.text.text() != self.before
    }

    /// Takes note that the text is another one by now, which is said below the field.
    fn changed_meanwhile(&mut self, now: &str, note: String) {
        self.before = now.to_string();
        self.notes.push((note, Meaning::Bad));
    }

    /// Returns the value: what was typed, without blanks around it, or the choice that it names.
    pub fn value(&self) -> &str {
        let typed = self.text.text().trim();
        self.choices.iter().find(|choice| choice.label == typed).map_or(typed, |choice| &choice.value)
    }

    /// Puts a value in the place of the text typed so far, by the name of its choice where it has one.
    pub fn set_value(&mut self, value: &str) {
        let label = self.choices.iter().find(|choice| choice.value == value).map(|choice| choice.label.clone());
        self.set(label.as_deref().unwrap_or(value));
    }

    /// Puts another text in the place of the one typed so far.
    pub fn set(&mut self, text: &str) {
        self.text = if self.many_lines { Field::lines(text) } else { Field::line(text) };
    }

    /// Returns the text with its cursor.
    pub fn typed(&self) -> &Field {
        &self.text
    }

    /// Returns the text with its cursor, to be edited.
    pub fn typed_mut(&mut self) -> &mut Field {
        &mut self.text
    }

    /// Returns the choices that fit what is typed: none before anything is.
    pub fn fitting(&self) -> Vec<&Choice> {
        if !self.is_changed() {
            return Vec::new();
        }
        let typed = to_half_width(self.text.text().trim());
        let fits_all = |choice: &&Choice| typed.split_whitespace().all(|word| fits(&choice.label, word));
        self.choices.iter().filter(fits_all).collect()
    }

    /// Replaces a part of a choice's name that was typed by the choice under the cursor.
    fn settle(&mut self) {
        let typed = self.text.text().trim().to_string();
        if typed.is_empty() || self.choices.iter().any(|choice| choice.label == typed) {
            return;
        }
        let chosen = self.fitting().get(self.picked).map(|choice| choice.label.clone());
        if let Some(label) = chosen {
            self.set(&label);
        }
    }

    fn edit(&mut self, key: Key) -> bool {
        let count = self.fitting().len();
        match key.code {
            KeyCode::Down if count > 0 => self.picked = (self.picked + 1) % count,
            KeyCode::Up if count > 0 => self.picked = (self.picked + count - 1) % count,
            _ => {
                let edited = self.text.edit(key);
                self.picked = if edited { 0 } else { self.picked };
                return edited;
            }
        }
        true
    }

    /// Returns the rows that its text takes at a width, of `most` at most.
    fn text_rows(&self, width: u16, most: usize, canvas: &Canvas<'_>) -> usize {
        if !self.many_lines {
            return 1;
        }
        let wrapped = wrap(self.text.text(), usize::from(width.saturating_sub(1)).max(2), canvas.ambiguous).len();
        wrapped.clamp(1, most.max(1))
    }

    /// Returns the lines below its text, wrapped to a width: the choices that fit, a fault, and the notes.
    fn below(&self, here: bool, fault: Option<&str>, width: u16, ambiguous: AmbiguousWidth) -> Vec<Below> {
        let listed = if here { self.fitting() } else { Vec::new() };
        // The choice under the cursor is always among those that are listed.
        let skipped = (self.picked + 1).saturating_sub(LISTED);
        let choices = listed.into_iter().enumerate().skip(skipped).take(LISTED).map(|(n, choice)| {
            let is_picked = n == self.picked;
            let meaning = if is_picked { Meaning::Cursor } else { Meaning::Plain };
            Below { text: choice.label.clone(), meaning, choice: Some(is_picked) }
        });
        let fault = fault.map(|why| (format!("! {why}"), Meaning::Bad));
        let said = fault.into_iter().chain(self.notes.iter().cloned()).flat_map(|(words, meaning)| {
            let lines = wrap(&words, usize::from(width).max(2), ambiguous);
            lines.into_iter().map(move |text| Below { text, meaning, choice: None })
        });
        choices.chain(said).collect()
    }
}

/// A line below a field.
pub struct Below {
    text: String,
    meaning: Meaning,
    /// For a choice, true if it is the one under the cursor.
    choice: Option<bool>,
}

impl Below {
    /// Returns the columns that it takes.
    pub fn columns(&self, ambiguous: AmbiguousWidth) -> u16 {
        columns(width(&self.text, ambiguous)) + if self.choice.is_some() { 2 } else { 0 }
    }

    /// Draws it in a line.
    pub fn draw(&self, canvas: &mut Canvas<'_>, line: Rect) {
        let sign = match self.choice {
            Some(true) => canvas.signs.cursor,
            Some(false) | None => " ",
        };
        let indent = if self.choice.is_some() { 2 } else { 0 };
        if indent > 0 {
            canvas.put(line.x, line.y, 1, sign, self.meaning);
        }
        canvas.put(line.x + indent, line.y, line.width.saturating_sub(indent), &self.text, self.meaning);
    }
}

/// The fields of a form.
#[derive(Debug, Clone)]
pub struct Form {
    fields: Vec<FormField>,
    at: usize,
    /// The field that could not be taken, with the reason.
    fault: Option<(usize, String)>,
    /// The command that was given and not answered yet.
    given: Option<Command>,
}

impl Form {
    /// Makes a form with the keyboard in one of its fields.
    pub fn new(fields: Vec<FormField>, at: usize) -> Self {
        let mut form = Form { fields, at: 0, fault: None, given: None };
        form.go_to(at);
        form
    }

    /// Returns the place of the field with the keyboard.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Returns what was typed into a field, with its blanks.
    pub fn text(&self, field: usize) -> &str {
        self.fields.get(field).map_or("", |field| field.text.text())
    }

    /// Puts another text into a field.
    pub fn set(&mut self, field: usize, text: &str) {
        if let Some(field) = self.fields.get_mut(field) {
            field.set(text);
        }
    }

    /// Gives the keyboard to a field that can't be taken, and says below it why.
    pub fn refuse(&mut self, field: usize, why: String) {
        if field != self.at {
            self.go_to(field);
        }
        self.fault = Some((field, why));
    }

    /// Returns the lines below the field with the keyboard, wrapped to a width.
    pub fn below(&self, width: u16, ambiguous: AmbiguousWidth) -> Vec<Below> {
        self.below_field(self.at, width, ambiguous)
    }

    fn below_field(&self, n: usize, width: u16, ambiguous: AmbiguousWidth) -> Vec<Below> {
        let fault = self.fault.as_ref().filter(|(at, _)| *at == n).map(|(_, why)| why.as_str());
        self.fields.get(n).map_or_else(Vec::new, |field| field.below(n == self.at, fault, width, ambiguous))
    }

    /// Takes note of the command that the form comes to.
    pub fn give(&mut self, command: Command) {
        self.given = Some(command);
    }

    /// Returns the command that was given and not answered yet.
    pub fn given(&self) -> Option<&Command> {
        self.given.as_ref()
    }

    /// Returns the words typed so far, as the draft of a form.
    pub fn draft(&self, of: Writing) -> Draft {
        let texts = self.fields.iter().map(|field| field.text.text().to_string());
        let before = self.fields.iter().map(|field| field.before.clone());
        Draft { of, texts: texts.collect(), before: before.collect() }
    }

    /// Puts back what a draft says. A field that somebody has changed since is found to be overtaken when it is saved.
    pub fn resume(&mut self, draft: Option<Draft>) {
        let Some(Draft { texts, before, .. }) = draft else { return };
        for (field, (text, before)) in self.fields.iter_mut().zip(texts.into_iter().zip(before)) {
            if text != before {
                field.before = before;
                field.set(&text);
            }
        }
    }

    /// Looks for changed fields that somebody else has changed since the form was opened, given what every field says
    /// now, and says that below each. Returns true if there are any.
    pub fn is_overtaken(&mut self, now: impl IntoIterator<Item = String>, word: &str) -> bool {
        let mut is_overtaken = false;
        for (field, now) in self.fields.iter_mut().zip(now) {
            if field.is_changed() && field.before != now {
                let note = format!("{word} {now}");
                field.changed_meanwhile(&now, note);
                is_overtaken = true;
            }
        }
        is_overtaken
    }

    /// Puts a text into a field as if the form had been opened with another one.
    pub fn begin_anew(&mut self, field: usize, before: &str, text: &str) {
        if let Some(field) = self.fields.get_mut(field) {
            field.before = before.to_string();
            field.set(text);
        }
    }

    /// Returns the height of a pop-up around the form: with the notes, and with room for a text of some lines, for the
    /// choices of a field, or for what is wrong with one.
    pub fn height(&self) -> u16 {
        let notes: usize = self.fields.iter().map(|field| field.notes.len()).sum();
        let more = match &self.fields {
            fields if fields.iter().any(|field| field.many_lines) => ROWS[0] + 1,
            fields if fields.iter().any(|field| !field.choices.is_empty()) => LISTED,
            _ => 1,
        };
        columns(self.fields.len() + notes + more + 2)
    }

    /// Returns the fields.
    pub fn fields(&self) -> &[FormField] {
        &self.fields
    }

    /// Returns the field with the keyboard, and its place.
    pub fn current(&mut self) -> Option<(usize, &mut FormField)> {
        self.fields.get_mut(self.at).map(|field| (self.at, field))
    }

    /// Returns the value of a field; an empty one for a field that the form lacks.
    pub fn value(&self, field: usize) -> &str {
        self.fields.get(field).map_or("", FormField::value)
    }

    /// Returns what a field does to the one that it is for: nothing as long as its text is the same.
    pub fn set_of(&self, field: usize) -> Set<String> {
        match self.value(field) {
            _ if !self.fields.get(field).is_some_and(FormField::is_changed) => Set::Keep,
            "" => Set::Clear,
            text => Set::Set(text.to_string()),
        }
    }

    /// Returns true if anything was typed.
    pub fn is_changed(&self) -> bool {
        self.fields.iter().any(FormField::is_changed)
    }

    /// Gives the keyboard to a field.
    pub fn go_to(&mut self, at: usize) {
        self.settle();
        self.at = at.min(self.fields.len().saturating_sub(1));
        if let Some(field) = self.fields.get_mut(self.at)
            && field.is_short
        {
            field.text = Field::selected(field.text.text());
        }
    }

    /// Gives the keyboard to the next or the previous field.
    pub fn step(&mut self, forward: bool) {
        let count = self.fields.len().max(1);
        self.go_to(if forward { (self.at + 1) % count } else { (self.at + count - 1) % count });
    }

    /// Settles the choice in the field with the keyboard. To be called before values are read.
    pub fn settle(&mut self) {
        if let Some(field) = self.fields.get_mut(self.at) {
            field.settle();
        }
    }

    /// Takes a key that edits, or one that moves between fields.
    pub fn edit(&mut self, key: Key) {
        self.fault = None;
        let Some(field) = self.fields.get_mut(self.at) else { return };
        if !field.edit(key) {
            match key.code {
                KeyCode::Down => self.step(true),
                KeyCode::Up => self.step(false),
                _ => {}
            }
        }
    }

    /// Puts text into the field with the keyboard.
    pub fn insert(&mut self, text: &str) {
        self.fault = None;
        if let Some(field) = self.fields.get_mut(self.at) {
            field.text.insert(text);
            field.picked = 0;
        }
    }

    /// Does an action that every form has: it moves between the fields, or begins a new line in one.
    pub fn act(&mut self, action: Action) {
        match action {
            Action::NextField => self.step(true),
            Action::PreviousField => self.step(false),
            Action::NewLine => self.insert("\n"),
            _ => {}
        }
    }

    /// Returns the scope of the keys: in a field of many lines, Enter begins a new one.
    pub fn scope(&self) -> Scope {
        let is_long = self.fields.get(self.at).is_some_and(|field| field.many_lines);
        if is_long { Scope::Multiline } else { Scope::Text }
    }

    /// Draws the fields. Where there are more than there is room for, that with the keyboard is in sight.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let widest = self.fields.iter().map(|field| canvas.width(&field.name)).max().unwrap_or(0);
        let name = widest.min(area.width / 3);
        // The cursor and a blank, the sign of a change and a blank.
        let x = area.x + 4 + name;
        let width = area.right().saturating_sub(x);
        let (mut below, mut heights) = (Vec::new(), Vec::new());
        for (n, field) in self.fields.iter().enumerate() {
            let most = if n == self.at { usize::from(area.height) } else { ROWS[1] };
            heights.push(field.text_rows(width, most, canvas));
            below.push(self.below_field(n, width, canvas.ambiguous));
        }
        // The field with the keyboard gets what the others leave, but no fewer rows than a few lines need.
        let all: usize = below.iter().map(Vec::len).chain(heights.iter().copied()).sum();
        let others = all - heights.get(self.at).copied().unwrap_or(0);
        if let (Some(height), true) =
            (heights.get_mut(self.at), self.fields.get(self.at).is_some_and(|field| field.many_lines))
        {
            let room = usize::from(area.height).saturating_sub(others).max(ROWS[0]);
            *height = (*height + 1).max(2).min(room);
        }
        let rows: Vec<usize> = below.iter().zip(&heights).map(|(below, text)| below.len() + text).collect();
        let mut first = 0;
        while first < self.at && rows[first..=self.at].iter().sum::<usize>() > usize::from(area.height) {
            first += 1;
        }
        let mut y = area.y;
        for (n, field) in self.fields.iter().enumerate().skip(first) {
            if y >= area.bottom() {
                break;
            }
            let here = n == self.at;
            let sign = if here { canvas.signs.cursor } else { " " };
            canvas.put(area.x, y, 1, sign, Meaning::Key);
            let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
            let changed = if field.is_changed() { "*" } else { "" };
            canvas.put_pieces(area.x + 2, y, name + 1, &[(&field.name, meaning), (changed, Meaning::Notice)]);
            let rest = Rect { x, y, width, height: area.bottom() - y };
            y += draw_field(canvas, field, rest, (heights[n], here), &below[n]);
        }
    }
}

/// Draws a field without its name, its text in so many rows, with the lines below it. Returns the rows taken.
fn draw_field(
    canvas: &mut Canvas<'_>,
    field: &FormField,
    area: Rect,
    (rows, here): (usize, bool),
    below: &[Below],
) -> u16 {
    let text_rows = columns(rows).min(area.height);
    let text = Rect { height: text_rows, ..area };
    if field.many_lines {
        lines(canvas, text, &field.text, here);
    } else {
        line(canvas, text, &field.text, here);
    }
    let mut y = text.bottom();
    for line in below.iter().take((area.bottom() - y).into()) {
        line.draw(canvas, Rect { y, height: 1, ..area });
        y += 1;
    }
    y - area.y
}

/// Draws a field of many lines, with the line of the cursor in sight.
pub fn lines(canvas: &mut Canvas<'_>, area: Rect, field: &Field, here: bool) {
    if area.height == 0 || area.width < 4 {
        return;
    }
    let room = usize::from(area.width - 1);
    let (before, _) = field.parts();
    // The cursor stands behind the last character before it; a line that is full puts it on the next.
    let ahead = wrap(before, room, canvas.ambiguous);
    let lines = wrap(field.text(), room, canvas.ambiguous);
    let row = ahead.len().saturating_sub(1);
    let top = if here { (row + 1).saturating_sub(area.height.into()) } else { 0 };
    for (y, line) in (area.top()..area.bottom()).zip(lines.iter().skip(top)) {
        canvas.put(area.x, y, area.width, line, if here { Meaning::Field } else { Meaning::Plain });
    }
    if here {
        let trailing = before.len() - before.trim_end_matches(' ').len();
        let column = ahead.last().map_or(0, |line| canvas.width(line.trim_end_matches(' '))) + columns(trailing);
        let y = area.y + columns(row - top).min(area.height - 1);
        canvas.set_caret(Position::new(area.x + column.min(area.width - 1), y));
    }
}
