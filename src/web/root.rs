//! The one component that changes state and carries out effects.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, File, HtmlElement, Window};
use yew::prelude::*;

use super::dispatch::{Shell, Way};
use super::engines::{Engines, Kind, Source};
use super::files::{self, Files};
use super::listen::listen;
use super::memo;
use super::parts::data::Data;
use super::parts::header::Header;
use super::parts::help::Help;
use super::parts::insight::Frame;
use super::parts::loss::Loss;
use super::parts::model::Model;
use super::parts::notice::notice;
use super::parts::second::imported;
use super::parts::split::Split;
use super::parts::test::Test;
use super::turns::{Later, Turn, Waits};
use super::{complain, complain_of};
use crate::app::{Action, AppState, DatasetState, Effect, Insight, Lab, OwnFile, RunState, update};
use crate::data::{ReadChoices, Scaling};
use crate::i18n::Language;
use crate::session::Go;

/// Between two ticks of the clock by which a silent worker is noticed.
const TICK_MS: i32 = 5000;
/// How long the first screen may stand for the page.
const REVEAL_MS: i32 = 15_000;

/// The page.
pub struct Root {
    state: AppState,
    files: Files,
    engines: Engines,
    train: NodeRef,
    was_focused: bool,
    focus: Turn,
    /// Whether it stands in the place of its first screen.
    was_revealed: bool,
    reveal: Turn,
    dragging: bool,
    /// The hash that the page itself wrote last, which is no news.
    hash: String,
    _listeners: Vec<Closure<dyn FnMut(web_sys::Event)>>,
}

/// What the root hears.
pub enum Message {
    /// Something for the state.
    Act(Action),
    /// Files were dropped or chosen, for what the action makes of them.
    Files(Vec<File>, fn(Vec<OwnFile>) -> Action),
    /// A text was pasted.
    Text(String),
    /// An example came, or did not.
    Fetched(u32, Option<File>),
    /// What a worker is started from came, or did not.
    Source(Kind, Option<Source>),
    /// A worker is there.
    Ready(Kind),
    /// A worker broke.
    Died(Kind, String),
    /// The reader has something for the worker.
    Relay(js_sys::Array),
    /// The worker took it.
    Taken,
    /// A person is about to bring a file.
    FileComing,
    /// A file hangs over the page, or no longer does.
    Dragging(bool),
    /// A key was pressed while nothing had the focus that needs it.
    Key(String),
    /// The hash changed.
    Hash,
}

impl Component for Root {
    type Message = Message;
    type Properties = ();

    fn create(context: &Context<Self>) -> Self {
        let mut root = Self {
            state: AppState::default(),
            files: Files::default(),
            engines: Engines::new(context.link().clone()),
            train: NodeRef::default(),
            was_focused: false,
            focus: Turn::default(),
            was_revealed: false,
            reveal: Turn::default(),
            dragging: false,
            hash: String::new(),
            _listeners: listen(context),
        };
        root.engines.start(Kind::First);
        let ticking = context.link().clone();
        // A connection may be slow: what there is by then is better than a picture of it.
        super::page::after(REVEAL_MS, files::reveal);
        super::page::every(TICK_MS, move || ticking.send_message(Message::Act(Action::Ticked)));
        if files::carries_project() {
            let link = context.link().clone();
            wasm_bindgen_futures::spawn_local(async move {
                let project = files::fetch(files::PROJECT, files::PROJECT).await;
                link.send_message(Message::Files(project.into_iter().collect(), Action::FilesGiven));
            });
        }
        let effects = update(
            &mut root.state,
            Action::Opened { hash: hash(), language: browser_language(), kept: memo::recall(&hash()) },
        );
        root.perform(context, effects);
        root
    }

    fn update(&mut self, context: &Context<Self>, message: Message) -> bool {
        let action = match message {
            Message::Act(action) => action,
            Message::Files(files, _) if files.is_empty() => return false,
            Message::Files(files, action) => {
                let own = |file: File| self.keep(file.name(), file);
                action(files.into_iter().map(own).collect())
            }
            Message::Text(text) => match files::of_text(&text, "pasted.csv") {
                Ok(file) => Action::FilesGiven(vec![self.keep(String::new(), file)]),
                Err(error) => {
                    complain_of("a text that makes no file", &error);
                    return false;
                }
            },
            Message::Fetched(request, Some(file)) => {
                let size = file.size() as u64;
                Action::ExampleFetched { request, file: self.files.keep(file), size }
            }
            Message::Fetched(request, None) => Action::ExampleMissing { request },
            Message::Source(kind, source) => match self.engines.source_came(kind, source) {
                Some(action) => action,
                None => return false,
            },
            Message::Ready(kind) => match self.engines.ready(kind) {
                Some(action) => action,
                None => return false,
            },
            Message::Died(kind, reason) => match self.engines.died(kind, reason) {
                Some(action) => action,
                None => return false,
            },
            Message::Relay(message) => {
                self.engines.relay(&message);
                return false;
            }
            Message::Taken => {
                self.engines.taken();
                return false;
            }
            Message::FileComing => {
                self.engines.start(Kind::Reader);
                return false;
            }
            Message::Dragging(dragging) => {
                let changed = self.dragging != dragging;
                self.dragging = dragging;
                return changed;
            }
            Message::Key(key) => match self.key(&key) {
                Some(action) => action,
                None => return false,
            },
            Message::Hash => {
                let hash = hash();
                if hash == self.hash {
                    return false;
                }
                self.hash.clone_from(&hash);
                Action::HashChanged(hash)
            }
        };
        let effects = update(&mut self.state, action);
        self.perform(context, effects);
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let state = &self.state;
        let link = context.link();
        let shell = Shell {
            dispatch: link.callback(Message::Act),
            language: state.language,
            texts: state.language.texts(),
        };
        let t = shell.texts;
        let badge = state.data.example().map(|example| t.badge(example));
        let dataset = state.data.shown.clone();
        let predict = Way(link.callback(|files| Message::Files(files, Action::FilesToPredict)));
        let sizes =
            dataset.as_ref().map(|dataset| (dataset.features.len() as u32, dataset.targets.len() as u32));
        let note = match &state.run.state {
            _ if state.run.settings == state.form.settings => None,
            RunState::Running | RunState::Paused => Some(t.applies_to_the_next_run),
            RunState::Finished(_) | RunState::Diverged(_) => Some(t.results_of_other_settings),
            RunState::Idle | RunState::Failed(_) => None,
        };
        html! {
            <ContextProvider<Shell> context={shell.clone()}>
                <a class="skip" href="#main" onclick={Callback::from(|event: MouseEvent| { event.prevent_default(); focus("main"); })}>{ t.data }</a>
                <Header run={state.run.clone()} blocked={self.blocked()} train={self.train.clone()}
                    lessons={state.lab == Lab::InCharge} learning={!state.lesson.is_empty()} />
                if let Some(said) = &state.notice { { notice(&shell, said) } }
                <main id="main" tabindex="-1">
                    <div class="column-1">
                        <Later waits={Waits::First}>
                            <Data data={state.data.clone()} onfiles={Way(link.callback(|files| Message::Files(files, Action::FilesGiven)))}
                                onjoin={Way(link.callback(|files| Message::Files(files, Action::FilesToJoin)))} onpaste={Way(link.callback(Message::Text))} />
                        </Later>
                        if let Some(model) = &state.imported { { imported(&shell, model, &state.run.second, &predict.0) } }
                        if let Some(spec) = &state.data.spec { <Later waits={Waits::Changes}><Split spec={spec.clone()} dataset={dataset.clone()} /></Later> }
                    </div>
                    <div class="column-2">
                        <Later waits={Waits::First}>
                            <Model form={state.form.clone()} inputs={sizes.map(|sizes| sizes.0)} outputs={sizes.map(|sizes| sizes.1)} {note} />
                        </Later>
                        <Later waits={Waits::First}>
                            <Loss run={state.run.clone()} scale={state.loss_scale} {badge}
                                unscaled={state.data.spec.clone().filter(|spec| spec.scaling == Scaling::None)} />
                        </Later>
                    </div>
                    <div class="column-3">
                        if let Some(dataset) = dataset {
                            <Later waits={Waits::Changes}>
                                <Test {dataset} run={state.run.clone()} looks={state.test_looks} tab={state.tab} target={state.target}
                                    window={state.window} {badge} imported={state.imported.is_some()} onfiles={predict.clone()} />
                            </Later>
                        }
                    </div>
                    if let Some(insight) = Insight::of(state) { <Frame {insight} say={shell.dispatch.clone()} /> }
                </main>
                if self.dragging { <div class="drop-cover"><p>{ t.drop_anywhere }</p></div> }
                if state.help { <Help shortcuts={state.shortcuts} /> }
            </ContextProvider<Shell>>
        }
    }

    fn rendered(&mut self, _context: &Context<Self>, _first: bool) {
        // Both wait until what is drawn in turns of its own is there.
        if !self.was_revealed && !self.is_loading() {
            self.was_revealed = true;
            self.reveal.take(files::reveal);
        }
        // Once, when the first data set is ready: Train is what to press.
        if !self.was_focused && self.blocked().is_none() {
            self.was_focused = true;
            let train = self.train.clone();
            self.focus.take(move || {
                let nothing = document()
                    .and_then(|document| document.active_element())
                    .is_none_or(|element| element.tag_name() == "BODY");
                if nothing && let Some(button) = train.cast::<HtmlElement>() {
                    let _ = button.focus();
                }
            });
        }
    }
}

impl Root {
    /// Whether the first table is still on its way.
    fn is_loading(&self) -> bool {
        let data = &self.state.data;
        match data.dataset {
            DatasetState::None => data.loading.is_some(),
            DatasetState::Preparing { .. } => true,
            DatasetState::Ready(_) | DatasetState::Failed(_) => false,
        }
    }

    /// Why training cannot begin, in a sentence.
    fn blocked(&self) -> Option<String> {
        let (state, t) = (&self.state, self.state.language.texts());
        let loading = state.data.loading.is_some();
        let sentence = match &state.data.dataset {
            // A worker that was started again knows nothing of the run yet.
            _ if loading && state.data.unread => t.blocked_loading,
            _ if state.run.is_under_way() => return None,
            _ if !state.form.errors.is_empty() => t.blocked_field,
            // What comes replaces it, and a run on it with it.
            DatasetState::Ready(_) if loading => t.blocked_loading,
            DatasetState::Ready(_) => return None,
            DatasetState::Failed(_) => t.blocked_dataset,
            _ if self.is_loading() => t.blocked_loading,
            DatasetState::None | DatasetState::Preparing { .. } => t.blocked_no_data,
        };
        Some(sentence.to_owned())
    }

    fn keep(&mut self, name: String, file: File) -> OwnFile {
        let size = file.size() as u64;
        OwnFile { file: self.files.keep(file), name, size, choices: ReadChoices::default() }
    }

    fn key(&self, key: &str) -> Option<Action> {
        if !self.state.shortcuts || self.state.help {
            return None;
        }
        match key {
            " " if self.blocked().is_none() => Some(Action::TrainPressed),
            "ArrowRight" => Some(Action::GoPressed(Go::Step)),
            "r" | "R" => Some(Action::ResetPressed),
            "?" | "？" => Some(Action::HelpToggled(true)),
            _ => None,
        }
    }

    fn perform(&mut self, context: &Context<Self>, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Send(command) => self.engines.send(command, Vec::new()),
                Effect::SendFiles(command, files) => {
                    let files = files.into_iter().filter_map(|file| self.files.get(file)).collect();
                    self.engines.send(command, files);
                }
                Effect::Save { name, text } => {
                    if let Err(error) = files::download(&name, "text/csv", &text.into()) {
                        complain_of("a file that cannot be saved", &error);
                    }
                }
                Effect::Fetch { request, example } => {
                    let link = context.link().clone();
                    wasm_bindgen_futures::spawn_local(async move {
                        let file = files::fetch(&example.path(), &format!("{}.csv", example.id())).await;
                        link.send_message(Message::Fetched(request, file.ok()));
                    });
                }
                Effect::KeepOnly(files) => self.files.keep_only(&files),
                Effect::EndReader => self.engines.end(Kind::Reader),
                Effect::StartLab => self.engines.start(Kind::Lab),
                Effect::UseLab => self.engines.use_lab(),
                Effect::RestartWorker => self.engines.restart(),
                Effect::DrawSeed => match getrandom::u32() {
                    Ok(seed) => context.link().send_message(Message::Act(Action::SeedDrawn(seed))),
                    Err(_) => complain("no seed"),
                },
                Effect::WriteHash { hash, work } => {
                    if self.hash != hash {
                        self.hash.clone_from(&hash);
                        write_hash(&hash);
                    }
                    // What another page keeps is not forgotten before this one keeps something.
                    if let Some(work) = work {
                        memo::remember(work, &hash);
                    }
                }
                Effect::ForgetWork => memo::forget(),
                Effect::SetLanguage(language) => tell_document(language),
            }
        }
    }
}

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window().and_then(|window| window.document())
}

fn hash() -> String {
    let hash = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

fn write_hash(hash: &str) {
    let history = window().and_then(|window| window.history().ok());
    let written = history.map(|history| {
        history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&format!("#{hash}")))
    });
    if !matches!(written, Some(Ok(()))) {
        complain("the link cannot be kept");
    }
}

fn browser_language() -> Language {
    let tags: Vec<String> = window()
        .map(|window| window.navigator().languages().iter().filter_map(|tag| tag.as_string()).collect())
        .unwrap_or_default();
    Language::preferred(tags.iter().map(String::as_str))
}

fn tell_document(language: Language) {
    if let Some(document) = document() {
        document.set_title(language.texts().page_title);
        if let Some(element) = document.document_element() {
            // The attribute's name is a constant that is a name.
            let _ = element.set_attribute("lang", if language == Language::Zh { "zh-CN" } else { "en" });
        }
    }
}

pub(super) fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
