//! `keymap`: the keys in force, or what is wrong with a keymap file.

use std::path::Path;

use super::args::KeymapArguments;
use super::failure::Failure;
use super::invocation::Invocation;
use super::place;
use crate::keymap::{Keymap, Preset, Problem, key_table};

/// Prints the keys in force, or checks a file.
pub(super) fn run(invocation: &Invocation, arguments: &KeymapArguments) -> Result<(), Failure> {
    match &arguments.check {
        Some(file) => check(invocation, file),
        None => print(invocation),
    }
}

fn print(invocation: &Invocation) -> Result<(), Failure> {
    let (keys, problems) = in_force(invocation)?;
    tell(invocation, &problems);
    invocation.out.text(&key_table(&keys, invocation.language))
}

fn check(invocation: &Invocation, file: &Path) -> Result<(), Failure> {
    let text = read(invocation, file)?;
    let (_, problems) = load(Some((file, &text)));
    tell(invocation, &problems);
    if !problems.is_empty() {
        let (count, file) = (problems.len(), file.display());
        return Err(Failure::Failed(
            invocation.words(format!("{file} 有 {count} 处问题"), format!("{file}: {count} problems")),
        ));
    }
    invocation.note(&invocation.words(format!("{} 没有问题", file.display()), format!("{} is sound", file.display())));
    Ok(())
}

/// The default keys with the person's own over them, and what is wrong with the person's file.
pub(super) fn in_force(invocation: &Invocation) -> Result<(Keymap, Vec<Problem>), Failure> {
    let own = place::keymap_file().filter(|file| file.exists());
    let text = own.as_deref().map(|file| read(invocation, file)).transpose()?;
    Ok(load(own.as_deref().zip(text.as_deref())))
}

fn load(file: Option<(&Path, &str)>) -> (Keymap, Vec<Problem>) {
    let name = file.map(|(file, _)| file.display().to_string());
    Keymap::load(Preset::Default, name.as_deref().zip(file.map(|(_, text)| text)))
}

fn tell(invocation: &Invocation, problems: &[Problem]) {
    for problem in problems {
        invocation.note(&problem.message(invocation.language));
    }
}

fn read(invocation: &Invocation, file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|error| {
        let file = file.display();
        Failure::Failed(invocation.words(
            format!("无法读取 {file}（{error}）；它须是 UTF-8 的 TOML 文件"),
            format!("{file} can't be read ({error}); it must be a TOML file in UTF-8"),
        ))
    })
}
