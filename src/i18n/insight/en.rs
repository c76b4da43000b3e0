//! English.

use super::InsightTexts;
use crate::forecast::{Folds, LeftOut, Recipe};
use crate::i18n::format::{number, percent};
use crate::i18n::{Language, Verdict, en};
use crate::session::judge::{Grouping, IntervalKind, Judgement};
use crate::session::subject::Matter;
use crate::training::Method;

pub(super) static TEXTS: InsightTexts = InsightTexts {
    title: "How good is it really?",
    waits: "The judgement is on its way …",
    tab_judge: "Verdict",
    tab_errors: "Where it errs",
    tab_sure: "How sure it is",
    tab_ahead: "Beyond the data",
    tab_made: "How it was made",
    tab_runs: "Runs compared",

    tab_matters: "What matters",
    tab_why: "Why, and what if",
    asking: "Asking the model …",
    matter: |matter| match matter {
        Matter::Hour => "hour of the day".to_owned(),
        Matter::Weekday => "day of the week".to_owned(),
        Matter::Season => "time of the year".to_owned(),
        Matter::Column(name) => name.clone(),
        Matter::Past(name) => format!("the past of {name}"),
    },
    importance: "What it needs",
    importance_column: "error grows by",
    singles: "Single inputs",
    importance_is: |rows, rmse| {
        format!(
            "Permutation importance: on {rows} test rows the RMSE is {rmse}; so much larger it gets when the values of an input are shuffled among these rows, five times. Inputs that move together are shuffled together."
        )
    },
    dependence: "How it moves with one input",
    dependence_title: |name| format!("The prediction when {name} changes and all else stays"),
    dependence_is: "Thin lines: single rows of the training data. The average of all rows (partial dependence) counts combinations that never occur; accumulated local effects count only steps that the data has, so trust them where inputs move together.",
    which_input: "Input",
    choose: "choose …",
    nothing_free: "No input stands for itself here: all follow from the calendar and from the target's own past. Mark a column as known ahead to have one.",
    single_rows: "single rows",
    on_average: "average (partial dependence)",
    local_effects: "accumulated local effects",
    not_the_world: "This explains the model, not the world: it says what the model makes of its inputs, not what causes what.",
    which_row: "Test row",
    row_before: "the row before",
    row_after: "the next row",
    made_of: |prediction, base| {
        format!(
            "Predicted: {prediction}; on average over rows that it learnt from: {base}. The table shows what makes the difference."
        )
    },
    happened: |actual| format!(" It came to {actual}."),
    adds: "adds",
    shapley_is: "Shapley values: the average effect of an input over all orders in which the inputs could become known, against 60 training rows.",
    gradients: "The same by integrated gradients",
    gap: |gap| {
        format!(
            "From the mean of those rows along a straight line, in 64 steps. What the parts add up to misses the difference by {gap}."
        )
    },
    what_if: "What if?",
    would_be: |now, was| format!("Then it would say {now} (it said {was})."),
    as_it_was: "As it was",
    outside: |least, most| format!("outside of what it learnt from ({least} to {most})"),

    tests: "Tests on the test rows",
    test_name: "Test",
    says: "What it says",
    skill_row: |best| format!("Skill against {best}"),
    skill_days: |count, timed| {
        let what = if timed { "whole days" } else { "rows" };
        format!("95 % interval, by drawing {count} {what} again 2,000 times")
    },
    diebold_mariano: |steps| {
        format!("Diebold–Mariano on squared errors, with Harvey's correction for {steps} steps ahead")
    },
    wilcoxon: "Wilcoxon's signed ranks on the mean squared error of each day",
    ljung_box: "Ljung–Box: are the errors noise?",
    p_value: |p| if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {p:.3}") },
    noise: |noise| {
        if noise {
            "no pattern in time is left in the errors"
        } else {
            "the errors still follow a pattern in time: one error helps to guess the next"
        }
    },
    lone: |share, actual, predicted| {
        format!(
            "One row alone makes up {share} of the squared error ({actual} was measured, {predicted} predicted). What is said here is mostly about that row: look whether it is right."
        )
    },
    show_lone: "Look at it",
    try_recommended: "A single network seldom beats the simple methods by itself. Recommended trains several, weighs them against the simple methods, and says what came of it.",
    choose_recommended: "Choose Recommended",
    how_judged: "The verdict follows the Diebold–Mariano test in both directions at 5 %. It compares row by row with the best simple method on the same rows; the interval says how far the skill may move by chance.",
    figures: "More figures",
    figure: "Figure",
    when: "When to use it",
    bias: "Bias",
    bias_when: "Does it sit too high (above 0) or too low? Energy sums go wrong by it.",
    mape_when: "Easy to say; only where no value is near zero.",
    smape_when: "Like MAPE where values come near zero; it still punishes low forecasts more.",
    wape_when: "The share of all energy that was forecast wrongly.",
    mase_when: "Below 1: better than repeating the last day was. Compares across sites.",
    cv_rmse_when: "Building energy models (ASHRAE Guideline 14): at most 30 % of hourly values.",
    nmbe_when: "The same guideline's bias, with the opposite sign: within ±10 % of hourly values; below 0 is too high.",
    not_here: "means nothing here",

    group_title: |by| match by {
        Grouping::Hour => "Error by hour of the day",
        Grouping::Weekday => "Error by weekday",
        Grouping::Month => "Error by month",
    },
    group_axis: |by| match by {
        Grouping::Hour => "hour",
        Grouping::Weekday => "weekday (1 Monday … 7 Sunday)",
        Grouping::Month => "month",
    },
    group_name: |by, group| match by {
        Grouping::Hour => format!("{group}:00"),
        Grouping::Weekday => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
            .get(group as usize)
            .map_or_else(String::new, |day| (*day).to_owned()),
        Grouping::Month => (group + 1).to_string(),
    },
    rmse_of_model: "model",
    rmse_of_best: |best| best.to_owned(),
    residuals_title: "What was left over: actual − predicted",
    residual: "actual − predicted",
    autocorrelation_title: "How one error resembles those before it",
    lag: "steps before",
    worst: "The largest errors",
    row: "Row",
    when_row: "Time",
    ask_why: "Why?",
    around: "The lines of the table around it",
    worst_how: "A time or row opens the lines of the table around it: is the value there right?",

    interval_kind: |kind| match kind {
        IntervalKind::Split => "one width (split conformal)",
        IntervalKind::ByHour => "a width an hour of the day",
        IntervalKind::Adaptive => "adaptive (Gibbs & Candès)",
    },
    promised: "Promised",
    held: "Held",
    width: "Median width",
    coverage_says: |nominal, rate, interval| {
        let promised = percent(nominal, Language::En);
        let held = percent(rate, Language::En);
        match interval {
            Some((_, high)) if high < nominal => format!(
                "It promised to hold {promised} of the rows and held {held}: too few. The test rows are not like those that it was measured on."
            ),
            Some((low, _)) if low > nominal => {
                format!(
                    "It promised to hold {promised} of the rows and held {held}: wider than it had to be."
                )
            }
            _ => format!(
                "It promised to hold {promised} of the rows and held {held}: as promised, within chance."
            ),
        }
    },
    interval_title: |name| format!("{name}: the last week of the test rows, with its interval"),
    low: "interval, low",
    high: "interval, high",
    no_interval: "There are no rows to measure an interval by: keep validation rows in the split.",

    ahead_title: |name, span| format!("{name}: the next {} beyond the data", en::span_of(span)),
    assumed: |columns, back| {
        format!(
            "Not known for all of these times: {}. What lacks was taken to be as {} before. Say what you know below, or add rows with these values and no target to the table.",
            columns.join(", "),
            en::span_of(back)
        )
    },
    given: |columns| format!("What do you know of these times? {}", columns.join(", ")),
    given_how: "A grey value is a guess. Type what you know, such as a weather forecast, or paste a column from a spreadsheet into its first cell.",
    given_wrong: |times| {
        format!(
            "These cells cannot be used: {}. A number is needed, or a label that the table has.",
            times.join(", ")
        )
    },
    use_given: "Forecast with these values",
    given_outside: |ranges| {
        format!(
            "Some values lie outside of what the model learnt from ({}). What it says there is a guess, and its interval promises nothing.",
            ranges.join("; ")
        )
    },
    known_range: |name, least, most| format!("{name}: {least} to {most}"),
    some_infinite: |infinite, rows| {
        format!(
            "For {infinite} of {rows} rows no width is wide enough to promise that (drawn as a gap); these count as held."
        )
    },
    no_ahead: "A forecast beyond the data needs a time column with a regular step, and a row just before the end that has all its values.",
    ahead_saved: "forecast",
    save: "Save as CSV",

    networks: "networks",
    share: "Share",
    part: "Part",
    alone: "alone on the test rows",
    walk_forward: "Walk forward: several origins",
    walk_forward_is: "The RMSE of each part on stretches before the test rows; each stretch was predicted by what was fitted on all rows before it.",
    stretch: "Stretch",
    gate_is: "The gate: how far each part is trusted. It was settled on rows that are not of the test and that the networks had not seen then.",
    folds: |rmse, unit| format!("On those rows all parts together had an RMSE of {}{unit}.", number(rmse)),
    left_out: |left_out| match left_out {
        LeftOut::Nothing => None,
        LeftOut::Gate => Some(
            "There are too few rows to settle the gate on: a part would be shorter than one long cycle (a week of hours). One view is used, and the first guess: 80 % networks, 20 % line.",
        ),
        LeftOut::Networks => Some(
            "There are fewer than four long cycles (weeks of hours) to learn from: the linear model alone is used.",
        ),
        LeftOut::FewRows => {
            Some("There are fewer than 50 rows to learn from: the linear model alone is used.")
        }
        LeftOut::OneGroup => Some(
            "All rows to learn from are of one group, so there is no other group to settle the gate on: the networks alone are used.",
        ),
    },
    choices,
    choices_title: "Every choice",
    sees: "What the networks see of a row",
    one_network: "One network by your own settings: they stand in step 2. It learns from the training rows alone; the validation rows measure its interval.",
    walk: "Walk forward",
    walk_is: "The same settings, trained anew at four earlier origins, each on the rows before it alone, and put to the stretch that followed. The test rows are not touched.",
    no_walk: "That needs a split by time and enough rows before the test for four stretches.",
    walked: |done, all| format!("{done} of {all} origins"),
    learnt_from: "Learnt from",
    best_simple: "Best simple method there",
    it_diverged: "diverged",
    run: "Run",
    run_name: |number, method| match method {
        Method::Network => format!("{number}: network"),
        Method::Recommended => format!("{number}: Recommended"),
        Method::Quick => format!("{number}: Quick"),
    },
    this_run: "on the page",
    runs_say: |runs, looks| {
        format!(
            "{} on this table with the same test rows, the least error on unseen rows first. The test rows were looked at {}: the more often one chooses by them, the less they prove.",
            if runs == 1 { "One run".to_owned() } else { format!("{runs} runs") },
            if looks == 1 { "once".to_owned() } else { format!("{looks} times") }
        )
    },
    runs_are: "“Unseen” are rows that none of these runs had seen: the validation rows, or for a recipe those of its folds among them. Choose by these. The last column compares with the first run, row by row on the test rows (Diebold–Mariano, 5 %).",
    runs_elsewhere: |count| {
        format!("{count} more had another target or other test rows and cannot be compared.")
    },
    runs_curves: "Loss on validation rows (training rows, where there are none)",
    unseen: "unseen",
    against_run: |number| format!("against run {number}"),
    stands_better: "better",
    stands_alike: "no difference",
    stands_worse: "worse",
    columns: "Columns",
    inputs: "Inputs",
    share_of: |share| percent(share, Language::En),
    method_of: en::name_of,
    headline,
};

fn headline(own: &Judgement) -> String {
    let interval = own.interval.as_ref().map(|skill| (skill.interval.low, skill.interval.high));
    let judged = Some((own.standing, interval));
    (Language::En.texts().verdict)(&Verdict { best: own.best, skill: own.skill, judged })
}

fn choices(recipe: &Recipe) -> Vec<(&'static str, String)> {
    let hidden = recipe.hidden.iter().map(usize::to_string).collect::<Vec<_>>().join("-");
    let mut all = match recipe.folds {
        Folds::Ahead(_) => vec![
            ("Views of the past", recipe.views.len().to_string()),
            ("Networks a view", recipe.members.to_string()),
        ],
        Folds::Parts(_) => vec![("Networks", (recipe.views.len() * recipe.members).to_string())],
    };
    all.push(("Hidden layers", hidden));
    all.push((
        "Epochs",
        if recipe.least_steps > 0 {
            format!("{}, or as many as make {} steps; no early stopping", recipe.epochs, recipe.least_steps)
        } else {
            format!("{}, no early stopping", recipe.epochs)
        },
    ));
    all.push(("Batch", recipe.batch.to_string()));
    all.push((
        "Learning rate",
        format!(
            "{}, rising over the first {} of the steps, then a half cosine",
            recipe.learning_rate,
            percent(recipe.warm_up, Language::En)
        ),
    ));
    all.push(("Optimiser", format!("AdamW, weight decay {} × learning rate", recipe.weight_decay)));
    all.push((
        "Loss",
        recipe.huber.map_or_else(|| "½·squared error".to_owned(), |delta| format!("½·Huber, δ = {delta}")),
    ));
    all.extend(recipe.half_life_days.map(|days| ("A row counts half after", format!("{days} days"))));
    all.push(("Networks learn what is left by", format!("a ridge, λ = {}", recipe.ridge)));
    all.push(("Standardised inputs are cut off at", format!("±{}", recipe.clip)));
    if recipe.pieces > 0 {
        all.push((
            "Networks see each number also as",
            format!("its place in up to {} pieces of the column, each with equally many rows", recipe.pieces),
        ));
    }
    if let Folds::Parts(parts @ 1..) = recipe.folds {
        all.push((
            "The gate is settled on",
            format!("all rows but the test's, in up to {parts} parts; a network that learnt from the others predicts each"),
        ));
    }
    all.push((
        "The choice rests on",
        match recipe.folds {
            Folds::Ahead(_) => {
                "about 50 training configurations and 110 gates, compared on seven tables without their test rows"
            }
            Folds::Parts(_) => {
                "29 training configurations, compared on four tables without their test rows"
            }
        }
        .to_owned(),
    ));
    all
}
