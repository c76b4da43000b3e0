//! Everything that reads what somebody else may have written, each as a function of bytes that may refuse but never panics.

use greengrad::app::Link;
use greengrad::data::{DataSpec, Dataset, Finished, ReadChoices, Table, TableReader, legacy, read_plain};
use greengrad::formats::onnx::{from_onnx, to_onnx};
use greengrad::formats::python::to_csv;
use greengrad::formats::{ModelFile, Packing, Project};
use greengrad::lesson::{Glossary, Lesson};
use greengrad::numeric::crc32;
use greengrad::session::keep::{Chest, Part};
use greengrad::session::{Command, Go, Session};
use greengrad::training::{Method, Settings};

/// A reader: its name, what it does with any bytes, and bytes that it knows, from which others are made.
pub struct Reader {
    pub name: &'static str,
    pub read: fn(&[u8]),
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Pieces that mean something to it.
    pub words: &'static [&'static str],
}

/// All but the spreadsheets: their library asks for every cell between two that are far apart, which random bytes soon are, and for
/// more memory than a machine has. In the page they are read by a worker that may die.
pub const READERS: [Reader; 6] = [
    Reader {
        name: "tables",
        read: tables,
        seeds: table_seeds,
        words: &[
            ",",
            ";",
            "\t",
            "\n",
            "\r\n",
            "\"",
            "2024-03-31T02:30",
            "1.234,5",
            "NaN",
            "-999",
            "\u{feff}",
            "\u{0}",
            "sep=;\n",
            "1e999",
            "'=",
            "%",
            "12/31/24 23:59",
            "2024年3月1日",
            "#",
        ],
    },
    Reader {
        name: "projects",
        read: projects,
        seeds: project_seeds,
        words: &["\"sections\"", "\"packed\":", "18446744073709551615", "null", "-1", "1e400", "[]", "{}"],
    },
    Reader {
        name: "models",
        read: models,
        seeds: model_seeds,
        words: &["null", "-1", "1e400", "[]", "{}", "\"mean\":", "18446744073709551615", "4294967295"],
    },
    Reader {
        name: "onnx",
        read: onnx,
        seeds: onnx_seeds,
        words: &["Gemm", "MatMul", "greengrad", "\u{1}", "\u{7f}", "\u{8}\u{1}"],
    },
    Reader {
        name: "links",
        read: links,
        seeds: link_seeds,
        words: &[
            "&", "=", "%2C", "%", "lesson=", "hide=", "lang=zh", "hidden=", "seed=", "1e308", "none", ",",
        ],
    },
    Reader {
        name: "lessons",
        read: lessons,
        seeds: lesson_seeds,
        words: &[
            "```setup\n",
            "```check\n",
            "```",
            "# ",
            "## ",
            "- ",
            "[",
            "](",
            "$",
            "**",
            "> ",
            "|",
            "\n\n",
        ],
    },
];

/// A table as the page reads it, and what is made of it next.
fn tables(bytes: &[u8]) {
    let mut reader = TableReader::new(bytes.len() as u64, ReadChoices::default(), legacy::decoder);
    for _ in 0..2 {
        for piece in bytes.chunks(997) {
            if reader.chunk(piece).is_err() {
                return;
            }
        }
        match reader.finish() {
            Ok(Finished::Done(parsed)) => {
                let spec = suggested(&parsed.table);
                let _ = Dataset::new(parsed.table.clone(), &spec);
                let _ = to_csv(&parsed.table);
                return;
            }
            Ok(Finished::Again(next)) => reader = *next,
            Err(_) => return,
        }
    }
    panic!("a file is read twice at the most");
}

fn suggested(table: &Table) -> DataSpec {
    DataSpec::suggest(table, &[])
}

/// As it stands, and with a checksum that is right, so that what is behind it is read too.
fn projects(bytes: &[u8]) {
    read_project(bytes);
    if let Some((body, _)) = bytes.split_last_chunk::<4>() {
        let mut forged = body.to_vec();
        forged.extend(crc32(body.iter().copied()).to_le_bytes());
        read_project(&forged);
    }
}

fn read_project(bytes: &[u8]) {
    let Ok(project) = Project::from_bytes(bytes) else { return };
    if let Some(table) = &project.table {
        let _ = Dataset::new(table.clone(), &project.spec);
        if let Some(model) = project.model() {
            let _ = model.predict(table, None);
        }
    }
    let mut session = Session::new();
    let _ = session.open(1, Chest::File(bytes.to_vec()));
}

fn models(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(model) = ModelFile::from_json(text)
    {
        let _ = model.to_json();
        let _ = model.predict(&read_plain("time,load_kwh,a,b\n2024-01-01,1,2,3\n2024-01-02,2,3,4\n"), None);
    }
}

fn onnx(bytes: &[u8]) {
    if let Ok(model) = from_onnx(bytes) {
        let _ = model.to_json();
    }
}

/// A link that is written again says the same.
fn links(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let link = Link::parse(&text);
    let again = Link::parse(&link.format());
    assert_eq!((link.settings, link.language), (again.settings, again.language));
}

fn lessons(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = Lesson::parse(1, &text);
    let _ = Glossary::parse(&text);
}

fn files_of(folder: &str, most_bytes: usize) -> Vec<Vec<u8>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let files = paths.iter().filter(|path| path.is_file()).map(|path| {
        let mut bytes = std::fs::read(path).unwrap();
        bytes.truncate(most_bytes);
        bytes
    });
    files.collect()
}

fn table_seeds() -> Vec<Vec<u8>> {
    files_of("tests/it/fixtures/reading", 3000)
}

/// A run on a small table, done and half done, with and without its table.
fn sessions() -> Vec<Session> {
    let mut sessions = Vec::new();
    let table: String =
        (0..60).map(|row| format!("{},{},{}\n", row % 7, row % 5, row % 7 + 2 * (row % 5))).collect();
    for (method, steps) in [(Method::Network, 30), (Method::Network, usize::MAX), (Method::Quick, usize::MAX)]
    {
        let mut session = Session::new();
        session.example(1, "own".to_owned(), &format!("a,b,value\n{table}"));
        let spec = suggested(session.table().unwrap());
        session.command(Command::Prepare { request: 2, spec });
        let settings = Settings { hidden: vec![3], epochs: 4, method, ..Settings::default() };
        session.command(Command::Train { run: 3, settings, go: Go::ToTheEnd });
        let mut done = 0;
        while session.is_busy() && done < steps {
            session.work(
                &mut || {
                    done += 1;
                    done < steps
                },
                false,
            );
        }
        sessions.push(session);
    }
    sessions
}

fn project_seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for mut session in sessions() {
        for (part, content) in session.unkept().unwrap() {
            if part == Part::Now {
                let mut bytes = Vec::new();
                content.unwrap().write(&mut bytes).unwrap();
                seeds.push(bytes);
            }
        }
    }
    let whole = std::fs::read(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/project_1.greengrad"),
    )
    .unwrap();
    if let Ok(project) = Project::from_bytes(&whole) {
        seeds.extend(project.to_bytes(Packing::Quick));
    }
    seeds.push(whole);
    seeds
}

fn model_seeds() -> Vec<Vec<u8>> {
    sessions().iter().filter_map(|session| Some(session.model()?.to_json().unwrap().into_bytes())).collect()
}

fn onnx_seeds() -> Vec<Vec<u8>> {
    sessions()
        .iter()
        .filter_map(|session| Some(to_onnx(&session.model()?, session.table()).unwrap().bytes))
        .collect()
}

fn link_seeds() -> Vec<Vec<u8>> {
    ["learning_rate=0.01&hidden=64,64&seed=7&lang=zh", "lesson=4&hide=optimizer&lang=en", "example=cars_co2&method=quick&epochs=20&batch_size=16&activation=tanh&initialiser=he_uniform&loss=huber&optimizer=adamw&l1=0.1&l2=0.01&dropout=0.5&patience=3&shortcuts=off"].map(|link| link.as_bytes().to_vec()).to_vec()
}

fn lesson_seeds() -> Vec<Vec<u8>> {
    [files_of("static/lessons/en", 6000), files_of("static/lessons/zh", 6000)].concat()
}
