// What a device keeps in its browser, encrypted with a key that no script can read out. No PIN is kept that could be tried against.
const Name = 'servicetracker-kiosk', Entries = 'entries', Facts = 'facts', KeyFact = 'key', SheetFact = 'sheet';

const asked = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error ?? new Error('The storage failed.'));
});
const ended = transaction => new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('The storage failed.'));
});

export const base64 = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const bytesOf = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));

export class Vault {
  #db; #key;

  static async open() {
    const opening = indexedDB.open(Name, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore(Entries, { keyPath: 'id' });
      opening.result.createObjectStore(Facts);
    };
    const vault = new Vault();
    vault.#db = await asked(opening);
    vault.#db.onversionchange = () => vault.#db.close();
    vault.#key = await vault.#readKey();
    return vault;
  }

  async #readKey() {
    const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    const transaction = this.#db.transaction(Facts, 'readwrite', { durability: 'strict' });
    const facts = transaction.objectStore(Facts), done = ended(transaction);
    let key = await asked(facts.get(KeyFact));
    // Of two tabs at once one makes it.
    if (!key) { facts.put(fresh, KeyFact); key = fresh; }
    await done;
    return key;
  }

  async #seal(value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, this.#key, new TextEncoder().encode(JSON.stringify(value))) };
  }

  async #unseal({ iv, data }) {
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, this.#key, data)));
  }

  /** The storage of a Queue. */
  get entries() {
    return {
      all: async () => {
        const rows = await asked(this.#db.transaction(Entries).objectStore(Entries).getAll());
        return await Promise.all(rows.map(row => this.#unseal(row).catch(() => ({
          id: row.id, revision: row.revision, state: 'refused', at: 0, entry: { id: row.id }, errors: [{ path: '$', message: 'It cannot be read.' }],
        }))));
      },
      keep: async record => {
        const row = { id: record.id, revision: record.revision, ...await this.#seal(record) };
        const transaction = this.#db.transaction(Entries, 'readwrite', { durability: 'strict' });
        const done = ended(transaction);
        transaction.objectStore(Entries).put(row);
        await done;
      },
      settle: async (id, revision, next) => {
        const row = next && { id: next.id, revision: next.revision, ...await this.#seal(next) };
        const transaction = this.#db.transaction(Entries, 'readwrite', { durability: 'strict' });
        const entries = transaction.objectStore(Entries), done = ended(transaction);
        const old = await asked(entries.get(id));
        const isIt = old?.revision === revision;
        if (isIt && row) entries.put(row); else if (isIt) entries.delete(id);
        await done;
        return isIt;
      },
    };
  }

  async readSheet() {
    const row = await asked(this.#db.transaction(Facts).objectStore(Facts).get(SheetFact));
    return row ? await this.#unseal(row).catch(() => null) : null;
  }

  async keepSheet(sheet) {
    const row = await this.#seal(sheet);
    const transaction = this.#db.transaction(Facts, 'readwrite');
    const done = ended(transaction);
    transaction.objectStore(Facts).put(row, SheetFact);
    await done;
  }
}

/** What is kept of a PIN: encrypted to the server, anew each time. */
export const prove = async (sheet, staff, pin, now) => {
  const key = await crypto.subtle.importKey('spki', bytesOf(sheet.proofKey), { name: 'RSA-OAEP', hash: 'SHA-256' }, false, ['encrypt']);
  const digest = base64(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(staff)));
  const nonce = base64(crypto.getRandomValues(new Uint8Array(12)));
  const said = JSON.stringify([digest, pin, sheet.device.id, now, nonce]);
  return base64(await crypto.subtle.encrypt({ name: 'RSA-OAEP' }, key, new TextEncoder().encode(said)));
};
