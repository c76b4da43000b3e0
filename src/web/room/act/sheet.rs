//! Four scenarios side by side: the same settings on one table of each.

use std::rc::Rc;

use yew::prelude::*;

use crate::app::{Action, Header, InsightAction, Link};
use crate::evaluation::{BaselineName, critical_difference, friedman};
use crate::i18n::Language;
use crate::i18n::format::{number, percent};
use crate::session::{Example, Go, Judged};
use crate::training::{Method, Settings};
use crate::web::dispatch::use_shell;

/// Energy, transport, industry, buildings.
const SCENARIOS: [Example; 4] = [Example::Demand, Example::Cars, Example::Concrete, Example::Homes];
const LEVEL: f64 = 0.95;

/// What is known of a table.
#[derive(Clone, PartialEq)]
pub(super) struct Entry {
    example: Example,
    settings: Settings,
    skill: Option<f64>,
    unit: String,
    /// The model's RMSE, and that of each simple method.
    model: f64,
    simple: Vec<(BaselineName, f64)>,
}

#[derive(Properties, PartialEq)]
pub(super) struct SheetProps {
    pub header: Rc<Header>,
    pub judged: Option<Rc<Judged>>,
}

/// What was trained on since the page was opened; and those that are still to be trained on, by themselves.
#[derive(Clone, Default, PartialEq)]
struct Work {
    entries: Vec<Entry>,
    queue: Vec<Example>,
    /// Whether the present one's training was begun.
    begun: bool,
}

/// The sheet.
#[component]
pub(super) fn Sheet(props: &SheetProps) -> Html {
    let shell = use_shell();
    let (language, t) = (shell.language, shell.language.proof());
    let header = &props.header;
    let work = use_state(Work::default);
    {
        let (work, dispatch, header, judged) =
            (work.clone(), shell.dispatch.clone(), Rc::clone(header), props.judged.clone());
        let when = (
            header.example,
            header.spec.is_some(),
            header.run.running,
            header.run.outcome.is_some(),
            judged.clone(),
            work.queue.clone(),
            work.begun,
        );
        use_effect_with(when, move |_| {
            let mut next = (*work).clone();
            let entry = judged.as_deref().and_then(|judged| entry_of(&header, judged));
            let own = entry.as_ref().map(|entry| entry.example);
            if let Some(entry) = entry {
                next.entries.retain(|own| own.example != entry.example);
                next.entries.push(entry);
            }
            if let Some(&wanted) = next.queue.first() {
                let ended = next.begun && own == Some(wanted) && header.run.outcome.is_some();
                if ended {
                    next.queue.remove(0);
                    next.begun = false;
                } else if header.example != Some(wanted) {
                    dispatch.emit(open(&header, wanted));
                } else if header.spec.is_some() && !header.run.running && !next.begun {
                    next.begun = true;
                    dispatch.emit(Action::Insight(InsightAction::Went(Go::ToTheEnd)));
                }
            }
            if next != *work {
                work.set(next);
            }
        });
    }
    let all = {
        let work = work.clone();
        let present = header.example;
        Callback::from(move |_: MouseEvent| {
            // The one that is open is the last, so that the page ends where it began.
            let mut queue: Vec<Example> = SCENARIOS.into_iter().filter(|own| Some(*own) != present).collect();
            queue.extend(present.filter(|own| SCENARIOS.contains(own)));
            work.set(Work { queue, begun: false, ..(*work).clone() });
        })
    };
    let stop = {
        let work = work.clone();
        Callback::from(move |_: MouseEvent| {
            let mut next = (*work).clone();
            next.queue.truncate(1);
            work.set(next);
        })
    };
    let name = |example: Example| {
        let place = SCENARIOS.iter().position(|own| *own == example).unwrap_or(0);
        t.scenario_of[place]
    };
    let methods = common(&work.entries);
    html! {
        <>
            <p class="muted">{ t.sheet_says }</p>
            <div class="act-go">
                if let Some(&present) = work.queue.first() {
                    <button type="button" id="sheet-stop" onclick={stop}>{ t.stop }</button>
                    <span role="status">{ (t.training_now)(name(present)) }</span>
                } else {
                    <button type="button" id="sheet-all" class="primary" onclick={all}>{ t.train_all }</button>
                }
            </div>
            <div class="scroll tall">
                <table class="told" id="sheet">
                    <thead><tr><th scope="col">{ t.scenario }</th><th scope="col">{ t.skill }</th>
                        <th scope="col">{ format!("{}, RMSE ({})", t.network, t.rank) }</th>
                        { for methods.iter().map(|own| html! { <th scope="col">{ (language.insight().method_of)(*own) }</th> }) }
                        <td></td></tr></thead>
                    <tbody>
                        { for SCENARIOS.map(|example| row(language, header, &work.entries, &methods, example, name(example))) }
                        { ranks(language, &work.entries, &methods) }
                    </tbody>
                </table>
            </div>
            { test(language, &work.entries, &methods) }
            <p class="muted small">{ t.sheet_how }</p>
        </>
    }
}

/// Opens a table with the present settings.
fn open(header: &Header, example: Example) -> Action {
    let link = Link {
        settings: header.form.clone(),
        example: Some(example),
        lesson: header.lesson.clone(),
        ..Link::default()
    };
    let mut text = link.format();
    if !text.contains("example=") {
        // A link leaves out the example that opens by itself, which is not the one that is open.
        text.push_str(&format!("&example={}", example.id()));
    }
    Action::Insight(InsightAction::Followed(text))
}

fn entry_of(header: &Header, judged: &Judged) -> Option<Entry> {
    let example = header.example.filter(|own| SCENARIOS.contains(own))?;
    let place = header.target as usize;
    let target = judged.test.targets.get(place)?;
    let judgement = judged.targets.get(place)?.as_ref();
    Some(Entry {
        example,
        settings: header.run.settings.clone(),
        skill: judgement.map(|own| own.skill),
        unit: crate::data::unit_of(&target.name).unwrap_or_default().to_owned(),
        model: judged.predictions.metrics.get(place)?.rmse,
        simple: target.baselines.iter().map(|own| (own.name, own.metrics.rmse)).collect(),
    })
}

/// Simple methods that all tables have.
fn common(entries: &[Entry]) -> Vec<BaselineName> {
    let Some(first) = entries.first() else { return Vec::new() };
    let all = first.simple.iter().map(|(name, _)| *name);
    all.filter(|name| entries.iter().all(|entry| entry.simple.iter().any(|(own, _)| own == name))).collect()
}

/// The model's figure and those of the methods.
fn figures(entry: &Entry, methods: &[BaselineName]) -> Vec<f64> {
    let of =
        |name: &BaselineName| entry.simple.iter().find(|(own, _)| own == name).map_or(f64::NAN, |own| own.1);
    std::iter::once(entry.model).chain(methods.iter().map(of)).collect()
}

/// The rank of each figure, 1 for the least; equal ones share theirs.
fn rank(figures: &[f64], place: usize) -> f64 {
    let own = figures[place];
    let less = figures.iter().filter(|other| **other < own).count() as f64;
    let equal = figures.iter().filter(|other| **other == own).count() as f64;
    less + 0.5 * (equal + 1.0)
}

fn row(
    language: Language,
    header: &Rc<Header>,
    entries: &[Entry],
    methods: &[BaselineName],
    example: Example,
    name: &'static str,
) -> Html {
    let t = language.proof();
    let own = entries.iter().find(|entry| entry.example == example);
    let figures = own.map(|entry| figures(entry, methods));
    let way = |settings: &Settings| match settings.method {
        Method::Network => {
            let layers: Vec<String> = settings.hidden.iter().map(u32::to_string).collect();
            format!("{} · {} · α {}", layers.join("-"), settings.epochs, settings.learning_rate)
        }
        Method::Recommended => language.texts().recommended.to_owned(),
        Method::Quick => language.texts().quick.to_owned(),
    };
    let cell = |place: usize| {
        figures.as_ref().map_or_else(
            || html! { <td>{ "–" }</td> },
            |figures| {
                let unit = own.map(|own| own.unit.clone()).unwrap_or_default();
                html! { <td>{ format!("{} {unit} ({})", number(figures[place]), number(rank(figures, place))) }</td> }
            },
        )
    };
    let follow = open(header, example);
    html! {
        <tr>
            <th scope="row">{ name }if let Some(own) = own { <small>{ way(&own.settings) }</small> }</th>
            <td>{ own.and_then(|own| own.skill).map_or_else(|| "–".to_owned(), |skill| percent(skill, language)) }</td>
            { for (0..=methods.len()).map(cell) }
            <td>if header.example != Some(example) { <Opener {follow} label={t.open} {name} /> }</td>
        </tr>
    }
}

#[derive(Properties, PartialEq)]
struct OpenerProps {
    follow: Action,
    label: &'static str,
    name: &'static str,
}

#[component]
fn Opener(props: &OpenerProps) -> Html {
    let follow = props.follow.clone();
    let onclick = use_shell().on(move |_: MouseEvent| follow.clone());
    html! { <button type="button" class="quiet" aria-label={format!("{}: {}", props.label, props.name)} {onclick}>{ props.label }</button> }
}

fn ranks(language: Language, entries: &[Entry], methods: &[BaselineName]) -> Html {
    if entries.len() < 2 {
        return html! {};
    }
    let mean = |place: usize| {
        let sum: f64 = entries.iter().map(|entry| rank(&figures(entry, methods), place)).sum();
        number(sum / entries.len() as f64)
    };
    html! {
        <tr class="network"><th scope="row">{ language.proof().mean_rank }</th><td></td>
            { for (0..=methods.len()).map(|place| html! { <td>{ mean(place) }</td> }) }<td></td></tr>
    }
}

fn test(language: Language, entries: &[Entry], methods: &[BaselineName]) -> Html {
    let t = language.proof();
    let (rows, columns) = (entries.len(), methods.len() + 1);
    let values: Vec<f64> = entries.iter().flat_map(|entry| figures(entry, methods)).collect();
    let found =
        ndarray::Array2::from_shape_vec((rows, columns), values).ok().and_then(|all| friedman(all.view()));
    match found.zip(critical_difference(columns, rows, LEVEL)) {
        None => html! { <p class="muted">{ t.friedman_wait }</p> },
        Some((found, distance)) => html! {
            <p class="note" id="friedman">{ (t.friedman)(rows as u32, columns as u32, &number(found.chi_squared), &number(found.p_value), &number(distance), found.p_value < 1.0 - LEVEL) }</p>
        },
    }
}
