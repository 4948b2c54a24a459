// The devices of the counter: keys of the PIN, and the lock of what nobody touches. Everything works without this file; the server locks too.
const idle = 1000 * Number(document.body.dataset.idle || 0);
const lock = document.getElementById('lock'), waiting = document.querySelector('[data-waiting]');

const pin = document.getElementById('Pin');
if (pin) {
  for (const key of document.querySelectorAll('[data-digit]')) {
    key.addEventListener('click', () => {
      const digit = key.dataset.digit;
      pin.value = digit ? (pin.value + digit).slice(0, pin.maxLength) : pin.value.slice(0, -1);
    });
  }
  pin.form.addEventListener('submit', () => { pin.form.querySelector('[data-clock]').value = Date.now(); });
}

// Somebody began to answer and went away: it is covered, not thrown away. Saving it takes the PIN.
const begun = () => {
  const form = document.getElementById('log');
  return form && [...form.elements].some(e => e.matches('input, textarea, select') && e.type !== 'hidden' && (
    e.type === 'radio' || e.type === 'checkbox' ? e.checked !== e.defaultChecked : e.matches('select') ? e.selectedIndex > 0 : e.value !== e.defaultValue));
};
const lockNow = async () => {
  if (!begun() || !waiting) { lock.requestSubmit(); return; }
  document.body.classList.add('locked');
  waiting.hidden = false;
  try { await fetch(lock.action, { method: 'POST', body: new FormData(lock) }); } catch { /* The server locks by itself as well. */ }
};
waiting?.querySelector('[data-go-on]').addEventListener('click', () => {
  document.body.classList.remove('locked');
  waiting.hidden = true;
});

if (idle) {
  let timer = 0, touched = Date.now();
  const again = () => {
    clearTimeout(timer);
    touched = Date.now();
    timer = setTimeout(lockNow, idle);
  };
  for (const touch of ['pointerdown', 'keydown']) addEventListener(touch, again, { capture: true, passive: true });
  // Timers stand still while a device sleeps.
  document.addEventListener('visibilitychange', () => { if (!document.hidden && Date.now() - touched >= idle) lockNow(); });
  again();
}

// Without the network a worker answers with a page that keeps what is logged. What waits is told here, and sent as soon as it can be.
const usualSheetAge = 900_000;
const prepare = async () => {
  const { worker } = document.body.dataset;
  if (!worker || !('serviceWorker' in navigator) || !globalThis.crypto?.subtle) return;
  const told = localStorage.getItem('kiosk-told'), age = Date.now() - Number(localStorage.getItem('kiosk-sheet') || 0);
  for (const place of document.querySelectorAll('[data-queue]')) place.textContent = told ?? 'Nothing waits';
  const address = globalThis.trustedTypes?.createPolicy('kiosk-worker', {
    createScriptURL: url => { if (/^\/kiosk\/worker\.js\?v=[0-9a-f]+$/.test(url)) return url; throw new TypeError('Not the worker.'); },
  }).createScriptURL(worker) ?? worker;
  await navigator.serviceWorker.register(address, { scope: '/kiosk' });
  if (told === null && age >= 0 && age < usualSheetAge) return;
  const { open, fetchSheet, isSafe } = await import('/kiosk/desk.js');
  const { vault } = await open();
  if (!(age >= 0 && age < usualSheetAge)) { await fetchSheet(vault); await isSafe(); }
};
addEventListener('load', () => { prepare().catch(e => console.warn(`Not prepared for having no network: ${e?.message ?? e}`)); });
