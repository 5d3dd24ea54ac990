//! The parts of an assignment: labels (牵头单位：…；配合单位：…) and clauses that end in a role (…牵头，…参与).

use super::bracket::{closes, opens};
use super::unit;
use crate::plan::Departments;

/// The role of units in an assignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// 牵头
    Lead,
    /// 配合, 参与, 指导
    Support,
    /// 负责, 责任单位: responsible, without naming a lead.
    Duty,
    /// 责任人: a person, not a unit.
    Person,
}

/// A role with the units that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// The role.
    pub role: Role,
    /// The units that have it, in order, as printed.
    pub units: Vec<String>,
}

impl Part {
    /// Returns a part for units that are responsible.
    pub(super) fn duty(units: Vec<String>) -> Part {
        Part { role: Role::Duty, units }
    }
}

/// Parses the parts of an assignment; `None` if the text is not one.
pub(super) fn parts(text: &str, departments: &Departments) -> Option<Vec<Part>> {
    let labels = labels(text);
    let head = &text[..labels.first().map_or(text.len(), |label| label.start)];
    let mut parts = by_words(head, departments);
    for (place, label) in labels.iter().enumerate() {
        let value = &text[label.value..labels.get(place + 1).map_or(text.len(), |next| next.start)];
        match label.role {
            None => {}
            Some(Role::Person) => {
                let name = value.trim_matches(|c: char| c.is_whitespace() || "，,；;。".contains(c));
                parts.push(Part { role: Role::Person, units: vec![name.to_string()] });
            }
            Some(role) => {
                let worded = by_words(value, departments);
                let listed = || vec![Part { role, units: unit::units(value, departments) }];
                parts.extend(if worded.is_empty() { listed() } else { worded });
            }
        }
    }
    parts.retain(|part| !part.units.is_empty());
    parts.iter().any(|part| part.role != Role::Person).then_some(parts)
}

/// Returns the offset of a labelled assignment outside of brackets: 责任单位：… at the beginning of a line or after a full
/// stop.
pub(super) fn labelled_from(text: &str) -> Option<usize> {
    let begins_sentence = |start: usize| {
        let before = text[..start].trim_end_matches([' ', '\u{3000}']);
        let within = before.chars().filter(|&c| opens(c)).count() > before.chars().filter(|&c| closes(c)).count();
        !within && before.chars().next_back().is_none_or(|c| matches!(c, '\n' | '。' | '；'))
    };
    let is_first = |label: &&Label| label.role.is_some_and(|role| role != Role::Person) && begins_sentence(label.start);
    labels(text).iter().find(is_first).map(|label| label.start)
}

/// Returns the lines of a labelled assignment from its offset on; further lines must begin with a label as well.
pub(super) fn labelled_lines(text: &str, start: usize) -> &str {
    let text = &text[start..];
    let first = text.find('\n').unwrap_or(text.len());
    let is_labelled = |line: &str| labels(line).first().is_some_and(|label| line[..label.start].trim().is_empty());
    let more = text[first..].split_inclusive('\n').skip(1).take_while(|line| is_labelled(line));
    let end = first + usize::from(first < text.len()) + more.map(str::len).sum::<usize>();
    text[..end.min(text.len())].trim_end()
}

/// A label with its colon: 牵头单位：
struct Label {
    start: usize,
    value: usize,
    /// `None` for a label that names no units (适用范围：, 完成时限：).
    role: Option<Role>,
}

fn labels(text: &str) -> Vec<Label> {
    let colons = text.char_indices().filter(|&(_, c)| matches!(c, '：' | ':'));
    let mut labels: Vec<Label> = Vec::new();
    for (at, colon) in colons {
        // A label must not extend over the colon of the one before it.
        let from = labels.last().map_or(0, |label| label.value);
        labels.extend(label_before(text, at, at + colon.len_utf8()).filter(|label| label.start >= from));
    }
    labels
}

fn label_before(text: &str, colon: usize, value: usize) -> Option<Label> {
    const WORDS: [(&str, Role); 16] = [
        ("牵头", Role::Lead),
        ("主办", Role::Lead),
        ("主责", Role::Lead),
        ("配合", Role::Support),
        ("参与", Role::Support),
        ("参加", Role::Support),
        ("协办", Role::Support),
        ("协同", Role::Support),
        ("协助", Role::Support),
        ("支持", Role::Support),
        ("指导", Role::Support),
        ("责任", Role::Duty),
        ("负责", Role::Duty),
        ("实施", Role::Duty),
        ("落实", Role::Duty),
        ("承办", Role::Duty),
    ];
    // These words also introduce lists of measures: 具体实施：….
    const VERBS: [&str; 6] = ["支持", "指导", "负责", "实施", "落实", "协同"];
    let before = text[..colon].trim_end();
    let of_unit = ["责任单位", "责任部门", "单位", "部门", "处室", "科室"].iter().find_map(|ending| {
        let word = before.strip_suffix(ending)?;
        let (found, role) = WORDS.iter().find(|(found, _)| word.ends_with(found))?;
        Some((word.len() - found.len(), Some(*role)))
    });
    let bare = || before.ends_with("责任单位").then(|| (before.len() - "责任单位".len(), Some(Role::Duty)));
    // 牵头：…；配合：…, each at the beginning of a part.
    let of_role = || {
        let (word, role) = WORDS.iter().filter(|(word, _)| !VERBS.contains(word)).find(|(w, _)| before.ends_with(w))?;
        let start = before.len() - word.len();
        let begins = before[..start].trim_end().chars().next_back();
        begins.is_none_or(|c| "；;，,。（(【〔\n".contains(c)).then_some((start, Some(*role)))
    };
    let of_person = || {
        let person = ["责任人", "负责人"].into_iter().find(|word| before.ends_with(word))?;
        Some((before.len() - person.len(), Some(Role::Person)))
    };
    let of_nobody = || {
        let start = before
            .rfind(['：', ':', '，', ',', '；', ';', '。', '、', ' ', '\n', '（', '('])
            .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
        (2..=8).contains(&before[start..].chars().count()).then_some((start, None))
    };
    let (start, role) = of_unit.or_else(bare).or_else(of_role).or_else(of_person).or_else(of_nobody)?;
    Some(Label { start, value, role })
}

/// Parses clauses that end in a role: A、B牵头，C参与.
fn by_words(text: &str, departments: &Departments) -> Vec<Part> {
    let (mut parts, mut waiting): (Vec<Part>, Vec<String>) = (Vec::new(), Vec::new());
    for clause in unit::parts(text, &['，', ',', '；', ';', '。', '\n']) {
        let clause = clause.trim();
        let clause = ["并由", "由", "以"].iter().find_map(|word| clause.strip_prefix(word)).unwrap_or(clause);
        let Some(Worded { role, sure, rest }) = Worded::read(clause, departments) else {
            // Units without a role share that of the next clause: 财政部，税务总局，按职责分工负责.
            let units = unit::units(clause, departments);
            if units.iter().all(|unit| unit::is_unit(unit, departments)) {
                waiting.extend(units);
            }
            continue;
        };
        let (before, with) = rest.split_once("会同").unwrap_or((rest, ""));
        let mut units = unit::units(before, departments);
        let partners = unit::units(with, departments);
        let good = |unit: &String| unit::is_unit(unit, departments);
        let all = || units.iter().chain(&partners);
        // A single unknown unit does not exclude the others; if the wording is unambiguous, none of them need be known.
        let named = all().all(|unit| unit::is_name(unit));
        let accepted = all().any(good) && (sure || named) || sure && role == Role::Lead && named;
        let names_nobody = units.is_empty() && partners.is_empty();
        if !(accepted || names_nobody) {
            continue;
        }
        units.splice(0..0, std::mem::take(&mut waiting));
        let role = if partners.is_empty() || role == Role::Support { role } else { Role::Lead };
        parts.push(Part { role, units });
        parts.push(Part { role: Role::Support, units: partners });
    }
    parts.retain(|part| !part.units.is_empty());
    if !parts.is_empty() && !waiting.is_empty() {
        parts.push(Part { role: Role::Support, units: waiting });
    }
    parts
}

/// A clause split into units and role.
struct Worded<'a> {
    role: Role,
    /// True if the wording can only be an assignment.
    sure: bool,
    rest: &'a str,
}

impl<'a> Worded<'a> {
    fn read(clause: &'a str, departments: &Departments) -> Option<Self> {
        Self::at_end(clause).or_else(|| Self::in_middle(clause, departments))
    }

    /// Matches a role at the end: 民政局、残联按职责分工负责.
    fn at_end(clause: &'a str) -> Option<Self> {
        const LEAD: [&str; 1] = ["牵头"];
        const SUPPORT: [&str; 9] = ["配合", "参与", "参加", "协助", "协同", "协办", "支持", "指导", "督导"];
        const DUTY: [&str; 7] = ["负责", "落实", "实施", "承担", "承办", "主办", "主责"];
        const BY_DUTIES: [&str; 16] = [
            "按照各自职责分工",
            "按各自职责分工",
            "根据各自职责",
            "按照各自职责",
            "按照职责分工",
            "根据职责分工",
            "依据职责分工",
            "依照职责分工",
            "依职责分工",
            "按各自职责",
            "按职责分工",
            "按照职责",
            "根据职责",
            "依职责",
            "按职责",
            "按分工",
        ];
        const MANNER: [&str; 16] = [
            "分别",
            "共同",
            "联合",
            "具体",
            "积极",
            "组织",
            "做好",
            "抓好",
            "结合实际",
            "按要求",
            "各自",
            "认真",
            "依法",
            "密切",
            "协调",
            "分头",
        ];
        let (mut rest, mut role, mut sure) = (clause.trim_end(), None, false);
        loop {
            let strip = |words: &[&str]| words.iter().find_map(|word| rest.strip_suffix(word));
            rest = if let Some(left) = strip(&LEAD) {
                (role, sure) = (Some(Role::Lead), true);
                left
            } else if let Some(left) = strip(&SUPPORT) {
                role = role.filter(|&role| role == Role::Lead).or(Some(Role::Support));
                left
            } else if let Some(left) = strip(&DUTY) {
                role = role.or(Some(Role::Duty));
                left
            } else if let Some(left) = strip(&BY_DUTIES) {
                sure = true;
                left
            } else if let Some(left) = strip(&MANNER) {
                left
            } else {
                break;
            };
        }
        role.map(|role| Worded { role, sure, rest })
    }

    /// Matches a role in the middle: 民政局负责资金保障.
    fn in_middle(clause: &'a str, departments: &Departments) -> Option<Self> {
        [("牵头", Role::Lead), ("负责", Role::Duty), ("配合", Role::Support), ("参与", Role::Support)]
            .into_iter()
            .find_map(|(word, role)| {
                let (rest, matter) = clause.split_once(word)?;
                let is_matter = matter.chars().count() <= 12
                    && !matter.starts_with(['人', '制', '任'])
                    && !matter.contains(['的', '《', '“', '：']);
                let units = unit::units(rest, departments);
                let named = !units.is_empty() && units.iter().all(|unit| unit::is_unit(unit, departments));
                (is_matter && named).then_some(Worded { role, sure: false, rest })
            })
    }
}
