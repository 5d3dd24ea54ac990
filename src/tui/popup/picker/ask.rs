//! Asking for something to be picked: the choices of each purpose.

use std::collections::BTreeSet;

use super::{Added, Choice, Picker, PickerRow, Purpose};
use crate::office::roll_up::By;
use crate::plan::{
    AppraisalKind, Attainment, Counterpart, Direction, FateKind, ItemId, ItemKind, PeriodKind, Plan, PlanId, Subject,
    TextField, Way,
};
use crate::report::check::RULES;
use crate::text::Label;
use crate::text::figure::plain;
use crate::tui::columns;
use crate::tui::popup::{edit, form, yearly};
use crate::tui::state::data::plan_label;
use crate::tui::state::{State, Tone, compare, judgement};
use crate::tui::update::write::OfPlan;
use crate::tui::update::{Effect, fill};
use crate::tui::view::tasks::number;
use crate::tui::words::Word;

/// Asks for the period.
pub fn period(state: &mut State) -> Vec<Effect> {
    let periods = state.data.periods();
    // Where months are kept, a digit begins the name of one.
    let has_keys = periods.iter().all(|period| period.key().is_some());
    let rows = periods.iter().map(|period| {
        let label = period.name(state.language);
        let note = state.sealed(*period).unwrap_or_default();
        PickerRow {
            choice: Choice::Period(*period),
            label,
            note: note.to_string(),
            key: period.key().filter(|_| has_keys),
        }
    });
    let rows: Vec<PickerRow> = rows.collect();
    let now = rows.iter().find(|r| matches!(r.choice, Choice::Period(p) if p == state.data.period));
    let now = now.map(|row| row.choice.clone());
    open(state, Purpose::Period, rows, now)
}

/// Asks for a kind of periods, to go to the next choice of the tasks of which the plan asks a report in them.
pub fn kinds(state: &mut State, plan: PlanId) -> Vec<Effect> {
    let Some(dossier) = state.data.snapshot.dossier(&plan) else { return Vec::new() };
    let row = |kind: PeriodKind| PickerRow {
        choice: Choice::Kind(kind),
        label: state.label(kind).to_string(),
        note: state.label(dossier.rhythm(kind)).to_string(),
        key: None,
    };
    let rows = PeriodKind::ALL.map(row).to_vec();
    open(state, Purpose::Kind(plan), rows, None)
}

/// Asks for the plan.
pub fn plan(state: &mut State) -> Vec<Effect> {
    let now = state.data.plan.clone().map_or(Choice::AllPlans, Choice::Plan);
    let rows = plans(state);
    open(state, Purpose::Plan, rows, Some(now))
}

/// Asks for the cell of the row under the cursor that is to be copied, from all that the table has.
pub fn cell(state: &mut State) -> Vec<Effect> {
    let table = state.view.table(state);
    let row = state.list().at();
    let columns: Vec<_> = table.columns.iter().collect();
    let cells = columns::spoken(state, table, &columns, row).into_iter();
    let filled = cells.filter(|(_, text)| !text.is_empty() && text != state.signs().none);
    let rows = filled.map(|(head, text)| PickerRow {
        label: format!("{head}  {text}"),
        choice: Choice::Text(text),
        note: String::new(),
        key: None,
    });
    let rows = rows.collect();
    open(state, Purpose::Cell, rows, None)
}

/// Asks for the plan of which something is written.
pub fn plan_to_write(state: &mut State, what: OfPlan) -> Vec<Effect> {
    let rows = plans(state).into_iter().filter(|row| row.choice != Choice::AllPlans).collect();
    open(state, Purpose::Written(what), rows, None)
}

/// Asks what a roll-up counts by.
pub fn roll_up(state: &mut State) -> Vec<Effect> {
    let row = |by: By| {
        let letter = by.name().chars().next().unwrap_or_default();
        let key = if by == By::Period { 't' } else { letter };
        PickerRow::with_key(Choice::By(by), by.label(state.language), key)
    };
    let rows = By::ALL.map(row).to_vec();
    open(state, Purpose::RollUp, rows, None)
}

/// Asks for the plan of the filter form.
pub fn filter_plan(state: &mut State) -> Vec<Effect> {
    let rows = plans(state);
    open(state, Purpose::FilterPlan, rows, None)
}

fn plans(state: &State) -> Vec<PickerRow> {
    let mut rows = vec![PickerRow {
        choice: Choice::AllPlans,
        label: state.say(Word::AllPlans).to_string(),
        note: String::new(),
        key: None,
    }];
    rows.extend(state.data.dossiers.iter().map(|dossier| plan_row(state, &dossier.plan)));
    rows
}

fn plan_row(state: &State, plan: &Plan) -> PickerRow {
    let note = format!("{}{}{}", plan.term.first, state.signs().dash, plan.term.last);
    PickerRow { choice: Choice::Plan(plan.id.clone()), label: plan_label(plan), note, key: None }
}

/// Asks for the lead department of tasks.
pub fn lead(state: &mut State, items: Vec<ItemId>) -> Vec<Effect> {
    let rows = others(state);
    open(state, Purpose::Lead(items), rows, None)
}

/// Asks for the supporting departments of tasks, with those that they have picked already.
pub fn support(state: &mut State, items: Vec<ItemId>) -> Vec<Effect> {
    let now = items.first().and_then(|id| state.data.snapshot.assignment(id)).unwrap_or_default().support;
    let rows = others(state);
    let effects = open(state, Purpose::Support(items), rows, None);
    if let Some(picker) = state.top_mut::<Picker>() {
        picker.picked = now;
    }
    effects
}

/// Asks for the department of the filter form.
pub fn filter_department(state: &mut State) -> Vec<Effect> {
    let rows = others(state);
    open(state, Purpose::FilterDepartment, rows, None)
}

/// Asks for the department whose problems are listed.
pub fn problem_department(state: &mut State) -> Vec<Effect> {
    let rows = others(state);
    open(state, Purpose::ProblemDepartment, rows, None)
}

/// Asks for the department whose cases are listed.
pub fn case_department(state: &mut State) -> Vec<Effect> {
    let rows = others(state);
    open(state, Purpose::CaseDepartment, rows, None)
}

/// Asks for one of the two states of the plan in focus that are compared: a sealed period, or today.
pub fn compared(state: &mut State, before: bool) -> Vec<Effect> {
    let Some(dossier) = state.data.focus() else { return plan(state) };
    let row = |label: String, choice| PickerRow { choice, label, note: String::new(), key: None };
    let sealed = dossier.periods().into_iter().filter(|period| dossier.seals.contains_key(period));
    let mut rows: Vec<PickerRow> =
        sealed.map(|period| row(period.name(state.language), Choice::Period(period))).collect();
    let now = if before { state.lists.compare.earlier(dossier) } else { state.lists.compare.later(dossier) };
    if !before {
        rows.push(row(state.say(Word::Today).to_string(), Choice::Today));
    }
    let now = now.map_or(Choice::Today, Choice::Period);
    open(state, if before { Purpose::Before } else { Purpose::After }, rows, Some(now))
}

/// Asks for the indicator that another is, or is not, the same measure as.
pub fn counterpart(state: &mut State, one: ItemId, same: bool, matched: &[ItemId]) -> Vec<Effect> {
    let mut rows = Vec::new();
    for dossier in state.data.dossiers.iter().filter(|dossier| dossier.plan.id != one.plan) {
        for indicator in &dossier.plan.indicators {
            if !same && !matched.contains(&indicator.id) {
                continue;
            }
            let decision = compare::decided(&state.data, &one, &indicator.id);
            let note = decision.map_or("", |decision| decision.label(state.language)).to_string();
            let label = format!("{} {}", plan_label(&dossier.plan), indicator.name);
            rows.push(PickerRow { choice: Choice::Indicator(indicator.id.clone()), label, note, key: None });
        }
    }
    let decision = if same { Counterpart::Same } else { Counterpart::Different };
    open(state, Purpose::Counterpart(one, decision), rows, None)
}

/// Asks who speaks of a plan.
pub fn appraisal(state: &mut State, plan: PlanId) -> Vec<Effect> {
    let dossier = state.data.snapshot.dossier(&plan);
    let rows = AppraisalKind::ALL.into_iter().zip('1'..).map(|(kind, key)| {
        let recorded = dossier.is_some_and(|dossier| dossier.appraisals.contains_key(&(state.data.period, kind)));
        let note = if recorded { state.signs().marked.to_string() } else { String::new() };
        PickerRow { note, ..PickerRow::with_key(Choice::Appraisal(kind), kind.label(state.language), key) }
    });
    let rows = rows.collect();
    open(state, Purpose::Appraisal(plan), rows, None)
}

/// Asks which way is better for an indicator.
pub fn direction(state: &mut State, id: ItemId) -> Vec<Effect> {
    let now = state.data.snapshot.indicator(&id).and_then(|(dossier, _)| dossier.directions.get(&id).copied());
    let row = |direction: Option<Direction>, key| {
        let label = direction.map_or(state.say(Word::ByTable), |direction| direction.label(state.language));
        PickerRow::with_key(Choice::Direction(direction), label, key)
    };
    let rows = vec![row(Some(Direction::Higher), 'h'), row(Some(Direction::Lower), 'l'), row(None, 't')];
    open(state, Purpose::Direction(id), rows, Some(Choice::Direction(now)))
}

/// Asks how an indicator stands.
pub fn judgement(state: &mut State, id: ItemId) -> Vec<Effect> {
    let now = state.data.snapshot.indicator(&id).and_then(|(dossier, indicator)| {
        judgement::by_hand(&state.data, dossier, indicator).map(|judgement| judgement.attainment)
    });
    let mut rows: Vec<PickerRow> = Attainment::ALL
        .into_iter()
        .zip('1'..)
        .map(|(attainment, key)| {
            PickerRow::with_key(Choice::Judgement(Some(attainment)), attainment.label(state.language), key)
        })
        .collect();
    rows.push(PickerRow::with_key(Choice::Judgement(None), state.say(Word::ByFigures), '0'));
    open(state, Purpose::Judgement(id), rows, Some(Choice::Judgement(now)))
}

/// Asks in which way an indicator gets targets for single years: as they are proposed, or by hand.
pub fn yearly_targets(state: &mut State, id: ItemId) -> Vec<Effect> {
    let Some((dossier, indicator)) = state.data.snapshot.indicator(&id) else { return Vec::new() };
    let proposed = |way: Way| {
        let targets = dossier.proposed_targets(indicator, way);
        let shown: Vec<String> = targets.iter().map(|(year, value)| format!("{year} {}", plain(*value))).collect();
        (!shown.is_empty()).then(|| PickerRow {
            note: shown.join("  "),
            ..PickerRow::with_key(Choice::Way(Some(way)), way.label(state.language), way.key())
        })
    };
    let mut rows: Vec<PickerRow> = Way::ALL.into_iter().filter_map(proposed).collect();
    if rows.is_empty() {
        return yearly::open(state, id);
    }
    rows.push(PickerRow::with_key(Choice::Way(None), state.say(Word::YearByYear), 'e'));
    open(state, Purpose::YearlyTargets(id), rows, Some(Choice::Way(None)))
}

/// Asks for the plan that continues an earlier one: the latest first.
pub fn successor(state: &mut State) -> Vec<Effect> {
    let mut dossiers: Vec<_> = state.data.dossiers.iter().collect();
    dossiers.sort_by_key(|dossier| std::cmp::Reverse(dossier.plan.term.first));
    let rows = dossiers.into_iter().map(|dossier| plan_row(state, &dossier.plan)).collect();
    let now = state.data.plan.clone().map(Choice::Plan);
    open(state, Purpose::Successor, rows, now)
}

/// Asks for the earlier plan that a plan continues: those that begin before it, the latest first.
pub fn predecessor(state: &mut State, plan: PlanId) -> Vec<Effect> {
    let Some(dossier) = state.data.snapshot.dossier(&plan) else { return Vec::new() };
    let first = dossier.plan.term.first;
    let now = dossier.predecessor().cloned();
    let mut earlier: Vec<_> = state.data.dossiers.iter().filter(|other| other.plan.term.first < first).collect();
    if earlier.is_empty() {
        state.tell(Tone::Note, state.say(Word::NoEarlierPlan));
        return Vec::new();
    }
    // Those of the same region and sector are most likely meant.
    let is_alike = |other: &Plan| other.region == dossier.plan.region && other.sector == dossier.plan.sector;
    earlier.sort_by_key(|other| (!is_alike(&other.plan), std::cmp::Reverse(other.plan.term.first)));
    let mut rows: Vec<PickerRow> = earlier.into_iter().map(|other| plan_row(state, &other.plan)).collect();
    if now.is_some() {
        let label = state.say(Word::ContinuesNone).to_string();
        rows.push(PickerRow { choice: Choice::NoPlan, label, note: String::new(), key: None });
    }
    open(state, Purpose::Predecessor(plan), rows, now.map(Choice::Plan))
}

/// Asks what became of items of one kind.
pub fn fate(state: &mut State, items: Vec<ItemId>) -> Vec<Effect> {
    let Some(first) = items.first().cloned() else { return Vec::new() };
    let kinds = FateKind::of(first.kind).zip('1'..);
    let row =
        |(kind, key): (FateKind, char)| PickerRow::with_key(Choice::Fate(Some(kind)), kind.label(state.language), key);
    let mut rows: Vec<PickerRow> = kinds.map(row).collect();
    rows.push(PickerRow::with_key(Choice::Fate(None), state.say(Word::TakeBackFate), '0'));
    let now = state.data.snapshot.dossier(&first.plan).and_then(|dossier| dossier.fates.get(&first));
    let now = now.map(|fate| Choice::Fate(Some(fate.kind)));
    open(state, Purpose::Fate(items), rows, now)
}

/// Asks for the indicator or task that continues items, in the place of the former ones or beside them.
pub fn continued(state: &mut State, items: Vec<ItemId>, beside: bool) -> Vec<Effect> {
    let Some(first) = items.first().cloned() else { return Vec::new() };
    let is_indicator = first.kind == ItemKind::Indicator;
    let successors = state.data.snapshot.successors(&first.plan);
    let all = successors.iter().flat_map(|dossier| {
        let indicators =
            dossier.plan.indicators.iter().map(|indicator| (&indicator.id, &indicator.name, String::new()));
        indicators.chain(dossier.plan.tasks.iter().map(|task| (&task.id, &task.title, number(dossier, task))))
    });
    let fitting = all.filter(|(id, ..)| (id.kind == ItemKind::Indicator) == is_indicator);
    let row = |(id, title, note): (&ItemId, &String, String)| PickerRow {
        choice: Choice::Item(id.clone()),
        label: title.clone(),
        note,
        key: None,
    };
    let rows = fitting.map(row).collect();
    let now = state.lists.handover.list.current().and_then(|row| row.fate.as_ref()?.into.first().cloned());
    open(state, Purpose::Continued(items, beside), rows, now.map(Choice::Item))
}

/// Asks for the heading, or the box, of a plan into which tasks, or projects, are carried on.
pub fn carried(state: &mut State, items: Vec<ItemId>, plan: PlanId, is_box: bool) -> Vec<Effect> {
    let Some(dossier) = state.data.snapshot.dossier(&plan) else { return Vec::new() };
    let places = if is_box { edit::boxes(&dossier.plan) } else { edit::headings(&dossier.plan) };
    let row = |place: form::Choice| PickerRow {
        choice: Choice::Place(place.value),
        label: place.label,
        note: String::new(),
        key: None,
    };
    let rows = places.into_iter().map(row).collect();
    let field = if is_box { TextField::Box } else { TextField::Chapter };
    open(state, Purpose::Carried(items, plan, field), rows, None)
}

/// Asks what is to be added: to a plan, if there is one.
pub fn added(state: &mut State, plan: Option<PlanId>) -> Vec<Effect> {
    let to_plan = [
        (Added::One(ItemKind::Task), Word::Task, 't'),
        (Added::One(ItemKind::Project), Word::Project, 'p'),
        (Added::One(ItemKind::Indicator), Word::Name, 'i'),
        (Added::One(ItemKind::Heading), Word::Heading, 'h'),
        (Added::One(ItemKind::Box), Word::Boxes, 'b'),
        (Added::Outline, Word::TypedOutline, 'o'),
    ];
    let mut rows: Vec<PickerRow> = Vec::new();
    if plan.is_some() {
        rows.extend(to_plan.map(|(added, word, key)| PickerRow::with_key(Choice::Added(added), state.say(word), key)));
    }
    rows.push(PickerRow::with_key(Choice::Added(Added::Plan), state.say(Word::BeginPlan), 'n'));
    open(state, Purpose::Add(plan), rows, None)
}

/// Asks for the heading, or the box, that items of a plan move to.
pub fn place(state: &mut State, items: Vec<ItemId>, field: TextField) -> Vec<Effect> {
    let Some(dossier) = items.first().and_then(|item| state.data.snapshot.dossier(&item.plan)) else {
        return Vec::new();
    };
    let places = if field == TextField::Box { edit::boxes(&dossier.plan) } else { edit::headings(&dossier.plan) };
    let row = |place: form::Choice| PickerRow {
        choice: Choice::Place(place.value),
        label: place.label,
        note: String::new(),
        key: None,
    };
    let rows = places.into_iter().map(row).collect();
    open(state, Purpose::Move(items, field), rows, None)
}

/// Asks for the item of the same kind and plan that items are merged into.
pub fn into(state: &mut State, items: Vec<ItemId>) -> Vec<Effect> {
    let Some(first) = items.first() else { return Vec::new() };
    let Some(dossier) = state.data.snapshot.dossier(&first.plan) else { return Vec::new() };
    let plan = &dossier.plan;
    let tasks = plan.tasks.iter().map(|task| (&task.id, &task.title));
    let all = tasks.chain(plan.indicators.iter().map(|indicator| (&indicator.id, &indicator.name)));
    let others = all.filter(|(id, _)| id.kind == first.kind && !items.contains(id));
    let row = |(id, title): (&ItemId, &String)| PickerRow {
        choice: Choice::Item(id.clone()),
        label: title.clone(),
        note: String::new(),
        key: None,
    };
    let rows = others.map(row).collect();
    open(state, Purpose::Merge(items), rows, None)
}

/// Asks which value of a task goes to others.
pub fn fill(state: &mut State, from: ItemId, to: Vec<ItemId>) -> Vec<Effect> {
    let values = fill::values(state, &from);
    let rows = values.into_iter().map(|(field, key, value)| PickerRow {
        choice: Choice::Field(field),
        label: field.label(state.language),
        note: value,
        key: Some(key),
    });
    let rows = rows.collect();
    open(state, Purpose::Fill(from, to), rows, None)
}

/// Returns the question whether a value of a field was read wrongly, or the plan was adjusted.
pub fn cause(state: &State, subject: Subject, field: TextField, value: String) -> Picker {
    let rows = vec![
        PickerRow::with_key(Choice::Cause(edit::Kind::Correction), state.say(Word::ByCorrection), 'e'),
        PickerRow::with_key(Choice::Cause(edit::Kind::Adjustment), state.say(Word::ByAdjustment), 't'),
    ];
    Picker::new(Purpose::Cause(subject, field, value), rows, None, &state.data.snapshot)
}

/// Asks for the rule of the plan check whose findings are listed.
pub fn rule(state: &mut State) -> Vec<Effect> {
    let mut rows = vec![PickerRow {
        choice: Choice::AnyRule,
        label: state.say(Word::Any).to_string(),
        note: String::new(),
        key: None,
    }];
    for rule in &RULES {
        let count = state.lists.check.all().iter().filter(|finding| finding.rule == rule.name).count();
        if count > 0 {
            let label = state.language.pick(rule.zh, rule.en).to_string();
            rows.push(PickerRow { choice: Choice::Rule(rule.name), label, note: count.to_string(), key: None });
        }
    }
    let now = state.lists.check.rule.map_or(Choice::AnyRule, Choice::Rule);
    open(state, Purpose::Rule, rows, Some(now))
}

/// Departments in use that are in no list or were dissolved, and nobody.
fn others(state: &State) -> Vec<PickerRow> {
    let registry = state.data.snapshot.departments();
    let mut names: BTreeSet<String> = BTreeSet::new();
    for dossier in &state.data.dossiers {
        let of_tasks = dossier.plan.tasks.iter().map(|task| dossier.assignment(task));
        let of_indicators = dossier.plan.indicators.iter().map(|indicator| dossier.responsible(indicator));
        for assignment in of_tasks.chain(of_indicators) {
            let is_offered = |name: &&String| registry.find(name).is_some_and(|known| !registry.is_former(known));
            let others = assignment.lead.iter().chain(&assignment.support).filter(|name| !is_offered(name));
            names.extend(others.cloned());
        }
    }
    let mut rows: Vec<PickerRow> = names
        .into_iter()
        .map(|name| PickerRow { choice: Choice::Department(name.clone()), label: name, note: String::new(), key: None })
        .collect();
    rows.push(PickerRow {
        choice: Choice::Nobody,
        label: state.say(Word::ClearIt).to_string(),
        note: String::new(),
        key: None,
    });
    rows
}

fn open(state: &mut State, purpose: Purpose, rows: Vec<PickerRow>, now: Option<Choice>) -> Vec<Effect> {
    let picker = Picker::new(purpose, rows, now.as_ref(), &state.data.snapshot);
    state.open(picker)
}
