//! A unit's response as a picture: the ground is what it answers when two inputs change, the marks are rows of the data.

use std::fmt::Write;
use std::rc::Rc;

use yew::prelude::*;

use crate::i18n::format::number;
use crate::session::inside::{RESPONSE, UnitView};

/// A side of the picture.
pub(super) const SIDE: f64 = 240.0;

/// What the marks of the rows show.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Marks {
    /// What happened: above or below the mean of the training rows.
    Actual,
    /// What the unit answers to that row.
    Own,
}

/// What it shows.
#[derive(Properties, PartialEq)]
pub(super) struct PictureProps {
    pub(super) id: &'static str,
    pub(super) view: Rc<UnitView>,
    pub(super) label: String,
    pub(super) marks: Marks,
    /// The inputs across and upwards, where axes are drawn.
    #[prop_or_default]
    pub(super) axes: Option<(String, String)>,
    /// Rows that are marked, at most.
    #[prop_or(usize::MAX)]
    pub(super) most_rows: usize,
}

/// The picture. Negative ground is hatched, and a line runs where the sign changes, so that colour is not needed.
#[component]
pub(super) fn Picture(props: &PictureProps) -> Html {
    let found = &*props.view;
    let one_input = found.plane[0].0 == found.plane[1].0;
    let room = match props.axes {
        Some(_) => format!("-46 -10 {} {}", SIDE + 60.0, SIDE + 48.0),
        None => format!("-2 -2 {} {}", SIDE + 4.0, SIDE + 4.0),
    };
    html! {
        <svg id={props.id} class="map" viewBox={room} role="img" aria-label={props.label.clone()}>
            if one_input { { curve(props) } } else { { ground(props.id, found) }{ marks(props) } }
            if let Some((x, y)) = &props.axes { { axes(found, x, y, one_input) } }
        </svg>
    }
}

fn largest(values: &[f64]) -> f64 {
    values.iter().map(|value| value.abs()).fold(1e-12, f64::max)
}

/// Shades of the ground and of the marks. All of one shade are one element: a picture is drawn several times a second.
const SHADES: usize = 20;

/// Paths by sign (negative first) and shade.
struct Shaded([[String; SHADES + 1]; 2]);

impl Shaded {
    fn new() -> Self {
        Self(std::array::from_fn(|_| std::array::from_fn(|_| String::new())))
    }

    /// The path that belongs to a share of the largest value, from −1 to 1.
    fn of(&mut self, share: f64) -> &mut String {
        let shade = (share.abs().min(1.0) * SHADES as f64).round() as usize;
        &mut self.0[usize::from(share >= 0.0)][shade.min(SHADES)]
    }

    /// What there is of it; the opacity of a shade is from `least` to `most`.
    fn show(&self, class: &'static str, (least, most): (f64, f64)) -> Html {
        let opacity = |shade: usize| least + (most - least) * shade as f64 / SHADES as f64;
        html! { <>{ for self.0.iter().zip(["negative", "positive"]).flat_map(|(paths, sign)| {
            paths.iter().enumerate().filter(|(_, path)| !path.is_empty()).map(move |(shade, path)| html! {
                <path class={classes!(class, sign)} d={path.clone()} fill-opacity={format!("{:.2}", opacity(shade))} />
            })
        }) }</> }
    }
}

fn ground(id: &str, found: &UnitView) -> Html {
    let most = largest(&found.response);
    let cell = SIDE / RESPONSE as f64;
    let (mut shaded, mut negative) = (Shaded::new(), String::new());
    for (place, value) in found.response.iter().enumerate() {
        let (x, y) = ((place % RESPONSE) as f64 * cell, SIDE - (place / RESPONSE + 1) as f64 * cell);
        let square = format!("M{x:.1} {y:.1}h{cell:.1}v{cell:.1}h-{cell:.1}z");
        shaded.of(value / most).push_str(&square);
        if *value < 0.0 {
            negative.push_str(&square);
        }
    }
    let hatch = format!("{id}-hatch");
    html! {
        <>
            <pattern id={hatch.clone()} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="7" /></pattern>
            { shaded.show("heat", (0.0, 0.75)) }
            <path d={negative} fill={format!("url(#{hatch})")} />
            <path class="border" d={border(&found.response)} />
        </>
    }
}

/// The line where the sign changes, straight between the sides of each square of four neighbours (marching squares).
fn border(response: &[f64]) -> String {
    let cell = SIDE / RESPONSE as f64;
    let mut path = String::new();
    for up in 0..RESPONSE - 1 {
        for right in 0..RESPONSE - 1 {
            let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(aside, above)| (right + aside, up + above));
            let values = corners.map(|(right, up)| response[up * RESPONSE + right]);
            let mut crossings = Vec::with_capacity(4);
            for side in 0..4 {
                let (from, to) = (values[side], values[(side + 1) % 4]);
                if (from < 0.0) != (to < 0.0) {
                    let share = from / (from - to);
                    let between = |from: usize, to: usize| {
                        (from as f64 + (to as f64 - from as f64) * share + 0.5) * cell
                    };
                    let ((x1, y1), (x2, y2)) = (corners[side], corners[(side + 1) % 4]);
                    crossings.push((between(x1, x2), SIDE - between(y1, y2)));
                }
            }
            for pair in crossings.chunks_exact(2) {
                let _ = write!(path, "M{:.1} {:.1}L{:.1} {:.1}", pair[0].0, pair[0].1, pair[1].0, pair[1].1);
            }
        }
    }
    path
}

/// The rows, evenly spread where there are more than are marked.
fn rows(props: &PictureProps) -> impl Iterator<Item = usize> {
    let all = props.view.rows.len();
    let count = all.min(props.most_rows);
    (0..count).map(move |place| place * all / count.max(1))
}

fn marks(props: &PictureProps) -> Html {
    let found = &*props.view;
    let values = if props.marks == Marks::Actual { &found.actual } else { &found.on_rows };
    let most = largest(values);
    let [(_, x_least, x_most), (_, y_least, y_most)] = found.plane;
    let at = |own: f64, least: f64, most: f64| (own - least) / (most - least) * SIDE;
    let mut marks = Shaded::new();
    for row in rows(props) {
        let (x, y) = found.rows[row];
        let (x, y) = (at(x, x_least, x_most), SIDE - at(y, y_least, y_most));
        mark(marks.of(values[row] / most), x, y, values[row]);
    }
    marks.show("dot", FAINT_TO_FULL)
}

/// How faint the faintest mark is.
const FAINT_TO_FULL: (f64, f64) = (0.35, 1.0);

/// A triangle from 0 upwards, a circle below.
fn mark(path: &mut String, x: f64, y: f64, value: f64) {
    // Writing to a text does not fail.
    let _ = if value < 0.0 {
        write!(path, "M{:.1} {y:.1}a3 3 0 1 0 6 0a3 3 0 1 0-6 0z", x - 3.0)
    } else {
        write!(path, "M{x:.1} {:.1}l3.8 6.6h-7.6z", y - 4.4)
    };
}

/// Of one input alone: the response as a line. The marks of an output stand at what happened, those of other units on the
/// line.
fn curve(props: &PictureProps) -> Html {
    let found = &*props.view;
    let (heights, (least, most)) = heights(found);
    let line: Vec<String> = found.response[..RESPONSE.min(found.response.len())]
        .iter()
        .enumerate()
        .map(|(place, value)| {
            let x = place as f64 / (RESPONSE - 1) as f64 * SIDE;
            format!("{x:.1},{:.1}", SIDE - (value - least) / (most - least) * SIDE)
        })
        .collect();
    let (_, x_least, x_most) = found.plane[0];
    let largest = largest(&found.actual);
    let mut marks = Shaded::new();
    for row in rows(props) {
        let x = (found.rows[row].0 - x_least) / (x_most - x_least) * SIDE;
        let y = SIDE - (heights[row] - least) / (most - least) * SIDE;
        mark(marks.of(found.actual[row] / largest), x, y, found.actual[row]);
    }
    html! {
        <>
            <rect class="frame" x="0" y="0" width={SIDE.to_string()} height={SIDE.to_string()} />
            { marks.show("dot", FAINT_TO_FULL) }
            <polyline class="path" points={line.join(" ")} />
        </>
    }
}

/// Where the marks of the rows stand, and from where to where the picture of one input goes.
fn heights(found: &UnitView) -> (&[f64], (f64, f64)) {
    let heights: &[f64] = if found.output { &found.actual } else { &found.on_rows };
    let all = found.response.iter().chain(heights);
    let (least, most) =
        all.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), own| (least.min(*own), most.max(*own)));
    (heights, if least < most { (least, most) } else { (least - 1.0, least + 1.0) })
}

fn axes(found: &UnitView, x: &str, y: &str, one_input: bool) -> Html {
    let [(_, x_least, x_most), (_, mut y_least, mut y_most)] = found.plane;
    if one_input {
        (y_least, y_most) = heights(found).1;
    }
    html! {
        <>
            <text class="tick" x="0" y={(SIDE + 14.0).to_string()}>{ number(x_least) }</text>
            <text class="tick" x={SIDE.to_string()} y={(SIDE + 14.0).to_string()} text-anchor="end">{ number(x_most) }</text>
            <text class="tick" x={(SIDE / 2.0).to_string()} y={(SIDE + 30.0).to_string()} text-anchor="middle">{ x.to_owned() }</text>
            <text class="tick" x="-4" y={SIDE.to_string()} text-anchor="end">{ number(y_least) }</text>
            <text class="tick" x="-4" y="8" text-anchor="end">{ number(y_most) }</text>
            if !one_input {
                <text class="tick" x="-4" y={(SIDE / 2.0).to_string()} text-anchor="middle" transform={format!("rotate(-90 -12 {})", SIDE / 2.0)}>{ y.to_owned() }</text>
            }
        </>
    }
}
