// Lighthouse on a built page, from a server of this machine that compresses: node measure.mjs DIST [short]. Prints a line a device:
// the median of three runs in each category, and the paint and start times. Fails below 95 (performance on a phone: 90). Short is one
// run on a desktop, in which performance is told and holds nobody up: it is that of the machine as well.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';

const [dist, length] = process.argv.slice(2);
const short = length === 'short';
const kinds = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.json': 'application/json', '.csv': 'text/csv; charset=utf-8',
  '.webmanifest': 'application/manifest+json', '.txt': 'text/plain; charset=utf-8',
};
const packed = new Map();
const server = createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, 'http://here').pathname)).replace(/\/$/, '/index.html');
  try {
    if (!packed.has(path)) packed.set(path, gzipSync(await readFile(join(dist, path)), { level: 9 }));
    response.writeHead(200, {
      'Content-Type': kinds[extname(path)] ?? 'application/octet-stream',
      'Content-Encoding': 'gzip',
      'Cache-Control': 'max-age=31536000',
    });
    response.end(packed.get(path));
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}/`;
// A browser of its own for each run: a page that is still open writes to the storage that the next run clears.
const visit = async (config) => {
  const chrome = await launch({ chromePath: process.env.CHROMIUM, chromeFlags: ['--headless=new', '--no-sandbox', '--disable-dev-shm-usage'] });
  try {
    return (await lighthouse(url, { port: chrome.port, logLevel: 'error' }, config)).lhr;
  } finally {
    await chrome.kill();
  }
};
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
let failed = false;
try {
  const devices = [['desktop', desktopConfig, short ? 0 : 95], ['mobile', undefined, 90]];
  for (const [device, config, least] of devices.slice(0, short ? 1 : 2)) {
    const runs = [];
    for (let run = 0; run < (short ? 1 : 3); run += 1) runs.push(await visit(config));
    const categories = Object.keys(runs[0].categories).filter((name) => runs.every((own) => own.categories[name]?.score !== null));
    const scores = categories.map((name) => [name, Math.round(100 * median(runs.map((own) => own.categories[name].score)))]);
    const time = (name) => `${Math.round(median(runs.map((own) => own.audits[name].numericValue)))} ms`;
    console.log(`${device}: ${scores.map(([name, score]) => `${name} ${score}`).join(', ')}`);
    console.log(`  first contentful paint ${time('first-contentful-paint')}, largest ${time('largest-contentful-paint')}, blocked ${time('total-blocking-time')}, layout shift ${median(runs.map((own) => own.audits['cumulative-layout-shift'].numericValue)).toFixed(3)}`);
    const asked = ['performance', 'accessibility', 'best-practices', 'seo'];
    for (const [name, score] of scores) failed ||= asked.includes(name) && score < (name === 'performance' ? least : 95);
    const wrong = Object.values(runs[0].audits).filter((own) => own.score !== null && own.score < 0.9 && own.scoreDisplayMode !== 'informative');
    for (const own of wrong) {
      console.log(`  ${own.id}: ${own.displayValue ?? own.title}`);
      // What an axe rule or the console names, so that it can be found.
      for (const item of (['errors-in-console', 'target-size'].includes(own.id) && own.details?.items) || []) {
        console.log(`    ${item.description ?? item.node?.snippet ?? ''} ${item.sourceLocation?.url ?? item.node?.selector ?? ''}`);
      }
    }
  }
} finally {
  server.close();
}
if (failed) process.exitCode = 1;
