//! A sensible first choice of columns for a table that nobody has said anything about.

use super::doubts::{COPY_CORRELATION, correlation};
use super::words::has_word;
use super::{
    Column, DataSpec, Issue, IssueKind, Kind, Missing, Scaling, Span, SplitMethod, SplitSpec, Table, unit_of,
};

/// Labels that a suggested feature may have.
const MOST_LABELS: u32 = 20;

/// Words and units that a column of energy or power has in its name, in lower case.
const ENERGY_WORDS: [&str; 12] = [
    "load",
    "demand",
    "consumption",
    "usage",
    "energy",
    "verbrauch",
    "bezug",
    "last",
    "用电",
    "电量",
    "负荷",
    "能耗",
];
const ENERGY_UNITS: [&str; 9] = ["Wh", "kWh", "MWh", "GWh", "kW", "MW", "GW", "千瓦时", "千瓦"];

fn is_energy(name: &str) -> bool {
    unit_of(name).is_some_and(|unit| ENERGY_UNITS.contains(&unit)) || has_word(name, &ENERGY_WORDS)
}

impl DataSpec {
    /// The first column of times, if there is one, makes it a forecast: the last rows are the test, and no other column
    /// is taken as known ahead. Otherwise all numbers and labels are features and rows are split at random. The target
    /// is the last column of numbers that varies, of those that look like energy or power where there are any. Columns
    /// that number the rows, count a running total or copy the target are off.
    pub fn suggest(table: &Table, issues: &[Issue]) -> Self {
        let harmful = |column: &&Column| {
            issues.iter().any(|issue| {
                let kind = matches!(
                    issue.kind,
                    IssueKind::IdLikeColumn | IssueKind::CounterLike | IssueKind::CounterLikeWithDrops
                );
                kind && issue.column.as_ref() == Some(&column.name)
            })
        };
        let varies = |column: &&Column| column.varies();
        let energy = |column: &&Column| is_energy(&column.name);
        let numbers = || table.columns.iter().rev().filter(varies);
        let sound = || numbers().filter(|column| !harmful(column));
        let target = sound().find(energy).or_else(|| sound().next()).or_else(|| numbers().next());
        let time = table.time_column().map(|column| column.name.clone());
        let is_copy = |column: &Column| {
            let pair = column.numbers().zip(target.and_then(Column::numbers));
            pair.is_some_and(|(column, target)| {
                correlation(column.into(), target.into()).abs() > COPY_CORRELATION
            })
        };
        let target = target.map(|column| column.name.clone());
        let useful = |column: &&Column| match column.kind() {
            Kind::Number => true,
            Kind::Category => column.distinct().is_some_and(|distinct| distinct <= MOST_LABELS),
            _ => false,
        };
        let features = table
            .columns
            .iter()
            .filter(|column| {
                time.is_none()
                    && useful(column)
                    && Some(&column.name) != target.as_ref()
                    && !harmful(column)
                    && !is_copy(column)
            })
            .map(|column| column.name.clone())
            .collect();
        let method =
            if time.is_some() { SplitMethod::Chronological } else { SplitMethod::Random { seed: 1 } };
        Self {
            targets: target.into_iter().collect(),
            features,
            time,
            horizon: Span::DAY,
            categories: Vec::new(),
            missing: Missing::LeaveOut,
            season: false,
            scaling: Scaling::Standard,
            split: SplitSpec { method, ..SplitSpec::default() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_like_energy() {
        for name in ["load_kwh", "Verbrauch_kWh", "Power (kW)", "demand", "车间用电量", "energy use"] {
            assert!(is_energy(name), "{name}");
        }
        for name in ["Temperatur_C", "price_eur_mwh", "intensity_g_kwh", "overload", "humidity_pct"] {
            assert!(!is_energy(name), "{name}");
        }
    }
}
