//! Other workers that this one sends on errands: as many as the machine has processors beside it. They run the same compiled
//! module, are started when there is something for them to do and ended when there is not.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, ErrorEvent, MessageEvent, Performance, WorkerOptions};

use super::Worker;
use crate::session::crew::{Errand, Finding, Place};
use crate::web::{complain, complain_of, wire};

/// The name by which a worker knows that it is one of the crew.
const NAME: &str = "crew";
/// The least time between two words of how far it is.
const WORD_MS: f64 = 100.0;

/// What one of the crew says.
#[derive(Serialize, Deserialize)]
enum Word {
    /// So much is done.
    Share(f64),
    /// It is done, or cannot be.
    Done(Option<Finding>),
}

/// Whether this worker is one of a crew.
pub(super) fn is_one(scope: &DedicatedWorkerGlobalScope) -> bool {
    scope.name() == NAME
}

/// Makes this scope one of a crew: it does an errand at a time, and says so by an empty message when it is there.
pub(super) fn serve(scope: DedicatedWorkerGlobalScope) {
    let clock = scope.performance();
    let own = scope.clone();
    let listen = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        let (place, errand) = match wire::unpack::<(Place, Errand)>(&message.data()) {
            Ok((errand, _)) => errand,
            Err(error) => return complain_of("an errand that cannot be read", &error),
        };
        let now = || clock.as_ref().map_or(0.0, Performance::now);
        let mut said = now();
        let finding = errand.carry_out(&mut |share| {
            if now() - said >= WORD_MS {
                said = now();
                say(&own, place, &Word::Share(share));
            }
        });
        say(&own, place, &Word::Done(finding));
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
    if let Err(error) = scope.post_message(&JsValue::NULL) {
        complain_of("one of the crew cannot speak", &error);
    }
}

fn say(scope: &DedicatedWorkerGlobalScope, place: Place, word: &Word) {
    let posted = wire::pack(&(place, word))
        .and_then(|packet| scope.post_message_with_transfer(&packet.message, &packet.transfer));
    if let Err(error) = posted {
        complain_of("a word that cannot be sent", &error);
    }
}

/// The crew of a worker.
pub(super) struct Crew {
    hands: RefCell<Vec<Hand>>,
    /// As many as there may be; fewer each time that one breaks.
    most: Cell<usize>,
    next: Cell<u32>,
}

/// One of the crew.
struct Hand {
    number: u32,
    worker: web_sys::Worker,
    /// Whether it is there.
    ready: bool,
    /// What it is doing.
    place: Option<Place>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Drop for Hand {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Crew {
    pub(super) fn new(scope: &DedicatedWorkerGlobalScope) -> Self {
        let processors = scope.navigator().hardware_concurrency() as usize;
        Self { hands: RefCell::default(), most: Cell::new(processors.saturating_sub(1)), next: Cell::new(0) }
    }
}

impl Worker {
    /// Gives those who are free something to do, and ends those whose errand nobody waits for.
    pub(super) fn employ(self: &Rc<Self>) {
        let mut session = self.session.borrow_mut();
        let mut hands = self.crew.hands.borrow_mut();
        hands.retain(|hand| hand.place.is_none_or(|place| session.expects(place)));
        if !session.wants_hands() {
            hands.retain(|hand| hand.place.is_some());
            return;
        }
        while hands.len() < self.crew.most.get() {
            match self.hire() {
                Ok(hand) => hands.push(hand),
                Err(error) => {
                    // Everything is done by this worker alone then.
                    complain_of("no more workers", &error);
                    self.crew.most.set(hands.len());
                }
            }
        }
        for hand in hands.iter_mut().filter(|hand| hand.ready && hand.place.is_none()) {
            let Some((place, errand)) = session.hand_out() else { break };
            let posted = wire::pack(&(place, errand))
                .and_then(|packet| hand.worker.post_message_with_transfer(&packet.message, &packet.transfer));
            match posted {
                Ok(()) => hand.place = Some(place),
                Err(error) => {
                    complain_of("an errand that cannot be sent", &error);
                    session.take_back(place, None);
                }
            }
        }
    }

    fn hire(self: &Rc<Self>) -> Result<Hand, JsValue> {
        let options = WorkerOptions::new();
        options.set_name(NAME);
        // Its script is this worker's own, from the blob that the page holds.
        let worker = web_sys::Worker::new_with_options(&self.scope.location().href(), &options)?;
        let number = self.crew.next.replace(self.crew.next.get() + 1);
        let listening = Rc::clone(self);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            listening.hears_of(number, &message.data());
        });
        let mourning = Rc::clone(self);
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |error: ErrorEvent| {
            error.prevent_default();
            complain(&format!("one of the crew broke: {}", error.message()));
            mourning.loses(number);
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.post_message(&wasm_bindgen::module())?;
        Ok(Hand { number, worker, ready: false, place: None, _on_message: on_message, _on_error: on_error })
    }

    fn hears_of(self: &Rc<Self>, number: u32, data: &JsValue) {
        if data.is_null() {
            self.with_hand(number, |hand| hand.ready = true);
        } else {
            match wire::unpack::<(Place, Word)>(data) {
                Ok(((place, Word::Share(share)), _)) => self.session.borrow_mut().hears(place, share),
                Ok(((place, Word::Done(finding)), _)) => {
                    self.with_hand(number, |hand| hand.place = None);
                    self.session.borrow_mut().take_back(place, finding);
                }
                Err(error) => complain_of("a word that cannot be read", &error),
            }
        }
        self.stop_waiting();
        self.employ();
        self.schedule();
    }

    fn with_hand(&self, number: u32, change: impl FnOnce(&mut Hand)) {
        if let Some(hand) = self.crew.hands.borrow_mut().iter_mut().find(|hand| hand.number == number) {
            change(hand);
        }
    }

    /// One of the crew is no more: what it was doing is done here.
    fn loses(self: &Rc<Self>, number: u32) {
        let place = {
            let mut hands = self.crew.hands.borrow_mut();
            let Some(at) = hands.iter().position(|hand| hand.number == number) else { return };
            let hand = hands.remove(at);
            self.crew.most.set(hands.len());
            hand.place
        };
        if let Some(place) = place {
            self.session.borrow_mut().take_back(place, None);
        }
        self.stop_waiting();
        self.schedule();
    }
}
