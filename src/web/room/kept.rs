//! What is kept in this browser: where it is, what it is, and the ways to open it and to have it gone.

use std::rc::Rc;

use yew::prelude::*;

use super::asked;
use super::lesson::forget_progress;
use crate::app::{Action, Header, InsightAction};
use crate::i18n::format;
use crate::session::explaining::{Explained, Question};
use crate::session::keep::{WorkLine, Works, WorksAsk};
use crate::web::dispatch::{Shell, use_shell};

/// What it is about.
#[derive(Properties, PartialEq)]
pub(super) struct KeptProps {
    /// What the page says.
    pub(super) header: Rc<Header>,
    /// What was answered.
    pub(super) answers: Rc<Vec<Explained>>,
}

/// The panel.
#[component]
pub(super) fn Kept(props: &KeptProps) -> Html {
    let shell = use_shell();
    let (t, header) = (shell.language.carry(), &props.header);
    let works = use_state(Works::default);
    let sure = use_state(|| false);
    {
        let (works, answers) = (works.clone(), Rc::clone(&props.answers));
        use_effect_with(answers, move |answers| {
            let told = answers.iter().find_map(|answer| match answer {
                Explained::Works(told) => Some(told),
                _ => None,
            });
            if let Some(told) = told {
                works.set(told.clone());
            }
        });
    }
    let ask = {
        let dispatch = shell.dispatch.clone();
        Callback::from(move |ask: WorksAsk| dispatch.emit(asked(&Question::Works(ask))))
    };
    {
        // Something was written by then.
        let (ask, run) = (ask.clone(), &header.run);
        let moment = (header.spec.clone(), run.id, run.running, run.outcome.is_some());
        use_effect_with(moment, move |_| ask.emit(WorksAsk::List));
    }
    let set_sure = |to: bool| {
        let sure = sure.clone();
        Callback::from(move |_: MouseEvent| sure.set(to))
    };
    let clear = {
        let (ask, sure) = (ask.clone(), sure.clone());
        Callback::from(move |_: MouseEvent| {
            forget_progress();
            ask.emit(WorksAsk::RemoveAll);
            sure.set(false);
        })
    };
    html! {
        <section class="panel insight" aria-labelledby="kept-title" id="kept">
            <h2 id="kept-title">{ t.kept_title }</h2>
            <p class="muted">{ t.kept_intro }</p>
            if let Some(problem) = &works.problem {
                <p class="note warn-note" role="alert" id="keep-problem">{ (t.keep_problem)(problem) }</p>
            }
            if !works.works.is_empty() {
                <div class="scroll" tabindex="0" role="group" aria-label={t.kept_title}>
                    <table class="told" id="works">
                        <thead><tr>
                            <th scope="col">{ t.table }</th><th scope="col">{ t.kept_rows }</th><th scope="col">{ t.kept_runs }</th>
                            <th scope="col">{ t.kept_size }</th><th scope="col">{ t.kept_written }</th><td></td>
                        </tr></thead>
                        <tbody>{ for works.works.iter().map(|line| row(&shell, line, works.present == Some(line.work), header.run.running, &ask)) }</tbody>
                    </table>
                </div>
                <p class="act-ticks">
                    if *sure {
                        <span>{ t.clear_sure }</span>
                        <button type="button" id="clear-yes" onclick={clear}>{ t.clear_yes }</button>
                        <button type="button" onclick={set_sure(false)}>{ t.clear_no }</button>
                    } else {
                        <button type="button" id="clear-kept" onclick={set_sure(true)}>{ t.clear }</button>
                    }
                </p>
            }
        </section>
    }
}

fn row(shell: &Shell, line: &WorkLine, present: bool, running: bool, ask: &Callback<WorksAsk>) -> Html {
    let t = shell.language.carry();
    let work = line.work;
    let remove = {
        let ask = ask.clone();
        Callback::from(move |_: MouseEvent| ask.emit(WorksAsk::Remove(work)))
    };
    let open = shell.on(move |_: MouseEvent| Action::Insight(InsightAction::WorkOpened(work)));
    let name = if line.name.is_empty() { shell.texts.pasted_text } else { &line.name };
    html! {
        <tr class={present.then_some("network")}>
            <th scope="row">{ name.to_owned() } if present { <small>{ t.on_the_page }</small> }</th>
            <td class="value">{ format::count(u64::from(line.rows)) }</td>
            <td class="value">{ line.runs.to_string() }</td>
            <td class="value">{ size(line.bytes) }</td>
            <td class="value">{ local_time(shell, line.written) }</td>
            <td>if !present {
                <button type="button" class="link-button" disabled={running} onclick={open} aria-label={format!("{}: {name}", t.open)}>{ t.open }</button>
                { " " }<button type="button" class="link-button" onclick={remove} aria-label={format!("{}: {name}", t.remove)}>{ t.remove }</button>
            }</td>
        </tr>
    }
}

/// On the clock of this device.
fn local_time(shell: &Shell, ms: u64) -> String {
    let date = js_sys::Date::new(&(ms as f64).into());
    let local = ms as f64 - date.get_timezone_offset() * 60_000.0;
    format::time(local as i64, false, shell.language, false)
}

fn size(bytes: u64) -> String {
    let thousands = bytes as f64 / 1000.0;
    if thousands < 1000.0 {
        format!("{} kB", format::number(thousands.max(1.0).round()))
    } else {
        format!("{} MB", format::number(thousands / 1000.0))
    }
}
