//! The text after the `#`: settings, seed, language and example, never a person's data.
//!
//! `learning_rate=0.01&hidden=64,64&seed=7&lang=zh`: the long names of the terminal, `&` between pairs, in any order.
//! What is not named has its default; `hidden=` is a model without hidden layers. Links live long: names are never
//! reused for something else.

use crate::i18n::Language;
use crate::numeric::decimal;
use crate::session::Example;
use crate::training::Settings;

const LESSON: &str = "lesson=";

/// What a link says.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Link {
    /// The settings, with defaults for what is not named.
    pub settings: Settings,
    /// The language, if it is named.
    pub language: Option<Language>,
    /// The example, if it is named.
    pub example: Option<Example>,
    /// Whether single-key shortcuts are switched off.
    pub shortcuts_off: bool,
    /// Where a lesson is named: all parts as they stand, for the lab, which knows lessons. Of these, the ones about lessons
    /// (`lesson=4`, `hide=optimizer`) are written again.
    pub lesson: Vec<String>,
    /// Parts that mean nothing here (an unknown name, or a value outside of its bounds), as they stand.
    pub unknown: Vec<String>,
}

impl Link {
    /// Reads the text after the `#`. Never fails: what means nothing is kept in `unknown`.
    pub fn parse(hash: &str) -> Self {
        let mut link = Self::default();
        let parts = hash.trim_start_matches('#').split('&').filter(|part| !part.is_empty());
        if parts.clone().any(|part| part.starts_with(LESSON)) {
            link.lesson = parts.clone().map(|part| part.replace("%2C", ",").replace("%2c", ",")).collect();
        }
        for part in parts {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            // Commas arrive as %2C from programs that escape them.
            let value = value.replace("%2C", ",").replace("%2c", ",");
            if link.take(name, &value).is_none() {
                link.unknown.push(part.to_owned());
            }
        }
        link
    }

    fn take(&mut self, name: &str, value: &str) -> Option<()> {
        let mut settings = self.settings.clone();
        match name {
            "lang" => self.language = Some(Language::from_tag(value)?),
            "example" => self.example = Some(Example::from_id(value)?),
            "lesson" | "hide" => {}
            "shortcuts" => self.shortcuts_off = value == "off",
            _ => settings.set(name, value)?,
        }
        settings.check().ok()?;
        self.settings = settings;
        Some(())
    }

    /// Writes the text after the `#`: what differs from the defaults, in a fixed order, and always the language.
    pub fn format(&self) -> String {
        let (settings, default) = (&self.settings, Settings::default());
        let mut parts = Vec::new();
        let mut put = |differs: bool, name: &str, value: String| {
            if differs {
                parts.push(format!("{name}={value}"));
            }
        };
        let example = self.example.map_or("", Example::id);
        put(self.example.is_some_and(|example| example != Example::ALL[0]), "example", example.to_owned());
        put(settings.method != default.method, "method", settings.method.name().to_owned());
        put(settings.epochs != default.epochs, "epochs", settings.epochs.to_string());
        put(
            settings.learning_rate != default.learning_rate,
            "learning_rate",
            decimal::shortest(settings.learning_rate),
        );
        put(settings.batch_size != default.batch_size, "batch_size", settings.batch_size.to_string());
        put(settings.hidden != default.hidden, "hidden", format_hidden(&settings.hidden));
        put(settings.activation != default.activation, "activation", settings.activation.name().to_owned());
        put(
            settings.initialiser != default.initialiser,
            "initialiser",
            settings.initialiser.name().to_owned(),
        );
        put(settings.loss != default.loss, "loss", settings.loss.name().to_owned());
        put(settings.optimizer != default.optimizer, "optimizer", settings.optimizer.name().to_owned());
        put(settings.l1 != default.l1, "l1", decimal::shortest(settings.l1));
        put(settings.l2 != default.l2, "l2", decimal::shortest(settings.l2));
        put(settings.dropout != default.dropout, "dropout", decimal::shortest(settings.dropout));
        put(settings.patience.is_some(), "patience", settings.patience.unwrap_or(0).to_string());
        put(settings.seed != default.seed, "seed", settings.seed.to_string());
        put(self.shortcuts_off, "shortcuts", "off".to_owned());
        let language = self.language.map_or("", Language::tag);
        put(self.language.is_some(), "lang", language.to_owned());
        let about_lessons = |part: &&String| part.starts_with(LESSON) || part.starts_with("hide=");
        parts.extend(self.lesson.iter().filter(about_lessons).cloned());
        parts.join("&")
    }
}

fn format_hidden(hidden: &[u32]) -> String {
    hidden.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::{Activation, OptimizerKind};
    use crate::training::Method;

    #[test]
    fn the_link_of_the_documentation_means_what_it_says() {
        let link = Link::parse("learning_rate=0.01&hidden=64,64&seed=7&lang=zh");
        assert_eq!(link.settings.learning_rate, 0.01);
        assert_eq!(link.settings.hidden, [64, 64]);
        assert_eq!(link.settings.seed, 7);
        assert_eq!(link.language, Some(Language::Zh));
        assert_eq!(link.unknown, Vec::<String>::new());
    }

    #[test]
    fn every_setting_survives_the_way_there_and_back() {
        let settings = Settings {
            method: Method::Quick,
            epochs: 7,
            learning_rate: 0.03,
            batch_size: 5,
            hidden: vec![3, 200],
            activation: Activation::Tanh,
            optimizer: OptimizerKind::AdamW,
            l1: 0.0003,
            l2: 0.001,
            dropout: 0.25,
            patience: Some(4),
            seed: 4_000_000_000,
            ..Settings::default()
        };
        let link = Link {
            settings,
            language: Some(Language::En),
            example: Some(Example::Cars),
            shortcuts_off: true,
            lesson: vec!["lesson=4".to_owned(), "hide=optimizer,seed".to_owned()],
            unknown: Vec::new(),
        };
        let again = Link::parse(&link.format());
        // With a lesson, all parts are kept for the lab.
        assert!(link.lesson.iter().all(|part| again.lesson.contains(part)) && again.lesson.len() > 10);
        assert_eq!(again.format(), link.format());
        assert_eq!(Link { lesson: link.lesson.clone(), ..again }, link);
        let linear =
            Link { settings: Settings { hidden: Vec::new(), ..Settings::default() }, ..Link::default() };
        assert_eq!(linear.format(), "hidden=");
        assert_eq!(Link::parse(&linear.format()), linear);
    }

    #[test]
    fn what_means_nothing_is_named_and_changes_nothing() {
        let link = Link::parse("#epochs=-3&colour=red&learning_rate=NaN&seed=5");
        assert_eq!(link.unknown, ["epochs=-3", "colour=red", "learning_rate=NaN"]);
        assert_eq!(link.settings, Settings { seed: 5, ..Settings::default() });
    }

    #[test]
    fn no_text_breaks_it() {
        for hash in ["", "#", "&&&", "====", "hidden=,,", "hidden=99999999999", "lang", "%", "seed=🙂"] {
            let _ = Link::parse(hash);
        }
    }
}
