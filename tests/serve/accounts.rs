//! Several accounts of one machine at one desk. Only root can switch to other accounts; otherwise these tests are
//! skipped with a message.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::process::Command;

use plandesk::serve::attach::running;
use plandesk::serve::socket;

use crate::support::access::{self, person};
use crate::support::cli::{Bench, Ran, end_desk, ran};
use crate::support::skipped::skipped;

/// The accounts of 张三, who is listed, of somebody in the group who is not, and of somebody outside the group.
const LISTED: u32 = 64_001;
const UNLISTED: u32 = 64_002;
const OUTSIDE: u32 = 64_003;
/// The group that is admitted.
const GROUP: u32 = 64_999;

/// A bench whose program and folder every account can reach, but not its store.
struct Town(Bench);

impl Town {
    fn new() -> Option<Town> {
        if !rustix::process::getuid().is_root() {
            skipped("only root can become other accounts");
            return None;
        }
        let bench = Bench::loaded();
        fs::set_permissions(bench.file(""), fs::Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(bench.store(), fs::Permissions::from_mode(0o700)).unwrap();
        fs::copy(assert_cmd::cargo::cargo_bin!("plandesk"), bench.file("plandesk")).unwrap();
        for account in [LISTED, UNLISTED, OUTSIDE] {
            fs::create_dir(bench.file(&account.to_string())).unwrap();
            chown(bench.file(&account.to_string()), Some(account), Some(account)).unwrap();
        }
        Some(Town(bench))
    }

    fn list(&self, text: &str) {
        access::list(&self.0.store(), text);
    }

    /// Opens the desk to the group, and lists 张三.
    fn open_to_group(&self) {
        let people = [person("张三", LISTED, "planner"), person("李明", 0, "admin")].concat();
        self.list(&format!("socket_group = \"{GROUP}\"\n{people}"));
        ran(&mut self.0.by_desk(["plans"])).done();
    }

    fn command(&self, account: u32, line: &str) -> Command {
        let mut command = self.0.by_desk(line.split(' '));
        let mut own = Command::new(self.0.file("plandesk"));
        own.args(command.get_args()).envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let group = if account == OUTSIDE { OUTSIDE } else { GROUP };
        own.current_dir(self.0.file(&account.to_string())).env("HOME", "/").uid(account).gid(group);
        command = own;
        command
    }

    fn runs(&self, account: u32, line: &str) -> Ran {
        ran(&mut self.command(account, line))
    }
}

#[test]
fn another_account_is_told_how_to_get_access() {
    let Some(town) = Town::new() else { return };
    let told = town.runs(LISTED, "plans").failed(1).stderr;
    assert!(told.contains("账户 root") && told.contains("plandesk serve --ssh"), "{told}");
    ran(&mut town.0.by_desk(["plans"])).done();
    for line in ["plans", "doctor", "review bachu-wsjk-2025/t1 --period 2023 --status lagging"] {
        let told = town.runs(LISTED, line).failed(1).stderr;
        assert!(told.contains("ssh -p 2222") && told.contains("socket_group"), "{line}: {told}");
    }
}

#[test]
fn accounts_of_the_group_work_at_the_desk_under_their_names_with_their_own_files() {
    let Some(town) = Town::new() else { return };
    town.open_to_group();
    town.runs(LISTED, "review bachu-wsjk-2025/t1 --period 2023 --status lagging").done();
    let history = town.runs(LISTED, "history --limit 1 --format csv").done().stdout;
    assert!(history.contains("张三"), "{history}");
    // A file that only the caller can read is read, and a written file belongs to the caller.
    town.runs(LISTED, "export tasks --plan bachu --period 2023 --to list.csv").done();
    let list = town.0.file(&LISTED.to_string()).join("list.csv");
    assert_eq!(fs::metadata(&list).unwrap().uid(), LISTED);
    fs::set_permissions(&list, fs::Permissions::from_mode(0o600)).unwrap();
    town.runs(LISTED, "import list.csv --dry-run").done();
    town.runs(LISTED, "export tasks --plan bachu --period 2023 --to list.csv").failed(1);
    town.runs(LISTED, "export tasks --plan bachu --period 2023 --to list.csv --force").done();
    assert_eq!(running(&town.0.store()).map(|pid| fs::metadata(format!("/proc/{pid}")).unwrap().uid()), Some(0));
}

#[test]
fn unlisted_accounts_and_accounts_outside_the_group_are_refused() {
    let Some(town) = Town::new() else { return };
    town.open_to_group();
    let told = town.runs(UNLISTED, "plans").failed(1).stderr;
    assert!(told.contains(&UNLISTED.to_string()) && told.contains("李明"), "who may let them in: {told}");
    let told = town.runs(OUTSIDE, "plans").failed(1).stderr;
    assert!(told.contains("socket_group"), "{told}");
    // A name that somebody claims has no effect.
    let mut command = town.command(UNLISTED, "plans");
    ran(command.env("PLANDESK_ACTOR", "张三")).failed(1);
    assert_eq!(fs::metadata(town.0.store()).unwrap().permissions().mode() & 0o777, 0o710);
    for name in ["", "journal/000001.jsonl", "access.toml", "desk.log", "lock", "state"] {
        let mut command = Command::new("ls");
        command.arg("-l").arg(town.0.store().join(name)).uid(LISTED).gid(GROUP);
        let reads = fs::metadata(town.0.store().join(name)).unwrap().is_dir();
        let mut cat = Command::new("cat");
        cat.arg(town.0.store().join(name)).uid(LISTED).gid(GROUP);
        let reader = if reads { &mut command } else { &mut cat };
        assert!(!reader.output().unwrap().status.success(), "{name} can be read");
    }
}

#[test]
fn a_desk_closed_to_the_group_refuses_its_accounts() {
    let Some(town) = Town::new() else { return };
    town.open_to_group();
    town.runs(LISTED, "plans").done();
    end_desk(&town.0.store());
    town.list(&person("张三", LISTED, "planner"));
    ran(&mut town.0.by_desk(["plans"])).done();
    town.runs(LISTED, "plans").failed(1);
}

#[test]
fn a_socket_of_a_third_account_is_not_used() {
    let Some(town) = Town::new() else { return };
    // The test plays a desk that somebody has put into a folder of another account.
    let _desk = socket::listen(&town.0.store(), None).unwrap();
    fs::set_permissions(town.0.store().join(socket::NAME), fs::Permissions::from_mode(0o666)).unwrap();
    fs::set_permissions(town.0.store(), fs::Permissions::from_mode(0o711)).unwrap();
    chown(town.0.store(), Some(UNLISTED), None).unwrap();
    let told = town.runs(LISTED, "plans").failed(1).stderr;
    assert!(told.contains("uid 0"), "{told}");
}

#[test]
fn an_unknown_group_is_a_fault_with_its_line() {
    let bench = Bench::loaded();
    let file = bench.store().join("access.toml");
    fs::write(&file, "# 谁\nsocket_group = \"no-such-group-here\"\n").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let told = bench.line("access").failed(1).stderr;
    assert!(told.contains("access.toml:2") && told.contains("groupadd"), "{told}");
}
