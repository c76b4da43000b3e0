//! A browser with its driver, and what a person does with a page.

use std::net::{TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use thirtyfour::prelude::*;
use thirtyfour::{ChromiumLikeCapabilities, Key};

use crate::watch::Watch;

/// How long to wait for something that the page should show.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// What a step of a flow gives.
pub type Done<T = ()> = WebDriverResult<T>;

/// A page in a browser.
pub struct Page {
    driver: WebDriver,
}

/// The driver's process, ended with the test.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn named(variable: &str, usual: &[&str]) -> String {
    if let Ok(path) = std::env::var(variable) {
        return path;
    }
    let found = usual.iter().find(|path| std::path::Path::new(path).exists());
    (*found.unwrap_or_else(|| panic!("no browser: set {variable}, or run scripts/test.sh, which finds one")))
        .to_owned()
}

/// Runs a flow in a fresh browser of this window size. A request to another machine fails it.
pub fn with_page(size: (u32, u32), flow: impl AsyncFnOnce(&Page) -> Done) {
    with_watched_page(size, "", flow);
}

/// The same for a page that needs no server at all: a request to this machine fails it too.
pub fn with_page_alone(size: (u32, u32), flow: impl AsyncFnOnce(&Page) -> Done) {
    with_watched_page(size, "<-loopback>", flow);
}

fn with_watched_page(size: (u32, u32), watch_too: &str, flow: impl AsyncFnOnce(&Page) -> Done) {
    let watch = Watch::start();
    let chromium = named("CHROMIUM", &["/usr/bin/chromium", "/usr/bin/google-chrome"]);
    let chromedriver = named("CHROMEDRIVER", &["/usr/bin/chromedriver", "/usr/local/bin/chromedriver"]);
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let driver = Command::new(chromedriver)
        .arg(format!("--port={port}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map(Driver)
        .unwrap();
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(start.elapsed() < PATIENCE, "the driver does not answer");
        std::thread::sleep(LOOK_EVERY);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let page = runtime.block_on(async {
        let mut capabilities = DesiredCapabilities::chrome();
        capabilities.set_binary(&chromium).unwrap();
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--lang=en-GB",
        ] {
            capabilities.add_arg(argument).unwrap();
        }
        capabilities.add_arg(&format!("--proxy-server=127.0.0.1:{}", watch.port())).unwrap();
        capabilities.add_arg(&format!("--proxy-bypass-list={watch_too}")).unwrap();
        capabilities.add_arg(&format!("--window-size={},{}", size.0, size.1)).unwrap();
        let address = format!("http://127.0.0.1:{port}");
        Page { driver: WebDriver::new(&address, capabilities).await.unwrap() }
    });
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

    /// Runs a script in every page before its own scripts (Chromium's protocol).
    pub async fn before_load(&self, script: &str) -> Done {
        let parameters = serde_json::json!({ "source": script });
        let method = "Page.addScriptToEvaluateOnNewDocument";
        self.driver.cdp().send_raw(method, parameters).await.map(|_| ())
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
        self.driver.refresh().await?;
        self.wait_until(
            "return document.querySelector('#train') && !document.querySelector('#train').disabled",
        )
        .await
    }

    /// Waits until a script gives something true.
    pub async fn wait_until(&self, script: &str) -> Done {
        let start = Instant::now();
        loop {
            if self.script(script).await?.as_bool().unwrap_or(false) {
                return Ok(());
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
        self.driver.find(By::Css(css)).await?.text().await
    }

    /// Clicks an element.
    pub async fn click(&self, css: &str) -> Done {
        self.driver.find(By::Css(css)).await?.click().await
    }

    /// Moves the mouse onto an element, as a person does who points at it.
    pub async fn point_at(&self, css: &str) -> Done {
        // What is drawn anew between finding and moving is found again.
        let mut tries = 0;
        loop {
            let element = self.driver.find(By::Css(css)).await?;
            let moved = async {
                element.scroll_into_view().await?;
                self.driver.action_chain().move_to_element_center(&element).perform().await
            };
            match moved.await {
                Err(_) if tries < 5 => tries += 1,
                done => return done,
            }
        }
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

    /// Where files go that are saved, instead of being refused.
    pub async fn save_into(&self, folder: &std::path::Path) -> Done {
        let parameters = serde_json::json!({ "behavior": "allow", "downloadPath": folder });
        self.driver.cdp().send_raw("Browser.setDownloadBehavior", parameters).await.map(|_| ())
    }

    /// Gives files to a file field.
    pub async fn choose_file(&self, css: &str, path: &std::path::Path) -> Done {
        self.driver.find(By::Css(css)).await?.send_keys(path.to_string_lossy().as_ref()).await
    }

    /// Puts a text into a field in place of what is there.
    pub async fn fill(&self, css: &str, text: &str) -> Done {
        let field = self.driver.find(By::Css(css)).await?;
        field.send_keys(Key::Control + "a").await?;
        field.send_keys(text).await
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

    /// Selects all text of the field that has the focus.
    pub async fn select_all(&self) -> Done {
        self.driver.active_element().await?.send_keys(Key::Control + "a").await
    }

    /// Chooses an option of a list by its value or its words.
    pub async fn select(&self, css: &str, option: &str) -> Done {
        let script = format!(
            "const list = document.querySelector({css:?}); \
             const option = [...list.options].find(o => o.value === {option:?} || o.text === {option:?}); \
             list.value = option.value; list.dispatchEvent(new Event('change', {{ bubbles: true }})); return true;"
        );
        self.script(&script).await.map(|_| ())
    }

    /// Waits until an element's text holds some words, and gives the text.
    pub async fn wait_for_text(&self, css: &str, words: &str) -> Done<String> {
        self.wait_until(&format!(
            "return (document.querySelector({css:?})?.innerText ?? '').includes({words:?})"
        ))
        .await?;
        self.text(css).await
    }
}
