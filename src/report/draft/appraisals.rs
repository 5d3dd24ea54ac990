//! Appraisals (第三方评估, 社会满意度调查): sentences and the appended table.

use crate::plan::{Appraisal, AppraisalKind};
use crate::report::basis::{Appraised, Basis, or_gap, phrase};
use crate::report::model::{Column, Paragraph, Table};
use crate::text::{Label, Language};

/// Adds the words of each of the two, or the gap to be filled in.
pub(super) fn sentences(basis: &Basis, paragraph: Paragraph) -> Paragraph {
    AppraisalKind::ALL.into_iter().fold(paragraph, |paragraph, kind| {
        let found = basis.appraisals.iter().find(|appraised| appraised.kind == kind);
        match (found, kind) {
            (Some(appraised), _) => told(paragraph, appraised),
            (None, AppraisalKind::ThirdParty) => {
                paragraph.gap("第三方评估：承担机构、时间、主要结论；未开展的写明未开展")
            }
            (None, AppraisalKind::Survey) => paragraph.gap("满意度调查：对象、样本量、方式、结果；未开展的写明未开展"),
        }
    })
}

/// Returns the recorded appraisals, without gaps; `None` where there are none.
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
    paragraph.say(said.join("，"), appraised.source())
}

fn scored(kind: AppraisalKind, score: f64) -> String {
    match kind {
        AppraisalKind::ThirdParty => format!("评分{score}分"),
        AppraisalKind::Survey => format!("满意率{score}%"),
    }
}

/// 第三方评估和社会满意度调查情况表.
pub(super) fn table(basis: &Basis) -> Option<Table> {
    let columns = [
        ("序号", 4),
        ("种类", 14),
        ("实施单位", 18),
        ("时间", 12),
        ("得分（满意率）", 10),
        ("样本数", 8),
        ("结论", 34),
    ];
    let row = |appraised: &Appraised| -> Vec<String> {
        let Appraisal { by, date, score, respondents, conclusion } = appraised.appraisal.clone();
        vec![
            appraised.place.row.to_string(),
            appraised.kind.label(Language::Zh).to_string(),
            or_gap(by),
            or_gap(date),
            score.map(|score| score.to_string()).unwrap_or_default(),
            respondents.map(|count| count.to_string()).unwrap_or_default(),
            or_gap(conclusion),
        ]
    };
    (!basis.appraisals.is_empty()).then(|| Table {
        caption: "第三方评估和社会满意度调查情况表".to_string(),
        columns: columns.map(|(heading, width)| Column::new(heading, width)).to_vec(),
        rows: basis.appraisals.iter().map(row).collect(),
        notes: Vec::new(),
    })
}
