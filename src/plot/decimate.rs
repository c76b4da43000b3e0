//! Fewer points for the same picture.

/// Keeps, of the points that fall into one pixel column, the first, the least, the largest and the last, in their order.
/// Gaps (NaN) stay. `column` gives the pixel column of an x. One pass, because there may be a hundred thousand of them ten times a
/// second.
#[allow(clippy::needless_range_loop, reason = "compiled for size, each step of an iterator is a call")]
pub(super) fn by_column(points: &[(f64, f64)], column: impl Fn(f64) -> i64) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    // Where the stretch under way begins, its least and its largest.
    let (mut from, mut least, mut largest) = (0, 0, 0);
    let (mut place, mut gap) = (0, false);
    for index in 0..=points.len() {
        let next = points.get(index).map(|point| (column(point.0), point.1.is_nan()));
        if index > from && next == Some((place, gap)) {
            let y = points[index].1;
            if y < points[least].1 {
                least = index;
            }
            if y > points[largest].1 {
                largest = index;
            }
            continue;
        }
        if index > from {
            keep(points, from..index, [least, largest], gap, &mut kept);
        }
        (from, least, largest) = (index, index, index);
        (place, gap) = next.unwrap_or_default();
    }
    kept
}

/// What is kept of a stretch.
fn keep(
    points: &[(f64, f64)],
    stretch: std::ops::Range<usize>,
    [least, largest]: [usize; 2],
    gap: bool,
    kept: &mut Vec<(f64, f64)>,
) {
    if stretch.len() <= 4 {
        return kept.extend_from_slice(&points[stretch]);
    }
    if gap {
        return kept.push(points[stretch.start]);
    }
    let chosen = [stretch.start, least.min(largest), least.max(largest), stretch.end - 1];
    let mut last = None;
    for index in chosen {
        if last != Some(index) {
            kept.push(points[index]);
            last = Some(index);
        }
    }
}

/// How many points fall into each cell of a grid of `columns`, row after row. `cell` gives the column and the row, where the point can
/// be seen.
#[allow(clippy::needless_range_loop, reason = "compiled for size, each step of an iterator is a call")]
pub(super) fn by_cell(
    points: &[(f64, f64)],
    [columns, rows]: [usize; 2],
    cell: impl Fn((f64, f64)) -> Option<[usize; 2]>,
) -> Vec<u32> {
    let mut counts = vec![0; columns * rows];
    for index in 0..points.len() {
        if let Some([column, row]) = cell(points[index])
            && column < columns
            && let Some(count) = counts.get_mut(row * columns + column)
        {
            *count += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_extreme_is_lost() {
        let points: Vec<(f64, f64)> = (0..10_000)
            .map(|index| (f64::from(index), if index == 4321 { 1e6 } else { f64::from(index % 97) }))
            .collect();
        let fewer = by_column(&points, |x| (x / 100.0) as i64);
        assert!(fewer.len() <= 400);
        assert!(fewer.contains(&(4321.0, 1e6)));
        assert_eq!(fewer.first(), points.first());
        assert_eq!(fewer.last(), points.last());
        assert!(fewer.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn gaps_stay() {
        let points: Vec<(f64, f64)> = (0..30)
            .map(|index| (f64::from(index), if (10..20).contains(&index) { f64::NAN } else { 1.0 }))
            .collect();
        assert!(by_column(&points, |_| 0).iter().any(|point| point.1.is_nan()));
    }
}
