//! The confirmation of a restore, with a preview of the changes.

use crate::store::{Counts, Holding, PlanPreview, Preview};
use crate::text::Language;
use crate::text::clean::{sanitise_line, shown};
use crate::text::time::to_the_minute;

use super::args::{Format, RestoreArguments};
use super::failure::Failure;
use super::invocation::Invocation;
use super::json::PreviewRecord;

/// Returns true if a restore may proceed. A dry run prints the preview and returns false; a person at a terminal sees
/// the preview and is asked, unless confirmed by an option; a script is not asked.
pub(super) fn agreed(
    invocation: &Invocation,
    arguments: &RestoreArguments,
    preview: impl FnOnce() -> Result<Preview, Failure>,
) -> Result<bool, Failure> {
    if arguments.dry_run {
        let preview = preview()?;
        match invocation.out.format {
            Format::Json => invocation.out.json(&PreviewRecord::of(&preview))?,
            Format::Table | Format::Csv => invocation.out.text(&shown(&text(&preview, invocation.language)))?,
        }
        return Ok(false);
    }
    if arguments.yes || !invocation.context.can_answer {
        return Ok(true);
    }
    invocation.note(&text(&preview()?, invocation.language));
    let question = invocation.language.pick("要恢复吗？", "Restore?");
    let yes = invocation.ask(question).unwrap_or(true);
    if !yes {
        invocation.note(invocation.language.pick("未改动任何内容", "nothing was changed"));
    }
    Ok(yes)
}

fn text(preview: &Preview, language: Language) -> String {
    let Preview { now, then, going, coming, .. } = preview;
    let mut lines = vec![
        format!("{}{}", language.pick("现有    ", "now   "), holding(now, language)),
        format!("{}{}", language.pick("恢复后  ", "then  "), holding(then, language)),
    ];
    let between = preview.going_between.as_ref().map(|(first, last)| format!("{} – {}", time(first), time(last)));
    let between = between.unwrap_or_default();
    lines.push(match language {
        Language::Zh if *going > 0 => format!("会失去  {going} 条更改记录（{between}）"),
        Language::En if *going > 0 => format!("removed  {going} entries of the history ({between})"),
        _ => language.pick("不会失去任何更改记录", "no entry of the history is removed").to_string(),
    });
    if *coming > 0 {
        lines.push(match language {
            Language::Zh => format!("会得到  {coming} 条现在没有的更改记录"),
            Language::En => format!("added    {coming} entries that are not there now"),
        });
    }
    let changed: Vec<_> = preview.plans.iter().filter(|plan| plan.changes > 0).collect();
    if changed.is_empty() {
        lines.push(language.pick("各规划的数据不变", "no plan changes").to_string());
    }
    lines.extend(changed.into_iter().map(|plan| plan_line(plan, language)));
    lines.extend((preview.office > 0).then(|| match language {
        Language::Zh => format!("单位名录：{} 项不同", preview.office),
        Language::En => format!("list of departments: {} records differ", preview.office),
    }));
    if !preview.complete {
        lines.push(
            language
                .pick("! 备份没有结束行，可能不完整", "! the backup has no end line and may lack its end")
                .to_string(),
        );
    }
    lines.join("\n") + "\n"
}

fn holding(holding: &Holding, language: Language) -> String {
    let Holding { entries, plans, .. } = holding;
    let last = holding.last.as_deref().map_or("—".to_string(), time);
    match language {
        Language::Zh => format!("{entries} 条更改记录，最后一条 {last}，{plans} 个规划"),
        Language::En => format!("{entries} entries of the history, the last of {last}; {plans} plans"),
    }
}

/// Returns a time of a backup to the minute.
fn time(at: &str) -> String {
    sanitise_line(&to_the_minute(at))
}

fn plan_line(plan: &PlanPreview, language: Language) -> String {
    let title = sanitise_line(&plan.title);
    let figures = |zh: &'static str, en: &'static str, of: fn(&Counts) -> usize| {
        let count =
            |counts: &Option<Counts>| counts.as_ref().map_or("—".to_string(), |counts| of(counts).to_string());
        let (now, then) = (count(&plan.now), count(&plan.then));
        let figures = if now == then { now } else { format!("{now} → {then}") };
        format!("{} {figures}", language.pick(zh, en))
    };
    let parts = [
        figures("任务", "tasks", |counts| counts.tasks),
        figures("责任分工", "assigned", |counts| counts.decisions),
        figures("评估", "reviews", |counts| counts.reviews),
        figures("实际值", "readings", |counts| counts.readings),
    ];
    match language {
        Language::Zh => format!("{title}：{}；{} 项不同", parts.join("，"), plan.changes),
        Language::En => format!("{title}: {}; {} records differ", parts.join(", "), plan.changes),
    }
}
