//! The short form: two pages with what leaders must know and decide.

use crate::plan::Status;
use crate::report::basis::{Basis, Judged, Reviewed, indicator_rows, rows};
use crate::report::model::{Block, Paragraph, Piece, Section};
use crate::report::wording::phrases;
use crate::text::width::{AmbiguousWidth, width};

use super::counts::Noun;
use super::length::{Length, few};
use super::{advice, classes, indicators, overall, problems};

/// Two pages have 44 lines. A title in three lines and the line below it take six of them, a heading that would stand at
/// the foot of the first page another, and as many lines end early, since no line begins with a comma.
const LINES: usize = 34;
/// The columns of a line: 28 Chinese characters.
const LINE: usize = 56;
/// The maximum number of problems and measures.
const MOST: usize = 5;

/// Returns the sections of the short form, with as many problems and measures as fit on two pages.
pub(super) fn sections(basis: &Basis) -> Vec<Section> {
    let of_length = |told: usize| of_length(basis, Length::short(told));
    let fitting = (1..=MOST).rev().map(of_length).find(|sections| lines(sections) <= LINES);
    fitting.unwrap_or_else(|| of_length(0))
}

/// Returns the number of lines that sections take on paper.
fn lines(sections: &[Section]) -> usize {
    let of_block = |block: &Block| match block {
        Block::Paragraph(paragraph) => {
            let columns: usize =
                paragraph.pieces().iter().map(Piece::text).map(|text| width(text, AmbiguousWidth::Wide)).sum();
            // The first line is moved in by two characters.
            (columns + 4).div_ceil(LINE)
        }
        Block::Table(_) | Block::Chart(_) => 0,
    };
    sections.iter().map(|section| 1 + section.body.iter().map(of_block).sum::<usize>()).sum()
}

fn of_length(basis: &Basis, length: Length) -> Vec<Section> {
    let heading = |phrase| basis.say(phrase, []);
    let mut next: Vec<Block> = vec![advice::push(basis).into()];
    next.extend(advice::told_measures(basis, length).into_iter().map(Block::from));
    vec![
        Section::new(
            heading(&phrases::HEADING_OVERALL),
            vec![overall::judgement(basis).into(), advice::counted(basis).into()],
        ),
        Section::new(heading(&phrases::HEADING_INDICATORS), of_indicators(basis, length)),
        Section::new(heading(&phrases::HEADING_SHORT_PROBLEMS), of_problems(basis, length)),
        Section::new(heading(&phrases::HEADING_NEXT), next),
    ]
}

fn of_indicators(basis: &Basis, length: Length) -> Vec<Block> {
    let all: Vec<&Judged> = basis.indicators.iter().collect();
    if all.is_empty() {
        return vec![Paragraph::new().remark(basis.say(&phrases::NO_INDICATORS, [])).into()];
    }
    let text = basis.say(&phrases::SHORT_INDICATORS, [&all.len(), &classes::counted(basis, &all)]);
    let mut paragraph = Paragraph::new().say(text, indicator_rows(all.iter().copied()));
    let behind: Vec<&Judged> = all.into_iter().filter(|judged| classes::is_behind(basis, judged)).collect();
    if !behind.is_empty() {
        let names: Vec<String> = behind.iter().map(|judged| judged.quoted()).collect();
        let names = few(&names, length.names);
        let text = basis.say(&phrases::SHORT_BEHIND, [&classes::behind(basis), &behind.len(), &names]);
        paragraph = paragraph.say(text, indicator_rows(behind));
    }
    let mut blocks = vec![paragraph.into()];
    blocks.extend(indicators::warning(basis).map(Block::from));
    blocks
}

fn of_problems(basis: &Basis, length: Length) -> Vec<Block> {
    let lagging: Vec<&Reviewed> = basis.items().filter(|row| row.status.is_some_and(Status::is_behind)).collect();
    let mut blocks: Vec<Block> = Vec::new();
    if !lagging.is_empty() {
        let names: Vec<String> = lagging.iter().map(|row| row.quoted()).collect();
        let names = few(&names, length.names);
        let text = basis.say(&phrases::SHORT_LAGGING, [&Noun::of(&lagging).count(lagging.len()), &names]);
        blocks.push(Paragraph::new().say(text, rows(lagging)).into());
    }
    blocks.extend(problems::counted_by_cause(basis).map(Block::from));
    let foremost = problems::foremost(basis, length.problems);
    if !foremost.is_empty() {
        blocks.push(foremost.into());
    }
    if blocks.is_empty() {
        blocks.push(Paragraph::new().remark(basis.say(&phrases::NO_PROBLEMS, [])).into());
    }
    blocks
}
