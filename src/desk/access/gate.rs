//! The gate: authentication against `access.toml`, which is read again whenever it has changed.

use std::fs::{self, File, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Access, AccessError, Actor, FILE, Person, Trouble, file};
use crate::desk::Refusal;
use crate::plan::Departments;
use crate::text::settings_file;

/// The identity by which a client is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnownAs {
    /// An account of this machine, as attested by the operating system.
    Unix {
        /// The user id.
        uid: u32,
        /// The user name.
        account: String,
    },
    /// The fingerprint of an SSH key: `SHA256:…`.
    Key(String),
}

impl std::fmt::Display for KnownAs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            KnownAs::Unix { uid, account } if account.is_empty() => write!(f, "uid {uid}"),
            KnownAs::Unix { account, .. } => f.write_str(account),
            KnownAs::Key(fingerprint) => f.write_str(fingerprint),
        }
    }
}

/// The gate of a store, which decides who is admitted and as which person.
pub struct Gate {
    folder: PathBuf,
    departments: Arc<Departments>,
    is_in_use: Box<dyn Fn(&str) -> bool + Send + Sync>,
    known: Mutex<Option<(Stamp, Arc<Access>)>>,
}

/// Metadata of the file that reveal a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    inode: u64,
    size: u64,
    mode: u32,
    owner: u32,
    written: (i64, i64),
    changed: (i64, i64),
}

impl Stamp {
    fn of(meta: &Metadata) -> Self {
        Stamp {
            inode: meta.ino(),
            size: meta.size(),
            mode: meta.mode(),
            owner: meta.uid(),
            written: (meta.mtime(), meta.mtime_nsec()),
            changed: (meta.ctime(), meta.ctime_nsec()),
        }
    }
}

impl Gate {
    /// Returns the gate of the store in a folder, which need not exist yet. `is_in_use` returns true for a department
    /// that the list lacks but the store uses, because a document or a person named it.
    pub fn of(
        folder: &Path,
        departments: Arc<Departments>,
        is_in_use: impl Fn(&str) -> bool + Send + Sync + 'static,
    ) -> Self {
        Gate { folder: folder.to_path_buf(), departments, is_in_use: Box::new(is_in_use), known: Mutex::new(None) }
    }

    /// Returns the current content of the file; `None` if it does not exist.
    ///
    /// # Errors
    /// [`AccessError`] if the file can't be read, is not trustworthy, or has a fault.
    pub fn access(&self) -> Result<Option<Arc<Access>>, AccessError> {
        let path = self.folder.join(FILE);
        let meta = match fs::metadata(&path) {
            Ok(meta) => meta,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(AccessError { file: path, trouble: Trouble::Unreadable(error.to_string()) }),
        };
        let stamp = Stamp::of(&meta);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, access)) = known.as_ref().filter(|(before, _)| *before == stamp) {
            return Ok(Some(Arc::clone(access)));
        }
        // A file with a fault is read each time, since the departments in use may have changed.
        *known = None;
        let access = Arc::new(self.read(&path).map_err(|trouble| AccessError { file: path, trouble })?);
        *known = Some((stamp, Arc::clone(&access)));
        Ok(Some(access))
    }

    fn read(&self, path: &Path) -> Result<Access, Trouble> {
        /// The mode bits that let the group and others write.
        const OTHERS_WRITE: u32 = 0o022;
        let unreadable = |error: io::Error| Trouble::Unreadable(error.to_string());
        // The checks must apply to the same file that is read, even if another one replaces it meanwhile.
        let opened = File::open(path).map_err(unreadable)?;
        let meta = opened.metadata().map_err(unreadable)?;
        if meta.mode() & OTHERS_WRITE != 0 {
            return Err(Trouble::Writable(meta.mode() & 0o777));
        }
        if self.owner().is_some_and(|owner| owner != meta.uid() && meta.uid() != 0) {
            return Err(Trouble::Foreign);
        }
        let text = settings_file::read(opened).map_err(unreadable)?;
        file::read(&text, &self.departments, &self.is_in_use).map_err(Trouble::Faults)
    }

    /// Returns the user id of the store's owner; `None` if there is no store yet.
    fn owner(&self) -> Option<u32> {
        fs::metadata(&self.folder).ok().map(|meta| meta.uid())
    }

    /// Admits a client as the person in the file, or as the store's owner.
    ///
    /// # Errors
    /// [`Refusal::Stranger`] for anybody else; [`Refusal::Access`] if the file can't be used.
    pub fn admit(&self, known: &KnownAs) -> Result<Actor, Refusal> {
        let access = self.access()?;
        let listed = access.as_deref().and_then(|access| access.known(known));
        match (listed, known) {
            (Some(person), _) => Ok(Actor { known: Some(known.clone()), ..Actor::from(person) }),
            (None, KnownAs::Unix { uid, account }) if self.owner().is_none_or(|owner| owner == *uid) => {
                Ok(Actor::owner(account.clone()))
            }
            (None, _) => Err(Refusal::Stranger { who: known.to_string(), admins: self.admins(access.as_deref()) }),
        }
    }

    /// Checks that an admitted person is still admitted.
    ///
    /// # Errors
    /// [`Refusal::Stranger`] if the file no longer lists the person, or the key or account by which they were admitted;
    /// [`Refusal::Access`] if it can't be used.
    pub fn stays(&self, actor: &Actor) -> Result<(), Refusal> {
        self.person(actor).map(drop)
    }

    /// Returns the person behind an actor as the file lists them now; `None` for the owner.
    ///
    /// # Errors
    /// Those of [`Gate::stays`].
    pub(in crate::desk) fn person(&self, actor: &Actor) -> Result<Option<(Person, Arc<Access>)>, Refusal> {
        let access = self.access()?;
        if actor.owner {
            return Ok(None);
        }
        let still = |access: &Access| {
            let person = access.named(&actor.name)?;
            let is_theirs = |known| access.known(known).is_some_and(|owner| owner.name == person.name);
            actor.known.as_ref().is_none_or(is_theirs).then(|| person.clone())
        };
        match access.as_ref().and_then(|access| Some((still(access)?, Arc::clone(access)))) {
            Some(found) => Ok(Some(found)),
            None => Err(Refusal::Stranger { who: actor.name.clone(), admins: self.admins(access.as_deref()) }),
        }
    }

    /// Returns the names of the people who can admit others.
    fn admins(&self, access: Option<&Access>) -> Vec<String> {
        let people = access.into_iter().flat_map(|access| &access.people);
        people.filter(|person| person.role == super::Role::Admin).map(|person| person.name.clone()).collect()
    }
}

/// Returns the id of a group, given by name or by the id itself.
pub fn group_of(name: &str) -> Option<u32> {
    let group = nix::unistd::Group::from_name(name).ok().flatten();
    group.map(|group| group.gid.as_raw()).or_else(|| name.parse().ok())
}

/// Returns the name of an account of this system.
pub fn account_of(uid: u32) -> Option<String> {
    let user = nix::unistd::User::from_uid(nix::unistd::Uid::from_raw(uid));
    user.ok().flatten().map(|user| user.name)
}
