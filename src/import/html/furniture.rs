//! The furniture of a web page: navigation, date of posting, share buttons, address.
//!
//! Removed lines are emptied, so that the others keep their numbers.

use std::collections::{HashMap, HashSet};

use super::page::Line;
use crate::text::fold::half_width;

/// The number of lines below the title that may be furniture.
const HEAD: usize = 14;
/// The maximum length in characters of a line that one word identifies as furniture.
const LONGEST: usize = 80;

/// Words in lines about the page.
const ABOUT: &[&str] = &[
    "当前位置",
    "您所在的位置",
    "您现在的位置",
    "您的位置",
    "浏览次数",
    "浏览量",
    "阅读次数",
    "点击数",
    "点击次数",
    "访问量",
    "字体：",
    "字号：",
    "【字体",
    "【大 中 小】",
    "分享到",
    "分享至",
    "扫一扫",
    "扫码",
    "打印本页",
    "【打印",
    "关闭窗口",
    "收藏本站",
    "设为首页",
    "视力保护",
    "无障碍",
    "索引号",
    "索 引 号",
    "主题分类",
    "信息分类",
    "公开方式",
    "公开时限",
    "组配分类",
    "体裁分类",
    "有效性：",
    "来源：",
    "信息来源",
    "文章来源",
    "发布时间",
    "发布日期",
    "发稿时间",
    "更新时间",
    "保护视力色",
    "语音播报",
];

/// Labels in the card above a document, without the blanks within them.
const CARD: &[&str] = &[
    "索引号",
    "主题分类",
    "发文机关",
    "发布机构",
    "成文日期",
    "生成日期",
    "发文字号",
    "文号",
    "发布日期",
    "发文日期",
    "主题词",
    "有效性",
    "公开类型",
    "信息名称",
];
/// The number of labels that make a table a card.
const CARD_WORDS: usize = 3;
/// The longest card, in characters.
const CARD_LENGTH: usize = 600;

/// Words of lines after which only furniture follows.
const END: &[&str] = &[
    "上一篇",
    "下一篇",
    "版权所有",
    "主办单位：",
    "主办：",
    "承办单位：",
    "ICP备",
    "ＩＣＰ备",
    "公网安备",
    "网站标识码",
    "相关链接",
    "相关新闻",
    "相关阅读",
    "相关文章",
    "相关文件",
    "相关稿件",
    "相关解读",
    "相关信息",
    "责任编辑",
    "网站地图",
    "友情链接",
    "附件下载",
];

/// Removes the furniture of a page with one of some titles. Returns the removed lines with their numbers.
pub fn take_out(lines: &mut [Line], titles: &[String]) -> Vec<(usize, String)> {
    let start = title(lines, titles).unwrap_or(0);
    let end = end(lines, start);
    let cards = cards(lines);
    let mut taken = Vec::new();
    for (at, line) in lines.iter_mut().enumerate() {
        let is_card = line.layout.table.is_some_and(|table| cards.contains(&table));
        let is_text = (start..end).contains(&at) && !line.is_around && !is_link(line) && !is_card;
        let is_about = is_text && at > start && at <= start + HEAD && is_about(&line.text);
        if (!is_text || is_about) && !line.text.is_empty() {
            taken.push((at, std::mem::take(&mut line.text)));
            *line = Line::default();
        }
    }
    taken
}

/// Returns the line with the title of the page; without it, the beginning of the text is unknown.
fn title(lines: &[Line], titles: &[String]) -> Option<usize> {
    let titles: Vec<String> = titles.iter().map(|title| letters(title)).filter(|title| !title.is_empty()).collect();
    let is_title = |line: &Line| {
        let text = letters(&line.text);
        let long = text.chars().count() >= 5 && line.layout.table.is_none();
        long && titles.iter().any(|title| *title == text || title.starts_with(&text) && text.len() * 3 > title.len())
    };
    let at = lines.iter().position(|line| is_title(line) && !line.is_around && !line.is_link);
    // A top-level heading also marks the beginning of the text.
    at.or_else(|| lines.iter().position(|line| line.layout.heading == Some(0) && !line.is_around && !line.is_link))
}

/// Returns the first line after which only furniture follows.
fn end(lines: &[Line], start: usize) -> usize {
    let size = |lines: &[Line]| lines.iter().map(|line| line.text.chars().count()).sum::<usize>();
    let all = size(lines.get(start..).unwrap_or_default());
    let ends = |line: &Line| line.text.chars().count() <= LONGEST && END.iter().any(|word| line.text.contains(word));
    let found = (start + 1..lines.len()).find(|at| ends(&lines[*at]) && size(&lines[*at..]) * 4 < all);
    found.unwrap_or(lines.len())
}

/// The tables that are cards: 索引号, 发文机关, 成文日期 and the like beside what they are.
fn cards(lines: &[Line]) -> HashSet<u32> {
    let mut tables: HashMap<u32, String> = HashMap::new();
    for line in lines {
        if let Some(table) = line.layout.table {
            let text = tables.entry(table).or_default();
            text.extend(line.text.chars().filter(|c| !matches!(c, ' ' | '\u{3000}' | '\u{a0}')));
            text.push('\n');
        }
    }
    let is_card = |text: &str| {
        text.chars().count() <= CARD_LENGTH
            && CARD.iter().filter(|word| text.contains(&format!("{word}："))).count() >= CARD_WORDS
    };
    tables.into_iter().filter(|(_, text)| is_card(text)).map(|(table, _)| table).collect()
}

fn is_about(text: &str) -> bool {
    text.chars().count() <= LONGEST && !text.ends_with('。') && ABOUT.iter().any(|word| text.contains(word))
}

fn is_link(line: &Line) -> bool {
    line.is_link && line.layout.table.is_none()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).map(half_width).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::layout::Layout;
    use super::*;

    fn line(text: &str) -> Line {
        Line { text: text.to_string(), ..Line::default() }
    }

    #[test]
    fn only_the_text_of_a_page_stays() {
        let mut lines: Vec<Line> = [
            "清泉县人民政府",
            "当前位置：首页 > 政策",
            "清泉县养老服务规划",
            "发布时间：2021-03-01 浏览次数：12",
            "一、建设养老服务中心，每个街道建成一处，加强信息来源管理。",
            "二、发展社区助餐，到2025年社区助餐点达到30个，覆盖所有的社区和有条件的乡村。",
            "上一篇：清泉县教育规划",
            "主办：清泉县",
        ]
        .map(line)
        .into();
        let nav = Line { is_link: true, ..line("首页") };
        lines.insert(5, nav);
        let taken = take_out(&mut lines, &["清泉县养老服务规划_清泉县人民政府".to_string()]);
        let kept: Vec<&str> = lines.iter().map(|l| l.text.as_str()).filter(|text| !text.is_empty()).collect();
        assert_eq!(kept.len(), 3, "{kept:?}");
        assert_eq!(taken.len(), 6);
        assert_eq!(taken[0], (0, "清泉县人民政府".to_string()));
    }

    #[test]
    fn the_card_above_a_document_is_no_table_of_its_own() {
        let row = |text: &str, table| Line { layout: Layout { table: Some(table), ..Layout::default() }, ..line(text) };
        let mut lines = vec![
            row("索 引 号：\t0001\t主题分类：\t民政", 1),
            row("发文机关：\t清泉县人民政府\t成文日期：\t2021年3月1日", 1),
            line("清泉县养老服务规划"),
            row("指标\t2025年", 2),
        ];
        let taken = take_out(&mut lines, &[]);
        assert_eq!(taken.len(), 2);
        assert_eq!((lines[2].text.as_str(), lines[3].text.as_str()), ("清泉县养老服务规划", "指标\t2025年"));
    }
}
