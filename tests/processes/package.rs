//! The packages for offices without Rust: building, installing, upgrading over an older store, and removing them.
//!
//! They contain the program that the tests were built with, since building another one takes minutes. They are
//! installed in a view of this system whose changes are discarded, which needs root.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::cli::Bench;
use crate::support::skipped::skipped;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn says(output: &Output) -> String {
    format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Runs a program, asserts that it succeeded, and returns its standard output.
#[track_caller]
fn succeed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", says(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn is_installed(program: &str) -> bool {
    ["/usr/bin", "/usr/sbin"].iter().any(|folder| Path::new(folder).join(program).exists())
}

/// Builds the packages in a folder, and returns the paths that the script printed.
fn packages(folder: &Path, version: &str) -> Vec<PathBuf> {
    let mut script = Command::new(root().join(".ci/package"));
    script.args(["--binary", env!("CARGO_BIN_EXE_plandesk"), "--version", version]).arg(folder);
    // Compressing the unoptimised program well would take most of the test's time.
    script.env("DPKG_DEB_COMPRESSOR_TYPE", "gzip").env("DPKG_DEB_COMPRESSOR_LEVEL", "1");
    succeed(&mut script).lines().map(PathBuf::from).collect()
}

/// Paths below `/usr` that an office needs.
const CONTENTS: [&str; 13] = [
    "bin/plandesk",
    "lib/systemd/system/plandesk.service",
    "share/bash-completion/completions/plandesk",
    "share/doc/plandesk/LICENSE-MIT",
    "share/doc/plandesk/README.zh.md",
    "share/doc/plandesk/docs/guide.zh.md",
    "share/doc/plandesk/examples/access.toml",
    "share/fish/vendor_completions.d/plandesk.fish",
    "share/man/man1/plandesk.1.gz",
    "share/man/man1/plandesk-work-plan.1.gz",
    "share/man/zh_CN/man1/plandesk.1.gz",
    "share/man/zh_CN/man1/plandesk-import.1.gz",
    "share/zsh/vendor-completions/_plandesk",
];

#[test]
fn the_packages_hold_what_an_office_needs() {
    let folder = tempfile::tempdir().unwrap();
    let made = packages(folder.path(), env!("CARGO_PKG_VERSION"));
    let tarball = &made[0];
    let listed = succeed(Command::new("tar").args(["--list", "--verbose", "--numeric-owner", "--file"]).arg(tarball));
    for path in CONTENTS {
        let line = listed.lines().find(|line| line.ends_with(&format!("/usr/{path}")));
        let line = line.unwrap_or_else(|| panic!("{path} is not in the tarball:\n{listed}"));
        let mode = if path.starts_with("bin/") { "-rwxr-xr-x 0/0" } else { "-rw-r--r-- 0/0" };
        assert!(line.starts_with(mode), "{line}");
    }
    let unpacked = folder.path().join("unpacked");
    fs::create_dir(&unpacked).unwrap();
    succeed(Command::new("tar").arg("--extract").arg("--file").arg(tarball).arg("--directory").arg(&unpacked));
    let usr = fs::read_dir(&unpacked).unwrap().next().unwrap().unwrap().path().join("usr");
    let version = succeed(Command::new(usr.join("bin/plandesk")).arg("--version"));
    assert_eq!(version.trim(), concat!("plandesk ", env!("CARGO_PKG_VERSION")));
    the_example_of_access_is_accepted(&usr.join("share/doc/plandesk/examples/access.toml"));
    let unit = fs::read_to_string(usr.join("lib/systemd/system/plandesk.service")).unwrap();
    assert!(unit.contains("\nUser=plandesk\n"), "{unit}");
    match made.get(1) {
        Some(deb) => {
            let listed = succeed(Command::new("dpkg-deb").arg("--contents").arg(deb));
            for path in CONTENTS {
                assert!(listed.contains(&format!("./usr/{path}\n")), "{path} is not in the .deb:\n{listed}");
            }
        }
        None => skipped("dpkg-deb is missing, so there is no .deb to look at"),
    }
}

fn the_example_of_access_is_accepted(example: &Path) {
    let bench = Bench::loaded();
    let file = bench.store().join("access.toml");
    fs::copy(example, &file).unwrap();
    fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    assert!(bench.line("access").done().stdout.contains("王芳"));
}

/// Runs in a view of this system in which `/mnt` has the packages and the older store. Each line that begins with `== `
/// names the output that follows.
const INSTALLATION: &str = r#"
set -eu
as_desk() { setpriv --reuid plandesk --regid plandesk --clear-groups env HOME=/var/lib/plandesk "$@"; }
data() { stat --format '%U %a' /var/lib/plandesk; ls /var/lib/plandesk; }
install_package() { dpkg --path-include='*' --install "$1" >/dev/null; }

install_package /mnt/older.deb
echo '== installed'
data
echo '== unit'
if command -v systemd-analyze >/dev/null; then systemd-analyze verify plandesk.service 2>&1; else echo skipped; fi

cp -r /mnt/store/. /var/lib/plandesk
chown -R plandesk:plandesk /var/lib/plandesk
install_package /mnt/newer.deb
echo '== upgraded'
dpkg-query --show --showformat '${Version}\n' plandesk
data
echo '== opened'
as_desk plandesk --embedded --store /var/lib/plandesk --lang en plans --format csv
as_desk plandesk --embedded --store /var/lib/plandesk --lang en doctor
ls /var/lib/plandesk

echo '== served'
serve=$(sed -n 's/^ExecStart=\(.*\)0\.0\.0\.0:2222\(.*\)$/\1127.0.0.1:0\2/p' /usr/lib/systemd/system/plandesk.service)
setpriv --reuid plandesk --regid plandesk --clear-groups env HOME=/var/lib/plandesk $serve 2>&1 &
desk=$!
trap 'kill $desk' EXIT
until test -S /var/lib/plandesk/desk.sock; do kill -0 $desk; sleep 0.1; done
as_desk plandesk --store /var/lib/plandesk --lang en review mou-wsjk-2025/t1 --period 2023 --status completed 2>&1
kill $desk
wait $desk || echo "the desk ended with $?"
trap - EXIT

echo '== removed'
dpkg --remove plandesk >/dev/null
test ! -e /usr/bin/plandesk
data
echo '== purged'
dpkg --purge plandesk 2>&1
data
getent passwd plandesk
"#;

/// Runs a script as root in a view of this system whose changes are discarded; `/mnt` shows a folder.
fn in_a_view_of_this_system(folder: &Path, script: &str) -> Output {
    let outside = r#"
        set -eu
        mount -t tmpfs tmpfs "$1/view"
        mkdir "$1/view/upper" "$1/view/work" "$1/view/root"
        mount -t overlay overlay -o "lowerdir=/,upperdir=$1/view/upper,workdir=$1/view/work" "$1/view/root"
        mount --rbind /proc "$1/view/root/proc"
        mount --rbind /dev "$1/view/root/dev"
        mount --bind "$1/mnt" "$1/view/root/mnt"
        exec chroot "$1/view/root" sh -c "$2"
    "#;
    let mut command = Command::new("unshare");
    command.args(["--mount", "sh", "-c", outside, "sh"]).arg(folder).arg(script);
    command.env("LC_ALL", "C.UTF-8").env("DEBIAN_FRONTEND", "noninteractive").output().unwrap()
}

#[test]
fn a_package_is_installed_upgraded_over_an_older_store_and_removed() {
    if let Some(missing) = ["dpkg", "setpriv", "unshare", "useradd"].into_iter().find(|name| !is_installed(name)) {
        return skipped(&format!("this system has no {missing}"));
    }
    let folder = tempfile::tempdir().unwrap();
    for name in ["mnt", "mnt/store", "view"] {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    let probe = in_a_view_of_this_system(folder.path(), "true");
    if !probe.status.success() {
        return skipped(&format!("mounting a view of this system needs root: {}", says(&probe).trim()));
    }
    for (version, name) in [("0.0.9", "older.deb"), (env!("CARGO_PKG_VERSION"), "newer.deb")] {
        let made = packages(folder.path(), version);
        fs::rename(&made[1], folder.path().join("mnt").join(name)).unwrap();
    }
    let older = root().join("tests/fixtures/stores/0.1.0/journal");
    crate::support::store::copy_folder(&older, &folder.path().join("mnt/store/journal"));

    let output = in_a_view_of_this_system(folder.path(), INSTALLATION);
    let said = says(&output);
    assert!(output.status.success(), "{said}");
    let part = |name: &str| {
        let (_, rest) = said.split_once(&format!("== {name}\n")).unwrap_or_else(|| panic!("no {name}: {said}"));
        rest.split("== ").next().unwrap().to_string()
    };
    assert!(part("installed").starts_with("plandesk 700\n"), "{said}");
    match part("unit").as_str() {
        "skipped" => skipped("systemd-analyze is missing; the unit was not verified"),
        complaints => assert_eq!(complaints, "", "{said}"),
    }
    let upgraded = part("upgraded");
    assert!(upgraded.starts_with(concat!(env!("CARGO_PKG_VERSION"), "\nplandesk 700\njournal")), "{said}");
    let opened = part("opened");
    assert!(opened.contains("mou-wsjk-2025") && opened.contains("no damage found"), "{said}");
    assert!(opened.contains("before-schema-001-"), "the older store is kept: {said}");
    let served = part("served");
    assert!(served.contains("127.0.0.1:") && served.contains("saved 1 changes (entry 11)"), "{said}");
    for name in ["removed", "purged"] {
        assert!(part(name).contains("journal"), "the data are kept: {said}");
    }
    assert!(part("purged").contains("/var/lib/plandesk and the account plandesk are kept"), "{said}");
    assert!(part("purged").contains("/var/lib/plandesk:/usr/sbin/nologin"), "{said}");
}
