//! The file format of segments, so that a start need not index all texts again.
//!
//! A file names the version of folding and readings that it was made with, has a checksum, and names each plan with a
//! fingerprint of its texts: damaged and outdated files are detected and made anew. All numbers are little-endian;
//! bitmaps are in the portable format of Roaring.

use std::collections::HashMap;
use std::io::{self, Write};

use roaring::RoaringBitmap;

use super::champions::ChampionList;
use super::hit::HitKind;
use super::phrase_starts::PhraseStarts;
use super::postings::Postings;
use super::segment::{Segment, SegmentPlan};
use crate::plan::PlanId;

/// The first bytes of each file. The number must be incremented when the format changes, and also when folding,
/// readings or scores change, since postings and champion lists depend on them.
const MAGIC: &[u8; 16] = b"plandesk shelf 2";

/// A file that can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It has another version or is no segment.
    #[error("not a segment file of this version")]
    OtherVersion,
    /// Its checksum does not match.
    #[error("damaged")]
    Damaged,
}

impl Segment {
    /// Writes the segment.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut body = Vec::new();
        put_length(&mut body, self.plans.len())?;
        for (plan, end) in self.plans.iter().zip(self.starts.iter().skip(1)) {
            put_bytes(&mut body, plan.id.as_str().as_bytes())?;
            body.extend(plan.fingerprint.to_le_bytes());
            body.extend(end.to_le_bytes());
        }
        put_length(&mut body, self.lengths.len())?;
        self.lengths.iter().for_each(|length| body.extend(length.to_le_bytes()));
        for postings in [&self.title, &self.body, &self.around] {
            put_map(&mut body, &postings.by_char)?;
            for bitmap in postings.by_initial.iter().chain(&postings.by_initials) {
                put_bitmap(&mut body, bitmap)?;
            }
        }
        body.extend(self.kinds.iter().filter_map(|kind| HitKind::ALL.iter().position(|k| k == kind)).map(|k| k as u8));
        for openings in [&self.heads, &self.phrases, &self.body_phrases] {
            put_map(&mut body, &openings.by_char)?;
        }
        let mut champions: Vec<_> = self.champions.iter().collect();
        champions.sort_unstable_by_key(|(c, _)| **c);
        put_length(&mut body, champions.len())?;
        for (c, champions) in champions {
            body.extend(u32::from(*c).to_le_bytes());
            body.extend(champions.total.to_le_bytes());
            put_length(&mut body, champions.best.len())?;
            champions
                .best
                .iter()
                .flat_map(|(number, points)| [number, points])
                .for_each(|n| body.extend(n.to_le_bytes()));
        }
        out.write_all(MAGIC)?;
        out.write_all(&crc32fast::hash(&body).to_le_bytes())?;
        out.write_all(&body)
    }

    /// Reads a segment written by [`Segment::write`].
    ///
    /// # Errors
    /// [`Unreadable`] for any other bytes.
    pub fn read(bytes: &[u8]) -> Result<Segment, Unreadable> {
        let bytes = bytes.strip_prefix(MAGIC).ok_or(Unreadable::OtherVersion)?;
        let (checksum, body) = bytes.split_first_chunk().ok_or(Unreadable::Damaged)?;
        if crc32fast::hash(body) != u32::from_le_bytes(*checksum) {
            return Err(Unreadable::Damaged);
        }
        Source(body).segment().ok_or(Unreadable::Damaged)
    }
}

fn put_length(out: &mut Vec<u8>, length: usize) -> io::Result<()> {
    let length = u32::try_from(length).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
    out.extend(length.to_le_bytes());
    Ok(())
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) -> io::Result<()> {
    put_length(out, bytes.len())?;
    out.extend(bytes);
    Ok(())
}

fn put_bitmap(out: &mut Vec<u8>, bitmap: &RoaringBitmap) -> io::Result<()> {
    put_length(out, bitmap.serialized_size())?;
    bitmap.serialize_into(out)
}

fn put_map(out: &mut Vec<u8>, map: &HashMap<char, RoaringBitmap>) -> io::Result<()> {
    let mut entries: Vec<_> = map.iter().collect();
    entries.sort_unstable_by_key(|(c, _)| **c);
    put_length(out, entries.len())?;
    for (c, bitmap) in entries {
        out.extend(u32::from(*c).to_le_bytes());
        put_bitmap(out, bitmap)?;
    }
    Ok(())
}

/// Bytes being read. Methods return `None` if they are malformed.
struct Source<'a>(&'a [u8]);

impl<'a> Source<'a> {
    fn segment(mut self) -> Option<Segment> {
        let (mut plans, mut starts) = (Vec::new(), vec![0]);
        for _ in 0..self.number()? {
            let id = PlanId::new(std::str::from_utf8(self.bytes()?).ok()?).ok()?;
            let fingerprint = u64::from_le_bytes(self.array()?);
            plans.push(SegmentPlan { id, fingerprint });
            starts.push(self.number()?);
        }
        let records = self.number()?;
        if !starts.is_sorted() || *starts.last()? != records {
            return None;
        }
        let lengths = (0..records).map(|_| self.array().map(u16::from_le_bytes)).collect::<Option<_>>()?;
        let [title, body] = [self.postings(records)?, self.postings(records)?];
        let around = self.postings(u32::try_from(plans.len()).ok()?)?;
        let (kinds, rest) = self.0.split_at_checked(records as usize)?;
        let kinds = kinds.iter().map(|&kind| HitKind::ALL.get(usize::from(kind)).copied()).collect::<Option<_>>()?;
        self.0 = rest;
        let mut openings = || self.map(records).map(PhraseStarts::new);
        let (heads, phrases, body_phrases) = (openings()?, openings()?, openings()?);
        let champions = self.champions(records)?;
        let segment =
            Segment { plans, starts, lengths, title, body, around, kinds, heads, phrases, body_phrases, champions };
        self.0.is_empty().then_some(segment)
    }

    fn postings(&mut self, count: u32) -> Option<Postings> {
        const LETTERS: usize = 26;
        let by_char = self.map(count)?;
        let mut bitmaps = |number| (0..number).map(|_| self.bitmap(count)).collect::<Option<Vec<_>>>();
        Some(Postings::new(by_char, bitmaps(LETTERS)?, bitmaps(LETTERS * LETTERS)?))
    }

    fn map(&mut self, count: u32) -> Option<HashMap<char, RoaringBitmap>> {
        (0..self.number()?).map(|_| Some((self.character()?, self.bitmap(count)?))).collect()
    }

    fn champions(&mut self, count: u32) -> Option<HashMap<char, ChampionList>> {
        let mut all = HashMap::new();
        for _ in 0..self.number()? {
            let (c, total) = (self.character()?, self.number()?);
            let best: Vec<_> =
                (0..self.number()?).map(|_| Some((self.number()?, self.number()?))).collect::<Option<_>>()?;
            if best.iter().any(|(number, _)| *number >= count) || best.len() > total as usize {
                return None;
            }
            all.insert(c, ChampionList { best, total });
        }
        Some(all)
    }

    /// Reads a bitmap of numbers below `count`.
    fn bitmap(&mut self, count: u32) -> Option<RoaringBitmap> {
        let bitmap = RoaringBitmap::deserialize_from(self.bytes()?).ok()?;
        bitmap.max().is_none_or(|most| most < count).then_some(bitmap)
    }

    fn character(&mut self) -> Option<char> {
        char::from_u32(self.number()?)
    }

    fn number(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.number()? as usize;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*array)
    }
}
