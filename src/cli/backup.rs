//! `backup` and `restore`: the whole journal as one file.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::desk::{Act, restore_closed, undo_restore_closed};
use crate::office::backup::{MOST_BYTES, NotBackedUp, sound};
use crate::store::{BackedUp, Restored, Store, StoreError};
use crate::text::clean::shown_path;

use super::args::{BackupArguments, Format, RestoreArguments};
use super::failure::Failure;
use super::invocation::Invocation;
use super::json::RestoredRecord;
use super::{look, place};

/// Writes a backup. If the store is damaged, everything that can be recovered is written to a file beside it, and the
/// command fails: the requested file may be the last good backup.
pub(super) fn backup(invocation: &Invocation, arguments: &BackupArguments) -> Result<(), Failure> {
    permitted(invocation, Act::BackUp)?;
    let mut lines = Vec::new();
    let read = match invocation.desk() {
        Some(desk) => desk.back_up(&mut lines),
        None => Store::rescue(&place::existing(&invocation.folder()?, invocation.language)?, &mut lines),
    };
    if lines.is_empty()
        && let Err(error) = read
    {
        return Err(Failure::of_store(&error, invocation.language));
    }
    let entries = match read {
        Ok(BackedUp { entries, lost: None }) => entries,
        Ok(BackedUp { lost: Some(damage), .. }) => {
            return Err(rescued(invocation, &arguments.file, &lines, &damage, true));
        }
        Err(damage) => return Err(rescued(invocation, &arguments.file, &lines, &damage, false)),
    };
    let failed = |error: NotBackedUp| Failure::Failed(error.text(&arguments.file, invocation.language));
    let lines = sound(lines, entries, &arguments.file).map_err(failed)?;
    let written = invocation.files.write(&arguments.file, &lines, arguments.force);
    written.map_err(|error| Failure::of_export(&error, invocation.language))?;
    let file = shown_path(&arguments.file);
    invocation.note(&invocation.words(
        format!("已备份 {entries} 条更改记录：{file}"),
        format!("backed up {entries} entries of the history to {file}"),
    ));
    Ok(())
}

/// Writes what could be recovered of a damaged store, and returns the failure that reports both.
fn rescued(invocation: &Invocation, asked: &Path, lines: &[u8], damage: &StoreError, all_data: bool) -> Failure {
    let mut partial = asked.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let damage = damage.text(invocation.language);
    let holds = if all_data {
        invocation.words("全部现有数据和损坏处之前的记录", "all current data and the history up to the damage")
    } else {
        invocation.words("损坏处之前的全部内容", "everything before the damage")
    };
    let outcome = match invocation.files.write(&partial, lines, false) {
        Ok(()) => invocation.words(
            format!("{} 中是{holds}，可用 plandesk restore 恢复；{} 未改动", shown_path(&partial), shown_path(asked)),
            format!(
                "{} holds {holds}, and plandesk restore brings it back; {} was left as it is",
                shown_path(&partial),
                shown_path(asked)
            ),
        ),
        Err(error) => error.text(invocation.language),
    };
    Failure::Damaged(format!("{damage}\n{outcome}"))
}

/// Checks a permission for commands that do not open the store normally.
pub(super) fn permitted(invocation: &Invocation, act: Act) -> Result<(), Failure> {
    let actor = invocation.actor()?;
    invocation.at_gate(|gate| gate.permit(&actor, act))?.map_err(|why| Failure::Failed(why.text(invocation.language)))
}

/// Restores a backup. The replaced store is kept.
pub(super) fn restore(invocation: &Invocation, arguments: &RestoreArguments) -> Result<(), Failure> {
    let Some(path) = &arguments.file else { return undo(invocation, arguments) };
    let file = shown_path(path);
    let unreadable = |error: io::Error| {
        Failure::Failed(invocation.words(
            format!("无法读取 {file}（{error}）；请检查文件名和权限"),
            format!("{file} can't be read ({error}); check its name and permissions"),
        ))
    };
    permitted(invocation, Act::Restore)?;
    // The file is read first, since a slow one must not block other users of the desk.
    let backup = invocation.files.open(path).and_then(|mut file| whole(&mut *file, MOST_BYTES)).map_err(unreadable)?;
    let backup = backup.ok_or_else(|| {
        Failure::Failed(invocation.words(
            format!("{file} 超过 1 GB；请先用 gzip 压缩，再恢复压缩后的文件"),
            format!("{file} is larger than 1 GB; compress it with gzip and restore the compressed file"),
        ))
    })?;
    let refused = |error: StoreError| refused(invocation, path, &error);
    let preview = || match invocation.desk() {
        Some(desk) => desk.preview_restore(&mut &backup[..]).map_err(refused),
        None => Store::preview_restore(&invocation.folder()?, &mut &backup[..]).map_err(refused),
    };
    if !look::agreed(invocation, arguments, preview)? {
        return Ok(());
    }
    // Permissions may have changed while reading and asking.
    permitted(invocation, Act::Restore)?;
    let restored = match invocation.desk() {
        Some(desk) => desk.restore(&invocation.actor()?, &mut &backup[..]).map_err(refused)?,
        None => {
            let folder = invocation.folder()?;
            let actor = invocation.actor()?;
            invocation.patiently(|| restore_closed(&folder, &actor, &mut &backup[..]).map_err(refused))?
        }
    };
    tell(invocation, restored)
}

/// Reads a backup; returns `None` if it is longer than `most`. If the file does not begin like a backup, only its
/// beginning is read, which is then refused.
fn whole(file: &mut dyn Read, most: u64) -> io::Result<Option<Vec<u8>>> {
    const HEAD: u64 = 4096;
    const GZIP: [u8; 2] = [0x1f, 0x8b];
    let mut bytes = Vec::new();
    file.take(HEAD).read_to_end(&mut bytes)?;
    if bytes.starts_with(b"{\"") || bytes.starts_with(&GZIP) {
        file.take((most + 1).saturating_sub(HEAD)).read_to_end(&mut bytes)?;
    }
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// Brings back what the latest restore replaced.
fn undo(invocation: &Invocation, arguments: &RestoreArguments) -> Result<(), Failure> {
    permitted(invocation, Act::Restore)?;
    let failed = |error: StoreError| Failure::of_store(&error, invocation.language);
    let alone = || place::existing(&invocation.folder()?, invocation.language);
    let preview = || match invocation.desk() {
        Some(desk) => desk.preview_undo_of_restore().map_err(failed),
        None => Store::preview_undo(&alone()?).map_err(failed),
    };
    if !look::agreed(invocation, arguments, preview)? {
        return Ok(());
    }
    permitted(invocation, Act::Restore)?;
    let restored = match invocation.desk() {
        Some(desk) => desk.undo_restore(&invocation.actor()?).map_err(failed)?,
        None => {
            let folder = alone()?;
            let actor = invocation.actor()?;
            invocation.patiently(|| undo_restore_closed(&folder, &actor).map_err(failed))?
        }
    };
    tell(invocation, restored)
}

fn tell(invocation: &Invocation, restored: Restored) -> Result<(), Failure> {
    for repair in &restored.repairs {
        invocation.note(&repair.text(invocation.language));
    }
    let kept = restored.kept.map(|folder| folder.to_string_lossy().into_owned());
    let entries = restored.entries;
    if invocation.out.format == Format::Json {
        return invocation.out.json(&RestoredRecord { entries, kept });
    }
    invocation.note(
        &invocation.words(format!("已恢复 {entries} 条更改记录"), format!("restored {entries} entries of the history")),
    );
    if let Some(kept) = kept {
        invocation.note(&invocation.words(
            format!("原有数据保留在 {kept}；plandesk restore --undo 可恢复到此前"),
            format!("what was there before is kept in {kept}; plandesk restore --undo brings it back"),
        ));
    }
    Ok(())
}

/// Returns the failure of a restore. With a damaged backup, the store is unchanged.
fn refused(invocation: &Invocation, file: &Path, error: &StoreError) -> Failure {
    let file = shown_path(file);
    Failure::Failed(match error {
        // The first line identifies a backup.
        StoreError::Damaged { line: None | Some(1), .. } => invocation.words(
            format!("{file} 不是 plandesk 的备份文件；未改动任何内容"),
            format!("{file} is not a plandesk backup; nothing was changed"),
        ),
        StoreError::Damaged { line: Some(line), fault, .. } => {
            let fault = fault.text(invocation.language);
            invocation.words(
                format!("备份 {file} 第 {line} 行已损坏：{fault}；未改动任何内容，请换用另一份备份"),
                format!(
                    "the backup {file} is damaged in line {line}: {fault}; nothing was changed, use another backup"
                ),
            )
        }
        error => return Failure::of_store(error, invocation.language),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_too_long_or_no_backup_does_not_fill_the_memory() {
        let endless = |begin: &'static [u8]| begin.chain(io::repeat(b'x'));
        assert_eq!(whole(&mut endless(b"{\""), 1 << 20).unwrap(), None);
        assert_eq!(whole(&mut endless(&[0x1f, 0x8b]), 1 << 20).unwrap(), None);
        assert_eq!(whole(&mut endless(b"id,title"), 1 << 20).unwrap().map(|bytes| bytes.len()), Some(4096));
        let fits = [b"{\"", &[b'x'; 9998][..]].concat();
        assert_eq!(whole(&mut fits.as_slice(), 10_000).unwrap(), Some(fits.clone()));
        assert_eq!(whole(&mut fits.as_slice(), 9_999).unwrap(), None);
    }
}
