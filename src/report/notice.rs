//! Supervision notices (督办单): the outstanding items of a lead department in the usual form of a letter; and reminders
//! (催报) as short messages.
//!
//! A task is outstanding if it is overdue (逾期), unreported (未报送) or lagging (滞后), or has an unsolved problem; an
//! indicator is if its value for the year is missing. An item with several reasons is listed once.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::plan::problem::problems_of;
use crate::plan::{Dossier, Due, Indicator, ItemId, Period, Standing, Status, Task};
use crate::text::Language;

use super::basis::{due_in_words, phrase};
use super::model::{Align, Block, Column, GAP, Paragraph, Piece, Report, Table};
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
}

impl Matter {
    const ALL: [Matter; 5] = [Matter::Overdue, Matter::Missing, Matter::Unread, Matter::Lagging, Matter::Stuck];

    fn word(self) -> &'static str {
        match self {
            Matter::Overdue => "逾期未完成",
            Matter::Missing => "未报送",
            Matter::Unread => "未录入实际值",
            Matter::Lagging => "滞后",
            Matter::Stuck => "问题未解决",
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
    /// The reasons in the order of [`Matter`]; never empty.
    pub matters: Vec<Matter>,
    problems: Vec<&'a str>,
}

impl<'a> Outstanding<'a> {
    fn task(dossier: &'a Dossier, task: &'a Task, period: Period, today: Date) -> Option<Self> {
        let standing = Standing::of(dossier, task, period, today);
        let open = problems_of(dossier, task).into_iter().filter(|problem| problem.solution.is_none());
        let problems: Vec<&str> = open.map(|problem| problem.text).collect();
        let is = |matter: &Matter| match matter {
            Matter::Overdue => standing.is_overdue,
            Matter::Missing => standing.is_missing(),
            Matter::Unread => false,
            Matter::Lagging => standing.status.is_some_and(Status::is_behind),
            Matter::Stuck => !problems.is_empty(),
        };
        let matters: Vec<Matter> = Matter::ALL.into_iter().filter(is).collect();
        let (title, due) = (task.title.as_str(), standing.due);
        (!matters.is_empty()).then_some(Outstanding { dossier, item: &task.id, title, period, due, matters, problems })
    }

    fn indicator(dossier: &'a Dossier, indicator: &'a Indicator, period: Period, today: Date) -> Option<Self> {
        let (title, matters) = (indicator.name.as_str(), vec![Matter::Unread]);
        let (item, problems) = (&indicator.id, Vec::new());
        let outstanding = Outstanding { dossier, item, title, period, due: None, matters, problems };
        dossier.awaits_reading(indicator, period, today).then_some(outstanding)
    }

    /// Returns true if the department must enter something.
    fn is_awaited(&self) -> bool {
        self.matters.iter().any(|matter| matches!(matter, Matter::Missing | Matter::Unread))
    }
}

/// A notice to a department.
#[derive(Debug, Clone)]
pub struct Notice<'a> {
    /// The department; empty for items without a lead.
    pub department: String,
    /// The outstanding items, in the order of the plans.
    pub items: Vec<Outstanding<'a>>,
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

/// Returns a notice for each department that leads an outstanding item, sorted by name. Indicators without a department
/// are in none, since the planning office enters their values. `period` returns the period to check for a plan, and
/// `today` decides what is overdue.
pub fn notices<'a>(dossiers: &[&'a Dossier], period: &dyn Fn(&Dossier) -> Period, today: Date) -> Vec<Notice<'a>> {
    let mut items: BTreeMap<String, Vec<Outstanding<'a>>> = BTreeMap::new();
    for &dossier in dossiers {
        let period = period(dossier);
        for task in &dossier.plan.tasks {
            let Some(item) = Outstanding::task(dossier, task, period, today) else { continue };
            let mut lead = dossier.assignment(task).lead;
            if lead.is_empty() {
                lead.push(String::new());
            }
            for name in lead {
                items.entry(name).or_default().push(item.clone());
            }
        }
        for indicator in &dossier.plan.indicators {
            let Some(item) = Outstanding::indicator(dossier, indicator, period, today) else { continue };
            for name in dossier.responsible(indicator).lead {
                items.entry(name).or_default().push(item.clone());
            }
        }
    }
    items.into_iter().map(|(department, items)| Notice { department, items }).collect()
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
    let (deadline, contact) = (deadline.unwrap_or(GAP), contact.unwrap_or(GAP));
    match language {
        Language::Zh => format!("报送时限：{deadline}。联系人和联系电话：{contact}。"),
        Language::En => format!("To be reported by {deadline}. Contact: {contact}."),
    }
}

/// Returns a day as official documents write it: 2026年12月15日.
pub fn day(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

impl Notice<'_> {
    /// Returns the notice as a letter, of one page if the list is short enough: number, addressee, demand with
    /// deadline, the list with a column for the answer, contact, signature.
    pub fn report(&self, letter: &Letter) -> Report {
        let wording = letter.wording;
        let number = match letter.number {
            Some(number) => Piece::Words(wording.say(&phrases::NOTICE_NUMBER, [&letter.today.year(), &number])),
            None => Piece::gap(&wording.say(&phrases::GAP_NOTICE_NUMBER, [])),
        };
        let addressee = wording.say(&phrases::NOTICE_ADDRESSEE, [&self.addressee()]);
        let mut opening: Vec<Block> = vec![
            Paragraph::line(Align::Addressee, addressee).into(),
            self.summary(wording).into(),
            self.demand(letter).into(),
            Block::Table(self.table()),
        ];
        opening.push(match letter.contact() {
            Some(contact) => Paragraph::line(Align::Body, wording.say(&phrases::NOTICE_CONTACT, [&contact])).into(),
            None => Paragraph::new().gap(wording.say(&phrases::GAP_NOTICE_CONTACT, [])).into(),
        });
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
        let text = wording.say(&phrases::NOTICE_SUMMARY, [&self.periods(), &self.items.len(), &self.counts()]);
        Paragraph::new().remark(text)
    }

    fn demand(&self, letter: &Letter) -> Paragraph {
        let wording = letter.wording;
        match letter.deadline {
            Some(deadline) => Paragraph::new().remark(wording.say(&phrases::NOTICE_DEMAND, [&deadline])),
            None => Paragraph::new()
                .remark(wording.say(&phrases::NOTICE_DEMAND_SOON, []))
                .gap(wording.say(&phrases::GAP_NOTICE_DEADLINE, [])),
        }
    }

    /// Returns the outstanding items as a table with an empty column for the answer, grouped by plan if there are
    /// several.
    pub fn table(&self) -> Table {
        let columns = [
            ("序号", 7),
            ("任务、项目、指标", 23),
            ("督办事项", 16),
            ("完成时限", 11),
            ("未解决的问题", 24),
            ("办理情况", 19),
        ];
        let several = self.items.iter().any(|item| item.dossier.plan.id != self.items[0].dossier.plan.id);
        let (mut rows, mut last) = (Vec::new(), None);
        for (item, number) in self.items.iter().zip(1..) {
            let plan = &item.dossier.plan;
            if several && last != Some(&plan.id) {
                rows.push(vec![format!("《{}》", plan.title)]);
            }
            last = Some(&plan.id);
            rows.push(item.row(number, &self.department));
        }
        Table {
            caption: format!("督办事项清单（{}）", self.addressee()),
            columns: columns.map(|(heading, width)| Column::new(heading, width)).to_vec(),
            rows,
            notes: Vec::new(),
        }
    }

    /// Returns a reminder about unreported tasks as a short message; `None` if there are none.
    pub fn reminder(&self, letter: &Letter) -> Option<String> {
        let missing: Vec<&Outstanding> = self.items.iter().filter(|item| item.is_awaited()).collect();
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
        lines.extend(letter.contact().map(|contact| wording.say(&phrases::NOTICE_CONTACT, [&contact])));
        (!missing.is_empty()).then(|| lines.join("\n") + "\n")
    }
}

impl Outstanding<'_> {
    fn row(&self, number: u32, department: &str) -> Vec<String> {
        let contact = self.dossier.contact(self.item, department);
        let title = contact.map(|contact| format!("{}\n联系人：{contact}", self.title));
        let matters: Vec<&str> = self.matters.iter().map(|matter| matter.word()).collect();
        let problems: Vec<String> = self.problems.iter().filter_map(|problem| phrase(problem)).collect();
        vec![
            number.to_string(),
            title.unwrap_or_else(|| self.title.to_string()),
            matters.join("\n"),
            self.due.map(due_in_words).unwrap_or_default(),
            problems.join("\n"),
            String::new(),
        ]
    }
}
