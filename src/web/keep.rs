//! The lab's worker keeps what is made, in the browser's database: at once when something changed, and once a second
//! while it trains.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::DedicatedWorkerGlobalScope;

use super::complain;
use super::shelf::{Shelf, is_full};
use crate::session::Session;
use crate::session::keep::{
    Change, Chest, KeepError, KeepProblem, OpenError, Part, WorkLine, Works, WorksAsk,
};

/// Between two writings while it trains.
const EVERY_MS: f64 = 1000.0;
/// Works that are kept at most.
const MOST_WORKS: usize = 12;
/// How often, and at what distance in ms, a work is asked for that another page may be about to leave.
const LOCK_TRIES: u32 = 6;
const LOCK_PAUSE_MS: i32 = 200;
const WRITING_PAUSE_MS: i32 = 20;

/// What is kept of a session, and where.
pub struct Keeper {
    scope: DedicatedWorkerGlobalScope,
    shelf: RefCell<Option<Rc<Shelf>>>,
    /// The work on the page.
    work: Cell<Option<u64>>,
    /// The bytes of its parts.
    sizes: RefCell<BTreeMap<Part, u64>>,
    problem: RefCell<Option<KeepProblem>>,
    writing: Cell<bool>,
    written_ms: Cell<f64>,
    /// A person wanted nothing to be kept.
    off: Cell<bool>,
    /// The works whose locks this worker has, and what lets go of each.
    held: Rc<RefCell<BTreeMap<u64, Function>>>,
}

/// What became of a writing that the page has to know: the name of the work, or that it is not kept.
pub type Told = Option<Option<u64>>;

impl Keeper {
    /// A keeper of nothing yet.
    pub fn new(scope: DedicatedWorkerGlobalScope) -> Self {
        Self {
            scope,
            shelf: RefCell::default(),
            work: Cell::default(),
            sizes: RefCell::default(),
            problem: RefCell::default(),
            writing: Cell::default(),
            written_ms: Cell::new(f64::NEG_INFINITY),
            off: Cell::default(),
            held: Rc::default(),
        }
    }

    async fn shelf(&self) -> Result<Rc<Shelf>, idb::Error> {
        if let Some(shelf) = self.shelf.borrow().as_ref() {
            return Ok(Rc::clone(shelf));
        }
        let shelf = Rc::new(Shelf::open().await?);
        *self.shelf.borrow_mut() = Some(Rc::clone(&shelf));
        Ok(shelf)
    }

    /// Whether there may be something to write now.
    pub fn is_due(&self, busy: bool, now_ms: f64) -> bool {
        !self.off.get() && !self.writing.get() && (!busy || now_ms - self.written_ms.get() >= EVERY_MS)
    }

    /// Writes what changed, and what changes while that is written: it finds a writing under way, and nothing else may come that
    /// would write it.
    pub async fn keep(&self, session: &RefCell<Session>) -> Told {
        let mut told = None;
        loop {
            let changed = session.borrow_mut().unkept();
            let changed = match changed {
                Ok(changed) if changed.is_empty() => return told,
                Ok(changed) => changed,
                Err(error) => {
                    *self.problem.borrow_mut() = Some(match error {
                        KeepError::TooLarge { bytes } => KeepProblem::TooLarge { bytes },
                        KeepError::NotWritten => KeepProblem::Full,
                    });
                    self.work.set(None);
                    return Some(None);
                }
            };
            let about = session.borrow().about();
            self.writing.set(true);
            told = self.write(changed, about).await.or(told);
            if session.borrow().has_unkept_table() {
                // Another table came meanwhile; what was written is not the one that is there.
                told = None;
            }
            self.written_ms.set(self.now_ms());
            self.writing.set(false);
            // Without a place to write to there is nothing to go on with; a run that goes on is written by the second.
            if self.work.get().is_none() || session.borrow().is_busy() {
                return told;
            }
        }
    }

    async fn write(&self, changed: Vec<Change>, (name, rows, runs): (String, u32, u32)) -> Told {
        let is_new = changed.iter().any(|(part, _)| *part == Part::Table);
        let before = self.work.get();
        if is_new {
            let now = js_sys::Date::now() as u64;
            self.work.set(Some(before.map_or(now, |before| now.max(before + 1))));
            self.sizes.borrow_mut().clear();
        }
        // Without a table that is kept there is nothing to add to.
        let work = self.work.get()?;
        if is_new {
            self.lock(work, 1).await;
            self.let_go_of_others(work);
        }
        let bytes = {
            let mut sizes = self.sizes.borrow_mut();
            for (part, content) in &changed {
                match content {
                    Some(content) => sizes.insert(*part, content.length()),
                    None => sizes.remove(part),
                };
            }
            sizes.values().sum()
        };
        let line = WorkLine { work, name, rows, runs, bytes, written: js_sys::Date::now() as u64 };
        match self.write_line(&line, &changed).await {
            Ok(()) => {
                *self.problem.borrow_mut() = None;
                (is_new || before.is_none()).then_some(Some(work))
            }
            Err(error) => {
                complain(&format!("not kept: {error}"));
                let full = is_full(&error);
                *self.problem.borrow_mut() =
                    Some(if full { KeepProblem::Full } else { KeepProblem::NoStorage });
                self.work.set(None);
                Some(None)
            }
        }
    }

    /// Writes; where there is no room, the oldest works of no open page go first.
    async fn write_line(&self, line: &WorkLine, changed: &[Change]) -> Result<(), idb::Error> {
        let shelf = self.shelf().await?;
        let mut others = shelf.list().await?;
        others.retain(|own| own.work != line.work);
        while others.len() >= MOST_WORKS {
            let Some(oldest) = others.pop() else { break };
            self.remove(&shelf, oldest.work).await?;
        }
        loop {
            match shelf.write(line, changed).await {
                Err(error) if is_full(&error) => {
                    let Some(oldest) = others.pop() else { return Err(error) };
                    self.remove(&shelf, oldest.work).await?;
                }
                written => return written,
            }
        }
    }

    async fn remove(&self, shelf: &Shelf, work: u64) -> Result<(), idb::Error> {
        if self.is_free(work).await { shelf.remove(work).await } else { Ok(()) }
    }

    /// The parts of a work, and whether it is this page's from now on: one that is open in another page is copied.
    pub async fn read(&self, work: u64) -> Result<(Chest, bool), OpenError> {
        let mine = self.lock(work, LOCK_TRIES).await;
        let parts = match self.shelf().await {
            Ok(shelf) => shelf.read(work).await.map_err(|_| OpenError::Nothing)?,
            Err(_) => return Err(OpenError::Nothing),
        };
        let sizes = parts.iter().map(|(part, bytes)| (*part, bytes.len() as u64)).collect();
        let (mut table, mut now, mut runs) = (None, None, Vec::new());
        for (part, bytes) in parts {
            match part {
                Part::Table => table = Some(bytes),
                Part::Now => now = Some(bytes),
                Part::Run(_) => runs.push(bytes),
            }
        }
        let (table, now) = table.zip(now).ok_or(OpenError::Nothing)?;
        if mine {
            self.sizes.replace(sizes);
        }
        Ok((Chest::Kept { table, now, runs }, mine))
    }

    /// This is the work on the page from now on.
    pub fn is_open(&self, work: u64) {
        self.work.set(Some(work));
        self.let_go_of_others(work);
    }

    /// What was on the page before may be opened by another page, and removed.
    fn let_go_of_others(&self, work: u64) {
        let (own, others) = self.held.take().into_iter().partition(|(held, _)| *held == work);
        self.held.replace(own);
        for let_go in BTreeMap::into_values(others) {
            let _ = let_go.call0(&JsValue::NULL);
        }
    }

    /// What is kept, once something of it is gone.
    pub async fn works(&self, ask: WorksAsk) -> (Works, Told) {
        // What is being written belongs to the answer.
        while self.writing.get() {
            self.pause(WRITING_PAUSE_MS).await;
        }
        let mut told = None;
        let listed = async {
            let shelf = self.shelf().await?;
            match ask {
                WorksAsk::List => {}
                WorksAsk::Remove(work) => self.remove(&shelf, work).await?,
                WorksAsk::RemoveAll => {
                    self.off.set(true);
                    shelf.clear().await?;
                    self.work.set(None);
                    *self.problem.borrow_mut() = Some(KeepProblem::Cleared);
                    told = Some(None);
                }
            }
            shelf.list().await
        };
        let works = match listed.await {
            Ok(works) => works,
            Err(error) => {
                complain(&format!("no list of what is kept: {error}"));
                self.problem.borrow_mut().get_or_insert(KeepProblem::NoStorage);
                Vec::new()
            }
        };
        let (present, problem) = (self.work.get(), self.problem.borrow().clone());
        (Works { present, works, problem }, told)
    }

    /// Takes the lock of a work, which this worker holds until it ends or another work is on the page. Where the browser has no locks, two pages that open
    /// the same work are not told apart.
    async fn lock(&self, work: u64, tries: u32) -> bool {
        for left in (0..tries).rev() {
            match self.request(work, true).await {
                Some(false) if left > 0 => self.pause(LOCK_PAUSE_MS).await,
                got => return got.unwrap_or(true),
            }
        }
        false
    }

    /// Whether no page has a work open.
    async fn is_free(&self, work: u64) -> bool {
        self.work.get() != Some(work) && self.request(work, false).await.unwrap_or(true)
    }

    /// Whether a lock was to be had; `None` without locks.
    async fn request(&self, work: u64, hold: bool) -> Option<bool> {
        // web-sys counts locks among what may change still.
        let locks = Reflect::get(&self.scope.navigator(), &"locks".into()).ok()?;
        let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
        let options = Object::new();
        Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE).ok()?;
        let got = Promise::new(&mut |resolve, _| {
            let held = Rc::clone(&self.held);
            let answer = Closure::once_into_js(move |lock: JsValue| {
                let got = !lock.is_null();
                let _ = resolve.call1(&JsValue::NULL, &JsValue::from(got));
                // A promise holds a lock until it is kept.
                JsValue::from(if hold && got {
                    Promise::new(&mut |let_go, _| {
                        held.borrow_mut().insert(work, let_go);
                    })
                } else {
                    Promise::resolve(&JsValue::NULL)
                })
            });
            let name = JsValue::from(format!("greengrad-{work}"));
            let _ = request.call3(&locks, &name, &options, &answer);
        });
        JsFuture::from(got).await.ok()?.as_bool()
    }

    async fn pause(&self, ms: i32) {
        let waited = Promise::new(&mut |resolve, _| {
            let _ = self.scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        });
        // It is always kept.
        let _ = JsFuture::from(waited).await;
    }

    fn now_ms(&self) -> f64 {
        self.scope.performance().map_or(0.0, |clock| clock.now())
    }
}
