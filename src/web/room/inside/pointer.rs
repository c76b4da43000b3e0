//! Which unit of the drawing is pointed at or has the focus, and since when it is left.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use yew::prelude::*;

use crate::web::page::after;

/// So long the picture stays when the pointer leaves, so that it can be moved onto the picture.
const LEAVE_MS: i32 = 200;

/// A unit or an input: 0 for the inputs, then the layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) layer: u32,
    pub(super) unit: u32,
}

/// What is pointed at: a handle that the drawing's units tell of themselves.
#[derive(Clone, PartialEq)]
pub(super) struct Pointer {
    place: UseStateHandle<Option<Place>>,
    /// What was pointed at before.
    last: Rc<RefCell<Option<Place>>>,
    /// What has the focus by the keyboard, unless Escape put its picture away.
    focused: Rc<RefCell<Option<Place>>>,
    /// Grows with each move, so that a timer knows whether it was overtaken.
    moves: Rc<RefCell<u32>>,
}

impl Pointer {
    /// What is pointed at now.
    pub(super) fn at(&self) -> Option<Place> {
        *self.place
    }

    /// What was pointed at last.
    pub(super) fn last(&self) -> Option<Place> {
        *self.last.borrow()
    }

    /// It is pointed at.
    pub(super) fn enter(&self, place: Place) {
        self.stay();
        *self.last.borrow_mut() = Some(place);
        self.place.set(Some(place));
    }

    /// It has the focus. What a click focuses is pointed at anyway.
    pub(super) fn focus(&self, place: Place, by_keyboard: bool) {
        if by_keyboard {
            *self.focused.borrow_mut() = Some(place);
            self.enter(place);
        }
    }

    /// It has lost the focus.
    pub(super) fn blur(&self) {
        if self.focused.borrow_mut().take().is_some() {
            self.leave();
        }
    }

    /// The pointer is on the picture.
    pub(super) fn stay(&self) {
        *self.moves.borrow_mut() += 1;
    }

    /// It is left, perhaps for the picture; what has the focus is seen again.
    pub(super) fn leave(&self) {
        self.stay();
        let (own, moves) = (*self.moves.borrow(), Rc::clone(&self.moves));
        let (place, focused) = (self.place.clone(), Rc::clone(&self.focused));
        after(LEAVE_MS, move || {
            if *moves.borrow() == own {
                place.set(*focused.borrow());
            }
        });
    }

    fn away(&self) {
        self.stay();
        self.focused.borrow_mut().take();
        self.place.set(None);
    }
}

/// The pointer; Escape takes it away, whatever has the focus.
#[hook]
pub(super) fn use_pointer() -> Pointer {
    let pointer = Pointer {
        place: use_state(|| None),
        last: use_mut_ref(|| None),
        focused: use_mut_ref(|| None),
        moves: use_mut_ref(|| 0),
    };
    {
        let own = pointer.clone();
        use_effect_with(pointer.at().is_some(), move |shown| {
            let listener = shown.then(|| {
                Closure::<dyn FnMut(web_sys::KeyboardEvent)>::new(move |event: web_sys::KeyboardEvent| {
                    if event.key() == "Escape" {
                        own.away();
                    }
                })
            });
            let window = web_sys::window();
            if let (Some(window), Some(listener)) = (&window, &listener) {
                // A window takes listeners.
                let _ = window.add_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref());
            }
            move || {
                if let (Some(window), Some(listener)) = (window, listener) {
                    let _ = window
                        .remove_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref());
                }
            }
        });
    }
    pointer
}
