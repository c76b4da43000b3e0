//! How the page looks to different eyes and on different screens: colour vision, forced colours, from a small phone to a wide wall, and
//! at twice the size.

use crate::browser::{Done, Engine, Kind, Need, Page, with_kind, with_page};
use crate::server::Site;

/// The page with a trained network, its judgement and a plan, so that every kind of chart is there.
async fn fill(page: &Page, site: &Site, language: &str) -> Done {
    page.open(&format!("{}#lang={language}&epochs=5", site.url())).await?;
    page.wait_until(
        "return document.querySelector('#act-plan') && !document.querySelector('#act-plan').disabled",
    )
    .await?;
    // The run before stands on the chart of the loss, too.
    for _ in 0..2 {
        page.click("#train").await?;
        page.wait_until("return document.querySelector('#fingerprint') !== null && document.querySelector('#insight-verdict') !== null").await?;
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    page.script("const list = document.querySelector('#act-way'); list.selectedIndex = [...list.options].findIndex(own => /linear|线性/.test(own.text)); list.dispatchEvent(new Event('change', { bubbles: true })); return true").await?;
    page.click("#act-plan").await?;
    page.wait_until(
        "return document.querySelector('#act-headline') !== null && document.querySelector('#act-plan') !== null",
    )
    .await
}

/// The signs of a legend, as they are seen: for each chart with several, the pairs that are of one kind (line or point, with the same
/// dashes) and nearer to each other than ΔE = 10 (CIE 1976, where 2.3 is just noticeable). `window.seen` is a picture of the window.
const CONFUSED: &str = r##"
const image = await new Promise((resolve, reject) => {
  const image = new Image();
  image.onload = () => resolve(image);
  image.onerror = reject;
  image.src = `data:image/png;base64,${window.seen}`;
});
const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
const pen = canvas.getContext('2d', { willReadFrequently: true });
pen.drawImage(image, 0, 0);
const scale = image.width / innerWidth;
const linear = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
const lab = (rgb) => {
  const [r, g, b] = rgb.map(linear);
  const f = (t) => t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116;
  const [x, y, z] = [(0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505, 0.2126 * r + 0.7152 * g + 0.0722 * b, (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089].map(f);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
};
const apart = (a, b) => Math.hypot(...a.map((own, place) => own - b[place]));
const found = { signs: 0, confused: [] };
for (const legend of document.querySelectorAll('.legend')) {
  const signs = [...legend.querySelectorAll('svg.key')].map((sign) => {
    const box = sign.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight || box.width === 0) return undefined;
    const mark = sign.firstElementChild;
    const style = getComputedStyle(mark);
    const pixels = pen.getImageData(Math.floor(box.left * scale), Math.floor(box.top * scale), Math.ceil(box.width * scale), Math.ceil(box.height * scale)).data;
    const colours = [];
    for (let at = 0; at < pixels.length; at += 4) colours.push(lab([pixels[at], pixels[at + 1], pixels[at + 2]]));
    const ground = colours[0];
    const seen = colours.reduce((best, own) => apart(own, ground) > apart(best, ground) ? own : best);
    return { kind: `${mark.tagName} ${style.strokeDasharray}`, seen, contrast: apart(seen, ground), name: sign.parentElement.textContent.trim().slice(0, 30) };
  }).filter((own) => own !== undefined);
  found.signs += signs.length;
  signs.forEach((one, place) => {
    if (one.contrast < 20) found.confused.push(`${one.name} is hardly there`);
    for (const other of signs.slice(place + 1)) {
      if (one.kind === other.kind && apart(one.seen, other.seen) < 10) found.confused.push(`${legend.closest('figure, section')?.id}: ${one.name} and ${other.name}: ${apart(one.seen, other.seen).toFixed(1)}`);
    }
  });
}
return found;
"##;

#[test]
fn charts_are_told_apart_whatever_colours_one_sees() {
    if !Engine::has(Need::Eyes) {
        return;
    }
    let site = Site::start();
    for dark in [false, true] {
        with_kind(Kind { size: (1440, 1000), alone: false, dark }, async |page| {
            fill(page, &site, "en").await?;
            for eyes in ["none", "deuteranopia", "protanopia", "tritanopia", "achromatopsia"] {
                page.see_as(eyes).await?;
                let mut signs = 0;
                let charts = page.script("return document.querySelectorAll('.legend').length").await?;
                for chart in 0..charts.as_u64().unwrap() {
                    page.script(&format!(
                        "document.querySelectorAll('.legend')[{chart}].scrollIntoView({{ block: 'center' }})"
                    ))
                    .await?;
                    page.take_picture().await?;
                    let only = CONFUSED.replace(
                        "document.querySelectorAll('.legend')",
                        &format!("[document.querySelectorAll('.legend')[{chart}]]"),
                    );
                    let found = page.script(&format!("return (async () => {{ {only} }})()")).await?;
                    signs += found["signs"].as_u64().unwrap();
                    assert_eq!(found["confused"], serde_json::json!([]), "{eyes}, dark: {dark}");
                }
                assert!(signs > 6, "only {signs} signs were looked at");
            }
            Ok(())
        });
    }
}

/// What sticks out of the window at the right, or is too small to be touched: a word of each.
const STICKS_OUT: &str = r##"
const wide = document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth;
const scrolls = (own) => own && (/auto|scroll|hidden|clip/.test(getComputedStyle(own).overflowX) || scrolls(own.parentElement));
const out = [...document.querySelectorAll('body *')].filter(own => own.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter(own => own.getBoundingClientRect().right > document.scrollingElement.clientWidth + 1 && !scrolls(own.parentElement) && !own.closest('.spoken, .skip'))
  .map(own => `${own.tagName}.${own.className} ${own.textContent.trim().slice(0, 30)}`);
const cut = [...document.querySelectorAll('button, h2, h3, th, label')].filter(own => own.checkVisibility() && own.scrollWidth > own.clientWidth + 2 && getComputedStyle(own).overflowX === 'hidden' && getComputedStyle(own).textOverflow !== 'ellipsis')
  .map(own => `cut: ${own.textContent.trim().slice(0, 30)}`);
return wide > 0 ? [`${wide} px too wide`, ...out, ...cut] : cut;
"##;

#[test]
fn nothing_sticks_out_from_a_small_phone_to_a_wide_wall_and_at_twice_the_size() {
    if !Engine::has(Need::Eyes) {
        return;
    }
    let site = Site::start();
    for language in ["en", "zh"] {
        with_kind(Kind { size: (1440, 1000), alone: false, dark: false }, async |page| {
            fill(page, &site, language).await?;
            // 640 at twice the size is a window of 1280 at 200 %.
            for (width, scale) in [(360, 3.0), (390, 3.0), (640, 2.0), (768, 2.0), (1440, 1.0), (2560, 1.0)] {
                page.screen(width, 900, scale).await?;
                tokio::time::sleep(std::time::Duration::from_millis(400)).await;
                let found = page.script(STICKS_OUT).await?;
                assert_eq!(found, serde_json::json!([]), "{width} px, {language}");
            }
            Ok(())
        });
    }
}

/// With colours of the person's own, everything that can be pressed has an edge, what is chosen is marked, and the focus is seen.
#[test]
fn forced_colours_leave_edges_marks_and_the_focus() {
    if !Engine::has(Need::Eyes) {
        return;
    }
    let site = Site::start();
    with_kind(Kind { size: (1440, 1000), alone: false, dark: false }, async |page| {
        fill(page, &site, "en").await?;
        page.prefer("forced-colors", "active").await?;
        page.wait_until("return matchMedia('(forced-colors: active)').matches").await?;
        let faults = page
            .script(
                "const seen = [...document.querySelectorAll('button, select, input:not([type=file])')].filter(own => own.checkVisibility({ visibilityProperty: true })); \
                 const bare = seen.filter(own => !own.matches('[type=checkbox], [type=radio], [type=range], .link-button, .line-link, .term')).filter(own => { const style = getComputedStyle(own); return (parseFloat(style.borderTopWidth) + parseFloat(style.borderBottomWidth) === 0 || style.borderBottomStyle === 'none') && getComputedStyle(own.parentElement).borderBottomStyle === 'none'; }).map(own => `no edge: ${own.className} ${own.textContent.slice(0, 20)}`); \
                 const pressed = [...document.querySelectorAll('button[aria-pressed=true], [role=tab][aria-selected=true]')].filter(own => own.checkVisibility()); \
                 const unmarked = pressed.filter(own => !(parseFloat(getComputedStyle(own).borderBottomWidth) >= 2)).map(own => `not marked: ${own.textContent.slice(0, 20)}`); \
                 return { seen: seen.length, pressed: pressed.length, faults: [...bare, ...unmarked] };",
            )
            .await?;
        assert!(faults["seen"].as_u64().unwrap() > 30 && faults["pressed"].as_u64().unwrap() > 2, "{faults}");
        assert_eq!(faults["faults"], serde_json::json!([]));
        page.key(thirtyfour::Key::Tab).await?;
        page.wait_until("const style = getComputedStyle(document.activeElement); return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2").await?;
        // Nothing moves for a person who wants it still.
        page.prefer("prefers-reduced-motion", "reduce").await?;
        page.click("#train").await?;
        let moving = "return document.getAnimations().filter(own => own.playState === 'running' && own.effect.getTiming().duration > 1).length";
        assert_eq!(page.script(moving).await?, 0);
        Ok(())
    });
}

/// What a "?" opens is read whole, wherever on the page it stands.
#[test]
fn what_a_question_mark_opens_is_within_the_window() {
    let site = Site::start();
    for width in [1440, 768, 390] {
        with_page((width, 1000), async |page| {
            page.open(&format!("{}#lang=en", site.url())).await?;
            page.wait_until("return document.querySelector('#act-plan') !== null").await?;
            page.script(
                "document.querySelectorAll('#app details').forEach(own => own.open = true); return true",
            )
            .await?;
            let asks = page.script("return document.querySelectorAll('#app .ask').length").await?;
            let asks = asks.as_u64().unwrap();
            assert!(asks > 10, "{asks}");
            for place in 0..asks {
                let ask = format!("const own = document.querySelectorAll('#app .ask')[{place}];");
                page.script(&format!("{ask} own.click(); return true")).await?;
                page.wait_until("return document.querySelector('.bubble') !== null").await?;
                // The middle of each side, where it is a point of the bubble: nothing lies over it or cuts it off.
                let sides = page.script(&format!("{ask} own.scrollIntoView({{ block: 'center' }}); const bubble = document.querySelector('.bubble'), box = bubble.getBoundingClientRect(), x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2; const hidden = [[x, box.top + 3], [x, box.bottom - 3], [box.left + 3, y], [box.right - 3, y]].filter(point => !bubble.contains(document.elementFromPoint(...point))).length; return [box.left, box.right, document.documentElement.clientWidth, hidden]")).await?;
                let [left, right, most, hidden] = [0, 1, 2, 3].map(|at| sides[at].as_f64().unwrap());
                assert!(left >= 0.0 && right <= most, "{place} at {width}: {left} to {right} of {most}");
                assert_eq!(hidden, 0.0, "{place} at {width}");
                page.script(&format!("{ask} own.click(); return true")).await?;
                page.wait_until("return document.querySelector('.bubble') === null").await?;
            }
            Ok(())
        });
    }
}
