//! Passages: the paragraphs of a plan, each with its line, its heading and the year to which its values refer.

use std::ops::Range;

use crate::plan::{ItemId, NodeIndex, Plan, Term, Year};
use crate::text::fold::to_half_width;
use crate::text::numeral;

use super::number::{self, Number};

/// The purpose of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It describes the time before the term: results, problems, prospects.
    Review,
    /// It states goals.
    Goal,
    /// It is a task or project, or part of a special box.
    Action,
    /// Anything else.
    Other,
}

/// A paragraph.
pub(super) struct Passage<'a> {
    /// The task or project that contains it.
    pub(super) id: Option<&'a ItemId>,
    /// The line in the source; for a later paragraph of a task, the first line of the task.
    pub(super) line: u32,
    /// The heading above it.
    pub(super) node: NodeIndex,
    /// Its purpose.
    pub(super) role: Role,
    /// The text as printed.
    pub(super) source: &'a str,
    /// The text in half width, with the same number of characters.
    pub(super) text: String,
    /// The numbers in the text.
    pub(super) numbers: Vec<Number>,
    /// The year to which values refer if the passage names none.
    year: Year,
    term: Term,
}

/// Returns the passages of a plan in the order of headings, tasks and boxes.
pub(super) fn passages(plan: &Plan) -> Vec<Passage<'_>> {
    let mut found = Vec::new();
    for (node, heading) in plan.outline.iter().enumerate() {
        let role = role(plan, node);
        let mut announced = None;
        for paragraph in &heading.paragraphs {
            let mut passage = Passage::new(plan, node, role, &paragraph.text, paragraph.lines.first, None);
            announced = passage.announced_year().or(announced);
            passage.year = announced.unwrap_or(passage.year);
            found.push(passage);
        }
    }
    for task in &plan.tasks {
        let last = task.text.lines().count().saturating_sub(1);
        for (place, text) in task.text.lines().enumerate() {
            let line = if place > 0 && place == last { task.lines.last } else { task.lines.first };
            found.push(Passage::new(plan, task.node, Role::Action, text, line, Some(&task.id)));
        }
    }
    for special_box in &plan.boxes {
        let notes = special_box.notes.iter();
        found.extend(notes.map(|p| Passage::new(plan, special_box.node, Role::Action, &p.text, p.lines.first, None)));
    }
    found
}

/// Returns the purpose of a passage according to the headings above it.
fn role(plan: &Plan, node: NodeIndex) -> Role {
    const REVIEW: [&str; 12] = [
        "实施情况",
        "完成情况",
        "发展情况",
        "发展基础",
        "现状",
        "回顾",
        "成效",
        "成就",
        "形势",
        "机遇",
        "挑战",
        "问题",
    ];
    let titles: Vec<&str> = plan.ancestors(node).map(|n| plan.outline[n].title.as_str()).collect();
    let hold = |words: &[&str]| titles.iter().any(|title| words.iter().any(|word| title.contains(word)));
    match () {
        () if hold(&["目标"]) => Role::Goal,
        () if hold(&REVIEW) => Role::Review,
        () => Role::Other,
    }
}

impl<'a> Passage<'a> {
    fn new(
        plan: &'a Plan,
        node: NodeIndex,
        role: Role,
        source: &'a str,
        line: u32,
        id: Option<&'a ItemId>,
    ) -> Passage<'a> {
        let text = to_half_width(source);
        let numbers = number::numbers(&text);
        let year = if role == Role::Review { plan.term.first - 1 } else { plan.term.last };
        Passage { id, line, node, role, source, text, numbers, year, term: plan.term }
    }

    /// Returns the printed text at a place of the text in half width.
    pub(super) fn quote(&self, place: Range<usize>) -> String {
        let start = self.text[..place.start].chars().count();
        let length = self.text[place].chars().count();
        self.source.chars().skip(start).take(length).collect::<String>().trim().to_string()
    }

    /// Returns the sentence around a place.
    pub(super) fn sentence(&self, place: &Range<usize>) -> Range<usize> {
        self.around(place, &['。', ';', '!', '?'])
    }

    /// Returns the clause around a place.
    pub(super) fn clause(&self, place: &Range<usize>) -> Range<usize> {
        self.around(place, &['。', ';', '!', '?', ',', ':'])
    }

    fn around(&self, place: &Range<usize>, marks: &[char]) -> Range<usize> {
        let marks_between_words = |(at, c): &(usize, char)| marks.contains(c) && !self.is_in_number(*at);
        let before = self.text[..place.start].char_indices().rev().find(marks_between_words);
        let start = before.map_or(0, |(at, c)| at + c.len_utf8());
        let mut after = self.text[place.end..].char_indices().map(|(at, c)| (at + place.end, c));
        let end = after.find(marks_between_words).map_or(self.text.len(), |(at, _)| at);
        start..end
    }

    fn is_in_number(&self, at: usize) -> bool {
        let after = self.numbers.partition_point(|n| n.place.end <= at);
        self.numbers.get(after).is_some_and(|n| n.place.contains(&at))
    }

    /// Returns the year to which a value refers: the last one named before it, unless that is only a comparison
    /// (较2020年); otherwise the one announced by an earlier paragraph, or the year before the term or its last year.
    pub(super) fn year_at(&self, place: usize) -> Year {
        self.named_year(place).unwrap_or(self.year)
    }

    /// Returns the year named within [`REACH`] before a place.
    fn named_year(&self, place: usize) -> Option<Year> {
        let text = &self.text[self.text.floor_char_boundary(place.saturating_sub(REACH))..place];
        let years = text.match_indices('年').filter_map(|(at, _)| year_before(&text[..at]));
        let terms = text.match_indices('五').filter_map(|(at, _)| term_named(text, at));
        let stands_on = |start: usize| text[start..].chars().take(14).collect::<String>().contains("基础上");
        let free = |start: usize| !text[..start].trim_end_matches(['“', '"']).ends_with(COMPARING) && !stands_on(start);
        let named = years.chain(terms).filter(|(start, _)| free(*start));
        named.max_by_key(|(start, _)| *start).map(|(_, year)| year)
    }

    /// Returns the year of a paragraph that announces a list (到2025年实现以下目标：).
    fn announced_year(&self) -> Option<Year> {
        self.text.trim_end().ends_with(':').then(|| self.named_year(self.text.len())).flatten()
    }

    /// Returns the year before the term, in which baselines are measured.
    pub(super) fn eve(&self) -> Year {
        self.term.first - 1
    }
}

/// The maximum distance in bytes between a year and a value that refers to it: the length of the longest tasks.
const REACH: usize = 6000;

const COMPARING: [char; 7] = ['较', '比', '与', '由', '从', '自', '和'];

/// Returns the year at the end of a text, with its byte offset.
fn year_before(text: &str) -> Option<(usize, Year)> {
    let text = text.trim_end();
    let start = text.len().checked_sub(4)?;
    let year = Year::of_digits(text.get(start..)?)?;
    let is_free = !text[..start].ends_with(|c: char| c.is_ascii_digit());
    is_free.then_some((start, year))
}

/// Returns the last year of a named five-year term such as “十三五”末 whose 五 is at `at`, with the byte offset of the term.
fn term_named(text: &str, at: usize) -> Option<(usize, Year)> {
    let rest = text[at + '五'.len_utf8()..].trim_start_matches(['”', '"']);
    if !["末", "期", "时期"].iter().any(|word| rest.starts_with(word)) {
        return None;
    }
    let start = text[..at].rfind('十')?;
    let ordinal = numeral::parse(&text[start..at])?;
    Some((start, Term::of_five_year_plan(ordinal)?.last))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{passage, plan};
    use super::*;

    #[test]
    fn a_figure_is_of_the_year_named_last_unless_it_is_only_compared_with() {
        for (text, year) in [
            ("到2023年，接种率达到9", 2023),
            ("“十三五”末，接种率为9", 2020),
            ("到“十四五”末接种率为9", 2025),
            ("2019年接种率较2015年提高，达到9", 2019),
            ("接种率，较“十二五”末提高，为9", 2025),
            ("在“十三五”末3个的基础上，达到9", 2025),
            ("依据《某县“十四五”发展规划》，2022年为9", 2022),
        ] {
            let plan = plan(text);
            let passage = passage(&plan);
            assert_eq!(passage.year_at(passage.text.len()), Year(year), "{text}");
        }
    }

    #[test]
    fn a_list_is_of_the_year_that_announces_it() {
        let mut plan = plan("到2023年实现以下目标：");
        let mut second = plan.outline[0].paragraphs[0].clone();
        second.text = "接种率达到90%".into();
        plan.outline[0].paragraphs.push(second);
        assert_eq!(passages(&plan)[1].year_at(3), Year(2023));
    }

    #[test]
    fn clauses_and_sentences_are_quoted_as_printed() {
        let plan = plan("先说一句。共有１,１４０人，占三成；完。");
        let passage = passage(&plan);
        let place = passage.numbers[0].place.clone();
        assert_eq!(passage.quote(passage.clause(&place)), "共有１,１４０人");
        assert_eq!(passage.quote(passage.sentence(&place)), "共有１,１４０人，占三成");
    }
}
