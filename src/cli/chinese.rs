//! The Chinese help of the command line. A test compares it with the existing arguments.

use clap::{Arg, Command};

const ABOUT: &str = "规划工作台：在终端里分解、监测、评估五年规划";

const EXIT_STATUS: &str =
    "退出状态：0 完成；1 失败或没有找到；2 用法错误；3 数据正被占用；4 数据损坏；5 导入时有文件或行未能导入。";

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

/// Subcommands.
const COMMANDS: &[(&str, &str)] = &[
    ("import", "导入规划文件，或收回填好的表"),
    ("plans", "列出规划及其数字"),
    ("outline", "列出规划的章节"),
    ("tasks", "列出任务和重点项目"),
    ("boxes", "列出专栏及其项目"),
    ("indicators", "列出指标"),
    ("departments", "列出单位及其任务量"),
    ("department", "在单位名录中新增、更改或撤销一个单位"),
    ("search", "搜索全部内容：汉字、拼音或首字母"),
    ("assign", "任务分解：谁牵头、谁配合、谁负责、何时完成"),
    ("edit", "更正或动态调整规划内容，原文保留"),
    ("add", "新增任务、项目、指标、章节或专栏"),
    ("split", "拆分任务：在同一位置另立一项"),
    ("merge", "合并任务：并入另一项，由其继续"),
    ("move", "把任务移到别的章节，或把项目移到别的专栏"),
    ("end", "提前终止任务或指标；保留但不再计入"),
    ("steps", "列出任务的分解事项"),
    ("step", "为任务增加、更改或删去分解事项"),
    ("new-plan", "不经文件新建规划"),
    ("archive", "归档规划：保留，可按需查找，不再计入任何汇总"),
    ("unarchive", "取消归档"),
    ("remove", "删除规划及其全部已填内容"),
    ("samples", "列出自带的样例规划，或将其删除"),
    ("review", "填写任务在某评估期的评估记录"),
    ("reading", "录入指标的实际值"),
    ("confirm", "确认沿用：本期未报的任务采用上期状态"),
    ("goal", "填写任务的年度目标"),
    ("work-plan", "列出年度计划：当年有目标的任务及其进展"),
    ("milestone", "填写任务在某评估期的节点，或将其删去"),
    ("reach", "记录节点的完成：达到日期、完成值、需协调事项"),
    ("milestones", "调度表：列出本期各任务的节点和红黄绿灯"),
    ("yearly-target", "设定指标某年的目标值，自行填写或按测算采用"),
    ("yearly-targets", "逐年列出指标的目标值及测算值"),
    ("problems", "列出问题台账：各期提出的问题，未解决与已解决"),
    ("solve", "问题销号：记录问题如何解决，或重新打开"),
    ("judge", "记录对指标的人工判断"),
    ("direction", "指定指标是越高越好还是越低越好"),
    ("pair", "指定不同规划的两个指标或两项任务是否为同一项"),
    ("appraise", "录入第三方评估或社会满意度调查的结果"),
    ("appraisals", "列出第三方评估和社会满意度调查"),
    ("periods", "列出各规划所用的评估期种类及其任务范围"),
    ("keep", "让规划按月、季度、半年调度，或不再如此"),
    ("mark", "把任务列为重点调度，或取消"),
    ("seal", "封存规划的一个评估期，此后的更正均留痕"),
    ("seals", "列出已封存的评估期及校验结果"),
    ("succeed", "写明一个规划接续哪个原规划"),
    ("fates", "列出规划的指标、任务在接续规划中的去向"),
    ("fate", "确认指标、任务的去向"),
    ("baselines", "列出可作新规划基期的期末封存值，或予以采用"),
    ("carry", "把任务及其未解决的问题结转到接续规划"),
    ("sample", "抽查核验：从所报成果中随机抽样，可重复"),
    ("notice", "写督办单：逾期、未报、滞后和未解决的问题"),
    ("rollup", "按规划、章节、单位、领域或评估期汇总"),
    ("undo", "撤销上一次更改"),
    ("redo", "重做刚撤销的更改"),
    ("export", "把列表写成文件"),
    ("report", "起草评估报告"),
    ("pack", "写出评估要报送的全套文件：报告、附表、工作簿和待补充事项"),
    ("compare", "对照各规划的指标，或对照本规划与上级规划的任务"),
    ("check", "规划体检：找出规划文本自身的错漏和矛盾"),
    ("history", "列出更改记录：何人何时改了什么，最近的在前"),
    ("backup", "把全部数据及更改记录写成一个文件"),
    ("restore", "恢复备份；原有数据另行保留"),
    ("serve", "在前台保持工作台开放，可让其他机器上的人员经 SSH 使用"),
    ("access", "列出谁可以做什么（access.toml）"),
    ("doctor", "检查数据是否完好，并可修复"),
    ("keymap", "打印当前按键，或检查键位文件"),
    ("templates", "列出报告和督办单的用语，或检查用语文件"),
    ("completions", "打印 shell 补全脚本"),
    ("man", "打印手册页"),
    ("help", "显示帮助，同 --help"),
];

/// Arguments by id, or by `command.id` where the meaning differs in one command.
const ARGUMENTS: &[(&str, &str)] = &[
    ("store", "数据文件夹 [默认：$PLANDESK_STORE，否则为 XDG 数据文件夹]"),
    ("lang", "提示和表头的语言：zh 或 en [默认：按系统区域设置，未设置时为中文]"),
    ("format", "列表的输出形式：table、json 或 csv [默认：table]"),
    ("embedded", "在本进程内打开数据，不经后台服务"),
    ("color", "颜色：auto、always 或 never [默认：auto]；设置 NO_COLOR 即无颜色"),
    ("linear", "屏幕逐行说出（读屏软件用）"),
    ("help", "显示帮助"),
    ("version", "显示版本"),
    ("files", "规划文件（.docx 或纯文本），或填好发回的表（.xlsx、.csv）；- 表示标准输入"),
    ("ssh", "在此地址开放 SSH：0.0.0.0:2222"),
    ("connections", "同时最多的连接数 [默认：200]"),
    ("idle", "多久不按键即关闭其屏幕：30m、1h [默认：1h]"),
    ("amend", "更正已封存评估期的内容时须写明的修正说明"),
    ("dry_run", "只说明会导入什么，不改动数据"),
    ("as_plan", "内容不像规划（解读、报告、新闻等）的文件也作为规划收入"),
    ("accept_loss", "接受新版本少了规划十分之一以上的内容，或全部指标"),
    ("import.term", "规划名称没有写明期限时的起止年份：2024-2026"),
    ("import.columns", "读不出的表各列的含义：3=指标,4=单位,5=2020,7=2025；120:3=指标,… 指第 120 行处的表"),
    ("import.period", "表中没有评估期时，填的是哪一期：年份、mid-term（中期）或 final（终期）"),
    ("by_text", "表中没有 id 时，按任务、指标的文字对应（文字完全相同且只有一项的）"),
    ("theirs", "导出之后表中和系统中都改过的，以表中所填为准"),
    ("new", "新规划：规划 id，或标题中能确定一个规划的几个字"),
    ("old", "它所接续的原规划"),
    ("none", "不再接续任何规划"),
    ("fates.plan", "原规划：规划 id，或标题中能确定一个规划的几个字"),
    ("fates.of", "只看指标（indicators），或只看任务和项目（tasks）"),
    ("unconfirmed", "只看尚未确认的"),
    ("fates.to", "把指标衔接表和任务去向表写成文件；格式看扩展名：.xlsx、.csv、.md 或 .json"),
    ("fate.ids", "原规划的指标、任务或项目的 id"),
    ("of_plan", "此原规划的全部条目"),
    ("fate.kind", "去向：{fates}（英文亦可）；none 为收回"),
    ("fate.into", "接续它的条目的 id [默认：系统建议的]"),
    ("note", "说明；\"\" 为清除"),
    ("accept_offered", "对尚未确认的条目采纳系统建议的去向"),
    ("take", "采用为基期值"),
    ("baselines.only", "只限新规划的这些指标"),
    ("carry.ids", "原规划的任务或项目的 id"),
    ("carry.plan", "接续规划 [默认：接续其规划的那一个]"),
    ("carry.chapter", "尚无对应条目的任务放在接续规划的哪个章节下：章节 id，或名称中的几个字"),
    ("in_box", "尚无对应条目的项目放在接续规划的哪个专栏"),
    ("archived", "只看已归档的规划"),
    ("named", "规划 id，或标题中能确定一个规划的几个字"),
    ("drop", "删除样例规划及其全部已填内容"),
    ("plans", "只看此规划：规划 id，或标题中能确定一个规划的几个字（可重复）"),
    ("period", "评估期：{periods}[默认：最近评估的一期，否则为今年]"),
    ("review.period", "评估期：{periods}"),
    ("indicators.department", "只看此单位牵头或配合的指标；全称简称均可"),
    ("department", "只看此单位牵头或配合的任务；全称简称均可"),
    ("status", "只看此状态：{statuses}、未报（可重复；英文亦可）"),
    ("review.status", "状态：{statuses}（英文亦可）；none 为清除"),
    ("kind", "只看任务（task）或只看项目（project）"),
    ("due", "只看此时到期的：2024、2024-06、2024Q2、<2024、>=2024、2023..2025 或 none（无）"),
    ("assign.due", "完成时限：{dues}；none 为清除"),
    ("text", "只看搜索得到的：汉字、拼音或首字母"),
    ("former", "只看新版本已没有的原有任务"),
    ("overdue", "只看逾期的：已到期而未完成、未调整"),
    ("missing", "只看待报送的：未报送，且本期尚未封存"),
    ("with_goal", "只看评估期所在年份有年度目标的，即年度计划"),
    ("light", "只看此灯：red（红灯）、yellow（黄灯）、blue（蓝灯）或 green（绿灯）"),
    ("milestone.period", "节点所属的评估期：{periods}"),
    ("milestone.title", "本期要达到什么"),
    ("milestone.figure", "要达到的数值；none 为清除"),
    ("milestone.due", "节点时限，须在本期之内 [默认：本期最后一天]：{dues}；none 为清除"),
    ("milestone.remove", "删去此节点"),
    ("reach.period", "节点所属的评估期：{periods}"),
    ("reach.on", "达到的日期 [默认：今天；写了 --figure 或 --asks 时不变]；none 为未达到"),
    ("reach.figure", "目前完成的数值；不低于计划值即为今天达到；none 为清除"),
    ("asks", "需协调事项；\"\" 为清除"),
    ("yearly-target.ids", "指标的 id"),
    ("yearly-target.year", "目标年份 [用 --by 时默认：规划期内尚无目标的各年]"),
    ("yearly-target.value", "目标值，照表格写：60、≥93、降低3.8%；none 为清除"),
    ("way", "采用测算值：straight-line（逐年等量）或 constant-rate（逐年等比）"),
    ("yearly-targets.year", "只看这一年"),
    ("yearly-targets.department", "只看此单位牵头或配合的指标；全称简称均可"),
    ("open", "只看未解决的问题"),
    ("solved", "只看已解决的问题"),
    ("goal.year", "目标年份"),
    ("goal.text", "当年要达到的目标；none 为清除"),
    ("work-plan.year", "计划年份 [默认：今年]"),
    ("confirm.department", "只确认此单位牵头的任务；全称简称均可"),
    ("confirm.period", "评估期：{periods}"),
    ("problems.period", "只看在此评估期提出、再次提及或解决的问题"),
    ("raised", "首次提出问题的评估期"),
    ("solve.period", "问题得到解决的评估期"),
    ("how", "如何解决"),
    ("reopen", "重新打开问题"),
    ("judge.id", "指标的 id"),
    ("judge.year", "判断所属年份"),
    ("judgement", "提前实现、快于预期、基本符合预期、进度偏慢、滞后、无法判断（英文亦可）；none 为清除"),
    ("reason", "理由"),
    ("direction.id", "指标的 id"),
    ("way", "higher（越高越好）、lower（越低越好）或 auto（按目标和名称判断）"),
    ("one", "一个指标或一项任务"),
    ("other", "另一规划中的同类条目"),
    ("same", "是同一项，不论名称"),
    ("different", "不是同一项，名称相近也不是"),
    ("auto", "按规则判断"),
    ("appraise.period", "评估期：{periods}"),
    ("appraise.kind", "third-party（第三方评估）或 survey（社会满意度调查）"),
    ("by", "实施单位；\"\" 为清除"),
    ("date", "时间，按单位习惯写；\"\" 为清除"),
    ("score", "得分，或满意的百分比；none 为清除"),
    ("respondents", "答卷人数；none 为清除"),
    ("conclusion", "结论；\"\" 为清除"),
    ("remove", "删去整条记录"),
    ("kinds", "评估期种类：{kinds}"),
    ("keep.of", "需要填报的任务：all（全部）、marked（重点调度任务，见 mark），none 为不再使用 [默认：all]"),
    ("off", "取消重点调度"),
    ("seal.period", "评估期：{periods}"),
    ("yes", "不再询问；无人应答时必须加上"),
    ("count", "抽取几项 [默认：10]"),
    ("seed", "抽样种子：种子相同则结果相同 [默认：规划 id 加评估期]"),
    ("sample.to", "要写的文件，留有核验结论各列；格式看扩展名：.xlsx、.csv、.md、.html 或 .json"),
    ("notice.department", "此单位的督办单；全称简称均可"),
    ("all", "有事项需督办的各单位各一份"),
    ("notice.to", "要写的文件；格式看扩展名：.docx（一个单位）、.md 或 .xlsx"),
    ("to_folder", "每个单位一个文件，写入此文件夹"),
    ("reminders", "只打印未报送任务的催报文字，可粘贴到消息中"),
    ("notice.number", "首份督办单的编号，其余依次编号"),
    ("deadline", "报送期限：2026-12-15"),
    ("notice.contact", "联系人和联系电话"),
    ("form", "文件夹中文件的格式：docx、md 或 xlsx [默认：docx]"),
    (
        "rollup.by",
        "按什么汇总：chapter（章节）、plan（规划）、department（牵头单位）、sector（领域）、period（评估期）或 all（全部）",
    ),
    ("between", "逐项比较一个规划的两个已封存评估期，或已封存的与 now（目前）"),
    ("compare.period", "now（目前）所看的评估期 [默认：最近评估的一期，否则为今年]"),
    ("query", "要找的内容；空格隔开的各词须同时出现"),
    ("view", "按此名称的视图查找；另写的词须同时满足"),
    ("save", "把所查内容存为此名称的视图，供工作台上所有人使用"),
    ("limit", "最多列出几条"),
    ("search.limit", "最多列出几条 [默认：50]"),
    ("ids", "任务或项目的 id"),
    ("step.id", "任务或项目的 id"),
    ("step.number", "分解事项的序号 [默认：新增]"),
    ("step.title", "要做什么"),
    ("step.department", "责任单位，全称简称均可；\"\" 为清除"),
    ("step.due", "完成时限：{dues}；none 为清除"),
    ("step.done", "已完成"),
    ("not_done", "并未完成"),
    ("step.remove", "删去此分解事项"),
    ("import", "导入单位名录（.toml 或 .csv）；未写的项保持不变"),
    ("departments.dry_run", "只说明会更改什么，不改动数据"),
    ("departments.export", "把名录写成文件（.toml 或 .csv），可再用 --import 导入"),
    ("departments.force", "文件已存在时覆盖"),
    ("official", "分管领导；\"\" 为清除"),
    ("section", "牵头单位的责任科室；\"\" 为清除"),
    ("assign.contact", "联系人和电话；\"\" 为清除"),
    ("department.department", "单位，全称简称均可"),
    ("department.add", "新增到名录"),
    ("rename", "新名称；任务随之保留，旧名称仍可识别"),
    ("short", "简称、别名，最短的常用简称在前（可重复）；取代原有的简称"),
    ("level", "类别：party（党委部门）、government（政府部门）、group（群团组织）或 institution（事业单位及其他）"),
    ("department.region", "所属地区；与提及它的规划同一地区的不必填"),
    ("superior", "上级单位"),
    ("contact", "联系人"),
    ("telephone", "电话"),
    ("from", "成立日期，如 2021-02-25"),
    ("until", "撤销日期：存续的最后一天"),
    ("successor", "承接其职能的单位"),
    ("department.drop", "收回本单位录入的内容；本单位新增的单位随之去掉"),
    ("made", "task（任务）、project（项目）、indicator（指标）、heading（章节）或 box（专栏）"),
    ("add.outline", "一次写多条，每行一条，取自文件或标准输入（-）；用 Tab 表示上下级"),
    ("new-plan.outline", "规划的内容，每行一条，取自文件或标准输入（-）；用 Tab 表示上下级"),
    ("typed", "打印为大纲（章节、专栏、任务、项目、指标），可供 add、new-plan 的 --outline 使用"),
    ("behind", "排在同一章节、专栏的此任务之后（多条依次排列）；first 为排在最前"),
    ("add.text", "任务正文 [默认：同标题]"),
    ("add.number", "编号"),
    ("add.chapter", "所在章节：id，或名称中能确定一个章节的几个字"),
    ("add.special_box", "项目所在专栏：id，或名称中能确定一个专栏的几个字"),
    ("add.group", "专栏内的分组"),
    ("add.category", "指标类别"),
    ("add.unit", "指标单位"),
    ("add.nature", "指标性质：约束性、预期性（binding、expected）"),
    ("add.definition", "指标口径"),
    ("add.target", "某年的目标值，照表格写：2025=93（可重复）"),
    ("split.id", "要拆分的任务或项目；已有的评估记录留在其上"),
    ("split.title", "新立一项的标题"),
    ("split.text", "新立一项的正文 [默认：同标题]"),
    ("merge.ids", "要并入另一项的任务、项目或指标"),
    ("into", "继续执行的一项"),
    ("merge.by", "所依据文件的文号"),
    ("end.by", "所依据文件的文号"),
    ("end.ids", "要终止的任务、项目或指标"),
    ("resume", "改为恢复执行"),
    ("new-plan.title", "规划的标题"),
    ("new-plan.sector", "规划的领域，如 卫生健康"),
    ("edit.ids", "任务、项目、指标、章节（h3）、专栏（b1）的 id，或规划"),
    ("title", "标题；指标则为名称"),
    ("edit.text", "正文"),
    ("number", "编号；\"\" 为没有"),
    ("chapter", "移到此章节：id，或名称中能确定一个章节的几个字"),
    ("special_box", "项目移到此专栏：id，或名称中能确定一个专栏的几个字"),
    ("group", "专栏内的分组；\"\" 为没有"),
    ("category", "指标类别；\"\" 为没有"),
    ("unit", "指标单位；\"\" 为没有"),
    ("nature", "指标性质：约束性、预期性（binding、expected）；\"\" 为没有"),
    ("definition", "指标口径；\"\" 为没有"),
    ("target", "某年的目标值，照表格写：2025=93（可重复）；2025= 为没有"),
    ("baseline", "某年的基期值：2020=76.5（可重复）"),
    ("quantity", "任务某年要达到的数量：2025=建成十所（可重复）"),
    ("region", "规划的地区"),
    ("edit.sector", "规划的领域"),
    ("term", "规划期：2021-2025"),
    ("edition", "版本：condensed（摘编）、consultation-draft（征求意见稿）、issued（印发）或 adjusted（调整）"),
    ("parent", "上级规划的 id；\"\" 为没有"),
    ("as_printed", "此项恢复原文，如 title、target-2025（可重复）"),
    ("edit.reason", "理由；动态调整必须写明"),
    ("edit.by", "动态调整所依据文件的文号；写了即为动态调整，否则为更正"),
    ("authority", "批准调整的机关"),
    ("on", "调整的生效日期：日、月或年，如 2024-07-01、2024年7月；不写则自始有效"),
    ("lead", "牵头单位，全称简称均可；多个为联合牵头；\"\" 为清除"),
    ("support", "配合单位，按顺序；\"\" 为清除"),
    ("person", "责任人；\"\" 为清除"),
    ("offered", "对尚无牵头单位的任务采纳文中提示的单位"),
    ("progress", "进度百分比，0 至 100；none 为清除"),
    ("from_steps", "进度取自分解事项：已完成的占比"),
    ("done", "进展情况；\"\" 为清除"),
    ("problem", "存在问题"),
    ("next", "下一步措施"),
    ("evidence", "佐证材料：文号、文件或链接"),
    ("reading.id", "指标的 id"),
    ("year", "测得的年份"),
    ("value", "实际值，按指标的单位；none 为清除"),
    (
        "what",
        "tasks（任务）、indicators（指标）、boxes（专栏）、problems（问题台账）、matrix（任务推进作战图）、milestones（调度表）或 wall-chart（节点作战图：章节与各月的灯）",
    ),
    ("backup.file", "要写的文件：UTF-8 的 JSON Lines；以 .gz 结尾则压缩"),
    ("restore.file", "备份文件；自动备份在数据文件夹的 backups 中"),
    ("restore.undo", "恢复到最近一次恢复之前"),
    ("restore.dry_run", "只说明将有哪些变化"),
    ("mend", "修复能修复的；除中断留下的残余外不删除任何内容"),
    ("to", "要写的文件；格式看扩展名：.xlsx、.csv、.md、.html 或 .json"),
    ("by_department", "改为在此文件夹中为每个单位写一个 .xlsx"),
    ("sheets", "每个单位一张工作表（仅 .xlsx）"),
    ("paper", "按纸张排版的 .xlsx：a4（纵向，主要各列）或 a3（横向，全部各列）"),
    ("force", "文件已存在时覆盖"),
    ("report.period", "annual（年度）、mid-term（中期）、final（终期），或一个评估期，如 2026Q1、一季度"),
    ("plan", "规划：规划 id，或标题中能确定一个规划的几个字"),
    ("report.year", "年度报告的年份 [默认：今年；规划期已过则为最后一年]"),
    ("report.to", "要写的文件；格式看扩展名：.md、.docx 或 .html"),
    ("sector", "只看此领域的规划，如 卫生健康；写几个字即可"),
    ("tasks", "对照任务：本规划与上级规划，而不是指标"),
    ("skip", "不查此规则（可重复）"),
    ("only", "只查此规则，包括默认不查的（可重复）"),
    ("rules", "列出全部规则"),
    ("history.id", "只看此任务、项目、指标或规划的更改"),
    ("who", "只看此人的更改"),
    ("since", "只看这一天及以后的更改，如 2026-11-22"),
    ("example", "打印一份 access.toml 样例"),
    ("check", "检查此键位文件并指出问题"),
    ("templates.check", "检查此用语文件并指出问题"),
    ("report.form", "full（全文）、short（供领导阅的两页简稿）或 public（可在网站公布的公开稿） [默认：full]"),
    ("pack.to_folder", "文件写入此文件夹"),
    ("sources", "标明各句数字的出处：annex（文末列表）或 comments（逐句批注）"),
    ("shell", "bash、zsh、fish、elvish 或 powershell"),
    ("help.command", "看此命令的帮助，而不是总帮助"),
    ("command", "看此命令的手册页，而不是总手册页"),
];

/// Returns the command line with its help in Chinese.
pub(super) fn reworded(command: Command) -> Command {
    command
        .about(ABOUT)
        .after_help(EXIT_STATUS)
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .mut_args(|argument| argument_in_chinese(argument, ""))
        .mut_subcommands(|subcommand| {
            let name = subcommand.get_name().to_string();
            let about = look_up(COMMANDS, &name).unwrap_or_default();
            subcommand.about(about).help_template(TEMPLATE).mut_args(|argument| argument_in_chinese(argument, &name))
        })
}

fn argument_in_chinese(argument: Arg, command: &str) -> Arg {
    let wording = wording(argument.get_id().as_str(), command).unwrap_or_default();
    let heading = match argument.get_help_heading() {
        Some(_) => "通用选项",
        None if argument.is_positional() => "参数",
        None => "选项",
    };
    let takes_value = argument.get_action().takes_values();
    argument.help(wording).help_heading(heading).hide_default_value(takes_value)
}

fn wording(id: &str, command: &str) -> Option<&'static str> {
    look_up(ARGUMENTS, &format!("{command}.{id}")).or_else(|| look_up(ARGUMENTS, id))
}

fn look_up(table: &'static [(&str, &str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == name).map(|(_, wording)| *wording)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::args;
    use super::*;
    use crate::text::Language;

    #[test]
    fn every_command_and_argument_has_a_chinese_help_text_and_none_is_unused() {
        let command = args::command(Language::En);
        let mut used = BTreeSet::new();
        let mut check = |command: &Command, name: &str| {
            for argument in command.get_arguments() {
                let id = argument.get_id().as_str();
                assert!(wording(id, name).is_some(), "{name} {id} has no Chinese words");
                let own = format!("{name}.{id}");
                used.insert(if look_up(ARGUMENTS, &own).is_some() { own } else { id.to_string() });
            }
        };
        check(&command, "");
        for subcommand in command.get_subcommands() {
            assert!(look_up(COMMANDS, subcommand.get_name()).is_some(), "{}", subcommand.get_name());
            check(subcommand, subcommand.get_name());
        }
        assert_eq!(COMMANDS.len(), command.get_subcommands().count());
        let known: BTreeSet<String> = ARGUMENTS.iter().map(|(id, _)| id.to_string()).collect();
        assert_eq!(known, used);
    }
}
