//! What the worker says, and what happens when it dies.

use std::rc::Rc;

use super::super::action::Effect;
use super::super::run::{Judgements, RunFailure, RunState};
use super::super::state::{AppState, Lines, LoadFailure, Loading, Notice, Origin, Problem, SecondTable};
use super::data;
use super::opening::{self, Opened};
use crate::session::{Event, RunReport};
use crate::training::Outcome;

/// After so many deaths without an answer in between the same work is not tried again.
const DEATHS_BEFORE_GIVING_UP: u32 = 2;

/// A worker that has not said a word for so many ticks while it owes an answer is taken for dead.
pub(in crate::app) const SILENT_TICKS: u32 = 12;

pub(super) fn ticked(state: &mut AppState) -> Vec<Effect> {
    state.silent_ticks = if state.is_waiting() { state.silent_ticks + 1 } else { 0 };
    if state.silent_ticks < SILENT_TICKS {
        return Vec::new();
    }
    let own_file = |own: &Loading| !own.by_lab && !matches!(own.origin, Origin::Example { .. });
    if state.data.loading.as_ref().is_some_and(own_file)
        || matches!(state.run.second, SecondTable::Loading(_))
    {
        return reader_died(state);
    }
    worker_died(state, "no answer for a minute".to_owned())
}

/// The reader broke, most likely of a file that does not fit into memory; all else goes on.
pub(super) fn reader_died(state: &mut AppState) -> Vec<Effect> {
    state.silent_ticks = 0;
    if let SecondTable::Loading(Loading { origin, .. }) = &state.run.second {
        let problem = Problem { origin: origin.clone(), file: 0, reason: LoadFailure::WorkerDied };
        state.run.second = SecondTable::NotLoaded(problem);
    }
    let mut effects = vec![Effect::EndReader];
    if let Some(loading) = state.data.loading.take_if(|loading| !loading.by_lab) {
        effects.extend(data::gave_up(state, &loading.origin));
        state.data.problem =
            Some(Problem { origin: loading.origin, file: 0, reason: LoadFailure::WorkerDied });
    }
    effects
}

pub(super) fn heard(state: &mut AppState, event: Event, now_ms: f64) -> Vec<Effect> {
    state.silent_ticks = 0;
    if is_stale(state, &event) {
        return Vec::new();
    }
    state.deaths = 0;
    match event {
        Event::Loading { bytes, rows, again, .. } => {
            let second = match &mut state.run.second {
                SecondTable::Loading(loading) => Some(loading),
                _ => None,
            };
            if let Some(loading) = second.or(state.data.loading.as_mut()) {
                if loading.again != again {
                    loading.began = None;
                }
                (loading.bytes, loading.rows, loading.again) = (bytes, rows, again);
                let (began_ms, before) = *loading.began.get_or_insert((now_ms, rows));
                let seconds = (now_ms - began_ms) / 1000.0;
                loading.rows_per_second = (seconds > 0.2).then(|| f64::from(rows - before) / seconds);
            }
        }
        Event::Lines { line, lines, .. } => {
            state.data.lines = Some(Rc::new(Lines { line, around: lines }));
        }
        Event::Loaded { request, summary } if is_second(state, request) => {
            return data::second_loaded(state, request, *summary);
        }
        Event::LoadFailed { request, file, error } if is_second(state, request) => {
            if let SecondTable::Loading(Loading { origin, .. }) = std::mem::take(&mut state.run.second) {
                let reason = LoadFailure::Refused(error);
                state.run.second = SecondTable::NotLoaded(Problem { origin, file: file as usize, reason });
            }
        }
        Event::Predicted { result, .. } => {
            if let SecondTable::Predicting { name, issues, .. } = std::mem::take(&mut state.run.second) {
                state.run.second = SecondTable::Predicted { name, issues, result: Rc::new(*result) };
            }
        }
        Event::PredictFailed { error, .. } => {
            if let SecondTable::Predicting { name, .. } = std::mem::take(&mut state.run.second) {
                state.run.second = SecondTable::NotPredicted { name, error };
            }
        }
        Event::Loaded { request, summary } => return data::loaded(state, request, *summary),
        Event::LoadFailed { request, file, error } => {
            if let Some(Loading { origin, .. }) =
                state.data.loading.take_if(|loading| loading.request == request)
            {
                let mut effects =
                    vec![Effect::KeepOnly(state.data.origin.iter().flat_map(Origin::kept).collect())];
                effects.extend(data::gave_up(state, &origin));
                let reason = LoadFailure::Refused(error);
                state.data.problem = Some(Problem { origin, file: file as usize, reason });
                return effects;
            }
        }
        Event::Opened { example, spec, settings, resumes, looks, last_run, .. } => {
            let (spec, settings) = (*spec, *settings);
            opening::opened(state, Opened { example, spec, settings, resumes, looks, last_run });
        }
        Event::ModelOpened { targets, columns, .. } => opening::model_opened(state, targets, columns),
        Event::NotOpened { request, says } => return opening::not_opened(state, request, says),
        Event::Kept { work } => {
            state.kept = work;
            return vec![if work.is_some() { super::write_hash(state) } else { Effect::ForgetWork }];
        }
        Event::Prepared { request, summary } => return data::prepared(state, request, Ok(*summary)),
        Event::PrepareFailed { request, error } => return data::prepared(state, request, Err(error)),
        Event::Started { parameters, epochs, steps_per_epoch, initial_loss, seconds, .. } => {
            state.run.epochs = epochs;
            state.run.parameters = Some(parameters);
            state.run.steps_per_epoch = steps_per_epoch;
            state.run.initial_loss = initial_loss;
            state.run.speed.start(now_ms, seconds);
        }
        Event::Progress { progress, .. } => {
            state.run.progress(&progress, now_ms);
            if progress.paused {
                state.run.speed.stop();
                state.run.state = RunState::Paused;
            } else {
                state.run.state = RunState::Running;
            }
        }
        Event::Ended { progress, report, .. } => {
            state.run.progress(&progress, now_ms);
            state.run.speed.stop();
            end(state, Rc::new(*report));
        }
        Event::Explained { about, answer, .. } => {
            state.run.answers.retain(|(own, _)| *own != about);
            state.run.answers.push((about, answer.into()));
        }
        Event::Judged { verdicts, intervals, panel, .. } => {
            state.run.judged = Some(Rc::new(Judgements { verdicts, intervals, panel }));
        }
        Event::TrainFailed { error, .. } => state.run.state = RunState::Failed(RunFailure::Refused(error)),
    }
    Vec::new()
}

fn end(state: &mut AppState, report: Rc<RunReport>) {
    state.run.state = match report.outcome {
        Outcome::Diverged(_) => RunState::Diverged(report),
        _ => {
            state.test_looks += u32::from(!state.run.taken_up);
            RunState::Finished(report)
        }
    };
}

/// Whether a load is that of the table to be predicted.
fn is_second(state: &AppState, request: u32) -> bool {
    matches!(&state.run.second, SecondTable::Loading(loading) if loading.request == request)
}

/// Whether an event is about a load or a run that was replaced.
fn is_stale(state: &AppState, event: &Event) -> bool {
    match event {
        Event::Loading { request, .. }
        | Event::Loaded { request, .. }
        | Event::Opened { request, .. }
        | Event::ModelOpened { request, .. }
        | Event::NotOpened { request, .. }
        | Event::LoadFailed { request, .. } => {
            !is_second(state, *request)
                && state.data.loading.as_ref().is_none_or(|loading| loading.request != *request)
        }
        Event::Predicted { request, .. } | Event::PredictFailed { request, .. } => {
            !matches!(&state.run.second, SecondTable::Predicting { request: own, .. } if own == request)
        }
        // `data::prepared` tells by the request; lines are asked for once the table is there.
        Event::Lines { .. } => state.data.loading.is_some(),
        Event::Prepared { .. } | Event::PrepareFailed { .. } | Event::Kept { .. } => false,
        Event::Started { run, .. }
        | Event::Progress { run, .. }
        | Event::Ended { run, .. }
        | Event::Judged { run, .. }
        | Event::Explained { run, .. }
        | Event::TrainFailed { run, .. } => state.run.id != *run,
    }
}

pub(super) fn worker_died(state: &mut AppState, reason: String) -> Vec<Effect> {
    state.deaths += 1;
    state.restarts += 1;
    state.silent_ticks = 0;
    let kept = state.kept.filter(|_| state.data.loading.is_none() && state.deaths <= DEATHS_BEFORE_GIVING_UP);
    let run_lost = state.run.is_under_way() && kept.is_none();
    if run_lost {
        state.run.state = RunState::Failed(RunFailure::Lost);
    }
    let mut effects = vec![Effect::RestartWorker];
    state.data.unread = state.data.table.is_some();
    // What was being loaded may be what killed it: once more, then back to the table that was there.
    let again = match state.data.loading.take() {
        Some(loading) if state.deaths < DEATHS_BEFORE_GIVING_UP => {
            data::read_again(state, loading.origin, loading.spec)
        }
        given_up => {
            if let Some(loading) = given_up {
                state.data.problem =
                    Some(Problem { origin: loading.origin, file: 0, reason: LoadFailure::WorkerDied });
            }
            if state.deaths <= DEATHS_BEFORE_GIVING_UP { data::table_again(state) } else { Vec::new() }
        }
    };
    state.notice = Some(Notice::WorkerRestarted { run_lost, reloading: !again.is_empty(), reason });
    effects.extend(again);
    effects
}
