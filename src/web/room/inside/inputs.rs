//! The inputs of a sample in slow motion, with a field for each that can be set.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Names;
use crate::i18n::format::number;
use crate::session::inside::{Sample, SampleInput};
use crate::web::dispatch::Shell;

/// What the fields of the inputs are drawn from.
pub(super) struct Inputs<'a> {
    pub(super) found: &'a Sample,
    /// What was typed last and is no number.
    pub(super) wrong: Option<&'a (u32, String)>,
    pub(super) typed: &'a Callback<(u32, String)>,
    pub(super) names: &'a Names,
    pub(super) shell: &'a Shell,
}

impl Inputs<'_> {
    pub(super) fn row(&self, input: u32, own: &SampleInput, scaled: f64) -> Html {
        let name = self.names.unit(0, input);
        let outside = own.is_outside().then_some("outside");
        if !own.free {
            return html! { <li><span>{ name }</span><b>{ number(own.value) }</b><span>{ format!("→ {}", number(scaled)) }</span></li> };
        }
        let typed = self.typed.reform(move |event: Event| {
            let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            (input, field.map(|field| field.value()).unwrap_or_default())
        });
        let wrong = self.wrong.filter(|(other, _)| *other == input).map(|(_, text)| text);
        let value = wrong.cloned().unwrap_or_else(|| ((own.value * 1e4).round() / 1e4).to_string());
        let message = format!("slow-input-{input}-wrong");
        html! {
            <li><label><span>{ name }</span><input type="text" inputmode="decimal" autocomplete="off" class={classes!("exact", outside)} id={format!("slow-input-{input}")}
                {value} onchange={typed} aria-invalid={wrong.is_some().to_string()} aria-describedby={wrong.map(|_| message.clone())} /></label><span>{ format!("→ {}", number(scaled)) }</span>
                if let Some(text) = wrong { <p class="wrong" id={message}>{ (self.shell.language.lesson().not_a_number)(text) }</p> }</li>
        }
    }
}
