//! The lab takes over from the page's first worker: it loads the same table, and a run that ended there is handed to it.

use super::super::action::Effect;
use super::super::run::RunState;
use super::super::state::{AppState, DatasetState, Lab, Origin};
use super::data;
use crate::session::Command;

/// The first data set is ready: the lab may be fetched.
pub(super) fn fetch(state: &mut AppState) -> Vec<Effect> {
    if state.lab != Lab::Absent {
        return Vec::new();
    }
    state.lab = Lab::Coming;
    vec![Effect::StartLab]
}

/// What only the lab can do waits for it. What could not be fetched is asked for once more.
pub(super) fn hold(state: &mut AppState, effect: Effect) -> Vec<Effect> {
    match state.lab {
        Lab::InCharge => vec![effect],
        Lab::Coming | Lab::There => {
            state.held.push(effect);
            Vec::new()
        }
        Lab::Absent | Lab::Missing => {
            state.held.push(effect);
            state.lab = Lab::Coming;
            vec![Effect::StartLab]
        }
    }
}

/// It is there.
pub(super) fn started(state: &mut AppState) -> Vec<Effect> {
    if state.lab == Lab::Coming {
        state.lab = Lab::There;
    }
    Vec::new()
}

/// It could not be fetched, or broke at once: the first worker stays, and says what it cannot do.
pub(super) fn missing(state: &mut AppState) -> Vec<Effect> {
    state.lab = Lab::Missing;
    let mut effects = super::opening::no_lab(state);
    effects.append(&mut state.held);
    effects
}

/// Takes over as soon as the first worker has nothing under way.
pub(super) fn take_over(state: &mut AppState) -> Vec<Effect> {
    let waits = |effect: &Effect| matches!(effect, Effect::Send(Command::Train { .. }));
    let trains_there = state.run.is_under_way() && !state.held.iter().any(waits);
    if state.lab != Lab::There || trains_there {
        return Vec::new();
    }
    state.lab = Lab::InCharge;
    let mut effects = vec![Effect::UseLab];
    // The table on the page and its choice of columns. Nobody waits for the answers, but for that to a choice under way.
    let example = |request: u32, origin: &Origin| match origin {
        Origin::Example { example, file: Some(file) } => {
            Some(Effect::SendFiles(data::example_command(request, *example), vec![*file]))
        }
        _ => None,
    };
    if let Some(origin) = state.data.origin.clone() {
        effects.extend(example(data::next_id(state), &origin));
    }
    if let Some(spec) = state.data.spec.clone() {
        let request = match state.data.dataset {
            DatasetState::Preparing { request } => request,
            _ => data::next_id(state),
        };
        effects.push(Effect::Send(Command::Prepare { request, spec }));
    }
    if let RunState::Finished(report) = &state.run.state {
        effects.push(Effect::Send(Command::Adopt {
            run: state.run.id,
            settings: state.run.settings.clone(),
            outcome: report.outcome.clone(),
            parameters: report.network.clone(),
            history: state.run.history.to_vec(),
            seconds: state.run.speed.seconds(),
        }));
    }
    // A load that is under way is answered by the lab.
    if let Some(loading) = &state.data.loading {
        effects.extend(example(loading.request, &loading.origin));
    }
    effects.append(&mut state.held);
    effects
}
