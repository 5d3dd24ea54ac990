//! Prints what the importer makes of a file, for reading by eye:
//! `PLANDESK_PRINT=plan.txt cargo test --test import_print -- --ignored --nocapture`

use plandesk::import;
use plandesk::plan::{Departments, Nature, Plan};

#[test]
#[ignore = "prints for a person to read"]
fn print_a_document() {
    let Ok(files) = std::env::var("PLANDESK_PRINT") else {
        eprintln!("skipped: PLANDESK_PRINT names no file");
        return;
    };
    for file in files.split(',') {
        let bytes = std::fs::read(file).unwrap();
        match import::read(file, &bytes, &Departments::bundled()) {
            Err(error) => println!("{error}"),
            Ok(document) => {
                println!("== {} {} 剩余{}", document.file, document.encoding, document.leftovers.len());
                if let Some(notice) = &document.notice {
                    println!("通知：{:?} {:?} {:?} {}段", notice.issuer, notice.number, notice.date, notice.text.len());
                }
                document.plans.iter().for_each(print_plan);
                if std::env::var("PLANDESK_LEFTOVERS").is_ok() {
                    document.leftovers.iter().for_each(|l| println!("  剩余 {} {}", l.lines.first, short(&l.text)));
                }
            }
        }
    }
}

fn short(text: &str) -> String {
    let length = text.chars().count();
    let head: String = text.chars().take(44).collect();
    if length > 44 { format!("{}…[{length}]", head.replace('\n', "⏎")) } else { head.replace('\n', "⏎") }
}

fn print_plan(plan: &Plan) {
    let tasks = plan.tasks.iter().filter(|t| t.special_box.is_none()).count();
    let projects = plan.tasks.len() - tasks;
    let binding = plan.indicators.iter().filter(|i| i.nature == Some(Nature::Binding)).count();
    println!("# {} | {} | {} {} | {:?} {:?}", plan.id, plan.title, plan.region, plan.sector, plan.term, plan.edition);
    println!(
        "## 章{} 任务{tasks} 专栏{} 项目{projects} 指标{}({binding}) 疑问{}",
        plan.chapters().count(),
        plan.boxes.len(),
        plan.indicators.len(),
        plan.doubts.len()
    );
    if std::env::var("PLANDESK_BRIEF").is_err() {
        (0..plan.outline.len()).for_each(|n| print_node(plan, n));
        for i in &plan.indicators {
            let base: Vec<String> = i.baselines.iter().map(|b| format!("{}:{}", b.year, b.text)).collect();
            let goal: Vec<String> = i.targets.iter().map(|t| format!("{}:{}", t.year, t.text)).collect();
            let (base, goal) = (base.join(" "), goal.join(" "));
            println!("  ◆{:?} {} ({:?}) {:?} | {base} → {goal}", i.category, i.name, i.unit, i.nature);
        }
    }
    for doubt in &plan.doubts {
        println!("  ? {} {} → {}", doubt.line, doubt.what, doubt.chosen);
    }
}

fn print_node(plan: &Plan, n: usize) {
    let indent = "  ".repeat(plan.ancestors(n).count());
    let node = &plan.outline[n];
    println!("{indent}{} [{}] L{}", node.heading(), node.paragraphs.len(), node.lines.first);
    for task in plan.tasks.iter().filter(|t| t.node == n && t.special_box.is_none()) {
        let due = task.stated.due.map_or(String::new(), |d| format!(" 期限{d}"));
        let lines = format!("L{}-{}", task.lines.first, task.lines.last);
        let who = [&task.stated.lead, &task.stated.support].map(|units| units.join("、")).join("/");
        println!("{indent}  ▸{} {} ‖ {}{due} {lines} {who}", task.number, task.title, short(&task.text));
    }
    for (b, boxed) in plan.boxes.iter().enumerate().filter(|(_, b)| b.node == n) {
        println!("{indent}  ▣{} {} 注{}", boxed.number, boxed.title, boxed.notes.len());
        for item in plan.box_items(b) {
            println!("{indent}    ▪{:?} {} {} ‖ {}", item.group, item.number, item.title, short(&item.text));
        }
    }
}
