//! The form for the targets of an indicator for the single years of its plan.

use super::form::{Form, FormField};
use super::form_pop_up::{Fault, FormPopUp, Saving};
use super::resume;
use crate::desk::{Command, FormOf, Writing};
use crate::plan::{Dossier, Indicator, ItemId, Way, Year};
use crate::text::Label;
use crate::text::figure::plain;
use crate::tui::state::State;
use crate::tui::theme::Meaning;
use crate::tui::update::Effect;
use crate::tui::words::Word;

/// The pop-up.
#[derive(Debug, Clone)]
pub struct YearlyForm {
    indicator: ItemId,
    years: Vec<Year>,
    form: Form,
}

/// Opens the form for an indicator in the year of the period, with the draft that there is of it.
pub fn open(state: &mut State, id: ItemId) -> Vec<Effect> {
    let Some((dossier, indicator)) = state.data.snapshot.indicator(&id) else { return Vec::new() };
    let years: Vec<Year> = dossier.plan.term.years().collect();
    let field = |(year, text): (&Year, String)| {
        let known = known(state, dossier, indicator, *year);
        let field = FormField::short(year.to_string(), &text);
        if known.is_empty() { field } else { field.noted(vec![(known, Meaning::Muted)]) }
    };
    let fields = years.iter().zip(texts(dossier, &years, &id)).map(field).collect();
    let at = years.iter().position(|year| *year == state.data.year(&dossier.plan)).unwrap_or(0);
    let mut form = Form::new(fields, at);
    form.resume(resume::take(state, &FormOf::YearlyTargets(id.clone()).into()));
    state.open(YearlyForm { indicator: id, years, form })
}

/// Returns the targets that are set for some years.
fn texts(dossier: &Dossier, years: &[Year], id: &ItemId) -> Vec<String> {
    let text = |year: &Year| dossier.yearly_targets.get(&(id.clone(), *year)).map(|target| target.text.clone());
    years.iter().map(|year| text(year).unwrap_or_default()).collect()
}

/// Returns what the plan says of a year, what is proposed for it and what was measured in it.
fn known(state: &State, dossier: &Dossier, indicator: &Indicator, year: Year) -> String {
    let printed = indicator.targets.iter().find(|target| target.year == year);
    let printed = printed.map(|target| format!("{} {}", state.say(Word::Target), target.text));
    let proposed = Way::ALL.into_iter().filter_map(|way| {
        let value = dossier.proposed_target(indicator, year, way)?;
        Some(format!("{} {}", way.label(state.language), plain(value)))
    });
    let reading = dossier.readings.get(&(indicator.id.clone(), year));
    let reading = reading.map(|reading| format!("{} {}", state.say(Word::Reading), plain(reading.value)));
    printed.into_iter().chain(proposed).chain(reading).collect::<Vec<_>>().join("   ")
}

impl FormPopUp for YearlyForm {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn writing(&self) -> Option<Writing> {
        Some(FormOf::YearlyTargets(self.indicator.clone()).into())
    }

    fn title(&self, state: &State) -> String {
        let (word, title) = (state.say(Word::YearlyTarget), state.title(&self.indicator));
        format!("{word} {} {title}", state.signs().dot)
    }

    fn now(&self, state: &State) -> Option<Vec<String>> {
        let (dossier, _) = state.data.snapshot.indicator(&self.indicator)?;
        Some(texts(dossier, &self.years, &self.indicator))
    }

    fn save(&mut self, _: &mut State) -> Result<Saving, Fault> {
        let changed = self.years.iter().enumerate().filter(|(n, _)| {
            let field = self.form.fields().get(*n);
            field.is_some_and(FormField::is_changed)
        });
        let targets = changed.map(|(n, year)| (*year, self.form.set_of(n))).collect();
        Ok(Saving::Command(Command::SetYearlyTargets { indicator: self.indicator.clone(), targets }))
    }
}
