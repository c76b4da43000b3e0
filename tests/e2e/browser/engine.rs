//! The browsers' engines: which one is driven, by which driver, with which capabilities, and what each lacks.

use std::fs;
use std::io::{BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::Capabilities;

/// How long a driver may take before it answers.
const PATIENCE: Duration = Duration::from_secs(60);

/// What draws the page and runs its code. One run of these tests drives one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium or Google Chrome, by chromedriver.
    Chromium,
    /// Firefox, by geckodriver.
    Firefox,
    /// WebKitGTK, by its own driver, on a screen that nobody sees.
    WebKit,
}

/// What a browser is to be like.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The window's width and height.
    pub size: (u32, u32),
    /// Requests to this machine are none that the page may make.
    pub alone: bool,
    /// A person who likes pages dark.
    pub dark: bool,
}

/// What not every engine has, and some tests need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// `PerformanceObserver` tells of tasks of more than 50 ms.
    LongTasks,
    /// A script of the test runs in a page from a disk before the page's own scripts do (Chromium's protocol).
    ScriptsBeforeFiles,
    /// The processor can be made to look slower (Chromium's protocol).
    SlowDevice,
    /// Screens, preferences and kinds of colour vision can be put on like glasses (Chromium's protocol).
    Eyes,
    /// What is told to those who listen can be asked for (Chromium's protocol).
    Listener,
    /// A page can be frozen, as one that nobody looks at for long (Chromium's protocol).
    Frozen,
    /// What the page's process takes can be told after its garbage is collected (Chromium's protocol, and Linux).
    Memory,
}

impl Engine {
    /// The engine that `GREENGRAD_ENGINE` names; Chromium when it names none.
    pub fn chosen() -> Self {
        match std::env::var("GREENGRAD_ENGINE").as_deref() {
            Err(_) | Ok("" | "chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::WebKit,
            Ok(other) => panic!("GREENGRAD_ENGINE={other}: there are chromium, firefox and webkit"),
        }
    }

    /// Why the engine does not have it; nothing where it does.
    fn lacks(self, need: Need) -> Option<&'static str> {
        match (self, need) {
            (Self::Chromium, _) => None,
            (_, Need::LongTasks) => Some("only Chromium tells how long tasks take"),
            (_, Need::SlowDevice) => Some("only Chromium's protocol slows a processor down"),
            (_, Need::Eyes) => Some("only Chromium's protocol puts on other eyes and screens"),
            (_, Need::Listener) => Some("only Chromium's protocol gives the tree of accessibility"),
            (_, Need::Frozen) => Some("only Chromium's protocol freezes a page"),
            (_, Need::Memory) => Some("only Chromium's protocol collects garbage when it is asked to"),
            (_, Need::ScriptsBeforeFiles) => {
                Some("only Chromium's protocol puts a script before those of a file")
            }
        }
    }

    /// Whether the chosen engine has what a test, or a part of it, needs. Where it does not, that is printed, past the harness,
    /// which keeps what successful tests print to itself.
    pub fn has(need: Need) -> bool {
        let engine = Self::chosen();
        let lack = engine.lacks(need);
        if let Some(why) = lack {
            let test = std::thread::current().name().unwrap_or_default().to_owned();
            let _ = writeln!(std::io::stderr(), "{test}: not (all) run in {engine:?}: {why}");
        }
        lack.is_none()
    }
}

/// The program that a variable names, else the first of the usual ones that is there.
fn named(variable: &str, usual: &[&str]) -> String {
    if let Ok(path) = std::env::var(variable) {
        return path;
    }
    let home = std::env::var("HOME").unwrap_or_default();
    let usual = usual.iter().map(|path| path.replace('~', &home));
    usual.into_iter().find(|path| Path::new(path).exists()).unwrap_or_else(|| {
        panic!("no browser or driver: set {variable}, or run scripts/test.sh, which finds one")
    })
}

/// A process that ends with the test.
struct Process(Child);

impl Process {
    fn start(command: &mut Command) -> Self {
        Self(command.stdin(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A running driver, with all that belongs to it; ended and tidied away when it is dropped.
pub struct Driver {
    engine: Engine,
    port: u16,
    folder: PathBuf,
    // In the order in which they end: the screen outlives who draws on it.
    _driver: Process,
    _screen: Option<Process>,
}

impl Driver {
    /// Starts the driver of an engine, and waits until it answers.
    pub fn start(engine: Engine, dark: bool) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("greengrad-e2e-{}-browser-{count}", std::process::id()));
        fs::create_dir_all(folder.join("downloads")).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut screen = None;
        let mut command = match engine {
            Engine::Chromium => {
                let mut command = Command::new(named(
                    "CHROMEDRIVER",
                    &["/usr/bin/chromedriver", "/usr/local/bin/chromedriver"],
                ));
                command.arg(format!("--port={port}"));
                command
            }
            Engine::Firefox => {
                let mut command =
                    Command::new(named("GECKODRIVER", &["/usr/bin/geckodriver", "~/.cargo/bin/geckodriver"]));
                command.args(["--host", "127.0.0.1", "--port", &port.to_string(), "--websocket-port", "0"]);
                command
            }
            Engine::WebKit => {
                let (process, display) = start_screen();
                screen = Some(process);
                // Where downloads go is a setting of the desktop. What else a desktop has belongs to nobody here.
                let downloads = format!("XDG_DOWNLOAD_DIR={:?}\n", folder.join("downloads"));
                fs::write(folder.join("user-dirs.dirs"), downloads).unwrap();
                let mut command = Command::new(named("WEBKITDRIVER", &["/usr/bin/WebKitWebDriver"]));
                command.args(["--host=127.0.0.1", &format!("--port={port}")]);
                command.env("DISPLAY", display).env_remove("WAYLAND_DISPLAY").env("LANG", "C.UTF-8");
                command.env("GTK_THEME", if dark { "Adwaita:dark" } else { "Adwaita" });
                for variable in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
                    command.env(variable, &folder);
                }
                command
            }
        };
        let driver = Process::start(command.stdout(Stdio::null()));
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < PATIENCE, "the driver does not answer");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { engine, port, folder, _driver: driver, _screen: screen }
    }

    /// Where it answers.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Where the browser puts what a page saves.
    pub fn downloads(&self) -> PathBuf {
        self.folder.join("downloads")
    }

    /// How a new browser is asked for, with this port as its way to the network.
    pub fn capabilities(&self, kind: Kind, watch: u16) -> Capabilities {
        let own = match self.engine {
            Engine::Chromium => chromium(kind, watch, &self.downloads()),
            Engine::Firefox => firefox(kind, watch, &self.downloads()),
            Engine::WebKit => webkit(kind, watch),
        };
        own.as_object().cloned().map(Capabilities::from).unwrap()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A screen in memory, and its name.
fn start_screen() -> (Process, String) {
    let mut command = Command::new(named("XVFB", &["/usr/bin/Xvfb"]));
    // It chooses a free number, and says which.
    command.args(["-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]);
    let mut process = Process::start(command.stdout(Stdio::piped()));
    let mut number = String::new();
    BufReader::new(process.0.stdout.take().unwrap()).read_line(&mut number).unwrap();
    assert!(!number.trim().is_empty(), "the screen (Xvfb) does not start");
    (process, format!(":{}", number.trim()))
}

fn chromium(kind: Kind, watch: u16, downloads: &Path) -> Value {
    let arguments = [
        "--headless=new".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-gpu".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--disable-quic".to_owned(),
        "--no-first-run".to_owned(),
        "--disable-background-networking".to_owned(),
        "--disable-component-update".to_owned(),
        "--disable-sync".to_owned(),
        "--lang=en-GB".to_owned(),
        format!("--proxy-server=127.0.0.1:{watch}"),
        format!("--proxy-bypass-list={}", if kind.alone { "<-loopback>" } else { "" }),
        format!("--blink-settings=preferredColorScheme={}", if kind.dark { 0 } else { 1 }),
        format!("--window-size={},{}", kind.size.0, kind.size.1),
    ];
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": {
            "binary": named("CHROMIUM", &["/usr/bin/chromium", "/usr/bin/google-chrome"]),
            "args": arguments,
            "prefs": { "download.default_directory": downloads, "download.prompt_for_download": false },
        },
    })
}

fn firefox(kind: Kind, watch: u16, downloads: &Path) -> Value {
    json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "binary": named("FIREFOX", &["/usr/bin/firefox-esr", "/usr/bin/firefox"]),
            "args": ["-headless", format!("--width={}", kind.size.0), format!("--height={}", kind.size.1)],
            "prefs": {
                "intl.accept_languages": "en-GB",
                "layout.css.prefers-color-scheme.content-override": if kind.dark { 0 } else { 1 },
                "network.proxy.type": 1,
                "network.proxy.http": "127.0.0.1",
                "network.proxy.http_port": watch,
                "network.proxy.ssl": "127.0.0.1",
                "network.proxy.ssl_port": watch,
                "network.proxy.no_proxies_on": "",
                "network.proxy.allow_hijacking_localhost": kind.alone,
                "browser.download.folderList": 2,
                "browser.download.dir": downloads,
                "browser.download.useDownloadDir": true,
                "browser.download.alwaysOpenPanel": false,
            },
        },
    })
}

fn webkit(kind: Kind, watch: u16) -> Value {
    let nothing: [&str; 0] = [];
    let proxy = format!("127.0.0.1:{watch}");
    json!({
        "browserName": "MiniBrowser",
        "proxy": {
            "proxyType": "manual",
            "httpProxy": proxy,
            "sslProxy": proxy,
            "noProxy": if kind.alone { &nothing[..] } else { &["127.0.0.1"] },
        },
    })
}
