//! Appraisals: what others than the planners say of a plan in a period. Offices let a third party evaluate
//! (第三方评估) and ask the people (社会满意度调查), and put the outcome into the evaluation report.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::record::{About, InWords, told};
use crate::text::{Label, Language};

/// The kind of those who speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AppraisalKind {
    /// An institute or a firm that evaluated the plan (第三方评估).
    ThirdParty,
    /// The people asked whether they are satisfied (社会满意度调查).
    Survey,
}

impl AppraisalKind {
    /// Both kinds.
    pub const ALL: [AppraisalKind; 2] = [AppraisalKind::ThirdParty, AppraisalKind::Survey];

    /// The name in commands and files: `third-party`.
    pub fn name(self) -> &'static str {
        match self {
            AppraisalKind::ThirdParty => "third-party",
            AppraisalKind::Survey => "survey",
        }
    }
}

impl Label for AppraisalKind {
    fn label(&self, language: Language) -> &'static str {
        match self {
            AppraisalKind::ThirdParty => language.pick("第三方评估", "third-party evaluation"),
            AppraisalKind::Survey => language.pick("社会满意度调查", "satisfaction survey"),
        }
    }
}

impl FromStr for AppraisalKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let text = text.trim();
        AppraisalKind::ALL.into_iter().find(|k| k.name() == text || k.label(Language::Zh) == text).ok_or(())
    }
}

/// The result of an appraisal.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Appraisal {
    /// The institute that evaluated or asked (实施单位).
    pub by: Option<String>,
    /// When, as the office writes it.
    pub date: Option<String>,
    /// The score, or the share of the satisfied in per cent.
    pub score: Option<f64>,
    /// The number of people who answered.
    pub respondents: Option<u32>,
    /// The conclusion.
    pub conclusion: Option<String>,
}

impl InWords for Appraisal {
    fn fields(appraisal: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let appraisal = appraisal.cloned().unwrap_or_default();
        let name = |zh, en| about.language.pick(zh, en);
        vec![
            (name("实施单位", "by"), appraisal.by.unwrap_or_default()),
            (name("时间", "date"), appraisal.date.unwrap_or_default()),
            (name("得分", "score"), told(appraisal.score, |score| score)),
            (name("样本数", "respondents"), told(appraisal.respondents, |count| count)),
            (name("结论", "conclusion"), appraisal.conclusion.unwrap_or_default()),
        ]
    }
}
