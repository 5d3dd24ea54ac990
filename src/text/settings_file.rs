//! Settings files: the TOML files that people write by hand, such as keys, theme, views and wording. Entries with a
//! fault are reported with their line and ignored; the rest applies.

use std::fmt;
use std::io::{self, Read};
use std::ops::Range;

use toml::de::{DeTable, Error};

use super::Language;
use super::lines::Lines;
use super::near::nearest;

/// The maximum size of a settings file in bytes. Real ones are less than a tenth of it; the limit protects against a
/// device that never ends.
pub const LARGEST: u64 = 1 << 20;

/// Reads a settings file that has been opened.
///
/// # Errors
/// [`io::ErrorKind::FileTooLarge`] when it is larger than [`LARGEST`]; otherwise when it can't be read or is not UTF-8.
pub fn read(source: impl Read) -> io::Result<String> {
    let mut text = String::new();
    let size = source.take(LARGEST + 1).read_to_string(&mut text)? as u64;
    if size > LARGEST { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(text) }
}

/// The maximum number of problems reported for one file. Nobody mends more at once, and each costs a search for the
/// name that was meant.
const MOST: usize = 100;

/// A kind of fault in one sort of settings file.
pub trait Fault {
    /// Returns the fault for a line that is not TOML.
    fn of_syntax(syntax: Syntax) -> Self;

    /// Returns the message for the fault and its remedy, without the place.
    fn text(&self, language: Language) -> String;
}

/// The reason why a line is not TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Syntax {
    /// A mark of a Chinese input method, which stands where TOML has one of ASCII.
    Wide(char),
    /// A text without quotation marks.
    Bare,
    /// A name that was there before.
    Twice,
    /// Anything else. Holds the message of the TOML parser.
    Other(String),
}

impl Syntax {
    /// The marks that input methods write for those of TOML.
    const WIDE: [char; 9] = ['［', '］', '【', '】', '＝', '“', '”', '＂', '＃'];

    /// Returns the reason for a parser's message about a line.
    fn of(message: &str, line: &str) -> Self {
        let outside = line.split('"').step_by(2).flat_map(str::chars);
        let wide = outside.into_iter().find(|c| Syntax::WIDE.contains(c));
        match (wide, message) {
            (Some(wide), _) => Syntax::Wide(wide),
            (None, "duplicate key") => Syntax::Twice,
            (None, message) if message.starts_with("string values must be quoted") => Syntax::Bare,
            (None, message) => Syntax::Other(message.to_string()),
        }
    }

    /// Returns the message, with the remedy.
    pub fn text(&self, language: Language) -> String {
        let why = match (self, language) {
            (Syntax::Wide(wide), Language::Zh) => {
                format!("“{wide}”是全角符号，这里要用半角的 [ ]、=、\" 和 #")
            }
            (Syntax::Wide(wide), Language::En) => {
                format!("“{wide}” is a mark of an input method; write [ ], =, \" and # in ASCII")
            }
            (Syntax::Bare, Language::Zh) => "等号后的文字要写在半角引号 \" 之间".to_string(),
            (Syntax::Bare, Language::En) => "a text has to stand between marks \"".to_string(),
            (Syntax::Twice, Language::Zh) => "这个名称前面已经有了".to_string(),
            (Syntax::Twice, Language::En) => "this name was there before".to_string(),
            (Syntax::Other(message), _) => message.clone(),
        };
        match language {
            Language::Zh => format!("不是 TOML 格式：{why}"),
            Language::En => format!("this is not TOML: {why}"),
        }
    }
}

/// A fault in a settings file, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem<F> {
    /// The name of the file.
    pub file: String,
    /// The line number, from 1.
    pub line: usize,
    /// The fault.
    pub fault: F,
}

impl<F: Fault> Problem<F> {
    /// Returns the place, the fault and its remedy: `keys.toml:3: …`.
    pub fn text(&self, language: Language) -> String {
        format!("{}:{}: {}", self.file, self.line, self.fault.text(language))
    }
}

impl<F: Fault> fmt::Display for Problem<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Language::En))
    }
}

/// The problems found so far in a settings file that is being read.
#[derive(Debug)]
pub struct Problems<'f, F> {
    file: &'f str,
    lines: Lines,
    found: Vec<Problem<F>>,
}

impl<'f, F: Fault> Problems<'f, F> {
    /// Parses a file. Lines that are not TOML are skipped; the first fault of each is recorded as a problem.
    pub fn read<'t>(file: &'f str, text: &'t str) -> (DeTable<'t>, Self) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut problems = Problems { file, lines: Lines::of(text), found: Vec::new() };
        let place = |error: &Error| error.span().unwrap_or(0..0);
        let mut last = None;
        for error in errors.into_iter().take(MOST) {
            let place = place(&error);
            let line = problems.line(&place);
            if last.replace(line) != Some(line) {
                let words = text.lines().nth(line - 1).unwrap_or_default();
                problems.add(place, F::of_syntax(Syntax::of(error.message(), words)));
            }
        }
        (table.into_inner(), problems)
    }

    /// Records a fault at a byte range of the text, unless the maximum number of problems has been reached.
    pub fn add(&mut self, place: Range<usize>, fault: F) {
        if !self.are_enough() {
            let line = self.line(&place);
            self.found.push(Problem { file: self.file.to_string(), line, fault });
        }
    }

    /// Returns the line number, from 1, of a byte range.
    pub fn line(&self, place: &Range<usize>) -> usize {
        self.lines.line(place.start)
    }

    /// Returns true if the maximum number of problems has been reached.
    pub fn are_enough(&self) -> bool {
        self.found.len() >= MOST
    }

    /// Returns the name that a misspelt one most likely means; `None` once the maximum number of problems has been
    /// reached.
    pub fn near<'n>(&self, word: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
        if self.are_enough() { None } else { nearest(word, names) }
    }

    /// Returns the problems sorted by line.
    pub fn sorted(mut self) -> Vec<Problem<F>> {
        self.found.sort_by_key(|problem| problem.line);
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Wrong(String);

    impl Fault for Wrong {
        fn of_syntax(_: Syntax) -> Self {
            Wrong("syntax".into())
        }

        fn text(&self, _: Language) -> String {
            self.0.clone()
        }
    }

    #[test]
    fn problems_are_reported_by_line_up_to_a_limit() {
        let (table, mut problems) = Problems::<Wrong>::read("a.toml", "x = 1\ny = \nz = 3\n");
        assert!(table.contains_key("x") && table.contains_key("z"));
        problems.add(0..1, Wrong("first".into()));
        let told: Vec<String> = problems.sorted().iter().map(Problem::to_string).collect();
        assert_eq!(told, ["a.toml:1: first", "a.toml:2: syntax"]);

        let (_, mut problems) = Problems::<Wrong>::read("a.toml", "");
        (0..1000).for_each(|_| problems.add(0..0, Wrong(String::new())));
        assert_eq!(problems.near("plannr", ["planner"].into_iter()), None);
        assert_eq!(problems.sorted().len(), MOST);
    }

    #[test]
    fn lines_that_an_office_writes_wrongly_are_explained() {
        struct Shown(Syntax);
        impl Fault for Shown {
            fn of_syntax(syntax: Syntax) -> Self {
                Shown(syntax)
            }

            fn text(&self, language: Language) -> String {
                self.0.text(language)
            }
        }
        for (text, line, remedy) in [
            ("［byline］\nissuer = \"甲局\"\n", 1, "“［”是全角符号"),
            ("[byline]\nissuer = “甲局”\n", 2, "“““是全角符号"),
            ("[byline]\nissuer ＝ \"甲局\"\n", 2, "“＝”是全角符号"),
            ("[byline]\nissuer = 甲局\n", 2, "要写在半角引号"),
            ("[byline]\nissuer = \"甲\"\nissuer = \"乙\"\n", 3, "前面已经有了"),
        ] {
            let problems = Problems::<Shown>::read("own.toml", text).1.sorted();
            let [problem] = problems.as_slice() else { panic!("{text}: {} problems", problems.len()) };
            let told = problem.text(Language::Zh);
            assert!(told.starts_with(&format!("own.toml:{line}: 不是 TOML 格式：")), "{told}");
            assert!(told.contains(&remedy.replace("“““", "““”")), "{told}");
        }
    }

    #[test]
    fn a_file_of_a_megabyte_is_read_and_a_longer_one_refused() {
        let most = LARGEST as usize;
        assert_eq!(read(vec![b'='; most].as_slice()).unwrap().len(), most);
        assert_eq!(read(io::repeat(b'=')).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(read(&[0xFF][..]).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
