//! `import`: documents in; lists that came back go to [`take_back`].
//!
//! Every document is read before the store is opened, so that a slow pipe holds nobody up. Documents that can be
//! read are taken in together, as one entry of the history; those that can't be are told, each with its reason. The
//! exit status is 0 when all went in, 5 when some did, 1 when none did. A text that does not read like a plan, and a new
//! edition that would drop much, are refused until the person says that it is meant.
//!
//! Reading many documents tells how far it is. Whoever ends the program meanwhile has taken none of them in: the
//! store is as it was, and the same command can be given again.

use std::path::Path;

use crate::desk::{self, Consent, ImportReceipt, Refusal};
use crate::import::Document;
use crate::office::source::{self, FEW, Source};
use crate::plan::Departments;
use crate::plan::overlay::Standing;
use crate::store::Store;
use crate::text::Label;
use crate::text::clean::{shown_line, shown_path};

use super::args::{Format, ImportArguments};
use super::failure::Failure;
use super::invocation::Invocation;
use super::json::{DocumentRecord, EditionRecord, FoundPlan, ImportRecord, RejectedRecord};
use super::list::List;
use super::table::{Entry, Tone, count};
use super::take_back;

/// Reads documents, or lists that came back, and takes them in, or only says what it would do.
pub(super) fn run(invocation: &Invocation, arguments: &ImportArguments) -> Result<(), Failure> {
    let (lists, documents): (Vec<Source>, Vec<Source>) =
        arguments.files.iter().map(|path| source(invocation, path)).partition(Source::is_list);
    if lists.is_empty() {
        return take_documents(invocation, arguments, documents);
    }
    if !documents.is_empty() {
        return Err(Failure::Usage(
            invocation
                .words("规划文件和填报表请分两次导入", "import plan documents and filled-in lists one after the other"),
        ));
    }
    take_back::run(invocation, arguments, lists)
}

/// Reads a file, or standard input for `-`.
fn source(invocation: &Invocation, path: &Path) -> Source {
    if path.as_os_str() == "-" { Source::stdin(invocation.streams()) } else { Source::open(path, &*invocation.files) }
}

fn take_documents(invocation: &Invocation, arguments: &ImportArguments, sources: Vec<Source>) -> Result<(), Failure> {
    let (documents, rejected) = read_all(invocation, arguments, &sources)?;
    // Of very many documents the bytes take much room, and are read.
    drop(sources);
    for rejected in &rejected {
        invocation.note(&format!("plandesk: {}: {}", rejected.file, rejected.reason));
    }
    if documents.is_empty() {
        let none = invocation.words("没有导入任何文件；原因见上", "nothing was imported, for the reasons above");
        return Err(Failure::Failed(none));
    }
    let found = documents.iter().map(|document| (DocumentRecord::of(document), document.plans.len())).collect();
    let receipt = take_in(invocation, arguments, documents)?;
    let refusal = if arguments.dry_run && !arguments.accept_loss { dropped(&receipt) } else { None };
    let record = ImportRecord::of(found, rejected, &receipt, invocation.language);
    print(invocation, &record, arguments.dry_run)?;
    if let Some(refusal) = refusal {
        return Err(Failure::Failed(refusal.text(invocation.language)));
    }
    if record.rejected.is_empty() {
        return Ok(());
    }
    let (read, refused) = (record.documents.len(), record.rejected.len());
    Err(Failure::Rejected(invocation.words(
        format!("{read} 个文件可导入，{refused} 个文件未能导入；原因见上"),
        format!("{read} documents were read and {refused} were not, for the reasons above"),
    )))
}

/// The refusal that the first edition which drops too much would meet.
fn dropped(receipt: &ImportReceipt) -> Option<Refusal> {
    let first = receipt.plans.iter().find_map(|(plan, outcome)| Some((plan, outcome.loss()?)));
    first.map(|(plan, loss)| Refusal::WouldDrop { plan: plan.title.clone(), loss })
}

/// Takes the documents in. A dry run makes no store where there is none: it looks at the plans that a new one has.
fn take_in(
    invocation: &Invocation,
    arguments: &ImportArguments,
    documents: Vec<Document>,
) -> Result<ImportReceipt, Failure> {
    let failed = |error| Failure::of_desk(error, invocation.language);
    if !arguments.dry_run {
        let consent = Consent { unlike: arguments.as_plan, loss: arguments.accept_loss };
        return invocation.open()?.import(&invocation.actor()?, documents, consent).map_err(failed);
    }
    Ok(if invocation.desk().is_some() || Store::exists(&invocation.folder()?) {
        invocation.open()?.preview_import(documents)
    } else {
        desk::preview_import_into_new(Departments::bundled(), documents).map_err(failed)?
    })
}

/// Reads documents, as long as whoever gave them is there: a desk hears nothing of a Ctrl-C but that its guest is gone.
fn read_all(
    invocation: &Invocation,
    arguments: &ImportArguments,
    sources: &[Source],
) -> Result<(Vec<Document>, Vec<RejectedRecord>), Failure> {
    let told = |begun| tell_progress(invocation, begun, sources.len());
    let read = source::documents(sources, told, || invocation.streams().is_there());
    tell_progress(invocation, sources.len(), sources.len());
    let Some(read) = read else {
        return Err(Failure::Failed(invocation.words("已停止，未导入任何文件", "stopped; nothing was imported")));
    };
    let (mut documents, mut rejected) = (Vec::new(), Vec::new());
    for (source, read) in sources.iter().zip(read) {
        match read {
            Ok(document) => match document.unlike.filter(|_| !arguments.as_plan) {
                Some(unlike) => rejected.push(RejectedRecord::of(source, &unlike.into(), invocation.language)),
                None => documents.push(document),
            },
            Err(why) => rejected.push(RejectedRecord::of(source, &why, invocation.language)),
        }
    }
    Ok((documents, rejected))
}

/// Tells on a terminal how many of many documents have been read; at the end takes the line away.
fn tell_progress(invocation: &Invocation, done: usize, all: usize) {
    if all <= FEW || !invocation.facts.is_terminal || invocation.facts.is_dumb {
        return;
    }
    let words = invocation.words(
        format!("正在读取 {done}/{all}（按 Ctrl-C 停止，不导入任何文件）"),
        format!("reading {done}/{all} (Ctrl-C stops it, and nothing is imported)"),
    );
    let line = if done < all { format!("\r{words}\x1b[K") } else { "\r\x1b[K".to_string() };
    // That nobody looks is no reason to fail.
    let _ = invocation.streams().tell(line.as_bytes());
}

fn print(invocation: &Invocation, record: &ImportRecord, dry_run: bool) -> Result<(), Failure> {
    let found: Vec<Found> =
        record.documents.iter().flat_map(|d| d.plans.iter().map(|plan| (d.file.as_str(), plan))).collect();
    let columns = columns(invocation);
    match invocation.out.format {
        Format::Json => return invocation.out.json(record),
        Format::Csv => return invocation.out.csv(&columns.sheet(&found)),
        Format::Table => invocation.out.table(&columns.table(&found))?,
    }
    edition_changes(invocation, record)?;
    overlaid(invocation, record)?;
    doubts(invocation, record)?;
    if dry_run {
        invocation.note(&invocation.words("这是试运行，未改动任何数据", "this was a dry run; nothing was changed"));
    }
    Ok(())
}

/// A plan with the name of its document.
type Found<'a> = (&'a str, &'a FoundPlan);

fn columns<'a>(invocation: &'a Invocation) -> List<'a, Found<'a>> {
    let language = invocation.language;
    List::new(language)
        .file("file", |(file, _): &Found| (*file).into())
        .words("id", ["规划 id", "plan id"], |(_, plan)| plan.id.as_str().into())
        .long("title", ["规划", "plan"], |(_, plan)| plan.title.as_str().into())
        .file("region", |(_, plan)| plan.region.as_str().into())
        .file("sector", |(_, plan)| plan.sector.as_str().into())
        .words("edition", ["版本", "edition"], |(_, plan)| plan.edition.name().into())
        .told(move |(_, plan)| plan.edition.label(language).into())
        .file("first_year", |(_, plan)| plan.term.first.into())
        .file("last_year", |(_, plan)| plan.term.last.into())
        .figures("chapters", ["章", "chapters"], |(_, plan)| plan.figures.chapters.into())
        .told(|(_, plan)| count(plan.figures.chapters as u64))
        .figures("tasks", ["任务", "tasks"], |(_, plan)| plan.figures.tasks.into())
        .told(|(_, plan)| count(plan.figures.tasks as u64))
        .figures("boxes", ["专栏", "boxes"], |(_, plan)| plan.figures.boxes.into())
        .told(|(_, plan)| count(plan.figures.boxes as u64))
        .figures("projects", ["项目", "projects"], |(_, plan)| plan.figures.projects.into())
        .told(|(_, plan)| count(plan.figures.projects as u64))
        .figures("indicators", ["指标", "indicators"], |(_, plan)| plan.figures.indicators.into())
        .told(|(_, plan)| count(plan.figures.indicators as u64))
        .file("binding", |(_, plan)| plan.figures.binding.into())
        .figures("doubts", ["存疑", "doubts"], |(_, plan)| plan.doubts.len().into())
        .told(|(_, plan)| count(plan.doubts.len() as u64))
        .words("outcome", ["结果", "outcome"], |(_, plan)| plan.outcome.into())
        .told(move |(_, plan)| Entry::toned(outcome_words(invocation, plan), Tone::Good))
}

fn outcome_words(invocation: &Invocation, plan: &FoundPlan) -> String {
    let (zh, en) = match plan.outcome {
        "new-edition" => ("新版本", "new edition"),
        "unchanged" => ("已有，未变", "unchanged"),
        "older-kept" => ("已有正式文本，未采用", "the official text is there; left out"),
        _ => ("新增", "new"),
    };
    let words = invocation.words(zh, en);
    match &plan.changes {
        None => words,
        Some(changes) => {
            let EditionRecord { added, changed, removed } = changes;
            format!("{words} +{} ~{} -{}", added.len(), changed.len(), removed.len())
        }
    }
}

// Which items a new edition brings and which it drops is what a person compares editions for.
fn edition_changes(invocation: &Invocation, record: &ImportRecord) -> Result<(), Failure> {
    let mut text = String::new();
    for plan in record.documents.iter().flat_map(|document| &document.plans) {
        let Some(EditionRecord { added, changed, removed }) = &plan.changes else { continue };
        let (id, a, c, r) = (&plan.id, added.len(), changed.len(), removed.len());
        let heading = invocation.words(
            format!("{id} 新版本：新增 {a} 项，变动 {c} 项，删去 {r} 项"),
            format!("{id}, new edition: {a} added, {c} changed, {r} removed"),
        );
        text.push_str(&format!("\n{heading}\n"));
        for (sign, items) in [("+", added), ("-", removed)] {
            for item in items {
                text.push_str(&format!("  {sign} {}  {}\n", item.id, shown_line(&item.title)));
            }
        }
        for item in changed {
            text.push_str(&format!("  ~ {}  {}\n", item.named.id, shown_line(&item.named.title)));
            for field in &item.fields {
                let say = |text: &Option<String>| shown_line(text.as_deref().unwrap_or("-"));
                let name = field.field.label(invocation.language);
                text.push_str(&format!("      {name}  {} → {}\n", say(&field.before), say(&field.after)));
            }
        }
        if !removed.is_empty() {
            text.push_str(&invocation.words(
                "  删去任务的已填内容仍保留：plandesk tasks --former\n",
                "  what was entered for removed tasks is kept: plandesk tasks --former\n",
            ));
        }
    }
    invocation.out.text(&text)
}

// A correction that the text has caught up with can go; one that it contradicts is for a person to decide.
fn overlaid(invocation: &Invocation, record: &ImportRecord) -> Result<(), Failure> {
    let mut text = String::new();
    for news in &record.overlaid {
        let say = |text: &Option<String>| shown_line(text.as_deref().unwrap_or("-"));
        let (subject, field, label) = (&news.id, news.field, news.field.label(invocation.language));
        let (printed, value) = (say(&news.printed), say(&news.value));
        let line = match news.standing {
            Standing::Printed => invocation.words(
                format!("{subject} {label}：新版本已是“{value}”，更正可撤去（plandesk edit {subject} --as-printed {field}）"),
                format!("{subject} {label}: the text now says “{value}” itself; plandesk edit {subject} --as-printed {field} drops the overlay"),
            ),
            Standing::Gone => invocation.words(
                format!("{subject} {label}：新版本已没有这一条目，所作更正“{value}”随之撤去"),
                format!("{subject} {label}: the text has no such heading or box any more; “{value}” went with it"),
            ),
            Standing::Overtaken | Standing::Stands => invocation.words(
                format!("{subject} {label}：新版本为“{printed}”，更正或调整为“{value}”，仍以后者为准；请核对"),
                format!("{subject} {label}: the text now says “{printed}”, and “{value}” is still laid over it; look which holds"),
            ),
        };
        text.push_str(&format!("\n{line}"));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    invocation.out.text(&text)
}

// What the importer was not sure of is part of its answer: a person has to look at it.
fn doubts(invocation: &Invocation, record: &ImportRecord) -> Result<(), Failure> {
    let mut text = String::new();
    for document in &record.documents {
        for plan in document.plans.iter().filter(|plan| !plan.doubts.is_empty()) {
            let (file, id, count) = (shown_path(&document.file), &plan.id, plan.doubts.len());
            let heading =
                invocation.words(format!("{id}（{file}）存疑 {count} 处"), format!("{id} ({file}): {count} doubts"));
            text.push_str(&format!("\n{heading}\n"));
            for doubt in &plan.doubts {
                let (what, chosen) = (shown_line(&doubt.what), shown_line(&doubt.chosen));
                let line = invocation.words(format!("第 {} 行", doubt.line), format!("line {}", doubt.line));
                text.push_str(&format!("  {line}  {what} → {chosen}\n"));
            }
        }
    }
    invocation.out.text(&text)
}
