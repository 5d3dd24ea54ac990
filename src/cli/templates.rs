//! `templates`: the wording of reports and notices in force, or the problems of a template file.

use std::path::Path;

use serde::Serialize;

use crate::office::own;
use crate::report::Wording;
use crate::text::Language;
use crate::text::clean::shown_path;

use super::args::TemplatesArguments;
use super::failure::Failure;
use super::invocation::Invocation;
use super::list::List;
use super::own::{judge, tell, unread};

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
    let text = own::read(file, &*invocation.files).map_err(|why| unread(invocation, &why))?;
    let (_, problems) = Wording::load(&[(shown_path(file), text)]);
    judge(invocation, file, &problems)
}
