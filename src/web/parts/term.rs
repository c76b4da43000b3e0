//! The "?" beside a term of art: a sentence, and the term in both languages.

use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, Node};
use yew::prelude::*;

use super::standing_out::use_standing_out;
use crate::app::Action;
use crate::i18n::{Language, Term};
use crate::web::dispatch::use_shell;

/// Which term.
#[derive(Properties, PartialEq)]
pub struct TermProps {
    /// Which term.
    pub term: Term,
}

/// The "?" beside a term of art.
#[component]
pub fn Explain(props: &TermProps) -> Html {
    let shell = use_shell();
    let open = use_state(|| false);
    let text = (shell.texts.term)(props.term);
    let other = match shell.language {
        Language::En => Language::Zh,
        Language::Zh => Language::En,
    };
    let other_name = (other.texts().term)(props.term).name;
    let toggle = {
        let open = open.clone();
        Callback::from(move |event: MouseEvent| {
            // Inside a label a click would also press the label's field.
            event.prevent_default();
            open.set(!*open);
        })
    };
    let place = use_node_ref();
    use_standing_out(&place, *open);
    let close = {
        let (open, place) = (open.clone(), place.clone());
        Callback::from(move |event: FocusEvent| {
            let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
            if !place.get().is_some_and(|place| place.contains(to.as_ref())) {
                open.set(false);
            }
        })
    };
    let escape = {
        let open = open.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                open.set(false);
            }
        })
    };
    html! {
        <span class="term" ref={place} onfocusout={close} onkeydown={escape}>
            <button type="button" class="ask" aria-expanded={open.to_string()}
                aria-label={(shell.texts.what_is)(text.name)} onclick={toggle}>{ "?" }</button>
            if *open {
                <span class="bubble" role="note">
                    <b>{ text.name }{ " · " }<span lang={other.tag()}>{ other_name }</span></b>
                    <br/>{ text.sentence }{ " " }
                    <button type="button" class="link-button" onclick={shell.on(|event: MouseEvent| {
                        event.prevent_default();
                        Action::Lessons(Some("lesson=glossary"))
                    })}>{ shell.texts.glossary }</button>
                </span>
            }
        </span>
    }
}
