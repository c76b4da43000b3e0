//! How far a learner got, kept on this machine.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use web_sys::Storage;

/// What is kept under a name.
pub(super) trait Store {
    /// What was kept; `None` where nothing was, or it cannot be reached.
    fn load(&self, name: &str) -> Option<String>;
    /// Keeps it. Says whether that worked.
    fn save(&self, name: &str, text: &str) -> bool;
}

/// The browser's own small store.
pub(super) struct Local;

impl Local {
    fn storage() -> Option<Storage> {
        web_sys::window()?.local_storage().ok()?
    }
}

impl Store for Local {
    fn load(&self, name: &str) -> Option<String> {
        Self::storage()?.get_item(name).ok()?
    }

    fn save(&self, name: &str, text: &str) -> bool {
        Self::storage().is_some_and(|storage| storage.set_item(name, text).is_ok())
    }
}

const NAME: &str = "greengrad-lessons";

/// Forgets how far a learner got. A lesson that is open goes on until the page is reloaded.
pub(in crate::web::room) fn forget_progress() {
    if let Some(storage) = Local::storage() {
        // What cannot be reached holds nothing.
        let _ = storage.remove_item(NAME);
    }
}

/// How far a learner got in all lessons.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    /// By the lesson's number.
    pub(super) lessons: BTreeMap<u32, Done>,
}

/// How far in one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Done {
    /// What was guessed, by its place.
    pub(super) guess: Option<usize>,
    /// The tasks that are done.
    pub(super) tasks: BTreeSet<usize>,
}

impl Kept {
    /// What was kept. What cannot be read is as good as nothing: a learner begins again.
    pub(super) fn load(store: &dyn Store) -> Self {
        store.load(NAME).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    /// Keeps it. Says whether that worked.
    pub(super) fn save(&self, store: &dyn Store) -> bool {
        serde_json::to_string(self).is_ok_and(|text| store.save(NAME, &text))
    }

    /// How far in a lesson.
    pub(super) fn of(&self, lesson: u32) -> Done {
        self.lessons.get(&lesson).cloned().unwrap_or_default()
    }
}
