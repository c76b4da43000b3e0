//! How a prediction's difference from the usual one is shared out among the features: Shapley values.

use ndarray::{Array2, ArrayView1, ArrayView2};

use super::ask::{ask, ask_one, check_groups, finite, same_columns};
use super::{ExplainError, Model};
use crate::numeric::Rng;

/// The most players of which all 2ᵈ coalitions are tried.
pub const EXACT_PLAYERS: usize = 12;

/// Whose prediction is shared out, among whom, and what stands in for a player who is not there.
#[derive(Clone, Copy, Debug)]
pub struct Game<'a> {
    /// x `[columns]`: the input whose prediction is explained.
    pub row: ArrayView1<'a, f64>,
    /// Rows whose values stand in `[background rows, columns]`.
    pub background: ArrayView2<'a, f64>,
    /// The columns of each player; each column belongs to exactly one.
    pub players: &'a [Vec<usize>],
}

/// What each player contributed; base value and values add up to the prediction.
#[derive(Clone, Debug, PartialEq)]
pub struct Shapley {
    /// v(∅): the mean prediction of the background.
    pub base_value: f64,
    /// f(x).
    pub prediction: f64,
    /// φ `[players]`.
    pub values: Vec<f64>,
    /// How far chance may have moved each value (one standard error) `[players]`; `None` where no chance was in it.
    /// What another background would have changed is not in it.
    pub standard_errors: Option<Vec<f64>>,
}

/// Shapley values: [`exact_shapley`] for up to [`EXACT_PLAYERS`] players, else [`sampled_shapley`].
///
/// # Errors
/// Those of the two.
pub fn shapley(
    model: &mut Model<'_>,
    game: Game,
    pairs: usize,
    rng: &mut Rng,
) -> Result<Shapley, ExplainError> {
    if game.players.len() <= EXACT_PLAYERS {
        exact_shapley(model, game)
    } else {
        sampled_shapley(model, game, pairs, rng)
    }
}

/// What coalitions are worth `[coalitions]`, for their members `[coalitions, players]`: v(S) is the mean over the
/// background's rows of f of that row with the columns of the players in S taken from x (interventional, or marginal:
/// Štrumbelj & Kononenko 2014; Janzing, Minorics & Blöbaum 2020).
///
/// Rows of all coalitions are asked together, [`BATCH_ROWS`](super::BATCH_ROWS) at a time.
///
/// # Errors
/// No background, a column without exactly one player, what does not fit together, or a number that is not finite.
pub fn coalition_values(
    model: &mut Model<'_>,
    game: Game,
    members: ArrayView2<bool>,
) -> Result<Vec<f64>, ExplainError> {
    let owners = owners(game)?;
    same_columns(game.players.len(), members.ncols())?;
    let stand_ins = game.background.nrows();
    let mut worth = vec![0.0; members.nrows()];
    ask(
        model,
        [members.nrows() * stand_ins, game.row.len()],
        &mut |asked, into| {
            let (members, stand_in) =
                (members.row(asked / stand_ins), game.background.row(asked % stand_ins));
            for (column, &owner) in owners.iter().enumerate() {
                into[column] = if members[owner] { game.row[column] } else { stand_in[column] };
            }
        },
        &mut |asked, output| worth[asked / stand_ins] += output,
    )?;
    worth.iter().map(|sum| finite(sum / stand_ins as f64)).collect()
}

/// Shapley values over all coalitions (Shapley 1953; Lundberg & Lee 2017):
/// φᵢ = Σ over S without i of |S|!(d−|S|−1)!/d! · (v(S ∪ i) − v(S)), with v of [`coalition_values`].
///
/// The model is asked for (2ᵈ − 1) × background rows.
///
/// # Errors
/// More than [`EXACT_PLAYERS`] players, or those of [`coalition_values`].
pub fn exact_shapley(model: &mut Model<'_>, game: Game) -> Result<Shapley, ExplainError> {
    let players = game.players.len();
    if players > EXACT_PLAYERS {
        return Err(ExplainError::TooManyPlayers { players, limit: EXACT_PLAYERS });
    }
    // A coalition is the number whose bits are its members; that of all players is x itself.
    let all = (1_usize << players) - 1;
    let members = Array2::from_shape_fn((all, players), |(set, player)| set >> player & 1 == 1);
    let mut worth = coalition_values(model, game, members.view())?;
    let prediction = ask_one(model, game.row)?;
    worth.push(prediction);
    // By the size s of S: s!(d−s−1)!/d!, from 1/d on.
    let mut weights = Vec::with_capacity(players);
    let mut weight = 1.0 / players as f64;
    for size in 0..players {
        weights.push(weight);
        weight *= (size + 1) as f64 / (players - 1 - size).max(1) as f64;
    }
    let value = |player: usize| {
        let without = (0..=all).filter(|set| set >> player & 1 == 0);
        let gain = |set: usize| weights[set.count_ones() as usize] * (worth[set | 1 << player] - worth[set]);
        finite(without.map(gain).sum())
    };
    let values = (0..players).map(value).collect::<Result<_, _>>()?;
    Ok(Shapley { base_value: worth[0], prediction, values, standard_errors: None })
}

/// Shapley values by sampled orders (Castro, Gómez & Tejada 2009), each with its reverse (Mitchell et al. 2022,
/// "Sampling permutations for Shapley value estimation").
///
/// In an order of the players, a player's contribution is v with all up to it − v with all before it, with v of
/// [`coalition_values`] over the whole background; its mean over all orders is φ. The order and its reverse are
/// averaged, and the standard error is sd (divisor: pairs − 1)/√pairs of those averages. Base value and values add up
/// to the prediction for any number of pairs.
///
/// The model is asked for 2(d − 1) × background rows for each pair.
///
/// # Errors
/// Fewer than two pairs, or those of [`coalition_values`].
pub fn sampled_shapley(
    model: &mut Model<'_>,
    game: Game,
    pairs: usize,
    rng: &mut Rng,
) -> Result<Shapley, ExplainError> {
    if pairs < 2 {
        return Err(ExplainError::TooFewPairs { pairs });
    }
    let players = game.players.len();
    let base_value = coalition_values(model, game, Array2::default((1, players)).view())?.iter().sum::<f64>();
    let prediction = ask_one(model, game.row)?;
    let mut order: Vec<usize> = (0..players).collect();
    let inner = players.saturating_sub(1);
    let mut members = Array2::default((2 * inner, players));
    // Mean and sum of squares about it, kept up to date pair by pair (Welford 1962).
    let (mut values, mut squares) = (vec![0.0; players], vec![0.0; players]);
    let mut contributions = vec![0.0; players];
    for pair in 1..=pairs {
        rng.shuffle(&mut order);
        for (place, &player) in order.iter().enumerate() {
            for before in 0..inner {
                // The first `before` + 1 of the order, then as many of its reverse.
                members[(before, player)] = place <= before;
                members[(inner + before, player)] = players - 1 - place <= before;
            }
        }
        let worth = coalition_values(model, game, members.view())?;
        contributions.fill(0.0);
        let (forward, reverse) = worth.split_at(inner);
        add_contributions(order.iter(), [base_value, prediction], forward, &mut contributions);
        add_contributions(order.iter().rev(), [base_value, prediction], reverse, &mut contributions);
        for ((value, square), sum) in values.iter_mut().zip(&mut squares).zip(&contributions) {
            let off = sum / 2.0 - *value;
            *value += off / pair as f64;
            *square += off * (sum / 2.0 - *value);
        }
    }
    let error = |square: &f64| finite((square / (pairs - 1) as f64 / pairs as f64).sqrt());
    let standard_errors = Some(squares.iter().map(error).collect::<Result<_, _>>()?);
    values.iter().try_for_each(|&value| finite(value).map(drop))?;
    Ok(Shapley { base_value, prediction, values, standard_errors })
}

/// Adds what each player of an order changes: `worth` are the values between the first (nobody) and the last (all).
fn add_contributions<'a>(
    order: impl Iterator<Item = &'a usize>,
    [first, last]: [f64; 2],
    worth: &[f64],
    contributions: &mut [f64],
) {
    let mut before = first;
    for (&player, &after) in order.zip(worth.iter().chain([&last])) {
        contributions[player] += after - before;
        before = after;
    }
}

/// The player of each column, once everything fits together.
fn owners(game: Game) -> Result<Vec<usize>, ExplainError> {
    let columns = game.row.len();
    same_columns(columns, game.background.ncols())?;
    if game.background.nrows() == 0 {
        return Err(ExplainError::NoRows);
    }
    check_groups(game.players, columns)?;
    let mut owner = vec![0; columns];
    let mut counts = vec![0_usize; columns];
    for (player, members) in game.players.iter().enumerate() {
        for &column in members {
            owner[column] = player;
            counts[column] += 1;
        }
    }
    match counts.iter().position(|&count| count != 1) {
        Some(column) => Err(ExplainError::NotOnePlayer { column, owners: counts[column] }),
        None => Ok(owner),
    }
}
