//! A table on its way in.

use super::protocol::Event;
use super::{Session, summary};
use crate::data::{ReadError, TableReader};

/// How often a load tells how far it is.
const REPORT_EVERY_BYTES: u64 = 4 << 20;

/// A load that is under way.
pub(super) struct Loading {
    request: u32,
    name: String,
    bytes: u64,
    reported: u64,
    reader: Result<TableReader, ReadError>,
}

impl Loading {
    pub(super) fn new(request: u32, name: String) -> Self {
        Self { request, name, bytes: 0, reported: 0, reader: Ok(TableReader::new()) }
    }
}

impl Session {
    /// Whether a load is under way (and was not replaced by another).
    pub fn is_loading(&self, request: u32) -> bool {
        self.loading.as_ref().is_some_and(|loading| loading.request == request)
    }

    /// The file cannot be read (any further).
    pub fn unreadable(&mut self, request: u32) -> Vec<Event> {
        match self.loading.take_if(|loading| loading.request == request) {
            Some(_) => vec![Event::LoadFailed { request, error: ReadError::Unreadable }],
            None => Vec::new(),
        }
    }

    /// Takes the next bytes of the file that is being loaded. Bytes of a load that was replaced are dropped.
    pub fn chunk(&mut self, request: u32, bytes: &[u8]) -> Vec<Event> {
        let Some(loading) = self.loading.as_mut().filter(|loading| loading.request == request) else {
            return Vec::new();
        };
        if let Ok(reader) = &mut loading.reader
            && let Err(error) = reader.chunk(bytes)
        {
            // Kept until the end of the file, so that one load gives one answer.
            loading.reader = Err(error);
        }
        loading.bytes += bytes.len() as u64;
        if loading.bytes - loading.reported < REPORT_EVERY_BYTES {
            return Vec::new();
        }
        loading.reported = loading.bytes;
        vec![Event::Loading { request, bytes: loading.bytes }]
    }

    /// The file is at its end: understands it. A refused file leaves the table that was there.
    pub fn end_of_file(&mut self, request: u32) -> Vec<Event> {
        let Some(loading) = self.loading.take_if(|loading| loading.request == request) else {
            return Vec::new();
        };
        match loading.reader.and_then(TableReader::finish) {
            Ok(parsed) => {
                let summary = Box::new(summary::of_table(loading.name, &parsed));
                self.table = Some(parsed);
                self.dataset = None;
                self.run = None;
                vec![Event::Loaded { request, summary }]
            }
            Err(error) => vec![Event::LoadFailed { request, error }],
        }
    }
}
