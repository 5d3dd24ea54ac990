//! Queries and the search: the highlights of a hit are within its title.

use std::sync::LazyLock;

use plandesk::desk::{Desk, WhenEmpty};
use plandesk::plan::Departments;
use plandesk::search::{Index, Query};
use plandesk::text::Language;

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let (desk, _) =
        Desk::open(&folder.path().join("store"), Departments::bundled(), WhenEmpty::LoadBundled).expect("a desk");
    let dossiers: Vec<_> = desk.snapshot().dossiers().cloned().collect();
    Index::build(&dossiers, desk.snapshot().departments())
});

/// Holds for any bytes, or panics.
pub fn hold(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Query::parse(text) {
        Ok(query) => {
            for hit in INDEX.search(&query, 20).hits {
                let length = hit.title.chars().count();
                assert!(hit.matched.iter().all(|at| *at < length), "{text:?}: {hit:?}");
            }
        }
        Err(error) => {
            assert!(!error.text(Language::Zh).is_empty() && !error.text(Language::En).is_empty());
        }
    }
}
