//! Fewer points for the same picture.

/// Keeps, of the points that fall into one pixel column, the first, the least, the largest and the last, in their order.
/// Gaps (NaN) stay. `column` gives the pixel column of an x.
pub(super) fn by_column(points: &[(f64, f64)], column: impl Fn(f64) -> i64) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    let mut from = 0;
    while from < points.len() {
        let place = column(points[from].0);
        let gap = points[from].1.is_nan();
        let same =
            points[from..].iter().take_while(|point| column(point.0) == place && point.1.is_nan() == gap);
        let stretch = &points[from..from + same.count().max(1)];
        from += stretch.len();
        if stretch.len() <= 4 {
            kept.extend_from_slice(stretch);
            continue;
        }
        if gap {
            kept.push(stretch[0]);
            continue;
        }
        let by_y = |index: &usize, other: &usize| stretch[*index].1.total_cmp(&stretch[*other].1);
        let least = (0..stretch.len()).min_by(by_y).unwrap_or(0);
        let largest = (0..stretch.len()).max_by(by_y).unwrap_or(0);
        let chosen = [0, least.min(largest), least.max(largest), stretch.len() - 1];
        let mut last = None;
        for index in chosen {
            if last != Some(index) {
                kept.push(stretch[index]);
                last = Some(index);
            }
        }
    }
    kept
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
