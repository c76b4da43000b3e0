//! What the lab draws into the page, as an app of its own that gets what it shows as bytes: the look inside the network,
//! and the judgement on a run.

mod about;
mod act;
mod carry;
mod footer;
mod inside;
mod judge;
mod kept;
mod lesson;
mod stage;
mod sweep;
mod tabs;

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;
use yew::prelude::*;

use super::dispatch::Shell;
use super::{complain, complain_of};
use crate::app::{Action, Header, Insight, InsightAction};
use crate::session::explaining::{Explained, Question};
use crate::training::Method;
use act::Act;
use carry::Carry;
use footer::Footer;
use inside::Inside;
use judge::{Panel, Shown};
use kept::Kept;
use stage::Stage;
use sweep::Sweep;

/// The panel in its place.
#[wasm_bindgen]
pub struct Room {
    handle: AppHandle<All>,
    /// The lesson, in a place of its own.
    lesson: Option<AppHandle<Beside>>,
    stage: Stage,
    say: Callback<InsightAction>,
}

#[wasm_bindgen]
impl Room {
    /// Puts the panel into an element. `say` is called with the bytes of an action.
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
        let whole = read(bytes).ok_or("a panel that cannot be read")?;
        let stage = Stage::default();
        let props = AllProps { whole, say: say.clone(), stage: stage.clone() };
        let place = element.owner_document().and_then(|document| document.get_element_by_id("lesson-room"));
        let lesson =
            place.map(|place| yew::Renderer::<Beside>::with_root_and_props(place, props.clone()).render());
        let handle = yew::Renderer::<All>::with_root_and_props(element, props).render();
        Ok(Self { handle, lesson, stage, say })
    }

    /// Takes the panel away.
    pub fn end(self) {
        self.handle.destroy();
        self.lesson.into_iter().for_each(AppHandle::destroy);
    }

    /// Shows something else.
    pub fn show(&mut self, bytes: &[u8]) {
        if let Some(whole) = read(bytes) {
            let props = AllProps { whole, say: self.say.clone(), stage: self.stage.clone() };
            self.lesson.iter_mut().for_each(|lesson| lesson.update(props.clone()));
            self.handle.update(props);
        }
    }
}

fn read(bytes: &[u8]) -> Option<Whole> {
    match Insight::read(bytes) {
        Ok((header, judged, answers)) => {
            let answers = Rc::new(answers);
            let shown =
                |judged| Rc::new(Shown { header: header.clone(), judged, answers: Rc::clone(&answers) });
            Some(Whole { judged: judged.map(shown), header: Rc::new(header), answers })
        }
        Err(error) => {
            complain(&format!("a panel that cannot be read: {error}"));
            None
        }
    }
}

/// What the page said.
#[derive(Clone, PartialEq)]
struct Whole {
    header: Rc<Header>,
    judged: Option<Rc<Shown>>,
    answers: Rc<Vec<Explained>>,
}

/// Something is asked about the run.
fn asked(question: &Question) -> Action {
    let bytes = postcard::to_stdvec(question).unwrap_or_else(|error| {
        complain(&format!("a question that cannot be written: {error}"));
        Vec::new()
    });
    Action::Insight(InsightAction::Asked(bytes))
}

#[derive(Clone, Properties, PartialEq)]
struct AllProps {
    whole: Whole,
    say: Callback<InsightAction>,
    stage: Stage,
}

impl AllProps {
    fn shell(&self) -> Shell {
        let (say, language) = (self.say.clone(), self.whole.header.language);
        let dispatch = Callback::from(move |action: Action| {
            if let Action::Insight(action) = action {
                say.emit(action);
            }
        });
        Shell { dispatch, language, texts: language.texts() }
    }
}

/// Everything that the lab draws below the page.
#[component]
fn All(props: &AllProps) -> Html {
    let Whole { header, judged, answers } = &props.whole;
    let stands = (header.form.clone(), header.looks);
    use_effect_with(stands, {
        let say = props.say.clone();
        move |(settings, looks)| {
            let stands = Question::Stands { settings: Box::new(settings.clone()), looks: *looks };
            if let Action::Insight(action) = asked(&stands) {
                say.emit(action);
            }
        }
    });
    html! {
        <ContextProvider<Shell> context={props.shell()}>
            <ContextProvider<Stage> context={props.stage.clone()}>
                if header.form.method == Method::Network && header.spec.is_some() {
                    <Inside header={Rc::clone(header)} answers={Rc::clone(answers)} />
                    <Sweep header={Rc::clone(header)} answers={Rc::clone(answers)} />
                }
                if let Some(insight) = judged { <Panel insight={Rc::clone(insight)} /> }
                <Act header={Rc::clone(header)} answers={Rc::clone(answers)} judged={judged.clone()} />
                if header.spec.is_some() {
                    <Carry header={Rc::clone(header)} answers={Rc::clone(answers)} />
                    <Kept header={Rc::clone(header)} answers={Rc::clone(answers)} />
                }
                <Footer under_way={header.run.under_way} />
            </ContextProvider<Stage>>
        </ContextProvider<Shell>>
    }
}

/// The lesson beside the page.
#[component]
fn Beside(props: &AllProps) -> Html {
    html! {
        <ContextProvider<Shell> context={props.shell()}>
            <lesson::Room whole={props.whole.clone()} stage={props.stage.clone()} />
        </ContextProvider<Shell>>
    }
}
