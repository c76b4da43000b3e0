//! A linear programme as numbers, and the library that solves it.

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, SolveOutcome};

use super::PlanError;

/// Nodes of the search over integers. It is a limit by count, not by time, so that the same case gives the same plan
/// everywhere.
const NODES: u64 = 20_000;

/// How a row compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compare {
    Equal,
    AtMost,
    AtLeast,
}

#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) terms: Vec<(usize, f64)>,
    pub(super) compare: Compare,
    pub(super) right: f64,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) cost: f64,
    pub(super) low: f64,
    pub(super) high: f64,
    /// Zero or one.
    pub(super) binary: bool,
}

/// min cost·x, low ≤ x ≤ high, rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
}

/// A vertex, and whether it is proven to be the best.
pub(super) struct Vertex {
    pub(super) values: Vec<f64>,
    pub(super) proven: bool,
    pub(super) gap: f64,
}

impl Program {
    pub(super) fn column(&mut self, cost: f64, low: f64, high: f64) -> usize {
        self.columns.push(Column { cost, low, high, binary: false });
        self.columns.len() - 1
    }

    pub(super) fn binary(&mut self) -> usize {
        self.columns.push(Column { cost: 0.0, low: 0.0, high: 1.0, binary: true });
        self.columns.len() - 1
    }

    pub(super) fn row(&mut self, terms: Vec<(usize, f64)>, compare: Compare, right: f64) {
        self.rows.push(Row { terms, compare, right });
    }

    pub(super) fn has_integers(&self) -> bool {
        self.columns.iter().any(|column| column.binary && column.low < column.high)
    }

    pub(super) fn cost(&self, values: &[f64]) -> f64 {
        self.columns.iter().zip(values).map(|(column, value)| column.cost * value).sum()
    }

    /// The best vertex; `None` where no point meets all rows.
    ///
    /// # Errors
    /// The library gave up on the numbers.
    pub(super) fn solve(&self) -> Result<Option<Vertex>, PlanError> {
        if self.columns.iter().any(|column| column.low > column.high) {
            return Ok(None);
        }
        // Costs as numbers about one: the library's tolerances are absolute.
        let scale = self.columns.iter().fold(0.0_f64, |most, column| most.max(column.cost.abs()));
        let scale = if scale > 0.0 { scale } else { 1.0 };
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let variables: Vec<_> = self
            .columns
            .iter()
            .map(|column| {
                let cost = column.cost / scale;
                if column.binary {
                    problem.add_integer_var(cost, (column.low as i32, column.high as i32))
                } else {
                    problem.add_var(cost, (column.low, column.high))
                }
            })
            .collect();
        for row in &self.rows {
            let compare = match row.compare {
                Compare::Equal => ComparisonOp::Eq,
                Compare::AtMost => ComparisonOp::Le,
                Compare::AtLeast => ComparisonOp::Ge,
            };
            let terms: Vec<_> =
                row.terms.iter().map(|&(column, factor)| (variables[column], factor)).collect();
            problem.add_constraint(terms, compare, row.right);
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(NODES);
        match problem.solve_with(options) {
            Ok(SolveOutcome::Solution(solution)) => Ok(Some(Vertex {
                values: variables.iter().map(|&variable| solution.var_value(variable)).collect(),
                proven: solution.status() == microlp::SolutionStatus::Optimal,
                gap: solution.gap().unwrap_or(0.0),
            })),
            Ok(SolveOutcome::Interrupted(_)) => Err(PlanError::GaveUp { nodes: NODES }),
            Err(microlp::Error::Infeasible) => Ok(None),
            Err(error) => Err(PlanError::Solver { message: error.to_string() }),
        }
    }
}
