//! Several files joined by their times: the clock and the step of each, and what is summed.

use web_sys::File;
use yew::prelude::*;

use super::field::{chosen_index, is_checked};
use super::pick::pick_files;
use crate::app::{Action, DataState, Origin, OwnFile};
use crate::data::{JoinedFile, Kind, Measure, ReadChoices, Zone};
use crate::i18n::format;
use crate::web::dispatch::Shell;

/// The files of a joined table, and the way to join one more; nothing for a table without times.
pub fn joined(shell: &Shell, data: &DataState, onjoin: &Callback<Vec<File>>) -> Html {
    let t = shell.texts;
    let Some(table) = &data.table else { return html! {} };
    if !table.columns.iter().any(|column| column.kind == Kind::Datetime) {
        return html! {};
    }
    let steps = || table.joined.iter().map(|file| file.step_seconds);
    let first = steps().next().flatten();
    let longer = first.is_some() && steps().any(|step| step > first);
    let kept = matches!(data.origin, Some(Origin::Own { keep_step: true, .. }));
    html! {
        <div class="joined" id="joined">
            if !table.joined.is_empty() {
                <h3>{ t.joined_by_time }</h3>
                <ul>
                    { for table.joined.iter().zip(data.own()).enumerate().map(|(place, (file, own))| one(shell, place, file, own)) }
                </ul>
            }
            if longer {
                <label class="keep-step"><input type="checkbox" id="keep-step" checked={kept}
                    onchange={shell.on(|event: Event| Action::StepKept(is_checked(&event)))} />{ t.keep_step }</label>
            }
            if !matches!(data.origin, Some(Origin::Project { .. })) { { pick_files("join", t.join_files, onjoin) } }
        </div>
    }
}

fn one(shell: &Shell, place: usize, file: &JoinedFile, own: &OwnFile) -> Html {
    let t = shell.texts;
    let name = if file.name.is_empty() { t.pasted_text } else { file.name.as_str() };
    let step = file.step_seconds.map_or(t.no_even_step.to_owned(), t.step_name);
    let partners =
        (t.partners)(&format::count(u64::from(file.partners)), &format::count(u64::from(file.rows)));
    let zones: Vec<Zone> = Zone::all().filter(|zone| *zone != file.zone).collect();
    let zones: Vec<Zone> = std::iter::once(file.zone).chain(zones).collect();
    let (offered, choices) = (zones.clone(), own.choices.clone());
    let choose = shell.on(move |event: Event| {
        let zone = offered.get(chosen_index(&event)).copied();
        Action::Corrected(place, ReadChoices { zone, ..choices.clone() })
    });
    html! {
        <li>
            <b>{ name }</b>{ " · " }{ step }{ " · " }{ partners }
            if place > 0 {
                { " " }<button type="button" class="link-button" onclick={shell.on(move |_: MouseEvent| Action::JoinedFileRemoved(place))}>{ t.take_away }</button>
            }
            <br/><label>{ t.time_zone }{ " " }
                <select class="guess" onchange={choose}>
                    { for zones.iter().map(|&zone| html! { <option selected={zone == file.zone}>{ (t.zone_name)(zone) }</option> }) }
                </select>
            </label>{ " " }<small class="muted">{ (t.zone_reason)(file.reason) }</small>
            if file.resampled { { measures(shell, place, file, own) } }
        </li>
    }
}

/// What becomes of each column where the step changes.
fn measures(shell: &Shell, place: usize, file: &JoinedFile, own: &OwnFile) -> Html {
    let t = shell.texts;
    const ALL: [Measure; 3] = [Measure::Rate, Measure::Amount, Measure::State];
    let row = |(from, column, measure): &(String, String, Measure)| {
        let (choices, from, measure) = (own.choices.clone(), from.clone(), *measure);
        let choose = shell.on(move |event: Event| {
            let mut choices = choices.clone();
            choices.measures.retain(|(name, _)| *name != from);
            choices.measures.push((from.clone(), ALL[chosen_index(&event).min(2)]));
            Action::Corrected(place, choices)
        });
        html! {
            <li><label>{ column }{ " " }<select class="guess" onchange={choose}>
                { for ALL.into_iter().map(|other| html! { <option selected={other == measure}>{ (t.measure)(other) }</option> }) }
            </select></label></li>
        }
    };
    html! {
        <details><summary>{ t.sums_and_means }</summary><ul>{ for file.columns.iter().map(row) }</ul></details>
    }
}
