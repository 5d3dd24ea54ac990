//! Tasks of a plan beside those of the plan above: which have a counterpart there.

use std::collections::HashMap;

use crate::plan::{Plan, Task};
use crate::text::fold::fold;

/// A task with the one of the parent plan that it carries out.
#[derive(Debug, Clone, PartialEq)]
pub struct Counterpart<'a> {
    /// The task of this plan; none for a task of the parent's that this plan leaves out.
    pub own: Option<&'a Task>,
    /// The task of the parent's; none for what this plan adds.
    pub above: Option<&'a Task>,
    /// How alike their texts are, 0–1.
    pub likeness: f64,
}

/// The least likeness of two texts that are counterparts, when their titles differ.
const ALIKE: f64 = 0.5;

/// The tasks of a plan in their order, each with its counterpart, and then the parent's tasks that have none. Projects
/// are left out. A counterpart has the same title apart from the places' own names, or else a text of which at least
/// half is the same; each task has at most one, the best of what is left going first.
pub fn counterparts<'a>(plan: &'a Plan, parent: &'a Plan) -> Vec<Counterpart<'a>> {
    let own: Vec<Text> = texts(plan);
    let above: Vec<Text> = texts(parent);
    let mut pairs: Vec<(bool, f64, usize, usize)> = Vec::new();
    for (at, one) in own.iter().enumerate() {
        for (place, other) in above.iter().enumerate() {
            let (is_named_so, likeness) = (one.title == other.title, one.likeness(other));
            if is_named_so || likeness >= ALIKE {
                pairs.push((is_named_so, likeness, at, place));
            }
        }
    }
    pairs.sort_by(|one, other| other.0.cmp(&one.0).then(other.1.total_cmp(&one.1)));
    let mut taken: HashMap<usize, (usize, f64)> = HashMap::new();
    for (_, likeness, at, place) in pairs {
        if !taken.contains_key(&at) && taken.values().all(|(other, _)| *other != place) {
            taken.insert(at, (place, likeness));
        }
    }
    let pair = |(at, text): (usize, &Text<'a>)| {
        let counterpart = taken.get(&at);
        let task = counterpart.map(|(place, _)| above[*place].task);
        Counterpart { own: Some(text.task), above: task, likeness: counterpart.map_or(0.0, |c| c.1) }
    };
    let mut found: Vec<Counterpart> = own.iter().enumerate().map(pair).collect();
    let left = above.iter().enumerate().filter(|(place, _)| taken.values().all(|(other, _)| other != place));
    found.extend(left.map(|(_, text)| Counterpart { own: None, above: Some(text.task), likeness: 0.0 }));
    found
}

struct Text<'a> {
    task: &'a Task,
    title: String,
    pairs: HashMap<(char, char), u32>,
    length: u32,
}

fn texts<'p>(plan: &'p Plan) -> Vec<Text<'p>> {
    let short = plan.region.trim_end_matches(['县', '市', '区', '州', '旗', '盟']).trim_end_matches("地");
    let bare = |text: &str| {
        let text = fold(text).text.replace(&plan.region, "");
        if short.is_empty() { text } else { text.replace(short, "") }
    };
    let text = |task: &'p Task| {
        let (title, text) = (bare(&task.title), bare(&task.text));
        let mut pairs = HashMap::new();
        for pair in text.chars().zip(text.chars().skip(1)) {
            *pairs.entry(pair).or_default() += 1;
        }
        let length = pairs.values().sum();
        Text { task, title, pairs, length }
    };
    plan.tasks.iter().filter(|task| task.special_box.is_none()).map(text).collect()
}

impl Text<'_> {
    /// The Dice coefficient of the pairs of neighbouring characters.
    fn likeness(&self, other: &Text) -> f64 {
        let common: u32 = self.pairs.iter().map(|(pair, n)| other.pairs.get(pair).map_or(0, |m| *n.min(m))).sum();
        let all = self.length + other.length;
        if all == 0 { 0.0 } else { 2.0 * f64::from(common) / f64::from(all) }
    }
}
