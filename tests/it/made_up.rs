//! The made-up tables are what their script says they are, and tell networks apart as the page claims.

use greengrad::data::{Dataset, read_plain};
use greengrad::nn::Activation;
use greengrad::session::{Command, Event, Example, Go, Session};
use greengrad::training::Settings;

fn text(example: Example) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("static");
    std::fs::read_to_string(folder.join(example.path())).unwrap()
}

/// x1, x2, and the class or the height.
fn points(example: Example) -> Vec<[f64; 3]> {
    let table = read_plain(&text(example));
    let spec = example.spec();
    let columns = ["x1", "x2", &spec.targets[0]].map(|name| table.column(name).unwrap().numbers().unwrap());
    (0..table.rows()).map(|row| columns.map(|column| column[row])).collect()
}

fn classes(points: &[[f64; 3]]) -> (usize, usize) {
    let count = |class: f64| points.iter().filter(|point| point[2] == class).count();
    (count(1.0), count(-1.0))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn clusters_are_around_their_middles() {
    let points = points(Example::Clusters);
    assert_eq!(classes(&points), (250, 250));
    for sign in [-1.0, 1.0] {
        for axis in [0, 1] {
            let own: Vec<f64> = points.iter().filter(|own| own[2] == sign).map(|own| own[axis]).collect();
            let middle = mean(&own);
            let variance = mean(&own.iter().map(|x| (x - middle).powi(2)).collect::<Vec<_>>());
            // Three standard errors of 250 draws with standard deviation 1: 3/√250, and 3·√(2/250) of the variance.
            assert!((middle - 2.0 * sign).abs() < 0.19, "{middle}");
            assert!((variance - 1.0).abs() < 0.27, "{variance}");
        }
    }
}

#[test]
fn the_disc_is_inside_of_the_ring() {
    let points = points(Example::Circles);
    assert_eq!(classes(&points), (250, 250));
    for [x1, x2, class] in points {
        // Coordinates are rounded to three decimals.
        let distance = x1.hypot(x2);
        let within = if class > 0.0 { 0.0..2.501 } else { 3.499..5.001 };
        assert!(within.contains(&distance), "{class} at {distance}");
    }
}

#[test]
fn exclusive_or_is_the_sign_of_the_product() {
    let points = points(Example::Xor);
    assert_eq!(points.len(), 500);
    for [x1, x2, class] in &points {
        assert_eq!(*class, (x1 * x2).signum());
        assert!([x1, x2].iter().all(|x| (0.3..=5.3).contains(&x.abs())), "{x1} {x2}");
    }
    // All four quarters are there, a quarter of the rows each to three standard errors: 3·√(500·3/16).
    for signs in [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)] {
        let count = points.iter().filter(|own| (own[0].signum(), own[1].signum()) == signs).count();
        assert!((96..=154).contains(&count), "{signs:?}: {count}");
    }
}

#[test]
fn each_spiral_keeps_to_its_arm() {
    let points = points(Example::Spirals);
    assert_eq!(classes(&points), (250, 250));
    // Archimedes' spiral: the distance grows with the angle, 5 in 1.75 turns; the second arm is half a turn on.
    let arm = |class: f64, place: f64| {
        let angle =
            1.75 * place * std::f64::consts::TAU + if class > 0.0 { 0.0 } else { std::f64::consts::PI };
        (5.0 * place * angle.sin(), 5.0 * place * angle.cos())
    };
    let away = |point: &[f64; 3], class: f64| {
        let near = (0..2500).map(|step| {
            let (x1, x2) = arm(class, f64::from(step) / 2500.0);
            (point[0] - x1).hypot(point[1] - x2)
        });
        near.fold(f64::INFINITY, f64::min)
    };
    for point in &points {
        // Each coordinate is moved by 0.2 at most.
        assert!(away(point, point[2]) < 0.2 * std::f64::consts::SQRT_2 + 0.002, "{point:?}");
    }
    // Beyond the middle, where the arms meet, the other arm is farther.
    let outer: Vec<&[f64; 3]> = points.iter().filter(|own| own[0].hypot(own[1]) > 1.0).collect();
    assert!(outer.len() > 350 && outer.iter().all(|own| away(own, -own[2]) > away(own, own[2])));
}

#[test]
fn the_slope_rises_with_both() {
    let points = points(Example::Plane);
    assert_eq!(points.len(), 500);
    let noise: Vec<f64> = points.iter().map(|[x1, x2, height]| height - (x1 + x2) / 10.0).collect();
    let spread = mean(&noise.iter().map(|own| own * own).collect::<Vec<_>>()).sqrt();
    // Three standard errors of 500 draws: 3·0.1/√500, and 3·0.1/√1000.
    assert!(mean(&noise).abs() < 0.0134 && (spread - 0.1).abs() < 0.0095, "{} {spread}", mean(&noise));
    assert!(points.iter().all(|own| own[0].abs() <= 6.0 && own[1].abs() <= 6.0));
}

/// The share of test rows whose class is told by the sign of the prediction.
fn told(example: Example, settings: Settings) -> f64 {
    let mut session = Session::new();
    session.example(1, String::new(), &text(example));
    let dataset = Dataset::new(session.table().unwrap().clone(), &example.spec()).unwrap();
    session.command(Command::Prepare { request: 2, spec: example.spec() });
    session.command(Command::Train { run: 3, settings, go: Go::ToTheEnd });
    loop {
        for event in session.work(&mut || true, false) {
            if let Event::Ended { report, .. } = event {
                let predicted = &report.predictions.values[0];
                let actual: Vec<f64> =
                    dataset.split.test.iter().map(|&row| dataset.targets[(row, 0)]).collect();
                assert_eq!((predicted.len(), actual.len()), (100, 100));
                let right =
                    predicted.iter().zip(&actual).filter(|(own, class)| own.signum() == class.signum());
                return right.count() as f64 / 100.0;
            }
        }
        assert!(session.is_busy(), "the run did not end");
    }
}

/// A line tells two clusters, and nothing else; a few bends tell the disc and the exclusive or; the spirals take more.
#[test]
fn networks_tell_them_as_the_page_says() {
    let line = Settings { hidden: Vec::new(), learning_rate: 0.01, batch_size: 10, ..Settings::default() };
    let bent = |hidden: &[u32], epochs: u32| Settings {
        hidden: hidden.to_vec(),
        epochs,
        activation: Activation::Tanh,
        ..line.clone()
    };
    assert!(told(Example::Clusters, line.clone()) >= 0.98);
    for example in [Example::Circles, Example::Xor, Example::Spirals] {
        assert!(told(example, line.clone()) < 0.75, "{}", example.id());
    }
    assert!(told(Example::Circles, bent(&[4, 2], 100)) >= 0.98);
    assert!(told(Example::Xor, bent(&[4, 2], 100)) >= 0.95);
    assert!(told(Example::Spirals, bent(&[8, 8], 300)) >= 0.95);
}
