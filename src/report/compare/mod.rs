//! Comparison (对照): indicators and tasks of several plans side by side.

mod decided;
mod name;
pub mod sealed;
mod tasks;

pub use decided::Decided;
pub use name::{key, unit_key};
pub use tasks::{Counterpart, counterparts, counterparts_of};

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::parallel::{FEW_PLANS, in_parts};
use crate::plan::{self, Direction, Dossier, Indicator, ItemId, PlanId, Target, counterpart};

/// A measure that several plans have.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The name, as printed in the first plan.
    pub name: String,
    /// Its unit.
    pub unit: Option<String>,
    /// The indicators, in the order of the dossiers.
    pub members: Vec<Member>,
    /// The index of the member with the greatest improvement, if at least two members can be compared and one is ahead
    /// of the others.
    pub most_ambitious: Option<usize>,
}

/// An indicator of a [`Group`].
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The index of the dossier.
    pub dossier: usize,
    /// The index of the indicator in its plan.
    pub indicator: usize,
    /// The planned improvement in per cent of the baseline, from the last baseline to the last target; positive in the
    /// right direction. `None` if a value is missing.
    pub improvement: Option<f64>,
    /// The target of the plan above, as printed, if this one is weaker.
    pub short_of: Option<String>,
    /// True if a person decided that it belongs here, and not its name.
    pub by_hand: bool,
    /// The indicators that a person declared a different measure.
    pub apart_from: Vec<ItemId>,
}

/// Returns true if two indicators have the same measure and unit by their names: see [`key`].
pub fn is_same_measure(one: &Indicator, other: &Indicator) -> bool {
    key(&one.name) == key(&other.name) && unit_key(one.unit.as_deref()) == unit_key(other.unit.as_deref())
}

/// An indicator with its keys for comparison.
struct Node<'a> {
    dossier: usize,
    place: usize,
    indicator: &'a Indicator,
    /// The number of its [`key`] and [`unit_key`], which very many plans share.
    key: usize,
}

/// Returns the measures that at least two plans have, in the order of the plans. Decisions of people take precedence
/// over names: two indicators declared the same are grouped together with the matches of both, and two declared
/// different never are.
pub fn groups(dossiers: &[Arc<Dossier>]) -> Vec<Group> {
    let decided = Decided::of(dossiers.iter().map(|dossier| &**dossier));
    let nodes = nodes(dossiers);
    clusters(&nodes, &decided).iter().map(|cluster| group(dossiers, &nodes, cluster, &decided)).collect()
}

/// Returns the indicators of the [`groups`] as index of the dossier and index in the plan.
pub fn measures(dossiers: &[Arc<Dossier>]) -> Vec<Vec<(usize, usize)>> {
    let decided = Decided::of(dossiers.iter().map(|dossier| &**dossier));
    let nodes = nodes(dossiers);
    let places =
        |cluster: Vec<usize>| cluster.into_iter().map(|node| (nodes[node].dossier, nodes[node].place)).collect();
    clusters(&nodes, &decided).into_iter().map(places).collect()
}

/// Returns the groups of indicators with the same measure in at least two plans.
fn clusters(nodes: &[Node], decided: &Decided) -> Vec<Vec<usize>> {
    let parting: HashSet<&ItemId> =
        decided.all(plan::Counterpart::Different).flat_map(|(one, other)| [one, other]).collect();
    let mut clusters: Vec<Vec<usize>> = Vec::new();
    let mut of_key: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    let joined = joined_by_hand(nodes, decided);
    for node in 0..nodes.len() {
        let alone = [node];
        let component = joined.get(&node).map_or(&alone[..], Vec::as_slice);
        if component.is_empty() {
            continue;
        }
        let is_apart = |cluster: &[usize]| {
            let mut choosy = component.iter().filter(|node| parting.contains(&nodes[**node].indicator.id));
            choosy
                .any(|other| cluster.iter().any(|one| parted(decided, nodes[*one].indicator, nodes[*other].indicator)))
        };
        let mut known = component.iter().flat_map(|node| &of_key[nodes[*node].key]).copied();
        let place = known.find(|at| !is_apart(&clusters[*at])).unwrap_or(clusters.len());
        for node in component {
            let places = &mut of_key[nodes[*node].key];
            if !places.contains(&place) {
                places.push(place);
            }
        }
        match clusters.get_mut(place) {
            Some(cluster) => cluster.extend(component),
            None => clusters.push(component.to_vec()),
        }
    }
    clusters.retain(|cluster| cluster.iter().any(|node| nodes[*node].dossier != nodes[cluster[0]].dossier));
    for cluster in &mut clusters {
        cluster.sort_unstable();
    }
    clusters.sort_unstable();
    clusters
}

/// Returns all indicators. Each key is computed once, since very many plans share names and units.
fn nodes(dossiers: &[Arc<Dossier>]) -> Vec<Node<'_>> {
    let places: Vec<usize> = (0..dossiers.len()).collect();
    let parts = in_parts(&places, FEW_PLANS, |part| {
        let (mut nodes, mut printed) = (Vec::new(), Vec::new());
        let mut known: HashMap<(&str, Option<&str>), usize> = HashMap::new();
        for dossier in part {
            for (place, indicator) in dossiers[*dossier].plan.indicators.iter().enumerate() {
                let as_printed = (indicator.name.as_str(), indicator.unit.as_deref());
                let key = *known.entry(as_printed).or_insert_with(|| {
                    printed.push((key(as_printed.0), unit_key(as_printed.1)));
                    printed.len() - 1
                });
                nodes.push(Node { dossier: *dossier, place, indicator, key });
            }
        }
        (nodes, printed)
    });
    let mut all = Vec::new();
    let mut numbers: HashMap<(String, String), usize> = HashMap::new();
    for (nodes, keys) in parts {
        let number = |key| {
            let next = numbers.len();
            *numbers.entry(key).or_insert(next)
        };
        let keys: Vec<usize> = keys.into_iter().map(number).collect();
        all.extend(nodes.into_iter().map(|node| Node { key: keys[node.key], ..node }));
    }
    all
}

fn parted(decided: &Decided, one: &Indicator, other: &Indicator) -> bool {
    decided.about(&one.id, &other.id) == Some(plan::Counterpart::Different)
}

/// Returns the sets of indicators declared the same: the whole set at its first element, an empty one at the others.
fn joined_by_hand(nodes: &[Node], decided: &Decided) -> HashMap<usize, Vec<usize>> {
    let joined: HashSet<&ItemId> = decided.all(plan::Counterpart::Same).flat_map(|(one, other)| [one, other]).collect();
    let joinable =
        nodes.iter().enumerate().filter(|(_, node)| !joined.is_empty() && joined.contains(&node.indicator.id));
    let place: HashMap<&ItemId, usize> = joinable.map(|(at, node)| (&node.indicator.id, at)).collect();
    // For each indicator in such a set, the first element of the set.
    let mut first: BTreeMap<usize, usize> = place.values().map(|at| (*at, *at)).collect();
    for (one, other) in decided.all(plan::Counterpart::Same) {
        if let (Some(one), Some(other)) = (place.get(one), place.get(other)) {
            let (keep, drop) = counterpart::pair(first[one], first[other]);
            first.values_mut().filter(|of| **of == drop).for_each(|of| *of = keep);
        }
    }
    let mut sets: HashMap<usize, Vec<usize>> = first.keys().map(|node| (*node, Vec::new())).collect();
    for (node, first) in &first {
        sets.entry(*first).or_default().push(*node);
    }
    sets
}

fn group(dossiers: &[Arc<Dossier>], nodes: &[Node], cluster: &[usize], decided: &Decided) -> Group {
    let of_cluster = || cluster.iter().map(|node| &nodes[*node]);
    // The first of several in one plan.
    let by_plan: HashMap<&PlanId, &Node> =
        of_cluster().map(|node| (&dossiers[node.dossier].plan.id, node)).rev().collect();
    let member = |node: &Node| {
        let dossier = &dossiers[node.dossier];
        let parent = dossier.plan.parent.as_ref().and_then(|above| by_plan.get(above));
        let short_of = parent.and_then(|above| {
            let direction = dossiers[above.dossier].direction(above.indicator);
            shortfall(node.indicator, above.indicator, direction).map(|(_, theirs)| theirs.text.clone())
        });
        let by_rule = of_cluster().any(|other| {
            !std::ptr::eq(node, other) && node.key == other.key && !parted(decided, node.indicator, other.indicator)
        });
        Member {
            dossier: node.dossier,
            indicator: node.place,
            improvement: improvement(node.indicator, dossier.direction(node.indicator)),
            short_of,
            by_hand: !by_rule,
            apart_from: decided.apart_from(&node.indicator.id),
        }
    };
    let members: Vec<Member> = of_cluster().map(member).collect();
    let first = of_cluster().next().map(|node| node.indicator);
    Group {
        name: first.map(|indicator| indicator.name.clone()).unwrap_or_default(),
        unit: first.and_then(|indicator| indicator.unit.clone()),
        most_ambitious: most_ambitious(&members),
        members,
    }
}

/// Returns the last target of an indicator and that of the same measure in the plan above, if both are for the same
/// year and the first is worse. Counts of people, homes and the like are not compared, since a part has fewer than the
/// whole.
pub fn shortfall<'a>(
    own: &'a Indicator,
    above: &'a Indicator,
    direction: Option<Direction>,
) -> Option<(&'a Target, &'a Target)> {
    let (target, theirs) = (last_target(own)?, last_target(above)?);
    let (value, wanted) = (target.value?, theirs.value?);
    let is_short = match direction? {
        Direction::Higher => value < wanted,
        Direction::Lower => value > wanted,
    };
    (is_short && target.year == theirs.year && is_ratio(own)).then_some((target, theirs))
}

/// Returns true if an indicator does not depend on the size of the place: a share, a rate, a density, an average.
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

fn improvement(indicator: &Indicator, direction: Option<Direction>) -> Option<f64> {
    let base = indicator.baselines.iter().filter(|b| b.value.is_some()).max_by_key(|b| b.year)?.value?;
    let goal = last_target(indicator)?.value?;
    let change = (goal - base) / base.abs() * 100.0;
    let change = match direction? {
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
    use crate::plan::attainment::direction;
    use crate::plan::{Counterpart, Plan, PlanId};
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
            let indicator = &plan.indicators[0];
            assert_eq!(improvement(indicator, direction(indicator)), expected, "{name} {base}→{goal}");
        }
    }

    #[test]
    fn among_equal_targets_none_is_the_most_ambitious() {
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

    /// Returns the groups for plans with one indicator each, as letters of the plans, with some decisions about pairs.
    fn grouped(names: &[&str], decisions: &[(usize, usize, Counterpart)]) -> Vec<String> {
        let letter = |at: usize| char::from(b'a' + u8::try_from(at).unwrap());
        let plans = names.iter().enumerate().map(|(at, name)| {
            let mut plan = indicator(plan(""), name, "%", "1", "2");
            plan.id = PlanId::new(format!("{}-1", letter(at))).unwrap();
            plan.indicators[0].id = plan.id.item(plan::ItemKind::Indicator, 1);
            plan
        });
        let mut found: Vec<Dossier> = plans.map(|plan| Dossier::new(Arc::new(plan))).collect();
        for (one, other, decision) in decisions {
            let id = |at: &usize| found[*at].plan.indicators[0].id.clone();
            let key = plan::counterpart::pair(id(one), id(other));
            found[*one.min(other)].counterparts.insert(key, *decision);
        }
        let dossiers: Vec<Arc<Dossier>> = found.into_iter().map(Arc::new).collect();
        let member = |member: &Member| format!("{}{}", letter(member.dossier), if member.by_hand { "!" } else { "" });
        groups(&dossiers).iter().map(|group| group.members.iter().map(member).collect()).collect()
    }

    #[test]
    fn pairings_made_by_a_person_take_precedence_over_names() {
        use Counterpart::{Different, Same};
        for (names, decisions, expected) in [
            (&["甲率", "甲率", "乙率"][..], vec![], &["ab"][..]),
            (&["甲率", "甲率", "乙率"], vec![(0, 2, Same)], &["abc!"]),
            (&["甲率", "甲率"], vec![(0, 1, Different)], &[]),
            (&["甲率", "甲率", "甲率"], vec![(1, 0, Different)], &["ac"]),
            (&["甲率", "甲率", "甲率"], vec![(0, 1, Different), (1, 2, Same)], &["bc"]),
            (&["甲率", "乙率"], vec![(1, 0, Same)], &["a!b!"]),
            (&["甲率", "甲率", "乙率", "乙率"], vec![(1, 2, Same)], &["abcd"]),
        ] {
            assert_eq!(grouped(names, &decisions), expected, "{names:?} {decisions:?}");
        }
    }
}
