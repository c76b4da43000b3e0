//! What a teacher's link can hide of the page.

/// A control of the page that a link can hide (`hide=optimizer,activation`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hideable {
    /// The number of epochs.
    Epochs,
    /// The learning rate.
    LearningRate,
    /// Rows per step.
    BatchSize,
    /// The hidden layers and their units.
    Layers,
    /// The activation.
    Activation,
    /// The initial weights.
    Initialiser,
    /// The loss.
    Loss,
    /// The optimiser.
    Optimizer,
    /// L1, L2 and dropout.
    Regularisation,
    /// Early stopping and its patience.
    EarlyStopping,
    /// The seed.
    Seed,
    /// The choice of a table and of its columns.
    Data,
    /// The split.
    Split,
    /// The presets: one network or a recipe.
    Method,
}

impl Hideable {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 14] = [
        Self::Data,
        Self::Split,
        Self::Method,
        Self::Epochs,
        Self::LearningRate,
        Self::BatchSize,
        Self::Layers,
        Self::Activation,
        Self::Initialiser,
        Self::Loss,
        Self::Optimizer,
        Self::Regularisation,
        Self::EarlyStopping,
        Self::Seed,
    ];

    /// Its name in links.
    pub fn name(self) -> &'static str {
        match self {
            Self::Epochs => "epochs",
            Self::LearningRate => "learning_rate",
            Self::BatchSize => "batch_size",
            Self::Layers => "layers",
            Self::Activation => "activation",
            Self::Initialiser => "initialiser",
            Self::Loss => "loss",
            Self::Optimizer => "optimizer",
            Self::Regularisation => "regularisation",
            Self::EarlyStopping => "early_stopping",
            Self::Seed => "seed",
            Self::Data => "data",
            Self::Split => "split",
            Self::Method => "method",
        }
    }

    /// The control of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|control| control.name() == name)
    }
}
