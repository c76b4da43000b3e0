//! A labelled field: a number with its bounds, or a choice.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::term::Explain;
use crate::app::{Action, Field, SettingsForm};
use crate::i18n::{Term, format};
use crate::web::dispatch::Shell;

/// Learning rates on a logarithmic list.
const LEARNING_RATES: &[&str] = &[
    "0.00001", "0.00003", "0.0001", "0.0003", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1", "3", "10",
];
const BATCH_SIZES: &[&str] = &["1", "8", "16", "32", "64", "128", "256"];
const EPOCHS: &[&str] = &["10", "20", "50", "100", "200", "500"];
const PENALTIES: &[&str] = &["0", "0.0001", "0.001", "0.01", "0.1"];
const DROPOUTS: &[&str] = &["0", "0.1", "0.2", "0.5"];

/// Its name in the document, its term, and values to offer.
fn about(field: Field) -> (&'static str, Term, &'static [&'static str]) {
    match field {
        Field::Epochs => ("epochs", Term::Epoch, EPOCHS),
        Field::LearningRate => ("learning-rate", Term::LearningRate, LEARNING_RATES),
        Field::BatchSize => ("batch-size", Term::BatchSize, BATCH_SIZES),
        Field::L1 => ("l1", Term::L1, PENALTIES),
        Field::L2 => ("l2", Term::L2, PENALTIES),
        Field::Dropout => ("dropout", Term::Dropout, DROPOUTS),
        Field::Patience => ("patience", Term::Patience, &[]),
        Field::Seed => ("seed", Term::Seed, &[]),
    }
}

/// A number field of the model. What cannot be used stays, with a sentence below.
pub fn number_field(shell: &Shell, form: &SettingsForm, field: Field) -> Html {
    let t = shell.texts;
    let (id, term, offers) = about(field);
    let error = form.error(field);
    let edit = shell.on(move |event: InputEvent| Action::FieldEdited(field, value_of(&event)));
    let list = format!("{id}-offers");
    let message = format!("{id}-error");
    html! {
        <div class="field" data-of={id}>
            <label for={id}>{ (t.term)(term).name }</label><Explain {term} />
            <input {id} type="text" inputmode="decimal" autocomplete="off" value={form.text(field)}
                oninput={edit} aria-invalid={error.is_some().to_string()}
                aria-describedby={error.map(|_| message.clone())}
                list={(!offers.is_empty()).then(|| list.clone())} />
            if !offers.is_empty() {
                <datalist id={list}>{ for offers.iter().map(|offer| html! { <option value={*offer} /> }) }</datalist>
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
        <div class={classes!("field", props.bare.then_some("bare"))} data-of={props.id.clone()}>
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
