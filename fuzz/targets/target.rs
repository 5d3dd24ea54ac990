//! Cells of targets and readings: any text is parsed, and a parsed number is finite.

use plandesk::plan::target::{read_reading, read_target, read_value};
use plandesk::plan::{Term, Year};

/// Holds for any bytes, or panics.
pub fn hold(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let term = Term { first: Year(2021), last: Year(2025) };
    for value in [read_value(text), read_reading(text)] {
        assert!(value.is_none_or(f64::is_finite), "{value:?}");
    }
    for baseline in [None, Some(0.0), Some(12.5), Some(-3.0), Some(f64::MAX)] {
        let target = read_target(text, Year(2025), baseline, term);
        assert!(target.value.is_none_or(f64::is_finite), "{target:?}");
        assert_eq!(target.year, Year(2025));
    }
}
