//! The file beside an ONNX graph: it computes the graph's inputs from a table and predicts its rows.

use super::lesson::{calendar_expression, calendar_lines, expression, features, lag_expression, reading};
use super::parts::{Comments, Script};
use super::{kinds, list, literal};
use crate::data::{CalendarPart, Feature, Missing, ModelInputs, Span};
use crate::forecast::{Look, Shown};
use crate::formats::onnx::{How, Needed, Onnx};

/// The script that predicts a table with the graph, which lies beside it under the name `model`. `table` is the name of a
/// table's file.
pub fn companion(
    onnx: &Onnx,
    inputs: &ModelInputs,
    (table, model): (&str, &str),
    comments: &Comments,
) -> String {
    let mut script = Script::new(comments, &(comments.companion)(&inputs.targets.join(", ")));
    let timed = inputs.time.is_some();
    script.flag("TIME", timed);
    let needs = |wanted: &dyn Fn(&How) -> bool| onnx.inputs.iter().any(|needed| wanted(&needed.how));
    let monthly = onnx.grid.is_some_and(|grid| matches!(grid.step, Span::Months(_)))
        || inputs.features.iter().any(|own| matches!(own, Feature::Lag { before: Span::Months(_), .. }));
    let of_features = needs(&|how| matches!(how, How::FeatureBefore { .. }));
    let mut modules = vec!["import csv", "import sys"];
    if monthly {
        modules.insert(0, "import calendar");
    }
    if timed {
        modules.push("from datetime import datetime, timezone");
    }
    modules.extend(["", "import numpy as np", "import onnxruntime"]);
    script.lines(modules.into_iter().map(str::to_owned));
    let (mut numbers, labels) = kinds(&inputs.features, &[], None);
    numbers.extend(onnx.inputs.iter().filter_map(|needed| match &needed.how {
        How::Past { column, .. } => Some(column.as_str()),
        _ => None,
    }));
    script.part("#: chosen");
    script.lines([
        format!("FILE = {}", literal(table)),
        format!("MODEL = {}", literal(model)),
        list("TARGETS", inputs.targets.iter().map(String::as_str)),
        format!("TIME = {}", inputs.time.as_deref().map_or("None".to_owned(), literal)),
        list("NUMBERS", numbers),
        list("LABELS", labels),
    ]);
    if timed {
        script.lines(["HOUR = 3600000.0".to_owned(), "DAY = 24 * HOUR".to_owned()]);
    }
    reading(&mut script, inputs);
    let of_past = needs(&|how| matches!(how, How::FeatureBefore { .. } | How::Past { .. }));
    if of_past {
        script.part(include_str!("past.py"));
        match onnx.grid.map(|grid| grid.step) {
            Some(Span::Milliseconds(step)) => {
                script.part(&format!("STEP = {step}.0\n\n\n{}", include_str!("places.py")));
            }
            _ => script.part(include_str!("places_months.py")),
        }
    }
    if of_features {
        let features = filled_features(&mut script, inputs);
        script.part(&features);
    }
    let lines = lines(onnx, inputs, of_features);
    script.part(&include_str!("predict.py").replace("@inputs@\n", &lines));
    script.finish()
}

/// The features with what is missing filled, as the graph fills it.
fn filled_features(script: &mut Script, inputs: &ModelInputs) -> String {
    let mut text = features(script, inputs);
    if inputs.missing == Missing::Fill {
        for (feature, mean) in inputs.features.iter().zip(&inputs.feature_scaler.mean) {
            let value = match feature {
                Feature::Number { .. } => super::number(*mean),
                Feature::OneHot { .. } => "0.0".to_owned(),
                _ => continue,
            };
            let own = expression(feature, &inputs.features);
            let name = literal(&feature.name());
            text = text.replace(
                &format!("({name}, {own}),"),
                &format!("({name}, np.nan_to_num({own}, nan={value})),"),
            );
        }
    }
    text
}

/// The body of the function that computes the inputs.
fn lines(onnx: &Onnx, inputs: &ModelInputs, of_features: bool) -> String {
    let calendar = onnx.inputs.iter().filter_map(|needed| match &needed.how {
        How::Calendar(part) => Some(*part),
        How::Shown(Shown::Season { .. }) => Some(CalendarPart::SeasonSin),
        How::Shown(_) => Some(CalendarPart::HourSin),
        _ => None,
    });
    let mut lines = calendar_lines(calendar);
    let mut pasts: Vec<&str> = Vec::new();
    for needed in &onnx.inputs {
        if let How::Past { column, .. } = &needed.how
            && !pasts.contains(&column.as_str())
        {
            pasts.push(column);
        }
    }
    lines.extend(
        pasts
            .iter()
            .enumerate()
            .map(|(place, column)| format!("    past_{place} = Past(table, table[{}])", literal(column))),
    );
    if of_features {
        lines.push("    own = dict(features(table))".to_owned());
    }
    lines.push("    return [".to_owned());
    lines.extend(onnx.inputs.iter().map(|Needed { name, how }| {
        let value = match how {
            How::Number { column } | How::Label { column } => format!("table[{}]", literal(column)),
            How::Calendar(part) => calendar_expression(*part).to_owned(),
            How::Shown(shown) => shown_expression(shown),
            How::Lag { column, before } => lag_expression(column, *before),
            How::FeatureBefore { feature, steps } => {
                let own = format!("own[{}]", literal(&inputs.features[*feature].name()));
                format!("first(Past(table, {own}).before({steps}), {own})")
            }
            How::Past { column, looks } => {
                let past = pasts.iter().position(|own| own == column).unwrap_or(0);
                let looks: Vec<String> =
                    looks.iter().map(|look| format!("past_{past}.{}", look_expression(*look))).collect();
                if let [only] = looks.as_slice() {
                    only.clone()
                } else {
                    format!("first({})", looks.join(", "))
                }
            }
        };
        format!("        ({}, {value}),", literal(name))
    }));
    lines.push("    ]".to_owned());
    lines.join("\n") + "\n"
}

fn look_expression(look: Look) -> String {
    match look {
        Look::Before(steps) => format!("before({steps})"),
        Look::Mean { from, to } => format!("mean({from}, {to})"),
        Look::Comb { from, every, count } => format!("comb({from}, {every}, {count})"),
    }
}

fn shown_expression(shown: &Shown) -> String {
    let wave = |cosine: bool| if cosine { "cos" } else { "sin" };
    match shown {
        Shown::Hour { harmonic, cosine } => format!("np.{}({harmonic} * hour)", wave(*cosine)),
        Shown::Weekday(day) => format!("weekday == {day}"),
        Shown::Season { cosine } => format!("np.{}(season)", wave(*cosine)),
        // The rest is no part of the calendar.
        _ => "weekday >= 5".to_owned(),
    }
}
