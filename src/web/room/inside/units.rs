//! The units of the drawing: circles that can be pointed at, moved between by arrow keys, and chosen.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::Tab;
use super::drawing::{RADIUS, View, name_of, sign, x_of, y_of};
use super::pointer::Place;
use crate::i18n::format;
use crate::session::inside::{Drawing, DrawnLayer};
use crate::training::Parameter;

/// The unit that the Tab key comes to: the one that was left last, else the first of the first hidden layer.
fn stop(drawing: &Drawing, last: Option<Place>) -> Place {
    let there = |place: &Place| {
        drawing.layers.get(place.layer as usize).is_some_and(|layer| {
            let (first, count) = layer.shown;
            (first..first + count).contains(&place.unit)
        })
    };
    let first = Place { layer: 1, unit: drawing.layers.get(1).map_or(0, |layer| layer.shown.0) };
    last.filter(there).unwrap_or(first)
}

/// Where an arrow key leads; `None` where it is none, or leads nowhere.
fn next(drawing: &Drawing, from: Place, key: &str) -> Option<Place> {
    let shown = |layer: u32| drawing.layers.get(layer as usize).map(|layer| layer.shown);
    let (first, count) = shown(from.layer)?;
    let row = from.unit.checked_sub(first)?;
    let aside = |layer: u32| -> Option<Place> {
        let (first, other) = shown(layer)?;
        // As high as before: layers are centred.
        let row = (f64::from(row) - f64::from(count - 1) / 2.0 + f64::from(other - 1) / 2.0).round();
        Some(Place { layer, unit: first + row.clamp(0.0, f64::from(other - 1)) as u32 })
    };
    match key {
        "ArrowUp" => (row > 0).then(|| Place { unit: from.unit - 1, ..from }),
        "ArrowDown" => (row + 1 < count).then(|| Place { unit: from.unit + 1, ..from }),
        "ArrowLeft" => aside(from.layer.checked_sub(1)?),
        "ArrowRight" => aside(from.layer + 1),
        _ => None,
    }
}

fn id(place: Place) -> String {
    format!("node-{}-{}", place.layer, place.unit)
}

fn focus(place: Place) {
    let document = web_sys::window().and_then(|window| window.document());
    let element = document.and_then(|document| document.get_element_by_id(&id(place)));
    if let Some(element) = element {
        // Any element with a tabindex takes the focus, also one that is not HTML's.
        let _ = element.unchecked_ref::<HtmlElement>().focus();
    }
}

/// A layer's units.
pub(super) fn units(view: &View, place: usize, layer: &DrawnLayer, height: f64) -> Html {
    let (t, layers) = (view.t, view.drawing.layers.len());
    let x = x_of(place, layers);
    let (inputs, output) = (place == 0, place + 1 == layers);
    let name = |unit: u32| -> Option<&str> {
        let names = if inputs { &view.drawing.inputs } else { &view.drawing.outputs };
        (inputs || output).then(|| names.get(unit as usize).map_or("", String::as_str))
    };
    // In slow motion a unit is as full as its activation is large.
    let activations: Option<&[f64]> = view.sample.map(|sample| match place {
        0 => &sample.scaled[..],
        _ => sample.motion.layers.get(place - 1).map_or(&[][..], |layer| &layer.activations[..]),
    });
    let largest = activations.map_or(1.0, |own| own.iter().fold(1e-9, |most: f64, own| most.max(own.abs())));
    let title = if inputs {
        t.inputs.to_owned()
    } else if output {
        t.output.to_owned()
    } else {
        format!(
            "{} × {}",
            layer.units,
            layer.activation.map_or("", |activation| (view.shell.texts.activation)(activation))
        )
    };
    let tab_stop = stop(view.drawing, view.pointer.last());
    html! {
        <g>
            <text class="layer-name" x={x.to_string()} y="14" text-anchor="middle">{ title }</text>
            { for (0..layer.shown.1).map(|row| {
                let unit = layer.shown.0 + row;
                let y = y_of(row, layer.shown.1, height);
                let here = Place { layer: place as u32, unit };
                let own = Parameter { layer: (place as u32).max(1) - 1, from: None, unit };
                let bias = layer.biases.get(row as usize).copied();
                let ill = layer.dead.contains(&unit) || layer.saturated.contains(&unit);
                let full = activations.and_then(|own| own.get(unit as usize)).map(|value| (value / largest, *value));
                let chosen = view.chosen_unit && !inputs && own.layer == view.parameter.layer && unit == view.parameter.unit;
                let look = view.choose.reform(move |_: MouseEvent| (own, Tab::Unit));
                let pick = view.choose.reform(move |event: MouseEvent| { event.stop_propagation(); (own, Tab::Weight) });
                let is_bias = !view.chosen_unit && own == view.parameter;
                html! {
                    <g id={id(here)} class={classes!("unit", ill.then_some("ill"), chosen.then_some("chosen"), inputs.then_some("input"), (view.pointer.at() == Some(here)).then_some("pointed"))}
                        role={if inputs { "img" } else { "button" }} tabindex={if here == tab_stop { "0" } else { "-1" }} aria-label={name_of(view.drawing, t, here)}
                        onclick={(!inputs).then_some(look)} onkeydown={keyed(view, here)}
                        onpointermove={pointed(view, here)} onpointerout={{ let pointer = view.pointer.clone(); Callback::from(move |_: PointerEvent| pointer.leave()) }}
                        onfocusin={focused(view, here)} onfocusout={{ let pointer = view.pointer.clone(); Callback::from(move |_: FocusEvent| pointer.blur()) }}>
                        <circle cx={x.to_string()} cy={y.to_string()} r={RADIUS.to_string()} />
                        if let Some((share, value)) = full {
                            <circle class={if value < 0.0 { "full negative" } else { "full positive" }} cx={x.to_string()} cy={y.to_string()} r={RADIUS.to_string()} fill-opacity={format!("{:.2}", share.abs())} />
                            <title>{ format::number(value) }</title>
                        }
                        if let Some(bias) = bias {
                            <rect class={classes!("bias", sign(bias), is_bias.then_some("chosen"))} x={(x - 4.0).to_string()} y={(y + RADIUS + 1.0).to_string()} width="8" height="8" onclick={pick} />
                        }
                        if let Some(name) = name(unit) {
                            if inputs { <text class="unit-name" x={(x - RADIUS - 6.0).to_string()} y={(y + 4.0).to_string()} text-anchor="end">{ short(name) }</text> }
                            else { <text class="unit-name" x={(x + RADIUS + 6.0).to_string()} y={(y + 4.0).to_string()}>{ short(name) }</text> }
                        }
                    </g>
                }
            }) }
        </g>
    }
}

/// A finger does not hover: it opens the unit by a tap. Only a pointer that moves points: one that rests while the page
/// moves under it does not.
fn pointed(view: &View, here: Place) -> Callback<PointerEvent> {
    let pointer = view.pointer.clone();
    Callback::from(move |event: PointerEvent| {
        if event.pointer_type() == "touch" {
            return;
        }
        match pointer.at() {
            Some(now) if now == here => pointer.stay(),
            _ => pointer.enter(here),
        }
    })
}

fn focused(view: &View, here: Place) -> Callback<FocusEvent> {
    let pointer = view.pointer.clone();
    Callback::from(move |event: FocusEvent| {
        let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let by_keyboard = element.is_some_and(|element| element.matches(":focus-visible").unwrap_or(true));
        pointer.focus(here, by_keyboard);
    })
}

/// Arrow keys move on; Enter and Space open.
fn keyed(view: &View, here: Place) -> Callback<KeyboardEvent> {
    let all: [Option<Place>; 4] =
        ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"].map(|key| next(view.drawing, here, key));
    let choose = view.choose.clone();
    Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        match (event.key().as_str(), here.layer.checked_sub(1)) {
            ("ArrowUp", _) => all[0].map_or((), focus),
            ("ArrowDown", _) => all[1].map_or((), focus),
            ("ArrowLeft", _) => all[2].map_or((), focus),
            ("ArrowRight", _) => all[3].map_or((), focus),
            ("Enter" | " ", Some(layer)) => {
                choose.emit((Parameter { layer, from: None, unit: here.unit }, Tab::Unit));
            }
            _ => return,
        }
        // The page has uses of its own for these keys.
        event.prevent_default();
        event.stop_propagation();
    })
}

/// A name that fits beside the drawing.
fn short(name: &str) -> String {
    const MOST: usize = 19;
    if name.chars().count() <= MOST {
        name.to_owned()
    } else {
        name.chars().take(MOST - 1).chain(['…']).collect()
    }
}
