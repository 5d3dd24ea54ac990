//! The command lines that do on a person's own machine what a screen over SSH can't: read and write files there.

use shell_words::quote;

use super::Effect;
use crate::office::roll_up::By;
use crate::plan::{Condition, DueRange, Kind, Status, TaskFilter};
use crate::text::{Label, Language};
use crate::tui::popup::command::CommandLine;
use crate::tui::state::State;
use crate::tui::state::cases::Show as ShowCases;
use crate::tui::state::handover::earlier;
use crate::tui::state::problems::Show;
use crate::tui::state::prompt::Exported;
use crate::tui::views::View;
use crate::tui::words::Word;

/// Returns the command line that imports a document.
pub fn import(state: &State) -> String {
    let file = state.language.pick("规划.docx", "plan.docx");
    format!("{} import {file} < {file}", desk(state))
}

/// Shows the command line that writes some content where the person is.
pub fn show(state: &mut State, content: &Exported) -> Vec<Effect> {
    let (line, note) = line(state, content);
    let line = format!("{} {line}", desk(state));
    state.open(CommandLine::new(line, note))
}

fn desk(state: &State) -> &str {
    state.remote.as_deref().unwrap_or("ssh -p 2222 desk.example")
}

/// An argument as the shell of the person and then the desk take it apart.
fn argument(text: &str) -> String {
    let once = quote(text);
    if once == text {
        return once.into_owned();
    }
    // Double quotation marks are easier to read; within them a shell still looks at some signs.
    let is_plain = !once.contains(['"', '$', '`', '\\', '!']);
    if is_plain { format!("\"{once}\"") } else { quote(&once).into_owned() }
}

/// A command line in the making.
struct Line(Vec<String>);

impl Line {
    fn new(words: &str) -> Line {
        Line(vec![words.to_string()])
    }

    fn option(mut self, name: &str, value: Option<impl AsRef<str>>) -> Line {
        self.0.extend(value.map(|value| format!("--{name} {}", argument(value.as_ref()))));
        self
    }

    fn flag(mut self, name: &str, holds: bool) -> Line {
        self.0.extend(holds.then(|| format!("--{name}")));
        self
    }

    /// Ends the line: what it writes goes to a file.
    fn to(self, file: &str) -> String {
        let line = self.option("to", Some(file)).0.join(" ");
        format!("{line} > {}", quote(file))
    }

    /// Ends the line: what it lists goes to a file.
    fn csv(self, name: &str) -> String {
        let line = self.option("format", Some("csv")).0.join(" ");
        format!("{line} > {}", quote(&format!("{name}.csv")))
    }
}

/// Returns the command line for some content, with a note of what it can't say.
fn line(state: &State, content: &Exported) -> (String, Option<Word>) {
    let plan = state.data.plan.as_ref().map(ToString::to_string);
    let period = state.data.period;
    let name = |word: Word| format!("{}-{period}", state.say(word));
    let line = match content {
        Exported::Tasks(_) => return tasks(state, "export tasks", &format!("{}.xlsx", name(Word::Tasks))),
        Exported::Sheets(_) | Exported::Workbooks(_) => {
            return tasks(state, "export tasks --sheets", &format!("{}.xlsx", name(Word::Departments)));
        }
        Exported::Milestones(_) => {
            return tasks(state, "export milestones", &format!("{}.xlsx", name(Word::DispatchSheet)));
        }
        Exported::Indicators(_) => {
            Line::new("export indicators").option("plan", plan).to(&format!("{}.xlsx", state.say(Word::Indicators)))
        }
        Exported::Boxes(_) => {
            Line::new("export boxes").option("plan", plan).to(&format!("{}.xlsx", state.say(Word::Boxes)))
        }
        Exported::Notices(departments) => {
            let line = Line::new("notice").option("plan", plan).option("period", Some(period.to_string()));
            match &departments[..] {
                [one] => line.option("department", Some(one)).to(&format!("{}.docx", name(Word::Notices))),
                _ => line.flag("all", true).to(&format!("{}.xlsx", name(Word::Notices))),
            }
        }
        // A pack is a folder: there is no line for it but that of its report.
        Exported::Report(plan) | Exported::Pack(plan) => {
            let line = Line::new(&format!("report {period}")).option("plan", Some(plan.to_string()));
            line.to(&format!("{}.docx", name(Word::EvaluationReport)))
        }
        Exported::Sample(plan, count) => Line::new("sample")
            .option("plan", Some(plan.to_string()))
            .option("period", Some(period.to_string()))
            .option("count", Some(count.to_string()))
            .to(&format!("{}.xlsx", name(Word::Sample))),
        Exported::RollUp(by, _) => Line::new("rollup")
            .option("by", Some(by.name()))
            .option("period", Some(period.to_string()).filter(|_| *by != By::Period))
            .option("plan", plan)
            .csv(&name(Word::RollUp)),
        Exported::Counterparts(plan, _) => {
            Line::new("compare --tasks").option("plan", Some(plan.to_string())).csv(state.say(Word::ParentTask))
        }
        Exported::Backup => format!("backup {0} > {0}", backup_file(state)),
        Exported::Table(_) | Exported::Text(_) => view(state, plan),
    };
    (line, None)
}

/// Returns the name of a backup made now.
pub fn backup_file(state: &State) -> String {
    format!("plandesk-{}.jsonl.gz", state.data.snapshot.today())
}

/// Returns the command line that lists what the view lists.
fn view(state: &State, plan: Option<String>) -> String {
    let name = state.say(state.view.declaration().name);
    let period = Some(state.data.period.to_string());
    match state.view {
        View::Outline => Line::new("outline").option("plan", plan).csv(name),
        View::Departments => Line::new("departments").option("plan", plan).option("period", period).csv(name),
        View::Compare if state.lists.compare.by_period => {
            let dossier = state.data.focus();
            let before = dossier.and_then(|dossier| state.lists.compare.earlier(dossier));
            let after = dossier.and_then(|dossier| state.lists.compare.later(dossier));
            let between = before.map(|before| {
                format!("compare --between {before} {}", after.map_or("now".to_string(), |after| after.to_string()))
            });
            Line::new(&between.unwrap_or_else(|| "compare".to_string())).option("plan", plan).csv(name)
        }
        View::Check => Line::new("check").option("plan", plan).option("only", state.lists.check.rule).csv(name),
        View::Problems => {
            let problems = &state.lists.problems;
            Line::new("export problems")
                .option("plan", plan)
                .option("department", problems.department.as_deref())
                .flag("open", problems.show == Show::Open)
                .flag("solved", problems.show == Show::Solved)
                .to(&format!("{name}.xlsx"))
        }
        View::Cases => {
            let cases = &state.lists.cases;
            Line::new("export cases")
                .option("plan", plan)
                .option("department", cases.department.as_deref())
                .flag("late", cases.show == ShowCases::Late)
                .flag("waiting", cases.show == ShowCases::Waiting)
                .flag("over", cases.show == ShowCases::Over)
                .to(&format!("{name}.xlsx"))
        }
        View::Matrix => Line::new("rollup --by period").option("plan", plan).csv(name),
        View::Handover => match earlier(&state.data) {
            Some(old) => Line::new(&format!("fates {}", old.plan.id))
                .flag("unconfirmed", state.lists.handover.only_unconfirmed)
                .csv(name),
            None => Line::new("plans").csv(name),
        },
        View::History => Line::new("history").csv(name),
        _ => Line::new("plans").option("period", period).csv(name),
    }
}

/// Returns the command line for the task table as it is filtered.
fn tasks(state: &State, command: &str, file: &str) -> (String, Option<Word>) {
    let filter = &state.lists.tasks.filter;
    let is_table = state.view == View::Tasks;
    let none = TaskFilter::default();
    let tasks = if is_table { &filter.tasks } else { &none };
    let nobody = tasks.department.as_deref().is_some_and(str::is_empty);
    let conditions = tasks.conditions.iter().copied().chain(nobody.then_some(Condition::Unassigned));
    let words = Some(filter.text.clone()).filter(|text| is_table && !text.is_empty());
    let words: Vec<String> =
        words.into_iter().chain(conditions.map(|condition| format!("is:{}", condition.label(Language::En)))).collect();
    let mut line = Line::new(command)
        .option("plan", state.data.plan.as_ref().map(ToString::to_string))
        .option("period", Some(state.data.period.to_string()))
        .option("department", tasks.department.as_deref().filter(|name| !name.is_empty()));
    for status in &tasks.statuses {
        line = line.option("status", Some(status.map_or("unreported", Status::name)));
    }
    let kind = |kind| if kind == Kind::Task { "task" } else { "project" };
    let line = line
        .option("kind", tasks.kind.map(kind))
        .option("due", tasks.due.as_ref().map(DueRange::to_string))
        .option("text", Some(words.join(" ")).filter(|words| !words.is_empty()))
        .flag("former", tasks.former);
    let is_marked = is_table && !state.lists.tasks.marks.is_empty();
    let is_lost = tasks.node.is_some() || tasks.sector.is_some();
    let note = if is_marked { Some(Word::MarksAreLost) } else { is_lost.then_some(Word::NodeIsLost) };
    (line.to(file), note)
}
