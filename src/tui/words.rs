//! Every fixed word and sentence on the screens, in Chinese and in English.

use std::borrow::Cow;

use crate::text::Language;

macro_rules! words {
    ($($name:ident $zh:literal $en:literal;)*) => {
        /// A fixed wording.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Word {
            $(#[doc = $en] $name,)*
        }

        impl Word {
            /// Every wording.
            #[cfg(test)]
            const ALL: &'static [Word] = &[$(Word::$name,)*];

            /// Returns the wording in a language.
            pub fn in_language(self, language: Language) -> &'static str {
                match self { $(Word::$name => language.pick($zh, $en),)* }
            }
        }
    };
}

words! {
    App "规划工作台" "plandesk";
    Overview "总览" "Overview";
    Outline "大纲" "Outline";
    Former "原有任务（新版本已无）" "Former tasks";
    Tasks "任务" "Tasks";
    Boxes "专栏" "Boxes";
    Indicators "指标" "Indicators";
    Departments "部门" "Departments";
    Compare "对照" "Compare";
    Handover "接续" "Hand-over";
    NothingHandedOver "没有可接续的规划：用 plandesk succeed 写明哪个规划接续哪个；有几个时按 P 选择。" "No plan is handed over: plandesk succeed says which continues which; with several, P chooses.";
    UnconfirmedFate "待确认" "unconfirmed";
    EarlierItem "原指标、任务" "earlier indicator, task";
    AtTheEnd "期末" "at the end";
    Fate "去向" "fate";
    OpenFate "待定" "open";
    ContinuedIn "接续为" "continues in";
    FateNote "说明" "note";
    ChooseFate "去向" "Fate";
    ChooseContinued "接续它的是" "Continues in";
    TakeBackFate "收回" "take it back";
    Today "现在" "today";
    ChooseBefore "对比：前（已封存的评估期）" "Compare: before (a sealed period)";
    ChooseAfter "对比：后（已封存的评估期或现在）" "Compare: after (a sealed period or today)";
    ChooseSame "与哪个指标是同一项" "The same measure as";
    ChooseDifferent "与哪个指标不是同一项" "Not the same measure as";
    Same "同一项" "same";
    Different "非同一项" "not same";
    Before "前" "before";
    After "后" "after";
    TwoPeriods "两期" "periods";
    Differences "变化" "Differences";
    NothingSealed "此规划还没有封存的评估期（在总览按 s 封存）。" "No period of this plan is sealed (s on the overview seals one).";
    OnePlan "按 P 选择一个规划。" "P chooses a plan.";
    NoDifference "没有变化。" "No difference.";
    ChooseAppraisal "第三方评估、社会调查" "What others say";
    By "实施单位" "By";
    Score "得分、满意率" "Score";
    Respondents "样本数" "Respondents";
    Conclusion "结论" "Conclusion";
    NewDepartment "新增单位" "New department";
    NoName "请填写单位名称" "the department needs a name";
    Contact "联系人" "Contact";
    LeaveText "文字还没有保存。放弃吗？" "The text is not saved. Leave it?";
    AskArchive "归档此规划？不再计入任何汇总、催报（按 A 可查看）" "Archive this plan? It leaves every total (A shows it).";
    AskDropSamples "删除这些样例规划及其已填内容？" "Remove these samples with all that was entered?";
    NoSamples "没有可删除的样例规划" "there are no samples to remove";
    NoArchived "没有已归档的规划" "no plan is archived";
    Archive "归档" "Archive";
    InForceAgain "取消归档" "in force again";
    Removed "已删除" "removed";
    EnterTitleToRemove "删除规划：请输入其标题" "Remove a plan: type its title";
    NotTheTitle "标题不符" "that is not its title";
    ChooseFiles "导入：规划文件，或填好的表格" "Import: plan documents, or filled-in lists";
    Read "读取" "read";
    ReadingFiles "正在读取" "Reading";
    TakingIn "正在保存" "Saving";
    Stop "停止" "stop";
    Import "导入" "import";
    Imported "已导入" "imported";
    ImportPreview "导入预览：尚未保存" "Import preview: nothing is saved yet";
    TakeOverOrNot "采纳/不采纳" "accept or not";
    AllOrNone "全部/全不" "all or none";
    Doubts "存疑" "Doubts";
    EvaluationReport "评估报告" "report";
    Sample "抽查核验表" "sample";
    RollUp "汇总表" "roll-up";
    BrokenOff "出错，未保存任何内容；请再试一次" "it has broken off and nothing was saved; please try again";
    PasteDocument "导入：粘贴文件的文字" "Import: paste the text of a document";
    PasteHere "请把规划全文（或填好的表格）粘贴到这里，可分几次；回车读取，先列出内容，确认后才保存。" "Paste the whole text of a plan (or a filled-in list) here, in several parts if need be. Enter reads it; what it brings is shown before anything is saved.";
    OrFromYourMachine "或在自己的电脑上运行（换成文件名）：" "Or run this on your own machine, with the name of the file:";
    Pasted "已粘贴" "pasted:";
    FromYourMachine "在自己的电脑上运行" "Run this on your own machine";
    WrittenThere "文件写到运行命令的电脑上，本服务器上不留文件：" "The file is written on the machine that runs the command, and none on this server:";
    NodeIsLost "（按章节或领域的筛选不能带到命令行）" "(a filter by heading or sector has no option on the command line)";
    MarksAreLost "（选中的行不能带到命令行；导出的是筛选所得）" "(marked rows have no option on the command line; it exports what the filter leaves)";
    EnterFolder "写到文件夹（每个单位一个文件）" "Write into folder (a file for each department)";
    EnterReport "评估报告写到（.docx、.html 或 .md）" "Write the report to (.docx, .html or .md)";
    EnterCount "抽查多少项" "How many are drawn";
    EnterSample "抽查核验表写到" "Write the sample to";
    NothingClaimed "本期还没有可核验的结果" "there is nothing to verify yet in this period";
    NoParent "没有已知的上级规划" "no plan above it is known";
    ChooseRollUp "按什么汇总" "Count by";
    FillInGaps "待补充（见文末清单）" "places to fill in, listed at its end:";
    ParentTask "上级规划任务" "Task of the plan above";
    Likeness "相近%" "alike %";
    Changes "更改" "Changes";
    Clashes "冲突（以表为准）" "Clashes (the list counts)";
    ClashesKept "冲突（保留现有内容，不收回）" "Clashes (what is here stays)";
    AsSent "导出时" "as sent";
    ListProblems "问题（不收回）" "Problems (not taken)";
    Remarks "注意" "Notes";
    UnreadColumns "未读取的列" "Columns not read";
    NothingFilledIn "表中没有新填的内容" "nothing new was filled in";
    TakenBack "已收回更改" "changes taken back";
    NotTaken "未收回" "not taken";
    TakeAll "收回" "take back";
    TheirsOrOurs "冲突以谁为准" "whose word counts";
    Notices "督办单" "notice";
    EnterNotices "督办单：每个单位一个文件（.docx 或 .md）" "Supervision notices: a file each (.docx or .md)";
    NothingOutstanding "没有需督办的事项" "nothing is outstanding";
    Clash "冲突" "clashes";
    ByTable "按指标表" "by its table";
    ByFigures "按数据判断" "by its figures";
    ByHand "人工判断" "By hand";
    Direction "方向" "direction";
    Judge "判断" "judge";
    ChooseDirection "方向" "Direction";
    ChooseJudgement "人工判断" "Judgement by hand";
    EnterReason "判断的理由" "The reason for the judgement";
    OffTarget "难以完成" "will miss its target";
    AtThisPace "照此将为" "at this pace";
    Check "体检" "Check";
    Finding "发现" "Finding";
    Rule "规则" "Rule";
    ChooseRule "只看一类" "One rule alone";
    Checking "正在体检…" "checking the plans...";
    NoFindings "没有发现问题。F 看全部规划。" "Nothing found. F shows all plans.";
    Problems "问题台账" "Problems";
    ShortProblems "问题" "Problems";
    Matrix "矩阵" "Matrix";
    History "记录" "History";
    Raised "提出" "Since";
    Solution "解决" "Solution";
    Solve "解决" "solve";
    Reopen "重开" "reopen";
    OpenProblem "未解决" "open";
    SolvedProblem "已解决" "solved";
    AnyProblem "全部" "all";
    NoOpenProblems "没有未解决的问题。s 看已解决的。" "No open problem. s shows the solved ones.";
    EnterSolution "如何解决的（可空）" "How was it solved? (may be empty)";
    Grouping "分组" "group";
    AllPlans "全部规划" "all plans";
    Saved "已存" "saved";
    ShortProjected "照此" "trend";
    Category "类别" "Category";
    NoPlaceAhead "没有可前进的位置" "there is no place to go forward to";
    NoPlaceBehind "没有可后退的位置" "there is no place to go back to";
    Copied "已复制" "copied";
    CopiedFirst "已复制（粘贴不出时，是终端或 tmux 未允许 OSC 52）" "copied (if it can't be pasted, the terminal or tmux does not allow OSC 52)";
    NoClipboard "此终端没有剪贴板；可用 e 导出" "this terminal has no clipboard; e exports to a file";
    TooLongToCopy "内容过长，终端的剪贴板放不下；可用 e 导出" "too long for a terminal's clipboard; e exports to a file";
    NothingToCopy "此处没有可复制的内容" "there is nothing to copy here";
    ChooseCell "复制哪一格" "Copy which cell";
    NotSorted "未排序：先按 S 选一列" "not sorted: S sorts by a column";
    Columns "栏目" "Columns";
    AutomaticWidth "自动" "auto";
    Shown "显示" "show";
    Width "宽窄" "width";
    AsUsual "恢复默认" "as usual";
    Passage "原文" "Passage";
    EntryNumber "#" "#";
    MouseOn "鼠标已开：点击选行，再点打开；按住 Shift 由终端选字" "mouse on: click a row, click again to open; hold Shift to select text";
    MouseOff "鼠标已关：由终端选字" "mouse off: the terminal selects text";
    LinearOn "逐行方式：上下键移动，回车打开，? 列出按键，W l 回到屏幕" "lines: arrows move, Enter opens, ? lists the keys, W l goes back to a screen";
    LinearOff "屏幕方式" "a screen";
    Folded "已收起" "folded";
    ThemeAuto "配色：自动（随终端背景）" "theme: automatic, as the terminal's background";
    ThemeDark "配色：深色" "theme: dark";
    ThemeLight "配色：浅色" "theme: light";
    ThemePlain "配色：无色" "theme: no colour";
    Plan "规划" "Plan";
    Status "状态" "Status";
    Number "编号" "No.";
    Task "任务" "Task";
    Project "项目" "Project";
    Lead "牵头" "Lead";
    Support "配合" "Support";
    Due "到期" "Due";
    Progress "进度" "Done%";
    Kind "类别" "Kind";
    Text "文字" "Text";
    Unreported "未报送" "unreported";
    OfTheseIndicators "其中指标" "indicators of these:";
    Goal "年度目标" "Goal";
    YearPlan "年度计划" "year's work plan";
    EnterGoal "年度目标（空为清除）" "Goal of the year (empty clears)";
    NoGoals "本年度还没有年度目标。在任务上按 M 写。" "No task has a goal this year. M on a task writes one.";
    Sealed "已封存" "sealed";
    OpenSeal "撤销会打开已封存的评估期。撤销吗？" "Undo opens a sealed period again. Undo?";
    NoReading "未录入" "no value";
    PartlySealed "部分封存" "partly sealed";
    Seal "封存" "seal";
    ChooseAPlan "按规划进行：请把光标移到一个规划上" "this is done plan by plan: put the cursor on a plan";
    SealedForGood "已封存，此项不能再改" "is sealed; this can't be changed any more";
    EnterAmendment "已封存，请写修正说明" "Sealed: why is it changed?";
    NoReason "请写明原因" "please give a reason";
    Amended "修正说明" "Amended";
    Correction "更正" "Correction";
    Adjustment "动态调整" "Adjustment";
    ShortCorrection "更" "corr.";
    ShortAdjustment "调" "adj.";
    ShortAdded "增" "new";
    Reason "理由" "Reason";
    DocumentNumber "文号" "Document no.";
    Authority "批准机关" "Authority";
    Effective "生效日期" "In force from";
    Printed "原文" "printed:";
    NowPrinted "现行文本已如此，可在更正、调整中按 Ctrl-x 恢复原文" "the text now says so too: Ctrl-x in the form drops this";
    NowOtherwise "现行文本另有改动：" "the text has changed since:";
    PlaceGone "现行文本已无此处" "the text has no such place any more";
    ByOffice "本单位新增" "Added here";
    SplitFrom "拆自" "split from";
    MergedInto "并入" "merged into";
    Ended "已终止" "Ended";
    HistoryOf "沿革" "History";
    NothingInHistory "还没有更改" "nothing was changed yet";
    TargetAdjusted "目标已调整，原" "target adjusted, was";
    IsItMeant "少见的内容，仍要保存吗？" "This is unlikely. Save it all the same?";
    NotAStatus "请选择状态：1–5" "please choose a status: 1-5";
    NothingLastTime "上期没有填写这一栏" "nothing was said of this last time";
    LastReading "上次" "last";
    FillDown "向下填充：取所选第一行的" "Fill down, from the first marked row";
    MarkTwo "请先选中两行以上：第一行的内容填到其余行" "mark two rows or more: the first one's value goes to the others";
    Person "责任人" "Person";
    Definition "口径" "Definition";
    ChooseAdded "新增" "Add";
    ChoosePlace "移到" "Move to";
    FirstOfItsPlace "已在本章节、本专栏的开头" "it is the first of its heading or box";
    LastOfItsPlace "已在本章节、本专栏的末尾" "it is the last of its heading or box";
    ChooseInto "并入" "Merge into";
    Heading "章节" "Heading";
    TypedOutline "提纲（键入或粘贴多条）" "An outline, typed or pasted";
    OutlineHelp "一行一条；Tab 缩进；有下级的为章节；专栏、指标下各成一类" "one a line; Tab indents; a line with others below is a heading";
    BeginPlan "新建规划" "New plan";
    AddTask "新增任务" "New task";
    AddProject "新增项目" "New project";
    AddIndicator "新增指标" "New indicator";
    AddHeading "新增章节" "New heading";
    AddBox "新增专栏" "New special box";
    HeadingAbove "上级章节" "below";
    SplitTask "拆分" "Split";
    KeepsReviews "保留评估的一项" "Keeps the reviews";
    BeginsAnew "另立的一项" "Begins anew";
    EndItems "终止" "End";
    MergeItems "并入" "Merge";
    Resume "恢复执行？" "Have it go on?";
    OneKind "请选同一规划、同一类的行" "please mark rows of one plan and one kind";
    NoTitle "请填写这一栏" "please fill this in";
    EnterTerm "规划期：起止年份，如 2021-2025" "Term: the first and the last year, such as 2021-2025";
    NameColumns "指明各列" "Name the columns";
    NameColumnsHow "选含义或键入年份（如 2025），不用的留空；会记住并用于表头相同的表" "pick what a column holds, or type a year; leave others empty. It is remembered for like tables";
    NoUnreadTable "没有未能读出的表" "there is no table that could not be read";
    NotATerm "请输入规划期，如 2021-2025" "please enter a term such as 2021-2025";
    TermLike "规划期如 2021-2025" "a term is written 2021-2025";
    Steps "分解事项" "Steps";
    Step "分解事项" "Step";
    NoSteps "还没有分解事项，按 + 新增" "no steps yet; + adds one";
    RemoveStep "删除这个分解事项？" "Remove this step?";
    Milestone "节点" "Milestone";
    PlannedFigure "节点指标值" "Figure";
    MilestoneDue "节点时限" "By";
    ReachedOn "达到日期" "Reached on";
    FigureSoFar "完成值" "So far";
    Asks "需协调事项" "Asks";
    MilestoneHelp "日期如 3月31日；时限不填为本期最后一天" "days such as 2026-03-31; no day is the last of the period";
    NoMilestone "本期没有节点，先按 # 填写" "no milestone in the period; # sets one";
    Light "灯" "Light";
    WallChart "作战图" "wall chart";
    YearlyTarget "年度目标值" "Yearly target";
    Edit "修改" "edit";
    Unconfirmed "未确认" "unconfirmed";
    Confirmed "已确认" "confirmed";
    Confirm "确认" "confirm";
    NothingCarried "没有待确认的：本期已报送，或此前没有状态" "nothing to confirm: reported already, or without an earlier status";
    Overdue "逾期" "overdue";
    ShortOverdue "逾期" "over";
    ShortSupport "配合" "supp.";
    Total "合计" "all plans";
    Sum "小计" "sum";
    Others "其他" "and";
    AllReported "本期已全部报送" "everything is reported for this period";
    Percent "进度" "percent";
    Report "填写" "report";
    Completion "任务完成" "Completed";
    IndicatorsMet "指标达标" "On track";
    ShortUnreported "未报" "none";
    ShortAwaited "待录" "owed";
    ShortBinding "约束" "bind";
    ShortExpected "预期" "exp.";
    ShortAhead "提前实现" "ahead";
    ShortFaster "快于预期" "faster";
    ShortAsExpected "基本符合" "on track";
    ShortSlow "进度偏慢" "slow";
    ShortBehind "滞后" "behind";
    ShortCannotTell "无法判断" "unknown";
    DepartmentsCount "个单位" "departments";
    FilterKeys "空格或方向键 选择、切换" "Space or arrows choose and toggle";
    Open "打开" "open";
    NextRow "下一行" "next";
    Complete "补全" "complete";
    Back "返回" "back";
    Mark "选" "mark";
    Take "选定" "choose";
    Run "执行" "run";
    Save "保存" "save";
    NextField "下一栏" "next field";
    NewLine "换行" "new line";
    Apply "应用" "apply";
    Period "评估期" "period";
    Undo "撤销" "undo";
    Redo "重做" "redo";
    Export "导出" "export";
    Detail "详情" "detail";
    Fold "收起" "fold";
    Unfold "展开" "unfold";
    Chart "图表" "chart";
    Warnings "约束性指标预警" "Binding indicators that will miss";
    NotInTerm "规划期内无此评估期" "period not in term";
    NoPlans "还没有规划。按 I 导入文件。" "No plans yet. I imports documents.";
    FirstStart "开始" "First start";
    OnlySamples "这里只有自带的样例规划，供试用。" "There is nothing here but the samples, to try things with.";
    LookAtSamples "先看样例" "look at the samples";
    ImportInstead "导入自己的规划文件，并删除样例（可撤销）" "import documents of your own, and drop the samples";
    BeginInstead "新建规划，并删除样例（可撤销）" "begin a plan, and drop the samples";
    OtherKeysGoOn "其他按键照常使用" "Other keys work as always.";
    NoRows "没有符合条件的行。F 清除筛选。" "Nothing fits. Clear the filter.";
    Done "进展" "Done";
    Problem "问题" "Stuck";
    Next "下一步" "Next";
    Evidence "佐证" "Evidence";
    Earlier "历次" "Earlier";
    Source "原文" "Source";
    Line "行" "line";
    Offered "文中提示" "suggested";
    Undivided "未分派" "nobody";
    Marked "已选" "marked";
    Rows "条" "rows";
    Search "搜索" "Search";
    Help "帮助" "Help";
    ChooseKinds "本规划的评估期（回车：全部任务 → 重点调度任务 → 不用）" "Periods of the plan (Enter: all tasks, marked, not kept)";
    ChoosePeriod "选择评估期" "Choose the period";
    ChoosePlan "选择规划" "Choose the plan";
    ChooseLead "牵头单位" "Lead department";
    ChooseSupport "配合单位（空格选，可多选）" "Supporting departments (Space picks several)";
    ChooseDepartment "责任单位" "Department";
    ClearIt "（清除）" "(clear)";
    NewName "新单位" "new";
    Backups "备份" "Backups";
    BackupsHelp "每天首次更改后自动备份，存放如下。回车另存一份完整备份。恢复在命令行进行：plandesk restore 文件（先列出更改再确认）。" "The first change of a day makes a backup by itself, kept as listed below. Enter writes one more of everything. Restoring is for the command line: plandesk restore FILE, which shows the changes and asks.";
    NoBackups "还没有自动备份。" "There is none yet.";
    AfterRestore "恢复之后" "after a restore";
    UnlistedDepartment "单位名录中没有；再按回车记为新单位" "in no list; Enter again takes it as new";
    NoSuchDepartment "没有这个单位" "there is no such department";
    ChooseCause "为何修改这个数" "Why is this figure changed";
    ByCorrection "更正：识别或印刷有误" "correction: read or printed wrongly";
    ByAdjustment "动态调整：规划作了调整" "adjustment: the plan was changed";
    NotInPlace "本栏不能就地修改；E 更正、T 调整" "this column can't be edited in place; E corrects, T adjusts";
    NextCell "存，右一栏" "save, right";
    Column "选栏" "column";
    SortCells "按此栏排序" "sort";
    CopyOne "复制" "copy";
    LeaveCells "离开" "leave";
    Filter "筛选" "Filter";
    Any "不限" "any";
    Yes "确定" "yes";
    No "取消" "no";
    TooSmall "窗口太小，请放大到 40×10 以上" "Please enlarge the window to 40×10 or more";
    ImeOn "输入法开着：请切换到英文再按键（或用方向键、回车、F1）"
        "An input method is on: switch it off to use keys (or use arrows, Enter, F1)";
    NotHere "此处不可用" "not possible here";
    NothingMarked "没有选中的行" "no row to act on";
    NothingChanged "没有变化：本来就是这样" "nothing to change: it was so already";
    Indexing "正在建立索引" "indexing";
    NoHits "没有找到。可用汉字、全拼或首字母。" "Nothing found. Type characters, pinyin or initials.";
    ViewName "视图名称" "name of the view";
    SaveAsView "存为视图" "save view";
    TypeToSearch "输入汉字、全拼或拼音首字母" "Type characters, pinyin or initials";
    Department "部门" "Department";
    EnterProgress "进度 %（0–100，空为清除）" "Progress in % (0-100, empty clears)";
    EnterDue "完成时限（空为清除）" "Due (empty clears)";
    EnterPerson "责任人（空为清除）" "Responsible person (empty clears)";
    EnterReading "实际值" "Reading";
    EnterFile "导出到文件（扩展名定格式）" "Export to file (its ending says the format)";
    NotANumber "请输入数字" "please enter a number";
    NotAPercentage "请输入 0–100 的整数" "please enter a whole number from 0 to 100";
    NotADue "请写完成时限，如 2025、2025-06、2025Q2、上半年、2025-06-30" "please write when it is due, such as 2025, 2025-06, 2025Q2 or 2025-06-30";
    NoFile "请输入文件名" "please enter a file name";
    Overwrite "文件已存在。覆盖吗？" "The file exists. Overwrite it?";
    ReplaceView "已有同名视图，大家都在用。替换吗？" "There is a view of this name, for everybody. Replace it?";
    DropView "删除这个视图？大家都不能再用" "Take this view away from everybody?";
    ViewSaved "已存为视图" "Saved as a view";
    ViewDropped "已删除视图" "The view is gone";
    WriteReview "评估记录" "Review";
    DraftBack "已恢复上次未保存的文字" "the text that was not saved is back";
    DropText "文字还没有保存。放弃吗？（下次打开会恢复）" "The text is not saved. Leave it? (it comes back next time)";
    QuitWithDrafts "还有未保存的文字，将留作草稿。退出吗？" "There is text that is not saved; it is kept as a draft. Quit?";
    NowSays "现为" "now:";
    ManyRows "将更改很多行" "This changes many rows";
    Nature "性质" "Nature";
    Name "指标" "Indicator";
    Unit "单位" "Unit";
    Expected "应达" "Pace";
    Judgement "判断" "Verdict";
    Target "目标" "Target";
    Baseline "基期" "Base";
    Reading "实际" "Actual";
    When "时间" "When";
    Who "谁" "Who";
    What "更改" "Change";
    Undone "已撤销" "undone";
    Restored "已恢复" "brought back";
    AlreadyLast "已是最后一个评估期" "that is the last period";
    AlreadyFirst "已是第一个评估期" "that is the first period";
    Projects "项目" "projects";
    Term "规划期" "Term";
    PlanTitle "规划名称" "Title";
    EditionOf "版本" "Edition";
    FieldChanged "变化项" "Field";
    ShortProjects "项" "proj";
    Unassigned "（未分派牵头单位）" "(no lead department)";
    Role "角色" "Role";
    RoleAny "牵头或配合" "lead or support";
    DueBy "最晚到期" "Due by";
    SaveTo "保存到" "Save to";
    NothingShared "没有两个规划共有的指标" "No two plans share an indicator.";
    PressKey "再按一键" "Next key";
    DoesNothing "没有用处（? 看按键）" "does nothing here (? shows the keys)";
    Reminders "催报" "Reminders";
    SomebodyChanged "改了" "changed";
    SomebodyRestored "恢复了备份" "brought a backup back";
    With "与" "with";
    MorePeople "人" "more";
    SomebodyChangedIt "此项刚被他人改过" "Somebody has changed this";
    Mine "我的" "mine";
    KeepMine "用我的" "keep mine";
    TakeTheirs "用对方的" "take theirs";
    EditBoth "两份合在一起改" "edit both into one";
    KeepAllMine "其余都用我的" "keep mine for all that are left";
    TakeAllTheirs "其余都用对方的" "take theirs for all that are left";
    DraftsLeft "您的另一处会话留下没保存的文字，再次打开该表单即可接着写：" "another session of yours has left text that was not saved; open its form to go on: ";
    TakeUpDrafts "上次有没保存的文字。现在接着写吗？" "There is text from last time that was not saved. Go on with it?";
    RestoredBy "恢复" "restored";
}

/// Takes a wording in a language: `say(language, Word::Tasks)`.
pub fn say(language: Language, word: Word) -> &'static str {
    word.in_language(language)
}

/// Returns words as a head or the name of a field has them: short words are small within a sentence.
pub fn capitalised(text: impl Into<Cow<'static, str>>) -> Cow<'static, str> {
    let text = text.into();
    match text.chars().next().filter(char::is_ascii_lowercase) {
        Some(first) => format!("{}{}", first.to_ascii_uppercase(), &text[1..]).into(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wording_exists_in_both_languages() {
        for word in Word::ALL {
            assert!(!word.in_language(Language::Zh).is_empty(), "{word:?}");
            let english = word.in_language(Language::En);
            assert!(!english.is_empty() && !english.contains(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{word:?}");
        }
    }
}
