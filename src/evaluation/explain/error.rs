//! Why something could not be explained.

use thiserror::Error;

/// Why there is no explanation.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ExplainError {
    /// No rows to explain with: no data, or no background.
    #[error("no rows")]
    NoRows,
    /// Too few or too many rows: of targets, of a model's answer, of a gradient.
    #[error("{found} rows where there should be {wanted}")]
    Rows {
        /// As many as the inputs have.
        wanted: usize,
        /// As many as came.
        found: usize,
    },
    /// Too few or too many columns: of a background, a baseline, a gradient, steps or coalitions.
    #[error("{found} columns where there should be {wanted}")]
    Columns {
        /// As many as the inputs have (of coalitions: as there are players).
        wanted: usize,
        /// As many as came.
        found: usize,
    },
    /// A column that the inputs do not have.
    #[error("column {column} of {columns}")]
    NoSuchColumn {
        /// The column asked for, from 0.
        column: usize,
        /// As many as there are.
        columns: usize,
    },
    /// A group, or a player, without columns.
    #[error("group {group} has no columns")]
    EmptyGroup {
        /// The group, from 0.
        group: usize,
    },
    /// A column that belongs to no player, or to more than one.
    #[error("column {column} belongs to {owners} players")]
    NotOnePlayer {
        /// The column, from 0.
        column: usize,
        /// How many players it belongs to.
        owners: usize,
    },
    /// More players than all coalitions can be tried of.
    #[error("{players} players are more than {limit}")]
    TooManyPlayers {
        /// As many as there are.
        players: usize,
        /// As many as there may be.
        limit: usize,
    },
    /// More rows than can all be paired.
    #[error("{rows} rows are more than {limit}")]
    TooManyRows {
        /// As many as there are.
        rows: usize,
        /// As many as there may be.
        limit: usize,
    },
    /// Not a single permutation to try.
    #[error("no permutations")]
    NoPermutations,
    /// An order in which a row is missing or comes twice.
    #[error("repeat {repeat} is no permutation of the rows")]
    NotAPermutation {
        /// The repeat, from 0.
        repeat: usize,
    },
    /// Fewer than two pairs of orders, which have no standard error.
    #[error("{pairs} pairs of orders where at least 2 are needed")]
    TooFewPairs {
        /// As many as were asked for.
        pairs: usize,
    },
    /// An integral of no steps.
    #[error("no steps")]
    NoSteps,
    /// A step of a difference that is not positive.
    #[error("the step of column {column} is not positive")]
    NotAStep {
        /// The column, from 0.
        column: usize,
    },
    /// A grid with too few points.
    #[error("{points} points of a grid where at least {least} are needed")]
    TooFewPoints {
        /// As many as there are.
        points: usize,
        /// As many as are needed.
        least: usize,
    },
    /// A grid that does not rise from each point to the next.
    #[error("the grid does not rise after point {point}")]
    NotRising {
        /// The point before, from 0.
        point: usize,
    },
    /// No row lies in one of the intervals.
    #[error("no row lies in interval {interval}")]
    EmptyInterval {
        /// The interval, from 0.
        interval: usize,
    },
    /// What the model said, or what was to be worked out from it, is no finite number.
    #[error("a number is not finite")]
    NotFinite,
}
