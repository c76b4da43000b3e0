//! The worker: the same [`Session`] as the terminal's, driven by messages, with a clock.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

use super::{complain, wire};
use crate::session::{Command, Event, Session};

/// How long to train before messages are looked at again.
const SLICE_MS: f64 = 50.0;
/// The least time between two reports of progress.
const REPORT_MS: f64 = 100.0;
/// Bytes of a file that are read at once.
const CHUNK_BYTES: f64 = 1_048_576.0;

/// Makes this scope a worker: listens, then says that it is there by an empty message.
pub fn start(scope: DedicatedWorkerGlobalScope) {
    std::panic::set_hook(Box::new(|panic| complain(&panic.to_string())));
    let worker = Rc::new(Worker {
        scope: scope.clone(),
        session: RefCell::new(Session::new()),
        scheduled: Cell::new(false),
        reported_ms: Cell::new(0.0),
        turn: match web_sys::MessageChannel::new() {
            Ok(channel) => channel,
            Err(error) => return complain(&format!("no message channel: {error:?}")),
        },
    });
    let ticking = Rc::clone(&worker);
    let tick = Closure::<dyn FnMut()>::new(move || ticking.tick());
    worker.turn.port1().set_onmessage(Some(tick.as_ref().unchecked_ref()));
    tick.forget();

    let listening = Rc::clone(&worker);
    let listen = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        match wire::unpack::<Command>(&message.data()) {
            Ok((command, file)) => listening.obey(command, file),
            Err(error) => complain(&format!("a command that cannot be read: {error:?}")),
        }
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
    if let Err(error) = scope.post_message(&JsValue::NULL) {
        complain(&format!("the worker cannot speak: {error:?}"));
    }
}

struct Worker {
    scope: DedicatedWorkerGlobalScope,
    session: RefCell<Session>,
    /// Whether a tick is on its way.
    scheduled: Cell<bool>,
    reported_ms: Cell<f64>,
    /// A message to itself is the fastest way to let others have a turn: timers are slowed down in hidden tabs.
    turn: web_sys::MessageChannel,
}

impl Worker {
    fn obey(self: &Rc<Self>, command: Command, file: Option<File>) {
        let load = match &command {
            Command::Load { request, .. } => Some(*request),
            _ => None,
        };
        let events = self.session.borrow_mut().command(command);
        self.say(events);
        if let (Some(request), Some(file)) = (load, file) {
            let worker = Rc::clone(self);
            wasm_bindgen_futures::spawn_local(async move { worker.read(request, file).await });
        }
        self.schedule();
    }

    /// Feeds the session with the file, a chunk at a time, so that other messages get their turn.
    async fn read(&self, request: u32, file: File) {
        let size = file.size();
        let mut from = 0.0;
        while from < size && self.session.borrow().is_loading(request) {
            let to = (from + CHUNK_BYTES).min(size);
            match read_slice(&file, from, to).await {
                Ok(bytes) => {
                    let events = self.session.borrow_mut().chunk(request, &bytes);
                    self.say(events);
                }
                Err(_) => {
                    let events = self.session.borrow_mut().unreadable(request);
                    return self.say(events);
                }
            }
            from = to;
        }
        let events = self.session.borrow_mut().end_of_file(request);
        self.say(events);
    }

    fn schedule(&self) {
        if self.session.borrow().is_busy() && !self.scheduled.replace(true) {
            // A port that is open on both sides takes every message.
            let _ = self.turn.port2().post_message(&JsValue::NULL);
        }
    }

    fn tick(&self) {
        self.scheduled.set(false);
        let start = self.now_ms();
        let report = start - self.reported_ms.get() >= REPORT_MS;
        if report {
            self.reported_ms.set(start);
        }
        let events = self.session.borrow_mut().work(&mut || self.now_ms() - start < SLICE_MS, report);
        self.say(events);
        self.schedule();
    }

    fn say(&self, events: Vec<Event>) {
        for event in events {
            let posted = wire::pack(&event, None)
                .and_then(|packet| self.scope.post_message_with_transfer(&packet.message, &packet.transfer));
            if let Err(error) = posted {
                complain(&format!("an event that cannot be sent: {error:?}"));
            }
        }
    }

    fn now_ms(&self) -> f64 {
        self.scope.performance().map_or(0.0, |clock| clock.now())
    }
}

async fn read_slice(file: &File, from: f64, to: f64) -> Result<Vec<u8>, JsValue> {
    let blob = file.slice_with_f64_and_f64(from, to)?;
    let buffer = wasm_bindgen_futures::JsFuture::from(blob.array_buffer()).await?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}
