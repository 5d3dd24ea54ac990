//! The wall chart (作战图) as a sheet: chapters and their tasks by the periods of a year, a light a cell.

use std::collections::HashMap;

use jiff::civil::Date;

use super::sheet::{Cell, Sheet};
use crate::plan::chart::{self, Lights};
use crate::plan::{Dossier, ItemId, Light, NodeIndex, Period, PlanId, Task};
use crate::text::{Label, Language};

/// A plan's part of the chart.
struct Part<'a> {
    dossier: &'a Dossier,
    /// The lights of all its tasks.
    lights: Lights,
    /// The place of each task in the text.
    places: HashMap<&'a ItemId, usize>,
    /// Its tasks that are charted, by chapter.
    chapters: Vec<(Option<NodeIndex>, Vec<&'a Task>)>,
}

impl<'a> Part<'a> {
    fn of(dossier: &'a Dossier, tasks: &[&'a Task], periods: &[Period], today: Date) -> Self {
        let mut chapters: Vec<(Option<NodeIndex>, Vec<&Task>)> = Vec::new();
        for task in tasks {
            let chapter = dossier.plan.chapter_of(task.node);
            match chapters.iter_mut().find(|(known, _)| *known == chapter) {
                Some((_, tasks)) => tasks.push(task),
                None => chapters.push((chapter, vec![task])),
            }
        }
        Part {
            dossier,
            lights: Lights::of(dossier, periods, today),
            places: dossier.plan.tasks.iter().enumerate().map(|(place, task)| (&task.id, place)).collect(),
            chapters,
        }
    }

    /// The rows of a chapter: the worst light of its tasks in each period with their number, and then the tasks.
    fn rows(&self, chapter: Option<NodeIndex>, tasks: &[&Task], columns: usize, language: Language) -> Vec<Vec<Cell>> {
        let plan = &self.dossier.plan;
        let heading = chapter.and_then(|node| plan.outline.get(node)).map(|node| node.heading());
        let places: Vec<usize> = tasks.iter().filter_map(|task| self.places.get(&task.id)).copied().collect();
        let worst = |column| {
            let worst = chart::worst(self.lights.count(places.iter().copied(), column));
            worst.map(|(light, count)| format!("{} {count}", light.label(language))).into()
        };
        let head: [Cell; 4] =
            [plan.title.as_str().into(), heading.unwrap_or_default().into(), Cell::Empty, Cell::Empty];
        let mut rows = vec![head.into_iter().chain((0..columns).map(worst)).collect()];
        rows.extend(tasks.iter().zip(&places).map(|(task, place)| {
            let lead = self.dossier.assignment(task).lead.join("、");
            let light = |column| Cell::from(self.lights.get(*place, column).map(|light: Light| light.label(language)));
            let head: [Cell; 4] = [Cell::Empty, Cell::Empty, task.title.as_str().into(), lead.into()];
            head.into_iter().chain((0..columns).map(light)).collect()
        }));
        rows
    }
}

/// The chart of some tasks. `focus` gives the period of a plan that says which periods are shown.
pub(super) fn sheet(
    tasks: &[(&Dossier, &Task)],
    focus: &dyn Fn(&Dossier) -> Period,
    today: Date,
    language: Language,
) -> Sheet {
    let mut plans: Vec<(&PlanId, &Dossier, Vec<&Task>)> = Vec::new();
    for (dossier, task) in tasks {
        match plans.iter_mut().find(|(id, ..)| **id == dossier.plan.id) {
            Some((.., tasks)) => tasks.push(task),
            None => plans.push((&dossier.plan.id, dossier, vec![task])),
        }
    }
    let mut periods: Vec<Period> = Vec::new();
    for (_, dossier, _) in &plans {
        let period = focus(dossier);
        let shown = chart::periods(&dossier.periods(), period, dossier.plan.term.year_of(period));
        periods.extend(shown.into_iter().filter(|period| !periods.contains(period)).collect::<Vec<_>>());
    }
    let names = [("规划", "plan"), ("章节", "chapter"), ("任务", "task"), ("牵头", "led by")];
    let mut headings: Vec<String> = names.iter().map(|(zh, en)| language.pick(zh, en).to_string()).collect();
    headings.extend(periods.iter().map(|period| period.name(language)));
    let rows = plans.iter().flat_map(|(_, dossier, tasks)| {
        let part = Part::of(dossier, tasks, &periods, today);
        let chapters = part.chapters.iter();
        chapters.flat_map(|(chapter, tasks)| part.rows(*chapter, tasks, periods.len(), language)).collect::<Vec<_>>()
    });
    Sheet { title: language.pick("节点作战图", "Wall chart").to_string(), headings, rows: rows.collect() }
}
