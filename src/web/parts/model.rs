//! Step 2: the network and how it is trained.

use yew::prelude::*;

use super::field::{Choice, NumberField};
use super::term::Explain;
use crate::app::{Action, Field, SettingsForm};
use crate::i18n::{Term, format};
use crate::nn::{Activation, Initialiser, Loss, OptimizerKind};
use crate::training::{Method, Setting, Settings};
use crate::web::dispatch::{Shell, use_shell};

/// Learning rates on a logarithmic list.
const LEARNING_RATES: &[&str] = &[
    "0.00001", "0.00003", "0.0001", "0.0003", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1", "3", "10",
];
const BATCH_SIZES: &[&str] = &["1", "8", "16", "32", "64", "128", "256"];
const EPOCHS: &[&str] = &["10", "20", "50", "100", "200", "500"];
const PENALTIES: &[&str] = &["0", "0.0001", "0.001", "0.01", "0.1"];
const DROPOUTS: &[&str] = &["0", "0.1", "0.2", "0.5"];
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
                    <NumberField id="seed" field={Field::Seed} term={Term::Seed} form={form.clone()} />
                    <button type="button" id="new-seed" onclick={shell.on(|_| Action::NewSeedPressed)}>{ t.new_seed }</button>
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
    html! {
        <>
            <div class="fields">
                <NumberField id="epochs" field={Field::Epochs} term={Term::Epoch} form={form.clone()} offers={EPOCHS} />
                <NumberField id="learning-rate" field={Field::LearningRate} term={Term::LearningRate} form={form.clone()} offers={LEARNING_RATES} />
                <NumberField id="batch-size" field={Field::BatchSize} term={Term::BatchSize} form={form.clone()} offers={BATCH_SIZES} />
                <Choice id="optimizer" label={(t.term)(Term::Optimizer).name} term={Some(Term::Optimizer)}
                    options={names(OptimizerKind::ALL, t.optimizer)} chosen={place(OptimizerKind::ALL, settings.optimizer)}
                    onchoose={shell.on(|index: usize| Action::OptimizerChosen(at(OptimizerKind::ALL, index)))} />
                <Choice id="activation" label={(t.term)(Term::Activation).name} term={Some(Term::Activation)}
                    options={names(Activation::ALL, t.activation)} chosen={place(Activation::ALL, settings.activation)}
                    onchoose={shell.on(|index: usize| Action::ActivationChosen(at(Activation::ALL, index)))} />
                <Choice id="loss" label={(t.term)(Term::Loss).name} term={Some(Term::Loss)}
                    options={names(Loss::ALL, t.loss_name)} chosen={place(Loss::ALL, settings.loss)}
                    onchoose={shell.on(|index: usize| Action::LossChosen(at(Loss::ALL, index)))} />
            </div>
            <Layers hidden={settings.hidden.clone()} inputs={props.inputs} outputs={props.outputs}
                activation={(t.activation)(settings.activation)} />
            <details class="more">
                <summary>{ t.more_settings }</summary>
                <div class="fields">
                    <Choice id="initialiser" label={(t.term)(Term::Initialiser).name} term={Some(Term::Initialiser)}
                        options={names(Initialiser::ALL, t.initialiser)} chosen={place(Initialiser::ALL, settings.initialiser)}
                        onchoose={shell.on(|index: usize| Action::InitialiserChosen(at(Initialiser::ALL, index)))} />
                    <NumberField id="l1" field={Field::L1} term={Term::L1} form={form.clone()} offers={PENALTIES} />
                    <NumberField id="l2" field={Field::L2} term={Term::L2} form={form.clone()} offers={PENALTIES} />
                    <NumberField id="dropout" field={Field::Dropout} term={Term::Dropout} form={form.clone()} offers={DROPOUTS} />
                    <Choice id="early-stopping" label={(t.term)(Term::EarlyStopping).name} term={Some(Term::EarlyStopping)}
                        options={vec![t.off.to_owned(), t.on.to_owned()]} chosen={usize::from(settings.patience.is_some())}
                        onchoose={shell.on(|index: usize| Action::EarlyStopping(index == 1))} />
                    if settings.patience.is_some() {
                        <NumberField id="patience" field={Field::Patience} term={Term::Patience} form={form.clone()} />
                    }
                    <div class="seed">
                        <NumberField id="seed" field={Field::Seed} term={Term::Seed} form={form.clone()} />
                        <button type="button" id="new-seed" onclick={shell.on(|_| Action::NewSeedPressed)}>{ t.new_seed }</button>
                    </div>
                </div>
            </details>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct LayersProps {
    hidden: Vec<u32>,
    inputs: Option<u32>,
    outputs: Option<u32>,
    activation: &'static str,
}

/// The layers as a row of boxes, with + and −.
#[component]
fn Layers(props: &LayersProps) -> Html {
    let shell = use_shell();
    let t = shell.texts;
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
                { for props.hidden.iter().enumerate().map(|(index, &units)| html! {
                    <li class="layer">
                        <span class="units">
                            <button type="button" aria-label={(t.fewer_units)(index + 1)}
                                onclick={shell.on(move |_| Action::UnitsChosen(index, fewer(units)))}>{ "−" }</button>
                            <b>{ units }</b>
                            <button type="button" aria-label={(t.more_units)(index + 1)}
                                onclick={shell.on(move |_| Action::UnitsChosen(index, more(units)))}>{ "+" }</button>
                        </span>
                        <span>{ props.activation }</span>
                        <button type="button" class="remove" aria-label={(t.remove_layer)(index + 1)}
                            onclick={shell.on(move |_| Action::LayerRemoved(index))}>{ "×" }</button>
                    </li>
                }) }
                if props.hidden.len() < most_layers {
                    <li class="layer add"><button type="button" id="add-layer"
                        onclick={shell.on(|_| Action::LayerAdded)}>{ "+ " }{ t.layer }</button></li>
                }
                { end(props.outputs, t.outputs) }
            </ol>
            if props.hidden.is_empty() { <p class="muted">{ t.no_hidden_layer }</p> }
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
