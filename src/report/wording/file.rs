//! Parsing of template files into phrases, with a problem for each invalid line.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use crate::text::settings_file::Problems;

use super::problem::{Fault, Problem};
use super::{Entry, Part, phrases};

/// The content of a template file.
#[derive(Debug, Default)]
pub(super) struct TemplateFile {
    pub(super) phrases: Vec<(&'static str, Vec<Part>)>,
    pub(super) problems: Vec<Problem>,
}

type Value<'a> = Spanned<DeValue<'a>>;

/// Parses a template file. Invalid lines become problems; the others apply.
pub(super) fn read(file: &str, text: &str) -> TemplateFile {
    let (table, problems) = Problems::read(file, text);
    let mut reader = Reader { problems, phrases: Vec::new() };
    for (name, value) in &table {
        reader.table(name, value);
    }
    TemplateFile { phrases: reader.phrases, problems: reader.problems.sorted() }
}

struct Reader<'f> {
    problems: Problems<'f, Fault>,
    phrases: Vec<(&'static str, Vec<Part>)>,
}

impl Reader<'_> {
    fn table(&mut self, name: &Spanned<Cow<'_, str>>, value: &Value<'_>) {
        let table_name = name.get_ref();
        let DeValue::Table(table) = value.get_ref() else {
            return self.unknown(name.span(), table_name);
        };
        if !phrases::ALL.iter().any(|entry| entry.table() == table_name) {
            let near = self.problems.near(table_name, phrases::ALL.iter().map(Entry::table));
            return self.problems.add(name.span(), Fault::Phrase(table_name.to_string(), near));
        }
        for (name, value) in table {
            self.entry(table_name, name, value);
        }
    }

    fn unknown(&mut self, span: Range<usize>, name: &str) {
        let near = self.problems.near(name, phrases::ALL.iter().map(|entry| entry.key));
        self.problems.add(span, Fault::Phrase(name.to_string(), near));
    }

    fn entry(&mut self, table: &str, name: &Spanned<Cow<'_, str>>, value: &Value<'_>) {
        let key = &format!("{table}.{}", name.get_ref());
        let Some(entry) = phrases::ALL.iter().find(|entry| entry.key == key) else {
            // The names of one table are compared without the table, which they all have in common.
            let own = phrases::ALL.iter().filter(|entry| entry.table() == table).map(Entry::name);
            let near = self.problems.near(name.get_ref(), own).map(|near| format!("{table}.{near}"));
            return self.problems.add(name.span(), Fault::Phrase(key.clone(), near));
        };
        let DeValue::String(text) = value.get_ref() else {
            return self.problems.add(value.span(), Fault::NotText(key.to_string()));
        };
        match parts(text, *entry) {
            Ok(parts) => self.phrases.push((entry.key, parts)),
            Err(fault) => self.problems.add(value.span(), fault),
        }
    }
}

impl Entry {
    fn table(&self) -> &'static str {
        self.key.split('.').next().unwrap_or_default()
    }

    fn name(&self) -> &'static str {
        self.key.split_once('.').map_or(self.key, |(_, name)| name)
    }

    /// Returns true for headings, titles and gaps, which have to say something. A sentence without words is left out.
    fn has_to_say_something(self) -> bool {
        ["heading", "table", "cause", "verdict", "gap", "missing"].contains(&self.table())
            || (self.table() == "title" && !self.fields.is_empty())
    }
}

/// Splits a text into words and fields; `{{` and `}}` are braces.
fn parts(text: &str, entry: Entry) -> Result<Vec<Part>, Fault> {
    if text.trim().is_empty() && entry.has_to_say_something() {
        return Err(Fault::Empty(entry.key.to_string()));
    }
    if text.contains(['｛', '｝']) {
        return Err(Fault::WideBrace);
    }
    let (mut parts, mut words) = (Vec::new(), String::new());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, brace) = rest.split_at(at);
        words.push_str(before);
        if let Some(after) = brace.strip_prefix("{{").or_else(|| brace.strip_prefix("}}")) {
            words.push_str(&brace[..1]);
            rest = after;
            continue;
        }
        let (name, after) = brace.strip_prefix('{').and_then(|open| open.split_once('}')).ok_or(Fault::Brace)?;
        let number = entry.fields.iter().position(|field| *field == name.trim());
        let number = number.ok_or_else(|| Fault::Field(name.trim().to_string(), entry.fields))?;
        if !words.is_empty() {
            parts.push(Part::Words(std::mem::take(&mut words)));
        }
        parts.push(Part::Field(number));
        rest = after;
    }
    words.push_str(rest);
    if !words.is_empty() {
        parts.push(Part::Words(words));
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::super::Wording;

    #[test]
    fn problems_name_the_line_and_a_suggestion() {
        let own = "\
[overal]
tasks = \"x\"
[overall]
taks = \"共{项数}项\"
tasks = \"共{总数}项\"
verdict = 3
[environment]
text = \"{\"
[heading]
midterm = \"x\"
overall = \"\"
[short]
behind = \"｛项数｝项\"
";
        let (wording, problems) = Wording::load(&[("own.toml".into(), own.into())]);
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "own.toml:1: there is no phrase “overal”; do you mean “overall”?",
                "own.toml:4: there is no phrase “overall.taks”; do you mean “overall.tasks”?",
                "own.toml:5: “总数” can't be told here; this phrase has {项数}, {其中}, {完成率}",
                "own.toml:6: “overall.verdict” takes a text in quotation marks",
                "own.toml:8: a brace is not closed or not opened; write {{ and }} for braces themselves",
                "own.toml:10: there is no phrase “heading.midterm”; `plandesk templates` lists them all",
                "own.toml:11: “heading.overall” can't be empty",
                "own.toml:13: nothing is filled in between ｛ and ｝; write { and }",
            ]
        );
        assert_eq!(wording, Wording::default(), "what can't be understood changes nothing");
    }

    #[test]
    fn lines_that_are_not_toml_are_reported_and_the_rest_applies() {
        let own = "[overall]\ntasks = \"甲{项数}\"\nverdict = \n";
        let (wording, problems) = Wording::load(&[("own.toml".into(), own.into())]);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].line, 3);
        assert_ne!(wording, Wording::default());
    }
}
