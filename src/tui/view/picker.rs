//! Pop-up lists to pick from.

use ratatui::layout::{Position, Rect};

use super::canvas::Canvas;
use crate::plan::Counterpart;
use crate::tui::state::State;
use crate::tui::state::picker::{Choice, Picker, Purpose, Row, department};
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Draws the pop-up.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, picker: &Picker, area: Rect) {
    let word = match picker.purpose {
        Purpose::Period => Word::ChoosePeriod,
        Purpose::Plan | Purpose::FilterPlan => Word::ChoosePlan,
        Purpose::Lead(_) => Word::ChooseLead,
        Purpose::Support(_) => Word::ChooseSupport,
        Purpose::Before => Word::ChooseBefore,
        Purpose::After => Word::ChooseAfter,
        Purpose::Counterpart(_, Counterpart::Same) => Word::ChooseSame,
        Purpose::Counterpart(_, Counterpart::Different) => Word::ChooseDifferent,
        Purpose::Appraisal(_) => Word::ChooseAppraisal,
        Purpose::Direction(_) => Word::ChooseDirection,
        Purpose::Judgement(_) => Word::ChooseJudgement,
        Purpose::Rule => Word::ChooseRule,
        Purpose::FilterDepartment | Purpose::ProblemDepartment => Word::ChooseDepartment,
    };
    let title = match &picker.purpose {
        Purpose::Lead(items) | Purpose::Support(items) if items.len() > 1 => {
            format!("{} {} {} {}", state.say(word), state.signs().dot, items.len(), state.say(Word::Rows))
        }
        _ => state.say(word).to_string(),
    };
    let inner = canvas.frame(area, &title);
    if inner.height < 3 {
        return;
    }
    let mut top = inner.y;
    if !picker.is_direct() {
        let (before, after) = picker.query.parts();
        let taken = canvas.put_pieces(inner.x, top, inner.width, &[("/ ", Meaning::Key), (before, Meaning::Title)]);
        canvas.set_caret(Position::new(inner.x + taken, top));
        canvas.put(inner.x + taken, top, inner.width.saturating_sub(taken), after, Meaning::Title);
        let picked: Vec<&str> = picker.picked.iter().map(|name| state.data.short_name(name)).collect();
        canvas.put(inner.x, top + 1, inner.width, &picked.join("、"), Meaning::Marked);
        top += 2;
    }
    for (y, (row, here)) in (top..inner.bottom()).zip(picker.list.window()) {
        draw_row(canvas, state, Rect { y, height: 1, ..inner }, picker, row, here);
    }
}

fn draw_row(canvas: &mut Canvas<'_>, state: &State, line: Rect, picker: &Picker, row: &Row, here: bool) {
    let sign = if here { canvas.signs.cursor } else { " " };
    canvas.put(line.x, line.y, 1, sign, Meaning::Key);
    if department(&row.choice).is_some_and(|name| picker.picked.contains(&name)) {
        let sign = canvas.signs.marked;
        canvas.put(line.x + 1, line.y, 1, sign, Meaning::Marked);
    }
    let (label, note) = match (&row.choice, row.key) {
        (_, Some(key)) => {
            canvas.put(line.x + 2, line.y, 2, &key.to_string(), Meaning::Key);
            (format!("  {}", row.label), row.note.as_str())
        }
        (Choice::NewDepartment(_), _) => (row.label.clone(), state.say(Word::NewName)),
        _ => (row.label.clone(), row.note.as_str()),
    };
    let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
    let taken = canvas.put(line.x + 3, line.y, line.width.saturating_sub(3), &label, meaning);
    let rest = line.width.saturating_sub(taken + 5);
    canvas.put_right(line.x + taken + 5, line.y, rest, note, Meaning::Muted);
}
