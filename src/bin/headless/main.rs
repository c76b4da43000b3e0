//! The same session from a terminal: look at files, train, predict, take along, plan, replay; for tests, and for people with many files.

#[cfg(not(target_arch = "wasm32"))]
mod carried;
#[cfg(not(target_arch = "wasm32"))]
mod export;
#[cfg(not(target_arch = "wasm32"))]
mod inspect;
#[cfg(not(target_arch = "wasm32"))]
mod json;
#[cfg(not(target_arch = "wasm32"))]
mod plan;
#[cfg(not(target_arch = "wasm32"))]
mod predict;
#[cfg(not(target_arch = "wasm32"))]
mod project;
#[cfg(not(target_arch = "wasm32"))]
mod read;
#[cfg(not(target_arch = "wasm32"))]
mod replay;
#[cfg(not(target_arch = "wasm32"))]
mod train;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    terminal::main()
}

/// The terminal's program has nothing to do in a browser; it is only compiled there with everything else.
#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
mod terminal {
    use std::process::ExitCode;

    use clap::{Parser, Subcommand};

    /// GreenGrad in the terminal: the same core as the page.
    #[derive(Parser)]
    #[command(version, about)]
    struct Arguments {
        #[command(subcommand)]
        command: Command,
    }

    #[derive(Subcommand)]
    enum Command {
        /// Say what a file holds and what is doubtful about it
        Inspect(super::inspect::Arguments),
        /// Train a network on a file and judge it on rows it never saw
        Train(Box<super::train::Arguments>),
        /// Predict a file's rows with a trained model
        Predict(super::predict::Arguments),
        /// Say what a project holds, with the test figures computed anew
        Open(super::project::OpenArguments),
        /// Go on with a run that was put aside in a project
        Resume(super::project::ResumeArguments),
        /// Write a run in another form: ONNX, safetensors, a Python script, a Ray job
        Export(Box<super::export::Arguments>),
        /// Make a plan for a battery and movable loads, from a case file
        Plan(super::plan::Arguments),
        /// Say what a battery would have saved on a table's last days, had it acted on a forecast
        Replay(Box<super::replay::Arguments>),
    }

    pub(super) fn main() -> ExitCode {
        let printed = match Arguments::parse().command {
            Command::Inspect(arguments) => super::inspect::run(&arguments),
            Command::Train(arguments) => super::train::run(&arguments),
            Command::Predict(arguments) => super::predict::run(&arguments),
            Command::Open(arguments) => super::project::open(&arguments),
            Command::Resume(arguments) => super::project::resume(&arguments),
            Command::Export(arguments) => super::export::run(&arguments),
            Command::Plan(arguments) => super::plan::run(&arguments),
            Command::Replay(arguments) => super::replay::run(&arguments),
        };
        printed.unwrap_or_else(|error| {
            super::read::complain(&error);
            ExitCode::FAILURE
        })
    }
}
