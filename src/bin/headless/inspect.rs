//! `headless inspect`: what a file holds and what is doubtful about it.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use greengrad::data::{Column, JoinedFile, Table, Values};
use greengrad::i18n::{Language, format};
use serde_json::{Value, json};

use crate::json::{REFUSED, issues};
use crate::read::{Choices, complain, load, say};

/// The arguments of `inspect`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The file
    file: PathBuf,
    #[command(flatten)]
    choices: Choices,
    /// Print one JSON object and nothing else
    #[arg(long)]
    json: bool,
}

/// Runs `inspect`.
pub fn run(arguments: &Arguments) -> io::Result<ExitCode> {
    let (parsed, summary) = match load(&arguments.file, &arguments.choices)? {
        Ok(read) => read,
        Err(refusal) => {
            if arguments.json {
                say(&json!({ "outcome": "refuse", "issues": [], "error": refusal.to_json() }).to_string())?;
            } else {
                complain(&refusal.message);
            }
            return Ok(ExitCode::from(REFUSED));
        }
    };
    if arguments.json {
        let columns = |derived: bool| -> Vec<Value> {
            let own = parsed.table.columns.iter().filter(|column| column.derived == derived);
            own.map(|column| column_json(column, &parsed.table)).collect()
        };
        let source = &parsed.source;
        say(&json!({
            "outcome": "load",
            "encoding": source.encoding.name(),
            "bom": source.bom,
            "delimiter": source.delimiter,
            "decimal": source.decimal,
            "header": source.header_line.is_some(),
            "header_line": source.header_line,
            "rows": parsed.table.rows(),
            "columns": columns(false),
            "derived": columns(true),
            "joined": summary.joined.iter().map(joined_json).collect::<Vec<_>>(),
            "issues": issues(&parsed.issues),
            "error": null,
        })
        .to_string())?;
        return Ok(ExitCode::SUCCESS);
    }
    let texts = Language::En.texts();
    say(&format!(
        "{}: {} rows · {}",
        summary.name,
        format::count(u64::from(summary.rows)),
        (texts.understood)(&parsed.source)
    ))?;
    for column in &summary.columns {
        let range = column.range.map_or(String::new(), |(least, _, most)| {
            format!("  {}", (texts.from_to)(&format::number(least), &format::number(most)))
        });
        let missing =
            if column.missing > 0 { format!("  {} missing", column.missing) } else { String::new() };
        say(&format!("  {:<28} {:<16}{range}{missing}", column.name, (texts.kind)(column.kind)))?;
    }
    for issue in &summary.issues {
        say(&format!("! {}", (texts.issue)(issue)))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn joined_json(file: &JoinedFile) -> Value {
    json!({
        "name": file.name,
        "zone": (Language::En.texts().zone_name)(file.zone),
        "reason": file.reason,
        "step_seconds": file.step_seconds,
        "rows": file.rows,
        "partners": file.partners,
        "columns": file.columns.iter().map(|(_, name, measure)| json!({ "name": name, "measure": measure })).collect::<Vec<_>>(),
    })
}

fn column_json(column: &Column, table: &Table) -> Value {
    let last = table.rows().saturating_sub(1);
    let mut entry = json!({
        "name": column.name,
        "kind": column.kind().code(),
        "missing": column.missing(table.rows()),
        "first": cell(column, 0),
        "last": cell(column, last),
    });
    if let (Some(numbers), Some(entry)) = (column.numbers(), entry.as_object_mut()) {
        let sum: f64 = numbers.iter().filter(|number| !number.is_nan()).sum();
        entry.insert("sum".to_owned(), json!(sum));
    }
    entry
}

fn cell(column: &Column, row: usize) -> Value {
    if let Values::Number(numbers) = &column.values {
        return numbers
            .get(row)
            .filter(|number| !number.is_nan())
            .map_or(Value::Null, |number| json!(number));
    }
    let text = column.text(row);
    if text.is_empty() { Value::Null } else { json!(text) }
}
