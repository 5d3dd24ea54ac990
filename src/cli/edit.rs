//! `edit`: corrections and adjustments of a plan's text.

use crate::desk::{Cause, Command, Snapshot, TextEdit};
use crate::plan::overlay::Grounds;
use crate::plan::{Subject, TextField, Year};

use super::args::EditArguments;
use super::change::execute_if_meant;
use super::failure::Failure;
use super::invocation::Invocation;

/// Corrects or adjusts fields of items, headings, boxes or plans.
pub(super) fn run(invocation: &Invocation, arguments: EditArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let subjects = arguments.ids.iter().map(|id| subject(id, &snapshot, invocation)).collect::<Result<_, _>>()?;
    let cause = match &arguments.by {
        Some(document) => Cause::Adjusted(Grounds {
            reason: arguments.reason.clone().unwrap_or_default(),
            document: Some(document.clone()),
            authority: arguments.authority.clone(),
            effective: arguments.on.clone(),
        }),
        None => Cause::Wrong { reason: arguments.reason.clone() },
    };
    execute_if_meant(invocation, &desk, Command::Edit { subjects, fields: fields(arguments), cause })
}

fn subject(id: &str, snapshot: &Snapshot, invocation: &Invocation) -> Result<Subject, Failure> {
    if let Ok(item) = id.parse() {
        return Ok(Subject::Item(item));
    }
    let dossier = snapshot.plan_named(id).map_err(|error| Failure::no_such_plan(&error, invocation.language))?;
    Ok(Subject::Plan(dossier.plan.id.clone()))
}

fn fields(arguments: EditArguments) -> Vec<(TextField, TextEdit)> {
    let plain = [
        (TextField::Title, arguments.title),
        (TextField::Text, arguments.text),
        (TextField::Number, arguments.number),
        (TextField::Chapter, arguments.chapter),
        (TextField::Box, arguments.special_box),
        (TextField::Group, arguments.group),
        (TextField::Category, arguments.category),
        (TextField::Unit, arguments.unit),
        (TextField::Nature, arguments.nature),
        (TextField::Definition, arguments.definition),
        (TextField::Region, arguments.region.map(|region| region.to_string())),
        (TextField::Sector, arguments.sector),
        (TextField::Term, arguments.term),
        (TextField::Edition, arguments.edition),
        (TextField::Parent, arguments.parent),
    ];
    let set = |text: String| if text.trim().is_empty() { TextEdit::Clear } else { TextEdit::Set(text) };
    let plain = plain.into_iter().filter_map(|(field, text)| Some((field, set(text?))));
    let yearly = [
        (TextField::Baseline as fn(Year) -> TextField, arguments.baseline),
        (TextField::Target, arguments.target),
        (TextField::Quantity, arguments.quantity),
    ];
    let yearly = yearly
        .into_iter()
        .flat_map(|(field, cells)| cells.into_iter().map(move |(year, text)| (field(year), set(text))));
    let printed = arguments.as_printed.into_iter().map(|field| (field, TextEdit::AsPrinted));
    plain.chain(yearly).chain(printed).collect()
}
