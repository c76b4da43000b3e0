//! What made one prediction, and what another row's would be.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::matters::bars;
use super::{Shown, View, asked};
use crate::i18n::format::{self, number};
use crate::numeric;
use crate::session::explaining::{Explained, FreeInput, Question};
use crate::web::dispatch::use_shell;

/// Steps of a slider.
const STEPS: f64 = 200.0;

pub(super) fn show(view: &View) -> Html {
    html! { <Why insight={Rc::clone(view.insight)} place={view.place} unit={view.unit.clone()} /> }
}

#[derive(Properties, PartialEq)]
struct WhyProps {
    insight: Rc<Shown>,
    place: usize,
    unit: String,
}

/// A test row, its prediction in parts, and sliders for its inputs.
#[component]
fn Why(props: &WhyProps) -> Html {
    let shell = use_shell();
    let t = shell.language.insight();
    let rows = &props.insight.judged.test;
    let last = rows.rows.len().saturating_sub(1);
    let ask = |row: u32, changed: Vec<(u32, f64)>| asked(&Question::Row { row, changed });
    let answer = props.insight.answers.iter().find_map(|answer| match answer {
        Explained::Row { row, prediction, base, matters, gradients, inputs } => {
            Some((*row, *prediction, *base, matters, gradients, inputs))
        }
        _ => None,
    });
    {
        let (dispatch, there) = (shell.dispatch.clone(), answer.is_some());
        // The row with the largest error is the first that asks for a reason.
        let worst = props
            .insight
            .judged
            .targets
            .get(props.place)
            .and_then(Option::as_ref)
            .and_then(|own| own.worst.first().copied());
        use_effect_with((), move |()| {
            if !there {
                dispatch.emit(ask(worst.unwrap_or(0), Vec::new()));
            }
        });
    }
    let Some((row, prediction, base, matters, gradients, inputs)) = answer else {
        return html! { <p class="muted" role="status">{ t.asking }</p> };
    };
    let name = match &rows.times {
        Some(times) => format::time(times[(row as usize).min(last)], rows.utc, shell.language, false),
        None => format!("{} {}", t.row, format::count(u64::from(rows.rows[(row as usize).min(last)]) + 1)),
    };
    let actual = rows.targets.get(props.place).and_then(|target| target.actual.get(row as usize)).copied();
    let was = props
        .insight
        .judged
        .predictions
        .values
        .get(props.place)
        .and_then(|values| values.get(row as usize))
        .copied();
    let choose = {
        let dispatch = shell.dispatch.clone();
        Callback::from(move |event: Event| {
            if let Some(row) = value_of(&event) {
                dispatch.emit(ask(row as u32, Vec::new()));
            }
        })
    };
    let step = |by: i64| {
        let to = (i64::from(row) + by).clamp(0, last as i64) as u32;
        shell.on(move |_: MouseEvent| ask(to, Vec::new()))
    };
    let parts: Vec<(String, f64, f64)> = matters
        .iter()
        .map(|(matter, value, error)| ((t.matter)(matter), *value, error.unwrap_or(0.0)))
        .collect();
    let changed = inputs.iter().any(|input| input.value != input.actual);
    html! {
        <div class="insight-grid">
            <div>
                <div class="row-chooser">
                    <button type="button" class="quiet" disabled={row == 0} aria-label={t.row_before} onclick={step(-1)}>{ "‹" }</button>
                    <input type="range" id="why-row" min="0" max={last.to_string()} value={row.to_string()} aria-label={t.which_row} onchange={choose} />
                    <button type="button" class="quiet" disabled={row as usize >= last} aria-label={t.row_after} onclick={step(1)}>{ "›" }</button>
                    <b id="why-name">{ name }</b>
                </div>
                <p id="why-sum">{ (t.made_of)(&format!("{}{}", number(prediction), props.unit), &format!("{}{}", number(base), props.unit)) }
                    if let Some(actual) = actual.filter(|_| !changed) { { (t.happened)(&format!("{}{}", number(actual), props.unit)) } }</p>
                { bars(t.adds, &parts, &props.unit) }
                <p class="muted">{ t.shapley_is }</p>
                if let Some((values, gap)) = gradients {
                    <details class="more"><summary>{ t.gradients }</summary>
                        { bars(t.adds, &parts.iter().zip(values).map(|((name, _, _), value)| (name.clone(), *value, 0.0)).collect::<Vec<_>>(), &props.unit) }
                        <p class="muted">{ (t.gap)(&format!("{}{}", number(*gap), props.unit)) }</p>
                    </details>
                }
            </div>
            <div>
                <h3>{ t.what_if }</h3>
                if inputs.is_empty() { <p class="muted">{ t.nothing_free }</p> }
                { for inputs.iter().map(|input| slider(&shell, row, inputs, input)) }
                if changed {
                    <p id="what-if"><b>{ (t.would_be)(&format!("{}{}", number(prediction), props.unit), &was.map_or(String::new(), |was| format!("{}{}", number(was), props.unit))) }</b>
                        { " " }<button type="button" onclick={shell.on(move |_: MouseEvent| ask(row, Vec::new()))}>{ t.as_it_was }</button></p>
                }
                <p class="note">{ t.not_the_world }</p>
            </div>
        </div>
    }
}

fn value_of(event: &Event) -> Option<f64> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let value = input.value_as_number();
    value.is_finite().then_some(value)
}

/// A slider for an input; it reaches beyond what was learnt from, and says so there.
fn slider(shell: &crate::web::dispatch::Shell, row: u32, all: &[FreeInput], input: &FreeInput) -> Html {
    let t = shell.language.insight();
    let room = (input.most - input.least).abs().max(1e-9) * 0.25;
    let (least, most) = (input.least - room, input.most + room);
    let outside = input.value < input.least || input.value > input.most;
    let place = input.place;
    let others = others_of(all, place);
    let dispatch = shell.dispatch.clone();
    let moved = Callback::from(move |event: Event| {
        if let Some(value) = value_of(&event) {
            let mut changed = others.clone();
            changed.push((place, value));
            dispatch.emit(asked(&Question::Row { row, changed }));
        }
    });
    let typed = {
        let (dispatch, others) = (shell.dispatch.clone(), others_of(all, place));
        Callback::from(move |event: Event| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let text = input.map(|input| input.value()).unwrap_or_default();
            if let Some(value) = numeric::typed(&text) {
                let mut changed = others.clone();
                changed.push((place, value));
                dispatch.emit(asked(&Question::Row { row, changed }));
            }
        })
    };
    html! {
        <div class="slider">
            <span>{ &input.name }{ " " }<input type="text" inputmode="decimal" autocomplete="off" class="exact" aria-label={input.name.clone()} value={number_field(input.value)} onchange={typed} />
                if outside { <em class="outside">{ (t.outside)(&number(input.least), &number(input.most)) }</em> }</span>
            <input type="range" aria-label={input.name.clone()} min={least.to_string()} max={most.to_string()} step={((most - least) / STEPS).to_string()}
                value={input.value.to_string()} onchange={moved} />
        </div>
    }
}

/// The inputs that are set to other values, but for this one.
fn others_of(all: &[FreeInput], place: u32) -> Vec<(u32, f64)> {
    let others = all.iter().filter(|other| other.value != other.actual && other.place != place);
    others.map(|other| (other.place, other.value)).collect()
}

/// As it can be typed: up to four decimals.
fn number_field(value: f64) -> String {
    ((value * 1e4).round() / 1e4).to_string()
}
