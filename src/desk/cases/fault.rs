//! The reasons why a case can't be opened or moved on, with what to do.

use jiff::civil::Date;

use crate::desk::Refusal;
use crate::plan::case::Detail;
use crate::plan::{CaseAct, CaseId, CaseState, ItemId};
use crate::text::{Label, Language};

/// A reason why a case can't be opened or moved on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseFault {
    /// No item was named that it would be about.
    NoItems,
    /// Its items are of several plans.
    SeveralPlans,
    /// No department was named, and its first item has no lead.
    NoDepartment(ItemId),
    /// The case does not exist.
    NoCase(CaseId),
    /// The act is not possible in the state of the case.
    NotNow {
        /// The case.
        case: CaseId,
        /// The act.
        act: CaseAct,
        /// The state.
        state: CaseState,
    },
    /// The step does not say what its act needs.
    Needs {
        /// The act.
        act: CaseAct,
        /// The missing part.
        detail: Detail,
    },
    /// The step says what does not belong to its act.
    TakesNo {
        /// The act.
        act: CaseAct,
        /// The part that it says.
        detail: Detail,
    },
    /// A day lies before another one that must not come after it.
    TooEarly {
        /// The day.
        day: Date,
        /// The earliest possible one.
        earliest: Date,
    },
}

impl From<CaseFault> for Refusal {
    fn from(fault: CaseFault) -> Self {
        Refusal::Case(fault)
    }
}

impl CaseFault {
    /// Returns the message for a person.
    pub fn text(&self, language: Language) -> String {
        match language {
            Language::Zh => self.chinese(),
            Language::En => self.english(),
        }
    }

    fn chinese(&self) -> String {
        let zh = Language::Zh;
        match self {
            CaseFault::NoItems => "督办立项须写明涉及的任务、项目或指标".to_string(),
            CaseFault::SeveralPlans => "一个督办件只涉及一个规划；不同规划的任务请分别立项".to_string(),
            CaseFault::NoDepartment(item) => {
                format!("{item} 没有牵头单位；请写明承办单位（--department），或先分派（plandesk assign）")
            }
            CaseFault::NoCase(case) => format!("没有督办件 {case}；用 plandesk cases 查看"),
            CaseFault::NotNow { case, act, state } => {
                let (act, state) = (act.label(zh), state.label(zh));
                format!("{case} 现在是“{state}”，不能“{act}”；现在可以：{}", self.possible(zh))
            }
            CaseFault::Needs { act, detail } => format!("“{}”须写明{}", act.label(zh), detail_name(*detail, zh)),
            CaseFault::TakesNo { act, detail } => format!("“{}”没有{}一项", act.label(zh), detail_name(*detail, zh)),
            CaseFault::TooEarly { day, earliest } => format!("{day} 早于 {earliest}；督办步骤按先后记录，请核对日期"),
        }
    }

    fn english(&self) -> String {
        let en = Language::En;
        match self {
            CaseFault::NoItems => "name the tasks, projects or indicators that the case is about".to_string(),
            CaseFault::SeveralPlans => {
                "a case is about items of one plan; open one for the items of each plan".to_string()
            }
            CaseFault::NoDepartment(item) => {
                format!("{item} has no lead; name the department (--department), or assign one (plandesk assign)")
            }
            CaseFault::NoCase(case) => format!("there is no case {case}; `plandesk cases` lists them"),
            CaseFault::NotNow { case, act, state } => {
                let (act, state) = (act.name(), state.label(en));
                format!(
                    "{case} is in the state “{state}”, so it can't take “{act}”; possible now: {}",
                    self.possible(en)
                )
            }
            CaseFault::Needs { act, detail } => format!("“{}” needs {}", act.name(), detail_name(*detail, en)),
            CaseFault::TakesNo { act, detail } => format!("“{}” takes no {}", act.name(), detail_name(*detail, en)),
            CaseFault::TooEarly { day, earliest } => {
                format!("{day} is before {earliest}; steps of a case are recorded in their order, so check the day")
            }
        }
    }

    /// Returns the acts that are possible in the state, in words.
    fn possible(&self, language: Language) -> String {
        let CaseFault::NotNow { state, .. } = self else { return String::new() };
        let acts: Vec<String> = CaseAct::possible(*state)
            .map(|act| match language {
                Language::Zh => format!("{}（{}）", act.label(language), act.name()),
                Language::En => act.name().to_string(),
            })
            .collect();
        match acts.is_empty() {
            true => language.pick("无，已经结束", "nothing, it is over").to_string(),
            false => acts.join(language.pick("、", ", ")),
        }
    }
}

fn detail_name(detail: Detail, language: Language) -> &'static str {
    match detail {
        Detail::Words => language.pick("内容（--text）", "words (--text)"),
        Detail::Until => language.pick("延期至哪一天（--until）", "a day up to which (--until)"),
        Detail::Grade => language.pick("评价等次（--grade）", "a grade (--grade)"),
    }
}
