//! Lessons: a text that sets the page up, asks, and checks what was done there by what the page did.
//!
//! A lesson is a Markdown file in each language (`static/lessons/en`, `static/lessons/zh`): `# title`, then fenced blocks
//! and paragraphs between them. Paragraphs, lists, emphasis, `code`, formulas (`$θ ← θ − α ∂L/∂θ$`, plain Unicode text)
//! and links to the glossary (`[gradient](#gradient)`) are all that may be in a text. A [`Lesson`] holds plain data, so that
//! the page can draw it without ever making HTML of text.
//!
//! # Blocks
//!
//! | fence | what |
//! |---|---|
//! | `setup` | the first block: `example = homes_ca_2016`, then any setting by its name in links (`hidden = none` is a model without hidden layers, `patience = none` never stops early), and `target`, `features`, `categories` (lists by comma, `features = none`), `time` (a column or `none`), `horizon` (`24h`, `7d`), `split` (`chronological`, `random`, `hash`), `test_share`, `validation_share`, `missing` (`leave_out`, `fill`), `scaling` (`standard`, `none`). What is not named is as the example has it |
//! | `guess` | the question; a line `- choice` each, the right one ends in ` *`; then lines `> answer` |
//! | `task` | what to do; the last line is `check: …`; before it may stand `needs: learning_rate`, the controls ([`Hideable`]) that it takes beside those that the check names |
//! | `hint` | belongs to the task before it |
//! | `remember`, `practice` | what to keep in mind, and where it matters |
//! | `show` | a [`View`] that is shown from here on |
//! | `try` | something more, which a lesson is finished without: a setup of its own, an empty line, then as a `task` |
//!
//! # Checks
//!
//! A check is one or more clauses with `and` between them; all have to hold.
//!
//! | clause | holds when |
//! |---|---|
//! | `run epochs>=20 outcome=finished` | a run since the lesson began meets all conditions |
//! | `runs count>=2 …`, `runs same(seed,epochs) distinct(optimizer)>=3 …` | of the runs that meet all conditions, some that agree in the facts of `same` are so many, and have so many different values of a fact |
//! | `now hidden=none` | the present settings and data meet all conditions |
//! | `seen slow_motion>=4` | a [`View`] was looked at so often since the lesson began |
//! | `value microscope.new_weight within 1%`, `value 0.89 within 0.01` | the learner typed a number that is so near to what the page computed (a [`Quantity`]), or to this one |
//!
//! A condition is a [`Fact`], one of `= != < <= > >=`, and a value, without spaces. A fact that is no number has only `=` and
//! `!=`; of columns (`feature=temp_c`) these ask whether they are among those chosen. What a run does not have, such as the
//! validation loss of one without validation rows, meets no condition.

mod check;
mod error;
mod facts;
mod glossary;
mod hide;
pub mod library;
mod needs;
mod read;
mod setup;
#[cfg(test)]
mod tests;
mod text;

pub use check::{Answer, Check, Clause, Condition, Progress, Relation, Tolerance};
pub use error::{Fault, LessonError};
pub use facts::{Choices, Ending, Fact, Facts, Quantity, RunFacts, SplitName, Value, View};
pub use glossary::{Entry, Glossary};
pub use hide::Hideable;
pub use read::{Block, Difference, Guess, Lesson, Task, Try};
pub use setup::Setup;
pub use text::{Inline, Node};
