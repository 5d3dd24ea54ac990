//! Fields of a plan's text: how each is named, read and written. All that knows where a field stands is here.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Subject;
use crate::plan::target::{read_target, read_value};
use crate::plan::task::Quantity;
use crate::plan::{
    Baseline, BoxIndex, Edition, Indicator, ItemId, ItemKind, Nature, NodeIndex, Plan, PlanId, Target, Task, Term, Year,
};
use crate::text::{Label, Language};

/// A field of a plan's text that can be corrected or adjusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TextField {
    /// The title of a plan, a task, a heading or a box; the name of an indicator.
    Title,
    /// The whole text of a task.
    Text,
    /// The number as printed.
    Number,
    /// The headings that a task stands under, outermost first and parted by [`BETWEEN_HEADINGS`].
    Chapter,
    /// The box that lists a project: its number and its title.
    Box,
    /// The group of its box that a project stands in.
    Group,
    /// The group of rows that an indicator stands in.
    Category,
    /// An indicator's unit.
    Unit,
    /// An indicator's nature: `binding` or `expected`.
    Nature,
    /// The definition of what an indicator measures.
    Definition,
    /// An indicator's value at the start, by its year.
    Baseline(Year),
    /// An indicator's value to reach, by its year.
    Target(Year),
    /// A figure that a task promises, by its year.
    Quantity(Year),
    /// A plan's region.
    Region,
    /// A plan's sector.
    Sector,
    /// A plan's first and last year: `2021-2025`.
    Term,
    /// The state of a plan's text, by its name in commands.
    Edition,
    /// The id of the plan of the region above.
    Parent,
    /// The task that a task of the same heading, or the same box, stands behind, by its short id; [`FIRST_OF_ITS_PLACE`]
    /// for the first one.
    Behind,
}

/// The words that [`TextField::Behind`] says of the first task of a heading or box.
pub const FIRST_OF_ITS_PLACE: &str = "first";

/// The separator between the headings of a path.
pub const BETWEEN_HEADINGS: &str = " › ";

/// A value that the field can't take, or a field that the subject does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misfit;

impl TextField {
    /// The first field in their order.
    pub const FIRST: TextField = TextField::Title;

    /// Every field that has no year.
    const PLAIN: [TextField; 16] = [
        TextField::Title,
        TextField::Text,
        TextField::Number,
        TextField::Chapter,
        TextField::Box,
        TextField::Group,
        TextField::Category,
        TextField::Unit,
        TextField::Nature,
        TextField::Definition,
        TextField::Region,
        TextField::Sector,
        TextField::Term,
        TextField::Edition,
        TextField::Parent,
        TextField::Behind,
    ];

    /// Returns the name in commands and files without the year, the Chinese name, and the year.
    fn names(self) -> (&'static str, &'static str, Option<Year>) {
        match self {
            TextField::Title => ("title", "标题", None),
            TextField::Text => ("text", "正文", None),
            TextField::Number => ("number", "编号", None),
            TextField::Chapter => ("chapter", "章节", None),
            TextField::Box => ("box", "专栏", None),
            TextField::Group => ("group", "分组", None),
            TextField::Category => ("category", "类别", None),
            TextField::Unit => ("unit", "单位", None),
            TextField::Nature => ("nature", "性质", None),
            TextField::Definition => ("definition", "口径", None),
            TextField::Baseline(year) => ("baseline", "基期值", Some(year)),
            TextField::Target(year) => ("target", "目标值", Some(year)),
            TextField::Quantity(year) => ("quantity", "数量", Some(year)),
            TextField::Region => ("region", "地区", None),
            TextField::Sector => ("sector", "领域", None),
            TextField::Term => ("term", "规划期", None),
            TextField::Edition => ("edition", "版本", None),
            TextField::Parent => ("parent", "上级规划", None),
            TextField::Behind => ("behind", "排在其后", None),
        }
    }

    /// Returns true for a figure of a year, which a plan is adjusted by as often as it was read wrongly.
    pub fn is_figure(self) -> bool {
        self.names().2.is_some()
    }

    /// Returns the field's name on screens: `2025 目标值`.
    pub fn label(self, language: Language) -> String {
        let (en, zh, year) = self.names();
        let name = language.pick(zh, en);
        year.map_or_else(|| name.to_string(), |year| format!("{year} {name}"))
    }
}

/// The name in commands and files: `target-2025`.
impl fmt::Display for TextField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, _, year) = self.names();
        f.write_str(name)?;
        year.map_or(Ok(()), |year| write!(f, "-{year}"))
    }
}

/// A text that names no field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no field of a plan's text")]
pub struct BadField(pub String);

impl FromStr for TextField {
    type Err = BadField;

    fn from_str(text: &str) -> Result<Self, BadField> {
        if let Some(plain) = TextField::PLAIN.into_iter().find(|field| field.names().0 == text) {
            return Ok(plain);
        }
        let bad = || BadField(text.to_string());
        let (name, year) = text.split_once('-').ok_or_else(bad)?;
        let year = year.parse().map(Year).map_err(|_| bad())?;
        match name {
            "baseline" => Ok(TextField::Baseline(year)),
            "target" => Ok(TextField::Target(year)),
            "quantity" => Ok(TextField::Quantity(year)),
            _ => Err(bad()),
        }
    }
}

impl Serialize for TextField {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TextField {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Returns the fields that a subject has in a plan; none where the plan does not have the subject.
pub fn fields_of(plan: &Plan, subject: &Subject) -> Vec<TextField> {
    use TextField as F;
    let Subject::Item(item) = subject else {
        return vec![F::Title, F::Region, F::Sector, F::Term, F::Edition, F::Parent];
    };
    if let Some(task) = plan.task(item) {
        let mut fields = vec![F::Title, F::Text, F::Number, F::Chapter];
        if task.special_box.is_some() {
            fields.extend([F::Box, F::Group]);
        }
        fields.extend(task.quantities.iter().map(|quantity| F::Quantity(quantity.year)));
        fields.dedup();
        fields
    } else if let Some(indicator) = plan.indicator(item) {
        let mut fields = vec![F::Title, F::Category, F::Unit, F::Nature, F::Definition];
        fields.extend(indicator.baselines.iter().map(|baseline| F::Baseline(baseline.year)));
        fields.extend(indicator.targets.iter().map(|target| F::Target(target.year)));
        fields
    } else if heading(plan, item).is_some() || special_box(plan, item).is_some() {
        vec![F::Title, F::Number]
    } else {
        Vec::new()
    }
}

/// Returns the fields of a subject that can be filled in: those that it has, and the figures that it lacks. Those are an
/// indicator's baseline and targets of the term, and what a task promises for the end of the term.
pub fn fillable(plan: &Plan, subject: &Subject) -> Vec<TextField> {
    let mut fields = fields_of(plan, subject);
    let Subject::Item(item) = subject else { return fields };
    match item.kind {
        ItemKind::Indicator if !fields.is_empty() => {
            let is_baseline = |field: &TextField| matches!(field, TextField::Baseline(_));
            if !fields.iter().any(is_baseline) {
                fields.push(TextField::Baseline(plan.term.first - 1));
            }
            fields.extend(plan.term.years().map(TextField::Target));
        }
        ItemKind::Task | ItemKind::Project if !fields.is_empty() => fields.push(TextField::Quantity(plan.term.last)),
        _ => {}
    }
    fields.sort_unstable();
    fields.dedup();
    fields
}

/// Returns a value of a field as people say it: 约束性 for `binding`.
pub fn said(field: TextField, value: &str, language: Language) -> String {
    let named = match field {
        TextField::Nature => nature(value).map(|nature| nature.label(language)),
        TextField::Edition => edition(value).map(|edition| edition.label(language)),
        _ => None,
    };
    named.unwrap_or(value).to_string()
}

/// Returns what a field of a subject says; `None` where it says nothing, and where there is no such field.
pub fn read(plan: &Plan, subject: &Subject, field: TextField) -> Option<String> {
    let Subject::Item(item) = subject else { return read_plan(plan, field) };
    if let Some(task) = plan.task(item) {
        read_task(plan, task, field)
    } else if let Some(indicator) = plan.indicator(item) {
        read_indicator(indicator, field)
    } else if let Some(node) = heading(plan, item) {
        named(&plan.outline[node].title, &plan.outline[node].number, field)
    } else {
        let special_box = &plan.boxes[special_box(plan, item)?];
        named(&special_box.title, &special_box.number, field)
    }
}

fn read_plan(plan: &Plan, field: TextField) -> Option<String> {
    match field {
        TextField::Title => Some(plan.title.clone()),
        TextField::Region => Some(plan.region.to_string()),
        TextField::Sector => Some(plan.sector.clone()),
        TextField::Term => Some(format!("{}-{}", plan.term.first, plan.term.last)),
        TextField::Edition => Some(plan.edition.name().to_string()),
        TextField::Parent => plan.parent.as_ref().map(ToString::to_string),
        _ => None,
    }
}

fn read_task(plan: &Plan, task: &Task, field: TextField) -> Option<String> {
    match field {
        TextField::Text => Some(task.text.clone()),
        TextField::Chapter => Some(plan.path(task.node).join(BETWEEN_HEADINGS)),
        TextField::Box => task.special_box.and_then(|index| box_name(plan, index)),
        TextField::Group => task.group.clone(),
        TextField::Behind => before(plan, task),
        TextField::Quantity(year) => task.quantities.iter().find(|q| q.year == year).map(|q| q.text.clone()),
        field => named(&task.title, &task.number, field),
    }
}

/// Returns the short id of the task before another one of its heading or box.
fn before(plan: &Plan, task: &Task) -> Option<String> {
    let place = plan.tasks.iter().position(|other| other.id == task.id)?;
    let before = plan.tasks.iter().take(place).rev().find(|other| stand_together(other, task));
    Some(before.map_or_else(|| FIRST_OF_ITS_PLACE.to_string(), |before| before.id.short()))
}

/// Returns true if two tasks stand in the same box, or directly under the same heading.
pub fn stand_together(one: &Task, other: &Task) -> bool {
    (one.node, one.special_box) == (other.node, other.special_box)
}

fn read_indicator(indicator: &Indicator, field: TextField) -> Option<String> {
    match field {
        TextField::Title => Some(indicator.name.clone()),
        TextField::Category => indicator.category.clone(),
        TextField::Unit => indicator.unit.clone(),
        TextField::Nature => indicator.nature.map(|nature| nature.name().to_string()),
        TextField::Definition => indicator.definition.clone(),
        TextField::Baseline(year) => indicator.baselines.iter().find(|b| b.year == year).map(|b| b.text.clone()),
        TextField::Target(year) => indicator.targets.iter().find(|t| t.year == year).map(|t| t.text.clone()),
        _ => None,
    }
}

fn named(title: &str, number: &str, field: TextField) -> Option<String> {
    match field {
        TextField::Title => Some(title.to_string()),
        TextField::Number => Some(number.to_string()).filter(|number| !number.is_empty()),
        _ => None,
    }
}

/// Returns the number and the title of a box, as [`TextField::Box`] holds them.
pub fn box_name(plan: &Plan, index: BoxIndex) -> Option<String> {
    plan.boxes.get(index).map(|b| format!("{} {}", b.number, b.title))
}

fn heading(plan: &Plan, item: &ItemId) -> Option<NodeIndex> {
    let place = usize::try_from(item.number.checked_sub(1)?).ok()?;
    (item.kind == ItemKind::Heading && place < plan.outline.len()).then_some(place)
}

fn special_box(plan: &Plan, item: &ItemId) -> Option<BoxIndex> {
    let place = usize::try_from(item.number.checked_sub(1)?).ok()?;
    (item.kind == ItemKind::Box && place < plan.boxes.len()).then_some(place)
}

/// Gives a field of a subject another value, or takes its value away with `None`.
///
/// # Errors
/// [`Misfit`] when the subject has no such field, or the field can't take the value; nothing has changed then.
pub fn write(plan: &mut Plan, subject: &Subject, field: TextField, value: Option<&str>) -> Result<(), Misfit> {
    let Subject::Item(item) = subject else { return write_plan(plan, field, value) };
    if field == TextField::Behind {
        return put_behind(plan, item, value.ok_or(Misfit)?);
    }
    if let (TextField::Chapter | TextField::Box, ItemKind::Task | ItemKind::Project) = (field, item.kind) {
        return move_task(plan, item, field, value.ok_or(Misfit)?);
    }
    if let Some(node) = heading(plan, item) {
        let node = &mut plan.outline[node];
        return rename(&mut node.title, &mut node.number, field, value);
    }
    if let Some(index) = special_box(plan, item) {
        let special_box = &mut plan.boxes[index];
        return rename(&mut special_box.title, &mut special_box.number, field, value);
    }
    let term = plan.term;
    let is_it = |indicator: &Indicator| indicator.id == *item;
    let former = &mut plan.former_indicators;
    if let Some(indicator) = plan.indicators.find_mut(is_it).or_else(|| former.find_mut(is_it)) {
        return write_indicator(indicator, term, field, value);
    }
    let is_it = |task: &Task| task.id == *item;
    let former = &mut plan.former_tasks;
    let task = plan.tasks.find_mut(is_it).or_else(|| former.find_mut(is_it));
    write_task(task.ok_or(Misfit)?, field, value)
}

fn some(value: Option<&str>) -> Result<String, Misfit> {
    value.filter(|value| !value.trim().is_empty()).map(str::to_string).ok_or(Misfit)
}

fn rename(title: &mut String, number: &mut String, field: TextField, value: Option<&str>) -> Result<(), Misfit> {
    match field {
        TextField::Title => *title = some(value)?,
        TextField::Number => *number = value.unwrap_or_default().to_string(),
        _ => return Err(Misfit),
    }
    Ok(())
}

fn write_plan(plan: &mut Plan, field: TextField, value: Option<&str>) -> Result<(), Misfit> {
    match field {
        TextField::Title => plan.title = some(value)?,
        TextField::Region => plan.region = some(value)?.into(),
        TextField::Sector => plan.sector = some(value)?,
        TextField::Term => plan.term = term(value.ok_or(Misfit)?)?,
        TextField::Edition => plan.edition = value.and_then(edition).ok_or(Misfit)?,
        TextField::Parent => plan.parent = value.map(PlanId::new).transpose().map_err(|_| Misfit)?,
        _ => return Err(Misfit),
    }
    Ok(())
}

/// The longest term that a plan may have, in years. Outlines (远景目标) reach further than plans.
const LONGEST_TERM: i32 = 30;

/// Reads a term: `2021-2025`.
///
/// # Errors
/// [`Misfit`] when it is no term of at most 30 years of the range of [`Year`].
pub fn term(text: &str) -> Result<Term, Misfit> {
    let (first, last) = text.split_once(['-', '–', '—', '~', '～']).ok_or(Misfit)?;
    let year = |text: &str| text.parse::<Year>().map_err(|_| Misfit);
    let term = Term { first: year(first)?, last: year(last)? };
    let is_sound = (0..LONGEST_TERM).contains(&(term.last - term.first));
    if is_sound { Ok(term) } else { Err(Misfit) }
}

fn edition(text: &str) -> Option<Edition> {
    let all = [Edition::Condensed, Edition::ConsultationDraft, Edition::Issued, Edition::Adjusted];
    all.into_iter().find(|edition| edition.name() == text || edition.label(Language::Zh) == text)
}

fn write_task(task: &mut Task, field: TextField, value: Option<&str>) -> Result<(), Misfit> {
    match field {
        TextField::Text => task.text = some(value)?,
        TextField::Group if task.special_box.is_some() => task.group = value.map(str::to_string),
        TextField::Quantity(year) => {
            let place = task.quantities.iter().position(|quantity| quantity.year == year);
            task.quantities.retain(|quantity| quantity.year != year);
            if let Some(text) = value {
                let place = place.unwrap_or(task.quantities.len()).min(task.quantities.len());
                task.quantities.insert(place, Quantity { year, text: text.to_string() });
            }
        }
        field => return rename(&mut task.title, &mut task.number, field, value),
    }
    Ok(())
}

/// Moves a task under another heading, or a project to another box, behind what stands there already.
fn move_task(plan: &mut Plan, item: &ItemId, field: TextField, value: &str) -> Result<(), Misfit> {
    let is_box = |index: &BoxIndex| box_name(plan, *index).as_deref() == Some(value);
    let is_heading = |node: &NodeIndex| plan.path(*node).join(BETWEEN_HEADINGS) == value;
    let (node, special_box) = match field {
        TextField::Box => {
            let index = (0..plan.boxes.len()).find(is_box).ok_or(Misfit)?;
            (plan.boxes[index].node, Some(index))
        }
        _ => ((0..plan.outline.len()).find(is_heading).ok_or(Misfit)?, None),
    };
    let is_project = item.kind == ItemKind::Project;
    if field == TextField::Box && !is_project {
        return Err(Misfit);
    }
    let moved = |task: &Task| Task { node, special_box: special_box.or(task.special_box), ..task.clone() };
    if let Some(former) = plan.former_tasks.find_mut(|task| task.id == *item) {
        *former = moved(former);
        return Ok(());
    }
    let place = plan.tasks.iter().position(|task| task.id == *item).ok_or(Misfit)?;
    let task = moved(&plan.tasks.remove(place));
    let stands_before = |other: &Task| (other.node, other.special_box) <= (task.node, task.special_box);
    let place = plan.tasks.iter().rposition(stands_before).map_or(0, |last| last + 1);
    plan.tasks.insert(place, task);
    Ok(())
}

/// Puts a task behind another one of its heading or box, or before all of them.
fn put_behind(plan: &mut Plan, item: &ItemId, value: &str) -> Result<(), Misfit> {
    let place = plan.tasks.iter().position(|task| task.id == *item).ok_or(Misfit)?;
    let others = |task: &Task| task.id != *item && stand_together(task, &plan.tasks[place]);
    let to = match value {
        FIRST_OF_ITS_PLACE => plan.tasks.iter().position(others).unwrap_or(place),
        short => plan.tasks.iter().position(|task| others(task) && task.id.short() == short).ok_or(Misfit)? + 1,
    };
    let task = plan.tasks.remove(place);
    plan.tasks.insert(if to > place { to - 1 } else { to }, task);
    Ok(())
}

/// Writes a field of an indicator; an empty value takes it away.
///
/// # Errors
/// [`Misfit`] when an indicator has no such field, or the value can't be its.
pub fn write_indicator(
    indicator: &mut Indicator,
    term: Term,
    field: TextField,
    value: Option<&str>,
) -> Result<(), Misfit> {
    match field {
        TextField::Title => indicator.name = some(value)?,
        TextField::Category => indicator.category = value.map(str::to_string),
        TextField::Unit => indicator.unit = value.map(str::to_string),
        TextField::Nature => indicator.nature = value.map(|value| nature(value).ok_or(Misfit)).transpose()?,
        TextField::Definition => indicator.definition = value.map(str::to_string),
        TextField::Baseline(year) => {
            let cell = value.map(|text| Baseline { year, value: read_value(text), text: text.to_string() });
            set_by_year(&mut indicator.baselines, |baseline| baseline.year, year, cell);
            // A target can be a change against the baseline.
            let from = baseline(indicator);
            indicator
                .targets
                .iter_mut()
                .for_each(|target| *target = read_target(&target.text, target.year, from, term));
        }
        TextField::Target(year) => {
            let cell = value.map(|text| read_target(text, year, baseline(indicator), term));
            set_by_year(&mut indicator.targets, |target: &Target| target.year, year, cell);
        }
        _ => return Err(Misfit),
    }
    Ok(())
}

/// The figure that targets relative to the baseline start from: the last one of the table.
fn baseline(indicator: &Indicator) -> Option<f64> {
    indicator.baselines.iter().rev().find_map(|baseline| baseline.value)
}

/// Puts a cell in the place of the one of its year, or among the others in the order of years.
fn set_by_year<T>(cells: &mut Vec<T>, year_of: impl Fn(&T) -> Year, year: Year, cell: Option<T>) {
    let place = cells.iter().position(|cell| year_of(cell) == year);
    match (place, cell) {
        (Some(place), Some(cell)) => cells[place] = cell,
        (Some(place), None) => drop(cells.remove(place)),
        (None, Some(cell)) => {
            let place = cells.iter().position(|cell| year_of(cell) > year).unwrap_or(cells.len());
            cells.insert(place, cell);
        }
        (None, None) => {}
    }
}

fn nature(text: &str) -> Option<Nature> {
    let all = [Nature::Binding, Nature::Expected];
    all.into_iter().find(|nature| nature.name() == text || nature.label(Language::Zh) == text)
}
