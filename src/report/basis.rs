//! The data of a report: every indicator, task and project with its row in the appended tables. All counts and
//! sentences are made from these.

use std::borrow::Cow;
use std::fmt::Display;

use jiff::civil::Date;

use crate::plan::attainment::yearly_average;
use crate::plan::overlay::{self, Overlaid};
use crate::plan::problem::problems;
use crate::plan::roll_up::RollUp;
use crate::plan::{
    Appraisal, AppraisalKind, Assignment, Attainment, BoxIndex, Dossier, Due, Indicator, Judgement, Kind, Nature,
    NodeIndex, Occasion, Period, Plan, Problem, Review, Solution, Standing, Status, Subject, Task, TextField,
    Thresholds, Year,
};
use crate::text::Language;
use crate::text::width::{AmbiguousWidth, cut};

use super::model::{Place, Sources};
use super::outlook::{Outlook, Way};
use super::wording::{Phrase, Wording};

/// The maximum length of a title quoted in the text, in columns.
const LONGEST_TITLE: usize = 80;

/// The data from which a report is made.
pub(super) struct Basis<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) plan: &'a Plan,
    pub(super) period: Period,
    /// The year in which the period ends.
    pub(super) year: Year,
    /// The day of the report, which decides what is overdue.
    pub(super) today: Date,
    pub(super) thresholds: Thresholds,
    pub(super) wording: &'a Wording,
    /// The indicators, binding ones first.
    pub(super) indicators: Vec<Judged<'a>>,
    pub(super) tasks: Vec<Reviewed<'a>>,
    pub(super) projects: Vec<Reviewed<'a>>,
    /// The problems named in reviews up to the period.
    pub(super) problems: Vec<Kept<'a>>,
    /// The appraisals of the period.
    pub(super) appraisals: Vec<Appraised<'a>>,
}

/// An indicator with its judgement.
pub(super) struct Judged<'a> {
    pub(super) place: Place,
    /// The indicator as it was in force at the end of the period.
    pub(super) indicator: Cow<'a, Indicator>,
    /// The year and value of the latest reading of a whole year up to the year of the period, on which forecasts rest.
    pub(super) reading: Option<(Year, f64)>,
    /// The year, or the part of one, and the value of the latest reading up to the end of the period.
    pub(super) measured: Option<(Period, f64)>,
    /// The value expected by time-proportional progress (序时进度) at the time of the latest reading, or of the period if
    /// there is none.
    pub(super) expected: Option<f64>,
    pub(super) attainment: Attainment,
    pub(super) outlook: Outlook,
    pub(super) way: Option<Way>,
    /// The judgement of a person for the year of the period, which takes precedence.
    pub(super) judgement: Option<&'a Judgement>,
    /// The adjusted targets: the year and the printed value.
    pub(super) adjusted: Vec<(Year, Option<String>)>,
    /// The reason for which the reading was corrected after its period had been sealed.
    pub(super) amended: Option<&'a str>,
    /// The average of the readings, if the target refers to an average.
    pub(super) average: Option<f64>,
}

/// A task or project with its review.
pub(super) struct Reviewed<'a> {
    pub(super) place: Place,
    pub(super) task: &'a Task,
    pub(super) review: Option<&'a Review>,
    pub(super) assignment: Assignment,
    pub(super) status: Option<Status>,
    pub(super) standing: Standing,
}

/// A problem and its state at the end of the period.
pub(super) struct Kept<'a> {
    pub(super) problem: Problem<'a>,
    /// The solution, if it was solved by the end of the period.
    pub(super) solution: Option<&'a Solution>,
}

/// An appraisal of the plan.
pub(super) struct Appraised<'a> {
    pub(super) kind: AppraisalKind,
    pub(super) appraisal: &'a Appraisal,
}

impl<'a> Basis<'a> {
    pub(super) fn new(
        dossier: &'a Dossier,
        period: Period,
        today: Date,
        thresholds: Thresholds,
        wording: &'a Wording,
    ) -> Self {
        let plan: &'a Plan = &dossier.plan;
        let year = plan.term.year_of(period);
        let mut indicators: Vec<&Indicator> = plan.indicators.iter().collect();
        indicators.sort_by_key(|indicator| nature_order(indicator.nature));
        let of_kind = |kind: Kind| plan.tasks.iter().filter(move |task| task.kind() == kind);
        // The appended tables are numbered in this order, and those without rows are left out.
        let of_tasks = 1 + u32::from(!indicators.is_empty());
        let of_projects = of_tasks + u32::from(of_kind(Kind::Task).next().is_some());
        let indicators = indicators.into_iter().zip(1..);
        let rows = |kind: Kind, table: u32| -> Vec<Reviewed<'a>> {
            let items = of_kind(kind).zip(1..);
            items.map(|(task, row)| Reviewed::of(dossier, task, period, today, Place { table, row })).collect()
        };
        Basis {
            dossier,
            plan,
            period,
            year,
            today,
            thresholds,
            wording,
            indicators: indicators
                .map(|(indicator, row)| Judged::of(dossier, indicator, period, &thresholds, row))
                .collect(),
            tasks: rows(Kind::Task, of_tasks),
            projects: rows(Kind::Project, of_projects),
            problems: kept(dossier, period),
            appraisals: appraised(dossier, period),
        }
    }

    /// Returns a phrase of the report with its fields filled in.
    pub(super) fn say<const N: usize>(&self, phrase: &Phrase<N>, values: [&dyn Display; N]) -> String {
        self.wording.say(phrase, values)
    }

    /// Returns the counts of some tasks, by the same rules as in lists and on screens.
    pub(super) fn roll_up<'b>(&self, rows: impl IntoIterator<Item = &'b Reviewed<'a>>) -> RollUp
    where
        'a: 'b,
    {
        RollUp::counting(rows.into_iter().map(|row| row.standing))
    }

    /// Returns the tasks and the projects.
    pub(super) fn items(&self) -> impl Iterator<Item = &Reviewed<'a>> {
        self.tasks.iter().chain(&self.projects)
    }

    pub(super) fn is_final(&self) -> bool {
        self.period.kind().occasion() == Occasion::Final
    }

    /// Returns the end of the reported time: 截至2023年底.
    pub(super) fn by_then(&self) -> String {
        format!("截至{}年底", self.year)
    }

    /// Returns the indicators of one nature.
    pub(super) fn of_nature(&self, nature: Option<Nature>) -> Vec<&Judged<'a>> {
        self.indicators.iter().filter(|judged| judged.indicator.nature == nature).collect()
    }

    /// Returns the tasks below a chapter, at any depth.
    pub(super) fn under(&self, chapter: Option<NodeIndex>) -> Vec<&Reviewed<'a>> {
        self.tasks.iter().filter(|row| self.plan.chapter_of(row.task.node) == chapter).collect()
    }

    /// Returns the chapters that have tasks, with heading and tasks, in the order of the text.
    pub(super) fn chapters(&self) -> Vec<(NodeIndex, String, Vec<&Reviewed<'a>>)> {
        let mut chapters: Vec<NodeIndex> = Vec::new();
        for chapter in self.tasks.iter().filter_map(|row| self.plan.chapter_of(row.task.node)) {
            if !chapters.contains(&chapter) {
                chapters.push(chapter);
            }
        }
        chapters.sort_unstable();
        chapters.into_iter().map(|node| (node, self.heading(node), self.under(Some(node)))).collect()
    }

    /// Returns the projects of a box.
    pub(super) fn in_box(&self, index: BoxIndex) -> Vec<&Reviewed<'a>> {
        self.projects.iter().filter(|row| row.task.special_box == Some(index)).collect()
    }

    /// Returns a heading of the plan without its number, since a report has numbers of its own; with the number if
    /// there is nothing else.
    pub(super) fn heading(&self, node: NodeIndex) -> String {
        let title =
            self.plan.outline.get(node).map(|node| if node.title.is_empty() { &node.number } else { &node.title });
        title.map(|title| heading(title)).unwrap_or_default()
    }
}

/// Returns the years of targets adjusted by the end of a period, with the printed values.
fn adjusted_targets(dossier: &Dossier, indicator: &Indicator, period: Period) -> Vec<(Year, Option<String>)> {
    let subject = Subject::Item(indicator.id.clone());
    let target = |overlaid: Overlaid<'_>| match overlaid.field {
        TextField::Target(year) => Some((year, overlay::read(&dossier.printed, &subject, overlaid.field))),
        _ => None,
    };
    dossier.adjusted_by(&subject, period).filter_map(target).collect()
}

impl<'a> Judged<'a> {
    fn of(dossier: &'a Dossier, indicator: &'a Indicator, period: Period, thresholds: &Thresholds, row: u32) -> Self {
        let year = dossier.plan.term.year_of(period);
        let attainment = dossier.judge(indicator, thresholds, period);
        let then = dossier.in_period(indicator, period);
        let readings = dossier.readings_of(&indicator.id).map(|(year, reading)| (year, reading.value));
        let readings: Vec<(Year, f64)> = readings.filter(|(at, _)| *at <= year).collect();
        let reading = readings.last().copied();
        let measured = dossier.latest_measurement(&indicator.id, period).map(|m| (m.period, m.reading.value));
        let earlier = measured.map(|(at, _)| at).filter(|at| *at != Period::annual(year));
        Judged {
            place: Place { table: 1, row },
            reading,
            measured,
            // The expected value for an older reading is that of its own time.
            expected: dossier.expected(indicator, earlier.unwrap_or(period)),
            attainment,
            outlook: Outlook::of(&then, dossier.direction(&then), reading, attainment),
            way: reading.and_then(|reading| Way::of(&then, dossier.direction(&then), reading)),
            average: yearly_average(&then, readings, year),
            judgement: dossier.judgements.get(&(indicator.id.clone(), year)),
            adjusted: adjusted_targets(dossier, indicator, period),
            amended: dossier
                .reading(&indicator.id, dossier.plan.term.measured_in(period))
                .and_then(|reading| reading.amended.as_deref()),
            indicator: then,
        }
    }

    pub(super) fn source(&self) -> Sources {
        sources([self.place])
    }

    /// Returns the year of the latest reading.
    pub(super) fn year(&self) -> Option<Year> {
        self.measured.and_then(|(at, _)| at.year())
    }

    /// Returns the name without 其中：, which refers to the row above it in the table of indicators.
    pub(super) fn name(&self) -> &str {
        let name = &self.indicator.name;
        name.strip_prefix("其中").map_or(name, |rest| rest.trim_start_matches(['：', ':']))
    }

    /// Returns the name in quotation marks.
    pub(super) fn quoted(&self) -> String {
        quoted(self.name())
    }

    /// Returns a note in brackets if a person judged the indicator, with the reason; otherwise an empty text.
    pub(super) fn by_whom(&self) -> String {
        match self.judgement.map(|judgement| judgement.reason.as_deref().and_then(phrase)) {
            None => String::new(),
            Some(None) => "（人工判断）".to_string(),
            Some(Some(reason)) => format!("（人工判断：{reason}）"),
        }
    }
}

/// Returns the time of a reading in words: 2025年, 2026年一季度.
pub(super) fn time_of(measured: Period) -> String {
    match measured.year() {
        Some(year) if measured.is_annual() => format!("{year}年"),
        _ => measured.name(Language::Zh),
    }
}

/// Returns the problems named in reviews up to a period, with their state at its end.
fn kept<'a>(dossier: &'a Dossier, period: Period) -> Vec<Kept<'a>> {
    let periods = dossier.periods();
    let at = |period: Period| periods.iter().position(|other| *other == period);
    let raised = problems(dossier).into_iter().filter(|problem| at(problem.raised) <= at(period));
    let kept = |problem: Problem<'a>| {
        let solution = problem.solution.filter(|solution| at(solution.period) <= at(period));
        let last = if at(problem.last) <= at(period) { problem.last } else { period };
        Kept { problem: Problem { last, ..problem }, solution }
    };
    raised.map(kept).collect()
}

fn appraised(dossier: &Dossier, period: Period) -> Vec<Appraised<'_>> {
    let of_period = dossier.appraisals.iter().filter(|((of, _), _)| *of == period);
    of_period.map(|((_, kind), appraisal)| Appraised { kind: *kind, appraisal }).collect()
}

impl Kept<'_> {
    /// Returns true if it was solved in the period.
    pub(super) fn is_solved_in(&self, period: Period) -> bool {
        self.solution.is_some_and(|solution| solution.period == period)
    }
}

impl<'a> Reviewed<'a> {
    fn of(dossier: &'a Dossier, task: &'a Task, period: Period, today: Date, place: Place) -> Self {
        let review = dossier.review(&task.id, period);
        let assignment = dossier.assignment(task);
        let standing = Standing::in_report(dossier, task, period, today);
        Reviewed { place, task, review, assignment, status: standing.status, standing }
    }

    pub(super) fn source(&self) -> Sources {
        sources([self.place])
    }

    /// Returns the work that was done.
    pub(super) fn done(&self) -> Option<String> {
        phrase(self.review?.done.as_deref()?)
    }

    /// Returns the problem that was raised.
    pub(super) fn problem(&self) -> Option<String> {
        phrase(self.review?.problem.as_deref()?)
    }

    /// Returns the next step.
    pub(super) fn next(&self) -> Option<String> {
        phrase(self.review?.next.as_deref()?)
    }

    /// Returns the reason for which the review was corrected after its period had been sealed.
    pub(super) fn amended(&self) -> Option<String> {
        phrase(self.review?.amended.as_deref()?)
    }

    /// Returns the title in quotation marks.
    pub(super) fn quoted(&self) -> String {
        quoted(&self.task.title)
    }

    /// Returns the main lead, or a phrase for none.
    pub(super) fn main_lead(&self) -> &str {
        self.assignment.lead.first().map_or("牵头单位未明确", String::as_str)
    }
}

fn nature_order(nature: Option<Nature>) -> u8 {
    match nature {
        Some(Nature::Binding) => 0,
        Some(Nature::Expected) => 1,
        None => 2,
    }
}

/// Returns the rows of some places.
pub(super) fn sources(places: impl IntoIterator<Item = Place>) -> Sources {
    places.into_iter().collect()
}

/// Returns the rows of some tasks.
pub(super) fn rows<'a: 'b, 'b>(rows: impl IntoIterator<Item = &'b Reviewed<'a>>) -> Sources {
    rows.into_iter().map(|row| row.place).collect()
}

/// Returns the rows of some indicators.
pub(super) fn indicator_rows<'a: 'b, 'b>(rows: impl IntoIterator<Item = &'b Judged<'a>>) -> Sources {
    rows.into_iter().map(|row| row.place).collect()
}

/// Returns the reviewed tasks of one status.
pub(super) fn with_status<'b, 'a>(rows: &[&'b Reviewed<'a>], status: Option<Status>) -> Vec<&'b Reviewed<'a>> {
    rows.iter().copied().filter(|row| row.status == status).collect()
}

/// Returns a name in quotation marks; marks inside it become single ones.
pub(super) fn quoted(title: &str) -> String {
    format!("“{}”", shortened(title).replace('“', "‘").replace('”', "’"))
}

fn shortened(title: &str) -> Cow<'_, str> {
    cut(title, LONGEST_TITLE, AmbiguousWidth::Wide)
}

/// Returns a title as a heading: commas between Chinese characters become Chinese ones, and a final mark is removed.
pub(super) fn heading(title: &str) -> String {
    let title = shortened(title.trim().trim_end_matches(['。', '；', '：', '，', ';', ':', ',', '.']));
    let chars: Vec<char> = title.chars().collect();
    let is_chinese = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| !c.is_ascii());
    let comma = |at: usize| is_chinese(at.checked_sub(1)) && is_chinese(Some(at + 1));
    let set = |(at, c): (usize, &char)| if *c == ',' && comma(at) { '，' } else { *c };
    chars.iter().enumerate().map(set).collect()
}

/// Returns an entered text as a part of a sentence: on one line, without a full stop. Returns `None` if nothing is
/// left.
pub(super) fn phrase(text: &str) -> Option<String> {
    const STOPS: [char; 6] = ['。', '；', '，', ';', ',', ' '];
    let lines = text.lines().map(|line| line.trim().trim_end_matches(STOPS)).filter(|line| !line.is_empty());
    let phrase = lines.collect::<Vec<_>>().join("；");
    (!phrase.is_empty()).then_some(phrase)
}

/// Returns true if the text of a cell is a number, possibly with a sign or word for more, less or about.
pub(super) fn is_figure(text: &str) -> bool {
    text.chars().any(char::is_numeric)
        && text.chars().all(|c| c.is_numeric() || ".,-<>≥≤~＜＞﹥﹤≧≦左右约万亿以上下内".contains(c))
}

/// Returns the text of a cell, with the indicator's unit behind a bare number and before words that follow it: 27%左右.
pub(super) fn with_unit(text: &str, indicator: &Indicator) -> String {
    match indicator.unit.as_deref() {
        Some(unit) if is_figure(text) => {
            let figure = text.trim_end_matches(['左', '右', '以', '上', '下', '内']);
            format!("{figure}{unit}{}", &text[figure.len()..])
        }
        _ => text.to_string(),
    }
}

/// Returns a due as a cell of a document says it: 2025年, 2025年6月.
pub(super) fn due_in_words(due: Due) -> String {
    let name = due.name(Language::Zh);
    if name.bytes().all(|byte| byte.is_ascii_digit()) { name + "年" } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entered_text_becomes_a_part_of_a_sentence() {
        for (text, phrase) in [
            ("封顶。", Some("封顶")),
            ("第一批完工；\n 第二批开工。\n\n", Some("第一批完工；第二批开工")),
            (" \n。", None),
            ("行吗？", Some("行吗？")),
        ] {
            assert_eq!(super::phrase(text).as_deref(), phrase, "{text:?}");
        }
    }

    #[test]
    fn a_unit_stands_behind_its_figure() {
        let mut indicator = Indicator {
            id: crate::plan::PlanId::new("a").unwrap().item(crate::plan::ItemKind::Indicator, 1),
            category: None,
            name: "其中：床位数".into(),
            unit: Some("%".into()),
            nature: None,
            definition: None,
            baselines: Vec::new(),
            stated: Assignment::default(),
            targets: Vec::new(),
            lines: crate::plan::LineSpan::at(1),
        };
        for (text, written) in [
            ("27左右", "27%左右"),
            ("≥95", "≥95%"),
            ("30以上", "30%以上"),
            ("每年降低0.5个百分点", "每年降低0.5个百分点"),
            ("——", "——"),
        ] {
            assert_eq!(with_unit(text, &indicator), written);
        }
        indicator.unit = None;
        assert_eq!(with_unit("27左右", &indicator), "27左右");
    }

    #[test]
    fn quotation_marks_inside_quotation_marks_are_single() {
        assert_eq!(quoted("“十四五”末全部通过"), "“‘十四五’末全部通过”");
        assert!(quoted(&"长".repeat(100)).chars().count() < 45);
    }
}
