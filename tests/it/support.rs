//! Tables for the other tests.

use greengrad::data::{Finished, Parsed, ReadChoices, ReadError, TableReader, legacy};

/// Reads a file as the page does.
pub fn read(bytes: &[u8]) -> Result<Parsed, ReadError> {
    read_with(bytes, ReadChoices::default())
}

/// Reads a file with what a person corrects of the guesses.
pub fn read_with(bytes: &[u8], choices: ReadChoices) -> Result<Parsed, ReadError> {
    finish(bytes, bytes.len().max(1), choices)
}

/// Reads a file that comes in pieces of so many bytes.
pub fn read_in_pieces(bytes: &[u8], piece: usize) -> Result<Parsed, ReadError> {
    finish(bytes, piece, ReadChoices::default())
}

fn finish(bytes: &[u8], piece: usize, choices: ReadChoices) -> Result<Parsed, ReadError> {
    let mut reader = TableReader::new(bytes.len() as u64, choices, legacy::decoder);
    for _ in 0..2 {
        for piece in bytes.chunks(piece) {
            reader.chunk(piece)?;
        }
        match reader.finish()? {
            Finished::Done(parsed) => return Ok(*parsed),
            Finished::Again(next) => reader = *next,
        }
    }
    panic!("a file is read twice at the most")
}
