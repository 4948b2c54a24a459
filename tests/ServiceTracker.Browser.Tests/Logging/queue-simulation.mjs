// Runs the queue of a device through days in which everything goes wrong: node queue-simulation.mjs QUEUE.js FIRST COUNT
// Time, storage, network, server and people are made up from the seed alone, so that a seed always tells the same story. A seed that fails
// prints one line that replays it, and ends with status 1.
import { pathToFileURL } from 'node:url';

const [file, first, count] = [process.argv[2], Number(process.argv[3] ?? 1), Number(process.argv[4] ?? 1)];
const { Queue, NotKept, Stranger, Waiting, Refused, Unclaimed } = await import(pathToFileURL(file));
const Hour = 3_600_000, Days = 30 * 24 * Hour;

// As a disk or a network would: nothing is shared with what was given.
const copyOf = r => (r && { ...r, entry: { ...r.entry }, errors: r.errors && [...r.errors] });

const generator = seed => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

/** Everything that happens, in the order of its time. */
class World {
  #events = []; #order = 0;
  now = 0;
  constructor(seed) { this.random = generator(seed); }
  chance(p) { return this.random() < p; }
  within(from, to) { return from + this.random() * (to - from); }
  after(ms, act) {
    const event = { at: this.now + Math.max(0, ms), order: this.#order++, act };
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#events[middle].at > event.at) low = middle + 1; else high = middle;
    }
    this.#events.splice(low, 0, event);
    return () => { event.act = null; };
  }

  async runUntil(end) {
    for (let event = this.#events.at(-1); event && event.at <= end; event = this.#events.at(-1)) {
      this.#events.pop();
      if (!event.act) continue;
      this.now = event.at;
      event.act();
      // Whatever follows at once: promises settle in rounds.
      for (let n = 0; n < 24; n++) await null;
    }
    this.now = Math.max(this.now, end);
  }
}

/** What a browser keeps on its disk. What it said is kept stays, and what it took out may be there again after a crash. */
class Disk {
  kept = new Map(); recent = []; ill = false;
  constructor(world) { this.world = world; }

  /** As one tab reaches it; nothing is answered to a tab that is gone. */
  of(tab) {
    const { world } = this;
    let last = world.now;
    const later = (act, mayRefuse) => new Promise((resolve, reject) => {
      const refuses = mayRefuse && (this.ill ? world.chance(0.7) : world.chance(0.02));
      const stalls = this.ill && world.chance(0.3) || world.chance(0.01);
      // In their order, as transactions are.
      last = Math.max(last, world.now + (stalls ? world.within(5_000, 40_000) : world.within(1, 20)));
      world.after(last - world.now, () => {
        if (tab.gone && world.chance(0.5)) return;
        // It may be refused and done all the same: the answer alone was lost.
        const isDone = !refuses || world.chance(0.2), value = isDone ? act() : null;
        if (tab.gone) return;
        if (refuses) reject(new Error('QuotaExceededError')); else resolve(value);
      });
    });
    return {
      all: () => later(() => [...this.kept.values()].map(copyOf), true),
      keep: record => {
        const copy = copyOf(record);
        return later(() => { this.kept.set(copy.id, copy); this.recent = this.recent.filter(r => r.id !== copy.id); }, true);
      },
      settle: (id, revision, next) => {
        const copy = copyOf(next);
        return later(() => {
          const old = this.kept.get(id);
          if (old?.revision !== revision) return false;
          this.recent.push(old);
          if (this.recent.length > 20) this.recent.shift();
          if (copy) this.kept.set(id, copy); else this.kept.delete(id);
          return true;
        }, true);
      },
    };
  }

  /** The power went: what was just taken out may not have been. */
  crash() {
    for (const old of this.recent.splice(0)) if (this.world.chance(0.5)) this.kept.set(old.id, old);
  }
}

/** Stores each id once; opens proofs. */
class Server {
  rows = new Map(); unclaimed = new Map(); mode = 'well'; faults = [];
  constructor(world, pins) { [this.world, this.pins] = [world, pins]; }

  take(entries) {
    return entries.map(entry => {
      const { id, staff, proof } = entry;
      if (this.unclaimed.has(id)) return { id, outcome: 'unclaimed' };
      if (this.mode === 'busy' && this.world.chance(0.5)) return { id, outcome: 'later', wait: 3_000 };
      if (proof.staff !== staff || this.pins.get(staff) !== proof.pin) {
        this.unclaimed.set(id, entry);
        return { id, outcome: 'unclaimed' };
      }

      if (this.rows.has(id)) {
        const same = this.rows.get(id).tap === entry.tap && this.rows.get(id).staff === staff;
        return same ? { id, outcome: 'replayed' } : { id, outcome: 'refused', errors: [{ path: '$', code: 'conflict' }] };
      }

      if (entry.bad) return { id, outcome: 'refused', errors: [{ path: '$.channel', code: 'unknown_reference' }] };
      this.rows.set(id, entry);
      return { id, outcome: 'stored' };
    });
  }
}

class Story {
  confirmed = new Map(); attempted = new Map(); tabs = []; #holder = null; #ids = 0; session = null; isHealed = false;

  constructor(seed) {
    const world = this.world = new World(seed);
    this.people = ['ana', 'ben', 'cem'];
    this.pins = new Map(this.people.map((p, n) => [p, `${1000 + n}`]));
    [this.disk, this.server] = [new Disk(world), new Server(world, this.pins)];
    this.network = 'there';
    this.isStranger = false;
  }

  newId() { return `id-${++this.#ids}`; }

  open() {
    const { world } = this, tab = { gone: false };
    const clock = {
      now: () => world.now,
      after: (ms, act) => world.after(ms, () => { if (!tab.gone) act(); }),
    };
    const lock = async work => {
      if (this.#holder) return false;
      this.#holder = tab;
      try { return await work(); } finally { if (this.#holder === tab) this.#holder = null; }
    };
    tab.queue = new Queue({
      store: this.disk.of(tab), send: entries => this.#send(tab, entries), lock, clock, random: () => world.random(),
      newId: () => this.newId(), tell: state => { tab.state = state; },
    });
    this.tabs.push(tab);
    tab.queue.wake();
    return tab;
  }

  close(tab) {
    tab.gone = true;
    if (this.#holder === tab) this.#holder = null;
    this.tabs = this.tabs.filter(t => t !== tab);
  }

  #send(tab, entries) {
    const { world } = this, sent = entries.map(e => ({ ...e }));
    return new Promise((resolve, reject) => {
      const answer = (ms, act) => world.after(ms, () => { if (!tab.gone) act(); });
      if (this.network === 'cut') { answer(world.within(1, 3_000), () => reject(new Error('Failed to fetch'))); return; }
      // A request that is under way arrives, whatever becomes of who sent it.
      const isLost = !this.isHealed && world.chance(0.1), isAnswerLost = !this.isHealed && world.chance(0.2);
      const hangs = !this.isHealed && world.chance(0.05);
      world.after(world.within(20, 2_000), () => {
        if (isLost || this.network === 'cut') { answer(10, () => reject(new Error('Failed to fetch'))); return; }
        if (this.isStranger) { answer(10, () => reject(new Stranger('401'))); return; }
        if (this.server.mode === 'down') { answer(10, () => reject(Object.assign(new Error('503'), { wait: 5_000 }))); return; }
        const outcomes = this.server.take(sent);
        if (hangs) return;
        answer(world.within(20, 2_000), () => isAnswerLost ? reject(new Error('Failed to fetch')) : resolve(outcomes));
      });
    });
  }

  /** Somebody presses the button with their name on it, and again where it was not kept. */
  async press(tab) {
    const { world, session } = this;
    if (!session) return;
    const entry = { id: this.newId(), tap: this.attempted.size + 1, staff: session.staff, proof: session.proof, bad: world.chance(0.05) };
    entry.occurredAt = world.now;
    this.attempted.set(entry.tap, { ...entry, by: session.staff, isRight: this.pins.get(session.staff) === session.proof.pin });
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        await tab.queue.confirm(entry);
        this.confirmed.set(entry.tap, entry);
        return;
      } catch (e) {
        if (!(e instanceof NotKept)) throw e;
        if (world.chance(0.5)) return;
      }
    }
  }

  enter() {
    const { world } = this, staff = this.people[Math.floor(world.random() * 3)];
    this.session = { staff, proof: { staff, pin: world.chance(0.1) ? '0000' : this.pins.get(staff), nonce: world.random() } };
  }

  happen() {
    const { world } = this, tab = this.tabs[Math.floor(world.random() * this.tabs.length)], what = world.random();
    if (what < 0.55) { if (tab) this.press(tab); }
    else if (what < 0.68) this.enter();
    else if (what < 0.76) this.network = world.chance(0.5) ? 'cut' : 'there';
    else if (what < 0.80) this.server.mode = ['well', 'busy', 'down'][Math.floor(world.random() * 3)];
    else if (what < 0.83) this.disk.ill = world.chance(0.4);
    else if (what < 0.85) this.isStranger = world.chance(0.3);
    else if (what < 0.89) { if (this.tabs.length < 3) this.open(); }
    else if (what < 0.93) { if (tab) this.close(tab); if (this.tabs.length === 0) this.open(); }
    else if (what < 0.95) { for (const t of [...this.tabs]) this.close(t); this.disk.crash(); this.open(); }
    else if (what < 0.97) tab?.queue.wake();
    else if (what < 0.98) this.mend(tab);
    else for (const r of tab?.queue.shown ?? []) if (r.state === Unclaimed) tab.queue.read(r.id).catch(() => {});
  }

  mend(tab) {
    for (const r of tab?.queue.shown ?? []) if (r.state === Refused) tab.queue.mend(r.id, { ...r.entry, bad: false }).catch(() => {});
  }

  async run() {
    const { world } = this;
    this.open();
    this.enter();
    const events = 60 + Math.floor(world.random() * 60);
    let at = 0;
    for (let n = 0; n < events; n++) {
      // Mostly within minutes, now and then after days.
      at += world.chance(0.05) ? world.within(Hour, 40 * Hour) : world.within(100, 120_000);
      if (at < Days) world.after(at, () => this.happen());
    }

    await world.runUntil(Math.min(at, Days) + 1_000);
    // All is well again; somebody opens the page, and mends what can be.
    [this.isHealed, this.network, this.server.mode, this.disk.ill, this.isStranger] = [true, 'there', 'well', false, false];
    if (this.tabs.length === 0) this.open();
    for (let n = 0; n < 12; n++) {
      for (const tab of this.tabs) tab.queue.wake();
      await world.runUntil(world.now + Hour);
      this.mend(this.tabs[0]);
      await world.runUntil(world.now + Hour);
    }
  }

  faults() {
    const faults = [], homes = new Map();
    const here = [...this.disk.kept.values()].filter(r => r.state !== Unclaimed);
    for (const r of here) faults.push(`${r.id} is ${r.state} although all is well`);
    for (const [where, all] of [['stored', this.server.rows], ['unclaimed', this.server.unclaimed]]) {
      for (const row of all.values()) {
        const pressed = this.attempted.get(row.tap);
        homes.set(row.tap, [...homes.get(row.tap) ?? [], `${where} as ${row.id}`]);
        if (!pressed) faults.push(`${row.id} was never pressed`);
        else if (row.staff !== pressed.by) faults.push(`${row.id} of ${pressed.by} is ${where} as of ${row.staff}`);
        else if ((where === 'stored') !== pressed.isRight) faults.push(`${row.id} with a ${pressed.isRight ? 'right' : 'wrong'} PIN is ${where}`);
      }
    }

    for (const [tap, at] of homes) if (at.length > 1) faults.push(`tap ${tap} is there ${at.length} times: ${at.join(', ')}`);
    for (const [tap, entry] of this.confirmed) if (!homes.has(tap)) faults.push(`${entry.id} was confirmed and is lost`);
    for (const tab of this.tabs) if (tab.state.waiting > 0 || tab.state.sending > 0) faults.push(`a screen says ${JSON.stringify(tab.state)}`);
    return faults;
  }
}

let confirmed = 0;
process.on('unhandledRejection', e => { console.error(e); process.exit(2); });
for (let seed = first; seed < first + count; seed++) {
  const story = new Story(seed);
  await story.run();
  confirmed += story.confirmed.size;
  const faults = story.faults();
  if (faults.length > 0) {
    console.log(`seed ${seed}: ${faults.slice(0, 3).join('; ')}. Replay: node ${process.argv[1]} ${file} ${seed} 1`);
    process.exit(1);
  }
}

console.log(`${count} seeds, ${confirmed} entries confirmed, none lost, doubled or attributed to somebody else`);
