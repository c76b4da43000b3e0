//! A button that lets a person choose files.

use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

const KINDS: &str = ".csv,.tsv,.txt,.xlsx,.xlsb,.xls,.ods,text/csv,text/plain,text/tab-separated-values";

/// A button that lets a person choose one or more files.
pub fn pick_files(id: &'static str, label: &'static str, onfiles: &Callback<Vec<File>>) -> Html {
    let chosen = onfiles.reform(|event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let files = input.as_ref().and_then(HtmlInputElement::files);
        let files = files
            .map(|list| (0..list.length()).filter_map(|index| list.item(index)).collect())
            .unwrap_or_default();
        if let Some(input) = input {
            // The same file may be chosen again after it was changed.
            input.set_value("");
        }
        files
    });
    html! {
        <span class="pick">
            <input {id} class="spoken" type="file" multiple=true accept={KINDS} onchange={chosen} />
            <label class="link-button" for={id}>{ label }</label>
        </span>
    }
}
