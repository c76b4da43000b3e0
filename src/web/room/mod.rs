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
use crate::session::Judged;
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
    /// What it showed last.
    last: Rc<RefCell<Option<Whole>>>,
    drawn: Rc<RefCell<Option<AppHandle<Part>>>>,
}

impl App {
    fn show(&self, said: &Said, say: &Callback<InsightAction>, stage: &Stage) {
        let whole = self.which.of(said);
        let nothing_new =
            self.last.borrow().as_ref().is_some_and(|before| self.which.sees_nothing_new(&whole, before));
        // What waits may be something else again.
        if nothing_new && self.shows.is_empty() {
            return;
        }
        let props = PartProps { which: self.which, whole, say: say.clone(), stage: stage.clone() };
        let next = props.clone();
        let instead_of = move |waits: &PartProps| next.whole.only_goes_on_from(&waits.whole);
        let (place, drawn, last) = (self.place.clone(), Rc::clone(&self.drawn), Rc::clone(&self.last));
        self.shows.put(props, instead_of, move |props| {
            last.replace(Some(props.whole.clone()));
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
        let said = read.said(bytes).ok_or("a panel that cannot be read")?;
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
            apps.push(App {
                which,
                place,
                shows: Stream::default(),
                last: Rc::default(),
                drawn: Rc::default(),
            });
        }
        let room = Self { apps, element, stage, say, read };
        room.show_all(&said);
        Ok(room)
    }

    /// Takes the panels away.
    pub fn end(self) {
        self.apps.into_iter().filter_map(|app| app.drawn.take()).for_each(AppHandle::destroy);
        self.element.set_inner_html("");
    }

    /// Shows something else, as soon as there is time.
    pub fn show(&mut self, bytes: &[u8]) {
        if let Some(said) = self.read.said(bytes) {
            self.show_all(&said);
        }
    }
}

impl Room {
    fn show_all(&self, said: &Said) {
        self.apps.iter().for_each(|app| app.show(said, &self.say, &self.stage));
    }
}

/// What was read last. It comes ten times a second while a network trains, and most of it is what it was before.
#[derive(Default)]
struct Read {
    /// The bytes of the judgement and of the answers.
    judged: Vec<u8>,
    answered: Vec<u8>,
    said: Option<Said>,
}

impl Read {
    fn said(&mut self, bytes: &[u8]) -> Option<Said> {
        let said = self
            .read(bytes)
            .inspect_err(|error| complain(&format!("a panel that cannot be read: {error}")))
            .ok()?;
        self.said = Some(said.clone());
        Some(said)
    }

    fn read(&mut self, bytes: &[u8]) -> postcard::Result<Said> {
        let before = self.said.as_ref();
        let (header, rest) = Insight::read(bytes)?;
        let header = match before {
            Some(before) if *before.header == header => Rc::clone(&before.header),
            _ => Rc::new(header),
        };
        let (judged, answered) = match before {
            // The same bytes mean the same.
            Some(before) if rest.starts_with(&self.judged) => {
                (before.judged.clone(), &rest[self.judged.len()..])
            }
            _ => {
                let (judged, answered) = Insight::read_judged(rest)?;
                (judged.map(Rc::new), answered)
            }
        };
        let answers = match before {
            Some(before) if self.answered == answered => before.answers.clone(),
            _ => {
                let mut answers: [Vec<Explained>; Which::ALL.len()] = Default::default();
                for answer in Insight::read_answers(answered)? {
                    answers[Which::asking(&answer) as usize].push(answer);
                }
                let mut kept = before.map(|before| before.answers.clone()).unwrap_or_default();
                for (kept, own) in kept.iter_mut().zip(answers) {
                    if **kept != own {
                        *kept = Rc::new(own);
                    }
                }
                kept
            }
        };
        self.judged = rest[..rest.len() - answered.len()].to_vec();
        self.answered = answered.to_vec();
        Ok(Said { header, judged, answers })
    }
}

/// What the page said.
#[derive(Clone)]
struct Said {
    header: Rc<Header>,
    judged: Option<Rc<Judged>>,
    /// What each app had asked, by its place.
    answers: [Rc<Vec<Explained>>; Which::ALL.len()],
}

/// What an app shows. What is the same as before stays in the same place ([`Read`]), so that it is compared by that.
#[derive(Clone)]
struct Whole {
    header: Rc<Header>,
    judged: Option<Rc<Judged>>,
    answers: Rc<Vec<Explained>>,
}

impl PartialEq for Whole {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.header, &other.header) && self.says_the_same(other)
    }
}

impl Whole {
    fn says_the_same(&self, other: &Self) -> bool {
        self.judged.as_ref().map(Rc::as_ptr) == other.judged.as_ref().map(Rc::as_ptr)
            && Rc::ptr_eq(&self.answers, &other.answers)
    }

    /// Whether all that is new since another is how far the same run has come.
    fn only_goes_on_from(&self, other: &Self) -> bool {
        self.header.only_goes_on_from(&other.header) && self.says_the_same(other)
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

    /// Whose question this answers.
    fn asking(answer: &Explained) -> Self {
        match answer {
            Explained::Inside(_) => Self::Inside,
            Explained::Sweep(_) => Self::Sweep,
            Explained::Act(_) => Self::Act,
            Explained::Carried(_) | Explained::Works(_) => Self::Carry,
            Explained::Importance { .. }
            | Explained::Dependence { .. }
            | Explained::Row { .. }
            | Explained::Ahead(_)
            | Explained::Around { .. }
            | Explained::Walk { .. }
            | Explained::Runs { .. } => Self::Judge,
        }
    }

    /// What it shows of all that was said.
    fn of(self, said: &Said) -> Whole {
        let is_about_run = matches!(self, Self::Lesson | Self::Judge | Self::Act);
        Whole {
            header: Rc::clone(&said.header),
            judged: said.judged.clone().filter(|_| is_about_run),
            answers: Rc::clone(&said.answers[self as usize]),
        }
    }

    /// Whether it need not be drawn anew.
    fn sees_nothing_new(self, now: &Whole, before: &Whole) -> bool {
        match self {
            // How far a run is they do not say.
            Self::Sweep | Self::Carry | Self::Footer => now.only_goes_on_from(before),
            Self::Lesson | Self::Inside | Self::Judge | Self::Act => now == before,
        }
    }
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
            Which::Inside if has_spec => inside::several(&self.shell(), &header),
            Which::Sweep if is_network => html! { <Sweep {header} {answers} /> },
            Which::Judge => match judged {
                Some(judged) => {
                    let insight = Rc::new(judge::Shown { header, judged: Rc::clone(judged), answers });
                    html! { <Panel {insight} tab={tab.clone()} /> }
                }
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
