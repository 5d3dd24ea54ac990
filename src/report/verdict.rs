//! The verdict of an evaluation (总体评价), chosen by shares.
//!
//! The phrases are those of published evaluations (总体进展顺利, 基本符合预期). The thresholds are a rule of thumb, which is
//! printed below the appended tables.

use crate::plan::roll_up::RollUp;
use crate::plan::{Sense, Status};

use super::wording::Phrase;
use super::wording::phrases::{
    VERDICT_FINAL_INDICATORS_1, VERDICT_FINAL_INDICATORS_2, VERDICT_FINAL_INDICATORS_3, VERDICT_FINAL_INDICATORS_4,
    VERDICT_FINAL_TASKS_1, VERDICT_FINAL_TASKS_2, VERDICT_FINAL_TASKS_3, VERDICT_FINAL_TASKS_4, VERDICT_INDICATORS_1,
    VERDICT_INDICATORS_2, VERDICT_INDICATORS_3, VERDICT_INDICATORS_4, VERDICT_TASKS_1, VERDICT_TASKS_2,
    VERDICT_TASKS_3, VERDICT_TASKS_4,
};

/// A verdict, whose wording an office may change.
type Verdict = &'static Phrase<0>;

/// The rule, as a note below a table.
pub(super) const RULE: &str = "总体评价用语按占比确定：任务以（已完成＋推进中）占已报送且未调整任务的比重，指标以（提前实现＋快于预期＋基本符合预期）占可判断指标的比重，90%及以上、75%及以上、60%及以上和60%以下各用一档；报送或可判断的不足半数时不作总体评价。";
/// The rule at the end of the term, as a note below a table.
pub(super) const FINAL_RULE: &str = "总体评价用语按占比确定：任务以已完成占未调整任务的比重，指标以已实现占有目标年数据指标的比重，100%、80%及以上、60%及以上和60%以下各用一档；报送或有目标年数据的不足半数时不作总体评价。";

/// Returns the verdict on tasks during the term; `None` if too few were reported.
pub(super) fn of_tasks(roll_up: &RollUp) -> Option<Verdict> {
    let reported = roll_up.reported();
    if roll_up.total == 0 || reported * 2 < roll_up.total {
        return None;
    }
    let well = roll_up.count_where(|status| matches!(status.sense(), Sense::Done | Sense::Going));
    let judged = reported - roll_up.count_where(Status::is_changed);
    Some(match full_per_cent(well, judged)? {
        90.. => &VERDICT_TASKS_1,
        75.. => &VERDICT_TASKS_2,
        60.. => &VERDICT_TASKS_3,
        _ => &VERDICT_TASKS_4,
    })
}

/// Returns the verdict on tasks at the end of the term; `None` if too few were reported.
pub(super) fn of_finished_tasks(roll_up: &RollUp) -> Option<Verdict> {
    let reported = roll_up.reported();
    if roll_up.total == 0 || reported * 2 < roll_up.total {
        return None;
    }
    let judged = roll_up.total - roll_up.count_where(Status::is_changed);
    Some(match full_per_cent(roll_up.count_where(Status::is_done), judged)? {
        100.. => &VERDICT_FINAL_TASKS_1,
        80.. => &VERDICT_FINAL_TASKS_2,
        60.. => &VERDICT_FINAL_TASKS_3,
        _ => &VERDICT_FINAL_TASKS_4,
    })
}

/// Returns the verdict on indicators: `well` of `judged` out of `all`. Returns `None` if too few can be judged.
pub(super) fn of_indicators(well: usize, judged: usize, all: usize) -> Option<Verdict> {
    Some(match share(well, judged, all)? {
        90.. => &VERDICT_INDICATORS_1,
        75.. => &VERDICT_INDICATORS_2,
        60.. => &VERDICT_INDICATORS_3,
        _ => &VERDICT_INDICATORS_4,
    })
}

/// Returns the verdict on indicators at the end of the term: `reached` of `measured` out of `all`. Returns `None` if
/// too few were measured in the target's year.
pub(super) fn of_final_indicators(reached: usize, measured: usize, all: usize) -> Option<Verdict> {
    Some(match share(reached, measured, all)? {
        100.. => &VERDICT_FINAL_INDICATORS_1,
        80.. => &VERDICT_FINAL_INDICATORS_2,
        60.. => &VERDICT_FINAL_INDICATORS_3,
        _ => &VERDICT_FINAL_INDICATORS_4,
    })
}

fn share(part: usize, judged: usize, all: usize) -> Option<usize> {
    if judged * 2 < all { None } else { (part * 100).checked_div(judged) }
}

/// Returns a share in whole per cent, rounded down: 89.6% is below 90%.
fn full_per_cent(part: u32, whole: u32) -> Option<u32> {
    (part * 100).checked_div(whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::wording::Wording;

    /// Returns counts in the order not started, in progress, completed, lagging, adjusted; then unreported.
    fn roll_up(counts: [u32; 5], unreported: u32) -> RollUp {
        let mut by_status = [0; Status::ALL.len()];
        by_status[..counts.len()].copy_from_slice(&counts);
        RollUp { total: counts.iter().sum::<u32>() + unreported, by_status, unreported, ..RollUp::default() }
    }

    fn words(verdict: Option<Verdict>) -> Option<String> {
        verdict.map(|verdict| Wording::default().say(verdict, []))
    }

    #[test]
    fn the_words_for_tasks_follow_the_shares() {
        for (by_status, unreported, said) in [
            ([0, 5, 4, 1, 0], 0, Some("重点任务总体进展顺利")),
            ([1, 5, 3, 1, 0], 0, Some("重点任务总体进展较好")),
            ([2, 4, 2, 2, 0], 0, Some("重点任务总体进展平稳、部分任务滞后")),
            ([5, 4, 0, 1, 0], 0, Some("重点任务总体进展滞后")),
            ([0, 5, 0, 0, 5], 0, Some("重点任务总体进展顺利")),
            ([0, 4, 0, 0, 0], 5, None),
            ([0, 0, 0, 0, 0], 0, None),
            ([0, 0, 0, 0, 3], 0, None),
        ] {
            let found = words(of_tasks(&roll_up(by_status, unreported)));
            assert_eq!(found.as_deref(), said, "{by_status:?} {unreported}");
        }
        assert_eq!(words(of_finished_tasks(&roll_up([0, 0, 19, 0, 1], 0))).as_deref(), Some("重点任务全面完成"));
        assert_eq!(words(of_finished_tasks(&roll_up([0, 4, 6, 0, 0], 0))).as_deref(), Some("重点任务大部分完成"));
        assert_eq!(words(of_finished_tasks(&roll_up([0, 1, 2, 0, 0], 7))).as_deref(), None);
    }

    #[test]
    fn the_words_for_indicators_follow_the_shares() {
        assert_eq!(words(of_indicators(9, 10, 12)).as_deref(), Some("主要指标总体符合预期"));
        assert_eq!(words(of_indicators(3, 4, 4)).as_deref(), Some("主要指标基本符合预期"));
        assert_eq!(words(of_indicators(0, 1, 2)).as_deref(), Some("主要指标进展滞后"));
        assert_eq!(words(of_indicators(1, 1, 3)).as_deref(), None);
        assert_eq!(words(of_indicators(0, 0, 0)).as_deref(), None);
        assert_eq!(words(of_final_indicators(5, 5, 6)).as_deref(), Some("主要指标全面实现"));
        assert_eq!(words(of_final_indicators(4, 5, 5)).as_deref(), Some("主要指标基本实现"));
        assert_eq!(words(of_final_indicators(2, 2, 5)).as_deref(), None);
    }
}
