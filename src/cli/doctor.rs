//! `doctor`: whether the store is sound. It changes nothing, and works while somebody has the store open.

use crate::store::{Report, Store};
use crate::text::clean::shown;

use super::args::Format;
use super::failure::Failure;
use super::invocation::Invocation;
use super::json::HealthRecord;
use super::place;

/// Reads the whole store and says what is amiss.
pub(super) fn run(invocation: &Invocation) -> Result<(), Failure> {
    let folder = invocation.folder()?;
    let report = match invocation.desk() {
        Some(desk) => desk.look_over(),
        None => Store::verify(&place::existing(&folder, invocation.language)?),
    };
    let report = report.map_err(|error| Failure::of_store(&error, invocation.language))?;
    let record = record(invocation, &folder.to_string_lossy(), &report);
    match invocation.out.format {
        Format::Json => invocation.out.json(&record)?,
        Format::Table | Format::Csv => invocation.out.text(&shown(&account(invocation, &record)))?,
    }
    if record.sound {
        return Ok(());
    }
    let damage = report.findings.iter().filter(|f| f.is_damage()).map(|f| f.text(invocation.language));
    Err(Failure::Damaged(damage.collect::<Vec<_>>().join("\n")))
}

fn record(invocation: &Invocation, store: &str, report: &Report) -> HealthRecord {
    HealthRecord {
        version: env!("CARGO_PKG_VERSION"),
        store: store.to_string(),
        schema: report.schema,
        sound: !report.findings.iter().any(|finding| finding.is_damage()),
        entries: report.entries,
        journal_bytes: report.journal_bytes,
        state_bytes: report.state_bytes,
        findings: report.findings.iter().map(|finding| finding.text(invocation.language)).collect(),
    }
}

fn account(invocation: &Invocation, record: &HealthRecord) -> String {
    let (journal, state) = (record.journal_bytes / 1024, record.state_bytes / 1024);
    let mut lines = vec![
        invocation.words(format!("数据文件夹  {}", record.store), format!("store    {}", record.store)),
        invocation.words(
            format!("更改记录    {} 条，逐条校验", record.entries),
            format!("history  {} entries, each checked", record.entries),
        ),
        invocation.words(
            format!("占用        日志 {journal} KB，状态 {state} KB"),
            format!("size     journal {journal} KB, state {state} KB"),
        ),
    ];
    lines.extend(record.findings.iter().map(|finding| format!("! {finding}")));
    if record.sound {
        lines.push(invocation.words("没有发现损坏", "no damage found"));
    }
    lines.join("\n") + "\n"
}
