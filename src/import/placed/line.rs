//! Lines: characters next to each other.

use super::Glyph;

/// A line on a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// The text; wide gaps become runs of blanks.
    pub text: String,
    /// The left edge.
    pub left: f64,
    /// The right edge.
    pub right: f64,
    /// The baseline.
    pub y: f64,
    /// The font size of most of its characters.
    pub size: f64,
    /// The height of the page.
    pub height: f64,
}

/// The minimum gap between columns, in multiples of the font size.
const COLUMN_GAP: f64 = 1.8;
/// The minimum gap between Latin words.
const WORD_GAP: f64 = 0.2;

/// Groups characters into lines, from top to bottom.
pub fn lines(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    glyphs.retain(|glyph| glyph.x.is_finite() && glyph.y.is_finite() && glyph.size > 0.1);
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let mut lines: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs {
        // Superscripts and subscripts belong to the line in which they are.
        match lines.last_mut() {
            Some(line) if line.first().is_some_and(|first| is_beside(first, &glyph, line)) => line.push(glyph),
            _ => lines.push(vec![glyph]),
        }
    }
    lines.into_iter().filter_map(line).collect()
}

fn is_beside(first: &Glyph, glyph: &Glyph, line: &[Glyph]) -> bool {
    let size = first.size.max(glyph.size).min(line.iter().map(|g| g.size).fold(0.0, f64::max).max(glyph.size));
    glyph.y - first.y <= size * 0.45
}

/// Returns a line for its characters.
fn line(mut glyphs: Vec<Glyph>) -> Option<Line> {
    glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
    glyphs.dedup_by(|later, earlier| is_again(earlier, later));
    let words: Vec<&Glyph> = glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty()).collect();
    let (first, last) = (words.first()?, words.last()?);
    let mut sizes: Vec<f64> = words.iter().map(|glyph| glyph.size).collect();
    sizes.sort_by(f64::total_cmp);
    let size = sizes[sizes.len() / 2];
    let mut ys: Vec<f64> = words.iter().map(|glyph| glyph.y).collect();
    ys.sort_by(f64::total_cmp);
    let mut text = String::new();
    let mut end = first.x;
    for glyph in glyphs.iter().filter(|glyph| glyph.x + 0.01 >= first.x && glyph.x <= last.x + 0.01) {
        let gap = (glyph.x - end) / size;
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if gap >= COLUMN_GAP {
            text.push_str("    ");
        } else if gap >= WORD_GAP && is_latin(text.chars().last()) && is_latin(glyph.text.chars().next()) {
            text.push(' ');
        }
        text.push_str(&glyph.text);
        end = end.max(glyph.x + glyph.width);
    }
    let text = text.trim().to_string();
    Some(Line { text, left: first.x, right: last.x + last.width, y: ys[ys.len() / 2], size, height: 0.0 })
}

/// Returns true for a character drawn again with an offset to look bold.
fn is_again(earlier: &Glyph, later: &Glyph) -> bool {
    earlier.text == later.text
        && (later.x - earlier.x).abs() < earlier.size * 0.15
        && (later.y - earlier.y).abs() < earlier.size * 0.15
}
