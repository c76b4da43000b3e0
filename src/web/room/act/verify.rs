//! A saving verified with real data.

use std::rc::Rc;

use yew::prelude::*;

use super::asked;
use super::parts::{Amount, Tick};
use crate::app::Header;
use crate::data::iso_time;
use crate::i18n::ProofTexts;
use crate::i18n::format::{number, percent};
use crate::session::act::{Ask, Start, Told, Verified, VerifyWish};
use crate::session::explaining::{Explained, Question};
use crate::web::dispatch::use_shell;
use crate::web::parts::field::{Choice, value_of};

/// Below and above which buildings are usually heated and cooled, in °C.
const BASES_C: (f64, f64) = (15.5, 22.0);
const MS_PER_DAY: i64 = 86_400_000;
/// The R² that a baseline is often asked for (IPMVP, volume I, 2012, appendix B).
const LITTLE: f64 = 0.75;

#[derive(Properties, PartialEq)]
pub(super) struct VerifyProps {
    pub header: Rc<Header>,
    pub start: Rc<Start>,
    pub answers: Rc<Vec<Explained>>,
    /// The intensity by which a saving is told in kg.
    pub g_per_kwh: f64,
}

/// The form and what it finds.
#[component]
pub(super) fn Verify(props: &VerifyProps) -> Html {
    let shell = use_shell();
    let t = shell.language.proof();
    let columns: Vec<String> = props
        .start
        .columns
        .iter()
        .filter(|own| own.power && own.unit.is_some())
        .map(|own| own.name.clone())
        .collect();
    let warm: Vec<String> = props
        .start
        .columns
        .iter()
        .filter(|own| is_temperature(&own.name, own.unit.as_deref()))
        .map(|own| own.name.clone())
        .collect();
    let load = props.start.wish.as_ref().map(|wish| wish.sources.load.clone()).unwrap_or_default();
    let first = columns.iter().position(|name| *name == load).unwrap_or(0);
    let energy = use_state(|| first);
    let temperature = use_state(|| usize::from(!warm.is_empty()));
    let bases = use_state(|| BASES_C);
    let weekends = use_state(|| true);
    let date = use_state(|| {
        props.start.test_from.map(|at| iso_time(at, false)[..10].to_owned()).unwrap_or_default()
    });
    let from = of_date(&date)
        .filter(|from| props.start.span.is_some_and(|(first, last)| *from > first && *from <= last));
    let Some(wish) = props.start.wish.as_ref().filter(|_| !columns.is_empty()) else {
        return html! { <><p class="muted">{ t.verify_says }</p><p>{ t.verify_columns }</p></> };
    };
    let press = {
        let asked_for = from.map(|from| VerifyWish {
            time: wish.sources.time.clone(),
            energy: columns.get(*energy).cloned().unwrap_or_default(),
            temperature: temperature.checked_sub(1).and_then(|place| warm.get(place).cloned()),
            bases_c: *bases,
            weekends: *weekends,
            from,
        });
        let dispatch = shell.dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(wish) = &asked_for {
                dispatch.emit(asked(&Question::Act(Ask::Verify(wish.clone()))));
            }
        })
    };
    let found = props.answers.iter().find_map(|answer| match answer {
        Explained::Act(Told::Verified(found)) => Some(found.as_deref()),
        _ => None,
    });
    let base = |id: &'static str, label: &'static str, first: bool| {
        let own = bases.clone();
        let onset = Callback::from(move |value: Option<f64>| {
            if let Some(value) = value {
                own.set(if first { (value, own.1) } else { (own.0, value) });
            }
        });
        html! { <Amount {id} {label} value={Some(if first { bases.0 } else { bases.1 })} least={-40.0} most={60.0} {onset} onwrong={Callback::noop()} /> }
    };
    let set = |state: &UseStateHandle<usize>| {
        let state = state.clone();
        Callback::from(move |place: usize| state.set(place))
    };
    html! {
        <>
            <p class="muted">{ t.verify_says }</p>
            if props.header.example.is_some() { <p class="note">{ t.own_data_only }</p> }
            <div class="fields wide">
                <Choice id="verify-energy" label={t.energy_column} options={columns.clone()} chosen={*energy} onchoose={set(&energy)} />
                <Choice id="verify-temperature" label={t.temperature} chosen={*temperature} onchoose={set(&temperature)}
                    options={std::iter::once(t.no_temperature.to_owned()).chain(warm.iter().cloned()).collect::<Vec<_>>()} />
                if *temperature > 0 {
                    { base("verify-heating", t.heating_base, true) }
                    { base("verify-cooling", t.cooling_base, false) }
                }
                <div class="field">
                    <label for="verify-date">{ t.measure_date }</label>
                    <input id="verify-date" type="text" autocomplete="off" value={(*date).clone()} aria-invalid={from.is_none().to_string()}
                        oninput={{
                            let date = date.clone();
                            Callback::from(move |event: InputEvent| date.set(value_of(&event)))
                        }} />
                    if from.is_none() { <p class="wrong">{ t.date_wrong }</p> }
                </div>
            </div>
            <Tick id="verify-weekends" label={t.weekends} ticked={*weekends} onset={{
                let weekends = weekends.clone();
                Callback::from(move |ticked: bool| weekends.set(ticked))
            }} />
            <p><button type="button" id="verify" class="primary" disabled={from.is_none()} onclick={press}>{ t.verify }</button></p>
            { match found {
                None => html! {},
                Some(None) => html! { <p class="note warn-note" role="alert">{ t.verify_columns }</p> },
                Some(Some(found)) => result(props, t, found),
            } }
        </>
    }
}

fn result(props: &VerifyProps, t: &'static ProofTexts, found: &Verified) -> Html {
    let language = props.header.language;
    let (before, after) = found.days;
    let Some(saving) = &found.saving else {
        return html! { <p class="note warn-note" role="alert">{ (t.verify_fails)(before, after) }</p> };
    };
    let row = |name: &str, value: String| html! { <tr><th scope="row">{ name }</th><td>{ value }</td></tr> };
    let range = format!("{} … {} kWh", number(saving.interval_kwh.low), number(saving.interval_kwh.high));
    // Both ways to look at the uncertainty have to agree that it is one.
    let proved = saving.uncertainty_share_autocorrelated < 1.0
        && (saving.interval_kwh.low > 0.0 || saving.interval_kwh.high < 0.0);
    let headline = if proved {
        (t.verified)(
            &number(saving.saving_kwh),
            &percent(saving.saving_share, language),
            &range,
            &number(saving.saving_kg(props.g_per_kwh)),
        )
    } else {
        (t.verified_none)(&number(saving.saving_kwh), &range)
    };
    let either = |share: f64| {
        format!("± {} ({} kWh)", percent(share, language), number(share * saving.saving_kwh.abs()))
    };
    html! {
        <>
            <p id="verified" class="headline" role="status">{ headline }</p>
            <p class="muted">{ (t.verify_how)(before, after) }</p>
            if saving.cv_rmse > 0.3 { <p class="note warn-note">{ (t.weak_line)(&percent(saving.cv_rmse, language)) }</p> }
            if saving.r2 < LITTLE { <p class="note warn-note" id="little-explained">{ (t.little_explained)(&number(saving.r2)) }</p> }
            <table class="told">
                <tbody>
                    { row(t.baseline, number(saving.adjusted_baseline_kwh)) }
                    { row(t.used, number(saving.actual_kwh)) }
                    { row(t.saving, format!("{} ({})", number(saving.saving_kwh), percent(saving.saving_share, language))) }
                    { row(t.uncertainty, either(saving.uncertainty_share)) }
                    { row(t.uncertainty_alike, either(saving.uncertainty_share_autocorrelated)) }
                    { row(t.by_squares, range) }
                    { row(t.fit, format!("{}, {}", number(saving.r2), percent(saving.cv_rmse, language))) }
                    { row(t.intercept, number(saving.intercept_kwh)) }
                    { for found.drivers.iter().zip(&saving.slopes).map(|(driver, slope)| row((t.driver)(*driver), number(*slope))) }
                </tbody>
            </table>
        </>
    }
}

fn is_temperature(name: &str, unit: Option<&str>) -> bool {
    let name = name.to_lowercase();
    unit.is_some_and(|unit| unit.contains("°C") || unit == "C" || unit == "℃")
        || name.contains("temp")
        || name.contains("温")
}

/// A date as a time in ms; `None` for what is none.
fn of_date(text: &str) -> Option<i64> {
    let mut parts = text.trim().split(['-', '/', '.']).map(str::parse::<i64>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Days from 1970-01-01 in the Gregorian calendar (Hinnant, *chrono-compatible low-level date algorithms*).
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let of_era = shifted - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let of_days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    Some((era * 146_097 + of_days - 719_468) * MS_PER_DAY)
}
