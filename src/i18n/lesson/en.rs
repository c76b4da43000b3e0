//! English.

use super::LessonTexts;
use crate::i18n::format::number;
use crate::lesson::{Fact, Hideable, View};

pub(super) static TEXTS: LessonTexts = LessonTexts {
    lessons: "Lessons",
    lesson_of: |number, of| format!("Lesson {number} of {of}"),
    close: "Close the lesson",
    guess_first: "Guess first.",
    right: "Yes.",
    not_quite: "Not quite.",
    tasks: "Try it",
    done: "done",
    open: "to do",
    your_number: "Your number",
    check: "Check",
    hint: "Hint",
    remember: "Remember",
    practice: "In practice",
    show: |view| match view {
        View::Network => "Show the network",
        View::Microscope => "Show the microscope",
        View::SlowMotion => "Show the slow motion",
        View::Landscape => "Show the loss landscape",
        View::Loss => "Show the loss curve",
        View::Judge => "Show the judgement",
        View::Plan => "Show step 5",
        View::Receipt => "Show what training cost",
    },
    if_you_like: "If you like",
    open_data: |name| format!("Open “{name}”"),
    next: "Next lesson",
    all_done: "That was the last lesson. Now take your own data.",
    again: "Set it up again",
    count: |now, needed| if needed > 1 { format!("{now} of {needed}") } else { String::new() },
    number: |fact, now, sign, needed| {
        format!("{}: best so far {}, needed {sign} {}", name(fact), number(now), number(needed))
    },
    missed: |typed| format!("{} is not it yet.", number(typed)),
    not_a_number: |text| format!("“{text}” is not a number; type for instance 0.1."),
    kept_here: "Your progress is kept in this browser only.",
    not_kept: "This browser does not keep your progress: it is gone when the page closes.",
    own_table: "This lesson opens a table of its own. Yours leaves the page, and with it the run; the file stays where it is.",
    begin: "Begin the lesson",
    setting_up: "Setting the page up …",
    no_such_lesson: |name| format!("There is no lesson “{name}”."),
    no_such_part: |names| {
        format!("These parts cannot be hidden, because they have no such name: {}.", names.join(", "))
    },
    part,
    needed: |names| {
        let shown = if names.len() == 1 { "it is" } else { "they are" };
        format!("The link hides what this lesson needs: {}. So {shown} shown all the same.", names.join(", "))
    },
    glossary: "Glossary",
    back: "Back",
    to_lesson: "↑ Lesson",
};

fn name(fact: Fact) -> &'static str {
    match fact {
        Fact::TrainLoss => "training loss",
        Fact::ValidationLoss => "validation loss",
        Fact::BestValidationLoss => "best validation loss",
        Fact::BestEpoch => "best epoch",
        Fact::EpochsDone | Fact::Epochs => "epochs",
        Fact::Rmse => "RMSE",
        Fact::Mae => "MAE",
        Fact::R2 => "R²",
        Fact::BaselineRmse => "RMSE of the best simple method",
        Fact::Skill => "skill",
        Fact::Parameters => "parameters",
        Fact::Inputs => "inputs",
        Fact::LearningRate => "learning rate",
        Fact::BatchSize => "batch",
        other => other.name(),
    }
}

fn part(part: Hideable) -> &'static str {
    match part {
        Hideable::Epochs => "epochs",
        Hideable::LearningRate => "learning rate",
        Hideable::BatchSize => "batch size",
        Hideable::Layers => "hidden layers",
        Hideable::Activation => "activation",
        Hideable::Initialiser => "initial weights",
        Hideable::Loss => "loss",
        Hideable::Optimizer => "optimiser",
        Hideable::Regularisation => "L1, L2 and dropout",
        Hideable::EarlyStopping => "early stopping",
        Hideable::Seed => "seed",
        Hideable::Data => "data and columns",
        Hideable::Split => "split",
        Hideable::Method => "presets",
    }
}
