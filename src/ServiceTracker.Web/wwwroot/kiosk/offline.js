// The log page while there is no network: names, PIN, form. Drawn from the sheet that the server gave last; every text is only text.
import { NotKept } from './queue.js';
import { prove } from './vault.js';
import { open, fetchSheet, isSafe } from './desk.js';

const place = document.querySelector('[data-offline]');
const sessions = new Map();
let sheet = null, queue = null, vault = null, person = null, last = null;

const svgOf = (id, size) => {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg'), use = document.createElementNS(svg.namespaceURI, 'use');
  for (const [name, value] of [['width', size], ['height', size], ['viewBox', '0 0 20 20'], ['aria-hidden', 'true']]) svg.setAttribute(name, value);
  use.setAttribute('href', id);
  svg.append(use);
  return svg;
};
const pictureOf = d => {
  const svg = svgOf('#n-note', 20), path = document.createElementNS(svg.namespaceURI, 'path');
  path.setAttribute('d', d);
  svg.classList.add('ui');
  svg.replaceChildren(path);
  return svg;
};
// An element: attributes, listeners by "on…", and what is in it.
const el = (tag, with_ = {}, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(with_)) {
    if (value === null || value === false || value === undefined) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value); else element.setAttribute(name, value === true ? '' : value);
  }

  element.append(...inside.flat().filter(i => i !== null && i !== undefined));
  return element;
};
const initials = name => name.split(/\s+/).map(n => n[0]).slice(0, 2).join('').toUpperCase();
const nameOf = code => sheet?.people.find(p => p.code === code)?.name ?? code;
const trueNow = () => Date.now() - (sheet.ahead ?? 0);
const queueText = () => el('span', { 'data-queue': true, role: 'status' });

const draw = (title, ...inside) => {
  document.title = `${title} · ServiceTracker`;
  place.replaceChildren(...inside.flat().filter(i => i));
  document.body.classList.toggle('log', place.querySelector('#log') !== null);
  (place.querySelector('[autofocus]') ?? document.getElementById('main')).focus({ preventScroll: true });
  queue?.look();
};

// By the site's clock.
const businessDate = () => {
  const at = new Date(trueNow() - sheet.site.dayStart * 60_000);
  const part = Object.fromEntries(new Intl.DateTimeFormat('en-GB', { timeZone: sheet.site.zone, year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(at).map(p => [p.type, p.value]));
  return `${part.year}-${part.month}-${part.day}`;
};
const asked = () => sheet.baselines.filter(b => b.from <= businessDate()).sort((a, b) => a.from < b.from ? 1 : -1)[0]?.channels ?? [];

const names = () => {
  person = null;
  draw('Who is at the desk?',
    el('header', { class: 'kbar' }, el('h1', {}, 'Who is at the desk?'),
      sessions.size > 0 ? el('button', { type: 'button', class: 'btn', onclick: () => { sessions.clear(); names(); } }, 'Lock') : null),
    el('p', { class: 'notice' }, 'There is no network. What is logged is kept on this device and sent when it is back.'),
    el('ul', { class: 'plain names' }, [...sheet.people].sort((a, b) => Number(sessions.has(b.code)) - Number(sessions.has(a.code))).map(p =>
      el('li', {}, el('button', { type: 'button', class: 'name', onclick: () => sessions.has(p.code) ? log(p) : pin(p) },
        el('span', { class: 'av', 'aria-hidden': 'true' }, initials(p.name)),
        el('span', {}, el('b', {}, p.name), el('small', {}, sessions.has(p.code) ? 'ready' : 'PIN')))))),
    el('div', { 'data-shown': true }),
    el('p', { class: 'muted kfoot' }, `${sheet.device.name}, ${sheet.site.name} · `, queueText()),
    el('p', { class: 'acts' },
      el('a', { class: 'btn', href: '/kiosk' }, 'Try the network'),
      el('button', { type: 'button', class: 'btn', 'data-export': true, onclick: exportFile }, 'Save what waits to a file')),
    el('p', { class: 'hint', 'data-safe': true, hidden: true },
      'This browser may clear what waits when it is short of room. Install this page as an app, or save to a file.'));
  shown();
  isSafe().then(safe => { const hint = place.querySelector('[data-safe]'); if (hint) hint.hidden = safe; });
};

const pin = p => {
  const input = el('input', {
    id: 'Pin', type: 'password', inputmode: 'numeric', pattern: '[0-9]{4,6}', minlength: 4, maxlength: 6, required: true, autofocus: true, autocomplete: 'off',
  });
  const key = (text, digit, with_ = {}) => el('button', {
    type: 'button', class: 'btn', 'data-digit': digit, ...with_,
    onclick: () => { input.value = digit ? (input.value + digit).slice(0, 6) : input.value.slice(0, -1); },
  }, text);
  const enter = async e => {
    e.preventDefault();
    sessions.set(p.code, { proof: await prove(sheet, p.code, input.value, Date.now()) });
    input.value = '';
    log(p);
  };
  draw('PIN',
    el('header', { class: 'kbar' }, el('button', { type: 'button', class: 'btn', onclick: names }, 'Back'), el('h1', {}, `${p.name}, your PIN`)),
    el('form', { class: 'pin', id: 'pin', autocomplete: 'off', onsubmit: enter },
      el('label', { class: 'vh', for: 'Pin' }, 'PIN, 4 to 6 digits'), input,
      el('p', { class: 'hint' }, 'It is checked when the network is back. Where it is not right, a manager sees what was logged by it.'),
      el('div', { class: 'pad' }, [...'123456789'].map(d => key(d, d)), key('⌫', '', { 'aria-label': 'Delete the last digit', class: 'btn quiet' }),
        key('0', '0'), el('button', { type: 'submit', class: 'btn primary' }, 'OK'))),
    el('p', { class: 'muted kfoot' }, queueText()));
};

const log = (p, kept = null) => {
  // From here on this form is theirs, whoever is let in meanwhile.
  person = p;
  const { proof } = sessions.get(p.code), id = crypto.randomUUID(), channels = asked(), by = ` – ${p.name}`;
  let channel = channels.find(c => c.code === sheet.device.channel) ?? channels[0], isBusy = false;
  if (!channel) { draw('Log', el('p', { class: 'notice' }, 'No baseline is in force today.'), el('button', { class: 'btn', type: 'button', onclick: names }, 'Back')); return; }
  const dock = el('section', { class: 'dock', 'aria-label': 'Basics', id: 'basics', 'data-mode': 'quick' });
  const problem = el('div', { class: 'error-summary', role: 'alert', tabindex: -1, hidden: true });
  const need = el('p', { class: 'need', role: 'status' }, 'Pick what it was about first');
  const form = el('form', { id: 'log', class: 'klog live', autocomplete: 'off', 'data-reason-required': sheet.reasons.length > 0, onsubmit: e => e.preventDefault() });
  const ticked = name => [...form.querySelectorAll(`[name=${name}]:checked`)].map(i => i.value);
  const hasReason = () => {
    const has = sheet.reasons.length === 0 || ticked('Reason').length > 0;
    need.classList.toggle('on', !has);
    if (!has) form.querySelector('[name=Reason]').focus();
    return has;
  };

  const confirm = async missed => {
    if (isBusy || !hasReason()) return;
    isBusy = true;
    const why = sheet.hindrances.find(h => h.key === ticked('Why')[0]), ago = 60_000 * Number(form.querySelector('[name=When]').value);
    const checks = channel.basics.filter(b => !b.isMeasure);
    const entry = {
      id, staff: p.code, proof, occurredAt: new Date(Date.now() - ago).toISOString(), channel: channel.code, reason: ticked('Reason')[0] ?? null,
      observations: Object.fromEntries(checks.map(b => [b.code, missed.includes(b.code) ? 'missed' : 'met'])),
      causes: why ? Object.fromEntries(missed.map(code => [code, why.cause])) : null,
    };
    try {
      await queue.confirm(entry);
      const about = sheet.reasons.find(r => r.code === entry.reason)?.name;
      if (person === p) log(p, `${about ? `${about}, ` : ''}${missed.length ? `${missed.length} missed` : 'all met'}`);
    } catch (e) {
      if (!(e instanceof NotKept)) throw e;
      problem.replaceChildren(el('h2', {}, 'Not saved'), el('p', {}, 'This browser could not keep it. Your answers are still here: try again, or make room.'));
      problem.hidden = false;
      problem.focus();
    } finally {
      isBusy = false;
    }
  };

  const drawDock = () => {
    const checks = channel.basics.filter(b => !b.isMeasure), total = checks.length;
    const nameOfBasic = b => [b.text, b.critical ? el('small', { class: 'critical' }, ' Critical') : ''];
    const save = el('button', { type: 'button', class: 'btn primary lg grow', 'data-save': true, disabled: true, onclick: () => confirm(ticked('Missed')) }, 'Save what was missed' + by);
    const miss = el('details', { class: 'miss', id: 'missed' }, el('summary', {}, 'Something was missed'),
      el('fieldset', {
        class: 'mgrid', onchange: () => {
          const n = ticked('Missed').length;
          save.disabled = n === 0;
          save.textContent = n ? `Save: ${n} missed, ${total - n} met${by}` : 'Save what was missed' + by;
        },
      }, el('legend', {}, 'Which were missed?'), checks.map(b => el('label', {}, el('input', { type: 'checkbox', name: 'Missed', value: b.code }),
        el('span', {}, el('span', { class: 'what' }, nameOfBasic(b)))))),
      el('fieldset', { class: 'chips' }, el('legend', {}, 'What got in the way?'), sheet.hindrances.map(h =>
        el('label', {}, el('input', { type: 'radio', name: 'Why', value: h.key }), el('span', {}, h.text)))),
      el('div', { class: 'acts' }, el('button', { type: 'button', class: 'btn lg', onclick: () => { miss.open = false; dock.dataset.mode = 'quick'; } }, 'Back'), save));
    dock.dataset.mode = 'quick';
    dock.replaceChildren(need,
      el('div', { class: 'quick' },
        el('ul', { class: 'basics', 'aria-label': `The basics on ${channel.name}` }, checks.map(b => el('li', {}, nameOfBasic(b)))),
        el('div', { class: 'two-b' },
          el('button', { type: 'button', class: 'big-b', 'data-missed': true, onclick: () => { if (hasReason()) { miss.open = true; dock.dataset.mode = 'miss'; } } },
            svgOf('#n-cross', 24), el('span', {}, 'Something ', el('br'), 'was missed' + by)),
          el('button', { type: 'button', class: 'big-b', 'data-allmet': true, onclick: () => confirm([]) },
            svgOf('#n-tick', 24), el('span', {}, channel.what, ' ', el('br'), channel.wasMet + by)))), miss);
  };

  form.append(
    el('fieldset', { class: 'seg', id: 'channels' }, el('legend', { class: 'vh' }, 'Channel'), channels.map(c => el('label', {},
      el('input', { type: 'radio', name: 'Channel', value: c.code, checked: c === channel, onchange: () => { channel = c; drawDock(); } }), el('span', {}, c.name)))),
    sheet.reasons.length === 0 ? '' : el('fieldset', { class: 'tiles', id: 'reasons' }, el('legend', {}, 'What was it about?'),
      el('div', { class: 'tgrid' }, sheet.reasons.map(r => el('label', {},
        el('input', { type: 'radio', name: 'Reason', value: r.code, checked: r.code === sheet.device.reason, onchange: () => need.classList.remove('on') }),
        el('span', {}, pictureOf(r.picture), el('b', {}, r.name)))))),
    el('div', { class: 'extras' }, el('div', { class: 'when' }, el('label', { class: 'vh', for: 'when' }, 'When was it?'),
      el('select', { id: 'when', name: 'When' }, [[0, 'Just now'], [15, '15 min ago'], [60, '1 hour ago']].map(([ago, text]) => el('option', { value: ago }, text))))),
    dock);
  drawDock();
  draw('Log an interaction',
    el('header', { class: 'logbar' },
      el('button', { type: 'button', class: 'who-at', onclick: names }, el('span', { class: 'av', 'aria-hidden': 'true' }, initials(p.name)),
        el('span', { class: 'logbar-n' }, el('b', {}, p.name), el('small', {}, 'Switch person · ', queueText()))),
      el('h1', { class: 'vh' }, `Log an interaction of ${p.name}`),
      kept === null ? null : el('div', { class: 'toast', 'data-toast': true }, svgOf('#n-tick', 20),
        el('span', { class: 'tt', role: 'status' }, el('b', {}, `Kept for ${p.name}`), el('small', {}, kept)))),
    problem, form);
  if (kept !== null) { const toast = place.querySelector('[data-toast]'); setTimeout(() => { toast.hidden = true; }, 10_000); }
};

// What was refused is mended here, or given to a manager; what went to one is told.
const shown = () => {
  // Who got in by a PIN that was not right is asked again.
  for (const { state, entry } of queue?.shown ?? []) if (state === 'unclaimed' && sessions.get(entry.staff)?.proof === entry.proof) sessions.delete(entry.staff);
  const list = place.querySelector('[data-shown]');
  if (!list) return;
  const timeOf = r => r.entry.occurredAt ? new Date(r.entry.occurredAt).toLocaleString('en-GB', { timeZone: sheet.site.zone, dateStyle: 'medium', timeStyle: 'short' }) : '';
  list.replaceChildren(...(queue?.shown ?? []).map(r => {
    const head = el('p', {}, el('b', {}, `${nameOf(r.entry.staff ?? '')}, ${timeOf(r)}`));
    if (r.state === 'unclaimed')
      return el('div', { class: 'card' }, head, el('p', {}, 'Its PIN was not right. It is with a manager, and not lost.'),
        el('button', { type: 'button', class: 'btn', onclick: () => queue.read(r.id) }, 'Understood'));
    // Only whoever it is of changes it, with a PIN of now; anybody may send it as it is.
    const mine = sessions.get(r.entry.staff);
    const missing = mine ? r.errors.map(e => /^\$\.observations\.(.+)$/.exec(e.path)?.[1]).filter(Boolean) : [];
    const again = change => queue.mend(r.id, !mine ? { ...r.entry, ...change } : { ...r.entry, ...change, proof: mine.proof, observations: {
      ...r.entry.observations, ...Object.fromEntries(
        missing.map(code => [code, list.querySelector(`[data-mend="${CSS.escape(r.id + code)}"]`)?.value ?? 'na'])) } });
    return el('div', { class: 'card' }, head, el('ul', {}, r.errors.map(e => el('li', {}, e.message ?? e.code))),
      missing.map(code => el('label', {}, `${code} `, el('select', { 'data-mend': r.id + code },
        [['met', 'Met'], ['missed', 'Missed'], ['na', 'Not applicable']].map(([value, text]) => el('option', { value }, text))))),
      mine ? null : el('p', { class: 'hint' }, `${nameOf(r.entry.staff ?? '')} can change it: name and PIN first.`),
      el('p', { class: 'acts' },
        mine && r.errors.some(e => e.path === '$.occurredAt')
          ? el('button', { type: 'button', class: 'btn', onclick: () => again({ occurredAt: new Date().toISOString() }) }, 'Take the time of now')
          : el('button', { type: 'button', class: 'btn', onclick: () => again({}) }, 'Send it again'),
        el('button', { type: 'button', class: 'btn', onclick: () => again({ handOver: true }) }, 'Give it to a manager')));
  }));
};

async function exportFile() {
  const url = URL.createObjectURL(new Blob([JSON.stringify({ device: sheet.device, entries: (await queue.everything()).map(r => ({ ...r, entry: { ...r.entry, proof: undefined } })) }, null, 1)], { type: 'application/json' }));
  el('a', { href: url, download: `waiting-${businessDate()}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

const lockWhenIdle = () => {
  let touched = Date.now();
  const lock = () => {
    if (sessions.size === 0 || Date.now() - touched < 1000 * sheet.site.idleLock) return;
    sessions.clear();
    if (person) names();
  };
  for (const touch of ['pointerdown', 'keydown']) addEventListener(touch, () => { lock(); touched = Date.now(); }, { capture: true, passive: true });
  document.addEventListener('visibilitychange', lock);
  setInterval(lock, 1000);
};

const begin = async () => {
  if (!globalThis.crypto?.subtle) { draw('No network', el('p', { class: 'notice' }, 'Logging without the network needs an address with https.')); return; }
  ({ vault, queue } = await open(shown));
  sheet = await vault.readSheet() ?? await fetchSheet(vault);
  if (!sheet) {
    draw('No network', el('p', { class: 'notice' }, 'This device has not been prepared for that yet: open it once with the network.'),
      el('a', { class: 'btn', href: '/kiosk' }, 'Try again'));
    return;
  }

  lockWhenIdle();
  names();
  if (new URLSearchParams(location.search).has('unsaved'))
    place.prepend(el('p', { class: 'notice', role: 'alert' }, 'The network went away while something was saved. Look whether it was, when it is back, before you log it again.'));
};
begin().catch(e => { draw('No network', el('p', { class: 'notice', role: 'alert' }, `This browser keeps nothing here (${e?.message ?? e}): nothing can be logged without the network.`)); });
