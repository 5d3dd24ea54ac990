//! The section 主要做法与经验: how the work was done, as far as records show it.

use crate::plan::Status;
use crate::report::basis::{Basis, Kept, Reviewed, phrase, rows};
use crate::report::model::{Block, Paragraph, Section, Sources};
use crate::report::wording::phrases;

use super::counts::Noun;
use super::length::{Length, few};
use super::problems::by_lead;

/// Returns the section 主要做法与经验.
pub(super) fn section(basis: &Basis, length: Length) -> Section {
    let found = [early(basis, length), together(basis), leaders(basis, length), solved(basis, length)];
    let mut blocks: Vec<Block> = found.into_iter().flatten().map(Block::from).collect();
    blocks.push(Paragraph::new().gap(basis.say(&phrases::GAP_PRACTICE, [])).into());
    Section::new(basis.say(&phrases::HEADING_PRACTICE, []), blocks)
}

/// Returns the paragraph about tasks completed before they were due.
fn early(basis: &Basis, length: Length) -> Option<Paragraph> {
    let is_early = |row: &&Reviewed| {
        row.status.is_some_and(Status::is_done) && row.assignment.due.is_some_and(|due| due.year() > basis.year)
    };
    let found: Vec<&Reviewed> = basis.items().filter(is_early).collect();
    let names: Vec<String> = found.iter().map(|row| row.quoted()).collect();
    let count = Noun::of(&found).count(found.len());
    let text = basis.say(&phrases::PRACTICE_EARLY, [&count, &few(&names, length.names)]);
    let paragraph = Paragraph::led_by(basis.say(&phrases::PRACTICE_EARLY_LEAD, []));
    (!found.is_empty()).then(|| paragraph.say(text, rows(found)))
}

/// Returns the paragraph about tasks shared by several departments.
fn together(basis: &Basis) -> Option<Paragraph> {
    let is_shared = |row: &&Reviewed| row.assignment.lead.len() + row.assignment.support.len() > 1;
    let found: Vec<&Reviewed> = basis.items().filter(is_shared).collect();
    let roll_up = basis.roll_up(found.iter().copied());
    let noun = Noun::of(&found);
    let done = format!("{}{}", roll_up.count_where(Status::is_done), noun.unit());
    let text = basis.say(&phrases::PRACTICE_TOGETHER, [&noun.count(found.len()), &done]);
    let paragraph = Paragraph::led_by(basis.say(&phrases::PRACTICE_TOGETHER_LEAD, []));
    (roll_up.count_where(Status::is_done) > 0).then(|| paragraph.say(text, rows(found)))
}

/// Returns the paragraph about departments that have completed all of several tasks.
fn leaders(basis: &Basis, length: Length) -> Option<Paragraph> {
    let items: Vec<&Reviewed> = basis.items().collect();
    let groups = by_lead(&items).into_iter().filter(|(_, rows)| {
        let is_done = |row: &&Reviewed| row.status.is_some_and(Status::is_done);
        rows.len() > 1 && rows.iter().all(is_done) && rows.iter().all(|row| !row.assignment.lead.is_empty())
    });
    let groups: Vec<(&str, Vec<&Reviewed>)> = groups.collect();
    let names = groups.iter().take(length.names).map(|(lead, rows)| {
        let noun = Noun::of(rows);
        basis.say(&phrases::PRACTICE_LEADER, [lead, &noun.count(rows.len())])
    });
    let names = names.collect::<Vec<_>>().join("，");
    let paragraph = Paragraph::led_by(basis.say(&phrases::PRACTICE_LEADERS_LEAD, []));
    (!groups.is_empty()).then(|| paragraph.say(names, rows(groups.iter().flat_map(|(_, rows)| rows.iter().copied()))))
}

/// Returns the paragraph about problems solved in the period.
fn solved(basis: &Basis, length: Length) -> Option<Paragraph> {
    let solved: Vec<&Kept> = basis.problems.iter().filter(|kept| kept.is_solved_in(basis.period)).collect();
    let told = solved.iter().filter_map(|kept| Some((kept, phrase(kept.solution?.how.as_deref()?)?)));
    let paragraph = told.take(length.measures).fold(
        Paragraph::led_by(basis.say(&phrases::PRACTICE_SOLVED_LEAD, [])),
        |paragraph, (kept, how)| {
            let name = crate::report::basis::quoted(&kept.problem.task.title);
            paragraph.say(basis.say(&phrases::PRACTICE_SOLVED, [&name, &how]), Sources::records("问题台账"))
        },
    );
    (!paragraph.is_empty()).then_some(paragraph)
}
