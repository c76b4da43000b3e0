//! Where the model errs: by the calendar, over time, and in which rows most.

use std::rc::Rc;

use yew::prelude::*;

use super::View;
use crate::i18n::format;
use crate::plot::{Axis, Chart, Ink, Mark, Scale, Series};
use crate::session::judge::{GroupErrors, Grouping};
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
                { worst(view) }
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

fn worst(view: &View) -> Html {
    let (t, rows, texts) = (view.t, &view.insight.judged.test, view.language.texts());
    html! {
        <table id="worst" class="told">
            <thead><tr>
                <th scope="col">{ if rows.times.is_some() { t.when_row } else { t.row } }</th>
                <th scope="col">{ texts.actual }</th><th scope="col">{ texts.predicted }</th><th scope="col">{ t.residual }</th>
            </tr></thead>
            <tbody>{ for view.judgement.worst.iter().filter_map(|&place| {
                let place = place as usize;
                let (actual, predicted) = (*view.actual().get(place)?, *view.predicted().get(place)?);
                let name = match &rows.times {
                    Some(times) => format::time(times[place], rows.utc, view.language, false),
                    None => format::count(u64::from(rows.rows[place]) + 1),
                };
                Some(html! {
                    <tr><th scope="row">{ name }</th><td class="value">{ format::number(actual) }</td>
                        <td class="value">{ format::number(predicted) }</td><td class="value">{ format::number(actual - predicted) }</td></tr>
                })
            }) }</tbody>
        </table>
    }
}
