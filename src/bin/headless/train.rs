//! `headless train`: the page's main job in a terminal.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::ValueEnum;
use greengrad::data::{DataSpec, Issue, IssueKind, Missing, Scaling, Span, SplitMethod, SplitSpec};
use greengrad::evaluation::Metrics;
use greengrad::formats::{Packing, Project, ProjectSource};
use greengrad::i18n::{Language, Verdict, format};
use greengrad::nn::{Activation, Initialiser, Loss, OptimizerKind};
use greengrad::session::{
    Command, DatasetSummary, Event, Go, Judged, RowsReport, RunReport, Session, TableSummary, TrainError,
    judge::Judgement,
};
use greengrad::training::{EpochReport, Method, Settings};
use serde_json::{Value, json};

use crate::json::{Refusal, issues};
use crate::read::{Choices, load_with_source, say};

/// Steps between two looks at the clock.
const STEPS: u32 = 64;
/// The one run of the program.
pub const RUN: u32 = 3;

/// The arguments of `train`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The file
    file: PathBuf,
    /// The columns to predict
    #[arg(long, value_delimiter = ',', required = true)]
    target: Vec<String>,
    /// The columns to predict from; by default all that can be used
    #[arg(long, value_delimiter = ',')]
    features: Option<Vec<String>>,
    /// The time column: adds the calendar and the targets a day and a week before
    #[arg(long)]
    time: Option<String>,
    /// How far ahead a forecast is made, in hours, or such as 15min, 7d or 1mo (with --time)
    #[arg(long, value_parser = horizon, default_value = "24")]
    horizon: Span,
    /// Columns that are known when a forecast is made (with --time, others are left out)
    #[arg(long, value_delimiter = ',')]
    known: Vec<String>,
    /// Columns of numbers to be read as labels
    #[arg(long, value_delimiter = ',')]
    categories: Vec<String>,
    /// What becomes of rows that lack a feature's value
    #[arg(long, value_enum, default_value = "leave-out")]
    missing: MissingName,
    /// The time of the year as a feature too (with --time)
    #[arg(long)]
    season: bool,
    /// Give the network its inputs as they are, not standardised
    #[arg(long)]
    unscaled: bool,
    /// Settings to begin with
    #[arg(long, value_enum, default_value = "article")]
    preset: Preset,
    /// Full passes over the training rows
    #[arg(long)]
    epochs: Option<u32>,
    /// The step size
    #[arg(long)]
    learning_rate: Option<f64>,
    /// Rows per step
    #[arg(long)]
    batch_size: Option<u32>,
    /// Units of each hidden layer, such as 64,64; empty for a linear model
    #[arg(long)]
    hidden: Option<String>,
    /// relu, leaky_relu, tanh, sigmoid, gelu or linear
    #[arg(long)]
    activation: Option<Activation>,
    /// glorot_uniform, glorot_normal, he_uniform or he_normal
    #[arg(long)]
    initialiser: Option<Initialiser>,
    /// mean_squared_error, mean_absolute_error or huber
    #[arg(long)]
    loss: Option<Loss>,
    /// adam, adamw, rmsprop, momentum or sgd
    #[arg(long)]
    optimizer: Option<OptimizerKind>,
    /// The cost of weights by their size, which makes the needless ones about 0
    #[arg(long)]
    l1: Option<f64>,
    /// The cost of weights by their square, which makes the large ones smaller
    #[arg(long)]
    l2: Option<f64>,
    /// The share of hidden units left out in each step
    #[arg(long)]
    dropout: Option<f64>,
    /// Stop after so many epochs without a better validation loss
    #[arg(long)]
    patience: Option<u32>,
    /// The seed
    #[arg(long)]
    seed: Option<u64>,
    /// Which rows are the test; by default the last ones of a table with times, else random ones
    #[arg(long, value_enum)]
    split: Option<SplitName>,
    /// The column of the groups, for --split group
    #[arg(long)]
    group: Option<String>,
    /// The share of test rows
    #[arg(long, default_value_t = 0.2)]
    test_share: f64,
    /// The share of validation rows; 0 for none
    #[arg(long, default_value_t = 0.1)]
    validation_share: f64,
    /// Write the trained model here
    #[arg(long)]
    save: Option<PathBuf>,
    /// Write everything into one project file: the table, the choices and the run, to be opened and gone on with
    #[arg(long)]
    project: Option<PathBuf>,
    /// Leave the table out of the project; to go on with it, the same file is needed again
    #[arg(long, requires = "project")]
    without_data: bool,
    /// Put the run aside after so many epochs; `headless resume` goes on with it
    #[arg(long, requires = "project", value_parser = clap::value_parser!(u32).range(1..))]
    pause_after: Option<u32>,
    #[command(flatten)]
    choices: Choices,
    /// Print one JSON object and nothing else
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Preset {
    /// 64-64 ReLU, Adam 0.001, mean squared error, batch 32, 100 epochs
    Article,
    /// Several networks, and a gate that trusts them as far as they prove better than the simple methods; in a table
    /// with times they look at the past in two views
    Recommended,
    /// The same with fewer networks, on one view, at about half the cost
    Quick,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MissingName {
    /// They are left out
    LeaveOut,
    /// With the mean of the training rows, and a feature that says so
    Fill,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SplitName {
    /// The last rows
    Chronological,
    /// Random rows, by the seed
    Random,
    /// By the hash of the row's number
    Hash,
    /// Whole groups
    Group,
}

fn horizon(text: &str) -> Result<Span, String> {
    Span::parse(text).ok_or_else(|| "give hours, or a number with min, h, d, w or mo".to_owned())
}

/// Runs `train`.
pub fn run(arguments: &Arguments) -> io::Result<ExitCode> {
    let mut session = Session::new();
    let (table, source) = match load_with_source(&arguments.file, &arguments.choices)? {
        Ok((parsed, summary, source)) => {
            session.take(1, parsed.table);
            (summary, source)
        }
        Err(refusal) => return refusal.tell(arguments.json),
    };
    let settings = match settings(arguments) {
        Ok(settings) => settings,
        Err(refusal) => return refusal.tell(arguments.json),
    };
    let (spec, mut doubts) = spec(arguments, &table, settings.seed);
    let dataset =
        match session.command(Command::Prepare { request: 2, spec: spec.clone() }).into_iter().next() {
            Some(Event::Prepared { summary, .. }) => summary,
            Some(Event::PrepareFailed { error, .. }) => {
                return Refusal::of_dataset(&error).tell(arguments.json);
            }
            other => return Err(io::Error::other(format!("no answer to a choice of columns: {other:?}"))),
        };
    let mut all = table.issues.clone();
    all.append(&mut doubts);
    all.extend(dataset.issues.iter().cloned());
    let clock = Instant::now();
    let go = if arguments.pause_after.is_some() { Go::Epoch } else { Go::ToTheEnd };
    let begun = session.command(Command::Train { run: RUN, settings: settings.clone(), go });
    let trained = match train(&mut session, begun, &settings, arguments.pause_after, arguments.json)? {
        Ok(trained) => trained,
        Err(error) => {
            let message = (Language::En.texts().train_error)(&error);
            return Refusal::new("settings", message).tell(arguments.json);
        }
    };
    let seconds = clock.elapsed().as_secs_f64();
    if let (Some(path), Some(model)) = (&arguments.save, session.model()) {
        std::fs::write(path, model.to_json().map_err(io::Error::other)?)?;
    }
    if let Some(path) = &arguments.project {
        write_project(&mut session, path, source, !arguments.without_data, (spec, settings))?;
    }
    tell(&dataset, &trained, &all, seconds, arguments.json)?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the session's table and run as a project.
pub fn write_project(
    session: &mut Session,
    path: &Path,
    source: ProjectSource,
    with_data: bool,
    choices: (DataSpec, Settings),
) -> io::Result<()> {
    let run = session.save();
    let table = session.table().ok_or_else(|| io::Error::other("no table"))?;
    let project = Project::new(source, table, with_data, choices, run).map_err(io::Error::other)?;
    std::fs::write(path, project.to_bytes(Packing::Small).map_err(io::Error::other)?)
}

/// Prints what came of a run.
pub fn tell(
    dataset: &DatasetSummary,
    trained: &Trained,
    doubts: &[Issue],
    seconds: f64,
    as_json: bool,
) -> io::Result<()> {
    if as_json {
        return say(&to_json(dataset, trained, doubts, seconds).to_string());
    }
    print(dataset, trained, doubts, seconds)
}

fn settings(arguments: &Arguments) -> Result<Settings, Refusal> {
    let method = match arguments.preset {
        Preset::Article => Method::Network,
        Preset::Recommended => Method::Recommended,
        Preset::Quick => Method::Quick,
    };
    let mut settings = Settings { method, ..Settings::default() };
    fn set<T: Clone>(to: &mut T, from: &Option<T>) {
        if let Some(value) = from {
            *to = value.clone();
        }
    }
    set(&mut settings.epochs, &arguments.epochs);
    set(&mut settings.learning_rate, &arguments.learning_rate);
    set(&mut settings.batch_size, &arguments.batch_size);
    set(&mut settings.activation, &arguments.activation);
    set(&mut settings.initialiser, &arguments.initialiser);
    set(&mut settings.loss, &arguments.loss);
    set(&mut settings.optimizer, &arguments.optimizer);
    set(&mut settings.l1, &arguments.l1);
    set(&mut settings.l2, &arguments.l2);
    set(&mut settings.dropout, &arguments.dropout);
    set(&mut settings.seed, &arguments.seed);
    settings.patience = arguments.patience;
    let refusal = |message: String| Refusal::new("settings", message);
    if let Some(hidden) = &arguments.hidden {
        let units = hidden.split(',').map(str::trim).filter(|units| !units.is_empty()).map(str::parse);
        settings.hidden = units
            .collect::<Result<_, _>>()
            .map_err(|_| refusal(format!("--hidden {hidden}: give whole numbers such as 64,64.")))?;
    }
    match settings.check() {
        Ok(_) => Ok(settings),
        Err(error) => Err(refusal((Language::En.texts().train_error)(&TrainError::Settings(error)))),
    }
}

/// The choice of columns: what was asked for, and what is sensible where nothing was.
fn spec(arguments: &Arguments, table: &TableSummary, seed: u64) -> (DataSpec, Vec<Issue>) {
    use greengrad::data::Kind;
    let useful = |name: &String, kind: Kind| {
        !arguments.target.contains(name) && matches!(kind, Kind::Number | Kind::Category)
    };
    let all = || {
        table
            .columns
            .iter()
            .filter(|column| useful(&column.name, column.kind))
            .map(|column| column.name.clone())
            .collect()
    };
    let mut features: Vec<String> = arguments.features.clone().unwrap_or_else(all);
    let mut doubts = Vec::new();
    if arguments.time.is_some() {
        for column in features.iter().filter(|column| !arguments.known.contains(column)) {
            doubts.push(Issue::new(IssueKind::NotKnownAhead).in_column(column));
        }
        features = arguments.known.clone();
    } else {
        let more = arguments.known.iter().filter(|column| !features.contains(column)).cloned();
        features.extend(more.collect::<Vec<_>>());
    }
    let has_times = table.columns.iter().any(|column| column.kind == Kind::Datetime);
    let default = if arguments.group.is_some() {
        SplitName::Group
    } else if has_times || arguments.time.is_some() {
        SplitName::Chronological
    } else {
        SplitName::Random
    };
    let method = match arguments.split.unwrap_or(default) {
        SplitName::Chronological => SplitMethod::Chronological,
        SplitName::Random => SplitMethod::Random { seed },
        SplitName::Hash => SplitMethod::Hash,
        SplitName::Group => SplitMethod::Group { column: arguments.group.clone().unwrap_or_default() },
    };
    let spec = DataSpec {
        targets: arguments.target.clone(),
        features,
        time: arguments.time.clone(),
        horizon: arguments.horizon,
        categories: arguments.categories.clone(),
        missing: match arguments.missing {
            MissingName::LeaveOut => Missing::LeaveOut,
            MissingName::Fill => Missing::Fill,
        },
        season: arguments.season,
        scaling: if arguments.unscaled { Scaling::None } else { Scaling::Standard },
        split: SplitSpec {
            method,
            test_share: arguments.test_share,
            validation_share: arguments.validation_share,
        },
    };
    (spec, doubts)
}

/// What came of a run.
pub struct Trained {
    /// `None` where it was put aside.
    report: Option<Box<RunReport>>,
    judged: Option<Judged>,
    history: Vec<EpochReport>,
}

/// Carries a run on from these first events, to its end or until so many epochs are done.
pub fn train(
    session: &mut Session,
    mut events: Vec<Event>,
    settings: &Settings,
    pause_after: Option<u32>,
    quiet: bool,
) -> io::Result<Result<Trained, TrainError>> {
    let bar = if quiet {
        indicatif::ProgressBar::hidden()
    } else {
        indicatif::ProgressBar::new(u64::from(settings.epochs))
    };
    let mut history = Vec::new();
    let (mut ended, mut judged) = (None, None);
    loop {
        let mut stands = None;
        for event in events {
            match event {
                Event::Progress { progress, .. } => {
                    bar.set_position(u64::from(progress.epochs_done));
                    stands = Some(progress.epochs_done).filter(|_| progress.paused);
                    history.extend(progress.epochs);
                }
                Event::Ended { progress, report, .. } => {
                    bar.finish_and_clear();
                    history.extend(progress.epochs);
                    ended = Some(report);
                }
                Event::Judged { panel, .. } => {
                    judged = Some(postcard::from_bytes(&panel).map_err(io::Error::other)?);
                }
                Event::TrainFailed { error, .. } => return Ok(Err(error)),
                _ => {}
            }
        }
        if let Some(report) = ended {
            return Ok(Ok(Trained { report: Some(report), judged, history }));
        }
        if let Some(epochs) = stands {
            let go = match pause_after {
                Some(last) if epochs >= last => {
                    bar.finish_and_clear();
                    return Ok(Ok(Trained { report: None, judged: None, history }));
                }
                Some(_) => Go::Epoch,
                None => Go::ToTheEnd,
            };
            session.command(Command::Go { run: RUN, go });
        }
        if !session.is_busy() {
            return Err(io::Error::other("a run that stands still"));
        }
        let mut steps = 0;
        let mut more = || {
            steps += 1;
            steps < STEPS
        };
        // Reports cost predictions of all watched rows: only somebody who looks at a bar needs them.
        let report = !quiet;
        events = session.work(&mut more, report);
    }
}

fn metrics_json(metrics: &Metrics) -> Value {
    json!({ "rmse": metrics.rmse, "mae": metrics.mae, "r2": metrics.r2 })
}

/// The first target's figures on top, and every target's by name where there are several.
pub fn by_target(rows: &RowsReport, metrics: &[Metrics]) -> Value {
    let mut value = metrics.first().map_or(Value::Null, metrics_json);
    if let (true, Some(entries)) = (metrics.len() > 1, value.as_object_mut()) {
        let names = rows.targets.iter().map(|target| target.name.clone());
        entries.insert("per_target".to_owned(), names.zip(metrics.iter().map(metrics_json)).collect());
    }
    value
}

fn to_json(
    dataset: &DatasetSummary,
    Trained { report, judged, history }: &Trained,
    doubts: &[Issue],
    seconds: f64,
) -> Value {
    let Some(report) = report else { return aside(dataset, history, doubts, seconds) };
    let baselines = baselines(&report.test).into_iter().map(|(name, metrics)| {
        let mut value = by_target(&report.test, &metrics);
        if let Some(entries) = value.as_object_mut() {
            entries.insert("name".to_owned(), json!(name));
        }
        value
    });
    let epochs = history.iter().map(|epoch| {
        json!({ "epoch": epoch.epoch, "train_loss": epoch.train_loss, "validation_loss": epoch.validation_loss })
    });
    json!({
        "rows": dataset.train + dataset.validation + dataset.test,
        "split": { "train": dataset.train, "validation": dataset.validation, "test": dataset.test },
        "features": dataset.features,
        "parameters": report.parameters,
        "baselines": baselines.collect::<Vec<_>>(),
        "model": by_target(&report.test, &report.predictions.metrics),
        "history": epochs.collect::<Vec<_>>(),
        "judge": judged.iter().flat_map(|judged| &judged.targets).map(|own| own.as_ref().map(judgement)).collect::<Vec<_>>(),
        "ahead": judged.as_ref().and_then(|judged| judged.ahead.as_ref()),
        "recipe": judged.as_ref().map(|judged| &judged.recipes),
        "outcome": report.outcome.code(),
        "fingerprint": format!("{:08x}", report.fingerprint),
        "issues": issues(doubts),
        "seconds": seconds,
    })
}

/// A run that was put aside: no look at the test rows.
fn aside(dataset: &DatasetSummary, history: &[EpochReport], doubts: &[Issue], seconds: f64) -> Value {
    json!({
        "rows": dataset.train + dataset.validation + dataset.test,
        "split": { "train": dataset.train, "validation": dataset.validation, "test": dataset.test },
        "features": dataset.features,
        "epochs": history.len(),
        "outcome": "paused",
        "issues": issues(doubts),
        "seconds": seconds,
    })
}

/// A judgement without what is drawn: a figure a row or a lag.
fn judgement(own: &Judgement) -> Value {
    let intervals = own.intervals.iter().map(|interval| {
        json!({
            "kind": interval.kind, "nominal": interval.nominal, "held": interval.coverage.hits, "rows": interval.coverage.rows,
            "coverage": interval.coverage.rate(), "coverage_interval": interval.coverage_interval,
        })
    });
    json!({
        "best_baseline": own.best.name(),
        "skill_rmse": own.skill,
        "skill_interval": own.interval.as_ref().map(|skill| skill.interval),
        "standing": own.standing,
        "diebold_mariano": own.diebold_mariano,
        "horizon_steps": own.horizon,
        "wilcoxon_days": own.wilcoxon,
        "more": own.more,
        "ljung_box": own.ljung_box,
        "intervals": intervals.collect::<Vec<_>>(),
    })
}

/// Each baseline with its figures of every target.
fn baselines(rows: &RowsReport) -> Vec<(String, Vec<Metrics>)> {
    let names = rows
        .targets
        .first()
        .map(|target| target.baselines.iter().map(|baseline| baseline.name))
        .into_iter()
        .flatten();
    let of = |name| {
        let each = rows
            .targets
            .iter()
            .flat_map(|target| target.baselines.iter().filter(move |other| other.name == name));
        each.map(|baseline| baseline.metrics).collect()
    };
    names.map(|name| (name.name(), of(name))).collect()
}

fn print(
    dataset: &DatasetSummary,
    Trained { report, judged, history }: &Trained,
    doubts: &[Issue],
    seconds: f64,
) -> io::Result<()> {
    let texts = Language::En.texts();
    let rows = dataset.train + dataset.validation + dataset.test;
    let Some(report) = report else {
        return say(&(Language::En.carry().paused)(history.len() as u32));
    };
    say(&format!(
        "{} rows: {} train, {} validation, {} test · {} features · {} parameters",
        format::count(u64::from(rows)),
        dataset.train,
        dataset.validation,
        dataset.test,
        dataset.features.len(),
        report.parameters
    ))?;
    say(&(texts.outcome)(&report.outcome, history.len() as u32, seconds))?;
    for (index, target) in report.test.targets.iter().enumerate() {
        say(&format!("\n{:<22} {:>12} {:>12} {:>10}", target.name, "RMSE", "MAE", "R²"))?;
        let model = &report.predictions.metrics[index];
        let simple =
            target.baselines.iter().map(|baseline| ((texts.baseline)(baseline.name), &baseline.metrics));
        for (name, metrics) in std::iter::once((texts.network.to_owned(), model)).chain(simple) {
            let r2 = metrics.r2.map_or(texts.not_defined.to_owned(), format::ratio);
            say(&format!(
                "{name:<22} {:>12} {:>12} {r2:>10}",
                format::number(metrics.rmse),
                format::number(metrics.mae)
            ))?;
        }
    }
    for judgement in judged.iter().flat_map(|judged| judged.targets.iter().flatten()) {
        let interval = judgement.interval.as_ref().map(|skill| (skill.interval.low, skill.interval.high));
        let verdict = Verdict {
            best: judgement.best,
            skill: judgement.skill,
            judged: Some((judgement.standing, interval)),
        };
        say(&(texts.verdict)(&verdict))?;
    }
    for issue in doubts {
        say(&format!("! {}", (texts.issue)(issue)))?;
    }
    say(&(texts.fingerprint)(&format!("{:08x}", report.fingerprint)))
}
