//! A plan as a document gives it, before anything is entered about it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::record::{About, InWords, told};
use super::{
    Doubt, Indicator, ItemId, ItemKind, Level, Node, NodeIndex, PlanId, Region, SharedList, SpecialBox, Task, Term,
};
use crate::text::{Label, Language};

/// The state of a text (版本).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Edition {
    /// Condensed (摘编): structure and figures of the official text, its wording shortened.
    Condensed,
    /// A draft sent out for comments (征求意见稿).
    ConsultationDraft,
    /// Issued (印发).
    Issued,
    /// Adjusted (调整) after an evaluation.
    Adjusted,
}

impl Edition {
    /// The name in commands and files: `consultation-draft`.
    pub fn name(self) -> &'static str {
        match self {
            Edition::Condensed => "condensed",
            Edition::ConsultationDraft => "consultation-draft",
            Edition::Issued => "issued",
            Edition::Adjusted => "adjusted",
        }
    }
}

impl Label for Edition {
    fn label(&self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Edition::Condensed => ("摘编", "condensed"),
            Edition::ConsultationDraft => ("征求意见稿", "consultation draft"),
            Edition::Issued => ("印发", "issued"),
            Edition::Adjusted => ("调整", "adjusted"),
        };
        language.pick(zh, en)
    }
}

/// The notice (通知) by which a document was sent out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The body that issued it.
    pub issuer: Option<String>,
    /// The document number (发文字号), such as 昌州政发〔2022〕51号.
    pub number: Option<String>,
    /// The date as printed in full.
    pub date: Option<String>,
    /// The notice's own text, one string a paragraph.
    pub text: Vec<String>,
}

/// The file that a plan was read from; empty for one that was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The file's name without folders.
    pub file: String,
    /// SHA-256 of the file's bytes, in lower-case hexadecimal.
    pub sha256: String,
}

/// A plan: one text with its outline and everything found in it. Copies share what they do not change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Stays the same through every edition.
    pub id: PlanId,
    /// The title as printed, without （征求意见稿） and the like.
    pub title: String,
    /// The region, such as 喀什地区.
    pub region: Region,
    /// The sector, such as 卫生健康 or 残疾人.
    pub sector: String,
    /// The years covered.
    pub term: Term,
    /// The state of the text.
    pub edition: Edition,
    /// The plan of the region above that this one carries out, if it is known.
    pub parent: Option<PlanId>,
    /// The notice in front of the document, shared by all plans of the document.
    pub notice: Option<Arc<Notice>>,
    /// The file read.
    pub source: Source,
    /// Headings in the order of the text; a node's parent comes before it.
    pub outline: SharedList<Node>,
    /// Tasks and projects in the order of the text.
    pub tasks: SharedList<Task>,
    /// Special boxes in the order of the text.
    pub boxes: SharedList<SpecialBox>,
    /// Indicators in the order of their tables.
    pub indicators: SharedList<Indicator>,
    /// Tasks, projects of earlier editions that this one no longer has. They keep what was entered for them.
    #[serde(default)]
    pub former_tasks: SharedList<Task>,
    /// Indicators of earlier editions that this one no longer has.
    #[serde(default)]
    pub former_indicators: SharedList<Indicator>,
    /// The importer's doubts.
    pub doubts: SharedList<Doubt>,
}

impl Plan {
    /// Returns an issued plan of a term without any text.
    pub fn new(id: PlanId, term: Term) -> Plan {
        Plan {
            id,
            title: String::new(),
            region: Region::default(),
            sector: String::new(),
            term,
            edition: Edition::Issued,
            parent: None,
            notice: None,
            source: Source::default(),
            outline: Default::default(),
            tasks: Default::default(),
            boxes: Default::default(),
            indicators: Default::default(),
            former_tasks: Default::default(),
            former_indicators: Default::default(),
            doubts: Default::default(),
        }
    }

    /// The headings above and including a node, outermost first.
    pub fn path(&self, node: NodeIndex) -> Vec<String> {
        let mut path: Vec<String> = self.ancestors(node).map(|n| self.outline[n].heading()).collect();
        path.reverse();
        path
    }

    /// A node and the nodes above it, innermost first.
    pub fn ancestors(&self, node: NodeIndex) -> impl Iterator<Item = NodeIndex> + '_ {
        std::iter::successors(Some(node), |&n| self.outline.get(n).and_then(|node| node.parent))
            .filter(|&n| n < self.outline.len())
    }

    /// The node of the plan's top level (篇, 章 or 一、) that a node stands under.
    pub fn chapter_of(&self, node: NodeIndex) -> Option<NodeIndex> {
        self.ancestors(node).last()
    }

    /// The top level of the plan's body: its 篇, or 章, or 一、, without front and back matter.
    pub fn chapters(&self) -> impl Iterator<Item = NodeIndex> + '_ {
        let body = |n: &Node| n.parent.is_none() && !n.is_front_or_back_matter();
        let top = self.outline.iter().filter(|n| body(n)).map(|n| n.level).min().unwrap_or(Level::Part);
        (0..self.outline.len()).filter(move |&n| body(&self.outline[n]) && self.outline[n].level == top)
    }

    /// Returns the headings in the order in which a reader meets them: each with those below it. Headings that were
    /// added by hand stand behind their siblings.
    pub fn headings(&self) -> Vec<NodeIndex> {
        let mut below: Vec<Vec<NodeIndex>> = vec![Vec::new(); self.outline.len()];
        let mut open: Vec<NodeIndex> = Vec::new();
        for (place, node) in self.outline.iter().enumerate().rev() {
            match node.parent.and_then(|parent| below.get_mut(parent)) {
                Some(siblings) => siblings.push(place),
                None => open.push(place),
            }
        }
        let mut headings = Vec::with_capacity(self.outline.len());
        while let Some(place) = open.pop() {
            headings.push(place);
            open.append(&mut below[place]);
        }
        headings
    }

    /// The items of a box in order.
    pub fn box_items(&self, index: super::BoxIndex) -> impl Iterator<Item = &Task> + '_ {
        self.tasks.iter().filter(move |t| t.special_box == Some(index))
    }

    /// Returns the id of the heading at a place of the outline.
    pub fn heading_id(&self, node: NodeIndex) -> ItemId {
        self.part(ItemKind::Heading, node)
    }

    /// Returns the id of the box at a place.
    pub fn box_id(&self, index: super::BoxIndex) -> ItemId {
        self.part(ItemKind::Box, index)
    }

    fn part(&self, kind: ItemKind, place: usize) -> ItemId {
        self.id.item(kind, u32::try_from(place + 1).unwrap_or(u32::MAX))
    }

    /// The plan and all its items under another identity.
    pub fn renamed(mut self, id: PlanId) -> Plan {
        let tasks = self.tasks.iter_mut().chain(self.former_tasks.iter_mut()).map(|task| &mut task.id);
        let indicators = self.indicators.iter_mut().chain(self.former_indicators.iter_mut()).map(|i| &mut i.id);
        tasks.chain(indicators).for_each(|item| item.plan = id.clone());
        Plan { id, ..self }
    }

    /// The task or project with this number, of this or an earlier edition.
    pub fn task(&self, id: &ItemId) -> Option<&Task> {
        match id.kind {
            ItemKind::Task | ItemKind::Project => self.tasks.iter().chain(&self.former_tasks).find(|t| t.id == *id),
            ItemKind::Indicator | ItemKind::Heading | ItemKind::Box => None,
        }
    }

    /// The indicator with this number, of this or an earlier edition.
    pub fn indicator(&self, id: &ItemId) -> Option<&Indicator> {
        self.indicators.iter().chain(&self.former_indicators).find(|i| i.id == *id)
    }
}

impl InWords for Arc<Plan> {
    fn fields(plan: Option<&Self>, about: &About<'_>) -> Vec<(&'static str, String)> {
        let text = |plan: &Self| format!("{} {}", plan.edition.label(about.language), plan.source.file);
        vec![(about.language.pick("文本", "text"), told(plan, text))]
    }
}
