//! A module may import only modules of lower rank.

use std::path::{Path, PathBuf};

/// The ranks of `src/lib.rs`; what stands in one row may not import each other, but for `numeric`, which all may.
const RANKS: [&[&str]; 11] = [
    &["numeric"],
    &["data", "nn", "linear"],
    &["training", "evaluation"],
    &["forecast", "plan"],
    &["formats"],
    &["session"],
    &["lesson"],
    &["i18n"],
    &["plot"],
    &["app"],
    &["web"],
];

fn rank(module: &str) -> Option<usize> {
    RANKS.iter().position(|modules| modules.contains(&module))
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// The modules of the crate that a source names by `crate::…`, with the line.
fn imports(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_start().starts_with("//") {
            continue;
        }
        for piece in line.split("crate::").skip(1) {
            let names = piece.strip_prefix('{').unwrap_or(piece);
            let name: String =
                names.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
            found.push((number, name));
        }
    }
    found
}

#[test]
fn modules_import_only_lower_ranks() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut checked = 0;
    let modules = RANKS.iter().flat_map(|modules| modules.iter());
    for module in modules {
        let own = rank(module).unwrap();
        let mut files = Vec::new();
        sources(&root.join(module), &mut files);
        for file in files {
            for (line, other) in imports(&std::fs::read_to_string(&file).unwrap()) {
                checked += 1;
                if other == *module {
                    continue;
                }
                if rank(&other).is_none_or(|rank| rank >= own) {
                    wrong.push(format!("{}:{line} ({module}) imports {other}", file.display()));
                }
            }
        }
    }
    assert!(checked > 100, "only {checked} imports were seen");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_of_the_crate_has_a_rank() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in std::fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "bin" {
            assert!(rank(&name).is_some(), "{name} has no rank");
        }
    }
}

/// Colours, clocks and the browser belong to the page alone: the core's sources name none of them.
#[test]
fn the_core_reads_no_clock_and_knows_no_browser() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for module in RANKS[..9].iter().flat_map(|modules| modules.iter()) {
        let mut files = Vec::new();
        sources(&root.join(module), &mut files);
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            for word in ["std::time::Instant", "SystemTime", "web_sys", "js_sys", "wasm_bindgen", "getrandom"]
            {
                assert!(!text.contains(word), "{} names {word}", file.display());
            }
        }
    }
}
