//! What a training cost: energy and carbon from the device's power, the seconds it ran, and the grid.
//!
//! energy = power · seconds · pue · runs / 3.6·10⁶, in kWh; carbon = energy · intensity, in g. Power is that of the processor
//! and the memory together. The terms are those of Lannelongue, Grealey & Inouye, *Green Algorithms* (2021): `pue` is the
//! data centre's overhead (1 at home), `runs` how often the same was run (their pragmatic scaling factor).
//!
//! A page cannot measure power. What it assumes is a value ([`DeviceClass::power_w`]) that a person sees and can change, and
//! the answer is a range.

use serde::{Deserialize, Serialize};

const JOULES_PER_KWH: f64 = 3.6e6;

/// A value with what it may lie between.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The least.
    pub low: f64,
    /// What is likely.
    pub typical: f64,
    /// The most.
    pub high: f64,
}

impl Estimate {
    /// One value that is known.
    pub fn exactly(value: f64) -> Self {
        Self { low: value, typical: value, high: value }
    }

    fn times(self, other: Self) -> Self {
        Self {
            low: self.low * other.low,
            typical: self.typical * other.typical,
            high: self.high * other.high,
        }
    }

    fn by(self, factor: f64) -> Self {
        self.times(Self::exactly(factor))
    }
}

/// What kind of device trains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceClass {
    /// A telephone or tablet.
    Phone,
    /// A portable computer.
    Laptop,
    /// A computer on or below a desk.
    Desktop,
}

impl DeviceClass {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Phone, Self::Laptop, Self::Desktop];

    /// The power that one busy core draws beyond an idle device's, in W. An assumption, not a measurement: from a
    /// processor that saves power to all of its design power.
    pub fn power_w(self) -> Estimate {
        match self {
            Self::Phone => Estimate { low: 1.0, typical: 3.0, high: 6.0 },
            Self::Laptop => Estimate { low: 4.0, typical: 15.0, high: 45.0 },
            Self::Desktop => Estimate { low: 15.0, typical: 65.0, high: 125.0 },
        }
    }
}

/// Everything that a footprint is computed from. Each is to be seen, and to be changed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assumptions {
    /// Of the processor, in W.
    pub power_w: Estimate,
    /// Of the memory, in W.
    pub memory_w: f64,
    /// How long it ran, in s.
    pub seconds: f64,
    /// Power usage effectiveness: all of the site's energy per energy of its computers, 1 at home.
    pub pue: f64,
    /// How often the same was run.
    pub runs: f64,
    /// The grid's carbon intensity, in g/kWh.
    pub intensity_g_per_kwh: Estimate,
}

impl Assumptions {
    /// One run at home on such a device.
    pub fn at_home(device: DeviceClass, seconds: f64, intensity_g_per_kwh: Estimate) -> Self {
        Self { power_w: device.power_w(), memory_w: 0.0, seconds, pue: 1.0, runs: 1.0, intensity_g_per_kwh }
    }

    /// The energy and carbon of these.
    pub fn footprint(&self) -> Footprint {
        let memory = self.memory_w;
        let power = self.power_w;
        let all =
            Estimate { low: power.low + memory, typical: power.typical + memory, high: power.high + memory };
        let energy_kwh = all.by(self.seconds * self.pue * self.runs / JOULES_PER_KWH);
        Footprint { energy_kwh, carbon_g: energy_kwh.times(self.intensity_g_per_kwh) }
    }
}

/// What a training cost.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Footprint {
    /// In kWh.
    pub energy_kwh: Estimate,
    /// In g.
    pub carbon_g: Estimate,
}

impl Footprint {
    /// After how many days of a plan that saves so much a day it is paid back; `None` where nothing is saved.
    pub fn payback_days(&self, saving_g_per_day: f64) -> Option<Estimate> {
        (saving_g_per_day > 0.0).then(|| self.carbon_g.by(1.0 / saving_g_per_day))
    }
}

/// A processor's power at a load from 0 to 1, in W, by its design power: tdp·(0.1 + 0.9·load³), as CodeCarbon estimates it.
pub fn power_at_load_w(tdp_w: f64, load: f64) -> f64 {
    tdp_w * (0.1 + 0.9 * load * load * load)
}

/// A processor's power where nothing is known but its design power, in W: half of it, as CodeCarbon estimates it.
pub fn power_without_load_w(tdp_w: f64) -> f64 {
    0.5 * tdp_w
}

/// The power of so many cores and so much memory, in W: cores · W per core · usage, and GB · W per GB (Lannelongue et al.
/// 2021, who take 0.3725 W/GB).
pub fn power_of_cores_w(cores: f64, tdp_per_core_w: f64, usage: f64, memory_gb: f64, w_per_gb: f64) -> f64 {
    cores * tdp_per_core_w * usage + memory_gb * w_per_gb
}
