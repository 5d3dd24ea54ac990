//! Actions of the pop-ups that ask for one line.

use crate::action::Action;
use crate::desk::{AssignmentEdit, Command, Field as Set, ReviewEdit};
use crate::keymap::Key;
use crate::plan::target::read_reading;
use crate::plan::{ItemId, Solution};
use crate::text::Label;
use crate::text::fold::to_half_width;

use super::receipt::about;
use super::{Effect, seal, tasks};
use crate::tui::state::boxes::Row;
use crate::tui::state::field::Field;
use crate::tui::state::judgement::figure;
use crate::tui::state::prompt::{Asked, ExportRequest, Exported, Prompt};
use crate::tui::state::{Layer, State, Tone, View, indicators};
use crate::tui::words::Word;

/// Asks for a line, with what holds now in it.
pub fn open(state: &mut State, asked: Asked) -> Vec<Effect> {
    let now = now(state, &asked);
    let about = match &asked {
        Asked::Progress(items) | Asked::Due(items) | Asked::Person(items) => about(state, items),
        Asked::Goal(items) => format!("{} {}", year_of(state, items), about(state, items)),
        Asked::Reading(id, year) => format!("{} {year}", state.title(id)),
        Asked::Reason(id, year, attainment) => {
            format!("{} {year} {} {}", state.title(id), state.signs().arrow, attainment.label(state.language))
        }
        Asked::Solution(id, period) => format!("{} {}", state.title(id), period.name(state.language)),
        Asked::Amendment(command) => about(state, &command.items().into_iter().cloned().collect::<Vec<_>>()),
        Asked::List => state.say(Word::ListKinds).to_string(),
        Asked::File(content) => count(state, content),
    };
    state.layers.push(Layer::Prompt(Prompt { asked, about, field: Field::selected(&now), fault: None }));
    Vec::new()
}

fn now(state: &State, asked: &Asked) -> String {
    let one = |items: &[ItemId]| if let [one] = items { Some(one.clone()) } else { None };
    let snapshot = &state.data.snapshot;
    match asked {
        Asked::Progress(items) => one(items)
            .and_then(|id| Some(snapshot.task(&id)?.0.review(&id, state.data.period)?.progress?.to_string()))
            .unwrap_or_default(),
        Asked::Due(items) => {
            one(items).and_then(|id| Some(snapshot.assignment(&id)?.due?.to_string())).unwrap_or_default()
        }
        Asked::Person(items) => one(items).and_then(|id| snapshot.assignment(&id)?.person).unwrap_or_default(),
        Asked::Goal(items) => one(items)
            .and_then(|id| snapshot.task(&id))
            .and_then(|(dossier, task)| Some(state.data.goal(dossier, task)?.to_string()))
            .unwrap_or_default(),
        Asked::Reading(id, year) => snapshot
            .indicator(id)
            .and_then(|(dossier, _)| dossier.readings.get(&(id.clone(), *year)))
            .map(|reading| figure(reading.value))
            .unwrap_or_default(),
        Asked::Reason(id, year, _) => {
            let judgement =
                snapshot.indicator(id).and_then(|(dossier, _)| dossier.judgements.get(&(id.clone(), *year)));
            judgement.and_then(|judgement| judgement.reason.clone()).unwrap_or_default()
        }
        Asked::Solution(id, period) => {
            let solution = snapshot.task(id).and_then(|(dossier, _)| dossier.solution(id, *period));
            solution.and_then(|solution| solution.how.clone()).unwrap_or_default()
        }
        Asked::List | Asked::Amendment(_) => String::new(),
        Asked::File(Exported::Notices(_)) => format!("{}-{}.docx", state.say(Word::Notices), state.data.period),
        Asked::File(_) => format!("plandesk-{}.csv", state.data.period),
    }
}

fn count(state: &State, content: &Exported) -> String {
    let count = match content {
        Exported::Tasks(items) | Exported::Indicators(items) => items.len(),
        Exported::Boxes(boxes) => boxes.len(),
        Exported::Notices(departments) => {
            let names: Vec<&str> = departments.iter().map(|name| state.data.short_name(name)).collect();
            return names.join("、");
        }
        Exported::Text(_) => return String::new(),
    };
    format!("{count} {}", state.say(Word::Rows))
}

/// Asks for the file that the rows of the view go to.
pub fn export(state: &mut State) -> Vec<Effect> {
    let content = match state.view {
        View::Boxes => Exported::Boxes(
            state
                .boxes
                .list
                .rows()
                .iter()
                .filter_map(|row| match row {
                    Row::Box(place, index, _) => Some((state.data.dossiers[*place].plan.id.clone(), *index)),
                    _ => None,
                })
                .collect(),
        ),
        View::Indicators | View::Compare => {
            state.indicators.refresh(&state.data);
            let rows = state.indicators.list.rows().iter();
            Exported::Indicators(
                rows.filter_map(|row| match row {
                    indicators::Row::Indicator(row) => Some(state.data.indicator(*row)?.1.id.clone()),
                    indicators::Row::Plan(_) => None,
                })
                .collect(),
            )
        }
        _ if state.view == View::Tasks && !state.tasks.marks.is_empty() => Exported::Tasks(state.tasks.chosen()),
        _ => {
            state.tasks.refresh(&state.data);
            let rows = state.tasks.list.rows();
            Exported::Tasks(rows.iter().filter_map(|row| state.data.task_id(*row)).cloned().collect())
        }
    };
    open(state, Asked::File(content))
}

/// Takes pasted or composed text.
pub fn type_text(state: &mut State, mut prompt: Prompt, text: &str) -> Vec<Effect> {
    prompt.field.insert(text);
    stay(state, prompt)
}

/// Takes an editing key.
pub fn edit(state: &mut State, mut prompt: Prompt, key: Key) -> Vec<Effect> {
    prompt.field.edit(key);
    prompt.fault = None;
    stay(state, prompt)
}

fn stay(state: &mut State, prompt: Prompt) -> Vec<Effect> {
    state.layers.push(Layer::Prompt(prompt));
    Vec::new()
}

/// Does an action of the pop-up.
pub fn act(state: &mut State, mut prompt: Prompt, action: Action) -> Vec<Effect> {
    match action {
        Action::Back => Vec::new(),
        Action::SaveText => match read(state, &prompt) {
            Ok((rows, Some(command))) => tasks::execute(state, rows, command),
            Ok((_, None)) => write(state, prompt),
            Err(word) => {
                prompt.fault = Some(state.say(word));
                stay(state, prompt)
            }
        },
        _ => stay(state, prompt),
    }
}

/// The command that a line makes, with the number of rows that it is about; `None` is a file to write or to read.
fn read(state: &State, prompt: &Prompt) -> Result<(usize, Option<Command>), Word> {
    let typed = to_half_width(prompt.field.text());
    let typed = typed.trim();
    let period = state.data.period;
    Ok(match &prompt.asked {
        Asked::Progress(items) => {
            let bare = typed.trim_end_matches('%').trim();
            let progress = set(bare, |t| t.parse().ok().filter(|p| *p <= 100), Word::NotAPercentage)?;
            let edit = ReviewEdit { progress, ..ReviewEdit::default() };
            (items.len(), Some(Command::Review { items: items.clone(), period, edit }))
        }
        Asked::Due(items) => {
            let bare = typed.trim_end_matches('年');
            let due = set(bare, |t| t.parse().ok().filter(|y| (1950..=2100).contains(y)), Word::NotAYear)?;
            let edit = AssignmentEdit { due, ..AssignmentEdit::default() };
            (items.len(), Some(Command::Assign { items: items.clone(), edit }))
        }
        Asked::Person(items) => {
            let person = set(prompt.field.text().trim(), |t| Some(t.to_string()), Word::NotANumber)?;
            let edit = AssignmentEdit { person, ..AssignmentEdit::default() };
            (items.len(), Some(Command::Assign { items: items.clone(), edit }))
        }
        Asked::Goal(items) => {
            let text = set(prompt.field.text().trim(), |t| Some(t.to_string()), Word::NotANumber)?;
            let command = Command::SetGoal { items: items.clone(), year: year_of(state, items), text };
            (items.len(), Some(command))
        }
        Asked::Reading(id, year) => {
            let value = match set(typed, read_reading, Word::NotANumber)? {
                Set::Set(value) => Some(value),
                Set::Keep | Set::Clear => None,
            };
            (1, Some(Command::Read { indicator: id.clone(), year: *year, value, amend: None }))
        }
        Asked::Reason(..) if typed.is_empty() => return Err(Word::NoReason),
        Asked::Reason(id, year, attainment) => {
            let judgement = Some((*attainment, Some(prompt.field.text().trim().to_string())));
            (1, Some(Command::Judge { indicator: id.clone(), year: *year, judgement }))
        }
        Asked::Solution(id, raised) => {
            let how = Some(prompt.field.text().trim().to_string());
            let solution = Some(Solution { period, how });
            (1, Some(Command::Solve { problems: vec![(id.clone(), *raised)], solution }))
        }
        Asked::Amendment(_) if typed.is_empty() => return Err(Word::NoReason),
        Asked::Amendment(command) => (1, Some(seal::with_reason((**command).clone(), typed.to_string()))),
        Asked::File(_) | Asked::List if typed.is_empty() => return Err(Word::NoFile),
        Asked::File(_) | Asked::List => (0, None),
    })
}

/// The year up to which the period looks in the plan of some tasks.
fn year_of(state: &State, items: &[ItemId]) -> i32 {
    let plan = items.first().and_then(|id| state.data.snapshot.dossier(&id.plan));
    plan.map_or(0, |dossier| state.data.year(&dossier.plan))
}

/// What a line sets a field to; an empty one takes its value away.
fn set<T>(typed: &str, parse: impl Fn(&str) -> Option<T>, fault: Word) -> Result<Set<T>, Word> {
    if typed.is_empty() { Ok(Set::Clear) } else { parse(typed).map(Set::Set).ok_or(fault) }
}

fn write(state: &mut State, prompt: Prompt) -> Vec<Effect> {
    let file = prompt.field.text().trim().to_string();
    let Asked::File(content) = prompt.asked else { return vec![Effect::ReadList(file)] };
    if matches!(&content, Exported::Tasks(rows) | Exported::Indicators(rows) if rows.is_empty()) {
        state.tell(Tone::Note, state.say(Word::NothingMarked));
        return Vec::new();
    }
    vec![Effect::Export(ExportRequest {
        file,
        content,
        period: state.data.period,
        language: state.language,
        overwrite: false,
    })]
}
