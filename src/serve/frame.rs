//! Frames: the messages on a desk's socket, in both directions.
//!
//! A frame consists of one byte for its kind, four bytes (big-endian) for the length of its body, and the body: bytes,
//! numbers of a fixed size, or JSON. The length is limited, so that a peer that never finishes can't occupy more than
//! [`LARGEST`] bytes. Anything else ends the connection.

use std::io::{self, Read, Write};

/// The maximum length of a body. An argument of a command line can have 128 KiB on Linux.
pub const LARGEST: usize = 256 << 10;
/// The maximum number of bytes of output or of a file in a frame.
pub const PIECE: usize = 64 << 10;
/// The maximum number of bytes of keyboard input in a frame.
pub const LARGEST_INPUT: usize = 4 << 10;
/// The length of kind and length.
const HEAD: usize = 5;

/// A frame. Bodies are plain bytes unless described otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// From a client, first: a [`Hello`](super::hello::Hello) in JSON.
    Hello(Vec<u8>),
    /// From the client of a command line, after the hello: an argument.
    Argument(Vec<u8>),
    /// From a screen: typed bytes.
    Input(Vec<u8>),
    /// From a screen: its size has changed.
    Resized {
        /// Its columns.
        columns: u16,
        /// Its rows.
        rows: u16,
    },
    /// From a screen: the terminal was cleared and must be redrawn.
    Redraw,
    /// From a screen: a request to suspend it. From the desk: it may be suspended.
    Suspend,
    /// From a client of another version: a request to end the desk if it has no other clients. From the desk, instead
    /// of any other frame: it is about to end, and another one must be started.
    Leave,
    /// From a screen after a long silence: a request for a [`Frame::Pong`].
    Ping,
    /// A reply: the next bytes of a file being read or written; empty at its end.
    Bytes(Vec<u8>),
    /// A reply: success, with the result if there is one.
    Done(Vec<u8>),
    /// A reply: failure.
    Failed {
        /// The error number of the system; 0 if there is none, negative for an
        /// [`ExportError`](crate::export::ExportError).
        code: i32,
        /// The message.
        text: Vec<u8>,
    },
    /// From the desk, first: a [`Welcome`](super::hello::Welcome) in JSON.
    Welcome(Vec<u8>),
    /// From the desk: bytes for standard output or the terminal.
    Output(Vec<u8>),
    /// From the desk: bytes for standard error.
    Note(Vec<u8>),
    /// From the desk: open this file for reading.
    Open(Vec<u8>),
    /// From the desk: send the next bytes of the open file.
    More,
    /// From the desk: send the next bytes of standard input.
    MoreInput,
    /// From the desk: write this file with the [`Frame::Bytes`] that follow.
    Write {
        /// True if an existing file may be replaced.
        overwrite: bool,
        /// The path.
        path: Vec<u8>,
    },
    /// From the desk: list this folder.
    List(Vec<u8>),
    /// From the desk: check if this path exists.
    Exists(Vec<u8>),
    /// From the desk: create this folder.
    MakeFolder(Vec<u8>),
    /// From the desk: return the full path for this name as typed.
    InFull(Vec<u8>),
    /// From the desk: the position of the person on the screen, to be sent to the next desk if this one breaks down.
    Place(Vec<u8>),
    /// From the desk: the session is responsive.
    Pong,
    /// From the desk, last: the exit status.
    Exit(u8),
    /// From the desk, last: the message about a fault after which it can't continue.
    Fault(Vec<u8>),
}

/// Bytes that are not a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadFrame {
    /// The kind does not exist.
    #[error("there is no frame of kind {0}")]
    Kind(u8),
    /// The body is longer than [`LARGEST`], or than its kind allows.
    #[error("a frame of {0} bytes is too long")]
    TooLong(usize),
    /// The body is shorter than its kind requires.
    #[error("a frame of kind {0} is cut short")]
    TooShort(u8),
    /// The stream ended within a frame.
    #[error("the connection ended in the middle of a frame")]
    Cut,
}

impl From<BadFrame> for io::Error {
    fn from(error: BadFrame) -> Self {
        io::Error::new(io::ErrorKind::InvalidData, error)
    }
}

impl Frame {
    /// Decodes the frame at the start of some bytes. Returns it with its length; `None` if it is incomplete.
    ///
    /// # Errors
    /// [`BadFrame`] if no further bytes can complete it.
    pub fn decode(bytes: &[u8]) -> Result<Option<(Frame, usize)>, BadFrame> {
        let Some((head, rest)) = bytes.split_first_chunk::<HEAD>() else { return Ok(None) };
        let (kind, length) = read_head(*head)?;
        let Some(body) = rest.get(..length) else { return Ok(None) };
        Ok(Some((Frame::of(kind, body.to_vec())?, HEAD + length)))
    }

    /// Reads the next frame; `None` at the end of the stream.
    ///
    /// # Errors
    /// Errors of the stream, and [`BadFrame`] as [`io::ErrorKind::InvalidData`].
    pub fn read(from: &mut impl Read) -> io::Result<Option<Frame>> {
        let mut head = [0; HEAD];
        let mut have = 0;
        while have < HEAD {
            match from.read(&mut head[have..]) {
                Ok(0) if have == 0 => return Ok(None),
                Ok(0) => return Err(BadFrame::Cut.into()),
                Ok(count) => have += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let (kind, length) = read_head(head)?;
        // Memory is allocated as bytes arrive, not by the announced length.
        let mut body = Vec::new();
        from.take(length as u64).read_to_end(&mut body)?;
        if body.len() < length {
            return Err(BadFrame::Cut.into());
        }
        Ok(Some(Frame::of(kind, body)?))
    }

    /// Encodes the frame.
    pub fn encode(&self) -> Vec<u8> {
        let (first, body) = self.parts();
        let length = u32::try_from(first.len() + body.len()).unwrap_or(u32::MAX);
        let mut bytes = Vec::with_capacity(HEAD + first.len() + body.len());
        bytes.push(self.kind());
        bytes.extend(length.to_be_bytes());
        bytes.extend(first);
        bytes.extend_from_slice(body);
        bytes
    }

    /// Writes the frame and flushes.
    ///
    /// # Errors
    /// Failures of the stream.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        to.write_all(&self.encode())?;
        to.flush()
    }

    fn kind(&self) -> u8 {
        match self {
            Frame::Hello(_) => 1,
            Frame::Argument(_) => 2,
            Frame::Input(_) => 3,
            Frame::Resized { .. } => 4,
            Frame::Redraw => 5,
            Frame::Suspend => 6,
            Frame::Leave => 7,
            Frame::Bytes(_) => 8,
            Frame::Done(_) => 9,
            Frame::Failed { .. } => 10,
            Frame::Ping => 11,
            Frame::Welcome(_) => 32,
            Frame::Output(_) => 33,
            Frame::Note(_) => 34,
            Frame::Open(_) => 35,
            Frame::More => 36,
            Frame::MoreInput => 37,
            Frame::Write { .. } => 38,
            Frame::Exists(_) => 39,
            Frame::MakeFolder(_) => 40,
            Frame::InFull(_) => 41,
            Frame::Place(_) => 42,
            Frame::Exit(_) => 43,
            Frame::Fault(_) => 44,
            Frame::Pong => 45,
            Frame::List(_) => 46,
        }
    }

    /// Returns the numbers and the bytes of the body.
    fn parts(&self) -> (Vec<u8>, &[u8]) {
        match self {
            Frame::Hello(bytes)
            | Frame::Argument(bytes)
            | Frame::Input(bytes)
            | Frame::Bytes(bytes)
            | Frame::Done(bytes)
            | Frame::Welcome(bytes)
            | Frame::Output(bytes)
            | Frame::Note(bytes)
            | Frame::Open(bytes)
            | Frame::List(bytes)
            | Frame::Exists(bytes)
            | Frame::MakeFolder(bytes)
            | Frame::InFull(bytes)
            | Frame::Place(bytes)
            | Frame::Fault(bytes) => (Vec::new(), bytes),
            Frame::Redraw
            | Frame::Suspend
            | Frame::Leave
            | Frame::Ping
            | Frame::More
            | Frame::MoreInput
            | Frame::Pong => (Vec::new(), &[]),
            Frame::Resized { columns, rows } => ([columns.to_be_bytes(), rows.to_be_bytes()].concat(), &[]),
            Frame::Failed { code, text } => (code.to_be_bytes().to_vec(), text),
            Frame::Write { overwrite, path } => (vec![u8::from(*overwrite)], path),
            Frame::Exit(status) => (vec![*status], &[]),
        }
    }

    fn of(kind: u8, body: Vec<u8>) -> Result<Frame, BadFrame> {
        Ok(match kind {
            1 => Frame::Hello(body),
            2 => Frame::Argument(body),
            3 if body.len() <= LARGEST_INPUT => Frame::Input(body),
            3 => return Err(BadFrame::TooLong(body.len())),
            4 => {
                let [a, b, c, d] = numbers(kind, &body)?;
                Frame::Resized { columns: u16::from_be_bytes([a, b]), rows: u16::from_be_bytes([c, d]) }
            }
            5 => nothing(Frame::Redraw, &body)?,
            6 => nothing(Frame::Suspend, &body)?,
            7 => nothing(Frame::Leave, &body)?,
            8 => Frame::Bytes(body),
            9 => Frame::Done(body),
            10 => {
                let (code, text) = body.split_first_chunk().ok_or(BadFrame::TooShort(kind))?;
                Frame::Failed { code: i32::from_be_bytes(*code), text: text.to_vec() }
            }
            11 => nothing(Frame::Ping, &body)?,
            32 => Frame::Welcome(body),
            33 => Frame::Output(body),
            34 => Frame::Note(body),
            35 => Frame::Open(body),
            36 => nothing(Frame::More, &body)?,
            37 => nothing(Frame::MoreInput, &body)?,
            38 => {
                let (overwrite, path) = body.split_first().ok_or(BadFrame::TooShort(kind))?;
                Frame::Write { overwrite: *overwrite != 0, path: path.to_vec() }
            }
            39 => Frame::Exists(body),
            40 => Frame::MakeFolder(body),
            41 => Frame::InFull(body),
            42 => Frame::Place(body),
            43 => {
                let [status] = numbers(kind, &body)?;
                Frame::Exit(status)
            }
            44 => Frame::Fault(body),
            45 => nothing(Frame::Pong, &body)?,
            46 => Frame::List(body),
            kind => return Err(BadFrame::Kind(kind)),
        })
    }
}

fn read_head([kind, length @ ..]: [u8; HEAD]) -> Result<(u8, usize), BadFrame> {
    let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
    if !matches!(kind, 1..=11 | 32..=46) {
        return Err(BadFrame::Kind(kind));
    }
    if length > LARGEST { Err(BadFrame::TooLong(length)) } else { Ok((kind, length)) }
}

fn numbers<const N: usize>(kind: u8, body: &[u8]) -> Result<[u8; N], BadFrame> {
    match <[u8; N]>::try_from(body) {
        Ok(numbers) => Ok(numbers),
        Err(_) if body.len() < N => Err(BadFrame::TooShort(kind)),
        Err(_) => Err(BadFrame::TooLong(body.len())),
    }
}

fn nothing(frame: Frame, body: &[u8]) -> Result<Frame, BadFrame> {
    if body.is_empty() { Ok(frame) } else { Err(BadFrame::TooLong(body.len())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn frames() -> impl Strategy<Value = Frame> {
        let bytes = || prop::collection::vec(any::<u8>(), 0..40);
        prop_oneof![
            bytes().prop_map(Frame::Hello),
            bytes().prop_map(Frame::Argument),
            bytes().prop_map(Frame::Input),
            any::<(u16, u16)>().prop_map(|(columns, rows)| Frame::Resized { columns, rows }),
            prop_oneof![
                Just(Frame::Redraw),
                Just(Frame::Suspend),
                Just(Frame::Leave),
                Just(Frame::More),
                Just(Frame::MoreInput),
                Just(Frame::Ping),
                Just(Frame::Pong)
            ],
            bytes().prop_map(Frame::Bytes),
            bytes().prop_map(Frame::Done),
            (any::<i32>(), bytes()).prop_map(|(code, text)| Frame::Failed { code, text }),
            bytes().prop_map(Frame::Welcome),
            prop_oneof![bytes().prop_map(Frame::Output), bytes().prop_map(Frame::Note)],
            prop_oneof![bytes().prop_map(Frame::Open), bytes().prop_map(Frame::List), bytes().prop_map(Frame::Exists)],
            prop_oneof![bytes().prop_map(Frame::MakeFolder), bytes().prop_map(Frame::InFull)],
            (any::<bool>(), bytes()).prop_map(|(overwrite, path)| Frame::Write { overwrite, path }),
            prop_oneof![bytes().prop_map(Frame::Place), bytes().prop_map(Frame::Fault)],
            any::<u8>().prop_map(Frame::Exit),
        ]
    }

    proptest! {
        #[test]
        fn frames_are_read_back_however_the_bytes_are_split(
            sent in prop::collection::vec(frames(), 0..6), piece in 1usize..9,
        ) {
            let bytes: Vec<u8> = sent.iter().flat_map(Frame::encode).collect();
            let (mut held, mut got) = (Vec::new(), Vec::new());
            for piece in bytes.chunks(piece) {
                held.extend_from_slice(piece);
                while let Some((frame, taken)) = Frame::decode(&held).unwrap() {
                    held.drain(..taken);
                    got.push(frame);
                }
            }
            prop_assert!(held.is_empty());
            prop_assert_eq!(&got, &sent);
            let mut reader = &bytes[..];
            let mut read = Vec::new();
            while let Some(frame) = Frame::read(&mut reader).unwrap() {
                read.push(frame);
            }
            prop_assert_eq!(read, sent);
        }

        #[test]
        fn any_bytes_give_a_frame_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let decoded = Frame::decode(&bytes);
            let read = Frame::read(&mut &bytes[..]);
            match decoded {
                Ok(Some((frame, taken))) => {
                    prop_assert!(taken <= bytes.len());
                    prop_assert_eq!(Some(frame), read.unwrap());
                }
                Ok(None) => prop_assert!(bytes.is_empty() == matches!(read, Ok(None))),
                Err(_) => prop_assert!(read.is_err()),
            }
        }
    }

    #[test]
    fn an_invalid_frame_is_refused_after_its_header() {
        for (head, error) in [
            ([0, 0, 0, 0, 0], BadFrame::Kind(0)),
            ([b'G', b'E', b'T', b' ', b'/'], BadFrame::Kind(b'G')),
            ([33, 0, 4, 0, 1], BadFrame::TooLong(LARGEST + 1)),
            ([33, 255, 255, 255, 255], BadFrame::TooLong(u32::MAX as usize)),
        ] {
            assert_eq!(Frame::decode(&head), Err(error));
        }
        assert_eq!(Frame::decode(&[5, 0, 0, 0, 1, 9]), Err(BadFrame::TooLong(1)));
        assert_eq!(Frame::decode(&[4, 0, 0, 0, 1, 9]), Err(BadFrame::TooShort(4)));
        assert_eq!(Frame::decode(&[33, 0, 4, 0, 0]), Ok(None), "the largest that may be");
        let flood = [&[3, 0, 0, 0x10, 1][..], &[b'j'; LARGEST_INPUT + 1]].concat();
        assert_eq!(Frame::decode(&flood), Err(BadFrame::TooLong(LARGEST_INPUT + 1)));
    }

    #[test]
    fn a_truncated_frame_is_an_error() {
        let bytes = Frame::Output(b"abc".to_vec()).encode();
        for cut in 1..bytes.len() {
            assert_eq!(Frame::read(&mut &bytes[..cut]).unwrap_err().kind(), io::ErrorKind::InvalidData, "{cut}");
        }
    }
}
