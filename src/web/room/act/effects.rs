//! What a little more of each input does.

use std::rc::Rc;

use yew::prelude::*;

use super::asked;
use crate::app::Header;
use crate::i18n::format::number;
use crate::session::act::{Ask, Told};
use crate::session::explaining::{Explained, Question};
use crate::web::dispatch::use_shell;

#[derive(Properties, PartialEq)]
pub(super) struct EffectsProps {
    pub header: Rc<Header>,
    pub answers: Rc<Vec<Explained>>,
}

/// The table of effects, of the model that is there.
#[component]
pub(super) fn Effects(props: &EffectsProps) -> Html {
    let shell = use_shell();
    let t = shell.language.proof();
    let header = &props.header;
    let trained = header.run.outcome.is_some();
    {
        let dispatch = shell.dispatch.clone();
        use_effect_with((header.run.id, trained, header.target), move |(_, trained, _)| {
            if *trained {
                dispatch.emit(asked(&Question::Act(Ask::Effects)));
            }
        });
    }
    let found = props.answers.iter().find_map(|answer| match answer {
        Explained::Act(Told::Effects(found)) => Some(found),
        _ => None,
    });
    let target = header
        .spec
        .as_ref()
        .and_then(|spec| spec.targets.get(header.target as usize))
        .cloned()
        .unwrap_or_default();
    let unit = crate::data::unit_of(&target).map(|unit| format!(", {unit}")).unwrap_or_default();
    let timed = header.spec.as_ref().is_some_and(|spec| spec.time.is_some());
    html! {
        <>
            <p class="muted">{ t.effects_says }</p>
            { match found {
                _ if !trained => html! { <p>{ t.effects_wait }</p> },
                None => html! { <p class="muted" role="status">{ shell.language.insight().asking }</p> },
                Some(found) if found.is_empty() => html! { <p>{ t.effects_none }</p> },
                Some(found) => html! {
                    <>
                        <table class="told" id="effects">
                            <caption>{ &target }if let Some(example) = header.example { { " " }<span class="badge">{ shell.texts.badge(example) }</span> }</caption>
                            <thead><tr><th scope="col">{ t.change }</th><th scope="col">{ (t.on_average)(&unit) }</th><th scope="col">{ t.most_rows }</th></tr></thead>
                            <tbody>{ for found.iter().map(|effect| html! {
                                <tr><th scope="row">{ (t.change_is)(&effect.column, &effect.change) }</th>
                                    <td class="value">{ signed(effect.mean) }</td>
                                    <td>{ format!("{} … {}", signed(effect.range.0), signed(effect.range.1)) }</td></tr>
                            }) }</tbody>
                        </table>
                        if timed { <p class="muted small">{ t.effects_past }</p> }
                        <p class="note">{ t.correlation }</p>
                    </>
                },
            } }
        </>
    }
}

fn signed(value: f64) -> String {
    if value > 0.0 { format!("+{}", number(value)) } else { number(value) }
}
