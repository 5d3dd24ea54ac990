//! Reasons why an authenticated client gets neither a screen nor a command.

use std::io;

use super::super::host::NoRoom;
use crate::desk::DeskError;
use crate::text::Language;

/// The reason why a session is not served.
pub(super) enum Unserved {
    /// The desk has no room.
    NoRoom(NoRoom),
    /// The person is no longer admitted.
    Refused(DeskError),
    /// The session is already in use.
    Busy,
    /// The system refused a thread.
    System(io::Error),
}

impl From<NoRoom> for Unserved {
    fn from(why: NoRoom) -> Self {
        Unserved::NoRoom(why)
    }
}

impl From<io::Error> for Unserved {
    fn from(error: io::Error) -> Self {
        Unserved::System(error)
    }
}

impl Unserved {
    /// Returns the message for the client and the log.
    pub(super) fn text(&self, language: Language) -> String {
        match (self, language) {
            (Unserved::NoRoom(why), _) => why.text(language).to_string(),
            (Unserved::Refused(why), _) => why.text(language),
            (Unserved::Busy, Language::Zh) => "一个会话只做一件事；请另开一个".to_string(),
            (Unserved::Busy, Language::En) => "a session does one thing; open another".to_string(),
            (Unserved::System(error), Language::Zh) => format!("系统资源不足（{error}），请稍后再试"),
            (Unserved::System(error), Language::En) => format!("the system lacks resources ({error}); try again later"),
        }
    }
}
