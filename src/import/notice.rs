//! The notice that issues a document: its number, signature, date, and other parts.

use crate::plan::Notice;
use crate::text::fold::half_width;

use super::paragraph::{Block, Para};
use super::wording;

/// Parses the fields of a notice from its paragraphs. `issuer` is the office named in its subject.
pub fn read(paras: &[Para], issuer: Option<&str>) -> Option<Notice> {
    if paras.is_empty() {
        return None;
    }
    let number = paras.iter().find_map(|p| number_in(&p.text)).map(str::to_string);
    // A cover may have a date too, that of a month; the notice's own stands below a signature.
    let is_dated = |at: &usize| wording::is_date(&paras[*at].text);
    let is_signed = |at: &usize| at.checked_sub(1).is_some_and(|above| names_office(&paras[above]));
    let dates = || (0..paras.len()).rev().filter(is_dated);
    let dated = dates().find(is_signed).or_else(|| dates().next());
    let date = dated.map(|at| paras[at].text.clone()).or_else(|| paras.iter().rev().find_map(|p| date_in(&p.text)));
    let above = dated.and_then(|at| at.checked_sub(1)).map(|at| &paras[at]).filter(|p| names_office(p));
    let head = paras.iter().find_map(|p| p.text.trim().strip_suffix("文件")).filter(|t| t.chars().count() <= 30);
    let issuer = above
        .map(|p| p.text.trim().to_string())
        .or_else(|| issuer.map(str::to_string))
        .or_else(|| head.map(|text| text.split_whitespace().collect()));
    Some(Notice { issuer, number, date, text: paras.iter().map(Para::full).collect() })
}

/// Removes the signature, its date and the note on distribution from a text: at its end, or before attachments.
pub fn take_signature(blocks: &mut Vec<Block>) -> Vec<Para> {
    let at = |place: usize| blocks.get(place).and_then(Block::para).filter(|p| !p.aside && is_signature(p));
    let is_signed = |dated: &usize| {
        at(*dated).is_some_and(|p| wording::is_date(&p.text))
            && at(*dated - 1).is_some_and(|p| !wording::is_date(&p.text))
    };
    let ends_after = |dated: &usize| {
        let rest = &blocks[dated + 1..];
        let brackets = rest.iter().take_while(|b| b.para().is_some_and(is_bracket)).count();
        let next = rest.get(brackets).map(|block| block.para().is_some_and(|p| wording::is_appendix(&p.text)));
        next.unwrap_or(true)
    };
    let Some(dated) = (2..blocks.len()).rev().find(|dated| is_signed(dated) && ends_after(dated)) else {
        return Vec::new();
    };
    let brackets = blocks[dated + 1..].iter().take_while(|b| b.para().is_some_and(is_bracket)).count();
    blocks.drain(dated - 1..=dated + brackets).flat_map(Block::into_paras).collect()
}

/// Returns true for a line in brackets: （征求意见稿）, （2021—2035年）, （此件公开发布）.
pub fn is_bracket(para: &Para) -> bool {
    let text = para.text.trim();
    let bracketed = text.starts_with(['（', '(', '〔', '【']) && text.ends_with(['）', ')', '〕', '】']);
    para.mark.is_none() && !para.aside && bracketed && para.length() <= 40
}

/// Returns true for a line with only an office or a date.
pub fn is_signature(para: &Para) -> bool {
    let short = para.mark.is_none() && para.length() <= 30 && !para.text.contains(['，', '。', '：', '《']);
    short && (wording::is_date(&para.text) || ends_as_offices_do(para.text.trim()))
}

/// An office alone on its line.
fn names_office(para: &Para) -> bool {
    is_signature(para) && para.length() >= 3 && !wording::is_date(&para.text)
}

/// Returns true if a name has the ending of an office that signs documents.
pub fn ends_as_offices_do(name: &str) -> bool {
    let ends = ["委员会", "委", "局", "厅", "政府", "办公室", "办公厅", "部", "院", "联合会", "中心", "公署", "管委会"];
    ends.iter().any(|end| name.ends_with(end))
}

/// Returns the byte offset of issuing offices after a title or alone: …的意见教育部　财政部.
pub fn offices_from(line: &str) -> Option<usize> {
    let office = |name: &str| ends_as_offices_do(name) || name.ends_with(['委', '办']) || name.ends_with("公司");
    let mut pieces = line.split(['\u{3000}', ' ']).filter(|piece| !piece.is_empty());
    let first = pieces.next()?;
    let others: Vec<&str> = pieces.collect();
    if others.len() < 2
        || !office(first)
        || !others.iter().all(|name| office(name))
        || line.contains(['，', '。', '、', '\t'])
    {
        return None;
    }
    let title = SUBJECT_ENDS.iter().filter_map(|end| first.rfind(end).map(|at| at + end.len())).max();
    Some(title.map_or(0, |end| line.find(first).unwrap_or(0) + end))
}

/// Returns true for a line above a document that names the publisher: 某某政府文件, 某某政府公报.
pub fn is_letterhead(para: &Para) -> bool {
    let text = para.text.trim();
    para.mark.is_none() && para.length() <= 30 && ["文件", "公报"].iter().any(|end| text.ends_with(end))
}

/// Returns true for a line that is only a document number.
pub fn is_number(para: &Para) -> bool {
    let text = para.text.trim();
    para.mark.is_none() && number_in(text).is_some_and(|number| number == text)
}

/// The words that end the subject of a document; without a line break the document number follows.
pub const SUBJECT_ENDS: [&str; 18] = [
    "通知", "意见", "方案", "规划", "纲要", "办法", "决定", "规定", "措施", "要点", "计划", "通告", "公告", "批复",
    "安排", "分工", "行动", "通报",
];

/// Returns a document number such as 某政发〔2022〕51号.
pub fn number_in(text: &str) -> Option<&str> {
    let mut chars = text.char_indices().take(300);
    let opens = |at: usize| {
        let year: Vec<char> = text[at..].chars().skip(1).take(4).map(half_width).collect();
        year.len() == 4 && year.iter().all(char::is_ascii_digit)
    };
    let (open, _) = chars.find(|(at, c)| "〔[［(（【".contains(*c) && opens(*at))?;
    let end = text[open..].char_indices().take(14).find(|(_, c)| *c == '号').map(|(at, c)| open + at + c.len_utf8())?;
    let before = &text[..open];
    let name = before.trim_end_matches(|c| matches!(c, '\u{4e00}'..='\u{9fff}')).len();
    if name == open {
        return None;
    }
    // Without a line break, the number follows the subject directly.
    let subject = SUBJECT_ENDS.iter().filter_map(|end| before[name..].rfind(end).map(|at| name + at + end.len())).max();
    let start = subject.filter(|start| *start < open).unwrap_or(name);
    Some(&text[start..end])
}

/// Returns the last date in a text: 2020年11月1日.
pub fn date_in(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let digits = |from: usize| chars[from..].iter().take(5).take_while(|c| half_width(**c).is_ascii_digit()).count();
    (0..chars.len()).rev().find_map(|at| {
        let year = at + 4;
        let month = (digits(at) == 4 && chars.get(year) == Some(&'年')).then(|| year + 1 + digits(year + 1))?;
        let day = (month > year + 1 && chars.get(month) == Some(&'月')).then(|| month + 1 + digits(month + 1))?;
        (day > month + 1 && chars.get(day) == Some(&'日')).then(|| chars[at..=day].iter().collect())
    })
}

/// Returns true if a line names the addressees of a document: 各县区人民政府：.
pub fn is_addressee(text: &str) -> bool {
    let text = text.trim_end();
    let Some(names) = text.strip_suffix(['：', ':']) else { return false };
    let to = ["政府", "部门", "单位", "机构", "委", "办", "局", "街道", "乡", "镇", "地区", "企业", "学校", "公司"];
    // A single superior addressee: 县政府：, 市委、市政府：.
    let above = ["政府", "县委", "市委", "区委", "省委", "州委", "常委会"];
    if names.chars().count() <= 16 && !names.contains(['。', '；', '《', '“', '，', ' ']) {
        return names.split('、').all(|name| above.iter().any(|end| name.ends_with(end)))
            || names.starts_with('各') && to.iter().any(|word| names.contains(word));
    }
    names.chars().count() <= 160
        && !names.contains(['。', '；', '《', '“'])
        && (names.starts_with('各') || names.contains("，各") || names.contains("、各") || names.starts_with("机关"))
        && to.iter().any(|word| names.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_parted_from_the_subject_before_it() {
        for (text, number) in [
            ("甲政发〔2022〕5号", "甲政发〔2022〕5号"),
            ("甲市政府关于办好学校的意见甲政发〔2014〕6号各县：", "甲政发〔2014〕6号"),
            ("关于印发方案的通知甲政办函[2021]49号", "甲政办函[2021]49号"),
        ] {
            assert_eq!(number_in(text), Some(number));
        }
        assert_eq!(number_in("（2021—2025年）"), None);
    }

    #[test]
    fn addressees_are_known() {
        for text in [
            "各县区人民政府：",
            "各镇政府,县政府各部门:",
            "各区、县政府，市政府各委、办、局：",
            "各有关单位：",
            "县政府：",
            "市委、市政府：",
        ] {
            assert!(is_addressee(text), "{text}");
        }
        for text in ["主要任务：", "各地要做好工作。", "具体措施："] {
            assert!(!is_addressee(text), "{text}");
        }
    }
}
