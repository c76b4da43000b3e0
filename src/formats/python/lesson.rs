//! A run as a script: read the table, make features, split, standardise, train, test.

use super::parts::{Comments, Script};
use super::{is_of_numbers, kinds, list, literal, number};
use crate::data::{CalendarPart, DataSpec, Feature, Missing, ModelInputs, Scaling, Span, SplitMethod, Table};
use crate::formats::ExportError;
use crate::nn::{Activation, Initialiser, Loss, OptimizerKind};
use crate::training::{Method, Settings};

/// Trials of the sweep.
const SAMPLES: u32 = 8;

/// What a script repeats.
#[derive(Clone, Copy)]
pub struct Lesson<'a> {
    /// The table that it was trained on, for what its columns are.
    pub table: &'a Table,
    /// The choice of columns and split.
    pub spec: &'a DataSpec,
    /// The settings.
    pub settings: &'a Settings,
    /// How the table became features.
    pub inputs: &'a ModelInputs,
    /// The table's file, as [`super::to_csv`] writes it.
    pub file: &'a str,
}

/// A run of a network as a script in plain NumPy.
///
/// # Errors
/// A recipe: as a script it would be several hundred lines, and is written as ONNX instead.
pub fn lesson(run: &Lesson, comments: &Comments) -> Result<String, ExportError> {
    let mut script = script(run, comments, (comments.lesson)(&run.spec.targets.join(", ")), &[])?;
    script.part(include_str!("main.py"));
    Ok(script.finish())
}

/// The same as a job for Ray: the table by Ray Data, settings near one's own tried by Ray Tune.
///
/// # Errors
/// A recipe, and a split without validation rows, by which the trials are compared.
pub fn ray_job(run: &Lesson, comments: &Comments) -> Result<String, ExportError> {
    if run.spec.split.validation_share <= 0.0 {
        return Err(ExportError::NoValidationRows);
    }
    let imports =
        ["import os", "", "import pyarrow", "import pyarrow.csv", "import ray", "from ray import tune"];
    let mut script = script(run, comments, (comments.ray_job)(&run.spec.targets.join(", ")), &imports)?;
    script.lines([String::new(), String::new(), format!("SAMPLES = {SAMPLES}")]);
    script.part(include_str!("ray.py"));
    Ok(script.finish())
}

/// All but what is done with it.
fn script<'a>(
    run: &Lesson,
    comments: &'a Comments,
    title: String,
    imports: &[&str],
) -> Result<Script<'a>, ExportError> {
    let Lesson { spec, settings, inputs, .. } = *run;
    if settings.method != Method::Network {
        return Err(ExportError::RecipeAsScript);
    }
    let mut script = Script::new(comments, &title);
    let timed = inputs.time.is_some();
    script.flag("TIME", timed);
    script.flag("FILL", inputs.missing == Missing::Fill);
    script.flag("DROPOUT", settings.dropout > 0.0);
    script.flag("PATIENCE", settings.patience.is_some());
    script.flag("L1", settings.l1 > 0.0);
    script.flag("L2", settings.l2 > 0.0 && settings.optimizer != OptimizerKind::AdamW);
    script.flag("DECAY", settings.l2 > 0.0 && settings.optimizer == OptimizerKind::AdamW);
    let months = has_months(&inputs.features);
    let mut modules = vec!["import csv", "import json", "import math", "import sys"];
    if months {
        modules.insert(0, "import calendar");
    }
    if timed {
        modules.push("from datetime import datetime, timezone");
    }
    script.lines(modules.into_iter().map(str::to_owned));
    script.lines(imports.iter().map(|&line| line.to_owned()));
    script.lines([if imports.is_empty() { "\nimport numpy as np" } else { "import numpy as np" }.to_owned()]);
    constants(&mut script, run);
    reading(&mut script, run.inputs);
    let features = features(&mut script, inputs);
    script.part(&features);
    splitting(&mut script, spec);
    let prepare = include_str!("prepare.py");
    script.part(&match inputs.scaling {
        Scaling::Standard => prepare.to_owned(),
        Scaling::None => prepare
            .replace("    #: scale\n    x_mean, x_sd = scaler(x[train])\n", "    #: no_scale\n")
            .replace("((x - x_mean) / x_sd).astype", "x.astype"),
    });
    learning(&mut script, settings);
    Ok(script)
}

fn has_months(features: &[Feature]) -> bool {
    features.iter().any(|feature| matches!(feature, Feature::Lag { before: Span::Months(_), .. }))
}

/// What was chosen, in capitals.
fn constants(script: &mut Script, Lesson { table, spec, settings, inputs, file }: &Lesson) {
    let group = match &spec.split.method {
        SplitMethod::Group { column } => table.column(column),
        _ => None,
    };
    let (numbers, labels) = kinds(&inputs.features, &inputs.targets, group);
    script.part("#: chosen");
    script.lines([
        format!("FILE = {}", literal(file)),
        list("TARGETS", inputs.targets.iter().map(String::as_str)),
        format!("TIME = {}", inputs.time.as_deref().map_or("None".to_owned(), literal)),
        list("NUMBERS", numbers),
        list("LABELS", labels),
    ]);
    if inputs.missing == Missing::Fill {
        let filled = inputs.features.iter().filter_map(|feature| match feature {
            Feature::Number { .. } => Some(format!("{}: \"mean\"", literal(&feature.name()))),
            Feature::OneHot { .. } => Some(format!("{}: \"none\"", literal(&feature.name()))),
            _ => None,
        });
        script.lines(["FILLED = {".to_owned()]);
        script.lines(filled.map(|entry| format!("    {entry},")));
        script.lines(["}".to_owned()]);
    } else {
        script.lines(["FILLED = {}".to_owned()]);
    }
    script.lines([
        format!("TEST_SHARE = {}", number(spec.split.test_share)),
        format!("VALIDATION_SHARE = {}", number(spec.split.validation_share)),
    ]);
    if let SplitMethod::Random { seed } = spec.split.method {
        script.lines([format!("SPLIT_SEED = {seed}")]);
    }
    if let Some(group) = group {
        script.lines([format!("GROUP = {}", literal(&group.name))]);
    }
    if inputs.time.is_some() {
        script.lines(["HOUR = 3600000.0".to_owned(), "DAY = 24 * HOUR".to_owned()]);
    }
    let hidden: Vec<String> = settings.hidden.iter().map(u32::to_string).collect();
    let mut entries = vec![
        format!("    \"hidden\": [{}],", hidden.join(", ")),
        format!("    \"epochs\": {},", settings.epochs),
        format!("    \"batch_size\": {},", settings.batch_size),
        format!("    \"learning_rate\": {},", number(settings.learning_rate)),
        format!("    \"seed\": {},", settings.seed),
    ];
    let optional = [("l1", settings.l1), ("l2", settings.l2), ("dropout", settings.dropout)];
    entries.extend(
        optional
            .iter()
            .filter(|(_, value)| *value > 0.0)
            .map(|(name, value)| format!("    \"{name}\": {},", number(*value))),
    );
    entries.extend(settings.patience.map(|patience| format!("    \"patience\": {patience},")));
    script.lines(std::iter::once("SETTINGS = {".to_owned()).chain(entries).chain(["}".to_owned()]));
}

/// What reads a table, and what looks up its past.
pub(super) fn reading(script: &mut Script, inputs: &ModelInputs) {
    script.part(include_str!("read.py"));
    if inputs.time.is_some() {
        script.part(include_str!("time.py"));
    }
    let any = |wanted: &dyn Fn(&Feature) -> bool| inputs.features.iter().any(wanted);
    if any(&|feature| matches!(feature, Feature::Lag { .. })) {
        script.part(if has_months(&inputs.features) {
            include_str!("lag_months.py")
        } else {
            include_str!("lag.py")
        });
    }
}

/// What tells the labels of a column apart, and the function that makes features of a table.
pub(super) fn features(script: &mut Script, inputs: &ModelInputs) -> String {
    let any = |wanted: &dyn Fn(&Feature) -> bool| inputs.features.iter().any(wanted);
    let is_number = |column: &str| is_of_numbers(&inputs.features, column);
    if any(&|feature| matches!(feature, Feature::OneHot { column, .. } if !is_number(column))) {
        script.part(include_str!("label.py"));
    }
    if any(&|feature| matches!(feature, Feature::OneHot { column, .. } if is_number(column))) {
        script.part(include_str!("number_label.py"));
    }
    let mut lines = vec!["def features(table):".to_owned(), "    #: features".to_owned()];
    lines.extend(calendar_lines(inputs.features.iter().filter_map(|feature| match feature {
        Feature::Calendar(part) => Some(*part),
        _ => None,
    })));
    lines.push("    return [".to_owned());
    lines.extend(inputs.features.iter().map(|feature| {
        format!("        ({}, {}),", literal(&feature.name()), expression(feature, &inputs.features))
    }));
    lines.push("    ]".to_owned());
    lines.join("\n") + "\n"
}

/// What the calendar's parts are made of.
pub(super) fn calendar_lines(parts: impl Iterator<Item = CalendarPart>) -> Vec<String> {
    let parts: Vec<CalendarPart> = parts.collect();
    let mut lines = Vec::new();
    if !parts.is_empty() {
        lines.push("    at = table[TIME]".to_owned());
        lines.push("    hour = 2 * np.pi * (at % DAY / HOUR) / 24".to_owned());
        lines.push("    weekday = (at // DAY + 3) % 7".to_owned());
    }
    if parts.iter().any(|part| CalendarPart::SEASON.contains(part)) {
        lines.push("    season = 2 * np.pi * (at / (365.2425 * DAY) % 1)".to_owned());
    }
    lines
}

/// A part of the calendar by these.
pub(super) fn calendar_expression(part: CalendarPart) -> &'static str {
    match part {
        CalendarPart::HourSin => "np.sin(hour)",
        CalendarPart::HourCos => "np.cos(hour)",
        CalendarPart::WeekdaySin => "np.sin(2 * np.pi * weekday / 7)",
        CalendarPart::WeekdayCos => "np.cos(2 * np.pi * weekday / 7)",
        CalendarPart::Weekend => "np.where(np.isnan(at), np.nan, weekday >= 5)",
        CalendarPart::SeasonSin => "np.sin(season)",
        CalendarPart::SeasonCos => "np.cos(season)",
    }
}

/// A feature of a table.
pub(super) fn expression(feature: &Feature, all: &[Feature]) -> String {
    match feature {
        Feature::Number { column } => format!("table[{}]", literal(column)),
        Feature::IsMissing { column } => format!("np.isnan(table[{}])", literal(column)),
        Feature::OneHot { column, label } if is_of_numbers(all, column) => {
            format!("is_number(table[{}], {label})", literal(column))
        }
        Feature::OneHot { column, label } => {
            format!("is_label(table[{}], {})", literal(column), literal(label))
        }
        Feature::Calendar(part) => calendar_expression(*part).to_owned(),
        Feature::Lag { column, before } => lag_expression(column, *before),
    }
}

/// A column so long before.
pub(super) fn lag_expression(column: &str, before: Span) -> String {
    let span = match before {
        Span::Months(months) => months.to_string(),
        Span::Milliseconds(milliseconds) if milliseconds % 3_600_000 == 0 => {
            format!("{} * HOUR", milliseconds / 3_600_000)
        }
        Span::Milliseconds(milliseconds) => milliseconds.to_string(),
    };
    format!("lag(table, {}, {span})", literal(column))
}

fn splitting(script: &mut Script, spec: &DataSpec) {
    script.part(include_str!("random.py"));
    let own = match &spec.split.method {
        SplitMethod::Chronological => include_str!("split_chronological.py"),
        SplitMethod::Random { .. } => include_str!("split_random.py"),
        SplitMethod::Hash => include_str!("split_hash.py"),
        SplitMethod::Group { .. } => include_str!("split_group.py"),
    };
    script.part(own);
    script.part(match &spec.split.method {
        SplitMethod::Chronological | SplitMethod::Random { .. } => include_str!("split_parts.py"),
        SplitMethod::Hash | SplitMethod::Group { .. } => include_str!("golden.py"),
    });
}

/// The network and its training, with the formulas that were chosen.
fn learning(script: &mut Script, settings: &Settings) {
    let (value, derivative) = match settings.activation {
        Activation::Relu => ("np.maximum(z, 0)", "(z > 0).astype(z.dtype)"),
        Activation::LeakyRelu => {
            ("np.where(z > 0, z, np.float32(0.01) * z)", "np.where(z > 0, np.float32(1), np.float32(0.01))")
        }
        Activation::Tanh => ("np.tanh(z)", "1 - np.tanh(z) ** 2"),
        Activation::Sigmoid => ("1 / (1 + np.exp(-z))", "activation(z) * (1 - activation(z))"),
        Activation::Gelu => {
            ("z * normal(z)", "normal(z) + z * np.exp(-z * z / 2) / np.float32(math.sqrt(2 * math.pi))")
        }
        Activation::Linear => ("z", "np.ones_like(z)"),
    };
    let normal = "\n\ndef normal(z):\n    return (0.5 * (1 + np.vectorize(math.erf)(z / math.sqrt(2)))).astype(z.dtype)\n";
    let normal = if settings.activation == Activation::Gelu { normal } else { "" };
    script.part(&format!(
        "def activation(z):\n    #: activation\n    return {value}\n\n\ndef derivative(z):\n    return {derivative}\n{normal}"
    ));
    let (loss, slope) = match settings.loss {
        Loss::MeanSquaredError => ("error**2", "2 * error"),
        Loss::MeanAbsoluteError => ("np.abs(error)", "np.sign(error)"),
        Loss::Huber => {
            ("np.where(np.abs(error) <= 1, error**2 / 2, np.abs(error) - 0.5)", "np.clip(error, -1, 1)")
        }
    };
    script.part(&format!(
        "def loss(error):\n    #: loss\n    return float(np.mean({loss}, dtype=float))\n\n\ndef slope(error):\n    return {slope} / error.size\n"
    ));
    script.part(match settings.optimizer {
        OptimizerKind::Sgd => include_str!("sgd.py"),
        OptimizerKind::Momentum => include_str!("momentum.py"),
        OptimizerKind::RmsProp => include_str!("rmsprop.py"),
        OptimizerKind::Adam | OptimizerKind::AdamW => include_str!("adam.py"),
    });
    let (variance, draw) = match settings.initialiser {
        Initialiser::GlorotUniform => {
            ("2 / (inputs + outputs)", "(2 * random.unit() - 1) * math.sqrt(3 * variance)")
        }
        Initialiser::GlorotNormal => ("2 / (inputs + outputs)", "random.normal() * math.sqrt(variance)"),
        Initialiser::HeUniform => ("2 / inputs", "(2 * random.unit() - 1) * math.sqrt(3 * variance)"),
        Initialiser::HeNormal => ("2 / inputs", "random.normal() * math.sqrt(variance)"),
    };
    let without_masks = |part: &str| {
        if settings.dropout > 0.0 {
            part.to_owned()
        } else {
            part.replace(", masks=None", "").replace(", masks)", ")")
        }
    };
    let network = include_str!("network.py").replace("@variance@", variance).replace("@draw@", draw);
    script.part(&without_masks(&network));
    script.part(&without_masks(include_str!("train.py")));
}
