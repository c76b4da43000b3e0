//! A day's plan: what it saves, its picture, its figures beside what happened, and what it keeps.

use std::fmt::Write as _;
use std::rc::Rc;

use yew::prelude::*;

use super::picture::Picture;
use super::sources::{currency_of, said_of};
use crate::data::iso_time;
use crate::i18n::format::{self, number, percent};
use crate::i18n::{ActTexts, Language, Story};
use crate::plan::{Aim, EndCharge, Outcome, Plan, Reason};
use crate::session::Example;
use crate::session::act::{Day, DayFigures, DayPlan, Start, Wish};
use crate::session::acting::Intensity;
use crate::web::dispatch::use_shell;
use crate::web::parts::field::value_of;
use crate::web::turns::Later;
use crate::web::{complain_of, files};

/// Less of a violation than this is rounding, in kW or kWh.
const NOTHING: f64 = 1e-6;
const MS_PER_H: f64 = 3.6e6;

/// How a plan's times and amounts are written.
pub(super) struct Words {
    pub(super) language: Language,
    pub(super) t: &'static ActTexts,
    /// `g` or a currency: what the objective counts.
    pub(super) total: String,
    pub(super) currency: String,
    from: i64,
    dt_h: f64,
    utc: bool,
}

impl Words {
    pub(super) fn new(language: Language, start: &Start, plan: &DayPlan) -> Self {
        let currency = currency_of(start, &plan.wish);
        Self {
            language,
            t: language.act(),
            total: if plan.wish.site.aim == Aim::Carbon { "g".to_owned() } else { currency.clone() },
            currency,
            from: plan.day.from,
            dt_h: plan.case.dt_h,
            utc: plan.utc,
        }
    }

    /// The time of a step in ms.
    pub(super) fn at(&self, step: usize) -> i64 {
        self.from + (step as f64 * self.dt_h * MS_PER_H) as i64
    }

    /// `18:00`.
    pub(super) fn clock(&self, step: usize) -> String {
        let minutes = self.at(step).rem_euclid(86_400_000) / 60_000;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// The date of the day.
    pub(super) fn date(&self) -> String {
        format::time(self.from, self.utc, self.language, true)
    }

    /// An amount of the objective.
    pub(super) fn amount(&self, value: f64) -> String {
        format!("{} {}", number(value), self.total).trim_end().to_owned()
    }

    /// Money.
    pub(super) fn money(&self, value: f64) -> String {
        format!("{} {}", number(value), self.currency).trim_end().to_owned()
    }

    /// What is said of a step: what is moved in it, and why.
    pub(super) fn stories(&self, plan: &DayPlan, step: usize) -> Vec<String> {
        let Some(reasons) = &plan.reasons else { return Vec::new() };
        reasons
            .reasons
            .bars
            .iter()
            .filter(|bar| step_of(bar) == step)
            .map(|bar| (self.t.story)(&self.story(plan, bar)))
            .collect()
    }

    pub(super) fn story(&self, plan: &DayPlan, bar: &Reason) -> Story {
        let name = |load: usize| {
            let own = plan.case.flex.get(load).map(|load| load.name.clone()).unwrap_or_default();
            if own.is_empty() { format!("{} {}", self.t.flexible, load + 1) } else { own }
        };
        match bar {
            Reason::Charge { costs, spares, used_at, .. } => Story::Charge {
                costs: self.amount(*costs),
                // What a kWh more in the store is worth may be no more than the next best hour to charge in: it tells nobody what this
                // one is for.
                spares: self.amount(
                    used_at
                        .and_then(|at| plan.reasons.as_ref()?.reasons.demand_per_kwh.get(at).copied())
                        .unwrap_or(*spares),
                ),
                used_at: used_at.map(|step| self.clock(step)),
            },
            Reason::Discharge { spares, costs, .. } => {
                Story::Discharge { spares: self.amount(*spares), worth: self.amount(*costs) }
            }
            Reason::Load { load, costs, otherwise, .. } => Story::Load {
                name: name(*load),
                costs: self.amount(*costs),
                otherwise: otherwise.map(|(step, other)| (self.clock(step), self.amount(other))),
            },
            Reason::Block { load, otherwise, .. } => Story::Block {
                name: name(*load),
                otherwise: otherwise.map(|(step, more)| (self.clock(step), self.amount(more))),
            },
        }
    }

    /// What is said of the intensity of a step.
    pub(super) fn intensity(&self, plan: &DayPlan, step: usize) -> String {
        let grams = plan.day.forecast.intensity_g_per_kwh.get(step).copied().unwrap_or(f64::NAN);
        let own = format!("{} g/kWh", number(grams));
        let own = if is_hypothetical(&plan.wish) { format!("{own} ({})", self.t.hypothetical) } else { own };
        match plan.day.forecast.price_per_kwh.as_ref().and_then(|price| price.get(step)) {
            Some(price) => format!("{own}, {}/kWh", self.money(*price)),
            None => own,
        }
    }
}

/// The step that a bar stands in.
pub(super) fn step_of(bar: &Reason) -> usize {
    match bar {
        Reason::Charge { step, .. }
        | Reason::Discharge { step, .. }
        | Reason::Load { step, .. }
        | Reason::Block { step, .. } => *step,
    }
}

/// Whether the intensity was put together of two grids.
pub(super) fn is_hypothetical(wish: &Wish) -> bool {
    matches!(&wish.sources.intensity, Intensity::Yearly(yearly) if yearly.is_hypothetical())
}

/// What stands on every picture and table of a plan.
pub(super) fn badges(wish: &Wish, example: Option<Example>, language: Language) -> Html {
    html! {
        <>
            if let Some(example) = example { <span class="badge">{ language.texts().badge(example) }</span> }
            if is_hypothetical(wish) { <span class="badge warn-badge">{ language.act().hypothetical }</span> }
        </>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct ResultProps {
    pub plan: Rc<DayPlan>,
    pub start: Rc<Start>,
    pub example: Option<Example>,
    /// Plans again.
    pub go: Callback<Wish>,
    pub busy: bool,
}

/// The plan of a day.
#[component]
pub(super) fn Result(props: &ResultProps) -> Html {
    let shell = use_shell();
    let plan = &props.plan;
    let words = Words::new(shell.language, &props.start, plan);
    let t = words.t;
    html! {
        <>
            { days(props, &words) }
            { badges(&plan.wish, props.example, shell.language) }
            { match &plan.outcome {
                Outcome::Infeasible(lacking) => html! {
                    <div class="note warn-note" id="act-infeasible" role="alert">
                        <b>{ t.infeasible }</b>
                        <ul>{ for (t.lacking)(lacking, &|step| words.clock(step)).into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
                    </div>
                },
                Outcome::Planned(found) => planned(props, &words, found),
            } }
            if !plan.known.is_empty() { <Ahead plan={Rc::clone(plan)} go={props.go.clone()} busy={props.busy} /> }
        </>
    }
}

/// The way to other days.
fn days(props: &ResultProps, words: &Words) -> Html {
    let (t, plan) = (words.t, &props.plan);
    let to = |place: Option<u32>| {
        let (go, wish) = (props.go.clone(), plan.wish.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(place) = place {
                go.emit(Wish { day: Day::Test(place), ..wish.clone() });
            }
        })
    };
    let before = plan.place.and_then(|(place, _)| place.checked_sub(1));
    let after = plan.place.and_then(|(place, all)| (place + 1 < all).then_some(place + 1));
    html! {
        <div class="act-days">
            <h3>{ (t.day_title)(&words.date(), plan.place.is_none()) }</h3>
            if plan.place.is_some() {
                <button type="button" class="quiet" id="act-before" disabled={props.busy || before.is_none()} onclick={to(before)}>{ t.before_day }</button>
                <button type="button" class="quiet" id="act-after" disabled={props.busy || after.is_none()} onclick={to(after)}>{ t.after_day }</button>
            }
        </div>
    }
}

fn planned(props: &ResultProps, words: &Words, found: &Plan) -> Html {
    let (t, plan, language) = (words.t, &props.plan, words.language);
    let (was, now) = (plan.as_it_is, plan.planned.unwrap_or_default());
    let by_cost = plan.wish.site.aim != Aim::Carbon;
    let pair = if by_cost { was.cost.zip(now.cost) } else { Some((was.carbon_kg, now.carbon_kg)) };
    let told = |(was, now): (f64, f64)| {
        let saved = if by_cost { words.money(was - now) } else { format!("{} kg", number(was - now)) };
        let share = if was == 0.0 { "–".to_owned() } else { percent(1.0 - now / was, language) };
        (saved, share)
    };
    let headline = pair.map(|pair| {
        let (saved, share) = told(pair);
        let by_forecast = (t.headline)(&words.date(), &saved, &share, by_cost);
        // Of a day that has been, what came of it stands beside what was hoped for.
        let happened = plan.happened.as_ref().and_then(|[was, done, _]| {
            if by_cost { was.cost.zip(done.cost) } else { Some((was.carbon_kg, done.carbon_kg)) }
        });
        match happened.map(told) {
            Some((saved, share)) => format!("{by_forecast}{}", (t.headline_really)(&saved, &share)),
            None => by_forecast,
        }
    });
    let save = {
        let (name, text) = (format!("plan-{}.csv", &iso_time(plan.day.from, false)[..10]), csv(plan, found));
        Callback::from(move |_: MouseEvent| {
            if let Err(error) = files::download(&name, "text/csv", &text.as_str().into()) {
                complain_of("a plan that cannot be saved", &error);
            }
        })
    };
    html! {
        <>
            if let Some(headline) = headline { <p id="act-headline" class="headline">{ headline }</p> }
            <Later>{ tiles(words, &was, &now) }</Later>
            if now.peak_kw > was.peak_kw + NOTHING { <p class="note warn-note" id="act-peak">{ (t.peak_up)(&number(was.peak_kw), &number(now.peak_kw)) }</p> }
            if now.carbon_kg > was.carbon_kg + NOTHING { <p class="note">{ t.more_carbon }</p> }
            <div class="act-grid parts">
            <Later><Picture plan={Rc::clone(plan)} start={Rc::clone(&props.start)} example={props.example} /></Later>
            <div class="act-side"><Later>
            <p><button type="button" id="act-csv" onclick={save}>{ t.export_csv }</button></p>
            { ticks(words, plan) }
            if !found.optimal { <p class="note">{ (t.not_optimal)(&percent(found.gap, language)) }</p> }
            { figures(words, plan) }
            </Later></div>
            </div>
            if let Intensity::Yearly(yearly) = &plan.wish.sources.intensity { { said_of(yearly, t, language) } }
        </>
    }
}

fn tiles(words: &Words, was: &DayFigures, now: &DayFigures) -> Html {
    let t = words.t;
    let tile = |name: &str, was: String, now: String, better: bool| {
        html! {
            <div class="tile"><span>{ name }</span>
                <b class={if better { "good" } else { "" }}>{ now }</b><span>{ format!("{}: {was}", t.as_it_is) }</span></div>
        }
    };
    html! {
        <div class="tiles act-tiles">
            { tile(t.carbon, format!("{} kg", number(was.carbon_kg)), format!("{} kg", number(now.carbon_kg)), now.carbon_kg < was.carbon_kg) }
            if let Some((was, now)) = was.cost.zip(now.cost) { { tile(t.cost, words.money(was), words.money(now), now < was) } }
            { tile(t.peak_column, format!("{} kW", number(was.peak_kw)), format!("{} kW", number(now.peak_kw)), now.peak_kw < was.peak_kw) }
            { tile(t.import, format!("{} kWh", number(was.import_kwh)), format!("{} kWh", number(now.import_kwh)), now.import_kwh < was.import_kwh) }
        </div>
    }
}

fn ticks(words: &Words, plan: &DayPlan) -> Html {
    let t = words.t;
    let case = &plan.case;
    let battery = case.battery.as_ref().is_some_and(|battery| battery.capacity_kwh > 0.0);
    let ends = case.battery.as_ref().is_some_and(|battery| battery.soc_end != EndCharge::Free);
    let there = [true, true, !case.flex.is_empty(), battery || ends];
    let kept = plan.violation <= NOTHING;
    html! {
        <p class="act-ticks">
            <b>{ t.kept }</b>
            { for t.tick.iter().zip(there).filter(|(_, there)| *there).map(|(name, _)| html! {
                <span class={if kept { "good" } else { "bad" }}>{ if kept { "✓ " } else { "✗ " } }{ *name }</span>
            }) }
            <small class="muted">{ (t.kept_to)(&number(plan.violation)) }</small>
        </p>
    }
}

/// By the forecast, and what really came of it.
fn figures(words: &Words, plan: &DayPlan) -> Html {
    let t = words.t;
    let row = |name: &str, figures: &DayFigures| {
        html! {
            <tr><th scope="row">{ name }</th>
                <td>{ number(figures.carbon_kg) }</td>
                if let Some(cost) = figures.cost { <td>{ number(cost) }</td> }
                <td>{ number(figures.peak_kw) }</td>
                <td>{ number(figures.import_kwh) }</td></tr>
        }
    };
    let has_cost = plan.as_it_is.cost.is_some();
    let columns = if has_cost { "5" } else { "4" };
    html! {
        <div class="scroll act-figures">
            <table class="told" id="act-figures">
                <caption>{ t.table_day }</caption>
                <thead><tr><td></td><th scope="col">{ format!("{}, kg", t.carbon) }</th>
                    if has_cost { <th scope="col">{ format!("{}, {}", t.cost, words.currency) }</th> }
                    <th scope="col">{ format!("{}, kW", t.peak_column) }</th><th scope="col">{ format!("{}, kWh", t.import) }</th></tr></thead>
                <tbody>
                    <tr class="group"><th colspan={columns} scope="colgroup">{ t.by_forecast }</th></tr>
                    { row(t.as_it_is, &plan.as_it_is) }
                    if let Some(planned) = &plan.planned { { row(t.planned, planned) } }
                    if let Some([was, done, best]) = &plan.happened {
                        <tr class="group"><th colspan={columns} scope="colgroup">{ t.really }</th></tr>
                        { row(t.as_it_is, was) }
                        { row(t.by_the_plan, done) }
                        { row(t.perfect_plan, best) }
                    }
                </tbody>
            </table>
        </div>
    }
}

/// The plan as a table for other programs.
fn csv(plan: &DayPlan, found: &Plan) -> String {
    let suffix = if is_hypothetical(&plan.wish) { "_hypothetical" } else { "" };
    let schedule = &found.schedule;
    let priced = plan.day.forecast.price_per_kwh.as_ref();
    let mut text = format!("time,demand_kw,pv_kw,intensity_g_per_kwh{suffix}");
    if priced.is_some() {
        text.push_str(",price_per_kwh");
    }
    text.push_str(",import_kw,export_kw,curtailed_kw,charge_kw,discharge_kw,stored_kwh");
    for load in 0..schedule.f.len() {
        // Names are free text, which a spreadsheet might take for a formula.
        let _ = write!(text, ",load_{}_kw", load + 1);
    }
    text.push('\n');
    for step in 0..plan.case.len() {
        let at = plan.day.from + (step as f64 * plan.case.dt_h * MS_PER_H) as i64;
        let mut cells =
            vec![plan.case.load_kw[step], plan.case.pv_kw[step], plan.day.forecast.intensity_g_per_kwh[step]];
        cells.extend(priced.and_then(|price| price.get(step)));
        cells.extend([
            schedule.g[step],
            schedule.e[step],
            schedule.u[step],
            schedule.c[step],
            schedule.d[step],
            schedule.s[step],
        ]);
        cells.extend(schedule.f.iter().map(|own| own[step]));
        text.push_str(&iso_time(at, plan.utc));
        for cell in cells {
            let _ = write!(text, ",{cell}");
        }
        text.push('\n');
    }
    text
}

#[derive(Properties, PartialEq)]
struct AheadProps {
    plan: Rc<DayPlan>,
    go: Callback<Wish>,
    busy: bool,
}

/// What a person knows of the day behind the table's end: a cell a step of each column that is known ahead.
#[component]
fn Ahead(props: &AheadProps) -> Html {
    let shell = use_shell();
    let (t, insight) = (shell.language.act(), shell.language.insight());
    let plan = &props.plan;
    let known = &plan.known;
    let names: Vec<String> = known.iter().map(|known| known.name.clone()).collect();
    let assumed: Vec<String> =
        known.iter().filter(|known| known.assumed.contains(&true)).map(|known| known.name.clone()).collect();
    let first = || -> Vec<Vec<String>> {
        let cells = known.iter().map(|known| {
            let pairs = known.cells.iter().zip(&known.assumed);
            pairs.map(|(cell, &assumed)| if assumed { String::new() } else { cell.clone() }).collect()
        });
        cells.collect()
    };
    let cells = use_state(first);
    let typed = |column: usize, row: usize| {
        let cells = cells.clone();
        Callback::from(move |event: InputEvent| {
            let mut next = (*cells).clone();
            if let Some(cell) = next.get_mut(column).and_then(|own| own.get_mut(row)) {
                *cell = value_of(&event);
            }
            cells.set(next);
        })
    };
    let send = {
        let (go, wish, cells, names) = (props.go.clone(), plan.wish.clone(), cells.clone(), names.clone());
        Callback::from(move |_: MouseEvent| {
            let given = names.iter().cloned().zip(cells.iter().cloned()).collect();
            go.emit(Wish { day: Day::Next(given), ..wish.clone() });
        })
    };
    let mut wrong = Vec::new();
    for own in known {
        let rows = own.wrong.iter().enumerate().filter(|(_, wrong)| **wrong);
        wrong.extend(rows.map(|(row, _)| format!("{} {}", own.name, Words::clock_at(plan, row))));
    }
    html! {
        <section class="act-ahead">
            <p class="note">{ (t.next_day_asks)(&names) }</p>
            if !assumed.is_empty() { <p class="note warn-note" id="act-assumed">{ (t.next_day_assumed)(&assumed) }</p> }
            if !wrong.is_empty() { <p class="wrong" role="alert">{ (insight.given_wrong)(&wrong) }</p> }
            <div class="scroll">
                <table class="told given">
                    <thead><tr><th scope="col">{ insight.when_row }</th>{ for names.iter().map(|name| html! { <th scope="col">{ name }</th> }) }</tr></thead>
                    <tbody>{ for (0..plan.case.len()).map(|row| {
                        let when = Words::clock_at(plan, row);
                        html! {
                            <tr><th scope="row">{ &when }</th>
                                { for known.iter().enumerate().map(|(column, known)| html! {
                                    <td><input type="text" autocomplete="off" aria-label={format!("{}, {when}", known.name)}
                                        value={cells.get(column).and_then(|own| own.get(row)).cloned().unwrap_or_default()}
                                        placeholder={known.cells.get(row).cloned()} oninput={typed(column, row)} /></td>
                                }) }</tr>
                        }
                    }) }</tbody>
                </table>
            </div>
            <p><button type="button" id="act-given" disabled={props.busy} onclick={send}>{ t.plan }</button></p>
        </section>
    }
}

impl Words {
    fn clock_at(plan: &DayPlan, step: usize) -> String {
        let at = plan.day.from + (step as f64 * plan.case.dt_h * MS_PER_H) as i64;
        let minutes = at.rem_euclid(86_400_000) / 60_000;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }
}
