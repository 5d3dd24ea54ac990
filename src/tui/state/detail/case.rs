//! The detail of a supervision case, and the cases of a task.

use ratatui::layout::Rect;

use super::{Line, entry};
use crate::export::cases::CaseStepRecord;
use crate::plan::{CaseAt, Dossier, ItemId};
use crate::text::{Label, Language};
use crate::tui::state::State;
use crate::tui::state::data::plan_label;
use crate::tui::theme::Meaning;
use crate::tui::words::Word;

/// Returns the items of the case under the cursor, the demand, and every step, the latest first.
pub fn lines(state: &State, area: Rect) -> Vec<Line> {
    let Some(at) = state.lists.cases.current().and_then(|id| state.data.snapshot.case(id)) else { return Vec::new() };
    let path = state.signs().path;
    let about = format!("{} {path} {}", plan_label(&at.dossier.plan), at.case.title);
    let mut lines: Vec<Line> = vec![vec![(about, Meaning::Muted)]];
    let titles: Vec<String> = at.case.items.iter().map(|item| state.title(item)).collect();
    lines.extend(entry(state, state.say(Word::Task), &titles.join("、"), area, Meaning::Plain));
    if let Some(number) = &at.case.reference {
        lines.extend(entry(state, state.say(Word::CaseNumber), number, area, Meaning::Plain));
    }
    for step in CaseStepRecord::all(&at).into_iter().rev() {
        let name = format!("{} {}", step.day, step.act_in_words(state.language));
        let until = step.until.map(|until| format!("{} {until}", until_word(state, &step)));
        let grade = step.grade.map(|grade| grade.label(state.language).to_string());
        let words = step.words.map(str::to_string);
        let parts = [Some(step.by.to_string()), until, grade, words].into_iter().flatten();
        lines.extend(entry(state, &name, &parts.collect::<Vec<_>>().join("  "), area, Meaning::Plain));
    }
    lines
}

fn until_word(state: &State, step: &CaseStepRecord) -> &'static str {
    state.say(if step.act.is_none() { Word::AnswerBy } else { Word::CaseUntil })
}

/// Returns a line for each case about an item that is not over.
pub fn of_item(state: &State, dossier: &Dossier, item: &ItemId) -> Vec<Line> {
    let limits = state.data.snapshot.settings().cases;
    let waiting = dossier.cases_about(item, &limits).filter(|at| !at.standing.state.is_over());
    waiting.map(|at| line(state, &at)).collect()
}

fn line(state: &State, at: &CaseAt<'_>) -> Line {
    let late = at.standing.days_over(state.data.snapshot.today());
    let late = late.map(|days| match state.language {
        Language::Zh => format!("逾期 {days} 天"),
        Language::En => format!("{days} days late"),
    });
    let meaning = if late.is_some() { Meaning::Bad } else { Meaning::Active };
    let number = at.case.reference.clone().unwrap_or_else(|| at.number.to_string());
    let department = at.department();
    let department = state.data.short_name(&department).to_string();
    let parts = [Some(number), Some(at.standing.state.label(state.language).to_string()), late, Some(department)];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join("  ");
    vec![(format!("{}  ", state.say(Word::Cases)), Meaning::Muted), (text, meaning)]
}
