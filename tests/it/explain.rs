//! Explanations against reference figures (`tests/reference/explain_cases.json`), and what must
//! hold of any explanation.

use greengrad::evaluation::explain::{
    BATCH_ROWS, EXACT_PLAYERS, ExplainError, Game, Known, Path, STEP_F32, STEP_F64, Shapley,
    accumulated_local_effects, coalition_values, exact_shapley, integrated_gradients, numeric_gradient,
    partial_dependence, permutation_importance, permutations, quantile_grid, sampled_shapley, shapley,
    singles, switched_importance,
};
use greengrad::nn::{Activation, Network};
use greengrad::numeric::{Rng, Stream};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, array, aview1};
use serde_json::Value;

const CASES: &str = include_str!("../reference/explain_cases.json");
const ACTIVATIONS: [(Activation, &str); 2] = [(Activation::Tanh, "tanh"), (Activation::Relu, "relu")];

fn cases() -> Value {
    serde_json::from_str(CASES).unwrap()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(number).collect()
}

fn indices(value: &Value) -> Vec<usize> {
    numbers(value).into_iter().map(|index| index as usize).collect()
}

fn matrix(value: &Value) -> Array2<f64> {
    let rows: Vec<Vec<f64>> = value.as_array().unwrap().iter().map(numbers).collect();
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(row, column)| rows[row][column])
}

/// The network that the cases are about: three inputs, four hidden units.
fn network(cases: &Value, activation: Activation) -> Network<f64> {
    let net = &cases["net"];
    let mut network = Network::zeros(&[3, 4, 1], activation);
    let mut parameters: Vec<f64> = matrix(&net["W1"]).t().iter().copied().collect();
    parameters.extend(numbers(&net["b1"]));
    parameters.extend(numbers(&net["W2"]));
    parameters.push(number(&net["b2"]));
    network.parameters_mut().copy_from_slice(&parameters);
    network
}

fn model(network: &Network<f64>) -> impl FnMut(ArrayView2<f64>) -> Array1<f64> + '_ {
    let mut workspace = network.workspace(BATCH_ROWS);
    move |x| network.forward(x, &mut workspace, None).column(0).to_owned()
}

fn gradient(network: &Network<f64>) -> impl FnMut(ArrayView2<f64>) -> Array2<f64> + '_ {
    let mut workspace = network.workspace(BATCH_ROWS);
    move |x| network.input_gradient(x, 0, &mut workspace)
}

/// A model given as a formula of one row.
fn formula(of_row: fn(ArrayView1<f64>) -> f64) -> impl FnMut(ArrayView2<f64>) -> Array1<f64> {
    move |x| x.map_axis(Axis(1), of_row)
}

#[track_caller]
fn assert_near(found: &[f64], expected: &[f64], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!((found - expected).abs() < 1e-9, "{what} {index}: {found}, expected {expected}");
    }
}

fn flat(array: &Array2<f64>) -> Vec<f64> {
    array.iter().copied().collect()
}

#[test]
fn the_network_and_its_gradient_are_those_of_the_reference() {
    let cases = cases();
    let x = matrix(&cases["net"]["X"]);
    for (activation, name) in ACTIVATIONS {
        let network = network(&cases, activation);
        let outputs = model(&network)(x.view()).to_vec();
        assert_near(&outputs, &numbers(&cases["net"][format!("f_{name}")]), name);
        let expected = numbers(&cases["net"][format!("grad_{name}_x0")]);
        let exact = gradient(&network)(x.view());
        assert_near(&exact.row(0).to_vec(), &expected, name);
        let numeric = numeric_gradient(&mut model(&network), x.view(), &[STEP_F64; 3]).unwrap();
        assert_near(&flat(&numeric), &flat(&exact), name);
    }
}

#[test]
fn shapley_values_are_those_of_the_reference() {
    let cases = cases();
    let x = matrix(&cases["net"]["X"]);
    for (activation, name) in ACTIVATIONS {
        let case = &cases[format!("shapley_{name}")];
        let network = network(&cases, activation);
        let row = case["instance_row"].as_u64().unwrap() as usize;
        let background = x.select(Axis(0), &indices(&case["background_rows"]));
        let players = singles(3);
        let game = Game { row: x.row(row), background: background.view(), players: &players };
        let found = exact_shapley(&mut model(&network), game).unwrap();
        assert_near(&found.values, &numbers(&case["phi"]), name);
        assert_near(&[found.base_value], &[number(&case["base_value"])], name);
        assert_near(&[found.prediction], &[number(&case["prediction"])], name);
        assert_eq!(found.standard_errors, None);

        let coalitions = case["coalition_values"].as_object().unwrap();
        assert_eq!(coalitions.len(), 8);
        let names: Vec<&[u8]> = coalitions.keys().map(|name| name.as_bytes()).collect();
        let members = Array2::from_shape_fn((8, 3), |(set, player)| names[set][player] == b'1');
        let worth = coalition_values(&mut model(&network), game, members.view()).unwrap();
        assert_near(&worth, &coalitions.values().map(number).collect::<Vec<_>>(), name);

        // With all six orders of three players about equally often, sampling is near; its errors say how near.
        let mut rng = Rng::new(1, Stream::Explain);
        let sampled = sampled_shapley(&mut model(&network), game, 400, &mut rng).unwrap();
        assert_eq!((sampled.base_value, sampled.prediction), (found.base_value, found.prediction));
        let errors = sampled.standard_errors.clone().unwrap();
        for ((sampled, exact), error) in sampled.values.iter().zip(&found.values).zip(&errors) {
            assert!((sampled - exact).abs() <= 4.0 * error + 1e-12, "{sampled} {exact} {error}");
            assert!(*error < 0.01, "{error}");
        }
        let sum = sampled.base_value + sampled.values.iter().sum::<f64>();
        assert_near(&[sum], &[sampled.prediction], name);
    }
}

#[test]
fn shapley_values_of_a_formula_and_of_a_linear_model_are_those_of_the_reference() {
    let cases = cases();
    let case = &cases["shapley_4d_formula"];
    let (row, background, players) =
        (Array1::from(numbers(&case["x"])), matrix(&case["background"]), singles(4));
    let game = Game { row: row.view(), background: background.view(), players: &players };
    let mut model = formula(|x| 2.0 * x[0] + x[0] * x[1] - 0.5 * x[2] * x[2] + (x[3] - 1.0).max(0.0));
    let found = exact_shapley(&mut model, game).unwrap();
    assert_near(&found.values, &numbers(&case["phi"]), "formula");
    assert_near(&[found.base_value], &[number(&case["base_value"])], "formula");
    assert_near(&[found.prediction], &[number(&case["prediction"])], "formula");

    let case = &cases["shapley_linear"];
    let coefficients = Array1::from(numbers(&case["coef"]));
    let row = Array1::from(numbers(&case["x"]));
    // Two rows about the mean: of a linear model only the mean of the background counts.
    let mean = Array1::from(numbers(&case["background_mean"]));
    let background = ndarray::stack![Axis(0), &mean + 0.7, &mean - 0.7];
    let players = singles(3);
    let game = Game { row: row.view(), background: background.view(), players: &players };
    let found = exact_shapley(&mut |x| x.dot(&coefficients), game).unwrap();
    assert_near(&found.values, &numbers(&case["phi"]), "linear");
    // Every order of a linear model gives the same: no error is left, however few orders.
    let mut rng = Rng::new(1, Stream::Explain);
    let sampled = sampled_shapley(&mut |x| x.dot(&coefficients), game, 2, &mut rng).unwrap();
    assert_near(&sampled.values, &numbers(&case["phi"]), "linear, sampled");
    assert_near(&sampled.standard_errors.unwrap(), &[0.0; 3], "linear, sampled");
}

#[test]
fn integrated_gradients_are_those_of_the_reference() {
    let cases = cases();
    for (activation, name) in ACTIVATIONS {
        let network = network(&cases, activation);
        for from in ["zero", "mean"] {
            let what = format!("ig_{name}_{from}");
            let case = &cases[&what];
            let (row, baseline) =
                (Array1::from(numbers(&case["x"])), Array1::from(numbers(&case["baseline"])));
            let path = Path { baseline: baseline.view(), row: row.view() };
            let integrate = |path: Path, steps: usize| {
                integrated_gradients(&mut model(&network), &mut gradient(&network), path, steps).unwrap()
            };
            for steps in [20, 50, 200] {
                let expected = &case["riemann"][format!("midpoint_{steps}")];
                let found = integrate(path, steps);
                assert_near(&found.values, &numbers(&expected["ig"]), &what);
                assert_near(&[found.gap], &[number(&expected["completeness_gap"])], &what);
                assert_near(&[found.prediction], &[number(&case["f_x"])], &what);
                assert_near(&[found.base_value], &[number(&case["f_baseline"])], &what);
            }
            // The exact integral: of tanh by many steps; of ReLU piece by piece, between the bends, where one step is
            // exact.
            let mut exact = Array1::<f64>::zeros(3);
            let bends = if activation == Activation::Relu { bends(&cases, path) } else { vec![0.0, 1.0] };
            for pair in bends.windows(2) {
                let at = |share: f64| &baseline + share * (&row - &baseline);
                let (baseline, row) = (at(pair[0]), at(pair[1]));
                let piece = Path { baseline: baseline.view(), row: row.view() };
                let steps = if activation == Activation::Relu { 1 } else { 50_000 };
                exact += &Array1::from(integrate(piece, steps).values);
            }
            assert_near(&exact.to_vec(), &numbers(&case["exact"]), &what);
            assert_near(&[exact.sum()], &[number(&case["sum_exact"])], &what);
        }
    }
}

/// Where on the path a hidden unit of the ReLU network goes through zero, with both ends.
fn bends(cases: &Value, path: Path) -> Vec<f64> {
    let (weights, bias) = (matrix(&cases["net"]["W1"]), numbers(&cases["net"]["b1"]));
    let mut bends = vec![0.0, 1.0];
    for (weights, bias) in weights.rows().into_iter().zip(bias) {
        let (from, to) = (weights.dot(&path.baseline) + bias, weights.dot(&path.row) + bias);
        bends.extend(Some(from / (from - to)).filter(|share| (0.0..1.0).contains(share)));
    }
    bends.sort_by(f64::total_cmp);
    bends
}

#[test]
fn a_numeric_gradient_serves_for_integrated_gradients() {
    let cases = cases();
    let case = &cases["ig_tanh_mean"];
    let network = network(&cases, Activation::Tanh);
    let (row, baseline) = (Array1::from(numbers(&case["x"])), Array1::from(numbers(&case["baseline"])));
    let path = Path { baseline: baseline.view(), row: row.view() };
    let mut asked = model(&network);
    let mut slope = |x: ArrayView2<f64>| numeric_gradient(&mut asked, x, &[STEP_F64; 3]).unwrap_or_default();
    let found = integrated_gradients(&mut model(&network), &mut slope, path, 20).unwrap();
    assert_near(&found.values, &numbers(&case["riemann"]["midpoint_20"]["ig"]), "numeric");
    // A gradient that could not be worked out is refused.
    let mut slope = |x: ArrayView2<f64>| numeric_gradient(&mut model(&network), x, &[]).unwrap_or_default();
    let refused = integrated_gradients(&mut model(&network), &mut slope, path, 20);
    assert_eq!(refused, Err(ExplainError::Columns { wanted: 3, found: 0 }));
}

/// A model in `f32` rounds too much for the small step; for the one that is meant for it, it does not.
#[test]
fn the_step_for_f32_gives_three_digits() {
    let mut model = |x: ArrayView2<f64>| x.map_axis(Axis(1), |x| f64::from((x[0] as f32).powi(3) + 2.0));
    let found = numeric_gradient(&mut model, array![[1.5]].view(), &[STEP_F32]).unwrap();
    assert!((found[(0, 0)] - 6.75).abs() < 1e-3, "{found}");
}

#[test]
fn importance_is_that_of_the_reference() {
    let cases = cases();
    let case = &cases["permutation_importance"];
    let network = network(&cases, Activation::Tanh);
    let (x, y) = (matrix(&case["X"]), Array1::from(numbers(&case["y"])));
    let known = Known { inputs: x.view(), targets: y.view() };
    let orders: Vec<Vec<usize>> = case["permutations"].as_array().unwrap().iter().map(indices).collect();
    let found = permutation_importance(&mut model(&network), known, &singles(3), &orders).unwrap();
    assert_near(&[found.base_mse], &[number(&case["base_mse"])], "base");
    for (column, found) in found.groups.iter().enumerate() {
        let what = format!("x{column}");
        let expected = &case["result"][&what];
        assert_near(&found.increases, &numbers(&expected["mse_increase"]), &what);
        assert_near(&[found.mean], &[number(&expected["mean"])], &what);
        assert_near(&[found.sd.unwrap()], &[number(&expected["sd_ddof1"])], &what);
    }
    let switched = switched_importance(&mut model(&network), known, &singles(3)).unwrap();
    assert_near(&switched, &numbers(&case["exact_all_pairs_i_ne_k"]), "all pairs");
}

/// Many random permutations come to (n − 1)/n of what all pairs give.
#[test]
fn random_permutations_come_to_what_all_pairs_give() {
    let cases = cases();
    let case = &cases["permutation_importance"];
    let network = network(&cases, Activation::Tanh);
    let (x, y) = (matrix(&case["X"]), Array1::from(numbers(&case["y"])));
    let known = Known { inputs: x.view(), targets: y.view() };
    let orders = permutations(8, 4_000, &mut Rng::new(3, Stream::Explain));
    let groups = [vec![0], vec![1], vec![2], vec![0, 2]];
    let found = permutation_importance(&mut model(&network), known, &groups, &orders).unwrap();
    let all_pairs = switched_importance(&mut model(&network), known, &groups).unwrap();
    for (found, all_pairs) in found.groups.iter().zip(all_pairs) {
        let error = found.sd.unwrap() / 4_000_f64.sqrt();
        assert!((found.mean - all_pairs * 7.0 / 8.0).abs() < 4.0 * error, "{} {all_pairs}", found.mean);
    }
}

/// Columns of a group move together: a difference of two columns survives, a whole row keeps its own output.
#[test]
fn columns_of_a_group_are_permuted_together() {
    let x = array![[1.0, 1.0, 5.0], [2.0, 2.0, 6.0], [3.0, 3.0, 7.0]];
    let y = array![0.0, 0.0, 0.0];
    let known = Known { inputs: x.view(), targets: y.view() };
    let groups = [vec![0, 1], vec![0], vec![2]];
    let found =
        permutation_importance(&mut formula(|x| x[0] - x[1]), known, &groups, &[vec![1, 2, 0]]).unwrap();
    assert_eq!(found.groups.iter().map(|group| group.mean).collect::<Vec<_>>(), [0.0, 2.0, 0.0]);
    assert!(found.groups.iter().all(|group| group.sd.is_none()), "one permutation has no deviation");
}

#[test]
fn dependence_is_that_of_the_reference() {
    let cases = cases();
    let case = &cases["pdp_ice_x0"];
    let network = network(&cases, Activation::Tanh);
    let x = matrix(&cases["net"]["X"]);
    let found = partial_dependence(&mut model(&network), x.view(), 0, &numbers(&case["grid"])).unwrap();
    assert_eq!(found.grid, numbers(&case["grid"]));
    assert_near(&flat(&found.curves), &flat(&matrix(&case["ice"])), "ICE");
    assert_near(&found.mean, &numbers(&case["pdp"]), "PDP");
    let centred = found.centred().unwrap();
    assert_near(&flat(&centred.curves), &flat(&matrix(&case["c_ice"])), "c-ICE");
    let mean = centred.curves.mean_axis(Axis(0)).unwrap();
    assert_near(&centred.mean, &mean.to_vec(), "the centred mean is the mean of the centred");
}

#[test]
fn accumulated_local_effects_are_those_of_the_reference() {
    let cases = cases();
    let case = &cases["ale_x0"];
    let network = network(&cases, Activation::Tanh);
    let x = matrix(&cases["net"]["X"]);
    let edges = quantile_grid(x.column(0), 3).unwrap();
    assert_near(&edges, &numbers(&case["edges"]), "edges");
    let found = accumulated_local_effects(&mut model(&network), x.view(), 0, &edges).unwrap();
    assert_eq!(found.counts, indices(&case["counts"]));
    assert_near(&found.local, &numbers(&case["local_effects"]), "local effects");
    assert_near(&found.accumulated, &numbers(&case["ale_at_edges_centred"]), "accumulated");
}

/// Of a sum, the effect is the line itself, less its mean; rows outside of the edges take no part.
#[test]
fn local_effects_of_a_line_are_the_line() {
    let x = array![[0.0, 9.0], [1.0, -4.0], [2.0, 0.0], [4.0, 3.0], [50.0, 0.0]];
    let mut model = formula(|x| 3.0 * x[0] + x[1]);
    let found = accumulated_local_effects(&mut model, x.view(), 0, &[0.0, 2.0, 4.0]).unwrap();
    assert_eq!(found.counts, [3, 1]);
    assert_near(&found.local, &[6.0, 6.0], "local");
    // (3·3 + 1·9)/4 = 4.5 is the mean of the intervals' middles 3, 3, 3 and 9.
    assert_near(&found.accumulated, &[-4.5, 1.5, 7.5], "accumulated");
}

#[test]
fn a_quantile_grid_has_rows_in_every_interval() {
    let grid = |values: &[f64], intervals| quantile_grid(aview1(values), intervals);
    assert_eq!(grid(&[3.0, 1.0, 2.0, 5.0, 4.0], 4).unwrap(), [1.0, 2.0, 3.0, 4.0, 5.0]);
    assert_eq!(grid(&[1.0, 2.0, 4.0], 4).unwrap(), [1.0, 2.0, 4.0], "numpy: 1, 1.5, 2, 3, 4");
    assert_eq!(grid(&[0.0, 0.0, 0.0, 0.0, 7.0], 4).unwrap(), [0.0, 7.0]);
    assert_eq!(grid(&[2.0, 2.0], 3).unwrap(), [2.0]);
    assert_eq!(grid(&[], 3), Err(ExplainError::NoRows));
    assert_eq!(grid(&[1.0, f64::NAN], 3), Err(ExplainError::NotFinite));
    assert_eq!(grid(&[1.0], 0), Err(ExplainError::TooFewPoints { points: 1, least: 2 }));
    let mut rng = Rng::new(5, Stream::Explain);
    for _ in 0..200 {
        // Short columns of few different values: ties everywhere.
        let values: Vec<f64> = (0..1 + rng.below(30)).map(|_| f64::from(rng.below(8))).collect();
        let edges = grid(&values, 1 + rng.below(12) as usize).unwrap();
        let x = Array2::from_shape_vec((values.len(), 1), values).unwrap();
        let found = accumulated_local_effects(&mut formula(|x| x[0]), x.view(), 0, &edges);
        match found {
            Ok(found) => assert_eq!(found.counts.iter().sum::<usize>(), x.len()),
            Err(error) => {
                assert_eq!((error, edges.len()), (ExplainError::TooFewPoints { points: 1, least: 2 }, 1));
            }
        }
    }
}

/// A group is one player: where the parts do not interact with others, it gets what they would get.
#[test]
fn groups_are_players() {
    let row = array![1.0, 2.0, 3.0];
    let background = array![[0.0, 0.0, 0.0], [1.0, -1.0, 2.0]];
    let of = |players: &[Vec<usize>]| {
        let game = Game { row: row.view(), background: background.view(), players };
        exact_shapley(&mut formula(|x| x[0] * x[1] + x[2].powi(2)), game).unwrap()
    };
    let (apart, grouped) = (of(&singles(3)), of(&[vec![2], vec![1, 0]]));
    assert_near(&grouped.values, &[apart.values[2], apart.values[0] + apart.values[1]], "groups");
    let one = of(&[vec![0, 1, 2]]);
    assert_near(&one.values, &[one.prediction - one.base_value], "a single player");
}

/// More than twelve players are sampled. The formula's values are known: each product is shared in halves or thirds,
/// by symmetry, against a background of zeros.
#[test]
fn many_players_are_sampled() {
    let players = singles(14);
    let row = Array1::from_elem(14, 1.0);
    let background = Array2::zeros((3, 14));
    let game = Game { row: row.view(), background: background.view(), players: &players };
    let mut model = formula(|x| 6.0 * x[0] * x[1] * x[2] + 4.0 * x[3] * x[4] + 2.0 * x[5] - x[6]);
    let expected = [2.0, 2.0, 2.0, 2.0, 2.0, 2.0, -1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    let limit = EXACT_PLAYERS;
    let refused = exact_shapley(&mut model, game);
    assert_eq!(refused, Err(ExplainError::TooManyPlayers { players: 14, limit }));
    let mut sample =
        |seed| -> Shapley { shapley(&mut model, game, 300, &mut Rng::new(seed, Stream::Explain)).unwrap() };
    let mut far = 0;
    for seed in 0..20 {
        let found = sample(seed);
        let errors = found.standard_errors.clone().unwrap();
        for (player, (value, expected)) in found.values.iter().zip(expected).enumerate() {
            let off = (value - expected).abs();
            far += usize::from(player < 3 && off > 2.0 * errors[player]);
            assert!(off <= 4.5 * errors[player] + 1e-12, "{player}: {value} ± {}", errors[player]);
        }
        // A pair of opposite orders shares a product of two exactly in halves; the product of three is left to chance.
        assert!(errors[3..].iter().all(|&error| error < 1e-12), "{errors:?}");
        assert!(errors[..3].iter().all(|&error| error > 0.01), "{errors:?}");
    }
    // 60 values, of which one in twenty is more than two errors off.
    assert!(far <= 9, "{far} of 60 are far off");
    assert_eq!(sample(7), sample(7), "a seed says it all");
}

/// Up to the limit all coalitions are tried, whatever the seed.
#[test]
fn few_players_are_exact() {
    let players = singles(EXACT_PLAYERS);
    let row = Array1::from_elem(EXACT_PLAYERS, 1.0);
    let background = Array2::zeros((2, EXACT_PLAYERS));
    let game = Game { row: row.view(), background: background.view(), players: &players };
    let mut model = formula(|x| x.product());
    let found = shapley(&mut model, game, 0, &mut Rng::new(1, Stream::Explain)).unwrap();
    assert_near(&found.values, &[1.0 / EXACT_PLAYERS as f64; EXACT_PLAYERS], "shared evenly");
    assert_eq!(found.standard_errors, None);
}

#[test]
fn the_model_is_asked_in_full_batches() {
    let mut sizes = Vec::new();
    let players = singles(8);
    let (row, background) = (Array1::zeros(8), Array2::zeros((50, 8)));
    let game = Game { row: row.view(), background: background.view(), players: &players };
    let mut model = |x: ArrayView2<f64>| {
        sizes.push(x.nrows());
        x.sum_axis(Axis(1))
    };
    exact_shapley(&mut model, game).unwrap();
    // 255 coalitions of 50 rows, and the prediction.
    let (last, full) = sizes[..sizes.len() - 1].split_last().unwrap();
    assert!(full.iter().all(|&size| size == BATCH_ROWS));
    assert_eq!(full.len() * BATCH_ROWS + last, 255 * 50);
}

#[test]
fn what_cannot_be_explained_is_refused() {
    let mut model = formula(|x| x.sum());
    let x = array![[1.0, 2.0], [3.0, 4.0]];
    let (y, none, row) = (array![3.0, 7.0], Array2::<f64>::zeros((0, 2)), array![1.0, 2.0]);
    let known = Known { inputs: x.view(), targets: y.view() };
    let orders = [vec![1, 0]];
    let mut importance = |known: Known, groups: &[Vec<usize>], orders: &[Vec<usize>]| {
        permutation_importance(&mut model, known, groups, orders).unwrap_err()
    };
    let empty = Known { inputs: none.view(), targets: ndarray::aview1(&[]) };
    assert_eq!(importance(empty, &singles(2), &orders), ExplainError::NoRows);
    let short = Known { targets: y.slice(ndarray::s![..1]), ..known };
    assert_eq!(importance(short, &singles(2), &orders), ExplainError::Rows { wanted: 2, found: 1 });
    assert_eq!(importance(known, &[vec![]], &orders), ExplainError::EmptyGroup { group: 0 });
    let missing = ExplainError::NoSuchColumn { column: 2, columns: 2 };
    assert_eq!(importance(known, &singles(3), &orders), missing);
    assert_eq!(importance(known, &singles(2), &[]), ExplainError::NoPermutations);
    for wrong in [vec![0], vec![0, 0], vec![0, 2], vec![0, 1, 1]] {
        let repeats = [vec![0, 1], wrong];
        assert_eq!(importance(known, &singles(2), &repeats), ExplainError::NotAPermutation { repeat: 1 });
    }

    let mut dependence = |column, grid: &[f64]| partial_dependence(&mut model, x.view(), column, grid);
    assert_eq!(dependence(2, &[1.0]), Err(missing.clone()));
    assert_eq!(dependence(0, &[]), Err(ExplainError::TooFewPoints { points: 0, least: 1 }));
    assert_eq!(dependence(0, &[f64::NAN]), Err(ExplainError::NotFinite));
    assert_eq!(partial_dependence(&mut model, none.view(), 0, &[1.0]), Err(ExplainError::NoRows));

    let mut effects = |edges: &[f64]| accumulated_local_effects(&mut model, x.view(), 0, edges);
    assert_eq!(effects(&[1.0]), Err(ExplainError::TooFewPoints { points: 1, least: 2 }));
    assert_eq!(effects(&[1.0, 3.0, 3.0]), Err(ExplainError::NotRising { point: 1 }));
    assert_eq!(effects(&[1.0, 3.0, 5.0]), Err(ExplainError::EmptyInterval { interval: 1 }));

    let mut share = |background: ArrayView2<f64>, players: &[Vec<usize>]| {
        exact_shapley(&mut model, Game { row: row.view(), background, players }).unwrap_err()
    };
    assert_eq!(share(none.view(), &singles(2)), ExplainError::NoRows);
    assert_eq!(share(array![[1.0]].view(), &singles(2)), ExplainError::Columns { wanted: 2, found: 1 });
    assert_eq!(share(x.view(), &singles(1)), ExplainError::NotOnePlayer { column: 1, owners: 0 });
    let twice = [vec![0], vec![1, 0]];
    assert_eq!(share(x.view(), &twice), ExplainError::NotOnePlayer { column: 0, owners: 2 });
    let players = singles(2);
    let game = Game { row: row.view(), background: x.view(), players: &players };
    let few = sampled_shapley(&mut model, game, 1, &mut Rng::new(1, Stream::Explain));
    assert_eq!(few, Err(ExplainError::TooFewPairs { pairs: 1 }));

    let mut slope = |x: ArrayView2<f64>| Array2::ones(x.dim());
    let path = Path { baseline: x.row(0), row: x.row(1) };
    assert_eq!(integrated_gradients(&mut model, &mut slope, path, 0), Err(ExplainError::NoSteps));
    let steps = [0.1, -0.1];
    assert_eq!(numeric_gradient(&mut model, x.view(), &steps), Err(ExplainError::NotAStep { column: 1 }));

    // A model that answers with NaN, or with too few rows.
    let mut nan = |x: ArrayView2<f64>| Array1::from_elem(x.nrows(), f64::NAN);
    assert_eq!(exact_shapley(&mut nan, game), Err(ExplainError::NotFinite));
    assert_eq!(partial_dependence(&mut nan, x.view(), 0, &[1.0]), Err(ExplainError::NotFinite));
    let mut short = |_: ArrayView2<f64>| Array1::zeros(1);
    let refused = partial_dependence(&mut short, x.view(), 0, &[1.0]);
    assert_eq!(refused, Err(ExplainError::Rows { wanted: 2, found: 1 }));
}

#[test]
fn a_single_row_and_too_many_cannot_be_switched() {
    let switched = |rows: usize| {
        let (x, y) = (Array2::zeros((rows, 1)), Array1::zeros(rows));
        let known = Known { inputs: x.view(), targets: y.view() };
        switched_importance(&mut formula(|x| x[0]), known, &singles(1))
    };
    assert_eq!(switched(0), Err(ExplainError::NoRows));
    assert_eq!(switched(1), Err(ExplainError::Rows { wanted: 2, found: 1 }));
    assert_eq!(switched(2_001), Err(ExplainError::TooManyRows { rows: 2_001, limit: 2_000 }));
}
