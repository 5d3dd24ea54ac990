//! The sections 重点任务推进情况, by chapter of the plan, and 重大项目（专栏）进展, by box.

use crate::plan::roll_up::RollUp;
use crate::plan::{NodeIndex, Sense, Status};
use crate::report::basis::{Basis, Reviewed, heading, rows, with_status};
use crate::report::model::{Block, Paragraph, Section, Sources};
use crate::report::wording::phrases;

use super::counts::{self, Noun};
use super::length::Length;
use super::{data, goals, pictures};

/// Returns the section 重点任务推进情况.
pub(super) fn section(basis: &Basis, length: Length) -> Section {
    let title = basis.say(&phrases::HEADING_TASKS, []);
    let all: Vec<&Reviewed> = basis.tasks.iter().collect();
    if all.is_empty() {
        let text = basis.say(&phrases::NO_TASKS, []);
        return Section::new(title, vec![Paragraph::new().say(text, Sources::plan()).into()]);
    }
    let chapters = basis.chapters();
    let sets: Vec<(String, RollUp)> =
        chapters.iter().map(|(_, name, tasks)| (name.clone(), basis.roll_up(tasks.iter().copied()))).collect();
    let mut body: Vec<Block> = vec![summary(basis, &all).into()];
    body.extend(data::unconfirmed(basis).map(Block::from));
    let table = counts::status_table(
        &basis.say(&phrases::TASKS_TABLE, []),
        "章节",
        &totalled(sets, basis.roll_up(&basis.tasks)),
    );
    body.push(Block::Table(table));
    body.extend(pictures::by_department(basis).map(Block::Chart));
    let share = |part: usize| Length::share(length.progress, part, basis.tasks.len() + basis.projects.len());
    let chapters = chapters.into_iter().map(|(_, heading, tasks)| chapter(basis, heading, &tasks, share(tasks.len())));
    let parts = goals::section(basis).into_iter().chain(chapters).collect();
    Section { heading: title, body, parts }
}

/// Returns a chart of tasks and projects by status.
pub(super) fn chart(basis: &Basis) -> crate::report::model::Chart {
    let sets =
        vec![("任务".to_string(), basis.roll_up(&basis.tasks)), ("项目".to_string(), basis.roll_up(&basis.projects))];
    counts::status_chart(&basis.say(&phrases::STATUS_CHART, []), sets)
}

/// Returns the section 重大项目（专栏）进展. `None` if the plan has no projects.
pub(super) fn projects(basis: &Basis, length: Length) -> Option<Section> {
    if basis.projects.is_empty() {
        return None;
    }
    let title = basis.say(&phrases::HEADING_PROJECTS, []);
    let boxes: Vec<(String, Vec<&Reviewed>)> = (0..basis.plan.boxes.len())
        .map(|index| (name(basis, index), basis.in_box(index)))
        .filter(|(_, projects)| !projects.is_empty())
        .collect();
    let roll_up = basis.roll_up(&basis.projects);
    let counts = counts::by_status(&roll_up, Noun::Project);
    let text = basis.say(&phrases::PROJECTS, [&boxes.len(), &roll_up.total, &counts]);
    let paragraph = Paragraph::new().say(text, rows(&basis.projects)).gap(basis.say(&phrases::GAP_INVESTMENT, []));
    let share = |part: usize| Length::share(length.progress, part, basis.tasks.len() + basis.projects.len());
    let parts = boxes.into_iter().map(|(name, projects)| {
        Section::new(name, vec![account(basis, Paragraph::new(), &projects, share(projects.len())).into()])
    });
    Some(Section { heading: title, body: vec![paragraph.into()], parts: parts.collect() })
}

/// Returns the title of a box without its number; with the number if there is nothing else.
fn name(basis: &Basis, index: usize) -> String {
    let special_box = basis.plan.boxes.get(index);
    special_box.map(|b| heading(if b.title.is_empty() { &b.number } else { &b.title })).unwrap_or_default()
}

fn totalled(mut sets: Vec<(String, RollUp)>, all: RollUp) -> Vec<(String, RollUp)> {
    if sets.len() > 1 {
        sets.push(("合计".to_string(), all));
    }
    sets
}

/// Returns the tasks of a chapter by its subsections, in the order of the text. There is one group without a subsection
/// if the chapter has fewer than two, or each of them is itself a task.
pub(super) fn by_section<'b, 'a>(
    basis: &Basis<'a>,
    tasks: &[&'b Reviewed<'a>],
) -> Vec<(Option<NodeIndex>, Vec<&'b Reviewed<'a>>)> {
    let mut sections: Vec<(Option<NodeIndex>, Vec<&Reviewed>)> = Vec::new();
    for &row in tasks {
        let path: Vec<NodeIndex> = basis.plan.ancestors(row.task.node).collect();
        let section = path.iter().rev().nth(1).copied();
        match sections.iter_mut().find(|(found, _)| *found == section) {
            Some((_, rows)) => rows.push(row),
            None => sections.push((section, vec![row])),
        }
    }
    if sections.len() < 2 || sections.len() == tasks.len() {
        return vec![(None, tasks.to_vec())];
    }
    sections
}

/// Returns the section about a chapter, with a paragraph for each subsection if several of them have tasks.
fn chapter(basis: &Basis, heading: String, tasks: &[&Reviewed], most: usize) -> Section {
    let sections = by_section(basis, tasks);
    if sections.len() < 2 {
        return Section::new(heading, vec![account(basis, Paragraph::new(), tasks, most).into()]);
    }
    // The table above has the counts of chapters.
    let parts = sections.into_iter().map(|(section, own)| {
        let name = section.map_or_else(|| basis.say(&phrases::OTHER_TASKS, []), |node| basis.heading(node));
        let most = Length::share(most, own.len(), tasks.len());
        Section::new(name, vec![account(basis, Paragraph::new(), &own, most).into()])
    });
    Section { heading, body: Vec::new(), parts: parts.collect() }
}

/// Returns the counts of all tasks, and of overdue ones.
fn summary(basis: &Basis, items: &[&Reviewed]) -> Paragraph {
    let (roll_up, noun) = (basis.roll_up(items.iter().copied()), Noun::of(items));
    let text = basis.say(&phrases::TASKS, [&noun.count(roll_up.total), &counts::by_status(&roll_up, noun)]);
    let paragraph = Paragraph::new().say(text, rows(items.iter().copied()));
    let overdue: Vec<&Reviewed> = items.iter().copied().filter(|row| row.standing.is_overdue).collect();
    if overdue.is_empty() {
        return paragraph;
    }
    let text = basis.say(&phrases::OVERDUE, [&format!("{}{}", overdue.len(), noun.unit())]);
    paragraph.say(text, rows(overdue))
}

/// Adds the counts of some tasks or projects, and the progress of the most important ones. Of a single item its own
/// progress tells enough.
pub(super) fn account(basis: &Basis, paragraph: Paragraph, items: &[&Reviewed], most: usize) -> Paragraph {
    if items.iter().all(|row| row.review.is_none()) {
        let text = basis.say(&phrases::UNREPORTED, [&Noun::of(items).count(items.len())]);
        return paragraph.say(text, rows(items.iter().copied()));
    }
    if let [item] = items
        && item.done().is_some()
        && most > 0
    {
        return progress(basis, paragraph, items, most, Status::in_reports());
    }
    let (roll_up, noun) = (basis.roll_up(items.iter().copied()), Noun::of(items));
    let text = basis.say(&phrases::SET, [&noun.count(roll_up.total), &counts::in_short(&roll_up, noun)]);
    let paragraph = paragraph.say(text, rows(items.iter().copied()));
    progress(basis, paragraph, items, most, Status::in_reports())
}

/// Adds the progress of tasks with some statuses, completed ones first.
pub(super) fn progress(
    basis: &Basis,
    paragraph: Paragraph,
    items: &[&Reviewed],
    most: usize,
    statuses: impl Iterator<Item = Option<Status>>,
) -> Paragraph {
    let told = statuses.flat_map(|status| with_status(items, status));
    let told = told.filter_map(|row| Some((row, row.done()?))).take(most);
    told.fold(paragraph, |paragraph, (row, done)| paragraph.say(one(basis, row, &done), row.source()))
}

fn one(basis: &Basis, row: &Reviewed, done: &str) -> String {
    let progress = row.review.and_then(|review| review.progress);
    match (row.status.map(Status::sense), progress) {
        (Some(Sense::Done), _) => basis.say(&phrases::ITEM_COMPLETED, [&row.quoted(), &done]),
        (Some(Sense::Going), Some(progress)) => {
            basis.say(&phrases::ITEM_PROGRESS, [&row.quoted(), &format!("{progress}%"), &done])
        }
        _ => basis.say(&phrases::ITEM, [&row.quoted(), &counts::word(row.status), &done]),
    }
}
