//! The speaker: which lines are sent, given what was said before.

use unicode_segmentation::UnicodeSegmentation;

use super::Spoken;
use crate::text::width::{AmbiguousWidth, width};

/// Moves the cursor left, and clears the line from there on.
const CLEAR_LINE: &str = "\r\x1b[K";

/// Sends lines for what changed.
#[derive(Debug, Default)]
pub struct Speaker {
    said: Spoken,
    /// The line being typed as the terminal shows it, while its end is where the cursor stands.
    open: Option<String>,
    /// True if the line being typed has to be sent as a whole, since the cursor stands in the middle of it.
    is_moved: bool,
}

impl Speaker {
    /// Returns the bytes that tell what changed, a line for each change.
    pub fn say(&mut self, spoken: Spoken, ambiguous: AmbiguousWidth) -> String {
        let lines = self.lines(&spoken);
        let mut out = String::new();
        if !lines.is_empty() || (spoken.typed.is_none() && self.open.is_some()) {
            if self.open.take().is_some() {
                out.push_str("\r\n");
            }
            for line in lines {
                out.push_str(line);
                out.push_str("\r\n");
            }
        }
        if let Some((text, caret)) = &spoken.typed {
            out.push_str(&self.type_line(text, *caret, ambiguous));
        }
        self.said = spoken;
        out
    }

    /// Returns the lines that say something new.
    fn lines<'a>(&self, spoken: &'a Spoken) -> Vec<&'a str> {
        let said = &self.said;
        let mut lines: Vec<&str> = Vec::new();
        let is_elsewhere = spoken.place != said.place;
        if is_elsewhere {
            lines.push(&spoken.place);
        }
        let is_told = spoken.message.is_some() && spoken.message != said.message;
        let is_back = spoken.page.is_empty() && spoken.typed.is_none() && !said.page.is_empty();
        // A receipt says what it changed in the row.
        let has_changed = spoken.row != said.row && (spoken.at != said.at || !is_told);
        let is_free = spoken.page.is_empty() && spoken.typed.is_none() && spoken.detail.is_empty();
        if is_free && !spoken.row.is_empty() && (is_elsewhere || is_back || has_changed) {
            lines.push(&spoken.row);
        }
        lines.extend(news(&spoken.page, &said.page));
        lines.extend(news(&spoken.detail, &said.detail));
        if let Some((_, text)) = spoken.message.as_ref().filter(|_| is_told) {
            lines.push(text);
        }
        lines
    }

    /// Returns the bytes that bring the line being typed to a text. What is typed at its end is echoed as it is.
    fn type_line(&mut self, text: &str, caret: u16, ambiguous: AmbiguousWidth) -> String {
        let columns = width(text, ambiguous);
        let caret = usize::from(caret);
        let before = self.open.replace(text.to_string());
        let mut out = match before.filter(|_| !self.is_moved) {
            Some(before) if text.starts_with(&before) => text[before.len()..].to_string(),
            Some(before) if before.starts_with(text) => {
                let gone = before[text.len()..].graphemes(true).map(|grapheme| width(grapheme, ambiguous)).sum();
                let back = "\u{8}".repeat(gone);
                format!("{back}{}{back}", " ".repeat(gone))
            }
            Some(_) => format!("{CLEAR_LINE}{text}"),
            None if self.is_moved => format!("{CLEAR_LINE}{text}"),
            None => text.to_string(),
        };
        self.is_moved = caret < columns;
        if self.is_moved {
            out.push_str(&format!("\x1b[{}D", columns - caret));
        } else if caret > columns {
            // Blanks at the end, which the line does not have.
            let blanks = " ".repeat(caret - columns);
            out.push_str(&blanks);
            self.open = Some(format!("{text}{blanks}"));
        }
        out
    }
}

/// Returns the lines that were not there before.
fn news<'a>(lines: &'a [String], before: &[String]) -> impl Iterator<Item = &'a str> {
    lines.iter().filter(|line| !before.contains(line)).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(place: &str, at: usize, row: &str) -> Spoken {
        Spoken { place: place.into(), at, row: row.into(), ..Spoken::default() }
    }

    fn said(speaker: &mut Speaker, spoken: Spoken) -> String {
        speaker.say(spoken, AmbiguousWidth::Narrow)
    }

    #[test]
    fn a_change_is_a_line_and_what_stays_is_not_said_again() {
        let mut speaker = Speaker::default();
        assert_eq!(said(&mut speaker, spoken("任务", 0, "甲")), "任务\r\n甲\r\n");
        assert_eq!(said(&mut speaker, spoken("任务", 0, "甲")), "");
        assert_eq!(said(&mut speaker, spoken("任务", 1, "乙")), "乙\r\n");
        let message = Some((1, "已存".to_string()));
        let changed = Spoken { message, ..spoken("任务", 1, "乙完成") };
        assert_eq!(said(&mut speaker, changed.clone()), "已存\r\n", "the receipt says it");
        assert_eq!(said(&mut speaker, changed.clone()), "");
        let again = Spoken { message: Some((2, "已存".to_string())), ..changed };
        assert_eq!(said(&mut speaker, again), "已存\r\n", "it was saved once more");
    }

    #[test]
    fn what_is_typed_is_echoed_in_its_line() {
        let mut speaker = Speaker::default();
        let typing =
            |text: &str, caret| Spoken { typed: Some((text.to_string(), caret)), ..spoken("任务", 0, "甲") };
        assert_eq!(said(&mut speaker, typing("/", 2)), "任务\r\n/ ");
        assert_eq!(said(&mut speaker, typing("/ 残", 4)), "残");
        assert_eq!(said(&mut speaker, typing("/ 残疾", 6)), "疾");
        assert_eq!(said(&mut speaker, typing("/ 残", 4)), "\u{8}\u{8}  \u{8}\u{8}");
        assert_eq!(said(&mut speaker, typing("/ 残", 2)), "\x1b[2D", "the cursor goes left");
        assert_eq!(said(&mut speaker, typing("/ a残", 3)), "\r\x1b[K/ a残\x1b[2D");
        assert_eq!(said(&mut speaker, spoken("任务", 0, "甲")), "\r\n", "the line ends");
    }

    #[test]
    fn of_a_page_only_what_is_new_is_said() {
        let mut speaker = Speaker::default();
        let page = |lines: &[&str]| Spoken {
            page: lines.iter().map(ToString::to_string).collect(),
            ..spoken("任务", 0, "甲")
        };
        said(&mut speaker, spoken("任务", 0, "甲"));
        assert_eq!(said(&mut speaker, page(&["评估期", "2022 (1/2)"])), "评估期\r\n2022 (1/2)\r\n");
        assert_eq!(said(&mut speaker, page(&["评估期", "2023 (2/2)"])), "2023 (2/2)\r\n");
        assert_eq!(said(&mut speaker, spoken("任务", 0, "甲")), "甲\r\n", "back at the row");
    }
}
