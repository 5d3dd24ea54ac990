//! Vocabulary of official documents: classifying lines and titles by their words.

use crate::plan::Nature;
use crate::text::fold::half_width;
use crate::text::numeral;

use super::measure::begins_with_verb;

/// Returns a text in half width without blanks.
pub fn folded(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(half_width).collect()
}

/// Parses 约束性 or 预期性, with or without brackets.
pub fn nature(cell: &str) -> Option<Nature> {
    match folded(cell).trim_matches(|c: char| "[]()【】〔〕".contains(c)) {
        "约束性" | "约束" | "约束性指标" | "约束型" => Some(Nature::Binding),
        "预期性" | "预期" | "预期性指标" | "预期型" | "指导性" => Some(Nature::Expected),
        _ => None,
    }
}

/// Returns number and title if the line is the first one of a special box: 专栏3 …, 专栏四：….
pub fn special_box(text: &str) -> Option<(String, String, Option<u32>)> {
    let text = text.trim().trim_start_matches(['【', '[', '（', '(']);
    let text = text.strip_prefix('专')?.trim_start().strip_prefix('栏')?;
    if text.chars().take(72).count() > 70 || text.contains(['。', '；', '，']) {
        return None;
    }
    let text = text.trim_start();
    let digits = text.find(|c: char| !(half_width(c).is_ascii_digit() || "一二三四五六七八九十-—".contains(c)));
    let (number, title) = text.split_at(digits.unwrap_or(text.len()));
    let parted = title.is_empty() || !number.is_empty() || title.starts_with(['：', ':', ' ', '\u{3000}']);
    let reference = title.starts_with(['所', '中', '的', '和', '及', '、', '列']);
    if !parted || reference || number.is_empty() && title.trim().is_empty() {
        return None;
    }
    let title = title.trim_matches(|c: char| c.is_whitespace() || "：:】]）)、.．".contains(c));
    let value = number.split(['-', '—']).next_back().and_then(numeral::parse);
    Some((format!("专栏{}", folded(number)), title.replace('\t', " ").trim().to_string(), value))
}

/// Returns true for a table caption: 表3 ….
pub fn is_table_caption(text: &str) -> bool {
    let text = folded(text);
    let Some(rest) = text.strip_prefix('表') else { return false };
    rest.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
        && text.chars().count() <= 60
        && !text.contains(['。', ','])
}

/// Returns true for the caption of an indicator table with targets; one about the previous term does not count.
pub fn is_indicator_caption(text: &str) -> bool {
    let text = folded(text);
    let back = ["完成情况", "实现情况", "执行情况", "评估", "回顾"].iter().any(|w| text.contains(w));
    text.contains("指标") && !back && text.chars().count() <= 60 && !text.contains(['。', ';'])
}

/// Returns true for the title of an appendix: 附表1, 附件, 附录, 附图.
pub fn is_appendix(text: &str) -> bool {
    let text = folded(text);
    let Some(rest) = ["附表", "附件", "附录", "附图", "附：", "附:", "参考文献", "名词解释", "名词术语"]
        .iter()
        .find_map(|w| text.strip_prefix(w))
    else {
        return false;
    };
    text.chars().count() <= 60
        && !text.contains('。')
        && (rest.chars().count() <= 30 || rest.starts_with([':', '1', '一', '2', '二']))
}

/// Returns true if a line begins something other than a paragraph or a cell: a box, a caption, a note, an appendix.
pub fn starts_block(text: &str) -> bool {
    special_box(text).is_some() || is_table_caption(text) || is_note(text) || is_appendix(text)
}

/// Returns true for a note below a table: 注：.
pub fn is_note(text: &str) -> bool {
    ["注：", "注:", "备注：", "备注:", "说明：", "【注】", "注1", "注 "].iter().any(|w| text.starts_with(w))
}

/// Returns true for the complete subject of an official document: 某某政府关于…的意见.
pub fn is_subject(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| c.is_whitespace() || "）)".contains(c));
    let bare = if bare.len() < text.trim_end().len() {
        bare.rsplit_once(['（', '(']).map_or(bare, |(name, _)| name)
    } else {
        bare
    };
    let ends = super::notice::SUBJECT_ENDS.iter().any(|end| bare.trim_end_matches('》').ends_with(end));
    // A document issued by a notice ends the subject only together with the word for the notice.
    let sends =
        ["关于印发", "关于公布", "关于发布", "关于下发", "关于批转", "关于转发"].iter().any(|word| text.contains(word));
    text.contains("关于")
        && ends
        && (!sends || bare.ends_with("通知"))
        && !text.contains('。')
        && text.chars().count() <= 120
}

/// Returns true for a line with only a date: 2022年2月9日, 二○二二年二月九日.
pub fn is_date(text: &str) -> bool {
    let text = folded(text);
    let known = |c: char| c.is_ascii_digit() || "年月日〇○零一二三四五六七八九十".contains(c);
    (6..=14).contains(&text.chars().count())
        && text.contains('年')
        && text.ends_with(['日', '月'])
        && text.chars().all(known)
}

/// Returns true if a word of a list says by when, and nothing else: 8月底前, 2023年12月, 6月底完成, 年底前, 长期.
pub fn is_due(word: &str) -> bool {
    let word = word.trim().trim_end_matches("完成");
    let ends = ["前", "底", "末", "年", "月", "日", "季度", "半年"].iter().any(|end| word.ends_with(end));
    let dated = word.contains(|c: char| c.is_ascii_digit()) || word.starts_with("年") || word.contains("季度");
    ends && dated || matches!(word, "长期" | "长期坚持" | "持续推进" | "持续" | "全年" | "常年")
}

/// Returns true if the title of a chapter shows that it prescribes no action: it is a review, states general
/// requirements, or is front or back matter.
pub fn is_background(title: &str) -> bool {
    let title = folded(title);
    let title = title.trim_end_matches(['。', ':', '.']);
    if title.is_empty() {
        return false;
    }
    if is_general(title) || is_statement(title) {
        return true;
    }
    let past = [
        "现状",
        "背景",
        "形势",
        "机遇",
        "挑战",
        "实施情况",
        "完成情况",
        "执行情况",
        "发展情况",
        "基本情况",
        "回顾",
        "成就",
        "成效",
        "存在问题",
        "存在的问题",
        "主要问题",
        "突出问题",
        "面临",
        "定位",
        "愿景",
        "展望",
        "环境影响",
        "影响评价",
        "影响分析",
        "投资估算",
    ];
    if past.iter().any(|word| title.contains(word)) && !is_measure(title) {
        return true;
    }
    let ends = [
        "基础", "环境", "条件", "目标", "原则", "思想", "要求", "思路", "战略", "依据", "意义", "总则", "附则", "概况",
        "概述", "指标", "范围", "期限", "方针", "布局",
    ];
    ends.iter().any(|word| title.ends_with(word)) && !is_measure(title)
}

/// Returns true if a title begins with a verb that is not part of a noun (发展基础, 规划目标).
fn is_measure(title: &str) -> bool {
    let noun = [
        "发展基础",
        "发展现状",
        "发展环境",
        "发展形势",
        "发展背景",
        "发展条件",
        "发展目标",
        "发展思路",
        "发展原则",
        "发展定位",
        "发展愿景",
        "发展情况",
        "发展成就",
        "发展成效",
        "建设基础",
        "建设现状",
        "建设目标",
        "建设原则",
        "改革目标",
        "保护现状",
        "治理现状",
        "治理目标",
        "实施情况",
        "编制",
        "实现目标",
        "发展面临",
        "发展回顾",
        "监测目标",
        "治理原则",
        "发展战略",
        "发展要求",
        "开放形势",
        "发展总体",
    ];
    let acts = |clause: &str| begins_with_verb(clause) && !noun.iter().any(|n| clause.starts_with(n));
    acts(title) || title.split([',', '、']).skip(1).any(acts)
}

/// Returns true for a title that states aims or reasons although it begins with a verb: 明确总体目标, 充分认识…的重要意义.
pub fn is_statement(title: &str) -> bool {
    let states = [
        "进一步明确",
        "明确",
        "准确把握",
        "牢牢把握",
        "科学把握",
        "把握",
        "坚持",
        "确立",
        "树立",
        "认清",
        "充分认识",
        "深刻认识",
        "正确认识",
        "深刻理解",
        "深刻领会",
        "提高思想认识",
        "提高认识",
        "提高对",
        "深化对",
        "强化对",
        "切实提高",
        "切实增强",
        "进一步增强",
        "增强",
        "统一思想",
        "锚定",
        "高度重视",
    ];
    let ends = [
        "目标",
        "原则",
        "要求",
        "思想",
        "思路",
        "方向",
        "定位",
        "意义",
        "重要性",
        "必要性",
        "形势",
        "认识",
        "责任感",
        "紧迫感",
        "使命感",
    ];
    let title = folded(title);
    let title = title.trim_end_matches(['。', ':', '.']);
    states.iter().any(|word| title.starts_with(word)) && ends.iter().any(|word| title.ends_with(word))
}

/// Returns true for a title that is background in some plans and action in others: 发展环境, 人居环境. The text below it
/// decides.
pub fn is_ambiguous(title: &str) -> bool {
    let title = folded(title);
    let title = title.trim_end_matches(['。', ':', '.']);
    !is_general(title) && ["环境", "条件", "基础", "战略", "布局"].iter().any(|end| title.ends_with(end))
}

/// Returns true for a closing paragraph: it refers to the document as a whole, or to everybody who carries it out.
pub fn closes_text(text: &str) -> bool {
    let starts = ["各地", "各有关", "各部门", "各县", "各乡", "各级", "各单位", "上述", "以上", "请各", "此前"];
    let document = ["意见", "通知", "方案", "规划", "办法", "措施", "规定", "纲要", "计划"];
    let own = |word: &str| {
        ["本", "自本"].iter().any(|this| text.strip_prefix(this).is_some_and(|rest| rest.starts_with(word)))
    };
    starts.iter().any(|word| text.starts_with(word)) || document.iter().any(|word| own(word))
}

/// Returns true for a title of the general part: 指导思想, 基本原则, 主要目标.
pub fn is_general(title: &str) -> bool {
    let title = folded(title);
    let title = title.trim_end_matches(['。', ':', '.']);
    let starts = [
        "指导思想",
        "基本原则",
        "总体要求",
        "总体目标",
        "总体思路",
        "总体战略",
        "总则",
        "重大意义",
        "重要意义",
        "前言",
        "序言",
        "引言",
        "导言",
        "绪论",
        "指导方针",
        "战略导向",
    ];
    let whole = [
        "主要目标",
        "发展目标",
        "规划目标",
        "工作目标",
        "具体目标",
        "阶段目标",
        "试点目标",
        "行动目标",
        "目标",
        "目标任务",
        "主要指标",
        "核心指标",
        "具体指标",
        "原则",
        "规划原则",
        "工作原则",
        "编制原则",
        "编制依据",
        "规划依据",
        "规划范围",
        "规划期限",
        "试点范围",
        "适用范围",
        "发展基础",
        "发展现状",
        "发展形势",
        "发展环境",
        "现状与问题",
        "存在问题",
        "编制背景",
        "规划背景",
        "名词解释",
        "参考文献",
        "发展定位",
        "战略目标",
        "远景目标",
        "二〇三五年远景目标",
        "2035年远景目标",
        "附则",
        "主要指标体系",
    ];
    starts.iter().any(|w| title.starts_with(w)) || whole.contains(&title)
}

/// Returns true for the title of a last chapter with requirements for carrying out the plan: 工作要求.
pub fn is_on_carrying_out(title: &str) -> bool {
    let title = folded(title);
    ["工作要求", "有关要求", "相关要求", "组织要求", "保障要求", "实施要求", "落实要求", "几点要求"]
        .iter()
        .any(|end| title.ends_with(end) && !title.contains("总体"))
}

/// Returns true for a heading that has no number: 总则, 前言, 附则.
pub fn is_unnumbered_heading(text: &str) -> bool {
    matches!(
        folded(text).as_str(),
        "总则" | "前言" | "序言" | "引言" | "导言" | "绪论" | "附则" | "结语" | "结束语" | "后记" | "序"
    )
}

/// Returns true if a title is that of a chapter rather than a section.
pub fn is_chapter_title(title: &str) -> bool {
    let title = folded(title);
    let ends = [
        "总体要求",
        "发展基础",
        "主要任务",
        "重点任务",
        "重点工作",
        "保障措施",
        "组织实施",
        "组织保障",
        "实施保障",
        "总则",
        "重点工程",
        "规划实施",
        "实施机制",
        "主要举措",
        "重大举措",
        "工作任务",
        "工作要求",
        "实施步骤",
        "编制背景",
        "任务举措",
        "发展环境",
        "实施情况",
    ];
    ends.iter().any(|w| title.ends_with(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_of_action_are_told_from_background_and_general_parts() {
        for title in [
            "“十三五”规划实施情况",
            "面临的机遇和挑战",
            "总体要求",
            "编制背景",
            "发展基础",
            "总体战略",
            "现状与评价",
            "发展形势与总体要求",
            "环境影响分析",
            "总 则",
            "规划定位及重点",
            "规划愿景与目标",
            "指导思想",
            "（规划）基本原则",
            "发展环境",
            "开启现代化建设新征程的发展环境",
            "发展现状与面临形势",
        ] {
            assert!(is_background(title), "{title}");
        }
        for title in [
            "重点工作",
            "保障措施",
            "营造健康环境",
            "优化发展环境",
            "完善健康保障",
            "实施机制",
            "加强组织领导",
            "健全支撑与保障",
            "夯实发展基础",
            "实施步骤",
            "市域生态空间结构",
            "主要任务",
            "提升应急处置能力",
            "服要服出便利、服出实惠",
            "一体推进改革",
        ] {
            assert!(!is_background(title), "{title}");
        }
    }

    #[test]
    fn boxes_are_known_by_their_first_line() {
        let read = special_box;
        let boxed = |n: &str, t: &str, v| Some((n.to_string(), t.to_string(), v));
        assert_eq!(read("专栏 8 无障碍重点项目"), boxed("专栏8", "无障碍重点项目", Some(8)));
        assert_eq!(read("专栏2：社会保障重点项目"), boxed("专栏2", "社会保障重点项目", Some(2)));
        assert_eq!(read("专栏五 教育"), boxed("专栏五", "教育", Some(5)));
        assert_eq!(read("【专栏1】重大工程"), boxed("专栏1", "重大工程", Some(1)));
        assert_eq!(read("专栏1所列项目按期完成"), None);
        assert_eq!(read("专栏项目要加快实施。"), None);
    }

    #[test]
    fn appendices_and_captions() {
        for text in ["附表1  计划表", "附件", "附 图 格局示意图", "附件：1.清单"] {
            assert!(is_appendix(text), "{text}");
        }
        assert!(
            is_table_caption("表 3  主要指标")
                && !is_table_caption("表明该项工作")
                && !is_table_caption("表3说明了问题。")
        );
        assert!(is_indicator_caption("表3 主要指标") && !is_indicator_caption("表1 主要指标完成情况"));
    }
}
