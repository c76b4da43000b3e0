//! How fast the page is there, and how fast it draws. What is measured is printed (`scripts/quality.sh speed` keeps it); what is asserted
//! is far above it, because machines are noisy.

use crate::browser::{Engine, Need, with_page};
use crate::faults::with_workers;
use crate::flows::write;
use crate::server::Site;

/// With nothing in any cache: the first paint, and when Train can be pressed, in ms after the address was asked for.
#[test]
fn how_soon_training_can_begin() {
    if !Engine::has(Need::LongTasks) {
        return;
    }
    const WATCH: &str = "const look = () => { const train = document.querySelector('#train'); if (train && !train.disabled && !document.querySelector('.first')) window.ready ??= performance.now(); else requestAnimationFrame(look); }; requestAnimationFrame(look);";
    let mut all = Vec::new();
    for _ in 0..5 {
        let site = Site::start();
        with_page((1440, 900), async |page| {
            site.before_load(WATCH);
            page.open(&format!("{}#lang=en", site.url())).await?;
            page.wait_until("return window.ready !== undefined").await?;
            let found = page
                .script("return [performance.getEntriesByName('first-contentful-paint')[0].startTime, window.ready]")
                .await?;
            all.push([0, 1].map(|place| found[place].as_f64().unwrap()));
            Ok(())
        });
    }
    let best = |place: usize| all.iter().map(|one| one[place]).fold(f64::INFINITY, f64::min);
    println!(
        "first paint after {:.0} ms, Train after {:.0} ms (the best of {})",
        best(0),
        best(1),
        all.len()
    );
    assert!(best(0) < 2000.0 && best(1) < 5000.0, "{all:?}");
}

/// A chart of 100,000 rows, each with a measured value, a prediction and a simple method's: from when its canvas is made anew to the last
/// stroke.
#[test]
fn a_chart_of_100_000_points_is_drawn_at_once() {
    const WATCH: &str = "window.drawn = []; \
        const size = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, 'width'); \
        Object.defineProperty(HTMLCanvasElement.prototype, 'width', { ...size, set(value) { size.set.call(this, value); this.begun = performance.now(); } }); \
        for (const name of ['stroke', 'fill', 'fillText', 'fillRect']) { \
          const own = CanvasRenderingContext2D.prototype[name]; \
          CanvasRenderingContext2D.prototype[name] = function (...all) { const done = own.apply(this, all); this.canvas.took = performance.now() - this.canvas.begun; return done; }; \
        }";
    let mut text = "x,y\n".to_owned();
    for row in 0..500_010_u32 {
        text += &format!("{},{}\n", row % 1009, row.wrapping_mul(2_654_435_761) % 997);
    }
    let file = write("long.csv", &text);
    let site = Site::start();
    with_page((1440, 1000), async |page| {
        site.before_load(WATCH);
        page.open(&format!("{}#lang=en", site.url())).await?;
        page.choose_file("#file", &file).await?;
        page.wait_for_text("#data-title", "500\u{202f}010 rows").await?;
        page.wait_until("return !document.querySelector('#train').disabled").await?;
        page.fill("#epochs", "1").await?;
        page.fill("#batch-size", "1024").await?;
        page.click("#train").await?;
        page.wait_for_text("#status", "Done: 1 epochs").await?;
        let mut all = Vec::new();
        for _ in 0..5 {
            for button in ["Last 100 rows", "All"] {
                page.script(&format!(
                    "const all = [...document.querySelectorAll('.windows button')]; (all.find(own => own.textContent === {button:?}) ?? all[{}]).click(); return true",
                    u32::from(button != "All")
                ))
                .await?;
                tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            }
            let took = page.script("return document.querySelector('#prediction-chart canvas').took").await?;
            all.push(took.as_f64().unwrap());
        }
        // What is told of the picture says how many points it is made of.
        let points = page.script("return Math.max(...[...document.querySelector('#prediction-chart canvas').getAttribute('aria-label').matchAll(/([\\d\\s]+) points/g)].map(own => Number(own[1].replace(/\\s/g, ''))))").await?;
        let best = all.iter().copied().fold(f64::INFINITY, f64::min);
        println!("a chart of 100,000 rows is drawn in {best:.1} ms (the best of {}: {all:?})", all.len());
        assert!(points.as_f64().unwrap() >= 100_000.0 && best < 100.0, "{points} points, {all:?}");
        Ok(())
    });
    std::fs::remove_file(file).unwrap();
}

/// A million rows of ten features and a target are read, trained on and kept; the memory of a worker's module never shrinks, so that what
/// the largest has at the end is the most that it ever had.
#[test]
fn a_million_rows_take_three_times_their_size_at_most() {
    if !Engine::has(Need::Memory) {
        return;
    }
    const ROWS: u32 = 1_000_000;
    const COLUMNS: u32 = 11;
    const INSIDE: &str = "const own = WebAssembly.instantiateStreaming; WebAssembly.instantiateStreaming = async (...all) => { const made = await own.apply(WebAssembly, all); \
        const memory = made.instance.exports.memory; const asked = new BroadcastChannel('memory'); \
        asked.onmessage = () => asked.postMessage(memory.buffer.byteLength); return made; };\n";
    const WATCH: &str = "window.most = 0; const asked = new BroadcastChannel('memory'); \
        asked.onmessage = own => { window.most = Math.max(window.most, own.data); }; window.ask = () => asked.postMessage(0);";
    let mut text = "y,a,b,c,d,e,f,g,h,i,j\n".to_owned();
    for row in 0..ROWS {
        let value = |column: u32| row.wrapping_mul(2_654_435_761).rotate_left(3 * column) % 10_007;
        text += &format!("{}", value(0) + value(1));
        for column in 0..10 {
            text += &format!(",{}.{column}", value(column));
        }
        text.push('\n');
    }
    let file = write("million.csv", &text);
    let site = Site::start();
    with_page((1440, 1000), async |page| {
        site.before_load(&format!("{} {WATCH}", with_workers(INSIDE)));
        page.open(&format!("{}#lang=en&epochs=1&batch_size=1024", site.url())).await?;
        page.wait_until("return document.querySelector('#act-plan') !== null").await?;
        page.wait_until(
            "return (window.example = localStorage.getItem('greengrad-work')?.split(' ')[0]) !== undefined",
        )
        .await?;
        page.choose_file("#file", &file).await?;
        page.wait_for_text("#data-title", "1\u{202f}000\u{202f}000 rows").await?;
        page.wait_until("return !document.querySelector('#train').disabled").await?;
        page.click("#train").await?;
        page.wait_for_text("#status", "Done: 1 epochs").await?;
        page.wait_until("return localStorage.getItem('greengrad-work').split(' ')[0] !== window.example")
            .await?;
        page.script("window.ask(); return true").await?;
        page.wait_until("return window.most > 0").await?;
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        let most = page.script("return window.most").await?.as_f64().unwrap();
        let own = f64::from(ROWS) * f64::from(COLUMNS) * 8.0;
        println!(
            "a million rows of eleven columns are trained on in {:.0} MB, {:.2} of their size",
            most / 1e6,
            most / own
        );
        assert!(most > own && most <= 3.0 * own, "{most}");
        Ok(())
    });
    std::fs::remove_file(file).unwrap();
}

/// The same sweep by one worker and by as many as there are processors, in turns.
#[test]
fn a_sweep_uses_every_core() {
    const ALONE: &str =
        "Object.defineProperty(WorkerNavigator.prototype, 'hardwareConcurrency', { get: () => 1 });\n";
    // Once in a test, to see that they help at all; a few times and longer where it is measured.
    let turns = std::env::var("GREENGRAD_TURNS").map_or(1, |turns| turns.parse().unwrap());
    let seeds = if turns > 1 { 20 } else { 8 };
    let networks = 2 * seeds;
    let site = Site::start();
    let took = |alone: bool| {
        let mut found = None;
        with_page((1440, 1000), async |page| {
            site.before_load(&if alone { with_workers(ALONE) } else { String::new() });
            page.open(&format!("{}#lang=en&epochs=120", site.url())).await?;
            page.wait_until(
                "return document.querySelector('#sweep-start') !== null && document.querySelector('#act-plan')?.disabled === false",
            )
            .await?;
            for (field, value) in
                [("learning_rate", "0.001, 0.002"), ("hidden", "64-64"), ("seeds", &seeds.to_string())]
            {
                page.fill(&format!("#sweep-{field}"), value).await?;
            }
            page.click("#sweep-start").await?;
            let ended = format!("All {networks} done");
            let mut said = String::new();
            for _ in 0..60 {
                if said.contains(&ended) {
                    break;
                }
                // What a driver asks a page takes its time from the workers.
                tokio::time::sleep(std::time::Duration::from_secs(2)).await;
                said = page
                    .script("return document.querySelector('#sweep-status')?.innerText ?? ''")
                    .await?
                    .as_str()
                    .unwrap()
                    .to_owned();
            }
            let cores = page.script("return navigator.hardwareConcurrency").await?.as_u64().unwrap();
            assert_eq!(said.contains("one at a time"), alone || cores < 2, "{said}");
            let seconds = said.split(" in ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
            found = Some((seconds.parse::<f64>().unwrap(), cores));
            Ok(())
        });
        found.unwrap()
    };
    let all: Vec<[(f64, u64); 2]> = (0..turns).map(|_| [true, false].map(took)).collect();
    let best = |which: usize| all.iter().map(|own| own[which].0).fold(f64::INFINITY, f64::min);
    let (alone, together, cores) = (best(0), best(1), all[0][1].1);
    println!(
        "a sweep of {networks} networks: one worker {alone:.2} s, {cores} cores {together:.2} s, {:.2} times as fast (the best of {turns})",
        alone / together
    );
    // WebKit rounds the number of processors, and each of its workers compiles the module for itself.
    assert!(cores < 2 || Engine::chosen() == Engine::WebKit || alone > 1.2 * together, "{all:?}");
}
