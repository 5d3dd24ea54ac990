//! `access`: the people who may use this store, and their permissions.

use serde::Serialize;

use crate::desk::access::{Access, EXAMPLE, FILE, Gate, Person};
use crate::desk::{Act, Role};
use crate::text::clean::shown_path;
use crate::text::{Label, Language};

use super::args::{AccessArguments, Format};
use super::failure::Failure;
use super::invocation::Invocation;
use super::list::List;
use super::table::Column;

/// A person with their permissions.
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
    invocation.out.list(&records, &columns(invocation.language))
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

fn columns<'a>(language: Language) -> List<'a, PersonRecord> {
    let comma = language.pick("、", ", ");
    let may = move |person: &PersonRecord| match person.may.is_empty() {
        true => language.pick("只看", "read only").to_string(),
        false => person.may.join(comma),
    };
    List::<PersonRecord>::new(language)
        .words("name", ["姓名", "name"])
        .words("role", ["角色", "role"])
        .told(|r| r.role_words.into())
        .words("department", ["单位", "department"])
        .table_only(Column::words, ["账号和公钥", "known as"], |r| {
            let known: Vec<&str> = r.unix.iter().chain(&r.keys).map(String::as_str).collect();
            known.join(" ").into()
        })
        .table_only(Column::long, ["可以", "may"], move |r| may(r).into())
        .file("unix")
        .joined(" ")
        .file("keys")
        .joined(" ")
        .file("indicators")
        .joined(" ")
}
