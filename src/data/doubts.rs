//! What is doubtful about a choice of targets and features.

use ndarray::{Array1, Array2, ArrayView1};

use super::{DataSpec, Feature, Issue, IssueKind, RawFeatures};

/// |r| above this is the target in another unit.
pub(super) const COPY_CORRELATION: f64 = 1.0 - 1e-9;

/// Targets that do not vary, and features that are a target in another unit.
pub(super) fn on_targets(
    raw: &RawFeatures,
    features: &[Feature],
    targets: &Array2<f64>,
    spec: &DataSpec,
) -> Vec<Issue> {
    let mut issues = Vec::new();
    for (target, name) in targets.columns().into_iter().zip(&spec.targets) {
        let first = target[0];
        if target.iter().all(|&value| value == first) {
            issues.push(Issue::new(IssueKind::ConstantTarget).in_column(name));
            continue;
        }
        for (place, feature) in features.iter().enumerate() {
            if let Feature::Number { column } = feature
                && correlation(raw.column(place).collect::<Array1<f64>>().view(), target).abs()
                    > COPY_CORRELATION
            {
                issues.push(Issue::new(IssueKind::CopyOfTarget { target: name.clone() }).in_column(column));
            }
        }
    }
    issues
}

/// Pearson's r; NaN where one does not vary.
pub(super) fn correlation(x: ArrayView1<f64>, y: ArrayView1<f64>) -> f64 {
    let n = x.len() as f64;
    let (mean_x, mean_y) = (x.sum() / n, y.sum() / n);
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in x.iter().zip(y) {
        let (dx, dy) = (x - mean_x, y - mean_y);
        xy += dx * dy;
        xx += dx * dx;
        yy += dy * dy;
    }
    xy / (xx * yy).sqrt()
}
