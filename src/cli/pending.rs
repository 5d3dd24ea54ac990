//! A stand-in for the screen, which is still being built.

use crate::desk::{Actor, Desk};
use crate::text::Language;

use super::failure::Failure;

/// Opens the screen and returns when the person leaves it.
pub(super) fn screen(_desk: Desk, _actor: Actor, language: Language) -> Result<(), Failure> {
    Err(Failure::Failed(language.pick("屏幕界面尚未完成", "the screen is not built yet").to_string()))
}
