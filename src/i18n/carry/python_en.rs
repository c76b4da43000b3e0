//! English comments of the Python scripts.

use crate::formats::python::Comments;

pub(super) static COMMENTS: Comments = Comments {
    lesson: |targets| {
        format!(
            "A network that predicts {targets}, trained step by step in plain NumPy.\n\nGreenGrad wrote this script: it repeats what the page did, with the same columns, the same rows for training, validation and test, the same first weights and the same order of rows. Read it from top to bottom as a lesson, change what you like, and run it:\n\n    pip install numpy\n    python THIS_FILE [TABLE.csv] [epochs=20] [hidden=[32,32]] ...\n\nThe last line it prints holds the errors on the test rows, as JSON. They differ from the page's in the last digits, because sums are added up in another order."
        )
    },
    ray_job: |targets| {
        format!(
            "A sweep over settings for a network that predicts {targets}, as a Ray job.\n\nGreenGrad wrote this script: Ray Data reads the table, Ray Tune tries settings near those of the page and compares them on the validation rows, and the best one is judged once on the test rows.\n\n    pip install 'ray[data,tune]' numpy\n    python THIS_FILE [TABLE.csv]\n\nOn a cluster, from a folder that holds this file and the table:\n\n    ray job submit --working-dir . -- python THIS_FILE"
        )
    },
    companion: |targets| {
        format!(
            "Predicts {targets} for each row of a table with the ONNX model beside this file.\n\nGreenGrad wrote this script. The model fills what is missing, turns labels into numbers, standardises, and brings its output back to the unit of the target; what is left to do here is to read the table and to look up the calendar and the past.\n\n    pip install numpy onnxruntime\n    python THIS_FILE [TABLE.csv] [MODEL.onnx] > predictions.csv\n\nA row that lacks a value that the model needs has an empty prediction."
        )
    },
    chosen: "What was chosen on the page.",
    read: "A plain table: commas between cells, points in numbers, times such as 2016-08-01T00:00:00.",
    plain: "A text that a spreadsheet would take for a formula has an apostrophe in front; here it is taken off.",
    columns: "Turn the texts of each column that is used into what it holds. An empty cell is not a number (NaN).",
    time: "A time as milliseconds since 1970. A clock without an offset is taken as it stands.",
    features: "One number a row and feature: this is all that the network gets to know of a row.",
    lag: "The value of a column so long before, found by its time and not by counting rows: rows may be missing.",
    lag_months: "The value of a column so many months before, on the same day of the month (or its last day).",
    label: "1 where the column holds the label, else 0: a network needs numbers (one-hot encoding).",
    number_label: "1 where the column holds this number, else 0: these numbers are labels, not amounts.",
    random: "PCG32 (O'Neill 2014), the page's generator of random numbers: with the same seed it draws the same.",
    below: "A whole number below a bound, all equally likely (Lemire 2019).",
    shuffle: "Every order equally likely (Fisher-Yates).",
    streams: "Each use has numbers of its own, so that more draws for one move nothing in another.",
    split_chronological: "The last rows are the test, those before them validation: the past predicts the future, never the other way round.",
    split_random: "Random rows are the test; the seed says which.",
    split_hash: "A hash of the row's number says whether it is of the test, so it is the same for everyone.",
    split_group: "Whole groups are kept for the test, so that nothing of a group is known before.",
    parts: "The end of the order is the test, what stands before it validation, the rest is for training.",
    golden: "A number between 0 and 1 that is spread evenly (Knuth's multiplicative hash).",
    prepare: "From the table to what the network learns from.",
    usable: "A row counts when everything in it is known, or may be filled.",
    order: "In the order of time.",
    fill: "What is missing becomes the mean of the training rows; a missing label is none of the labels.",
    scale: "Standardise: mean 0 and standard deviation 1. Only training rows say what these are, because the test must not be known.",
    no_scale: "The features stay in their own units. (Try what standardising does!)",
    scaler: "Mean and standard deviation of each column; one that does not vary becomes 0.",
    activation: "What bends between two layers. Without it, any number of layers is one straight line.",
    loss: "What training makes small, and how steep it is in each prediction.",
    update: "How a gradient becomes a step: the optimiser. What is returned is subtracted from the parameter.",
    first_weights: "Small random weights, so that the units of a layer differ from each other; biases begin at 0.",
    forward: "Forward: each layer computes z = a W + b from the layer before and bends it. The last one stays straight.",
    backward: "Backward: how much each weight contributed to the loss, by the chain rule from the last layer to the first.",
    train: "The training loop: predict, measure the loss, find the gradient, take a step, again.",
    epoch: "An epoch is one pass over all training rows, each time in another order.",
    dropout: "Leave out random units in each step, and scale the others up. (These draws are NumPy's, not the page's.)",
    step: "One step: every parameter moves a little against its gradient.",
    l1: "L1: each weight costs its size, so that those that hardly help become nearly nothing. Biases are free.",
    l2: "L2: large weights cost something too. Biases are free.",
    decay: "Weight decay: weights shrink a little in each step. Biases do not.",
    patience: "Early stopping: keep the weights of the best epoch, and stop when it lies too far back.",
    predict: "Predictions in the unit of the target.",
    figures: "Root mean squared error, mean absolute error, and the share of the variance that is explained.",
    argument: "Another value for a setting, such as learning_rate=0.01.",
    past: "A column on the grid of its times, where the past is found by counting steps.",
    first_counts: "Where two rows have the same time, the first that has a value counts.",
    mean: "The mean of the values from `nearest` to before `farthest` steps ago, of those that are there.",
    comb: "The mean of values that are a cycle apart, such as the same hour of the last days.",
    places: "The place of each time on the grid: how many steps it is behind the first one.",
    places_months: "The place of each time on the grid: how many months it is behind the first one.",
    inputs: "What the model asks for, by name.",
    feed: "A column each, one number or text a row.",
    rows: "NaN says that the row lacks a value.",
    ray_read: "Ray Data reads the table, all cells as texts; what they hold is decided below, as it was on the page.",
    ray_trial: "One trial: train with these settings and tell the error on the validation rows. The test rows stay unseen.",
    ray_sweep: "Ray Tune draws settings around those of the page and compares them.",
    ray_best: "Only the best one meets the test rows, once.",
    word_epoch: "epoch",
    word_loss: "loss",
    word_train: "training rows",
    word_validation: "validation rows",
    word_test: "test rows",
    word_diverged: "The loss is no longer a finite number: try a smaller learning rate.",
    word_best: "best:",
};
