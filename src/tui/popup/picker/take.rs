//! The consequences of a choice.

use super::{Added, Choice, Picker, Purpose, ask, department};
use crate::desk::{AssignmentEdit, Cause, Command, Field, LineOf, TextEdit};
use crate::plan::{PlanId, Subject};
use crate::tui::popup::appraisal;
use crate::tui::popup::filter::FilterForm;
use crate::tui::popup::prompt;
use crate::tui::popup::{edit, items, typed_outline, yearly};
use crate::tui::state::State;
use crate::tui::update::{Effect, assign, compare, execute, fill, handover, indicators, views, write};

/// Does what was picked for.
pub fn take(state: &mut State, picker: Picker, choice: Choice) -> Vec<Effect> {
    let name = department(&choice);
    match picker.purpose {
        Purpose::Period => {
            if let Choice::Period(period) = choice {
                views::set_period(state, period);
            }
        }
        Purpose::Kind(plan) => {
            let Choice::Kind(kind) = choice else { return Vec::new() };
            let Some(dossier) = state.data.snapshot.dossier(&plan) else { return Vec::new() };
            let rhythm = dossier.rhythm(kind).next();
            return execute(state, 1, Command::Keep { plan, kind, rhythm });
        }
        Purpose::Plan => {
            state.remember();
            state.data.plan = plan(choice);
            state.lists.tasks.filter.tasks.node = None;
            state.refresh_from_top();
        }
        Purpose::Lead(items) => {
            let lead = name.map_or(Field::Clear, |name| Field::Set(vec![name]));
            return assign(state, items, AssignmentEdit { lead, ..AssignmentEdit::default() });
        }
        Purpose::Support(items) => {
            let mut picked = picker.picked;
            if picked.is_empty() {
                picked.extend(name);
            }
            let none = choice == Choice::Nobody || picked.is_empty();
            let support = if none { Field::Clear } else { Field::Set(picked) };
            return assign(state, items, AssignmentEdit { support, ..AssignmentEdit::default() });
        }
        Purpose::Before | Purpose::After => {
            let period = if let Choice::Period(period) = choice { Some(period) } else { None };
            match picker.purpose {
                Purpose::Before => state.lists.compare.before = period,
                _ => state.lists.compare.after = period,
            }
            state.refresh_from_top();
        }
        Purpose::Counterpart(one, decision) => {
            let Choice::Indicator(other) = choice else { return Vec::new() };
            return compare::decide(state, one, other, decision);
        }
        Purpose::Appraisal(plan) => {
            let Choice::Appraisal(kind) = choice else { return Vec::new() };
            let period = state.data.period;
            return appraisal::open(state, plan, period, kind);
        }
        Purpose::Direction(indicator) => {
            let Choice::Direction(direction) = choice else { return Vec::new() };
            return execute(state, 1, Command::Direct { indicator, direction });
        }
        Purpose::Judgement(indicator) => {
            let Choice::Judgement(attainment) = choice else { return Vec::new() };
            let Some((dossier, _)) = state.data.snapshot.indicator(&indicator) else { return Vec::new() };
            let year = state.data.year(&dossier.plan);
            return match attainment {
                Some(attainment) => prompt::open(state, LineOf::Reason(indicator, year, attainment)),
                None => execute(state, 1, Command::Judge { indicator, year, judgement: None }),
            };
        }
        Purpose::YearlyTargets(indicator) => {
            let Choice::Way(way) = choice else { return Vec::new() };
            return match way {
                Some(way) => indicators::adopt(state, indicator, way),
                None => yearly::open(state, indicator),
            };
        }
        Purpose::Successor => {
            return plan(choice).map_or_else(Vec::new, |plan| ask::predecessor(state, plan));
        }
        Purpose::Predecessor(successor) => {
            let of = plan(choice);
            return handover::succeed(state, successor, of);
        }
        Purpose::Fate(items) => {
            let Choice::Fate(kind) = choice else { return Vec::new() };
            return handover::set_fate(state, items, kind);
        }
        Purpose::Continued(items, beside) => {
            let Choice::Item(into) = choice else { return Vec::new() };
            return handover::set_continued(state, items, into, beside);
        }
        Purpose::Carried(items, plan, field) => {
            let Choice::Place(place) = choice else { return Vec::new() };
            return handover::carry_to(state, items, plan, Some((field, place)));
        }
        Purpose::Add(plan) => {
            let Choice::Added(added) = choice else { return Vec::new() };
            return match (added, plan) {
                (Added::One(kind), Some(plan)) => items::add(state, &plan, kind),
                (Added::Outline, Some(plan)) => typed_outline::open(state, plan),
                _ => items::begin(state),
            };
        }
        Purpose::Move(items, field) => {
            let Choice::Place(place) = choice else { return Vec::new() };
            let subjects: Vec<Subject> = items.into_iter().map(Subject::Item).collect();
            let fields = vec![(field, TextEdit::Set(place))];
            let rows = subjects.len();
            return execute(state, rows, Command::Edit { subjects, fields, cause: Cause::Wrong { reason: None } });
        }
        Purpose::Merge(items) => {
            let Choice::Item(into) = choice else { return Vec::new() };
            return items::merge(state, items, into);
        }
        Purpose::Fill(from, to) => {
            let Choice::Field(field) = choice else { return Vec::new() };
            return fill::fill(state, &from, to, field);
        }
        Purpose::Cause(subject, field, value) => {
            let Choice::Cause(kind) = choice else { return Vec::new() };
            return match kind {
                edit::Kind::Correction => {
                    let fields = vec![(field, TextEdit::Set(value))];
                    let cause = Cause::Wrong { reason: None };
                    execute(state, 1, Command::Edit { subjects: vec![subject], fields, cause })
                }
                edit::Kind::Adjustment => {
                    // The value goes on in the form that asks for the decision.
                    state.popups.pop();
                    edit::adjust(state, subject, field, &value)
                }
            };
        }
        Purpose::Cell => {
            let Choice::Text(text) = choice else { return Vec::new() };
            return vec![Effect::Copy(text)];
        }
        Purpose::Rule => {
            state.lists.check.rule = match choice {
                Choice::Rule(name) => Some(name),
                _ => None,
            };
            state.refresh_from_top();
        }
        Purpose::ProblemDepartment => {
            state.lists.problems.department = name;
            state.refresh_from_top();
        }
        Purpose::CaseDepartment => {
            state.lists.cases.department = name;
            state.refresh_from_top();
        }
        Purpose::Written(what) => {
            return plan(choice).map_or_else(Vec::new, |plan| write::of(state, what, plan));
        }
        Purpose::RollUp => {
            let Choice::By(by) = choice else { return Vec::new() };
            return write::roll_up(state, by);
        }
        Purpose::FilterDepartment => {
            if let Some(form) = state.top_mut::<FilterForm>() {
                form.filter.tasks.department = name;
            }
        }
        Purpose::FilterPlan => {
            if let Some(form) = state.top_mut::<FilterForm>() {
                form.plan = plan(choice);
            }
        }
    }
    Vec::new()
}

fn plan(choice: Choice) -> Option<PlanId> {
    match choice {
        Choice::Plan(plan) => Some(plan),
        _ => None,
    }
}
