//! Values: parsing the cells of a column.

use jiff::civil::Date;

use crate::plan::due::BadDue;
use crate::plan::{Due, FieldValue, Progress, RecordField, Status};
use crate::text::Language;
use crate::text::clean::{sanitise, sanitise_line};
use crate::text::fold::to_half_width;

use super::problem::Fault;

/// The content of a non-blank cell.
#[derive(Debug, Clone, PartialEq)]
pub enum RawCell {
    /// Words.
    Text(String),
    /// A number.
    Number {
        /// The stored number.
        value: f64,
        /// True if it is shown in per cent (0.6 as 60%).
        percent: bool,
    },
    /// A date: year, month, day.
    Date(u16, u8, u8),
    /// The error of a formula, such as `#N/A`.
    Error(String),
    /// A formula without a stored value.
    Unsaved,
}

impl RawCell {
    /// Returns the content as text, for columns of text and for messages.
    pub fn words(&self) -> String {
        match self {
            RawCell::Text(text) | RawCell::Error(text) => text.clone(),
            RawCell::Number { value, percent: false } => value.to_string(),
            RawCell::Number { value, percent: true } => format!("{}%", hundredfold(*value)),
            RawCell::Date(year, month, day) => format!("{year}-{month:02}-{day:02}"),
            RawCell::Unsaved => String::new(),
        }
    }

    /// Parses the cell as a value of a field; `None` if it is blank.
    ///
    /// # Errors
    /// The [`Fault`] of a cell with an invalid value.
    pub fn entered(&self, field: RecordField) -> Result<Option<FieldValue>, Fault> {
        if let RawCell::Error(error) = self {
            return Err(Fault::Formula(error.clone()));
        }
        if *self == RawCell::Unsaved {
            return Err(Fault::Unsaved);
        }
        let words = self.words();
        let line = sanitise_line(&words);
        if line.trim().is_empty() {
            return Ok(None);
        }
        Ok(Some(match field {
            RecordField::Lead | RecordField::Support => return Ok(names(&words)),
            RecordField::Person | RecordField::Official | RecordField::Section | RecordField::Contact => {
                FieldValue::Words(line.trim().to_string())
            }
            RecordField::Due if is_standing(line.trim()) => return Ok(None),
            RecordField::Due => FieldValue::Due(self.due().ok_or(Fault::NotADue(BadDue(line)))?),
            RecordField::Status => FieldValue::Status(status(&line).ok_or(Fault::NotAStatus(line))?),
            RecordField::Progress => FieldValue::Percent(self.percent().ok_or(Fault::NotAProgress(line))?),
            RecordField::Reading(_) => FieldValue::Figure(self.figure().ok_or(Fault::NotANumber(line))?),
            RecordField::Goal
            | RecordField::Done
            | RecordField::Problem
            | RecordField::Next
            | RecordField::Evidence => FieldValue::Words(sanitise(&words).trim().to_string()),
        }))
    }

    fn figure(&self) -> Option<f64> {
        match self {
            RawCell::Number { value, percent } => Some(if *percent { hundredfold(*value) } else { *value }),
            RawCell::Text(text) => {
                let digits: String = to_half_width(text).chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
                let digits = digits.trim_end_matches('%');
                let plain = digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
                digits.parse().ok().filter(|_| plain)
            }
            RawCell::Date(..) | RawCell::Error(_) | RawCell::Unsaved => None,
        }
        .filter(|value: &f64| value.is_finite())
    }

    // If a person types 100%, the cell stores 1.
    fn percent(&self) -> Option<Progress> {
        let value = self.figure().filter(|value| (0.0..=255.0).contains(value) && value.fract() == 0.0)?;
        (value as u8).try_into().ok()
    }

    fn due(&self) -> Option<Due> {
        if let RawCell::Date(year, month, day) = *self {
            // Spreadsheets turn a month into its first day.
            let month_of = || format!("{year}-{month:02}").parse().ok();
            let date = || Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok();
            return if self.is_first_of_month() { month_of() } else { date().map(Due::day) };
        }
        // 2024.1 may have been typed as 2024.10, so a month is not accepted as a number.
        let is_fraction = matches!(self, RawCell::Number { value, .. } if value.fract() != 0.0);
        self.words().parse().ok().filter(|_| !is_fraction)
    }

    fn is_first_of_month(&self) -> bool {
        matches!(self, RawCell::Date(_, _, 1))
    }
}

/// Returns 100 times a value, without errors of binary fractions.
fn hundredfold(value: f64) -> f64 {
    (value * 1e8).round() / 1e6
}

fn status(line: &str) -> Option<Status> {
    let folded = to_half_width(line);
    let trimmed = folded.trim().to_lowercase();
    let joined: String = folded.split_whitespace().collect();
    let plain = joined.trim_end_matches(['。', ';', '.', ',']);
    trimmed.parse().or_else(|_| plain.parse()).ok()
}

fn names(words: &str) -> Option<FieldValue> {
    let names: Vec<String> = parted(words).collect();
    (!names.is_empty()).then_some(FieldValue::Names(names))
}

/// Splits a list of departments, separated as in documents or by blanks, without roles and 等.
pub fn parted(words: &str) -> impl Iterator<Item = String> + '_ {
    let names = words.split([',', '，', '、', ';', '；', '\n', '\r']).flat_map(by_blanks);
    names.map(|name| bare_name(&name)).filter(|name| !name.is_empty())
}

/// Splits Chinese names at blanks; in other names, blanks separate words.
fn by_blanks(words: &str) -> Vec<String> {
    let line = sanitise_line(words);
    let is_chinese = |name: &str| name.chars().count() >= 2 && name.chars().all(|c| !c.is_ascii());
    let names: Vec<&str> = line.split_whitespace().collect();
    if names.iter().all(|name| is_chinese(name)) {
        names.into_iter().map(str::to_string).collect()
    } else {
        vec![line.trim().to_string()]
    }
}

/// Returns a name without a role in brackets and without 等.
fn bare_name(name: &str) -> String {
    let whole = name.trim();
    let mut bare = whole.strip_suffix('等').filter(|rest| rest.chars().count() >= 2).unwrap_or(whole).trim_end();
    for role in ["牵头", "主办", "负责", "配合", "协办", "参与"] {
        for (open, close) in [("（", "）"), ("(", ")")] {
            bare = bare.strip_suffix(&format!("{open}{role}{close}")).unwrap_or(bare).trim_end();
        }
    }
    bare.to_string()
}

/// A remark on an accepted cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// The first day of a month was taken as the month.
    Month(String),
    /// The work is recurrent, so it has no due year.
    Standing(String),
    /// The text names no department, but all departments or those concerned.
    General(String),
    /// The cell should not be filled in, and differs from what was exported.
    Locked(String),
}

impl Remark {
    /// Returns the remark for a person.
    pub fn text(&self, language: Language) -> String {
        let (zh, en, words) = match self {
            Remark::Month(words) => ("“{}”记为当月底前", "“{}” is taken as the end of that month", words),
            Remark::Standing(words) => ("“{}”记为没有完成年限", "“{}” is taken as no due year", words),
            Remark::General(words) => (
                "“{}”不是具体单位，按原文登记，请核对",
                "“{}” names no one department; it was accepted unchanged",
                words,
            ),
            Remark::Locked(words) => (
                "改成了“{}”，但此列不收回；要改规划文字请用 plandesk edit",
                "“{}” was changed, but this column is not taken back; change the plan's text with plandesk edit",
                words,
            ),
        };
        language.pick(zh, en).replace("{}", words)
    }
}

impl RawCell {
    /// Returns the remark on the cell, if there is one. The cell is accepted in any case.
    pub fn remark(&self, field: RecordField) -> Option<Remark> {
        let words = sanitise_line(&self.words()).trim().to_string();
        match field {
            RecordField::Due if is_standing(&words) => Some(Remark::Standing(words)),
            RecordField::Due => self.is_first_of_month().then_some(Remark::Month(words)),
            RecordField::Lead | RecordField::Support => {
                let general =
                    ["各相关", "各有关", "有关部门", "相关部门", "有关单位", "相关单位", "各部门", "各单位", "各乡镇"];
                let named = parted(&words).find(|name| general.iter().any(|word| name.contains(word)));
                named.map(Remark::General)
            }
            _ => None,
        }
    }
}

/// Returns true for recurrent work, which has no due year.
fn is_standing(words: &str) -> bool {
    matches!(words, "长期" | "长期坚持" | "持续" | "持续推进" | "常年" | "常态化" | "长期推进" | "每年" | "全年")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Period, Year};

    fn text(text: &str) -> RawCell {
        RawCell::Text(text.to_string())
    }

    fn number(value: f64) -> RawCell {
        RawCell::Number { value, percent: false }
    }

    fn shown_in_per_cent(value: f64) -> RawCell {
        RawCell::Number { value, percent: true }
    }

    #[test]
    fn progress_is_a_whole_number_of_per_cent_however_it_is_typed() {
        for (cell, percent) in [
            (number(60.0), Some(60)),
            (text("60%"), Some(60)),
            (text(" ６０％ "), Some(60)),
            (shown_in_per_cent(0.6), Some(60)),
            (shown_in_per_cent(0.07), Some(7)),
            (shown_in_per_cent(1.0), Some(100)),
            (number(0.0), Some(0)),
            (number(0.6), None),
            (number(101.0), None),
            (number(-1.0), None),
            (text("过半"), None),
            (text("1e1"), None),
            (RawCell::Date(2024, 1, 1), None),
        ] {
            let entered = cell.entered(RecordField::Progress);
            match percent {
                Some(percent) => {
                    let percent = Progress::try_from(percent).unwrap();
                    assert_eq!(entered, Ok(Some(FieldValue::Percent(percent))), "{cell:?}");
                }
                None => assert!(matches!(entered, Err(Fault::NotAProgress(_))), "{cell:?}"),
            }
        }
    }

    #[test]
    fn a_due_may_be_a_number_a_date_or_a_phrase() {
        for (cell, due) in [
            (number(2024.0), "2024"),
            (text("2024"), "2024"),
            (text("２０２４年底"), "2024"),
            (text("2024年12月"), "2024-12"),
            (text("2024年6月底前"), "2024-06"),
            (text("2024年12月31日前"), "2024-12-31"),
            (text("2024-12-31"), "2024-12-31"),
            (text("2024年上半年"), "2024H1"),
            (RawCell::Date(2024, 12, 31), "2024-12-31"),
            (RawCell::Date(2024, 6, 1), "2024-06"),
        ] {
            let due = Some(FieldValue::Due(due.parse().unwrap()));
            assert_eq!(cell.entered(RecordField::Due), Ok(due), "{cell:?}");
        }
        for cell in [
            number(24.0),
            number(2024.5),
            text("2024-2025"),
            text("2024年以后"),
            text("20241231"),
            text("6月底前"),
            RawCell::Date(2023, 2, 30),
        ] {
            assert!(matches!(cell.entered(RecordField::Due), Err(Fault::NotADue(_))), "{cell:?}");
        }
    }

    #[test]
    fn work_without_end_is_never_due_and_a_first_day_that_is_taken_as_its_month_is_told() {
        assert_eq!(text("长期").entered(RecordField::Due), Ok(None));
        for (cell, remark) in [
            (text("2025年底前"), None),
            (text("2025年12月31日前"), None),
            (text("长期"), Some(Remark::Standing("长期".into()))),
            (RawCell::Date(2025, 6, 1), Some(Remark::Month("2025-06-01".into()))),
            (RawCell::Date(2025, 6, 2), None),
        ] {
            assert_eq!(cell.remark(RecordField::Due), remark, "{cell:?}");
        }
    }

    #[test]
    fn roles_and_remainders_are_no_part_of_a_name() {
        for (words, wanted) in [
            ("民政局（牵头）", &["民政局"][..]),
            ("民政局 残联", &["民政局", "残联"]),
            ("民政局(主办)、残联（配合）等", &["民政局", "残联"]),
            ("民政局等", &["民政局"]),
            ("Civil Affairs Bureau", &["Civil Affairs Bureau"]),
        ] {
            assert_eq!(parted(words).collect::<Vec<_>>(), wanted, "{words}");
        }
        assert_eq!(text("县直各相关部门").remark(RecordField::Lead), Some(Remark::General("县直各相关部门".into())));
    }

    #[test]
    fn a_status_may_be_said_in_other_words_that_mean_but_one() {
        for (word, status) in [
            ("正在推进", Status::InProgress),
            ("已办结", Status::Completed),
            ("完成", Status::Completed),
            ("√", Status::Completed),
            ("达到序时进度", Status::InProgress),
            ("长期坚持", Status::InProgress),
            ("尚未启动。", Status::NotStarted),
            ("推进缓慢", Status::Lagging),
        ] {
            assert_eq!(text(word).entered(RecordField::Status), Ok(Some(FieldValue::Status(status))), "{word}");
        }
        for word in ["基本完成", "未完成", "已推进完成大半"] {
            assert_eq!(text(word).entered(RecordField::Status), Err(Fault::NotAStatus(word.into())));
        }
    }

    #[test]
    fn a_status_is_one_of_the_five_words() {
        for word in ["推进中", " 推 进 中", "in-progress", "In Progress"] {
            assert_eq!(
                text(word).entered(RecordField::Status),
                Ok(Some(FieldValue::Status(Status::InProgress))),
                "{word}"
            );
        }
        assert_eq!(text("差不多").entered(RecordField::Status), Err(Fault::NotAStatus("差不多".into())));
    }

    #[test]
    fn readings_are_numbers() {
        for (cell, value) in [(number(-1.5), -1.5), (text("1,140.5"), 1140.5), (shown_in_per_cent(0.8512), 85.12)] {
            assert_eq!(
                cell.entered(RecordField::Reading(Period::annual(Year(2023)))),
                Ok(Some(FieldValue::Figure(value))),
                "{cell:?}"
            );
        }
        for word in ["约 80", "NaN", "inf", "1e400"] {
            assert!(text(word).entered(RecordField::Reading(Period::annual(Year(2023)))).is_err(), "{word}");
        }
    }

    #[test]
    fn blanks_are_nothing_and_formula_errors_are_named() {
        for field in [RecordField::Lead, RecordField::Due, RecordField::Done] {
            assert_eq!(text(" \n").entered(field), Ok(None));
            assert_eq!(RawCell::Error("#N/A".into()).entered(field), Err(Fault::Formula("#N/A".into())));
            assert_eq!(RawCell::Unsaved.entered(field), Err(Fault::Unsaved));
        }
    }

    #[test]
    fn departments_are_parted_and_words_are_cleaned() {
        let names = text("卫健委、教育局\n民政局；").entered(RecordField::Lead);
        assert_eq!(names, Ok(Some(FieldValue::Names(vec!["卫健委".into(), "教育局".into(), "民政局".into()]))));
        let words = text(" 一\r\n二\u{202e} ").entered(RecordField::Done);
        assert_eq!(words, Ok(Some(FieldValue::Words("一\n二".into()))));
        assert_eq!(number(2023.0).entered(RecordField::Evidence), Ok(Some(FieldValue::Words("2023".into()))));
    }
}
