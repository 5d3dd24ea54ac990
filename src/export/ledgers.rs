//! Lists that are only read and never taken back: problems, samples for verification.
//!
//! None of their headings occurs in a list to fill in, so a file of this sort is not mistaken for one.

use crate::plan::Progress;
use crate::text::{Label, Language};

use super::records::{ProblemRecord, TaskRecord};
use super::sheet::{Cell, Sheet};

const PROBLEM_HEADINGS: [(&str, &str); 12] = [
    ("序号", "no."),
    ("id", "id"),
    ("规划", "plan"),
    ("任务", "task"),
    ("牵头", "led by"),
    ("问题内容", "what is stuck"),
    ("提出于", "raised in"),
    ("最近提及", "last named in"),
    ("后续措施", "what comes next"),
    ("台账状态", "state"),
    ("解决于", "solved in"),
    ("解决情况", "how"),
];

const SAMPLE_HEADINGS: [(&str, &str); 15] = [
    ("序号", "no."),
    ("id", "id"),
    ("规划", "plan"),
    ("出处", "place"),
    ("任务", "task"),
    ("牵头", "led by"),
    ("所报状态", "claimed status"),
    ("所报进度", "claimed progress"),
    ("所报进展", "claimed result"),
    ("所报佐证", "claimed proof"),
    ("核验方式", "verified by"),
    ("核验结论", "verdict"),
    ("核验说明", "remarks"),
    ("核验人", "verifier"),
    ("核验日期", "date"),
];

/// The number of columns of a sample that are left empty for the verdict.
const OF_VERDICT: usize = 5;

fn headings(names: &[(&'static str, &'static str)], language: Language) -> Vec<String> {
    names.iter().map(|(zh, en)| language.pick(zh, en).to_string()).collect()
}

/// Returns the list of problems (问题台账).
pub(super) fn problems(records: &[ProblemRecord], language: Language) -> Sheet {
    let row = |(place, record): (usize, &ProblemRecord)| -> Vec<Cell> {
        let state = match record.solution {
            Some(_) => language.pick("已解决", "solved"),
            None => language.pick("未解决", "open"),
        };
        vec![
            (place + 1).into(),
            record.id.to_string().into(),
            record.plan_title.into(),
            record.title.into(),
            record.lead.join("、").into(),
            record.problem.into(),
            record.raised.name(language).into(),
            record.last.name(language).into(),
            record.next.into(),
            state.into(),
            record.solution.map(|solution| solution.period.name(language)).into(),
            record.solution.and_then(|solution| solution.how.clone()).into(),
        ]
    };
    Sheet {
        title: language.pick("问题台账", "Problems").to_string(),
        headings: headings(&PROBLEM_HEADINGS, language),
        rows: records.iter().enumerate().map(row).collect(),
    }
}

/// Returns the list of claimed results to be verified (抽查核验表).
pub(super) fn sample(records: &[TaskRecord], seed: &str, language: Language) -> Sheet {
    let row = |(place, record): (usize, &TaskRecord)| -> Vec<Cell> {
        let review = record.review.as_ref();
        let claimed: [Cell; SAMPLE_HEADINGS.len() - OF_VERDICT] = [
            (place + 1).into(),
            record.id.to_string().into(),
            record.plan_title.into(),
            record.path.join(" › ").into(),
            record.title.into(),
            record.assignment.lead.join("、").into(),
            review.and_then(|review| review.status).map(|status| status.label(language)).into(),
            review.and_then(|review| review.progress).map(Progress::get).into(),
            review.and_then(|review| review.done).into(),
            review.and_then(|review| review.evidence).into(),
        ];
        claimed.into_iter().chain(std::iter::repeat_n(Cell::Empty, OF_VERDICT)).collect()
    };
    Sheet {
        title: match language {
            Language::Zh => format!("抽查核验表（种子：{seed}）"),
            Language::En => format!("Sample for verification (seed: {seed})"),
        },
        headings: headings(&SAMPLE_HEADINGS, language),
        rows: records.iter().enumerate().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::spreadsheet::Heading;

    #[test]
    fn no_column_is_recognised_as_one_to_fill_in() {
        for (zh, en) in PROBLEM_HEADINGS.iter().chain(&SAMPLE_HEADINGS).chain(&super::super::cases::HEADINGS) {
            for heading in [zh, en] {
                assert_eq!(Heading::recognise(heading).and_then(Heading::field), None, "{heading}");
            }
        }
    }
}
