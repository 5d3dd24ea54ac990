//! History: what was changed, by whom and when.

use super::canvas::Canvas;
use super::detail;
use super::table::{self, left, right};
use crate::desk::account;
use crate::store::Entry;
use crate::tui::state::State;
use crate::tui::state::layout::Layout;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Draws the list and the changes of the entry under the cursor.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, parts: &Layout) {
    let width = parts.body.width;
    let who = if width >= 100 { 16 } else { 10 };
    let columns = [right(5), left(16), left(who), left(16)];
    let rest = left(table::rest(width.saturating_sub(3), &columns));
    let columns = [columns[0], columns[1], columns[2], columns[3], rest];
    let words = ["#", state.say(Word::When), state.say(Word::Who), state.say(Word::What), state.say(Word::Task)];
    let heads: Vec<_> = columns.iter().zip(words).map(|(c, word)| (*c, word, Meaning::Muted)).collect();
    table::row(canvas, 1, parts.body.y, &heads);
    for (y, (row, here)) in (parts.rows.top()..parts.rows.bottom()).zip(state.lists.history.list.window()) {
        table::cursor(canvas, y, here);
        let entry = &row.entry;
        let name = account::entry_name(&entry.what, state.language);
        let what = match (entry.undoes, row.undone, &row.restored_by) {
            (_, _, Some(by)) => format!("{name} ({} {by})", state.say(Word::RestoredBy)),
            (Some(seq), ..) => format!("{name} #{seq}"),
            (None, true, _) => format!("{name} ({})", state.say(Word::Undone)),
            (None, false, _) => name.to_string(),
        };
        let seq = row.entry.seq.to_string();
        let at: String = entry.at.chars().take(16).map(|c| if c == 'T' { ' ' } else { c }).collect();
        let about = about(state, &row.entry);
        let meaning = if row.undone { Meaning::Muted } else { Meaning::Plain };
        let texts = [
            (seq.as_str(), Meaning::Muted),
            (&at, meaning),
            (&entry.who, meaning),
            (&what, meaning),
            (&about, if here { Meaning::Cursor } else { meaning }),
        ];
        let cells: Vec<_> = columns.iter().zip(texts).map(|(c, (text, m))| (*c, text, m)).collect();
        table::row(canvas, 1, y, &cells);
    }
    if let Some(area) = parts.detail {
        detail::draw(canvas, state, area, "");
    }
}

/// Returns the title of what an entry changed, or the number of its changes with the first title.
pub fn about(state: &State, entry: &Entry) -> String {
    let changes = &entry.changes;
    let Some(first) = changes.first() else { return String::new() };
    let title = state.change_title(first);
    if changes.len() == 1 { title } else { format!("{} {} {title}", changes.len(), state.say(Word::Rows)) }
}
