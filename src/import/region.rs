//! The subject of a plan: title, region, sector and term, found in its title or in its text.

use std::collections::HashMap;

use crate::plan::department::PROVINCES;
use crate::plan::doubt::{TermSource, TitleSource};
use crate::plan::{Doubt, DoubtKind, Notice, Region, Term, Year};

use super::front::Body;
use super::paragraph::{Block, Para};
use super::{deadline, identity, wording};

/// The subject of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The title.
    pub title: String,
    /// The full name of the region.
    pub region: Region,
    /// The sector.
    pub sector: String,
    /// The term.
    pub term: Term,
}

/// Finds the subject of a plan. Guesses become doubts. `given` is the term if the title names none.
pub fn facts(body: &mut Body, notice: Option<&Notice>, file: &str, given: Option<Term>) -> Facts {
    let title = title(body, file);
    let region = region(body, &title, notice);
    let sector = identity::sector(&title, &region);
    let region = Region::from(region);
    let term = named_term(body, &title).or(given).unwrap_or_else(|| term(body, &title, notice));
    Facts { title, region, sector, term }
}

fn doubt(body: &mut Body, kind: DoubtKind) {
    body.doubts.push(Doubt::at(body.line, kind));
}

fn title(body: &mut Body, file: &str) -> String {
    if !body.title.is_empty() {
        return body.title.clone();
    }
    let captions = body.blocks.iter().filter_map(Block::para).filter(|p| p.mark.is_none() && p.length() <= 60);
    let derived = captions.filter_map(|p| caption_title(&p.text)).next();
    let first = body
        .blocks
        .first()
        .and_then(Block::para)
        .filter(|p| p.mark.is_none() && p.length() <= 40 && !p.text.contains('。'))
        .map(|p| p.text.clone());
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let (title, from) = match (derived, first) {
        (Some(title), _) => (title, TitleSource::TableCaption),
        (None, Some(first)) => (uncited(&first), TitleSource::FirstLine),
        (None, None) => (stem.to_string(), TitleSource::FileName),
    };
    doubt(body, DoubtKind::NoTitle { title: title.clone(), from });
    title
}

/// Returns a title without quotation marks and the bracket after it: 《…的意见》（简称…）.
fn uncited(line: &str) -> String {
    let bare = identity::without_brackets(line);
    bare.strip_prefix('《').and_then(|bare| bare.strip_suffix('》')).map_or_else(|| line.to_string(), str::to_string)
}

/// Returns the title of the plan in the caption of its indicator table: 某县“十四五”某某规划主要指标.
fn caption_title(text: &str) -> Option<String> {
    let name = wording::special_box(text).map_or_else(|| text.to_string(), |(_, title, _)| title);
    let end = ["规划", "纲要", "方案", "行动计划"].iter().filter_map(|w| name.rfind(w).map(|at| at + w.len())).max()?;
    let rest = &name[end..];
    let title = name[..end].trim().to_string();
    (rest.contains("指标") && identity::region_at(&title).is_some() && title.chars().count() >= 8).then_some(title)
}

fn region(body: &mut Body, title: &str, notice: Option<&Notice>) -> String {
    if let Some(short) = identity::health(title) {
        if short == "中国" {
            return Region::NATION.to_string();
        }
        return full_region(body, &short, notice).unwrap_or(short);
    }
    if let Some(region) = identity::region_at(title).filter(|r| !matches!(*r, "自治区" | "自治州" | "自治县"))
    {
        return region.to_string();
    }
    let nation = ["国家", "全国", "国务院", "中共中央"].into_iter().chain(MINISTRIES).collect::<Vec<_>>();
    let issuer = notice.and_then(|n| n.issuer.as_deref()).unwrap_or_default();
    if nation.iter().any(|word| title.starts_with(word) || issuer.starts_with(word)) || title.contains("中国") {
        return Region::NATION.to_string();
    }
    let counts = named_regions(paras(body).map(|p| p.text.as_str()).filter(|t| t.len() < 30_000));
    let counts: Vec<(String, usize)> = counts.into_iter().map(|(name, n)| (name.to_string(), n)).collect();
    let region = identity::region_at(issuer)
        .map(str::to_string)
        .or_else(|| in_title(title, &counts))
        .or_else(|| province_in(title))
        .or_else(|| most_named(&counts))
        .or_else(|| province_of(body));
    doubt(body, DoubtKind::NoRegion { region: region.clone().map(Region::from) });
    region.unwrap_or_else(|| Region::NOT_STATED.to_string())
}

/// The ministries of the State Council as they sign documents, which then apply to the whole country.
const MINISTRIES: [&str; 21] = [
    "教育部",
    "科技部",
    "工业和信息化部",
    "公安部",
    "民政部",
    "司法部",
    "财政部",
    "人力资源社会保障部",
    "人力资源和社会保障部",
    "自然资源部",
    "生态环境部",
    "住房城乡建设部",
    "住房和城乡建设部",
    "交通运输部",
    "水利部",
    "农业农村部",
    "商务部",
    "文化和旅游部",
    "退役军人事务部",
    "退役军人部",
    "应急管理部",
];

/// Returns the region that the text names and whose short name comes last in the title.
fn in_title(title: &str, counts: &[(String, usize)]) -> Option<String> {
    let short = |name: &str| Region::from(name).short_name().to_string();
    let named = counts.iter().filter(|(name, _)| name.chars().count() >= 3 && short(name).chars().count() >= 2);
    let placed = named.filter_map(|(name, n)| title.rfind(&short(name)).map(|at| (at, *n, name)));
    placed.max_by_key(|(at, n, name)| (*at, *n, std::cmp::Reverse(*name))).map(|(_, _, name)| name.clone())
}

/// Returns the province named in a text by its short name.
fn province_in(text: &str) -> Option<String> {
    PROVINCES.iter().find(|name| text.contains(**name)).map(|name| province(name))
}

/// Returns the province that the text names by its short name far more often than any other.
fn province_of(body: &Body) -> Option<String> {
    let mut counts: Vec<(usize, &str)> =
        PROVINCES.iter().map(|name| (paras(body).map(|p| p.text.matches(name).count()).sum(), *name)).collect();
    counts.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    let [(first, name), (second, _), ..] = counts[..] else { return None };
    (first >= 5 && first >= 3 * second).then(|| province(name))
}

/// Returns the full name of a province.
fn province(short: &str) -> String {
    match short {
        "北京" | "天津" | "上海" | "重庆" => format!("{short}市"),
        "内蒙古" | "西藏" => format!("{short}自治区"),
        "广西" => "广西壮族自治区".to_string(),
        "宁夏" => "宁夏回族自治区".to_string(),
        "新疆" => "新疆维吾尔自治区".to_string(),
        _ => format!("{short}省"),
    }
}

/// Returns the names of regions after punctuation, or at the start of a title or paragraph, with their numbers of
/// occurrences.
fn named_regions<'a>(texts: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    let mut counts = HashMap::new();
    for text in texts {
        let mut start = 0;
        while let Some(part) = text.get(start..).filter(|p| !p.is_empty()) {
            if let Some(region) = identity::region_at(part).filter(|r| (2..=14).contains(&r.chars().count())) {
                *counts.entry(region).or_default() += 1;
            }
            let signs = ['，', '。', '、', '《', '“', '；', '（', '：', '\n'];
            let Some(next) = part.find(signs) else { break };
            start += next + part[next..].chars().next().map_or(1, char::len_utf8);
        }
    }
    counts
}

fn paras(body: &Body) -> impl Iterator<Item = &Para> {
    body.blocks.iter().filter_map(Block::para).take(4000)
}

fn most_named(counts: &[(String, usize)]) -> Option<String> {
    let named = counts.iter().filter(|(name, n)| *n >= 2 && name.chars().count() >= 3);
    named.max_by_key(|(name, n)| (*n, std::cmp::Reverse(name))).map(|(name, _)| name.clone())
}

/// Returns the full name of a region with a known short name.
fn full_region(body: &Body, short: &str, notice: Option<&Notice>) -> Option<String> {
    let notice = notice.map(|n| n.text.as_slice()).unwrap_or_default().iter().map(String::as_str);
    let texts = notice
        .chain(std::iter::once(body.cover.as_str()))
        .chain(paras(body).map(|p| p.text.as_str()).filter(|t| t.len() < 30_000));
    let counts = named_regions(texts);
    let full =
        counts.into_iter().filter(|(name, _)| name.starts_with(short) && Region::from(*name).short_name() == short);
    full.max_by_key(|(name, n)| (name.chars().count(), *n)).map(|(name, _)| name.to_string())
}

/// Returns the term named in the title.
fn named_term(body: &Body, title: &str) -> Option<Term> {
    identity::term(&format!("{title}{}", body.cover)).or_else(|| identity::term_of_title(title))
}

fn term(body: &mut Body, title: &str, notice: Option<&Notice>) -> Term {
    let issued = notice.and_then(|n| n.date.as_deref()).and_then(identity::year_of_date);
    if let Some(last) = identity::single_year(title) {
        // A title such as 2024年重点工作任务 refers to that year only.
        let long = ["规划", "纲要", "远景", "战略", "愿景", "中长期"].iter().any(|word| title.contains(word));
        let yearly = !long && title.contains(&format!("{last}年"));
        let first = issued.or(yearly.then_some(last)).filter(|first| *first <= last).unwrap_or(last - 9);
        let term = Term { first, last };
        doubt(body, DoubtKind::OnlyLastYear { term });
        return term;
    }
    // Titles of cited documents name the terms of other plans.
    let own = |p: &Para| identity::term(&deadline::without_citations(&p.text));
    let stated = paras(body).take(60).filter(|p| p.text.contains("规划期") || p.text.contains("期限")).find_map(own);
    let text =
        stated.or_else(|| paras(body).take(30).find_map(|p| own(p).filter(|t| issued.is_none_or(|y| t.last >= y))));
    let of_length = || identity::length(title).and_then(|length| of_length(body, length, issued));
    let known = text.map(|term| (term, TermSource::Text));
    let known = known.or_else(|| of_length().map(|term| (term, TermSource::Length)));
    let (term, from) = known.unwrap_or_else(|| match issued {
        Some(first) => match last_goal(body, first) {
            Some(last) => (Term { first, last }, TermSource::IssueToGoals),
            None => (Term { first, last: first + 4 }, TermSource::Issue),
        },
        None => match goals(body).into_iter().min() {
            Some(last) => (Term { first: last - 4, last }, TermSource::Goals),
            None => (Term { first: Year(2021), last: Year(2025) }, TermSource::Nothing),
        },
    });
    doubt(body, DoubtKind::NoTerm { term, from });
    term
}

/// The term of so many years, from the last goal of the text that they reach, or from the year of issue.
fn of_length(body: &Body, length: i32, issued: Option<Year>) -> Option<Term> {
    let reached = |year: &Year| issued.is_none_or(|first| (first + (length - 1)..=first + length).contains(year));
    let goal = goals(body).into_iter().filter(reached).max();
    let last = goal.or_else(|| issued.map(|first| first + (length - 1)))?;
    Some(Term { first: last - (length - 1), last })
}

/// Returns the years of this century for which the text sets goals: 到2025年, 2020年底前, 2030年前.
fn goals(body: &Body) -> Vec<Year> {
    let of = |para: &Para| -> Vec<Year> {
        let text = deadline::without_citations(&para.text);
        let years = text.match_indices('年').filter_map(|(at, word)| {
            let before = text[..at].trim_end();
            let start = before.char_indices().rev().nth(3)?.0;
            let year = Year::of_digits(&before[start..]).filter(|year| *year >= Year(2000))?;
            let rest = text[at + word.len()..].trim_start();
            let ends = ["前", "底", "末", "6月底前", "3月底前"].iter().any(|word| rest.starts_with(word));
            (before[..start].trim_end().ends_with('到') || ends).then_some(year)
        });
        years.collect()
    };
    paras(body).flat_map(of).collect()
}

/// Returns the last year of a plan issued in a certain year.
fn last_goal(body: &Body, from: Year) -> Option<Year> {
    let goals: Vec<Year> = goals(body).into_iter().filter(|year| (from..=from + 17).contains(year)).collect();
    // A plan sets goals for about five years; if it looks further, its nearest goal is further away.
    let near = goals.iter().copied().filter(|year| *year <= from + 6).max();
    near.or_else(|| goals.into_iter().min())
}
