//! Which controls of the page a lesson's tasks need, so that a teacher's link does not hide them.

use super::check::{Check, Clause, Condition};
use super::facts::{Choices, Fact, Facts, Value};
use super::hide::Hideable;
use super::read::Lesson;
use crate::training::Settings;

impl Lesson {
    /// The controls without which a task cannot be done when the page begins with these settings: those that a task names,
    /// and those of every fact that a check wants otherwise than it is at the beginning.
    pub fn needs(&self, settings: &Settings) -> Vec<Hideable> {
        let start = Facts {
            settings: settings.clone(),
            // The number of inputs is not known before the table is.
            choices: Choices::of(Some(self.setup.example), &self.setup.spec, 0),
            ..Facts::default()
        };
        let of_tasks = |control: &Hideable| {
            self.tasks().any(|task| task.needs.contains(control) || task.check.needs(*control, &start))
        };
        Hideable::ALL.into_iter().filter(of_tasks).collect()
    }
}

impl Check {
    fn needs(&self, control: Hideable, start: &Facts) -> bool {
        self.clauses.iter().any(|clause| match clause {
            Clause::Run(conditions) | Clause::Now(conditions) => any_needs(conditions, control, start),
            Clause::Runs { conditions, distinct, .. } => {
                // What is to differ between runs has to be changed, whatever it is at the beginning.
                distinct.iter().any(|(fact, _)| of_fact(*fact) == Some(control))
                    || any_needs(conditions, control, start)
            }
            Clause::Seen(..) | Clause::Typed { .. } => false,
        })
    }
}

fn any_needs(conditions: &[Condition], control: Hideable, start: &Facts) -> bool {
    let at_the_start = |fact: Fact| match fact {
        // A run does all of its epochs, unless it ends before.
        Fact::EpochsDone => Some(Value::Number(f64::from(start.settings.epochs))),
        fact => start.fact(fact),
    };
    conditions
        .iter()
        .any(|one| of_fact(one.fact) == Some(control) && !one.met(at_the_start(one.fact).as_ref()))
}

/// The control that a fact is set by; none where it is not set, or where its control cannot be hidden.
fn of_fact(fact: Fact) -> Option<Hideable> {
    match fact {
        Fact::Method => Some(Hideable::Method),
        Fact::Epochs | Fact::EpochsDone => Some(Hideable::Epochs),
        Fact::LearningRate => Some(Hideable::LearningRate),
        Fact::BatchSize => Some(Hideable::BatchSize),
        Fact::Hidden | Fact::Layers => Some(Hideable::Layers),
        Fact::Activation => Some(Hideable::Activation),
        Fact::Initialiser => Some(Hideable::Initialiser),
        Fact::Loss => Some(Hideable::Loss),
        Fact::Optimizer => Some(Hideable::Optimizer),
        Fact::L1 | Fact::L2 | Fact::Dropout => Some(Hideable::Regularisation),
        Fact::Patience => Some(Hideable::EarlyStopping),
        Fact::Seed => Some(Hideable::Seed),
        Fact::Example
        | Fact::Target
        | Fact::Feature
        | Fact::Category
        | Fact::Time
        | Fact::Horizon
        | Fact::Missing => Some(Hideable::Data),
        Fact::Split | Fact::TestShare | Fact::ValidationShare => Some(Hideable::Split),
        Fact::Scaling
        | Fact::Inputs
        | Fact::Outcome
        | Fact::Parameters
        | Fact::TrainLoss
        | Fact::ValidationLoss
        | Fact::BestValidationLoss
        | Fact::BestEpoch
        | Fact::Rmse
        | Fact::Mae
        | Fact::R2
        | Fact::Baseline
        | Fact::BaselineRmse
        | Fact::Skill
        | Fact::Standing => None,
    }
}
