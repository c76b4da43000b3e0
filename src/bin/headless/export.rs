//! `headless export`: a run in the formats in which it is continued elsewhere.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use greengrad::data::Table;
use greengrad::formats::onnx::to_onnx;
use greengrad::formats::python::{Lesson, companion, lesson, ray_job, to_csv};
use greengrad::formats::{ExportError, ModelFile, Project, safetensors};
use greengrad::i18n::Language;
use serde_json::json;

use crate::carried::Carried;
use crate::json::Refusal;
use crate::project::Given;
use crate::read::say;

/// The arguments of `export`.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    given: Given,
    /// Write the model as ONNX, and beside it NAME_predict.py, which predicts a table with it
    #[arg(long)]
    onnx: Option<PathBuf>,
    /// Write the weights as safetensors, and beside them a JSON file of their names, the columns and the scalers
    #[arg(long)]
    safetensors: Option<PathBuf>,
    /// Write the run as a script in plain NumPy to be read as a lesson
    #[arg(long)]
    python: Option<PathBuf>,
    /// Write the run as a Ray job that tries settings near one's own
    #[arg(long)]
    ray: Option<PathBuf>,
    /// Write the table as it was understood, for the scripts: UTF-8, commas, decimal points, ISO times
    #[arg(long)]
    csv: Option<PathBuf>,
    /// The language of the scripts' comments
    #[arg(long, value_enum, default_value = "en")]
    lang: Lang,
    /// Print one JSON object and nothing else
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Lang {
    /// English
    En,
    /// Chinese
    Zh,
}

/// Files that are to be written.
type Files = Vec<(PathBuf, Vec<u8>)>;

/// Runs `export`.
pub fn run(arguments: &Arguments) -> io::Result<ExitCode> {
    let carried = match Carried::read(&arguments.given.project)? {
        Ok(carried) => carried,
        Err(refusal) => return refusal.tell(arguments.json),
    };
    let project = carried.project();
    let table = match project.map(|project| arguments.given.table(project)).transpose()? {
        None => None,
        Some(Ok(table)) => table,
        Some(Err(refusal)) => return refusal.tell(arguments.json),
    };
    let files = match files(arguments, &carried, table.as_ref()) {
        Ok(files) => files,
        Err(refusal) => return refusal.tell(arguments.json),
    };
    for (path, bytes) in &files {
        std::fs::write(path, bytes)?;
    }
    let written = files.iter().map(|(path, bytes)| (path.display().to_string(), bytes.len()));
    if arguments.json {
        let written: Vec<_> = written.map(|(file, bytes)| json!({ "file": file, "bytes": bytes })).collect();
        say(&json!({ "written": written }).to_string())?;
    } else {
        written.into_iter().try_for_each(|(file, bytes)| say(&format!("{file}  {bytes} B")))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// All files, before the first is written.
fn files(arguments: &Arguments, carried: &Carried, table: Option<&Table>) -> Result<Files, Refusal> {
    let language = match arguments.lang {
        Lang::En => Language::En,
        Lang::Zh => Language::Zh,
    };
    let comments = language.carry().python;
    let table_file = arguments.csv.as_deref().map_or("table.csv".to_owned(), name);
    let refuse = |error: ExportError| Refusal::of_export(&error);
    let mut files: Files = Vec::new();
    if let Some(path) = &arguments.onnx {
        let model = trained(carried)?;
        let onnx = to_onnx(&model, table).map_err(refuse)?;
        let script = companion(&onnx, &model.inputs, (&table_file, &name(path)), comments);
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        files.push((path.clone(), onnx.bytes));
        files.push((path.with_file_name(format!("{stem}_predict.py")), script.into_bytes()));
    }
    if let Some(path) = &arguments.safetensors {
        let written = safetensors::write(&trained(carried)?).map_err(refuse)?;
        files.push((path.clone(), written.weights));
        files.push((path.with_extension("json"), written.description.into_bytes()));
    }
    for (path, write) in [(&arguments.python, lesson as fn(&_, &_) -> _), (&arguments.ray, ray_job)] {
        let Some(path) = path else { continue };
        let (project, table) = with_table(carried, table)?;
        let run = project.run.as_ref().ok_or_else(|| Refusal::new("no_run", Language::En.carry().no_run))?;
        let lesson = Lesson {
            table,
            spec: &project.spec,
            settings: &run.settings,
            inputs: &run.inputs,
            file: &table_file,
        };
        files.push((path.clone(), write(&lesson, comments).map_err(refuse)?.into_bytes()));
    }
    if let Some(path) = &arguments.csv {
        files.push((path.clone(), to_csv(with_table(carried, table)?.1).into_bytes()));
    }
    Ok(files)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn trained(carried: &Carried) -> Result<ModelFile, Refusal> {
    carried.model().ok_or_else(|| Refusal::new("no_model", Language::En.carry().no_model))
}

/// The project and its table, which the scripts need.
fn with_table<'a>(
    carried: &'a Carried,
    table: Option<&'a Table>,
) -> Result<(&'a Project, &'a Table), Refusal> {
    let carry = Language::En.carry();
    let project = carried.project().ok_or_else(|| Refusal::new("project_needed", carry.project_needed))?;
    let table = table.ok_or_else(|| Refusal::new("data_needed", carry.data_needed))?;
    Ok((project, table))
}
