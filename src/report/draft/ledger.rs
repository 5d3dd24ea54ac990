//! The list of problems (问题台账) as it stood in the report's period: how many are open and solved, and the appended
//! table.

use crate::report::basis::{Basis, Kept, phrase, quoted};
use crate::report::model::{Column, Paragraph, Sources, Table};
use crate::text::Language;

/// Returns the number of problems, and the solutions of this period. `None` where none was raised.
pub(super) fn account(basis: &Basis) -> Option<Paragraph> {
    if basis.problems.is_empty() {
        return None;
    }
    let solved: Vec<&Kept> = basis.problems.iter().filter(|kept| kept.solution.is_some()).collect();
    let now: Vec<&Kept> = solved.iter().copied().filter(|kept| kept.is_solved_in(basis.period)).collect();
    let text = format!(
        "{}，问题台账共列问题{}个，已解决{}个（其中本期解决{}个），未解决{}个",
        basis.by_then(),
        basis.problems.len(),
        solved.len(),
        now.len(),
        basis.problems.len() - solved.len()
    );
    let mut paragraph = Paragraph::new().say(text, places(&basis.problems));
    for kept in now {
        let how = kept.solution.and_then(|solution| phrase(solution.how.as_deref()?));
        let name = quoted(&kept.problem.task.title);
        paragraph = match how {
            Some(how) => paragraph.say(format!("{name}的问题本期已解决：{how}"), kept.source()),
            None => paragraph.say(format!("{name}的问题本期已解决"), kept.source()).gap("如何解决"),
        };
    }
    Some(paragraph)
}

fn places(problems: &[Kept]) -> Sources {
    problems.iter().map(|kept| kept.place).collect()
}

/// 问题台账.
pub(super) fn table(basis: &Basis) -> Option<Table> {
    let columns = [
        ("序号", 4),
        ("任务（项目）", 18),
        ("牵头单位", 10),
        ("问题", 22),
        ("提出", 8),
        ("最近提及", 8),
        ("下一步措施", 16),
        ("状态", 7),
        ("解决情况", 16),
        ("条目", 5),
    ];
    let row = |kept: &Kept| -> Vec<String> {
        let problem = &kept.problem;
        let solved = kept.solution.map(|solution| {
            let how = solution.how.clone().unwrap_or_default();
            format!("{} {how}", solution.period.name(Language::Zh)).trim_end().to_string()
        });
        vec![
            kept.place.row.to_string(),
            problem.task.title.clone(),
            basis.dossier.assignment(problem.task).lead.join("、"),
            problem.text.to_string(),
            problem.raised.name(Language::Zh),
            problem.last.name(Language::Zh),
            problem.next.unwrap_or_default().to_string(),
            if solved.is_some() { "已解决" } else { "未解决" }.to_string(),
            solved.unwrap_or_default(),
            problem.task.id.short(),
        ]
    };
    (!basis.problems.is_empty()).then(|| Table {
        caption: "问题台账".to_string(),
        columns: columns.map(|(heading, width)| Column::new(heading, width)).to_vec(),
        rows: basis.problems.iter().map(row).collect(),
        notes: vec!["各期评估记录中逐字相同的问题视为同一问题；状态以本评估期为准。".to_string()],
    })
}
