//! The network as it is: circles are units, lines are weights, squares are biases.

use std::rc::Rc;

use yew::prelude::*;

use super::glance::{Glance, says};
use super::pointer::{Place, Pointer};
use super::{Tab, with_settings};
use crate::app::{Action, Header, InsightAction};
use crate::data::Scaling;
use crate::i18n::InsideTexts;
use crate::session::inside::{Drawing, DrawnLayer, SHOWN, Sample, UnitView};
use crate::training::Parameter;
use crate::web::dispatch::Shell;
use crate::web::parts::header::Spoken;
use crate::web::turns::Later;

/// The picture's width, the height of a unit, and the room above.
const WIDTH: f64 = 640.0;
const UNIT: f64 = 34.0;
const TOP: f64 = 26.0;
/// The room below.
const BELOW: f64 = 12.0;
/// Where the first and the last layer stand.
const LEFT: f64 = 150.0;
const RIGHT: f64 = 510.0;
pub(super) const RADIUS: f64 = 10.0;
/// The widest line.
const WIDEST: f64 = 4.0;

/// What it is drawn from.
pub(super) struct View<'a> {
    pub(super) drawing: &'a Drawing,
    pub(super) header: &'a Header,
    pub(super) shell: &'a Shell,
    pub(super) t: &'static InsideTexts,
    /// The sample that goes through it, in slow motion.
    pub(super) sample: Option<&'a Sample>,
    pub(super) parameter: Parameter,
    pub(super) from: &'a UseStateHandle<Vec<u32>>,
    pub(super) choose: &'a Callback<(Parameter, Tab)>,
    /// Whether a unit is looked at, not a weight.
    pub(super) chosen_unit: bool,
    /// What is pointed at, and its response.
    pub(super) pointer: &'a Pointer,
    pub(super) glance: Option<&'a Rc<UnitView>>,
}

pub(super) fn show(view: &View) -> Html {
    let (t, drawing, header) = (view.t, view.drawing, view.header);
    let learnt = match drawing.learnt {
        Some((epochs, steps)) => (t.learnt)(epochs, steps),
        None => (t.not_begun)(header.form.seed),
    };
    let other = drawing.learnt.is_none() && header.has_network();
    html! {
        <>
            <div class="drawing">{ picture(view) }{ glance(view) }</div>
            <Spoken status={spoken(view)} />
            <p class="weights-legend"><svg viewBox="0 0 28 10" aria-hidden="true"><line class="edge negative" x1="0" y1="5" x2="28" y2="5" stroke-width="3" /></svg>{ t.legend_negative }
                <svg viewBox="0 0 28 10" aria-hidden="true"><line class="edge positive" x1="0" y1="5" x2="28" y2="5" stroke-width="3" /></svg>{ t.legend_positive }
                <svg viewBox="0 0 12 12" aria-hidden="true"><rect class="bias positive" x="2" y="2" width="8" height="8" /></svg>{ t.bias }</p>
            <p id="drawn" role="status">{ learnt }if other { { " " }{ t.of_other_settings } }</p>
            { folds(view) }
            { shape(view) }
            { for drawing.layers.iter().enumerate().filter(|(_, layer)| !layer.dead.is_empty()).map(|(place, layer)| html! {
                <p class="note warn-note">{ (t.dead)(&(t.layer)(place), &layer.dead) }</p>
            }) }
            { for drawing.layers.iter().enumerate().filter(|(_, layer)| !layer.saturated.is_empty()).map(|(place, layer)| html! {
                <p class="note warn-note">{ (t.saturated)(&(t.layer)(place), &layer.saturated) }</p>
            }) }
            { scaling(view) }
        </>
    }
}

/// Whether inputs are standardised, and the way back where they are not.
fn scaling(view: &View) -> Html {
    let Some(spec) = view.header.spec.clone() else { return html! {} };
    let ticked = spec.scaling == Scaling::Standard;
    let change = view.shell.on(move |_: Event| {
        let mut spec = spec.clone();
        spec.scaling = if ticked { Scaling::None } else { Scaling::Standard };
        Action::Insight(InsightAction::Chosen(Box::new(spec)))
    });
    html! {
        <>
            <label class="tick"><input type="checkbox" id="standardise" checked={ticked} onchange={change} />{ " " }{ view.t.scale }</label>
            if !ticked { <p class="note warn-note">{ view.t.unscaled }</p> }
        </>
    }
}

pub(super) fn x_of(place: usize, layers: usize) -> f64 {
    LEFT + (RIGHT - LEFT) * place as f64 / (layers - 1).max(1) as f64
}

/// The height of a unit that is drawn: layers are centred.
pub(super) fn y_of(row: u32, shown: u32, height: f64) -> f64 {
    height / 2.0 + TOP / 2.0 + (f64::from(row) - f64::from(shown - 1) / 2.0) * UNIT
}

/// What a unit, an output or an input is called.
pub(super) fn name_of(drawing: &Drawing, t: &InsideTexts, place: Place) -> String {
    let named = |names: &[String]| names.get(place.unit as usize).cloned().unwrap_or_default();
    match place.layer as usize {
        0 => (t.input_name)(&named(&drawing.inputs)),
        layer if layer + 1 == drawing.layers.len() => (t.output_name)(&named(&drawing.outputs)),
        layer => (t.unit_name)(&(t.layer)(layer), place.unit + 1),
    }
}

/// What is pointed at, as long as it is drawn, with its response.
fn pointed<'a>(view: &View<'a>) -> Option<(Place, &'a Rc<UnitView>)> {
    let place = view.pointer.at()?;
    let (first, count) = view.drawing.layers.get(place.layer as usize)?.shown;
    (first..first + count).contains(&place.unit).then_some((place, view.glance?))
}

/// The names of the plane's inputs, and of what happened.
fn plane_names<'a>(drawing: &'a Drawing, found: &UnitView) -> [&'a str; 3] {
    let name = |names: &'a [String], place: u32| names.get(place as usize).map_or("", String::as_str);
    let [(x, ..), (y, ..)] = found.plane;
    [name(&drawing.inputs, x), name(&drawing.inputs, y), name(&drawing.outputs, found.target)]
}

/// The small picture beside what is pointed at.
fn glance(view: &View) -> Html {
    let Some((place, found)) = pointed(view) else { return html! {} };
    let drawing = view.drawing;
    let layer = &drawing.layers[place.layer as usize];
    let height = height(drawing);
    let at = (
        x_of(place.layer as usize, drawing.layers.len()) / WIDTH,
        y_of(place.unit - layer.shown.0, layer.shown.1, height) / (height + BELOW),
    );
    let [x, y, target] = plane_names(drawing, found).map(str::to_owned);
    html! {
        <Glance view={Rc::clone(found)} pointer={view.pointer.clone()} name={name_of(drawing, view.t, place)} badge={view.header.badge()} {x} {y} {target} {at} />
    }
}

/// The same for people who listen.
fn spoken(view: &View) -> String {
    let Some((place, found)) = pointed(view) else { return String::new() };
    let [x, y, target] = plane_names(view.drawing, found);
    let (range, means) = says(view.t, found, target);
    format!("{}: {}. {range}. {means}", name_of(view.drawing, view.t, place), (view.t.unit_map)(x, y))
}

fn height(drawing: &Drawing) -> f64 {
    let most = drawing.layers.iter().map(|layer| layer.shown.1).max().unwrap_or(1);
    f64::from(most) * UNIT + TOP
}

fn picture(view: &View) -> Html {
    let (t, drawing) = (view.t, view.drawing);
    let layers = &drawing.layers;
    let height = height(drawing);
    let sizes: Vec<String> = layers.iter().map(|layer| layer.units.to_string()).collect();
    html! {
        <svg id="network" viewBox={format!("0 0 {WIDTH} {}", height + BELOW)} role="group" aria-label={(t.drawing)(&sizes.join(" → "))}>
            { for layers.iter().enumerate().skip(1).map(|(place, layer)| html! { <Later>{ edges(view, place, layer, height) }</Later> }) }
            { for layers.iter().enumerate().map(|(place, layer)| html! { <Later>{ super::units::units(view, place, layer, height) }</Later> }) }
        </svg>
    }
}

/// The weights into a layer, the widest last.
fn edges(view: &View, place: usize, layer: &DrawnLayer, height: f64) -> Html {
    let before = &view.drawing.layers[place - 1];
    let widest = layer.weights.iter().map(|weight| weight.abs()).fold(1e-12, f32::max);
    let count = layer.shown.1 as usize;
    let (x1, x2) = (x_of(place - 1, view.drawing.layers.len()), x_of(place, view.drawing.layers.len()));
    let mut order: Vec<usize> = (0..layer.weights.len()).collect();
    order.sort_by(|&left, &right| layer.weights[left].abs().total_cmp(&layer.weights[right].abs()));
    html! {
        <g>{ for order.into_iter().map(|index| {
            let (from, unit) = ((index / count) as u32, (index % count) as u32);
            let weight = layer.weights[index];
            let share = f64::from(weight.abs() / widest);
            let own = Parameter {
                layer: place as u32 - 1,
                from: Some(before.shown.0 + from),
                unit: layer.shown.0 + unit,
            };
            let chosen = !view.chosen_unit && own == view.parameter;
            let (y1, y2) = (y_of(from, before.shown.1, height), y_of(unit, layer.shown.1, height));
            let pick = view.choose.reform(move |_: MouseEvent| (own, Tab::Weight));
            html! { <>
                if chosen { <line class="halo" x1={x1.to_string()} y1={y1.to_string()} x2={x2.to_string()} y2={y2.to_string()} /> }
                <line key={format!("{from}-{unit}")} class={classes!("edge", sign(weight), chosen.then_some("chosen"))} onclick={pick}
                    x1={x1.to_string()} y1={y1.to_string()} x2={x2.to_string()} y2={y2.to_string()}
                    stroke-width={format!("{:.2}", if chosen { WIDEST } else { 0.4 + (WIDEST - 1.0) * share })}
                    stroke-opacity={format!("{:.2}", if chosen { 1.0 } else { 0.12 + 0.8 * share })} /> </>
            }
        }) }</g>
    }
}

pub(super) fn sign(weight: f32) -> &'static str {
    if weight < 0.0 { "negative" } else { "positive" }
}

/// For each layer with more units than are drawn: which, and the way to the others.
fn folds(view: &View) -> Html {
    let t = view.t;
    let folded = view.drawing.layers.iter().enumerate().filter(|(_, layer)| layer.units as usize > SHOWN);
    let rows: Vec<Html> = folded
        .map(|(place, layer)| {
            let name = if place == 0 { t.inputs.to_owned() } else { (t.layer)(place) };
            let (first, count) = layer.shown;
            let to = |first: u32| {
                let from = view.from.clone();
                Callback::from(move |_: MouseEvent| {
                    let mut next = (*from).clone();
                    next.resize(next.len().max(place + 1), 0);
                    next[place] = first;
                    from.set(next);
                })
            };
            let most = SHOWN as u32;
            html! {
                <li>{ &name }{ ": " }
                    <button type="button" class="quiet" aria-label={(t.units_before)(&name)} disabled={first == 0} onclick={to(first.saturating_sub(most))}>{ "‹" }</button>
                    { (t.more_units)(first + 1, first + count, layer.units) }
                    <button type="button" class="quiet" aria-label={(t.units_after)(&name)} disabled={first + count >= layer.units} onclick={to(first + most)}>{ "›" }</button>
                </li>
            }
        })
        .collect();
    if rows.is_empty() {
        html! {}
    } else {
        html! { <ul class="folds">{ for rows }</ul> }
    }
}

/// Layers and units, more or less.
fn shape(view: &View) -> Html {
    let (t, header) = (view.t, view.header);
    let change = |change: fn(&mut Vec<u32>, usize), place: usize| {
        let header = header.clone();
        view.shell
            .on(move |_: MouseEvent| with_settings(&header, |settings| change(&mut settings.hidden, place)))
    };
    let hidden = &header.form.hidden;
    html! {
        <div class="shape">
            { for hidden.iter().enumerate().map(|(place, units)| html! {
                <span class="stepper">
                    <button type="button" class="quiet" aria-label={(t.remove_unit)(place + 1)} disabled={*units <= 1}
                        onclick={change(|hidden, place| hidden[place] -= 1, place)}>{ "−" }</button>
                    { units }
                    <button type="button" class="quiet" aria-label={(t.add_unit)(place + 1)} disabled={*units >= 1024}
                        onclick={change(|hidden, place| hidden[place] += 1, place)}>{ "+" }</button>
                </span>
            }) }
            <button type="button" class="quiet" id="inside-add" disabled={hidden.len() >= 8} onclick={change(|hidden, _| hidden.push(8), 0)}>{ t.add_layer }</button>
            if !hidden.is_empty() {
                <button type="button" class="quiet" id="inside-remove" onclick={change(|hidden, _| { hidden.pop(); }, 0)}>{ t.remove_layer }</button>
            }
        </div>
    }
}
