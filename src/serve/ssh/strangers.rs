//! Strangers: connections that have not authenticated yet.
//!
//! Anybody can open any number of them, so there are only few places, and they can't be used to keep others out: a new
//! connection takes the place of the oldest one of the address that holds the most. Addresses from which somebody has
//! authenticated before keep their places longest. An address that connects repeatedly within a second is refused.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// The maximum rate of connections of an address per second, after a burst of [`AT_ONCE`].
const A_SECOND: f64 = 10.0;
/// The maximum burst of connections of an address: an office behind one address at nine in the morning.
const AT_ONCE: f64 = 60.0;
/// The maximum number of addresses remembered: those from which somebody has authenticated, and those that connected
/// recently.
const REMEMBERED: usize = 1024;

/// The unauthenticated connections of a server.
#[derive(Clone)]
pub(super) struct Strangers {
    /// The maximum number of them.
    most: usize,
    here: Arc<Mutex<Here>>,
}

#[derive(Default)]
struct Here {
    next: u64,
    /// The connections by number, the oldest first.
    waiting: BTreeMap<u64, Waiting>,
    /// The addresses from which somebody has authenticated, the latest last.
    friends: VecDeque<IpAddr>,
    pace: HashMap<IpAddr, Pace>,
}

struct Waiting {
    from: IpAddr,
    cut: Arc<Notify>,
}

/// The rate limit of an address: a token bucket.
struct Pace {
    left: f64,
    since: Instant,
}

impl Strangers {
    pub(super) fn at_most(most: usize) -> Self {
        Strangers { most, here: Arc::default() }
    }

    /// Admits a connection, which may displace another one.
    ///
    /// # Errors
    /// [`TooFast`] if the address has connected too often recently.
    pub(super) fn take(&self, from: IpAddr) -> Result<Stranger, TooFast> {
        let from = neighbourhood(from);
        let mut here = self.lock();
        if !here.may_come(from, Instant::now()) {
            return Err(TooFast);
        }
        let (number, cut) = (here.next, Arc::new(Notify::new()));
        here.next += 1;
        here.waiting.insert(number, Waiting { from, cut: Arc::clone(&cut) });
        if here.waiting.len() > self.most
            && let Some(loser) = here.loser()
            && let Some(loser) = here.waiting.remove(&loser)
        {
            loser.cut.notify_one();
        }
        drop(here);
        Ok(Stranger { of: self.clone(), number, from, cut })
    }

    fn lock(&self) -> MutexGuard<'_, Here> {
        self.here.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Here {
    fn may_come(&mut self, from: IpAddr, now: Instant) -> bool {
        if self.pace.len() >= REMEMBERED {
            self.pace.retain(|_, pace| pace.at(now) < AT_ONCE);
        }
        if self.pace.len() >= REMEMBERED && !self.pace.contains_key(&from) {
            // More addresses at once than any office has: the rate of new ones is not limited.
            return true;
        }
        let pace = self.pace.entry(from).or_insert(Pace { left: AT_ONCE, since: now });
        *pace = Pace { left: pace.at(now), since: now };
        let may = pace.left >= 1.0;
        if may {
            pace.left -= 1.0;
        }
        may
    }

    /// Returns the connection that is displaced by a new one.
    fn loser(&self) -> Option<u64> {
        let mut held: HashMap<IpAddr, usize> = HashMap::new();
        for waiting in self.waiting.values() {
            *held.entry(waiting.from).or_default() += 1;
        }
        let weight = |waiting: &Waiting| (!self.friends.contains(&waiting.from), held[&waiting.from]);
        // `max_by_key` returns the last of equal elements, which is the oldest in this order.
        self.waiting.iter().rev().max_by_key(|(_, waiting)| weight(waiting)).map(|(number, _)| *number)
    }
}

impl Pace {
    fn at(&self, now: Instant) -> f64 {
        let passed: Duration = now.saturating_duration_since(self.since);
        (self.left + passed.as_secs_f64() * A_SECOND).min(AT_ONCE)
    }
}

/// An address connects faster than people do.
#[derive(Debug)]
pub(super) struct TooFast;

/// The place of an unauthenticated connection, until it is dropped or displaced.
pub(super) struct Stranger {
    of: Strangers,
    number: u64,
    from: IpAddr,
    cut: Arc<Notify>,
}

impl Stranger {
    /// Returns a notification for the moment when the connection is displaced.
    pub(super) fn cut(&self) -> Arc<Notify> {
        Arc::clone(&self.cut)
    }

    /// Gives up the place after authentication, and remembers the address.
    pub(super) fn becomes_known(self) {
        let mut here = self.of.lock();
        here.friends.retain(|friend| *friend != self.from);
        here.friends.push_back(self.from);
        if here.friends.len() > REMEMBERED {
            here.friends.pop_front();
        }
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        self.of.lock().waiting.remove(&self.number);
    }
}

/// Returns the address range of a household or office: an IPv4 address, or the first half of an IPv6 address.
fn neighbourhood(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, last])
    }

    fn held(strangers: &Strangers, from: IpAddr) -> usize {
        strangers.lock().waiting.values().filter(|waiting| waiting.from == from).count()
    }

    #[test]
    fn a_new_connection_displaces_one_of_the_address_with_the_most() {
        let strangers = Strangers::at_most(4);
        let crowd: Vec<Stranger> = (0..4).map(|_| strangers.take(address(1)).unwrap()).collect();
        let one = strangers.take(address(2)).unwrap();
        assert_eq!((held(&strangers, address(1)), held(&strangers, address(2))), (3, 1));
        let _more: Vec<Stranger> = (0..9).map(|_| strangers.take(address(1)).unwrap()).collect();
        assert_eq!(held(&strangers, address(2)), 1, "whoever is alone keeps their place");
        drop((crowd, one));
        assert_eq!(held(&strangers, address(2)), 0);
    }

    #[test]
    fn the_oldest_connection_of_an_address_is_displaced_first_and_notified() {
        let strangers = Strangers::at_most(2);
        let [first, second] = [(); 2].map(|()| strangers.take(address(1)).unwrap());
        let _third = strangers.take(address(1)).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            first.cut().notified().await;
            let cut = second.cut();
            let waits = tokio::time::timeout(Duration::from_millis(1), cut.notified()).await;
            assert!(waits.is_err(), "the second keeps the place");
        });
    }

    #[test]
    fn an_address_that_has_authenticated_is_not_displaced_by_others() {
        let strangers = Strangers::at_most(3);
        strangers.take(address(7)).unwrap().becomes_known();
        assert_eq!(held(&strangers, address(7)), 0);
        let _friends: Vec<Stranger> = (0..2).map(|_| strangers.take(address(7)).unwrap()).collect();
        let _others: Vec<Stranger> = (0..20).map(|n| strangers.take(address(n % 5)).unwrap()).collect();
        assert_eq!(held(&strangers, address(7)), 2);
    }

    #[test]
    fn an_address_that_reconnects_without_pause_is_ignored() {
        let mut here = Here::default();
        let now = Instant::now();
        let heard = (0..1000).filter(|_| here.may_come(address(1), now)).count();
        assert_eq!(heard, 60);
        assert!(here.may_come(address(2), now));
        assert!(!here.may_come(address(1), now + Duration::from_millis(50)));
        assert!(here.may_come(address(1), now + Duration::from_millis(150)));
    }

    #[test]
    fn addresses_of_one_ipv6_prefix_count_as_one() {
        let parse = |text: &str| text.parse::<IpAddr>().unwrap();
        assert_eq!(neighbourhood(parse("2001:db8::1")), neighbourhood(parse("2001:db8::ffff:1")));
        assert_ne!(neighbourhood(parse("2001:db8:0:1::1")), neighbourhood(parse("2001:db8::1")));
        assert_eq!(neighbourhood(parse("::ffff:10.0.0.1")), address(1));
    }
}
