//! The Chinese wording of the command line. A test holds it against the arguments that there are.

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
    ("search", "搜索全部内容：汉字、拼音或首字母"),
    ("assign", "任务分解：谁牵头、谁配合、谁负责、何时完成"),
    ("review", "填写任务在某评估期的评估记录"),
    ("reading", "录入指标的实际值"),
    ("undo", "撤销上一次更改"),
    ("redo", "重做刚撤销的更改"),
    ("export", "把列表写成文件"),
    ("report", "起草评估报告"),
    ("compare", "对照各规划的指标，或对照本规划与上级规划的任务"),
    ("check", "规划体检：找出规划文本自身的错漏和矛盾"),
    ("history", "列出更改记录：何人何时改了什么，最近的在前"),
    ("backup", "把全部数据及更改记录写成一个文件"),
    ("restore", "恢复备份；原有数据另行保留"),
    ("doctor", "检查数据是否完好，并可修复"),
    ("keymap", "打印当前按键，或检查键位文件"),
    ("completions", "打印 shell 补全脚本"),
    ("man", "打印手册页"),
    ("help", "显示帮助，同 --help"),
];

/// Arguments by id; `command.id` where one command means something else by it.
const ARGUMENTS: &[(&str, &str)] = &[
    ("store", "数据文件夹 [默认：$PLANDESK_STORE，否则为 XDG 数据文件夹]"),
    ("lang", "提示和表头的语言：zh 或 en [默认：按系统区域设置，未设置时为中文]"),
    ("format", "列表的输出形式：table、json 或 csv [默认：table]"),
    ("embedded", "在本进程内打开数据，不经后台服务"),
    ("color", "颜色：auto、always 或 never [默认：auto]；设置 NO_COLOR 即无颜色"),
    ("help", "显示帮助"),
    ("version", "显示版本"),
    ("files", "规划文件，或填好发回的表（.xlsx、.csv）；- 表示标准输入"),
    ("dry_run", "只说明会导入什么，不改动数据"),
    ("theirs", "导出之后表中和系统中都改过的，以表中所填为准"),
    ("plans", "只看此规划：规划 id，或标题中能确定一个规划的几个字（可重复）"),
    ("period", "评估期：年份、mid-term（中期）或 final（终期）[默认：最近评估的一期，否则为今年]"),
    ("review.period", "评估期：年份、mid-term（中期）或 final（终期）"),
    ("department", "只看此单位牵头或配合的任务；全称简称均可"),
    ("status", "只看此状态：未启动、推进中、已完成、滞后、调整、未报（可重复；英文亦可）"),
    ("review.status", "状态：未启动、推进中、已完成、滞后、调整（英文亦可）；none 为清除"),
    ("kind", "只看任务（task）或只看项目（project）"),
    ("due", "只看到期年份：2024、<2024、>=2024、2023..2025 或 none（无）"),
    ("assign.due", "完成年份；none 为清除"),
    ("text", "只看搜索得到的：汉字、拼音或首字母"),
    ("former", "只看新版本已没有的原有任务"),
    ("query", "要找的内容；空格隔开的各词须同时出现"),
    ("limit", "最多列出几条"),
    ("search.limit", "最多列出几条 [默认：50]"),
    ("ids", "任务或项目的 id"),
    ("lead", "牵头单位，全称简称均可；多个为联合牵头；\"\" 为清除"),
    ("support", "配合单位，按顺序；\"\" 为清除"),
    ("person", "责任人；\"\" 为清除"),
    ("offered", "对尚无牵头单位的任务采纳文中提示的单位"),
    ("progress", "进度百分比，0 至 100；none 为清除"),
    ("done", "进展情况；\"\" 为清除"),
    ("problem", "存在问题"),
    ("next", "下一步措施"),
    ("evidence", "佐证材料：文号、文件或链接"),
    ("reading.id", "指标的 id"),
    ("year", "测得的年份"),
    ("value", "实际值，按指标的单位；none 为清除"),
    ("what", "tasks（任务）、indicators（指标）或 boxes（专栏）"),
    ("backup.file", "要写的文件：UTF-8 的 JSON Lines；以 .gz 结尾则压缩"),
    ("restore.file", "备份文件；自动备份在数据文件夹的 backups 中"),
    ("undo", "恢复到最近一次恢复之前"),
    ("dry_run", "只说明将有哪些变化"),
    ("yes", "不询问，直接执行"),
    ("mend", "修复能修复的；除中断留下的残余外不删除任何内容"),
    ("to", "要写的文件；格式看扩展名：.xlsx、.csv、.md 或 .json"),
    ("by_department", "改为在此文件夹中为每个单位写一个 .xlsx"),
    ("sheets", "每个单位一张工作表（仅 .xlsx）"),
    ("force", "文件已存在时覆盖"),
    ("report.kind", "annual（年度）、mid-term（中期）或 final（终期）"),
    ("plan", "规划：规划 id，或标题中能确定一个规划的几个字"),
    ("report.year", "年度报告的年份 [默认：今年；规划期已过则为最后一年]"),
    ("report.to", "要写的文件；格式看扩展名：.md、.docx 或 .html"),
    ("sector", "只看此领域的规划，如 卫生健康；写几个字即可"),
    ("tasks", "对照任务：本规划与上级规划，而不是指标"),
    ("skip", "不查此规则（可重复）"),
    ("only", "只查此规则，包括默认不查的（可重复）"),
    ("rules", "列出全部规则"),
    ("history.id", "只看此任务、项目、指标或规划的更改"),
    ("check", "检查此键位文件并指出问题"),
    ("shell", "bash、zsh、fish、elvish 或 powershell"),
    ("help.command", "看此命令的帮助，而不是总帮助"),
    ("command", "看此命令的手册页，而不是总手册页"),
];

/// The command line with its help in Chinese.
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
    fn every_command_and_argument_has_chinese_words_and_no_word_is_left_over() {
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
