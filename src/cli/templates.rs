//! `templates`: the wording of reports and notices in force, or what is wrong with a template file.

use std::path::Path;

use serde::Serialize;

use crate::report::Wording;
use crate::report::wording::Problem;
use crate::text::clean::shown_path;
use crate::text::{Language, settings_file};

use super::args::TemplatesArguments;
use super::failure::Failure;
use super::invocation::Invocation;
use super::list::List;

/// A phrase with its text.
#[derive(Debug, Serialize)]
struct PhraseRecord {
    key: &'static str,
    text: String,
    fields: &'static [&'static str],
}

/// Prints the phrases in force, or checks a file.
pub(super) fn run(invocation: &Invocation, arguments: &TemplatesArguments) -> Result<(), Failure> {
    match &arguments.check {
        Some(file) => check(invocation, file),
        None => {
            let (wording, problems) = invocation.open()?.wording();
            tell(invocation, &problems);
            let record = |(entry, text): (crate::report::wording::Entry, String)| PhraseRecord {
                key: entry.key,
                text,
                fields: entry.fields,
            };
            let records: Vec<PhraseRecord> = wording.entries().into_iter().map(record).collect();
            invocation.out.list(&records, &columns(invocation.language))
        }
    }
}

fn columns<'a>(language: Language) -> List<'a, PhraseRecord> {
    List::new(language).words("key", ["名称", "name"]).long("text", ["用语", "text"])
}

fn check(invocation: &Invocation, file: &Path) -> Result<(), Failure> {
    let name = shown_path(file);
    let text = invocation.files.open(file).and_then(settings_file::read).map_err(|error| {
        Failure::Failed(invocation.words(
            format!("无法读取 {name}（{error}）；它须是 UTF-8 的 TOML 文件"),
            format!("{name} can't be read ({error}); it must be a TOML file in UTF-8"),
        ))
    })?;
    let (_, problems) = Wording::load(&[(name.clone(), text)]);
    tell(invocation, &problems);
    if !problems.is_empty() {
        let count = problems.len();
        return Err(Failure::Failed(
            invocation.words(format!("{name} 有 {count} 处问题"), format!("{name}: {count} problems")),
        ));
    }
    invocation.note(&invocation.words(format!("{name} 没有问题"), format!("{name} is sound")));
    Ok(())
}

/// Tells what is wrong with template files, a line each.
pub(super) fn tell(invocation: &Invocation, problems: &[Problem]) {
    for problem in problems {
        let message = problem.message(invocation.language);
        invocation.note(&format!("{}:{}: {message}", problem.file, problem.line));
    }
}
