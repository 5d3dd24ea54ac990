//! The filter form.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::prompt;
use crate::plan::Kind;
use crate::text::Label;
use crate::tui::state::State;
use crate::tui::state::data::plan_label;
use crate::tui::state::filter::{Entry, Form};
use crate::tui::state::tasks::Role;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Draws the form.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, form: &Form, area: Rect) {
    let inner = canvas.frame(area, state.say(Word::Filter));
    let list = inner.height.saturating_sub(1);
    canvas.put(inner.x, inner.y + list, inner.width, state.say(Word::FilterKeys), Meaning::Muted);
    let top = (form.at + 1).saturating_sub(list.into());
    for (y, (n, entry)) in (inner.top()..inner.top() + list).zip(Form::ENTRIES.iter().enumerate().skip(top)) {
        let here = n == form.at;
        let sign = if here { canvas.signs.cursor } else { " " };
        canvas.put(inner.x, y, 1, sign, Meaning::Key);
        let line = Rect { x: inner.x + 2, y, width: inner.width.saturating_sub(2), height: 1 };
        draw_entry(canvas, state, form, *entry, line, here);
    }
}

fn draw_entry(canvas: &mut Canvas<'_>, state: &State, form: &Form, entry: Entry, line: Rect, here: bool) {
    let any = || state.say(Word::Any).to_string();
    let filter = &form.filter;
    let (name, value) = match entry {
        Entry::Text => (state.say(Word::Text), String::new()),
        Entry::Due => (state.say(Word::DueBy), String::new()),
        Entry::Plan => {
            let plan = form.plan.as_ref().and_then(|id| state.data.snapshot.dossier(id));
            (state.say(Word::Plan), plan.map_or_else(any, |d| plan_label(&d.plan)))
        }
        Entry::Department => {
            let name = filter.department.as_deref().map(|d| state.data.short_name(d).to_string());
            (state.say(Word::ChooseDepartment), name.unwrap_or_else(any))
        }
        Entry::Role => {
            let word = match filter.role {
                Role::Any => Word::RoleAny,
                Role::Lead => Word::Lead,
                Role::Support => Word::Support,
            };
            (state.say(Word::Role), state.say(word).to_string())
        }
        Entry::Kind => {
            let word = match filter.kind {
                None => Word::Any,
                Some(Kind::Task) => Word::Task,
                Some(Kind::Project) => Word::Project,
            };
            (state.say(Word::Kind), state.say(word).to_string())
        }
        Entry::Status(status) => {
            let name = status.map_or(state.say(Word::Unreported), |s| s.label(state.language));
            let mark = format!("{} {name}", state.signs().status(status));
            return draw_box(canvas, line, filter.statuses.contains(&status), &mark, here);
        }
        Entry::Planned => return draw_box(canvas, line, filter.planned, state.say(Word::YearPlan), here),
        Entry::Overdue => return draw_box(canvas, line, filter.overdue, state.say(Word::Overdue), here),
    };
    let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
    canvas.put(line.x, line.y, 12, name, meaning);
    let field = Rect { x: line.x + 13, width: line.width.saturating_sub(13), ..line };
    match entry {
        Entry::Text => prompt::line(canvas, field, &form.text, here),
        Entry::Due => prompt::line(canvas, field, &form.due, here),
        _ => {
            canvas.put(field.x, field.y, field.width, &value, meaning);
        }
    }
}

fn draw_box(canvas: &mut Canvas<'_>, line: Rect, on: bool, name: &str, here: bool) {
    let tick = if on { "[x]" } else { "[ ]" };
    let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
    canvas.put_pieces(line.x + 2, line.y, line.width, &[(tick, Meaning::Key), (" ", Meaning::Plain), (name, meaning)]);
}
