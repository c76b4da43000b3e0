//! What opens in a panel and may stand out of it.

use web_sys::Element;
use yew::prelude::*;

use crate::web::complain_of;

/// Lets what is open at a place stand out of its panel: a panel is painted by itself and otherwise cuts off what leaves it (style.css).
#[hook]
pub fn use_standing_out(place: &NodeRef, open: bool) {
    use_effect_with((place.clone(), open), |(place, open)| {
        let panel =
            place.cast::<Element>().filter(|_| *open).and_then(|place| place.closest(".panel").ok()?);
        mark(panel.as_ref(), true);
        move || mark(panel.as_ref(), false)
    });
}

fn mark(panel: Option<&Element>, open: bool) {
    if let Some(Err(error)) = panel.map(|panel| panel.toggle_attribute_with_force("data-open", open)) {
        complain_of("a panel that cannot be marked", &error);
    }
}
