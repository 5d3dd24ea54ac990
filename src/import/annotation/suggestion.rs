//! A guess at who does a task, from the words of its text. It is offered, and never in force by itself.

use super::unit;
use crate::plan::{Assignment, Department, Departments};

/// Departments that support are offered up to this number.
const SUPPORT: usize = 3;

/// A guess from 由…牵头 in running text, else from the registry's hint words: the department with the most of them
/// leads, those with at least a third as much support.
pub(super) fn suggestion(text: &str, departments: &Departments) -> Option<Assignment> {
    from_sentence(text, departments).or_else(|| from_hints(text, departments))
}

/// 由X局牵头 and 由X局、Y局负责, where every unit is in the registry.
fn from_sentence(text: &str, departments: &Departments) -> Option<Assignment> {
    text.match_indices('由').find_map(|(at, word)| {
        let rest = &text[at + word.len()..];
        let rest = &rest[..rest.find(['，', '。', '；', '\n', '由']).unwrap_or(rest.len())];
        let end = ["牵头", "负责"].iter().filter_map(|role| rest.find(role)).min()?;
        let units = unit::units(rest[..end].trim_end_matches("共同"), departments);
        let mut lead = Vec::new();
        for unit in units {
            let name = departments.recognise(&unit)?.name.clone();
            if !lead.contains(&name) {
                lead.push(name);
            }
        }
        (!lead.is_empty()).then(|| Assignment { lead, ..Assignment::default() })
    })
}

fn from_hints(text: &str, departments: &Departments) -> Option<Assignment> {
    let title = text.split(['。', '；', '\n']).next().unwrap_or(text);
    let mut scored: Vec<(usize, &Department)> =
        departments.iter().map(|d| (score(d, title, text), d)).filter(|&(score, _)| score > 0).collect();
    // A stable sort: of equals the first in the registry leads.
    scored.sort_by_key(|&(score, _)| std::cmp::Reverse(score));
    let &(best, lead) = scored.first()?;
    let support = scored.iter().skip(1).take_while(|&&(score, _)| score * 3 >= best).take(SUPPORT);
    Some(Assignment {
        lead: vec![lead.name.clone()],
        support: support.map(|(_, department)| department.name.clone()).collect(),
        ..Assignment::default()
    })
}

/// Returns the weight with which a text suggests a department: the characters of the hints that it holds, twice where
/// they stand in the leading sentence, and of the department's own names.
fn score(department: &Department, title: &str, text: &str) -> usize {
    let weight = |word: &str| {
        let length = word.chars().count();
        match () {
            () if title.contains(word) => 2 * length,
            () if text.contains(word) => length,
            () => 0,
        }
    };
    let hints: usize = department.hints.iter().map(|hint| weight(hint)).sum();
    let names = department.names().map(weight).max().unwrap_or(0);
    hints + names
}
