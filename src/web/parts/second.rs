//! A second file, predicted by the network that was trained.

use web_sys::File;
use yew::prelude::*;

use super::data::{load_failure, loading, origin_name};
use super::pick::pick_files;
use crate::app::{Action, Imported, SecondTable};
use crate::data::{Issue, unit_of};
use crate::i18n::format;
use crate::session::PredictedTable;
use crate::web::dispatch::Shell;

/// The way to predict another file, and what came of it.
pub fn second(
    shell: &Shell,
    second: &SecondTable,
    targets: &[String],
    onfiles: &Callback<Vec<File>>,
) -> Html {
    let t = shell.texts;
    let body = match second {
        SecondTable::None => html! {},
        SecondTable::Loading(own) => loading(shell, own),
        SecondTable::Predicting { name, .. } => {
            html! { <p class="note" role="status">{ (t.reading)(name) }</p> }
        }
        SecondTable::NotLoaded(problem) => html! {
            <p class="note wrong-note" role="alert"><b>{ (t.not_loaded)(&origin_name(t, &problem.origin, problem.file)) }</b>{ " " }
                { load_failure(t, &problem.reason) }</p>
        },
        SecondTable::NotPredicted { name, error } => html! {
            <p class="note wrong-note" role="alert"><b>{ (t.not_predicted)(name) }</b>{ " " }{ (t.dataset_error)(error) }</p>
        },
        SecondTable::Predicted { name, issues, result } => html! { <>
            <p role="status"><b>{ name }</b>{ " · " }
                { (t.rows_predicted)(&format::count(u64::from(result.predicted)), &format::count(u64::from(result.rows))) }</p>
            <ul>
                { for result.metrics.iter().zip(targets).filter_map(|(metrics, target)| {
                    let (rows, metrics) = (*metrics)?;
                    let unit = unit_of(target).unwrap_or_default();
                    let rmse = format!("{} {unit}", format::number(metrics.rmse));
                    Some(html! { <li>{ (t.second_rmse)(target, rmse.trim_end(), &format::count(u64::from(rows))) }</li> })
                }) }
            </ul>
            { doubts(shell, issues, result) }
            <button type="button" id="save-predictions" onclick={shell.on(|_: MouseEvent| Action::SavePredictionsPressed)}>{ t.save_as_csv }</button>
        </> },
    };
    html! {
        <div class="second" id="second">
            <h3>{ t.another_file }</h3>
            { body }
            { pick_files("predict-file", t.choose_file_to_predict, onfiles) }
        </div>
    }
}

/// A model that was opened, and what it predicts.
pub fn imported(
    shell: &Shell,
    model: &Imported,
    predicted: &SecondTable,
    onfiles: &Callback<Vec<File>>,
) -> Html {
    let t = shell.texts;
    html! {
        <section class="panel" id="imported" aria-labelledby="imported-title">
            <h2 id="imported-title">{ model.name.clone() }</h2>
            <p>{ (t.model_opened)(&model.targets, &model.columns) }</p>
            { second(shell, predicted, &model.targets, onfiles) }
            <button type="button" id="close-model" onclick={shell.on(|_: MouseEvent| Action::ModelClosed)}>{ t.close }</button>
        </section>
    }
}

/// What was doubtful about the file's use, then what was about the file.
fn doubts(shell: &Shell, of_file: &[Issue], result: &PredictedTable) -> Html {
    let t = shell.texts;
    let item = |issue: &Issue| {
        html! { <li>if let Some(file) = &issue.file { <b>{ file }</b>{ ": " } }{ (t.issue)(issue) }</li> }
    };
    html! { <>
        if !result.issues.is_empty() {
            <div class="issues"><ul>{ for result.issues.iter().map(item) }</ul></div>
        }
        if !of_file.is_empty() {
            <details class="issues"><summary>{ (t.noticed)(of_file.len()) }</summary><ul>{ for of_file.iter().map(item) }</ul></details>
        }
    </> }
}
