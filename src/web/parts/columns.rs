//! The columns, each with a small picture and its role.

use yew::prelude::*;

use super::field::{chosen_index, is_checked};
use super::term::Explain;
use crate::app::{Action, DataState};
use crate::data::{Kind, Role};
use crate::i18n::{Term, format};
use crate::numeric::decimal;
use crate::session::ColumnSummary;
use crate::web::dispatch::{Shell, use_shell};

/// As in the picture's `viewBox`.
const SKETCH_WIDTH: f64 = 64.0;
const SKETCH_HEIGHT: f64 = 18.0;
/// Tables with more columns than these show the rest on request.
const SHOWN: usize = 12;

/// What the list shows.
#[derive(Properties, PartialEq)]
pub struct ColumnsProps {
    /// The table and the choice of columns.
    pub data: DataState,
}

/// The columns.
#[component]
pub fn Columns(props: &ColumnsProps) -> Html {
    let shell = use_shell();
    let t = shell.texts;
    let all = use_state(|| false);
    let Some(table) = &props.data.table else { return html! {} };
    let timed = props.data.spec.as_ref().is_some_and(|spec| spec.time.is_some());
    let shown = if *all { table.columns.len() } else { SHOWN };
    let show_all = {
        let all = all.clone();
        Callback::from(move |_: MouseEvent| all.set(true))
    };
    html! { <>
        <ul class="columns" aria-label={t.columns}>
            { for table.columns.iter().take(shown).map(|column| row(&shell, column, &props.data, timed)) }
        </ul>
        if table.columns.len() > shown {
            <button type="button" class="link-button" onclick={show_all}>{ (t.all_columns)(table.columns.len()) }</button>
        }
        if let Some(targets) = props.data.spec.as_ref().map(|spec| spec.targets.len()).filter(|&targets| targets > 1) {
            <p class="note" id="several-targets">{ (t.several_targets)(targets) }</p>
        }
        if timed {
            <p class="muted">{ t.known_ahead_why }<Explain term={Term::KnownAhead} /></p>
        }
    </> }
}

fn row(shell: &Shell, column: &ColumnSummary, data: &DataState, timed: bool) -> Html {
    let t = shell.texts;
    let role = data.role(&column.name);
    let category = data.spec.as_ref().is_some_and(|spec| spec.categories.contains(&column.name));
    let roles = roles(column, role);
    let name = column.name.clone();
    let choose = {
        let roles = roles.clone();
        shell.on(move |event: Event| {
            let index = chosen_index(&event);
            Action::RoleChosen {
                column: name.clone(),
                role: roles.get(index).copied().unwrap_or(Role::Ignore),
            }
        })
    };
    let about = about(t, column);
    let label = (t.role_of)(&column.name);
    let can_be_category =
        role == Role::Feature && column.numeric && column.distinct.is_some_and(|distinct| distinct <= 20);
    let name = column.name.clone();
    html! {
        <li class="column" key={column.name.clone()}>
            <details class="column-name"><summary>{ &column.name }<small class="muted">{ about }</small></summary>
                { more(t, column) }
            </details>
            { sketch(column) }
            <select class={classes!("role", class(role))} aria-label={label} onchange={choose}>
                { for roles.iter().map(|&other| html! {
                    <option selected={other == role}>{ (t.role)(other, timed) }</option>
                }) }
            </select>
            if can_be_category {
                <label class="as-labels"><input type="checkbox" checked={category}
                    onchange={shell.on(move |event: Event| Action::CategoryChosen { column: name.clone(), category: is_checked(&event) })} />
                    { t.read_as_labels }</label>
            }
        </li>
    }
}

/// The roles a column can have.
fn roles(column: &ColumnSummary, present: Role) -> Vec<Role> {
    let mut roles = match column.kind {
        Kind::Number => vec![Role::Feature, Role::Target, Role::Group, Role::Ignore],
        Kind::Category => vec![Role::Feature, Role::Group, Role::Ignore],
        Kind::Datetime => vec![Role::Time, Role::Ignore],
        Kind::Text => vec![Role::Group, Role::Ignore],
        Kind::Constant => vec![Role::Feature, Role::Ignore],
        Kind::Empty => vec![Role::Ignore],
    };
    if !roles.contains(&present) {
        roles.push(present);
    }
    roles
}

fn class(role: Role) -> &'static str {
    match role {
        Role::Feature => "feature",
        Role::Target => "target",
        Role::Time => "time",
        Role::Group => "group",
        Role::Ignore => "ignore",
    }
}

/// Its kind and range in a few words.
fn about(t: &crate::i18n::Texts, column: &ColumnSummary) -> String {
    let mut parts = vec![match (column.kind, column.range, column.distinct) {
        (Kind::Number, Some((least, _, most)), _) => {
            (t.from_to)(&format::number(least), &format::number(most))
        }
        (Kind::Category, _, Some(distinct)) => (t.labels)(distinct),
        (kind, _, _) => (t.kind)(kind).to_owned(),
    }];
    if column.missing > 0 && column.kind != Kind::Empty {
        parts.push((t.missing)(&format::count(u64::from(column.missing))));
    }
    parts.join(" · ")
}

/// How its values are spread.
fn more(t: &crate::i18n::Texts, column: &ColumnSummary) -> Html {
    let mean = column.range.map(|(_, mean, _)| (t.mean_is)(&format::number(mean)));
    let distinct = column.distinct.map(|distinct| (t.distinct_are)(&format::count(u64::from(distinct))));
    let parts: Vec<String> = mean.into_iter().chain(distinct).chain(column.unit.clone()).collect();
    let counts: Vec<f64> = column.histogram.iter().map(|&count| f64::from(count)).collect();
    html! { <>
        <small class="muted">{ parts.join(" · ") }</small>
        if !counts.is_empty() {
            <span class="spread"><small class="muted">{ t.how_often }</small>{ bars(&counts, 0.0) }</span>
        }
    </> }
}

/// A small picture of the column's values over the rows.
fn sketch(column: &ColumnSummary) -> Html {
    let least = column.sketch.iter().copied().filter(|value| value.is_finite()).fold(f64::INFINITY, f64::min);
    // Counts start at zero; means may be far from it.
    bars(&column.sketch, if column.kind == Kind::Number { least } else { 0.0 })
}

fn bars(values: &[f64], floor: f64) -> Html {
    let most = values.iter().copied().filter(|value| value.is_finite()).fold(f64::NEG_INFINITY, f64::max);
    let width = SKETCH_WIDTH / values.len().max(1) as f64;
    html! {
        <svg class="sketch" viewBox="0 0 64 18" aria-hidden="true">
            { for values.iter().enumerate().filter(|(_, value)| value.is_finite()).map(|(index, &value)| {
                let share = if most > floor { (value - floor) / (most - floor) } else { 0.5 };
                let height = 2.0 + share * (SKETCH_HEIGHT - 2.0);
                let text = |length: f64| decimal::fixed(length, 1);
                html! { <rect x={text(index as f64 * width)} y={text(SKETCH_HEIGHT - height)}
                    width={text(width * 0.8)} height={text(height)} /> }
            }) }
        </svg>
    }
}
