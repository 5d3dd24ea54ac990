//! Samples (抽查核验): claimed results drawn at random, so that somebody looks whether they are so.
//!
//! A draw can be repeated by anybody: items stand in the order of the SHA-256 of the seed and their id, and the first
//! ones are taken. So a larger sample holds the smaller one of the same seed.

use sha2::{Digest, Sha256};

use super::{Dossier, Period, Progress, Review, Status, Task};

/// Tasks and projects of which a result is claimed in a period, at most `count` of them, in the order of the draw.
pub fn sample<'a>(dossier: &'a Dossier, period: Period, count: usize, seed: &str) -> Vec<&'a Task> {
    let is_claimed = |task: &&Task| dossier.review(&task.id, period).is_some_and(claims_a_result);
    let mut claimed: Vec<&Task> = dossier.plan.tasks.iter().filter(is_claimed).collect();
    claimed.sort_by_cached_key(|task| rank(seed, task));
    claimed.truncate(count);
    claimed
}

/// The seed of a draw for which nobody named one.
pub fn default_seed(dossier: &Dossier, period: Period) -> String {
    format!("{} {period}", dossier.plan.id)
}

/// Returns true if a review says that something was reached: completed, all of the way gone, or words of what was done.
fn claims_a_result(review: &Review) -> bool {
    review.status.is_some_and(Status::is_done)
        || review.effective_progress() == Some(Progress::ALL)
        || review.done.is_some()
}

fn rank(seed: &str, task: &Task) -> [u8; 32] {
    Sha256::digest(format!("{seed}\n{}", task.id)).into()
}
