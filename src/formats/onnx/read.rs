//! Our own ONNX files, read back: the weights are those of the graph, what stands around them is beside it.

use std::collections::BTreeMap;

use thiserror::Error;

use super::wire::{Field, fields};
use super::{CHECKSUM_KEY, MODEL_KEY, PRODUCER, checksum, layer_name, networks};
use crate::formats::{ModelError, ModelFile, SCHEMA_VERSION};

/// Why an ONNX file cannot be used to predict here.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OnnxError {
    /// It is no ONNX file, or one that another program wrote: how a table becomes its inputs is not in it.
    #[error("not an ONNX file of ours")]
    OtherFile,
    /// It is one of ours, but its graph is not the one that was written.
    #[error("the graph is not the one that was written")]
    Changed,
    /// What stands beside the graph cannot be used.
    #[error(transparent)]
    Model(#[from] ModelError),
}

impl OnnxError {
    /// The stable code, as `headless` prints it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::OtherFile => "not_our_onnx",
            Self::Changed => "onnx_changed",
            Self::Model(_) => "model_file",
        }
    }
}

/// The model of an ONNX file that we wrote.
///
/// # Errors
/// Why it cannot be used.
pub fn from_onnx(bytes: &[u8]) -> Result<ModelFile, OnnxError> {
    let whole = fields(bytes).ok_or(OnnxError::OtherFile)?;
    let one = |number: u64| {
        whole.iter().find_map(|&(own, field)| match field {
            Field::Bytes(bytes) if own == number => Some(bytes),
            _ => None,
        })
    };
    if one(2) != Some(PRODUCER.as_bytes()) {
        return Err(OnnxError::OtherFile);
    }
    let graph = one(7).ok_or(OnnxError::Changed)?;
    let property = |key: &str| {
        whole.iter().find_map(|&(own, field)| {
            let Field::Bytes(bytes) = field else { return None };
            let entry = texts(bytes).filter(|_| own == 14)?;
            (entry.get(&1).copied() == Some(key)).then(|| entry.get(&2).copied()).flatten()
        })
    };
    let bare = property(MODEL_KEY).ok_or(OnnxError::OtherFile)?;
    if property(CHECKSUM_KEY) != Some(checksum(graph, bare).as_str()) {
        return Err(OnnxError::Changed);
    }
    let mut model: ModelFile = serde_json::from_str(bare).map_err(ModelError::Damaged)?;
    if model.schema_version != SCHEMA_VERSION {
        // Says which, newer or older.
        return Ok(ModelFile::from_json(bare)?);
    }
    let constants = constants(graph).ok_or(OnnxError::Changed)?;
    for (name, network) in networks(&mut model.model) {
        let mut parameters = Vec::new();
        for (place, layer) in network.layers().iter().enumerate() {
            for (what, count) in [("weight", layer.weights().len()), ("bias", layer.outputs)] {
                let values =
                    constants.get(layer_name(&name, place, what).as_bytes()).ok_or(OnnxError::Changed)?;
                let values = values.chunks_exact(4).filter_map(|four| four.first_chunk());
                let before = parameters.len();
                parameters.extend(values.map(|four| f32::from_le_bytes(*four)));
                if parameters.len() - before != count {
                    return Err(OnnxError::Changed);
                }
            }
        }
        *network = network.filled(parameters);
    }
    if model.is_consistent() { Ok(model) } else { Err(ModelError::Inconsistent.into()) }
}

/// The texts of a message by field.
fn texts(bytes: &[u8]) -> Option<BTreeMap<u64, &str>> {
    let text = |(number, field)| match field {
        Field::Bytes(bytes) => std::str::from_utf8(bytes).ok().map(|text| (number, text)),
        _ => None,
    };
    fields(bytes)?.into_iter().map(text).collect()
}

/// The bytes of the graph's constants by name.
fn constants(graph: &[u8]) -> Option<BTreeMap<&[u8], &[u8]>> {
    let mut all = BTreeMap::new();
    for (number, field) in fields(graph)? {
        if let (5, Field::Bytes(tensor)) = (number, field) {
            let (mut name, mut values) = (None, None);
            for (number, field) in fields(tensor)? {
                match (number, field) {
                    (8, Field::Bytes(bytes)) => name = Some(bytes),
                    (9, Field::Bytes(bytes)) => values = Some(bytes),
                    _ => {}
                }
            }
            if let (Some(name), Some(values)) = (name, values) {
                all.insert(name, values);
            }
        }
    }
    Some(all)
}
