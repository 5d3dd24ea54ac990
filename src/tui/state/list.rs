//! A list of rows with a cursor and a window. Drawing takes the window's rows only.

use crate::action::Action;

/// Rows, the row under the cursor, and the first row of the window.
#[derive(Debug, Clone)]
pub struct List<R> {
    rows: Vec<R>,
    row: usize,
    top: usize,
    height: usize,
}

impl<R> Default for List<R> {
    fn default() -> Self {
        List { rows: Vec::new(), row: 0, top: 0, height: 1 }
    }
}

impl<R> List<R> {
    /// Replaces the rows. The cursor goes to the row that is the `same` as the one it was on; when there is none
    /// it stays at its height. Returns true if there is one.
    pub fn replace(&mut self, rows: Vec<R>, same: impl Fn(&R) -> bool) -> bool {
        let found = match rows.get(self.row) {
            Some(row) if same(row) => Some(self.row),
            _ => rows.iter().position(same),
        };
        self.rows = rows;
        self.row = found.unwrap_or(self.row);
        self.settle();
        found.is_some()
    }

    /// Puts rows in front. The cursor stays on its row.
    pub fn prepend(&mut self, rows: impl Iterator<Item = R>) {
        let before = self.rows.len();
        self.rows.splice(0..0, rows);
        let more = if before == 0 { 0 } else { self.rows.len() - before };
        self.row += more;
        self.settle();
    }

    /// Puts the rows into another order: those at the places named, the others are left out. The cursor goes with its row
    /// if it `follows`, and stays at its height otherwise.
    pub fn reorder(&mut self, order: &[usize], follows: bool) {
        let mut rows: Vec<Option<R>> = std::mem::take(&mut self.rows).into_iter().map(Some).collect();
        self.rows = order.iter().filter_map(|place| rows.get_mut(*place).and_then(Option::take)).collect();
        if follows && let Some(row) = order.iter().position(|place| *place == self.row) {
            self.row = row;
        }
        self.settle();
    }

    /// Returns all rows, to be changed as long as each stays what it is.
    pub fn rows_mut(&mut self) -> &mut [R] {
        &mut self.rows
    }

    /// Returns all rows.
    pub fn rows(&self) -> &[R] {
        &self.rows
    }

    /// Returns the number of the row under the cursor, from 0.
    pub fn row(&self) -> usize {
        self.row
    }

    /// Returns the number of the first row of the window.
    pub fn top(&self) -> usize {
        self.top
    }

    /// Returns the row under the cursor.
    pub fn current(&self) -> Option<&R> {
        self.rows.get(self.row)
    }

    /// Returns the rows of the window, each with whether the cursor is on it.
    pub fn window(&self) -> impl Iterator<Item = (&R, bool)> {
        let at = self.row;
        self.rows.iter().enumerate().skip(self.top).take(self.height).map(move |(n, row)| (row, n == at))
    }

    /// Puts the cursor on the first row of a kind. Returns true if there is one.
    pub fn find(&mut self, is: impl Fn(&R) -> bool) -> bool {
        let found = self.rows.iter().position(is);
        if let Some(row) = found {
            self.row = row;
            self.settle();
        }
        found.is_some()
    }
}

/// Moving in a list, whatever its rows are.
pub trait Moves {
    /// Returns the number of rows.
    fn len(&self) -> usize;
    /// Returns the number of the row under the cursor, from 0.
    fn at(&self) -> usize;
    /// Returns the number of the first row of the window.
    fn first(&self) -> usize;
    /// Returns the rows of a window.
    fn height(&self) -> usize;
    /// Returns the number of the row under the cursor, from 0.
    fn place(&self) -> usize;
    /// Tells how many rows the window has.
    fn set_height(&mut self, height: usize);
    /// Puts the rows into another order, as [`List::reorder`] does.
    fn reorder(&mut self, order: &[usize], follows: bool);
    /// Goes down by some rows, up when negative.
    fn move_by(&mut self, rows: isize);
    /// Goes to a row, or to the last.
    fn go_to(&mut self, row: usize);
}

/// Moves in a list by an action. Returns false if the action moves nothing.
pub fn go(list: &mut dyn Moves, action: Action) -> bool {
    let page = isize::try_from(list.height()).unwrap_or(1);
    match action {
        Action::Down => list.move_by(1),
        Action::Up => list.move_by(-1),
        Action::PageDown => list.move_by(page),
        Action::PageUp => list.move_by(-page),
        Action::Top => list.go_to(0),
        Action::Bottom => list.go_to(usize::MAX),
        _ => return false,
    }
    true
}

impl<R> Moves for List<R> {
    fn len(&self) -> usize {
        self.rows.len()
    }

    fn at(&self) -> usize {
        self.row
    }

    fn first(&self) -> usize {
        self.top
    }

    fn height(&self) -> usize {
        self.height
    }

    fn place(&self) -> usize {
        self.row
    }

    /// Tells how many rows the window has. One that grows begins with the first row if it reaches to the cursor.
    fn set_height(&mut self, height: usize) {
        let height = height.max(1);
        if height > self.height && self.row < height {
            self.top = 0;
        }
        self.height = height;
        self.settle();
    }

    fn reorder(&mut self, order: &[usize], follows: bool) {
        List::reorder(self, order, follows);
    }

    fn move_by(&mut self, rows: isize) {
        self.go_to(self.row.saturating_add_signed(rows));
    }

    fn go_to(&mut self, row: usize) {
        self.row = row;
        self.settle();
    }
}

impl<R> List<R> {
    fn settle(&mut self) {
        self.row = self.row.min(self.rows.len().saturating_sub(1));
        let last_top = self.rows.len().saturating_sub(self.height);
        let lowest = (self.row + 1).saturating_sub(self.height);
        self.top = self.top.clamp(lowest, self.row.max(lowest)).min(last_top);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(rows: &[u32], height: usize) -> List<u32> {
        let mut list = List::default();
        list.set_height(height);
        list.replace(rows.to_vec(), |_| false);
        list
    }

    #[test]
    fn the_cursor_stays_with_its_row_when_rows_come_and_go() {
        let mut list = list(&[1, 2, 3, 4], 3);
        list.go_to(2);
        list.replace(vec![9, 8, 1, 2, 3], |r| *r == 3);
        assert_eq!(list.current(), Some(&3));
        list.replace(vec![7, 6], |r| *r == 3);
        assert_eq!(list.current(), Some(&6), "its row is gone: as near as can be");
        list.replace(vec![], |_| true);
        assert_eq!(list.current(), None);
    }

    #[test]
    fn the_cursor_goes_with_its_row_into_another_order() {
        let mut list = list(&[1, 2, 3, 4], 2);
        list.go_to(3);
        list.reorder(&[3, 0, 2], true);
        assert_eq!((list.rows(), list.current()), (&[4, 1, 3][..], Some(&4)));
        list.reorder(&[2, 1, 0], false);
        assert_eq!(list.current(), Some(&3), "it stays where it is");
    }

    #[test]
    fn a_window_that_grows_shows_the_first_rows_if_they_fit_with_the_cursor() {
        let mut list = list(&(0..20).collect::<Vec<_>>(), 1);
        list.go_to(7);
        list.set_height(10);
        assert_eq!(list.top(), 0);
        list.go_to(15);
        assert_eq!(list.top(), 6);
        list.set_height(12);
        assert_eq!(list.top(), 6, "it does not move where it would show no beginning");
    }

    proptest! {
        #[test]
        fn the_window_always_shows_the_cursor(
            n in 0usize..50, steps in prop::collection::vec((-60isize..60, 0usize..20), 1..20),
        ) {
            let mut list = list(&(0..n as u32).collect::<Vec<_>>(), 5);
            for (step, height) in steps {
                list.set_height(height);
                list.move_by(step);
                let window: Vec<bool> = list.window().map(|(_, at)| at).collect();
                prop_assert_eq!(window.len(), n.min(height.max(1)));
                prop_assert_eq!(window.iter().filter(|at| **at).count(), usize::from(n > 0));
            }
        }
    }
}
