//! From the tree of a text to the outline, tasks, boxes and indicators of a plan.

use std::collections::{HashMap, HashSet};

use crate::plan::{
    Departments, Doubt, DoubtKind, Due, Indicator, ItemKind, Level, LineSpan, Node, NodeIndex, Paragraph, PlanId,
    Region, SpecialBox, Task, Term, Tier, Year,
};

use super::indicator::{self, Indicators};
use super::lead::{first_sentence, lead};
use super::paragraph::Para;
use super::special_box::Item;
use super::tree::{Entry, Framed, Tree};
use super::{annotation, deadline, identity, measure, wording};

/// The facts about a plan that are needed to number its items and to read dates.
pub struct Terms<'a> {
    /// The id of the plan.
    pub id: &'a PlanId,
    /// The title, for a text without headings.
    pub title: &'a str,
    /// The region.
    pub region: &'a Region,
    /// The term.
    pub term: Term,
    /// The year of issue, if known.
    pub issued: Option<Year>,
    /// The list of departments.
    pub departments: &'a Departments,
    /// True for a plan of a province.
    pub of_province: bool,
    /// True if the document says that the first department named is the lead.
    pub first_named_leads: bool,
}

/// The parts of a plan.
#[derive(Debug, Default)]
pub struct Parts {
    /// Headings.
    pub outline: Vec<Node>,
    /// Tasks and projects in the order of the text.
    pub tasks: Vec<Task>,
    /// Boxes.
    pub boxes: Vec<SpecialBox>,
    /// Indicators.
    pub indicators: Vec<Indicator>,
    /// The doubts about the reading.
    pub doubts: Vec<Doubt>,
}

/// Creates the parts of a plan.
pub fn compose(tree: Tree, terms: &Terms) -> Parts {
    let mut composer = Composer {
        terms,
        parts: Parts { doubts: tree.doubts, ..Parts::default() },
        nodes: Vec::new(),
        action: Vec::new(),
        evidence: evidence(&tree.entries, terms.departments),
        counts: [0; 3],
    };
    composer.preamble(&tree.entries, tree.preamble);
    let mut boxes = tree.boxes.into_iter().peekable();
    for (at, entry) in tree.entries.iter().enumerate() {
        while let Some(framed) = boxes.next_if(|b| b.after <= at) {
            composer.special_box(framed);
        }
        composer.entry(&tree.entries, entry);
    }
    for framed in boxes {
        composer.special_box(framed);
    }
    composer.closing(tree.closing);
    for table in &tree.tables {
        let found = indicator::read(table, terms, composer.next(ItemKind::Indicator));
        let node = composer.node_before(table.lines.first);
        composer.indicators(found, node);
    }
    composer.finish()
}

struct Composer<'a> {
    terms: &'a Terms<'a>,
    parts: Parts,
    /// The node created for each entry, if any.
    nodes: Vec<Option<NodeIndex>>,
    /// For each entry, true if it calls for action.
    action: Vec<bool>,
    /// For each entry, the evidence in the leaves below it.
    evidence: Vec<Evidence>,
    counts: [u32; 3],
}

impl Composer<'_> {
    fn next(&self, kind: ItemKind) -> u32 {
        self.counts[kind as usize] + 1
    }

    /// Turns text before the first heading into a preface, or moves it to the heading that is one.
    fn preamble(&mut self, entries: &[Entry], preamble: Vec<Para>) {
        let top = entries.iter().map(|e| e.mark.level).min();
        let loose = top.is_some_and(|top| top > Level::HanParenthesised);
        if preamble.is_empty() && !loose && top.is_some() {
            return;
        }
        let whole = top.is_none_or(|top| top > Level::HanParenthesised);
        let title = if whole { self.terms.title } else { "前言" };
        let line = preamble.first().map_or_else(|| entries.first().map_or(LineSpan::at(1), |e| e.lines), |p| p.lines);
        if whole {
            self.parts.doubts.push(Doubt::at(line.first, DoubtKind::NoHeadings { has_tasks: top.is_some() }));
        }
        let level = if whole { Level::Chapter } else { top.unwrap_or(Level::Chapter) };
        let paragraphs = preamble.iter().map(paragraph).collect();
        self.parts.outline.push(Node {
            parent: None,
            level,
            number: String::new(),
            title: title.to_string(),
            paragraphs,
            lines: LineSpan::at(line.first),
        });
    }

    /// Returns the node above an entry.
    fn above(&self, entry: &Entry) -> Option<NodeIndex> {
        let mut above = entry.parent;
        while let Some(parent) = above {
            if let Some(node) = self.nodes[parent] {
                return Some(node);
            }
            above = None;
        }
        None
    }

    fn entry(&mut self, entries: &[Entry], entry: &Entry) {
        let action = self.calls_for_action(entry);
        self.action.push(action);
        let loose = entry.parent.is_none() && entry.mark.level > Level::HanParenthesised;
        let leaf = !entry.has_children;
        let above = if loose { Some(0).filter(|_| !self.parts.outline.is_empty()) } else { self.above(entry) };
        let appendix = entry.parent.is_none() && entry.mark.value == 0 && wording::is_appendix(&entry.text);
        let node = match (action && leaf && !appendix, above) {
            (true, Some(above)) if !entry.framed && entry.asides.is_empty() => {
                self.task(entry, above);
                None
            }
            (true, _) => {
                let node = self.heading(entry, above, false);
                let said = !entry.paras.is_empty() || !first_sentence(&entry.text).1.is_empty();
                if said || entry.mark.level > Level::Section {
                    self.task(entry, node);
                }
                Some(node)
            }
            (false, Some(above)) if leaf && !self.is_heading(entry) => {
                self.running_text(entry, above);
                None
            }
            (false, _) => Some(self.heading(entry, above, true)),
        };
        self.nodes.push(node);
        debug_assert!(entries.len() >= self.nodes.len());
    }

    /// Returns true if an entry calls for action. A chapter does unless its title says otherwise; an entry below a
    /// chapter inherits from it, except for general parts.
    fn calls_for_action(&self, entry: &Entry) -> bool {
        if entry.is_row {
            return true;
        }
        let Evidence { leaves, divided, measures } = self.evidence[self.action.len()];
        let (title, rest) = first_sentence(&entry.text);
        let short = title.chars().count() <= 40;
        let stated = wording::is_general(title) || wording::is_statement(title);
        let general = short && rest.is_empty() && stated && divided == 0;
        match entry.parent {
            None if short && wording::is_on_carrying_out(title) => {
                // Before the first chapter that calls for action, the same words describe aims.
                self.action.contains(&true)
            }
            None if wording::is_unnumbered_heading(title) || wording::is_appendix(title) && entry.mark.value == 0 => {
                false
            }
            None => {
                // An assignment calls for action; so do measures, if the title leaves it open.
                let acts = divided * 2 >= leaves && divided > 0
                    || wording::is_ambiguous(title) && measures * 2 > leaves && measures >= 2;
                !(short && wording::is_background(title)) || acts
            }
            Some(parent) => {
                self.action[parent]
                    && !general
                    && !(entry.mark.level <= Level::Chapter && wording::is_background(title))
            }
        }
    }

    /// Returns true if an entry in a chapter without tasks is a heading, and not a numbered paragraph.
    fn is_heading(&self, entry: &Entry) -> bool {
        entry.mark.level <= Level::HanParenthesised && entry.mark.level != Level::Dash
            || entry.mark.level == Level::Digit
                && entry.text.chars().count() <= 30
                && !entry.text.contains('。')
                && !entry.paras.is_empty()
    }

    /// Creates a node for an entry. If `texts` is true, the paragraphs of the entry belong to the node and not to a
    /// task.
    fn heading(&mut self, entry: &Entry, parent: Option<NodeIndex>, texts: bool) -> NodeIndex {
        let (title, rest) = first_sentence(&entry.text);
        let mut paragraphs = Vec::new();
        if texts || entry.has_children {
            paragraphs.extend(
                Some(rest).filter(|r| !r.is_empty()).map(|r| Paragraph { text: r.to_string(), lines: entry.lines }),
            );
            paragraphs.extend(entry.paras.iter().map(paragraph));
        }
        paragraphs.extend(entry.asides.iter().map(paragraph));
        self.parts.outline.push(Node {
            parent,
            level: entry.mark.level,
            number: entry.mark.printed.clone(),
            title: title.trim().to_string(),
            paragraphs,
            lines: entry.lines,
        });
        self.parts.outline.len() - 1
    }

    fn running_text(&mut self, entry: &Entry, node: NodeIndex) {
        let text = format!("{}{}", entry.mark.printed, entry.text);
        let paragraphs = &mut self.parts.outline[node].paragraphs;
        paragraphs.push(Paragraph { text, lines: entry.lines });
        paragraphs.extend(entry.paras.iter().chain(&entry.asides).map(paragraph));
    }

    fn task(&mut self, entry: &Entry, node: NodeIndex) {
        let texts = std::iter::once(entry.text.clone()).chain(entry.paras.iter().map(Para::full));
        let lines = entry.paras.iter().map(|p| p.lines).fold(entry.lines, LineSpan::to);
        let text = texts.collect::<Vec<_>>().join("\n");
        self.item(ItemKind::Task, entry.mark.printed.clone(), text, node, lines);
    }

    /// Adds a task or project, with the departments, years and quantities in its text.
    fn item(&mut self, kind: ItemKind, number: String, text: String, node: NodeIndex, lines: LineSpan) -> &mut Task {
        let terms = self.terms;
        let count = &mut self.counts[kind as usize];
        *count += 1;
        let id = terms.id.item(kind, *count);
        let annotation = annotation::read(&text, terms.region, terms.departments, terms.first_named_leads);
        self.parts.doubts.extend(annotation.doubts.into_iter().map(|kind| Doubt { lines, kind }));
        let mut stated = annotation.stated;
        let due = deadline::due(&text, terms.term, self.year_at(node)).or(stated.due);
        stated.due = due.or_else(|| self.due_above(node));
        self.parts.tasks.push(Task {
            id,
            number,
            title: lead(&text),
            node,
            special_box: None,
            group: None,
            stated,
            offered: annotation.offered,
            quantities: deadline::quantities(&text, terms.term),
            text,
            lines,
        });
        let last = self.parts.tasks.len() - 1;
        &mut self.parts.tasks[last]
    }

    fn special_box(&mut self, framed: Framed) {
        let node = framed.entry.and_then(|n| self.nodes.get(n).copied().flatten());
        let node = node.unwrap_or_else(|| self.last_node());
        let index = self.parts.boxes.len();
        let mut notes: Vec<Paragraph> = framed.boxed.notes.iter().map(paragraph).collect();
        for Item { group, paras } in framed.boxed.items {
            let lines = paras.iter().map(|p| p.lines).reduce(LineSpan::to).unwrap_or(framed.lines);
            let number = paras.first().and_then(|p| p.mark.as_ref()).map(|m| m.printed.clone()).unwrap_or_default();
            let texts = paras.iter().enumerate().map(|(n, p)| if n == 0 { p.text.clone() } else { p.full() });
            let text = texts.collect::<Vec<_>>().join("\n");
            let task = self.item(ItemKind::Project, number, text, node, lines);
            (task.special_box, task.group) = (Some(index), group);
        }
        for table in &framed.tables {
            let found = indicator::read(table, self.terms, self.next(ItemKind::Indicator));
            notes.extend(self.take_indicators(found));
        }
        self.parts.boxes.push(SpecialBox {
            number: framed.boxed.number,
            title: framed.boxed.title,
            node,
            notes,
            lines: framed.lines,
        });
    }

    /// Returns the year of a month without one: that of the nearest heading that names a year, or of a plan for a
    /// single year, or the year of issue.
    fn year_at(&self, node: NodeIndex) -> Option<Year> {
        let above = std::iter::successors(Some(node), |&n| self.parts.outline[n].parent);
        let named = above.filter_map(|n| {
            let title = &self.parts.outline[n].title;
            identity::single_year(title).filter(|year| title.contains(&format!("{year}年")))
        });
        let yearly = (self.terms.term.first == self.terms.term.last).then_some(self.terms.term.last);
        named.into_iter().next().or(yearly).or(self.terms.issued)
    }

    /// Returns the due date for everything below a heading, given in a bracket at the end of a title: 建设站点（6月底前）.
    fn due_above(&self, node: NodeIndex) -> Option<Due> {
        std::iter::successors(Some(node), |&n| self.parts.outline[n].parent).find_map(|n| {
            let title = self.parts.outline[n].title.trim_end().strip_suffix(['）', ')'])?;
            let (_, bracket) = title.rsplit_once(['（', '('])?;
            deadline::due(bracket, self.terms.term, self.year_at(n))
        })
    }

    /// Adds the paragraphs at the end of the text to the last heading.
    fn closing(&mut self, paras: Vec<Para>) {
        let Some(lines) = paras.iter().map(|p| p.lines).reduce(LineSpan::to) else { return };
        let quote = paras[0].text.chars().take(24).collect();
        self.parts.doubts.push(Doubt { lines, kind: DoubtKind::ClosingText { quote } });
        let node = self.last_node();
        self.parts.outline[node].paragraphs.extend(paras.iter().map(paragraph));
    }

    fn take_indicators(&mut self, found: Indicators) -> Vec<Paragraph> {
        self.counts[ItemKind::Indicator as usize] += u32::try_from(found.list.len()).unwrap_or(0);
        self.parts.indicators.extend(found.list);
        self.parts.doubts.extend(found.doubts);
        found.notes
    }

    fn indicators(&mut self, found: Indicators, node: NodeIndex) {
        let notes = self.take_indicators(found);
        self.parts.outline[node].paragraphs.extend(notes);
    }

    /// Returns the last node; one is created if there is none.
    fn last_node(&mut self) -> NodeIndex {
        if self.parts.outline.is_empty() {
            self.preamble(&[], Vec::new());
        }
        self.parts.outline.len() - 1
    }

    /// Returns the last node that begins before a line.
    fn node_before(&mut self, line: u32) -> NodeIndex {
        let last = self.last_node();
        self.parts.outline.iter().rposition(|node| node.lines.first <= line).unwrap_or(last)
    }

    fn finish(mut self) -> Parts {
        self.last_node();
        if self.parts.tasks.is_empty() {
            self.parts.doubts.push(Doubt::at(1, DoubtKind::NoTasks));
        }
        unify_names(&mut self.parts, self.terms);
        self.parts.doubts.sort_by_key(|doubt| doubt.lines.first);
        self.parts
    }
}

/// The numbers of leaves below an entry that decide whether it calls for action.
#[derive(Debug, Clone, Copy, Default)]
struct Evidence {
    /// All leaves; 1 for an entry that is itself a leaf.
    leaves: usize,
    /// Leaves with an assignment.
    divided: usize,
    /// Leaves that begin like measures.
    measures: usize,
}

/// Returns the evidence for each entry.
fn evidence(entries: &[Entry], departments: &Departments) -> Vec<Evidence> {
    let mut evidence = vec![Evidence::default(); entries.len()];
    for (at, entry) in entries.iter().enumerate() {
        if entry.has_children {
            continue;
        }
        let texts = || std::iter::once(&entry.text).chain(entry.paras.iter().map(|p| &p.text));
        let divided = texts().any(|text| annotation::divides(text, departments));
        let measure = measure::begins_with_verb(&entry.text);
        let above = std::iter::successors(Some(at), |&n| entries[n].parent);
        for n in above {
            evidence[n].leaves += 1;
            evidence[n].divided += usize::from(divided);
            evidence[n].measures += usize::from(measure);
        }
    }
    evidence
}

/// Makes names of departments uniform: if the text says 省科技厅 in one place, 科技厅 elsewhere means the same. Only a
/// province has a 厅, so one name with 省 explains all those without.
///
/// In the plan of a province this applies to other departments as well: 广电局 and 省广电局. Elsewhere 市场监管局 is that of the
/// region, even if 省市场监管局 is named too.
fn unify_names(parts: &mut Parts, terms: &Terms) {
    let stated = parts.tasks.iter().map(|task| &task.stated).chain(parts.indicators.iter().map(|one| &one.stated));
    let names: HashSet<String> = stated.flat_map(|stated| stated.lead.iter().chain(&stated.support)).cloned().collect();
    let prefixes: Vec<&str> = Tier::Province.endings().collect();
    let own = |name: &str| {
        let own = prefixes.iter().find_map(|prefix| name.strip_prefix(prefix))?;
        let name = if terms.of_province { terms.departments.canonical(own) } else { own };
        Some(name.to_string())
    };
    let by_own_name: HashMap<String, &String> = names.iter().filter_map(|name| Some((own(name)?, name))).collect();
    let of_province = names.iter().any(|name| name.starts_with('省') && name.ends_with('厅'));
    let full = |name: &String| {
        let named = by_own_name.get(name).map(|full| (*full).clone());
        let prefixed = name.starts_with(['省', '各']) || name.starts_with("自治区");
        let office = of_province && name.ends_with('厅') && !prefixed && name.chars().count() <= 9;
        named.or_else(|| office.then(|| format!("省{name}")))
    };
    let unified = |list: &mut Vec<String>| {
        list.iter_mut().for_each(|name| *name = full(name).unwrap_or_else(|| name.clone()));
        let mut seen = HashSet::new();
        list.retain(|name| seen.insert(name.clone()));
    };
    let of_tasks = parts.tasks.iter_mut().flat_map(|task| std::iter::once(&mut task.stated).chain(&mut task.offered));
    for of in of_tasks.chain(parts.indicators.iter_mut().map(|indicator| &mut indicator.stated)) {
        unified(&mut of.lead);
        unified(&mut of.support);
    }
}

fn paragraph(para: &Para) -> Paragraph {
    Paragraph { text: para.full(), lines: para.lines }
}
