//! An SSH connection, from authentication to the opening of sessions.
//!
//! Other requests are refused: the library declines forwarding and agents by default.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use russh::keys::{Algorithm, HashAlg};
use russh::server::{Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Session, VerifiedPublicKey};
use russh::{Channel, ChannelId, ChannelOpenFailure, Pty};

use super::super::host::Host;
use super::strangers::Stranger;
use super::{Limits, People, PersonsPlace, Place, SESSIONS, Sessions, session};
use crate::desk::Actor;
use crate::desk::access::KnownAs;
use crate::text::Language;

/// The handler of a connection.
pub(super) struct Connection {
    host: Arc<Host>,
    from: SocketAddr,
    /// The local address at which the client connected.
    reached: Option<SocketAddr>,
    limits: Limits,
    /// The authenticated person and the identity.
    person: Option<(Actor, KnownAs)>,
    known: Arc<AtomicBool>,
    /// The place among unauthenticated connections.
    stranger: Option<Stranger>,
    people: People,
    /// The place among authenticated ones.
    place: Option<PersonsPlace>,
    sessions: Arc<Sessions>,
}

impl Connection {
    pub(super) fn new(host: Arc<Host>, from: SocketAddr, limits: Limits, stranger: Stranger, people: People) -> Self {
        let (known, sessions) = (Arc::default(), Arc::default());
        Connection {
            host,
            from,
            reached: None,
            limits,
            person: None,
            known,
            stranger: Some(stranger),
            people,
            place: None,
            sessions,
        }
    }

    /// Returns the handler with the local address of the connection.
    pub(super) fn at(self, reached: Option<SocketAddr>) -> Self {
        Connection { reached, ..self }
    }

    /// Returns a flag that becomes true when the client has authenticated.
    pub(super) fn is_known(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.known)
    }

    /// Returns the sessions of the connection.
    pub(super) fn sessions(&self) -> Arc<Sessions> {
        Arc::clone(&self.sessions)
    }

    fn admit(&self, fingerprint: String) -> Option<(Actor, KnownAs)> {
        let key = KnownAs::Key(fingerprint);
        match self.host.desk().admit(&key) {
            Ok(person) => Some((person, key)),
            Err(why) => {
                // The message contains the fingerprint, so that the key of a colleague can be copied to access.toml.
                self.host.log_stranger(&format!("{} was turned away: {}", self.from, why.text(Language::En)));
                None
            }
        }
    }
}

/// Returns true for RSA with SHA-1 (`ssh-rsa`). Clients that support nothing else date from 2016 or earlier (RFC 8332).
fn is_forgeable(algorithm: &Algorithm) -> bool {
    matches!(algorithm, Algorithm::Rsa { hash: None })
}

impl Handler for Connection {
    type Error = russh::Error;

    async fn auth_publickey_offered(&mut self, _: &str, offer: PublicKeyOffer<'_>) -> Result<Auth, Self::Error> {
        if is_forgeable(offer.algorithm) {
            return Ok(Auth::reject());
        }
        let fingerprint = offer.public_key.fingerprint(HashAlg::Sha256).to_string();
        Ok(if self.admit(fingerprint).is_some() { Auth::Accept } else { Auth::reject() })
    }

    async fn auth_publickey(&mut self, _: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, Self::Error> {
        if is_forgeable(key.algorithm) {
            self.host.log_stranger(&format!(
                "{} signs with RSA and SHA-1, which can be forged, and was turned away",
                self.from
            ));
            return Ok(Auth::reject());
        }
        let fingerprint = key.public_key.fingerprint(HashAlg::Sha256).to_string();
        let Some((person, key)) = self.admit(fingerprint) else { return Ok(Auth::reject()) };
        self.place = self.people.take(&person);
        if self.place.is_none() {
            // They are authenticated in order to be told, but keep their place among strangers, with its timeout.
            self.host.log_stranger(&format!("there is no room for another connection of {}", person.name));
            self.person = Some((person, key));
            return Ok(Auth::Accept);
        }
        self.known.store(true, Ordering::Release);
        self.stranger.take().into_iter().for_each(Stranger::becomes_known);
        self.host.log_person(&format!("{} has come from {}", person.name, self.from));
        self.person = Some((person, key));
        Ok(Auth::Accept)
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        let Some((person, key)) = self.person.clone() else {
            reply.reject(ChannelOpenFailure::AdministrativelyProhibited).await;
            return Ok(());
        };
        let Some(place) = Place::take(&self.sessions.here, SESSIONS) else {
            reply.reject(ChannelOpenFailure::ResourceShortage).await;
            return Ok(());
        };
        self.sessions.opened.fetch_add(1, Ordering::AcqRel);
        reply.accept().await;
        let (host, limits, has_room) = (Arc::clone(&self.host), self.limits, self.place.is_some());
        let reached = self.reached;
        tokio::spawn(async move {
            let _place = place;
            session::serve(host, (person, key), reached, limits, has_room, channel).await;
        });
        Ok(())
    }

    // Requests are answered here in the order in which they arrive; the task of the session carries them out.

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        _: u32,
        _: u32,
        _: u32,
        _: u32,
        _: &[(Pty, u32)],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_success(channel)
    }

    async fn shell_request(&mut self, channel: ChannelId, session: &mut Session) -> Result<(), Self::Error> {
        session.channel_success(channel)
    }

    async fn exec_request(&mut self, channel: ChannelId, _: &[u8], session: &mut Session) -> Result<(), Self::Error> {
        session.channel_success(channel)
    }

    async fn env_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        _: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_failure(channel)
    }

    async fn subsystem_request(
        &mut self,
        channel: ChannelId,
        _: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_failure(channel)
    }

    async fn x11_request(
        &mut self,
        channel: ChannelId,
        _: bool,
        _: &str,
        _: &str,
        _: u32,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_failure(channel)
    }
}
