//! `numbering` and `lost-number`: the numbers of headings, tasks, projects and boxes.

use std::collections::BTreeMap;

use crate::plan::{DoubtKind, Plan};
use crate::text::numeral;

use super::{Place, Reading};

/// A numbered element: its place, its number as printed and its name.
struct Numbered<'a> {
    place: Place<'a>,
    number: &'a str,
    name: &'a str,
}

/// Finds numbers in a list that are skipped, repeated or lower than the one before. A list may start again at 1.
pub(super) fn run(reading: &mut Reading) {
    let plan = reading.plan;
    let lists = lists(plan);
    for list in &lists {
        let mut before: Option<(u32, &Numbered)> = None;
        for item in list {
            let Some(number) = value(item.number) else { continue };
            let (last, before_it) = before.map_or((0, ""), |(number, item)| (number, item.number));
            let is_next = number == last + 1 || (last == 0 && goes_on(&lists, item, number));
            if number != 1 && !is_next {
                let (own, name) = (item.number, item.name);
                let fault = match number {
                    _ if last == 0 => (format!("列表从“{own}”开始"), format!("a list begins with “{own}”")),
                    _ if number == last => (format!("序号“{own}”重复"), format!("the number “{own}” is there twice")),
                    _ if number < last => {
                        (format!("“{before_it}”之后是“{own}”"), format!("“{own}” comes after “{before_it}”"))
                    }
                    _ => (
                        format!("序号跳号：“{before_it}”之后是“{own}”"),
                        format!("numbers are skipped: “{own}” follows “{before_it}”"),
                    ),
                };
                reading.report(item.place, fault.0, fault.1, format!("{own}{name}"));
            }
            before = Some((number, item));
        }
    }
}

/// Returns true if a list continues an earlier one: some documents number （一） to （二十） through all chapters.
fn goes_on(lists: &[Vec<Numbered>], item: &Numbered, number: u32) -> bool {
    let is_last = |other: &Numbered| {
        other.place.line <= item.place.line
            && kind(other.number) == kind(item.number)
            && value(other.number).is_some_and(|other| other + 1 == number)
    };
    lists.iter().flatten().any(is_last)
}

/// The key of a list: its heading (0 for none, else its index plus 1), its box and group, its kind of number.
type ListKey<'a> = (usize, Option<usize>, Option<&'a str>, String);

/// Returns the lists of numbered elements: headings and tasks under a heading, items of a group in a box, and the
/// boxes.
fn lists(plan: &Plan) -> Vec<Vec<Numbered<'_>>> {
    let mut lists: BTreeMap<ListKey, Vec<Numbered>> = BTreeMap::new();
    for node in &plan.outline {
        let place = Place { id: None, line: Some(node.lines.first) };
        let item = Numbered { place, number: &node.number, name: &node.title };
        lists.entry((node.parent.map_or(0, |p| p + 1), None, None, kind(&node.number))).or_default().push(item);
    }
    for task in &plan.tasks {
        let node = task.special_box.map_or(task.node + 1, |_| 0);
        let place = Place::item(&task.id, task.lines.first);
        let item = Numbered { place, number: &task.number, name: &task.title };
        let key = (node, task.special_box, task.group.as_deref(), kind(&task.number));
        lists.entry(key).or_default().push(item);
    }
    let mut lists: Vec<Vec<Numbered>> = lists.into_values().collect();
    for list in &mut lists {
        list.sort_by_key(|item| item.place.line);
    }
    let place = |line| Place { id: None, line: Some(line) };
    let boxes = plan.boxes.iter().map(|b| Numbered { place: place(b.lines.first), number: &b.number, name: &b.title });
    let mut boxes: Vec<Numbered> = boxes.collect();
    // A misplaced box (see `lost-number`) can still have the right number.
    boxes.sort_by_key(|b| value(b.number));
    lists.push(boxes);
    lists
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "〇一二三四五六七八九十百零".contains(c)
}

/// Returns the kind of a number: the text without its value, and without punctuation that varies in print.
fn kind(number: &str) -> String {
    let folded = crate::text::fold::to_half_width(number);
    let has_digits = folded.contains(|c: char| c.is_ascii_digit());
    let shape: String = folded.chars().filter(|c| !is_numeral(*c) && !" .、,".contains(*c)).collect();
    format!("{shape}{}", if has_digits { '1' } else { '一' })
}

/// Returns the value of a number; `None` for a dash or nothing.
fn value(number: &str) -> Option<u32> {
    let folded = crate::text::fold::to_half_width(number);
    let figure: String = folded.chars().filter(|c| is_numeral(*c)).collect();
    let is_decimal = folded.trim_end_matches('.').contains('.');
    if is_decimal { None } else { numeral::parse(&figure) }
}

/// Finds headings whose number is missing in the source, and boxes outside of their chapter, as recorded by the
/// importer.
pub(super) fn lost(reading: &mut Reading) {
    let plan = reading.plan;
    for doubt in &plan.doubts {
        let (zh, en, evidence) = match &doubt.kind {
            DoubtKind::UnnumberedHeading { text, number: Some(number) } => {
                ("标题缺序号", "a heading has no number", format!("“{text}”（{number}）"))
            }
            DoubtKind::MisplacedBox { number, title, heading } => (
                "专栏不在所属章节",
                "a special box stands outside its chapter",
                format!("专栏{number}“{title}”（{heading}）"),
            ),
            _ => continue,
        };
        let place = Place { id: None, line: Some(doubt.lines.first) };
        reading.report(place, zh.into(), en.into(), evidence);
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{found, heading, plan, project, task};
    use crate::plan::{Doubt, DoubtKind, Plan};

    fn tasks(numbers: &[&str]) -> Plan {
        numbers.iter().fold(plan(""), |plan, number| task(plan, number, &format!("任务{number}。做。")))
    }

    #[test]
    fn numbers_that_skip_repeat_or_go_back_are_found() {
        for (numbers, count) in [
            (vec!["1.", "2.", "3．"], 0),
            (vec!["1.", "2.", "1.", "2."], 0),
            (vec!["1.", "2.", "4.", "5."], 1),
            (vec!["（一）", "（二）", "（二）"], 1),
            (vec!["一、", "三、", "二、"], 2),
            (vec!["2.", "3."], 1),
            (vec!["——", "——", ""], 0),
            (vec!["（一）", "1.", "2.", "（二）", "1."], 0),
            (vec!["第一节", "第二节", "第四节"], 1),
        ] {
            assert_eq!(found("numbering", tasks(&numbers)).len(), count, "{numbers:?}");
        }
    }

    #[test]
    fn headings_and_box_items_have_lists_of_their_own() {
        let plan = heading(plan(""), "第二章", "任务", &[]);
        let plan = project(task(plan, "1.", "甲。"), "1.", "乙。");
        assert_eq!(found("numbering", project(task(plan.clone(), "2.", "丙。"), "2.", "丁。")), []);
        assert_eq!(found("numbering", project(plan.clone(), "3.", "戊。")).len(), 1);
        assert_eq!(found("numbering", heading(plan, "第四章", "保障", &[]))[0].1, "第四章保障");
    }

    #[test]
    fn boxes_are_numbered_through() {
        let mut plan = project(plan(""), "1.", "甲。");
        let mut second = plan.boxes[0].clone();
        second.number = "专栏3".into();
        plan.boxes.push(second);
        assert_eq!(found("numbering", plan.clone()).len(), 1);
        plan.boxes[1].number = "专栏 2".into();
        assert_eq!(found("numbering", plan), []);
    }

    #[test]
    fn numbers_restored_by_the_importer_are_found() {
        let mut plan = plan("");
        let heading = DoubtKind::UnnumberedHeading { text: "保障".into(), number: Some("第五章".into()) };
        plan.doubts = vec![Doubt::at(7, heading), Doubt::at(7, DoubtKind::NoTasks)].into();
        assert_eq!(found("lost-number", plan).len(), 1);
    }
}
