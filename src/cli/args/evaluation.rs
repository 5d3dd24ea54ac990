//! Arguments of the evaluation commands.

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};
use jiff::civil::Date;

use crate::office::notice::Form;
use crate::plan::{AppraisalKind, AskedPeriod, Attainment, CaseId, ItemId, PeriodKind, Rhythm, Year};
use crate::report::Format;

use super::super::value::{self, OrNone};
use super::{InPeriod, OfPlans};

/// Arguments of `keep`.
#[derive(Debug, Args)]
pub(crate) struct KeepArguments {
    /// Kinds of periods: {kinds}
    #[arg(required = true, value_name = "KIND")]
    pub(crate) kinds: Vec<PeriodKind>,
    /// The plan, by its id or a unique part of its title
    #[arg(long, value_name = "PLAN")]
    pub(crate) plan: String,
    /// The tasks to review: all, marked (see mark), or none to stop keeping such periods
    #[arg(long, value_name = "TASKS", default_value = "all")]
    pub(crate) of: Rhythm,
}

/// Arguments of `mark`.
#[derive(Debug, Args)]
pub(crate) struct MarkArguments {
    /// Tasks and projects
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<ItemId>,
    /// Remove the mark
    #[arg(long)]
    pub(crate) off: bool,
}

/// Arguments of `goal`.
#[derive(Debug, Args)]
pub(crate) struct GoalArguments {
    /// Tasks and projects
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<ItemId>,
    /// Year of the goal
    #[arg(long, value_name = "YEAR", value_parser = value::year)]
    pub(crate) year: Year,
    /// The goal; none removes it
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = value::words)]
    pub(crate) text: OrNone<String>,
}

/// Arguments of `work-plan`.
#[derive(Debug, Args)]
pub(crate) struct WorkPlanArguments {
    #[command(flatten)]
    pub(crate) of: OfPlans,
    /// Year of the work plan [default: this year]
    #[arg(long, value_name = "YEAR", value_parser = value::year)]
    pub(crate) year: Option<Year>,
    /// Only the work of this department, in either role, by any of its names
    #[arg(long, value_name = "DEPARTMENT")]
    pub(crate) department: Option<String>,
}

/// Arguments of `confirm`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).multiple(true).args(["ids", "plans", "department"]))]
pub(crate) struct ConfirmArguments {
    /// Tasks and projects
    #[arg(value_name = "ID", conflicts_with_all = ["plans", "department"])]
    pub(crate) ids: Vec<ItemId>,
    #[command(flatten)]
    pub(crate) of: OfPlans,
    /// Only the work that this department leads, by any of its names
    #[arg(long, value_name = "DEPARTMENT")]
    pub(crate) department: Option<String>,
    /// Evaluation period: {periods}
    #[arg(long, value_name = "PERIOD", required = true)]
    pub(crate) period: AskedPeriod,
}

/// Arguments of `problems`.
#[derive(Debug, Args)]
pub(crate) struct ProblemsArguments {
    #[command(flatten)]
    pub(crate) of: OfPlans,
    /// Only the work of this department, in either role, by any of its names
    #[arg(long, value_name = "DEPARTMENT")]
    pub(crate) department: Option<String>,
    /// Only what was raised, named again or solved in this period: {periods}
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<AskedPeriod>,
    #[command(flatten)]
    pub(crate) state: ProblemState,
}

/// A choice of problems.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct ProblemState {
    /// Only unsolved problems
    #[arg(long, conflicts_with = "solved")]
    pub(crate) open: bool,
    /// Only solved problems
    #[arg(long)]
    pub(crate) solved: bool,
}

/// Arguments of `solve`.
#[derive(Debug, Args)]
pub(crate) struct SolveArguments {
    /// Tasks and projects
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<ItemId>,
    /// Period whose review raised the problem
    #[arg(long, value_name = "PERIOD", required = true)]
    pub(crate) raised: AskedPeriod,
    /// Period in which it was solved
    #[arg(long, value_name = "PERIOD", required_unless_present = "reopen")]
    pub(crate) period: Option<AskedPeriod>,
    /// How it was solved
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) how: Option<String>,
    /// Reopen it
    #[arg(long, conflicts_with_all = ["period", "how"])]
    pub(crate) reopen: bool,
}

/// Arguments of `judge`.
#[derive(Debug, Args)]
pub(crate) struct JudgeArguments {
    /// The indicator
    #[arg(value_name = "ID")]
    pub(crate) id: ItemId,
    /// The year judged
    #[arg(long, value_name = "YEAR", value_parser = value::year)]
    pub(crate) year: Year,
    /// ahead-of-time, faster-than-expected, as-expected, slower-than-expected, behind or cannot-tell, or the Chinese
    /// word; none removes it
    #[arg(long = "as", value_name = "JUDGEMENT", value_parser = value::judgement)]
    pub(crate) judgement: OrNone<Attainment>,
    /// Reason
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) reason: Option<String>,
}

/// Arguments of `direction`.
#[derive(Debug, Args)]
pub(crate) struct DirectionArguments {
    /// The indicator
    #[arg(value_name = "ID")]
    pub(crate) id: ItemId,
    /// higher, lower, or auto to go by its target and its name
    #[arg(value_enum, value_name = "WAY", hide_possible_values = true)]
    pub(crate) way: Way,
}

/// The direction in which values of an indicator improve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Way {
    Higher,
    Lower,
    Auto,
}

/// Arguments of `pair`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("decision").required(true).args(["same", "different", "auto"]))]
pub(crate) struct PairArguments {
    /// An indicator or a task
    #[arg(value_name = "ID")]
    pub(crate) one: ItemId,
    /// An item of the same kind in another plan
    #[arg(value_name = "ID")]
    pub(crate) other: ItemId,
    /// They are the same measure, whatever their names
    #[arg(long)]
    pub(crate) same: bool,
    /// They are not, however alike their names
    #[arg(long)]
    pub(crate) different: bool,
    /// Leave it to the rules
    #[arg(long)]
    pub(crate) auto: bool,
}

/// Arguments of `appraise`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("edit").required(true).multiple(true))]
pub(crate) struct AppraiseArguments {
    /// The plan, by its id or a unique part of its title
    #[arg(long, value_name = "PLAN")]
    pub(crate) plan: String,
    /// Evaluation period: {periods}
    #[arg(long, value_name = "PERIOD", required = true)]
    pub(crate) period: AskedPeriod,
    /// Kind: third-party (第三方评估) or survey (满意度调查)
    #[arg(long, value_name = "KIND", value_parser = value::appraisal_kind)]
    pub(crate) kind: AppraisalKind,
    /// The institute; "" removes it
    #[arg(long, value_name = "NAME", group = "edit")]
    pub(crate) by: Option<String>,
    /// Date, as free text; "" removes it
    #[arg(long, value_name = "DATE", group = "edit")]
    pub(crate) date: Option<String>,
    /// The score, or the share of satisfied people in per cent; none removes it
    #[arg(long, value_name = "N", group = "edit", allow_negative_numbers = true, value_parser = value::reading)]
    pub(crate) score: Option<OrNone<f64>>,
    /// Number of respondents; none removes it
    #[arg(long, value_name = "N", group = "edit", value_parser = value::or_none::<u32>)]
    pub(crate) respondents: Option<OrNone<u32>>,
    /// Conclusion; "" removes it
    #[arg(long, value_name = "TEXT", group = "edit", allow_hyphen_values = true)]
    pub(crate) conclusion: Option<String>,
    /// Remove the whole record
    #[arg(long, group = "edit", conflicts_with_all = ["by", "date", "score", "respondents", "conclusion"])]
    pub(crate) remove: bool,
}

/// Arguments of `seal`.
#[derive(Debug, Args)]
pub(crate) struct SealArguments {
    /// The plan, by its id or a unique part of its title
    #[arg(long, value_name = "PLAN")]
    pub(crate) plan: String,
    /// Evaluation period: {periods}
    #[arg(long, value_name = "PERIOD", required = true)]
    pub(crate) period: AskedPeriod,
    /// Do not ask for confirmation; required without a terminal
    #[arg(long)]
    pub(crate) yes: bool,
}

/// Arguments of `sample`.
#[derive(Debug, Args)]
pub(crate) struct SampleArguments {
    /// The plan, by its id or a unique part of its title
    #[arg(long, value_name = "PLAN")]
    pub(crate) plan: String,
    #[command(flatten)]
    pub(crate) in_period: InPeriod,
    /// Size of the sample
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = value::limit)]
    pub(crate) count: usize,
    /// Seed: the same seed draws the same sample [default: the plan's id and the period]
    #[arg(long, value_name = "TEXT")]
    pub(crate) seed: Option<String>,
    /// File to write, with empty columns for the verdict; the extension gives the format: .xlsx, .csv, .md, .html or .json
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
    /// Overwrite an existing file
    #[arg(long)]
    pub(crate) force: bool,
}

/// Arguments of `notice`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("whose").required(true).args(["department", "all", "case"]))]
#[command(group = ArgGroup::new("where").required(true).args(["to", "to_folder", "reminders"]))]
pub(crate) struct NoticeArguments {
    #[command(flatten)]
    pub(crate) of: OfPlans,
    #[command(flatten)]
    pub(crate) in_period: InPeriod,
    /// The notice to this department, by any of its names
    #[arg(long, value_name = "DEPARTMENT")]
    pub(crate) department: Option<String>,
    /// A notice to each department that has something outstanding
    #[arg(long)]
    pub(crate) all: bool,
    /// The notice that hands this supervision case over, with its number, items and day
    #[arg(long, value_name = "CASE", conflicts_with_all = ["reminders", "number"])]
    pub(crate) case: Option<CaseId>,
    /// File to write; the extension gives the format: .docx (of one department), .md or .xlsx
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
    /// Folder to write one file for each department into
    #[arg(long, value_name = "DIR")]
    pub(crate) to_folder: Option<PathBuf>,
    /// Print reminders about unreported tasks and late cases instead, to be pasted into messages
    #[arg(long)]
    pub(crate) reminders: bool,
    /// Number of the first notice; the others follow
    #[arg(long, value_name = "N", conflicts_with = "reminders")]
    pub(crate) number: Option<u32>,
    /// Last day for the answer: 2026-12-15
    #[arg(long, value_name = "DAY")]
    pub(crate) deadline: Option<Date>,
    /// Person to answer to, with a telephone number
    #[arg(long, value_name = "TEXT")]
    pub(crate) contact: Option<String>,
    /// Form of the files in the folder: docx, md or xlsx
    #[arg(
        long = "as",
        value_enum,
        value_name = "FORM",
        requires = "to_folder",
        default_value = "docx",
        hide_possible_values = true
    )]
    pub(crate) form: NoticeForm,
    /// Overwrite existing files
    #[arg(long)]
    pub(crate) force: bool,
}

/// The form of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NoticeForm {
    Docx,
    Md,
    Xlsx,
}

impl NoticeForm {
    /// Returns the file format.
    pub(crate) fn form(self) -> Form {
        match self {
            NoticeForm::Docx => Form::Document(Format::Docx),
            NoticeForm::Md => Form::Document(Format::Markdown),
            NoticeForm::Xlsx => Form::Workbook,
        }
    }
}

/// Arguments of `rollup`.
#[derive(Debug, Args)]
pub(crate) struct RollUpArguments {
    #[command(flatten)]
    pub(crate) of: OfPlans,
    #[command(flatten)]
    pub(crate) in_period: InPeriod,
    /// Grouping: chapter, plan, department, sector, period or all
    #[arg(long, value_enum, value_name = "WHAT", default_value = "plan", hide_possible_values = true)]
    pub(crate) by: CountedBy,
}

/// The grouping of counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CountedBy {
    Chapter,
    Plan,
    Department,
    Sector,
    Period,
    All,
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use crate::text::Language;

    use super::super::{Arguments, parse};

    fn parsed(line: &str) -> Result<Arguments, clap::Error> {
        parse(line.split_whitespace().map(OsString::from).collect(), Language::En)
    }

    #[test]
    fn the_lines_of_an_evaluation_are_understood() {
        for line in [
            "plandesk compare --plan a --between 2022 now",
            "plandesk tasks --overdue --missing --with-goal",
            "plandesk export problems --open --to a.xlsx",
            "plandesk goal a/t1 a/p2 --year 2024 --text 建成",
            "plandesk goal a/t1 --year 2024 --text none",
            "plandesk work-plan --year 2024 --department 卫健委",
            "plandesk confirm a/t1 a/t2 --period 2024",
            "plandesk confirm --plan a --department 卫健委 --period mid-term",
            "plandesk problems --plan a --department 卫健委 --open --period 2023",
            "plandesk solve a/t1 --raised 2022 --period 2023 --how 追加预算",
            "plandesk solve a/t1 --raised 2022 --reopen",
            "plandesk judge a/i1 --year 2023 --as 滞后 --reason 口径不同",
            "plandesk judge a/i1 --year 2023 --as none",
            "plandesk direction a/i1 lower",
            "plandesk pair a/i1 b/i2 --same",
            "plandesk appraise --plan a --period mid-term --kind survey --score 91.5 --respondents 1200",
            "plandesk appraise --plan a --period mid-term --kind 第三方评估 --remove",
            "plandesk appraisals --plan a",
            "plandesk seal --plan a --period 2023 --yes",
            "plandesk seals",
            "plandesk sample --plan a --period 2023 --count 5 --seed x --to s.xlsx",
            "plandesk notice --department 卫健委 --period 2023 --to n.docx",
            "plandesk notice --all --to-folder notices --as md",
            "plandesk notice --all --to-folder notices --number 12 --deadline 2026-12-15 --contact 张三（8812）",
            "plandesk notice --all --reminders --deadline 2026-12-15",
            "plandesk rollup --by chapter --plan a --period 2023",
        ] {
            assert!(parsed(line).is_ok(), "{line}: {:?}", parsed(line).err().map(|e| e.to_string()));
        }
    }

    #[test]
    fn an_incomplete_command_is_refused() {
        for line in [
            "plandesk compare --between 2022 2023",
            "plandesk compare --plan a --between 2022",
            "plandesk goal a/t1 --year 2024",
            "plandesk confirm --period 2024",
            "plandesk confirm a/t1 --plan a --period 2024",
            "plandesk problems --open --solved",
            "plandesk solve a/t1 --raised 2022",
            "plandesk solve a/t1 --raised 2022 --period 2023 --reopen",
            "plandesk judge a/i1 --year 2023 --as good",
            "plandesk direction a/i1 up",
            "plandesk pair a/i1 b/i2",
            "plandesk pair a/i1 b/i2 --same --auto",
            "plandesk appraise --plan a --period 2023 --kind survey",
            "plandesk appraise --plan a --period 2023 --kind survey --remove --by x",
            "plandesk seal --plan a",
            "plandesk notice --period 2023 --to n.docx",
            "plandesk notice --all",
            "plandesk notice --all --reminders --to n.docx",
            "plandesk notice --all --to-folder notices --deadline 2026-02-30",
            "plandesk rollup --by village",
        ] {
            assert_eq!(parsed(line).err().map(|e| e.exit_code()), Some(2), "{line}");
        }
    }
}
