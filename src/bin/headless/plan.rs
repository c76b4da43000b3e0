//! `headless plan`: a case file in, a schedule out.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use greengrad::i18n::format;
use greengrad::plan::{Case, Outcome, Plan, PlanError, plan};
use serde_json::{Value, json};

use crate::json::Refusal;
use crate::read::say;

/// The arguments of `plan`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The case file (JSON)
    file: PathBuf,
    /// Print one JSON object and nothing else
    #[arg(long)]
    json: bool,
}

/// Runs `plan`. That a case is infeasible is an answer, not a refusal.
pub fn run(arguments: &Arguments) -> io::Result<ExitCode> {
    let text = std::fs::read_to_string(&arguments.file)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", arguments.file.display())))?;
    let planned = Case::from_json(&text)
        .map_err(PlanError::from)
        .and_then(|case| plan(&case).map(|outcome| (case, outcome)));
    let (case, outcome) = match planned {
        Ok(planned) => planned,
        Err(error) => {
            let refusal =
                Refusal { code: error.code(), message: error.to_string(), column: None, line: None };
            return refusal.tell(arguments.json);
        }
    };
    match (outcome, arguments.json) {
        (Outcome::Planned(plan), true) => say(&planned_json(&plan).to_string())?,
        (Outcome::Planned(plan), false) => print(&case, &plan)?,
        (Outcome::Infeasible(lacking), true) => {
            let nothing = Value::Null;
            say(&json!({
                "status": "infeasible", "objective": nothing, "import_kwh": nothing, "export_kwh": nothing,
                "peak_import_kw": nothing, "carbon_g": nothing, "schedule": nothing,
                "message": lacking.to_string(), "unmet": tagged(&lacking.unmet, "demand"),
                "remedies": tagged(&lacking.remedies, "change"),
            })
            .to_string())?;
        }
        (Outcome::Infeasible(lacking), false) => say(&format!("infeasible: {lacking}"))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn planned_json(plan: &Plan) -> Value {
    let figures = &plan.figures;
    json!({
        "status": if plan.optimal { "optimal" } else { "feasible" },
        "objective": figures.objective,
        "import_kwh": figures.import_kwh,
        "export_kwh": figures.export_kwh,
        "peak_import_kw": figures.peak_import_kw,
        "carbon_g": figures.carbon_g,
        "gap": plan.gap,
        "integers": plan.integers,
        "schedule": plan.schedule,
    })
}

fn print(case: &Case, plan: &Plan) -> io::Result<()> {
    let figures = &plan.figures;
    say(&format!(
        "{} · objective {} · from the grid {} kWh, to it {} kWh · peak {} kW",
        if plan.optimal { "optimal" } else { "feasible" },
        format::number(figures.objective),
        format::number(figures.import_kwh),
        format::number(figures.export_kwh),
        format::number(figures.peak_import_kw),
    ))?;
    if let Some(carbon_g) = figures.carbon_g {
        say(&format!("carbon {} g", format::number(carbon_g)))?;
    }
    let mut header = format!(
        "{:>5} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "step", "load", "pv", "import", "export", "unused", "charge", "give", "held"
    );
    for load in &case.flex {
        header.push_str(&format!(" {:>9.9}", load.name));
    }
    say(&header)?;
    let schedule = &plan.schedule;
    for step in 0..case.len() {
        let fixed = [
            case.load_kw[step],
            case.pv_kw[step],
            schedule.g[step],
            schedule.e[step],
            schedule.u[step],
            schedule.c[step],
            schedule.d[step],
            schedule.s[step],
        ];
        let flexible = schedule.f.iter().map(|own| own[step]);
        let values: String =
            fixed.into_iter().chain(flexible).map(|value| format!(" {value:>9.3}")).collect();
        say(&format!("{step:>5}{values}"))?;
    }
    Ok(())
}

/// Items with the name of their kind as a field among the others.
fn tagged<T: serde::Serialize>(items: &[T], tag: &str) -> Vec<Value> {
    let flat = |item: &T| {
        let Ok(Value::Object(outer)) = serde_json::to_value(item) else { return Value::Null };
        let Some((kind, Value::Object(mut inner))) = outer.into_iter().next() else { return Value::Null };
        inner.insert(tag.to_owned(), Value::String(kind));
        Value::Object(inner)
    };
    items.iter().map(flat).collect()
}
