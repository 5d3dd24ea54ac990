//! Supervision notices (督办单): the outstanding items of a lead department in the usual form of a letter; and reminders
//! (催报) as short messages.
//!
//! A task is outstanding if it is overdue (逾期), unreported (未报送) or lagging (滞后), or has an unsolved problem; an
//! indicator is if its value for the year is missing; either is to a department that is late with a supervision case
//! about it. An item with several reasons is listed once, with the department's cases about it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::plan::problem::problems_of;
use crate::plan::{CaseAt, CaseLimits, Dossier, Due, Indicator, ItemId, Period, Side, Standing, Status, Task};
use crate::text::{Label, Language};

use super::basis::{due_in_words, phrase};
use super::model::{Align, Block, GAP, Layout, Paragraph, Piece, Report, Table};
use super::wording::{Wording, phrases};

/// A reason why an item is outstanding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// It is due and neither completed nor adjusted.
    Overdue,
    /// It has no review for the period.
    Missing,
    /// It has no value for the year.
    Unread,
    /// It lags.
    Lagging,
    /// It has an unsolved problem.
    Stuck,
    /// The department is late with a supervision case about it.
    CaseLate,
}

impl Matter {
    const ALL: [Matter; 6] =
        [Matter::Overdue, Matter::Missing, Matter::Unread, Matter::Lagging, Matter::Stuck, Matter::CaseLate];

    fn word(self) -> &'static str {
        match self {
            Matter::Overdue => "逾期未完成",
            Matter::Missing => "未报送",
            Matter::Unread => "未录入实际值",
            Matter::Lagging => "滞后",
            Matter::Stuck => "问题未解决",
            Matter::CaseLate => "督办件逾期",
        }
    }
}

/// An outstanding task or indicator.
#[derive(Debug, Clone)]
pub struct Outstanding<'a> {
    dossier: &'a Dossier,
    item: &'a ItemId,
    title: &'a str,
    period: Period,
    due: Option<Due>,
    /// The reasons in the order of [`Matter`]; empty only for an item of the notice about a case.
    pub matters: Vec<Matter>,
    problems: Vec<&'a str>,
    /// The cases about it that wait for the department, in words.
    cases: Vec<String>,
}

impl<'a> Outstanding<'a> {
    fn task(dossier: &'a Dossier, task: &'a Task, period: Period, today: Date) -> Option<Self> {
        let standing = Standing::of(dossier, task, period, today);
        let problems = problems_of(dossier, task).into_iter();
        let open = problems.filter(|problem| problem.solution.is_none() && problem.is_raised_by(dossier, period));
        let problems: Vec<&str> = open.map(|problem| problem.text).collect();
        let is = |matter: &Matter| match matter {
            Matter::Overdue => standing.is_overdue,
            Matter::Missing => standing.is_missing(),
            Matter::Unread => false,
            Matter::Lagging => standing.status.is_some_and(Status::is_behind),
            Matter::Stuck => !problems.is_empty(),
            Matter::CaseLate => false,
        };
        let matters: Vec<Matter> = Matter::ALL.into_iter().filter(is).collect();
        let (title, due) = (task.title.as_str(), standing.due);
        let (item, cases) = (&task.id, Vec::new());
        (!matters.is_empty()).then_some(Outstanding { dossier, item, title, period, due, matters, problems, cases })
    }

    fn indicator(dossier: &'a Dossier, indicator: &'a Indicator, period: Period, today: Date) -> Option<Self> {
        let (title, matters) = (indicator.name.as_str(), vec![Matter::Unread]);
        let (item, problems, cases) = (&indicator.id, Vec::new(), Vec::new());
        let outstanding = Outstanding { dossier, item, title, period, due: None, matters, problems, cases };
        dossier.awaits_reading(indicator, period, today).then_some(outstanding)
    }

    /// Returns an item that is listed for a case; `None` for one that the plan has no more.
    fn of_case(dossier: &'a Dossier, item: &'a ItemId, period: Period, today: Date) -> Option<Self> {
        let plan = &dossier.plan;
        let task = plan.task(item);
        if let Some(found) = task.and_then(|task| Outstanding::task(dossier, task, period, today)) {
            return Some(found);
        }
        let title = task.map(|task| &task.title).or_else(|| plan.indicator(item).map(|indicator| &indicator.name))?;
        let due = task.and_then(|task| dossier.assignment(task).due);
        let (matters, problems, cases) = (Vec::new(), Vec::new(), Vec::new());
        Some(Outstanding { dossier, item, title, period, due, matters, problems, cases })
    }

    /// Adds a case that waits for the department.
    fn take_case(&mut self, at: &CaseAt<'_>, today: Date) {
        let (state, late) = (at.standing.state.label(Language::Zh), at.standing.days_over(today));
        let late_words = late.map(|days| format!("，逾期{days}天")).unwrap_or_default();
        self.cases.push(format!("{}（{state}{late_words}）", at.name()));
        if late.is_some() && !self.matters.contains(&Matter::CaseLate) {
            self.matters.push(Matter::CaseLate);
        }
    }

    /// Returns true if the department must enter something.
    fn is_awaited(&self) -> bool {
        self.matters.iter().any(|matter| matches!(matter, Matter::Missing | Matter::Unread))
    }
}

/// The heading of the column in which a department answers.
const ANSWER: &str = "办理情况";

/// A notice to a department.
#[derive(Debug, Clone)]
pub struct Notice<'a> {
    /// The department; empty for items without a lead.
    pub department: String,
    /// The outstanding items, in the order of the plans.
    pub items: Vec<Outstanding<'a>>,
    /// The cases with which the department is late.
    pub cases: Vec<CaseAt<'a>>,
    /// The case that the notice hands over, if it is about one.
    pub of: Option<CaseAt<'a>>,
}

/// The properties of an office's notices.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// The day of the notices.
    pub today: Date,
    /// The number of the first notice; the others follow. `None` leaves a gap.
    pub number: Option<u32>,
    /// The last day for the answer. `None` leaves a gap.
    pub deadline: Option<&'a str>,
    /// The person to answer to, with a telephone number; `None` for the one in the templates.
    pub contact: Option<&'a str>,
    /// The phrases.
    pub wording: &'a Wording,
}

impl<'a> Letter<'a> {
    /// Returns properties with only a day; everything else is filled in by hand.
    pub fn plain(today: Date, wording: &'a Wording) -> Self {
        Letter { today, number: None, deadline: None, contact: None, wording }
    }

    /// Returns the properties of the `n`th notice, from 0.
    pub fn nth(self, n: u32) -> Self {
        Letter { number: self.number.map(|first| first.saturating_add(n)), ..self }
    }

    fn contact(&self) -> Option<String> {
        let usual = || Some(self.wording.say(&phrases::NOTICE_CONTACT_PERSON, [])).filter(|text| !text.is_empty());
        self.contact.map(str::to_string).or_else(usual)
    }
}

/// Returns a notice for each department that leads an outstanding item or is late with a case, sorted by name. Indicators
/// without a department are in none, since the planning office enters their values. `period` returns the period to check
/// for a plan, and `today` decides what is overdue.
pub fn notices<'a>(
    dossiers: &[&'a Dossier],
    period: &dyn Fn(&Dossier) -> Period,
    limits: &CaseLimits,
    today: Date,
) -> Vec<Notice<'a>> {
    let mut notices: BTreeMap<String, Notice<'a>> = BTreeMap::new();
    for &dossier in dossiers {
        let period = period(dossier);
        for task in &dossier.plan.tasks {
            let Some(item) = Outstanding::task(dossier, task, period, today) else { continue };
            let mut lead = dossier.assignment(task).lead;
            if lead.is_empty() {
                lead.push(String::new());
            }
            for name in lead {
                to(&mut notices, name).items.push(item.clone());
            }
        }
        for indicator in &dossier.plan.indicators {
            let Some(item) = Outstanding::indicator(dossier, indicator, period, today) else { continue };
            for name in dossier.responsible(indicator).lead {
                to(&mut notices, name).items.push(item.clone());
            }
        }
        for at in dossier.cases_at(limits).filter(|at| at.standing.turn() == Some(Side::Department)) {
            take_case(&mut notices, at, period, today);
        }
    }
    notices.into_values().collect()
}

/// Returns the notice to a department.
fn to<'n, 'a>(notices: &'n mut BTreeMap<String, Notice<'a>>, name: String) -> &'n mut Notice<'a> {
    let empty = || Notice { department: name.clone(), items: Vec::new(), cases: Vec::new(), of: None };
    notices.entry(name.clone()).or_insert_with(empty)
}

/// Adds a case that waits for its department to the rows of its items. One that is late has rows of its own where the
/// department has none for them.
fn take_case<'a>(notices: &mut BTreeMap<String, Notice<'a>>, at: CaseAt<'a>, period: Period, today: Date) {
    let (department, is_late) = (at.department(), at.standing.days_over(today).is_some());
    if !is_late && !notices.contains_key(&department) {
        return;
    }
    let notice = to(notices, department);
    for item in &at.case.items {
        let known = notice.items.iter().position(|row| row.item == item);
        let place = known.or_else(|| {
            let row = Outstanding::of_case(at.dossier, item, period, today).filter(|_| is_late)?;
            notice.items.push(row);
            Some(notice.items.len() - 1)
        });
        if let Some(row) = place.and_then(|place| notice.items.get_mut(place)) {
            row.take_case(&at, today);
        }
    }
    notice.cases.extend(is_late.then_some(at));
}

/// Returns the first line of a reminder (催报) about unreported tasks.
pub fn reminder(period: &str, count: usize, language: Language) -> String {
    match language {
        Language::Zh => format!("{period}尚有以下 {count} 项未报送，请尽快报送。"),
        Language::En => format!("nothing has been reported for {period} on these {count}:"),
    }
}

/// Returns the sentence that says until when and to whom to report, with gaps for what the office has not decided.
pub fn how_to_report(deadline: Option<&str>, contact: Option<&str>, language: Language) -> String {
    let gap = language.pick(GAP, "[to be filled in]");
    let (deadline, contact) = (deadline.unwrap_or(gap), contact.unwrap_or(gap));
    match language {
        Language::Zh => format!("报送时限：{deadline}。联系人和联系电话：{contact}。"),
        Language::En => format!("To be reported by {deadline}. Contact: {contact}."),
    }
}

/// Returns a day as official documents write it: 2026年12月15日.
pub fn day(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

impl<'a> Notice<'a> {
    /// Returns the notice that hands a case over to its department. It lists the items of the case.
    pub fn of_case(at: CaseAt<'a>, period: Period, today: Date) -> Self {
        let rows = at.case.items.iter().filter_map(|item| Outstanding::of_case(at.dossier, item, period, today));
        Notice { department: at.department(), items: rows.collect(), cases: Vec::new(), of: Some(at) }
    }
}

impl Notice<'_> {
    /// Returns the notice as a letter: number, addressee, demand with deadline and contact, the list with a column for
    /// the answer, signature. Twenty items of usual length fit on its page.
    pub fn report(&self, letter: &Letter) -> Report {
        let wording = letter.wording;
        let reference = self.of.as_ref().and_then(|at| at.case.reference.clone());
        let number = match (reference, letter.number) {
            (Some(reference), _) => Piece::Words(reference),
            (None, Some(number)) => Piece::Words(wording.say(&phrases::NOTICE_NUMBER, [&letter.today.year(), &number])),
            (None, None) => Piece::gap(&wording.say(&phrases::GAP_NOTICE_NUMBER, [])),
        };
        let addressee = wording.say(&phrases::NOTICE_ADDRESSEE, [&self.addressee()]);
        let demand = match letter.contact() {
            Some(contact) => self.demand(letter).remark(wording.say(&phrases::NOTICE_CONTACT, [&contact])),
            None => self.demand(letter).gap(wording.say(&phrases::GAP_NOTICE_CONTACT, [])),
        };
        let mut opening: Vec<Block> =
            vec![Paragraph::line(Align::Addressee, addressee).into(), self.summary(wording).into(), demand.into()];
        // A case may be about no item that the plan still has.
        opening.extend((!self.items.is_empty()).then(|| Block::Table(self.table())));
        let issuer = wording.say(&phrases::ISSUER, []);
        let signature = match issuer.is_empty() {
            true => {
                Paragraph { align: Align::Signature, ..Paragraph::new().gap(wording.say(&phrases::GAP_ISSUER, [])) }
            }
            false => Paragraph::line(Align::Signature, issuer),
        };
        let date = Paragraph::line(Align::Signature, day(letter.today));
        Report {
            title: wording.say(&phrases::NOTICE_TITLE, []),
            date: letter.today,
            byline: vec![number],
            opening,
            closing: vec![signature.into(), date.into()],
            layout: Layout::Compact,
            ..Report::default()
        }
    }

    fn addressee(&self) -> &str {
        if self.department.is_empty() { "未定牵头单位" } else { &self.department }
    }

    /// Returns the periods that were checked, each once.
    fn periods(&self) -> String {
        let mut names: Vec<String> = Vec::new();
        for name in self.items.iter().map(|item| item.period.name(Language::Zh).replace(' ', "")) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join("、")
    }

    /// Returns the number of items for each reason.
    fn counts(&self) -> String {
        let count = |matter| self.items.iter().filter(|item| item.matters.contains(&matter)).count();
        let counts = Matter::ALL.into_iter().map(|matter| (matter, count(matter))).filter(|(_, count)| *count > 0);
        counts.map(|(matter, count)| format!("{}{count}项", matter.word())).collect::<Vec<_>>().join("、")
    }

    fn summary(&self, wording: &Wording) -> Paragraph {
        if let Some(at) = &self.of {
            let about = wording.say(&phrases::NOTICE_CASE, [&at.case.title, &at.name()]);
            return at.case.words.iter().fold(Paragraph::new().remark(about), |said, words| said.remark(words.clone()));
        }
        let text = wording.say(&phrases::NOTICE_SUMMARY, [&self.periods(), &self.items.len(), &self.counts()]);
        Paragraph::new().remark(text)
    }

    fn demand(&self, letter: &Letter) -> Paragraph {
        let wording = letter.wording;
        let own = self.of.as_ref().map(|at| day(at.standing.answer_by));
        match letter.deadline.or(own.as_deref()) {
            Some(deadline) => Paragraph::new().remark(wording.say(&phrases::NOTICE_DEMAND, [&deadline])),
            None => Paragraph::new()
                .remark(wording.say(&phrases::NOTICE_DEMAND_SOON, []))
                .gap(wording.say(&phrases::GAP_NOTICE_DEADLINE, [])),
        }
    }

    /// Returns the outstanding items as a table with an empty column for the answer, grouped by plan if there are
    /// several. Columns in which nothing stands are left out.
    pub fn table(&self) -> Table {
        const COLUMNS: [&str; 6] = ["序号", "任务、项目、指标", "督办事项", "完成时限", "未解决的问题", ANSWER];
        let several = self.items.iter().any(|item| item.dossier.plan.id != self.items[0].dossier.plan.id);
        let (mut rows, mut last) = (Vec::new(), None);
        for (item, number) in self.items.iter().zip(1..) {
            let plan = &item.dossier.plan;
            if several && last != Some(&plan.id) {
                rows.push(vec![format!("《{}》", plan.title)]);
            }
            last = Some(&plan.id);
            rows.push(item.row(number, &self.department).to_vec());
        }
        let is_told = |at: usize| {
            COLUMNS[at] == ANSWER
                || rows.iter().any(|row: &Vec<String>| row.get(at).is_some_and(|cell| !cell.is_empty()))
        };
        let told: Vec<usize> = (0..COLUMNS.len()).filter(|at| is_told(*at)).collect();
        let only = |row: &Vec<String>| match row.len() {
            1 => row.clone(),
            _ => told.iter().filter_map(|at| row.get(*at).cloned()).collect(),
        };
        let rows = rows.iter().map(only).collect();
        Table {
            caption: format!("督办事项清单（{}）", self.addressee()),
            columns: told.iter().map(|at| COLUMNS[*at].to_string()).collect(),
            rows,
            notes: Vec::new(),
        }
    }

    /// Returns a reminder about unreported tasks and late cases as a short message; `None` if there are none.
    pub fn reminder(&self, letter: &Letter) -> Option<String> {
        let mut lines = self.unreported(letter);
        lines.extend(self.late_cases(letter));
        if lines.is_empty() {
            return None;
        }
        lines.extend(letter.contact().map(|contact| letter.wording.say(&phrases::NOTICE_CONTACT, [&contact])));
        Some(lines.join("\n") + "\n")
    }

    /// Returns the lines of a reminder about the cases with which the department is late; none without such.
    fn late_cases(&self, letter: &Letter) -> Vec<String> {
        let wording = letter.wording;
        let head = wording.say(&phrases::REMINDER_CASES, [&self.addressee(), &self.cases.len()]);
        let lines = self.cases.iter().zip(1..).map(|(at, number)| {
            let state = at.standing.state.label(Language::Zh);
            let days = at.standing.days_over(letter.today).unwrap_or_default();
            let case = wording.say(&phrases::REMINDER_CASE, [&at.name(), &at.case.title, &state, &days]);
            format!("{number}.{case}")
        });
        (!self.cases.is_empty()).then_some(head).into_iter().chain(lines).collect()
    }

    /// Returns the lines of a reminder about what is unreported; none without such.
    fn unreported(&self, letter: &Letter) -> Vec<String> {
        let missing: Vec<&Outstanding> = self.items.iter().filter(|item| item.is_awaited()).collect();
        if missing.is_empty() {
            return Vec::new();
        }
        let wording = letter.wording;
        let until = match letter.deadline {
            Some(deadline) => wording.say(&phrases::REMINDER_UNTIL, [&deadline]),
            None => wording.say(&phrases::REMINDER_SOON, []),
        };
        let mut lines =
            vec![wording.say(&phrases::REMINDER, [&self.addressee(), &self.periods(), &missing.len(), &until])];
        lines.extend(missing.iter().zip(1..).map(|(item, number)| {
            let contact = item.dossier.contact(item.item, &self.department);
            let contact = contact.map(|contact| format!("（{contact}）")).unwrap_or_default();
            let title = match item.matters.contains(&Matter::Unread) {
                true => wording.say(&phrases::REMINDER_READING, [&item.title]),
                false => item.title.to_string(),
            };
            format!("{number}.{title}{contact}")
        }));
        lines
    }
}

impl Outstanding<'_> {
    fn row(&self, number: u32, department: &str) -> [String; 6] {
        let contact = self.dossier.contact(self.item, department);
        let title = contact.map(|contact| format!("{}\n联系人：{contact}", self.title));
        // A problem stands in a column of its own.
        let is_named = |matter: &&Matter| self.matters.len() == 1 || **matter != Matter::Stuck;
        let matters = self.matters.iter().filter(is_named).map(|matter| matter.word().to_string());
        let matters: Vec<String> = matters.chain(self.cases.iter().cloned()).collect();
        let problems: Vec<String> = self.problems.iter().filter_map(|problem| phrase(problem)).collect();
        [
            number.to_string(),
            title.unwrap_or_else(|| self.title.to_string()),
            matters.join("、"),
            self.due.map(due_in_words).unwrap_or_default(),
            problems.join("\n"),
            String::new(),
        ]
    }
}
