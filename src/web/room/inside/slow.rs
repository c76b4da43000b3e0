//! One sample in slow motion: forward, loss, backward, update.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::super::stage::use_stage;
use super::inputs::Inputs;
use super::{Names, look, symbol};
use crate::app::Header;
use crate::i18n::format::{self, number, precise};
use crate::i18n::{InsideTexts, Term, Texts};
use crate::lesson::{Quantity, View};
use crate::numeric;
use crate::session::explaining::Explained;
use crate::session::inside::{Look, Sample, Seen};
use crate::training::{Followed, Parameter};
use crate::web::dispatch::use_shell;
use crate::web::page::after;

/// Between two beats when it plays.
const BEAT_MS: i32 = 1600;
const BEATS: usize = 4;

/// What it is about.
#[derive(Properties, PartialEq)]
pub(super) struct SlowProps {
    pub(super) header: Rc<Header>,
    pub(super) answers: Rc<Vec<Explained>>,
    pub(super) names: Rc<Names>,
    pub(super) parameter: Parameter,
}

/// The sample, the beat, and the numbers of it.
#[component]
pub(super) fn Slow(props: &SlowProps) -> Html {
    let shell = use_shell();
    let t = shell.language.inside();
    let row = use_state(|| 0_u32);
    let before = use_state(|| 0_u32);
    let changed = use_state(Vec::<(u32, f64)>::new);
    let wrong = use_state(|| None::<(u32, String)>);
    let beat = use_state(|| 0_usize);
    let playing = use_state(|| false);
    // What a timer that was set earlier has to know now.
    let plays = use_mut_ref(|| false);
    *plays.borrow_mut() = *playing;
    let list = use_node_ref();
    {
        let (dispatch, header) = (shell.dispatch.clone(), Rc::clone(&props.header));
        let (row, before, followed, changed) = (*row, *before, props.parameter, (*changed).clone());
        use_effect_with((row, before, followed, changed, header.by_epoch()), move |asked| {
            let changed = asked.3.clone();
            dispatch.emit(look(&header, Look::Sample { row, before, followed, changed }));
        });
    }
    {
        let (beat, plays) = (beat.clone(), plays.clone());
        use_effect_with((*beat, *playing), move |(now, playing)| {
            let next = (now + 1) % BEATS;
            if *playing {
                after(BEAT_MS, move || {
                    if *plays.borrow() {
                        beat.set(next);
                    }
                });
            }
        });
    }
    let found = props.answers.iter().find_map(|answer| match answer {
        Explained::Inside(Seen::Sample(found)) => found.as_deref(),
        _ => None,
    });
    {
        let stage = use_stage();
        let numbers = found.map(|found| {
            [
                (Quantity::SlowMotionTarget, found.target.0),
                (Quantity::SlowMotionPrediction, found.target.1),
                (Quantity::SlowMotionLoss, found.motion.loss),
            ]
        });
        use_effect_with((numbers, *beat), move |(numbers, _)| {
            numbers.iter().for_each(|numbers| stage.values(numbers));
            stage.saw(View::SlowMotion);
        });
    }
    let Some(found) = found else { return html! { <p class="muted" role="status">{ t.asking }</p> } };
    let (own, of) = found.row;
    let to_row = {
        let (row, before, beat) = (row.clone(), before.clone(), beat.clone());
        let (changed, wrong) = (changed.clone(), wrong.clone());
        Callback::from(move |value: u32| {
            row.set(value);
            before.set(0);
            beat.set(0);
            changed.set(Vec::new());
            wrong.set(None);
        })
    };
    let to = |value: u32| to_row.reform(move |_: MouseEvent| value);
    let slid = to_row.reform(|event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        input.map_or(0.0, |input| input.value_as_number()).max(0.0) as u32
    });
    // Another value is typed for an input.
    let typed = {
        let (before, changed, wrong) = (before.clone(), changed.clone(), wrong.clone());
        Callback::from(move |(input, text): (u32, String)| match numeric::typed(&text) {
            Some(value) => {
                let mut next: Vec<(u32, f64)> =
                    changed.iter().copied().filter(|(other, _)| *other != input).collect();
                next.push((input, value));
                before.set(0);
                changed.set(next);
                wrong.set(None);
            }
            None => wrong.set(Some((input, text))),
        })
    };
    let as_it_was = {
        let (before, changed, wrong) = (before.clone(), changed.clone(), wrong.clone());
        Callback::from(move |_: MouseEvent| {
            before.set(0);
            changed.set(Vec::new());
            wrong.set(None);
        })
    };
    let inputs =
        Inputs { found, wrong: (*wrong).as_ref(), typed: &typed, names: &props.names, shell: &shell };
    let outside: Vec<String> = found
        .inputs
        .iter()
        .enumerate()
        .filter(|(_, own)| own.is_outside())
        .map(|(input, own)| {
            let (least, most) = own.learnt;
            (t.input_outside)(
                props.names.unit(0, input as u32),
                &number(own.value),
                &number(least),
                &number(most),
            )
        })
        .collect();
    let show = |place: usize| {
        let (beat, playing) = (beat.clone(), playing.clone());
        Callback::from(move |_: MouseEvent| {
            playing.set(false);
            beat.set(place);
        })
    };
    let keyed = {
        let (beat, playing, list) = (beat.clone(), playing.clone(), list.clone());
        Callback::from(move |event: KeyboardEvent| {
            let next = match event.key().as_str() {
                "ArrowRight" => (*beat + 1) % BEATS,
                "ArrowLeft" => (*beat + BEATS - 1) % BEATS,
                _ => return,
            };
            event.prevent_default();
            playing.set(false);
            beat.set(next);
            let button = list.cast::<HtmlElement>().and_then(|list| list.children().item(next as u32));
            if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
                // It is there.
                let _ = button.focus();
            }
        })
    };
    let again = |count: u32| {
        let (before, beat) = (before.clone(), beat.clone());
        Callback::from(move |_: MouseEvent| {
            before.set(count);
            beat.set(0);
        })
    };
    let when = found.time.map(|at| format::time(at, found.utc, shell.language, false));
    let facts = facts(found, t);
    html! {
        <>
            <div class="row-chooser">
                <button type="button" class="quiet" disabled={own == 0} aria-label={shell.language.insight().row_before} onclick={to(own.saturating_sub(1))}>{ "‹" }</button>
                <input type="range" id="slow-row" min="0" max={(of - 1).to_string()} value={own.to_string()} aria-label={t.which_row} onchange={slid} />
                <button type="button" class="quiet" disabled={own + 1 >= of} aria-label={shell.language.insight().row_after} onclick={to(own + 1)}>{ "›" }</button>
                <b id="slow-name">{ (t.sample)(own + 1, of, when) }</b>
            </div>
            if !changed.is_empty() { <p class="muted">{ t.inputs_changed }{ " " }<button type="button" class="quiet" id="slow-as-it-was" onclick={as_it_was}>{ shell.language.insight().as_it_was }</button></p> }
            <div role="status" id="slow-outside">{ for outside.into_iter().map(|says| html! { <p class="note warn-note">{ says }</p> }) }</div>
            if found.before > 0 { <p class="muted">{ (t.updates_before)(found.before) }</p> }
            <div class="beats" role="group" aria-label={t.tab_slow} ref={list} onkeydown={keyed}>
                { for (0..BEATS).map(|place| html! {
                    <button type="button" class="beat" id={format!("beat-{place}")} aria-pressed={(place == *beat).to_string()} onclick={show(place)}>
                        <b>{ t.beats[place] }</b><small>{ &facts[place] }</small>
                    </button>
                }) }
            </div>
            <p class="beat-controls">
                <button type="button" id="play" onclick={{ let playing = playing.clone(); Callback::from(move |_: MouseEvent| playing.set(!*playing)) }}>
                    { if *playing { t.pause } else { t.play } }</button>
                { " " }<button type="button" id="next-beat" onclick={show((*beat + 1) % BEATS)}>{ t.next_beat }</button>
                { " " }<button type="button" id="once-more" onclick={again(found.before + 1)}>{ t.once_more }</button>
                if found.before > 0 { { " " }<button type="button" onclick={again(0)}>{ t.from_start }</button> }
            </p>
            <p id="beat-says" role="status">{ t.beat_says[*beat] }</p>
            { match *beat {
                0 => layers(found, t, &props.names, Some(inputs)),
                1 => loss(found, t),
                2 => layers(found, t, &props.names, None),
                _ => update(found, t, shell.texts, &props.names),
            } }
            <p class="muted">{ t.copy_only }</p>
        </>
    }
}

/// A line for each beat.
fn facts(found: &Sample, t: &InsideTexts) -> [String; 4] {
    let (actual, predicted, new) = found.target;
    let motion = &found.motion;
    let steepest = motion.layers.iter().map(|layer| layer.steepness).fold(0.0, f64::max);
    [
        format!("{} = {}", t.predicted, number(predicted)),
        format!("{} − {} = {}", number(actual), number(predicted), number(actual - predicted)),
        (t.steepness)(&number(steepest)),
        format!("{} = {}", t.new_prediction, number(new)),
    ]
}

/// What each layer makes of it, with the inputs, or what comes back to it.
fn layers(found: &Sample, t: &InsideTexts, names: &Names, inputs: Option<Inputs>) -> Html {
    let forward = inputs.is_some();
    let all: Vec<_> = found.motion.layers.iter().enumerate().collect();
    let ordered: Vec<_> = if forward { all } else { all.into_iter().rev().collect() };
    let symbol = if forward { t.activation } else { t.delta };
    html! {
        <table class="told" id={if forward { "forward" } else { "backward" }}>
            <thead><tr><th scope="col">{ t.which_layer }</th><th scope="col">{ symbol }</th></tr></thead>
            <tbody>
                if let Some(inputs) = inputs { <tr><th scope="row">{ t.inputs }</th><td><ul class="values">
                    { for inputs.found.inputs.iter().zip(&inputs.found.scaled).enumerate().map(|(input, (own, scaled))| inputs.row(input as u32, own, *scaled)) }
                    </ul></td></tr> }
                { for ordered.into_iter().map(|(place, layer)| {
                    let values = if forward { &layer.activations } else { &layer.deltas };
                    let name = names.layers.get(place + 1).map_or("", |(name, _)| name.as_str());
                    html! { <tr><th scope="row">{ name.to_owned() }if !forward { <small>{ (t.steepness)(&number(layer.steepness)) }</small> }</th>
                        <td class="numbers">{ some(values) }</td></tr> }
                }) }
            </tbody>
        </table>
    }
}

/// The first values of many.
fn some(values: &[f64]) -> String {
    const MOST: usize = 16;
    let first: Vec<String> = values.iter().take(MOST).map(|value| number(*value)).collect();
    if values.len() > MOST {
        format!("{} … ({})", first.join("  "), values.len())
    } else {
        first.join("  ")
    }
}

fn loss(found: &Sample, t: &InsideTexts) -> Html {
    let (actual, predicted, _) = found.target;
    let motion = &found.motion;
    let row = |name: &str, own: f64, scaled: f64| {
        html! {
            <tr><th scope="row">{ name.to_owned() }</th><td class="value">{ precise(own) }</td><td class="value">{ precise(scaled) }</td></tr>
        }
    };
    html! {
        <table class="told" id="slow-loss">
            <thead><tr><td></td><td></td><th scope="col">{ t.standardised }</th></tr></thead>
            <tbody>
                { row(t.actual, actual, motion.target[0]) }
                { row(t.predicted, predicted, motion.prediction[0]) }
                <tr><th scope="row">{ t.cost }</th><td></td><td class="value" id="slow-cost" data-value={motion.loss.to_string()}>{ precise(motion.loss) }</td></tr>
            </tbody>
        </table>
    }
}

/// `∂L/∂w = 0.2, L1 + 0.001, α = 0.01`.
fn slope(followed: &Followed, symbol: &str, learning_rate: f64, texts: &Texts) -> String {
    let mut parts = vec![format!("∂L/∂{symbol} = {}", precise(followed.gradient))];
    for (term, added) in [(Term::L1, followed.added.0), (Term::L2, followed.added.1)] {
        if added != 0.0 {
            let sign = if added < 0.0 { '−' } else { '+' };
            parts.push(format!("{} {sign} {}", (texts.term)(term).name, precise(added.abs())));
        }
    }
    parts.push(format!("α = {learning_rate}"));
    parts.join(", ")
}

fn update(found: &Sample, t: &InsideTexts, texts: &Texts, names: &Names) -> Html {
    let motion = &found.motion;
    let (_, predicted, new) = found.target;
    let change = motion.loss - motion.new_loss;
    let parameter = found.parameter;
    html! {
        <>
            <table class="told" id="slow-update"><tbody>
                if let Some(followed) = motion.followed {
                    <tr><th scope="row">{ names.parameter(parameter, t) }</th>
                        <td class="value">{ format!("{} → {}", precise(followed.value), precise(followed.new_value)) }<small id="slow-slope">{ slope(&followed, &symbol(parameter), motion.learning_rate, texts) }</small></td></tr>
                }
                <tr><th scope="row">{ t.new_prediction }</th><td class="value">{ format!("{} → {}", precise(predicted), precise(new)) }</td></tr>
                <tr><th scope="row">{ t.cost }</th><td class="value">{ format!("{} → {}", precise(motion.loss), precise(motion.new_loss)) }
                    <small id="slow-fell">{ if change >= 0.0 { (t.fell)(&number(change)) } else { (t.rose)(&number(-change)) } }</small></td></tr>
            </tbody></table>
        </>
    }
}
