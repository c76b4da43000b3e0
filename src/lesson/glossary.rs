//! Terms in a sentence or three.

use pulldown_cmark::HeadingLevel;

use super::error::{Fault, LessonError};
use super::text::{Content, Inline, Node, pieces};

/// The glossary in one language: `## name {#anchor}` and paragraphs, a term each.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Glossary {
    /// The terms, in their order.
    pub entries: Vec<Entry>,
}

/// A term.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What links name it by: the same in every language.
    pub anchor: String,
    /// Its name.
    pub name: Vec<Inline>,
    /// What it means.
    pub text: Vec<Node>,
}

impl Glossary {
    /// Reads a glossary.
    ///
    /// # Errors
    /// The first line that is not as it should be.
    pub fn parse(text: &str) -> Result<Self, LessonError> {
        let mut entries: Vec<Entry> = Vec::new();
        // Where the present term began, for one that says nothing.
        let mut begun = 1;
        for piece in pieces(text, 1)? {
            match piece.content {
                // The title of the file.
                Content::Heading { level: HeadingLevel::H1, .. } if entries.is_empty() => {}
                Content::Heading { level: HeadingLevel::H2, anchor: Some(anchor), text } => {
                    if text.is_empty() || entries.iter().any(|entry| entry.anchor == anchor) {
                        return Err(Fault::Anchor.at(piece.line));
                    }
                    if entries.last().is_some_and(|entry| entry.text.is_empty()) {
                        return Err(Fault::Empty.at(begun));
                    }
                    begun = piece.line;
                    entries.push(Entry { anchor, name: text, text: Vec::new() });
                }
                Content::Heading { .. } => return Err(Fault::Anchor.at(piece.line)),
                Content::Fence { name, .. } => return Err(Fault::UnknownBlock(name).at(piece.line)),
                Content::Node(node) => match entries.last_mut() {
                    Some(entry) => entry.text.push(node),
                    None => return Err(Fault::Anchor.at(piece.line)),
                },
            }
        }
        if entries.last().is_none_or(|entry| entry.text.is_empty()) {
            return Err(Fault::Empty.at(begun));
        }
        Ok(Self { entries })
    }

    /// The term of an anchor.
    pub fn entry(&self, anchor: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.anchor == anchor)
    }
}
