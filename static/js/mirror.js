// What was typed and not confirmed yet, kept on this device: by owner, by page, by entry. Whoever
// signs in next on a shared device has another key, and never sees it.

const PREFIX = "typed";

function stored(action, otherwise) {
  try {
    return action(localStorage);
  } catch {
    return otherwise; // full, or forbidden: the page works without
  }
}

export function mirrorOf(owner, page) {
  const start = `${PREFIX}:${owner}:${page}:`;
  return {
    put(key, words) {
      return stored((box) => {
        box.setItem(start + key, JSON.stringify(words));
        return true;
      }, false);
    },
    drop(key) {
      stored((box) => box.removeItem(start + key));
    },
    all() {
      return stored((box) => {
        const names = Object.keys(box).filter((name) => name.startsWith(start));
        return names.map((name) => [name.slice(start.length), JSON.parse(box.getItem(name))]);
      }, []);
    },
  };
}
