//! The reader's worker: the same [`Reader`] as the terminal's, fed from a file, a chunk at a time.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::files::Given;
use super::{complain, complain_of, wire};
use crate::data::source::KEPT_BYTES;
use crate::data::spreadsheet::read_sheet;
use crate::data::{Column, ReadChoices, ReadError, is_spreadsheet, legacy};
use crate::session::{Command, Event, FileToRead, Purpose, Reader};

/// Bytes of a file that are read at once.
const CHUNK_BYTES: f64 = 2_097_152.0;
/// Rows of a column that are handed over at once.
const PART_ROWS: usize = 1 << 18;

/// Makes this scope the reader: listens, then says that it is there by an empty message.
pub fn start(scope: DedicatedWorkerGlobalScope) {
    super::tell_panics();
    let worker = Rc::new(Worker {
        scope: scope.clone(),
        reader: RefCell::new(Reader::new(legacy::decoder)),
        on_its_way: OnItsWay::default(),
    });
    let listen = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
        if message.data().is_truthy() && message.data().as_bool().is_some() {
            return worker.on_its_way.taken();
        }
        match wire::unpack::<Command>(&message.data()) {
            Ok((Command::Load { request, files: to_read, keep_step, purpose }, files)) => {
                worker.reader.borrow_mut().begin(request, to_read.clone(), keep_step, purpose);
                let worker = Rc::clone(&worker);
                wasm_bindgen_futures::spawn_local(async move {
                    worker.read(request, files.into_iter().zip(to_read).collect(), purpose).await;
                });
            }
            Ok((Command::Lines { request, line }, _)) => {
                let lines = worker.reader.borrow().lines(line);
                worker.say(Some(Event::Lines { request, line, lines }));
            }
            other => complain(&format!("no command for a reader: {:?}", other.err())),
        }
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget();
    if let Err(error) = scope.post_message(&JsValue::NULL) {
        complain_of("the reader cannot speak", &error);
    }
}

struct Worker {
    scope: DedicatedWorkerGlobalScope,
    reader: RefCell<Reader>,
    on_its_way: OnItsWay,
}

/// Parts of columns that were sent and not taken yet: few at a time, or a long table would stand in memory once more as
/// messages.
#[derive(Default)]
struct OnItsWay {
    parts: Cell<u32>,
    waiting: RefCell<Vec<Function>>,
}

impl OnItsWay {
    const MOST: u32 = 4;

    /// Waits until another part may be sent, and counts it.
    async fn begin(&self) {
        while self.parts.get() >= Self::MOST {
            let promise = Promise::new(&mut |resolve, _| self.waiting.borrow_mut().push(resolve));
            // It is never rejected.
            let _ = JsFuture::from(promise).await;
        }
        self.parts.set(self.parts.get() + 1);
    }

    fn taken(&self) {
        self.parts.set(self.parts.get().saturating_sub(1));
        for resolve in self.waiting.take() {
            let _ = resolve.call0(&JsValue::NULL);
        }
    }
}

impl Worker {
    async fn read(&self, request: u32, mut files: Vec<(Given, FileToRead)>, purpose: Purpose) {
        let mut last = None;
        let mut opened = None;
        let wants = || self.reader.borrow().wants(request);
        while let Some(place) = wants() {
            let Some((file, to_read)) = files.get_mut(place) else { break };
            if opened != Some(place) {
                opened = Some(place);
                match self.sheet_text(request, file, &to_read.choices).await {
                    Ok(None) => {}
                    Ok(Some(text)) => *file = text,
                    Err(error) => {
                        last = self.reader.borrow_mut().give_up(request, error);
                        break;
                    }
                }
            }
            let size = file.size();
            let mut from = 0.0;
            // The next slice is on its way while this one is understood.
            let mut next = file.begin(0.0, CHUNK_BYTES.min(size));
            while from < size && wants().is_some() {
                let to = (from + CHUNK_BYTES).min(size);
                let here = std::mem::replace(&mut next, file.begin(to, (to + CHUNK_BYTES).min(size)));
                let bytes = match here {
                    Ok(slice) => slice.bytes().await,
                    Err(error) => Err(error),
                };
                let event = match bytes {
                    Ok(bytes) => self.reader.borrow_mut().chunk(request, &bytes),
                    Err(_) => self.reader.borrow_mut().give_up(request, ReadError::Unreadable),
                };
                self.say(event);
                from = to;
            }
            last = self.reader.borrow_mut().end_of_file(request);
        }
        if matches!(last, Some(Event::Loaded { .. })) {
            let size: f64 = files.iter().map(|(file, _)| file.size()).sum();
            let keep = purpose == Purpose::Train && size <= KEPT_BYTES as f64;
            self.hand_over(request, purpose, keep).await;
        }
        self.say(last);
    }

    /// Where a file is a spreadsheet: its sheet as text.
    async fn sheet_text(
        &self,
        request: u32,
        file: &Given,
        choices: &ReadChoices,
    ) -> Result<Option<Given>, ReadError> {
        let first = file.read(0.0, file.size().min(8.0)).await.map_err(|_| ReadError::Unreadable)?;
        if !is_spreadsheet(&first) {
            return Ok(None);
        }
        let bytes = file.read_all().await.map_err(|_| ReadError::Unreadable)?;
        let sheet = read_sheet(bytes, choices.sheet.as_deref())?;
        self.reader.borrow_mut().is_sheet(request, sheet.text.len() as u64, sheet.sheets);
        Ok(Some(Given::Bytes(Uint8Array::from(sheet.text.as_bytes()))))
    }

    /// Sends the table to the worker that trains, by way of the page, a part of a column at a time. Unless it is
    /// kept, each column is gone here before the next is packed.
    async fn hand_over(&self, request: u32, purpose: Purpose, keep: bool) {
        let Some(parsed) = self.reader.borrow_mut().take(purpose, keep) else { return };
        let table = parsed.table;
        let rows = table.rows();
        self.relay(&Command::Table { request, purpose, lines: table.lines });
        if purpose == Purpose::Train
            && let Ok(source) = postcard::to_stdvec(self.reader.borrow().source())
        {
            self.relay(&Command::Source { request, source });
        }
        for column in table.columns {
            // In parts: a whole column would be in memory several times while it is packed and handed over.
            for from in (0..rows.max(1)).step_by(PART_ROWS) {
                let values = column.values.slice(from..(from + PART_ROWS).min(rows));
                let part = Column { name: column.name.clone(), values, unit: column.unit.clone(), ..column };
                self.on_its_way.begin().await;
                self.relay(&Command::Column { request, begins: from == 0, column: part });
            }
        }
    }

    fn relay(&self, command: &Command) {
        let posted = wire::pack(command).and_then(|packet| {
            let message = Array::of2(&packet.message, &JsValue::TRUE);
            self.scope.post_message_with_transfer(&message, &packet.transfer)
        });
        if let Err(error) = posted {
            complain_of("a column that cannot be sent", &error);
        }
    }

    fn say(&self, event: Option<Event>) {
        let Some(event) = event else { return };
        let posted = wire::pack(&event)
            .and_then(|packet| self.scope.post_message_with_transfer(&packet.message, &packet.transfer));
        if let Err(error) = posted {
            complain_of("an event that cannot be sent", &error);
        }
    }
}
