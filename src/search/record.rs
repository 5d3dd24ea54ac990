//! Records: everything that can be found, each with a title, a text and a context of names.
//!
//! A record is created from its plan when it is checked: an index of a million records stores none of their texts.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::field::Field;
use super::hit::HitKind;
use super::matcher::Place;
use crate::plan::{BoxIndex, Department, Indicator, NodeIndex, Plan, SpecialBox, Task};
use crate::text::{Label, Language};

/// The part of a plan that a record represents.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    /// The plan itself.
    Whole,
    /// A heading, by its index in the outline.
    Chapter(NodeIndex),
    /// A special box, by its index.
    Box(BoxIndex),
    /// A task or a project.
    Task(&'a Task),
    /// An indicator.
    Indicator(&'a Indicator),
    /// A department, which belongs to no plan.
    Department(&'a Department),
}

/// Something that can be found.
#[derive(Debug)]
pub struct Record<'a> {
    /// Its kind.
    pub kind: HitKind,
    /// The plan that it belongs to; `None` for a department.
    pub plan: Option<&'a Plan>,
    /// The part that it represents.
    pub part: Part<'a>,
    /// Its title.
    pub title: Field<'a>,
    /// The text, built on demand.
    body: OnceLock<Field<'a>>,
}

/// Returns the names of a plan by which a query may refer to it: title, region, sector and id.
pub fn names(plan: &Plan) -> String {
    joined([plan.title.as_str(), plan.region.as_str(), plan.sector.as_str(), plan.id.as_str()])
}

/// Returns the kind of a record for a part.
pub fn kind(part: Part<'_>) -> HitKind {
    match part {
        Part::Whole => HitKind::Plan,
        Part::Chapter(_) => HitKind::Chapter,
        Part::Box(_) => HitKind::Box,
        Part::Task(task) if task.special_box.is_some() => HitKind::Project,
        Part::Task(_) => HitKind::Task,
        Part::Indicator(_) => HitKind::Indicator,
        Part::Department(_) => HitKind::Department,
    }
}

/// Returns the number of a plan's records.
pub fn count(plan: &Plan) -> usize {
    1 + plan.outline.len() + plan.boxes.len() + plan.tasks.len() + plan.indicators.len()
}

/// Returns the part for the record `number` of a plan, from 0 to [`count`] − 1: the plan itself, its headings, boxes,
/// tasks and projects, indicators.
pub fn part(plan: &Plan, number: usize) -> Option<Part<'_>> {
    let Some(number) = number.checked_sub(1) else { return Some(Part::Whole) };
    if number < plan.outline.len() {
        return Some(Part::Chapter(number));
    }
    let number = number - plan.outline.len();
    if number < plan.boxes.len() {
        return Some(Part::Box(number));
    }
    let number = number - plan.boxes.len();
    if let Some(task) = plan.tasks.get(number) {
        return Some(Part::Task(task));
    }
    plan.indicators.get(number - plan.tasks.len()).map(Part::Indicator)
}

impl<'a> Record<'a> {
    /// Returns the record of a part of a plan.
    pub fn new(plan: &'a Plan, part: Part<'a>) -> Self {
        let title: Cow<str> = match part {
            Part::Whole => plan.title.as_str().into(),
            Part::Chapter(index) => plan.outline.get(index).map_or_else(String::new, |node| node.heading()).into(),
            Part::Box(index) => title_of_box(plan, index).into(),
            Part::Task(task) => task.title.as_str().into(),
            Part::Indicator(indicator) => indicator.name.as_str().into(),
            Part::Department(department) => return Record::of_department(department),
        };
        Record { kind: kind(part), plan: Some(plan), part, title: Field::new(title), body: OnceLock::new() }
    }

    /// Returns the record of a department.
    pub fn of_department(department: &'a Department) -> Self {
        let (kind, part) = (HitKind::Department, Part::Department(department));
        Record { kind, plan: None, part, title: Field::new(department.name.as_str()), body: OnceLock::new() }
    }

    /// Returns the text, without the title.
    pub fn body(&self) -> &Field<'a> {
        self.body.get_or_init(|| Field::new(self.text()))
    }

    /// Returns the title or the text.
    pub fn own(&self, place: Place) -> &Field<'a> {
        if place == Place::Title { &self.title } else { self.body() }
    }

    fn text(&self) -> Cow<'a, str> {
        match (self.part, self.plan) {
            (Part::Task(task), _) => task.text.as_str().into(),
            (Part::Indicator(indicator), _) => indicator_text(indicator).into(),
            (Part::Department(department), _) => joined(department.short.iter().map(String::as_str)).into(),
            (Part::Whole, Some(plan)) => whole_text(plan).into(),
            (Part::Chapter(index), Some(plan)) => text_below(plan, index),
            (Part::Box(index), Some(plan)) => notes(plan, index).into(),
            (_, None) => "".into(),
        }
    }

    /// Returns the id, see [`Hit::id`](super::Hit::id).
    pub fn id(&self) -> String {
        let plan = self.plan.map_or("", |plan| plan.id.as_str());
        match self.part {
            Part::Whole => plan.to_string(),
            Part::Chapter(index) => format!("{plan}#n{index}"),
            Part::Box(index) => format!("{plan}#b{index}"),
            Part::Task(task) => task.id.to_string(),
            Part::Indicator(indicator) => indicator.id.to_string(),
            Part::Department(department) => department.name.clone(),
        }
    }

    /// Returns true if a text is the id.
    pub fn has_id(&self, text: &str) -> bool {
        match self.plan {
            Some(plan) => text.starts_with(plan.id.as_str()) && text == self.id(),
            // The id of a department is its title.
            None => false,
        }
    }

    /// Returns the context: names that a person may add to a word, of the plan, its region and sector, the headings
    /// above, the box and the group. A match in the context counts only together with one in the title or the text.
    pub fn context(&self) -> String {
        let Some(plan) = self.plan.filter(|_| !matches!(self.part, Part::Whole)) else { return String::new() };
        let names = [plan.title.as_str(), plan.region.as_str(), plan.sector.as_str()].map(str::to_string);
        joined(names.iter().chain(&self.path()).map(String::as_str))
    }

    /// Returns the headings above, outermost first; for a project also its box and group.
    pub fn path(&self) -> Vec<String> {
        let Some(plan) = self.plan else { return Vec::new() };
        let mut path = self.node_above().map_or_else(Vec::new, |node| plan.path(node));
        if let Part::Task(task) = self.part {
            path.extend(task.special_box.map(|index| title_of_box(plan, index)));
            path.extend(task.group.clone());
        }
        path
    }

    /// Returns the heading directly above.
    pub fn node_above(&self) -> Option<NodeIndex> {
        let plan = self.plan?;
        match self.part {
            Part::Chapter(index) => plan.outline.get(index)?.parent,
            Part::Box(index) => plan.boxes.get(index).map(|b| b.node),
            Part::Task(task) => Some(task.node),
            Part::Whole | Part::Indicator(_) | Part::Department(_) => None,
        }
    }
}

fn whole_text(plan: &Plan) -> String {
    let notice = plan.notice.iter().flat_map(|n| [&n.issuer, &n.number, &n.date]).flatten().map(String::as_str);
    let names = [plan.region.as_str(), plan.sector.as_str(), plan.edition.label(Language::Zh)];
    joined(names.into_iter().chain(notice))
}

fn text_below(plan: &Plan, index: NodeIndex) -> Cow<'_, str> {
    match plan.outline.get(index).map_or(&[][..], |node| &node.paragraphs) {
        [one] => one.text.as_str().into(),
        several => joined(several.iter().map(|p| p.text.as_str())).into(),
    }
}

pub(super) fn title_of_box(plan: &Plan, index: BoxIndex) -> String {
    plan.boxes.get(index).map_or_else(String::new, box_title)
}

fn notes(plan: &Plan, index: BoxIndex) -> String {
    joined(plan.boxes.get(index).iter().flat_map(|b| &b.notes).map(|p| p.text.as_str()))
}

/// Returns the title of a box with its number: `专栏3 残疾人就业重点项目`.
pub(super) fn box_title(special_box: &SpecialBox) -> String {
    format!("{} {}", special_box.number, special_box.title).trim().to_string()
}

fn indicator_text(indicator: &Indicator) -> String {
    let nature = indicator.nature.map(|n| n.label(Language::Zh));
    let words = [indicator.category.as_deref(), indicator.unit.as_deref(), nature];
    let cells = indicator.baselines.iter().map(|b| b.text.as_str());
    let cells = cells.chain(indicator.targets.iter().map(|t| t.text.as_str()));
    joined(words.into_iter().flatten().chain(cells))
}

fn joined<'a>(pieces: impl IntoIterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for piece in pieces.into_iter().filter(|piece| !piece.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(piece);
    }
    text
}
