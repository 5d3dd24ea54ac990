//! The section 总体评价: a verdict, with the shares on which it rests.

use crate::plan::{Attainment, Occasion, Sense, Status};
use crate::report::basis::{Basis, Judged, Reviewed, indicator_rows, rows};
use crate::report::model::{Paragraph, Section, Sources};
use crate::report::outlook::Outlook;
use crate::report::verdict;
use crate::report::wording::{Phrase, phrases};

use super::counts::Noun;
use super::{appraisals, data};

/// Returns the section 总体评价.
pub(super) fn section(basis: &Basis) -> Section {
    let mut body = vec![judgement(basis).gap(basis.say(&phrases::GAP_OVERALL, [])).into()];
    // Mid-term and final reports explain the method in a section of its own.
    if basis.period.kind().occasion() == Occasion::Monitoring {
        body.extend(appraisals::recorded(basis).map(Into::into));
    }
    body.extend(data::sealed(basis).map(Into::into));
    Section::new(basis.say(&phrases::HEADING_OVERALL, []), body)
}

/// Returns the verdict and the shares of indicators, tasks and projects.
pub(super) fn judgement(basis: &Basis) -> Paragraph {
    let words: Vec<String> = of_indicators(basis).into_iter().chain(of_tasks(basis)).collect();
    let mut paragraph = Paragraph::new();
    if !words.is_empty() {
        let mut sources: Sources = indicator_rows(&basis.indicators);
        sources.add(rows(basis.items()));
        let text = basis.say(&phrases::OVERALL_VERDICT, [&basis.by_then(), &words.join("，")]);
        paragraph = paragraph.say(text, sources);
    }
    paragraph = indicators(basis, paragraph);
    for (phrase, items) in [(&phrases::OVERALL_TASKS, &basis.tasks), (&phrases::OVERALL_PROJECTS, &basis.projects)] {
        paragraph = completion(basis, paragraph, phrase, items);
    }
    paragraph
}

fn completion(basis: &Basis, paragraph: Paragraph, phrase: &Phrase<3>, items: &[Reviewed]) -> Paragraph {
    if items.is_empty() {
        return paragraph;
    }
    let (roll_up, unit) = (basis.roll_up(items), Noun::of(&items.iter().collect::<Vec<_>>()).unit());
    let (done, rate) = (roll_up.count_where(Status::is_done), format!("{}%", roll_up.completion()));
    let well = match basis.is_final() {
        true => basis.say(&phrases::OVERALL_FINISHED, [&format!("{done}{unit}")]),
        false => {
            let going = roll_up.count_where(|status| status.sense() == Sense::Going);
            basis.say(&phrases::OVERALL_GOING, [&format!("{}{unit}", done + going)])
        }
    };
    paragraph.say(basis.say(phrase, [&roll_up.total, &well, &rate]), rows(items))
}

/// Returns the verdict on the indicators; `None` if too few can be judged. At the end of the term only values for the
/// target's year count.
pub(super) fn of_indicators(basis: &Basis) -> Option<String> {
    let (well, judged) = well_of_judged(basis);
    let all = basis.indicators.len();
    let phrase = match basis.is_final() {
        true => verdict::of_final_indicators(well, judged, all)?,
        false => verdict::of_indicators(well, judged, all)?,
    };
    Some(basis.say(phrase, []))
}

/// Returns the verdict on tasks and projects; `None` if too few were reported.
pub(super) fn of_tasks(basis: &Basis) -> Option<String> {
    let roll_up = basis.roll_up(basis.items());
    let phrase = match basis.is_final() {
        true => verdict::of_finished_tasks(&roll_up)?,
        false => verdict::of_tasks(&roll_up)?,
    };
    Some(basis.say(phrase, []))
}

/// Returns the number of indicators that do well, and the number of those that can be judged.
fn well_of_judged(basis: &Basis) -> (usize, usize) {
    let count = |wanted: &dyn Fn(&Judged) -> bool| basis.indicators.iter().filter(|judged| wanted(judged)).count();
    if basis.is_final() {
        let reached = count(&|judged| judged.outlook == Outlook::Reached);
        return (reached, reached + count(&|judged| matches!(judged.outlook, Outlook::Missed(_))));
    }
    let judged = count(&|judged| judged.attainment != Attainment::CannotTell);
    (count(&|judged| judged.attainment.is_well()), judged)
}

fn indicators(basis: &Basis, paragraph: Paragraph) -> Paragraph {
    if basis.indicators.is_empty() {
        return paragraph.say(basis.say(&phrases::NO_INDICATORS, []), Sources::plan());
    }
    let (well, judged) = well_of_judged(basis);
    let phrase = if basis.is_final() { &phrases::OVERALL_FINAL_INDICATORS } else { &phrases::OVERALL_INDICATORS };
    let text = basis.say(phrase, [&basis.indicators.len(), &judged, &well]);
    paragraph.say(text, indicator_rows(&basis.indicators))
}
