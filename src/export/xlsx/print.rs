//! Print layouts: a list as a workbook for paper, not to be filled in. The font has ten points, and the columns
//! together are as wide as the page, so that printing need not scale it down.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use crate::export::sheet::{Cell, Sheet};
use crate::export::{Content, Export, ExportError};
use crate::plan::{Light, Sense, Status};
use crate::text::{Label, Language, fit};

use super::form::{HEADINGS, LINE, TALLEST, footer, lines, title_and_about};
use super::style::Style;
use super::{Names, about, cell_text, limit, made};

/// The paper size of a printed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// A4 portrait, with the most important columns.
    A4,
    /// A3 landscape, with the columns of A4 and every other column that is not empty.
    A3,
}

impl Paper {
    /// Returns Excel's number of the paper size.
    fn number(self) -> u8 {
        match self {
            Paper::A4 => 9,
            Paper::A3 => 8,
        }
    }

    /// Returns the width between margins of 15 mm in pixels of 1/96 inch.
    fn width(self) -> f64 {
        match self {
            Paper::A4 => 680.0,
            Paper::A3 => 1474.0,
        }
    }
}

/// The margins left and right, in inches.
const MARGIN: f64 = 0.59;

/// The width of a character in a column, and of the padding around it, in pixels.
const CHARACTER: f64 = 7.0;
const AROUND: f64 = 5.0;

/// The characters of a column that a wrapped line may leave empty, see [`lines`].
const BESIDE: f64 = 2.0;

/// The maximum number of rows that are measured.
const MEASURED: usize = 2000;

/// Returns a sheet as a workbook for printing, with a line below its title.
///
/// # Errors
/// [`ExportError::Form`].
pub fn on_paper(sheet: Sheet, about: String, paper: Paper, language: Language) -> Result<Vec<u8>, ExportError> {
    workbook(&[(sheet, about)], paper, language).map_err(|error| ExportError::Form(error.to_string()))
}

/// The columns of each list on A4, by their Chinese and English headings. The columns of indicators with years are
/// chosen by [`of_years`].
const OF_TASKS: [&str; 9] =
    ["序号", "任务", "牵头单位", "配合单位", "完成时限", "状态", "进度", "进展情况", "存在问题"];
const OF_TASKS_EN: [&str; 9] = ["no.", "task", "lead", "support", "due", "status", "progress", "done", "problem"];
const OF_PROBLEMS: [&str; 8] = ["序号", "任务", "牵头", "问题内容", "提出于", "后续措施", "台账状态", "解决情况"];
const OF_PROBLEMS_EN: [&str; 8] =
    ["no.", "task", "led by", "what is stuck", "raised in", "what comes next", "state", "how"];
const OF_DISPATCH: [&str; 9] =
    ["序号", "任务", "本期节点目标", "完成情况", "灯", "存在问题", "需协调事项", "牵头单位", "责任人"];
const OF_DISPATCH_EN: [&str; 9] = ["no.", "task", "milestone", "done", "light", "problem", "asks", "lead", "person"];
const OF_CASES: [&str; 9] =
    ["序号", "文号", "督办事项", "督办对象", "环节", "轮到", "本环节时限", "逾期天数", "最近反馈"];
const OF_CASES_EN: [&str; 9] =
    ["no.", "case number", "matter", "addressed to", "stage", "turn", "step by", "days late", "last word"];
const OF_INDICATORS: [&str; 5] = ["序号", "指标", "单位", "性质", "完成情况"];
const OF_INDICATORS_EN: [&str; 5] = ["no.", "indicator", "unit", "nature", "attainment"];

/// The column by which programs tell items apart, and those that say in every row what stands above the list.
const ID: &str = "id";
const ABOVE: [&str; 4] = ["规划", "plan", "评估期", "period"];

impl Export<'_> {
    /// Returns the list as a workbook for printing, and the number of its items. `title` replaces the list's own.
    ///
    /// # Errors
    /// [`ExportError::Nothing`] if there are no items, and [`ExportError::Form`].
    pub fn printed(&self, paper: Paper, title: Option<&str>) -> Result<(Vec<u8>, usize), ExportError> {
        let mut sheet = self.to_read();
        if sheet.rows.is_empty() {
            return Err(ExportError::Nothing);
        }
        if let Some(title) = title {
            sheet.title = title.to_string();
        }
        let columns = match paper {
            Paper::A3 => self.across(&sheet),
            Paper::A4 => self.upright(&sheet),
        };
        let period = matches!(self.content, Content::Tasks(_) | Content::Milestones(..)).then_some(self.period);
        let about = about(&self.content.dossiers(), period, None, self.language);
        let sheet = only(&sheet, &columns);
        let count = sheet.rows.len();
        Ok((on_paper(sheet, about, paper, self.language)?, count))
    }

    /// Returns the columns on A3: those of A4, and all others that tell a reader something.
    fn across(&self, sheet: &Sheet) -> Vec<usize> {
        let mut columns = self.upright(sheet);
        columns.extend(self.telling(sheet));
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    /// Returns the columns for A4.
    fn upright(&self, sheet: &Sheet) -> Vec<usize> {
        let named = |zh: &[&str], en: &[&str]| -> Vec<usize> {
            let wanted = |heading: &String| zh.contains(&heading.as_str()) || en.contains(&heading.as_str());
            (0..sheet.headings.len()).filter(|&column| wanted(&sheet.headings[column])).collect()
        };
        match &self.content {
            Content::Tasks(_) | Content::Sample(..) => named(&OF_TASKS, &OF_TASKS_EN),
            Content::Problems(_) => named(&OF_PROBLEMS, &OF_PROBLEMS_EN),
            Content::Indicators(_) => {
                let mut columns = named(&OF_INDICATORS, &OF_INDICATORS_EN);
                columns.extend(of_years(sheet));
                columns.sort_unstable();
                columns
            }
            Content::Cases(..) => named(&OF_CASES, &OF_CASES_EN),
            Content::Milestones(..) => named(&OF_DISPATCH, &OF_DISPATCH_EN),
            Content::Boxes(_) | Content::Matrix(_) | Content::WallChart(..) | Content::Table(_) => self.telling(sheet),
        }
    }

    /// Returns the columns that tell a reader something: none that is empty, no ids, and not the one plan and period that
    /// stand above the list.
    fn telling(&self, sheet: &Sheet) -> Vec<usize> {
        let dossiers = self.content.dossiers();
        let is_of_one = dossiers.first().is_some_and(|first| dossiers.iter().all(|d| d.plan.id == first.plan.id));
        let tells = |column: &usize| {
            let heading = sheet.headings.get(*column).map_or("", String::as_str);
            let is_above = is_of_one && ABOVE.contains(&heading);
            let has_words = sheet.rows.iter().any(|row| row.get(*column).is_some_and(says_something));
            // A chart has every period, also one in which nothing is due.
            let is_chart = matches!(self.content, Content::WallChart(..));
            heading != ID && !is_above && (is_chart || has_words)
        };
        (0..sheet.headings.len()).filter(tells).collect()
    }
}

/// Returns true if a cell has more than dashes, which some plans print instead of a number.
fn says_something(cell: &Cell) -> bool {
    match cell {
        Cell::Empty => false,
        Cell::Text(text) => text.chars().any(char::is_alphanumeric),
        Cell::Number(_) => true,
    }
}

/// Returns, of the columns with a year (2023 实际值), the last one of each kind that has a value.
fn of_years(sheet: &Sheet) -> Vec<usize> {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for (column, heading) in sheet.headings.iter().enumerate() {
        let Some((year, kind)) = heading.split_once(' ') else { continue };
        let has_figure = sheet.rows.iter().any(|row| row.get(column).is_some_and(|cell| *cell != Cell::Empty));
        if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) || !has_figure {
            continue;
        }
        match kinds.iter_mut().find(|(found, _)| *found == kind) {
            Some((_, last)) => *last = column,
            None => kinds.push((kind, column)),
        }
    }
    kinds.into_iter().map(|(_, column)| column).collect()
}

/// Returns a sheet with only some of its columns.
fn only(sheet: &Sheet, columns: &[usize]) -> Sheet {
    let row = |row: &Vec<Cell>| columns.iter().map(|&at| row.get(at).cloned().unwrap_or(Cell::Empty)).collect();
    Sheet {
        title: sheet.title.clone(),
        headings: columns.iter().filter_map(|&at| sheet.headings.get(at).cloned()).collect(),
        rows: sheet.rows.iter().map(row).collect(),
    }
}

/// Returns a workbook of sheets for paper, each with the line below its title.
fn workbook(sheets: &[(Sheet, String)], paper: Paper, language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made()?));
    let (style, mut names) = (Style::new(), Names::default());
    for (sheet, about) in sheets {
        let worksheet = workbook.add_worksheet().set_name(names.sheet(&sheet.title))?;
        write(worksheet, sheet, about, paper, &style, language)?;
    }
    workbook.save_to_buffer()
}

fn write(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    about: &str,
    paper: Paper,
    style: &Style,
    language: Language,
) -> Result<(), XlsxError> {
    let last_column = u16::try_from(sheet.headings.len().saturating_sub(1)).map_err(|_| limit())?;
    title_and_about(worksheet, sheet, about, last_column, style)?;
    let widths = widths(sheet, paper);
    let in_lines = |cell: &Cell, width: f64| lines(cell, width.floor() as usize);
    for ((column, heading), width) in (0..).zip(&sheet.headings).zip(&widths) {
        worksheet.write_string_with_format(HEADINGS, column, cell_text(heading), &style.heading)?;
        worksheet.set_column_width(column, *width)?;
    }
    let heading_lines = sheet.headings.iter().zip(&widths).map(|(head, width)| in_lines(&head.as_str().into(), *width));
    worksheet.set_row_height(HEADINGS, heading_lines.max().unwrap_or(1) as f64 * LINE + 4.0)?;
    for (row, cells) in (HEADINGS + 1..).zip(&sheet.rows) {
        let lines = cells.iter().zip(&widths).map(|(cell, width)| in_lines(cell, *width)).max().unwrap_or(1);
        worksheet.set_row_height(row, (lines as f64 * LINE + 4.0).min(TALLEST))?;
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Empty => worksheet.write_blank(row, column, &style.shown)?,
                Cell::Text(text) => worksheet.write_string_with_format(
                    row,
                    column,
                    cell_text(text),
                    &of_words(text, style, language),
                )?,
                Cell::Number(value) => worksheet.write_number_with_format(row, column, *value, &style.shown_number)?,
            };
        }
    }
    worksheet
        .set_paper_size(paper.number())
        .set_print_fit_to_pages(1, 0)
        .set_margins(MARGIN, MARGIN, MARGIN, 0.7, 0.3, 0.35)
        .set_print_center_horizontally(true)
        .set_footer(footer(language))
        .set_repeat_rows(HEADINGS, HEADINGS)?;
    match paper {
        Paper::A4 => worksheet.set_portrait(),
        Paper::A3 => worksheet.set_landscape(),
    };
    worksheet.set_freeze_panes(HEADINGS + 1, 0)?;
    Ok(())
}

/// Returns the format of a cell. A status or a light has the background of its colour; the colours print as distinct
/// greys, and it is written out as well.
fn of_words(text: &str, style: &Style, language: Language) -> Format {
    let status = Status::ALL.iter().find(|status| status.label(language) == text);
    let ground = match status.map(|status| status.sense()) {
        Some(Sense::Done) => 0x00C6_E7CE,
        Some(Sense::Going) => 0x00DC_EAF9,
        Some(Sense::Behind) => 0x00F4_B8B0,
        Some(Sense::Waiting) => 0x00F3_E6C2,
        Some(Sense::Changed) => 0x00E0_D4F0,
        None => match Light::begun_by(text, language) {
            Some(Light::Green) => 0x00C6_E7CE,
            Some(Light::Blue) => 0x00DC_EAF9,
            Some(Light::Yellow) => 0x00F6_E3A1,
            Some(Light::Red) => 0x00F4_B8B0,
            None => return style.shown.clone(),
        },
    };
    style.shown_number.clone().set_background_color(rust_xlsxwriter::Color::RGB(ground))
}

/// Returns column widths that fill the page.
fn widths(sheet: &Sheet, paper: Paper) -> Vec<f64> {
    let text = |cell: &Cell| match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(value) => value.to_string(),
    };
    let column = |(at, heading): (usize, &String)| -> Vec<String> {
        let cells = sheet.rows.iter().filter_map(|row| row.get(at)).take(MEASURED);
        [heading.clone()].into_iter().chain(cells.map(text)).collect()
    };
    let columns: Vec<Vec<String>> = sheet.headings.iter().enumerate().map(column).collect();
    let count = columns.len() as f64;
    let room = (paper.width() - AROUND * count) / CHARACTER - BESIDE * count;
    fit::widths(&columns, room).into_iter().map(|width| width + BESIDE).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(lengths: &[usize]) -> Sheet {
        Sheet {
            title: "表".into(),
            headings: lengths.iter().map(|_| "列".to_string()).collect(),
            rows: vec![lengths.iter().map(|length| Cell::Text("字".repeat(*length))).collect()],
        }
    }

    #[test]
    fn column_widths_add_up_to_the_page() {
        for paper in [Paper::A4, Paper::A3] {
            for lengths in [&[1, 10, 5][..], &[1, 60, 60, 60, 20, 3, 3, 3, 30], &[200; 9], &[2; 9]] {
                let widths = widths(&sheet(lengths), paper);
                let pixels: f64 = widths.iter().map(|width| width * CHARACTER + AROUND).sum();
                assert!((paper.width() - pixels).abs() < 2.0, "{paper:?} {lengths:?}: {pixels}");
                assert!(widths.iter().all(|width| *width > BESIDE));
            }
        }
    }
}
