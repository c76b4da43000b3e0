//! The tables that come with the page.

use serde::{Deserialize, Serialize};

use crate::data::{DataSpec, Missing, Scaling, Span, SplitMethod, SplitSpec};

/// A table that comes with the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Example {
    /// Seventeen homes with batteries and photovoltaics in California, hourly.
    Homes,
    /// Electricity demand of Victoria, hourly.
    Demand,
    /// Price, generation and carbon intensity of Germany's grid, hourly.
    Grid,
    /// Cars and their CO₂ per kilometre.
    Cars,
    /// Rides of a bike-sharing system, hourly.
    Bikes,
    /// Concrete mixes and their strength.
    Concrete,
    /// Victoria on summer workdays at 15:00 above 20 °C: the rows of [`Example::Demand`] that are of December to
    /// February, of a workday, of 15:00 and warmer than 20 °C, with the day of the year in the place of the time. In these
    /// the demand is nearly a line of the temperature.
    Summer,
    /// The cars of [`Example::Cars`] with gaps that were made for a lesson: in every fifth row (the fourth, the ninth, …) the
    /// power was taken out.
    CarsWithGaps,
    /// Made up, as are all that follow (`scripts/made_up_data.py`): two clusters of points, −1 and +1.
    Clusters,
    /// A disc of +1 in a ring of −1.
    Circles,
    /// +1 where both coordinates have the same sign.
    Xor,
    /// Two arms of a spiral.
    Spirals,
    /// A height that rises with both coordinates.
    Plane,
}

impl Example {
    /// All of them, in the order of the menu; the first opens with the page.
    pub const ALL: [Self; 6] =
        [Self::Homes, Self::Demand, Self::Grid, Self::Cars, Self::Bikes, Self::Concrete];

    /// Those that only lessons and links open.
    pub const LESSONS: [Self; 2] = [Self::Summer, Self::CarsWithGaps];

    /// Those that were made up to try networks out on.
    pub const MADE_UP: [Self; 5] = [Self::Clusters, Self::Circles, Self::Xor, Self::Spirals, Self::Plane];

    /// All that can be opened.
    pub fn every() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().chain(Self::LESSONS).chain(Self::MADE_UP)
    }

    /// Whether nothing of it was measured.
    pub fn is_made_up(self) -> bool {
        Self::MADE_UP.contains(&self)
    }

    /// Its name in links, and its file's stem.
    pub fn id(self) -> &'static str {
        match self {
            Self::Homes => "homes_ca_2016",
            Self::Demand => "vic_elec_2014",
            Self::Grid => "grid_de_2018",
            Self::Cars => "cars_co2",
            Self::Bikes => "bike_dc_2012",
            Self::Concrete => "concrete_strength",
            Self::Summer => "vic_summer_15h",
            Self::CarsWithGaps => "cars_gaps",
            Self::Clusters => "made_up_clusters",
            Self::Circles => "made_up_circles",
            Self::Xor => "made_up_xor",
            Self::Spirals => "made_up_spirals",
            Self::Plane => "made_up_plane",
        }
    }

    /// The example of that name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::every().find(|example| example.id() == id)
    }

    /// Its file, relative to the page.
    pub fn path(self) -> String {
        format!("examples/{}.csv", self.id())
    }

    /// The choice of columns it opens with.
    pub fn spec(self) -> DataSpec {
        let (target, features): (&str, &[&str]) = match self {
            Self::Homes => ("load_kwh", &["temp_c"]),
            Self::Demand => ("demand_mw", &["temp_c", "workday"]),
            Self::Summer => ("demand_mw", &["temp_c"]),
            Self::Grid => ("intensity_g_kwh", &[]),
            Self::Clusters | Self::Circles | Self::Xor | Self::Spirals => ("class", &["x1", "x2"]),
            Self::Plane => ("height", &["x1", "x2"]),
            Self::Cars | Self::CarsWithGaps => (
                "co2_g_km",
                &[
                    "cylinders",
                    "displacement_l",
                    "power_kw",
                    "mass_kg",
                    "accel_0_60_s",
                    "model_year",
                    "origin",
                    "diesel",
                ],
            ),
            Self::Bikes => ("rentals", &["workingday", "holiday", "temp_c", "humidity_pct", "wind_kmh"]),
            Self::Concrete => (
                "strength_mpa",
                &[
                    "cement_kg_m3",
                    "slag_kg_m3",
                    "fly_ash_kg_m3",
                    "water_kg_m3",
                    "superplasticizer_kg_m3",
                    "coarse_agg_kg_m3",
                    "fine_agg_kg_m3",
                    "age_days",
                ],
            ),
        };
        let timed = matches!(self, Self::Homes | Self::Demand | Self::Grid | Self::Bikes);
        let method = if timed { SplitMethod::Chronological } else { SplitMethod::Random { seed: 1 } };
        DataSpec {
            targets: vec![target.to_owned()],
            features: features.iter().map(|&name| name.to_owned()).collect(),
            time: timed.then(|| "time".to_owned()),
            horizon: Span::DAY,
            categories: Vec::new(),
            missing: Missing::LeaveOut,
            season: false,
            scaling: Scaling::Standard,
            split: SplitSpec { method, ..SplitSpec::default() },
        }
    }
}
