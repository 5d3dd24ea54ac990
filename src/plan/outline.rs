//! The outline (大纲) of a plan: headings in their nesting order, each with the paragraphs below it.
//!
//! Official documents number their levels 一、 （一） 1. （1） (GB/T 9704-2012, 7.3.3); long plans put 篇, 章 and
//! 节 above those. Below the last number, measures are often led in by a dash (——).

use serde::{Deserialize, Serialize};

/// A range of lines in the source text, both ends included, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LineSpan {
    /// The first line.
    pub first: u32,
    /// The last line.
    pub last: u32,
}

impl LineSpan {
    /// A span of one line.
    pub fn at(line: u32) -> Self {
        LineSpan { first: line, last: line }
    }

    /// The smallest span that holds both.
    pub fn to(self, other: LineSpan) -> Self {
        LineSpan { first: self.first.min(other.first), last: self.last.max(other.last) }
    }
}

/// The kinds of numbering, outermost first. A document uses some of them and may skip any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// 第一篇
    Part,
    /// 第一章
    Chapter,
    /// 第一节
    Section,
    /// 一、
    Han,
    /// （一）
    HanParenthesised,
    /// 1. or 1．or 1、, and decimal numbers such as 1.1 by their depth
    Digit,
    /// （1）
    DigitParenthesised,
    /// ①
    Circled,
    /// —— or no number at all: a lead-in
    Dash,
}

/// A paragraph of running text with the lines it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// The words, with page breaks inside the paragraph joined.
    pub text: String,
    /// Their lines in the source.
    pub lines: LineSpan,
}

/// The place of a node in [`Plan::outline`](super::Plan::outline).
pub type NodeIndex = usize;

/// A heading with what stands directly below it, before the next heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// The heading that this one stands under; always earlier in the outline.
    pub parent: Option<NodeIndex>,
    /// The kind of numbering.
    pub level: Level,
    /// The number as printed (`第一章`, `（二）`), or restored where the source has lost it, or empty.
    pub number: String,
    /// The heading without its number.
    pub title: String,
    /// The running text below the heading that is not a task's, a box's or a table's.
    pub paragraphs: Vec<Paragraph>,
    /// The heading's own lines.
    pub lines: LineSpan,
}

impl Node {
    /// Number and title as a reader would write them: `第四章 重点工作`, `（一）指导思想`.
    pub fn heading(&self) -> String {
        match self.level {
            Level::Part | Level::Chapter | Level::Section if !self.number.is_empty() => {
                format!("{} {}", self.number, self.title)
            }
            _ if self.number.starts_with('第') => format!("{} {}", self.number, self.title),
            _ => format!("{}{}", self.number, self.title),
        }
    }

    /// Returns true if this is what stands before or after a plan's body: a preface (前言), an appendix (附件, 附表), a list
    /// of sources or terms. A heading with a number belongs to the body, and so does 总则 without one.
    pub fn is_front_or_back_matter(&self) -> bool {
        const WHOLE: [&str; 13] =
            ["前言", "序言", "引言", "导言", "绪论", "序", "引子", "导语", "结语", "结束语", "后记", "跋", "编后语"];
        const STARTS: [&str; 12] = [
            "附件",
            "附录",
            "附表",
            "附图",
            "附注",
            "参考文献",
            "名词解释",
            "名词术语",
            "术语解释",
            "术语和定义",
            "编制说明",
            "缩略语",
        ];
        let title: String = self.title.chars().filter(|c| !c.is_whitespace()).collect();
        let title = title.trim_end_matches(['：', ':', '。']);
        self.number.is_empty() && (WHOLE.contains(&title) || STARTS.iter().any(|word| title.starts_with(word)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_and_back_matter_is_told_from_the_body() {
        let node = |number: &str, title: &str| Node {
            parent: None,
            level: Level::Chapter,
            number: number.to_string(),
            title: title.to_string(),
            paragraphs: Vec::new(),
            lines: LineSpan::at(1),
        };
        for title in ["前言", "前 言", "序言", "引言：", "附件1 任务表", "附 图", "参考文献", "名词解释", "后记"]
        {
            assert!(node("", title).is_front_or_back_matter(), "{title}");
        }
        for (number, title) in [("", "总则"), ("", "附则"), ("第一章", "前言"), ("", "重点任务"), ("", "序列管理")]
        {
            assert!(!node(number, title).is_front_or_back_matter(), "{title}");
        }
    }
}
