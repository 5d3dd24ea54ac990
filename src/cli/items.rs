//! `add`, `split`, `merge`, `move`, `end` and `new-plan`: items and plans added by hand.

use std::path::Path;

use crate::desk::{Cause, Command, Desk, PlanDraft, Split, TextEdit};
use crate::plan::overlay::Ended;
use crate::plan::{Edition, ItemKind, Subject, TextField};

use super::args::{
    AddArguments, EndArguments, Format, Made, MergeArguments, MoveArguments, NewPlanArguments, SplitArguments,
};
use super::change::{carried_out, execute, tell};
use super::failure::Failure;
use super::import::source;
use super::invocation::Invocation;

/// Adds an item, a heading or a box.
pub(super) fn add(invocation: &Invocation, arguments: AddArguments) -> Result<(), Failure> {
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let named = snapshot.plan_named(&arguments.plan);
    let plan = named.map_err(|error| Failure::no_such_plan(&error, invocation.language))?.plan.id.clone();
    if let Some(file) = &arguments.outline {
        let text = outline(invocation, file)?;
        return execute(invocation, &desk, Command::AddOutline { plan, text });
    }
    let kind = match arguments.made {
        Some(Made::Project) => ItemKind::Project,
        Some(Made::Indicator) => ItemKind::Indicator,
        Some(Made::Heading) => ItemKind::Heading,
        Some(Made::Box) => ItemKind::Box,
        // Without a kind there is an outline.
        Some(Made::Task) | None => ItemKind::Task,
    };
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
    ];
    let plain = plain.into_iter().filter_map(|(field, text)| Some((field, text?)));
    let baselines = arguments.baseline.into_iter().map(|(year, text)| (TextField::Baseline(year), text));
    let targets = arguments.target.into_iter().map(|(year, text)| (TextField::Target(year), text));
    let fields = plain.chain(baselines).chain(targets).collect();
    named_anew(invocation, &desk, Command::Add { plan, kind, fields, from: None })
}

/// Splits a task.
pub(super) fn split(invocation: &Invocation, arguments: SplitArguments) -> Result<(), Failure> {
    let SplitArguments { id, title, text } = arguments;
    let text = text.map(|text| (TextField::Text, text));
    let fields = [(TextField::Title, title)].into_iter().chain(text).collect();
    let desk = invocation.open()?;
    let from = Split { task: id.clone(), keeps: None };
    named_anew(invocation, &desk, Command::Add { plan: id.plan.clone(), kind: id.kind, fields, from: Some(from) })
}

/// Merges items into another one.
pub(super) fn merge(invocation: &Invocation, arguments: MergeArguments) -> Result<(), Failure> {
    let MergeArguments { ids, into, reason, by } = arguments;
    let ended = Some(Ended { reason, into: Some(into), document: by });
    execute(invocation, &*invocation.open()?, Command::End { items: ids, ended })
}

/// Moves tasks to another heading, or projects to another box.
pub(super) fn move_to(invocation: &Invocation, arguments: MoveArguments) -> Result<(), Failure> {
    let MoveArguments { ids, chapter, special_box, behind, reason } = arguments;
    let places = [(TextField::Chapter, chapter), (TextField::Box, special_box), (TextField::Behind, behind)];
    let fields = places.into_iter().filter_map(|(field, text)| Some((field, TextEdit::Set(text?)))).collect();
    let subjects = ids.into_iter().map(Subject::Item).collect();
    execute(invocation, &*invocation.open()?, Command::Edit { subjects, fields, cause: Cause::Wrong { reason } })
}

/// Ends items, or resumes them.
pub(super) fn end(invocation: &Invocation, arguments: EndArguments) -> Result<(), Failure> {
    let EndArguments { ids, reason, by, .. } = arguments;
    let ended = reason.map(|reason| Ended { reason, into: None, document: by });
    execute(invocation, &*invocation.open()?, Command::End { items: ids, ended })
}

/// Creates a plan.
pub(super) fn new_plan(invocation: &Invocation, arguments: NewPlanArguments) -> Result<(), Failure> {
    let NewPlanArguments { title, region, sector, term, outline: file } = arguments;
    let outline = file.map(|file| outline(invocation, &file)).transpose()?;
    // A plan of this edition is replaced by any document.
    let draft = PlanDraft { title, region, sector, term, edition: Edition::Condensed, outline };
    named_anew(invocation, &*invocation.open()?, Command::Begin(draft))
}

/// Reads an outline from a file, or from standard input for `-`.
fn outline(invocation: &Invocation, file: &Path) -> Result<String, Failure> {
    let source = source(invocation, file);
    source.text().map_err(|why| Failure::Failed(format!("{}: {}", source.shown, why.text(invocation.language))))
}

/// Executes a command and prints the id of the new item.
fn named_anew(invocation: &Invocation, desk: &Desk, command: Command) -> Result<(), Failure> {
    let receipt = carried_out(invocation, desk, command)?;
    if invocation.out.format != Format::Json
        && let Some(change) = receipt.changes.first()
    {
        invocation.out.text(&format!("{}\n", change.owner()))?;
    }
    tell(invocation, &receipt)
}
