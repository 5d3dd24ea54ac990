//! Compound cells (孕：90.23；3岁：92.54): one row of a table that holds several measures.
//!
//! Each part is read by itself and offered beside the whole. A reading is one figure, so it can't tell the parts apart:
//! the reading of such an indicator is that of its worst part, or a person judges it. Where the target is one figure
//! for all parts, the way to it begins at the worst part's baseline. A compound target has no value of its own.

use serde::Serialize;

use super::target::{read_target, read_value};
use super::{Baseline, Direction, Indicator, Target, Term};

/// A measure of an indicator that has several.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// The name that the cells give it: 孕, 3岁.
    pub label: String,
    /// Its values at the start.
    pub baselines: Vec<Baseline>,
    /// Its values to reach. A cell that does not tell the parts apart asks the same of each.
    pub targets: Vec<Target>,
}

/// The parts of an indicator, in the order of its cells; none for an indicator that is one measure.
pub fn parts(indicator: &Indicator, term: Term) -> Vec<Part> {
    let cells =
        indicator.baselines.iter().map(|b| b.text.as_str()).chain(indicator.targets.iter().map(|t| t.text.as_str()));
    let mut labels: Vec<&str> = Vec::new();
    for (label, _) in cells.flat_map(cut) {
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels.into_iter().map(|label| part(indicator, label, term)).collect()
}

fn part(indicator: &Indicator, label: &str, term: Term) -> Part {
    let of_label = |text: &str| -> Option<String> {
        let pieces = cut(text);
        match pieces.is_empty() {
            true => Some(text.to_string()),
            false => pieces.into_iter().find(|(name, _)| *name == label).map(|(_, cell)| cell.to_string()),
        }
    };
    let baselines: Vec<Baseline> = indicator
        .baselines
        .iter()
        .filter_map(|b| of_label(&b.text).map(|text| Baseline { year: b.year, value: read_value(&text), text }))
        .collect();
    let base = baselines.iter().filter(|b| b.value.is_some()).max_by_key(|b| b.year).and_then(|b| b.value);
    let targets = indicator.targets.iter().filter_map(|t| Some(read_target(&of_label(&t.text)?, t.year, base, term)));
    Part { label: label.to_string(), targets: targets.collect(), baselines }
}

/// The value of the worst part of a cell that holds several.
pub(super) fn worst(text: &str, direction: Direction) -> Option<f64> {
    let values = cut(text).into_iter().filter_map(|(_, cell)| read_value(cell));
    values.reduce(|one, other| match direction {
        Direction::Higher => one.min(other),
        Direction::Lower => one.max(other),
    })
}

/// The parts of a cell, each a label and a cell of its own; nothing for a cell that is one. Every piece between two
/// separators must be a label, a colon and a cell with one figure.
fn cut(text: &str) -> Vec<(&str, &str)> {
    const SEPARATORS: [&[char]; 4] = [&['\n'], &['；', ';'], &['/', '／'], &['，', ',', '、', ' ', '　']];
    let separated = SEPARATORS.iter().filter_map(|separators| {
        let pieces = text.split(*separators).map(str::trim).filter(|piece| !piece.is_empty());
        let pieces: Vec<(&str, &str)> = pieces.map(labelled).collect::<Option<_>>()?;
        (pieces.len() > 1).then_some(pieces)
    });
    separated.into_iter().next().unwrap_or_default()
}

fn labelled(piece: &str) -> Option<(&str, &str)> {
    let (label, cell) = piece.split_once(['：', ':'])?;
    let (label, cell) = (label.trim(), cell.trim());
    let is_label = !label.is_empty() && label.chars().any(|c| !c.is_numeric());
    (is_label && read_value(cell).is_some()).then_some((label, cell))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{ItemKind, LineSpan, PlanId, Relation, Year};

    const TERM: Term = Term { first: Year(2021), last: Year(2025) };

    #[test]
    fn cells_of_several_measures_are_cut_and_others_are_not() {
        for (text, expected) in [
            ("孕：90.23；3岁：92.54", &["孕 90.23", "3岁 92.54"][..]),
            ("孕：90.23\n3岁：92.54", &["孕 90.23", "3岁 92.54"]),
            ("孕：90.23 / 3岁：92.54", &["孕 90.23", "3岁 92.54"]),
            ("孕:90.23/3岁:92.54", &["孕 90.23", "3岁 92.54"]),
            ("孕：≥90%，3岁：92左右", &["孕 ≥90%", "3岁 92左右"]),
            ("城市:95 农村:90 牧区:85", &["城市 95", "农村 90", "牧区 85"]),
            ("14.5/10万", &[]),
            ("孕：90.23", &[]),
            ("孕：90；未开展", &[]),
            ("2020：90；2025：95", &[]),
            ("1,140", &[]),
            ("", &[]),
        ] {
            let told: Vec<String> = cut(text).iter().map(|(label, cell)| format!("{label} {cell}")).collect();
            assert_eq!(told, expected, "{text}");
        }
    }

    #[test]
    fn each_part_has_its_own_way_to_go() {
        let indicator = |base: &str, goal: &str| Indicator {
            id: PlanId::new("a").unwrap().item(ItemKind::Indicator, 1),
            category: None,
            name: "健康管理率".into(),
            unit: Some("%".into()),
            nature: None,
            definition: None,
            stated: Default::default(),
            baselines: vec![Baseline { year: Year(2020), text: base.into(), value: read_value(base) }],
            targets: vec![read_target(goal, Year(2025), read_value(base), TERM)],
            lines: LineSpan::at(1),
        };
        let told = |base, goal| -> Vec<String> {
            let of = |part: &Part| {
                let (base, goal) = (&part.baselines, &part.targets);
                format!("{} {:?} {:?} {:?}", part.label, base[0].value, goal[0].relation, goal[0].value)
            };
            parts(&indicator(base, goal), TERM).iter().map(of).collect()
        };
        assert_eq!(
            told("孕：90.23；3岁：92.54", "≥95"),
            ["孕 Some(90.23) AtLeast Some(95.0)", "3岁 Some(92.54) AtLeast Some(95.0)"]
        );
        assert_eq!(
            told("孕：90；3岁：92", "孕：提高2；3岁：≥93"),
            ["孕 Some(90.0) AtLeast Some(92.0)", "3岁 Some(92.0) AtLeast Some(93.0)"]
        );
        assert!(told("90", "≥95").is_empty());
        let whole = indicator("孕：90；3岁：92", "孕：91；3岁：93");
        assert_eq!((whole.targets[0].relation, whole.targets[0].value), (Relation::Qualitative, None), "a person's");
        assert_eq!(worst("孕：90；3岁：92", Direction::Higher), Some(90.0));
        assert_eq!(worst("孕：90；3岁：92", Direction::Lower), Some(92.0));
    }
}
