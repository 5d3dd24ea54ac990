//! The registry of everything that a user can do on a screen.
//!
//! Keymap files, hints, help, the palette and the key tables of the README are made from this one list.

mod scope;

use std::str::FromStr;

use crate::text::Language;

pub use scope::{Scope, UnknownScope};

macro_rules! actions {
    ($($variant:ident $name:literal $scope:ident $zh:literal $en:literal;)*) => {
        /// One thing that a user can do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $(#[doc = $en] $variant,)*
        }

        impl Action {
            /// Every action in the order of the help.
            pub const ALL: &'static [Action] = &[$(Action::$variant,)*];

            /// The stable name used in keymap files.
            pub fn name(self) -> &'static str {
                match self { $(Action::$variant => $name,)* }
            }

            /// Where it makes sense.
            pub fn scope(self) -> Scope {
                match self { $(Action::$variant => Scope::$scope,)* }
            }

            /// What it does, in one line.
            pub fn doc(self, language: Language) -> &'static str {
                match self { $(Action::$variant => language.pick($zh, $en),)* }
            }
        }
    };
}

actions! {
    Help "help" Global "帮助：本视图的所有按键，可筛选，回车执行" "help: every key of this view; type to filter, Enter runs";
    Search "search" Global "搜索全部规划（汉字、拼音、首字母）" "search all plans, in Chinese or pinyin";
    Back "back" Global "返回；取消选择、筛选或弹窗" "go back; drop marks, filters or a pop-up";
    Quit "quit" Global "退出" "quit";
    Suspend "suspend" Global "挂起到后台" "suspend";
    Redraw "redraw" Global "重画屏幕" "draw the screen afresh";
    Undo "undo" Global "撤销上一次更改" "take back the last change";
    Redo "redo" Global "重做撤销的更改" "bring back what was undone";
    PickPeriod "pick-period" Global "选择评估期" "choose the evaluation period";
    NextPeriod "next-period" Global "下一评估期" "next period";
    PreviousPeriod "previous-period" Global "上一评估期" "previous period";
    PickPlan "pick-plan" Global "选择规划" "choose the plan";
    ToggleLanguage "toggle-language" Global "切换中文/英文" "switch between Chinese and English";
    TakeBack "take-back" Global "收回填好的表格（先列出更改）" "take back a list that was filled in; its changes are shown first";
    ViewOverview "view-overview" Global "总览" "overview";
    ViewOutline "view-outline" Global "大纲" "outline";
    ViewTasks "view-tasks" Global "任务" "tasks";
    ViewBoxes "view-boxes" Global "专栏" "special boxes";
    ViewIndicators "view-indicators" Global "指标" "indicators";
    ViewDepartments "view-departments" Global "部门" "departments";
    ViewCompare "view-compare" Global "对照" "compare";
    ViewCheck "view-check" Global "规划体检" "plan check";
    ViewProblems "view-problems" Global "问题台账" "problems";
    ViewMatrix "view-matrix" Global "矩阵：任务×评估期" "matrix of tasks and periods";
    ViewHistory "view-history" Global "记录" "history";
    Down "down" List "下一行" "down";
    Up "up" List "上一行" "up";
    PageDown "page-down" List "下一页" "page down";
    PageUp "page-up" List "上一页" "page up";
    Top "top" List "到开头" "to the first row";
    Bottom "bottom" List "到末尾" "to the last row";
    Open "open" List "打开；选定" "open; choose";
    Left "left" List "收起；到上一级" "fold; to the level above";
    Right "right" List "展开" "unfold";
    Mark "mark" List "选中/取消并下移" "mark or unmark, and go down";
    MarkRange "mark-range" List "选中上次标记到此行" "mark from the last marked row to here";
    MarkAll "mark-all" List "全选/全不选" "mark all or none";
    Filter "filter" List "筛选" "filter";
    ClearFilter "clear-filter" List "清除筛选" "clear the filter";
    Sort "sort" List "按下一列排序" "sort by the next column";
    ReverseSort "reverse-sort" List "倒序" "reverse the order";
    ToggleDetail "toggle-detail" List "进入/离开详情" "to the detail pane and back";
    Export "export" List "导出所列（或选中）的行" "export the rows listed or marked";
    SetNotStarted "set-not-started" Tasks "状态：未启动" "status: not started";
    SetInProgress "set-in-progress" Tasks "状态：推进中" "status: in progress";
    SetCompleted "set-completed" Tasks "状态：已完成" "status: completed";
    SetLagging "set-lagging" Tasks "状态：滞后" "status: lagging";
    SetAdjusted "set-adjusted" Tasks "状态：调整" "status: adjusted";
    ClearStatus "clear-status" Tasks "状态：清除" "status: clear";
    SetProgress "set-progress" Tasks "录入进度（%）" "enter progress in per cent";
    Assign "assign" Tasks "分派牵头单位" "assign the lead department";
    AssignSupport "assign-support" Tasks "分派配合单位" "assign supporting departments";
    AssignPerson "assign-person" Tasks "指定责任人" "name the responsible person";
    AssignDue "assign-due" Tasks "设定完成年份" "set the due year";
    AcceptOffered "accept-offered" Tasks "采纳文中提示的分工" "accept the division of work that the text suggests";
    SetGoal "set-goal" Tasks "写年度目标" "write the goal of the year";
    ShowYearPlan "show-year-plan" Tasks "年度计划：只看有年度目标的（再按取消）" "the year's work plan: only tasks with a goal; again for all";
    WriteReview "write-review" Tasks "填写进展、问题、下一步、佐证" "write what was done, what is stuck, what comes next";
    ConfirmCarried "confirm-carried" Tasks "确认：沿用上期的状态和进度" "confirm the status carried on from the last period";
    ShowMissing "show-missing" Tasks "只看本期未报送的（再按取消）" "only what was not reported in this period; again for all";
    ShowOverdue "show-overdue" Tasks "只看逾期的（再按取消）" "only what is overdue; again for all";
    OpenSource "open-source" Tasks "看原文" "read the source text";
    WriteReminders "write-reminders" Overview "催报：列出未报送单位，生成催报文字" "chase: who has not reported, and reminders to them";
    WriteNotices "write-notices" Overview "督办单：给光标所在单位，或各单位" "supervision notices: to the department under the cursor, or to each";
    SealPeriod "seal-period" Overview "封存光标所在规划的本评估期" "close this period of the plan under the cursor";
    SolveProblem "solve-problem" Problems "记为已解决" "record how it was solved";
    ReopenProblem "reopen-problem" Problems "重新打开" "open it again";
    ShowSolved "show-solved" Problems "看未解决/已解决/全部" "show open ones, solved ones, or all";
    ToggleGrouping "toggle-grouping" Matrix "按章节/按牵头单位分组" "group by chapter or by lead department";
    WriteAppraisal "write-appraisal" Overview "记录第三方评估、社会满意度调查" "record a third party's evaluation or a survey";
    ComparePeriods "compare-periods" Compare "对比一个规划的两个封存期（再按回到指标对照）" "compare two sealed periods of a plan; again for indicators";
    PickBefore "pick-before" Compare "选择对比的前一期" "choose the earlier period to compare";
    PickAfter "pick-after" Compare "选择对比的后一期，或现在" "choose the later period to compare, or today";
    JoinIndicators "join-indicators" Compare "与另一规划的指标是同一项" "the same measure as an indicator of another plan";
    PartIndicators "part-indicators" Compare "与对照的指标不是同一项" "not the same measure as the indicator beside it";
    EnterReading "enter-reading" Indicators "录入实际值" "enter a reading";
    SetDirection "set-direction" Indicators "方向：越高越好/越低越好/按指标表" "direction: higher is better, lower is better, or by its table";
    JudgeIndicator "judge-indicator" Indicators "人工判断（写明理由）" "judge by hand, with the reason";
    ToggleChart "toggle-chart" Indicators "显示/隐藏图表" "show or hide the chart";
    Complete "complete" Search "补全 plan: dept: status: due: is:" "complete plan: dept: status: due: is:";
    SaveView "save-view" Search "把查询存为视图" "save the query as a view";
    DropView "drop-view" Search "删除光标处的视图" "remove the view under the cursor";
    SaveText "save-text" Text "保存" "save";
    NextField "next-field" Text "下一栏" "next field";
    PreviousField "previous-field" Text "上一栏" "previous field";
    NewLine "new-line" Multiline "换行" "new line";
    Yes "yes" Confirm "确定" "yes";
    No "no" Confirm "取消" "no";
}

/// A text that names no action.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no action “{0}”")]
pub struct UnknownAction(pub String);

impl FromStr for Action {
    type Err = UnknownAction;

    fn from_str(text: &str) -> Result<Self, UnknownAction> {
        Action::ALL.iter().copied().find(|a| a.name() == text).ok_or_else(|| UnknownAction(text.to_string()))
    }
}
