//! The least carbon for a need, by the model's own response.

use std::rc::Rc;

use yew::prelude::*;

use super::asked;
use super::parts::Amount;
use crate::app::Header;
use crate::i18n::ProofTexts;
use crate::i18n::format::{number, percent};
use crate::session::Example;
use crate::session::act::{Ask, Mix as Found, MixWish, Mixes, Told};
use crate::session::explaining::{Explained, Question};
use crate::web::dispatch::use_shell;

/// Typical factors of concrete's parts, in kg CO₂e per kg, by a part of their names: assumptions that a person replaces.
/// Cement, slag and fly ash are of the order that product declarations state; water and aggregate are nearly nothing.
const TYPICAL: [(&str, f64); 5] =
    [("cement", 0.9), ("slag", 0.07), ("fly_ash", 0.01), ("plasticizer", 1.9), ("agg", 0.005)];
/// The age at which a concrete's strength is named, in days.
const AGE_DAYS: f64 = 28.0;

#[derive(Properties, PartialEq)]
pub(super) struct MixProps {
    pub header: Rc<Header>,
    pub answers: Rc<Vec<Explained>>,
    /// RMSE of the model on test rows, where it is known.
    pub rmse: Option<f64>,
    /// The median of the target.
    pub middle: Option<f64>,
}

/// The form and what it finds.
#[component]
pub(super) fn Mix(props: &MixProps) -> Html {
    let shell = use_shell();
    let t = shell.language.proof();
    let header = &props.header;
    let features = header.spec.as_ref().map(|spec| spec.features.clone()).unwrap_or_default();
    let need = use_state(|| props.middle.map_or(0.0, f64::round));
    let margin = use_state(|| props.rmse.map_or(0.0, |rmse| (rmse * 10.0).round() / 10.0));
    let factors = use_state(|| features.iter().map(|name| typical(name)).collect::<Vec<f64>>());
    let fixed = use_state(|| {
        features.iter().map(|name| name.contains("age").then_some(AGE_DAYS)).collect::<Vec<Option<f64>>>()
    });
    let waits = use_state(|| false);
    let trained = header.run.outcome.is_some();
    let target = header
        .spec
        .as_ref()
        .and_then(|spec| spec.targets.get(header.target as usize))
        .cloned()
        .unwrap_or_default();
    let unit = crate::data::unit_of(&target).map(|unit| format!(", {unit}")).unwrap_or_default();
    let found = props.answers.iter().find_map(|answer| match answer {
        Explained::Act(Told::Mix(found)) => Some(found.as_deref()),
        _ => None,
    });
    {
        let waits = waits.clone();
        use_effect_with(found.cloned_wish(), move |_| waits.set(false));
    }
    let press = {
        let pairs = |values: Vec<(usize, f64)>| {
            values.into_iter().map(|(place, value)| (place as u32, value)).collect()
        };
        let wish = MixWish {
            need: *need + *margin,
            factors: pairs(factors.iter().copied().enumerate().collect()),
            fixed: pairs(
                fixed.iter().enumerate().filter_map(|(place, own)| Some((place, (*own)?))).collect(),
            ),
        };
        let (dispatch, waits) = (shell.dispatch.clone(), waits.clone());
        let same = found.cloned_wish().as_ref() == Some(&wish);
        Callback::from(move |_: MouseEvent| {
            waits.set(!same);
            dispatch.emit(asked(&Question::Act(Ask::Mix(wish.clone()))));
        })
    };
    let amount = |state: &UseStateHandle<f64>| {
        let state = state.clone();
        Callback::from(move |value: Option<f64>| state.set(value.unwrap_or(0.0)))
    };
    let ignore = Callback::noop();
    if !trained {
        return html! { <><p class="muted">{ t.mix_says }</p><p>{ t.mix_wait }</p></> };
    }
    html! {
        <>
            <p class="muted">{ t.mix_says }</p>
            <div class="fields wide">
                <Amount id="mix-need" label={(t.need)(&format!("{target}{unit}"))} value={Some(*need)} least={-1e9} onset={amount(&need)} onwrong={ignore.clone()} />
                <Amount id="mix-margin" label={(t.margin)(&unit)} value={Some(*margin)} onset={amount(&margin)} onwrong={ignore.clone()} />
            </div>
            <table class="told mix-inputs">
                <thead><tr><th scope="col">{ t.input }</th><th scope="col">{ t.factor }</th><th scope="col">{ t.fixed }</th></tr></thead>
                <tbody>{ for features.iter().enumerate().map(|(place, name)| {
                    let set_factor = {
                        let factors = factors.clone();
                        Callback::from(move |value: Option<f64>| {
                            let mut next = (*factors).clone();
                            next[place] = value.unwrap_or(0.0);
                            factors.set(next);
                        })
                    };
                    let set_fixed = {
                        let fixed = fixed.clone();
                        Callback::from(move |value: Option<f64>| {
                            let mut next = (*fixed).clone();
                            next[place] = value;
                            fixed.set(next);
                        })
                    };
                    html! {
                        <tr><th scope="row">{ name }</th>
                            <td><Amount id={format!("mix-factor-{place}")} label={format!("{name}: {}", t.factor)} least={-1e6} value={Some(factors[place])} onset={set_factor} onwrong={ignore.clone()} /></td>
                            <td><Amount id={format!("mix-fixed-{place}")} label={format!("{name}: {}", t.fixed)} least={-1e9} open={Some(t.fixed_open)} value={fixed[place]} onset={set_fixed} onwrong={ignore.clone()} /></td></tr>
                    }
                }) }</tbody>
            </table>
            <p class="muted small">{ t.factors_says }</p>
            <p><button type="button" id="mix" class="primary" onclick={press}>{ t.search }</button>
                if *waits { { " " }<span class="muted" role="status">{ t.searching }</span> }</p>
            { match found {
                None => html! {},
                Some(None) => html! { <p class="note warn-note">{ t.too_few_rows }</p> },
                Some(Some(found)) => result(props, t, found),
            } }
        </>
    }
}

/// What the answer was asked by.
trait WishOf {
    fn cloned_wish(&self) -> Option<MixWish>;
}

impl WishOf for Option<Option<&Mixes>> {
    fn cloned_wish(&self) -> Option<MixWish> {
        self.flatten().map(|found| found.wish.clone())
    }
}

fn typical(name: &str) -> f64 {
    let name = name.to_lowercase();
    TYPICAL.iter().find(|(part, _)| name.contains(part)).map_or(0.0, |(_, factor)| *factor)
}

fn result(props: &MixProps, t: &'static ProofTexts, found: &Mixes) -> Html {
    let language = props.header.language;
    let (Some(best), Some(row)) = (&found.best, &found.row) else {
        return html! { <p class="note warn-note" id="no-mix" role="alert">{ (t.no_mix)(&number(found.most)) }</p> };
    };
    let share = 1.0 - best.carbon_kg / row.carbon_kg;
    let said = if best.carbon_kg < row.carbon_kg {
        (t.found)(&number(best.carbon_kg), &percent(share, language), &number(row.carbon_kg))
    } else {
        t.found_none_better.to_owned()
    };
    let line = |name: &str, of: &dyn Fn(&Found) -> String| {
        html! { <tr><th scope="row">{ name }</th><td>{ of(best) }</td><td>{ of(row) }</td></tr> }
    };
    html! {
        <>
            <p id="mix-found" class="headline" role="status">{ said }{ " " }
                if props.header.example == Some(Example::Concrete) { <span class="badge">{ language.texts().example }</span> }</p>
            <table class="told">
                <thead><tr><td></td><th scope="col">{ t.best }</th><th scope="col">{ t.best_row }</th></tr></thead>
                <tbody>
                    { line(t.emits, &|mix| number(mix.carbon_kg)) }
                    { line(t.predicted, &|mix| number(mix.predicted)) }
                    { for found.inputs.iter().enumerate().map(|(place, (name, _, _))| line(name, &|mix| mix.values.get(place).copied().map(number).unwrap_or_default())) }
                    { line(t.nearness, &|mix| percent(mix.distance, language)) }
                </tbody>
            </table>
            <p class="muted small">{ (t.mix_how)(found.tried) }</p>
            <p class="note">{ t.correlation }</p>
        </>
    }
}
