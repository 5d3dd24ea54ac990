//! Content streams: the operators that show text, draw lines and paint images.

use std::rc::Rc;

use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};
use hayro_syntax::page::{Page as PdfPage, Resources};

use super::super::package::PackageError;
use super::super::placed::{Glyph, Page, Rule};
use super::font::{Font, Fonts};
use super::stream::unpacked;

/// The maximum depth of nested form objects.
const DEEPEST: usize = 8;
/// The maximum number of lines in a path.
const MOST_LINES: usize = 20_000;
/// The maximum number of saved graphics states.
const MOST_STATES: usize = 512;

/// The remaining work allowed for a file.
pub struct Budget {
    operators: usize,
    bytes: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Budget { operators: 20_000_000, bytes: 256 << 20 }
    }
}

/// A transformation of the plane: `x' = a x + c y + e`, `y' = b x + d y + f`.
type Matrix = [f64; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// Concatenates two transformations.
fn then(one: Matrix, other: Matrix) -> Matrix {
    let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (one, other);
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

fn moved(matrix: Matrix, (x, y): (f64, f64)) -> (f64, f64) {
    let [a, b, c, d, e, f] = matrix;
    (a * x + c * y + e, b * x + d * y + f)
}

/// The graphics state: the transformation, text position and font in force.
#[derive(Clone)]
struct State {
    place: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    spacing: f64,
    word_spacing: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

struct Drawer<'f> {
    fonts: &'f mut Fonts,
    budget: &'f mut Budget,
    page: Page,
    area: f64,
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    at: (f64, f64),
    start: (f64, f64),
    /// The lines and rectangles of the current path.
    lines: Vec<((f64, f64), (f64, f64))>,
    rectangles: Vec<[(f64, f64); 2]>,
}

/// Interprets the content of a page.
///
/// # Errors
/// Fails if the file exceeds the limits, which no real one does.
pub fn read(page: &PdfPage, fonts: &mut Fonts, budget: &mut Budget) -> Result<Page, PackageError> {
    let (width, height) = page.render_dimensions();
    let place = page.initial_transform(true).as_coeffs();
    let state =
        State { place, font: None, size: 0.0, spacing: 0.0, word_spacing: 0.0, stretch: 1.0, leading: 0.0, rise: 0.0 };
    let mut drawer = Drawer {
        fonts,
        budget,
        page: Page { height: f64::from(height), ..Page::default() },
        area: f64::from(width) * f64::from(height),
        state,
        saved: Vec::new(),
        text: IDENTITY,
        line: IDENTITY,
        at: (0.0, 0.0),
        start: (0.0, 0.0),
        lines: Vec::new(),
        rectangles: Vec::new(),
    };
    let content = contents(page.raw());
    drawer.draw(&content, page.resources(), 0)?;
    Ok(drawer.page)
}

/// Returns the content of a page, which may be split into several streams.
fn contents(page: &Dict) -> Vec<u8> {
    if let Some(stream) = page.get::<Stream>("Contents") {
        return unpacked(&stream).unwrap_or_default();
    }
    let mut content = Vec::new();
    for stream in page.get::<Array>("Contents").iter().flat_map(|all| all.iter::<Stream>()).take(4096) {
        content.extend(unpacked(&stream).unwrap_or_default());
        content.push(b' ');
        if content.len() > 64 << 20 {
            break;
        }
    }
    content
}

impl Drawer<'_> {
    fn draw(&mut self, content: &[u8], resources: &Resources, depth: usize) -> Result<(), PackageError> {
        let too_large = || PackageError::TooLarge(String::new());
        self.budget.bytes = self.budget.bytes.checked_sub(content.len()).ok_or_else(too_large)?;
        let mut operators = UntypedIter::new(content);
        while let Some(found) = operators.next() {
            self.budget.operators = self.budget.operators.checked_sub(1).ok_or_else(too_large)?;
            let operands: Vec<&Object> = found.operands().take(33).collect();
            let name: &[u8] = found.operator;
            match name {
                b"Do" => self.show_object(&operands, resources, depth)?,
                b"Tf" => self.set_font(&operands, resources),
                _ => self.operate(name, &operands),
            }
        }
        Ok(())
    }

    fn operate(&mut self, name: &[u8], operands: &[&Object]) {
        let numbers: Vec<f64> = operands.iter().filter_map(|object| value(object)).collect();
        let n = |at: usize| numbers.get(at).copied().unwrap_or(0.0);
        match name {
            b"q" if self.saved.len() < MOST_STATES => self.saved.push(self.state.clone()),
            b"Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            b"cm" => self.state.place = then([n(0), n(1), n(2), n(3), n(4), n(5)], self.state.place),
            b"BT" => (self.text, self.line) = (IDENTITY, IDENTITY),
            b"Tc" => self.state.spacing = n(0),
            b"Tw" => self.state.word_spacing = n(0),
            b"Tz" => self.state.stretch = n(0) / 100.0,
            b"TL" => self.state.leading = n(0),
            b"Ts" => self.state.rise = n(0),
            b"Td" => self.go(n(0), n(1)),
            b"TD" => {
                self.state.leading = -n(1);
                self.go(n(0), n(1));
            }
            b"Tm" => {
                self.line = [n(0), n(1), n(2), n(3), n(4), n(5)];
                self.text = self.line;
            }
            b"T*" => self.go(0.0, -self.state.leading),
            b"Tj" => self.show_all(operands),
            b"'" => {
                self.go(0.0, -self.state.leading);
                self.show_all(operands);
            }
            b"\"" => {
                (self.state.word_spacing, self.state.spacing) = (n(0), n(1));
                self.go(0.0, -self.state.leading);
                self.show_all(operands);
            }
            b"TJ" => self.show_spaced(operands),
            _ => self.path(name, &n),
        }
    }

    /// Handles path operators; stroked lines become rules.
    fn path(&mut self, name: &[u8], n: &dyn Fn(usize) -> f64) {
        let place = |x: usize, y: usize| moved(self.state.place, (n(x), n(y)));
        match name {
            b"m" => {
                self.at = place(0, 1);
                self.start = self.at;
            }
            b"l" => {
                let to = place(0, 1);
                self.add_line(to);
            }
            b"h" => self.add_line(self.start),
            b"c" => self.at = place(4, 5),
            b"v" | b"y" => self.at = place(2, 3),
            b"re" if self.rectangles.len() < MOST_LINES => {
                let end = moved(self.state.place, (n(0) + n(2), n(1) + n(3)));
                self.rectangles.push([place(0, 1), end]);
            }
            b"S" | b"B" | b"B*" => self.paint(true),
            b"s" | b"b" | b"b*" => {
                self.add_line(self.start);
                self.paint(true);
            }
            b"f" | b"F" | b"f*" => self.paint(false),
            b"n" => {
                self.lines.clear();
                self.rectangles.clear();
            }
            _ => {}
        }
    }

    fn add_line(&mut self, to: (f64, f64)) {
        if self.lines.len() < MOST_LINES {
            self.lines.push((self.at, to));
        }
        self.at = to;
    }

    fn paint(&mut self, is_stroke: bool) {
        for [(x, y), (right, bottom)] in std::mem::take(&mut self.rectangles) {
            match Rule::between((x, right), (y, bottom)) {
                Some(rule) => self.page.rules.push(rule),
                None if is_stroke => {
                    let sides = [
                        ((x, right), (y, y)),
                        ((x, right), (bottom, bottom)),
                        ((x, x), (y, bottom)),
                        ((right, right), (y, bottom)),
                    ];
                    self.page.rules.extend(sides.into_iter().filter_map(|(x, y)| Rule::between(x, y)));
                }
                None => {}
            }
        }
        let lines = std::mem::take(&mut self.lines);
        if is_stroke {
            let rules =
                lines.into_iter().filter_map(|((x, y), (right, bottom))| Rule::between((x, right), (y, bottom)));
            self.page.rules.extend(rules);
            return;
        }
        // A thin filled area is a rule as well.
        let points = || lines.iter().flat_map(|(from, to)| [from, to]);
        let bounds = |place: fn(&(f64, f64)) -> f64| {
            points().map(place).fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)))
        };
        if (3..=6).contains(&lines.len()) {
            self.page.rules.extend(Rule::between(bounds(|point| point.0), bounds(|point| point.1)));
        }
    }

    fn go(&mut self, x: f64, y: f64) {
        self.line = then([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    fn set_font(&mut self, operands: &[&Object], resources: &Resources) {
        if let [Object::Name(name), size] = operands {
            self.state.font = resources.get_font(name).map(|font| self.fonts.get(&font));
            self.state.size = value(size).unwrap_or(0.0);
        }
    }

    fn show_all(&mut self, operands: &[&Object]) {
        for object in operands {
            if let Object::String(text) = object {
                self.show(text.as_bytes());
            }
        }
    }

    fn show_spaced(&mut self, operands: &[&Object]) {
        let Some(Object::Array(pieces)) = operands.first() else { return };
        for piece in pieces.iter::<Object>() {
            match piece {
                Object::String(text) => self.show(text.as_bytes()),
                other => self.advance(-value(&other).unwrap_or(0.0) / 1000.0 * self.state.size * self.state.stretch),
            }
        }
    }

    fn advance(&mut self, by: f64) {
        self.text = then([1.0, 0.0, 0.0, 1.0, by, 0.0], self.text);
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(font) = self.state.font.clone() else { return };
        for shown in font.shown(bytes) {
            let State { place, size, spacing, word_spacing, stretch, rise, .. } = self.state;
            let set = then([size * stretch, 0.0, 0.0, size, 0.0, rise], then(self.text, place));
            let [across, turned, _, _, x, y] = set;
            let tall = set[2].hypot(set[3]);
            let text = shown.text.unwrap_or_else(|| {
                self.page.undecoded += 1;
                "□".to_string()
            });
            let glyph = Glyph { text, x, y, width: shown.width / 1000.0 * across.abs(), size: tall };
            // Rotated text is a stamp or a watermark.
            if across > turned.abs() && glyph.x.is_finite() && glyph.y.is_finite() {
                self.page.glyphs.push(glyph);
            } else {
                self.page.turned.push_str(&glyph.text);
            }
            let blank = if shown.is_blank { word_spacing } else { 0.0 };
            self.advance((shown.width / 1000.0 * size + spacing + blank) * stretch);
        }
    }

    /// Paints an image, or interprets a nested form object.
    fn show_object(&mut self, operands: &[&Object], resources: &Resources, depth: usize) -> Result<(), PackageError> {
        let Some(Object::Name(name)) = operands.first() else { return Ok(()) };
        let Some(stream) = resources.get_x_object(name) else { return Ok(()) };
        let dict = stream.dict();
        if dict.get::<Name>("Subtype").is_some_and(|kind| kind.as_ref() == b"Image") {
            let [a, b, c, d, ..] = self.state.place;
            self.page.is_picture |= (a * d - b * c).abs() > self.area * 0.5;
            return Ok(());
        }
        if depth >= DEEPEST {
            return Ok(());
        }
        let before = self.state.clone();
        let saved = std::mem::take(&mut self.saved);
        let matrix: Vec<f64> =
            dict.get::<Array>("Matrix").iter().flat_map(|all| all.iter::<Number>()).map(|n| n.as_f64()).collect();
        if let Ok(matrix) = Matrix::try_from(matrix) {
            self.state.place = then(matrix, self.state.place);
        }
        let own = dict.get::<Dict>("Resources").map(Resources::new);
        let content = unpacked(&stream).unwrap_or_default();
        self.draw(&content, own.as_ref().unwrap_or(resources), depth + 1)?;
        (self.state, self.saved) = (before, saved);
        Ok(())
    }
}

fn value(object: &Object) -> Option<f64> {
    if let Object::Number(number) = object { Some(number.as_f64()) } else { None }
}
