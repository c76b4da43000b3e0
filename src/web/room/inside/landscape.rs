//! The loss around the present weights, and the path that led there.

use std::rc::Rc;

use yew::prelude::*;

use super::super::stage::use_stage;
use super::look;
use crate::app::Header;
use crate::i18n::format::number;
use crate::lesson::View;
use crate::session::explaining::Explained;
use crate::session::inside::{Look, Seen};
use crate::training::{Landscape, Plane, SIDE};
use crate::web::dispatch::use_shell;

/// A side of the map.
const WIDTH: f64 = 300.0;
const PLANES: [Plane; 3] = [Plane::Walked, Plane::Gradient, Plane::Random];

/// What it is about.
#[derive(Properties, PartialEq)]
pub(super) struct MapProps {
    pub(super) header: Rc<Header>,
    pub(super) answers: Rc<Vec<Explained>>,
}

/// The map.
#[component]
pub(super) fn Map(props: &MapProps) -> Html {
    let shell = use_shell();
    let t = shell.language.inside();
    let plane = use_state(|| Plane::Walked);
    {
        // Not while it trains: it takes as long as some hundred predictions.
        let (dispatch, plane, header) = (shell.dispatch.clone(), *plane, Rc::clone(&props.header));
        let when =
            (header.shows_run(), header.run.id, header.run.running, header.still(), header.form.clone());
        use_effect_with((plane, when), move |_| {
            dispatch.emit(look(&header, Look::Landscape(plane)));
        });
    }
    let found = props.answers.iter().find_map(|answer| match answer {
        Explained::Inside(Seen::Landscape(found)) => Some(found.as_deref()),
        _ => None,
    });
    {
        let stage = use_stage();
        let shown = found.flatten().map(|found| (found.plane, found.here));
        use_effect_with(shown, move |shown| {
            if shown.is_some() {
                stage.saw(View::Landscape);
            }
        });
    }
    html! {
        <>
            <p class="seg" role="group" aria-label={t.tab_landscape}>
                { for PLANES.map(|own| {
                    let plane = plane.clone();
                    let pressed = own == *plane;
                    html! { <button type="button" class="quiet" aria-pressed={pressed.to_string()} onclick={Callback::from(move |_: MouseEvent| plane.set(own))}>{ (t.plane)(own) }</button> }
                }) }
            </p>
            <p class="muted">{ (t.plane_says)(*plane) }</p>
            { match found {
                None => html! { <p class="muted" role="status">{ t.asking }</p> },
                Some(None) => html! { <p class="muted">{ t.no_path }</p> },
                Some(Some(found)) if found.plane != *plane => html! { <p class="muted" role="status">{ t.asking }</p> },
                Some(Some(found)) => html! {
                    <>
                        { map(found, t.landscape_map) }
                        <p class="muted">{ (t.landscape_is)(found.rows, &number(least(found)), &number(most(found)), &number(found.here)) }</p>
                    </>
                },
            } }
        </>
    }
}

fn least(found: &Landscape) -> f64 {
    found.losses.iter().copied().filter(|loss| loss.is_finite()).fold(f64::INFINITY, f64::min)
}

fn most(found: &Landscape) -> f64 {
    found.losses.iter().copied().filter(|loss| loss.is_finite()).fold(f64::NEG_INFINITY, f64::max)
}

fn map(found: &Landscape, label: &'static str) -> Html {
    let (low, high) = (least(found).max(1e-300).ln(), most(found).max(1e-300).ln());
    let cell = WIDTH / SIDE as f64;
    let x = |a: f64| (a / found.reach + 1.0) / 2.0 * (WIDTH - cell) + cell / 2.0;
    let y = |b: f64| WIDTH - x(b);
    let path: Vec<String> = found
        .path
        .iter()
        .map(|(_, a, b)| format!("{:.1},{:.1}", x(*a), y(*b)))
        .chain([format!("{:.1},{:.1}", x(0.0), y(0.0))])
        .collect();
    html! {
        <svg id="landscape" class="map" viewBox={format!("-2 -2 {} {}", WIDTH + 4.0, WIDTH + 4.0)} role="img" aria-label={label}>
            { for found.losses.iter().enumerate().map(|(place, loss)| {
                let (right, up) = ((place % SIDE) as f64, (place / SIDE) as f64);
                let dark = if loss.is_finite() { (loss.max(1e-300).ln() - low) / (high - low).max(1e-9) } else { 1.0 };
                html! { <rect class="ground" x={format!("{:.2}", right * cell)} y={format!("{:.2}", WIDTH - (up + 1.0) * cell)}
                    width={format!("{:.2}", cell + 0.3)} height={format!("{:.2}", cell + 0.3)} fill-opacity={format!("{:.3}", dark * 0.9)} /> }
            }) }
            <polyline class="path" points={path.join(" ")} />
            { for found.path.iter().map(|(epoch, a, b)| html! { <circle class="path-dot" cx={format!("{:.1}", x(*a))} cy={format!("{:.1}", y(*b))} r="2"><title>{ epoch }</title></circle> }) }
            <circle class="here" cx={format!("{:.1}", x(0.0))} cy={format!("{:.1}", y(0.0))} r="6" />
        </svg>
    }
}
