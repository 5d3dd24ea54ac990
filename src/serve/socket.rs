//! The socket of a desk.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::fd::{AsFd, AsRawFd};
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, chown};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;

use rustix::net::UCred;
use rustix::net::sockopt::socket_peercred;

/// The name of the socket in the store's folder.
pub const NAME: &str = "desk.sock";
/// The name of the socket while it is being prepared.
const DRAFT: &str = "desk.sock.new";
/// The maximum length of a socket's path in bytes (`sun_path`, unix(7)).
const LONGEST: usize = 107;

/// Creates the socket of the store in `folder`, replacing one that was left behind. Only the holder of the store's lock
/// may do so. From the beginning only the owner can connect, and the accounts of a group if there is one.
///
/// # Errors
/// Failures of the system; [`io::ErrorKind::AlreadyExists`] if another file has the socket's name, and
/// [`io::ErrorKind::PermissionDenied`] if the owner is not in the group.
pub fn listen(folder: &Path, group: Option<u32>) -> io::Result<UnixListener> {
    let (path, draft) = (folder.join(NAME), folder.join(DRAFT));
    for left_over in [&path, &draft] {
        match fs::symlink_metadata(left_over) {
            Ok(found) if !found.file_type().is_socket() => return Err(io::ErrorKind::AlreadyExists.into()),
            Ok(_) if left_over == &draft => fs::remove_file(left_over)?,
            _ => {}
        }
    }
    let listener = within(folder, DRAFT, |path| UnixListener::bind(path))?;
    match group {
        None => fs::set_permissions(&draft, Permissions::from_mode(0o600))?,
        Some(group) => {
            open_folder(folder, group)?;
            chown(&draft, None, Some(group))?;
            fs::set_permissions(&draft, Permissions::from_mode(0o660))?;
        }
    }
    fs::rename(&draft, &path)?;
    Ok(listener)
}

/// Lets a group pass through the folder to the socket. It can't list the folder or access anything else in it.
fn open_folder(folder: &Path, group: u32) -> io::Result<()> {
    let owner = rustix::process::getuid().as_raw();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let found = fs::symlink_metadata(&path)?;
        let is_open = found.permissions().mode() & 0o077 != 0;
        if is_open && found.uid() == owner && (found.is_file() || found.is_dir()) {
            fs::set_permissions(&path, Permissions::from_mode(found.permissions().mode() & 0o700))?;
        }
    }
    chown(folder, None, Some(group))?;
    fs::set_permissions(folder, Permissions::from_mode(0o710))
}

/// Connects to the desk of the store in `folder`.
///
/// # Errors
/// Failures of the system: [`io::ErrorKind::NotFound`] if there is no desk, [`io::ErrorKind::ConnectionRefused`] if one
/// has left its socket behind.
pub fn connect(folder: &Path) -> io::Result<UnixStream> {
    within(folder, NAME, |path| UnixStream::connect(path))
}

/// Removes the socket. Only the holder of the store's lock may do so.
pub fn remove(folder: &Path) {
    // The next desk replaces a socket that can't be removed.
    let _ = fs::remove_file(folder.join(NAME));
}

/// Returns true if the peer of a socket runs under this account.
pub fn is_own(stream: &UnixStream) -> bool {
    peer(stream).is_ok_and(|peer| peer.uid == rustix::process::getuid())
}

/// Returns the process and account of a socket's peer.
///
/// # Errors
/// Failures of the system.
pub fn peer(stream: &UnixStream) -> io::Result<UCred> {
    Ok(socket_peercred(stream.as_fd())?)
}

/// Calls a function with a path in a folder, through `/proc` if the path is too long for a socket.
fn within<T>(folder: &Path, name: &str, call: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
    let path = folder.join(name);
    if path.as_os_str().len() <= LONGEST {
        return call(&path);
    }
    let open = File::open(folder)?;
    call(Path::new(&format!("/proc/self/fd/{}/{name}", open.as_raw_fd())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn deep(folder: &Path) -> PathBuf {
        let deep = folder.join("数据".repeat(20)).join("资料".repeat(20));
        fs::create_dir_all(&deep).unwrap();
        assert!(deep.as_os_str().len() > LONGEST);
        deep
    }

    #[test]
    fn a_socket_is_private_and_is_reached_however_long_its_path() {
        let home = tempfile::tempdir().unwrap();
        for folder in [home.path().to_path_buf(), deep(home.path())] {
            let listener = listen(&folder, None).unwrap();
            let mode = fs::metadata(folder.join(NAME)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
            assert!(!folder.join(DRAFT).exists());
            let stream = connect(&folder).unwrap();
            listener.accept().unwrap();
            assert_eq!(peer(&stream).unwrap().uid, rustix::process::getuid());
        }
    }

    #[test]
    fn a_group_can_reach_the_socket_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path();
        let mode = |name: &str| fs::metadata(folder.join(name)).unwrap().permissions().mode() & 0o777;
        fs::create_dir(folder.join("journal")).unwrap();
        fs::write(folder.join("settings.toml"), "").unwrap();
        fs::write(home.path().with_extension("elsewhere"), "").unwrap();
        std::os::unix::fs::symlink(home.path().with_extension("elsewhere"), folder.join("link")).unwrap();
        let elsewhere = home.path().with_extension("elsewhere");
        fs::set_permissions(&elsewhere, Permissions::from_mode(0o644)).unwrap();
        for (name, mode) in [("journal", 0o755), ("settings.toml", 0o644)] {
            fs::set_permissions(folder.join(name), Permissions::from_mode(mode)).unwrap();
        }
        // A group that every account is in: its own.
        let group = rustix::process::getgid().as_raw();
        let listener = listen(folder, Some(group)).unwrap();
        assert_eq!((mode(""), mode(NAME)), (0o710, 0o660));
        assert_eq!((mode("journal"), mode("settings.toml")), (0o700, 0o600));
        assert_eq!(mode("link"), 0o644, "what a link leads to is left alone");
        fs::remove_file(&elsewhere).unwrap();
        drop(listener);
        drop(listen(folder, None).unwrap());
        assert_eq!(mode(NAME), 0o600, "the next desk is the owner's alone again");
    }

    #[test]
    fn a_left_over_socket_is_replaced_and_a_file_is_not() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(connect(home.path()).unwrap_err().kind(), io::ErrorKind::NotFound);
        drop(listen(home.path(), None).unwrap());
        assert_eq!(connect(home.path()).unwrap_err().kind(), io::ErrorKind::ConnectionRefused);
        let again = listen(home.path(), None).unwrap();
        connect(home.path()).unwrap();
        drop(again);
        remove(home.path());
        fs::write(home.path().join(NAME), "mine").unwrap();
        assert!(listen(home.path(), None).is_err());
        assert_eq!(fs::read(home.path().join(NAME)).unwrap(), b"mine");
    }
}
