//! Supervision notices (督办单): what a department that leads has outstanding, in the form in which offices send it.
//!
//! An item is outstanding when it is a task that is overdue (逾期), unreported (未报送) or lagging (滞后), or has
//! problems that nobody has solved. A task can be outstanding for several reasons and is listed once.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::plan::problem::problems_of;
use crate::plan::{Dossier, Period, Standing, Status, Task};
use crate::text::Language;

use super::basis::quoted;
use super::draft::word;
use super::model::{Column, GAP, Paragraph, Piece, Place, Report, Section, Sources, Table};

/// Why a task is outstanding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// It is due and neither completed nor adjusted.
    Overdue,
    /// Its report of the period is awaited.
    Missing,
    /// It lags.
    Lagging,
    /// It has a problem that nobody has solved.
    Stuck,
}

impl Matter {
    const ALL: [Matter; 4] = [Matter::Overdue, Matter::Missing, Matter::Lagging, Matter::Stuck];

    fn word(self) -> &'static str {
        match self {
            Matter::Overdue => "逾期未完成",
            Matter::Missing => "未报送",
            Matter::Lagging => "滞后",
            Matter::Stuck => "问题未解决",
        }
    }
}

/// A task that is outstanding.
#[derive(Debug, Clone)]
pub struct Outstanding<'a> {
    dossier: &'a Dossier,
    task: &'a Task,
    period: Period,
    standing: Standing,
    /// Why, in the order of [`Matter`]; never empty.
    pub matters: Vec<Matter>,
    problems: Vec<&'a str>,
}

impl<'a> Outstanding<'a> {
    fn of(dossier: &'a Dossier, task: &'a Task, period: Period, today: Date) -> Option<Self> {
        let standing = Standing::of(dossier, task, period, today);
        let open = problems_of(dossier, task).into_iter().filter(|problem| problem.solution.is_none());
        let problems: Vec<&str> = open.map(|problem| problem.text).collect();
        let is = |matter: &Matter| match matter {
            Matter::Overdue => standing.is_overdue,
            Matter::Missing => standing.is_missing(),
            Matter::Lagging => standing.status.is_some_and(Status::is_behind),
            Matter::Stuck => !problems.is_empty(),
        };
        let matters: Vec<Matter> = Matter::ALL.into_iter().filter(is).collect();
        (!matters.is_empty()).then_some(Outstanding { dossier, task, period, standing, matters, problems })
    }
}

/// The notice to one department.
#[derive(Debug, Clone)]
pub struct Notice<'a> {
    /// The department; empty for what nobody leads.
    pub department: String,
    /// Its outstanding items, in the order of the plans.
    pub items: Vec<Outstanding<'a>>,
}

/// The notices of some plans, one for each department that leads something outstanding, in the order of their names.
/// `period` is the period looked at for a plan of a term, and `today` tells what is overdue.
pub fn notices<'a>(dossiers: &[&'a Dossier], period: &dyn Fn(&Dossier) -> Period, today: Date) -> Vec<Notice<'a>> {
    let mut items: BTreeMap<String, Vec<Outstanding<'a>>> = BTreeMap::new();
    for &dossier in dossiers {
        let period = period(dossier);
        for task in &dossier.plan.tasks {
            let Some(item) = Outstanding::of(dossier, task, period, today) else { continue };
            let mut lead = dossier.assignment(task).lead;
            if lead.is_empty() {
                lead.push(String::new());
            }
            for name in lead {
                items.entry(name).or_default().push(item.clone());
            }
        }
    }
    items.into_iter().map(|(department, items)| Notice { department, items }).collect()
}

/// Returns the words of a reminder (催报) above the list of unreported tasks.
pub fn reminder(period: &str, count: usize, language: Language) -> String {
    match language {
        Language::Zh => format!("{period}尚有以下 {count} 项未报送，请尽快报送。"),
        Language::En => format!("nothing has been reported for {period} on these {count}:"),
    }
}

/// Returns by when and to whom tasks are to be reported. What the office has not decided is a gap to be filled in.
pub fn how_to_report(deadline: Option<&str>, contact: Option<&str>, language: Language) -> String {
    let (deadline, contact) = (deadline.unwrap_or(GAP), contact.unwrap_or(GAP));
    match language {
        Language::Zh => format!("报送时限：{deadline}。联系人和联系电话：{contact}。"),
        Language::En => format!("To be reported by {deadline}. Contact: {contact}."),
    }
}

impl Notice<'_> {
    /// The notice as a document: what is asked, matter by matter, and the list with a column for the answer.
    pub fn report(&self, today: Date) -> Report {
        let date = format!("　{}年{}月{}日", today.year(), today.month(), today.day());
        let mut sections: Vec<Section> = Vec::new();
        sections.push(Section::new("督办事项", vec![self.summary().into()]));
        sections.extend(Matter::ALL.into_iter().filter_map(|matter| self.section(matter)));
        sections.push(Section::new("办理要求", vec![demand().into()]));
        Report {
            title: "规划实施督办单".to_string(),
            date: today,
            byline: vec![Piece::gap("督办单位、编号"), Piece::Words(date)],
            sections,
            appendices: vec![self.table()],
            ..Report::default()
        }
    }

    fn addressee(&self) -> &str {
        if self.department.is_empty() { "未定牵头单位" } else { &self.department }
    }

    /// The periods looked at, each once.
    fn periods(&self) -> String {
        let mut names: Vec<String> = Vec::new();
        for name in self.items.iter().map(|item| item.period.name(Language::Zh)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join("、")
    }

    fn with(&self, matter: Matter) -> Vec<(Place, &Outstanding<'_>)> {
        let rows = self.items.iter().zip(1..).map(|(item, row)| (Place { table: 1, row }, item));
        rows.filter(|(_, item)| item.matters.contains(&matter)).collect()
    }

    fn summary(&self) -> Paragraph {
        let counts = Matter::ALL.into_iter().map(|matter| (matter, self.with(matter).len()));
        let counts = counts.filter(|(_, count)| *count > 0);
        let counts: Vec<String> = counts.map(|(matter, count)| format!("{}{count}项", matter.word())).collect();
        let all: Sources = self.items.iter().zip(1..).map(|(_, row)| Place { table: 1, row }).collect();
        let text = format!(
            "经梳理{}情况，你单位牵头的规划任务和项目有{}项需督办（{}）",
            self.periods(),
            self.items.len(),
            counts.join("，")
        );
        Paragraph::led_by(self.addressee()).say(text, all)
    }

    fn section(&self, matter: Matter) -> Option<Section> {
        let found = self.with(matter);
        if found.is_empty() {
            return None;
        }
        let mut paragraph = Paragraph::new();
        if matter == Matter::Missing {
            let all: Sources = found.iter().map(|(place, _)| *place).collect();
            let words = reminder(&self.periods(), found.len(), Language::Zh);
            paragraph = paragraph.say(words.trim_end_matches('。'), all);
        }
        for (place, item) in found {
            paragraph = paragraph.say(item.account(matter), [place].into_iter().collect());
        }
        Some(Section::new(matter.word(), vec![paragraph.into()]))
    }

    /// Returns the outstanding items of the department as a table, with an empty column for its answer.
    pub fn table(&self) -> Table {
        let columns = [
            ("序号", 4),
            ("规划", 16),
            ("任务（项目）", 22),
            ("督办事项", 10),
            ("时限要求", 7),
            ("当前状态", 7),
            ("未解决的问题", 18),
            ("办理情况", 20),
            ("办结日期", 8),
            ("条目", 12),
        ];
        let row = |(item, row): (&Outstanding, u32)| -> Vec<String> {
            let matters: Vec<&str> = item.matters.iter().map(|matter| matter.word()).collect();
            vec![
                row.to_string(),
                item.dossier.plan.title.clone(),
                item.task.title.clone(),
                matters.join("、"),
                item.standing.due.map(|due| due.to_string()).unwrap_or_default(),
                word(item.standing.status).to_string(),
                item.problems.join("；"),
                GAP.to_string(),
                GAP.to_string(),
                item.task.id.to_string(),
            ]
        };
        Table {
            caption: format!("督办事项清单（{}）", self.addressee()),
            columns: columns.map(|(heading, width)| Column::new(heading, width)).to_vec(),
            rows: self.items.iter().zip(1..).map(row).collect(),
            notes: vec!["同一任务有多项督办事项的列一行。".to_string()],
        }
    }
}

impl Outstanding<'_> {
    fn account(&self, matter: Matter) -> String {
        let name = quoted(&self.task.title);
        match (matter, self.standing.due) {
            (Matter::Overdue, Some(due)) => {
                format!("{name}应于{due}年底前完成，现为{}", word(self.standing.status))
            }
            (Matter::Stuck, _) => format!("{name}：{}", self.problems.join("；").trim_end_matches('。')),
            _ => name,
        }
    }
}

fn demand() -> Paragraph {
    Paragraph::new()
        .remark("请逐项核实，说明原因，明确措施、责任人和完成时间，将办理情况填入所附清单")
        .gap("报送时限、联系人和联系电话")
}
