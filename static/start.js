// Starts the page's module, or says why it cannot, and knows where the page's files come from: from the server, or from
// this very document where it carries them (scripts/one-file.sh). A file of its own: the security policy allows no inline
// script, but for the one file's, whose hashes it names.
(() => {
  'use strict';
  const starter = document.currentScript;
  const { alone, glue, version, wasm } = starter.dataset;
  const root = document.documentElement;
  // The body is read after this script has begun.
  const read = new Promise((resolve) => {
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', resolve);
    else resolve();
  });
  // Puts the page itself in the place of its first screen.
  const reveal = () => {
    delete root.dataset.first;
    for (const screen of document.querySelectorAll('.first')) screen.remove();
  };
  const say = async (english, chinese) => {
    await read;
    reveal();
    const boot = document.getElementById('boot');
    if (boot) {
      boot.textContent = `${english} ${chinese}`;
      boot.setAttribute('role', 'alert');
    }
  };
  // The language of the first screen, which is the page as it opens with nothing asked for; none where it will be another.
  const first = () => {
    const parts = new URLSearchParams(location.hash.slice(1));
    if ([...parts.keys()].some((name) => !['lang', 'seed', 'shortcuts'].includes(name))) return undefined;
    try {
      // What `src/web/memo.rs` keeps: a work of one's own opens instead.
      if (localStorage.getItem('greengrad-work') !== null) return undefined;
    } catch {
      // A private window may have no storage.
    }
    const tags = [parts.get('lang') ?? '', ...navigator.languages].map((tag) => tag.toLowerCase().split(/[-_]/)[0]);
    return tags.find((tag) => tag === 'en' || tag === 'zh') ?? 'en';
  };
  // The smallest module that uses a SIMD instruction: (func (result v128) i32.const 0 i8x16.splat).
  const simd = new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
  ]);
  if (typeof WebAssembly !== 'object' || !WebAssembly.validate(simd)) {
    say(
      'This browser lacks WebAssembly SIMD, which training needs. Any browser of 2023 or later has it: please update.',
      '此浏览器不支持训练所需的 WebAssembly SIMD。请更新到 2023 年或之后的版本。',
    );
    return;
  }
  if (alone !== undefined && typeof DecompressionStream !== 'function') {
    say(
      'This browser cannot unpack what this file carries. Any browser of 2023 or later can: please update.',
      '此浏览器无法解压本文件所携带的内容。请更新到 2023 年或之后的版本。',
    );
    return;
  }

  const language = document.querySelector('script[data-file^="project"]') ? undefined : first();
  // Where there is no first screen, a word stands there for a moment: what comes piece by piece would push about what is read.
  root.dataset.first = language ?? 'none';
  if (!language) setTimeout(reveal, 2500);

  // What is chosen in a list is written as an attribute of the option. Firefox minds that only until the option has been chosen
  // or left once; the property counts always.
  new MutationObserver((changes) => {
    for (const { target } of changes) if (target.hasAttribute('selected')) target.selected = true;
  }).observe(document.documentElement, { attributeFilter: ['selected'], subtree: true });

  // A name that holds its content's hash says by itself which version it is. With the version in the address of the
  // others, a page never gets a file of another version from a cache.
  const address = (name) => (version && !/-[0-9a-f]{16}/.test(name) ? `${name}?v=${version}` : name);

  // A file that the document carries: a script as it stands, all else gzipped and in base64.
  const carried = (name) => {
    const element = document.querySelector(`script[data-file="${name}"]`);
    if (!element) throw new Error(`this file does not carry ${name}`);
    if (!element.type) return new Response(element.textContent);
    const packed = atob(element.textContent.trim());
    const bytes = new Uint8Array(packed.length);
    for (let place = 0; place < packed.length; place += 1) bytes[place] = packed.charCodeAt(place);
    const inflated = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Response(inflated, name.endsWith('.wasm') ? { headers: { 'Content-Type': 'application/wasm' } } : {});
  };

  // One of the page's own files, as a response.
  const get = async (name) => {
    if (alone !== undefined) return carried(name);
    const response = await fetch(address(name));
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return response;
  };

  // A module as a worker is given it: its whole address (a worker from a blob has no place of its own), by which the
  // worker itself fetches and compiles it, or its bytes.
  const module = async (name) =>
    alone === undefined ? new URL(address(name), document.baseURI).href : (await get(name)).arrayBuffer();

  const added = (element) =>
    new Promise((resolve, reject) => {
      element.onload = resolve;
      element.onerror = () => reject(new Error(`${element.src ?? element.href} did not come`));
      document.head.append(element);
    });
  const script = (name) => added(Object.assign(document.createElement('script'), { src: address(name) }));

  // What draws in the page and is not needed at its start: a second module's exports, and its styles.
  const lab = async () => {
    try {
      if (!window.greengradLab) {
        const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: address('lab.css') });
        added(link).catch(console.error);
        await script('lab-view.js');
      }
      // Starting it twice gives the same module.
      await window.greengradLab({ module_or_path: get('lab_bg.wasm') });
      return window.greengradLab;
    } finally {
      keep();
    }
  };

  // Everything is kept for a visit without a network, but not before what the page itself needs is there.
  let kept = false;
  const keep = () => {
    if (kept || !version || alone !== undefined) return;
    kept = true;
    const begin = () => script('offline.js').catch(console.error);
    if (window.requestIdleCallback) window.requestIdleCallback(begin, { timeout: 5000 });
    else setTimeout(begin, 1000);
  };
  // The lab may never be asked for, where no data set could be made.
  window.addEventListener('load', () => setTimeout(keep, 20000));

  // The one file with one more file inside, gzipped and in base64 as the others.
  const withFile = async (name, bytes) => {
    const page = await (await get('greengrad.html')).text();
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
    const packed = new Uint8Array(await new Response(stream).arrayBuffer());
    let letters = '';
    // As many at once as a call takes.
    for (let place = 0; place < packed.length; place += 32768) {
      letters += String.fromCharCode(...packed.subarray(place, place + 32768));
    }
    // Where this script stands in the one file, a tag as it is written would end it.
    const tag = 'script';
    const place = page.search(new RegExp(`<${tag}\\b[^>]*\\bid="?starter\\b`));
    if (place < 0) throw new Error('greengrad.html has no starter');
    const element = `<${tag} type="application/octet-stream" data-file="${name}">${btoa(letters)}</${tag}>\n`;
    return new Blob([page.slice(0, place), element, page.slice(place)], { type: 'text/html' });
  };
  // Whether the document carries a file of this name.
  const carries = (name) => document.querySelector(`script[data-file="${name}"]`) !== null;

  // WebKit reads files for a page from a disk, but not for its workers.
  const onlyPageReads = () => location.protocol === 'file:' && navigator.vendor.startsWith('Apple');

  window.greengradFiles = Object.freeze({ get, module, lab, withFile, carries, onlyPageReads, reveal });
  if (alone !== undefined) root.dataset.offline = 'alone';

  // The first screen before all else: on a slow line, script and module would take the styles' turn. A page that nobody looks at
  // paints nothing.
  const painted = new Promise((resolve) => {
    if (document.hidden || alone !== undefined) resolve();
    else requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 3000);
  });
  painted
    .then(() => {
      const module = get(wasm);
      // The one file has run the script already.
      const ran = typeof wasm_bindgen === 'undefined' ? script(glue) : Promise.resolve();
      return Promise.all([ran, read]).then(() => wasm_bindgen({ module_or_path: module }));
    })
    .catch((error) => {
      console.error(error);
      say('The page could not be started. Please reload it.', '网页未能启动，请重新载入。');
    });
})();
