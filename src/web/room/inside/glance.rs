//! What a unit answers to, beside it, while it is pointed at or has the focus. The worker is asked for that unit alone, once
//! it is rested on, and once for as long as the network stays as it is.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

use web_sys::HtmlElement;
use yew::prelude::*;

use super::picture::{Marks, Picture};
use super::pointer::{Place, Pointer};
use super::{EVERY_MS, look};
use crate::app::Header;
use crate::data::DataSpec;
use crate::i18n::InsideTexts;
use crate::i18n::format::number;
use crate::session::explaining::Explained;
use crate::session::inside::{Look, Seen, UnitView};
use crate::training::Settings;
use crate::web::dispatch::use_shell;
use crate::web::page::after;
use crate::web::parts::standing_out::use_standing_out;

/// So long a unit has to be rested on before it is asked about, in ms.
const REST_MS: i32 = 120;
/// Rows that are marked in the small picture.
const ROWS: usize = 200;
/// Between unit and picture, in px.
const GAP: f64 = 16.0;

/// A unit and the plane that it is seen on.
type Key = (Place, (u32, u32));
/// What has to be the same for an answer to hold on.
type Network = ((bool, u32, (u32, u32), bool, Settings), Option<DataSpec>);

/// Answers of the present network.
#[derive(Default)]
struct Known {
    network: Option<Network>,
    ticket: u32,
    views: BTreeMap<Key, Rc<UnitView>>,
    /// What is rested on, and its number.
    wanted: Option<Key>,
    number: u32,
    /// Whether a timer runs for that number.
    waits: bool,
    asked: Option<(Key, u32)>,
    /// What is shown, and its ticket: of a network that trains, an answer about a few steps before.
    last: Option<(Key, u32, Rc<UnitView>)>,
}

/// One for each network in the page's life, so that an answer from before is never taken for one of now.
static TICKETS: AtomicU32 = AtomicU32::new(0);

impl Known {
    /// Takes answers; those about an earlier network go.
    fn update(&mut self, header: &Header, answers: &[Explained]) {
        let network = Some((header.network_now(), header.spec.clone()));
        if self.network != network {
            self.network = network;
            self.ticket = TICKETS.fetch_add(1, Ordering::Relaxed);
            self.views.clear();
        }
        for answer in answers {
            let Explained::Inside(Seen::Glance { ticket, view }) = answer else { continue };
            let [(x, ..), (y, ..)] = view.plane;
            let key = (Place { layer: view.layer, unit: view.unit }, (x, y));
            let newer = self.last.as_ref().is_none_or(|(own, last, _)| *own != key || last < ticket);
            if self.asked == Some((key, *ticket)) && newer {
                let view = Rc::new((**view).clone());
                if *ticket == self.ticket {
                    self.views.insert(key, Rc::clone(&view));
                }
                self.last = Some((key, *ticket, view));
            }
        }
        if let Some(key) = self.wanted
            && let Some(view) = self.views.get(&key)
        {
            self.last = Some((key, self.ticket, Rc::clone(view)));
        }
    }

    /// Whether the worker has to be asked.
    fn question(&mut self) -> Option<(Key, u32)> {
        let asked = (self.wanted?, self.ticket);
        if self.views.contains_key(&asked.0) || self.asked == Some(asked) {
            return None;
        }
        self.asked = Some(asked);
        Some(asked)
    }
}

/// The response of what is pointed at, as soon as it is known.
#[hook]
pub(super) fn use_view(
    header: &Rc<Header>,
    answers: &[Explained],
    place: Option<Place>,
    plane: (u32, u32),
) -> Option<Rc<UnitView>> {
    let dispatch = use_shell().dispatch;
    let known = use_mut_ref(Known::default);
    // An input is seen along itself.
    let key = place.map(|place| match place {
        Place { layer: 0, unit } if unit != plane.0 && unit != plane.1 => (place, (unit, plane.1)),
        _ => (place, plane),
    });
    known.borrow_mut().wanted = key;
    known.borrow_mut().update(header, answers);
    let ticket = known.borrow().ticket;
    {
        let (known, header) = (known.clone(), Rc::clone(header));
        let before = use_mut_ref(|| None::<Key>);
        use_effect_with((key, ticket), move |(key, _)| {
            let wait = {
                let mut own = known.borrow_mut();
                let moved = before.replace(*key) != *key;
                if moved {
                    own.number += 1;
                    own.waits = false;
                }
                let wait = if moved { REST_MS } else { EVERY_MS as i32 };
                let needed = key.is_some_and(|key| !own.views.contains_key(&key)) && !own.waits;
                own.waits |= needed;
                needed.then_some((wait, own.number))
            };
            if let Some((wait, number)) = wait {
                after(wait, move || {
                    let question = {
                        let mut own = known.borrow_mut();
                        if own.number != number {
                            return;
                        }
                        own.waits = false;
                        own.question()
                    };
                    if let Some(((Place { layer, unit }, plane), ticket)) = question {
                        dispatch.emit(look(&header, Look::Glance { layer, unit, plane, ticket }));
                    }
                });
            }
        });
    }
    let known = known.borrow();
    known.last.as_ref().filter(|(own, ..)| Some(*own) == key).map(|(.., view)| Rc::clone(view))
}

/// What it answers, in words: from where to where, and on which rows more.
pub(super) fn says(t: &InsideTexts, view: &UnitView, target: &str) -> (String, String) {
    let ends = view
        .response
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), own| (least.min(*own), most.max(*own)));
    let mean = |above: bool| {
        let own = view.on_rows.iter().zip(&view.actual).filter(|(_, actual)| (**actual >= 0.0) == above);
        let (count, sum) = own.fold((0_u32, 0.0), |(count, sum), (own, _)| (count + 1, sum + own));
        if count == 0 { "–".to_owned() } else { number(sum / f64::from(count)) }
    };
    ((t.glance_range)(&number(ends.0), &number(ends.1)), (t.glance_means)(target, &mean(true), &mean(false)))
}

/// What the small picture shows.
#[derive(Properties, PartialEq)]
pub(super) struct GlanceProps {
    pub(super) view: Rc<UnitView>,
    pub(super) pointer: Pointer,
    /// What the unit is called.
    pub(super) name: String,
    /// What the table is, where it is not a person's own.
    pub(super) badge: Option<String>,
    /// The inputs across and upwards.
    pub(super) x: String,
    pub(super) y: String,
    /// What is predicted.
    pub(super) target: String,
    /// Where the unit stands, in shares of the drawing.
    pub(super) at: (f64, f64),
}

/// The small picture beside a unit, over the drawing, so that nothing moves.
#[component]
pub(super) fn Glance(props: &GlanceProps) -> Html {
    let t = use_shell().language.inside();
    let place = use_node_ref();
    use_standing_out(&place, true);
    {
        let place = place.clone();
        use_effect_with((props.at, Rc::clone(&props.view)), move |(at, _)| {
            if let Some(own) = place.cast::<HtmlElement>() {
                put(&own, *at);
            }
        });
    }
    let (range, means) = says(t, &props.view, &props.target);
    let stay = {
        let pointer = props.pointer.clone();
        Callback::from(move |_: PointerEvent| pointer.stay())
    };
    let leave = {
        let pointer = props.pointer.clone();
        Callback::from(move |_: PointerEvent| pointer.leave())
    };
    let one_input = props.view.plane[0].0 == props.view.plane[1].0;
    html! {
        <div class="glance" id="glance" ref={place} onpointerover={stay} onpointerout={leave}>
            <b>{ &props.name }if let Some(badge) = &props.badge { { " " }<span class="badge">{ badge }</span> }</b>
            <Picture id="glance-map" view={Rc::clone(&props.view)} label={(t.unit_map)(&props.x, &props.y)} marks={Marks::Actual} most_rows={ROWS} />
            <small>{ if one_input { format!("→ {}", props.x) } else { format!("→ {}  ↑ {}", props.x, props.y) } }</small>
            <small>{ range }</small>
            <small>{ means }</small>
        </div>
    }
}

/// Puts the picture beside its unit: to the right where there is room, else to the left, else as far right as it goes.
fn put(own: &HtmlElement, (x, y): (f64, f64)) {
    let Some(drawing) = own.parent_element() else { return };
    let room = drawing.get_bounding_client_rect();
    let (width, height) = (f64::from(own.offset_width()), f64::from(own.offset_height()));
    let (x, y) = (x * room.width(), y * room.height());
    let left = match x {
        _ if x + GAP + width <= room.width() => x + GAP,
        _ if x - GAP - width >= 0.0 => x - GAP - width,
        _ => (room.width() - width).max(0.0),
    };
    let top = (y - height / 2.0).min(room.height() - height).max(0.0);
    for (name, value) in [("left", left), ("top", top)] {
        // By the document's model, not by an attribute, which the security policy forbids.
        let _ = own.style().set_property(name, &format!("{value:.0}px"));
    }
    let _ = own.style().set_property("visibility", "visible");
}
