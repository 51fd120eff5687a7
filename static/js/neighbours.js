// Somebody has been here: once a challenge and its outcomes are saved, what other towns learned about
// the same stands beneath it. Without this a button leads to a page with the same list.

const AFTER_WORDS = 6000;

export function offer(form) {
  const known = new Map();
  form.addEventListener("report:saved", ({ detail }) => {
    for (const key of Object.keys(detail.entries)) {
      const place = form.querySelector(`[data-entry="${CSS.escape(key)}"] [data-neighbours]`);
      if (place) saved(place, outcomesOf(form, key), known);
    }
  });
}

const outcomesOf = (form, key) => new FormData(form).getAll(`${key}-outcomes`).sort().join(" ");

// A box that was ticked is answered at once; words wait until nothing was saved for a while.
function saved(place, outcomes, known) {
  const before = known.get(place);
  clearTimeout(before?.timer);
  const isTicked = before?.outcomes !== outcomes;
  const timer = setTimeout(() => look(place, outcomes), isTicked ? 0 : AFTER_WORDS);
  known.set(place, { outcomes, timer });
}

async function look(place, outcomes) {
  const answer = outcomes ? await asked(place.dataset.neighbours) : "";
  if (answer === undefined) return;
  const found = place.querySelector("[data-neighbours-found]");
  if (found.contains(document.activeElement)) return;
  const parts = new DOMParser().parseFromString(answer, "text/html").body.children;
  const number = Number(parts[0]?.dataset.number ?? 0);
  found.replaceChildren(...parts);
  place.querySelector("[data-neighbours-said]").textContent = words(number);
}

function words(number) {
  if (number === 0) return "";
  const them = number === 1 ? "One learning moment" : `${number} learning moments`;
  return `${them} of other towns ${number === 1 ? "is" : "are"} shown beneath this challenge.`;
}

// Nothing is said of what goes wrong: the button beneath leads there too.
async function asked(address) {
  try {
    const answer = await fetch(`${address}?part=1`, { credentials: "same-origin" });
    return answer.ok && !answer.redirected ? await answer.text() : undefined;
  } catch {
    return undefined;
  }
}
