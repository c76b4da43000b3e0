//! Small texts, good and bad. What the real lessons claim is tried out in `tests/it/lessons.rs`.

use super::*;
use crate::session::Example;
use crate::training::Settings;

const HEAD: &str = "# Title\n\n```setup\nexample = cars_co2\n```\n\n";

fn lesson(body: &str) -> Result<Lesson, LessonError> {
    Lesson::parse(1, &format!("{HEAD}{body}"))
}

/// The line and the fault of a text that cannot be read, with line 1 the first below the setup.
fn fault(body: &str) -> (u32, Fault) {
    let error = lesson(body).unwrap_err();
    (error.line - HEAD.lines().count() as u32, error.fault)
}

fn check(text: &str) -> Check {
    Check::parse(text, 1).unwrap()
}

fn check_fault(text: &str) -> Fault {
    let error = Check::parse(text, 9).unwrap_err();
    assert_eq!(error.line, 9);
    error.fault
}

/// A run that finished.
fn run(settings: Settings, validation_loss: f64) -> RunFacts {
    RunFacts {
        settings,
        choices: Choices::default(),
        outcome: Ending::Finished,
        parameters: 10,
        epochs_done: 20,
        train_loss: Some(0.1),
        validation_loss: Some(validation_loss),
        best: Some((validation_loss, 12)),
        rmse: Some(4.0),
        mae: Some(3.0),
        r2: Some(0.8),
        baseline: Some((crate::evaluation::BaselineName::Linear, 5.0)),
        standing: None,
    }
}

fn with_rate(learning_rate: f64) -> Settings {
    Settings { learning_rate, ..Settings::default() }
}

#[test]
fn a_lesson_becomes_plain_data() {
    let text = "# On *slopes*

```setup
example = homes_ca_2016
hidden = none
learning_rate = 0.1
patience = 5
features = none
split = hash
test_share = 0.3
scaling = none
horizon = 7d
```

The [gradient](#gradient) and `w`,
one $θ ← θ − α ∂L/∂θ$ and **two**:

$L = Σ(y−ŷ)²$

- first
- second

```guess
Which?
- this
- that *
> *That*,

> because.
```

```show
microscope
```

```task
Do it.

check: seen microscope>=1 and value microscope.new_weight within 1%
```

```hint
So.
```

```remember
Much.
```

```practice
Here.
```
";
    let lesson = Lesson::parse(3, text).unwrap();
    assert_eq!(lesson.number, 3);
    assert_eq!(Inline::plain(&lesson.title), "On slopes");
    let setup = &lesson.setup;
    assert_eq!(setup.example, Example::Homes);
    assert_eq!(
        setup.settings,
        Settings { hidden: Vec::new(), learning_rate: 0.1, patience: Some(5), ..Settings::default() }
    );
    assert_eq!(setup.spec.scaling, crate::data::Scaling::None);
    assert_eq!(setup.spec.horizon, crate::data::Span::WEEK);
    assert_eq!(setup.spec.split.method, crate::data::SplitMethod::Hash);
    assert_eq!((setup.spec.split.test_share, setup.spec.split.validation_share), (0.3, 0.1));
    assert_eq!(setup.spec.features, Vec::<String>::new());
    assert_eq!(setup.spec.targets, ["load_kwh"]);
    let Block::Text(nodes) = &lesson.blocks[0] else { panic!("{:?}", lesson.blocks[0]) };
    assert_eq!(
        nodes[0],
        Node::Paragraph(vec![
            Inline::Text("The ".to_owned()),
            Inline::Term { anchor: "gradient".to_owned(), text: vec![Inline::Text("gradient".to_owned())] },
            Inline::Text(" and ".to_owned()),
            Inline::Code("w".to_owned()),
            Inline::Text(", one ".to_owned()),
            Inline::Formula("θ ← θ − α ∂L/∂θ".to_owned()),
            Inline::Text(" and ".to_owned()),
            Inline::Strong(vec![Inline::Text("two".to_owned())]),
            Inline::Text(":".to_owned()),
        ])
    );
    assert_eq!(nodes[1], Node::Formula("L = Σ(y−ŷ)²".to_owned()));
    let items = ["first", "second"].map(|item| vec![Inline::Text(item.to_owned())]).to_vec();
    assert_eq!(nodes[2], Node::List { numbered: false, items });
    let Block::Guess(guess) = &lesson.blocks[1] else { panic!("{:?}", lesson.blocks[1]) };
    assert_eq!((Inline::plain(&guess.question).trim(), guess.choices.len(), guess.right), ("Which?", 2, 1));
    assert_eq!(Node::plain(&guess.answer), "That, because.");
    assert_eq!(lesson.blocks[2], Block::Show(View::Microscope));
    let task = lesson.tasks().next().unwrap();
    assert_eq!(Node::plain(&task.text), "Do it.");
    assert!(task.check.asks_for_a_number());
    assert_eq!(task.hint.as_deref().map(Node::plain).as_deref(), Some("So."));
    assert!(matches!(lesson.blocks[4..], [Block::Remember(_), Block::Practice(_)]));
    assert_eq!(lesson.anchors(), ["gradient"]);
}

#[test]
fn chinese_lines_join_without_a_space() {
    let lesson = lesson("一行，\n又一行 and\nEnglish\n中文").unwrap();
    let Block::Text(nodes) = &lesson.blocks[0] else { panic!() };
    assert_eq!(Node::plain(nodes), "一行，又一行 and English中文");
}

#[test]
fn a_fault_is_named_with_its_line() {
    let task = |check: &str| format!("```task\nDo it.\n{check}\n```\n");
    for (body, expected) in [
        ("text\n\n```quiz\nWhat?\n```", (3, Fault::UnknownBlock("quiz".to_owned()))),
        ("```\ncode\n```", (1, Fault::UnknownBlock(String::new()))),
        ("```setup\nexample = cars_co2\n```", (1, Fault::SecondSetup)),
        ("```task\nDo it.\n```", (1, Fault::TaskWithoutCheck)),
        (&task("check: seen network>=1\ncheck: seen loss>=1"), (4, Fault::AfterCheck)),
        (&task("check: seen network>=1\nmore"), (4, Fault::AfterCheck)),
        (&task("check:"), (3, Fault::EmptyCheck)),
        (&task("needs: seed, hammer\ncheck: seen network>=1"), (3, Fault::UnknownPart("hammer".to_owned()))),
        (&task("check: run colour=red"), (3, Fault::UnknownFact("colour".to_owned()))),
        ("```task\ncheck: seen network>=1\n```", (2, Fault::Empty)),
        ("```try\nexample = cars_co2\nGo.\ncheck: seen network>=1\n```", (1, Fault::TryForm)),
        ("```try\nexample = cars_co2\n\nGo.\ncheck: value 1 within 0\n```", (1, Fault::TryForm)),
        (
            "```try\nexample = cars_co2\nhidden = x\n\nGo.\n```",
            (3, Fault::BadValue { key: "hidden".to_owned(), value: "x".to_owned() }),
        ),
        (
            "```try\nexample = cars_co2\n\nGo.\ncheck: run colour=red\n```",
            (5, Fault::UnknownFact("colour".to_owned())),
        ),
        ("```remember\n\n```", (1, Fault::Empty)),
        ("```hint\nSo.\n```", (1, Fault::HintWithoutTask)),
        ("```show\nmirror\n```", (2, Fault::UnknownView("mirror".to_owned()))),
        ("```guess\nWhich?\n- a\n- b\n> c\n```", (1, Fault::RightChoices(0))),
        ("```guess\nWhich?\n- a *\n- b *\n> c\n```", (1, Fault::RightChoices(2))),
        ("```guess\nWhich?\n- a *\n> c\n- b\n```", (4, Fault::GuessForm)),
        ("```guess\nWhich?\n- a *\n- b\n```", (1, Fault::GuessForm)),
        ("```guess\n- a *\n- b\n> c\n```", (2, Fault::GuessForm)),
        ("one\n\n<b>two</b>", (3, Fault::Unsupported("HTML"))),
        ("![](a.png)", (1, Fault::Unsupported("image"))),
        ("## More", (1, Fault::Unsupported("second heading"))),
        ("one\ntwo [x](https://example.org)", (2, Fault::ForeignLink("https://example.org".to_owned()))),
        ("```remember\nWell,\n[x](gradient)\n```", (3, Fault::ForeignLink("gradient".to_owned()))),
    ] {
        assert_eq!(fault(body), expected, "{body}");
    }
    let begins = |text: &str| {
        let error = Lesson::parse(1, text).unwrap_err();
        (error.line, error.fault)
    };
    assert_eq!(begins(""), (1, Fault::NoTitle));
    assert_eq!(begins("Hello"), (1, Fault::NoTitle));
    assert_eq!(begins("# Hello"), (1, Fault::NoSetup));
    assert_eq!(begins("# Hello\n\nWell"), (3, Fault::NoSetup));
}

#[test]
fn a_lesson_needs_what_its_tasks_change() {
    let needs = |tasks: &str, settings: &Settings| lesson(tasks).unwrap().needs(settings);
    let task = |lines: &str| format!("```task\nDo it.\n{lines}\n```\n");
    let base = Settings { epochs: 30, ..Settings::default() };
    for (lines, controls) in [
        ("check: seen network>=1", vec![]),
        // As it is at the beginning, or what a run brings.
        ("check: run optimizer=adam epochs_done>=30 rmse<2", vec![]),
        ("check: run optimizer=sgd epochs_done>=31", vec![Hideable::Epochs, Hideable::Optimizer]),
        ("check: runs epochs=30 same(seed) distinct(learning_rate)>=2", vec![Hideable::LearningRate]),
        ("check: run l1>0 and now patience=none", vec![Hideable::Regularisation]),
        ("check: now feature!=mass_kg split=random", vec![Hideable::Data]),
        ("needs: seed\ncheck: run validation_loss<0.1", vec![Hideable::Seed]),
        ("needs: seed, layers\ncheck: value 2 within 0", vec![Hideable::Layers, Hideable::Seed]),
    ] {
        assert_eq!(needs(&task(lines), &base), controls, "{lines}");
    }
    // A teacher's link that sets what a task wants leaves nothing to change.
    let sgd = Settings { optimizer: crate::nn::OptimizerKind::Sgd, ..base };
    assert_eq!(needs(&task("check: run optimizer=sgd"), &sgd), Vec::new());
}

#[test]
fn a_setup_that_means_nothing_is_refused() {
    let setup = |lines: &str| {
        let error = Lesson::parse(1, &format!("# Title\n```setup\n{lines}\n```")).unwrap_err();
        (error.line, error.fault)
    };
    let bad = |key: &str, value: &str| Fault::BadValue { key: key.to_owned(), value: value.to_owned() };
    assert_eq!(setup("epochs = 5"), (3, Fault::NoExample));
    assert_eq!(setup("example = moon"), (3, bad("example", "moon")));
    for (line, fault) in [
        ("colour = red", Fault::UnknownKey("colour".to_owned())),
        ("epochs", Fault::NotAPair("epochs".to_owned())),
        ("epochs = 0", bad("epochs", "0")),
        ("hidden = 64;64", bad("hidden", "64;64")),
        ("optimizer = magic", bad("optimizer", "magic")),
        ("split = group", bad("split", "group")),
        ("horizon = long", bad("horizon", "long")),
        ("test_share = 2", bad("test_share", "2")),
        ("features = a,,b", bad("features", "a,,b")),
        ("example = cars_co2", Fault::RepeatedKey("example".to_owned())),
    ] {
        assert_eq!(setup(&format!("example = homes_ca_2016\n\n{line}")), (5, fault), "{line}");
    }
}

#[test]
fn a_check_names_only_what_there_is() {
    let unknown = |fact, value: &str| Fault::UnknownValue { fact, value: value.to_owned() };
    for (text, fault) in [
        ("", Fault::EmptyCheck),
        ("run", Fault::EmptyCheck),
        ("now hidden=none and", Fault::EmptyCheck),
        ("click train", Fault::UnknownCheck("click".to_owned())),
        ("run epoch>=2", Fault::UnknownFact("epoch".to_owned())),
        ("run epochs", Fault::NoRelation("epochs".to_owned())),
        ("run epochs>=many", unknown(Fact::Epochs, "many")),
        ("run outcome=great", unknown(Fact::Outcome, "great")),
        ("run optimizer=magic", unknown(Fact::Optimizer, "magic")),
        ("run baseline=magic", unknown(Fact::Baseline, "magic")),
        ("run outcome>finished", Fault::NoOrder(Fact::Outcome)),
        ("now rmse<3", Fault::NotYet(Fact::Rmse)),
        ("runs distinct(colour)>=2", Fault::UnknownFact("colour".to_owned())),
        ("runs distinct(seed)>=0", Fault::AtLeast("distinct(seed)>=0".to_owned())),
        ("runs same(colour) count>=2", Fault::UnknownFact("colour".to_owned())),
        ("runs outcome=finished", Fault::AtLeast("outcome=finished".to_owned())),
        ("seen mirror>=1", Fault::UnknownView("mirror".to_owned())),
        ("seen network", Fault::AtLeast("network".to_owned())),
        ("value", Fault::ValueForm(String::new())),
        ("value 1 near 2", Fault::ValueForm("1 near 2".to_owned())),
        ("value 1 within -2", Fault::ValueForm("1 within -2".to_owned())),
        ("value moon.phase within 1%", Fault::UnknownQuantity("moon.phase".to_owned())),
    ] {
        assert_eq!(check_fault(text), fault, "{text}");
    }
    for fact in Fact::ALL {
        assert_eq!(Fact::from_name(fact.name()), Some(*fact));
    }
}

#[test]
fn a_run_has_to_meet_all_conditions_at_once() {
    let check = check("run learning_rate=0.1 epochs>=20 outcome=finished validation_loss<0.2");
    let mut facts = Facts::default();
    assert_eq!(check.progress(&facts, 0), Progress::Open);
    // One run has the rate, another one the loss.
    facts.runs = vec![run(with_rate(0.1), 0.34), run(with_rate(0.01), 0.15), run(with_rate(0.1), 0.4)];
    assert!(!check.met(&facts, 0));
    let short =
        Progress::Number { fact: Fact::ValidationLoss, now: 0.34, relation: Relation::Below, needed: 0.2 };
    assert_eq!(check.progress(&facts, 0), short);
    facts.runs.push(run(with_rate(0.3 / 3.0), 0.19));
    assert!(check.met(&facts, 0));
    assert_eq!(check.progress(&facts, 0), Progress::Met);
}

#[test]
fn runs_are_compared_within_those_that_agree() {
    let check = check("runs outcome=finished same(seed) distinct(learning_rate)>=3");
    let rates = [0.1, 0.1, 0.2];
    let mut facts = Facts { runs: rates.map(|rate| run(with_rate(rate), 0.3)).to_vec(), ..Facts::default() };
    assert_eq!(check.progress(&facts, 0), Progress::Count { now: 2, needed: 3 });
    facts.runs.push(run(Settings { seed: 2, ..with_rate(0.3) }, 0.3));
    facts.runs.push(RunFacts { outcome: Ending::Diverged, ..run(with_rate(0.4), 0.3) });
    assert!(!check.met(&facts, 0));
    facts.runs.push(run(with_rate(0.5), 0.3));
    assert!(check.met(&facts, 0));
    let check = self::check("runs count>=2 learning_rate=0.1");
    assert!(check.met(&facts, 0));
}

#[test]
fn settings_columns_looks_and_typed_numbers_are_checked() {
    let mut facts = Facts::default();
    facts.choices.features = vec!["temp_c".to_owned(), "workday".to_owned()];
    for (text, met) in [
        ("now hidden=64,64", true),
        ("now hidden=none", false),
        ("now layers>=2 optimizer!=sgd", true),
        ("now feature=temp_c feature!=price", true),
        ("now feature=temp_c,price", false),
        ("now patience=none time=none", true),
        ("now patience>=5", false),
        ("now horizon=24h", false),
        ("now l2>0", false),
    ] {
        assert_eq!(check(text).met(&facts, 0), met, "{text}");
    }
    facts.choices.time = Some("time".to_owned());
    assert!(check("now horizon=1d time=time").met(&facts, 0));

    facts.seen.insert(View::SlowMotion, 3);
    let beats = check("seen slow_motion>=4");
    assert_eq!(beats.progress(&facts, 0), Progress::Count { now: 3, needed: 4 });
    facts.seen.insert(View::SlowMotion, 4);
    assert!(beats.met(&facts, 0));

    let typed = check("value microscope.new_weight within 1%");
    facts.values.insert(Quantity::MicroscopeNewWeight, -0.4206);
    assert_eq!(typed.progress(&facts, 2), Progress::Open);
    facts.typed.insert(2, -0.43);
    assert_eq!(typed.progress(&facts, 2), Progress::Missed { typed: -0.43 });
    facts.typed.insert(2, -0.42);
    assert!(typed.met(&facts, 2));
    assert!(!typed.met(&facts, 1));
    facts.typed.insert(0, 0.88);
    assert!(check("value 0.89 within 0.01").met(&facts, 0));
    facts.runs.push(run(Settings::default(), 0.3));
    facts.typed.insert(0, 4.01);
    assert!(check("value run.rmse within 1%").met(&facts, 0));
    // 1 − 4/5.
    assert!(check("run skill>=0.199 skill<=0.201 baseline=linear").met(&facts, 0));
    // It is not judged yet.
    assert!(!check("run standing!=worse").met(&facts, 0));
}

#[test]
fn two_languages_of_a_lesson_are_compared() {
    let english = "Text\n\n```task\nDo.\ncheck: seen network>=1\n```\n\n```show\nloss\n```";
    let own = lesson(english).unwrap();
    assert_eq!(own.difference(&lesson(&english.replace("Text", "文字")).unwrap()), None);
    for (from, to, expected) in [
        (">=1", ">=2", Difference::Block(1)),
        ("loss", "judge", Difference::Block(2)),
        ("\n```show\nloss\n```", "", Difference::Block(2)),
        ("Text\n", "", Difference::Block(0)),
    ] {
        assert_eq!(own.difference(&lesson(&english.replace(from, to)).unwrap()), Some(expected), "{from}");
    }
    let other = Lesson::parse(1, "# T\n```setup\nexample = cars_co2\nseed = 2\n```\n").unwrap();
    assert_eq!(own.difference(&other), Some(Difference::Setup));
}

#[test]
fn a_glossary_has_an_anchor_for_each_term() {
    let text = "# Terms\n\n## gradient 梯度 {#gradient}\n\nA slope.\n\n## step {#step}\n\nOne.\n\nTwo.\n";
    let glossary = Glossary::parse(text).unwrap();
    assert_eq!(glossary.entries.len(), 2);
    let entry = glossary.entry("gradient").unwrap();
    assert_eq!(
        (Inline::plain(&entry.name).as_str(), Node::plain(&entry.text).as_str()),
        ("gradient 梯度", "A slope.")
    );
    assert_eq!(glossary.entry("slope"), None);
    let fault = |text: &str| {
        let error = Glossary::parse(text).unwrap_err();
        (error.line, error.fault)
    };
    assert_eq!(fault("## a {#a}\n\nA.\n\n## b\n\nB.\n"), (5, Fault::Anchor));
    assert_eq!(fault("## a {#a}\n\nA.\n\n## b {#a}\n\nB.\n"), (5, Fault::Anchor));
    assert_eq!(fault("## a {#a}\n\n## b {#b}\n\nB.\n"), (1, Fault::Empty));
    assert_eq!(fault("Text\n"), (1, Fault::Anchor));
}

#[test]
fn controls_are_hidden_by_name() {
    for control in Hideable::ALL {
        assert_eq!(Hideable::from_name(control.name()), Some(control));
    }
    assert_eq!(Hideable::from_name("everything"), None);
}
