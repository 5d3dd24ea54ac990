//! The draft: which sections a report of a period has, and in which order.
//!
//! The outline of a mid-term report is that of published ones: 评估工作概况, 总体评价, 主要目标指标, 重点任务,
//! 重大项目, 做法, 问题, 环境, 建议, 附表. A final report ends with a conclusion and with advice for the next plan; an
//! annual one is shorter.

mod adjusted;
mod advice;
mod appendix;
mod appraisals;
mod counts;
mod data;
mod frame;
mod goals;
mod indicators;
mod ledger;
mod overall;
mod problems;
mod projects;
mod tasks;

pub(super) use counts::word;

use jiff::civil::Date;

use crate::plan::{Dossier, Occasion, Period, Thresholds};
use crate::text::Language;

use super::basis::Basis;
use super::model::{Piece, Report, Section};

/// Drafts the report of a period. `today` is the date printed below the title; the thresholds decide how indicators
/// are judged.
pub fn draft(dossier: &Dossier, period: Period, today: Date, thresholds: Thresholds) -> Report {
    let basis = Basis::new(dossier, period, today, thresholds);
    let mut appendices = vec![
        appendix::indicators(&basis),
        appendix::tasks("重点任务落实情况表", &basis, &basis.tasks),
        appendix::tasks("重大项目进展表", &basis, &basis.projects),
    ];
    appendices.extend(ledger::table(&basis));
    appendices.extend(appraisals::table(&basis));
    Report { title: title(&basis), date: today, byline: byline(&basis), sections: sections(&basis), appendices }
}

fn title(basis: &Basis) -> String {
    let what = match (basis.period.year(), basis.period.name(Language::Zh)) {
        (Some(year), _) if basis.period.is_annual() => format!("{year}年度监测评估报告"),
        (Some(_), part) => format!("{part}监测报告"),
        (None, evaluation) => format!("{evaluation}报告"),
    };
    format!("《{}》{what}（草稿）", basis.plan.title)
}

fn byline(basis: &Basis) -> Vec<Piece> {
    let today = basis.today;
    let date = format!("　{}年{}月{}日", today.year(), today.month(), today.day());
    vec![Piece::gap("编制单位"), Piece::Words(date)]
}

fn sections(basis: &Basis) -> Vec<Section> {
    let middle = [overall::section, indicators::section, tasks::section, projects::section];
    let middle = adjusted::section(basis).into_iter().chain(middle.into_iter().map(|section| section(basis)));
    let mut sections: Vec<Section> = Vec::new();
    match basis.period.kind().occasion() {
        Occasion::Monitoring => {
            sections.extend(middle);
            sections.push(problems::section(basis));
            sections.push(advice::next_year(basis));
        }
        Occasion::MidTerm => {
            sections.push(frame::section(basis));
            sections.extend(middle);
            sections.push(tasks::practice(basis));
            sections.push(problems::section(basis));
            sections.push(frame::environment());
            sections.push(advice::second_half(basis));
        }
        Occasion::Final => {
            sections.push(frame::section(basis));
            sections.extend(middle);
            sections.push(tasks::practice(basis));
            sections.push(problems::section(basis));
            sections.push(advice::conclusion(basis));
            sections.push(advice::next_plan(basis));
        }
    }
    sections
}
