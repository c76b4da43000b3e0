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
    std::mem::take(&mut state.held)
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
    // A load that is under way is answered by the lab; so is one that is over, but nobody waits for that answer.
    let loading = state.data.loading.as_ref().map(|loading| (loading.request, loading.origin.clone()));
    let loaded = state.data.origin.clone().map(|origin| (data::next_id(state), origin));
    for (request, origin) in loaded.into_iter().chain(loading) {
        if let Origin::Example { example, file: Some(file) } = origin {
            effects.push(Effect::SendFiles(data::example_command(request, example), vec![file]));
        }
    }
    if let Some(spec) = state.data.spec.clone().filter(|_| state.data.loading.is_none()) {
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
        }));
    }
    effects.append(&mut state.held);
    effects
}
