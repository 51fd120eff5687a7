// Saves what changed in a report two seconds after typing stops, and every five while it goes on.
// Until the server says that a text is saved, it is kept on this device too.

const AFTER_TYPING = 2000;
const AT_MOST = 5000;
const MIRROR_AFTER = 300;
const GIVE_UP_AFTER = 15000;
const LONGEST_WAIT = 30000;
const KEEPALIVE_LIMIT = 60000; // bytes that a browser still sends for a page that is gone
const NOT_SENT = /-organisation(_kind)?$/; // a name half typed is no name yet

export const settled = (text) => text.replace(/\r\n?/g, "\n").normalize("NFC").trim();

export class Autosave {
  constructor(form, mirror, line) {
    this.form = form;
    this.mirror = mirror;
    this.line = line;
    this.entries = new Map();
    this.failures = 0;
  }

  watch(element) {
    const key = element.dataset.entry;
    // What the server sent, not what stands there now: somebody may have typed before this ran.
    const confirmed = this.signed(key, this.asSent(key));
    const entry = { element, key, confirmed, sent: [], isBlocked: false };
    this.entries.set(key, entry);
    return entry;
  }

  start() {
    this.form.addEventListener("input", (event) => this.touched(event.target));
    this.form.addEventListener("change", (event) => this.touched(event.target));
    addEventListener("online", () => this.save());
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.leave();
    });
  }

  // --- what stands in the page -------------------------------------------------------------

  field(key, name) {
    return this.form.elements.namedItem(`${key}-${name}`);
  }

  pairs(key) {
    return [...new FormData(this.form)].filter(
      ([name]) => name.startsWith(`${key}-`) && !NOT_SENT.test(name),
    );
  }

  asSent(key) {
    const fields = [...this.form.elements].filter((field) => field.name.startsWith(`${key}-`));
    return fields
      .filter((field) => !NOT_SENT.test(field.name))
      .filter((field) => field.defaultChecked || !["checkbox", "radio"].includes(field.type))
      .map((field) => [field.name, field.defaultValue ?? field.value]);
  }

  signature(key) {
    return this.signed(key, this.pairs(key));
  }

  signed(key, pairs) {
    const outside = [`${key}-version`, `${key}-was`];
    return JSON.stringify(
      pairs
        .filter(([name]) => !outside.includes(name))
        .map(([name, value]) => [name, settled(value)]),
    );
  }

  isDirty(entry) {
    return this.signature(entry.key) !== entry.confirmed;
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
      const organisation = this.field(entry.key, "organisation")?.value ?? "";
      const isDirty = this.isDirty(entry);
      const words = {
        text: this.field(entry.key, "text").value,
        organisation,
        version: this.field(entry.key, "version").value,
        was: this.field(entry.key, "was").value,
        kind: entry.element.dataset.kind,
        isDirty,
      };
      const mirrored = isDirty || organisation ? JSON.stringify(words) : undefined;
      if (mirrored === entry.mirrored) continue;
      entry.mirrored = mirrored;
      if (mirrored) this.mirror.put(entry.key, words);
      else this.mirror.drop(entry.key);
    }
  }

  // --- saving --------------------------------------------------------------------------------

  sendable() {
    return this.unsaved().filter((entry) => {
      const isNew = this.field(entry.key, "version").value === "0";
      const isEmpty = !this.field(entry.key, "text").value.trim();
      return !entry.isBlocked && !(isNew && isEmpty) && entry.refused !== this.signature(entry.key);
    });
  }

  body(entries) {
    const body = new URLSearchParams();
    for (const name of ["csrfmiddlewaretoken", "owner"]) {
      body.append(name, this.form.elements.namedItem(name).value);
    }
    for (const entry of entries) {
      body.append("entry", entry.key);
      for (const [name, value] of this.pairs(entry.key)) body.append(name, value);
    }
    return body;
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
    if (entries.length === 0 || this.isSigned === false) return;
    const sent = this.noted(entries);
    const body = this.body(entries);
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
    return entries.map((entry) => [entry, this.signature(entry.key)]);
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
    this.line.dataset.state = "saving";
    this.keep();
    const sent = this.noted(entries);
    try {
      await this.answered(await this.send(this.body(entries), this.limit()), sent);
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
      this.say("conflict", `${told.gone} What you typed is kept on this device. `, this.button("Show both"));
    } else if (answer.status >= 500) {
      this.failed();
    } else {
      this.say("failed", "Not saved. What you typed is kept on this device.");
    }
  }

  told(sent, told) {
    for (const [entry, signature] of sent) {
      const kept = told.entries[entry.key];
      if (kept) this.confirmed(entry, signature, kept);
      entry.refused = told.errors[entry.key] ? signature : undefined;
    }
    const blocked = told.conflicts.filter((conflict) => !this.isMine(conflict));
    const errors = Object.values(told.errors).flat();
    this.keep();
    if (blocked.length > 0) {
      this.say("conflict", `Not saved: ${blocked[0].sentence} `, this.button("Compare both texts"));
    } else if (errors.length > 0) {
      this.say("failed", errors[0]);
    } else {
      this.say("saved", told.saved);
    }
    if (this.sendable().length > 0) this.schedule();
    this.form.dispatchEvent(new CustomEvent("report:saved", { detail: told }));
  }

  confirmed(entry, signature, kept) {
    this.field(entry.key, "version").value = kept.version;
    this.field(entry.key, "was").value = kept.was;
    entry.confirmed = signature;
    entry.isBlocked = false;
    delete entry.element.dataset.blank;
    const guard = entry.element.querySelector("[data-guard]");
    if (!guard.contains(document.activeElement)) {
      guard.replaceChildren(...new DOMParser().parseFromString(kept.guard, "text/html").body.children);
    }
  }

  // An answer that never arrived: what stands there is what this window sent itself.
  isMine(conflict) {
    const entry = this.entries.get(conflict.key);
    if (!entry) return false;
    if (entry.sent.includes(settled(conflict.text))) {
      this.field(entry.key, "version").value = conflict.version;
      this.field(entry.key, "was").value = "";
      return true;
    }
    entry.isBlocked = true;
    return false;
  }

  failed() {
    this.failures += 1;
    this.say("offline", "Not saved yet: no connection. Kept on this device.");
    clearTimeout(this.saveTimer);
    const wait = Math.min(LONGEST_WAIT, AT_MOST * 2 ** (this.failures - 1));
    this.saveTimer = setTimeout(() => this.save(), wait);
  }

  signedOut(key) {
    this.isSigned = false;
    const link = this.linkToSignIn(key);
    this.say("signed-out", "You have been signed out. What you typed is kept on this device. ", link);
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
      this.say("failed", "Not saved. What you typed is kept on this device.");
    }
  }

  // --- the line ------------------------------------------------------------------------------

  say(state, words, ...more) {
    this.line.dataset.state = state;
    if (more.length === 0 && this.line.textContent === words) return;
    this.line.replaceChildren(document.createTextNode(words), ...more);
  }

  button(label) {
    const button = document.createElement("button");
    button.type = "submit";
    button.name = "save";
    button.value = "1";
    button.className = "cp-link-button";
    button.textContent = label;
    return button;
  }

  linkToSignIn(key) {
    const link = document.createElement("a");
    const back = `${location.pathname}${location.search}#entry-${key}`;
    link.href = `${this.form.dataset.signIn}?next=${encodeURIComponent(back)}`;
    link.textContent = "Sign in";
    return link;
  }
}
