//! The panel that judges and explains a run, as the lab draws it into the page: an app of its own, which gets what it
//! shows as bytes.

mod ahead;
mod errors;
mod made;
mod matters;
mod runs;
mod sure;
mod tabs;
mod verdict;
mod why;

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;
use yew::prelude::*;

use self::tabs::Tabs;
use super::dispatch::Shell;
use super::{complain, complain_of};
use crate::app::{Action, Header, Insight, InsightAction};
use crate::i18n::{InsightTexts, Language};
use crate::session::Judged;
use crate::session::explaining::{Explained, Question};
use crate::session::judge::Judgement;

/// The panel in its place.
#[wasm_bindgen]
pub struct Room {
    handle: AppHandle<Panel>,
    say: Callback<InsightAction>,
}

#[wasm_bindgen]
impl Room {
    /// Puts the panel into an element. `say` is called with the bytes of an action.
    #[wasm_bindgen(constructor)]
    pub fn new(element: Element, say: Function, bytes: &[u8]) -> Result<Room, JsValue> {
        let say = Callback::from(move |action: InsightAction| match postcard::to_stdvec(&action) {
            Ok(bytes) => {
                let bytes = js_sys::Uint8Array::from(bytes.as_slice());
                if let Err(error) = say.call1(&JsValue::NULL, &bytes) {
                    complain_of("an action that nobody heard", &error);
                }
            }
            Err(error) => complain(&error.to_string()),
        });
        let insight = read(bytes).ok_or("a panel that cannot be read")?;
        let props = PanelProps { insight, say: say.clone() };
        let handle = yew::Renderer::<Panel>::with_root_and_props(element, props).render();
        Ok(Self { handle, say })
    }

    /// Takes the panel away.
    pub fn end(self) {
        self.handle.destroy();
    }

    /// Shows something else.
    pub fn show(&mut self, bytes: &[u8]) {
        if let Some(insight) = read(bytes) {
            self.handle.update(PanelProps { insight, say: self.say.clone() });
        }
    }
}

fn read(bytes: &[u8]) -> Option<Rc<Shown>> {
    match Insight::read(bytes) {
        Ok((header, judged, answers)) => Some(Rc::new(Shown { header, judged, answers })),
        Err(error) => {
            complain(&format!("a panel that cannot be read: {error}"));
            None
        }
    }
}

/// Something is asked about the run.
fn asked(question: &Question) -> Action {
    let bytes = postcard::to_stdvec(question).unwrap_or_else(|error| {
        complain(&format!("a question that cannot be written: {error}"));
        Vec::new()
    });
    Action::Insight(InsightAction::Asked(bytes))
}

/// What the panel shows.
#[derive(Clone, PartialEq)]
pub struct Shown {
    header: Header,
    judged: Judged,
    answers: Vec<Explained>,
}

/// What the panel shows.
#[derive(Properties, PartialEq)]
pub struct PanelProps {
    insight: Rc<Shown>,
    say: Callback<InsightAction>,
}

/// The parts of the panel.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Verdict,
    Errors,
    Sure,
    Ahead,
    Matters,
    Why,
    Made,
    Runs,
}

/// What each part is drawn from.
struct View<'a> {
    insight: &'a Rc<Shown>,
    language: Language,
    t: &'static InsightTexts,
    /// Which target.
    place: usize,
    /// Its name.
    name: &'a str,
    /// ` kWh`, or nothing.
    unit: String,
    judgement: &'a Judgement,
    /// Opens the reasons of a test row.
    why: Callback<u32>,
}

/// The panel.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let tab = use_state(|| Tab::Verdict);
    let insight = &props.insight;
    let language = insight.header.language;
    let t = language.insight();
    let dispatch = {
        let say = props.say.clone();
        Callback::from(move |action: Action| {
            if let Action::Insight(action) = action {
                say.emit(action);
            }
        })
    };
    let shell_of = dispatch.clone();
    let shell = Shell { dispatch, language, texts: language.texts() };
    let targets = &insight.judged.test.targets;
    let place = (insight.header.target as usize).min(targets.len().saturating_sub(1));
    let judgement = insight.judged.targets.get(place).and_then(Option::as_ref);
    let view = judgement.zip(targets.get(place)).map(|(judgement, target)| View {
        insight,
        language,
        t,
        place,
        name: &target.name,
        unit: crate::data::unit_of(&target.name).map(|unit| format!(" {unit}")).unwrap_or_default(),
        judgement,
        why: {
            let (tab, dispatch) = (tab.clone(), shell_of.clone());
            Callback::from(move |row: u32| {
                tab.set(Tab::Why);
                dispatch.emit(asked(&Question::Row { row, changed: Vec::new() }));
            })
        },
    });
    let timed = insight.judged.test.times.is_some();
    let tabs = [
        (Tab::Verdict, t.tab_judge, true),
        (Tab::Errors, t.tab_errors, true),
        (Tab::Sure, t.tab_sure, true),
        (Tab::Ahead, t.tab_ahead, timed),
        (Tab::Matters, t.tab_matters, true),
        (Tab::Why, t.tab_why, true),
        (Tab::Made, t.tab_made, true),
        (Tab::Runs, t.tab_runs, true),
    ];
    let there: Vec<(Tab, &'static str, bool)> = tabs.into_iter().filter(|(_, _, there)| *there).collect();
    let shown = if there.iter().any(|(own, _, _)| own == &*tab) { *tab } else { Tab::Verdict };
    html! {
        <ContextProvider<Shell> context={shell}>
            <section class="panel insight" aria-labelledby="insight-title">
                <h2 id="insight-title">{ t.title }</h2>
                { match view {
                    None => html! { <p class="muted" role="status">{ t.waits }</p> },
                    Some(view) => html! {
                        <>
                            <p id="insight-verdict" class="headline">{ (t.headline)(view.judgement) }</p>
                            <Tabs label={t.title} panel="insight-panel"
                                names={there.iter().map(|(_, name, _)| *name).collect::<Vec<_>>()}
                                chosen={there.iter().position(|(own, _, _)| *own == shown).unwrap_or(0)}
                                onchoose={{
                                    let (tab, own) = (tab.clone(), there.clone());
                                    Callback::from(move |place: usize| tab.set(own.get(place).map_or(Tab::Verdict, |own| own.0)))
                                }} />
                            <div id="insight-panel" role="tabpanel">
                                { match shown {
                                    Tab::Verdict => verdict::show(&view),
                                    Tab::Errors => errors::show(&view),
                                    Tab::Sure => sure::show(&view),
                                    Tab::Ahead => ahead::show(&view),
                                    Tab::Matters => matters::show(&view),
                                    Tab::Why => why::show(&view),
                                    Tab::Made => made::show(&view),
                                    Tab::Runs => runs::show(&view),
                                } }
                            </div>
                        </>
                    },
                } }
            </section>
        </ContextProvider<Shell>>
    }
}

impl View<'_> {
    fn badge(&self) -> Option<String> {
        self.insight.header.example.then(|| self.language.texts().example.to_owned())
    }

    /// `load_kwh (kWh)`.
    fn axis(&self) -> String {
        let unit = self.unit.trim();
        if unit.is_empty() || self.name.ends_with([')', ']', '）']) {
            self.name.to_owned()
        } else {
            format!("{} ({unit})", self.name)
        }
    }

    fn actual(&self) -> &[f64] {
        &self.insight.judged.test.targets[self.place].actual
    }

    fn predicted(&self) -> &[f64] {
        self.insight.judged.predictions.values.get(self.place).map_or(&[], Vec::as_slice)
    }

    fn best(&self) -> String {
        (self.t.method_of)(self.judgement.best)
    }
}
