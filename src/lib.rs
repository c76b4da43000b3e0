//! GreenGrad trains a multilayer perceptron on a person's own table, in their browser, and says honestly how good it is.
//!
//! The core knows nothing of browsers. Rank decides imports: a module may import only modules of lower rank
//! (`tests/it/layering.rs` checks it).
//!
//! | rank | modules |
//! |------|---------|
//! | 0 | [`numeric`], [`data`], [`nn`], [`linear`] |
//! | 1 | [`training`], [`evaluation`] |
//! | 2 | [`forecast`]: recipes; `plan`: what to do about a forecast |
//! | 3 | [`formats`] |
//! | 4 | [`session`]: everything the page can ask for, with no page |
//! | 5 | `lesson`: texts that set the page up and check what was done there |
//! | 6 | [`i18n`]: every sentence a person reads |
//! | 7 | [`plot`]: a chart is a value, drawing it a pure function |
//! | 8 | [`app`]: state, actions, `update`, effects |
//! | 9 | `web` (feature `page`): components, worker, canvas, files |

pub mod numeric;

pub mod data;
pub mod linear;
pub mod nn;

pub mod evaluation;
pub mod training;

pub mod forecast;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub mod plan;

pub mod formats;

pub mod session;

#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
pub mod lesson;

pub mod i18n;

pub mod plot;

pub mod app;

#[cfg(feature = "page")]
pub mod web;
