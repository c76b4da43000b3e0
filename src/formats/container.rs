//! The bytes of a project file: a head that can be read as text, packed sections behind it, and a checksum of it all.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `\x89GRD\r\n\x1a\n`: no text, and no longer itself where line ends were converted |
//! | 4 | the version of the form |
//! | 4 | the length of the head |
//! | … | the head: JSON, with the names and lengths of the sections |
//! | … | the sections, one after the other, each by DEFLATE (RFC 1951) |
//! | 4 | CRC-32 of all bytes before |
//!
//! Numbers have their least byte first. The first eight bytes and the checksum at the end are the same in all versions.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use crate::numeric::crc32;

const MAGIC: [u8; 8] = *b"\x89GRD\r\n\x1a\n";
/// The first bytes of it that no conversion of line ends touches.
const NAME: usize = 4;
/// What stands before the head.
const PREFIX: usize = MAGIC.len() + 8;
const CHECKSUM: usize = 4;
/// How hard sections are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// For a file that is carried about.
    Small,
    /// For what is written every second: not at all.
    Quick,
}

impl Packing {
    /// On miniz's scale from 0 to 10: beyond 6 files get hardly smaller, but take twice the time.
    fn level(self) -> u8 {
        match self {
            Self::Small => 6,
            Self::Quick => 0,
        }
    }
}

/// What a section may unpack to: a table of as many cells as are read has less.
const MOST_BYTES: u64 = 3 << 30;

/// Why the bytes of a file are not what was written.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ContainerError {
    /// Another kind of file.
    #[error("not a project file")]
    OtherFile,
    /// Its end is missing.
    #[error("{found} bytes of {expected}")]
    Truncated {
        /// Bytes that are there.
        found: u64,
        /// Bytes that it says it has.
        expected: u64,
    },
    /// Its checksum is another one.
    #[error("the checksum is not that of its bytes")]
    Damaged,
    /// It was written by a newer version.
    #[error("the file has form {found}; this version reads up to {known}")]
    Newer {
        /// Its version.
        found: u32,
        /// The newest that is known here.
        known: u32,
    },
    /// Its checksum is right, but it is not of this form: another program wrote it.
    #[error("the {part} is not of this form")]
    Form {
        /// Which part: `head`, or a section's name.
        part: String,
    },
}

/// A section in the head.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Section {
    name: String,
    /// Bytes as they stand in the file.
    packed: u64,
    /// Bytes that they unpack to.
    bytes: u64,
}

#[derive(Serialize, Deserialize)]
struct Head<T> {
    sections: Vec<Section>,
    #[serde(flatten)]
    content: T,
}

/// Writes a file: what its head says beside its sections, and the bytes of these by name.
pub(super) fn write(
    version: u32,
    content: Value,
    sections: &[(&str, Vec<u8>)],
    packing: Packing,
) -> Result<Vec<u8>, serde_json::Error> {
    let packed: Vec<Vec<u8>> = sections
        .iter()
        .map(|(_, bytes)| miniz_oxide::deflate::compress_to_vec(bytes, packing.level()))
        .collect();
    let entries = sections.iter().zip(&packed).map(|((name, bytes), packed)| Section {
        name: (*name).to_owned(),
        packed: packed.len() as u64,
        bytes: bytes.len() as u64,
    });
    let head = serde_json::to_vec(&Head { sections: entries.collect(), content })?;
    let mut file = Vec::with_capacity(PREFIX + head.len() + CHECKSUM);
    file.extend(MAGIC);
    file.extend(version.to_le_bytes());
    file.extend((head.len() as u32).to_le_bytes());
    file.extend(head);
    packed.iter().for_each(|packed| file.extend(packed));
    file.extend(crc32(file.iter().copied()).to_le_bytes());
    Ok(file)
}

/// A file whose bytes are as they were written.
pub(super) struct Opened<'a> {
    /// The version of its form.
    pub(super) version: u32,
    /// What its head says beside its sections.
    pub(super) content: Value,
    sections: Vec<(Section, &'a [u8])>,
}

/// Whether a file says that it is a project, damaged or not.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC[..NAME])
}

/// Opens a file of a version that is known here.
pub(super) fn open(bytes: &[u8], known: u32) -> Result<Opened<'_>, ContainerError> {
    if !is_one(bytes) {
        return Err(ContainerError::OtherFile);
    }
    let body = bytes.len().checked_sub(CHECKSUM).filter(|&body| body >= PREFIX);
    let sealed = body.map(|body| bytes.split_at(body)).filter(|(body, checksum)| {
        body.starts_with(&MAGIC) && crc32(body.iter().copied()).to_le_bytes() == **checksum
    });
    let Some((body, _)) = sealed else { return Err(why_unsealed(bytes)) };
    let version = number(body, MAGIC.len());
    if version > known {
        return Err(ContainerError::Newer { found: version, known });
    }
    let form = |part: &str| ContainerError::Form { part: part.to_owned() };
    let (head, mut rest) = body[PREFIX..]
        .split_at_checked(number(body, MAGIC.len() + 4) as usize)
        .ok_or_else(|| form("head"))?;
    let head: Head<Value> = serde_json::from_slice(head).map_err(|_| form("head"))?;
    let mut sections = Vec::new();
    for section in head.sections {
        let length = usize::try_from(section.packed).ok();
        let (own, others) =
            length.and_then(|length| rest.split_at_checked(length)).ok_or_else(|| form(&section.name))?;
        sections.push((section, own));
        rest = others;
    }
    if rest.is_empty() { Ok(Opened { version, content: head.content, sections }) } else { Err(form("head")) }
}

/// Four bytes as a number; there are that many.
fn number(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|bytes| bytes.first_chunk()).map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

/// The checksum is wrong: because the end is missing, or because of something else.
fn why_unsealed(bytes: &[u8]) -> ContainerError {
    let length = || {
        let head = bytes.get(PREFIX..)?.get(..number(bytes, MAGIC.len() + 4) as usize)?;
        let head: Head<Value> = serde_json::from_slice(head).ok()?;
        let sections = head.sections.iter().try_fold(0_u64, |sum, own| sum.checked_add(own.packed))?;
        sections.checked_add((PREFIX + CHECKSUM) as u64 + u64::from(number(bytes, MAGIC.len() + 4)))
    };
    let found = bytes.len() as u64;
    match length() {
        Some(expected) if expected > found => ContainerError::Truncated { found, expected },
        // Nothing but the head could say how long it was.
        None if bytes.len() < PREFIX => ContainerError::Truncated { found, expected: PREFIX as u64 },
        None if bytes.starts_with(&MAGIC) => {
            let expected = PREFIX as u64 + u64::from(number(bytes, MAGIC.len() + 4)) + CHECKSUM as u64;
            if expected > found {
                ContainerError::Truncated { found, expected }
            } else {
                ContainerError::Damaged
            }
        }
        _ => ContainerError::Damaged,
    }
}

impl Opened<'_> {
    /// Unpacks a section; `None` where there is none of that name.
    pub(super) fn section(&self, name: &str) -> Option<Result<Vec<u8>, ContainerError>> {
        let (section, packed) = self.sections.iter().find(|(section, _)| section.name == name)?;
        let bytes = usize::try_from(section.bytes.min(MOST_BYTES)).ok()?;
        let unpacked = miniz_oxide::inflate::decompress_to_vec_with_limit(packed, bytes);
        Some(
            unpacked
                .ok()
                .filter(|unpacked| unpacked.len() as u64 == section.bytes)
                .ok_or_else(|| ContainerError::Form { part: name.to_owned() }),
        )
    }
}
