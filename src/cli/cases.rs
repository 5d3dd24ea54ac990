//! `open-case`, `case` and `cases`: supervision cases (督办件).

use serde::Serialize;

use crate::desk::{CaseDraft, Command, Snapshot, StepDraft};
use crate::export::cases::{CaseRecord, CaseStepRecord};
use crate::plan::{CaseAt, CaseId, Dossier, ItemId, case};
use crate::text::{Label, Language};

use super::args::{CaseArguments, CaseChoice, CasesArguments, OpenCaseArguments};
use super::change::{carried_out, execute, tell};
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::list::List;
use super::table::{Entry, Tone};

/// Opens a case.
pub(super) fn open(invocation: &Invocation, arguments: OpenCaseArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let draft = CaseDraft {
        items: arguments.ids,
        title: arguments.title,
        department: arguments.department,
        words: arguments.text,
        due: arguments.due,
        reference: arguments.number,
        by: arguments.by,
        day: arguments.on,
    };
    let receipt = carried_out(invocation, &desk, Command::OpenCase(draft))?;
    for change in &receipt.changes {
        if let crate::plan::Change::Case { plan, case, .. } = change {
            let id = CaseId { plan: plan.clone(), number: *case };
            invocation.note(&invocation.words(
                format!("督办件 {id} 已立项；下一步：plandesk case hand-over {id}"),
                format!("opened case {id}; next: plandesk case hand-over {id}"),
            ));
        }
    }
    tell(invocation, &receipt)
}

/// Makes a step in cases.
pub(super) fn step(invocation: &Invocation, arguments: CaseArguments) -> Result<(), Failure> {
    let CaseArguments { act, cases, text, until, grade, by, on } = arguments;
    let step = StepDraft { act, by, day: on, words: text, until, grade };
    execute(invocation, &*invocation.open()?, Command::Supervise { cases, step })
}

/// Lists cases, those that are late first, or their steps.
pub(super) fn list(invocation: &Invocation, arguments: &CasesArguments) -> Result<(), Failure> {
    let asked = arguments.ids.iter().map(|id| Asked::read(id, invocation)).collect::<Result<Vec<_>, _>>()?;
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossiers = filter::dossiers(&snapshot, &arguments.of, invocation.language)?;
    let department = arguments.department.as_deref().map(|name| snapshot.department(name));
    let mut found = of(&snapshot, &dossiers, department.as_deref(), arguments.state);
    found.retain(|at| asked.is_empty() || asked.iter().any(|asked| asked.is(at)));
    let today = snapshot.today();
    if arguments.steps {
        let steps = found.iter().flat_map(|at| CaseStepRecord::all(at).into_iter().map(|step| OfCase::new(at, step)));
        return invocation.out.found(&steps.collect::<Vec<_>>(), &step_columns(invocation.language));
    }
    let waiting = found.iter().filter(|at| !at.standing.state.is_over()).count();
    let late = found.iter().filter(|at| at.standing.days_over(today).is_some()).count();
    if !found.is_empty() {
        invocation.note(&invocation.words(
            format!("未销号 {waiting} 件，其中逾期 {late} 件"),
            format!("{waiting} cases are not over, {late} of them late"),
        ));
    }
    let records: Vec<CaseRecord> = found.iter().map(|at| CaseRecord::of(at, today)).collect();
    invocation.out.found(&records, &columns(invocation.language))
}

/// Returns the cases of some plans that a department has, in their order.
pub(super) fn of<'a>(
    snapshot: &Snapshot,
    dossiers: &[&'a Dossier],
    department: Option<&str>,
    choice: CaseChoice,
) -> Vec<CaseAt<'a>> {
    let (limits, today) = (snapshot.settings().cases, snapshot.today());
    let is_wanted = |at: &CaseAt| {
        let is_over = at.standing.state.is_over();
        !(choice.late && at.standing.days_over(today).is_none() || choice.waiting && is_over || choice.over && !is_over)
            && department.is_none_or(|department| at.department() == department)
    };
    let mut found: Vec<CaseAt> =
        dossiers.iter().flat_map(|dossier| dossier.cases_at(&limits)).filter(is_wanted).collect();
    case::sort(&mut found);
    found
}

/// A case that is asked for, or the item that cases are about.
enum Asked {
    Case(CaseId),
    About(ItemId),
}

impl Asked {
    fn read(text: &str, invocation: &Invocation) -> Result<Asked, Failure> {
        let case = text.parse().map(Asked::Case);
        case.or_else(|_| text.parse().map(Asked::About)).map_err(|_| {
            Failure::Usage(invocation.words(
                format!("“{text}”不是督办件或任务的 id；形如 kashi-wsjk-2025/c1、kashi-wsjk-2025/t7"),
                format!("“{text}” is no id of a case or a task, such as kashi-wsjk-2025/c1 or kashi-wsjk-2025/t7"),
            ))
        })
    }

    fn is(&self, at: &CaseAt<'_>) -> bool {
        match self {
            Asked::Case(case) => at.id() == *case,
            Asked::About(item) => at.case.items.contains(item),
        }
    }
}

/// A step with its case.
#[derive(Debug, Serialize)]
struct OfCase<'a> {
    case: CaseId,
    title: &'a str,
    #[serde(flatten)]
    step: CaseStepRecord<'a>,
}

impl<'a> OfCase<'a> {
    fn new(at: &CaseAt<'a>, step: CaseStepRecord<'a>) -> Self {
        OfCase { case: at.id(), title: &at.case.title, step }
    }
}

fn columns<'a>(language: Language) -> List<'a, CaseRecord<'a>> {
    List::<CaseRecord>::new(language)
        .words("id", ["id", "id"])
        .words("number", ["文号", "number"])
        .file("plan")
        .file("plan_title")
        .long("title", ["督办事项", "matter"])
        .file("items")
        .words("department", ["承办单位", "department"])
        .words("state", ["环节", "stage"])
        .told(move |r| Entry::toned(r.state.label(language), tone(r)))
        .words("turn", ["轮到", "turn"])
        .told(move |r| r.turn.map_or("", |turn| turn.label(language)).into())
        .file("since")
        .figures("days", ["停留天数", "days"])
        .told(|r| r.turn.map_or_else(String::new, |_| r.days.to_string()).into())
        .words("due", ["时限", "by"])
        .figures("late", ["逾期天数", "late"])
        .told(move |r| Entry::toned(r.late.map(|days| days.to_string()).unwrap_or_default(), tone(r)))
        .file("opened")
        .file("closed")
        .file("demand")
        .long("last_word", ["最近反馈", "last word"])
        .words("grade", ["评价", "grade"])
        .told(move |r| r.grade.map_or("", |grade| grade.label(language)).into())
}

fn tone(record: &CaseRecord) -> Tone {
    match (record.late, record.turn) {
        (Some(_), _) => Tone::Bad,
        (None, Some(_)) => Tone::Busy,
        (None, None) => Tone::Good,
    }
}

fn step_columns<'a>(language: Language) -> List<'a, OfCase<'a>> {
    List::<OfCase>::new(language)
        .words("case", ["督办件", "case"])
        .long("title", ["督办事项", "matter"])
        .figures("number", ["序号", "no."])
        .words("step", ["步骤", "step"])
        .told(move |r| r.step.act_in_words(language).into())
        .words("by", ["经办人", "by"])
        .words("day", ["日期", "on"])
        .long("words", ["内容", "words"])
        .words("until", ["延期至", "until"])
        .words("grade", ["评价", "grade"])
        .told(move |r| r.step.grade.map_or("", |grade| grade.label(language)).into())
}
