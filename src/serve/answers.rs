//! What a guest's own process does for the desk: it reads and writes files with its own rights.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use super::caller::{Files, Streams};
use super::frame::{Frame, PIECE};
use super::line::{bytes_of, failure, path_of, refusal};
use super::local::{LocalFiles, LocalStreams};

/// Answers a desk's questions.
pub struct Answers {
    allowed: Allowed,
    open: Option<File>,
    writing: Option<Writing>,
}

/// A file that comes in pieces.
struct Writing {
    path: PathBuf,
    overwrite: bool,
    bytes: Vec<u8>,
}

/// Which files a desk may ask for: a desk that has been tampered with must not get at others.
#[derive(Debug, Clone)]
struct Allowed {
    named: Vec<PathBuf>,
    /// Whether it may write where it says, and read lists: the name was typed on its screen.
    typed: bool,
}

impl Allowed {
    fn holds(&self, path: &Path) -> bool {
        let partial = |named: &Path| [named.as_os_str().as_bytes(), b".partial"].concat();
        self.named
            .iter()
            .any(|named| named == path || path.parent() == Some(named) || path.as_os_str().as_bytes() == partial(named))
    }
}

impl Answers {
    /// For a command line: the files that it names, those in folders that it names, and the keymap.
    pub fn to_command(arguments: &[OsString], keymap: Option<&Path>) -> Self {
        let value = |argument: &OsString| {
            let at = argument.as_bytes().iter().position(|byte| *byte == b'=')?;
            Some(PathBuf::from(OsString::from_vec(argument.as_bytes()[at + 1..].to_vec())))
        };
        let named = arguments.iter().flat_map(|argument| [Some(PathBuf::from(argument)), value(argument)]);
        let named = named.flatten().chain(keymap.map(Path::to_path_buf)).collect();
        Answers { allowed: Allowed { named, typed: false }, open: None, writing: None }
    }

    /// For a screen: the keymap, lists that come back, and whatever the person has typed there to be written.
    pub fn to_screen(keymap: Option<&Path>) -> Self {
        let named = keymap.map(Path::to_path_buf).into_iter().collect();
        Answers { allowed: Allowed { named, typed: true }, open: None, writing: None }
    }

    /// The answer to a question; `None` when it is no question, or its last part is still to come.
    pub fn answer(&mut self, question: Frame) -> Option<Frame> {
        Some(match question {
            Frame::Open(path) => outcome(self.open(&path_of(path))),
            Frame::More => match &mut self.open {
                Some(file) => piece(file),
                None => failure(&io::ErrorKind::NotFound.into()),
            },
            Frame::MoreInput => piece(&mut LocalStreams.input()),
            Frame::Write { overwrite, path } => {
                self.writing = Some(Writing { path: path_of(path), overwrite, bytes: Vec::new() });
                return None;
            }
            Frame::Bytes(piece) if !piece.is_empty() => {
                self.writing.as_mut()?.bytes.extend_from_slice(&piece);
                return None;
            }
            Frame::Bytes(_) => self.write(),
            Frame::Exists(path) => {
                let path = path_of(path);
                let there = self.allowed.holds(&path) && LocalFiles.exists(&path);
                outcome(if there { Ok(()) } else { Err(io::ErrorKind::NotFound.into()) })
            }
            Frame::MakeFolder(path) => {
                let path = path_of(path);
                outcome(self.permit(&path).and_then(|()| LocalFiles.make_folder(&path)))
            }
            Frame::InFull(typed) => Frame::Done(bytes_of(&LocalFiles.in_full(&String::from_utf8_lossy(&typed)))),
            _ => return None,
        })
    }

    fn permit(&self, path: &Path) -> io::Result<()> {
        let permitted = self.allowed.holds(path);
        if permitted { Ok(()) } else { Err(io::Error::other("the command line does not name this file")) }
    }

    fn open(&mut self, path: &Path) -> io::Result<()> {
        self.open = None;
        let is_list = path.extension().is_some_and(|ending| ending == "xlsx" || ending == "csv");
        if !(self.allowed.typed && is_list) {
            self.permit(path)?;
        }
        self.open = Some(File::open(path)?);
        Ok(())
    }

    fn write(&mut self) -> Frame {
        let Some(Writing { path, overwrite, bytes }) = self.writing.take() else {
            return failure(&io::ErrorKind::InvalidData.into());
        };
        if !self.allowed.typed
            && let Err(error) = self.permit(&path)
        {
            return failure(&error);
        }
        match LocalFiles.write(&path, &bytes, overwrite) {
            Ok(()) => Frame::Done(Vec::new()),
            Err(error) => refusal(&error),
        }
    }
}

fn outcome(done: io::Result<()>) -> Frame {
    match done {
        Ok(()) => Frame::Done(Vec::new()),
        Err(error) => failure(&error),
    }
}

fn piece(from: &mut dyn Read) -> Frame {
    let mut bytes = vec![0; PIECE];
    loop {
        match from.read(&mut bytes) {
            Ok(count) => {
                bytes.truncate(count);
                return Frame::Bytes(bytes);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return failure(&error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_of(answers: &mut Answers, path: &Path) -> Result<Vec<u8>, String> {
        match answers.answer(Frame::Open(bytes_of(path))) {
            Some(Frame::Done(_)) => {}
            other => return Err(format!("{other:?}")),
        }
        let mut bytes = Vec::new();
        while let Some(Frame::Bytes(piece)) = answers.answer(Frame::More) {
            if piece.is_empty() {
                return Ok(bytes);
            }
            bytes.extend(piece);
        }
        Err("no end".to_string())
    }

    fn put(answers: &mut Answers, path: &Path, overwrite: bool) -> Frame {
        assert_eq!(answers.answer(Frame::Write { overwrite, path: bytes_of(path) }), None);
        assert_eq!(answers.answer(Frame::Bytes(b"new".to_vec())), None);
        answers.answer(Frame::Bytes(Vec::new())).unwrap()
    }

    #[test]
    fn a_command_line_opens_what_it_names_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in ["a.txt", "b.txt", "secret"] {
            std::fs::write(path(name), name.repeat(PIECE / 3)).unwrap();
        }
        let mut option = OsString::from("--to=");
        option.push(path("b.txt"));
        let arguments = [OsString::from("import"), path("a.txt").into(), option];
        let mut answers = Answers::to_command(&arguments, None);
        assert_eq!(all_of(&mut answers, &path("a.txt")).unwrap().len(), 5 * (PIECE / 3));
        assert!(all_of(&mut answers, &path("b.txt")).is_ok());
        assert!(all_of(&mut answers, &path("secret")).is_err());
        assert!(matches!(put(&mut answers, &path("secret"), true), Frame::Failed { .. }));
        assert!(matches!(answers.answer(Frame::Exists(bytes_of(&path("secret")))), Some(Frame::Failed { .. })));
        assert!(matches!(put(&mut answers, &path("a.txt.partial"), false), Frame::Done(_)));
        assert!(matches!(put(&mut answers, &path("b.txt"), false), Frame::Failed { .. }), "it exists");
        assert!(matches!(put(&mut answers, &path("b.txt"), true), Frame::Done(_)));
    }

    #[test]
    fn a_screen_writes_what_is_typed_and_reads_the_keymap_and_lists_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (keymap, list) = (folder.path().join("keymap.toml"), folder.path().join("list.csv"));
        std::fs::write(&keymap, "").unwrap();
        let mut answers = Answers::to_screen(Some(&keymap));
        assert!(all_of(&mut answers, &keymap).is_ok());
        assert!(matches!(put(&mut answers, &list, false), Frame::Done(_)));
        assert!(all_of(&mut answers, &list).is_ok());
        let secret = folder.path().join("secret");
        std::fs::write(&secret, "x").unwrap();
        assert!(all_of(&mut answers, &secret).is_err());
        assert_eq!(answers.answer(Frame::Bytes(Vec::new())), Some(failure(&io::ErrorKind::InvalidData.into())));
    }
}
