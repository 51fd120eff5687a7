// Sends what the device kept, whenever it can: at once, when the signal returns, when the page is
// seen again, and after waits that grow. The server knows each jot by its key: twice is once.

import * as pocket from "./pocket.js";

const ADDRESS = "/jots/pocket/";
const PATIENCE = 20_000; // milliseconds for one answer
const LONGEST_PAUSE = 300_000;
let pause = 2000;
let timer;

// How the last attempt ended: "", "sending", "offline", "signed-out" or "somebody-else".
export let state = "";

function say(now) {
  state = now;
  document.dispatchEvent(new CustomEvent("pocket:changed"));
}

async function ask(options) {
  const answer = await fetch(ADDRESS, {
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

// Whose session the browser has, with a token to send by: { owner, token, towns }, or undefined.
export async function session() {
  const { status, body } = await ask({});
  if (status === "signed-out") return undefined;
  if (status !== 200 || !body) throw new Error(`The portal answered ${status}.`);
  return body;
}

function post(jot, token) {
  return ask({
    method: "POST",
    headers: { "X-CSRFToken": token },
    body: new URLSearchParams({
      key: jot.key,
      owner: jot.owner,
      text: jot.text,
      kind: jot.kind,
      town: jot.town,
      written_at: new Date(jot.writtenAt).toISOString(),
      waited_seconds: Math.max(0, Math.round((Date.now() - jot.writtenAt) / 1000)),
    }),
  });
}

// One jot: true if it is settled, be it taken or refused for good.
async function settle(jot, token) {
  const { status, body } = await post(jot, token);
  if (status === 200 && body) {
    await pocket.drop(jot.key);
    document.dispatchEvent(new CustomEvent("pocket:sent"));
    return true;
  }
  if (status === "signed-out" || status === 409) {
    say(status === 409 ? "somebody-else" : status);
    return false;
  }
  const isRefused = body?.refusal || status === 400 || status === 413;
  if (!isRefused) throw new Error(`The portal answered ${status}.`);
  await pocket.keep({ ...jot, refusal: body?.refusal ?? "The portal could not read it." });
  return true;
}

async function unsettled(owner) {
  return (await pocket.kept(owner)).filter((jot) => !jot.refusal);
}

async function attempt() {
  const me = await pocket.owner();
  let waiting = me ? await unsettled(me.key) : [];
  if (waiting.length === 0) return say("");
  say("sending");
  const now = await session();
  if (!now) return say("signed-out");
  if (now.owner !== me.key) return say("somebody-else");
  await pocket.remember(me.key, now.towns);
  while (waiting.length > 0) {
    for (const jot of waiting) {
      if (!(await settle(jot, now.token))) return undefined;
    }
    waiting = await unsettled(me.key); // more may have been kept meanwhile
  }
  return say("");
}

// One tab sends at a time; another that wants to meanwhile looks again a little later.
async function alone(lock) {
  if (lock) await attempt();
  else timer = setTimeout(send, 1000);
}

export async function send() {
  clearTimeout(timer);
  try {
    await navigator.locks.request("pocket", { ifAvailable: true }, alone);
    pause = 2000;
  } catch {
    say("offline");
    timer = setTimeout(send, pause * (0.8 + Math.random() * 0.4));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

export function start() {
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") send();
  });
  send();
}
