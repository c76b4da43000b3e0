//! The bar at the top: train, step, reset, how far it is, the language.

use yew::prelude::*;

use crate::app::{Action, RunFailure, RunState, RunView};
use crate::i18n::{Texts, format};
use crate::numeric::decimal;
use crate::session::Go;
use crate::web::dispatch::use_shell;

/// What the bar shows.
#[derive(Properties, PartialEq)]
pub struct HeaderProps {
    /// The run.
    pub run: RunView,
    /// Why training cannot begin, as a sentence; `None` where it can.
    pub blocked: Option<String>,
    /// Whether there are lessons, which come with the lab.
    pub lessons: bool,
    /// Whether they are open.
    pub learning: bool,
    /// The Train button, so that the root can focus it.
    pub train: NodeRef,
}

/// The bar at the top.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let shell = use_shell();
    let t = shell.texts;
    let run = &props.run;
    let (symbol, label) = match run.state {
        RunState::Idle => ("▶", t.train),
        RunState::Running => ("❚❚", t.pause),
        RunState::Paused => ("▶", t.go_on),
        RunState::Finished(_) | RunState::Diverged(_) | RunState::Failed(_) => ("▶", t.train_again),
    };
    let blocked = props.blocked.is_some();
    let other = shell.language.other();
    let still = blocked || run.is_running();
    let learning = props.learning;
    html! {
        <header class="bar">
            <h1 class="logo">{ "GreenGrad" } <small lang="zh">{ "绿梯" }</small></h1>
            <div class="transport" role="group" aria-label={t.training}>
                <button ref={props.train.clone()} id="train" type="button" class="primary" disabled={blocked}
                    onclick={shell.on(|_| Action::TrainPressed)} title={t.key_space}>
                    <span aria-hidden="true">{ symbol }</span>{ " " }{ label }
                </button>
                <button id="step" type="button" disabled={still} title={t.step_hint}
                    onclick={shell.on(|_| Action::GoPressed(Go::Step))}>{ t.step }</button>
                <button id="epoch" type="button" disabled={still} title={t.epoch_hint}
                    onclick={shell.on(|_| Action::GoPressed(Go::Epoch))}>{ t.one_epoch }</button>
                <button id="reset" type="button" disabled={run.state == RunState::Idle} title={t.reset_hint}
                    onclick={shell.on(|_| Action::ResetPressed)}>{ t.reset }</button>
            </div>
            <div class="progress">
                { match &props.blocked {
                    Some(reason) => html! { <p id="status" class="muted">{ reason }</p> },
                    None => html! { <>
                        <p id="status">{ status(t, run) }</p>
                        <p class="losses muted">{ losses(t, run) }</p>
                    </> },
                } }
                <progress max="1" value={decimal::fixed(run.share_done, 4)} aria-label={t.training}></progress>
            </div>
            // Its place is kept, so that nothing moves when it comes.
            <button type="button" id="learn" class={(!props.lessons).then_some("unseen")} aria-pressed={props.learning.to_string()}
                onclick={shell.on(move |_| Action::Lessons((!learning).then_some("lesson=")))}>{ t.learn }</button>
            <button type="button" id="help" class="round" title={t.help} aria-label={t.help}
                onclick={shell.on(|_| Action::HelpToggled(true))}>{ "?" }</button>
            <button type="button" id="language" lang={other.tag()}
                onclick={shell.on(|_| Action::LanguagePressed)}>{ other.texts().own_name }</button>
            <Spoken status={status(t, run)} />
        </header>
    }
}

/// Where the run is, in words.
pub fn status(t: &Texts, run: &RunView) -> String {
    let epochs = (t.epoch_of)(run.epochs_done, run.epochs);
    match &run.state {
        RunState::Idle => t.ready.to_owned(),
        RunState::Running => {
            let speed = run.speed.rows_per_second().map(|rows| (t.rows_per_second)(&format::number(rows)));
            let left = run.seconds_left().map(|seconds| (t.seconds_left)(seconds));
            [Some(epochs), speed, left].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
        RunState::Paused => {
            let steps =
                (run.steps_in_epoch > 0).then(|| (t.step_of)(run.steps_in_epoch, run.steps_per_epoch));
            let parts = [Some(epochs), steps, Some(t.paused.to_owned())];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
        RunState::Finished(report) => (t.outcome)(&report.outcome, run.epochs_done, run.speed.seconds()),
        RunState::Diverged(report) => (t.outcome)(&report.outcome, run.epochs_done, run.speed.seconds()),
        RunState::Failed(RunFailure::Lost) => t.run_lost.to_owned(),
        RunState::Failed(RunFailure::Refused(error)) => (t.train_error)(error),
    }
}

fn losses(t: &Texts, run: &RunView) -> Html {
    let last = run.history.last();
    let train = last.map(|epoch| epoch.train_loss).or(run.batch_loss);
    let validation = last.and_then(|epoch| epoch.validation_loss);
    html! { <>
        if let Some(loss) = train {
            { t.train_loss_short }{ " " }<b class="model">{ format::number(loss) }</b>
        }
        if let Some(loss) = validation {
            { " · " }{ t.validation_loss_short }{ " " }<b class="validation">{ format::number(loss) }</b>
        }
    </> }
}

/// What is said.
#[derive(Properties, PartialEq)]
pub struct SpokenProps {
    /// The latest of it.
    pub status: String,
}

/// Says the status to people who listen, at most every two seconds.
#[component]
pub fn Spoken(props: &SpokenProps) -> Html {
    const EVERY_MS: i32 = 2000;
    let shell = use_shell();
    let said = use_state(String::new);
    let latest = use_mut_ref(String::new);
    let waiting = use_mut_ref(|| false);
    *latest.borrow_mut() = props.status.clone();
    {
        let (said, latest) = (said.clone(), latest.clone());
        use_effect_with(props.status.clone(), move |_| {
            if !waiting.replace(true) {
                let again = {
                    let (latest, waiting, said) = (latest.clone(), waiting.clone(), said.clone());
                    move || {
                        *waiting.borrow_mut() = false;
                        said.set(latest.borrow().clone());
                    }
                };
                crate::web::page::after(EVERY_MS, again);
            }
        });
    }
    {
        // What was said in another language does not stay.
        let said = said.clone();
        use_effect_with(shell.language, move |_| {
            if !said.is_empty() {
                said.set(latest.borrow().clone());
            }
        });
    }
    html! { <p class="spoken" role="status" aria-live="polite">{ (*said).clone() }</p> }
}
