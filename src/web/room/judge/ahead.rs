//! The forecast beyond the data's end, and what a person knows of that time.

use std::fmt::Write as _;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::{View, asked};
use crate::data::{Span, iso_time, text_cell};
use crate::i18n::format::{self, number};
use crate::plot::{Axis, Chart, Ink, Mark, Marker, Scale, Series};
use crate::session::Ahead;
use crate::session::explaining::{Explained, Question};
use crate::session::judge::IntervalKind;
use crate::web::dispatch::use_shell;
use crate::web::parts::chart_card::ChartCard;
use crate::web::parts::field::value_of;
use crate::web::{complain_of, files};

/// Days before the end that are shown too.
const DAYS_BEFORE: i64 = 3;
const MS_PER_DAY: i64 = 86_400_000;

pub(super) fn show(view: &View) -> Html {
    let t = view.t;
    let given = view.insight.answers.iter().find_map(|answer| match answer {
        Explained::Ahead(ahead) => ahead.as_ref(),
        _ => None,
    });
    let ahead = given.or(view.insight.judged.ahead.as_ref());
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
            if !ahead.assumed().is_empty() { <p class="note warn-note" id="assumed">{ (t.assumed)(&ahead.assumed(), ahead.back) }</p> }
            if !ahead.known.is_empty() { <Given ahead={Rc::new(ahead.clone())} utc={view.insight.judged.test.utc} /> }
            <p><button type="button" id="save-ahead" onclick={save}>{ t.save }</button></p>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct GivenProps {
    ahead: Rc<Ahead>,
    utc: bool,
}

/// What a person says of the columns that are known ahead: a cell a time, filled with what was used.
#[component]
fn Given(props: &GivenProps) -> Html {
    let shell = use_shell();
    let t = shell.language.insight();
    let ahead = &props.ahead;
    let cells = use_state(|| None::<Vec<Vec<String>>>);
    {
        // What was forecast with them is what is shown.
        let cells = cells.clone();
        use_effect_with(Rc::clone(ahead), move |_| cells.set(None));
    }
    // A cell that was assumed is not said until a person says it.
    let said = (*cells).clone().unwrap_or_else(|| {
        let own = ahead.known.iter().map(|known| {
            let cells = known.cells.iter().zip(&known.assumed);
            cells.map(|(cell, &assumed)| if assumed { String::new() } else { cell.clone() }).collect()
        });
        own.collect()
    });
    let typed = |column: usize, row: usize| {
        let (cells, said) = (cells.clone(), said.clone());
        Callback::from(move |event: InputEvent| {
            let mut next = said.clone();
            if let Some(cell) = next.get_mut(column).and_then(|cells| cells.get_mut(row)) {
                *cell = value_of(&event);
            }
            cells.set(Some(next));
        })
    };
    let pasted = |column: usize, row: usize| {
        let (cells, said) = (cells.clone(), said.clone());
        Callback::from(move |event: Event| {
            let text = event
                .dyn_ref::<web_sys::ClipboardEvent>()
                .and_then(web_sys::ClipboardEvent::clipboard_data)
                .and_then(|data| data.get_data("text").ok())
                .unwrap_or_default();
            let lines: Vec<Vec<String>> =
                text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect();
            // One cell is pasted by the browser.
            if lines.len() > 1 || lines.iter().any(|line| line.len() > 1) {
                event.prevent_default();
                cells.set(Some(filled(&said, (column, row), &lines)));
            }
        })
    };
    let send = {
        let (said, names) =
            (said.clone(), ahead.known.iter().map(|known| known.name.clone()).collect::<Vec<_>>());
        shell.on(move |_: MouseEvent| {
            asked(&Question::Ahead { given: names.iter().cloned().zip(said.iter().cloned()).collect() })
        })
    };
    let wrong: Vec<String> = ahead
        .known
        .iter()
        .flat_map(|known| known.wrong.iter().zip(&ahead.times).filter(|(wrong, _)| **wrong))
        .map(|(_, &at)| format::time(at, props.utc, shell.language, false))
        .collect();
    let outside: Vec<String> = ahead
        .known
        .iter()
        .filter(|known| known.outside.contains(&true))
        .filter_map(|known| {
            Some((t.known_range)(&known.name, &number(known.range?.0), &number(known.range?.1)))
        })
        .collect();
    html! {
        <details class="more" id="given">
            <summary>{ (t.given)(&ahead.known.iter().map(|known| known.name.clone()).collect::<Vec<_>>()) }</summary>
            <p class="muted">{ t.given_how }</p>
            if !outside.is_empty() { <p class="note warn-note" role="alert">{ (t.given_outside)(&outside) }</p> }
            if !wrong.is_empty() { <p class="wrong" role="alert">{ (t.given_wrong)(&wrong) }</p> }
            <div class="scroll">
                <table class="told given">
                    <thead><tr><th scope="col">{ t.when_row }</th>{ for ahead.known.iter().map(|known| html! { <th scope="col">{ &known.name }</th> }) }</tr></thead>
                    <tbody>{ for ahead.times.iter().enumerate().map(|(row, &at)| {
                        let when = format::time(at, props.utc, shell.language, false);
                        html! {
                            <tr><th scope="row">{ &when }</th>
                                { for ahead.known.iter().enumerate().map(|(column, known)| html! {
                                    <td><input type="text" autocomplete="off" aria-label={format!("{}, {when}", known.name)}
                                        value={said[column].get(row).cloned().unwrap_or_default()}
                                        placeholder={known.assumed[row].then(|| known.cells[row].clone())}
                                        oninput={typed(column, row)} onpaste={pasted(column, row)} /></td>
                                }) }</tr>
                        }
                    }) }</tbody>
                </table>
            </div>
            <p><button type="button" id="use-given" onclick={send}>{ t.use_given }</button></p>
        </details>
    }
}

/// The cells with lines that were pasted at a place.
fn filled(cells: &[Vec<String>], (column, row): (usize, usize), lines: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut next = cells.to_vec();
    for (down, line) in lines.iter().enumerate() {
        for (right, word) in line.iter().enumerate() {
            if let Some(cell) = next.get_mut(column + right).and_then(|cells| cells.get_mut(row + down)) {
                *cell = word.trim().to_owned();
            }
        }
    }
    next
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
    let before: Vec<(f64, f64)> = rows
        .times
        .iter()
        .flatten()
        .zip(view.actual())
        .filter(|(at, _)| **at >= from)
        .map(|(&at, &value)| (at as f64, value))
        .collect();
    // All series have the same times, so that the table behind the chart has one row for each.
    let known = before.iter().copied().chain(ahead.times.iter().map(|&at| (at as f64, f64::NAN)));
    let line = |sign: f64| -> Rc<[(f64, f64)]> {
        let points = ahead.times.iter().zip(values);
        let own = points
            .map(|(&at, value)| (at as f64, value + if sign == 0.0 { 0.0 } else { sign * reach(view, at) }));
        before.iter().map(|(at, _)| (*at, f64::NAN)).chain(own).collect()
    };
    let known: Rc<[(f64, f64)]> = known.collect();
    Chart {
        title: (t.ahead_title)(
            view.name,
            view.insight.header.spec.as_ref().map_or(Span::DAY, |spec| spec.horizon),
        ),
        x: Axis::new(texts.time_axis, Scale::Time),
        y: Axis::new(view.axis(), Scale::Linear),
        series: vec![
            Series { label: t.low.to_owned(), ink: Ink::Ghost, mark: Mark::Line, points: line(-1.0) },
            Series { label: t.high.to_owned(), ink: Ink::Ghost, mark: Mark::Line, points: line(1.0) },
            Series { label: texts.actual.to_owned(), ink: Ink::Actual, mark: Mark::Line, points: known },
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
    let name = |what: &str| text_cell(&format!("{}{what}", view.name));
    let mut text = format!("time,{},{},{}\n", name(""), name(" low"), name(" high"));
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
