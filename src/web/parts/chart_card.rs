//! A chart with its title, legend, the values under the pointer, its table and its downloads.

use std::rc::Rc;

use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use crate::i18n::{Language, Texts, format};
use crate::plot::{Chart, HoverValue, Ink, Mark, Scale, Style, svg};
use crate::web::canvas::{Canvas, use_theme};
use crate::web::complain;
use crate::web::dispatch::use_shell;
use crate::web::files;

/// Rows of the table behind a chart that are put into the page.
const TABLE_ROWS: usize = 200;
/// The size of a saved picture in CSS pixels, and how much finer a PNG is.
const PICTURE: (u32, u32) = (960, 480);

/// What is shown.
#[derive(Properties, PartialEq)]
pub struct ChartCardProps {
    /// Its name in the document and in saved files.
    pub id: &'static str,
    /// The chart.
    pub chart: Rc<Chart>,
    /// Times are of UTC.
    #[prop_or_default]
    pub utc: bool,
    /// What is said in place of a chart that is empty.
    #[prop_or_default]
    pub empty: &'static str,
    /// A class, for the height.
    #[prop_or_default]
    pub class: Classes,
}

/// A chart with what belongs to it.
#[component]
pub fn ChartCard(props: &ChartCardProps) -> Html {
    let shell = use_shell();
    let t = shell.texts;
    let theme = use_theme();
    let hovered = use_state(Vec::<HoverValue>::new);
    let table = use_state(|| false);
    let canvas = use_node_ref();
    let chart = &props.chart;
    let onhover = {
        let hovered = hovered.clone();
        Callback::from(move |values: Vec<HoverValue>| hovered.set(values))
    };
    let toggle = {
        let table = table.clone();
        Callback::from(move |_: MouseEvent| table.set(!*table))
    };
    let save_svg = {
        let (chart, name) = (Rc::clone(chart), format!("{}.svg", props.id));
        let style = Style { theme, chinese: shell.language == Language::Zh, scale: 1.0, alone: true };
        Callback::from(move |_: MouseEvent| {
            let saved = svg(&chart, &style, PICTURE.0, PICTURE.1)
                .map_err(|error| error.to_string())
                .and_then(|text| {
                    files::download(&name, "image/svg+xml", &text.into())
                        .map_err(|error| format!("{error:?}"))
                });
            if let Err(error) = saved {
                complain(&error);
            }
        })
    };
    let save_png = {
        let (canvas, name) = (canvas.clone(), format!("{}.png", props.id));
        Callback::from(move |_: MouseEvent| {
            if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                files::download_canvas(&name, canvas);
            }
        })
    };
    let empty = chart.is_empty();
    html! {
        <figure class={classes!("chart", props.class.clone())} id={props.id}>
            <figcaption class="chart-head">
                <span>{ &chart.title }</span>
                if !empty {
                    <div class="chart-actions" role="group" aria-label={t.chart_menu}>
                        <button type="button" class="quiet" aria-expanded={table.to_string()} onclick={toggle}>{ t.as_table }</button>
                        <button type="button" class="quiet" onclick={save_svg}>{ t.save_svg }</button>
                        <button type="button" class="quiet" onclick={save_png}>{ t.save_png }</button>
                    </div>
                }
            </figcaption>
            <div class="canvas-box">
                <Canvas chart={Rc::clone(chart)} summary={summary(t, chart)} {onhover} {canvas} />
                if empty && !props.empty.is_empty() { <p class="chart-empty">{ props.empty }</p> }
            </div>
            <ul class="legend">
                { for chart.series.iter().map(|series| html! {
                    <li>{ key(series.ink, series.mark) }{ &series.label }
                        { value_of(&hovered, &series.label) }</li>
                }) }
                if let Some(first) = hovered.first() {
                    <li class="hovered-x">{ x_text(chart, first.point.0, props.utc, shell.language) }</li>
                }
            </ul>
            if *table && !empty { { chart_table(t, chart, props.utc, shell.language) } }
        </figure>
    }
}

fn value_of(hovered: &[HoverValue], label: &str) -> Html {
    match hovered.iter().find(|value| value.label == label) {
        Some(value) => html! { <b>{ " " }{ format::number(value.point.1) }</b> },
        None => html! {},
    }
}

fn x_text(chart: &Chart, x: f64, utc: bool, language: Language) -> String {
    match chart.x.scale {
        Scale::Time => format::time(x as i64, utc, language, false),
        Scale::Count => format!("{} {}", chart.x.label, format::count(x.max(0.0) as u64)),
        _ => format!("{} {}", chart.x.label, format::number(x)),
    }
}

/// A small picture of how a series is drawn.
fn key(ink: Ink, mark: Mark) -> Html {
    let class = match ink {
        Ink::Actual => "actual",
        Ink::Model => "model",
        Ink::Validation => "validation",
        Ink::Baseline => "baseline",
        Ink::Ghost => "ghost",
        Ink::Reference => "reference",
    };
    html! {
        <svg class={classes!("key", class)} viewBox="0 0 18 8" aria-hidden="true">
            if mark == Mark::Points { <circle cx="9" cy="4" r="3" /> } else { <line x1="0" x2="18" y1="4" y2="4" /> }
        </svg>
    }
}

/// What the chart shows, for people who listen: each series' ends and extremes.
fn summary(t: &Texts, chart: &Chart) -> String {
    let mut sentences = vec![chart.title.clone()];
    for series in &chart.series {
        let values = || series.points.iter().map(|point| point.1).filter(|value| value.is_finite());
        let Some(last) = values().next_back() else { continue };
        let (least, most) =
            (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        let text = format::number;
        sentences.push((t.series_summary)(
            &series.label,
            values().count(),
            &text(least),
            &text(most),
            &text(last),
        ));
    }
    sentences.join(" ")
}

/// The numbers behind a chart. Lines of a chart share their x, so the first series names the rows.
fn chart_table(t: &Texts, chart: &Chart, utc: bool, language: Language) -> Html {
    let series: Vec<_> = chart.series.iter().filter(|series| series.ink != Ink::Reference).collect();
    let rows = series.iter().map(|series| series.points.len()).max().unwrap_or(0);
    let x = |row: usize| {
        series.iter().find_map(|series| series.points.get(row)).map_or(f64::NAN, |point| point.0)
    };
    let cell = |points: &[(f64, f64)], row: usize| {
        points.get(row).map_or(String::new(), |point| format::number(point.1))
    };
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={chart.title.clone()}>
            if rows > TABLE_ROWS { <p class="muted">{ (t.first_of_rows)(TABLE_ROWS, rows) }</p> }
            <table>
                <thead><tr><th scope="col">{ &chart.x.label }</th>
                    { for series.iter().map(|series| html! { <th scope="col">{ &series.label }</th> }) }</tr></thead>
                <tbody>{ for (0..rows.min(TABLE_ROWS)).map(|row| html! {
                    <tr><th scope="row">{ x_cell(chart, x(row), utc, language) }</th>
                        { for series.iter().map(|series| html! { <td>{ cell(&series.points, row) }</td> }) }</tr>
                }) }</tbody>
            </table>
        </div>
    }
}

fn x_cell(chart: &Chart, x: f64, utc: bool, language: Language) -> String {
    match chart.x.scale {
        Scale::Time => format::time(x as i64, utc, language, false),
        Scale::Count => format::count(x.max(0.0) as u64),
        _ => format::number(x),
    }
}
