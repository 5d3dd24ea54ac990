//! 主要目标指标实现情况: counts, binding indicators first, those behind one by one, and the outlook.

use crate::plan::{Attainment, Nature};
use crate::report::basis::{Basis, Judged, figure, indicator_rows, quoted, with_unit};
use crate::report::model::{Bar, Block, Chart, Column, Paragraph, Section, Table};
use crate::report::outlook::Outlook;
use crate::text::{Label, Language};

use super::counts;

const NATURES: [(Option<Nature>, &str); 3] =
    [(Some(Nature::Binding), "约束性指标"), (Some(Nature::Expected), "预期性指标"), (None, "未注明属性的指标")];

/// 主要目标指标实现情况.
pub(super) fn section(basis: &Basis) -> Section {
    let heading = "主要目标指标实现情况".to_string();
    if basis.indicators.is_empty() {
        return Section::new(heading, vec![Paragraph::new().gap("规划没有列出主要指标").into()]);
    }
    let mut parts = vec![Section::new("总体情况", overview(basis))];
    for (nature, name) in NATURES {
        let indicators = basis.of_nature(nature);
        if !indicators.is_empty() {
            parts.push(Section::new(name, vec![by_judgement(basis, &indicators).into()]));
        }
    }
    parts.push(Section::new("滞后指标", behind(basis)));
    parts.push(Section::new(if basis.is_final() { "目标完成判断" } else { "趋势判断" }, outlook(basis)));
    Section { heading, body: Vec::new(), parts }
}

fn overview(basis: &Basis) -> Vec<Block> {
    let all: Vec<&Judged> = basis.indicators.iter().collect();
    let natures = NATURES.iter().map(|(nature, name)| (*name, basis.of_nature(*nature).len()));
    let natures = natures.filter(|(_, count)| *count > 0).map(|(name, count)| format!("{name}{count}项"));
    let paragraph = Paragraph::new()
        .say(
            format!("规划共设主要指标{}项，其中{}", all.len(), natures.collect::<Vec<_>>().join("、")),
            indicator_rows(all.iter().copied()),
        )
        .say(format!("{}，{}", basis.by_then(), counts::by_attainment(&all)), indicator_rows(all.iter().copied()))
        .remark("各指标的基期值、目标值、实际值和序时应达值见所附主要指标完成情况表");
    let paragraph = with_older_readings(basis, paragraph);
    let mut blocks = vec![paragraph.into(), Block::Table(table(basis))];
    let bars: Vec<Bar> = all.iter().filter_map(|judged| bar(judged)).collect();
    if !bars.is_empty() {
        blocks
            .push(Block::Chart(Chart::Progress { title: "指标进度（竖线为序时进度）".to_string(), bars }));
    }
    blocks
}

/// A judgement by the value of an earlier year has to be known as such.
fn with_older_readings(basis: &Basis, paragraph: Paragraph) -> Paragraph {
    let is_older = |judged: &&Judged| judged.reading.is_some_and(|(year, _)| year < basis.year);
    let older: Vec<&Judged> = basis.indicators.iter().filter(is_older).collect();
    if older.is_empty() {
        return paragraph;
    }
    let text = format!("其中{}项没有{}年实际值，按以前年份的数据判断", older.len(), basis.year);
    paragraph.say(text, indicator_rows(older)).gap(format!("{}年实际值", basis.year))
}

fn table(basis: &Basis) -> Table {
    let mut columns = vec![Column::new("属性", 18), Column::new("合计", 7)];
    columns.extend(Attainment::ALL.map(|attainment| Column::new(attainment.label(Language::Zh), 9)));
    let row = |name: &str, indicators: &[&Judged]| -> Vec<String> {
        let counts = Attainment::ALL.map(|attainment| counts::judged(indicators, attainment).to_string());
        [name.to_string(), indicators.len().to_string()].into_iter().chain(counts).collect()
    };
    let natures = NATURES.iter().map(|(nature, name)| (*name, basis.of_nature(*nature)));
    let mut rows: Vec<Vec<String>> =
        natures.filter(|(_, found)| !found.is_empty()).map(|(name, found)| row(name, &found)).collect();
    rows.push(row("合计", &basis.indicators.iter().collect::<Vec<_>>()));
    Table { caption: "主要指标实现情况统计表".to_string(), columns, rows, notes: Vec::new() }
}

fn bar(judged: &Judged) -> Option<Bar> {
    let way = judged.way?;
    Some(Bar {
        label: judged.indicator.name.clone(),
        gone: way.gone(),
        passed: way.passed(),
        judgement: judged.attainment.label(Language::Zh).to_string(),
        tone: counts::tone(judged.attainment),
    })
}

/// Names in quotation marks, which take no comma between them (GB/T 15834-2011, 4.5.3.5).
pub(super) fn names(indicators: &[&Judged]) -> String {
    indicators.iter().map(|judged| quoted(&judged.indicator.name)).collect()
}

fn by_judgement(basis: &Basis, indicators: &[&Judged]) -> Paragraph {
    let mut paragraph = Paragraph::new().say(
        format!("共{}项，{}，{}", indicators.len(), basis.by_then(), counts::by_attainment(indicators)),
        indicator_rows(indicators.iter().copied()),
    );
    let can_tell = Attainment::ALL.into_iter().filter(|attainment| *attainment != Attainment::CannotTell);
    for attainment in can_tell {
        let found: Vec<&Judged> = indicators.iter().copied().filter(|j| j.attainment == attainment).collect();
        if !found.is_empty() {
            let text = format!("{}的有{}", attainment.label(Language::Zh), names(&found));
            paragraph = paragraph.say(text, indicator_rows(found));
        }
    }
    let by_persons: Vec<&Judged> = indicators.iter().copied().filter(|judged| judged.judgement.is_some()).collect();
    if !by_persons.is_empty() {
        let each = by_persons.iter().map(|judged| {
            format!("{}为{}{}", judged.quoted(), judged.attainment.label(Language::Zh), judged.by_whom())
        });
        let text = format!("其中由人工判断{}项：{}", by_persons.len(), each.collect::<Vec<_>>().join("、"));
        paragraph = paragraph.say(text, indicator_rows(by_persons));
    }
    if counts::judged(indicators, Attainment::CannotTell) > 0 {
        paragraph = paragraph.gap("无法判断的指标：补录实际值，或由责任单位作出定性判断");
    }
    paragraph
}

/// Those behind, a paragraph each.
fn behind(basis: &Basis) -> Vec<Block> {
    let behind: Vec<&Judged> = basis.indicators.iter().filter(|j| j.attainment == Attainment::Behind).collect();
    if behind.is_empty() {
        let unknown = basis.indicators.iter().all(|j| j.attainment == Attainment::CannotTell);
        let paragraph = Paragraph::new();
        return vec![if unknown {
            paragraph.gap("尚无可判断的指标，录入实际值后列出滞后指标及原因").into()
        } else {
            paragraph.say("可判断的指标均未滞后", indicator_rows(&basis.indicators)).into()
        }];
    }
    behind.into_iter().map(|judged| behind_one(judged).into()).collect()
}

fn behind_one(judged: &Judged) -> Paragraph {
    let indicator = judged.indicator;
    let nature = indicator.nature.map(|nature| format!("（{}）", nature.label(Language::Zh))).unwrap_or_default();
    Paragraph::led_by(format!("{}{nature}", indicator.name))
        .say(format!("{}，判断为滞后{}", figures(judged), judged.by_whom()), judged.source())
        .gap(format!("“{}”滞后原因", indicator.name))
        .gap("责任单位和改进措施")
}

/// 基期值…，目标值…，2023年实际值…，序时应达….
pub(super) fn figures(judged: &Judged) -> String {
    let indicator = judged.indicator;
    let baseline = indicator.baselines.iter().max_by_key(|baseline| baseline.year);
    let baseline = baseline.filter(|baseline| !baseline.text.trim().is_empty());
    let baseline = baseline.map(|b| format!("{}年基期值{}", b.year, with_unit(&b.text, indicator)));
    let targets = indicator.targets.iter().map(|t| {
        let adjusted = judged.adjusted.iter().find(|(year, _)| *year == t.year);
        let mark = adjusted.map(|(_, printed)| format!("（经调整，原为{}）", printed.as_deref().unwrap_or("无")));
        format!("{}年目标值{}{}", t.year, with_unit(&t.text, indicator), mark.unwrap_or_default())
    });
    let reading =
        judged.reading.map(|(year, value)| format!("{year}年实际值{}", with_unit(&value.to_string(), indicator)));
    let expected = judged
        .reading
        .and(judged.expected)
        .map(|expected| format!("序时应达{}", with_unit(&figure(expected, indicator), indicator)));
    baseline.into_iter().chain(targets).chain(reading).chain(expected).collect::<Vec<_>>().join("，")
}

/// Returns the forecast of the targets.
fn outlook(basis: &Basis) -> Vec<Block> {
    let of = |wanted: &dyn Fn(Outlook) -> bool| -> Vec<&Judged> {
        basis.indicators.iter().filter(|judged| wanted(judged.outlook)).collect()
    };
    let mut paragraph = Paragraph::new();
    for (outlook, words) in [(Outlook::Reached, "目标已实现的"), (Outlook::OnPace, "按目前平均进度预计能完成目标的")]
    {
        let found = of(&|o| o == outlook);
        if !found.is_empty() {
            paragraph = paragraph
                .say(format!("{words}{}项：{}", found.len(), names(&found)), indicator_rows(found.iter().copied()));
        }
    }
    let close = of(&|o| matches!(o, Outlook::Close(_)));
    let short = of(&|o| matches!(o, Outlook::Short(_)));
    for (found, words) in [(close, "须加快方能完成目标的"), (short, "难以完成目标的")] {
        if !found.is_empty() {
            let each: Vec<String> = found.iter().map(|judged| projection(judged)).collect();
            let text = format!("按目前平均进度推算，{words}{}项：{}", found.len(), each.join("；"));
            paragraph = paragraph.say(text, indicator_rows(found));
        }
    }
    let missed = of(&|o| o == Outlook::Missed);
    if !missed.is_empty() {
        paragraph = paragraph.say(
            format!("目标年已到而未完成的{}项：{}", missed.len(), names(&missed)),
            indicator_rows(missed.iter().copied()),
        );
    }
    let unknown = of(&|o| o == Outlook::Unknown);
    if !unknown.is_empty() {
        paragraph = paragraph
            .say(format!("暂无法判断的{}项", unknown.len()), indicator_rows(unknown))
            .gap("由责任单位判断能否完成");
    }
    let mut blocks: Vec<Block> = vec![paragraph.into()];
    blocks.extend(warning(basis).map(Block::from));
    blocks
}

fn projection(judged: &Judged) -> String {
    let name = quoted(&judged.indicator.name);
    match (judged.outlook, judged.indicator.targets.last()) {
        (Outlook::Close(value) | Outlook::Short(Some(value)), Some(target)) => {
            format!("{name}到{}年预计为{}", target.year, with_unit(&figure(value, judged.indicator), judged.indicator))
        }
        _ => format!("{name}须先扭转下滑"),
    }
}

/// Binding indicators out of reach have to be reported to the government (预警).
fn warning(basis: &Basis) -> Option<Paragraph> {
    let out_of_reach = |judged: &&Judged| matches!(judged.outlook, Outlook::Short(_) | Outlook::Missed);
    let binding: Vec<&Judged> = basis.of_nature(Some(Nature::Binding)).into_iter().filter(out_of_reach).collect();
    (!binding.is_empty()).then(|| {
        Paragraph::led_by("预警")
            .say(
                format!("约束性指标{}存在不能完成的风险，建议向本级政府预警", names(&binding)),
                indicator_rows(binding),
            )
            .gap("预警意见")
    })
}
