use super::*;
use crate::app::state::Problem;
use crate::app::{DatasetState, Insight, Lab, LoadFailure, OwnFile, RunState, Window};
use crate::data::{
    DataSpec, Encoding, Missing, ReadChoices, ReadError, Role, Scaling, Source, Span, SplitSpec,
};
use crate::i18n::Language;
use crate::session::{
    ColumnSummary, Command, DatasetSummary, Event, Example, Go, Part, Predictions, Progress, RowsReport,
    RunReport, TableSummary,
};
use crate::training::{EpochReport, Outcome};

fn state() -> AppState {
    let mut state = AppState { lab: Lab::InCharge, ..AppState::default() };
    update(&mut state, Action::Opened { hash: String::new(), language: Language::En, kept: None });
    state
}

fn heard(state: &mut AppState, event: Event) -> Vec<Effect> {
    update(state, Action::Heard { event, now_ms: 1000.0 })
}

fn file(file: u32) -> OwnFile {
    OwnFile { file, name: "own.csv".to_owned(), size: 10, choices: ReadChoices::default() }
}

fn table() -> TableSummary {
    let column = |name: &str| ColumnSummary {
        name: name.to_owned(),
        kind: crate::data::Kind::Number,
        numeric: true,
        missing: 0,
        distinct: Some(9),
        range: None,
        sketch: Vec::new(),
        histogram: Vec::new(),
        unit: None,
    };
    TableSummary {
        name: "own.csv".to_owned(),
        rows: 100,
        columns: ["a", "b", "y"].map(column).to_vec(),
        preview: Vec::new(),
        source: Some(Source {
            encoding: Encoding::Utf8,
            bom: false,
            delimiter: Some(','),
            decimal: '.',
            header_line: Some(1),
            date_order: None,
            sheets: None,
        }),
        joined: Vec::new(),
        issues: Vec::new(),
        suggested: DataSpec {
            targets: vec!["y".to_owned()],
            features: vec!["a".to_owned(), "b".to_owned()],
            time: None,
            horizon: Span::DAY,
            categories: Vec::new(),
            missing: Missing::LeaveOut,
            season: false,
            scaling: Scaling::Standard,
            split: SplitSpec::default(),
        },
    }
}

fn dataset() -> DatasetSummary {
    DatasetSummary {
        targets: vec!["y".to_owned()],
        features: vec!["a".to_owned(), "b".to_owned()],
        rows_total: 100,
        rows_by_missing: (100, 100),
        train: 70,
        validation: 10,
        test: 20,
        step: None,
        test_from: None,
        issues: Vec::new(),
        watched: RowsReport {
            part: Part::Validation,
            rows: Vec::new(),
            times: None,
            utc: false,
            targets: Vec::new(),
        },
    }
}

fn progress(epoch: u32, paused: bool) -> Box<Progress> {
    Box::new(Progress {
        epochs_done: epoch,
        steps_in_epoch: 0,
        share_done: f64::from(epoch) / 5.0,
        rows_trained: u64::from(epoch) * 70,
        batch_loss: Some(0.5),
        epochs: vec![EpochReport {
            epoch,
            train_loss: 0.5,
            validation_loss: Some(0.6),
            learning_rate: 0.001,
        }],
        learning_rate: 0.001,
        paused,
        predictions: Some(Predictions::none()),
    })
}

/// The request of the load or of the data set that is under way.
fn request(state: &AppState) -> u32 {
    match (&state.data.loading, &state.data.dataset) {
        (Some(loading), _) => loading.request,
        (None, DatasetState::Preparing { request }) => *request,
        other => panic!("nothing is under way: {other:?}"),
    }
}

/// A page with an own table, ready to train.
fn ready() -> AppState {
    let mut state = state();
    update(&mut state, Action::FilesGiven(vec![file(1)]));
    let load = request(&state);
    heard(&mut state, Event::Loaded { request: load, summary: Box::new(table()) });
    let prepare = request(&state);
    heard(&mut state, Event::Prepared { request: prepare, summary: Box::new(dataset()) });
    state
}

fn running() -> AppState {
    let mut state = ready();
    update(&mut state, Action::TrainPressed);
    let run = state.run.id;
    heard(
        &mut state,
        Event::Started {
            run,
            parameters: 9,
            epochs: 5,
            steps_per_epoch: 3,
            initial_loss: Some(1.0),
            seconds: 0.0,
        },
    );
    state
}

#[test]
fn a_link_opens_the_page_it_describes() {
    let mut state = AppState { lab: Lab::InCharge, ..AppState::default() };
    let hash = "example=cars_co2&epochs=5&lang=zh".to_owned();
    let effects = update(&mut state, Action::Opened { hash, language: Language::En, kept: None });
    assert_eq!(state.language, Language::Zh);
    assert_eq!(state.form.settings.epochs, 5);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Fetch { example: Example::Cars, .. })));
}

#[test]
fn the_language_pressed_twice_is_the_first_again() {
    let mut state = state();
    assert_eq!(update(&mut state, Action::LanguagePressed)[0], Effect::SetLanguage(Language::Zh));
    assert_eq!(update(&mut state, Action::LanguagePressed)[0], Effect::SetLanguage(Language::En));
}

#[test]
fn a_table_replaces_the_one_before_and_is_prepared() {
    let state = ready();
    assert!(matches!(state.data.dataset, DatasetState::Ready(_)));
    assert_eq!(state.data.example(), None);
    assert_eq!(state.data.role("y"), Role::Target);
}

#[test]
fn what_was_replaced_is_not_heard() {
    let mut state = ready();
    update(&mut state, Action::FilesGiven(vec![file(2)]));
    let first = request(&state);
    update(&mut state, Action::FilesGiven(vec![file(3)]));
    let before = state.clone();
    heard(&mut state, Event::Loaded { request: first, summary: Box::new(table()) });
    assert_eq!(state, before);
    let mut state = running();
    let run = state.run.id;
    update(&mut state, Action::ResetPressed);
    let before = state.clone();
    heard(&mut state, Event::Progress { run, progress: progress(3, false) });
    assert_eq!(state, before);
}

/// Whose link these effects write after the `#`, and what is remembered as kept with it.
fn remembered(effects: &[Effect]) -> Vec<(&str, Option<u64>)> {
    let one = |effect: &Effect| match effect {
        Effect::WriteHash { hash, work } => {
            Some((if hash.contains("cars_co2") { "cars" } else { "own" }, *work))
        }
        _ => None,
    };
    effects.iter().filter_map(one).collect()
}

#[test]
fn what_is_kept_of_one_table_is_never_remembered_under_the_link_to_another() {
    let mut state = ready();
    assert_eq!(remembered(&heard(&mut state, Event::Kept { work: Some(7) })), [("own", Some(7))]);
    let epochs = |epochs: &str| Action::FieldEdited(crate::app::Field::Epochs, epochs.to_owned());
    assert_eq!(remembered(&update(&mut state, epochs("7"))), [("own", Some(7))]);
    update(&mut state, Action::ExampleChosen(Example::Cars));
    assert_eq!(remembered(&update(&mut state, epochs("8"))), [("cars", None)]);
    let load = request(&state);
    let effects = heard(&mut state, Event::Loaded { request: load, summary: Box::new(table()) });
    assert_eq!(remembered(&effects), [("cars", None)]);
    assert_eq!(remembered(&heard(&mut state, Event::Kept { work: Some(8) })), [("cars", Some(8))]);
    assert_eq!(heard(&mut state, Event::Kept { work: None }), [Effect::ForgetWork]);
}

#[test]
fn settings_that_were_changed_since_outlive_a_worker() {
    for resumes in [false, true] {
        let mut state = ready();
        heard(&mut state, Event::Kept { work: Some(7) });
        let settings = state.form.settings.clone();
        update(&mut state, Action::FieldEdited(crate::app::Field::Epochs, "7".to_owned()));
        update(&mut state, Action::WorkerDied { reason: String::new() });
        let (load, spec) = (request(&state), state.data.spec.clone().unwrap());
        let spec = Box::new(spec);
        let opened = Event::Opened {
            request: load,
            example: None,
            spec,
            settings: Box::new(settings.clone()),
            resumes,
            looks: 0,
            last_run: 3,
        };
        heard(&mut state, opened);
        let effects = heard(&mut state, Event::Loaded { request: load, summary: Box::new(table()) });
        assert_eq!(state.form.settings.epochs, 7);
        let takes_up = effects.iter().any(|effect| matches!(effect, Effect::Send(Command::Resume { .. })));
        assert_eq!(takes_up, resumes);
        if resumes {
            assert_eq!(state.run.settings, settings);
        }
    }
}

#[test]
fn a_refused_file_leaves_the_table_that_was_there() {
    let mut state = ready();
    let before = state.data.table.clone();
    update(&mut state, Action::FilesGiven(vec![file(2)]));
    let load = request(&state);
    heard(&mut state, Event::LoadFailed { request: load, file: 0, error: ReadError::EmptyFile });
    assert_eq!(state.data.table, before);
    assert!(state.data.problem.is_some());
    assert!(matches!(state.data.dataset, DatasetState::Ready(_)));
}

#[test]
fn train_pauses_and_goes_on() {
    let mut state = running();
    let run = state.run.id;
    assert_eq!(update(&mut state, Action::TrainPressed), [Effect::Send(Command::Pause { run })]);
    heard(&mut state, Event::Progress { run, progress: progress(1, true) });
    assert_eq!(state.run.state, RunState::Paused);
    assert_eq!(
        update(&mut state, Action::TrainPressed),
        [Effect::Send(Command::Go { run, go: Go::ToTheEnd })]
    );
    assert!(state.run.is_running());
}

#[test]
fn a_step_on_a_fresh_page_begins_a_run_of_one_step() {
    let mut state = ready();
    let effects = update(&mut state, Action::GoPressed(Go::Step));
    assert!(matches!(&effects[..], [Effect::Send(Command::Train { go: Go::Step, .. })]));
}

#[test]
fn nothing_is_trained_with_a_wrong_number_in_a_field() {
    let mut state = ready();
    update(&mut state, Action::FieldEdited(crate::app::Field::Epochs, "many".to_owned()));
    assert_eq!(update(&mut state, Action::TrainPressed), []);
}

#[test]
fn a_reset_keeps_the_losses_as_a_ghost_and_the_settings() {
    let mut state = running();
    let run = state.run.id;
    heard(&mut state, Event::Progress { run, progress: progress(1, false) });
    let settings = state.form.settings.clone();
    assert_eq!(update(&mut state, Action::ResetPressed), [Effect::Send(Command::Drop { run })]);
    assert_eq!(state.run.state, RunState::Idle);
    assert_eq!(state.run.previous.as_ref().unwrap().len(), 1);
    assert_eq!(state.form.settings, settings);
}

#[test]
fn the_learning_rate_changes_a_run_and_other_settings_do_not() {
    let mut state = running();
    let run = state.run.id;
    let effects = update(&mut state, Action::FieldEdited(crate::app::Field::LearningRate, "0.01".to_owned()));
    assert!(effects.contains(&Effect::Send(Command::SetLearningRate { run, learning_rate: 0.01 })));
    let effects = update(&mut state, Action::FieldEdited(crate::app::Field::Epochs, "7".to_owned()));
    assert!(effects.iter().all(|effect| matches!(effect, Effect::WriteHash { .. })));
    assert_eq!(state.run.settings.epochs, 100);
}

#[test]
fn a_new_role_makes_a_new_data_set_with_features_in_the_order_of_the_file() {
    let mut state = ready();
    update(&mut state, Action::RoleChosen { column: "a".to_owned(), role: Role::Ignore });
    update(&mut state, Action::RoleChosen { column: "a".to_owned(), role: Role::Feature });
    assert_eq!(state.data.spec.as_ref().unwrap().features, ["a", "b"]);
    let effects = update(&mut state, Action::RoleChosen { column: "b".to_owned(), role: Role::Target });
    assert!(
        matches!(&effects[..], [Effect::Send(Command::Prepare { spec, .. })] if spec.targets == ["b", "y"])
    );
}

#[test]
fn looks_at_the_test_are_counted_until_the_rows_change() {
    let mut state = ready();
    state.test_looks = 3;
    update(&mut state, Action::RoleChosen { column: "a".to_owned(), role: Role::Ignore });
    assert_eq!(state.test_looks, 3);
    update(&mut state, Action::TestShareChosen(0.3));
    assert_eq!(state.test_looks, 0);
    // Whoever comes back to them has seen them before.
    update(&mut state, Action::TestShareChosen(0.2));
    assert_eq!(state.test_looks, 3);
}

#[test]
fn a_dead_worker_is_restarted_with_the_file_and_the_choice_of_columns() {
    let mut state = running();
    let spec = state.data.spec.clone().unwrap();
    let effects = update(&mut state, Action::WorkerDied { reason: "gone".to_owned() });
    assert_eq!(effects[0], Effect::RestartWorker);
    assert!(matches!(effects[1], Effect::SendFiles(Command::Load { .. }, _)));
    assert!(matches!(state.notice, Some(Notice::WorkerRestarted { run_lost: true, reloading: true, .. })));
    let load = request(&state);
    let effects = heard(&mut state, Event::Loaded { request: load, summary: Box::new(table()) });
    assert!(effects.iter().any(
        |effect| matches!(effect, Effect::Send(Command::Prepare { spec: again, .. }) if *again == spec)
    ));
}

/// What the lab's panels ask of a worker that has no table yet would never be answered.
#[test]
fn the_lab_hears_of_no_columns_until_a_worker_that_was_started_again_has_the_table() {
    let mut state = ready();
    state.lab = Lab::InCharge;
    let spec = |state: &AppState| Insight::of(state).unwrap().header.spec;
    assert!(spec(&state).is_some());
    update(&mut state, Action::WorkerDied { reason: String::new() });
    assert_eq!((state.lab, spec(&state)), (Lab::InCharge, None));
    let load = request(&state);
    heard(&mut state, Event::Loaded { request: load, summary: Box::new(table()) });
    let prepare = request(&state);
    heard(&mut state, Event::Prepared { request: prepare, summary: Box::new(dataset()) });
    assert!(spec(&state).is_some());
}

#[test]
fn a_file_that_kills_the_worker_is_given_up_and_the_table_before_comes_back() {
    let mut state = ready();
    update(&mut state, Action::FilesGiven(vec![file(2)]));
    let first = update(&mut state, Action::WorkerDied { reason: String::new() });
    assert!(matches!(&first[1], Effect::SendFiles(_, files) if *files == [2]));
    let second = update(&mut state, Action::WorkerDied { reason: String::new() });
    assert!(matches!(&second[1], Effect::SendFiles(_, files) if *files == [1]), "{second:?}");
    assert!(state.data.problem.is_some());
}

#[test]
fn a_load_can_be_given_up_and_a_broken_reader_leaves_the_table() {
    let mut state = ready();
    let before = state.data.table.clone();
    update(&mut state, Action::FilesGiven(vec![file(2)]));
    assert_eq!(update(&mut state, Action::CancelLoadPressed)[0], Effect::EndReader);
    assert!(state.data.loading.is_none() && state.data.problem.is_none());
    update(&mut state, Action::FilesGiven(vec![file(3)]));
    assert_eq!(update(&mut state, Action::ReaderDied), [Effect::EndReader]);
    assert!(matches!(&state.data.problem, Some(Problem { reason: LoadFailure::WorkerDied, .. })));
    assert_eq!(state.data.table, before);
}

#[test]
fn when_both_workers_die_the_table_before_is_read_again() {
    let mut state = ready();
    update(&mut state, Action::FilesGiven(vec![file(2)]));
    update(&mut state, Action::WorkerDied { reason: String::new() });
    let effects = update(&mut state, Action::ReaderDied);
    assert_eq!(effects[0], Effect::EndReader);
    assert!(matches!(&effects[1], Effect::SendFiles(_, files) if *files == [1]), "{effects:?}");
    assert!(state.data.problem.is_some());
    // A table that cannot be read any more is not tried for ever.
    assert_eq!(update(&mut state, Action::ReaderDied), [Effect::EndReader]);
    // Nor is there one to read again once it is there.
    let mut state = ready();
    update(&mut state, Action::FilesGiven(vec![file(2)]));
    update(&mut state, Action::WorkerDied { reason: String::new() });
    let effects = update(&mut state, Action::CancelLoadPressed);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::SendFiles(_, files) if *files == [1])));
    let load = request(&state);
    heard(&mut state, Event::Loaded { request: load, summary: Box::new(table()) });
    update(&mut state, Action::FilesGiven(vec![file(3)]));
    assert_eq!(update(&mut state, Action::ReaderDied), [Effect::EndReader]);
}

#[test]
fn how_far_a_run_has_come_may_be_left_out_and_an_answer_never() {
    let mut state = running();
    state.lab = Lab::InCharge;
    let before = Insight::of(&state).unwrap();
    state.run.epochs_done += 1;
    let further = Insight::of(&state).unwrap();
    assert!(further != before && further.only_goes_on_from(&before));
    // The next answer stands in its place: whoever waits for it must have heard it.
    state.run.answers.push((1, vec![7].into()));
    let answered = Insight::of(&state).unwrap();
    assert!(!answered.only_goes_on_from(&further));
    state.run.state = RunState::Paused;
    assert!(!Insight::of(&state).unwrap().only_goes_on_from(&answered));
}

#[test]
fn a_correction_reads_the_file_again_and_keeps_the_roles_that_still_fit() {
    let mut state = ready();
    update(&mut state, Action::RoleChosen { column: "a".to_owned(), role: Role::Ignore });
    let spec = state.data.spec.clone().unwrap();
    let choices = ReadChoices { decimal: Some(','), ..ReadChoices::default() };
    let effects = update(&mut state, Action::Corrected(0, choices.clone()));
    assert!(
        matches!(&effects[0], Effect::SendFiles(Command::Load { files, .. }, _) if files[0].choices == choices)
    );
    let load = request(&state);
    heard(&mut state, Event::Loaded { request: load, summary: Box::new(table()) });
    assert_eq!((state.data.spec.as_ref(), &state.data.own()[0].choices), (Some(&spec), &choices));
    // A target that is no longer a number cannot stay one.
    update(&mut state, Action::Corrected(0, ReadChoices::default()));
    let load = request(&state);
    let mut words = table();
    words.columns[2].kind = crate::data::Kind::Text;
    words.suggested.targets = vec!["b".to_owned()];
    words.suggested.features = vec!["a".to_owned()];
    heard(&mut state, Event::Loaded { request: load, summary: Box::new(words) });
    assert_eq!(state.data.spec.unwrap().targets, ["b"]);
}

#[test]
fn more_files_are_joined_and_taken_away_again() {
    let mut state = ready();
    let effects = update(&mut state, Action::FilesToJoin(vec![file(2), file(3)]));
    assert!(
        matches!(&effects[0], Effect::SendFiles(Command::Load { keep_step: false, .. }, files) if *files == [1, 2, 3])
    );
    let load = request(&state);
    // One of them is refused: the table stays as it was, and the sentence can name the file.
    heard(&mut state, Event::LoadFailed { request: load, file: 2, error: ReadError::NoTimesToJoin });
    assert_eq!(state.data.problem.as_ref().map(|problem| problem.file), Some(2));
    assert_eq!(state.data.own().len(), 1);
    update(&mut state, Action::FilesToJoin(vec![file(2)]));
    let load = request(&state);
    heard(&mut state, Event::Loaded { request: load, summary: Box::new(table()) });
    assert_eq!(state.data.own().len(), 2);
    let effects = update(&mut state, Action::JoinedFileRemoved(1));
    assert!(matches!(&effects[0], Effect::SendFiles(_, files) if *files == [1]));
    // The first file is the table: it cannot be taken away.
    let effects = update(&mut state, Action::JoinedFileRemoved(0));
    assert!(matches!(&effects[0], Effect::SendFiles(_, files) if *files == [1, 2]));
}

#[test]
fn a_worker_that_says_nothing_for_a_minute_is_replaced() {
    let mut state = running();
    for _ in 1..events::SILENT_TICKS {
        assert_eq!(update(&mut state, Action::Ticked), []);
    }
    assert_eq!(update(&mut state, Action::Ticked)[0], Effect::RestartWorker);
    let mut idle = ready();
    for _ in 0..100 {
        assert_eq!(update(&mut idle, Action::Ticked), []);
    }
}

#[test]
fn what_is_only_looked_at_asks_for_nothing() {
    let mut state = ready();
    for action in [
        Action::TabChosen(crate::app::ChartTab::Against),
        Action::WindowChosen(Window::All),
        Action::HelpToggled(true),
    ] {
        assert_eq!(update(&mut state, action), []);
    }
}

/// The first worker shows the example; the lab gets the same table, and the run that ended meanwhile.
fn report() -> RunReport {
    let rows = dataset().watched;
    RunReport {
        outcome: Outcome::Finished,
        test: rows,
        predictions: Predictions::none(),
        network: vec![0.5; 9],
        parameters: 9,
        fingerprint: 7,
    }
}

#[test]
fn the_lab_takes_over_when_the_first_worker_rests() {
    let mut state = AppState::default();
    update(&mut state, Action::Opened { hash: String::new(), language: Language::En, kept: None });
    let load = state.last_id;
    update(&mut state, Action::ExampleFetched { request: load, file: 7, size: 10 });
    heard(&mut state, Event::Loaded { request: load, summary: Box::new(table()) });
    let DatasetState::Preparing { request } = state.data.dataset else { panic!("{:?}", state.data.dataset) };
    let effects = heard(&mut state, Event::Prepared { request, summary: Box::new(dataset()) });
    assert_eq!(effects, [Effect::StartLab]);
    // A run that is under way is not interrupted.
    let train = update(&mut state, Action::TrainPressed);
    assert!(matches!(train[..], [Effect::Send(Command::Train { .. })]), "{train:?}");
    assert_eq!(update(&mut state, Action::LabStarted), []);
    let run = state.run.id;
    let effects =
        heard(&mut state, Event::Ended { run, progress: progress(5, true), report: Box::new(report()) });
    let [Effect::UseLab, example, prepare, adopt] = &effects[..] else { panic!("{effects:?}") };
    assert!(matches!(example, Effect::SendFiles(Command::Example { .. }, files) if files == &[7]));
    assert!(matches!(prepare, Effect::Send(Command::Prepare { .. })));
    assert!(matches!(adopt, Effect::Send(Command::Adopt { run: own, .. }) if *own == run));
    // What the lab says of the table that is on the page already changes nothing.
    let before = state.clone();
    let Effect::SendFiles(Command::Example { request, .. }, _) = example else { panic!() };
    heard(&mut state, Event::Loaded { request: *request, summary: Box::new(table()) });
    assert_eq!(state.run, before.run);
    assert_eq!(state.data, before.data);
}

#[test]
fn a_recipe_and_a_file_wait_for_the_lab() {
    let mut state = AppState::default();
    update(
        &mut state,
        Action::Opened { hash: "method=quick".to_owned(), language: Language::En, kept: None },
    );
    let load = state.last_id;
    update(&mut state, Action::ExampleFetched { request: load, file: 7, size: 10 });
    heard(&mut state, Event::Loaded { request: load, summary: Box::new(table()) });
    let DatasetState::Preparing { request } = state.data.dataset else { panic!("{:?}", state.data.dataset) };
    heard(&mut state, Event::Prepared { request, summary: Box::new(dataset()) });
    assert_eq!(update(&mut state, Action::TrainPressed), []);
    assert_eq!(state.run.state, RunState::Running);
    let effects = update(&mut state, Action::LabStarted);
    assert!(matches!(effects.last(), Some(Effect::Send(Command::Train { .. }))), "{effects:?}");
    assert_eq!(effects[0], Effect::UseLab);
    // Where it cannot be fetched, the first worker says so.
    let mut state = AppState { lab: Lab::Coming, ..AppState::default() };
    let file = OwnFile { file: 3, name: "a.csv".to_owned(), size: 5, choices: ReadChoices::default() };
    assert_eq!(update(&mut state, Action::FilesGiven(vec![file])), []);
    let effects = update(&mut state, Action::LabMissing);
    assert!(matches!(effects[..], [Effect::SendFiles(Command::Load { .. }, _)]), "{effects:?}");
}

/// A file that is on its way when the lab comes may be refused: the table that stays is the lab's then too.
#[test]
fn the_lab_knows_the_table_that_stays_while_a_file_is_read() {
    let mut state = AppState::default();
    update(&mut state, Action::Opened { hash: String::new(), language: Language::En, kept: None });
    let load = state.last_id;
    update(&mut state, Action::ExampleFetched { request: load, file: 7, size: 10 });
    heard(&mut state, Event::Loaded { request: load, summary: Box::new(table()) });
    let prepare = request(&state);
    heard(&mut state, Event::Prepared { request: prepare, summary: Box::new(dataset()) });
    assert_eq!(update(&mut state, Action::FilesGiven(vec![file(9)])), []);
    let effects = update(&mut state, Action::LabStarted);
    let [Effect::UseLab, example, prepare, load] = &effects[..] else { panic!("{effects:?}") };
    assert!(matches!(example, Effect::SendFiles(Command::Example { .. }, files) if files == &[7]));
    assert!(matches!(prepare, Effect::Send(Command::Prepare { .. })));
    assert!(matches!(load, Effect::SendFiles(Command::Load { .. }, files) if files == &[9]));
}
