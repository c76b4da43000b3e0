//! The components. Each is a function of its properties; only the root changes state.

pub mod chart_card;
pub mod columns;
pub mod data;
pub mod field;
pub mod header;
pub mod help;
pub mod insight;
mod joined;
pub mod loss;
pub mod model;
pub mod notice;
mod pick;
pub mod second;
pub mod split;
pub mod standing_out;
pub mod table;
pub mod term;
pub mod test;
mod understood;
