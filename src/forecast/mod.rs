//! Recipes: a forecast by an ensemble of networks, and a gate that trusts it as far as it proved to be better than the
//! simple methods. Where there is time, the networks look at the past in several views.

mod fit;
mod flat;
mod folds;
mod frame;
mod gate;
mod pieces;
mod recipe;
mod work;

pub use frame::{Frame, FrameError};
pub use recipe::{Folds, Forecaster, Recipe, RecipeName, View};
pub use work::{Advance, Calibration, LeftOut, Work};
