//! The forecast beyond the data's end.

use std::fmt::Write as _;
use std::rc::Rc;

use yew::prelude::*;

use super::View;
use crate::data::{Span, iso_time};
use crate::plot::{Axis, Chart, Ink, Mark, Marker, Scale, Series};
use crate::session::Ahead;
use crate::session::judge::IntervalKind;
use crate::web::parts::chart_card::ChartCard;
use crate::web::{complain_of, files};

/// Days before the end that are shown too.
const DAYS_BEFORE: i64 = 3;
const MS_PER_DAY: i64 = 86_400_000;

pub(super) fn show(view: &View) -> Html {
    let t = view.t;
    let ahead = view.insight.judged.ahead.as_ref();
    let Some(ahead) = ahead.filter(|ahead| ahead.values.get(view.place).is_some()) else {
        return html! { <p class="muted">{ t.no_ahead }</p> };
    };
    let save = {
        let (name, text) = (format!("{}-{}.csv", view.name, t.ahead_saved), csv(view, ahead));
        Callback::from(move |_: MouseEvent| {
            if let Err(error) = files::download(&name, "text/csv", &text.as_str().into()) {
                complain_of("a file that cannot be saved", &error);
            }
        })
    };
    html! {
        <>
            <ChartCard id="ahead-chart" chart={Rc::new(chart(view, ahead))} utc={view.insight.judged.test.utc} />
            if !ahead.assumed.is_empty() { <p class="note warn-note" id="assumed">{ (t.assumed)(&ahead.assumed, ahead.back) }</p> }
            <p><button type="button" id="save-ahead" onclick={save}>{ t.save }</button></p>
        </>
    }
}

/// Half the interval's width at a time: by the hour where that is measured, else one for all.
fn reach(view: &View, at: i64) -> f64 {
    let rows = &view.insight.judged.test;
    let of = |kind: IntervalKind| view.judgement.intervals.iter().find(|own| own.kind == kind);
    let hour = |at: i64| at.rem_euclid(MS_PER_DAY) / 3_600_000;
    let by_hour = of(IntervalKind::ByHour).zip(rows.times.as_ref()).and_then(|(own, times)| {
        let row = times.iter().position(|&own| hour(own) == hour(at))?;
        own.reach.get(row).copied()
    });
    by_hour.or_else(|| of(IntervalKind::Split)?.reach.first().copied()).unwrap_or(f64::NAN)
}

fn chart(view: &View, ahead: &Ahead) -> Chart {
    let (t, texts, rows) = (view.t, view.language.texts(), &view.insight.judged.test);
    let values = &ahead.values[view.place];
    let first = ahead.times.first().copied().unwrap_or(0);
    let span = ahead.times.last().map_or(MS_PER_DAY, |last| last - first).max(MS_PER_DAY);
    let from = first - DAYS_BEFORE * span.min(30 * MS_PER_DAY);
    let before: Rc<[(f64, f64)]> = rows
        .times
        .iter()
        .flatten()
        .zip(view.actual())
        .filter(|(at, _)| **at >= from)
        .map(|(&at, &value)| (at as f64, value))
        .collect();
    let line = |sign: f64| -> Rc<[(f64, f64)]> {
        let points = ahead.times.iter().zip(values);
        points
            .map(|(&at, value)| (at as f64, value + if sign == 0.0 { 0.0 } else { sign * reach(view, at) }))
            .collect()
    };
    Chart {
        title: (t.ahead_title)(view.name, view.insight.header.horizon.unwrap_or(Span::DAY)),
        x: Axis::new(texts.time_axis, Scale::Time),
        y: Axis::new(view.axis(), Scale::Linear),
        series: vec![
            Series { label: t.low.to_owned(), ink: Ink::Ghost, mark: Mark::Line, points: line(-1.0) },
            Series { label: t.high.to_owned(), ink: Ink::Ghost, mark: Mark::Line, points: line(1.0) },
            Series { label: texts.actual.to_owned(), ink: Ink::Actual, mark: Mark::Line, points: before },
            Series {
                label: texts.predicted.to_owned(),
                ink: Ink::Model,
                mark: Mark::Line,
                points: line(0.0),
            },
        ],
        marker: Some(Marker { x: first as f64, label: t.tab_ahead.to_owned() }),
        badge: view.badge(),
    }
}

fn csv(view: &View, ahead: &Ahead) -> String {
    let mut text = format!("time,{0},{0} low,{0} high\n", view.name.replace([',', '"', '\n'], " "));
    for (&at, value) in ahead.times.iter().zip(&ahead.values[view.place]) {
        let reach = reach(view, at);
        // Writing to a text cannot fail.
        let _ = writeln!(
            text,
            "{},{value},{},{}",
            iso_time(at, view.insight.judged.test.utc),
            value - reach,
            value + reach
        );
    }
    text
}
