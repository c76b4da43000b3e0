//! The lessons say what is so: their texts, and the figures that they name, tried out on the tables and settings that they
//! set up. A task's check is met by doing what the task says, and not before.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use greengrad::data::{Dataset, Missing, SplitMethod, Table, read_plain};
use greengrad::evaluation::BaselineName;
use greengrad::i18n::{Language, Term};
use greengrad::lesson::{
    Block, Choices, Ending, Facts, Inline, Lesson, Node, Quantity, RunFacts, Setup, View, library,
};
use greengrad::nn::{Activation, Loss, OptimizerKind};
use greengrad::session::judge::Standing;
use greengrad::session::{Command, Event, Example, Go, RunReport, Session};
use greengrad::training::{Settings, Trainer, TrainingData};
use ndarray::{Array2, Axis};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("static").join(name)
}

fn text(example: Example) -> String {
    std::fs::read_to_string(folder("").join(example.path())).unwrap()
}

fn table(example: Example) -> Table {
    read_plain(&text(example))
}

fn lesson(number: u32) -> Lesson {
    library::lessons("en").unwrap().swap_remove(number as usize - 1)
}

/// A lesson that a learner works through.
struct Learner {
    lesson: Lesson,
    facts: Facts,
}

impl Learner {
    fn of(number: u32) -> Self {
        Self { lesson: lesson(number), facts: Facts::default() }
    }

    /// Changes the lesson's setup, presses Train, and waits for the end.
    fn trains(&mut self, change: impl FnOnce(&mut Setup)) -> RunFacts {
        let mut setup = self.lesson.setup.clone();
        change(&mut setup);
        let (run, _) = run(&setup);
        self.facts.runs.push(run.clone());
        run
    }

    fn types(&mut self, task: usize, number: f64) {
        self.facts.typed.insert(task, number);
    }

    fn sees(&mut self, view: View, times: u32) {
        self.facts.seen.insert(view, times);
    }

    /// Which tasks are done.
    fn done(&self) -> Vec<bool> {
        self.lesson
            .tasks()
            .enumerate()
            .map(|(place, task)| {
                let met = task.check.met(&self.facts, place);
                assert_eq!(met, task.check.progress(&self.facts, place) == greengrad::lesson::Progress::Met);
                met
            })
            .collect()
    }
}

/// Trains as the page does, with scaled inputs.
fn run(setup: &Setup) -> (RunFacts, RunReport) {
    let mut session = Session::new();
    session.example(1, String::new(), &text(setup.example));
    let spec = setup.spec.clone();
    let prepared = session.command(Command::Prepare { request: 2, spec });
    let [Event::Prepared { summary, .. }] = &prepared[..] else { panic!("{prepared:?}") };
    let inputs = summary.features.len() as u32;
    let choices = Choices::of(Some(setup.example), &setup.spec, inputs);
    let settings = setup.settings.clone();
    let mut events = session.command(Command::Train { run: 7, settings, go: Go::ToTheEnd });
    let mut epochs = Vec::new();
    let mut ended: Option<(RunFacts, RunReport)> = None;
    loop {
        for event in events {
            match event {
                Event::Progress { progress, .. } => epochs.extend(progress.epochs),
                Event::Ended { progress, report, .. } => {
                    epochs.extend(progress.epochs);
                    let facts = RunFacts::of(setup.settings.clone(), choices.clone(), &epochs, &report);
                    ended = Some((facts, *report));
                }
                Event::Judged { verdicts, .. } => {
                    if let Some((facts, _)) = &mut ended {
                        facts.standing = verdicts[0];
                    }
                }
                Event::TrainFailed { error, .. } => panic!("{error}"),
                _ => {}
            }
        }
        if let Some(ended) = ended {
            return ended;
        }
        events = session.work(&mut || true, false);
    }
}

fn near(found: Option<f64>, expected: f64, within: f64) {
    let found = found.unwrap();
    assert!((found - expected).abs() <= within, "{found}, not {expected}");
}

fn correlation(x: &[f64], y: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mx, my) = (mean(x), mean(y));
    let sum = |f: &dyn Fn(f64, f64) -> f64| x.iter().zip(y).map(|(x, y)| f(x - mx, y - my)).sum::<f64>();
    sum(&|x, y| x * y) / (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt()
}

// ---- texts

#[test]
fn both_languages_of_every_lesson_say_the_same() {
    let (english, chinese) = (library::lessons("en").unwrap(), library::lessons("zh").unwrap());
    assert_eq!(english.len(), 10);
    for (place, (en, zh)) in english.iter().zip(&chinese).enumerate() {
        assert_eq!(en.number as usize, place + 1);
        assert_eq!(en.difference(zh), None, "{}", library::LESSONS[place].name);
        assert_ne!(en.title, zh.title);
        // A learner sees the same terms in both.
        let set =
            |lesson: &Lesson| lesson.anchors().into_iter().map(str::to_owned).collect::<BTreeSet<String>>();
        assert_eq!(set(en), set(zh), "{}", library::LESSONS[place].name);
    }
}

#[test]
fn every_file_is_a_lesson_and_every_lesson_a_file() {
    for language in Language::ALL {
        let files: BTreeSet<String> = std::fs::read_dir(folder("lessons").join(language.tag()))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let names = library::LESSONS.iter().chain([&library::GLOSSARY]);
        assert_eq!(files, names.map(|source| format!("{}.md", source.name)).collect(), "{language:?}");
        for (number, source) in (1..).zip(library::LESSONS) {
            assert!(source.name.starts_with(&format!("{number:02}-")), "{}", source.name);
        }
    }
}

#[test]
fn a_lesson_asks_before_it_shows_and_ends_with_what_to_keep() {
    for lesson in library::lessons("en").unwrap() {
        let number = lesson.number;
        let place = |wanted: fn(&Block) -> bool| lesson.blocks.iter().position(wanted);
        let guess = place(|block| matches!(block, Block::Guess(_))).unwrap();
        let task = place(|block| matches!(block, Block::Task(_))).unwrap();
        assert!(guess < task, "{number}");
        assert!((2..=4).contains(&lesson.tasks().count()), "{number}");
        let end = &lesson.blocks[lesson.blocks.len() - 2..];
        assert!(matches!(end, [Block::Remember(_), Block::Practice(_)]), "{number}");
        let words: usize = lesson.blocks.iter().map(words).sum();
        assert!((150..=360).contains(&words), "lesson {number} has {words} words");
    }
}

fn words(block: &Block) -> usize {
    let count = |text: String| text.split_whitespace().count();
    match block {
        Block::Text(nodes) | Block::Remember(nodes) | Block::Practice(nodes) => count(Node::plain(nodes)),
        Block::Guess(guess) => {
            let choices: usize = guess.choices.iter().map(|choice| count(Inline::plain(choice))).sum();
            count(Inline::plain(&guess.question)) + choices + count(Node::plain(&guess.answer))
        }
        Block::Task(task) => count(Node::plain(&task.text)),
        Block::Try(more) => count(Node::plain(&more.task.text)),
        Block::Show(_) => 0,
    }
}

#[test]
fn every_link_leads_to_a_term_and_the_page_s_terms_are_there() {
    let [english, chinese] = ["en", "zh"].map(|tag| library::glossary(tag).unwrap());
    let anchors = |glossary: &greengrad::lesson::Glossary| -> Vec<String> {
        glossary.entries.iter().map(|entry| entry.anchor.clone()).collect()
    };
    assert_eq!(anchors(&english), anchors(&chinese));
    assert!((45..=60).contains(&english.entries.len()));
    for (glossary, language) in [(&english, Language::En), (&chinese, Language::Zh)] {
        for lesson in library::lessons(language.tag()).unwrap() {
            for anchor in lesson.anchors() {
                assert!(glossary.entry(anchor).is_some(), "{anchor} in lesson {}", lesson.number);
            }
        }
        for entry in &glossary.entries {
            for anchor in Node::anchors(&entry.text) {
                assert!(glossary.entry(anchor).is_some(), "{anchor}");
            }
        }
        for term in Term::ALL {
            let entry = glossary.entry(term.anchor()).unwrap();
            assert_eq!(Inline::plain(&entry.name), (language.texts().term)(term).name);
        }
    }
}

#[test]
fn every_setup_makes_a_data_set_of_columns_that_there_are() {
    for lesson in library::lessons("en").unwrap() {
        let table = table(lesson.setup.example);
        let spec = &lesson.setup.spec;
        let named = spec.targets.iter().chain(&spec.features).chain(&spec.categories).chain(&spec.time);
        for name in named {
            assert!(table.column(name).is_some(), "lesson {} names {name}", lesson.number);
        }
        Dataset::new(table.clone(), spec).unwrap();
        lesson.setup.settings.check().unwrap();
    }
}

/// By reading each lesson's tasks: what a learner has to change on the page.
#[test]
fn a_link_cannot_hide_what_a_task_takes() {
    use greengrad::lesson::Hideable as H;
    let expected = [
        // Another example and its columns.
        vec![H::Data],
        vec![H::Loss],
        // Two epochs, and the rate that lands at the bottom.
        vec![H::Epochs, H::LearningRate],
        vec![H::LearningRate],
        vec![H::Layers, H::Activation],
        // Gaps filled, a number read as labels.
        vec![H::Data],
        vec![H::Regularisation, H::EarlyStopping],
        vec![H::LearningRate, H::BatchSize, H::Optimizer],
        vec![H::Split, H::Layers],
        vec![H::Data],
    ];
    for (lesson, expected) in library::lessons("en").unwrap().iter().zip(expected) {
        assert_eq!(lesson.needs(&lesson.setup.settings), expected, "lesson {}", lesson.number);
    }
}

// ---- data

#[test]
fn summer_is_made_of_the_year_and_only_summer_is_a_line() {
    let year = text(Example::Demand);
    let (mut summer, mut all, mut hot) =
        ("day,demand_mw,temp_c\n".to_owned(), (Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
    let mut day = 0;
    for line in year.lines().skip(1) {
        let [time, demand, temperature, workday] = line.split(',').collect::<Vec<_>>()[..] else { panic!() };
        day += u32::from(time.ends_with("T00:00"));
        let (x, y): (f64, f64) = (temperature.parse().unwrap(), demand.parse().unwrap());
        all.0.push(x);
        all.1.push(y);
        let month = &time[5..7];
        if ["12", "01", "02"].contains(&month) && workday == "1" && time.ends_with("T15:00") && x > 20.0 {
            summer.push_str(&format!("{day},{demand},{temperature}\n"));
            hot.0.push(x);
            hot.1.push(y);
        }
    }
    assert_eq!(summer, text(Example::Summer));
    assert_eq!(hot.0.len(), 55);
    near(Some(correlation(&hot.0, &hot.1)), 0.89, 0.005);
    near(Some(correlation(&all.0, &all.1)), 0.28, 0.005);
}

#[test]
fn the_gaps_are_the_only_difference_of_the_cars() {
    let mut gaps = String::new();
    for (place, line) in text(Example::Cars).lines().enumerate() {
        let mut cells: Vec<&str> = line.split(',').collect();
        if place > 0 && (place - 1) % 5 == 3 {
            assert_ne!(cells[3], "");
            cells[3] = "";
        }
        gaps.push_str(&format!("{}\n", cells.join(",")));
    }
    assert_eq!(gaps, text(Example::CarsWithGaps));
}

// ---- what the lessons claim

#[test]
fn lesson_1_a_line_fits_summer_and_not_the_year() {
    let mut learner = Learner::of(1);
    assert_eq!(learner.done(), [false; 3]);
    let (first, report) = run(&learner.lesson.setup);
    near(first.r2, 0.69, 0.02);
    assert_eq!(first.parameters, 2);
    learner.facts.runs.push(first);
    // w is of scaled numbers.
    let dataset = Dataset::new(table(Example::Summer), &learner.lesson.setup.spec).unwrap();
    let (sd_x, sd_y) = (dataset.inputs.feature_scaler.sd[0], dataset.inputs.target_scaler.sd[0]);
    let slope = f64::from(report.network[0]) * sd_y / sd_x;
    near(Some(slope), 195.0, 2.0);
    learner.types(1, 200.0);
    assert_eq!(learner.done(), [true, true, false]);
    learner.types(1, 210.0);
    assert_eq!(learner.done(), [true, false, false]);
    for method in [SplitMethod::Chronological, SplitMethod::Random { seed: 1 }] {
        let mut again = Learner::of(1);
        let year = again.trains(|setup| {
            setup.example = Example::Demand;
            setup.spec = Example::Demand.spec();
            setup.spec.time = None;
            setup.spec.features = vec!["temp_c".to_owned()];
            setup.spec.split.method = method;
        });
        assert!(year.r2.unwrap() < 0.1, "{year:?}");
        assert_eq!(again.done(), [false, false, true]);
    }
}

#[test]
fn lesson_2_each_loss_is_best_at_its_own() {
    let mut learner = Learner::of(2);
    let squares = learner.trains(|_| {});
    near(squares.train_loss, 0.174, 0.002);
    near(squares.rmse, 714.0, 1.0);
    // "The loss begins above 4": after one epoch, which is one step here, it is that of the first weights.
    let first = learner.trains(|setup| setup.settings.epochs = 1);
    assert!(first.train_loss.unwrap() > 4.0, "{first:?}");
    assert_eq!(learner.done(), [false, false, true, false]);
    let absolute = learner.trains(|setup| setup.settings.loss = Loss::MeanAbsoluteError);
    near(absolute.rmse, 725.0, 1.0);
    assert_eq!(learner.done(), [false, false, true, true]);
    let errors: [f64; 3] = [100.0, -200.0, 300.0];
    let rmse = (errors.iter().map(|error| error * error).sum::<f64>() / 3.0).sqrt();
    learner.types(1, rmse.round());
    learner.types(0, 2.56);
    learner.facts.values.insert(Quantity::SlowMotionLoss, 2.56);
    learner.sees(View::SlowMotion, 2);
    assert_eq!(learner.done(), [true; 4]);
    // "Always saying the mean has the loss 1."
    let dataset = Dataset::new(table(Example::Summer), &learner.lesson.setup.spec).unwrap();
    let train = dataset.scaled_targets.select(Axis(0), &dataset.split.train);
    near(Some(train.iter().map(|y| f64::from(*y).powi(2)).sum::<f64>() / train.len() as f64), 1.0, 1e-5);
}

/// Inputs and targets of the training rows.
fn training_rows(setup: &Setup) -> (Array2<f32>, Array2<f32>) {
    let dataset = Dataset::new(table(setup.example), &setup.spec).unwrap();
    let rows = |values: &Array2<f32>| values.select(Axis(0), &dataset.split.train);
    (rows(&dataset.features), rows(&dataset.scaled_targets))
}

fn trainer(settings: &Settings, x: Array2<f32>, y: Array2<f32>) -> Trainer {
    let train = (0..x.nrows()).collect();
    let data = TrainingData { features: Arc::new(x), targets: Arc::new(y), train, validation: Vec::new() };
    Trainer::new(settings.check().unwrap(), Arc::new(data)).unwrap()
}

#[test]
fn lesson_3_a_step_is_what_a_hand_computes() {
    let mut learner = Learner::of(3);
    let setup = learner.lesson.setup.clone();
    let (x, y) = training_rows(&setup);
    assert!(x.nrows() <= setup.settings.batch_size as usize);
    let mut trainer = trainer(&setup.settings, x.clone(), y.clone());
    let (w, b) = (trainer.network().parameters()[0], trainer.network().parameters()[1]);
    let errors = x.iter().zip(&y).map(|(x, y)| f64::from(*x) * f64::from(w * x + b - y));
    let gradient = 2.0 * errors.sum::<f64>() / x.nrows() as f64;
    // As the guess supposes.
    assert!(gradient < -1.0);
    trainer.step();
    let by_hand = f64::from(w) - setup.settings.learning_rate * gradient;
    let now = f64::from(trainer.network().parameters()[0]);
    near(Some(now), by_hand, 1e-5);
    // So far from 0 that 2 % of it can be typed.
    assert!(now.abs() > 0.5);
    learner.facts.values.insert(Quantity::MicroscopeNewWeight, now);
    learner.types(0, (by_hand * 100.0).round() / 100.0);
    learner.sees(View::Microscope, 1);
    learner.sees(View::SlowMotion, 4);
    assert_eq!(learner.done(), [true, true, false, false]);
    let down = learner.trains(|_| {});
    near(down.train_loss, 0.174, 0.001);
    learner.sees(View::Microscope, 2);
    assert_eq!(learner.done(), [true, true, true, false]);
    for (rate, met) in [(0.1, false), (0.3, false), (1.0, false), (0.5, true)] {
        learner.trains(|setup| {
            setup.settings.epochs = 2;
            setup.settings.learning_rate = rate;
        });
        assert_eq!(learner.done()[3], met, "{rate}");
    }
}

#[test]
fn lesson_4_one_rate_is_too_small_one_too_large() {
    let mut learner = Learner::of(4);
    let slow = learner.trains(|_| {});
    near(slow.validation_loss, 0.139, 0.003);
    assert_eq!(learner.done(), [true, false, false, false]);
    let wild = learner.trains(|setup| setup.settings.learning_rate = 1.0);
    assert_eq!((wild.outcome, wild.epochs_done), (Ending::Diverged, 0));
    assert_eq!(learner.done(), [true, true, false, false]);
    // Those at the edges of what the third task allows.
    for (rate, met) in [(0.001, false), (0.003, true)] {
        let mut learner = Learner::of(4);
        learner.trains(|setup| setup.settings.learning_rate = rate);
        assert_eq!(learner.done()[2], met, "{rate}");
    }
    for rate in [0.01, 0.1] {
        learner.trains(|setup| setup.settings.learning_rate = rate);
    }
    assert_eq!(learner.done(), [true; 4]);
}

#[test]
fn lesson_5_layers_without_a_bend_are_a_line() {
    let mut learner = Learner::of(5);
    let line = learner.trains(|_| {});
    near(line.rmse, 353.0, 1.5);
    assert_eq!(line.parameters, 10);
    assert_eq!(learner.done(), [true, false, false, false]);
    let flat = learner.trains(|setup| {
        setup.settings.hidden = vec![64, 64];
        setup.settings.activation = Activation::Linear;
    });
    near(flat.rmse, line.rmse.unwrap(), 8.0);
    assert_eq!((flat.parameters, flat.standing), (4865, Some(Standing::NoBetter)));
    assert_eq!(learner.done(), [true, true, false, false]);
    let bent = learner.trains(|setup| setup.settings.hidden = vec![64, 64]);
    near(bent.rmse, 253.0, 1.5);
    assert_eq!(bent.standing, Some(Standing::Better));
    learner.sees(View::Network, 1);
    assert_eq!(learner.done(), [true, true, true, false]);
    for (units, met) in [(8, false), (16, true), (24, true), (32, true)] {
        let mut learner = Learner::of(5);
        learner.trains(|setup| setup.settings.hidden = vec![units]);
        assert_eq!(learner.done()[3], met, "{units}");
    }
}

/// The last try of lesson 5, which it is finished without: no line tells the spirals' arms apart, two layers do.
#[test]
fn lesson_5_ends_with_spirals() {
    let mut learner = Learner::of(5);
    let tries = |block: &Block| match block {
        Block::Try(more) => Some((**more).clone()),
        _ => None,
    };
    let more = learner.lesson.blocks.iter().find_map(tries).unwrap();
    assert_eq!(more.setup.spec, Example::Spirals.spec());
    // What is done there does none of the lesson's tasks, and the lesson's do not do this.
    let place = learner.lesson.tasks().count();
    for (hidden, met) in [(Vec::new(), false), (vec![8, 8], true)] {
        let run = learner.trains(|setup| {
            *setup = more.setup.clone();
            setup.settings.hidden = hidden;
        });
        assert_eq!(more.task.check.met(&learner.facts, place), met, "{run:?}");
        assert!((run.r2.unwrap() < 0.1) != met, "{run:?}");
    }
    assert_eq!(learner.done(), [false; 4]);
}

#[test]
fn lesson_6_unscaled_numbers_explode_and_gaps_and_labels_count() {
    let mut learner = Learner::of(6);
    // Inputs in their own units explode.
    let dataset = Dataset::new(table(learner.lesson.setup.example), &learner.lesson.setup.spec).unwrap();
    assert_eq!(learner.trains(|_| {}).outcome, Ending::Diverged);
    let standard = |setup: &mut Setup| setup.spec.scaling = greengrad::data::Scaling::Standard;
    let scaled = learner.trains(standard);
    near(scaled.r2, 0.83, 0.05);
    assert_eq!((scaled.choices.inputs, dataset.rows.len()), (10, 392 - 78));
    assert_eq!(learner.done(), [true, true, false, false]);
    let filled = learner.trains(|setup| {
        standard(setup);
        setup.spec.missing = Missing::Fill;
    });
    assert_eq!(filled.choices.inputs, 11);
    assert_eq!(learner.done(), [true, true, true, false]);
    let labels = learner.trains(|setup| {
        standard(setup);
        setup.spec.categories = vec!["cylinders".to_owned()];
    });
    // Five columns in the place of one.
    assert_eq!(labels.choices.inputs, 14);
    assert_eq!(learner.done(), [true; 4]);
}

/// What lessons 7 and 9 begin with, which takes a while.
fn by_heart() -> &'static (RunFacts, RunReport) {
    static RUN: OnceLock<(RunFacts, RunReport)> = OnceLock::new();
    assert_eq!(lesson(7).setup, lesson(9).setup);
    RUN.get_or_init(|| run(&lesson(7).setup))
}

#[test]
fn lesson_7_the_network_learns_by_heart() {
    let mut learner = Learner::of(7);
    let (heart, _) = by_heart();
    learner.facts.runs.push(heart.clone());
    let (best, epoch) = heart.best.unwrap();
    assert_eq!((heart.parameters, epoch), (4801, 6));
    assert!(best < 0.37 && heart.train_loss.unwrap() < 0.22);
    near(heart.validation_loss, 0.44, 0.005);
    assert_eq!(learner.done(), [false; 3]);
    learner.types(0, 6.0);
    assert_eq!(learner.done(), [true, false, false]);
    let stopped = learner.trains(|setup| setup.settings.patience = Some(5));
    assert_eq!((stopped.outcome, stopped.best.unwrap().1), (Ending::StoppedEarly, 6));
    assert!(stopped.rmse < heart.rmse);
    assert_eq!(learner.done(), [true, true, false]);
    learner.trains(|setup| setup.settings.l2 = 0.01);
    assert_eq!(learner.done(), [true; 3]);
}

#[test]
fn lesson_7_dropout_helps_too() {
    let mut learner = Learner::of(7);
    learner.trains(|setup| setup.settings.dropout = 0.5);
    assert_eq!(learner.done(), [false, false, true]);
}

#[test]
fn lesson_8_the_race_ends_as_it_says() {
    let mut learner = Learner::of(8);
    for (optimizer, loss) in
        [(OptimizerKind::Sgd, 0.147), (OptimizerKind::Momentum, 0.0506), (OptimizerKind::Adam, 0.0327)]
    {
        assert!(!learner.done()[0]);
        let run = learner.trains(|setup| setup.settings.optimizer = optimizer);
        near(run.train_loss, loss, 0.001);
    }
    assert_eq!(learner.done(), [true, false, false]);
    let mut before = 0.0;
    for batch_size in [8, 32, 512] {
        // Small batches learn most in ten epochs.
        let run = learner.trains(|setup| setup.settings.batch_size = batch_size);
        assert!(run.train_loss.unwrap() > before + 0.03);
        before = run.train_loss.unwrap();
    }
    assert_eq!(learner.done(), [true, true, false]);
    for (rate, met) in [(0.01, false), (0.03, true), (0.1, true)] {
        let mut learner = Learner::of(8);
        learner.trains(|setup| setup.settings.learning_rate = rate);
        assert_eq!(learner.done()[2], met, "{rate}");
    }
    let dataset = Dataset::new(table(Example::Demand), &Example::Demand.spec()).unwrap();
    assert_eq!(dataset.split.train.len(), 6015);
    assert_eq!(dataset.split.train.len().div_ceil(32), 188);
}

#[test]
fn lesson_9_yesterday_beats_the_network() {
    let mut learner = Learner::of(9);
    let (network, report) = by_heart();
    near(network.rmse, 6.07, 0.05);
    let yesterday = report.test.targets[0]
        .baselines
        .iter()
        .find(|own| own.name == BaselineName::Before(greengrad::data::Span::DAY));
    near(yesterday.map(|own| own.metrics.rmse), 5.17, 0.01);
    assert_eq!(network.standing, Some(Standing::Worse));
    learner.facts.runs.push(network.clone());
    assert_eq!(learner.done(), [true, false, false]);
    let cheat = learner.trains(|setup| setup.spec.split.method = SplitMethod::Random { seed: 1 });
    near(cheat.rmse, 4.46, 0.06);
    // It looks better, and is no better than the line on the same rows.
    near(cheat.baseline.map(|(_, rmse)| rmse), 4.48, 0.01);
    assert_eq!(cheat.standing, Some(Standing::NoBetter));
    assert_eq!(learner.done(), [true, true, false]);
    let line = learner.trains(|setup| setup.settings.hidden = Vec::new());
    assert_ne!(line.standing, Some(Standing::Worse));
    assert_eq!(learner.done(), [true; 3]);
}

#[test]
fn lesson_10_the_wind_tells_what_the_calendar_cannot() {
    let mut learner = Learner::of(10);
    let table = table(Example::Grid);
    let intensity = table.column("intensity_g_kwh").unwrap().numbers().unwrap().to_vec();
    near(Some(intensity.iter().sum::<f64>() / intensity.len() as f64), 450.0, 5.0);
    let calendar = learner.trains(|_| {});
    near(calendar.rmse, 105.0, 1.0);
    assert_eq!(
        (calendar.standing, calendar.baseline.unwrap().0),
        (Some(Standing::Worse), BaselineName::Linear)
    );
    assert_eq!(learner.done(), [true, false, false, false]);
    let wind = learner.trains(|setup| {
        setup.spec.features = vec!["wind_mw".to_owned(), "solar_mw".to_owned()];
    });
    assert!(wind.rmse.unwrap() < 50.0, "{wind:?}");
    assert_eq!(learner.done(), [true, true, false, false]);
    // What the plans of the seventy days save is asserted where they are made (`act`).
    learner.sees(View::Plan, 1);
    learner.sees(View::Receipt, 1);
    assert_eq!(learner.done(), [true; 4]);
}

/// A lesson names its settings as a link does.
#[test]
fn a_setup_knows_every_setting_of_a_link() {
    use greengrad::app::link::Link;
    use greengrad::nn::Initialiser;
    use greengrad::training::Method;
    let settings = Settings {
        method: Method::Quick,
        epochs: 7,
        learning_rate: 0.03,
        batch_size: 5,
        hidden: vec![3, 200],
        activation: Activation::Tanh,
        initialiser: Initialiser::HeNormal,
        loss: Loss::Huber,
        optimizer: OptimizerKind::AdamW,
        l1: 0.0003,
        l2: 0.001,
        dropout: 0.25,
        patience: Some(4),
        seed: 9,
    };
    let link = Link { settings: settings.clone(), ..Link::default() }.format();
    assert_eq!(link.split('&').count(), 14);
    let setup = format!("# T\n```setup\nexample = cars_co2\n{}\n```\n", link.replace('&', "\n"));
    assert_eq!(Lesson::parse(1, &setup).unwrap().setup.settings, settings);
}
