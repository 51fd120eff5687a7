// Saves what changed in a page of entries two seconds after typing stops, and every five while it goes on.
// Until the server says that a text is saved, it is kept on this device too.

import { bodyOf, changesSince, fieldOf, settled, signature, signatureAsSent } from "./fields.js";
import { Line } from "./line.js";
import { showRefusal } from "./refusal.js";

const AFTER_TYPING = 2000;
const AT_MOST = 5000;
const MIRROR_AFTER = 300;
const GIVE_UP_AFTER = 15000;
const LONGEST_WAIT = 30000;
const KEEPALIVE_LIMIT = 60000; // bytes that a browser still sends for a page that is gone

export class Autosave {
  constructor(form, mirror, line) {
    this.form = form;
    this.mirror = mirror;
    this.line = new Line(line, form);
    this.entries = new Map();
    this.failures = 0;
  }

  watch(element) {
    const key = element.dataset.entry;
    // What the server sent, not what stands there now: somebody may have typed before this ran.
    const confirmed = signatureAsSent(this.form, key);
    const entry = { element, key, confirmed, sent: [], isBlocked: false };
    this.entries.set(key, entry);
    return entry;
  }

  start() {
    this.form.addEventListener("submit", (event) => this.handOver(event.submitter));
    addEventListener("pageshow", () => { this.isHandedOver = false; });
    this.form.addEventListener("input", (event) => this.touched(event.target));
    this.form.addEventListener("change", (event) => this.touched(event.target));
    addEventListener("online", () => this.save());
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.leave();
    });
  }

  field(key, name) {
    return fieldOf(this.form, key, name);
  }

  isDirty(entry) {
    return signature(this.form, entry.key) !== entry.confirmed;
  }

  unsaved() {
    return [...this.entries.values()].filter((entry) => this.isDirty(entry));
  }

  // --- typing --------------------------------------------------------------------------------

  touched(field) {
    const key = field.closest("[data-entry]")?.dataset.entry;
    if (!this.entries.has(key)) return;
    clearTimeout(this.mirrorTimer);
    this.mirrorTimer = setTimeout(() => this.keep(), MIRROR_AFTER);
    this.schedule();
  }

  schedule() {
    const now = Date.now();
    this.since ??= now;
    const wait = Math.max(0, Math.min(AFTER_TYPING, this.since + AT_MOST - now));
    clearTimeout(this.saveTimer);
    this.saveTimer = setTimeout(() => this.save(), wait);
  }

  keep() {
    for (const entry of this.entries.values()) {
      const words = this.words(entry);
      const mirrored = words && JSON.stringify(words);
      if (mirrored === entry.mirrored) continue;
      entry.mirrored = mirrored;
      if (words) this.mirror.put(entry.key, words);
      else this.mirror.drop(entry.key);
    }
  }

  // What the device keeps of an entry: what was changed until it is saved, then only a mark of what
  // was saved, so that a page the server made a moment earlier is known to be older.
  words(entry) {
    const organisation = this.field(entry.key, "organisation")?.value ?? "";
    const isDirty = this.isDirty(entry);
    if (!isDirty && !organisation) return entry.saved;
    return {
      changes: changesSince(entry.confirmed, this.form, entry.key),
      organisation,
      version: entry.seen ?? this.field(entry.key, "version").value,
      was: entry.seen === undefined ? this.field(entry.key, "was").value : "",
      kind: entry.element.dataset.kind,
      isDirty,
      isLeftOut: entry.isLeftOut,
    };
  }

  // The form sends everything itself. The next page is its answer, no older than anything saved
  // here; a second sending from this page would only come too late.
  handOver(button) {
    this.isHandedOver = true;
    clearTimeout(this.saveTimer);
    for (const entry of this.entries.values()) {
      entry.saved = undefined;
      entry.isLeftOut = button?.name === "leave_out" && button.value === entry.key;
    }
    this.keep();
  }

  // --- saving --------------------------------------------------------------------------------

  sendable() {
    return this.unsaved().filter((entry) => {
      if (entry.isBlocked || this.isNothingYet(entry)) return false;
      return entry.refused !== signature(this.form, entry.key);
    });
  }

  isNothingYet({ key }) {
    return this.field(key, "version").value === "0" && !this.field(key, "text").value.trim();
  }

  send(body, options = {}) {
    return fetch(this.form.action, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      ...options,
    });
  }

  // The page may be gone in a moment: sends what there is, and does not wait for the answer.
  leave() {
    this.keep();
    const entries = this.sendable();
    if (entries.length === 0 || this.isSigned === false || this.isHandedOver) return;
    const sent = this.noted(entries);
    const body = bodyOf(this.form, entries.map(({ key }) => key));
    this.send(body, { keepalive: body.toString().length < KEEPALIVE_LIMIT })
      .then((answer) => (answer.ok ? answer.json() : null))
      .then((told) => told && this.told(sent, told))
      .catch(() => {});
  }

  // What is about to be sent: each entry as it is now, so that later typing is seen to be later.
  noted(entries) {
    for (const entry of entries) {
      entry.sent = [...entry.sent.slice(-4), settled(this.field(entry.key, "text").value)];
    }
    return entries.map((entry) => [entry, signature(this.form, entry.key)]);
  }

  async save() {
    clearTimeout(this.saveTimer);
    if (this.isSaving) {
      this.again = true;
      return;
    }
    const entries = this.sendable();
    if (entries.length === 0) {
      this.since = undefined;
      return;
    }
    this.isSaving = true;
    this.since = undefined;
    this.line.state("saving");
    this.keep();
    const sent = this.noted(entries);
    try {
      await this.answered(await this.send(bodyOf(this.form, entries.map(({ key }) => key)), this.limit()), sent);
    } catch {
      this.failed();
    } finally {
      this.isSaving = false;
      if (this.again) {
        this.again = false;
        this.schedule();
      }
    }
  }

  limit() {
    return { signal: AbortSignal.timeout(GIVE_UP_AFTER) };
  }

  async answered(answer, sent) {
    if (answer.ok) {
      this.failures = 0;
      this.isRenewed = false;
      this.told(sent, await answer.json());
    } else if (answer.status === 401) {
      this.signedOut(sent[0][0].key);
    } else if (answer.status === 403) {
      await this.refused(sent[0][0].key);
    } else if (answer.status === 409) {
      const told = await answer.json();
      this.line.say("conflict", `${told.gone} What you typed is kept on this device. `, this.line.button("Show both"));
    } else if (answer.status >= 500) {
      this.failed();
    } else {
      this.line.say("failed", "Not saved. What you typed is kept on this device.");
    }
  }

  told(sent, told) {
    for (const [entry, signature] of sent) {
      const kept = told.entries[entry.key];
      const [refusal] = told.errors[entry.key] ?? [];
      if (kept) this.confirmed(entry, signature, kept);
      entry.refused = refusal ? signature : undefined;
      entry.refusal = refusal;
      showRefusal(this.field(entry.key, "text"), refusal);
    }
    for (const conflict of told.conflicts) if (!this.isMine(conflict)) this.block(conflict);
    this.keep();
    this.sayHowItStands(told.saved, sent.map(([entry]) => entry));
    if (this.sendable().length > 0) this.schedule();
    this.form.dispatchEvent(new CustomEvent("report:saved", { detail: told }));
  }

  // "Saved" is said only when nothing that stands in the page was held back, now or earlier.
  sayHowItStands(saved, asked) {
    const entries = [...this.entries.values()];
    const blocked = entries.find((entry) => entry.isBlocked);
    const refused = entries.find(
      (entry) => entry.refusal && !this.isNothingYet(entry) && (asked.includes(entry) || this.isDirty(entry)),
    );
    const named = entries.some((entry) => this.field(entry.key, "organisation")?.value.trim());
    if (blocked) {
      this.line.say("conflict", `Not saved: ${blocked.sentence} `, this.line.button("Compare both texts"));
    } else if (refused) {
      const name = refused.element.querySelector("legend").textContent;
      this.line.say("failed", `${name} is not saved as it stands. ${refused.refusal}`);
    } else {
      this.line.say("saved", named ? `${saved}. “Save draft” adds the organisation too.` : saved);
    }
  }

  confirmed(entry, signature, kept) {
    this.field(entry.key, "version").value = kept.version;
    this.field(entry.key, "was").value = kept.was;
    entry.confirmed = signature;
    entry.saved = { isSaved: true, version: kept.version, was: kept.was };
    entry.isBlocked = false;
    delete entry.element.dataset.blank;
    const actions = entry.element.querySelector("[data-actions]");
    if (actions) actions.hidden = false;
    const guard = entry.element.querySelector("[data-guard]");
    if (guard && !guard.contains(document.activeElement)) {
      guard.replaceChildren(...new DOMParser().parseFromString(kept.guard, "text/html").body.children);
    }
  }

  // An answer that never arrived: what stands there is what this window sent itself.
  isMine(conflict) {
    const entry = this.entries.get(conflict.key);
    if (conflict.differs || !entry?.sent.includes(settled(conflict.text))) return false;
    for (const [name, theirs] of Object.entries(conflict.choices ?? {})) {
      if (settled(this.field(conflict.key, name)?.value ?? theirs) !== settled(theirs)) return false;
    }
    this.field(entry.key, "version").value = conflict.version;
    this.field(entry.key, "was").value = "";
    return true;
  }

  block(conflict) {
    const entry = this.entries.get(conflict.key);
    if (entry) Object.assign(entry, { isBlocked: true, sentence: conflict.sentence });
  }

  failed() {
    this.failures += 1;
    this.line.say("offline", "Not saved yet: no connection. Kept on this device.");
    clearTimeout(this.saveTimer);
    const wait = Math.min(LONGEST_WAIT, AT_MOST * 2 ** (this.failures - 1));
    this.saveTimer = setTimeout(() => this.save(), wait);
  }

  signedOut(key) {
    this.isSigned = false;
    const link = this.line.linkToSignIn(key);
    this.line.say("signed-out", "You have been signed out. What you typed is kept on this device. ", link);
  }

  // The page's token is old: somebody signed out, or signed in again in another tab.
  async refused(key) {
    const answer = await fetch(this.form.dataset.tokenUrl, {
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    const told = answer.ok ? await answer.json() : {};
    if (answer.status === 401 || (answer.ok && told.owner !== this.form.dataset.owner)) {
      this.signedOut(key);
    } else if (answer.ok && !this.isRenewed) {
      this.form.elements.namedItem("csrfmiddlewaretoken").value = told.token;
      this.isRenewed = true;
      this.again = true;
    } else {
      this.line.say("failed", "Not saved. What you typed is kept on this device.");
    }
  }
}
