//! The page's side of the worker: starting it from the module that the page already has, and talking to it.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, ErrorEvent, File, MessageEvent, Url, Worker};

use super::{complain_of, files, wire};
use crate::session::{Command, Event, OUT_OF_MEMORY};

/// Starts the module that is posted first; a failed promise inside is told as any other error, so that the page
/// learns of it.
const WORKER_START: &str = "\nself.onunhandledrejection = (e) => setTimeout(() => { throw e.reason; });\n\
     self.onmessage = (e) => { self.onmessage = null; wasm_bindgen({ module_or_path: e.data }); };\n";

/// What the worker does that the page hears of.
pub enum Heard {
    /// It is there.
    Ready,
    /// It said something.
    Event(Event),
    /// It has something for the other worker, which is passed on unread.
    Relay(Array),
    /// It took what was passed on to it.
    Taken,
    /// It broke.
    Died(String),
}

/// A worker and what waits until it is there.
pub struct Engine {
    worker: Worker,
    ready: Rc<RefCell<Waiting>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

/// Commands in their order.
#[derive(Default)]
struct Waiting {
    /// The worker is there.
    ready: bool,
    /// The files of the one before are being read.
    reading: bool,
    queue: VecDeque<(Command, Vec<File>)>,
}

impl Engine {
    /// Starts a worker from the text of a glue script, and the module that belongs to it, its bytes or its
    /// address.
    pub fn start(glue: &str, module: &JsValue, heard: impl Fn(Heard) + 'static) -> Result<Self, JsValue> {
        let parts = Array::of2(&glue.into(), &WORKER_START.into());
        let options = BlobPropertyBag::new();
        options.set_type("text/javascript");
        let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
        let url = Url::create_object_url_with_blob(&blob)?;
        let worker = Worker::new(&url);
        // The worker fetches its script as it starts, so the address is kept for this page's life: it is a few bytes
        // that name a text which the page holds anyway.
        let worker = worker?;

        let ready = Rc::new(RefCell::new(Waiting::default()));
        let heard = Rc::new(heard);
        let on_message = {
            let (ready, worker, heard) = (Rc::clone(&ready), worker.clone(), Rc::clone(&heard));
            Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
                let data = message.data();
                if data.is_null() {
                    ready.borrow_mut().ready = true;
                    post_all(&worker, &ready);
                    return heard(Heard::Ready);
                }
                if data.is_truthy() && data.as_bool().is_some() {
                    return heard(Heard::Taken);
                }
                if let Some(relayed) = relayed(&data) {
                    return heard(Heard::Relay(relayed));
                }
                match wire::unpack::<Event>(&data) {
                    Ok((event, _)) => heard(Heard::Event(event)),
                    Err(error) => complain_of("an event that cannot be read", &error),
                }
            })
        };
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |error: ErrorEvent| {
            error.prevent_default();
            let message = error.message();
            // Every engine has a sentence of its own with this word in it for a module that gave up without a panic.
            let gave_up = message.contains("nreachable");
            heard(Heard::Died(if gave_up { OUT_OF_MEMORY.to_owned() } else { message }));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.post_message(module)?;
        Ok(Self { worker, ready, _on_message: on_message, _on_error: on_error })
    }

    /// Sends a command, as soon as the worker is there.
    pub fn send(&self, command: Command, files: Vec<File>) {
        self.ready.borrow_mut().queue.push_back((command, files));
        post_all(&self.worker, &self.ready);
    }
}

impl Engine {
    /// Passes on what another worker sent.
    pub fn relay(&self, message: &Array) {
        let Ok(bytes) = message.get(0).dyn_into::<Uint8Array>() else { return };
        let transfer = bytes.buffer();
        if let Err(error) = self.worker.post_message_with_transfer(message, &Array::of1(&transfer)) {
            complain_of("a message that cannot be passed on", &error);
        }
    }

    /// Tells a worker that a message of its was taken by the other.
    pub fn taken(&self) {
        if let Err(error) = self.worker.post_message(&JsValue::TRUE) {
            complain_of("a receipt that cannot be sent", &error);
        }
    }
}

/// The message inside one that is to be passed on.
fn relayed(data: &JsValue) -> Option<Array> {
    let parts: &Array = data.dyn_ref()?;
    if parts.get(1).is_truthy() { parts.get(0).dyn_into().ok() } else { None }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Sends what waits, as far as that is possible now.
fn post_all(worker: &Worker, waiting: &Rc<RefCell<Waiting>>) {
    loop {
        let next = {
            let mut waiting = waiting.borrow_mut();
            let can = waiting.ready && !waiting.reading;
            can.then(|| waiting.queue.pop_front()).flatten()
        };
        let Some((command, files)) = next else { return };
        if files.is_empty() || !files::only_page_reads() {
            post(worker, &command, &Array::from_iter(files));
            continue;
        }
        waiting.borrow_mut().reading = true;
        let (worker, waiting) = (worker.clone(), Rc::clone(waiting));
        wasm_bindgen_futures::spawn_local(async move {
            let parts = Array::new();
            for file in files {
                // What cannot be read here cannot be read there either, and there it is told.
                let part = files::in_memory(&file).await.unwrap_or_else(|_| file.into());
                parts.push(&part);
            }
            post(&worker, &command, &parts);
            waiting.borrow_mut().reading = false;
            post_all(&worker, &waiting);
        });
        return;
    }
}

fn post(worker: &Worker, command: &Command, files: &Array) {
    let posted = wire::pack_with(command, files)
        .and_then(|packet| worker.post_message_with_transfer(&packet.message, &packet.transfer));
    if let Err(error) = posted {
        complain_of("a command that cannot be sent", &error);
    }
}
