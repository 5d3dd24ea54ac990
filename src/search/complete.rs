//! Completion of a search line: names of filters and their values.

use super::field::Field;
use super::hit::HitKind;
use super::query::Key;
use super::term::Term;
use crate::plan::{Condition, FateKind, Nature, Status};
use crate::text::{Label, Language};

/// The possible completions of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The part of the line that stays unchanged.
    pub before: String,
    /// The options, each a replacement for the rest of the line.
    pub options: Vec<String>,
}

/// The values of filters that depend on the data.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Names of plans.
    pub plans: Vec<String>,
    /// Ids of plans that others continue.
    pub continued: Vec<String>,
    /// Names of departments.
    pub departments: Vec<String>,
    /// Leading officials in charge.
    pub officials: Vec<String>,
    /// Sections of departments.
    pub sections: Vec<String>,
    /// Names of periods.
    pub periods: Vec<String>,
    /// Due years.
    pub years: Vec<String>,
    /// Numbers of boxes.
    pub boxes: Vec<String>,
}

/// Returns the completions of the last word of a line: names of filters that begin with it, or the values of the filter
/// that it names. Values are matched by characters and by pinyin. Names are offered in the language of the screen
/// unless one in the other language has been started.
pub fn complete(line: &str, known: &Known, language: Language) -> Completion {
    let start = last_word(line);
    let sign = line[start..].len() - line[start..].trim_start_matches(['-', '－']).len();
    let (before, word) = line.split_at(start + sign);
    if let Some((name, values)) = word.split_once([':', '：'])
        && let Some(key) = Key::from_name(name)
    {
        let last = values.rfind([',', '，', '、']).map_or(0, |at| at + first_length(&values[at..]));
        let kept = word.len() - values.len() + last;
        let typed = values[last..].trim_start_matches(['"', '“']);
        let options = fitting(values_of(key, known, language), typed);
        return Completion { before: format!("{before}{}", &word[..kept]), options };
    }
    // Of the names of a filter, the first one that continues the word.
    let name = |key: &Key| in_language(key.names(), language).find(|name| name.starts_with(word));
    let options = Key::ALL.iter().filter_map(name).map(|name| format!("{name}:")).collect();
    Completion { before: before.to_string(), options }
}

/// Returns the names, those in the language first.
fn in_language(names: &'static [&'static str], language: Language) -> impl Iterator<Item = &'static str> {
    let first = names.get(usize::from(language == Language::Zh)).copied();
    first.into_iter().chain(names.iter().copied().filter(move |name| Some(*name) != first))
}

/// Returns the byte offset of the last word, after the last blank outside of quotation marks.
fn last_word(line: &str) -> usize {
    let (mut start, mut closing) = (0, None);
    for (at, c) in line.char_indices() {
        match (closing, c) {
            (Some(mark), c) if c == mark => closing = None,
            (None, '"') => closing = Some('"'),
            (None, '“') => closing = Some('”'),
            (None, c) if c.is_whitespace() => start = at + c.len_utf8(),
            _ => {}
        }
    }
    start
}

fn first_length(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

fn values_of(key: Key, known: &Known, language: Language) -> Vec<String> {
    match key {
        Key::Plan => known.plans.clone(),
        Key::Department => known.departments.clone(),
        Key::Official => known.officials.clone(),
        Key::Section => known.sections.clone(),
        Key::Period => known.periods.clone(),
        Key::Box => known.boxes.clone(),
        Key::Due => {
            let before = known.years.iter().map(|year| format!("<={year}"));
            before.chain(known.years.iter().cloned()).chain([language.pick("无", "none").to_string()]).collect()
        }
        Key::Status => {
            let none = in_language(Condition::Unreported.names(), language).next().unwrap_or_default().to_string();
            let statuses = Status::ALL.map(|status| status.label(language).replace(' ', "-"));
            std::iter::once(none).chain(statuses).collect()
        }
        Key::Kind => HitKind::ALL.map(|kind| kind.label(language).to_string()).to_vec(),
        Key::Nature => [Nature::Binding, Nature::Expected].map(|nature| nature.label(language).to_string()).to_vec(),
        Key::Fate => {
            let none = language.pick("无", "none").to_string();
            let name = |kind: FateKind| language.pick(kind.label(Language::Zh), kind.name()).to_string();
            FateKind::ALL.into_iter().map(name).chain([none]).collect()
        }
        Key::Succeeds => known.continued.clone(),
        Key::Is => {
            let name =
                |condition: Condition| in_language(condition.names(), language).next().unwrap_or_default().to_string();
            Condition::ALL.map(name).to_vec()
        }
    }
}

/// Returns the values that contain the typed characters, those that begin with them first, quoted where necessary.
fn fitting(values: Vec<String>, typed: &str) -> Vec<String> {
    let term = Term::word(typed);
    let (mut begin, mut hold) = (Vec::new(), Vec::new());
    for value in values {
        let written = if value.contains(char::is_whitespace) { format!("\"{value}\"") } else { value.clone() };
        if value.starts_with(typed) {
            begin.push(written);
        } else if term.find(&Field::new(value.as_str())).is_some() {
            hold.push(written);
        }
    }
    begin.extend(hold);
    begin
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Query;
    use proptest::prelude::*;

    fn known() -> Known {
        let list = |names: &[&str]| names.iter().map(|name| name.to_string()).collect();
        Known {
            plans: list(&["巴楚 卫生健康", "同心 残疾人"]),
            continued: list(&["bachu-wsjk-2025"]),
            departments: list(&["民政局", "卫健委", "残联"]),
            officials: list(&["王立新", "李 明"]),
            sections: list(&["规划科"]),
            periods: list(&["2023", "mid-term"]),
            years: list(&["2023", "2025"]),
            boxes: list(&["1", "2"]),
        }
    }

    #[test]
    fn filter_names_are_completed_first_and_then_their_values() {
        for (line, language, before, options) in [
            ("康复 pl", Language::Zh, "康复 ", vec!["plan:"]),
            ("康复 -st", Language::En, "康复 -", vec!["status:"]),
            ("状", Language::Zh, "", vec!["状态:"]),
            ("status:", Language::Zh, "status:", vec!["未报送", "未启动", "推进中", "已完成", "滞后", "调整"]),
            ("status:滞后,未", Language::Zh, "status:滞后,", vec!["未报送", "未启动"]),
            ("status:wqd", Language::Zh, "status:", vec!["未启动"]),
            ("状态:in", Language::En, "状态:", vec!["in-progress", "lagging"]),
            ("dept:w", Language::Zh, "dept:", vec!["卫健委"]),
            ("official:", Language::Zh, "official:", vec!["王立新", "\"李 明\""]),
            ("责任科室:gh", Language::Zh, "责任科室:", vec!["规划科"]),
            ("succeeds:", Language::En, "succeeds:", vec!["bachu-wsjk-2025"]),
            ("plan:bc", Language::Zh, "plan:", vec!["\"巴楚 卫生健康\""]),
            ("due:<", Language::En, "due:", vec!["<=2023", "<=2025"]),
            ("is:un", Language::En, "is:", vec!["unassigned", "unreported", "unproven"]),
            ("\"家庭 pl", Language::En, "", vec![]),
            ("康复x", Language::Zh, "", vec![]),
        ] {
            let expected =
                Completion { before: before.into(), options: options.iter().map(|o| o.to_string()).collect() };
            assert_eq!(complete(line, &known(), language), expected, "{line}");
        }
        for language in [Language::Zh, Language::En] {
            assert_eq!(complete("康复 ", &known(), language).options.len(), Key::ALL.len());
        }
    }

    #[test]
    fn every_completion_can_be_parsed() {
        for key in Key::ALL {
            for language in [Language::Zh, Language::En] {
                let Completion { before, options } = complete(&format!("{}:", key.names()[0]), &known(), language);
                assert!(!options.is_empty(), "{key:?}");
                for option in options {
                    assert!(Query::parse(&format!("{before}{option}")).is_ok(), "{before}{option}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn completion_keeps_the_line_up_to_the_last_word(line in "[a-z:：,，\"“” 康复状态-]{0,20}") {
            let Completion { before, .. } = complete(&line, &known(), Language::Zh);
            prop_assert!(line.starts_with(&before));
        }
    }
}
