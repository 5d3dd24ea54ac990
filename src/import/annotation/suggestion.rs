//! Suggestions for an assignment, guessed from the wording of a task. They are never in force by themselves.

use super::unit;
use crate::plan::{Assignment, Department, Departments};

/// The maximum number of suggested supporting departments.
const SUPPORT: usize = 3;

/// Returns a suggestion from 由…牵头 in running text, or else from the hint words of departments: the department with most
/// of them leads, those with at least a third as many support.
pub(super) fn suggestion(text: &str, departments: &Departments) -> Option<Assignment> {
    from_sentence(text, departments).or_else(|| from_hints(text, departments))
}

/// Matches 由X局牵头 and 由X局、Y局负责 if every unit is a known department.
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
    let leading = text.find(['。', '；', '\n']).unwrap_or(text.len());
    let mut mentioned: Vec<(usize, &Department)> = departments.mentioned(text, leading).collect();
    // The sort is stable: of departments with equal weight the first one in the list leads.
    mentioned.sort_by_key(|&(weight, _)| std::cmp::Reverse(weight));
    let &(best, lead) = mentioned.first()?;
    let support = mentioned.iter().skip(1).take_while(|&&(weight, _)| weight * 3 >= best).take(SUPPORT);
    Some(Assignment {
        lead: vec![lead.name.clone()],
        support: support.map(|(_, department)| department.name.clone()).collect(),
        ..Assignment::default()
    })
}
