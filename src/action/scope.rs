//! Scopes: where on the screen an action makes sense and a key has its meaning.

use std::str::FromStr;

use crate::text::{Label, Language};

macro_rules! scopes {
    ($($(#[$doc:meta])* $variant:ident $name:literal $zh:literal $en:literal [$($outer:ident)*];)*) => {
        /// A part of the screen in which keys have a meaning of their own: everywhere, any list, one view, one pop-up.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Scope {
            $($(#[$doc])* $variant,)*
        }

        impl Scope {
            /// Every scope in the order of the help.
            pub const ALL: &'static [Scope] = &[$(Scope::$variant,)*];

            /// Returns the stable name of its table in keymap files.
            pub fn name(self) -> &'static str {
                match self { $(Scope::$variant => $name,)* }
            }

            /// Returns the scopes that hold when this one has the keyboard, innermost first.
            pub fn stack(self) -> &'static [Scope] {
                match self { $(Scope::$variant => &[Scope::$variant, $(Scope::$outer,)*],)* }
            }
        }

        impl Label for Scope {
            fn label(&self, language: Language) -> &'static str {
                match self { $(Scope::$variant => language.pick($zh, $en),)* }
            }
        }
    };
}

// Each scope is followed by those that hold beside it: a view shares others, a pop-up or text field stands alone.
scopes! {
    /// Everywhere but in a pop-up or a text field.
    Global "global" "通用" "everywhere" [];
    /// In every list or table.
    List "list" "列表" "lists" [Global];
    /// The overview (总览).
    Overview "overview" "总览" "overview" [List Global];
    /// The outline (大纲).
    Outline "outline" "大纲" "outline" [Tasks List Global];
    /// The task table (任务), and wherever else tasks and projects are rows.
    Tasks "tasks" "任务、项目" "tasks" [List Global];
    /// Special boxes (专栏).
    Boxes "boxes" "专栏" "special boxes" [Tasks List Global];
    /// Indicators (指标).
    Indicators "indicators" "指标" "indicators" [List Global];
    /// Departments (部门).
    Departments "departments" "部门" "departments" [List Global];
    /// Compare (对照).
    Compare "compare" "对照" "compare" [List Global];
    /// The plan check (规划体检).
    Check "check" "体检" "plan check" [List Global];
    /// Problems (问题台账).
    Problems "problems" "问题台账" "problems" [List Global];
    /// Supervision cases (督办).
    Cases "cases" "督办" "cases" [List Global];
    /// The matrix of tasks and periods (矩阵).
    Matrix "matrix" "矩阵" "matrix" [Tasks List Global];
    /// The hand-over of a plan to the next (接续).
    Handover "handover" "接续" "hand-over" [List Global];
    /// History (记录).
    History "history" "记录" "history" [List Global];
    /// The detail pane, when it has the keyboard.
    Detail "detail" "详情" "detail" [Tasks List Global];
    /// The columns of a table, to be chosen.
    Columns "columns" "栏目" "columns" [];
    /// The search page: a query, with its hits below.
    Search "search" "搜索" "search" [];
    /// A pop-up list to pick from, with a filter that is typed.
    Picker "picker" "选择框" "pick lists" [];
    /// The chooser of files, with a name that is typed.
    Files "files" "选文件" "file chooser" [];
    /// The preview of an import.
    Preview "preview" "导入预览" "import preview" [];
    /// A text field.
    Text "text" "文本栏" "text fields" [];
    /// The keys of text fields of several lines that differ from [`Scope::Text`].
    Multiline "multiline" "多行文本栏" "text fields of several lines" [Text];
    /// The short fields of the form for a task's period.
    Review "review" "评估表单" "review form" [Text];
    /// The fields of words of the form for a task's period.
    ReviewWords "review-words" "评估表单的文字栏" "words of the review form" [Multiline Review Text];
    /// An outline that is typed.
    TypedOutline "typed-outline" "键入提纲" "typed outline" [Multiline Text];
    /// The list of a task's steps.
    Steps "steps" "分解事项" "steps" [];
    /// A question to confirm.
    Confirm "confirm" "确认" "questions" [];
}

impl Scope {
    /// Returns true if printable keys are text here, and so never commands.
    pub fn takes_text(self) -> bool {
        matches!(
            self,
            Scope::Search
                | Scope::Picker
                | Scope::Files
                | Scope::Text
                | Scope::Multiline
                | Scope::Review
                | Scope::ReviewWords
                | Scope::TypedOutline
        )
    }

    /// Returns true if the scopes further out do not hold.
    pub fn is_closed(self) -> bool {
        matches!(
            self,
            Scope::Columns
                | Scope::Search
                | Scope::Picker
                | Scope::Files
                | Scope::Preview
                | Scope::Text
                | Scope::Steps
                | Scope::Confirm
        )
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
