//! Problems of template files, with their remedies.

use crate::text::Language;
use crate::text::settings_file::{self, Syntax};

/// A problem of a template file.
pub type Problem = settings_file::Problem<Fault>;

/// A fault of a template file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The file can't be read. Holds the system's message.
    Unreadable(String),
    /// A line is not TOML.
    Toml(Syntax),
    /// A table or name that does not exist, and the most similar one that does.
    Phrase(String, Option<String>),
    /// A value that is not a text.
    NotText(String),
    /// A field that the phrase does not have, and those that it has.
    Field(String, &'static [&'static str]),
    /// A brace without a counterpart.
    Brace,
    /// A full-width brace, in which nothing is filled in.
    WideBrace,
    /// A heading, a title or a gap without words.
    Empty(String),
}

impl settings_file::Fault for Fault {
    fn of_syntax(syntax: Syntax) -> Self {
        Fault::Toml(syntax)
    }

    fn text(&self, language: Language) -> String {
        match language {
            Language::Zh => self.chinese(),
            Language::En => self.english(),
        }
    }
}

/// Returns the names of fields in braces: {项数}, {完成率}.
fn braced(fields: &[&str], comma: &str) -> String {
    fields.iter().map(|field| format!("{{{field}}}")).collect::<Vec<_>>().join(comma)
}

impl Fault {
    fn english(&self) -> String {
        match self {
            Fault::Unreadable(error) => format!("this can't be read ({error}); it must be a TOML file in UTF-8"),
            Fault::Toml(syntax) => syntax.text(Language::En),
            Fault::Phrase(name, Some(near)) => format!("there is no phrase “{name}”; do you mean “{near}”?"),
            Fault::Phrase(name, None) => {
                format!("there is no phrase “{name}”; `plandesk templates` lists them all")
            }
            Fault::NotText(name) => format!("“{name}” takes a text in quotation marks"),
            Fault::Field(name, []) => format!("“{name}” can't be told here: this phrase has no fields"),
            Fault::Field(name, fields) => {
                format!("“{name}” can't be told here; this phrase has {}", braced(fields, ", "))
            }
            Fault::Brace => "a brace is not closed or not opened; write {{ and }} for braces themselves".to_string(),
            Fault::WideBrace => "nothing is filled in between ｛ and ｝; write { and }".to_string(),
            Fault::Empty(name) => format!("“{name}” can't be empty"),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Fault::Unreadable(error) => format!("无法读取（{error}）；它须是 UTF-8 的 TOML 文件"),
            Fault::Toml(syntax) => syntax.text(Language::Zh),
            Fault::Phrase(name, Some(near)) => format!("没有名为“{name}”的用语，是否为“{near}”？"),
            Fault::Phrase(name, None) => format!("没有名为“{name}”的用语；全部用语见 plandesk templates"),
            Fault::NotText(name) => format!("“{name}”应为引号中的文字"),
            Fault::Field(name, []) => format!("此处没有“{name}”可填：这一用语不带数据"),
            Fault::Field(name, fields) => format!("此处没有“{name}”可填；可用的有{}", braced(fields, "、")),
            Fault::Brace => "花括号不成对；要写花括号本身，请写 {{ 和 }}".to_string(),
            Fault::WideBrace => "｛｝是全角符号，其中不会填入数据；请写半角的 { 和 }".to_string(),
            Fault::Empty(name) => format!("“{name}”不能为空"),
        }
    }
}
