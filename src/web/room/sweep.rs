//! Many settings tried at once, and one table of what came of them.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::asked;
use super::inside::with_settings;
use crate::app::Header;
use crate::data::DataSpec;
use crate::i18n::{Language, Term, format};
use crate::session::explaining::{Explained, Question};
use crate::session::sweep::{Grid, GridError, GridField, Line, MOST_TRIALS, SweepAsk, SweepTold, lines};
use crate::training::Settings;
use crate::web::dispatch::{Shell, use_shell};

/// What it is about.
#[derive(Properties, PartialEq)]
pub(super) struct SweepProps {
    /// What the page says.
    pub(super) header: Rc<Header>,
    /// What was answered.
    pub(super) answers: Rc<Vec<Explained>>,
}

/// What was begun, and how far it is.
#[derive(Clone, PartialEq)]
struct Begun {
    number: u32,
    trials: Vec<Settings>,
    /// The choice of columns; the rows are others when it changes.
    spec: Option<DataSpec>,
    /// By the page's clock, in ms: when it began, and when it was last heard of.
    since: f64,
    heard: f64,
    told: Option<SweepTold>,
}

impl Begun {
    fn under_way(&self) -> bool {
        self.told.as_ref().is_none_or(|told| !told.over)
    }
}

/// The panel.
#[component]
pub(super) fn Sweep(props: &SweepProps) -> Html {
    let shell = use_shell();
    let (t, header) = (shell.language.sweep(), &props.header);
    let grid = use_state(Grid::default);
    let begun = use_state(|| None::<Begun>);
    {
        let begun = begun.clone();
        use_effect_with(Rc::clone(&props.answers), move |answers| {
            let told = answers.iter().find_map(|answer| match answer {
                Explained::Sweep(told) => Some(told),
                _ => None,
            });
            if let (Some(own), Some(told)) = ((*begun).clone(), told)
                && own.number == told.number
                && own.told.as_ref() != Some(told)
            {
                begun.set(Some(Begun { told: Some(told.clone()), heard: js_sys::Date::now(), ..own }));
            }
        });
    }
    {
        // The worker that was at it is gone; what was done by then stays told.
        let begun = begun.clone();
        use_effect_with(header.restarts, move |_| {
            if let Some(own) = (*begun).clone().filter(Begun::under_way) {
                begun.set(
                    own.told
                        .clone()
                        .map(|told| Begun { told: Some(SweepTold { over: true, ..told }), ..own }),
                );
            }
        });
    }
    let trials = grid.trials(&header.form);
    let own = (*begun).clone().filter(|own| own.spec == header.spec);
    let under_way = own.as_ref().is_some_and(Begun::under_way);
    let start = {
        let (begun, dispatch) = (begun.clone(), shell.dispatch.clone());
        let (trials, spec) = (trials.clone().ok(), header.spec.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(trials) = trials.clone().filter(|_| !under_way) else { return };
            let now = js_sys::Date::now();
            // A number that no earlier sweep had.
            let number = now as u64 as u32;
            let ask = SweepAsk::Begin { number, trials: trials.clone() };
            begun.set(Some(Begun { number, trials, spec: spec.clone(), since: now, heard: now, told: None }));
            dispatch.emit(asked(&Question::Sweep(ask)));
        })
    };
    let cancel = own.as_ref().map(|own| {
        let number = own.number;
        shell.on(move |_: MouseEvent| asked(&Question::Sweep(SweepAsk::Cancel(number))))
    });
    let refused = |field: GridField| {
        let own = trials.as_ref().err().filter(|error| error.field() == Some(field));
        own.map(|error| said(&shell, error))
    };
    let count = trials.as_ref().map_or(0, Vec::len);
    let busy = header.run.running;
    html! {
        <section class="panel insight" aria-labelledby="sweep-title" id="sweep">
            <h2 id="sweep-title">{ t.title }</h2>
            <p class="muted">{ t.intro }</p>
            <form onsubmit={start}>
                <div class="fields sweep-fields">{ for GridField::ALL.map(|field| list(&shell, field, &grid, refused(field))) }</div>
                <p class="muted">{ t.lists }</p>
                <p class="act-ticks">
                    <button type="submit" class="primary" id="sweep-start" disabled={count == 0 || under_way || busy}>{ (t.start)(count) }</button>
                    if under_way {
                        <button type="button" id="sweep-cancel" onclick={cancel.unwrap_or_default()}>{ t.cancel }</button>
                    }
                    <span class="muted">
                        if busy { { t.not_while_training } }
                        else if let Err(error @ GridError::TooMany(_)) = &trials { { said(&shell, error) } }
                        else if count > 0 { { (t.will_try)(count, header.form.epochs) } }
                    </span>
                </p>
            </form>
            if let Some(own) = &own { { how_far(&shell, own, header) } }
        </section>
    }
}

fn label(language: Language, field: GridField) -> &'static str {
    let term = |term: Term| (language.texts().term)(term).name;
    match field {
        GridField::LearningRate => term(Term::LearningRate),
        GridField::Hidden => term(Term::HiddenLayer),
        GridField::BatchSize => term(Term::BatchSize),
        GridField::L2 => term(Term::L2),
        GridField::Dropout => term(Term::Dropout),
        GridField::Seeds => language.sweep().seeds,
    }
}

fn said(shell: &Shell, error: &GridError) -> String {
    let t = shell.language.sweep();
    match error {
        GridError::NotANumber { field, text, bounds } => {
            (t.not_a)(label(shell.language, *field), text, *bounds)
        }
        GridError::NotLayers { text } => (t.no_layers)(text),
        GridError::Empty { field } => (t.nothing_in)(label(shell.language, *field)),
        GridError::TooMany(count) => (t.too_many)(*count, MOST_TRIALS),
    }
}

/// A field of values.
fn list(shell: &Shell, field: GridField, grid: &UseStateHandle<Grid>, refused: Option<String>) -> Html {
    let id = format!("sweep-{}", field.name());
    let why = format!("{id}-why");
    let oninput = {
        let grid = grid.clone();
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            grid.set(grid.with(field, input.value()));
        })
    };
    html! {
        <div class="field">
            <label for={id.clone()}>{ label(shell.language, field) }</label>
            <input {id} type="text" autocomplete="off" spellcheck="false" value={grid.text(field).to_owned()} {oninput}
                aria-invalid={refused.is_some().then_some("true")} aria-describedby={refused.is_some().then(|| why.clone())} />
            if let Some(refused) = refused { <p class="error" id={why}>{ refused }</p> }
        </div>
    }
}

/// How far it is, and the table.
fn how_far(shell: &Shell, own: &Begun, header: &Header) -> Html {
    let t = shell.language.sweep();
    let Some(told) = &own.told else {
        return html! { <progress max="1" value="0" aria-label={t.title}></progress> };
    };
    if let Some(refusal) = &told.refusal {
        return html! { <p class="note warn-note" role="alert">{ (t.refusal)(refusal) }</p> };
    }
    let (done, of) = (told.results.iter().flatten().count(), told.results.len());
    let status = if told.over {
        (t.done)(done, of, (own.heard - own.since) / 1000.0, told.workers)
    } else {
        (t.under_way)(done, of, told.workers)
    };
    html! {
        <>
            if !told.over { <progress max="1" value={told.share.to_string()} aria-label={t.title}></progress> }
            <p role="status" id="sweep-status">{ status }</p>
            if done > 0 { { table(shell, own, told, header) } }
        </>
    }
}

fn table(shell: &Shell, own: &Begun, told: &SweepTold, header: &Header) -> Html {
    let t = shell.language.sweep();
    let target = header.target as usize;
    let found = lines(&own.trials, told, target);
    let name = header.spec.as_ref().and_then(|spec| spec.targets.get(target)).cloned().unwrap_or_default();
    let shown: Vec<GridField> = GridField::ALL
        .into_iter()
        .filter(|field| *field != GridField::Seeds)
        .filter(|field| found.iter().any(|line| field.of(&line.settings) != field.of(&found[0].settings)))
        .collect();
    let value = |field: &GridField, settings: &Settings| {
        let own = field.of(settings);
        if own == "none" { t.none.to_owned() } else { own }
    };
    let row = |place: usize, line: &Line| {
        let is_present = Settings { seed: header.form.seed, ..line.settings.clone() } == header.form;
        let chosen = line.settings.clone();
        let header = header.clone();
        let choose = shell.on(move |_: MouseEvent| {
            with_settings(&header, |settings| *settings = Settings { seed: settings.seed, ..chosen.clone() })
        });
        let names: Vec<String> = shown
            .iter()
            .map(|field| format!("{} {}", label(shell.language, *field), value(field, &line.settings)))
            .collect();
        html! {
            <tr class={is_present.then_some("network")}>
                <td class="value">{ if line.error.is_some() { (place + 1).to_string() } else { "–".to_owned() } }</td>
                { for shown.iter().map(|field| html! { <td class="value">{ value(field, &line.settings) }</td> }) }
                <td class="value">{ line.parameters.map_or_else(|| "–".to_owned(), |own| format::count(u64::from(own))) }</td>
                <td class="value">{ match line.error {
                    Some(error) => html! { <>
                        { format::number(error.mean) }
                        if error.seeds > 1 { <small>{ (t.range)(&format::number(error.least), &format::number(error.most), error.seeds) }</small> }
                    </> },
                    None if line.diverged => html! { { t.diverged } },
                    None => html! { { t.not_done } },
                } }</td>
                <td>
                    if is_present { <small>{ t.present }</small> } else if line.error.is_some() {
                        <button type="button" class="link-button" onclick={choose} aria-label={format!("{}: {}", t.use_it, names.join(", "))}>{ t.use_it }</button>
                    }
                </td>
            </tr>
        }
    };
    html! {
        <>
            <p class="muted">{ (t.judged_on)(told.rows.0, told.rows.1) }</p>
            <div class="scroll" tabindex="0" role="region" aria-label={t.title}>
                <table class="told" id="sweep-results">
                    <thead><tr>
                        <th scope="col">{ t.rank }</th>
                        { for shown.iter().map(|field| html! { <th scope="col">{ label(shell.language, *field) }</th> }) }
                        <th scope="col">{ t.parameters }</th>
                        <th scope="col">{ (t.error)(&name) }</th>
                        <td></td>
                    </tr></thead>
                    <tbody>{ for found.iter().enumerate().map(|(place, line)| row(place, line)) }</tbody>
                </table>
            </div>
            if told.over && found.len() > 1 { <p class="muted">{ t.chance }</p> }
        </>
    }
}
