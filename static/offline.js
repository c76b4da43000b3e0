// Keeps the page for visits without a network, by the service worker of sw.js, and says how far that is: as `data-offline`
// of the document and the event `greengrad-offline`. start.js adds this script once the page is ready; the footer and the
// notice (src/web/room/footer.rs) show what it says.
(() => {
  'use strict';
  const root = document.documentElement;
  const tell = (state, reason = '') => {
    root.dataset.offline = state;
    root.dataset.offlineReason = reason;
    window.dispatchEvent(new Event('greengrad-offline'));
  };
  const workers = navigator.serviceWorker;
  // Browsers have it only on https and on this machine itself, and some not in a private window.
  if (!workers) {
    tell('impossible');
    return;
  }
  let registration;
  let reloads = false;

  const look = () => {
    if (registration.waiting && registration.active) tell('update');
    else if (registration.active) tell('ready');
    else tell('coming');
  };
  const follow = (worker) => {
    worker?.addEventListener('statechange', () => {
      if (worker.state !== 'redundant') look();
      // It said why, unless it could not even begin. With an older version in place the page is kept all the same.
      else if (!registration.active && root.dataset.offline !== 'failed') tell('failed');
    });
  };

  workers.addEventListener('message', ({ data }) => {
    if (!data?.failed) return;
    console.error(`not kept for offline use: ${data.failed}`);
    if (!registration?.active) tell('failed', data.failed);
  });
  // A new version takes over when a person asks for it, never by itself: they may be in the middle of something. Other
  // windows go on with the version that they began with.
  workers.addEventListener('controllerchange', () => {
    if (reloads) location.reload();
  });
  window.addEventListener('greengrad-update', () => {
    reloads = true;
    // Another window may have brought it in.
    if (registration.waiting) registration.waiting.postMessage('take over');
    else location.reload();
  });

  workers
    .register('sw.js')
    .then((own) => {
      registration = own;
      registration.addEventListener('updatefound', () => follow(registration.installing));
      follow(registration.installing);
      look();
      // By itself a browser looks for a new version when it finds the time. Without a network there is none to be found.
      registration.update().catch(() => {});
    })
    .catch((error) => tell('failed', error.message));
})();
