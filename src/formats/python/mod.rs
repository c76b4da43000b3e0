//! Python: a run as a script in plain NumPy to be read as a lesson, the same as a Ray job, and the file that computes what
//! an ONNX graph needs from a table.
//!
//! Plain NumPy, because it has every setting of the page (scikit-learn's `MLPRegressor` knows neither dropout nor Huber's loss
//! nor GELU), shows each formula, and is 60 MB where PyTorch is 800. The draws of weights, shuffles and splits are those of
//! the page, so that a script without dropout goes the same way as the page's run, up to rounding.
//!
//! The scripts are put together of the files beside this one. `#: name` stands for a comment, which is one of [`Comments`];
//! what stands between `#? NAME` and `#?` is there only where it is needed; `@name@` is a word or an expression.

mod lesson;
mod onnx;
mod parts;

use std::collections::BTreeSet;

use super::onnx::are_numbers;
use crate::data::{Column, Feature, Table, Values, text_cell};

pub use lesson::{Lesson, lesson, ray_job};
pub use onnx::companion;
pub use parts::Comments;

/// A table as a CSV file that the scripts read: UTF-8, commas, decimal points, times in ISO 8601 (RFC 4180).
pub fn to_csv(table: &Table) -> String {
    let line = |cells: &mut dyn Iterator<Item = String>| -> String {
        let mut cells: Vec<String> = cells.collect();
        // A lone empty cell would be an empty line.
        if let [only] = cells.as_mut_slice()
            && only.is_empty()
        {
            "\"\"".clone_into(only);
        }
        cells.join(",") + "\n"
    };
    let mut text = line(&mut table.columns.iter().map(|column| text_cell(&column.name)));
    for row in 0..table.rows() {
        text += &line(&mut table.columns.iter().map(|column| match column.values {
            Values::Category { .. } | Values::Text(_) => text_cell(&column.text(row)),
            _ => column.text(row),
        }));
    }
    text
}

/// A text as a literal of Python, which JSON's are too.
fn literal(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// `NAME = [...]` with several of them; one a line where they are many.
fn list<'a>(name: &str, texts: impl IntoIterator<Item = &'a str>) -> String {
    const WIDTH: usize = 100;
    let texts: Vec<String> = texts.into_iter().map(literal).collect();
    let short = format!("{name} = [{}]", texts.join(", "));
    if short.chars().count() <= WIDTH {
        return short;
    }
    format!("{name} = [\n    {},\n]", texts.join(",\n    "))
}

/// A number as a literal of Python, which reads the same bits.
fn number(value: f64) -> String {
    match value {
        _ if value.is_nan() => "math.nan".to_owned(),
        f64::INFINITY => "math.inf".to_owned(),
        _ => format!("{value:?}"),
    }
}

/// The columns that are read as numbers and those that are read as labels.
fn kinds<'a>(
    features: &'a [Feature],
    targets: &'a [String],
    group: Option<&'a Column>,
) -> (BTreeSet<&'a str>, BTreeSet<&'a str>) {
    let (mut numbers, mut labels) = (BTreeSet::new(), BTreeSet::new());
    numbers.extend(targets.iter().map(String::as_str));
    for feature in features {
        match feature {
            Feature::Number { column } | Feature::IsMissing { column } | Feature::Lag { column, .. } => {
                numbers.insert(column.as_str());
            }
            Feature::OneHot { column, .. } => {
                let into = if is_of_numbers(features, column) { &mut numbers } else { &mut labels };
                into.insert(column.as_str());
            }
            Feature::Calendar(_) => {}
        }
    }
    if let Some(group) = group {
        let into = if matches!(group.values, Values::Number(_)) { &mut numbers } else { &mut labels };
        into.insert(group.name.as_str());
    }
    (numbers, labels)
}

/// Whether a column that is read as labels holds numbers.
fn is_of_numbers(features: &[Feature], name: &str) -> bool {
    let labels: Vec<String> = features
        .iter()
        .filter_map(|feature| match feature {
            Feature::OneHot { column, label } if column == name => Some(label.clone()),
            _ => None,
        })
        .collect();
    are_numbers(&labels)
}
