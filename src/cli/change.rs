//! `assign`, `review`, `reading`, `undo`, `redo`: each is one command of the desk.

use crate::desk::{AssignmentEdit, Command, Desk, Direction, Field, Receipt, ReviewEdit, unlikely};
use crate::office::period::this_year;
use crate::plan::{Departments, ItemId, Period, Progress};

use super::args::{AssignArguments, Format, ReadingArguments, ReviewArguments};
use super::failure::Failure;
use super::filter;
use super::history;
use super::invocation::Invocation;
use super::json::ReceiptRecord;
use super::value::OrNone;

/// Assigns tasks.
pub(super) fn assign(invocation: &Invocation, arguments: AssignArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    if arguments.offered {
        return execute(invocation, &desk, Command::AcceptOffered { items: arguments.ids });
    }
    let edit = AssignmentEdit {
        lead: names(arguments.lead),
        support: names(arguments.support),
        person: Field::given(arguments.person),
        official: Field::given(arguments.official),
        section: Field::given(arguments.section),
        contact: Field::given(arguments.contact),
        due: field(arguments.due),
    };
    warn_of_unknown(invocation, desk.snapshot().departments(), &[&edit.lead, &edit.support]);
    execute(invocation, &desk, Command::Assign { items: arguments.ids, edit })
}

/// Records reviews.
pub(super) fn review(invocation: &Invocation, arguments: ReviewArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let period = filter::period_of(&snapshot, &arguments.ids, arguments.period);
    let of_steps = |item: &ItemId| {
        let known = snapshot.dossier(&item.plan).and_then(|dossier| dossier.progress_of_steps(item));
        known.and_then(|percent| Progress::try_from(percent).ok()).ok_or_else(|| {
            Failure::Failed(invocation.words(
                format!("{item} 没有分解事项；用 plandesk step {item} --title 添加，或用 --progress 直接写进度"),
                format!("{item} has no steps; plandesk step {item} --title adds one, or give --progress"),
            ))
        })
    };
    let edit = ReviewEdit {
        status: field(arguments.status),
        progress: field(arguments.progress),
        done: Field::given(arguments.done),
        problem: Field::given(arguments.problem),
        next: Field::given(arguments.next),
        evidence: Field::given(arguments.evidence),
        amend: arguments.amend,
    };
    if !arguments.from_steps {
        return execute_if_meant(invocation, &desk, Command::Review { items: arguments.ids, period, edit });
    }
    // Each has a share of its own; all are known before the first is saved.
    let shares = arguments.ids.iter().map(of_steps).collect::<Result<Vec<_>, _>>()?;
    arguments.ids.into_iter().zip(shares).try_for_each(|(item, share)| {
        let edit = ReviewEdit { progress: Field::Set(share), ..edit.clone() };
        execute_if_meant(invocation, &desk, Command::Review { items: vec![item], period, edit })
    })
}

/// Records a reading.
pub(super) fn reading(invocation: &Invocation, arguments: ReadingArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let value = match arguments.value {
        OrNone::Value(value) => Some(value),
        OrNone::None => None,
    };
    let period = match (arguments.period, arguments.year) {
        (Some(asked), _) => filter::period_of(&desk.snapshot(), std::slice::from_ref(&arguments.id), asked),
        (None, Some(year)) => Period::annual(year),
        // One of the two is required.
        (None, None) => Period::annual(this_year()),
    };
    execute_if_meant(
        invocation,
        &desk,
        Command::Read { indicator: arguments.id, period, value, amend: arguments.amend },
    )
}

/// Undoes the last change.
pub(super) fn undo(invocation: &Invocation) -> Result<(), Failure> {
    execute(invocation, &*invocation.open()?, Command::Undo(Direction::Back))
}

/// Redoes the change undone last.
pub(super) fn redo(invocation: &Invocation) -> Result<(), Failure> {
    execute(invocation, &*invocation.open()?, Command::Undo(Direction::Forward))
}

/// Executes a command. If it is unlikely to be meant, a warning is printed, and a person at a terminal is asked.
pub(super) fn execute_if_meant(invocation: &Invocation, desk: &Desk, command: Command) -> Result<(), Failure> {
    let found = unlikely(&desk.snapshot(), &command, this_year());
    for (item, unlikely) in &found {
        let text = unlikely.text(invocation.language);
        invocation.note(&invocation.words(format!("注意：{item}：{text}"), format!("note: {item}: {text}")));
    }
    let question = invocation.words("确实如此，照此保存？", "save it all the same?");
    if !found.is_empty() && invocation.ask(&question) == Some(false) {
        return Err(Failure::Failed(invocation.words("没有保存", "nothing was saved")));
    }
    execute(invocation, desk, command)
}

/// Executes a command and prints what it changed.
pub(super) fn execute(invocation: &Invocation, desk: &Desk, command: Command) -> Result<(), Failure> {
    let receipt = carried_out(invocation, desk, command)?;
    tell(invocation, &receipt)
}

/// Executes a command.
pub(super) fn carried_out(invocation: &Invocation, desk: &Desk, command: Command) -> Result<Receipt, Failure> {
    desk.execute(&invocation.actor()?, command).map_err(|error| Failure::of_desk(error, invocation.language))
}

/// Prints what a command changed.
pub(super) fn tell(invocation: &Invocation, receipt: &Receipt) -> Result<(), Failure> {
    if invocation.out.format == Format::Json {
        return invocation.out.json(&ReceiptRecord::from(receipt));
    }
    let changes = receipt.changes.len();
    if let Some(undone) = &receipt.undone {
        let (what, who, seq) = (history::what(undone, invocation.language), &undone.who, undone.seq);
        invocation.note(&invocation.words(
            format!("已撤销记录 {seq}（{who}，{what}，{changes} 项更改）；plandesk redo 可恢复，plandesk history 查看记录"),
            format!("undid entry {seq} ({who}, {what}, {changes} changes); plandesk redo redoes it, plandesk history lists all"),
        ));
        return Ok(());
    }
    invocation.note(&match receipt.seq {
        None => invocation.words("没有变化：已经是这样", "nothing changed: the values are the same already"),
        Some(seq) => invocation.words(
            format!("已保存 {changes} 项更改（记录 {seq}）；可用 plandesk undo 撤销"),
            format!("saved {changes} changes (entry {seq}); plandesk undo undoes them"),
        ),
    });
    Ok(())
}

/// Returns the edit of a field for an option.
pub(super) fn field<T>(value: Option<OrNone<T>>) -> Field<T> {
    match value {
        None => Field::Keep,
        Some(OrNone::None) => Field::Clear,
        Some(OrNone::Value(value)) => Field::Set(value),
    }
}

// Names may be given as several words, several options, or a list as in a document.
fn names(given: Option<Vec<String>>) -> Field<Vec<String>> {
    let parted = |names: &String| names.split([',', '，', '、', ';', '；']).map(str::to_string).collect::<Vec<_>>();
    Field::given(given.map(|names| names.iter().flat_map(parted).collect()))
}

// A name that is in no list may be right, but often it is a typing error.
fn warn_of_unknown(invocation: &Invocation, departments: &Departments, fields: &[&Field<Vec<String>>]) {
    for field in fields {
        let Field::Set(names) = field else { continue };
        for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
            if departments.find(departments.canonical(name)).is_none() {
                invocation.note(&invocation.words(
                    format!("注意：单位名录中没有“{name}”，按原样保存；名录见 plandesk departments"),
                    format!("note: “{name}” is in no registry and is kept as it is; see plandesk departments"),
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn departments_may_be_separated_as_in_documents() {
        let given = Some(vec!["教育局、民政局".to_string(), "残联".to_string()]);
        assert_eq!(names(given), Field::Set(vec!["教育局".into(), "民政局".into(), "残联".into()]));
        assert_eq!(names(Some(vec![String::new()])), Field::Set(vec![String::new()]), "the desk takes that for none");
        assert_eq!(names(None), Field::Keep);
    }
}
