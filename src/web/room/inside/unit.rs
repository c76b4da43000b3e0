//! What one unit answers to.

use std::rc::Rc;

use yew::prelude::*;

use super::{Names, look};
use crate::app::Header;
use crate::i18n::format::{number, percent};
use crate::session::explaining::Explained;
use crate::session::inside::{Look, RESPONSE, Seen, UnitView};
use crate::training::Parameter;
use crate::web::dispatch::use_shell;
use crate::web::parts::field::Choice;

/// A side of the map.
const SIDE: f64 = 240.0;

/// What it is about.
#[derive(Properties, PartialEq)]
pub(super) struct UnitProps {
    pub(super) header: Rc<Header>,
    pub(super) answers: Rc<Vec<Explained>>,
    pub(super) names: Rc<Names>,
    pub(super) parameter: Parameter,
    pub(super) choose: Callback<Parameter>,
}

/// A unit's answer over two inputs, and on the data.
#[component]
pub(super) fn Unit(props: &UnitProps) -> Html {
    let shell = use_shell();
    let t = shell.language.inside();
    let inputs = &props.names.layers[0].1;
    let plane = use_state(|| (0_u32, 1_u32));
    let most = inputs.len().saturating_sub(1) as u32;
    let (x, y) = (plane.0.min(most), plane.1.min(most));
    let Parameter { layer, unit, .. } = props.parameter;
    {
        let (dispatch, header) = (shell.dispatch.clone(), Rc::clone(&props.header));
        use_effect_with((layer, unit, x, y, header.by_epoch()), move |_| {
            dispatch.emit(look(&header, Look::Unit { layer, unit, plane: (x, y) }));
        });
    }
    let found = props.answers.iter().find_map(|answer| match answer {
        Explained::Inside(Seen::Unit(view)) if view.layer == layer && view.unit == unit => Some(&**view),
        _ => None,
    });
    let layers: Vec<String> = props.names.layers.iter().skip(1).map(|(name, _)| name.clone()).collect();
    let units = props.names.list(layer as usize + 1);
    let side = |first: bool| {
        let plane = plane.clone();
        Callback::from(move |place: usize| {
            let place = place as u32;
            plane.set(if first { (place, plane.1) } else { (plane.0, place) });
        })
    };
    html! {
        <>
            <div class="fields">
                <Choice id="unit-layer" label={t.which_layer} options={layers} chosen={layer as usize}
                    onchoose={props.choose.reform(|layer: usize| Parameter { layer: layer as u32, from: None, unit: 0 })} />
                <Choice id="unit-unit" label={t.which_unit} options={units} chosen={unit as usize}
                    onchoose={props.choose.reform(move |unit: usize| Parameter { layer, from: None, unit: unit as u32 })} />
                <Choice id="unit-x" label={t.plane_x} options={inputs.clone()} chosen={x as usize} onchoose={side(true)} />
                <Choice id="unit-y" label={t.plane_y} options={inputs.clone()} chosen={y as usize} onchoose={side(false)} />
            </div>
            { match found {
                Some(found) => html! {
                    <>
                        { map(found, (t.unit_map)(&inputs[x as usize], &inputs[y as usize]), &inputs[x as usize], &inputs[y as usize]) }
                        <p class="muted">{ (t.unit_is)(found.on_rows.len() as u32, &percent(found.active, shell.language)) }</p>
                    </>
                },
                None => html! { <p class="muted" role="status">{ t.asking }</p> },
            } }
        </>
    }
}

fn map(found: &UnitView, label: String, x: &str, y: &str) -> Html {
    let most = found.response.iter().chain(&found.on_rows).map(|value| value.abs()).fold(1e-12, f64::max);
    let cell = SIDE / RESPONSE as f64;
    let [(_, x_least, x_most), (_, y_least, y_most)] = found.plane;
    let class = |value: f64| if value < 0.0 { "heat negative" } else { "heat positive" };
    html! {
        <svg id="unit-map" class="map" viewBox={format!("-46 -10 {} {}", SIDE + 60.0, SIDE + 48.0)} role="img" aria-label={label}>
            { for found.response.iter().enumerate().map(|(place, value)| {
                let (right, up) = ((place % RESPONSE) as f64, (place / RESPONSE) as f64);
                html! { <rect class={class(*value)} x={(right * cell).to_string()} y={(SIDE - (up + 1.0) * cell).to_string()}
                    width={(cell + 0.3).to_string()} height={(cell + 0.3).to_string()} fill-opacity={format!("{:.2}", value.abs() / most * 0.85)} /> }
            }) }
            { for found.rows.iter().zip(&found.on_rows).map(|((own_x, own_y), value)| {
                let at = |own: f64, least: f64, most: f64| (own - least) / (most - least) * SIDE;
                html! { <circle class={classes!("dot", if *value < 0.0 { "negative" } else { "positive" })} r="2.2" cx={at(*own_x, x_least, x_most).to_string()}
                    cy={(SIDE - at(*own_y, y_least, y_most)).to_string()} fill-opacity={format!("{:.2}", 0.1 + 0.9 * value.abs() / most)} /> }
            }) }
            <text class="tick" x="0" y={(SIDE + 14.0).to_string()}>{ number(x_least) }</text>
            <text class="tick" x={SIDE.to_string()} y={(SIDE + 14.0).to_string()} text-anchor="end">{ number(x_most) }</text>
            <text class="tick" x={(SIDE / 2.0).to_string()} y={(SIDE + 30.0).to_string()} text-anchor="middle">{ x.to_owned() }</text>
            <text class="tick" x="-4" y={SIDE.to_string()} text-anchor="end">{ number(y_least) }</text>
            <text class="tick" x="-4" y="8" text-anchor="end">{ number(y_most) }</text>
            <text class="tick" x="-4" y={(SIDE / 2.0).to_string()} text-anchor="middle" transform={format!("rotate(-90 -12 {})", SIDE / 2.0)}>{ y.to_owned() }</text>
        </svg>
    }
}
