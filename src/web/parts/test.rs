//! Step 4: predictions for rows that the network never saw, beside simple methods.

use std::rc::Rc;

use yew::prelude::*;

use super::chart_card::ChartCard;
use super::field::Choice;
use super::second::second;
use super::term::Explain;
use crate::app::{Action, ChartTab, Judgements, RunView, Window};
use crate::data::unit_of;
use crate::evaluation::Metrics;
use crate::i18n::{Term, Texts, Verdict, format};
use crate::numeric::decimal;
use crate::numeric::order::few_in_order;
use crate::plot::{Axis, Chart, Ink, Mark, Scale, Series};
use crate::session::judge::Standing;
use crate::session::{DatasetSummary, Part, Predictions, RowsReport, TargetReport};
use crate::web::dispatch::{Shell, Way, use_shell};

const WEEK_MS: i64 = 7 * 24 * 3_600_000;
/// Rows of a stretch where there is no time.
const STRETCH_ROWS: usize = 100;

/// What the section shows.
#[derive(Properties, PartialEq)]
pub struct TestProps {
    /// The data set.
    pub dataset: Rc<DatasetSummary>,
    /// The run.
    pub run: RunView,
    /// How often test figures were shown.
    pub looks: u32,
    /// Which chart.
    pub tab: ChartTab,
    /// Which target.
    pub target: usize,
    /// Which stretch.
    pub window: Window,
    /// The word on the chart while an example is loaded.
    pub badge: Option<&'static str>,
    /// Whether a model that was opened predicts files in the place of the run's.
    pub imported: bool,
    /// Takes files that are to be predicted.
    pub onfiles: Way<Vec<web_sys::File>>,
}

/// Step 4.
#[component]
pub fn Test(props: &TestProps) -> Html {
    let shell = use_shell();
    let t = shell.texts;
    // The test figures, once the run ended; the watched rows before.
    let (rows, predictions): (&RowsReport, Option<&Predictions>) = match props.run.report() {
        Some(report) => (&report.test, Some(&report.predictions)),
        None => (&props.dataset.watched, props.run.predictions.as_deref()),
    };
    let Some(target) = rows.targets.get(props.target).or(rows.targets.first()) else { return html! {} };
    let place = props.target.min(rows.targets.len().saturating_sub(1));
    let metrics = predictions.and_then(|predictions| predictions.metrics.get(place)).copied();
    let values = predictions.and_then(|predictions| predictions.values.get(place)).map(Vec::as_slice);
    let timed = rows.times.is_some();
    let chart = match props.tab {
        ChartTab::OverTime => over_time(t, rows, target, values, props.window, props.badge),
        ChartTab::Against => against(t, rows.part, target, values.unwrap_or(&[]), props.badge),
    };
    let judged = props.run.judged.as_deref().and_then(|judged| judgement(judged, place));
    let figures = Figures { target, metrics, verdict: verdict(target, metrics, judged) };
    let tabs = [
        (ChartTab::OverTime, if timed { t.over_time } else { t.row_by_row }),
        (ChartTab::Against, t.against),
    ];
    html! {
        <section class="panel" aria-labelledby="test-title">
            <h2 id="test-title"><span class="step-number">{ "4" }</span>{ t.predictions }
                <span class="aside" id="rows-shown">{ (t.rows_shown)(rows.part, predictions.is_some()) }</span>
            </h2>
            if rows.targets.len() > 1 {
                <Choice id="target-shown" label={t.which_target} options={rows.targets.iter().map(|target| target.name.clone()).collect::<Vec<_>>()}
                    chosen={place} onchoose={shell.on(Action::TargetShown)} />
            }
            { tiles(&shell, &figures) }
            if metrics.is_none() { <p class="muted">{ if props.run.is_under_way() { t.not_yet } else { t.not_trained } }</p> }
            if rows.part == Part::Test { <p class="muted" id="looks">{ (t.looks)(props.looks) }</p> }
            <div class="tabs" role="tablist" aria-label={t.predictions}>
                { for tabs.into_iter().map(|(tab, name)| {
                    let selected = tab == props.tab;
                    html! {
                        <button type="button" role="tab" aria-selected={selected.to_string()} aria-controls="prediction-panel"
                            tabindex={if selected { "0" } else { "-1" }} onkeydown={arrows(&shell.dispatch, tab)}
                            onclick={shell.on(move |_| Action::TabChosen(tab))}>{ name }</button>
                    }
                }) }
            </div>
            <div id="prediction-panel" role="tabpanel">
                if props.tab == ChartTab::OverTime { { windows(&shell, count_windows(rows), timed, props.window) } }
                <ChartCard id="prediction-chart" chart={Rc::new(chart)} utc={rows.utc} />
            </div>
            { compared(t, &figures) }
            if props.run.report().is_some() && !props.imported { { second(&shell, &props.run.second, &props.dataset.targets, &props.onfiles.0) } }
        </section>
    }
}

/// Arrow keys move between tabs, as in any list of tabs.
fn arrows(dispatch: &Callback<Action>, tab: ChartTab) -> Callback<KeyboardEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight") {
            event.prevent_default();
            let other = match tab {
                ChartTab::OverTime => ChartTab::Against,
                ChartTab::Against => ChartTab::OverTime,
            };
            dispatch.emit(Action::TabChosen(other));
            let target = event
                .target()
                .and_then(|target| wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(target).ok());
            let sibling =
                target.and_then(|tab| tab.next_element_sibling().or_else(|| tab.previous_element_sibling()));
            let sibling =
                sibling.and_then(|tab| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(tab).ok());
            if let Some(Err(_)) = sibling.map(|tab| tab.focus()) {
                crate::web::complain("a tab that cannot be focused");
            }
        }
    })
}

/// What is said of a target.
struct Figures<'a> {
    target: &'a TargetReport,
    metrics: Option<Metrics>,
    verdict: Option<Verdict>,
}

/// The network beside the best of the simple methods.
fn verdict(target: &TargetReport, metrics: Option<Metrics>, judged: Judgement) -> Option<Verdict> {
    let best =
        target.baselines.iter().min_by(|left, right| left.metrics.rmse.total_cmp(&right.metrics.rmse))?;
    let skill = 1.0 - metrics?.rmse / best.metrics.rmse;
    if !skill.is_finite() {
        return None;
    }
    Some(Verdict { best: best.name, skill, judged })
}

/// A verdict that advises against the network, or has nothing to say for it.
fn is_warning(verdict: &Verdict) -> bool {
    verdict.judged.map_or(verdict.skill <= 0.0, |(standing, _)| standing != Standing::Better)
}

type Judgement = Option<(Standing, Option<(f64, f64)>)>;

fn judgement(judged: &Judgements, place: usize) -> Judgement {
    let standing = (*judged.verdicts.get(place)?)?;
    let interval = judged.intervals.get(place).copied().flatten();
    Some((standing, interval.map(|interval| (interval.low, interval.high))))
}

/// The figures that matter most.
fn tiles(shell: &Shell, figures: &Figures) -> Html {
    let t = shell.texts;
    let metrics = figures.metrics;
    let unit = unit_of(&figures.target.name).unwrap_or_default();
    let value = |number: Option<f64>| number.map_or("–".to_owned(), format::number);
    let r2 = match metrics {
        Some(Metrics { r2: None, .. }) => t.not_defined.to_owned(),
        metrics => metrics.and_then(|metrics| metrics.r2).map_or("–".to_owned(), format::ratio),
    };
    let tile = |id: &'static str, number: String, name: String, term: Term, class: Option<&'static str>| {
        html! {
            <div class="tile" {id}><b class={classes!(class)}>{ number }</b><span>{ name }<Explain {term} /></span></div>
        }
    };
    html! {
        <div class="tiles">
            { tile("rmse", value(metrics.map(|metrics| metrics.rmse)), format!("RMSE {unit}"), Term::Rmse, None) }
            { tile("mae", value(metrics.map(|metrics| metrics.mae)), format!("MAE {unit}"), Term::Mae, None) }
            { tile("r2", r2, "R²".to_owned(), Term::R2, None) }
            { match figures.verdict {
                Some(Verdict { best, skill, .. }) => tile("skill", format::percent(skill, shell.language), (t.skill_tile)(best), Term::Skill,
                    Some(if (skill * 100.0).round() > 0.0 { "good" } else { "bad" })),
                None => tile("skill", "–".to_owned(), (t.term)(Term::Skill).name.to_owned(), Term::Skill, None),
            } }
        </div>
    }
}

/// The network and the simple methods in one table, best first, and what that means in a sentence.
fn compared(t: &Texts, figures: &Figures) -> Html {
    let target = figures.target;
    let unit = unit_of(&target.name).map(|unit| format!(" {unit}")).unwrap_or_default();
    let network = figures.metrics.map(|metrics| (t.network.to_owned(), metrics, true));
    let simple =
        target.baselines.iter().map(|baseline| ((t.baseline)(baseline.name), baseline.metrics, false));
    let methods = few_in_order(network.into_iter().chain(simple), |left, right| {
        left.1.rmse.total_cmp(&right.1.rmse).is_lt()
    });
    let largest = methods.iter().map(|method| method.1.rmse).fold(0.0, f64::max);
    html! {
        <div class="compared">
            <h3>{ t.compared }<Explain term={Term::Baseline} /></h3>
            <table id="baselines">
                <thead><tr><th scope="col">{ t.method }</th><td class="bar-cell"></td>
                    <th scope="col">{ format!("RMSE{unit}") }</th><th scope="col">{ format!("MAE{unit}") }</th><th scope="col">{ "R²" }</th></tr></thead>
                <tbody>{ for methods.iter().map(|(name, metrics, is_network)| html! {
                    <tr class={is_network.then_some("network")}>
                        <th scope="row">{ name }</th>
                        <td class="bar-cell"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                            <rect x="0" y="0" height="10" width={if largest > 0.0 { decimal::fixed(metrics.rmse / largest * 100.0, 2) } else { "0".to_owned() }} />
                        </svg></td>
                        <td>{ format::number(metrics.rmse) }</td><td>{ format::number(metrics.mae) }</td>
                        <td>{ metrics.r2.map_or(t.not_defined.to_owned(), format::ratio) }</td>
                    </tr>
                }) }</tbody>
            </table>
            if let Some(verdict) = &figures.verdict {
                <p id="verdict" class={classes!("note", is_warning(verdict).then_some("warn-note"))}>{ (t.verdict)(verdict) }</p>
            }
        </div>
    }
}

/// Which of so many stretches of the rows is shown.
fn windows(shell: &Shell, count: u32, timed: bool, window: Window) -> Html {
    let t = shell.texts;
    if count < 2 {
        return html! {};
    }
    let stretch = if timed { t.one_week } else { t.hundred_rows };
    let back = match window {
        Window::Week { back } => Some(back.min(count - 1)),
        Window::All => None,
    };
    let button = |name: &str, window: Window, disabled: bool, pressed: Option<bool>| {
        html! {
            <button type="button" class="quiet" {disabled} aria-pressed={pressed.map(|pressed| pressed.to_string())}
                onclick={shell.on(move |_| Action::WindowChosen(window))}>{ name.to_owned() }</button>
        }
    };
    let to = |back: u32| Window::Week { back };
    html! {
        <div class="windows" role="group">
            { button(t.all, Window::All, false, Some(back.is_none())) }
            { button(stretch, to(back.unwrap_or(0)), false, Some(back.is_some())) }
            if let Some(back) = back {
                { button(&format!("‹ {}", t.earlier), to(back + 1), back + 1 >= count, None) }
                { button(&format!("{} ›", t.later), to(back.saturating_sub(1)), back == 0, None) }
            }
        </div>
    }
}

/// How many weeks (or hundreds of rows) there are.
fn count_windows(rows: &RowsReport) -> u32 {
    match &rows.times {
        Some(times) => {
            let span = times.last().zip(times.first()).map_or(0, |(last, first)| last - first);
            (span / WEEK_MS) as u32 + 1
        }
        None => rows.rows.len().div_ceil(STRETCH_ROWS) as u32,
    }
}

/// The indices that a stretch shows.
fn shown(rows: &RowsReport, window: Window) -> std::ops::Range<usize> {
    let count = rows.rows.len();
    let Window::Week { back } = window else { return 0..count };
    let back = back.min(count_windows(rows).saturating_sub(1));
    match &rows.times {
        Some(times) => {
            let end = times.last().copied().unwrap_or(0) - i64::from(back) * WEEK_MS;
            let place = |at: i64| times.partition_point(|&time| time <= at);
            place(end - WEEK_MS)..place(end)
        }
        None => {
            let to = count.saturating_sub(back as usize * STRETCH_ROWS);
            to.saturating_sub(STRETCH_ROWS)..to
        }
    }
}

fn with_unit(name: &str) -> String {
    match unit_of(name) {
        Some(unit) if !name.ends_with([')', ']', '）']) => format!("{name} ({unit})"),
        _ => name.to_owned(),
    }
}

fn over_time(
    t: &Texts,
    rows: &RowsReport,
    target: &TargetReport,
    predicted: Option<&[f64]>,
    window: Window,
    badge: Option<&'static str>,
) -> Chart {
    let range = shown(rows, window);
    let x = |index: usize| match &rows.times {
        Some(times) => times[index] as f64,
        None => f64::from(rows.rows[index]) + 1.0,
    };
    let line = |values: &[f64]| {
        range.clone().filter_map(|index| values.get(index).map(|&value| (x(index), value))).collect()
    };
    // Without times, neighbouring rows have nothing to do with each other: points, not a line.
    let mark = if rows.times.is_some() { Mark::Line } else { Mark::Points };
    let mut series =
        vec![Series { label: t.actual.to_owned(), ink: Ink::Actual, mark, points: line(&target.actual) }];
    if let Some(predicted) = predicted {
        series.push(Series { label: t.predicted.to_owned(), ink: Ink::Model, mark, points: line(predicted) });
    }
    let x = if rows.times.is_some() {
        Axis::new(t.time_axis, Scale::Time)
    } else {
        Axis::new(t.row_axis, Scale::Count)
    };
    Chart {
        title: (t.chart_over_time)(&target.name, rows.part),
        x,
        y: Axis::new(with_unit(&target.name), Scale::Linear),
        series,
        marker: None,
        badge: badge.map(str::to_owned),
    }
}

fn against(
    t: &Texts,
    part: Part,
    target: &TargetReport,
    predicted: &[f64],
    badge: Option<&'static str>,
) -> Chart {
    let points: Rc<[(f64, f64)]> = target.actual.iter().copied().zip(predicted.iter().copied()).collect();
    let all = || target.actual.iter().chain(predicted).copied().filter(|value| value.is_finite());
    let (least, most) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    // Both axes span the same, so that the diagonal is where prediction and outcome agree.
    let room = (most - least).max(1e-12) * 0.04;
    let range = (least.is_finite() && most > least).then_some((least - room, most + room));
    let unit = unit_of(&target.name).map(|unit| format!(" ({unit})")).unwrap_or_default();
    let axis = |label: &str| Axis { label: format!("{label}{unit}"), scale: Scale::Linear, range };
    let diagonal: Rc<[(f64, f64)]> =
        range.map(|(from, to)| [(from, from), (to, to)]).into_iter().flatten().collect();
    let mut series =
        vec![Series { label: t.perfect.to_owned(), ink: Ink::Reference, mark: Mark::Line, points: diagonal }];
    if !points.is_empty() {
        series.push(Series { label: t.predicted.to_owned(), ink: Ink::Model, mark: Mark::Points, points });
    }
    Chart {
        title: (t.chart_against)(&target.name, part),
        x: axis(t.actual),
        y: axis(t.predicted),
        series,
        marker: None,
        badge: badge.map(str::to_owned),
    }
}
