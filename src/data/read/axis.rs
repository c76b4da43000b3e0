//! The times of a table as a clock of its rows: order, repeats, gaps and changes of the clock. They are found and named,
//! never repaired.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Region;
use crate::data::column::PIECE;
use crate::data::zone::Clock;
use crate::data::{Column, Issue, IssueKind, Table, Values};

/// Notes what is doubtful about every column of times that looks like a clock of the rows: most of its times are its
/// own.
pub(super) fn review(table: &Table, issues: &mut Vec<Issue>) {
    for column in &table.columns {
        let Values::Datetime { milliseconds, utc } = &column.values else { continue };
        // A column of dates that was joined with clock times is no clock of its own.
        let joined = |issue: &Issue| matches!(&issue.kind, IssueKind::DateTimeJoined { date, .. } if *date == column.name);
        if !issues.iter().any(joined) {
            one(column, milliseconds, *utc, &table.lines, issues);
        }
    }
}

/// The times of a column in their order, without a copy where they are in it already.
struct Times<'a> {
    milliseconds: &'a [Option<i64>],
    lines: &'a [u32],
    /// The rows that have a time, in the order of time; `None` where every row has one and they are in order.
    order: Option<Vec<u32>>,
}

impl<'a> Times<'a> {
    fn new(milliseconds: &'a [Option<i64>], lines: &'a [u32]) -> Self {
        // `None` is less than any time, so in a column that has one the order is not plain, or it comes first.
        let plain = milliseconds.first().is_some_and(Option::is_some) && is_sorted(milliseconds);
        let order = (!plain).then(|| {
            let mut rows: Vec<u32> =
                (0..milliseconds.len() as u32).filter(|&row| milliseconds[row as usize].is_some()).collect();
            rows.sort_unstable_by_key(|&row| (milliseconds[row as usize], row));
            rows
        });
        Self { milliseconds, lines, order }
    }

    fn count(&self) -> usize {
        self.order.as_ref().map_or(self.milliseconds.len(), Vec::len)
    }

    /// The time at a place in the order, and its line.
    fn get(&self, place: usize) -> Option<(i64, u32)> {
        let row = match &self.order {
            Some(order) => *order.get(place)? as usize,
            None => place,
        };
        Some((self.milliseconds.get(row).copied().flatten()?, self.lines[row]))
    }

    /// Places in pieces: see [`PIECE`].
    fn pieces(&self) -> impl Iterator<Item = Range<usize>> {
        let count = self.count();
        (0..count).step_by(PIECE).map(move |from| from..count.min(from + PIECE))
    }

    /// Neighbours in the order, of which the second is at one of these places: a time, the next time, and the next one's
    /// line.
    fn pairs(&self, places: Range<usize>) -> impl Iterator<Item = (i64, i64, u32)> + '_ {
        (places.start.max(1)..places.end).filter_map(|place| {
            let (before, (at, line)) = (self.get(place - 1)?.0, self.get(place)?);
            Some((before, at, line))
        })
    }

    /// Adds those that occur more than once, up to so many.
    #[inline(never)]
    fn add_repeated(&self, places: Range<usize>, most: usize, repeated: &mut Vec<(i64, u32)>) {
        let own = |place: usize| self.get(place).map(|(at, _)| at);
        for place in places {
            if (own(place) == own(place + 1) || place > 0 && own(place) == own(place - 1))
                && repeated.len() < most
            {
                repeated.extend(self.get(place));
            }
        }
    }

    #[inline(never)]
    fn add_steps(&self, places: Range<usize>, steps: &mut Steps) {
        self.pairs(places).for_each(|(before, at, _)| steps.add(at - before));
    }

    #[inline(never)]
    fn add_gaps(&self, places: Range<usize>, step: i64, gaps: &mut Vec<Gap>) {
        gaps.extend(
            self.pairs(places).filter(|(before, at, _)| at - before > step).map(|(before, at, line)| Gap {
                from: before + step,
                line,
                missing: (at - before - 1) / step,
            }),
        );
    }
}

/// In pieces, each with the first time of the next: see [`PIECE`].
fn is_sorted(milliseconds: &[Option<i64>]) -> bool {
    #[inline(never)]
    fn in_piece(piece: &[Option<i64>]) -> bool {
        piece.is_sorted()
    }
    (0..milliseconds.len())
        .step_by(PIECE)
        .all(|from| in_piece(&milliseconds[from..milliseconds.len().min(from + PIECE + 1)]))
}

fn one(column: &Column, milliseconds: &[Option<i64>], utc: bool, lines: &[u32], issues: &mut Vec<Issue>) {
    let times = Times::new(milliseconds, lines);
    let count = times.count();
    let mut repeated = Vec::new();
    times.pieces().for_each(|places| times.add_repeated(places, count / 2 + 1, &mut repeated));
    if count < 2 || repeated.len() * 2 > count {
        return;
    }
    let mut note = |kind: IssueKind, mut lines: Vec<u32>| {
        lines.sort_unstable();
        issues.extend(Issue::new(kind).in_column(&column.name).on_lines(lines));
    };
    if times.order.is_some() {
        let mut before = None;
        let (mut falls, mut rises) = (Vec::new(), false);
        for (at, &line) in milliseconds.iter().zip(lines).filter(|(at, _)| at.is_some()) {
            match at.cmp(&before) {
                std::cmp::Ordering::Less => falls.push(line),
                std::cmp::Ordering::Greater => rises |= before.is_some(),
                std::cmp::Ordering::Equal => {}
            }
            before = *at;
        }
        note(if rises { IssueKind::UnsortedTimestamps } else { IssueKind::NewestFirst }, falls);
    }
    note(IssueKind::DuplicateTimestamps, repeated.iter().map(|&(_, line)| line).collect());
    let mut steps = Steps::default();
    times.pieces().for_each(|places| times.add_steps(places, &mut steps));
    let Some(step) = steps.usual() else {
        if count > 3 {
            issues.push(Issue::new(IssueKind::IrregularSteps).in_column(&column.name));
        }
        return;
    };
    // Months and years are not all of one length.
    if step >= 28 * 86_400_000 {
        return;
    }
    let mut gaps = Vec::new();
    times.pieces().for_each(|places| times.add_gaps(places, step, &mut gaps));
    if !utc && let Some(found) = daylight_saving(&repeated, &gaps, step) {
        gaps.retain(|gap| !found.gaps.contains(gap));
        let mut lines: Vec<u32> = found.gaps.iter().map(|gap| gap.line).chain(found.folds).collect();
        lines.sort_unstable();
        let kind = IssueKind::DaylightSaving {
            region: found.region,
            repeated: found.repeated,
            skipped: found.gaps.iter().map(|gap| gap.missing as u32).sum(),
        };
        issues.extend(Issue::new(kind).in_column(&column.name).on_lines(lines));
    }
    let missing = gaps.iter().map(|gap| gap.missing).sum::<i64>().clamp(0, i64::from(u32::MAX)) as u32;
    let mut lines: Vec<u32> = gaps.iter().map(|gap| gap.line).collect();
    lines.sort_unstable();
    let kind = IssueKind::TimeGaps { step_seconds: (step / 1000) as u32, missing };
    issues.extend(Issue::new(kind).in_column(&column.name).on_lines(lines));
}

/// Times that are left out of an even series.
#[derive(Clone, Copy, PartialEq)]
struct Gap {
    /// The first of them.
    from: i64,
    /// The line of the time that follows.
    line: u32,
    /// How many they are.
    missing: i64,
}

/// The step (above 0) that most pairs of neighbouring times have, if it is that of at least half.
pub(in crate::data) fn usual_step(steps: impl Iterator<Item = i64>) -> Option<i64> {
    let mut counted = Steps::default();
    steps.for_each(|step| counted.add(step));
    counted.usual()
}

/// How often each step (above 0) occurs.
#[derive(Default)]
struct Steps {
    counts: FxHashMap<i64, usize>,
    /// The last step and how often it came in a row, which is not in `counts` yet: most are as the one before.
    last: (i64, usize),
    all: usize,
}

impl Steps {
    fn add(&mut self, step: i64) {
        if step <= 0 {
            return;
        }
        self.all += 1;
        if step != self.last.0 {
            self.settle();
            self.last.0 = step;
        }
        self.last.1 += 1;
    }

    fn settle(&mut self) {
        let (step, count) = std::mem::take(&mut self.last);
        if count > 0 {
            *self.counts.entry(step).or_default() += count;
        }
    }

    /// The most frequent, if it is that of at least half.
    fn usual(mut self) -> Option<i64> {
        self.settle();
        let (&step, &count) =
            self.counts.iter().max_by_key(|&(&step, &count)| (count, std::cmp::Reverse(step)))?;
        (count * 2 >= self.all).then_some(step)
    }
}

struct Changes {
    region: Region,
    /// Lines of times that occur twice.
    folds: Vec<u32>,
    repeated: u32,
    /// Gaps where the clock jumps.
    gaps: Vec<Gap>,
}

/// The region whose clock changes explain most of the repeats and gaps, where they explain any.
fn daylight_saving(repeated: &[(i64, u32)], gaps: &[Gap], step: i64) -> Option<Changes> {
    // Days and longer steps do not see the clock change.
    if step > 3_600_000 || repeated.is_empty() && gaps.is_empty() {
        return None;
    }
    let changes = |region: Region| {
        let clock = Clock::new(region.usual_zone());
        let folds: Vec<(i64, u32)> =
            repeated.iter().copied().filter(|&(at, _)| clock.shows_twice(at)).collect();
        let mut times: Vec<i64> = folds.iter().map(|&(at, _)| at).collect();
        times.dedup();
        let own = |gap: &&Gap| {
            let last = gap.from + (gap.missing - 1) * step;
            gap.missing * step <= 3_600_000 && clock.skips(gap.from) && clock.skips(last)
        };
        Changes {
            region,
            repeated: times.len() as u32,
            folds: folds.iter().map(|&(_, line)| line).collect(),
            gaps: gaps.iter().filter(own).copied().collect(),
        }
    };
    let all = Region::ALL.into_iter().map(changes);
    let found = |changes: &Changes| changes.folds.len() + changes.gaps.len();
    // Among equals the first.
    let best = all.fold(None, |best: Option<Changes>, next| match best {
        Some(best) if found(&best) >= found(&next) => Some(best),
        _ => Some(next),
    });
    best.filter(|changes| found(changes) > 0)
}
