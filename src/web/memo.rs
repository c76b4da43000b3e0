//! The one line by which the page knows, before its lab is there, that something is kept and under which link it was.

use web_sys::Storage;

const KEY: &str = "greengrad-work";

/// Of the page's whole life: a private window may have none.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// Notes that this is kept, and the hash that it has. Without it the work is in the list of what is kept all the same.
pub fn remember(work: u64, hash: &str) {
    if let Some(storage) = storage() {
        // A full storage has no room for a line.
        let _ = storage.set_item(KEY, &format!("{work} {hash}"));
    }
}

/// Nothing is kept any more.
pub fn forget() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(KEY);
    }
}

/// What to open: the work that was on the page last, unless a link to something else was followed.
pub fn recall(hash: &str) -> Option<u64> {
    let line = storage()?.get_item(KEY).ok()??;
    let (work, own) = line.split_once(' ')?;
    if hash.is_empty() || hash == own { work.parse().ok() } else { None }
}
