//! Three epochs of every activation and optimiser: the weights' fingerprints must be those of this file on every
//! platform. They were written by this code on x86-64; what is tested is that a browser (and any other machine) gets
//! the same bits, so a change of the arithmetic changes them everywhere at once, on purpose.

use greengrad::data::{DataSpec, Missing, Scaling, Span, SplitMethod, SplitSpec};
use greengrad::nn::{Activation, Loss, OptimizerKind};
use greengrad::session::{Command, Event, Go, Session};
use greengrad::training::Settings;

const TABLE: &str = include_str!("../../static/examples/cars_co2.csv");

/// A fingerprint for each activation, optimiser and loss in turn.
pub fn fingerprints() -> Vec<String> {
    let base = Settings { epochs: 3, hidden: vec![16, 16], dropout: 0.1, l2: 0.001, ..Settings::default() };
    let activations = Activation::ALL.iter().map(|&activation| Settings { activation, ..base.clone() });
    let optimizers = OptimizerKind::ALL.iter().map(|&optimizer| Settings { optimizer, ..base.clone() });
    let losses = Loss::ALL.iter().map(|&loss| Settings { loss, ..base.clone() });
    activations.chain(optimizers).chain(losses).map(fingerprint).collect()
}

fn fingerprint(settings: Settings) -> String {
    let mut session = Session::new();
    session.example(1, "cars.csv".to_owned(), TABLE);
    let names = ["cylinders", "power_kw", "mass_kg", "model_year", "origin"];
    let spec = DataSpec {
        targets: vec!["co2_g_km".to_owned()],
        features: names.map(str::to_owned).to_vec(),
        time: None,
        horizon: Span::DAY,
        categories: Vec::new(),
        missing: Missing::LeaveOut,
        season: false,
        scaling: Scaling::Standard,
        split: SplitSpec { method: SplitMethod::Random { seed: 5 }, ..SplitSpec::default() },
    };
    session.command(Command::Prepare { request: 2, spec });
    session.command(Command::Train { run: 3, settings, go: Go::ToTheEnd });
    loop {
        for event in session.work(&mut || true, false) {
            if let Event::Ended { report, .. } = event {
                return format!("{:08x}", report.fingerprint);
            }
        }
        assert!(session.is_busy(), "the run did not end");
    }
}

/// What they were when this was written.
pub const EXPECTED: &str = include_str!("fingerprints.txt");
