//! The panel that judges and explains a run.

mod ahead;
mod errors;
mod made;
mod matters;
mod runs;
mod sure;
mod verdict;
mod why;

use std::rc::Rc;

use yew::prelude::*;

use super::asked;
use super::stage::use_stage;
use super::tabs::Tabs;
use crate::app::{Action, Header};
use crate::i18n::{InsightTexts, Language};
use crate::session::Judged;
use crate::session::explaining::{Explained, Question};
use crate::session::judge::Judgement;
use crate::web::dispatch::use_shell;

/// What the panel shows. What is the same as before stays in the same place, so that it is compared by that.
#[derive(Clone)]
pub(super) struct Shown {
    pub(super) header: Rc<Header>,
    pub(super) judged: Rc<Judged>,
    pub(super) answers: Rc<Vec<Explained>>,
}

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.header, &other.header)
            && Rc::ptr_eq(&self.judged, &other.judged)
            && Rc::ptr_eq(&self.answers, &other.answers)
    }
}

/// What the panel shows.
#[derive(Properties, PartialEq)]
pub(super) struct PanelProps {
    pub(super) insight: Rc<Shown>,
    /// Which part; kept where the panel goes while another run is on its way.
    pub(super) tab: UseStateHandle<Tab>,
}

/// The parts of the panel.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Tab {
    #[default]
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
    dispatch: Callback<Action>,
}

/// The panel.
#[component]
pub(super) fn Panel(props: &PanelProps) -> Html {
    let PanelProps { insight, tab } = props;
    let stage = use_stage();
    let shell = use_shell();
    let language = shell.language;
    let t = language.insight();
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
        dispatch: shell.dispatch.clone(),
        why: {
            let (tab, dispatch) = (tab.clone(), shell.dispatch.clone());
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
    let shown = if there.iter().any(|(own, _, _)| *own == **tab) { **tab } else { Tab::Verdict };
    html! {
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
                                    let (tab, own, stage) = (tab.clone(), there.clone(), stage.clone());
                                    Callback::from(move |place: usize| {
                                        stage.saw(crate::lesson::View::Judge);
                                        tab.set(own.get(place).map_or(Tab::Verdict, |own| own.0));
                                    })
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
    }
}

impl View<'_> {
    fn badge(&self) -> Option<String> {
        self.insight.header.badge()
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
