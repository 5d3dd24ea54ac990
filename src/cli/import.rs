//! `import`: imports documents; filled-in lists are handled by [`take_back`].
//!
//! All documents are read before the store is opened, so that a slow pipe blocks nobody. Readable documents are
//! imported together in one entry of the history; the others are reported with the reason. The exit status is 0 if all
//! were imported, 5 if some were, 1 if none was. A text that does not look like a plan, and a new edition that removes
//! many items, are refused unless the person has confirmed them. Columns named for an unreadable table are remembered
//! for tables with a similar head.
//!
//! Reading many documents shows progress. If the program is interrupted, none of them has been imported, and the
//! command can be repeated.

use std::path::Path;

use serde::Serialize;

use crate::desk::{self, Consent, Outcome};
use crate::import::Given;
use crate::office::import::words::{self, EditionChange};
use crate::office::import::{Batch, Intake};
use crate::office::source::{FEW, InputFiles, Source};
use crate::plan::overlay::Standing;
use crate::store::Store;
use crate::text::{Label, Language};

use super::args::{Format, ImportArguments};
use super::failure::Failure;
use super::invocation::Invocation;
use super::json::{FoundPlan, ImportRecord};
use super::list::List;
use super::table::{Entry, Tone};
use super::take_back;

/// Imports documents or takes lists back, or prints what would happen.
pub(super) fn run(invocation: &Invocation, arguments: &ImportArguments) -> Result<(), Failure> {
    let sources: Vec<Source> = arguments.files.iter().map(|path| source(invocation, path)).collect();
    if arguments.by_text {
        return take_back::run(invocation, arguments, sources);
    }
    match InputFiles::sort(sources) {
        Ok(InputFiles::Documents(documents)) => take_documents(invocation, arguments, documents),
        Ok(InputFiles::Lists(lists)) => take_back::run(invocation, arguments, lists),
        Err(both) => Err(Failure::Usage(both.text(invocation.language).to_string())),
    }
}

fn stopped(invocation: &Invocation) -> Failure {
    Failure::Failed(invocation.words("已停止，未导入任何文件", "stopped; nothing was imported"))
}

/// Reads a file, or standard input for `-`.
pub(super) fn source(invocation: &Invocation, path: &Path) -> Source {
    if path.as_os_str() == "-" { Source::stdin(invocation.streams()) } else { Source::open(path, &*invocation.files) }
}

fn take_documents(invocation: &Invocation, arguments: &ImportArguments, sources: Vec<Source>) -> Result<(), Failure> {
    let given = given(invocation, arguments)?;
    let batch = read_all(invocation, arguments, &sources, &given)?;
    // The sources of many documents take much memory and are no longer needed.
    drop(sources);
    for rejected in &batch.rejected {
        invocation.note(&format!("plandesk: {}", rejected.text(invocation.language)));
    }
    if batch.is_empty() {
        let none = invocation.words("没有导入任何文件；原因见上", "nothing was imported, for the reasons above");
        return Err(Failure::Failed(none));
    }
    if !arguments.columns.is_empty() && !batch.has_named_columns() {
        return Err(Failure::Failed(invocation.words(
            "没有未能读出、又有 --columns 所写各列的表；请用 --dry-run 查看未能读出的表及其各列",
            "no table that can't be read has the columns of --columns; --dry-run shows such tables with their columns",
        )));
    }
    let consent = Consent { unlike: arguments.as_plan, loss: arguments.accept_loss, ..Consent::default() };
    let intake = take_in(invocation, arguments, batch, consent.clone())?;
    for title in intake.documents.iter().filter_map(|found| found.without_term.as_deref()) {
        let how = invocation.words(
            "；暂按存疑所列年份，请撤销后用 --term 2024-2026 这样的年份重新导入",
            "; the years listed among the doubts are used instead: undo, and import it again with its years, as in --term 2024-2026",
        );
        invocation.note(&format!("{}{how}", words::without_term(title, invocation.language)));
    }
    for plan in &intake.brought_back {
        invocation.note(&words::brought_back(plan, invocation.language));
    }
    print(invocation, &intake, arguments.dry_run)?;
    let refusal = if arguments.dry_run { intake.asks_for(&consent) } else { None };
    if let Some(refusal) = refusal {
        return Err(Failure::Failed(refusal.refusal().text(invocation.language)));
    }
    if intake.rejected.is_empty() {
        return Ok(());
    }
    let (read, refused) = (intake.documents.len(), intake.rejected.len());
    Err(Failure::Rejected(invocation.words(
        format!("{read} 个文件可导入，{refused} 个文件未能导入；原因见上"),
        format!("{read} documents were read and {refused} were not, for the reasons above"),
    )))
}

/// Imports documents. A dry run without a store uses a new store's sample plans, without creating one.
fn take_in(
    invocation: &Invocation,
    arguments: &ImportArguments,
    batch: Batch,
    consent: Consent,
) -> Result<Intake, Failure> {
    let failed = |error| Failure::of_desk(error, invocation.language);
    if !arguments.dry_run {
        return batch.take_in(&*invocation.open()?, &invocation.actor()?, consent).map_err(failed);
    }
    if invocation.desk().is_some() || Store::exists(&invocation.folder()?) {
        return Ok(batch.preview(&*invocation.open()?));
    }
    batch.preview_into_new().map_err(failed)
}

/// Returns the options for reading documents: those given now, and remembered columns of tables.
fn given(invocation: &Invocation, arguments: &ImportArguments) -> Result<Given, Failure> {
    let remembered = match invocation.desk() {
        Some(desk) => desk.named_columns(),
        None => desk::named_columns(&invocation.folder()?),
    };
    let remembered = remembered.map_err(|error| Failure::Failed(error.text(invocation.language)))?;
    Ok(Given { term: arguments.term, columns: arguments.columns.iter().cloned().chain(remembered).collect() })
}

/// Reads documents while the client is connected: at a desk, a Ctrl-C only shows as a lost connection.
fn read_all(
    invocation: &Invocation,
    arguments: &ImportArguments,
    sources: &[Source],
    given: &Given,
) -> Result<Batch, Failure> {
    let told = |begun| tell_progress(invocation, begun, sources.len());
    let batch = Batch::read(sources, given, told, || invocation.streams().is_there());
    tell_progress(invocation, sources.len(), sources.len());
    match batch {
        Some(batch) => Ok(if arguments.as_plan { batch } else { batch.without_unlike() }),
        None => Err(stopped(invocation)),
    }
}

/// Shows on a terminal how many of many documents have been read, and clears the line at the end.
fn tell_progress(invocation: &Invocation, done: usize, all: usize) {
    if all <= FEW || !invocation.context.is_terminal || invocation.context.is_dumb {
        return;
    }
    let words = invocation.words(
        format!("正在读取 {done}/{all}（按 Ctrl-C 停止，不导入任何文件）"),
        format!("reading {done}/{all} (Ctrl-C stops it, and nothing is imported)"),
    );
    let line = if done < all { format!("\r{words}\x1b[K") } else { "\r\x1b[K".to_string() };
    // Progress that nobody sees is no reason to fail.
    let _ = invocation.streams().tell(line.as_bytes());
}

fn print(invocation: &Invocation, intake: &Intake, dry_run: bool) -> Result<(), Failure> {
    let record = ImportRecord::of(intake, invocation.language);
    let found = record.documents.iter().flat_map(|d| d.plans.iter().map(|plan| (d.file.as_str(), plan)));
    let fates = intake.plans().map(|(_, _, outcome)| outcome);
    let rows: Vec<Row> = found.zip(fates).map(|((file, plan), fate)| Row { file, plan, fate }).collect();
    let listed = || invocation.out.list(&rows, &columns(invocation.language));
    match invocation.out.format {
        Format::Json => return invocation.out.json(&record),
        Format::Csv => return listed(),
        Format::Table => listed()?,
    }
    invocation.out.text(
        &(edition_changes(invocation, intake)
            + &overlaid(invocation, intake)
            + &doubts(invocation, intake)
            + &unread_tables(invocation, intake)),
    )?;
    if dry_run {
        invocation.note(&invocation.words("这是试运行，未改动任何数据", "this was a dry run; nothing was changed"));
    }
    Ok(())
}

/// A plan of a document with its outcome.
#[derive(Serialize)]
struct Row<'a> {
    file: &'a str,
    #[serde(flatten)]
    plan: &'a FoundPlan,
    #[serde(skip)]
    fate: &'a Outcome,
}

fn columns<'a>(language: Language) -> List<'a, Row<'a>> {
    List::<Row>::new(language)
        .file("file")
        .words("id", ["规划 id", "plan id"])
        .long("title", ["规划", "plan"])
        .file("region")
        .file("sector")
        .words("edition", ["版本", "edition"])
        .told(move |row| row.plan.edition.label(language).into())
        .file("first_year")
        .at("term.0")
        .file("last_year")
        .at("term.1")
        .counts("chapters", ["章", "chapters"])
        .counts("tasks", ["任务", "tasks"])
        .counts("boxes", ["专栏", "boxes"])
        .counts("projects", ["项目", "projects"])
        .counts("indicators", ["指标", "indicators"])
        .file("binding")
        .counts("doubts", ["存疑", "doubts"])
        .computed(|row| row.plan.doubts.len().into())
        .words("outcome", ["结果", "outcome"])
        .told(move |row| Entry::toned(words::outcome(row.fate, language), Tone::Good))
}

// People compare editions by the items that are added and removed.
fn edition_changes(invocation: &Invocation, intake: &Intake) -> String {
    let language = invocation.language;
    let mut text = String::new();
    for (_, plan, outcome) in intake.plans() {
        let Outcome::NewEdition(changes) = outcome else { continue };
        text.push_str(&format!("\n{}\n", words::edition(plan, changes, language)));
        for change in words::changes(changes) {
            let indent = if matches!(change, EditionChange::Field(..)) { "      " } else { "  " };
            text.push_str(&format!("{indent}{}\n", change.text(language)));
        }
        if !changes.removed.is_empty() {
            let (kept, colon) = (words::removed_are_kept(language), language.pick("：", ": "));
            text.push_str(&format!("  {kept}{colon}plandesk tasks --former\n"));
        }
    }
    text
}

fn overlaid(invocation: &Invocation, intake: &Intake) -> String {
    let mut text = String::new();
    for news in &intake.overlaid {
        let (subject, field) = (&news.subject, news.field);
        let drop = format!("plandesk edit {subject} --as-printed {field}");
        let how = match news.standing {
            Standing::Printed => invocation.words(format!("（{drop}）"), format!("; {drop} drops the overlay")),
            Standing::Gone | Standing::Overtaken | Standing::Stands => String::new(),
        };
        text.push_str(&format!("\n{}{how}", words::overlaid(news, invocation.language)));
    }
    if text.is_empty() { text } else { text + "\n" }
}

// Doubts are printed because a person must check them.
fn doubts(invocation: &Invocation, intake: &Intake) -> String {
    let mut text = String::new();
    for (found, plan, _) in intake.plans().filter(|(_, plan, _)| !plan.doubts.is_empty()) {
        text.push_str(&format!("\n{}\n", words::doubts(plan, &found.file, invocation.language)));
        for doubt in &plan.doubts {
            text.push_str(&format!("  {}\n", words::doubt(doubt, invocation.language)));
        }
    }
    text
}

// The cells are printed because a person who names the columns needs them.
fn unread_tables(invocation: &Invocation, intake: &Intake) -> String {
    let language = invocation.language;
    let mut text = String::new();
    for found in &intake.documents {
        for table in &found.unread {
            text.push_str(&format!("\n{}: {}\n", found.file, words::unread_table(table, language)));
            for (at, cells) in words::columns_of(table).iter().enumerate() {
                text.push_str(&format!("  {}  {cells}\n", at + 1));
            }
            let line = table.lines.first;
            let how = invocation.words(
                format!("用 --columns \"{line}:列号=指标,列号=2025\" 指明各列，会记住并用于表头相同的表"),
                format!("--columns \"{line}:COLUMN=name,COLUMN=2025\" names them, also for tables with the same heads"),
            );
            text.push_str(&format!("  {how}\n"));
        }
    }
    text
}
