//! Tables, roles and splits.

use std::rc::Rc;

use super::super::action::{Effect, FileId};
use super::super::run::RunView;
use super::super::state::{
    AppState, DatasetState, LoadFailure, Loading, Origin, OwnFile, Problem, SecondTable,
};
use crate::data::source::KEPT_BYTES;
use crate::data::{DataSpec, DatasetError, Kind, Missing, ReadChoices, Role, Span, SplitMethod, SplitSpec};
use crate::session::{Command, DatasetSummary, Example, FileToRead, Purpose, TableSummary};

/// The name of no request.
const NO_LOAD: u32 = 0;

/// A name for a request or a run.
pub(super) fn next_id(state: &mut AppState) -> u32 {
    state.last_id += 1;
    state.last_id
}

pub(super) fn load_example(state: &mut AppState, example: Example) -> Vec<Effect> {
    let request = next_id(state);
    let origin = Origin::Example { example, file: None };
    state.data.loading = Some(Loading::new(request, origin, None));
    vec![Effect::Fetch { request, example }]
}

pub(super) fn example_fetched(
    state: &mut AppState,
    request: u32,
    fetched: FileId,
    bytes: u64,
) -> Vec<Effect> {
    // An example that was opened from what was kept has its table already; its file is for joining others to it.
    if let Some(Origin::Example { file: file @ None, .. }) = &mut state.data.origin
        && request == NO_LOAD
    {
        *file = Some(fetched);
        return Vec::new();
    }
    let Some(loading) = state.data.loading.as_mut().filter(|loading| loading.request == request) else {
        return Vec::new();
    };
    let Origin::Example { example, file } = &mut loading.origin else { return Vec::new() };
    *file = Some(fetched);
    loading.size = Some(bytes);
    vec![Effect::SendFiles(example_command(request, *example), vec![fetched])]
}

pub(super) fn example_missing(state: &mut AppState, request: u32) -> Vec<Effect> {
    if let Some(loading) = state.data.loading.take_if(|loading| loading.request == request) {
        let effects = gave_up(state, &loading.origin);
        state.data.problem = Some(Problem { origin: loading.origin, file: 0, reason: LoadFailure::Missing });
        return effects;
    }
    Vec::new()
}

pub(super) fn example_command(request: u32, example: Example) -> Command {
    Command::Example { request, name: format!("{}.csv", example.id()) }
}

pub(super) fn load_files(state: &mut AppState, files: Vec<OwnFile>) -> Vec<Effect> {
    load(state, Origin::Own { files, keep_step: false }, None)
}

fn to_read(files: &[OwnFile]) -> Vec<FileToRead> {
    let one = |OwnFile { name, size, choices, .. }: &OwnFile| FileToRead {
        name: name.clone(),
        size: *size,
        choices: choices.clone(),
    };
    files.iter().map(one).collect()
}

/// Reads what the shell keeps; `spec` is the choice of columns to take over where it is read again.
pub(super) fn load(state: &mut AppState, origin: Origin, spec: Option<DataSpec>) -> Vec<Effect> {
    let kept = origin.kept();
    if kept.is_empty() {
        return Vec::new();
    }
    let request = next_id(state);
    let command = match &origin {
        Origin::Example { example, .. } => example_command(request, *example),
        Origin::Own { files, keep_step } => {
            let (files, keep_step, purpose) = (to_read(files), *keep_step, Purpose::Train);
            Command::Load { request, files, keep_step, purpose }
        }
        Origin::Project { .. } => Command::Open { request, work: None },
    };
    let size = origin.own().iter().map(|file| file.size).sum();
    let is_own = !matches!(origin, Origin::Example { .. });
    let by_lab = matches!(origin, Origin::Project { .. });
    state.data.loading = Some(Loading { spec, by_lab, ..Loading::new(request, origin, Some(size)) });
    let effect = Effect::SendFiles(command, kept);
    // The first worker never gets a person's table, so that the lab has nothing to read again.
    if is_own { super::lab::hold(state, effect) } else { vec![effect] }
}

/// Reads files to be predicted by the network that is there.
pub(super) fn load_second(state: &mut AppState, files: Vec<OwnFile>) -> Vec<Effect> {
    if state.run.report().is_none() && state.imported.is_none() || state.data.loading.is_some() {
        return Vec::new();
    }
    let request = next_id(state);
    // Joined as the files were that the network was trained on.
    let keep_step = matches!(state.data.origin, Some(Origin::Own { keep_step: true, .. }));
    let command = Command::Load { request, files: to_read(&files), keep_step, purpose: Purpose::Predict };
    let (kept, size) =
        (files.iter().map(|file| file.file).collect(), files.iter().map(|file| file.size).sum());
    let origin = Origin::Own { files, keep_step };
    state.run.second = SecondTable::Loading(Loading::new(request, origin, Some(size)));
    vec![Effect::SendFiles(command, kept)]
}

/// A table to be predicted arrived: it is.
pub(super) fn second_loaded(state: &mut AppState, request: u32, summary: TableSummary) -> Vec<Effect> {
    state.run.second = SecondTable::Predicting { request, name: summary.name, issues: summary.issues };
    let run = if state.imported.is_some() { Command::IMPORTED } else { state.run.id };
    vec![Effect::Send(Command::Predict { request, run })]
}

/// Joins more files to the table. An example is read as any other file then.
pub(super) fn join(state: &mut AppState, more: Vec<OwnFile>) -> Vec<Effect> {
    let origin = match &state.data.origin {
        Some(Origin::Own { files, keep_step }) => {
            Origin::Own { files: files.iter().cloned().chain(more).collect(), keep_step: *keep_step }
        }
        Some(Origin::Example { example, file: Some(file) }) => {
            let choices = ReadChoices::default();
            let name = format!("{}.csv", example.id());
            let first = OwnFile { file: *file, name, size: state.data.example_size, choices };
            Origin::Own { files: std::iter::once(first).chain(more).collect(), keep_step: false }
        }
        Some(Origin::Project { .. }) => return Vec::new(),
        _ => return load_files(state, more),
    };
    let spec = state.data.spec.clone();
    load(state, origin, spec)
}

/// Reads the files again, with a change.
pub(super) fn change_files(
    state: &mut AppState,
    change: impl FnOnce(&mut Vec<OwnFile>, &mut bool),
) -> Vec<Effect> {
    let Some(Origin::Own { mut files, mut keep_step }) = state.data.origin.clone() else { return Vec::new() };
    change(&mut files, &mut keep_step);
    let spec = state.data.spec.clone();
    load(state, Origin::Own { files, keep_step }, spec)
}

/// The table before stays; ending the reader is the one way that never has to wait.
pub(super) fn cancel_load(state: &mut AppState) -> Vec<Effect> {
    if matches!(state.run.second, SecondTable::Loading(_)) {
        state.run.second = SecondTable::None;
        return vec![Effect::EndReader];
    }
    match state.data.loading.take() {
        Some(loading) => {
            let mut effects = vec![
                Effect::EndReader,
                Effect::KeepOnly(state.data.origin.iter().flat_map(Origin::kept).collect()),
            ];
            effects.extend(gave_up(state, &loading.origin));
            effects
        }
        None => Vec::new(),
    }
}

/// A load came to nothing, so the table before stays; where the worker was started again meanwhile, it has to get that one. What
/// could not be read is not tried for ever.
pub(super) fn gave_up(state: &mut AppState, origin: &Origin) -> Vec<Effect> {
    let same = match (&state.data.origin, origin) {
        (Some(Origin::Example { example: own, .. }), Origin::Example { example, .. }) => own == example,
        (own, origin) => own.as_ref() == Some(origin),
    };
    if state.data.unread && !same { table_again(state) } else { Vec::new() }
}

/// Gives the worker, which was started again, the table on the page: what is kept of it, or else its files once more.
pub(super) fn table_again(state: &mut AppState) -> Vec<Effect> {
    match (state.kept, state.data.origin.clone()) {
        (Some(work), _) => super::opening::open_again(state, work),
        (None, Some(origin)) => {
            let spec = state.data.spec.clone();
            read_again(state, origin, spec)
        }
        (None, None) => Vec::new(),
    }
}

/// Reads once more what was read, or was to be read, with this choice of columns.
pub(super) fn read_again(state: &mut AppState, origin: Origin, spec: Option<DataSpec>) -> Vec<Effect> {
    let Origin::Example { example, .. } = origin else { return load(state, origin, spec) };
    let effects = load_example(state, example);
    if let Some(loading) = &mut state.data.loading {
        loading.spec = spec;
    }
    effects
}

/// Asks for the lines around one; those of a file that is being replaced are not shown.
pub(super) fn show_line(state: &mut AppState, line: u32) -> Vec<Effect> {
    if state.data.example().is_some() {
        return Vec::new();
    }
    vec![Effect::Send(Command::Lines { request: state.last_id, line })]
}

/// Whether a choice of columns can be made of a table that was read anew.
fn fits(spec: &DataSpec, table: &TableSummary) -> bool {
    let kind =
        |name: &String| table.columns.iter().find(|column| &column.name == name).map(|column| column.kind);
    let is_time = |name: &String| kind(name) == Some(Kind::Datetime);
    let usable = |name: &String| {
        kind(name).is_some_and(|kind| !matches!(kind, Kind::Datetime | Kind::Text | Kind::Empty))
    };
    spec.targets.iter().all(|name| kind(name) == Some(Kind::Number))
        && spec.features.iter().all(usable)
        && spec.time.as_ref().is_none_or(is_time)
}

/// A table arrived: it replaces the one before, with its run.
pub(super) fn loaded(state: &mut AppState, request: u32, summary: TableSummary) -> Vec<Effect> {
    let Some(loading) = state.data.loading.take_if(|loading| loading.request == request) else {
        return Vec::new();
    };
    let spec = match (&loading.origin, loading.spec) {
        (_, Some(spec)) if fits(&spec, &summary) => spec,
        (Origin::Example { example, .. }, _) => example.spec(),
        _ => summary.suggested.clone(),
    };
    let kept = loading.origin.kept();
    let opened = loading.opened;
    let size = loading.size.unwrap_or(0);
    state.data.example_size = size;
    state.data.lines = None;
    state.data.origin = Some(loading.origin);
    state.data.table = Some(Rc::new(summary));
    state.data.problem = None;
    state.data.unread = false;
    state.kept = None;
    state.data.shown = None;
    state.target = 0;
    state.test_looks = 0;
    state.data.looked.clear();
    state.data.spec = None;
    state.run = RunView { id: state.run.id, ..RunView::default() };
    let mut effects = vec![Effect::KeepOnly(kept)];
    if size > KEPT_BYTES {
        effects.push(Effect::EndReader);
    }
    effects.extend(prepare(state, spec));
    if let Some(Origin::Example { example, file: None }) = state.data.origin {
        effects.push(Effect::Fetch { request: NO_LOAD, example });
    }
    if let Some((resumes, looks)) = opened.map(|opened| *opened) {
        state.test_looks = looks;
        if let Some(settings) = resumes {
            effects.extend(super::opening::take_up(state, settings, None));
        }
    }
    effects.push(super::write_hash(state));
    effects
}

/// Whether two choices have the same test rows, and ask the same of them.
fn has_same_test_rows(one: &DataSpec, other: &DataSpec) -> bool {
    one.split == other.split
        && one.time == other.time
        && one.horizon == other.horizon
        && one.targets == other.targets
        && one.missing == other.missing
}

/// Makes a data set of the table by this choice. A run on the one before is over.
fn prepare(state: &mut AppState, spec: DataSpec) -> Vec<Effect> {
    let request = next_id(state);
    if let Some(before) = state.data.spec.take().filter(|before| !has_same_test_rows(before, &spec)) {
        // Rows that were looked at stay so when a person comes back to them.
        let (looked, looks) = (&mut state.data.looked, state.test_looks);
        looked.retain(|(own, _)| !has_same_test_rows(own, &before));
        looked.push((before, looks));
        state.test_looks =
            looked.iter().find(|(own, _)| has_same_test_rows(own, &spec)).map_or(0, |(_, looks)| *looks);
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
    super::lab::fetch(state)
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

/// Takes a whole choice of columns and split.
pub(super) fn choose(state: &mut AppState, spec: DataSpec) -> Vec<Effect> {
    if state.data.table.is_some() { prepare(state, spec) } else { Vec::new() }
}

pub(super) fn choose_missing(state: &mut AppState, missing: Missing) -> Vec<Effect> {
    match state.data.spec.clone() {
        Some(spec) => prepare(state, DataSpec { missing, ..spec }),
        None => Vec::new(),
    }
}

pub(super) fn choose_horizon(state: &mut AppState, horizon: Span) -> Vec<Effect> {
    match state.data.spec.clone() {
        Some(spec) => prepare(state, DataSpec { horizon, ..spec }),
        None => Vec::new(),
    }
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
