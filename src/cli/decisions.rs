//! `judge`, `direction`, `pair`: decisions of people that override the rules.

use crate::desk::Command;
use crate::plan::{Counterpart, Direction};

use super::args::{DirectionArguments, JudgeArguments, PairArguments, Way};
use super::change::execute;
use super::failure::Failure;
use super::invocation::Invocation;
use super::value::OrNone;

/// Records a judgement of an indicator.
pub(super) fn judge(invocation: &Invocation, arguments: JudgeArguments) -> Result<(), Failure> {
    let judgement = match arguments.judgement {
        OrNone::Value(attainment) => Some((attainment, arguments.reason)),
        OrNone::None => None,
    };
    let command = Command::Judge { indicator: arguments.id, year: arguments.year, judgement };
    let desk = invocation.open()?;
    execute(invocation, &desk, command)
}

/// Sets whether higher values of an indicator are better.
pub(super) fn direct(invocation: &Invocation, arguments: DirectionArguments) -> Result<(), Failure> {
    let direction = match arguments.way {
        Way::Higher => Some(Direction::Higher),
        Way::Lower => Some(Direction::Lower),
        Way::Auto => None,
    };
    let desk = invocation.open()?;
    execute(invocation, &desk, Command::Direct { indicator: arguments.id, direction })
}

/// Decides whether two items are the same measure.
pub(super) fn pair(invocation: &Invocation, arguments: PairArguments) -> Result<(), Failure> {
    let PairArguments { one, other, same, different, auto: _ } = arguments;
    let decision = match (same, different) {
        (true, _) => Some(Counterpart::Same),
        (_, true) => Some(Counterpart::Different),
        _ => None,
    };
    let desk = invocation.open()?;
    execute(invocation, &desk, Command::Pair { one, other, decision })
}
