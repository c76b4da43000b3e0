//! What a browser keeps of a session, and what it opens again: without the browser.

use std::collections::BTreeMap;
use std::path::Path;

use greengrad::data::{DataSpec, read_plain};
use greengrad::formats::onnx::to_onnx;
use greengrad::formats::{Packing, Project};
use greengrad::session::explaining::{Explained, Question, RunChange, RunLine};
use greengrad::session::keep::{Chest, OpenError, Part};
use greengrad::session::{Command, Event, Example, Go, PredictedTable, Purpose, RunReport, Session};
use greengrad::training::{Method, Settings};

/// As a browser would: parts by name.
#[derive(Clone, Default)]
struct Shelf(BTreeMap<Part, Vec<u8>>);

impl Shelf {
    fn keep(&mut self, session: &mut Session) -> Vec<Part> {
        let changed = session.unkept().unwrap();
        let names = changed.iter().map(|(part, _)| *part).collect();
        for (part, content) in changed {
            match content {
                Some(content) => {
                    let mut bytes = Vec::new();
                    content.write(&mut bytes).unwrap();
                    assert_eq!(bytes.len() as u64, content.length());
                    self.0.insert(part, bytes)
                }
                None => self.0.remove(&part),
            };
        }
        names
    }

    fn chest(&self) -> Chest {
        let runs = self.0.iter().filter(|(part, _)| matches!(part, Part::Run(_)));
        Chest::Kept {
            table: self.0[&Part::Table].clone(),
            now: self.0[&Part::Now].clone(),
            runs: runs.map(|(_, bytes)| bytes.clone()).collect(),
        }
    }
}

fn loaded(example: Example, spec: &DataSpec) -> Session {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("static").join(example.path());
    let text = std::fs::read_to_string(path).unwrap();
    let mut session = Session::new();
    session.example(1, format!("{}.csv", example.id()), &text);
    prepare(&mut session, spec);
    session
}

fn prepare(session: &mut Session, spec: &DataSpec) {
    let events = session.command(Command::Prepare { request: 2, spec: spec.clone() });
    assert!(matches!(events[..], [Event::Prepared { .. }]), "{events:?}");
}

fn small() -> Settings {
    Settings { epochs: 12, hidden: vec![8], dropout: 0.1, ..Settings::default() }
}

fn train(session: &mut Session, run: u32, settings: &Settings) {
    session.command(Command::Train { run, settings: settings.clone(), go: Go::ToTheEnd });
}

/// So many steps; the report where it came to its end.
fn work(session: &mut Session, steps: usize) -> Option<RunReport> {
    let mut left = steps;
    let mut more = || {
        left -= 1;
        left > 0
    };
    let told = session.work(&mut more, true);
    told.into_iter().find_map(|event| match event {
        Event::Ended { report, .. } => Some(*report),
        _ => None,
    })
}

/// Opens it in a new page, prepared as it says, with its run taken up under a name.
fn open(chest: Chest, run: u32) -> (Session, Vec<Event>) {
    let mut session = Session::new();
    let events = session.open(7, chest).unwrap();
    let [Event::Opened { request: 7, spec, resumes, .. }, Event::Loaded { request: 7, .. }] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert!(*resumes);
    prepare(&mut session, spec);
    let taken_up = session.command(Command::Resume { run, kept: None });
    (session, taken_up)
}

fn report(events: &[Event]) -> Option<&RunReport> {
    events.iter().find_map(|event| match event {
        Event::Ended { report, .. } => Some(&**report),
        _ => None,
    })
}

fn runs(session: &mut Session, run: u32, question: &Question) -> Vec<RunLine> {
    let question = postcard::to_stdvec(question).unwrap();
    let events = session.command(Command::Explain { run, target: 0, question });
    let [Event::Explained { answer, .. }] = &events[..] else { panic!("{events:?}") };
    match postcard::from_bytes(answer).unwrap() {
        Explained::Runs { runs, .. } => runs,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_run_that_was_cut_off_goes_on_from_what_was_kept_to_the_same_bits() {
    let spec = Example::Concrete.spec();
    let mut whole = loaded(Example::Concrete, &spec);
    train(&mut whole, 3, &small());
    let whole = work(&mut whole, usize::MAX).unwrap();

    let mut session = loaded(Example::Concrete, &spec);
    let mut shelf = Shelf::default();
    assert_eq!(shelf.keep(&mut session), [Part::Table, Part::Now]);
    assert_eq!(shelf.keep(&mut session), []);
    train(&mut session, 3, &small());
    // In the middle of an epoch.
    assert!(work(&mut session, 100).is_none());
    assert_eq!(shelf.keep(&mut session), [Part::Now]);
    let table_of_once = shelf.0[&Part::Table].clone();
    assert!(work(&mut session, 10).is_none());
    shelf.keep(&mut session);
    assert_eq!(shelf.0[&Part::Table], table_of_once);
    drop(session);

    let (mut opened, taken_up) = open(shelf.chest(), 9);
    let [Event::Started { run: 9, .. }, Event::Progress { run: 9, progress }] = &taken_up[..] else {
        panic!("{taken_up:?}")
    };
    assert!(progress.paused);
    opened.command(Command::Go { run: 9, go: Go::ToTheEnd });
    let gone_on = work(&mut opened, usize::MAX).unwrap();
    assert_eq!(gone_on.network, whole.network);
    assert_eq!(gone_on.predictions.metrics, whole.predictions.metrics);
}

#[test]
fn runs_are_kept_with_their_names_and_come_back() {
    let spec = Example::Concrete.spec();
    let mut session = loaded(Example::Concrete, &spec);
    let mut shelf = Shelf::default();
    let mut ended = Vec::new();
    for (run, hidden) in [(1, vec![4]), (2, vec![6]), (3, vec![])] {
        train(&mut session, run, &Settings { hidden, ..small() });
        ended.push(work(&mut session, usize::MAX).unwrap());
        shelf.keep(&mut session);
    }
    let rename = Question::RunChanged { name: 1, change: RunChange::Title("四个单元".to_owned()) };
    runs(&mut session, 3, &rename);
    runs(&mut session, 3, &Question::RunChanged { name: 1, change: RunChange::Pinned(true) });
    assert_eq!(shelf.keep(&mut session), [Part::Run(1)]);
    let before = runs(&mut session, 3, &Question::Runs);

    let (mut opened, taken_up) = open(shelf.chest(), 20);
    assert_eq!(report(&taken_up).unwrap().network, ended[2].network);
    let after = runs(&mut opened, 20, &Question::Runs);
    let line = |run: &RunLine| {
        (run.number, run.title.clone(), run.pinned, run.settings.clone(), run.validated, run.test)
    };
    assert_eq!(after.iter().map(line).collect::<Vec<_>>(), before.iter().map(line).collect::<Vec<_>>());
    assert!(after.iter().any(|run| run.title == "四个单元" && run.pinned));

    // One click back to the first: its weights, in its place and under its name.
    let taken_up = opened.command(Command::Resume { run: 21, kept: Some(1) });
    assert_eq!(report(&taken_up).unwrap().network, ended[0].network);
    let after = runs(&mut opened, 21, &Question::Runs);
    let own = after.iter().find(|run| run.present).unwrap();
    assert_eq!((after.len(), own.number, own.title.as_str()), (3, 1, "四个单元"));
    let mut copy = shelf.clone();
    let changed = copy.keep(&mut opened);
    assert!(changed.contains(&Part::Run(21)) && changed.contains(&Part::Run(1)), "{changed:?}");
    assert!(!copy.0.contains_key(&Part::Run(1)));

    // What is removed is removed from what is kept too.
    runs(&mut opened, 21, &Question::RunChanged { name: 2, change: RunChange::Removed });
    assert_eq!(runs(&mut opened, 21, &Question::Runs).len(), 2);
    copy.keep(&mut opened);
    assert!(!copy.0.contains_key(&Part::Run(2)));
}

#[test]
fn a_recipe_and_the_looks_at_its_test_rows_are_kept() {
    let spec = Example::Cars.spec();
    let mut session = loaded(Example::Cars, &spec);
    let mut shelf = Shelf::default();
    let settings = Settings { method: Method::Quick, ..Settings::default() };
    train(&mut session, 1, &settings);
    let ended = work(&mut session, usize::MAX).unwrap();
    let stands = postcard::to_stdvec(&Question::Stands { settings: Box::new(settings), looks: 5 }).unwrap();
    assert_eq!(session.command(Command::Explain { run: 1, target: 0, question: stands }), []);
    shelf.keep(&mut session);
    let events = Session::new().open(1, shelf.chest()).unwrap();
    let Event::Opened { looks, example, .. } = &events[0] else { panic!("{events:?}") };
    assert_eq!((*looks, *example), (5, Some(Example::Cars)));
    let (_, taken_up) = open(shelf.chest(), 4);
    assert_eq!(report(&taken_up).unwrap().predictions.metrics, ended.predictions.metrics);
}

#[test]
fn what_is_damaged_is_refused_and_nothing_is_lost() {
    let spec = Example::Concrete.spec();
    let mut session = loaded(Example::Concrete, &spec);
    let mut shelf = Shelf::default();
    train(&mut session, 1, &Settings { epochs: 2, ..small() });
    let ended = work(&mut session, usize::MAX).unwrap();
    shelf.keep(&mut session);
    for part in [Part::Table, Part::Now] {
        let length = shelf.0[&part].len();
        for place in (0..length).step_by(length / 40) {
            let mut damaged = shelf.clone();
            damaged.0.get_mut(&part).unwrap()[place] ^= 0x10;
            assert!(
                matches!(session.open(5, damaged.chest()), Err(OpenError::Project(_))),
                "{part:?} {place}"
            );
        }
        let mut short = shelf.clone();
        short.0.get_mut(&part).unwrap().truncate(length / 2);
        assert!(matches!(session.open(5, short.chest()), Err(OpenError::Project(_))), "{part:?}");
    }
    // The one that was there is there still.
    assert_eq!(session.model().map(|model| model.inputs.targets), Some(spec.targets.clone()));
    // A run of the list that is damaged is left out; all else comes back.
    let mut damaged = shelf.clone();
    let run = damaged.0.get_mut(&Part::Run(1)).unwrap();
    let middle = run.len() / 2;
    run[middle] ^= 1;
    let (_, taken_up) = open(damaged.chest(), 6);
    assert_eq!(report(&taken_up).unwrap().network, ended.network);
}

#[test]
fn a_project_without_its_table_needs_that_table() {
    let spec = Example::Concrete.spec();
    let mut session = loaded(Example::Concrete, &spec);
    train(&mut session, 1, &small());
    work(&mut session, usize::MAX).unwrap();
    let mut shelf = Shelf::default();
    shelf.keep(&mut session);
    let project = Project::from_bytes(&shelf.0[&Part::Now]).unwrap().without_data();
    let bytes = project.to_bytes(Packing::Small).unwrap();
    // With another table, and with none, it is a model.
    let mut other = loaded(Example::Cars, &Example::Cars.spec());
    for session in [&mut Session::new(), &mut other] {
        let events = session.open(1, Chest::File(bytes.clone())).unwrap();
        assert!(matches!(&events[..], [Event::ModelOpened { .. }]), "{events:?}");
    }
    let without_run = Project { run: None, ..Project::from_bytes(&bytes).unwrap() };
    let without_run = without_run.to_bytes(Packing::Small).unwrap();
    assert!(matches!(other.open(1, Chest::File(without_run)), Err(OpenError::TableNeeded(_))));
    let mut same = loaded(Example::Concrete, &spec);
    let events = same.open(8, Chest::File(bytes)).unwrap();
    assert!(matches!(&events[..], [Event::Opened { resumes: true, .. }, Event::Loaded { request: 8, .. }]));
}

/// The same table once more, as a second one.
fn predicted(session: &mut Session, example: Example, run: u32) -> PredictedTable {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("static").join(example.path());
    let table = read_plain(&std::fs::read_to_string(path).unwrap());
    session.command(Command::Table { request: 5, purpose: Purpose::Predict, lines: table.lines });
    for column in table.columns {
        session.command(Command::Column { request: 5, begins: true, column });
    }
    let events = session.command(Command::Predict { request: 5, run });
    match events.into_iter().next() {
        Some(Event::Predicted { result, .. }) => *result,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_model_that_was_taken_along_predicts_what_it_predicted_here() {
    let spec = Example::Cars.spec();
    let mut session = loaded(Example::Cars, &spec);
    train(&mut session, 1, &small());
    work(&mut session, usize::MAX).unwrap();
    let here = predicted(&mut session, Example::Cars, 1);
    let onnx = to_onnx(&session.model().unwrap(), None).unwrap();
    let mut shelf = Shelf::default();
    shelf.keep(&mut session);
    let project = Project::from_bytes(&shelf.0[&Part::Now]).unwrap();
    for bytes in [onnx.bytes, project.to_bytes(Packing::Small).unwrap()] {
        let mut elsewhere = loaded(Example::Concrete, &Example::Concrete.spec());
        let events = elsewhere.open(3, Chest::File(bytes)).unwrap();
        let [Event::ModelOpened { request: 3, targets, columns }] = &events[..] else { panic!("{events:?}") };
        assert_eq!(*targets, spec.targets);
        assert!(spec.features.iter().all(|name| columns.contains(name)));
        let there = predicted(&mut elsewhere, Example::Cars, Command::IMPORTED);
        assert_eq!(there.csv, here.csv);
        assert!(here.predicted > 300, "{}", here.predicted);
    }
    // What is neither is refused.
    let refused = Session::new().open(1, Chest::File(b"neither".to_vec()));
    assert!(matches!(refused, Err(OpenError::Model(_))));
}

/// Another choice of columns is kept at once; and what was opened is not lost before its run is taken up.
#[test]
fn a_choice_of_columns_is_kept_and_an_opened_run_too() {
    let spec = Example::Concrete.spec();
    let mut session = loaded(Example::Concrete, &spec);
    let mut shelf = Shelf::default();
    shelf.keep(&mut session);
    let fewer = DataSpec { features: spec.features[1..].to_vec(), ..spec.clone() };
    prepare(&mut session, &fewer);
    assert_eq!(shelf.keep(&mut session), [Part::Now]);
    assert_eq!(Project::from_bytes(&shelf.0[&Part::Now]).unwrap().spec, fewer);

    train(&mut session, 1, &small());
    assert!(work(&mut session, 100).is_none());
    shelf.keep(&mut session);
    let mut opened = Session::new();
    opened.open(7, shelf.chest()).unwrap();
    prepare(&mut opened, &fewer);
    shelf.keep(&mut opened);
    assert!(Project::from_bytes(&shelf.0[&Part::Now]).unwrap().run.is_some());
    let taken_up = opened.command(Command::Resume { run: 2, kept: None });
    assert!(matches!(taken_up[..], [Event::Started { .. }, Event::Progress { .. }]), "{taken_up:?}");
}
