//! English.

use super::{ActTexts, Story};
use crate::i18n::Language;
use crate::i18n::format::number;
use crate::plan::{Aim, Basis, Days, Lacking, Remedy, Unmet};
use crate::session::act::Refusal;
use crate::session::acting::{ActingError, Foresight};

pub(super) static TEXTS: ActTexts = ActTexts {
    title: "Act",
    says: "A forecast helps when something is done about it. Battery and flexible loads are moved into the hours in which the grid is clean (or cheap), and every day of the test shows what that would really have saved.",
    no_times: "To plan, the table needs a time column with steps shorter than a day, a whole number of them a day, such as an hour or 15 minutes.",
    no_demand: "To plan, the table needs a column with a demand: a power (kW, MW) or an energy (kWh, MWh) per step, named in the header or below it.",
    looking: "Looking at the table …",

    from: "What it is planned from",
    demand: "Demand",
    pv: "Photovoltaics",
    none: "none",
    intensity: "Carbon intensity",
    yearly: "a year's figure of a grid …",
    place: "Grid",
    levels: ["World", "Countries and regions", "Provinces of China", "States of the US"],
    place_is: |place, basis| {
        let year = place.year.map_or_else(|| "no year stated".to_owned(), |year| year.to_string());
        format!("{}: {} g/kWh ({year}; {basis}).", place.names[0], number(place.g_per_kwh))
    },
    basis: |basis| match basis {
        Basis::LifeCycle => {
            "CO₂e over the life cycle, of what is generated there; Ember through Our World in Data, CC BY 4.0"
        }
        Basis::Consumed => {
            "direct CO₂ of what is consumed, transfers between provinces included; MEE and NBS of China, announcement 47 of 2025"
        }
        Basis::Generated => "direct CO₂e of what is generated; US EPA eGRID2023",
    },
    basis_alone: "Figures of another basis count other things: do not compare them with this one.",
    shape: "Shape of the day",
    flat: "flat: none is known",
    own_shape: "this grid's own, 2018–2020",
    lent_shape: |grid| format!("that of {grid} (hypothetical)"),
    flat_says: "With a flat shape every hour is as clean as any other: carbon alone prefers none. A price, or another grid's shape as a what-if, gives the plan something to go by.",
    hypothetical: "hypothetical",
    hypothetical_says: |place, shape| {
        format!(
            "Hypothetical: the year's mean of {place} with the daily shape of {shape}. Nothing like it was measured."
        )
    },
    unit: "Its unit",
    unit_guessed: |unit| format!("{unit} (from the column)"),
    mean_is: |mean| format!("Mean in this table: {mean} g/kWh. A grid lies between about 20 and 1000."),
    marginal: "These are marginal figures",
    marginal_says: "Marginal: what one kWh more would emit, by the plants that would serve it. It answers what this plan changes; shares of all emissions cannot be told by it.",
    average_says: "Average: all emissions over all generation of the hour. It answers whose emissions these are; what one kWh more or less really changes can differ.",
    price: "Price",
    price_ahead: "The price is known a day ahead (otherwise it is forecast as the demand is)",
    tariff: "a tariff, typed …",
    currency: "Currency",
    from_h: "from hour",
    to_h: "to hour",
    days: "days",
    day_kind: |days| match days {
        Days::All => "all days",
        Days::Workdays => "Monday to Friday",
        Days::Weekends => "Saturday, Sunday",
    },
    months: "months",
    price_per_kwh: |currency| format!("price in {currency}/kWh"),
    otherwise: "else",
    add_line: "+ a line",
    remove: "Remove",
    peak: "peak",
    shoulder: "flat",
    valley: "valley",
    feed_in: |currency| format!("Paid for what is fed in, {currency}/kWh"),
    forecast_by: "Forecast by",
    way: |way| match way {
        Foresight::Perfect => "perfect foresight",
        Foresight::Yesterday => "yesterday's values",
        Foresight::Linear => "the linear model",
        Foresight::Article => "the network of step 2",
        Foresight::Recommended => "the Recommended recipe",
    },
    way_says: |way| match way {
        Foresight::Perfect => "What no forecast can do.",
        Foresight::Yesterday => "Each hour as it was the day before. Nothing has to be learnt.",
        Foresight::Linear => "Least squares on calendar and past values. At once.",
        Foresight::Article => {
            "A network with these settings for each of demand, photovoltaics and intensity, trained here."
        }
        Foresight::Recommended => "The measured recipe for each of them. Takes longest.",
    },

    battery: "Battery",
    capacity: "Capacity, kWh",
    charge_power: "Charges with up to, kW",
    discharge_power: "Gives up to, kW",
    round_trip: "Comes back, %",
    charge_start: "Holds at the start, kWh",
    charge_least: "Never below, kWh",
    charge_end: "Holds at the end at least, kWh",
    end_free: "anything",
    wear: |currency| format!("Wear, {currency} per kWh in or out"),
    homes_battery: "17 homes with 6.4 kWh and 5 kW each, as in the data's own description.",

    flexible: "Loads that can be moved",
    flexible_says: "Needs so much energy within its hours; without a plan it runs at once from the first of them.",
    load_name: "Name",
    load_examples: ["electric car", "washing machine", "hot water"],
    energy: "Energy, kWh a day",
    power: "Power up to, kW",
    window_from: "Not before hour",
    deadline: "Done by hour",
    one_block: "In one block",
    add_load: "+ a load",

    aims: "Make small",
    aim: |aim| match aim {
        Aim::Carbon => "Carbon",
        Aim::Cost => "Cost",
        Aim::Both(_) => "Cost with a price on carbon",
    },
    carbon_price: |currency| format!("Price on carbon, {currency} per kg"),
    peak_price: |currency| format!("Charge on the day's peak, {currency} per kW"),
    import_limit: "From the grid at most, kW",
    export_limit: "To the grid at most, kW",
    no_limit: "no limit",
    needs_price: "Cost needs a price: choose a column or type a tariff.",

    which_day: "Which day",
    last_day: "the last complete day of the test",
    next_day: "the day after the table's end",
    next_day_asks: |columns| {
        format!(
            "That day needs what is known ahead of it: {}. Type or paste it below; an empty cell is taken to be as a day before.",
            columns.join(", ")
        )
    },
    next_day_assumed: |columns| format!("Assumed to be as a day before: {}.", columns.join(", ")),
    plan: "Plan the day",
    cancel: "Cancel",
    wrong: "First mend the marked fields.",
    stale: "Something was changed above: what stands below is the plan before it. Press “Plan the day”.",
    not_a_number: |least, most| format!("A number from {least} to {most}, such as 12.5."),
    learning: |share| format!("Learning to forecast … {share}"),
    replaying: |share| format!("Letting every day of the test happen … {share}"),
    left: "Left. The last plan still stands.",
    refused: |refusal| {
        match refusal {
        Refusal::NoTable => "There is no table yet.".to_owned(),
        Refusal::Plan(error) => format!("This cannot be planned: {error}."),
        Refusal::Acting(error) => match error {
            ActingError::NoColumn { column } => format!("There is no column of numbers “{column}”. Choose another one."),
            ActingError::Unit { column, unit } => format!("“{column}” is in {unit}, which is no unit of what it is used as. Choose another column, or its unit."),
            ActingError::NoStep => TEXTS.no_times.to_owned(),
            ActingError::NoDays => "No day of the test is complete: every step needs its values and those of a day and a week before. Choose a larger share of test rows, or fill the gaps.".to_owned(),
            ActingError::NoGrid { code } => format!("There is no grid “{code}”."),
            ActingError::Dataset(error) => (Language::En.texts().dataset_error)(error),
            ActingError::Train(error) => (Language::En.texts().train_error)(error),
            ActingError::Diverged { column } => format!("Training on “{column}” exploded. Use a smaller learning rate in step 2, or another way to forecast."),
        },
    }
    },
    lacking: |lacking, at| {
        let mut all = Vec::new();
        if lacking.unmet.is_empty() {
            all.push("No schedule exists, whichever single demand is let go.".to_owned());
        }
        all.extend(lacking.unmet.iter().map(|unmet| self::unmet(unmet, at)));
        all.extend(
            lacking
                .remedies
                .iter()
                .map(|remedy| format!("It would be possible {}.", self::remedy(remedy, lacking))),
        );
        all
    },
    infeasible: "There is no such schedule",

    headline: |day, saved, share, by_cost| {
        format!(
            "On {day} this plan saves {saved} ({share}) of {} by its forecast.",
            if by_cost { "cost" } else { "carbon" }
        )
    },
    headline_really: |saved, share| format!(" As the day really was, it saved {saved} ({share})."),
    more_carbon: "This plan emits more than doing nothing: it was asked for something else.",
    day_title: |day, next| {
        if next {
            format!("The day after the table's end, {day}")
        } else {
            format!("{day}, a day of the test")
        }
    },
    before_day: "Day before",
    after_day: "Day after",
    table_day: "What the day comes to",
    carbon: "Carbon",
    cost: "Cost",
    peak_column: "Peak",
    import: "From the grid",
    by_forecast: "By the forecast",
    really: "What really came of it",
    as_it_is: "As it is, no plan",
    planned: "The plan",
    by_the_plan: "The plan, carried out",
    perfect_plan: "A plan that knew the day",
    peak_up: |before, after| {
        format!(
            "The peak rises from {before} to {after} kW. Where that matters, set a limit or a charge on the peak."
        )
    },

    chart_title: |day| format!("{day}: the grid, the demand, and the plan"),
    chart_says: |least, most, peak, held| {
        format!(
            "Carbon intensity between {least} and {most} g/kWh as the ground. The highest import is {peak} kW. The battery holds up to {held} kWh."
        )
    },
    chart_keys: "Point at an hour, or use the arrow keys, for its story.",
    legend_demand: "demand as it is, less photovoltaics",
    legend_plan: "from the grid by the plan",
    legend_pv: "photovoltaics",
    legend_flex: "moved loads",
    legend_charge: "what the battery holds",
    legend_ground: "ground: the stronger its shade, the more carbon per kWh",
    store_axis: "kWh",
    hour: "Hour",
    hour_is: |time, demand, intensity, import| {
        format!("{time}: demand {demand} kW, {intensity}, from the grid {import} kW.")
    },
    story: |story| match story {
        Story::Charge { costs, spares, used_at } => match used_at {
            Some(at) => {
                format!(
                    "The battery charges: a kWh costs {costs} here. From {at} on it gives, where a kWh would cost {spares}."
                )
            }
            None => format!(
                "The battery charges: a kWh costs {costs} here; it is worth {spares} to what is asked of the charge at the end."
            ),
        },
        Story::Discharge { spares, worth } => format!(
            "The battery gives: a kWh spares {spares} here; stored for another time it is worth {worth}."
        ),
        Story::Load { name, costs, otherwise } => match otherwise {
            Some((at, other)) => format!(
                "{name} runs: a kWh costs {costs} here; the best other hour with room, {at}, costs {other}."
            ),
            None => {
                format!("{name} runs: a kWh costs {costs} here, and no other hour of its window has room.")
            }
        },
        Story::Block { name, otherwise } => match otherwise {
            Some((at, more)) => {
                format!("{name} starts here: starting at {at} instead would cost {more} more in all.")
            }
            None => format!("{name} starts here: its window allows no other start."),
        },
    },
    rests: "Nothing is moved in this hour.",
    proof: |more, less, price, holds| {
        let verdict = if holds { "agrees" } else { "does not agree" };
        format!(
            "Checked: 0.1 kWh more demand here changes the total by {more}, 0.1 kWh less by {less}; the price of {price} per kWh {verdict}."
        )
    },
    export_csv: "Save the plan (CSV)",
    as_table: "As a table",
    kept: "What it keeps",
    tick: ["energy balance", "power limits", "deadlines", "charge"],
    kept_to: |off| format!("All kept; the largest deviation is {off} kW or kWh."),
    not_optimal: |gap| {
        format!("The search for the best was ended early: no more than {gap} could still be gained.")
    },

    tab_plan: "Plan",
    tab_why: "Why this hour?",
    tab_judge: "Does the forecast pay?",
    why_says: "Each bar of the plan with its price: what one kWh more would add to the total in that hour (the dual of the energy balance), and the proof by moving 0.1 kWh.",
    why_when: "When",
    why_bar: "Why",
    why_proof: "Proof",

    judge_waits: "Press Plan: each way of forecasting then plans every day of the test, and the days happen as they did.",
    judge_title: |days, from, to| {
        format!(
            "{days} days of the test, {from} to {to}: planned each midnight on the forecast, carried out on what came"
        )
    },
    way_column: "Planned by",
    again: |way| format!("{way}, planned again at each step"),
    saved_carbon: "Carbon saved",
    saved_cost: "Cost saved",
    mean_peak: "Mean daily peak",
    share: "Of what perfect foresight saves",
    kg: "kg",
    against: |way, simple, amount, range, p, better, clear| {
        if clear && better {
            format!(
                "Planning by {way} saves {amount} a day more than by {simple} ({range}; signed-rank test {p})."
            )
        } else if clear {
            format!(
                "Planning by {way} saves {amount} a day less than by {simple} ({range}; signed-rank test {p}): take {simple}, which is simpler."
            )
        } else {
            format!(
                "In what is saved, {way} is no better than {simple}, which is simpler: {amount} a day may be chance ({range}; signed-rank test {p})."
            )
        }
    },
    unplanned: |days| format!("no schedule on {days} days"),
    judge_how: "Intervals: 95 %, by resampling whole days. A discharge is cut to what is needed and in store, a charge to the room left. “As it is” runs movable loads at once and uses no battery.",
    rivals_flat: "Nothing comes from the grid on these days, or all hours are alike: there is nothing to save.",
};

fn unmet(unmet: &Unmet, at: &dyn Fn(usize) -> String) -> String {
    let named = |load: usize, name: &str| {
        if name.is_empty() { format!("load {}", load + 1) } else { format!("“{name}”") }
    };
    match unmet {
        Unmet::EndCharge { asked_kwh, possible_kwh } => format!(
            "The battery cannot hold {} kWh at the end; the nearest is {} kWh.",
            number(*asked_kwh),
            number(*possible_kwh)
        ),
        Unmet::LeastCharge { asked_kwh, possible_kwh } => format!(
            "The battery cannot stay above {} kWh; {} kWh can be held.",
            number(*asked_kwh),
            number(*possible_kwh)
        ),
        Unmet::Energy { load, name, asked_kwh, possible_kwh } => format!(
            "{} needs {} kWh within its hours and can get {} kWh.",
            named(*load, name),
            number(*asked_kwh),
            number(*possible_kwh)
        ),
        Unmet::Import { step, asked_kw, possible_kw } => format!(
            "At {} the demand needs {} kW from the grid; the limit is {} kW.",
            at(*step),
            number(*asked_kw),
            number(*possible_kw)
        ),
        Unmet::Export { step, asked_kw, possible_kw } => format!(
            "At {} {} kW would have to go to the grid; the limit is {} kW.",
            at(*step),
            number(*asked_kw),
            number(*possible_kw)
        ),
    }
}

fn remedy(remedy: &Remedy, lacking: &Lacking) -> String {
    let named = |load: usize| {
        let own = lacking.unmet.iter().find_map(|unmet| match unmet {
            Unmet::Energy { load: own, name, .. } if *own == load && !name.is_empty() => {
                Some(format!("“{name}”"))
            }
            _ => None,
        });
        own.unwrap_or_else(|| format!("load {}", load + 1))
    };
    match remedy {
        Remedy::EndCharge { kwh } => format!("with {} kWh asked for at the end", number(*kwh)),
        Remedy::LeastCharge { kwh } => format!("with a least charge of {} kWh", number(*kwh)),
        Remedy::ChargePower { kw } => format!("if the battery charged with {} kW", number(*kw)),
        Remedy::DischargePower { kw } => format!("if the battery gave {} kW", number(*kw)),
        Remedy::Energy { load, kwh } => format!("with {} kWh for {}", number(*kwh), named(*load)),
        Remedy::Power { load, kw } => format!("with {} kW for {}", number(*kw), named(*load)),
        Remedy::Import { kw } => format!("with {} kW from the grid", number(*kw)),
        Remedy::Export { kw } => format!("with {} kW to the grid", number(*kw)),
        Remedy::Surplus { kwh } => format!("if {} kWh of photovoltaics were thrown away", number(*kwh)),
    }
}
