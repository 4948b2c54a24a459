// Answers the pages of a device while there is no network, with the one page that works without it. Nothing about people is kept here.
const cacheName = `kiosk-${new URL(self.location.href).searchParams.get('v')}`;
const shell = '/kiosk/offline', patience = 4000;
const files = [shell, '/app.css', '/log.css', '/icon.svg', '/kiosk/offline.js', '/kiosk/desk.js', '/kiosk/queue.js', '/kiosk/vault.js'];

const keep = async () => {
  const cache = await caches.open(cacheName);
  await Promise.all(files.map(async file => {
    const response = await fetch(file, { cache: 'reload', credentials: 'same-origin', redirect: 'error' });
    if (!response.ok) throw new Error(`${file}: ${response.status}`);
    await cache.put(file, response);
  }));
};
const clear = async () => {
  for (const name of await caches.keys()) if (name.startsWith('kiosk-') && name !== cacheName) await caches.delete(name);
};
const kept = async file => (await caches.open(cacheName)).match(file);

self.addEventListener('install', e => e.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener('activate', e => e.waitUntil(clear().then(() => self.clients.claim())));

const navigate = async request => {
  const abort = new AbortController(), timer = setTimeout(() => abort.abort(), patience);
  try {
    // A form is not given up while it may still arrive.
    const response = await fetch(request, request.method === 'GET' ? { signal: abort.signal } : {});
    // A proxy before a program that is not there answers in its place.
    if ([502, 503, 504].includes(response.status)) throw new Error(`${response.status}`);
    return response;
  } catch {
    return request.method === 'GET' ? await kept(shell) ?? Response.error() : Response.redirect(`${shell}?unsaved=1`, 303);
  } finally {
    clearTimeout(timer);
  }
};

self.addEventListener('fetch', e => {
  const { request } = e, url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') { if (url.pathname !== '/kiosk/pair') e.respondWith(navigate(request)); return; }
  if (request.method !== 'GET' || !files.includes(url.pathname)) return;
  // The scripts of one program are kept together; what else there is comes from the network where there is one.
  e.respondWith((async () => {
    const mine = url.pathname.startsWith('/kiosk/') ? await kept(url.pathname) : null;
    return mine ?? await fetch(request).catch(async () => await kept(url.pathname) ?? Response.error());
  })());
});
