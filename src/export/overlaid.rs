//! JSON records of corrections and adjustments.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::plan::overlay::{self, Adjustment, Adjustments, Ended, Grounds, Made};
use crate::plan::record::Owner;
use crate::plan::{Dossier, Subject, TextField};

/// The corrections and adjustments of an item by field. Empty members are omitted.
#[derive(Debug, Default, Serialize)]
pub struct OverlaidRecord<'a> {
    /// The printed value of each field that was corrected or adjusted.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub printed: BTreeMap<TextField, Option<String>>,
    /// The corrections: fields that were read or printed wrongly.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub corrected: BTreeMap<TextField, CorrectedRecord<'a>>,
    /// The origin of the item, if the office added it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made: Option<&'a Made>,
    /// The ending of the item before the end of its plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<&'a Ended>,
    /// The adjustments: fields that were changed in mid-course.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub adjusted: BTreeMap<TextField, AdjustedRecord<'a>>,
}

/// A corrected field.
#[derive(Debug, Serialize)]
pub struct CorrectedRecord<'a> {
    /// The corrected value.
    pub value: Option<&'a str>,
    /// The reason.
    pub reason: Option<&'a str>,
}

/// An adjusted field: its last adjustment, and those before.
#[derive(Debug, Serialize)]
pub struct AdjustedRecord<'a> {
    /// The last adjustment.
    #[serde(flatten)]
    pub last: AdjustmentRecord<'a>,
    /// The earlier ones, in the order of their days of effect; omitted if there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<AdjustmentRecord<'a>>,
}

/// One adjustment of a field.
#[derive(Debug, Serialize)]
pub struct AdjustmentRecord<'a> {
    /// The value in force from its day of effect on.
    pub value: Option<&'a str>,
    /// The basis of the adjustment.
    #[serde(flatten)]
    pub grounds: &'a Grounds,
}

impl<'a> AdjustedRecord<'a> {
    /// Returns the adjustments in the order of their days of effect.
    pub fn iter(&self) -> impl Iterator<Item = &AdjustmentRecord<'a>> {
        self.earlier.iter().chain([&self.last])
    }

    fn of(adjustments: &'a Adjustments) -> Self {
        let record = |of: &'a Adjustment| AdjustmentRecord { value: of.value.as_deref(), grounds: &of.grounds };
        let mut earlier: Vec<_> = adjustments.iter().map(record).collect();
        earlier.pop();
        AdjustedRecord { last: record(adjustments.last()), earlier }
    }
}

impl<'a> OverlaidRecord<'a> {
    /// Returns the record of an item.
    pub fn of(dossier: &'a Dossier, subject: Subject) -> Self {
        let item = subject.item();
        let mut record = OverlaidRecord {
            made: item.and_then(|item| dossier.made.get(item)),
            ended: item.and_then(|item| dossier.ended.get(item)),
            ..OverlaidRecord::default()
        };
        for overlaid in dossier.overlays_of(&subject) {
            record.printed.insert(overlaid.field, overlay::read(&dossier.printed, &subject, overlaid.field));
            if let Some(correction) = overlaid.correction {
                let (value, reason) = (correction.value.as_deref(), correction.reason.as_deref());
                record.corrected.insert(overlaid.field, CorrectedRecord { value, reason });
            }
            if let Some(adjustments) = overlaid.adjustments {
                record.adjusted.insert(overlaid.field, AdjustedRecord::of(adjustments));
            }
        }
        record
    }
}
