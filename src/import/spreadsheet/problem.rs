//! Problems: cells of a list that could not be parsed, with their places.

use std::sync::Arc;

use crate::plan::Status;
use crate::plan::due::BadDue;
use crate::text::Language;

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The name of the file without its folders.
    pub file: Arc<str>,
    /// The name of the sheet; empty in a file without sheets.
    pub sheet: Arc<str>,
    /// The number of the row, from 1 as spreadsheets count; 0 for the whole sheet.
    pub row: u32,
    /// The index of the column, from 0; `None` for the whole row.
    pub column: Option<u32>,
}

impl Place {
    /// Returns the place as text: `a.xlsx 任务分解表 第 7 行 M 列`.
    pub fn text(&self, language: Language) -> String {
        let mut parts = vec![self.file.to_string()];
        if !self.sheet.is_empty() {
            parts.push(language.pick("工作表“{}”", "sheet “{}”").replace("{}", &self.sheet));
        }
        if self.row > 0 {
            parts.push(language.pick("第 {} 行", "row {}").replace("{}", &self.row.to_string()));
        }
        if let Some(column) = self.column {
            parts.push(language.pick("{} 列", "column {}").replace("{}", &letters(column)));
        }
        parts.join(" ")
    }

    /// Returns the place at another column of the row.
    pub fn at(&self, column: u32) -> Place {
        Place { column: Some(column), ..self.clone() }
    }
}

/// Returns the letters of a column: A for 0, AA for 26.
pub fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(b'A' + (rest % 26) as u8);
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    letters.iter().rev().map(|&letter| char::from(letter)).collect()
}

/// The reason why a cell, a row or a sheet is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The cell contains the error of a formula.
    Formula(String),
    /// The file does not contain the value of the formula.
    Unsaved,
    /// A text that is not a status.
    NotAStatus(String),
    /// A value that is not a whole number from 0 to 100.
    NotAProgress(String),
    /// A text that is not a due date.
    NotADue(BadDue),
    /// A text that is not a number.
    NotANumber(String),
    /// A text that is not a period.
    NotAPeriod(String),
    /// The row is filled in, but its id is invalid.
    NotAnId(String),
    /// The row is filled in, but has no id.
    NoId,
    /// The row has a review without a period.
    NoPeriod,
    /// The sheet has no column of ids.
    NoIdColumn,
    /// The texts of a row without an id match no item.
    NoSuchText,
    /// The texts of a row without an id match several items.
    SeveralTexts,
    /// The column has the same field as an earlier one.
    SecondColumn(String),
}

impl Fault {
    /// Returns the message with advice.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Zh => self.chinese(),
            Language::En => self.english(),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Fault::Formula(error) => format!("公式结果是错误 {error}；请改为数值或文字"),
            Fault::Unsaved => "公式没有保存结果；请用 Excel 或 WPS 打开后保存，或改为数值、文字".to_string(),
            Fault::NotAStatus(text) => format!("“{text}”不是状态；请填其一：{}", Status::listed(Language::Zh)),
            Fault::NotAProgress(text) => format!("“{text}”不是进度；请填 0 至 100 的整数"),
            Fault::NotADue(due) => due.text(Language::Zh),
            Fault::NotANumber(text) => format!("“{text}”不是数字；请只填数值，不带文字"),
            Fault::NotAPeriod(text) => format!("“{text}”不是评估期；请填年份、中期或终期"),
            Fault::NotAnId(text) => format!("“{text}”不是 id；请从导出的表中抄回原 id"),
            Fault::NoId => "此行填了内容但没有 id，不知道是哪项任务；请补上 id".to_string(),
            Fault::NoPeriod => "不知道是哪个评估期；请保留“评估期”列".to_string(),
            Fault::NoIdColumn => {
                "没有 id 列，不知道各行是哪项任务；请保留 id 列，或按任务文字对应（命令行 --by-text，屏幕上按 t）"
                    .to_string()
            }
            Fault::NoSuchText => "没有一项任务、项目或指标恰好是这些文字；请补上 id".to_string(),
            Fault::SeveralTexts => "有几项任务、项目或指标都是这些文字；请补上 id".to_string(),
            Fault::SecondColumn(heading) => format!("“{heading}”列与另一列含义相同，未采用此列；请删去其中一列"),
        }
    }

    fn english(&self) -> String {
        match self {
            Fault::Formula(error) => format!("the formula gives the error {error}; put in a number or words"),
            Fault::Unsaved => "the file does not hold the value of the formula; open it in Excel or WPS and save it, or put in a number or words".to_string(),
            Fault::NotAStatus(text) => {
                format!("“{text}” is not a status; use one of {}", Status::listed(Language::En))
            }
            Fault::NotAProgress(text) => format!("“{text}” is not a progress; use a whole number from 0 to 100"),
            Fault::NotADue(due) => due.text(Language::En),
            Fault::NotANumber(text) => format!("“{text}” is not a number; put in the figure alone"),
            Fault::NotAPeriod(text) => format!("“{text}” is not a period; use a year, mid-term or final"),
            Fault::NotAnId(text) => format!("“{text}” is not an id; copy the id from the exported list"),
            Fault::NoId => "the row is filled in but has no id, so it is about no known item; add the id".to_string(),
            Fault::NoPeriod => "the period is unknown; keep the column “period”".to_string(),
            Fault::NoIdColumn => {
                "there is no column of ids, so the rows are about no known items; keep that column, or go by the tasks' words (--by-text, on the screen t)".to_string()
            }
            Fault::NoSuchText => "no task, project or indicator has just these words; add the id".to_string(),
            Fault::SeveralTexts => "several tasks, projects or indicators have these words; add the id".to_string(),
            Fault::SecondColumn(heading) => {
                format!("“{heading}” means the same as another column and was left out; delete one of the two")
            }
        }
    }
}

/// A fault with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The place.
    pub place: Place,
    /// The fault.
    pub fault: Fault,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_that_spreadsheets_show() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), name);
        }
        assert!(!letters(u32::MAX).is_empty());
    }

    #[test]
    fn a_place_is_told_as_people_look_for_it() {
        let place = Place { file: "a.xlsx".into(), sheet: "任务".into(), row: 7, column: Some(12) };
        assert_eq!(place.text(Language::Zh), "a.xlsx 工作表“任务” 第 7 行 M 列");
        assert_eq!(Place { row: 0, column: None, ..place }.text(Language::En), "a.xlsx sheet “任务”");
    }
}
