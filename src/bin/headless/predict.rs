//! `headless predict`: a trained model on a new file.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use greengrad::i18n::Language;
use serde_json::json;

use crate::carried::Carried;
use crate::json::{Refusal, issues};
use crate::read::{Choices, complain, load, say};

/// The arguments of `predict`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The model and the file to predict; with --model only the file. A model is what `train --save` wrote, a project, or
    /// an ONNX file that `export --onnx` wrote
    #[arg(num_args = 1..=2, required = true)]
    files: Vec<PathBuf>,
    /// The model
    #[arg(long)]
    model: Option<PathBuf>,
    /// A file with what happened before: values of days before are looked up there too
    #[arg(long)]
    history: Option<PathBuf>,
    #[command(flatten)]
    choices: Choices,
    /// Print one JSON object and nothing else
    #[arg(long)]
    json: bool,
}

/// Runs `predict`.
pub fn run(arguments: &Arguments) -> io::Result<ExitCode> {
    let carry = Language::En.carry();
    let (path, file) = match (&arguments.model, arguments.files.as_slice()) {
        (Some(model), [file]) | (None, [model, file]) => (model, file),
        _ => return Refusal::new("usage", carry.one_model).tell(arguments.json),
    };
    let carried = match Carried::read(path)? {
        Ok(carried) => carried,
        Err(Refusal { code, message, .. }) => {
            return Refusal::new(code, format!("{}: {message}", path.display())).tell(arguments.json);
        }
    };
    let Some(model) = carried.model() else {
        return Refusal::new("no_model", carry.no_model).tell(arguments.json);
    };
    let parsed = match load(file, &arguments.choices)? {
        Ok((parsed, _)) => parsed,
        Err(refusal) => return refusal.tell(arguments.json),
    };
    let history = match arguments.history.as_ref().map(|path| load(path, &Choices::default())).transpose()? {
        Some(Ok((history, _))) => Some(history.table),
        Some(Err(refusal)) => return refusal.tell(arguments.json),
        None => None,
    };
    let predictions = match model.predict(&parsed.table, history.as_ref()) {
        Ok(predictions) => predictions,
        Err(error) => return Refusal::of_dataset(&error).tell(arguments.json),
    };
    let doubts: Vec<_> = parsed.issues.iter().chain(&predictions.issues).cloned().collect();
    let single = model.inputs.targets.len() == 1;
    if arguments.json {
        // One target: a number a row; several: an object by target. A row without all its values has null.
        let rows: Vec<_> = predictions
            .rows
            .iter()
            .map(|row| match row {
                None => serde_json::Value::Null,
                Some(values) if single => json!(values[0]),
                Some(values) => model
                    .inputs
                    .targets
                    .iter()
                    .cloned()
                    .zip(values.iter().map(|value| json!(value)))
                    .collect(),
            })
            .collect();
        say(&json!({ "predictions": rows, "issues": issues(&doubts) }).to_string())?;
        return Ok(ExitCode::SUCCESS);
    }
    say(&model.inputs.targets.join(","))?;
    for row in &predictions.rows {
        let cells =
            row.as_ref().map(|values| values.iter().map(f64::to_string).collect::<Vec<_>>().join(","));
        say(&cells.unwrap_or_default())?;
    }
    for issue in &doubts {
        complain(&(Language::En.texts().issue)(issue));
    }
    Ok(ExitCode::SUCCESS)
}
