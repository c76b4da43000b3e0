//! What a plan is made from: columns, a year's figure, a tariff, and the way to forecast.

use yew::prelude::*;

use super::form::FormProps;
use super::parts::{Amount, Tick};
use crate::i18n::format::number;
use crate::i18n::{ActTexts, Language};
use crate::plan::{Aim, Days, Level, Period, Place, Tariff, Yearly, g_per_kwh_factor, place, places, shapes};
use crate::session::act::{Candidate, Start, Wish};
use crate::session::acting::{Foresight, Intensity, Price};
use crate::web::dispatch::use_shell;
use crate::web::parts::field::{Choice, chosen_index, value_of};
use crate::web::turns::Later;

/// The ways that a person can choose.
const WAYS: [Foresight; 4] =
    [Foresight::Article, Foresight::Recommended, Foresight::Linear, Foresight::Yesterday];
/// Units of an intensity.
const UNITS: [&str; 5] = ["g/kWh", "kg/kWh", "kg/MWh", "t/MWh", "lb/MWh"];
const DAYS: [Days; 3] = [Days::All, Days::Workdays, Days::Weekends];
const LEVELS: [Level; 4] = [Level::World, Level::Country, Level::Province, Level::State];

/// The currency of a wish; empty where none is said.
pub(super) fn currency_of(start: &Start, wish: &Wish) -> String {
    match &wish.sources.price {
        Some(Price::Tariff(tariff)) => tariff.currency.clone(),
        Some(Price::Column(name)) => {
            let column = start.columns.iter().find(|column| column.name == *name);
            column.and_then(|column| column.currency.clone()).unwrap_or_default()
        }
        None => String::new(),
    }
}

/// A place's name.
pub(super) fn name_of(place: &Place, language: Language) -> &'static str {
    place.names[usize::from(language == Language::Zh)]
}

/// The name of a grid by its code.
pub(super) fn named(code: &str, language: Language) -> String {
    place(code).map_or_else(|| code.to_owned(), |place| name_of(&place, language).to_owned())
}

/// This part of the form.
#[component]
pub(super) fn Sources(props: &FormProps) -> Html {
    let shell = use_shell();
    let (language, t) = (shell.language, shell.language.act());
    let sources = &props.wish.sources;
    let powers: Vec<&Candidate> = props.start.columns.iter().filter(|column| column.power).collect();
    let names: Vec<String> = powers.iter().map(|column| column.name.clone()).collect();
    let at = |name: &str| names.iter().position(|own| own == name);
    let with_none: Vec<String> = std::iter::once(t.none.to_owned()).chain(names.iter().cloned()).collect();
    let choose_load = {
        let names = names.clone();
        let first = props.start.wish.clone();
        props.on(move |wish: &mut Wish, place: usize| {
            if let Some(name) = names.get(place) {
                wish.sources.load.clone_from(name);
                // What is known ahead of another column is not known of this one.
                wish.sources.known = first
                    .as_ref()
                    .filter(|first| first.sources.load == *name)
                    .map(|first| first.sources.known.clone())
                    .unwrap_or_default();
            }
        })
    };
    let choose_pv = {
        let names = names.clone();
        props.on(move |wish: &mut Wish, place: usize| {
            wish.sources.pv = place.checked_sub(1).and_then(|place| names.get(place).cloned());
        })
    };
    let choose_way = props.on(|wish: &mut Wish, place: usize| {
        wish.foresight = WAYS.get(place).copied().unwrap_or(Foresight::Linear);
    });
    let way = WAYS.iter().position(|own| *own == props.wish.foresight).unwrap_or(0);
    html! {
        <fieldset>
            <legend>{ t.from }</legend>
            <div class="fields wide">
                <Choice id="act-demand" label={t.demand} options={names.clone()} chosen={at(&sources.load).unwrap_or(0)} onchoose={choose_load} />
                <Choice id="act-pv" label={t.pv} options={with_none} chosen={sources.pv.as_deref().and_then(at).map_or(0, |place| place + 1)} onchoose={choose_pv} />
                <Choice id="act-way" label={t.forecast_by} options={WAYS.map(|way| (t.way)(way).to_owned()).to_vec()} chosen={way} onchoose={choose_way} />
            </div>
            <p class="muted small">{ (t.way_says)(props.wish.foresight) }</p>
            { intensity(props, t, language) }
            { price(props, t) }
        </fieldset>
    }
}

fn intensity(props: &FormProps, t: &'static ActTexts, language: Language) -> Html {
    let columns: Vec<Candidate> = props
        .start
        .columns
        .iter()
        .filter(|column| column.unit.is_none() || column.g_per_kwh.is_some())
        .cloned()
        .collect();
    let options: Vec<String> =
        columns.iter().map(|column| column.name.clone()).chain([t.yearly.to_owned()]).collect();
    let own = &props.wish.sources.intensity;
    let chosen = match own {
        Intensity::Column { name, .. } => columns.iter().position(|column| column.name == *name),
        Intensity::Yearly(_) => None,
    };
    let choose = {
        let columns = columns.clone();
        props.on(move |wish: &mut Wish, place: usize| {
            wish.sources.intensity = match columns.get(place) {
                Some(column) => Intensity::Column { name: column.name.clone(), factor: None },
                None => Intensity::Yearly(Yearly::of("WORLD")),
            };
        })
    };
    html! {
        <>
            <div class="fields wide">
                <Choice id="act-intensity" label={t.intensity} options={options} chosen={chosen.unwrap_or(columns.len())} onchoose={choose} />
                { match own {
                    Intensity::Column { factor, .. } => match chosen.and_then(|place| columns.get(place)) {
                        Some(column) => unit(props, t, column, *factor),
                        None => html! {},
                    },
                    Intensity::Yearly(yearly) => grid(props, t, language, yearly),
                } }
            </div>
            { match own {
                Intensity::Column { factor, .. } => {
                    let column = chosen.and_then(|place| columns.get(place));
                    let mean = column.and_then(|column| Some(column.mean * (*factor).or(column.g_per_kwh)?));
                    html! {
                        <>
                            if let Some(mean) = mean { <p class="muted small">{ (t.mean_is)(&number(mean)) }</p> }
                            <Tick id="act-marginal" label={t.marginal} ticked={props.wish.marginal}
                                onset={props.on(|wish: &mut Wish, ticked| wish.marginal = ticked)} />
                            <p class="muted small">{ if props.wish.marginal { t.marginal_says } else { t.average_says } }</p>
                        </>
                    }
                }
                Intensity::Yearly(yearly) => said_of(yearly, t, language),
            } }
        </>
    }
}

/// What is said of a year's figure.
pub(super) fn said_of(yearly: &Yearly, t: &'static ActTexts, language: Language) -> Html {
    let Some(own) = place(&yearly.place) else { return html! {} };
    html! {
        <>
            <p class="muted small">{ (t.place_is)(&own, (t.basis)(own.basis)) }{ " " }{ t.basis_alone }</p>
            if yearly.shape.is_none() { <p class="note">{ t.flat_says }</p> }
            if yearly.is_hypothetical() {
                <p class="note warn-note">{ (t.hypothetical_says)(name_of(&own, language), &named(yearly.shape.as_deref().unwrap_or_default(), language)) }</p>
            }
        </>
    }
}

fn unit(props: &FormProps, t: &'static ActTexts, column: &Candidate, factor: Option<f64>) -> Html {
    let own = column.unit.as_deref().filter(|_| column.g_per_kwh.is_some());
    let first = own.map(|own| (t.unit_guessed)(own));
    let options: Vec<String> =
        first.iter().cloned().chain(UNITS.iter().map(|unit| (*unit).to_owned())).collect();
    let skip = usize::from(first.is_some());
    let chosen =
        factor.and_then(|factor| UNITS.iter().position(|unit| g_per_kwh_factor(Some(unit)) == Some(factor)));
    let choose = props.on(move |wish: &mut Wish, place: usize| {
        if let Intensity::Column { factor, .. } = &mut wish.sources.intensity {
            *factor = place
                .checked_sub(skip)
                .and_then(|place| UNITS.get(place))
                .and_then(|unit| g_per_kwh_factor(Some(unit)));
        }
    });
    html! { <Choice id="act-unit" label={t.unit} options={options} chosen={chosen.map_or(0, |place| place + skip)} onchoose={choose} /> }
}

fn grid(props: &FormProps, t: &'static ActTexts, language: Language, yearly: &Yearly) -> Html {
    let all: Vec<Place> = places().collect();
    let choose = {
        let codes: Vec<&'static str> = all.iter().map(|place| place.code).collect();
        props.on(move |wish: &mut Wish, event: Event| {
            if let (Intensity::Yearly(yearly), Some(code)) =
                (&mut wish.sources.intensity, codes.get(chosen_index(&event)))
            {
                *yearly = Yearly::of(code);
            }
        })
    };
    let known = shapes();
    let has_own = known.contains(&yearly.place.as_str());
    let lent: Vec<&'static str> = known.into_iter().filter(|code| *code != yearly.place).collect();
    let first = if has_own { t.own_shape } else { t.flat };
    let options: Vec<String> = std::iter::once(first.to_owned())
        .chain(lent.iter().map(|code| (t.lent_shape)(&named(code, language))))
        .collect();
    let chosen = lent.iter().position(|code| yearly.shape.as_deref() == Some(*code));
    let choose_shape = props.on(move |wish: &mut Wish, place: usize| {
        if let Intensity::Yearly(yearly) = &mut wish.sources.intensity {
            let own = Yearly::of(&yearly.place);
            yearly.shape = place
                .checked_sub(1)
                .and_then(|place| lent.get(place))
                .map_or(own.shape, |code| Some((*code).to_owned()));
        }
    });
    html! {
        <>
            <div class="field">
                <label for="act-place">{ t.place }</label>
                <select id="act-place" onchange={choose}>
                    <Later>
                        { for LEVELS.iter().enumerate().map(|(level, own)| html! {
                            <optgroup label={t.levels[level]}>
                                { for all.iter().filter(|place| place.level == *own).map(|place| html! {
                                    <option selected={place.code == yearly.place}>{ name_of(place, language) }</option>
                                }) }
                            </optgroup>
                        }) }
                    </Later>
                </select>
            </div>
            <Choice id="act-shape" label={t.shape} options={options} chosen={chosen.map_or(0, |place| place + 1)} onchoose={choose_shape} />
        </>
    }
}

fn price(props: &FormProps, t: &'static ActTexts) -> Html {
    let columns: Vec<String> = props
        .start
        .columns
        .iter()
        .filter(|column| column.unit.is_some() && column.currency.is_some())
        .map(|column| column.name.clone())
        .collect();
    let options: Vec<String> = std::iter::once(t.none.to_owned())
        .chain(columns.iter().cloned())
        .chain([t.tariff.to_owned()])
        .collect();
    let own = &props.wish.sources.price;
    let chosen = match own {
        None => 0,
        Some(Price::Column(name)) => {
            columns.iter().position(|column| column == name).map_or(0, |place| place + 1)
        }
        Some(Price::Tariff(_)) => options.len() - 1,
    };
    let choose = {
        let columns = columns.clone();
        props.on(move |wish: &mut Wish, place: usize| {
            wish.sources.price = place.checked_sub(1).map(|place| {
                columns
                    .get(place)
                    .map_or_else(|| Price::Tariff(first_tariff()), |name| Price::Column(name.clone()))
            });
            if wish.sources.price.is_none() {
                wish.site.aim = Aim::Carbon;
            }
        })
    };
    let currency = currency_of(&props.start, &props.wish);
    html! {
        <>
            <div class="fields wide">
                <Choice id="act-price" label={t.price} options={options} {chosen} onchoose={choose} />
                if own.is_some() {
                    { props.amount("act-feed-in", (t.feed_in)(&currency), props.wish.site.feed_in, (0.0, 1e6), |site, value| site.feed_in = value) }
                }
            </div>
            if let Some(Price::Column(_)) = own {
                <Tick id="act-price-ahead" label={t.price_ahead} ticked={props.wish.sources.price_ahead}
                    onset={props.on(|wish: &mut Wish, ahead: bool| wish.sources.price_ahead = ahead)} />
            }
            if let Some(Price::Tariff(tariff)) = own { { tariff_table(props, t, tariff) } }
        </>
    }
}

/// Peak and valley to begin with; what is between is flat. A person's own figures replace them.
fn first_tariff() -> Tariff {
    let period = |from_h, to_h, price| Period { from_h, to_h, days: Days::All, months: (1, 12), price };
    Tariff {
        currency: "CNY".to_owned(),
        periods: vec![period(8, 11, 1.0), period(18, 21, 1.0), period(23, 7, 0.3)],
        otherwise: 0.6,
    }
}

fn tariff_table(props: &FormProps, t: &'static ActTexts, tariff: &Tariff) -> Html {
    let set = |wish: &mut Wish, change: &dyn Fn(&mut Tariff)| {
        if let Some(Price::Tariff(tariff)) = &mut wish.sources.price {
            change(tariff);
        }
    };
    let rename = props.on(move |wish: &mut Wish, event: InputEvent| {
        let currency = value_of(&event);
        set(wish, &|tariff| tariff.currency.clone_from(&currency));
    });
    let add = props.on(move |wish: &mut Wish, _: MouseEvent| {
        set(wish, &|tariff| {
            let price = tariff.otherwise;
            tariff.periods.push(Period { from_h: 8, to_h: 20, days: Days::All, months: (1, 12), price });
        });
    });
    let otherwise = props.on(move |wish: &mut Wish, value: Option<f64>| {
        set(wish, &|tariff| tariff.otherwise = value.unwrap_or(tariff.otherwise));
    });
    let price_label = (t.price_per_kwh)(&tariff.currency);
    html! {
        <div class="tariff">
            <div class="fields">
                <div class="field">
                    <label for="act-currency">{ t.currency }</label>
                    <input id="act-currency" type="text" autocomplete="off" value={tariff.currency.clone()} oninput={rename} />
                </div>
                <Amount id="act-otherwise" label={format!("{} ({}), {price_label}", t.otherwise, t.shoulder)} value={Some(tariff.otherwise)} least={-1e6}
                    onset={otherwise} onwrong={props.onwrong.clone()} />
            </div>
            { for tariff.periods.iter().enumerate().map(|(place, period)| line(props, t, tariff, place, period)) }
            <p><button type="button" onclick={add}>{ t.add_line }</button></p>
        </div>
    }
}

fn line(props: &FormProps, t: &'static ActTexts, tariff: &Tariff, place: usize, period: &Period) -> Html {
    let id = |name: &str| format!("act-tariff-{place}-{name}");
    let set = move |wish: &mut Wish, change: &dyn Fn(&mut Period)| {
        if let Some(Price::Tariff(tariff)) = &mut wish.sources.price
            && let Some(period) = tariff.periods.get_mut(place)
        {
            change(period);
        }
    };
    let amount = |name: &str,
                  label: String,
                  value: f64,
                  (least, most): (f64, f64),
                  change: fn(&mut Period, f64)| {
        let onset = props.on(move |wish: &mut Wish, value: Option<f64>| {
            if let Some(value) = value {
                set(wish, &|period| change(period, value));
            }
        });
        html! { <Amount id={id(name)} {label} value={Some(value)} {least} {most} {onset} onwrong={props.onwrong.clone()} /> }
    };
    let remove = {
        let names = ["from", "to", "first", "last", "price"].map(id);
        let onwrong = props.onwrong.clone();
        let change = props.on(move |wish: &mut Wish, ()| {
            if let Some(Price::Tariff(tariff)) = &mut wish.sources.price
                && place < tariff.periods.len()
            {
                tariff.periods.remove(place);
            }
        });
        Callback::from(move |_: MouseEvent| {
            names.iter().for_each(|name| onwrong.emit((name.clone(), false)));
            change.emit(());
        })
    };
    let days = DAYS.iter().position(|own| *own == period.days).unwrap_or(0);
    let choose_days = props.on(move |wish: &mut Wish, place: usize| {
        let days = DAYS.get(place).copied().unwrap_or_default();
        set(wish, &|period| period.days = days);
    });
    let kind = if period.price > tariff.otherwise {
        t.peak
    } else if period.price < tariff.otherwise {
        t.valley
    } else {
        t.shoulder
    };
    html! {
        <div class="act-load" role="group" aria-label={format!("{kind} {}–{}", period.from_h, period.to_h)}>
            <b class="tariff-kind">{ kind }</b>
            { amount("from", t.from_h.to_owned(), f64::from(period.from_h), (0.0, 23.0), |period, value| period.from_h = value as u8) }
            { amount("to", t.to_h.to_owned(), f64::from(period.to_h), (0.0, 24.0), |period, value| period.to_h = value as u8) }
            <Choice id={id("days")} label={t.days} options={DAYS.map(|days| (t.day_kind)(days).to_owned()).to_vec()} chosen={days} onchoose={choose_days} />
            { amount("first", format!("{} ≥", t.months), f64::from(period.months.0), (1.0, 12.0), |period, value| period.months.0 = value as u8) }
            { amount("last", format!("{} ≤", t.months), f64::from(period.months.1), (1.0, 12.0), |period, value| period.months.1 = value as u8) }
            { amount("price", (t.price_per_kwh)(&tariff.currency), period.price, (-1e6, 1e6), |period, value| period.price = value) }
            <button type="button" class="quiet" aria-label={format!("{}: {kind}", t.remove)} onclick={remove}>{ t.remove }</button>
        </div>
    }
}
