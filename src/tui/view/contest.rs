//! Two versions of one field, side by side.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use crate::desk::Contested;
use crate::tui::state::State;
use crate::tui::state::contest::{Answer, Contest, Parts, versions};
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Draws the pop-up: what it is about, mine and theirs, and what can be done.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, contest: &Contest, area: Rect) {
    let inner = canvas.frame(area, state.say(Word::SomebodyChangedIt));
    let Some(field) = contest.field().filter(|_| inner.height >= 6) else { return };
    let parts = Parts::of(area, contest);
    heading(canvas, state, contest, field, parts.heading);
    let theirs = format!("{} {}", field.who, moment(&field.at));
    canvas.put(parts.mine.x, parts.names, parts.mine.width, state.say(Word::Mine), Meaning::Title);
    canvas.put(parts.theirs.x, parts.names, parts.theirs.width, &theirs, Meaning::Title);
    for y in parts.names..parts.mine.bottom() {
        canvas.put(parts.mine.right() + 1, y, 1, canvas.signs.vertical, Meaning::Muted);
    }
    let [mine, theirs] = versions(state, field, parts.mine.width.into());
    version(canvas, contest.top, &mine, parts.mine);
    version(canvas, contest.top, &theirs, parts.theirs);
    for (y, (answer, here)) in (parts.answers.top()..parts.answers.bottom()).zip(contest.answers.window()) {
        let sign = if here { canvas.signs.cursor } else { " " };
        let meaning = if here { Meaning::Cursor } else { Meaning::Plain };
        let letter = answer.letter().to_string();
        let pieces = [
            (sign, Meaning::Key),
            (" ", Meaning::Plain),
            (letter.as_str(), Meaning::Key),
            (" ", Meaning::Plain),
            (state.say(word(*answer)), meaning),
        ];
        canvas.put_pieces(inner.x, y, inner.width, &pieces);
    }
}

fn heading(canvas: &mut Canvas<'_>, state: &State, contest: &Contest, field: &Contested, area: Rect) {
    canvas.put(area.x, area.y, area.width, &state.title(&field.item), Meaning::Title);
    let period = field.period.map(|period| period.name(state.language)).unwrap_or_default();
    let place = match contest.fields.len() {
        1 => String::new(),
        count => format!("  {}/{count}", contest.at + 1),
    };
    let about = format!("{period} {}{place}", field.field.label(state.language));
    canvas.put(area.x, area.y + 1, area.width, about.trim_start(), Meaning::Muted);
}

/// Draws one version. A mark says that there is more below.
fn version(canvas: &mut Canvas<'_>, top: usize, lines: &[String], area: Rect) {
    let height = usize::from(area.height);
    for (y, line) in (area.top()..area.bottom()).zip(lines.iter().skip(top)) {
        canvas.put(area.x, y, area.width, line, Meaning::Plain);
    }
    if top + height < lines.len() {
        let more = canvas.signs.more;
        canvas.put_right(area.x, area.bottom(), area.width, more, Meaning::Notice);
    }
}

fn word(answer: Answer) -> Word {
    match answer {
        Answer::Mine => Word::KeepMine,
        Answer::Theirs => Word::TakeTheirs,
        Answer::Edit => Word::EditBoth,
        Answer::AllMine => Word::KeepAllMine,
        Answer::AllTheirs => Word::TakeAllTheirs,
    }
}

/// Month, day and minute of a time as the history has it.
fn moment(at: &str) -> String {
    at.get(5..16).unwrap_or_default().replace('T', " ")
}
