// The queue as it stands in a browser: kept in the vault, sent by one tab at a time, and told on every screen.
import { Queue, Stranger, words } from './queue.js';
import { Vault } from './vault.js';

const Told = 'kiosk-told', SheetAt = 'kiosk-sheet', Patience = 30_000;

const send = waiting => async (entries, now) => {
  const response = await fetch('/kiosk/entries', {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, cache: 'no-store', signal: AbortSignal.timeout(Patience),
    body: JSON.stringify({ deviceNow: new Date(now).toISOString(), waiting: waiting(), entries }),
  });
  if (response.status === 401) throw new Stranger('This device is not known.');
  if (!response.ok) {
    const wait = 1000 * (Number(response.headers.get('Retry-After')) || 0);
    throw Object.assign(new Error(`${response.status}`), { wait });
  }

  const { items, askAgainIn } = await response.json();
  return items.map(item => ({ ...item, wait: 1000 * askAgainIn }));
};

const show = text => { for (const place of document.querySelectorAll('[data-queue]')) place.textContent = text; };

/** Opens it. */
export const open = async changed => {
  const vault = await Vault.open();
  const channel = new BroadcastChannel('kiosk-queue');
  let state = { waiting: 0 }, told = '';
  const tell = now => {
    state = now;
    const text = words(state), idle = !state.waiting && !state.refused && !state.unclaimed && !state.trouble;
    // The other pages look here first: where nothing waits they need not open the vault.
    try { if (idle) localStorage.removeItem(Told); else localStorage.setItem(Told, text); } catch { /* Then they open it each time. */ }
    show(text);
    if (text !== told) channel.postMessage(text);
    told = text;
    changed?.(state);
  };
  const store = vault.entries;
  const queue = new Queue({
    store: { ...store, keep: record => { try { localStorage.setItem(Told, words({ waiting: 1 })); } catch { /* As above. */ } return store.keep(record); } },
    send: send(() => state.waiting),
    lock: work => navigator.locks.request('kiosk-queue', { ifAvailable: true }, lock => lock ? work() : false),
    clock: { now: () => Date.now(), after: (ms, act) => { const timer = setTimeout(act, ms); return () => clearTimeout(timer); } },
    random: Math.random, newId: () => crypto.randomUUID(), tell,
  });
  channel.onmessage = () => queue.look();
  addEventListener('online', () => queue.wake());
  addEventListener('focus', () => queue.wake());
  document.addEventListener('visibilitychange', () => { if (!document.hidden) queue.wake(); });
  queue.wake();
  return { vault, queue };
};

/** Fetches what the form needs without the network; null where it cannot. */
export const fetchSheet = async vault => {
  const response = await fetch('/kiosk/sheet', { cache: 'no-store', signal: AbortSignal.timeout(Patience) }).catch(() => null);
  if (!response?.ok) return null;
  const sheet = await response.json();
  await vault.keepSheet({ ...sheet, ahead: Date.now() - sheet.now });
  localStorage.setItem(SheetAt, String(Date.now()));
  return sheet;
};

/** Whether the browser promises not to clear what is kept. */
export const isSafe = async () => {
  try { return await navigator.storage.persisted() || await navigator.storage.persist(); } catch { return false; }
};
