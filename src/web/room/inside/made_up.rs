//! Data that were made up, on which one sees what a network can tell apart.

use yew::prelude::*;

use crate::app::{Action, Header, InsightAction, Link};
use crate::i18n::InsideTexts;
use crate::nn::Activation;
use crate::session::Example;
use crate::training::Settings;
use crate::web::dispatch::Shell;

/// The way to them.
pub(super) fn show(header: &Header, shell: &Shell, t: &InsideTexts) -> Html {
    let own_table = header.example.is_none();
    html! {
        <details class="more" id="made-up">
            <summary>{ t.made_up }</summary>
            <p>{ t.made_up_is }</p>
            if own_table { <p class="note warn-note">{ shell.language.lesson().own_table }</p> }
            <p class="made-up-ways">{ for Example::MADE_UP.into_iter().map(|example| {
                let header = header.clone();
                html! { <button type="button" id={example.id()} aria-pressed={(header.example == Some(example)).to_string()}
                    onclick={shell.on(move |_: MouseEvent| open(&header, example))}>{ (shell.texts.example_title)(example) }</button> }
            }) }</p>
        </details>
    }
}

/// The table, and a small network that suits it.
fn open(header: &Header, example: Example) -> Action {
    let link = Link {
        settings: Settings { seed: header.form.seed, ..suited(example) },
        example: Some(example),
        lesson: header.lesson.clone(),
        ..Link::default()
    };
    Action::Insight(InsightAction::Followed(link.format()))
}

/// A network that can learn the table and is small enough to be looked at.
fn suited(example: Example) -> Settings {
    let (hidden, epochs) = match example {
        // A line is all that a slope takes.
        Example::Plane => (Vec::new(), 50),
        Example::Clusters => (vec![2], 50),
        Example::Spirals => (vec![8, 8], 300),
        _ => (vec![4, 2], 100),
    };
    Settings {
        hidden,
        epochs,
        activation: Activation::Tanh,
        learning_rate: 0.01,
        batch_size: 10,
        ..Settings::default()
    }
}
