//! What the lab draws into the page, as an app of its own that gets what it shows as bytes: the look inside the network,
//! and the judgement on a run.

mod about;
mod act;
mod carry;
mod footer;
mod inside;
mod judge;
mod kept;
mod latest;
mod lesson;
mod stage;
mod sweep;
mod tabs;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;
use yew::prelude::*;

use super::dispatch::Shell;
use super::turns::Stream;
use super::{complain, complain_of};
use crate::app::{Action, Header, Insight, InsightAction};
use crate::session::explaining::{Explained, Question};
use crate::training::Method;
use act::Act;
use carry::Carry;
use footer::Footer;
use inside::Inside;
use judge::Panel;
use kept::Kept;
use stage::Stage;
use sweep::Sweep;

/// The panels in their place.
#[wasm_bindgen]
pub struct Room {
    /// Apps of their own, each with a turn of its own: drawn in one task, they would hold up a slow device.
    apps: Vec<App>,
    element: Element,
    stage: Stage,
    say: Callback<InsightAction>,
    read: Read,
}

/// An app in its place: what it shows, one after the other, and the app itself, once it was drawn.
struct App {
    which: Which,
    place: Element,
    shows: Stream<PartProps>,
    drawn: Rc<RefCell<Option<AppHandle<Part>>>>,
}

impl App {
    fn show(&self, props: PartProps) {
        let next = props.clone();
        let instead_of = move |waits: &PartProps| next.whole.only_goes_on_from(&waits.whole);
        let (place, drawn) = (self.place.clone(), Rc::clone(&self.drawn));
        self.shows.put(props, instead_of, move |props| {
            let mut drawn = drawn.borrow_mut();
            match &mut *drawn {
                Some(app) => app.update(props),
                None => {
                    *drawn = Some(yew::Renderer::<Part>::with_root_and_props(place.clone(), props).render())
                }
            }
        });
    }
}

#[wasm_bindgen]
impl Room {
    /// Puts the panels into an element. `say` is called with the bytes of an action.
    #[wasm_bindgen(constructor)]
    pub fn new(element: Element, say: Function, bytes: &[u8]) -> Result<Room, JsValue> {
        let say = Callback::from(move |action: InsightAction| match postcard::to_stdvec(&action) {
            Ok(bytes) => {
                let bytes = js_sys::Uint8Array::from(bytes.as_slice());
                if let Err(error) = say.call1(&JsValue::NULL, &bytes) {
                    complain_of("an action that nobody heard", &error);
                }
            }
            Err(error) => complain(&error.to_string()),
        });
        let mut read = Read::default();
        let whole = read.whole(bytes).ok_or("a panel that cannot be read")?;
        let stage = Stage::default();
        let document = element.owner_document().ok_or("a panel without a document")?;
        let mut apps = Vec::new();
        for which in Which::ALL {
            let place = match which {
                Which::Lesson => {
                    document.get_element_by_id("lesson-room").ok_or("the lesson has no place")?
                }
                _ => document.create_element("div")?,
            };
            if which != Which::Lesson {
                element.append_child(&place)?;
            }
            apps.push(App { which, place, shows: Stream::default(), drawn: Rc::default() });
        }
        let room = Self { apps, element, stage, say, read };
        room.show_all(&whole);
        Ok(room)
    }

    /// Takes the panels away.
    pub fn end(self) {
        self.apps.into_iter().filter_map(|app| app.drawn.take()).for_each(AppHandle::destroy);
        self.element.set_inner_html("");
    }

    /// Shows something else, as soon as there is time.
    pub fn show(&mut self, bytes: &[u8]) {
        if let Some(whole) = self.read.whole(bytes) {
            self.show_all(&whole);
        }
    }
}

impl Room {
    fn show_all(&self, whole: &Whole) {
        for app in &self.apps {
            let (say, stage) = (self.say.clone(), self.stage.clone());
            app.show(PartProps { which: app.which, whole: whole.clone(), say, stage });
        }
    }
}

/// What was read last. It comes ten times a second while a network trains, and most of it is what it was before.
#[derive(Default)]
struct Read {
    said: Vec<u8>,
    whole: Option<Whole>,
}

impl Read {
    fn whole(&mut self, bytes: &[u8]) -> Option<Whole> {
        match self.read(bytes) {
            Ok(whole) => {
                self.whole = Some(whole.clone());
                Some(whole)
            }
            Err(error) => {
                complain(&format!("a panel that cannot be read: {error}"));
                None
            }
        }
    }

    fn read(&mut self, bytes: &[u8]) -> postcard::Result<Whole> {
        let (header, said) = Insight::read(bytes)?;
        let before = self.whole.as_ref();
        let header = match before {
            Some(before) if *before.header == header => Rc::clone(&before.header),
            _ => Rc::new(header),
        };
        let (judged, answers) = match before {
            Some(before) if self.said == said => {
                (before.judged.as_ref().map(|shown| Rc::clone(&shown.judged)), Rc::clone(&before.answers))
            }
            _ => {
                let (judged, answers) = Insight::read_said(said)?;
                self.said = said.to_vec();
                (judged.map(Rc::new), Rc::new(answers))
            }
        };
        let shown = |judged| {
            Rc::new(judge::Shown { header: Rc::clone(&header), judged, answers: Rc::clone(&answers) })
        };
        Ok(Whole { judged: judged.map(shown), header, answers })
    }
}

/// What the page said.
#[derive(Clone, PartialEq)]
struct Whole {
    header: Rc<Header>,
    judged: Option<Rc<judge::Shown>>,
    answers: Rc<Vec<Explained>>,
}

impl Whole {
    /// Whether all that is new since another is how far the same run has come.
    fn only_goes_on_from(&self, other: &Self) -> bool {
        let judged = |whole: &Self| whole.judged.as_ref().map(|shown| Rc::as_ptr(&shown.judged));
        self.header.only_goes_on_from(&other.header)
            && Rc::ptr_eq(&self.answers, &other.answers)
            && judged(self) == judged(other)
    }
}

/// Something is asked about the run.
fn asked(question: &Question) -> Action {
    let bytes = postcard::to_stdvec(question).unwrap_or_else(|error| {
        complain(&format!("a question that cannot be written: {error}"));
        Vec::new()
    });
    Action::Insight(InsightAction::Asked(bytes))
}

/// The apps, in the order in which they are drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    /// The lesson, beside the page.
    Lesson,
    /// The network and its training.
    Inside,
    /// Many settings at once.
    Sweep,
    /// The judgement on a run.
    Judge,
    /// Step 5.
    Act,
    /// What is taken along, and what is kept.
    Carry,
    /// About the page.
    Footer,
}

impl Which {
    const ALL: [Self; 7] =
        [Self::Lesson, Self::Inside, Self::Sweep, Self::Judge, Self::Act, Self::Carry, Self::Footer];
}

#[derive(Clone, Properties, PartialEq)]
struct PartProps {
    which: Which,
    whole: Whole,
    say: Callback<InsightAction>,
    stage: Stage,
}

impl PartProps {
    fn shell(&self) -> Shell {
        let (say, language) = (self.say.clone(), self.whole.header.language);
        let dispatch = Callback::from(move |action: Action| {
            if let Action::Insight(action) = action {
                say.emit(action);
            }
        });
        Shell { dispatch, language, texts: language.texts() }
    }

    fn panel(&self, tab: &UseStateHandle<judge::Tab>) -> Html {
        let Whole { header, judged, answers } = &self.whole;
        let (header, answers) = (Rc::clone(header), Rc::clone(answers));
        let has_spec = header.spec.is_some();
        let is_network = header.form.method == Method::Network && has_spec;
        match self.which {
            Which::Lesson => html! { <lesson::Room whole={self.whole.clone()} stage={self.stage.clone()} /> },
            Which::Inside if is_network => html! { <Inside {header} {answers} /> },
            Which::Sweep if is_network => html! { <Sweep {header} {answers} /> },
            Which::Judge => match judged {
                Some(insight) => html! { <Panel insight={Rc::clone(insight)} tab={tab.clone()} /> },
                None => html! {},
            },
            Which::Act => html! { <Act {header} {answers} judged={judged.clone()} /> },
            Which::Carry if has_spec => html! { <>
                <Carry header={Rc::clone(&header)} answers={Rc::clone(&answers)} />
                <Kept {header} {answers} />
            </> },
            Which::Footer => html! { <Footer under_way={header.run.under_way} /> },
            Which::Inside | Which::Sweep | Which::Carry => html! {},
        }
    }
}

/// An app of the lab's.
#[component]
fn Part(props: &PartProps) -> Html {
    let header = &props.whole.header;
    let tab = use_state(judge::Tab::default);
    let stands = (props.which == Which::Judge).then(|| (header.form.clone(), header.looks));
    use_effect_with(stands, {
        let say = props.say.clone();
        move |stands| {
            if let Some((settings, looks)) = stands {
                let stands = Question::Stands { settings: Box::new(settings.clone()), looks: *looks };
                if let Action::Insight(action) = asked(&stands) {
                    say.emit(action);
                }
            }
        }
    });
    html! {
        <ContextProvider<Shell> context={props.shell()}>
            <ContextProvider<Stage> context={props.stage.clone()}>{ props.panel(&tab) }</ContextProvider<Stage>>
        </ContextProvider<Shell>>
    }
}
