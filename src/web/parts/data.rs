//! Step 1: drop, paste, choose or pick an example; what was understood; what was doubtful.

use wasm_bindgen::JsCast;
use web_sys::DragEvent;
use yew::prelude::*;

use super::columns::Columns;
use super::joined::joined;
use super::pick::pick_files;
use super::table::preview;
use super::understood;
use crate::app::{Action, DataState, DatasetState, LoadFailure, Loading, Origin};
use crate::i18n::{Texts, format};
use crate::session::Example;
use crate::web::dispatch::{Shell, Way, use_shell};
use crate::web::turns::{Later, Waits};

/// What the section shows.
#[derive(Properties, PartialEq)]
pub struct DataProps {
    /// The table and the choice of columns.
    pub data: DataState,
    /// Takes the files that were dropped or chosen.
    pub onfiles: Way<Vec<web_sys::File>>,
    /// Takes the files that are to be joined.
    pub onjoin: Way<Vec<web_sys::File>>,
    /// Takes a text that was pasted.
    pub onpaste: Way<String>,
}

/// Step 1.
#[component]
pub fn Data(props: &DataProps) -> Html {
    let shell = use_shell();
    let t = shell.texts;
    let data = &props.data;
    html! {
        <section class="panel" aria-labelledby="data-title">
            <h2 id="data-title"><span class="step-number">{ "1" }</span>{ t.data }
                if let Some(table) = &data.table {
                    <span class="aside">{ (t.rows)(&format::count(u64::from(table.rows))) }</span>
                }
            </h2>
            <Drop onfiles={props.onfiles.clone()} onpaste={props.onpaste.clone()} example={data.example()} />
            if let Some(own) = &data.loading { { loading(&shell, own) } }
            if let Some(problem) = &data.problem {
                <div class="note wrong-note" role="alert" id="load-problem">
                    <b>{ (t.not_loaded)(&origin_name(t, &problem.origin, problem.file)) }</b>{ " " }{ load_failure(t, &problem.reason) }
                    if data.table.is_some() { { " " }{ t.still_here } }
                </div>
            }
            if let (Some(origin), Some(table)) = (&data.origin, &data.table) {
                <p class="source">
                    if let Some(example) = data.example() {
                        <span class="badge">{ t.badge(example) }</span>{ " " }<b>{ (t.example_title)(example) }</b>
                    } else {
                        <b>{ if matches!(origin, Origin::Project { .. }) { table.name.clone() } else { origin_name(t, origin, 0) } }</b>
                    }
                    if let (Some(source), Some(own)) = (&table.source, data.own().first()) { { understood::understood(&shell, source, &own.choices) } }
                </p>
                if let Some(example) = data.example() {
                    <p class="muted teaches">{ (t.example_teaches)(example) }{ " " }<small>{ (t.example_source)(example) }</small></p>
                }
                { joined(&shell, data, &props.onjoin.0) }
                <Later waits={Waits::Changes}><Columns data={data.clone()} /></Later>
                if let DatasetState::Failed(error) = &data.dataset {
                    <p class="note wrong-note" role="alert" id="dataset-problem">{ (t.dataset_error)(error) }</p>
                }
                <Later waits={Waits::Changes}>
                    { understood::missing(&shell, data) }
                    { understood::issues(&shell, data) }
                    if let Some(lines) = &data.lines { { understood::lines(&shell, table, lines) } }
                    { preview(&shell, table) }
                </Later>
            }
        </section>
    }
}

/// A table on its way, with the way to give it up.
pub fn loading(shell: &Shell, loading: &Loading) -> Html {
    let t = shell.texts;
    html! {
        <div class="note" role="status">
            { (t.reading)(&origin_name(t, &loading.origin, 0)) }
            if let Some(size) = loading.size.filter(|&size| size > 0) {
                <progress max={size.to_string()} value={loading.bytes.to_string()}></progress>
            }
            if loading.rows > 0 {
                <span class="muted">{ (t.rows_read)(&format::count(u64::from(loading.rows))) }
                    if let Some(speed) = loading.rows_per_second { { " · " }{ (t.rows_per_second)(&format::count(speed as u64)) } }
                </span>
            }
            { " " }<button type="button" id="cancel-load" onclick={shell.on(|_: MouseEvent| Action::CancelLoadPressed)}>{ t.cancel }</button>
            if loading.again { <p class="muted">{ t.reading_again }</p> }
        </div>
    }
}

/// What the file of this place is called.
pub fn origin_name(t: &Texts, origin: &Origin, place: usize) -> String {
    match origin {
        Origin::Example { example, .. } => (t.example_title)(*example).to_owned(),
        Origin::Own { files, .. } => match files.get(place) {
            Some(file) if !file.name.is_empty() => file.name.clone(),
            _ => t.pasted_text.to_owned(),
        },
        Origin::Project { name, .. } => name.clone(),
    }
}

/// Why a table did not arrive, in a sentence.
pub fn load_failure(t: &Texts, reason: &LoadFailure) -> String {
    match reason {
        LoadFailure::Refused(error) => (t.read_error)(error),
        LoadFailure::Missing => t.example_missing.to_owned(),
        LoadFailure::WorkerDied => t.worker_died_loading.to_owned(),
    }
}

#[derive(Properties, PartialEq)]
struct DropProps {
    onfiles: Way<Vec<web_sys::File>>,
    onpaste: Way<String>,
    example: Option<Example>,
}

/// Where a table comes in. Files may be dropped anywhere on the page; the root listens for that.
#[component]
fn Drop(props: &DropProps) -> Html {
    let shell = use_shell();
    let t = shell.texts;
    let pasting = use_state(|| false);
    let text = use_state(String::new);
    let toggle = {
        let pasting = pasting.clone();
        Callback::from(move |_: MouseEvent| pasting.set(!*pasting))
    };
    let typed = {
        let text = text.clone();
        Callback::from(move |event: InputEvent| {
            let area =
                event.target().and_then(|target| target.dyn_into::<web_sys::HtmlTextAreaElement>().ok());
            text.set(area.map(|area| area.value()).unwrap_or_default());
        })
    };
    let take = {
        let (pasting, text, onpaste) = (pasting.clone(), text.clone(), props.onpaste.clone());
        Callback::from(move |_: MouseEvent| {
            onpaste.0.emit((*text).clone());
            text.set(String::new());
            pasting.set(false);
        })
    };
    html! { <>
        <div class="drop">
            <p>{ t.drop_here }</p>
            <p class="drop-ways">
                { pick_files("file", t.choose_a_file, &props.onfiles.0) }
                <button type="button" id="paste" class="link-button" aria-expanded={pasting.to_string()} onclick={toggle}>{ t.paste }</button>
            </p>
            <label class="examples">{ t.or_example }{ " " }
                <select id="example" onchange={shell.on(|event: Event| {
                    let list = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlSelectElement>().ok());
                    let id = list.map(|list| list.value()).unwrap_or_default();
                    Action::ExampleChosen(Example::from_id(&id).unwrap_or(Example::Homes))
                })}>
                    if props.example.is_none() { <option selected=true disabled=true value="">{ t.pick_example }</option> }
                    { for Example::ALL.into_iter().chain(props.example.filter(|own| !Example::ALL.contains(own))).map(|example| {
                        let option = html! { <option value={example.id()} selected={props.example == Some(example)}>{ (t.example_title)(example) }</option> };
                        // Among the others only while it is open, and apart from them.
                        if example.is_made_up() { html! { <optgroup label={t.made_up}>{ option }</optgroup> } } else { option }
                    }) }
                </select>
            </label>
            <p class="private">{ t.never_leaves }</p>
        </div>
        if *pasting {
            <div class="paste-box">
                <label for="paste-text">{ t.paste_label }</label>
                <textarea id="paste-text" rows="5" spellcheck="false" value={(*text).clone()} oninput={typed} />
                <button type="button" id="paste-take" class="primary" disabled={text.trim().is_empty()} onclick={take}>{ t.use_text }</button>
            </div>
        }
    </> }
}

/// The files of a drop.
pub fn dropped_files(event: &DragEvent) -> Vec<web_sys::File> {
    let files = event.data_transfer().and_then(|transfer| transfer.files());
    files.map(|list| (0..list.length()).filter_map(|index| list.item(index)).collect()).unwrap_or_default()
}
