//! The look inside a network: its drawing, one weight, one unit, one sample in slow motion, and the loss around it.

mod drawing;
mod glance;
mod inputs;
mod landscape;
mod made_up;
mod picture;
mod pointer;
mod slow;
mod unit;
mod units;
mod weight;

use std::rc::Rc;

use yew::prelude::*;

use super::asked;
use super::latest::Latest;
use super::stage::use_stage;
use super::tabs::Tabs;
use crate::app::{Action, Header, InsightAction, Link};
use crate::i18n::InsideTexts;
use crate::lesson::View;
use crate::session::explaining::{Explained, Question};
use crate::session::inside::{Drawing, Look, Seen};
use crate::training::{Method, Parameter, Settings};
use crate::web::dispatch::{Shell, use_shell};
use crate::web::turns::Later;

/// The least time between two pictures while it trains, in ms.
const EVERY_MS: f64 = 250.0;

/// What it is about.
#[derive(Properties, PartialEq)]
pub(super) struct InsideProps {
    /// What the page says.
    pub(super) header: Rc<Header>,
    /// What was answered.
    pub(super) answers: Rc<Vec<Explained>>,
}

/// Chooses the two inputs that a unit is shown over.
type SetPlane = UseReducerDispatcher<Latest<[Option<u32>; 2]>>;

/// The parts beside the drawing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Weight,
    Unit,
    Slow,
    Landscape,
}

const TABS: [Tab; 4] = [Tab::Weight, Tab::Unit, Tab::Slow, Tab::Landscape];

/// Something is looked at: in the network of the run, or in the one that the present settings would begin with.
fn look(header: &Header, look: Look) -> Action {
    let draft = (!header.shows_run()).then(|| Box::new(header.form.clone()));
    asked(&Question::Inside { look, draft })
}

/// A link with other settings is followed.
pub(super) fn with_settings(header: &Header, change: impl FnOnce(&mut Settings)) -> Action {
    let mut settings = header.form.clone();
    change(&mut settings);
    let link = Link { settings, example: header.example, lesson: header.lesson.clone(), ..Link::default() };
    Action::Insight(InsightAction::Followed(link.format()))
}

impl Header {
    /// Whether there is a network of a run that can be looked into.
    fn has_network(&self) -> bool {
        let run = &self.run;
        let ran = run.running || run.outcome.is_some() || run.done != (0, 0);
        ran && run.settings.method == Method::Network
    }

    /// What has to be looked at anew when it changes.
    fn network_now(&self) -> (bool, u32, (u32, u32), bool, Settings) {
        (self.shows_run(), self.run.id, self.run.done, self.run.running, self.form.clone())
    }

    /// The same, but for the steps within an epoch while it trains.
    fn by_epoch(&self) -> (bool, u32, (u32, u32), bool, Settings) {
        let mut now = self.network_now();
        if self.run.running {
            now.2.1 = 0;
        }
        now
    }

    /// How far it is where it stands still.
    fn still(&self) -> Option<(u32, u32)> {
        (!self.run.running).then_some(self.run.done)
    }

    /// Whether the run's network is that of the present settings; while it trains it is what there is to see.
    fn shows_run(&self) -> bool {
        let same =
            Settings { learning_rate: self.form.learning_rate, ..self.run.settings.clone() } == self.form;
        // A run that stands still goes on with the settings that it began with.
        self.has_network() && (self.run.outcome.is_none() || same)
    }
}

/// What stands in its place where there is no single network.
pub(super) fn several(shell: &Shell, header: &Rc<Header>) -> Html {
    let t = shell.language.inside();
    let header = Rc::clone(header);
    let take_one =
        shell.on(move |_: MouseEvent| with_settings(&header, |settings| settings.method = Method::Network));
    html! {
        <section class="panel inside" aria-labelledby="inside-title">
            <h2 id="inside-title">{ t.title }</h2>
            <p class="muted">{ t.several }{ " " }<button type="button" class="link-button" id="take-one" onclick={take_one}>{ t.take_one }</button></p>
        </section>
    }
}

/// The look inside.
#[component]
pub(super) fn Inside(props: &InsideProps) -> Html {
    let shell = use_shell();
    let t = shell.language.inside();
    let header = &props.header;
    let from = use_state(Vec::<u32>::new);
    let tab = use_state(|| Tab::Weight);
    let chosen = use_state(|| Parameter { layer: 0, from: Some(0), unit: 0 });
    let plane = use_reducer_eq(Latest::<[Option<u32>; 2]>::default);
    let pointer = pointer::use_pointer();
    let last = use_mut_ref(|| 0.0_f64);
    {
        // A new picture when the network changed, a few times a second at most while it trains.
        let (dispatch, from, last) = (shell.dispatch.clone(), (*from).clone(), last.clone());
        let (running, own) = (header.run.running, Rc::clone(header));
        use_effect_with((header.network_now(), header.spec.clone(), from.clone()), move |_| {
            let now = js_sys::Date::now();
            if running && now - *last.borrow() < EVERY_MS {
                return;
            }
            *last.borrow_mut() = now;
            dispatch.emit(look(&own, Look::Drawing { from }));
        });
    }
    let kept = use_mut_ref(Vec::<Seen>::new);
    let answers = latest(&mut kept.borrow_mut(), &props.answers);
    let drawing = answers.iter().find_map(|answer| match answer {
        Explained::Inside(Seen::Drawing(drawing)) => Some(drawing),
        _ => None,
    });
    let names = [t.tab_weight, t.tab_unit, t.tab_slow, t.tab_landscape];
    let stage = use_stage();
    {
        let (stage, tab) = (stage.clone(), tab.setter());
        use_effect_with((), move |()| {
            stage.shows(Callback::from(move |view: View| match view {
                View::Network => tab.set(Tab::Unit),
                View::Microscope => tab.set(Tab::Weight),
                View::SlowMotion => tab.set(Tab::Slow),
                View::Landscape => tab.set(Tab::Landscape),
                // These are elsewhere.
                View::Loss | View::Judge | View::Plan | View::Receipt => {}
            }));
        });
    }
    let choose = {
        let (chosen, tab) = (chosen.clone(), tab.clone());
        Callback::from(move |(parameter, to): (Parameter, Tab)| {
            match to {
                Tab::Weight => stage.saw(View::Microscope),
                Tab::Unit => stage.saw(View::Network),
                Tab::Slow | Tab::Landscape => {}
            }
            chosen.set(parameter);
            tab.set(to);
        })
    };
    // Layers may have gone since it was chosen.
    let parameter = drawing.map_or(*chosen, |drawing| within(*chosen, drawing));
    let sample = answers.iter().find_map(|answer| match answer {
        Explained::Inside(Seen::Sample(Some(sample))) if *tab == Tab::Slow => Some(&**sample),
        _ => None,
    });
    let most = drawing.map_or(0, |drawing| drawing.inputs.len().saturating_sub(1) as u32);
    let (x, y) = drawing.map(|drawing| drawing.plane).unwrap_or_default();
    let plane_now = (plane[0].unwrap_or(x).min(most), plane[1].unwrap_or(y).min(most));
    let pointed = pointer.at().filter(|_| drawing.is_some());
    let view = glance::use_view(header, &props.answers, pointed, plane_now);
    html! {
        <section class="panel inside" aria-labelledby="inside-title">
            <h2 id="inside-title">{ t.title }if let Some(badge) = header.badge() { { " " }<span class="badge">{ badge }</span> }</h2>
            <p class="muted">{ t.says }</p>
            <div class="inside-grid">
                <div class="parts">
                    { match drawing {
                        Some(drawing) => drawing::show(&drawing::View {
                            drawing, header, shell: &shell, t, sample, parameter,
                            from: &from, choose: &choose, chosen_unit: *tab == Tab::Unit,
                            pointer: &pointer, glance: view.as_ref(),
                        }),
                        None => html! { <p class="muted" role="status">{ t.asking }</p> },
                    } }
                    { made_up::show(header, &shell, t) }
                </div>
                <div class="parts">
                    <Tabs label={t.title} panel="inside-panel" names={names.to_vec()}
                        chosen={TABS.iter().position(|own| *own == *tab).unwrap_or(0)}
                        onchoose={{
                            let tab = tab.clone();
                            Callback::from(move |place: usize| tab.set(TABS[place.min(TABS.len() - 1)]))
                        }} />
                    <div id="inside-panel" class="parts" role="tabpanel">
                        { match drawing {
                            Some(drawing) => html! {
                                <Later>{ part(props, &answers, *tab, parameter, drawing, &choose, (plane_now, plane.dispatcher())) }</Later>
                            },
                            None => html! {},
                        } }
                    </div>
                </div>
            </div>
        </section>
    }
}

/// The answers; where a new run has none yet, what was there before stays, so that nothing jumps.
fn latest(kept: &mut Vec<Seen>, answers: &[Explained]) -> Rc<Vec<Explained>> {
    for answer in answers {
        if let Explained::Inside(seen) = answer {
            kept.retain(|own| std::mem::discriminant(own) != std::mem::discriminant(seen));
            kept.push(seen.clone());
        }
    }
    Rc::new(kept.iter().cloned().map(Explained::Inside).collect())
}

fn part(
    props: &InsideProps,
    answers: &Rc<Vec<Explained>>,
    tab: Tab,
    parameter: Parameter,
    drawing: &Drawing,
    choose: &Callback<(Parameter, Tab)>,
    (plane, set_plane): ((u32, u32), SetPlane),
) -> Html {
    let (header, answers) = (Rc::clone(&props.header), Rc::clone(answers));
    let names = Rc::new(Names::of(drawing, props.header.language.inside()));
    let choose = choose.reform(move |parameter: Parameter| (parameter, tab));
    match tab {
        Tab::Weight => html! { <weight::Weight {header} {answers} {names} {parameter} {choose} /> },
        Tab::Unit => {
            let choose_plane = Callback::from(move |(side, input): (usize, u32)| {
                set_plane.dispatch(Box::new(move |plane: &mut [Option<u32>; 2]| plane[side] = Some(input)));
            });
            html! { <unit::Unit {header} {answers} {names} {parameter} {choose} {plane} {choose_plane} /> }
        }
        Tab::Slow => html! { <slow::Slow {header} {answers} {names} {parameter} /> },
        Tab::Landscape => html! { <landscape::Map {header} {answers} /> },
    }
}

/// The parameter's symbol in a line of text: w, or b₁, b₂, … by its unit.
fn symbol(parameter: Parameter) -> String {
    match parameter.from {
        Some(_) => "w".to_owned(),
        None => {
            let below = |digit: u8| char::from_u32(0x2080 + u32::from(digit - b'0'));
            let number = (parameter.unit + 1).to_string();
            std::iter::once('b').chain(number.bytes().filter_map(below)).collect()
        }
    }
}

/// What the units are called.
#[derive(PartialEq)]
pub(super) struct Names {
    /// Of each layer, the inputs first: its name and its units.
    layers: Vec<(String, Vec<String>)>,
}

impl Names {
    fn of(drawing: &Drawing, t: &InsideTexts) -> Self {
        let last = drawing.layers.len() - 1;
        let layers = drawing.layers.iter().enumerate().map(|(place, layer)| match place {
            0 => (t.inputs.to_owned(), drawing.inputs.clone()),
            _ if place == last => (t.output.to_owned(), drawing.outputs.clone()),
            _ => {
                let name = (t.layer)(place);
                let units = (1..=layer.units).map(|unit| (t.unit_name)(&name, unit)).collect();
                (name, units)
            }
        });
        Self { layers: layers.collect() }
    }

    /// The units of a layer for a list: hidden ones by number, since the layer is named beside it.
    fn list(&self, layer: usize) -> Vec<String> {
        let Some((_, units)) = self.layers.get(layer) else { return Vec::new() };
        let named = layer == 0 || layer + 1 == self.layers.len();
        if named { units.clone() } else { (1..=units.len()).map(|unit| unit.to_string()).collect() }
    }

    /// What a weight or a bias is called.
    fn parameter(&self, parameter: Parameter, t: &InsideTexts) -> String {
        let layer = parameter.layer as usize;
        let to = self.unit(layer + 1, parameter.unit);
        match parameter.from {
            Some(from) => (t.weight_is)(self.unit(layer, from), to),
            None => (t.bias_is)(&symbol(parameter), to),
        }
    }

    /// A unit's name; layer 0 are the inputs.
    fn unit(&self, layer: usize, unit: u32) -> &str {
        self.layers.get(layer).and_then(|(_, units)| units.get(unit as usize)).map_or("", String::as_str)
    }
}

/// The parameter, or the nearest that the network has.
fn within(parameter: Parameter, drawing: &Drawing) -> Parameter {
    let layer = parameter.layer.min(drawing.layers.len() as u32 - 2);
    let units = |layer: u32| drawing.layers[layer as usize].units - 1;
    Parameter {
        layer,
        from: parameter.from.map(|from| from.min(units(layer))),
        unit: parameter.unit.min(units(layer + 1)),
    }
}
