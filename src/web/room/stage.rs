//! What a lesson has to know of the panels beside it: what was looked at and which numbers stand there; and the way to ask
//! one of them to show itself.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use yew::prelude::*;

use crate::lesson::{Quantity, View};

/// Shared by the apps that the lab draws.
#[derive(Default)]
struct Board {
    seen: BTreeMap<View, u32>,
    values: BTreeMap<Quantity, f64>,
    /// Hears that something changed.
    listener: Option<Callback<()>>,
    /// Shows what is asked for.
    shower: Option<Callback<View>>,
}

/// A handle on it.
#[derive(Clone, Default)]
pub(super) struct Stage(Rc<RefCell<Board>>);

impl PartialEq for Stage {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Stage {
    /// Something was looked at.
    pub(super) fn saw(&self, view: View) {
        *self.0.borrow_mut().seen.entry(view).or_default() += 1;
        self.tell();
    }

    /// Numbers that stand there now.
    pub(super) fn values(&self, values: &[(Quantity, f64)]) {
        let changed = {
            let mut board = self.0.borrow_mut();
            values
                .iter()
                .filter(|(quantity, value)| board.values.insert(*quantity, *value) != Some(*value))
                .count()
        };
        if changed > 0 {
            self.tell();
        }
    }

    /// What was looked at, and the numbers.
    pub(super) fn now(&self) -> (BTreeMap<View, u32>, BTreeMap<Quantity, f64>) {
        let board = self.0.borrow();
        (board.seen.clone(), board.values.clone())
    }

    /// Takes the one that hears of changes.
    pub(super) fn listen(&self, listener: Callback<()>) {
        self.0.borrow_mut().listener = Some(listener);
    }

    /// Takes the one that can show something.
    pub(super) fn shows(&self, shower: Callback<View>) {
        self.0.borrow_mut().shower = Some(shower);
    }

    /// Something is to be shown.
    pub(super) fn show(&self, view: View) {
        // Not while it is borrowed: what is called may look here.
        let shower = self.0.borrow().shower.clone();
        if let Some(shower) = shower {
            shower.emit(view);
        }
    }

    fn tell(&self) {
        let listener = self.0.borrow().listener.clone();
        if let Some(listener) = listener {
            listener.emit(());
        }
    }
}

/// The stage around a component.
#[hook]
pub(super) fn use_stage() -> Stage {
    use_context::<Stage>().unwrap_or_default()
}
