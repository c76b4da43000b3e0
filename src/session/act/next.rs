//! The day behind a table's end: its rows, with what is known of them.

use std::sync::Arc;

use crate::data::{Column, Span, Table, TimeAxis, Values};
use crate::session::judging::set;
use crate::session::protocol::KnownAhead;

/// A table with a day more.
pub(super) struct Extended {
    pub(super) table: Arc<Table>,
    /// The first step behind the end.
    pub(super) from: i64,
    pub(super) known: Vec<KnownAhead>,
}

/// The table with the steps of a day more. What is forecast stands there as it was a day before, which nothing learns from:
/// these are the last rows of the test. Columns that are `known` ahead are as given, or else as a day before, which is said.
/// `None` without a step of time that divides a day.
pub(super) fn extended(
    table: &Table,
    time: &str,
    known: &[String],
    given: &[(String, Vec<String>)],
) -> Option<Extended> {
    let axis = TimeAxis::new(table, time)?;
    let step = axis.grid.step.milliseconds();
    let day = Span::DAY.milliseconds();
    let last = *axis.times.iter().flatten().max()?;
    let times: Vec<i64> = (1..=day / step).map(|place| last + place * step).collect();
    let before: Vec<Option<usize>> =
        times.iter().map(|&at| axis.times.iter().position(|own| *own == Some(at - day))).collect();
    let rows: Vec<Option<usize>> = (0..table.lines.len()).map(Some).chain(before).collect();
    let first = table.lines.len();
    let mut told = Vec::new();
    let columns = table.columns.iter().map(|column| {
        let mut own = Column { values: column.values.pick(&rows), ..column.clone() };
        if let Values::Datetime { milliseconds, .. } = &mut own.values
            && column.name == time
        {
            for (into, &at) in milliseconds[first..].iter_mut().zip(&times) {
                *into = Some(at);
            }
        } else if known.contains(&column.name) {
            told.push(tell(column, &mut own, first..rows.len(), given));
        } else if let Values::Number(values) = &mut own.values {
            // A row without its target would be left out.
            values[first..].iter_mut().filter(|value| value.is_nan()).for_each(|value| *value = 0.0);
        }
        own
    });
    let columns: Vec<Column> = columns.collect();
    let mut lines = table.lines.clone();
    lines.resize(rows.len(), 0);
    let table = Arc::new(Table { columns, lines });
    Some(Extended { table, from: *times.first()?, known: told })
}

/// Takes over what is given of a column, and says what became of it.
fn tell(
    column: &Column,
    own: &mut Column,
    rows: std::ops::Range<usize>,
    given: &[(String, Vec<String>)],
) -> KnownAhead {
    let cells = given.iter().find(|(name, _)| *name == column.name).map(|(_, cells)| &cells[..]);
    let (mut assumed, mut wrong) = (Vec::new(), Vec::new());
    for (place, row) in rows.clone().enumerate() {
        let cell = cells.and_then(|cells| cells.get(place)).map_or("", |cell| cell.trim());
        let taken = !cell.is_empty() && set(&mut own.values, row, cell);
        wrong.push(!cell.is_empty() && !taken);
        assumed.push(!taken);
    }
    let range = column.range().map(|(least, _, most)| (least, most));
    let is_outside = |row: usize| match (&own.values, range) {
        (Values::Number(values), Some((least, most))) => values[row] < least || values[row] > most,
        _ => false,
    };
    KnownAhead {
        name: column.name.clone(),
        cells: rows.clone().map(|row| own.text(row)).collect(),
        assumed,
        range,
        outside: rows.map(is_outside).collect(),
        wrong,
    }
}
