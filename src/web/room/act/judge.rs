//! Whether the forecast pays: every day of the test planned by each way of forecasting, in what the plan is to make small.

use yew::prelude::*;

use super::day::badges;
use crate::i18n::Language;
use crate::i18n::format::{self, number, percent};
use crate::plan::Aim;
use crate::session::Example;
use crate::session::act::{Line, Verdict};

pub(super) fn show(language: Language, verdict: &Verdict, currency: &str, example: Option<Example>) -> Html {
    let (t, insight) = (language.act(), language.insight());
    let date = |at: i64| format::time(at, false, language, true);
    if verdict.lines.is_empty() {
        return html! { <p class="muted">{ t.rivals_flat }</p> };
    }
    let days = verdict.lines.first().map_or(0, |line| line.saved.days as u32);
    let own = (t.way)(verdict.wish.foresight);
    let has_cost = verdict.lines.iter().any(|line| line.saved.cost_saved_share.is_some());
    let first = &verdict.lines[0].saved;
    let unit = if verdict.wish.site.aim == Aim::Carbon { t.kg } else { currency };
    let told = |amount: f64| format!("{} {unit}", number(amount)).trim_end().to_owned();
    html! {
        <>
            <p class="muted">{ (t.judge_title)(days, &date(verdict.days.0), &date(verdict.days.1)) }{ " " }{ badges(&verdict.wish, example, language) }</p>
            { for verdict.against.iter().map(|(simple, compared)| {
                let clear = compared.interval.is_some_and(|own| own.low > 0.0 || own.high < 0.0);
                let range = compared.interval.map_or_else(String::new, |own| format!("{} … {}", number(own.low), told(own.high)));
                let p = compared.wilcoxon.as_ref().map_or_else(|| "–".to_owned(), |test| (insight.p_value)(test.p_value));
                let better = compared.per_day > 0.0;
                let amount = told(if clear { compared.per_day.abs() } else { compared.per_day });
                html! { <p class={classes!("note", (!(clear && better)).then_some("warn-note"))}>{ (t.against)(own, (t.way)(*simple), &amount, &range, &p, better, clear) }</p> }
            }) }
            <div class="scroll tall">
                <table class="told" id="act-judge">
                    <thead><tr><th scope="col">{ t.way_column }</th><th scope="col">{ t.saved_carbon }</th>
                        if has_cost { <th scope="col">{ t.saved_cost }</th> }
                        <th scope="col">{ format!("{}, kW", t.mean_peak) }</th><th scope="col">{ if unit.is_empty() { t.share.to_owned() } else { format!("{} ({unit})", t.share) } }</th></tr></thead>
                    <tbody>
                        <tr><th scope="row">{ t.as_it_is }</th><td>{ "–" }<small>{ format!("{} {}", number(first.base_kg), t.kg) }</small></td>
                            if has_cost { <td>{ "–" }<small>{ first.base_cost.map(|cost| format!("{} {currency}", number(cost))).unwrap_or_default() }</small></td> }
                            <td>{ number(first.base_mean_daily_peak_kw) }</td><td>{ "–" }</td></tr>
                        { for verdict.lines.iter().map(|line| row(language, verdict, line, has_cost)) }
                    </tbody>
                </table>
            </div>
            <p class="muted small">{ t.judge_how }</p>
        </>
    }
}

fn row(language: Language, verdict: &Verdict, line: &Line, has_cost: bool) -> Html {
    let t = language.act();
    let saved = &line.saved;
    let way = (t.way)(line.foresight);
    let name = if line.again { (t.again)(way) } else { way.to_owned() };
    let range = |low: f64, high: f64| format!("{} … {}", percent(low, language), percent(high, language));
    let own = line.foresight == verdict.wish.foresight;
    html! {
        <tr class={own.then_some("network")}>
            <th scope="row">{ name }if line.unplanned > 0 { <small>{ (t.unplanned)(line.unplanned) }</small> }</th>
            <td>{ percent(saved.carbon_saved_share, language) }<small>{ format!("{} {}", number(saved.base_kg - saved.kg), t.kg) }
                if let Some(own) = saved.carbon_interval { { format!(" · {}", range(own.low, own.high)) } }</small></td>
            if has_cost { <td>{ saved.cost_saved_share.map(|share| percent(share, language)) }</td> }
            <td>{ number(saved.mean_daily_peak_kw) }</td>
            <td>{ line.share.map(|(share, _)| percent(share, language)) }
                if let Some((_, Some(own))) = line.share { <small>{ range(own.low, own.high) }</small> }</td>
        </tr>
    }
}
