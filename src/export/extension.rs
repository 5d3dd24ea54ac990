//! File formats chosen by the extension of a file name.

use std::path::Path;

use crate::text::Language;
use crate::text::clean::shown_path;

/// A file name has none of the extensions that are accepted for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub struct UnknownExtension {
    file: String,
    accepted: &'static [&'static str],
}

impl UnknownExtension {
    /// Returns the message for a person.
    pub fn text(&self, language: Language) -> String {
        let (file, between) = (&self.file, language.pick("、", ", "));
        let accepted = match self.accepted.split_last() {
            Some((last, others)) if !others.is_empty() => {
                format!("{}{}{last}", others.join(between), language.pick(" 或 ", " or "))
            }
            _ => self.accepted.concat(),
        };
        match language {
            Language::Zh => format!("“{file}”须以 {accepted} 结尾"),
            Language::En => format!("“{file}” must end in {accepted}"),
        }
    }
}

/// Returns the value that `format` gives for the extension of a file name, which is passed in lower case.
///
/// # Errors
/// [`UnknownExtension`] if `format` returns `None`; its message lists the extensions `accepted`, such as `.csv`.
pub fn by_extension<F>(
    path: &Path,
    accepted: &'static [&'static str],
    format: impl FnOnce(&str) -> Option<F>,
) -> Result<F, UnknownExtension> {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    format(&extension).ok_or_else(|| UnknownExtension { file: shown_path(path), accepted })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_extension_is_reported_with_those_that_are_accepted() {
        let format = |extension: &str| (extension == "csv").then_some(());
        assert_eq!(by_extension(Path::new("a.CSV"), &[".csv"], format), Ok(()));
        for (accepted, chinese, english) in [
            (
                &[".csv", ".md", ".json"][..],
                "“a.doc”须以 .csv、.md 或 .json 结尾",
                "“a.doc” must end in .csv, .md or .json",
            ),
            (&[".toml", ".csv"], "“a.doc”须以 .toml 或 .csv 结尾", "“a.doc” must end in .toml or .csv"),
        ] {
            let unknown = by_extension(Path::new("a.doc"), accepted, format).unwrap_err();
            assert_eq!((&*unknown.text(Language::Zh), &*unknown.text(Language::En)), (chinese, english));
        }
    }
}
