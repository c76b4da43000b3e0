//! Intervals around the forecast: what they promise and what they held.

use std::rc::Rc;

use yew::prelude::*;

use super::{Shown, View};
use crate::i18n::format::{number, percent};
use crate::plot::{Axis, Chart, Ink, Mark, Scale, Series};
use crate::session::judge::IntervalReport;
use crate::web::parts::chart_card::ChartCard;

const WEEK_MS: i64 = 7 * 86_400_000;
/// Rows that are shown where there is no time.
const ROWS: usize = 100;

pub(super) fn show(view: &View) -> Html {
    html! { <Sure insight={Rc::clone(view.insight)} place={view.place} /> }
}

#[derive(Properties, PartialEq)]
struct SureProps {
    insight: Rc<Shown>,
    place: usize,
}

/// The intervals, one of which is shown.
#[component]
fn Sure(props: &SureProps) -> Html {
    let chosen = use_state(|| 0_usize);
    let insight = &props.insight;
    let (language, t) = (insight.header.language, insight.header.language.insight());
    let judged = insight.judged.targets.get(props.place).and_then(Option::as_ref);
    let intervals = judged.map_or(&[][..], |own| &own.intervals);
    let place = (*chosen).min(intervals.len().saturating_sub(1));
    let Some(shown) = intervals.get(place) else { return html! { <p class="muted">{ t.no_interval }</p> } };
    let middle = |reach: &[f64]| {
        let mut sorted = reach.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        2.0 * sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
    };
    html! {
        <div class="insight-grid">
            <ChartCard id="interval-chart" chart={Rc::new(chart(insight, props.place, shown))} utc={insight.judged.test.utc} />
            <div>
                <table id="intervals" class="told">
                    <thead><tr><td></td><th scope="col">{ t.promised }</th><th scope="col">{ t.held }</th><th scope="col">{ t.width }</th></tr></thead>
                    <tbody>{ for intervals.iter().enumerate().map(|(index, interval)| {
                        let choose = { let chosen = chosen.clone(); Callback::from(move |_: MouseEvent| chosen.set(index)) };
                        html! {
                            <tr class={(index == place).then_some("network")}>
                                <th scope="row"><button type="button" class="link-button" aria-pressed={(index == place).to_string()} onclick={choose}>{ (t.interval_kind)(interval.kind) }</button></th>
                                <td class="value">{ percent(interval.nominal, language) }</td>
                                <td class="value">{ interval.coverage.rate().map_or_else(String::new, |rate| percent(rate, language)) }</td>
                                <td class="value">{ number(middle(&interval.reach)) }</td>
                            </tr>
                        }
                    }) }</tbody>
                </table>
                { infinite(shown, t) }
                if let Some(rate) = shown.coverage.rate() {
                    <p id="coverage">{ (t.coverage_says)(shown.nominal, rate, shown.coverage_interval.map(|own| (own.low, own.high))) }</p>
                }
            </div>
        </div>
    }
}

fn chart(insight: &Shown, place: usize, interval: &IntervalReport) -> Chart {
    let (t, texts, rows) =
        (insight.header.language.insight(), insight.header.language.texts(), &insight.judged.test);
    let count = rows.rows.len();
    let from = match rows.times.as_deref() {
        Some(times) => times.last().map_or(0, |last| times.partition_point(|at| at + WEEK_MS <= *last)),
        None => count.saturating_sub(ROWS),
    };
    let x = |row: usize| match &rows.times {
        Some(times) => times[row] as f64,
        None => f64::from(rows.rows[row]) + 1.0,
    };
    let predicted = insight.judged.predictions.values.get(place).map_or(&[][..], Vec::as_slice);
    let actual = &rows.targets[place].actual;
    let line = |value: &dyn Fn(usize) -> f64| -> Rc<[(f64, f64)]> {
        (from..count).map(|row| (x(row), value(row))).collect()
    };
    let of = |row: usize| predicted.get(row).copied().unwrap_or(f64::NAN);
    let mark = if rows.times.is_some() { Mark::Line } else { Mark::Points };
    let name = &rows.targets[place].name;
    Chart {
        title: (t.interval_title)(name),
        x: if rows.times.is_some() {
            Axis::new(texts.time_axis, Scale::Time)
        } else {
            Axis::new(texts.row_axis, Scale::Count)
        },
        y: Axis::new(name.clone(), Scale::Linear),
        series: vec![
            Series {
                label: t.low.to_owned(),
                ink: Ink::Ghost,
                mark,
                points: line(&|row| of(row) - interval.reach[row]),
            },
            Series {
                label: t.high.to_owned(),
                ink: Ink::Ghost,
                mark,
                points: line(&|row| of(row) + interval.reach[row]),
            },
            Series {
                label: texts.actual.to_owned(),
                ink: Ink::Actual,
                mark,
                points: line(&|row| actual[row]),
            },
            Series { label: texts.predicted.to_owned(), ink: Ink::Model, mark, points: line(&of) },
        ],
        marker: None,
        badge: insight.header.badge(),
    }
}

/// How many rows have no finite interval.
fn infinite(shown: &IntervalReport, t: &crate::i18n::InsightTexts) -> Html {
    let count = shown.reach.iter().filter(|reach| reach.is_infinite()).count();
    if count == 0 {
        html! {}
    } else {
        html! { <p id="infinite">{ (t.some_infinite)(count, shown.reach.len()) }</p> }
    }
}
