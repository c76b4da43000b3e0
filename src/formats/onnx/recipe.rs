//! A recipe in a graph: its views, the ridge and the networks on each, the line, the values of before, and the gate.

use ndarray::Array1;

use super::features::Features;
use super::graph::{Attribute, Element, Graph};
use super::network::layers;
use super::{How, member_name};
use crate::data::{Feature, ModelInputs, Span, Table, TimeAxis};
use crate::forecast::{Clipped, FittedLine, FittedView, Forecaster, Frame, Shown, View, level};
use crate::formats::ExportError;
use crate::linear::Ridge;

/// What the forecasters of all targets say `[rows, targets]`.
pub(super) fn all(
    graph: &mut Graph,
    features: &mut Features,
    inputs: &ModelInputs,
    forecasters: &[Forecaster],
    table: Option<&Table>,
) -> Result<String, ExportError> {
    let mut targets = Vec::new();
    for (target, forecaster) in forecasters.iter().enumerate() {
        let (frame, span) = frame(inputs, target, table)?;
        if !forecaster.fits(&frame) {
            return Err(ExportError::DoesNotFit);
        }
        let rows = Rows::new(graph, features, (inputs, target), &frame, &span);
        targets.push(forecast(graph, &rows, target, forecaster));
    }
    Ok(graph.beside(&targets))
}

/// The frame of a target as it was in training, as far as its shape goes, and so many steps as a span of time.
fn frame(
    inputs: &ModelInputs,
    target: usize,
    table: Option<&Table>,
) -> Result<(Frame, impl Fn(usize) -> Span), ExportError> {
    let mut grid = None;
    let frame = match &inputs.time {
        None => {
            let names = inputs.features.iter().map(Feature::name).collect();
            let nothing = ndarray::Array2::zeros((0, inputs.features.len()));
            Frame::of_rows(nothing, Array1::zeros(0), names)
        }
        Some(time) => {
            let table = table.ok_or(ExportError::TableNeeded)?;
            let axis = TimeAxis::new(table, time).ok_or(ExportError::DoesNotFit)?;
            let mut rows = inputs.apply(table, None)?.rows;
            rows.sort_by_key(|&row| axis.times[row]);
            grid = Some(axis.grid);
            Frame::new(table, inputs, target, &rows)?
        }
    };
    Ok((frame, move |steps| grid.map_or(Span::DAY, |grid| grid.span(steps))))
}

/// What a recipe sees of a row, each a value `[rows, 1]` of doubles.
struct Rows {
    absolute: Vec<String>,
    relative: Vec<String>,
    level: Option<String>,
    reference: Vec<String>,
    before: Vec<String>,
}

impl Rows {
    fn new(
        graph: &mut Graph,
        features: &mut Features,
        (inputs, target): (&ModelInputs, usize),
        frame: &Frame,
        span: &impl Fn(usize) -> Span,
    ) -> Self {
        let name = &inputs.targets[target];
        let own_lag = |feature: &Feature| matches!(feature, Feature::Lag { column, .. } if column == name);
        let of_features = |features: &Features, wanted: &dyn Fn(&Feature) -> bool| -> Vec<String> {
            let all = inputs.features.iter().zip(&features.values);
            all.filter(|(feature, _)| wanted(feature)).map(|(_, value)| value.clone()).collect()
        };
        let is_lag = |feature: &Feature| matches!(feature, Feature::Lag { .. });
        let reference = of_features(features, &|feature| !is_lag(feature) || own_lag(feature));
        let before = of_features(features, &own_lag);
        let feature = |place: usize| inputs.features[place].name();
        let shown: Vec<String> = frame
            .shown
            .iter()
            .map(|shown| {
                let how = match shown {
                    Shown::Known(place) => return features.values[*place].clone(),
                    Shown::KnownBefore { feature, steps } => {
                        How::FeatureBefore { feature: *feature, steps: *steps }
                    }
                    Shown::Past(looks) => How::Past { column: name.clone(), looks: looks.clone() },
                    calendar => How::Shown(calendar.clone()),
                };
                features.computed(graph, &shown.name(&feature, name, span), how)
            })
            .collect();
        let level = frame.rhythm.map(|rhythm| {
            let looks = level(rhythm);
            let own = Shown::Past(looks.clone()).name(&feature, name, span);
            features.computed(graph, &own, How::Past { column: name.clone(), looks })
        });
        let relative = match &level {
            None => Vec::new(),
            Some(level) => {
                let above = |(place, value): (usize, &String)| {
                    if place < frame.fixed { value.clone() } else { graph.node("Sub", &[value, level]) }
                };
                shown.iter().enumerate().map(above).collect()
            }
        };
        let alone = frame.of_relative_alone();
        let absolute = shown.into_iter().enumerate();
        Self {
            absolute: absolute.filter(|(place, _)| Some(*place) != alone).map(|(_, value)| value).collect(),
            relative,
            level,
            reference,
            before,
        }
    }
}

/// The forecast of one target `[rows, 1]`: its parts, each by its share.
fn forecast(graph: &mut Graph, rows: &Rows, target: usize, forecaster: &Forecaster) -> String {
    let views: Vec<String> = forecaster
        .views
        .iter()
        .enumerate()
        .map(|(place, fitted)| view(graph, rows, (target, place), fitted))
        .collect();
    let mean = views.len().max(1) as f64;
    let networks = graph.sum(&views).map(|sum| {
        let count = graph.doubles(&[1, 1], &[mean]);
        graph.node("Div", &[&sum, &count])
    });
    let line = line(graph, &rows.reference, &forecaster.line);
    let mut parts: Vec<Option<String>> = vec![networks, Some(line)];
    if rows.level.is_some() {
        parts.extend(rows.before.iter().cloned().map(Some));
    } else {
        parts.push(Some(graph.doubles(&[1, 1], &[forecaster.line.unit.mean])));
    }
    let weighed: Vec<String> = parts
        .into_iter()
        .zip(&forecaster.gate)
        .filter_map(|(part, &share)| {
            let share = graph.doubles(&[1, 1], &[share]);
            part.map(|part| graph.node("Mul", &[&part, &share]))
        })
        .collect();
    graph.sum(&weighed).unwrap_or_default()
}

fn view(graph: &mut Graph, rows: &Rows, (target, place): (usize, usize), fitted: &FittedView) -> String {
    let (columns, level) = match fitted.view {
        View::Absolute => (&rows.absolute, None),
        View::Relative => (&rows.relative, rows.level.as_ref()),
    };
    let x = graph.beside(columns);
    let z = standardised(graph, &x, &fitted.scaler);
    let line = ridge(graph, &z, &fitted.ridge);
    let pieces = fitted.pieces.all();
    let mut inputs = vec![graph.cast(&z, Element::Float)];
    if !pieces.is_empty() {
        let of = |what: fn(&(usize, f64, f64)) -> f64| -> Vec<f64> { pieces.iter().map(what).collect() };
        let which: Vec<i64> = pieces.iter().map(|&(column, ..)| column as i64).collect();
        let which = graph.whole(&[pieces.len()], &which);
        let from = graph.doubles(&[1, pieces.len()], &of(|&(_, from, _)| from));
        let width = graph.doubles(&[1, pieces.len()], &of(|&(_, from, to)| to - from));
        let cut = graph.node_of("", "Gather", &[&x, &which], &[("axis", Attribute::Number(1))]);
        let cut = graph.node("Sub", &[&cut, &from]);
        let cut = graph.node("Div", &[&cut, &width]);
        let cut = graph.within(&cut, 0.0, 1.0);
        inputs.push(graph.cast(&cut, Element::Float));
    }
    let inputs = graph.beside(&inputs);
    let outputs: Vec<String> = fitted
        .networks
        .iter()
        .enumerate()
        .map(|(member, network)| {
            let y = layers(graph, &inputs, &member_name(target, place, member), network);
            graph.cast(&y, Element::Double)
        })
        .collect();
    let mut sum = line;
    let count = outputs.len().max(1) as f64;
    if let Some(all) = graph.sum(&outputs) {
        let count = graph.doubles(&[1, 1], &[count]);
        let mean = graph.node("Div", &[&all, &count]);
        sum = graph.node("Add", &[&sum, &mean]);
    }
    let y = in_unit(graph, &sum, (fitted.unit.mean, fitted.unit.sd));
    match level {
        Some(level) => graph.node("Add", &[&y, level]),
        None => y,
    }
}

fn line(graph: &mut Graph, columns: &[String], line: &FittedLine) -> String {
    let x = graph.beside(columns);
    let z = standardised(graph, &x, &line.scaler);
    let y = ridge(graph, &z, &line.ridge);
    in_unit(graph, &y, (line.unit.mean, line.unit.sd))
}

/// z = (x − mean)/sd within ±clip `[rows, columns]`.
fn standardised(graph: &mut Graph, x: &str, scaler: &Clipped) -> String {
    let width = scaler.mean.len();
    let (mean, sd) = (graph.doubles(&[1, width], &scaler.mean), graph.doubles(&[1, width], &scaler.sd));
    let z = graph.node("Sub", &[x, &mean]);
    let z = graph.node("Div", &[&z, &sd]);
    graph.within(&z, -scaler.clip, scaler.clip)
}

/// z·w + b `[rows, 1]`.
fn ridge(graph: &mut Graph, z: &str, ridge: &Ridge) -> String {
    let (weights, intercept) = ridge.coefficients();
    let weights = graph.doubles(&[weights.len(), 1], weights);
    let intercept = graph.doubles(&[1, 1], &[intercept]);
    let y = graph.node("MatMul", &[z, &weights]);
    graph.node("Add", &[&y, &intercept])
}

fn in_unit(graph: &mut Graph, y: &str, (mean, sd): (f64, f64)) -> String {
    let (mean, sd) = (graph.doubles(&[1, 1], &[mean]), graph.doubles(&[1, 1], &[sd]));
    let y = graph.node("Mul", &[y, &sd]);
    graph.node("Add", &[&y, &mean])
}
