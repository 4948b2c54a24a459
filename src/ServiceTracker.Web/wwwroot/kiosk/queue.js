// What a device keeps until the server has it. Page, database and network are given to it, so that a test can lose, stall and refuse.
// An entry is, in words:
//   waiting    kept, to be sent under the same id until the server has it
//   sending    on its way; who starts again finds it waiting
//   refused    the server says what is wrong; it stays until it is mended or given to a manager
//   unclaimed  the server keeps it for a manager; that it is so stays until it is read
//   done       the server has it; nothing is kept
export const Waiting = 'waiting', Refused = 'refused', Unclaimed = 'unclaimed';

// Milliseconds.
const FirstWait = 2_000, LongestWait = 300_000, StorePatience = 10_000, SendPatience = 60_000;
const MostAtOnce = 50;

/** The storage would not keep it, or did not say so in time. */
export class NotKept extends Error {}

/** The server does not know this device any more. */
export class Stranger extends Error {}

/**
 * One queue for each tab over one storage.
 * store: all() gives the records; keep(record) resolves once it is safe, and replaces one of its id; settle(id, revision, next) puts `next`
 *        in its place, or nothing for null, only where it still has that revision.
 * send:  (entries, now) gives [{ id, outcome, errors, wait }]; throws where no answer came.
 * lock:  (work) runs it, or gives false where another tab runs its own.
 * clock: now(), and after(ms, act), which gives what ends it early. tell: gets the state whenever it may be another.
 */
export class Queue {
  #store; #send; #lock; #clock; #random; #newId; #tell;
  #timer = null; #busy = false; #again = false; #failures = 0; #notBefore = 0; #sending = 0; #trouble = null; #known = [];

  constructor({ store, send, lock, clock, random, newId, tell }) {
    [this.#store, this.#send, this.#lock, this.#clock, this.#random, this.#newId, this.#tell] = [store, send, lock, clock, random, newId, tell];
  }

  /** How it stands: counts, and what is in the way: null, storage, away, stranger or busy. */
  get state() {
    const count = state => this.#known.filter(r => r.state === state).length;
    return { waiting: count(Waiting), sending: this.#sending, refused: count(Refused), unclaimed: count(Unclaimed), trouble: this.#trouble };
  }

  /** What is refused or unclaimed, to be shown. */
  get shown() { return this.#known.filter(r => r.state !== Waiting); }

  /**
   * Keeps an entry. Only once this has ended well may the screen say that it is saved. The same entry may be kept again where it did not.
   * Throws NotKept.
   */
  async confirm(entry) {
    // The one who confirmed it is inside: nothing is asked later of who is at the device then.
    const record = { id: entry.id, revision: this.#newId(), state: Waiting, at: this.#clock.now(), entry: structuredClone(entry), errors: [] };
    await this.#keep(record);
    if (this.#failures === 0) this.wake();
  }

  /** Mends what was refused: sent again under its id, which the server stored nothing under, or under a new one where it did. */
  async mend(id, entry) {
    const old = this.#known.find(r => r.id === id && r.state === Refused);
    if (!old) return;
    const taken = old.errors.some(e => e.code === 'conflict');
    const next = taken ? this.#newId() : id;
    const record = { ...old, id: next, revision: this.#newId(), state: Waiting, errors: [], entry: { ...structuredClone(entry), id: next } };
    if (taken) {
      await this.#keep(record);
      await this.#store.settle(id, old.revision, null);
    } else if (!await this.#within(this.#store.settle(id, old.revision, record))) return;
    await this.look();
    this.wake();
  }

  /** Puts away that an entry went to a manager, which somebody has read. */
  async read(id) {
    const old = this.#known.find(r => r.id === id && r.state === Unclaimed);
    if (old) await this.#store.settle(id, old.revision, null);
    await this.look();
  }

  /** Everything there is, for a file. */
  async everything() { return await this.#store.all(); }

  /** Looks what is kept, and tells it. */
  async look() {
    try {
      this.#known = await this.#within(this.#store.all());
      if (this.#trouble === 'storage') this.#trouble = null;
    } catch {
      this.#trouble = 'storage';
    }
    this.#tell(this.state);
  }

  /** Sends now, whatever was waited for: the page was opened, the network is back, somebody looks at it, or something new is kept. */
  wake() {
    if (this.#clock.now() >= this.#notBefore) this.#failures = 0;
    return this.#run();
  }

  async #run() {
    if (this.#busy) { this.#again = true; return; }
    this.#busy = true;
    this.#plan(null);
    try {
      do {
        this.#again = false;
        if (await this.#lock(() => this.#pass()) === false) await this.look();
      } while (this.#again);
    } finally {
      this.#busy = false;
      this.#sending = 0;
      this.#tell(this.state);
      // Also where another tab sends: it may be closed before it has finished.
      if (this.state.waiting > 0 || this.#trouble) this.#plan(this.#pause());
    }
  }

  async #pass() {
    await this.look();
    const due = this.#known.filter(r => r.state === Waiting).sort((a, b) => a.at - b.at).slice(0, MostAtOnce);
    if (this.#trouble === 'storage') { this.#failed('storage', 0); return true; }
    if (due.length === 0) { this.#trouble = null; this.#failures = 0; return true; }
    if (this.#clock.now() < this.#notBefore) return true;
    this.#sending = due.length;
    this.#tell(this.state);
    let answers;
    try {
      answers = new Map((await this.#within(this.#send(due.map(r => r.entry), this.#clock.now()), SendPatience)).map(a => [a.id, a]));
    } catch (e) {
      this.#failed(e instanceof Stranger ? 'stranger' : 'away', e.wait ?? 0);
      return true;
    }

    let [settled, wait] = [0, 0];
    for (const record of due) {
      const answer = answers.get(record.id);
      const next = { ...record, revision: this.#newId() };
      try {
        switch (answer?.outcome) {
          case 'stored': case 'replayed':
            await this.#within(this.#store.settle(record.id, record.revision, null));
            break;
          case 'unclaimed': {
            const { id, staff, proof, occurredAt } = record.entry;
            await this.#within(this.#store.settle(record.id, record.revision, { ...next, state: Unclaimed, entry: { id, staff, proof, occurredAt } }));
            break;
          }
          case 'refused':
            await this.#within(this.#store.settle(record.id, record.revision, { ...next, state: Refused, errors: answer.errors ?? [] }));
            break;
          default:
            wait = Math.max(wait, answer?.wait ?? 0);
            continue;
        }
        settled++;
      } catch {
        // It is sent once more and answered “replayed”.
        this.#failed('storage', 0);
        return true;
      }
    }

    this.#sending = 0;
    if (settled < due.length) this.#failed('busy', wait);
    else { this.#trouble = null; this.#failures = 0; this.#notBefore = 0; }
    await this.look();
    if (settled > 0 && this.state.waiting > 0) this.#again = true;
    return true;
  }

  async #keep(record) {
    try {
      await this.#within(this.#store.keep(record));
    } catch (e) {
      this.#trouble = 'storage';
      this.#tell(this.state);
      throw new NotKept(String(e?.message ?? e));
    }
    await this.look();
  }

  #failed(trouble, wait) {
    this.#trouble = trouble;
    this.#failures++;
    // What the server asks for is kept to; a network that is away is tried whenever it may be back.
    this.#notBefore = wait > 0 ? this.#clock.now() + Math.min(wait, LongestWait) : 0;
  }

  #pause() {
    const longest = Math.min(LongestWait, FirstWait * 2 ** Math.min(this.#failures, 12));
    return Math.max(longest * (0.5 + this.#random() / 2), this.#notBefore - this.#clock.now());
  }

  #plan(ms) {
    this.#timer?.();
    this.#timer = ms === null ? null : this.#clock.after(ms, () => { this.#timer = null; this.#run(); });
  }

  #within(promise, patience = StorePatience) {
    return new Promise((resolve, reject) => {
      const end = this.#clock.after(patience, () => reject(new Error('It took too long.')));
      promise.then(value => { end(); resolve(value); }, e => { end(); reject(e); });
    });
  }
}

/** How it stands, in words for every screen. */
export const words = ({ waiting, refused, unclaimed, trouble }) => {
  const parts = [waiting > 0 ? `${waiting} waiting` : 'Nothing waits'];
  if (refused > 0) parts.push(`${refused} refused`);
  if (unclaimed > 0) parts.push(`${unclaimed} with a manager`);
  if (trouble === 'storage') parts.push('this browser does not keep what it should');
  else if (trouble === 'stranger') parts.push('this device has to be paired again; what waits is kept');
  else if (waiting > 0 && trouble === 'away') parts.push('no network');
  else if (waiting > 0 && trouble === 'busy') parts.push('the server is busy');
  return parts.join(' · ');
};
