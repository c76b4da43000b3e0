//! A browser with a page in it, and what a person does with a page.

mod engine;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use thirtyfour::Key;
use thirtyfour::prelude::*;

use self::engine::Driver;
pub use self::engine::{Engine, Kind, Need};
use crate::watch::Watch;

/// How long to wait for something that the page should show, also on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(150);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// What a step of a flow gives.
pub type Done<T = ()> = WebDriverResult<T>;

/// A page in a browser.
pub struct Page {
    driver: WebDriver,
    engine: Engine,
    downloads: PathBuf,
}

/// No browser takes longer to start.
const LONGEST_START: Duration = Duration::from_secs(30);

/// Runs a flow in a fresh browser of this window size. A request to another machine fails it.
pub fn with_page(size: (u32, u32), flow: impl AsyncFnOnce(&Page) -> Done) {
    with_kind(Kind { size, alone: false, dark: false }, flow);
}

/// The same for a page that needs no server at all: a request to this machine fails it too.
pub fn with_page_alone(size: (u32, u32), flow: impl AsyncFnOnce(&Page) -> Done) {
    with_kind(Kind { size, alone: true, dark: false }, flow);
}

/// The same in a browser of this kind.
pub fn with_kind(kind: Kind, flow: impl AsyncFnOnce(&Page) -> Done) {
    let engine = Engine::chosen();
    let watch = Watch::start();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let begin = |driver: &Driver| {
        let new = WebDriver::new(driver.address(), driver.capabilities(kind, watch.port()));
        runtime.block_on(async { tokio::time::timeout(LONGEST_START, new).await })
    };
    let mut driver = Driver::start(engine, kind.dark);
    let mut session = begin(&driver);
    // WebKit's driver waits for ever for a browser that has not found it, about once in thirty times.
    for _ in 0..3 {
        if engine != Engine::WebKit || matches!(session, Ok(Ok(_))) {
            break;
        }
        println!("the browser did not start; once more");
        drop(driver);
        driver = Driver::start(engine, kind.dark);
        session = begin(&driver);
    }
    let session = session.expect("a browser starts in time").unwrap();
    if engine == Engine::WebKit {
        runtime.block_on(session.set_window_rect(0, 0, kind.size.0, kind.size.1)).unwrap();
    }
    let page = Page { driver: session, engine, downloads: driver.downloads() };
    // A browser that is not closed keeps its driver waiting for two minutes, so it is closed before a flow that
    // failed is told.
    let result = catch_unwind(AssertUnwindSafe(|| runtime.block_on(flow(&page))));
    let _ = runtime.block_on(page.driver.clone().quit());
    drop(driver);
    match result {
        Ok(done) => done.unwrap(),
        Err(panic) => resume_unwind(panic),
    }
    let asked = watch.asked();
    assert!(asked.is_empty(), "the page asked for what is not its own: {asked:?}");
}

impl Page {
    /// Opens an address.
    pub async fn visit(&self, address: &str) -> Done {
        self.driver.goto(address).await
    }

    /// Opens an address and waits until the page can be trained.
    pub async fn open(&self, address: &str) -> Done {
        self.driver.goto(address).await?;
        self.wait_until(
            "return document.querySelector('#train') && !document.querySelector('#train').disabled",
        )
        .await
    }

    /// Runs a script in every page before its own scripts, one from a disk too ([`Need::ScriptsBeforeFiles`]). What a [`Site`] serves
    /// has [`Site::before_load`], in every engine.
    ///
    /// [`Site`]: crate::server::Site
    /// [`Site::before_load`]: crate::server::Site::before_load
    pub async fn before_files(&self, script: &str) -> Done {
        let parameters = serde_json::json!({ "source": script });
        let method = "Page.addScriptToEvaluateOnNewDocument";
        self.driver.cdp().send_raw(method, parameters).await.map(|_| ())
    }

    /// Makes the page's processor look so many times slower ([`Need::SlowDevice`]).
    pub async fn slow_down(&self, times: f64) -> Done {
        let parameters = serde_json::json!({ "rate": times });
        self.driver.cdp().send_raw("Emulation.setCPUThrottlingRate", parameters).await.map(|_| ())
    }

    /// A screen of another size, so many of its pixels a CSS pixel ([`Need::Eyes`]).
    pub async fn screen(&self, width: u32, height: u32, scale: f64) -> Done {
        let parameters = serde_json::json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": width < 500 });
        self.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", parameters).await.map(|_| ())
    }

    /// Eyes that do not see all colours ([`Need::Eyes`]): `deuteranopia`, `protanopia`, `tritanopia`, `achromatopsia`, or `none`.
    pub async fn see_as(&self, eyes: &str) -> Done {
        let parameters = serde_json::json!({ "type": eyes });
        self.driver.cdp().send_raw("Emulation.setEmulatedVisionDeficiency", parameters).await.map(|_| ())
    }

    /// What a person has set for all pages ([`Need::Eyes`]).
    pub async fn prefer(&self, feature: &str, value: &str) -> Done {
        let parameters = serde_json::json!({ "features": [{ "name": feature, "value": value }] });
        self.driver.cdp().send_raw("Emulation.setEmulatedMedia", parameters).await.map(|_| ())
    }

    /// Puts what the window shows into `window.seen`, as a PNG in base64.
    pub async fn take_picture(&self) -> Done {
        let picture = self.driver.screenshot_as_png_base64().await?;
        self.script(&format!("window.seen = '{picture}'; return true")).await.map(|_| ())
    }

    /// Freezes the page, or lets it go on ([`Need::Frozen`]).
    pub async fn freeze(&self, frozen: bool) -> Done {
        let parameters = serde_json::json!({ "state": if frozen { "frozen" } else { "active" } });
        self.driver.cdp().send_raw("Page.setWebLifecycleState", parameters).await.map(|_| ())
    }

    /// What the page tells those who listen to it: the role and the name of everything in it ([`Need::Listener`]).
    pub async fn told(&self) -> Done<Vec<(String, String)>> {
        let tree = self.driver.cdp().send_raw("Accessibility.getFullAXTree", serde_json::json!({})).await?;
        Ok(told_of(&tree))
    }

    /// What is told of what has the focus ([`Need::Listener`]).
    pub async fn told_of_focus(&self) -> Done<(String, String)> {
        let cdp = self.driver.cdp();
        let focus = serde_json::json!({ "expression": "document.activeElement" });
        let focus = cdp.send_raw("Runtime.evaluate", focus).await?;
        let of = serde_json::json!({ "objectId": focus["result"]["objectId"], "fetchRelatives": false });
        let tree = cdp.send_raw("Accessibility.getPartialAXTree", of).await?;
        Ok(told_of(&tree).into_iter().next().unwrap_or_default())
    }

    /// What the page holds once garbage is collected ([`Need::Memory`]).
    pub async fn holds(&self) -> Done<Holds> {
        let cdp = self.driver.cdp();
        for _ in 0..2 {
            cdp.send_raw("HeapProfiler.collectGarbage", serde_json::json!({})).await?;
        }
        cdp.send_raw("Performance.enable", serde_json::json!({})).await?;
        let metrics = cdp.send_raw("Performance.getMetrics", serde_json::json!({})).await?;
        cdp.send_raw("Performance.disable", serde_json::json!({})).await?;
        let metric = |name: &str| {
            let own = metrics["metrics"].as_array().unwrap().iter().find(|metric| metric["name"] == name);
            own.unwrap()["value"].as_f64().unwrap()
        };
        Ok(Holds {
            resident: renderers_of(std::process::id()).iter().sum(),
            heap: metric("JSHeapUsedSize") / 1e6,
            nodes: metric("Nodes"),
            listeners: metric("JSEventListeners"),
        })
    }

    /// Another tab stands before the page for so long.
    pub async fn behind_another(&self, time: Duration) -> Done {
        let own = self.driver.window().await?;
        let other = self.driver.new_tab().await?;
        self.driver.switch_to_window(other).await?;
        tokio::time::sleep(time).await;
        self.driver.close_window().await?;
        self.driver.switch_to_window(own).await
    }

    /// Closes the page and goes on in a new, empty one.
    pub async fn another_tab(&self) -> Done {
        let old = self.driver.window().await?;
        let new = self.driver.new_tab().await?;
        self.driver.switch_to_window(old).await?;
        self.driver.close_window().await?;
        self.driver.switch_to_window(new).await
    }

    /// Loads the page again.
    pub async fn reload(&self) -> Done {
        if self.engine == Engine::Firefox {
            // Its driver gives up a page whose server is gone, before the page's service worker could answer. The page's own way does not.
            self.script("window.isOld = true; setTimeout(() => location.reload())").await?;
            self.wait_until("return document.readyState === 'complete' && window.isOld === undefined")
                .await?;
        } else {
            self.driver.refresh().await?;
        }
        self.wait_until(
            "return document.querySelector('#train') && !document.querySelector('#train').disabled",
        )
        .await
    }

    /// Waits until a script gives something true.
    pub async fn wait_until(&self, script: &str) -> Done {
        let start = Instant::now();
        loop {
            match self.script(script).await {
                Ok(value) if value == true => return Ok(()),
                // A page that is being loaded has no answer yet.
                Err(error) if start.elapsed() > PATIENCE => return Err(error),
                _ => {}
            }
            if start.elapsed() > PATIENCE {
                let page = self.script("return document.body.innerText").await?;
                panic!("never came true: {script}\nthe page says:\n{}", page.as_str().unwrap_or_default());
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// What a script gives.
    pub async fn script(&self, script: &str) -> Done<serde_json::Value> {
        Ok(self.driver.execute(script, Vec::new()).await?.json().clone())
    }

    /// The text of an element.
    pub async fn text(&self, css: &str) -> Done<String> {
        self.persist(async || self.driver.find(By::Css(css)).await?.text().await).await
    }

    /// Does something to the page again while the driver refuses it: what is drawn anew is not there for a moment, or about to move.
    async fn persist<T>(&self, act: impl AsyncFn() -> Done<T>) -> Done<T> {
        let start = Instant::now();
        loop {
            match act().await {
                Err(_) if start.elapsed() < Duration::from_secs(10) => tokio::time::sleep(LOOK_EVERY).await,
                done => return done,
            }
        }
    }

    /// The element, where one can see it: not every driver scrolls to what it is to click or to fill. WebKit's aims at where the
    /// element stood and may hit what came there meanwhile, so there it has to stand still first, as for a person's hand.
    async fn in_sight(&self, css: &str) -> Done<WebElement> {
        for _ in 0..50 {
            let stands = self
                .script(&format!(
                    "const own = document.querySelector({css:?}); if (!own) return true; \
                     const box = own.getBoundingClientRect(); \
                     const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2); \
                     if (!own.contains(seen)) own.scrollIntoView({{ block: 'center' }}); \
                     const [last, times] = window.ownBox ?? []; const now = JSON.stringify(own.getBoundingClientRect()); \
                     window.ownBox = [now, now === last ? times + 1 : 0]; \
                     return window.ownBox[1] >= 4;"
                ))
                .await?;
            if self.engine != Engine::WebKit || stands == true {
                break;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        self.driver.find(By::Css(css)).await
    }

    /// Clicks an element.
    pub async fn click(&self, css: &str) -> Done {
        self.persist(async || self.in_sight(css).await?.click().await).await
    }

    /// Presses an element that the driver never gets: it holds every one that it was handed, for as long as the page is open.
    pub async fn press_unheld(&self, css: &str) -> Done {
        self.wait_until(&format!(
            "const own = document.querySelector({css:?}); if (!own || own.disabled) return false; own.click(); return true;"
        ))
        .await
    }

    /// Moves the mouse onto an element, as a person does who points at it.
    pub async fn point_at(&self, css: &str) -> Done {
        self.persist(async || {
            let element = self.in_sight(css).await?;
            self.driver.action_chain().move_to_element_center(&element).perform().await
        })
        .await
    }

    /// Moves the mouse onto an element where it is in the window: nothing is scrolled.
    pub async fn move_onto(&self, css: &str) -> Done {
        let script = format!(
            "const own = document.querySelector({css:?}).getBoundingClientRect(); return [own.x + own.width / 2, own.y + own.height / 2]"
        );
        let place = self.script(&script).await?;
        let [x, y] = [0, 1].map(|axis| place[axis].as_f64().unwrap_or_default() as i64);
        self.driver.action_chain().move_to(x, y).perform().await
    }

    /// Moves the mouse to the corner of the window.
    pub async fn point_away(&self) -> Done {
        self.driver.action_chain().move_to(0, 0).perform().await
    }

    /// Where files go that are saved.
    pub fn downloads(&self) -> &Path {
        &self.downloads
    }

    /// Gives files to a file field.
    pub async fn choose_file(&self, css: &str, path: &Path) -> Done {
        self.persist(async || self.in_sight(css).await?.send_keys(path.to_string_lossy().as_ref()).await)
            .await
    }

    /// Puts a text into a field in place of what is there.
    pub async fn fill(&self, css: &str, text: &str) -> Done {
        self.persist(async || {
            let field = self.in_sight(css).await?;
            field.send_keys(Key::Control + "a").await?;
            field.send_keys(text).await
        })
        .await
    }

    /// Presses keys as a person does: whatever has the focus gets them.
    pub async fn press(&self, keys: &str) -> Done {
        self.driver.active_element().await?.send_keys(keys).await
    }

    /// Presses a key that moves the focus or presses a button; also where a field for files has it, which
    /// [`Page::press`] would give a file.
    pub async fn key(&self, key: Key) -> Done {
        self.driver.action_chain().send_keys(char::from(key).to_string()).perform().await
    }

    /// Moves the focus back.
    pub async fn shift_tab(&self) -> Done {
        let keys =
            self.driver.action_chain().key_down(Key::Shift).send_keys(char::from(Key::Tab).to_string());
        keys.key_up(Key::Shift).perform().await
    }

    /// Selects all text of the field that has the focus.
    pub async fn select_all(&self) -> Done {
        self.driver.active_element().await?.send_keys(Key::Control + "a").await
    }

    /// Chooses an option of a list by its value or its words.
    pub async fn select(&self, css: &str, option: &str) -> Done {
        // A list is drawn anew when what it depends on has changed, which may be a moment ago.
        self.wait_until(&format!(
            "const list = document.querySelector({css:?}); \
             const option = [...list?.options ?? []].find(o => o.value === {option:?} || o.text === {option:?}); \
             if (!option) return false; \
             list.value = option.value; list.dispatchEvent(new Event('change', {{ bubbles: true }})); return true;"
        ))
        .await
    }

    /// Waits until an element's text holds some words, and gives the text.
    pub async fn wait_for_text(&self, css: &str, words: &str) -> Done<String> {
        self.wait_until(&format!(
            "return (document.querySelector({css:?})?.innerText ?? '').includes({words:?})"
        ))
        .await?;
        self.text(css).await
    }

    /// Waits until an element's text is a number, and gives it.
    pub async fn number(&self, css: &str) -> Done<f64> {
        let text = format!("(document.querySelector({css:?})?.innerText ?? '').trim()");
        self.wait_until(&format!("return {text} !== '' && Number.isFinite(+{text})")).await?;
        Ok(self.text(css).await?.trim().parse().expect("a number was waited for"))
    }
}

/// What a page holds.
#[derive(Clone, Copy, Debug)]
pub struct Holds {
    /// Resident memory of the browser's page processes in MB, with what their allocators keep for later.
    pub resident: f64,
    /// Live objects of JavaScript on the page's thread, in MB.
    pub heap: f64,
    /// Nodes of the document that are alive.
    pub nodes: f64,
    /// Listeners of events.
    pub listeners: f64,
}

/// The resident memory in MB of each page process that descends from a process, by Linux's `/proc`.
fn renderers_of(ancestor: u32) -> Vec<f64> {
    let text =
        |pid: u32, file: &str| std::fs::read_to_string(format!("/proc/{pid}/{file}")).unwrap_or_default();
    let parent = |pid: u32| -> u32 {
        // The name before it may hold anything, in parentheses.
        let stat = text(pid, "stat");
        let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        rest.split_whitespace().nth(1).and_then(|pid| pid.parse().ok()).unwrap_or(0)
    };
    let descends = |mut pid: u32| {
        while pid > 1 {
            if pid == ancestor {
                return true;
            }
            pid = parent(pid);
        }
        false
    };
    let pids = std::fs::read_dir("/proc").into_iter().flatten();
    pids.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|&pid: &u32| text(pid, "cmdline").contains("--type=renderer") && descends(pid))
        .filter_map(|pid| {
            let status = text(pid, "status");
            let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
            line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kilobytes| kilobytes / 1000.0)
        })
        .collect()
}

/// Roles and names of what is not passed over.
fn told_of(tree: &serde_json::Value) -> Vec<(String, String)> {
    let text = |node: &serde_json::Value, part: &str| {
        node[part]["value"].as_str().unwrap_or_default().trim().to_owned()
    };
    let heard = tree["nodes"].as_array().unwrap().iter().filter(|node| node["ignored"] == false);
    heard.map(|node| (text(node, "role"), text(node, "name"))).collect()
}
