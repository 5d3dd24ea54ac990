//! The section 主要目标指标实现情况: counts, binding indicators first, then each slow one, and the outlook.

use crate::plan::{Nature, Year};
use crate::report::basis::{Basis, Judged, indicator_rows, is_figure, time_of, with_unit};
use crate::report::model::{Bar, Block, Chart, Paragraph, Section, Table};
use crate::report::outlook::{Miss, Outlook};
use crate::report::wording::{Phrase, phrases};
use crate::text::figure::plain;
use crate::text::{Label, Language};

use super::classes;

const NATURES: [(Option<Nature>, &str); 3] =
    [(Some(Nature::Binding), "约束性指标"), (Some(Nature::Expected), "预期性指标"), (None, "未注明属性的指标")];

/// Returns the section 主要目标指标实现情况.
pub(super) fn section(basis: &Basis) -> Section {
    let heading = basis.say(&phrases::HEADING_INDICATORS, []);
    if basis.indicators.is_empty() {
        let text = basis.say(&phrases::NO_INDICATORS, []);
        return Section::new(heading, vec![Paragraph::new().remark(text).into()]);
    }
    let mut parts = vec![Section::new(basis.say(&phrases::HEADING_OVERVIEW, []), overview(basis))];
    for (nature, name) in NATURES {
        let indicators = basis.of_nature(nature);
        if !indicators.is_empty() {
            parts.push(Section::new(name, vec![by_class(basis, &indicators).into()]));
        }
    }
    let behind = behind(basis);
    if !behind.is_empty() {
        let heading = if basis.is_final() { &phrases::HEADING_MISSED } else { &phrases::HEADING_BEHIND };
        parts.push(Section::new(basis.say(heading, []), behind));
    }
    // When the term is over, there is nothing to forecast.
    if !basis.is_final() {
        parts.push(Section::new(basis.say(&phrases::HEADING_OUTLOOK, []), outlook(basis)));
    }
    Section { heading, body: Vec::new(), parts }
}

fn overview(basis: &Basis) -> Vec<Block> {
    let natures = NATURES.iter().map(|(nature, name)| (*name, basis.of_nature(*nature).len()));
    let natures = natures.filter(|(_, count)| *count > 0).map(|(name, count)| format!("{name}{count}项"));
    let natures = natures.collect::<Vec<_>>().join("、");
    let of_table = if basis.is_final() { &phrases::OVERVIEW_FINAL_TABLE } else { &phrases::OVERVIEW_TABLE };
    let paragraph = Paragraph::new()
        .say(basis.say(&phrases::OVERVIEW, [&basis.indicators.len(), &natures]), indicator_rows(&basis.indicators))
        .say(basis.say(of_table, []), indicator_rows(&basis.indicators));
    let mut blocks = vec![with_older_readings(basis, paragraph).into(), Block::Table(table(basis))];
    blocks.extend(progress_chart(basis).map(Block::Chart));
    blocks
}

/// Returns a chart of the indicators' progress; `None` if no indicator can be drawn.
pub(super) fn progress_chart(basis: &Basis) -> Option<Chart> {
    let bars: Vec<Bar> = basis.indicators.iter().filter_map(|judged| bar(basis, judged)).collect();
    let title = if basis.is_final() { &phrases::FINAL_PROGRESS_CHART } else { &phrases::PROGRESS_CHART };
    (!bars.is_empty()).then(|| Chart::Progress { title: basis.say(title, []), bars })
}

/// Adds a sentence about judgements that rest on values of an earlier year.
fn with_older_readings(basis: &Basis, paragraph: Paragraph) -> Paragraph {
    let is_older = |judged: &&Judged| judged.year().is_some_and(|year| year < basis.year);
    let older: Vec<&Judged> = basis.indicators.iter().filter(is_older).collect();
    if older.is_empty() {
        return paragraph;
    }
    paragraph.say(basis.say(&phrases::OLDER_READINGS, [&older.len(), &basis.year]), indicator_rows(older))
}

/// Returns the counts by nature and class, without classes that do not occur.
pub(super) fn table(basis: &Basis) -> Table {
    let all: Vec<&Judged> = basis.indicators.iter().collect();
    let count = |indicators: &[&Judged], class: &str| {
        indicators.iter().filter(|judged| classes::of(basis, judged) == class).count()
    };
    let found: Vec<&str> = classes::all(basis).into_iter().filter(|class| count(&all, class) > 0).collect();
    let columns = ["属性", "合计"].into_iter().chain(found.iter().copied()).map(String::from).collect();
    let row = |name: &str, indicators: &[&Judged]| -> Vec<String> {
        let counts = found.iter().map(|class| count(indicators, class).to_string());
        [name.to_string(), indicators.len().to_string()].into_iter().chain(counts).collect()
    };
    let natures = NATURES.iter().map(|(nature, name)| (*name, basis.of_nature(*nature)));
    let mut rows: Vec<Vec<String>> =
        natures.filter(|(_, found)| !found.is_empty()).map(|(name, found)| row(name, &found)).collect();
    if rows.len() > 1 {
        rows.push(row("合计", &all));
    }
    Table { caption: basis.say(&phrases::INDICATORS_TABLE, []), columns, rows, notes: Vec::new() }
}

/// Returns the bar of an indicator. When the term is over, its time is, too, and is not drawn.
fn bar(basis: &Basis, judged: &Judged) -> Option<Bar> {
    let way = judged.way?;
    Some(Bar {
        label: judged.name().to_string(),
        gone: way.gone(),
        passed: (!basis.is_final()).then(|| way.passed()),
        judgement: classes::of(basis, judged).to_string(),
        tone: classes::tone(basis, judged),
    })
}

/// Returns the names in quotation marks, without commas between them (GB/T 15834-2011, 4.5.3.5).
pub(super) fn names(indicators: &[&Judged]) -> String {
    indicators.iter().map(|judged| judged.quoted()).collect()
}

/// Returns the indicators by class: names of those that do well, the number of those described one by one, and last the
/// names of those that cannot be judged.
fn by_class(basis: &Basis, indicators: &[&Judged]) -> Paragraph {
    let (behind, others): (Vec<&Judged>, Vec<&Judged>) =
        indicators.iter().copied().partition(|judged| classes::is_behind(basis, judged));
    let mut paragraph = Paragraph::new();
    let classes = classes::all(basis);
    let unknown = classes.last().copied().unwrap_or_default();
    for class in classes.into_iter().filter(|class| *class != unknown) {
        let found: Vec<&Judged> = others.iter().copied().filter(|judged| classes::of(basis, judged) == class).collect();
        if !found.is_empty() {
            let text = basis.say(&phrases::JUDGED, [&class, &found.len(), &names(&found)]);
            paragraph = paragraph.say(text, indicator_rows(found));
        }
    }
    if !behind.is_empty() {
        let text = basis.say(&phrases::JUDGED_BEHIND, [&classes::behind(basis), &behind.len()]);
        paragraph = paragraph.say(text, indicator_rows(behind));
    }
    let unknown: Vec<&Judged> = others.into_iter().filter(|judged| classes::of(basis, judged) == unknown).collect();
    if !unknown.is_empty() {
        let text = basis.say(&phrases::JUDGED_UNKNOWN, [&unknown.len(), &names(&unknown)]);
        paragraph = paragraph.say(text, indicator_rows(unknown));
    }
    let by_persons: Vec<&Judged> = indicators.iter().copied().filter(|judged| judged.judgement.is_some()).collect();
    if !by_persons.is_empty() {
        let each = by_persons.iter().map(|judged| {
            format!("{}为{}{}", judged.quoted(), judged.attainment.label(Language::Zh), judged.by_whom())
        });
        let text = basis.say(&phrases::JUDGED_BY_PERSONS, [&by_persons.len(), &each.collect::<Vec<_>>().join("、")]);
        paragraph = paragraph.say(text, indicator_rows(by_persons));
    }
    paragraph
}

/// Returns a paragraph for each indicator that is behind, and a gap for the causes.
fn behind(basis: &Basis) -> Vec<Block> {
    let found = basis.indicators.iter().filter(|judged| classes::is_behind(basis, judged));
    let mut blocks: Vec<Block> = found.map(|judged| behind_one(basis, judged).into()).collect();
    if !blocks.is_empty() {
        if !basis.is_final() {
            blocks.insert(0, Paragraph::new().remark(basis.say(&phrases::FORECAST_BASIS, [])).into());
        }
        blocks.push(Paragraph::new().gap(basis.say(&phrases::GAP_BEHIND, [])).into());
    }
    blocks
}

fn behind_one(basis: &Basis, judged: &Judged) -> Paragraph {
    let nature = judged.indicator.nature.map(|nature| format!("（{}）", nature.label(Language::Zh)));
    let paragraph = Paragraph::led_by(format!("{}{}", judged.name(), nature.unwrap_or_default()));
    let figures = figures(basis, judged);
    // When the term is over, the figures say it, unless a person does, and there is nothing to forecast.
    let text = match basis.is_final() && judged.judgement.is_none() {
        true => figures,
        false => {
            let judgement = format!("{}{}", judged.attainment.label(Language::Zh), judged.by_whom());
            basis.say(&phrases::BEHIND, [&figures, &judgement])
        }
    };
    let paragraph = paragraph.say(text, judged.source());
    match forecast(basis, judged).filter(|_| !basis.is_final()) {
        Some(text) => paragraph.say(text, judged.source()),
        None => paragraph,
    }
}

/// Returns the values of an indicator: 2025年目标值…，2023年实际值…，序时应达…. The baseline is in the appended table only.
fn figures(basis: &Basis, judged: &Judged) -> String {
    let indicator = &*judged.indicator;
    let targets = indicator.targets.iter().map(|target| {
        let adjusted = judged.adjusted.iter().find(|(year, _)| *year == target.year);
        let mark = adjusted.map(|(_, printed)| format!("（经调整，原为{}）", printed.as_deref().unwrap_or("无")));
        let (year, mark, text) = (target.year, mark.unwrap_or_default(), target.text.trim());
        // A cell such as 92％ has its own unit.
        let bare = text.trim_end_matches(['%', '％', '‰']);
        match is_figure(bare) {
            true if bare.len() < text.len() => format!("{year}年目标值{text}{mark}"),
            true => format!("{year}年目标值{}{mark}", with_unit(text, indicator)),
            false => format!("{year}年目标为“{}”{mark}", text.replace('“', "‘").replace('”', "’")),
        }
    });
    let reading = |(at, value)| format!("{}实际值{}", time_of(at), with_unit(&plain(value), indicator));
    let reading = judged.measured.map(reading);
    let expected = judged.measured.and(judged.expected).filter(|_| !basis.is_final());
    let expected = expected.map(|value| format!("序时应达{}", with_unit(&indicator.figure(value), indicator)));
    targets.chain(reading).chain(expected).collect::<Vec<_>>().join("，")
}

/// Returns the forecast for a missed target: the value in its year, and the year in which it would be reached.
fn forecast(basis: &Basis, judged: &Judged) -> Option<String> {
    let target = target_year(judged)?;
    let value = |value: f64| with_unit(&judged.indicator.figure(value), &judged.indicator);
    match judged.outlook {
        Outlook::Close(forecast) | Outlook::Short(Some(forecast)) => Some(match forecast.reached_in {
            Some(year) => basis.say(&phrases::FORECAST, [&target, &value(forecast.projected), &year]),
            None if judged.way.is_some_and(|way| way.gone() < 0.0) => {
                basis.say(&phrases::FORECAST_AWAY, [&target, &value(forecast.projected)])
            }
            None => basis.say(&phrases::FORECAST_NEVER, [&target, &value(forecast.projected)]),
        }),
        Outlook::Short(None) => Some(basis.say(&phrases::FORECAST_FALLING, [])),
        Outlook::Missed(Some(year)) => Some(basis.say(&phrases::FORECAST_LATE, [&target, &year])),
        Outlook::Missed(None) => Some(basis.say(&phrases::FORECAST_MISSED, [&target])),
        Outlook::Reached | Outlook::OnPace | Outlook::Unknown => None,
    }
}

/// Returns the year of the target that is forecast.
fn target_year(judged: &Judged) -> Option<Year> {
    judged.way.map(|way| way.target_year()).or_else(|| Some(judged.indicator.targets.last()?.year))
}

/// Returns the outlook: how many targets are expected to be reached, and by name those missed although not judged
/// behind, and the binding ones.
fn outlook(basis: &Basis) -> Vec<Block> {
    type Is = fn(Outlook) -> bool;
    const TOLD: [(Is, &Phrase<1>); 6] = [
        (|outlook| outlook == Outlook::Reached, &phrases::OUTLOOK_REACHED),
        (|outlook| outlook == Outlook::OnPace, &phrases::OUTLOOK_ON_PACE),
        (|outlook| matches!(outlook, Outlook::Close(_)), &phrases::OUTLOOK_CLOSE),
        (|outlook| matches!(outlook, Outlook::Short(_)), &phrases::OUTLOOK_SHORT),
        (|outlook| matches!(outlook, Outlook::Missed(_)), &phrases::OUTLOOK_MISSED),
        (|outlook| outlook == Outlook::Unknown, &phrases::OUTLOOK_UNKNOWN),
    ];
    let count = |is: Is| basis.indicators.iter().filter(|judged| is(judged.outlook)).count();
    let counts = TOLD.into_iter().map(|(is, phrase)| (count(is), phrase)).filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, phrase)| basis.say(phrase, [&count])).collect();
    let text = basis.say(&phrases::OUTLOOK, [&basis.indicators.len(), &counts.join("，")]);
    let mut paragraph = Paragraph::new().say(text, indicator_rows(&basis.indicators));
    let all_close = count(|outlook| matches!(outlook, Outlook::Close(_)));
    let close = basis.indicators.iter().filter(|judged| !judged.attainment.is_slow());
    let close: Vec<(&Judged, String)> = close.filter_map(|judged| Some((judged, close_one(basis, judged)?))).collect();
    if !close.is_empty() {
        let names: Vec<&str> = close.iter().map(|(_, words)| words.as_str()).collect();
        let phrase = match close.len() == all_close {
            true => &phrases::OUTLOOK_NAMED,
            false => &phrases::OUTLOOK_NAMED_BESIDES,
        };
        let text = basis.say(phrase, [&close.len(), &names.join("、")]);
        paragraph = paragraph.say(text, indicator_rows(close.iter().map(|(judged, _)| *judged)));
    }
    let mut blocks: Vec<Block> = vec![paragraph.into()];
    blocks.extend(warning(basis).map(Block::from));
    blocks
}

/// Returns the name of an indicator that will just miss its target, with its forecast in brackets.
fn close_one(basis: &Basis, judged: &Judged) -> Option<String> {
    let Outlook::Close(forecast) = judged.outlook else { return None };
    let target = target_year(judged)?;
    let value = with_unit(&judged.indicator.figure(forecast.projected), &judged.indicator);
    Some(match forecast.reached_in {
        Some(year) => basis.say(&phrases::OUTLOOK_ONE, [&judged.quoted(), &target, &value, &year]),
        None => basis.say(&phrases::OUTLOOK_ONE_NEVER, [&judged.quoted(), &target, &value]),
    })
}

/// Returns the paragraph about binding indicators that miss their target, which must be reported to the government
/// (预警), each with the year in which it would be reached if it can be forecast.
pub(super) fn warning(basis: &Basis) -> Option<Paragraph> {
    let binding = basis.of_nature(Some(Nature::Binding)).into_iter().filter(|judged| judged.outlook.is_miss());
    let binding: Vec<&Judged> = binding.collect();
    let (phrase, each) = match basis.is_final() {
        true => (&phrases::WARNING_MISSED, names(&binding)),
        false => {
            let each: Vec<String> = binding.iter().map(|judged| warning_one(basis, judged)).collect();
            (&phrases::WARNING, each.join("、"))
        }
    };
    let text = basis.say(phrase, [&binding.len(), &each]);
    let paragraph = Paragraph::led_by(basis.say(&phrases::WARNING_LEAD, []));
    (!binding.is_empty()).then(|| paragraph.say(text, indicator_rows(binding)))
}

fn warning_one(basis: &Basis, judged: &Judged) -> String {
    match judged.outlook.miss() {
        Some(Miss { reached_in: Some(year), .. }) => basis.say(&phrases::WARNING_ONE, [&judged.quoted(), &year]),
        Some(Miss { projected: Some(_), reached_in: None }) => basis.say(&phrases::WARNING_NEVER, [&judged.quoted()]),
        Some(Miss { projected: None, reached_in: None }) | None => judged.quoted(),
    }
}
