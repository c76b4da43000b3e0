//! The end of the page: what it is, how it is there without a network, the page as one file; and, above all else, that a
//! new version of it came.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, Window};
use yew::prelude::*;

use super::about::About;
use crate::i18n::AboutTexts;
use crate::web::complain_of;
use crate::web::dispatch::use_shell;

/// What is said when `static/offline.js` has news.
const NEWS: &str = "greengrad-offline";
/// What it listens to.
const UPDATE: &str = "greengrad-update";

/// What the footer has to know.
#[derive(Properties, PartialEq)]
pub(super) struct FooterProps {
    /// Whether a run has begun and not ended, which a new version would take away.
    pub(super) under_way: bool,
}

/// How the page is there without a network, as `static/start.js` and `static/offline.js` say it on the document.
#[derive(Clone, PartialEq)]
enum Offline {
    /// Nothing is said yet.
    Unknown,
    /// This is the one file.
    Alone,
    /// Being kept.
    Coming,
    /// Kept.
    Ready,
    /// Kept, and a new version too.
    Update,
    /// The browser does not do it.
    Impossible,
    /// It was tried, and this was said.
    Failed(String),
}

impl Offline {
    fn now() -> Self {
        let Some(root) = root() else { return Self::Unknown };
        match root.get_attribute("data-offline").as_deref() {
            Some("alone") => Self::Alone,
            Some("coming") => Self::Coming,
            Some("ready") => Self::Ready,
            Some("update") => Self::Update,
            Some("impossible") => Self::Impossible,
            Some("failed") => Self::Failed(root.get_attribute("data-offline-reason").unwrap_or_default()),
            _ => Self::Unknown,
        }
    }

    fn sentence(&self, t: &AboutTexts) -> Option<String> {
        let fixed = match self {
            Self::Unknown => return None,
            Self::Failed(reason) => return Some((t.has_failed)(reason)),
            Self::Alone => t.is_alone,
            Self::Coming => t.is_coming,
            Self::Ready | Self::Update => t.is_kept,
            Self::Impossible => t.is_impossible,
        };
        Some(fixed.to_owned())
    }
}

/// The end of the page.
#[component]
pub(super) fn Footer(props: &FooterProps) -> Html {
    let shell = use_shell();
    let t = shell.language.about();
    let offline = use_offline();
    let later = use_state(|| false);
    let about = use_state(|| false);
    // The page as one file, with its size; the one file itself has none.
    let take = starter("data-take");
    let open_new = Callback::from(|_: MouseEvent| {
        let told = Event::new(UPDATE).and_then(|event| match window() {
            Some(window) => window.dispatch_event(&event).map(|_| ()),
            None => Ok(()),
        });
        if let Err(error) = told {
            complain_of("a new version that cannot be asked for", &error);
        }
    });
    let set_about = |open: bool| {
        let about = about.clone();
        Callback::from(move |()| about.set(open))
    };
    let put_off = {
        let later = later.clone();
        Callback::from(move |_: MouseEvent| later.set(true))
    };
    html! {
        <>
            <footer class="foot muted">
                <p id="offline" role="status">{ offline.sentence(t) }</p>
                if let Some(size) = take {
                    <p><a id="take" href="greengrad.html" download="greengrad.html">{ (t.take)(&size) }</a>{ " " }{ t.take_is }</p>
                }
                <p>
                    <button type="button" class="link-button" id="about" onclick={set_about(true).reform(|_: MouseEvent| ())}>{ t.about }</button>
                    { " " }{ version(t) }
                </p>
            </footer>
            if offline == Offline::Update && !*later {
                <div class="notice new-version" role="alert" id="new-version">
                    <p>{ t.new_version }if props.under_way { { " " }<b>{ t.not_now }</b> }</p>
                    <p>
                        <button type="button" class="primary" id="open-new" disabled={props.under_way} onclick={open_new}>{ t.open_new }</button>
                        { " " }<button type="button" id="new-later" onclick={put_off}>{ t.close }</button>
                    </p>
                </div>
            }
            if *about { <About onclose={set_about(false)} /> }
        </>
    }
}

/// Which version this is, down to its bytes where the build says so.
pub(super) fn version(t: &AboutTexts) -> String {
    (t.version)(env!("CARGO_PKG_VERSION"), starter("data-version").as_deref())
}

#[hook]
fn use_offline() -> Offline {
    let offline = use_state_eq(Offline::now);
    {
        let offline = offline.clone();
        use_effect_with((), move |()| {
            let heard = Closure::<dyn FnMut()>::new(move || offline.set(Offline::now()));
            let callback = heard.as_ref().unchecked_ref();
            let listening = window().map(|own| own.add_event_listener_with_callback(NEWS, callback));
            if let Some(Err(error)) = listening {
                complain_of("nobody hears of new versions", &error);
            }
            move || {
                if let Some(window) = window() {
                    let _ = window.remove_event_listener_with_callback(NEWS, heard.as_ref().unchecked_ref());
                }
            }
        });
    }
    (*offline).clone()
}

/// Whether the page is there as one file too.
pub(super) fn can_be_taken() -> bool {
    starter("data-take").is_some()
}

/// What the build wrote on the tag that starts the page.
fn starter(attribute: &str) -> Option<String> {
    window()?.document()?.get_element_by_id("starter")?.get_attribute(attribute)
}

fn root() -> Option<Element> {
    window()?.document()?.document_element()
}

fn window() -> Option<Window> {
    web_sys::window()
}
