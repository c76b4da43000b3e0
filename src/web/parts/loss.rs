//! Step 3: the loss as it falls.

use std::rc::Rc;

use yew::prelude::*;

use super::chart_card::ChartCard;
use super::term::Explain;
use crate::app::{Action, InsightAction, LossScale, RunState, RunView};
use crate::data::{DataSpec, Scaling};
use crate::i18n::{Term, Texts};
use crate::plot::{Axis, Chart, Ink, Mark, Marker, Scale, Series};
use crate::training::{EpochReport, Method, Outcome};
use crate::web::dispatch::use_shell;

/// What the section shows.
#[derive(Properties, PartialEq)]
pub struct LossProps {
    /// The run.
    pub run: RunView,
    /// How the chart is scaled.
    pub scale: LossScale,
    /// The choice of columns, where inputs are in their own units.
    pub unscaled: Option<DataSpec>,
    /// The word on the chart while an example is loaded.
    pub badge: Option<&'static str>,
}

/// Step 3.
#[component]
pub fn Loss(props: &LossProps) -> Html {
    let shell = use_shell();
    let t = shell.texts;
    let run = &props.run;
    let chart = Rc::new(chart(t, run, props.scale, props.badge));
    let is_network = run.settings.method == Method::Network;
    let scales = [(LossScale::Log, t.log_scale), (LossScale::Linear, t.linear_scale)];
    html! {
        <section class="panel" aria-labelledby="loss-title">
            <h2 id="loss-title"><span class="step-number">{ "3" }</span>{ t.loss_curve }<Explain term={Term::Loss} />
                <span class="aside toggle" role="group" aria-label={t.loss_curve}>
                    { for scales.into_iter().map(|(scale, name)| html! {
                        <button type="button" class="quiet" aria-pressed={(props.scale == scale).to_string()}
                            onclick={shell.on(move |_| Action::LossScaleChosen(scale))}>{ name }</button>
                    }) }
                </span>
            </h2>
            <ChartCard id="loss-chart" {chart} empty={t.no_loss_yet} class="short" />
            if let RunState::Diverged(report) = &run.state {
                <div class="note wrong-note" role="alert" id="diverged">
                    <p>{ (t.diverged)(&report.outcome) }</p>
                    <button type="button" id="smaller" onclick={shell.on(|_| Action::SmallerLearningRatePressed)}>{ t.smaller_learning_rate }</button>
                    if let Some(spec) = props.unscaled.clone() {
                        { " " }<button type="button" id="scale-inputs" onclick={shell.on(move |_| {
                            Action::Insight(InsightAction::Chosen(Box::new(DataSpec { scaling: Scaling::Standard, ..spec.clone() })))
                        })}>{ t.scale_inputs }</button>
                    }
                </div>
            }
            if let RunState::Finished(report) = &run.state {
                if is_network {
                    <p class="muted" id="tested">{ (t.tested_epoch)(match report.outcome {
                        Outcome::StoppedEarly { best_epoch } => best_epoch,
                        _ => run.epochs_done,
                    }) }</p>
                }
                <p class="muted" id="fingerprint" data-fingerprint={format!("{:08x}", report.fingerprint)}>
                    { (t.fingerprint)(&format!("{:08x}", report.fingerprint)) }</p>
            }
        </section>
    }
}

/// Puts the loss before the first step in front, so that all curves have the same epochs, row by row.
fn from_zero(initial: f64, curve: Rc<[(f64, f64)]>) -> Rc<[(f64, f64)]> {
    std::iter::once((0.0, initial)).chain(curve.iter().copied()).collect()
}

fn chart(t: &Texts, run: &RunView, scale: LossScale, badge: Option<&'static str>) -> Chart {
    let curve = |history: &[EpochReport], loss: fn(&EpochReport) -> Option<f64>| -> Rc<[(f64, f64)]> {
        history.iter().filter_map(|epoch| loss(epoch).map(|loss| (f64::from(epoch.epoch), loss))).collect()
    };
    let line = |label: &str, ink, points| Series { label: label.to_owned(), ink, mark: Mark::Line, points };
    let mut series = Vec::new();
    if let Some(previous) = &run.previous {
        let watched = previous.iter().any(|epoch| epoch.validation_loss.is_some());
        let loss = |epoch: &EpochReport| epoch.validation_loss.or(Some(epoch.train_loss));
        series.push(line(
            (t.series_previous)(watched),
            Ink::Ghost,
            from_zero(f64::NAN, curve(previous, loss)),
        ));
    }
    let train = curve(&run.history, |epoch| Some(epoch.train_loss));
    series.push(line(t.series_train, Ink::Model, from_zero(run.initial_loss.unwrap_or(f64::NAN), train)));
    let validation = curve(&run.history, |epoch| epoch.validation_loss);
    if !validation.is_empty() {
        series.push(line(t.series_validation, Ink::Validation, from_zero(f64::NAN, validation)));
    }
    // The networks of a recipe are trained one after the other, each from its beginning: none of their epochs is best.
    let is_network = run.settings.method == Method::Network;
    let best = run
        .best_epoch()
        .filter(|_| is_network)
        .map(|best| Marker { x: f64::from(best.epoch), label: (t.best_epoch)(best.epoch) });
    let last =
        run.previous.iter().flat_map(|previous| previous.last()).map(|epoch| epoch.epoch).max().unwrap_or(0);
    let y = match scale {
        LossScale::Log => Scale::Log,
        LossScale::Linear => Scale::Linear,
    };
    let mut x = Axis::new(t.epoch_axis, Scale::Count);
    x.range = Some((0.0, f64::from(run.epochs.max(last).max(1))));
    Chart {
        title: if is_network { (t.loss_title)(run.settings.loss) } else { t.recipe_loss_title.to_owned() },
        x,
        y: Axis::new(t.loss_axis, y),
        series,
        marker: best,
        badge: badge.map(str::to_owned),
    }
}
