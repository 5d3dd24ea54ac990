//! Scopes: where on the screen an action makes sense and a key has its meaning.

use std::str::FromStr;

use crate::text::{Label, Language};

macro_rules! scopes {
    ($($(#[$doc:meta])* $variant:ident $name:literal $zh:literal $en:literal;)*) => {
        /// Where an action makes sense: everywhere, in any list, in one view, or in one pop-up.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Scope {
            $($(#[$doc])* $variant,)*
        }

        impl Scope {
            /// Every scope in the order of the help.
            pub const ALL: &'static [Scope] = &[$(Scope::$variant,)*];

            /// The stable name of its table in keymap files.
            pub fn name(self) -> &'static str {
                match self { $(Scope::$variant => $name,)* }
            }
        }

        impl Label for Scope {
            fn label(&self, language: Language) -> &'static str {
                match self { $(Scope::$variant => language.pick($zh, $en),)* }
            }
        }
    };
}

scopes! {
    /// Everywhere but in a pop-up or a text field.
    Global "global" "通用" "everywhere";
    /// In every list or table.
    List "list" "列表" "lists";
    /// The overview (总览).
    Overview "overview" "总览" "overview";
    /// The outline (大纲).
    Outline "outline" "大纲" "outline";
    /// The task table (任务), and wherever else tasks and projects are rows.
    Tasks "tasks" "任务和重点项目" "tasks and projects";
    /// Special boxes (专栏).
    Boxes "boxes" "专栏" "special boxes";
    /// Indicators (指标).
    Indicators "indicators" "指标" "indicators";
    /// Departments (部门).
    Departments "departments" "部门" "departments";
    /// Compare (对照).
    Compare "compare" "对照" "compare";
    /// The plan check (规划体检).
    Check "check" "体检" "plan check";
    /// Problems (问题台账).
    Problems "problems" "问题台账" "problems";
    /// The matrix of tasks and periods (矩阵).
    Matrix "matrix" "矩阵" "matrix";
    /// History (记录).
    History "history" "记录" "history";
    /// The detail pane, when it has the keyboard.
    Detail "detail" "详情" "detail";
    /// The search page: a query, with its hits below.
    Search "search" "搜索" "search";
    /// A pop-up list to pick from, with a filter that is typed.
    Picker "picker" "选择框" "pick lists";
    /// A text field.
    Text "text" "文本栏" "text fields";
    /// What differs in a text field of several lines; stands before [`Scope::Text`].
    Multiline "multiline" "多行文本栏" "text fields of several lines";
    /// A question to confirm.
    Confirm "confirm" "确认" "questions";
}

impl Scope {
    /// The scopes that hold when this one has the keyboard, innermost first. A scope of one view is followed by
    /// those that it shares; a pop-up or text field stands alone.
    pub fn stack(self) -> &'static [Scope] {
        use Scope::*;
        match self {
            Global => &[Global],
            List => &[List, Global],
            Overview => &[Overview, List, Global],
            Outline => &[Outline, Tasks, List, Global],
            Tasks => &[Tasks, List, Global],
            Boxes => &[Boxes, Tasks, List, Global],
            Indicators => &[Indicators, List, Global],
            Departments => &[Departments, List, Global],
            Compare => &[Compare, List, Global],
            Check => &[Check, List, Global],
            Problems => &[Problems, List, Global],
            Matrix => &[Matrix, Tasks, List, Global],
            History => &[History, List, Global],
            Detail => &[Detail, Tasks, List, Global],
            Search => &[Search],
            Picker => &[Picker],
            Text => &[Text],
            Multiline => &[Multiline, Text],
            Confirm => &[Confirm],
        }
    }

    /// Whether printable keys are text here, so that they can never be commands.
    pub fn takes_text(self) -> bool {
        matches!(self, Scope::Search | Scope::Picker | Scope::Text | Scope::Multiline)
    }

    /// Whether the keyboard belongs to this scope alone: nothing further out is looked at.
    pub fn is_closed(self) -> bool {
        matches!(self, Scope::Search | Scope::Picker | Scope::Text | Scope::Confirm)
    }
}

/// A text that names no scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no scope “{0}”")]
pub struct UnknownScope(pub String);

impl FromStr for Scope {
    type Err = UnknownScope;

    fn from_str(text: &str) -> Result<Self, UnknownScope> {
        Scope::ALL.iter().copied().find(|s| s.name() == text).ok_or_else(|| UnknownScope(text.to_string()))
    }
}
