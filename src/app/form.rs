//! The number fields of the model: what stands in them, and the settings they mean.

use crate::numeric::{self, decimal};
use crate::training::{Setting, Settings, SettingsError};

/// A field of the model that holds a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Epochs.
    Epochs,
    /// α.
    LearningRate,
    /// Rows per step.
    BatchSize,
    /// λ₁.
    L1,
    /// λ₂.
    L2,
    /// The share of units left out.
    Dropout,
    /// Epochs without a better validation loss.
    Patience,
    /// The seed.
    Seed,
}

/// A field whose text is not a value it can have.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldError {
    /// Which field.
    pub field: Field,
    /// What stands in it.
    pub text: String,
    /// The least value.
    pub least: f64,
    /// The largest value.
    pub most: f64,
}

/// Valid settings, and the texts that are not (yet) valid.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SettingsForm {
    /// The last valid settings.
    pub settings: Settings,
    /// Texts that cannot be used, a field at most once.
    pub errors: Vec<FieldError>,
}

/// Patience where early stopping is switched on.
pub const DEFAULT_PATIENCE: u32 = 10;

impl Field {
    /// The least and largest value.
    pub fn bounds(self) -> (f64, f64) {
        match self {
            Self::Epochs => Setting::Epochs.bounds(),
            Self::LearningRate => Setting::LearningRate.bounds(),
            Self::BatchSize => Setting::BatchSize.bounds(),
            Self::L1 => Setting::L1.bounds(),
            Self::L2 => Setting::L2.bounds(),
            Self::Dropout => Setting::Dropout.bounds(),
            Self::Patience => Setting::Patience.bounds(),
            Self::Seed => (0.0, f64::from(u32::MAX)),
        }
    }
}

impl SettingsForm {
    /// Settings that are known to be within their bounds.
    ///
    /// # Errors
    /// The first setting that is not.
    pub fn new(settings: Settings) -> Result<Self, SettingsError> {
        settings.check()?;
        Ok(Self { settings, errors: Vec::new() })
    }

    /// The text that a field shows.
    pub fn text(&self, field: Field) -> String {
        if let Some(error) = self.error(field) {
            return error.text.clone();
        }
        let settings = &self.settings;
        match field {
            Field::Epochs => settings.epochs.to_string(),
            Field::LearningRate => decimal::shortest(settings.learning_rate),
            Field::BatchSize => settings.batch_size.to_string(),
            Field::L1 => decimal::shortest(settings.l1),
            Field::L2 => decimal::shortest(settings.l2),
            Field::Dropout => decimal::shortest(settings.dropout),
            Field::Patience => settings.patience.unwrap_or(DEFAULT_PATIENCE).to_string(),
            Field::Seed => settings.seed.to_string(),
        }
    }

    /// What is wrong with a field.
    pub fn error(&self, field: Field) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == field)
    }

    /// A person typed `text`. Keeps the text as it is where it is no value of the field.
    pub fn edit(&mut self, field: Field, text: String) {
        self.errors.retain(|error| error.field != field);
        let (least, most) = field.bounds();
        let whole = matches!(field, Field::Epochs | Field::BatchSize | Field::Patience | Field::Seed);
        let value = numeric::typed(&text).filter(|value| (least..=most).contains(value));
        match value.filter(|value| !whole || value.fract() == 0.0) {
            Some(value) => self.set(field, value),
            None => self.errors.push(FieldError { field, text, least, most }),
        }
    }

    fn set(&mut self, field: Field, value: f64) {
        let settings = &mut self.settings;
        match field {
            Field::Epochs => settings.epochs = value as u32,
            Field::LearningRate => settings.learning_rate = value,
            Field::BatchSize => settings.batch_size = value as u32,
            Field::L1 => settings.l1 = value,
            Field::L2 => settings.l2 = value,
            Field::Dropout => settings.dropout = value,
            Field::Patience => settings.patience = Some(value as u32),
            Field::Seed => settings.seed = value as u64,
        }
    }

    /// How many units a layer can have, and how many layers there can be.
    pub fn add_layer(&mut self) {
        let (_, most) = Setting::HiddenLayers.bounds();
        if (self.settings.hidden.len() as f64) < most {
            let units = self.settings.hidden.last().copied().unwrap_or(64);
            self.settings.hidden.push(units);
        }
    }

    /// Takes a hidden layer away.
    pub fn remove_layer(&mut self, index: usize) {
        if index < self.settings.hidden.len() {
            self.settings.hidden.remove(index);
        }
    }

    /// Gives a hidden layer so many units, within the bounds.
    pub fn set_units(&mut self, index: usize, units: u32) {
        let (least, most) = Setting::HiddenUnits.bounds();
        if let Some(layer) = self.settings.hidden.get_mut(index) {
            *layer = units.clamp(least as u32, most as u32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_no_value_is_kept_and_changes_nothing() {
        let mut form = SettingsForm::default();
        form.edit(Field::Epochs, "1e9".to_owned());
        assert_eq!(form.settings.epochs, 100);
        assert_eq!(form.text(Field::Epochs), "1e9");
        form.edit(Field::Epochs, "2.5".to_owned());
        assert!(form.error(Field::Epochs).is_some());
        form.edit(Field::Epochs, " 20 ".to_owned());
        assert_eq!((form.settings.epochs, form.errors.len()), (20, 0));
    }

    #[test]
    fn full_width_digits_are_digits() {
        let mut form = SettingsForm::default();
        form.edit(Field::LearningRate, "０．０１".to_owned());
        assert_eq!(form.settings.learning_rate, 0.01);
        form.edit(Field::LearningRate, "0,03".to_owned());
        assert_eq!(form.settings.learning_rate, 0.03);
    }

    #[test]
    fn not_a_number_is_refused() {
        let mut form = SettingsForm::default();
        for text in ["NaN", "inf", "-1", "", "abc"] {
            form.edit(Field::LearningRate, text.to_owned());
            assert!(form.error(Field::LearningRate).is_some(), "{text}");
        }
        assert_eq!(form.settings.learning_rate, 0.001);
    }
}
