//! The page without a network: kept by the browser, under any folder, and as one file.

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::browser::{Done, Engine, Need, Page, with_page, with_page_alone};
use crate::flows::{own_csv, write};
use crate::server::Site;

const DESK: (u32, u32) = (1440, 1000);

/// Waits until the browser has all of the page.
async fn kept(page: &Page) -> Done {
    page.wait_for_text("#offline", "Works without a network").await.map(|_| ())
}

/// Ends the server, and sees to it that nobody answers any more.
fn end(site: Site) {
    let url = site.url();
    drop(site);
    let address = url.trim_start_matches("http://").split('/').next().unwrap();
    // Its threads end one after the other.
    let begun = Instant::now();
    while TcpStream::connect(address).is_ok() {
        assert!(begun.elapsed() < Duration::from_secs(10), "somebody still answers at {address}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Trains the example, reads a lesson in both languages, and plans a day.
async fn train_learn_and_plan(page: &Page) -> Done {
    page.fill("#epochs", "10").await?;
    page.click("#train").await?;
    page.wait_for_text("#status", "Done: 10 epochs").await?;
    page.wait_until("return getComputedStyle(document.querySelector('#learn')).visibility === 'visible'")
        .await?;
    page.click("#learn").await?;
    page.wait_until("return document.querySelector('.lesson-numbers') !== null").await?;
    page.click(".lesson-numbers li:nth-child(4) button").await?;
    page.wait_for_text("#lesson-title", "Learning rate").await?;
    page.click("#language").await?;
    page.wait_for_text("#lesson-title", "学习率").await?;
    page.click("#language").await?;
    page.wait_for_text("#lesson-title", "Learning rate").await?;
    page.click("#learn").await?;
    // The lesson has a table of its own.
    page.select("#example", "homes_ca_2016").await?;
    // The form of the table before stands there until this one is read.
    page.wait_until("return [...document.querySelectorAll('.act-form option')].some(own => own.text.includes('load_kwh')) && !document.querySelector('#act-plan').disabled").await?;
    page.select("#act-way", "the linear model").await?;
    page.click("#act-plan").await?;
    page.wait_for_text("#act-headline", "of carbon").await.map(|_| ())
}

/// A table of a person's own is read, which takes the third module, and trained on.
async fn train_on_own_table(page: &Page, file: &Path) -> Done {
    page.choose_file("#file", file).await?;
    page.wait_for_text("#data-title", "200 rows").await?;
    page.wait_for_text("#rmse span", "kWh").await?;
    page.fill("#epochs", "40").await?;
    page.fill("#learning-rate", "0.01").await?;
    page.click("#train").await?;
    page.wait_for_text("#status", "Done: 40 epochs").await.map(|_| ())
}

/// Opens the view of what the page is made of, in both languages, and a licence.
async fn read_about(page: &Page) -> Done {
    page.press_unheld("#about").await?;
    page.wait_for_text("#about-title", "licences").await?;
    page.wait_for_text("#licences", "wasm-bindgen").await?;
    page.click("#licences tbody tr:first-child button").await?;
    page.wait_until("return document.querySelector('pre.licence').innerText.length > 500").await?;
    page.wait_for_text("#about-data", "CityLearn").await?;
    page.click("#about-close").await?;
    page.click("#language").await?;
    page.press_unheld("#about").await?;
    page.wait_for_text("#about-title", "许可").await?;
    page.click("#about-close").await?;
    page.click("#language").await
}

#[test]
fn the_page_goes_on_after_its_server_is_gone() {
    let site = Site::start();
    let file = write("offline.csv", &own_csv());
    with_page(DESK, async |page| {
        page.open(&format!("{}#lang=en", site.url())).await?;
        kept(page).await?;
        end(site);
        page.reload().await?;
        train_learn_and_plan(page).await?;
        train_on_own_table(page, &file).await?;
        read_about(page).await?;
        // Installable: a name, a start, and pictures that are there.
        let installable = "const own = await (await fetch(document.querySelector('link[rel=manifest]').href)).json(); \
             const pictures = await Promise.all(own.icons.map(async icon => (await fetch(icon.src)).ok)); \
             return own.name.startsWith('GreenGrad') && own.start_url === './' && pictures.length === 4 && pictures.every(Boolean);";
        assert_eq!(page.script(&format!("return (async () => {{ {installable} }})()")).await?, true);
        Ok(())
    });
    fs::remove_file(file).unwrap();
}

#[test]
fn the_page_works_under_any_folder_and_there_without_its_server_too() {
    let site = Site::under("/some/where/", Site::built());
    with_page(DESK, async |page| {
        page.open(&format!("{}#lang=en", site.url())).await?;
        train_learn_and_plan(page).await?;
        kept(page).await?;
        // As a link, the page as one file.
        let take = "return document.querySelector('#take').href.endsWith('/some/where/greengrad.html')";
        assert_eq!(page.script(take).await?, true);
        end(site);
        page.reload().await?;
        page.wait_until("return document.querySelector('#act-plan') !== null").await?;
        Ok(())
    });
}

/// A copy of the built page that can be changed.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)
        } else {
            drop(fs::copy(entry.path(), target))
        }
    }
}

/// Makes another version of a built page.
fn change(dist: &Path) {
    let style = dist.join("lab.css");
    let text = fs::read_to_string(&style).unwrap();
    fs::write(&style, format!("{text}\n/* another version */\n")).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/offline.sh");
    assert!(Command::new("bash").arg(script).arg(dist).status().unwrap().success());
}

#[test]
fn a_new_version_waits_until_it_is_asked_for_and_never_breaks_off_a_run() {
    let dist = std::env::temp_dir().join(format!("greengrad-e2e-{}-versions", std::process::id()));
    copy(&Site::built(), &dist);
    let site = Site::of(dist.clone());
    let version = "return document.querySelector('#starter').dataset.version";
    with_page(DESK, async |page| {
        page.open(&format!("{}#lang=en", site.url())).await?;
        kept(page).await?;
        let before = page.script(version).await?;
        change(&dist);
        // The old one is shown at once, and finds that there is another.
        page.reload().await?;
        assert_eq!(page.script(version).await?, before);
        page.wait_until("return document.querySelector('#new-version') !== null").await?;
        page.fill("#epochs", "10000").await?;
        page.click("#train").await?;
        page.wait_for_text("#new-version", "Not while a run is under way").await?;
        assert_eq!(page.script("return document.querySelector('#open-new').disabled").await?, true);
        // Neither while it stands still.
        page.click("#train").await?;
        page.wait_for_text("#status", "paused").await?;
        assert_eq!(page.script("return document.querySelector('#open-new').disabled").await?, true);
        page.click("#reset").await?;
        page.wait_until("return !document.querySelector('#open-new').disabled").await?;
        page.click("#open-new").await?;
        page.wait_until(&format!("const now = (() => {{ {version} }})(); return now && now !== {before}"))
            .await?;
        kept(page).await?;
        // A window that is still open with the version before goes on with its files.
        let marked = format!(
            "return (async () => {{ const now = (() => {{ {version} }})(); \
             const styles = await Promise.all([{before}, now].map(async (v) => (await fetch(`lab.css?v=${{v}}`)).text())); \
             return styles.map((text) => text.includes('another version')); }})()"
        );
        assert_eq!(page.script(&marked).await?, serde_json::json!([false, true]));
        assert_eq!(
            page.script("return document.querySelector('#new-version')").await?,
            serde_json::Value::Null
        );
        Ok(())
    });
    fs::remove_dir_all(dist).unwrap();
}

#[test]
fn what_cannot_be_kept_is_said_and_all_else_works() {
    let dist = std::env::temp_dir().join(format!("greengrad-e2e-{}-broken", std::process::id()));
    copy(&Site::built(), &dist);
    // As on a host that has only half of a new version.
    fs::write(dist.join("examples/cars_co2.csv"), "another file").unwrap();
    let site = Site::of(dist.clone());
    with_page(DESK, async |page| {
        page.open(&format!("{}#lang=en", site.url())).await?;
        page.wait_for_text("#offline", "could not be kept for use without a network (examples/cars_co2.csv")
            .await?;
        page.fill("#epochs", "5").await?;
        page.click("#train").await?;
        page.wait_for_text("#status", "Done: 5 epochs").await?;
        Ok(())
    });
    fs::remove_dir_all(dist).unwrap();
}

/// The one file, as it lies on a stick.
fn one_file() -> String {
    let file = Site::built().join("greengrad.html").canonicalize().unwrap();
    format!("file://{}", file.display())
}

/// The text of the one file that was saved.
async fn saved(page: &Page) -> Done<String> {
    for _ in 0..600 {
        let done: Vec<PathBuf> = fs::read_dir(page.downloads())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
            .collect();
        if let [path] = done.as_slice() {
            let text = fs::read_to_string(path).unwrap();
            // The file is there before what it holds.
            if !text.is_empty() {
                return Ok(text);
            }
        }
        // Somebody has to let the browser go on.
        page.wait_until("return true").await?;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("nothing was saved")
}

#[test]
fn the_one_file_trains_and_predicts_from_a_disk_and_asks_no_network() {
    let file = write("alone.csv", &own_csv());
    with_page_alone(DESK, async |page| {
        // What the policy refuses would be a part that does not work.
        let sees_refusals = Engine::has(Need::ScriptsBeforeFiles);
        if sees_refusals {
            page.before_files("window.refused = []; addEventListener('securitypolicyviolation', e => refused.push(`${e.violatedDirective} ${e.blockedURI}`));").await?;
        }
        page.open(&format!("{}#lang=en", one_file())).await?;
        page.wait_for_text("#offline", "the whole page in one file").await?;
        train_learn_and_plan(page).await?;
        read_about(page).await?;
        train_on_own_table(page, &file).await?;
        page.choose_file("#predict-file", &file).await?;
        page.wait_for_text("#second", "rows predicted").await?;
        page.click("#save-predictions").await?;
        let text = saved(page).await?;
        assert!(text.lines().next().unwrap().contains(" predicted"), "{text}");
        assert_eq!(text.lines().count(), own_csv().lines().count());
        // Not one request, and nothing that the policy had to refuse.
        let asked = "return performance.getEntriesByType('resource').filter(e => !e.name.startsWith('blob:')).map(e => e.name.slice(0, 80))";
        assert_eq!(page.script(asked).await?, serde_json::json!([]));
        if sees_refusals {
            assert_eq!(page.script("return window.refused").await?, serde_json::json!([]));
        }
        Ok(())
    });
    fs::remove_file(file).unwrap();
}

/// What watches over all these tests notices a page that does ask.
#[test]
#[should_panic(expected = "http://example.org/")]
fn a_request_to_another_machine_is_noticed() {
    with_page(DESK, async |page| {
        page.visit("data:text/html,<img src='http://example.org/picture.png'>").await?;
        page.wait_until("return document.querySelector('img').complete").await
    });
}

/// Where a page has to do without a server, a request to this machine is one too many.
#[test]
#[should_panic(expected = "http://127.0.0.1:48123/")]
fn a_page_alone_asks_this_machine_for_nothing_either() {
    with_page_alone(DESK, async |page| {
        page.visit("data:text/html,<img src='http://127.0.0.1:48123/picture.png'>").await?;
        page.wait_until("return document.querySelector('img').complete").await
    });
}
