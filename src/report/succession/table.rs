//! The tables of a hand-over: of indicators (指标衔接表) and of the fates of tasks (任务去向表).

use super::{Handover, Item, Row};
use crate::export::sheet::{Cell, Sheet};
use crate::plan::{Dossier, ItemKind, Period, Term, Thresholds};
use crate::text::{Label, Language};

/// Returns the table of indicators: each of the earlier plan with what continues it, a row for each, and then the new
/// ones.
pub fn indicators(handover: &Handover, thresholds: &Thresholds, language: Language) -> Sheet {
    let name = |zh, en| language.pick(zh, en).to_string();
    let (old, new) = terms(handover);
    let of_year = |term: Option<Term>, what: &str| {
        term.map_or_else(|| what.trim().to_string(), |term| format!("{}{what}", term.last))
    };
    let headings = vec![
        name("序号", "no."),
        whose(Some(old), ["指标", "earlier indicator"], language),
        name("属性", "nature"),
        of_year(Some(old), language.pick("目标", " target")),
        of_year(Some(old), language.pick("实际", " actual")),
        name("结论", "conclusion"),
        whose(new, ["指标", "later indicator"], language),
        name("属性", "nature"),
        name("基期", "baseline"),
        of_year(new, language.pick("目标", " target")),
        name("变化类型", "change"),
        name("说明", "note"),
    ];
    let before = |row: &Row| {
        let (item, old) = (row.item, handover.old);
        let conclusion = match item {
            Item::Indicator(indicator) => Some(old.judge(indicator, thresholds, Period::FINAL).label(language)),
            Item::Task(_) => None,
        };
        [
            named(item),
            item.nature().map(|nature| nature.label(language)).into(),
            item.target().map(|target| Cell::figure(&target.text)).into(),
            old.final_reading(item.id()).map(|reading| reading.value).into(),
            conclusion.into(),
        ]
    };
    let after = |(_, item): (&Dossier, Item)| {
        [
            named(item),
            item.nature().map(|nature| nature.label(language)).into(),
            item.baseline().map(|baseline| Cell::figure(&baseline.text)).into(),
            item.target().map(|target| Cell::figure(&target.text)).into(),
        ]
    };
    let is_indicator = |item: Item| matches!(item, Item::Indicator(_));
    let title = name("指标衔接表", "Hand-over of indicators");
    Sheet { title, headings, rows: rows(handover, is_indicator, before, after, language) }
}

/// Returns the table of tasks and projects: the fate of each of the earlier plan with what continues it, and then the new
/// ones.
pub fn tasks(handover: &Handover, language: Language) -> Sheet {
    let name = |zh, en| language.pick(zh, en).to_string();
    let (old, new) = terms(handover);
    let headings = vec![
        name("序号", "no."),
        whose(Some(old), ["任务", "earlier task"], language),
        name("类别", "kind"),
        name("牵头", "led by"),
        name("终期状态", "status at the end"),
        whose(new, ["任务", "later task"], language),
        name("牵头", "led by"),
        name("任务去向", "fate"),
        name("说明", "note"),
    ];
    let before = |row: &Row| {
        let status = handover.old.last_status(row.item.id()).map(|status| status.label(language));
        let is_project = row.item.id().kind == ItemKind::Project;
        let kind = if is_project { language.pick("项目", "project") } else { language.pick("任务", "task") };
        [named(row.item), kind.into(), lead(handover.old, row.item), status.into()]
    };
    let after = |(dossier, item): (&Dossier, Item)| [named(item), lead(dossier, item)];
    let is_task = |item: Item| matches!(item, Item::Task(_));
    let title = name("任务去向表", "Fates of tasks");
    Sheet { title, headings, rows: rows(handover, is_task, before, after, language) }
}

/// Returns the terms of the earlier plan and of the first of its successors.
fn terms(handover: &Handover) -> (Term, Option<Term>) {
    (handover.old.plan.term, handover.successors.first().map(|dossier| dossier.plan.term))
}

/// Returns the heading for the items of a plan: 十四五指标, where its term is that of a five-year plan.
fn whose(term: Option<Term>, [zh, en]: [&str; 2], language: Language) -> String {
    let years = |term: Term| format!("{}–{}", term.first, term.last);
    match (language, term) {
        (Language::Zh, Some(term)) => format!("{}{zh}", term.five_year_plan().unwrap_or_else(|| years(term) + " ")),
        (Language::Zh, None) => format!("新规划{zh}"),
        (Language::En, Some(term)) => format!("{en}, {}", years(term)),
        (Language::En, None) => en.to_string(),
    }
}

fn named(item: Item) -> Cell {
    let unit = match item {
        Item::Indicator(indicator) => indicator.unit.as_deref().map(|unit| format!("（{unit}）")),
        Item::Task(_) => None,
    };
    format!("{}{}", item.title(), unit.unwrap_or_default()).into()
}

fn lead(dossier: &Dossier, item: Item) -> Cell {
    match item {
        Item::Task(task) => dossier.lead(task).join("、").into(),
        Item::Indicator(_) => Cell::Empty,
    }
}

/// Returns the rows of the items that are asked for. An item that several continue has a row for each, of which the first
/// tells the item itself.
fn rows<'a, const BEFORE: usize, const AFTER: usize>(
    handover: &Handover<'a>,
    is_asked: impl Fn(Item) -> bool,
    before: impl Fn(&Row) -> [Cell; BEFORE],
    after: impl Fn((&'a Dossier, Item<'a>)) -> [Cell; AFTER],
    language: Language,
) -> Vec<Vec<Cell>> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut number = 0_usize;
    for row in handover.rows.iter().filter(|row| is_asked(row.item)) {
        number += 1;
        let into = row.fate().into_iter().flat_map(|fate| &fate.into).filter_map(|id| handover.successor(id));
        let mut others: Vec<[Cell; AFTER]> = into.map(&after).collect();
        if others.is_empty() {
            others.push(blank());
        }
        let mut own = Some((Cell::from(number), before(row)));
        for other in others {
            let (number, own) = own.take().unwrap_or_else(|| (Cell::Empty, blank()));
            let ending = [change(row, language).into(), row.fate().and_then(|fate| fate.note.clone()).into()];
            rows.push(std::iter::once(number).chain(own).chain(other).chain(ending).collect());
        }
    }
    for found in handover.added().into_iter().filter(|(_, item)| is_asked(*item)) {
        number += 1;
        let ending = [language.pick("新增", "new").into(), Cell::Empty];
        rows.push(std::iter::once(number.into()).chain(blank::<BEFORE>()).chain(after(found)).chain(ending).collect());
    }
    rows
}

fn blank<const CELLS: usize>() -> [Cell; CELLS] {
    std::array::from_fn(|_| Cell::Empty)
}

/// Returns the fate in words, with what has to be done about it yet.
fn change(row: &Row, language: Language) -> String {
    match (row.confirmed, &row.offered) {
        (Some(fate), _) => fate.kind.label(language).to_string(),
        (None, Some(fate)) => format!("{}{}", fate.kind.label(language), language.pick("（待确认）", " (offered)")),
        (None, None) => language.pick("待定", "open").to_string(),
    }
}
