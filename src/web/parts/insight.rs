//! Where the lab draws the panel that judges and explains a run.

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;
use yew::prelude::*;

use crate::app::{Action, Insight};
use crate::web::turns::Stream;
use crate::web::{complain, complain_of, files};

/// What it is about.
#[derive(Properties, PartialEq)]
pub struct FrameProps {
    /// What is shown.
    pub insight: Insight,
    /// Takes what a person does there. No [`Way`](crate::web::dispatch::Way): with each picture of the page all is said again, so that nothing
    /// that got lost stays lost; the lab draws only what is new to it.
    pub say: Callback<Action>,
}

/// What the frame hears.
pub enum FrameMessage {
    /// The lab's script is there, or is not.
    Lab(Result<JsValue, JsValue>),
}

/// What the lab drew. It stands beside the page's own element, not inside: both are apps of yew, which tells its
/// elements by numbers that the other would take for its own as an event passes.
pub struct Frame {
    room: Option<JsValue>,
    say: Option<Closure<dyn FnMut(Uint8Array)>>,
    shows: Stream<Insight>,
}

impl Component for Frame {
    type Message = FrameMessage;
    type Properties = FrameProps;

    fn create(context: &Context<Self>) -> Self {
        let link = context.link().clone();
        wasm_bindgen_futures::spawn_local(async move {
            link.send_message(FrameMessage::Lab(files::lab().await));
        });
        Self { room: None, say: None, shows: Stream::default() }
    }

    fn update(&mut self, context: &Context<Self>, FrameMessage::Lab(lab): FrameMessage) -> bool {
        let drawn = lab.and_then(|lab| self.draw(context, &lab));
        if let Err(error) = drawn {
            complain_of("no panel", &error);
        }
        false
    }

    fn changed(&mut self, context: &Context<Self>, _before: &FrameProps) -> bool {
        if let Some(room) = self.room.clone() {
            let next = context.props().insight.clone();
            let instead_of = {
                let next = next.clone();
                move |waits: &Insight| next.only_goes_on_from(waits)
            };
            self.shows.put(next, instead_of, move |insight| {
                let shown =
                    method(&room, "show").and_then(|show| show.call1(&room, &bytes(&insight)?.into()));
                if let Err(error) = shown {
                    complain_of("a panel that shows nothing new", &error);
                }
            });
        }
        false
    }

    fn view(&self, _context: &Context<Self>) -> Html {
        html! {}
    }

    fn destroy(&mut self, _context: &Context<Self>) {
        if let Some(room) = &self.room
            && let Err(error) = method(room, "end").and_then(|end| end.call0(room))
        {
            complain_of("a panel that does not go away", &error);
        }
    }
}

impl Frame {
    fn draw(&mut self, context: &Context<Self>, lab: &JsValue) -> Result<(), JsValue> {
        let document = web_sys::window().and_then(|window| window.document());
        let place: Element = document
            .and_then(|document| document.get_element_by_id("insight-room"))
            .ok_or("the panel has no place")?;
        let say = context.props().say.clone();
        let heard =
            Closure::<dyn FnMut(Uint8Array)>::new(move |bytes: Uint8Array| {
                match postcard::from_bytes(&bytes.to_vec()) {
                    Ok(action) => say.emit(Action::Insight(action)),
                    Err(_) => complain("an action that cannot be read"),
                }
            });
        let arguments = Array::of3(&place, heard.as_ref(), &bytes(&context.props().insight)?.into());
        let room = Reflect::construct(&method(lab, "Room")?, &arguments)?;
        (self.room, self.say) = (Some(room), Some(heard));
        Ok(())
    }
}

fn method(of: &JsValue, name: &str) -> Result<Function, JsValue> {
    Reflect::get(of, &name.into())?.dyn_into()
}

fn bytes(insight: &Insight) -> Result<Uint8Array, JsValue> {
    let bytes = insight.write().map_err(|_| JsValue::from_str("not to be written"))?;
    Ok(Uint8Array::from(bytes.as_slice()))
}
