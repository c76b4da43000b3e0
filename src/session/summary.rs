//! Tables and data sets as they are shown.

use super::protocol::{ColumnSummary, DatasetSummary, TableSummary};
use super::report;
use crate::data::{DataSpec, Dataset, Grid, Issue, JoinedFile, Source, Table};

/// Rows of the preview.
const PREVIEW_ROWS: usize = 8;
/// Bars of a column's picture.
const SKETCH_BINS: usize = 16;

/// A table as it is shown.
pub(super) fn of_table(
    name: String,
    table: &Table,
    source: Option<Source>,
    joined: Vec<JoinedFile>,
    issues: Vec<Issue>,
) -> TableSummary {
    let columns = table.columns.iter().map(|column| {
        let range = column.range();
        let histogram = |(least, _, most)| column.histogram(SKETCH_BINS, least, most);
        ColumnSummary {
            name: column.name.clone(),
            kind: column.kind(),
            numeric: column.numbers().is_some(),
            missing: column.missing(table.rows()) as u32,
            distinct: column.distinct(),
            range,
            sketch: column.sketch(SKETCH_BINS),
            histogram: range.map(histogram).unwrap_or_default(),
            unit: column.unit.clone(),
        }
    });
    let preview = (0..table.rows().min(PREVIEW_ROWS))
        .map(|row| (table.lines[row], table.columns.iter().map(|column| column.text(row)).collect()));
    TableSummary {
        name,
        rows: table.rows() as u32,
        columns: columns.collect(),
        preview: preview.collect(),
        source,
        joined,
        suggested: DataSpec::suggest(table, &issues),
        issues,
    }
}

/// A data set as it is shown.
pub(super) fn of_dataset(table: &Table, dataset: &Dataset) -> DatasetSummary {
    let first_test = dataset.split.test.first().copied();
    DatasetSummary {
        targets: dataset.inputs.targets.clone(),
        features: dataset.inputs.features.iter().map(|feature| feature.name()).collect(),
        rows_total: table.rows() as u32,
        rows_by_missing: (dataset.rows_by_missing.0 as u32, dataset.rows_by_missing.1 as u32),
        train: dataset.split.train.len() as u32,
        validation: dataset.split.validation.len() as u32,
        test: dataset.split.test.len() as u32,
        step: dataset
            .times
            .as_ref()
            .and_then(|times| Grid::find(times.iter().copied()))
            .map(|grid| grid.step),
        test_from: dataset.times.as_ref().zip(first_test).map(|(times, row)| times[row]),
        issues: dataset.issues.clone(),
        watched: report::rows(dataset, report::watched_part(dataset), &dataset.split.train),
    }
}
