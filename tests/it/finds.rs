//! What fuzzing found once, read again: no reader panics.

#[path = "../shared/readers.rs"]
mod readers;

use readers::{READERS, Reader};

#[test]
fn every_reader_reads_its_seeds_and_what_was_found() {
    for Reader { name, read, seeds, words } in &READERS {
        let seeds = seeds();
        assert!(!seeds.is_empty() && !words.is_empty(), "{name}");
        seeds.iter().for_each(|seed| read(seed));
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/finds").join(name);
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            read(&std::fs::read(entry.unwrap().path()).unwrap());
        }
    }
}
