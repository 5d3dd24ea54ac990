//! The form for what others say of a plan.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::prompt;
use crate::text::Label;
use crate::tui::state::State;
use crate::tui::state::appraisal::Form;
use crate::tui::state::data::plan_label;
use crate::tui::theme::Meaning;

/// The columns of a field's name.
const NAME: u16 = 13;

/// Draws the form.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, form: &Form, area: Rect) {
    let plan = state.data.snapshot.dossier(&form.plan).map(|dossier| plan_label(&dossier.plan)).unwrap_or_default();
    let dot = state.signs().dot;
    let (kind, period) = (form.kind.label(state.language), form.period.name(state.language));
    let inner = canvas.frame(area, &format!("{kind} {dot} {plan} {dot} {period}"));
    let fields = Form::NAMES.into_iter().zip(&form.fields).enumerate();
    for (y, (n, (word, field))) in (inner.top()..inner.bottom()).zip(fields) {
        let here = n == form.at;
        let sign = if here { canvas.signs.cursor } else { " " };
        canvas.put(inner.x, y, 1, sign, Meaning::Key);
        canvas.put(inner.x + 2, y, NAME, state.say(word), if here { Meaning::Cursor } else { Meaning::Plain });
        let x = inner.x + 3 + NAME;
        let line = Rect { x, y, width: inner.right().saturating_sub(x), height: 1 };
        prompt::line(canvas, line, field, here);
    }
}
