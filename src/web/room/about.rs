//! What the page is made of: its version, where its data come from, and the licences of all software inside.

use std::rc::Rc;

use serde::Deserialize;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::footer::version;
use crate::i18n::AboutTexts;
use crate::session::Example;
use crate::web::dispatch::use_shell;
use crate::web::files;

/// The list that `scripts/licences.sh` makes.
const LICENCES: &str = "licences.json";

/// The crates inside, and the texts of their licences, each once.
#[derive(Deserialize)]
struct Licences {
    crates: Vec<Crate>,
    texts: Vec<String>,
}

/// Name, version, licence expression, and which texts.
#[derive(Deserialize)]
struct Crate(String, String, String, Vec<usize>);

/// Who wants to know that it was closed.
#[derive(Properties, PartialEq)]
pub(super) struct AboutProps {
    /// It was closed.
    pub(super) onclose: Callback<()>,
}

/// The view, as the browser's own dialog: it keeps the focus and closes by Escape.
#[component]
pub(super) fn About(props: &AboutProps) -> Html {
    let shell = use_shell();
    let (t, texts) = (shell.language.about(), shell.texts);
    let dialog = use_node_ref();
    let licences = use_state(|| None::<Result<Rc<Licences>, String>>);
    let chosen = use_state(|| None::<usize>);
    {
        let (dialog, licences) = (dialog.clone(), licences.clone());
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                // Fails only where the dialog is open already.
                let _ = dialog.show_modal();
            }
            wasm_bindgen_futures::spawn_local(async move { licences.set(Some(list().await)) });
        });
    }
    let measured = Example::ALL.into_iter().filter(|example| !example.is_made_up());
    html! {
        <dialog ref={dialog} class="help about" aria-labelledby="about-title" onclose={props.onclose.reform(|_: Event| ())}>
            <h2 id="about-title" tabindex="-1" autofocus=true>{ t.about }</h2>
            <p>{ version(t) }{ " · " }{ t.licence }</p>
            <p class="muted">{ texts.never_leaves_long }</p>
            <h3>{ t.data }</h3>
            <dl id="about-data">{ for measured.map(|example| html! {
                <><dt>{ (texts.example_title)(example) }</dt><dd class="muted">{ (texts.example_source)(example) }</dd></>
            }) }</dl>
            <h3>{ t.grids }</h3>
            <ul class="muted">{ for t.grid_sources.iter().map(|source| html! { <li>{ *source }</li> }) }</ul>
            <h3>{ t.limits }</h3>
            <ul class="muted" id="about-limits">{ for (t.limits_are)().into_iter().map(|limit| html! { <li>{ limit }</li> }) }</ul>
            <h3>{ t.crates }</h3>
            { match &*licences {
                None => html! { <p class="muted" role="status">{ t.loading }</p> },
                Some(Err(reason)) => html! { <p class="wrong" role="alert">{ (t.missing)(reason) }</p> },
                Some(Ok(licences)) => table(t, licences, &chosen),
            } }
            <form method="dialog"><button class="primary" id="about-close">{ t.close }</button></form>
        </dialog>
    }
}

fn table(t: &AboutTexts, licences: &Licences, chosen: &UseStateHandle<Option<usize>>) -> Html {
    html! {
        <>
            <p class="muted">{ (t.crates_are)(licences.crates.len()) }</p>
            <table class="told" id="licences">
                <thead><tr><th scope="col">{ t.crate_name }</th><th scope="col">{ t.crate_version }</th><th scope="col">{ t.crate_licence }</th></tr></thead>
                <tbody>{ for licences.crates.iter().enumerate().map(|(place, own)| {
                    let Crate(name, version, licence, numbers) = own;
                    let open = **chosen == Some(place);
                    let choose = {
                        let chosen = chosen.clone();
                        Callback::from(move |_: MouseEvent| chosen.set((!open).then_some(place)))
                    };
                    html! { <>
                        <tr>
                            <th scope="row">{ name }</th><td>{ version }</td>
                            <td><button type="button" class="link-button" aria-expanded={open.to_string()} onclick={choose}>{ licence }</button></td>
                        </tr>
                        if open {
                            <tr><td colspan="3">{ for numbers.iter().filter_map(|number| licences.texts.get(*number)).map(|text| html! {
                                <pre class="licence" tabindex="0" role="group" aria-label={(t.text_of)(name)}>{ text }</pre>
                            }) }</td></tr>
                        }
                    </> }
                }) }</tbody>
            </table>
        </>
    }
}

async fn list() -> Result<Rc<Licences>, String> {
    let text = files::fetch_text(LICENCES).await.map_err(|error| {
        error.dyn_ref::<js_sys::Error>().map_or_else(String::new, |error| error.message().into())
    })?;
    serde_json::from_str(&text).map(Rc::new).map_err(|error| error.to_string())
}
