//! The check on whole real documents. They are not part of the repository: `PLANDESK_REAL_DOCUMENTS` names the folder
//! with them (`plans/`, `plans-more/`). Every finding is listed here, so that a new false one fails the test.

use std::path::PathBuf;
use std::sync::Arc;

use plandesk::import;
use plandesk::plan::{Departments, Dossier, PlanId};
use plandesk::report::check::{Choice, Finding, check};
use plandesk::text::Language;

use crate::support::skipped::skipped;

fn dossiers(folder: &str) -> Option<Vec<Arc<Dossier>>> {
    let Some(real) = std::env::var_os("PLANDESK_REAL_DOCUMENTS").map(PathBuf::from) else {
        skipped("PLANDESK_REAL_DOCUMENTS names no folder with real documents");
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

/// Every finding in the documents whose condensed editions are bundled: plan, line, item and rule.
const PLANS: &[&str] = &[
    "kashi-wsjk-2025 17 - lost-number",
    "kashi-wsjk-2025 28 - text-against-table",
    "kashi-wsjk-2025 30 - odd-precision",
    "kashi-wsjk-2025 36 - lost-number",
    "kashi-wsjk-2025 100 - missing-in-table",
    "kashi-wsjk-2025 104 - text-against-table",
    "kashi-wsjk-2025 228 i16 target-looser",
    "kashi-wsjk-2025 248 i18 foreign-scope",
    "kashi-wsjk-2025 255 i19 target-looser",
    "kashi-wsjk-2025 262 i20 target-standstill",
    "kashi-wsjk-2025 269 i21 target-looser",
    "kashi-wsjk-2025 330 t13 text-against-text",
    "kashi-wsjk-2025 446 t40 repeated-task",
    "kashi-wsjk-2025 468 p27 text-against-text",
    "kashi-wsjk-2025 476 - lost-number",
    "kashi-wsjk-2025 851 - lost-number",
    "kashi-cjr-2025 561 i6 target-standstill",
    "kashi-cjr-2025 567 i7 target-standstill",
    "bachu-wsjk-2025 14 - change-arithmetic",
    "bachu-wsjk-2025 16 - change-arithmetic",
    "bachu-wsjk-2025 20 - change-arithmetic",
    "bachu-wsjk-2025 21 - text-against-table",
    "bachu-wsjk-2025 21 - text-against-table",
    "bachu-wsjk-2025 29 - impossible-number",
    "bachu-wsjk-2025 34 - misprint",
    "bachu-wsjk-2025 35 - text-against-text",
    "bachu-wsjk-2025 147 i8 below-parent",
    "bachu-wsjk-2025 168 i11 below-parent",
    "bachu-wsjk-2025 175 i12 below-parent",
    "bachu-wsjk-2025 189 i14 below-parent",
    "bachu-wsjk-2025 216 i17 foreign-scope",
    "bachu-wsjk-2025 223 i18 target-looser",
    "bachu-wsjk-2025 230 i19 target-standstill",
    "bachu-wsjk-2025 237 i20 target-looser",
    "bachu-wsjk-2025 288 t9 reversed-bound",
    "bachu-wsjk-2025 288 t9 misprint",
    "bachu-wsjk-2025 288 t9 misprint",
    "bachu-wsjk-2025 316 t22 misprint",
    "bachu-wsjk-2025 327 t27 misprint",
    "bachu-wsjk-2025 327 t27 misprint",
    "bachu-wsjk-2025 334 - lost-number",
    "bachu-wsjk-2025 341 t33 misprint",
    "bachu-wsjk-2025 347 - lost-number",
    "bachu-wsjk-2025 353 t37 repeated-task",
    "bachu-wsjk-2025 357 t39 foreign-scope",
    "bachu-wsjk-2025 359 t40 foreign-scope",
    "bachu-wsjk-2025 360 - lost-number",
    "bachu-wsjk-2025 371 - lost-number",
    "bachu-wsjk-2025 376 - lost-number",
    "bachu-wsjk-2025 382 - lost-number",
    "changji-cjr-2025 20 - misprint",
    "changji-cjr-2025 24 - text-against-table",
    "changji-cjr-2025 24 - text-against-table",
    "changji-cjr-2025 38 - conversion-leftover",
    "changji-cjr-2025 68 i7 target-standstill",
    "tongxin-cjr-2025 4 - conversion-leftover",
    "tongxin-cjr-2025 7 - change-arithmetic",
    "tongxin-cjr-2025 56 - empty-baseline",
    "tongxin-cjr-2025 106 i11 empty-target",
    "tongxin-cjr-2025 184 t19 misprint",
    "balikun-jk-2030 32 - missing-in-table",
    "balikun-jk-2030 33 - missing-in-table",
    "balikun-jk-2030 40 - missing-in-table",
    "balikun-jk-2030 159 t25 repeated-task",
    "balikun-jk-2030 161 t27 past-deadline",
];

/// Every finding in documents of other regions and sectors.
const MORE: &[&str] = &[
    "zhejiang-csnlzl-2025 425 - empty-baseline",
    "zhejiang-csnlzl-2025 9140 - conversion-leftover",
    "beijing-staqgj-2035 44 - conversion-leftover",
    "neimenggu-cjr-2025 2 - conversion-leftover",
    "neimenggu-cjr-2025 36 - empty-baseline",
    // This is a part of a document; the numbers of the omitted parts are missing.
    "guangdong-szgd-2025 35 t10 numbering",
    "guangdong-szgd-2025 41 t12 numbering",
    "guangdong-szgd-2025 44 t13 numbering",
    "guangdong-szgd-2025 61 - numbering",
    "guangdong-szgd-2025 62 t18 numbering",
    "guangdong-szgd-2025 65 t19 numbering",
    "guangdong-szgd-2025 69 t20 numbering",
    "guangdong-szgd-2025 75 t22 numbering",
    "guangdong-szgd-2025 78 t23 numbering",
];

#[test]
fn the_findings_in_the_real_documents_are_these_and_no_others() {
    for (folder, expected) in [("plans", PLANS), ("plans-more", MORE)] {
        let Some(dossiers) = dossiers(folder) else { return };
        let findings = check(&dossiers, &Choice::default(), Language::Zh);
        assert_eq!(lines(&findings), expected, "{folder}");
        assert!(findings.iter().all(|f| !f.evidence.is_empty() && !f.finding.is_empty()));
    }
}

#[test]
fn quoted_evidence_is_found_near_the_reported_line() {
    const QUOTING: [&str; 6] =
        ["change-arithmetic", "impossible-number", "odd-precision", "reversed-bound", "text-against-table", "misprint"];
    let Some(real) = std::env::var_os("PLANDESK_REAL_DOCUMENTS").map(PathBuf::from) else { return };
    let Some(dossiers) = dossiers("plans") else { return };
    for finding in check(&dossiers, &Choice::only(QUOTING).unwrap(), Language::Zh) {
        let file = &dossiers.iter().find(|d| d.plan.id == finding.plan).unwrap().plan.source.file;
        let text = std::fs::read_to_string(real.join("plans").join(file)).unwrap();
        let bare = |text: &str| text.replace([' ', '\t', '\u{3000}'], "");
        let first = finding.line.unwrap() as usize - 1;
        let near: String = text.lines().skip(first).take(3).map(bare).collect();
        assert!(near.contains(&bare(&finding.evidence)), "{}: {}", finding.line.unwrap(), finding.evidence);
    }
}
