//! What a network is like inside: its weights and units, one step under the microscope, and the loss around it.

use ndarray::{Array2, ArrayView1, ArrayView2, Axis, s};
use serde::{Deserialize, Serialize};

use super::learner::Learner;
use crate::data::{Dataset, Feature};
use crate::nn::{Activation, Network};
use crate::training::{Landscape, Microscope, Parameter, Plane, SlowMotion, Trainer};

/// Units of a layer that are drawn at once.
pub const SHOWN: usize = 10;
/// Rows that units are watched on.
const WATCHED: usize = 400;
/// Points a side of a unit's response.
pub const RESPONSE: usize = 24;
/// The share of rows from which on a unit counts as saturated.
const SATURATED_ROWS: f64 = 0.95;
/// How near to its end an activation that has ends counts as saturated.
const SATURATED: f64 = 0.02;
/// Earlier weights that are kept for the path, and the memory that they may take.
const SNAPSHOTS: usize = 64;
const SNAPSHOT_NUMBERS: usize = 4_000_000;

/// What is asked about a network's inside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Look {
    /// The network, some units a layer.
    Drawing {
        /// The first unit that is drawn, of the inputs and of each hidden layer; where it lacks: the first of all.
        from: Vec<u32>,
    },
    /// One parameter in the next step.
    Weight(Parameter),
    /// One unit's response to two inputs, and on the data.
    Unit {
        /// The hidden layer, or the output's, from 0.
        layer: u32,
        /// The unit.
        unit: u32,
        /// The inputs of the plane, by their places.
        plane: (u32, u32),
    },
    /// The same of a unit or an input that is only pointed at.
    Glance {
        /// 0 for the inputs, then the layers, the output's last.
        layer: u32,
        /// The unit.
        unit: u32,
        /// The inputs of the plane, by their places.
        plane: (u32, u32),
        /// Comes back with the answer, so that one of an earlier network is told from one of the present.
        ticket: u32,
    },
    /// One training row forward, backward and updated.
    Sample {
        /// The row, by its place among the training rows.
        row: u32,
        /// Updates on it before.
        before: u32,
        /// The parameter that is followed.
        followed: Parameter,
        /// Inputs that are set to other values, in their own units.
        changed: Vec<(u32, f64)>,
    },
    /// The loss around the present weights.
    Landscape(Plane),
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Seen {
    /// The network.
    Drawing(Drawing),
    /// One parameter.
    Weight {
        /// What happens to it; `None` where there is none such.
        found: Option<Box<Microscope>>,
        /// Whether the optimiser's memory is that of the run: not where the run ended elsewhere and could not be repeated.
        remembered: bool,
    },
    /// One unit.
    Unit(Box<UnitView>),
    /// A unit or an input that is only pointed at.
    Glance {
        /// What came with the question.
        ticket: u32,
        /// Its answer.
        view: Box<UnitView>,
    },
    /// One sample.
    Sample(Option<Box<Sample>>),
    /// The landscape; `None` where there is no such plane yet.
    Landscape(Option<Box<Landscape>>),
    /// It is no network by one's own settings, or it is not there.
    Nothing,
}

/// A network as it is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawing {
    /// Epochs and further steps that it has learnt; `None` of a network that has not begun.
    pub learnt: Option<(u32, u32)>,
    /// The inputs' names.
    pub inputs: Vec<String>,
    /// The outputs' names.
    pub outputs: Vec<String>,
    /// The inputs and each layer, first to last.
    pub layers: Vec<DrawnLayer>,
    /// Rows that the units were watched on.
    pub rows: u32,
    /// Two inputs to begin with where units are seen over two: the first that are not parts of a time or of a label.
    pub plane: (u32, u32),
}

/// A layer as it is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DrawnLayer {
    /// All its units.
    pub units: u32,
    /// The units that are drawn: so many from this one on.
    pub shown: (u32, u32),
    /// Its activation; `None` of the inputs.
    pub activation: Option<Activation>,
    /// Weights `[units drawn before, units drawn here]`, row by row; empty of the inputs.
    pub weights: Vec<f32>,
    /// Biases of the units drawn.
    pub biases: Vec<f32>,
    /// The units that are dead, of all: 0 on every row.
    pub dead: Vec<u32>,
    /// The units that are saturated, of all: at an end of their activation on nearly every row.
    pub saturated: Vec<u32>,
}

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

/// A sample in slow motion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// The row, by its place among the training rows; how many there are.
    pub row: (u32, u32),
    /// Its time in ms since 1970, where there is one.
    pub time: Option<i64>,
    /// Whether that is in UTC.
    pub utc: bool,
    /// Updates on it before.
    pub before: u32,
    /// The parameter that is followed.
    pub parameter: Parameter,
    /// Its inputs in their own units.
    pub inputs: Vec<SampleInput>,
    /// The same, standardised.
    pub scaled: Vec<f64>,
    /// The first target: what it is, what was predicted, what would be predicted after the update, in its own unit.
    pub target: (f64, f64, f64),
    /// Everything in between.
    pub motion: SlowMotion,
}

/// An input of a sample, in its own unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampleInput {
    /// Its value.
    pub value: f64,
    /// Its value in the table.
    pub actual: f64,
    /// The least and the largest value that was learnt from.
    pub learnt: (f64, f64),
    /// Whether it can be set to another value by itself, unlike a part of a time or of a label.
    pub free: bool,
}

impl SampleInput {
    /// Whether its value is none of those between which the network learnt.
    pub fn is_outside(&self) -> bool {
        let (least, most) = self.learnt;
        // Training is in single precision.
        let rounding = 1e-6 * (most - least).max(most.abs()).max(least.abs());
        self.value < least - rounding || self.value > most + rounding
    }
}

/// Earlier weights of a run.
#[derive(Default)]
pub(super) struct Trail {
    path: Vec<(u32, Vec<f32>)>,
    /// Every so many epochs one is kept.
    stride: u32,
}

impl Trail {
    /// Keeps the weights of this epoch, or does not; as there get too many, every other one is dropped.
    pub(super) fn keep(&mut self, epoch: u32, parameters: &[f32]) {
        self.stride = self.stride.max(1);
        if !epoch.is_multiple_of(self.stride) {
            return;
        }
        self.path.push((epoch, parameters.to_vec()));
        let most = (SNAPSHOT_NUMBERS / parameters.len().max(1)).clamp(4, SNAPSHOTS);
        if self.path.len() > most {
            self.stride *= 2;
            let stride = self.stride;
            self.path.retain(|(epoch, _)| epoch.is_multiple_of(stride));
        }
    }
}

/// Looks into a network; `Nothing` into a recipe.
pub(super) fn look(look: &Look, learner: &dyn Learner, dataset: &Dataset, seed: u64) -> Seen {
    let Some((trainer, trail)) = learner.inside() else { return Seen::Nothing };
    match look {
        Look::Drawing { from } => {
            let learnt = (trainer.epochs_done(), trainer.steps_in_epoch());
            let learnt = Some(learnt).filter(|learnt| *learnt != (0, 0));
            Seen::Drawing(drawing(trainer.network(), dataset, from, learnt))
        }
        Look::Weight(parameter) => {
            Seen::Weight { found: trainer.microscope(*parameter).map(Box::new), remembered: true }
        }
        Look::Unit { layer, unit, plane } => unit_view(trainer.network(), dataset, layer + 1, *unit, *plane)
            .map_or(Seen::Nothing, |view| Seen::Unit(Box::new(view))),
        Look::Glance { layer, unit, plane, ticket } => {
            unit_view(trainer.network(), dataset, *layer, *unit, *plane)
                .map_or(Seen::Nothing, |view| Seen::Glance { ticket: *ticket, view: Box::new(view) })
        }
        Look::Sample { row, before, followed, changed } => {
            Seen::Sample(sample(trainer, dataset, *row, *before, *followed, changed).map(Box::new))
        }
        Look::Landscape(plane) => Seen::Landscape(trainer.landscape(*plane, &trail.path, seed).map(Box::new)),
    }
}

/// Training rows, evenly spread.
fn watched(dataset: &Dataset) -> Vec<usize> {
    let train = &dataset.split.train;
    let count = train.len().min(WATCHED);
    (0..count).map(|place| train[place * train.len() / count.max(1)]).collect()
}

fn drawing(network: &Network<f32>, dataset: &Dataset, from: &[u32], learnt: Option<(u32, u32)>) -> Drawing {
    let rows = watched(dataset);
    let x = dataset.features.select(Axis(0), &rows);
    let mut workspace = network.workspace(rows.len());
    network.forward(x.view(), &mut workspace, None);
    let shown = |place: usize, units: usize| -> (u32, u32) {
        let most = units.saturating_sub(SHOWN);
        let first = from.get(place).map_or(0, |&first| (first as usize).min(most));
        (first as u32, units.min(SHOWN) as u32)
    };
    let mut before = shown(0, network.inputs());
    let mut layers = vec![DrawnLayer {
        units: network.inputs() as u32,
        shown: before,
        activation: None,
        weights: Vec::new(),
        biases: Vec::new(),
        dead: Vec::new(),
        saturated: Vec::new(),
    }];
    for (index, layer) in network.layers().iter().enumerate() {
        let own = shown(index + 1, layer.outputs);
        let span = |(first, count): (u32, u32)| first as usize..(first + count) as usize;
        let weights = &network.parameters()[layer.weights()];
        let biases = &network.parameters()[layer.biases()];
        let drawn = span(before).flat_map(|from| span(own).map(move |unit| from * layer.outputs + unit));
        let activations = workspace.activations(index);
        let activations = activations.slice(s![..rows.len(), ..]);
        let hidden = index + 1 < network.layers().len();
        let which = |found: &dyn Fn(usize) -> bool| -> Vec<u32> {
            (0..layer.outputs).filter(|&unit| hidden && found(unit)).map(|unit| unit as u32).collect()
        };
        layers.push(DrawnLayer {
            units: layer.outputs as u32,
            shown: own,
            activation: Some(layer.activation),
            weights: drawn.map(|place| weights[place]).collect(),
            biases: biases[span(own)].to_vec(),
            dead: which(&|unit| is_dead(layer.activation, activations, unit)),
            saturated: which(&|unit| is_saturated(layer.activation, activations, unit)),
        });
        before = own;
    }
    Drawing {
        learnt,
        inputs: dataset.inputs.features.iter().map(Feature::name).collect(),
        outputs: dataset.inputs.targets.clone(),
        layers,
        rows: rows.len() as u32,
        plane: plane(dataset),
    }
}

/// The first two inputs that vary by themselves; where there are fewer, whichever come first.
fn plane(dataset: &Dataset) -> (u32, u32) {
    let all = || (0_u32..).zip(&dataset.inputs.features);
    let free = all().filter(|(_, feature)| is_free(feature)).map(|(place, _)| place);
    let others = all().filter(|(_, feature)| !is_free(feature)).map(|(place, _)| place);
    let mut places = free.chain(others);
    let first = places.next().unwrap_or(0);
    (first, places.next().unwrap_or(first))
}

/// Whether an input can be another number by itself, unlike a part of a time or of a label.
fn is_free(feature: &Feature) -> bool {
    matches!(feature, Feature::Number { .. } | Feature::Lag { .. })
}

/// A unit of ReLU that is 0 on every row: no gradient comes through it.
fn is_dead(activation: Activation, activations: ArrayView2<f32>, unit: usize) -> bool {
    activation == Activation::Relu && activations.column(unit).iter().all(|&value| value == 0.0)
}

/// A unit that is at an end of its activation on nearly every row: hardly any gradient comes through it.
fn is_saturated(activation: Activation, activations: ArrayView2<f32>, unit: usize) -> bool {
    let ends = match activation {
        Activation::Tanh => (-1.0, 1.0),
        Activation::Sigmoid => (0.0, 1.0),
        _ => return false,
    };
    let column = activations.column(unit);
    let near = |value: f64| (value - ends.0).abs() < SATURATED || (value - ends.1).abs() < SATURATED;
    let count = column.iter().filter(|value| near(f64::from(**value))).count();
    count as f64 > SATURATED_ROWS * column.len() as f64
}

fn unit_view(
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

fn sample(
    trainer: &Trainer,
    dataset: &Dataset,
    row: u32,
    before: u32,
    followed: Parameter,
    changed: &[(u32, f64)],
) -> Option<Sample> {
    let place = *dataset.split.train.get(row as usize)?;
    let (features, own) = (&dataset.features, &dataset.inputs);
    let mut x = features.row(place).to_owned();
    let changed = changed.iter().filter(|(input, value)| (*input as usize) < x.len() && value.is_finite());
    let changed: Vec<(usize, f64)> = changed.map(|(input, value)| (*input as usize, *value)).collect();
    for &(input, value) in &changed {
        x[input] = own.scale_one(input, value) as f32;
    }
    let motion = trainer.slow_motion(row as usize, x.view(), before, followed)?;
    let inputs = own.features.iter().enumerate().map(|(input, feature)| {
        let column = dataset.split.train.iter().map(|&row| features[(row, input)]);
        let (least, most) = column
            .fold((f32::INFINITY, f32::NEG_INFINITY), |(least, most), own| (least.min(own), most.max(own)));
        let ends = [least, most].map(|end| own.unscale(input, f64::from(end)));
        // What single precision leaves of a 0.
        let dust = 1e-6 * ends[0].abs().max(ends[1].abs());
        let whole = |value: f64| if value.abs() <= dust { 0.0 } else { value };
        let actual = whole(own.unscale(input, f64::from(features[(place, input)])));
        let typed = changed.iter().rev().find(|(other, _)| *other == input);
        SampleInput {
            value: typed.map_or(actual, |(_, value)| *value),
            actual,
            learnt: (whole(ends[0]), whole(ends[1])),
            free: is_free(feature),
        }
    });
    let inputs = inputs.collect();
    let scaler = &dataset.inputs.target_scaler;
    let unscaled =
        |value: Option<&f64>| value.map_or(f64::NAN, |value| value * scaler.sd[0] + scaler.mean[0]);
    Some(Sample {
        row: (row, dataset.split.train.len() as u32),
        time: dataset.times.as_ref().map(|times| times[place]),
        utc: dataset.utc,
        before,
        parameter: followed,
        inputs,
        target: (
            dataset.targets[(place, 0)],
            unscaled(motion.prediction.first()),
            unscaled(motion.new_prediction.first()),
        ),
        scaled: x.iter().copied().map(f64::from).collect(),
        motion,
    })
}
