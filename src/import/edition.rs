//! New editions: items of the old edition that are still in the text keep their ids.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use crate::plan::overlay::{self, TextDifference};
use crate::plan::{DoubtKind, Indicator, ItemId, ItemKind, Kind, NodeIndex, Plan, Subject, Task};

use super::wording::folded;

/// An item with the name by which people know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The id.
    pub id: ItemId,
    /// The title of a task, or the name of an indicator.
    pub title: String,
}

/// An item that a new edition changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The id, and the present name.
    pub named: Named,
    /// The fields that differ.
    pub fields: Vec<TextDifference>,
}

/// The differences between a new edition and the old one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EditionChanges {
    /// The items that only the new edition has.
    pub added: Vec<Named>,
    /// The items whose text or values differ.
    pub changed: Vec<Changed>,
    /// The items that only the old edition has.
    pub removed: Vec<Named>,
    /// The number of items in the old edition: tasks, projects and indicators.
    pub items_before: usize,
    /// The number of indicators among them.
    pub indicators_before: usize,
}

/// A loss of items in a new edition that a person must agree to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loss {
    /// The number of items that are missing in the new edition.
    pub items: usize,
    /// The number of items in the old edition.
    pub of: usize,
    /// True if all indicators are missing.
    pub all_indicators: bool,
}

impl EditionChanges {
    /// Returns true if the editions do not differ.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// Returns the loss, if more than a tenth of the items or all indicators are missing: the text may be about the
    /// plan instead of the plan itself, or have been read badly.
    pub fn loss(&self) -> Option<Loss> {
        let items = self.removed.len();
        let indicators = self.removed.iter().filter(|named| named.id.kind == ItemKind::Indicator).count();
        let all_indicators = indicators > 0 && indicators == self.indicators_before;
        let loss = Loss { items, of: self.items_before, all_indicators };
        (items * 10 > self.items_before || all_indicators).then_some(loss)
    }
}

/// Returns the new edition of a plan with the ids of the old one, and the differences.
///
/// Items are matched by place (headings, box) and title, then by place and number, then by title. Items that are
/// missing go to [`Plan::former_tasks`] and [`Plan::former_indicators`], and are matched again if a later edition has
/// them. A new item gets a number that was never used.
pub fn succeed(old: &Plan, mut new: Plan) -> (Plan, EditionChanges) {
    let indicators_before = old.indicators.len();
    let items_before = old.tasks.len() + indicators_before;
    let mut changes = EditionChanges { items_before, indicators_before, ..EditionChanges::default() };
    tasks(old, &mut new, &mut changes);
    indicators(old, &mut new, &mut changes);
    if new.doubts.iter().any(|doubt| matches!(doubt.kind, DoubtKind::NoTitle { .. })) {
        // A title found elsewhere is no better than the known one.
        new.title.clone_from(&old.title);
    }
    new.id = old.id.clone();
    new.parent = new.parent.or_else(|| old.parent.clone());
    for changed in &mut changes.changed {
        changed.fields = overlay::differences(old, &new, &Subject::Item(changed.named.id.clone()));
    }
    (new, changes)
}

/// The properties by which an item is matched.
struct Item {
    /// The headings above it, its box and its group.
    place: String,
    /// The number in the text, without punctuation.
    number: String,
    title: String,
    words: HashSet<(char, char)>,
}

fn key(text: &str) -> String {
    folded(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn bigrams(text: &str) -> HashSet<(char, char)> {
    let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).take(1000).collect();
    chars.windows(2).map(|w| (w[0], w[1])).collect()
}

/// Returns the similarity of two sets, 0–1.
fn likeness<T: Eq + Hash>(a: &HashSet<T>, b: &HashSet<T>) -> f64 {
    let smaller = a.len().min(b.len());
    if smaller == 0 { 0.0 } else { a.intersection(b).count() as f64 / smaller as f64 }
}

impl Item {
    fn of_task(plan: &Plan, task: &Task) -> Item {
        let mut place: String = plan.ancestors(task.node).map(|n| key(&plan.outline[n].title) + "/").collect();
        if let Some(boxed) = task.special_box.and_then(|n| plan.boxes.get(n)) {
            // The box identifies the place of a project, wherever the box is.
            place = format!("专栏{}/{}", key(&boxed.title), task.group.as_deref().map(key).unwrap_or_default());
        }
        let number = task.number.chars().filter(char::is_ascii_digit).collect();
        Item { place, number, title: key(&task.title), words: bigrams(&task.text) }
    }

    fn of_indicator(indicator: &Indicator) -> Item {
        let place = indicator.category.as_deref().map(key).unwrap_or_default();
        Item { place, number: String::new(), title: key(&indicator.name), words: bigrams(&indicator.name) }
    }
}

/// Returns the index of the matching old item for each new item.
fn matched(old: &[Item], new: &[Item]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; new.len()];
    let mut free: Vec<bool> = vec![true; old.len()];
    by_key(old, new, &mut pairs, &mut free, |item| format!("{}|{}", item.place, item.title));
    by_likeness(old, new, &mut pairs, &mut free, 0.6, |item| item.place.clone());
    by_likeness(old, new, &mut pairs, &mut free, 0.12, |item| format!("{}|{}", item.place, item.number));
    by_key(old, new, &mut pairs, &mut free, |item| item.title.clone());
    by_likeness(old, new, &mut pairs, &mut free, 0.75, |_| String::new());
    pairs
}

/// Pairs items with equal keys, in order.
fn by_key(old: &[Item], new: &[Item], pairs: &mut [Option<usize>], free: &mut [bool], key: impl Fn(&Item) -> String) {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for at in (0..old.len()).rev().filter(|at| free[*at]) {
        places.entry(key(&old[at])).or_default().push(at);
    }
    for (at, item) in new.iter().enumerate().filter(|(_, item)| !item.title.is_empty()) {
        if pairs[at].is_none()
            && let Some(found) = places.get_mut(&key(item)).and_then(Vec::pop)
        {
            pairs[at] = Some(found);
            free[found] = false;
        }
    }
}

/// The maximum number of pairs compared by text; beyond it only keys are compared.
const COMPARISONS: usize = 400_000;

/// Pairs the most similar items within groups of equal keys.
fn by_likeness(
    old: &[Item],
    new: &[Item],
    pairs: &mut [Option<usize>],
    free: &mut [bool],
    least: f64,
    key: impl Fn(&Item) -> String,
) {
    let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
    for at in (0..old.len()).filter(|at| free[*at]) {
        groups.entry(key(&old[at])).or_default().push(at);
    }
    let mut found: Vec<(f64, usize, usize)> = Vec::new();
    let mut left = COMPARISONS;
    for (at, item) in new.iter().enumerate().filter(|(at, _)| pairs[*at].is_none()) {
        let Some(group) = groups.get(&key(item)) else { continue };
        let Some(rest) = left.checked_sub(group.len()) else { break };
        left = rest;
        let title = bigrams(&item.title);
        for &candidate in group {
            let titles = likeness(&title, &bigrams(&old[candidate].title));
            let likeness = titles.max(likeness(&item.words, &old[candidate].words) * 0.9);
            // Of two similar items, the one with the same number is preferred.
            let numbered =
                !item.number.is_empty() && item.number == old[candidate].number && item.place == old[candidate].place;
            if likeness >= least {
                found.push((likeness + if numbered { 0.3 } else { 0.0 }, at, candidate));
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    for (_, at, candidate) in found {
        if pairs[at].is_none() && free[candidate] {
            pairs[at] = Some(candidate);
            free[candidate] = false;
        }
    }
}

fn tasks(old: &Plan, new: &mut Plan, changes: &mut EditionChanges) {
    let mut former = Vec::new();
    for kind in [Kind::Task, Kind::Project] {
        let before: Vec<&Task> = old.tasks.iter().chain(&old.former_tasks).filter(|t| t.kind() == kind).collect();
        let after: Vec<usize> = (0..new.tasks.len()).filter(|&n| new.tasks[n].kind() == kind).collect();
        let old_items: Vec<Item> = before.iter().map(|t| Item::of_task(old, t)).collect();
        let new_items: Vec<Item> = after.iter().map(|&n| Item::of_task(new, &new.tasks[n])).collect();
        let pairs = matched(&old_items, &new_items);
        let mut next = before.iter().map(|t| t.id.number).max().unwrap_or(0);
        let item_kind = if kind == Kind::Task { ItemKind::Task } else { ItemKind::Project };
        for (&at, pair) in after.iter().zip(&pairs) {
            let task = &mut new.tasks[at];
            let named = |id: &ItemId, task: &Task| Named { id: id.clone(), title: task.title.clone() };
            if let Some(was) = pair.map(|n| before[n]) {
                task.id = was.id.clone();
                let back = old.former_tasks.iter().any(|t| t.id == was.id);
                if back {
                    changes.added.push(named(&was.id, task));
                } else if was.text != task.text || was.title != task.title {
                    changes.changed.push(Changed { named: named(&was.id, task), fields: Vec::new() });
                }
            } else {
                next += 1;
                task.id = old.id.item(item_kind, next);
                changes.added.push(named(&task.id, task));
            }
        }
        let kept: HashSet<usize> = pairs.into_iter().flatten().collect();
        for (_, gone) in before.iter().enumerate().filter(|(n, _)| !kept.contains(n)) {
            if old.tasks.iter().any(|t| t.id == gone.id) {
                changes.removed.push(Named { id: gone.id.clone(), title: gone.title.clone() });
            }
            former.push(moved(old, new, gone));
        }
    }
    new.former_tasks = former.into();
}

/// Returns a task of the old edition at its place in the new one: the heading and box with the same names, or the first
/// heading.
fn moved(old: &Plan, new: &Plan, task: &Task) -> Task {
    let titles: Vec<String> = old.ancestors(task.node).map(|n| key(&old.outline[n].title)).collect();
    let node: Option<NodeIndex> =
        titles.iter().find_map(|title| new.outline.iter().position(|n| key(&n.title) == *title));
    let title = task.special_box.and_then(|n| old.boxes.get(n)).map(|b| key(&b.title));
    let boxed = task.special_box.map(|_| new.boxes.iter().position(|b| Some(key(&b.title)) == title).unwrap_or(0));
    Task { node: node.unwrap_or(0), special_box: boxed, ..task.clone() }
}

fn indicators(old: &Plan, new: &mut Plan, changes: &mut EditionChanges) {
    let before: Vec<&Indicator> = old.indicators.iter().chain(&old.former_indicators).collect();
    let old_items: Vec<Item> = before.iter().map(|i| Item::of_indicator(i)).collect();
    let new_items: Vec<Item> = new.indicators.iter().map(Item::of_indicator).collect();
    let pairs = matched(&old_items, &new_items);
    let mut next = before.iter().map(|i| i.id.number).max().unwrap_or(0);
    for (indicator, pair) in new.indicators.iter_mut().zip(&pairs) {
        let named = |id: &ItemId, name: &str| Named { id: id.clone(), title: name.to_string() };
        if let Some(was) = pair.map(|n| before[n]) {
            indicator.id = was.id.clone();
            let same = Indicator { lines: indicator.lines, ..was.clone() };
            if old.former_indicators.iter().any(|i| i.id == was.id) {
                changes.added.push(named(&was.id, &indicator.name));
            } else if same != *indicator {
                changes.changed.push(Changed { named: named(&was.id, &indicator.name), fields: Vec::new() });
            }
        } else {
            next += 1;
            indicator.id = old.id.item(ItemKind::Indicator, next);
            changes.added.push(named(&indicator.id, &indicator.name));
        }
    }
    let kept: HashSet<usize> = pairs.into_iter().flatten().collect();
    let gone = before.iter().enumerate().filter(|(n, _)| !kept.contains(n)).map(|(_, i)| (*i).clone());
    new.former_indicators = gone.collect();
    let removed = new.former_indicators.iter().filter(|i| old.indicators.iter().any(|o| o.id == i.id));
    changes.removed.extend(removed.map(|i| Named { id: i.id.clone(), title: i.name.clone() }));
}

/// The places of headings and boxes in a new edition.
#[derive(Debug)]
pub struct Places {
    headings: Vec<Option<usize>>,
    boxes: Vec<Option<usize>>,
}

impl Places {
    /// Matches headings and boxes by their own titles and those above, then by their own titles, then by numbers. Those
    /// added by hand, after the printed ones of `old`, are matched by their titles only.
    pub fn between(printed: &Plan, old: &Plan, new: &Plan) -> Places {
        let heading = |plan: &Plan, node: NodeIndex| {
            let above = |name: &dyn Fn(NodeIndex) -> String| plan.ancestors(node).map(|n| name(n) + "/").collect();
            let number = &plan.outline[node].number;
            let numbers: String =
                if number.is_empty() { String::new() } else { above(&|n| key(&plan.outline[n].number)) };
            [above(&|n| key(&plan.outline[n].title)), key(&plan.outline[node].title), numbers]
        };
        let special_box = |plan: &Plan, index: usize| {
            let (number, title) = (key(&plan.boxes[index].number), key(&plan.boxes[index].title));
            [format!("{number}{title}"), title, number]
        };
        let headings = |plan: &Plan| (0..plan.outline.len()).map(|node| heading(plan, node)).collect::<Vec<_>>();
        let boxes = |plan: &Plan| (0..plan.boxes.len()).map(|index| special_box(plan, index)).collect::<Vec<_>>();
        let (mut old_headings, mut old_boxes) = (headings(old), boxes(old));
        let by_hand = old_headings.iter_mut().skip(printed.outline.len());
        by_hand.chain(old_boxes.iter_mut().skip(printed.boxes.len())).for_each(|keys| keys[2].clear());
        Places { headings: by_keys(&old_headings, &headings(new)), boxes: by_keys(&old_boxes, &boxes(new)) }
    }

    /// Returns the subject in the new edition for one in the old edition; `None` if it is missing. Subjects other than
    /// headings and boxes keep their ids.
    pub fn of(&self, subject: &Subject) -> Option<Subject> {
        let Subject::Item(item) = subject else { return Some(subject.clone()) };
        let places = match item.kind {
            ItemKind::Heading => &self.headings,
            ItemKind::Box => &self.boxes,
            ItemKind::Task | ItemKind::Project | ItemKind::Indicator => return Some(subject.clone()),
        };
        let place = usize::try_from(item.number.checked_sub(1)?).ok()?;
        let now = places.get(place).copied().flatten()?;
        Some(Subject::Item(ItemId { number: u32::try_from(now).ok()?.checked_add(1)?, ..item.clone() }))
    }
}

/// Pairs elements with equal keys, in order: first by the first keys, then the rest by the next ones.
fn by_keys<const N: usize>(old: &[[String; N]], new: &[[String; N]]) -> Vec<Option<usize>> {
    let (mut pairs, mut free) = (vec![None; old.len()], vec![true; new.len()]);
    for pass in 0..N {
        for (keys, pair) in old.iter().zip(&mut pairs).filter(|(keys, pair)| pair.is_none() && !keys[pass].is_empty()) {
            *pair = (0..new.len()).find(|&place| free[place] && new[place][pass] == keys[pass]);
            pair.iter().for_each(|&place| free[place] = false);
        }
    }
    pairs
}
