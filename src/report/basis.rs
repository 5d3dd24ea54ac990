//! The basis of a report: every indicator, task and project with its row in the appended tables and what is known of
//! it. All counts and sentences are made from these.

use std::borrow::Cow;
use std::fmt::Display;

use jiff::civil::Date;

use crate::plan::attainment::yearly_average;
use crate::plan::overlay::{self, Grounds, Overlaid};
use crate::plan::problem::problems;
use crate::plan::roll_up::RollUp;
use crate::plan::{
    Appraisal, AppraisalKind, Assignment, Attainment, BoxIndex, Dossier, Indicator, Judgement, Kind, Nature, NodeIndex,
    Occasion, Period, Plan, Problem, Review, Solution, Standing, Status, Subject, Task, TextField, Thresholds, Year,
};
use crate::text::width::{AmbiguousWidth, cut};

use super::model::{Place, Sources};
use super::outlook::{Outlook, Way};
use super::wording::{Phrase, Wording};

/// The table of indicators among the appended ones.
pub(super) const INDICATORS: u32 = 1;
/// The table of tasks.
pub(super) const TASKS: u32 = 2;
/// The table of projects.
pub(super) const PROJECTS: u32 = 3;
/// The longest title that running text quotes, in columns.
const LONGEST_TITLE: usize = 80;

/// The records that a report is made from.
pub(super) struct Basis<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) plan: &'a Plan,
    pub(super) period: Period,
    /// The year up to which the period looks.
    pub(super) year: Year,
    /// The day of the report, which tells what is overdue.
    pub(super) today: Date,
    pub(super) thresholds: Thresholds,
    pub(super) wording: &'a Wording,
    /// Binding ones first.
    pub(super) indicators: Vec<Judged<'a>>,
    pub(super) tasks: Vec<Reviewed<'a>>,
    pub(super) projects: Vec<Reviewed<'a>>,
    /// The problems that reviews up to the period raised.
    pub(super) problems: Vec<Kept<'a>>,
    /// The appraisals of the period.
    pub(super) appraisals: Vec<Appraised<'a>>,
}

/// An indicator with its judgement.
pub(super) struct Judged<'a> {
    pub(super) place: Place,
    /// The indicator as it was in force at the end of the period.
    pub(super) indicator: Cow<'a, Indicator>,
    /// Year and value of the latest reading up to the period's year.
    pub(super) reading: Option<(Year, f64)>,
    /// The value that time-proportional progress (序时进度) asks for in the year of the reading, or of the period when
    /// there is none.
    pub(super) expected: Option<f64>,
    pub(super) attainment: Attainment,
    pub(super) outlook: Outlook,
    pub(super) way: Option<Way>,
    /// A person's judgement in the period's year, which takes precedence.
    pub(super) judgement: Option<&'a Judgement>,
    /// The targets that were adjusted: the year of each and what was printed.
    pub(super) adjusted: Vec<(Year, Option<String>)>,
    /// Why the reading was corrected after it had been sealed.
    pub(super) amended: Option<&'a str>,
    /// The average of the readings, where that is what the target asks for.
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

/// A problem as it stood in the period.
pub(super) struct Kept<'a> {
    pub(super) problem: Problem<'a>,
    /// The solution by the end of the period.
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
        let indicators = indicators.into_iter().zip(1..);
        let rows = |kind: Kind, table: u32| -> Vec<Reviewed<'a>> {
            let items = plan.tasks.iter().filter(|task| task.kind() == kind).zip(1..);
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
            tasks: rows(Kind::Task, TASKS),
            projects: rows(Kind::Project, PROJECTS),
            problems: kept(dossier, period),
            appraisals: appraised(dossier, period),
        }
    }

    /// A phrase of the report with its fields filled in.
    pub(super) fn say<const N: usize>(&self, phrase: &Phrase<N>, values: [&dyn Display; N]) -> String {
        self.wording.say(phrase, values)
    }

    /// The counts of some tasks, as every list and screen has them.
    pub(super) fn roll_up<'b>(&self, rows: impl IntoIterator<Item = &'b Reviewed<'a>>) -> RollUp
    where
        'a: 'b,
    {
        RollUp::counting(rows.into_iter().map(|row| row.standing))
    }

    /// Tasks and projects.
    pub(super) fn items(&self) -> impl Iterator<Item = &Reviewed<'a>> {
        self.tasks.iter().chain(&self.projects)
    }

    pub(super) fn is_final(&self) -> bool {
        self.period.kind().occasion() == Occasion::Final
    }

    /// The time up to which the report looks: 截至2023年底.
    pub(super) fn by_then(&self) -> String {
        format!("截至{}年底", self.year)
    }

    /// The indicators of one nature.
    pub(super) fn of_nature(&self, nature: Option<Nature>) -> Vec<&Judged<'a>> {
        self.indicators.iter().filter(|judged| judged.indicator.nature == nature).collect()
    }

    /// The tasks that stand under a chapter, at any depth.
    pub(super) fn under(&self, chapter: Option<NodeIndex>) -> Vec<&Reviewed<'a>> {
        self.tasks.iter().filter(|row| self.plan.chapter_of(row.task.node) == chapter).collect()
    }

    /// The chapters that have tasks, each with its heading and its tasks, in the order of the text.
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

    /// The projects of a box.
    pub(super) fn in_box(&self, index: BoxIndex) -> Vec<&Reviewed<'a>> {
        self.projects.iter().filter(|row| row.task.special_box == Some(index)).collect()
    }

    /// A heading of the plan without its number, since a report has numbers of its own; with it where there is nothing
    /// else.
    pub(super) fn heading(&self, node: NodeIndex) -> String {
        let title =
            self.plan.outline.get(node).map(|node| if node.title.is_empty() { &node.number } else { &node.title });
        title.map(|title| heading(title)).unwrap_or_default()
    }
}

/// Returns the years of an indicator's targets that were adjusted by the end of a period, each with what is printed.
fn adjusted_targets(dossier: &Dossier, indicator: &Indicator, period: Period) -> Vec<(Year, Option<String>)> {
    let subject = Subject::Item(indicator.id.clone());
    let end = dossier.plan.term.last_day(period);
    let holds = |grounds: &Grounds| end.is_none_or(|end| !grounds.begins_after(end));
    let adjusted = dossier.overlays_of(&subject).into_iter();
    let adjusted = adjusted.filter(|overlaid| overlaid.adjustment.is_some_and(|adjustment| holds(&adjustment.grounds)));
    let target = |overlaid: Overlaid<'_>| match overlaid.field {
        TextField::Target(year) => Some((year, overlay::read(&dossier.printed, &subject, overlaid.field))),
        _ => None,
    };
    adjusted.filter_map(target).collect()
}

impl<'a> Judged<'a> {
    fn of(dossier: &'a Dossier, indicator: &'a Indicator, period: Period, thresholds: &Thresholds, row: u32) -> Self {
        let year = dossier.plan.term.year_of(period);
        let attainment = dossier.judge(indicator, thresholds, period);
        let then = dossier.in_period(indicator, period);
        let readings = dossier.readings_of(&indicator.id).map(|(year, reading)| (year, reading.value));
        let readings: Vec<(Year, f64)> = readings.filter(|(at, _)| *at <= year).collect();
        let reading = readings.last().copied();
        let earlier = reading.map(|(at, _)| at).filter(|at| *at < year);
        Judged {
            place: Place { table: INDICATORS, row },
            reading,
            // Of an earlier year it is what was in force then.
            expected: dossier.expected(indicator, earlier.map_or(period, Period::annual)),
            attainment,
            outlook: Outlook::of(&then, dossier.direction(&then), reading, attainment),
            way: reading.and_then(|reading| Way::of(&then, dossier.direction(&then), reading)),
            average: yearly_average(&then, readings, year),
            judgement: dossier.judgements.get(&(indicator.id.clone(), year)),
            adjusted: adjusted_targets(dossier, indicator, period),
            amended: dossier.readings.get(&(indicator.id.clone(), year)).and_then(|r| r.amended.as_deref()),
            indicator: then,
        }
    }

    pub(super) fn source(&self) -> Sources {
        sources([self.place])
    }

    /// The name in quotation marks.
    pub(super) fn quoted(&self) -> String {
        quoted(&self.indicator.name)
    }

    /// Whose judgement it is, in brackets after it, with the reason; nothing for that of the figures.
    pub(super) fn by_whom(&self) -> String {
        match self.judgement.map(|judgement| judgement.reason.as_deref().and_then(phrase)) {
            None => String::new(),
            Some(None) => "（人工判断）".to_string(),
            Some(Some(reason)) => format!("（人工判断：{reason}）"),
        }
    }
}

/// The problems that reviews up to a period raised, and how they stood in it.
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
    /// Returns true if the period solved it.
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

    /// The work that was done.
    pub(super) fn done(&self) -> Option<String> {
        phrase(self.review?.done.as_deref()?)
    }

    /// The problem that was raised.
    pub(super) fn problem(&self) -> Option<String> {
        phrase(self.review?.problem.as_deref()?)
    }

    /// The next step.
    pub(super) fn next(&self) -> Option<String> {
        phrase(self.review?.next.as_deref()?)
    }

    /// Why it was corrected after its period had been sealed.
    pub(super) fn amended(&self) -> Option<String> {
        phrase(self.review?.amended.as_deref()?)
    }

    /// The title in quotation marks.
    pub(super) fn quoted(&self) -> String {
        quoted(&self.task.title)
    }

    /// The title in quotation marks, and who leads in brackets where it is known.
    pub(super) fn led(&self) -> String {
        match self.assignment.lead.as_slice() {
            [] => self.quoted(),
            lead => format!("{}（{}牵头）", self.quoted(), lead.join("、")),
        }
    }

    /// The main lead, or words for having none.
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

/// The rows of some places.
pub(super) fn sources(places: impl IntoIterator<Item = Place>) -> Sources {
    places.into_iter().collect()
}

/// The rows of some tasks.
pub(super) fn rows<'a: 'b, 'b>(rows: impl IntoIterator<Item = &'b Reviewed<'a>>) -> Sources {
    rows.into_iter().map(|row| row.place).collect()
}

/// The rows of some indicators.
pub(super) fn indicator_rows<'a: 'b, 'b>(rows: impl IntoIterator<Item = &'b Judged<'a>>) -> Sources {
    rows.into_iter().map(|row| row.place).collect()
}

/// Returns the reviewed tasks of one status.
pub(super) fn with_status<'b, 'a>(rows: &[&'b Reviewed<'a>], status: Option<Status>) -> Vec<&'b Reviewed<'a>> {
    rows.iter().copied().filter(|row| row.status == status).collect()
}

/// A name in quotation marks, those inside it turned into single ones.
pub(super) fn quoted(title: &str) -> String {
    format!("“{}”", shortened(title).replace('“', "‘").replace('”', "’"))
}

fn shortened(title: &str) -> Cow<'_, str> {
    cut(title, LONGEST_TITLE, AmbiguousWidth::Wide)
}

/// A title of the plan as a heading: commas between Chinese characters are Chinese, and nothing ends it.
pub(super) fn heading(title: &str) -> String {
    let title = shortened(title.trim().trim_end_matches(['。', '；', '：', '，', ';', ':', ',', '.']));
    let chars: Vec<char> = title.chars().collect();
    let is_chinese = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| !c.is_ascii());
    let comma = |at: usize| is_chinese(at.checked_sub(1)) && is_chinese(Some(at + 1));
    let set = |(at, c): (usize, &char)| if *c == ',' && comma(at) { '，' } else { *c };
    chars.iter().enumerate().map(set).collect()
}

/// Returns an entered text as a part of a sentence: on one line, without the full stop. `None` when nothing is left.
pub(super) fn phrase(text: &str) -> Option<String> {
    const STOPS: [char; 6] = ['。', '；', '，', ';', ',', ' '];
    let lines = text.lines().map(|line| line.trim().trim_end_matches(STOPS)).filter(|line| !line.is_empty());
    let phrase = lines.collect::<Vec<_>>().join("；");
    (!phrase.is_empty()).then_some(phrase)
}

/// A figure with as many decimals as its neighbours print.
pub(super) fn figure(value: f64, like: &Indicator) -> String {
    let printed = like.baselines.iter().map(|b| b.text.as_str()).chain(like.targets.iter().map(|t| t.text.as_str()));
    let decimals = printed.map(decimals).max().unwrap_or(0).max(1);
    let text = format!("{value:.decimals$}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_string() } else { text.to_string() }
}

fn decimals(text: &str) -> usize {
    let fraction = text.split_once('.').map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).count());
    fraction.unwrap_or(0).min(4)
}

/// A cell of the table with the indicator's unit after a bare figure.
pub(super) fn with_unit(text: &str, indicator: &Indicator) -> String {
    let is_figure = text.chars().any(char::is_numeric)
        && text.chars().all(|c| c.is_numeric() || ".,-<>≥≤~＜＞﹥﹤≧≦左右约万亿以上下内".contains(c));
    match indicator.unit.as_deref() {
        Some(unit) if is_figure => format!("{text}{unit}"),
        _ => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_entered_becomes_a_part_of_a_sentence() {
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
    fn quotation_marks_inside_quotation_marks_are_single() {
        assert_eq!(quoted("“十四五”末全部通过"), "“‘十四五’末全部通过”");
        assert!(quoted(&"长".repeat(100)).chars().count() < 45);
    }
}
