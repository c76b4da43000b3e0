//! The carbon intensity of a grid where no column says it: a year's figure, and the shape of a day.
//!
//! Figures are of three bases that are not to be compared with each other (see [`Basis`]). Shapes are ratios of an hour's
//! intensity to its day's mean, by season and kind of day, of twelve European grids in 2018 to 2020 (computed from the
//! generation that ENTSO-E's Transparency Platform states; CC BY 4.0). Of no other grid a shape is known: there it is flat,
//! or another one's is taken and called hypothetical.

use serde::{Deserialize, Serialize};

use crate::data::CalendarPart;

const FIGURES: &str = include_str!("../../static/grid/intensity.csv");
const SHAPES: &str = include_str!("../../static/grid/profiles.csv");
/// Grids south of the equator have winter when those of the shapes have summer.
const SOUTHERN: [&str; 6] = ["AU", "ZA", "AR", "CL", "NZ", "BR"];
const HOURS: usize = 24;

/// What a year's figure counts. Figures of different bases differ by what they count and are not compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Basis {
    /// CO₂e over the life cycle, of what is generated there: Ember, through Our World in Data (CC BY 4.0).
    LifeCycle,
    /// Direct CO₂ of what is consumed there, with what provinces send each other: Ministry of Ecology and Environment and
    /// National Bureau of Statistics of China, announcement 47 of 2025.
    Consumed,
    /// Direct CO₂e of what is generated there: US EPA, eGRID2023.
    Generated,
}

/// What kind of place a figure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Level {
    /// All.
    World,
    /// A country or a grid that is counted as one.
    Country,
    /// A province of China.
    Province,
    /// A state of the United States.
    State,
}

/// A year's figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Its code, such as `DE`, `CN-GD`, `US-CA`.
    pub code: &'static str,
    /// What kind of place it is.
    pub level: Level,
    /// The mean intensity of the year, in g/kWh.
    pub g_per_kwh: f64,
    /// The year, where it is known.
    pub year: Option<u16>,
    /// What it counts.
    pub basis: Basis,
    /// Its name in English and in Chinese.
    pub names: [&'static str; 2],
}

/// All places, in the order of the table: the world, countries, provinces, states.
pub fn places() -> impl Iterator<Item = Place> {
    FIGURES.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let mut next = || cells.next();
        Some(Place {
            code: next()?,
            level: match next()? {
                "world" => Level::World,
                "country" => Level::Country,
                "province" => Level::Province,
                "state" => Level::State,
                _ => return None,
            },
            g_per_kwh: next()?.parse().ok()?,
            year: next()?.parse().ok(),
            basis: match next()? {
                "ember" => Basis::LifeCycle,
                "mee" => Basis::Consumed,
                "egrid" => Basis::Generated,
                _ => return None,
            },
            names: [next()?, next()?],
        })
    })
}

/// The place of that code.
pub fn place(code: &str) -> Option<Place> {
    places().find(|place| place.code == code)
}

/// The codes of the grids of which the shape of a day is known.
pub fn shapes() -> Vec<&'static str> {
    let mut codes: Vec<&str> = SHAPES.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    codes.dedup();
    codes
}

/// Each hour's intensity on a day as a ratio to the day's mean. `milliseconds` is a time of the day on the grid's own
/// clock; `southern` turns the seasons.
pub fn shape(code: &str, milliseconds: i64, southern: bool) -> Option<[f64; HOURS]> {
    let month = (CalendarPart::month(milliseconds) + if southern { 6 } else { 0 }) % 12;
    let season = ["winter", "spring", "summer", "autumn"][((month + 1) % 12 / 3) as usize];
    let day = if CalendarPart::weekday(milliseconds) >= 5 { "weekend" } else { "weekday" };
    let line = SHAPES.lines().find(|line| {
        let mut cells = line.split(',');
        cells.next() == Some(code) && cells.next() == Some(season) && cells.next() == Some(day)
    })?;
    let mut ratios = [0.0; HOURS];
    for (ratio, cell) in ratios.iter_mut().zip(line.split(',').skip(3)) {
        *ratio = cell.parse().ok()?;
    }
    Some(ratios)
}

/// A year's figure with the shape of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Yearly {
    /// The place of the figure, by its code.
    pub place: String,
    /// The grid of the shape; flat without one.
    pub shape: Option<String>,
}

impl Yearly {
    /// The figure with that grid's own shape, or a flat one where none is known.
    pub fn of(place: &str) -> Self {
        Self {
            place: place.to_owned(),
            shape: shapes().into_iter().find(|own| *own == place).map(str::to_owned),
        }
    }

    /// Whether the shape is of another grid than the figure: nothing like it was measured.
    pub fn is_hypothetical(&self) -> bool {
        self.shape.as_ref().is_some_and(|shape| *shape != self.place)
    }

    /// The intensity at a time in ms since 1970 on the grid's clock, in g/kWh. `None` for codes that do not exist.
    pub fn at(&self, milliseconds: i64) -> Option<f64> {
        let mean = place(&self.place)?.g_per_kwh;
        let Some(grid) = &self.shape else { return Some(mean) };
        let southern = SOUTHERN.contains(&self.place.as_str());
        let hour = milliseconds.rem_euclid(86_400_000) / 3_600_000;
        Some(mean * shape(grid, milliseconds, southern)?[hour as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The counts and a few figures of the sources, read there.
    #[test]
    fn all_places_are_read() {
        let count = |level| places().filter(|place| place.level == level).count();
        assert_eq!(
            [Level::World, Level::Country, Level::Province, Level::State].map(count),
            [1, 56, 30, 52],
            "of {} lines",
            FIGURES.lines().count()
        );
        let germany = place("DE").unwrap();
        assert_eq!((germany.g_per_kwh, germany.year, germany.basis), (329.6, Some(2025), Basis::LifeCycle));
        let beijing = place("CN-BJ").unwrap();
        assert_eq!((beijing.g_per_kwh, beijing.basis, beijing.names[1]), (555.4, Basis::Consumed, "北京"));
        assert_eq!(place("WORLD").unwrap().year, None);
        assert_eq!(place("US-CA").unwrap().basis, Basis::Generated);
        assert_eq!(place("XX"), None);
    }

    #[test]
    fn shapes_average_one_and_are_those_of_the_day() {
        assert_eq!(shapes().len(), 12);
        // 2018-10-15 was a Monday, 2018-10-20 a Saturday (a calendar).
        let (monday, saturday) = (1_539_561_600_000, 1_539_993_600_000);
        for code in shapes() {
            let ratios = shape(code, monday, false).unwrap();
            assert!((ratios.iter().sum::<f64>() / 24.0 - 1.0).abs() < 1e-3, "{code}");
        }
        // As the table has them.
        assert_eq!(shape("DE", monday, false).unwrap()[0], 0.9662);
        assert_eq!(shape("DE", saturday, false).unwrap()[0], 1.0359);
        // South of the equator October is as April, of which 2018-04-16 was a Monday.
        assert_eq!(shape("DE", monday, true), shape("DE", 1_523_836_800_000, false));
    }

    #[test]
    fn another_grids_shape_is_hypothetical() {
        let (own, flat) = (Yearly::of("DE"), Yearly::of("AU"));
        assert!(!own.is_hypothetical() && !flat.is_hypothetical());
        assert_eq!(flat.at(0), flat.at(12 * 3_600_000));
        let lent = Yearly { shape: Some("DE".to_owned()), ..flat };
        assert!(lent.is_hypothetical());
        assert_ne!(lent.at(0), lent.at(12 * 3_600_000));
        assert_eq!(Yearly::of("nowhere").at(0), None);
    }
}
