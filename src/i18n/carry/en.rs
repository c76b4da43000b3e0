//! English.

use super::CarryTexts;
use crate::formats::onnx::OnnxError;
use crate::formats::{ContainerError, ExportError, ModelError, ProjectError, SCHEMA_VERSION};
use crate::i18n::{Language, format};
use crate::session::keep::{KeepProblem, OpenError};
use crate::session::{ResumeError, TrainError};
use crate::training::{CheckpointError, Outcome};

pub(super) static TEXTS: CarryTexts = CarryTexts {
    title: "Continue elsewhere",
    intro: "Files to take along. They are made here and saved by your browser; nothing is sent anywhere.",
    project: "Project",
    project_is: "Everything in one file (.greengrad): the choices, the settings, and the run with all that its training remembers. Dropped on this page it is there again; headless open and headless resume go on with it in a terminal.",
    in_page: "Page with this project",
    in_page_is: "The whole page in one HTML file with all this inside: a double click opens it where it was, with no server and no network.",
    page_not_saved: "The page's one file could not be fetched. Is the network there?",
    with_data: "with the table",
    onnx: "ONNX model",
    onnx_is: "The trained model as a graph for onnxruntime and others, filling, labels, scaling and gate included, and a Python file that predicts a table with it.",
    safetensors: "Weights",
    safetensors_is: "The weights as safetensors, in the layout of PyTorch, and a JSON file with names, columns and scalers.",
    python_script: "Python script",
    python_is: "This run in plain NumPy, to be read as a lesson: the same rows, the same first weights, the same order. It reads the table below.",
    ray: "Ray job",
    ray_is: "The same for Ray: it tries settings around yours, on one machine or a cluster. It reads the table below.",
    table: "Table",
    table_is: "The table as it was understood, as CSV: UTF-8, commas, decimal points, ISO times.",
    after_a_run: "Models and scripts are there when a run has come to its end; scripts of a network by your own settings.",
    preparing: "Preparing …",
    saved: |names| format!("Saved: {}", names.join(", ")),
    kept_title: "Kept in this browser",
    kept_intro: "What you make here stays in this browser's storage (IndexedDB), on this device alone: the tables, the choices, the runs with their weights. It is written at once, and every second while a network trains, so that a reload or a crash loses no more than that.",
    kept_rows: "rows",
    kept_runs: "runs",
    kept_size: "size",
    kept_written: "last written",
    on_the_page: "on the page",
    open: "Open",
    remove: "Remove",
    clear: "Clear all of it",
    clear_sure: "All tables, runs and the progress in lessons that this browser keeps are deleted. Sure?",
    clear_yes: "Yes, delete",
    clear_no: "No",
    run_title: "Name",
    pin: "Pin",
    pinned: "Pinned",
    keep_problem,
    project_error,
    open_error,
    resume_error,
    export_error,
    onnx_error,
    model_error,
    no_model: "There is no trained model in it yet: let the run go to its end first.",
    project_needed: "A script repeats a whole run, so it is written from a project (train --project), not from a model alone.",
    one_model: "Give the model and the file, or --model and the file.",
    python: &super::python_en::COMMENTS,
    other_table: "This is not the table that the project was made with: give the same file, read in the same way.",
    data_needed: "The project was written without data: give the table with --data to go on.",
    no_run: "The project holds no run: nothing was trained when it was written.",
    run_is_over: "The run in the project is over: there is nothing to go on with.",
    paused: |epochs| match epochs {
        1 => "Put aside after 1 epoch".to_owned(),
        epochs => format!("Put aside after {epochs} epochs"),
    },
    ended: |outcome, epochs| match outcome {
        Outcome::Finished => format!("Done: {epochs} epochs"),
        Outcome::StoppedEarly { best_epoch } => {
            format!("Stopped early after {epochs} epochs; the weights are those of epoch {best_epoch}")
        }
        Outcome::Diverged(divergence) => {
            format!("The loss exploded in epoch {}; the weights are the last good ones", divergence.epoch)
        }
    },
    same_figures: "Computed anew from the table and the weights: the same figures, bit for bit.",
    other_figures: "Computed anew from the table and the weights: OTHER figures than those that were written. Do not rely on either.",
};

fn project_error(error: &ProjectError) -> String {
    match error {
        ProjectError::Container(ContainerError::OtherFile) => {
            "This is not a GreenGrad project (.greengrad).".to_owned()
        }
        ProjectError::Container(ContainerError::Truncated { found, expected }) => format!(
            "The end of the project is missing: {} of {} bytes are there. Download or copy it once more.",
            format::count(*found),
            format::count(*expected)
        ),
        ProjectError::Container(ContainerError::Damaged) => {
            "The project is damaged: its checksum is wrong. Nothing of it was taken. Download or copy it once more.".to_owned()
        }
        ProjectError::Container(ContainerError::Newer { found, known }) => format!(
            "The project was written by a newer version of this page (form {found}; known here: up to {known}). Reload the page, or open it where it was written."
        ),
        ProjectError::Container(_) => {
            "The project is not of the form that this page writes. Was it changed by another program?".to_owned()
        }
        ProjectError::Settings(error) => {
            (Language::En.texts().train_error)(&TrainError::Settings(error.clone()))
        }
        ProjectError::Inconsistent { .. } => {
            "The parts of the project do not fit each other, so nothing of it was taken. Was it changed by another program?".to_owned()
        }
        _ => "The project could not be written.".to_owned(),
    }
}

fn keep_problem(problem: &KeepProblem) -> String {
    match problem {
        KeepProblem::NoStorage => "This browser keeps nothing for this page: a private window, or storage is switched off. Save a project file before you leave.".to_owned(),
        KeepProblem::Full => "There is no room left in this browser's storage, so what is on the page is not kept. Remove something below, or save a project file.".to_owned(),
        KeepProblem::TooLarge { bytes } => format!(
            "This table is too large to be kept here ({} MB): keep its file, and save a project without the table.",
            format::count(bytes / 1_000_000)
        ),
        KeepProblem::Cleared => "All was cleared. Nothing is kept until the page is loaded again.".to_owned(),
    }
}

fn open_error(error: &OpenError) -> String {
    match error {
        OpenError::Project(error) => project_error(error),
        OpenError::Model(error) => onnx_error(error),
        OpenError::TableNeeded(name) => format!(
            "The project was saved without its table ({name}), and that is not the table on the page. Open that table first, then the project."
        ),
        OpenError::Unreadable => "The browser could not read the file. Is it still where it was?".to_owned(),
        OpenError::Nothing => "What was kept in this browser is no longer there: it was cleared, or made room for something else.".to_owned(),
    }
}

fn resume_error(error: &ResumeError) -> String {
    let train_error = Language::En.texts().train_error;
    match error {
        ResumeError::NoData => train_error(&TrainError::NoData),
        ResumeError::Recipe(error) => train_error(&TrainError::Recipe(error.clone())),
        ResumeError::Checkpoint(CheckpointError::Settings(error)) => {
            train_error(&TrainError::Settings(error.clone()))
        }
        ResumeError::Checkpoint(CheckpointError::NoValidationRows) => {
            train_error(&TrainError::PatienceWithoutValidation)
        }
        ResumeError::OtherInputs | ResumeError::Checkpoint(CheckpointError::OtherRows) => {
            "The run cannot go on here: these are not the rows that it learnt from.".to_owned()
        }
        _ => "The run cannot go on here: what was trained does not fit the table and the choice of columns."
            .to_owned(),
    }
}

fn export_error(error: &ExportError) -> String {
    match error {
        ExportError::NoModel => TEXTS.no_model.to_owned(),
        ExportError::TableNeeded => {
            "This model counts the steps of its table's times, so the table is needed to write it: give it with --data.".to_owned()
        }
        ExportError::Table(error) => (Language::En.texts().dataset_error)(error),
        ExportError::Frame(error) => (Language::En.texts().train_error)(&TrainError::Recipe(error.clone())),
        ExportError::RecipeAsScript => {
            "Recommended and Quick are not written as a script: take them along as ONNX, or train a network of your own settings.".to_owned()
        }
        ExportError::NoValidationRows => {
            "A sweep compares settings by validation rows, and there are none: choose a validation share.".to_owned()
        }
        ExportError::DoesNotFit => "The model does not fit the table: give the one it was trained on.".to_owned(),
        _ => "The model could not be written.".to_owned(),
    }
}

fn onnx_error(error: &OnnxError) -> String {
    match error {
        OnnxError::OtherFile => {
            "This is no ONNX model that GreenGrad wrote. How a table becomes its inputs is not in it, so it cannot be used here.".to_owned()
        }
        OnnxError::Model(error) => model_error(error),
        _ => "The graph in the ONNX file is not the one that was written: it is damaged, or another program changed it.".to_owned(),
    }
}

fn model_error(error: &ModelError) -> String {
    match error {
        ModelError::Newer { found } => {
            format!("The model was written by a newer version (form {found}; known here: {SCHEMA_VERSION}).")
        }
        ModelError::Older { found } => format!(
            "The model was written in form {found}, which is no longer read (now: {SCHEMA_VERSION}): train and save once more."
        ),
        ModelError::Inconsistent => "The model's network does not fit its columns.".to_owned(),
        _ => "This is no model that GreenGrad wrote, or it is damaged.".to_owned(),
    }
}
