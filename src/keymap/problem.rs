//! Problems of keymap files, with how to mend them.

use crate::action::{Action, Scope};
use crate::text::Language;
use crate::text::settings_file::{self, Syntax};

use super::key::{Key, KeyError};

/// Something in a keymap file that was left out.
pub type Problem = settings_file::Problem<Fault>;

/// A fault of a keymap file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Not TOML; what the TOML reader says.
    Toml(Syntax),
    /// A table that is no scope, and the scope that is meant, perhaps.
    Scope(String, Option<String>),
    /// A name that is no action, and the action that is meant, perhaps.
    Action(String, Option<String>),
    /// A text that is no key, and the key that is meant, perhaps.
    Key(KeyError, Option<String>),
    /// A setting outside the scopes that there is not, and the one that is meant, perhaps.
    Setting(String, Option<String>),
    /// A setting of the wrong type: its name, and what it takes.
    Value(String, Shape),
    /// A preset that there is not, and the one that is meant, perhaps.
    Preset(String, Option<String>),
    /// A key that is text where text is typed.
    Printable(String),
    /// Keys that lead nowhere: nothing to take away or to label.
    Unbound(String),
    /// Keys that another line of the same file needs, for the action named.
    Conflict(String, &'static str),
    /// A scope in which no key leads out any more.
    NoWayOut {
        /// The scope.
        scope: Scope,
        /// The action that needs a key.
        action: Action,
        /// The key that was kept for it.
        kept: Key,
    },
}

/// The type of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// true or false.
    Switch,
    /// A list of keys.
    Keys,
    /// The name of an action.
    Action,
    /// The name of a preset.
    Preset,
    /// A wording, or one in each language.
    Wording,
    /// A table.
    Table,
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

impl Fault {
    fn english(&self) -> String {
        let meant = |s: &Option<String>| s.as_ref().map_or_else(String::new, |s| format!("; do you mean “{s}”?"));
        match self {
            Fault::Toml(syntax) => syntax.text(Language::En),
            Fault::Scope(name, near) => format!("there is no scope “{name}”{}", meant(near)),
            Fault::Action(name, near) => format!("there is no action “{name}”{}", meant(near)),
            Fault::Key(error, near) => format!("{error}{}", meant(near)),
            Fault::Setting(name, near) => format!("there is no setting “{name}”{}", meant(near)),
            Fault::Value(name, shape) => format!("“{name}” takes {}", shape.english()),
            Fault::Preset(name, near) => format!("there is no preset “{name}”{}", meant(near)),
            Fault::Printable(keys) => {
                format!("“{keys}” is typed text here and can be no command; add Ctrl or Alt, or take a key with a name")
            }
            Fault::Unbound(keys) => format!("“{keys}” has no command here that could be changed; take the line out"),
            Fault::Conflict(keys, action) => {
                format!("“{keys}” stands in the way of “{action}” in this same file; take one of the two out")
            }
            Fault::NoWayOut { scope, action, kept } => {
                let (scope, action) = (scope.name(), action.name());
                format!("“{action}” has no key in [{scope}], so {kept} was kept; give it one")
            }
        }
    }

    fn chinese(&self) -> String {
        let meant = |s: &Option<String>| s.as_ref().map_or_else(String::new, |s| format!("，是否为“{s}”？"));
        match self {
            Fault::Toml(syntax) => syntax.text(Language::Zh),
            Fault::Scope(name, near) => format!("没有名为“{name}”的范围{}", meant(near)),
            Fault::Action(name, near) => format!("没有名为“{name}”的操作{}", meant(near)),
            Fault::Key(KeyError::Missing, _) => "缺少按键".to_string(),
            Fault::Key(KeyError::Unknown(name), near) => format!("没有名为“{name}”的按键{}", meant(near)),
            Fault::Key(KeyError::Other { written, instead }, _) => {
                format!("终端收到 {written} 时即为 {instead}，请写 {instead}")
            }
            Fault::Setting(name, near) => format!("没有名为“{name}”的设置{}", meant(near)),
            Fault::Value(name, shape) => format!("“{name}”应为{}", shape.chinese()),
            Fault::Preset(name, near) => format!("没有名为“{name}”的预设{}", meant(near)),
            Fault::Printable(keys) => format!("“{keys}”在此处是输入的文字，不能作命令；请加 Ctrl 或 Alt，或改用功能键"),
            Fault::Unbound(keys) => format!("“{keys}”在此处没有可更改的命令，请删去此行"),
            Fault::Conflict(keys, action) => format!("“{keys}”与本文件中“{action}”的按键冲突，请删去其一"),
            Fault::NoWayOut { scope, action, kept } => {
                let (scope, action) = (scope.name(), action.name());
                format!("[{scope}] 中“{action}”没有按键，故保留 {kept}；请为它设定按键")
            }
        }
    }
}

impl Shape {
    fn english(self) -> &'static str {
        match self {
            Shape::Switch => "true or false",
            Shape::Keys => "a list of keys, such as [\"x\", \"s 3\"]",
            Shape::Action => "the name of an action, such as \"undo\"",
            Shape::Preset => "the name of a preset, such as \"vim\"",
            Shape::Wording => "a text, or { zh = \"…\", en = \"…\" }",
            Shape::Table => "a table",
        }
    }

    fn chinese(self) -> &'static str {
        match self {
            Shape::Switch => " true 或 false",
            Shape::Keys => "按键列表，例如 [\"x\", \"s 3\"]",
            Shape::Action => "操作名，例如 \"undo\"",
            Shape::Preset => "预设名，例如 \"vim\"",
            Shape::Wording => "文字，或 { zh = \"…\", en = \"…\" }",
            Shape::Table => "一张表",
        }
    }
}
