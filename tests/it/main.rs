//! What the parts do together, natively.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::type_complexity,
    missing_docs,
    reason = "a test stops where something is wrong, and its helpers too"
)]

mod act;
mod bits;
mod corpus;
mod crew;
mod dataset;
mod explain;
mod finds;
mod forecast;
mod gallery;
mod inside;
mod join;
mod keep;
mod layering;
mod lessons;
mod made_up;
mod nn_reference;
mod plan;
mod project;
mod reading;
mod recipe;
mod statistics;
mod support;
mod terminal;
