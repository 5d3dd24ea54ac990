//! Documents in a single line: splitting the front matter from the text by its wording.

use crate::plan::Level;

use super::clean::Line;
use super::{notice, number, unroll, wording};

/// The maximum length of the front matter in bytes.
const FRONT: usize = 6000;

/// Headings common to most plans: text may follow them without any separator.
const HEADINGS: &[&str] = &[
    "总体要求",
    "指导思想",
    "基本原则",
    "主要目标",
    "工作目标",
    "总体目标",
    "发展目标",
    "规划目标",
    "主要任务",
    "重点任务",
    "工作任务",
    "任务分工",
    "保障措施",
    "组织实施",
    "组织保障",
    "工作要求",
    "发展基础",
    "发展环境",
    "面临形势",
    "发展现状",
    "实施步骤",
    "规划背景",
    "工作措施",
];

/// The maximum number of lines of the front matter.
const HEAD: usize = 12;

/// Splits the parts of the front matter into lines of their own, and joins a subject that is split over several.
pub fn settle(lines: Vec<Line>) -> Vec<Line> {
    let mut settled: Vec<Line> = Vec::with_capacity(lines.len() + 4);
    let all: usize = lines.iter().map(|line| line.text.len()).sum();
    for (at, line) in lines.into_iter().enumerate() {
        // A document in a single line is split together with its text.
        if unroll::is_whole(&line, all) {
            settled.push(line);
            continue;
        }
        let mut cuts = if at < HEAD { head_cuts(&line.text) } else { Vec::new() };
        cuts.extend(notice::offices_from(&line.text));
        cuts.extend(signature_cuts(&line.text).into_iter().flatten());
        settled.extend(parted(line, cuts));
    }
    join_subject(&mut settled);
    settled
}

/// Splits a line at byte offsets.
pub fn parted(line: Line, mut cuts: Vec<usize>) -> impl Iterator<Item = Line> {
    cuts.retain(|at| *at > 0 && *at < line.text.len());
    cuts.sort_unstable();
    cuts.dedup();
    let ends = cuts.iter().copied().chain([line.text.len()]).collect::<Vec<_>>();
    let starts = std::iter::once(0).chain(cuts);
    let parts = starts.zip(ends).map(move |(start, end)| {
        let (tabs, gap) = if start == 0 { (line.tabs, line.gap) } else { (0, 0) };
        Line { no: line.no, text: line.text[start..end].trim().to_string(), tabs, gap, layout: line.layout }
    });
    parts.filter(|part| !part.text.is_empty() || part.tabs > 0)
}

/// Returns the offsets before and after a document number after its subject, and after the addressees.
fn head_cuts(text: &str) -> Vec<usize> {
    let Some(number) = notice::number_in(text) else { return Vec::new() };
    let start = text.len() - text[text.find(number).unwrap_or(0)..].len();
    let end = start + number.len();
    let subject = text[..start].trim_end();
    if !(subject.is_empty() || notice::SUBJECT_ENDS.iter().any(|word| subject.ends_with(word))) {
        return Vec::new();
    }
    let addressee =
        text[end..].find(['：', ':']).map(|at| end + at + text[end + at..].chars().next().map_or(0, char::len_utf8));
    let addressee = addressee.filter(|colon| notice::is_addressee(&text[end..*colon]));
    [start, end].into_iter().chain(addressee).collect()
}

/// Returns the offsets around a signature after the last sentence of a line: …。某某政府2021年5月19日（此件公开发布）.
fn signature_cuts(text: &str) -> Option<[usize; 3]> {
    if text.contains('\t') || !text.ends_with(['日', '）', ')']) {
        return None;
    }
    let stop = text.rfind('。').map(|at| at + '。'.len_utf8())?;
    let tail = &text[stop..];
    if tail.len() > 240 {
        return None;
    }
    let date = notice::date_in(tail)?;
    let dated = tail.rfind(&date)?;
    let rest = tail[dated + date.len()..].trim();
    let signed =
        (3..=30).contains(&tail[..dated].trim().chars().count()) && notice::ends_as_offices_do(tail[..dated].trim());
    (signed && (rest.is_empty() || rest.starts_with(['（', '(']))).then_some([
        stop,
        stop + dated,
        stop + dated + date.len(),
    ])
}

/// Joins the subject of a document that is split over several lines.
fn join_subject(lines: &mut Vec<Line>) {
    let begins =
        |line: &Line| line.text.contains("关于") && line.tabs == 0 && !line.text.contains(['。', '：', '\t', '《']);
    let Some(at) = lines.iter().take(HEAD).position(begins) else { return };
    if number::split(&lines[at].text).is_some_and(|(_, rest)| !rest.is_empty()) {
        return;
    }
    let mut subject = lines[at].text.clone();
    for end in at..lines.len().min(at + 5) {
        if end > at {
            let next = &lines[end];
            let other = next.text.contains(['。', '：', '，', '；']) && !next.text.contains('《')
                || next.text.chars().count() > 60
                || next.tabs > 0
                || notice::number_in(&next.text).is_some()
                || wording::is_date(&next.text)
                || number::split(&next.text).is_some_and(|(_, rest)| !rest.is_empty());
            if other {
                return;
            }
            subject.push_str(&next.text);
        }
        if wording::is_subject(&subject) {
            lines[at].text = subject;
            lines.drain(at + 1..=end);
            return;
        }
    }
}

/// Returns the offsets at which lines of a document began, as far as its wording shows.
pub fn cuts(text: &str) -> Vec<usize> {
    let mut found = front(text);
    if found.is_empty() {
        let end = text.char_indices().nth(FRONT / 3).map_or(text.len(), |(at, _)| at);
        found.extend(head_cuts(&text[..end]));
        found.sort_unstable();
    }
    let start = found.last().copied().unwrap_or(0);
    let body = unroll::cuts(&text[start..], true);
    if body.is_empty() {
        return Vec::new();
    }
    for at in std::iter::once(start).chain(body.into_iter().map(|at| start + at)) {
        found.push(at);
        found.extend(heading_end(&text[at..]).map(|end| at + end));
    }
    found.extend(signature_cuts(text).into_iter().flatten());
    // Without a front matter, the first number may be at the very start.
    found.retain(|at| *at > 0);
    found.sort_unstable();
    found.dedup();
    found
}

/// Returns the offsets that split the notice: after its subject, number and addressees, before and after its signature,
/// and after the title of the plan.
fn front(text: &str) -> Vec<usize> {
    let limit = (0..=FRONT.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let head = &text[..limit];
    let Some(about) = head.find("关于") else { return Vec::new() };
    let Some(end) = head[about..].find("通知").map(|at| about + at + "通知".len()).filter(|end| end - about < 400)
    else {
        return Vec::new();
    };
    let mut found: Vec<usize> = head[..about].rfind('号').map(|at| at + "号".len()).into_iter().collect();
    found.push(end);
    let near = |from: usize, sign: &str, most: usize| {
        head[from..].find(sign).filter(|at| *at < most).map(|at| from + at + sign.len())
    };
    let number = near(end, "号", 80).filter(|at| head[end..*at].contains(['〔', '[', '［']));
    found.extend(number);
    let addressees = near(number.unwrap_or(end), "：", 300);
    found.extend(addressees);
    let from = addressees.or(number).unwrap_or(end);
    let Some(title) = cited(&head[about..end]) else { return found };
    let printed = head[from..].match_indices(title).map(|(at, _)| from + at).find(|at| head[..*at].ends_with('日'));
    if let Some(at) = printed {
        let date = head[..at].rfind(|c: char| !c.is_ascii_digit() && !"年月日".contains(c));
        let signed = head[from..at].rfind('。').map(|stop| from + stop + "。".len());
        found.extend(signed);
        found.extend(date.map(|place| place + head[place..].chars().next().map_or(0, char::len_utf8)));
        found.extend([at, at + title.len()]);
    }
    found
}

/// Returns the title cited in the subject of a notice.
fn cited(subject: &str) -> Option<&str> {
    if let Some((_, after)) = subject.split_once('《') {
        return after.split_once('》').map(|(title, _)| title);
    }
    let (_, after) = subject.split_once("印发")?;
    after.rsplit_once("通知").map(|(title, _)| title.trim_end_matches('的'))
}

/// Returns the end of a common heading followed by text without a separator, or of any short heading followed by a
/// blank.
pub fn heading_end(text: &str) -> Option<usize> {
    let start: String = text.chars().take(24).collect();
    let (mark, rest) = number::split(&start)?;
    let blank = rest.find([' ', '\u{3000}']).filter(|at| *at >= 6 && mark.level <= Level::Han);
    if let Some(at) = blank.filter(|at| !rest[..*at].contains(['，', '。', '；', '：', '、'])) {
        return Some(start.len() - rest.len() + at);
    }
    let heading = HEADINGS.iter().find(|heading| rest.starts_with(**heading))?;
    let follows = rest[heading.len()..].chars().next()?;
    let words = matches!(follows, '\u{4e00}'..='\u{9fff}' | '“') && !"和与及的".contains(follows);
    words.then_some(start.len() - rest.len() + heading.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notice_title_and_headings_are_parted() {
        let text = "甲县办关于印发《甲县某某方案》的通知甲政发〔2023〕4号各单位：现印发给你们。甲县办2023年1月20日甲县某某方案一、总体要求坚持统筹。二、任务分工（一）教育1.建校3所。2.建园。责任单位：县教育局3.办学。三、工作要求（一）加强领导。";
        let mut starts = vec![0];
        starts.extend(cuts(text));
        let parts: Vec<&str> =
            starts.iter().enumerate().map(|(n, at)| &text[*at..*starts.get(n + 1).unwrap_or(&text.len())]).collect();
        assert_eq!(
            parts,
            [
                "甲县办关于印发《甲县某某方案》的通知",
                "甲政发〔2023〕4号",
                "各单位：",
                "现印发给你们。",
                "甲县办",
                "2023年1月20日",
                "甲县某某方案",
                "一、总体要求",
                "坚持统筹。",
                "二、任务分工",
                "（一）教育",
                "1.建校3所。",
                "2.建园。责任单位：县教育局",
                "3.办学。",
                "三、工作要求",
                "（一）加强领导。",
            ]
        );
    }
}
