//! The short form: two pages with what leaders must know and decide.

use crate::plan::Status;
use crate::report::basis::{Basis, Judged, Reviewed, indicator_rows, rows};
use crate::report::model::{Block, Paragraph, Section};
use crate::report::wording::phrases;

use super::counts::{self, Noun};
use super::length::{Length, few};
use super::{advice, indicators, overall, problems};

const LENGTH: Length = Length::SHORT;

/// Returns the sections of the short form.
pub(super) fn sections(basis: &Basis) -> Vec<Section> {
    let heading = |phrase| basis.say(phrase, []);
    let mut next: Vec<Block> = vec![advice::push(basis).into()];
    next.extend(advice::told_measures(basis, LENGTH).into_iter().map(Block::from));
    vec![
        Section::new(
            heading(&phrases::HEADING_OVERALL),
            vec![overall::judgement(basis).into(), advice::counted(basis).into()],
        ),
        Section::new(heading(&phrases::HEADING_INDICATORS), of_indicators(basis)),
        Section::new(heading(&phrases::HEADING_SHORT_PROBLEMS), of_problems(basis)),
        Section::new(heading(&phrases::HEADING_NEXT), next),
    ]
}

fn of_indicators(basis: &Basis) -> Vec<Block> {
    let all: Vec<&Judged> = basis.indicators.iter().collect();
    if all.is_empty() {
        return vec![Paragraph::new().remark(basis.say(&phrases::NO_INDICATORS, [])).into()];
    }
    let text = basis.say(&phrases::SHORT_INDICATORS, [&all.len(), &counts::by_attainment(&all)]);
    let mut paragraph = Paragraph::new().say(text, indicator_rows(all.iter().copied()));
    let slow: Vec<&Judged> = all.iter().copied().filter(|judged| judged.attainment.is_slow()).collect();
    if !slow.is_empty() {
        let text = basis.say(&phrases::SHORT_BEHIND, [&slow.len(), &indicators::names(&slow)]);
        paragraph = paragraph.say(text, indicator_rows(slow));
    }
    let mut blocks = vec![paragraph.into()];
    blocks.extend(indicators::warning(basis).map(Block::from));
    blocks
}

fn of_problems(basis: &Basis) -> Vec<Block> {
    let lagging: Vec<&Reviewed> = basis.items().filter(|row| row.status.is_some_and(Status::is_behind)).collect();
    let mut blocks: Vec<Block> = Vec::new();
    if !lagging.is_empty() {
        let (noun, names) = (Noun::of(&lagging), lagging.iter().map(|row| row.quoted()).collect::<Vec<_>>());
        let names = few(&names, LENGTH.names, noun.unit());
        let text = basis.say(&phrases::SHORT_LAGGING, [&noun.count(lagging.len()), &names]);
        blocks.push(Paragraph::new().say(text, rows(lagging)).into());
    }
    blocks.extend(problems::counted_by_cause(basis).map(Block::from));
    let foremost = problems::foremost(basis, LENGTH.problems);
    if !foremost.is_empty() {
        blocks.push(foremost.into());
    }
    if blocks.is_empty() {
        blocks.push(Paragraph::new().remark(basis.say(&phrases::NO_PROBLEMS, [])).into());
    }
    blocks
}
