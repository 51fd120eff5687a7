// What stands in the fields of a report's form: by entry, and in one text that changes with them.

const NOT_SENT = /-organisation(_kind)?$/; // a name half typed is no name yet

export const settled = (text) => text.replace(/\r\n?/g, "\n").normalize("NFC").trim();

export const fieldOf = (form, key, name) => form.elements.namedItem(`${key}-${name}`);

function pairs(form, key) {
  return [...new FormData(form)].filter(
    ([name]) => name.startsWith(`${key}-`) && !NOT_SENT.test(name),
  );
}

function pairsAsSent(form, key) {
  const fields = [...form.elements].filter((field) => field.name.startsWith(`${key}-`));
  return fields
    .filter((field) => !NOT_SENT.test(field.name))
    .filter((field) => field.defaultChecked || !["checkbox", "radio"].includes(field.type))
    .map((field) => [field.name, field.defaultValue ?? field.value]);
}

function signed(key, found) {
  const outside = [`${key}-version`, `${key}-was`];
  return JSON.stringify(
    found
      .filter(([name]) => !outside.includes(name))
      .map(([name, value]) => [name, settled(value)]),
  );
}

// An entry as it is now.
export const signature = (form, key) => signed(key, pairs(form, key));

// An entry as the server sent it, whatever was typed since.
export const signatureAsSent = (form, key) => signed(key, pairsAsSent(form, key));

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
