//! Which inputs the model needs, and how it moves with one of them.

use std::rc::Rc;

use yew::prelude::*;

use super::{Shown, View, asked};
use crate::i18n::format::number;
use crate::plot::{Axis, Chart, Ink, Mark, Scale, Series};
use crate::session::explaining::{Explained, Question};
use crate::web::dispatch::use_shell;
use crate::web::parts::chart_card::ChartCard;
use crate::web::parts::field::Choice;

pub(super) fn show(view: &View) -> Html {
    html! { <Matters insight={Rc::clone(view.insight)} unit={view.unit.clone()} axis={view.axis()} /> }
}

#[derive(Properties, PartialEq)]
struct MattersProps {
    insight: Rc<Shown>,
    unit: String,
    axis: String,
}

/// Importance in bars, and the curve of an input that a person chooses.
#[component]
fn Matters(props: &MattersProps) -> Html {
    let shell = use_shell();
    let t = shell.language.insight();
    let ask = |question: Question| asked(&question);
    let asked = props.insight.answers.iter().any(|answer| matches!(answer, Explained::Importance { .. }));
    {
        let dispatch = shell.dispatch.clone();
        use_effect_with((), move |()| {
            if !asked {
                dispatch.emit(ask(Question::Importance));
            }
        });
    }
    let importance = props.insight.answers.iter().find_map(|answer| match answer {
        Explained::Importance { rmse, matters, singles, free, rows } => {
            Some((*rmse, matters, singles, free, *rows))
        }
        _ => None,
    });
    let Some((rmse, matters, singles, free, rows)) = importance else {
        return html! { <p class="muted" role="status">{ t.asking }</p> };
    };
    let named = |all: &[(String, f64, f64)]| all.to_vec();
    let of_matters: Vec<(String, f64, f64)> =
        matters.iter().map(|(matter, mean, sd)| ((t.matter)(matter), *mean, *sd)).collect();
    let curve = props.insight.answers.iter().find_map(|answer| match answer {
        Explained::Dependence { input, .. } => Some((*input, chart(props, answer)?)),
        _ => None,
    });
    let chosen = curve.as_ref().and_then(|(input, _)| free.iter().position(|(place, _)| place == input));
    let places: Vec<u32> = free.iter().map(|(place, _)| *place).collect();
    html! {
        <div class="insight-grid">
            <div>
                <h3>{ t.importance }</h3>
                { bars(t.importance_column, &of_matters, &props.unit) }
                if !singles.is_empty() { <h3>{ t.singles }</h3>{ bars(t.importance_column, &named(singles), &props.unit) } }
                <p class="muted">{ (t.importance_is)(rows, &format!("{}{}", number(rmse), props.unit)) }</p>
            </div>
            <div>
                <h3>{ t.dependence }</h3>
                if free.is_empty() { <p class="muted">{ t.nothing_free }</p> } else {
                    <div class="fields">
                        <Choice id="dependence-input" label={t.which_input}
                            options={std::iter::once(t.choose.to_owned()).chain(free.iter().map(|(_, name)| name.clone())).collect::<Vec<_>>()}
                            chosen={chosen.map_or(0, |place| place + 1)}
                            onchoose={shell.on(move |index: usize| {
                                let input = places.get(index.saturating_sub(1)).copied().unwrap_or(0);
                                ask(Question::Dependence { input })
                            })} />
                    </div>
                }
                if let Some((_, chart)) = curve {
                    <ChartCard id="dependence-chart" chart={Rc::new(chart)} />
                    <p class="muted">{ t.dependence_is }</p>
                }
                <p class="note">{ t.not_the_world }</p>
            </div>
        </div>
    }
}

/// Names with bars; a bar to the left of nothing is one that chance made.
pub(super) fn bars(column: &str, rows: &[(String, f64, f64)], unit: &str) -> Html {
    let most = rows.iter().map(|(_, mean, _)| mean.abs()).fold(1e-300, f64::max);
    let mut sorted = rows.to_vec();
    sorted.sort_by(|left, right| right.1.abs().total_cmp(&left.1.abs()));
    html! {
        <table class="told bars">
            <thead><tr><td></td><td></td><th scope="col">{ format!("{column}{unit}") }</th></tr></thead>
            <tbody>{ for sorted.iter().map(|(name, mean, sd)| {
                let width = (mean.abs() / most * 50.0).to_string();
                let x = if *mean >= 0.0 { 50.0 } else { 50.0 - mean.abs() / most * 50.0 };
                html! {
                    <tr>
                        <th scope="row">{ name }</th>
                        <td class="bar-cell"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                            <line x1="50" x2="50" y1="0" y2="10" class="axis" /><rect x={x.to_string()} y="1" height="8" {width} />
                        </svg></td>
                        <td class="value">{ number(*mean) }if *sd > 0.0 { <small>{ format!("± {}", number(*sd)) }</small> }</td>
                    </tr>
                }
            }) }</tbody>
        </table>
    }
}

fn chart(props: &MattersProps, answer: &Explained) -> Option<Chart> {
    let Explained::Dependence { name, grid, mean, curves, local, .. } = answer else { return None };
    let header = &props.insight.header;
    let t = header.language.insight();
    let line =
        |x: &[f64], y: &[f64]| -> Rc<[(f64, f64)]> { x.iter().copied().zip(y.iter().copied()).collect() };
    // All rows' curves are one series, broken between them.
    let singles: Rc<[(f64, f64)]> = curves
        .iter()
        .flat_map(|curve| {
            grid.iter().copied().zip(curve.iter().copied()).chain(std::iter::once((f64::NAN, f64::NAN)))
        })
        .collect();
    let mut series = vec![
        Series { label: t.single_rows.to_owned(), ink: Ink::Reference, mark: Mark::Line, points: singles },
        Series {
            label: t.on_average.to_owned(),
            ink: Ink::Model,
            mark: Mark::Line,
            points: line(grid, mean),
        },
    ];
    if let Some((edges, effects)) = local {
        series.push(Series {
            label: t.local_effects.to_owned(),
            ink: Ink::Validation,
            mark: Mark::Line,
            points: line(edges, effects),
        });
    }
    Some(Chart {
        title: (t.dependence_title)(name),
        x: Axis::new(name.clone(), Scale::Linear),
        y: Axis::new(props.axis.clone(), Scale::Linear),
        series,
        marker: None,
        badge: header.badge(),
    })
}
