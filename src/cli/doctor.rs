//! `doctor`: whether the store is sound, and what opening it had to mend.

use crate::plan::Kind;

use super::args::Format;
use super::failure::Failure;
use super::invocation::Invocation;
use super::json::HealthRecord;

/// Opens the store, which checks it, and gives an account of it.
pub(super) fn run(invocation: &Invocation) -> Result<(), Failure> {
    let folder = invocation.folder()?;
    let (desk, mended) = invocation.open_quietly()?;
    let history = desk.history().map_err(|error| Failure::of_desk(error, invocation.language))?;
    let snapshot = desk.snapshot();
    let record = HealthRecord {
        version: env!("CARGO_PKG_VERSION"),
        store: folder.display().to_string(),
        sound: true,
        mended: mended.iter().map(|repair| repair.text(invocation.language)).collect(),
        plans: snapshot.dossiers().count(),
        entries: history.len(),
        last_entry: history.last().map(|entry| entry.at.clone()),
    };
    if invocation.out.format == Format::Json {
        return invocation.out.json(&record);
    }
    let items = |kind| snapshot.dossiers().flat_map(|d| &d.plan.tasks).filter(|t| t.kind() == kind).count();
    let indicators: usize = snapshot.dossiers().map(|d| d.plan.indicators.len()).sum();
    let (tasks, projects) = (items(Kind::Task), items(Kind::Project));
    let mut lines = vec![
        invocation.words(format!("数据文件夹  {}", record.store), format!("store       {}", record.store)),
        invocation.words(
            format!("内容        {} 个规划，{tasks} 条任务，{projects} 个项目，{indicators} 个指标", record.plans),
            format!("holds       {} plans, {tasks} tasks, {projects} projects, {indicators} indicators", record.plans),
        ),
        invocation.words(
            format!("记录        {} 条，最近 {}", record.entries, record.last_entry.as_deref().unwrap_or("-")),
            format!("history     {} entries, last {}", record.entries, record.last_entry.as_deref().unwrap_or("-")),
        ),
    ];
    lines.extend(
        record.mended.iter().map(|what| invocation.words(format!("已修复      {what}"), format!("mended      {what}"))),
    );
    lines.push(invocation.words("没有发现损坏", "no damage found"));
    invocation.out.text(&crate::text::clean::sanitise(&(lines.join("\n") + "\n")))
}
