//! Recipes: a forecast by an ensemble of networks over several views of the past, and a gate that trusts it as far as
//! it proved to be better than the simple methods.

mod fit;
mod flat;
mod frame;
mod gate;
mod recipe;
mod work;

pub use frame::{Frame, FrameError};
pub use recipe::{Forecaster, Recipe, RecipeName, View};
pub use work::{Advance, Calibration, LeftOut, Work};
