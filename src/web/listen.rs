//! What the page hears beside its components: files over it, single keys, pasted text, links.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::Element;
use yew::prelude::*;

use super::complain;
use super::parts::data::dropped_files;
use super::root::{Message, Root};
use crate::app::Action;

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// Whether an element that has the focus needs single keys itself.
fn needs_keys(element: Option<Element>) -> bool {
    let roles = "input, select, textarea, button, summary, a, dialog, [role=tab], [role=menuitem], [tabindex='0'], [contenteditable]";
    element.is_some_and(|element| element.tag_name() != "BODY" && element.matches(roles).unwrap_or(true))
}

/// Listens for files over the page, single keys, and links.
pub(super) fn listen(context: &Context<Root>) -> Vec<Closure<dyn FnMut(web_sys::Event)>> {
    let mut listeners = Vec::new();
    let Some(window) = web_sys::window() else { return listeners };
    let mut on = |name: &str, message: fn(&web_sys::Event) -> Option<Message>| {
        let link = context.link().clone();
        let closure = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            if let Some(message) = message(&event) {
                link.send_message(message);
            }
        });
        if window.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()).is_err() {
            complain(&format!("no listener for {name}"));
        }
        listeners.push(closure);
    };
    on("dragover", |event| {
        event.prevent_default();
        Some(Message::Dragging(true))
    });
    // So that the reader is there when the file is.
    on("dragenter", |_| Some(Message::FileComing));
    on("pointerover", |event| {
        let over = event.target().and_then(|target| target.dyn_into::<Element>().ok())?;
        over.closest(".pick").ok().flatten().map(|_| Message::FileComing)
    });
    on("focusin", |event| {
        let on = event.target().and_then(|target| target.dyn_into::<Element>().ok())?;
        on.matches("input[type=file]").unwrap_or(false).then_some(Message::FileComing)
    });
    on("dragleave", |event| {
        // Leaving the window has nowhere to go to; moving between elements has.
        let event = event.dyn_ref::<web_sys::DragEvent>()?;
        event.related_target().is_none().then_some(Message::Dragging(false))
    });
    on("drop", |event| {
        event.prevent_default();
        let files = dropped_files(event.dyn_ref::<web_sys::DragEvent>()?);
        Some(Message::Files(files, Action::FilesGiven))
    });
    on("drop", |_| Some(Message::Dragging(false)));
    on("hashchange", |_| Some(Message::Hash));
    on("keydown", |event| {
        let event = event.dyn_ref::<web_sys::KeyboardEvent>()?;
        let with_others = event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing();
        if with_others || event.repeat() && event.key() == " " {
            return None;
        }
        let focused = document().and_then(|document| document.active_element());
        // Train has the focus as the page opens: the keys that a button does not use itself go on working.
        let on_train = focused.as_ref().is_some_and(|element| element.id() == "train") && event.key() != " ";
        if !on_train && needs_keys(focused) {
            return None;
        }
        if event.key() == " " {
            event.prevent_default();
        }
        Some(Message::Key(event.key()))
    });
    on("paste", |event| {
        let event = event.dyn_ref::<web_sys::ClipboardEvent>()?;
        if needs_keys(
            document()
                .and_then(|document| document.active_element())
                .filter(|element| element.id() != "train"),
        ) {
            return None;
        }
        let text = event.clipboard_data()?.get_data("text").ok()?;
        (!text.trim().is_empty()).then_some(Message::Text(text))
    });
    listeners
}
