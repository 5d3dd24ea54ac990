//! Comparison of a plan's tasks with those of the plan above.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use crate::plan::{self, Dossier, Kind, Plan, Task};
use crate::text::fold::fold;

use super::Decided;

/// A task with its counterpart in the plan above.
#[derive(Debug, Clone, PartialEq)]
pub struct Counterpart<'a> {
    /// The task of this plan; `None` for a task of the plan above that has no counterpart here.
    pub own: Option<&'a Task>,
    /// The task of the plan above; `None` for a task that only this plan has.
    pub above: Option<&'a Task>,
    /// The similarity of the two texts, 0–1.
    pub likeness: f64,
    /// True if a person declared them counterparts.
    pub by_hand: bool,
}

/// The minimum similarity of the texts of counterparts whose titles differ.
const ALIKE: f64 = 0.5;

/// The minimum similarity of titles that mean the same task, whatever the texts.
const NAMED_ALIKE: f64 = 0.75;

/// Returns the tasks of a plan in order, each with its counterpart, then the tasks of the plan above without one.
/// Projects are ignored. Counterparts have the same title apart from names of places, or a nearly equal title, or texts
/// of which at least half is equal. A task has at most one counterpart; the best pairs are chosen first. Decisions of
/// people take precedence.
pub fn counterparts<'a>(dossier: &'a Dossier, parent: &'a Dossier) -> Vec<Counterpart<'a>> {
    counterparts_of(dossier, parent, Kind::Task)
}

/// The tasks or projects of a plan in their order, each with its counterpart in another plan, and then those of the other
/// plan that have none. A counterpart has the same title apart from the places' own names, or one that is nearly the same, or else a text of which at least half is the same; each task has at most one, the best of what is left going first. What
/// persons said of two tasks goes before all that.
pub fn counterparts_of<'a>(dossier: &'a Dossier, parent: &'a Dossier, kind: Kind) -> Vec<Counterpart<'a>> {
    let decided = Decided::of([dossier, parent]);
    let (own, above): (Vec<Text>, Vec<Text>) = (texts(&dossier.plan, kind), texts(&parent.plan, kind));
    let mut matches: Vec<Match> = Vec::new();
    for (at, one) in own.iter().enumerate() {
        for (place, other) in above.iter().enumerate() {
            let decision = decided.about(&one.task.id, &other.task.id);
            matches.extend(Match::of(one, other, decision).map(|found| Match { at, place, ..found }));
        }
    }
    matches.sort_by(Match::better_first);
    let (mut taken, mut taken_above): (HashMap<usize, Match>, HashSet<usize>) = Default::default();
    for found in matches {
        if !taken.contains_key(&found.at) && taken_above.insert(found.place) {
            taken.insert(found.at, found);
        }
    }
    let pair = |(at, text): (usize, &Text<'a>)| {
        let found = taken.get(&at);
        Counterpart {
            own: Some(text.task),
            above: found.map(|found| above[found.place].task),
            likeness: found.map_or(0.0, |found| found.likeness),
            by_hand: found.is_some_and(|found| found.by_hand),
        }
    };
    let mut pairs: Vec<Counterpart> = own.iter().enumerate().map(pair).collect();
    let left = above.iter().enumerate().filter(|(place, _)| !taken_above.contains(place));
    let alone = |text: &Text<'a>| Counterpart { own: None, above: Some(text.task), likeness: 0.0, by_hand: false };
    pairs.extend(left.map(|(_, text)| alone(text)));
    pairs
}

/// Two tasks that may be counterparts, by index.
#[derive(Default)]
struct Match {
    at: usize,
    place: usize,
    by_hand: bool,
    is_named_so: bool,
    likeness: f64,
}

impl Match {
    fn of(one: &Text, other: &Text, decision: Option<plan::Counterpart>) -> Option<Match> {
        let by_hand = decision == Some(plan::Counterpart::Same);
        let is_named_so = one.title == other.title;
        let likeness = one.likeness(other);
        let by_rule = is_named_so || likeness >= ALIKE || alike(&one.title_pairs, &other.title_pairs) >= NAMED_ALIKE;
        (by_hand || (by_rule && decision.is_none())).then_some(Match {
            by_hand,
            is_named_so,
            likeness,
            ..Match::default()
        })
    }

    fn better_first(one: &Match, other: &Match) -> Ordering {
        let by_words = || other.is_named_so.cmp(&one.is_named_so).then(other.likeness.total_cmp(&one.likeness));
        other.by_hand.cmp(&one.by_hand).then_with(by_words)
    }
}

struct Text<'a> {
    task: &'a Task,
    title: String,
    title_pairs: Pairs,
    pairs: Pairs,
}

/// The number of times that two characters are adjacent.
type Pairs = HashMap<(char, char), u32>;

fn pairs(text: &str) -> Pairs {
    let mut pairs = Pairs::new();
    for pair in text.chars().zip(text.chars().skip(1)) {
        *pairs.entry(pair).or_default() += 1;
    }
    pairs
}

/// Returns the Dice coefficient of two texts' bigrams, 0–1.
fn alike(one: &Pairs, other: &Pairs) -> f64 {
    let common: u32 = one.iter().map(|(pair, n)| other.get(pair).map_or(0, |m| *n.min(m))).sum();
    let all = one.values().sum::<u32>() + other.values().sum::<u32>();
    if all == 0 { 0.0 } else { 2.0 * f64::from(common) / f64::from(all) }
}

fn texts<'p>(plan: &'p Plan, kind: Kind) -> Vec<Text<'p>> {
    let (region, short) = (plan.region.as_str(), plan.region.short_name());
    let bare = |text: &str| {
        let text = fold(text).text.replace(region, "");
        if short.is_empty() { text } else { text.replace(short, "") }
    };
    let text = |task: &'p Task| {
        let (title, text) = (bare(&task.title), bare(&task.text));
        Text { task, title_pairs: pairs(&title), pairs: pairs(&text), title }
    };
    plan.tasks.iter().filter(|task| task.kind() == kind).map(text).collect()
}

impl Text<'_> {
    /// Returns the similarity of two texts, 0–1.
    fn likeness(&self, other: &Text) -> f64 {
        alike(&self.pairs, &other.pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan;
    use crate::report::check::sample::{plan, project, task};
    use std::sync::Arc;

    fn pairs(own: &Dossier, above: &Dossier) -> Vec<String> {
        let told = |pair: &Counterpart| {
            let number = |task: Option<&Task>| task.map_or("-".to_string(), |task| task.id.number.to_string());
            format!("{} {}{}", number(pair.own), number(pair.above), if pair.by_hand { " by hand" } else { "" })
        };
        counterparts(own, above).iter().map(told).collect()
    }

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
        above.id = crate::plan::PlanId::new("above-1").unwrap();
        above.tasks.iter_mut().for_each(|task| task.id.plan = above.id.clone());
        let (mut own, above) = (Dossier::new(Arc::new(own)), Dossier::new(Arc::new(above)));
        assert_eq!(pairs(&own, &above), ["1 -", "2 1", "3 2", "- 3"]);
        let mut decide = |at: usize, place: usize, decision| {
            let key = (above.plan.tasks[place].id.clone(), own.plan.tasks[at].id.clone());
            own.counterparts.insert(key, decision);
        };
        decide(0, 2, plan::Counterpart::Same);
        decide(1, 0, plan::Counterpart::Different);
        assert_eq!(pairs(&own, &above), ["1 3 by hand", "2 -", "3 2", "- 1"]);
    }

    #[test]
    fn a_task_is_the_counterpart_of_one_alone() {
        let twice = task(task(plan(""), "1.", "培训乡村医生。每年一次。"), "2.", "培训乡村医生。每年一次。");
        let above = task(plan(""), "1.", "培训乡村医生。每年一次。");
        let [twice, above] = [twice, above].map(|plan| Dossier::new(Arc::new(plan)));
        assert_eq!(counterparts(&twice, &above).len(), 2);
    }
}
