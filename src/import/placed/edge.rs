//! Running heads, page numbers and footnotes, recognised by their positions.

use std::collections::HashMap;

use super::Piece;
use super::line::Line;
use crate::text::fold::half_width;

/// The share of the page height at the top and at the bottom that is margin.
const EDGE: f64 = 0.12;
/// The minimum number of pages with the same running head.
const FEWEST: usize = 3;

/// Removes running heads and page numbers from pages, and returns each text once.
pub fn take_out(pages: &mut [Vec<Piece>]) -> Vec<String> {
    let mut counts: HashMap<(String, i64), usize> = HashMap::new();
    for line in pages.iter().flat_map(|page| edges(page)).filter_map(|at| at.1) {
        *counts.entry(place(line)).or_default() += 1;
    }
    let mut taken = Vec::new();
    for page in pages {
        let going: Vec<usize> = edges(page)
            .filter(|(_, line)| {
                line.is_some_and(|line| is_number(&line.text) || counts.get(&place(line)).is_some_and(|n| *n >= FEWEST))
            })
            .map(|(at, _)| at)
            .collect();
        for at in going.into_iter().rev() {
            if let Piece::Line(line) = page.remove(at) {
                let text = line.text;
                if text.chars().any(char::is_alphabetic) && !is_number(&text) && !taken.contains(&text) {
                    taken.push(text);
                }
            }
        }
    }
    taken
}

/// Returns the lines in the margins of a page, with their indices, in order.
fn edges(page: &[Piece]) -> impl Iterator<Item = (usize, Option<&Line>)> {
    page.iter().enumerate().filter_map(|(at, piece)| match piece {
        Piece::Line(line) if line.y < line.height * EDGE || line.y > line.height * (1.0 - EDGE) => {
            Some((at, Some(line)))
        }
        _ => None,
    })
}

/// Returns the key of a running head: its text without numbers, and its position.
fn place(line: &Line) -> (String, i64) {
    let words = line.text.chars().filter(|c| !c.is_numeric() && !c.is_whitespace()).collect();
    (words, (line.y / 4.0).round() as i64)
}

/// Returns true for a page number: 12, — 12 —, 第12页, 12/60.
fn is_number(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let bare = bare.replace("第", "").replace("页", "").replace("共", "");
    let inner = bare.trim_matches(|c| "-—–―─·•~/|".contains(c));
    let digits = inner.chars().filter(char::is_ascii_digit).count();
    (1..=8).contains(&digits) && inner.chars().all(|c| c.is_ascii_digit() || "/-,".contains(c))
        || !bare.is_empty() && bare.len() <= 5 && bare.chars().all(|c| "ivxIVX".contains(c))
}

/// Removes footnotes at the ends of pages: lines in a smaller font, the first of which has a note mark.
pub fn take_notes(pages: &mut [Vec<Piece>]) -> Vec<String> {
    let mut sizes: HashMap<i64, usize> = HashMap::new();
    let lines =
        pages.iter().flatten().filter_map(|piece| if let Piece::Line(line) = piece { Some(line) } else { None });
    for line in lines {
        *sizes.entry((line.size * 2.0).round() as i64).or_default() += line.text.chars().count();
    }
    let body = sizes.into_iter().max_by_key(|(_, count)| *count).map_or(0.0, |(size, _)| size as f64 / 2.0);
    let mut notes = Vec::new();
    for page in pages {
        let small =
            |piece: &Piece| matches!(piece, Piece::Line(line) if line.size < body * 0.88 && line.y > line.height * 0.5);
        let from = page.len() - page.iter().rev().take_while(|piece| small(piece)).count();
        let Some(first) =
            page[from..].iter().position(|piece| matches!(piece, Piece::Line(line) if is_noted(&line.text)))
        else {
            continue;
        };
        for piece in page.drain(from + first..) {
            let Piece::Line(line) = piece else { continue };
            match notes.last_mut().filter(|_| !is_noted(&line.text)) {
                Some(note) => super::paragraph::append(note, &line.text),
                None => notes.push(line.text),
            }
        }
    }
    notes
}

/// Returns true for a line that begins with a note mark.
fn is_noted(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next().unwrap_or(' ');
    let bracketed = "[［〔".contains(first) && chars.next().is_some_and(|c| half_width(c).is_ascii_digit());
    bracketed || matches!(first, '①'..='⑳' | '*' | '＊') || half_width(first).is_ascii_digit() && !text.contains("万元")
}
