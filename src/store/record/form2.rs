//! Plans as version 2 stored them: as version 3, with doubts as text.

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_64;

use super::form3;
use crate::plan::{Doubt, DoubtKind};

/// The version byte.
pub(super) const VERSION: u8 = 2;

/// Returns the checksum of a record, which did not cover the version yet.
pub(super) fn digest(key: &[u8], seq: u64, content: &[u8]) -> u64 {
    let place = XxHash3_64::oneshot(&[key, &seq.to_be_bytes()].concat());
    XxHash3_64::oneshot_with_seed(place, content)
}

pub(super) type Plan = form3::Plan<Worded>;

#[derive(Serialize, Deserialize)]
pub(super) struct Worded {
    line: u32,
    what: String,
    chosen: String,
}

impl From<Worded> for Doubt {
    fn from(Worded { line, what, chosen }: Worded) -> Self {
        Doubt::at(line, DoubtKind::Earlier { what, chosen })
    }
}

/// Returns a plan in this version, for tests. It keeps only doubts of the kind [`DoubtKind::Earlier`].
#[cfg(test)]
pub(super) fn sample(of: crate::plan::Plan) -> Plan {
    form3::sample(of, |doubt| match doubt.kind.clone() {
        DoubtKind::Earlier { what, chosen } => Some(Worded { line: doubt.lines.first, what, chosen }),
        _ => None,
    })
}
