//! Tables defined by ruled lines: the cells between the lines, and their text.

use super::super::drawn::{Cell, Row};
use super::super::layout::Layout;
use super::line::{self, Line};
use super::{Glyph, Rule};

/// The distance in points below which two lines count as one.
const NEAR: f64 = 3.0;
/// The maximum number of rules on a page that are examined; drawings have more.
const MOST_RULES: usize = 6000;
/// The maximum number of rows and of columns in a table.
const MOST: usize = 200;

/// A table on a page.
#[derive(Debug, Clone)]
pub struct Table {
    /// The upper edge.
    pub top: f64,
    /// The lower edge.
    pub bottom: f64,
    /// The left edges of the columns, and the right edge of the last one.
    pub columns: Vec<f64>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// Returns the tables on a page, and the characters outside of them.
pub fn tables(glyphs: Vec<Glyph>, mut rules: Vec<Rule>) -> (Vec<Table>, Vec<Glyph>) {
    rules.truncate(MOST_RULES);
    let mut rest = glyphs;
    let mut tables = Vec::new();
    for group in groups(&rules) {
        let Some(grid) = Grid::of(&group) else { continue };
        let (inside, outside): (Vec<Glyph>, Vec<Glyph>) = rest.into_iter().partition(|glyph| grid.holds(glyph));
        rest = outside;
        if inside.iter().any(|glyph| !glyph.text.trim().is_empty()) {
            tables.push(grid.fill(inside));
        }
    }
    (tables, rest)
}

/// Groups rules that touch each other, directly or through others.
fn groups(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut group: Vec<usize> = (0..rules.len()).collect();
    fn root(group: &mut [usize], mut at: usize) -> usize {
        while group[at] != at {
            group[at] = group[group[at]];
            at = group[at];
        }
        at
    }
    for (n, rule) in rules.iter().enumerate() {
        for (m, other) in rules.iter().enumerate().take(n) {
            if touch(rule, other) {
                let (a, b) = (root(&mut group, n), root(&mut group, m));
                group[a] = b;
            }
        }
    }
    let mut found: std::collections::BTreeMap<usize, Vec<Rule>> = std::collections::BTreeMap::new();
    for (n, rule) in rules.iter().enumerate() {
        found.entry(root(&mut group, n)).or_default().push(*rule);
    }
    found.into_values().collect()
}

fn touch(one: &Rule, other: &Rule) -> bool {
    let within = |rule: &Rule, at: f64| (rule.from - NEAR..=rule.to + NEAR).contains(&at);
    if one.level == other.level {
        return (one.at - other.at).abs() <= NEAR
            && within(one, other.from.max(one.from))
            && within(other, one.from.max(other.from));
    }
    within(one, other.at) && within(other, one.at)
}

/// The grid of a table: the positions of rows and columns, and the borders that are drawn.
struct Grid {
    xs: Vec<f64>,
    ys: Vec<f64>,
    rules: Vec<Rule>,
}

impl Grid {
    fn of(rules: &[Rule]) -> Option<Grid> {
        let places = |level: bool| {
            let mut places: Vec<f64> = rules.iter().filter(|rule| rule.level == level).map(|rule| rule.at).collect();
            places.sort_by(f64::total_cmp);
            places.dedup_by(|later, earlier| *later - *earlier <= NEAR);
            places
        };
        let (xs, ys) = (places(false), places(true));
        let fits = |places: &[f64]| (2..=MOST + 1).contains(&places.len());
        (fits(&xs) && fits(&ys)).then(|| Grid { xs, ys, rules: rules.to_vec() })
    }

    fn holds(&self, glyph: &Glyph) -> bool {
        let (x, y) = middle(glyph);
        let within =
            |places: &[f64], at: f64| places.first().zip(places.last()).is_some_and(|(a, b)| (*a..=*b).contains(&at));
        within(&self.xs, x) && within(&self.ys, y)
    }

    /// Returns true if a border is drawn at a position.
    fn is_drawn(&self, level: bool, at: f64, middle: f64) -> bool {
        self.rules.iter().any(|rule| {
            rule.level == level && (rule.at - at).abs() <= NEAR && (rule.from - 1.0..=rule.to + 1.0).contains(&middle)
        })
    }

    fn fill(&self, glyphs: Vec<Glyph>) -> Table {
        let (columns, rows) = (self.xs.len() - 1, self.ys.len() - 1);
        // For each cell of the grid, the upper left cell of the merged cell that contains it.
        let mut owner: Vec<Vec<(usize, usize)>> =
            (0..rows).map(|row| (0..columns).map(|column| (row, column)).collect()).collect();
        for row in 0..rows {
            for column in 0..columns {
                let down = (self.ys[row] + self.ys[row + 1]) / 2.0;
                let across = (self.xs[column] + self.xs[column + 1]) / 2.0;
                if column > 0 && !self.is_drawn(false, self.xs[column], down) {
                    owner[row][column] = owner[row][column - 1];
                } else if row > 0 && !self.is_drawn(true, self.ys[row], across) {
                    owner[row][column] = owner[row - 1][column];
                }
            }
        }
        let mut held: Vec<Vec<Vec<Glyph>>> = vec![vec![Vec::new(); columns]; rows];
        for glyph in glyphs {
            let (x, y) = middle(&glyph);
            let place = |places: &[f64], at: f64| {
                places.iter().rposition(|start| *start <= at).unwrap_or(0).min(places.len().saturating_sub(2))
            };
            let (row, column) = owner[place(&self.ys, y)][place(&self.xs, x)];
            held[row][column].push(glyph);
        }
        let table_rows = (0..rows).map(|row| self.row(row, &owner, &mut held)).collect();
        Table { top: self.ys[0], bottom: self.ys[rows], columns: self.xs.clone(), rows: table_rows }
    }

    fn row(&self, row: usize, owner: &[Vec<(usize, usize)>], held: &mut [Vec<Vec<Glyph>>]) -> Row {
        let mut cells = Row::new();
        let mut column = 0;
        while column < owner[row].len() {
            let own = owner[row][column];
            let span = owner[row][column..].iter().take_while(|other| **other == own).count().max(1);
            let goes_on = own.0 != row;
            let glyphs = if goes_on { Vec::new() } else { std::mem::take(&mut held[row][column]) };
            let wide = self.xs[(column + span).min(self.xs.len() - 1)] - self.xs[column];
            let lines = joined(line::lines(glyphs), wide).into_iter().map(|text| (text, Layout::default()));
            cells.push(Cell { span, goes_on, lines: lines.collect() });
            column += span;
        }
        cells
    }
}

/// Returns the lines of a cell; lines wrapped at the cell's width are joined.
fn joined(lines: Vec<Line>, wide: f64) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    let left = lines.iter().map(|line| line.left).fold(f64::INFINITY, f64::min);
    let mut is_full = false;
    for line in lines {
        let goes_on = is_full && line.left - left < line.size * 1.2;
        is_full = line.right - left > wide - line.size * 2.2;
        match joined.last_mut().filter(|_| goes_on) {
            Some(before) => super::paragraph::append(before, &line.text),
            None => joined.push(line.text),
        }
    }
    joined
}

/// Returns the centre of a character.
fn middle(glyph: &Glyph) -> (f64, f64) {
    (glyph.x + glyph.width / 2.0, glyph.y - glyph.size * 0.35)
}
