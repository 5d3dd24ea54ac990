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

/// The least likeness of two titles that mean the same task, whatever their texts.
const NAMED_ALIKE: f64 = 0.75;

/// The tasks of a plan in their order, each with its counterpart, and then the parent's tasks that have none. Projects
/// are left out. A counterpart has the same title apart from the places' own names, or one that is nearly the same, or else a text of which at least half is the same; each task has at most one, the best of what is left going first.
pub fn counterparts<'a>(plan: &'a Plan, parent: &'a Plan) -> Vec<Counterpart<'a>> {
    let own: Vec<Text> = texts(plan);
    let above: Vec<Text> = texts(parent);
    let mut pairs: Vec<(bool, f64, usize, usize)> = Vec::new();
    for (at, one) in own.iter().enumerate() {
        for (place, other) in above.iter().enumerate() {
            let is_named_so = one.title == other.title;
            let likeness = one.likeness(other);
            if is_named_so || likeness >= ALIKE || alike(&one.title_pairs, &other.title_pairs) >= NAMED_ALIKE {
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
    title_pairs: Pairs,
    pairs: Pairs,
}

/// How often characters stand beside each other.
type Pairs = HashMap<(char, char), u32>;

fn pairs(text: &str) -> Pairs {
    let mut pairs = Pairs::new();
    for pair in text.chars().zip(text.chars().skip(1)) {
        *pairs.entry(pair).or_default() += 1;
    }
    pairs
}

/// The Dice coefficient of two texts' pairs of neighbouring characters, 0–1.
fn alike(one: &Pairs, other: &Pairs) -> f64 {
    let common: u32 = one.iter().map(|(pair, n)| other.get(pair).map_or(0, |m| *n.min(m))).sum();
    let all = one.values().sum::<u32>() + other.values().sum::<u32>();
    if all == 0 { 0.0 } else { 2.0 * f64::from(common) / f64::from(all) }
}

fn texts<'p>(plan: &'p Plan) -> Vec<Text<'p>> {
    let short = plan.region.trim_end_matches(['县', '市', '区', '州', '旗', '盟']).trim_end_matches("地");
    let bare = |text: &str| {
        let text = fold(text).text.replace(&plan.region, "");
        if short.is_empty() { text } else { text.replace(short, "") }
    };
    let text = |task: &'p Task| {
        let (title, text) = (bare(&task.title), bare(&task.text));
        Text { task, title_pairs: pairs(&title), pairs: pairs(&text), title }
    };
    plan.tasks.iter().filter(|task| task.special_box.is_none()).map(text).collect()
}

impl Text<'_> {
    /// How much of the two texts is the same, 0–1.
    fn likeness(&self, other: &Text) -> f64 {
        alike(&self.pairs, &other.pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::check::sample::{plan, project, task};

    #[test]
    fn tasks_find_their_counterparts() {
        let mut above = task(plan(""), "1.", "完善健康大地工作机制。建立协调机制，落实各项工作。");
        above.region = "大地地区".into();
        above = task(above, "2.", "提升三级医院能力。加强重点专科建设，引进人才，改善硬件条件。");
        above = task(above, "3.", "加强血站建设。储备血液。");
        let mut own = task(plan(""), "1.", "引进外来人才。签订协议书。");
        own.region = "小河县".into();
        own = task(own, "2.", "完善健康小河工作机制。另一种写法，全然不同。");
        own = task(own, "3.", "提升县医院水平。加强重点专科建设，引进人才，改善硬件条件。");
        own = project(own, "1.", "加强血站建设。");
        let pairs: Vec<String> = counterparts(&own, &above)
            .iter()
            .map(|pair| {
                let number = |task: Option<&Task>| task.map_or("-".to_string(), |task| task.id.number.to_string());
                format!("{} {}", number(pair.own), number(pair.above))
            })
            .collect();
        assert_eq!(pairs, ["1 -", "2 1", "3 2", "- 3"]);
    }

    #[test]
    fn a_task_is_the_counterpart_of_one_alone() {
        let twice = task(task(plan(""), "1.", "培训乡村医生。每年一次。"), "2.", "培训乡村医生。每年一次。");
        let pairs = counterparts(&twice, &task(plan(""), "1.", "培训乡村医生。每年一次。")).len();
        assert_eq!(pairs, 2);
    }
}
