//! What the lab draws into the page, as an app of its own that gets what it shows as bytes: the look inside the network,
//! and the judgement on a run.

mod inside;
mod judge;
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
use inside::Inside;
use judge::{Panel, Shown};

/// The panel in its place.
#[wasm_bindgen]
pub struct Room {
    handle: AppHandle<All>,
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
        let props = AllProps { whole, say: say.clone() };
        let handle = yew::Renderer::<All>::with_root_and_props(element, props).render();
        Ok(Self { handle, say })
    }

    /// Takes the panel away.
    pub fn end(self) {
        self.handle.destroy();
    }

    /// Shows something else.
    pub fn show(&mut self, bytes: &[u8]) {
        if let Some(whole) = read(bytes) {
            self.handle.update(AllProps { whole, say: self.say.clone() });
        }
    }
}

fn read(bytes: &[u8]) -> Option<Whole> {
    match Insight::read(bytes) {
        Ok((header, judged, answers)) => {
            let answers = Rc::new(answers);
            let shown = |judged| Rc::new(Shown { header: header.clone(), judged, answers: Rc::clone(&answers) });
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

#[derive(Properties, PartialEq)]
struct AllProps {
    whole: Whole,
    say: Callback<InsightAction>,
}

/// Everything that the lab draws.
#[component]
fn All(props: &AllProps) -> Html {
    let Whole { header, judged, answers } = &props.whole;
    let say = props.say.clone();
    let dispatch = Callback::from(move |action: Action| {
        if let Action::Insight(action) = action {
            say.emit(action);
        }
    });
    let shell = Shell { dispatch, language: header.language, texts: header.language.texts() };
    html! {
        <ContextProvider<Shell> context={shell}>
            if header.form.method == Method::Network && header.spec.is_some() {
                <Inside header={Rc::clone(header)} answers={Rc::clone(answers)} />
            }
            if let Some(insight) = judged { <Panel insight={Rc::clone(insight)} /> }
        </ContextProvider<Shell>>
    }
}
