//! `undivided`: tasks without a lead or a due year. Off by default, see the module above.

use super::{Place, Reading};

/// Reports for each chapter how many tasks and projects have no lead department, and how many have no due year.
pub(super) fn run(reading: &mut Reading) {
    let plan = reading.plan;
    let chapters: Vec<_> = plan.chapters().collect();
    for chapter in chapters {
        let inside = plan.tasks.iter().filter(|task| plan.chapter_of(task.node) == Some(chapter));
        let divided: Vec<_> = inside.map(|task| (task, reading.dossier.assignment(task))).collect();
        let nobody: Vec<String> =
            divided.iter().filter(|(_, a)| a.lead.is_empty()).map(|(task, _)| task.id.to_string()).collect();
        let undated: Vec<String> =
            divided.iter().filter(|(_, a)| a.due.is_none()).map(|(task, _)| task.id.to_string()).collect();
        let all = divided.len();
        let heading = plan.outline[chapter].heading();
        let place = Place { id: None, line: Some(plan.outline[chapter].lines.first) };
        for (ids, zh, en) in
            [(nobody, "没有牵头单位", "have no lead department"), (undated, "没有完成年份", "have no due year")]
        {
            if !ids.is_empty() {
                let count = ids.len();
                reading.report(
                    place,
                    format!("“{heading}”{all}项中{count}项{zh}"),
                    format!("{count} of {all} in “{heading}” {en}"),
                    ids.join(" "),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{found, plan, task};
    use crate::plan::{Due, Year};

    #[test]
    fn undivided_tasks_are_one_finding_a_chapter() {
        let mut plan = task(task(plan(""), "1.", "甲。"), "2.", "乙。");
        plan.tasks[0].stated.lead = vec!["教育局".into()];
        plan.tasks[0].stated.due = Due::end_of_year(Year(2025));
        let evidence: Vec<String> =
            found("undivided", plan.clone()).into_iter().map(|(_, evidence)| evidence).collect();
        assert_eq!(evidence, ["ceshi-jk-2025/t2", "ceshi-jk-2025/t2"]);
        plan.tasks.remove(1);
        assert_eq!(found("undivided", plan), []);
    }
}
