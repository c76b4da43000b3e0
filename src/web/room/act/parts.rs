//! Small parts of the form: a number with its bounds, and a box to tick.

use yew::prelude::*;

use crate::i18n::format::bound;
use crate::numeric::typed;
use crate::web::dispatch::use_shell;
use crate::web::parts::field::{is_checked, value_of};

/// A number.
#[derive(Properties, PartialEq)]
pub(super) struct AmountProps {
    /// Its name in the document.
    pub id: String,
    /// Its label.
    pub label: AttrValue,
    /// What it is; none where it may be left open and is.
    pub value: Option<f64>,
    /// The least that it can be.
    #[prop_or_default]
    pub least: f64,
    /// The most.
    #[prop_or(1e9)]
    pub most: f64,
    /// What stands in an empty field that may be left open.
    #[prop_or_default]
    pub open: Option<&'static str>,
    /// Takes what was typed, where it can be used.
    pub onset: Callback<Option<f64>>,
    /// Hears whether what stands there can be used.
    pub onwrong: Callback<(String, bool)>,
}

/// A number. What cannot be used stays, with a sentence below.
#[component]
pub(super) fn Amount(props: &AmountProps) -> Html {
    let shell = use_shell();
    let text = use_state(|| written(props.value));
    let read = |text: &str, props: &AmountProps| -> Option<Option<f64>> {
        if text.trim().is_empty() && props.open.is_some() {
            return Some(None);
        }
        typed(text).filter(|value| *value >= props.least && *value <= props.most).map(Some)
    };
    {
        // What is set from elsewhere is shown; what is being typed stays as it stands.
        let (text, now) = (text.clone(), read(&text, props));
        use_effect_with(props.value, move |value| {
            if now.is_some_and(|now| now != *value) {
                text.set(written(*value));
            }
        });
    }
    let wrong = read(&text, props).is_none();
    let oninput = {
        let (text, onset, onwrong) = (text.clone(), props.onset.clone(), props.onwrong.clone());
        let (id, least, most, open) = (props.id.clone(), props.least, props.most, props.open);
        Callback::from(move |event: InputEvent| {
            let now = value_of(&event);
            let value = if now.trim().is_empty() && open.is_some() {
                Some(None)
            } else {
                typed(&now).filter(|value| *value >= least && *value <= most).map(Some)
            };
            onwrong.emit((id.clone(), value.is_none()));
            if let Some(value) = value {
                onset.emit(value);
            }
            text.set(now);
        })
    };
    let message = format!("{}-error", props.id);
    html! {
        <div class="field">
            <label for={props.id.clone()}>{ props.label.clone() }</label>
            <input id={props.id.clone()} type="text" inputmode="decimal" autocomplete="off" value={(*text).clone()} {oninput}
                placeholder={props.open} aria-invalid={wrong.to_string()} aria-describedby={wrong.then(|| message.clone())} />
            if wrong { <p id={message} class="wrong">{ (shell.language.act().not_a_number)(&bound(props.least), &bound(props.most)) }</p> }
        </div>
    }
}

/// As a person would type it.
fn written(value: Option<f64>) -> String {
    value.map(|value| ((value * 1e9).round() / 1e9).to_string()).unwrap_or_default()
}

/// A box to tick.
#[derive(Properties, PartialEq)]
pub(super) struct TickProps {
    /// Its name in the document.
    pub id: String,
    /// Its label.
    pub label: AttrValue,
    /// Whether it is ticked.
    pub ticked: bool,
    /// Hears of it.
    pub onset: Callback<bool>,
}

/// A box to tick.
#[component]
pub(super) fn Tick(props: &TickProps) -> Html {
    let onchange = props.onset.reform(|event: Event| is_checked(&event));
    html! {
        <label class="switch" for={props.id.clone()}>
            <input id={props.id.clone()} type="checkbox" checked={props.ticked} {onchange} />
            <span>{ props.label.clone() }</span>
        </label>
    }
}
