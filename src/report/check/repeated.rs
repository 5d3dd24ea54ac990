//! `repeated-task`: the same task or project twice.

use crate::plan::Task;
use crate::text::fold::fold;

use super::{Place, Reading};

/// The number of equal characters at the start of two texts from which on the finding mentions it.
const SAME_OPENING: usize = 20;

/// Finds tasks with the same title, and projects with the same title. A task is never compared with a project, since
/// boxes repeat tasks of their chapter by design.
pub(super) fn run(reading: &mut Reading) {
    let plan = reading.plan;
    for (at, task) in plan.tasks.iter().enumerate() {
        let title = fold(&task.title).text;
        let is_same = |other: &&Task| other.kind() == task.kind() && fold(&other.title).text == title;
        let Some(first) = plan.tasks.iter().take(at).find(is_same).filter(|_| is_name(&title)) else {
            continue;
        };
        let (zh, en) = if opening(task) == opening(first) {
            ("，开头文字相同", " with the same opening")
        } else {
            ("", "")
        };
        let places: Vec<String> = [first, task].map(|t| place(plan.path(t.node), t)).into();
        let line = first.lines.first;
        let (noun_zh, noun_en) = match task.kind() {
            crate::plan::Kind::Task => ("任务", "task"),
            crate::plan::Kind::Project => ("项目", "project"),
        };
        reading.report(
            Place::item(&task.id, task.lines.first),
            format!("与第{line}行的{noun_zh}标题相同{zh}：“{}”", task.title),
            format!("the same title as the {noun_en} in line {line}{en}: “{}”", task.title),
            places.join("；"),
        );
    }
}

/// Returns true if a title is distinctive; 到“十四五”末 is a common beginning of several items.
fn is_name(title: &str) -> bool {
    title.chars().count() >= 5 && !["末", "年", "底", "期间"].iter().any(|end| title.ends_with(end))
}

/// Returns the first characters after the title.
fn opening(task: &Task) -> Option<String> {
    let text = fold(&task.text).text;
    let title = fold(&task.title).text;
    let rest = text.strip_prefix(&title).unwrap_or(&text).trim_start_matches('.');
    let opening: String = rest.chars().take(SAME_OPENING).collect();
    (opening.chars().count() == SAME_OPENING).then_some(opening)
}

fn place(path: Vec<String>, task: &Task) -> String {
    format!("{}：{}{}", task.lines.first, path.last().map(|last| format!("{last} › ")).unwrap_or_default(), task.number)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{all, found, plan, project, task};

    #[test]
    fn a_title_that_comes_again_is_found() {
        let first = || task(plan(""), "1.", "完善服务体系。先做好甲，再做好乙。");
        assert_eq!(found("repeated-task", task(first(), "2.", "完善服务体系。先做好丙。")).len(), 1);
        assert_eq!(found("repeated-task", task(first(), "2.", "完善保障体系。先做好丙。")), []);
        assert_eq!(found("repeated-task", project(first(), "1.", "完善服务体系。")), []);
    }

    #[test]
    fn a_common_opening_is_reported() {
        let text = "推动信息化建设。以能力提升为抓手，健全管理系统，明确各项功能要求，做好安全管理。";
        let twice = task(task(plan(""), "1.", text), "2.", &format!("{text}再添一句。"));
        let finding = &all("repeated-task", vec![twice])[0].finding;
        assert!(finding.contains("with the same opening"), "{finding}");
    }
}
