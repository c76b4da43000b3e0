//! The lesson beside the page: it sets the page up, asks for a guess, and checks what the page really did.

mod store;
mod text;

use std::collections::BTreeMap;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Whole;
use super::stage::Stage;
use crate::app::{Action, Header, InsightAction, Link};
use crate::i18n::{Language, LessonTexts};
use crate::lesson::{
    Block, Choices, Facts, Glossary, Guess, Hideable, Lesson, Progress, RunFacts, Setup, Task, Try, View,
    library,
};
use crate::numeric;
use crate::session::{Part, Predictions, RowsReport, RunReport};
use crate::training::{Outcome, Settings};
use crate::web::dispatch::{Shell, use_shell};
use crate::web::root::focus;
pub(super) use store::forget_progress;
use store::{Done, Kept, Local};
use text::{inline, nodes};

/// What it is about.
#[derive(Properties, PartialEq)]
pub(super) struct LessonProps {
    /// What the page said.
    pub(super) whole: Whole,
    /// What the panels beside it know.
    pub(super) stage: Stage,
}

/// What a link asks for.
#[derive(Clone, Debug, PartialEq)]
enum Asked {
    /// No lesson.
    Nothing,
    /// The glossary.
    Glossary,
    /// A lesson of this number; `None` for the one that comes next.
    Lesson(Option<u32>),
    /// Something that there is not.
    Unknown(String),
}

/// The parts of a link that are about lessons: what is asked for, what is to be hidden, and what has no such name.
fn parts(all: &[String]) -> (Asked, Vec<Hideable>, Vec<String>) {
    let (mut asked, mut hide, mut unknown) = (Asked::Nothing, Vec::new(), Vec::new());
    for part in all {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        match (name, value) {
            ("lesson", "") => asked = Asked::Lesson(None),
            ("lesson", "glossary") => asked = Asked::Glossary,
            ("lesson", value) => {
                let number =
                    value.parse().ok().filter(|number| (1..=library::LESSONS.len()).contains(number));
                asked = number.map_or_else(
                    || Asked::Unknown(value.to_owned()),
                    |number| Asked::Lesson(Some(number as u32)),
                );
            }
            ("hide", names) => {
                for name in names.split([',', ' ']).filter(|name| !name.is_empty()) {
                    match Hideable::from_name(name) {
                        Some(known) => hide.push(known),
                        None => unknown.push(name.to_owned()),
                    }
                }
            }
            // The settings: the page reads them.
            _ => {}
        }
    }
    (asked, hide, unknown)
}

/// How far the page is set up, and what happened since.
#[derive(Default)]
struct Scene {
    /// The lesson that it is about; 0 before the first.
    lesson: u32,
    /// Whether the page is as the lesson wants it to begin.
    ready: bool,
    /// Whether its choice of columns was asked for.
    asked: bool,
    runs: Vec<RunFacts>,
    /// The last run that was counted.
    run: u32,
    /// What had been looked at before.
    seen_before: BTreeMap<View, u32>,
    /// Numbers that were typed, by the task's place.
    typed: BTreeMap<usize, f64>,
    /// What was typed last and is no number, by the task's place.
    wrong: BTreeMap<usize, String>,
    /// What a teacher's link names beside the lesson.
    named: Vec<String>,
}

/// The lesson that is open, or nothing.
#[component]
pub(super) fn Room(props: &LessonProps) -> Html {
    let shell = use_shell();
    let language = shell.language;
    let t = language.lesson();
    let header = &props.whole.header;
    let kept = use_state(|| Kept::load(&Local));
    let stored = use_state(|| true);
    let term = use_state(|| None::<String>);
    let scene = use_mut_ref(Scene::default);
    let again = use_force_update();
    let lessons = use_memo(language, |language| library::lessons(language.tag()).unwrap_or_default());
    let glossary = use_memo(language, |language| library::glossary(language.tag()).ok());
    {
        let (stage, again) = (props.stage.clone(), again.clone());
        use_effect_with((), move |()| stage.listen(Callback::from(move |()| again.force_update())));
    }
    let (asked, hide, unknown) = parts(&header.lesson);
    let next = || {
        let all = |lesson: &&Lesson| lesson.tasks().count() > kept.of(lesson.number).tasks.len();
        lessons.iter().find(all).map_or(1, |lesson| lesson.number)
    };
    let number = match &asked {
        Asked::Lesson(Some(number)) => *number,
        Asked::Lesson(None) => next(),
        _ => 0,
    };
    let lesson = lessons.iter().find(|lesson| lesson.number == number).cloned();
    let needs = lesson.as_ref().map(|lesson| needs(lesson, header, &scene.borrow())).unwrap_or_default();
    let needed: Vec<&str> = hide.iter().filter(|own| needs.contains(own)).map(|own| (t.part)(*own)).collect();
    {
        let hide: Vec<&str> = hide.iter().filter(|own| !needs.contains(own)).map(|own| own.name()).collect();
        use_effect_with((asked != Asked::Nothing, hide.join(" ")), |(open, hide)| tell_document(*open, hide));
    }
    let effect = lesson.as_ref().and_then(|lesson| set_up(&mut scene.borrow_mut(), lesson, props));
    {
        let dispatch = shell.dispatch.clone();
        // An action once each: it changes what the page says, and so what follows.
        use_effect_with(effect.clone(), move |effect| {
            if let Some(effect) = effect {
                dispatch.emit(Action::Insight(effect.clone()));
            }
        });
    }
    let facts = facts(&mut scene.borrow_mut(), props);
    let done = lesson.as_ref().map(|lesson| newly_done(lesson, &facts, &kept, scene.borrow().ready));
    {
        let (kept, stored) = (kept.clone(), stored.clone());
        use_effect_with(done.clone().flatten(), move |done| {
            if let Some(done) = done {
                stored.set(done.save(&Local));
                kept.set(done.clone());
            }
        });
    }
    {
        // A reader begins at its title.
        use_effect_with(asked.clone(), |asked| {
            if *asked != Asked::Nothing {
                focus("lesson-title");
            }
        });
    }
    if asked == Asked::Nothing {
        return html! {};
    }
    let open = |part: String| {
        let header = header.clone();
        shell.on(move |_: MouseEvent| go_to(&header, &part))
    };
    let close = open(String::new());
    let explain = {
        let term = term.clone();
        Callback::from(move |anchor: String| term.set(Some(anchor)))
    };
    html! {
        <section class="lesson" aria-labelledby="lesson-title" lang={if language == Language::Zh { "zh-CN" } else { "en" }}>
            <div class="lesson-head">
                <nav aria-label={t.lessons}><ol class="lesson-numbers">
                    { for lessons.iter().map(|own| {
                        let all = own.tasks().count();
                        let finished = kept.of(own.number).tasks.len() >= all;
                        html! { <li><button type="button" class={classes!(finished.then_some("finished"))} aria-current={(own.number == number).then_some("step")}
                            title={crate::lesson::Inline::plain(&own.title)} aria-label={format!("{}: {}", (t.lesson_of)(own.number, lessons.len()), crate::lesson::Inline::plain(&own.title))}
                            onclick={open(own.number.to_string())}>{ own.number }</button></li> }
                    }) }
                </ol></nav>
                <button type="button" class="quiet" id="open-glossary" onclick={open("glossary".to_owned())}>{ t.glossary }</button>
                <button type="button" class="round" id="close-lesson" title={t.close} aria-label={t.close} onclick={close}>{ "×" }</button>
            </div>
            if !unknown.is_empty() { <p class="note warn-note" role="alert">{ (t.no_such_part)(&unknown) }</p> }
            if !needed.is_empty() { <p class="note warn-note" role="status" id="needed">{ (t.needed)(&needed) }</p> }
            { match (&asked, lesson) {
                (Asked::Unknown(name), _) => html! { <p class="note warn-note" role="alert" id="lesson-title">{ (t.no_such_lesson)(name) }</p> },
                (Asked::Glossary, _) => all_terms(glossary.as_ref().as_ref(), t, &explain),
                (_, Some(lesson)) => body(&Body {
                    lesson: &lesson, facts: &facts, kept: &kept, scene: &scene, again: &again, shell: &shell, t, explain: &explain,
                    stage: &props.stage, stored: *stored, last: lessons.len() as u32, header,
                }),
                _ => html! {},
            } }
            <button type="button" class="back-to-lesson" onclick={Callback::from(|_: MouseEvent| { scroll_to("lesson-room"); focus("lesson-title"); })}>{ t.to_lesson }</button>
            if let Some(entry) = term.as_ref().and_then(|anchor| glossary.as_ref().as_ref()?.entry(anchor)) {
                <aside class="entry" role="status">
                    <b>{ inline(&entry.name, &explain) }</b>{ nodes(&entry.text, &explain) }
                    <button type="button" class="round" aria-label={t.back} onclick={{ let term = term.clone(); Callback::from(move |_: MouseEvent| term.set(None)) }}>{ "×" }</button>
                </aside>
            }
        </section>
    }
}

/// A link to another lesson (by number, or `glossary`), or to none; all settings stay.
fn go_to(header: &Header, lesson: &str) -> Action {
    let link = Link {
        settings: header.form.clone(),
        example: header.example,
        lesson: if lesson.is_empty() { Vec::new() } else { vec![format!("lesson={lesson}")] },
        ..Link::default()
    };
    Action::Insight(InsightAction::Followed(link.format()))
}

/// What has to be asked of the page so that it is as the lesson begins; `None` when it is, or while it works on it.
fn set_up(scene: &mut Scene, lesson: &Lesson, props: &LessonProps) -> Option<InsightAction> {
    let header = &props.whole.header;
    let setup = &lesson.setup;
    if scene.lesson != lesson.number {
        // A person's own table is not taken away unasked.
        if header.example.is_none() && header.spec.is_some() {
            return None;
        }
        let named = named(&header.lesson);
        let link = link_of(lesson, &named);
        *scene = Scene { lesson: lesson.number, run: header.run.id, named, ..Scene::default() };
        return Some(InsightAction::Followed(link));
    }
    if scene.ready || header.example != Some(setup.example) {
        return None;
    }
    let spec = header.spec.as_ref()?;
    if *spec != setup.spec && !scene.asked {
        scene.asked = true;
        return Some(InsightAction::Chosen(Box::new(setup.spec.clone())));
    }
    if *spec == setup.spec {
        scene.ready = true;
        scene.run = header.run.id;
        scene.seen_before = props.stage.now().0;
    }
    None
}

/// What a link names beside the lesson and its table.
fn named(parts: &[String]) -> Vec<String> {
    let beside = parts.iter().filter(|part| !part.starts_with("lesson=") && !part.starts_with("example="));
    beside.cloned().collect()
}

/// The controls that a lesson needs, begun with what a teacher's link names.
fn needs(lesson: &Lesson, header: &Header, scene: &Scene) -> Vec<Hideable> {
    let of_link = if scene.lesson == lesson.number { scene.named.clone() } else { named(&header.lesson) };
    lesson.needs(&Link::parse(&link_of(lesson, &of_link)).settings)
}

/// The link of a lesson's beginning: its settings, but for those that a teacher's link names.
fn link_of(lesson: &Lesson, named: &[String]) -> String {
    link_to(&lesson.setup, lesson.number, named)
}

fn link_to(setup: &Setup, lesson: u32, named: &[String]) -> String {
    let own = Link { settings: setup.settings.clone(), ..Link::default() };
    // What comes later counts.
    let parts: Vec<String> = [own.format()].into_iter().chain(named.iter().cloned()).collect();
    let link = Link { language: None, example: None, ..Link::parse(&parts.join("&")) };
    let hide = named.iter().filter(|part| part.starts_with("hide="));
    // A link leaves the first example out, which here would be to keep the present one.
    let rest = [format!("example={}", setup.example.id()), format!("lesson={lesson}")];
    [link.format()].into_iter().chain(rest).chain(hide.cloned()).collect::<Vec<_>>().join("&")
}

/// What a check can ask about.
fn facts(scene: &mut Scene, props: &LessonProps) -> Facts {
    let Whole { header, judged, .. } = &props.whole;
    let choices = header.spec.as_ref().map(|spec| Choices::of(header.example, spec, header.inputs));
    let run = &header.run;
    if let (true, Some(outcome), Some(choices)) = (scene.ready && run.id != scene.run, &run.outcome, &choices)
    {
        let diverged = matches!(outcome, Outcome::Diverged(_));
        let report = match judged {
            Some(judged) => Some((judged.test.clone(), judged.predictions.clone())),
            None if diverged => Some((nothing_tested(), Predictions::none())),
            None => None,
        };
        if let Some((test, predictions)) = report {
            let report = RunReport {
                outcome: outcome.clone(),
                test,
                predictions,
                network: Vec::new(),
                parameters: parameters(&run.settings, header.inputs, choices.targets.len() as u32),
                fingerprint: 0,
            };
            let settings = Settings { learning_rate: run.learning_rate, ..run.settings.clone() };
            let mut facts = RunFacts::of(settings, choices.clone(), &run.history, &report);
            facts.standing =
                judged.as_ref().and_then(|own| own.targets.first()?.as_ref()).map(|own| own.standing);
            scene.runs.push(facts);
            scene.run = run.id;
        }
    }
    let (seen, values) = props.stage.now();
    let seen = seen.into_iter().map(|(view, count)| {
        (view, count.saturating_sub(scene.seen_before.get(&view).copied().unwrap_or(0)))
    });
    Facts {
        settings: header.form.clone(),
        choices: choices.unwrap_or_default(),
        runs: scene.runs.clone(),
        seen: seen.collect(),
        values,
        typed: scene.typed.clone(),
    }
}

fn nothing_tested() -> RowsReport {
    RowsReport { part: Part::Test, rows: Vec::new(), times: None, utc: false, targets: Vec::new() }
}

/// Weights and biases of a network.
fn parameters(settings: &Settings, inputs: u32, outputs: u32) -> u32 {
    let sizes: Vec<u32> = std::iter::once(inputs)
        .chain(settings.hidden.iter().copied())
        .chain(std::iter::once(outputs))
        .collect();
    sizes.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum()
}

/// What is kept with the tasks that are done now; `None` where there is no new one.
fn newly_done(lesson: &Lesson, facts: &Facts, kept: &Kept, ready: bool) -> Option<Kept> {
    if !ready {
        return None;
    }
    let mut own = kept.of(lesson.number);
    let before = own.tasks.len();
    own.tasks.extend(
        lesson.tasks().enumerate().filter(|(place, task)| task.check.met(facts, *place)).map(|own| own.0),
    );
    let grown = own.tasks.len() > before;
    let mut next = kept.clone();
    next.lessons.insert(lesson.number, own);
    grown.then_some(next)
}

/// What a lesson is drawn from.
struct Body<'a> {
    lesson: &'a Lesson,
    facts: &'a Facts,
    kept: &'a UseStateHandle<Kept>,
    scene: &'a Rc<std::cell::RefCell<Scene>>,
    again: &'a UseForceUpdateHandle,
    shell: &'a Shell,
    t: &'static LessonTexts,
    explain: &'a Callback<String>,
    stage: &'a Stage,
    stored: bool,
    last: u32,
    header: &'a Header,
}

fn body(body: &Body) -> Html {
    let Body { lesson, t, explain, kept, .. } = body;
    let done = kept.of(lesson.number);
    let has_guess = lesson.blocks.iter().any(|block| matches!(block, Block::Guess(_)));
    let guessed = done.guess.is_some() || !has_guess;
    let waits = body.scene.borrow().lesson != lesson.number;
    let ready = body.scene.borrow().ready;
    // What comes behind the guess stays shut until it is made.
    let shown = lesson.blocks.iter().position(|block| matches!(block, Block::Guess(_)) && !guessed);
    let blocks = &lesson.blocks[..shown.map_or(lesson.blocks.len(), |place| place + 1)];
    let first_task = |place: usize| -> usize {
        lesson.blocks[..place].iter().filter(|block| matches!(block, Block::Task(_))).count()
    };
    let finished = done.tasks.len() >= lesson.tasks().count();
    html! {
        <>
            <p class="muted">{ (t.lesson_of)(lesson.number, body.last as usize) }</p>
            <h2 id="lesson-title" tabindex="-1">{ inline(&lesson.title, explain) }</h2>
            if waits {
                <div class="note warn-note"><p>{ t.own_table }</p>
                    <button type="button" class="primary" id="begin-lesson" onclick={begin(body)}>{ t.begin }</button></div>
            } else if !ready { <p class="muted" role="status">{ t.setting_up }</p> }
            { for blocks.iter().enumerate().filter(|(place, block)| is_open(lesson, &done, *place, block)).map(|(place, block)| match block {
                Block::Text(text) => nodes(text, explain),
                Block::Guess(guess) => ask(body, guess, done.guess),
                Block::Task(task) => self::task(body, task, first_task(place), done.tasks.contains(&first_task(place))),
                Block::Remember(text) => html! { <div class="remember"><h3>{ t.remember }</h3>{ nodes(text, explain) }</div> },
                Block::Practice(text) => html! { <div class="practice"><h3>{ t.practice }</h3>{ nodes(text, explain) }</div> },
                Block::Show(view) => show(body, *view),
                Block::Try(more) => try_more(body, more),
            }) }
            if guessed {
                <p class="lesson-end">
                    if lesson.number < body.last {
                        <button type="button" id="next-lesson" class={classes!(finished.then_some("primary"))}
                            onclick={{ let (header, next) = (body.header.clone(), lesson.number + 1); body.shell.on(move |_: MouseEvent| go_to(&header, &next.to_string())) }}>{ t.next }</button>
                    } else if finished { <b>{ t.all_done }</b> }
                    { " " }<button type="button" class="quiet" id="set-up-again" onclick={begin(body)}>{ t.again }</button>
                </p>
            }
            <p class="muted small">{ if body.stored { t.kept_here } else { t.not_kept } }</p>
        </>
    }
}

/// What follows from a task is said when it is done; what to keep in mind, when all are.
fn is_open(lesson: &Lesson, done: &Done, place: usize, block: &Block) -> bool {
    let tasks = lesson.blocks[..place].iter().filter(|block| matches!(block, Block::Task(_))).count();
    match block {
        Block::Text(_) => tasks == 0 || done.tasks.contains(&(tasks - 1)),
        Block::Remember(_) | Block::Practice(_) | Block::Try(_) => done.tasks.len() >= lesson.tasks().count(),
        Block::Guess(_) | Block::Task(_) | Block::Show(_) => true,
    }
}

/// Sets the page up (again).
fn begin(body: &Body) -> Callback<MouseEvent> {
    let (scene, header, lesson) = (Rc::clone(body.scene), body.header.clone(), body.lesson.clone());
    body.shell.on(move |_: MouseEvent| {
        let named = scene.borrow().named.clone();
        let link = link_of(&lesson, &named);
        *scene.borrow_mut() = Scene { lesson: lesson.number, run: header.run.id, named, ..Scene::default() };
        Action::Insight(InsightAction::Followed(link))
    })
}

fn ask(body: &Body, guess: &Guess, made: Option<usize>) -> Html {
    let t = body.t;
    html! {
        <div class="guess" role="group" aria-label={t.guess_first}>
            <p><b>{ t.guess_first }{ " " }</b>{ inline(&guess.question, body.explain) }</p>
            <div class="choices">{ for guess.choices.iter().enumerate().map(|(place, choice)| {
                let (kept, number) = (body.kept.clone(), body.lesson.number);
                let choose = Callback::from(move |_: MouseEvent| {
                    let mut next = (*kept).clone();
                    next.lessons.entry(number).or_default().guess = Some(place);
                    // What cannot be kept is said where progress is.
                    let _ = next.save(&Local);
                    kept.set(next);
                });
                html! { <button type="button" class={classes!("choice", (made.is_some() && place == guess.right).then_some("right"))} aria-pressed={(made == Some(place)).to_string()}
                    aria-disabled={made.is_some().then_some("true")} onclick={(made.is_none()).then_some(choose)}>{ inline(choice, body.explain) }</button> }
            }) }</div>
            if let Some(made) = made {
                <div class="answer" role="status"><b>{ if made == guess.right { t.right } else { t.not_quite } }</b>{ nodes(&guess.answer, body.explain) }</div>
            }
        </div>
    }
}

fn task(body: &Body, task: &Task, place: usize, done: bool) -> Html {
    let t = body.t;
    let progress = if done { Progress::Met } else { task.check.progress(body.facts, place) };
    let says = match progress {
        Progress::Met | Progress::Open => String::new(),
        Progress::Count { now, needed } => (t.count)(now, needed),
        Progress::Number { fact, now, relation, needed } => (t.number)(fact, now, relation.sign(), needed),
        Progress::Missed { typed } => (t.missed)(typed),
    };
    let id = format!("task-{}", place + 1);
    html! {
        <div class={classes!("task", done.then_some("done"))} {id}>
            <span class="mark" role="img" aria-label={if done { t.done } else { t.open }}>{ if done { "✓" } else { "" } }</span>
            <div>
                { nodes(&task.text, body.explain) }
                if task.check.asks_for_a_number() { { number(body, place, done) } }
                <p class="muted" role="status">{ says }</p>
                if let Some(hint) = &task.hint { <details class="more"><summary>{ t.hint }</summary>{ nodes(hint, body.explain) }</details> }
            </div>
        </div>
    }
}

/// Something more, and the way there.
fn try_more(body: &Body, more: &Try) -> Html {
    let t = body.t;
    // No task of the lesson has this place.
    let done = more.task.check.met(body.facts, usize::MAX);
    let link = {
        let (setup, number) = (more.setup.clone(), body.lesson.number);
        let hidden = body.scene.borrow().named.clone();
        body.shell.on(move |_: MouseEvent| {
            let hidden: Vec<String> =
                hidden.iter().filter(|part| part.starts_with("hide=")).cloned().collect();
            Action::Insight(InsightAction::Followed(link_to(&setup, number, &hidden)))
        })
    };
    html! {
        <div class="remember try" id="try-more"><h3>{ t.if_you_like }if done { { " " }<span role="img" aria-label={t.done}>{ "✓" }</span> }</h3>
            { nodes(&more.task.text, body.explain) }
            <p><button type="button" id="open-try" onclick={link}>{ (t.open_data)((body.shell.texts.example_title)(more.setup.example)) }</button></p>
            if let Some(hint) = &more.task.hint { <details class="more"><summary>{ t.hint }</summary>{ nodes(hint, body.explain) }</details> }
        </div>
    }
}

/// A field for a number that a learner worked out.
fn number(body: &Body, place: usize, done: bool) -> Html {
    let t = body.t;
    let (scene, again) = (Rc::clone(body.scene), body.again.clone());
    let take = Callback::from(move |event: Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let text = input.map(|input| input.value()).unwrap_or_default();
        {
            let mut scene = scene.borrow_mut();
            scene.wrong.remove(&place);
            scene.typed.remove(&place);
            match numeric::typed(&text) {
                Some(typed) => drop(scene.typed.insert(place, typed)),
                None if text.trim().is_empty() => {}
                None => drop(scene.wrong.insert(place, text)),
            }
        }
        again.force_update();
    });
    let wrong = body.scene.borrow().wrong.get(&place).map(|text| (t.not_a_number)(text));
    let message = format!("typed-{}-wrong", place + 1);
    html! {
        <>
            <label class="typed">{ t.your_number }{ " " }<input type="text" inputmode="decimal" autocomplete="off" id={format!("typed-{}", place + 1)} readonly={done} onchange={take}
                aria-invalid={wrong.is_some().to_string()} aria-describedby={wrong.is_some().then(|| message.clone())} /></label>
            if let Some(wrong) = wrong { <p class="wrong" id={message} role="alert">{ wrong }</p> }
        </>
    }
}

/// The way to a view that belongs to what is said.
fn show(body: &Body, view: View) -> Html {
    let stage = body.stage.clone();
    html! {
        <p><button type="button" class="show" onclick={Callback::from(move |_: MouseEvent| {
            stage.show(view);
            if view == View::Microscope {
                stage.saw(view);
            }
            scroll_to(match view {
                View::Loss => "loss-chart",
                View::Judge => "insight-title",
                View::Plan | View::Receipt => "act-title",
                View::Network | View::Microscope | View::SlowMotion | View::Landscape => "inside-title",
            });
        })}>{ (body.t.show)(view) }</button></p>
    }
}

fn all_terms(glossary: Option<&Glossary>, t: &LessonTexts, explain: &Callback<String>) -> Html {
    html! {
        <>
            <h2 id="lesson-title" tabindex="-1">{ t.glossary }</h2>
            <dl id="glossary">{ for glossary.into_iter().flat_map(|glossary| &glossary.entries).map(|entry| html! {
                <><dt id={format!("term-{}", entry.anchor)}>{ inline(&entry.name, explain) }</dt><dd>{ nodes(&entry.text, explain) }</dd></>
            }) }</dl>
        </>
    }
}

fn scroll_to(id: &str) {
    let element =
        web_sys::window().and_then(|window| window.document()).and_then(|own| own.get_element_by_id(id));
    if let Some(element) = element {
        element.scroll_into_view();
    }
}

/// Tells the style sheet that there is a lesson, and what is hidden.
fn tell_document(open: bool, hide: &str) {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|own| own.document_element());
    let Some(root) = root else { return };
    // The names are constants that are names.
    let _ = root.toggle_attribute_with_force("data-lesson", open);
    let _ = root.set_attribute("data-hide", hide);
}
