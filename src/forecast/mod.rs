//! Recipes: a forecast by an ensemble of networks, and a gate that trusts it as far as it proved to be better than the
//! simple methods. Where there is time, the networks look at the past in several views.

mod fit;
mod flat;
mod folds;
mod frame;
mod gate;
mod pieces;
mod recipe;
mod shown;
mod work;

pub use fit::{EpochOfMember, MemberErrand, TrainedMember};
pub use frame::{Frame, FrameError};
pub use pieces::Pieces;
pub use recipe::{Clipped, FittedLine, FittedView, Folds, Forecaster, Recipe, RecipeName, Unit, View};
pub use shown::{Look, Shown, level};
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub use work::SavedWork;
pub use work::{Advance, Calibration, LeftOut, Work};
