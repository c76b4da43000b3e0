use super::*;
use crate::nn::{Loss, OptimizerKind};

/// y = x₀ − 2 x₁ + bend, 60 rows to learn from and 20 to watch.
fn data() -> Arc<TrainingData> {
    let mut rng = Rng::new(11, Stream::Split);
    let x = Array2::from_shape_simple_fn((80, 2), || rng.normal() as f32);
    let y = Array2::from_shape_fn((80, 1), |(row, _)| {
        0.5 * x[(row, 0)] - 0.6 * x[(row, 1)] + 0.4 * (x[(row, 0)] * x[(row, 1)]).max(-1.0)
    });
    Arc::new(TrainingData {
        features: Arc::new(x),
        targets: Arc::new(y),
        train: (0..60).collect(),
        validation: (60..80).collect(),
    })
}

fn targets_of(rows: &[usize]) -> Array2<f32> {
    select_rows(data().targets.view(), rows)
}

fn trainer(settings: Settings) -> Trainer {
    Trainer::new(settings.check().unwrap(), data()).unwrap()
}

fn small() -> Settings {
    Settings { epochs: 30, hidden: vec![16], batch_size: 16, learning_rate: 0.01, ..Settings::default() }
}

/// Runs to the end; the epochs and the outcome.
fn run(trainer: &mut Trainer) -> (Vec<EpochReport>, Outcome) {
    let mut epochs = Vec::new();
    loop {
        let report = trainer.step();
        epochs.extend(report.epoch);
        if let Some(outcome) = report.outcome {
            return (epochs, outcome);
        }
    }
}

fn bits(trainer: &Trainer) -> Vec<u32> {
    trainer.network().parameters().iter().map(|parameter| parameter.to_bits()).collect()
}

#[test]
fn the_loss_falls_and_the_run_ends_after_its_epochs() {
    let mut trainer = trainer(small());
    let before = trainer.initial_loss();
    let (epochs, outcome) = run(&mut trainer);
    assert_eq!(outcome, Outcome::Finished);
    assert_eq!(epochs.len(), 30);
    assert!(epochs[29].train_loss < 0.2 * before, "{before} {:?}", epochs[29]);
    assert!(epochs[29].validation_loss.unwrap() < before);
}

#[test]
fn reset_gives_the_same_bits_and_another_seed_others() {
    let mut first = trainer(Settings { dropout: 0.2, ..small() });
    run(&mut first);
    let once = bits(&first);
    first.reset().unwrap();
    assert_ne!(bits(&first), once);
    run(&mut first);
    assert_eq!(bits(&first), once);
    let mut other = trainer(Settings { dropout: 0.2, seed: 2, ..small() });
    run(&mut other);
    assert_ne!(bits(&other), once);
}

#[test]
fn predicting_between_steps_changes_nothing() {
    let (mut watched, mut alone) = (trainer(small()), trainer(small()));
    for _ in 0..25 {
        watched.step();
        watched.predict(&data().validation);
        alone.step();
    }
    assert_eq!(bits(&watched), bits(&alone));
}

#[test]
fn an_epoch_counts_a_partial_batch_by_its_rows() {
    // One row in the last batch of 59 + 1: with a tiny step, the epoch's loss is the loss before the first step.
    let mut trainer = trainer(Settings {
        batch_size: 59,
        learning_rate: 1e-6,
        optimizer: OptimizerKind::Sgd,
        epochs: 1,
        ..small()
    });
    let before = trainer.initial_loss();
    assert_eq!(trainer.steps_per_epoch(), 2);
    let (epochs, _) = run(&mut trainer);
    assert!((epochs[0].train_loss - before).abs() < 1e-4 * before, "{before} {:?}", epochs[0]);
}

#[test]
fn an_exploding_loss_ends_the_run_with_the_last_good_weights() {
    for loss in [Loss::MeanSquaredError, Loss::Huber] {
        let mut trainer = trainer(Settings {
            optimizer: OptimizerKind::Sgd,
            learning_rate: 50.0,
            epochs: 200,
            loss,
            ..small()
        });
        let (_, outcome) = run(&mut trainer);
        let Outcome::Diverged(divergence) = outcome else { panic!("{outcome:?}") };
        assert!(
            divergence.loss.is_nan() || divergence.loss > 10.0 * divergence.initial_loss,
            "{divergence:?}"
        );
        assert!(trainer.network().parameters().iter().all(|parameter| parameter.is_finite()));
        // A number that says something: of the step that led there, not of the one that was no number.
        assert!(divergence.steepest.is_some_and(|(_, size)| size.is_finite() && size > 0.0));
        let after = trainer.predict(&data().train);
        assert!(
            loss.value(after.view(), targets_of(&data().train).view())
                <= 10.0 * divergence.initial_loss.max(1.0)
        );
    }
}

#[test]
fn a_learning_rate_that_is_made_smaller_in_time_saves_a_run() {
    let mut trainer = trainer(Settings { optimizer: OptimizerKind::Sgd, learning_rate: 0.05, ..small() });
    for _ in 0..3 {
        trainer.step();
    }
    trainer.set_learning_rate(0.01);
    let (epochs, outcome) = run(&mut trainer);
    assert_eq!(outcome, Outcome::Finished);
    assert_eq!(epochs[29].learning_rate, 0.01);
}

#[test]
fn early_stopping_takes_back_the_best_weights() {
    let mut trainer = trainer(Settings {
        patience: Some(3),
        epochs: 500,
        learning_rate: 0.05,
        hidden: vec![64, 64],
        ..small()
    });
    let (epochs, outcome) = run(&mut trainer);
    let Outcome::StoppedEarly { best_epoch } = outcome else { panic!("{outcome:?}") };
    let best = epochs.iter().map(|epoch| epoch.validation_loss.unwrap()).fold(f64::INFINITY, f64::min);
    assert_eq!(epochs[best_epoch as usize - 1].validation_loss, Some(best));
    assert_eq!(epochs.len() as u32, best_epoch + 3);
    let predictions = trainer.predict(&data().validation);
    let restored = Loss::MeanSquaredError.value(predictions.view(), targets_of(&data().validation).view());
    assert_eq!(restored, best);
}

#[test]
fn early_stopping_without_rows_to_watch_is_refused() {
    let none = TrainingData { validation: Vec::new(), ..TrainingData::clone(&data()) };
    let config = Settings { patience: Some(3), ..small() }.check().unwrap();
    assert_eq!(Trainer::new(config, Arc::new(none)).unwrap_err(), NoValidationRows);
}

/// A run that is put aside after so many steps, becomes bytes, and goes on from these.
fn interrupted(settings: &Settings, steps: usize) -> (Vec<EpochReport>, Trainer) {
    let mut first = trainer(settings.clone());
    let mut epochs = Vec::new();
    for _ in 0..steps {
        epochs.extend(first.step().epoch);
    }
    let bytes = postcard::to_stdvec(&first.checkpoint()).unwrap();
    drop(first);
    let mut second = Trainer::resume(settings, postcard::from_bytes(&bytes).unwrap(), data()).unwrap();
    epochs.extend(run(&mut second).0);
    (epochs, second)
}

/// Every optimiser, with dropout and L2, put aside before the first step, in the middle of an epoch, at its end and
/// after the run: the same bits, losses and outcome as in one go. 60 rows in batches of 16 are four steps an epoch.
#[test]
fn a_run_that_was_put_aside_ends_in_the_same_bits() {
    for &optimizer in OptimizerKind::ALL {
        let settings = Settings { optimizer, dropout: 0.2, l2: 0.01, epochs: 9, ..small() };
        let mut whole = trainer(settings.clone());
        let (epochs, outcome) = run(&mut whole);
        for steps in [0, 3, 4, 17, 35, 36] {
            let (resumed_epochs, resumed) = interrupted(&settings, steps);
            assert_eq!(bits(&resumed), bits(&whole), "{optimizer} after {steps} steps");
            assert_eq!(resumed_epochs, epochs, "{optimizer} after {steps} steps");
            assert_eq!(resumed.outcome(), Some(&outcome));
            assert_eq!(resumed.checkpoint(), whole.checkpoint());
        }
    }
}

/// The best epoch and the count since then are kept too, and a changed α.
#[test]
fn early_stopping_and_a_changed_learning_rate_are_gone_on_with() {
    let settings = Settings { patience: Some(4), learning_rate: 0.05, epochs: 200, ..small() };
    let mut whole = trainer(settings.clone());
    let (epochs, outcome) = run(&mut whole);
    let Outcome::StoppedEarly { best_epoch } = outcome else { panic!("{outcome:?}") };
    // Between the best epoch and the end, where only what was kept brings the best weights back.
    let after_best = 4 * best_epoch as usize + 6;
    assert!(after_best < 4 * epochs.len());
    let (resumed_epochs, resumed) = interrupted(&settings, after_best);
    assert_eq!((bits(&resumed), resumed_epochs), (bits(&whole), epochs));
    assert_eq!(resumed.outcome(), Some(&outcome));

    let changed = |put_aside: bool| {
        let mut trainer = trainer(small());
        for _ in 0..10 {
            trainer.step();
        }
        trainer.set_learning_rate(0.002);
        if put_aside {
            trainer = Trainer::resume(&small(), trainer.checkpoint(), data()).unwrap();
        }
        run(&mut trainer);
        bits(&trainer)
    };
    assert_eq!(changed(true), changed(false));
}

/// What is said of the steepest layer comes from the step before, which lies before the interruption here.
#[test]
fn a_divergence_after_an_interruption_says_the_same() {
    let settings = Settings { optimizer: OptimizerKind::Sgd, learning_rate: 50.0, epochs: 200, ..small() };
    let mut whole = trainer(settings.clone());
    let mut steps = 0;
    while whole.step().outcome.is_none() {
        steps += 1;
    }
    let (_, resumed) = interrupted(&settings, steps);
    assert_eq!(format!("{:?}", resumed.outcome()), format!("{:?}", whole.outcome()));
    assert_eq!(bits(&resumed), bits(&whole));
    // One that diverged already is put aside as it is.
    let (_, over) = interrupted(&settings, steps + 1);
    assert_eq!(format!("{:?}", over.outcome()), format!("{:?}", whole.outcome()));
}

#[test]
fn other_rows_and_other_shapes_are_refused() {
    use crate::training::CheckpointError;
    let mut first = trainer(small());
    for _ in 0..10 {
        first.step();
    }
    let good = first.checkpoint();
    let mut other = TrainingData::clone(&data());
    Arc::make_mut(&mut other.targets)[(7, 0)] += 0.01;
    assert_eq!(
        Trainer::resume(&small(), good.clone(), Arc::new(other)).unwrap_err(),
        CheckpointError::OtherRows
    );
    let fewer = TrainingData { train: (0..50).collect(), ..TrainingData::clone(&data()) };
    assert_eq!(
        Trainer::resume(&small(), good.clone(), Arc::new(fewer)).unwrap_err(),
        CheckpointError::OtherRows
    );
    // As numbers of another file would be: each part of the form that is changed is noticed.
    let json = serde_json::to_value(&good).unwrap();
    for (name, value) in [
        ("order", serde_json::json!(vec![0; 60])),
        ("next_row", serde_json::json!(33)),
        ("next_row", serde_json::json!(48)),
        ("epochs_done", serde_json::json!(30)),
        ("gradients", serde_json::json!([0.0])),
        ("good", serde_json::json!([])),
    ] {
        let mut changed = json.clone();
        changed[name] = value;
        let changed = serde_json::from_value(changed).unwrap();
        assert_eq!(
            Trainer::resume(&small(), changed, data()).unwrap_err(),
            CheckpointError::DoesNotFit,
            "{name}"
        );
    }
}
