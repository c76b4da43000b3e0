//! Step 5: a plan on the forecast, why it is so, and whether the forecast pays.

mod day;
mod effects;
mod form;
mod judge;
mod mix;
mod parts;
mod picture;
mod receipt;
mod sheet;
mod sources;
mod verify;
mod why;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use yew::prelude::*;

use super::asked;
use super::latest::Latest;
use super::stage::use_stage;
use super::tabs::Tabs;
use crate::app::Header;
use crate::i18n::format::percent;
use crate::i18n::{ActTexts, Language};
use crate::lesson::View;
use crate::plan::{Aim, Outcome};
use crate::session::act::{Ask, DayPlan, Start, Told, Verdict, Wish};
use crate::session::acting::{Foresight, Intensity, Price};
use crate::session::explaining::{Explained, Question};
use crate::session::{Example, Judged};
use crate::web::dispatch::use_shell;
use crate::web::turns::Later;
use form::{Change, Form};
use sources::currency_of;

/// What it is about.
#[derive(Properties, PartialEq)]
pub(super) struct ActProps {
    /// What the page says.
    pub(super) header: Rc<Header>,
    /// What was answered.
    pub(super) answers: Rc<Vec<Explained>>,
    /// What is said of the run, where it is over.
    pub(super) judged: Option<Rc<Judged>>,
}

/// What is kept while other things happen on the page.
#[derive(Clone, Default, PartialEq)]
struct Kept {
    start: Option<Rc<Start>>,
    wish: Option<Rc<Wish>>,
    /// The number of the last wish that was sent.
    asked: u32,
    /// The number of the last one that came to its end.
    ended: u32,
    plan: Option<Rc<DayPlan>>,
    verdict: Option<Rc<Verdict>>,
    /// A sentence on the last wish.
    said: Option<String>,
    /// When the last wish was sent, in ms, and seconds that its forecasts took to be learnt.
    sent_ms: f64,
    learnt_s: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Plan,
    Judge,
    Effects,
    Mix,
    Receipt,
    Verify,
    Sheet,
}

/// The panel.
#[component]
pub(super) fn Act(props: &ActProps) -> Html {
    let shell = use_shell();
    let language = shell.language;
    let t = language.act();
    let header = &props.header;
    let kept = use_reducer_eq(Latest::<Kept>::default);
    let numbers = use_mut_ref(|| 0_u32);
    let tab = use_state(|| Tab::Plan);
    let stage = use_stage();
    {
        let stage = stage.clone();
        let planned = kept.plan.as_ref().map(|plan| plan.wish.number);
        use_effect_with(planned, move |planned| {
            if planned.is_some() {
                stage.saw(View::Plan);
            }
        });
    }
    {
        let (dispatch, settings) = (shell.dispatch.clone(), header.form.clone());
        let of = (header.example, header.spec.clone(), header.restarts);
        use_effect_with(of, move |(_, spec, _)| {
            if spec.is_some() {
                dispatch.emit(asked(&Question::Act(Ask::Begin(Box::new(settings)))));
            }
        });
    }
    {
        // The worker that was at it is gone, or its table, and the answer with it.
        let kept = kept.clone();
        use_effect_with((header.restarts, header.spec.is_some()), move |_| {
            kept.dispatch(Box::new(|kept| kept.ended = kept.asked));
        });
    }
    {
        let (kept, example) = (kept.clone(), header.example);
        use_effect_with((Rc::clone(&props.answers), language), move |(answers, language)| {
            let (answers, language) = (Rc::clone(answers), *language);
            kept.dispatch(Box::new(move |kept| *kept = heard(kept, &answers, example, language)));
        });
    }
    let Some(start) = kept.start.clone() else {
        return html! { <Panel {t}><p class="muted" role="status">{ t.looking }</p></Panel> };
    };
    let proof = language.proof();
    let features = header.spec.as_ref().map_or(0, |spec| spec.features.len());
    let tabs: Vec<(Tab, &'static str)> = [
        (Tab::Plan, t.tab_plan, kept.wish.is_some()),
        (Tab::Judge, t.tab_judge, kept.wish.is_some()),
        (Tab::Effects, proof.tab_effects, features > 0),
        (Tab::Mix, proof.tab_mix, !start.timed && features > 1),
        (Tab::Receipt, proof.tab_receipt, true),
        (Tab::Verify, proof.tab_verify, kept.wish.is_some()),
        (Tab::Sheet, proof.tab_sheet, true),
    ]
    .into_iter()
    .filter(|(_, _, there)| *there)
    .map(|(own, name, _)| (own, name))
    .collect();
    let chosen = tabs.iter().position(|(own, _)| own == &*tab).unwrap_or(0);
    let shown = tabs.get(chosen).map_or(Tab::Receipt, |own| own.0);
    let choose = {
        let (tab, tabs, stage) = (tab.clone(), tabs.clone(), stage.clone());
        Callback::from(move |place: usize| {
            let next = tabs.get(place).map_or(Tab::Plan, |own| own.0);
            if next == Tab::Receipt {
                stage.saw(View::Receipt);
            }
            tab.set(next);
        })
    };
    let place = header.target as usize;
    let rmse =
        props.judged.as_ref().and_then(|judged| judged.predictions.metrics.get(place)).map(|own| own.rmse);
    let middle = props.judged.as_ref().and_then(|judged| median(&judged.test.targets.get(place)?.actual));
    // What stays mounted keeps what was typed there.
    let hidden = |own: Tab| own != shown;
    html! {
        <Panel {t}>
            if kept.wish.is_none() { <p class="muted">{ if start.timed { t.no_demand } else { t.no_times } }</p> }
            <Tabs label={t.title} panel="act-panel" names={tabs.iter().map(|(_, name)| *name).collect::<Vec<_>>()} {chosen} onchoose={choose} />
            <div id="act-panel" role="tabpanel">
                if let Some(wish) = &kept.wish {
                    <div class="act-result parts" hidden={hidden(Tab::Plan)}>
                        <Plan kept={kept.clone()} {numbers} start={Rc::clone(&start)} wish={Rc::clone(wish)} header={Rc::clone(header)} answers={Rc::clone(&props.answers)} />
                    </div>
                    <div class="act-result parts" hidden={hidden(Tab::Judge)}>
                        { match &kept.verdict {
                            None => html! { <p class="muted" role="status">{ t.judge_waits }</p> },
                            Some(verdict) => judge::show(language, verdict, &currency_of(&start, &verdict.wish), header.example),
                        } }
                    </div>
                    <div class="act-result parts" hidden={hidden(Tab::Verify)}>
                        <Later><verify::Verify header={Rc::clone(header)} start={Rc::clone(&start)} answers={Rc::clone(&props.answers)} g_per_kwh={mean_grams(&kept, &start)} /></Later>
                    </div>
                }
                if shown == Tab::Effects {
                    <div class="act-result parts"><effects::Effects header={Rc::clone(header)} answers={Rc::clone(&props.answers)} /></div>
                }
                if tabs.iter().any(|(own, _)| *own == Tab::Mix) {
                    <div class="act-result parts" hidden={hidden(Tab::Mix)} key={format!("{:?} {}", header.example, middle.is_some())}>
                        <Later><mix::Mix header={Rc::clone(header)} answers={Rc::clone(&props.answers)} {rmse} {middle} /></Later>
                    </div>
                }
                <div class="act-result parts" hidden={hidden(Tab::Receipt)}>
                    <Later><receipt::Receipt header={Rc::clone(header)} learnt_s={kept.learnt_s} verdict={kept.verdict.clone()} /></Later>
                </div>
                <div class="act-result parts" hidden={hidden(Tab::Sheet)}>
                    <Later><sheet::Sheet header={Rc::clone(header)} judged={props.judged.clone()} /></Later>
                </div>
            </div>
        </Panel>
    }
}

/// The intensity by which a saving is told in kg: the mean of the column, or the year's figure.
fn mean_grams(kept: &Kept, start: &Start) -> f64 {
    let Some(wish) = &kept.wish else { return 0.0 };
    match &wish.sources.intensity {
        Intensity::Yearly(yearly) => crate::plan::place(&yearly.place).map_or(0.0, |place| place.g_per_kwh),
        Intensity::Column { name, factor } => {
            let column = start.columns.iter().find(|column| column.name == *name);
            column.map_or(0.0, |column| column.mean * factor.or(column.g_per_kwh).unwrap_or(1.0))
        }
    }
}

fn median(values: &[f64]) -> Option<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}

#[derive(Properties, PartialEq)]
struct PlanProps {
    kept: UseReducerHandle<Latest<Kept>>,
    /// The number of the last wish that was sent.
    numbers: Rc<RefCell<u32>>,
    start: Rc<Start>,
    wish: Rc<Wish>,
    header: Rc<Header>,
    answers: Rc<Vec<Explained>>,
}

/// The form, the button, and the plan.
#[component]
fn Plan(props: &PlanProps) -> Html {
    let shell = use_shell();
    let language = shell.language;
    let t = language.act();
    let PlanProps { kept, numbers, start, wish, header, .. } = props;
    let wrong = use_reducer_eq(Latest::<BTreeSet<String>>::default);
    let busy = kept.asked > kept.ended;
    let change = {
        let kept = kept.clone();
        Callback::from(move |change: Change| {
            kept.dispatch(Box::new(move |kept| {
                if let Some(wish) = &mut kept.wish {
                    change(Rc::make_mut(wish));
                }
            }));
        })
    };
    let onwrong = {
        let wrong = wrong.clone();
        Callback::from(move |(id, is): (String, bool)| {
            wrong.dispatch(Box::new(move |wrong: &mut BTreeSet<String>| {
                if is {
                    wrong.insert(id);
                } else {
                    wrong.remove(&id);
                }
            }));
        })
    };
    let missing = blocked(t, wish, !wrong.is_empty());
    let stale = !busy
        && kept.plan.as_ref().is_some_and(|plan| {
            // Where no network of one's own forecasts, its settings change nothing.
            let is_own = wish.foresight == Foresight::Article;
            let settings = if is_own { header.form.clone() } else { plan.wish.settings.clone() };
            plan.wish != Wish { number: plan.wish.number, settings, ..(**wish).clone() }
        });
    let go = {
        let (kept, numbers) = (kept.clone(), Rc::clone(numbers));
        let (dispatch, form) = (shell.dispatch.clone(), header.form.clone());
        Callback::from(move |wish: Wish| {
            *numbers.borrow_mut() += 1;
            let number = *numbers.borrow();
            let wish = Wish { number, settings: form.clone(), ..wish };
            dispatch.emit(asked(&Question::Act(Ask::Plan(Box::new(wish.clone())))));
            kept.dispatch(Box::new(move |kept| {
                (kept.wish, kept.asked) = (Some(Rc::new(wish)), number);
                (kept.said, kept.verdict) = (None, None);
                kept.sent_ms = js_sys::Date::now();
            }));
        })
    };
    let press = {
        let (go, wish) = (go.clone(), Rc::clone(wish));
        Callback::from(move |_: MouseEvent| go.emit((*wish).clone()))
    };
    let cancel = {
        let number = kept.asked;
        shell.on(move |_: MouseEvent| asked(&Question::Act(Ask::Cancel(number))))
    };
    let working = props.answers.iter().find_map(|answer| match answer {
        Explained::Act(Told::Working { learning, share }) => Some((*learning, *share)),
        _ => None,
    });
    html! {
        <>
            <Later><Form start={Rc::clone(start)} wish={Rc::clone(wish)} example={header.example} onchange={change} {onwrong} /></Later>
            <div class="act-go">
                if busy {
                    <button type="button" id="act-cancel" onclick={cancel}>{ t.cancel }</button>
                    if let Some((learning, share)) = working {
                        <div class="act-progress" role="status">
                            <span>{ (if learning { t.learning } else { t.replaying })(&percent(share, language)) }</span>
                            <progress max="1" value={share.to_string()} aria-label={t.plan}></progress>
                        </div>
                    }
                } else {
                    <button type="button" id="act-plan" class="primary" disabled={missing.is_some() || header.spec.is_none()} onclick={press}
                        aria-describedby={missing.map(|_| "act-missing")}>{ t.plan }</button>
                }
                if let Some(missing) = missing { <p id="act-missing" class="wrong">{ missing }</p> }
                if stale { <p id="act-stale" class="note warn-note" role="status">{ t.stale }</p> }
                if let Some(said) = &kept.said { <p id="act-said" class="note warn-note" role="alert">{ said }</p> }
            </div>
            if let Some(plan) = &kept.plan {
                <day::Result plan={Rc::clone(plan)} start={Rc::clone(start)} example={header.example} {go} {busy} />
                <Later><details class="more" id="act-whys">
                    <summary>{ t.tab_why }</summary>
                    { why::show(&day::Words::new(language, start, plan), plan) }
                </details></Later>
            }
        </>
    }
}

#[derive(Properties)]
struct PanelProps {
    t: &'static ActTexts,
    children: Html,
}

impl PartialEq for PanelProps {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.t, other.t) && self.children == other.children
    }
}

#[component]
fn Panel(props: &PanelProps) -> Html {
    let t = props.t;
    html! {
        <section class="panel act" aria-labelledby="act-title">
            <h2 id="act-title"><span class="step-number">{ "5" }</span>{ t.title }</h2>
            <p class="muted">{ t.says }</p>
            { props.children.clone() }
        </section>
    }
}

/// Why nothing can be planned yet.
fn blocked(t: &'static ActTexts, wish: &Wish, wrong: bool) -> Option<&'static str> {
    if wrong {
        return Some(t.wrong);
    }
    (wish.site.aim != Aim::Carbon && wish.sources.price.is_none()).then_some(t.needs_price)
}

/// What is kept after these answers.
fn heard(kept: &Kept, answers: &[Explained], example: Option<Example>, language: Language) -> Kept {
    let t = language.act();
    let mut next = kept.clone();
    // An answer to a wish on the table before is none to this one.
    let is_awaited = |kept: &Kept, number: u32| number == kept.asked && kept.ended < number;
    // A sentence that stands there is said again: the language may be another.
    let is_said = |kept: &Kept, number: u32| number == kept.asked && kept.said.is_some();
    for answer in answers {
        let Explained::Act(told) = answer else { continue };
        match told {
            Told::Start(start) if next.start.as_deref() != Some(&**start) => {
                next = begun(&next, start, example);
            }
            Told::Planned(plan)
                if is_awaited(&next, plan.wish.number) && next.plan.as_deref() != Some(&**plan) =>
            {
                // What is known already is not learnt again; then this took no time worth telling.
                next.learnt_s = next.learnt_s.max((js_sys::Date::now() - next.sent_ms) / 1000.0);
                next.plan = Some(Rc::new((**plan).clone()));
                if matches!(plan.outcome, Outcome::Infeasible(_)) {
                    next.ended = plan.wish.number;
                }
            }
            Told::Judged(verdict) if is_awaited(&next, verdict.wish.number) => {
                next.ended = verdict.wish.number;
                next.verdict = Some(Rc::new((**verdict).clone()));
            }
            Told::Refused { number, refusal } if is_awaited(&next, *number) || is_said(&next, *number) => {
                next.ended = *number;
                next.said = Some((t.refused)(refusal));
            }
            Told::Left(number) if is_awaited(&next, *number) || is_said(&next, *number) => {
                next.ended = *number;
                next.said = Some(t.left.to_owned());
            }
            _ => {}
        }
    }
    next
}

/// Another table or another choice of its columns: what a person entered stays as far as its columns are there.
fn begun(kept: &Kept, start: &Start, example: Option<Example>) -> Kept {
    let there = |name: &String| start.columns.iter().any(|column| column.name == *name);
    let fits = |wish: &&Rc<Wish>| {
        let sources = &wish.sources;
        let price = match &sources.price {
            Some(Price::Column(name)) => there(name),
            _ => true,
        };
        let intensity = match &sources.intensity {
            Intensity::Column { name, .. } => there(name),
            Intensity::Yearly(_) => true,
        };
        start.timed && there(&sources.load) && sources.pv.iter().all(there) && price && intensity
    };
    let stays = kept.wish.as_ref().filter(fits).filter(|_| start.wish.is_some()).cloned();
    let is_new = stays.is_none();
    let wish = stays.or_else(|| {
        let mut wish = (**start.wish.as_ref()?).clone();
        if example == Some(Example::Homes) {
            // Seventeen homes with 6.4 kWh and 5 kW each, as the data's own description says.
            let battery = &mut wish.site.battery;
            (battery.capacity_kwh, battery.p_charge_kw, battery.p_discharge_kw) = (108.8, 85.0, 85.0);
        }
        Some(Rc::new(wish))
    });
    let plan = if is_new { None } else { kept.plan.clone() };
    let verdict = if is_new { None } else { kept.verdict.clone() };
    let ended = if is_new { kept.asked } else { kept.ended };
    Kept { start: Some(Rc::new(start.clone())), wish, ended, plan, verdict, said: None, ..kept.clone() }
}
