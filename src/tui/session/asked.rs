//! Questions to the terminal, which it may answer among the keys or not at all.

use std::time::Duration;

use termina::escape::csi::{Csi, DecModeSetting, DecPrivateMode, DecPrivateModeCode, Mode};
use termina::escape::osc::{ColorOrQuery, DynamicColorNumber, Osc};
use termina::event::Event;
use termina::style::RgbColor;

use crate::tui::theme::Ground;

/// Asks for the colour of the background (OSC 11), and whether output can be synchronised (DECRQM of mode 2026). A
/// terminal that knows neither question ignores it.
pub const QUESTIONS: &[u8] = b"\x1b]11;?\x1b\\\x1b[?2026$p";

/// The time in which an answer counts. A later one would change the colours under the eyes of somebody at work.
pub const PATIENCE: Duration = Duration::from_secs(2);

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The background.
    Ground(Ground),
    /// The terminal shows a frame at once when it is told where it begins and ends.
    Synchronises,
}

impl Answer {
    /// Returns the answer that an event is, if it is one.
    pub fn of(event: &Event) -> Option<Answer> {
        match event {
            Event::Osc(Osc::ChangeDynamicColors(DynamicColorNumber::TextBackgroundColor, colours)) => {
                let Some(ColorOrQuery::Color(RgbColor { red, green, blue })) = colours.first() else { return None };
                Some(Answer::Ground(Ground::of_colour(*red, *green, *blue)))
            }
            Event::Csi(Csi::Mode(Mode::ReportDecPrivateMode {
                mode: DecPrivateMode::Code(DecPrivateModeCode::SynchronizedOutput),
                setting: DecModeSetting::Set | DecModeSetting::Reset,
            })) => Some(Answer::Synchronises),
            _ => None,
        }
    }
}
