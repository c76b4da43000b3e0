//! What a unit answers to: over two inputs, and on the data.

use ndarray::{Array2, ArrayView1, ArrayView2, Axis, s};
use serde::{Deserialize, Serialize};

use super::watched;
use crate::data::{Dataset, Feature};
use crate::nn::Network;

/// Points a side of a unit's response.
pub const RESPONSE: usize = 24;

/// A unit's response.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnitView {
    /// The layer: 0 for the inputs, whose response is their own standardised value, then the layers.
    pub layer: u32,
    /// The unit.
    pub unit: u32,
    /// Whether it is an output.
    pub output: bool,
    /// The two inputs, and from where to where each goes, in its own unit.
    pub plane: [(u32, f64, f64); 2],
    /// `RESPONSE` × `RESPONSE` activations, the second input rising from row to row; all other inputs at their mean.
    pub response: Vec<f64>,
    /// Its activation on rows of the training data, in their order.
    pub on_rows: Vec<f64>,
    /// Those rows' values of the two inputs.
    pub rows: Vec<(f64, f64)>,
    /// What happened on those rows, standardised: above 0 is above the mean of the training rows.
    pub actual: Vec<f64>,
    /// Which target that is, by its place: an output's own, else the first.
    pub target: u32,
    /// The share of rows on which it is not 0.
    pub active: f64,
}

/// The first two inputs that vary by themselves; where there are fewer, whichever come first.
pub(super) fn plane(dataset: &Dataset) -> (u32, u32) {
    let all = || (0_u32..).zip(&dataset.inputs.features);
    let free = all().filter(|(_, feature)| is_free(feature)).map(|(place, _)| place);
    let others = all().filter(|(_, feature)| !is_free(feature)).map(|(place, _)| place);
    let mut places = free.chain(others);
    let first = places.next().unwrap_or(0);
    (first, places.next().unwrap_or(first))
}

/// Whether an input can be another number by itself, unlike a part of a time or of a label.
pub(super) fn is_free(feature: &Feature) -> bool {
    matches!(feature, Feature::Number { .. } | Feature::Lag { .. })
}

pub(super) fn unit_view(
    network: &Network<f32>,
    dataset: &Dataset,
    layer: u32,
    unit: u32,
    plane: (u32, u32),
) -> Option<UnitView> {
    let (unit_place, inputs) = (unit as usize, network.inputs());
    // None of the inputs, which no layer computes.
    let layer_place = layer.checked_sub(1).map(|place| place as usize);
    let units = match layer_place {
        None => inputs,
        Some(place) => network.layers().get(place)?.outputs,
    };
    let is_output = layer as usize == network.layers().len();
    let places = [plane.0 as usize, plane.1 as usize];
    if unit_place >= units || places.iter().any(|&place| place >= inputs) {
        return None;
    }
    let rows = watched(dataset);
    let x = dataset.features.select(Axis(0), &rows);
    let ends = places.map(|place| {
        let column = x.column(place);
        let least = column.iter().copied().fold(f32::INFINITY, f32::min);
        let most = column.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        if least < most { (least, most) } else { (least - 1.0, least + 1.0) }
    });
    let at = |(least, most): (f32, f32), place: usize| {
        least + (most - least) * place as f32 / (RESPONSE - 1) as f32
    };
    let means = x.mean_axis(Axis(0))?;
    let mut grid = Array2::zeros((RESPONSE * RESPONSE, inputs));
    for (row, mut values) in grid.rows_mut().into_iter().enumerate() {
        values.assign(&means);
        // Where both are the same input, it changes across.
        values[places[1]] = at(ends[1], row / RESPONSE);
        values[places[0]] = at(ends[0], row % RESPONSE);
    }
    let activations = |x: ArrayView2<f32>| -> Vec<f64> {
        let wide = |own: ArrayView1<f32>| own.iter().copied().map(f64::from).collect();
        let Some(place) = layer_place else { return wide(x.column(unit_place)) };
        let mut workspace = network.workspace(x.nrows());
        network.forward(x, &mut workspace, None);
        wide(workspace.activations(place).slice(s![..x.nrows(), unit_place]))
    };
    let target = if is_output { unit_place } else { 0 };
    let on_rows = activations(x.view());
    let own = |place: usize, value: f32| dataset.inputs.unscale(place, f64::from(value));
    Some(UnitView {
        layer,
        unit,
        output: is_output,
        plane: [0, 1].map(|side| {
            let place = places[side];
            (place as u32, own(place, ends[side].0), own(place, ends[side].1))
        }),
        response: activations(grid.view()),
        rows: x
            .rows()
            .into_iter()
            .map(|row| (own(places[0], row[places[0]]), own(places[1], row[places[1]])))
            .collect(),
        actual: rows.iter().map(|&row| f64::from(dataset.scaled_targets[(row, target)])).collect(),
        target: target as u32,
        active: on_rows.iter().filter(|value| **value != 0.0).count() as f64 / on_rows.len().max(1) as f64,
        on_rows,
    })
}
