//! Records: everything that can be found, each with its title, its text and the names around it.

use std::sync::Arc;

use super::field::Field;
use super::hit::HitKind;
use crate::plan::{BoxIndex, Department, Departments, Dossier, Indicator, NodeIndex, Plan, SpecialBox, Task};
use crate::text::{Label, Language};

/// Which part of a plan a record stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The plan itself.
    Whole,
    /// A heading, by its place in the outline.
    Chapter(NodeIndex),
    /// A task or a project, by its place in the plan's tasks.
    Task(usize),
    /// A special box.
    Box(BoxIndex),
    /// An indicator, by its place.
    Indicator(usize),
}

/// One thing that can be found.
#[derive(Debug, Clone)]
pub struct Record {
    /// What it is.
    pub kind: HitKind,
    /// Its identity, as in [`Hit::id`](super::Hit::id).
    pub id: String,
    /// The place of its dossier in the index and the part of it; none for a department or outside of an index.
    pub part: Option<(usize, Part)>,
    /// Its title.
    pub title: Field,
    /// The rest of its text.
    pub body: Field,
    /// Names that a person may add to say which one is meant: of the plan, the region, the sector, the headings
    /// above, the box and the group. They count only beside a word of the title or the text.
    pub context: Arc<Field>,
}

/// All records of the plans and the registry, in the order of the dossiers and of their text.
pub fn records(dossiers: &[Arc<Dossier>], departments: &Departments) -> Vec<Record> {
    let plans = dossiers.iter().enumerate().flat_map(|(place, dossier)| plan_records(place, &dossier.plan));
    plans.chain(departments.iter().map(department)).collect()
}

/// The record of one task or project outside of an index.
pub fn task(plan: &Plan, task: &Task) -> Record {
    task_record(plan, task, None, &Arc::new(Field::new(heading_context(plan, Some(task.node)))))
}

/// The names by which a plan may be called: title, region, sector and identity.
pub fn names(plan: &Plan) -> String {
    joined([plan.title.as_str(), plan.region.as_str(), plan.sector.as_str(), plan.id.as_str()])
}

fn plan_records(place: usize, plan: &Plan) -> Vec<Record> {
    let headings: Vec<Arc<Field>> =
        (0..plan.outline.len()).map(|node| Arc::new(Field::new(heading_context(plan, Some(node))))).collect();
    let above = Arc::new(Field::new(heading_context(plan, None)));
    let context = |node: Option<NodeIndex>| node.and_then(|n| headings.get(n)).unwrap_or(&above);

    let mut records = vec![whole(place, plan)];
    let nodes = plan.outline.iter().enumerate();
    records.extend(nodes.map(|(index, node)| Record {
        kind: HitKind::Chapter,
        id: format!("{}#n{index}", plan.id),
        part: Some((place, Part::Chapter(index))),
        title: Field::new(node.heading()),
        body: Field::new(joined(node.paragraphs.iter().map(|p| p.text.as_str()))),
        context: Arc::clone(context(node.parent)),
    }));
    let boxes = plan.boxes.iter().enumerate();
    records.extend(boxes.map(|(index, special_box)| Record {
        kind: HitKind::Box,
        id: format!("{}#b{index}", plan.id),
        part: Some((place, Part::Box(index))),
        title: Field::new(box_title(special_box)),
        body: Field::new(joined(special_box.notes.iter().map(|p| p.text.as_str()))),
        context: Arc::clone(context(Some(special_box.node))),
    }));
    let tasks = plan.tasks.iter().enumerate();
    records.extend(tasks.map(|(index, task)| {
        let part = Some((place, Part::Task(index)));
        task_record(plan, task, part, context(Some(task.node)))
    }));
    let indicators = plan.indicators.iter().enumerate();
    records.extend(indicators.map(|(index, indicator)| indicator_record(place, index, indicator, &above)));
    records
}

fn whole(place: usize, plan: &Plan) -> Record {
    let notice = plan.notice.iter().flat_map(|n| [&n.issuer, &n.number, &n.date]).flatten().map(String::as_str);
    let names = [plan.region.as_str(), plan.sector.as_str(), plan.edition.label(Language::Zh)];
    Record {
        kind: HitKind::Plan,
        id: plan.id.to_string(),
        part: Some((place, Part::Whole)),
        title: Field::new(plan.title.as_str()),
        body: Field::new(joined(names.into_iter().chain(notice))),
        context: Arc::default(),
    }
}

fn task_record(plan: &Plan, task: &Task, part: Option<(usize, Part)>, heading: &Arc<Field>) -> Record {
    let special_box = task.special_box.and_then(|b| plan.boxes.get(b));
    let context = match special_box {
        None => Arc::clone(heading),
        Some(special_box) => {
            let title = box_title(special_box);
            let names = [heading.text.as_str(), title.as_str(), task.group.as_deref().unwrap_or_default()];
            Arc::new(Field::new(joined(names)))
        }
    };
    Record {
        kind: if task.special_box.is_some() { HitKind::Project } else { HitKind::Task },
        id: task.id.to_string(),
        part,
        title: Field::new(task.title.as_str()),
        body: Field::new(task.text.as_str()),
        context,
    }
}

fn indicator_record(place: usize, index: usize, indicator: &Indicator, above: &Arc<Field>) -> Record {
    let nature = indicator.nature.map(|n| n.label(Language::Zh));
    let words = [indicator.category.as_deref(), indicator.unit.as_deref(), nature];
    let cells = indicator.baselines.iter().map(|b| b.text.as_str());
    let cells = cells.chain(indicator.targets.iter().map(|t| t.text.as_str()));
    Record {
        kind: HitKind::Indicator,
        id: indicator.id.to_string(),
        part: Some((place, Part::Indicator(index))),
        title: Field::new(indicator.name.as_str()),
        body: Field::new(joined(words.into_iter().flatten().chain(cells))),
        context: Arc::clone(above),
    }
}

fn department(department: &Department) -> Record {
    Record {
        kind: HitKind::Department,
        id: department.name.clone(),
        part: None,
        title: Field::new(department.name.as_str()),
        body: Field::new(joined(department.short.iter().map(String::as_str))),
        context: Arc::default(),
    }
}

/// `专栏3 残疾人就业重点项目`.
pub fn box_title(special_box: &SpecialBox) -> String {
    format!("{} {}", special_box.number, special_box.title).trim().to_string()
}

/// The headings above a part, outermost first; for a project its box and group too.
pub fn path(plan: &Plan, part: Part) -> Vec<String> {
    let node = match part {
        Part::Whole | Part::Indicator(_) => None,
        Part::Chapter(index) => plan.outline.get(index).and_then(|node| node.parent),
        Part::Box(index) => plan.boxes.get(index).map(|b| b.node),
        Part::Task(index) => plan.tasks.get(index).map(|t| t.node),
    };
    let mut path = node.map_or_else(Vec::new, |node| plan.path(node));
    if let Part::Task(index) = part
        && let Some(task) = plan.tasks.get(index)
    {
        path.extend(task.special_box.and_then(|b| plan.boxes.get(b)).map(box_title));
        path.extend(task.group.clone());
    }
    path
}

fn heading_context(plan: &Plan, node: Option<NodeIndex>) -> String {
    let headings = node.map_or_else(Vec::new, |node| plan.path(node));
    let names = [plan.title.as_str(), plan.region.as_str(), plan.sector.as_str()];
    joined(names.into_iter().chain(headings.iter().map(String::as_str)))
}

fn joined<'a>(pieces: impl IntoIterator<Item = &'a str>) -> String {
    pieces.into_iter().filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join("\n")
}
