//! A dossier: a plan with everything that has been entered about it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use jiff::civil::Date;

use super::attainment::{PartOfYear, expected_of_part};
use super::department::Shown;
use super::interim::{Measurement, share_of_year};
use super::record::Unfit;
use super::{
    Act, Assignment, Attainment, Change, Departments, Direction, Division, Dossier, Edit, Indicator, ItemId, Judgement,
    LightRules, Office, Period, Phase, Plan, PlanId, Reading, Review, Status, Target, Task, Thresholds, Year,
};

/// A change that does not fit the state it is applied to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{record} is not as the change expects to find it")]
pub struct Conflict {
    /// The record, as a person would name it.
    pub record: String,
}

impl Dossier {
    /// The division of work in force for a task: what planners decided, and what the document states where they
    /// decided nothing. Departments have their present names, and those that are no more their successors'.
    pub fn assignment(&self, task: &Task) -> Assignment {
        let mut assignment = self.named_assignment(task);
        if let Some(division) = self.division(&task.id) {
            division.put_into(&mut assignment);
        }
        assignment
    }

    /// Returns an assignment with the departments that have now the work of those that it names.
    pub fn in_force(&self, mut assignment: Assignment) -> Assignment {
        let division = self.departments.in_force(&self.plan.region, &assignment.lead, &assignment.support);
        if let Some(division) = division {
            division.put_into(&mut assignment);
        }
        assignment
    }

    /// The division of work of a task with the names of departments that the document or the decision has.
    pub fn named_assignment(&self, task: &Task) -> Assignment {
        self.named_division(&task.id, &task.stated)
    }

    /// Returns what planners decided about an item for which the document states a division of work.
    pub fn named_division(&self, item: &ItemId, stated: &Assignment) -> Assignment {
        self.decisions.get(item).map_or_else(|| stated.clone(), |decision| decision.over(stated))
    }

    /// Returns who answers for an indicator: what planners decided, and what its table states where they decided nothing.
    pub fn responsible(&self, indicator: &Indicator) -> Assignment {
        self.in_force(self.named_division(&indicator.id, &indicator.stated))
    }

    /// Returns true if a figure or a person's judgement of an indicator is awaited in a period: none is there for the
    /// year up to which the period looks, and the period is open. Figures are of whole years.
    pub fn awaits_reading(&self, indicator: &Indicator, period: Period, today: Date) -> bool {
        let term = self.plan.term;
        let key = (indicator.id.clone(), term.year_of(period));
        self.phase(period, today) == Phase::Open
            && period.rests_on_readings_of(key.1, term)
            && !self.readings.contains_key(&key)
            && !self.judgements.contains_key(&key)
    }

    /// The lead departments in force for a task, the main one first.
    pub fn lead<'a>(&'a self, task: &'a Task) -> &'a [String] {
        self.division(&task.id).map_or_else(|| self.named_lead(task), |division| &division.lead)
    }

    /// The supporting departments in force for a task.
    pub fn support<'a>(&'a self, task: &'a Task) -> &'a [String] {
        self.division(&task.id).map_or_else(|| self.named_support(task), |division| &division.support)
    }

    /// Returns the departments in force of a task that names one by a name that it has no more.
    pub(in crate::plan) fn division(&self, item: &ItemId) -> Option<&Division> {
        if self.divisions.is_empty() { None } else { self.divisions.get(item) }
    }

    /// Returns every name by which a department of the plan is found: its own, and those of the departments before it.
    pub fn names_of<'a>(&'a self, department: &'a str) -> impl Iterator<Item = &'a str> {
        self.departments.names_of(department)
    }

    fn named_lead<'a>(&'a self, task: &'a Task) -> &'a [String] {
        let decided = self.decisions.get(&task.id).and_then(|decision| decision.lead.as_ref());
        decided.unwrap_or(&task.stated.lead)
    }

    fn named_support<'a>(&'a self, task: &'a Task) -> &'a [String] {
        let decided = self.decisions.get(&task.id).and_then(|decision| decision.support.as_ref());
        decided.unwrap_or(&task.stated.support)
    }

    /// Returns the lead and the supporting departments of a task as they are shown for a period, where the document or the
    /// decision names one by a name that it has no more; `None` where all have their present names.
    pub fn shown(&self, task: &Task, period: Period) -> Option<[Vec<Shown>; 2]> {
        self.division(&task.id)?;
        let (region, day) = (&self.plan.region, self.plan.term.last_day(period)?);
        let shown = |names: &[String]| names.iter().map(|name| self.departments.shown(region, name, day)).collect();
        Some([shown(self.named_lead(task)), shown(self.named_support(task))])
    }

    /// Reads the names of departments by a list of them.
    fn understand(&mut self, departments: &Arc<Departments>) {
        self.departments = Arc::clone(departments);
        self.settle_divisions();
    }

    /// Derives the departments in force of each task.
    pub(in crate::plan) fn settle_divisions(&mut self) {
        let division = |task: &Task| Some((task.id.clone(), self.division_now(task)?));
        self.divisions = self.plan.tasks.iter().filter_map(division).collect();
    }

    fn settle_division(&mut self, item: &ItemId) {
        let now = self.plan.task(item).and_then(|task| self.division_now(task));
        match now {
            Some(division) => drop(self.divisions.insert(item.clone(), division)),
            None => drop(self.divisions.remove(item)),
        }
    }

    fn division_now(&self, task: &Task) -> Option<Division> {
        self.departments.in_force(&self.plan.region, self.named_lead(task), self.named_support(task))
    }

    /// Returns the day as of which the plan and its departments are in force; the last of all where none was set.
    pub fn day(&self) -> Date {
        self.day
    }

    /// Returns true if something that was entered holds on one of two days and not on the other.
    fn differs_between(&self, one: Date, other: Date) -> bool {
        self.adjustments.values().any(|adjustments| adjustments.on(one) != adjustments.on(other))
    }

    /// Returns the dossier as it was in force at the end of a period: with the adjustments that held then, and with
    /// departments named as they were called.
    pub fn at_end_of(&self, period: Period) -> Cow<'_, Dossier> {
        let Some(day) = self.plan.term.last_day(period) else { return Cow::Borrowed(self) };
        if !self.differs_between(self.day, day) && !self.departments.differ_on(day) {
            return Cow::Borrowed(self);
        }
        let departments = Arc::new(self.departments.as_of(day));
        let mut then = Dossier { day, departments, ..self.clone() };
        then.settle();
        Cow::Owned(then)
    }

    /// Returns true if nothing has been entered about the plan.
    pub fn is_empty(&self) -> bool {
        *self == Dossier::new(Arc::clone(&self.printed))
    }

    /// Readings of an indicator by year, earliest first.
    pub fn readings_of<'a>(&'a self, item: &'a ItemId) -> impl Iterator<Item = (Year, &'a Reading)> + 'a {
        self.readings
            .range((item.clone(), Year::MIN)..=(item.clone(), Year::MAX))
            .map(|((_, year), reading)| (*year, reading))
    }

    /// Returns people's judgements of an indicator by year, earliest first.
    pub fn judgements_of<'a>(&'a self, item: &'a ItemId) -> impl Iterator<Item = (Year, &'a Judgement)> + 'a {
        self.judgements
            .range((item.clone(), Year::MIN)..=(item.clone(), Year::MAX))
            .map(|((_, year), judgement)| (*year, judgement))
    }

    /// Returns the goal of a task in a year.
    pub fn goal(&self, item: &ItemId, year: Year) -> Option<&str> {
        self.goals.get(&(item.clone(), year)).map(|goal| goal.text.as_str())
    }

    /// Returns the attainment of an indicator by the end of a period: a person's judgement of its year, else that of a
    /// year's reading by the year's own target, else that of the readings against the target in force then.
    pub fn judge(&self, indicator: &Indicator, thresholds: &Thresholds, period: Period) -> Attainment {
        let year = self.plan.term.year_of(period);
        if let Some(judgement) = self.judgements.get(&(indicator.id.clone(), year)) {
            return judgement.attainment;
        }
        let measured = self.measurements(&indicator.id, period);
        // Most have none, and which way is better is read from their names.
        let Some(latest) = measured.last() else { return Attainment::CannotTell };
        if !latest.period.is_annual() {
            return self.judge_part(indicator, thresholds, period, latest);
        }
        if let Some(judged) = self.judge_year(indicator, thresholds, period) {
            return judged;
        }
        let indicator = self.in_period(indicator, period);
        let readings = measured.iter().map(|measured| (measured.year, measured.reading.value));
        thresholds.judge(&indicator, self.direction(&indicator), readings, year)
    }

    /// Judges the figure of a part of a year, on the way that was in force at the end of a period.
    fn judge_part(
        &self,
        indicator: &Indicator,
        thresholds: &Thresholds,
        period: Period,
        latest: &Measurement<'_>,
    ) -> Attainment {
        let own = self.yearly_target(indicator, latest.year);
        let part = self.part_of_year(indicator, own.as_ref(), latest.period);
        let then = self.in_period(indicator, period);
        part.map_or(Attainment::CannotTell, |part| {
            thresholds.judge_part(&then, self.direction(&then), part, latest.reading.value)
        })
    }

    fn part_of_year<'a>(
        &self,
        indicator: &Indicator,
        own: Option<&'a Target>,
        period: Period,
    ) -> Option<PartOfYear<'a>> {
        let year = period.year()?;
        let before = own.and_then(|_| self.before(indicator, year));
        Some(PartOfYear { year, share: share_of_year(period), own, before })
    }

    /// Returns the judgement of a year by its own target; `None` where it has no target with a figure or no reading.
    fn judge_year(&self, indicator: &Indicator, thresholds: &Thresholds, period: Period) -> Option<Attainment> {
        let year = period.year().filter(|_| period.is_annual())?;
        let own = self.yearly_target(indicator, year)?;
        let reading = self.readings.get(&(indicator.id.clone(), year))?.value;
        thresholds.judge_year(indicator, self.direction(indicator), &own, self.before(indicator, year), reading)
    }

    /// Returns the direction that is better for an indicator: a person's word, else that of its table.
    pub fn direction(&self, indicator: &Indicator) -> Option<Direction> {
        self.directions.get(&indicator.id).copied().or_else(|| super::attainment::direction(indicator))
    }

    /// The value that is due of an indicator by the end of the year of a period: that of the year's own target, else what
    /// even progress asks; see [`expected_at`](super::attainment::expected_at).
    pub fn expected(&self, indicator: &Indicator, period: Period) -> Option<f64> {
        let year_own = period.year().and_then(|year| self.yearly_target(indicator, year));
        if let Some(part) = self.part_of_year(indicator, year_own.as_ref(), period).filter(|_| !period.is_annual()) {
            let then = self.in_period(indicator, period);
            return expected_of_part(&then, self.direction(&then), part);
        }
        if let Some(own) = year_own.and_then(|own| own.value) {
            return Some(own);
        }
        let indicator = self.in_period(indicator, period);
        super::attainment::expected_at(&indicator, self.direction(&indicator), self.plan.term.year_of(period))
    }

    /// Returns the status from which a task without one in a period starts (未确认): that of the latest earlier period
    /// that has one. `None` when the period has a status in force, when none is asked for, or no earlier one has any.
    pub fn carried(&self, item: &ItemId, period: Period) -> Option<(Period, Status)> {
        let status = |period| self.review(item, period).and_then(|review| review.status);
        if status(period).is_some() || !self.asks(item, period) {
            return None;
        }
        let earlier = self.periods().into_iter().take_while(|other| *other != period);
        earlier.filter_map(|other| status(other).map(|status| (other, status))).last()
    }

    /// Returns the latest earlier period of a task that has a review, with the review.
    pub fn last_review(&self, item: &ItemId, period: Period) -> Option<(Period, &Review)> {
        let earlier = self.periods().into_iter().take_while(|other| *other != period);
        earlier.filter_map(|other| Some((other, self.review(item, other)?))).last()
    }

    /// The closed period that rests on the reading of a year or of a part of one, if any: its own, a longer one that holds
    /// it, or an evaluation that looks up to it.
    pub fn sealed_reading(&self, measured: Period) -> Option<Period> {
        let year = self.plan.term.year_of(measured);
        let rests_on = |period: &Period| match period.year() {
            Some(_) => period.contains(measured),
            None => period.rests_on_readings_of(year, self.plan.term),
        };
        self.seals.keys().copied().find(rests_on)
    }

    /// Returns the number of reviews of a period, and readings of its year, that were amended after it had been sealed.
    pub fn amended(&self, period: Period) -> usize {
        let year = self.plan.term.year_of(period);
        let rests_on = |of: Year| of == year && period.rests_on_readings_of(of, self.plan.term);
        let reviews = self.reviews.iter().filter(|((_, of), review)| *of == period && review.amended.is_some());
        let readings = self.readings.iter().filter(|((_, of), reading)| rests_on(*of) && reading.amended.is_some());
        let interim = self.interim_readings.iter().filter(|((_, of), reading)| {
            reading.amended.is_some() && (period.contains(*of) || of.year().is_some_and(rests_on))
        });
        reviews.count() + readings.count() + interim.count()
    }

    /// Applies a change to the record that it names.
    ///
    /// # Errors
    /// [`Conflict`] when the record is not as the change says it was; nothing has changed then.
    pub fn apply(&mut self, change: &Change) -> Result<(), Conflict> {
        let applied = match change {
            Change::Plan { edit, .. } => self.replace_text(edit),
            entered => self.enter(entered),
        };
        let record = change.record();
        applied.map_err(|Unfit| Conflict { record: record.to_string() })?;
        match change {
            Change::Assignment { item, .. } => self.settle_division(item),
            _ if matches!(record.act(), Act::Import | Act::Edit) => self.settle(),
            _ => {}
        }
        Ok(())
    }

    fn replace_text(&mut self, edit: &Edit<Arc<Plan>>) -> Result<(), Unfit> {
        let after = edit.after.as_ref().filter(|_| edit.before.as_ref() == Some(&self.printed)).ok_or(Unfit)?;
        self.printed = Arc::clone(after);
        Ok(())
    }
}

/// Everything that was entered: the dossier of each plan, and what the office entered besides. A copy costs little: it
/// shares the dossiers until one of the two changes them.
///
/// It is a map of the dossiers to whoever reads it.
#[derive(Debug, Clone)]
pub struct Dossiers {
    plans: BTreeMap<PlanId, Arc<Dossier>>,
    office: Office,
    /// The day as of which plans and departments are in force. Never stored.
    day: Date,
    /// The departments that the program knows, under what the office entered.
    registry: Arc<Departments>,
    /// The departments in force. Derived, and never stored.
    departments: Arc<Departments>,
    /// The rules by which the office sets its lights.
    light_rules: LightRules,
}

impl Dossiers {
    /// Returns none at all.
    pub fn new() -> Self {
        Dossiers::default()
    }

    /// Returns true if nothing was entered.
    pub fn is_empty(&self) -> bool {
        self.plans.is_empty() && self.office == Office::default()
    }

    /// The entries of the office that belong to no plan.
    pub fn office(&self) -> &Office {
        &self.office
    }

    /// Returns the day as of which plans and departments are in force.
    pub fn day(&self) -> Date {
        self.day
    }

    /// The departments in force: the registry with what the office entered.
    pub fn departments(&self) -> &Arc<Departments> {
        &self.departments
    }

    /// The departments that the program knows, under what the office entered.
    pub fn registry(&self) -> &Arc<Departments> {
        &self.registry
    }

    /// Lays the office's entries over a registry of departments, and reads the names of departments by both.
    pub fn lay_over(&mut self, registry: Arc<Departments>) {
        // Dossiers that others share are copied to be changed.
        if Arc::ptr_eq(&self.registry, &registry) {
            return;
        }
        self.registry = registry;
        self.settle_departments();
    }

    /// Sets the rules of lights of every dossier.
    pub fn light_by(&mut self, rules: LightRules) {
        if self.light_rules == rules {
            return;
        }
        self.light_rules = rules;
        for dossier in self.plans.values_mut() {
            Arc::make_mut(dossier).light_rules = rules;
        }
    }

    /// The rules by which the office sets its lights.
    pub fn light_rules(&self) -> LightRules {
        self.light_rules
    }

    /// Takes in what the office entered.
    pub fn take_in_office(&mut self, office: Office) {
        self.office = office;
        self.settle_departments();
    }

    /// Puts plans and departments in force as of a day. Until this is asked for, all that was decided holds,
    /// whatever its day.
    pub fn as_of(&mut self, day: Date) {
        self.day = day;
        if self.departments.differ_on(day) {
            self.settle_departments();
        }
        // Dossiers that others share are copied to be changed.
        for dossier in self.plans.values_mut().filter(|dossier| dossier.differs_between(dossier.day, day)) {
            let dossier = Arc::make_mut(dossier);
            dossier.day = day;
            dossier.settle();
        }
    }

    fn settle_departments(&mut self) {
        let list = match self.office.departments.is_empty() {
            true => Arc::clone(&self.registry),
            false => Arc::new(self.registry.with(&self.office.departments)),
        };
        self.departments = if list.differ_on(self.day) { Arc::new(list.as_of(self.day)) } else { list };
        for dossier in self.plans.values_mut() {
            Arc::make_mut(dossier).understand(&self.departments);
        }
    }

    /// Adds a dossier, whose names of departments are understood, and whose lights are set, as those of the others.
    pub fn insert(&mut self, plan: PlanId, mut dossier: Arc<Dossier>) -> Option<Arc<Dossier>> {
        let knows_none = self.departments.is_empty() && dossier.departments.is_empty();
        if !knows_none && !Arc::ptr_eq(&dossier.departments, &self.departments) {
            Arc::make_mut(&mut dossier).understand(&self.departments);
        }
        if dossier.light_rules != self.light_rules {
            Arc::make_mut(&mut dossier).light_rules = self.light_rules;
        }
        if dossier.differs_between(dossier.day, self.day) {
            let dossier = Arc::make_mut(&mut dossier);
            dossier.day = self.day;
            dossier.settle();
        }
        self.plans.insert(plan, dossier)
    }
}

impl Default for Dossiers {
    fn default() -> Self {
        let (plans, office, registry, departments, light_rules) = Default::default();
        Dossiers { plans, office, day: Date::MAX, registry, departments, light_rules }
    }
}

/// Compares without derived values, and without what the program knows.
impl PartialEq for Dossiers {
    fn eq(&self, other: &Self) -> bool {
        self.plans == other.plans && self.office == other.office
    }
}

impl Deref for Dossiers {
    type Target = BTreeMap<PlanId, Arc<Dossier>>;

    fn deref(&self) -> &Self::Target {
        &self.plans
    }
}

impl DerefMut for Dossiers {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.plans
    }
}

impl FromIterator<(PlanId, Arc<Dossier>)> for Dossiers {
    fn from_iter<I: IntoIterator<Item = (PlanId, Arc<Dossier>)>>(plans: I) -> Self {
        Dossiers { plans: plans.into_iter().collect(), ..Dossiers::default() }
    }
}

impl<const N: usize> From<[(PlanId, Arc<Dossier>); N]> for Dossiers {
    fn from(plans: [(PlanId, Arc<Dossier>); N]) -> Self {
        plans.into_iter().collect()
    }
}

impl IntoIterator for Dossiers {
    type Item = (PlanId, Arc<Dossier>);
    type IntoIter = std::collections::btree_map::IntoIter<PlanId, Arc<Dossier>>;

    fn into_iter(self) -> Self::IntoIter {
        self.plans.into_iter()
    }
}

impl<'a> IntoIterator for &'a Dossiers {
    type Item = (&'a PlanId, &'a Arc<Dossier>);
    type IntoIter = std::collections::btree_map::Iter<'a, PlanId, Arc<Dossier>>;

    fn into_iter(self) -> Self::IntoIter {
        self.plans.iter()
    }
}

/// Applies a change to what it names: a dossier, or what the office entered. A plan that did not exist before gets a
/// dossier; a plan that does not exist after loses it, for which nothing may be left in it that other changes entered.
///
/// # Errors
/// [`Conflict`] when the record is not as the change says it was; nothing has changed then.
pub fn apply(dossiers: &mut Dossiers, change: &Change) -> Result<(), Conflict> {
    let conflict = || Conflict { record: change.record().to_string() };
    let Some(of) = change.plan() else {
        dossiers.office.enter(change).map_err(|Unfit| conflict())?;
        dossiers.settle_departments();
        return Ok(());
    };
    let Change::Plan { plan, edit } = change else {
        let day = dossiers.day;
        let dossier = Arc::make_mut(dossiers.get_mut(of).ok_or_else(conflict)?);
        // Nothing in it differed between its day and this one, until this change.
        dossier.day = day;
        return dossier.apply(change);
    };
    if edit.after.as_ref().is_some_and(|after| after.id != *plan) {
        return Err(conflict());
    }
    let day = dossiers.day;
    match (dossiers.get_mut(plan), &edit.before, &edit.after) {
        (Some(dossier), Some(_), Some(_)) => {
            let dossier = Arc::make_mut(dossier);
            dossier.day = day;
            dossier.apply(change)
        }
        (Some(dossier), Some(before), None) if dossier.printed == *before && dossier.is_empty() => {
            dossiers.remove(plan);
            Ok(())
        }
        (None, None, Some(after)) => {
            dossiers.insert(plan.clone(), Arc::new(Dossier::new(Arc::clone(after))));
            Ok(())
        }
        (None, None, None) => Ok(()),
        _ => Err(conflict()),
    }
}

/// Applies changes in their order, all of them or none.
///
/// # Errors
/// The first [`Conflict`]; nothing has changed then.
pub fn apply_all(dossiers: &mut Dossiers, changes: &[Change]) -> Result<(), Conflict> {
    for (done, change) in changes.iter().enumerate() {
        if let Err(conflict) = apply(dossiers, change) {
            take_back(dossiers, &changes[..done])?;
            return Err(conflict);
        }
    }
    Ok(())
}

/// Takes back changes that have been applied, the last one first.
///
/// # Errors
/// [`Conflict`] when they are not the latest ones.
pub fn take_back(dossiers: &mut Dossiers, changes: &[Change]) -> Result<(), Conflict> {
    changes.iter().rev().try_for_each(|change| apply(dossiers, &change.clone().inverse()))
}
