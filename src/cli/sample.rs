//! `sample`: a random sample of claimed results, to be verified (抽查核验).

use crate::export::records::TaskRecord;
use crate::export::{Content, Export, Format};
use crate::office::export;
use crate::plan::{Dossier, Task, sample};

use super::args::SampleArguments;
use super::failure::Failure;
use super::invocation::Invocation;
use super::tasks;

/// Draws a sample and prints the seed that reproduces it.
pub(super) fn run(invocation: &Invocation, arguments: &SampleArguments) -> Result<(), Failure> {
    let format = arguments.to.as_deref().map(Format::of).transpose();
    let format = format.map_err(|error| Failure::Usage(format!("--to: {}", error.text(invocation.language))))?;
    let desk = invocation.open()?;
    let snapshot = desk.snapshot();
    let dossier: &Dossier =
        snapshot.plan_named(&arguments.plan).map_err(|error| Failure::no_such_plan(&error, invocation.language))?;
    let periods = invocation.periods(&desk, &arguments.in_period)?;
    if !periods.fit(dossier) {
        return Err(Failure::Failed(invocation.words("规划没有这一评估期", "the plan has no such period")));
    }
    let period = periods.of(dossier);
    let seed = arguments.seed.clone().unwrap_or_else(|| sample::default_seed(dossier, period));
    let drawn: Vec<&Task> = sample::sample(dossier, period, arguments.count, &seed);
    if drawn.is_empty() {
        return Err(Failure::Failed(invocation.words(
            "本期还没有可核验的结果：没有已完成、进度 100% 或填了进展情况的任务",
            "there is nothing to verify yet: no task is completed, at 100 per cent, or has a text on what was done",
        )));
    }
    told(invocation, &drawn, &seed);
    match (&arguments.to, format) {
        (Some(to), Some(format)) => {
            let content = Content::Sample(drawn.iter().map(|task| (dossier, *task)).collect(), seed);
            let thresholds = &snapshot.settings().thresholds;
            let export = Export { content, period: &|_| period, thresholds, language: invocation.language };
            let written = export::whole(&*invocation.files, &export, to, format, arguments.force);
            written.map(drop).map_err(|error| Failure::of_export(&error, invocation.language))
        }
        _ => {
            let records: Vec<TaskRecord> = drawn.iter().map(|task| TaskRecord::of(dossier, task, period)).collect();
            tasks::print(invocation, &records, snapshot.departments())
        }
    }
}

fn told(invocation: &Invocation, drawn: &[&Task], seed: &str) {
    let count = drawn.len();
    invocation.note(&invocation.words(
        format!("抽取 {count} 项；种子“{seed}”，用 --seed 重复此种子可得同样结果"),
        format!("drew {count}; seed “{seed}”: --seed with it draws the same again"),
    ));
}
