//! Texts about plans that are not plans, recognised by their title or by what is missing.
//!
//! An interpretation names the plan in its title, describes its tasks and has the same headings, so it would pass for a
//! new edition that has lost nearly everything.

use crate::plan::{LineSpan, Notice, Plan};
use crate::text::Language;

use super::front::TITLE_ENDS;
use super::identity;
use super::paragraph::Block;

/// The maximum number of paragraphs of a title and the lines above it.
const HEAD: usize = 8;
/// The maximum length of a title line in characters.
const LONGEST: usize = 80;

/// The kind of a text that does not look like a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlike {
    /// An explanation of a plan: 政策解读, 问答, 编制说明.
    Interpretation,
    /// The notice that issues a plan, without the plan.
    Notice,
    /// A retrospective: an evaluation report, a summary.
    Report,
    /// A commendation.
    Commendation,
    /// A list of names: prizes, people, firms.
    Names,
    /// News, or another text without headings, tasks and indicators.
    Unstructured,
}

impl Unlike {
    /// Returns the name of the kind.
    pub fn name(self, language: Language) -> &'static str {
        match self {
            Unlike::Interpretation => language.pick("政策解读", "an interpretation of a policy"),
            Unlike::Notice => language.pick("只有印发通知", "the covering notice alone"),
            Unlike::Report => language.pick("评估或总结报告", "a report on what was done"),
            Unlike::Commendation => language.pick("表彰文件", "a commendation"),
            Unlike::Names => language.pick("名单", "a list of names"),
            Unlike::Unstructured => {
                language.pick("没有章节、任务和指标的文字", "a text without headings, tasks and indicators")
            }
        }
    }

    /// Returns the message for a person, with what to do.
    pub fn text(self, language: Language) -> String {
        let name = self.name(language);
        match language {
            Language::Zh => format!("读来不像规划（{name}），未导入；请导入规划正文，确要作为规划导入请加 --as-plan"),
            Language::En => format!(
                "this does not read like a plan ({name}) and was not imported; import the plan's own text, or give --as-plan to keep it as a plan all the same"
            ),
        }
    }
}

/// A title that shows that a text is not a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The kind of the text.
    pub unlike: Unlike,
    /// The title as printed, without quotation marks around other titles.
    pub title: String,
    /// The range of its lines.
    pub lines: LineSpan,
}

/// Returns a title that shows that the text is not a plan, from the lines above the first number or sentence.
pub fn title(blocks: &[Block]) -> Option<Related> {
    let is_title = |text: &str| !text.ends_with(['。', '；', '，']) && text.chars().count() <= LONGEST;
    let head: Vec<(&str, LineSpan)> = blocks
        .iter()
        .take(HEAD)
        .map_while(|block| block.para().filter(|para| para.mark.is_none() && !para.aside))
        .map(|para| (para.text.trim(), para.lines))
        .take_while(|(text, _)| is_title(text) && !matches!(*text, "目录" | "前言" | "目 录"))
        .collect();
    for (at, (text, lines)) in head.iter().enumerate() {
        if let Some(unlike) = by_title(text) {
            return Some(Related { unlike, title: bare(text), lines: *lines });
        }
        let Some((next, below)) = head.get(at + 1) else { break };
        // A title of a plan may continue on the next line with words that make the text one about the plan.
        let both = format!("{text}{next}");
        let goes_on = !is_plan_title(text) || next.chars().count() <= 8;
        if let Some(unlike) = by_title(&both).filter(|_| goes_on) {
            return Some(Related { unlike, title: bare(&both), lines: lines.to(*below) });
        }
        if is_plan_title(text) {
            break;
        }
    }
    announced(blocks)
}

/// An interpretation whose first sentences say so, below a headline of its own: 《…方案》印发，现解读如下.
fn announced(blocks: &[Block]) -> Option<Related> {
    let says = ["解读如下", "政策解读如下", "现就有关内容解读"];
    let mut paras = blocks.iter().take(HEAD * 2).filter_map(Block::para);
    let para = paras.find(|para| says.iter().any(|word| para.text.contains(word)))?;
    let cited = para.text.split_once('《').and_then(|(_, rest)| rest.split_once('》')).map(|(title, _)| title);
    let title = cited.map_or_else(|| "政策解读".to_string(), |title| format!("{title}政策解读"));
    Some(Related { unlike: Unlike::Interpretation, title: bare(&title), lines: para.lines })
}

fn is_plan_title(text: &str) -> bool {
    let title = identity::without_brackets(text);
    TITLE_ENDS.iter().any(|end| title.ends_with(end))
}

fn bare(title: &str) -> String {
    title.chars().filter(|c| !matches!(c, '《' | '》') && !c.is_whitespace()).collect()
}

fn by_title(text: &str) -> Option<Unlike> {
    let title: String = identity::without_brackets(text).chars().filter(|c| !c.is_whitespace()).collect();
    let title = title.trim_end_matches(['》', '。', '！', '：', ':']);
    let ends = |words: &[&str]| words.iter().any(|word| title.ends_with(word) && title != *word);
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    let begins = ["解读", "政策解读", "专家解读", "部门解读", "媒体解读", "文字解读", "政策问答"];
    let names = |word: &&str| {
        let rest = title.strip_prefix(*word).unwrap_or_default();
        rest.starts_with(['：', ':', '|', '｜', '丨', '《', '“', '—', '-'])
    };
    if has(&["一图读懂", "图解", "答记者问"])
        || begins.iter().any(names)
        || ends(&[
            "解读",
            "解读材料",
            "解读稿",
            "解读方案",
            "问答",
            "问答录",
            "百问",
            "编制说明",
            "起草说明",
            "修订说明",
            "的说明",
            "情况说明",
            "发布稿",
            "新闻通稿",
            "采纳情况",
            "征求意见情况",
            "反馈情况",
        ])
        || has(&["新闻发布会"]) && ends(&["实录", "发布会"])
    {
        return Some(Unlike::Interpretation);
    }
    let about = has(&["评估", "总结", "自查", "监测", "调研", "实施情况", "落实情况", "完成情况", "执行情况"]);
    let evaluated = has(&["规划", "方案", "计划", "纲要"]) && ends(&["监测评估", "中期评估", "终期评估", "总结评估"]);
    if evaluated
        || about && ends(&["报告", "报告书", "汇报"])
        || ends(&["工作总结", "情况总结", "总结材料", "实施情况", "完成情况"])
    {
        return Some(Unlike::Report);
    }
    if has(&["印发", "转发"]) {
        return None;
    }
    if has(&["表彰", "表扬", "嘉奖", "记功", "授予", "获奖"]) && ends(&["决定", "通报", "通知", "公告", "公示", "名单"])
    {
        return Some(Unlike::Commendation);
    }
    let listed = ends(&["名单"]) || has(&["名单"]) && ends(&["通知", "公示", "公告", "通报"]);
    (listed && !has(&["项目", "任务", "清单"])).then_some(Unlike::Names)
}

/// Returns the kind of a text without headings, tasks, boxes and indicators.
pub fn by_content(plans: &[Plan], notice: Option<&Notice>) -> Option<Unlike> {
    let is_bare = |plan: &Plan| {
        plan.outline.len() <= 1 && plan.tasks.is_empty() && plan.boxes.is_empty() && plan.indicators.is_empty()
    };
    let about = if notice.is_some() { Unlike::Notice } else { Unlike::Unstructured };
    plans.iter().all(is_bare).then_some(about)
}

#[cfg(test)]
mod tests {
    use super::super::{clean, paragraph, table};
    use super::*;

    fn read(text: &str) -> Option<Unlike> {
        title(&paragraph::join(table::find(&clean::clean(text, &[]).lines))).map(|related| related.unlike)
    }

    #[test]
    fn a_title_says_that_its_text_is_no_plan() {
        for (text, unlike) in [
            ("《清泉县养老服务“十四五”规划》政策解读\n一、背景", Unlike::Interpretation),
            ("来源：清泉县民政局\n《清泉县养老服务“十四五”规划》\n政策解读\n近日，规划印发。", Unlike::Interpretation),
            ("一图读懂清泉县养老服务规划\n一、背景", Unlike::Interpretation),
            ("清泉县养老服务“十四五”规划（征求意见稿）\n编制说明\n一、背景", Unlike::Interpretation),
            ("清泉县养老服务规划实施情况中期评估报告\n一、背景", Unlike::Report),
            ("清泉县民政局2023年工作总结\n一、背景", Unlike::Report),
            ("关于表彰全县养老服务先进集体的决定\n各乡镇：", Unlike::Commendation),
            ("全县示范养老机构名单\n一、甲院", Unlike::Names),
            ("《清泉县养老服务“十四五”规划》编制情况说明\n一、过程", Unlike::Interpretation),
            ("解读：清泉县养老服务“十四五”规划\n一、背景", Unlike::Interpretation),
            ("专家解读|清泉县养老服务“十四五”规划的亮点\n一、背景", Unlike::Interpretation),
            ("清泉县养老服务“十四五”规划新闻发布稿\n一、背景", Unlike::Interpretation),
            ("《清泉县养老服务规划（征求意见稿）》意见采纳情况\n一、总体", Unlike::Interpretation),
            ("清泉县“十四五”养老规划2023年度实施情况的报告\n县政府：\n一、做法", Unlike::Report),
            ("清泉县“十四五”规划实施情况监测评估\n一、总体", Unlike::Report),
        ] {
            assert_eq!(read(text), Some(unlike), "{text}");
        }
    }

    #[test]
    fn titles_of_plans_and_of_their_notices_say_no_such_thing() {
        for text in [
            "清泉县养老服务“十四五”规划\n一、解读",
            "清泉县养老服务“十四五”规划\n前言\n编制说明\n一、背景",
            "关于印发《清泉县先进集体评选表彰办法》的通知\n各乡镇：\n一、总则",
            "清泉县重点项目名单\n一、甲项目",
            "清泉县政策解读工作方案\n一、任务",
            "清泉县规划实施监测评估工作方案\n一、任务",
            "说明\n一、背景",
            "清泉县2023年重点工作任务清单\n一、背景",
            "为做好解读。\n清泉县政策解读",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
