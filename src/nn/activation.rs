//! What bends between two layers.

use serde::{Deserialize, Serialize};

use super::choice::named;
use crate::numeric::lanes::{combine, map};
use crate::numeric::{Lanes, Real};

/// An activation, applied to each unit of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activation {
    /// max(0, z).
    Relu,
    /// z where positive, else 0.01·z.
    LeakyRelu,
    /// tanh z.
    Tanh,
    /// 1 / (1 + e⁻ᶻ).
    Sigmoid,
    /// z·Φ(z), exact (Hendrycks & Gimpel 2016).
    Gelu,
    /// z.
    Linear,
}

named!(Activation {
    Relu = "relu",
    LeakyRelu = "leaky_relu",
    Tanh = "tanh",
    Sigmoid = "sigmoid",
    Gelu = "gelu",
    Linear = "linear" | "identity",
});

const LEAK: f64 = 0.01;

impl Activation {
    /// Turns pre-activations into activations, in place.
    pub fn apply<F: Real>(self, values: &mut [F]) {
        let (zero, one) = (F::zero(), F::one());
        match self {
            Self::Relu => map(values, |z| z.where_positive(z)),
            Self::LeakyRelu => {
                let leak = F::of(LEAK);
                values.iter_mut().for_each(|z| *z = if *z > zero { *z } else { leak * *z });
            }
            Self::Tanh => values.iter_mut().for_each(|z| *z = z.libm_tanh()),
            Self::Sigmoid => values.iter_mut().for_each(|z| *z = one / (one + (-*z).libm_exp())),
            Self::Gelu => values.iter_mut().for_each(|z| *z = *z * normal_cdf(*z)),
            Self::Linear => {}
        }
    }

    /// Multiplies `gradients` (∂L/∂a) by the derivative da/dz, giving ∂L/∂z.
    ///
    /// `pre` holds z (read by GELU only) and `post` a = f(z).
    pub fn backward<F: Real>(self, pre: &[F], post: &[F], gradients: &mut [F]) {
        let (zero, one) = (F::zero(), F::one());
        match self {
            Self::Relu => combine(gradients, post, |g, a| g.where_positive(a)),
            Self::LeakyRelu => {
                let leak = F::of(LEAK);
                gradients.iter_mut().zip(post).for_each(|(g, &a)| *g = if a > zero { *g } else { leak * *g });
            }
            Self::Tanh => combine(gradients, post, |g, a| g * (F::Lanes::splat(one) - a * a)),
            Self::Sigmoid => combine(gradients, post, |g, a| g * (a * (F::Lanes::splat(one) - a))),
            Self::Gelu => {
                let scale = F::of(1.0 / (2.0 * std::f64::consts::PI).sqrt());
                let half = F::of(0.5);
                gradients.iter_mut().zip(pre).for_each(|(g, &z)| {
                    let density = scale * (-half * z * z).libm_exp();
                    *g *= normal_cdf(z) + z * density;
                });
            }
            Self::Linear => {}
        }
    }

    /// Whether [`Activation::backward`] reads the pre-activations.
    pub fn needs_pre(self) -> bool {
        self == Self::Gelu
    }
}

/// Φ(z) = (1 + erf(z/√2)) / 2.
fn normal_cdf<F: Real>(z: F) -> F {
    let half = F::of(0.5);
    half * (F::one() + (z * F::of(std::f64::consts::FRAC_1_SQRT_2)).libm_erf())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values at −1.5 and 0.7, to ten figures: Python's math.tanh, 1/(1+exp(−z)), z·NormalDist().cdf(z).
    #[test]
    fn values_are_those_of_the_formulas() {
        let cases = [
            (Activation::Relu, [0.0, 0.7]),
            (Activation::LeakyRelu, [-0.015, 0.7]),
            (Activation::Tanh, [-0.905_148_253_6, 0.604_367_777_1]),
            (Activation::Sigmoid, [0.182_425_523_8, 0.668_187_772_2]),
            (Activation::Gelu, [-0.100_210_801_9, 0.530_625_443_4]),
            (Activation::Linear, [-1.5, 0.7]),
        ];
        for (activation, expected) in cases {
            let mut values = [-1.5_f64, 0.7];
            activation.apply(&mut values);
            for (value, expected) in values.iter().zip(expected) {
                assert!((value - expected).abs() < 1e-9, "{activation}: {value} {expected}");
            }
        }
    }

    #[test]
    fn derivatives_are_central_differences() {
        let step = 1e-6;
        for &activation in Activation::ALL {
            for at in [-2.0_f64, -0.3, 0.4, 1.9] {
                let value = |z: f64| {
                    let mut values = [z];
                    activation.apply(&mut values);
                    values[0]
                };
                let mut gradient = [1.0];
                activation.backward(&[at], &[value(at)], &mut gradient);
                let difference = (value(at + step) - value(at - step)) / (2.0 * step);
                assert!((gradient[0] - difference).abs() < 1e-8, "{activation} at {at}");
            }
        }
    }
}
