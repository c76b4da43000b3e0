//! Bytes → text → records → typed columns, and columns → a data set to learn from.

mod column;
mod dataset;
mod doubts;
pub mod error;
mod feature;
mod inputs;
pub mod issue;
mod read;
mod scaler;
pub mod spec;
mod split;
mod suggest;
pub mod table;
mod unit;

pub use column::iso_time;
pub use dataset::Dataset;
pub use error::{DatasetError, ReadError};
pub use feature::{CalendarPart, Feature};
pub use inputs::{Applied, ModelInputs};
pub use issue::{Issue, IssueKind};
pub use read::{Parsed, Source, TableReader};
pub use scaler::Scaler;
pub use spec::{DataSpec, Role, SplitMethod, SplitSpec};
pub use split::Split;
pub use table::{Column, Kind, Table, Values};
pub use unit::unit_of;
