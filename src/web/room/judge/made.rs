//! How a recipe's forecast was made: the gate and every choice.

use std::rc::Rc;

use yew::prelude::*;

use super::{Shown, View, asked};
use crate::i18n::format::{self, number};
use crate::session::RecipeReport;
use crate::session::explaining::{Explained, Question};
use crate::web::dispatch::use_shell;

pub(super) fn show(view: &View) -> Html {
    let t = view.t;
    let Some(recipe) = view.insight.judged.recipes.get(view.place) else {
        return html! { <><p>{ t.one_network }</p><Walk insight={Rc::clone(view.insight)} unit={view.unit.clone()} /></> };
    };
    html! {
        <div class="insight-grid">
            <div>
                if let Some(left_out) = (t.left_out)(recipe.left_out) { <p class="note warn-note" id="left-out">{ left_out }</p> }
                <p>{ t.gate_is }</p>
                <table id="gate" class="told">
                    <thead><tr><th scope="col">{ t.part }</th><th scope="col">{ t.share }</th><th scope="col">{ format!("RMSE{}, {}", view.unit, t.alone) }</th></tr></thead>
                    <tbody>{ for recipe.shares.iter().map(|part| html! {
                        <tr class={part.name.is_none().then_some("network")}>
                            <th scope="row">{ part.name.map_or_else(|| t.networks.to_owned(), t.method_of) }</th>
                            <td class="value">{ (t.share_of)(part.share) }</td>
                            <td class="value">{ number(part.test.rmse) }</td>
                        </tr>
                    }) }</tbody>
                </table>
                { origins(view, recipe) }
                if let Some(folds) = &recipe.folds { <p>{ (t.folds)(folds.rmse, &view.unit) }</p> }
            </div>
            <div>
                <h3>{ t.choices_title }</h3>
                <table class="told">
                    <tbody>{ for (t.choices)(&recipe.recipe).into_iter().map(|(name, value)| html! {
                        <tr><th scope="row">{ name }</th><td>{ value }</td></tr>
                    }) }</tbody>
                </table>
                <details class="more"><summary>{ t.sees }</summary><ul class="names">{ for recipe.features.iter().map(|name| html! { <li>{ name }</li> }) }</ul></details>
            </div>
        </div>
    }
}

/// How each part did on stretches before the test, each predicted by what was fitted on the rows before it.
fn origins(view: &View, recipe: &RecipeReport) -> Html {
    let t = view.t;
    let timed: Vec<_> = recipe.origins.iter().filter_map(|origin| Some((origin.times?, origin))).collect();
    if timed.is_empty() {
        return html! {};
    }
    let utc = view.insight.judged.test.utc;
    let day = |at: i64| format::time(at, utc, view.language, true);
    html! {
        <>
            <h3>{ t.walk_forward }</h3>
            <table id="origins" class="told">
                <thead><tr><th scope="col">{ t.stretch }</th>
                    { for recipe.shares.iter().map(|part| html! { <th scope="col">{ part.name.map_or_else(|| t.networks.to_owned(), t.method_of) }</th> }) }
                </tr></thead>
                <tbody>{ for timed.into_iter().map(|((from, to), origin)| html! {
                    <tr><th scope="row">{ format!("{} – {}", day(from), day(to)) }</th>
                        { for origin.rmse.iter().map(|rmse| html! { <td class="value">{ number(*rmse) }</td> }) }</tr>
                }) }</tbody>
            </table>
            <p class="muted">{ t.walk_forward_is }</p>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct WalkProps {
    insight: Rc<Shown>,
    unit: String,
}

/// The network's settings at earlier origins, when a person asks for that: it is trained anew for each.
#[component]
fn Walk(props: &WalkProps) -> Html {
    let shell = use_shell();
    let t = shell.language.insight();
    if props.insight.judged.test.times.is_none() {
        return html! {};
    }
    let utc = props.insight.judged.test.utc;
    let day = |at: i64| format::time(at, utc, shell.language, true);
    let answer = props.insight.answers.iter().find_map(|answer| match answer {
        Explained::Walk { origins, of } => Some((origins, *of)),
        _ => None,
    });
    let under_way = answer.is_some_and(|(origins, of)| origins.len() < of as usize);
    html! {
        <section>
            <h3>{ t.walk_forward }</h3>
            <p class="muted">{ t.walk_is }</p>
            if answer.is_none() {
                <p><button type="button" id="walk" onclick={shell.on(|_: MouseEvent| asked(&Question::Walk))}>{ t.walk }</button></p>
            }
            if let Some((origins, of)) = answer {
                if of == 0 { <p class="note warn-note" role="status">{ t.no_walk }</p> } else {
                    <p role="status">{ (t.walked)(origins.len(), of as usize) }if under_way { <progress max={of.to_string()} value={origins.len().to_string()} aria-label={t.walk_forward}></progress> }</p>
                    <table id="walked" class="told">
                        <thead><tr><th scope="col">{ t.stretch }</th><th scope="col">{ t.learnt_from }</th>
                            <th scope="col">{ format!("RMSE{}, {}", props.unit, t.rmse_of_model) }</th><th scope="col">{ t.best_simple }</th></tr></thead>
                        <tbody>{ for origins.iter().map(|origin| html! {
                            <tr><th scope="row">{ format!("{} – {}", day(origin.times.0), day(origin.times.1)) }</th>
                                <td class="value">{ (shell.texts.rows)(&format::count(u64::from(origin.learnt))) }</td>
                                <td class="value">{ origin.rmse.map_or_else(|| t.it_diverged.to_owned(), number) }</td>
                                <td>{ origin.best.map_or_else(String::new, |(name, rmse)| format!("{} ({})", number(rmse), (t.method_of)(name))) }</td></tr>
                        }) }</tbody>
                    </table>
                }
            }
        </section>
    }
}
