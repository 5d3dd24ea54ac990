//! Finding the brackets that assign a task, among all brackets of a text.

use super::super::notice;
use super::clause::{self, Part};
use super::unit;
use crate::plan::Departments;
use crate::plan::department::is_general;

/// The maximum length of an assignment in bytes; a longer bracket is a passage of text, or was never closed.
const LONGEST: usize = 600;

/// A bracket with an assignment: （民政局牵头，残联配合）.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bracket<'a> {
    /// The bracket including its marks.
    pub text: &'a str,
    /// The text between the marks.
    pub inside: &'a str,
    /// Its offset in the text, in bytes.
    pub start: usize,
}

/// Returns the brackets of a text that assign a task, in order. Brackets that merely name a department （国家卫生健康委员会主管）
/// are not included.
pub fn brackets<'a>(text: &'a str, departments: &'a Departments) -> impl Iterator<Item = Bracket<'a>> + 'a {
    found(text, departments).map(|(bracket, _)| bracket)
}

/// Returns the brackets that assign a task, with their parsed parts.
pub(super) fn found<'a>(
    text: &'a str,
    departments: &'a Departments,
) -> impl Iterator<Item = (Bracket<'a>, Vec<Part>)> + 'a {
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(at) = text.get(from..)?.find(opens).map(|at| from + at) {
            let mark = text[at..].chars().next()?.len_utf8();
            from = at + mark;
            let Some(end) = end_of(text, at) else { continue };
            let inside = &text[at + mark..end];
            let after = end + text[end..].chars().next().map_or(0, char::len_utf8);
            let parts = clause::parts(inside, departments).or_else(|| list_at_end(text, at, after, departments));
            if let Some(parts) = parts {
                from = after;
                return Some((Bracket { text: &text[at..after], inside, start: at }, parts));
            }
        }
        None
    })
}

/// Parses a bracket without roles, after the last sentence of a paragraph, that contains only departments, general
/// terms for units, and a date.
fn list_at_end(text: &str, start: usize, after: usize, departments: &Departments) -> Option<Vec<Part>> {
    let ends_paragraph =
        text[after..].trim_start_matches([' ', '\u{3000}', '。']).chars().next().is_none_or(|c| c == '\n');
    if !(text[..start].ends_with('。') && ends_paragraph) {
        return None;
    }
    let inside = text[start..after].trim_matches(|c| opens(c) || closes(c));
    let units = unit::units(inside, departments);
    let is_known = |unit: &String| departments.recognise(unit).is_some();
    let is_office = |unit: &&String| notice::ends_as_offices_do(unit) && unit::is_unit(unit, departments);
    // Offices in no registry are a list of them where there are several.
    let named = units.iter().any(is_known) || units.iter().filter(is_office).count() >= 2;
    let listed = named && units.iter().all(|unit| is_known(unit) || is_general(unit) || is_office(&unit));
    listed.then(|| vec![Part::duty(units)])
}

/// Returns the offset of the mark that closes the bracket at `start`.
fn end_of(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text[start..].char_indices().take(LONGEST) {
        if opens(c) {
            depth += 1;
        } else if closes(c) {
            depth -= 1;
            if depth == 0 {
                return Some(start + at);
            }
        }
    }
    None
}

/// Returns true if a character opens a bracket.
pub(super) fn opens(c: char) -> bool {
    matches!(c, '（' | '(' | '〔' | '﹝' | '[' | '［' | '【')
}

/// Returns true if a character closes a bracket.
pub(super) fn closes(c: char) -> bool {
    matches!(c, '）' | ')' | '〕' | '﹞' | ']' | '］' | '】')
}
