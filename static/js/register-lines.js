// The lines of a register as the page shows them.

export const WORDS = { present: "Present", apology: "Apologies", absent: "Absent", "": "Not recorded" };
const page = document.querySelector(".cp-register");
const added = document.querySelector("[data-register-new]");
const status = document.querySelector("[data-register-state]");
const told = document.querySelector("[data-register-told]");
const MOST_BESIDE = 100; // lines beside those of its page that a device asks for at once
let elsewhere; // how many are what on other pages of the register
let countedHere; // the keys of the lines that are not among those

export const line = (key) => document.getElementById(`row-${key}`);

export function say(words, state) {
  status.dataset.state = state;
  if (status.textContent !== words) status.textContent = words;
}

const isOfOtherPage = (one) => one.parentElement === added;

function put(one, name, text) {
  for (const place of one.querySelectorAll(`[data-line-${name}]`)) {
    if (place.textContent !== text) place.textContent = text;
  }
}

// What a line is, be it sent or not.
export function set(key, state, word = WORDS[state]) {
  const one = line(key);
  one.dataset.state = state;
  put(one, "word", word);
  for (const button of one.querySelectorAll("[data-mark]")) {
    button.setAttribute("aria-pressed", String(button.dataset.mark === state));
  }
}

// A line as the portal has it.
export function show(now) {
  if (!line(now.key)) append(now);
  const one = line(now.key);
  one.dataset.version = now.version;
  set(now.key, now.state, now.word);
  if (!("named" in one.dataset)) return;
  one.dataset.name = now.name;
  put(one, "name", now.name);
  put(one, "organisation", now.organisation);
  put(one, "note", now.note);
  one.querySelector("[data-line-note]").hidden = !now.note;
}

export function append(now) {
  const made = document.querySelector("template[data-register-line]").content.cloneNode(true);
  const one = made.querySelector("li");
  one.id = `row-${now.key}`;
  Object.assign(one.dataset, { line: now.key, name: now.name, version: now.version, state: now.state });
  one.toggleAttribute("data-named", !now.is_person);
  put(one, "name", now.name);
  put(one, "organisation", now.organisation);
  put(one, "of", `: ${now.name}`);
  added.append(made);
  set(now.key, now.state);
}

// Says what another set, and asks. `answer` is told whether it is left so.
export function ask(key, words, state, answer) {
  answered(key);
  const made = document.querySelector("template[data-register-asked]").content.cloneNode(true);
  const box = made.firstElementChild;
  box.querySelector("[data-asked-text]").textContent = words;
  const change = box.querySelector("[data-asked-change]");
  change.textContent = `Set to “${WORDS[state].toLowerCase()}”`;
  const close = (isLeft) => {
    box.remove();
    answer(isLeft);
  };
  box.querySelector("[data-asked-leave]").addEventListener("click", () => close(true));
  change.addEventListener("click", () => close(false));
  line(key).append(made);
}

export function answered(key) {
  line(key)?.querySelector(".cp-register__asked")?.remove();
}

// A line that stands here only because it was added or pressed elsewhere, and is not to be.
export function takeAway(key) {
  const one = line(key);
  if (one && isOfOtherPage(one)) one.remove();
}

// The keys of lines that this page of the register does not hold by itself.
export function keysBeside() {
  return Array.from(added.children, (one) => one.dataset.line).slice(-MOST_BESIDE);
}

// What the portal counted in the whole register, and which of its lines are known here.
export function counted(numbers, lines) {
  elsewhere = { ...numbers };
  for (const { state, is_person } of lines) if (state || is_person) elsewhere[state] -= 1;
  countedHere = new Set(lines.map(({ key }) => key));
}

// The portal has just taken this line: it is among those that it counts, and stands here.
export const known = (key) => countedHere.add(key);

export function linesHere() {
  return Array.from(page.querySelectorAll("[data-line]"), (one) => ({
    key: one.dataset.line,
    state: one.dataset.state,
    is_person: !("named" in one.dataset),
  }));
}

export function count(waiting) {
  const numbers = { ...elsewhere };
  for (const one of page.querySelectorAll("[data-line]")) {
    one.toggleAttribute("data-waiting", waiting.has(one.dataset.line));
    const { line: key, state } = one.dataset;
    if (!countedHere.has(key) && !waiting.has(key)) continue; // among those elsewhere
    if (state || !("named" in one.dataset)) numbers[state] += 1;
  }
  const isBegun = elsewhere.is_begun || [...waiting.values()].some((entry) => entry.state);
  const [present, apology, absent, open] = ["present", "apology", "absent", ""].map((state) => numbers[state].toLocaleString("en-GB"));
  const words = isBegun
    ? `${present} present, ${apology} with apologies, ${absent} absent, ${open} not recorded.`
    : "The register has not been begun.";
  if (told.textContent !== words) told.textContent = words;
}
