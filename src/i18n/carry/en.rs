//! English.

use super::CarryTexts;
use crate::formats::{ContainerError, ProjectError};
use crate::i18n::{Language, format};
use crate::session::{ResumeError, TrainError};
use crate::training::{CheckpointError, Outcome};

pub(super) static TEXTS: CarryTexts = CarryTexts {
    project_error,
    resume_error,
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
