//! Markdown → plain nodes, which a page can draw without ever handling HTML as text.

use std::iter::Peekable;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, OffsetIter, Options, Parser, Tag, TagEnd};

use super::error::{Fault, LessonError};

/// A piece of text that stands on lines of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A formula on a line of its own, as Unicode text.
    Formula(String),
    /// A list.
    List {
        /// Whether its items are numbered, from 1.
        numbered: bool,
        /// The items.
        items: Vec<Vec<Inline>>,
    },
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Text as it stands.
    Text(String),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// A name or a value as it is typed or shown.
    Code(String),
    /// A formula, as Unicode text.
    Formula(String),
    /// A term of the glossary.
    Term {
        /// Its anchor there.
        anchor: String,
        /// What is shown.
        text: Vec<Inline>,
    },
}

impl Inline {
    /// The text alone.
    pub fn plain(pieces: &[Self]) -> String {
        pieces
            .iter()
            .map(|piece| match piece {
                Self::Text(text) | Self::Code(text) | Self::Formula(text) => text.clone(),
                Self::Emphasis(inner) | Self::Strong(inner) | Self::Term { text: inner, .. } => {
                    Self::plain(inner)
                }
            })
            .collect()
    }

    /// The anchors of the terms in it.
    fn anchors<'a>(pieces: &'a [Self], into: &mut Vec<&'a str>) {
        for piece in pieces {
            match piece {
                Self::Term { anchor, text } => {
                    into.push(anchor);
                    Self::anchors(text, into);
                }
                Self::Emphasis(inner) | Self::Strong(inner) => Self::anchors(inner, into),
                Self::Text(_) | Self::Code(_) | Self::Formula(_) => {}
            }
        }
    }
}

impl Node {
    /// The text alone.
    pub fn plain(nodes: &[Self]) -> String {
        let text = |node: &Self| match node {
            Self::Paragraph(pieces) => Inline::plain(pieces),
            Self::Formula(text) => text.clone(),
            Self::List { items, .. } => {
                items.iter().map(|item| Inline::plain(item)).collect::<Vec<_>>().join("\n")
            }
        };
        nodes.iter().map(text).collect::<Vec<_>>().join("\n")
    }

    /// The anchors of the terms in these, in their order.
    pub fn anchors(nodes: &[Self]) -> Vec<&str> {
        let mut anchors = Vec::new();
        for node in nodes {
            match node {
                Self::Paragraph(pieces) => Inline::anchors(pieces, &mut anchors),
                Self::Formula(_) => {}
                Self::List { items, .. } => {
                    items.iter().for_each(|item| Inline::anchors(item, &mut anchors));
                }
            }
        }
        anchors
    }
}

/// What stands on lines of its own in a file.
pub(super) struct Piece {
    /// The line it begins on.
    pub line: u32,
    /// What it is.
    pub content: Content,
}

pub(super) enum Content {
    Heading {
        level: HeadingLevel,
        anchor: Option<String>,
        text: Vec<Inline>,
    },
    Node(Node),
    /// A fenced block; its own first line is the one after `Piece::line`.
    Fence {
        name: String,
        text: String,
    },
}

/// Splits a text, of which the first line has the number `first`.
pub(super) fn pieces(text: &str, first: u32) -> Result<Vec<Piece>, LessonError> {
    let options = Options::ENABLE_HEADING_ATTRIBUTES | Options::ENABLE_MATH;
    let events = Parser::new_ext(text, options).into_offset_iter().peekable();
    Splitter { text, first, events }.pieces()
}

/// The nodes of a text without headings and fences.
pub(super) fn nodes(text: &str, first: u32) -> Result<Vec<Node>, LessonError> {
    let nodes: Vec<Node> = pieces(text, first)?
        .into_iter()
        .map(|piece| match piece.content {
            Content::Node(node) => Ok(node),
            Content::Heading { .. } => Err(Fault::Unsupported("heading inside of a block").at(piece.line)),
            Content::Fence { .. } => Err(Fault::Unsupported("block inside of a block").at(piece.line)),
        })
        .collect::<Result<_, _>>()?;
    if nodes.is_empty() { Err(Fault::Empty.at(first)) } else { Ok(nodes) }
}

/// A text of one paragraph.
pub(super) fn inline(text: &str, line: u32) -> Result<Vec<Inline>, LessonError> {
    match <[Node; 1]>::try_from(nodes(text, line)?) {
        Ok([Node::Paragraph(pieces)]) => Ok(pieces),
        Ok([Node::Formula(text)]) => Ok(vec![Inline::Formula(text)]),
        _ => Err(Fault::Unsupported("second paragraph here").at(line)),
    }
}

struct Splitter<'a> {
    text: &'a str,
    first: u32,
    events: Peekable<OffsetIter<'a>>,
}

impl Splitter<'_> {
    fn line(&self, offset: usize) -> u32 {
        let breaks = self.text.as_bytes()[..offset].iter().filter(|byte| **byte == b'\n').count();
        self.first + breaks as u32
    }

    fn pieces(mut self) -> Result<Vec<Piece>, LessonError> {
        let mut pieces = Vec::new();
        while let Some((event, range)) = self.events.next() {
            let line = self.line(range.start);
            let content = match event {
                Event::Start(Tag::Heading { level, id, .. }) => {
                    let text = self.inlines()?;
                    Content::Heading { level, anchor: id.map(|id| id.to_string()), text }
                }
                Event::Start(Tag::Paragraph) => Content::Node(paragraph(self.inlines()?)),
                Event::Start(Tag::List(start)) => {
                    let items = self.items()?;
                    Content::Node(Node::List { numbered: start.is_some(), items })
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(name))) => {
                    Content::Fence { name: name.trim().to_owned(), text: self.fence() }
                }
                other => return Err(Fault::Unsupported(name_of(&other)).at(line)),
            };
            pieces.push(Piece { line, content });
        }
        Ok(pieces)
    }

    fn fence(&mut self) -> String {
        let mut text = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        text
    }

    fn items(&mut self) -> Result<Vec<Vec<Inline>>, LessonError> {
        let mut items = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => {
                    // An item of a list with blank lines holds a paragraph.
                    let held = self.events.next_if(|(event, _)| *event == Event::Start(Tag::Paragraph));
                    items.push(self.inlines()?);
                    if held.is_some() {
                        self.events.next_if(|(event, _)| *event == Event::End(TagEnd::Item));
                    }
                }
                Event::End(TagEnd::List(_)) => break,
                other => return Err(Fault::Unsupported(name_of(&other)).at(self.line(range.start))),
            }
        }
        Ok(items)
    }

    /// What stands up to the end of the tag that is open.
    fn inlines(&mut self) -> Result<Vec<Inline>, LessonError> {
        let mut pieces = Vec::new();
        while let Some((event, range)) = self.events.next() {
            let piece = match event {
                Event::End(_) => break,
                Event::Text(text) => Inline::Text(text.to_string()),
                Event::Code(text) => Inline::Code(text.to_string()),
                Event::InlineMath(text) | Event::DisplayMath(text) => Inline::Formula(text.trim().to_owned()),
                Event::SoftBreak => Inline::Text(self.soft_break(range.start, range.end).to_owned()),
                Event::Start(Tag::Emphasis) => Inline::Emphasis(self.inlines()?),
                Event::Start(Tag::Strong) => Inline::Strong(self.inlines()?),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    let line = self.line(range.start);
                    let anchor = dest_url
                        .strip_prefix('#')
                        .filter(|anchor| !anchor.is_empty())
                        .ok_or_else(|| Fault::ForeignLink(dest_url.to_string()).at(line))?
                        .to_owned();
                    Inline::Term { anchor, text: self.inlines()? }
                }
                other => return Err(Fault::Unsupported(name_of(&other)).at(self.line(range.start))),
            };
            match (pieces.last_mut(), piece) {
                (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
                (_, piece) => pieces.push(piece),
            }
        }
        Ok(pieces)
    }

    /// Chinese has no space where a line of the file ends.
    fn soft_break(&self, start: usize, end: usize) -> &'static str {
        let before = self.text[..start].chars().next_back();
        let after = self.text[end..].trim_start().chars().next();
        let wide = |letter: Option<char>| letter.is_some_and(|letter| letter >= '\u{2e80}');
        if wide(before) || wide(after) { "" } else { " " }
    }
}

/// A paragraph of nothing but a formula stands by itself.
fn paragraph(pieces: Vec<Inline>) -> Node {
    match <[Inline; 1]>::try_from(pieces) {
        Ok([Inline::Formula(text)]) => Node::Formula(text),
        Ok(pieces) => Node::Paragraph(pieces.to_vec()),
        Err(pieces) => Node::Paragraph(pieces),
    }
}

/// What a lesson may not hold, for an error.
fn name_of(event: &Event) -> &'static str {
    match event {
        Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => "HTML",
        Event::HardBreak => "hard line break",
        Event::Rule => "rule",
        Event::Start(Tag::Image { .. }) => "image",
        Event::Start(Tag::BlockQuote(_)) => "quote outside of a guess",
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => "indented code",
        Event::Start(Tag::List(_)) => "list inside of a list",
        Event::Start(Tag::Paragraph) => "second paragraph in an item",
        _ => "such Markdown",
    }
}
