//! Parsing of typed or pasted outlines: headings, boxes, items and indicators, one per line.
//!
//! Tabs, or pairs of blanks, at the start of a line give its depth. If no line is indented, as in a text pasted from a
//! document, the numbering gives the depth: 第一章 above 第一节 above 一、. The kind of a line follows from its place:
//!
//! * a line with lines below it is a heading, and so is one numbered like a chapter;
//! * a line that begins with 专栏 is a box; lines below it are projects, and groups if they have lines below them;
//! * below a heading that ends in 指标, lines are indicators with cells separated by tabs or bars: name, unit, nature,
//!   baseline, target (see [`typed`]), and categories if they have lines below them;
//! * any other line is a task. Its title is the part up to the first full stop, its text the whole line.

use std::collections::BTreeMap;

use crate::import::{self, LineNumber};
use crate::plan::overlay::{self, BETWEEN_HEADINGS, Made, Misfit, TextField, typed};
use crate::plan::{Change, Edit, ItemId, ItemKind, Level, Plan, PlanId};
use crate::text::clean::sanitise_line;

use super::{Refusal, Snapshot};

/// A line of an outline.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    /// The line number in the text, from 1.
    at: usize,
    depth: usize,
    number: Option<LineNumber>,
    /// The text after the number, including its cells.
    text: String,
}

impl Line {
    /// Returns the line without its indentation.
    fn printed(&self) -> String {
        let number = self.number.as_ref().map(|number| number.printed.as_str()).unwrap_or_default();
        format!("{number}{}", self.text)
    }
}

/// The kind of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Item(ItemKind),
    /// The title of a group of projects in a box, or a category of indicators.
    Group,
}

/// Returns the number of items of each kind in an outline.
pub fn counts(text: &str) -> BTreeMap<ItemKind, usize> {
    let mut counts = BTreeMap::new();
    for role in roles(&lines(text)) {
        if let Role::Item(kind) = role {
            *counts.entry(kind).or_default() += 1;
        }
    }
    counts
}

/// Adds the content of an outline to a plan, after the present content.
///
/// # Errors
/// [`Refusal::EmptyOutline`], and [`Refusal::OutlineLine`] for a line without a title.
pub(super) fn add(snapshot: &Snapshot, plan: &PlanId, text: &str) -> Result<Vec<Change>, Refusal> {
    let dossier = snapshot.dossier(plan).ok_or_else(|| Refusal::NoPlan(plan.clone()))?;
    let lines = lines(text);
    if lines.is_empty() {
        return Err(Refusal::EmptyOutline);
    }
    let mut builder = OutlineBuilder { plan: dossier.with_made(), next: BTreeMap::new(), changes: Vec::new() };
    for kind in ItemKind::ALL {
        builder.next.insert(kind, dossier.next_number(kind));
    }
    // The enclosing lines, as depth and what was created for each.
    let mut above: Vec<(usize, Above)> = Vec::new();
    for (line, role) in lines.iter().zip(roles(&lines)) {
        above.retain(|(depth, _)| *depth < line.depth);
        let made = match role {
            Role::Group => Some(Above::Group(line.printed())),
            Role::Item(kind) => builder
                .add_line(kind, line, &above)
                .map_err(|Misfit| Refusal::OutlineLine { line: line.at, text: line.printed() })?,
        };
        above.extend(made.map(|made| (line.depth, made)));
    }
    Ok(builder.changes)
}

/// The result for an enclosing line.
enum Above {
    /// A heading, given by its path.
    Heading(String),
    /// A box, given by its number and title.
    Box(String),
    /// A group of a box, or a category of indicators.
    Group(String),
}

/// Creates the items of an outline one by one.
struct OutlineBuilder {
    /// The plan with the items created so far.
    plan: Plan,
    /// The next number for each kind of item.
    next: BTreeMap<ItemKind, u32>,
    changes: Vec<Change>,
}

impl OutlineBuilder {
    /// Creates the item for a line. Returns what encloses the lines below it.
    fn add_line(&mut self, kind: ItemKind, line: &Line, above: &[(usize, Above)]) -> Result<Option<Above>, Misfit> {
        let heading = above.iter().rev().find_map(|(_, above)| match above {
            Above::Heading(path) => Some(path.clone()),
            _ => None,
        });
        let mut fields = BTreeMap::new();
        let mut cells = line.text.split(['\t', '|', '｜']).map(str::trim);
        let title = cells.next().unwrap_or_default().to_string();
        match kind {
            ItemKind::Task | ItemKind::Project => {
                let text = cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join("\n");
                let (short, rest) = title.split_once('。').unwrap_or((&title, ""));
                if !rest.trim().is_empty() || !text.is_empty() {
                    fields.insert(TextField::Text, format!("{title}\n{text}").trim().to_string());
                }
                fields.insert(TextField::Title, short.trim().to_string());
            }
            ItemKind::Indicator => {
                let category = above.last().and_then(|(_, above)| group(above));
                fields = typed::fields(&cells.collect::<Vec<_>>(), self.plan.term)?;
                fields.insert(TextField::Title, title);
                fields.extend(category.map(|category| (TextField::Category, category)));
            }
            ItemKind::Heading | ItemKind::Box => {
                fields.insert(TextField::Title, title);
            }
        }
        if let Some(number) = &line.number {
            fields.insert(TextField::Number, number.printed.clone());
        }
        match kind {
            ItemKind::Project => {
                let special_box = above.iter().rev().find_map(|(_, above)| match above {
                    Above::Box(name) => Some(name.clone()),
                    _ => None,
                });
                fields.extend(special_box.map(|name| (TextField::Box, name)));
                let group = above.last().and_then(|(_, above)| group(above));
                fields.extend(group.map(|group| (TextField::Group, group)));
            }
            ItemKind::Indicator => drop(fields.remove(&TextField::Number)),
            _ => fields.extend(heading.map(|path| (TextField::Chapter, path))),
        }
        self.create(kind, fields)
    }

    fn create(&mut self, kind: ItemKind, fields: BTreeMap<TextField, String>) -> Result<Option<Above>, Misfit> {
        let number = self.next.entry(kind).or_insert(1);
        let item: ItemId = self.plan.id.item(kind, *number);
        *number += 1;
        let made = Made { fields, from: None };
        overlay::add(&mut self.plan, &item, &made)?;
        self.changes.push(Change::Made { item, edit: Edit { before: None, after: Some(made) } });
        Ok(match kind {
            ItemKind::Heading => {
                Some(Above::Heading(self.plan.path(self.plan.outline.len() - 1).join(BETWEEN_HEADINGS)))
            }
            ItemKind::Box => overlay::box_name(&self.plan, self.plan.boxes.len() - 1).map(Above::Box),
            _ => None,
        })
    }
}

fn group(above: &Above) -> Option<String> {
    if let Above::Group(group) = above { Some(group.clone()) } else { None }
}

fn lines(text: &str) -> Vec<Line> {
    let is_indented = text.lines().any(|line| indent(line) > 0);
    let mut lines: Vec<Line> = Vec::new();
    // Without indentation: the levels of the enclosing numbers.
    let mut levels: Vec<Level> = Vec::new();
    for (at, raw) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        // A tab separates cells, so it is not trimmed as a blank.
        let cells = raw.trim().split('\t').map(|cell| sanitise_line(cell).trim().to_string());
        let text = cells.collect::<Vec<_>>().join("\t");
        let (number, rest) = import::line_number(&text);
        let depth = if is_indented {
            indent(raw).min(lines.last().map_or(0, |last| last.depth + 1))
        } else {
            if let Some(number) = &number {
                levels.retain(|level| *level < number.level);
            }
            let depth = levels.len();
            levels.extend(number.as_ref().map(|number| number.level));
            depth
        };
        // In a spreadsheet the number is in a cell of its own.
        let text = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '｜')).to_string();
        lines.push(Line { at, depth, text, number });
    }
    lines
}

/// Returns the depth given by the indentation of a line.
fn indent(line: &str) -> usize {
    let (mut tabs, mut blanks) = (0, 0);
    for c in line.chars() {
        match c {
            '\t' => tabs += 1,
            ' ' => blanks += 1,
            _ => break,
        }
    }
    tabs + blanks / 2
}

fn roles(lines: &[Line]) -> Vec<Role> {
    let mut roles = Vec::with_capacity(lines.len());
    // The depths of the enclosing box and of the enclosing list of indicators.
    let (mut special_box, mut indicators): (Option<usize>, Option<usize>) = (None, None);
    for (n, line) in lines.iter().enumerate() {
        special_box = special_box.filter(|depth| line.depth > *depth);
        indicators = indicators.filter(|depth| line.depth > *depth);
        let has_below = lines.get(n + 1).is_some_and(|next| next.depth > line.depth);
        let is_chapter = line.number.as_ref().is_some_and(|number| number.level <= Level::Section);
        roles.push(match line {
            _ if special_box.is_some() => {
                if has_below {
                    Role::Group
                } else {
                    Role::Item(ItemKind::Project)
                }
            }
            _ if indicators.is_some() && !has_below => Role::Item(ItemKind::Indicator),
            _ if indicators.is_some() && !is_chapter => Role::Group,
            line if line.number.as_ref().is_some_and(|number| number.is_box) => {
                special_box = Some(line.depth);
                Role::Item(ItemKind::Box)
            }
            line if has_below || is_chapter || line.depth == 0 => {
                if line.text.ends_with("指标") {
                    indicators = Some(line.depth);
                }
                Role::Item(ItemKind::Heading)
            }
            _ => Role::Item(ItemKind::Task),
        });
    }
    roles
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::desk::{PlanDraft, items};
    use crate::export::{self, fixture};
    use crate::plan::dossier::{apply_all, take_back};
    use crate::plan::{Dossiers, Edition, Term, Year};

    const TYPED: &str = "第三章 重点任务\n  第一节 服务能力\n    1.建设村卫生室。到2025年建成十所。\n    培训乡村医生\n    \
                         专栏1 重点项目\n      设施类\n        卫生院改造\n      巡诊服务\n主要指标\n  人均预期寿命 | 岁 | 预期性 | 76 | 78\n  \
                         卫生技术人员 | /千人 | 约束性 | 8\n  一、健康水平\n    婴儿死亡率 | ‰ | 2023=6 | 2025=5.2\n";

    /// Returns the dossiers and changes after an outline was added to the fixture's plan.
    fn added(text: &str) -> (Dossiers, Vec<Change>) {
        let dossier = fixture::dossier();
        let mut dossiers = Dossiers::from([(dossier.plan.id.clone(), Arc::new(dossier))]);
        let snapshot = Snapshot::new(dossiers.clone(), Default::default(), Default::default());
        let plan = fixture::item(ItemKind::Task, 1).plan;
        let changes = add(&snapshot, &plan, text).unwrap();
        apply_all(&mut dossiers, &changes).unwrap();
        (dossiers, changes)
    }

    /// Returns the added items, each with its place.
    fn told(text: &str) -> Vec<String> {
        let (dossiers, changes) = added(text);
        let plan = &dossiers.values().next().unwrap().plan;
        let read = |item: &ItemId, field| {
            overlay::read(plan, &crate::plan::Subject::Item(item.clone()), field).unwrap_or_default()
        };
        changes
            .iter()
            .filter_map(Change::item)
            .map(|item| {
                let place = match item.kind {
                    ItemKind::Project => [read(item, TextField::Box), read(item, TextField::Group)].join(" "),
                    ItemKind::Indicator => [
                        TextField::Unit,
                        TextField::Nature,
                        TextField::Baseline(Year(2020)),
                        TextField::Target(Year(2023)),
                        TextField::Target(Year(2025)),
                        TextField::Category,
                    ]
                    .map(|field| read(item, field))
                    .join(" "),
                    _ => read(item, TextField::Chapter),
                };
                format!(
                    "{}{} {} @{place}",
                    read(item, TextField::Number),
                    read(item, TextField::Title),
                    item.short().chars().next().unwrap()
                )
            })
            .collect()
    }

    #[test]
    fn every_line_has_its_kind_and_its_place() {
        let section = "第三章 重点任务 › 第一节 服务能力";
        assert_eq!(
            told(TYPED),
            [
                "第三章重点任务 h @".to_string(),
                "第一节服务能力 h @".to_string(),
                format!("1.建设村卫生室 t @{section}"),
                format!("培训乡村医生 t @{section}"),
                "专栏1重点项目 b @".to_string(),
                "卫生院改造 p @专栏1 重点项目 设施类".to_string(),
                "巡诊服务 p @专栏1 重点项目 ".to_string(),
                "主要指标 h @".to_string(),
                "人均预期寿命 i @岁 expected 76  78 ".to_string(),
                "卫生技术人员 i @/千人 binding   8 ".to_string(),
                "婴儿死亡率 i @‰   6 5.2 一、健康水平".to_string(),
            ]
        );
    }

    #[test]
    fn lines_without_indentation_are_placed_by_their_numbers() {
        let indented =
            told("第三章 重点任务\n  第一节 服务能力\n    1.建设村卫生室\n    2.培训医生\n  第二节 保障\n    1.筹资\n");
        let pasted = told("第三章 重点任务\n第一节 服务能力\n1.建设村卫生室\n2.培训医生\n第二节 保障\n1.筹资\n");
        assert_eq!(pasted, indented);
    }

    #[test]
    fn a_line_without_words_is_refused_by_its_number() {
        let dossier = fixture::dossier();
        let plan = dossier.plan.id.clone();
        let dossiers = Dossiers::from([(plan.clone(), Arc::new(dossier))]);
        let snapshot = Snapshot::new(dossiers, Default::default(), Default::default());
        let refused = |text: &str| add(&snapshot, &plan, text).unwrap_err();
        let text = "第一章 总则\n\n\t1.建设\n\t2.\n";
        assert_eq!(refused(text), Refusal::OutlineLine { line: 4, text: "2.".into() });
        assert_eq!(refused(" \n\t\n"), Refusal::EmptyOutline);
        let text = "第一章 主要指标\n\t寿命 | 岁 | 76 | 77 | 78\n";
        let line = "寿命 | 岁 | 76 | 77 | 78".to_string();
        assert_eq!(refused(text), Refusal::OutlineLine { line: 2, text: line }, "no figure is dropped");
    }

    /// Returns a plan created from an outline in an empty store.
    fn begun(outline: &str) -> crate::plan::Plan {
        let draft = PlanDraft {
            title: "某县“十四五”健康规划".into(),
            region: "某县".into(),
            sector: "健康".into(),
            term: Term { first: Year(2021), last: Year(2025) },
            edition: Edition::Condensed,
            outline: Some(outline.to_string()),
        };
        let mut dossiers = Dossiers::default();
        let empty = Snapshot::new(dossiers.clone(), Default::default(), Default::default());
        apply_all(&mut dossiers, &items::begin(&empty, &draft).unwrap()).unwrap();
        (*dossiers.values().next().unwrap().plan).clone()
    }

    fn name() -> impl Strategy<Value = String> {
        "[甲乙丙丁戊己庚辛]{2,6}"
    }

    /// Generates a task: an optional number, a title, optional further text.
    fn task() -> impl Strategy<Value = String> {
        let number = proptest::sample::select(vec!["", "1. ", "（二）", "一、"]);
        let more = proptest::sample::select(vec!["", "。到2025年建成十所", " | 责任到人", "。办好 | 责任到人"]);
        (number, name(), more).prop_map(|(number, name, more)| format!("{number}{name}{more}"))
    }

    fn indicator() -> impl Strategy<Value = String> {
        let nature = proptest::sample::select(vec!["", " | 约束性", " | 预期性"]);
        let figures = proptest::sample::select(vec![
            "",
            " | 78",
            " | 76.5 | ≥78",
            " | 2020=76.5",
            " | 2015=70 | 2020=76.5 | 2023=77 | 2025=78",
            " | 2025=持续提高",
            " | 基期2021=76 | 2025=孕：80↵儿：90 | 口径=常住人口",
        ]);
        let unit = proptest::sample::select(vec!["", " | 岁", " | /10万", " | 单位=10万人"]);
        (name(), unit, nature, figures)
            .prop_map(|(name, unit, nature, figures)| format!("{name}{unit}{nature}{figures}"))
    }

    fn outlines() -> impl Strategy<Value = String> {
        let tasks = || proptest::collection::vec(task(), 1..4);
        let projects = proptest::collection::vec((any::<bool>(), name()), 0..4);
        let section = (name(), tasks(), proptest::option::of((name(), projects)));
        let sections = proptest::collection::vec(section, 1..4);
        let category = proptest::sample::select(vec!["", "", "健康水平", "一、健康水平", "（二）健康服务"]);
        let indicators = proptest::collection::vec((category, indicator()), 0..6);
        (sections, indicators).prop_map(|(sections, indicators)| {
            let mut text = "第一章 重点任务\n".to_string();
            for (n, (title, tasks, special_box)) in sections.into_iter().enumerate() {
                text.push_str(&format!("\t第{}节 {title}\n", ["一", "二", "三"][n]));
                tasks.iter().for_each(|task| text.push_str(&format!("\t\t{task}\n")));
                let Some((title, projects)) = special_box else { continue };
                text.push_str(&format!("\t\t专栏{} {title}\n", n + 1));
                for (is_grouped, project) in projects {
                    text.push_str(&if is_grouped {
                        format!("\t\t\t一、类别{project}\n\t\t\t\t{project}\n")
                    } else {
                        format!("\t\t\t{project}\n")
                    });
                }
            }
            if !indicators.is_empty() {
                text.push_str("第二章 主要指标\n");
                for (category, indicator) in &indicators {
                    text.push_str(&match category.is_empty() {
                        true => format!("\t{indicator}\n"),
                        false => format!("\t{category}\n\t\t{indicator}\n"),
                    });
                }
            }
            text
        })
    }

    proptest! {
        #[test]
        fn an_exported_outline_gives_the_same_plan_when_typed_again(text in outlines()) {
            let plan = begun(&text);
            prop_assert!(!plan.tasks.is_empty());
            let written = export::outline::outline(&plan);
            prop_assert_eq!(begun(&written), plan, "{}", written);
        }
    }

    #[test]
    fn undoing_an_outline_leaves_the_plan_unchanged() {
        let (mut dossiers, changes) = added(TYPED);
        take_back(&mut dossiers, &changes).unwrap();
        assert_eq!(*dossiers.values().next().unwrap().as_ref(), fixture::dossier());
    }
}
