//! Power cuts: on a real file system whose image is copied while a process saves, and simulated by the rules for
//! unsynced writes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use plandesk::plan::ItemKind;
use plandesk::store::Store;
use rustix::process::{Pid, Signal, kill_process};

use super::child::{OPTIONS, PLAN, Saver, TASKS};
use super::watch::{Random, Watch, add};
use crate::support::store::*;

const CUTS_AN_IMAGE: u64 = 25;

/// A file system in a file, mounted until this is dropped.
pub struct Mounted(PathBuf);

impl Mounted {
    /// Creates an ext4 file system of so many MB in a file and mounts it; `None` if this user or system can't.
    pub fn fresh(image: &Path, at: &Path, megabytes: u64) -> Option<Mounted> {
        fs::File::create(image).unwrap().set_len(megabytes << 20).unwrap();
        run("mkfs.ext4", &["-q".as_ref(), "-F".as_ref(), image]).then_some(())?;
        Mounted::image(image, at)
    }

    pub fn image(image: &Path, at: &Path) -> Option<Mounted> {
        fs::create_dir_all(at).unwrap();
        run("mount", &["-o".as_ref(), "loop".as_ref(), image, at]).then(|| Mounted(at.to_path_buf()))
    }

    /// Mounts a file system in memory of so many KB.
    pub fn memory(at: &Path, kilobytes: u64) -> Option<Mounted> {
        fs::create_dir_all(at).unwrap();
        let size = format!("size={kilobytes}k");
        let words = ["-t", "tmpfs", "-o", &size, "tmpfs"].map(Path::new);
        run("mount", &[&words[..], &[at]].concat()).then(|| Mounted(at.to_path_buf()))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // Threads that have just ended may use it for another moment.
        for _ in 0..200 {
            if run("umount", &[&self.0]) {
                return;
            }
            sleep(Duration::from_millis(10));
        }
    }
}

/// Runs a program, and returns true if it succeeded.
pub fn run(program: &str, arguments: &[&Path]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Cuts the power of a machine on which a process saves: the image of the mounted file system is copied, as it would be
/// found after the cut, and mounted again. Returns false if this user can't mount.
pub fn cuts(rounds: u64) -> bool {
    let mut random = Random::seeded("power cuts");
    let began = Instant::now();
    let (mut acknowledged, mut mended) = (0, BTreeMap::new());
    for first in (0..rounds).step_by(CUTS_AN_IMAGE as usize) {
        let place = tempfile::tempdir().unwrap();
        let (image, at) = (place.path().join("image"), place.path().join("mounted"));
        let dir = at.join("store");
        let Some(mounted) = Mounted::fresh(&image, &at, 48) else { return false };
        let mut watch = Watch::begin(&dir);
        run("sync", &[&at]);
        drop(mounted);
        for round in first..rounds.min(first + CUTS_AN_IMAGE) {
            let said = cut(&image, &at, &mut random);
            let _mounted = Mounted::image(&image, &at).unwrap();
            watch.check(&dir, said, &format!("cut {round}"));
        }
        let _mounted = Mounted::image(&image, &at).unwrap();
        acknowledged += watch.finish(&dir);
        add(&mut mended, &watch.mended);
    }
    println!(
        "{rounds} power cuts on ext4: {acknowledged} acknowledged changes, 0 lost, 0 stores that did not open; {mended:?}; {:.0} s",
        began.elapsed().as_secs_f64()
    );
    true
}

/// Saves on the image for a while, copies the image as the cut leaves it, and returns what was acknowledged before.
fn cut(image: &Path, at: &Path, random: &mut Random) -> Vec<(u64, String)> {
    let copy = image.with_extension("copy");
    let mounted = Mounted::image(image, at).unwrap();
    let saver = Saver::start(&at.join("store"));
    let mut said = saver.first();
    sleep(Duration::from_micros(random.below(60_000)));
    // The process is stopped while the image is copied, so that the copy is of a single moment.
    kill_process(Pid::from_child(&saver.process), Signal::STOP).unwrap();
    said.extend(saver.so_far());
    copy_still(image, &copy);
    saver.kill();
    drop(mounted);
    fs::rename(&copy, image).unwrap();
    said
}

/// Copies the image until a copy equals the image afterwards, since the kernel may write at any time.
fn copy_still(image: &Path, copy: &Path) {
    for _ in 0..20 {
        fs::copy(image, copy).unwrap();
        if run("cmp", &["-s".as_ref(), image, copy]) {
            return;
        }
    }
    panic!("the image never stands still");
}

/// Simulates power cuts with everything that they may leave by the rules: everything synced, and any part of the rest.
/// Of the line being saved each 512 bytes are there, zeros or missing; of the state, which is never waited for, each
/// block of any file is of any earlier moment.
pub fn unsynced(rounds: u64) {
    let mut random = Random::seeded("unsynced writes");
    let place = tempfile::tempdir().unwrap();
    let moments: Vec<PathBuf> = (0..4).map(|moment| place.path().join(moment.to_string())).collect();
    let dir = place.path().join("store");
    let mut held = filled_store(&dir, TASKS, 30);
    {
        let (mut store, _) = Store::open_with(&dir, OPTIONS).unwrap();
        for (number, moment) in moments.iter().enumerate() {
            // The last moment is one save after the one before it.
            for step in 0..if number == 3 { 1 } else { 25 } {
                if step == 12 {
                    store.flush();
                }
                let item = plan_id(PLAN).item(ItemKind::Task, random.below(u64::from(TASKS)) as u32 + 1);
                store.append(review(store.dossiers(), &item, random.below(101) as u8)).unwrap();
            }
            copy_folder(&dir, moment);
            held = if number == 2 { store.dossiers().clone() } else { held };
        }
    }
    let after = Store::open(&moments[3]).unwrap().1.dossiers;
    let (mut kept, mut dropped) = (0, 0);
    for round in 0..rounds {
        let image = place.path().join(format!("image-{round}"));
        let whole = mixed(&moments, &image, &mut random);
        let (store, opened) = Store::open(&image).unwrap_or_else(|error| panic!("round {round}: {error}"));
        let expected = if whole { &after } else { &held };
        assert!(opened.dossiers == *expected, "round {round}: {:?}", opened.repairs);
        assert!(replayed(&store.history().unwrap()) == *expected, "round {round}");
        drop(store);
        open_clean(&image);
        fs::remove_dir_all(&image).unwrap();
        *(if whole { &mut kept } else { &mut dropped }) += 1;
    }
    println!(
        "{rounds} simulated power cuts: the unacknowledged line was whole {kept} times and torn {dropped}, the acknowledged ones always there"
    );
}

/// Creates an image that a cut between the last two moments may leave. Returns true if the last line is complete.
fn mixed(moments: &[PathBuf], image: &Path, random: &mut Random) -> bool {
    copy_folder(&moments[2], image);
    let journal = |dir: &Path| {
        let mut files: Vec<_> = fs::read_dir(dir.join("journal")).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        files.pop().unwrap()
    };
    let (before, after) = (fs::read(journal(&moments[2])).unwrap(), fs::read(journal(&moments[3])).unwrap());
    let mut torn = after.clone();
    let sectors = (before.len() / 512..after.len().div_ceil(512)).map(|sector| sector * 512);
    for start in sectors {
        if random.below(3) == 0 {
            let end = after.len().min(start + 512);
            torn[start.max(before.len())..end].fill(0);
        }
    }
    if random.below(3) == 0 {
        torn.truncate(before.len() + random.below((after.len() - before.len()) as u64 + 1) as usize);
    }
    fs::write(journal(image), &torn).unwrap();
    // The line is on disk before the state is updated.
    let whole = torn == after;
    mix_states(&moments[..if whole { 4 } else { 3 }], &image.join("state"), random);
    whole
}

fn mix_states(moments: &[PathBuf], state: &Path, random: &mut Random) {
    let mut names: Vec<_> =
        moments.iter().flat_map(|m| fs::read_dir(m.join("state")).unwrap()).collect::<Result<_, _>>().unwrap();
    names.retain(|file| file.file_type().unwrap().is_file());
    let mut names: Vec<_> = names.into_iter().map(|file| file.file_name()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let versions: Vec<_> = moments.iter().filter_map(|m| fs::read(m.join("state").join(&name)).ok()).collect();
        let any = |random: &mut Random| random.below(versions.len() as u64) as usize;
        let mut mixed = versions[any(random)].clone();
        for block in mixed.chunks_mut(4096).enumerate() {
            let (number, bytes) = block;
            let source = versions[any(random)].get(number * 4096..).unwrap_or_default();
            let length = source.len().min(bytes.len());
            bytes[..length].copy_from_slice(&source[..length]);
        }
        match random.below(10) {
            0 => drop(fs::remove_file(state.join(&name))),
            _ => fs::write(state.join(&name), mixed).unwrap(),
        }
    }
}
