// The page without a network: keeps all its files, of one version, and answers with them. scripts/offline.sh writes the
// version and the list of files ([name, address, hash]) above this text.
'use strict';

const scope = new URL('./', self.location.href);
// The caches of an origin are common to all that lies there, such as the same page in another folder.
const mine = `greengrad ${scope.pathname} `;
const names = new Set(FILES.map(([name]) => name));

// The hash refuses what is not of this version, as when a host has only half of it yet. The browser's own cache is asked
// first, where the page has just left most of it.
const fetched = async (address, integrity) => {
  const once = async (cache) => {
    const response = await fetch(new Request(new URL(address, scope), { cache, integrity }));
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    return response;
  };
  try {
    return await once('default');
  } catch {
    return once('reload');
  }
};

const install = async () => {
  const cache = await caches.open(mine + VERSION);
  // One after the other: the page goes first.
  for (const [name, address, integrity] of FILES) {
    try {
      await cache.put(new URL(name, scope), await fetched(address, integrity));
    } catch (error) {
      for (const client of await self.clients.matchAll({ includeUncontrolled: true })) {
        client.postMessage({ failed: `${name || 'index.html'} (${error.message})` });
      }
      await caches.delete(mine + VERSION);
      throw error;
    }
  }
};

const activate = async () => {
  const own = (await caches.keys()).filter((key) => key.startsWith(mine) && key !== mine + VERSION);
  // A window that is still open may want files of the version before.
  await Promise.all(own.slice(0, -1).map((key) => caches.delete(key)));
  await self.clients.claim();
};

// The file of that version; from the network where the browser has thrown it away.
const answer = async (request, name, version) => {
  const kept = await caches.match(new URL(name, scope), { cacheName: mine + version });
  return kept ?? fetch(request);
};

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('message', ({ data }) => {
  if (data === 'take over') self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return;
  const name = decodeURIComponent(url.pathname.slice(scope.pathname.length)).replace(/^index\.html$/, '');
  if (names.has(name)) event.respondWith(answer(request, name, url.searchParams.get('v') ?? VERSION));
});
