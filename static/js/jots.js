// The jots page, with a signal or without: keeps on the device first, then sends.

import * as pocket from "./pocket.js";
import * as sending from "./sending.js";

const LIMIT = 60_000; // characters, as on the server
const A_DOUBLE_TAP = 1500; // milliseconds within which a second press means nothing
const form = document.querySelector("[data-jot-form]");
const line = document.querySelector("[data-jots-kept]");
const said = line.querySelector("[data-jots-said]");
const list = document.querySelector("[data-jots-pocket]");
const row = document.querySelector("[data-jots-row]");
const problem = document.querySelector("[data-jot-problem]");
const connection = document.querySelector("[data-jots-connection]");
const bringBack = line.querySelector("[data-jots-return]");
const isOffline = form?.hasAttribute("data-jots-offline");
const meta = document.querySelector("meta[name=owner]");
const me = meta?.content ?? (await pocket.owner())?.key;
let inHand; // the key of a refused jot that is being changed
let thrownAway;
let justSent = 0;
let keptAt = 0;
let isKeeping = false;

function clock(moment) {
  const time = new Date(moment);
  return `${time.getHours()}.${String(time.getMinutes()).padStart(2, "0")}`;
}

function count(number) {
  return number === 1 ? "1 jot is" : `${number} jots are`;
}

// What the line says of the jots on the phone. It stays empty until there is something to say.
function sentence(jots) {
  const number = jots.filter((jot) => !jot.refusal).length;
  if (thrownAway) return "Thrown away.";
  if (number > 0 && sending.state === "signed-out") return `${count(number)} kept on this phone. You have been signed out.`;
  if (number > 0 && sending.state === "somebody-else") return `${count(number)} kept on this phone until you sign in again.`;
  if (number > 0) return `${count(number)} kept on this phone, will send when there is a signal.`;
  if (justSent > 0) return justSent === 1 ? "Sent." : `${justSent} jots sent.`;
  return "";
}

function where(jot) {
  if (jot.refusal) return `Not taken: ${jot.refusal}`;
  return sending.state === "sending" ? "Sending" : "Kept on this phone, will send";
}

function drawn(jot) {
  const made = row.content.cloneNode(true);
  const item = made.querySelector("li");
  item.dataset.state = jot.refusal ? "refused" : sending.state === "sending" ? "sending" : "kept";
  made.querySelector("[data-row-text]").textContent = jot.text;
  made.querySelector("[data-row-where]").textContent = where(jot);
  made.querySelector("[data-row-when]").textContent = `at ${clock(jot.writtenAt)}`;
  const change = made.querySelector("[data-row-change]");
  change.hidden = !jot.refusal || !form;
  change.addEventListener("click", () => take(jot));
  made.querySelector("[data-row-discard]").addEventListener("click", () => discard(jot));
  return made;
}

async function draw() {
  const jots = await pocket.kept(me);
  const text = sentence(jots);
  if (said.textContent !== text) said.textContent = text;
  line.hidden = !text;
  bringBack.hidden = !thrownAway;
  if (isOffline && justSent > 0) {
    connection.textContent = "The signal is back.";
    document.querySelector("[data-jots-retry]").hidden = true;
  }
  const isWaiting = jots.some((jot) => !jot.refusal);
  line.querySelector("[data-jots-send]").hidden = !isWaiting || sending.state === "signed-out";
  line.querySelector("[data-jots-sign-in]").hidden = !isWaiting || sending.state !== "signed-out";
  line.querySelector("[data-jots-all]").hidden = !isOffline || isWaiting || justSent === 0;
  list.hidden = jots.length === 0;
  list.replaceChildren(...jots.map(drawn));
}

// The server's own list, drawn by the server, once something has arrived there.
async function refresh() {
  const shown = document.querySelector("[data-jots-waiting]");
  if (!shown || shown.contains(document.activeElement)) return;
  const answer = await fetch(form?.action ?? location.href, { redirect: "manual" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of ["[data-jots-waiting]", ".cp-header__jot"]) {
    const fresh = page.querySelector(part);
    const old = document.querySelector(part);
    if (fresh && old) old.replaceWith(document.adoptNode(fresh));
  }
  document.dispatchEvent(new CustomEvent("cohort:settled"));
}

async function discard(jot) {
  await pocket.drop(jot.key);
  thrownAway = jot;
  await draw();
  bringBack.focus();
}

async function take(jot) {
  form.elements.text.value = jot.text;
  for (const kind of form.querySelectorAll("[name=kind]")) kind.checked = kind.value === jot.kind;
  inHand = jot.key;
  form.elements.text.focus();
}

// What can be said against it before it is kept, so that the phone keeps only what the server takes.
function against(text) {
  const length = [...text].length;
  if (!text) return "Write a few words first.";
  if (length > LIMIT) return `This is ${length.toLocaleString("en-GB")} characters long. Shorten it to ${LIMIT.toLocaleString("en-GB")} or fewer.`;
  const towns = [...form.querySelectorAll("[name=town]")];
  return towns.length > 0 && !towns.some((town) => town.checked) ? "Say for which town this is." : "";
}

function complain(text) {
  problem.textContent = text;
  problem.hidden = !text;
}

async function keep() {
  const fields = new FormData(form);
  const text = fields.get("text").replaceAll("\0", "").trim();
  if (isKeeping || (!text && Date.now() - keptAt < A_DOUBLE_TAP)) return;
  complain(against(text));
  if (!problem.hidden) return form.elements.text.focus();
  const key = inHand ?? crypto.randomUUID();
  const jot = {
    key, owner: me, text, kind: fields.get("kind") ?? "", town: fields.get("town") ?? "", writtenAt: Date.now(), refusal: "",
  };
  isKeeping = true;
  try {
    await pocket.keep(jot);
  } catch {
    return form.submit(); // a device that cannot keep sends the plain way
  } finally {
    isKeeping = false;
  }
  keptAt = Date.now();
  inHand = undefined;
  thrownAway = undefined;
  justSent = 0;
  form.reset();
  form.elements.text.value = ""; // after an error page, what was wrong is what `reset` brings back
  form.elements.text.focus();
  await pocket.saveWords(me, "");
  navigator.storage?.persist?.();
  return sending.send();
}

async function offerTowns() {
  const { towns } = await pocket.owner();
  if (towns.length < 2) return;
  const place = form.querySelector("[data-jot-town-list]");
  for (const [index, town] of towns.entries()) {
    const made = form.querySelector("[data-jot-town]").content.cloneNode(true);
    Object.assign(made.querySelector("input"), { value: town.slug, id: `town_${index}` });
    Object.assign(made.querySelector("label"), { textContent: town.name, htmlFor: `town_${index}` });
    place.append(made);
  }
  form.querySelector("[data-jot-towns]").hidden = false;
}

// Watched from the first moment: a device that is slow to open its store loses neither a word nor a press.
async function watchTheBox() {
  const box = form.elements.text;
  let timer;
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => pocket.saveWords(me, box.value), 500);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    keep();
  });
  const kept = await pocket.words(me);
  if (kept && !box.value && keptAt === 0) box.value = kept; // somebody may have typed meanwhile
}

async function begin() {
  if (!me) return;
  document.querySelector("[data-jots-nobody]")?.remove();
  if (isOffline) {
    form.hidden = false;
    await offerTowns();
    form.elements.text.focus();
    sending.start();
  }
  if (form) await watchTheBox();
  line.querySelector("[data-jots-send]").addEventListener("click", () => sending.send());
  bringBack.addEventListener("click", async () => {
    const jot = thrownAway;
    thrownAway = undefined;
    await pocket.keep(jot);
    sending.send();
  });
  document.addEventListener("pocket:changed", draw);
  document.addEventListener("pocket:sent", () => {
    justSent += 1;
    refresh().catch(() => {});
  });
  await draw();
}

if (window.isSecureContext && "indexedDB" in window) begin();
