//! What a plan is made for, and reading it from a case file.

use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

/// Steps a case may have: a month of quarters of an hour.
pub const MOST_STEPS: usize = 2976;

/// What a plan is made for: T steps of `dt_h` hours. Every series has T values; powers are means over a step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Its name.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// The steps that the file says it has, where it says so; checked against `load_kw`.
    #[serde(default, rename = "T")]
    pub steps: Option<usize>,
    /// The length of a step, in h.
    #[serde(default = "one")]
    pub dt_h: f64,
    /// Demand that cannot be moved, in kW.
    pub load_kw: Vec<f64>,
    /// What the photovoltaics give, in kW; none where it is left out.
    #[serde(default, deserialize_with = "or_default")]
    pub pv_kw: Vec<f64>,
    /// Whether some of that may be thrown away.
    #[serde(default, deserialize_with = "or_default")]
    pub pv_curtailable: bool,
    /// What a kWh from the grid costs, in the objective's unit (g, or a currency).
    pub import_coeff: Vec<f64>,
    /// What a kWh to the grid earns, in the same unit; nothing where it is left out.
    #[serde(default, deserialize_with = "or_default")]
    pub export_coeff: Vec<f64>,
    /// The grid's carbon intensity, in g/kWh, for the figure beside the objective.
    #[serde(default)]
    pub carbon_g_kwh: Option<Vec<f64>>,
    /// What the highest import costs, in the objective's unit per kW.
    #[serde(default, deserialize_with = "or_default")]
    pub peak_price: f64,
    /// The connection to the grid.
    #[serde(default, deserialize_with = "or_default")]
    pub grid: GridLimits,
    /// The battery, where there is one.
    #[serde(default)]
    pub battery: Option<Battery>,
    /// Loads that can be moved.
    #[serde(default, deserialize_with = "or_default")]
    pub flex: Vec<FlexibleLoad>,
}

/// What the connection to the grid carries; `None`: as much as is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GridLimits {
    /// From the grid, in kW.
    #[serde(default)]
    pub import_max_kw: Option<f64>,
    /// To the grid, in kW.
    #[serde(default)]
    pub export_max_kw: Option<f64>,
}

/// A battery. Powers are on its outer (AC) side.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Battery {
    /// What it holds, in kWh.
    pub capacity_kwh: f64,
    /// The most it is charged with, in kW.
    pub p_charge_kw: f64,
    /// The most it gives, in kW.
    pub p_discharge_kw: f64,
    /// kWh stored per kWh taken.
    #[serde(default = "one")]
    pub eta_c: f64,
    /// kWh given per kWh taken out of the store.
    #[serde(default = "one")]
    pub eta_d: f64,
    /// What it holds at the start, in kWh.
    #[serde(default, deserialize_with = "or_default")]
    pub soc0_kwh: f64,
    /// What it holds at least, at the end of each step, in kWh.
    #[serde(default, deserialize_with = "or_default")]
    pub soc_min_kwh: f64,
    /// What it holds at most, in kWh; its capacity where it is left out.
    #[serde(default)]
    pub soc_max_kwh: Option<f64>,
    /// What is asked of the charge at the end.
    #[serde(default, deserialize_with = "or_default")]
    pub soc_end: EndCharge,
    /// How much that is, in kWh.
    #[serde(default, deserialize_with = "or_default")]
    pub soc_end_kwh: f64,
    /// What each kWh that goes in or out costs in wear, in the objective's unit.
    #[serde(default, deserialize_with = "or_default")]
    pub wear_per_kwh: f64,
}

impl Battery {
    /// What it holds at most, in kWh.
    pub fn most_kwh(&self) -> f64 {
        self.soc_max_kwh.unwrap_or(self.capacity_kwh)
    }
}

/// What is asked of the charge at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndCharge {
    /// That it is just so much.
    Eq,
    /// That it is at least so much.
    Ge,
    /// Nothing.
    #[default]
    Free,
}

/// A load that can be moved within its window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlexibleLoad {
    /// Its name.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// What it needs, in kWh.
    pub energy_kwh: f64,
    /// The most it takes, in kW.
    pub p_max_kw: f64,
    /// The first step of its window.
    #[serde(default)]
    pub start: usize,
    /// The step after the last one of its window (its deadline); the end of the case where it is left out.
    #[serde(default)]
    pub end: Option<usize>,
    /// Whether it may pause and run at less than full power. If not, it runs in one block: at `p_max_kw` from its
    /// beginning on, and in the last step with what is left.
    #[serde(default = "yes")]
    pub interruptible: bool,
}

impl FlexibleLoad {
    /// The steps of its window in a case of so many.
    pub fn window(&self, steps: usize) -> std::ops::Range<usize> {
        let end = self.end.unwrap_or(steps).min(steps);
        self.start.min(end)..end
    }

    /// Its power in each step of a block, in kW: `p_max_kw`, and what is left in the last.
    pub fn block_kw(&self, dt_h: f64) -> Vec<f64> {
        let whole = self.p_max_kw * dt_h;
        if self.energy_kwh <= 0.0 || whole <= 0.0 {
            return Vec::new();
        }
        // A rest that is only rounding is no step of its own.
        let count = ((self.energy_kwh / whole - 1e-9).ceil() as usize).clamp(1, MOST_STEPS + 1);
        let mut block = vec![self.p_max_kw; count];
        block[count - 1] = (self.energy_kwh - whole * (count - 1) as f64) / dt_h;
        block
    }
}

/// A `null` in a case file says no more than a field that is left out. A message between programs has all fields.
fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    if from.is_human_readable() {
        Option::deserialize(from).map(Option::unwrap_or_default)
    } else {
        T::deserialize(from)
    }
}

fn one() -> f64 {
    1.0
}

fn yes() -> bool {
    true
}

/// Why a case cannot be planned for.
#[derive(Clone, Debug, PartialEq, Error, Serialize, Deserialize)]
pub enum CaseError {
    /// The file is not of the form.
    #[error("line {line}, column {column}: {message}")]
    Form {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What the reader says.
        message: String,
    },
    /// No steps, or too many.
    #[error("{steps} steps; from 1 to {MOST_STEPS} can be planned")]
    Steps {
        /// How many.
        steps: usize,
    },
    /// A series has another length than `load_kw` (or than the file's `T`).
    #[error("{series} has {found} values instead of {expected}")]
    Length {
        /// Which.
        series: String,
        /// How many values it has.
        found: usize,
        /// How many it should have.
        expected: usize,
    },
    /// A value is not a number, or outside of what it may be.
    #[error("{field} is {value}, which it cannot be")]
    Value {
        /// Which.
        field: String,
        /// Its value.
        value: f64,
    },
}

impl CaseError {
    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Form { .. } => "case_form",
            Self::Steps { .. } => "case_steps",
            Self::Length { .. } => "case_length",
            Self::Value { .. } => "case_value",
        }
    }
}

impl Case {
    /// Reads a case file (JSON). Series that are left out are filled with zeros.
    ///
    /// # Errors
    /// Text that is not of the form, and what [`Case::check`] refuses.
    pub fn from_json(text: &str) -> Result<Self, CaseError> {
        let mut case: Self = serde_json::from_str(text).map_err(|error| CaseError::Form {
            line: error.line(),
            column: error.column(),
            message: error.to_string(),
        })?;
        let steps = case.load_kw.len();
        for series in [&mut case.pv_kw, &mut case.export_coeff] {
            if series.is_empty() {
                series.resize(steps, 0.0);
            }
        }
        case.check()?;
        Ok(case)
    }

    /// T.
    pub fn len(&self) -> usize {
        self.load_kw.len()
    }

    /// Whether there are no steps.
    pub fn is_empty(&self) -> bool {
        self.load_kw.is_empty()
    }

    /// Checks lengths and values.
    ///
    /// # Errors
    /// The first that is wrong. That demands cannot be met together is no error but an outcome.
    pub fn check(&self) -> Result<(), CaseError> {
        let steps = self.len();
        if steps == 0 || steps > MOST_STEPS {
            return Err(CaseError::Steps { steps });
        }
        let series = [
            ("load_kw", Some(&self.load_kw)),
            ("pv_kw", Some(&self.pv_kw)),
            ("import_coeff", Some(&self.import_coeff)),
            ("export_coeff", Some(&self.export_coeff)),
            ("carbon_g_kwh", self.carbon_g_kwh.as_ref()),
        ];
        for (name, values) in series {
            let Some(values) = values else { continue };
            let expected = self.steps.unwrap_or(steps);
            if values.len() != expected {
                return Err(CaseError::Length { series: name.to_owned(), found: values.len(), expected });
            }
            for &value in values {
                within(name, value, f64::NEG_INFINITY, f64::INFINITY)?;
            }
        }
        within("dt_h", self.dt_h, f64::MIN_POSITIVE, 744.0)?;
        let not_below_zero = |field, value| within(field, value, 0.0, f64::INFINITY);
        not_below_zero("peak_price", self.peak_price)?;
        not_below_zero("import_max_kw", self.grid.import_max_kw.unwrap_or(0.0))?;
        not_below_zero("export_max_kw", self.grid.export_max_kw.unwrap_or(0.0))?;
        if let Some(battery) = &self.battery {
            not_below_zero("capacity_kwh", battery.capacity_kwh)?;
            not_below_zero("p_charge_kw", battery.p_charge_kw)?;
            not_below_zero("p_discharge_kw", battery.p_discharge_kw)?;
            within("eta_c", battery.eta_c, 1e-3, 1.0)?;
            within("eta_d", battery.eta_d, 1e-3, 1.0)?;
            not_below_zero("soc0_kwh", battery.soc0_kwh)?;
            not_below_zero("soc_min_kwh", battery.soc_min_kwh)?;
            within("soc_max_kwh", battery.most_kwh(), battery.soc_min_kwh, f64::INFINITY)?;
            not_below_zero("soc_end_kwh", battery.soc_end_kwh)?;
            not_below_zero("wear_per_kwh", battery.wear_per_kwh)?;
        }
        for load in &self.flex {
            not_below_zero("energy_kwh", load.energy_kwh)?;
            not_below_zero("p_max_kw", load.p_max_kw)?;
        }
        Ok(())
    }
}

fn within(field: &'static str, value: f64, least: f64, most: f64) -> Result<(), CaseError> {
    // Numbers so large that their sums would lose what is asked of a plan are none either.
    let usable = value.is_finite() && value.abs() <= 1e12 && value >= least && value <= most;
    if usable { Ok(()) } else { Err(CaseError::Value { field: field.to_owned(), value }) }
}
