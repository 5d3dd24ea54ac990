//! The registry of everything that a user can do on a screen.
//!
//! Keymap files, hints, help, the palette and the key tables of `docs/` are made from this one list.

mod scope;

use std::str::FromStr;

use crate::plan::Status;
use crate::text::Language;

pub use scope::{Scope, UnknownScope};

/// A place on the last line of the screen for an action that is wanted often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hint {
    /// Its place among the hints: lower ranks come first.
    pub rank: u8,
    zh: &'static str,
    en: &'static str,
    /// The scopes in which it is shown.
    scopes: &'static [Scope],
}

impl Hint {
    /// Returns the short label.
    pub fn label(&self, language: Language) -> &'static str {
        language.pick(self.zh, self.en)
    }
}

macro_rules! actions {
    // An action is shown as a hint in its own scope, unless others are named.
    (@scopes $own:ident) => { &[Scope::$own] };
    (@scopes $own:ident $($other:ident)+) => { &[$(Scope::$other,)+] };
    (@hint $own:ident) => { None };
    (@hint $own:ident [$rank:literal $zh:literal $en:literal $($other:ident)*]) => {
        Some(Hint { rank: $rank, zh: $zh, en: $en, scopes: actions!(@scopes $own $($other)*) })
    };
    ($($variant:ident $name:literal $scope:ident $zh:literal $en:literal $([$($hint:tt)*])?;)*) => {
        /// One thing that a user can do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $(#[doc = $en] $variant,)*
        }

        impl Action {
            /// Every action in the order of the help.
            pub const ALL: &'static [Action] = &[$(Action::$variant,)*];

            /// Returns the stable name used in keymap files.
            pub fn name(self) -> &'static str {
                match self { $(Action::$variant => $name,)* }
            }

            /// Returns the scope in which it makes sense.
            pub fn scope(self) -> Scope {
                match self { $(Action::$variant => Scope::$scope,)* }
            }

            /// Describes it in one line.
            pub fn doc(self, language: Language) -> &'static str {
                match self { $(Action::$variant => language.pick($zh, $en),)* }
            }

            fn any_hint(self) -> Option<Hint> {
                match self { $(Action::$variant => actions!(@hint $scope $([$($hint)*])?),)* }
            }
        }
    };
}

impl Action {
    /// Returns the status that the action gives to a task. Its name is `set-` and the name of the status.
    pub fn status(self) -> Option<Status> {
        self.name().strip_prefix("set-")?.parse().ok()
    }

    /// Returns its hint where a stack of scopes holds, if it has one there.
    pub fn hint(self, scopes: &[Scope]) -> Option<Hint> {
        self.any_hint().filter(|hint| hint.scopes.iter().any(|scope| scopes.contains(scope)))
    }

    /// Returns the actions that have a hint where a stack of scopes holds, the most wanted first.
    pub fn hinted(scopes: &[Scope]) -> Vec<(Action, Hint)> {
        let hints = Action::ALL.iter().filter_map(|action| Some((*action, action.hint(scopes)?)));
        let mut hints: Vec<_> = hints.collect();
        hints.sort_by_key(|(_, hint)| hint.rank);
        hints
    }
}

actions! {
    Help "help" Global "帮助：本视图的所有按键，可筛选，回车执行" "help: every key of this view; type to filter, Enter runs";
    Search "search" Global "搜索全部规划（汉字、拼音、首字母）" "search all plans, in Chinese or pinyin" [55 "搜索" "search"];
    Back "back" Global "返回；取消选择、筛选或弹窗" "go back; drop marks, filters or a pop-up" [90 "返回" "back" Steps Search Picker Files Preview Columns Text Compare Check History];
    JumpBack "jump-back" Global "后退到上一个位置" "back to the place before";
    JumpForward "jump-forward" Global "前进到下一个位置" "forward to the place after";
    CopyText "copy-text" Global "复制光标处的全文" "copy the whole text of the row under the cursor";
    CopyRow "copy-row" List "复制行（所选的行或光标处）" "copy the rows that are marked, or the one under the cursor";
    CopyCell "copy-cell" List "复制一格" "copy a cell";
    CopyId "copy-id" List "复制编号（命令行所用）" "copy the id, as the command line takes it";
    Quit "quit" Global "退出" "quit";
    Suspend "suspend" Global "挂起到后台" "suspend";
    Redraw "redraw" Global "重画屏幕" "draw the screen afresh";
    Undo "undo" Global "撤销上一次更改" "take back the last change" [50 "撤销" "undo"];
    Redo "redo" Global "重做撤销的更改" "bring back what was undone" [51 "重做" "redo" History];
    PickPeriod "pick-period" Global "选择评估期" "choose the evaluation period" [65 "评估期" "period"];
    NextPeriod "next-period" Global "下一评估期" "next period";
    PreviousPeriod "previous-period" Global "上一评估期" "previous period";
    KeepPeriods "keep-periods" Global "设定本规划的评估期：按月、季度、半年调度" "choose the periods that the plan keeps: months, quarters, half-years";
    PickPlan "pick-plan" Global "选择规划" "choose the plan" [60 "规划" "plan"];
    ToggleLanguage "toggle-language" Global "切换中文/英文" "switch between Chinese and English";
    ToggleMouse "toggle-mouse" Global "开/关鼠标（点击、滚轮；开时按住 Shift 由终端选字）" "mouse on or off: clicks and wheel; with it on, hold Shift to select text";
    ToggleLinear "toggle-linear" Global "逐行方式（读屏软件）与屏幕方式" "lines for screen readers, or a screen";
    NextTheme "next-theme" Global "换配色：自动、深色、浅色、无色" "next theme: automatic, dark, light, no colour";
    Import "import" Global "导入规划文件，或收回填好的表格（先列出内容和更改）" "import plan documents, or take back lists that were filled in; what they bring is shown first";
    WriteReport "write-report" Global "写本期评估报告的初稿" "write the draft of the period's evaluation report";
    WritePack "write-pack" Global "评估要报送的全套材料：报告、附表、工作簿，写到一个文件夹" "all that is handed in for an evaluation: reports, tables and workbooks, in a folder";
    WriteMilestones "write-milestones" Global "调度表：本期各任务的节点和红黄绿灯" "the dispatch sheet: the milestones of the period with their lights";
    WriteSheets "write-sheets" Global "任务分解表：一个工作簿，每个单位一张表" "the tasks as one workbook with a sheet for each department";
    WriteWorkbooks "write-workbooks" Global "任务分解表：每个单位一个文件" "the tasks as a workbook for each department";
    WriteSample "write-sample" Global "抽查核验表" "a sample of claimed results to be verified";
    WriteRollUp "write-roll-up" Global "汇总表（按规划、章节、单位、领域、评估期）" "a roll-up by plan, chapter, department, sector or period";
    WriteCounterparts "write-counterparts" Global "与上级规划的任务对照表" "the tasks of a plan beside those of the plan above";
    BackUp "back-up" Global "备份：列出已有的自动备份，另存一份（恢复用命令行 plandesk restore）" "back up: lists the backups there are and writes one more (plandesk restore brings one back)";
    ViewOverview "view-overview" Global "总览" "overview";
    ViewOutline "view-outline" Global "大纲" "outline" [31 "大纲" "outline" Overview];
    ViewTasks "view-tasks" Global "任务" "tasks" [32 "任务" "tasks" Overview];
    ViewBoxes "view-boxes" Global "专栏" "special boxes" [33 "专栏" "boxes" Overview];
    ViewIndicators "view-indicators" Global "指标" "indicators" [34 "指标" "indicators" Overview];
    ViewDepartments "view-departments" Global "部门" "departments" [35 "部门" "departments" Overview];
    ViewCompare "view-compare" Global "对照" "compare" [36 "对照" "compare" Overview Indicators];
    ViewCheck "view-check" Global "规划体检" "plan check" [37 "体检" "check" Overview];
    ViewProblems "view-problems" Global "问题台账" "problems" [38 "问题" "problems" Overview];
    ViewMatrix "view-matrix" Global "矩阵：任务×评估期" "matrix of tasks and periods" [39 "矩阵" "matrix" Overview];
    ViewHandover "view-handover" Global "规划接续：指标、任务的去向" "hand-over to the next plan: the fates of indicators and tasks" [66 "接续" "hand over" Compare];
    ViewCases "view-cases" Global "督办：各督办件在哪一步、停留几天、轮到谁" "supervision cases: where each is, for how long, and whose turn it is" [66 "督办" "cases" Problems];
    ViewHistory "view-history" Global "记录" "history" [40 "记录" "history" Overview];
    Down "down" List "下一行" "down" [20 "下一行" "next" Search];
    Up "up" List "上一行" "up";
    PageDown "page-down" List "下一页" "page down";
    PageUp "page-up" List "上一页" "page up";
    Top "top" List "到开头" "to the first row";
    Bottom "bottom" List "到末尾" "to the last row";
    Open "open" List "打开；选定" "open; choose" [10 "打开" "open" Steps Search Picker Files Preview Outline Departments Compare Check Problems Cases Matrix History];
    Left "left" List "收起；到上一级；左一栏" "fold; to the level above; the cell to the left" [20 "收起" "fold" Outline];
    Right "right" List "展开；右一栏（表格中进入选格）" "unfold; the cell to the right (in a table, a cursor among the cells)" [21 "展开" "unfold" Outline Matrix Columns];
    EditCell "edit-cell" List "就地修改一格：←/→ 选栏，回车修改并下移，Tab 存并右移，Esc 离开" "edit a cell in place: ←/→ choose the column, Enter edits and goes down, Tab saves and goes right, Esc leaves" [43 "改格" "cell" Tasks Indicators Problems];
    Mark "mark" List "选中/取消并下移" "mark or unmark, and go down" [41 "选" "mark" Tasks Cases Picker Columns Files Preview];
    MarkRange "mark-range" List "选中上次标记到此行" "mark from the last marked row to here";
    MarkAll "mark-all" List "全选/全不选" "mark all or none" [42 "全选" "all" Files Preview];
    Filter "filter" List "筛选" "filter" [45 "筛选" "filter" Tasks Check Problems Cases];
    ClearFilter "clear-filter" List "清除筛选" "clear the filter";
    Sort "sort" List "按下一列排序" "sort by the next column" [42 "排序" "sort" Columns];
    ReverseSort "reverse-sort" List "倒序" "reverse the order";
    ChooseColumns "choose-columns" List "选择栏目：显示、隐藏、宽窄、次序" "choose columns: shown or hidden, width, order";
    ToggleDetail "toggle-detail" List "进入/离开详情" "to the detail pane and back" [80 "详情" "detail"];
    Export "export" List "导出所列（或选中）的行" "export the rows listed or marked" [75 "导出" "export"];
    Correct "correct" List "更正：原文读错、印错的内容" "correct what was read or printed wrongly" [76 "更正" "correct" Outline Boxes Indicators];
    Adjust "adjust" List "动态调整：写明理由、文号、生效日期" "adjust the plan, with reason, document and date" [77 "调整" "adjust" Indicators];
    AddItem "add-item" List "新增任务、项目、指标、章节、专栏，或新建规划" "add a task, project, indicator, heading or box, or begin a plan" [78 "新增" "add" Outline Boxes];
    EndItems "end-items" List "终止（写明理由）；已终止的恢复" "end, with the reason; an ended one goes on" ;
    MergeItems "merge-items" List "并入另一条" "merge into another one";
    ItemHistory "item-history" List "光标处的沿革：谁在何时改了什么" "history of the row under the cursor";
    SetNotStarted "set-not-started" Tasks "状态：未启动" "status: not started";
    SetInProgress "set-in-progress" Tasks "状态：推进中" "status: in progress";
    SetCompleted "set-completed" Tasks "状态：已完成" "status: completed" [22 "状态" "status"];
    SetLagging "set-lagging" Tasks "状态：滞后" "status: lagging";
    SetAdjusted "set-adjusted" Tasks "状态：调整" "status: adjusted";
    ClearStatus "clear-status" Tasks "状态：清除" "status: clear";
    SetProgress "set-progress" Tasks "录入进度（%）" "enter progress in per cent" [26 "进度" "percent"];
    Assign "assign" Tasks "分派牵头单位" "assign the lead department" [23 "牵头" "lead"];
    AssignSupport "assign-support" Tasks "分派配合单位" "assign supporting departments" [24 "配合" "support"];
    AssignPerson "assign-person" Tasks "指定责任人" "name the responsible person";
    AssignLiaison "assign-liaison" Tasks "写分管领导、责任科室、联系人" "enter the leading official, the section and the contact";
    AssignDue "assign-due" Tasks "设定完成时限" "set when it is due";
    AcceptOffered "accept-offered" Tasks "采纳文中提示的分工" "accept the division of work that the text suggests";
    SetGoal "set-goal" Tasks "写年度目标" "write the goal of the year";
    ShowYearPlan "show-year-plan" Tasks "年度计划：只看有年度目标的（再按取消）" "the year's work plan: only tasks with a goal; again for all";
    WriteReview "write-review" Tasks "填写进展、问题、下一步、佐证" "write what was done, what is stuck, what comes next" [25 "填写" "report"];
    ConfirmCarried "confirm-carried" Tasks "确认：沿用上期的状态和进度" "confirm the status carried on from the last period" [27 "确认" "confirm"];
    SplitTask "split-task" Tasks "拆分为两项" "split into two";
    MoveItems "move-items" Tasks "移到其他章节、专栏" "move to another heading or box";
    MoveUp "move-up" Tasks "在本章节、本专栏内上移" "move up within its heading or box";
    MoveDown "move-down" Tasks "在本章节、本专栏内下移" "move down within its heading or box";
    ShowSteps "show-steps" Tasks "分解事项：单位、责任人、到期、完成" "steps: department, person, due, done";
    FillDown "fill-down" Tasks "把所选第一行的一项内容填到其余所选行" "fill one value of the first marked row down the others";
    WriteMilestone "write-milestone" Tasks "节点：本期要达到什么、何时达到" "the milestone of the period, and its outcome";
    ReachMilestone "reach-milestone" Tasks "节点今天达到（再按为未达到）" "the milestone is reached today; again for not reached";
    OpenCase "open-case" Tasks "督办立项：就所选任务立一个督办件" "open a supervision case about the rows marked, or the one under the cursor";
    MarkForDispatch "mark-for-dispatch" Tasks "列为重点调度（再按取消）" "mark to be dispatched more closely; again to take the mark away";
    ShowMissing "show-missing" Tasks "只看本期未报送的（再按取消）" "only what was not reported in this period; again for all";
    ShowOverdue "show-overdue" Tasks "只看逾期的（再按取消）" "only what is overdue; again for all";
    OpenSource "open-source" Tasks "看原文" "read the source text";
    WriteReminders "write-reminders" Global "催报：列出未报送单位，生成催报文字" "chase: who has not reported, and reminders to them" [20 "催报" "reminders" Overview Departments];
    WriteNotices "write-notices" Global "督办单：给光标所在单位，或各单位" "supervision notices: to the department under the cursor, or to each" [21 "督办单" "notice" Departments];
    EditDepartment "edit-department" Departments "编辑单位：名称、简称、联系人、电话、上级……" "edit the department: names, contact, telephone, superior …" [22 "编辑" "edit"];
    AddDepartment "add-department" Departments "在单位名录中新增一个单位" "add a department to the list" [23 "新增" "add"];
    RetireDepartment "retire-department" Departments "机构撤并：最后一天、承接单位" "end the department: its last day and its successor" [24 "撤并" "end"];
    ShowAllDepartments "show-all-departments" Departments "看名录中的全部单位（再按只看有任务的）" "all departments of the list; again for those with work" [25 "名录" "list"];
    SealPeriod "seal-period" Overview "封存光标所在规划的本评估期" "close this period of the plan under the cursor" [22 "封存" "seal"];
    SolveProblem "solve-problem" Problems "记为已解决" "record how it was solved" [20 "解决" "solve"];
    ReopenProblem "reopen-problem" Problems "重新打开" "open it again" [21 "重开" "reopen"];
    ShowSolved "show-solved" Problems "看未解决/已解决/全部" "show open ones, solved ones, or all" [22 "状态" "status"];
    MoveCase "move-case" Cases "记录下一步：交办、签收、反馈、审核、延期、办结、评价" "record the next step: handed over, signed for, answered, checked, extended, closed, evaluated" [20 "下一步" "next step"];
    ShowCases "show-cases" Cases "看未办结/逾期/已办结/全部" "show those that wait, late ones, those that are over, or all" [22 "状态" "status"];
    ToggleGrouping "toggle-grouping" Matrix "按章节/按牵头单位分组" "group by chapter or by lead department" [20 "分组" "group"];
    ToggleLights "toggle-lights" Matrix "作战图：看红黄绿灯（再按看状态）" "wall chart: lights; again for statuses" [21 "红绿灯" "lights"];
    ArchivePlan "archive-plan" Overview "归档光标所在规划；在归档中则取消归档" "archive the plan under the cursor; in the archive, bring it back";
    ShowArchived "show-archived" Overview "看已归档的规划（再按返回）" "look at archived plans; again for the others";
    RemovePlan "remove-plan" Overview "删除光标所在规划（须输入标题）" "remove the plan under the cursor; its title has to be typed";
    DropSamples "drop-samples" Overview "删除自带的样例规划" "remove the plans that came with plandesk";
    WriteAppraisal "write-appraisal" Overview "记录第三方评估、社会满意度调查" "record a third party's evaluation or a survey";
    ComparePeriods "compare-periods" Compare "对比一个规划的两个封存期（再按回到指标对照）" "compare two sealed periods of a plan; again for indicators" [22 "两期" "periods"];
    PickBefore "pick-before" Compare "选择对比的前一期" "choose the earlier period to compare" [23 "前" "before"];
    PickAfter "pick-after" Compare "选择对比的后一期，或现在" "choose the later period to compare, or today" [24 "后" "after"];
    JoinIndicators "join-indicators" Compare "与另一规划的指标是同一项" "the same measure as an indicator of another plan" [20 "同一项" "same"];
    PartIndicators "part-indicators" Compare "与对照的指标不是同一项" "not the same measure as the indicator beside it" [21 "非同一项" "not same"];
    SucceedPlan "succeed-plan" Handover "写明哪个规划接续哪个" "say which plan continues which" [25 "接续关系" "link"];
    ConfirmFates "confirm-fates" Handover "确认建议的去向（所选的行或光标处）" "confirm the offered fate of the rows marked, or of the one under the cursor" [20 "确认" "confirm"];
    ConfirmAllFates "confirm-all-fates" Handover "确认所列的全部建议去向" "confirm all fates that are offered" [21 "全部确认" "confirm all"];
    SetFate "set-fate" Handover "选定去向" "choose the fate" [22 "去向" "fate"];
    SetContinued "set-continued" Handover "选定接续它的指标或任务" "choose the indicator or task that continues it" [23 "接续为" "into"];
    AddContinued "add-continued" Handover "另有一项接续它（拆分）" "choose one more that continues it: a split";
    TakeBaselines "take-baselines" Handover "把封存的期末值作为接续指标的基期" "take sealed last readings over as baselines of what continues the indicators";
    CarryTasks "carry-tasks" Handover "把任务及未解决的问题结转到接续规划" "carry tasks on into the next plan, with their open problems";
    ShowUnconfirmed "show-unconfirmed" Handover "只看待确认的（再按看全部）" "only what is not confirmed; again for all" [24 "待确认" "unconfirmed"];
    EnterReading "enter-reading" Indicators "录入实际值" "enter a reading" [20 "实际" "actual"];
    SetYearlyTargets "set-yearly-targets" Indicators "年度目标值：按测算采用，或逐年填写" "targets of single years: as proposed, or year by year" [24 "年度目标" "by year"];
    SetDirection "set-direction" Indicators "方向：越高越好/越低越好/按指标表" "direction: higher is better, lower is better, or by its table" [21 "方向" "direction"];
    JudgeIndicator "judge-indicator" Indicators "人工判断（写明理由）" "judge by hand, with the reason" [22 "判断" "judge"];
    ToggleChart "toggle-chart" Indicators "显示/隐藏图表" "show or hide the chart" [23 "图表" "chart"];
    MoveColumnUp "move-column-up" Columns "栏目前移" "column towards the front";
    MoveColumnDown "move-column-down" Columns "栏目后移" "column towards the end" [30 "移动" "move"];
    UsualColumns "usual-columns" Columns "恢复默认栏目" "columns as usual" [50 "恢复默认" "as usual"];
    MatchByText "match-by-text" Preview "填好的表没有编号时，按任务、指标的文字对应" "match rows without ids to the items that have exactly their words" [43 "按文字对应" "match by text"];
    Complete "complete" Search "补全 plan: dept: status: due: is: 或文件名" "complete plan: dept: status: due: is:, or the name of a file" [30 "补全" "complete" Search Files];
    SaveView "save-view" Search "把查询存为视图" "save the query as a view" [40 "存为视图" "save view"];
    DropView "drop-view" Search "删除光标处的视图" "remove the view under the cursor";
    NameColumns "name-columns" Preview "指明未能读出的表的各列（光标所在的，否则第一张）" "name the columns of a table that could not be read: the one under the cursor, or the first" [20 "指明列" "columns"];
    SaveText "save-text" Text "保存" "save" [10 "保存" "save"];
    NextField "next-field" Text "下一栏" "next field" [20 "下一栏" "next field"];
    PreviousField "previous-field" Text "上一栏" "previous field";
    SaveNext "save-next" Review "保存并填写下一行" "save, and go on with the next row" [11 "存，下一条" "save, next" Review ReviewWords];
    TakeOver "take-over" Review "沿用上期本栏内容" "take over what was said of the field last time" [12 "沿用上期" "as last time" Review ReviewWords];
    AsPrinted "as-printed" Text "恢复原文：撤去本栏的更正或调整" "as printed: drop what was laid over the field";
    NewLine "new-line" Multiline "换行" "new line" [30 "换行" "new line"];
    Indent "indent" TypedOutline "缩进一级" "indent" [20 "缩进" "indent"];
    Outdent "outdent" TypedOutline "退回一级" "outdent" [21 "退回" "outdent"];
    AddStep "add-step" Steps "新增分解事项" "add a step" [20 "新增" "add"];
    StepDone "step-done" Steps "完成/未完成" "done or not" [21 "完成" "done"];
    RemoveStep "remove-step" Steps "删除" "remove" [22 "删除" "remove"];
    ReportSteps "report-steps" Steps "以完成比例作为任务进度" "report the share done as the task's progress" [23 "作为进度" "as progress"];
    Yes "yes" Confirm "确定" "yes" [10 "确定" "yes"];
    No "no" Confirm "取消" "no" [20 "取消" "no"];
}

/// The former names of actions, which keymap files may still have, with the present ones.
const RENAMED: [(&str, &str); 1] = [("take-back", "import")];

/// A text that names no action.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no action “{0}”")]
pub struct UnknownAction(pub String);

impl FromStr for Action {
    type Err = UnknownAction;

    fn from_str(text: &str) -> Result<Self, UnknownAction> {
        let name = RENAMED.iter().find(|(old, _)| *old == text).map_or(text, |(_, new)| new);
        Action::ALL.iter().copied().find(|a| a.name() == name).ok_or_else(|| UnknownAction(text.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_its_action_in_the_order_of_the_statuses() {
        let set: Vec<Status> = Action::ALL.iter().filter_map(|action| action.status()).collect();
        assert_eq!(set, Status::ALL);
    }
}
