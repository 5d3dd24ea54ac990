//! Arguments of the command line, with their English help; [`chinese`](super::chinese) has the Chinese help.

mod cases;
mod change;
mod departments;
mod edit;
mod evaluation;
mod import;
mod investment;
mod items;
mod milestones;
mod report;
mod retire;
mod search;
mod succession;
mod yearly_targets;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::plan::{AskedPeriod, DueRange, Light};
use crate::search::Query;
use crate::text::Language;
use crate::text::clean::shown_path;

use super::value::{self, Kind, StatusFilter};

pub(crate) use cases::{CaseArguments, CaseChoice, CasesArguments, OpenCaseArguments};
pub(crate) use change::{AssignArguments, ReadingArguments, ReviewArguments};
pub(crate) use departments::{DepartmentArguments, DepartmentsArguments};
pub(crate) use edit::EditArguments;
pub(crate) use evaluation::{
    AppraiseArguments, ConfirmArguments, CountedBy, DirectionArguments, GoalArguments, JudgeArguments, KeepArguments,
    MarkArguments, NoticeArguments, PairArguments, ProblemState, ProblemsArguments, RollUpArguments, SampleArguments,
    SealArguments, SolveArguments, Way, WorkPlanArguments,
};
pub(crate) use import::ImportArguments;
pub(crate) use investment::{FundedBy, InvestArguments, InvestmentsArguments};
pub(crate) use items::{
    AddArguments, EndArguments, Made, MergeArguments, MoveArguments, NewPlanArguments, SplitArguments, StepArguments,
};
pub(crate) use milestones::{MilestoneArguments, MilestonesArguments, ReachArguments};
pub(crate) use report::{
    CheckArguments, CompareArguments, Evaluated, ExportArguments, Exported, KeymapArguments, PackArguments,
    ReportArguments, Reported, TemplatesArguments,
};
pub(crate) use retire::{ArchiveArguments, RemoveArguments, SamplesArguments, UnarchiveArguments};
pub(crate) use search::SearchArguments;
pub(crate) use succession::{
    BaselinesArguments, CarryArguments, FateArguments, FatesArguments, HandedOver, SucceedArguments,
};
pub(crate) use yearly_targets::{YearlyTargetArguments, YearlyTargetsArguments};

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "plandesk",
    version,
    about = "A terminal workbench for carrying out five-year plans",
    after_help = "Exit status: 0 done, 1 failed or nothing found, 2 wrong usage, 3 store busy, 4 store damaged, 5 some documents or rows of an import were rejected.",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Show lines instead of a screen, for screen readers
    #[arg(long)]
    pub(crate) linear: bool,
    #[command(subcommand)]
    pub(crate) request: Option<Request>,
}

/// Options that every command accepts.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Common options")]
pub(crate) struct Common {
    /// Folder of the store [default: $PLANDESK_STORE, else the XDG data folder]
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) store: Option<PathBuf>,
    /// Language of messages and headings: zh or en [default: by the locale; Chinese when that is not set]
    #[arg(long, value_enum, value_name = "zh|en", global = true, hide_possible_values = true)]
    pub(crate) lang: Option<Lang>,
    /// Form of lists on stdout: table, json or csv
    #[arg(
        long,
        value_enum,
        value_name = "FORMAT",
        global = true,
        default_value = "table",
        hide_possible_values = true
    )]
    pub(crate) format: Format,
    /// Open the store in this process instead of asking a desk in the background
    #[arg(long, global = true)]
    pub(crate) embedded: bool,
    /// Colour: auto, always or never (NO_COLOR switches it off)
    #[arg(long, value_enum, value_name = "WHEN", global = true, default_value = "auto", hide_possible_values = true)]
    pub(crate) color: Color,
    /// Print help
    #[arg(long, short, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// Print the version
    #[arg(long, short = 'V', action = ArgAction::Version)]
    version: Option<bool>,
}

/// A language as typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Lang {
    Zh,
    En,
}

/// The format of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Json,
    Csv,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Request {
    /// Read plan documents, or take back lists that were filled in
    Import(ImportArguments),
    /// List the plans with their figures
    Plans(PlansArguments),
    /// List the headings of plans
    Outline(OutlineArguments),
    /// List tasks and projects
    Tasks(TaskFilter),
    /// List special boxes and their items
    Boxes(OfPlans),
    /// List indicators
    Indicators(IndicatorsArguments),
    /// List departments and their work
    Departments(DepartmentsArguments),
    /// Add a department to the office's list, change it, or end it
    Department(Box<DepartmentArguments>),
    /// Search everything, in Chinese, pinyin or initials
    Search(SearchArguments),
    /// Assign tasks: who leads, who supports, who is responsible, by when
    Assign(AssignArguments),
    /// Correct or adjust what a plan says, over the printed text
    Edit(Box<EditArguments>),
    /// Add a task, a project, an indicator, a heading or a box to a plan
    Add(Box<AddArguments>),
    /// Split a task: add another one in the same place
    Split(SplitArguments),
    /// Merge tasks into another one
    Merge(MergeArguments),
    /// Move tasks to another heading, or projects to another box
    Move(MoveArguments),
    /// End tasks or indicators before the end of the plan; they are kept and not counted
    End(EndArguments),
    /// List the steps of tasks
    Steps(OfPlans),
    /// Add a step to a task, change it, or remove it
    Step(StepArguments),
    /// Create a plan without a document
    NewPlan(NewPlanArguments),
    /// Archive plans: they stay available on request, but are not listed or counted
    Archive(ArchiveArguments),
    /// Restore archived plans
    Unarchive(UnarchiveArguments),
    /// Remove a plan with everything entered for it
    Remove(RemoveArguments),
    /// List the plans that came with plandesk, or remove them
    Samples(SamplesArguments),
    /// Record how tasks stand in a period
    Review(ReviewArguments),
    /// Record an indicator's actual value
    Reading(ReadingArguments),
    /// Confirm the status of an earlier period for tasks that have none
    Confirm(ConfirmArguments),
    /// Set the goals of tasks for a year
    Goal(GoalArguments),
    /// List the work plan of a year: the tasks with their goals and how they stand
    WorkPlan(WorkPlanArguments),
    /// Set what tasks are to reach in a period, or take it away
    Milestone(MilestoneArguments),
    /// Record what became of the milestones of a period
    Reach(ReachArguments),
    /// List the milestones of a period with their lights: the dispatch sheet
    Milestones(MilestonesArguments),
    /// Set what indicators are to reach in a year, as given or as proposed
    YearlyTarget(YearlyTargetArguments),
    /// List what indicators are to reach year by year, and what is proposed
    YearlyTargets(YearlyTargetsArguments),
    /// Record what projects and tasks cost, and what was done of it
    Invest(Box<InvestArguments>),
    /// List the investment of projects and tasks, or add it up
    Investments(InvestmentsArguments),
    /// List the problems of all periods, open and solved
    Problems(ProblemsArguments),
    /// Record how a problem was solved, or reopen it
    Solve(SolveArguments),
    /// Open a supervision case about tasks or indicators, addressed to a department
    OpenCase(OpenCaseArguments),
    /// Record a step of supervision cases: handed over, signed for, answered, checked, extended, closed
    Case(CaseArguments),
    /// List supervision cases with where they stand and whose turn it is, late ones first
    Cases(CasesArguments),
    /// Record a person's judgement of an indicator
    Judge(JudgeArguments),
    /// Set whether higher values of an indicator are better
    Direction(DirectionArguments),
    /// Decide whether two indicators or tasks of different plans are the same measure
    Pair(PairArguments),
    /// Record what a third party or a survey says of a plan
    Appraise(AppraiseArguments),
    /// List what third parties and surveys say of plans
    Appraisals(OfPlans),
    /// List the kinds of periods that plans keep, and for which tasks
    Periods(OfPlans),
    /// Set whether a plan keeps months, quarters or half-years
    Keep(KeepArguments),
    /// Mark tasks for closer attention, or remove the mark
    Mark(MarkArguments),
    /// Seal a period of a plan, so that later corrections are visible
    Seal(SealArguments),
    /// List the sealed periods, and whether they match their seals
    Seals(OfPlans),
    /// Say which earlier plan a plan continues
    Succeed(SucceedArguments),
    /// List what becomes of a plan's indicators and tasks in the plans that continue it
    Fates(FatesArguments),
    /// Confirm what became of indicators and tasks
    Fate(FateArguments),
    /// List the sealed last readings that are baselines of the next plan, or take them over
    Baselines(BaselinesArguments),
    /// Carry tasks on into the next plan, with their open problems
    Carry(CarryArguments),
    /// Draw a random sample of claimed results for verification
    Sample(SampleArguments),
    /// Write supervision notices about what is overdue, missing, lagging or stuck
    Notice(NoticeArguments),
    /// Count how tasks stand by plan, chapter, department, sector or period
    Rollup(RollUpArguments),
    /// Undo the last change
    Undo,
    /// Redo the change undone last
    Redo,
    /// Write a list to a file
    Export(ExportArguments),
    /// Draft an evaluation report
    Report(ReportArguments),
    /// Write everything to hand in for an evaluation: reports, lists, the workbook and what is missing
    Pack(PackArguments),
    /// Compare indicators of plans side by side, or a plan's tasks with the plan's above
    Compare(CompareArguments),
    /// Find likely errors in the plans themselves
    Check(CheckArguments),
    /// List who changed what and when, newest first
    History(HistoryArguments),
    /// Write all data with the whole history to one file
    Backup(BackupArguments),
    /// Restore a backup; the replaced data are kept
    Restore(RestoreArguments),
    /// Run the desk in the foreground, also for people on other machines
    Serve(ServeArguments),
    /// List the people who may use the store, and their permissions
    Access(AccessArguments),
    /// Verify the store, and mend it
    Doctor(DoctorArguments),
    /// Print the keys in force, or check a keymap file
    Keymap(KeymapArguments),
    /// List the wording of reports and notices, or check a template file
    Templates(TemplatesArguments),
    /// Print completions for a shell
    Completions(CompletionsArguments),
    /// Print the manual page
    Man(ManArguments),
    /// Print help, as --help does
    Help(HelpArguments),
}

/// A choice of plans.
#[derive(Debug, Clone, Args)]
pub(crate) struct OfPlans {
    /// Only this plan, by its id or a unique part of its title (may be repeated)
    #[arg(long = "plan", value_name = "PLAN")]
    pub(crate) plans: Vec<String>,
    /// Archived plans, instead of the others
    #[arg(long, conflicts_with = "plans")]
    pub(crate) archived: bool,
}

/// Arguments of `outline`.
#[derive(Debug, Args)]
pub(crate) struct OutlineArguments {
    #[command(flatten)]
    pub(crate) of: OfPlans,
    /// Print headings, boxes, items and indicators as an outline that add and new-plan take
    #[arg(long)]
    pub(crate) typed: bool,
}

/// Arguments of `indicators`.
#[derive(Debug, Args)]
pub(crate) struct IndicatorsArguments {
    #[command(flatten)]
    pub(crate) of: OfPlans,
    /// Only those for which this department answers, in either role, by any of its names
    #[arg(long, value_name = "DEPARTMENT")]
    pub(crate) department: Option<String>,
}

/// Arguments of `plans`.
#[derive(Debug, Args)]
pub(crate) struct PlansArguments {
    #[command(flatten)]
    pub(crate) of: OfPlans,
    #[command(flatten)]
    pub(crate) in_period: InPeriod,
}

/// A choice of the evaluation period.
#[derive(Debug, Clone, Args)]
pub(crate) struct InPeriod {
    /// Evaluation period: {periods} [default: the one reviewed last, else this year's]
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<AskedPeriod>,
}

/// Arguments of `tasks`, and of `export` for tasks.
#[derive(Debug, Clone, Args)]
pub(crate) struct TaskFilter {
    #[command(flatten)]
    pub(crate) of: OfPlans,
    /// Only the work of this department, in either role, by any of its names
    #[arg(long, value_name = "DEPARTMENT")]
    pub(crate) department: Option<String>,
    /// Only this status: {statuses} or unreported (may be repeated)
    #[arg(long, value_name = "STATUS")]
    pub(crate) status: Vec<StatusFilter>,
    #[command(flatten)]
    pub(crate) in_period: InPeriod,
    /// Only tasks, or only projects: task or project
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<Kind>,
    /// Only tasks due then: 2024, 2024-06, 2024Q2, <2024, >=2024, 2023..2025 or none
    #[arg(long, value_name = "WHEN")]
    pub(crate) due: Option<DueRange>,
    /// Only tasks that match the query, in Chinese, pinyin or initials
    #[arg(long, value_name = "QUERY", value_parser = value::query, allow_hyphen_values = true)]
    pub(crate) text: Option<Query>,
    /// Only tasks of earlier editions that the present one no longer has
    #[arg(long)]
    pub(crate) former: bool,
    /// Only overdue tasks: due, and neither completed nor adjusted
    #[arg(long)]
    pub(crate) overdue: bool,
    /// Only tasks without a required review: unreported in a period that is not sealed
    #[arg(long)]
    pub(crate) missing: bool,
    /// Only tasks with a goal for the period's year: the year's work plan
    #[arg(long)]
    pub(crate) with_goal: bool,
    /// Only this light: red, yellow, blue or green
    #[arg(long, value_name = "LIGHT")]
    pub(crate) light: Option<Light>,
}

/// Arguments of `history`.
#[derive(Debug, Args)]
pub(crate) struct HistoryArguments {
    /// Only changes of this task, project, indicator or plan
    #[arg(value_name = "ID")]
    pub(crate) id: Option<String>,
    /// Maximum number of entries to print
    #[arg(long, value_name = "N", value_parser = value::limit)]
    pub(crate) limit: Option<usize>,
    /// Only what this person changed
    #[arg(long, value_name = "NAME")]
    pub(crate) who: Option<String>,
    /// Only what was changed on this day or later: 2026-11-22
    #[arg(long, value_name = "DAY")]
    pub(crate) since: Option<jiff::civil::Date>,
}

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub(crate) struct BackupArguments {
    /// File to write: JSON Lines in UTF-8, compressed when its name ends in .gz
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Overwrite an existing file
    #[arg(long)]
    pub(crate) force: bool,
}

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub(crate) struct RestoreArguments {
    /// The backup; those that plandesk makes by itself are in the folder `backups` of the store
    #[arg(value_name = "FILE", required_unless_present = "undo", conflicts_with = "undo")]
    pub(crate) file: Option<PathBuf>,
    /// Bring back the store that the latest restore replaced
    #[arg(long)]
    pub(crate) undo: bool,
    /// Only print what would change
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Do not ask for confirmation
    #[arg(long)]
    pub(crate) yes: bool,
}

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub(crate) struct DoctorArguments {
    /// Mend what can be mended; only remains of interrupted work are deleted
    #[arg(long)]
    pub(crate) mend: bool,
}

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    /// Serve people over SSH at this address: 0.0.0.0:2222
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) ssh: Option<SocketAddr>,
    /// Maximum number of connections [default: 200]
    #[arg(long, value_name = "N")]
    pub(crate) connections: Option<usize>,
    /// Idle time after which a screen is closed: 30m, 1h [default: 1h]
    #[arg(long, value_name = "TIME", value_parser = value::waiting_time)]
    pub(crate) idle: Option<Duration>,
}

/// Arguments of `access`.
#[derive(Debug, Args)]
pub(crate) struct AccessArguments {
    /// Print an access.toml to start from
    #[arg(long)]
    pub(crate) example: bool,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArguments {
    /// bash, zsh, fish, elvish or powershell
    #[arg(value_enum, value_name = "SHELL", hide_possible_values = true)]
    pub(crate) shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(Debug, Args)]
pub(crate) struct ManArguments {
    /// The page of this command instead of the general one
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
}

/// Arguments of `help`.
#[derive(Debug, Args)]
pub(crate) struct HelpArguments {
    /// Print the help of this command instead of the program's
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
}

/// Returns the definition of the command line in a language.
pub(crate) fn command(language: Language) -> clap::Command {
    let command = Arguments::command();
    let command = match language {
        Language::Zh => super::chinese::reworded(command),
        Language::En => command,
    };
    super::values::told(command, language)
}

/// Returns the parsed arguments, or the help, version or error to print.
pub(crate) fn parse(arguments: Vec<OsString>, language: Language) -> Result<Arguments, clap::Error> {
    let arguments = search::with_negated_words_last(arguments);
    let read = |arguments| Arguments::from_arg_matches(&command(language).try_get_matches_from(arguments)?);
    read(arguments.clone()).map_err(|error| {
        // Error messages repeat arguments, so they are parsed in a form that is safe to print.
        let shown: Vec<OsString> = arguments.iter().map(|argument| shown_path(argument).into()).collect();
        read(shown).err().unwrap_or(error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Arguments, clap::Error> {
        parse(line.split_whitespace().map(OsString::from).collect(), Language::En)
    }

    #[test]
    fn the_definition_of_the_command_line_is_valid() {
        Arguments::command().debug_assert();
        command(Language::Zh).debug_assert();
    }

    #[test]
    fn the_lines_of_the_contract_are_understood() {
        for line in [
            "plandesk",
            "plandesk --store d --lang en --embedded --color never",
            "plandesk import a.txt b.txt - --dry-run",
            "plandesk plans --format json",
            "plandesk outline --plan 喀什",
            "plandesk tasks --plan a --plan b --department 卫健委 --status 已完成 --status unreported --period mid-term",
            "plandesk tasks --kind project --due <2024 --text mxb",
            "plandesk boxes --plan a",
            "plandesk indicators --plan a --format csv",
            "plandesk departments",
            "plandesk search 残疾人 康复 --limit 5",
            "plandesk assign a/t1 a/p2 --lead 卫健委 --support 教育局 民政局 --support 残联 --person 张三 --due 2024",
            "plandesk assign a/t1 --offered",
            "plandesk review a/t1 --period 2023 --status 推进中 --progress 60 --done - --problem x --next y --evidence z",
            "plandesk reading a/i1 --year 2023 --value -1.5",
            "plandesk undo",
            "plandesk redo",
            "plandesk export tasks --status lagging --to a.csv --force",
            "plandesk report annual --plan a --year 2023 --to r.md",
            "plandesk report mid-term --plan a --to r.docx --force",
            "plandesk report final --plan a --form public --sources annex --to r.html",
            "plandesk pack final --plan a --to-folder pack",
            "plandesk compare",
            "plandesk compare --sector 卫生健康 --format csv",
            "plandesk compare --tasks --plan a",
            "plandesk check --plan a --skip numbering --only misprint",
            "plandesk check --rules",
            "plandesk export tasks --to a.xlsx --sheets",
            "plandesk export tasks --by-department lists --plan a",
            "plandesk import a.xlsx b.xlsx --dry-run --theirs",
            "plandesk history a/t1 --limit 3 --who 规划科 --since 2026-11-22",
            "plandesk backup a.jsonl --force",
            "plandesk restore a.jsonl",
            "plandesk access --example",
            "plandesk serve",
            "plandesk serve --ssh 127.0.0.1:2222 --idle 30m --connections 50",
            "plandesk restore a.jsonl.gz --dry-run",
            "plandesk restore --undo --yes",
            "plandesk doctor --format json",
            "plandesk doctor --mend",
            "plandesk keymap --check k.toml",
            "plandesk completions bash",
            "plandesk man tasks",
        ] {
            assert!(parsed(line).is_ok(), "{line}: {:?}", parsed(line).err().map(|e| e.to_string()));
        }
    }

    #[test]
    fn wrong_usage_is_refused() {
        for line in [
            "plandesk nonsense",
            "plandesk tasks --status great",
            "plandesk tasks --due soon",
            "plandesk tasks --period 23",
            "plandesk assign a/t1",
            "plandesk assign a/t1 --offered --lead x",
            "plandesk assign --lead x",
            "plandesk assign nonsense --lead x",
            "plandesk review a/t1 --status completed",
            "plandesk review a/t1 --period 2023",
            "plandesk review a/t1 --period 2023 --progress 101",
            "plandesk reading a/i1 --year 2023",
            "plandesk reading a/i1 --year 2023 --value much",
            "plandesk import",
            "plandesk export tasks",
            "plandesk report mid-term --plan a",
            "plandesk report weekly --plan a --to r.md",
            "plandesk report final --to r.md",
            "plandesk compare --tasks",
            "plandesk check --rules --only misprint",
            "plandesk export tasks --to a.xlsx --by-department lists",
            "plandesk export tasks --by-department lists --sheets",
            "plandesk serve --ssh here",
            "plandesk history --since yesterday",
            "plandesk restore",
            "plandesk restore a.jsonl --undo",
            "plandesk --lang fr",
        ] {
            assert_eq!(parsed(line).err().map(|e| e.exit_code()), Some(2), "{line}");
        }
    }
}
