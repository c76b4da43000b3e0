//! What is doubtful about a table's columns once they are read.

use crate::data::column::{PIECE, extremes};
use crate::data::{Column, Issue, IssueKind, Kind, Table, Values, unit_of};

/// Values that loggers and weather services write for "no value".
const SENTINELS: [f64; 12] = [
    -99.0, -99.9, -999.0, -999.9, -9999.0, -99999.0, -999_999.0, 999.9, 9999.0, 99999.0, 999_999.0, -32768.0,
];
/// Values that must be there besides, for one of them to stand apart.
const LEAST_VALUES: usize = 3;

/// Notes values that may stand for "no value": one of the usual ones, further from all others than these are from one
/// another. Where `missing`, they become missing.
pub(super) fn sentinels(table: &mut Table, missing: bool, issues: &mut Vec<Issue>) {
    for column in &mut table.columns {
        let Values::Number(values) = &mut column.values else { continue };
        // What stands apart is beyond all other values.
        let Some((least, most)) = extremes(values) else { continue };
        if !SENTINELS.contains(&least) && !SENTINELS.contains(&most) {
            continue;
        }
        for sentinel in SENTINELS {
            if !stands_apart(values, sentinel) {
                continue;
            }
            let lines = values
                .iter()
                .zip(&table.lines)
                .filter(|(value, _)| **value == sentinel)
                .map(|(_, &line)| line);
            let kind = IssueKind::SentinelValues { value: sentinel, missing };
            issues.extend(Issue::new(kind).in_column(&column.name).on_lines(lines));
            if missing {
                values.iter_mut().filter(|value| **value == sentinel).for_each(|value| *value = f64::NAN);
            }
        }
    }
}

fn stands_apart(values: &[f64], sentinel: f64) -> bool {
    if !values.contains(&sentinel) {
        return false;
    }
    // Other sentinels do not count as values.
    let others = || values.iter().copied().filter(|value| !value.is_nan() && !SENTINELS.contains(value));
    let (least, most) = (others().fold(f64::INFINITY, f64::min), others().fold(f64::NEG_INFINITY, f64::max));
    let apart = if sentinel < least { least - sentinel } else { sentinel - most };
    others().count() >= LEAST_VALUES && apart > (most - least).max(10.0)
}

/// As many values at either end may stand apart from the rest.
const FEW: usize = 3;
/// Values that must be there for that.
const LEAST_PRESENT: usize = 12;
/// They stand so many ranges of the rest away from it.
const FAR: f64 = 30.0;

/// A few values far from all others: more often than not a slip of the decimal mark or of the unit.
fn far_from_rest(column: &Column, lines: &[u32]) -> Option<Issue> {
    let values = column.numbers()?;
    let usual = |value: &f64| !value.is_nan() && !SENTINELS.contains(value);
    // Those that may stand apart, and the first and last of the rest.
    let (mut low, mut high) = ([f64::INFINITY; FEW + 1], [f64::NEG_INFINITY; FEW + 1]);
    let mut present = 0;
    for &value in values.iter().filter(|value| usual(value)) {
        present += 1;
        if value < low[FEW] {
            low[FEW] = value;
            low.sort_by(f64::total_cmp);
        }
        if value > high[FEW] {
            high[FEW] = value;
            high.sort_by(|one, other| other.total_cmp(one));
        }
    }
    let reach = FAR * (high[FEW] - low[FEW]);
    // Where nearly all are the same, any other would stand apart.
    if present < LEAST_PRESENT || reach <= 0.0 {
        return None;
    }
    let is_far = |value: &f64| usual(value) && (*value < low[FEW] - reach || *value > high[FEW] + reach);
    let value = values.iter().copied().find(is_far)?;
    let rest = || values.iter().copied().filter(|value| usual(value) && !is_far(value));
    let (least, most) = (rest().fold(f64::INFINITY, f64::min), rest().fold(f64::NEG_INFINITY, f64::max));
    let found = values.iter().zip(lines).filter(|(value, _)| is_far(value)).map(|(_, &line)| line);
    let issue = Issue::new(IssueKind::FarFromRest { value, least, most });
    issue.in_column(&column.name).on_lines(found)
}

/// Notes columns that teach nothing, or only seem to.
pub(super) fn columns(table: &Table, issues: &mut Vec<Issue>) {
    for column in &table.columns {
        let name = &column.name;
        match column.kind() {
            Kind::Empty => issues.push(Issue::new(IssueKind::EmptyColumn).in_column(name)),
            Kind::Constant => issues.push(Issue::new(IssueKind::ConstantColumn).in_column(name)),
            Kind::Text => {
                let distinct = column.distinct().unwrap_or(table.rows() as u32);
                if u64::from(distinct) * 10 >= table.rows() as u64 * 9 && table.rows() > 1 {
                    issues.push(Issue::new(IssueKind::HighCardinality { distinct }).in_column(name));
                }
            }
            Kind::Number => {
                if is_id(column) {
                    issues.push(Issue::new(IssueKind::IdLikeColumn).in_column(name));
                } else {
                    issues.extend(counter(column, &table.lines));
                    issues.extend(far_from_rest(column, &table.lines));
                }
            }
            Kind::Datetime | Kind::Category => {}
        }
    }
    if table.columns.len() == 1 {
        issues.push(Issue::new(IssueKind::SingleColumn));
    }
}

/// Numbers that go up by one from row to row, or that no two rows share under a name such as `id`.
fn is_id(column: &Column) -> bool {
    const NAMES: [&str; 9] = ["id", "index", "idx", "no", "nr", "row", "session", "编号", "序号"];
    let Some(values) = column.numbers().filter(|values| values.len() > 2) else { return false };
    let steps = values.windows(2).all(|pair| pair[1] - pair[0] == 1.0);
    let lower = column.name.to_lowercase();
    let named = lower.split(|letter: char| !letter.is_alphanumeric()).any(|word| NAMES.contains(&word));
    let whole = || values.iter().all(|value| value.fract() == 0.0);
    steps && values[0].abs() <= 1.0
        || named && whole() && (steps || column.distinct() == Some(values.len() as u32))
}

/// What was seen of a column that may be a running total.
#[derive(Default)]
struct Seen {
    present: usize,
    rises: usize,
    /// The lines of values that are less than the one before.
    drops: Vec<u32>,
    /// Whether all of these are less than half of it.
    resets: bool,
    before: f64,
}

impl Seen {
    #[inline(never)]
    fn add(&mut self, piece: &[f64], lines: &[u32]) {
        for (&value, &line) in piece.iter().zip(lines).filter(|(value, _)| !value.is_nan()) {
            self.present += 1;
            if value > self.before {
                self.rises += 1;
            } else if value < self.before {
                self.resets &= value < self.before / 2.0;
                self.drops.push(line);
            }
            self.before = value;
        }
    }
}

/// A running total: it hardly ever falls, and where it does, to less than half.
fn counter(column: &Column, lines: &[u32]) -> Option<Issue> {
    const NAMES: [&str; 10] =
        ["total", "meter", "counter", "count", "cumul", "zähler", "zaehler", "stand", "读数", "累计"];
    const LEAST_ROWS: usize = 6;
    let values = column.numbers()?;
    let lower = column.name.to_lowercase();
    let named = NAMES.iter().any(|word| lower.contains(word));
    let energy = unit_of(&column.name).or(column.unit.as_deref()).is_some_and(|unit| unit.ends_with("Wh"));
    if !(named || energy) || extremes(values).is_some_and(|(least, _)| least < 0.0) {
        return None;
    }
    let mut seen = Seen { resets: true, before: f64::NAN, ..Seen::default() };
    for (piece, lines) in values.chunks(PIECE).zip(lines.chunks(PIECE)) {
        seen.add(piece, lines);
        // Of a column as long as this, no more fall where it is a total.
        if seen.drops.len() > (values.len() / 200).max(2) {
            return None;
        }
    }
    let Seen { present, rises, drops, resets, .. } = seen;
    let few = drops.len() <= (present / 200).max(2);
    if present < LEAST_ROWS || !few || !resets || rises * 2 < present {
        return None;
    }
    let issue = |kind| Issue::new(kind).in_column(&column.name);
    if drops.is_empty() {
        // Energy that happens to rise over a short table is no total yet.
        return (named || present >= 50).then(|| issue(IssueKind::CounterLike));
    }
    issue(IssueKind::CounterLikeWithDrops).on_lines(drops)
}
