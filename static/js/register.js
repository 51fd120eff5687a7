// The register of a session, with a signal or without. Each press shows at once, is kept on the
// device until the portal has it, and goes line by line; what others record appears by itself.

import { mirrorOf } from "./mirror.js";
import * as lines from "./register-lines.js";

const A_DOUBLE_TAP = 600; // milliseconds within which the same press again means nothing
const PATIENCE = 15_000; // milliseconds for one answer
const OFTEN = 5000; // milliseconds from one look at what others recorded to the next
const LONGEST_PAUSE = 30_000;
const MOST_AT_ONCE = 30;
const LONGEST_NAME = 120;
const form = document.querySelector("[data-register]");
const address = new URL(form.dataset.register, location);
const me = document.querySelector("meta[name=owner]").content;
const pocket = mirrorOf(me, location.pathname);
const problem = document.querySelector("[data-register-problem]");
const undo = document.querySelector("[data-register-undo]");
const waiting = new Map(); // what the portal has not confirmed, by the key of its line
let token = form.elements.csrfmiddlewaretoken.value;
let trouble = ""; // "", "offline", "signed-out", "somebody-else" or a sentence
let hasSent = false;
let pause = 1000;
let presses = 0;
let timer;
let before; // what the last press changed, to take it back
let lastPress = { what: "", at: 0 };

function sentence(number) {
  const kept = number === 1 ? "1 line waits on this device" : `${number} lines wait on this device`;
  if (number === 0 && trouble === "") return hasSent ? "Everything is saved" : "";
  if (number === 0) return { "somebody-else": "Somebody else is signed in now", offline: "No signal", "signed-out": "You have been signed out" }[trouble] ?? trouble;
  if (trouble === "offline") return `${kept}. Sent when the signal is back.`;
  if (trouble === "signed-out") return `${kept}. You have been signed out.`;
  if (trouble === "somebody-else") return `${kept} until you sign in again.`;
  return trouble ? `${kept}. ${trouble}` : "Saving";
}

function draw() {
  const number = waiting.size;
  const kinds = { "": number ? "saving" : hasSent ? "saved" : "idle", offline: "offline" };
  lines.say(sentence(number), kinds[trouble] ?? "signed-out");
  document.querySelector("[data-register-sign-in]").hidden = trouble !== "signed-out";
  undo.hidden = !before;
  if (before) undo.textContent = `Take back: ${before.name}, ${lines.WORDS[before.became].toLowerCase()}`;
  lines.count(waiting);
}

function complain(text) {
  problem.textContent = text;
  problem.hidden = !text;
}

function keep(key, entry) {
  presses += 1;
  const kept = { ...entry, key, press: presses, pressedAt: Date.now(), isDirty: true };
  waiting.set(key, kept);
  pocket.put(key, kept);
  lines.set(key, kept.state);
}

function drop(key) {
  waiting.delete(key);
  pocket.drop(key);
}

// One press: the line becomes that, or not recorded if it is that already.
function press(line, state) {
  const key = line.dataset.line;
  const what = `${key} ${state}`;
  if (lastPress.what === what && Date.now() - lastPress.at < A_DOUBLE_TAP) return;
  lastPress = { what, at: Date.now() };
  const was = line.dataset.state;
  change(line, was === state ? "" : state);
  before = { key, name: line.dataset.name, was, became: line.dataset.state };
  draw();
  send();
}

function change(line, state) {
  const key = line.dataset.line;
  const known = waiting.get(key);
  const { name, version, state: was } = line.dataset;
  lines.answered(key);
  const seen = { name, version: Number(version), was, is_person: !("named" in line.dataset) };
  keep(key, known && !known.asked ? { ...known, state } : { ...seen, state });
}

function add(fields) {
  const key = crypto.randomUUID();
  lines.append({ key, name: fields.names, organisation: fields.organisation, version: 0, state: "present", is_person: false });
  keep(key, { add: fields, name: fields.names, version: 0, is_person: false, state: "present" });
}

async function ask(options = {}, where = address) {
  const answer = await fetch(where, {
    redirect: "manual",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
    ...options,
    headers: { Accept: "application/json", ...options.headers },
  });
  if (answer.type === "opaqueredirect" || answer.status === 401) return { status: "signed-out" };
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  return { status: answer.status, body: isJson ? await answer.json() : undefined };
}

function post(entry) {
  const waited = Math.max(0, Math.round((Date.now() - entry.pressedAt) / 1000));
  const body = entry.add
    ? { added: "1", key: entry.key, ...entry.add }
    : { mark: `${entry.key} ${entry.version} ${entry.state || "none"}`, waited_seconds: waited };
  const headers = { "X-CSRFToken": token };
  return ask({ method: "POST", headers, body: new URLSearchParams({ owner: me, ...body }) });
}

// One line: true if the next may follow.
async function settle(entry) {
  const { status, body } = await post(entry);
  const now = waiting.get(entry.key);
  if (status === 200 && body) return confirmed(entry, now, body.line);
  if (status === "signed-out" || body?.why === "somebody-else") {
    trouble = body?.why ?? status;
    return false;
  }
  if (body?.why === "changed") {
    changedByAnother(entry.key, now, body);
    return true;
  }
  if (body?.why === "shut") {
    trouble = body.refusal; // kept on the device: nothing is lost if the register opens again
    return false;
  }
  if (!body?.refusal) throw new Error(`The portal answered ${status}.`);
  refused(entry, body.refusal);
  return true;
}

function confirmed(entry, now, told) {
  hasSent = true;
  lines.line(entry.key).dataset.version = told.version;
  if (now.press === entry.press || now.state === told.state) {
    drop(entry.key);
    lines.show(told);
    lines.known(entry.key);
  } else {
    const rest = { ...now, name: told.name, version: told.version, was: told.state, is_person: told.is_person, add: undefined };
    lines.known(entry.key);
    waiting.set(entry.key, rest); // pressed again meanwhile
    pocket.put(entry.key, rest);
  }
  return true;
}

function changedByAnother(key, entry, { refusal, line: told }) {
  waiting.set(key, { ...entry, asked: true });
  lines.show(told);
  lines.ask(key, `${refusal} You pressed “${lines.WORDS[entry.state].toLowerCase()}”.`, entry.state, (isLeft) => {
    drop(key);
    if (!isLeft) {
      keep(key, { name: told.name, version: told.version, was: told.state, is_person: told.is_person, state: entry.state });
      send();
    }
    draw();
  });
}

function refused(entry, words) {
  drop(entry.key);
  if (entry.add) {
    lines.line(entry.key).remove();
    const box = document.querySelector("[data-register-add]").elements.names;
    if (!entry.add.in_place_of) box.value = box.value ? `${box.value}\n${entry.add.names}` : entry.add.names;
  }
  complain(words);
  trouble = "";
}

// What others recorded meanwhile.
async function look() {
  const whole = new URL(address);
  const beside = lines.keysBeside();
  for (const key of beside) whole.searchParams.append("also", key);
  const { status, body } = await ask({}, whole);
  if (status === 200 && body?.owner === me) {
    token = body.token;
    trouble = "";
    lines.counted(body.counted, body.lines);
    for (const told of body.lines) if (!waiting.has(told.key)) lines.show(told);
    const there = new Set(body.lines.map((told) => told.key));
    for (const key of beside) if (!there.has(key) && !waiting.has(key)) lines.takeAway(key);
    return true;
  }
  if (status === 403 || status === 404) trouble = "You may not record anything here any more.";
  else if (status === "signed-out") trouble = status;
  else if (body) trouble = "somebody-else";
  else throw new Error(`The portal answered ${status}.`);
  return false;
}

function unsent() {
  return [...waiting.values()].find((entry) => !entry.asked);
}

async function attempt() {
  const isFine = trouble === "" || (await look()); // with a fresh token after whatever went wrong
  if (!isFine) return;
  for (;;) {
    const next = unsent();
    if (!next) break;
    if (!(await settle(next))) return;
    draw();
  }
  await look();
}

async function send() {
  clearTimeout(timer);
  let after = OFTEN;
  let isMine = true;
  try {
    await navigator.locks.request(address.pathname, { ifAvailable: true }, async (lock) => {
      isMine = Boolean(lock);
      if (lock) await attempt();
    });
    pause = 1000;
    if (unsent() && (trouble === "" || !isMine)) after = 300; // pressed meanwhile, or another tab sends
  } catch {
    trouble = "offline";
    after = pause * (0.8 + Math.random() * 0.4);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
  draw();
  clearTimeout(timer);
  timer = setTimeout(() => (document.hidden && waiting.size === 0 ? undefined : send()), after);
}

function namesIn(text) {
  const found = text.split("\n").map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean);
  return [...new Map(found.map((name) => [name.toLowerCase(), name])).values()];
}

function against(names, inPlaceOf) {
  const long = names.find((name) => [...name].length > LONGEST_NAME);
  if (names.length === 0) return "Enter a name.";
  if (names.length > MOST_AT_ONCE) return `These are ${names.length} names. Add up to ${MOST_AT_ONCE} at a time.`;
  if (long) return `“${long.slice(0, 30)}…” is ${[...long].length.toLocaleString("en-GB")} characters long. Shorten it to ${LONGEST_NAME} or fewer.`;
  return inPlaceOf && names.length > 1 ? "One person comes in another’s place. Enter one name." : "";
}

function submitted(event) {
  event.preventDefault();
  const typed = event.target;
  const fields = Object.fromEntries(new FormData(typed));
  const names = namesIn(fields.names);
  complain(against(names, fields.in_place_of));
  if (!problem.hidden) {
    typed.elements.names.focus();
    return;
  }
  for (const one of names) add({ names: one, organisation: fields.organisation ?? "", in_place_of: fields.in_place_of ?? "" });
  if (typed.matches("[data-register-deputy]")) typed.hidden = true;
  else {
    typed.reset();
    typed.elements.names.focus();
  }
  draw();
  send();
}

async function bringBack() {
  const whole = JSON.parse(document.getElementById("counted").textContent);
  const known = lines.linesHere();
  lines.counted(whole, known);
  for (const [key, entry] of await pocket.all()) {
    const { name, version, state, was, is_person, add: added } = entry;
    if (!lines.line(key)) { // of another page of the register
      lines.append({ key, name, organisation: added?.organisation, version, state, is_person });
      if (!added) known.push({ key, state: was, is_person });
    }
    if (waiting.has(key)) continue;
    waiting.set(key, { ...entry, asked: false });
    lines.set(key, state);
  }
  lines.counted(whole, known);
}

document.querySelector(".cp-register").addEventListener("click", (event) => {
  const button = event.target.closest("[data-mark]");
  if (!button) return;
  event.preventDefault();
  press(button.closest("[data-line]"), button.dataset.mark);
});
for (const one of document.querySelectorAll("[data-register-add], [data-register-deputy]")) {
  one.addEventListener("submit", submitted);
}
undo.addEventListener("click", () => {
  const line = lines.line(before.key);
  if (line) change(line, before.was);
  before = undefined;
  draw();
  send();
});
addEventListener("online", send);
addEventListener("offline", () => {
  trouble = "offline";
  draw();
});
addEventListener("pageshow", (event) => event.persisted && send());
document.addEventListener("visibilitychange", () => document.hidden || send());
await bringBack();
draw();
send();
