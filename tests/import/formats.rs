//! A made-up plan in every supported format: each gives the same records as the Word file. LibreOffice made the files
//! from the HTML page. In `plan.xml` a merged cell is written as Word does it, which LibreOffice leaves out.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use plandesk::import::{self, Document};
use plandesk::plan::doubt::FileContent;
use plandesk::plan::{Departments, DoubtKind, Plan};
use rstest::rstest;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats").join(name)
}

fn read(name: &str) -> Document {
    let bytes = fs::read(fixture(name)).unwrap();
    import::read(name, &bytes, &Departments::bundled()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Returns the records of a plan, without the numbers of their lines.
pub fn records(plan: &Plan) -> Vec<String> {
    let mut told = vec![format!("{} {} {} {:?}", plan.id, plan.title, plan.region, plan.term)];
    told.extend(plan.outline.iter().map(|node| format!("{} {}", node.number, node.title)));
    for task in &plan.tasks {
        told.push(format!("{} {} {}", task.number, task.title, task.text));
    }
    for indicator in &plan.indicators {
        let values: Vec<String> = indicator
            .baselines
            .iter()
            .map(|b| b.text.clone())
            .chain(indicator.targets.iter().map(|t| t.text.clone()))
            .collect();
        told.push(format!(
            "{:?} {} {:?} {:?} {values:?}",
            indicator.category, indicator.name, indicator.unit, indicator.nature
        ));
    }
    told
}

#[rstest]
#[case::old_word("plan.doc", "DOC")]
#[case::opendocument("plan.odt", "ODT")]
#[case::rich_text("plan.rtf", "RTF")]
#[case::word_2003_xml("plan.xml", "Word XML")]
#[case::page("plan.html", "HTML")]
#[case::saved_page("plan.mht", "MHT")]
#[case::layout("plan.pdf", "PDF")]
#[case::national_layout("plan.ofd", "OFD")]
#[case::attachments("plan.zip", "DOCX")]
fn every_format_gives_the_same_records_as_the_word_file(#[case] name: &str, #[case] format: &str) {
    let (word, document) = (read("plan.docx"), read(name));
    assert_eq!(document.encoding, format);
    assert_eq!(records(&document.plans[0]), records(&word.plans[0]));
    let struck = |doubts: &plandesk::plan::SharedList<plandesk::plan::Doubt>| {
        doubts.iter().any(|doubt| matches!(&doubt.kind, DoubtKind::FileContent { content: FileContent::Struck, .. }))
    };
    assert!(struck(&word.plans[0].doubts));
    assert!(struck(&document.plans[0].doubts), "{:?}", document.plans[0].doubts);
}

#[rstest]
fn damaged_files_are_refused_or_read_in_time(
    #[values(
        "plan.doc",
        "plan.odt",
        "plan.rtf",
        "plan.xml",
        "plan.html",
        "plan.mht",
        "plan.pdf",
        "plan.ofd",
        "plan.zip"
    )]
    name: &str,
) {
    let whole = fs::read(fixture(name)).unwrap();
    let mut state = 7_u64;
    let mut random = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    };
    for round in 0..60 {
        let mut bytes = whole.clone();
        if round % 4 == 0 {
            bytes.truncate(random(whole.len()));
        }
        for _ in 0..(round % 7) * 3 {
            let at = random(bytes.len().max(1));
            if let Some(byte) = bytes.get_mut(at) {
                *byte = random(256) as u8;
            }
        }
        let start = Instant::now();
        let _ = import::read(name, &bytes, &Departments::bundled());
        assert!(start.elapsed() < Duration::from_secs(20), "{name}, round {round}");
    }
}
