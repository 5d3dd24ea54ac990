//! `serve`: the desk in the foreground, optionally with an SSH server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use russh::keys::HashAlg;

use crate::cli::args::ServeArguments;
use crate::cli::failure::Failure;
use crate::cli::invocation::Invocation;
use crate::desk::access::Access;
use crate::serve::attach;
use crate::serve::host::{self, Host, NotOpened};
use crate::serve::ssh::{self, Door, HostKeyError, Limits};
use crate::serve::work::Work;
use crate::text::clean::shown_path;

/// Serves the store until the process is told to end.
pub(super) fn run(invocation: &Invocation, arguments: &ServeArguments) -> Result<(), Failure> {
    let folder = invocation.folder()?;
    let taken_over = attach::take_over(&folder, invocation.context.clone());
    taken_over.map_err(|why| Failure::Busy(why.text(invocation.language)))?;
    let limits = limits(arguments);
    let open = |host: &Arc<Host>| {
        let door = arguments.ssh.map(|address| -> Result<Door, NotServed> {
            let key = ssh::host_key(&folder).map_err(NotServed::Key)?;
            let fingerprint = key.public_key().fingerprint(HashAlg::Sha256);
            let door = Door::open(host, address, key, limits).map_err(|error| NotServed::Address(address, error))?;
            invocation.note(&invocation.words(
                format!("SSH 已开放：{}，主机密钥 {fingerprint}", door.address()),
                format!("SSH connections are accepted at {}; the host key is {fingerprint}", door.address()),
            ));
            Ok(door)
        });
        let door = door.transpose()?;
        let has_key = |access: &Access| access.people.iter().any(|person| !person.keys.is_empty());
        let somebody = host.desk().gate().access().ok().flatten().is_some_and(|access| has_key(&access));
        if door.is_some() && !somebody {
            invocation.note(&invocation.words(
                "尚无人可以登录：请在数据文件夹的 access.toml 中登记人员及其公钥指纹（plandesk access --example；ssh-keygen -lf 公钥文件）",
                "nobody can log in yet: list people with their keys' fingerprints in the store's access.toml (plandesk access --example; ssh-keygen -lf KEY.pub)",
            ));
        }
        invocation.note(&invocation.words("工作台已启动；Ctrl-C 结束", "the desk is open; Ctrl-C ends it"));
        Ok(door)
    };
    // An ending desk, or another command, may release the store only after a moment.
    invocation
        .patiently(|| host::serve(&folder, Work::default(), open).map_err(|why: NotServed| why.failure(invocation)))
}

fn limits(arguments: &ServeArguments) -> Limits {
    let defaults = Limits::default();
    Limits {
        connections: arguments.connections.unwrap_or(defaults.connections),
        idle: arguments.idle.unwrap_or(defaults.idle).max(Duration::from_secs(1)),
        ..defaults
    }
}

/// The reason why the desk is not served.
enum NotServed {
    Desk(NotOpened),
    Key(HostKeyError),
    Address(SocketAddr, std::io::Error),
}

impl From<NotOpened> for NotServed {
    fn from(why: NotOpened) -> Self {
        NotServed::Desk(why)
    }
}

impl NotServed {
    fn failure(self, invocation: &Invocation) -> Failure {
        let folder = || invocation.folder().map(|folder| shown_path(&folder)).unwrap_or_default();
        match self {
            NotServed::Desk(NotOpened::Desk(error)) => Failure::of_desk(error, invocation.language),
            NotServed::Desk(NotOpened::OpenToOthers) => Failure::Failed(invocation.words(
                format!("他人可写入 {0}，不能开放；请运行 chmod go-w {0}", folder()),
                format!("others may write to {0}, so it can't be served; run chmod go-w {0}", folder()),
            )),
            NotServed::Desk(NotOpened::Foreign) => Failure::Failed(invocation.words(
                format!("{} 属于另一账户，只有其主人可以开放", folder()),
                format!("{} belongs to another account, and its owner alone can serve it", folder()),
            )),
            NotServed::Desk(NotOpened::Group(name, error)) => Failure::Failed(invocation.words(
                format!(
                    "无法向用户组 {name} 开放（{error}）：数据的主人须属于该组，可运行 usermod -aG {name} 账号 并重新登录，或去掉 access.toml 中的 socket_group"
                ),
                format!(
                    "the group {name} can't be let in ({error}): the store's owner must be in it; run usermod -aG {name} ACCOUNT and log in again, or take socket_group out of access.toml"
                ),
            )),
            NotServed::Desk(NotOpened::System(error)) => Failure::Failed(
                invocation.words(
                    format!("工作台无法启动：{error}；请检查数据文件夹的磁盘空间和权限，其间 plandesk --embedded 仍可查看"),
                    format!("the desk can't be opened: {error}; check the free space and the permissions of the store's folder; plandesk --embedded works meanwhile"),
                ),
            ),
            NotServed::Key(error) => Failure::Failed(error.text(invocation.language)),
            NotServed::Address(address, error) => Failure::Failed(invocation.words(
                format!("无法在 {address} 开放 SSH（{error}）；请换一个地址或端口"),
                format!("SSH can't be opened at {address} ({error}); choose another address or port"),
            )),
        }
    }
}
