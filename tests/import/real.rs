//! The importer on whole real documents. They are not part of the repository: `PLANDESK_REAL_DOCUMENTS` names the
//! folder with them (`plans/`, `plans-more/`).

use std::path::PathBuf;

use plandesk::import::{self, Document, edition};
use plandesk::plan::{Departments, Edition, Nature, Plan, lineage};
use plandesk::text::Language;

use crate::support::skipped::skipped;

/// Returns the folder of the real documents, or `None` after printing that the test is skipped.
fn real() -> Option<PathBuf> {
    let folder = std::env::var_os("PLANDESK_REAL_DOCUMENTS").map(PathBuf::from);
    if folder.is_none() {
        skipped("PLANDESK_REAL_DOCUMENTS names no folder with real documents");
    }
    folder
}

fn bundled(name: &str) -> Document {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/plans").join(name);
    import::read(name, &std::fs::read(path).unwrap(), &Departments::default()).unwrap()
}

/// Reads the document of a folder whose name begins with `start`.
fn read(folder: &str, start: &str) -> Option<Result<Document, import::ImportError>> {
    let folder = real()?.join(folder);
    let mut files = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path());
    let file = files.find(|f| f.file_name().unwrap().to_string_lossy().starts_with(start)).unwrap();
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    Some(import::read(&name, &std::fs::read(&file).unwrap(), &Departments::default()))
}

/// Returns the numbers of tasks, boxes, projects, indicators and binding indicators.
fn counts(plan: &Plan) -> [usize; 5] {
    let projects = plan.tasks.iter().filter(|t| t.special_box.is_some()).count();
    let binding = plan.indicators.iter().filter(|i| i.nature == Some(Nature::Binding)).count();
    [plan.tasks.len() - projects, plan.boxes.len(), projects, plan.indicators.len(), binding]
}

/// A plan's id and its counts.
type Counted = (&'static str, [usize; 5]);

/// Official text, bundled edition, and plans.
const BUNDLED: [(&str, &str, &[Counted]); 5] = [
    ("000", "kashgar.txt", &[("kashi-wsjk-2025", [53, 8, 27, 24, 3]), ("kashi-cjr-2025", [44, 9, 58, 11, 6])]),
    ("001", "bachu.txt", &[("bachu-wsjk-2025", [52, 0, 0, 23, 3])]),
    ("002", "changji.txt", &[("changji-cjr-2025", [44, 9, 58, 11, 6])]),
    ("003", "tongxin.txt", &[("tongxin-cjr-2025", [29, 6, 31, 11, 6])]),
    ("004", "barkol.txt", &[("balikun-jk-2030", [61, 0, 0, 10, 0])]),
];

fn identified(document: &Document) -> Vec<(&str, [usize; 5])> {
    document.plans.iter().map(|p| (p.id.as_str(), counts(p))).collect()
}

#[test]
fn the_bundled_editions_hold_what_their_originals_hold() {
    for (_, name, plans) in BUNDLED {
        let document = bundled(name);
        assert_eq!(identified(&document), plans, "{name}");
        assert!(document.plans.iter().all(|p| p.edition == Edition::Condensed), "{name}");
    }
}

#[test]
fn the_official_texts_give_the_counts_made_by_hand() {
    for (start, _, plans) in BUNDLED {
        let Some(document) = read("plans", start) else { return };
        assert_eq!(identified(&document.unwrap()), plans, "{start}");
    }
}

#[test]
fn the_official_text_is_a_new_edition_that_matches_every_item() {
    for (start, name, _) in BUNDLED {
        let Some(official) = read("plans", start) else { return };
        for (old, new) in bundled(name).plans.iter().zip(official.unwrap().plans) {
            assert!(lineage::supersedes(old, &new) && !lineage::supersedes(&new, old));
            let (plan, changes) = edition::succeed(old, new);
            assert_eq!((changes.added, changes.removed), (vec![], vec![]), "{}", old.id);
            let ids = |plan: &Plan| -> Vec<String> {
                plan.tasks.iter().map(|t| format!("{} {}", t.id, norm(&t.number))).collect()
            };
            assert_eq!(ids(&plan), ids(old), "{}", old.id);
            assert_eq!(
                plan.indicators.iter().map(|i| &i.id).collect::<Vec<_>>(),
                old.indicators.iter().map(|i| &i.id).collect::<Vec<_>>()
            );
            let (_, again) = edition::succeed(&plan, plan.clone());
            assert!(again.is_empty());
        }
    }
}

/// Returns the letters and digits of a text, in half width.
fn norm(text: &str) -> String {
    let folded = plandesk::text::fold::to_half_width(text);
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn the_bundled_editions_keep_headings_names_and_figures() {
    for (start, name, _) in BUNDLED {
        let Some(official) = read("plans", start) else { return };
        for (old, new) in bundled(name).plans.iter().zip(official.unwrap().plans) {
            let headings = |plan: &Plan| -> Vec<String> { plan.outline.iter().map(|n| norm(&n.heading())).collect() };
            assert_eq!(headings(old), headings(&new), "{}", old.id);
            let boxes =
                |plan: &Plan| -> Vec<String> { plan.boxes.iter().map(|b| norm(&b.number) + &norm(&b.title)).collect() };
            assert_eq!(boxes(old), boxes(&new), "{}", old.id);
            let indicators = |plan: &Plan| -> Vec<String> {
                let cells = plan.indicators.iter().map(|i| {
                    let bases = i.baselines.iter().map(|b| format!("{}:{}", b.year, norm(&b.text)));
                    let goals = i.targets.iter().map(|t| format!("{}:{}", t.year, norm(&t.text)));
                    let cells: Vec<String> = bases.chain(goals).collect();
                    format!("{:?} {} {:?} {:?} {}", i.category, norm(&i.name), i.unit, i.nature, cells.join(" "))
                });
                cells.collect()
            };
            assert_eq!(indicators(old), indicators(&new), "{}", old.id);
        }
    }
}

#[test]
fn other_regions_and_sectors_are_read_too() {
    for (start, wanted) in [
        ("02", ("zhejiang-csnlzl-2025", [21, 11, 25, 13, 9])),
        ("05", ("beijing-staqgj-2035", [17, 0, 0, 0, 0])),
        ("10", ("quanguo-fgf-2021", [76, 0, 0, 0, 0])),
        ("12", ("quanguo-wfcs-2021", [14, 0, 0, 0, 0])),
        ("13", ("quanguo-zyjy-2022", [20, 0, 0, 0, 0])),
        ("20", ("neimenggu-cjr-2025", [0, 1, 0, 7, 3])),
    ] {
        let Some(document) = read("plans-more", start) else { return };
        let document = document.unwrap();
        assert_eq!(identified(&document), [wanted], "{start}");
    }
}

#[test]
fn chapters_are_those_of_the_body() {
    let bundled_chapters = [
        ("kashi-wsjk-2025", 5),
        ("kashi-cjr-2025", 4),
        ("bachu-wsjk-2025", 5),
        ("changji-cjr-2025", 5),
        ("tongxin-cjr-2025", 4),
        ("balikun-jk-2030", 7),
    ];
    let chapters = |document: &Document| -> Vec<(String, usize)> {
        document.plans.iter().map(|p| (p.id.to_string(), p.chapters().count())).collect()
    };
    let wanted = bundled_chapters.map(|(id, count)| (id.to_string(), count));
    let read_all: Vec<_> = BUNDLED.iter().flat_map(|(_, name, _)| chapters(&bundled(name))).collect();
    assert_eq!(read_all, wanted);
    for (start, _, _) in BUNDLED {
        let Some(official) = read("plans", start) else { return };
        for found in chapters(&official.unwrap()) {
            assert!(wanted.contains(&found), "{found:?}");
        }
    }
    for (start, count) in [("02", 6), ("05", 8), ("10", 5), ("12", 4), ("13", 7)] {
        let Some(document) = read("plans-more", start) else { return };
        assert_eq!(document.unwrap().plans[0].chapters().count(), count, "{start}");
    }
}

#[test]
fn undecoded_fonts_are_refused() {
    let Some(garbled) = read("plans-more", "27") else { return };
    let message = garbled.unwrap_err().text(Language::Zh);
    assert!(message.contains("PDF") && message.contains("乱码"), "{message}");
}
