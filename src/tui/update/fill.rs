//! Filling one value of the first marked row down the others.

use crate::desk::{AssignmentEdit, Command, Field, ReviewEdit};
use crate::plan::{Assignment, ItemId, Liaison, RecordField, Review};
use crate::text::Label;

use super::{Effect, execute};
use crate::tui::popup::picker::ask;
use crate::tui::state::{State, Tone};
use crate::tui::words::Word;

/// Asks which value of the first marked row goes to the other ones.
pub fn ask(state: &mut State) -> Vec<Effect> {
    let marks = &state.lists.tasks.marks;
    let mut marked = state.lists.tasks.list.rows().iter().filter_map(|row| state.data.task_id(*row));
    let mut marked = marked.by_ref().filter(|id| marks.contains(*id)).cloned();
    let (first, rest) = (marked.next(), marked.collect::<Vec<_>>());
    match first {
        Some(first) if !rest.is_empty() => ask::fill(state, first, rest),
        _ => {
            state.tell(Tone::Note, state.say(Word::MarkTwo));
            Vec::new()
        }
    }
}

/// Everything that is recorded of a task in the period.
fn recorded(state: &State, item: &ItemId) -> (Review, Assignment, Option<String>) {
    let Some((dossier, task)) = state.data.snapshot.task(item) else { return Default::default() };
    let review = state.data.review(dossier, task).cloned().unwrap_or_default();
    (review, dossier.assignment(task), state.data.goal(dossier, task).map(str::to_string))
}

fn liaison(state: &State, item: &ItemId) -> Liaison {
    state.data.snapshot.dossier(&item.plan).map(|dossier| dossier.liaison(item)).unwrap_or_default()
}

/// Returns the values of a task that can go to others, each with the key that picks it.
pub fn values(state: &State, item: &ItemId) -> Vec<(RecordField, char, String)> {
    let (review, assignment, goal) = recorded(state, item);
    let liaison = liaison(state, item);
    let names = |names: &[String]| {
        (!names.is_empty()).then(|| names.iter().map(|n| state.data.short_name(n)).collect::<Vec<_>>().join("、"))
    };
    let values = [
        (RecordField::Status, 's', review.status.map(|status| status.label(state.language).to_string())),
        (RecordField::Progress, '%', review.progress.map(|progress| format!("{progress}%"))),
        (RecordField::Lead, 'a', names(&assignment.lead)),
        (RecordField::Support, 'A', names(&assignment.support)),
        (RecordField::Person, 'r', assignment.person),
        (RecordField::Official, 'o', liaison.official),
        (RecordField::Section, 'b', liaison.section),
        (RecordField::Contact, 'c', liaison.contact),
        (RecordField::Due, 'd', assignment.due.map(|due| due.name(state.language))),
        (RecordField::Goal, 'M', goal),
        (RecordField::Done, 'n', review.done),
        (RecordField::Problem, 'p', review.problem),
        (RecordField::Next, 'x', review.next),
        (RecordField::Evidence, 'e', review.evidence),
    ];
    values.into_iter().filter_map(|(field, key, value)| Some((field, key, value?))).collect()
}

/// Gives a value of one task to others.
pub fn fill(state: &mut State, from: &ItemId, to: Vec<ItemId>, field: RecordField) -> Vec<Effect> {
    let (review, assignment, goal) = recorded(state, from);
    let period = state.data.period;
    let of_review = |edit| Command::Review { items: to.clone(), period, edit };
    let of_work = |edit| Command::Assign { items: to.clone(), edit };
    let command = match field {
        RecordField::Status => of_review(ReviewEdit { status: Field::given(review.status), ..Default::default() }),
        RecordField::Progress => {
            of_review(ReviewEdit { progress: Field::given(review.progress), ..Default::default() })
        }
        RecordField::Done => of_review(ReviewEdit { done: Field::given(review.done), ..Default::default() }),
        RecordField::Problem => of_review(ReviewEdit { problem: Field::given(review.problem), ..Default::default() }),
        RecordField::Next => of_review(ReviewEdit { next: Field::given(review.next), ..Default::default() }),
        RecordField::Evidence => {
            of_review(ReviewEdit { evidence: Field::given(review.evidence), ..Default::default() })
        }
        RecordField::Lead => of_work(AssignmentEdit { lead: Field::Set(assignment.lead), ..Default::default() }),
        RecordField::Support => {
            of_work(AssignmentEdit { support: Field::Set(assignment.support), ..Default::default() })
        }
        RecordField::Person => {
            of_work(AssignmentEdit { person: Field::given(assignment.person), ..Default::default() })
        }
        RecordField::Official => {
            of_work(AssignmentEdit { official: Field::given(liaison(state, from).official), ..Default::default() })
        }
        RecordField::Section => {
            of_work(AssignmentEdit { section: Field::given(liaison(state, from).section), ..Default::default() })
        }
        RecordField::Contact => {
            of_work(AssignmentEdit { contact: Field::given(liaison(state, from).contact), ..Default::default() })
        }
        RecordField::Due => of_work(AssignmentEdit { due: Field::given(assignment.due), ..Default::default() }),
        RecordField::Goal => {
            let year =
                state.data.snapshot.dossier(&from.plan).map_or(state.year, |dossier| state.data.year(&dossier.plan));
            Command::SetGoal { items: to.clone(), year, text: Field::given(goal) }
        }
        _ => return Vec::new(),
    };
    execute(state, to.len(), command)
}
