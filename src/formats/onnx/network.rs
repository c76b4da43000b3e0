//! Dense layers in a graph.

use super::features::Features;
use super::graph::{Attribute, Element, Graph};
use super::layer_name;
use crate::data::{ModelInputs, Scaling};
use crate::nn::{Activation, Network};

/// A network of one's own settings: features standardised, the network, and back to the targets' units `[rows, targets]`.
pub(super) fn whole(
    graph: &mut Graph,
    features: &Features,
    inputs: &ModelInputs,
    network: &Network<f32>,
) -> String {
    let mut x = graph.beside(&features.values);
    let (width, targets) = (inputs.features.len(), inputs.targets.len());
    if inputs.scaling == Scaling::Standard {
        let mean = graph.doubles(&[1, width], &inputs.feature_scaler.mean);
        let sd = graph.doubles(&[1, width], &inputs.feature_scaler.sd);
        x = graph.node("Sub", &[&x, &mean]);
        x = graph.node("Div", &[&x, &sd]);
    }
    let x = graph.cast(&x, Element::Float);
    let y = layers(graph, &x, super::NETWORK, network);
    let y = graph.cast(&y, Element::Double);
    let sd = graph.doubles(&[1, targets], &inputs.target_scaler.sd);
    let mean = graph.doubles(&[1, targets], &inputs.target_scaler.mean);
    let y = graph.node("Mul", &[&y, &sd]);
    graph.node("Add", &[&y, &mean])
}

/// The layers of a network on `[rows, inputs]` of floats; their parameters stand under this name.
pub(super) fn layers(graph: &mut Graph, x: &str, name: &str, network: &Network<f32>) -> String {
    let mut x = x.to_owned();
    for (place, layer) in network.layers().iter().enumerate() {
        let bytes = |range: std::ops::Range<usize>| -> Vec<u8> {
            network.parameters()[range].iter().flat_map(|value| value.to_le_bytes()).collect()
        };
        let shape = [layer.inputs, layer.outputs];
        let weights = bytes(layer.weights());
        let weight = graph.constant(&layer_name(name, place, "weight"), Element::Float, &shape, &weights);
        let biases = bytes(layer.biases());
        let bias =
            graph.constant(&layer_name(name, place, "bias"), Element::Float, &[layer.outputs], &biases);
        let z = graph.node("Gemm", &[&x, &weight, &bias]);
        x = activation(graph, layer.activation, z);
    }
    x
}

/// The formulas of `nn::activation`.
fn activation(graph: &mut Graph, activation: Activation, z: String) -> String {
    match activation {
        Activation::Linear => z,
        Activation::Relu => graph.node("Relu", &[&z]),
        Activation::LeakyRelu => graph.node_of("", "LeakyRelu", &[&z], &[("alpha", Attribute::Float(0.01))]),
        Activation::Tanh => graph.node("Tanh", &[&z]),
        Activation::Sigmoid => graph.node("Sigmoid", &[&z]),
        // ONNX has an operator for it only since 2023.
        Activation::Gelu => {
            let float = |graph: &mut Graph, value: f64| {
                let constant = graph.doubles(&[], &[value]);
                graph.cast(&constant, Element::Float)
            };
            let root = float(graph, std::f64::consts::FRAC_1_SQRT_2);
            let (half, one) = (float(graph, 0.5), float(graph, 1.0));
            let scaled = graph.node("Mul", &[&z, &root]);
            let erf = graph.node("Erf", &[&scaled]);
            let sum = graph.node("Add", &[&erf, &one]);
            let share = graph.node("Mul", &[&sum, &half]);
            graph.node("Mul", &[&z, &share])
        }
    }
}
