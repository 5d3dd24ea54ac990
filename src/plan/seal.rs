//! Seals: closing a period keeps what its evaluation said.
//!
//! A seal holds a copy of everything that the evaluation rests on, with a checksum, and who closed the period when.
//! It is never changed. A review or a reading that is corrected afterwards is an amendment: it says why
//! ([`Review::amended`](super::Review::amended)), and the seal still has what was said before. So any two sealed
//! periods can be compared, also about tasks that a later edition dropped.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::record::{About, InWords, told};
use super::{
    Assignment, Attainment, Dossier, Edition, Indicator, ItemId, Kind, Nature, Period, Review, Task, Thresholds, Year,
};

/// A closed period of one plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seal {
    /// When it was closed, as in the journal.
    pub at: String,
    /// The person who closed it.
    pub by: String,
    /// The SHA-256 of the content's JSON, in hexadecimal.
    pub checksum: String,
    /// The sealed content.
    pub content: Arc<Sealed>,
}

/// The content of a plan that a seal keeps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sealed {
    /// The period that was closed.
    pub period: Period,
    /// The plan's title.
    pub title: String,
    /// The edition in force.
    pub edition: Edition,
    /// Its tasks and projects, in their order.
    pub tasks: Vec<SealedTask>,
    /// Its indicators, in their order.
    pub indicators: Vec<SealedIndicator>,
}

/// A task or project as it stood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SealedTask {
    /// Its id, which later editions keep.
    pub id: ItemId,
    /// Task or project.
    pub kind: Kind,
    /// Its number in the document.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The division of work in force.
    pub assignment: Assignment,
    /// The goal of the period's year.
    pub goal: Option<String>,
    /// Its review in the period.
    pub review: Option<Review>,
}

/// An indicator as it stood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SealedIndicator {
    /// Its id, which later editions keep.
    pub id: ItemId,
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: Option<String>,
    /// Binding or expected.
    pub nature: Option<Nature>,
    /// The last target as printed, with its year.
    pub target: Option<(Year, String)>,
    /// Readings up to the period's year, earliest first.
    pub readings: Vec<(Year, f64)>,
    /// The judgement, by the thresholds of the day.
    pub attainment: Attainment,
}

impl Seal {
    /// Seals what a plan's dossier holds for a period.
    pub fn of(dossier: &Dossier, period: Period, thresholds: &Thresholds, by: &str, at: &str) -> Seal {
        let content = Sealed::of(dossier, period, thresholds);
        let checksum = content.checksum();
        Seal { at: at.to_string(), by: by.to_string(), checksum, content: Arc::new(content) }
    }

    /// Returns true if the content is what was sealed.
    pub fn is_intact(&self) -> bool {
        self.content.checksum() == self.checksum
    }
}

impl Sealed {
    /// Returns the content that a seal of the period would hold today: the plan as it was in force at the period's end.
    pub fn of(dossier: &Dossier, period: Period, thresholds: &Thresholds) -> Sealed {
        let dossier = &*dossier.at_end_of(period);
        let plan = &dossier.plan;
        Sealed {
            period,
            title: plan.title.clone(),
            edition: plan.edition,
            tasks: plan.tasks.iter().map(|task| SealedTask::of(dossier, task, period)).collect(),
            indicators: plan
                .indicators
                .iter()
                .map(|indicator| SealedIndicator::of(dossier, indicator, period, thresholds))
                .collect(),
        }
    }

    fn checksum(&self) -> String {
        // A struct of strings, numbers and lists can always be written as JSON.
        let json = serde_json::to_vec(self).unwrap_or_default();
        Sha256::digest(&json).iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl SealedTask {
    fn of(dossier: &Dossier, task: &Task, period: Period) -> SealedTask {
        let year = dossier.plan.term.year_of(period);
        SealedTask {
            id: task.id.clone(),
            kind: task.kind(),
            number: task.number.clone(),
            title: task.title.clone(),
            assignment: dossier.assignment(task),
            goal: dossier.goals.get(&(task.id.clone(), year)).map(|goal| goal.text.clone()),
            review: dossier.review(&task.id, period).cloned(),
        }
    }
}

impl SealedIndicator {
    fn of(dossier: &Dossier, indicator: &Indicator, period: Period, thresholds: &Thresholds) -> SealedIndicator {
        let readings = dossier.measurements(&indicator.id, period).into_iter();
        SealedIndicator {
            id: indicator.id.clone(),
            name: indicator.name.clone(),
            unit: indicator.unit.clone(),
            nature: indicator.nature,
            target: indicator.targets.last().map(|target| (target.year, target.text.clone())),
            readings: readings.map(|measured| (measured.year, measured.reading.value)).collect(),
            attainment: dossier.judge(indicator, thresholds, period),
        }
    }
}

impl InWords for Seal {
    fn fields(seal: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let name = about.language.pick("封存", "sealed");
        vec![(name, told(seal, |_| about.language.pick("是", "yes")))]
    }
}
