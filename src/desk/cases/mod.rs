//! The rules of supervision cases: opening them, and moving them along the chain.

mod fault;

use std::collections::HashSet;

use jiff::civil::Date;

use crate::plan::case::{Detail, usual_title};
use crate::plan::{
    Case, CaseAct, CaseAt, CaseId, CaseNumber, CaseStep, Change, Dossier, Edit, Grade, ItemId, ItemKind,
};
use crate::text::clean::{sanitise, sanitise_line};

use super::{Refusal, Snapshot, Stamp};

pub use fault::CaseFault;

/// A case to be opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseDraft {
    /// Tasks, projects and indicators of one plan.
    pub items: Vec<ItemId>,
    /// The matter; by default that of the items.
    pub title: Option<String>,
    /// The department that is to settle it, by any of its names; by default the lead of the first item.
    pub department: Option<String>,
    /// The demand.
    pub words: Option<String>,
    /// By when the department is to answer, where the time limits do not say it.
    pub due: Option<Date>,
    /// The number that the office gave it.
    pub reference: Option<String>,
    /// The person who opens it; by default the one who gives the command.
    pub by: Option<String>,
    /// The day on which it is opened; by default today.
    pub day: Option<Date>,
}

/// A step to be made in some cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepDraft {
    /// The act.
    pub act: CaseAct,
    /// The person who did it; by default the one who gives the command.
    pub by: Option<String>,
    /// The day on which it was done; by default today.
    pub day: Option<Date>,
    /// An answer, a reason or a remark.
    pub words: Option<String>,
    /// The day up to which more time is asked for or granted.
    pub until: Option<Date>,
    /// The grade of an evaluation.
    pub grade: Option<Grade>,
}

impl StepDraft {
    /// Returns a step that says nothing but its act.
    pub fn of(act: CaseAct) -> Self {
        StepDraft { act, by: None, day: None, words: None, until: None, grade: None }
    }
}

/// Opens a case (立项).
pub(super) fn open(snapshot: &Snapshot, draft: CaseDraft, stamp: &Stamp) -> Result<Vec<Change>, Refusal> {
    let Some(first) = draft.items.first() else { return Err(CaseFault::NoItems.into()) };
    let dossier = snapshot.dossier(&first.plan).ok_or_else(|| Refusal::NoPlan(first.plan.clone()))?;
    let mut seen = HashSet::new();
    let items: Vec<ItemId> = draft.items.iter().filter(|item| seen.insert(*item)).cloned().collect();
    let titles = items.iter().map(|item| title(dossier, item)).collect::<Result<Vec<_>, _>>()?;
    let day = draft.day.unwrap_or_else(|| snapshot.today());
    has_come(day, snapshot.today())?;
    if let Some(due) = draft.due.filter(|due| *due < day) {
        return Err(CaseFault::TooEarly { day: due, earliest: day }.into());
    }
    let first_title = titles.first().copied().unwrap_or_default();
    let case = Case {
        title: line(draft.title).unwrap_or_else(|| usual_title(first_title, items.len())),
        department: department(snapshot, dossier, first, draft.department)?,
        items,
        by: line(draft.by).unwrap_or_else(|| stamp.by.clone()),
        day,
        words: words(draft.words),
        due: draft.due,
        reference: line(draft.reference),
    };
    let number = dossier.cases.last_key_value().map_or(1, |(CaseNumber(last), _)| last.saturating_add(1));
    let edit = Edit { before: None, after: Some(case) };
    Ok(vec![Change::Case { plan: dossier.plan.id.clone(), case: CaseNumber(number), edit }])
}

/// Returns the title of an item that a case can be about.
fn title<'a>(dossier: &'a Dossier, item: &ItemId) -> Result<&'a str, Refusal> {
    if item.plan != dossier.plan.id {
        return Err(CaseFault::SeveralPlans.into());
    }
    if item.kind == ItemKind::Indicator {
        let indicator = dossier.plan.indicator(item).ok_or_else(|| Refusal::NoIndicator(item.clone()))?;
        return Ok(&indicator.name);
    }
    let task = dossier.plan.task(item).ok_or_else(|| Refusal::NoTask(item.clone()))?;
    Ok(&task.title)
}

/// Returns the department of a case: the given one, else the main lead of its first item.
fn department(
    snapshot: &Snapshot,
    dossier: &Dossier,
    first: &ItemId,
    given: Option<String>,
) -> Result<String, Refusal> {
    let lead = || snapshot.assignment(first).and_then(|assignment| assignment.lead.into_iter().next());
    let name = line(given).or_else(lead).ok_or_else(|| CaseFault::NoDepartment(first.clone()))?;
    let (departments, region) = (snapshot.departments(), &dossier.plan.region);
    Ok(departments.current(region, departments.canonical_in(region, &name)))
}

/// Makes a step in some cases.
pub(super) fn step(
    snapshot: &Snapshot,
    cases: &[CaseId],
    draft: &StepDraft,
    stamp: &Stamp,
) -> Result<Vec<Change>, Refusal> {
    let mut seen = HashSet::new();
    let each = cases.iter().filter(|case| seen.insert(*case));
    each.map(|id| {
        let case = snapshot.case(id).ok_or_else(|| CaseFault::NoCase(id.clone()))?;
        one_step(snapshot, id, case, draft, stamp)
    })
    .collect()
}

fn one_step(
    snapshot: &Snapshot,
    id: &CaseId,
    case: CaseAt<'_>,
    draft: &StepDraft,
    stamp: &Stamp,
) -> Result<Change, Refusal> {
    let (act, state) = (draft.act, case.standing.state);
    if state.after(act).is_none() {
        return Err(CaseFault::NotNow { case: id.clone(), act, state }.into());
    }
    let (last, latest) = case.steps().last().map_or((0, case.case.day), |(number, step)| (number, step.day));
    let step = CaseStep {
        act,
        by: line(draft.by.clone()).unwrap_or_else(|| stamp.by.clone()),
        day: draft.day.unwrap_or_else(|| snapshot.today()),
        words: words(draft.words.clone()),
        until: draft.until,
        grade: draft.grade,
    };
    says_what_it_must(&step)?;
    has_come(step.day, snapshot.today())?;
    if step.day < latest {
        return Err(CaseFault::TooEarly { day: step.day, earliest: latest }.into());
    }
    if let Some(until) = step.until.filter(|until| *until < step.day) {
        return Err(CaseFault::TooEarly { day: until, earliest: step.day }.into());
    }
    let edit = Edit { before: None, after: Some(step) };
    Ok(Change::CaseStep { plan: id.plan.clone(), case: id.number, step: last.saturating_add(1), edit })
}

/// Checks that a step says what its act needs, and nothing that does not belong to it.
fn says_what_it_must(step: &CaseStep) -> Result<(), Refusal> {
    let says = |detail| match detail {
        Detail::Words => step.words.is_some(),
        Detail::Until => step.until.is_some(),
        Detail::Grade => step.grade.is_some(),
    };
    let act = step.act;
    if let Some(detail) = act.needs().iter().copied().find(|detail| !says(*detail)) {
        return Err(CaseFault::Needs { act, detail }.into());
    }
    let others = [Detail::Words, Detail::Until, Detail::Grade];
    match others.into_iter().find(|detail| says(*detail) && !act.takes(*detail)) {
        Some(detail) => Err(CaseFault::TakesNo { act, detail }.into()),
        None => Ok(()),
    }
}

fn has_come(day: Date, today: Date) -> Result<(), Refusal> {
    if day > today { Err(Refusal::DayToCome(day)) } else { Ok(()) }
}

fn line(text: Option<String>) -> Option<String> {
    let text = sanitise_line(text?.as_str()).trim().to_string();
    (!text.is_empty()).then_some(text)
}

fn words(text: Option<String>) -> Option<String> {
    let text = sanitise(text?.as_str()).trim().to_string();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::desk::Settings;
    use crate::export::fixture;
    use crate::plan::{CaseState, Departments, Dossiers};

    const TODAY_IS_LATER: &str = "2026-01-05";

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn stamp() -> Stamp {
        Stamp { by: "李明".into(), at: String::new() }
    }

    fn id() -> CaseId {
        CaseId { plan: fixture::item(ItemKind::Task, 1).plan, number: CaseNumber(1) }
    }

    /// A snapshot with a case that has these steps.
    fn snapshot(acts: &[CaseAct]) -> Snapshot {
        let mut dossier = fixture::dossier();
        let case = Case {
            title: "办好食堂".into(),
            department: "民政局".into(),
            items: vec![fixture::item(ItemKind::Task, 1)],
            by: "李明".into(),
            day: day("2026-01-01"),
            ..Case::default()
        };
        dossier.cases.insert(CaseNumber(1), case);
        for (act, number) in acts.iter().zip(1..) {
            let step = CaseStep {
                act: *act,
                by: "王芳".into(),
                day: day(TODAY_IS_LATER),
                words: Some("字".into()),
                until: act.takes(Detail::Until).then(|| day("2026-02-01")),
                grade: act.takes(Detail::Grade).then_some(Grade::Good),
            };
            dossier.case_steps.insert((CaseNumber(1), number), step);
        }
        let dossiers = Dossiers::from([(dossier.plan.id.clone(), Arc::new(dossier))]);
        Snapshot::new(dossiers, Departments::bundled(), Settings::default())
    }

    fn full(act: CaseAct) -> StepDraft {
        StepDraft {
            words: Some("已办".into()),
            until: act.takes(Detail::Until).then(|| day("2099-01-01")),
            grade: act.takes(Detail::Grade).then_some(Grade::Fair),
            ..StepDraft::of(act)
        }
    }

    /// The acts that lead to each state.
    fn way_to(state: CaseState) -> &'static [CaseAct] {
        use CaseAct::{Answer, AskExtension, Close, Evaluate, HandOver, Pass, Return, Sign, Withdraw};
        match state {
            CaseState::Opened => &[],
            CaseState::HandedOver => &[HandOver],
            CaseState::InHand => &[HandOver, Sign],
            CaseState::ExtensionAsked => &[HandOver, Sign, AskExtension],
            CaseState::Answered => &[HandOver, Sign, Answer],
            CaseState::Returned => &[HandOver, Sign, Answer, Return],
            CaseState::Passed => &[HandOver, Sign, Answer, Pass],
            CaseState::Closed => &[HandOver, Sign, Answer, Pass, Close],
            CaseState::Evaluated => &[HandOver, Sign, Answer, Pass, Close, Evaluate],
            CaseState::Withdrawn => &[Withdraw],
        }
    }

    #[test]
    fn the_desk_allows_in_each_state_what_the_chain_allows() {
        for state in CaseState::ALL {
            let snapshot = snapshot(way_to(state));
            assert_eq!(snapshot.case(&id()).unwrap().standing.state, state);
            for act in CaseAct::ALL {
                let made = step(&snapshot, &[id()], &full(act), &stamp());
                match state.after(act) {
                    Some(_) => assert_eq!(made.map(|changes| changes.len()), Ok(1), "{state:?} {act:?}"),
                    None => {
                        assert_eq!(made, Err(CaseFault::NotNow { case: id(), act, state }.into()), "{state:?} {act:?}")
                    }
                }
            }
        }
    }

    #[test]
    fn a_step_says_what_it_must_and_no_more() {
        for state in CaseState::ALL {
            let snapshot = snapshot(way_to(state));
            for act in CaseAct::possible(state) {
                for detail in [Detail::Words, Detail::Until, Detail::Grade] {
                    let mut draft = full(act);
                    match detail {
                        Detail::Words => draft.words = act.takes(detail).then(|| " ".to_string()),
                        Detail::Until => draft.until = (!act.takes(detail)).then(|| day("2099-01-01")),
                        Detail::Grade => draft.grade = (!act.takes(detail)).then_some(Grade::Poor),
                    }
                    let expected = match (act.needs().contains(&detail), act.takes(detail)) {
                        (true, _) => Err(CaseFault::Needs { act, detail }.into()),
                        (false, true) => Ok(1),
                        (false, false) => Err(CaseFault::TakesNo { act, detail }.into()),
                    };
                    let made = step(&snapshot, &[id()], &draft, &stamp()).map(|changes| changes.len());
                    assert_eq!(made, expected, "{act:?} {detail:?}");
                }
            }
        }
    }

    #[test]
    fn steps_are_made_in_the_order_of_their_days_and_not_in_advance() {
        let snapshot = snapshot(&[CaseAct::HandOver]);
        let on = |day| StepDraft { day: Some(day), ..StepDraft::of(CaseAct::Sign) };
        let made = |draft: &StepDraft| step(&snapshot, &[id()], draft, &stamp()).map(|changes| changes.len());
        let earliest = day(TODAY_IS_LATER);
        assert_eq!(made(&on(earliest)), Ok(1));
        let before = earliest.yesterday().unwrap();
        assert_eq!(made(&on(before)), Err(CaseFault::TooEarly { day: before, earliest }.into()));
        let tomorrow = snapshot.today().tomorrow().unwrap();
        assert_eq!(made(&on(tomorrow)), Err(Refusal::DayToCome(tomorrow)));
    }

    #[test]
    fn a_case_is_addressed_to_the_lead_of_its_first_item_unless_another_is_named() {
        let snapshot = snapshot(&[]);
        let items = vec![fixture::item(ItemKind::Task, 1)];
        let opened = |draft: CaseDraft| {
            open(&snapshot, draft, &stamp()).map(|changes| match &changes[..] {
                [Change::Case { case, edit, .. }] => (*case, edit.after.clone().unwrap()),
                other => panic!("{other:?}"),
            })
        };
        let lead = snapshot.assignment(&items[0]).unwrap().lead.remove(0);
        let (number, case) = opened(CaseDraft { items: items.clone(), ..CaseDraft::default() }).unwrap();
        assert_eq!(
            (number, case.department, case.by, case.day),
            (CaseNumber(2), lead, "李明".into(), snapshot.today())
        );
        let named = CaseDraft { items: items.clone(), department: Some("民政局".into()), ..CaseDraft::default() };
        assert_eq!(opened(named).unwrap().1.department, "民政局");
        assert_eq!(opened(CaseDraft::default()).unwrap_err(), CaseFault::NoItems.into());
        let elsewhere = "other/t1".parse::<ItemId>().unwrap();
        let both = CaseDraft { items: [items, vec![elsewhere]].concat(), ..CaseDraft::default() };
        assert_eq!(opened(both).unwrap_err(), CaseFault::SeveralPlans.into());
    }
}
