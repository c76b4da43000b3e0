use super::*;
use crate::data::{Column, Dataset, Missing, Scaling, Span, SplitMethod, SplitSpec, Values};
use crate::forecast::{Frame, Recipe, RecipeName, Work};
use crate::numeric::{Rng, Stream, crc32};
use crate::training::{Method, Trainer, TrainingData};
use proptest::prelude::*;
use std::sync::Arc;

fn column(name: &str, values: Values) -> Column {
    Column { name: name.to_owned(), values, unit: None, derived: false }
}

/// Every kind of column; the last number is missing.
fn table() -> Table {
    let rows = 60;
    let mut rng = Rng::new(5, Stream::Split);
    let x: Vec<f64> = (0..rows).map(|_| rng.normal()).collect();
    let y = x.iter().enumerate().map(|(row, x)| x.abs() + (row % 3) as f64).collect();
    let mut gaps = x.clone();
    gaps[rows - 1] = f64::NAN;
    gaps[0] = -0.0;
    let times = (0..rows as i64).map(|row| (row != 7).then_some(row * 3_600_000)).collect();
    let labels = ["a", "b", "ü 中"].map(str::to_owned).to_vec();
    let words = (0..rows).map(|row| (row % 5 > 0).then(|| format!("word {row}"))).collect();
    Table {
        columns: vec![
            Column { unit: Some("kWh".to_owned()), derived: true, ..column("x", Values::Number(x)) },
            column("gaps", Values::Number(gaps)),
            column("y", Values::Number(y)),
            column("time", Values::Datetime { milliseconds: times, utc: true }),
            column(
                "kind",
                Values::Category { labels, codes: (0..rows as u32).map(|row| Some(row % 3)).collect() },
            ),
            column("words", Values::Text(words)),
            column("nothing", Values::Empty),
        ],
        lines: (2..rows as u32 + 2).collect(),
    }
}

fn spec() -> DataSpec {
    DataSpec {
        targets: vec!["y".to_owned()],
        features: ["x", "gaps", "kind"].map(str::to_owned).to_vec(),
        time: None,
        horizon: Span::DAY,
        categories: Vec::new(),
        missing: Missing::Fill,
        season: false,
        scaling: Scaling::Standard,
        split: SplitSpec { method: SplitMethod::Random { seed: u64::MAX }, ..SplitSpec::default() },
    }
}

fn network_run(steps: usize) -> SavedRun {
    let dataset = Dataset::new(table(), &spec()).unwrap();
    let settings = Settings {
        hidden: vec![4],
        epochs: 5,
        dropout: 0.1,
        patience: Some(2),
        batch_size: 16,
        ..Settings::default()
    };
    let data = TrainingData {
        features: Arc::clone(&dataset.features),
        targets: Arc::clone(&dataset.scaled_targets),
        train: dataset.split.train.clone(),
        validation: dataset.split.validation.clone(),
    };
    let mut trainer = Trainer::new(settings.check().unwrap(), Arc::new(data)).unwrap();
    let history = (0..steps).filter_map(|_| trainer.step().epoch).collect();
    SavedRun {
        settings,
        inputs: dataset.inputs,
        history,
        seconds: 1.5,
        rows_trained: 16 * steps as u64,
        outcome: trainer.outcome().cloned(),
        fingerprint: trainer.network().fingerprint(),
        test: None,
        state: RunState::Network(Box::new(trainer.checkpoint())),
    }
}

fn recipe_run() -> SavedRun {
    let dataset = Dataset::new(table(), &spec()).unwrap();
    let names = dataset.inputs.features.iter().map(|feature| feature.name()).collect();
    let frame =
        Frame::of_rows(dataset.raw_features().to_array(), dataset.targets.column(0).to_owned(), names);
    let recipe = Recipe { members: 1, hidden: vec![3], least_steps: 9, ..Recipe::of_rows(RecipeName::Quick) };
    let rows: Vec<usize> = (0..55).collect();
    let mut work = Work::new(Arc::new(frame), rows, None, recipe, 1);
    while work.forecaster().is_none() {
        work.advance();
    }
    let state = RunState::Recipe(vec![work.save()]);
    let settings = Settings { method: Method::Quick, ..Settings::default() };
    SavedRun { settings, state, outcome: Some(Outcome::Finished), ..network_run(0) }
}

fn project(run: Option<SavedRun>, with_data: bool) -> Project {
    let source = ProjectSource { name: "meter.csv".to_owned(), ..ProjectSource::default() };
    Project::new(source, &table(), with_data, (spec(), Settings::default()), run).unwrap()
}

/// NaN is not equal to itself, so bytes are compared.
#[test]
fn a_project_comes_back_as_it_was() {
    for run in [None, Some(network_run(0)), Some(network_run(7)), Some(network_run(99)), Some(recipe_run())] {
        for with_data in [true, false] {
            let bytes = project(run.clone(), with_data).to_bytes(Packing::Small).unwrap();
            let back = Project::from_bytes(&bytes).unwrap();
            assert_eq!(back.table.is_some(), with_data);
            assert_eq!(back.to_bytes(Packing::Small).unwrap(), bytes);
            assert_eq!(back.key, TableKey::of(&table()).unwrap());
            assert_eq!(back.run.is_some(), run.is_some());
        }
    }
}

/// The head is text, so that a person or another program finds columns and settings without this one.
#[test]
fn the_head_can_be_read_as_text() {
    let bytes = project(Some(network_run(99)), true).to_bytes(Packing::Small).unwrap();
    let length = u32::from_le_bytes(bytes[12..16].try_into().unwrap()) as usize;
    let head: Value = serde_json::from_slice(&bytes[16..16 + length]).unwrap();
    assert_eq!(head["format"], "greengrad project");
    assert_eq!(head["spec"]["targets"], json!(["y"]));
    assert_eq!(head["spec"]["split"]["method"]["random"]["seed"], json!(u64::MAX));
    assert_eq!(head["about_run"]["outcome"], outcome_of(&bytes));
}

fn outcome_of(bytes: &[u8]) -> &'static str {
    let run = Project::from_bytes(bytes).unwrap().run.unwrap();
    run.outcome.as_ref().map_or("", Outcome::code)
}

/// No cell of the table, and nothing that was said of single rows.
#[test]
fn a_project_without_data_has_none() {
    let run = recipe_run();
    let RunState::Recipe(works) = &run.state else { panic!() };
    let forecaster = works[0].forecaster().cloned();
    let without = project(Some(run.clone()), false);
    let bytes = without.to_bytes(Packing::Small).unwrap();
    let back = Project::from_bytes(&bytes).unwrap();
    assert!(back.table.is_none());
    let Some(RunState::Recipe(works)) = back.run.as_ref().map(|run| &run.state) else { panic!() };
    assert_eq!(works[0].forecaster().cloned(), forecaster);
    assert_eq!(works[0], works[0].clone().without_rows());
    assert_ne!(RunState::Recipe(works.clone()), run.state);
}

/// Every length but the whole, and every bit: refused, and never by a panic.
#[test]
fn what_is_cut_off_or_flipped_is_refused() {
    let bytes = project(Some(network_run(7)), true).to_bytes(Packing::Small).unwrap();
    let refusal = |bytes: &[u8]| Project::from_bytes(bytes).unwrap_err();
    let head_ends = 16 + u32::from_le_bytes(bytes[12..16].try_into().unwrap()) as usize;
    for length in 0..bytes.len() {
        let error = refusal(&bytes[..length]);
        match error {
            ProjectError::Container(ContainerError::OtherFile) => assert!(length < 4, "{length}"),
            ProjectError::Container(ContainerError::Truncated { found, expected }) => {
                assert!(found == length as u64 && found < expected, "{length} {error}");
                // The length that is named is the whole one, as soon as the head is there.
                assert!(
                    expected <= bytes.len() as u64 && (length < head_ends || expected == bytes.len() as u64)
                );
            }
            _ => panic!("{length}: {error:?}"),
        }
    }
    let mut damaged = bytes.clone();
    for place in 0..bytes.len() {
        for bit in 0..8 {
            damaged[place] ^= 1 << bit;
            let error = refusal(&damaged);
            let container = matches!(error, ProjectError::Container(ref own) if !matches!(own, ContainerError::Form { .. }));
            assert!(container, "byte {place} bit {bit}: {error:?}");
            assert_eq!(error == ProjectError::Container(ContainerError::OtherFile), place < 4);
            damaged[place] = bytes[place];
        }
    }
    assert_eq!(refusal(&[&bytes[..], b"x"].concat()), ProjectError::Container(ContainerError::Damaged));
    assert_eq!(refusal(b"a,b\n1,2\n"), ProjectError::Container(ContainerError::OtherFile));
    // Line ends that a transfer as text converted.
    let text: Vec<u8> = String::from_utf8_lossy(&bytes).replace("\r\n", "\n").into_bytes();
    assert_eq!(refusal(&text), ProjectError::Container(ContainerError::OtherFile));
    let converted = [&bytes[..4], b"\n", &bytes[6..]].concat();
    assert_eq!(refusal(&converted), ProjectError::Container(ContainerError::Damaged));
}

/// The checksum anew, as another program would write it.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() - 4);
    let checksum = crc32(bytes.iter().copied()).to_le_bytes();
    bytes.extend(checksum);
    bytes
}

#[test]
fn a_newer_project_is_told_from_a_damaged_one() {
    let mut bytes = project(None, true).to_bytes(Packing::Small).unwrap();
    bytes[8] = 2;
    assert_eq!(
        Project::from_bytes(&sealed(bytes)).unwrap_err(),
        ProjectError::Container(ContainerError::Newer { found: 2, known: 1 })
    );
}

/// What a project can be used for, by whoever opened it.
fn use_it(project: &Project) {
    let table = project.table.clone().unwrap_or_else(table);
    let _ = Dataset::new(table.clone(), &project.spec);
    if let Some(model) = project.model() {
        let _ = model.predict(&table, None);
    }
    if let Some(run @ SavedRun { state: RunState::Network(checkpoint), .. }) = &project.run {
        let data = TrainingData {
            features: Arc::new(ndarray::Array2::zeros((48, 6))),
            targets: Arc::new(ndarray::Array2::zeros((48, 1))),
            train: (0..42).collect(),
            validation: (42..48).collect(),
        };
        let _ = Trainer::resume(&run.settings, (**checkpoint).clone(), Arc::new(data))
            .map(|mut trainer| trainer.step());
    }
}

/// Bytes of a file written by somebody who knows the form but not what has to fit: a section with some bytes changed, under
/// a checksum that is right.
fn forged(
    run: &SavedRun,
    table: &[u8],
    run_changes: &[(usize, u8)],
    table_changes: &[(usize, u8)],
) -> Vec<u8> {
    let change = |bytes: &[u8], changes: &[(usize, u8)]| {
        let mut bytes = bytes.to_vec();
        let length = bytes.len();
        changes.iter().for_each(|&(place, value)| bytes[place % length] = value);
        bytes
    };
    let table = change(table, table_changes);
    let mut key = TableKey::of(&super::tests::table()).unwrap();
    key.crc32 = crc32(table.iter().copied());
    let head = Head {
        format: FORMAT.to_owned(),
        written_by: String::new(),
        source: ProjectSource::default(),
        table: key,
        spec: spec(),
        settings: Settings::default(),
        run: Some(run.head()),
        looks: 3,
    };
    let head = serde_json::to_value(head).unwrap();
    let run = change(&to_bytes(&run.body()).unwrap(), run_changes);
    container::write(PROJECT_VERSION, head, &[(TABLE, table), (RUN, run)], Packing::Small).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Several bytes anywhere, or a stretch that is missing: refused.
    #[test]
    fn any_damage_is_refused(changes in prop::collection::vec((any::<usize>(), any::<u8>()), 1..8), cut in any::<usize>()) {
        thread_local! {
            static BYTES: Vec<u8> = project(Some(recipe_run()), true).to_bytes(Packing::Small).unwrap();
        }
        BYTES.with(|bytes| {
            let mut damaged = bytes.clone();
            changes.iter().for_each(|&(place, value)| damaged[place % bytes.len()] = value);
            if cut % 3 == 0 {
                let from = cut % bytes.len();
                damaged.drain(from..(from + 17).min(bytes.len()));
            }
            if damaged != *bytes {
                assert!(Project::from_bytes(&damaged).is_err());
            }
        });
    }

    /// A forged file is refused or can be used: neither panics.
    #[test]
    fn a_forged_project_breaks_nothing(
        in_run in prop::collection::vec((any::<usize>(), any::<u8>()), 0..4),
        in_table in prop::collection::vec((any::<usize>(), any::<u8>()), 0..4),
        recipe in any::<bool>(),
    ) {
        thread_local! {
            static RUNS: [SavedRun; 2] = [network_run(7), recipe_run()];
            static TABLE_BYTES: Vec<u8> = to_bytes(&table()).unwrap();
        }
        RUNS.with(|runs| TABLE_BYTES.with(|table| {
            if let Ok(project) = Project::from_bytes(&forged(&runs[usize::from(recipe)], table, &in_run, &in_table)) {
                use_it(&project);
            }
        }));
    }

    /// The same of the head.
    #[test]
    fn a_forged_head_breaks_nothing(changes in prop::collection::vec((any::<usize>(), 0x20..0x7f_u8), 1..5)) {
        thread_local! {
            static BYTES: Vec<u8> = project(Some(network_run(7)), true).to_bytes(Packing::Small).unwrap();
        }
        BYTES.with(|bytes| {
            let length = u32::from_le_bytes(bytes[12..16].try_into().unwrap()) as usize;
            let mut forged = bytes.clone();
            changes.iter().for_each(|&(place, value)| forged[16 + place % length] = value);
            if let Ok(project) = Project::from_bytes(&sealed(forged)) {
                use_it(&project);
            }
        });
    }
}

#[test]
fn how_long_a_table_becomes_is_known_before() {
    let table = table();
    let (known, written) = (table_bytes(&table), TableKey::and_length(&table).unwrap().1 as usize);
    assert!(written <= known && known < written + written / 2, "{written} of {known}");
    // Of a long one, hardly more than it takes.
    let long = Table {
        columns: vec![column("x", Values::Number(vec![1.0; 100_000]))],
        lines: (0..100_000).collect(),
    };
    let (known, written) = (table_bytes(&long), TableKey::and_length(&long).unwrap().1 as usize);
    assert!(written <= known && known < written + 256, "{written} of {known}");
}
