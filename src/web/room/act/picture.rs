//! One picture that explains itself: the grid's carbon as the ground, the demand as it is, what the plan takes from the
//! grid, what it moves, and beneath what the battery holds. Colours stand in the picture itself, so that it can be saved.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlImageElement, SvgElement};
use yew::prelude::*;

use super::day::{Words, badges, is_hypothetical};
use crate::i18n::format::number;
use crate::plan::{Outcome, Schedule};
use crate::plot::{Ink, Rgb, Theme};
use crate::session::Example;
use crate::session::act::{DayPlan, Start};
use crate::web::canvas::{use_size, use_theme};
use crate::web::dispatch::use_shell;
use crate::web::turns::Later;
use crate::web::{complain_of, files};

/// The width before the place is measured, in CSS pixels; then it is the place's own, so that words keep their size.
const WIDTH: f64 = 760.0;
/// No narrower, so that the axes have room.
const LEAST_WIDTH: f64 = 280.0;
const LEFT: f64 = 46.0;
const TOP: f64 = 20.0;
/// The height of the powers, and of what the battery holds.
const POWERS: f64 = 210.0;
const GAP: f64 = 16.0;
const STORE: f64 = 66.0;
const BOTTOM: f64 = 20.0;
/// Where lines of the axis are, as shares of its height.
const SHARES: [f64; 3] = [0.0, 0.5, 1.0];

#[derive(Properties, PartialEq)]
pub(super) struct PictureProps {
    pub plan: Rc<DayPlan>,
    pub start: Rc<Start>,
    pub example: Option<Example>,
}

/// The picture, its keys, the story of the hour that is pointed at, and the table behind it.
#[component]
pub(super) fn Picture(props: &PictureProps) -> Html {
    let shell = use_shell();
    let theme = use_theme();
    let hour = use_state(|| None::<usize>);
    let table = use_state(|| false);
    let place = use_node_ref();
    let measured = use_size(&place).map(|(width, _)| width.round().max(LEAST_WIDTH));
    let width = measured.unwrap_or(WIDTH);
    let plan = &props.plan;
    let Outcome::Planned(found) = &plan.outcome else { return html! {} };
    let words = Words::new(shell.language, &props.start, plan);
    let t = words.t;
    let drawn = Drawn::new(plan, &found.schedule, theme, width);
    let steps = plan.case.len();
    let keyed = {
        let hour = hour.clone();
        Callback::from(move |event: KeyboardEvent| {
            let next = match (event.key().as_str(), *hour) {
                ("ArrowRight", Some(step)) => (step + 1).min(steps - 1),
                ("ArrowLeft", Some(step)) => step.saturating_sub(1),
                ("ArrowRight" | "ArrowLeft" | "Home", _) => 0,
                ("End", _) => steps - 1,
                ("Escape", _) => {
                    hour.set(None);
                    return;
                }
                _ => return,
            };
            event.prevent_default();
            hour.set(Some(next));
        })
    };
    let point = |step: usize| {
        let hour = hour.clone();
        Callback::from(move |_: PointerEvent| hour.set(Some(step)))
    };
    let toggle = {
        let table = table.clone();
        Callback::from(move |_: MouseEvent| table.set(!*table))
    };
    let saved = |as_png: bool| {
        let place = place.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(error) = place.cast::<Element>().and_then(|svg| save(&svg, as_png).err()) {
                complain_of("a picture that cannot be saved", &error);
            }
        })
    };
    let intensity = &plan.day.forecast.intensity_g_per_kwh;
    let ends = |values: &[f64]| {
        (
            values.iter().copied().fold(f64::INFINITY, f64::min),
            values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        )
    };
    let (clean, dirty) = ends(intensity);
    let summary = (t.chart_says)(
        &number(clean),
        &number(dirty),
        &number(found.figures.peak_import_kw),
        &number(found.schedule.s.iter().copied().fold(0.0, f64::max)),
    );
    let title = (t.chart_title)(&words.date());
    let texts = shell.texts;
    html! {
        <figure class="chart act-chart" id="act-chart">
            <figcaption class="chart-head">
                <span>{ &title }{ " " }{ badges(&plan.wish, None, shell.language) }</span>
                <div class="chart-actions" role="group" aria-label={texts.chart_menu}>
                    <button type="button" class="quiet" aria-expanded={table.to_string()} onclick={toggle}>{ t.as_table }</button>
                    <button type="button" class="quiet" onclick={saved(false)}>{ texts.save_svg }</button>
                    <button type="button" class="quiet" onclick={saved(true)}>{ texts.save_png }</button>
                </div>
            </figcaption>
            <svg ref={place} xmlns="http://www.w3.org/2000/svg" viewBox={format!("0 0 {width} {}", drawn.height())} height={px(drawn.height())} role="application"
                aria-label={format!("{title}. {summary} {}", t.chart_keys)} tabindex="0" onkeydown={keyed}>
                if measured.is_some() {
                    { drawn.all(&words, plan, props.example.map(|example| texts.badge(example)), *hour) }
                    <Later>{ for (0..steps).map(|step| html! {
                        <rect x={px(drawn.x(step))} y={px(TOP)} width={px(drawn.x(step + 1) - drawn.x(step))} height={px(drawn.height() - TOP - BOTTOM)}
                            fill="transparent" onpointermove={point(step)} onpointerdown={point(step)} />
                    }) }</Later>
                }
            </svg>
            { drawn.keys(&words, plan) }
            <div class="act-story" aria-live="polite">
                { match *hour {
                    None => html! { <p class="muted">{ t.chart_keys }</p> },
                    Some(step) => story(&words, plan, &found.schedule, step),
                } }
            </div>
            if *table { { table_of(&words, plan, &found.schedule) } }
        </figure>
    }
}

/// What there is to say of an hour.
fn story(words: &Words, plan: &DayPlan, schedule: &Schedule, step: usize) -> Html {
    let t = words.t;
    let stories = words.stories(plan, step);
    html! {
        <>
            <p><b>{ (t.hour_is)(&words.clock(step), &number(plan.case.load_kw[step]), &words.intensity(plan, step), &number(schedule.g[step])) }</b></p>
            if stories.is_empty() { <p>{ t.rests }</p> }
            { for stories.into_iter().map(|story| html! { <p>{ story }</p> }) }
        </>
    }
}

fn table_of(words: &Words, plan: &DayPlan, schedule: &Schedule) -> Html {
    let t = words.t;
    let cell = |value: f64| html! { <td>{ number(value) }</td> };
    let loads = plan.case.flex.iter().map(|load| load.name.clone());
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={t.as_table}>
            <table>
                <thead><tr><th scope="col">{ t.hour }</th><th scope="col">{ format!("{}, kW", t.demand) }</th><th scope="col">{ format!("{}, kW", t.pv) }</th>
                    <th scope="col">{ format!("{}, g/kWh", t.intensity) }{ if is_hypothetical(&plan.wish) { format!(" ({})", t.hypothetical) } else { String::new() } }</th>
                    <th scope="col">{ format!("{}, kW", t.legend_plan) }</th><th scope="col">{ format!("{}, kWh", t.legend_charge) }</th>
                    { for loads.map(|name| html! { <th scope="col">{ format!("{name}, kW") }</th> }) }</tr></thead>
                <tbody>{ for (0..plan.case.len()).map(|step| html! {
                    <tr><th scope="row">{ words.clock(step) }</th>
                        { cell(plan.case.load_kw[step]) }{ cell(plan.case.pv_kw[step]) }{ cell(plan.day.forecast.intensity_g_per_kwh[step]) }
                        { cell(schedule.g[step]) }{ cell(schedule.s[step]) }
                        { for schedule.f.iter().map(|own| cell(own[step])) }</tr>
                }) }</tbody>
            </table>
        </div>
    }
}

fn px(value: f64) -> String {
    format!("{value:.1}")
}

fn hex(Rgb(red, green, blue): Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// What the plan does is green, as all action on the page.
fn green(theme: Theme) -> Rgb {
    match theme {
        Theme::Light => Rgb(15, 123, 79),
        Theme::Dark => Rgb(63, 191, 134),
    }
}

/// The picture's measures.
struct Drawn<'a> {
    schedule: &'a Schedule,
    theme: Theme,
    width: f64,
    steps: usize,
    /// Demand as it is, less photovoltaics, from the grid.
    as_it_is: Vec<f64>,
    /// Moved loads together.
    moved: Vec<f64>,
    most_kw: f64,
    most_kwh: f64,
    ground: (f64, f64),
}

impl<'a> Drawn<'a> {
    fn new(plan: &DayPlan, schedule: &'a Schedule, theme: Theme, width: f64) -> Self {
        let steps = plan.case.len();
        let unmoved = plan.case.flex.iter().fold(vec![0.0; steps], |mut all: Vec<f64>, load| {
            let window = load.window(steps);
            for (into, power) in all[window].iter_mut().zip(load.block_kw(plan.case.dt_h)) {
                *into += power;
            }
            all
        });
        let as_it_is: Vec<f64> = (0..steps)
            .map(|step| (plan.case.load_kw[step] - plan.case.pv_kw[step] + unmoved[step]).max(0.0))
            .collect();
        let moved: Vec<f64> = (0..steps).map(|step| schedule.f.iter().map(|own| own[step]).sum()).collect();
        let most = |values: &[f64]| values.iter().copied().fold(0.0_f64, f64::max);
        let intensity = &plan.day.forecast.intensity_g_per_kwh;
        let least = intensity.iter().copied().fold(f64::INFINITY, f64::min);
        let battery = plan.case.battery.as_ref().map_or(0.0, crate::plan::Battery::most_kwh);
        Self {
            most_kw: nice(
                most(&as_it_is).max(most(&schedule.g)).max(most(&plan.case.pv_kw)).max(most(&moved)),
            ),
            most_kwh: battery,
            ground: (least, most(intensity)),
            schedule,
            theme,
            width,
            steps,
            as_it_is,
            moved,
        }
    }

    fn height(&self) -> f64 {
        TOP + POWERS + BOTTOM + if self.most_kwh > 0.0 { GAP + STORE } else { 0.0 }
    }

    fn x(&self, step: usize) -> f64 {
        LEFT + (self.width - LEFT - 8.0) * step as f64 / self.steps.max(1) as f64
    }

    fn y(&self, kw: f64) -> f64 {
        TOP + POWERS * (1.0 - kw / self.most_kw)
    }

    /// A line that keeps each step's value from its beginning to its end.
    fn stairs(&self, values: &[f64], y: impl Fn(f64) -> f64) -> String {
        let mut text = String::new();
        for (step, value) in values.iter().enumerate() {
            let (from, to, at) = (self.x(step), self.x(step + 1), y(*value));
            text.push_str(&format!("{from:.1},{at:.1} {to:.1},{at:.1} "));
        }
        text
    }

    fn all(&self, words: &Words, plan: &DayPlan, example: Option<&str>, hour: Option<usize>) -> Html {
        let theme = self.theme;
        let (ink, muted, grid) = (hex(theme.ink()), hex(theme.muted()), hex(theme.grid()));
        let (demand, action) = (hex(theme.series(Ink::Actual)), hex(green(theme)));
        let below = TOP + POWERS + GAP;
        let store = |kwh: f64| below + STORE * (1.0 - kwh / self.most_kwh.max(1e-9));
        let intensity = &plan.day.forecast.intensity_g_per_kwh;
        let mut base = self.stairs(&self.schedule.s, store);
        base.push_str(&format!(
            "{:.1},{:.1} {:.1},{:.1}",
            self.x(self.steps),
            below + STORE,
            self.x(0),
            below + STORE
        ));
        html! {
            <g>
                <rect x="0" y="0" width={px(self.width)} height={px(self.height())} fill={hex(theme.panel())} />
                { for intensity.iter().enumerate().map(|(step, grams)| {
                    let share = (grams - self.ground.0) / (self.ground.1 - self.ground.0).max(1e-9);
                    html! { <rect x={px(self.x(step))} y={px(TOP)} width={px(self.x(step + 1) - self.x(step) + 0.4)} height={px(POWERS)}
                        fill={muted.clone()} fill-opacity={format!("{:.3}", 0.03 + 0.33 * share)} /> }
                }) }
                { for SHARES.map(|share| {
                    let y = self.y(share * self.most_kw);
                    html! { <line x1={px(LEFT)} x2={px(self.width - 8.0)} y1={px(y)} y2={px(y)} stroke={grid.clone()} stroke-width="1" /> }
                }) }
                if let Some(step) = hour {
                    <rect x={px(self.x(step))} y={px(TOP)} width={px(self.x(step + 1) - self.x(step))} height={px(self.height() - TOP - BOTTOM)}
                        fill="none" stroke={ink.clone()} stroke-width="1.5" />
                }
                if self.moved.iter().any(|power| *power > 0.0) {
                    { for self.moved.iter().enumerate().filter(|(_, power)| **power > 0.0).map(|(step, power)| html! {
                        <rect x={px(self.x(step) + 2.0)} y={px(self.y(*power))} width={px(self.x(step + 1) - self.x(step) - 4.0)} height={px(self.y(0.0) - self.y(*power))}
                            fill={action.clone()} fill-opacity="0.25" stroke={action.clone()} stroke-dasharray="2 2" />
                    }) }
                }
                if plan.case.pv_kw.iter().any(|power| *power > 0.0) {
                    <polyline points={self.stairs(&plan.case.pv_kw, |kw| self.y(kw))} fill="none" stroke={muted.clone()} stroke-width="1.6" stroke-dasharray="2 3" />
                }
                <polyline points={self.stairs(&self.as_it_is, |kw| self.y(kw))} fill="none" stroke={demand} stroke-width="1.6" />
                <polyline points={self.stairs(&self.schedule.g, |kw| self.y(kw))} fill="none" stroke={action.clone()} stroke-width="3" />
                if self.most_kwh > 0.0 {
                    <line x1={px(LEFT)} x2={px(self.width - 8.0)} y1={px(below + STORE)} y2={px(below + STORE)} stroke={grid.clone()} stroke-width="1" />
                    <polygon points={base} fill={action.clone()} fill-opacity="0.3" stroke={action} stroke-width="1.4" />
                }
                <Later>{ self.words(words, plan, example) }</Later>
            </g>
        }
    }

    /// What is written in it.
    fn words(&self, words: &Words, plan: &DayPlan, example: Option<&str>) -> Html {
        let muted = hex(self.theme.muted());
        let text = |x: f64, y: f64, anchor: &'static str, words: String| {
            html! { <text x={px(x)} y={px(y)} text-anchor={anchor} font-size="12" font-family="system-ui, sans-serif" fill={muted.clone()}>{ words }</text> }
        };
        let fitting = ((self.width - LEFT) / 64.0).max(2.0) as usize;
        let every =
            [1, 2, 3, 4, 6, 8, 12, 24].into_iter().find(|every| self.steps <= every * fitting).unwrap_or(24);
        let marks: Vec<&str> =
            example.into_iter().chain(is_hypothetical(&plan.wish).then_some(words.t.hypothetical)).collect();
        let below = TOP + POWERS + GAP;
        html! {
            <>
                { for SHARES.map(|share| share * self.most_kw).map(|kw| text(LEFT - 6.0, self.y(kw) + 4.0, "end", number(kw))) }
                { text(2.0, TOP - 9.0, "start", "kW".to_owned()) }
                if self.most_kwh > 0.0 {
                    { text(LEFT - 6.0, below + 8.0, "end", number(self.most_kwh)) }
                    { text(LEFT - 6.0, below + STORE, "end", "0".to_owned()) }
                    { text(2.0, below + STORE / 2.0 + 4.0, "start", words.t.store_axis.to_owned()) }
                }
                { for (0..self.steps).step_by(every).map(|step| text(self.x(step), self.height() - 5.0, "middle", words.clock(step))) }
                if !marks.is_empty() { { text(self.width - 10.0, TOP - 9.0, "end", marks.join(" · ")) } }
            </>
        }
    }

    fn keys(&self, words: &Words, plan: &DayPlan) -> Html {
        let t = words.t;
        let key = |class: &'static str, label: &'static str| {
            html! { <li><svg class={classes!("key", class)} viewBox="0 0 18 8" aria-hidden="true"><line x1="0" x2="18" y1="4" y2="4" /></svg>{ label }</li> }
        };
        html! {
            <ul class="legend">
                { key("actual", t.legend_demand) }
                { key("planned", t.legend_plan) }
                if plan.case.pv_kw.iter().any(|power| *power > 0.0) { { key("baseline", t.legend_pv) } }
                if self.moved.iter().any(|power| *power > 0.0) { <li><span class="swatch moved"></span>{ t.legend_flex }</li> }
                if self.most_kwh > 0.0 { <li><span class="swatch stored"></span>{ t.legend_charge }</li> }
                <li><span class="swatch ground-key"></span>{ t.legend_ground }</li>
            </ul>
        }
    }
}

/// A round number not below a value.
fn nice(most: f64) -> f64 {
    if most <= 0.0 {
        return 1.0;
    }
    let power = 10.0_f64.powf(most.log10().floor());
    [1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|value| *value >= most)
        .unwrap_or(most)
}

/// Saves the picture as it stands.
fn save(svg: &Element, as_png: bool) -> Result<(), wasm_bindgen::JsValue> {
    let text = svg.outer_html();
    if !as_png {
        return files::download("plan.svg", "image/svg+xml", &text.as_str().into());
    }
    let size = svg.dyn_ref::<SvgElement>().map(|svg| svg.get_bounding_client_rect());
    let size = size.map_or((WIDTH, WIDTH / 2.0), |size| (size.width(), size.height()));
    let image = HtmlImageElement::new()?;
    let drawn = {
        let image = image.clone();
        Closure::once_into_js(move || {
            if let Err(error) = paint(&image, size) {
                complain_of("a picture that cannot be saved", &error);
            }
        })
    };
    image.set_onload(Some(drawn.unchecked_ref()));
    let encoded: String = js_sys::encode_uri_component(&text).into();
    image.set_src(&format!("data:image/svg+xml,{encoded}"));
    Ok(())
}

/// Twice as fine as it is drawn on the page.
fn paint(image: &HtmlImageElement, size: (f64, f64)) -> Result<(), wasm_bindgen::JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or("no document")?;
    let canvas: web_sys::HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    let (width, height) = (2.0 * size.0, 2.0 * size.1);
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let pen: web_sys::CanvasRenderingContext2d = canvas.get_context("2d")?.ok_or("no canvas")?.dyn_into()?;
    pen.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)?;
    files::download_canvas("plan.png", canvas);
    Ok(())
}
