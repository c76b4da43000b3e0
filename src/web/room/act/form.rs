//! What a plan is wanted for: what it is made from, the battery, loads that can be moved, the aim, and the day.

use std::rc::Rc;

use yew::prelude::*;

use super::parts::{Amount, Tick};
use super::sources::{Sources, currency_of};
use crate::i18n::ActTexts;
use crate::plan::{Aim, Battery, EndCharge, FlexibleLoad, Site};
use crate::session::Example;
use crate::session::act::{Day, Start, Wish};
use crate::web::dispatch::use_shell;
use crate::web::parts::field::{Choice, value_of};

/// A price on carbon to begin with, per kg.
const CARBON_PRICE: f64 = 0.1;

/// A change of the wish as it then is.
pub(super) type Change = Box<dyn FnOnce(&mut Wish)>;

#[derive(Properties, PartialEq)]
pub(super) struct FormProps {
    pub start: Rc<Start>,
    pub wish: Rc<Wish>,
    pub example: Option<Example>,
    pub onchange: Callback<Change>,
    pub onwrong: Callback<(String, bool)>,
}

impl FormProps {
    /// A callback that changes the wish.
    pub(super) fn on<T: 'static>(&self, change: impl Fn(&mut Wish, T) + 'static) -> Callback<T> {
        let (change, onchange) = (Rc::new(change), self.onchange.clone());
        Callback::from(move |value: T| {
            let change = Rc::clone(&change);
            onchange.emit(Box::new(move |wish: &mut Wish| change(wish, value)));
        })
    }

    /// A number of the site.
    pub(super) fn amount(
        &self,
        id: &str,
        label: impl Into<AttrValue>,
        value: f64,
        (least, most): (f64, f64),
        set: impl Fn(&mut Site, f64) + 'static,
    ) -> Html {
        let onset = self.on(move |wish: &mut Wish, value: Option<f64>| {
            if let Some(value) = value {
                set(&mut wish.site, value);
            }
        });
        html! { <Amount id={id.to_owned()} label={label.into()} value={Some(value)} {least} {most} {onset} onwrong={self.onwrong.clone()} /> }
    }

    /// A number of the site that may be left open.
    fn limit(
        &self,
        id: &str,
        label: &'static str,
        value: Option<f64>,
        open: &'static str,
        set: impl Fn(&mut Site, Option<f64>) + 'static,
    ) -> Html {
        let onset = self.on(move |wish: &mut Wish, value| set(&mut wish.site, value));
        html! { <Amount id={id.to_owned()} {label} {value} open={Some(open)} {onset} onwrong={self.onwrong.clone()} /> }
    }
}

/// The form.
#[component]
pub(super) fn Form(props: &FormProps) -> Html {
    let t = use_shell().language.act();
    html! {
        <div class="act-form">
            <Sources start={Rc::clone(&props.start)} wish={Rc::clone(&props.wish)} example={props.example}
                onchange={props.onchange.clone()} onwrong={props.onwrong.clone()} />
            { battery(props, t) }
            { flexible(props, t) }
            { aim(props, t) }
        </div>
    }
}

fn battery(props: &FormProps, t: &'static ActTexts) -> Html {
    let own = &props.wish.site.battery;
    let efficiency = 100.0 * own.eta_c * own.eta_d;
    let most = (0.0, 1e9);
    let within = (0.0, own.capacity_kwh.max(0.0));
    let end = (own.soc_end == EndCharge::Ge).then_some(own.soc_end_kwh);
    let currency = currency_of(&props.start, &props.wish);
    let is_homes = props.example == Some(Example::Homes) && own.capacity_kwh == 108.8;
    html! {
        <fieldset>
            <legend>{ t.battery }</legend>
            <div class="fields">
                { props.amount("act-capacity", t.capacity, own.capacity_kwh, most, |site, value| {
                    let battery = &mut site.battery;
                    battery.capacity_kwh = value;
                    // What it holds cannot be more than that.
                    for held in [&mut battery.soc0_kwh, &mut battery.soc_min_kwh, &mut battery.soc_end_kwh] {
                        *held = held.min(value);
                    }
                }) }
                { props.amount("act-charge", t.charge_power, own.p_charge_kw, most, |site, value| site.battery.p_charge_kw = value) }
                { props.amount("act-discharge", t.discharge_power, own.p_discharge_kw, most, |site, value| site.battery.p_discharge_kw = value) }
                { props.amount("act-efficiency", t.round_trip, efficiency, (1.0, 100.0), |site, value| {
                    let one_way = (value / 100.0).sqrt();
                    (site.battery.eta_c, site.battery.eta_d) = (one_way, one_way);
                }) }
            </div>
            if is_homes { <p class="muted small">{ t.homes_battery }</p> }
            <details class="more">
                <summary>{ format!("{} · {} · {}", t.charge_start, t.charge_least, t.charge_end) }</summary>
                <div class="fields">
                    { props.amount("act-start", t.charge_start, own.soc0_kwh, within, |site, value| site.battery.soc0_kwh = value) }
                    { props.amount("act-least", t.charge_least, own.soc_min_kwh, within, |site, value| site.battery.soc_min_kwh = value) }
                    { props.limit("act-end", t.charge_end, end, t.end_free, |site, value| {
                        let Battery { soc_end, soc_end_kwh, .. } = &mut site.battery;
                        *soc_end = if value.is_some() { EndCharge::Ge } else { EndCharge::Free };
                        *soc_end_kwh = value.unwrap_or(0.0);
                    }) }
                    if props.wish.site.aim != Aim::Carbon {
                        { props.amount("act-wear", (t.wear)(&currency), own.wear_per_kwh, (0.0, 1e6), |site, value| site.battery.wear_per_kwh = value) }
                    }
                </div>
            </details>
        </fieldset>
    }
}

fn flexible(props: &FormProps, t: &'static ActTexts) -> Html {
    let loads = &props.wish.site.flex;
    let add = props.on(move |wish: &mut Wish, _: MouseEvent| {
        let name = t.load_examples[wish.site.flex.len() % t.load_examples.len()];
        wish.site.flex.push(FlexibleLoad {
            name: name.to_owned(),
            energy_kwh: 8.0,
            p_max_kw: 4.0,
            start: 8,
            end: Some(20),
            interruptible: true,
        });
    });
    html! {
        <fieldset>
            <legend>{ t.flexible }</legend>
            <p class="muted small">{ t.flexible_says }</p>
            { for loads.iter().enumerate().map(|(place, load)| one_load(props, t, place, load)) }
            <p><button type="button" id="act-add-load" onclick={add}>{ t.add_load }</button></p>
        </fieldset>
    }
}

fn one_load(props: &FormProps, t: &'static ActTexts, place: usize, load: &FlexibleLoad) -> Html {
    let id = |name: &str| format!("act-load-{place}-{name}");
    let set = move |site: &mut Site, change: &dyn Fn(&mut FlexibleLoad)| {
        if let Some(load) = site.flex.get_mut(place) {
            change(load);
        }
    };
    let rename = props.on(move |wish: &mut Wish, event: InputEvent| {
        let name = value_of(&event);
        set(&mut wish.site, &|load| load.name.clone_from(&name));
    });
    let block = props
        .on(move |wish: &mut Wish, ticked: bool| set(&mut wish.site, &|load| load.interruptible = !ticked));
    let remove = {
        // What was typed wrongly goes with it.
        let names = ["energy", "power", "from", "to"].map(id);
        let (onwrong, change) = (
            props.onwrong.clone(),
            props.on(move |wish: &mut Wish, ()| {
                if place < wish.site.flex.len() {
                    wish.site.flex.remove(place);
                }
            }),
        );
        Callback::from(move |_: MouseEvent| {
            names.iter().for_each(|name| onwrong.emit((name.clone(), false)));
            change.emit(());
        })
    };
    let hours = (0.0, 24.0);
    html! {
        <div class="act-load" role="group" aria-label={load.name.clone()}>
            <div class="field">
                <label for={id("name")}>{ t.load_name }</label>
                <input id={id("name")} type="text" autocomplete="off" value={load.name.clone()} oninput={rename} />
            </div>
            { props.amount(&id("energy"), t.energy, load.energy_kwh, (0.0, 1e9), move |site, value| set(site, &|load| load.energy_kwh = value)) }
            { props.amount(&id("power"), t.power, load.p_max_kw, (0.0, 1e9), move |site, value| set(site, &|load| load.p_max_kw = value)) }
            { props.amount(&id("from"), t.window_from, load.start as f64, hours, move |site, value| set(site, &|load| load.start = value as usize)) }
            { props.amount(&id("to"), t.deadline, load.end.unwrap_or(24) as f64, hours, move |site, value| set(site, &|load| load.end = Some(value as usize))) }
            <Tick id={id("block")} label={t.one_block} ticked={!load.interruptible} onset={block} />
            <button type="button" class="quiet" aria-label={format!("{}: {}", t.remove, load.name)} onclick={remove}>{ t.remove }</button>
        </div>
    }
}

fn aim(props: &FormProps, t: &'static ActTexts) -> Html {
    let site = &props.wish.site;
    let aims = [Aim::Carbon, Aim::Cost, Aim::Both(CARBON_PRICE)];
    let same = |one: &Aim, other: &Aim| std::mem::discriminant(one) == std::mem::discriminant(other);
    let currency = currency_of(&props.start, &props.wish);
    let carbon_price = match site.aim {
        Aim::Both(price) => Some(price),
        Aim::Carbon | Aim::Cost => None,
    };
    let days = vec![t.last_day.to_owned(), t.next_day.to_owned()];
    let choose_day = props.on(|wish: &mut Wish, place: usize| {
        wish.day = if place == 0 { Day::Last } else { Day::Next(Vec::new()) };
    });
    html! {
        <fieldset>
            <legend>{ t.aims }</legend>
            <p class="seg" role="group" aria-label={t.aims}>
                { for aims.map(|own| {
                    let pressed = same(&own, &site.aim);
                    let onclick = props.on(move |wish: &mut Wish, _: MouseEvent| wish.site.aim = own);
                    html! { <button type="button" class="pill" aria-pressed={pressed.to_string()} {onclick}>{ (t.aim)(&own) }</button> }
                }) }
            </p>
            <div class="fields">
                if let Some(price) = carbon_price {
                    { props.amount("act-carbon-price", (t.carbon_price)(&currency), price, (0.0, 1e4), |site, value| site.aim = Aim::Both(value)) }
                }
                if site.aim != Aim::Carbon {
                    { props.amount("act-peak-price", (t.peak_price)(&currency), site.peak_price, (0.0, 1e6), |site, value| site.peak_price = value) }
                }
                { props.limit("act-import", t.import_limit, site.grid.import_max_kw, t.no_limit, |site, value| site.grid.import_max_kw = value) }
                { props.limit("act-export", t.export_limit, site.grid.export_max_kw, t.no_limit, |site, value| site.grid.export_max_kw = value) }
            </div>
            <div class="fields wide">
                <Choice id="act-day" label={t.which_day} options={days} chosen={usize::from(matches!(props.wish.day, Day::Next(_)))} onchoose={choose_day} />
            </div>
        </fieldset>
    }
}
