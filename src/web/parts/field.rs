//! A labelled field: a number with its bounds, or a choice.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::term::Explain;
use crate::app::{Action, Field, SettingsForm};
use crate::i18n::{Term, format};
use crate::web::dispatch::use_shell;

/// A number field of the model.
#[derive(Properties, PartialEq)]
pub struct NumberFieldProps {
    /// Which.
    pub field: Field,
    /// All settings.
    pub form: SettingsForm,
    /// Its term.
    pub term: Term,
    /// Values to offer.
    #[prop_or_default]
    pub offers: &'static [&'static str],
    /// Its name in the document.
    pub id: &'static str,
}

/// A number field of the model. What cannot be used stays, with a sentence below.
#[component]
pub fn NumberField(props: &NumberFieldProps) -> Html {
    let shell = use_shell();
    let t = shell.texts;
    let field = props.field;
    let error = props.form.error(field);
    let edit = shell.on(move |event: InputEvent| Action::FieldEdited(field, value_of(&event)));
    let list = format!("{}-offers", props.id);
    let message = format!("{}-error", props.id);
    html! {
        <div class="field">
            <label for={props.id}>{ (t.term)(props.term).name }</label><Explain term={props.term} />
            <input id={props.id} type="text" inputmode="decimal" autocomplete="off" value={props.form.text(field)}
                oninput={edit} aria-invalid={error.is_some().to_string()}
                aria-describedby={error.map(|_| message.clone())}
                list={(!props.offers.is_empty()).then(|| list.clone())} />
            if !props.offers.is_empty() {
                <datalist id={list}>{ for props.offers.iter().map(|offer| html! { <option value={*offer} /> }) }</datalist>
            }
            if let Some(error) = error {
                <p id={message} class="wrong">{ (t.out_of_bounds)(&format::bound(error.least), &format::bound(error.most)) }</p>
            }
        </div>
    }
}

/// A choice among a few.
#[derive(Properties, PartialEq)]
pub struct ChoiceProps {
    /// Its name in the document.
    pub id: String,
    /// Its label.
    pub label: AttrValue,
    /// Its term, where it has one.
    #[prop_or_default]
    pub term: Option<Term>,
    /// What can be chosen.
    pub options: Vec<String>,
    /// Which is chosen.
    pub chosen: usize,
    /// Says which was chosen.
    pub onchoose: Callback<usize>,
    /// Whether the label is for listeners only.
    #[prop_or_default]
    pub bare: bool,
    /// The class of the list.
    #[prop_or_default]
    pub class: Classes,
}

/// A choice among a few.
#[component]
pub fn Choice(props: &ChoiceProps) -> Html {
    let choose = props.onchoose.reform(|event: Event| chosen_index(&event));
    html! {
        <div class={classes!("field", props.bare.then_some("bare"))}>
            if !props.bare {
                <label for={props.id.clone()}>{ props.label.clone() }</label>
                if let Some(term) = props.term { <Explain {term} /> }
            }
            <select id={props.id.clone()} class={props.class.clone()} onchange={choose}
                aria-label={props.bare.then(|| props.label.clone())}>
                { for props.options.iter().enumerate().map(|(index, option)| html! {
                    <option selected={index == props.chosen}>{ option }</option>
                }) }
            </select>
        </div>
    }
}

/// The text in the field that an event comes from.
pub fn value_of(event: &InputEvent) -> String {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    input.map(|input| input.value()).unwrap_or_default()
}

/// Which option of a list was chosen.
pub fn chosen_index(event: &Event) -> usize {
    let list = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
    list.map_or(0, |list| list.selected_index().max(0) as usize)
}

/// Whether the box that an event comes from is ticked.
pub fn is_checked(event: &Event) -> bool {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    input.is_some_and(|input| input.checked())
}
