//! The page held against the rules of axe, in each of its states.

use std::path::{Path, PathBuf};
use std::time::Duration;

use thirtyfour::Key;

use crate::browser::{Done, Kind, Page, with_kind};
use crate::flows::{own_csv, write};
use crate::server::Site;

/// The rules, as one script. `scripts/setup.sh --tests` fetches them.
fn rules() -> String {
    let file = std::env::var_os("GREENGRAD_AXE").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("target/axe/node_modules/axe-core/axe.min.js"),
        PathBuf::from,
    );
    std::fs::read_to_string(&file)
        .unwrap_or_else(|error| panic!("{}: {error}; run scripts/setup.sh --tests", file.display()))
}

/// What the rules found so far.
struct Findings {
    rules: String,
    states: usize,
    found: Vec<String>,
}

/// Runs every rule that is on by default, and that of what can be touched (WCAG 2.5.8). Of a finding it gives where it is and what is wrong there.
const RUN: &str = "return axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }).then(({ violations }) => violations.map(one =>
    `${one.id}, ${one.impact}: ` + one.nodes.slice(0, 4).map(node =>
        `${node.target.join(' ')} { ${[...node.any, ...node.all, ...node.none].map(check => check.message).join('; ')} }`).join(' | ')))";

impl Findings {
    /// Holds the page as it is against the rules.
    async fn look(&mut self, page: &Page, state: &str) -> Done {
        if page.script("return typeof axe === 'undefined'").await? == true {
            page.script(&self.rules).await?;
        }
        // What comes and goes softly is judged when it has come.
        page.wait_until("return document.getAnimations().every(own => own.playState !== 'running' || own.effect.getTiming().iterations === Infinity)").await?;
        // What lies below the bar, which stays, is not where it is pressed.
        page.script("scrollTo(0, 0)").await?;
        self.states += 1;
        for violation in page.script(RUN).await?.as_array().unwrap() {
            let finding = format!("{state}: {}", violation.as_str().unwrap_or_default());
            println!("{finding}");
            self.found.push(finding);
        }
        Ok(())
    }

    /// The same in English and in Chinese. The page is left as it was.
    async fn look_twice(&mut self, page: &Page, state: &str) -> Done {
        self.look(page, state).await?;
        page.script("document.querySelector('#language').click()").await?;
        page.wait_until("return document.documentElement.lang === 'zh-CN'").await?;
        // The panels of the lab are drawn a moment later.
        tokio::time::sleep(Duration::from_millis(100)).await;
        self.look(page, &format!("{state}, in Chinese")).await?;
        page.script("document.querySelector('#language').click()").await?;
        page.wait_until("return document.documentElement.lang !== 'zh-CN'").await
    }

    /// Every tab of a panel, one after the other.
    async fn look_at_tabs(&mut self, page: &Page, panel: &str) -> Done {
        let count =
            page.script(&format!("return document.querySelectorAll('{panel} [role=tab]').length")).await?;
        let count = count.as_u64().unwrap();
        assert!(count > 0, "{panel} has no tabs");
        for tab in 0..count {
            let title = page
                .script(&format!(
                    "const tab = document.querySelectorAll('{panel} [role=tab]')[{tab}]; tab.click(); return tab.textContent"
                ))
                .await?;
            page.wait_until(&format!("return document.querySelectorAll('{panel} [role=tab]')[{tab}].getAttribute('aria-selected') === 'true'"))
                .await?;
            // What a tab shows is asked of the worker; most of it is there at once.
            tokio::time::sleep(Duration::from_millis(700)).await;
            self.look_twice(page, &format!("{panel}, tab {}", title.as_str().unwrap_or_default())).await?;
        }
        Ok(())
    }
}

/// A table with a note above it, a column in two units, gaps, a repeated line, a total and a cell that is no number.
fn dirty_csv() -> String {
    let mut text = "Export of 2024\n\ntime;load (kWh);temp\n".to_owned();
    for hour in 0..72 {
        let load = match hour {
            5 => String::new(),
            9 => "n/a".to_owned(),
            20 => "broken".to_owned(),
            _ => format!("{},5", 10 + hour % 24),
        };
        text.push_str(&format!("{:02}/01/2024 {:02}:00;{load};{}\n", 1 + hour / 24, hour % 24, hour % 7));
    }
    text.push_str("total;1234;\n");
    text
}

/// Everything that a person can come upon.
async fn go_through(page: &Page, site: &Site, findings: &mut Findings) -> Done {
    let (dirty, broken, own) = (
        write("dirty.csv", &dirty_csv()),
        write("quote.csv", "a,b\n1,2\n3,\"4\n5,6\n"),
        write("own.csv", &own_csv()),
    );
    page.open(&format!("{}#epochs=5&lang=en", site.url())).await?;
    page.wait_until("return document.querySelector('#act-plan') !== null").await?;
    findings.look_twice(page, "fresh").await?;
    page.script("document.querySelectorAll('details').forEach(own => { own.open = true; })").await?;
    findings.look_twice(page, "all that folds open").await?;

    page.choose_file("#file", &dirty).await?;
    page.wait_until("return document.querySelector('#issues .line-link') !== null").await?;
    page.click("#issues .line-link").await?;
    page.wait_until("return document.querySelector('#lines') !== null").await?;
    findings.look_twice(page, "a dirty file").await?;
    page.choose_file("#file", &broken).await?;
    page.wait_for_text("#load-problem", "line 3").await?;
    page.fill("#epochs", "many").await?;
    page.key(Key::Tab).await?;
    findings.look_twice(page, "errors").await?;
    page.choose_file("#file", &own).await?;
    page.wait_for_text("#data-title", "200 rows").await?;
    page.fill("#epochs", "5").await?;
    page.wait_until("return document.querySelector('#train')?.disabled === false").await?;
    page.click("#train").await?;
    page.wait_for_text("#status", "Done: 5 epochs").await?;
    page.wait_until("return document.querySelector('#predict-file') !== null").await?;
    page.choose_file("#predict-file", &own).await?;
    page.wait_for_text("#second", "rows predicted").await?;
    findings.look_twice(page, "another file predicted").await?;

    page.select("#example", "homes_ca_2016").await?;
    page.wait_until("return document.querySelector('#act-plan')?.disabled === false").await?;
    page.click("#train").await?;
    page.wait_for_text("#insight-verdict", "model").await?;
    findings.look_twice(page, "trained").await?;
    findings.look_at_tabs(page, ".insight").await?;
    page.script("document.querySelectorAll('#network .edge')[20].dispatchEvent(new MouseEvent('click', { bubbles: true }))").await?;
    findings.look_at_tabs(page, ".inside").await?;
    page.point_at("#node-1-2 circle").await?;
    page.wait_until("return document.querySelector('#glance') !== null").await?;
    findings.look(page, "a unit pointed at").await?;
    page.point_away().await?;
    page.select("#act-way", "the linear model").await?;
    page.click("#act-plan").await?;
    page.wait_for_text("#act-headline", "of carbon").await?;
    findings.look_at_tabs(page, ".act").await?;
    page.script("document.querySelectorAll('details').forEach(own => { own.open = true; })").await?;
    findings.look_twice(page, "trained, all that folds open").await?;

    page.press_unheld("#about").await?;
    page.wait_for_text("#licences", "wasm-bindgen").await?;
    page.click("#licences tbody tr:first-child button").await?;
    page.wait_until("return document.querySelector('pre.licence') !== null").await?;
    findings.look(page, "About").await?;
    page.click("#about-close").await?;
    page.script("document.activeElement.blur()").await?;
    page.press("?").await?;
    page.wait_until("return document.querySelector('dialog')?.open === true").await?;
    findings.look(page, "the keys").await?;
    page.click("#help-close").await?;
    page.script("document.querySelector('#paste').click()").await?;
    findings.look_twice(page, "pasting").await?;
    page.script("document.querySelector('#learn').click()").await?;
    page.wait_until("return document.querySelector('.lesson-numbers') !== null").await?;
    let lessons = page.script("return document.querySelectorAll('.lesson-numbers button').length").await?;
    for lesson in 0..lessons.as_u64().unwrap() {
        page.script(&format!("document.querySelectorAll('.lesson-numbers button')[{lesson}].click()"))
            .await?;
        page.wait_until(&format!("return document.querySelectorAll('.lesson-numbers button')[{lesson}].getAttribute('aria-current') !== null && document.querySelector('#train')?.disabled === false")).await?;
        page.script("document.querySelector('.choice')?.click()").await?;
        findings.look_twice(page, &format!("lesson {}", lesson + 1)).await?;
    }
    for file in [dirty, broken, own] {
        std::fs::remove_file(file).unwrap();
    }
    Ok(())
}

fn held_against_the_rules(dark: bool) {
    let site = Site::start();
    let mut findings = Findings { rules: rules(), states: 0, found: Vec::new() };
    with_kind(Kind { size: (1440, 1000), alone: false, dark }, async |page| {
        let query = format!(
            "return matchMedia('(prefers-color-scheme: {})').matches",
            if dark { "dark" } else { "light" }
        );
        assert_eq!(page.script(&query).await?, true);
        go_through(page, &site, &mut findings).await
    });
    let Findings { states, found, .. } = findings;
    assert!(found.is_empty(), "{} findings in {states} states:\n{}", found.len(), found.join("\n"));
}

#[test]
fn axe_finds_nothing_in_any_state_of_the_page() {
    held_against_the_rules(false);
}

#[test]
fn axe_finds_nothing_in_the_dark_either() {
    held_against_the_rules(true);
}
