//! A sentence that has to be said once, at the top of the page.

use yew::prelude::*;

use crate::app::{Action, Notice as Said};
use crate::web::dispatch::use_shell;

/// What is said.
#[derive(Properties, PartialEq)]
pub struct NoticeProps {
    /// What.
    pub notice: Said,
}

/// A sentence that has to be said once.
#[component]
pub fn Notice(props: &NoticeProps) -> Html {
    let shell = use_shell();
    let t = shell.texts;
    let sentence = match &props.notice {
        Said::WorkerRestarted { run_lost, reloading, reason } => {
            (t.worker_restarted)(*run_lost, *reloading, reason)
        }
        Said::LinkParts(parts) => (t.link_parts)(parts),
    };
    html! {
        <div class="notice" role="alert" id="notice">
            <p>{ sentence }</p>
            <button type="button" onclick={shell.on(|_| Action::NoticeClosed)}>{ shell.texts.close }</button>
        </div>
    }
}
