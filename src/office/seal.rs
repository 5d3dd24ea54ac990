//! The preview of a seal: what a period contains and what is still missing, before it is closed.

use jiff::civil::Date;

use crate::plan::roll_up::RollUp;
use crate::plan::{Dossier, Period, Phase, Year};
use crate::text::Language;

/// The content of a period to be sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    title: String,
    period: Period,
    year: Year,
    tasks: u32,
    unreported: u32,
    /// The number of unreported tasks that have the unconfirmed status of an earlier period.
    carried: usize,
    overdue: u32,
    indicators: usize,
    /// The number of indicators with neither a reading nor a judgement for the year of the period.
    silent: usize,
}

impl Preview {
    /// Returns the preview for a period of a plan on a day; `None` if the plan does not have the period or it is sealed
    /// already.
    pub fn of(dossier: &Dossier, period: Period, today: Date) -> Option<Self> {
        let plan = &dossier.plan;
        if dossier.phase(period, today) != Phase::Open {
            return None;
        }
        let counts = RollUp::of(dossier, &plan.tasks, period, today);
        let year = plan.term.year_of(period);
        Some(Preview {
            title: plan.title.clone(),
            period,
            year,
            tasks: counts.total,
            unreported: counts.unreported,
            carried: plan.tasks.iter().filter(|task| dossier.carried(&task.id, period).is_some()).count(),
            overdue: counts.overdue,
            indicators: plan.indicators.len(),
            silent: plan.indicators.iter().filter(|indicator| dossier.awaits_reading(indicator, period, today)).count(),
        })
    }

    /// Returns the question to confirm before sealing.
    pub fn question(&self, language: Language) -> String {
        let name = self.period.name(language);
        match language {
            Language::Zh => format!("封存“{name}”？"),
            Language::En => format!("Seal {name}?"),
        }
    }

    /// Returns the content and what is missing, one item per line, after the plan's title.
    pub fn lines(&self, language: Language) -> Vec<String> {
        let Preview { title, year, tasks, unreported, carried, overdue, indicators, silent, .. } = self;
        let reported = tasks - unreported;
        let rest = match language {
            Language::Zh => [
                format!("任务和项目 {tasks} 条，已报送 {reported} 条；指标 {indicators} 个"),
                format!("未报送 {unreported} 条（其中沿用上期、未确认 {carried} 条）；逾期 {overdue} 条"),
                format!("没有 {year} 年实际值或判断的指标 {silent} 个"),
                "封存后仍可更正，但须写修正说明；封存件保留原样。".to_string(),
            ],
            Language::En => [
                format!("{tasks} tasks and projects, {reported} reported; {indicators} indicators"),
                format!("{unreported} unreported ({carried} of them unconfirmed); {overdue} overdue"),
                format!("indicators without a reading or judgement of {year}: {silent}"),
                "It can be corrected with a reason; the seal stays as it is.".to_string(),
            ],
        };
        std::iter::once(title.clone()).chain(rest).collect()
    }
}
