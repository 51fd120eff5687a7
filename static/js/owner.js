// On every page of a signed-in person: remembers on this device whose it is, sends what waits,
// and sees to it that signing out neither loses jots unasked nor leaves any behind.

import * as pocket from "./pocket.js";
import * as sending from "./sending.js";

const FRESH = 12 * 3600 * 1000; // milliseconds for which the person's towns are taken as known
const me = document.querySelector("meta[name=owner]").content;
const leaving = document.querySelector("[data-leaving]");

async function begin() {
  let known = await pocket.remember(me);
  sending.start(); // only now: until then the device may know another person
  if (Date.now() - known.askedAt > FRESH) {
    const now = await sending.session();
    if (now?.owner !== me) return;
    known = await pocket.remember(me, now.towns);
  }
  if (known.towns.length > 0) {
    await navigator.serviceWorker?.register("/service-worker.js", { updateViaCache: "all" });
  }
}

// The portal ends the session first; only then does the device forget.
async function signOut(form) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
  if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error("Not signed out.");
  await pocket.forget(me);
  await (await import("./mirror.js")).forgetTyped(me);
  location.assign("/");
}

async function unsentJots() {
  return (await pocket.kept(me)).length;
}

async function unsavedPages() {
  return (await import("./mirror.js")).pagesOf(me);
}

async function isSomethingKept() {
  return (await unsentJots()) > 0 || (await unsavedPages()).length > 0;
}

async function warn() {
  const [jots, pages] = [await unsentJots(), await unsavedPages()];
  const text = jots === 1 ? "1 jot has" : `${jots} jots have`;
  leaving.querySelector("[data-leaving-text]").textContent =
    `${text} not been sent yet. Signing out deletes what is kept on this phone.`;
  leaving.hidden = jots === 0;
  const typed = document.querySelector("[data-leaving-typed]");
  typed.hidden = pages.length === 0;
  if (pages.length > 0) typed.querySelector("a").href = pages[0];
  const number = jots + pages.length;
  for (const button of document.querySelectorAll("main form[data-sign-out] [type=submit]")) {
    button.dataset.words ??= button.textContent;
    button.textContent = number ? `Sign out and delete ${number === 1 ? "it" : "them"}` : button.dataset.words;
  }
}

for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      if (!leaving && (await isSomethingKept())) location.assign(form.action);
      else await signOut(form);
    } catch {
      form.submit();
    }
  });
}

if (leaving) {
  warn();
  document.addEventListener("pocket:changed", warn);
  leaving.querySelector("[data-leaving-send]").addEventListener("click", () => sending.send());
}
begin().catch(() => {}); // with no signal the next page asks again
