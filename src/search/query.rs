//! Queries: a line with words and filters.
//!
//! `康复 plan:巴楚 status:滞后 -儿童 "家庭医生"`: words are separated by blanks and must all match, in any order; a phrase in
//! quotation marks must match literally; `-` excludes a word; filters have a key, which also has a Chinese name
//! (`规划:巴楚`), and values. Several values of a filter are separated by commas, and one of them must match.

use std::cell::Cell;

use jiff::civil::Date;

use super::field::Field;
use super::filter::{AsOf, Filter, Subject, box_number};
use super::hit::HitKind;
use super::matcher::{Matcher, PossibleFields};
use super::record::{Part, Record};
use super::term::Term;
use crate::plan::{self, AskedPeriod, Condition, Dossier, FateKind, Nature, Period, Plan, Status, Task, Year};
use crate::text::fold::to_half_width;
use crate::text::{Label, Language};

/// The key of a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// `plan:`
    Plan,
    /// `dept:`
    Department,
    /// `official:`
    Official,
    /// `section:`
    Section,
    /// `status:`
    Status,
    /// `period:`
    Period,
    /// `due:`
    Due,
    /// `kind:`
    Kind,
    /// `nature:`
    Nature,
    /// `box:`
    Box,
    /// `is:`
    Is,
    /// `fate:`
    Fate,
    /// `succeeds:`
    Succeeds,
}

impl Key {
    /// All keys.
    pub const ALL: [Key; 13] = [
        Key::Plan,
        Key::Department,
        Key::Official,
        Key::Section,
        Key::Status,
        Key::Period,
        Key::Due,
        Key::Kind,
        Key::Nature,
        Key::Box,
        Key::Is,
        Key::Fate,
        Key::Succeeds,
    ];

    /// Returns the names of the key: the English one, the Chinese one, then others.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Key::Plan => &["plan", "规划"],
            Key::Department => &["dept", "部门", "单位", "责任单位", "科室", "department"],
            Key::Official => &["official", "分管领导", "分管"],
            Key::Section => &["section", "责任科室"],
            Key::Status => &["status", "状态"],
            Key::Period => &["period", "评估期", "年度", "年份"],
            Key::Due => &["due", "到期", "到期年份", "期限", "截止"],
            Key::Kind => &["kind", "类型", "类别"],
            Key::Nature => &["nature", "性质"],
            Key::Box => &["box", "专栏"],
            Key::Is => &["is", "是"],
            Key::Fate => &["fate", "去向"],
            Key::Succeeds => &["succeeds", "接续"],
        }
    }

    /// Returns a description of the values that the filter accepts.
    pub fn values(self, language: Language) -> String {
        match (self, language) {
            (Key::Is, Language::Zh) => {
                Condition::ALL.map(|is| format!("{}（{}）", is.names()[1], is.names()[0])).join("、")
            }
            (Key::Is, Language::En) => {
                Condition::ALL.map(|is| format!("{} ({})", is.names()[0], is.names()[1])).join(", ")
            }
            (Key::Fate, Language::Zh) => format!("无（none）、{}", fates(language).join("、")),
            (Key::Fate, Language::En) => format!("none (无), {}", fates(language).join(", ")),
            (Key::Status, Language::Zh) => format!("未报送（unreported）、{}", Status::written(language)),
            (Key::Status, Language::En) => format!("unreported (未报送), {}", Status::written(language)),
            (_, Language::Zh) => self.values_in_chinese().to_string(),
            (_, Language::En) => self.values_in_english().to_string(),
        }
    }

    fn values_in_chinese(self) -> &'static str {
        match self {
            Key::Plan => "规划标题、地区或 id 的一部分，如 巴楚 或 bachu",
            Key::Department => "单位名称的一部分，如 民政 或 mz",
            Key::Official => "分管领导姓名的一部分，如 王 或 wang",
            Key::Section => "责任科室名称的一部分，如 规划",
            Key::Period => Period::examples(Language::Zh),
            Key::Due => "年份，前面可加 <、<=、> 或 >=；起止两年，如 2022-2024；或 无（none）",
            Key::Kind => "任务、项目、指标、规划、专栏、章节或部门（英文亦可）",
            Key::Nature => "约束性（binding）或预期性（expected）",
            Key::Box => "专栏的编号，如 3",
            Key::Succeeds => "原规划 id 的一部分，如 bachu-wsjk-2025",
            Key::Status | Key::Is | Key::Fate => "",
        }
    }

    fn values_in_english(self) -> &'static str {
        match self {
            Key::Plan => "a part of a plan's title, region or id, as in 巴楚 or bachu",
            Key::Department => "a part of a department's name, as in 民政 or mz",
            Key::Official => "a part of the leading official's name, as in 王 or wang",
            Key::Section => "a part of a section's name, as in 规划",
            Key::Period => Period::examples(Language::En),
            Key::Due => "a year, with <, <=, > or >= before it, two years as in 2022-2024, or none (无)",
            Key::Kind => {
                "task (任务), project (项目), indicator (指标), plan (规划), box (专栏), chapter (章节) or department (部门)"
            }
            Key::Nature => "binding (约束性) or expected (预期性)",
            Key::Box => "the number of a box, as in 3",
            Key::Succeeds => "a part of the earlier plan's id, as in bachu-wsjk-2025",
            Key::Status | Key::Is | Key::Fate => "",
        }
    }

    /// Returns the key with a name.
    pub fn from_name(name: &str) -> Option<Key> {
        let name = name.to_lowercase();
        Key::ALL.into_iter().find(|key| key.names().contains(&name.as_str()))
    }
}

/// The maximum number of characters in a query. Each word is searched separately, so a line without a limit would take
/// unlimited time.
pub const LONGEST: usize = 1_000;

/// An error in a query. The message says what is allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub enum QueryError {
    /// A filter key that does not exist.
    UnknownKey {
        /// The key as typed.
        name: String,
        /// The column, in characters from 1, at which the filter begins.
        column: usize,
    },
    /// A value that the filter does not accept, or a missing value.
    BadValue {
        /// The filter.
        key: Key,
        /// The value as typed.
        value: String,
        /// The column, in characters from 1, at which the filter begins.
        column: usize,
    },
    /// A line of more than [`LONGEST`] characters.
    TooLong {
        /// The number of characters.
        characters: usize,
    },
}

impl QueryError {
    /// Returns the message for a person, with what is allowed.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (QueryError::TooLong { characters }, Language::Zh) => {
                format!("检索条件有 {characters} 字，最多 {LONGEST} 字；请缩短")
            }
            (QueryError::TooLong { characters }, Language::En) => {
                format!("the query has {characters} characters, and at most {LONGEST} are possible; shorten it")
            }
            (QueryError::UnknownKey { name, column }, Language::Zh) => {
                let keys = Key::ALL.map(|key| key.names()[1]).join(" ");
                format!("第 {column} 字：没有“{name}:”这种筛选；可用 {keys}，要找这几个字请加引号")
            }
            (QueryError::UnknownKey { name, column }, Language::En) => {
                let keys = Key::ALL.map(|key| key.names()[0]).join(" ");
                format!("column {column}: there is no filter “{name}:”; use {keys}, or quotation marks")
            }
            (QueryError::BadValue { key, value, column }, Language::Zh) => {
                let name = key.names()[1];
                format!("第 {column} 字：“{name}:{value}”无效；“{name}:”后面请写{}", key.values(language))
            }
            (QueryError::BadValue { key, value, column }, Language::En) => {
                let name = key.names()[0];
                format!(
                    "column {column}: “{name}:{value}” is not possible; after “{name}:” write {}",
                    key.values(language)
                )
            }
        }
    }
}

/// A parsed query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<Term>,
    excluded: Vec<Term>,
    filters: Vec<Filter>,
    refused: Vec<Filter>,
    period: Option<AskedPeriod>,
    today: Option<Date>,
}

impl Query {
    /// Parses a line. Full-width colons, minus signs, quotation marks and blanks have the same meaning as ASCII ones.
    ///
    /// # Errors
    /// [`QueryError`] for an unknown filter, a value that it does not accept, or more than [`LONGEST`] characters.
    pub fn parse(line: &str) -> Result<Query, QueryError> {
        // Checking the bytes first avoids even scanning a long line.
        if line.len() > LONGEST && (line.len() > 4 * LONGEST || line.chars().count() > LONGEST) {
            return Err(QueryError::TooLong { characters: line.chars().count() });
        }
        let mut query = Query::default();
        let mut rest = line.trim_start();
        while !rest.is_empty() {
            let (without, unsigned) = match rest.strip_prefix(['-', '－', '−']) {
                Some(after) if !after.starts_with(char::is_whitespace) && !after.is_empty() => (true, after),
                _ => (false, rest),
            };
            let column = line[..line.len() - rest.len()].chars().count() + 1;
            rest = query.take(unsigned, without, column)?.trim_start();
        }
        Ok(query)
    }

    /// Returns a query that matches a text literally.
    pub fn of_phrase(text: &str) -> Query {
        Query { words: vec![Term::phrase(text.trim())], ..Query::default() }
    }

    /// Returns the query with this period for lines that name none, and with its year for lines that name only a part
    /// of a year.
    pub fn in_period(self, period: Period) -> Query {
        let query = match period.year() {
            Some(year) => self.in_year(year),
            None => self,
        };
        Query { period: query.period.or(Some(AskedPeriod::Period(period))), ..query }
    }

    /// Returns the query with 3月 or 一季度 understood as in this year.
    pub fn in_year(mut self, year: Year) -> Query {
        self.period = self.period.map(|as_of| AskedPeriod::Period(as_of.in_year(year)));
        self
    }

    /// Returns the query for a certain day: later due dates are not overdue. A query without a day treats all periods
    /// as over.
    pub fn on(mut self, today: Date) -> Query {
        self.today = Some(today);
        self
    }

    /// Returns the period of a plan to which the filters refer. A part of a year without a year is taken in the last
    /// year of the term.
    pub fn period(&self, term: plan::Term) -> Option<Period> {
        self.period.map(|as_of| as_of.in_term(term, term.last))
    }

    /// Returns the words that must match.
    pub fn words(&self) -> &[Term] {
        &self.words
    }

    /// Returns the character, if the query consists of a single one. A letter may be the initial of a reading.
    pub(super) fn single_character(&self) -> Option<char> {
        match &self.words[..] {
            [word] if self.is_words_alone() => word.single_character(),
            _ => None,
        }
    }

    /// Returns true if the query is empty.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.excluded.is_empty() && self.filters.is_empty() && self.refused.is_empty()
    }

    /// Returns true if a task or project matches, by the same rules as in a search. For many tasks use one [`TaskMatcher`].
    pub fn matches(&self, dossier: &Dossier, task: &Task) -> bool {
        TaskMatcher::new(self).matches(dossier, task)
    }

    /// Returns true if the filters that refer only to plans accept everything in a plan; `None` stands for departments.
    pub(super) fn admits_plan(&self, plan: Option<&Plan>) -> bool {
        let of_plans = |filter: &&Filter| matches!(filter, Filter::Plan(_));
        let Some(plan) = plan else { return !self.filters.iter().any(|filter| of_plans(&filter)) };
        let record = Record::new(plan, Part::Whole);
        let accepts = |filter: &&Filter| {
            let subject = Subject { record: &record, dossier: None };
            filter.accepts(&subject, self.as_of(&subject))
        };
        self.filters.iter().filter(of_plans).all(|filter| accepts(&filter))
            && !self.refused.iter().filter(of_plans).any(|filter| accepts(&filter))
    }

    /// Returns true if there is a filter that refers only to plans.
    pub(super) fn has_plan_filter(&self) -> bool {
        self.filters.iter().chain(&self.refused).any(|filter| matches!(filter, Filter::Plan(_)))
    }

    /// Returns true if the query has only words.
    pub(super) fn is_words_alone(&self) -> bool {
        self.filters.is_empty() && self.refused.is_empty() && self.excluded.is_empty()
    }

    /// Returns true if the other filters and the excluded words accept a record.
    pub(super) fn admits(&self, subject: Subject) -> bool {
        if self.is_words_alone() {
            return true;
        }
        let record = subject.record;
        let of_record = |filter: &&Filter| !matches!(filter, Filter::Plan(_));
        let holds = |word: &Term| {
            word.literal_class(&record.title).or_else(|| word.literal_class(record.body())).is_some()
                || word.literal_class(&Field::new(record.context())).is_some()
        };
        let as_of = self.as_of(&subject);
        self.filters.iter().filter(of_record).all(|filter| filter.accepts(&subject, as_of))
            && !self.refused.iter().filter(of_record).any(|filter| filter.accepts(&subject, as_of))
            && !self.excluded.iter().any(holds)
    }

    /// Returns the time to which the filters refer.
    fn as_of(&self, subject: &Subject) -> AsOf {
        let period = subject.dossier.and_then(|dossier| self.period(dossier.plan.term));
        AsOf { period, today: self.today.unwrap_or(Date::MAX) }
    }

    /// Parses one word or filter at the start of a text, and returns the rest.
    fn take<'a>(&mut self, text: &'a str, without: bool, column: usize) -> Result<&'a str, QueryError> {
        if let Some((phrase, rest)) = quoted(text) {
            let words = if without { &mut self.excluded } else { &mut self.words };
            words.extend((!phrase.trim().is_empty()).then(|| Term::phrase(phrase.trim())));
            return Ok(rest);
        }
        let word_end = text.find(char::is_whitespace).unwrap_or(text.len());
        if let Some((name, value)) = text[..word_end].split_once([':', '：']) {
            let after = &text[word_end - value.len()..];
            if let Some(key) = Key::from_name(name) {
                return self.take_filter(key, after, without, column);
            }
            if !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic()) {
                return Err(QueryError::UnknownKey { name: name.to_string(), column });
            }
        }
        let words = if without { &mut self.excluded } else { &mut self.words };
        words.push(Term::word(&text[..word_end]));
        Ok(&text[word_end..])
    }

    fn take_filter<'a>(
        &mut self,
        key: Key,
        text: &'a str,
        without: bool,
        column: usize,
    ) -> Result<&'a str, QueryError> {
        let (value, rest) =
            quoted(text).unwrap_or_else(|| text.split_at(text.find(char::is_whitespace).unwrap_or(text.len())));
        let bad = || QueryError::BadValue { key, value: value.to_string(), column };
        if key == Key::Period {
            self.period = Some(to_half_width(value).parse().ok().filter(|_| !without).ok_or_else(bad)?);
            return Ok(rest);
        }
        let filter = filter(key, value).ok_or_else(bad)?;
        if without {
            self.refused.push(filter)
        } else {
            self.filters.push(filter)
        }
        Ok(rest)
    }
}

/// Matches many tasks against one query.
pub struct TaskMatcher<'a> {
    query: &'a Query,
    matcher: Matcher<'a>,
    /// The plan of the last task, and true if the query accepts it.
    plan: Cell<Option<(&'a Plan, bool)>>,
}

impl<'a> TaskMatcher<'a> {
    /// Returns a matcher of tasks for a query.
    pub fn new(query: &'a Query) -> Self {
        TaskMatcher { query, matcher: Matcher::new(&query.words), plan: Cell::new(None) }
    }

    /// Returns true if a task or project matches the query.
    pub fn matches(&self, dossier: &'a Dossier, task: &'a Task) -> bool {
        let plan = &*dossier.plan;
        let admitted = match self.plan.get() {
            Some((last, admitted)) if std::ptr::eq(last, plan) => admitted,
            _ => self.query.admits_plan(Some(plan)),
        };
        self.plan.set(Some((plan, admitted)));
        let record = Record::new(plan, Part::Task(task));
        admitted
            && self.query.admits(Subject { record: &record, dossier: Some(dossier) })
            && self.matcher.hold(&record, |_| PossibleFields::EVERYWHERE).is_some()
    }
}

/// Returns the text in quotation marks at the start, and the rest. A missing closing mark is assumed at the end.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let (closing, after) = match text.chars().next()? {
        '"' => ('"', &text[1..]),
        '“' => ('”', &text['“'.len_utf8()..]),
        '＂' => ('＂', &text['＂'.len_utf8()..]),
        _ => return None,
    };
    Some(after.split_once(closing).unwrap_or((after, "")))
}

fn filter(key: Key, value: &str) -> Option<Filter> {
    let values: Vec<&str> = value.split([',', '，', '、']).map(str::trim).filter(|v| !v.is_empty()).collect();
    if values.is_empty() {
        return None;
    }
    let words = || values.iter().map(|v| v.split_whitespace().map(Term::word).collect()).collect();
    Some(match key {
        Key::Plan => Filter::Plan(words()),
        Key::Succeeds => Filter::Succeeds(words()),
        Key::Fate => Filter::Fate(each(&values, fate)?),
        Key::Department => Filter::Department(words()),
        Key::Official => Filter::Official(words()),
        Key::Section => Filter::Section(words()),
        Key::Status => {
            let statuses: Vec<Option<Status>> = Status::all_and_none().collect();
            Filter::Status(each(&values, |v| choice(v, &statuses, names_of_status))?)
        }
        Key::Due => Filter::Due(value.parse().ok()?),
        Key::Kind => Filter::Kind(each(&values, |v| choice(v, &HitKind::ALL, labelled))?),
        Key::Nature => Filter::Nature(each(&values, |v| choice(v, &[Nature::Binding, Nature::Expected], labelled))?),
        Key::Box => Filter::Box(each(&values, box_number)?),
        Key::Is => Filter::Is(each(&values, |v| choice(v, &Condition::ALL, |is| is.names().to_vec()))?),
        Key::Period => return None,
    })
}

/// The kinds of fates with both their names.
fn fates(language: Language) -> [String; FateKind::ALL.len()] {
    FateKind::ALL.map(|kind| match language {
        Language::Zh => format!("{}（{}）", kind.label(language), kind.name()),
        Language::En => format!("{} ({})", kind.name(), kind.label(Language::Zh)),
    })
}

/// Reads a kind of fate; `none` is the lack of one.
fn fate(value: &str) -> Option<Option<FateKind>> {
    if ["none", "无"].contains(&value) { Some(None) } else { value.parse().ok().map(Some) }
}

fn each<T>(values: &[&str], read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    values.iter().map(|value| read(value)).collect()
}

fn names_of_status(status: Option<Status>) -> Vec<&'static str> {
    status.map_or_else(|| Condition::Unreported.names().to_vec(), labelled)
}

fn labelled(term: impl Label) -> Vec<&'static str> {
    vec![term.label(Language::Zh), term.label(Language::En)]
}

/// Returns the choice with this name, or the only one whose name contains it: 完成 for 已完成.
fn choice<T: Copy>(value: &str, choices: &[T], names: impl Fn(T) -> Vec<&'static str>) -> Option<T> {
    let value = value.to_lowercase().replace('-', " ");
    if let Some(named) = choices.iter().find(|&&choice| names(choice).contains(&value.as_str())) {
        return Some(*named);
    }
    // Nearly every name contains any one letter.
    if value.len() < 2 {
        return None;
    }
    let mut alike = choices.iter().filter(|&&choice| names(choice).iter().any(|name| name.contains(&value)));
    alike.next().copied().filter(|_| alike.next().is_none())
}
