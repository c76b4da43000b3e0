//! All cores at once: many settings in one table, and a recipe whose networks several workers train.

use std::process::Command;

use crate::browser::with_page;
use crate::server::Site;

const DESK: (u32, u32) = (1440, 1000);
const CIRCLES: &str = "#example=made_up_circles&epochs=1500&batch_size=10&lang=en";

const STATUS: &str = "return document.querySelector('#sweep-status')?.innerText ?? ''";

#[test]
fn many_settings_come_to_one_table_and_one_of_them_is_taken() {
    let site = Site::start();
    with_page(DESK, async |page| {
        page.open(&format!("{}{CIRCLES}", site.url())).await?;
        page.wait_until("return document.querySelector('#sweep-start') !== null").await?;
        page.fill("#sweep-learning_rate", "0.001, fast").await?;
        page.wait_for_text("#sweep-learning_rate-why", "“fast” does not fit Learning rate").await?;
        assert_eq!(page.script("return document.querySelector('#sweep-start').disabled").await?, true);
        page.fill("#sweep-learning_rate", "0.001 0.01 0.03").await?;
        page.fill("#sweep-hidden", "none, 8-8").await?;
        page.fill("#sweep-batch_size", "10").await?;
        page.fill("#sweep-seeds", "2").await?;
        assert_eq!(page.text("#sweep-start").await?, "Try 12 networks");
        page.click("#sweep-start").await?;
        page.wait_for_text("#sweep-status", "All 12 done").await?;
        let cores = page.script("return navigator.hardwareConcurrency").await?.as_u64().unwrap();
        let status = page.text("#sweep-status").await?;
        assert!(cores < 2 || status.contains(" at a time") && !status.contains("one at"), "{status}");
        // A line for both seeds of each, the best first; no straight line tells circles apart.
        let rows = page.script("return [...document.querySelectorAll('#sweep-results tbody tr')].map(row => [...row.cells].map(cell => cell.innerText.trim()))").await?;
        let rows = rows.as_array().unwrap();
        assert_eq!(rows.len(), 6);
        let error = |row: usize| {
            rows[row][4].as_str().unwrap().split_whitespace().next().unwrap().parse::<f64>().unwrap()
        };
        assert!((1..6).all(|row| error(row - 1) <= error(row)));
        assert_eq!(rows[0][2], "8-8");
        assert_ne!(rows[5][2], "8-8");
        assert!(error(0) < 0.75 * error(5));
        // The test rows were not looked at.
        assert_eq!(page.text("#rmse b").await?, "–");
        page.click("#sweep-results tbody tr:first-child button").await?;
        page.wait_until(&format!("return document.querySelector('#learning-rate').value === {}", rows[0][1]))
            .await?;
        page.wait_for_text("#sweep-results tbody tr:first-child", "as set above").await?;
        // Left halfway, what is done stays.
        page.fill("#sweep-seeds", "20").await?;
        page.click("#sweep-start").await?;
        page.wait_for_text("#sweep-status", "of 120 done").await?;
        page.click("#sweep-cancel").await?;
        page.wait_for_text("#sweep-status", "Stopped").await?;
        // The page trains as ever.
        page.click("#train").await?;
        page.wait_until("return document.querySelector('#fingerprint') !== null").await?;
        assert!(page.script(STATUS).await?.as_str().unwrap().contains("Stopped"));
        Ok(())
    });
}

/// Networks of a recipe that several workers train have the bits of those that one trains.
#[test]
fn a_recipe_on_all_cores_has_the_bits_of_the_terminals() {
    let site = Site::start();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO_BIN_EXE_headless"))
        .arg("train")
        .arg(root.join("static/examples/concrete_strength.csv"))
        .args(["--target", "strength_mpa", "--preset", "quick", "--json"])
        .output()
        .unwrap();
    let terminal: serde_json::Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    with_page(DESK, async |page| {
        page.open(&format!("{}#example=concrete_strength&method=quick&lang=en", site.url())).await?;
        page.wait_until("return document.querySelector('#kept') !== null").await?;
        page.click("#train").await?;
        page.wait_until("return !!document.querySelector('#fingerprint')").await?;
        let fingerprint =
            page.script("return document.querySelector('#fingerprint').dataset.fingerprint").await?;
        assert_eq!(fingerprint, terminal["fingerprint"]);
        Ok(())
    });
}
