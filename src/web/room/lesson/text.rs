//! A lesson's plain text as elements.

use yew::prelude::*;

use crate::lesson::{Inline, Node};

/// Paragraphs, formulas and lists; `term` opens an entry of the glossary.
pub(super) fn nodes(nodes: &[Node], term: &Callback<String>) -> Html {
    html! { <>{ for nodes.iter().map(|node| match node {
        Node::Paragraph(inner) => html! { <p>{ inline(inner, term) }</p> },
        Node::Formula(formula) => html! { <p class="formula">{ formula }</p> },
        Node::List { numbered, items } => {
            let items = items.iter().map(|item| html! { <li>{ inline(item, term) }</li> });
            if *numbered { html! { <ol>{ for items }</ol> } } else { html! { <ul>{ for items }</ul> } }
        }
    }) }</> }
}

/// A line.
pub(super) fn inline(pieces: &[Inline], term: &Callback<String>) -> Html {
    html! { <>{ for pieces.iter().map(|piece| match piece {
        Inline::Text(text) => html! { { text } },
        Inline::Emphasis(inner) => html! { <em>{ inline(inner, term) }</em> },
        Inline::Strong(inner) => html! { <strong>{ inline(inner, term) }</strong> },
        Inline::Code(code) => html! { <code>{ code }</code> },
        Inline::Formula(formula) => html! { <span class="formula">{ formula }</span> },
        Inline::Term { anchor, text } => {
            let anchor = anchor.clone();
            html! { <button type="button" class="term" onclick={term.reform(move |_: MouseEvent| anchor.clone())}>{ inline(text, term) }</button> }
        }
    }) }</> }
}
