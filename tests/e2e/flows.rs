//! What people come to do.

use std::path::PathBuf;
use std::process::Command;

use crate::browser::{Engine, Need, with_page};
use crate::server::Site;

const DESK: (u32, u32) = (1440, 1000);

pub fn write(name: &str, text: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("greengrad-e2e-{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    path
}

/// 200 rows of y = 3 a − b + 2 c², with a unit in the target's name.
pub fn own_csv() -> String {
    let mut text = "a;b;c;Verbrauch [kWh]\n".to_owned();
    for row in 0..200 {
        let (a, b, c) = (f64::from(row % 17), f64::from(row % 5), f64::from(row % 7) - 3.0);
        let value = 3.0 * a - b + 2.0 * c * c;
        text.push_str(&format!("{a};{b};{c};{}\n", value.to_string().replace('.', ",")));
    }
    text
}

#[test]
fn open_press_space_and_read_the_tiles() {
    let site = Site::start();
    with_page(DESK, async |page| {
        page.open(&site.url()).await?;
        page.wait_until("return document.activeElement.id === 'train'").await?;
        assert_eq!(page.text("#rmse b").await?, "–");
        page.press(" ").await?;
        page.wait_for_text("#rows-shown", "validation").await?;
        page.wait_for_text("#status", "Done: 100 epochs").await?;
        page.wait_for_text("#rows-shown", "test rows, never trained on").await?;
        let rmse = page.number("#rmse b").await?;
        // With 10 % of the rows for validation; scikit-learn's band for this task without is 4.66 to 7.77 kWh.
        assert!((4.5..8.0).contains(&rmse), "{rmse}");
        page.wait_for_text("#looks", "once").await?;
        page.wait_for_text("#verdict", "linear model").await?;
        page.wait_for_text("#prediction-chart", "test rows").await?;
        // Its own files are all that was fetched.
        let foreign = "return performance.getEntriesByType('resource').filter(e => !e.name.startsWith(location.origin) && !e.name.startsWith('blob:')).length";
        assert_eq!(page.script(foreign).await?, 0);
        Ok(())
    });
}

#[test]
fn own_data_is_predicted_in_its_unit() {
    let site = Site::start();
    let file = write("own.csv", &own_csv());
    with_page(DESK, async |page| {
        page.open(&site.url()).await?;
        page.choose_file("#file", &file).await?;
        page.wait_for_text("#data-title", "200 rows").await?;
        page.wait_until("return document.querySelector('#understood').textContent.includes('semicolon')")
            .await?;
        page.wait_until("return !document.querySelector('.source .badge')").await?;
        // Another target and back: the role is a list beside each column.
        page.select("li.column:nth-child(1) select", "target").await?;
        page.wait_for_text("#rmse span", "RMSE").await?;
        page.select("li.column:nth-child(1) select", "feature").await?;
        page.wait_for_text("#rmse span", "kWh").await?;
        page.fill("#epochs", "40").await?;
        page.fill("#learning-rate", "0.01").await?;
        page.click("#train").await?;
        page.wait_for_text("#status", "Done: 40 epochs").await?;
        let rmse = page.number("#rmse b").await?;
        assert!(rmse < 8.0, "{rmse}");
        page.wait_for_text("#skill b", "%").await?;
        Ok(())
    });
    std::fs::remove_file(file).unwrap();
}

#[test]
fn rows_with_gaps_are_left_out_or_filled_as_a_person_chooses() {
    let site = Site::start();
    let mut text = "a,b,y\n".to_owned();
    for row in 0..100 {
        let a = if row % 10 == 0 { String::new() } else { (row % 7).to_string() };
        text.push_str(&format!("{a},{},{}\n", row % 5, row % 7 + row % 5));
    }
    let file = write("gaps.csv", &text);
    with_page(DESK, async |page| {
        page.open(&site.url()).await?;
        page.choose_file("#file", &file).await?;
        page.wait_until("return document.querySelector('#missing-way')?.selectedOptions[0].text.includes('are left out (90 rows are used)')")
            .await?;
        page.select("#missing-way", "are filled with the training mean, and marked (100 rows)").await?;
        page.wait_until("return [...document.querySelectorAll('.panel')].some(p => /train\\s*70\\s*%\\s*70 rows/.test(p.innerText))").await?;
        Ok(())
    });
    std::fs::remove_file(file).unwrap();
}

/// 时间;用电量 in GBK, a decimal comma, the 1st to the 12th of a month with the day in front, and a sentinel on line 5.
fn gbk_csv() -> Vec<u8> {
    let mut bytes = b"\xca\xb1\xbc\xe4;\xd3\xc3\xb5\xe7\xc1\xbf;x\n".to_vec();
    for row in 0..12 {
        let x = if row == 3 { -999 } else { row };
        bytes.extend_from_slice(format!("{:02}/01/2024;{},5;{x}\n", row + 1, row % 4).as_bytes());
    }
    bytes
}

#[test]
fn a_gbk_file_is_understood_and_each_guess_is_one_click_from_corrected() {
    let site = Site::start();
    let file = write("gbk.csv", "");
    std::fs::write(&file, gbk_csv()).unwrap();
    with_page(DESK, async |page| {
        page.open(&site.url()).await?;
        page.choose_file("#file", &file).await?;
        page.wait_for_text("#data-title", "12 rows").await?;
        let chosen = "return [...document.querySelectorAll('#understood select')].map(s => s.selectedOptions[0].text).join(' ')";
        let understood = page.script(chosen).await?;
        assert_eq!(understood, "GB18030 semicolon decimal comma header on line 1 day first");
        page.wait_for_text(".columns", "用电量").await?;
        // The day was taken to come first, because then the steps are even.
        page.wait_for_text("#issues", "The day was taken to come first").await?;
        page.click("#issues li .answer").await?;
        page.wait_until("return document.querySelector('#understood').lastChild.selectedOptions[0].text === 'month first'").await?;
        // The sentinel's line, as it stands.
        page.wait_for_text("#issues", "−999").await?;
        page.click("#issues .line-link").await?;
        page.wait_for_text("#lines", "04/01/2024;3,5;-999").await?;
        Ok(())
    });
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_spreadsheet_opens_under_any_name_and_another_sheet_can_be_chosen() {
    let site = Site::start();
    let file = write("sheet.csv", "");
    let fixture =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/spreadsheets/load.xlsx");
    std::fs::copy(fixture, &file).unwrap();
    with_page(DESK, async |page| {
        page.open(&site.url()).await?;
        page.choose_file("#file", &file).await?;
        page.wait_for_text("#data-title", "240 rows").await?;
        page.wait_for_text("#issues", "spreadsheet (xlsx)").await?;
        page.select("#understood select:first-child", "Tariff").await?;
        page.wait_for_text("#data-title", "24 rows").await?;
        Ok(())
    });
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_large_file_shows_how_far_it_is_and_can_be_given_up() {
    let site = Site::start();
    let file = write("large.csv", "");
    let mut text = String::with_capacity(101 << 20);
    text.push_str("n;a;b;c\n");
    let mut row = 0_u32;
    while text.len() < 100 << 20 {
        text.push_str(&format!("{row};{}.25;{}.5;{}\n", row % 1000, row % 77, row % 13));
        row += 1;
    }
    std::fs::write(&file, &text).unwrap();
    with_page(DESK, async |page| {
        page.open(&site.url()).await?;
        page.script("window.slow = 0; new PerformanceObserver(l => l.getEntries().forEach(e => window.slow = Math.max(window.slow, e.duration))).observe({ type: 'longtask' })").await?;
        page.choose_file("#file", &file).await?;
        // Pressed by the script that sees it: the file is read in a second or two.
        page.wait_until("const cancel = document.querySelector('#cancel-load'), box = cancel?.parentElement; if (!box || !(box.querySelector('progress').value > 0) || !/rows/.test(box.textContent)) return false; cancel.click(); return true").await?;
        page.wait_until("return !document.querySelector('#cancel-load')").await?;
        // The table before is still there.
        page.wait_for_text(".source", "Example").await?;
        page.choose_file("#file", &file).await?;
        let rows = greengrad::i18n::format::count(u64::from(row));
        page.wait_for_text("#data-title", &rows).await?;
        println!(
            "{row} rows of 100 MB; longest task of the page {} ms",
            page.script("return window.slow").await?
        );
        Ok(())
    });
    std::fs::remove_file(file).unwrap();
}

/// Three weeks of quarters of an hour on a clock of Central Europe in winter, with a semicolon and a decimal comma.
fn quarters() -> String {
    let mut text = "Zeit;Verbrauch (kWh)\n".to_owned();
    for index in 0..21 * 96 {
        let (day, hour, minute) = (1 + index / 96, index % 96 / 4, index % 4 * 15);
        text.push_str(&format!("{day:02}.01.2024 {hour:02}:{minute:02};0,{}\n", 100 + hour * 20 + day));
    }
    text
}

/// The same weeks in hours of universal time, which begin an hour earlier.
fn weather() -> String {
    let mut text = "time,temperature_c\n2023-12-31T23:00Z,5\n".to_owned();
    for index in 0..21 * 24 - 1 {
        text.push_str(&format!("2024-01-{:02}T{:02}:00Z,{}\n", 1 + index / 24, index % 24, index % 24));
    }
    text
}

#[test]
fn a_second_file_is_joined_by_time_and_its_clock_can_be_corrected() {
    let site = Site::start();
    let (meter, weather) = (write("zaehler.csv", &quarters()), write("weather.csv", &weather()));
    with_page(DESK, async |page| {
        page.open(&site.url()).await?;
        page.choose_file("#file", &meter).await?;
        page.wait_for_text("#data-title", "2\u{202f}016 rows").await?;
        page.choose_file("#join", &weather).await?;
        // Hours, because the weather comes in hours. The meter's clock is taken for the other one's, UTC, and it is said.
        page.wait_for_text("#data-title", "504 rows").await?;
        let said = page.text("#joined").await?;
        assert!(said.contains("weather.csv · 1 h") && said.contains("assumed"), "{said}");
        page.wait_for_text("#issues", "Summed: Verbrauch (kWh)").await?;
        page.wait_for_text(".columns", "temperature_c").await?;
        // Said to be Central Europe's, every hour of the meter has its partner.
        page.select("#joined li:first-child label select", "Central Europe, UTC+1/+2").await?;
        page.wait_for_text("#joined", "give 504 rows of the table").await?;
        page.wait_until("return !/no partner/.test(document.querySelector('#issues').textContent)").await?;
        page.click("#joined li:nth-child(2) button").await?;
        page.wait_for_text("#data-title", "2\u{202f}016 rows").await?;
        Ok(())
    });
    std::fs::remove_file(meter).unwrap();
    std::fs::remove_file(weather).unwrap();
}

#[test]
fn another_file_is_predicted_and_what_does_not_fit_is_named() {
    let site = Site::start();
    let own = write("own.csv", &own_csv());
    // One column more than the model knows.
    let more = |(index, line)| if index == 0 { format!("extra;{line}\n") } else { format!("7;{line}\n") };
    let other: String = own_csv().lines().enumerate().map(more).collect();
    let (other, lacking) = (write("other.csv", &other), write("lacking.csv", "a,b\n1,2\n2,3\n"));
    with_page(DESK, async |page| {
        page.open(&site.url()).await?;
        page.choose_file("#file", &own).await?;
        page.wait_for_text("#data-title", "200 rows").await?;
        page.wait_until("return document.querySelector('#train')?.disabled === false && !document.querySelector('#second')").await?;
        page.click("#train").await?;
        page.wait_for_text("#second", "Predict another file").await?;
        page.choose_file("#predict-file", &lacking).await?;
        page.wait_for_text("#second .wrong-note", "lacking.csv was not predicted").await?;
        page.choose_file("#predict-file", &other).await?;
        let said = page.wait_for_text("#second", "rows predicted").await?;
        assert!(said.contains("extra") && said.contains("RMSE of"), "{said}");
        page.script("window.saved = null; const make = URL.createObjectURL; URL.createObjectURL = (blob) => { blob.text().then((text) => { window.saved = text; }); return make(blob); }").await?;
        page.click("#save-predictions").await?;
        page.wait_until("return window.saved !== null").await?;
        let saved = page.script("return window.saved").await?;
        let saved = saved.as_str().unwrap();
        assert!(saved.lines().next().unwrap().contains(" predicted"), "{saved}");
        assert_eq!(saved.lines().count(), own_csv().lines().count());
        Ok(())
    });
    for file in [own, other, lacking] {
        std::fs::remove_file(file).unwrap();
    }
}

#[test]
fn pasted_text_is_a_table_too() {
    let site = Site::start();
    with_page(DESK, async |page| {
        page.open(&site.url()).await?;
        page.click("#paste").await?;
        page.script("const area = document.querySelector('#paste-text'); area.value = 'x,y\\n' + [...Array(30).keys()].map(i => `${i},${2 * i}`).join('\\n'); area.dispatchEvent(new Event('input', { bubbles: true })); return true;").await?;
        page.click("#paste-take").await?;
        page.wait_for_text("#data-title", "30 rows").await?;
        Ok(())
    });
}

#[test]
fn a_run_is_paused_stepped_and_goes_on() {
    let site = Site::start();
    with_page(DESK, async |page| {
        page.open(&format!("{}#epochs=2000", site.url())).await?;
        page.click("#train").await?;
        page.wait_until("return /Epoch [1-9]/.test(document.querySelector('#status').innerText)").await?;
        page.click("#train").await?;
        let paused = page.wait_for_text("#status", "paused").await?;
        tokio::time::sleep(std::time::Duration::from_millis(400)).await;
        assert_eq!(page.text("#status").await?, paused);
        page.click("#step").await?;
        page.wait_until(&format!("return document.querySelector('#status').innerText !== {paused:?}"))
            .await?;
        page.click("#epoch").await?;
        page.wait_until("return !document.querySelector('#status').innerText.includes('step')").await?;
        page.click("#train").await?;
        page.wait_for_text("#train", "Pause").await?;
        // The learning rate changes while it runs.
        page.fill("#learning-rate", "0.0001").await?;
        page.wait_until("return location.hash.includes('learning_rate=0.0001')").await?;
        page.click("#reset").await?;
        page.wait_for_text("#status", "Ready").await?;
        assert_eq!(page.text("#rmse b").await?, "–");
        Ok(())
    });
}

#[test]
fn a_reload_keeps_settings_seed_and_language() {
    let site = Site::start();
    with_page(DESK, async |page| {
        page.open(&site.url()).await?;
        page.fill("#epochs", "7").await?;
        page.click(".more summary").await?;
        page.click("#new-seed").await?;
        page.wait_until("return location.hash.includes('seed=')").await?;
        page.click("#add-layer").await?;
        page.click("#language").await?;
        page.wait_for_text("#train", "训练").await?;
        page.select("#example", "concrete_strength").await?;
        page.wait_until("return location.hash.includes('example=concrete_strength')").await?;
        let hash = page.script("return location.hash").await?;
        page.reload().await?;
        assert_eq!(page.script("return location.hash").await?, hash);
        assert_eq!(page.script("return document.documentElement.lang").await?, "zh-CN");
        page.wait_for_text("#data-title", "1\u{202f}030").await?;
        page.click("#train").await?;
        page.wait_for_text("#status", "完成：7 轮").await?;
        page.wait_for_text("#rows-shown", "测试行").await?;
        Ok(())
    });
}

#[test]
fn a_broken_file_is_refused_and_nothing_is_lost() {
    let site = Site::start();
    let cases = [
        ("quote.csv", "a,b\n1,2\n3,\"4\n5,6\n", "line 3"),
        ("empty.csv", "", "empty"),
        ("page.csv", "<!doctype html><html><body>Sign in</body></html>", "web page"),
        ("header.csv", "a,b\n", "no data rows"),
    ];
    with_page(DESK, async |page| {
        page.open(&site.url()).await?;
        for (name, text, words) in cases {
            let file = write(name, text);
            page.choose_file("#file", &file).await?;
            let said = page.wait_for_text("#load-problem", words).await?;
            assert!(said.contains("still the one before"), "{said}");
            std::fs::remove_file(file).unwrap();
        }
        // The table that was there can still be trained on.
        page.fill("#epochs", "1").await?;
        page.click("#train").await?;
        page.wait_for_text("#status", "Done").await?;
        Ok(())
    });
}

#[test]
fn an_exploding_loss_is_explained_and_a_smaller_rate_offered() {
    let site = Site::start();
    with_page(DESK, async |page| {
        page.open(&format!("{}#example=concrete_strength&optimizer=sgd&learning_rate=10", site.url()))
            .await?;
        page.click("#train").await?;
        page.wait_for_text("#diverged", "last good weights are back").await?;
        page.click("#smaller").await?;
        page.wait_until("return location.hash.includes('learning_rate=3.3')").await?;
        Ok(())
    });
}

#[test]
fn keys_act_only_where_nothing_else_needs_them() {
    let site = Site::start();
    with_page(DESK, async |page| {
        page.open(&format!("{}#epochs=3", site.url())).await?;
        page.script("document.activeElement.blur(); return true").await?;
        page.press("?").await?;
        page.wait_until("return document.querySelector('dialog')?.open").await?;
        page.press("r").await?;
        page.click("#help-close").await?;
        page.wait_until("return !document.querySelector('dialog')").await?;
        page.script("document.activeElement.blur(); return true").await?;
        page.press(" ").await?;
        page.wait_for_text("#status", "Done: 3 epochs").await?;
        // In a field a key is a letter.
        page.click("#epochs").await?;
        page.press("r").await?;
        assert_eq!(page.script("return document.querySelector('#epochs').value").await?, "3r");
        page.wait_for_text("#looks", "once").await?;
        Ok(())
    });
}

#[test]
fn a_phone_has_one_column_and_no_sideways_scroll() {
    let site = Site::start();
    with_page((500, 900), async |page| {
        // A headless window is not narrower than 500 px, a frame in it is.
        page.visit(&format!("{}frame-360", site.url())).await?;
        let inside = "const page = document.querySelector('iframe').contentDocument;";
        page.wait_until(&format!(
            "{inside} const train = page?.querySelector('#train'); return !!train && !train.disabled && !page.querySelector('.first')"
        ))
        .await?;
        let sideways = page
            .script(&format!(
                "{inside} return page.documentElement.scrollWidth - page.documentElement.clientWidth"
            ))
            .await?;
        assert_eq!(sideways, 0);
        let small = page.script(&format!("{inside} return [...page.querySelectorAll('.transport button, .layer .units button')].filter(b => b.getBoundingClientRect().height < 44).length")).await?;
        assert_eq!(small, 0);
        page.script(&format!("{inside} page.querySelector('#train').click(); return true")).await?;
        page.wait_until(&format!("{inside} return page.querySelector('#status').innerText.includes('Done')"))
            .await?;
        Ok(())
    });
}

/// The same table, settings and seed: the page's weights have the terminal's bits.
#[test]
fn the_page_and_the_terminal_train_the_same_bits() {
    let site = Site::start();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for (activation, extra) in
        [("relu", &[][..]), ("gelu", &["--dropout", "0.2", "--optimizer", "adamw", "--l2", "0.01"])]
    {
        let output = Command::new(env!("CARGO_BIN_EXE_headless"))
            .arg("train")
            .arg(root.join("static/examples/vic_elec_2014.csv"))
            .args([
                "--target",
                "demand_mw",
                "--time",
                "time",
                "--known",
                "temp_c,workday",
                "--epochs",
                "3",
                "--json",
            ])
            .args(["--activation", activation])
            .args(extra)
            .output()
            .unwrap();
        let terminal: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let more = extra.chunks(2).map(|pair| format!("&{}={}", &pair[0][2..], pair[1])).collect::<String>();
        with_page(DESK, async |page| {
            page.open(&format!(
                "{}#example=vic_elec_2014&epochs=3&activation={activation}{more}",
                site.url()
            ))
            .await?;
            page.click("#train").await?;
            page.wait_until("return !!document.querySelector('#fingerprint')").await?;
            let fingerprint =
                page.script("return document.querySelector('#fingerprint').dataset.fingerprint").await?;
            assert_eq!(fingerprint, terminal["fingerprint"], "{activation}");
            Ok(())
        });
    }
}

/// A worker that dies is started again, the page says so, and training works as before.
#[test]
fn a_dead_worker_is_replaced() {
    let site = Site::start();
    with_page(DESK, async |page| {
        site.before_load("const Real = Worker; window.Worker = class extends Real { constructor(...all) { super(...all); (window.workers ??= []).push(this); } };");
        page.open(&format!("{}#epochs=2000", site.url())).await?;
        // The page's first worker and the lab: whichever is in charge is broken.
        page.wait_until("return window.workers.length === 2").await?;
        // The lab, once it has kept the table.
        page.wait_until("return localStorage.getItem('greengrad-work') !== null").await?;
        page.click("#train").await?;
        page.wait_until("return /Epoch [1-9]/.test(document.querySelector('#status').innerText)").await?;
        // What stands a second later is kept; writing takes its time too.
        tokio::time::sleep(std::time::Duration::from_millis(4000)).await;
        // What the browser tells the page when a worker breaks.
        page.script("window.workers.forEach(worker => worker.dispatchEvent(new ErrorEvent('error', { message: 'broken by a test' }))); return true").await?;
        let said = page.wait_for_text("#notice", "broken by a test").await?;
        assert!(!said.contains("The run is lost") && said.contains("read again"), "{said}");
        page.wait_until("return window.workers.length === 3").await?;
        // As it was kept.
        page.wait_for_text("#status", "paused").await?;
        page.click("#reset").await?;
        page.fill("#epochs", "2").await?;
        page.wait_until("return !document.querySelector('#train').disabled").await?;
        page.click("#train").await?;
        page.wait_for_text("#status", "Done: 2 epochs").await?;
        Ok(())
    });
}

/// While training, no task on the page's thread is longer than 50 ms. The figure is printed, not asserted: machines
/// are noisy, and a benchmark is the place to compare it.
#[test]
fn long_tasks_while_training_are_reported() {
    if !Engine::has(Need::LongTasks) {
        return;
    }
    let site = Site::start();
    with_page(DESK, async |page| {
        page.open(&site.url()).await?;
        page.script("window.long = []; new PerformanceObserver(list => window.long.push(...list.getEntries().map(e => e.duration))).observe({ type: 'longtask' }); return true").await?;
        page.click("#train").await?;
        page.wait_for_text("#status", "Done: 100 epochs").await?;
        let long = page.script("return window.long").await?;
        let status = page.text("#status").await?;
        println!("long tasks (> 50 ms) on the page's thread while training: {long}; {status}");
        assert!(long.is_array());
        Ok(())
    });
}

/// The network of the article loses to yesterday's value, and the page says so; a recipe is as good as the best simple
/// method, and the page says that too.
#[test]
fn the_article_loses_to_yesterday_and_the_recipe_is_judged() {
    let site = Site::start();
    with_page(DESK, async |page| {
        page.open(&site.url()).await?;
        page.click("#train").await?;
        page.wait_for_text("#status", "Done: 100 epochs").await?;
        page.wait_for_text("#insight-verdict", "is better: the network's error is").await?;
        page.wait_for_text("#verdict", "Use the linear model").await?;
        let rmse = "return [...document.querySelectorAll('#baselines tbody tr')].map(r => [r.querySelector('th').textContent, +r.querySelectorAll('td')[1].textContent])";
        let rows = page.script(rmse).await?;
        let of = |name: &str| {
            let rows = rows.as_array().unwrap();
            rows.iter().find(|row| row[0] == name).unwrap()[1].as_f64().unwrap()
        };
        assert!(of("yesterday's value") < of("network"), "{rows}");
        page.click("#try-recommended button").await?;
        page.wait_for_text("#settings-note", "settings").await?;
        // There is no single network to look into then.
        page.wait_for_text(".panel.inside", "train several models").await?;
        assert_eq!(page.script("return document.querySelector('#sweep')").await?, serde_json::Value::Null);
        page.click("#train").await?;
        page.wait_for_text("#status", "Done: 480 epochs").await?;
        page.wait_for_text("#insight-verdict", "no better than the linear model, which is simpler").await?;
        let rmse = page.number("#rmse b").await?;
        assert!(rmse < 1.02 * 4.962, "{rmse}");
        page.wait_for_text("#looks", "twice").await?;
        // How sure, how made, and tomorrow.
        page.script("[...document.querySelectorAll('.insight [role=tab]')].find(t => t.textContent === 'How sure it is').click()").await?;
        page.wait_for_text("#coverage", "promised to hold 90").await?;
        page.script("[...document.querySelectorAll('.insight [role=tab]')].find(t => t.textContent === 'How it was made').click()").await?;
        page.wait_for_text("#gate", "networks").await?;
        page.script("[...document.querySelectorAll('.insight [role=tab]')].find(t => t.textContent === 'Beyond the data').click()").await?;
        page.wait_for_text("#ahead-chart", "the next 24 h beyond the data").await?;
        page.wait_for_text("#assumed", "temp_c").await?;
        page.script("document.querySelector('#ahead-chart .chart-actions button').click()").await?;
        page.wait_until("return document.querySelectorAll('#ahead-chart table tbody tr').length > 24")
            .await?;
        assert_eq!(
            page.script("return document.querySelector('#try-recommended')").await?,
            serde_json::Value::Null
        );
        page.click("#take-one").await?;
        page.wait_until(
            "return document.querySelector('#network') !== null && document.querySelector('#sweep') !== null",
        )
        .await?;
        assert_eq!(page.script("return document.querySelector('#article').ariaPressed").await?, "true");
        Ok(())
    });
}

/// A slip of the decimal mark is named with the file, and where it decides what is said of a run, there too.
#[test]
fn a_value_far_from_all_others_is_named_before_and_after() {
    let mut text = "time,temp,load\n".to_owned();
    for hour in 0..480_u32 {
        let load =
            if hour == 470 { "1234.5".to_owned() } else { format!("{}", 20 + hour.wrapping_mul(7) % 12) };
        text += &format!("2024-01-{:02} {:02}:00,{},{load}\n", 1 + hour / 24, hour % 24, 5 + hour % 24);
    }
    let file = write("wild.csv", &text);
    let site = Site::start();
    with_page(DESK, async |page| {
        page.open(&format!("{}#lang=en", site.url())).await?;
        page.choose_file("#file", &file).await?;
        page.wait_for_text(
            "#issues",
            "“load” holds 1\u{202f}235 (line 472), and all else lies between 20.0 and 31.0",
        )
        .await?;
        page.fill("#epochs", "5").await?;
        page.click("#train").await?;
        page.wait_for_text("#lone-row", "One row alone makes up").await?;
        page.wait_for_text("#lone-row", "1\u{202f}235 was measured").await?;
        page.click("#lone-row button").await?;
        page.wait_for_text("#why-sum", "Predicted:").await?;
        Ok(())
    });
    std::fs::remove_file(file).unwrap();
}

#[test]
fn a_network_is_no_black_box() {
    let site = Site::start();
    with_page(DESK, async |page| {
        page.open(&format!("{}#epochs=5&lang=en", site.url())).await?;
        page.click("#train").await?;
        page.wait_for_text("#insight-verdict", "model").await?;
        page.script("[...document.querySelectorAll('.insight [role=tab]')].find(t => t.textContent === 'What matters').click()").await?;
        page.wait_for_text("#insight-panel", "the past of load_kwh").await?;
        page.select("#dependence-input", "temp_c").await?;
        page.wait_for_text("#dependence-chart", "when temp_c changes").await?;
        page.script("[...document.querySelectorAll('.insight [role=tab]')].find(t => t.textContent.startsWith('Why')).click()").await?;
        page.wait_for_text("#why-sum", "Predicted:").await?;
        page.script("const s = document.querySelector('.slider input[type=range]'); s.value = s.max; s.dispatchEvent(new Event('change', { bubbles: true }))").await?;
        page.wait_for_text("#what-if", "Then it would say").await?;
        page.wait_until("return document.querySelector('.slider .outside') !== null").await?;
        Ok(())
    });
}

/// The target in another unit is a leak: it is found, and switching it off mends it.
#[test]
fn a_leak_is_caught_and_mended() {
    let site = Site::start();
    let mut text = "a,b,y_kwh,y_mwh\n".to_owned();
    for row in 0..120 {
        let (a, b) = (f64::from(row % 17), f64::from(row % 5));
        let y = 3.0 * a - b + f64::from(row * 7919 % 13);
        text.push_str(&format!("{a},{b},{y},{}\n", y / 1000.0));
    }
    let file = write("leak.csv", &text);
    with_page(DESK, async |page| {
        page.open(&site.url()).await?;
        page.choose_file("#file", &file).await?;
        page.wait_for_text("#data-title", "120 rows").await?;
        page.wait_for_text("li.column:nth-child(4)", "y_mwh").await?;
        page.select("li.column:nth-child(3) select", "target").await?;
        page.select("li.column:nth-child(4) select", "feature").await?;
        page.wait_until("return document.body.innerText.includes('gives the answer away')").await?;
        page.click(".mend").await?;
        page.wait_until("return !document.body.innerText.includes('gives the answer away')").await?;
        Ok(())
    });
    std::fs::remove_file(file).unwrap();
}
