//! The client's answers to a desk's requests for files, which are read and written with the client's own rights.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

use super::frame::{Frame, PIECE};
use super::line::{bytes_of, failure, listed, path_of, refusal};
use crate::office::client::{Entry, Files, Streams};
use crate::office::local::{LocalFiles, LocalStreams};

/// Answers the requests of a desk.
pub struct Answers {
    allowed: Allowed,
    open: Option<File>,
    writing: Option<Writing>,
}

/// A file that is being received in pieces.
struct Writing {
    path: PathBuf,
    overwrite: bool,
    bytes: Vec<u8>,
}

/// The files that a desk may request. A desk that was tampered with must not get others.
#[derive(Debug, Clone)]
struct Allowed {
    named: Vec<PathBuf>,
    /// The keymap, which may be read.
    keymap: Option<PathBuf>,
    /// True for a screen: the desk may write the files that it names, list folders, and read documents and lists, since
    /// the person chose them on its screen.
    typed: bool,
    /// True if existing files may be replaced.
    replaced: bool,
}

impl Allowed {
    fn may_be_read(&self, path: &Path) -> bool {
        self.holds(path) || self.keymap.as_deref() == Some(path)
    }

    fn holds(&self, path: &Path) -> bool {
        let partial = |named: &Path| [named.as_os_str().as_bytes(), b".partial"].concat();
        self.named
            .iter()
            .any(|named| named == path || path.parent() == Some(named) || path.as_os_str().as_bytes() == partial(named))
    }
}

impl Answers {
    /// Returns the answers for a command line: it may access the files that its arguments name, those in folders that
    /// they name, and the keymap. An empty argument is not a file name: it would stand for all files in the current
    /// folder.
    pub fn to_command(arguments: &[OsString], keymap: Option<&Path>) -> Self {
        let value = |argument: &OsString| {
            let at = argument.as_bytes().iter().position(|byte| *byte == b'=')?;
            Some(PathBuf::from(OsString::from_vec(argument.as_bytes()[at + 1..].to_vec())))
        };
        let named = arguments.iter().flat_map(|argument| [Some(PathBuf::from(argument)), value(argument)]);
        let named = named.flatten().filter(|named| !named.as_os_str().is_empty()).collect();
        let keymap = keymap.map(Path::to_path_buf);
        let replaced = arguments.iter().any(|argument| argument == "--force");
        Answers { allowed: Allowed { named, keymap, typed: false, replaced }, open: None, writing: None }
    }

    /// Returns the answers for a screen: it may access the keymap, documents and lists, and the files that the person
    /// types there. Only the desk knows what was typed, so a desk of another account may read the keymap and nothing
    /// else.
    pub fn to_screen(keymap: Option<&Path>, is_own_desk: bool) -> Self {
        let (named, keymap) = (Vec::new(), keymap.map(Path::to_path_buf));
        let allowed = Allowed { named, keymap, typed: is_own_desk, replaced: is_own_desk };
        Answers { allowed, open: None, writing: None }
    }

    /// Returns the answer to a request; `None` if the frame is no request, or if further parts of it follow.
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
            Frame::List(path) => match self.list(&path_of(path)) {
                Ok(entries) => listed(&entries),
                Err(error) => failure(&error),
            },
            Frame::Exists(path) => {
                let path = path_of(path);
                let there = self.allowed.may_be_read(&path) && LocalFiles.exists(&path);
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

    /// Lists a folder that the person has opened in a file chooser.
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        if self.allowed.typed { LocalFiles.list(folder) } else { Err(not_named()) }
    }

    fn permit(&self, path: &Path) -> io::Result<()> {
        let permitted = self.allowed.holds(path);
        if permitted { Ok(()) } else { Err(not_named()) }
    }

    fn open(&mut self, path: &Path) -> io::Result<()> {
        self.open = None;
        let is_input = path.extension().is_some_and(|ending| is_input(&ending.to_string_lossy()));
        if !(self.allowed.typed && is_input || self.allowed.may_be_read(path)) {
            return Err(not_named());
        }
        self.open = Some(File::open(path)?);
        Ok(())
    }

    fn write(&mut self) -> Frame {
        let Some(Writing { path, overwrite, bytes }) = self.writing.take() else {
            return failure(&io::ErrorKind::InvalidData.into());
        };
        let may = if self.allowed.typed { Ok(()) } else { self.permit(&path) };
        if let Err(error) = may {
            return failure(&error);
        }
        match LocalFiles.write(&path, &bytes, overwrite && self.allowed.replaced) {
            Ok(()) => Frame::Done(Vec::new()),
            Err(error) => refusal(&error),
        }
    }
}

/// The extensions of documents and lists that can be imported. The format is recognised by content; this only keeps a
/// desk that was tampered with from reading keys and the like.
const INPUTS: [&str; 24] = [
    "txt", "text", "md", "docx", "doc", "wps", "rtf", "odt", "pdf", "ofd", "html", "htm", "mht", "mhtml", "xml",
    "xlsx", "xlsm", "xls", "xlsb", "et", "ods", "csv", "tsv", "zip",
];

fn is_input(ending: &str) -> bool {
    INPUTS.iter().any(|input| input.eq_ignore_ascii_case(ending))
}

fn not_named() -> io::Error {
    io::Error::other("the command line does not name this file")
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
    fn a_desk_can_open_only_files_that_the_command_line_names() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in ["a.txt", "b.txt", "secret"] {
            std::fs::write(path(name), name.repeat(PIECE / 3)).unwrap();
        }
        let mut option = OsString::from("--to=");
        option.push(path("b.txt"));
        let arguments = [OsString::from("import"), path("a.txt").into(), option, OsString::new(), "--force".into()];
        let mut answers = Answers::to_command(&arguments, None);
        assert_eq!(all_of(&mut answers, &path("a.txt")).unwrap().len(), 5 * (PIECE / 3));
        assert!(all_of(&mut answers, &path("b.txt")).is_ok());
        assert!(all_of(&mut answers, &path("secret")).is_err());
        assert!(matches!(put(&mut answers, &path("secret"), true), Frame::Failed { .. }));
        assert!(matches!(answers.answer(Frame::Exists(bytes_of(&path("secret")))), Some(Frame::Failed { .. })));
        assert!(matches!(put(&mut answers, &path("a.txt.partial"), false), Frame::Done(_)));
        assert!(matches!(put(&mut answers, &path("b.txt"), false), Frame::Failed { .. }), "it exists");
        assert!(matches!(put(&mut answers, &path("b.txt"), true), Frame::Done(_)));
        let bare = Path::new("a-file-of-the-working-folder");
        assert!(matches!(put(&mut answers, bare, true), Frame::Failed { .. }), "an empty argument names nothing");
        let mut unforced = Answers::to_command(&arguments[..4], Some(&path("keymap.toml")));
        assert!(matches!(put(&mut unforced, &path("b.txt"), true), Frame::Failed { .. }), "nobody said --force");
        assert!(matches!(put(&mut unforced, &path("keymap.toml"), false), Frame::Failed { .. }), "it is to be read");
    }

    #[test]
    fn a_screen_can_read_only_the_keymap_and_imports_and_write_typed_paths() {
        let folder = tempfile::tempdir().unwrap();
        let (keymap, list_file) = (folder.path().join("keymap.toml"), folder.path().join("list.csv"));
        std::fs::write(&keymap, "").unwrap();
        let mut answers = Answers::to_screen(Some(&keymap), true);
        assert!(all_of(&mut answers, &keymap).is_ok());
        assert!(matches!(put(&mut answers, &list_file, false), Frame::Done(_)));
        assert!(all_of(&mut answers, &list_file).is_ok());
        let secret = folder.path().join("secret");
        std::fs::write(&secret, "x").unwrap();
        assert!(all_of(&mut answers, &secret).is_err());
        let document = folder.path().join("规划.DOCX");
        std::fs::write(&document, "x").unwrap();
        assert!(all_of(&mut answers, &document).is_ok());
        std::fs::create_dir(folder.path().join("子")).unwrap();
        let list = |answers: &mut Answers| answers.answer(Frame::List(bytes_of(folder.path()))).unwrap();
        let Frame::Done(names) = list(&mut answers) else { panic!("the folder is not listed") };
        let mut names: Vec<String> = String::from_utf8(names).unwrap().split('\0').map(str::to_string).collect();
        names.sort();
        assert_eq!(names, ["", "keymap.toml", "list.csv", "secret", "子/", "规划.DOCX"]);
        let mut of_another = Answers::to_screen(Some(&keymap), false);
        assert!(all_of(&mut of_another, &keymap).is_ok());
        assert!(all_of(&mut of_another, &list_file).is_err());
        assert!(matches!(list(&mut of_another), Frame::Failed { .. }));
        for path in [&keymap, &list_file, &folder.path().join("new.csv")] {
            assert!(matches!(put(&mut of_another, path, true), Frame::Failed { .. }));
        }
        assert_eq!(answers.answer(Frame::Bytes(Vec::new())), Some(failure(&io::ErrorKind::InvalidData.into())));
    }
}
