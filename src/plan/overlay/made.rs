//! Items by hand: what the office added to a plan, and what it ended.
//!
//! An item that was [`Made`] has no printed text; its record holds what it says, field by field. It stands behind the
//! printed items, headings and boxes of its place. An item that was [`Ended`] is kept as those are that a new edition
//! dropped: it is listed with them, and counted no more.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Misfit, Subject, TextField, read, write};
use crate::plan::record::{About, InWords};
use crate::plan::{Dossier, Indicator, ItemId, ItemKind, Level, LineSpan, Node, NodeIndex, Plan, SpecialBox, Task};

/// An item, a heading or a box that the office added.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Its fields; its title at least.
    pub fields: BTreeMap<TextField, String>,
    /// The task that it was split from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<ItemId>,
}

/// The end of an item before the end of its plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// The reason, in words; never blank.
    pub reason: String,
    /// The item that it was merged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<ItemId>,
    /// The document that says so, by its number (文号).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
}

/// Adds an item that was made by hand to a plan.
///
/// # Errors
/// [`Misfit`] when a field can't take its value, or a task has no heading or a project no box to stand in; nothing has
/// changed then.
pub fn add(plan: &mut Plan, item: &ItemId, made: &Made) -> Result<(), Misfit> {
    match item.kind {
        ItemKind::Heading => add_heading(plan, made),
        ItemKind::Box => add_box(plan, made),
        ItemKind::Task | ItemKind::Project | ItemKind::Indicator => {
            let added = add_item(plan, item, made);
            if added.is_err() {
                plan.tasks.retain(|task| task.id != *item);
                plan.indicators.retain(|indicator| indicator.id != *item);
            }
            added
        }
    }
}

fn add_item(plan: &mut Plan, item: &ItemId, made: &Made) -> Result<(), Misfit> {
    let subject = Subject::Item(item.clone());
    let lines = LineSpan::at(0);
    match item.kind {
        ItemKind::Task | ItemKind::Project => plan.tasks.push(Task {
            id: item.clone(),
            number: String::new(),
            title: String::new(),
            text: made.fields.get(&TextField::Title).cloned().unwrap_or_default(),
            node: 0,
            special_box: None,
            group: None,
            stated: Default::default(),
            offered: None,
            quantities: Vec::new(),
            lines,
        }),
        ItemKind::Indicator => plan.indicators.push(Indicator {
            id: item.clone(),
            category: None,
            name: String::new(),
            unit: None,
            nature: None,
            definition: None,
            stated: Default::default(),
            baselines: Vec::new(),
            targets: Vec::new(),
            lines,
        }),
        ItemKind::Heading | ItemKind::Box => return Err(Misfit),
    }
    // A project's group needs its box, and the text of a task its place: the place comes first.
    let is_place = |field: &TextField| matches!(field, TextField::Chapter | TextField::Box);
    let (places, others): (Vec<_>, Vec<_>) = made.fields.iter().partition(|(field, _)| is_place(field));
    for (field, value) in places.iter().chain(&others) {
        write(plan, &subject, **field, Some(value))?;
    }
    let has_place = match item.kind {
        ItemKind::Task => made.fields.contains_key(&TextField::Chapter),
        ItemKind::Project => made.fields.contains_key(&TextField::Box),
        _ => true,
    };
    if has_place && read(plan, &subject, TextField::Title).is_some_and(|title| !title.is_empty()) {
        Ok(())
    } else {
        Err(Misfit)
    }
}

/// Returns the heading that is meant by its path.
fn heading_of(plan: &Plan, made: &Made) -> Result<Option<NodeIndex>, Misfit> {
    let Some(path) = made.fields.get(&TextField::Chapter) else { return Ok(None) };
    let is_it = |node: &NodeIndex| plan.path(*node).join(super::BETWEEN_HEADINGS) == *path;
    (0..plan.outline.len()).find(is_it).map(Some).ok_or(Misfit)
}

/// The title and the number of a heading or box; it has no other fields but its place.
fn name(made: &Made) -> Result<(String, String), Misfit> {
    let known = [TextField::Title, TextField::Number, TextField::Chapter];
    if made.fields.keys().any(|field| !known.contains(field)) {
        return Err(Misfit);
    }
    let title = made.fields.get(&TextField::Title).filter(|title| !title.trim().is_empty()).ok_or(Misfit)?;
    Ok((title.clone(), made.fields.get(&TextField::Number).cloned().unwrap_or_default()))
}

fn add_heading(plan: &mut Plan, made: &Made) -> Result<(), Misfit> {
    let (title, number) = name(made)?;
    let parent = heading_of(plan, made)?;
    let level = level_below(plan, parent);
    plan.outline.push(Node { parent, level, number, title, paragraphs: Vec::new(), lines: LineSpan::at(0) });
    Ok(())
}

/// Returns the level of the headings below another: that of those which stand there, or the next one.
fn level_below(plan: &Plan, parent: Option<NodeIndex>) -> Level {
    let sibling = match parent {
        None => plan.chapters().next().map(|chapter| &plan.outline[chapter]),
        Some(_) => plan.outline.iter().find(|node| node.parent == parent),
    };
    let next = |level| match level {
        Level::Part => Level::Chapter,
        Level::Chapter => Level::Section,
        Level::Section => Level::Han,
        Level::Han => Level::HanParenthesised,
        Level::HanParenthesised => Level::Digit,
        Level::Digit => Level::DigitParenthesised,
        Level::DigitParenthesised => Level::Circled,
        Level::Circled | Level::Dash => Level::Dash,
    };
    let above = parent.and_then(|parent| plan.outline.get(parent));
    sibling.map(|node| node.level).or_else(|| above.map(|node| next(node.level))).unwrap_or(Level::Chapter)
}

fn add_box(plan: &mut Plan, made: &Made) -> Result<(), Misfit> {
    let (title, number) = name(made)?;
    let node = heading_of(plan, made)?.ok_or(Misfit)?;
    plan.boxes.push(SpecialBox { number, title, node, notes: Vec::new(), lines: LineSpan::at(0) });
    Ok(())
}

impl Dossier {
    /// Returns the printed text with the items that were made by hand, and nothing else laid over it.
    pub fn with_made(&self) -> Plan {
        let mut plan = (*self.printed).clone();
        let is_place = |item: &ItemId| matches!(item.kind, ItemKind::Heading | ItemKind::Box);
        // Headings are there before the boxes below them, and both before the items.
        let headings = self.made.iter().filter(|(item, _)| item.kind == ItemKind::Heading);
        let boxes = self.made.iter().filter(|(item, _)| item.kind == ItemKind::Box);
        let items = self.made.iter().filter(|(item, _)| !is_place(item));
        for (item, made) in headings.chain(boxes).chain(items) {
            add_somewhere(&mut plan, item, made);
        }
        plan
    }

    /// Returns the number of the next item of a kind: one that none has or had.
    pub fn next_number(&self, kind: ItemKind) -> u32 {
        let printed: &Plan = &self.printed;
        let tasks = printed.tasks.iter().chain(&printed.former_tasks).map(|task| &task.id);
        let indicators = printed.indicators.iter().chain(&printed.former_indicators).map(|indicator| &indicator.id);
        let items = tasks.chain(indicators).chain(self.made.keys()).chain(self.ended.keys());
        let highest = items.filter(|item| item.kind == kind).map(|item| item.number).max().unwrap_or(0);
        let places = match kind {
            ItemKind::Heading => printed.outline.len(),
            ItemKind::Box => printed.boxes.len(),
            ItemKind::Task | ItemKind::Project | ItemKind::Indicator => 0,
        };
        highest.max(u32::try_from(places).unwrap_or(u32::MAX)).saturating_add(1)
    }
}

/// Adds an item, under the first heading or in the first box where a new edition has taken its own away: nothing that
/// somebody entered goes because of that.
fn add_somewhere(plan: &mut Plan, item: &ItemId, made: &Made) {
    if add(plan, item, made).is_ok() {
        return;
    }
    let mut elsewhere = made.clone();
    elsewhere.fields.insert(TextField::Chapter, plan.path(0).join(super::BETWEEN_HEADINGS));
    if item.kind == ItemKind::Project
        && let Some(name) = super::box_name(plan, 0)
    {
        elsewhere.fields.remove(&TextField::Chapter);
        elsewhere.fields.insert(TextField::Box, name);
    }
    // A text without any heading has no place for it until it gets one.
    let _ = add(plan, item, &elsewhere);
}

/// Moves an item that was ended to those that are kept and not counted.
pub(super) fn end(plan: &mut Plan, item: &ItemId) {
    if let Some(place) = plan.tasks.iter().position(|task| task.id == *item) {
        plan.former_tasks.push(plan.tasks.remove(place));
    } else if let Some(place) = plan.indicators.iter().position(|indicator| indicator.id == *item) {
        plan.former_indicators.push(plan.indicators.remove(place));
    }
}

impl InWords for Made {
    fn fields(made: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let field = |field| made.and_then(|made| made.fields.get(&field)).cloned().unwrap_or_default();
        let from = made.and_then(|made| made.from.as_ref());
        vec![
            (about.language.pick("新增", "added"), field(TextField::Title)),
            (about.language.pick("正文", "text"), field(TextField::Text)),
            (about.language.pick("章节", "chapter"), field(TextField::Chapter)),
            (about.language.pick("专栏", "box"), field(TextField::Box)),
            (about.language.pick("拆自", "split from"), from.map(ToString::to_string).unwrap_or_default()),
        ]
    }
}

impl InWords for Ended {
    fn fields(ended: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let ended = ended.cloned();
        let (reason, into, document) =
            ended.map(|ended| (ended.reason, ended.into, ended.document)).unwrap_or_default();
        vec![
            (about.language.pick("终止", "ended"), reason),
            (about.language.pick("并入", "merged into"), into.map(|item| item.to_string()).unwrap_or_default()),
            (about.language.pick("文号", "document"), document.unwrap_or_default()),
        ]
    }
}
