//! What a view shows of a row: the calendar, what is known ahead, and the target's past.

use crate::data::{CalendarPart, Rhythm, Series, Span};

/// Harmonics of the hour.
const HARMONICS: u32 = 3;
pub(super) const MS_PER_YEAR: i64 = 31_556_952_000;

/// One number that a view shows of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// sin(k·2π·hour/24), or cos.
    Hour {
        /// k.
        harmonic: u32,
        /// Whether it is the cosine.
        cosine: bool,
    },
    /// 1 on Saturday and Sunday.
    Weekend,
    /// 1 on this day of the week, Monday 0.
    Weekday(i64),
    /// sin(2π·share of the year gone by), or cos.
    Season {
        /// Whether it is the cosine.
        cosine: bool,
    },
    /// A feature that is known ahead, by its place among the inputs' features.
    Known(usize),
    /// The same feature so many steps before; the present one where the table has none.
    KnownBefore {
        /// Its place among the inputs' features.
        feature: usize,
        /// Steps of the grid.
        steps: usize,
    },
    /// The target's past: the first of these looks that finds a value.
    Past(Vec<Look>),
}

/// A look at the past, counted in steps of the grid from the row itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The value so many steps before.
    Before(usize),
    /// The mean of the values from so many steps before to before that many; of those that are there.
    Mean {
        /// The first step that counts.
        from: usize,
        /// The first that does not.
        to: usize,
    },
    /// The mean of so many values that are a cycle apart; of those that are there.
    Comb {
        /// The first.
        from: usize,
        /// Steps between two.
        every: usize,
        /// How many.
        count: usize,
    },
}

impl Look {
    /// What it finds from a place of the grid; NaN for nothing.
    pub(super) fn value(self, series: &Series, place: usize) -> f64 {
        match self {
            Self::Before(steps) => series.before(place, steps),
            Self::Mean { from, to } => series.mean(place, from, to),
            Self::Comb { from, every, count } => series.comb(place, from, every, count),
        }
    }

    fn name(self, span: &dyn Fn(usize) -> Span) -> String {
        match self {
            Self::Before(steps) => format!("−{}", span(steps)),
            Self::Mean { from, to } => format!("mean −{} to −{}", span(from), span(to)),
            Self::Comb { every, count, .. } => format!("mean of {count} × −{}", span(every)),
        }
    }
}

/// The first look that finds a value.
pub(super) fn first(looks: &[Look], series: &Series, place: usize) -> f64 {
    looks.iter().map(|look| look.value(series, place)).find(|value| !value.is_nan()).unwrap_or(f64::NAN)
}

impl Shown {
    /// The hour in harmonics (where steps are shorter than a day), the days of the week, and the season where there are
    /// years enough.
    pub(super) fn calendar(hours: bool, seasons: bool) -> Vec<Self> {
        let mut all = Vec::new();
        if hours {
            for harmonic in 1..=HARMONICS {
                all.extend([false, true].map(|cosine| Self::Hour { harmonic, cosine }));
            }
        }
        all.push(Self::Weekend);
        // Sunday is a day of the weekend that is not Saturday.
        all.extend((0..6).map(Self::Weekday));
        if seasons {
            all.extend([false, true].map(|cosine| Self::Season { cosine }));
        }
        all
    }

    /// Its name. `feature` names the inputs' features, `target` the target, `span` is so many steps as a span of time.
    pub fn name(
        &self,
        feature: &dyn Fn(usize) -> String,
        target: &str,
        span: &dyn Fn(usize) -> Span,
    ) -> String {
        let wave = |cosine: bool| if cosine { "cos" } else { "sin" };
        match self {
            Self::Hour { harmonic, cosine } => format!("hour_{}{harmonic}", wave(*cosine)),
            Self::Weekend => "weekend".to_owned(),
            Self::Weekday(day) => {
                const NAMES: [&str; 7] =
                    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
                NAMES[day.rem_euclid(7) as usize].to_owned()
            }
            Self::Season { cosine } => format!("season_{}", wave(*cosine)),
            Self::Known(place) => feature(*place),
            Self::KnownBefore { feature: place, steps } => format!("{} −{}", feature(*place), span(*steps)),
            Self::Past(looks) => {
                let look = looks.first().map(|look| look.name(span)).unwrap_or_default();
                format!("{target} {look}")
            }
        }
    }

    /// A part of the calendar at a time in ms since 1970; `None` for what is none.
    pub(super) fn at(&self, milliseconds: i64) -> Option<f64> {
        let wave = |angle: f64, cosine: bool| if cosine { libm::cos(angle) } else { libm::sin(angle) };
        match self {
            Self::Hour { harmonic, cosine } => {
                Some(wave(f64::from(*harmonic) * CalendarPart::angle_of_hour(milliseconds), *cosine))
            }
            Self::Weekend => Some(CalendarPart::Weekend.value(milliseconds)),
            Self::Weekday(day) => Some(f64::from(u8::from(CalendarPart::weekday(milliseconds) == *day))),
            Self::Season { cosine } => {
                let share = milliseconds.rem_euclid(MS_PER_YEAR) as f64 / MS_PER_YEAR as f64;
                Some(wave(share * std::f64::consts::TAU, *cosine))
            }
            Self::Known(_) | Self::KnownBefore { .. } | Self::Past(_) => None,
        }
    }
}

/// The mean of the long cycle before, which the relative view subtracts.
pub fn level(rhythm: Rhythm) -> Vec<Look> {
    let Rhythm { near, long, .. } = rhythm;
    vec![Look::Mean { from: near, to: near + long }, Look::Before(near)]
}

/// What the views show of the target's past, in their order. The second one ([`SECOND`]) is the relative view's alone.
pub(super) fn past(rhythm: Rhythm) -> Vec<Shown> {
    let Rhythm { horizon, cycle, near, far, long } = rhythm;
    let teeth = (long / cycle).max(3);
    let or_near = |look: Look| Shown::Past(vec![look, Look::Before(near)]);
    let mut all = vec![Shown::Past(vec![Look::Before(near)]), or_near(Look::Before(near + cycle))];
    if far != near {
        all.push(Shown::Past(vec![Look::Before(far)]));
    }
    all.push(or_near(Look::Comb { from: near, every: cycle, count: teeth }));
    all.push(or_near(Look::Mean { from: near, to: near + cycle }));
    if rhythm.last().is_some() {
        let mean = Look::Mean { from: horizon, to: horizon + cycle };
        all.push(or_near(Look::Before(horizon)));
        all.push(Shown::Past(vec![mean, Look::Before(horizon), Look::Before(near)]));
    }
    all
}

/// Where in the list of the past the second near value stands.
pub(super) const SECOND: usize = 1;
