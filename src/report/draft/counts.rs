//! Counts in sentences, tables and charts.

use crate::plan::roll_up::RollUp;
use crate::plan::{Attainment, Kind, Status};
use crate::report::basis::Reviewed;
use crate::report::model::{Chart, Table, Tone};
use crate::text::{Label, Language};

/// The counted things, with their measure word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Noun {
    /// 项任务
    Task,
    /// 个项目
    Project,
    /// 项任务和项目
    Item,
}

impl Noun {
    /// Returns the noun for some rows: that of their kind, or the common one.
    pub(super) fn of(rows: &[&Reviewed]) -> Noun {
        let all = |kind: Kind| rows.iter().all(|row| row.task.kind() == kind);
        match (all(Kind::Task), all(Kind::Project)) {
            (true, _) => Noun::Task,
            (false, true) => Noun::Project,
            (false, false) => Noun::Item,
        }
    }

    /// Returns the measure word.
    pub(super) fn unit(self) -> &'static str {
        match self {
            Noun::Task | Noun::Item => "项",
            Noun::Project => "个",
        }
    }

    /// Returns a count with its noun: 3项任务, 12个项目.
    pub(super) fn count(self, count: impl std::fmt::Display) -> String {
        match self {
            Noun::Task => format!("{count}项任务"),
            Noun::Project => format!("{count}个项目"),
            Noun::Item => format!("{count}项任务和项目"),
        }
    }
}

/// Returns the word for a status in a report.
pub(super) fn word(status: Option<Status>) -> &'static str {
    status.label(Language::Zh)
}

/// Returns 状态均为推进中 if all tasks of a set have the same status, else the counts by status.
pub(super) fn in_short(roll_up: &RollUp, noun: Noun) -> String {
    match Status::in_reports().find(|status| roll_up.count_of(*status) == roll_up.total) {
        Some(status) if roll_up.total == 1 => format!("状态为{}", word(status)),
        Some(status) => format!("状态均为{}", word(status)),
        None => by_status(roll_up, noun),
    }
}

/// Returns the counts by status: 已完成3项、推进中5项、未报送2项; without statuses that do not occur.
pub(super) fn by_status(roll_up: &RollUp, noun: Noun) -> String {
    let counts = Status::in_reports().map(|status| (status, roll_up.count_of(status)));
    let counts = counts.filter(|(_, count)| *count > 0);
    counts.map(|(status, count)| format!("{}{count}{}", word(status), noun.unit())).collect::<Vec<_>>().join("、")
}

/// Returns a chart of the shares of each status, with a bar for each non-empty set.
pub(super) fn status_chart(title: &str, sets: Vec<(String, RollUp)>) -> Chart {
    let parts = Status::in_reports().map(|status| (word(status).to_string(), Tone::from(status))).collect();
    let sets = sets.into_iter().filter(|(_, roll_up)| roll_up.total > 0);
    let wholes =
        sets.map(|(name, roll_up)| (name, Status::in_reports().map(|status| roll_up.count_of(status)).collect()));
    Chart::Shares { title: title.to_string(), parts, wholes: wholes.collect() }
}

/// Returns a table of the counts of several sets, one per row, without columns of zeros.
pub(super) fn status_table(caption: &str, first: &str, sets: &[(String, RollUp)]) -> Table {
    let statuses = Status::in_reports().filter(|status| sets.iter().any(|(_, roll_up)| roll_up.count_of(*status) > 0));
    let statuses: Vec<Option<Status>> = statuses.collect();
    let has_overdue = sets.iter().any(|(_, roll_up)| roll_up.overdue > 0);
    let mut columns = vec![first.to_string(), "合计".to_string()];
    columns.extend(statuses.iter().map(|status| word(*status).to_string()));
    columns.extend(has_overdue.then(|| "逾期".to_string()));
    columns.push("完成率".to_string());
    let row = |(name, roll_up): &(String, RollUp)| -> Vec<String> {
        let mut cells = vec![name.clone(), roll_up.total.to_string()];
        cells.extend(statuses.iter().map(|status| roll_up.count_of(*status).to_string()));
        cells.extend(has_overdue.then(|| roll_up.overdue.to_string()));
        cells.push(format!("{}%", roll_up.completion()));
        cells
    };
    Table { caption: caption.to_string(), columns, rows: sets.iter().map(row).collect(), notes: Vec::new() }
}

/// Returns the colour of an attainment.
pub(super) fn tone(attainment: Attainment) -> Tone {
    match attainment {
        Attainment::AheadOfTime => Tone::Done,
        Attainment::FasterThanExpected | Attainment::AsExpected => Tone::Fine,
        Attainment::SlowerThanExpected => Tone::Slow,
        Attainment::Behind => Tone::Behind,
        Attainment::CannotTell => Tone::Unknown,
    }
}
