//! Conversion of table rows to indicators.

use std::collections::HashMap;

use crate::plan::target::{read_target, read_value};
use crate::plan::{
    Assignment, Baseline, Doubt, DoubtKind, Indicator, ItemId, ItemKind, Level, Nature, Paragraph, Target, Term, Year,
};
use crate::text::fold::half_width;

use super::annotation;
use super::column::Column;
use super::compose::Terms;
use super::number;
use super::table::{Row, Table};
use super::wording;

/// The indicators of a table.
#[derive(Debug, Default)]
pub struct Indicators {
    /// The indicators.
    pub list: Vec<Indicator>,
    /// Cells that are stored in no field of an indicator.
    pub notes: Vec<Paragraph>,
    /// The doubts about the reading.
    pub doubts: Vec<Doubt>,
    /// The number of notes before the current row.
    kept: usize,
}

/// Reads a table of a plan; `first` is the number of its first indicator.
pub fn read(table: &Table, terms: &Terms, first: u32) -> Indicators {
    let term = terms.term;
    let mut columns: Vec<Column> = table.heads.iter().map(|head| Column::read(head)).collect();
    drop_former_goals(&mut columns, term);
    if !columns.contains(&Column::Name)
        && let Some(at) = columns.iter().rposition(|c| *c == Column::Category)
    {
        columns[at] = Column::Name;
    }
    let frame = Frame { table, columns: &columns, terms };
    let mut indicators = Indicators::default();
    let mut category = None;
    let mut number = first;
    for row in &table.rows {
        indicators.kept = indicators.notes.len();
        let cells = Cells::of(row, &columns);
        if let Some(named) = cells.category.clone() {
            category = Some(named);
        }
        if !has_words(&cells.name) {
            indicators.keep(row);
            continue;
        }
        if cells.values.iter().all(Option::is_none)
            && cells.nature.is_none()
            && row.cells.iter().filter(|c| !c.is_empty()).count() == 1
        {
            // A single line between rows is the heading of the rows below it.
            indicators.notes.push(Paragraph { text: cells.name.clone(), lines: row.lines });
            category = Some(cells.name.clone());
            continue;
        }
        let id = terms.id.item(ItemKind::Indicator, number);
        indicators.add(cells, category.clone(), id, row, &frame);
        indicators.join_to_whole();
        number += 1;
    }
    indicators
}

/// Ignores goals of an earlier plan next to the values reached: 2020年目标 beside 2020年实际.
fn drop_former_goals(columns: &mut [Column], term: Term) {
    let year_of = |column: &Column| if let Column::Value { year, .. } = column { *year } else { None };
    let is_goal = |column: &Column| matches!(column, Column::Value { goal: Some(true), .. });
    let measured: Vec<Year> = columns.iter().filter(|column| !is_goal(column)).filter_map(year_of).collect();
    for column in columns.iter_mut().filter(|column| is_goal(column)) {
        if year_of(column).is_some_and(|year| year < term.first && measured.contains(&year)) {
            *column = Column::Other;
        }
    }
}

/// The facts common to all rows of a table.
struct Frame<'a> {
    table: &'a Table,
    columns: &'a [Column],
    terms: &'a Terms<'a>,
}

impl Indicators {
    fn keep(&mut self, row: &Row) {
        let text = row.cells.iter().filter(|c| !c.is_empty()).cloned().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.doubts.push(Doubt { lines: row.lines, kind: DoubtKind::UnnamedRow { text: text.clone() } });
            self.notes.push(Paragraph { text, lines: row.lines });
        }
    }

    /// Completes a row that is a part of the one above it (其中：女性) with the name and the unit of the whole. A name with
    /// the same ending as the whole is complete (城镇化率, 其中：户籍人口城镇化率).
    fn join_to_whole(&mut self) {
        let Some((part, above)) = self.list.split_last_mut() else { return };
        let Some(words) = part_of_whole(&part.name) else { return };
        let Some(whole) = above.iter().rev().find(|indicator| !indicator.name.contains("（其中：")) else { return };
        if words.chars().last() != whole.name.chars().last() {
            part.name = format!("{}（其中：{words}）", whole.name);
        }
        part.unit = part.unit.take().or_else(|| whole.unit.clone());
    }

    fn add(&mut self, cells: Cells, category: Option<String>, id: ItemId, row: &Row, frame: &Frame) {
        let Frame { table, columns, terms } = *frame;
        let term = terms.term;
        let stated = self.stated(&cells, row, frame);
        let (name, bracket_unit, bracket_nature) = split_name(&cells.name, columns.contains(&Column::Unit));
        let mut indicator = Indicator {
            id,
            category,
            name,
            unit: cells.unit.or(bracket_unit),
            nature: cells.nature.or(bracket_nature),
            definition: None,
            stated,
            baselines: Vec::new(),
            targets: Vec::new(),
            lines: row.lines,
        };
        let mut rates: Vec<(String, Year)> = Vec::new();
        for (column, text) in columns.iter().zip(&cells.values) {
            let (Some((year, target)), Some(text)) = (column.place(term), text.clone().filter(|t| !t.is_empty()))
            else {
                continue;
            };
            let head = columns.iter().position(|c| std::ptr::eq(c, column)).map_or("", |n| table.heads[n].as_str());
            match column {
                Column::Value { change: true, .. } => rates.push((format!("{head}{text}"), year)),
                _ if target => indicator.targets.push(self.target(&text, year, &indicator.baselines, term)),
                _ => indicator.baselines.push(Baseline { year, value: read_value(&text), text }),
            }
        }
        for (text, year) in rates {
            // An annual rate is the target if the cell of the goal has only a dash.
            let stated = indicator.targets.iter().any(|t| t.year == year && t.text.chars().any(char::is_alphanumeric));
            if stated {
                self.notes.push(Paragraph { text: format!("{}：{text}", indicator.name), lines: row.lines });
            } else {
                indicator.targets.retain(|t| t.year != year);
                indicator.targets.push(self.target(&text, year, &indicator.baselines, term));
            }
        }
        if cells.is_guess {
            let kind = DoubtKind::UnfitRow { indicator: indicator.name.clone() };
            self.doubts.push(Doubt { lines: row.lines, kind });
        }
        self.check(&indicator, row, &cells.extra);
        self.keep_lost_words(&indicator, row);
        self.list.push(indicator);
    }

    /// Reads who answers for an indicator from the columns that say so, as the text of a task says it. The words are kept.
    fn stated(&mut self, cells: &Cells, row: &Row, frame: &Frame) -> Assignment {
        let heads = frame.table.heads.iter().zip(frame.columns).filter(|(_, column)| **column == Column::Owner);
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let labelled = heads.zip(&cells.owners).filter(|(_, owner)| !owner.is_empty());
        let text = labelled.map(|((head, _), owner)| format!("{}：{owner}", bare(head))).collect::<Vec<_>>().join("；");
        if text.is_empty() {
            return Assignment::default();
        }
        let terms = frame.terms;
        let annotation = annotation::read(&text, terms.region, terms.departments, terms.first_named_leads);
        self.doubts.extend(annotation.doubts.into_iter().map(|kind| Doubt { lines: row.lines, kind }));
        self.notes.push(Paragraph { text: format!("{}：{text}", cells.name), lines: row.lines });
        annotation.stated
    }

    /// Keeps a row as text if the indicator does not store all of its words, since none may be lost.
    fn keep_lost_words(&mut self, indicator: &Indicator, row: &Row) {
        let nature = match indicator.nature {
            Some(Nature::Binding) => "约束性指标",
            Some(Nature::Expected) => "预期性指标",
            None => "",
        };
        let ordinal = (self.list.len() + 1).to_string();
        let fields = [
            indicator.category.as_deref(),
            Some(indicator.name.as_str()),
            indicator.unit.as_deref(),
            Some(nature),
            Some(ordinal.as_str()),
        ];
        let values = indicator
            .baselines
            .iter()
            .map(|b| b.text.as_str())
            .chain(indicator.targets.iter().map(|t| t.text.as_str()));
        let mut kept: HashMap<char, usize> = HashMap::new();
        for c in fields
            .into_iter()
            .flatten()
            .chain(values)
            .flat_map(str::chars)
            .map(half_width)
            .filter(|c| c.is_alphanumeric())
        {
            *kept.entry(c).or_default() += 1;
        }
        let notes = self.notes[self.kept..].iter().map(|note| note.text.as_str());
        for c in notes.flat_map(str::chars).map(half_width).filter(|c| c.is_alphanumeric()) {
            *kept.entry(c).or_default() += 1;
        }
        let lost =
            row.cells.iter().flat_map(|cell| cell.chars()).map(half_width).filter(|c| c.is_alphanumeric()).any(|c| {
                let left = kept.get_mut(&c).filter(|n| **n > 0);
                left.map(|n| *n -= 1).is_none()
            });
        if lost {
            let text = row.cells.iter().filter(|c| !c.is_empty()).cloned().collect::<Vec<_>>().join(" ");
            self.notes.push(Paragraph { text, lines: row.lines });
        }
    }

    fn target(&self, text: &str, year: Year, baselines: &[Baseline], term: Term) -> Target {
        read_target(text, year, baselines.iter().rev().find_map(|b| b.value), term)
    }

    fn check(&mut self, indicator: &Indicator, row: &Row, extra: &[String]) {
        if indicator.targets.is_empty() {
            let kind = DoubtKind::NoTarget { indicator: indicator.name.clone() };
            self.doubts.push(Doubt { lines: row.lines, kind });
        }
        for text in extra {
            self.notes.push(Paragraph { text: format!("{}：{text}", indicator.name), lines: row.lines });
        }
    }
}

/// The cells of a row by column.
#[derive(Debug, Default)]
struct Cells {
    category: Option<String>,
    name: String,
    unit: Option<String>,
    nature: Option<Nature>,
    /// The value of each column; `None` for a column without values.
    values: Vec<Option<String>>,
    /// One for each column that names departments.
    owners: Vec<String>,
    /// Cells without a field.
    extra: Vec<String>,
    /// True if the values are not as many as the columns for them, so that their places are a guess.
    is_guess: bool,
}

impl Cells {
    fn of(row: &Row, columns: &[Column]) -> Cells {
        if row.cells.len() == columns.len() && Cells::fits(row, columns) {
            Cells::by_place(row, columns)
        } else {
            Cells::by_kind(row, columns)
        }
    }

    /// Returns true if the cells are aligned with their headings: nature and number are in the right columns.
    fn fits(row: &Row, columns: &[Column]) -> bool {
        let natures = row.cells.iter().zip(columns).filter(|(cell, _)| wording::nature(cell).is_some());
        let misplaced_nature =
            columns.contains(&Column::Nature) && natures.into_iter().any(|(_, column)| *column != Column::Nature);
        let lone_number = row
            .cells
            .iter()
            .zip(columns)
            .any(|(cell, column)| matches!(column, Column::Name | Column::Category) && is_ordinal(cell));
        let unnamed = row
            .cells
            .iter()
            .zip(columns)
            .any(|(cell, column)| *column == Column::Name && !cell.is_empty() && !has_words(cell));
        !misplaced_nature && !lone_number && !unnamed
    }

    fn by_place(row: &Row, columns: &[Column]) -> Cells {
        let mut cells = Cells { values: vec![None; columns.len()], ..Cells::default() };
        for (n, (cell, column)) in row.cells.iter().zip(columns).enumerate() {
            let text = cell.trim().to_string();
            if *column == Column::Owner {
                cells.owners.push(text);
                continue;
            }
            if text.is_empty() {
                continue;
            }
            match column {
                Column::Ordinal => {}
                Column::Category => cells.category = Some(text),
                Column::Name => cells.name = text,
                Column::Unit => cells.unit = Some(text),
                Column::Nature => match wording::nature(&text) {
                    Some(nature) => cells.nature = Some(nature),
                    None => cells.extra.push(text),
                },
                Column::Value { .. } => cells.values[n] = Some(text),
                Column::Owner | Column::Other => cells.extra.push(text),
            }
        }
        cells
    }

    /// Reads a row with missing or surplus cells by the form of their content.
    fn by_kind(row: &Row, columns: &[Column]) -> Cells {
        let mut cells = Cells { values: vec![None; columns.len()], ..Cells::default() };
        let mut texts: Vec<String> = row.cells.iter().map(|c| c.trim().to_string()).collect();
        if let Some(at) = texts.iter().rposition(|t| wording::nature(t).is_some()) {
            cells.nature = wording::nature(&texts.remove(at));
        }
        let has_ordinals = columns.contains(&Column::Ordinal);
        // A number in a later cell is an ordinal only if the table has a column for it.
        let is_bare = |t: &str| t.chars().all(|c| half_width(c).is_ascii_digit());
        let numbers = |at: usize, t: &str| is_ordinal(t) && (at == 0 || has_ordinals || !is_bare(t));
        let ordinal = texts.iter().take(3).enumerate().position(|(at, t)| numbers(at, t));
        if let Some(at) = ordinal {
            texts.remove(at);
        }
        // Who answers stands in the last column, and is words where all before it are figures.
        let owns = |text: &String| has_words(text) && !text.contains(|c: char| half_width(c).is_ascii_digit());
        if columns.last() == Some(&Column::Owner) && texts.last().is_some_and(owns) {
            cells.owners.extend(texts.pop());
        }
        let has_category = columns.contains(&Column::Category);
        let head = ordinal
            .filter(|_| !has_category || columns.first() != Some(&Column::Ordinal))
            .unwrap_or_else(|| name_at(&texts, columns));
        let head = head.min(texts.len().saturating_sub(1));
        let category: String = texts.drain(..head).collect();
        cells.category = Some(category).filter(|c| !c.is_empty());
        if !texts.is_empty() {
            cells.name = texts.remove(0);
        }
        if columns.contains(&Column::Unit) && !texts.is_empty() {
            cells.unit = Some(texts.remove(0)).filter(|u| !u.is_empty());
        }
        let places: Vec<usize> = (0..columns.len()).filter(|&n| matches!(columns[n], Column::Value { .. })).collect();
        let told_apart = texts.iter().any(|text| is_labelled(text));
        cells.is_guess = texts.len() != places.len() && !told_apart && !texts.is_empty();
        let mut groups = group_values(texts, places.len()).into_iter();
        for place in places {
            cells.values[place] = groups.next().filter(|t| !t.is_empty());
        }
        cells.extra.extend(groups.filter(|t| !t.is_empty()));
        cells
    }
}

/// Returns the name in a row that is a part of the row above it: 其中：女性.
fn part_of_whole(name: &str) -> Option<&str> {
    let bare = name.trim_start_matches(['#', '—', '-', ' ', '\u{3000}']);
    let words = bare.strip_prefix("其中").or_else(|| name.starts_with('#').then_some(bare))?;
    let words = words.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '：' | ':' | '，' | '、'));
    (!words.is_empty()).then_some(words)
}

/// Returns true if a cell can be a name.
fn has_words(cell: &str) -> bool {
    let is_numeral = |c: char| "一二三四五六七八九十".contains(c);
    let bare = cell.trim().trim_matches(['（', '）', '(', ')']);
    bare.chars().any(|c| c.is_alphabetic() && !is_numeral(c))
}

/// Returns true if a cell holds a number and nothing else: 3 or 3. or （3）.
fn is_ordinal(cell: &str) -> bool {
    let folded = wording::folded(cell);
    let bare = folded.trim_matches(|c: char| "().、".contains(c));
    let closed = bare.len() < folded.len() || bare.len() <= 2;
    !bare.is_empty() && bare.len() <= 3 && closed && bare.bytes().all(|b| b.is_ascii_digit())
}

/// Returns the index of the name in a row without an ordinal: after category cells, which are short and have no unit,
/// if the row has enough cells.
fn name_at(texts: &[String], columns: &[Column]) -> usize {
    let values = columns.iter().filter(|c| matches!(c, Column::Value { .. } | Column::Unit)).count();
    let with_unit = texts.iter().position(|t| t.ends_with(['）', ')']) && t.contains(['（', '(']));
    match with_unit.filter(|_| !columns.contains(&Column::Unit)) {
        Some(at) if at <= 3 => at,
        _ if columns.contains(&Column::Category) && texts.len() > values + 1 => texts.len() - values - 1,
        _ => 0,
    }
}

/// Returns true for a value behind a word that tells it from another in the same cell: 孕：90, 3岁：80.
fn is_labelled(value: &str) -> bool {
    value.starts_with(|c| matches!(c, '\u{4e00}'..='\u{9fff}')) && value.contains(|c| half_width(c).is_ascii_digit())
}

/// Distributes values over the columns of a row whose cells may have several lines.
fn group_values(texts: Vec<String>, columns: usize) -> Vec<String> {
    if texts.len() <= columns || columns == 0 {
        return texts;
    }
    let mut groups: Vec<Vec<String>> = Vec::new();
    for text in texts.iter().cloned() {
        match groups.last_mut() {
            Some(group) if is_labelled(&text) && group.last().is_some_and(|last| is_labelled(last)) => group.push(text),
            _ => groups.push(vec![text]),
        }
    }
    if groups.len() != columns && texts.len().is_multiple_of(columns) {
        groups = texts.chunks(texts.len() / columns).map(<[String]>::to_vec).collect();
    }
    groups.into_iter().map(|group| group.join("；")).collect()
}

/// Splits a name into the name proper, the unit in its last brackets, and a nature in brackets.
fn split_name(cell: &str, unit_column: bool) -> (String, Option<String>, Option<Nature>) {
    let mut name = match number::split(cell) {
        Some((mark, rest)) if mark.level >= Level::Digit && mark.level != Level::Dash => rest.to_string(),
        _ => cell.to_string(),
    };
    let (mut unit, mut nature) = (None, None);
    while let Some((start, inner)) = last_bracket(&name) {
        let inner = inner.to_string();
        if let Some(found) = wording::nature(&inner) {
            nature = nature.or(Some(found));
        } else if unit.is_none() && !unit_column && is_unit(&inner) {
            unit = Some(inner);
        } else {
            break;
        }
        name.truncate(start);
        name.truncate(name.trim_end().len());
    }
    (name, unit, nature)
}

/// Returns the bracket at the end of a name: its offset and content.
fn last_bracket(name: &str) -> Option<(usize, &str)> {
    let (open, close) = [('（', '）'), ('(', ')'), ('[', ']'), ('〔', '〕'), ('【', '】')]
        .into_iter()
        .find(|(_, close)| name.ends_with(*close))?;
    let start = name.rfind([open, if open == '（' { '(' } else { open }])?;
    let inner = &name[start + name[start..].chars().next()?.len_utf8()..name.len() - close.len_utf8()];
    (start > 0 && !inner.is_empty()).then_some((start, inner))
}

/// Returns true if a bracket contains a unit, and not a part of the name.
fn is_unit(inner: &str) -> bool {
    const NO_UNITS: &[&str] = &["助理", "试行", "含", "不", "其中", "士", "当年", "累计"];
    inner.chars().count() <= 12
        && !NO_UNITS.iter().any(|w| inner.starts_with(w))
        && !inner.contains(['，', '。', '、', '：'])
}

#[cfg(test)]
mod tests {
    use super::super::{clean, table};
    use super::*;
    use crate::plan::{Departments, PlanId};

    /// Reads a table whose rows are lines.
    fn found(text: &str) -> Indicators {
        let terms = Terms {
            id: &PlanId::new("qingshan-jy-2025").unwrap(),
            title: "",
            region: &"青山县".into(),
            term: Term { first: Year(2021), last: Year(2025) },
            issued: None,
            departments: &Departments::bundled(),
            of_province: false,
            first_named_leads: false,
        };
        let pieces = table::find(&clean::clean(text, &[]).lines);
        let mut tables = pieces.into_iter().filter_map(|p| if let table::Piece::Table(t) = p { Some(t) } else { None });
        read(&tables.next().unwrap(), &terms, 1)
    }

    fn indicators(text: &str) -> Vec<Indicator> {
        found(text).list
    }

    #[test]
    fn the_columns_that_say_who_answers_are_read_and_their_words_kept() {
        let stated = |heads: &str, owners: &str| {
            let text = format!("指标\t单位\t2020年\t2025年\t属性\t{heads}\n入园率\t%\t85\t95\t预期性\t{owners}\n");
            let found = found(&text);
            let Assignment { lead, support, .. } = found.list[0].stated.clone();
            assert_eq!((found.list[0].baselines.len(), found.list[0].targets.len()), (1, 1), "{heads} {owners}");
            assert!(owners.split('\t').all(|owner| found.notes.iter().any(|note| note.text.contains(owner))));
            (lead.join("、"), support.join("、"), found.doubts.into_iter().map(|doubt| doubt.kind).collect::<Vec<_>>())
        };
        let named = |lead: &str, support: &str| (lead.to_string(), support.to_string(), Vec::new());
        assert_eq!(stated("责任单位", "县教育局"), named("教育局", ""));
        assert_eq!(stated("牵头单位\t配合单位", "教育局\t财政局、卫健委"), named("教育局", "财政局、卫生健康委员会"));
        assert_eq!(stated("责任部门", "教育局牵头，财政局配合"), named("教育局", "财政局"));
        let (lead, support, doubts) = stated("责任单位", "教育局、财政局");
        assert_eq!((lead.as_str(), support.as_str()), ("", "教育局、财政局"), "who leads is not said");
        assert!(matches!(&doubts[..], [DoubtKind::NoLead { lead, .. }] if lead == "教育局"), "{doubts:?}");
        assert_eq!(
            stated("责任单位", "幼教指导中心"),
            named("幼教指导中心", ""),
            "of no registry, and kept as printed"
        );
    }

    #[test]
    fn a_part_has_the_name_and_the_unit_of_the_whole() {
        let heads = "指标\t单位\t2020年\t2025年\t属性\n";
        let rows = "平均受教育年限\t年\t9\t11\t约束性\n其中：女性\t\t8\t10\t预期性\n# 其中，农村\t\t7\t9\t预期性\n城镇化率\t%\t50\t60\t预期性\n其中：户籍人口城镇化率\t%\t40\t45\t预期性\n";
        let read: Vec<(String, Option<String>)> =
            indicators(&format!("{heads}{rows}")).into_iter().map(|i| (i.name, i.unit)).collect();
        let named = |name: &str, unit: &str| (name.to_string(), Some(unit.to_string()));
        assert_eq!(
            read,
            [
                named("平均受教育年限", "年"),
                named("平均受教育年限（其中：女性）", "年"),
                named("平均受教育年限（其中：农村）", "年"),
                named("城镇化率", "%"),
                named("其中：户籍人口城镇化率", "%"),
            ]
        );
    }

    #[test]
    fn the_goal_of_an_earlier_plan_is_no_value_of_this_one() {
        let text = "指标\t2020年目标\t2020年实际\t2025年目标\t属性\n入园率（%）\t85\t88\t95\t预期性\n";
        let read = indicators(text);
        let years = |i: &Indicator| (i.baselines.iter().map(|b| b.text.clone()).collect(), i.targets.len());
        assert_eq!(read.iter().map(years).collect::<Vec<(Vec<String>, usize)>>(), [(vec!["88".to_string()], 1)]);
    }
}
