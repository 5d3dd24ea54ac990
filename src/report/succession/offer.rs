//! Offers: the fates that rules read from two plans and from how tasks stand at the end of the first.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::plan::{Dossier, Fate, FateKind, Indicator, ItemId, Kind, Sense, Status, Task};
use crate::report::compare::{counterparts_of, key, measures, unit_key};
use crate::text::fold::fold;

/// Returns the fates of indicators. One goes on where a successor has the same measure, by its name or by a person's word;
/// where only the unit differs, it was redefined; where no successor has it, it was dropped.
pub fn of_indicators(old: &Arc<Dossier>, successors: &[&Arc<Dossier>]) -> HashMap<ItemId, Fate> {
    if successors.is_empty() {
        return HashMap::new();
    }
    let dossiers: Vec<Arc<Dossier>> = std::iter::once(old).chain(successors.iter().copied()).map(Arc::clone).collect();
    let indicator = |(dossier, place): (usize, usize)| dossiers[dossier].plan.indicators.get(place);
    let mut fates = HashMap::new();
    let mut taken = HashSet::new();
    for members in measures(&dossiers) {
        let is_old = |member: &(usize, usize)| member.0 == 0;
        let (before, after): (Vec<_>, Vec<_>) = members.into_iter().partition(is_old);
        let [before, after] =
            [before, after].map(|places| places.into_iter().filter_map(indicator).collect::<Vec<_>>());
        if !before.is_empty() && !after.is_empty() {
            taken.extend(after.iter().map(|indicator| indicator.id.clone()));
            fates.extend(of_measure(&before, &after));
        }
    }
    let left = |indicator: &&Indicator| !taken.contains(&indicator.id);
    let mut left: Vec<&Indicator> =
        successors.iter().flat_map(|dossier| &dossier.plan.indicators).filter(left).collect();
    for indicator in &old.plan.indicators {
        if fates.contains_key(&indicator.id) {
            continue;
        }
        let same_name = left.iter().position(|other| key(&other.name) == key(&indicator.name));
        let fate = match same_name {
            Some(place) => Fate::new(FateKind::Redefined, vec![left.remove(place).id.clone()]),
            None => Fate::new(FateKind::Dropped, Vec::new()),
        };
        fates.insert(indicator.id.clone(), fate);
    }
    fates
}

/// Returns the fates of the indicators that are one measure, in pairs where both plans have as many.
fn of_measure(before: &[&Indicator], after: &[&Indicator]) -> Vec<(ItemId, Fate)> {
    let ids = |indicators: &[&Indicator]| indicators.iter().map(|indicator| indicator.id.clone()).collect::<Vec<_>>();
    if before.len() == after.len() {
        let pairs = before.iter().zip(after);
        let fate = |(one, other): (&&Indicator, &&Indicator)| {
            (one.id.clone(), Fate::new(of_pair(one, other), vec![other.id.clone()]))
        };
        return pairs.map(fate).collect();
    }
    let into = ids(after);
    let fate = match (before, &into[..]) {
        ([_], _) => Fate::new(FateKind::Split, into),
        (_, [_]) => Fate::new(FateKind::Merged, into),
        // Which belongs to which is for a person to say.
        _ => return Vec::new(),
    };
    ids(before).into_iter().map(|id| (id, fate.clone())).collect()
}

fn of_pair(one: &Indicator, other: &Indicator) -> FateKind {
    let is_redefined = matches!((&one.definition, &other.definition), (Some(one), Some(other)) if one != other);
    if unit_key(one.unit.as_deref()) != unit_key(other.unit.as_deref()) || is_redefined {
        FateKind::Redefined
    } else if fold(&one.name).text == fold(&other.name).text {
        FateKind::Same
    } else {
        FateKind::Renamed
    }
}

/// Returns the fates of tasks and projects. One that has a counterpart in a successor is carried on, or has become
/// routine if it is completed; one that has none is done if it is completed and given up if it was taken out by an
/// adjustment. What becomes of work that is not done and stands in no successor is for a person to say.
pub fn of_tasks(old: &Dossier, successors: &[&Arc<Dossier>]) -> HashMap<ItemId, Fate> {
    let mut continued: HashMap<&ItemId, &ItemId> = HashMap::new();
    for successor in successors {
        for kind in [Kind::Task, Kind::Project] {
            for pair in counterparts_of(successor, old, kind) {
                if let (Some(own), Some(above)) = (pair.own, pair.above) {
                    continued.entry(&above.id).or_insert(&own.id);
                }
            }
        }
    }
    let fate = |task: &Task| {
        let into = continued.get(&task.id).map(|id| (*id).clone());
        let kind = match (old.last_status(&task.id).map(Status::sense), &into) {
            (Some(Sense::Done), Some(_)) => FateKind::Routine,
            (_, Some(_)) => FateKind::Carried,
            (Some(Sense::Done), None) => FateKind::Done,
            (Some(Sense::Changed), None) => FateKind::Ended,
            _ => return None,
        };
        Some((task.id.clone(), Fate::new(kind, into.into_iter().collect())))
    };
    if successors.is_empty() { HashMap::new() } else { old.plan.tasks.iter().filter_map(fate).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Period, Plan, PlanId, Review, Year};
    use crate::report::check::sample::{indicator, plan, task};
    use crate::report::succession::Handover;

    fn dossier(id: &str, mut plan: Plan) -> Arc<Dossier> {
        let id = PlanId::new(id).unwrap();
        plan.tasks.iter_mut().for_each(|task| task.id.plan = id.clone());
        plan.indicators.iter_mut().for_each(|indicator| indicator.id.plan = id.clone());
        plan.id = id;
        Arc::new(Dossier::new(Arc::new(plan)))
    }

    fn offered(old: &Arc<Dossier>, new: &Arc<Dossier>) -> Vec<String> {
        let handover = Handover::of(old, &[new]);
        let told = |fate: &Fate| {
            let into: Vec<String> = fate.into.iter().map(ItemId::short).collect();
            format!("{} {}", fate.kind.name(), into.join(" ")).trim().to_string()
        };
        handover.rows.iter().map(|row| row.fate().map_or("-".to_string(), told)).collect()
    }

    #[test]
    fn an_indicator_is_continued_renamed_redefined_or_dropped() {
        let old = indicator(plan(""), "每千人口注册护士数", "人", "3", "3.8");
        let old = indicator(old, "每千人口床位数", "张", "5", "6");
        let old = indicator(old, "接种率", "%", "80", "90");
        let old = indicator(old, "农村改厕数", "座", "1", "2");
        let new = indicator(plan(""), "每千常住人口床位数", "张", "6", "7");
        let new = indicator(new, "接种率", "‰", "900", "950");
        let new = indicator(new, "每千人口注册护士数", "人", "3.8", "5.1");
        let (old, new) = (dossier("old", old), dossier("new", new));
        assert_eq!(offered(&old, &new), ["same i3", "renamed i1", "redefined i2", "dropped"]);
        let alone = Handover::of(&old, &[]);
        assert!(alone.rows.iter().all(|row| row.fate().is_none()), "nothing is offered before there is a successor");
    }

    #[test]
    fn indicators_that_a_person_paired_are_split_and_merged() {
        let old = indicator(indicator(plan(""), "甲率", "%", "1", "2"), "乙率", "%", "1", "2");
        let old = indicator(old, "丙率", "%", "1", "2");
        let new = indicator(indicator(plan(""), "甲一率", "%", "1", "2"), "甲二率", "%", "1", "2");
        let new = indicator(new, "乙丙率", "%", "1", "2");
        let (mut old, new) = (dossier("old", old), dossier("new", new));
        let id = |dossier: &Arc<Dossier>, place: usize| dossier.plan.indicators[place].id.clone();
        for (one, other) in [(0, 0), (0, 1), (1, 2), (2, 2)] {
            let pair = crate::plan::counterpart::pair(id(&old, one), id(&new, other));
            Arc::make_mut(&mut old).counterparts.insert(pair, crate::plan::Counterpart::Same);
        }
        assert_eq!(offered(&old, &new), ["split i1 i2", "merged i3", "merged i3"]);
    }

    #[test]
    fn the_fate_of_a_task_follows_from_its_status_and_its_counterpart() {
        let texts = [
            "培训乡村医生。每年一次。",
            "加强血站建设。储备血液。",
            "新建健康步道。十条。",
            "撤并站点。两个。",
            "建设影像中心。一座。",
        ];
        let mut old = plan("");
        for (text, number) in texts.iter().zip(["1.", "2.", "3.", "4.", "5."]) {
            old = task(old, number, text);
        }
        let new = task(task(plan(""), "1.", texts[1]), "2.", texts[0]);
        let (mut old, new) = (dossier("old", old), dossier("new", new));
        let statuses =
            [Some(Status::Completed), Some(Status::Lagging), Some(Status::Completed), Some(Status::Adjusted), None];
        for (task, status) in old.plan.tasks.clone().iter().zip(statuses) {
            let key = (task.id.clone(), Period::annual(Year(2025)));
            let review = Review { status, ..Review::default() };
            Arc::make_mut(&mut old).reviews.insert(key, review);
        }
        assert_eq!(offered(&old, &new), ["routine t2", "carried t1", "done", "ended", "-"]);
        let handover = Handover::of(&old, &[&new]);
        assert!(handover.added().is_empty());
    }
}
