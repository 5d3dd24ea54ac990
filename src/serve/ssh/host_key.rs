//! The host key, by which a client recognises the desk.

use std::fs;
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use russh::keys::key::safe_rng;
use russh::keys::ssh_key::LineEnding;
use russh::keys::{Algorithm, PrivateKey};
use rustix::fs::OFlags;

use crate::text::Language;
use crate::text::clean::shown_path;

/// The name of the file in the store's folder.
pub const FILE: &str = "ssh_host_ed25519_key";
/// The maximum size of a key file in bytes.
const LARGEST: u64 = 64 << 10;

/// The reason why there is no host key.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.text(Language::En))]
pub enum HostKeyError {
    /// Others may read the file.
    Open {
        /// The file.
        path: PathBuf,
        /// The mode of the file.
        mode: u32,
    },
    /// The file does not contain a key.
    NoKey {
        /// The file.
        path: PathBuf,
        /// The parser's message.
        why: String,
    },
    /// The file can't be read or written.
    Io {
        /// The file.
        path: PathBuf,
        /// The failure of the system.
        error: io::Error,
    },
}

impl HostKeyError {
    /// Returns the message for a person, with what to do.
    pub fn text(&self, language: Language) -> String {
        match (self, language) {
            (HostKeyError::Open { path, mode }, Language::Zh) => {
                let path = shown_path(path);
                format!(
                    "主机密钥 {path} 的权限是 {mode:03o}，他人可以读取；请执行 chmod 600 {path}，若已泄露请删除后重新生成"
                )
            }
            (HostKeyError::Open { path, mode }, Language::En) => {
                let path = shown_path(path);
                format!(
                    "others may read the host key {path} (mode {mode:03o}): run `chmod 600 {path}`, or remove it if it may have leaked; a new one is created then"
                )
            }
            (HostKeyError::NoKey { path, why }, Language::Zh) => {
                format!("{} 不是可用的主机密钥（{why}）；请移走该文件，下次启动会生成新密钥", shown_path(path))
            }
            (HostKeyError::NoKey { path, why }, Language::En) => {
                format!(
                    "{} is no host key ({why}); move it away, and a new one is created at the next start",
                    shown_path(path)
                )
            }
            (HostKeyError::Io { path, error }, Language::Zh) => {
                format!("无法读写主机密钥 {}：{error}", shown_path(path))
            }
            (HostKeyError::Io { path, error }, Language::En) => {
                format!("the host key {} can't be read or written: {error}", shown_path(path))
            }
        }
    }
}

/// Returns the host key of the store in a folder. It is generated if there is none.
///
/// # Errors
/// [`HostKeyError`] if the file can't be used.
pub fn host_key(folder: &Path) -> Result<PrivateKey, HostKeyError> {
    let path = folder.join(FILE);
    let failed = |error| HostKeyError::Io { path: path.clone(), error };
    let no_key = |why: russh::keys::ssh_key::Error| HostKeyError::NoKey { path: path.clone(), why: why.to_string() };
    let opened = match open(&path) {
        Ok(opened) => opened,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let key = PrivateKey::random(&mut safe_rng(), Algorithm::Ed25519).map_err(no_key)?;
            let text = key.to_openssh(LineEnding::LF).map_err(no_key)?;
            keep(&path, text.as_bytes()).map_err(failed)?;
            return Ok(key);
        }
        Err(error) => return Err(failed(error)),
    };
    // The checks must apply to the same file that is read, even if another one replaces it meanwhile.
    let found = opened.metadata().map_err(failed)?;
    let mode = found.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(HostKeyError::Open { path, mode });
    }
    let is_own = found.uid() == rustix::process::geteuid().as_raw();
    if !found.is_file() || !is_own {
        let why = if is_own { "it is not a regular file" } else { "it belongs to another account" };
        return Err(HostKeyError::NoKey { path, why: why.to_string() });
    }
    let mut text = String::new();
    opened.take(LARGEST).read_to_string(&mut text).map_err(failed)?;
    PrivateKey::from_openssh(&text).map_err(no_key)
}

/// Opens the file without following a link, and without blocking on a pipe.
fn open(path: &Path) -> io::Result<fs::File> {
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    fs::OpenOptions::new().read(true).custom_flags(flags).open(path)
}

/// Writes a file that only its owner may read, and waits until it is on disk.
fn keep(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_read_from_then_on() {
        let folder = tempfile::tempdir().unwrap();
        let made = host_key(folder.path()).unwrap();
        let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(host_key(folder.path()).unwrap().public_key(), made.public_key());
    }

    #[test]
    fn a_key_that_others_may_read_or_that_is_none_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        host_key(folder.path()).unwrap();
        let path = folder.path().join(FILE);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let told = host_key(folder.path()).unwrap_err().text(Language::En);
        assert!(told.contains("chmod 600"), "{told}");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, "nonsense").unwrap();
        assert!(matches!(host_key(folder.path()), Err(HostKeyError::NoKey { .. })));
        let elsewhere = folder.path().join("elsewhere");
        fs::rename(&path, &elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
        assert!(matches!(host_key(folder.path()), Err(HostKeyError::Io { .. })), "a link leads where somebody wants");
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        assert!(matches!(host_key(folder.path()), Err(HostKeyError::NoKey { .. })));
    }
}
