//! The instructions for filling in (填报说明), on a sheet of their own.

use crate::plan::Status;
use crate::text::Language;

/// Returns the name of the sheet.
pub(super) fn sheet_name(language: Language) -> &'static str {
    language.pick("填报说明", "How to fill in")
}

const ORDINALS: [&str; 8] = ["一", "二", "三", "四", "五", "六", "七", "八"];

/// Returns the instructions, numbered, one per row.
pub(super) fn sentences(of_tasks: bool, language: Language) -> Vec<String> {
    let sentences = match language {
        Language::Zh => in_chinese(of_tasks),
        Language::En => in_english(of_tasks),
    };
    let number = |(place, sentence): (usize, String)| match language {
        Language::Zh => format!("{}、{sentence}", ORDINALS.get(place).unwrap_or(&"")),
        Language::En => format!("{}. {sentence}", place + 1),
    };
    sentences.into_iter().enumerate().map(number).collect()
}

fn in_chinese(of_tasks: bool) -> Vec<String> {
    let mut sentences = vec![
        "只填浅黄色单元格；其余各列已锁定，仅供查看。工作表保护没有密码。行高不够时可以拉高。".to_string(),
        "请勿改动 id 列和评估期列，收回时按 id 逐行核对；撤销工作表保护后可以排序、移动列、另加备注列。".to_string(),
    ];
    if of_tasks {
        sentences.extend([
            format!("状态从下拉列表中选择：{}。", Status::listed(Language::Zh)),
            "进度填 0 至 100 的整数（百分数），不带百分号；完成时限填四位年份。".to_string(),
            "牵头单位有多个时，主要牵头单位写在最前；各单位之间用顿号隔开，全称简称均可。".to_string(),
            "进展情况、存在问题、下一步措施写具体事实和数据；佐证材料写文号、文件名或链接。".to_string(),
        ]);
    } else {
        sentences.push("实际值只填数字，按“单位”列的单位；没有数据的年份留空。".to_string());
    }
    sentences.push("未改动的单元格不会被收回；清空单元格即清除原值。填好后保存为 .xlsx 发回。".to_string());
    sentences
}

fn in_english(of_tasks: bool) -> Vec<String> {
    let mut sentences = vec![
        "Fill in the light yellow cells; the others are locked. The protection has no password.".to_string(),
        "Leave the columns id and period as they are: rows are matched by them. Without the protection you may sort, move columns and add your own.".to_string(),
    ];
    if of_tasks {
        sentences.extend([
            format!("Choose the status from the list: {}.", Status::listed(Language::En)),
            "Progress is a whole number from 0 to 100; due is a year of four digits.".to_string(),
            "The main lead comes first; separate departments with commas; short names are accepted.".to_string(),
            "Give facts and figures; evidence is a document number, a file or a link.".to_string(),
        ]);
    } else {
        sentences.push("Readings are plain numbers in the unit shown; leave years without one blank.".to_string());
    }
    sentences
        .push("Cells left as they are change nothing; an emptied cell clears the value. Save as .xlsx.".to_string());
    sentences
}
