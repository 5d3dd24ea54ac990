//! The order of a table's rows.

use std::collections::BTreeMap;

use super::{Column, Key, Table};
use crate::tui::state::State;

/// The order that a person has chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sorting {
    /// The name of the column.
    pub column: &'static str,
    /// True if the order is reversed.
    pub reverse: bool,
}

/// Returns the places of the rows of a table in another order. In a table without sections,
/// headings are left out. Rows of the same key stay in the order that they have.
pub fn order(state: &State, table: &Table, sorting: Sorting, rows: usize) -> Option<Vec<usize>> {
    let column = table.columns.iter().find(|column| column.name == sorting.column)?;
    // There are few keys where there are very many rows.
    let mut sections: BTreeMap<u8, BTreeMap<Key, Vec<usize>>> = BTreeMap::new();
    let key = keys(state, column);
    let section = |row| table.section.map_or(0, |section| section(state, row));
    let takes_part = |row: &usize| {
        table.section.is_some() || (table.heading_of(state, *row).is_none() && (table.is_sorted)(state, *row))
    };
    for row in (0..rows).filter(takes_part) {
        let key = key((table.sorted_as)(state, row));
        sections.entry(section(row)).or_default().entry(key).or_default().push(row);
    }
    Some(sections.into_values().flat_map(|by_key| in_order(by_key, sorting.reverse)).collect())
}

fn in_order(mut by_key: BTreeMap<Key, Vec<usize>>, reverse: bool) -> Vec<usize> {
    let missing = by_key.remove(&Key::Missing).unwrap_or_default();
    if reverse {
        by_key.into_values().rev().flatten().chain(missing).collect()
    } else {
        by_key.into_values().flatten().chain(missing).collect()
    }
}

fn keys<'a>(state: &'a State, column: &'a Column) -> Box<dyn Fn(usize) -> Key + 'a> {
    match column.keys {
        Some(keys) => keys(state),
        None => Box::new(move |row| {
            let cell = (column.cell)(state, row);
            cell.filter(|cell| cell.text != state.signs().none).map_or(Key::Missing, |cell| Key::text(&cell.text))
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::Arc;

    use ratatui::layout::Size;

    use super::*;
    use crate::desk::{Actor, CaseDraft, Command, Desk, Field, ReviewEdit, WhenEmpty};
    use crate::keymap::Keymap;
    use crate::plan::{Departments, ItemId, Period, Progress, Status, Year};
    use crate::report::check::{Choice, check};
    use crate::text::Language;
    use crate::tui::update::sort_by;
    use crate::tui::views::View;

    /// Returns a screen over the samples and some reviews, with rows in every view.
    fn state() -> (State, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let (desk, _) = Desk::open(folder.path(), Departments::bundled(), WhenEmpty::LoadBundled).unwrap();
        let (actor, period) = (Actor::owner("规划科"), Period::annual(Year(2023)));
        let snapshot = desk.snapshot();
        let plan = &snapshot.dossiers().next().unwrap().plan;
        let items: Vec<ItemId> = plan.tasks.iter().take(3).map(|task| task.id.clone()).collect();
        let review = |done: &str, amend: Option<&str>| {
            for ((item, status), problem) in items.iter().zip(Status::ALL).zip(["缺人", "缺钱款", "等上级批复"])
            {
                let progress = Progress::try_from(u8::try_from(problem.len()).unwrap()).unwrap();
                let edit = ReviewEdit {
                    status: Field::Set(status),
                    progress: Field::Set(progress),
                    done: Field::Set(format!("{done}{problem}")),
                    problem: Field::Set(problem.to_string()),
                    next: Field::Set(problem.to_string()),
                    amend: amend.map(str::to_string),
                    ..ReviewEdit::default()
                };
                desk.execute(&actor, Command::Review { items: vec![item.clone()], period, edit }).unwrap();
            }
        };
        review("先是", None);
        desk.execute(&actor, Command::Seal { plan: plan.id.clone(), period }).unwrap();
        review("后来", Some("补录"));
        for (item, (department, day)) in items.iter().zip([("民政局", "2023-01-05"), ("教育局", "2023-02-01")]) {
            let (items, department) = (vec![item.clone()], Some(department.to_string()));
            let (day, reference) = (day.parse().ok(), Some(format!("督{day}")));
            let draft = CaseDraft { items, department, day, reference, ..CaseDraft::default() };
            desk.execute(&actor, Command::OpenCase(draft)).unwrap();
        }
        let keymap = Arc::new(Keymap::default_map());
        let mut state = State::new(desk.snapshot(), keymap, "规划科", (Year(2023), period), Size::new(400, 60));
        state.lists.check.findings = Some(Arc::new(check(&state.data.dossiers, &Choice::default(), Language::Zh)));
        state.lists.departments.shows_all = true;
        state.lists.compare.before = Some(period);
        state.lists.history.take(desk.history_since(None).unwrap());
        (state, folder)
    }

    /// Returns the section and the key of each row that takes part in the order.
    fn sorted(state: &mut State, table: &Table, column: &Column) -> Vec<(u8, Key)> {
        let rows = 0..state.list().len();
        let key = keys(state, column);
        let section = |row| table.section.map_or(0, |section| section(state, row));
        rows.map(|row| (section(row), key((table.sorted_as)(state, row)))).collect()
    }

    #[test]
    fn every_table_is_sorted_by_each_of_its_columns_in_both_directions() {
        let (mut state, _folder) = state();
        let sealed = state.data.dossiers.iter().find(|dossier| !dossier.seals.is_empty());
        let sealed = sealed.map(|dossier| dossier.plan.id.clone());
        for (view, by_period) in View::ALL.iter().map(|view| (*view, false)).chain([(View::Compare, true)]) {
            state.lists.compare.by_period = by_period;
            state.sortings.clear();
            state.data.plan = sealed.clone().filter(|_| by_period);
            state.go(view);
            let table = view.table(&state);
            // No sample is followed by another.
            assert!(state.list().len() > 1 || view == View::Handover, "{view:?} has no rows to sort");
            for column in table.columns {
                let about = format!("{view:?} by {}", column.name);
                sort_by(&mut state, column.name);
                let up = sorted(&mut state, table, column);
                assert!(up.is_sorted(), "{about}: {up:?}");
                sort_by(&mut state, column.name);
                let mut down = sorted(&mut state, table, column);
                assert_eq!(up.len(), down.len(), "{about}");
                let is_in_order = |pair: &[(u8, Key)]| match pair {
                    [(one, left), (other, right)] if one == other => *right == Key::Missing || left >= right,
                    [(one, _), (other, _)] => one < other,
                    _ => true,
                };
                assert!(down.windows(2).all(is_in_order), "{about}, reversed: {down:?}");
                down.sort();
                assert!(up == down, "{about}: the rows are the same");
                // What reads differently is sorted differently.
                let texts: HashSet<String> = (0..up.len())
                    .filter(|row| (table.is_sorted)(&state, *row) && table.heading_of(&state, *row).is_none())
                    .filter_map(|row| (column.cell)(&state, row).map(|cell| cell.whole()))
                    .collect();
                let distinct = up.windows(2).filter(|pair| pair[0].1 != pair[1].1).count();
                assert!(texts.len() < 2 || distinct > 0, "{about}: {texts:?} are all the same in the order");
            }
        }
    }
}
