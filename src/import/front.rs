//! The front matter of a document: the notice that issues it, the titles, and the beginning of each plan.

use crate::plan::{Doubt, Edition, Level, LineSpan, Notice, Paragraph};
use crate::text::fold::half_width;

use super::notice::{self, date_in, is_bracket, is_signature};
use super::paragraph::{Block, Para};
use super::{identity, wording};

/// The front matter of a document, and the texts of its plans.
#[derive(Debug, Default)]
pub struct Front {
    /// The notice.
    pub notice: Option<Notice>,
    /// The text of each plan.
    pub bodies: Vec<Body>,
    /// Lines of the cover that are stored in other fields: editions, terms.
    pub leftovers: Vec<Paragraph>,
}

/// The text of one plan.
#[derive(Debug, Default)]
pub struct Body {
    /// The title; empty if none was found.
    pub title: String,
    /// The line of the title, or else of the beginning of the text.
    pub line: u32,
    /// The edition named in brackets next to the title.
    pub edition: Option<Edition>,
    /// The printed title with all brackets below it, which may contain the term.
    pub cover: String,
    /// The blocks of the text.
    pub blocks: Vec<Block>,
    /// The doubts about the reading.
    pub doubts: Vec<Doubt>,
}

/// A title, as the range of blocks that contain it.
struct Title {
    at: usize,
    end: usize,
    title: String,
    printed: String,
}

impl Title {
    /// Returns true if this is the heading of the web page from which a document was copied, and the document's own
    /// title follows: both name the same region, and no different terms.
    fn is_page_heading_of(&self, own: &Title) -> bool {
        let named = identity::region_at(&own.title).is_some_and(|region| self.printed.contains(region));
        let other = |term| identity::term(&own.printed).is_some_and(|own| own != term);
        named && !identity::term(&self.printed).is_some_and(other)
    }
}

/// A citation of the plans in a notice: 关于印发《…》的通知.
struct Citation {
    at: usize,
    titles: Vec<String>,
    issuer: Option<String>,
}

/// The maximum length of the front matter in paragraphs.
const FRONT: usize = 40;

/// Splits a document into its notice and its plans.
pub fn split(mut blocks: Vec<Block>) -> Front {
    let cited = citation(&blocks);
    let mut titles = titles(&blocks, cited.as_ref());
    let mut front = Front::default();
    if titles.is_empty() {
        let at = cited.as_ref().map_or(0, |cited| notice_end(&blocks, cited));
        let title = cited.as_ref().and_then(|c| c.titles.first().cloned()).unwrap_or_default();
        titles.push(Title { at, end: at, printed: title.clone(), title });
    }
    let mut notice = Vec::new();
    for title in titles.into_iter().rev() {
        let mut text = blocks.split_off(title.at);
        let lines = text.first().map_or(LineSpan::at(1), Block::lines);
        let heading: Vec<Block> = text.drain(..title.end - title.at).collect();
        let mut body = Body {
            title: without_blanks(&title.title),
            line: lines.first,
            cover: title.printed,
            blocks: text,
            ..Body::default()
        };
        front.keep_heading(&body, &heading);
        let signed = front.take_cover(&mut body);
        notice.splice(0..0, signed);
        body.edition = cited
            .iter()
            .flat_map(|c| &c.titles)
            .fold(identity::edition(&body.cover), |edition, title| edition.or_else(|| identity::edition(title)));
        front.bodies.insert(0, body);
    }
    notice.splice(0..0, blocks.into_iter().flat_map(Block::into_paras));
    // A document without a notice is signed at its end.
    if !notice.iter().any(|para| notice::date_in(&para.text).is_some() || wording::is_date(&para.text))
        && let Some(body) = front.bodies.last_mut()
    {
        notice.extend(notice::take_signature(&mut body.blocks));
    }
    front.notice = notice::read(&notice, cited.as_ref().and_then(|cited| cited.issuer.as_deref()));
    front
}

impl Front {
    /// Keeps a printed heading that is not part of the title.
    fn keep_heading(&mut self, body: &Body, heading: &[Block]) {
        let printed: String = heading.iter().filter_map(Block::para).map(Para::full).collect();
        if letters(&printed) != letters(&body.title) && !heading.is_empty() {
            let lines = heading.iter().map(Block::lines).reduce(LineSpan::to).unwrap_or(LineSpan::at(body.line));
            self.leftovers.push(Paragraph { text: printed, lines });
        }
    }

    /// Removes the lines below a title from a text: brackets with edition or term, and the signature with its date.
    fn take_cover(&mut self, body: &mut Body) -> Vec<Para> {
        let mut signed = Vec::new();
        let of_notice = |p: &Para| is_signature(p) || notice::is_number(p);
        let count =
            body.blocks.iter().take(8).take_while(|b| b.para().is_some_and(|p| is_bracket(p) || of_notice(p))).count();
        // A signature without a date below is part of the text.
        let dated = body.blocks[..count].iter().filter_map(Block::para).any(|p| wording::is_date(&p.text));
        let undated = |p: &Para| is_bracket(p) || notice::is_number(p);
        let brackets = body.blocks[..count].iter().take_while(|b| b.para().is_some_and(undated)).count();
        for block in body.blocks.drain(..if dated { count } else { brackets }) {
            let Block::Para(para) = block else { continue };
            if is_bracket(&para) && !para.text.contains("公开发布") && date_in(&para.text).is_none() {
                body.cover.push_str(&para.text);
                self.leftovers.push(Paragraph { text: para.text, lines: para.lines });
            } else {
                signed.push(para);
            }
        }
        signed
    }
}

/// Returns the letters of a title, without brackets, blanks and punctuation.
fn key(title: &str) -> String {
    letters(&identity::without_brackets(title))
}

/// A title without the blanks that a broken line or a page's layout left in it; Latin words and numbers stay apart.
fn without_blanks(title: &str) -> String {
    let mut bare = String::with_capacity(title.len());
    let mut blank = false;
    for c in title.chars() {
        if c.is_whitespace() {
            blank = true;
            continue;
        }
        let is_word = |c: char| c.is_ascii_alphanumeric();
        if std::mem::take(&mut blank) && is_word(c) && bare.chars().next_back().is_some_and(is_word) {
            bare.push(' ');
        }
        bare.push(c);
    }
    bare
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).map(half_width).collect()
}

/// Returns the titles of the documents that a notice issues: those cited in its subject, unless only those cited in its
/// text are printed.
fn citation(blocks: &[Block]) -> Option<Citation> {
    let subject = blocks.iter().take(FRONT).enumerate().find_map(|(at, block)| cited_by_subject(at, block.para()?));
    let is_printed = |cited: &Citation| {
        let from = cited.at + 1;
        cited.titles.iter().any(|title| (from..blocks.len()).any(|at| cited_title(blocks, at, title).is_some()))
    };
    if subject
        .as_ref()
        .is_some_and(|cited| cited.titles.iter().any(|title| title.starts_with('《')) || is_printed(cited))
    {
        return subject;
    }
    let text = blocks.iter().take(FRONT).enumerate().find_map(|(at, block)| cited_by_text(at, block.para()?));
    let text = text.filter(is_printed).map(|mut cited| {
        cited.titles.retain(|title| (cited.at + 1..blocks.len()).any(|at| cited_title(blocks, at, title).is_some()));
        Citation { issuer: subject.as_ref().and_then(|subject| subject.issuer.clone()), ..cited }
    });
    text.or(subject)
}

/// Parses the citation in the subject of a notice: 关于印发《…》的通知.
fn cited_by_subject(at: usize, para: &Para) -> Option<Citation> {
    let verbs = ["印发", "公布", "发布", "下发", "批转", "转发"];
    if para.length() > 240 {
        return None;
    }
    let text = para.full();
    let text = within_citation(&text);
    let (before, after) =
        about(text).or_else(|| verbs.iter().find_map(|verb| Some(text.split_at(text.find(&format!("{verb}《"))?))))?;
    let after = verbs.iter().find_map(|verb| after.trim_start().strip_prefix(verb))?;
    let (after, rest) = after.rsplit_once("通知")?;
    // A sentence that cites a notice goes on: …的通知精神，制定本方案。
    if rest.contains(['，', ',', '。']) {
        return None;
    }
    let after = after.trim_end().trim_end_matches('的').trim();
    let mut titles = cited_titles(after);
    if titles.is_empty() {
        titles.push(after.to_string());
    }
    let office: String = before.chars().rev().take_while(|c| matches!(c, '\u{4e00}'..='\u{9fff}')).collect();
    let office: String = office.chars().rev().collect();
    let issuer = (office.chars().count() >= 3).then_some(office);
    Some(Citation { at, titles, issuer })
}

/// Returns the subject that a line cites as a whole, with or without its number: 某政发〔2022〕5号《…的通知》.
fn within_citation(text: &str) -> &str {
    let number = notice::number_in(text).and_then(|number| text.trim().strip_prefix(number));
    let inner = number.unwrap_or(text).trim().strip_prefix('《').and_then(|inner| inner.strip_suffix('》'));
    inner.filter(|inner| !inner.contains(['《', '》'])).unwrap_or(text)
}

/// Parts a subject before and after the word 关于 that is its own: one within a cited title is that title's.
fn about(text: &str) -> Option<(&str, &str)> {
    let is_own = |at: usize| text[..at].matches('《').count() == text[..at].matches('》').count();
    let at = text.match_indices("关于").map(|(at, _)| at).find(|at| is_own(*at))?;
    Some((&text[..at], &text[at + "关于".len()..]))
}

/// Parses the citation in the text of a notice: 研究制定了《…》，现印发给你们.
fn cited_by_text(at: usize, para: &Para) -> Option<Citation> {
    let sends =
        ["印发给你们", "转发给你们", "予以印发", "现予印发", "现印发", "予以公布", "现予公布", "予以发布", "现予发布"];
    let end = sends.iter().filter_map(|word| para.text.find(word)).min()?;
    let titles = cited_titles(&para.text[..end]);
    (!titles.is_empty()).then_some(Citation { at, titles, issuer: None })
}

/// Returns the titles in 《》 in a text.
fn cited_titles(text: &str) -> Vec<String> {
    let between = |open: char, close: char| {
        let parts = text.split(open).skip(1).filter_map(move |part| part.rsplit_once(close));
        parts.map(|(title, _)| title.trim().to_string()).collect::<Vec<String>>()
    };
    let titles = between('《', '》');
    if titles.is_empty() { between('〈', '〉') } else { titles }
}

/// Returns the end of a notice whose plan has no title of its own: after the date.
fn notice_end(blocks: &[Block], cited: &Citation) -> usize {
    let limit = blocks.len().min(cited.at + 12);
    let dated = (cited.at + 1..limit).find(|&at| {
        let text = blocks[at].para().map(|p| p.text.as_str()).unwrap_or_default();
        wording::is_date(text) || date_in(text).is_some_and(|date| text.ends_with(&date) || text.contains("公开发布"))
    });
    let mut end = dated.unwrap_or(cited.at) + 1;
    while blocks.get(end).and_then(Block::para).is_some_and(|p| p.text.contains("公开发布") && p.length() < 20) {
        end += 1;
    }
    end.min(blocks.len())
}

/// Returns the titles above the texts of plans.
fn titles(blocks: &[Block], cited: Option<&Citation>) -> Vec<Title> {
    let mut found: Vec<Title> = Vec::new();
    let mut from = 0;
    if let Some(cited) = cited {
        from = cited.at + 1;
        for title in &cited.titles {
            let Some(next) = (from..blocks.len()).find_map(|at| cited_title(blocks, at, title)) else { continue };
            from = next.end;
            found.push(next);
        }
    } else {
        let before = |p: &Para| is_bracket(p) || notice::is_number(p) || notice::is_letterhead(p);
        let start = blocks.iter().take(6).take_while(|b| b.para().is_some_and(before)).count();
        if let Some(mut next) = (start..blocks.len().min(start + 4)).find_map(|at| free_title(blocks, at)) {
            if let Some(own) = free_title(blocks, next.end).filter(|own| next.is_page_heading_of(own)) {
                next = Title { at: next.at, ..own };
            }
            from = next.end;
            found.push(next);
        }
    }
    if cited.is_none_or(|c| c.titles.len() < 2) && !found.is_empty() {
        found.extend(later_titles(blocks, from));
    }
    found
}

/// Matches up to four short paragraphs without numbers that together end with a cited title.
fn cited_title(blocks: &[Block], at: usize, cited: &str) -> Option<Title> {
    let wanted = key(cited);
    let mut printed = String::new();
    for (n, block) in blocks[at..].iter().take(4).enumerate() {
        let para = block.para().filter(|p| p.mark.is_none() && !is_bracket(p) && p.length() <= 80)?;
        printed.push_str(&para.full());
        let read = key(&printed);
        if read.ends_with(&wanted) && !wanted.is_empty() {
            let notice = printed.contains("关于印发")
                || printed.contains('《')
                || read.chars().count() > wanted.chars().count() + 24;
            let title = identity::without_brackets(cited);
            return (!notice).then_some(Title { at, end: at + n + 1, title, printed });
        }
        if para.text.contains(['。', '：']) || wording::is_date(&para.text) {
            return None;
        }
    }
    None
}

/// The words with which titles of plans end.
pub const TITLE_ENDS: &[&str] = &[
    "规划",
    "纲要",
    "方案",
    "计划",
    "意见",
    "要点",
    "行动",
    "战略",
    "安排",
    "部署",
    "措施",
    "办法",
    "分工",
    "规划（纲要）",
    "路线图",
    "文本",
    "分解表",
    "分工表",
    "任务表",
    "清单",
    "通知",
    "通报",
    "决定",
    "规定",
];

/// Returns true if a line ends as titles of plans do, brackets left out.
pub fn ends_as_title(line: &str) -> bool {
    let bare = identity::without_brackets(line);
    TITLE_ENDS.iter().any(|end| bare.ends_with(end)) && bare.chars().count() >= 5
}

/// Matches a title that no notice cites: short paragraphs that together end like a title.
fn free_title(blocks: &[Block], at: usize) -> Option<Title> {
    let mut printed = String::new();
    let mut title = None;
    for (n, block) in blocks[at..].iter().take(4).enumerate() {
        let Some(para) = block.para().filter(|p| p.mark.is_none() && p.length() <= 100 && !p.aside) else { break };
        let subject = wording::is_subject(&para.text);
        let running = para.text.contains(['。', '；', '：'])
            || para.text.contains('，') && !subject
            || para.length() > 60 && !subject;
        if running || is_bracket(para) || wording::is_date(&para.text) || notice::is_number(para) {
            break;
        }
        let goes_on = para.text.starts_with(['和', '及', '暨']);
        if title.is_some() && !goes_on {
            break;
        }
        printed.push_str(&para.text);
        let bare = identity::without_brackets(&printed);
        if TITLE_ENDS.iter().any(|end| bare.ends_with(end)) && bare.chars().count() >= 5 {
            title = Some(Title { at, end: at + n + 1, title: bare, printed: printed.clone() });
        }
    }
    title
}

/// The maximum number of plans in a document; more titles than that are repetitions in a single text.
const MOST_PLANS: usize = 50;

/// Returns the titles of further plans in the same file, after which numbering starts again.
fn later_titles(blocks: &[Block], from: usize) -> Vec<Title> {
    let heading = |block: &Block| {
        block.para().and_then(|p| p.mark.as_ref()).filter(|m| m.level <= Level::Han).map(|m| (m.level, m.value))
    };
    let mut found = Vec::new();
    let mut seen = 0;
    let mut top: Option<Level> = None;
    for at in from..blocks.len() {
        if found.len() == MOST_PLANS {
            break;
        }
        if let Some((level, _)) = heading(&blocks[at]) {
            seen += 1;
            top = Some(top.map_or(level, |top| top.min(level)));
        }
        let dated = |t: &Title| identity::term(&t.printed).is_some() || identity::single_year(&t.printed).is_some();
        let Some(title) = free_title(blocks, at).filter(|t| seen >= 3 && dated(t)) else { continue };
        let next = blocks[title.end..].iter().take(12).find_map(heading);
        if next.is_some_and(|(level, value)| value == 1 && Some(level) == top) {
            found.push(title);
            seen = 0;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::{clean, paragraph, table};
    use super::*;

    fn front(text: &str) -> Front {
        split(paragraph::join(table::find(&clean::clean(text, &[]).lines)))
    }

    #[test]
    fn a_notice_and_its_plans_are_parted() {
        let text = "某政发〔2022〕5号\n关于印发《甲县“十四五”教育规划》和《甲县“十四五”水利规划》的通知\n各乡镇：\n现印发给你们。\n甲县人民政府办公室\n2022年3月1日\n甲县“十四五”教育规划\n（摘编版）\n一、背景\n二、任务\n甲县“十四五”水利规划\n一、背景";
        let front = front(text);
        let notice = front.notice.unwrap_or_default();
        assert_eq!(notice.number.as_deref(), Some("某政发〔2022〕5号"));
        assert_eq!(notice.issuer.as_deref(), Some("甲县人民政府办公室"));
        assert_eq!(notice.date.as_deref(), Some("2022年3月1日"));
        let titles: Vec<&str> = front.bodies.iter().map(|b| b.title.as_str()).collect();
        assert_eq!(titles, ["甲县“十四五”教育规划", "甲县“十四五”水利规划"]);
        assert_eq!(front.bodies[0].edition, Some(Edition::Condensed));
        assert_eq!((front.bodies[0].blocks.len(), front.bodies[1].blocks.len()), (2, 1));
    }

    #[test]
    fn a_title_may_be_broken_or_cited_without_its_region() {
        let text = "关于印发 健康某县“2030”规划纲要\n的通知\n各乡：\n照办。\n2022年3月1日\n某某自治县健康某县“2030”\n规划纲要\n第一篇 总体战略";
        assert_eq!(front(text).bodies[0].title, "健康某县“2030”规划纲要");
        let plain = "某省国民经济和社会发展\n第十四个五年规划和二〇三五年远景目标纲要\n第一章 环境";
        assert_eq!(front(plain).bodies[0].title, "某省国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要");
    }

    #[test]
    fn a_text_without_title_is_one_body() {
        let front = front("（征求意见稿）\n为做好工作，制定本规划。\n一、背景");
        assert_eq!((front.bodies.len(), front.bodies[0].title.as_str()), (1, ""));
        assert_eq!(front.bodies[0].edition, Some(Edition::ConsultationDraft));
    }
}
