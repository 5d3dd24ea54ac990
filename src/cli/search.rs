//! `search`: anything, in Chinese, pinyin or initials, best first.

use crate::desk::{SavedView, ViewsError};
use crate::export::sheet::{Cell, Sheet};
use crate::search::Hit;
use crate::text::{Label, Language};

use super::args::SearchArguments;
use super::failure::Failure;
use super::invocation::Invocation;
use super::output::sheet;
use super::table::{Column, Entry, Table, Tone};
use super::value;

/// Searches everything.
pub(super) fn run(invocation: &Invocation, arguments: &SearchArguments) -> Result<(), Failure> {
    let read = |line: &str| value::query(line).map_err(|wrong| Failure::Usage(wrong.text(invocation.language)));
    let typed = arguments.query.join(" ");
    // Words that are no query are told before the store is opened.
    if !typed.trim().is_empty() || arguments.view.is_none() {
        read(&typed)?;
    }
    let desk = invocation.open()?;
    let failed = |error: ViewsError| Failure::Failed(error.text(invocation.language));
    let query = match &arguments.view {
        Some(name) => format!("{} {typed}", saved(invocation, &desk.views().map_err(failed)?, name)?),
        None => typed,
    };
    let query = query.trim().to_string();
    let parsed = read(&query)?;
    let period = invocation.periods(&desk, &arguments.in_period)?.of_all();
    let parsed = match period {
        Some(period) => parsed.in_period(period),
        None => parsed,
    };
    if let Some(name) = &arguments.save {
        desk.save_view(&invocation.actor()?, name, &query).map_err(failed)?;
        invocation.note(&invocation.words(format!("已存为视图“{name}”"), format!("saved as the view “{name}”")));
    }
    let hits = desk.index().search(&parsed, arguments.limit).hits;
    let printed = invocation.out.found(&hits, || table(invocation, &hits), || csv(&hits));
    match printed {
        Err(Failure::Failed(_)) if hits.is_empty() => Err(Failure::Failed(invocation.words(
            format!("没有找到“{query}”；可试试更少的字、拼音或首字母"),
            format!("nothing was found for “{query}”; try fewer words, pinyin or initials"),
        ))),
        printed => printed,
    }
}

/// The query of a saved view.
fn saved(invocation: &Invocation, views: &[SavedView], name: &str) -> Result<String, Failure> {
    if let Some(view) = views.iter().find(|view| view.name == name.trim()) {
        return Ok(view.query.clone());
    }
    let names = views.iter().map(|view| view.name.as_str()).collect::<Vec<_>>().join("、");
    Err(Failure::Usage(match names.is_empty() {
        true => invocation.words("还没有存过视图；请用 --save 存一个", "no view has been saved yet; --save saves one"),
        false => invocation.words(
            format!("没有“{name}”这个视图；已有：{names}"),
            format!("there is no view “{name}”; there are {names}"),
        ),
    }))
}

fn table(invocation: &Invocation, hits: &[Hit]) -> Table {
    let columns = vec![
        Column::words(invocation.words("类别", "kind")),
        Column::words("id"),
        Column::long(invocation.words("名称", "title")),
        Column::long(invocation.words("出处", "place")),
        Column::words(invocation.words("匹配", "match")),
    ];
    let row = |hit: &Hit| -> Vec<Entry> {
        vec![
            hit.kind.label(invocation.language).into(),
            hit.id.as_str().into(),
            hit.title.as_str().into(),
            Entry::toned(hit.path.join(" › "), Tone::Faint),
            Entry::toned(hit.class.label(invocation.language), Tone::Faint),
        ]
    };
    Table { columns, rows: hits.iter().map(row).collect() }
}

fn csv(hits: &[Hit]) -> Sheet {
    let headings = ["kind", "id", "plan", "title", "path", "score", "class"];
    let row = |hit: &Hit| -> Vec<Cell> {
        vec![
            hit.kind.label(Language::En).into(),
            hit.id.as_str().into(),
            hit.plan.as_ref().map(|plan| plan.as_str()).into(),
            hit.title.as_str().into(),
            hit.path.join(" › ").into(),
            hit.score.to_string().into(),
            hit.class.label(Language::En).into(),
        ]
    };
    sheet(&headings, hits.iter().map(row).collect())
}
