//! One step of training under the microscope: what happens to one weight, and to one sample.
//!
//! Everything here looks at a copy: the run goes on as if nobody had looked.

use ndarray::{Array2, ArrayView1, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use super::Trainer;
use crate::nn::{Loss, Memory, Network, OptimizerKind};

/// Points of the loss along a weight.
const POINTS: usize = 41;
/// The step of the finite difference, for a weight of about 1.
const DIFFERENCE: f64 = 1e-5;

/// One of a network's parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// The layer, from 0.
    pub layer: u32,
    /// The unit of the layer, or input, that a weight comes from; `None` for the bias.
    pub from: Option<u32>,
    /// The unit that it leads to.
    pub unit: u32,
}

impl Parameter {
    /// Where it stands among all parameters; `None` where the network has none such.
    pub fn place<F: crate::numeric::Real>(self, network: &Network<F>) -> Option<usize> {
        let layer = network.layers().get(self.layer as usize)?;
        let unit = Some(self.unit as usize).filter(|&unit| unit < layer.outputs)?;
        match self.from {
            Some(from) if (from as usize) < layer.inputs => {
                Some(layer.weights().start + from as usize * layer.outputs + unit)
            }
            Some(_) => None,
            None => Some(layer.biases().start + unit),
        }
    }
}

/// One weight in the next step of training.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Microscope {
    /// Which.
    pub parameter: Parameter,
    /// w.
    pub value: f64,
    /// Rows of the batch.
    pub rows: u32,
    /// Outputs of the network: the loss is a mean over rows and outputs.
    pub outputs: u32,
    /// What the loss is a mean of.
    pub loss_kind: Loss,
    /// L over the batch, before.
    pub loss: f64,
    /// ∂L/∂w of the mean.
    pub gradient: f64,
    /// The same of the sum over the batch: rows × outputs times as large.
    pub gradient_sum: f64,
    /// What L1 and L2 add to the gradient of this weight; nothing to a bias's, and with AdamW L2 adds nothing.
    pub added: (f64, f64),
    /// What L1 and L2 add to the loss: λ₁·Σ|w| and λ₂/2·Σw² over all weights. They are not in [`Microscope::loss`].
    pub costs: (f64, f64),
    /// (L(w + h) − L(w − h)) / 2h, by the forward pass alone, in double precision.
    pub difference: f64,
    /// h.
    pub width: f64,
    /// α.
    pub learning_rate: f64,
    /// How a gradient becomes a step.
    pub optimizer: OptimizerKind,
    /// What the optimiser remembers of this weight after this step.
    pub memory: Memory,
    /// w after the step.
    pub new_value: f64,
    /// L after, where only this weight is moved.
    pub loss_after: f64,
    /// L after, where all are moved.
    pub loss_after_all: f64,
    /// L along this weight: w and L, in the order of w.
    pub curve: Vec<(f64, f64)>,
}

impl Microscope {
    /// g: the gradient with what L1 and L2 add to it, which is what the optimiser gets.
    pub fn slope(&self) -> f64 {
        self.gradient + self.added.0 + self.added.1
    }
}

/// One sample in slow motion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SlowMotion {
    /// ŷ, standardised.
    pub prediction: Vec<f64>,
    /// y, standardised.
    pub target: Vec<f64>,
    /// The cost of this sample.
    pub loss: f64,
    /// What each layer made of it, and what comes back.
    pub layers: Vec<SlowLayer>,
    /// α.
    pub learning_rate: f64,
    /// The parameter that is followed.
    pub followed: Option<Followed>,
    /// ŷ after the update.
    pub new_prediction: Vec<f64>,
    /// The cost after the update.
    pub new_loss: f64,
}

/// A parameter in slow motion.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Followed {
    /// θ.
    pub value: f64,
    /// ∂L/∂θ for this sample.
    pub gradient: f64,
    /// What L1 and L2 add to that.
    pub added: (f64, f64),
    /// θ after the update.
    pub new_value: f64,
}

/// A layer in slow motion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SlowLayer {
    /// a of each unit.
    pub activations: Vec<f64>,
    /// ∂L/∂z of each unit.
    pub deltas: Vec<f64>,
    /// The root mean square of the gradients of the layer's parameters.
    pub steepness: f64,
}

fn wide(values: ArrayView2<f32>) -> Array2<f64> {
    values.mapv(f64::from)
}

/// The loss of a network in double precision.
pub(super) fn loss_of(network: &Network<f64>, loss: Loss, x: ArrayView2<f64>, y: ArrayView2<f64>) -> f64 {
    let mut workspace = network.workspace(x.nrows());
    let predictions = network.forward(x, &mut workspace, None);
    loss.value(predictions, y)
}

impl Trainer {
    /// What the next step does to one parameter, without dropout. `None` where there is no such parameter.
    pub fn microscope(&self, parameter: Parameter) -> Option<Microscope> {
        let place = parameter.place(self.network())?;
        let settings = self.config.settings();
        let mut batches = self.batches.clone();
        let (x, y, _) = batches.next(&self.data);
        let mut network = self.network.clone();
        let gradients = gradients(&network, settings.loss, x, y);
        let mut optimizer = self.optimizer.clone();
        optimizer.step(network.parameters_mut(), &mut gradients.clone(), self.learning_rate);
        let new_value = f64::from(network.parameters()[place]);

        let (x, y) = (wide(x), wide(y));
        let mut probe = self.network.widened();
        let value = probe.parameters()[place];
        let mut at = |moved: f64| {
            probe.parameters_mut()[place] = moved;
            loss_of(&probe, settings.loss, x.view(), y.view())
        };
        let width = DIFFERENCE * value.abs().max(1.0);
        let difference = (at(value + width) - at(value - width)) / (2.0 * width);
        // Wide enough to see the valley, and to hold the step.
        let reach = (value.abs() * 1.5).max(0.5).max((new_value - value).abs() * 3.0);
        let curve = (0..POINTS).map(|point| {
            let moved = value + reach * (2.0 * point as f64 / (POINTS - 1) as f64 - 1.0);
            (moved, at(moved))
        });
        let curve = curve.collect();
        let gradient = f64::from(gradients[place]);
        Some(Microscope {
            parameter,
            value,
            rows: x.nrows() as u32,
            outputs: y.ncols() as u32,
            loss_kind: settings.loss,
            loss: at(value),
            gradient,
            gradient_sum: gradient * y.len() as f64,
            added: self.added(parameter, value),
            costs: self.costs(),
            difference,
            width,
            learning_rate: self.learning_rate,
            optimizer: settings.optimizer,
            memory: optimizer.memory(place),
            new_value,
            loss_after: at(new_value),
            loss_after_all: loss_of(&network.widened(), settings.loss, x.view(), y.view()),
            curve,
        })
    }

    /// What L1 and L2 add to the gradient of a parameter of this value.
    fn added(&self, parameter: Parameter, value: f64) -> (f64, f64) {
        let settings = self.config.settings();
        match parameter.from {
            Some(_) => settings.penalty().slopes(settings.optimizer, value),
            None => (0.0, 0.0),
        }
    }

    /// What L1 and L2 add to the loss now.
    fn costs(&self) -> (f64, f64) {
        let settings = self.config.settings();
        let parameters = self.network.parameters();
        let over = |of: fn(f64) -> f64| -> f64 {
            let weights = self.network.weight_ranges().into_iter().flat_map(|own| &parameters[own]);
            weights.map(|&weight| of(f64::from(weight))).sum()
        };
        let decoupled = settings.optimizer == OptimizerKind::AdamW;
        let squares = if decoupled { 0.0 } else { settings.l2 / 2.0 * over(|w| w * w) };
        (settings.l1 * over(f64::abs), squares)
    }

    /// One training row, with these inputs in the place of its own, forward and backward, and the update that it alone
    /// would make, after so many such updates before. `None` where there is no such row.
    pub fn slow_motion(
        &self,
        row: usize,
        inputs: ArrayView1<f32>,
        before: u32,
        followed: Parameter,
    ) -> Option<SlowMotion> {
        if inputs.len() != self.data.features.ncols() {
            return None;
        }
        let row = *self.data.train.get(row)?;
        let loss = self.config.settings().loss;
        let x = inputs.insert_axis(Axis(0));
        let y = self.data.targets.select(Axis(0), &[row]);
        let (mut network, mut optimizer) = (self.network.clone(), self.optimizer.clone());
        for _ in 0..before {
            let mut gradients = gradients(&network, loss, x, y.view());
            optimizer.step(network.parameters_mut(), &mut gradients, self.learning_rate);
        }
        let mut workspace = network.workspace(1);
        let prediction: Vec<f64> =
            network.forward(x, &mut workspace, None).iter().copied().map(f64::from).collect();
        let (predictions, into) = network.output_gradient(1, &mut workspace);
        let own_loss = loss.gradient(predictions, y.view(), into);
        let mut gradients = vec![0.0; network.parameters().len()];
        network.backward(x, &mut workspace, false, &mut gradients);
        let layers = network.layers().iter().enumerate().map(|(index, layer)| {
            let own = &gradients[layer.offset..layer.biases().end];
            let squares: f64 = own.iter().map(|gradient| f64::from(*gradient).powi(2)).sum();
            SlowLayer {
                activations: workspace.activations(index).row(0).iter().copied().map(f64::from).collect(),
                deltas: workspace.deltas(index).row(0).iter().copied().map(f64::from).collect(),
                steepness: (squares / own.len().max(1) as f64).sqrt(),
            }
        });
        let layers = layers.collect();
        let place = followed.place(&network);
        let old = place.map(|place| (f64::from(network.parameters()[place]), f64::from(gradients[place])));
        optimizer.step(network.parameters_mut(), &mut gradients, self.learning_rate);
        let new = network.forward(x, &mut workspace, None);
        let new_loss = loss.value(new, y.view());
        Some(SlowMotion {
            new_prediction: new.iter().copied().map(f64::from).collect(),
            new_loss,
            prediction,
            target: y.iter().copied().map(f64::from).collect(),
            loss: own_loss,
            layers,
            learning_rate: self.learning_rate,
            followed: place.zip(old).map(|(place, (value, gradient))| Followed {
                value,
                gradient,
                added: self.added(followed, value),
                new_value: f64::from(network.parameters()[place]),
            }),
        })
    }
}

/// ∂L/∂θ without dropout, laid out as the parameters.
pub(super) fn gradients(
    network: &Network<f32>,
    loss: Loss,
    x: ArrayView2<f32>,
    y: ArrayView2<f32>,
) -> Vec<f32> {
    let mut workspace = network.workspace(x.nrows());
    network.forward(x, &mut workspace, None);
    let (predictions, into) = network.output_gradient(x.nrows(), &mut workspace);
    loss.gradient(predictions, y, into);
    let mut gradients = vec![0.0; network.parameters().len()];
    network.backward(x, &mut workspace, false, &mut gradients);
    gradients
}
