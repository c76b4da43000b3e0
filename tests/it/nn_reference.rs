//! Predictions, losses, gradients and optimiser steps against PyTorch's autograd and torch.optim:
//! `tests/reference/make_nn_fixture.py` wrote the numbers.

use greengrad::nn::{Activation, Loss, Network, Optimizer, OptimizerKind, Penalty};
use greengrad::numeric::Real;
use ndarray::Array2;
use serde::Deserialize;

const FIXTURE: &str = include_str!("fixtures/nn_reference.json");

#[derive(Deserialize)]
struct Fixture {
    sizes: Vec<usize>,
    parameters: Vec<f64>,
    x: Vec<Vec<f64>>,
    y: Vec<Vec<f64>>,
    passes: Vec<Pass>,
    learning_rate: f64,
    steps: usize,
    runs: Vec<Run>,
}

#[derive(Deserialize)]
struct Pass {
    activation: String,
    loss: String,
    predictions: Vec<Vec<f64>>,
    value: f64,
    gradients: Vec<f64>,
}

#[derive(Deserialize)]
struct Run {
    optimizer: String,
    l2: f64,
    parameters: Vec<f64>,
}

impl Fixture {
    fn network<F: Real>(&self, activation: Activation) -> Network<F> {
        let mut network = Network::<F>::zeros(&self.sizes, activation);
        let parameters: Vec<F> = self.parameters.iter().map(|&value| F::of(value)).collect();
        network.parameters_mut().copy_from_slice(&parameters);
        network
    }
}

fn matrix<F: Real>(rows: &[Vec<f64>]) -> Array2<F> {
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(row, column)| F::of(rows[row][column]))
}

/// Predictions, loss and gradients.
fn pass<F: Real>(network: &Network<F>, x: &Array2<F>, y: &Array2<F>, loss: Loss) -> (Vec<F>, f64, Vec<F>) {
    let mut workspace = network.workspace(x.nrows());
    let predictions: Vec<F> = network.forward(x.view(), &mut workspace, None).iter().copied().collect();
    let (outputs, into) = network.output_gradient(x.nrows(), &mut workspace);
    let value = loss.gradient(outputs, y.view(), into);
    let mut gradients = vec![F::nan(); network.parameters().len()];
    network.backward(x.view(), &mut workspace, false, &mut gradients);
    (predictions, value, gradients)
}

fn assert_near<F: Real>(found: &[F], expected: &[f64], tolerance: f64, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (index, (found, &expected)) in found.iter().zip(expected).enumerate() {
        let found = found.wide();
        assert!((found - expected).abs() < tolerance, "{what} {index}: {found}, PyTorch {expected}");
    }
}

fn passes_agree<F: Real>(fixture: &Fixture, tolerance: f64) {
    let (x, y) = (matrix::<F>(&fixture.x), matrix::<F>(&fixture.y));
    for &activation in Activation::ALL.iter().filter(|&&activation| activation != Activation::Linear) {
        for &loss in Loss::ALL {
            let what = format!("{} {activation} {loss}", std::any::type_name::<F>());
            let is_this = |pass: &&Pass| pass.activation == activation.name() && pass.loss == loss.name();
            let Some(expected) = fixture.passes.iter().find(is_this) else {
                unreachable!("{what} is not in the fixture")
            };
            let (predictions, value, gradients) = pass(&fixture.network(activation), &x, &y, loss);
            assert_near(
                &predictions,
                &expected.predictions.concat(),
                tolerance,
                &format!("{what}: prediction"),
            );
            assert_near(&[value], &[expected.value], tolerance, &format!("{what}: loss"));
            assert_near(&gradients, &expected.gradients, tolerance, &format!("{what}: gradient"));
        }
    }
}

fn runs_agree<F: Real>(fixture: &Fixture, tolerance: f64) {
    let (x, y) = (matrix::<F>(&fixture.x), matrix::<F>(&fixture.y));
    for &kind in OptimizerKind::ALL {
        let runs: Vec<&Run> = fixture.runs.iter().filter(|run| run.optimizer == kind.name()).collect();
        assert_eq!(runs.len(), 2, "{kind}: without and with L2");
        for run in runs {
            let mut network = fixture.network::<F>(Activation::Tanh);
            let (count, weights) = (network.parameters().len(), network.weight_ranges());
            let mut optimizer = Optimizer::<F>::new(kind, Penalty { l1: 0.0, l2: run.l2 }, count, weights);
            for _ in 0..fixture.steps {
                let (_, _, mut gradients) = pass(&network, &x, &y, Loss::MeanSquaredError);
                optimizer.step(network.parameters_mut(), &mut gradients, fixture.learning_rate);
            }
            let what = format!("{} {kind} L2 {}: parameter", std::any::type_name::<F>(), run.l2);
            assert_near(network.parameters(), &run.parameters, tolerance, &what);
        }
    }
}

#[test]
fn predictions_losses_and_gradients_are_those_of_pytorch() {
    let fixture: Fixture = serde_json::from_str(FIXTURE).unwrap();
    passes_agree::<f64>(&fixture, 1e-9);
    passes_agree::<f32>(&fixture, 1e-5);
}

#[test]
fn ten_steps_of_every_optimiser_are_those_of_pytorch() {
    let fixture: Fixture = serde_json::from_str(FIXTURE).unwrap();
    assert_eq!(fixture.steps, 10);
    runs_agree::<f64>(&fixture, 1e-8);
    runs_agree::<f32>(&fixture, 1e-5);
}
