//! Actions of the hand-over.

use crate::action::Action;
use crate::desk::{Command, FateEdit, Field};
use crate::plan::{Fate, FateKind, ItemId, ItemKind, PlanId, TextField};

use super::jump::jump_to_item;
use super::{Effect, execute};
use crate::tui::popup::picker::ask;
use crate::tui::state::{State, Tone};
use crate::tui::words::Word;

/// Does an action of its own.
pub fn act(state: &mut State, action: Action) -> Option<Vec<Effect>> {
    let handover = &mut state.lists.handover;
    match action {
        Action::Open => {
            if let Some(id) = handover.current().cloned() {
                state.remember();
                jump_to_item(state, &id);
            }
        }
        Action::Mark => {
            handover.mark();
            state.list().move_by(1);
        }
        Action::MarkAll => handover.mark_all(),
        Action::ShowUnconfirmed => {
            handover.only_unconfirmed = !handover.only_unconfirmed;
            state.refresh_from_top();
        }
        Action::ConfirmFates => {
            let items = handover.chosen();
            return Some(on(state, items, |items| Command::AcceptFates { items }));
        }
        Action::ConfirmAllFates => {
            let offered = handover.list.rows().iter().filter(|row| !row.confirmed && row.fate.is_some());
            let items = offered.map(|row| row.item.clone()).collect();
            return Some(on(state, items, |items| Command::AcceptFates { items }));
        }
        Action::TakeBaselines => {
            let into = continuing(state, |id| id.kind == ItemKind::Indicator);
            return Some(on(state, into, |items| Command::TakeBaselines { items }));
        }
        Action::SucceedPlan => return Some(ask::successor(state)),
        Action::CarryTasks => return Some(chosen_of_a_kind(state, carry)),
        Action::SetFate => return Some(chosen_of_a_kind(state, ask::fate)),
        Action::SetContinued => {
            return Some(chosen_of_a_kind(state, |state, items| ask::continued(state, items, false)));
        }
        Action::AddContinued => {
            return Some(chosen_of_a_kind(state, |state, items| ask::continued(state, items, true)));
        }
        _ => return None,
    }
    Some(Vec::new())
}

/// Gives a command about some items, if there are any.
fn on(state: &mut State, items: Vec<ItemId>, command: impl FnOnce(Vec<ItemId>) -> Command) -> Vec<Effect> {
    if items.is_empty() {
        state.tell(Tone::Note, state.say(Word::NothingMarked));
        return Vec::new();
    }
    execute(state, items.len(), command(items))
}

/// Asks something about the items chosen, which are indicators alone or tasks and projects alone: of both together, those
/// like the first.
fn chosen_of_a_kind(state: &mut State, asked: impl FnOnce(&mut State, Vec<ItemId>) -> Vec<Effect>) -> Vec<Effect> {
    let mut items = state.lists.handover.chosen();
    let Some(first) = items.first().cloned() else {
        state.tell(Tone::Note, state.say(Word::NothingMarked));
        return Vec::new();
    };
    let is_indicator = |id: &ItemId| id.kind == ItemKind::Indicator;
    items.retain(|id| is_indicator(id) == is_indicator(&first));
    asked(state, items)
}

/// Says which earlier plan a plan continues, and looks at the hand-over between them.
pub fn succeed(state: &mut State, plan: PlanId, of: Option<PlanId>) -> Vec<Effect> {
    state.remember();
    state.data.plan = Some(plan.clone());
    state.refresh_from_top();
    execute(state, 1, Command::Succeed { plan, of })
}

/// Gives items a fate, or takes it back with `None`.
pub fn set_fate(state: &mut State, items: Vec<ItemId>, kind: Option<FateKind>) -> Vec<Effect> {
    let edit = kind.map(|kind| FateEdit { kind, into: Field::Keep, note: Field::Keep });
    on(state, items, |items| Command::SetFate { items, edit })
}

/// Says in which item others are continued, in the place of the former ones or beside them.
pub fn set_continued(state: &mut State, items: Vec<ItemId>, into: ItemId, beside: bool) -> Vec<Effect> {
    let of_first = state.lists.handover.list.rows().iter().find(|row| Some(&row.item) == items.first());
    let now = of_first.and_then(|row| row.fate.clone());
    let mut all = now.as_ref().filter(|_| beside).map(|fate| fate.into.clone()).unwrap_or_default();
    all.push(into);
    let kind = continued(items.first().map(|item| item.kind), now.as_ref(), all.len());
    let edit = Some(FateEdit { kind, into: Field::Set(all), note: Field::Keep });
    on(state, items, |items| Command::SetFate { items, edit })
}

/// Returns the fate of an item that so many items continue: the one that it has, where that allows it.
fn continued(kind: Option<ItemKind>, now: Option<&Fate>, count: usize) -> FateKind {
    let usual = match kind {
        Some(ItemKind::Indicator) if count > 1 => FateKind::Split,
        Some(ItemKind::Indicator) => FateKind::Renamed,
        _ => FateKind::Carried,
    };
    now.map(|fate| fate.kind).filter(|kind| kind.items().contains(&count)).unwrap_or(usual)
}

/// Returns the items that continue those chosen, as far as these are asked for.
fn continuing(state: &State, is_asked: impl Fn(&ItemId) -> bool) -> Vec<ItemId> {
    let handover = &state.lists.handover;
    let chosen = handover.chosen();
    let rows = handover.list.rows().iter().filter(|row| chosen.contains(&row.item) && is_asked(&row.item));
    rows.filter_map(|row| row.fate.as_ref()).flat_map(|fate| fate.into.iter().cloned()).collect()
}

/// Carries tasks on: at once where all of them are continued already, else to a heading or box that is asked for.
fn carry(state: &mut State, items: Vec<ItemId>) -> Vec<Effect> {
    let successor = items.first().and_then(|first| {
        let successors = state.data.snapshot.successors(&first.plan);
        successors.first().map(|dossier| dossier.plan.id.clone())
    });
    let Some(plan) = successor else { return Vec::new() };
    let rows = state.lists.handover.list.rows().iter().filter(|row| items.contains(&row.item));
    let mut new = rows.filter(|row| row.into.is_empty()).map(|row| row.item.kind);
    match new.next() {
        Some(ItemKind::Indicator) => {
            state.tell(Tone::Note, state.say(Word::NothingMarked));
            Vec::new()
        }
        Some(kind) => ask::carried(state, items, plan, kind == ItemKind::Project),
        None => carry_to(state, items, plan, None),
    }
}

/// Carries tasks on into a plan, the new ones to a heading or box.
pub fn carry_to(
    state: &mut State,
    items: Vec<ItemId>,
    plan: PlanId,
    place: Option<(TextField, String)>,
) -> Vec<Effect> {
    on(state, items, |items| Command::Carry { items, plan, place: place.into_iter().collect() })
}
