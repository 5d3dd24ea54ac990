//! Reading the assignment of a task from its text: （民政局牵头，残联、财政局配合）, 牵头单位：…；配合单位：….
//!
//! Stated units get the canonical names of departments; a unit that is in no list keeps its printed name. If no lead is
//! named, or if there is no assignment at all, a suggestion is made.

mod bracket;
mod clause;
mod suggestion;
mod unit;

pub use bracket::{Bracket, brackets};
use clause::{Part, Role};

use crate::plan::department::is_general;
use crate::plan::{Assignment, Departments, DoubtKind, Region};

/// The assignment that a text states.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Annotation {
    /// The stated assignment, without a due date.
    pub stated: Assignment,
    /// A suggestion, if no lead is stated.
    pub offered: Option<Assignment>,
    /// The doubts about the reading.
    pub doubts: Vec<DoubtKind>,
}

/// Reads the assignment of a task from its text. `first_named_leads` is true for documents that say so
/// ([`says_first_named_leads`]): the first unit of a list without a lead is then the stated lead, and not only
/// suggested.
pub fn read(text: &str, region: &Region, departments: &Departments, first_named_leads: bool) -> Annotation {
    let mut readings: Vec<Division> = bracket::found(text, departments)
        .map(|(bracket, parts)| Division::of(bracket.inside, &parts, region, departments))
        .collect();
    if let Some(start) = clause::labelled_from(text) {
        let lines = clause::labelled_lines(text, start);
        readings
            .extend(clause::parts(lines, departments).map(|parts| Division::of(lines, &parts, region, departments)));
    }
    let mut stated = Assignment::default();
    for division in &mut readings {
        if first_named_leads && division.is_open {
            division.let_first_lead();
        }
        division.add_to(&mut stated);
    }
    let several = readings.iter().filter(|division| !division.lead.is_empty()).count() > 1 && stated.lead.len() > 1;
    let mut annotation = Annotation { stated, offered: None, doubts: Vec::new() };
    if several {
        let lead = annotation.stated.lead[0].clone();
        annotation.doubts.push(DoubtKind::SeveralLeads { places: readings.len(), lead });
    } else if annotation.stated.lead.is_empty() {
        annotation.offer(text, &readings, departments);
    }
    let named = annotation.stated.lead.iter().chain(&annotation.stated.support);
    let unknown: Vec<String> = named.filter(|name| !unit::is_unit(name, departments)).cloned().collect();
    if !unknown.is_empty() {
        annotation.doubts.push(DoubtKind::UnknownUnits { names: unknown });
    }
    annotation
}

/// Returns true if a text contains an assignment.
pub fn divides(text: &str, departments: &Departments) -> bool {
    bracket::found(text, departments).next().is_some() || clause::labelled_from(text).is_some()
}

impl Annotation {
    /// Suggests a lead if none is stated: the first unit named, or else a guess from the wording.
    fn offer(&mut self, text: &str, divisions: &[Division], departments: &Departments) {
        let Some(offered) = self.stated.led_by_first() else {
            self.offered = suggestion::suggestion(text, departments);
            return;
        };
        let quote: String = divisions.first().map_or("", |division| division.text).chars().take(40).collect();
        self.doubts.extend(offered.lead.first().map(|lead| DoubtKind::NoLead { quote, lead: lead.clone() }));
        self.offered = Some(offered);
    }
}

/// Returns true if a document says that the unit named first is the lead: 列第一位的为牵头单位.
pub fn says_first_named_leads(document_text: &str) -> bool {
    const FIRST: [&str; 10] =
        ["第一位", "第一个", "排名第一", "列第一", "第一名", "首位", "首个", "第一责任", "第一单位", "最前"];
    document_text.split(['。', '；', '\n']).any(|sentence| {
        sentence.match_indices("牵头").any(|(at, _)| {
            let before: String = sentence[..at].chars().rev().take(20).collect::<Vec<_>>().into_iter().rev().collect();
            let Some(after_first) = FIRST
                .iter()
                .filter_map(|word| before.rfind(word).map(|place| &before[place + word.len()..]))
                .min_by_key(|s| s.len())
            else {
                return false;
            };
            is_filling(after_first)
        })
    })
}

/// Returns true if the words between 第一位 and 牵头 equate the two: 的为, 的责任部门即为, 的单位.
fn is_filling(between: &str) -> bool {
    let mut rest = between;
    let mut equates = false;
    while !rest.is_empty() {
        let word = [
            "责任",
            "负责",
            "单位",
            "部门",
            "地区",
            "的",
            "者",
            "，",
            "即",
            "均",
            "一律",
            "统一",
            "原则上",
            "任务",
            "作",
            "为",
            "是",
            "系",
            "总",
            "汇总",
            "或",
        ]
        .into_iter()
        .find(|word| rest.starts_with(word));
        let Some(word) = word else { return false };
        equates |= ["为", "是", "系", "负责", "单位", "部门"].contains(&word);
        rest = &rest[word.len()..];
    }
    equates
}

/// The content of a bracket or of a labelled line.
struct Division<'a> {
    text: &'a str,
    lead: Vec<String>,
    support: Vec<String>,
    person: Option<String>,
    /// True if several units are responsible and none is named as lead.
    is_open: bool,
}

impl<'a> Division<'a> {
    fn of(text: &'a str, parts: &[Part], region: &Region, departments: &Departments) -> Self {
        let of_role = |role: Role| parts.iter().filter(move |part| part.role == role).flat_map(|part| &part.units);
        let canonical = |unit: &String| departments.canonical_in(region, unit).to_string();
        let mut lead: Vec<String> = of_role(Role::Lead).map(canonical).collect();
        let duty: Vec<String> = of_role(Role::Duty).map(canonical).collect();
        let is_open = lead.is_empty() && duty.len() > 1;
        let mut support = Vec::new();
        for part in parts {
            match part.role {
                Role::Duty if lead.is_empty() && duty.len() == 1 => lead.clone_from(&duty),
                Role::Duty | Role::Support => support.extend(part.units.iter().map(canonical)),
                Role::Lead | Role::Person => {}
            }
        }
        let person = of_role(Role::Person).next().filter(|name| !name.is_empty()).cloned();
        Division { text, lead, support, person, is_open }
    }

    fn let_first_lead(&mut self) {
        if self.support.first().is_some_and(|name| !is_general(name)) {
            self.lead.push(self.support.remove(0));
        }
    }

    /// Adds this content to the assignment stated so far. Nobody is named twice, and a lead is not also a supporter.
    fn add_to(&self, stated: &mut Assignment) {
        for name in &self.lead {
            stated.support.retain(|support| support != name);
            if !stated.lead.contains(name) {
                stated.lead.push(name.clone());
            }
        }
        for name in &self.support {
            if !stated.involves(name) {
                stated.support.push(name.clone());
            }
        }
        if stated.person.is_none() {
            stated.person.clone_from(&self.person);
        }
    }
}

#[cfg(test)]
mod tests;
