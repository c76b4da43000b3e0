//! The worker: the same [`Session`] as the terminal's, driven by messages, with a clock.

#[cfg(feature = "lab")]
mod crew;
#[cfg(feature = "lab")]
mod keeping;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Performance};

use super::files::Given;
#[cfg(feature = "lab")]
use super::keep::Keeper;
use super::{complain_of, wire};
use crate::data::ReadError;
use crate::session::{Command, Event, Session};

/// How long to train before messages are looked at again.
const SLICE_MS: f64 = 50.0;
/// The least time between two reports of progress.
const REPORT_MS: f64 = 100.0;
/// … in times of what the last one took: a report predicts all rows to watch, of which there may be a million.
const REPORT_TIMES: f64 = 10.0;

/// Makes this scope a worker: listens, then says that it is there by an empty message.
pub fn start(scope: DedicatedWorkerGlobalScope) {
    super::tell_panics();
    #[cfg(feature = "lab")]
    if crew::is_one(&scope) {
        return crew::serve(scope);
    }
    let worker = Rc::new(Worker {
        scope: scope.clone(),
        session: RefCell::new(session()),
        scheduled: Cell::new(false),
        clock: scope.performance(),
        reported_ms: Cell::new(0.0),
        behind: RefCell::new(None),
        #[cfg(feature = "lab")]
        keeper: Keeper::new(scope.clone()),
        #[cfg(feature = "lab")]
        crew: crew::Crew::new(&scope),
        waiting_since: Cell::new(None),
        report_took_ms: Cell::new(0.0),
        turn: match web_sys::MessageChannel::new() {
            Ok(channel) => [channel.port1(), channel.port2()],
            Err(error) => return complain_of("no message channel", &error),
        },
    });
    let ticking = Rc::clone(&worker);
    let tick = Closure::<dyn FnMut()>::new(move || ticking.tick());
    worker.turn[0].set_onmessage(Some(tick.as_ref().unchecked_ref()));
    tick.forget();

    let listening = Rc::clone(&worker);
    let listen = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        match wire::unpack::<Command>(&message.data()) {
            Ok((command, files)) => listening.obey(command, files),
            Err(error) => complain_of("a command that cannot be read", &error),
        }
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
    if let Err(error) = scope.post_message(&JsValue::NULL) {
        complain_of("the worker cannot speak", &error);
    }
}

/// The lab writes scripts, whose comments are sentences.
#[cfg(feature = "lab")]
fn session() -> Session {
    Session::new()
        .with_comments(|tag| crate::i18n::Language::from_tag(tag).unwrap_or_default().carry().python)
}

/// The first worker writes none.
#[cfg(not(feature = "lab"))]
fn session() -> Session {
    Session::new()
}

/// Commands with their files, in their order.
type Behind = Vec<(Command, Vec<Given>)>;

struct Worker {
    scope: DedicatedWorkerGlobalScope,
    session: RefCell<Session>,
    /// Whether a tick is on its way.
    scheduled: Cell<bool>,
    /// Kept, because it is asked after each step.
    clock: Option<Performance>,
    reported_ms: Cell<f64>,
    report_took_ms: Cell<f64>,
    /// Commands that came while an example is being read, or a project.
    behind: RefCell<Option<Behind>>,
    /// What is kept in the browser.
    #[cfg(feature = "lab")]
    keeper: Keeper,
    /// Other workers that help.
    #[cfg(feature = "lab")]
    crew: crew::Crew,
    /// Since when a run waits for them.
    waiting_since: Cell<Option<f64>>,
    /// A message to itself is the fastest way to let others have a turn: timers are slowed down in hidden tabs. Both ends are held, or
    /// a browser may collect the one that listens.
    turn: [web_sys::MessagePort; 2],
}

impl Worker {
    fn obey(self: &Rc<Self>, command: Command, files: Vec<Given>) {
        // What comes behind an example is about its table.
        if let Some(behind) = self.behind.borrow_mut().as_mut() {
            behind.push((command, files));
            return;
        }
        let file = files.into_iter().next();
        let command = match (command, file) {
            (Command::Example { request, name }, Some(file)) => {
                let worker = Rc::clone(self);
                return self.first(async move { worker.example(request, name, file).await });
            }
            #[cfg(feature = "lab")]
            (Command::Open { request, work }, file) => {
                let worker = Rc::clone(self);
                return self.first(async move { worker.open(request, work, file).await });
            }
            (command, _) => command,
        };
        #[cfg(feature = "lab")]
        if self.is_about_works(&command) {
            return;
        }
        let is_part = matches!(command, Command::Column { .. });
        let events = self.session.borrow_mut().command(command);
        self.say(events);
        self.employ();
        self.schedule();
        self.keep();
        // A receipt, for which the reader waits before it sends more than a few parts.
        if is_part && let Err(error) = self.scope.post_message(&JsValue::TRUE) {
            complain_of("a receipt that cannot be sent", &error);
        }
    }

    /// What comes meanwhile waits.
    fn first(self: &Rc<Self>, done: impl Future<Output = ()> + 'static) {
        let worker = Rc::clone(self);
        *self.behind.borrow_mut() = Some(Vec::new());
        wasm_bindgen_futures::spawn_local(async move {
            done.await;
            let behind = worker.behind.borrow_mut().take();
            behind.into_iter().flatten().for_each(|(command, files)| worker.obey(command, files));
        });
    }

    async fn example(&self, request: u32, name: String, file: Given) {
        let event = match file.read_all().await.map(String::from_utf8) {
            Ok(Ok(text)) => self.session.borrow_mut().example(request, name, &text),
            _ => Event::LoadFailed { request, file: 0, error: ReadError::Unreadable },
        };
        self.say(vec![event]);
    }

    fn schedule(&self) {
        if self.session.borrow().is_busy() && !self.scheduled.replace(true) {
            // A port that is open on both sides takes every message.
            let _ = self.turn[1].post_message(&JsValue::NULL);
        }
    }

    fn tick(self: &Rc<Self>) {
        self.scheduled.set(false);
        self.stop_waiting();
        let start = self.now_ms();
        let training = self.session.borrow().is_training();
        // A sweep or a plan has all cores at work: the page's thread, which draws what it hears, would take its time from them.
        let least = if training { REPORT_MS } else { 4.0 * REPORT_MS };
        let rest = least.max(REPORT_TIMES * self.report_took_ms.get());
        let report = start - self.reported_ms.get() >= rest;
        let mut trained = start;
        let mut more = || {
            trained = self.now_ms();
            trained - start < SLICE_MS
        };
        let events = self.session.borrow_mut().work(&mut more, report);
        if training {
            self.session.borrow_mut().spend((self.now_ms() - start) / 1000.0);
        }
        self.say(events);
        if report {
            self.reported_ms.set(start);
            self.report_took_ms.set(self.now_ms() - trained);
        }
        self.employ();
        self.schedule();
        if self.session.borrow().is_training() && !self.session.borrow().is_busy() {
            self.waiting_since.set(Some(self.now_ms()));
        }
        self.keep();
    }

    /// The time that a run waited for others is its time too.
    fn stop_waiting(&self) {
        if let Some(since) = self.waiting_since.take() {
            self.session.borrow_mut().spend((self.now_ms() - since) / 1000.0);
        }
    }

    /// The first worker has nobody to help it.
    #[cfg(not(feature = "lab"))]
    fn employ(&self) {}

    /// The first worker keeps nothing: the lab takes its run over.
    #[cfg(not(feature = "lab"))]
    fn keep(&self) {}

    fn say(&self, events: Vec<Event>) {
        for event in events {
            let posted = wire::pack(&event)
                .and_then(|packet| self.scope.post_message_with_transfer(&packet.message, &packet.transfer));
            if let Err(error) = posted {
                complain_of("an event that cannot be sent", &error);
            }
        }
    }

    fn now_ms(&self) -> f64 {
        self.clock.as_ref().map_or(0.0, Performance::now)
    }
}
