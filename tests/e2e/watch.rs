//! Notices every request that leaves this machine. The browser takes it for its way to the network.

use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// What the browsers ask for by themselves (the time, accounts, forms, updates), however many switches one turns. No page
/// has business with these.
const BROWSERS_OWN: [&str; 17] = [
    "accounts.google.com",
    "android.clients.google.com",
    "clients2.google.com",
    "clientservices.googleapis.com",
    "aus5.mozilla.org",
    "content-signature-2.cdn.mozilla.net",
    "detectportal.firefox.com",
    "firefox-settings-attachments.cdn.mozilla.net",
    "firefox.settings.services.mozilla.com",
    "incoming.telemetry.mozilla.org",
    "push.services.mozilla.com",
    "content-autofill.googleapis.com",
    "optimizationguide-pa.googleapis.com",
    "redirector.gvt1.com",
    "safebrowsing.googleapis.com",
    "update.googleapis.com",
    "www.google.com",
];

/// The host of the first line to a proxy: `GET http://host:80/path HTTP/1.1`, `CONNECT host:443 HTTP/1.1`.
fn host(line: &str) -> &str {
    let address = line.split(' ').nth(1).unwrap_or(line);
    let address = address.split_once("://").map_or(address, |parts| parts.1);
    address.split(['/', ':']).next().unwrap_or(address)
}

/// A proxy that answers nothing and remembers what it was asked for.
pub struct Watch {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    ends: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// Begins to listen.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (asked, ends) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let (asking, ending) = (Arc::clone(&asked), Arc::clone(&ends));
        let thread = std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                if ending.load(Ordering::Relaxed) {
                    return;
                }
                let mut line = String::new();
                // The first line names the address. A connection that says nothing asked for nothing.
                if BufReader::new(connection).read_line(&mut line).is_ok_and(|length| length > 0) {
                    asking.lock().unwrap().push(line.trim_end().to_owned());
                }
            }
        });
        Self { address, asked, ends, thread: Some(thread) }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// What was asked for so far by a page.
    pub fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|line| !BROWSERS_OWN.contains(&host(line))).cloned().collect()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
        // Wakes the thread up, which waits for somebody.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
