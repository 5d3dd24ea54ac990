//! Comparison (对照): indicators and tasks of several plans side by side.

mod name;
pub mod sealed;
mod tasks;

pub use name::{key, unit_key};
pub use tasks::{Counterpart, counterparts};

use std::sync::Arc;

use crate::plan::attainment::direction;
use crate::plan::{Direction, Dossier, Indicator, Plan, Target};

/// One measure in several plans.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The measure's name, as the first plan prints it.
    pub name: String,
    /// Its unit.
    pub unit: Option<String>,
    /// The plans that have it, in the order of the dossiers.
    pub members: Vec<Member>,
    /// The place among the members of the one that wants to improve most, when at least two can be compared and one
    /// of them is ahead of the others.
    pub most_ambitious: Option<usize>,
}

/// An indicator of a [`Group`].
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The place of the plan among the dossiers.
    pub dossier: usize,
    /// The place of the indicator in its plan.
    pub indicator: usize,
    /// By how much of its baseline the indicator is to improve, in per cent: from the last baseline to the last
    /// target, positive in the right direction. `None` without both figures.
    pub improvement: Option<f64>,
    /// The parent plan's target that this one falls short of, as printed there.
    pub short_of: Option<String>,
}

/// Whether two indicators are the same measure in the same unit: see [`key`].
pub fn is_same_measure(one: &Indicator, other: &Indicator) -> bool {
    key(&one.name) == key(&other.name) && unit_key(one.unit.as_deref()) == unit_key(other.unit.as_deref())
}

/// The measures that at least two plans have, in the order in which the plans name them.
pub fn groups(dossiers: &[Arc<Dossier>]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut keys: Vec<(String, String)> = Vec::new();
    for (dossier, one) in dossiers.iter().enumerate() {
        for (place, indicator) in one.plan.indicators.iter().enumerate() {
            let own = (key(&indicator.name), unit_key(indicator.unit.as_deref()));
            let short_of = parent(dossiers, &one.plan).and_then(|above| short_of(indicator, above));
            let member = Member { dossier, indicator: place, improvement: improvement(indicator), short_of };
            match keys.iter().position(|key| *key == own) {
                Some(at) => groups[at].members.push(member),
                None => {
                    keys.push(own);
                    let (name, unit) = (indicator.name.clone(), indicator.unit.clone());
                    groups.push(Group { name, unit, members: vec![member], most_ambitious: None });
                }
            }
        }
    }
    groups.retain(|group| group.members.iter().any(|member| member.dossier != group.members[0].dossier));
    for group in &mut groups {
        group.most_ambitious = most_ambitious(&group.members);
    }
    groups
}

fn parent<'a>(dossiers: &'a [Arc<Dossier>], plan: &Plan) -> Option<&'a Plan> {
    let above = plan.parent.as_ref()?;
    dossiers.iter().map(|d| &*d.plan).find(|other| other.id == *above)
}

fn short_of(indicator: &Indicator, above: &Plan) -> Option<String> {
    let same = above.indicators.iter().find(|other| is_same_measure(indicator, other))?;
    shortfall(indicator, same).map(|(_, theirs)| theirs.text.clone())
}

/// The last targets of an indicator and of the same measure in the plan above, when they are for the same year and
/// the first is worse than the second. Numbers of people, homes and the like are not compared, since a part has fewer
/// than the whole.
pub fn shortfall<'a>(own: &'a Indicator, above: &'a Indicator) -> Option<(&'a Target, &'a Target)> {
    let (target, theirs) = (last_target(own)?, last_target(above)?);
    let (value, wanted) = (target.value?, theirs.value?);
    let is_short = match direction(above)? {
        Direction::Higher => value < wanted,
        Direction::Lower => value > wanted,
    };
    (is_short && target.year == theirs.year && is_ratio(own)).then_some((target, theirs))
}

/// Whether an indicator does not grow with the size of the place: a share, a rate, a density, an average.
fn is_ratio(indicator: &Indicator) -> bool {
    let unit = unit_key(indicator.unit.as_deref());
    let name = key(&indicator.name);
    ["%", "‰", "岁"].contains(&unit.as_str())
        || unit.contains('/')
        || ["千人", "万人", "10万人", "十万人"].iter().any(|per| name.starts_with(per))
        || name.contains("人均")
}

fn last_target(indicator: &Indicator) -> Option<&Target> {
    indicator.targets.iter().filter(|t| t.value.is_some()).max_by_key(|t| t.year)
}

fn improvement(indicator: &Indicator) -> Option<f64> {
    let base = indicator.baselines.iter().filter(|b| b.value.is_some()).max_by_key(|b| b.year)?.value?;
    let goal = last_target(indicator)?.value?;
    let change = (goal - base) / base.abs() * 100.0;
    let change = match direction(indicator)? {
        Direction::Higher => change,
        Direction::Lower => -change,
    };
    change.is_finite().then_some(change)
}

fn most_ambitious(members: &[Member]) -> Option<usize> {
    let mut ranked: Vec<(usize, f64)> =
        members.iter().enumerate().filter_map(|(at, m)| m.improvement.map(|improvement| (at, improvement))).collect();
    ranked.sort_by(|one, other| other.1.total_cmp(&one.1));
    match ranked[..] {
        [first, second, ..] if first.1 > second.1 && first.1 > 0.0 => Some(first.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::PlanId;
    use crate::report::check::sample::{indicator, plan};

    fn dossiers(plans: Vec<Plan>) -> Vec<Arc<Dossier>> {
        plans.into_iter().map(|plan| Arc::new(Dossier::new(Arc::new(plan)))).collect()
    }

    fn named(id: &str, mut plan: Plan) -> Plan {
        plan.id = PlanId::new(id).unwrap();
        plan
    }

    #[test]
    fn one_measure_under_two_names_is_one_group() {
        let first = indicator(plan(""), "残疾人养老保险参保率", "%", "90", "95");
        let first = indicator(first, "只有一家的指标", "%", "1", "2");
        let second = indicator(plan(""), "残疾人城乡居民基本养老保险参保率", "％", "80", "95");
        let third = indicator(plan(""), "残疾人养老保险参保率", "人", "80", "95");
        let groups = groups(&dossiers(vec![named("a-1", first), named("b-1", second), named("c-1", third)]));
        assert_eq!(groups.len(), 1, "a measure that one plan alone has, or in another unit, is not compared");
        assert_eq!(groups[0].name, "残疾人养老保险参保率");
        let places: Vec<_> = groups[0].members.iter().map(|m| (m.dossier, m.indicator)).collect();
        assert_eq!(places, [(0, 0), (1, 0)]);
        assert_eq!(groups[0].most_ambitious, Some(1), "80 to 95 is more than 90 to 95");
    }

    #[test]
    fn improvement_is_measured_in_the_right_direction() {
        for (name, base, goal, expected) in [
            ("婴儿死亡率", "10", "5", Some(50.0)),
            ("婴儿死亡率", "5", "6", Some(-20.0)),
            ("规范管理率", "80", "≥60", Some(-25.0)),
            ("规范管理率", "——", "60", None),
            ("规范管理率", "0", "60", None),
        ] {
            let plan = indicator(plan(""), name, "%", base, goal);
            assert_eq!(improvement(&plan.indicators[0]), expected, "{name} {base}→{goal}");
        }
    }

    #[test]
    fn equals_have_no_most_ambitious() {
        let one = || indicator(plan(""), "规范管理率", "%", "80", "90");
        let groups = groups(&dossiers(vec![named("a-1", one()), named("b-1", one())]));
        assert_eq!(groups[0].most_ambitious, None);
    }

    #[test]
    fn a_target_below_the_parents_is_marked() {
        let above = named("above-1", indicator(plan(""), "每千人口医师数", "人", "1", "3"));
        let mut below = named("below-1", indicator(plan(""), "每千常住人口医师数", "人", "1", "2"));
        below.parent = Some(above.id.clone());
        let groups = groups(&dossiers(vec![above, below]));
        let short: Vec<_> = groups[0].members.iter().map(|m| m.short_of.as_deref()).collect();
        assert_eq!(short, [None, Some("3")]);
    }
}
