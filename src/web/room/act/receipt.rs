//! What training cost in energy and carbon, as a range with its assumptions, and when a plan pays it back.

use std::rc::Rc;

use yew::prelude::*;

use super::parts::Amount;
use super::sources::name_of;
use crate::app::Header;
use crate::evaluation::{Assumptions, DeviceClass, Estimate, Footprint};
use crate::i18n::format::number;
use crate::plan::{Place, place, places};
use crate::session::act::Verdict;
use crate::training::Outcome;
use crate::web::dispatch::use_shell;
use crate::web::parts::field::{Choice, chosen_index};

/// What a car emits, in g a metre, to compare with.
const CAR_G_PER_M: f64 = 0.15;

#[derive(Properties, PartialEq)]
pub(super) struct ReceiptProps {
    pub header: Rc<Header>,
    /// Seconds that the forecasts for the plan took.
    pub learnt_s: f64,
    pub verdict: Option<Rc<Verdict>>,
}

/// The receipt.
#[component]
pub(super) fn Receipt(props: &ReceiptProps) -> Html {
    let shell = use_shell();
    let (language, t) = (shell.language, shell.language.proof());
    let device = use_state(|| DeviceClass::Laptop);
    let power = use_state(|| DeviceClass::Laptop.power_w());
    let grid = use_state(|| "WORLD".to_owned());
    let grams = use_state(|| place("WORLD").map_or(0.0, |world| world.g_per_kwh));
    let ignore = Callback::noop();
    let all: Vec<Place> = places().collect();
    let choose_device = {
        let (device, power) = (device.clone(), power.clone());
        Callback::from(move |at: usize| {
            let own = DeviceClass::ALL.get(at).copied().unwrap_or(DeviceClass::Laptop);
            device.set(own);
            power.set(own.power_w());
        })
    };
    let choose_grid = {
        let (grid, grams) = (grid.clone(), grams.clone());
        let pairs: Vec<(&'static str, f64)> = all.iter().map(|place| (place.code, place.g_per_kwh)).collect();
        Callback::from(move |event: Event| {
            if let Some((code, own)) = pairs.get(chosen_index(&event)) {
                grid.set((*code).to_owned());
                grams.set(*own);
            }
        })
    };
    let watts = |at: usize| {
        let own = [power.low, power.typical, power.high][at];
        let power = power.clone();
        let onset = Callback::from(move |value: Option<f64>| {
            if let Some(value) = value {
                let mut next = [power.low, power.typical, power.high];
                next[at] = value;
                power.set(Estimate { low: next[0], typical: next[1], high: next[2] });
            }
        });
        html! { <Amount id={format!("receipt-watts-{at}")} label={t.watts[at]} value={Some(own)} {onset} onwrong={ignore.clone()} /> }
    };
    let cost = |seconds: f64| {
        Assumptions { power_w: *power, ..Assumptions::at_home(*device, seconds, Estimate::exactly(*grams)) }
            .footprint()
    };
    let run_s = props.header.run.seconds;
    let learnt_s = props.learnt_s;
    let range = |own: Estimate, factor: f64| {
        format!(
            "{} … {} … {}",
            number(own.low * factor),
            number(own.typical * factor),
            number(own.high * factor)
        )
    };
    let row = |name: &str, seconds: f64| {
        let own = cost(seconds);
        html! { <tr><th scope="row">{ name }</th><td>{ number(seconds) }</td><td>{ range(own.energy_kwh, 1000.0) }</td><td>{ range(own.carbon_g, 1.0) }</td></tr> }
    };
    let sum = cost(run_s + learnt_s);
    html! {
        <>
            <p class="muted">{ t.receipt_says }</p>
            <div class="fields wide">
                <Choice id="receipt-device" label={t.device} options={DeviceClass::ALL.map(|own| (t.device_is)(own).to_owned()).to_vec()}
                    chosen={DeviceClass::ALL.iter().position(|own| own == &*device).unwrap_or(0)} onchoose={choose_device} />
                { for (0..3).map(watts) }
                <div class="field">
                    <label for="receipt-grid">{ t.where_computed }</label>
                    <select id="receipt-grid" onchange={choose_grid}>
                        { for all.iter().map(|place| html! { <option selected={place.code == *grid}>{ name_of(place, language) }</option> }) }
                    </select>
                </div>
                <Amount id="receipt-grams" label={t.grams} value={Some(*grams)} onwrong={ignore.clone()}
                    onset={{
                        let grams = grams.clone();
                        Callback::from(move |value: Option<f64>| grams.set(value.unwrap_or(0.0)))
                    }} />
            </div>
            <p class="muted small">{ t.watts_says }</p>
            if let Some(own) = place(&grid) { <p class="muted small">{ (language.act().place_is)(&own, (language.act().basis)(own.basis)) }</p> }
            if run_s + learnt_s <= 0.0 { <p>{ t.nothing_trained }</p> } else {
                <table class="told" id="receipt">
                    <thead><tr><th scope="col">{ t.what }</th><th scope="col">{ t.seconds }</th><th scope="col">{ t.energy }</th><th scope="col">{ t.carbon }</th></tr></thead>
                    <tbody>
                        if run_s > 0.0 { { row(t.this_run, run_s) } }
                        if learnt_s > 0.0 { { row(t.forecasts, learnt_s) } }
                        if run_s > 0.0 && learnt_s > 0.0 { { row(t.both, run_s + learnt_s) } }
                    </tbody>
                </table>
                <p class="numbers">{ (t.formula)(&number(power.typical), &number(run_s + learnt_s), &number(sum.energy_kwh.typical * 1000.0), &number(*grams), &number(sum.carbon_g.typical)) }</p>
                <p>{ (t.compare)(&number(sum.carbon_g.typical / CAR_G_PER_M)) }</p>
                { early(props, t, &cost) }
                { payback(props, t, &sum) }
            }
        </>
    }
}

/// What early stopping saved.
fn early(props: &ReceiptProps, t: &'static crate::i18n::ProofTexts, cost: &dyn Fn(f64) -> Footprint) -> Html {
    let run = &props.header.run;
    let (done, all) = (run.done.0, run.settings.epochs);
    if !matches!(run.outcome, Some(Outcome::StoppedEarly { .. })) || done == 0 || done >= all {
        return html! {};
    }
    let spared = cost(run.seconds * f64::from(all - done) / f64::from(done));
    html! { <p class="note">{ (t.early)(done, all, &number(spared.energy_kwh.typical * 1000.0), &number(spared.carbon_g.typical)) }</p> }
}

/// After how many days of the plan it is paid back.
fn payback(props: &ReceiptProps, t: &'static crate::i18n::ProofTexts, sum: &Footprint) -> Html {
    let own = props.verdict.as_ref().and_then(|verdict| {
        verdict.lines.iter().find(|line| line.foresight == verdict.wish.foresight && !line.again)
    });
    let Some(own) = own else { return html! { <p class="muted">{ t.payback_waits }</p> } };
    let kg = (own.saved.base_kg - own.saved.kg) / own.saved.days.max(1) as f64;
    match sum.payback_days(kg * 1000.0) {
        None => html! { <p class="note warn-note">{ t.no_payback }</p> },
        Some(days) => {
            let span = if days.low == days.high {
                (t.duration)(days.typical)
            } else {
                format!(
                    "{} ({} … {})",
                    (t.duration)(days.typical),
                    (t.duration)(days.low).trim(),
                    (t.duration)(days.high).trim()
                )
            };
            html! { <p class="note" id="payback">{ (t.payback)(&span, &number(kg)) }</p> }
        }
    }
}
