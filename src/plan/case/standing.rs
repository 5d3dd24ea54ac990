//! The standing of a case: where it is, since when, whose turn it is and by when, derived from its steps.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Case, CaseAct, CaseLimits, CaseNumber, CaseState, CaseStep, Side};
use crate::plan::{Dossier, ItemId};

/// The standing of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseStanding {
    /// The state.
    pub state: CaseState,
    /// The day since which it is in this state.
    pub since: Date,
    /// The last day for the next step to be in time; `None` once the case is over.
    pub due: Option<Date>,
    /// The last day for the department's answer to be in time; as if it were handed over at once before that is done.
    pub answer_by: Date,
}

impl CaseStanding {
    /// Returns the standing of a case after its steps, the earliest first. A step that its state does not allow changes
    /// nothing.
    pub fn of<'a>(case: &Case, steps: impl IntoIterator<Item = &'a CaseStep>, limits: &CaseLimits) -> Self {
        let mut course = Course::opened(case.day);
        for step in steps {
            course.take(step);
        }
        CaseStanding {
            state: course.state,
            since: course.since,
            due: course.due(case, limits),
            answer_by: course.answer_by(case, limits),
        }
    }

    /// Returns the side whose turn it is.
    pub fn turn(&self) -> Option<Side> {
        self.state.turn()
    }

    /// Returns the number of days by which the next step is late, at least 1; `None` if it is not.
    pub fn days_over(&self, today: Date) -> Option<i32> {
        self.due.filter(|due| *due < today).map(|due| (today - due).get_days())
    }

    /// Returns the number of days that it has been in its state.
    pub fn days_here(&self, today: Date) -> i32 {
        (today - self.since).get_days().max(0)
    }
}

/// The course of a case through its steps.
struct Course {
    state: CaseState,
    since: Date,
    handed_over: Option<Date>,
    /// True once the department has said something about the matter.
    has_word: bool,
    asked_until: Option<Date>,
    extended_until: Option<Date>,
}

impl Course {
    fn opened(day: Date) -> Self {
        Course {
            state: CaseState::Opened,
            since: day,
            handed_over: None,
            has_word: false,
            asked_until: None,
            extended_until: None,
        }
    }

    fn take(&mut self, step: &CaseStep) {
        let Some(next) = self.state.after(step.act) else { return };
        match step.act {
            CaseAct::HandOver => self.handed_over = Some(step.day),
            CaseAct::Progress | CaseAct::Answer => self.has_word = true,
            CaseAct::AskExtension => self.asked_until = step.until,
            CaseAct::Extend => self.extended_until = step.until.or(self.asked_until),
            _ => {}
        }
        if next != self.state {
            (self.state, self.since) = (next, step.day);
        }
    }

    fn answer_by(&self, case: &Case, limits: &CaseLimits) -> Date {
        let handed_over = self.handed_over.unwrap_or(case.day);
        self.extended_until.or(case.due).unwrap_or_else(|| after(handed_over, limits.answer))
    }

    fn due(&self, case: &Case, limits: &CaseLimits) -> Option<Date> {
        let handed_over = self.handed_over.unwrap_or(case.day);
        let answer = self.answer_by(case, limits);
        // The office keeps its time for the check when the department gets more.
        let done = after(answer, limits.done.saturating_sub(limits.answer));
        match self.state {
            CaseState::Opened | CaseState::HandedOver | CaseState::ExtensionAsked => {
                Some(after(self.since, limits.start))
            }
            CaseState::InHand if !self.has_word => Some(after(handed_over, limits.first).min(answer)),
            CaseState::InHand => Some(answer),
            CaseState::Answered | CaseState::Returned | CaseState::Passed => Some(done),
            CaseState::Closed | CaseState::Evaluated | CaseState::Withdrawn => None,
        }
    }
}

fn after(day: Date, days: u16) -> Date {
    day.saturating_add(i64::from(days).days())
}

/// A case of a plan, with where it stands.
#[derive(Debug, Clone, Copy)]
pub struct CaseAt<'a> {
    /// The dossier of its plan.
    pub dossier: &'a Dossier,
    /// Its number.
    pub number: CaseNumber,
    /// The case.
    pub case: &'a Case,
    /// Its standing.
    pub standing: CaseStanding,
}

impl<'a> CaseAt<'a> {
    /// Returns the present name of its department.
    pub fn department(&self) -> String {
        let (departments, region) = (&self.dossier.departments, &self.dossier.plan.region);
        departments.current(region, &self.case.department)
    }

    /// Returns the steps of the case, the earliest first.
    pub fn steps(&self) -> impl Iterator<Item = (u32, &'a CaseStep)> + use<'a> {
        self.dossier.steps_of_case(self.number)
    }
}

/// Puts cases in order: those that wait, the one whose day is over longest first, before those that are over, the one
/// that was over last first.
pub fn sort(cases: &mut [CaseAt<'_>]) {
    cases.sort_by_key(|case| {
        let CaseStanding { due, since, .. } = case.standing;
        let over = due.is_none().then_some(std::cmp::Reverse(since));
        (over, due)
    });
}

impl Dossier {
    /// Returns the steps of a case with their numbers, the earliest first.
    pub fn steps_of_case(&self, case: CaseNumber) -> impl Iterator<Item = (u32, &CaseStep)> + use<'_> {
        self.case_steps.range((case, 0)..=(case, u32::MAX)).map(|((_, number), step)| (*number, step))
    }

    /// Returns a case with where it stands.
    pub fn case(&self, number: CaseNumber, limits: &CaseLimits) -> Option<CaseAt<'_>> {
        self.cases.get(&number).map(|case| self.case_at(number, case, limits))
    }

    /// Returns every case with where it stands, by number.
    pub fn cases_at(&self, limits: &CaseLimits) -> impl Iterator<Item = CaseAt<'_>> {
        let limits = *limits;
        self.cases.iter().map(move |(number, case)| self.case_at(*number, case, &limits))
    }

    /// Returns the cases about an item with where they stand, by number.
    pub fn cases_about<'a>(&'a self, item: &ItemId, limits: &CaseLimits) -> impl Iterator<Item = CaseAt<'a>> {
        let about = self.cases.iter().filter(|(_, case)| case.items.contains(item));
        about.map(move |(number, case)| self.case_at(*number, case, limits))
    }

    fn case_at<'a>(&'a self, number: CaseNumber, case: &'a Case, limits: &CaseLimits) -> CaseAt<'a> {
        let steps = self.steps_of_case(number).map(|(_, step)| step);
        CaseAt { dossier: self, number, case, standing: CaseStanding::of(case, steps, limits) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn case() -> Case {
        Case { title: "办好食堂".into(), day: day("2026-11-01"), ..Case::default() }
    }

    fn step(act: CaseAct, on: &str) -> CaseStep {
        CaseStep { act, by: "王芳".into(), day: day(on), words: None, until: None, grade: None }
    }

    fn standing(case: &Case, steps: &[CaseStep]) -> CaseStanding {
        CaseStanding::of(case, steps, &CaseLimits::default())
    }

    #[test]
    fn each_step_sets_the_next_day_by_13710() {
        use CaseAct::{Answer, Close, Evaluate, HandOver, Pass, Progress, Return, Sign};
        use CaseState::{Answered, Closed, Evaluated, HandedOver, InHand, Opened, Passed, Returned};
        let mut steps = Vec::new();
        let due = |steps: &[CaseStep]| {
            let now = standing(&case(), steps);
            (now.state, now.since.to_string(), now.due.map(|day| day.to_string()))
        };
        let on = |state, since: &str, due: &str| (state, since.to_string(), Some(due.to_string()));
        assert_eq!(due(&steps), on(Opened, "2026-11-01", "2026-11-02"));
        for (act, day, state, since, next) in [
            (HandOver, "2026-11-02", HandedOver, "2026-11-02", "2026-11-03"),
            (Sign, "2026-11-03", InHand, "2026-11-03", "2026-11-05"),
            (Progress, "2026-11-05", InHand, "2026-11-03", "2026-11-09"),
            (Answer, "2026-11-08", Answered, "2026-11-08", "2026-11-12"),
            (Return, "2026-11-09", Returned, "2026-11-09", "2026-11-12"),
            (Answer, "2026-11-10", Answered, "2026-11-10", "2026-11-12"),
            (Pass, "2026-11-11", Passed, "2026-11-11", "2026-11-12"),
        ] {
            steps.push(step(act, day));
            assert_eq!(due(&steps), on(state, since, next), "{act:?}");
        }
        steps.push(step(Close, "2026-11-12"));
        assert_eq!(due(&steps), (Closed, "2026-11-12".to_string(), None));
        steps.push(step(Evaluate, "2026-11-20"));
        assert_eq!(due(&steps), (Evaluated, "2026-11-20".to_string(), None));
    }

    #[test]
    fn an_extension_moves_the_answer_and_leaves_the_office_its_time() {
        let steps = |until: Option<&str>| {
            let asked = CaseStep { until: Some(day("2026-11-20")), ..step(CaseAct::AskExtension, "2026-11-05") };
            let extended = CaseStep { until: until.map(day), ..step(CaseAct::Extend, "2026-11-06") };
            vec![step(CaseAct::HandOver, "2026-11-01"), step(CaseAct::Sign, "2026-11-02"), asked, extended]
        };
        let mut asked = steps(None);
        asked.truncate(3);
        assert_eq!(standing(&case(), &asked).due, Some(day("2026-11-06")), "the office has a day to decide");
        for (until, answer, done) in
            [(None, "2026-11-20", "2026-11-23"), (Some("2026-11-15"), "2026-11-15", "2026-11-18")]
        {
            let mut steps = steps(until);
            steps.push(step(CaseAct::Progress, "2026-11-07"));
            assert_eq!(standing(&case(), &steps).due, Some(day(answer)));
            steps.push(step(CaseAct::Answer, "2026-11-10"));
            assert_eq!(standing(&case(), &steps).due, Some(day(done)));
        }
        let mut refused = asked;
        refused.push(step(CaseAct::Refuse, "2026-11-06"));
        assert_eq!(standing(&case(), &refused).due, Some(day("2026-11-04")), "the first word is awaited still");
    }

    #[test]
    fn a_case_with_its_own_day_is_answered_by_then() {
        let own = Case { due: Some(day("2026-12-31")), ..case() };
        let mut steps = vec![step(CaseAct::HandOver, "2026-11-01"), step(CaseAct::Sign, "2026-11-01")];
        assert_eq!(standing(&own, &steps).due, Some(day("2026-11-04")), "a first word is awaited as ever");
        steps.push(step(CaseAct::Progress, "2026-11-03"));
        assert_eq!(standing(&own, &steps).due, Some(day("2026-12-31")));
        let soon = Case { due: Some(day("2026-11-02")), ..case() };
        assert_eq!(standing(&soon, &steps[..2]).due, Some(day("2026-11-02")));
    }

    #[test]
    fn a_step_on_the_last_day_is_in_time() {
        let standing = standing(&case(), &[]);
        assert_eq!(standing.days_over(day("2026-11-02")), None);
        assert_eq!(standing.days_over(day("2026-11-04")), Some(2));
        assert_eq!(standing.days_here(day("2026-11-04")), 3);
    }

    #[test]
    fn a_step_out_of_place_changes_nothing() {
        let steps = [step(CaseAct::Answer, "2026-11-05")];
        assert_eq!(standing(&case(), &steps), standing(&case(), &[]));
    }
}
