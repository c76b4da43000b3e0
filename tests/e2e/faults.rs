//! What goes wrong on real machines: workers that die, storage that refuses, clocks that jump, windows that nobody looks at,
//! machines that are slow. After each the page says what happened and goes on.

use std::time::{Duration, Instant};

use crate::browser::{Done, Engine, Holds, Need, Page, with_page};
use crate::flows::write;
use crate::server::Site;

const DESK: (u32, u32) = (1440, 1000);

/// The page's workers stand in a list of the test, and a script of the test runs in each before its own.
pub fn with_workers(inside: &str) -> String {
    format!(
        "const Real = Worker; window.workers = []; \
         window.Worker = class extends Real {{ constructor(...all) {{ super(...all); window.workers.push(this); }} }}; \
         window.Blob = new Proxy(Blob, {{ construct: (Own, [parts, options]) => new Own(options?.type === 'text/javascript' ? [{inside:?}, ...parts] : parts, options) }});"
    )
}

/// Ends every worker, as a browser does that runs out of memory: the page is told, and nothing comes of what it was at.
const KILL: &str = "for (const own of window.workers.splice(0)) { own.dispatchEvent(new ErrorEvent('error', { message: 'out of memory', cancelable: true })); own.terminate(); } return true";

async fn train(page: &Page, epochs: u32) -> Done {
    page.fill("#epochs", &epochs.to_string()).await?;
    page.wait_until("return !document.querySelector('#train').disabled").await?;
    page.click("#train").await?;
    page.wait_for_text("#status", &format!("Done: {epochs} epochs")).await.map(|_| ())
}

/// So many rows of a table with time.
fn rows(count: u32) -> String {
    let mut text = "time,load_kwh,temp_c\n".to_owned();
    for hour in 0..count {
        let day = hour / 24;
        let (month, day) = (1 + day / 28 % 12, 1 + day % 28);
        let year = 2020 + hour / 24 / 28 / 12;
        let load = 10.0 + 4.0 * f64::from(hour % 24 % 13) + f64::from(hour * 7919 % 101) / 50.0;
        text += &format!(
            "{year}-{month:02}-{day:02} {:02}:00,{load:.3},{:.1}\n",
            hour % 24,
            15.0 + f64::from(hour % 24)
        );
    }
    text
}

#[test]
fn a_worker_that_dies_while_it_reads_is_told_and_the_file_can_be_read_again() {
    let site = Site::start();
    let file = write("big.csv", &rows(200_000));
    with_page(DESK, async |page| {
        site.before_load(&with_workers(""));
        page.open(&format!("{}#lang=en", site.url())).await?;
        page.wait_until("return document.querySelector('#act-plan') !== null").await?;
        // The next worker is the reader; it has begun, and cannot be done.
        page.script("const Own = Worker; window.Worker = class extends Own { constructor(...all) { super(...all); window.Worker = Own; setTimeout(() => { this.dispatchEvent(new ErrorEvent('error', { message: 'out of memory', cancelable: true })); this.terminate(); }, 20); } }; return true").await?;
        page.choose_file("#file", &file).await?;
        page.wait_until("return /\\.csv was not loaded|out of memory/.test(document.body.innerText)").await?;
        // The table before is there, and trains; the file can be read.
        tokio::time::sleep(Duration::from_secs(3)).await;
        page.wait_until("return !document.querySelector('#train').disabled").await?;
        train(page, 1).await?;
        page.choose_file("#file", &file).await?;
        page.wait_for_text("#data-title", "200\u{202f}000 rows").await?;
        Ok(())
    });
    std::fs::remove_file(file).unwrap();
}

/// Writes into a module, before it is compiled, that its memory may not grow by more than so many pages.
const LITTLE: &str = r##"
WebAssembly.instantiateStreaming = async (source, imports) => {
  const bytes = new Uint8Array(await (await source).arrayBuffer());
  const number = (at) => {
    for (let value = 0, scale = 1; ; at += 1, scale *= 128) {
      value += bytes[at] % 128 * scale;
      if (bytes[at] < 128) return [value, at + 1];
    }
  };
  const written = (value) => value < 128 ? [value] : [value % 128 + 128, ...written(Math.floor(value / 128))];
  for (let at = 8; at < bytes.length; ) {
    const [length, begin] = number(at + 1);
    if (bytes[at] === 5) {
      const [least] = number(begin + 2);
      const limits = [1, 1, ...written(least), ...written(least + $PAGES)];
      const parts = [bytes.subarray(0, at), new Uint8Array([5, ...written(limits.length), ...limits]), bytes.subarray(begin + length)];
      return WebAssembly.instantiate(await new Blob(parts).arrayBuffer(), imports);
    }
    at = begin + length;
  }
  throw new Error('a module without a memory');
};
"##;

/// Lets one of the workers have but so many megabytes beyond what it begins with, so that it really runs out of memory. Which worker it
/// is, a word in its script tells: only the lab keeps things, and the reader asks the browser for nothing.
fn with_little_memory(megabytes: u32, of: &str) -> String {
    let inside = LITTLE.replace("$PAGES", &(16 * megabytes).to_string());
    format!(
        "window.Blob = new Proxy(Blob, {{ construct: (Own, [parts, options]) => {{ \
         const text = options?.type === 'text/javascript' ? parts.join('') : ''; \
         const of = text.includes('createObjectStore') ? 'lab' : text.includes('localStorage') ? 'page' : 'reader'; \
         return new Own(text && of === '{of}' ? [{inside:?}, ...parts] : parts, options); }} }});"
    )
}

#[test]
fn a_file_that_does_not_fit_into_memory_is_told_and_the_table_before_stays() {
    let site = Site::start();
    let file = write("wide.csv", &rows(300_000));
    with_page(DESK, async |page| {
        site.before_load(&with_little_memory(1, "reader"));
        page.open(&format!("{}#lang=en", site.url())).await?;
        page.choose_file("#file", &file).await?;
        page.wait_for_text("#load-problem", "memory").await?;
        page.wait_for_text("#data-title", "8\u{202f}760 rows").await?;
        train(page, 1).await
    });
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_network_that_does_not_fit_into_memory_is_told_and_a_smaller_one_trains() {
    let site = Site::start();
    with_page(DESK, async |page| {
        site.before_load(&with_little_memory(120, "lab"));
        page.open(&format!("{}#lang=en&hidden=1024,1024,1024", site.url())).await?;
        page.wait_until("return document.querySelector('#act-plan') !== null").await?;
        page.wait_until("return !document.querySelector('#train').disabled").await?;
        page.click("#train").await?;
        page.wait_for_text("#notice", "memory").await?;
        // What was set is there still.
        page.wait_until("return location.hash.includes('hidden=1024,1024,1024') && !document.querySelector('#train').disabled").await?;
        page.script("location.hash = 'hidden=16'; return true").await?;
        train(page, 1).await
    });
}

#[test]
fn a_worker_that_dies_while_it_plans_is_told_and_the_plan_can_be_made() {
    let site = Site::start();
    with_page(DESK, async |page| {
        site.before_load(&with_workers(""));
        page.open(&format!("{}#lang=en", site.url())).await?;
        page.wait_until(
            "return document.querySelector('#act-plan') && !document.querySelector('#act-plan').disabled",
        )
        .await?;
        page.wait_until("return localStorage.getItem('greengrad-work') !== null").await?;
        page.press_unheld("#act-plan").await?;
        page.wait_until("return document.querySelector('.act progress') !== null").await?;
        page.script(KILL).await?;
        page.wait_for_text("#notice", "out of memory").await?;
        page.wait_until(
            "return document.querySelector('#act-plan') && !document.querySelector('#act-plan').disabled",
        )
        .await?;
        page.script("const list = document.querySelector('#act-way'); list.selectedIndex = [...list.options].findIndex(own => own.text.includes('linear')); list.dispatchEvent(new Event('change', { bubbles: true })); return true").await?;
        page.press_unheld("#act-plan").await?;
        page.wait_for_text("#act-headline", "of carbon").await?;
        Ok(())
    });
}

/// The page gives itself turns by messages. A browser that loses some of them holds it up, and no more.
#[test]
fn messages_that_are_lost_hold_nothing_up_for_long() {
    let site = Site::start();
    with_page(DESK, async |page| {
        site.before_load(
            "const send = MessagePort.prototype.postMessage; window.lost = 0; let sent = 0; \
             MessagePort.prototype.postMessage = function (message, ...more) { \
               if (message === null && ++sent % 30 === 0) { window.lost += 1; return; } \
               send.call(this, message, ...more); \
             };",
        );
        page.open(&format!("{}#epochs=3&lang=en", site.url())).await?;
        page.wait_until("return document.querySelector('#act-way') !== null && !document.querySelector('#train').disabled").await?;
        page.press_unheld("#train").await?;
        page.wait_for_text("#status", "Done: 3 epochs").await?;
        page.wait_until("return document.querySelector('#insight-verdict') !== null").await?;
        page.select("#act-way", "the linear model").await?;
        page.press_unheld("#act-plan").await?;
        page.wait_for_text("#act-headline", "of carbon").await?;
        assert!(page.script("return window.lost").await?.as_u64() > Some(1));
        Ok(())
    });
}

/// One of those that help dies: the one that sent it does its work.
#[test]
fn one_of_the_crew_that_dies_costs_nothing_but_time() {
    let site = Site::start();
    with_page(DESK, async |page| {
        // Those that help are workers of a worker; each breaks as it is about to begin.
        site.before_load(&with_workers("if (self.name === 'crew') { self.addEventListener('message', () => { if (self.begun) throw new Error('broken by a test'); self.begun = true; }); }\n"));
        page.open(&format!("{}#example=made_up_circles&epochs=1500&batch_size=10&lang=en", site.url()))
            .await?;
        page.wait_until("return document.querySelector('#sweep-start') !== null").await?;
        page.click("#sweep-start").await?;
        page.wait_for_text("#sweep-status", "All 12 done").await?;
        Ok(())
    });
}

#[test]
fn a_browser_that_keeps_nothing_is_said_and_all_else_works() {
    for (refusal, says) in [
        ("IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };\n", "keep"),
        (
            "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };\n",
            "room",
        ),
    ] {
        let site = Site::start();
        with_page(DESK, async |page| {
            site.before_load(&with_workers(refusal));
            page.open(&format!("{}#lang=en", site.url())).await?;
            page.wait_until("return document.querySelector('#kept') !== null").await?;
            train(page, 1).await?;
            let said = page.wait_for_text("#keep-problem", says).await?;
            assert!(said.len() > 20, "{said}");
            Ok(())
        });
    }
}

/// A clock that is set while the page runs: times that are measured are not negative, and the run ends as it would.
#[test]
fn a_clock_that_jumps_changes_no_bit() {
    let site = Site::start();
    let mut ends = Vec::new();
    for jump in [
        "",
        "const now = Date.now; let asked = 0; Date.now = () => now() + (asked += 1) % 2 * 864e5 - (asked % 3) * 36e5;\n",
    ] {
        with_page(DESK, async |page| {
            site.before_load(&format!("{jump}{}", with_workers(jump)));
            page.open(&format!("{}#lang=en&seed=5", site.url())).await?;
            train(page, 3).await?;
            ends.push(
                page.script("return document.querySelector('#fingerprint').dataset.fingerprint").await?,
            );
            assert!(!page.text("#status").await?.contains('−'));
            Ok(())
        });
    }
    assert_eq!(ends[0], ends[1]);
}

/// A window behind another one goes on training.
#[test]
fn a_page_that_nobody_looks_at_goes_on() {
    let site = Site::start();
    with_page(DESK, async |page| {
        page.open(&format!("{}#lang=en&epochs=300", site.url())).await?;
        page.click("#train").await?;
        page.wait_until("return /Epoch [1-9]/.test(document.querySelector('#status').innerText)").await?;
        page.behind_another(Duration::from_secs(20)).await?;
        page.wait_for_text("#status", "Done: 300 epochs").await?;
        Ok(())
    });
}

/// A tab that the browser freezes: its run goes on when it comes back, to the bits that it would have had.
#[test]
fn a_frozen_tab_goes_on_where_it_was() {
    if !Engine::has(Need::Frozen) {
        return;
    }
    let site = Site::start();
    let mut ends = Vec::new();
    for frozen in [false, true] {
        with_page(DESK, async |page| {
            page.open(&format!("{}#lang=en&epochs=150&seed=3", site.url())).await?;
            page.click("#train").await?;
            page.wait_until("return /Epoch [1-9]/.test(document.querySelector('#status').innerText)").await?;
            if frozen {
                page.freeze(true).await?;
                tokio::time::sleep(Duration::from_secs(70)).await;
                page.freeze(false).await?;
            }
            page.wait_for_text("#status", "Done: 150 epochs").await?;
            assert_eq!(page.script("return document.querySelector('#notice') === null").await?, true);
            ends.push(
                page.script("return document.querySelector('#fingerprint').dataset.fingerprint").await?,
            );
            Ok(())
        });
    }
    assert_eq!(ends[0], ends[1]);
}

/// Waits until a text stands somewhere, without asking the page for its layout: that would be a task of the test's making.
async fn wait_quietly(page: &Page, selector: &str, text: &str) -> Done {
    page.script(&format!(
        "window.arrived = false; const look = () => {{ window.arrived ||= (document.querySelector({selector:?})?.textContent ?? '').includes({text:?}); }}; \
         const observer = new MutationObserver(() => {{ look(); if (window.arrived) observer.disconnect(); }}); \
         observer.observe(document.body, {{ childList: true, characterData: true, subtree: true }}); look(); return true"
    ))
    .await?;
    for _ in 0..120 {
        tokio::time::sleep(Duration::from_millis(500)).await;
        if page.script("return window.arrived").await? == true {
            // What follows of it is drawn too.
            tokio::time::sleep(Duration::from_secs(2)).await;
            return Ok(());
        }
    }
    panic!("{selector} never said {text:?}")
}

/// On a device that is six times as slow, once the page stands: tasks that hold its thread for more than 50 ms. They are printed; what
/// a machine does besides makes some longer, so that only what a person would feel for certain fails.
#[test]
fn what_holds_up_a_slow_device_is_told() {
    if !Engine::has(Need::LongTasks) || !Engine::has(Need::SlowDevice) {
        return;
    }
    let site = Site::start();
    with_page(DESK, async |page| {
        page.visit("about:blank").await?;
        site.before_load("window.long = []; new PerformanceObserver(list => window.long.push(...list.getEntries().map(own => Math.round(own.duration)))).observe({ type: 'longtask' });");
        page.slow_down(6.0).await?;
        page.open(&format!("{}#lang=en", site.url())).await?;
        page.wait_until(
            "return document.querySelector('#act-plan') && !document.querySelector('#act-plan').disabled",
        )
        .await?;
        tokio::time::sleep(Duration::from_secs(3)).await;
        let mut told = Vec::new();
        let tell = async |page: &Page, what: &str, told: &mut Vec<u64>| -> Done {
            let tasks = page.script("return window.long.splice(0)").await?;
            println!("{what}: {tasks}");
            told.extend(tasks.as_array().unwrap().iter().filter_map(serde_json::Value::as_u64));
            Ok(())
        };
        // What the driver does to find, type and choose takes as long as the page does, and is no part of it: so all is pressed by script.
        let file = serde_json::to_string(&rows(20_000)).unwrap();
        page.script(&format!(
            "window.own = new File([{file}], 'slow.csv', {{ type: 'text/csv' }}); return true"
        ))
        .await?;
        println!("tasks of more than 50 ms, six times slower:");
        tell(page, "start", &mut Vec::new()).await?;
        tokio::time::sleep(Duration::from_secs(2)).await;
        tell(page, "at rest", &mut told).await?;
        page.script("const field = document.querySelector('#epochs'); field.value = '50'; field.dispatchEvent(new Event('input', { bubbles: true })); return true").await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        tell(page, "typing", &mut told).await?;
        page.press_unheld("#train").await?;
        wait_quietly(page, "#status", "Done: 50 epochs").await?;
        tell(page, "training", &mut told).await?;
        page.select("#act-way", "the linear model").await?;
        page.click("#act-plan").await?;
        wait_quietly(page, "#act-headline", "of carbon").await?;
        tell(page, "solving", &mut told).await?;
        page.script("const input = document.querySelector('#file'), list = new DataTransfer(); list.items.add(window.own); input.files = list.files; input.dispatchEvent(new Event('change', { bubbles: true })); return true").await?;
        wait_quietly(page, "#data-title", "20\u{202f}000 rows").await?;
        tell(page, "loading", &mut told).await?;
        assert!(told.iter().all(|&task| task < 300), "{told:?}");
        Ok(())
    });
}

/// Rounds of all that a person does, as a script of the page's own: what a driver looks up and runs in a page is held by it for as long
/// as the page is open, and would count as the page's. `$TEXT` is a table, `$PACE` a round's least time in ms.
const ROUNDS: &str = r##"
window.soak = { rounds: 0, failed: null };
const find = (css) => document.querySelector(css);
const until = async (what, is) => {
  const end = performance.now() + 150000;
  while (!is()) {
    if (performance.now() > end) throw new Error(`never came true: ${what}`);
    await new Promise((go) => setTimeout(go, 50));
  }
};
const press = async (css) => {
  await until(css, () => find(css) && !find(css).disabled);
  find(css).click();
};
const choose = async (css, is) => {
  const list = find(css);
  list.selectedIndex = [...list.options].findIndex(is);
  list.dispatchEvent(new Event('change', { bubbles: true }));
  await new Promise((go) => setTimeout(go));
};
const loaded = (rows) => until(`${rows} rows`, () => find('#data-title').textContent.replace(/\D/g, '').endsWith(rows) && !find('#train').disabled);
const trained = async () => {
  await press('#train');
  await until('trained', () => find('#fingerprint'));
};
const spoken = async (language) => {
  await press('#language');
  await until(language, () => document.documentElement.lang.startsWith(language));
};
const round = async () => {
  // It is there at first.
  if (window.soak.rounds > 0) await choose('#example', (own) => own.value === 'homes_ca_2016');
  await loaded('8760');
  await trained();
  // The lab hears of the new table a moment after the page, sooner than a hand is there.
  await new Promise((go) => setTimeout(go, 500));
  await until('step 5', () => find('#act-plan') && !find('#act-plan').disabled);
  await choose('#act-way', (own) => /linear|线性/.test(own.text));
  await press('#act-plan');
  // In some rounds another table ends it.
  if (window.soak.rounds % 3 !== 2) await until('planned', () => find('#act-headline') && find('#act-plan'));
  await spoken('zh');
  const files = new DataTransfer();
  files.items.add(new File([$TEXT], 'soak.csv'));
  find('#file').files = files.files;
  find('#file').dispatchEvent(new Event('change', { bubbles: true }));
  await loaded('5000');
  await trained();
  await spoken('en');
};
(async () => {
  for (const begun = performance.now(); ; ) {
    await round();
    window.soak.rounds += 1;
    const rest = begun + $PACE * window.soak.rounds - performance.now();
    await new Promise((go) => setTimeout(go, Math.max(0, rest)));
  }
})().catch((error) => { window.soak.failed = String(error); });
return true;
"##;

/// All of it again and again in one tab. `GREENGRAD_SOAK_MINUTES` says how long (1 by default), and `GREENGRAD_SOAK_ROUNDS` how many
/// rounds are spread over that (720 by default: in two hours a round takes ten seconds, as of a person who never rests). A line of
/// figures each sixtieth.
#[test]
fn hours_in_one_tab_cost_no_memory() {
    if !Engine::has(Need::Memory) {
        return;
    }
    let given =
        |name: &str, otherwise: f64| std::env::var(name).map_or(otherwise, |text| text.parse().unwrap());
    let (minutes, all) = (given("GREENGRAD_SOAK_MINUTES", 1.0), given("GREENGRAD_SOAK_ROUNDS", 720.0));
    let site = Site::start();
    with_page(DESK, async |page| {
        site.before_load("window.errors = []; addEventListener('error', own => window.errors.push(String(own.message))); addEventListener('unhandledrejection', own => window.errors.push(String(own.reason))); const say = console.error; console.error = (...all) => { window.errors.push(all.join(' ')); say(...all); };");
        page.open(&format!("{}#lang=en&epochs=3", site.url())).await?;
        page.wait_until(
            "return document.querySelector('#act-plan') && !document.querySelector('#act-plan').disabled",
        )
        .await?;
        let (begun, whole) = (Instant::now(), Duration::from_secs_f64(60.0 * minutes));
        let script = ROUNDS
            .replace("$TEXT", &serde_json::to_string(&rows(5_000)).unwrap())
            .replace("$PACE", &(60e3 * minutes / all).to_string());
        page.script(&script).await?;
        let (mut rounds, mut curve) = (0, Vec::new());
        while begun.elapsed() < whole || rounds < 4 {
            tokio::time::sleep(whole / 60).await;
            let soak = page.script("return window.soak").await?;
            assert!(soak["failed"].is_null(), "{soak}");
            rounds = soak["rounds"].as_u64().unwrap();
            let holds = page.holds().await?;
            println!(
                "soak {:.1} min: round {rounds}, {:.1} MB in the page's processes; alive {:.2} MB of script, {} nodes, {} listeners",
                begun.elapsed().as_secs_f64() / 60.0,
                holds.resident,
                holds.heap,
                holds.nodes,
                holds.listeners
            );
            curve.push(holds);
        }
        // The first rounds fill what stays: compiled code, the list of runs. In a round panels come and go, so the most of a quarter counts.
        let quarter = curve.len() / 4;
        let most = |from: usize, of: &dyn Fn(&Holds) -> f64| {
            curve[from..from + quarter].iter().map(of).fold(0.0, f64::max)
        };
        let both = |of: &dyn Fn(&Holds) -> f64| (most(quarter, of), most(curve.len() - quarter, of));
        let (early, late) = both(&|own| own.resident);
        assert!(late < 1.5 * early + 20.0, "{curve:?}");
        // What is alive is what the page can answer for; what the browser keeps for later is its own.
        let (early, late) = both(&|own| own.heap);
        assert!(late < 1.2 * early + 2.0, "{curve:?}");
        let (early, late) = both(&|own| own.nodes);
        assert!(late < 1.2 * early + 200.0, "{curve:?}");
        let (early, late) = both(&|own| own.listeners);
        assert!(late < early + 20.0, "{curve:?}");
        let errors = page.script("return window.errors").await?;
        assert_eq!(errors.as_array().unwrap().len(), 0, "{errors}");
        // Of so many tables, the last are kept: twelve and the one on the page.
        let works = page.script("return document.querySelectorAll('#works tbody tr').length").await?;
        assert!(rounds < 10 || works.as_u64().unwrap() <= 13, "{works} works");
        Ok(())
    });
}
