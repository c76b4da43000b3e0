//! Tables: the first rows of the data, and the simple baselines beside the network.

use yew::prelude::*;

use crate::i18n::format;
use crate::session::TableSummary;
use crate::web::dispatch::Shell;

/// The first rows, with the line each stands on.
pub fn preview(shell: &Shell, table: &TableSummary) -> Html {
    let t = shell.texts;
    html! {
        <details class="preview" id="preview">
            <summary>{ (t.first_rows)(table.preview.len(), &format::count(u64::from(table.rows))) }</summary>
            <div class="scroll" tabindex="0" role="region" aria-label={t.preview}>
                <table>
                    <thead><tr><th scope="col">{ t.line }</th>
                        { for table.columns.iter().map(|column| html! { <th scope="col">{ &column.name }</th> }) }
                    </tr></thead>
                    <tbody>{ for table.preview.iter().map(|(line, cells)| html! {
                        <tr><th scope="row">{ line }</th>{ for cells.iter().map(|cell| html! { <td>{ cell }</td> }) }</tr>
                    }) }</tbody>
                </table>
            </div>
        </details>
    }
}
