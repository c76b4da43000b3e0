//! The tests behind the verdict, and further figures with when to use them.

use std::rc::Rc;

use yew::prelude::*;

use super::super::inside::with_settings;
use super::View;
use crate::i18n::format::{number, percent};
use crate::session::judge::Standing;
use crate::training::Method;

/// Rows of which none may be most of the error by itself.
const LEAST_ROWS: usize = 20;

pub(super) fn show(view: &View) -> Html {
    let (t, own) = (view.t, view.judgement);
    let language = view.language;
    let skill = own.interval.as_ref().map(|skill| {
        let range = format!(
            "{} ({} … {})",
            percent(skill.skill, language),
            percent(skill.interval.low, language),
            percent(skill.interval.high, language)
        );
        (range, (t.skill_days)(skill.days, view.insight.judged.test.times.is_some()))
    });
    let (skill, how) = skill.unwrap_or_else(|| (percent(own.skill, language), String::new()));
    let row = |name: String, small: String, value: String, says: &str| {
        html! {
            <tr><th scope="row">{ name }if !small.is_empty() { <small>{ small }</small> }</th><td>{ value }<small>{ says }</small></td></tr>
        }
    };
    html! { <>
        { lone(view) }
        { recommended(view) }
        <div class="insight-grid">
            <div>
                <h3>{ t.tests }</h3>
                <table id="tests" class="told">
                    <thead><tr><th scope="col">{ t.test_name }</th><th scope="col">{ t.says }</th></tr></thead>
                    <tbody>
                        { row((t.skill_row)(&view.best()), how, skill, "") }
                        if let Some(test) = &own.diebold_mariano {
                            { row((t.diebold_mariano)(own.horizon), String::new(), (t.p_value)(test.p_value), "") }
                        }
                        if let Some(test) = &own.wilcoxon { { row(t.wilcoxon.to_owned(), String::new(), (t.p_value)(test.p_value), "") } }
                        if let Some(test) = &own.ljung_box {
                            { row(t.ljung_box.to_owned(), String::new(), (t.p_value)(test.p_value), (t.noise)(test.p_value >= 0.05)) }
                        }
                    </tbody>
                </table>
                <p class="muted">{ t.how_judged }</p>
            </div>
            <div>{ figures(view) }</div>
        </div>
    </> }
}

/// A row that makes up more of the squared error than all others.
fn lone(view: &View) -> Html {
    let error = |place: usize| Some((view.actual().get(place)? - view.predicted().get(place)?).powi(2));
    let all: f64 = (0..view.actual().len()).filter_map(error).sum();
    let Some(row) = view.judgement.worst.first().copied().filter(|_| view.actual().len() >= LEAST_ROWS)
    else {
        return html! {};
    };
    let Some(share) = error(row as usize).map(|own| own / all).filter(|share| *share > 0.5) else {
        return html! {};
    };
    let value = |of: &[f64]| format!("{}{}", number(of[row as usize]), view.unit);
    let why = view.why.clone();
    html! {
        <p class="note warn-note" id="lone-row">
            { (view.t.lone)(&percent(share, view.language), &value(view.actual()), &value(view.predicted())) }{ " " }
            <button type="button" class="link-button" onclick={Callback::from(move |_: MouseEvent| why.emit(row))}>{ view.t.show_lone }</button>
        </p>
    }
}

/// What else there is where one network was not better.
fn recommended(view: &View) -> Html {
    let header = &view.insight.header;
    let was_one = header.run.settings.method == Method::Network && header.form.method == Method::Network;
    if !was_one || view.judgement.standing == Standing::Better {
        return html! {};
    }
    let (dispatch, header) = (view.dispatch.clone(), Rc::clone(header));
    let choose = Callback::from(move |_: MouseEvent| {
        dispatch.emit(with_settings(&header, |settings| settings.method = Method::Recommended));
    });
    html! {
        <p class="note" id="try-recommended">{ view.t.try_recommended }{ " " }
            <button type="button" class="link-button" onclick={choose}>{ view.t.choose_recommended }</button>
        </p>
    }
}

fn figures(view: &View) -> Html {
    let (t, Some(more)) = (view.t, &view.judgement.more) else { return html! {} };
    let share = |value: Option<f64>| value.map(|value| format!("{} %", number(value)));
    let rows = [
        (t.bias, Some(format!("{}{}", number(more.bias), view.unit)), t.bias_when),
        ("MAPE", share(more.mape), t.mape_when),
        ("sMAPE", share(more.smape), t.smape_when),
        ("WAPE", share(more.wape), t.wape_when),
        ("MASE", more.mase.map(number), t.mase_when),
        ("CV(RMSE)", share(more.cv_rmse), t.cv_rmse_when),
        ("NMBE", share(more.nmbe), t.nmbe_when),
    ];
    html! {
        <>
            <h3>{ t.figures }</h3>
            <table class="told">
                <thead><tr><th scope="col">{ t.figure }</th><td></td><th scope="col">{ t.when }</th></tr></thead>
                <tbody>{ for rows.into_iter().map(|(name, value, when)| html! {
                    <tr><th scope="row">{ name }</th><td class="value">{ value.unwrap_or_else(|| t.not_here.to_owned()) }</td><td class="when">{ when }</td></tr>
                }) }</tbody>
            </table>
        </>
    }
}
