//! What is made is taken along: files in the forms in which it is continued elsewhere.

use std::rc::Rc;

use js_sys::Uint8Array;
use yew::prelude::*;

use super::asked;
use crate::app::Header;
use crate::i18n::CarryTexts;
use crate::session::carry::{Carried, Form, Parcel, Wish};
use crate::session::explaining::{Explained, Question};
use crate::training::Method;
use crate::web::complain_of;
use crate::web::dispatch::use_shell;
use crate::web::files::{download, download_blob, page_with_project};

/// The way to the page with the project inside.
const IN_PAGE: &str = "carry-page";

/// What it is about.
#[derive(Properties, PartialEq)]
pub(super) struct CarryProps {
    /// What the page says.
    pub(super) header: Rc<Header>,
    /// What was answered.
    pub(super) answers: Rc<Vec<Explained>>,
}

/// How far the last wish is.
#[derive(Clone, PartialEq)]
enum Stage {
    /// Nothing was wished for.
    None,
    /// The files of this number are being made, to be saved as they are or inside the page.
    Waiting(u32, bool),
    /// They were handed to the browser.
    Saved(String),
    /// There are none, for this reason.
    Refused(String),
}

/// The panel.
#[component]
pub(super) fn Carry(props: &CarryProps) -> Html {
    let shell = use_shell();
    let (t, header) = (shell.language.carry(), &props.header);
    let stage = use_state(|| Stage::None);
    let with_data = use_state(|| true);
    let ask = {
        let (dispatch, language) = (shell.dispatch.clone(), shell.language.tag());
        let settings = header.form.clone();
        move |number: u32, form: Form| {
            let wish =
                Wish { number, form, settings: Box::new(settings.clone()), language: language.to_owned() };
            dispatch.emit(asked(&Question::Carry(wish)));
        }
    };
    {
        let (stage, ask) = (stage.clone(), ask.clone());
        use_effect_with(Rc::clone(&props.answers), move |answers| {
            let Stage::Waiting(number, inside) = *stage else { return };
            let found = answers.iter().find_map(|answer| match answer {
                Explained::Carried(carried) if carried.number == number => Some(carried),
                _ => None,
            });
            if let Some(carried) = found {
                match &carried.files {
                    Ok(parcels) if inside => save_inside(parcels.clone(), stage.clone(), t),
                    _ => stage.set(save(carried, t)),
                }
                // The page holds what was answered until something else is.
                ask(number, Form::Nothing);
            }
        });
    }
    let choose = |form: Form, inside: bool| {
        let (stage, ask) = (stage.clone(), ask.clone());
        Callback::from(move |_: MouseEvent| {
            // A number that no earlier wish had.
            let number = js_sys::Date::now() as u64 as u32;
            stage.set(Stage::Waiting(number, inside));
            ask(number, form);
        })
    };
    let ran = header.run.outcome.is_some();
    let network = header.run.settings.method == Method::Network;
    let waiting = matches!(*stage, Stage::Waiting(..));
    let tick = {
        let with_data = with_data.clone();
        Callback::from(move |_: Event| with_data.set(!*with_data))
    };
    let row = |id: &'static str, name: &'static str, says: Html, form: Form, there: bool| {
        if !there {
            return html! {};
        }
        html! {
            <tr>
                <th scope="row">
                    <button type="button" id={id} disabled={waiting} onclick={choose(form, id == IN_PAGE)}>{ name }</button>
                </th>
                <td>{ says }</td>
            </tr>
        }
    };
    let project = html! {
        <>
            { t.project_is }
            <br />
            <label class="tick">
                <input type="checkbox" id="carry-data" checked={*with_data} onchange={tick} />{ " " }{ t.with_data }
            </label>
        </>
    };
    let text = |says: &'static str| html! { { says } };
    html! {
        <section class="panel insight" aria-labelledby="carry-title">
            <h2 id="carry-title">{ t.title }</h2>
            <p class="muted">{ t.intro }</p>
            <table class="told carry">
                <tbody>
                    { row("carry-project", t.project, project, Form::Project { with_data: *with_data }, true) }
                    if super::footer::can_be_taken() {
                        { row(IN_PAGE, t.in_page, text(t.in_page_is), Form::Project { with_data: true }, true) }
                    }
                    { row("carry-onnx", t.onnx, text(t.onnx_is), Form::Onnx, ran) }
                    { row("carry-safetensors", t.safetensors, text(t.safetensors_is), Form::Safetensors, ran) }
                    { row("carry-python", t.python_script, text(t.python_is), Form::Python, ran && network) }
                    { row("carry-ray", t.ray, text(t.ray_is), Form::Ray, ran && network) }
                    { row("carry-table", t.table, text(t.table_is), Form::Table, true) }
                </tbody>
            </table>
            if !ran { <p class="muted">{ t.after_a_run }</p> }
            <p class="muted" role="status" id="carry-status">{ match &*stage {
                Stage::None => String::new(),
                Stage::Waiting(..) => t.preparing.to_owned(),
                Stage::Saved(said) | Stage::Refused(said) => said.clone(),
            } }</p>
        </section>
    }
}

/// Hands the page to the browser, with the project inside.
fn save_inside(parcels: Vec<Parcel>, stage: UseStateHandle<Stage>, t: &'static CarryTexts) {
    wasm_bindgen_futures::spawn_local(async move {
        for parcel in parcels {
            let stem = parcel.name.rsplit_once('.').map_or(parcel.name.as_str(), |(stem, _)| stem);
            let name = format!("{stem}.html");
            let saved = match page_with_project(&parcel.bytes).await {
                Ok(page) => download_blob(&name, &page),
                Err(error) => Err(error),
            };
            stage.set(match saved {
                Ok(()) => Stage::Saved((t.saved)(&[name])),
                Err(error) => {
                    complain_of("a page that cannot be saved", &error);
                    Stage::Refused(t.page_not_saved.to_owned())
                }
            });
        }
    });
}

/// Hands the files to the browser.
fn save(carried: &Carried, t: &CarryTexts) -> Stage {
    match &carried.files {
        Ok(parcels) => {
            for parcel in parcels {
                let bytes = Uint8Array::from(parcel.bytes.as_slice());
                if let Err(error) = download(&parcel.name, "application/octet-stream", &bytes) {
                    complain_of("a file that cannot be saved", &error);
                }
            }
            let names: Vec<String> = parcels.iter().map(|parcel| parcel.name.clone()).collect();
            Stage::Saved((t.saved)(&names))
        }
        Err(error) => Stage::Refused((t.export_error)(error)),
    }
}
