// What was typed and not confirmed yet, kept on this device: by owner, by page, by entry. Whoever
// signs in next on a shared device has another key, and never sees it.
//
// Two stores, the newer words count: `localStorage` is written at once, even by a page that is
// going, but a browser that is killed loses its last seconds; IndexedDB is written down in time.

const NAME = "typed";
let opening;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("words");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  opening.catch(() => {
    opening = undefined;
  });
  return opening;
}

async function within(mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const deed = database.transaction("words", mode, { durability: "strict" });
    const request = work(deed.objectStore("words"));
    deed.oncomplete = () => resolve(request?.result);
    deed.onabort = () => reject(deed.error);
  });
}

function quick(action, otherwise) {
  try {
    return action(localStorage);
  } catch {
    return otherwise; // full, or forbidden: the other store keeps it
  }
}

const under = (start) => IDBKeyRange.bound(start, `${start}\uffff`);

export function mirrorOf(owner, page) {
  const start = `${NAME}:${owner}:${page}:`;
  return {
    put(key, words) {
      const kept = { ...words, at: Date.now() };
      quick((box) => box.setItem(start + key, JSON.stringify(kept)));
      within("readwrite", (store) => store.put(kept, start + key)).catch(() => {});
    },
    drop(key) {
      quick((box) => box.removeItem(start + key));
      within("readwrite", (store) => store.delete(start + key)).catch(() => {});
    },
    async all() {
      const found = await keptUnder(start);
      return [...found].map(([name, kept]) => [name.slice(start.length), kept]);
    },
  };
}

// By name, the newer of what both stores keep.
async function keptUnder(start) {
  const found = new Map();
  const newer = (name, kept) => {
    if (!(found.get(name)?.at > kept.at)) found.set(name, kept);
  };
  quick((box) => {
    for (const name of Object.keys(box)) {
      if (name.startsWith(start)) newer(name, JSON.parse(box.getItem(name)));
    }
  });
  const names = await within("readonly", (store) => store.getAllKeys(under(start))).catch(() => []);
  const words = await within("readonly", (store) => store.getAll(under(start))).catch(() => []);
  names.forEach((name, place) => newer(name, words[place]));
  return found;
}

// The addresses of the pages into which this person typed what may not be saved yet.
export async function pagesOf(owner) {
  const start = `${NAME}:${owner}:`;
  const found = [...(await keptUnder(start))];
  const unsaved = found.filter(([, kept]) => kept.isDirty || kept.organisation);
  const pages = unsaved.map(([name]) => name.slice(start.length, name.lastIndexOf(":")));
  return [...new Set(pages)];
}

// Signing out: what this person typed and did not save leaves the device.
export async function forgetTyped(owner) {
  const start = `${NAME}:${owner}:`;
  quick((box) => {
    for (const name of Object.keys(box)) if (name.startsWith(start)) box.removeItem(name);
  });
  await within("readwrite", (store) => store.delete(under(start))).catch(() => {});
}
