//! The runs on this table, side by side.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Shown, View, asked};
use crate::app::{Action, InsightAction};
use crate::i18n::format::{number, percent};
use crate::i18n::{Language, Term};
use crate::nn::OptimizerKind;
use crate::plot::{Axis, Chart, Ink, Mark, Scale, Series};
use crate::session::explaining::{Explained, Question, RunChange, RunLine};
use crate::session::judge::Standing;
use crate::training::Method;
use crate::web::dispatch::{Shell, use_shell};
use crate::web::parts::chart_card::ChartCard;

/// Letters of a title at most.
const MOST_LETTERS: usize = 60;

pub(super) fn show(view: &View) -> Html {
    html! { <Runs insight={Rc::clone(view.insight)} unit={view.unit.clone()} /> }
}

#[derive(Properties, PartialEq)]
struct RunsProps {
    insight: Rc<Shown>,
    unit: String,
}

/// A table, the least error on unseen rows first, and all curves in one chart.
#[component]
fn Runs(props: &RunsProps) -> Html {
    let shell = use_shell();
    let (t, texts, language) = (shell.language.insight(), shell.texts, shell.language);
    let answer = props.insight.answers.iter().find_map(|answer| match answer {
        Explained::Runs { runs, elsewhere } => Some((runs, *elsewhere)),
        _ => None,
    });
    {
        let (dispatch, there) = (shell.dispatch.clone(), answer.is_some());
        use_effect_with((), move |()| {
            if !there {
                dispatch.emit(asked(&Question::Runs));
            }
        });
    }
    let Some((runs, elsewhere)) = answer else {
        return html! { <p class="muted" role="status">{ t.asking }</p> };
    };
    let differing = differing(runs, language);
    let unit = &props.unit;
    let best = runs.first().map_or(0, |run| run.number);
    html! {
        <>
            <p>{ (t.runs_say)(runs.len(), props.insight.header.looks) }</p>
            <div class="scroll" tabindex="0" role="region" aria-label={t.tab_runs}>
                <table id="runs" class="told">
                    <thead><tr>
                        <th scope="col">{ t.run }</th>
                        { for differing.iter().map(|(name, _)| html! { <th scope="col">{ name }</th> }) }
                        <th scope="col">{ format!("RMSE{unit}, {}", t.unseen) }</th>
                        <th scope="col">{ format!("RMSE{unit}, {}", texts.test_part) }</th>
                        <th scope="col">{ (texts.term)(Term::Skill).name }</th>
                        <th scope="col">{ (t.against_run)(best) }</th>
                        <td></td>
                    </tr></thead>
                    <tbody>{ for runs.iter().enumerate().map(|(place, run)| html! {
                        <tr class={run.present.then_some("network")}>
                            <th scope="row">{ (t.run_name)(run.number, run.settings.method) }{ title(&shell, run) }
                                if run.present { <small>{ t.this_run }</small> }</th>
                            { for differing.iter().map(|(_, values)| html! { <td>{ &values[place] }</td> }) }
                            <td class="value">{ run.validated.map_or_else(|| "–".to_owned(), |own| number(own.rmse)) }
                                if let Some(own) = run.validated { <small>{ (texts.rows)(&own.rows.to_string()) }</small> }</td>
                            <td class="value">{ run.test.map_or_else(|| "–".to_owned(), |test| number(test.rmse)) }</td>
                            <td class="value">{ run.skill.map_or_else(|| "–".to_owned(), |(skill, _)| percent(skill, language)) }</td>
                            <td>{ run.against_first.map_or_else(String::new, |(p, standing)| format!("{} ({})", standing_of(standing, t), (t.p_value)(p))) }</td>
                            <td>{ ways(&shell, run, props.insight.header.run.running) }</td>
                        </tr>
                    }) }</tbody>
                </table>
            </div>
            <p class="muted">{ t.runs_are }</p>
            if elsewhere > 0 { <p class="muted">{ (t.runs_elsewhere)(elsewhere) }</p> }
            if runs.iter().any(|run| !run.history.is_empty()) {
                <ChartCard id="runs-chart" chart={Rc::new(chart(props, runs))} class="low" />
            }
        </>
    }
}

/// What it is called, to be changed.
fn title(shell: &Shell, run: &RunLine) -> Html {
    let (t, name) = ((shell.language.insight().run_name)(run.number, run.settings.method), run.name);
    let label = shell.language.carry().run_title;
    let rename = shell.on(move |event: Event| {
        let title = typed_text(&event).trim().chars().take(MOST_LETTERS).collect();
        asked(&Question::RunChanged { name, change: RunChange::Title(title) })
    });
    html! {
        <input class="run-title" type="text" value={run.title.clone()} placeholder={label} size="16"
            aria-label={format!("{label}: {t}")} onchange={rename} />
    }
}

fn typed_text(event: &Event) -> String {
    event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
}

/// What can be done with it.
fn ways(shell: &Shell, run: &RunLine, running: bool) -> Html {
    let (t, name) = (shell.language.carry(), run.name);
    let called = called(shell.language, run);
    let (spec, settings) = (Box::new(run.spec.clone()), Box::new(run.settings.clone()));
    let open = shell.on(move |_: MouseEvent| {
        let (spec, settings) = (spec.clone(), settings.clone());
        Action::Insight(InsightAction::Reopened { name, spec, settings })
    });
    let change = |change: RunChange| {
        shell.on(move |_: MouseEvent| asked(&Question::RunChanged { name, change: change.clone() }))
    };
    let label = |what: &str| format!("{what}: {called}");
    html! {
        <span class="run-ways">
            if !run.present {
                <button type="button" class="link-button" disabled={running} onclick={open} aria-label={label(t.open)}>{ t.open }</button>
            }
            <button type="button" class="link-button" aria-pressed={run.pinned.to_string()} onclick={change(RunChange::Pinned(!run.pinned))}
                aria-label={label(t.pin)}>{ if run.pinned { t.pinned } else { t.pin } }</button>
            if !run.present {
                <button type="button" class="link-button" onclick={change(RunChange::Removed)} aria-label={label(t.remove)}>{ t.remove }</button>
            }
        </span>
    }
}

/// Its title, or which run it is.
fn called(language: Language, run: &RunLine) -> String {
    if run.title.is_empty() {
        (language.insight().run_name)(run.number, run.settings.method)
    } else {
        run.title.clone()
    }
}

fn standing_of(standing: Standing, t: &crate::i18n::InsightTexts) -> &'static str {
    match standing {
        Standing::Better => t.stands_better,
        Standing::NoBetter => t.stands_alike,
        Standing::Worse => t.stands_worse,
    }
}

/// A setting, and its value in each run.
type Row = (&'static str, Vec<String>);

/// The settings in which the runs differ.
fn differing(runs: &[RunLine], language: Language) -> Vec<Row> {
    let (t, texts) = (language.insight(), language.texts());
    let term = |term: Term| (texts.term)(term).name;
    let of_network = |value: &dyn Fn(&RunLine) -> String| -> Vec<String> {
        let own = |run: &RunLine| {
            if run.settings.method == Method::Network { value(run) } else { "–".to_owned() }
        };
        runs.iter().map(own).collect()
    };
    let plain = |value: &dyn Fn(&RunLine) -> String| -> Vec<String> { runs.iter().map(value).collect() };
    let decayed = |kind: OptimizerKind| (texts.optimizer)(kind).to_owned();
    let hidden = |run: &RunLine| {
        let units: Vec<String> = run.settings.hidden.iter().map(u32::to_string).collect();
        if units.is_empty() { texts.no_hidden_layer.to_owned() } else { units.join("-") }
    };
    let all = vec![
        (t.columns, plain(&|run| run.spec.features.join(", "))),
        (t.inputs, plain(&|run| run.inputs.to_string())),
        (texts.horizon, plain(&|run| (texts.span)(run.spec.horizon))),
        (term(Term::HiddenLayer), of_network(&hidden)),
        (term(Term::Epoch), of_network(&|run| run.settings.epochs.to_string())),
        (term(Term::LearningRate), of_network(&|run| run.settings.learning_rate.to_string())),
        (term(Term::BatchSize), of_network(&|run| run.settings.batch_size.to_string())),
        (term(Term::Activation), of_network(&|run| (texts.activation)(run.settings.activation).to_owned())),
        (
            term(Term::Initialiser),
            of_network(&|run| (texts.initialiser)(run.settings.initialiser).to_owned()),
        ),
        (term(Term::Loss), of_network(&|run| (texts.loss_name)(run.settings.loss).to_owned())),
        (term(Term::Optimizer), of_network(&|run| decayed(run.settings.optimizer))),
        (term(Term::L1), of_network(&|run| run.settings.l1.to_string())),
        (term(Term::L2), of_network(&|run| run.settings.l2.to_string())),
        (term(Term::Dropout), of_network(&|run| run.settings.dropout.to_string())),
        (
            term(Term::Patience),
            of_network(&|run| run.settings.patience.map_or_else(|| "–".to_owned(), |own| own.to_string())),
        ),
        (term(Term::Seed), plain(&|run| run.settings.seed.to_string())),
    ];
    all.into_iter().filter(|(_, values)| values.iter().any(|value| Some(value) != values.first())).collect()
}

fn chart(props: &RunsProps, runs: &[RunLine]) -> Chart {
    let header = &props.insight.header;
    let (t, texts) = (header.language.insight(), header.language.texts());
    let series =
        runs.iter().enumerate().filter(|(_, run)| !run.history.is_empty()).map(|(place, run)| Series {
            label: called(header.language, run),
            ink: match place {
                _ if run.present => Ink::Model,
                0 => Ink::Validation,
                1 => Ink::Actual,
                2 => Ink::Baseline,
                _ => Ink::Ghost,
            },
            mark: Mark::Line,
            points: run
                .history
                .iter()
                .map(|epoch| (f64::from(epoch.epoch), epoch.validation_loss.unwrap_or(epoch.train_loss)))
                .collect(),
        });
    Chart {
        title: t.runs_curves.to_owned(),
        x: Axis::new(texts.epoch_axis, Scale::Count),
        y: Axis::new(texts.loss_axis, Scale::Log),
        // The run on the page is drawn last, above the others.
        series: {
            let mut all: Vec<Series> = series.collect();
            all.sort_by_key(|own| own.ink == Ink::Model);
            all
        },
        marker: None,
        badge: header.badge(),
    }
}
