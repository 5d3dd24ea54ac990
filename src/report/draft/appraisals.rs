//! Sentences about appraisals (第三方评估, 社会满意度调查).

use crate::plan::{Appraisal, AppraisalKind};
use crate::report::basis::{Appraised, Basis, phrase};
use crate::report::model::{Paragraph, Sources};
use crate::report::wording::phrases;
use crate::text::{Label, Language};

/// Adds a sentence about each of the two kinds, or a gap to be filled in.
pub(super) fn sentences(basis: &Basis, paragraph: Paragraph) -> Paragraph {
    AppraisalKind::ALL.into_iter().fold(paragraph, |paragraph, kind| {
        let found = basis.appraisals.iter().find(|appraised| appraised.kind == kind);
        match (found, kind) {
            (Some(appraised), _) => told(paragraph, appraised),
            (None, AppraisalKind::ThirdParty) => paragraph.gap(basis.say(&phrases::GAP_THIRD_PARTY, [])),
            (None, AppraisalKind::Survey) => paragraph.gap(basis.say(&phrases::GAP_SURVEY, [])),
        }
    })
}

/// Returns the sentences about recorded appraisals, without gaps; `None` if there are none.
pub(super) fn recorded(basis: &Basis) -> Option<Paragraph> {
    let paragraph = basis.appraisals.iter().fold(Paragraph::new(), told);
    (!paragraph.is_empty()).then_some(paragraph)
}

fn told(paragraph: Paragraph, appraised: &Appraised) -> Paragraph {
    let Appraisal { by, date, score, respondents, conclusion } = appraised.appraisal;
    let by = by.as_deref().map(|by| format!("由{by}")).unwrap_or_default();
    let date = date.as_deref().map(|date| format!("（{date}）")).unwrap_or_default();
    let mut said = vec![format!("{}{by}开展{date}", appraised.kind.label(Language::Zh))];
    said.extend(respondents.map(|count| format!("回收有效答卷{count}份")));
    said.extend(score.map(|score| scored(appraised.kind, score)));
    said.extend(conclusion.as_deref().and_then(phrase).map(|conclusion| format!("主要结论：{conclusion}")));
    paragraph.say(said.join("，"), Sources::records("第三方评估和满意度调查记录"))
}

fn scored(kind: AppraisalKind, score: f64) -> String {
    match kind {
        AppraisalKind::ThirdParty => format!("评分{score}分"),
        AppraisalKind::Survey => format!("满意率{score}%"),
    }
}
