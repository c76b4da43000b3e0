//! Everything about a run that a person can set. Raw values; [`Settings::check`] makes sure of them.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::nn::{Activation, Initialiser, Loss, OptimizerKind, Penalty};
use crate::numeric::decimal;

/// What is trained.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// One network, by the settings.
    #[default]
    Network,
    /// The recipe of an ensemble and a gate; where there is time, of two views of the past.
    Recommended,
    /// The same with fewer networks, at about half the cost.
    Quick,
}

impl Method {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::Recommended, Self::Quick, Self::Network];

    /// The name in links and in the terminal.
    pub fn name(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Recommended => "recommended",
            Self::Quick => "quick",
        }
    }

    /// The method of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }
}

/// The settings of a run. The default is the *Article* preset: Dense 64 ReLU, Dense 64 ReLU, Dense out; Adam 0.001;
/// mean squared error; 100 epochs; batch 32; no early stopping.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
// A file that was written before a setting was there has its default.
#[serde(default)]
pub struct Settings {
    /// What is trained. Of all that follows, a recipe takes only the seed.
    pub method: Method,
    /// Full passes over the training rows.
    pub epochs: u32,
    /// The step size α.
    pub learning_rate: f64,
    /// Rows per step.
    pub batch_size: u32,
    /// Units of each hidden layer; none makes a linear model.
    pub hidden: Vec<u32>,
    /// The activation of the hidden layers.
    pub activation: Activation,
    /// How initial weights are drawn.
    pub initialiser: Initialiser,
    /// What is minimised.
    pub loss: Loss,
    /// How a gradient becomes a step.
    pub optimizer: OptimizerKind,
    /// λ₁: adds λ₁·Σ|w| over the weights (not the biases) to the loss, with every optimiser.
    pub l1: f64,
    /// λ₂: adds λ₂/2·Σw² over the weights (not the biases) to the loss; with AdamW the decoupled weight decay.
    pub l2: f64,
    /// The share of hidden units left out at random in each step.
    pub dropout: f64,
    /// Stop after so many epochs without a better validation loss, and restore the best weights. `None`: never.
    pub patience: Option<u32>,
    /// The seed of weights, shuffles and dropout.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            method: Method::Network,
            epochs: 100,
            learning_rate: 0.001,
            batch_size: 32,
            hidden: vec![64, 64],
            activation: Activation::Relu,
            initialiser: Initialiser::GlorotUniform,
            loss: Loss::MeanSquaredError,
            optimizer: OptimizerKind::Adam,
            l1: 0.0,
            l2: 0.0,
            dropout: 0.0,
            patience: None,
            seed: 1,
        }
    }
}

impl Settings {
    /// The long names of all settings, as links, lessons and the terminal write them.
    pub const NAMES: [&str; 14] = [
        "method",
        "epochs",
        "learning_rate",
        "batch_size",
        "hidden",
        "activation",
        "initialiser",
        "loss",
        "optimizer",
        "l1",
        "l2",
        "dropout",
        "patience",
        "seed",
    ];

    /// Sets the setting of a long name from text. `None`: there is no such setting, or that is no value of it. Bounds are
    /// a matter of [`Settings::check`].
    pub fn set(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "method" => self.method = Method::from_name(value)?,
            "epochs" => self.epochs = value.parse().ok()?,
            "learning_rate" => self.learning_rate = decimal::parse(value)?,
            "batch_size" => self.batch_size = value.parse().ok()?,
            "hidden" => self.hidden = parse_hidden(value)?,
            "activation" => self.activation = value.parse().ok()?,
            "initialiser" => self.initialiser = value.parse().ok()?,
            "loss" => self.loss = value.parse().ok()?,
            "optimizer" => self.optimizer = value.parse().ok()?,
            "l1" => self.l1 = decimal::parse(value)?,
            "l2" => self.l2 = decimal::parse(value)?,
            "dropout" => self.dropout = decimal::parse(value)?,
            "patience" if value == "none" => self.patience = None,
            "patience" => self.patience = Some(value.parse().ok()?),
            "seed" => self.seed = value.parse().ok()?,
            _ => return None,
        }
        Some(())
    }
}

/// `64,64` → the units of each layer; the empty text, or `none`, is no hidden layer.
pub fn parse_hidden(text: &str) -> Option<Vec<u32>> {
    if matches!(text, "" | "none") {
        return Some(Vec::new());
    }
    text.split(',').map(|units| units.trim().parse().ok()).collect()
}

/// A setting outside its bounds.
#[derive(Clone, Debug, PartialEq, Error, Serialize, Deserialize)]
#[error("{setting} is {value}; it must be from {least} to {most}")]
pub struct SettingsError {
    /// Which setting.
    pub setting: Setting,
    /// What it was.
    pub value: f64,
    /// The least value.
    pub least: f64,
    /// The largest value.
    pub most: f64,
}

/// The numeric settings, by their long names (terminal, link and error messages).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// [`Settings::epochs`]
    Epochs,
    /// [`Settings::learning_rate`]
    LearningRate,
    /// [`Settings::batch_size`]
    BatchSize,
    /// [`Settings::hidden`]: the number of layers.
    HiddenLayers,
    /// [`Settings::hidden`]: the units of a layer.
    HiddenUnits,
    /// [`Settings::l1`]
    L1,
    /// [`Settings::l2`]
    L2,
    /// [`Settings::dropout`]
    Dropout,
    /// [`Settings::patience`]
    Patience,
}

impl Setting {
    /// Its long name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Epochs => "epochs",
            Self::LearningRate => "learning_rate",
            Self::BatchSize => "batch_size",
            Self::HiddenLayers => "hidden_layers",
            Self::HiddenUnits => "hidden_units",
            Self::L1 => "l1",
            Self::L2 => "l2",
            Self::Dropout => "dropout",
            Self::Patience => "patience",
        }
    }

    /// The least and the largest value.
    pub fn bounds(self) -> (f64, f64) {
        match self {
            Self::Epochs => (1.0, 10_000.0),
            Self::LearningRate => (1e-6, 100.0),
            Self::BatchSize => (1.0, 65_536.0),
            Self::HiddenLayers => (0.0, 8.0),
            Self::HiddenUnits => (1.0, 1024.0),
            Self::L1 | Self::L2 => (0.0, 10.0),
            Self::Dropout => (0.0, 0.9),
            Self::Patience => (1.0, 10_000.0),
        }
    }
}

impl std::fmt::Display for Setting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// Settings that are known to be within their bounds. Only [`Settings::check`] makes one.
#[derive(Clone, Debug, PartialEq)]
pub struct Config(Settings);

impl Config {
    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.0
    }
}

impl Settings {
    /// What large weights cost.
    pub fn penalty(&self) -> Penalty {
        Penalty { l1: self.l1, l2: self.l2 }
    }

    /// Makes sure that every value is finite and within its bounds.
    ///
    /// # Errors
    /// The first setting that is not.
    pub fn check(&self) -> Result<Config, SettingsError> {
        let within = |setting: Setting, value: f64| {
            let (least, most) = setting.bounds();
            if (least..=most).contains(&value) {
                Ok(())
            } else {
                Err(SettingsError { setting, value, least, most })
            }
        };
        within(Setting::Epochs, f64::from(self.epochs))?;
        within(Setting::LearningRate, self.learning_rate)?;
        within(Setting::BatchSize, f64::from(self.batch_size))?;
        within(Setting::HiddenLayers, self.hidden.len() as f64)?;
        for &units in &self.hidden {
            within(Setting::HiddenUnits, f64::from(units))?;
        }
        within(Setting::L1, self.l1)?;
        within(Setting::L2, self.l2)?;
        within(Setting::Dropout, self.dropout)?;
        if let Some(patience) = self.patience {
            within(Setting::Patience, f64::from(patience))?;
        }
        Ok(Config(self.clone()))
    }
}
