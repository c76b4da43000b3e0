//! Bytes that nobody meant, for every reader: pieces of good files are changed, cut, doubled and put together, and no reader
//! may panic or take longer than some seconds. `scripts/quality.sh fuzz` runs it; what it finds is kept in `tests/fuzz/finds` and
//! read again by every `cargo test` (`tests/it/finds.rs`).
//!
//! `fuzz SECONDS [SEED]` prints a line a reader: inputs, and what went wrong.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs,
    reason = "a program for tests"
)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use greengrad::numeric::{Rng, Stream, crc32};

#[path = "../shared/readers.rs"]
mod readers;

use readers::{READERS, Reader};

/// An input that takes longer hangs a page.
const LONGEST: Duration = Duration::from_secs(10);
/// Longer inputs are cut: what goes wrong goes wrong in small ones too.
const MOST_BYTES: usize = 24_000;

/// One input of another: a few changes, each of a random kind at a random place.
fn changed(rng: &mut Rng, seeds: &[Vec<u8>], words: &[&str]) -> Vec<u8> {
    let below = |rng: &mut Rng, most: usize| (rng.unit() * most as f64) as usize;
    let mut bytes = seeds[below(rng, seeds.len())].clone();
    for _ in 0..=below(rng, 6) {
        let at = below(rng, bytes.len() + 1);
        let length = below(rng, 40).min(bytes.len() - at);
        match below(rng, 9) {
            0 if at < bytes.len() => bytes[at] ^= 1 << below(rng, 8),
            1 if at < bytes.len() => {
                bytes[at] = [0, 1, 0x7f, 0x80, 0xff, b'0', b'9', b'-', b'"', b'\n'][below(rng, 10)]
            }
            2 => {
                bytes.drain(at..at + length);
            }
            3 => {
                let piece = bytes[at..at + length].to_vec();
                bytes.splice(at..at, piece);
            }
            4 => {
                let word = words[below(rng, words.len())].bytes();
                bytes.splice(at..at, word);
            }
            5 => {
                let other = &seeds[below(rng, seeds.len())];
                let from = below(rng, other.len() + 1);
                let piece = &other[from..(from + below(rng, 400)).min(other.len())];
                bytes.splice(at..at + length, piece.iter().copied());
            }
            6 => bytes.truncate(at),
            7 => {
                let random: Vec<u8> = (0..length.max(1)).map(|_| below(rng, 256) as u8).collect();
                bytes.splice(at..at + length, random);
            }
            _ => {
                let number = ["0", "-1", "1e308", "99999999999999999999", "0.1", "4294967296"][below(rng, 6)];
                bytes.splice(at..at + length.min(6), number.bytes());
            }
        }
        bytes.truncate(MOST_BYTES);
    }
    bytes
}

/// What a thread is at, so that one that hangs can be named.
type Present = Arc<Mutex<Option<(Instant, Vec<u8>)>>>;

fn keep(reader: &str, what: &str, bytes: &[u8]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/finds").join(reader);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{what}-{:08x}", crc32(bytes.iter().copied()))), bytes).unwrap();
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let seconds: f64 = arguments.next().map_or(60.0, |text| text.parse().unwrap());
    let seed: u64 = arguments.next().map_or(1, |text| text.parse().unwrap());
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::panic::set_hook(Box::new(|_| ()));
    let (mut all, mut wrong) = (0, 0);
    for Reader { name, read, seeds, words } in &READERS {
        let seeds = Arc::new(seeds());
        let (inputs, finds, over) =
            (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let longest = Arc::new(Mutex::new(Duration::ZERO));
        let end = Instant::now() + Duration::from_secs_f64(seconds / READERS.len() as f64);
        let workers: Vec<Present> = (0..threads)
            .map(|thread| {
                let present = Present::default();
                let (mine, seeds, inputs, finds, over, longest) = (
                    Arc::clone(&present),
                    Arc::clone(&seeds),
                    Arc::clone(&inputs),
                    Arc::clone(&finds),
                    Arc::clone(&over),
                    Arc::clone(&longest),
                );
                let mut rng = Rng::new(seed.wrapping_mul(1000) + thread as u64, Stream::Bootstrap);
                let (name, read, words) = (*name, *read, *words);
                // Not joined: one that hangs is named and left.
                std::thread::Builder::new()
                    .stack_size(1 << 20)
                    .spawn(move || {
                        while !over.load(Ordering::Relaxed) {
                            let bytes = changed(&mut rng, &seeds, words);
                            let begun = Instant::now();
                            *mine.lock().unwrap() = Some((begun, bytes.clone()));
                            if catch_unwind(AssertUnwindSafe(|| read(&bytes))).is_err() {
                                finds.fetch_add(1, Ordering::Relaxed);
                                keep(name, "panic", &bytes);
                            }
                            let took = begun.elapsed();
                            let mut longest = longest.lock().unwrap();
                            *longest = took.max(*longest);
                            inputs.fetch_add(1, Ordering::Relaxed);
                        }
                        *mine.lock().unwrap() = None;
                    })
                    .unwrap();
                present
            })
            .collect();
        while Instant::now() < end {
            std::thread::sleep(Duration::from_millis(100));
            for present in &workers {
                let mut present = present.lock().unwrap();
                if let Some((_, bytes)) = present.take_if(|(begun, _)| begun.elapsed() > LONGEST) {
                    finds.fetch_add(1, Ordering::Relaxed);
                    keep(name, "hang", &bytes);
                }
            }
        }
        over.store(true, Ordering::Relaxed);
        let (inputs, finds) = (inputs.load(Ordering::Relaxed), finds.load(Ordering::Relaxed));
        println!(
            "{name}: {inputs} inputs, {finds} finds, the longest {} ms",
            longest.lock().unwrap().as_millis()
        );
        all += inputs;
        wrong += finds;
    }
    println!("all: {all} inputs, {wrong} finds");
    if wrong > 0 {
        std::process::exit(1);
    }
}
