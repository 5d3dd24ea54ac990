//! Problems of template files, with their remedies.

use crate::text::{Language, settings_file};

/// A problem of a template file.
pub type Problem = settings_file::Problem<Fault>;

/// A fault of a template file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The file can't be read. Holds the system's message.
    Unreadable(String),
    /// The file is not TOML. Holds the parser's message.
    Toml(String),
    /// A table or name that does not exist, and the most similar one that does.
    Phrase(String, Option<String>),
    /// A value that is not a text.
    NotText(String),
    /// A field that the phrase does not have, and those that it has.
    Field(String, &'static [&'static str]),
    /// A brace without a counterpart.
    Brace,
}

impl settings_file::Fault for Fault {
    fn of_syntax(message: String) -> Self {
        Fault::Toml(message)
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
            Fault::Toml(message) => format!("this is not TOML: {message}"),
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
        }
    }

    fn chinese(&self) -> String {
        match self {
            Fault::Unreadable(error) => format!("无法读取（{error}）；它须是 UTF-8 的 TOML 文件"),
            Fault::Toml(message) => format!("不是 TOML 格式：{message}"),
            Fault::Phrase(name, Some(near)) => format!("没有名为“{name}”的用语，是否为“{near}”？"),
            Fault::Phrase(name, None) => format!("没有名为“{name}”的用语；全部用语见 plandesk templates"),
            Fault::NotText(name) => format!("“{name}”应为引号中的文字"),
            Fault::Field(name, []) => format!("此处没有“{name}”可填：这一用语不带数据"),
            Fault::Field(name, fields) => format!("此处没有“{name}”可填；可用的有{}", braced(fields, "、")),
            Fault::Brace => "花括号不成对；要写花括号本身，请写 {{ 和 }}".to_string(),
        }
    }
}
