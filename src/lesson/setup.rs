//! How a lesson sets the page up.

use crate::data::{DataSpec, Scaling, Span, SplitMethod};
use crate::session::Example;
use crate::training::Settings;

use super::error::{Fault, LessonError};
use super::facts::{SplitName, parse_missing};

/// The table, the settings and the choice of data that a lesson begins with.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// The table.
    pub example: Example,
    /// The settings: the defaults, but for what the lesson names.
    pub settings: Settings,
    /// The choice of columns and split: the example's, but for what the lesson names.
    pub spec: DataSpec,
}

impl Setup {
    /// Reads `key = value` lines, of which the first is line `first` of the file.
    pub(super) fn parse(text: &str, first: u32) -> Result<Self, LessonError> {
        let mut setup: Option<Self> = None;
        let mut keys: Vec<&str> = Vec::new();
        for (number, line) in (first..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let (key, value) =
                line.split_once('=').ok_or_else(|| Fault::NotAPair(line.to_owned()).at(number))?;
            let (key, value) = (key.trim(), value.trim());
            if keys.contains(&key) {
                return Err(Fault::RepeatedKey(key.to_owned()).at(number));
            }
            keys.push(key);
            let bad = || Fault::BadValue { key: key.to_owned(), value: value.to_owned() }.at(number);
            match &mut setup {
                None if key == "example" => {
                    let example = Example::from_id(value).ok_or_else(bad)?;
                    setup = Some(Self { example, settings: Settings::default(), spec: example.spec() });
                }
                None => return Err(Fault::NoExample.at(number)),
                Some(setup) => match setup.set(key, value) {
                    Set::Done => {}
                    Set::BadValue => return Err(bad()),
                    Set::UnknownKey => return Err(Fault::UnknownKey(key.to_owned()).at(number)),
                },
            }
        }
        setup.ok_or_else(|| Fault::NoExample.at(first))
    }

    fn set(&mut self, key: &str, value: &str) -> Set {
        match self.set_data(key, value) {
            Set::UnknownKey => {}
            done => return done,
        }
        let mut settings = self.settings.clone();
        if !Settings::NAMES.contains(&key) {
            return Set::UnknownKey;
        }
        if settings.set(key, value).is_none() || settings.check().is_err() {
            return Set::BadValue;
        }
        self.settings = settings;
        Set::Done
    }

    fn set_data(&mut self, key: &str, value: &str) -> Set {
        fn put<T>(to: &mut T, value: Option<T>) -> Set {
            match value {
                Some(value) => {
                    *to = value;
                    Set::Done
                }
                None => Set::BadValue,
            }
        }
        let list = || -> Option<Vec<String>> {
            let names: Vec<String> = value.split(',').map(|name| name.trim().to_owned()).collect();
            names.iter().all(|name| !name.is_empty()).then_some(names)
        };
        let share = |most: f64| value.parse::<f64>().ok().filter(|share| (0.0..=most).contains(share));
        let spec = &mut self.spec;
        match key {
            "target" => put(&mut spec.targets, list()),
            "features" if value == "none" => put(&mut spec.features, Some(Vec::new())),
            "features" => put(&mut spec.features, list()),
            "categories" => put(&mut spec.categories, list()),
            "time" if value == "none" => put(&mut spec.time, Some(None)),
            "time" => put(&mut spec.time, (!value.is_empty()).then(|| Some(value.to_owned()))),
            "horizon" => put(&mut spec.horizon, Span::parse(value)),
            "split" => {
                let method = match SplitName::from_name(value) {
                    Some(SplitName::Chronological) => Some(SplitMethod::Chronological),
                    // As the page draws them.
                    Some(SplitName::Random) => Some(SplitMethod::Random { seed: 1 }),
                    Some(SplitName::Hash) => Some(SplitMethod::Hash),
                    Some(SplitName::Group) | None => None,
                };
                put(&mut spec.split.method, method)
            }
            "test_share" => put(&mut spec.split.test_share, share(0.9)),
            "validation_share" => put(&mut spec.split.validation_share, share(0.9)),
            "missing" => put(&mut spec.missing, parse_missing(value)),
            "scaling" => put(&mut self.spec.scaling, Scaling::from_name(value)),
            _ => Set::UnknownKey,
        }
    }
}

enum Set {
    Done,
    BadValue,
    UnknownKey,
}
