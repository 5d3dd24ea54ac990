//! `search`: full search in Chinese, pinyin or initials, best hits first.

use crate::desk::{SavedView, ViewsError};
use crate::search::Hit;
use crate::text::{Label, Language};

use super::args::SearchArguments;
use super::failure::Failure;
use super::invocation::Invocation;
use super::list::List;
use super::table::{Entry, Tone};
use super::value;

/// Searches everything.
pub(super) fn run(invocation: &Invocation, arguments: &SearchArguments) -> Result<(), Failure> {
    let read = |line: &str| value::query(line).map_err(|wrong| Failure::Usage(wrong.text(invocation.language)));
    let typed = arguments.query.join(" ");
    // An invalid query is reported before the store is opened.
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
    let parsed = parsed.on(desk.snapshot().today());
    let parsed = match period {
        Some(period) => parsed.in_period(period),
        None => parsed,
    };
    if let Some(name) = &arguments.save {
        desk.save_view(&invocation.actor()?, name, &query).map_err(failed)?;
        invocation.note(&invocation.words(format!("已存为视图“{name}”"), format!("saved as the view “{name}”")));
    }
    let index = if arguments.archived { desk.index_of_archived() } else { desk.index() };
    let hits = index.search(&parsed, arguments.limit).hits;
    let printed = invocation.out.found(&hits, &columns(invocation.language));
    match printed {
        Err(Failure::Failed(_)) if hits.is_empty() => Err(Failure::Failed(invocation.words(
            format!("没有找到“{query}”；可试试更少的字、拼音或首字母"),
            format!("nothing was found for “{query}”; try fewer words, pinyin or initials"),
        ))),
        printed => printed,
    }
}

/// Returns the query of a saved view.
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

fn columns<'a>(language: Language) -> List<'a, Hit> {
    List::<Hit>::new(language)
        .words("kind", ["类别", "kind"])
        .told(move |hit| hit.kind.label(language).into())
        .words("id", ["id", "id"])
        .file("plan")
        .long("title", ["名称", "title"])
        .long("path", ["出处", "place"])
        .joined(" › ")
        .told(|hit| Entry::toned(hit.path.join(" › "), Tone::Faint))
        .file("score")
        .words("class", ["匹配", "match"])
        .told(move |hit| Entry::toned(hit.class.label(language), Tone::Faint))
}
