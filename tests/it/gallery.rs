//! The gallery is the test: each chart compared with a committed SVG. On a difference a `…-changed.svg` is left beside it
//! to be looked at; `GALLERY_ACCEPT=1 cargo test --test it gallery` takes it over.

use std::path::Path;
use std::rc::Rc;

use greengrad::plot::{Axis, Chart, Ink, Mark, Marker, Scale, Series, Style, Theme, svg};

const MONDAY_MS: f64 = 1_495_411_200_000.0;
const HOUR_MS: f64 = 3_600_000.0;

fn line(label: &str, ink: Ink, points: impl Iterator<Item = (f64, f64)>) -> Series {
    Series { label: label.to_owned(), ink, mark: Mark::Line, points: points.collect::<Rc<[_]>>() }
}

fn loss(words: [&str; 5]) -> Chart {
    let curve = |from: f64, to: f64| {
        (0..=60).map(move |epoch| (f64::from(epoch), to + (from - to) * 0.88_f64.powi(epoch)))
    };
    let mut x = Axis::new(words[0], Scale::Count);
    x.range = Some((0.0, 100.0));
    Chart {
        title: words[4].to_owned(),
        x,
        y: Axis::new(words[1], Scale::Log),
        series: vec![
            line(
                "ghost",
                Ink::Ghost,
                (1..=100).map(|epoch| (f64::from(epoch), 0.3 + 0.5 / f64::from(epoch))),
            ),
            line(words[2], Ink::Model, curve(1.0, 0.02)),
            line(words[3], Ink::Validation, curve(1.1, 0.05).skip(1)),
        ],
        marker: Some(Marker { x: 96.0, label: "best: 96".to_owned() }),
        badge: Some("Example".to_owned()),
    }
}

fn week(hours: u32) -> Chart {
    let value = |hour: f64| 30.0 + 12.0 * (hour / 24.0 * std::f64::consts::TAU).sin();
    let times = move || (0..hours).map(f64::from);
    // A gap of six hours in what happened.
    let actual = times().map(|hour| {
        (MONDAY_MS + hour * HOUR_MS, if (40.0..46.0).contains(&hour) { f64::NAN } else { value(hour) })
    });
    let predicted = times().map(|hour| (MONDAY_MS + hour * HOUR_MS, value(hour - 1.5) * 0.96));
    Chart {
        title: "load_kwh".to_owned(),
        x: Axis::new("time", Scale::Time),
        y: Axis::new("load_kwh (kWh)", Scale::Linear),
        series: vec![line("actual", Ink::Actual, actual), line("predicted", Ink::Model, predicted)],
        marker: None,
        badge: None,
    }
}

fn against() -> Chart {
    let points =
        (0..90).map(|index| (f64::from(index), f64::from(index) * 0.9 + f64::from(index * 7 % 13))).collect();
    let axis =
        |label: &str| Axis { label: label.to_owned(), scale: Scale::Linear, range: Some((-4.0, 96.0)) };
    Chart {
        title: "predicted against actual".to_owned(),
        x: axis("actual (MPa)"),
        y: axis("predicted (MPa)"),
        series: vec![
            line("predicted = actual", Ink::Reference, [(-4.0, -4.0), (96.0, 96.0)].into_iter()),
            Series { label: "predicted".to_owned(), ink: Ink::Model, mark: Mark::Points, points },
        ],
        marker: None,
        badge: None,
    }
}

#[test]
fn charts_look_as_they_did() {
    let english =
        ["epoch", "loss (target standardised)", "train", "validation", "Mean squared error by epoch"];
    let chinese = ["轮", "损失（目标已标准化）", "训练", "验证", "每轮的均方误差"];
    let light = Style::default();
    let dark = Style { theme: Theme::Dark, chinese: true, alone: true, ..light };
    let nothing = Chart { series: Vec::new(), ..week(1) };
    let charts = [
        ("loss", loss(english), light, (560, 220)),
        ("loss-dark-zh", loss(chinese), dark, (560, 260)),
        ("week", week(168), light, (620, 260)),
        ("week-narrow-dark-zh", week(168), dark, (300, 220)),
        ("half-year", week(24 * 180), light, (620, 260)),
        ("against", against(), Style { alone: true, ..light }, (400, 320)),
        ("nothing", nothing, light, (300, 160)),
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/gallery");
    let accept = std::env::var_os("GALLERY_ACCEPT").is_some();
    let mut changed = Vec::new();
    for (name, chart, style, (width, height)) in charts {
        let drawn = svg(&chart, &style, width, height).unwrap();
        let path = folder.join(format!("{name}.svg"));
        let left = folder.join(format!("{name}-changed.svg"));
        if accept {
            std::fs::write(&path, drawn).unwrap();
        } else if std::fs::read_to_string(&path).is_ok_and(|before| before == drawn) {
            // One that was left by an earlier run is out of date.
            let _ = std::fs::remove_file(left);
        } else {
            std::fs::write(left, drawn).unwrap();
            changed.push(name);
        }
    }
    assert!(
        changed.is_empty(),
        "changed: {changed:?}. Look at tests/it/gallery/*-changed.svg; if they are right: GALLERY_ACCEPT=1 cargo test --test it gallery"
    );
}
