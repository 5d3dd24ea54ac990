//! The detail of a finding of the plan check.

use ratatui::layout::Rect;

use super::{Line, entry, wrapped};
use crate::tui::state::State;
use crate::tui::state::check::rule_of;
use crate::tui::state::data::plan_label;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Returns the item, the finding in full and the words of the plan that show it.
pub fn lines(state: &State, area: Rect) -> Vec<Line> {
    let Some(finding) = state.lists.check.current() else { return Vec::new() };
    let plan = state.data.snapshot.dossier(&finding.plan).map(|dossier| plan_label(&dossier.plan));
    let item = finding.id.as_deref().and_then(|id| id.parse().ok()).map(|id| state.title(&id));
    let path = [plan, item].into_iter().flatten().collect::<Vec<_>>().join(&format!(" {} ", state.signs().path));
    let head = format!("{path} {} {}", state.signs().dot, rule_of(finding, state.language));
    let mut lines = wrapped(state, &head, area, Meaning::Muted);
    lines.extend(wrapped(state, &finding.finding, area, Meaning::Plain));
    lines.extend(entry(state, state.say(Word::Source), &finding.evidence, area, Meaning::Notice));
    lines
}
