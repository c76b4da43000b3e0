//! Bytes → text → records → typed columns, and columns → a data set to learn from.

pub mod calendar;
mod column;
mod dataset;
mod doubts;
pub mod error;
mod feature;
mod guard;
mod inputs;
pub mod issue;
#[cfg(any(not(target_arch = "wasm32"), feature = "reader"))]
mod join;
#[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
mod leaks;
#[cfg(any(not(target_arch = "wasm32"), feature = "reader"))]
pub mod legacy;
pub mod packed;
mod plain;
mod raw;
#[cfg(any(not(target_arch = "wasm32"), feature = "reader"))]
mod read;
pub mod rhythm;
mod scaler;
mod series;
pub mod source;
pub mod spec;
mod split;
#[cfg(any(not(target_arch = "wasm32"), feature = "reader"))]
pub mod spreadsheet;
mod suggest;
pub mod table;
mod unit;
mod words;
#[cfg(any(not(target_arch = "wasm32"), feature = "reader"))]
mod zone;

pub use column::iso_time;
pub use dataset::Dataset;
pub use error::{DatasetError, ReadError};
pub use feature::{CalendarPart, Feature};
pub use guard::{text_cell, unguarded};
pub use inputs::{Applied, KnownColumn, ModelInputs};
pub use issue::{Issue, IssueKind};
#[cfg(any(not(target_arch = "wasm32"), feature = "reader"))]
pub use join::{Part, join};
pub use plain::read_plain;
pub use raw::RawFeatures;
#[cfg(any(not(target_arch = "wasm32"), feature = "reader"))]
pub use read::{Decode, Decoders, Finished, Parsed, TableReader, is_spreadsheet};
pub use rhythm::{Grid, Rhythm, Span};
pub use scaler::Scaler;
pub use series::{Series, TimeAxis};
pub use source::{
    DateOrder, Encoding, HeaderChoice, JoinedFile, Measure, ReadChoices, Region, Sheets, Source, Zone,
    ZoneReason,
};
pub use spec::{DataSpec, Missing, Role, Scaling, SplitMethod, SplitSpec};
pub use split::Split;
pub use table::{Column, Kind, Table, Values};
pub use unit::unit_of;
