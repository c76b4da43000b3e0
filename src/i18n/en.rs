//! English.

use super::format::{SpanUnit, count, number, offset, percent};
use super::texts::{Term, TermText, Texts, Verdict};
use super::{Language, format};
use crate::data::{
    DatasetError, DateOrder, Issue, IssueKind, Kind, Measure, Missing, ReadError, Region, Role, Source, Span,
    SplitMethod, Zone, ZoneReason,
};
use crate::evaluation::BaselineName;
use crate::forecast::FrameError;
use crate::nn::{Activation, Initialiser, Loss, OptimizerKind};
use crate::session::judge::Standing;
use crate::session::{Example, OUT_OF_MEMORY, Part, TrainError};
use crate::training::{DivergenceReason, Outcome, Setting};

pub(super) static TEXTS: Texts = Texts {
    page_title: "GreenGrad – train a neural network on your own energy data",
    own_name: "English",
    close: "Close",
    on: "on",
    off: "off",
    drop_anywhere: "Drop the file to read it",

    training: "Training",
    train: "Train",
    pause: "Pause",
    go_on: "Continue",
    train_again: "Train again",
    key_space: "Key: Space",
    step: "Step",
    step_hint: "One batch: one update of all weights (key →)",
    one_epoch: "Epoch",
    epoch_hint: "One epoch: every training row once",
    reset: "Reset",
    reset_hint: "Back to the same first weights: the seed stays (key R)",
    ready: "Ready: press Train. You can’t break it.",
    paused: "paused",
    epoch_of: |done, all| format!("Epoch {done} of {all}"),
    step_of: |done, all| format!("step {done} of {all}"),
    rows_per_second: |rows| format!("{rows} rows/s"),
    seconds_left: |seconds| {
        if seconds < 1.5 { "1 s left".to_owned() } else { format!("{} s left", seconds.round() as u64) }
    },
    outcome,
    train_error,
    run_lost: "The run was lost with the worker that trained it. Press Train to start it again.",
    train_loss_short: "train",
    validation_loss_short: "validation",
    blocked_loading: "Reading the data…",
    blocked_no_data: "Load a table or pick an example first.",
    blocked_dataset: "The columns cannot be used as they are: see step 1.",
    blocked_field: "A number in step 2 is out of its bounds.",

    help: "Help",
    how_to: &[
        "Data: drop a CSV file, paste a table or pick an example. Choose the column to predict (target).",
        "Model: keep the Article preset or change layers, learning rate and more.",
        "Train: press Train and watch the loss fall.",
        "Test: see predictions for rows the network never saw, beside simple methods that need no network.",
        "Act: plan a day on the forecast, and see what a battery and loads that can wait would save.",
    ],
    learn: "Learn",
    glossary: "Glossary",
    keys: "Keys",
    key_list: &[("Space", "train or pause"), ("→", "one step"), ("R", "reset"), ("?", "this help")],
    keys_on: "Single keys do something (only while no field, list or button has the focus)",
    never_leaves: "Your data never leaves this page.",
    never_leaves_long: "Your data never leaves this page: there is no server behind it, and the page asks the network for nothing but its own files.",
    what_is: |term| format!("What is: {term}?"),
    term,

    worker_restarted: |run_lost, reloading, reason| {
        let reason = match reason {
            OUT_OF_MEMORY => "out of memory: a smaller network, fewer columns or fewer rows need less",
            reason => reason.trim(),
        };
        let mut text = format!("The worker that reads and trains stopped ({reason}) and was started again.");
        if run_lost {
            text.push_str(" The run is lost; its settings are kept.");
        }
        if reloading {
            text.push_str(" The table is being read again.");
        }
        text
    },
    model_opened: |targets, columns| {
        format!("An opened model: it predicts {} from {}.", targets.join(", "), columns.join(", "))
    },
    work_is_back: "Your work is back as this browser kept it. A run that was under way stands still: Train goes on with it.",
    link_parts: |parts| {
        format!("These parts of the link mean nothing here and were left out: {}.", parts.join(", "))
    },

    data: "Data",
    rows: |rows| format!("{rows} rows"),
    drop_here: "Drop a CSV file or a spreadsheet anywhere here",
    choose_a_file: "Choose a file",
    paste: "Paste",
    paste_label: "Paste rows with a header, separated by comma, semicolon or tab:",
    use_text: "Use this text",
    pasted_text: "Pasted text",
    or_example: "or an example:",
    pick_example: "pick one",
    example: "Example",
    made_up: "made up",
    example_title,
    example_teaches,
    example_source,
    example_missing: "It could not be fetched. Is the page's server still there?",
    worker_died_loading: "The browser ended the worker while it read this file, probably for want of memory. A smaller file may work.",
    reading: |name| format!("Reading {name}…"),
    not_loaded: |name| format!("{name} was not loaded."),
    still_here: "The table below is still the one before.",
    read_error,
    dataset_error,
    issue,
    noticed: |number| {
        if number == 1 { "One thing noticed".to_owned() } else { format!("{number} things noticed") }
    },
    more_noticed: |number| format!("{number} more"),
    understood,
    answer: |kind| match kind {
        IssueKind::AmbiguousNumberFormat { decimal: true, .. } => Some("Read as thousands"),
        IssueKind::AmbiguousNumberFormat { decimal: false, .. } => Some("Read as decimals"),
        IssueKind::AmbiguousDateOrder { order: DateOrder::DayFirst } => Some("The month comes first"),
        IssueKind::AmbiguousDateOrder { order: DateOrder::MonthFirst } => Some("The day comes first"),
        IssueKind::SentinelValues { missing: false, .. } => Some("Read as missing"),
        IssueKind::SentinelValues { missing: true, .. } => Some("Keep as values"),
        IssueKind::LooksLikeCompactDates | IssueKind::LooksLikeEpoch | IssueKind::LooksLikeExcelDates => {
            Some("Keep as numbers")
        }
        IssueKind::CounterLike | IssueKind::CounterLikeWithDrops => Some("Add its differences"),
        IssueKind::DifferencesAdded => Some("Take them out"),
        _ => None,
    },
    encoding: "Encoding",
    separator: "Separator",
    separator_name,
    decimal_mark: "Decimal mark",
    decimal_name: |mark| if mark == ',' { "decimal comma" } else { "decimal point" },
    header_at: "Header",
    header_name: |line| line.map_or("no header".to_owned(), |line| format!("header on line {line}")),
    date_order: "Order of dates",
    date_order_name: |order| match order {
        DateOrder::DayFirst => "day first",
        DateOrder::MonthFirst => "month first",
    },
    joined_by_time: "Joined by time",
    join_files: "Join another file by time…",
    time_zone: "Time zone",
    zone_name,
    zone_reason,
    step_name: step,
    no_even_step: "no even step",
    partners: |found, rows| format!("{rows} rows, which give {found} rows of the table their values"),
    take_away: "take away",
    keep_step: "Keep the first file's step; what comes less often is held or shared out",
    sums_and_means: "Summed or averaged",
    measure: |measure| match measure {
        Measure::Rate => "average",
        Measure::Amount => "sum",
        Measure::State => "first value",
    },
    another_file: "Predict another file",
    choose_file_to_predict: "Choose a file to predict…",
    rows_predicted: |predicted, rows| format!("{predicted} of {rows} rows predicted"),
    second_rmse: |target, rmse, rows| {
        format!("RMSE of {target}: {rmse}, on the {rows} rows that hold its value")
    },
    not_predicted: |name| format!("{name} was not predicted."),
    save_as_csv: "Save as CSV",
    sheet: "Sheet",
    cancel: "Cancel",
    reading_again: "Later rows are not as the first ones: reading once more.",
    rows_read: |rows| format!("{rows} rows"),
    show_lines: |line| format!("Show line {line}"),
    lines_around: |line| format!("Around line {line}: as it stands in the file, and as it was understood"),
    as_it_stands: "As it stands",
    no_row: "no row of the table",
    no_lines: "Lines are shown for files of up to 16 MB.",
    missing_rows: "Rows that lack a feature",
    missing_way: |way, rows| match way {
        Missing::LeaveOut => format!("are left out ({rows} rows are used)"),
        Missing::Fill => format!("are filled with the training mean, and marked ({rows} rows)"),
    },
    how_often: "How often, from least to most",
    mean_is: |mean| format!("mean {mean}"),
    distinct_are: |distinct| format!("{distinct} different"),
    columns: "Columns and their roles",
    all_columns: |number| format!("Show all {number} columns"),
    known_ahead_why: "Columns are off unless you mark them as known ahead: a forecast may only use what is known when it is made.",
    role_of: |column| format!("Role of {column}"),
    role: |role, timed| match (role, timed) {
        (Role::Feature, false) => "feature",
        (Role::Feature, true) => "known ahead",
        (Role::Target, _) => "target",
        (Role::Time, _) => "time",
        (Role::Group, _) => "group",
        (Role::Ignore, _) => "off",
    },
    read_as_labels: "labels, not amounts",
    kind,
    from_to: |least, most| format!("{least} to {most}"),
    labels: |number| format!("{number} labels"),
    missing: |number| format!("{number} missing"),
    first_rows: |shown, rows| format!("First {shown} of {rows} rows"),
    preview: "First rows of the table",
    line: "Line",

    split: "Split",
    split_method: "Which rows",
    split_name: |method| match method {
        SplitMethod::Chronological => "the last rows".to_owned(),
        SplitMethod::Random { .. } => "random rows".to_owned(),
        SplitMethod::Hash => "by row number (hash)".to_owned(),
        SplitMethod::Group { column } => format!("whole groups of {column}"),
    },
    split_why: |method, from| {
        match (method, from) {
        (SplitMethod::Chronological, Some(from)) => {
            format!(
                "Rows are in time order, so the test is the end, from {from}: a random split would let the model peek at the future."
            )
        }
        (SplitMethod::Chronological, None) => {
            "The last rows are kept for the test, in the order of the file.".to_owned()
        }
        (SplitMethod::Random { .. }, _) => {
            "Rows are drawn at random, the same ones each time. That is right where they have no order in time.".to_owned()
        }
        (SplitMethod::Hash, _) => {
            "Each row's number decides, so the same rows are the test for everyone.".to_owned()
        }
        (SplitMethod::Group { column }, _) => {
            format!(
                "All rows of one {column} stay together, so the test asks about groups the model never saw."
            )
        }
    }
    },
    season: "The time of the year is an input too",
    test_rows: "Test share",
    validation_rows: "Validation share",
    train_part: "train",
    validation_part: "validation",
    test_part: "test",

    model: "Model",
    parameters: |number| format!("{number} parameters"),
    article: "Article",
    article_is: "64-64 ReLU, Adam 0.001, MSE, batch 32, 100 epochs",
    preset: "Preset",
    recipe_loss_title: "Weighted Huber loss of each network, one after the other",
    recommended: "Recommended",
    recommended_is: "Several networks, and a gate that trusts them as far as they beat the simple methods on rows they had not seen. In a table with times they look at the past in two ways.",
    quick: "Quick",
    quick_is: "As Recommended with fewer networks, and in a table with times one way to look at the past: about half the time.",
    own_settings: "your own settings",
    mend: |kind| match kind {
        IssueKind::RandomSplitOfTimes => Some("Test on the last rows"),
        IssueKind::GroupsOnBothSides => Some("Keep groups together"),
        IssueKind::CopyOfTarget { .. }
        | IssueKind::ShortLag { .. }
        | IssueKind::StandardisedBefore
        | IssueKind::FilledBefore { .. } => Some("Switch it off"),
        _ => None,
    },
    horizon: "Forecast ahead",
    span: span_of,
    optimizer: |kind| match kind {
        OptimizerKind::Sgd => "SGD",
        OptimizerKind::Momentum => "SGD with momentum",
        OptimizerKind::RmsProp => "RMSProp",
        OptimizerKind::Adam => "Adam",
        OptimizerKind::AdamW => "AdamW",
    },
    activation: |activation| match activation {
        Activation::Relu => "ReLU",
        Activation::LeakyRelu => "leaky ReLU",
        Activation::Tanh => "tanh",
        Activation::Sigmoid => "sigmoid",
        Activation::Gelu => "GELU",
        Activation::Linear => "linear",
    },
    loss_name: |loss| match loss {
        Loss::MeanSquaredError => "mean squared error",
        Loss::MeanAbsoluteError => "mean absolute error",
        Loss::Huber => "Huber",
    },
    initialiser: |initialiser| match initialiser {
        Initialiser::GlorotUniform => "Glorot uniform",
        Initialiser::HeNormal => "He normal",
        Initialiser::HeUniform => "He uniform",
        Initialiser::GlorotNormal => "Glorot normal",
    },
    more_settings: "More settings",
    new_seed: "New seed",
    applies_to_the_next_run: "These settings apply to the next run; the learning rate changes at once.",
    inputs: "inputs",
    outputs: "outputs",
    layer: "layer",
    fewer_units: |layer| format!("Fewer units in hidden layer {layer}"),
    more_units: |layer| format!("More units in hidden layer {layer}"),
    remove_layer: |layer| format!("Remove hidden layer {layer}"),
    no_hidden_layer: "Without a hidden layer the network is a linear model.",
    out_of_bounds: |least, most| format!("A number from {least} to {most}, please."),

    loss_curve: "Loss",
    loss_title: |loss| match loss {
        Loss::MeanSquaredError => "Mean squared error by epoch".to_owned(),
        Loss::MeanAbsoluteError => "Mean absolute error by epoch".to_owned(),
        Loss::Huber => "Huber loss by epoch".to_owned(),
    },
    loss_axis: "loss (target standardised)",
    epoch_axis: "epoch",
    log_scale: "log scale",
    linear_scale: "even scale",
    series_train: "train",
    series_validation: "validation",
    series_previous: |validation| if validation { "previous run, validation" } else { "previous run, train" },
    tested_epoch: |epoch| format!("Tested are the weights after epoch {epoch}."),
    results_of_other_settings: "The results are those of other settings: press Train again.",
    several_targets: |number| {
        format!(
            "{number} targets: one network predicts them all. Give the others another role to predict one."
        )
    },
    best_epoch: |epoch| format!("best: epoch {epoch}"),
    no_loss_yet: "The loss is drawn here as the network learns.",
    diverged,
    smaller_learning_rate: "Try a third of the learning rate",
    scale_inputs: "Standardise inputs",
    fingerprint: |code| {
        format!(
            "Fingerprint of the weights: {code}. The same data, settings and seed give the same one in any browser and in the terminal."
        )
    },

    predictions: "Predictions",
    rows_shown: |part, trained| match (part, trained) {
        (Part::Test, _) => "test rows, never trained on",
        (Part::Validation, _) => "validation rows, watched while it learns",
        (Part::Train, _) => "training rows: there are no validation rows",
    },
    looks: |times| match times {
        1 => "These test rows were looked at once.".to_owned(),
        2 => "These test rows were looked at twice; choices made by them flatter the model.".to_owned(),
        _ => format!("These test rows were looked at {times} times; choices made by them flatter the model."),
    },
    not_trained: "Press Train to see what the network makes of these rows.",
    not_yet: "What it makes of these rows is shown when it is done.",
    network: "network",
    baseline: |name| name_of(name).trim_start_matches("the ").to_owned(),
    verdict,
    skill_tile: |best| match best {
        BaselineName::Before(Span::DAY) => "skill vs yesterday".to_owned(),
        BaselineName::Before(Span::WEEK) => "skill vs last week".to_owned(),
        BaselineName::Before(span) => format!("skill vs {}", span_ago(span)),
        BaselineName::Mean | BaselineName::Linear => format!("skill vs {}", name_of(best)),
    },
    not_defined: "not defined",
    which_target: "Target",
    over_time: "Over time",
    row_by_row: "Row by row",
    against: "Predicted vs actual",
    chart_over_time: |target, part| format!("{target}: actual and predicted, {}", part_name(part)),
    chart_against: |target, part| format!("{target}: predicted against actual, {}", part_name(part)),
    actual: "actual",
    predicted: "predicted",
    perfect: "predicted = actual",
    time_axis: "time",
    row_axis: "row",
    all: "all",
    one_week: "one week",
    hundred_rows: "100 rows",
    earlier: "earlier",
    later: "later",
    compared: "Compared on the same rows",
    method: "method",

    chart_menu: "This chart as…",
    as_table: "table",
    save_svg: "SVG",
    save_png: "PNG",
    series_summary: |name, points, least, most, last| {
        format!("{name}: {points} points, from {least} to {most}, the last {last}.")
    },
    first_of_rows: |shown, rows| format!("The first {shown} of {rows} rows; the file has all."),
};

fn part_name(part: Part) -> &'static str {
    match part {
        Part::Train => "training rows",
        Part::Validation => "validation rows",
        Part::Test => "test rows",
    }
}

fn outcome(outcome: &Outcome, epochs: u32, seconds: f64) -> String {
    let time = format!("{} s", number(seconds));
    match outcome {
        Outcome::Finished => format!("Done: {epochs} epochs in {time}"),
        Outcome::StoppedEarly { best_epoch } => {
            format!(
                "Stopped early after {epochs} epochs in {time}; the weights are those of epoch {best_epoch}"
            )
        }
        Outcome::Diverged(divergence) => format!("Stopped in epoch {}: the loss exploded", divergence.epoch),
    }
}

fn diverged(outcome: &Outcome) -> String {
    let Outcome::Diverged(divergence) = outcome else { return String::new() };
    let what = match divergence.reason {
        DivergenceReason::NotFinite => "the loss was no longer a finite number".to_owned(),
        DivergenceReason::LossExploded => {
            format!(
                "the loss was {}, from {} before the first step",
                number(divergence.loss),
                number(divergence.initial_loss)
            )
        }
    };
    let steepest = divergence.steepest.map_or_else(String::new, |(layer, size)| {
        format!(
            " The steepest gradients before that were in layer {} (counted from the inputs): about {} each.",
            layer + 1,
            number(size)
        )
    });
    format!(
        "In epoch {} {what}: the steps were too large for this slope, so each one overshot.{steepest} The last good weights are back.",
        divergence.epoch
    )
}

fn train_error(error: &TrainError) -> String {
    match error {
        TrainError::NoLab => "The part of the page that trains Recommended and Quick could not be fetched. Reload the page, or train the network of your own settings.".to_owned(),
        TrainError::Recipe(error) => recipe_error(error).to_owned(),
        TrainError::NotResumed => "The run cannot go on here: the table or the choice of columns is not the one it learnt from.".to_owned(),
        TrainError::NoData => "There is no data to train on yet.".to_owned(),
        TrainError::Settings(error) => {
            let name = match error.setting {
                Setting::Epochs => "The number of epochs",
                Setting::LearningRate => "The learning rate",
                Setting::BatchSize => "The batch size",
                Setting::HiddenLayers => "The number of hidden layers",
                Setting::HiddenUnits => "The number of units in a layer",
                Setting::L1 => "L1",
                Setting::L2 => "L2",
                Setting::Dropout => "Dropout",
                Setting::Patience => "The patience",
            };
            format!("{name} is {}; it must be from {} to {}.", number(error.value), format::bound(error.least), format::bound(error.most))
        }
        TrainError::PatienceWithoutValidation => {
            "Early stopping watches validation rows, and there are none: choose a validation share, or switch it off.".to_owned()
        }
    }
}

fn read_error(error: &ReadError) -> String {
    match error {
        ReadError::EmptyFile => "The file is empty.".to_owned(),
        ReadError::NoDataRows { line } => {
            format!("Line {line} is a header, but no data rows follow. Export the rows too.")
        }
        ReadError::NotCsvHtml { line } => format!(
            "This is a web page (HTML, line {line}), not a table: the download was probably a login or error page. Sign in and download the file again."
        ),
        ReadError::UnterminatedQuote { line } => {
            format!("On line {line} a quote (\") opens and never closes. Close it or take it out.")
        }
        ReadError::NotUtf8 { line } => {
            format!("Line {line} is not UTF-8 text. Choose another encoding.")
        }
        ReadError::NotText { format } => {
            format!(
                "This is a {format} file, not text. Save the table as CSV or as a spreadsheet and drop that."
            )
        }
        ReadError::TooLarge { limit, columns } => format!(
            "The file has more than {} rows of {columns} columns, the most that fits into a page's memory. Take fewer rows or columns.",
            count(limit / u64::from((*columns).max(1)))
        ),
        ReadError::NoTimesToJoin => {
            "Files are joined by their times, and this one has no column of times. Choose a file that has one.".to_owned()
        }
        ReadError::NoCommonTimes { first, this } => {
            let day = |at: i64| format::time(at, false, Language::En, true);
            format!(
                "It has no time in common with the first file: that one reaches from {} to {}, this one from {} to {}. Choose a file of the same time, or another time zone.",
                day(first.0), day(first.1), day(this.0), day(this.1)
            )
        }
        ReadError::Unreadable => {
            "The browser could not read the file: it may have been moved or changed. Choose it again."
                .to_owned()
        }
    }
}

fn dataset_error(error: &DatasetError) -> String {
    match error {
        DatasetError::UnknownColumn { column } => format!("There is no column “{column}” in this table."),
        DatasetError::NoLab => train_error(&TrainError::NoLab),
        DatasetError::NoTimeStep => "The times of this table have no regular step, so the model cannot look back by it: check the time column.".to_owned(),
        DatasetError::NoModel => "There is no trained network to predict with: train one first.".to_owned(),
        DatasetError::NoTarget => {
            "No target is chosen: give the column to predict the role “target”.".to_owned()
        }
        DatasetError::NoFeature => {
            "Nothing to predict from: give at least one column the role “feature”.".to_owned()
        }
        DatasetError::FeatureIsTarget { column } => {
            format!("“{column}” is both feature and target: a model that is told the answer learns nothing.")
        }
        DatasetError::TargetIsCategory { column, labels } => format!(
            "“{column}” holds {labels} labels, not numbers. This page predicts numbers: choose another target, or replace the labels by numbers."
        ),
        DatasetError::TargetNotNumeric { column } => {
            format!("“{column}” holds no numbers, so it cannot be the target. Choose a column of numbers.")
        }
        DatasetError::FeatureIsText { column, distinct } => format!(
            "“{column}” holds {distinct} different texts, about one a row, so nothing can be learnt from it. Switch it off."
        ),
        DatasetError::FeatureIsTime { column } => {
            format!(
                "“{column}” holds dates or times, which are no feature by themselves. Give it the role “time”."
            )
        }
        DatasetError::TimeNotDatetime { column } => {
            format!("“{column}” holds no dates or times, so it cannot be the time column.")
        }
        DatasetError::NoGroup => "A split by group needs a column with the role “group”.".to_owned(),
        DatasetError::Shares { test, validation } => format!(
            "The shares of test ({}) and validation ({}) leave too little to train on.",
            percent(*test, Language::En),
            percent(*validation, Language::En)
        ),
        DatasetError::TooLarge { rows, inputs, limit } => format!(
            "The table has {} rows, and with {inputs} inputs each at most {} fit into a page's memory. Take fewer rows, or set columns to “off”.",
            count(*rows),
            count(limit / (*inputs).max(1))
        ),
        DatasetError::TooFewRows { usable, needed } => {
            format!(
                "Rows with a value in every column that is needed: {usable}. At least {needed} are needed."
            )
        }
        DatasetError::EmptySplit { train, test } => {
            format!("This split leaves {train} rows to train and {test} to test. Change the shares.")
        }
        DatasetError::ColumnMismatch { column } => {
            format!(
                "The model was trained with a column “{column}”; this table lacks it, or holds it in another kind."
            )
        }
    }
}

/// "line 3", "lines 3, 4 and 6", "lines 3, 4, 6 and 17 more".
fn lines(issue: &Issue) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<String> = issue.lines.iter().take(SHOWN).map(u32::to_string).collect();
    let more = (issue.count as usize).saturating_sub(shown.len());
    match (shown.as_slice(), more) {
        ([], _) => format!("{} places", issue.count),
        ([line], 0) => format!("line {line}"),
        (shown, 0) => {
            let (last, first) = shown.split_last().unwrap_or((&shown[0], &[]));
            format!("lines {} and {last}", first.join(", "))
        }
        (shown, more) => format!("lines {} and {} more", shown.join(", "), count(more as u64)),
    }
}

fn issue(issue: &Issue) -> String {
    let column = issue.column.as_deref().unwrap_or_default();
    let place = lines(issue);
    match &issue.kind {
        IssueKind::DecimalCommaDetected => "Numbers are written with a decimal comma.".to_owned(),
        IssueKind::TrailingDelimiterDropped => {
            format!("A separator at the end of rows ({place}) was taken as no cell.")
        }
        IssueKind::RaggedRowPadded { expected, found } => {
            format!("Too few cells ({found} instead of {expected}) on {place}: the rest is missing there. Look whether a cell was lost.")
        }
        IssueKind::RaggedRowExtra { expected, found } => {
            format!("Too many cells ({found} instead of {expected}) on {place}: the surplus was left out. A separator inside a value needs quotes around that value.")
        }
        IssueKind::SkippedBlankRows => format!("Rows without any value were skipped: {place}."),
        IssueKind::SkippedPreamble => format!("What stands above the header was left out: {place}."),
        IssueKind::SkippedUnitsRow => {
            format!("The row of units below the header ({place}) was read as units.")
        }
        IssueKind::TwoLevelHeader => format!("The header has two lines ({place}); they were joined."),
        IssueKind::SkippedComments => format!("Comments (#) were left out: {place}."),
        IssueKind::RepeatedHeader => {
            format!("The header is repeated between the rows and was left out there: {place}.")
        }
        IssueKind::SkippedFooter => format!("Totals or notes below the table were left out: {place}."),
        IssueKind::SecondTable => format!(
            "Another table begins below this one; its {} rows were left out ({place}). Put it into a file of its own.",
            count(u64::from(issue.count))
        ),
        IssueKind::QuoteOverLines => {
            format!(
                "A cell in quotes runs over several lines in a row of the wrong length ({place}): a closing quote may be missing. Add it in the file."
            )
        }
        IssueKind::EncodingGuessed => {
            "The encoding was guessed from the bytes. If letters look wrong, choose another above.".to_owned()
        }
        IssueKind::ReplacedCharacters => format!(
            "{} characters mean nothing in this encoding and show as �. Choose another encoding above.",
            count(u64::from(issue.count))
        ),
        IssueKind::PercentHandling => format!("“{column}” holds percentages: 45% was read as 45."),
        IssueKind::UnitsInCells { unit } => format!("“{column}” holds numbers with their unit, {unit}."),
        IssueKind::MixedUnits { units } => format!(
            "“{column}” mixes units ({}). Only the most usual one was read; convert the others first.",
            units.join(", ")
        ),
        IssueKind::AmbiguousNumberFormat { mark, decimal } => {
            let read_as = if *decimal { "the decimal mark" } else { "a mark of thousands" };
            format!(
                "“{column}”: is 1{mark}480 one and a half or more than a thousand? Every number has exactly three digits behind its mark, which was read as {read_as}."
            )
        }
        IssueKind::AmbiguousDateOrder { order: DateOrder::DayFirst } => {
            format!("“{column}”: every date reads both ways. The day was taken to come first.")
        }
        IssueKind::AmbiguousDateOrder { order: DateOrder::MonthFirst } => {
            format!("“{column}”: every date reads both ways. The month was taken to come first.")
        }
        IssueKind::LooksLikeCompactDates => {
            format!("“{column}” holds dates as digits (20240131 is 2024-01-31).")
        }
        IssueKind::LooksLikeEpoch => {
            format!("“{column}” holds seconds or milliseconds since 1970; they were read as times in UTC.")
        }
        IssueKind::LooksLikeExcelDates => {
            format!("“{column}” holds a spreadsheet's day numbers; they were read as dates.")
        }
        IssueKind::DurationsAsHours => {
            format!("“{column}” holds durations; they were read in hours (2:30 is 2.5).")
        }
        IssueKind::MixedTimezones { offsets_minutes } => format!(
            "“{column}” has times of different offsets ({}); all were brought to UTC.",
            offsets_minutes.iter().map(|&minutes| offset(minutes)).collect::<Vec<_>>().join(", ")
        ),
        IssueKind::SentinelValues { value, missing: false } => {
            format!(
                "“{column}” holds {} ({place}), far from every other value: does it mean “no value”?",
                number(*value)
            )
        }
        IssueKind::SentinelValues { value, missing: true } => {
            format!("“{column}” holds {} ({place}), which was read as missing.", number(*value))
        }
        IssueKind::FarFromRest { value, least, most } => format!(
            "“{column}” holds {} ({place}), and all else lies between {} and {}. If that is a slip, correct it in the file.",
            number(*value), number(*least), number(*most)
        ),
        IssueKind::IdLikeColumn => format!(
            "“{column}” numbers or names the rows. It is off: it would teach nothing that holds for new rows."
        ),
        IssueKind::CounterLike => format!(
            "“{column}” looks like a running total. It is off as a feature; its differences may be what you want."
        ),
        IssueKind::CounterLikeWithDrops => {
            format!(
                "“{column}” looks like a running total that falls back on {place}. It is off as a feature; its differences may be what you want."
            )
        }
        IssueKind::NewestFirst => {
            format!("Rows run from the newest to the oldest by “{column}”; a forecast puts them in order.")
        }
        IssueKind::TimeGaps { step_seconds, missing } => format!(
            "“{column}” goes in steps of {}; steps missing before {place}: {}.",
            step(*step_seconds),
            count(u64::from(*missing))
        ),
        IssueKind::IrregularSteps => format!(
            "The times in “{column}” have no even step; a value a day or a week before is rarely found. Bring even steps if the past is to be an input."
        ),
        IssueKind::DaylightSaving { region, repeated, skipped } => format!(
            "“{column}” is on a clock with daylight saving ({}): {repeated} times occur twice and {skipped} not at all ({place}). Nothing was changed.",
            region_name(*region)
        ),
        IssueKind::DateTimeJoined { date, time, hour_ending: false } => {
            format!("“{date}” and “{time}” were joined to “{column}”.")
        }
        IssueKind::DateTimeJoined { date, time, hour_ending: true } => {
            format!(
                "“{date}” and “{time}” were joined to “{column}”. Hours run from 1 to 24, so hour 1 is the one that begins at 0:00."
            )
        }
        IssueKind::DifferencesAdded => format!(
            "The differences of “{column}” from row to row were added; where it falls back there is none."
        ),
        IssueKind::SpreadsheetUnderOtherName { format } => {
            format!(
                "This is a spreadsheet ({format}) under the name of a text file; it was opened as what it is."
            )
        }
        IssueKind::ZoneTaken { zone, reason } => {
            format!("Time zone: {} ({}).", zone_name(*zone), zone_reason(*reason))
        }
        IssueKind::StepChanged { from, to, summed, averaged } => {
            let shorter = to < from;
            let part = |names: &[String], way: &str| {
                if names.is_empty() { String::new() } else { format!(" {way}: {}.", names.join(", ")) }
            };
            let (sum, mean) = if shorter { ("Shared out evenly", "Held") } else { ("Summed", "Averaged") };
            format!(
                "Brought from steps of {} to {}.{}{}",
                step(*from),
                step(*to),
                part(summed, sum),
                part(averaged, mean)
            )
        }
        IssueKind::RowsWithoutPartner { file } => format!(
            "{} rows have no partner in {file} ({place}): its values are missing there.",
            count(u64::from(issue.count))
        ),
        IssueKind::RowsLeftOver => format!(
            "{} of its rows were not used ({place}): the first file has no row for their times, or the time occurs twice.",
            count(u64::from(issue.count))
        ),
        IssueKind::IncompleteIntervals => format!(
            "{} intervals are incomplete, so that a sum or mean of them would mislead: missing there.",
            count(u64::from(issue.count))
        ),
        IssueKind::ColumnRenamed { from } => {
            format!("“{from}” is called “{column}” here, because the first file has a column of that name.")
        }
        IssueKind::DuplicateHeadersRenamed => {
            format!("Column names that are empty or occur twice got new ones ({place}).")
        }
        IssueKind::HeaderAssumedAbsent => {
            "The first line looks like data, so the columns were named by their place. If it is the header, say so above.".to_owned()
        }
        IssueKind::TextInNumberColumn { value } => {
            format!("“{column}” holds “{value}” on {place}, unlike the rest: read as missing. If a number was meant, correct it in the file.")
        }
        IssueKind::NonFiniteValues { value } => {
            format!("“{column}” holds “{value}” on {place}: read as missing.")
        }
        IssueKind::MissingTokens { value } => {
            format!("“{column}” says “{value}” on {place}: read as missing.")
        }
        IssueKind::EmptyColumn => format!("“{column}” holds no value at all and is left out."),
        IssueKind::ConstantColumn => {
            format!("“{column}” has one single value, so nothing can be learnt from it.")
        }
        IssueKind::SingleColumn => {
            "There is one column only: a target needs at least one feature beside it. Bring times or another column.".to_owned()
        }
        IssueKind::HighCardinality { distinct } => {
            format!(
                "“{column}” has {distinct} different values, about one a row: it names rows rather than describing them."
            )
        }
        IssueKind::NulBytesRemoved => format!("NUL bytes were taken out on {place}."),
        IssueKind::DuplicateTimestamps => {
            format!("The same time in “{column}” occurs more than once: {place}. Keep one row of each, or bring each meter in a file of its own.")
        }
        IssueKind::UnsortedTimestamps => {
            format!("Rows are not in the order of “{column}” ({place}); a forecast puts them in order.")
        }
        IssueKind::RowsLeftOut { used } => format!(
            "{} rows were left out because a needed value is missing ({place}); {} are used.",
            count(u64::from(issue.count)),
            count(u64::from(*used))
        ),
        IssueKind::HistoryRows { used, before } => format!(
            "{} rows only serve as history, because the table has no value {} before them ({place}); {} are used.",
            count(u64::from(issue.count)),
            span_of(*before),
            count(u64::from(*used))
        ),
        IssueKind::NotKnownAhead => {
            format!(
                "“{column}” is left out: it is not marked as known ahead, so a forecast could not use it."
            )
        }
        IssueKind::LagsLeftOut { before } => {
            let before = span_of(*before);
            format!("The value {before} before is not used: too few rows have one.")
        }
        IssueKind::RandomSplitOfTimes => "The rows have times and are split at random: a test row's neighbours in time are learnt from, so it is nearly known. Test on the last rows.".to_owned(),
        IssueKind::GroupsOnBothSides => format!(
            "{} values of “{column}” stand in training and test rows: the model has met what it is tested on. Keep whole groups together.",
            count(u64::from(issue.count))
        ),
        IssueKind::ShortLag { before, target } => format!(
            "“{column}” is “{target}” {} before: nobody knows that yet when the forecast is made.",
            span_of(*before)
        ),
        IssueKind::StandardisedBefore => format!("“{column}” was standardised over all rows, test rows too. Bring it as it was measured."),
        IssueKind::FilledBefore { value } => format!(
            "Gaps of “{column}” seem to be filled with {}, the mean of all rows, test rows too. Bring it with its gaps.",
            number(*value)
        ),
        IssueKind::CopyOfTarget { target } => {
            format!(
                "“{column}” is “{target}” in another unit (correlation 1): it gives the answer away. Switch it off."
            )
        }
        IssueKind::UnknownLabel { label } => {
            format!("“{column}” holds “{label}”, which the model has never seen ({place}): predictions there are a guess.")
        }
        IssueKind::ExtraColumns { names } => {
            format!("Columns that the model does not know were left out: {}.", names.join(", "))
        }
        IssueKind::UnitChanged { before, now } => format!(
            "“{column}” is in {now} here, but was in {before} when the model was trained: convert it first, or the predictions are wrong."
        ),
        IssueKind::ConstantTarget => format!(
            "“{column}” has one single value in these rows: there is nothing to learn, and R² is not defined. Choose another target, or more rows."
        ),
        IssueKind::FewRows { test } => format!("There are only {test} test rows: the figures are rough. Bring more rows, or raise the test share."),
    }
}

/// "15 min", "1 h", "1 d".
fn step(seconds: u32) -> String {
    match seconds {
        seconds if seconds % 86_400 == 0 => format!("{} d", seconds / 86_400),
        seconds if seconds % 3600 == 0 => format!("{} h", seconds / 3600),
        seconds if seconds % 60 == 0 => format!("{} min", seconds / 60),
        seconds => format!("{seconds} s"),
    }
}

fn region_name(region: Region) -> &'static str {
    match region {
        Region::CentralEurope => "Central Europe",
        Region::WesternEurope => "Britain, Portugal",
        Region::EasternEurope => "Eastern Europe",
        Region::NorthAmerica => "North America",
        Region::Australia => "Australia",
    }
}

fn zone_reason(reason: ZoneReason) -> &'static str {
    match reason {
        ZoneReason::Chosen => "as you chose",
        ZoneReason::Offsets => "its times state their offset",
        ZoneReason::Name => "the column's name says so",
        ZoneReason::Changes => "the clock changes on its days",
        ZoneReason::NoChanges => "its clock does not change where the other one does",
        ZoneReason::Assumed => "assumed: nothing in the file says which",
    }
}

fn zone_name(zone: Zone) -> String {
    let hours = |minutes: i16| format::offset(i32::from(minutes));
    match zone {
        Zone::Utc => "UTC".to_owned(),
        Zone::Unstated => "not stated, the same in all".to_owned(),
        Zone::Fixed { minutes } => format!("{} all year", hours(minutes)),
        // In summer an hour more: both offsets say that it is a clock that is set.
        Zone::Local { region, minutes } => {
            format!("{}, {}/{}", region_name(region), hours(minutes), hours(minutes + 60).replace("UTC", ""))
        }
    }
}

fn separator_name(separator: Option<char>) -> &'static str {
    match separator {
        Some(',') => "comma",
        Some(';') => "semicolon",
        Some('\t') => "tab",
        Some('|') => "bar",
        Some(_) => "other separator",
        None => "one column",
    }
}

fn understood(source: &Source) -> String {
    let separator = separator_name(source.delimiter);
    let header = (TEXTS.header_name)(source.header_line);
    let decimal = if source.decimal == ',' { " · decimal comma" } else { "" };
    format!("{} · {separator} · {header}{decimal}", source.encoding.name().to_ascii_uppercase())
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Number => "number",
        Kind::Datetime => "time",
        Kind::Category => "labels",
        Kind::Text => "text",
        Kind::Constant => "one single value",
        Kind::Empty => "empty",
    }
}

fn verdict(verdict: &Verdict) -> String {
    let size = percent(verdict.skill.abs(), Language::En);
    let best = name_of(verdict.best);
    let Some((standing, interval)) = verdict.judged else {
        if verdict.is_level() {
            return format!("The network and {best}, the best simple method here, are equally good.");
        }
        let than = if verdict.skill < 0.0 { "larger" } else { "smaller" };
        return format!(
            "The network's error is {size} {than} than that of {best}, the best simple method here."
        );
    };
    let interval = interval.map(|(low, high)| {
        format!(
            " (skill from {} to {} with 95 % confidence)",
            percent(low, Language::En),
            percent(high, Language::En)
        )
    });
    let interval = interval.unwrap_or_default();
    match standing {
        Standing::Better => {
            format!(
                "The network is better than {best}, the best simple method: its error is {size} smaller{interval}."
            )
        }
        Standing::NoBetter if verdict.is_level() => {
            format!("The network and {best} are equally good here{interval}; {best} is simpler.")
        }
        Standing::NoBetter => {
            let than = if verdict.skill < 0.0 { "larger" } else { "smaller" };
            format!(
                "The network is no better than {best}, which is simpler: its error is {size} {than}, which may be chance{interval}."
            )
        }
        Standing::Worse => {
            format!(
                "{} is better: the network's error is {size} larger{interval}. Use {best}.",
                capital(&best)
            )
        }
    }
}

fn recipe_error(error: &FrameError) -> &'static str {
    match error {
        FrameError::NoStep => {
            "The times have no regular step that a day is made of, so there is no yesterday to look back at. Join or resample the table first, or train the network of your own settings."
        }
        FrameError::NotChronological => {
            "The test rows are not the last ones: a forecast has to be tested on what comes after. Choose the chronological split."
        }
        FrameError::NoPast => {
            "Too few rows have a value of the past to look back at: a longer table is needed, or a shorter horizon."
        }
    }
}

pub(super) fn name_of(best: BaselineName) -> String {
    match best {
        BaselineName::Mean => "the mean".to_owned(),
        BaselineName::Linear => "the linear model".to_owned(),
        BaselineName::Before(Span::DAY) => "yesterday's value".to_owned(),
        BaselineName::Before(Span::WEEK) => "last week's value".to_owned(),
        BaselineName::Before(span) => format!("the value {}", span_ago(span)),
    }
}

/// `15 min`, `24 h`, `7 days`, `12 months`.
pub(super) fn span_of(span: Span) -> String {
    let (count, unit) = format::span(span);
    match unit {
        SpanUnit::Months => format!("{count} {}", if count == 1 { "month" } else { "months" }),
        SpanUnit::Days => format!("{count} days"),
        SpanUnit::Hours => format!("{count} h"),
        SpanUnit::Minutes => format!("{count} min"),
        SpanUnit::Seconds => format!("{count} s"),
    }
}

fn span_ago(span: Span) -> String {
    format!("{} before", span_of(span))
}

fn capital(text: &str) -> String {
    let mut capital = text.to_owned();
    capital.get_mut(..1).into_iter().for_each(str::make_ascii_uppercase);
    capital
}

fn example_title(example: Example) -> &'static str {
    match example {
        Example::Homes => "17 homes, California",
        Example::Demand => "Electricity demand, Victoria",
        Example::Grid => "Price and carbon of the German grid",
        Example::Cars => "CO₂ of cars",
        Example::Bikes => "Shared bikes, Washington",
        Example::Concrete => "Strength of concrete",
        Example::Summer => "Victoria, summer workdays, 15:00",
        Example::CarsWithGaps => "CO₂ of cars, with gaps made for a lesson",
        Example::Clusters => "Two clusters",
        Example::Circles => "Disc in a ring",
        Example::Xor => "Exclusive or",
        Example::Spirals => "Two spirals",
        Example::Plane => "Slope",
    }
}

fn example_teaches(example: Example) -> &'static str {
    match example {
        Example::Homes => {
            "The load of 17 real homes, day ahead: hard to beat a linear model, and the page says so."
        }
        Example::Demand => {
            "A state's demand on hot and cold days: where a network clearly earns its place. The temperature is the observed one, so the forecast is as good as with a perfect weather forecast."
        }
        Example::Grid => {
            "Carbon intensity of a grid with much wind: calendar and yesterday alone tell little."
        }
        Example::Cars => {
            "From engine and mass to grams of CO₂ per kilometre: no time, a random split, labels as one-hot columns."
        }
        Example::Bikes => {
            "Rides by hour and weather: commuting days and weekends differ, which a linear model cannot see."
        }
        Example::Concrete => {
            "From the mix and its age to strength: bends that a linear model misses. Less cement is less carbon."
        }
        Example::Summer => {
            "Demand and temperature at 15:00 on workdays of summer above 20 °C: nearly a straight line."
        }
        Example::CarsWithGaps => {
            "The cars once more; in every fifth row the power was taken out for a lesson."
        }
        Example::Clusters | Example::Circles | Example::Xor | Example::Spirals | Example::Plane => {
            "Points on a plane, made up to try networks out on: nothing here was measured."
        }
    }
}

fn example_source(example: Example) -> &'static str {
    match example {
        Example::Homes => {
            "Source: Nweye et al., CityLearn Challenge 2022; EPRI zero-net-energy community, Fontana. MIT."
        }
        Example::Demand | Example::Summer => {
            "Source: AEMO (demand), BOM (temperature), through Hyndman & Athanasopoulos, fpp2."
        }
        Example::Grid => {
            "Source: ENTSO-E Transparency Platform and Bundesnetzagentur | SMARD.de, CC BY 4.0; aggregated, intensity computed."
        }
        Example::Cars | Example::CarsWithGaps => {
            "Source: Donoho & Ramos 1982, StatLib; UCI Auto MPG, CC BY 4.0; CO₂ by EPA factors."
        }
        Example::Bikes => "Source: Fanaee-T & Gama 2013, UCI Bike Sharing, CC BY 4.0.",
        Example::Concrete => "Source: Yeh 1998, UCI Concrete Compressive Strength, CC BY 4.0.",
        Example::Clusters | Example::Circles | Example::Xor | Example::Spirals | Example::Plane => {
            "Made by scripts/made_up_data.py with seed 1, in the shapes of TensorFlow Playground."
        }
    }
}

fn term(term: Term) -> TermText {
    let (name, sentence) = match term {
        Term::Epoch => ("Epochs", "One epoch shows every training row to the network once."),
        Term::LearningRate => (
            "Learning rate",
            "α in θ ← θ − α ∂L/∂θ: how far each step goes down the slope of the loss. Too large and the loss explodes, too small and nothing happens.",
        ),
        Term::BatchSize => {
            ("Batch size", "How many rows share one step: the gradient is averaged over them.")
        }
        Term::Optimizer => (
            "Optimiser",
            "How a gradient becomes a step. Adam gives each weight its own step size from the gradients it has seen.",
        ),
        Term::Activation => (
            "Activation",
            "The bend after each hidden layer. Without one, all layers together are one straight line.",
        ),
        Term::Loss => {
            ("Loss", "The number that training makes small: how far predictions are from what happened.")
        }
        Term::HiddenLayer => (
            "Hidden layers",
            "Units between inputs and output. Each unit adds up its inputs, weighted, and bends the sum.",
        ),
        Term::Initialiser => (
            "Initial weights",
            "How the first random weights are drawn, so that signals neither die nor explode on their way.",
        ),
        Term::L1 => (
            "L1",
            "λ₁·Σ|w| is added to the loss: every weight is pulled to 0 equally hard, so those that hardly help end near it.",
        ),
        Term::L2 => (
            "L2",
            "λ: a cost for large weights, so that the network prefers smooth answers. With AdamW the weights shrink by it directly.",
        ),
        Term::Dropout => (
            "Dropout",
            "The share of hidden units that sit out each step at random, so that none is relied on alone.",
        ),
        Term::EarlyStopping => (
            "Early stopping",
            "Ends when the validation loss no longer falls, and takes back the best weights.",
        ),
        Term::Patience => ("Patience", "How many epochs without a better validation loss are waited for."),
        Term::Seed => (
            "Seed",
            "The number that all randomness comes from: the same seed gives the same run, bit for bit.",
        ),
        Term::Split => (
            "Split",
            "Rows to learn from (train), to watch while learning (validation), and to judge once at the end (test).",
        ),
        Term::KnownAhead => (
            "Known ahead",
            "A value that is known when the forecast is made: a calendar, a plan, a weather forecast. Today's wind is not known yesterday.",
        ),
        Term::Rmse => {
            ("RMSE", "Root of the mean squared error, in the target's unit: large misses count more.")
        }
        Term::Mae => {
            ("MAE", "Mean absolute error, in the target's unit: how far off a prediction is on average.")
        }
        Term::R2 => (
            "R²",
            "The share of the target's variation that is explained: 1 is perfect, 0 is no better than its mean, below 0 is worse.",
        ),
        Term::Skill => (
            "Skill",
            "1 − RMSE of the network / RMSE of the best simple method on the same rows: 0 is no gain, 100 % is perfect.",
        ),
        Term::Baseline => {
            ("Baseline", "A method so simple that a network has to beat it to be worth having.")
        }
    };
    TermText { name, sentence }
}
