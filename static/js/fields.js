// What stands in the fields of a report's form: by entry, and in one text that changes with them.

const NOT_SENT = /-organisation(_kind)?$/; // a name half typed is no name yet

export const settled = (text) => text.replace(/\r\n?/g, "\n").normalize("NFC").trim();

export const fieldOf = (form, key, name) => form.elements.namedItem(`${key}-${name}`);

export const isBox = (field) => ["checkbox", "radio"].includes(field.type);

const isOf = (key, name) => name.startsWith(`${key}-`) && !NOT_SENT.test(name);

const isSigned = (key, name) => ![`${key}-version`, `${key}-was`].includes(name);

function pairs(form, key) {
  return [...new FormData(form)].filter(([name]) => isOf(key, name));
}

function pairsAsSent(form, key) {
  return [...form.elements]
    .filter((field) => isOf(key, field.name) && (field.defaultChecked || !isBox(field)))
    .map((field) => [field.name, field.defaultValue ?? field.value]);
}

function signed(key, found) {
  const told = found.filter(([name]) => isSigned(key, name));
  return JSON.stringify(told.map(([name, value]) => [name, settled(value)]));
}

// An entry as it is now.
export const signature = (form, key) => signed(key, pairs(form, key));

// An entry as the server sent it, whatever was typed since.
export const signatureAsSent = (form, key) => signed(key, pairsAsSent(form, key));

// What is otherwise than a signature says: [name, words], or of a box [name, value, whether ticked].
// Of an empty signature everything is.
export function changesSince(before, form, key) {
  const known = new Set(JSON.parse(before || "[]").map((pair) => JSON.stringify(pair)));
  const changes = [];
  for (const field of form.elements) {
    if (!isOf(key, field.name) || !isSigned(key, field.name)) continue;
    const wasSo = known.has(JSON.stringify([field.name, settled(field.value)]));
    const isSo = isBox(field) ? field.checked : true;
    if (before && wasSo === isSo) continue;
    const name = field.name.slice(key.length + 1);
    if (!isBox(field)) changes.push([name, field.value]);
    else if (isSo || field.type === "checkbox") changes.push([name, field.value, isSo]);
  }
  return changes;
}

// What the server takes for these entries, with who sends it.
export function bodyOf(form, keys) {
  const body = new URLSearchParams();
  for (const name of ["csrfmiddlewaretoken", "owner"]) {
    body.append(name, form.elements.namedItem(name).value);
  }
  for (const key of keys) {
    body.append("entry", key);
    for (const [name, value] of pairs(form, key)) body.append(name, value);
  }
  return body;
}
