//! Step 2: the network and how it is trained.

use yew::prelude::*;

use super::field::{Choice, number_field};
use super::term::Explain;
use crate::app::{Action, Field, SettingsForm};
use crate::i18n::{Term, format};
use crate::nn::{Activation, Initialiser, Loss, OptimizerKind};
use crate::training::{Method, Setting, Settings};
use crate::web::dispatch::{Shell, use_shell};

/// How many units one click adds or takes away.
const UNIT_STEPS: [u32; 8] = [1, 2, 4, 8, 16, 32, 64, 128];

/// What the section shows.
#[derive(Properties, PartialEq)]
pub struct ModelProps {
    /// The settings.
    pub form: SettingsForm,
    /// Inputs of the network, where a data set is ready.
    pub inputs: Option<u32>,
    /// Its outputs.
    pub outputs: Option<u32>,
    /// What is to be said where the run on the page has other settings than these.
    pub note: Option<&'static str>,
}

/// Step 2.
#[component]
pub fn Model(props: &ModelProps) -> Html {
    let shell = use_shell();
    let t = shell.texts;
    let form = &props.form;
    let settings = &form.settings;
    let parameters = props
        .inputs
        .zip(props.outputs)
        .filter(|_| settings.method == Method::Network)
        .map(|(inputs, outputs)| count_parameters(inputs, &settings.hidden, outputs));
    let is_article =
        *settings == Settings { seed: settings.seed, ..Settings::default() } && form.errors.is_empty();
    html! {
        <section class="panel" aria-labelledby="model-title">
            <h2 id="model-title"><span class="step-number">{ "2" }</span>{ t.model }
                if let Some(parameters) = parameters {
                    <span class="aside">{ (t.parameters)(&format::count(parameters)) }</span>
                }
            </h2>
            <div class="preset" role="group" aria-label={t.preset}>
                { for Method::ALL.into_iter().map(|method| preset(&shell, settings.method, method, is_article)) }
            </div>
            <p class="muted" id="preset-is">{ match settings.method {
                Method::Recommended => t.recommended_is,
                Method::Quick => t.quick_is,
                Method::Network if is_article => t.article_is,
                Method::Network => t.own_settings,
            } }</p>
            if settings.method == Method::Network { { own(&shell, props) } } else {
                <div class="seed">
                    { number_field(&shell, form, Field::Seed) }
                    { new_seed(&shell) }
                </div>
            }
            if let Some(note) = props.note { <p class="note" id="settings-note">{ note }</p> }
        </section>
    }
}

/// A preset's button. Article takes back all settings of one's own.
fn preset(shell: &Shell, chosen: Method, method: Method, is_article: bool) -> Html {
    let t = shell.texts;
    let (id, name) = match method {
        Method::Recommended => ("recommended", t.recommended),
        Method::Quick => ("quick", t.quick),
        Method::Network => ("article", t.article),
    };
    let pressed = chosen == method && (method != Method::Network || is_article);
    let action =
        move || if method == Method::Network { Action::ArticleChosen } else { Action::MethodChosen(method) };
    html! {
        <button type="button" {id} class="pill" aria-pressed={pressed.to_string()} onclick={shell.on(move |_: MouseEvent| action())}>{ name }</button>
    }
}

/// The settings of one network.
fn own(shell: &Shell, props: &ModelProps) -> Html {
    let t = shell.texts;
    let form = &props.form;
    let settings = &form.settings;
    let number = |field: Field| number_field(shell, form, field);
    let choice = |id: &'static str,
                  term: Term,
                  options: Vec<String>,
                  chosen: usize,
                  onchoose: Callback<usize>| {
        html! { <Choice {id} label={(t.term)(term).name} term={Some(term)} {options} {chosen} {onchoose} /> }
    };
    html! {
        <>
            <div class="fields">
                { number(Field::Epochs) }
                { number(Field::LearningRate) }
                { number(Field::BatchSize) }
                { choice("optimizer", Term::Optimizer, names(OptimizerKind::ALL, t.optimizer), place(OptimizerKind::ALL, settings.optimizer),
                    shell.on(|index: usize| Action::OptimizerChosen(at(OptimizerKind::ALL, index)))) }
                { choice("activation", Term::Activation, names(Activation::ALL, t.activation), place(Activation::ALL, settings.activation),
                    shell.on(|index: usize| Action::ActivationChosen(at(Activation::ALL, index)))) }
                { choice("loss", Term::Loss, names(Loss::ALL, t.loss_name), place(Loss::ALL, settings.loss),
                    shell.on(|index: usize| Action::LossChosen(at(Loss::ALL, index)))) }
            </div>
            { layers(shell, props) }
            <details class="more">
                <summary>{ t.more_settings }</summary>
                <div class="fields">
                    { choice("initialiser", Term::Initialiser, names(Initialiser::ALL, t.initialiser), place(Initialiser::ALL, settings.initialiser),
                        shell.on(|index: usize| Action::InitialiserChosen(at(Initialiser::ALL, index)))) }
                    { number(Field::L1) }
                    { number(Field::L2) }
                    { number(Field::Dropout) }
                    { choice("early-stopping", Term::EarlyStopping, vec![t.off.to_owned(), t.on.to_owned()], usize::from(settings.patience.is_some()),
                        shell.on(|index: usize| Action::EarlyStopping(index == 1))) }
                    if settings.patience.is_some() { { number(Field::Patience) } }
                    <div class="seed">
                        { number(Field::Seed) }
                        { new_seed(shell) }
                    </div>
                </div>
            </details>
        </>
    }
}

fn new_seed(shell: &Shell) -> Html {
    html! {
        <button type="button" id="new-seed" onclick={shell.on(|_: MouseEvent| Action::NewSeedPressed)}>{ shell.texts.new_seed }</button>
    }
}

/// The layers as a row of boxes, with + and −.
fn layers(shell: &Shell, props: &ModelProps) -> Html {
    let t = shell.texts;
    let hidden = &props.form.settings.hidden;
    let activation = (t.activation)(props.form.settings.activation);
    let most_layers = Setting::HiddenLayers.bounds().1 as usize;
    let end = |number: Option<u32>, label: &str| {
        html! {
            <li class="layer end"><b>{ number.map_or("–".to_owned(), |number| number.to_string()) }</b><span>{ label }</span></li>
        }
    };
    html! {
        <div class="layers-box">
            <p class="field-label">{ (t.term)(Term::HiddenLayer).name }<Explain term={Term::HiddenLayer} /></p>
            <ol class="layers">
                { end(props.inputs, t.inputs) }
                { for hidden.iter().enumerate().map(|(index, &units)| html! {
                    <li class="layer">
                        <span class="units">
                            <button type="button" aria-label={(t.fewer_units)(index + 1)}
                                onclick={shell.on(move |_: MouseEvent| Action::UnitsChosen(index, fewer(units)))}>{ "−" }</button>
                            <b>{ units }</b>
                            <button type="button" aria-label={(t.more_units)(index + 1)}
                                onclick={shell.on(move |_: MouseEvent| Action::UnitsChosen(index, more(units)))}>{ "+" }</button>
                        </span>
                        <span>{ activation }</span>
                        <button type="button" class="remove" aria-label={(t.remove_layer)(index + 1)}
                            onclick={shell.on(move |_| Action::LayerRemoved(index))}>{ "×" }</button>
                    </li>
                }) }
                if hidden.len() < most_layers {
                    <li class="layer add"><button type="button" id="add-layer"
                        onclick={shell.on(|_| Action::LayerAdded)}>{ "+ " }{ t.layer }</button></li>
                }
                { end(props.outputs, t.outputs) }
            </ol>
            if hidden.is_empty() { <p class="muted">{ t.no_hidden_layer }</p> }
        </div>
    }
}

/// Weights and biases of a dense network.
fn count_parameters(inputs: u32, hidden: &[u32], outputs: u32) -> u64 {
    let sizes: Vec<u64> = std::iter::once(inputs)
        .chain(hidden.iter().copied())
        .chain(std::iter::once(outputs))
        .map(u64::from)
        .collect();
    sizes.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum()
}

fn more(units: u32) -> u32 {
    units + step(units)
}

fn fewer(units: u32) -> u32 {
    units.saturating_sub(step(units.saturating_sub(1).max(1)))
}

/// One click changes small layers by one unit and large ones by about a quarter.
fn step(units: u32) -> u32 {
    UNIT_STEPS.into_iter().rev().find(|&step| step * 4 <= units).unwrap_or(1)
}

fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> Vec<String> {
    all.iter().map(|&value| name(value).to_owned()).collect()
}

fn place<T: PartialEq + Copy>(all: &[T], value: T) -> usize {
    all.iter().position(|&other| other == value).unwrap_or(0)
}

fn at<T: Copy>(all: &[T], index: usize) -> T {
    all[index.min(all.len() - 1)]
}
