//! Projects that are opened, works that are kept in the browser, and runs that are taken up.

use std::rc::Rc;

use super::super::action::Effect;
use super::super::form::SettingsForm;
use super::super::run::RunView;
use super::super::state::{AppState, Imported, Loading, Notice, Origin, OwnFile, SecondTable};
use super::data;
use super::data::next_id;
use crate::data::DataSpec;
use crate::i18n::Language;
use crate::session::{Command, Example, TrainError};
use crate::training::Settings;

/// Whether a file is a project, or a model, by its name.
pub(super) fn can_be_opened(file: &OwnFile) -> bool {
    [".greengrad", ".onnx"].iter().any(|ending| file.name.ends_with(ending))
}

/// Opens a project file.
pub(super) fn open_file(state: &mut AppState, file: &OwnFile) -> Vec<Effect> {
    let origin = Origin::Project { file: Some(file.file), name: file.name.clone() };
    open(state, origin, None)
}

/// Opens what is kept under this name.
pub(super) fn open_work(state: &mut AppState, work: u64) -> Vec<Effect> {
    open(state, Origin::Project { file: None, name: String::new() }, Some(work))
}

/// Opens what is kept of the table on the page, whose worker died.
pub(super) fn open_again(state: &mut AppState, work: u64) -> Vec<Effect> {
    let Some(origin) = state.data.origin.clone() else { return Vec::new() };
    let effects = open(state, origin, Some(work));
    if let Some(loading) = &mut state.data.loading {
        loading.settings_stay = true;
    }
    effects
}

fn open(state: &mut AppState, origin: Origin, work: Option<u64>) -> Vec<Effect> {
    let request = next_id(state);
    let file = origin.project_file();
    state.data.loading = Some(Loading { by_lab: true, ..Loading::new(request, origin, Some(0)) });
    let command = Command::Open { request, work };
    super::lab::hold(state, Effect::SendFiles(command, file.into_iter().collect()))
}

/// What a project says of itself; its table follows.
pub(super) struct Opened {
    pub(super) example: Option<Example>,
    pub(super) spec: DataSpec,
    pub(super) settings: Settings,
    pub(super) resumes: bool,
    pub(super) looks: u32,
    pub(super) last_run: u32,
}

pub(super) fn opened(state: &mut AppState, opened: Opened) {
    state.last_id = state.last_id.max(opened.last_run);
    let Some(loading) = &mut state.data.loading else { return };
    // What is kept of a table whose files are still there is not a project's.
    if let Origin::Project { file, .. } = &loading.origin {
        if file.is_none() {
            state.notice = Some(Notice::WorkIsBack);
        }
        if let Some(example) = opened.example {
            loading.origin = Origin::Example { example, file: None };
        }
    }
    state.imported = None;
    loading.spec = Some(opened.spec);
    loading.opened = Some(Box::new((opened.resumes.then(|| opened.settings.clone()), opened.looks)));
    if !loading.settings_stay {
        state.form = SettingsForm { settings: opened.settings, errors: Vec::new() };
    }
}

/// A model is there, to predict files with.
pub(super) fn model_opened(state: &mut AppState, targets: Vec<String>, columns: Vec<String>) {
    if let Some(Loading { origin: Origin::Project { name, .. }, .. }) = state.data.loading.take() {
        state.imported = Some(Rc::new(Imported { name, targets, columns }));
        state.run.second = SecondTable::None;
    }
}

/// What there was before is still there, or the first example comes in its place.
pub(super) fn not_opened(state: &mut AppState, request: u32, says: [String; 2]) -> Vec<Effect> {
    let Some(loading) = state.data.loading.take_if(|loading| loading.request == request) else {
        return Vec::new();
    };
    state.notice = Some(Notice::NotOpened(says));
    match loading.origin {
        Origin::Project { .. } if state.data.table.is_some() => Vec::new(),
        Origin::Project { .. } => data::load_example(state, Example::ALL[0]),
        origin => {
            let spec = state.data.spec.clone();
            data::load(state, origin, spec)
        }
    }
}

/// Without the lab nothing is opened.
pub(super) fn no_lab(state: &mut AppState) -> Vec<Effect> {
    let is_project = |loading: &Loading| matches!(loading.origin, Origin::Project { .. });
    let Some(request) =
        state.data.loading.as_ref().filter(|loading| is_project(loading)).map(|own| own.request)
    else {
        return Vec::new();
    };
    state.held.retain(|effect| !matches!(effect, Effect::SendFiles(Command::Open { .. }, _)));
    let says = Language::ALL.map(|language| (language.texts().train_error)(&TrainError::NoLab));
    not_opened(state, request, says)
}

/// A run that is kept comes back, with its choice of columns and its settings.
pub(super) fn reopen(state: &mut AppState, name: u32, spec: DataSpec, settings: Settings) -> Vec<Effect> {
    if state.run.is_running() {
        return Vec::new();
    }
    state.form = SettingsForm { settings: settings.clone(), errors: Vec::new() };
    let mut effects = Vec::new();
    if state.data.spec.as_ref() != Some(&spec) {
        effects.extend(data::choose(state, spec));
    }
    effects.extend(take_up(state, settings, Some(name)));
    effects.push(super::write_hash(state));
    effects
}

/// Takes up the run of what was opened, or one of those that are kept.
pub(super) fn take_up(state: &mut AppState, settings: Settings, kept: Option<u32>) -> Vec<Effect> {
    let run = next_id(state);
    let learning_rate = settings.learning_rate;
    state.run = RunView { id: run, settings, learning_rate, taken_up: true, ..RunView::default() };
    vec![Effect::Send(Command::Resume { run, kept })]
}
