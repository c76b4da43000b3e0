//! Starting, pausing and resetting runs.

use std::rc::Rc;

use super::super::action::Effect;
use super::super::run::{RunState, RunView};
use super::super::state::{AppState, DatasetState};
use super::data::next_id;
use crate::numeric::decimal;
use crate::session::{Command, Go};
use crate::training::Method;

pub(super) fn press_train(state: &mut AppState) -> Vec<Effect> {
    match state.run.state {
        RunState::Running => {
            // The state changes when the worker says that it stands still.
            vec![Effect::Send(Command::Pause { run: state.run.id })]
        }
        _ => press_go(state, Go::ToTheEnd),
    }
}

/// Goes on with the run that stands still, or begins one.
pub(super) fn press_go(state: &mut AppState, go: Go) -> Vec<Effect> {
    match state.run.state {
        RunState::Running => Vec::new(),
        RunState::Paused => {
            state.run.state = RunState::Running;
            vec![Effect::Send(Command::Go { run: state.run.id, go })]
        }
        RunState::Idle | RunState::Finished(_) | RunState::Diverged(_) | RunState::Failed(_) => {
            begin(state, go)
        }
    }
}

fn begin(state: &mut AppState, go: Go) -> Vec<Effect> {
    if !matches!(state.data.dataset, DatasetState::Ready(_)) || !state.form.errors.is_empty() {
        return Vec::new();
    }
    let run = next_id(state);
    let settings = state.form.settings.clone();
    state.run = RunView {
        id: run,
        state: RunState::Running,
        learning_rate: settings.learning_rate,
        settings: settings.clone(),
        // Losses of another kind are nothing to compare with.
        previous: last_history(&state.run).filter(|_| state.run.settings.method == settings.method),
        ..RunView::default()
    };
    let needs_lab = settings.method != Method::Network;
    let effect = Effect::Send(Command::Train { run, settings, go });
    if needs_lab { super::lab::hold(state, effect) } else { vec![effect] }
}

/// The losses that stay as a ghost: those of this run, or of the one before it where it had none.
fn last_history(run: &RunView) -> Option<Rc<Vec<crate::training::EpochReport>>> {
    if run.history.is_empty() { run.previous.clone() } else { Some(Rc::clone(&run.history)) }
}

pub(super) fn reset(state: &mut AppState) -> Vec<Effect> {
    if state.run.state == RunState::Idle {
        return Vec::new();
    }
    let run = state.run.id;
    // A new name, so that what the worker still says of the old run is dropped.
    let id = next_id(state);
    state.run = RunView { id, previous: last_history(&state.run), ..RunView::default() };
    vec![Effect::Send(Command::Drop { run })]
}

pub(super) fn set_learning_rate(state: &mut AppState) -> Vec<Effect> {
    if !state.run.is_under_way() {
        return Vec::new();
    }
    let learning_rate = state.form.settings.learning_rate;
    state.run.learning_rate = learning_rate;
    vec![Effect::Send(Command::SetLearningRate { run: state.run.id, learning_rate })]
}

pub(super) fn smaller_learning_rate(state: &mut AppState) -> Vec<Effect> {
    let smaller = state.run.learning_rate / 3.0;
    // Two digits are enough to type and to say.
    let digits = 10_f64.powf(1.0 - smaller.log10().floor());
    state.form.edit(
        super::super::form::Field::LearningRate,
        decimal::shortest((smaller * digits).round() / digits),
    );
    let mut effects = vec![super::write_hash(state)];
    effects.extend(begin(state, Go::ToTheEnd));
    effects
}
