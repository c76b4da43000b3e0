//! A lesson's text → a [`Lesson`].

use pulldown_cmark::HeadingLevel;

use super::check::Check;
use super::error::{Fault, LessonError};
use super::facts::View;
use super::hide::Hideable;
use super::setup::Setup;
use super::text::{Content, Inline, Node, inline, nodes, pieces};

/// A lesson in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// Its number, from 1.
    pub number: u32,
    /// Its title.
    pub title: Vec<Inline>,
    /// How it sets the page up.
    pub setup: Setup,
    /// What follows, in order.
    pub blocks: Vec<Block>,
}

/// A part of a lesson.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// An explanation.
    Text(Vec<Node>),
    /// A question that is answered before anything is tried.
    Guess(Guess),
    /// Something to do on the page.
    Task(Task),
    /// What to keep in mind.
    Remember(Vec<Node>),
    /// Where it matters in practice.
    Practice(Vec<Node>),
    /// A view that is shown from here on.
    Show(View),
    /// Something more to try, which a lesson is finished without.
    Try(Box<Try>),
}

/// Something more to try, on a page that is set up for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Try {
    /// How the page is set up for it.
    pub setup: Setup,
    /// What to do.
    pub task: Task,
}

/// A question that is answered before anything is tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// The question.
    pub question: Vec<Inline>,
    /// What can be chosen.
    pub choices: Vec<Vec<Inline>>,
    /// The place of the right choice.
    pub right: usize,
    /// What is said once one is chosen.
    pub answer: Vec<Node>,
}

/// Something to do on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// What.
    pub text: Vec<Node>,
    /// By what the page knows that it is done.
    pub check: Check,
    /// Controls that it takes beside those of the facts that the check asks about.
    pub needs: Vec<Hideable>,
    /// What helps.
    pub hint: Option<Vec<Node>>,
}

/// In what two languages of a lesson differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The numbers or the setups.
    Setup,
    /// The block in this place (from 0) is another one, or there only in one language.
    Block(usize),
}

impl Lesson {
    /// Reads a lesson.
    ///
    /// # Errors
    /// The first line that is not as it should be.
    pub fn parse(number: u32, text: &str) -> Result<Self, LessonError> {
        let mut pieces = pieces(text, 1)?.into_iter().peekable();
        let title = match pieces.next() {
            Some(piece) => match piece.content {
                Content::Heading { level: HeadingLevel::H1, text, .. } if !text.is_empty() => text,
                _ => return Err(Fault::NoTitle.at(piece.line)),
            },
            None => return Err(Fault::NoTitle.at(1)),
        };
        let setup = match pieces.next() {
            Some(piece) => match piece.content {
                Content::Fence { name, text } if name == "setup" => Setup::parse(&text, piece.line + 1)?,
                _ => return Err(Fault::NoSetup.at(piece.line)),
            },
            None => return Err(Fault::NoSetup.at(1)),
        };
        let mut blocks: Vec<Block> = Vec::new();
        for piece in pieces {
            match piece.content {
                Content::Node(node) => match blocks.last_mut() {
                    Some(Block::Text(nodes)) => nodes.push(node),
                    _ => blocks.push(Block::Text(vec![node])),
                },
                Content::Heading { .. } => return Err(Fault::Unsupported("second heading").at(piece.line)),
                Content::Fence { name, text } => block(&mut blocks, &name, &text, piece.line)?,
            }
        }
        Ok(Self { number, title, setup, blocks })
    }

    /// The tasks, in their order: a task's place here is what its check and [`super::Facts::typed`] go by.
    pub fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Task(task) => Some(task),
            _ => None,
        })
    }

    /// All anchors of terms that it links to.
    pub fn anchors(&self) -> Vec<&str> {
        let mut anchors = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Text(nodes) | Block::Remember(nodes) | Block::Practice(nodes) => {
                    anchors.extend(Node::anchors(nodes));
                }
                Block::Guess(guess) => anchors.extend(Node::anchors(&guess.answer)),
                Block::Task(task) => {
                    anchors.extend(Node::anchors(&task.text));
                    anchors.extend(task.hint.iter().flat_map(|hint| Node::anchors(hint)));
                }
                Block::Try(more) => anchors.extend(Node::anchors(&more.task.text)),
                Block::Show(_) => {}
            }
        }
        anchors
    }

    /// In what another language of it differs; `None` where it sets up, shows, asks and checks the same.
    pub fn difference(&self, other: &Self) -> Option<Difference> {
        if (self.number, &self.setup) != (other.number, &other.setup) {
            return Some(Difference::Setup);
        }
        let most = self.blocks.len().max(other.blocks.len());
        let alike = |place: usize| match (self.blocks.get(place), other.blocks.get(place)) {
            (Some(left), Some(right)) => left.is_like(right),
            _ => false,
        };
        (0..most).find(|&place| !alike(place)).map(Difference::Block)
    }
}

impl Block {
    /// Whether it is the same in another language.
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(_), Self::Text(_))
            | (Self::Remember(_), Self::Remember(_))
            | (Self::Practice(_), Self::Practice(_)) => true,
            (Self::Guess(own), Self::Guess(other)) => {
                (own.choices.len(), own.right) == (other.choices.len(), other.right)
            }
            (Self::Task(own), Self::Task(other)) => {
                (&own.check, &own.needs) == (&other.check, &other.needs)
                    && own.hint.is_some() == other.hint.is_some()
            }
            (Self::Show(own), Self::Show(other)) => own == other,
            (Self::Try(own), Self::Try(other)) => {
                (&own.setup, &own.task.check) == (&other.setup, &other.task.check)
            }
            _ => false,
        }
    }
}

/// Reads a fenced block; `line` is that of its fence.
fn block(blocks: &mut Vec<Block>, name: &str, text: &str, line: u32) -> Result<(), LessonError> {
    let first = line + 1;
    if text.trim().is_empty() {
        return Err(Fault::Empty.at(line));
    }
    let block = match name {
        "setup" => return Err(Fault::SecondSetup.at(line)),
        "guess" => Block::Guess(guess(text, line)?),
        "task" => Block::Task(task(text, line)?),
        "try" => Block::Try(Box::new(more(text, line)?)),
        "hint" => {
            return match blocks.last_mut() {
                Some(Block::Task(task)) if task.hint.is_none() => {
                    task.hint = Some(nodes(text, first)?);
                    Ok(())
                }
                _ => Err(Fault::HintWithoutTask.at(line)),
            };
        }
        "remember" => Block::Remember(nodes(text, first)?),
        "practice" => Block::Practice(nodes(text, first)?),
        "show" => {
            let name = text.trim();
            Block::Show(View::from_name(name).ok_or_else(|| Fault::UnknownView(name.to_owned()).at(first))?)
        }
        other => return Err(Fault::UnknownBlock(other.to_owned()).at(line)),
    };
    blocks.push(block);
    Ok(())
}

/// A question, its choices, and the answer.
fn guess(text: &str, line: u32) -> Result<Guess, LessonError> {
    let mut question: Option<(u32, String)> = None;
    let mut choices = Vec::new();
    let mut right = Vec::new();
    let mut answer: Option<(u32, String)> = None;
    for (number, own) in (line + 1..).zip(text.lines()) {
        let own = own.trim_end();
        if let Some(choice) = own.strip_prefix("- ") {
            if question.is_none() || answer.is_some() {
                return Err(Fault::GuessForm.at(number));
            }
            let choice = match choice.strip_suffix(" *") {
                Some(choice) => {
                    right.push(choices.len());
                    choice
                }
                None => choice,
            };
            choices.push(inline(choice, number)?);
        } else if let Some(said) = own.strip_prefix('>') {
            if choices.len() < 2 {
                return Err(Fault::GuessForm.at(number));
            }
            let (_, whole) = answer.get_or_insert_with(|| (number, String::new()));
            whole.push_str(said.strip_prefix(' ').unwrap_or(said));
            whole.push('\n');
        } else if !own.is_empty() {
            if !choices.is_empty() {
                return Err(Fault::GuessForm.at(number));
            }
            let (_, whole) = question.get_or_insert_with(|| (number, String::new()));
            whole.push_str(own);
            whole.push('\n');
        }
    }
    let (Some(question), Some(answer)) = (question, answer) else { return Err(Fault::GuessForm.at(line)) };
    let &[right] = &right[..] else { return Err(Fault::RightChoices(right.len()).at(line)) };
    Ok(Guess {
        question: inline(&question.1, question.0)?,
        choices,
        right,
        answer: nodes(&answer.1, answer.0)?,
    })
}

/// The setup, an empty line, what to do, and the check.
fn more(text: &str, line: u32) -> Result<Try, LessonError> {
    let (setup, rest) = text.split_once("\n\n").ok_or_else(|| Fault::TryForm.at(line))?;
    let setup = Setup::parse(setup, line + 1)?;
    let below = line + 1 + text[..text.len() - rest.len()].matches('\n').count() as u32;
    // A task counts its lines from its fence.
    let task = task(rest, below - 1)?;
    if task.check.asks_for_a_number() {
        return Err(Fault::TryForm.at(line));
    }
    Ok(Try { setup, task })
}

/// What to do, and the check.
fn task(text: &str, line: u32) -> Result<Task, LessonError> {
    let mut said = String::new();
    let (mut check, mut needs) = (None, Vec::new());
    for (number, own) in (line + 1..).zip(text.lines()) {
        if let (Some(names), None) = (own.trim().strip_prefix("needs:"), &check) {
            for name in names.split(',').map(str::trim) {
                let part = Hideable::from_name(name);
                needs.push(part.ok_or_else(|| Fault::UnknownPart(name.to_owned()).at(number))?);
            }
            continue;
        }
        match (own.trim().strip_prefix("check:"), &check) {
            (None, None) => {
                said.push_str(own);
                said.push('\n');
            }
            (None, Some(_)) if own.trim().is_empty() => {}
            (Some(conditions), None) => check = Some(Check::parse(conditions, number)?),
            (_, Some(_)) => return Err(Fault::AfterCheck.at(number)),
        }
    }
    let check = check.ok_or_else(|| Fault::TaskWithoutCheck.at(line))?;
    Ok(Task { text: nodes(&said, line + 1)?, check, needs, hint: None })
}
