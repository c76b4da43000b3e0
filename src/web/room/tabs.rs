//! A list of tabs: one is chosen by a click, or by the arrow keys, Home and End.

use web_sys::HtmlElement;
use yew::prelude::*;

/// What they are.
#[derive(Properties, PartialEq)]
pub(super) struct TabsProps {
    /// What the list is called.
    pub label: &'static str,
    /// The element that they show.
    pub panel: &'static str,
    /// Their names.
    pub names: Vec<&'static str>,
    /// Which is chosen.
    pub chosen: usize,
    /// Says which was chosen.
    pub onchoose: Callback<usize>,
}

/// The list. Only the chosen tab is a stop of the Tab key, as is the custom.
#[component]
pub(super) fn Tabs(props: &TabsProps) -> Html {
    let list = use_node_ref();
    let last = props.names.len().saturating_sub(1);
    let keyed = {
        let (list, chosen, choose) = (list.clone(), props.chosen, props.onchoose.clone());
        Callback::from(move |event: KeyboardEvent| {
            let next = match event.key().as_str() {
                "ArrowRight" => {
                    if chosen == last {
                        0
                    } else {
                        chosen + 1
                    }
                }
                "ArrowLeft" => {
                    if chosen == 0 {
                        last
                    } else {
                        chosen - 1
                    }
                }
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            choose.emit(next);
            let tab = list.cast::<HtmlElement>().and_then(|list| list.children().item(next as u32));
            if let Some(tab) = tab.and_then(|tab| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(tab).ok()) {
                // An element that just was there takes the focus.
                let _ = tab.focus();
            }
        })
    };
    html! {
        <div class="tabs" role="tablist" aria-label={props.label} ref={list} onkeydown={keyed}>
            { for props.names.iter().enumerate().map(|(place, name)| {
                let selected = place == props.chosen;
                html! {
                    <button type="button" role="tab" aria-selected={selected.to_string()} aria-controls={props.panel}
                        tabindex={if selected { "0" } else { "-1" }} onclick={props.onchoose.reform(move |_: MouseEvent| place)}>{ *name }</button>
                }
            }) }
        </div>
    }
}
