//! Tables, roles and splits.

use std::rc::Rc;

use super::super::action::{Effect, FileId};
use super::super::run::RunView;
use super::super::state::{AppState, DatasetState, LoadFailure, Loading, Origin, Problem};
use crate::data::{DataSpec, DatasetError, Role, SplitMethod, SplitSpec};
use crate::session::{Command, DatasetSummary, Example, TableSummary};

/// A name for a request or a run.
pub(super) fn next_id(state: &mut AppState) -> u32 {
    state.last_id += 1;
    state.last_id
}

pub(super) fn load_example(state: &mut AppState, example: Example) -> Vec<Effect> {
    let request = next_id(state);
    let origin = Origin::Example { example, file: None };
    state.data.loading = Some(Loading { request, origin, size: None, bytes: 0, spec: None });
    vec![Effect::Fetch { request, example }]
}

pub(super) fn example_fetched(
    state: &mut AppState,
    request: u32,
    fetched: FileId,
    bytes: u64,
) -> Vec<Effect> {
    let Some(loading) = state.data.loading.as_mut().filter(|loading| loading.request == request) else {
        return Vec::new();
    };
    let Origin::Example { example, file } = &mut loading.origin else { return Vec::new() };
    *file = Some(fetched);
    loading.size = Some(bytes);
    vec![Effect::SendFile(
        Command::Load { request, name: format!("{}.csv", example.id()), size: bytes },
        fetched,
    )]
}

pub(super) fn example_missing(state: &mut AppState, request: u32) -> Vec<Effect> {
    if let Some(loading) = state.data.loading.take_if(|loading| loading.request == request) {
        state.data.problem = Some(Problem { origin: loading.origin, reason: LoadFailure::Missing });
    }
    Vec::new()
}

pub(super) fn load_file(state: &mut AppState, origin: Origin, size: u64) -> Vec<Effect> {
    load(state, origin, size, None)
}

/// Reads a file that the shell keeps; `spec` is the choice of columns to take over where it is read again.
pub(super) fn load(state: &mut AppState, origin: Origin, size: u64, spec: Option<DataSpec>) -> Vec<Effect> {
    let Some(file) = origin.file() else { return Vec::new() };
    let request = next_id(state);
    let name = match &origin {
        Origin::Example { example, .. } => format!("{}.csv", example.id()),
        Origin::File { name, .. } => name.clone(),
        Origin::Pasted { .. } => String::new(),
    };
    state.data.loading = Some(Loading { request, origin, size: Some(size), bytes: 0, spec });
    vec![Effect::SendFile(Command::Load { request, name, size }, file)]
}

/// A table arrived: it replaces the one before, with its run.
pub(super) fn loaded(state: &mut AppState, request: u32, summary: TableSummary) -> Vec<Effect> {
    let Some(loading) = state.data.loading.take_if(|loading| loading.request == request) else {
        return Vec::new();
    };
    let spec = match (&loading.origin, loading.spec) {
        (_, Some(spec)) => spec,
        (Origin::Example { example, .. }, None) => example.spec(),
        (_, None) => summary.suggested.clone(),
    };
    let kept = loading.origin.file().into_iter().collect();
    state.data.origin = Some(loading.origin);
    state.data.table = Some(Rc::new(summary));
    state.data.problem = None;
    state.data.shown = None;
    state.target = 0;
    state.test_looks = 0;
    state.run = RunView { id: state.run.id, ..RunView::default() };
    let mut effects = vec![Effect::KeepOnly(kept)];
    effects.extend(prepare(state, spec));
    effects.push(super::write_hash(state));
    effects
}

/// Makes a data set of the table by this choice. A run on the one before is over.
fn prepare(state: &mut AppState, spec: DataSpec) -> Vec<Effect> {
    let request = next_id(state);
    let same_test_rows = state.data.spec.as_ref().is_some_and(|before| {
        before.split == spec.split && before.time == spec.time && before.targets == spec.targets
    });
    if !same_test_rows {
        state.test_looks = 0;
    }
    state.data.spec = Some(spec.clone());
    state.data.dataset = DatasetState::Preparing { request };
    state.run = RunView { id: state.run.id, previous: None, ..RunView::default() };
    vec![Effect::Send(Command::Prepare { request, spec })]
}

pub(super) fn prepared(
    state: &mut AppState,
    request: u32,
    result: Result<DatasetSummary, DatasetError>,
) -> Vec<Effect> {
    if state.data.dataset != (DatasetState::Preparing { request }) {
        return Vec::new();
    }
    state.data.dataset = match result {
        Ok(summary) => {
            state.target = state.target.min(summary.targets.len().saturating_sub(1));
            let summary = Rc::new(summary);
            state.data.shown = Some(Rc::clone(&summary));
            DatasetState::Ready(summary)
        }
        Err(error) => {
            state.data.shown = None;
            DatasetState::Failed(error)
        }
    };
    Vec::new()
}

pub(super) fn choose_role(state: &mut AppState, column: &str, role: Role) -> Vec<Effect> {
    let Some(mut spec) = state.data.spec.clone() else { return Vec::new() };
    let before = state.data.role(column);
    spec.targets.retain(|name| name != column);
    spec.features.retain(|name| name != column);
    if before == Role::Time {
        spec.time = None;
    }
    if before == Role::Group {
        spec.split.method = SplitMethod::Random { seed: 1 };
    }
    match role {
        Role::Feature => spec.features.push(column.to_owned()),
        Role::Target => spec.targets.push(column.to_owned()),
        Role::Time => {
            spec.time = Some(column.to_owned());
            spec.split.method = SplitMethod::Chronological;
        }
        Role::Group => spec.split.method = SplitMethod::Group { column: column.to_owned() },
        Role::Ignore => {}
    }
    if before == Role::Time && role != Role::Time && spec.split.method == SplitMethod::Chronological {
        spec.split.method = SplitMethod::Random { seed: 1 };
    }
    in_file_order(state, &mut spec);
    prepare(state, spec)
}

pub(super) fn choose_category(state: &mut AppState, column: &str, category: bool) -> Vec<Effect> {
    let Some(mut spec) = state.data.spec.clone() else { return Vec::new() };
    spec.categories.retain(|name| name != column);
    if category {
        spec.categories.push(column.to_owned());
    }
    prepare(state, spec)
}

pub(super) fn change_split(state: &mut AppState, change: impl FnOnce(&mut SplitSpec)) -> Vec<Effect> {
    let Some(mut spec) = state.data.spec.clone() else { return Vec::new() };
    change(&mut spec.split);
    if state.data.spec.as_ref() == Some(&spec) {
        return Vec::new();
    }
    prepare(state, spec)
}

/// The order in which features were clicked must not change the network.
fn in_file_order(state: &AppState, spec: &mut DataSpec) {
    let Some(table) = &state.data.table else { return };
    let in_order = |names: &[String]| {
        table
            .columns
            .iter()
            .map(|column| &column.name)
            .filter(|&name| names.contains(name))
            .cloned()
            .collect()
    };
    spec.features = in_order(&spec.features);
    spec.targets = in_order(&spec.targets);
}
