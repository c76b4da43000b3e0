//! A server of the built page's files on this machine alone.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use tiny_http::{Header, Request, Response, Server};

/// The name of the script that runs before those of the page.
const BEFORE_LOAD: &str = "before-load.js";

/// Whether a person opens the page; its service worker asks for it too, and has to get it as it is.
fn is_visit(request: &Request) -> bool {
    request
        .headers()
        .iter()
        .any(|header| header.field.equiv("Accept") && header.value.as_str().contains("text/html"))
}

/// The page with another script before all of its own. Its policy allows one in a file beside it.
fn with_script(page: Vec<u8>) -> Vec<u8> {
    let page = String::from_utf8(page).unwrap();
    page.replacen("<script", &format!("<script src=\"{BEFORE_LOAD}\"></script><script"), 1).into_bytes()
}

/// Serves a folder until it is dropped.
pub struct Site {
    server: Arc<Server>,
    /// The folder of its address, with its slashes.
    under: &'static str,
    /// What runs in the page before its own scripts.
    before: Arc<Mutex<String>>,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    /// Serves the built page.
    pub fn start() -> Self {
        Self::of(Self::built())
    }

    /// The folder of the built page.
    pub fn built() -> PathBuf {
        let dist = std::env::var_os("GREENGRAD_DIST")
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("dist"), PathBuf::from);
        assert!(
            dist.join("index.html").exists(),
            "there is no page in {}: run `trunk build --release` first",
            dist.display()
        );
        dist
    }

    /// Serves a folder.
    pub fn of(dist: PathBuf) -> Self {
        Self::under("/", dist)
    }

    /// Serves a folder under a folder of the site, such as `/a/b/`, and nothing beside it.
    pub fn under(under: &'static str, dist: PathBuf) -> Self {
        let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
        let listening = Arc::clone(&server);
        let before = Arc::new(Mutex::new(String::new()));
        let script = Arc::clone(&before);
        let thread = std::thread::spawn(move || {
            for request in listening.incoming_requests() {
                let path = request.url().split(['?', '#']).next().unwrap_or("/");
                let Some(path) = path.strip_prefix(under).map(str::to_owned) else {
                    let _ =
                        request.respond(Response::from_string("not in this folder").with_status_code(404));
                    continue;
                };
                if path == "frame-360" {
                    // The page in a frame that leaves 360 px beside its scroll bar; its own policy allows no frames, so this one has none.
                    let html = "<!doctype html><iframe src='/' width='375' height='800'></iframe>";
                    let header = Header::from_bytes("Content-Type", "text/html").unwrap();
                    let _ = request.respond(Response::from_string(html).with_header(header));
                    continue;
                }
                if path == BEFORE_LOAD {
                    let header = Header::from_bytes("Content-Type", "text/javascript").unwrap();
                    let text = script.lock().unwrap().clone();
                    let _ = request.respond(Response::from_string(text).with_header(header));
                    continue;
                }
                let file = dist.join(if path.is_empty() { "index.html" } else { &path });
                let kind = match file.extension().and_then(|extension| extension.to_str()) {
                    Some("html") => "text/html",
                    Some("js") => "text/javascript",
                    Some("css") => "text/css",
                    Some("wasm") => "application/wasm",
                    Some("svg") => "image/svg+xml",
                    Some("png") => "image/png",
                    Some("json" | "webmanifest") => "application/json",
                    _ => "text/plain",
                };
                let header = Header::from_bytes("Content-Type", kind).unwrap();
                // The browser may have gone away meanwhile; that is its business.
                let _ = match std::fs::read(&file) {
                    Ok(mut bytes) if !path.contains("..") => {
                        if path.is_empty() && is_visit(&request) && !script.lock().unwrap().is_empty() {
                            bytes = with_script(bytes);
                        }
                        request.respond(Response::from_data(bytes).with_header(header))
                    }
                    _ => request.respond(Response::from_string("not here").with_status_code(404)),
                };
            }
        });
        Self { server, under, before, thread: Some(thread) }
    }

    /// Runs a script in the page before its own scripts. Every engine runs one that comes with the page.
    pub fn before_load(&self, script: &str) {
        script.clone_into(&mut self.before.lock().unwrap());
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.server.server_addr(), self.under)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
