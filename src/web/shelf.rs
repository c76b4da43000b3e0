//! The browser's own database (IndexedDB), in which works are kept: a line of each, and its parts.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

use idb::{Database, DatabaseEvent, Error, Factory, KeyRange, ObjectStoreParams, TransactionMode};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

use crate::session::keep::{Change, Content, Part, WorkLine};

const NAME: &str = "greengrad";
const VERSION: u32 = 1;
/// Lines by the work's name, as postcard.
const WORKS: &str = "works";
/// Bytes by the names of work and part.
const PARTS: &str = "parts";

/// The works that are kept.
pub struct Shelf(Database);

impl Shelf {
    /// Opens the database, which is made the first time.
    pub async fn open() -> Result<Self, Error> {
        let mut opening = Factory::new()?.open(NAME, Some(VERSION))?;
        opening.on_upgrade_needed(|event| {
            // What fails here fails the opening.
            if let Ok(database) = event.database() {
                let _ = database.create_object_store(WORKS, ObjectStoreParams::new());
                let _ = database.create_object_store(PARTS, ObjectStoreParams::new());
            }
        });
        Ok(Self(opening.await?))
    }

    /// Writes what changed of a work: all of it, or nothing.
    pub async fn write(&self, line: &WorkLine, changed: &[Change]) -> Result<(), Error> {
        let transaction = self.0.transaction(&[WORKS, PARTS], TransactionMode::ReadWrite)?;
        let parts = transaction.object_store(PARTS)?;
        for (part, content) in changed {
            let key = JsValue::from(part_key(line.work, *part));
            match content {
                Some(content) => {
                    parts.put(&whole(content)?.into(), Some(&key))?;
                }
                None => {
                    parts.delete(key)?;
                }
            }
        }
        let bytes = postcard::to_stdvec(line).unwrap_or_default();
        let works = transaction.object_store(WORKS)?;
        works.put(&Uint8Array::from(bytes.as_slice()), Some(&work_key(line.work)))?;
        committed(transaction.await?)
    }

    /// The parts of a work.
    pub async fn read(&self, work: u64) -> Result<BTreeMap<Part, Vec<u8>>, Error> {
        let transaction = self.0.transaction(&[PARTS], TransactionMode::ReadOnly)?;
        let parts = transaction.object_store(PARTS)?;
        let range = range(work)?;
        let keys = parts.get_all_keys(Some(range.clone().into()), None)?.await?;
        let values = parts.get_all(Some(range.into()), None)?.await?;
        let named = keys.iter().zip(values).filter_map(|(key, value)| {
            let key = key.as_string()?;
            let part = Part::from_key(key.split_once('/')?.1)?;
            Some((part, value.dyn_into::<Uint8Array>().ok()?.to_vec()))
        });
        Ok(named.collect())
    }

    /// The lines of all works, the latest first.
    pub async fn list(&self) -> Result<Vec<WorkLine>, Error> {
        let transaction = self.0.transaction(&[WORKS], TransactionMode::ReadOnly)?;
        let values = transaction.object_store(WORKS)?.get_all(None, None)?.await?;
        let line = |value: JsValue| postcard::from_bytes(&value.dyn_into::<Uint8Array>().ok()?.to_vec()).ok();
        let mut lines: Vec<WorkLine> = values.into_iter().filter_map(line).collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.written));
        Ok(lines)
    }

    /// Removes a work.
    pub async fn remove(&self, work: u64) -> Result<(), Error> {
        let transaction = self.0.transaction(&[WORKS, PARTS], TransactionMode::ReadWrite)?;
        transaction.object_store(PARTS)?.delete(range(work)?)?;
        transaction.object_store(WORKS)?.delete(work_key(work))?;
        committed(transaction.await?)
    }

    /// Removes all works, also such as a line is missing of.
    pub async fn clear(&self) -> Result<(), Error> {
        let transaction = self.0.transaction(&[WORKS, PARTS], TransactionMode::ReadWrite)?;
        transaction.object_store(PARTS)?.clear()?;
        transaction.object_store(WORKS)?.clear()?;
        committed(transaction.await?)
    }
}

/// All of it, outside of this program's memory.
fn whole(content: &Content) -> Result<Uint8Array, Error> {
    let whole = Uint8Array::new_with_length(content.length() as u32);
    content
        .write(BufWriter::new(Filled { whole: whole.clone(), at: 0 }))
        .map_err(|_| Error::DomExceptionNotFound)?;
    Ok(whole)
}

/// Writes to an array of the browser's, from its begin on.
struct Filled {
    whole: Uint8Array,
    at: u32,
}

impl Write for Filled {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let ends = self.at + bytes.len() as u32;
        self.whole.subarray(self.at, ends).copy_from(bytes);
        self.at = ends;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn committed(result: idb::TransactionResult) -> Result<(), Error> {
    if result.is_committed() { Ok(()) } else { Err(Error::DomExceptionNotFound) }
}

fn work_key(work: u64) -> JsValue {
    // Milliseconds of a date are whole numbers far below 2⁵³.
    JsValue::from(work as f64)
}

fn part_key(work: u64, part: Part) -> String {
    format!("{work}/{}", part.key())
}

/// The keys of all parts of a work: `0` comes next after `/`.
fn range(work: u64) -> Result<KeyRange, Error> {
    KeyRange::bound(&format!("{work}/").into(), &format!("{work}0").into(), None, Some(true))
}

/// Whether an error says that there is no room left.
pub fn is_full(error: &Error) -> bool {
    let text = error.to_string();
    text.contains("Quota") || text.contains("quota")
}
