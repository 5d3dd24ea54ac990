//! The chain (督办流程) along which a case goes: its states, the acts that move it, and which act leads where.
//!
//! [`CHAIN`] is the only place that says what may be done in which state. Whose turn it is follows from the state, and
//! who may act from the act.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::{Label, Language};

/// One of the two sides of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The office that supervises (督办方).
    Office,
    /// The department that is to settle the matter (承办单位).
    Department,
}

impl Label for Side {
    fn label(&self, language: Language) -> &'static str {
        match self {
            Side::Office => language.pick("督办方", "office"),
            Side::Department => language.pick("承办单位", "department"),
        }
    }
}

/// A part of a step that an act may need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Words: what was done, an answer, a reason.
    Words,
    /// A day up to which time is asked for.
    Until,
    /// A grade.
    Grade,
}

macro_rules! acts {
    ($($(#[$doc:meta])* $act:ident $name:literal $zh:literal $en:literal $side:ident [$($needs:ident)*];)*) => {
        /// A thing that one of the sides does with a case.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum CaseAct {
            $($(#[$doc])* #[serde(rename = $name)] $act,)*
        }

        impl CaseAct {
            /// Every act, in the order in which a case meets them.
            pub const ALL: [CaseAct; [$($name),*].len()] = [$(CaseAct::$act),*];

            /// Returns the name in commands and files.
            pub fn name(self) -> &'static str {
                match self {
                    $(CaseAct::$act => $name,)*
                }
            }

            /// Returns the side that does it. The office may also do it in the department's name.
            pub fn side(self) -> Side {
                match self {
                    $(CaseAct::$act => Side::$side,)*
                }
            }

            /// Returns what a step of this act must say.
            pub fn needs(self) -> &'static [Detail] {
                match self {
                    $(CaseAct::$act => &[$(Detail::$needs),*],)*
                }
            }
        }

        impl Label for CaseAct {
            fn label(&self, language: Language) -> &'static str {
                match self {
                    $(CaseAct::$act => language.pick($zh, $en),)*
                }
            }
        }
    };
}

acts! {
    /// The case is handed to the department (交办).
    HandOver "hand-over" "交办" "handed over" Office [];
    /// The department signs for it (签收).
    Sign "sign" "签收" "signed for" Department [];
    /// The department says how far it is (反馈进展).
    Progress "progress" "反馈进展" "progress" Department [Words];
    /// The department says that the matter is settled, and how (反馈结果).
    Answer "answer" "反馈结果" "answered" Department [Words];
    /// The office accepts the answer (审核通过).
    Pass "pass" "审核通过" "passed" Office [];
    /// The office sends the answer back (退回).
    Return "return" "退回" "sent back" Office [Words];
    /// The department asks for more time (申请延期).
    AskExtension "ask-extension" "申请延期" "extension asked for" Department [Words Until];
    /// The office grants more time, up to the day that was asked for or another one (批准延期).
    Extend "extend" "批准延期" "extended" Office [];
    /// The office grants no more time (不予延期).
    Refuse "refuse" "不予延期" "extension refused" Office [Words];
    /// The case is closed and struck off the list (办结、销号).
    Close "close" "办结销号" "closed" Office [];
    /// The office evaluates how the department settled it (评价).
    Evaluate "evaluate" "评价" "evaluated" Office [Grade];
    /// The office gives the case up without a result (撤件).
    Withdraw "withdraw" "撤件" "withdrawn" Office [Words];
}

impl CaseAct {
    /// Returns true if a step of this act may say this.
    pub fn takes(self, detail: Detail) -> bool {
        match detail {
            Detail::Words => true,
            Detail::Until => matches!(self, CaseAct::AskExtension | CaseAct::Extend),
            Detail::Grade => self == CaseAct::Evaluate,
        }
    }

    /// Returns the acts that are possible in a state.
    pub fn possible(state: CaseState) -> impl Iterator<Item = CaseAct> {
        CaseAct::ALL.into_iter().filter(move |act| state.after(*act).is_some())
    }
}

macro_rules! states {
    ($($(#[$doc:meta])* $state:ident $name:literal $zh:literal $en:literal $turn:expr;)*) => {
        /// The state of a case.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        pub enum CaseState {
            $($(#[$doc])* #[serde(rename = $name)] $state,)*
        }

        impl CaseState {
            /// Every state, in the order in which a case meets them.
            pub const ALL: [CaseState; [$($name),*].len()] = [$(CaseState::$state),*];

            /// Returns the name in commands and files.
            pub fn name(self) -> &'static str {
                match self {
                    $(CaseState::$state => $name,)*
                }
            }

            /// Returns the side whose turn it is; `None` once the case is over.
            pub fn turn(self) -> Option<Side> {
                match self {
                    $(CaseState::$state => $turn,)*
                }
            }
        }

        impl Label for CaseState {
            fn label(&self, language: Language) -> &'static str {
                match self {
                    $(CaseState::$state => language.pick($zh, $en),)*
                }
            }
        }
    };
}

states! {
    /// It is opened (立项) and not handed over.
    Opened "opened" "待交办" "to hand over" Some(Side::Office);
    /// It is handed over and not signed for.
    HandedOver "handed-over" "待签收" "to sign for" Some(Side::Department);
    /// The department works on it.
    InHand "in-hand" "办理中" "in hand" Some(Side::Department);
    /// The department asks for more time.
    ExtensionAsked "extension-asked" "待批延期" "extension asked" Some(Side::Office);
    /// The answer is to be checked.
    Answered "answered" "待审核" "to check" Some(Side::Office);
    /// The answer was sent back.
    Returned "returned" "退回重办" "sent back" Some(Side::Department);
    /// The answer was accepted, and the case is to be closed.
    Passed "passed" "待办结" "to close" Some(Side::Office);
    /// It is closed.
    Closed "closed" "已办结" "closed" None;
    /// It is closed and evaluated.
    Evaluated "evaluated" "已评价" "evaluated" None;
    /// It was given up.
    Withdrawn "withdrawn" "已撤件" "withdrawn" None;
}

/// The acts that lead from one state to another. What is not here is refused.
const CHAIN: &[(CaseState, CaseAct, CaseState)] = {
    use CaseAct as Act;
    use CaseState::{
        Answered, Closed, Evaluated, ExtensionAsked, HandedOver, InHand, Opened, Passed, Returned, Withdrawn,
    };
    &[
        (Opened, Act::HandOver, HandedOver),
        (HandedOver, Act::Sign, InHand),
        (InHand, Act::Progress, InHand),
        (InHand, Act::Answer, Answered),
        (InHand, Act::AskExtension, ExtensionAsked),
        (ExtensionAsked, Act::Extend, InHand),
        (ExtensionAsked, Act::Refuse, InHand),
        (Answered, Act::Pass, Passed),
        (Answered, Act::Return, Returned),
        (Returned, Act::Progress, Returned),
        (Returned, Act::Answer, Answered),
        (Returned, Act::AskExtension, ExtensionAsked),
        (Passed, Act::Return, Returned),
        (Passed, Act::Close, Closed),
        (Closed, Act::Evaluate, Evaluated),
        (Opened, Act::Withdraw, Withdrawn),
        (HandedOver, Act::Withdraw, Withdrawn),
        (InHand, Act::Withdraw, Withdrawn),
        (ExtensionAsked, Act::Withdraw, Withdrawn),
        (Answered, Act::Withdraw, Withdrawn),
        (Returned, Act::Withdraw, Withdrawn),
        (Passed, Act::Withdraw, Withdrawn),
    ]
};

impl CaseState {
    /// Returns the state to which an act leads from this one; `None` if it is not possible here.
    pub fn after(self, act: CaseAct) -> Option<CaseState> {
        CHAIN.iter().find(|(from, by, _)| (*from, *by) == (self, act)).map(|(_, _, to)| *to)
    }

    /// Returns true if nothing is left to do.
    pub fn is_over(self) -> bool {
        self.turn().is_none()
    }
}

macro_rules! grades {
    ($($(#[$doc:meta])* $grade:ident $name:literal $zh:literal;)*) => {
        /// The grade of a department's work on a case.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Grade {
            $($(#[$doc])* #[serde(rename = $name)] $grade,)*
        }

        impl Grade {
            /// Every grade, the best first.
            pub const ALL: [Grade; [$($name),*].len()] = [$(Grade::$grade),*];

            /// Returns the name in commands and files.
            pub fn name(self) -> &'static str {
                match self {
                    $(Grade::$grade => $name,)*
                }
            }
        }

        impl Label for Grade {
            fn label(&self, language: Language) -> &'static str {
                match self {
                    $(Grade::$grade => language.pick($zh, $name),)*
                }
            }
        }
    };
}

grades! {
    /// It was settled well and in time (好).
    Good "good" "好";
    /// It was settled with reminders (一般).
    Fair "fair" "一般";
    /// It was settled badly, or much too late (差).
    Poor "poor" "差";
}

/// A text that names no act, or no grade.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub enum BadCaseWord {
    /// It names no act.
    Act(String),
    /// It names no grade.
    Grade(String),
}

impl BadCaseWord {
    /// Returns the message for a person, with what is possible.
    pub fn text(&self, language: Language) -> String {
        let acts = CaseAct::ALL.map(|act| (act.name(), act.label(Language::Zh)));
        let grades = Grade::ALL.map(|grade| (grade.name(), grade.label(Language::Zh)));
        match (self, language) {
            (BadCaseWord::Act(text), Language::Zh) => {
                format!("“{text}”不是督办步骤；可写：{}", listed(&acts, language))
            }
            (BadCaseWord::Act(text), Language::En) => {
                format!("“{text}” is no step of a case; write {}", listed(&acts, language))
            }
            (BadCaseWord::Grade(text), Language::Zh) => {
                format!("“{text}”不是评价等次；可写：{}", listed(&grades, language))
            }
            (BadCaseWord::Grade(text), Language::En) => {
                format!("“{text}” is no grade; write {}", listed(&grades, language))
            }
        }
    }
}

fn listed(words: &[(&str, &str)], language: Language) -> String {
    match language {
        Language::Zh => words.iter().map(|(name, zh)| format!("{zh}（{name}）")).collect::<Vec<_>>().join("、"),
        Language::En => words.iter().map(|(name, zh)| format!("{name} ({zh})")).collect::<Vec<_>>().join(", "),
    }
}

impl FromStr for CaseAct {
    type Err = BadCaseWord;

    fn from_str(text: &str) -> Result<Self, BadCaseWord> {
        let text = text.trim();
        let is_named = |act: &CaseAct| text == act.name() || text == act.label(Language::Zh);
        CaseAct::ALL.into_iter().find(is_named).ok_or_else(|| BadCaseWord::Act(text.to_string()))
    }
}

impl FromStr for Grade {
    type Err = BadCaseWord;

    fn from_str(text: &str) -> Result<Self, BadCaseWord> {
        let text = text.trim();
        let is_named = |grade: &Grade| text == grade.name() || text == grade.label(Language::Zh);
        Grade::ALL.into_iter().find(is_named).ok_or_else(|| BadCaseWord::Grade(text.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every act in every state. A row is a state, a column an act, a cell the state that follows, `.` where the act is
    /// refused.
    const TABLE: &str = "
                    hand-over    sign     progress answer    pass    return    ask-extension    extend   refuse   close   evaluate   withdraw
opened              handed-over  .        .        .         .       .         .                .        .        .       .          withdrawn
handed-over         .            in-hand  .        .         .       .         .                .        .        .       .          withdrawn
in-hand             .            .        in-hand  answered  .       .         extension-asked  .        .        .       .          withdrawn
extension-asked     .            .        .        .         .       .         .                in-hand  in-hand  .       .          withdrawn
answered            .            .        .        .         passed  returned  .                .        .        .       .          withdrawn
returned            .            .        returned answered  .       .         extension-asked  .        .        .       .          withdrawn
passed              .            .        .        .         .       returned  .                .        .        closed  .          withdrawn
closed              .            .        .        .         .       .         .                .        .        .       evaluated  .
evaluated           .            .        .        .         .       .         .                .        .        .       .          .
withdrawn           .            .        .        .         .       .         .                .        .        .       .          .
";

    #[test]
    fn each_act_in_each_state_leads_where_the_table_says() {
        let mut lines = TABLE.trim_matches('\n').lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        let acts: Vec<CaseAct> = lines.next().unwrap().into_iter().map(|name| name.parse().unwrap()).collect();
        assert_eq!(acts, CaseAct::ALL);
        let mut states = Vec::new();
        for line in lines {
            let state = CaseState::ALL.into_iter().find(|state| state.name() == line[0]).unwrap();
            states.push(state);
            for (act, cell) in acts.iter().zip(&line[1..]) {
                assert_eq!(state.after(*act).map_or(".", CaseState::name), *cell, "{} {}", line[0], act.name());
            }
            assert_eq!(line.len(), acts.len() + 1, "{}", line[0]);
        }
        assert_eq!(states, CaseState::ALL);
    }

    #[test]
    fn the_turn_is_that_of_the_side_that_can_move_a_case_on() {
        for state in CaseState::ALL {
            // The office can give up a case at any time, and evaluate one that is over.
            let moves = CaseAct::possible(state).filter(|act| !matches!(act, CaseAct::Withdraw | CaseAct::Evaluate));
            let sides: Vec<Side> = moves.map(CaseAct::side).collect();
            assert!(sides.iter().all(|side| Some(*side) == state.turn()), "{state:?}");
            assert_eq!(sides.is_empty(), state.is_over(), "{state:?}");
        }
    }

    #[test]
    fn acts_and_grades_are_read_in_both_languages() {
        for act in CaseAct::ALL {
            assert_eq!([act.name(), act.label(Language::Zh)].map(str::parse), [Ok(act), Ok(act)]);
        }
        for grade in Grade::ALL {
            assert_eq!([grade.name(), grade.label(Language::Zh)].map(str::parse), [Ok(grade), Ok(grade)]);
        }
        let message = "open".parse::<CaseAct>().unwrap_err().text(Language::Zh);
        assert!(message.contains("签收（sign）"), "{message}");
    }

    #[test]
    fn an_act_takes_what_it_needs() {
        for act in CaseAct::ALL {
            assert!(act.needs().iter().all(|detail| act.takes(*detail)), "{act:?}");
        }
    }
}
