//! The page's reader of people's files beside the fastest ones of the JavaScript world, in the same browser with the same
//! file. `scripts/bench.sh` runs it.

use std::fmt::Write as _;
use std::path::Path;

use super::browser::{Done, Page, with_page};
use super::server::Site;

const ROWS: usize = 1_000_000;
/// Each reader reads the file so many times; the best counts.
const REPEATS: usize = 3;

/// A time, a label and eight numbers a row, about 88 MB.
fn table() -> String {
    let mut text = String::with_capacity(100 << 20);
    text.push_str(
        "time,site,load_kwh,temp_c,price_eur_mwh,pv_kw,wind_ms,humidity_pct,intensity_g_kwh,count\n",
    );
    for row in 0..ROWS {
        let (day, hour, minute) = (row / 1440 % 28, row / 60 % 24, row % 60);
        let value = |scale: usize, by: usize| (row * by % scale) as f64 / 10.0;
        writeln!(
            text,
            "20{:02}-{:02}-{:02}T{hour:02}:{minute:02},site {},{},{},{},{},{},{},{},{}",
            10 + row / 40_320 / 12,
            1 + row / 40_320 % 12,
            1 + day,
            row % 7,
            value(997, 13),
            value(431, 7) - 12.5,
            value(2003, 3),
            value(811, 5),
            value(233, 11),
            value(1000, 1),
            value(7919, 17),
            row % 100,
        )
        .unwrap();
    }
    text
}

async fn ours(page: &Page, site: &Site, file: &Path) -> Done<f64> {
    page.open(&site.url()).await?;
    page.script(
        "window.took = null; let began; \
         document.querySelector('#file').addEventListener('change', () => { began = performance.now(); }, true); \
         new MutationObserver(() => { \
           if (window.took === null && /1\\D?000\\D?000 rows/.test(document.querySelector('#data-title').textContent)) \
             window.took = performance.now() - began; \
         }).observe(document.body, { subtree: true, childList: true, characterData: true });",
    )
    .await?;
    // A person's pointer reaches the button before the file is chosen, and the reader is fetched then.
    page.script("document.querySelector('label[for=file]').dispatchEvent(new Event('pointerover', { bubbles: true }))")
        .await?;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    page.choose_file("#file", file).await?;
    page.wait_until("return window.took !== null").await?;
    Ok(page.script("return window.took").await?.as_f64().unwrap())
}

async fn peer(page: &Page, site: &Site, file: &Path, reader: &str) -> Done<f64> {
    page.visit(&format!("{}peers.html", site.url())).await?;
    page.choose_file("#file", file).await?;
    page.script(&format!("window.took = null; {reader}().then((took) => {{ window.took = took; }})")).await?;
    page.wait_until("return window.took !== null").await?;
    let took = page.script("return window.took").await?;
    assert_eq!(took["rows"].as_u64(), Some(ROWS as u64), "{reader}");
    Ok(took["ms"].as_f64().unwrap())
}

#[test]
#[ignore = "a benchmark: scripts/bench.sh runs it"]
fn readers_side_by_side() {
    let folder =
        std::env::var_os("GREENGRAD_PEERS").expect("the folder with peers.html and its node_modules");
    let (own, peers) = (Site::start(), Site::of(folder.into()));
    let file = std::env::temp_dir().join(format!("greengrad-million-{}.csv", std::process::id()));
    let text = table();
    std::fs::write(&file, &text).unwrap();
    let mut best = [f64::INFINITY; 3];
    // Each in a browser of its own, in turns, so that what else the machine does meets all of them.
    for _ in 0..REPEATS {
        with_page((1440, 1000), async |page| {
            best[0] = best[0].min(ours(page, &own, &file).await?);
            Ok(())
        });
        for (reader, best) in ["udsv", "papaparse"].iter().zip(&mut best[1..]) {
            with_page((1440, 1000), async |page| {
                *best = best.min(peer(page, &peers, &file, reader).await?);
                Ok(())
            });
        }
    }
    std::fs::remove_file(&file).unwrap();
    let megabytes = text.len() as f64 / 1e6;
    for (name, ms) in
        ["this page (streamed, summarised, handed over)", "uDSV (whole text)", "PapaParse (streamed)"]
            .iter()
            .zip(best)
    {
        println!(
            "{ROWS} rows x 10 columns, {megabytes:.0} MB: {name}: {ms:.0} ms, {:.2} x the page's",
            ms / best[0]
        );
    }
}
