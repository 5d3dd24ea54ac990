//! `doctor`: verifies the store and, with `--mend`, repairs it. Without it nothing is changed, and a process may have
//! the store open.

use std::path::Path;

use crate::desk::{Act, SegmentFolder};
use crate::plan::{Departments, Dossier};
use crate::search::Query;
use crate::store::{Report, Store, StoreError};
use crate::text::clean::{shown, shown_path};

use super::args::{DoctorArguments, Format};
use super::backup::permitted;
use super::failure::Failure;
use super::invocation::Invocation;
use super::json::HealthRecord;
use super::place;

/// Mends the store if requested, verifies it, and prints what is wrong.
pub(super) fn run(invocation: &Invocation, arguments: &DoctorArguments) -> Result<(), Failure> {
    let folder = invocation.folder()?;
    let failed = |error: StoreError| Failure::of_store(&error, invocation.language);
    let alone = || place::existing(&folder, invocation.language);
    if arguments.mend {
        permitted(invocation, Act::Restore)?;
    }
    let mended = match (arguments.mend, invocation.desk()) {
        (false, _) => Vec::new(),
        (true, None) => {
            let folder = alone()?;
            invocation.patiently(|| Store::mend(&folder).map_err(failed))?
        }
        (true, Some(desk)) => desk.mend().map_err(failed)?,
    };
    let report = match invocation.desk() {
        Some(desk) => desk.look_over(),
        None => Store::verify(&alone()?),
    };
    let report = report.map_err(failed)?;
    let mut record = record(invocation, &folder, &report);
    record.mended = mended.iter().map(|repair| repair.text(invocation.language)).collect();
    match invocation.out.format {
        Format::Json => invocation.out.json(&record)?,
        Format::Table | Format::Csv => invocation.out.text(&shown(&account(invocation, &record, &report)))?,
    }
    if record.sound {
        return Ok(());
    }
    let damage = report.findings.iter().filter(|f| f.is_damage()).map(|f| f.text(invocation.language));
    Err(Failure::Damaged(damage.collect::<Vec<_>>().join("\n")))
}

fn record(invocation: &Invocation, folder: &Path, report: &Report) -> HealthRecord {
    let (index_records, not_found) = look_at_index(folder, report);
    let mut findings: Vec<_> = report.findings.iter().map(|finding| finding.text(invocation.language)).collect();
    findings.extend(SegmentFolder::of(folder).damaged().into_iter().map(|name| {
        invocation.words(
            format!("检索索引 {name} 已损坏，下次启动会重建"),
            format!("{name} of the search index is damaged; the next start rebuilds it"),
        )
    }));
    findings.extend(not_found.map(|title| {
        invocation.words(
            format!("检索索引找不到“{title}”；请删除数据文件夹中的 search/，下次启动会重建"),
            format!(
                "the search index does not find {title}; remove search/ from the store, and the next start rebuilds it"
            ),
        )
    }));
    let backup = |(path, entries): &(std::path::PathBuf, Option<u64>)| entries.map(|_| shown_path(path));
    HealthRecord {
        version: env!("CARGO_PKG_VERSION"),
        store: folder.to_string_lossy().into_owned(),
        schema: report.schema,
        sound: !report.findings.iter().any(|finding| finding.is_damage()),
        entries: report.entries,
        journal_bytes: report.journal_bytes,
        state_bytes: report.state_bytes,
        index_records,
        backups: report.backups.iter().filter_map(backup).collect(),
        findings,
        mended: Vec::new(),
    }
}

/// Searches each plan in the stored index, or in a new one. Returns the number of records in the index, and the title
/// of a plan that it does not find.
fn look_at_index(folder: &Path, report: &Report) -> (usize, Option<String>) {
    let dossiers = &report.dossiers;
    let index = SegmentFolder::of(folder).index(dossiers.values(), &Departments::bundled());
    let finds = |dossier: &Dossier| {
        let quoted = format!("\"{}\"", dossier.plan.title.replace('"', " "));
        let hits = Query::parse(&quoted).map(|query| index.search(&query, usize::MAX).hits).unwrap_or_default();
        hits.iter().any(|hit| hit.plan.as_ref() == Some(&dossier.plan.id))
    };
    let missing = dossiers.values().find(|dossier| !finds(dossier)).map(|dossier| dossier.plan.title.clone());
    (index.len(), missing)
}

fn account(invocation: &Invocation, record: &HealthRecord, report: &Report) -> String {
    let (journal, state) = (record.journal_bytes / 1024, record.state_bytes / 1024);
    let mut lines: Vec<String> = record.mended.iter().map(|mended| format!("+ {mended}")).collect();
    lines.extend([
        invocation.words(format!("数据文件夹  {}", record.store), format!("store    {}", record.store)),
        invocation.words(
            format!("更改记录    {} 条，逐条校验", record.entries),
            format!("history  {} entries, each checked", record.entries),
        ),
        invocation.words(
            format!("占用        日志 {journal} KB，状态 {state} KB"),
            format!("size     journal {journal} KB, state {state} KB"),
        ),
        invocation.words(
            format!("检索索引    {} 条", record.index_records),
            format!("index    {} records", record.index_records),
        ),
        backups(invocation, report),
    ]);
    for (name, bytes) in &report.kept {
        let size = bytes / 1024;
        lines.push(invocation.words(
            format!("保留的原件  {name}，{size} KB；不再需要时可删除"),
            format!("kept     {name}, {size} KB; delete it when it is no longer needed"),
        ));
    }
    lines.extend(record.findings.iter().map(|finding| format!("! {finding}")));
    if record.sound {
        lines.push(invocation.words("没有发现损坏", "no damage found"));
    }
    lines.join("\n") + "\n"
}

fn backups(invocation: &Invocation, report: &Report) -> String {
    let count = report.backups.len();
    match report.backups.iter().rev().find_map(|(path, entries)| Some((shown_path(path), (*entries)?))) {
        None => invocation.words("自动备份    无", "backups  none automatic"),
        Some((path, entries)) => invocation.words(
            format!("自动备份    {count} 份，最近一份 {path}（{entries} 条）"),
            format!("backups  {count} automatic, the latest {path} ({entries} entries)"),
        ),
    }
}
