//! The look inside a network, beside the same numbers computed once more with nothing but loops.

use greengrad::data::Dataset;
use greengrad::nn::{Activation, Network, OptimizerKind};
use greengrad::numeric::{Rng, Stream};
use greengrad::session::explaining::{Explained, Question};
use greengrad::session::inside::{Look, RESPONSE, Seen};
use greengrad::session::{Command, Event, Example, Go, Session};
use greengrad::training::{Parameter, Plane, SIDE, Settings};

fn text(example: Example) -> String {
    std::fs::read_to_string(format!("static/{}", example.path())).unwrap()
}

const HIDDEN: usize = 3;
const RATE: f64 = 0.01;

/// One hidden layer of tanh and one output, in plain loops: W₁ `[inputs][hidden]`, b₁, W₂, b₂ as in the parameters.
struct Plain {
    inputs: usize,
    theta: Vec<f64>,
}

struct Pass {
    hidden: Vec<f64>,
    prediction: f64,
}

impl Plain {
    fn forward(&self, x: &[f64]) -> Pass {
        let second = self.inputs * HIDDEN + HIDDEN;
        let hidden: Vec<f64> = (0..HIDDEN)
            .map(|unit| {
                let mut z = self.theta[self.inputs * HIDDEN + unit];
                for (input, x) in x.iter().enumerate() {
                    z += x * self.theta[input * HIDDEN + unit];
                }
                z.tanh()
            })
            .collect();
        let mut prediction = self.theta[second + HIDDEN];
        for (unit, a) in hidden.iter().enumerate() {
            prediction += a * self.theta[second + unit];
        }
        Pass { hidden, prediction }
    }

    fn loss(&self, x: &[Vec<f64>], y: &[f64]) -> f64 {
        let sum: f64 = x.iter().zip(y).map(|(x, y)| (y - self.forward(x).prediction).powi(2)).sum();
        sum / y.len() as f64
    }

    /// Of the mean.
    fn gradient(&self, x: &[Vec<f64>], y: &[f64]) -> Vec<f64> {
        let second = self.inputs * HIDDEN + HIDDEN;
        let mut gradient = vec![0.0; self.theta.len()];
        for (x, y) in x.iter().zip(y) {
            let pass = self.forward(x);
            let back = 2.0 * (pass.prediction - y);
            gradient[second + HIDDEN] += back;
            for unit in 0..HIDDEN {
                gradient[second + unit] += back * pass.hidden[unit];
                let delta = back * self.theta[second + unit] * (1.0 - pass.hidden[unit].powi(2));
                gradient[self.inputs * HIDDEN + unit] += delta;
                for (input, x) in x.iter().enumerate() {
                    gradient[input * HIDDEN + unit] += delta * x;
                }
            }
        }
        gradient.iter().map(|own| own / y.len() as f64).collect()
    }
}

/// Adam as Kingma & Ba wrote it down.
#[derive(Clone)]
struct Adam {
    m: Vec<f64>,
    v: Vec<f64>,
    step: i32,
}

impl Adam {
    fn update(&mut self, theta: &mut [f64], gradient: &[f64]) {
        self.step += 1;
        for place in 0..theta.len() {
            self.m[place] = 0.9 * self.m[place] + 0.1 * gradient[place];
            self.v[place] = 0.999 * self.v[place] + 0.001 * gradient[place].powi(2);
            let (m, v) = self.corrected(place);
            theta[place] -= RATE * m / (v.sqrt() + 1e-8);
        }
    }

    fn corrected(&self, place: usize) -> (f64, f64) {
        (self.m[place] / (1.0 - 0.9_f64.powi(self.step)), self.v[place] / (1.0 - 0.999_f64.powi(self.step)))
    }
}

fn settings() -> Settings {
    Settings {
        epochs: 6,
        learning_rate: RATE,
        // One batch holds all rows, so that their order does not matter.
        batch_size: 4096,
        hidden: vec![HIDDEN as u32],
        activation: Activation::Tanh,
        optimizer: OptimizerKind::Adam,
        ..Settings::default()
    }
}

/// Inputs and targets that are learnt from.
fn training_rows(dataset: &Dataset) -> (Vec<Vec<f64>>, Vec<f64>) {
    let rows = |row: usize| dataset.features.row(row).iter().copied().map(f64::from).collect::<Vec<f64>>();
    let train = &dataset.split.train;
    let y = train.iter().map(|&row| f64::from(dataset.scaled_targets[(row, 0)])).collect();
    (train.iter().map(|&row| rows(row)).collect(), y)
}

/// The network that these settings begin with.
fn first(settings: &Settings, x: &[Vec<f64>]) -> Plain {
    let inputs = x[0].len();
    let mut rng = Rng::new(settings.seed, Stream::Initialise);
    let sizes = [inputs, HIDDEN, 1];
    let first = Network::<f32>::new(&sizes, settings.activation, settings.initialiser, &mut rng);
    Plain { inputs, theta: first.parameters().iter().copied().map(f64::from).collect() }
}

/// Weights and biases of both layers, and where they stand among the parameters.
fn some_parameters(inputs: usize) -> [(Parameter, usize); 4] {
    [
        (Parameter { layer: 0, from: Some(2), unit: 1 }, 2 * HIDDEN + 1),
        (Parameter { layer: 0, from: None, unit: 2 }, inputs * HIDDEN + 2),
        (Parameter { layer: 1, from: Some(1), unit: 0 }, inputs * HIDDEN + HIDDEN + 1),
        (Parameter { layer: 1, from: None, unit: 0 }, inputs * HIDDEN + 2 * HIDDEN),
    ]
}

/// A session that did three steps, and the same in plain loops.
fn after_three_steps() -> (Session, Dataset, Plain, Adam, Vec<Vec<f64>>, Vec<f64>) {
    let mut session = Session::new();
    session.example(1, String::new(), &text(Example::Cars));
    let dataset = Dataset::new(session.table().unwrap().clone(), &Example::Cars.spec()).unwrap();
    session.command(Command::Prepare { request: 2, spec: Example::Cars.spec() });
    let mut events = session.command(Command::Train { run: 7, settings: settings(), go: Go::Epoch });
    for _ in 0..2 {
        while session.is_busy() {
            events.extend(session.work(&mut || true, false));
        }
        session.command(Command::Go { run: 7, go: Go::Epoch });
    }
    while session.is_busy() {
        events.extend(session.work(&mut || true, false));
    }
    assert!(matches!(events[0], Event::Started { .. }));

    let (x, y) = training_rows(&dataset);
    let mut plain = first(&settings(), &x);
    let count = plain.theta.len();
    let mut adam = Adam { m: vec![0.0; count], v: vec![0.0; count], step: 0 };
    for _ in 0..3 {
        let gradient = plain.gradient(&x, &y);
        adam.update(&mut plain.theta, &gradient);
    }
    (session, dataset, plain, adam, x, y)
}

fn see(session: &mut Session, look: Look) -> Seen {
    let question = postcard::to_stdvec(&Question::Inside { look, draft: None }).unwrap();
    let events = session.command(Command::Explain { run: 7, target: 0, question });
    let [Event::Explained { answer, .. }] = &events[..] else { panic!("{events:?}") };
    let Explained::Inside(seen) = postcard::from_bytes(answer).unwrap() else { panic!() };
    seen
}

#[track_caller]
fn near(found: f64, expected: f64, what: &str) {
    // Training is in single precision.
    assert!((found - expected).abs() <= 2e-4 * expected.abs().max(0.02), "{what}: {found}, not {expected}");
}

#[test]
fn the_microscope_shows_what_plain_loops_find() {
    let (mut session, _, mut plain, mut adam, x, y) = after_three_steps();
    let inputs = plain.inputs;
    let gradient = plain.gradient(&x, &y);
    let (before, loss) = (plain.theta.clone(), plain.loss(&x, &y));
    adam.update(&mut plain.theta, &gradient);
    let loss_after_all = plain.loss(&x, &y);
    let mut new = Vec::new();
    for (parameter, place) in some_parameters(inputs) {
        let Seen::Weight { found: Some(found), remembered } = see(&mut session, Look::Weight(parameter))
        else {
            panic!("{parameter:?}")
        };
        assert!(remembered);
        assert_eq!(found.rows as usize, y.len());
        near(found.value, before[place], "w");
        near(found.loss, loss, "loss");
        near(found.gradient, gradient[place], "gradient");
        near(found.gradient_sum, gradient[place] * y.len() as f64, "sum");
        near(found.difference, gradient[place], "difference");
        let (m, v) = adam.corrected(place);
        let (first, second) = found.memory.corrected.unwrap();
        near(first, m, "m");
        assert!((second / v - 1.0).abs() < 1e-3, "{second} {v}");
        near(found.new_value, plain.theta[place], "new w");
        near(found.loss_after_all, loss_after_all, "loss after all");
        let mut moved = Plain { inputs, theta: before.clone() };
        moved.theta[place] = plain.theta[place];
        near(found.loss_after, moved.loss(&x, &y), "loss after");
        for &(at, along) in found.curve.iter().step_by(10) {
            moved.theta[place] = at;
            near(along, moved.loss(&x, &y), "curve");
        }
        new.push((parameter, found.new_value));
    }
    // The next step leads there, to the bit: nobody was disturbed by the look.
    session.command(Command::Go { run: 7, go: Go::Epoch });
    while session.is_busy() {
        session.work(&mut || true, false);
    }
    for (parameter, value) in new {
        let Seen::Weight { found: Some(found), .. } = see(&mut session, Look::Weight(parameter)) else {
            panic!()
        };
        assert_eq!(found.value, value, "{parameter:?}");
    }
}

/// Which parameters of `Plain` are weights.
fn is_weight(place: usize, inputs: usize) -> bool {
    let second = inputs * HIDDEN + HIDDEN;
    place < inputs * HIDDEN || (second..second + HIDDEN).contains(&place)
}

const L1: f64 = 0.02;
const L2: f64 = 0.01;

/// The loss with the cost of the weights, and what its parts are.
fn costly(plain: &Plain, x: &[Vec<f64>], y: &[f64]) -> (f64, f64, f64) {
    let (mut sizes, mut squares) = (0.0, 0.0);
    for (place, w) in plain.theta.iter().enumerate() {
        if is_weight(place, plain.inputs) {
            sizes += if *w < 0.0 { -w } else { *w };
            squares += w * w;
        }
    }
    (plain.loss(x, y), L1 * sizes, L2 / 2.0 * squares)
}

/// SGD, so that a step is the slope itself: g + λ₁ sign(w) + λ₂ w on weights, and g on biases. The slope is also that of
/// the whole cost by finite differences.
#[test]
fn what_l1_and_l2_add_is_the_slope_of_what_they_cost() {
    let settings = Settings { optimizer: OptimizerKind::Sgd, l1: L1, l2: L2, ..settings() };
    let mut session = Session::new();
    session.example(1, String::new(), &text(Example::Cars));
    let dataset = Dataset::new(session.table().unwrap().clone(), &Example::Cars.spec()).unwrap();
    session.command(Command::Prepare { request: 2, spec: Example::Cars.spec() });
    let (x, y) = training_rows(&dataset);
    let mut plain = first(&settings, &x);
    let inputs = plain.inputs;
    let step = |plain: &mut Plain, x: &[Vec<f64>], y: &[f64]| {
        let gradient = plain.gradient(x, y);
        for (place, g) in gradient.iter().enumerate() {
            let w = plain.theta[place];
            let sign = if w > 0.0 { 1.0 } else { -1.0 };
            let added = if is_weight(place, inputs) { L1 * sign + L2 * w } else { 0.0 };
            plain.theta[place] -= RATE * (g + added);
        }
    };
    session.command(Command::Train { run: 7, settings: settings.clone(), go: Go::Epoch });
    while session.is_busy() {
        session.work(&mut || true, false);
    }
    step(&mut plain, &x, &y);
    let (loss, sizes, squares) = costly(&plain, &x, &y);
    for (parameter, place) in some_parameters(inputs) {
        let Seen::Weight { found: Some(found), .. } = see(&mut session, Look::Weight(parameter)) else {
            panic!("{parameter:?}")
        };
        near(found.value, plain.theta[place], "w");
        near(found.loss, loss, "loss");
        near(found.costs.0, sizes, "what L1 costs");
        near(found.costs.1, squares, "what L2 costs");
        let mut moved = Plain { inputs, theta: plain.theta.clone() };
        let mut at = |value: f64| {
            moved.theta[place] = value;
            let (loss, sizes, squares) = costly(&moved, &x, &y);
            loss + sizes + squares
        };
        let w = plain.theta[place];
        let difference = (at(w + 1e-5) - at(w - 1e-5)) / 2e-5;
        near(found.slope(), difference, "slope of the whole cost");
        near(found.new_value, w - RATE * difference, "new w");
        assert_eq!(parameter.from.is_none(), found.added == (0.0, 0.0), "{parameter:?}");
        // The same of one sample alone.
        let (x, y) = (vec![x[17].clone()], vec![y[17]]);
        let mut at = |value: f64| {
            moved.theta[place] = value;
            let (loss, sizes, squares) = costly(&moved, &x, &y);
            loss + sizes + squares
        };
        let difference = (at(w + 1e-5) - at(w - 1e-5)) / 2e-5;
        let look = Look::Sample { row: 17, before: 0, followed: parameter, changed: Vec::new() };
        let Seen::Sample(Some(sample)) = see(&mut session, look) else { panic!() };
        let followed = sample.motion.followed.unwrap();
        near(followed.gradient + followed.added.0 + followed.added.1, difference, "slope for a sample");
        near(followed.new_value, w - RATE * difference, "new w after a sample");
    }
    // Two more epochs, to where plain loops lead.
    for _ in 0..2 {
        session.command(Command::Go { run: 7, go: Go::Epoch });
        while session.is_busy() {
            session.work(&mut || true, false);
        }
        step(&mut plain, &x, &y);
    }
    let model = session.model().unwrap();
    let greengrad::formats::Model::Network(network) = &model.model else { panic!() };
    for (place, &found) in network.parameters().iter().enumerate() {
        near(f64::from(found), plain.theta[place], "a parameter after three steps");
    }
}

#[test]
fn slow_motion_shows_what_plain_loops_find() {
    let (mut session, dataset, plain, adam, x, y) = after_three_steps();
    let followed = Parameter { layer: 1, from: Some(0), unit: 0 };
    let place = plain.inputs * HIDDEN + HIDDEN;
    for (row, before) in [(0, 0), (17, 0), (17, 2)] {
        let mut own = Plain { inputs: plain.inputs, theta: plain.theta.clone() };
        let mut memory = adam.clone();
        let (x, y) = (vec![x[row].clone()], vec![y[row]]);
        for _ in 0..before {
            let gradient = own.gradient(&x, &y);
            memory.update(&mut own.theta, &gradient);
        }
        let look = Look::Sample { row: row as u32, before, followed, changed: Vec::new() };
        let Seen::Sample(Some(found)) = see(&mut session, look) else { panic!() };
        let pass = own.forward(&x[0]);
        let motion = &found.motion;
        near(motion.prediction[0], pass.prediction, "prediction");
        near(motion.target[0], y[0], "target");
        near(motion.loss, (y[0] - pass.prediction).powi(2), "loss");
        for (unit, a) in pass.hidden.iter().enumerate() {
            near(motion.layers[0].activations[unit], *a, "activation");
            let back = 2.0 * (pass.prediction - y[0]) * own.theta[place + unit] * (1.0 - a * a);
            near(motion.layers[0].deltas[unit], back, "delta");
        }
        near(motion.layers[1].deltas[0], 2.0 * (pass.prediction - y[0]), "delta of the output");
        let gradient = own.gradient(&x, &y);
        let first = &gradient[..plain.inputs * HIDDEN + HIDDEN];
        let rms = (first.iter().map(|own| own * own).sum::<f64>() / first.len() as f64).sqrt();
        near(motion.layers[0].steepness, rms, "steepness");
        let followed = motion.followed.unwrap();
        near(followed.value, own.theta[place], "w");
        near(followed.gradient, gradient[place], "gradient");
        memory.update(&mut own.theta, &gradient);
        near(followed.new_value, own.theta[place], "new w");
        let pass = own.forward(&x[0]);
        near(motion.new_prediction[0], pass.prediction, "new prediction");
        near(motion.new_loss, (y[0] - pass.prediction).powi(2), "new loss");
        // In the target's own unit.
        let scaler = &dataset.inputs.target_scaler;
        near(found.target.0, dataset.targets[(dataset.split.train[row], 0)], "actual");
        near(found.target.2, pass.prediction * scaler.sd[0] + scaler.mean[0], "new prediction in its unit");
    }
}

/// The picture beside a unit that is pointed at: over two inputs with all others at their mean, and on the data.
#[test]
fn a_glance_is_the_response_that_plain_loops_find() {
    let (mut session, dataset, plain, _, x, y) = after_three_steps();
    let features = dataset.features.ncols();
    // Fewer rows than are watched at most, so these are all, in their order.
    assert!(x.len() <= 400);
    let means: Vec<f64> =
        (0..features).map(|input| x.iter().map(|row| row[input]).sum::<f64>() / x.len() as f64).collect();
    let ends = |input: usize| {
        let own = x.iter().map(|row| row[input]);
        own.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), own| (least.min(own), most.max(own)))
    };
    let (across, up) = (3_usize, 1_usize);
    let of = |layer: u32, unit: usize, x: &[f64]| match layer {
        0 => x[unit],
        1 => plain.forward(x).hidden[unit],
        _ => plain.forward(x).prediction,
    };
    for (layer, unit, ticket) in [(0_u32, 3_usize, 5_u32), (1, 2, 6), (2, 0, 7)] {
        let plane = (across as u32, up as u32);
        let look = Look::Glance { layer, unit: unit as u32, plane, ticket };
        let Seen::Glance { ticket: back, view } = see(&mut session, look) else { panic!("{layer}") };
        assert_eq!((back, view.layer, view.unit as usize, view.output), (ticket, layer, unit, layer == 2));
        assert_eq!((view.response.len(), view.target), (RESPONSE * RESPONSE, 0));
        for place in [0, 5, RESPONSE - 1, RESPONSE * 7 + 11, RESPONSE * RESPONSE - 1] {
            let mut point = means.clone();
            let at = |input: usize, step: usize| {
                let (least, most) = ends(input);
                least + (most - least) * step as f64 / (RESPONSE - 1) as f64
            };
            point[across] = at(across, place % RESPONSE);
            point[up] = at(up, place / RESPONSE);
            near(view.response[place], of(layer, unit, &point), "response");
        }
        for (row, (x, y)) in x.iter().zip(&y).enumerate() {
            near(view.on_rows[row], of(layer, unit, x), "on a row");
            near(view.actual[row], *y, "what happened");
        }
    }
    // Of one input alone it changes across only.
    let plane = (across as u32, across as u32);
    let Seen::Glance { view, .. } = see(&mut session, Look::Glance { layer: 1, unit: 0, plane, ticket: 8 })
    else {
        panic!()
    };
    assert_eq!(view.response[..RESPONSE], view.response[RESPONSE * 9..RESPONSE * 10]);
    assert_ne!(view.response[0], view.response[RESPONSE - 1]);
    for (layer, unit) in [(0, features as u32), (2, 1), (3, 0)] {
        let look = Look::Glance { layer, unit, plane, ticket: 9 };
        assert_eq!(see(&mut session, look), Seen::Nothing, "there is no such unit");
    }
}

/// An input that a learner sets: what is predicted then, and whether the network learnt anything like it.
#[test]
fn a_value_that_nothing_was_learnt_of_is_named() {
    let (mut session, dataset, plain, _, _, _) = after_three_steps();
    let table = session.table().unwrap().clone();
    let name = "power_kw";
    let features = &dataset.inputs.features;
    let place = features.iter().position(|feature| feature.name() == name).unwrap();
    let column = table.column(name).unwrap();
    let values = column.numbers().unwrap();
    let rows: Vec<usize> = dataset.split.train.iter().map(|&row| dataset.rows[row]).collect();
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for &row in &rows {
        least = least.min(values[row]);
        most = most.max(values[row]);
    }
    let followed = Parameter { layer: 0, from: None, unit: 0 };
    for (value, outside) in [(most + 1.0, true), (least - 1.0, true), (most, false), (least, false)] {
        let look = Look::Sample { row: 3, before: 0, followed, changed: vec![(place as u32, value)] };
        let Seen::Sample(Some(found)) = see(&mut session, look) else { panic!() };
        let input = found.inputs[place];
        assert_eq!((input.value, input.is_outside(), input.free), (value, outside, true));
        assert!((input.actual - values[rows[3]]).abs() < 1e-4, "{input:?}");
        assert!((input.learnt.0 - least).abs() < 1e-3 && (input.learnt.1 - most).abs() < 1e-3, "{input:?}");
        let mut x: Vec<f64> =
            dataset.features.row(dataset.split.train[3]).iter().copied().map(f64::from).collect();
        // Standardised by mean and spread of the training rows.
        let mean = rows.iter().map(|&row| values[row]).sum::<f64>() / rows.len() as f64;
        let variance = rows.iter().map(|&row| (values[row] - mean).powi(2)).sum::<f64>() / rows.len() as f64;
        x[place] = (value - mean) / variance.sqrt();
        near(found.scaled[place], x[place], "standardised");
        near(found.motion.prediction[0], plain.forward(&x).prediction, "prediction of another car");
    }
    let Seen::Sample(Some(found)) =
        see(&mut session, Look::Sample { row: 3, before: 0, followed, changed: Vec::new() })
    else {
        panic!()
    };
    assert!(found.inputs.iter().all(|input| !input.is_outside() && input.value == input.actual));
    // A part of a label is not set by itself.
    let label = features.iter().position(|feature| feature.name().starts_with("origin")).unwrap();
    assert!(!found.inputs[label].free);
}

#[test]
fn the_landscape_is_the_loss_and_holds_the_path() {
    let (mut session, dataset, _, _, _, _) = after_three_steps();
    for plane in [Plane::Random, Plane::Gradient, Plane::Walked] {
        let Seen::Landscape(Some(found)) = see(&mut session, Look::Landscape(plane)) else {
            panic!("{plane:?}")
        };
        let rows = dataset.split.train.len();
        assert_eq!(found.rows as usize, rows.min(256));
        assert_eq!(found.losses.len(), SIDE * SIDE);
        // The middle is where the network is.
        near(found.losses[SIDE * SIDE / 2], found.here, "middle");
        // From the first weights to three epochs later, which is here.
        let epochs: Vec<u32> = found.path.iter().map(|own| own.0).collect();
        assert_eq!(epochs, [0, 1, 2, 3]);
        let (_, a, b) = found.path[3];
        assert!(a.abs() < 1e-6 && b.abs() < 1e-6, "{a} {b}");
        if plane == Plane::Gradient {
            // One step against the gradient is downhill.
            let right = found.losses[SIDE * SIDE / 2 + 1];
            let left = found.losses[SIDE * SIDE / 2 - 1];
            assert!(left > found.here && left > right, "{left} {} {right}", found.here);
        }
        if plane == Plane::Walked {
            // The first weights are one length of the first direction away.
            assert!((found.path[0].1 - 1.0).abs() < 1e-6 && found.path[0].2.abs() < 1e-6);
        }
    }
}

#[test]
fn a_drawing_has_the_weights_and_a_draft_those_of_the_seed() {
    let (mut session, dataset, plain, _, _, _) = after_three_steps();
    let Seen::Drawing(found) = see(&mut session, Look::Drawing { from: Vec::new() }) else { panic!() };
    assert_eq!(found.learnt, Some((3, 0)));
    assert_eq!(found.inputs.len(), dataset.features.ncols());
    // Two columns of numbers, by the names of the example's columns.
    let names = [found.plane.0, found.plane.1].map(|place| found.inputs[place as usize].as_str());
    assert_eq!(names, ["cylinders", "displacement_l"]);
    let model = session.model().unwrap();
    let greengrad::formats::Model::Network(network) = &model.model else { panic!() };
    let layer = &found.layers[1];
    for from in 0..layer.weights.len() / HIDDEN {
        for unit in 0..HIDDEN {
            assert_eq!(layer.weights[from * HIDDEN + unit], network.parameters()[from * HIDDEN + unit]);
        }
    }
    let Seen::Unit(unit) = see(&mut session, Look::Unit { layer: 0, unit: 1, plane: (0, 2) }) else {
        panic!()
    };
    let place = dataset.split.train[0];
    let x: Vec<f64> = dataset.features.row(place).iter().copied().map(f64::from).collect();
    near(unit.on_rows[0], plain.forward(&x).hidden[1], "a unit's answer");
    let draft = Some(Box::new(Settings { seed: 3, ..settings() }));
    let question = Question::Inside { look: Look::Drawing { from: Vec::new() }, draft };
    let question = postcard::to_stdvec(&question).unwrap();
    let events = session.command(Command::Explain { run: 0, target: 0, question });
    let [Event::Explained { answer, .. }] = &events[..] else { panic!() };
    let Explained::Inside(Seen::Drawing(found)) = postcard::from_bytes(answer).unwrap() else { panic!() };
    assert_eq!(found.learnt, None);
    let own = settings();
    let mut rng = Rng::new(3, Stream::Initialise);
    let first = Network::<f32>::new(
        &[dataset.features.ncols(), HIDDEN, 1],
        own.activation,
        own.initialiser,
        &mut rng,
    );
    assert_eq!(found.layers[1].weights[0], first.parameters()[0]);
}

#[test]
fn units_that_no_gradient_reaches_are_found() {
    let mut session = Session::new();
    session.example(1, String::new(), &text(Example::Cars));
    let mut spec = Example::Cars.spec();
    // Thousands of kilograms as they are: most units of ReLU end on one side, and one of tanh at its end.
    spec.scaling = greengrad::data::Scaling::None;
    session.command(Command::Prepare { request: 2, spec });
    let mut ill = |activation: Activation| {
        let settings = Settings { hidden: vec![32], activation, ..Settings::default() };
        let question =
            Question::Inside { look: Look::Drawing { from: Vec::new() }, draft: Some(Box::new(settings)) };
        let question = postcard::to_stdvec(&question).unwrap();
        let events = session.command(Command::Explain { run: 0, target: 0, question });
        let [Event::Explained { answer, .. }] = &events[..] else { panic!() };
        let Explained::Inside(Seen::Drawing(found)) = postcard::from_bytes(answer).unwrap() else { panic!() };
        (found.layers[1].dead.len(), found.layers[1].saturated.len())
    };
    let (dead, saturated) = ill(Activation::Relu);
    assert!(dead > 5 && saturated == 0, "{dead} {saturated}");
    let (dead, saturated) = ill(Activation::Tanh);
    assert!(dead == 0 && saturated > 25, "{dead} {saturated}");
    assert_eq!(ill(Activation::LeakyRelu), (0, 0));
}
