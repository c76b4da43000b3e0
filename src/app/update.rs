//! How each action changes the page and what follows.

mod data;
mod events;
mod lab;
mod opening;
mod running;

use super::action::{Action, Effect};
use super::form::{DEFAULT_PATIENCE, SettingsForm};
use super::insight::InsightAction;
use super::link::Link;
use super::state::{AppState, Notice, Origin, SecondTable};
use crate::training::Settings;

/// Changes the state by an action and returns what is to be done outside.
pub fn update(state: &mut AppState, action: Action) -> Vec<Effect> {
    let mut effects = act(state, action);
    effects.extend(lab::take_over(state));
    effects
}

fn act(state: &mut AppState, action: Action) -> Vec<Effect> {
    match action {
        Action::Opened { hash, language, kept } => open(state, &hash, language, kept),
        Action::HashChanged(hash) => follow(state, &hash),
        Action::ExampleChosen(example) => {
            let mut effects = data::load_example(state, example);
            effects.push(write_hash(state));
            effects
        }
        Action::FilesGiven(files) => match files.iter().find(|file| opening::can_be_opened(file)) {
            Some(project) => opening::open_file(state, project),
            None => data::load_files(state, files),
        },
        Action::FilesToJoin(files) => data::join(state, files),
        Action::FilesToPredict(files) => data::load_second(state, files),
        Action::ModelClosed => quietly(|| {
            state.imported = None;
            state.run.second = SecondTable::None;
        }),
        Action::SavePredictionsPressed => match &state.run.second {
            SecondTable::Predicted { name, result, .. } => {
                let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
                let name = format!("{}-predictions.csv", if stem.is_empty() { "table" } else { stem });
                vec![Effect::Save { name, text: result.csv.clone() }]
            }
            _ => Vec::new(),
        },
        Action::JoinedFileRemoved(place) => data::change_files(state, |files, _| {
            if place > 0 && place < files.len() {
                files.remove(place);
            }
        }),
        Action::StepKept(kept) => data::change_files(state, |_, keep_step| *keep_step = kept),
        Action::ExampleFetched { request, file, size } => data::example_fetched(state, request, file, size),
        Action::ExampleMissing { request } => data::example_missing(state, request),
        Action::CancelLoadPressed => data::cancel_load(state),
        Action::Corrected(place, choices) => data::change_files(state, |files, _| {
            if let Some(file) = files.get_mut(place) {
                file.choices = choices;
            }
        }),
        Action::LineChosen(line) => data::show_line(state, line),
        Action::LinesClosed => quietly(|| state.data.lines = None),
        Action::RoleChosen { column, role } => data::choose_role(state, &column, role),
        Action::CategoryChosen { column, category } => data::choose_category(state, &column, category),
        Action::MissingChosen(missing) => data::choose_missing(state, missing),
        Action::SplitChosen(method) => data::change_split(state, |split| split.method = method),
        Action::TestShareChosen(share) => data::change_split(state, |split| split.test_share = share),
        Action::ValidationShareChosen(share) => {
            data::change_split(state, |split| split.validation_share = share)
        }
        Action::FieldEdited(field, text) => {
            let before = state.form.settings.learning_rate;
            state.form.edit(field, text);
            let mut effects = vec![write_hash(state)];
            if state.form.settings.learning_rate != before {
                effects.extend(running::set_learning_rate(state));
            }
            effects
        }
        Action::ActivationChosen(activation) => set(state, |settings| settings.activation = activation),
        Action::InitialiserChosen(initialiser) => set(state, |settings| settings.initialiser = initialiser),
        Action::LossChosen(loss) => set(state, |settings| settings.loss = loss),
        Action::OptimizerChosen(optimizer) => set(state, |settings| settings.optimizer = optimizer),
        Action::EarlyStopping(on) => {
            set(state, |settings| settings.patience = on.then_some(DEFAULT_PATIENCE))
        }
        Action::MethodChosen(method) => set(state, |settings| settings.method = method),
        Action::HorizonChosen(horizon) => data::choose_horizon(state, horizon),
        Action::LayerAdded => form(state, SettingsForm::add_layer),
        Action::LayerRemoved(index) => form(state, |form| form.remove_layer(index)),
        Action::UnitsChosen(index, units) => form(state, |form| form.set_units(index, units)),
        Action::ArticleChosen => {
            let seed = state.form.settings.seed;
            form(state, |form| {
                *form =
                    SettingsForm { settings: Settings { seed, ..Settings::default() }, errors: Vec::new() };
            })
        }
        Action::TrainPressed => running::press_train(state),
        Action::GoPressed(go) => running::press_go(state, go),
        Action::ResetPressed => running::reset(state),
        Action::NewSeedPressed => vec![Effect::DrawSeed],
        Action::SeedDrawn(seed) => {
            let mut effects = running::reset(state);
            effects.extend(set(state, |settings| settings.seed = u64::from(seed)));
            effects
        }
        Action::SmallerLearningRatePressed => running::smaller_learning_rate(state),
        Action::LanguagePressed => {
            state.language = state.language.other();
            vec![Effect::SetLanguage(state.language), write_hash(state)]
        }
        Action::ShortcutsChosen(on) => {
            state.shortcuts = on;
            vec![write_hash(state)]
        }
        Action::TabChosen(tab) => quietly(|| state.tab = tab),
        Action::LossScaleChosen(scale) => quietly(|| state.loss_scale = scale),
        Action::TargetShown(target) => {
            state.run.answers.clear();
            quietly(|| state.target = target)
        }
        Action::WindowChosen(window) => quietly(|| state.window = window),
        Action::HelpToggled(open) => quietly(|| state.help = open),
        Action::NoticeClosed => quietly(|| state.notice = None),
        Action::Heard { event, now_ms } => events::heard(state, event, now_ms),
        Action::Ticked => events::ticked(state),
        Action::WorkerDied { reason } => events::worker_died(state, reason),
        Action::ReaderDied => events::reader_died(state),
        Action::Insight(action) => match action {
            InsightAction::Asked(question) => {
                let (run, target) = (state.run.id, state.target as u32);
                vec![Effect::Send(crate::session::Command::Explain { run, target, question })]
            }
            InsightAction::Followed(link) => {
                let shortcuts = state.shortcuts;
                let mut effects = follow(state, &link);
                state.shortcuts = shortcuts;
                // Its settings are not a teacher's.
                state.lesson.retain(|part| part.starts_with("lesson=") || part.starts_with("hide="));
                effects.push(write_hash(state));
                effects
            }
            InsightAction::Chosen(spec) => data::choose(state, *spec),
            InsightAction::Went(go) => running::press_go(state, go),
            InsightAction::Reopened { name, spec, settings } => {
                opening::reopen(state, name, *spec, *settings)
            }
            InsightAction::WorkOpened(work) => opening::open_work(state, work),
        },
        Action::Lessons(name) => {
            state.lesson = name.map(str::to_owned).into_iter().collect();
            vec![write_hash(state)]
        }
        Action::LabStarted => lab::started(state),
        Action::LabMissing => lab::missing(state),
    }
}

/// For changes that nothing outside follows from.
fn quietly(change: impl FnOnce()) -> Vec<Effect> {
    change();
    Vec::new()
}

fn open(state: &mut AppState, hash: &str, language: crate::i18n::Language, kept: Option<u64>) -> Vec<Effect> {
    let link = Link::parse(hash);
    state.language = link.language.unwrap_or(language);
    let mut effects = vec![Effect::SetLanguage(state.language)];
    take_settings(state, &link);
    effects.extend(match kept {
        Some(work) => opening::open_work(state, work),
        None => data::load_example(state, link.example.unwrap_or(crate::session::Example::ALL[0])),
    });
    effects
}

/// A link was followed while the page was open: a person's own table stays, unless the link names an example.
fn follow(state: &mut AppState, hash: &str) -> Vec<Effect> {
    let link = Link::parse(hash);
    let mut effects = Vec::new();
    if let Some(language) = link.language.filter(|&language| language != state.language) {
        state.language = language;
        effects.push(Effect::SetLanguage(language));
    }
    take_settings(state, &link);
    if let Some(example) = link.example.filter(|&example| state.data.example() != Some(example)) {
        effects.extend(data::load_example(state, example));
    }
    effects
}

fn take_settings(state: &mut AppState, link: &Link) {
    state.shortcuts = !link.shortcuts_off;
    state.lesson.clone_from(&link.lesson);
    state.form = SettingsForm { settings: link.settings.clone(), errors: Vec::new() };
    if !link.unknown.is_empty() {
        state.notice = Some(Notice::LinkParts(link.unknown.clone()));
    }
}

fn set(state: &mut AppState, change: impl FnOnce(&mut Settings)) -> Vec<Effect> {
    form(state, |form| change(&mut form.settings))
}

fn form(state: &mut AppState, change: impl FnOnce(&mut SettingsForm)) -> Vec<Effect> {
    change(&mut state.form);
    vec![write_hash(state)]
}

fn write_hash(state: &AppState) -> Effect {
    let example =
        match state.data.loading.as_ref().map(|loading| &loading.origin).or(state.data.origin.as_ref()) {
            Some(Origin::Example { example, .. }) => Some(*example),
            _ => None,
        };
    let link = Link {
        settings: state.form.settings.clone(),
        language: Some(state.language),
        example,
        shortcuts_off: !state.shortcuts,
        lesson: state.lesson.clone(),
        unknown: Vec::new(),
    };
    // What is kept is of the table on the page, and the link may name the next already.
    let work = state.kept.filter(|_| state.data.loading.is_none());
    Effect::WriteHash { hash: link.format(), work }
}

#[cfg(test)]
mod tests;
