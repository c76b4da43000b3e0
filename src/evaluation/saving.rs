//! Measurement and verification: what a measure saved, measured against what would have been used without it.
//!
//! IPMVP option C (whole facility): a line is fitted to the time before, energy = a + Σ bⱼ·driverⱼ, and predicts the time
//! after by its own drivers (weather, production). That is the adjusted baseline; what was used less is the saving. Its
//! uncertainty is that of ASHRAE Guideline 14-2014, and beside it the exact one of least squares.

use ndarray::{Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use super::distributions::t_critical;
use super::residuals::autocorrelation;
use super::summary::{Interval, finite, mean, usable};

/// Energy of some intervals (days, weeks or months of equal length) with what drives it.
#[derive(Clone, Copy, Debug)]
pub struct Period<'a> {
    /// `[rows, drivers]`, such as heating degrees.
    pub drivers: ArrayView2<'a, f64>,
    /// What was used, in kWh, a row each.
    pub energy_kwh: &'a [f64],
}

/// What [`verify_saving`] finds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VerifiedSaving {
    /// a, in kWh an interval.
    pub intercept_kwh: f64,
    /// bⱼ, in kWh per unit of the driver.
    pub slopes: Vec<f64>,
    /// Of the line, on the time before.
    pub r2: f64,
    /// √(SSE/(n − p))/mean, p parameters, as a share. ASHRAE asks for at most 0.25 of monthly and 0.3 of hourly data.
    pub cv_rmse: f64,
    /// What would have been used after, in kWh.
    pub adjusted_baseline_kwh: f64,
    /// What was used after, in kWh.
    pub actual_kwh: f64,
    /// Their difference, in kWh.
    pub saving_kwh: f64,
    /// F, the saving as a share of the adjusted baseline.
    pub saving_share: f64,
    /// The uncertainty as a share of the saving, 1.26·t·CV(RMSE)/|F|·√((1 + 2/n)/m) for n intervals before and m after.
    pub uncertainty_share: f64,
    /// The same where neighbouring errors are alike by ρ: with n' = n(1−ρ)/(1+ρ), ·√(n/n'·(1 + 2/n')/m). Never less.
    pub uncertainty_share_autocorrelated: f64,
    /// ρ of the errors before, from one interval to the next.
    pub autocorrelation: f64,
    /// The saving's interval by least squares, in kWh: the variance of a sum of new values is s²·(m + uᵀ(XᵀX)⁻¹u) with u
    /// the sum of their drivers.
    pub interval_kwh: Interval,
}

impl VerifiedSaving {
    /// What was not emitted, in kg, at `intensity_g_per_kwh`.
    pub fn saving_kg(&self, intensity_g_per_kwh: f64) -> f64 {
        self.saving_kwh * intensity_g_per_kwh / 1000.0
    }
}

/// Heating degrees of each interval, in K: max(0, base − temperature).
pub fn heating_degrees(temperatures_c: &[f64], base_c: f64) -> Vec<f64> {
    temperatures_c.iter().map(|temperature| (base_c - temperature).max(0.0)).collect()
}

/// Cooling degrees of each interval, in K: max(0, temperature − base).
pub fn cooling_degrees(temperatures_c: &[f64], base_c: f64) -> Vec<f64> {
    temperatures_c.iter().map(|temperature| (temperature - base_c).max(0.0)).collect()
}

/// What was saved in the time `after`, at confidence `level` (0.9 is usual).
///
/// `None` for different lengths, for values that are not finite, for no more intervals before than parameters, for drivers
/// that depend on each other or do not vary, where nothing is used, and unless 0 < level < 1.
pub fn verify_saving(before: Period, after: Period, level: f64) -> Option<VerifiedSaving> {
    let (n, parameters) = (before.energy_kwh.len(), before.drivers.ncols() + 1);
    let m = after.energy_kwh.len();
    let alike = before.drivers.nrows() == n
        && after.drivers.nrows() == m
        && after.drivers.ncols() + 1 == parameters
        && usable(before.energy_kwh)
        && usable(after.energy_kwh)
        && before.drivers.iter().chain(after.drivers.iter()).all(|value| value.is_finite());
    if !alike || n <= parameters {
        return None;
    }
    // Around their means, where the intercept does not depend on the slopes.
    let centre = before.drivers.mean_axis(Axis(0))?;
    let middle_kwh = mean(before.energy_kwh)?;
    let centred = &before.drivers - &centre;
    let squares = centred.t().dot(&centred);
    let products: Vec<f64> = centred
        .columns()
        .into_iter()
        .map(|driver| {
            driver.iter().zip(before.energy_kwh).map(|(own, energy)| own * (energy - middle_kwh)).sum()
        })
        .collect();
    let slopes = solve(&squares, &products)?;
    let line = |row: ndarray::ArrayView1<f64>| -> f64 {
        middle_kwh + slopes.iter().zip(row.iter().zip(&centre)).map(|(b, (x, c))| b * (x - c)).sum::<f64>()
    };
    let errors: Vec<f64> =
        before.drivers.rows().into_iter().zip(before.energy_kwh).map(|(row, own)| own - line(row)).collect();
    let sse: f64 = errors.iter().map(|error| error * error).sum();
    let total: f64 = before.energy_kwh.iter().map(|own| (own - middle_kwh).powi(2)).sum();
    let freedom = (n - parameters) as f64;
    let variance = sse / freedom;
    let t = t_critical(level, freedom)?;

    let adjusted_baseline_kwh: f64 = after.drivers.rows().into_iter().map(line).sum();
    let actual_kwh: f64 = after.energy_kwh.iter().sum();
    let saving_kwh = adjusted_baseline_kwh - actual_kwh;
    let saving_share = finite(saving_kwh / adjusted_baseline_kwh)?;
    let cv_rmse = finite(variance.sqrt() / middle_kwh)?;
    let (before_rows, after_rows) = (n as f64, m as f64);
    let uncertainty = |effective: f64| {
        let shape = (before_rows / effective * (1.0 + 2.0 / effective) / after_rows).sqrt();
        1.26 * t * cv_rmse.abs() / saving_share.abs() * shape
    };
    let autocorrelation =
        autocorrelation(&errors, 1).and_then(|all| all.get(1).copied()).unwrap_or(0.0).clamp(-0.99, 0.99);
    let effective = before_rows * (1.0 - autocorrelation.max(0.0)) / (1.0 + autocorrelation.max(0.0));

    let summed: Vec<f64> = (after.drivers.to_owned() - &centre).sum_axis(Axis(0)).to_vec();
    let spread: f64 = solve(&squares, &summed)?.iter().zip(&summed).map(|(one, other)| one * other).sum();
    let half = t * (variance * (after_rows + after_rows * after_rows / before_rows + spread)).sqrt();
    Some(VerifiedSaving {
        intercept_kwh: middle_kwh - slopes.iter().zip(&centre).map(|(slope, at)| slope * at).sum::<f64>(),
        r2: finite(1.0 - sse / total)?,
        cv_rmse,
        adjusted_baseline_kwh,
        actual_kwh,
        saving_kwh,
        saving_share,
        uncertainty_share: uncertainty(before_rows),
        uncertainty_share_autocorrelated: uncertainty(effective),
        autocorrelation,
        interval_kwh: Interval { low: saving_kwh - half, high: saving_kwh + half },
        slopes,
    })
}

/// Solves A x = b by elimination with pivots, for the few drivers of such a line; `None` where A is singular.
fn solve(a: &Array2<f64>, b: &[f64]) -> Option<Vec<f64>> {
    let size = b.len();
    let (mut a, mut b) = (a.clone(), b.to_vec());
    let scales: Vec<f64> = (0..size).map(|place| a[(place, place)]).collect();
    for column in 0..size {
        let pivot = (column..size).max_by(|&one, &other| {
            (a[(one, column)].abs() / scales[one]).total_cmp(&(a[(other, column)].abs() / scales[other]))
        })?;
        let large = a[(pivot, column)].abs() > 1e-10 * scales[column];
        if !large {
            return None;
        }
        for place in 0..size {
            a.swap((column, place), (pivot, place));
        }
        b.swap(column, pivot);
        for row in column + 1..size {
            let factor = a[(row, column)] / a[(column, column)];
            for place in column..size {
                a[(row, place)] -= factor * a[(column, place)];
            }
            b[row] -= factor * b[column];
        }
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|place| a[(row, place)] * b[place]).sum();
        b[row] = (b[row] - known) / a[(row, row)];
    }
    Some(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// By hand: 10 + 2x + 3z exactly, and afterwards one less each.
    #[test]
    fn a_plane_and_one_less_an_interval() {
        let drivers = array![[0.0, 1.0], [1.0, 0.0], [2.0, 5.0], [3.0, 2.0], [7.0, 7.0]];
        let energy: Vec<f64> =
            drivers.rows().into_iter().map(|row| 10.0 + 2.0 * row[0] + 3.0 * row[1]).collect();
        let less: Vec<f64> = energy.iter().map(|energy| energy - 1.0).collect();
        let period = |energy_kwh| Period { drivers: drivers.view(), energy_kwh };
        let found = verify_saving(period(&energy), period(&less), 0.9).unwrap();
        assert!((found.saving_kwh - 5.0).abs() < 1e-9 && (found.intercept_kwh - 10.0).abs() < 1e-9);
        assert!((found.slopes[0] - 2.0).abs() < 1e-9 && (found.slopes[1] - 3.0).abs() < 1e-9);
        assert!(found.interval_kwh.high - found.interval_kwh.low < 1e-6);
    }

    #[test]
    fn what_no_line_can_be_fitted_to_is_not_verified() {
        let same = array![[1.0], [1.0], [1.0]];
        let period = |energy_kwh| Period { drivers: same.view(), energy_kwh };
        assert_eq!(verify_saving(period(&[1.0, 2.0, 3.0]), period(&[1.0, 2.0, 3.0]), 0.9), None);
        let rising = array![[1.0], [2.0]];
        let period = Period { drivers: rising.view(), energy_kwh: &[1.0, 2.0] };
        assert_eq!(verify_saving(period, period, 0.9), None);
    }
}
