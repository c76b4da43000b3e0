//! The lists of values as a person types them, and every combination of them.

use super::MOST_TRIALS;
use crate::numeric::decimal;
use crate::training::{Method, Setting, Settings};

/// A list of values that are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GridField {
    /// α.
    LearningRate,
    /// Units of the hidden layers.
    Hidden,
    /// Rows a step.
    BatchSize,
    /// λ of the squared weights.
    L2,
    /// The share of units that is left out.
    Dropout,
    /// How many seeds each combination is tried with.
    Seeds,
}

impl GridField {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 6] =
        [Self::LearningRate, Self::Hidden, Self::BatchSize, Self::L2, Self::Dropout, Self::Seeds];

    /// Its long name, as in links.
    pub fn name(self) -> &'static str {
        match self {
            Self::LearningRate => "learning_rate",
            Self::Hidden => "hidden",
            Self::BatchSize => "batch_size",
            Self::L2 => "l2",
            Self::Dropout => "dropout",
            Self::Seeds => "seeds",
        }
    }

    /// What settings have there, as a person writes it; `none` for no hidden layer.
    pub fn of(self, settings: &Settings) -> String {
        match self {
            Self::LearningRate => decimal::shortest(settings.learning_rate),
            Self::Hidden if settings.hidden.is_empty() => "none".to_owned(),
            Self::Hidden => settings.hidden.iter().map(u32::to_string).collect::<Vec<_>>().join("-"),
            Self::BatchSize => settings.batch_size.to_string(),
            Self::L2 => decimal::shortest(settings.l2),
            Self::Dropout => decimal::shortest(settings.dropout),
            Self::Seeds => settings.seed.to_string(),
        }
    }
}

/// Why a text is no list of values.
#[derive(Clone, Debug, PartialEq)]
pub enum GridError {
    /// A value is no number, or not within its bounds.
    NotANumber {
        /// Where.
        field: GridField,
        /// What stands there.
        text: String,
        /// The least and the largest value.
        bounds: (f64, f64),
    },
    /// A value names no layers.
    NotLayers {
        /// What stands there.
        text: String,
    },
    /// There is no value.
    Empty {
        /// Where.
        field: GridField,
    },
    /// More combinations than [`MOST_TRIALS`].
    TooMany(usize),
}

impl GridError {
    /// The field that it is about.
    pub fn field(&self) -> Option<GridField> {
        match self {
            Self::NotANumber { field, .. } | Self::Empty { field } => Some(*field),
            Self::NotLayers { .. } => Some(GridField::Hidden),
            Self::TooMany(_) => None,
        }
    }
}

/// The lists as they are typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid([String; 6]);

impl Default for Grid {
    /// A first look: three decades of α, and sizes from a line to twice the usual.
    fn default() -> Self {
        Self(["0.0003, 0.001, 0.003, 0.01", "none, 16, 64-64", "32", "0", "0", "1"].map(str::to_owned))
    }
}

impl Grid {
    /// What is typed in a field.
    pub fn text(&self, field: GridField) -> &str {
        &self.0[field as usize]
    }

    /// The same with another text in a field.
    pub fn with(&self, field: GridField, text: String) -> Self {
        let mut grid = self.clone();
        grid.0[field as usize] = text;
        grid
    }

    /// Every combination, each otherwise like `base`; those of several seeds count up from that of `base`.
    ///
    /// # Errors
    /// The first text that is no list of values, or too many combinations.
    pub fn trials(&self, base: &Settings) -> Result<Vec<Settings>, GridError> {
        let [rates, batches, penalties, dropouts, seeds] = [
            (GridField::LearningRate, Setting::LearningRate.bounds()),
            (GridField::BatchSize, Setting::BatchSize.bounds()),
            (GridField::L2, Setting::L2.bounds()),
            (GridField::Dropout, Setting::Dropout.bounds()),
            (GridField::Seeds, (1.0, 20.0)),
        ]
        .map(|(field, bounds)| self.numbers(field, bounds));
        let (rates, hidden, batches) = (rates?, self.layers()?, batches?);
        let (penalties, dropouts, seeds) = (penalties?, dropouts?, seeds?);
        let seeds = seeds.first().map_or(1, |&seeds| seeds as u64);
        let count =
            [rates.len(), hidden.len(), batches.len(), penalties.len(), dropouts.len(), seeds as usize]
                .iter()
                .product();
        if count > MOST_TRIALS {
            return Err(GridError::TooMany(count));
        }
        let mut trials = vec![Settings { method: Method::Network, ..base.clone() }];
        let mut each = |change: &dyn Fn(&Settings) -> Vec<Settings>| {
            trials = trials.iter().flat_map(change).collect();
        };
        each(&|own| hidden.iter().map(|hidden| Settings { hidden: hidden.clone(), ..own.clone() }).collect());
        each(&|own| rates.iter().map(|&learning_rate| Settings { learning_rate, ..own.clone() }).collect());
        each(&|own| {
            batches.iter().map(|&size| Settings { batch_size: size as u32, ..own.clone() }).collect()
        });
        each(&|own| penalties.iter().map(|&l2| Settings { l2, ..own.clone() }).collect());
        each(&|own| dropouts.iter().map(|&dropout| Settings { dropout, ..own.clone() }).collect());
        each(&|own| {
            (0..seeds).map(|more| Settings { seed: own.seed.wrapping_add(more), ..own.clone() }).collect()
        });
        Ok(trials)
    }

    fn values(&self, field: GridField) -> Result<Vec<&str>, GridError> {
        let text = self.text(field);
        let values: Vec<&str> = text
            .split(|letter: char| letter.is_whitespace() || ",;，；、".contains(letter))
            .filter(|value| !value.is_empty())
            .collect();
        if values.is_empty() { Err(GridError::Empty { field }) } else { Ok(values) }
    }

    fn numbers(&self, field: GridField, bounds: (f64, f64)) -> Result<Vec<f64>, GridError> {
        let whole = matches!(field, GridField::BatchSize | GridField::Seeds);
        let mut numbers = Vec::new();
        for text in self.values(field)? {
            let number = decimal::parse(text)
                .filter(|number| (bounds.0..=bounds.1).contains(number) && (!whole || number.fract() == 0.0));
            match number {
                // Twice the same would only be done twice.
                Some(number) if numbers.contains(&number) => {}
                Some(number) => numbers.push(number),
                None => return Err(GridError::NotANumber { field, text: text.to_owned(), bounds }),
            }
        }
        Ok(numbers)
    }

    fn layers(&self) -> Result<Vec<Vec<u32>>, GridError> {
        let mut all = Vec::new();
        for text in self.values(GridField::Hidden)? {
            let layers: Option<Vec<u32>> = if matches!(text, "none" | "0" | "无") {
                Some(Vec::new())
            } else {
                text.split(['-', '×', 'x']).map(|units| units.parse().ok()).collect()
            };
            let fits = |hidden: &Vec<u32>| {
                Settings { hidden: hidden.clone(), ..Settings::default() }.check().is_ok()
            };
            match layers.filter(fits) {
                Some(layers) if all.contains(&layers) => {}
                Some(layers) => all.push(layers),
                None => return Err(GridError::NotLayers { text: text.to_owned() }),
            }
        }
        Ok(all)
    }
}
