//! Queries: the one line in which words and filters are typed.
//!
//! `康复 plan:巴楚 status:滞后 -儿童 "家庭医生"`: words parted by blanks, all of which must be found, in any order;
//! words in quotation marks to be found as they stand; a `-` in front of what must not be; and filters, whose
//! keys have Chinese names too (`规划:巴楚`). Several values of one filter are parted by commas, and one of them
//! has to hold.

use std::cell::Cell;

use jiff::civil::Date;

use super::field::Field;
use super::filter::{Asked, Filter, Subject, box_number};
use super::hit::HitKind;
use super::matcher::{Look, Matcher};
use super::record::{Part, Record};
use super::term::Term;
use crate::plan::{self, AskedPeriod, Condition, Dossier, Nature, Period, Plan, Status, Task, Year};
use crate::text::fold::to_half_width;
use crate::text::{Label, Language};

/// The subject of a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// `plan:`
    Plan,
    /// `dept:`
    Department,
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
}

impl Key {
    /// Every key.
    pub const ALL: [Key; 9] =
        [Key::Plan, Key::Department, Key::Status, Key::Period, Key::Due, Key::Kind, Key::Nature, Key::Box, Key::Is];

    /// The names that may stand before the colon: the English one, the Chinese one, others.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Key::Plan => &["plan", "规划"],
            Key::Department => &["dept", "部门", "单位", "责任单位", "科室", "department"],
            Key::Status => &["status", "状态"],
            Key::Period => &["period", "评估期", "年度", "年份"],
            Key::Due => &["due", "到期", "到期年份", "期限", "截止"],
            Key::Kind => &["kind", "类型", "类别"],
            Key::Nature => &["nature", "性质"],
            Key::Box => &["box", "专栏"],
            Key::Is => &["is", "是"],
        }
    }

    /// Returns the values that a filter takes, in words.
    pub fn values(self, language: Language) -> String {
        match (self, language) {
            (Key::Is, Language::Zh) => {
                Condition::ALL.map(|is| format!("{}（{}）", is.names()[1], is.names()[0])).join("、")
            }
            (Key::Is, Language::En) => {
                Condition::ALL.map(|is| format!("{} ({})", is.names()[0], is.names()[1])).join(", ")
            }
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
            Key::Period => Period::examples(Language::Zh),
            Key::Due => "年份，前面可加 <、<=、> 或 >=；起止两年，如 2022-2024；或 无（none）",
            Key::Kind => "任务、项目、指标、规划、专栏、章节或部门（英文亦可）",
            Key::Nature => "约束性（binding）或预期性（expected）",
            Key::Box => "专栏的编号，如 3",
            Key::Status | Key::Is => "",
        }
    }

    fn values_in_english(self) -> &'static str {
        match self {
            Key::Plan => "a part of a plan's title, region or id, as in 巴楚 or bachu",
            Key::Department => "a part of a department's name, as in 民政 or mz",
            Key::Period => Period::examples(Language::En),
            Key::Due => "a year, with <, <=, > or >= before it, two years as in 2022-2024, or none (无)",
            Key::Kind => {
                "task (任务), project (项目), indicator (指标), plan (规划), box (专栏), chapter (章节) or department (部门)"
            }
            Key::Nature => "binding (约束性) or expected (预期性)",
            Key::Box => "the number of a box, as in 3",
            Key::Status | Key::Is => "",
        }
    }

    /// The key that has a name.
    pub fn from_name(name: &str) -> Option<Key> {
        let name = name.to_lowercase();
        Key::ALL.into_iter().find(|key| key.names().contains(&name.as_str()))
    }
}

/// The most characters of a query. Each of its words is looked for by itself, so that a line without a bound would take
/// a time without one.
pub const LONGEST: usize = 1_000;

/// A line that is not a query. The message says what is possible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub enum QueryError {
    /// A word before a colon that names no filter.
    UnknownKey {
        /// As typed.
        name: String,
        /// The character of the line at which the filter begins, from 1.
        column: usize,
    },
    /// A value that the filter does not know, or none.
    BadValue {
        /// Of which filter.
        key: Key,
        /// As typed.
        value: String,
        /// The character of the line at which the filter begins, from 1.
        column: usize,
    },
    /// A line of more than [`LONGEST`] characters.
    TooLong {
        /// The number of its characters.
        characters: usize,
    },
}

impl QueryError {
    /// The message for a person, with what is possible.
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
    /// Reads a line. Full-width colons, minus signs, quotation marks and blanks count as theirs.
    ///
    /// # Errors
    /// [`QueryError`] for a filter that does not exist, a value that it cannot have, or more than [`LONGEST`]
    /// characters.
    pub fn parse(line: &str) -> Result<Query, QueryError> {
        // The bytes are counted first: a long line is not even looked through.
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

    /// A query for a text as it stands.
    pub fn of_phrase(text: &str) -> Query {
        Query { words: vec![Term::phrase(text.trim())], ..Query::default() }
    }

    /// The same query, about this period where the line names none, and in its year where the line names only a part
    /// of a year.
    pub fn in_period(self, period: Period) -> Query {
        let query = match period.year() {
            Some(year) => self.in_year(year),
            None => self,
        };
        Query { period: query.period.or(Some(AskedPeriod::Period(period))), ..query }
    }

    /// The same query, with 3月 or 一季度 meant of this year.
    pub fn in_year(mut self, year: Year) -> Query {
        self.period = self.period.map(|asked| AskedPeriod::Period(asked.in_year(year)));
        self
    }

    /// The same query, asked on a day: what is due later is not overdue. A query without a day takes all periods for
    /// over.
    pub fn on(mut self, today: Date) -> Query {
        self.today = Some(today);
        self
    }

    /// The period of a plan whose reviews the filters look at; a part of a year is one of the term's last where no year
    /// is known.
    pub fn period(&self, term: plan::Term) -> Option<Period> {
        self.period.map(|asked| asked.in_term(term, term.last))
    }

    /// The words that must be found.
    pub fn words(&self) -> &[Term] {
        &self.words
    }

    /// The one character that it is made of, if it is: a letter may be the initial of a reading.
    pub(super) fn single_character(&self) -> Option<char> {
        match &self.words[..] {
            [word] if self.is_words_alone() => word.single_character(),
            _ => None,
        }
    }

    /// Returns true if it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.excluded.is_empty() && self.filters.is_empty() && self.refused.is_empty()
    }

    /// Returns true if a task or project meets it: the same words and filters as in a search. For many tasks make a
    /// [`Sieve`] once.
    pub fn matches(&self, dossier: &Dossier, task: &Task) -> bool {
        Sieve::new(self).lets_through(dossier, task)
    }

    /// Returns true if everything in a plan, or what is in none, is let pass by the filters that look at plans alone.
    pub(super) fn admits_plan(&self, plan: Option<&Plan>) -> bool {
        let of_plans = |filter: &&Filter| matches!(filter, Filter::Plan(_));
        let Some(plan) = plan else { return !self.filters.iter().any(|filter| of_plans(&filter)) };
        let record = Record::new(plan, Part::Whole);
        let accepts = |filter: &&Filter| {
            let subject = Subject { record: &record, dossier: None };
            filter.accepts(&subject, self.asked(&subject))
        };
        self.filters.iter().filter(of_plans).all(|filter| accepts(&filter))
            && !self.refused.iter().filter(of_plans).any(|filter| accepts(&filter))
    }

    /// Returns true if there is a filter that looks at plans alone.
    pub(super) fn has_plan_filter(&self) -> bool {
        self.filters.iter().chain(&self.refused).any(|filter| matches!(filter, Filter::Plan(_)))
    }

    /// Returns true if words alone decide.
    pub(super) fn is_words_alone(&self) -> bool {
        self.filters.is_empty() && self.refused.is_empty() && self.excluded.is_empty()
    }

    /// Returns true if the filters, those that look at plans alone left out, and the excluded words let a record pass.
    pub(super) fn admits(&self, subject: Subject) -> bool {
        if self.is_words_alone() {
            return true;
        }
        let record = subject.record;
        let of_record = |filter: &&Filter| !matches!(filter, Filter::Plan(_));
        let holds = |word: &Term| {
            word.holds_plainly(&record.title).or_else(|| word.holds_plainly(record.body())).is_some()
                || word.holds_plainly(&Field::new(record.context())).is_some()
        };
        let asked = self.asked(&subject);
        self.filters.iter().filter(of_record).all(|filter| filter.accepts(&subject, asked))
            && !self.refused.iter().filter(of_record).any(|filter| filter.accepts(&subject, asked))
            && !self.excluded.iter().any(holds)
    }

    /// Returns the moment that the filters are about.
    fn asked(&self, subject: &Subject) -> Asked {
        let period = subject.dossier.and_then(|dossier| self.period(dossier.plan.term));
        Asked { period, today: self.today.unwrap_or(Date::MAX) }
    }

    /// Takes one piece off the start of a text and returns the rest.
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

/// Lets through the tasks that meet a query: for lists of many tasks.
pub struct Sieve<'a> {
    query: &'a Query,
    matcher: Matcher<'a>,
    /// The plan looked at last, and whether it is admitted.
    plan: Cell<Option<(&'a Plan, bool)>>,
}

impl<'a> Sieve<'a> {
    /// A sieve for a query.
    pub fn new(query: &'a Query) -> Self {
        Sieve { query, matcher: Matcher::new(&query.words), plan: Cell::new(None) }
    }

    /// Returns true if a task or project meets the query.
    pub fn lets_through(&self, dossier: &'a Dossier, task: &'a Task) -> bool {
        let plan = &*dossier.plan;
        let admitted = match self.plan.get() {
            Some((last, admitted)) if std::ptr::eq(last, plan) => admitted,
            _ => self.query.admits_plan(Some(plan)),
        };
        self.plan.set(Some((plan, admitted)));
        let record = Record::new(plan, Part::Task(task));
        admitted
            && self.query.admits(Subject { record: &record, dossier: Some(dossier) })
            && self.matcher.hold(&record, |_| Look::EVERYWHERE).is_some()
    }
}

/// The text between quotation marks at the start, and what comes after. A missing closing mark is still to come.
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
        Key::Department => Filter::Department(words()),
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

fn each<T>(values: &[&str], read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    values.iter().map(|value| read(value)).collect()
}

fn names_of_status(status: Option<Status>) -> Vec<&'static str> {
    status.map_or_else(|| Condition::Unreported.names().to_vec(), labelled)
}

fn labelled(term: impl Label) -> Vec<&'static str> {
    vec![term.label(Language::Zh), term.label(Language::En)]
}

/// The choice that has this name, else the only one whose name has it as a part: 完成 for 已完成.
fn choice<T: Copy>(value: &str, choices: &[T], names: impl Fn(T) -> Vec<&'static str>) -> Option<T> {
    let value = value.to_lowercase().replace('-', " ");
    if let Some(named) = choices.iter().find(|&&choice| names(choice).contains(&value.as_str())) {
        return Some(*named);
    }
    // One letter is a part of nearly any name.
    if value.len() < 2 {
        return None;
    }
    let mut alike = choices.iter().filter(|&&choice| names(choice).iter().any(|name| name.contains(&value)));
    alike.next().copied().filter(|_| alike.next().is_none())
}
