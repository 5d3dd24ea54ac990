//! A plan as a typed outline: one item a line, indented with tabs.
//!
//! Importing this text gives a plan with the same headings, boxes, items and indicators, as far as an outline can
//! express them: numbers, titles and texts; for an indicator its category, name, unit, nature, definition and values.

use crate::plan::overlay::typed;
use crate::plan::{BoxIndex, NodeIndex, Plan, Task};

/// The title of the heading added for indicators if the plan has no heading for them.
const INDICATORS: &str = "主要指标";

/// Returns a plan as an outline.
pub fn outline(plan: &Plan) -> String {
    let mut writer = Writer { plan, text: String::new() };
    let is_top = |node: &NodeIndex| plan.outline[*node].parent.is_none();
    (0..plan.outline.len()).filter(is_top).for_each(|node| writer.heading(node, 0));
    if writer.heading_of_indicators().is_none() && !plan.indicators.is_empty() {
        writer.line(0, "", INDICATORS);
        writer.indicators(1);
    }
    writer.text
}

struct Writer<'a> {
    plan: &'a Plan,
    text: String,
}

impl Writer<'_> {
    fn line(&mut self, depth: usize, number: &str, words: &str) {
        let gap = if number.is_empty() { "" } else { " " };
        self.text.push_str(&format!("{}{number}{gap}{words}\n", "\t".repeat(depth)));
    }

    fn heading(&mut self, node: NodeIndex, depth: usize) {
        let plan = self.plan;
        let heading = &plan.outline[node];
        self.line(depth, &heading.number, &heading.title);
        for task in plan.tasks.iter().filter(|task| task.node == node && task.special_box.is_none()) {
            self.line(depth + 1, &task.number, &words(task));
        }
        (0..plan.boxes.len())
            .filter(|index| plan.boxes[*index].node == node)
            .for_each(|at| self.special_box(at, depth + 1));
        (0..plan.outline.len())
            .filter(|below| plan.outline[*below].parent == Some(node))
            .for_each(|below| self.heading(below, depth + 1));
        if self.heading_of_indicators() == Some(node) {
            self.indicators(depth + 1);
        }
    }

    fn special_box(&mut self, index: BoxIndex, depth: usize) {
        let plan = self.plan;
        let special_box = &plan.boxes[index];
        self.line(depth, &special_box.number, &special_box.title);
        let mut group: Option<&str> = None;
        for project in plan.box_items(index) {
            let own = project.group.as_deref();
            if let Some(title) = own.filter(|_| own != group) {
                self.line(depth + 1, "", title);
            }
            group = own;
            self.line(depth + 1 + usize::from(own.is_some()), &project.number, &words(project));
        }
    }

    /// Returns the heading under which the indicators are written: the first one titled so that is empty.
    fn heading_of_indicators(&self) -> Option<NodeIndex> {
        let plan = self.plan;
        let is_bare = |node: &NodeIndex| {
            plan.tasks.iter().all(|task| task.node != *node)
                && plan.boxes.iter().all(|special_box| special_box.node != *node)
                && plan.outline.iter().all(|other| other.parent != Some(*node))
        };
        let says_so = |node: &NodeIndex| plan.outline[*node].title.ends_with("指标");
        (0..plan.outline.len()).filter(says_so).find(is_bare)
    }

    fn indicators(&mut self, depth: usize) {
        let plan = self.plan;
        let mut category: Option<&str> = None;
        for indicator in &plan.indicators {
            let own = indicator.category.as_deref();
            if let Some(title) = own.filter(|_| own != category) {
                self.line(depth, "", &title.replace('\n', " "));
            }
            category = own;
            self.line(depth + usize::from(own.is_some()), "", &typed::line(indicator, plan.term));
        }
    }
}

/// Returns the text of a task on one line, beginning with its title.
fn words(task: &Task) -> String {
    let lines: Vec<&str> = task.text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if task.text.starts_with(&task.title) { lines.join(" | ") } else { task.title.clone() }
}
