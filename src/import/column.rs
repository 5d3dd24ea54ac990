//! The headings of an indicator table, in all wordings that plans use.

use crate::plan::{Term, Year};
use crate::text::fold::half_width;
use crate::text::numeral;

/// The content of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// 序号
    Ordinal,
    /// 领域, 类别
    Category,
    /// 指标
    Name,
    /// 单位
    Unit,
    /// 属性
    Nature,
    /// A value for a year, or for the start or end of the term.
    Value {
        /// The year, if the heading names one.
        year: Option<Year>,
        /// True for a target, false for a measured value; `None` if the heading does not say.
        goal: Option<bool>,
        /// True if the heading refers to an annual or cumulative change instead of a value.
        change: bool,
    },
    /// 责任单位, 牵头部门, 配合单位: who answers for the indicator.
    Owner,
    /// Anything else, such as 备注.
    Other,
}

impl Column {
    /// Parses a heading.
    pub fn read(head: &str) -> Column {
        let head: String = head.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
        let has = |words: &[&str]| words.iter().any(|w| head.contains(w));
        if head.is_empty() || head.chars().count() > 20 || has(&["备注", "来源", "说明", "。"]) {
            return Column::Other;
        }
        if has(&["责任", "牵头", "部门"]) {
            let names = ["单位", "部门", "主体"];
            return if names.iter().any(|name| head.ends_with(name)) { Column::Owner } else { Column::Other };
        }
        if matches!(head.as_str(), "配合单位" | "协办单位" | "主办单位" | "参与单位") {
            return Column::Owner;
        }
        match head.as_str() {
            "序号" | "编号" => return Column::Ordinal,
            "单位" | "计量单位" | "指标单位" => return Column::Unit,
            "指标类型" | "属性" | "性质" => return Column::Nature,
            _ => {}
        }
        if has(&["属性", "性质"]) {
            return Column::Nature;
        }
        if has(&["领域", "类别", "分类", "类型", "维度", "一级指标", "板块", "方面"]) && year(&head).is_none()
        {
            return Column::Category;
        }
        let change = has(&["年均", "累计", "增速", "增幅"]);
        let goal = match () {
            () if has(&["现状", "基期", "基数", "基准", "完成", "实际"]) => Some(false),
            () if change || has(&["目标", "规划", "计划", "任务", "预期"]) => Some(true),
            () => None,
        };
        let year = year(&head);
        if year.is_some() || goal.is_some() || change {
            return Column::Value { year, goal, change };
        }
        if has(&["指标", "项目", "名称"]) { Column::Name } else { Column::Other }
    }

    /// Returns true if the column is one by which an indicator table is known: other tables say who answers as well.
    fn is_known(&self) -> bool {
        !matches!(self, Column::Owner | Column::Other)
    }

    /// Returns true for a heading of an indicator table.
    pub fn is_head(cell: &str) -> bool {
        Column::read(cell).is_known()
    }

    /// Returns true if a head is that of a column beside the values: 责任单位, 数据来源, 备注.
    pub fn is_side_head(cell: &str) -> bool {
        let head: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
        let ends = ["责任单位", "责任部门", "牵头单位", "牵头部门", "来源", "备注", "说明"];
        head.chars().count() <= 6 && ends.iter().any(|end| head.ends_with(end))
    }

    /// Returns true if these are the headings of an indicator table: a name, and a value or a nature, and most of them
    /// are known.
    pub fn are_heads(cells: &[String]) -> bool {
        if !(3..=14).contains(&cells.len()) || cells.iter().any(|cell| cell.chars().count() > 24) {
            return false;
        }
        let columns: Vec<Column> = cells.iter().map(|c| Column::read(c)).collect();
        let count = |wanted: fn(&Column) -> bool| columns.iter().filter(|c| wanted(c)).count();
        let known = count(Column::is_known);
        let named = count(|c| matches!(c, Column::Name | Column::Category));
        // 目标 before the name is a category; after it, a value.
        let name = columns.iter().position(|c| *c == Column::Name).unwrap_or(0);
        let is_value =
            |(at, c): (usize, &Column)| matches!(c, Column::Value { year, .. } if year.is_some() || at > name);
        let valued = columns.iter().enumerate().filter(|column| is_value(*column)).count();
        known >= 3 && known * 3 >= cells.len() * 2 && named > 0 && valued > 0
    }

    /// Combines headings with a second row below, which splits headings over several columns: 2020年 over 目标值 and 实际值.
    /// Returns `None` if the second row does not consist of headings.
    pub fn joined(heads: &[String], second: &[String]) -> Option<Vec<String>> {
        let filled = second.iter().filter(|cell| !cell.trim().is_empty());
        let values = |cell: &String| matches!(Column::read(cell), Column::Value { .. });
        let fits = second.len() <= heads.len() && filled.clone().count() >= 2 && filled.clone().all(values);
        if !fits {
            return None;
        }
        let mut above = "";
        let joined = heads.iter().enumerate().map(|(at, head)| {
            let below = second.get(at).map_or("", |cell| cell.trim());
            // A heading with nothing below it spans only its own column.
            above = match (head.trim(), below) {
                ("", _) => above,
                (head, "") => {
                    above = "";
                    return head.to_string();
                }
                (head, _) => head,
            };
            if below.is_empty() { head.clone() } else { format!("{above}{below}") }
        });
        Some(joined.collect())
    }

    /// Combines the headings of two rows that follow each other in one line: those after the last heading of the upper
    /// row (属性) split the years before it (2020年, 2025年, 属性, 实际值, 目标值).
    pub fn in_one_row(heads: Vec<String>) -> Vec<String> {
        let columns: Vec<Column> = heads.iter().map(|head| Column::read(head)).collect();
        let is_year = |column: &Column| matches!(column, Column::Value { year: Some(_), goal: None, change: false });
        let is_part = |column: &Column| matches!(column, Column::Value { year: None, .. });
        let ends_row = |upper: usize| {
            !matches!(columns[..upper].last(), None | Some(Column::Value { .. } | Column::Unit | Column::Name))
        };
        let dated = columns.iter().rev().take_while(|column| is_year(column)).count();
        let goal = columns[..heads.len() - dated].iter().position(is_part);
        if let Some(goal) = goal.filter(|_| dated >= 2 && ends_row(heads.len() - dated)) {
            let upper = heads.len() - dated;
            let parts = heads[upper..].iter().map(|year| format!("{year}{}", heads[goal]));
            let rest = heads[goal + 1..upper].iter().cloned();
            return heads[..goal].iter().cloned().chain(parts).chain(rest).collect();
        }
        let years: Vec<usize> = (0..columns.len()).filter(|at| is_year(&columns[*at])).collect();
        let parts = columns.iter().rev().take_while(|column| is_part(column)).count();
        let upper = heads.len() - parts;
        let (Some(first), Some(last)) = (years.first(), years.last()) else { return heads };
        if parts < years.len() || !ends_row(upper) {
            return heads;
        }
        let is_measured = |column: &Column| matches!(column, Column::Value { goal: Some(false), .. });
        let measured = columns[upper..].iter().filter(|column| is_measured(column)).count();
        let parted = heads[upper..].iter().enumerate().map(|(at, part)| {
            let year = if years.len() > 1 && at >= measured.max(1) { *last } else { *first };
            format!("{}{part}", heads[year])
        });
        let rest = heads[..upper].iter().enumerate().filter(|(at, _)| *at > *first && !years.contains(at));
        heads[..*first].iter().cloned().chain(parted).chain(rest.map(|(_, head)| head.clone())).collect()
    }

    /// Returns the year of a value column, and true if it is a target.
    pub fn place(&self, term: Term) -> Option<(Year, bool)> {
        let Column::Value { year, goal, .. } = self else { return None };
        Some(match (year, goal) {
            (Some(year), Some(goal)) => (*year, *goal && *year >= term.first),
            (Some(year), None) => (*year, *year >= term.first),
            (None, Some(false)) => (term.first - 1, false),
            (None, _) => (term.last, true),
        })
    }
}

/// Returns the year in a heading: 2025年, or 2025 for “十四五”末.
fn year(head: &str) -> Option<Year> {
    let chars: Vec<char> = head.chars().collect();
    let four =
        chars.windows(4).position(|w| w.iter().all(char::is_ascii_digit) && matches!(w[..2], ['1', '9'] | ['2', '0']));
    if let Some(at) = four {
        return chars[at..at + 4].iter().collect::<String>().parse().ok();
    }
    let five = chars.iter().position(|c| *c == '五').filter(|at| *at >= 2)?;
    let plan: String = chars[five.saturating_sub(2)..five].iter().collect();
    let number = numeral::parse(&plan).filter(|n| *n > 10)?;
    Term::of_five_year_plan(number).map(|term| term.last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_known_in_their_usual_wordings() {
        let value = |year, goal| Column::Value { year, goal, change: false };
        for (head, column) in [
            ("序号", Column::Ordinal),
            ("指    标", Column::Name),
            ("主要指标", Column::Name),
            ("指标名称", Column::Name),
            ("单位", Column::Unit),
            ("指标性质", Column::Nature),
            ("目标属性", Column::Nature),
            ("领域", Column::Category),
            ("2020 年", value(Some(Year(2020)), None)),
            ("２０２５年", value(Some(Year(2025)), None)),
            ("2030目标", value(Some(Year(2030)), Some(true))),
            ("2020年现状", value(Some(Year(2020)), Some(false))),
            ("“十三五”末", value(Some(Year(2020)), None)),
            ("目标值", value(None, Some(true))),
            ("基期值", value(None, Some(false))),
            ("责任单位", Column::Owner),
            ("牵头部门", Column::Owner),
            ("配合单位", Column::Owner),
            ("数据来源部门", Column::Other),
            ("责任人", Column::Other),
            ("残疾人辅助器具适配率", Column::Other),
        ] {
            assert_eq!(Column::read(head), column, "{head}");
        }
    }

    #[test]
    fn a_head_over_several_columns_is_parted_by_those_below_it() {
        let cells = |text: &str| text.split('|').map(str::to_string).collect::<Vec<_>>();
        let joined = |heads, second| Column::joined(&cells(heads), &cells(second)).map(|heads| heads.join("|"));
        assert_eq!(
            joined("指标|2020年||2025年|属性", "|目标值|实际值||").as_deref(),
            Some("指标|2020年目标值|2020年实际值|2025年|属性")
        );
        assert_eq!(joined("指标|2020年|2025年|属性", "床位|12|30|预期性"), None);
    }

    #[test]
    fn heads_of_two_rows_one_after_the_other_are_put_into_one() {
        let joined = |heads: &str| Column::in_one_row(heads.split('|').map(str::to_string).collect()).join("|");
        assert_eq!(
            joined("类别|指标|单位|2020年|2025年|属性|实际值|目标值|年均增长"),
            "类别|指标|单位|2020年实际值|2025年目标值|2025年年均增长|属性"
        );
        assert_eq!(joined("指标|2020年|2025年|属性"), "指标|2020年|2025年|属性");
    }

    #[test]
    fn a_value_is_a_target_when_its_year_lies_in_the_term() {
        let term = Term { first: Year(2021), last: Year(2025) };
        for (head, (year, is_target)) in
            [("2020年", (2020, false)), ("2025年", (2025, true)), ("目标值", (2025, true)), ("现状值", (2020, false))]
        {
            assert_eq!(Column::read(head).place(term), Some((Year(year), is_target)), "{head}");
        }
    }
}
