//! The two floating-point types that the network is generic over.

use ndarray::NdFloat;
use num_traits::NumCast;

/// `f32` (training) or `f64` (gradient checks).
///
/// Transcendental functions come from `libm` on every platform: the system's own differ in their last bits between
/// a terminal and a browser, and a seed must reproduce a run bit for bit. `sqrt` is correctly rounded everywhere.
/// Use these, never the inherent `exp`, `tanh`, `ln`, `sin`… of the type.
pub trait Real: NdFloat {
    /// Four of them at once.
    type Lanes: super::Lanes<Self>;

    /// e^x.
    fn libm_exp(self) -> Self;
    /// Hyperbolic tangent.
    fn libm_tanh(self) -> Self;
    /// The Gauss error function, for GELU.
    fn libm_erf(self) -> Self;

    /// The nearest value of this type.
    fn of(value: f64) -> Self {
        // Never `None`: both implementors hold every f64, rounded.
        <Self as NumCast>::from(value).unwrap_or_else(Self::nan)
    }

    /// As `f64`, exactly.
    fn wide(self) -> f64 {
        self.to_f64().unwrap_or(f64::NAN)
    }
}

impl Real for f32 {
    type Lanes = wide::f32x4;

    fn libm_exp(self) -> Self {
        libm::expf(self)
    }
    fn libm_tanh(self) -> Self {
        libm::tanhf(self)
    }
    fn libm_erf(self) -> Self {
        libm::erff(self)
    }
}

impl Real for f64 {
    type Lanes = wide::f64x4;

    fn libm_exp(self) -> Self {
        libm::exp(self)
    }
    fn libm_tanh(self) -> Self {
        libm::tanh(self)
    }
    fn libm_erf(self) -> Self {
        libm::erf(self)
    }
}
