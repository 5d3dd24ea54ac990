//! `notice`: supervision notices (督办单) to departments.

use crate::desk::{CaseFault, DeskError, Refusal, Snapshot};
use crate::office::notice::{Form, Notices};
use crate::office::period::Periods;
use crate::office::written::{NotWritten, make_folder};
use crate::plan::CaseId;
use crate::report::notice::{Letter, day};

use super::args::NoticeArguments;
use super::failure::Failure;
use super::filter;
use super::invocation::Invocation;
use super::own;

/// Writes notices.
pub(super) fn run(invocation: &Invocation, arguments: &NoticeArguments) -> Result<(), Failure> {
    let form = arguments.to.as_deref().map(Form::of).transpose();
    let form = form.map_err(|error| Failure::Usage(format!("--to: {}", error.text(invocation.language))))?;
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let periods = invocation.periods(&desk, &arguments.in_period)?;
    let notices = match &arguments.case {
        Some(id) => {
            let at = snapshot.case(id).ok_or_else(|| no_case(id, invocation))?;
            Notices::of_case(at, periods.of(at.dossier), snapshot.today())
        }
        None => outstanding(invocation, arguments, &snapshot, &periods)?,
    };
    let (wording, problems) = desk.wording();
    own::tell(invocation, &problems);
    let settled = &snapshot.settings().reminders;
    let office = settled.deadline.clone().filter(|_| arguments.case.is_none());
    let deadline = arguments.deadline.map(day).or(office);
    let letter = Letter {
        number: arguments.number,
        deadline: deadline.as_deref(),
        contact: arguments.contact.as_deref().or(settled.contact.as_deref()),
        ..Letter::plain(jiff::Zoned::now().date(), &wording)
    };
    if arguments.reminders {
        let text = notices.reminders(&letter);
        if text.is_empty() {
            return Err(Failure::Failed(
                invocation.words("没有未报送的任务，也没有逾期的督办件", "nothing is unreported, and no case is late"),
            ));
        }
        return invocation.out.text(&text);
    }
    write(invocation, arguments, &notices, form, &letter)
}

/// Returns the notices about what is outstanding in the chosen plans, and says what is in none of them.
fn outstanding<'a>(
    invocation: &Invocation,
    arguments: &NoticeArguments,
    snapshot: &'a Snapshot,
    periods: &Periods,
) -> Result<Notices<'a>, Failure> {
    let dossiers = filter::dossiers_in(snapshot, &arguments.of, periods, invocation.language)?;
    let department = arguments.department.as_deref().map(|name| snapshot.department(name));
    let limits = &snapshot.settings().cases;
    let all = Notices::of(&dossiers, &|dossier| periods.of(dossier), limits, snapshot.today());
    let count = all.without_lead;
    if count > 0 {
        invocation.note(&invocation.words(
            format!("注意：另有 {count} 项需督办而没有牵头单位，未列入督办单；用 plandesk assign 分派"),
            format!("note: {count} more are outstanding and have no lead; `plandesk assign` assigns one"),
        ));
    }
    let notices = all.to(|name| department.as_ref().is_none_or(|department| name == department));
    if notices.notices.is_empty() {
        return Err(Failure::Failed(invocation.words("没有需督办的事项", "there is nothing outstanding")));
    }
    Ok(notices)
}

fn no_case(id: &CaseId, invocation: &Invocation) -> Failure {
    let refusal = Refusal::from(CaseFault::NoCase(id.clone()));
    Failure::of_desk(DeskError::from(refusal), invocation.language)
}

/// Writes the notices to one file, or to a file for each department.
fn write(
    invocation: &Invocation,
    arguments: &NoticeArguments,
    notices: &Notices<'_>,
    form: Option<Form>,
    letter: &Letter<'_>,
) -> Result<(), Failure> {
    let (files, force) = (&*invocation.files, arguments.force);
    let written = match (&arguments.to, &arguments.to_folder, form) {
        (Some(_), _, Some(form)) if notices.notices.len() > 1 && !form.holds_several() => {
            return Err(Failure::Usage(invocation.words(
                "这种文件只写一个单位的督办单；请用 --department，或用 --to-folder 每个单位写一个文件",
                "such a file holds the notice to one department; use --department, or --to-folder for a file for each",
            )));
        }
        (Some(to), _, Some(form)) => notices.write(files, to, (form, letter), force).map(|written| vec![written]),
        (_, Some(folder), _) => make_folder(files, folder)
            .map_err(NotWritten::from)
            .and_then(|()| notices.write_each(files, folder, "督办单", (arguments.form.form(), letter), force)),
        _ => Ok(Vec::new()),
    };
    let written = written.map_err(|error| Failure::of_written(&error, invocation.language))?;
    written.iter().for_each(|written| invocation.note(&written.text(invocation.language)));
    Ok(())
}
