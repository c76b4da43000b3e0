//! Work that others help with: networks of a recipe, and many settings tried at once. Errands go as bytes, as between workers.

use greengrad::data::{DataSpec, SplitSpec};
use greengrad::nn::OptimizerKind;
use greengrad::numeric::{Rng, Stream};
use greengrad::session::crew::{Errand, Finding, Place};
use greengrad::session::explaining::{Explained, Question};
use greengrad::session::sweep::{Grid, GridError, GridField, Line, SweepAsk, SweepRefusal, SweepTold, lines};
use greengrad::session::{Command, Event, Example, Go, RunReport, Session};
use greengrad::training::{Method, Outcome, Settings};

fn session(example: Example, spec: DataSpec) -> Session {
    let text = std::fs::read_to_string(format!("static/{}", example.path())).unwrap();
    let mut session = Session::new();
    session.example(1, "example".to_owned(), &text);
    session.command(Command::Prepare { request: 2, spec });
    session
}

/// Others who hold so many errands at once and give them back in no order.
struct Others {
    most: usize,
    held: Vec<(Place, Vec<u8>)>,
    rng: Rng,
    /// Errands given back, and those that were lost.
    done: usize,
    lost: usize,
}

impl Others {
    fn new(most: usize) -> Self {
        Self { most, held: Vec::new(), rng: Rng::new(most as u64, Stream::Split), done: 0, lost: 0 }
    }

    fn help(&mut self, session: &mut Session) {
        while self.held.len() < self.most && session.wants_hands() {
            let Some((place, errand)) = session.hand_out() else { break };
            self.held.push((place, postcard::to_stdvec(&errand).unwrap()));
        }
        // Sooner or later, or when nothing else is left to do.
        if self.held.is_empty() || session.is_busy() && self.rng.unit() < 0.9 {
            return;
        }
        let at = (self.rng.unit() * self.held.len() as f64) as usize;
        let (place, bytes) = self.held.swap_remove(at);
        assert!(session.expects(place));
        session.hears(place, 0.5);
        if self.rng.unit() < 0.2 {
            self.lost += 1;
            return session.take_back(place, None);
        }
        let errand: Errand = postcard::from_bytes(&bytes).unwrap();
        let finding = errand.carry_out(&mut |_| ()).unwrap();
        let finding: Finding = postcard::from_bytes(&postcard::to_stdvec(&finding).unwrap()).unwrap();
        self.done += 1;
        session.take_back(place, Some(finding));
    }
}

/// Works until nothing is left; a slice is a few hundred steps.
fn work(session: &mut Session, others: &mut Others) -> Vec<Event> {
    let mut events = Vec::new();
    while session.is_busy() || !others.held.is_empty() {
        let mut steps = 0;
        let mut more = || {
            steps += 1;
            steps < 300
        };
        events.extend(session.work(&mut more, true));
        others.help(session);
    }
    events
}

fn recommended(others: usize) -> (RunReport, Vec<f64>, Others) {
    let example = Example::ALL[0];
    let mut session = session(example, example.spec());
    let settings = Settings { method: Method::Quick, ..Settings::default() };
    session.command(Command::Train { run: 3, settings, go: Go::ToTheEnd });
    let mut others = Others::new(others);
    let (mut report, mut losses) = (None, Vec::new());
    for event in work(&mut session, &mut others) {
        match event {
            Event::Progress { progress, .. } => {
                losses.extend(progress.epochs.iter().map(|epoch| epoch.train_loss))
            }
            Event::Ended { progress, report: own, .. } => {
                losses.extend(progress.epochs.iter().map(|epoch| epoch.train_loss));
                assert_eq!(progress.share_done, 1.0);
                report = Some(*own);
            }
            _ => {}
        }
    }
    (report.unwrap(), losses, others)
}

#[test]
fn a_recipe_comes_to_the_same_bits_whoever_helps() {
    let (alone, told, _) = recommended(0);
    assert_eq!(alone.outcome, Outcome::Finished);
    for number in [1, 3] {
        let (report, losses, others) = recommended(number);
        assert!(others.done > 1, "{}", others.done);
        assert_eq!(report.fingerprint, alone.fingerprint);
        assert_eq!(report.predictions, alone.predictions);
        assert_eq!(losses, told);
    }
}

fn circles() -> Session {
    let example = Example::from_id("made_up_circles").unwrap();
    session(example, example.spec())
}

fn ask(session: &mut Session, ask: SweepAsk) -> Vec<Event> {
    let question = postcard::to_stdvec(&Question::Sweep(ask)).unwrap();
    session.command(Command::Explain { run: 0, target: 0, question })
}

fn told(event: &Event) -> SweepTold {
    let Event::Explained { answer, .. } = event else { panic!("{event:?}") };
    match postcard::from_bytes(answer).unwrap() {
        Explained::Sweep(told) => told,
        other => panic!("{other:?}"),
    }
}

fn trials() -> Vec<Settings> {
    let base = Settings { epochs: 20, batch_size: 10, ..Settings::default() };
    let grid = Grid::default()
        .with(GridField::LearningRate, "0.003;0.03".to_owned())
        .with(GridField::Hidden, "none，8  4-4".to_owned())
        .with(GridField::BatchSize, "10".to_owned())
        .with(GridField::Seeds, "2".to_owned());
    grid.trials(&base).unwrap()
}

#[test]
fn a_sweep_comes_to_the_same_table_whoever_helps_and_it_is_that_of_single_runs() {
    let sweep = |number: usize| {
        let mut session = circles();
        let begun = told(&ask(&mut session, SweepAsk::Begin { number: 7, trials: trials() })[0]);
        assert!((begun.number, begun.over) == (7, false) && begun.results == vec![None; 12]);
        let mut others = Others::new(number);
        let all: Vec<SweepTold> = work(&mut session, &mut others).iter().map(told).collect();
        assert!(all.is_sorted_by_key(|told| told.results.iter().flatten().count()));
        let last = all.last().unwrap().clone();
        assert!(last.over && last.share == 1.0 && !session.wants_hands());
        assert_eq!(last.workers > 1, number > 0);
        (last.results, last.units, others)
    };
    let (alone, units, _) = sweep(0);
    for number in [1, 4] {
        let (results, _, others) = sweep(number);
        assert!(others.done > 0);
        assert_eq!(results, alone);
    }
    // As a run of its own, whose last progress tells the validation loss: here the mean of squared errors.
    let mut session = circles();
    for (settings, result) in trials().into_iter().zip(alone).take(4) {
        let result = result.unwrap();
        session.command(Command::Train { run: 9, settings, go: Go::ToTheEnd });
        let events = work(&mut session, &mut Others::new(0));
        let (progress, report) = events
            .iter()
            .find_map(|event| match event {
                Event::Ended { progress, report, .. } => Some((progress, report)),
                _ => None,
            })
            .unwrap();
        assert_eq!(report.fingerprint, result.fingerprint);
        let loss = progress.epochs.last().unwrap().validation_loss.unwrap();
        assert!((loss.sqrt() - result.validation[0]).abs() < 1e-5, "{loss} {:?}", result.validation);
        assert!((units[0] - 1.0).abs() < 0.05, "classes are −1 and 1, about half each");
    }
}

#[test]
fn a_sweep_can_be_left_and_is_gone_with_its_rows() {
    let mut session = circles();
    ask(&mut session, SweepAsk::Begin { number: 7, trials: trials() });
    session.work(&mut || false, false);
    let (place, _) = session.hand_out().unwrap();
    assert!(session.expects(place));
    assert!(ask(&mut session, SweepAsk::Cancel(6)).is_empty(), "another one");
    let left = told(&ask(&mut session, SweepAsk::Cancel(7))[0]);
    assert!(left.over && left.share < 1.0);
    assert!(!session.expects(place) && !session.is_busy() && !session.wants_hands());
    // An answer that comes late is of no use.
    session.take_back(place, None);
    assert!(!session.is_busy());
    ask(&mut session, SweepAsk::Begin { number: 8, trials: trials() });
    assert!(session.wants_hands());
    let example = Example::from_id("made_up_circles").unwrap();
    session.command(Command::Prepare { request: 5, spec: example.spec() });
    assert!(!session.wants_hands() && !session.is_busy());
}

#[test]
fn what_cannot_be_tried_is_refused() {
    let refused = |session: &mut Session, trials: Vec<Settings>| {
        let told = told(&ask(session, SweepAsk::Begin { number: 7, trials })[0]);
        assert!(told.over && told.results.is_empty());
        told.refusal.unwrap()
    };
    assert_eq!(refused(&mut Session::new(), trials()), SweepRefusal::NoData);
    assert_eq!(refused(&mut circles(), Vec::new()), SweepRefusal::Count(0));
    assert_eq!(refused(&mut circles(), vec![Settings::default(); 201]), SweepRefusal::Count(201));
    let wild = Settings { learning_rate: f64::NAN, ..Settings::default() };
    assert!(matches!(refused(&mut circles(), vec![wild]), SweepRefusal::Settings(_)));
    let example = Example::from_id("made_up_circles").unwrap();
    let spec = example.spec();
    let spec = DataSpec { split: SplitSpec { validation_share: 0.0, ..spec.split.clone() }, ..spec };
    assert_eq!(refused(&mut session(example, spec), trials()), SweepRefusal::NoValidationRows);
}

#[test]
fn lists_are_read_as_people_write_them() {
    let all = trials();
    assert_eq!(all.len(), 12);
    let shapes: Vec<_> = all.iter().step_by(4).map(|own| own.hidden.clone()).collect();
    assert_eq!(shapes, [vec![], vec![8], vec![4, 4]]);
    assert_eq!((all[0].seed + 1, all[0].epochs), (all[1].seed, 20));
    let error = |field, text: &str| {
        Grid::default().with(field, text.to_owned()).trials(&Settings::default()).unwrap_err()
    };
    for (field, text, wrong) in [
        (GridField::LearningRate, "0.1, fast", "fast"),
        (GridField::LearningRate, "0", "0"),
        (GridField::BatchSize, "32 1.5", "1.5"),
        (GridField::Dropout, "0.95", "0.95"),
        (GridField::Seeds, "21", "21"),
    ] {
        let error = error(field, text);
        assert!(matches!(&error, GridError::NotANumber { text, .. } if text == wrong), "{error:?}");
        assert_eq!(error.field(), Some(field));
    }
    assert_eq!(error(GridField::Hidden, "64-big"), GridError::NotLayers { text: "64-big".to_owned() });
    assert!(matches!(error(GridField::Hidden, "4-4-4-4-4-4-4-4-4"), GridError::NotLayers { .. }));
    assert_eq!(error(GridField::L2, " , "), GridError::Empty { field: GridField::L2 });
    assert_eq!(error(GridField::Seeds, "17"), GridError::TooMany(204));
    let twice = Grid::default().with(GridField::LearningRate, "0.1 0.10".to_owned());
    assert_eq!(twice.trials(&Settings::default()).unwrap().len(), 3);
}

#[test]
fn a_table_has_a_line_for_all_seeds_the_best_first() {
    let mut session = circles();
    let mut all = trials();
    // Explodes with either seed; and the last ones are never tried.
    for own in &mut all[4..6] {
        (own.learning_rate, own.optimizer) = (100.0, OptimizerKind::Sgd);
    }
    ask(&mut session, SweepAsk::Begin { number: 7, trials: all.clone() });
    let events = work(&mut session, &mut Others::new(0));
    let mut last = told(events.last().unwrap());
    last.results[10] = None;
    last.results[11] = None;
    let found = lines(&all, &last, 0);
    assert_eq!(found.len(), 6);
    let (ranked, rest): (Vec<&Line>, Vec<&Line>) = found.iter().partition(|line| line.error.is_some());
    assert_eq!(ranked.len(), 4);
    assert!(ranked.is_sorted_by_key(|line| line.error.unwrap().mean));
    for line in ranked {
        let error = line.error.unwrap();
        assert!(error.seeds == 2 && error.least <= error.mean && error.mean <= error.most);
        let of = |seed: u64| {
            let at = all.iter().position(|own| *own == Settings { seed, ..line.settings.clone() }).unwrap();
            last.results[at].as_ref().unwrap().validation[0] * last.units[0]
        };
        let by_hand = (of(line.settings.seed) + of(line.settings.seed + 1)) / 2.0;
        assert!((error.mean - by_hand).abs() < 1e-12);
    }
    assert!(rest[0].diverged && rest[0].settings.learning_rate == 100.0);
    assert!(!rest[1].diverged && rest[1].parameters.is_none());
}
