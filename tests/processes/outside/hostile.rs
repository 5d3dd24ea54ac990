//! Malformed and random files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use super::office::{Office, documented};
use super::until_time_is_over;
use crate::faults::Random;

/// The maximal time of a command with one of these files, for a slow machine and an unoptimised program.
const PATIENCE: Duration = Duration::from_secs(60);

/// The commands that read a file, and a valid file for each.
const READERS: [(&str, &str); 7] = [
    ("import --dry-run", "plan.txt"),
    ("import", "plan.txt"),
    ("import", "list.csv"),
    ("import", "list.xlsx"),
    ("import --dry-run", "report.docx"),
    ("restore --dry-run", "copy.jsonl"),
    ("keymap --check", "keys.toml"),
];

/// Gives the program files made of valid ones and of random bytes: it ends in time, with a documented status, and a
/// refused file has changed nothing.
pub fn files_of_every_kind(random: &mut Random) {
    let office = Office::open();
    let seeds = seeds(&office);
    let history = || documented(office.bench.command("history --format json".split(' ')), "reading").stdout;
    let mut refused = 0;
    let rounds = until_time_is_over(|round| {
        let (line, name) = READERS[random.below(READERS.len() as u64) as usize];
        // Now and then a file for another command.
        let seed = if random.below(4) > 0 { name } else { READERS[random.below(READERS.len() as u64) as usize].1 };
        let file = office.bench.file(&format!("hostile-{name}"));
        fs::write(&file, hostile(&seeds[seed], random)).unwrap();
        let (before, began) = (history(), Instant::now());
        let arguments = line.split(' ').map(Path::new).chain([file.as_path()]);
        let told = documented(office.bench.command(arguments), &format!("file {round}, {line}"));
        assert!(began.elapsed() < PATIENCE, "file {round}, {line}: it took {:?}", began.elapsed());
        let is_refused = !matches!(told.code, 0 | 5);
        assert!(!is_refused || history() == before, "file {round}, {line}: refused, and taken all the same");
        refused += u64::from(is_refused);
    });
    println!("{rounds} hostile files, {refused} refused");
}

/// Returns valid files by their names.
fn seeds(office: &Office) -> BTreeMap<&'static str, Vec<u8>> {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR"));
    let plan = fs::read_dir(shipped.join("data/plans")).unwrap().map(|entry| entry.unwrap().path()).min().unwrap();
    fs::copy(plan, office.bench.file("plan.txt")).unwrap();
    fs::copy(shipped.join("keymaps/default.toml"), office.bench.file("keys.toml")).unwrap();
    for line in [
        "export tasks --plan bachu-wsjk-2025 --to list.csv",
        "export tasks --plan bachu-wsjk-2025 --to list.xlsx",
        "report mid-term --plan bachu-wsjk-2025 --to report.docx",
        "backup copy.jsonl",
    ] {
        assert_eq!(documented(office.bench.command(line.split(' ')), line).code, 0, "{line}");
    }
    READERS.iter().map(|(_, name)| (*name, fs::read(office.bench.file(name)).unwrap())).collect()
}

/// Returns a file that begins as the seed and was cut, repeated, mixed up or overwritten in some places.
fn hostile(seed: &[u8], random: &mut Random) -> Vec<u8> {
    const BITS: [&[u8]; 8] = [
        b"\0",
        b"\t\t\t\t\t\t\t\t",
        b"\r\n\r\n",
        b"=\"",
        "一、".as_bytes(),
        b"\xff\xfe",
        b"\x1b]0;",
        b"999999999999999999999",
    ];
    let mut bytes = seed.to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len() as u64) as usize;
        match random.below(5) {
            0 => bytes.truncate(at),
            1 => bytes[at..].iter_mut().take(64).for_each(|byte| *byte ^= random.below(256) as u8),
            2 => {
                let piece = BITS[random.below(BITS.len() as u64) as usize].repeat(random.below(2_000) as usize + 1);
                bytes.splice(at..at, piece);
            }
            3 => {
                let piece: Vec<u8> = bytes[at..].iter().take(20_000).copied().collect();
                let to = random.below(at as u64 + 1) as usize;
                bytes.splice(to..to, piece);
            }
            _ => drop(bytes.splice(at..(at + 3).min(bytes.len()), [])),
        }
        if bytes.is_empty() {
            bytes.push(b'\n');
        }
    }
    bytes
}
