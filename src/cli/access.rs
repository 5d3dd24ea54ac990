//! `access`: who may do what with this store.

use serde::Serialize;

use crate::desk::access::{Access, EXAMPLE, FILE, Gate, Person};
use crate::desk::{Act, Role};
use crate::export::sheet::Sheet;
use crate::text::clean::shown_path;
use crate::text::{Label, Language};

use super::args::{AccessArguments, Format};
use super::failure::Failure;
use super::invocation::Invocation;
use super::output::sheet;
use super::table::{Column, Table};

/// A person and what they may do.
#[derive(Debug, Serialize)]
struct PersonRecord {
    name: String,
    role: &'static str,
    department: Option<String>,
    unix: Vec<String>,
    keys: Vec<String>,
    indicators: Vec<String>,
    may: Vec<&'static str>,
    #[serde(skip)]
    role_words: &'static str,
}

/// Lists the people of `access.toml`, or prints an example of that file.
pub(super) fn run(invocation: &Invocation, arguments: &AccessArguments) -> Result<(), Failure> {
    if arguments.example {
        return invocation.out.text(EXAMPLE);
    }
    let access = invocation.at_gate(Gate::access)?;
    let access = access.map_err(|error| Failure::Failed(error.text(invocation.language)))?;
    let file = invocation.folder()?.join(FILE);
    let Some(access) = access else {
        invocation.note(&invocation.words(
            format!("没有 {}：只有数据文件夹的主人可以使用；plandesk access --example 打印样例", shown_path(&file)),
            format!(
                "there is no {}: the owner of the folder alone may do anything; plandesk access --example prints one",
                shown_path(&file)
            ),
        ));
        return if invocation.out.format == Format::Table { Ok(()) } else { print(invocation, &Access::default()) };
    };
    print(invocation, &access)
}

fn print(invocation: &Invocation, access: &Access) -> Result<(), Failure> {
    let records: Vec<PersonRecord> = access.people.iter().map(|p| record(p, invocation.language)).collect();
    invocation.out.list(&records, || table(invocation, &records), || csv(&records))
}

fn record(person: &Person, language: Language) -> PersonRecord {
    PersonRecord {
        name: person.name.clone(),
        role: person.role.name(),
        department: person.department.clone(),
        unix: person.unix.clone(),
        keys: person.keys.clone(),
        indicators: person.indicators.iter().map(ToString::to_string).collect(),
        may: may(person.role, language),
        role_words: person.role.label(language),
    }
}

fn may(role: Role, language: Language) -> Vec<&'static str> {
    Act::ALL.iter().filter(|act| role >= act.least()).map(|act| act.label(language)).collect()
}

fn table(invocation: &Invocation, records: &[PersonRecord]) -> Table {
    let head = |zh: &str, en: &str| invocation.words(zh, en);
    let columns = vec![
        Column::words(head("姓名", "name")),
        Column::words(head("角色", "role")),
        Column::words(head("单位", "department")),
        Column::words(head("账号和公钥", "known as")),
        Column::long(head("可以", "may")),
    ];
    let comma = invocation.language.pick("、", ", ");
    let rows = records.iter().map(|person| {
        let known: Vec<&str> = person.unix.iter().chain(&person.keys).map(String::as_str).collect();
        let may = if person.may.is_empty() { head("只看", "read only") } else { person.may.join(comma) };
        vec![
            person.name.as_str().into(),
            person.role_words.into(),
            person.department.clone().unwrap_or_default().into(),
            known.join(" ").into(),
            may.into(),
        ]
    });
    Table { columns, rows: rows.collect() }
}

fn csv(records: &[PersonRecord]) -> Sheet {
    let row = |person: &PersonRecord| {
        vec![
            person.name.as_str().into(),
            person.role.into(),
            person.department.clone().into(),
            person.unix.join(" ").into(),
            person.keys.join(" ").into(),
            person.indicators.join(" ").into(),
        ]
    };
    sheet(&["name", "role", "department", "unix", "keys", "indicators"], records.iter().map(row).collect())
}
