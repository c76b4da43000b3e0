//! Do the errors still hold a pattern? A forecast that uses all it knows leaves none.

use serde::{Deserialize, Serialize};

use super::distributions::chi_squared_tail;
use super::summary::{Centred, finite};

/// The autocorrelations rₖ = Σₜ(eₜ−ē)(eₜ₋ₖ−ē)/Σ(eₜ−ē)² of lag 0 (which is 1) to `lags` (Box & Jenkins 1970), without
/// unit. `residuals` are in time order without gaps. `None` unless there are more residuals than lags, where they do
/// not vary, and where some are not finite.
pub fn autocorrelation(residuals: &[f64], lags: usize) -> Option<Vec<f64>> {
    if lags >= residuals.len() {
        return None;
    }
    let centred = Centred::of(residuals)?;
    Some((0..=lags).map(|lag| centred.autocovariance(lag) / centred.variance).collect())
}

/// What [`ljung_box`] finds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LjungBox {
    /// n(n+2)·Σₖ rₖ²/(n−k), without unit.
    pub q: f64,
    /// P(χ² > Q) with as many degrees of freedom as lags.
    pub p_value: f64,
}

/// Whether the first `lags` autocorrelations together differ from zero (Ljung & Box 1978). No degree of freedom is
/// taken off for fitted parameters: the residuals are of rows that were not fitted. `None` for no lags, and where
/// [`autocorrelation`] is.
pub fn ljung_box(residuals: &[f64], lags: usize) -> Option<LjungBox> {
    if lags == 0 {
        return None;
    }
    let n = residuals.len() as f64;
    let correlations = autocorrelation(residuals, lags)?;
    let of_lag = |(lag, r): (usize, &f64)| r * r / (n - lag as f64);
    let sum: f64 = correlations.iter().enumerate().skip(1).map(of_lag).sum();
    let q = finite(n * (n + 2.0) * sum)?;
    Some(LjungBox { q, p_value: chi_squared_tail(q, lags as f64)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_or_constant_residuals_have_none() {
        assert_eq!(autocorrelation(&[1.0, 2.0], 2), None);
        assert_eq!(autocorrelation(&[0.1; 5], 2), None);
        assert_eq!(ljung_box(&[1.0, 2.0, 0.0], 0), None);
    }
}
