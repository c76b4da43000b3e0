//! ONNX: a model as a graph of standard operators, with the preparation of its columns in it, that any runtime carries out.
//!
//! Its inputs are the columns of the table, one number or text a row, and with time the calendar and the values of before by
//! name; [`crate::formats::python`] writes the file that computes these. Its output is the prediction in the targets' units, a
//! column a target; NaN where a row lacks a value that is not filled.

mod features;
mod graph;
mod network;
mod read;
mod recipe;
mod wire;

use super::{ExportError, Model, ModelFile};
use crate::data::{CalendarPart, Grid, Span, Table, TimeAxis};
use crate::forecast::{Look, Shown};
use crate::nn::Network;
use crate::numeric::crc32;
use features::Features;
use graph::Graph;

pub(super) use features::are_numbers;
pub use read::{OnnxError, from_onnx};

/// Who wrote a file.
const PRODUCER: &str = "GreenGrad";
/// The output.
const OUTPUT: &str = "prediction";
/// Under these keys stand the model without its weights, as JSON, and a checksum of that and the graph.
const MODEL_KEY: &str = "greengrad_model";
const CHECKSUM_KEY: &str = "greengrad_crc32";
/// And under these, for people and programs: the targets, and what each input is.
const TARGETS_KEY: &str = "targets";
const INPUTS_KEY: &str = "inputs";

/// A model as ONNX.
#[derive(Clone, Debug, PartialEq)]
pub struct Onnx {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its inputs, in their order.
    pub inputs: Vec<Needed>,
    /// The grid of the times that it was trained on, where it looks at the past by steps.
    pub grid: Option<Grid>,
}

/// An input of a graph, and what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Needed {
    /// Its name in the graph.
    pub name: String,
    /// How it is had from a table.
    pub how: How,
}

/// How an input is had from a table.
#[derive(Clone, Debug, PartialEq)]
pub enum How {
    /// A column of numbers as it stands, NaN where there is none.
    Number {
        /// The column.
        column: String,
    },
    /// A column of labels as it stands, an empty text where there is none.
    Label {
        /// The column.
        column: String,
    },
    /// A part of the calendar, as one network sees it.
    Calendar(CalendarPart),
    /// A part of the calendar, as a recipe's networks see it.
    Shown(Shown),
    /// A column's number so long before, looked up by time.
    Lag {
        /// The column.
        column: String,
        /// How long before.
        before: Span,
    },
    /// A feature so many steps before, after its missing values were filled; the present one where there is none.
    FeatureBefore {
        /// Its place among the model's features.
        feature: usize,
        /// Steps of the grid.
        steps: usize,
    },
    /// A target's past: the first of these looks that finds a value.
    Past {
        /// The column.
        column: String,
        /// The looks.
        looks: Vec<Look>,
    },
}

/// Writes a model as ONNX. `table` is the one that it was trained on.
///
/// # Errors
/// A recipe with time without its table, or with another one.
pub fn to_onnx(model: &ModelFile, table: Option<&Table>) -> Result<Onnx, ExportError> {
    let inputs = &model.inputs;
    if !model.is_consistent() {
        return Err(ExportError::DoesNotFit);
    }
    let mut graph = Graph::default();
    let mut features = Features::new(&mut graph, inputs);
    let mut grid = None;
    let prediction = match &model.model {
        Model::Network(network) => network::whole(&mut graph, &features, inputs, network),
        Model::Recipe(forecasters) => {
            if let Some(time) = &inputs.time {
                let table = table.ok_or(ExportError::TableNeeded)?;
                grid = TimeAxis::new(table, time).map(|axis| axis.grid);
            }
            recipe::all(&mut graph, &mut features, inputs, forecasters, table)?
        }
    };
    let prediction = features.mask(&mut graph, &prediction);
    let mut output = OUTPUT.to_owned();
    while graph.has(&output) {
        output.push('_');
    }
    let needed = features.into_needed();
    let graph = graph.into_bytes((&prediction, &output, inputs.targets.len()));
    let bare = serde_json::to_string(&without_weights(model)).map_err(|_| ExportError::NotWritten)?;
    let checksum = checksum(&graph, &bare);
    let targets = serde_json::to_string(&inputs.targets).map_err(|_| ExportError::NotWritten)?;
    let names: Vec<&str> = needed.iter().map(|own| own.name.as_str()).collect();
    let names = serde_json::to_string(&names).map_err(|_| ExportError::NotWritten)?;
    let properties =
        [(TARGETS_KEY, targets), (INPUTS_KEY, names), (MODEL_KEY, bare), (CHECKSUM_KEY, checksum)];
    let description = format!("Predicts {}.", inputs.targets.join(", "));
    let bytes = graph::model(&graph, &description, &properties);
    Ok(Onnx { bytes, inputs: needed, grid })
}

/// By what the graph and the model beside it are known to belong together.
fn checksum(graph: &[u8], bare: &str) -> String {
    format!("{:08x}", crc32(graph.iter().copied().chain(bare.bytes())))
}

/// Where the parameters of a layer stand.
pub(super) fn layer_name(network: &str, layer: usize, what: &str) -> String {
    format!("{network}.layers.{layer}.{what}")
}

/// The name of a recipe's network.
fn member_name(target: usize, view: usize, member: usize) -> String {
    format!("targets.{target}.views.{view}.networks.{member}")
}

/// The name of a network that stands alone.
const NETWORK: &str = "network";

/// The networks of a model under their names.
pub(super) fn networks(model: &mut Model) -> Vec<(String, &mut Network<f32>)> {
    match model {
        Model::Network(network) => vec![(NETWORK.to_owned(), network)],
        Model::Recipe(forecasters) => {
            let mut all = Vec::new();
            for (target, forecaster) in forecasters.iter_mut().enumerate() {
                for (view, fitted) in forecaster.views.iter_mut().enumerate() {
                    for (member, network) in fitted.networks.iter_mut().enumerate() {
                        all.push((member_name(target, view, member), network));
                    }
                }
            }
            all
        }
    }
}

pub(super) fn without_weights(model: &ModelFile) -> ModelFile {
    let mut bare = model.clone();
    networks(&mut bare.model).into_iter().for_each(|(_, network)| *network = network.emptied());
    bare
}
