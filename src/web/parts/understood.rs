//! What was understood of a file, in a line that can be corrected; what was doubtful, with one click that answers it;
//! and the lines in question as they stand.

use yew::prelude::*;

use super::field::chosen_index;
use crate::app::{Action, DataState, Lines, OwnFile, answer, mend};
use crate::data::{DateOrder, Encoding, HeaderChoice, Issue, IssueKind, Missing, ReadChoices, Source};
use crate::i18n::format;
use crate::session::TableSummary;
use crate::web::dispatch::Shell;

/// Doubts that are shown without a click.
const SHOWN_ISSUES: usize = 3;
/// Lines of a doubt that can be shown.
const SHOWN_LINES: usize = 3;
/// Lines on which a header may be looked for.
const HEADER_LINES: u32 = 12;

/// One guess among its alternatives; choosing another corrects it.
fn guess<T: Clone + PartialEq + 'static>(
    shell: &Shell,
    label: &'static str,
    options: Vec<(T, String)>,
    chosen: &T,
    correct: impl Fn(T) -> ReadChoices + 'static,
) -> Html {
    let values: Vec<T> = options.iter().map(|(value, _)| value.clone()).collect();
    let choose = shell.on(move |event: Event| {
        let index = chosen_index(&event).min(values.len() - 1);
        Action::Corrected(0, correct(values[index].clone()))
    });
    html! {
        <select class="guess" aria-label={label} title={label} onchange={choose}>
            { for options.iter().map(|(value, name)| html! { <option selected={value == chosen}>{ name }</option> }) }
        </select>
    }
}

/// The line that says what was understood of a file's form.
pub fn understood(shell: &Shell, source: &Source, choices: &ReadChoices) -> Html {
    let t = shell.texts;
    let with = |change: fn(&mut ReadChoices, usize)| {
        let choices = choices.clone();
        move |index: usize| {
            let mut choices = choices.clone();
            change(&mut choices, index);
            choices
        }
    };
    let numbered = |names: Vec<String>| names.into_iter().enumerate().collect::<Vec<_>>();
    let mut guesses = Vec::new();
    if let Some(sheets) = &source.sheets {
        let (own, names) = (choices.clone(), sheets.names.clone());
        let chosen = names.iter().position(|name| *name == sheets.chosen).unwrap_or(0);
        guesses.push(guess(shell, t.sheet, numbered(names.clone()), &chosen, move |index| ReadChoices {
            sheet: names.get(index).cloned(),
            ..own.clone()
        }));
    } else {
        let names = Encoding::ALL.map(|encoding| encoding.name().to_ascii_uppercase()).to_vec();
        let chosen = Encoding::ALL.iter().position(|&encoding| encoding == source.encoding).unwrap_or(0);
        guesses.push(guess(
            shell,
            t.encoding,
            numbered(names),
            &chosen,
            with(|choices, index| {
                choices.encoding = Encoding::ALL.get(index).copied();
            }),
        ));
        const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];
        let mut names = SEPARATORS.map(|mark| (t.separator_name)(Some(mark)).to_owned()).to_vec();
        let chosen = source.delimiter.and_then(|own| SEPARATORS.iter().position(|&mark| mark == own));
        if chosen.is_none() {
            names.push((t.separator_name)(source.delimiter).to_owned());
        }
        let chosen = chosen.unwrap_or(SEPARATORS.len());
        guesses.push(guess(
            shell,
            t.separator,
            numbered(names),
            &chosen,
            with(|choices, index| {
                choices.delimiter = SEPARATORS.get(index).copied();
            }),
        ));
    }
    const MARKS: [char; 2] = ['.', ','];
    let names = MARKS.map(|mark| (t.decimal_name)(mark).to_owned()).to_vec();
    let chosen = usize::from(source.decimal == ',');
    guesses.push(guess(
        shell,
        t.decimal_mark,
        numbered(names),
        &chosen,
        with(|choices, index| {
            choices.decimal = MARKS.get(index).copied();
        }),
    ));
    let own = choices.clone();
    let lines = HEADER_LINES.max(source.header_line.unwrap_or(0));
    let options = std::iter::once(None).chain((1..=lines).map(Some));
    let options = options.map(|line| (line, (t.header_name)(line))).collect();
    guesses.push(guess(shell, t.header_at, options, &source.header_line, move |line: Option<u32>| {
        ReadChoices { header: Some(line.map_or(HeaderChoice::None, HeaderChoice::Line)), ..own.clone() }
    }));
    if let Some(order) = source.date_order {
        let own = choices.clone();
        let orders = [DateOrder::DayFirst, DateOrder::MonthFirst];
        let options = orders.map(|order| (order, (t.date_order_name)(order).to_owned())).to_vec();
        guesses.push(guess(shell, t.date_order, options, &order, move |order| ReadChoices {
            date_order: Some(order),
            ..own.clone()
        }));
    }
    html! { <span class="understood" id="understood">{ for guesses }</span> }
}

/// What becomes of rows that lack a feature, where it makes a difference.
pub fn missing(shell: &Shell, data: &DataState) -> Html {
    let t = shell.texts;
    let Some((spec, dataset)) = data.spec.as_ref().zip(data.shown.as_ref()) else { return html! {} };
    let (left_out, filled) = dataset.rows_by_missing;
    if left_out == filled {
        return html! {};
    }
    let ways = [(Missing::LeaveOut, left_out), (Missing::Fill, filled)];
    let choose = shell.on(move |event: Event| Action::MissingChosen(ways[chosen_index(&event).min(1)].0));
    html! {
        <div class="field" id="missing">
            <label for="missing-way">{ t.missing_rows }</label>
            <select id="missing-way" onchange={choose}>
                { for ways.iter().map(|&(way, rows)| html! {
                    <option selected={way == spec.missing}>{ (t.missing_way)(way, &format::count(u64::from(rows))) }</option>
                }) }
            </select>
        </div>
    }
}

/// Doubts about the file, then doubts about its use.
pub fn issues(shell: &Shell, data: &DataState) -> Html {
    let of_table = data.table.iter().flat_map(|table| table.issues.iter());
    let of_dataset = data.shown.iter().flat_map(|dataset| dataset.issues.iter());
    let mut all: Vec<&Issue> = of_table.chain(of_dataset).collect();
    if all.is_empty() {
        return html! {};
    }
    // Questions stand first, then what costs rows or cells or may be wrong; the order is kept otherwise.
    let asks = |issue: &Issue| {
        (shell.texts.answer)(&issue.kind).is_some() || (shell.texts.mend)(&issue.kind).is_some()
    };
    let (questions, rest): (Vec<&Issue>, Vec<&Issue>) = all.drain(..).partition(|issue| asks(issue));
    let costs = |issue: &Issue| {
        matches!(
            issue.kind,
            IssueKind::RowsLeftOut { .. }
                | IssueKind::HistoryRows { .. }
                | IssueKind::TextInNumberColumn { .. }
                | IssueKind::FarFromRest { .. }
        )
    };
    let (dear, rest): (Vec<&Issue>, Vec<&Issue>) = rest.into_iter().partition(|issue| costs(issue));
    let shown = SHOWN_ISSUES.max(questions.len() + dear.len());
    let all: Vec<&Issue> = questions.into_iter().chain(dear).chain(rest).collect();
    let item = |issue: &&Issue| one(shell, issue, data.own());
    let (first, rest) = all.split_at(all.len().min(shown));
    html! {
        <div class="issues" id="issues">
            <h3>{ (shell.texts.noticed)(all.len()) }</h3>
            <ul>{ for first.iter().map(item) }</ul>
            if !rest.is_empty() {
                <details><summary>{ (shell.texts.more_noticed)(rest.len()) }</summary><ul>{ for rest.iter().map(item) }</ul></details>
            }
        </div>
    }
}

fn one(shell: &Shell, issue: &Issue, files: &[OwnFile]) -> Html {
    let t = shell.texts;
    // Files of one name cannot be told apart; the first of them is meant as often as not.
    let place = match &issue.file {
        Some(name) => files.iter().position(|file| file.name == *name).unwrap_or(0),
        None => 0,
    };
    let choices = files.get(place).and_then(|file| answer(issue, &file.choices));
    let answered = (t.answer)(&issue.kind).zip(choices);
    let can_be_shown = !files.is_empty() && issue.file.is_none();
    let lines = issue.lines.iter().copied().take(if can_be_shown { SHOWN_LINES } else { 0 });
    html! {
        <li>
            if let Some(file) = &issue.file { <b>{ file }</b>{ ": " } }
            { (t.issue)(issue) }
            if let Some((label, choices)) = answered {
                { " " }<button type="button" class="answer" onclick={shell.on(move |_: MouseEvent| Action::Corrected(place, choices.clone()))}>{ label }</button>
            }
            if let Some((label, action)) = (t.mend)(&issue.kind).zip(mend(issue)) {
                { " " }<button type="button" class="answer mend" onclick={shell.on(move |_: MouseEvent| action.clone())}>{ label }</button>
            }
            { for lines.map(|line| html! { <>
                { " " }<button type="button" class="link-button line-link" aria-label={(t.show_lines)(line)}
                    onclick={shell.on(move |_: MouseEvent| Action::LineChosen(line))}>{ line }</button>
            </> }) }
        </li>
    }
}

/// Some lines as they stand beside what was understood of them.
pub fn lines(shell: &Shell, table: &TableSummary, lines: &Lines) -> Html {
    let t = shell.texts;
    html! {
        <section class="lines" id="lines" aria-label={(t.lines_around)(lines.line)}>
            <p><b>{ (t.lines_around)(lines.line) }</b>{ " " }
                <button type="button" onclick={shell.on(|_: MouseEvent| Action::LinesClosed)}>{ t.close }</button></p>
            if lines.around.is_empty() { <p class="muted">{ t.no_lines }</p> } else {
                <div class="scroll" tabindex="0" role="group" aria-label={t.preview}>
                    <table>
                        <thead><tr><th scope="col">{ t.line }</th><th scope="col">{ t.as_it_stands }</th>
                            { for table.columns.iter().map(|column| html! { <th scope="col">{ &column.name }</th> }) }
                        </tr></thead>
                        <tbody>{ for lines.around.iter().map(|line| html! {
                            <tr class={classes!((line.line == lines.line).then_some("asked"))}>
                                <th scope="row">{ line.line }</th><td class="raw"><code>{ &line.raw }</code></td>
                                if let Some(cells) = &line.cells {
                                    { for cells.iter().map(|cell| html! { <td>{ cell }</td> }) }
                                } else {
                                    <td class="muted" colspan={table.columns.len().to_string()}>{ t.no_row }</td>
                                }
                            </tr>
                        }) }</tbody>
                    </table>
                </div>
            }
        </section>
    }
}
