//! What was left out of a Word file, or added to its text, on the way: each kind becomes one doubt.

use std::collections::BTreeMap;

use crate::plan::Doubt;

/// What a reader of the file itself would see otherwise than it was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Text that was inserted while changes were tracked.
    Inserted,
    /// Text that was deleted while changes were tracked.
    Deleted,
    /// Comments in the margin.
    Comment,
    /// Text set as hidden.
    Hidden,
    /// Pictures, shapes and charts.
    Picture,
    /// Other files inside: spreadsheets, formulas, web pages.
    Object,
    /// Footnotes and endnotes.
    Note,
    /// Signs of fonts that are not known.
    Symbol,
    /// Headers and footers of pages.
    PageEdge,
}

impl Kind {
    /// What there is, and what was done about it.
    fn words(self, count: usize, sample: &str) -> (String, &'static str) {
        let quoted = if sample.is_empty() { String::new() } else { format!("，如“{sample}”") };
        match self {
            Kind::Inserted => (format!("有{count}处修订插入的文字未经接受{quoted}"), "按已接受读入，请核对"),
            Kind::Deleted => (format!("有{count}处修订删除的文字未经接受"), "按已删除处理，未读入，请核对"),
            Kind::Comment => (format!("有{count}处批注"), "批注不是正文，未读入"),
            Kind::Hidden => (format!("有{count}处隐藏文字{quoted}"), "从正文中取出，另行保存"),
            Kind::Picture => (format!("有{count}张图片或图形"), "图中的文字未读入，请核对是否有表格或正文在图中"),
            Kind::Object => (format!("有{count}个嵌入的其他文件"), "其中的内容未读入，请核对"),
            Kind::Note => (format!("有{count}处脚注或尾注{quoted}"), "附在文末，不作为任务"),
            Kind::Symbol => (format!("有{count}个字体符号无法识别"), "以“□”代替，请核对"),
            Kind::PageEdge => (format!("有页眉或页脚文字{quoted}"), "不是正文，另行保存"),
        }
    }
}

/// How often each kind was met, where first, and a sample of it.
#[derive(Debug, Default)]
pub struct Seen {
    kinds: BTreeMap<Kind, (u32, usize, String)>,
}

impl Seen {
    /// Notes that a kind was met at a line.
    pub fn meet(&mut self, kind: Kind, line: u32, sample: &str) {
        let (_, count, first) = self.kinds.entry(kind).or_insert_with(|| (line, 0, String::new()));
        *count += 1;
        if first.is_empty() {
            *first = sample.trim().chars().take(12).collect();
        }
    }

    /// One doubt for each kind.
    pub fn doubts(self) -> Vec<Doubt> {
        let doubt = |(kind, (line, count, sample)): (Kind, (u32, usize, String))| {
            let (what, chosen) = kind.words(count, &sample);
            Doubt { line, what, chosen: chosen.to_string() }
        };
        self.kinds.into_iter().map(doubt).collect()
    }
}
