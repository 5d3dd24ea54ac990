//! `backup` and `restore`: the whole journal as one file, and back.

use std::fs::File;
use std::io::BufReader;

use crate::export::file;
use crate::store::{BackedUp, Store, StoreError};

use super::args::{BackupArguments, Format, RestoreArguments};
use super::failure::Failure;
use super::invocation::Invocation;
use super::json::RestoredRecord;
use super::{export, place};

/// Writes the backup. Of a damaged store it writes all that can still be had, and fails.
pub(super) fn backup(invocation: &Invocation, arguments: &BackupArguments) -> Result<(), Failure> {
    let folder = place::existing(&invocation.folder()?, invocation.language)?;
    let mut lines = Vec::new();
    let read = Store::rescue(&folder, &mut lines);
    if lines.is_empty()
        && let Err(error) = read
    {
        return Err(Failure::of_store(&error, invocation.language));
    }
    file::write(&arguments.file, &lines, arguments.force).map_err(|error| export::failed(invocation, &error))?;
    let file = arguments.file.display();
    let BackedUp { entries, lost } = read.map_err(|error| {
        let damage = error.text(invocation.language);
        Failure::Damaged(invocation.words(
            format!("{damage}\n{file} 中是损坏处之前的全部内容，可用 plandesk restore 恢复"),
            format!("{damage}\n{file} holds everything before the damage; plandesk restore brings it back"),
        ))
    })?;
    if let Some(damage) = lost {
        let damage = damage.text(invocation.language);
        return Err(Failure::Damaged(invocation.words(
            format!("{damage}\n{file} 中是全部现有数据和损坏处之前的历史，可用 plandesk restore 恢复；损坏处之后的历史已丢失"),
            format!("{damage}\n{file} holds all present data and the history up to the damage; plandesk restore brings it back. The history after the damage is lost"),
        )));
    }
    invocation.note(&invocation.words(
        format!("已备份 {entries} 条更改记录：{file}"),
        format!("backed up {entries} entries of the history to {file}"),
    ));
    Ok(())
}

/// Makes the store what the backup says. The store that was there is kept.
pub(super) fn restore(invocation: &Invocation, arguments: &RestoreArguments) -> Result<(), Failure> {
    let file = arguments.file.display();
    let unreadable = |error: std::io::Error| {
        Failure::Failed(invocation.words(
            format!("无法读取 {file}（{error}）；请检查文件名和权限"),
            format!("{file} can't be read ({error}); check its name and permissions"),
        ))
    };
    let mut backup = BufReader::new(File::open(&arguments.file).map_err(unreadable)?);
    let restored = Store::restore(&invocation.folder()?, &mut backup).map_err(|error| match error {
        // It is the backup that is damaged; the store is as it was.
        StoreError::Damaged { .. } => Failure::Failed(error.text(invocation.language)),
        error => Failure::of_store(&error, invocation.language),
    })?;
    for repair in &restored.account {
        invocation.note(&repair.text(invocation.language));
    }
    let kept = restored.kept.map(|folder| folder.display().to_string());
    let entries = restored.entries;
    if invocation.out.format == Format::Json {
        return invocation.out.json(&RestoredRecord { entries, kept });
    }
    invocation.note(
        &invocation.words(format!("已恢复 {entries} 条更改记录"), format!("restored {entries} entries of the history")),
    );
    if let Some(kept) = kept {
        invocation.note(
            &invocation.words(format!("原有数据保留在 {kept}"), format!("what was there before is kept in {kept}")),
        );
    }
    Ok(())
}
