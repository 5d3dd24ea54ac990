//! The form for what others say of a plan in a period: a third party's evaluation, a satisfaction survey.

use crate::plan::target::read_reading;
use crate::plan::{Appraisal, AppraisalKind, Period, PlanId};
use crate::text::fold::to_half_width;
use crate::tui::words::Word;

use super::field::Field;

/// The form.
#[derive(Debug, Clone)]
pub struct Form {
    /// The plan.
    pub plan: PlanId,
    /// The period.
    pub period: Period,
    /// Who speaks.
    pub kind: AppraisalKind,
    /// By whom, when, the score, how many answered, and what was found.
    pub fields: [Field; 5],
    /// The field with the keyboard.
    pub at: usize,
    /// What the fields held when the form was opened.
    before: [String; 5],
}

impl Form {
    /// The names of the fields.
    pub const NAMES: [Word; 5] = [Word::By, Word::When, Word::Score, Word::Respondents, Word::Conclusion];

    /// A form over what is recorded.
    pub fn new(plan: PlanId, period: Period, kind: AppraisalKind, recorded: Option<&Appraisal>) -> Self {
        let recorded = recorded.cloned().unwrap_or_default();
        let score = recorded.score.map(|score| score.to_string());
        let respondents = recorded.respondents.map(|count| count.to_string());
        let before =
            [recorded.by, recorded.date, score, respondents, recorded.conclusion].map(Option::unwrap_or_default);
        let fields = [0, 1, 2, 3, 4].map(|n| Field::line(&before[n]));
        Form { plan, period, kind, fields, at: 0, before }
    }

    /// Whether any field differs from what is recorded.
    pub fn is_changed(&self) -> bool {
        self.fields.iter().zip(&self.before).any(|(field, before)| field.text() != before)
    }

    /// Goes to the next or the previous field.
    pub fn step(&mut self, forward: bool) {
        let count = self.fields.len();
        self.at = if forward { (self.at + 1) % count } else { (self.at + count - 1) % count };
    }

    /// What the form says.
    ///
    /// # Errors
    /// The word for a field that is no number, with its place.
    pub fn result(&self) -> Result<Appraisal, (usize, Word)> {
        let typed = |n: usize| Some(self.fields[n].text().trim().to_string()).filter(|text| !text.is_empty());
        let figure = |n: usize| typed(n).map(|text| to_half_width(&text));
        let score = figure(2).map(|text| read_reading(&text).ok_or((2, Word::NotANumber))).transpose()?;
        let count = |text: String| text.trim_end_matches(['人', '份', '名']).replace(',', "").trim().parse();
        let respondents = figure(3).map(|text| count(text).map_err(|_| (3, Word::NotANumber))).transpose()?;
        Ok(Appraisal { by: typed(0), date: typed(1), score, respondents, conclusion: typed(4) })
    }
}
