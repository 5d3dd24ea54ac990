//! From bytes to keys. Sequences and characters may come in pieces.

use ratatui::layout::Position;
use termina::event::{Event, KeyCode as Code, KeyEventKind, Modifiers, MouseButton, MouseEvent, MouseEventKind};

use super::asked::Answer;
use crate::keymap::{Key, KeyCode};
use crate::tui::update::{Mouse, Turn};

/// Something typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// A key.
    Key(Key),
    /// Text that was pasted.
    Paste(String),
    /// The mouse.
    Mouse(Mouse),
    /// An answer of the terminal to a question.
    Answer(Answer),
}

/// A decoder of the bytes of a terminal into keys and pastes.
#[derive(Debug, Default)]
pub struct Decoder {
    parser: termina::Parser,
    waiting: bool,
}

impl Decoder {
    /// Feeds bytes, and returns what they complete.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Typed> {
        if bytes.is_empty() {
            return Vec::new();
        }
        self.parser.parse(bytes, true);
        self.waiting = bytes.last() == Some(&0x1b);
        self.typed()
    }

    /// Returns true if the last byte was an escape, which is either the key or the start of a sequence.
    pub fn is_waiting(&self) -> bool {
        self.waiting
    }

    /// Takes a pending escape as the key, since nothing has followed.
    pub fn give_up_waiting(&mut self) -> Vec<Typed> {
        self.waiting = false;
        self.parser.parse(&[], false);
        self.typed()
    }

    fn typed(&mut self) -> Vec<Typed> {
        let mut typed = Vec::new();
        while let Some(event) = self.parser.pop() {
            match event {
                Event::Key(event) if event.kind != KeyEventKind::Release => {
                    typed.extend(key(event.code, event.modifiers).map(Typed::Key));
                }
                Event::Paste(text) => typed.push(Typed::Paste(text)),
                Event::Mouse(event) => typed.extend(mouse(event).map(Typed::Mouse)),
                event => typed.extend(Answer::of(&event).map(Typed::Answer)),
            }
        }
        typed
    }
}

/// Returns what the mouse does; moving and letting go mean nothing.
fn mouse(event: MouseEvent) -> Option<Mouse> {
    let at = Position::new(event.column, event.row);
    Some(match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Mouse::Click(at),
        MouseEventKind::ScrollUp => Mouse::Wheel(at, Turn::Up),
        MouseEventKind::ScrollDown => Mouse::Wheel(at, Turn::Down),
        _ => return None,
    })
}

fn key(code: Code, modifiers: Modifiers) -> Option<Key> {
    let code_of = match code {
        Code::Char(c) => KeyCode::Char(c),
        Code::Enter => KeyCode::Enter,
        Code::Escape => KeyCode::Esc,
        Code::Tab | Code::BackTab => KeyCode::Tab,
        Code::Backspace => KeyCode::Backspace,
        Code::Delete => KeyCode::Delete,
        Code::Insert => KeyCode::Insert,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        Code::Function(n) => KeyCode::F(n),
        _ => return None,
    };
    let is_char = matches!(code, Code::Char(_));
    Some(Key {
        code: code_of,
        ctrl: modifiers.contains(Modifiers::CONTROL),
        alt: modifiers.intersects(Modifiers::ALT | Modifiers::META),
        // A character says itself whether Shift was held.
        shift: !is_char && (modifiers.contains(Modifiers::SHIFT) || code == Code::BackTab),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Ground;
    use proptest::prelude::*;

    fn all(bytes: &[u8], pieces: usize) -> Vec<Typed> {
        let mut decoder = Decoder::default();
        let mut typed = Vec::new();
        for piece in bytes.chunks(pieces.max(1)) {
            typed.extend(decoder.feed(piece));
        }
        if decoder.is_waiting() {
            typed.extend(decoder.give_up_waiting());
        }
        typed
    }

    fn plain(code: KeyCode) -> Typed {
        Typed::Key(Key::plain(code))
    }

    #[test]
    fn bytes_mean_the_same_however_they_are_cut() {
        let bytes = "残a\x1b[A\x1b[200~粘贴\r\nq\x1b[201~\x1b[Z\x1bx\x0e\x1b".as_bytes();
        let expected = vec![
            plain(KeyCode::Char('残')),
            plain(KeyCode::Char('a')),
            plain(KeyCode::Up),
            Typed::Paste("粘贴\r\nq".to_string()),
            Typed::Key(Key { shift: true, ..Key::plain(KeyCode::Tab) }),
            Typed::Key(Key { alt: true, ..Key::char('x') }),
            Typed::Key(Key { ctrl: true, ..Key::char('n') }),
            plain(KeyCode::Esc),
        ];
        for pieces in 1..=bytes.len() {
            assert_eq!(all(bytes, pieces), expected, "in pieces of {pieces}");
        }
    }

    #[test]
    fn the_mouse_and_answers_are_told_from_keys() {
        let bytes = b"a\x1b[<0;3;5M\x1b[<0;3;5m\x1b[<65;1;2Mb\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?2026;2$yc";
        let expected = vec![
            plain(KeyCode::Char('a')),
            Typed::Mouse(Mouse::Click(Position::new(2, 4))),
            Typed::Mouse(Mouse::Wheel(Position::new(0, 1), Turn::Down)),
            plain(KeyCode::Char('b')),
            Typed::Answer(Answer::Ground(Ground::Light)),
            Typed::Answer(Answer::Synchronises),
            plain(KeyCode::Char('c')),
        ];
        for pieces in [1, 7, bytes.len()] {
            assert_eq!(all(bytes, pieces), expected, "in pieces of {pieces}");
        }
        assert_eq!(all(b"\x1b]11;rgb:0000/0000/0000\x07", 40), [Typed::Answer(Answer::Ground(Ground::Dark))]);
        assert_eq!(all(b"\x1b[?2026;0$y", 40), []);
    }

    proptest! {
        #[test]
        fn no_bytes_whatever_make_it_fail(bytes in prop::collection::vec(any::<u8>(), 0..60), pieces in 1usize..8) {
            all(&bytes, pieces);
        }

        #[test]
        fn nothing_that_looks_like_a_sequence_makes_it_fail(text in "[\x1b\\[\\]OP<>?;:0-9a-zA-Z~残\\\\]{0,40}") {
            all(text.as_bytes(), 3);
        }
    }
}
