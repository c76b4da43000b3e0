//! What one unit answers to.

use std::rc::Rc;

use yew::prelude::*;

use super::picture::{Marks, Picture};
use super::{Names, look};
use crate::app::Header;
use crate::i18n::format::percent;
use crate::session::explaining::Explained;
use crate::session::inside::{Look, Seen, UnitView};
use crate::training::Parameter;
use crate::web::dispatch::use_shell;
use crate::web::parts::field::Choice;

/// What it is about.
#[derive(Properties, PartialEq)]
pub(super) struct UnitProps {
    pub(super) header: Rc<Header>,
    pub(super) answers: Rc<Vec<Explained>>,
    pub(super) names: Rc<Names>,
    pub(super) parameter: Parameter,
    pub(super) choose: Callback<Parameter>,
    /// The inputs that change, and the way to change the first (0) or the second (1).
    pub(super) plane: (u32, u32),
    pub(super) choose_plane: Callback<(usize, u32)>,
}

/// A unit's answer over two inputs, and on the data.
#[component]
pub(super) fn Unit(props: &UnitProps) -> Html {
    let shell = use_shell();
    let t = shell.language.inside();
    let inputs = &props.names.layers[0].1;
    let marks = use_state(|| Marks::Actual);
    let (x, y) = props.plane;
    let Parameter { layer, unit, .. } = props.parameter;
    {
        let (dispatch, header) = (shell.dispatch.clone(), Rc::clone(&props.header));
        use_effect_with((layer, unit, x, y, header.by_epoch()), move |_| {
            dispatch.emit(look(&header, Look::Unit { layer, unit, plane: (x, y) }));
        });
    }
    let found = props.answers.iter().find_map(|answer| match answer {
        Explained::Inside(Seen::Unit(view)) if view.layer == layer + 1 && view.unit == unit => Some(&**view),
        _ => None,
    });
    let layers: Vec<String> = props.names.layers.iter().skip(1).map(|(name, _)| name.clone()).collect();
    let units = props.names.list(layer as usize + 1);
    let side = |side: usize| props.choose_plane.reform(move |place: usize| (side, place as u32));
    let choose_marks = {
        let marks = marks.clone();
        Callback::from(move |place: usize| marks.set(if place == 0 { Marks::Actual } else { Marks::Own }))
    };
    let target = |found: &UnitView| {
        let outputs = props.names.layers.last().map_or(&[][..], |(_, names)| names);
        outputs.get(found.target as usize).map_or("", String::as_str)
    };
    html! {
        <>
            <div class="fields">
                <Choice id="unit-layer" label={t.which_layer} options={layers} chosen={layer as usize}
                    onchoose={props.choose.reform(|layer: usize| Parameter { layer: layer as u32, from: None, unit: 0 })} />
                <Choice id="unit-unit" label={t.which_unit} options={units} chosen={unit as usize}
                    onchoose={props.choose.reform(move |unit: usize| Parameter { layer, from: None, unit: unit as u32 })} />
                <Choice id="unit-x" label={t.plane_x} options={inputs.clone()} chosen={x as usize} onchoose={side(0)} />
                <Choice id="unit-y" label={t.plane_y} options={inputs.clone()} chosen={y as usize} onchoose={side(1)} />
                <Choice id="unit-marks" label={t.marks} options={t.marks_show.map(str::to_owned).to_vec()} chosen={usize::from(*marks == Marks::Own)} onchoose={choose_marks} />
            </div>
            { match found {
                Some(found) => html! {
                    <>
                        <Picture id="unit-map" view={Rc::new(found.clone())} label={(t.unit_map)(&inputs[x as usize], &inputs[y as usize])} marks={*marks}
                            axes={(inputs[x as usize].clone(), inputs[y as usize].clone())} />
                        <p class="muted">{ if x == y { t.ground_of_one } else { t.ground }}{ " " }
                            { if *marks == Marks::Actual { (t.marks_actual)(found.on_rows.len() as u32, target(found)) } else { (t.marks_own)(found.on_rows.len() as u32) } }
                            { " " }{ (t.active)(&percent(found.active, shell.language)) }</p>
                    </>
                },
                None => html! { <p class="muted" role="status">{ t.asking }</p> },
            } }
        </>
    }
}
