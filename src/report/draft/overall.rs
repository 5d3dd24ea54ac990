//! 总体评价: one paragraph with the counts, and a judgement in words.

use crate::plan::{Attainment, Nature, Occasion};
use crate::report::basis::{Basis, Judged, Reviewed, indicator_rows, rows};
use crate::report::model::{Block, Paragraph, Section, Sources};
use crate::report::outlook::Outlook;
use crate::report::verdict;

use super::{appraisals, counts, data};

/// 总体评价.
pub(super) fn section(basis: &Basis) -> Section {
    let roll_up = basis.roll_up(basis.items());
    let of_indicators = of_indicators(basis);
    let of_tasks = if basis.is_final() { verdict::of_finished_tasks(&roll_up) } else { verdict::of_tasks(&roll_up) };
    let mut paragraph = verdict(basis, of_indicators, of_tasks);
    paragraph = indicators(basis, paragraph);
    paragraph = items(basis, paragraph, "重点任务", &basis.tasks);
    paragraph = items(basis, paragraph, "专栏重大项目", &basis.projects);
    if of_indicators.is_none() && !basis.indicators.is_empty() {
        paragraph = paragraph.gap(match basis.is_final() {
            true => "有目标年实际值的指标不足半数，请补录后再对指标作总体评价",
            false => "可判断的指标不足半数，请录入指标实际值后再对指标作总体评价",
        });
    }
    if of_tasks.is_none() && roll_up.total > 0 {
        paragraph = paragraph.gap("已报送评估记录的任务和项目不足半数，请补齐后再对任务作总体评价");
    }
    let mut body: Vec<Block> = vec![paragraph.gap("对规划实施成效的总体概括").into()];
    // Larger evaluations say it where they tell how they were made.
    if basis.period.kind().occasion() == Occasion::Monitoring {
        body.extend(appraisals::recorded(basis).map(Block::from));
    }
    body.push(data::state(basis).into());
    Section::new("总体评价", body)
}

/// At the end of the term only a value of the target's year tells whether the target is reached.
fn of_indicators(basis: &Basis) -> Option<&'static str> {
    let count = |wanted: &dyn Fn(&Judged) -> bool| basis.indicators.iter().filter(|judged| wanted(judged)).count();
    let all = basis.indicators.len();
    if basis.is_final() {
        let reached = count(&|judged| judged.outlook == Outlook::Reached);
        let missed = count(&|judged| judged.outlook == Outlook::Missed);
        return verdict::of_final_indicators(reached, reached + missed, all);
    }
    let judged = all - count(&|judged| judged.attainment == Attainment::CannotTell);
    let behind = count(&|judged| judged.attainment == Attainment::Behind);
    verdict::of_indicators(judged - behind, judged, all)
}

/// The judgement in words, with the rows that it was made from.
fn verdict(basis: &Basis, of_indicators: Option<&str>, of_tasks: Option<&str>) -> Paragraph {
    let words: Vec<&str> = of_indicators.into_iter().chain(of_tasks).collect();
    if words.is_empty() {
        return Paragraph::new();
    }
    let mut sources = Sources::default();
    if of_indicators.is_some() {
        sources.add(indicator_rows(&basis.indicators));
    }
    if of_tasks.is_some() {
        sources.add(rows(basis.items()));
    }
    Paragraph::new().say(format!("{}，{}", basis.by_then(), words.join("，")), sources)
}

fn indicators(basis: &Basis, paragraph: Paragraph) -> Paragraph {
    if basis.indicators.is_empty() {
        return paragraph.gap("规划没有列出主要指标");
    }
    let all: Vec<&Judged> = basis.indicators.iter().collect();
    let paragraph = paragraph.say(
        format!("主要指标共{}项：{}", all.len(), counts::by_attainment(&all)),
        indicator_rows(all.iter().copied()),
    );
    let binding = basis.of_nature(Some(Nature::Binding));
    if binding.is_empty() {
        return paragraph;
    }
    let text = format!("其中约束性指标{}项：{}", binding.len(), counts::by_attainment(&binding));
    paragraph.say(text, indicator_rows(binding))
}

fn items(basis: &Basis, paragraph: Paragraph, name: &str, items: &[Reviewed]) -> Paragraph {
    if items.is_empty() {
        return paragraph;
    }
    let roll_up = basis.roll_up(items);
    let text = format!("{name}共{}项：{}，完成率{}%", roll_up.total, counts::by_status(&roll_up), roll_up.completion());
    paragraph.say(text, rows(items))
}
