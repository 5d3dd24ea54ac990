//! Closing a period, and correcting what is closed.

use crate::desk::Command;
use crate::plan::roll_up::RollUp;
use crate::plan::{Dossier, Period};
use crate::text::Language;

use super::{Effect, prompt};
use crate::tui::state::confirm::{Confirm, Then};
use crate::tui::state::overview::Row;
use crate::tui::state::prompt::Asked;
use crate::tui::state::{Layer, State, Tone};
use crate::tui::words::Word;

/// Asks whether the period of the plan under the cursor is to be closed, and says what that seals.
pub fn ask(state: &mut State) -> Vec<Effect> {
    let Some(Row::Plan(row)) = state.overview.list.current() else {
        state.tell(Tone::Note, state.say(Word::ChooseAPlan));
        return Vec::new();
    };
    let dossier = &state.data.dossiers[row.dossier];
    let period = state.data.period;
    if !state.data.has_period(&dossier.plan) {
        state.tell(Tone::Note, state.say(Word::NotInTerm));
    } else if let Some(seal) = dossier.seals.get(&period) {
        let day = seal.at.get(..10).unwrap_or(&seal.at);
        state
            .tell(Tone::Note, format!("{} {} {day} {}", period.name(state.language), seal.by, state.say(Word::Sealed)));
    } else {
        let command = Command::Seal { plan: dossier.plan.id.clone(), period };
        let name = period.name(state.language);
        let question = match state.language {
            Language::Zh => format!("封存“{name}”？"),
            Language::En => format!("Seal {name}?"),
        };
        let about = account(state, dossier, period);
        state.layers.push(Layer::Confirm(Box::new(Confirm { question, about, then: Then::Execute(command) })));
    }
    Vec::new()
}

/// What a seal would hold and what is still open in it.
fn account(state: &State, dossier: &Dossier, period: Period) -> Vec<String> {
    let plan = &dossier.plan;
    let tasks = RollUp::of(dossier, &plan.tasks, period);
    let carried = plan.tasks.iter().filter(|task| dossier.carried(&task.id, period).is_some()).count();
    let year = plan.term.year_of(period);
    let indicators = plan.indicators.len();
    let unread = plan.indicators.iter().filter(|i| !dossier.readings.contains_key(&(i.id.clone(), year))).count();
    let (total, reported, missing) = (tasks.total, tasks.total - tasks.unreported(), tasks.unreported());
    let overdue = tasks.overdue;
    let mut lines = vec![plan.title.clone()];
    match state.language {
        Language::Zh => {
            lines.push(format!("任务和项目 {total} 条，已报送 {reported} 条；指标 {indicators} 个"));
            lines.push(format!("未报送 {missing} 条（其中沿用上期、未确认 {carried} 条）；逾期 {overdue} 条"));
            lines.push(format!("没有 {year} 年实际值的指标 {unread} 个"));
            lines.push("封存后仍可更正，但须写修正说明；封存件保留原样。".to_string());
        }
        Language::En => {
            lines.push(format!("{total} tasks and projects, {reported} reported; {indicators} indicators"));
            lines.push(format!("{missing} unreported ({carried} of them unconfirmed); {overdue} overdue"));
            lines.push(format!("indicators without a reading of {year}: {unread}"));
            lines.push("It can be corrected with a reason; the seal stays as it is.".to_string());
        }
    }
    lines
}

/// Asks why something sealed is changed; `None` for a command that can't change what is sealed.
pub fn ask_reason(state: &mut State, command: &Command) -> Option<Vec<Effect>> {
    matches!(command, Command::Review { .. } | Command::Read { .. })
        .then(|| prompt::open(state, Asked::Amendment(Box::new(command.clone()))))
}

/// A command with the reason for which it changes what is sealed.
pub fn with_reason(command: Command, reason: String) -> Command {
    match command {
        Command::Review { items, period, mut edit } => {
            edit.amend = Some(reason);
            Command::Review { items, period, edit }
        }
        Command::Read { indicator, year, value, .. } => Command::Read { indicator, year, value, amend: Some(reason) },
        other => other,
    }
}
