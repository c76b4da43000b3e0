//! What can be wrong with a lesson's text, and on which line.

use thiserror::Error;

use super::facts::Fact;

/// A lesson (or the glossary) that cannot be read.
#[derive(Clone, Debug, PartialEq, Error)]
#[error("line {line}: {fault}")]
pub struct LessonError {
    /// The line, from 1.
    pub line: u32,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Fault {
    /// The text does not begin with `# a title`.
    #[error("a lesson begins with one heading of the first level")]
    NoTitle,
    /// What follows the title is not the setup.
    #[error("the first block is the setup")]
    NoSetup,
    /// A second setup.
    #[error("there is only one setup")]
    SecondSetup,
    /// A fence with another name than the blocks have.
    #[error("no block is called {0:?}")]
    UnknownBlock(String),
    /// A line of the setup that is no `key = value`.
    #[error("{0:?} is not of the form key = value")]
    NotAPair(String),
    /// A key that the setup does not know.
    #[error("the setup has no {0:?}")]
    UnknownKey(String),
    /// A key that was there before.
    #[error("{0:?} is set twice")]
    RepeatedKey(String),
    /// The example has to be named before its columns.
    #[error("the setup begins with the example")]
    NoExample,
    /// A value that means nothing for its key, or is outside of its bounds.
    #[error("{key} cannot be {value:?}")]
    BadValue {
        /// The key.
        key: String,
        /// The value.
        value: String,
    },
    /// A block that says nothing.
    #[error("the block is empty")]
    Empty,
    /// A task that nothing checks.
    #[error("a task ends with a line check: …")]
    TaskWithoutCheck,
    /// A second check, or text after the check.
    #[error("nothing follows a task's check")]
    AfterCheck,
    /// Something more to try begins with a setup, goes on with a task below an empty line, and asks for no number.
    #[error("a try is a setup, an empty line, and a task that asks for no number")]
    TryForm,
    /// A hint that does not follow a task, or a second one.
    #[error("a hint stands right after its task")]
    HintWithoutTask,
    /// A guess has its question, two choices or more, and an answer, in this order.
    #[error("a guess is a question, choices that begin with - and an answer whose lines begin with >")]
    GuessForm,
    /// A guess with no right choice or several.
    #[error("{0} choices are marked as right, not one")]
    RightChoices(usize),
    /// A view that there is not.
    #[error("no view is called {0:?}")]
    UnknownView(String),
    /// A control that there is not.
    #[error("no control is called {0:?}")]
    UnknownPart(String),
    /// Markdown that a lesson may not use.
    #[error("a lesson has no {0}")]
    Unsupported(&'static str),
    /// A link that leads out of the glossary.
    #[error("{0:?} is no link to a term of the glossary")]
    ForeignLink(String),
    /// A term of the glossary without an anchor, or with one that was there before.
    #[error("a term is a heading of the second level with an anchor of its own: ## name {{#anchor}}")]
    Anchor,
    /// A check that says nothing.
    #[error("the check is empty")]
    EmptyCheck,
    /// A check of another kind than there are.
    #[error("a check is run, runs, now, seen or value, not {0:?}")]
    UnknownCheck(String),
    /// A fact that there is not.
    #[error("there is no fact {0:?}")]
    UnknownFact(String),
    /// What only a run has is asked of the present settings.
    #[error("only a run has {}", .0.name())]
    NotYet(Fact),
    /// A condition without a relation.
    #[error("{0:?} is no condition such as epochs>=20")]
    NoRelation(String),
    /// More or less of what has no order.
    #[error("{} is not more or less than another", .0.name())]
    NoOrder(Fact),
    /// A value that this fact never has.
    #[error("{} is never {value:?}", .fact.name())]
    UnknownValue {
        /// The fact.
        fact: Fact,
        /// The value.
        value: String,
    },
    /// `distinct(…)`, `count` and `seen` take `>=` and a whole number from 1.
    #[error("{0:?} is not of the form …>=number")]
    AtLeast(String),
    /// A number that the page never computes.
    #[error("the page computes no {0:?}")]
    UnknownQuantity(String),
    /// `value … within …` with something else in it.
    #[error("{0:?} is not of the form value name within 1%")]
    ValueForm(String),
}

impl Fault {
    /// The error on this line.
    pub(super) fn at(self, line: u32) -> LessonError {
        LessonError { line, fault: self }
    }
}
