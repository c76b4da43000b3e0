//! What a network is like inside: its weights and units, one step under the microscope, and the loss around it.

mod sample;
mod unit;

pub use sample::{Sample, SampleInput};
pub use unit::{RESPONSE, UnitView};

use ndarray::{ArrayView2, Axis, s};
use serde::{Deserialize, Serialize};

use sample::sample;
use unit::{plane, unit_view};

use super::learner::Learner;
use crate::data::{Dataset, Feature};
use crate::nn::{Activation, Network};
use crate::training::{Landscape, Microscope, Parameter, Plane};

/// Units of a layer that are drawn at once.
pub const SHOWN: usize = 10;
/// Rows that units are watched on.
const WATCHED: usize = 400;
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
