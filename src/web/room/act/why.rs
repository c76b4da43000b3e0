//! Every bar of a plan with its reason, its price, and the proof of it.

use yew::prelude::*;

use super::day::{Words, step_of};
use crate::session::act::DayPlan;

pub(super) fn show(words: &Words, plan: &DayPlan) -> Html {
    let t = words.t;
    let Some(checked) = &plan.reasons else { return html! { <p class="muted">{ t.infeasible }</p> } };
    let bars = &checked.reasons.bars;
    html! {
        <>
            <p class="muted">{ t.why_says }</p>
            if bars.is_empty() { <p>{ t.rests }</p> } else {
                <div class="scroll tall">
                    <table class="told" id="act-why">
                        <thead><tr><th scope="col">{ t.why_when }</th><th scope="col">{ t.why_bar }</th><th scope="col">{ t.why_proof }</th></tr></thead>
                        <tbody>{ for bars.iter().map(|bar| {
                            let step = step_of(bar);
                            let price = checked.reasons.demand_per_kwh.get(step).copied().unwrap_or(f64::NAN);
                            let (more, less) = checked.moved.get(step).copied().unwrap_or((f64::NAN, f64::NAN));
                            let holds = checked.holds.get(step).copied().unwrap_or(false);
                            html! {
                                <tr><th scope="row">{ words.clock(step) }</th>
                                    <td>{ (t.story)(&words.story(plan, bar)) }</td>
                                    <td class={if holds { "good" } else { "bad" }}>{ if holds { "✓ " } else { "✗ " } }
                                        { (t.proof)(&words.amount(more), &words.amount(less), &words.amount(price), holds) }</td></tr>
                            }
                        }) }</tbody>
                    </table>
                </div>
            }
        </>
    }
}
