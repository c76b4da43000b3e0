//! What the lab's worker opens and keeps.

use std::rc::Rc;

use super::Worker;
use crate::i18n::Language;
use crate::session::explaining::{Explained, Question};
use crate::session::keep::{Chest, OpenError};
use crate::session::{Command, Event};
use crate::web::files::Given;

impl Worker {
    /// Opens a project file, or what is kept under a name.
    pub(super) async fn open(&self, request: u32, work: Option<u64>, file: Option<Given>) {
        let chest = match (work, file) {
            (Some(work), _) => self.keeper.read(work).await,
            (None, Some(file)) => match file.read_all().await {
                Ok(bytes) => Ok((Chest::File(bytes), false)),
                Err(_) => Err(OpenError::Unreadable),
            },
            (None, None) => Err(OpenError::Nothing),
        };
        let opened = chest.and_then(|(chest, mine)| {
            let mut session = self.session.borrow_mut();
            let events = session.open(request, chest)?;
            match work.filter(|_| mine) {
                Some(work) => self.keeper.is_open(work),
                None => session.keep_anew(),
            }
            Ok((events, work.filter(|_| mine)))
        });
        match opened {
            Ok((events, work)) => {
                self.say(events);
                if work.is_some() {
                    self.say(vec![Event::Kept { work }]);
                }
            }
            Err(error) => {
                let says = Language::ALL.map(|language| (language.carry().open_error)(&error));
                self.say(vec![Event::NotOpened { request, says }]);
            }
        }
    }

    /// Answers what only the keeper knows.
    pub(super) fn is_about_works(self: &Rc<Self>, command: &Command) -> bool {
        let Command::Explain { run, question, .. } = command else { return false };
        let Ok(Question::Works(ask)) = postcard::from_bytes(question) else { return false };
        let (worker, run) = (Rc::clone(self), *run);
        wasm_bindgen_futures::spawn_local(async move {
            let (works, told) = worker.keeper.works(ask).await;
            if let Ok(answer) = postcard::to_stdvec(&Explained::Works(works)) {
                let about = Question::Works(ask).about();
                worker.say(vec![Event::Explained { run, about, answer }]);
            }
            worker.say(told.map(|work| Event::Kept { work }).into_iter().collect());
        });
        true
    }

    /// Keeps what changed.
    pub(super) fn keep(self: &Rc<Self>) {
        if !self.keeper.is_due(self.session.borrow().is_busy(), self.now_ms()) {
            return;
        }
        let worker = Rc::clone(self);
        wasm_bindgen_futures::spawn_local(async move {
            let told = worker.keeper.keep(&worker.session).await;
            worker.say(told.map(|work| Event::Kept { work }).into_iter().collect());
        });
    }
}
