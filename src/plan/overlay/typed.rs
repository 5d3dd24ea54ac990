//! An indicator on one line, as people type it and as an outline writes it: its cells behind its name.
//!
//! `人均预期寿命 | 岁 | 预期性 | 76 | 78`: unit, nature, and the figures at the start and the end of the term. A cell says
//! which year it is of where it is of another one, or could be taken for something else: `2023=77`. A year before the term
//! is a baseline, and any other a target, unless the cell says so: `基期2021=76`. `单位=` and `口径=` name a unit that looks
//! like a figure, and the definition. A line break within a cell is `↵`.

use std::collections::BTreeMap;

use super::{Misfit, TextField, said};
use crate::plan::{Indicator, Nature, Term, Year};
use crate::text::{Label, Language};

/// The sign for a line break within a cell.
const LINE_BREAK: char = '↵';

const UNIT: [&str; 2] = ["单位", "unit"];
const DEFINITION: [&str; 2] = ["口径", "definition"];
const BASELINE: [&str; 2] = ["基期", "baseline"];
const TARGET: [&str; 2] = ["目标", "target"];

/// Reads the cells behind an indicator's name.
///
/// # Errors
/// [`Misfit`] when there is more than one unit, nature or value of a year: no word is dropped.
pub fn fields(cells: &[&str], term: Term) -> Result<BTreeMap<TextField, String>, Misfit> {
    let mut fields = BTreeMap::new();
    let mut figures = Vec::new();
    let mut put = |field, text: &str| match fields.insert(field, text.replace(LINE_BREAK, "\n")) {
        None => Ok(()),
        Some(_) => Err(Misfit),
    };
    for cell in cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()) {
        if let Some((field, text)) = named(cell, term) {
            put(field, text)?;
        } else if nature(cell).is_some() {
            put(TextField::Nature, cell)?;
        } else if is_figure(cell) {
            figures.push(cell);
        } else {
            put(TextField::Unit, cell)?;
        }
    }
    let (start, end) = (TextField::Baseline(term.first - 1), TextField::Target(term.last));
    match figures[..] {
        [] => {}
        [target] => put(end, target)?,
        [baseline, target] => {
            put(start, baseline)?;
            put(end, target)?;
        }
        _ => return Err(Misfit),
    }
    Ok(fields)
}

/// Returns an indicator on one line, from which its name and [`fields`] are read again.
pub fn line(indicator: &Indicator, term: Term) -> String {
    let one_line = |text: &str| text.replace('\n', &LINE_BREAK.to_string());
    let is_plain = |cell: &str| named(cell, term).is_none() && nature(cell).is_none();
    let mut cells = vec![one_line(&indicator.name)];
    cells.extend(indicator.unit.as_deref().map(one_line).map(|unit| match is_plain(&unit) && !is_figure(&unit) {
        true => unit,
        false => format!("{}={unit}", UNIT[0]),
    }));
    cells.extend(indicator.nature.map(|nature| nature.label(Language::Zh).to_string()));
    let baselines = indicator.baselines.iter().map(|cell| (BASELINE[0], cell.year, one_line(&cell.text)));
    let targets = indicator.targets.iter().map(|cell| (TARGET[0], cell.year, one_line(&cell.text)));
    let values: Vec<(&str, Year, String)> = baselines.chain(targets).collect();
    let ends_plainly = match &values[..] {
        [(target, last, _)] => (*target, *last) == (TARGET[0], term.last),
        [(baseline, first, _), (target, last, _)] => {
            (*baseline, *first, *target, *last) == (BASELINE[0], term.first - 1, TARGET[0], term.last)
        }
        _ => false,
    };
    let all_plain = ends_plainly && values.iter().all(|(.., text)| is_plain(text) && is_figure(text));
    cells.extend(values.into_iter().map(|(kind, year, text)| match (kind == TARGET[0]) == (year >= term.first) {
        _ if all_plain => text,
        true => format!("{year}={text}"),
        false => format!("{kind}{year}={text}"),
    }));
    cells.extend(indicator.definition.as_deref().map(|text| format!("{}={}", DEFINITION[0], one_line(text))));
    cells.join(" | ")
}

/// Returns the field that a cell names, with the value.
fn named(cell: &str, term: Term) -> Option<(TextField, &str)> {
    let (name, text) = cell.split_once(['=', '＝'])?;
    let (name, text) = (name.trim(), text.trim());
    if text.is_empty() {
        return None;
    }
    let is = |names: [&str; 2]| names.contains(&name);
    if is(UNIT) || is(DEFINITION) {
        return Some((if is(UNIT) { TextField::Unit } else { TextField::Definition }, text));
    }
    let of = |names: [&str; 2]| names.iter().find_map(|prefix| name.strip_prefix(prefix));
    let year = |text: &str| Year::of_digits(text.trim().trim_end_matches('年'));
    let field = match (of(BASELINE), of(TARGET)) {
        (Some(rest), _) => TextField::Baseline(year(rest)?),
        (_, Some(rest)) => TextField::Target(year(rest)?),
        (None, None) => match year(name)? {
            year if year < term.first => TextField::Baseline(year),
            year => TextField::Target(year),
        },
    };
    Some((field, text))
}

fn nature(cell: &str) -> Option<Nature> {
    let is_it = |nature: &Nature| nature.name() == cell || said(TextField::Nature, nature.name(), Language::Zh) == cell;
    [Nature::Binding, Nature::Expected].into_iter().find(is_it)
}

/// Returns true if a cell is taken for a figure, and not for a unit such as `/10万`.
fn is_figure(cell: &str) -> bool {
    cell.chars().any(|c| c.is_ascii_digit()) && !cell.starts_with('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TERM: Term = Term { first: Year(2021), last: Year(2025) };

    fn read(cells: &str) -> Result<String, Misfit> {
        let cells: Vec<&str> = cells.split('|').collect();
        let told = |(field, value): (TextField, String)| format!("{field}:{value}");
        fields(&cells, TERM).map(|fields| fields.into_iter().map(told).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn every_cell_is_read_and_none_is_dropped() {
        for (cells, expected) in [
            ("岁|预期性|76|78", "unit:岁 nature:预期性 baseline-2020:76 target-2025:78"),
            ("/10万|12", "unit:/10万 target-2025:12"),
            ("%|2020=70|2023=75|2025＝80", "unit:% baseline-2020:70 target-2023:75 target-2025:80"),
            ("2025=持续提高|单位=10万人", "unit:10万人 target-2025:持续提高"),
            ("基期2021=5|目标2021年=6", "baseline-2021:5 target-2021:6"),
            ("口径=常住人口|8", "definition:常住人口 target-2025:8"),
            ("2025=孕：10↵儿：5", "target-2025:孕：10\n儿：5"),
        ] {
            assert_eq!(read(cells).as_deref(), Ok(expected), "{cells}");
        }
        for cells in ["岁|统计局", "76|77|78", "78|2025=79", "约束性|预期性"] {
            assert_eq!(read(cells), Err(Misfit), "{cells}");
        }
    }
}
