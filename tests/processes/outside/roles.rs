//! Attempts of every role to do more than it may.

use super::office::{Office, documented};
use super::until_time_is_over;
use crate::faults::Random;
use crate::support::access::{self, person};

/// The roles of `access.toml`, the one with the fewest permissions first.
const ROLES: [&str; 4] = ["viewer", "reporter", "planner", "admin"];

/// Commands, each with the lowest role that may execute it. The reporter's department and indicator are another's.
const COMMANDS: [(&str, usize); 11] = [
    ("assign bachu-wsjk-2025/t1 --lead 教育局", 2),
    ("edit bachu-wsjk-2025/t1 --title 别的题目 --reason 试", 2),
    ("review bachu-wsjk-2025/t2 --period 2023 --status lagging", 2),
    ("confirm --plan bachu-wsjk-2025 --period 2024", 2),
    ("reading bachu-wsjk-2025/i1 --year 2023 --value 1", 2),
    ("reading bachu-wsjk-2025/i2 --year 2023 --value 1", 1),
    ("goal bachu-wsjk-2025/t3 --year 2023 --text 目标", 2),
    ("judge bachu-wsjk-2025/i1 --year 2023 --as behind", 2),
    ("seal --plan bachu-wsjk-2025 --period 2022 --yes", 2),
    ("backup copy.jsonl --force", 2),
    ("restore copy.jsonl --yes", 3),
];

/// Gives this account a role and tries a command, again and again: a role that is too low changes nothing.
pub fn refuse_what_is_not_theirs(random: &mut Random) {
    let office = Office::open();
    let [history, plans] = ["history --format json", "plans --format json"].map(|line| line.split(' '));
    documented(office.bench.command("backup copy.jsonl".split(' ')), "a backup");
    let changed =
        || [history.clone(), plans.clone()].map(|line| documented(office.bench.command(line), "reading").stdout);
    let rounds = until_time_is_over(|_| {
        let role = random.below(ROLES.len() as u64) as usize;
        let (line, least) = COMMANDS[random.below(COMMANDS.len() as u64) as usize];
        let what = format!("{} tries {line}", ROLES[role]);
        list_as(&office, ROLES[role]);
        let before = changed();
        let told = documented(office.bench.command(line.split(' ')), &what);
        if role < least {
            assert_eq!(told.code, 1, "{what}: {}", told.stderr);
            assert!(changed() == before, "{what}, and something has changed");
        }
    });
    println!("{rounds} commands of a role: none went too far");
}

/// Lists this account alone in `access.toml`, with a role.
fn list_as(office: &Office, role: &str) {
    let account = rustix::process::getuid().as_raw();
    let me = person("我", account, role) + "department = \"民政局\"\nindicators = [\"bachu-wsjk-2025/i2\"]\n";
    access::list(&office.bench.store(), &me);
}
