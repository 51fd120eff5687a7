// The device's own store of what is not sent yet. Everything in it belongs to one person, named by
// the opaque key that their pages carry; what belongs to another is never read here.

const NAME = "pocket";
const OWNER = "owner";
let opening;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("jots", { keyPath: "key" }).createIndex("owner", "owner");
      request.result.createObjectStore("state");
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  opening.catch(() => { opening = undefined; });
  return opening;
}

// Runs `work` on one store; done only when the device says that it is written down.
async function within(store, mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const deed = database.transaction(store, mode, { durability: "strict" });
    const request = work(deed.objectStore(store));
    deed.oncomplete = () => resolve(request?.result);
    deed.onerror = () => reject(deed.error);
    deed.onabort = () => reject(deed.error);
  });
}

const channel = new BroadcastChannel(NAME);
channel.onmessage = () => document.dispatchEvent(new CustomEvent("pocket:changed"));

function changed() {
  channel.postMessage("changed");
  document.dispatchEvent(new CustomEvent("pocket:changed"));
}

// Who was signed in last on this device and did not sign out: { key, towns, askedAt }, or undefined.
export function owner() {
  return within("state", "readonly", (state) => state.get(OWNER));
}

export async function remember(key, towns) {
  const known = await owner();
  if (towns === undefined && known?.key === key) return known;
  const now = { key, towns: towns ?? [], askedAt: towns ? Date.now() : 0 };
  await within("state", "readwrite", (state) => state.put(now, OWNER));
  return now;
}

// Signing out: this person's jots, unfinished words and mark leave the device. Nobody else's do.
export async function forget(key) {
  const keys = (await kept(key)).map((jot) => jot.key);
  await within("jots", "readwrite", (jots) => { for (const one of keys) jots.delete(one); });
  await within("state", "readwrite", (state) => {
    state.delete(`words:${key}`);
    state.delete(OWNER);
  });
  changed();
}

export async function keep(jot) {
  await within("jots", "readwrite", (jots) => { jots.put(jot); });
  changed();
}

export async function drop(key) {
  await within("jots", "readwrite", (jots) => { jots.delete(key); });
  changed();
}

// What this person kept and what has not arrived, oldest first.
export async function kept(key) {
  const found = await within("jots", "readonly", (jots) => jots.index("owner").getAll(key));
  return found.sort((one, other) => one.writtenAt - other.writtenAt);
}

// Words in the box that are not kept yet: a phone may run out of power in mid-sentence.
export function words(key) {
  return within("state", "readonly", (state) => state.get(`words:${key}`));
}

export function saveWords(key, text) {
  return within("state", "readwrite", (state) => {
    if (text) state.put(text, `words:${key}`);
    else state.delete(`words:${key}`);
  });
}
