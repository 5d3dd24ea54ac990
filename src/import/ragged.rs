//! Indicator tables without any cell structure, line by line, as extracted from a PDF.
//!
//! Headings may extend over several lines, and the name of an indicator above and below the line with its cells. A row
//! is recognised by its kernel: a line with the nature of the indicator, or with its number and values.

use std::collections::BTreeMap;

use crate::plan::{Level, LineSpan};
use crate::text::fold::half_width;

use super::clean::Line;
use super::column::Column;
use super::number;
use super::table::{Row, Table};
use super::wording;

/// The column of classes.
const CLASS: usize = 1;

/// The maximum number of lines of a table's headings.
const HEADS: usize = 8;

/// Returns the table that begins at a line, and the line after it.
pub fn find(lines: &[Line], start: usize) -> Option<(Table, usize)> {
    let end = start + lines[start..].iter().take_while(|line| is_inside(line)).count();
    let kernels: Vec<(usize, Kernel)> =
        (start..end).filter_map(|at| Kernel::read(&lines[at].text).map(|kernel| (at, kernel))).collect();
    let first = kernels.first().map(|(at, _)| *at).filter(|at| *at <= start + HEADS)?;
    let natures = kernels.iter().filter(|(_, kernel)| kernel.nature.is_some()).count();
    if kernels.len() < 2 || natures * 2 < kernels.len() {
        return None;
    }
    let width = usual_width(&kernels)?;
    let nameless = kernels[0].1.name.is_empty() && first > start && is_words(&lines[first - 1]);
    let head_end = first - usize::from(nameless);
    if !lines[start..head_end].iter().all(is_of_heads) {
        return None;
    }
    let heads = heads(&lines[start..head_end], width)?;
    let is_class = |word: &str| Column::read(word) == Column::Category;
    let has_classes = lines[start..head_end].iter().any(|line| line.text.split_whitespace().any(is_class));
    let rows = rows(lines, head_end, end, kernels, has_classes);
    let end = end_of(lines, end, &rows);
    let table = Table {
        heads,
        rows,
        broken: Vec::new(),
        lines: LineSpan { first: lines[start].no, last: lines[end - 1].no },
        frame: lines[start].layout.frame,
    };
    Some((table, end))
}

/// Returns true if a line can be part of such a table: it is short, and neither a sentence nor a heading.
fn is_inside(line: &Line) -> bool {
    let heading = number::split(&line.text)
        .is_some_and(|(mark, rest)| mark.level <= Level::HanParenthesised && mark.parts.is_empty() && !rest.is_empty());
    let length = line.text.chars().take(81).count();
    length <= 80
        && line.tabs == 0
        && !line.text.contains(['\t', '。'])
        && !heading
        && !wording::starts_block(&line.text)
}

/// The cells of a row that are on one line.
#[derive(Debug)]
struct Kernel {
    ordinal: Option<String>,
    /// The category of the indicator, if the table has categories and the line contains one.
    class: String,
    name: String,
    unit: Option<String>,
    nature: Option<String>,
    values: Vec<String>,
}

impl Kernel {
    /// Parses a line with the nature of an indicator, or with its number and two values.
    fn read(text: &str) -> Option<Kernel> {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        // A class that spans rows stands before the number of the row in whose line it is.
        let is_classed = matches!(words[..], [class, number, name, ..]
            if is_class(class) && is_ordinal(number) && !is_value(name) && !is_unit(name));
        let class = if is_classed { words.remove(0).to_string() } else { String::new() };
        let ordinal = (words.len() > 1 && is_ordinal(words[0])).then(|| words.remove(0).to_string());
        let nature =
            words.iter().rposition(|word| wording::nature(word).is_some()).map(|at| words.remove(at).to_string());
        let tail = words.iter().rev().take_while(|word| is_value(word)).count();
        let values: Vec<String> = words.split_off(words.len() - tail).into_iter().map(str::to_string).collect();
        let unit = words.last().filter(|word| is_unit(word)).map(|word| (*word).to_string());
        if unit.is_some() {
            words.pop();
        }
        let is_kernel = nature.is_some() && !values.is_empty() || ordinal.is_some() && values.len() >= 2;
        is_kernel.then(|| Kernel { ordinal, class, name: words.join(" "), unit, nature, values })
    }

    fn row(self, lines: LineSpan) -> Row {
        let cells = [
            self.ordinal.unwrap_or_default(),
            self.class,
            self.name,
            self.unit.unwrap_or_default(),
            self.nature.unwrap_or_default(),
        ];
        Row { cells: cells.into_iter().chain(self.values).collect(), lines }
    }
}

/// Returns true if a word can be the class of indicators: a few Chinese characters.
fn is_class(word: &str) -> bool {
    (2..=6).contains(&word.chars().count()) && word.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
}

fn is_ordinal(word: &str) -> bool {
    let bare = word.trim_end_matches(['.', '．', '、']);
    (1..=2).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit())
}

fn is_value(word: &str) -> bool {
    if is_per_many(word) {
        return false;
    }
    let digits = word.chars().any(|c| half_width(c).is_ascii_digit());
    let starts = word.starts_with(|c: char| half_width(c).is_ascii_digit() || "[（(≥≤＞＜><〔【约-－±".contains(c));
    word.chars().all(|c| "-—–－/".contains(c)) || digits && starts && word.chars().count() <= 16
}

/// Returns true for a unit that relates to a large number: 1/10万, /万.
fn is_per_many(word: &str) -> bool {
    let many = word.strip_prefix("1/").or_else(|| word.strip_prefix('/'));
    many.is_some_and(|many| {
        many.ends_with(['万', '亿', '千']) && many.chars().rev().skip(1).all(|c| c.is_ascii_digit())
    })
}

fn is_unit(word: &str) -> bool {
    if is_per_many(word) {
        return true;
    }
    let bare = word.trim_matches(|c| "（）()".contains(c));
    let han = bare.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '/' | '·' | '²' | '³'));
    let ends = [
        "个", "人", "万", "元", "岁", "张", "所", "户", "家", "项", "次", "件", "里", "米", "亩", "顷", "吨", "辆",
        "座", "倍", "年",
    ];
    matches!(bare, "%" | "％" | "‰")
        || han
            && bare.chars().count() <= 6
            && (bare.contains('/') || ends.iter().any(|end| bare.ends_with(end)) && bare.chars().count() <= 4)
}

/// Returns the most frequent number of values in a row.
fn usual_width(kernels: &[(usize, Kernel)]) -> Option<usize> {
    let count = |width: usize| kernels.iter().filter(|(_, kernel)| kernel.values.len() == width).count();
    (1..=8).max_by_key(|width| count(*width)).filter(|width| count(*width) * 2 > kernels.len())
}

/// Returns the headings: those that every such table has, and the last value headings in print, one for each value of a
/// row. A heading above several of them (“十四五”目标) has no column of its own.
fn heads(lines: &[Line], width: usize) -> Option<Vec<String>> {
    let words = lines.iter().flat_map(|line| line.text.split_whitespace());
    let values: Vec<String> =
        words.filter(|word| matches!(Column::read(word), Column::Value { .. })).map(str::to_string).collect();
    let from = values.len().checked_sub(width)?;
    let fixed = ["序号", "类别", "指标", "单位", "属性"].map(str::to_string);
    Some(fixed.into_iter().chain(values[from..].iter().cloned()).collect())
}

/// Returns true if a line can be among the headings: it has a heading, or only single characters of split headings.
/// Other words would be lost, since only headings are kept.
fn is_of_heads(line: &Line) -> bool {
    let mut words = line.text.split_whitespace();
    words.clone().any(Column::is_head) || words.all(|word| word.chars().count() < 2)
}

fn is_words(line: &Line) -> bool {
    Kernel::read(&line.text).is_none()
}

/// Returns the rows: each kernel with the lines of its name around it.
fn rows(lines: &[Line], start: usize, end: usize, kernels: Vec<(usize, Kernel)>, has_classes: bool) -> Vec<Row> {
    let places: Vec<(usize, bool)> = kernels.iter().map(|(at, kernel)| (*at, kernel.name.is_empty())).collect();
    let mut rows = Vec::with_capacity(kernels.len());
    let mut from = start;
    let mut labels: Vec<Label> = Vec::new();
    for (n, (at, mut kernel)) in kernels.into_iter().enumerate() {
        let next = places.get(n + 1);
        let until = next.map_or(end, |(next, _)| *next);
        // Between two kernels, the line above the next one belongs to it if it has no name of its own.
        let after = (until - at - 1).min(if kernel.name.is_empty() { from.abs_diff(at).max(1) } else { 2 });
        let kept = usize::from(next.is_some_and(|(_, nameless)| *nameless && until - at > 1));
        let after = after.min(until - at - 1 - kept);
        if let Some((class, name)) = kernel.name.split_once(' ').filter(|_| has_classes && kernel.class.is_empty()) {
            (kernel.class, kernel.name) = (class.to_string(), name.to_string());
        }
        kernel.name.retain(|c| c != ' ');
        let is_named = !kernel.name.is_empty();
        // A short word between whole rows is a class that spans them.
        let is_name = |line: &Line| !(has_classes && is_named && line.text.chars().count() <= 4);
        let mut words = |range: std::ops::Range<usize>, place: usize| {
            let (names, classes): (Vec<&Line>, Vec<&Line>) = lines[range].iter().partition(|line| is_name(line));
            labels.extend(classes.iter().map(|line| Label { place, class: line.text.clone() }));
            names.iter().map(|line| line.text.as_str()).collect::<String>()
        };
        let (above, below) = (words(from..at, 2 * n), words(at + 1..at + 1 + after, 2 * n + 2));
        kernel.name = format!("{above}{}{below}", kernel.name);
        if has_classes && !kernel.class.is_empty() {
            labels.push(Label { place: 2 * n + 1, class: kernel.class.clone() });
        }
        let span = LineSpan { first: lines[from].no, last: lines[at + after].no };
        rows.push(kernel.row(span));
        from = at + 1 + after;
    }
    labels.sort_by_key(|label| label.place);
    for (row, class) in rows.iter_mut().zip(classes(&labels, places.len()).unwrap_or_default()) {
        row.cells[CLASS] = class.to_string();
    }
    rows
}

/// The class of indicators beside the middle of the rows that it spans.
struct Label {
    /// Its place: row `n` stands at `2n + 1`, and what is between two rows at the even number between.
    place: usize,
    class: String,
}

/// The most classes that are shared out over rows.
const MOST_CLASSES: usize = 40;

/// The class of each of so many rows, if the labels can stand in the middle of the rows they span, or half a row off it.
fn classes(labels: &[Label], rows: usize) -> Option<Vec<&str>> {
    if labels.is_empty() || labels.len() > MOST_CLASSES {
        return None;
    }
    // For each row after the last of a class the ways there: how far labels are off, and where classes end.
    let mut ways: BTreeMap<usize, (usize, Vec<usize>)> = BTreeMap::from([(0, (0, Vec::new()))]);
    for label in labels {
        let mut next: BTreeMap<usize, (usize, Vec<usize>)> = BTreeMap::new();
        for (start, (off, ends)) in &ways {
            for end in start + 1..=rows {
                // The rows from start to end have their middle at start + end.
                let distance = label.place.abs_diff(start + end);
                // In the line of a row, a label of an even number of rows can't be nearer to their middle than this.
                let more = if label.place % 2 == 0 { 2 * distance } else { distance };
                let is_beside = (2 * start..=2 * end).contains(&label.place);
                let is_better = next.get(&end).is_none_or(|(other, _)| off + more < *other);
                if distance <= 1 && is_beside && is_better {
                    next.insert(end, (off + more, ends.iter().copied().chain([end]).collect()));
                }
            }
        }
        ways = next;
    }
    let (_, ends) = ways.remove(&rows)?;
    let class = |row: usize| ends.iter().position(|end| row < *end).map(|at| labels[at].class.as_str());
    (0..rows).map(class).collect()
}

/// Returns the line after the last row.
fn end_of(lines: &[Line], end: usize, rows: &[Row]) -> usize {
    let last = rows.last().map_or(0, |row| row.lines.last);
    let taken = lines[..end].iter().rposition(|line| line.no <= last);
    taken.map_or(end, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::super::clean::clean;
    use super::*;

    fn cells(text: &str) -> Vec<String> {
        let lines = clean(text, &[]).lines;
        find(&lines, 0)
            .map_or_else(Vec::new, |(table, _)| table.rows.into_iter().map(|row| row.cells.join("|")).collect())
    }

    #[test]
    fn heads_and_names_over_several_lines_are_put_together() {
        let text = "序 “十四五”目标\n指 标 单位 属性\n号\n2025年 年均[累计]\n1 助餐点覆盖率 % 预期性 90左右 -\n2 新增床位 万张 约束性 - [3]\n护理型床位占比达到全省\n3 % 预期性 60 -\n平均水平\n4 达标机构比例 % 约束性 >98 -\n三、任务";
        assert_eq!(
            cells(text),
            [
                "1||助餐点覆盖率|%|预期性|90左右|-",
                "2||新增床位|万张|约束性|-|[3]",
                "3||护理型床位占比达到全省平均水平|%|预期性|60|-",
                "4||达标机构比例|%|约束性|>98|-",
            ]
        );
    }

    #[test]
    fn a_class_that_spans_rows_is_no_part_of_a_name() {
        let text = "类别 指标 单位 2020年 2025年 属性\n助餐点覆盖率 % 80 90 预期性\n服务\n新增床位 万张 2 3 约束性\n队伍 护理员 人 300 600 预期性\n三、任务";
        let read = cells(text);
        assert_eq!(
            read,
            ["|服务|助餐点覆盖率|%|预期性|80|90", "|服务|新增床位|万张|约束性|2|3", "|队伍|护理员|人|预期性|300|600"]
        );
    }

    #[test]
    fn classes_stand_beside_the_middle_of_their_rows() {
        let text = "类别 序号 指标 单位 2020年 2025年 属性\n1 床位占比 % 42 55 约束性\n设施 2 覆盖率 % 30 90 预期性\n3 达标率 % 90 100 约束性\n4 探访率 % 60 100 预期性\n服务\n5 家庭床位 张 120 1500 预期性\n队伍 6 社工 人 6 9 预期性\n7 护理员 人 3 6 预期性\n三、任务";
        let classes: Vec<String> =
            cells(text).iter().map(|row| row.split('|').take(3).collect::<Vec<_>>().join("|")).collect();
        assert_eq!(
            classes,
            [
                "1|设施|床位占比",
                "2|设施|覆盖率",
                "3|设施|达标率",
                "4|服务|探访率",
                "5|服务|家庭床位",
                "6|队伍|社工",
                "7|队伍|护理员"
            ]
        );
    }

    #[test]
    fn an_item_above_the_rows_is_no_head_of_a_table() {
        let text = "1.推动\n“十四五”\n2025年\n1 覆盖率 % 90 95 约束性\n2 参保率 % 90 95 约束性";
        assert!(cells(text).is_empty());
        assert_eq!(cells(text.trim_start_matches("1.推动\n")).len(), 2);
    }

    #[test]
    fn running_text_is_no_table() {
        assert!(cells("到2025年，目标属性明确\n各项指标 都要完成\n约束性 指标 必须 完成").is_empty());
    }
}
