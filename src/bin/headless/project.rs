//! `headless open` and `headless resume`: a project that was taken along.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use greengrad::data::{ReadChoices, Table};
use greengrad::evaluation::Metrics;
use greengrad::formats::{PROJECT_VERSION, Project, TableKey};
use greengrad::i18n::{Language, format};
use greengrad::session::{Command, DatasetSummary, Event, Session};
use greengrad::training::Outcome;
use serde_json::{Value, json};

use crate::json::Refusal;
use crate::read::{load_all, say};
use crate::train::{self, RUN, Trained};

/// The project, and its table where it was written without.
#[derive(clap::Args)]
pub struct Given {
    /// The project
    pub project: PathBuf,
    /// The table's file, and behind it those joined to it, for a project that was written without data
    #[arg(long, value_delimiter = ',')]
    data: Vec<PathBuf>,
}

/// The arguments of `open`.
#[derive(clap::Args)]
pub struct OpenArguments {
    #[command(flatten)]
    given: Given,
    /// Print one JSON object and nothing else
    #[arg(long)]
    json: bool,
}

/// The arguments of `resume`.
#[derive(clap::Args)]
pub struct ResumeArguments {
    #[command(flatten)]
    given: Given,
    /// Put the run aside again after so many epochs in all
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pause_after: Option<u32>,
    /// Write the project anew here; by default where it was
    #[arg(long = "to")]
    to: Option<PathBuf>,
    /// Print one JSON object and nothing else
    #[arg(long)]
    json: bool,
}

impl Given {
    /// Reads the project; one that cannot be used is a refusal.
    pub fn read(&self) -> io::Result<Result<Project, Refusal>> {
        let bytes = std::fs::read(&self.project).map_err(|error| named(&self.project, &error))?;
        Ok(Project::from_bytes(&bytes).map_err(|error| Refusal::of_project(&error)))
    }

    /// The project's table: its own, or the one that was given if it is the same.
    pub fn table(&self, project: &Project) -> io::Result<Result<Option<Table>, Refusal>> {
        if self.data.is_empty() {
            return Ok(Ok(project.table.clone()));
        }
        // As the first time: what a person corrected of the guesses is in the project.
        let of_file = |place: usize| {
            project.source.files.get(place).map_or_else(ReadChoices::default, |file| file.choices.clone())
        };
        let files: Vec<(&Path, ReadChoices)> =
            self.data.iter().enumerate().map(|(place, path)| (path.as_path(), of_file(place))).collect();
        let table = match load_all(&files, project.source.keep_step)? {
            Ok((parsed, ..)) => parsed.table,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let same = TableKey::of(&table).map_err(io::Error::other)? == project.key;
        let other = || Refusal::new("other_table", Language::En.carry().other_table);
        Ok(if same { Ok(Some(table)) } else { Err(other()) })
    }
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// A session with the project's table, prepared by its choice.
pub fn session(project: &Project, table: Table) -> Result<(Session, Box<DatasetSummary>), Refusal> {
    let mut session = Session::new();
    session.take(1, table);
    let prepare = Command::Prepare { request: 2, spec: project.spec.clone() };
    match session.command(prepare).into_iter().next() {
        Some(Event::Prepared { summary, .. }) => Ok((session, summary)),
        Some(Event::PrepareFailed { error, .. }) => Err(Refusal::of_dataset(&error)),
        _ => Err(Refusal::new("no_data", "no answer to a choice of columns")),
    }
}

/// Runs `open`.
pub fn open(arguments: &OpenArguments) -> io::Result<ExitCode> {
    let project = match arguments.given.read()? {
        Ok(project) => project,
        Err(refusal) => return refusal.tell(arguments.json),
    };
    let table = match arguments.given.table(&project)? {
        Ok(table) => table,
        Err(refusal) => return refusal.tell(arguments.json),
    };
    let (mut split, mut again) = (Value::Null, None);
    if let Some(table) = table {
        let (mut session, dataset) = match session(&project, table) {
            Ok(prepared) => prepared,
            Err(refusal) => return refusal.tell(arguments.json),
        };
        split = json!({ "train": dataset.train, "validation": dataset.validation, "test": dataset.test });
        if let Some(run) = project.run.clone() {
            match session.resume(RUN, run) {
                Ok(events) => again = computed(events),
                Err(error) => return Refusal::of_resume(&error).tell(arguments.json),
            }
        }
    }
    if arguments.json {
        say(&to_json(&project, &split, again.as_deref()).to_string())?;
    } else {
        print(&project, &split, again.as_deref())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The test figures of a run that is over.
fn computed(events: Vec<Event>) -> Option<Vec<Metrics>> {
    events.into_iter().find_map(|event| match event {
        Event::Ended { report, .. } => Some(report.predictions.metrics),
        _ => None,
    })
}

/// Whether two figures are the same, bit for bit.
fn same(one: &[Metrics], other: &[Metrics]) -> bool {
    let bits = |all: &[Metrics]| -> Vec<[u64; 3]> {
        let of = |own: &Metrics| [own.rmse, own.mae, own.r2.unwrap_or(f64::NAN)].map(f64::to_bits);
        all.iter().map(of).collect()
    };
    bits(one) == bits(other)
}

fn written(project: &Project) -> Option<&[Metrics]> {
    project.run.as_ref().and_then(|run| run.test.as_deref())
}

fn to_json(project: &Project, split: &Value, again: Option<&[Metrics]>) -> Value {
    let names = &project.spec.targets;
    let figures = |metrics: &[Metrics]| -> Value {
        names.iter().cloned().zip(metrics.iter().map(|own| json!(own))).collect()
    };
    let run = project.run.as_ref().map(|run| {
        json!({
            "outcome": run.outcome.as_ref().map_or("paused", Outcome::code),
            "epochs": run.history.len(),
            "settings": run.settings,
            "features": run.inputs.features.iter().map(|feature| feature.name()).collect::<Vec<_>>(),
            "fingerprint": format!("{:08x}", run.fingerprint),
            "history": run.history,
            "test_as_written": run.test.as_deref().map(figures),
        })
    });
    json!({
        "schema_version": PROJECT_VERSION,
        "written_by": project.written_by,
        "name": project.source.name,
        "files": project.source.files.iter().map(|file| &file.name).collect::<Vec<_>>(),
        "rows": project.key.rows,
        "columns": project.key.columns,
        "table_crc32": format!("{:08x}", project.key.crc32),
        "with_data": project.table.is_some(),
        "spec": project.spec,
        "split": split,
        "settings": project.settings,
        "run": run,
        "test": again.map(figures),
        "same": again.zip(written(project)).map(|(again, written)| same(again, written)),
    })
}

fn print(project: &Project, split: &Value, again: Option<&[Metrics]>) -> io::Result<()> {
    let (texts, carry) = (Language::En.texts(), Language::En.carry());
    say(&format!(
        "{} · {} rows · {}",
        project.source.name,
        format::count(u64::from(project.key.rows)),
        project.key.columns.join(", ")
    ))?;
    if let Some(parts) = split.as_object() {
        let parts: Vec<String> = parts.iter().map(|(name, rows)| format!("{rows} {name}")).collect();
        say(&parts.join(", "))?;
    }
    let Some(run) = &project.run else { return say(carry.no_run) };
    match &run.outcome {
        None => say(&(carry.paused)(run.history.len() as u32))?,
        Some(outcome) => say(&(carry.ended)(outcome, run.history.len() as u32))?,
    }
    let shown = again.or(run.test.as_deref()).unwrap_or_default();
    for (name, metrics) in project.spec.targets.iter().zip(shown) {
        let r2 = metrics.r2.map_or(texts.not_defined.to_owned(), format::ratio);
        let (rmse, mae) = (format::number(metrics.rmse), format::number(metrics.mae));
        say(&format!("{name:<22} RMSE {rmse}   MAE {mae}   R² {r2}"))?;
    }
    match again.zip(run.test.as_deref()) {
        Some((again, written)) if same(again, written) => say(carry.same_figures)?,
        Some(_) => say(carry.other_figures)?,
        None => {}
    }
    say(&(texts.fingerprint)(&format!("{:08x}", run.fingerprint)))
}

/// Runs `resume`.
pub fn resume(arguments: &ResumeArguments) -> io::Result<ExitCode> {
    let carry = Language::En.carry();
    let project = match arguments.given.read()? {
        Ok(project) => project,
        Err(refusal) => return refusal.tell(arguments.json),
    };
    let table = match arguments.given.table(&project)? {
        Ok(Some(table)) => table,
        Ok(None) => return Refusal::new("data_needed", carry.data_needed).tell(arguments.json),
        Err(refusal) => return refusal.tell(arguments.json),
    };
    let Some(run) = project.run.clone() else {
        return Refusal::new("no_run", carry.no_run).tell(arguments.json);
    };
    if run.outcome.is_some() {
        return Refusal::new("run_is_over", carry.run_is_over).tell(arguments.json);
    }
    let (mut session, dataset) = match session(&project, table) {
        Ok(prepared) => prepared,
        Err(refusal) => return refusal.tell(arguments.json),
    };
    let clock = Instant::now();
    let settings = run.settings.clone();
    let begun = match session.resume(RUN, run) {
        Ok(events) => events,
        Err(error) => return Refusal::of_resume(&error).tell(arguments.json),
    };
    let trained = train::train(&mut session, begun, &settings, arguments.pause_after, arguments.json)?;
    let trained: Trained = trained.map_err(io::Error::other)?;
    let seconds = clock.elapsed().as_secs_f64();
    let path = arguments.to.as_ref().unwrap_or(&arguments.given.project);
    let (with_data, choices) = (project.table.is_some(), (project.spec.clone(), project.settings.clone()));
    train::write_project(&mut session, path, project.source.clone(), with_data, choices)?;
    let doubts: Vec<_> = project.source.issues.iter().chain(&dataset.issues).cloned().collect();
    train::tell(&dataset, &trained, &doubts, seconds, arguments.json)?;
    Ok(ExitCode::SUCCESS)
}
