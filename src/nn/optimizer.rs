//! How a gradient becomes a step. All in one pass over the contiguous parameters.

use serde::{Deserialize, Serialize};
use std::ops::Range;

use super::choice::named;
use crate::numeric::lanes::combine_three;
use crate::numeric::{Lanes, Real};

/// An optimiser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptimizerKind {
    /// θ ← θ − α g.
    Sgd,
    /// v ← 0.9 v + g, θ ← θ − α v (Polyak 1964, as PyTorch writes it).
    Momentum,
    /// s ← 0.9 s + 0.1 g², θ ← θ − α g / (√s + ε) (Tieleman & Hinton 2012).
    #[serde(rename = "rmsprop")]
    RmsProp,
    /// Kingma & Ba 2015: m̂, v̂ with β₁ = 0.9, β₂ = 0.999; θ ← θ − α m̂ / (√v̂ + ε).
    Adam,
    /// Adam with decoupled weight decay θ ← θ − α λ θ before its step (Loshchilov & Hutter 2019).
    #[serde(rename = "adamw")]
    AdamW,
}

named!(OptimizerKind {
    Adam = "adam",
    AdamW = "adamw",
    RmsProp = "rmsprop",
    Momentum = "momentum",
    Sgd = "sgd",
});

const MOMENTUM: f64 = 0.9;
const BETA1: f64 = 0.9;
const BETA2: f64 = 0.999;
const RMS_DECAY: f64 = 0.9;
const EPSILON: f64 = 1e-8;

/// What large weights cost, beside the loss; biases cost nothing. λ₁·Σ|w| makes weights that hardly help small, down to
/// about nothing (Tibshirani 1996, *Regression shrinkage and selection via the lasso*), λ₂/2·Σw² makes all of them smaller
/// in proportion (Hoerl & Kennard 1970, *Ridge regression*). Both may stand together (Zou & Hastie 2005, the elastic net).
///
/// |w| has no slope at 0; of its subgradients there, 0 is taken, so a weight of exactly 0 is left alone. Plain subgradient
/// steps do not end at 0 but go to and fro about it, by no more than a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Penalty {
    /// λ₁. It is a part of the gradient for every optimiser: AdamW decouples λ₂ alone (Loshchilov & Hutter 2019).
    pub l1: f64,
    /// λ₂; with AdamW the decoupled weight decay.
    pub l2: f64,
}

impl Penalty {
    /// What λ₁ and λ₂ add to the gradient of a weight `w`: λ₁·sign(w) and λ₂·w, the latter not with AdamW, which shrinks
    /// the weight itself.
    pub fn slopes(self, kind: OptimizerKind, w: f64) -> (f64, f64) {
        let sign = if w == 0.0 { 0.0 } else { w.signum() };
        (self.l1 * sign, if kind == OptimizerKind::AdamW { 0.0 } else { self.l2 * w })
    }
}

/// An optimiser and what it remembers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Optimizer<F> {
    kind: OptimizerKind,
    penalty: Penalty,
    weights: Vec<Range<usize>>,
    /// m of Adam, v of momentum.
    first: Vec<F>,
    /// v of Adam, s of RMSProp.
    second: Vec<F>,
    /// β₁ᵗ and β₂ᵗ: running products are the same bits everywhere, which powers are not.
    beta_powers: (f64, f64),
}

impl<F: Real> Optimizer<F> {
    /// An optimiser for `parameters` parameters, of which `weights` are subject to the penalty.
    pub fn new(kind: OptimizerKind, penalty: Penalty, parameters: usize, weights: Vec<Range<usize>>) -> Self {
        let uses_first = matches!(kind, OptimizerKind::Momentum | OptimizerKind::Adam | OptimizerKind::AdamW);
        let uses_second = matches!(kind, OptimizerKind::RmsProp | OptimizerKind::Adam | OptimizerKind::AdamW);
        let room = |used: bool| vec![F::zero(); if used { parameters } else { 0 }];
        Self {
            kind,
            penalty,
            weights,
            first: room(uses_first),
            second: room(uses_second),
            beta_powers: (1.0, 1.0),
        }
    }

    /// All that it remembers, to be gone on with by another one of the same kind.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub fn memories(&self) -> Memories<F> {
        let (first, second) = (self.first.clone(), self.second.clone());
        Memories { first, second, beta_powers: self.beta_powers }
    }

    /// Goes on with what another one of the same kind remembered; `false`, and nothing is changed, where it remembers another
    /// number of parameters.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub fn remember(&mut self, memories: Memories<F>) -> bool {
        let Memories { first, second, beta_powers } = memories;
        let fits = (first.len(), second.len()) == (self.first.len(), self.second.len());
        if fits {
            (self.first, self.second, self.beta_powers) = (first, second, beta_powers);
        }
        fits
    }

    /// One step. Adds to the weights' gradients what the penalty adds to the loss.
    pub fn step(&mut self, parameters: &mut [F], gradients: &mut [F], learning_rate: f64) {
        if self.penalty != Penalty::default() {
            self.penalise(parameters, gradients, learning_rate);
        }
        let rate = F::of(learning_rate);
        match self.kind {
            OptimizerKind::Sgd => {
                parameters.iter_mut().zip(&*gradients).for_each(|(p, &g)| *p -= rate * g);
            }
            OptimizerKind::Momentum => {
                let keep = F::of(MOMENTUM);
                for ((p, &g), v) in parameters.iter_mut().zip(&*gradients).zip(&mut self.first) {
                    *v = keep * *v + g;
                    *p -= rate * *v;
                }
            }
            OptimizerKind::RmsProp => {
                let (keep, take, epsilon) = (F::of(RMS_DECAY), F::of(1.0 - RMS_DECAY), F::of(EPSILON));
                for ((p, &g), s) in parameters.iter_mut().zip(&*gradients).zip(&mut self.second) {
                    *s = keep * *s + take * g * g;
                    *p -= rate * g / (s.sqrt() + epsilon);
                }
            }
            OptimizerKind::Adam | OptimizerKind::AdamW => self.adam(parameters, gradients, learning_rate),
        }
    }

    /// What it remembers of one parameter.
    pub fn memory(&self, place: usize) -> Memory {
        let of = |values: &[F]| values.get(place).map(|value| value.wide());
        let (first, second) = (of(&self.first), of(&self.second));
        let is_adam = matches!(self.kind, OptimizerKind::Adam | OptimizerKind::AdamW);
        let corrected =
            |value: Option<f64>, power: f64| value.filter(|_| is_adam).map(|own| own / (1.0 - power));
        Memory {
            corrected: corrected(first, self.beta_powers.0).zip(corrected(second, self.beta_powers.1)),
            first,
            second,
        }
    }

    fn penalise(&self, parameters: &mut [F], gradients: &mut [F], learning_rate: f64) {
        let Penalty { l1, l2 } = self.penalty;
        let (l1, decay, zero) = (F::of(l1), F::of(l2), F::zero());
        for range in &self.weights {
            let (parameters, gradients) = (&mut parameters[range.clone()], &mut gradients[range.clone()]);
            // Before λ₂ shrinks a weight of AdamW, which keeps its sign unless α·λ₂ is more than 1.
            if l1 > zero {
                for (g, &p) in gradients.iter_mut().zip(&*parameters) {
                    if p != zero {
                        *g += l1 * p.signum();
                    }
                }
            }
            if decay > zero {
                if self.kind == OptimizerKind::AdamW {
                    let keep = F::of(1.0 - learning_rate * l2);
                    parameters.iter_mut().for_each(|p| *p *= keep);
                } else {
                    gradients.iter_mut().zip(parameters).for_each(|(g, p)| *g += decay * *p);
                }
            }
        }
    }

    fn adam(&mut self, parameters: &mut [F], gradients: &[F], learning_rate: f64) {
        self.beta_powers = (self.beta_powers.0 * BETA1, self.beta_powers.1 * BETA2);
        // α/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε): both corrections taken out of the loop.
        let all = |value: f64| F::Lanes::splat(F::of(value));
        let step = all(learning_rate / (1.0 - self.beta_powers.0));
        let correct = all(1.0 / (1.0 - self.beta_powers.1).sqrt());
        let (beta1, rest1, beta2, rest2) = (all(BETA1), all(1.0 - BETA1), all(BETA2), all(1.0 - BETA2));
        let epsilon = all(EPSILON);
        combine_three([parameters, &mut self.first, &mut self.second], gradients, |[p, m, v], g| {
            let m = beta1 * m + rest1 * g;
            let v = beta2 * v + rest2 * g * g;
            [p - step * m / (v.sqrt() * correct + epsilon), m, v]
        });
    }
}

/// All that an optimiser remembers.
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memories<F> {
    /// m of Adam, v of momentum; else none.
    first: Vec<F>,
    /// v of Adam, s of RMSProp; else none.
    second: Vec<F>,
    /// β₁ᵗ and β₂ᵗ, which count the steps.
    beta_powers: (f64, f64),
}

/// What an optimiser remembers of one parameter.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// m of Adam, v of momentum.
    pub first: Option<f64>,
    /// v of Adam, s of RMSProp.
    pub second: Option<f64>,
    /// m̂ and v̂ of Adam.
    pub corrected: Option<(f64, f64)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first step of Adam moves each parameter by α·sign(g), whatever the size of g (Kingma & Ba 2015, §2.1).
    #[test]
    fn adams_first_step_is_the_learning_rate() {
        let mut optimizer = Optimizer::<f64>::new(OptimizerKind::Adam, Penalty::default(), 2, Vec::new());
        let mut parameters = [1.0, 1.0];
        optimizer.step(&mut parameters, &mut [1e-3, -50.0], 0.01);
        assert!((parameters[0] - 0.99).abs() < 1e-6 && (parameters[1] - 1.01).abs() < 1e-6, "{parameters:?}");
    }

    #[test]
    fn a_penalty_touches_weights_and_not_biases() {
        for &kind in OptimizerKind::ALL {
            for penalty in [Penalty { l1: 0.0, l2: 0.5 }, Penalty { l1: 0.5, l2: 0.0 }] {
                // The first parameters are weights, the last one is a bias.
                let weights = std::iter::once(0..2).collect();
                let mut optimizer = Optimizer::<f64>::new(kind, penalty, 3, weights);
                let mut parameters = [2.0, -2.0, 2.0];
                optimizer.step(&mut parameters, &mut [0.0; 3], 0.1);
                assert!(parameters[0] < 2.0 && parameters[1] > -2.0, "{kind}");
                assert_eq!(parameters[2], 2.0, "{kind}");
            }
        }
    }

    /// By hand: θ ← θ − α (g + λ₁ sign θ + λ₂ θ), with λ₁ = 0.5, λ₂ = 0.25, α = 0.1 and g = 1.
    #[test]
    fn l1_adds_the_sign_and_nothing_at_zero() {
        let penalty = Penalty { l1: 0.5, l2: 0.25 };
        let mut optimizer =
            Optimizer::<f64>::new(OptimizerKind::Sgd, penalty, 4, std::iter::once(0..3).collect());
        let mut parameters = [2.0, -2.0, 0.0, 2.0];
        optimizer.step(&mut parameters, &mut [1.0; 4], 0.1);
        for (found, expected) in parameters.into_iter().zip([1.8, -2.0, -0.1, 1.9]) {
            assert!((found - expected).abs() < 1e-12, "{found}, not {expected}");
        }
    }

    /// AdamW shrinks by λ₂ but takes λ₁ as a part of the gradient: its first step is α whatever the gradient's size.
    #[test]
    fn adamw_decouples_l2_alone() {
        let mut optimizer = Optimizer::<f64>::new(
            OptimizerKind::AdamW,
            Penalty { l1: 1e-3, l2: 0.5 },
            1,
            std::iter::once(0..1).collect(),
        );
        let mut parameters = [2.0];
        optimizer.step(&mut parameters, &mut [0.0], 0.1);
        assert!((parameters[0] - (2.0 * (1.0 - 0.1 * 0.5) - 0.1)).abs() < 1e-5, "{parameters:?}");
    }
}
