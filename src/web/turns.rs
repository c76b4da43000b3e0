//! What can wait for a moment: each piece is a task of its own on the page's thread, so that between two of them the browser can
//! draw and hear a person. On a slow device one long task would be felt where several short ones are not.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessageChannel;

use super::complain_of;

type Piece = Box<dyn FnOnce()>;

/// A place in the row for one piece of work at a time: what is put there replaces what still waits, and goes with the place.
#[derive(Clone, Default)]
pub struct Turn(Rc<RefCell<Option<Piece>>>);

impl Turn {
    /// Does this when its turn comes.
    pub fn take(&self, piece: impl FnOnce() + 'static) {
        if self.0.replace(Some(Box::new(piece))).is_none() {
            ROW.with(|row| row.enter(&self.0));
        }
    }
}

/// Values that are shown one after the other, each in a turn of its own. One that still waits gives way to the next, where nobody would
/// miss it.
pub struct Stream<T> {
    turn: Turn,
    waiting: Rc<RefCell<VecDeque<T>>>,
}

impl<T> Default for Stream<T> {
    fn default() -> Self {
        Self { turn: Turn::default(), waiting: Rc::default() }
    }
}

impl<T: 'static> Stream<T> {
    /// Shows this when its turn comes; `instead_of` says whether the last one that waits need not be shown.
    pub fn put(&self, next: T, instead_of: impl FnOnce(&T) -> bool, show: impl Fn(T) + Clone + 'static) {
        let mut waiting = self.waiting.borrow_mut();
        if waiting.back().is_some_and(instead_of) {
            waiting.pop_back();
        }
        waiting.push_back(next);
        drop(waiting);
        go_on(&self.turn, &self.waiting, show);
    }
}

fn go_on<T: 'static>(turn: &Turn, waiting: &Rc<RefCell<VecDeque<T>>>, show: impl Fn(T) + Clone + 'static) {
    let again = (Rc::downgrade(&turn.0), Rc::clone(waiting));
    turn.take(move || {
        let (turn, waiting) = again;
        let next = waiting.borrow_mut().pop_front();
        if let Some(next) = next {
            show(next);
        }
        if let Some(turn) = turn.upgrade().filter(|_| !waiting.borrow().is_empty()) {
            go_on(&Turn(turn), &waiting, show);
        }
    });
}

thread_local! {
    static ROW: Row = Row::new();
}

struct Row {
    waiting: RefCell<VecDeque<Weak<RefCell<Option<Piece>>>>>,
    /// Whether a message is on its way.
    called: Cell<bool>,
    /// A message to oneself is a task of its own, and, unlike a timer, none that a browser holds back.
    channel: Option<MessageChannel>,
}

impl Row {
    fn new() -> Self {
        let channel = MessageChannel::new()
            .map_err(|error| complain_of("no channel, so that all is done at once", &error))
            .ok();
        if let Some(channel) = &channel {
            let next = Closure::<dyn FnMut()>::new(|| ROW.with(Row::next)).into_js_value();
            channel.port1().set_onmessage(Some(next.unchecked_ref()));
        }
        Self { waiting: RefCell::default(), called: Cell::new(false), channel }
    }

    fn enter(&self, place: &Rc<RefCell<Option<Piece>>>) {
        self.waiting.borrow_mut().push_back(Rc::downgrade(place));
        self.call();
    }

    fn call(&self) {
        if self.called.replace(true) {
            return;
        }
        let posted = self.channel.as_ref().map(|channel| channel.port2().post_message(&JsValue::NULL));
        if !matches!(posted, Some(Ok(()))) {
            self.next();
        }
    }

    fn next(&self) {
        self.called.set(false);
        // A place that is gone takes no turn.
        let piece = loop {
            let Some(place) = self.waiting.borrow_mut().pop_front() else { return };
            if let Some(piece) = place.upgrade().and_then(|place| place.take()) {
                break piece;
            }
        };
        piece();
        if !self.waiting.borrow().is_empty() {
            self.call();
        }
    }
}
