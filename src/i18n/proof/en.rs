//! English.

use super::ProofTexts;
use crate::evaluation::DeviceClass;
use crate::i18n::format::{bound, number};
use crate::session::act::{Change, Driver};

pub(super) static TEXTS: ProofTexts = ProofTexts {
    tab_receipt: "What training cost",
    tab_verify: "Verify a saving",
    tab_effects: "What a little more does",
    tab_mix: "Least carbon for a need",
    tab_sheet: "Four scenarios",

    receipt_says: "A page cannot measure power. It knows the seconds; the power of this kind of device is an assumption, so the answer is a range. Every figure can be changed.",
    device: "Device",
    device_is: |device| match device {
        DeviceClass::Phone => "telephone or tablet",
        DeviceClass::Laptop => "laptop",
        DeviceClass::Desktop => "desktop computer",
    },
    watts: ["least, W", "likely, W", "most, W"],
    watts_says: "Assumed power of one busy processor core beyond the idle device: from one that saves power to all of its design power. Not a measurement.",
    where_computed: "Where it is computed",
    grams: "Carbon intensity there, g/kWh",
    what: "What",
    seconds: "Seconds",
    energy: "Energy, Wh",
    carbon: "Carbon, g CO₂e",
    this_run: "the run of step 3",
    forecasts: "forecasts for the plan",
    both: "together",
    nothing_trained: "Nothing was trained yet.",
    formula: |watts, seconds, wh, grams, carbon| {
        format!("{watts} W · {seconds} s ÷ 3600 = {wh} Wh;  {wh} Wh · {grams} g/kWh ÷ 1000 = {carbon} g")
    },
    compare: |km| format!("As much as a car of 150 g/km emits in {km} m."),
    payback: |days, kg| {
        format!("The plan saves {kg} kg a day (mean of the test days): training is paid back after {days}.")
    },
    no_payback: "By the test days this plan saves no carbon: it never pays the training back.",
    payback_waits: "Plan a day, and it stands here after how many days of the plan the training is paid back.",
    duration: |days| {
        if days >= 1.0 {
            format!("{} days", number(days))
        } else if days * 24.0 >= 1.0 {
            format!("{} hours", number(days * 24.0))
        } else if days * 1440.0 >= 1.0 {
            format!("{} minutes", number(days * 1440.0))
        } else {
            format!("{} seconds", number(days * 86_400.0))
        }
    },
    early: |done, all, wh, grams| {
        format!(
            "Early stopping ended the run after {done} of {all} epochs: at the same pace the others would have cost {wh} Wh and {grams} g more."
        )
    },

    verify_says: "Was energy really saved since a measure was taken? Days before it teach a line of what drives the energy; it says what the days after would have used without the measure (IPMVP option C). The difference is the saving, with its uncertainty by ASHRAE Guideline 14.",
    energy_column: "Energy that was used",
    temperature: "Outside temperature, °C",
    no_temperature: "none",
    heating_base: "Heating below, °C",
    cooling_base: "Cooling above, °C",
    weekends: "Weekends differ",
    measure_date: "The measure was taken on (year-month-day)",
    date_wrong: "A date such as 2017-03-01, inside the table's time.",
    verify: "Verify",
    verify_fails: |before, after| {
        format!(
            "Not enough complete days: {before} before and {after} after. More days before than drivers are needed, and at least one after; or the drivers depend on each other."
        )
    },
    verify_columns: "These columns do not allow it: an energy or a power with times that have a step is needed.",
    verified: |kwh, share, range, kg| {
        format!(
            "Saved: {kwh} kWh ({share} of what would have been used; {range} with 90 % confidence), about {kg} kg of CO₂e at the intensity of this panel."
        )
    },
    verified_none: |kwh, range| {
        format!("No saving is proved: {kwh} kWh, but {range} with 90 % confidence holds zero.")
    },
    verify_how: |before, after| format!("{before} complete days before, {after} after."),
    little_explained: |r2| {
        format!(
            "The line explains little of what drove the energy before (R² {r2}; 0.75 is often asked for). Whatever else changed since, the weather, the use of the building, is counted as the measure's doing."
        )
    },
    weak_line: |cv| {
        format!(
            "The line fits loosely (CV(RMSE) {cv}): ASHRAE asks for at most 30 % of daily figures. A driver may be missing."
        )
    },
    baseline: "Would have been used, kWh",
    used: "Was used, kWh",
    saving: "Saving, kWh",
    uncertainty: "Uncertainty of the saving (ASHRAE 14)",
    uncertainty_alike: "the same, where neighbouring days err alike",
    by_squares: "Interval by least squares, kWh",
    fit: "R² and CV(RMSE) before",
    driver: |driver| match driver {
        Driver::Heating => "kWh per heating degree and day",
        Driver::Cooling => "kWh per cooling degree and day",
        Driver::Weekend => "kWh more on a weekend day",
    },
    intercept: "kWh a day without any of these",
    own_data_only: "In the examples no measure was taken: a “saving” found here is what else changed, such as habits. That is why verification needs a date at which something was really done.",

    effects_says: "What the trained model says a little more of each input does, all others as they are, on rows that it was not fitted to.",
    effects_wait: "Train first: these are the answers of the trained model.",
    effects_none: "This model has no input that can be changed by itself.",
    effects_past: "Past values stay as they are; over time they would change too, and the effect would add up.",
    change: "Change",
    change_is: |column, change| match change {
        Change::More(step) => format!("{column} + {}", bound(*step)),
        Change::Label(from, to) => format!("{column}: {from} → {to}"),
    },
    on_average: |unit| format!("On average{unit}"),
    most_rows: "Middle 80 % of rows",
    correlation: "The model has learnt what goes together, not what causes what.",

    mix_says: "Which inputs reach what is needed with the least carbon? The model's own response is searched, only where it has data: each input within what was learnt, and no farther from a real row than rows are from each other.",
    mix_wait: "Train first: the answers are those of the trained model.",
    need: |target| format!("Needed: {target} at least"),
    margin: |unit| format!("Safety margin on top{unit}"),
    input: "Input",
    factor: "kg CO₂e per unit",
    fixed: "stays at",
    fixed_open: "is searched",
    factors_says: "Factors to begin with are typical values per kg (cement 0.9, slag 0.07, fly ash 0.01, superplasticizer 1.9, aggregate 0.005): assumptions; replace them by those of your suppliers.",
    search: "Search",
    searching: "Searching …",
    no_mix: |most| {
        format!(
            "No row of the data, and nothing near one, is predicted to reach that; the most for any row is {most}. Ask for less, or let more inputs be searched."
        )
    },
    too_few_rows: "The model learnt from too few rows for that.",
    found: |kg, share, row| {
        format!(
            "{kg} kg CO₂e: {share} less than the best real row of the data that the model says is good enough ({row} kg)."
        )
    },
    found_none_better: "Nothing cleaner than the best real row of the data was found.",
    best: "found",
    best_row: "best real row",
    predicted: "Predicted",
    emits: "Emits, kg CO₂e",
    nearness: "Distance to a real row, of the limit",
    mix_how: |tried| {
        format!(
            "{tried} mixes were tried. It is a good one, not provably the best; a laboratory has to confirm it."
        )
    },

    sheet_says: "Energy, transport, industry, buildings: the same settings on one table of each, by skill against the best simple method, ranks, and Friedman's test whether the methods differ over the tables.",
    scenario: "Scenario",
    scenario_of: [
        "energy: demand of Victoria",
        "transport: cars and their CO₂",
        "industry: concrete and its strength",
        "buildings: homes in California",
    ],
    open: "Open",
    train_all: "Train all four with the settings of step 2",
    stop: "Stop after this one",
    training_now: |name| format!("Training on {name} …"),
    skill: "Skill",
    rank: "rank",
    mean_rank: "Mean rank",
    network: "this model",
    friedman: |tables, methods, chi, p, distance, clear| {
        let verdict =
            if clear { "the methods differ" } else { "no difference between the methods is proved" };
        format!(
            "Friedman's test over {tables} tables and {methods} methods: χ² = {chi}, p = {p}: {verdict}. Mean ranks have to be {distance} apart for two methods to differ (Nemenyi, 95 %)."
        )
    },
    friedman_wait: "The test needs two tables at least.",
    sheet_how: "RMSE on test rows in each table's own unit; less is better. Only tables that were trained on since this page was opened, with the settings that they were trained with.",
};
