//! Lines of the journal: sealing, chaining and checking.
//!
//! A line is one JSON object. Its last two members are `previous`, the checksum of the line before, and `checksum`, the
//! SHA-256 of the line's own bytes up to the comma before that member, both in lower-case hexadecimal. A line can
//! therefore be checked without knowing its schema, and no line can be altered, removed or moved without breaking the
//! chain. The first line of a journal has 64 zeros as `previous`.
//!
//! There are three sorts of lines: the **header** that begins each file, the **entry**, and the **end** line of a
//! backup.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::plan::Change;
use crate::store::{Fault, SCHEMA, migration};

/// An entry that is to be saved: one command with all of its changes, to be applied together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct NewEntry {
    /// The time in RFC 3339, by the caller's clock.
    pub at: String,
    /// The person who gave the command.
    pub who: String,
    /// The name of the desk command.
    pub what: String,
    /// The number of the entry that this one undoes.
    pub undoes: Option<u64>,
    /// For a restore, the number of the first entry that the store did not have before: the entries from that one up to
    /// this one came from the backup and were not made here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brought: Option<u64>,
    /// The changes in the order in which they are applied.
    pub changes: Vec<Change>,
}

/// One entry of the journal, as saved.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The number: 1 for the first, without gaps.
    pub seq: u64,
    /// The time in RFC 3339.
    pub at: String,
    /// The person who gave the command.
    pub who: String,
    /// The name of the desk command.
    pub what: String,
    /// The number of the entry that this one undoes.
    pub undoes: Option<u64>,
    /// For a restore, the number of the first entry that the store did not have before: the entries from that one up to
    /// this one came from the backup and were not made here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brought: Option<u64>,
    /// The changes in the order in which they were applied.
    pub changes: Vec<Change>,
}

impl NewEntry {
    /// Returns the entry with its number.
    pub(in crate::store) fn numbered(self, seq: u64) -> Entry {
        let NewEntry { at, who, what, undoes, brought, changes } = self;
        Entry { seq, at, who, what, undoes, brought, changes }
    }
}

/// A SHA-256 checksum.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The `previous` of a journal's first line.
    pub(in crate::store) const ZERO: Digest = Digest([0; 32]);

    fn of(bytes: &[u8]) -> Digest {
        Digest(Sha256::digest(bytes).into())
    }

    /// Returns the bytes.
    pub(in crate::store) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns the checksum with these bytes, or `None` if there are not 32 of them.
    pub(in crate::store) fn from_bytes(bytes: &[u8]) -> Option<Digest> {
        bytes.try_into().ok().map(Digest)
    }

    fn parse(hex: &[u8]) -> Option<Digest> {
        let mut digest = [0; 32];
        let nibble = |c: u8| match c {
            b'0'..=b'9' => Some(c - b'0'),
            b'a'..=b'f' => Some(c - b'a' + 10),
            _ => None,
        };
        if hex.len() != 64 {
            return None;
        }
        for (byte, pair) in digest.iter_mut().zip(hex.chunks_exact(2)) {
            *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
        }
        Some(Digest(digest))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hex = String::deserialize(deserializer)?;
        Digest::parse(hex.as_bytes()).ok_or_else(|| serde::de::Error::custom("not a checksum"))
    }
}

/// The identity of a store: drawn at random when its journal is created, and named in the header of each file. Stores
/// of plandesk 0.1.0 have none until their journal begins its next file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct StoreId(u128);

impl StoreId {
    /// Returns a new identity. It is unique, but not secret.
    pub(in crate::store) fn new() -> StoreId {
        let half = || u128::from(RandomState::new().hash_one((SystemTime::now(), std::process::id())));
        StoreId(half() << 64 | half())
    }
}

impl fmt::Debug for StoreId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl Serialize for StoreId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{self:?}"))
    }
}

impl<'de> Deserialize<'de> for StoreId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hex = String::deserialize(deserializer)?;
        u128::from_str_radix(&hex, 16).map(StoreId).map_err(|_| serde::de::Error::custom("not a store's identity"))
    }
}

/// The first line of each file of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct Header {
    /// Always `journal`; identifies the file to a person who finds it.
    pub plandesk: String,
    /// The schema of the entries in the file.
    pub schema: u32,
    /// The number of the file, from 1.
    pub segment: u32,
    /// The number of the first entry in the file.
    pub first: u64,
    /// The store that the file belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub store: Option<StoreId>,
}

impl Header {
    /// Returns the header, in this program's schema, of the file that follows the last line of `chain`.
    pub(in crate::store) fn after(chain: Chain) -> Header {
        let store = Some(chain.store.unwrap_or_else(StoreId::new));
        let (segment, first) = (chain.segment + 1, chain.seq + 1);
        Header { plandesk: "journal".to_string(), schema: SCHEMA, segment, first, store }
    }
}

/// The last line of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct End {
    /// Always `end`.
    pub plandesk: String,
    /// The number of entries in the backup.
    pub entries: u64,
}

/// The sort of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) enum Sort {
    /// A header.
    Header(Header),
    /// The entry with this number.
    Entry(u64),
    /// The end line of a backup.
    End,
}

const PREVIOUS: &[u8] = b",\"previous\":\"";
const CHECKSUM: &[u8] = b",\"checksum\":\"";
const CLOSE: &[u8] = b"\"}";
const HEX: usize = 64;

/// Seals a JSON object. Returns the line, without a line feed, and its checksum.
pub(in crate::store) fn seal(object: &str, previous: Digest) -> (String, Digest) {
    let body = object.strip_suffix('}').unwrap_or(object);
    let mut line = format!("{body},\"previous\":\"{previous}\"");
    let digest = Digest::of(line.as_bytes());
    line.push_str(&format!(",\"checksum\":\"{digest}\"}}"));
    (line, digest)
}

/// Checks a line against its own checksum. Returns the checksum of the line before and its own.
pub(in crate::store) fn unseal(line: &[u8]) -> Result<(Digest, Digest), Fault> {
    let (body, digest) = split_member(line, CHECKSUM, CLOSE).ok_or(Fault::Checksum)?;
    if Digest::of(body) != digest {
        return Err(Fault::Checksum);
    }
    let (_, previous) = split_member(body, PREVIOUS, b"\"").ok_or(Fault::Chain)?;
    Ok((previous, digest))
}

/// Returns the number of lines that a damaged line seems to consist of, counted by their checksums.
pub(in crate::store) fn seals(line: &[u8]) -> u64 {
    line.windows(CHECKSUM.len()).filter(|window| *window == CHECKSUM).count() as u64
}

/// Splits a checksum member off the end of a line.
fn split_member<'a>(line: &'a [u8], name: &[u8], close: &[u8]) -> Option<(&'a [u8], Digest)> {
    let rest = line.strip_suffix(close)?;
    let (rest, hex) = rest.split_at_checked(rest.len().checked_sub(HEX)?)?;
    Some((rest.strip_suffix(name)?, Digest::parse(hex)?))
}

/// Parses an entry, which may be of an older schema.
pub(in crate::store) fn read_entry(line: &[u8], schema: u32) -> Result<Entry, Fault> {
    match schema {
        SCHEMA => serde_json::from_slice(line).map_err(|e| Fault::Content(e.to_string())),
        older => migration::read_older(line, older, migration::STEPS),
    }
}

/// The state of the chain after a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct Chain {
    /// The number of the last entry; 0 before the first.
    pub seq: u64,
    /// The number of the file; 0 before the first header.
    pub segment: u32,
    /// The schema of the last header; 0 before the first.
    pub schema: u32,
    /// The checksum of the last line.
    pub digest: Digest,
    /// The store that the headers name.
    #[serde(default)]
    pub store: Option<StoreId>,
}

impl Chain {
    /// The chain before the first line.
    pub(in crate::store) const START: Chain =
        Chain { seq: 0, segment: 0, schema: 0, digest: Digest::ZERO, store: None };

    /// Returns the chain after one more line, which has been checked.
    pub(in crate::store) fn past(self, sort: &Sort, digest: Digest) -> Chain {
        match sort {
            Sort::Header(Header { segment, schema, store, .. }) => {
                Chain { segment: *segment, schema: *schema, store: store.or(self.store), digest, ..self }
            }
            Sort::Entry(seq) => Chain { seq: *seq, digest, ..self },
            Sort::End => Chain { digest, ..self },
        }
    }

    /// Checks that a line is intact and follows the last one, and advances past it.
    pub(in crate::store) fn follow(&mut self, line: &[u8]) -> Result<Sort, Fault> {
        let (previous, digest) = unseal(line)?;
        let sort = sort_of(line)?;
        let fits = match &sort {
            Sort::Header(header) => {
                let same_schema = self.segment == 0 || header.schema == self.schema;
                let same_store = self.store.is_none() || header.store.is_none() || header.store == self.store;
                header.segment == self.segment + 1 && header.first == self.seq + 1 && same_schema && same_store
            }
            Sort::Entry(seq) => self.segment > 0 && *seq == self.seq + 1,
            Sort::End => self.segment > 0,
        };
        if previous != self.digest || !fits {
            return Err(Fault::Chain);
        }
        *self = self.past(&sort, digest);
        Ok(sort)
    }
}

/// Returns the sort of an intact line.
pub(in crate::store) fn sort_of(line: &[u8]) -> Result<Sort, Fault> {
    #[derive(Deserialize)]
    struct Peek {
        plandesk: Option<String>,
        seq: Option<u64>,
    }
    let content = |e: serde_json::Error| Fault::Content(e.to_string());
    let peek: Peek = serde_json::from_slice(line).map_err(content)?;
    match (peek.plandesk.as_deref(), peek.seq) {
        (Some("journal"), _) => serde_json::from_slice(line).map(Sort::Header).map_err(content),
        (Some("end"), _) => Ok(Sort::End),
        (None, Some(seq)) => Ok(Sort::Entry(seq)),
        _ => Err(Fault::Content("neither a header nor an entry".to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> String {
        serde_json::to_string(&Header::after(Chain::START)).unwrap()
    }

    #[test]
    fn a_sealed_line_is_one_json_object_that_carries_its_checksums() {
        let (line, digest) = seal(&header(), Digest::ZERO);
        let object: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(object["previous"], "0".repeat(64));
        assert_eq!(object["checksum"], digest.to_string());
        assert_eq!(unseal(line.as_bytes()), Ok((Digest::ZERO, digest)));
    }

    #[test]
    fn no_byte_of_a_line_can_be_altered_unnoticed() {
        let (line, _) = seal(&header(), Digest::ZERO);
        for place in 0..line.len() {
            for bit in 0..8 {
                let mut altered = line.clone().into_bytes();
                altered[place] ^= 1 << bit;
                assert!(unseal(&altered).is_err(), "byte {place} bit {bit}");
            }
            assert!(unseal(&line.as_bytes()[..place]).is_err(), "cut at {place}");
        }
    }

    #[test]
    fn a_line_that_does_not_follow_the_chain_is_refused() {
        let header = header();
        let (first, digest) = seal(&header, Digest::ZERO);
        let entry = |seq| format!("{{\"seq\":{seq}}}");
        let mut chain = Chain::START;
        assert!(matches!(chain.follow(first.as_bytes()), Ok(Sort::Header(_))));
        for (line, what) in [
            (seal(&entry(2), digest).0, "a number left out"),
            (seal(&entry(1), Digest::ZERO).0, "another predecessor"),
            (seal(&header, digest).0, "the same header again"),
        ] {
            assert_eq!(chain.clone().follow(line.as_bytes()), Err(Fault::Chain), "{what}");
        }
        assert_eq!(chain.follow(seal(&entry(1), digest).0.as_bytes()), Ok(Sort::Entry(1)));
        let foreign = Header { store: Some(StoreId::new()), ..Header::after(chain) };
        let foreign = seal(&serde_json::to_string(&foreign).unwrap(), chain.digest).0;
        assert_eq!(chain.follow(foreign.as_bytes()), Err(Fault::Chain), "a file of another store");
    }
}
