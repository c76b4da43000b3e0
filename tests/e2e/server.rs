//! A server of the built page's files on this machine alone.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use tiny_http::{Header, Response, Server};

/// Serves a folder until it is dropped.
pub struct Site {
    server: Arc<Server>,
    /// The folder of its address, with its slashes.
    under: &'static str,
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
                    Ok(bytes) if !path.contains("..") => {
                        request.respond(Response::from_data(bytes).with_header(header))
                    }
                    _ => request.respond(Response::from_string("not here").with_status_code(404)),
                };
            }
        });
        Self { server, under, thread: Some(thread) }
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
