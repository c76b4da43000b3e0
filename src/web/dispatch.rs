//! What every component can reach without being handed it: the way to say what a person did, and the language.

use yew::prelude::*;

use crate::app::Action;
use crate::i18n::{Language, Texts};

/// The way to say what a person did, and the sentences of their language.
#[derive(Clone)]
pub struct Shell {
    /// Takes an action to `update`.
    pub dispatch: Callback<Action>,
    /// The language.
    pub language: Language,
    /// Its sentences.
    pub texts: &'static Texts,
}

impl PartialEq for Shell {
    fn eq(&self, other: &Self) -> bool {
        // The sentences follow from the language; for the rest it is as with a [`Way`].
        self.language == other.language
    }
}

/// A callback that leads to the same place for the page's whole life, however often it is made anew: what has it is not drawn again for that.
#[derive(Clone)]
pub struct Way<T>(pub Callback<T>);

impl<T> PartialEq for Way<T> {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

/// The shell around a component.
#[hook]
pub fn use_shell() -> Shell {
    // Every component stands inside the root's provider; elsewhere it would speak English and do nothing.
    use_context::<Shell>().unwrap_or_else(|| Shell {
        dispatch: Callback::noop(),
        language: Language::En,
        texts: Language::En.texts(),
    })
}

impl Shell {
    /// A callback that says that a person did this.
    pub fn on<E: 'static>(&self, action: impl Fn(E) -> Action + 'static) -> Callback<E> {
        self.dispatch.reform(action)
    }
}
