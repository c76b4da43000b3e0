//! safetensors: the weights by name, and a JSON file of what is needed to use them.
//!
//! The form (<https://github.com/huggingface/safetensors>, "Format") is eight bytes of length, a JSON head, and the numbers;
//! writing it is thirty lines, so that the crate of that name is not needed.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{ExportError, Model, ModelFile, onnx};
use crate::nn::Network;

/// The head is filled with spaces up to a multiple of this, so that the numbers behind it are aligned.
const ALIGNMENT: usize = 8;

/// The two files.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The weights.
    pub weights: Vec<u8>,
    /// What they belong to, as JSON.
    pub description: String,
}

/// Writes a model. A layer's weight is `[outputs, inputs]`, as in PyTorch's `Linear`.
///
/// # Errors
/// Parts that do not fit each other.
pub fn write(model: &ModelFile) -> Result<Written, ExportError> {
    if !model.is_consistent() {
        return Err(ExportError::DoesNotFit);
    }
    let mut whole = model.model.clone();
    let mut tensors: Vec<(String, Vec<usize>, Vec<f32>)> = Vec::new();
    let mut networks: Vec<Value> = Vec::new();
    for (name, network) in onnx::networks(&mut whole) {
        networks.push(layers(&name, network, &mut tensors));
    }
    let bare = onnx::without_weights(model);
    let features: Vec<String> = model.inputs.features.iter().map(|feature| feature.name()).collect();
    let mut description = json!({
        "format": "greengrad safetensors",
        "written_by": env!("CARGO_PKG_VERSION"),
        "features": features,
        "targets": model.inputs.targets,
        "scaling": model.inputs.scaling,
        "missing": model.inputs.missing,
        "feature_scaler": model.inputs.feature_scaler,
        "target_scaler": model.inputs.target_scaler,
        "networks": networks,
        "inputs": bare.inputs,
    });
    if let (Model::Recipe(forecasters), Some(entries)) = (&bare.model, description.as_object_mut()) {
        entries.insert("recipe".to_owned(), json!(forecasters));
    }
    let description = serde_json::to_string_pretty(&description).map_err(|_| ExportError::NotWritten)?;
    Ok(Written { weights: bytes(&tensors)?, description })
}

/// Adds the tensors of a network and says where they are.
fn layers(name: &str, network: &Network<f32>, tensors: &mut Vec<(String, Vec<usize>, Vec<f32>)>) -> Value {
    let mut layers = Vec::new();
    for (place, layer) in network.layers().iter().enumerate() {
        let (weight, bias) = (onnx::layer_name(name, place, "weight"), onnx::layer_name(name, place, "bias"));
        let ours = &network.parameters()[layer.weights()];
        let transposed = (0..layer.outputs)
            .flat_map(|output| (0..layer.inputs).map(move |input| ours[input * layer.outputs + output]));
        tensors.push((weight.clone(), vec![layer.outputs, layer.inputs], transposed.collect()));
        let biases = network.parameters()[layer.biases()].to_vec();
        tensors.push((bias.clone(), vec![layer.outputs], biases));
        layers.push(json!({
            "weight": weight, "bias": bias, "inputs": layer.inputs, "outputs": layer.outputs,
            "activation": layer.activation,
        }));
    }
    json!({ "name": name, "layers": layers })
}

fn bytes(tensors: &[(String, Vec<usize>, Vec<f32>)]) -> Result<Vec<u8>, ExportError> {
    let mut head: BTreeMap<&str, Value> = BTreeMap::new();
    head.insert("__metadata__", json!({ "written_by": "GreenGrad" }));
    let mut at = 0;
    for (name, shape, values) in tensors {
        let to = at + values.len() * size_of::<f32>();
        head.insert(name, json!({ "dtype": "F32", "shape": shape, "data_offsets": [at, to] }));
        at = to;
    }
    let mut head = serde_json::to_vec(&head).map_err(|_| ExportError::NotWritten)?;
    head.resize(head.len().next_multiple_of(ALIGNMENT), b' ');
    let mut file = (head.len() as u64).to_le_bytes().to_vec();
    file.extend(head);
    tensors.iter().flat_map(|(_, _, values)| values).for_each(|value| file.extend(value.to_le_bytes()));
    Ok(file)
}
