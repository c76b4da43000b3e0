//! Where the model errs: by the calendar, over time, and in which rows most.

use std::rc::Rc;

use yew::prelude::*;

use super::{Shown, View, asked};
use crate::i18n::format;
use crate::plot::{Axis, Chart, Ink, Mark, Scale, Series};
use crate::session::explaining::{Explained, Question};
use crate::session::judge::{GroupErrors, Grouping};
use crate::web::dispatch::use_shell;
use crate::web::parts::chart_card::ChartCard;

pub(super) fn show(view: &View) -> Html {
    let t = view.t;
    html! {
        <div class="insight-grid">
            { for view.judgement.groups.iter().map(|groups| html! {
                <ChartCard id={id(groups.by)} chart={Rc::new(by_group(view, groups))} class={classes!("low")} />
            }) }
            <ChartCard id="residuals" chart={Rc::new(residuals(view))} utc={view.insight.judged.test.utc} class={classes!("low")} />
            if view.judgement.autocorrelation.len() > 1 {
                <ChartCard id="autocorrelation" chart={Rc::new(autocorrelation(view))} class={classes!("low")} />
            }
            <div>
                <h3>{ t.worst }</h3>
                <Worst insight={Rc::clone(view.insight)} place={view.place} why={view.why.clone()} />
            </div>
        </div>
    }
}

fn id(by: Grouping) -> &'static str {
    match by {
        Grouping::Hour => "errors-hour",
        Grouping::Weekday => "errors-weekday",
        Grouping::Month => "errors-month",
    }
}

fn by_group(view: &View, errors: &GroupErrors) -> Chart {
    let t = view.t;
    // Weekdays and months are counted from one, hours from midnight.
    let first = if errors.by == Grouping::Hour { 0.0 } else { 1.0 };
    let points = |value: &dyn Fn(&crate::session::judge::GroupError) -> f64| -> Rc<[(f64, f64)]> {
        errors.groups.iter().map(|group| (f64::from(group.group) + first, value(group))).collect()
    };
    let most = errors.groups.iter().map(|group| group.rmse.max(group.baseline)).fold(0.0, f64::max);
    let mut y = Axis::new(format!("RMSE{}", view.unit), Scale::Linear);
    y.range = (most > 0.0).then_some((0.0, most * 1.05));
    Chart {
        title: (t.group_title)(errors.by).to_owned(),
        x: Axis::new((t.group_axis)(errors.by), Scale::Count),
        y,
        series: vec![
            Series {
                label: (t.rmse_of_best)(&view.best()),
                ink: Ink::Baseline,
                mark: Mark::Line,
                points: points(&|group| group.baseline),
            },
            Series {
                label: t.rmse_of_model.to_owned(),
                ink: Ink::Model,
                mark: Mark::Line,
                points: points(&|group| group.rmse),
            },
        ],
        marker: None,
        badge: view.badge(),
    }
}

fn residuals(view: &View) -> Chart {
    let (t, rows) = (view.t, &view.insight.judged.test);
    let x = |place: usize| match &rows.times {
        Some(times) => times[place] as f64,
        None => f64::from(rows.rows[place]) + 1.0,
    };
    let left = view.actual().iter().zip(view.predicted()).map(|(actual, predicted)| actual - predicted);
    let texts = view.language.texts();
    Chart {
        title: t.residuals_title.to_owned(),
        x: if rows.times.is_some() {
            Axis::new(texts.time_axis, Scale::Time)
        } else {
            Axis::new(texts.row_axis, Scale::Count)
        },
        y: Axis::new(format!("{}{}", t.residual, view.unit), Scale::Linear),
        series: vec![Series {
            label: t.residual.to_owned(),
            ink: Ink::Actual,
            mark: if rows.times.is_some() { Mark::Line } else { Mark::Points },
            points: left.enumerate().map(|(place, value)| (x(place), value)).collect(),
        }],
        marker: None,
        badge: view.badge(),
    }
}

fn autocorrelation(view: &View) -> Chart {
    let t = view.t;
    let values = &view.judgement.autocorrelation;
    let mut y = Axis::new("", Scale::Linear);
    let least = values.iter().copied().fold(0.0, f64::min);
    y.range = Some((least * 1.1 - 0.05, 1.0));
    Chart {
        title: t.autocorrelation_title.to_owned(),
        x: Axis::new(t.lag, Scale::Count),
        y,
        series: vec![Series {
            label: t.autocorrelation_title.to_owned(),
            ink: Ink::Actual,
            mark: Mark::Line,
            points: values.iter().enumerate().skip(1).map(|(lag, &value)| (lag as f64, value)).collect(),
        }],
        marker: None,
        badge: view.badge(),
    }
}

#[derive(Properties, PartialEq)]
struct WorstProps {
    insight: Rc<Shown>,
    place: usize,
    why: Callback<u32>,
}

/// The rows with the largest errors; each opens the lines of the table around it.
#[component]
fn Worst(props: &WorstProps) -> Html {
    let shell = use_shell();
    let (t, rows, texts) = (shell.language.insight(), &props.insight.judged.test, shell.texts);
    let around = props.insight.answers.iter().find_map(|answer| match answer {
        Explained::Around { row, names, lines } => Some((*row, names, lines)),
        _ => None,
    });
    let places = props.insight.judged.targets.get(props.place).and_then(Option::as_ref).map(|own| &own.worst);
    let actual = rows.targets.get(props.place).map(|target| &target.actual);
    let predicted = props.insight.judged.predictions.values.get(props.place);
    let name = |place: usize| match &rows.times {
        Some(times) => format::time(times[place], rows.utc, shell.language, false),
        None => format::count(u64::from(rows.rows[place]) + 1),
    };
    html! {
        <>
            <div class="scroll tall" tabindex="0" role="region" aria-label={t.worst}><table id="worst" class="told">
                <thead><tr>
                    <th scope="col">{ if rows.times.is_some() { t.when_row } else { t.row } }</th>
                    <th scope="col">{ texts.actual }</th><th scope="col">{ texts.predicted }</th><th scope="col">{ t.residual }</th><td></td>
                </tr></thead>
                <tbody>{ for places.into_iter().flatten().filter_map(|&row| {
                    let place = row as usize;
                    let (actual, predicted) = (*actual?.get(place)?, *predicted?.get(place)?);
                    let open = around.as_ref().is_some_and(|(own, _, _)| *own == row);
                    let ask = shell.on(move |_: MouseEvent| asked(&Question::Around { row }));
                    let why = props.why.reform(move |_: MouseEvent| row);
                    Some(html! {
                        <>
                            <tr><th scope="row"><button type="button" class="link-button" aria-expanded={open.to_string()} onclick={ask}>{ name(place) }</button></th>
                                <td class="value">{ format::number(actual) }</td>
                                <td class="value">{ format::number(predicted) }</td><td class="value">{ format::number(actual - predicted) }</td>
                                <td><button type="button" class="link-button" onclick={why}>{ t.ask_why }</button></td></tr>
                            if let Some((_, names, lines)) = around.filter(|_| open) {
                                <tr><td colspan="5"><div class="scroll" tabindex="0" role="region" aria-label={t.around}><table class="told around">
                                    <caption>{ t.around }</caption>
                                    <thead><tr><th scope="col">{ texts.line }</th>{ for names.iter().map(|name| html! { <th scope="col">{ name }</th> }) }</tr></thead>
                                    <tbody>{ for lines.iter().map(|(line, own, cells)| html! {
                                        <tr class={own.then_some("network")}><th scope="row">{ line }</th>{ for cells.iter().map(|cell| html! { <td>{ cell }</td> }) }</tr>
                                    }) }</tbody>
                                </table></div></td></tr>
                            }
                        </>
                    })
                }) }</tbody>
            </table></div>
            <p class="muted">{ t.worst_how }</p>
        </>
    }
}
