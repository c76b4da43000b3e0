//! One weight under the microscope: its gradient, the step, and the proof by a finite difference.

use std::rc::Rc;

use yew::prelude::*;

use super::super::stage::use_stage;
use super::{Names, look, symbol};
use crate::app::Header;
use crate::i18n::format::{number, precise};
use crate::i18n::{InsideTexts, Term};
use crate::lesson::Quantity;
use crate::nn::OptimizerKind;
use crate::plot::{Axis, Chart, Ink, Mark, Scale, Series};
use crate::session::explaining::Explained;
use crate::session::inside::{Look, Seen};
use crate::training::{Microscope, Parameter};
use crate::web::dispatch::use_shell;
use crate::web::parts::chart_card::ChartCard;
use crate::web::parts::field::Choice;
use crate::web::turns::Later;

/// What it is about.
#[derive(Properties, PartialEq)]
pub(super) struct WeightProps {
    pub(super) header: Rc<Header>,
    pub(super) answers: Rc<Vec<Explained>>,
    pub(super) names: Rc<Names>,
    pub(super) parameter: Parameter,
    pub(super) choose: Callback<Parameter>,
}

/// The microscope.
#[component]
pub(super) fn Weight(props: &WeightProps) -> Html {
    let shell = use_shell();
    let t = shell.language.inside();
    {
        let (dispatch, parameter, header) =
            (shell.dispatch.clone(), props.parameter, Rc::clone(&props.header));
        use_effect_with((parameter, header.by_epoch()), move |_| {
            dispatch.emit(look(&header, Look::Weight(parameter)));
        });
    }
    let found = props.answers.iter().find_map(|answer| match answer {
        Explained::Inside(Seen::Weight { found, remembered }) => {
            found.as_deref().map(|found| (found, *remembered))
        }
        _ => None,
    });
    {
        let stage = use_stage();
        let numbers = found.filter(|(found, _)| found.parameter == props.parameter).map(|(found, _)| {
            [
                (Quantity::MicroscopeWeight, found.value),
                (Quantity::MicroscopeGradient, found.gradient),
                (Quantity::MicroscopeLearningRate, found.learning_rate),
                (Quantity::MicroscopeNewWeight, found.new_value),
                (Quantity::MicroscopeLoss, found.loss),
                (Quantity::MicroscopeNewLoss, found.loss_after),
            ]
        });
        use_effect_with(numbers, move |numbers| numbers.iter().for_each(|numbers| stage.values(numbers)));
    }
    html! {
        <>
            { which(props, t) }
            if let Some((found, remembered)) = found.filter(|(found, _)| found.parameter == props.parameter) {
                { table(props, found, t) }
                if !remembered && !matches!(found.optimizer, OptimizerKind::Sgd) { <p class="note warn-note">{ t.not_remembered }</p> }
                if props.header.run.settings.dropout > 0.0 { <p class="muted">{ t.without_dropout }</p> }
                <Later><ChartCard id="weight-chart" chart={Rc::new(chart(props, found, t))} class="low" /></Later>
                <Later>
                    <h3>{ (t.formulas)(&symbol(found.parameter)) }</h3>
                    { formulas(found) }
                    <p class="muted">{ (t.loss_mean)(found.rows * found.outputs, found.loss_kind) }</p>
                </Later>
            } else {
                <p class="muted" role="status">{ t.asking }</p>
            }
        </>
    }
}

/// The weight's place, by three lists: what a click on a line chooses can be chosen here too.
fn which(props: &WeightProps, t: &InsideTexts) -> Html {
    let (names, parameter) = (&props.names, props.parameter);
    let layers: Vec<String> = names.layers.iter().skip(1).map(|(name, _)| name.clone()).collect();
    let at = parameter.layer as usize;
    let mut sources = vec![t.bias.to_owned()];
    sources.extend(names.list(at));
    let units = names.list(at + 1);
    html! {
        <div class="fields">
            <Choice id="weight-layer" label={t.which_layer} options={layers} chosen={at}
                onchoose={props.choose.reform(move |layer: usize| Parameter { layer: layer as u32, from: Some(0), unit: 0 })} />
            <Choice id="weight-from" label={t.which_from} options={sources} chosen={parameter.from.map_or(0, |from| from as usize + 1)}
                onchoose={props.choose.reform(move |from: usize| Parameter { from: from.checked_sub(1).map(|from| from as u32), ..parameter })} />
            <Choice id="weight-unit" label={t.which_unit} options={units} chosen={parameter.unit as usize}
                onchoose={props.choose.reform(move |unit: usize| Parameter { unit: unit as u32, ..parameter })} />
        </div>
    }
}

fn table(props: &WeightProps, found: &Microscope, t: &InsideTexts) -> Html {
    let parameter = found.parameter;
    let off = (found.gradient - found.difference).abs();
    // Single precision has about seven digits.
    let agrees = off <= 1e-3 * found.gradient.abs().max(1e-4);
    let change = found.loss - found.loss_after;
    let change_all = found.loss - found.loss_after_all;
    let moved = |change: f64| match change {
        // Not more than double precision leaves of a difference.
        _ if change.abs() <= 1e-12 * found.loss.abs().max(1e-9) => t.unchanged.to_owned(),
        _ if change > 0.0 => (t.fell)(&number(change)),
        _ => (t.rose)(&number(-change)),
    };
    let (symbol, bias) = (symbol(parameter), parameter.from.is_none());
    let row = |id: &'static str, name: Html, value: f64, says: String| {
        html! { <tr {id}><th scope="row">{ name }</th><td class="value" data-value={value.to_string()}>{ precise(value) }</td><td class="when">{ says }</td></tr> }
    };
    let name = |term: Term| (props.header.language.texts().term)(term).name;
    let terms = found.rows * found.outputs;
    let memory = found.memory;
    html! {
        <>
            <p id="weight-name"><b>{ props.names.parameter(parameter, t) }</b><br/>{ (t.batch)(found.rows) }</p>
            <table id="microscope" class="told">
                <tbody>
                    { row("m-weight", html! { (t.value_now)(&symbol) }, found.value, String::new()) }
                    { row("m-loss", html! { "L" }, found.loss, (t.loss_by_mean)(terms)) }
                    { for [("m-l1-cost", Term::L1, found.costs.0), ("m-l2-cost", Term::L2, found.costs.1)].into_iter().filter(|own| own.2 != 0.0)
                        .map(|(id, term, value)| row(id, html! { (t.cost_of)(name(term)) }, value, t.not_in_loss.to_owned())) }
                    { row("m-gradient", html! { (t.gradient_mean)(&symbol) }, found.gradient, String::new()) }
                    { row("m-difference", html! { (t.difference)(&number(found.width)) }, found.difference,
                        if agrees { (t.agrees)(&number(off)) } else { (t.disagrees)(&number(off)) }) }
                    { row("m-sum", html! { (t.gradient_sum)(&symbol, terms) }, found.gradient_sum, String::new()) }
                    { for [("m-l1", Term::L1, found.added.0), ("m-l2", Term::L2, found.added.1)].into_iter().filter(|own| own.2 != 0.0)
                        .map(|(id, term, value)| row(id, html! { (t.added_by)(name(term)) }, value, t.part_of_g.to_owned())) }
                    { row("m-rate", html! { t.learning_rate }, found.learning_rate, (t.optimizer_step)(found.optimizer, &symbol, bias)) }
                    if let Some((first, second)) = memory.corrected {
                        { row("m-first", html! { t.first_moment }, first, String::new()) }
                        { row("m-second", html! { t.second_moment }, second, String::new()) }
                    } else {
                        if let Some(first) = memory.first { { row("m-first", html! { t.velocity }, first, String::new()) } }
                        if let Some(second) = memory.second { { row("m-second", html! { t.mean_square }, second, String::new()) } }
                    }
                    { row("m-new", html! { (t.new_value)(&symbol) }, found.new_value, String::new()) }
                    { row("m-after", html! { (t.loss_after)(bias) }, found.loss_after, moved(change)) }
                    { row("m-all", html! { t.loss_after_all }, found.loss_after_all, moved(change_all)) }
                </tbody>
            </table>
        </>
    }
}

/// The parameter's symbol in a formula: a weight is w, a bias is b with the number of its unit.
fn math_symbol(parameter: Parameter) -> Html {
    match parameter.from {
        Some(_) => html! { <mi>{ "w" }</mi> },
        None => html! { <msub><mi>{ "b" }</mi><mn>{ parameter.unit + 1 }</mn></msub> },
    }
}

/// The article's formulas; each symbol carries its number.
fn formulas(found: &Microscope) -> Html {
    let number = |value: f64| html! { <mn>{ precise(value) }</mn> };
    let terms = f64::from(found.rows * found.outputs);
    let theta = || math_symbol(found.parameter);
    let after =
        |symbol: Html, value: f64| html! { <munder><mrow>{ symbol }</mrow>{ number(value) }</munder> };
    html! {
        <div class="formulas">
            <math display="block" id="formula-loss"><mrow>
                <mi>{ "L" }</mi><mo>{ "=" }</mo><mo>{ "∑" }</mo>
                <msup><mrow><mo>{ "(" }</mo><mi>{ "y" }</mi><mo>{ "−" }</mo><mover><mi>{ "y" }</mi><mo>{ "^" }</mo></mover><mo>{ ")" }</mo></mrow><mn>{ "2" }</mn></msup>
                <mo>{ "=" }</mo>{ number(found.loss * terms) }
                <mo>{ "," }</mo><mspace width="1em" /><mfrac><mi>{ "L" }</mi><mn>{ terms.to_string() }</mn></mfrac><mo>{ "=" }</mo>{ number(found.loss) }
            </mrow></math>
            <math display="block" id="formula-gradient"><mrow>
                <mfrac><mrow><mo>{ "∂" }</mo><mi>{ "L" }</mi></mrow><mrow><mo>{ "∂" }</mo>{ theta() }</mrow></mfrac>
                <mo>{ "=" }</mo>{ number(found.gradient_sum) }
                <mo>{ "," }</mo><mspace width="1em" /><mfrac>{ number(found.gradient_sum) }<mn>{ terms.to_string() }</mn></mfrac><mo>{ "=" }</mo>{ number(found.gradient) }
            </mrow></math>
            <math display="block" id="formula-update"><mrow>
                { after(theta(), found.new_value) }<mo>{ "←" }</mo>
                { after(theta(), found.value) }<mo>{ "−" }</mo>
                { after(html! { <mi>{ "α" }</mi> }, found.learning_rate) }<mo>{ "·" }</mo>
                { update(found) }
            </mrow></math>
        </div>
    }
}

/// What α is multiplied by: the gradient, or what the optimiser makes of it.
fn update(found: &Microscope) -> Html {
    let number = |value: f64| html! { <mn>{ precise(value) }</mn> };
    match (found.optimizer, found.memory.corrected) {
        (OptimizerKind::Adam | OptimizerKind::AdamW, Some((first, second))) => html! {
            <mfrac>
                <munder><mover><mi>{ "m" }</mi><mo>{ "^" }</mo></mover>{ number(first) }</munder>
                <mrow><msqrt><munder><mover><mi>{ "v" }</mi><mo>{ "^" }</mo></mover>{ number(second) }</munder></msqrt><mo>{ "+" }</mo><mi>{ "ε" }</mi></mrow>
            </mfrac>
        },
        (OptimizerKind::Momentum, _) => {
            html! { <munder><mi>{ "v" }</mi>{ number(found.memory.first.unwrap_or(f64::NAN)) }</munder> }
        }
        (OptimizerKind::RmsProp, _) => html! {
            <mfrac>
                { number(found.slope()) }
                <mrow><msqrt><munder><mi>{ "s" }</mi>{ number(found.memory.second.unwrap_or(f64::NAN)) }</munder></msqrt><mo>{ "+" }</mo><mi>{ "ε" }</mi></mrow>
            </mfrac>
        },
        _ if found.added == (0.0, 0.0) => html! {
            <munder><mfrac><mrow><mo>{ "∂" }</mo><mi>{ "L" }</mi></mrow><mrow><mo>{ "∂" }</mo>{ math_symbol(found.parameter) }</mrow></mfrac>{ number(found.gradient) }</munder>
        },
        // With what L1 and L2 add.
        _ => html! { <munder><mi>{ "g" }</mi>{ number(found.slope()) }</munder> },
    }
}

fn chart(props: &WeightProps, found: &Microscope, t: &InsideTexts) -> Chart {
    let (least, most) = found
        .curve
        .first()
        .zip(found.curve.last())
        .map_or((found.value, found.value), |((least, _), (most, _))| (*least, *most));
    let reach = (most - least) / 6.0;
    let symbol = symbol(found.parameter);
    let tangent = |at: f64| (at, found.loss + (at - found.value) * found.gradient);
    Chart {
        title: (t.along)(found.parameter.from.is_none()).to_owned(),
        x: Axis::new(symbol.clone(), Scale::Linear),
        y: Axis::new(t.loss_axis, Scale::Linear),
        series: vec![
            Series {
                label: t.loss_axis.to_owned(),
                ink: Ink::Actual,
                mark: Mark::Line,
                points: found.curve.as_slice().into(),
            },
            Series {
                label: t.tangent.to_owned(),
                ink: Ink::Validation,
                mark: Mark::Line,
                points: [tangent(found.value - reach), tangent(found.value + reach)].into(),
            },
            Series {
                label: (t.value_now)(&symbol),
                ink: Ink::Actual,
                mark: Mark::Points,
                points: [(found.value, found.loss)].into(),
            },
            Series {
                label: (t.new_value)(&symbol),
                ink: Ink::Model,
                mark: Mark::Points,
                points: [(found.new_value, found.loss_after)].into(),
            },
        ],
        marker: None,
        badge: props.header.badge(),
    }
}
