//! The first screen, which is there before the page is: it stands in `static/first`, is drawn by the ignored test here from
//! the page itself, and has to be where the page will be.
//!
//! `cargo test --features e2e --test e2e -- --ignored draw_the_first_screen` draws it anew, from a built page.

use std::path::Path;

use crate::browser::with_page;
use crate::server::Site;

const LANGUAGES: [&str; 2] = ["en", "zh"];

/// What of the page can be said before anything is known, as HTML: no names, no tips, no numbers that change.
const DRAW: &str = r##"
const page = document.querySelector('#app').cloneNode(true);
const fields = (root) => [...root.querySelectorAll('input, select')];
const values = fields(document.querySelector('#app')).map(own => own.value);
fields(page).forEach((own, place) => {
  if (own.type === 'file') own.remove();
  else if (own.tagName === 'INPUT') own.setAttribute('value', values[place]);
  else for (const option of [...own.options]) if (!option.hasAttribute('selected')) option.remove();
});
page.querySelectorAll('.skip, .spoken, [hidden], details > :not(summary)').forEach(own => own.remove());
page.querySelector('#learn').className = 'unseen';
page.querySelector('#status').textContent = '\u00a0';
page.querySelector('#train').disabled = true;
page.querySelector('#step').disabled = true;
page.querySelector('#epoch').disabled = true;
// A sketch of bars becomes one path.
for (const sketch of page.querySelectorAll('svg')) {
  const number = (own, name) => Math.round(10 * Number(own.getAttribute(name) ?? 0)) / 10;
  const bars = [...sketch.querySelectorAll('rect')];
  if (bars.length < 3) continue;
  const path = bars.map(own => `M${number(own, 'x')} ${number(own, 'y')}h${number(own, 'width')}v${number(own, 'height')}h-${number(own, 'width')}z`).join('');
  sketch.innerHTML = `<path d="${path}"></path>`;
}
page.querySelector('#prediction-panel').className = 'prediction-panel';
const charts = [...page.querySelectorAll('canvas')];
const heights = [...document.querySelectorAll('#app canvas')].map(own => own.getBoundingClientRect().height);
charts.forEach((own, place) => {
  const isPicture = own.closest('#prediction-chart') !== null || own === charts.at(-1);
  const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  picture.setAttribute('class', 'first-chart');
  picture.setAttribute('preserveAspectRatio', 'none');
  picture.setAttribute('height', heights[place]);
  if (isPicture) {
    const drawn = new DOMParser().parseFromString(window.picture, 'image/svg+xml').documentElement;
    const lines = [...drawn.querySelectorAll('polyline')].map(own => own.getAttribute('points').trim());
    const longest = lines.sort((a, b) => b.length - a.length)[0];
    const points = longest.split(/\s+/).map(own => own.split(',').map(Number).map(Math.round).join(' '));
    picture.setAttribute('viewBox', drawn.getAttribute('viewBox') ?? `0 0 ${drawn.getAttribute('width')} ${drawn.getAttribute('height')}`);
    picture.innerHTML = `<path d="M${points.join('L')}"></path>`;
  }
  own.replaceWith(picture);
});
for (const own of page.querySelectorAll('*')) {
  for (const { name } of [...own.attributes]) {
    if (/^(id|for|name|title|tabindex|role|accept|multiple|style|autocomplete|inputmode|aria-(?!pressed|selected|hidden).*)$/.test(name)) own.removeAttribute(name);
  }
}
return page.innerHTML;
"##;

#[test]
#[ignore = "draws what stands in static/first"]
fn draw_the_first_screen() {
    let site = Site::start();
    for language in LANGUAGES {
        with_page((1440, 900), async |page| {
            page.open(&format!("{}#lang={language}", site.url())).await?;
            page.script("URL.createObjectURL = (blob) => { blob.text().then((text) => { window.picture = text; }); return ''; }; return true").await?;
            page.script("[...document.querySelectorAll('#prediction-chart button, .column-3 button')].find(own => own.textContent.trim() === 'SVG').click()").await?;
            page.wait_until("return window.picture !== undefined").await?;
            let html = page.script(DRAW).await?;
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("static/first/{language}.html"));
            std::fs::write(file, html.as_str().unwrap().to_owned() + "\n").unwrap();
            Ok(())
        });
    }
}

/// Where things stand, as long as the first screen does.
const WATCH: &str = r##"
window.marks = (root) => ['.bar', '.bar .primary', '.bar .progress', '.panel', '.panel h2', '.drop', '.columns', '.fields', '.layers-box', '.shape', '.tiles', 'table', 'canvas, .first-chart']
  .flatMap(css => [...root.querySelectorAll(css)].filter(own => own.checkVisibility()).map((own, place) => [`${css} ${place}`, own.getBoundingClientRect()]))
  .map(([name, box]) => [name, Math.round(box.x), Math.round(box.y), Math.round(box.width), Math.round(box.height)].join(' '));
window.shifts = [];
new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(own => own.value))).observe({ type: 'layout-shift', buffered: true });
const look = () => {
  const first = [...document.querySelectorAll('.first')].find(own => getComputedStyle(own).display !== 'none');
  if (first && document.readyState !== 'loading') window.before = { marks: window.marks(first), text: first.innerText, at: performance.now() };
  if (document.querySelector('.first') || !document.querySelector('#train')) requestAnimationFrame(look);
  else window.after = { marks: window.marks(document.querySelector('#app')), text: document.querySelector('#app').innerText };
};
requestAnimationFrame(look);
"##;

#[test]
fn the_first_screen_is_where_the_page_will_be() {
    let site = Site::start();
    for language in LANGUAGES {
        for size in [(1440, 900), (768, 1000), (500, 900)] {
            with_page(size, async |page| {
                site.before_load(WATCH);
                page.open(&format!("{}#lang={language}", site.url())).await?;
                page.wait_until("return window.after !== undefined").await?;
                let [before, after] =
                    ["before", "after"].map(|name| format!("return window.{name}?.marks ?? []"));
                let (before, after) = (page.script(&before).await?, page.script(&after).await?);
                let (before, after) = (before.as_array().unwrap(), after.as_array().unwrap());
                assert!(before.len() > 20, "there was no first screen: {before:?}");
                assert_eq!(before, after, "{language} {size:?}");
                let words = if language == "zh" {
                    ["训练", "数据", "模型", "预测"]
                } else {
                    ["Train", "Data", "Model", "Predictions"]
                };
                for word in words {
                    let told = page.script(&format!("return window.before.text.includes({word:?})")).await?;
                    assert_eq!(told, true, "{word}");
                }
                let shifted = page.script("return window.shifts.reduce((sum, own) => sum + own, 0)").await?;
                assert!(shifted.as_f64().unwrap() < 0.02, "{shifted}");
                Ok(())
            });
        }
    }
}

/// A link to something else, or a work of one's own, begins without a picture of what will not come.
#[test]
fn another_page_has_no_first_screen_and_a_page_that_cannot_start_says_so() {
    let site = Site::start();
    with_page((1440, 900), async |page| {
        site.before_load(WATCH);
        page.open(&format!("{}#example=cars_co2&lang=en", site.url())).await?;
        page.wait_until("return window.after !== undefined").await?;
        assert_eq!(page.script("return window.before ?? null").await?, serde_json::Value::Null);
        assert_eq!(page.script("return document.querySelectorAll('.first').length").await?, 0);
        Ok(())
    });
    with_page((1440, 900), async |page| {
        site.before_load("WebAssembly.instantiateStreaming = WebAssembly.instantiate = () => Promise.reject(new Error('no'))");
        page.visit(&site.url()).await?;
        page.wait_for_text("#boot", "could not be started").await?;
        page.wait_until("return getComputedStyle(document.querySelector('#boot')).visibility === 'visible' && document.querySelector('.first') === null").await?;
        Ok(())
    });
}
