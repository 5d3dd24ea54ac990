//! The section 存在问题及原因: the problems named in reviews, by cause.

use crate::plan::Status;
use crate::report::basis::{Basis, Kept, Reviewed, rows};
use crate::report::model::{Paragraph, Section, Sources};
use crate::report::wording::{Phrase, phrases};

use super::counts::Noun;
use super::length::{Length, few};

/// A cause, and the words that reveal it in the text of a problem.
struct Cause {
    name: &'static Phrase<0>,
    words: Option<&'static Phrase<0>>,
}

/// The causes in the order in which they are tried; the last one matches all other problems.
const CAUSES: [Cause; 5] = [
    Cause { name: &phrases::CAUSE_FUNDS, words: Some(&phrases::CAUSE_FUNDS_WORDS) },
    Cause { name: &phrases::CAUSE_STAFF, words: Some(&phrases::CAUSE_STAFF_WORDS) },
    Cause { name: &phrases::CAUSE_LAND, words: Some(&phrases::CAUSE_LAND_WORDS) },
    Cause { name: &phrases::CAUSE_RULES, words: Some(&phrases::CAUSE_RULES_WORDS) },
    Cause { name: &phrases::CAUSE_OTHER, words: None },
];

/// An entry shared by several items, which is quoted once.
pub(super) struct Shared<'b, 'a> {
    pub(super) text: String,
    pub(super) rows: Vec<&'b Reviewed<'a>>,
}

/// Groups items with the same entry, in the order of their first occurrence.
pub(super) fn shared<'b, 'a>(
    items: impl IntoIterator<Item = &'b Reviewed<'a>>,
    entry: impl Fn(&Reviewed<'a>) -> Option<String>,
) -> Vec<Shared<'b, 'a>> {
    let mut found: Vec<Shared> = Vec::new();
    for row in items {
        let Some(text) = entry(row) else { continue };
        match found.iter_mut().find(|shared| shared.text == text) {
            Some(shared) => shared.rows.push(row),
            None => found.push(Shared { text, rows: vec![row] }),
        }
    }
    found
}

impl Shared<'_, '_> {
    /// Returns the names of the items; if there are too many, the first ones and the number of all.
    pub(super) fn names(&self, most: usize) -> String {
        let names: Vec<String> = self.rows.iter().map(|row| row.quoted()).collect();
        let names = few(&names, most);
        match self.rows.len() {
            count if count > most => format!("{names}{count}{}", Noun::of(&self.rows).unit()),
            _ => names,
        }
    }
}

/// Returns the section 存在问题及原因.
pub(super) fn section(basis: &Basis, length: Length) -> Section {
    let heading = basis.say(&phrases::HEADING_PROBLEMS, []);
    let mut body = Vec::new();
    body.extend(ledger(basis));
    let by_cause = by_cause(basis);
    let whole = by_cause.iter().map(|(_, problems)| problems.len()).sum();
    let parts = by_cause.into_iter().map(|(name, problems)| {
        let most = Length::share(length.problems, problems.len(), whole);
        Section::new(name, vec![told(basis, &problems, most).into()])
    });
    let parts: Vec<Section> = parts.collect();
    let gap = if parts.is_empty() { &phrases::GAP_NO_PROBLEMS } else { &phrases::GAP_CAUSES };
    body.push(Paragraph::new().gap(basis.say(gap, [])));
    Section { heading, body: body.into_iter().map(Into::into).collect(), parts }
}

/// Returns the problems of the period by cause, without causes that do not occur.
fn by_cause<'b, 'a>(basis: &'b Basis<'a>) -> Vec<(String, Vec<Shared<'b, 'a>>)> {
    let mut left = shared(basis.items(), Reviewed::problem);
    let mut groups = Vec::new();
    for Cause { name, words } in CAUSES {
        let words = words.map(|words| basis.say(words, []));
        let has_it =
            |problem: &Shared| words.as_ref().is_none_or(|words| listed(words).any(|word| problem.text.contains(word)));
        let (found, others): (Vec<Shared>, Vec<Shared>) = left.into_iter().partition(has_it);
        left = others;
        if !found.is_empty() {
            groups.push((basis.say(name, []), found));
        }
    }
    groups
}

/// Returns the words of a list, parted by blanks or by the commas of either language.
fn listed(words: &str) -> impl Iterator<Item = &str> {
    words.split(|c: char| c.is_whitespace() || "、，；,;".contains(c)).filter(|word| !word.is_empty())
}

fn told(basis: &Basis, problems: &[Shared], most: usize) -> Paragraph {
    let concerned: Vec<&Reviewed> = problems.iter().flat_map(|problem| problem.rows.iter().copied()).collect();
    let text = basis.say(&phrases::PROBLEMS_CONCERN, [&Noun::of(&concerned).count(concerned.len())]);
    let paragraph = Paragraph::new().say(text, rows(concerned));
    problems.iter().take(most).fold(paragraph, |paragraph, problem| {
        paragraph.say(one(basis, problem, NAMES), rows(problem.rows.iter().copied()))
    })
}

fn one(basis: &Basis, problem: &Shared, names: usize) -> String {
    basis.say(&phrases::PROBLEM, [&problem.names(names), &problem.text])
}

/// The maximum number of names in front of a problem.
const NAMES: usize = 3;

/// Returns the most important problems: those of lagging tasks first.
pub(super) fn foremost(basis: &Basis, most: usize) -> Paragraph {
    let lags = |row: &&Reviewed| row.status.is_some_and(Status::is_behind);
    let (lagging, others): (Vec<&Reviewed>, Vec<&Reviewed>) = basis.items().partition(|row| lags(row));
    let problems = shared(lagging.into_iter().chain(others), Reviewed::problem);
    problems.iter().take(most).fold(Paragraph::new(), |paragraph, problem| {
        paragraph.say(one(basis, problem, 1), rows(problem.rows.iter().copied()))
    })
}

/// Returns the numbers of problems by cause: 资金保障方面5个、人才队伍方面3个.
pub(super) fn counted_by_cause(basis: &Basis) -> Option<Paragraph> {
    let groups = by_cause(basis);
    let counts: Vec<String> = groups.iter().map(|(name, problems)| format!("{name}{}个", problems.len())).collect();
    let concerned =
        groups.iter().flat_map(|(_, problems)| problems.iter().flat_map(|found| found.rows.iter().copied()));
    let text = basis.say(&phrases::PROBLEMS_BY_CAUSE, [&counts.join("、")]);
    (!counts.is_empty()).then(|| Paragraph::new().say(text, rows(concerned)))
}

/// Returns the numbers in the list of problems (问题台账); `None` if there are no problems.
fn ledger(basis: &Basis) -> Option<Paragraph> {
    let solved = |kept: &&Kept| kept.solution.is_some();
    let now = basis.problems.iter().filter(|kept| kept.is_solved_in(basis.period)).count();
    let (all, solved) = (basis.problems.len(), basis.problems.iter().filter(solved).count());
    let in_the_period = if now > 0 { basis.say(&phrases::LEDGER_SOLVED_NOW, [&now]) } else { String::new() };
    let state = match (solved, all - solved) {
        (0, _) => basis.say(&phrases::LEDGER_NONE_SOLVED, []),
        (_, 0) => basis.say(&phrases::LEDGER_ALL_SOLVED, []) + &in_the_period,
        (solved, open) => {
            let solved = basis.say(&phrases::LEDGER_SOLVED, [&solved]) + &in_the_period;
            format!("{solved}，{}", basis.say(&phrases::LEDGER_OPEN, [&open]))
        }
    };
    let text = basis.say(&phrases::LEDGER, [&basis.by_then(), &all, &state]);
    (all > 0).then(|| Paragraph::new().say(text, Sources::records("问题台账")))
}

/// Groups items by main lead, in the order of their first occurrence; items without a lead come last.
pub(super) fn by_lead<'b, 'a>(items: &[&'b Reviewed<'a>]) -> Vec<(&'b str, Vec<&'b Reviewed<'a>>)> {
    let mut groups: Vec<(&str, Vec<&Reviewed>)> = Vec::new();
    for &row in items {
        let lead = row.main_lead();
        match groups.iter_mut().find(|(name, _)| *name == lead) {
            Some((_, group)) => group.push(row),
            None => groups.push((lead, vec![row])),
        }
    }
    groups.sort_by_key(|(_, items)| items.iter().all(|row| row.assignment.lead.is_empty()));
    groups
}
