//! A sentence that has to be said once, at the top of the page.

use yew::prelude::*;

use crate::app::{Action, Notice};
use crate::web::dispatch::Shell;

/// A sentence that has to be said once.
pub fn notice(shell: &Shell, notice: &Notice) -> Html {
    let t = shell.texts;
    let sentence = match notice {
        Notice::WorkerRestarted { run_lost, reloading, reason } => {
            (t.worker_restarted)(*run_lost, *reloading, reason)
        }
        Notice::LinkParts(parts) => (t.link_parts)(parts),
        Notice::NotOpened(says) => says[shell.language as usize].clone(),
        Notice::WorkIsBack => t.work_is_back.to_owned(),
    };
    html! {
        <div class="notice" role="alert" id="notice">
            <p>{ sentence }</p>
            <button type="button" onclick={shell.on(|_| Action::NoticeClosed)}>{ shell.texts.close }</button>
        </div>
    }
}
