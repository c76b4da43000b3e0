//! `headless replay`: what a battery would have saved on a table's test days, had it acted on a forecast.

use std::sync::Arc;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use greengrad::data::{Table, Values};
use greengrad::i18n::format;
use greengrad::plan::{
    Aim, Battery, Compared, DayReport, EndCharge, GridLimits, PlanError, Replay, Saved, Site, compared, saved,
};
use greengrad::session::Example;
use greengrad::session::acting::{Acting, ActingDay, ActingError, Foresight, Intensity, Price, Sources};
use greengrad::training::Settings;
use serde_json::json;

use crate::json::Refusal;
use crate::read::{Choices, load, say};

/// The seed of the resamples of days.
const RESAMPLING: u64 = 1;

/// The arguments of `replay`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The file
    file: PathBuf,
    /// The column of the demand
    #[arg(long)]
    load: String,
    /// The column of the photovoltaics
    #[arg(long)]
    pv: Option<String>,
    /// The column of the grid's carbon intensity
    #[arg(long)]
    intensity: String,
    /// The column of the price, which is known ahead
    #[arg(long)]
    price: Option<String>,
    /// The time column; by default the first
    #[arg(long)]
    time: Option<String>,
    /// Columns that are known when a forecast of the demand is made; by default those that an example has marked so
    #[arg(long, value_delimiter = ',')]
    known: Option<Vec<String>>,
    /// The battery: capacity in kWh, charge and discharge power in kW, efficiency there and back from 0 to 1
    #[arg(long, value_parser = battery)]
    battery: Battery,
    /// What is acted on
    #[arg(long, value_enum)]
    forecast: ForecastName,
    /// What is to become small
    #[arg(long, value_enum, default_value = "carbon")]
    objective: ObjectiveName,
    /// The seed of the networks
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    choices: Choices,
    /// Print one JSON object and nothing else
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum ForecastName {
    /// What came, as no forecast can know it
    Perfect,
    /// The value of a day before
    Yesterday,
    /// Least squares on the calendar and the values a day and a week before
    Linear,
    /// One network: 64-64 ReLU, 100 epochs
    Article,
    /// The recommended recipe
    Recommended,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ObjectiveName {
    /// The carbon of what comes from the grid
    Carbon,
    /// Its cost (with --price)
    Cost,
}

/// Four numbers. The efficiency there and back is shared out alike.
fn battery(text: &str) -> Result<Battery, String> {
    let wrong = || "give capacity,charge,discharge,efficiency such as 10,3,3,0.9".to_owned();
    let numbers: Vec<f64> =
        text.split(',').map(|part| part.trim().parse()).collect::<Result<_, _>>().map_err(|_| wrong())?;
    let &[capacity_kwh, p_charge_kw, p_discharge_kw, efficiency] = &numbers[..] else { return Err(wrong()) };
    if !(efficiency > 0.0 && efficiency <= 1.0)
        || numbers.iter().any(|number| !number.is_finite() || *number < 0.0)
    {
        return Err(wrong());
    }
    Ok(Battery {
        capacity_kwh,
        p_charge_kw,
        p_discharge_kw,
        eta_c: efficiency.sqrt(),
        eta_d: efficiency.sqrt(),
        soc0_kwh: 0.0,
        soc_min_kwh: 0.0,
        soc_max_kwh: None,
        soc_end: EndCharge::Free,
        soc_end_kwh: 0.0,
        wear_per_kwh: 0.0,
    })
}

/// Runs `replay`.
pub fn run(arguments: &Arguments) -> io::Result<ExitCode> {
    let refuse = |code, message: String, column: Option<&str>| {
        Refusal { code, message, column: column.map(str::to_owned), line: None }.tell(arguments.json)
    };
    let table = match load(&arguments.file, &arguments.choices)? {
        Ok((parsed, _)) => Arc::new(parsed.table),
        Err(refusal) => return refusal.tell(arguments.json),
    };
    if arguments.objective == ObjectiveName::Cost && arguments.price.is_none() {
        return refuse("settings", "--objective cost needs --price.".to_owned(), None);
    }
    let sources = sources(arguments, &table);
    let foresight = match arguments.forecast {
        ForecastName::Perfect => Foresight::Perfect,
        ForecastName::Yesterday => Foresight::Yesterday,
        ForecastName::Linear => Foresight::Linear,
        ForecastName::Article => Foresight::Article,
        ForecastName::Recommended => Foresight::Recommended,
    };
    let replayed = |foresight| replayed(arguments, &table, &sources, foresight);
    let run = || -> Result<_, Wrong> {
        let own = replayed(foresight)?;
        let perfect =
            if foresight == Foresight::Perfect { own.clone() } else { replayed(Foresight::Perfect)? };
        let yesterday = match foresight {
            Foresight::Yesterday => None,
            _ => Some(replayed(Foresight::Yesterday)?),
        };
        Ok((own, perfect, yesterday))
    };
    let (own, perfect, yesterday) = match run() {
        Ok(all) => all,
        Err(Wrong::Acting(error)) => return refuse(error.code(), error.to_string(), error.column()),
        Err(Wrong::Plan(error)) => return refuse(error.code(), error.to_string(), None),
    };
    let (Some(sum), Some(best)) = (saved(&own, RESAMPLING), saved(&perfect, RESAMPLING)) else {
        return refuse("no_days", "nothing comes from the grid on these days".to_owned(), None);
    };
    // Of what is aimed at.
    let aimed = |saved: &Saved| match arguments.objective {
        ObjectiveName::Carbon => Some(saved.carbon_saved_share),
        ObjectiveName::Cost => saved.cost_saved_share,
    };
    let share = aimed(&sum).zip(aimed(&best)).filter(|(_, best)| *best > 0.0).map(|(own, best)| own / best);
    let against = yesterday.and_then(|yesterday| compared(&own, &yesterday, Aim::Carbon, RESAMPLING));
    if arguments.json {
        let in_kg = |own: &Compared| json!({ "kg_per_day": own.per_day, "interval": own.interval, "wilcoxon": own.wilcoxon });
        let percent = |share: f64| 100.0 * share;
        say(&json!({
            "forecast": foresight.name(),
            "known": sources.known,
            "days": sum.days,
            "base_kg": sum.base_kg,
            "kg": sum.kg,
            "carbon_saved_pct": percent(sum.carbon_saved_share),
            "ci95": sum.carbon_interval.map(|own| [percent(own.low), percent(own.high)]),
            "base_cost": sum.base_cost,
            "cost": sum.cost,
            "cost_saved_pct": sum.cost_saved_share.map(percent),
            "mean_daily_peak_kw": sum.mean_daily_peak_kw,
            "base_mean_daily_peak_kw": sum.base_mean_daily_peak_kw,
            "share_of_perfect": share,
            "against_yesterday": against.as_ref().map(in_kg),
        })
        .to_string())?;
    } else {
        print(foresight, &sum, share, against.as_ref())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The columns, with what is sensible where nothing was said.
fn sources(arguments: &Arguments, table: &Table) -> Sources {
    let first = || {
        let times = table.columns.iter().find(|column| matches!(column.values, Values::Datetime { .. }));
        times.map(|column| column.name.clone()).unwrap_or_default()
    };
    let marked = || {
        let name = arguments.file.file_stem().map(|name| name.to_string_lossy().into_owned());
        let spec = name.and_then(|name| Example::from_id(&name)).map(Example::spec);
        let all = spec.filter(|spec| spec.targets.contains(&arguments.load)).map(|spec| spec.features);
        let there = |name: &String| table.column(name).is_some();
        all.unwrap_or_default().into_iter().filter(there).collect()
    };
    // Nothing between the commas is no column.
    let named = |names: &Vec<String>| names.iter().filter(|name| !name.is_empty()).cloned().collect();
    let known = arguments.known.as_ref().map(named);
    Sources {
        time: arguments.time.clone().unwrap_or_else(first),
        load: arguments.load.clone(),
        pv: arguments.pv.clone(),
        intensity: Intensity::Column { name: arguments.intensity.clone(), factor: None },
        price: arguments.price.clone().map(Price::Column),
        price_ahead: true,
        known: known.unwrap_or_else(marked),
        ..Sources::default()
    }
}

enum Wrong {
    Acting(ActingError),
    Plan(PlanError),
}

fn replayed(
    arguments: &Arguments,
    table: &Arc<Table>,
    sources: &Sources,
    foresight: Foresight,
) -> Result<Vec<DayReport>, Wrong> {
    let settings = Settings { seed: arguments.seed, ..Settings::default() };
    let mut acting = Acting::new(table, sources, foresight, &settings).map_err(Wrong::Acting)?;
    while !acting.step().map_err(Wrong::Acting)? {}
    let aim = match arguments.objective {
        ObjectiveName::Carbon => Aim::Carbon,
        ObjectiveName::Cost => Aim::Cost,
    };
    let mut replay = Replay::new(Site {
        battery: arguments.battery,
        grid: GridLimits::default(),
        flex: Vec::new(),
        aim,
        peak_price: 0.0,
        feed_in: 0.0,
        dt_h: acting.dt_h(),
    });
    let days = acting.days(None).map_err(Wrong::Acting)?;
    let day = |ActingDay { forecast, observed, .. }: &ActingDay| replay.day(forecast, observed);
    days.iter().map(day).collect::<Result<_, _>>().map_err(Wrong::Plan)
}

fn print(
    foresight: Foresight,
    sum: &Saved,
    share: Option<f64>,
    against: Option<&Compared>,
) -> io::Result<()> {
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    let interval = sum.carbon_interval.map(|own| format!(" ({} to {})", percent(own.low), percent(own.high)));
    say(&format!(
        "{} · {} days · {} kg instead of {} kg: {} less carbon{}",
        foresight.name(),
        sum.days,
        format::number(sum.kg),
        format::number(sum.base_kg),
        percent(sum.carbon_saved_share),
        interval.unwrap_or_default(),
    ))?;
    if let Some(cost) = sum.cost_saved_share {
        say(&format!("{} less cost", percent(cost)))?;
    }
    say(&format!(
        "mean daily peak {} kW instead of {} kW",
        format::number(sum.mean_daily_peak_kw),
        format::number(sum.base_mean_daily_peak_kw)
    ))?;
    if let Some(share) = share {
        say(&format!("{} of what perfect foresight would have saved", percent(share)))?;
    }
    if let Some(Compared { per_day, wilcoxon, .. }) = against {
        let p = wilcoxon.as_ref().map_or_else(String::new, |test| format!(", p = {:.3}", test.p_value));
        say(&format!("{} kg a day less than with yesterday's values{p}", format::number(*per_day)))?;
    }
    Ok(())
}
