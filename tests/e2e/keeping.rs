//! Nothing that was made is lost: reloads, closed pages, workers that die, projects taken along.

use std::path::PathBuf;
use std::time::Duration;

use crate::browser::{Done, Engine, Page, with_page, with_page_alone};
use crate::flows::write;
use crate::learning::open_tab;
use crate::server::Site;

const DESK: (u32, u32) = (1440, 1000);

/// Remembers what the page saves, and its workers.
const WATCH: &str = "
    window.saved = {}; window.ownWorkers = [];
    const blobs = new Map(), make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob) => { const url = make(blob); blobs.set(url, blob); return url; };
    HTMLAnchorElement.prototype.click = function () {
        blobs.get(this.href).arrayBuffer().then((bytes) => { window.saved[this.download] = [...new Uint8Array(bytes)]; });
    };
    const Real = Worker;
    window.Worker = class extends Real { constructor(...given) { super(...given); window.ownWorkers.push(this); } };";

/// 400 rows of y = 3 a − b + 2 c².
fn rows() -> String {
    let mut text = "a,b,c,y\n".to_owned();
    for row in 0..400 {
        let (a, b, c) = (f64::from(row % 17), f64::from(row % 5), f64::from(row % 7) - 3.0);
        text.push_str(&format!("{a},{b},{c},{}\n", 3.0 * a - b + 2.0 * c * c));
    }
    text
}

/// A run of a person's own table, long enough to be cut off.
async fn begin(page: &Page, file: &std::path::Path, epochs: u32) -> Done {
    page.choose_file("#file", file).await?;
    page.wait_for_text("#data-title", "400 rows").await?;
    page.wait_until("return document.querySelector('#kept') !== null").await?;
    page.fill("#epochs", &epochs.to_string()).await?;
    page.click("#train").await
}

/// Epochs that take long enough for a run to be cut off. WebKitGTK trains at between a tenth and
/// a half of the others' speed.
fn long_run() -> u32 {
    if Engine::chosen() == Engine::WebKit { 6000 } else { 9000 }
}

/// After so long what stood on the page is kept: a second, and the time that writing it takes.
fn kept_within() -> Duration {
    Duration::from_millis(if Engine::chosen() == Engine::WebKit { 3000 } else { 1200 })
}

/// The epoch that the page shows.
const EPOCH: &str = "return Number((document.querySelector('#status').textContent.match(/[Ee]poch ([0-9\\s,\\u202f]+)/) || [0, '-1'])[1].replace(/\\D/g, ''))";

async fn epoch(page: &Page) -> Done<u64> {
    Ok(page.script(EPOCH).await?.as_u64().unwrap_or(0))
}

async fn is_kept(page: &Page) -> Done {
    page.wait_until("return localStorage.getItem('greengrad-work') !== null").await
}

/// The figures on the test rows, once they stand: they are drawn in a turn of their own, after the status.
async fn figures(page: &Page) -> Done<String> {
    const STAND: &str = "const own = document.querySelector('.tiles').innerText; const [last, times] = window.ownTiles ?? []; window.ownTiles = [own, own === last ? times + 1 : 0]; return window.ownTiles[1] > 5 && !own.startsWith('–')";
    page.wait_until(STAND).await?;
    page.text(".tiles").await
}

#[test]
fn a_reload_in_the_middle_of_training_loses_a_second_at_most_and_no_bit() {
    let site = Site::start();
    let (epochs, done) = (long_run(), format!("Done: {} epochs", long_run()));
    let file = write("keep.csv", &rows());
    with_page(DESK, async |page| {
        page.open(&site.url()).await?;
        begin(page, &file, epochs).await?;
        is_kept(page).await?;
        page.wait_until(&format!("{EPOCH} > 200")).await?;
        // What stands a second before the page goes is kept.
        let before = epoch(page).await?;
        tokio::time::sleep(kept_within()).await;
        page.reload().await?;
        page.wait_for_text("#notice", "as this browser kept it").await?;
        page.wait_for_text("#status", "paused").await?;
        let after = epoch(page).await?;
        assert!(after >= before && after < u64::from(epochs), "{before} {after}");
        assert_eq!(page.text("#data-title .aside").await?, "400 rows");
        page.click("#train").await?;
        page.wait_for_text("#status", &done).await?;
        let resumed = figures(page).await?;
        // The same run in one go.
        page.click("#reset").await?;
        page.click("#train").await?;
        page.wait_for_text("#status", &done).await?;
        assert_eq!(figures(page).await?, resumed);
        Ok(())
    });
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_page_that_was_closed_and_a_worker_that_died_come_back() {
    let site = Site::start();
    let file = write("closed.csv", &rows());
    with_page(DESK, async |page| {
        site.before_load(WATCH);
        page.open(&site.url()).await?;
        begin(page, &file, 9000).await?;
        is_kept(page).await?;
        page.wait_until(&format!("{EPOCH} > 300")).await?;
        let before = epoch(page).await?;
        tokio::time::sleep(kept_within()).await;
        // WebKit delivers nothing to a worker that was ended, so it is told first.
        page.script("for (const own of [...window.ownWorkers]) { own.dispatchEvent(new ErrorEvent('error', { message: 'killed', cancelable: true })); own.terminate(); }").await?;
        page.wait_for_text("#notice", "killed").await?;
        page.wait_for_text("#status", "paused").await?;
        assert!(epoch(page).await? >= before);
        assert_eq!(page.text("#data-title .aside").await?, "400 rows");
        page.click("#train").await?;
        page.wait_until(&format!("{EPOCH} > {}", before + 300)).await?;
        tokio::time::sleep(kept_within()).await;
        page.another_tab().await?;
        page.open(&site.url()).await?;
        page.wait_for_text("#status", "paused").await?;
        assert!(epoch(page).await? >= before + 300);
        Ok(())
    });
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_project_goes_out_and_comes_in_and_all_can_be_cleared() {
    let site = Site::start();
    let file = write("project.csv", &rows());
    let project = with_saved(&site, &file);
    with_page(DESK, async |page| {
        page.open(&site.url()).await?;
        page.choose_file("#file", &project.0).await?;
        page.wait_for_text("#data-title", "400 rows").await?;
        page.wait_for_text("#status", "Done: 30 epochs").await?;
        assert_eq!(figures(page).await?, project.1);
        // Half of it is refused, and what is there stays.
        let whole = std::fs::read(&project.0).unwrap();
        let half = write("half.greengrad", "");
        std::fs::write(&half, &whole[..whole.len() / 2]).unwrap();
        page.choose_file("#file", &half).await?;
        page.wait_for_text("#notice", "end of the project is missing").await?;
        assert_eq!(figures(page).await?, project.1);
        std::fs::remove_file(half).unwrap();
        // What is kept is listed, and goes when it is asked to.
        is_kept(page).await?;
        page.wait_until("return document.querySelectorAll('#works tbody tr').length > 0").await?;
        page.click("#clear-kept").await?;
        page.click("#clear-yes").await?;
        page.wait_for_text("#keep-problem", "cleared").await?;
        page.wait_until("return localStorage.getItem('greengrad-work') === null").await?;
        page.open(&site.url()).await?;
        page.wait_until("return document.querySelector('.source .badge') !== null").await
    });
    std::fs::remove_file(file).unwrap();
    std::fs::remove_file(project.0).unwrap();
}

#[test]
fn the_page_is_taken_along_with_the_project_inside() {
    let site = Site::start();
    let file = write("inside.csv", &rows());
    let taken = write("inside.html", "");
    let mut said = String::new();
    with_page(DESK, async |page| {
        site.before_load(WATCH);
        page.open(&site.url()).await?;
        begin(page, &file, 30).await?;
        page.wait_for_text("#status", "Done: 30 epochs").await?;
        said = figures(page).await?;
        page.click("#carry-page").await?;
        page.wait_until("return Object.keys(window.saved).some(name => name.endsWith('.html'))").await?;
        std::fs::write(&taken, saved(page).await?).unwrap();
        Ok(())
    });
    drop(site);
    with_page_alone(DESK, async |page| {
        page.open(&format!("file://{}#lang=en", taken.display())).await?;
        page.wait_for_text("#data-title", "400 rows").await?;
        page.wait_for_text("#status", "Done: 30 epochs").await?;
        assert_eq!(figures(page).await?, said);
        Ok(())
    });
    std::fs::remove_file(file).unwrap();
    std::fs::remove_file(taken).unwrap();
}

/// A model that was taken along predicts a file without a run on the page.
#[test]
fn a_model_that_was_taken_along_predicts_a_file() {
    let site = Site::start();
    let file = write("model.csv", &rows());
    let onnx = write("model.onnx", "");
    with_page(DESK, async |page| {
        site.before_load(WATCH);
        page.open(&site.url()).await?;
        begin(page, &file, 30).await?;
        page.wait_for_text("#status", "Done: 30 epochs").await?;
        page.click("#carry-onnx").await?;
        page.wait_until("return Object.keys(window.saved).some(name => name.endsWith('.onnx'))").await?;
        let bytes = "return Object.entries(window.saved).find(([name]) => name.endsWith('.onnx'))[1]";
        std::fs::write(&onnx, bytes_of(&page.script(bytes).await?)).unwrap();
        Ok(())
    });
    with_page(DESK, async |page| {
        page.open(&site.url()).await?;
        page.choose_file("#file", &onnx).await?;
        page.wait_for_text("#imported", "predicts y from a, b, c").await?;
        page.choose_file("#predict-file", &file).await?;
        page.wait_for_text("#imported", "400").await?;
        page.wait_for_text("#imported", "RMSE").await?;
        page.click("#close-model").await?;
        page.wait_until("return document.querySelector('#imported') === null").await
    });
    std::fs::remove_file(file).unwrap();
    std::fs::remove_file(onnx).unwrap();
}

fn bytes_of(value: &serde_json::Value) -> Vec<u8> {
    value.as_array().unwrap().iter().map(|byte| byte.as_u64().unwrap() as u8).collect()
}

/// The one file that was saved.
async fn saved(page: &Page) -> Done<Vec<u8>> {
    Ok(bytes_of(&page.script("return Object.values(window.saved)[0]").await?))
}

/// Trains the file, and saves the project; with the figures.
fn with_saved(site: &Site, file: &std::path::Path) -> (PathBuf, String) {
    let path = write("out.greengrad", "");
    let mut said = String::new();
    with_page(DESK, async |page| {
        site.before_load(WATCH);
        page.open(&site.url()).await?;
        begin(page, file, 30).await?;
        page.wait_for_text("#status", "Done: 30 epochs").await?;
        said = figures(page).await?;
        page.click("#carry-project").await?;
        page.wait_until("return Object.keys(window.saved).some(name => name.endsWith('.greengrad'))").await?;
        std::fs::write(&path, saved(page).await?).unwrap();
        Ok(())
    });
    (path, said)
}

#[test]
fn runs_have_names_and_come_back_by_one_click() {
    let site = Site::start();
    let file = write("runs.csv", &rows());
    with_page(DESK, async |page| {
        page.open(&site.url()).await?;
        begin(page, &file, 30).await?;
        page.wait_for_text("#status", "Done: 30 epochs").await?;
        let first = figures(page).await?;
        page.fill("#epochs", "40").await?;
        page.click("#train").await?;
        page.wait_for_text("#status", "Done: 40 epochs").await?;
        page.wait_for_text("#insight-verdict", "model").await?;
        open_tab(page, ".insight", "Runs compared").await?;
        page.wait_until("return document.querySelectorAll('#runs tbody tr').length === 2").await?;
        page.script("
            const row = [...document.querySelectorAll('#runs tbody tr')].find(row => !row.classList.contains('network'));
            const title = row.querySelector('.run-title');
            title.value = 'short'; title.dispatchEvent(new Event('change', { bubbles: true }));").await?;
        page.wait_until(
            "return [...document.querySelectorAll('.run-title')].some(own => own.value === 'short')",
        )
        .await?;
        // It is written at once, which takes a moment.
        tokio::time::sleep(kept_within()).await;
        page.reload().await?;
        page.wait_for_text("#status", "Done: 40 epochs").await?;
        page.wait_for_text("#insight-verdict", "model").await?;
        open_tab(page, ".insight", "Runs compared").await?;
        page.wait_until(
            "return [...document.querySelectorAll('.run-title')].some(own => own.value === 'short')",
        )
        .await?;
        page.script("
            const row = [...document.querySelectorAll('#runs tbody tr')].find(row => row.querySelector('.run-title').value === 'short');
            row.querySelector('.run-ways button').click();").await?;
        page.wait_for_text("#status", "Done: 30 epochs").await?;
        assert_eq!(figures(page).await?, first);
        Ok(())
    });
    std::fs::remove_file(file).unwrap();
}
