//! Files into a session, and words out of the program.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use greengrad::session::{Command, Event, Session, TableSummary};

use crate::json::Refusal;

/// Bytes that are read at once.
const CHUNK_BYTES: usize = 1 << 20;

/// Reads a file into a session as the page does: in chunks.
///
/// # Errors
/// The outer one is the system's (no such file); the inner one is a refusal of its content.
pub fn load(session: &mut Session, path: &Path) -> io::Result<Result<Box<TableSummary>, Refusal>> {
    const REQUEST: u32 = 1;
    let mut file = File::open(path)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let size = file.metadata()?.len();
    session.command(Command::Load { request: REQUEST, name, size });
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        let read = file.read(&mut chunk)?;
        if read == 0 {
            break;
        }
        session.chunk(REQUEST, &chunk[..read]);
    }
    match session.end_of_file(REQUEST).into_iter().next() {
        Some(Event::Loaded { summary, .. }) => Ok(Ok(summary)),
        Some(Event::LoadFailed { error, .. }) => Ok(Err(Refusal::of_file(&error))),
        other => Err(io::Error::other(format!("no answer to a load: {other:?}"))),
    }
}

/// Prints to standard output.
pub fn say(text: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{text}")
}

/// Prints to standard error; there is nobody left to tell if that fails.
pub fn complain(problem: &dyn std::fmt::Display) {
    let _ = writeln!(io::stderr().lock(), "{problem}");
}
