//! Arguments of `search`.

use std::ffi::OsString;

use clap::Args;

use super::super::value;
use super::InPeriod;

/// Arguments of `search`.
#[derive(Debug, Args)]
pub(crate) struct SearchArguments {
    /// Query; all words separated by blanks must match
    #[arg(required_unless_present = "view", value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    /// Search with the saved view of this name, and the given query
    #[arg(long, value_name = "NAME")]
    pub(crate) view: Option<String>,
    /// Save the query as a view of this name, for everybody at the desk
    #[arg(long, value_name = "NAME")]
    pub(crate) save: Option<String>,
    /// Maximum number of hits to print
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = value::limit)]
    pub(crate) limit: usize,
    /// Search archived plans, instead of the others
    #[arg(long)]
    pub(crate) archived: bool,
    #[command(flatten)]
    pub(crate) in_period: InPeriod,
}

/// Returns the arguments with excluded words of a search (`-康复`, `-status:滞后`), which look like options, moved behind
/// `--`.
pub(crate) fn with_negated_words_last(arguments: Vec<OsString>) -> Vec<OsString> {
    let is_negated = |argument: &OsString| {
        let word = argument.to_str().and_then(|text| text.strip_prefix('-'));
        word.is_some_and(|word| {
            word.starts_with(|c: char| !c.is_ascii()) || !word.starts_with('-') && word.contains(':')
        })
    };
    if !arguments.iter().any(|argument| argument == "search") || arguments.iter().any(|argument| argument == "--") {
        return arguments;
    }
    let (negated, mut others): (Vec<_>, Vec<_>) = arguments.into_iter().partition(is_negated);
    if !negated.is_empty() {
        others.push("--".into());
    }
    others.extend(negated);
    others
}

#[cfg(test)]
mod tests {
    use super::super::*;

    fn parsed(line: &str) -> Result<Arguments, clap::Error> {
        parse(line.split(' ').map(OsString::from).collect(), Language::En)
    }

    #[test]
    fn an_excluded_word_is_not_parsed_as_an_option() {
        for (line, words) in [
            ("plandesk search 残疾人 -康复 --limit 3", &["残疾人", "-康复"][..]),
            ("plandesk search -status:滞后 残疾人 -康复", &["残疾人", "-status:滞后", "-康复"]),
            ("plandesk search 残疾人 -- -app", &["残疾人", "-app"]),
        ] {
            let Some(Request::Search(search)) = parsed(line).unwrap().request else { panic!("{line}") };
            assert_eq!(search.query, words, "{line}");
        }
        assert!(parsed("plandesk search 残疾人 --farmat json").is_err(), "a slip in an option is told");
        assert!(parsed("plandesk tasks --text -康复").is_ok());
    }
}
