//! The page's workers: the first, which is in the page's own module; the lab, which takes over from it; and the reader of
//! people's files.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::File;
use yew::html::Scope;

use super::engine::{Engine, Heard};
use super::root::{Message, Root};
use super::{complain_of, files};
use crate::app::Action;
use crate::session::Command;

/// Which worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The one of the page's own module.
    First,
    /// The one that is fetched after it.
    Lab,
    /// The reader.
    Reader,
}

/// What a worker is started from, as often as it has to be.
#[derive(Clone)]
pub struct Source {
    /// The text of its script.
    glue: Rc<str>,
    /// The module that belongs to it, as it is posted.
    module: JsValue,
}

/// A worker, or what waits for it.
#[derive(Default)]
struct Slot {
    engine: Option<Engine>,
    /// What it is started from.
    source: Option<Source>,
    /// Whether that is on its way.
    asked: bool,
    waiting: Vec<(Command, Vec<File>)>,
}

/// All of them.
pub struct Engines {
    link: Scope<Root>,
    slots: [Slot; 3],
    in_charge: Kind,
}

impl Engines {
    /// None yet.
    pub fn new(link: Scope<Root>) -> Self {
        Self { link, slots: Default::default(), in_charge: Kind::First }
    }

    fn slot(&mut self, kind: Kind) -> &mut Slot {
        &mut self.slots[kind as usize]
    }

    /// Sends a command to the worker that it is for, as soon as that is there.
    pub fn send(&mut self, command: Command, files: Vec<File>) {
        let kind = if command.is_for_reader() { Kind::Reader } else { self.in_charge };
        match &self.slot(kind).engine {
            Some(engine) => engine.send(command, files),
            None => {
                self.slot(kind).waiting.push((command, files));
                self.start(kind);
            }
        }
    }

    /// Starts a worker, if it is not there; its script is fetched first.
    pub fn start(&mut self, kind: Kind) {
        let slot = self.slot(kind);
        if slot.engine.is_some() || slot.asked {
            return;
        }
        let Some(source) = slot.source.clone() else {
            slot.asked = true;
            let link = self.link.clone();
            wasm_bindgen_futures::spawn_local(async move {
                link.send_message(Message::Source(kind, source_of(kind).await.ok()));
            });
            return;
        };
        let link = self.link.clone();
        let clock = web_sys::window().and_then(|window| window.performance());
        let heard = move |heard| {
            let now_ms = clock.as_ref().map_or(0.0, |clock| clock.now());
            link.send_message(match heard {
                Heard::Ready => Message::Ready(kind),
                Heard::Event(event) => Message::Act(Action::Heard { event, now_ms }),
                Heard::Relay(message) => Message::Relay(message),
                Heard::Taken => Message::Taken,
                Heard::Died(reason) => Message::Died(kind, reason),
            });
        };
        match Engine::start(&source.glue, &source.module, heard) {
            Ok(engine) => {
                let slot = self.slot(kind);
                for (command, files) in slot.waiting.drain(..) {
                    engine.send(command, files);
                }
                slot.engine = Some(engine);
            }
            Err(error) => complain_of("no worker", &error),
        }
    }

    /// What it is started from came, or did not.
    pub fn source_came(&mut self, kind: Kind, source: Option<Source>) -> Option<Action> {
        let slot = self.slot(kind);
        slot.asked = false;
        if source.is_some() {
            slot.source = source;
            self.start(kind);
            return None;
        }
        // Who only prepares for a file has lost nothing yet.
        let nothing_waits = slot.waiting.is_empty();
        slot.waiting.clear();
        match kind {
            Kind::Reader if nothing_waits => None,
            _ => self.died(kind, "the page's script could not be read".to_owned()),
        }
    }

    /// A worker broke.
    pub fn died(&mut self, kind: Kind, reason: String) -> Option<Action> {
        match kind {
            Kind::Reader => Some(Action::ReaderDied),
            kind if kind == self.in_charge => Some(Action::WorkerDied { reason }),
            Kind::Lab => {
                self.end(Kind::Lab);
                Some(Action::LabMissing)
            }
            Kind::First => None,
        }
    }

    /// A worker said that it is there.
    pub fn ready(&self, kind: Kind) -> Option<Action> {
        (kind == Kind::Lab && self.in_charge != Kind::Lab).then_some(Action::LabStarted)
    }

    /// From now on commands go to the lab.
    pub fn use_lab(&mut self) {
        self.in_charge = Kind::Lab;
        self.end(Kind::First);
        self.start(Kind::Lab);
    }

    /// Ends a worker and forgets what waits for it.
    pub fn end(&mut self, kind: Kind) {
        let slot = self.slot(kind);
        slot.engine = None;
        slot.waiting.clear();
    }

    /// Starts the worker in charge once more.
    pub fn restart(&mut self) {
        let kind = self.in_charge;
        self.slot(kind).engine = None;
        self.start(kind);
    }

    /// Passes what the reader sent on to the worker in charge.
    pub fn relay(&mut self, message: &js_sys::Array) {
        let kind = self.in_charge;
        if let Some(engine) = &self.slot(kind).engine {
            engine.relay(message);
        }
    }

    /// Tells the reader that this was taken.
    pub fn taken(&mut self) {
        if let Some(reader) = &self.slot(Kind::Reader).engine {
            reader.taken();
        }
    }
}

async fn source_of(kind: Kind) -> Result<Source, JsValue> {
    let (glue, module) = match kind {
        // The page's own module is compiled already; the starter's tag names its script.
        Kind::First => (glue_name().ok_or("no starter")?, wasm_bindgen::module()),
        Kind::Lab => ("lab.js".to_owned(), files::module("lab_bg.wasm").await?),
        Kind::Reader => ("reader.js".to_owned(), files::module("reader_bg.wasm").await?),
    };
    Ok(Source { glue: files::fetch_text(&glue).await?.into(), module })
}

fn glue_name() -> Option<String> {
    let document = web_sys::window()?.document()?;
    document.get_element_by_id("starter")?.get_attribute("data-glue")
}
