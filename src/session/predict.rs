//! A second table, predicted by the network that is there.

use std::fmt::Write as _;

use super::protocol::PredictedTable;
use crate::data::{DatasetError, Table, text_cell};
use crate::evaluation::Evaluated;
use crate::formats::ModelFile;

/// Predicts a table. What happened before its times is looked up in `history` too, the table that was trained on.
pub(super) fn predict(
    model: Option<ModelFile>,
    table: &Table,
    history: Option<&Table>,
) -> Result<PredictedTable, DatasetError> {
    let model = model.ok_or(DatasetError::NoModel)?;
    let inputs = &model.inputs;
    let predictions = model.predict(table, history)?;
    let actual = |name: &String| table.column(name).and_then(|column| column.numbers());
    let metrics = inputs.targets.iter().enumerate().map(|(place, name)| {
        let values = actual(name)?;
        let pairs = predictions.rows.iter().zip(values).filter(|(_, actual)| !actual.is_nan());
        let (predicted, actual): (Vec<f64>, Vec<f64>) =
            pairs.filter_map(|(row, &actual)| Some((row.as_ref()?[place], actual))).unzip();
        (!actual.is_empty()).then(|| {
            let metrics =
                Evaluated { targets: actual.as_slice().into(), predictions: predicted.as_slice().into() }
                    .metrics();
            (actual.len() as u32, metrics)
        })
    });
    let metrics = metrics.collect();

    let time = inputs.time.as_ref().and_then(|name| table.column(name));
    let mut header: Vec<String> = time.iter().map(|column| text_cell(&column.name)).collect();
    for name in &inputs.targets {
        header.push(text_cell(&format!("{name} predicted")));
        header.extend(actual(name).map(|_| text_cell(name)));
    }
    let mut csv = header.join(",");
    csv.push('\n');
    for (row, predicted) in predictions.rows.iter().enumerate() {
        let mut cells: Vec<String> = time.iter().map(|column| column.text(row)).collect();
        for (place, name) in inputs.targets.iter().enumerate() {
            cells.push(predicted.as_ref().map(|values| values[place].to_string()).unwrap_or_default());
            cells.extend(
                actual(name).map(
                    |values| {
                        if values[row].is_nan() { String::new() } else { values[row].to_string() }
                    },
                ),
            );
        }
        // Writing to a text cannot fail.
        let _ = writeln!(csv, "{}", cells.join(","));
    }
    Ok(PredictedTable {
        rows: table.rows() as u32,
        predicted: predictions.rows.iter().flatten().count() as u32,
        issues: predictions.issues,
        metrics,
        csv,
    })
}
