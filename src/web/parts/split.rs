//! How rows are kept for validation and test, drawn as a bar with one sentence why.

use yew::prelude::*;

use super::field::Choice;
use super::term::Explain;
use crate::app::{Action, InsightAction};
use crate::data::{DataSpec, Span, SplitMethod};
use crate::i18n::{Term, format};
use crate::numeric::decimal;
use crate::numeric::order::few_in_order;
use crate::session::DatasetSummary;
use crate::web::dispatch::{Shell, use_shell};
use std::rc::Rc;

const HORIZONS: [&str; 8] = ["15min", "1h", "6h", "24h", "48h", "7d", "28d", "1mo"];
const TEST_SHARES: [f64; 5] = [0.1, 0.15, 0.2, 0.3, 0.4];
const VALIDATION_SHARES: [f64; 4] = [0.0, 0.1, 0.15, 0.2];

/// What the section shows.
#[derive(Properties, PartialEq)]
pub struct SplitProps {
    /// The choice of columns and split.
    pub spec: DataSpec,
    /// The data set made of it.
    pub dataset: Option<Rc<DatasetSummary>>,
}

/// The split.
#[component]
pub fn Split(props: &SplitProps) -> Html {
    let shell = use_shell();
    let t = shell.texts;
    let split = &props.spec.split;
    let methods = methods(&props.spec);
    let shares =
        |all: &[f64]| all.iter().map(|&share| format::percent(share, shell.language)).collect::<Vec<_>>();
    let place =
        |all: &[f64], share: f64| all.iter().position(|&other| (other - share).abs() < 1e-9).unwrap_or(0);
    html! {
        <section class="panel" aria-labelledby="split-title">
            <h2 id="split-title">{ t.split }<Explain term={Term::Split} /></h2>
            if let Some(dataset) = &props.dataset { { bar(&shell, dataset) } }
            <p class="why">{ (t.split_why)(&split.method, props.dataset.as_deref().and_then(|dataset| dataset.test_from).map(|from| {
                format::time(from, props.dataset.as_deref().is_some_and(|dataset| dataset.watched.utc), shell.language, false)
            })) }</p>
            <div class="fields">
                <Choice id="split-method" label={t.split_method} options={methods.iter().map(|method| (t.split_name)(method)).collect::<Vec<_>>()}
                    chosen={methods.iter().position(|method| same_method(method, &split.method)).unwrap_or(0)}
                    onchoose={{ let methods = methods.clone(); shell.on(move |index: usize| Action::SplitChosen(methods[index.min(methods.len() - 1)].clone())) }} />
                if props.spec.time.is_some() { { horizon(&shell, &props.spec, props.dataset.as_deref().and_then(|dataset| dataset.step)) } }
                <Choice id="test-share" label={t.test_rows} options={shares(&TEST_SHARES)} chosen={place(&TEST_SHARES, split.test_share)}
                    onchoose={shell.on(|index: usize| Action::TestShareChosen(TEST_SHARES[index.min(TEST_SHARES.len() - 1)]))} />
                <Choice id="validation-share" label={t.validation_rows} options={shares(&VALIDATION_SHARES)}
                    chosen={place(&VALIDATION_SHARES, split.validation_share)}
                    onchoose={shell.on(|index: usize| Action::ValidationShareChosen(VALIDATION_SHARES[index.min(VALIDATION_SHARES.len() - 1)]))} />
            </div>
            if props.spec.time.is_some() {
                <label class="tick"><input type="checkbox" id="season" checked={props.spec.season} onchange={{
                    let spec = props.spec.clone();
                    shell.on(move |_: Event| Action::Insight(InsightAction::Chosen(Box::new(DataSpec { season: !spec.season, ..spec.clone() }))))
                }} />{ " " }{ t.season }</label>
            }
        </section>
    }
}

/// Whether a horizon is no shorter than the step of the data, and of its kind.
fn fits(horizon: Span, step: Option<Span>) -> bool {
    match (horizon, step) {
        (Span::Months(_), None) => false,
        (Span::Months(_), Some(step)) => matches!(step, Span::Months(_)),
        (_, Some(Span::Months(_))) => false,
        (_, step) => step.is_none_or(|step| horizon.milliseconds() >= step.milliseconds()),
    }
}

/// How far ahead. A horizon that the list has not is offered as it is.
fn horizon(shell: &Shell, spec: &DataSpec, step: Option<Span>) -> Html {
    let offered = HORIZONS.iter().filter_map(|text| Span::parse(text));
    let offered = offered.filter(|span| fits(*span, step) && *span != spec.horizon);
    let spans =
        few_in_order(offered.chain([spec.horizon]), |one, other| one.milliseconds() < other.milliseconds());
    let t = shell.texts;
    let place = spans.iter().position(|span| *span == spec.horizon).unwrap_or(0);
    html! {
        <Choice id="horizon" label={t.horizon} options={spans.iter().map(|span| (t.span)(*span)).collect::<Vec<_>>()} chosen={place}
            onchoose={shell.on(move |index: usize| Action::HorizonChosen(spans[index.min(spans.len() - 1)]))} />
    }
}

/// The ways that make sense for a choice of columns. By group is offered where a column has that role.
fn methods(spec: &DataSpec) -> Vec<SplitMethod> {
    let mut methods = vec![SplitMethod::Chronological, SplitMethod::Random { seed: 1 }, SplitMethod::Hash];
    if let SplitMethod::Group { .. } = spec.split.method {
        methods.push(spec.split.method.clone());
    }
    methods
}

fn same_method(left: &SplitMethod, right: &SplitMethod) -> bool {
    std::mem::discriminant(left) == std::mem::discriminant(right)
}

/// How many rows each part has, as a bar and in words.
fn bar(shell: &Shell, dataset: &DatasetSummary) -> Html {
    let t = shell.texts;
    let parts = [
        ("train", t.train_part, dataset.train),
        ("validation", t.validation_part, dataset.validation),
        ("test", t.test_part, dataset.test),
    ];
    let total: u32 = parts.iter().map(|part| part.2).sum::<u32>().max(1);
    let mut from = 0.0;
    html! { <>
        <svg class="split-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
            { for parts.iter().map(|&(class, _, rows)| {
                let width = f64::from(rows) / f64::from(total) * 100.0;
                let x = from;
                from += width;
                html! { <rect {class} x={decimal::fixed(x, 2)} y="0" width={decimal::fixed(width, 2)} height="6" /> }
            }) }
        </svg>
        <ul class="split-legend">
            { for parts.iter().filter(|part| part.2 > 0).map(|&(class, name, rows)| html! {
                <li><i class={classes!("swatch", class)}></i>{ name }{ " " }
                    <b>{ format::percent(f64::from(rows) / f64::from(total), shell.language) }</b>
                    <span class="muted">{ " " }{ (t.rows)(&format::count(u64::from(rows))) }</span></li>
            }) }
        </ul>
    </> }
}
