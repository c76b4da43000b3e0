//! The help: how the page is used, its keys, and the switch for them.

use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::app::Action;
use crate::web::dispatch::use_shell;

/// What the help shows.
#[derive(Properties, PartialEq)]
pub struct HelpProps {
    /// Whether single keys do something.
    pub shortcuts: bool,
}

/// The help, as the browser's own dialog: it keeps the focus and closes by Escape.
#[component]
pub fn Help(props: &HelpProps) -> Html {
    let shell = use_shell();
    let t = shell.texts;
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                // Fails only where the dialog is open already.
                let _ = dialog.show_modal();
            }
        });
    }
    let switch = shell.on(|event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        Action::ShortcutsChosen(input.is_some_and(|input| input.checked()))
    });
    html! {
        <dialog ref={dialog} class="help" aria-labelledby="help-title" onclose={shell.on(|_| Action::HelpToggled(false))}>
            <h2 id="help-title">{ t.help }</h2>
            <ol class="how">{ for t.how_to.iter().map(|step| html! { <li>{ *step }</li> }) }</ol>
            <h3>{ t.keys }</h3>
            <dl class="keys">{ for t.key_list.iter().map(|(key, what)| html! { <div><dt><kbd>{ *key }</kbd></dt><dd>{ *what }</dd></div> }) }</dl>
            <label class="switch"><input type="checkbox" id="shortcuts" checked={props.shortcuts} onchange={switch} />{ t.keys_on }</label>
            <p class="muted">{ t.never_leaves_long }</p>
            <form method="dialog"><button class="primary" id="help-close">{ t.close }</button></form>
        </dialog>
    }
}
