//! What can wait for a moment: each piece is a task of its own on the page's thread, so that between two of them the browser can
//! draw and hear a person. On a slow device one long task would be felt where several short ones are not.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageChannel, MessagePort};
use yew::prelude::*;

use super::page::every;
use super::{complain, complain_of};

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

    /// Whether nothing waits here.
    fn is_free(&self) -> bool {
        self.0.borrow().is_none()
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
    /// Whether nothing waits.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub fn is_empty(&self) -> bool {
        self.waiting.borrow().is_empty()
    }

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

/// What [`Later`] draws.
#[derive(Properties, PartialEq)]
pub struct LaterProps {
    /// What it holds.
    pub children: Html,
    /// What waits.
    #[prop_or_default]
    pub waits: Waits,
}

/// What of a [`Later`] waits for its turn.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Waits {
    /// What it holds first and each change of that.
    #[default]
    Always,
    /// Each change: what it holds first is drawn at once.
    Changes,
    /// What it holds first: changes are drawn at once.
    First,
}

/// Draws what it holds in a turn of its own, and each change of that too: until then there is what was there before.
pub struct Later {
    turn: Turn,
    drawn: Html,
}

impl Later {
    fn wait(&self, context: &Context<Self>) -> bool {
        let draw = context.link().callback(|()| ());
        self.turn.take(move || draw.emit(()));
        false
    }
}

impl Component for Later {
    type Message = ();
    type Properties = LaterProps;

    fn create(context: &Context<Self>) -> Self {
        let LaterProps { children, waits } = context.props();
        let at_once = *waits == Waits::Changes;
        let own =
            Self { turn: Turn::default(), drawn: if at_once { children.clone() } else { Html::default() } };
        if !at_once {
            own.wait(context);
        }
        own
    }

    fn changed(&mut self, context: &Context<Self>, _before: &LaterProps) -> bool {
        if context.props().waits == Waits::First && self.turn.is_free() {
            return Component::update(self, context, ());
        }
        self.wait(context)
    }

    fn update(&mut self, context: &Context<Self>, (): ()) -> bool {
        self.drawn = context.props().children.clone();
        true
    }

    fn view(&self, _context: &Context<Self>) -> Html {
        self.drawn.clone()
    }
}

thread_local! {
    static ROW: Row = Row::new();
}

/// Pieces that took so many ms together are drawn before the next one's turn: what a browser draws at once is one task too.
const FRAME_MS: f64 = 4.0;
/// No longer than this is waited for a picture: three of them.
const LONGEST_MS: i32 = 50;
/// A call that has not come after this is lost.
const LOST_MS: i32 = 1000;

struct Row {
    waiting: RefCell<VecDeque<Weak<RefCell<Option<Piece>>>>>,
    /// When a message was sent that is on its way, in ms.
    called: Cell<Option<f64>>,
    /// A message to oneself is a task of its own, and, unlike a timer, none that a browser holds back. Both ends are held, not the channel:
    /// a browser may collect an end that nothing in the page holds, and who listens there with it.
    ends: Option<[MessagePort; 2]>,
    /// How long the pieces took that nobody may have seen yet, in ms.
    undrawn_ms: Cell<f64>,
    /// Whether the next piece waits until these are drawn.
    awaits_drawing: Cell<bool>,
    /// Called when they are.
    drawn: JsValue,
}

impl Row {
    fn new() -> Self {
        let ends = MessageChannel::new()
            .map_err(|error| complain_of("no channel, so that all is done at once", &error))
            .map(|channel| [channel.port1(), channel.port2()])
            .ok();
        if let Some([own, _]) = &ends {
            let next = Closure::<dyn FnMut()>::new(|| ROW.with(Row::next)).into_js_value();
            own.set_onmessage(Some(next.unchecked_ref()));
        }
        every(LOST_MS, || ROW.with(Row::look));
        Self {
            waiting: RefCell::default(),
            called: Cell::new(None),
            ends,
            undrawn_ms: Cell::new(0.0),
            awaits_drawing: Cell::new(false),
            drawn: Closure::<dyn FnMut()>::new(|| ROW.with(Row::after_drawn)).into_js_value(),
        }
    }

    fn enter(&self, place: &Rc<RefCell<Option<Piece>>>) {
        self.waiting.borrow_mut().push_back(Rc::downgrade(place));
        self.call();
    }

    fn call(&self) {
        if self.called.get().is_some() {
            return;
        }
        self.called.set(Some(js_sys::Date::now()));
        if self.undrawn_ms.get() <= FRAME_MS || !self.after_drawing() {
            self.post();
        }
    }

    /// In WebKit a row stood still for good, for all that is known because a message never came: whoever waits for one must not wait for
    /// ever.
    fn look(&self) {
        let now = js_sys::Date::now();
        // A clock may be put back.
        if self.called.get().is_some_and(|sent| (now - sent).abs() > f64::from(LOST_MS)) {
            complain("a turn that nobody called was taken");
            self.awaits_drawing.set(false);
            self.next();
        }
    }

    /// Goes on behind the next picture, or where there is none for long, as on a screen that is off; `false` in a tab that nobody sees.
    fn after_drawing(&self) -> bool {
        let Some(window) = web_sys::window().filter(|own| own.document().is_some_and(|own| !own.hidden()))
        else {
            return false;
        };
        self.awaits_drawing.set(true);
        let then = self.drawn.unchecked_ref();
        let _ = window.request_animation_frame(then);
        window.set_timeout_with_callback_and_timeout_and_arguments_0(then, LONGEST_MS).is_ok()
    }

    fn after_drawn(&self) {
        if self.awaits_drawing.replace(false) {
            self.undrawn_ms.set(0.0);
            self.post();
        }
    }

    fn post(&self) {
        let posted = self.ends.as_ref().map(|[_, other]| other.post_message(&JsValue::NULL));
        if !matches!(posted, Some(Ok(()))) {
            self.next();
        }
    }

    fn next(&self) {
        self.called.set(None);
        // A place that is gone takes no turn.
        let piece = loop {
            let Some(place) = self.waiting.borrow_mut().pop_front() else { return };
            if let Some(piece) = place.upgrade().and_then(|place| place.take()) {
                break piece;
            }
        };
        let begun = js_sys::Date::now();
        piece();
        self.undrawn_ms.set(self.undrawn_ms.get() + js_sys::Date::now() - begun);
        if !self.waiting.borrow().is_empty() {
            self.call();
        }
    }
}
