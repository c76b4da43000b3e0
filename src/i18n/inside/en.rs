//! English.

use super::InsideTexts;
use crate::nn::{Loss, OptimizerKind};
use crate::training::Plane;

pub(super) static TEXTS: InsideTexts = InsideTexts {
    title: "Look inside",
    says: "Every line is a real weight of your network, every square a bias. Click one to put it under the microscope. Point at a circle, or go there by Tab and the arrow keys, to see what that unit answers to; a click opens it.",
    several: "Recommended and Quick train several models and weigh them: there is no single network to look into, or to try many settings of.",
    take_one: "Train one network instead",
    not_begun: |seed| format!("Not trained yet: the weights that seed {seed} draws."),
    learnt: |epochs, steps| {
        let epochs = if epochs == 1 { "1 epoch".to_owned() } else { format!("{epochs} epochs") };
        if steps == 0 { format!("After {epochs}.") } else { format!("After {epochs} and {steps} steps.") }
    },
    drawing: |layers| format!("The network: {layers}."),
    inputs: "inputs",
    output: "output",
    layer: |layer| format!("Hidden layer {layer}"),
    bias: "bias",
    more_units: |first, last, all| format!("{first}–{last} of {all}"),
    units_before: |layer| format!("{layer}: units before"),
    units_after: |layer| format!("{layer}: units after"),
    add_layer: "+ layer",
    remove_layer: "− layer",
    add_unit: |layer| format!("One unit more in hidden layer {layer}"),
    remove_unit: |layer| format!("One unit less in hidden layer {layer}"),
    legend_negative: "negative",
    legend_positive: "positive",
    dead: |layer, units| {
        format!(
            "{layer}: {} dead, 0 on every row that was tried; no gradient reaches them any more ({}).",
            units.len(),
            some(units)
        )
    },
    saturated: |layer, units| {
        format!(
            "{layer}: {} saturated, at an end of their activation on nearly every row; hardly any gradient comes through ({}).",
            units.len(),
            some(units)
        )
    },
    of_other_settings: "This is the network that your present settings would begin with; the one that was trained had others.",
    unscaled: "The network gets its inputs in their own units. Large numbers make large gradients.",
    scale: "Standardise inputs",
    made_up: "Try it on made-up data",
    made_up_is: "Points on a plane, as in TensorFlow Playground: with two inputs one sees all that a unit tells apart. A click opens the table and a small network that suits it; the list of examples in step 1 leads back.",
    standardised: "standardised",

    tab_weight: "One weight",
    tab_unit: "One unit",
    tab_slow: "Slow motion",
    tab_landscape: "Loss landscape",
    asking: "Looking …",

    which_layer: "Layer",
    which_from: "From",
    which_unit: "To unit",
    weight_is: |from, to| format!("Weight w from {from} to {to}"),
    bias_is: |symbol, to| format!("Bias {symbol} of {to}"),
    batch: |rows| format!("What the next step does to it, on its batch of {rows} rows:"),
    loss_mean: |count, loss| {
        format!(
            "{} The page takes the mean over the batch, not the sum: {count} terms, so L is the sum divided by {count}.",
            match loss {
                Loss::MeanSquaredError => "The loss is Σ(y − ŷ)².",
                Loss::MeanAbsoluteError => "The loss is Σ|y − ŷ|.",
                Loss::Huber => "The loss is Huber's: squared for small errors, straight for large ones.",
            }
        )
    },
    loss_by_mean: |count| format!("mean over {count}"),
    value_now: |symbol| format!("{symbol} now"),
    gradient_mean: |symbol| format!("∂L/∂{symbol}, of the mean"),
    gradient_sum: |symbol, count| format!("∂/∂{symbol} of the sum (× {count})"),
    added_by: |name| format!("added by {name}"),
    part_of_g: "a part of g",
    cost_of: |name| format!("what {name} adds to L"),
    not_in_loss: "over all weights; not in L",
    difference: |width| format!("finite difference, h = {width}"),
    agrees: |off| format!("agrees to {off}"),
    disagrees: |off| format!("off by {off}: a kink of the activation or of the loss lies within h"),
    learning_rate: "α",
    optimizer_step: |kind, symbol, bias| match kind {
        OptimizerKind::Sgd => format!("SGD: {symbol} − α · g"),
        OptimizerKind::Momentum => format!("Momentum: v ← 0.9 v + g, then {symbol} − α · v"),
        OptimizerKind::RmsProp => format!("RMSProp: {symbol} − α · g / (√s + ε)"),
        OptimizerKind::Adam => format!("Adam: {symbol} − α · m̂ / (√v̂ + ε)"),
        // Biases do not decay.
        OptimizerKind::AdamW if bias => format!("AdamW: {symbol} − α · m̂ / (√v̂ + ε)"),
        OptimizerKind::AdamW => format!("AdamW: {symbol}·(1 − α λ) − α · m̂ / (√v̂ + ε)"),
    },
    first_moment: "m̂, the mean of the gradients",
    second_moment: "v̂, the mean of their squares",
    velocity: "v, the gradients gathered up",
    mean_square: "s, the mean of the squared gradients",
    not_remembered: "What the optimiser remembered could not be repeated here, because α was changed on the way: m and v begin at nothing.",
    new_value: |symbol| format!("{symbol} after"),
    loss_after: |bias| if bias { "L, if only this bias moves" } else { "L, if only this weight moves" },
    loss_after_all: "L, when all weights and biases move",
    unchanged: "as before, to the last digits",
    fell: |by| format!("fell by {by}"),
    rose: |by| format!("rose by {by}"),
    along: |bias| {
        if bias {
            "The loss along this bias; all others stay"
        } else {
            "The loss along this weight; all others stay"
        }
    },
    loss_axis: "loss",
    tangent: "slope = gradient",
    formulas: |symbol| format!("The three formulas with these numbers: θ is {symbol}"),
    without_dropout: "Dropout is left out here: what it switches off is drawn anew in each step.",

    unit_name: |layer, unit| format!("{layer}, unit {unit}"),
    plane_x: "Across",
    plane_y: "Upwards",
    input_name: |name| format!("Input {name}"),
    output_name: |name| format!("Output {name}"),
    glance_range: |least, most| format!("Answers from {least} to {most}"),
    glance_means: |target, above, below| {
        format!("▲ {target} above its mean: {above} on average; ● below: {below}")
    },
    marks: "Marks show",
    marks_show: ["what happened", "the unit's answer"],
    ground: "Ground: its answer when two inputs change and all others stay at their mean; hatched where it is negative.",
    ground_of_one: "Line: its answer when this input changes and all others stay at their mean.",
    marks_actual: |rows, target| {
        format!(
            "Marks: {rows} rows of the training data, ▲ where {target} was above its mean, ● where it was below; the fuller, the further."
        )
    },
    marks_own: |rows| {
        format!(
            "Marks: its real answer to {rows} rows of the training data, ▲ from 0 up, ● below 0; the fuller, the further."
        )
    },
    active: |share| format!("It is active on {share} of them."),
    unit_map: |x, y| format!("The unit's answer over {x} and {y}"),

    which_row: "Training row",
    sample: |row, of, when| {
        format!("Sample {row} of {of}{}", when.map_or_else(String::new, |when| format!(" ({when})")))
    },
    inputs_changed: "Some inputs are not those of the table; what happened, y, still is.",
    input_outside: |name, value, least, most| {
        format!(
            "{name} is {value}, but the network learnt only from {least} to {most}: what it says here is a guess."
        )
    },
    beats: ["Forward", "Loss", "Backward", "Update"],
    beat_says: [
        "The inputs go through the layers: each unit adds up what comes in, times its weights, and its bias, and bends the sum.",
        "The prediction is compared with what happened. The larger the error, the larger the loss.",
        "The error goes back through the same weights. Each unit learns how far it is to blame: ∂L/∂z.",
        "Every weight moves a little against its gradient. This is what would be predicted then.",
    ],
    play: "Play",
    pause: "Pause",
    next_beat: "Next beat",
    once_more: "Once more on this sample",
    from_start: "As the run left it",
    updates_before: |count| {
        if count == 1 {
            "after 1 update on this sample".to_owned()
        } else {
            format!("after {count} updates on this sample")
        }
    },
    steepness: |rms| format!("gradients of about {rms}"),
    copy_only: "This happens on a copy; the run itself stays as it is.",
    activation: "a",
    delta: "∂L/∂z",
    cost: "loss",
    predicted: "ŷ",
    actual: "y",
    new_prediction: "new ŷ",

    plane: |plane| match plane {
        Plane::Walked => "Along its path",
        Plane::Gradient => "Along the gradient",
        Plane::Random => "Random directions",
    },
    plane_says: |plane| match plane {
        Plane::Walked => {
            "Across: from the first weights to the present ones. Upwards: where the path bent aside most."
        }
        Plane::Gradient => {
            "Across: against the gradient. Upwards: a random direction, scaled unit by unit to the weights."
        }
        Plane::Random => {
            "Two random directions, scaled unit by unit to the weights. The path hardly shows: of thousands of directions it shares little with any two."
        }
    },
    landscape_is: |rows, least, most, here| {
        format!(
            "Loss on {rows} training rows: faint colour is low ({least}), strong colour is high ({most}), in steps of equal ratio. The ring is where the network is now ({here}); the line is the way it came."
        )
    },
    landscape_map: "The loss around the present weights",
    no_path: "There is no path yet: train for a few epochs first.",
};

/// The first few of many.
fn some(units: &[u32]) -> String {
    let first: Vec<String> = units.iter().take(8).map(|unit| (unit + 1).to_string()).collect();
    if units.len() > 8 { format!("{} …", first.join(", ")) } else { first.join(", ") }
}
