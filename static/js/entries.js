// Pages on which entries are written, of a report or of a digest: adding one, counting, putting back
// what was kept.

import { Autosave } from "./autosave.js";
import { isBox, settled } from "./fields.js";
import { mirrorOf } from "./mirror.js";
import { offer } from "./neighbours.js";

const LIMIT = 60000;
const COUNT_FROM = 0.8;
const numbers = new Intl.NumberFormat("en-GB");

const form = document.querySelector("form[data-autosave]");
const conflict = document.querySelector("form[data-conflict]");
if (form) write(form);
if (conflict) choose(conflict);

async function write(form) {
  const mirror = mirrorOf(form.dataset.owner, new URL(form.action).pathname);
  const autosave = new Autosave(form, mirror, form.querySelector("[data-autosave-status]"));
  const blanks = new Map();
  for (const group of form.querySelectorAll("[data-group]")) {
    const blank = group.querySelector("[data-entry]:last-of-type");
    blanks.set(group.dataset.group, { group, blank: blank.cloneNode(true) });
  }
  for (const element of form.querySelectorAll("[data-entry]")) begin(element, autosave);
  autosave.start();
  offer(form);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.name === "add" && add(blanks.get(button.value), autosave)) event.preventDefault();
  });
  await putBack(form, autosave, blanks);
  if (autosave.unsaved().length === 0) return;
  autosave.keep();
  autosave.schedule();
}

function begin(element, autosave) {
  const entry = autosave.watch(element);
  if ("unsaved" in element.dataset) entry.confirmed = "";
  // A colleague's words stand beside these: only a press of the button puts these in their place,
  // and what the device keeps of them goes back to before a colleague's.
  if ("theirs" in element.dataset) {
    const seen = String(autosave.field(entry.key, "version").value - 1);
    const sentence = "A colleague changed this meanwhile. Save again to keep yours.";
    Object.assign(entry, { isBlocked: true, sentence, seen });
  }
  const text = element.querySelector("[data-text]");
  const sensitive = element.querySelector("[data-sensitive]");
  const named = element.querySelector("[data-named]");
  const line = element.querySelector("[data-count]");
  const count = () => tellCount(line, text.value.length);
  const name = () => {
    named.hidden = !sensitive.checked;
  };
  if (line) {
    text.addEventListener("input", count);
    count();
  }
  if (sensitive) {
    sensitive.addEventListener("change", name);
    name();
  }
}

function tellCount(line, length) {
  line.hidden = length < LIMIT * COUNT_FROM;
  if (line.hidden) return;
  line.textContent =
    length > LIMIT
      ? `This is ${numbers.format(length)} characters long. Shorten it to ${numbers.format(LIMIT)} or fewer.`
      : `${numbers.format(length)} of ${numbers.format(LIMIT)} characters`;
}

// --- adding ----------------------------------------------------------------------------------

function add(place, autosave) {
  if (!crypto.randomUUID) return false;
  const element = grown(place, crypto.randomUUID());
  begin(element, autosave);
  element.querySelector("[data-text]").focus();
  return true;
}

function grown({ group, blank }, key) {
  const old = blank.dataset.entry;
  const element = blank.cloneNode(true);
  for (const part of [element, ...element.querySelectorAll("*")]) {
    for (const attribute of part.attributes) {
      if (attribute.value.includes(old)) attribute.value = attribute.value.replaceAll(old, key);
    }
  }
  for (const field of element.querySelectorAll("input, textarea")) {
    if (field.type !== "hidden") field.value = field.defaultValue;
    field.checked = field.defaultChecked;
  }
  const items = group.querySelector("[data-items]");
  const legend = element.querySelector("legend");
  const words = legend.textContent.replace(/\d+$/, "");
  const label = `${words}${items.querySelectorAll("[data-entry]").length + 1}`;
  legend.textContent = label;
  element.querySelector(`label[for="${key}-text"]`).textContent = label;
  element.querySelector("[data-actions] .visually-hidden").textContent = ` ${label.toLowerCase()}`;
  items.append(element);
  return element;
}

// --- putting back ----------------------------------------------------------------------------

async function putBack(form, autosave, blanks) {
  const back = [];
  const isWhole = blanks.size > 0;
  const onDevice = await autosave.mirror.all();
  if (isOlder(autosave, onDevice)) {
    autosave.keep();
    return location.replace(location.pathname + location.search);
  }
  for (const [key, kept] of onDevice.filter(([, kept]) => !kept.isSaved)) {
    let element = form.querySelector(`[data-entry="${CSS.escape(key)}"]`);
    if (!element && kept.isLeftOut) {
      autosave.mirror.drop(key);
      continue;
    }
    if (!element) {
      if (!isWhole || !changesIn(kept).some(([name, words]) => name === "text" && words.trim())) continue;
      element = grown(blanks.get(kept.kind) ?? [...blanks.values()].at(-1), key);
      begin(element, autosave);
    }
    const name = element.querySelector("[data-organisation]");
    const isNamed = Boolean(kept.organisation) && name && !name.value && !isAdded(autosave, element, key, kept);
    if (isNamed) name.value = kept.organisation;
    if (putBackChanges(element, key, kept, autosave) || isNamed) back.push(key);
    else if (!autosave.isDirty(autosave.entries.get(key))) autosave.mirror.drop(key);
  }
  if (back.length > 0) announce(form, autosave, back);
}

// Whether the organisation that was typed has been taken by the server since: the entry is a later
// one, or the name is among those that it has.
function isAdded(autosave, element, key, kept) {
  if (Number(autosave.field(key, "version").value) > Number(kept.version)) return true;
  const taken = [...element.querySelectorAll(`[name="${CSS.escape(key)}-organisations"] + label`)];
  const same = (text) => settled(text).toLocaleLowerCase("en-GB");
  return taken.some((label) => same(label.textContent) === same(kept.organisation));
}

// Whether this browser has saved words since the server made this page, as when a save and the
// next page cross on a slow line. The marks have done their work: a second look finds none.
function isOlder(autosave, onDevice) {
  const marks = onDevice.filter(([, kept]) => kept.isSaved);
  for (const [key] of marks) autosave.mirror.drop(key);
  return marks.some(([key, kept]) => {
    if (!autosave.entries.has(key)) return true;
    const version = Number(autosave.field(key, "version").value);
    // A jot has no version, nor have a section's first sentences: another one if the words are.
    return version < kept.version || (version === 0 && autosave.field(key, "was").value !== kept.was);
  });
}

// A device may still hold what an earlier script kept: the text alone.
const changesIn = (kept) => kept.changes ?? [["text", kept.text]];

// The version comes back with what was changed: if somebody saved something else since, both are shown.
function putBackChanges(element, key, kept, autosave) {
  const back = [];
  for (const [name, value, isTicked] of kept.isDirty ? changesIn(kept) : []) {
    const fields = [...element.querySelectorAll(`[name="${CSS.escape(key)}-${name}"]`)];
    const [box] = fields.filter((field) => isBox(field) && field.value === value);
    if (box) {
      if (putBackBox(box, fields, isTicked)) back.push(box);
    } else if (fields[0] && !isBox(fields[0]) && putBackWords(fields[0], value)) back.push(fields[0]);
  }
  if (back.length === 0) return false;
  const version = autosave.field(key, "version");
  // What has no version, as a jot or a section's first sentences, is known by what it was.
  const hasVersion = Number(version.value) || Number(kept.version);
  autosave.field(key, "was").value = hasVersion ? "" : kept.was;
  version.value = kept.version;
  for (const field of back) {
    field.closest("details")?.setAttribute("open", "");
    field.dispatchEvent(new Event(isBox(field) ? "change" : "input", { bubbles: true }));
  }
  return true;
}

function putBackWords(field, words) {
  const isNews = settled(words) !== settled(field.defaultValue);
  if (!isNews || settled(words) === settled(field.value)) return false;
  const isTypedAlready = settled(field.value) !== settled(field.defaultValue);
  field.value = isTypedAlready ? `${words}\n\n${field.value}` : words;
  return true;
}

// What was chosen in this page already is newer, and stays.
function putBackBox(box, fields, isTicked) {
  const together = box.type === "radio" ? fields : [box];
  const isChosenAlready = together.some((field) => field.checked !== field.defaultChecked);
  if (isChosenAlready || box.checked === isTicked) return false;
  box.checked = isTicked;
  return true;
}

function announce(form, autosave, back) {
  const note = form.querySelector("[data-restored]");
  const line = document.createElement("p");
  line.textContent = "What was kept on this device, and not saved before, has been put back. ";
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "cp-link-button";
  drop.textContent = "Drop it, and show what is saved";
  drop.addEventListener("click", () => {
    for (const key of back) autosave.mirror.drop(key);
    autosave.entries.clear();
    location.reload();
  });
  line.append(drop);
  note.className = "cp-note";
  note.setAttribute("role", "status");
  note.hidden = false;
  note.append(line);
  if (!location.hash) return;
  document.querySelector(location.hash)?.querySelector("[data-text]")?.focus();
}

// --- the page of two texts -------------------------------------------------------------------

// Both texts are on that page: what this device kept of them has done its work.
function choose(form) {
  const mirror = mirrorOf(form.dataset.owner, new URL(form.action).pathname);
  const forget = () => {
    for (const field of form.querySelectorAll("[name=entry]")) mirror.drop(field.value);
  };
  form.addEventListener("submit", forget);
  form.querySelector("[data-drop]")?.addEventListener("click", forget);
}
